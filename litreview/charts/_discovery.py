"""The chart of a screening: how the relevant papers were found."""

import altair as alt
import pandas as pd

from litreview.charts._parts import empty_chart, heading
from litreview.charts._theme import ACCENT, SOFT, themed
from litreview.tables import RELEVANT
from litreview.text import count_of

TITLE = "How the relevant papers were found"
DRAWN = 2_000  # points of the line, and beside it; the table holds all papers


@themed
def discovery(decided: pd.DataFrame, papers_total: int) -> alt.LayerChart | alt.Chart:
    """Draw how many relevant papers were found by the time when so many were screened.

    Parameters
    ----------
    decided
        `decision` and `chosen` (how the paper came up) of each paper screened by one
        screener, in the order of screening. Include and maybe count as relevant.
    papers_total
        The number of papers to screen.

    Returns
    -------
    A line whose flat end speaks for stopping. Its points are the relevant ones among
    the papers drawn at random.

    Examples
    --------
    >>> _ = litreview.screening.decide("chart.sqlite", papers["paper_id"][0], "include")
    >>> decided = litreview.screening.current_decisions("chart.sqlite")
    >>> litreview.charts.discovery(decided, len(papers)).save("discovery.svg")
    """
    decided = decided[decided["decision"] != ""]
    if decided.empty:
        return empty_chart(TITLE, "Nothing has been screened yet.")

    relevant = decided["decision"].isin(RELEVANT)
    table = pd.DataFrame(
        {
            "screened": range(1, len(decided) + 1),
            "found": relevant.cumsum(),
            "chosen": decided["chosen"],
        },
        index=decided.index,
    )
    drawn_at_random = table[relevant & (table["chosen"] == "random")]

    axis = alt.Axis(tickMinStep=1, tickCount=10)
    scale = alt.Scale(domain=[0, len(decided)], nice=False)
    places = {
        "x": alt.X(
            "screened:Q",
            title="papers screened",
            axis=axis,
            scale=scale,
        ),
        "y": alt.Y(
            "found:Q",
            title="relevant ones found",
            axis=alt.Axis(tickMinStep=1),
            scale=alt.Scale(domainMin=0),
        ),
        "tooltip": [
            alt.Tooltip("screened:Q", format=","),
            alt.Tooltip("found:Q", format=","),
        ],
    }
    steps = alt.Chart(_thin_out(table)).mark_line(
        interpolate="step-after", color=ACCENT, strokeWidth=2
    )
    points = alt.Chart(_choose_evenly(drawn_at_random)).mark_point(
        filled=True,
        color=SOFT,
        size=60,
        opacity=1,
    )

    found = relevant.sum()
    papers = count_of(len(decided), "paper")
    subtitle = f"{found:,} relevant in {papers} screened of {papers_total:,}"
    if len(drawn_at_random):
        subtitle += "; points: relevant ones drawn at random"
    if len(drawn_at_random) > DRAWN:
        subtitle += f", some {DRAWN:,} of {len(drawn_at_random):,}"
    finding = "None was relevant"
    if found:
        last = table.loc[relevant, "screened"].max()
        finding = f"The last relevant one came as paper {last:,}"
    return (steps.encode(**places) + points.encode(**places)).properties(
        **heading(TITLE, subtitle, finding=finding), height=240
    )


def _thin_out(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the points of the line: its start, its end, and some 2,000 between."""
    start = pd.DataFrame({"screened": [0], "found": [0]})
    line = pd.concat([start, _choose_evenly(table), table.tail(1)])
    return line.drop_duplicates("screened")


def _choose_evenly(table: pd.DataFrame) -> pd.DataFrame:
    step = max(1, -(-len(table) // DRAWN))
    return table.iloc[::step]
