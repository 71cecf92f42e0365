"""The chart of the shares of topics over time: one small chart a topic."""

from textwrap import wrap

import altair as alt
import pandas as pd

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    list_values,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import themed
from litreview.charts._time import (
    CELL_COLUMNS,
    FALLING,
    RISING,
    SHADE,
    SHARE_COLUMNS,
    STEADY,
    cell_tooltips,
    count_verdicts,
    first_topics,
    join_cells,
    order_by_verdict,
    period_axis,
    why_empty,
)
from litreview.tables import VERDICTS, period_of

TITLE = "How the topics shift"
COLUMNS = ["heading", "label", "verdict", "period", "papers", "total"]
COLUMNS += ["share", "low", "high", "mark", "tested", "run", "alone"]


@themed
def topic_shares(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    periods: pd.DataFrame,
    verdicts: pd.DataFrame,
    common: bool = True,
    most: int = 24,
) -> alt.FacetChart | alt.Chart:
    """Draw the share of each topic over the periods, with its 95 % interval.

    A period without papers is a gap, not a zero; a period left out of the test is a
    hollow point. The line joins what can be compared: it breaks at both, and where the
    sources change.

    Parameters
    ----------
    trends
        `topic`, `period`, `start`, `papers`, `total`, `share`, `low` and `high`.
    topics
        `topic`, `label` and `stability`.
    periods
        `period`, `start`, `papers`, `tested`, `mark` and `stretch`.
    verdicts
        `topic`, `verdict`, `change`, `change_low`, `change_high` and `q`.
    common
        Whether all charts have one scale.
    most
        The number of topics drawn at most.

    Returns
    -------
    One small chart a topic, by verdict.

    Examples
    --------
    >>> chart = litreview.charts.topic_shares(trends, topics, periods, verdicts)
    >>> chart.save("shares.svg")
    """
    ranked = order_by_verdict(topics, verdicts)
    reason = why_empty(periods, ranked)
    if reason:
        return empty_chart(TITLE, reason)

    unit = period_of(periods)
    ranked, bound = first_topics(ranked, len(periods), most)
    ranked = ranked.assign(heading=_small_headings(ranked, unit))
    table = join_cells(trends, ranked, periods).dropna(subset="share")[COLUMNS]

    scale = alt.Scale(domainMin=0)
    if common:
        scale = alt.Scale(domain=[0, _highest_share(table)])
    header = alt.Header(
        labelExpr="split(datum.label, '\\n')",
        labelAnchor="start",
        labelLineHeight=14,
        labelPadding=6,
    )
    facet = alt.Facet(
        "heading:N",
        title=None,
        sort=list(ranked["heading"]),
        header=header,
    )
    # Faceted here, so that the data stand once in the chart.
    chart = _draw_shares(table, periods, scale).facet(
        facet=facet, columns=3, spacing={"row": 26, "column": 26}
    )
    if not common:
        chart = chart.resolve_scale(y="independent")

    first = ranked.head(3)
    sizes = [_change_in_words(row, unit) for row in first.itertuples()]
    finding = count_verdicts(ranked) + "; " + list_values(first["name"], sizes)
    columns = CELL_COLUMNS | SHARE_COLUMNS | {"mark": "left out of the test"}
    subtitle = (
        _shares_subtitle(
            ranked,
            table,
            unit,
            common,
        )
        + bound
    )
    return chart.properties(
        **wrapped_heading(
            TITLE,
            subtitle,
            None,
            finding,
            columns,
        )
    )


def _draw_shares(
    table: pd.DataFrame, periods: pd.DataFrame, scale: alt.Scale
) -> alt.LayerChart:
    axis = alt.Axis(format=".0%", tickCount=4, title=None)
    share = alt.Y("share:Q", scale=scale, axis=axis)
    low = alt.Y("low:Q", scale=scale, axis=axis)
    selection = topic_selection()
    base = alt.Chart(table).encode(
        x=period_axis(periods, 6),
        color=SHADE,
        tooltip=cell_tooltips(mark=True),
        opacity=fade_others(selection),
    )

    band = base.mark_area(clip=True).encode(
        opacity=fade_others(selection, 0.18, 0.04),
        y=low,
        y2="high:Q",
        detail="run:N",
    )
    bars = base.mark_rule(strokeWidth=3, clip=True).encode(
        opacity=fade_others(selection, 0.3, 0.06), y=low, y2="high:Q"
    )
    dashes = [[1, 0]] * (len(VERDICTS) - 1) + [[4, 3]]  # for too little data
    dash = alt.Scale(domain=VERDICTS, range=dashes)
    line = base.mark_line(strokeWidth=2).encode(
        y=share,
        detail="run:N",
        strokeDash=alt.StrokeDash("verdict:N", scale=dash, legend=None),
    )
    fill = alt.when(alt.datum.tested).then(SHADE).otherwise(alt.value("white"))
    points = base.mark_point(size=34, strokeWidth=1.3, cursor="pointer")
    points = points.encode(y=share, fill=fill).add_params(selection)

    # A layer without data makes Vega warn.
    layers = []
    if not table["alone"].all():
        layers.append(band.transform_filter("!datum.alone"))
        layers.append(line.transform_filter("!datum.alone"))
    if table["alone"].any():
        layers.append(bars.transform_filter("datum.alone"))
    return alt.layer(*layers, points).properties(width=262, height=110)


def _highest_share(table: pd.DataFrame) -> float:
    """Give the top of the common scale; a hardly known share must not flatten it."""
    tested = table["tested"]
    if tested.any():
        high = table.loc[tested, "high"].max()
    else:
        high = table["high"].max()
    return min(1.0, 1.04 * max(high, table["share"].max()))


def _small_headings(ranked: pd.DataFrame, unit: str) -> list[str]:
    """Write the heading of each small chart: its name on some lines, and a verdict."""
    headings = []
    for row in ranked.itertuples():
        lines = wrap(
            row.name,
            38,
            max_lines=3,
            placeholder=" …",
            break_on_hyphens=False,
        )
        headings.append("\n".join([*lines, _change_in_words(row, unit)]))
    return headings


def _change_in_words(row, unit: str) -> str:
    """Write a verdict with the size of the change; of a steady topic, its bounds."""
    if row.verdict in (RISING, FALLING):
        return f"{row.verdict}, {_factor(row.change)} a {unit}"
    if row.verdict == STEADY:
        low = _factor(row.change_low)
        high = _factor(row.change_high)
        return f"{row.verdict}, {low} to {high} a {unit}"
    return row.verdict


def _factor(change: float) -> str:
    if round(change, 2) == 1:
        return f"×{change:.3f}"
    return f"×{change:.2f}"


def _shares_subtitle(
    ranked: pd.DataFrame,
    table: pd.DataFrame,
    unit: str,
    common: bool,
) -> str:
    whose = "each"
    if common:
        whose = "all"
    subtitle = f"share of the papers of a {unit}, with its 95 % interval;"
    subtitle += f" one scale for {whose}"

    if ranked["verdict"].isin([RISING, FALLING, STEADY]).any():
        subtitle += f"; ×: what the odds are multiplied by in a {unit}"
        subtitle += " (for small shares, nearly the share)"
    if not table["tested"].all():
        subtitle += "; hollow: left out of the test"
    return subtitle
