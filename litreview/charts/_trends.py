"""Charts of what changes over time: table in, chart out."""

from textwrap import wrap

import altair as alt
import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from litreview.charts._theme import (
    ACCENT,
    GRID,
    INK,
    SOFT,
    WIDTH,
    faded,
    heading,
    list_all,
    marked,
    nothing,
    picked,
    spelled,
)
from litreview.trends import VERDICTS as VERDICTS
from litreview.trends import period_of

SHADES = [
    "#d55e00",
    "#0072b2",
    SOFT,
    "#87929e",
]  # of the verdicts; the first two after Okabe and Ito
SIGNS = dict(zip(VERDICTS, [" ▲", " ▼", "", ""], strict=True))
ROWS = 4_000  # in a table of a chart
MANY = 1_500  # periods that no chart has room for
_SHADE = alt.Color(
    "verdict:N", scale=alt.Scale(domain=VERDICTS, range=SHADES), legend=None
)
_CELLS = {
    "label": "topic",
    "verdict": "verdict",
    "period": "period",
    "papers": "papers",
    "total": "of",
}
_SHARES = {"share": "share, %", "low": "95 % interval from, %", "high": "to, %"}


def period_totals(periods: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw how many papers each period has, those pale that the test of trends leaves out.

    `periods` is of `axis.periods`. A dashed upright line stands where the sources change.
    """
    title = "What the shares are shares of"
    if why := _why_not(periods):
        return nothing(title, why)
    kinds = ["in the test of trends", "left out of it"]
    table = periods[["period", "papers", "mark"]].assign(
        kind=np.where(periods["tested"], *kinds)
    )
    shade = alt.Scale(domain=kinds, range=[ACCENT, "#d3e3ea"])
    bars = alt.Chart(table).mark_bar(stroke=ACCENT, strokeWidth=0.7)
    bars = bars.encode(
        x=_x(periods, 20),
        y=alt.Y("papers:Q", title="papers", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            "kind:N", title=None, scale=shade, legend=alt.Legend(orient="top")
        ),
        tooltip=[
            "period:O",
            alt.Tooltip("papers:Q", format=","),
            _tip("kind", "trends"),
            _tip("mark", "why"),
        ],
    )
    changes = table.loc[_changes(periods), ["period"]]
    lines = alt.Chart(changes).mark_rule(color=SOFT, strokeDash=[4, 3])
    lines = lines.encode(
        x=_x(periods, 20, bandPosition=0), tooltip=alt.value("the sources change here")
    )
    said = (
        "papers on the time axis, by period"
        + "; dashed line: the sources change" * bool(len(changes))
    )
    out = periods[~periods["tested"]].groupby("mark", sort=False)["period"]
    said += "".join(f"; left out: {_few(list(names))}, {why}" for why, names in out)
    top = periods.loc[periods["papers"].idxmax()]
    seen = f"{periods['papers'].sum():,} papers in {len(periods)} periods; most in {top['period']}: {top['papers']:,}"
    columns = {"period": "period", "papers": "papers", "kind": "trends", "mark": "why"}
    return (bars + lines).properties(
        **_told(title, said, WIDTH - 80, seen, columns), height=140
    )


def topic_shares(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    periods: pd.DataFrame,
    verdicts: pd.DataFrame,
    common: bool = True,
    most: int = 24,
) -> alt.FacetChart | alt.Chart:
    """Draw the share of each topic over the periods, with its 95 % interval: one small chart a topic, by verdict.

    A period without papers is a gap, not a zero; a period left out of the test is a hollow point. The line joins what
    can be compared: it breaks at both, and where the sources change. All have one scale unless `common` is False.
    """
    title, judged = "How the topics shift", _judged(topics, verdicts)
    if why := _why_not(periods, judged):
        return nothing(title, why)
    judged, left = _first(judged, periods, most)
    unit = period_of(periods)
    judged = judged.assign(
        heading=[
            f"{_wrapped(row.marked)}\n{_size(row, unit)}" for row in judged.itertuples()
        ]
    )
    table = _cells(trends, judged, periods).dropna(subset="share")
    columns = [
        "heading",
        "label",
        "verdict",
        "period",
        "papers",
        "total",
        "share",
        "low",
        "high",
    ]
    table = table[[*columns, "mark", "tested", "run", "alone"]]
    top = (
        table.loc[table["tested"], "high"].max()
        if table["tested"].any()
        else table["high"].max()
    )
    top = min(
        1.0, 1.04 * max(top, table["share"].max())
    )  # a hardly known share must not flatten the others
    chart = _share_layers(
        table, periods, alt.Scale(domain=[0, top]) if common else alt.Scale(domainMin=0)
    )
    # Faceted here, so that the data stand once in the chart.
    header = alt.Header(
        labelExpr="split(datum.label, '\\n')",
        labelAnchor="start",
        labelLineHeight=14,
        labelPadding=6,
    )
    facet = alt.Facet(
        "heading:N", title=None, sort=list(judged["heading"]), header=header
    )
    chart = chart.facet(facet=facet, columns=3, spacing={"row": 26, "column": 26})
    chart = chart if common else chart.resolve_scale(y="independent")
    said = f"share of the papers of a {unit}, with its 95 % interval; one scale for {'all' if common else 'each'}"
    odds = f"; ×: what the odds are multiplied by in a {unit} (for small shares, nearly the share)"
    said += odds * bool((judged["rank"] < 3).any())
    said += "; hollow: left out of the test" * (not table["tested"].all())
    sizes = [_size(row, unit) for row in judged.head(3).itertuples()]
    seen = _counted(judged) + "; " + list_all(judged["marked"].head(3), sizes)
    columns = _CELLS | _SHARES | {"mark": "left out of the test"}
    return chart.properties(**_told(title, said + left, None, seen, columns))


def _share_layers(
    table: pd.DataFrame, periods: pd.DataFrame, scale: alt.Scale
) -> alt.LayerChart:
    axis = alt.Axis(format=".0%", tickCount=4, title=None)
    share, low = (
        alt.Y(f"{name}:Q", scale=scale, axis=axis) for name in ("share", "low")
    )
    dash = alt.Scale(domain=VERDICTS, range=[[1, 0], [1, 0], [1, 0], [4, 3]])
    topic = picked()
    base = alt.Chart(table).encode(
        x=_x(periods, 6), color=_SHADE, tooltip=_tips(mark=True), opacity=faded(topic)
    )
    band = base.mark_area(clip=True).encode(
        opacity=faded(topic, 0.18, 0.04), y=low, y2="high:Q", detail="run:N"
    )
    bars = base.mark_rule(strokeWidth=3, clip=True).encode(
        opacity=faded(topic, 0.3, 0.06), y=low, y2="high:Q"
    )
    line = base.mark_line(strokeWidth=2).encode(
        y=share,
        detail="run:N",
        strokeDash=alt.StrokeDash("verdict:N", scale=dash, legend=None),
    )
    fill = alt.when(alt.datum.tested).then(_SHADE).otherwise(alt.value("white"))
    points = (
        base.mark_point(size=34, strokeWidth=1.3, cursor="pointer")
        .encode(y=share, fill=fill)
        .add_params(topic)
    )
    alone, layers = table["alone"], []  # a layer without data makes Vega warn
    layers += [
        band.transform_filter("!datum.alone"),
        line.transform_filter("!datum.alone"),
    ] * (not alone.all())
    layers += [bars.transform_filter("datum.alone")] * bool(alone.any())
    return alt.layer(*layers, points).properties(width=262, height=110)


def slopes(
    verdicts: pd.DataFrame, topics: pd.DataFrame, most: int = 40
) -> alt.LayerChart | alt.Chart:
    """Draw the fitted share of each tested topic in the first and the last tested period, joined by a line.

    The names stand at the right, moved apart as little as keeps them from being written over each other.
    """
    title, judged = "From the first period to the last", _judged(topics, verdicts)
    judged = judged[judged["verdict"] != VERDICTS[-1]].dropna(subset=["first", "last"])
    if judged.empty:
        return nothing(
            title,
            "There is too little data to call any topic rising, falling or steady.",
        )
    table, left = _first(judged, judged.head(1), most)
    height, top = max(300, 17 * len(table)), 1.04 * max(table[["first", "last"]].max())
    names = [
        f"{row.marked}: {row.first:.1%} → {row.last:.1%}" for row in table.itertuples()
    ]
    table = table.assign(
        name=names, at=_apart(table["last"].to_numpy(), 16 * top / height, top)
    )
    wide = max(240, min(400, _room(names, 300) - 60))
    scale = alt.Scale(domain=[0, top], nice=False)
    first = alt.Y(
        "first:Q",
        scale=scale,
        axis=alt.Axis(format=".0%", tickCount=5, title="fitted share"),
    )
    last, at = alt.Y("last:Q", scale=scale), alt.Y("at:Q", scale=scale)
    legend = alt.Legend(orient="top", title=None)
    shade = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=VERDICTS[:3], range=SHADES[:3]),
        legend=legend,
    )
    tips = [
        alt.Tooltip(f"{name}:Q", format=".1%", title=f"{name} period, fitted")
        for name in ("first", "last")
    ]
    base = alt.Chart(table[["label", "verdict", "first", "last", "name", "at"]])
    topic = picked()
    base = base.encode(
        color=shade,
        tooltip=[_tip("label", "topic"), "verdict:N", *tips],
        opacity=faded(topic),
    )
    thick = (
        alt.when(alt.datum.verdict == "steady")
        .then(alt.value(1))
        .otherwise(alt.value(2.5))
    )
    lines = base.mark_rule().encode(
        x=alt.value(0), x2=alt.value(wide), y=first, y2="last:Q", strokeWidth=thick
    )
    lines = lines.add_params(topic)
    dots = base.mark_point(filled=True, size=40, cursor="pointer")
    leads = base.mark_rule(strokeWidth=0.7)
    leads = leads.encode(
        opacity=faded(topic, 0.7),
        x=alt.value(wide + 4),
        x2=alt.value(wide + 20),
        y=last,
        y2="at:Q",
    )
    written = base.mark_text(align="left", fontSize=12, cursor="pointer")
    written = written.encode(
        x=alt.value(wide + 24), y=at, text="name:N", color=alt.value(INK)
    )
    ends = dots.encode(x=alt.value(0), y=first) + dots.encode(x=alt.value(wide), y=last)
    said = "share that the fitted trend gives a topic in the first tested period (left) and in the last (right)"
    columns = {
        "label": "topic",
        "verdict": "verdict",
        "first": "first period, fitted, %",
        "last": "last, fitted, %",
    }
    seen = _counted(table) + "; " + "; ".join(names[:3])
    return (lines + ends + leads + written).properties(
        **_told(title, said + left, wide, seen, columns), height=height
    )


def topic_heat(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    periods: pd.DataFrame,
    most: int = 100,
) -> alt.LayerChart | alt.Chart:
    """Draw when each topic was above or below its own mean, for many topics at once: by verdict, then by peak.

    The colour is the number of papers over that expected from the share of the topic in all periods, in doublings,
    with 2 added to both: so a cell of hardly any papers stays near white, where the bare ratio would shout.
    """
    title, judged = "When each topic was at its height", _judged(topics, verdicts)
    if why := _why_not(periods, judged):
        return nothing(title, why)
    judged, left = _first(judged, periods, most)
    table = _cells(trends, judged, periods).dropna(subset="share")
    sums = table.groupby("topic")[["papers", "total"]].transform("sum")
    table = table.assign(expected=table["total"] * sums["papers"] / sums["total"])
    table = table.assign(
        doublings=np.log2((table["papers"] + 2) / (table["expected"] + 2))
    )
    names = judged["marked"] + judged["verdict"].map(SIGNS)
    topic = picked()
    peaks = table.sort_values(
        "doublings", ascending=False, kind="stable"
    ).drop_duplicates("topic")
    order = list(peaks.sort_values(["rank", "start", "topic"])["label"])
    words = "['¼', 'half', 'its mean', 'twice', '4 times'][datum.value + 2]"
    legend = alt.Legend(
        orient="top",
        title=None,
        values=[-2, -1, 0, 1, 2],
        labelExpr=words,
        gradientLength=350,
        labelOverlap=False,
    )
    scale = alt.Scale(
        domain=[-2, 0, 2],
        range=[SHADES[1], "#ffffff", SHADES[0]],
        clamp=True,
        interpolate="rgb",
    )
    columns = [
        "label",
        "verdict",
        "period",
        "papers",
        "total",
        "share",
        "low",
        "high",
        "mark",
        "expected",
        "doublings",
    ]
    cells = (
        alt.Chart(table[columns])
        .mark_rect(stroke="white", strokeWidth=0.5, cursor="pointer")
        .add_params(topic)
    )
    usual = alt.Tooltip("expected:Q", title="papers at its mean", format=".1f")
    cells = cells.encode(
        x=_x(periods, 20),
        y=alt.Y("label:N", title=None, sort=order, axis=_bare(judged["label"], names)),
        opacity=faded(topic),
        color=alt.Color("doublings:Q", scale=scale, legend=legend),
        tooltip=[*_tips(mark=True), usual],
    )
    out = periods.loc[~periods["tested"], ["period", "mark"]]
    rings = alt.Chart(out).mark_point(size=30, color=SOFT, strokeWidth=1.3)
    rings = rings.encode(
        x=_x(periods, 20),
        y=alt.value(-8),
        tooltip=["period:O", _tip("mark", "left out of the test")],
    )
    said = "share of a topic in a period beside its mean over all periods (▲ rising, ▼ falling); without colour: as usual"
    said += "; grey: no papers" * bool(
        (periods["papers"] == 0).any()
    ) + "; ○\u00a0left\u00a0out\u00a0of\u00a0the\u00a0test" * bool(len(out))
    chart = cells + rings if len(out) else alt.layer(cells)
    high = peaks.head(3)
    seen = "Highest above its mean: " + list_all(high["label"], high["period"])
    told = _told(
        title,
        said + left,
        _room(list(names)),
        seen,
        _CELLS | _SHARES | {"expected": "papers at its mean"},
    )
    chart = chart.properties(**told, height=alt.Step(18))
    return chart.configure_view(fill=GRID)


def papers_behind(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    papers: pd.DataFrame,
    spans: pd.DataFrame,
    assignments: pd.DataFrame,
    titles: int = 12,
) -> alt.VConcatChart | alt.Chart:
    """Draw the papers of each topic and period as numbers on a grid; a click on a cell lists the titles behind it.

    Up to `titles` of each cell, the surest first; fewer where they would be more than 4,000 in all. Before any click,
    those of the first topic in the period where it has most are listed.
    """
    title, judged = "The papers behind the numbers", _judged(topics, verdicts)
    periods = trends.drop_duplicates("period")[["period", "total"]].rename(
        columns={"total": "papers"}
    )
    if why := _why_not(periods, judged):
        return nothing(title, why)
    judged, left = _first(judged, periods, 100)
    listed = _titles(
        papers, spans, assignments[assignments["topic"].isin(judged["topic"])], titles
    )
    table = _behind(trends, judged, listed)
    first = table[table["topic"] == judged["topic"].iloc[0]].nlargest(1, "papers")[
        ["topic", "period"]
    ]
    click = alt.selection_point(
        name="cell",
        fields=list(first),
        value=first.to_dict("records"),
        toggle=False,
        clear=False,
        empty=False,
    )
    grid = _grid(table, judged, periods, click)
    said = "papers of a topic in a period; click on a cell to read the titles behind it, the surest first"
    below = _list(table, listed, click, titles, grid.width - WIDTH)
    seen = f"Most papers in one cell: {table.loc[table['papers'].idxmax(), 'said']}"
    told = _told(title, said + left, None, seen, _CELLS | _SHARES)
    return alt.vconcat(grid, below, spacing=12).properties(**told)


def _behind(
    trends: pd.DataFrame, judged: pd.DataFrame, listed: pd.DataFrame
) -> pd.DataFrame:
    shown = listed.groupby(["topic", "period"]).size().rename("shown").reset_index()
    table = trends.merge(judged[["topic", "label", "marked", "verdict"]], on="topic")
    table = table.merge(shown, on=["topic", "period"], how="left").fillna({"shown": 0})
    said = [
        f"{row.marked}, {row.period}: {row.papers:,} of {row.total:,} papers"
        for row in table.itertuples()
    ]
    rest = (table["papers"] - table["shown"]).where(table["shown"] > 0, 0)
    more = [f"… and {n:,.0f} more" if n > 0 else "" for n in rest]
    return table.assign(said=said, more=more).drop(columns=["start", "marked"])


def _grid(
    table: pd.DataFrame,
    judged: pd.DataFrame,
    periods: pd.DataFrame,
    click: alt.Parameter,
) -> alt.LayerChart:
    topic, axis = picked(), _bare(judged["label"], judged["marked"])
    base = alt.Chart(table).encode(
        x=_x(periods, 20),
        y=alt.Y("label:N", title=None, sort=list(judged["label"]), axis=axis),
    )
    shade = alt.Scale(domainMin=0, range=["#ffffff", "#4d9bbb"], interpolate="rgb")
    cells = base.mark_rect(cursor="pointer", stroke=GRID, strokeWidth=0.5).add_params(
        click, topic
    )
    cells = cells.encode(
        color=alt.Color("share:Q", scale=shade, legend=None),
        tooltip=_tips(),
        opacity=faded(topic),
    )
    frame = base.mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2.5).transform_filter(
        click
    )
    numbers = base.transform_filter("datum.papers > 0").mark_text(
        fontSize=11, color=INK
    )
    numbers = numbers.encode(text="papers:Q", opacity=faded(topic))
    wide = _room(list(judged["marked"]))
    layers = [cells, frame.encode(tooltip=_tips()), numbers.encode(tooltip=_tips())]
    shown = (
        layers if wide >= 22 * len(periods) else layers[:2]
    )  # else there is no room for numbers
    return alt.layer(*shown).properties(width=wide, height=alt.Step(22))


def _list(
    table: pd.DataFrame,
    listed: pd.DataFrame,
    click: alt.Parameter,
    titles: int,
    left: int,
) -> alt.LayerChart:
    height = 20 * (titles + 2)
    y = alt.Y(
        "place:Q",
        axis=None,
        scale=alt.Scale(domain=[-0.6, titles + 1.4], range=[0, height]),
    )
    cell = alt.Chart(table).transform_filter(click)
    head = cell.transform_calculate(place="0").mark_text(
        align="left", fontWeight=600, fontSize=13, color=INK
    )
    lines = (
        alt.Chart(listed)
        .transform_filter(click)
        .mark_text(align="left", fontSize=12, color=INK)
    )
    more = cell.transform_calculate(place="datum.shown + 1").mark_text(
        align="left", fontSize=12, color=SOFT
    )
    texts = [(head, "said:N"), (lines, "title:N"), (more, "more:N")]
    layers = [mark.encode(x=alt.value(left), y=y, text=text) for mark, text in texts]
    return alt.layer(*layers).properties(width=WIDTH + left, height=height)


def bursts(bursts: pd.DataFrame, periods: pd.DataFrame, most: int = 25) -> alt.Chart:
    """Draw when each term or topic came in a burst: a bar from its first period to its last, by start.

    `bursts` has `term`, `start`, `end` (periods as text), `weight`, `p` and `papers`; the `most` heaviest are drawn.
    """
    title = "What came in bursts"
    if bursts.empty:
        return nothing(
            title, "Nothing came in a burst that chance would not give as well."
        )
    table = bursts.nlargest(most, "weight")[
        ["term", "start", "end", "weight", "p", "papers"]
    ]
    order = list(table.sort_values(["start", "end", "term"])["term"].unique())
    shade = alt.Scale(domainMin=0, range=["#cfe3ec", "#08506e"])
    tips = [
        alt.Tooltip("papers:Q", format=","),
        alt.Tooltip("weight:Q", format=".1f"),
        alt.Tooltip("p:Q", format=".3f"),
    ]
    bars = alt.Chart(table).mark_bar(height=13, cornerRadius=2)
    bars = bars.encode(
        x=_x(periods, 20, "start:O", bandPosition=0),
        x2=alt.X2("end:O", bandPosition=1),
        y=alt.Y(
            "term:N", title=None, sort=order, axis=alt.Axis(grid=True, labelLimit=0)
        ),
        color=alt.Color(
            "weight:Q", scale=shade, legend=alt.Legend(orient="top", title="weight")
        ),
        tooltip=["term:N", _tip("start", "from"), _tip("end", "to"), *tips],
    )
    left = f"; the {most} heaviest of {len(bursts):,}" if len(bursts) > most else ""
    said = "from the first to the last period of a burst; the stronger the colour, the heavier: the less like chance"
    top = table.iloc[0]
    seen = f"The heaviest: {top['term']}, {top['start']} to {top['end']}"
    columns = {
        "term": "term",
        "start": "from",
        "end": "to",
        "papers": "papers",
        "weight": "weight",
        "p": "p",
    }
    return bars.properties(
        **_told(title, said + left, _room(order), seen, columns), height=alt.Step(22)
    )


def _judged(topics: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    # Topics in the order of their verdicts: the surest rise first, then the surest fall, the others by size.
    names = topics.assign(marked=marked(topics)["label"])
    names = names.loc[names["topic"] >= 0, ["topic", "label", "marked"]]
    table = names.merge(verdicts, on="topic", how="left").fillna(
        {"verdict": VERDICTS[-1]}
    )
    table = table.assign(rank=table["verdict"].map(VERDICTS.index))
    shifts = table["rank"] < 2
    size = np.log(table["change"].astype("float64")).abs()
    table = table.assign(
        sure=table["q"].astype("float64").where(shifts), size=-size.where(shifts)
    )
    return table.sort_values(["rank", "sure", "size", "topic"], ignore_index=True)


def _why_not(periods: pd.DataFrame, judged: pd.DataFrame | None = None) -> str:
    if not periods["papers"].any():
        return "No paper has a date to put it on the time axis."
    if len(periods) > MANY:
        return f"{len(periods):,} periods are too many to draw; set `period` to a longer one."
    return "There are no topics." if judged is not None and judged.empty else ""


def _first(
    judged: pd.DataFrame, periods: pd.DataFrame, most: int
) -> tuple[pd.DataFrame, str]:
    kept = judged.head(min(most, ROWS // len(periods)))
    return kept, f"; only the first {len(kept)} of {len(judged)} topics are drawn" * (
        len(kept) < len(judged)
    )


def _changes(periods: pd.DataFrame) -> pd.Series:
    return periods["stretch"].diff().fillna(0) != 0


def _cells(
    trends: pd.DataFrame, judged: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    # `run` numbers the periods that a line may join; `alone` are those that it cannot.
    run = (~periods["tested"] | _changes(periods)).cumsum()
    alone = ~periods["tested"] | (periods["tested"].groupby(run).transform("sum") == 1)
    known = periods[["period", "mark", "tested"]].assign(run=run, alone=alone)
    return trends.merge(
        judged[judged.columns.difference(["papers"])], on="topic"
    ).merge(known, on="period")


def _titles(
    papers: pd.DataFrame, spans: pd.DataFrame, assignments: pd.DataFrame, titles: int
) -> pd.DataFrame:
    table = spans[["paper_id", "period"]].merge(
        assignments[["paper_id", "topic", "confidence"]], on="paper_id"
    )
    table = table.sort_values(["confidence", "paper_id"], ascending=[False, True])
    table = table.assign(place=table.groupby(["topic", "period"]).cumcount() + 1)
    most = max(
        (n for n in range(1, titles + 1) if (table["place"] <= n).sum() <= ROWS),
        default=1,
    )
    table = table[table["place"] <= most].merge(
        papers[["paper_id", "title"]], on="paper_id", how="left"
    )
    long = table["title"].str.len() > 110
    table = table.assign(
        title=table["title"].mask(
            long, table["title"].str.slice(0, 109).str.rstrip() + "…"
        )
    )
    return table[["topic", "period", "place", "title"]]


def _wrapped(label: str) -> str:
    return "\n".join(
        wrap(label, 38, max_lines=3, placeholder=" …", break_on_hyphens=False)
    )


def _size(row, unit: str) -> str:
    """Say a verdict in words, with the size of the change; of a steady topic, what it may be at most."""
    if row.rank < 2:
        return f"{row.verdict}, {_times(row.change)} a {unit}"
    return (
        row.verdict
        + f", {_times(row.change_low)} to {_times(row.change_high)} a {unit}"
        * (row.rank == 2)
    )


def _times(change: float) -> str:
    return f"×{change:.3f}" if round(change, 2) == 1 else f"×{change:.2f}"


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + f" and {len(names) - 3} more" * (len(names) > 3)


def _x(periods: pd.DataFrame, most: int, field: str = "period:O", **more) -> alt.X:
    names = list(periods["period"])
    angle = -40 if len(names) > most / 2 else 0
    axis = alt.Axis(
        labelAngle=angle, values=names[:: -(-len(names) // most)], title=None
    )
    return alt.X(field, scale=alt.Scale(domain=names), axis=axis, **more)


def _room(labels: list[str], least: int = 370) -> int:
    """Say how wide a plot may be beside its labels: a letter is some seven pixels wide."""
    return max(least, WIDTH - 20 - 7 * max(map(len, labels)))


def _tip(field: str, title: str) -> alt.Tooltip:
    return alt.Tooltip(f"{field}:N", title=title)


def _tips(mark: bool = False) -> list:
    bounds = [("share", "share"), ("low", "95 % from"), ("high", "to")]
    counts = [
        alt.Tooltip("papers:Q", format=","),
        alt.Tooltip("total:Q", format=",", title="of"),
    ]
    shares = [
        alt.Tooltip(f"{name}:Q", format=".1%", title=title) for name, title in bounds
    ]
    marks = [_tip("mark", "left out of the test")] if mark else []
    return [_tip("label", "topic"), "verdict:N", "period:O", *counts, *shares, *marks]


def _apart(at: np.ndarray, gap: float, top: float) -> np.ndarray:
    # The smallest moves (least squares) that keep order and gap are an isotonic regression.
    order, steps = np.argsort(at, kind="stable"), gap * np.arange(len(at))
    moved = (
        isotonic_regression(at[order] - steps).x.clip(0, max(0, top - steps[-1]))
        + steps
    )
    return moved[np.argsort(order)]


def _bare(labels: pd.Series, names: pd.Series) -> alt.Axis:
    return alt.Axis(domain=False, ticks=False, labelLimit=0, **spelled(labels, names))


def _counted(judged: pd.DataFrame) -> str:
    counts = judged["verdict"].value_counts().reindex(VERDICTS).dropna()
    return ", ".join(f"{count:.0f} {verdict}" for verdict, count in counts.items())


def _told(
    title: str,
    said: str,
    width: int | None,
    seen: str = "",
    numbers: dict[str, str] | None = None,
) -> dict:
    return heading(title, said, width, seen, numbers) | {
        "title": alt.TitleParams(title, subtitle=wrap(said, 125))
    }
