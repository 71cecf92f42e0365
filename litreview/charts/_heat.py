"""The chart of when each topic was at its height."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    list_values,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import GRID, SOFT, themed
from litreview.charts._time import (
    CELL_COLUMNS,
    FALLING,
    RISING,
    SHADES,
    SHARE_COLUMNS,
    cell_tooltips,
    first_topics,
    join_cells,
    order_by_verdict,
    period_axis,
    plot_width,
    text_tooltip,
    topic_axis,
    why_empty,
)

TITLE = "When each topic was at its height"
SIGNS = {RISING: " ▲", FALLING: " ▼"}
PRIOR = 2  # papers added to both sides of a ratio
COLUMNS = ["label", "verdict", "period", "papers", "total", "share", "low", "high"]
COLUMNS += ["mark", "expected", "doublings"]


@themed
def topic_heat(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    periods: pd.DataFrame,
    most: int = 100,
) -> alt.LayerChart | alt.Chart:
    """Draw when each topic was above or below its own mean, for many topics at once.

    The colour is the number of papers over that expected from the share of the topic in
    all periods, in doublings, with 2 added to both: so a cell of hardly any papers
    stays near white, where the bare ratio would shout.

    Parameters
    ----------
    trends
        `topic`, `period`, `start`, `papers`, `total`, `share`, `low` and `high`.
    topics
        `topic`, `label` and `stability`.
    verdicts
        `topic`, `verdict`, `change` and `q`.
    periods
        `period`, `start`, `papers`, `tested`, `mark` and `stretch`.
    most
        The number of topics drawn at most.

    Returns
    -------
    A grid of topics × periods, the topics by verdict, then by peak.

    Examples
    --------
    >>> chart = litreview.charts.topic_heat(trends, topics, verdicts, periods)
    >>> chart.save("heat.svg")
    """
    ranked = order_by_verdict(topics, verdicts)
    reason = why_empty(periods, ranked)
    if reason:
        return empty_chart(TITLE, reason)

    ranked, bound = first_topics(ranked, len(periods), most)
    table = _count_doublings(join_cells(trends, ranked, periods))
    peaks = table.sort_values("doublings", ascending=False, kind="stable")
    peaks = peaks.drop_duplicates("topic")
    order = list(peaks.sort_values(["rank", "start", "topic"])["label"])
    names = ranked["name"] + ranked["verdict"].map(SIGNS).fillna("")

    selection = topic_selection()
    axis = topic_axis(ranked["label"], names)
    cells = alt.Chart(table[COLUMNS]).mark_rect(
        stroke="white", strokeWidth=0.5, cursor="pointer"
    )
    cells = cells.add_params(selection)
    expected = alt.Tooltip("expected:Q", title="papers at its mean", format=".1f")
    cells = cells.encode(
        x=period_axis(periods, 20),
        y=alt.Y("label:N", title=None, sort=order, axis=axis),
        opacity=fade_others(selection),
        color=_doublings_colour(),
        tooltip=[*cell_tooltips(mark=True), expected],
    )
    chart = alt.layer(cells)
    if not periods["tested"].all():
        chart = cells + _ring_periods(periods)

    high = peaks.head(3)
    finding = "Highest above its mean: " + list_values(high["label"], high["period"])
    columns = CELL_COLUMNS | SHARE_COLUMNS | {"expected": "papers at its mean"}
    subtitle = _heat_subtitle(periods) + bound
    texts = wrapped_heading(TITLE, subtitle, plot_width(list(names)), finding, columns)
    return chart.properties(**texts, height=alt.Step(18)).configure_view(fill=GRID)


def _count_doublings(cells: pd.DataFrame) -> pd.DataFrame:
    """Compare the papers of a cell with those expected from the mean of its topic."""
    table = cells.dropna(subset="share")
    sums = table.groupby("topic")[["papers", "total"]].transform("sum")
    expected = table["total"] * sums["papers"] / sums["total"]
    ratio = (table["papers"] + PRIOR) / (expected + PRIOR)
    return table.assign(expected=expected, doublings=np.log2(ratio))


def _doublings_colour() -> alt.Color:
    scale = alt.Scale(
        domain=[-2, 0, 2],
        range=[SHADES[FALLING], "#ffffff", SHADES[RISING]],
        clamp=True,
        interpolate="rgb",
    )
    words = "['¼', 'half', 'its mean', 'twice', '4 times'][datum.value + 2]"
    legend = alt.Legend(
        orient="top",
        title=None,
        values=[-2, -1, 0, 1, 2],
        labelExpr=words,
        gradientLength=350,
        labelOverlap=False,
    )
    return alt.Color("doublings:Q", scale=scale, legend=legend)


def _ring_periods(periods: pd.DataFrame) -> alt.Chart:
    """Draw a ring over each period that is left out of the test."""
    left_out = periods.loc[~periods["tested"], ["period", "mark"]]
    rings = alt.Chart(left_out).mark_point(size=30, color=SOFT, strokeWidth=1.3)
    return rings.encode(
        x=period_axis(periods, 20),
        y=alt.value(-8),
        tooltip=["period:O", text_tooltip("mark", "left out of the test")],
    )


def _heat_subtitle(periods: pd.DataFrame) -> str:
    subtitle = "share of a topic in a period beside its mean over all periods"
    subtitle += " (▲ rising, ▼ falling); without colour: as usual"
    if (periods["papers"] == 0).any():
        subtitle += "; grey: no papers"
    if not periods["tested"].all():
        # In one piece where the subtitle is wrapped.
        subtitle += "; " + "○ left out of the test".replace(" ", "\u00a0")
    return subtitle
