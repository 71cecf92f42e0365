"""The chart of bursts: when a term or a topic came up all at once."""

import altair as alt
import pandas as pd

from litreview.charts._parts import empty_chart, wrapped_heading
from litreview.charts._theme import themed
from litreview.charts._time import period_axis, plot_width, text_tooltip

TITLE = "What came in bursts"


@themed
def bursts(bursts: pd.DataFrame, periods: pd.DataFrame, most: int = 25) -> alt.Chart:
    """Draw when each term or topic came in a burst.

    Parameters
    ----------
    bursts
        `term`, `start` and `end` (periods as text), `weight`, `p` and `papers`.
    periods
        `period`, in the order of time.
    most
        The number of bursts drawn at most, the heaviest.

    Returns
    -------
    A bar from the first period of each burst to its last, by start.

    Examples
    --------
    >>> bursts = litreview.trends.find_bursts(
    ...     papers, assignments, paper_periods, periods
    ... )
    >>> chart = litreview.charts.bursts(bursts["term_bursts"], periods)
    >>> chart.save("bursts.svg")
    """
    if bursts.empty:
        return empty_chart(
            TITLE, "Nothing came in a burst that chance would not give as well."
        )

    table = bursts.nlargest(most, "weight")
    table = table[["term", "start", "end", "weight", "p", "papers"]]
    order = list(table.sort_values(["start", "end", "term"])["term"].unique())
    shade = alt.Scale(domainMin=0, range=["#cfe3ec", "#08506e"])
    legend = alt.Legend(orient="top", title="weight")
    axis = alt.Axis(grid=True, labelLimit=0)
    bars = alt.Chart(table).mark_bar(height=13, cornerRadius=2)
    bars = bars.encode(
        x=period_axis(periods, 20, "start:O", bandPosition=0),
        x2=alt.X2("end:O", bandPosition=1),
        y=alt.Y("term:N", title=None, sort=order, axis=axis),
        color=alt.Color("weight:Q", scale=shade, legend=legend),
        tooltip=[
            "term:N",
            text_tooltip("start", "from"),
            text_tooltip("end", "to"),
            alt.Tooltip("papers:Q", format=","),
            alt.Tooltip("weight:Q", format=".1f"),
            alt.Tooltip("p:Q", format=".3f"),
        ],
    )

    subtitle = "from the first to the last period of a burst; the stronger the colour,"
    subtitle += " the heavier: the less like chance"
    if len(bursts) > most:
        subtitle += f"; the {most} heaviest of {len(bursts):,}"
    top = table.iloc[0]
    finding = f"The heaviest: {top['term']}, {top['start']} to {top['end']}"
    columns = {
        "term": "term",
        "start": "from",
        "end": "to",
        "papers": "papers",
        "weight": "weight",
        "p": "p",
    }
    texts = wrapped_heading(TITLE, subtitle, plot_width(order), finding, columns)
    return bars.properties(**texts, height=alt.Step(22))
