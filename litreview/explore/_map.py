"""The map of the papers in JupyterLab: jupyter-scatter, with a lasso."""

import jscatter
import numpy as np
import pandas as pd

PALETTE = "#4e79a7 #e8832a #4f9f56 #d1495b #8d6cab #946a57 #d77fb4 #3fa7a3 #b5a136 #7a9cd6 #c98a5e #6b8f3c".split()
NONE = "#9a9a9a"  # papers without a topic
# The library draws on a ground that Python gives it, and Python does not know JupyterLab's theme.
STYLE = """<style>
[data-jp-theme-light="false"] .corpus-map { filter: invert(0.93) hue-rotate(180deg) }
</style>"""


def build(papers: pd.DataFrame, height: int = 420) -> jscatter.Scatter:
    """Draw the papers where `x` and `y` put them, a dot each, in the colour of their topic.

    `papers` also needs `title`, `topic` (-1: none) and `topic_label`. The number of a dot is its row in the table.
    """
    labels = papers.sort_values("topic").drop_duplicates("topic_label")
    colours = {
        row.topic_label: PALETTE[row.topic % len(PALETTE)] if row.topic >= 0 else NONE
        for row in labels.itertuples()
    }
    table = pd.DataFrame(
        {
            "x": papers["x"].to_numpy(float),
            "y": papers["y"].to_numpy(float),
            "Topic": pd.Categorical(
                papers["topic_label"].astype("object"), categories=list(colours)
            ),
            "Title": papers["title"].astype("object").to_numpy(),
        }
    )
    scatter = jscatter.Scatter(
        data=table,
        x="x",
        y="y",
        x_scale=_padded(table["x"]),
        y_scale=_padded(table["y"]),
        color_by="Topic",
        color_map=colours,
        height=height,
        axes=False,
    )
    scatter.background("white")
    scatter.size(default=_size(len(papers)))
    scatter.tooltip(enable=True, properties=["color", "Title"], histograms=False)
    scatter.lasso(on_long_press=False)
    scatter.mouse(
        "lasso"
    )  # with Shift, the library's other way, JupyterLab selects cells
    scatter.legend(len(colours) <= len(PALETTE))
    scatter.widget.add_class("corpus-map")
    return scatter


def only(scatter: jscatter.Scatter, rows: np.ndarray | None) -> None:
    """Show the dots of these rows alone; None shows all."""
    scatter.filter(rows)


def lassoed(scatter: jscatter.Scatter) -> np.ndarray:
    """Give the rows of the dots that are selected, none where nothing is."""
    chosen = scatter.widget.selection
    return np.array([] if chosen is None else chosen, dtype=int)


def clear(scatter: jscatter.Scatter) -> None:
    """Select no dot."""
    scatter.widget.selection = np.array([], dtype="uint32")


def _size(papers: int) -> float:
    return float(np.clip(12 - 2 * np.log10(max(papers, 1)), 2, 10))


def _padded(places: pd.Series) -> tuple[float, float]:
    low, high = places.min(), places.max()
    margin = 0.05 * (high - low) or 1.0  # where all stand in one place
    return float(low - margin), float(high + margin)
