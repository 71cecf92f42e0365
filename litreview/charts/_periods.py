"""The chart of the periods: how many papers each has, and which are tested."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._parts import empty_chart, wrapped_heading
from litreview.charts._theme import ACCENT, SOFT, WIDTH, themed
from litreview.charts._time import (
    period_axis,
    sources_change,
    text_tooltip,
    why_empty,
)

TITLE = "What the shares are shares of"
TESTED = "in the test of trends"
LEFT_OUT = "left out of it"


@themed
def period_totals(periods: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw how many papers each period has, those pale that the test leaves out.

    Parameters
    ----------
    periods
        `period`, `papers`, `tested`, `mark` (why it is not tested) and `stretch` (which
        changes where the sources change), in the order of time.

    Returns
    -------
    Bars; a dashed upright line stands where the sources change.

    Examples
    --------
    >>> litreview.charts.period_totals(periods).save("periods.svg")
    """
    reason = why_empty(periods)
    if reason:
        return empty_chart(TITLE, reason)

    kind = np.where(periods["tested"], TESTED, LEFT_OUT)
    table = periods[["period", "papers", "mark"]].assign(kind=kind)
    shade = alt.Scale(domain=[TESTED, LEFT_OUT], range=[ACCENT, "#d3e3ea"])
    bars = alt.Chart(table).mark_bar(stroke=ACCENT, strokeWidth=0.7)
    bars = bars.encode(
        x=period_axis(periods, 20),
        y=alt.Y("papers:Q", title="papers", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=shade,
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            "period:O",
            alt.Tooltip("papers:Q", format=","),
            text_tooltip("kind", "trends"),
            text_tooltip("mark", "why"),
        ],
    )

    changes = table.loc[sources_change(periods), ["period"]]
    lines = alt.Chart(changes).mark_rule(color=SOFT, strokeDash=[4, 3])
    lines = lines.encode(
        x=period_axis(periods, 20, bandPosition=0),
        tooltip=alt.value("the sources change here"),
    )

    top = periods.loc[periods["papers"].idxmax()]
    finding = f"{periods['papers'].sum():,} papers in {len(periods)} periods;"
    finding += f" most in {top['period']}: {top['papers']:,}"
    columns = {
        "period": "period",
        "papers": "papers",
        "kind": "trends",
        "mark": "why",
    }
    texts = wrapped_heading(
        TITLE,
        _totals_subtitle(periods),
        WIDTH - 80,
        finding,
        columns,
    )
    return (bars + lines).properties(**texts, height=140)


def _totals_subtitle(periods: pd.DataFrame) -> str:
    subtitle = "papers on the time axis, by period"
    if sources_change(periods).any():
        subtitle += "; dashed line: the sources change"

    left_out = periods[~periods["tested"]].groupby("mark", sort=False)["period"]
    for why, names in left_out:
        subtitle += f"; left out: {', '.join(names.head(3))}"
        if len(names) > 3:
            subtitle += f" and {len(names) - 3} more"
        subtitle += f", {why}"
    return subtitle
