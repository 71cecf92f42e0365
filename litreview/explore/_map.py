"""The map of the papers in JupyterLab: jupyter-scatter, with a lasso."""

import jscatter
import numpy as np
import pandas as pd

PALETTE = [
    "#4e79a7",
    "#e8832a",
    "#4f9f56",
    "#d1495b",
    "#8d6cab",
    "#946a57",
    "#d77fb4",
    "#3fa7a3",
    "#b5a136",
    "#7a9cd6",
    "#c98a5e",
    "#6b8f3c",
]
NO_TOPIC = "#9a9a9a"
# The library draws on a ground that Python gives it, and Python does not know the theme
# of JupyterLab.
STYLE = """<style>
[data-jp-theme-light="false"] .corpus-map { filter: invert(0.93) hue-rotate(180deg) }
</style>"""


def build_map(papers: pd.DataFrame, height: int = 420) -> jscatter.Scatter:
    """Draw a dot a paper where `x` and `y` put it, in the colour of its topic.

    `papers` also needs `title`, `topic` (-1: none) and `topic_label`. The number of a
    dot is its row in the table.
    """
    colours = _topic_colours(papers)
    topics = papers["topic_label"].astype("object")
    table = pd.DataFrame(
        {
            "x": papers["x"].to_numpy(float),
            "y": papers["y"].to_numpy(float),
            "Topic": pd.Categorical(topics, categories=list(colours)),
            "Title": papers["title"].astype("object").to_numpy(),
        }
    )
    scatter = jscatter.Scatter(
        data=table,
        x="x",
        y="y",
        x_scale=_padded_range(table["x"]),
        y_scale=_padded_range(table["y"]),
        color_by="Topic",
        color_map=colours,
        height=height,
        axes=False,
    )
    scatter.background("white")
    scatter.size(default=_dot_size(len(papers)))
    scatter.tooltip(enable=True, properties=["color", "Title"], histograms=False)
    scatter.lasso(on_long_press=False)
    # With Shift, the library's other way, JupyterLab selects cells.
    scatter.mouse("lasso")
    scatter.legend(len(colours) <= len(PALETTE))
    scatter.widget.add_class("corpus-map")
    return scatter


def show_rows(scatter: jscatter.Scatter, rows: np.ndarray | None) -> None:
    """Show the dots of these rows alone; None shows all."""
    scatter.filter(rows)


def selected_rows(scatter: jscatter.Scatter) -> np.ndarray:
    """Give the rows of the dots that are selected, none where nothing is."""
    selection = scatter.widget.selection
    if selection is None:
        selection = []
    return np.array(selection, dtype=int)


def clear_selection(scatter: jscatter.Scatter) -> None:
    """Select no dot."""
    scatter.widget.selection = np.array([], dtype="uint32")


def _topic_colours(papers: pd.DataFrame) -> dict[str, str]:
    colours = {}
    topics = papers.sort_values("topic").drop_duplicates("topic_label")
    for row in topics.itertuples():
        colours[row.topic_label] = NO_TOPIC
        if row.topic >= 0:
            colours[row.topic_label] = PALETTE[row.topic % len(PALETTE)]
    return colours


def _dot_size(papers: int) -> float:
    return float(np.clip(12 - 2 * np.log10(max(papers, 1)), 2, 10))


def _padded_range(places: pd.Series) -> tuple[float, float]:
    low = places.min()
    high = places.max()
    margin = 0.05 * (high - low) or 1.0  # where all stand in one place
    return float(low - margin), float(high + margin)
