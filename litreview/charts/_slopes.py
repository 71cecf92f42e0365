"""The chart of where each topic began and where it ended."""

import altair as alt
import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import INK, themed
from litreview.charts._time import (
    SHADES,
    STEADY,
    TOO_LITTLE,
    count_verdicts,
    first_topics,
    order_by_verdict,
    plot_width,
    text_tooltip,
)
from litreview.tables import VERDICTS

TITLE = "From the first period to the last"


@themed
def slopes(
    verdicts: pd.DataFrame, topics: pd.DataFrame, most: int = 40
) -> alt.LayerChart | alt.Chart:
    """Draw the fitted share of each tested topic in the first and the last period.

    Parameters
    ----------
    verdicts
        `topic`, `verdict`, `change`, `q`, and the fitted shares `first` and `last`.
    topics
        `topic`, `label` and `stability`.
    most
        The number of topics drawn at most.

    Returns
    -------
    A line a topic. The names stand at the right, moved apart as little as keeps them
    from being written over each other.

    Examples
    --------
    >>> litreview.charts.slopes(verdicts, topics).save("slopes.svg")
    """
    ranked = order_by_verdict(topics, verdicts)
    ranked = ranked[ranked["verdict"] != TOO_LITTLE].dropna(subset=["first", "last"])
    if ranked.empty:
        return empty_chart(
            TITLE,
            "There is too little data to call any topic rising, falling or steady.",
        )

    table, bound = first_topics(ranked, 1, most)
    height = max(300, 17 * len(table))
    top = 1.04 * max(table[["first", "last"]].max())
    names = []
    for row in table.itertuples():
        names.append(f"{row.name}: {row.first:.1%} → {row.last:.1%}")
    at = move_apart(table["last"].to_numpy(), 16 * top / height, top)
    table = table.assign(name=names, at=at)

    width = max(240, min(400, plot_width(names, 300) - 60))
    finding = count_verdicts(table) + "; " + "; ".join(names[:3])
    columns = {
        "label": "topic",
        "verdict": "verdict",
        "first": "first period, fitted, %",
        "last": "last, fitted, %",
    }
    subtitle = "share that the fitted trend gives a topic in the first tested period"
    subtitle += " (left) and in the last (right)" + bound
    texts = wrapped_heading(
        TITLE,
        subtitle,
        width,
        finding,
        columns,
    )
    return _draw_slopes(table, width, top).properties(**texts, height=height)


def _draw_slopes(table: pd.DataFrame, width: int, top: float) -> alt.LayerChart:
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(format=".0%", tickCount=5, title="fitted share")
    first = alt.Y("first:Q", scale=scale, axis=axis)
    last = alt.Y("last:Q", scale=scale)

    selection = topic_selection()
    base = alt.Chart(table[["label", "verdict", "first", "last", "name", "at"]])
    base = base.encode(
        color=_verdict_colour(),
        tooltip=[
            text_tooltip("label", "topic"),
            "verdict:N",
            alt.Tooltip("first:Q", format=".1%", title="first period, fitted"),
            alt.Tooltip("last:Q", format=".1%", title="last period, fitted"),
        ],
        opacity=fade_others(selection),
    )

    steady = alt.when(alt.datum.verdict == STEADY)
    thickness = steady.then(alt.value(1)).otherwise(alt.value(2.5))
    lines = base.mark_rule().encode(
        x=alt.value(0),
        x2=alt.value(width),
        y=first,
        y2="last:Q",
        strokeWidth=thickness,
    )
    lines = lines.add_params(selection)

    dots = base.mark_point(filled=True, size=40, cursor="pointer")
    left = dots.encode(x=alt.value(0), y=first)
    right = dots.encode(x=alt.value(width), y=last)

    leads = base.mark_rule(strokeWidth=0.7).encode(
        opacity=fade_others(selection, 0.7),
        x=alt.value(width + 4),
        x2=alt.value(width + 20),
        y=last,
        y2="at:Q",
    )
    names = base.mark_text(align="left", fontSize=12, cursor="pointer").encode(
        x=alt.value(width + 24),
        y=alt.Y("at:Q", scale=scale),
        text="name:N",
        color=alt.value(INK),
    )
    return lines + (left + right) + leads + names


def _verdict_colour() -> alt.Color:
    drawn = [verdict for verdict in VERDICTS if verdict != TOO_LITTLE]
    shades = [SHADES[verdict] for verdict in drawn]
    return alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=drawn, range=shades),
        legend=alt.Legend(orient="top", title=None),
    )


def move_apart(at: np.ndarray, gap: float, top: float) -> np.ndarray:
    """Move places between 0 and `top` apart by `gap`, as little as possible.

    The smallest moves (least squares) that keep order and gap are an isotonic
    regression.
    """
    order = np.argsort(at, kind="stable")
    steps = gap * np.arange(len(at))
    moved = isotonic_regression(at[order] - steps).x
    moved = moved.clip(0, max(0, top - steps[-1])) + steps
    return moved[np.argsort(order)]
