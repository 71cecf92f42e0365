"""The Altair theme and one function per chart: table in, chart out."""

import json
import os
from collections.abc import Iterable

import altair as alt
import numpy as np
import pandas as pd

INK, SOFT, GRID, ACCENT, NONE = "#1f2933", "#5f6b76", "#e4e7eb", "#0b6e99", "#8b959f"
# Two of Okabe and Ito, and six as far from all others as can be, to the colour-blind too, at a contrast of 3 to white.
# What they are on a dark page stands in page/style.css.
COLOURS = ["#0072b2", "#d55e00", "#29926f", "#a889b7", "#745539", "#4c91ff", "#34360d", "#4b2f71"]
SHAPES = ["circle", "square", "triangle-up", "diamond"]
WIDTH = 900
MAPPED = 4_000  # points on a map; the table holds all papers
WEAK = 0.6  # stability below which a topic is drawn as unstable
VEGA_LITE = "application/vnd.vegalite.v6+json"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@alt.theme.register("litreview", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Set the look of every chart: one font, quiet axes, a title that reads as a sentence."""
    quiet = {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    title = {"anchor": "start", "fontSize": 15, "fontWeight": 600, "color": INK, "offset": 14}
    return {
        "background": "white",
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "title": title | {"subtitleColor": SOFT, "subtitleFontSize": 12, "subtitlePadding": 5},
            "axis": quiet | {"gridColor": GRID, "domainColor": GRID, "tickColor": GRID, "labelLimit": 320},
            "legend": quiet | {"labelLimit": 320},
            "header": {
                "labelFontSize": 11,
                "labelColor": INK,
                "labelFontWeight": 600,
                "labelLimit": 300,
                "title": None,
            },
            "range": {"category": COLOURS},
            "mark": {"color": ACCENT},
        },
    }


def enable() -> None:
    """Set theme and renderer for where the notebook runs: a report run says so, by hand it is JupyterLab, offline."""
    alt.theme.enable("litreview")
    if os.environ.get("LITREVIEW_PAGE"):
        alt.renderers.register("litreview-page", _for_page)
        alt.renderers.enable("litreview-page")
    else:
        # JupyterLab knows older Vega-Lite types only, and Altair's own default loads its scripts from a CDN.
        alt.renderers.enable("jupyter", offline=True)


def _for_page(spec: dict) -> dict:
    # The page carries Vega once and draws the chart from its spec.
    return {VEGA_LITE: spec}


def dump_records(files: pd.DataFrame, sightings: pd.DataFrame) -> alt.Chart:
    """Draw the records of each dump as bars, those of papers seen in an earlier dump apart."""
    kinds = ["first seen here", "seen in an earlier dump"]
    kind = sightings.duplicated("paper_id").map({False: kinds[0], True: kinds[1]})
    table = sightings.assign(kind=kind).groupby(["dump", "kind"]).size().rename("records").reset_index()
    said = f"{len(sightings):,} records of {sightings['paper_id'].nunique():,} papers in {len(files)} files"
    again = int(sightings.duplicated("paper_id").sum())
    seen = f"{again:,} of the records are of papers seen in an earlier dump"
    columns = {"dump": "dump", "kind": "kind", "records": "records"}
    return (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("records:Q", title="records", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("dump:N", title=None, sort=list(files["dump"])),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=[ACCENT, NONE]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["dump:N", "kind:N", "records:Q"],
        )
        .properties(**_frame("Where the records come from", said, seen=seen, numbers=columns), height=alt.Step(28))
    )


def dump_overlap(overlap: pd.DataFrame) -> alt.LayerChart:
    """Draw how many papers each pair of dumps has in common, as numbers on a grid."""
    order = list(dict.fromkeys(overlap["dump_a"]))
    table = overlap.assign(kind=np.where(overlap["dump_a"] == overlap["dump_b"], "own", "common"))
    most = max(1, table.loc[table["kind"] == "common", "papers"].max() if len(order) > 1 else 1)
    base = alt.Chart(table).encode(
        x=alt.X("dump_a:N", title=None, sort=order, axis=alt.Axis(labelAngle=-40, labelLimit=140)),
        y=alt.Y("dump_b:N", title=None, sort=order),
    )
    cells = base.mark_rect().encode(
        color=alt.condition(
            "datum.kind == 'own'",
            alt.value("#f3f5f7"),
            alt.Color(
                "papers:Q",
                scale=alt.Scale(domain=[0, most], range=["#ffffff", "#7fb6cf"], interpolate="rgb"),
                legend=None,
            ),
        ),
        tooltip=["dump_a:N", "dump_b:N", "papers:Q"],
    )
    numbers = base.mark_text(color=INK, fontSize=12).encode(text="papers:Q")
    said = "papers in both; on the diagonal, the papers of each"
    common = table[(table["kind"] == "common") & (table["dump_a"] < table["dump_b"])]
    seen = "No two dumps have a paper in common"
    if common["papers"].sum() > 0:
        top = common.loc[common["papers"].idxmax()]
        seen = f"The most in common: {top['dump_a']} and {top['dump_b']}, {top['papers']:,} papers"
    columns = {"dump_a": "dump", "dump_b": "and", "papers": "papers"}
    return (cells + numbers).properties(
        **_frame("What the dumps share", said, None, seen, columns), width=alt.Step(62), height=alt.Step(30)
    )


def marked(topics: pd.DataFrame) -> pd.DataFrame:
    """Say of unstable topics in their label that they are: for charts and lists."""
    return topics.assign(label=topics["label"].where(~(topics["stability"] < WEAK), topics["label"] + " (unstable)"))


def picked(legend: bool = False) -> alt.Parameter:
    """Let a click on a mark, and on the legend if there is one, single out a topic in a chart.

    A click beside the marks or a double click lets it go. On a page the charts and the list of papers follow each
    other: so a topic goes by its plain `label` in the data of every chart.
    """
    role = "event.item.mark.role"  # an axis has labels too
    on = f"click[event.item && {role} == 'mark' && event.item.datum.label]"
    clear = f"dblclick, click[!event.item || ({role} != 'mark' && indexof({role}, 'legend') < 0)]"
    bind = {"bind": "legend"} if legend else {}
    return alt.selection_point(name="topic", fields=["label"], on=on, clear=clear, toggle=False, **bind)


def faded(picked: alt.Parameter, strong: float = 1, weak: float = 0.12):
    """Make all topics pale but the picked one."""
    return alt.when(picked).then(alt.value(strong)).otherwise(alt.value(weak))


def spelled(labels: pd.Series, said: pd.Series) -> dict:
    """Have an axis or a legend say more of a topic than its label."""
    more = {label: name for label, name in zip(labels, said, strict=True) if label != name}
    return {"labelExpr": f"{json.dumps(more)}[datum.value] || datum.label"} if more else {}


def topic_sizes(topics: pd.DataFrame) -> alt.LayerChart:
    """Draw the size of each topic, unstable ones pale, and the papers without a topic in grey below."""
    names = spelled(topics["label"], marked(topics)["label"])
    said, topic = {True: "no topic", False: "topic"}, picked()
    kinds = ["topic", f"unstable (below {WEAK})", "no topic"]
    kind = (topics["topic"] == -1).map(said).where(~(topics["stability"] < WEAK), kinds[1])
    table = topics.assign(kind=kind)[["topic", "label", "papers", "share", "stability", "kind"]]
    axis = alt.Axis(**names)
    base = alt.Chart(table).encode(y=alt.Y("label:N", title=None, sort=list(topics["label"]), axis=axis))
    base = base.encode(opacity=faded(topic))
    bars = (
        base.mark_bar(cursor="pointer")
        .add_params(topic)
        .encode(
            x=alt.X("papers:Q", title="papers", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=[ACCENT, "#5f9db7", NONE]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                "label:N",
                "papers:Q",
                alt.Tooltip("share:Q", format=".1%"),
                alt.Tooltip("stability:Q", format=".2f"),
            ],
        )
    )
    numbers = base.mark_text(align="left", dx=5, color=SOFT).encode(x="papers:Q", text="papers:Q")
    found = int((topics["topic"] >= 0).sum())
    none = float(topics.loc[topics["topic"] == -1, "share"].iloc[0])
    said = f"{found} topics; {none:.0%} of the papers have none"
    largest = topics[topics["topic"] >= 0].head(3)
    seen = "The largest: " + _listed(largest["label"], largest["papers"].map("{:,} papers".format)) if found else ""
    columns = {"label": "topic", "papers": "papers", "share": "share, %", "stability": "stability"}
    frame = _frame("How large the topics are", said, WIDTH - 320, seen, columns)
    return (bars + numbers).properties(**frame, height=alt.Step(24))


def topic_map(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame, seed: int = 0
) -> alt.LayerChart | alt.Chart:
    """Draw the map: a point a paper, close where the texts are alike; click a topic in the legend to single it out."""
    if (assignments["topic"] < 0).all():
        return _nothing("A map of the papers", "There are no topics to map.")
    names = spelled(topics["label"], marked(topics)["label"])
    table = assignments.merge(papers[["paper_id", "title"]], on="paper_id").merge(
        topics[["topic", "label"]], on="topic"
    )
    shown = table.sample(min(len(table), MAPPED), random_state=seed).sort_values("paper_id")
    ranked = topics[topics["topic"] >= 0]
    labels = [*ranked["label"], *topics.loc[topics["topic"] < 0, "label"]]
    colours, shapes = looks(len(ranked))
    topic = picked(legend=True)
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    legend = alt.Legend(orient="right", title="topic (click)", symbolLimit=0, labelLimit=320, **names)
    points = (
        alt.Chart(shown[["x", "y", "label", "title"]].assign(title=shown["title"].str.slice(0, 160)))
        .mark_point(filled=True, size=46, strokeWidth=0, cursor="pointer")
        .encode(
            x=alt.X("x:Q", axis=bare, scale=alt.Scale(zero=False, padding=12)),
            y=alt.Y("y:Q", axis=bare, scale=alt.Scale(zero=False, padding=12)),
            color=alt.Color("label:N", scale=alt.Scale(domain=labels, range=colours), legend=legend),
            shape=alt.Shape("label:N", scale=alt.Scale(domain=labels, range=shapes), legend=legend),
            opacity=faded(topic, 0.85, 0.08),
            tooltip=[alt.Tooltip("title:N"), alt.Tooltip("label:N", title="topic")],
        )
        .add_params(topic)
    )
    middles = table[table["topic"] >= 0].groupby("label")[["x", "y"]].median().reset_index()
    middles = middles.assign(short=middles["label"].str.split(", ").str[0])
    middles = _apart(middles, float(np.ptp(table["x"])), float(np.ptp(table["y"])))
    place = alt.Chart(middles).encode(x="x:Q", y="y:Q", text="short:N", opacity=faded(topic, weak=0.25))
    halo = place.mark_text(fontSize=12, fontWeight=600, stroke="white", strokeWidth=4, strokeOpacity=0.85)
    written = place.mark_text(fontSize=12, fontWeight=600, color=INK)
    left = (
        f"{len(shown):,} of {len(table):,} papers, drawn at random"
        if len(shown) < len(table)
        else f"{len(table):,} papers"
    )
    said = f"{left}; hover for the title; distances between far groups mean little"
    own = len(COLOURS) * len(SHAPES)
    which = "each" if len(ranked) <= own else f"each of the first {own}"
    seen = f"{len(ranked)} topics, {which} of its own colour and shape, named in their middle: "
    seen += _listed(ranked["label"])
    frame = _frame("A map of the papers", said, WIDTH - 260, seen, {"label": "topic", "title": "title"})
    return (points + halo + written).properties(**frame, height=520)


def looks(topics: int) -> tuple[list[str], list[str]]:
    """Give each topic a colour and a shape of its own, and papers without a topic a grey circle at the end.

    Topics that follow each other differ in both, for print in grey. There are 32 such pairs: the topics after them are
    all drawn as one more, soft crosses, told apart by the names on the map.
    """
    own, rows = min(topics, len(COLOURS) * len(SHAPES)), range(min(topics, len(COLOURS) * len(SHAPES)))
    colours = [COLOURS[i % len(COLOURS)] for i in rows]
    shapes = [SHAPES[(i + i // len(COLOURS)) % len(SHAPES)] for i in rows]
    return colours + [SOFT] * (topics - own) + [NONE], shapes + ["cross"] * (topics - own) + ["circle"]


def _apart(names: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    # Names that would be written over each other are moved up, half a line at a time.
    letter, line = width * 0.013, height * 0.035
    placed: list[tuple[float, float, int]] = []
    for x, y, name in zip(names["x"], names["y"], names["short"], strict=True):
        while line and any(abs(x - a) < letter * (len(name) + n) / 2 and abs(y - b) < line for a, b, n in placed):
            y += line / 2
        placed.append((x, y, len(name)))
    return names.assign(y=[y for _, y, _ in placed])


def topic_dumps(sightings: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame) -> alt.LayerChart:
    """Draw the share that each topic has in each dump, as numbers on a grid."""
    names, topic = spelled(topics["label"], marked(topics)["label"]), picked()
    table = sightings[["paper_id", "dump"]].drop_duplicates().merge(assignments[["paper_id", "topic"]], on="paper_id")
    counts = pd.crosstab(table["topic"], table["dump"]).reindex(topics["topic"], fill_value=0)
    dumps = list(dict.fromkeys(sightings["dump"]))
    cells = (counts / counts.sum()).stack().rename("share").reset_index().merge(topics[["topic", "label"]], on="topic")
    cells = cells.merge(counts.stack().rename("papers").reset_index(), on=["topic", "dump"])
    base = alt.Chart(cells[["label", "dump", "share", "papers"]]).encode(
        x=alt.X("dump:N", title=None, sort=dumps, axis=alt.Axis(labelAngle=-40, labelLimit=140)),
        y=alt.Y("label:N", title=None, sort=list(topics["label"]), axis=alt.Axis(**names)),
        opacity=faded(topic),
    )
    fill = (
        base.mark_rect(cursor="pointer")
        .add_params(topic)
        .encode(
            color=alt.Color(
                "share:Q", scale=alt.Scale(domainMin=0, range=["#ffffff", "#4d9bbb"], interpolate="rgb"), legend=None
            ),
            tooltip=["label:N", "dump:N", "papers:Q", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    numbers = base.mark_text(color=INK, fontSize=12).encode(text=alt.Text("share:Q", format=".0%"))
    said = "share of the papers of a dump; each column adds up to 100 %"
    first = cells[cells["topic"] >= 0].dropna(subset="share").sort_values("share", ascending=False, kind="stable")
    first = first.drop_duplicates("dump").head(3)
    seen = _listed(first["dump"], [f"{row.label}, {row.share:.0%}" for row in first.itertuples()])
    columns = {"label": "topic", "dump": "dump", "papers": "papers", "share": "share, %"}
    frame = _frame(
        "What each dump is about", said, None, f"The largest topic of a dump: {seen}" if seen else "", columns
    )
    return (fill + numbers).properties(**frame, width=alt.Step(62), height=alt.Step(24))


def _nothing(title: str, why: str) -> alt.Chart:
    """Say in the place of a chart why there is none."""
    text = alt.Chart(pd.DataFrame({"said": [why]})).mark_text(align="left", color=SOFT, fontSize=13)
    text = text.encode(text="said:N", x=alt.value(0), y=alt.value(4))
    return text.properties(**_frame(title, "nothing to draw"), height=10)


def _listed(names: Iterable[str], numbers: Iterable[str] | None = None) -> str:
    if numbers is not None:
        return "; ".join(f"{name} ({number})" for name, number in zip(names, numbers, strict=True))
    names = list(names)
    return "; ".join(names[:8]) + f"; and {len(names) - 8} more" * (len(names) > 8)


def _frame(
    title: str, said: str, width: int | None = WIDTH - 260, seen: str = "", numbers: dict[str, str] | None = None
) -> dict:
    """Give a chart its title, and its description: what it shows, and what is seen there, with numbers.

    `numbers` names the columns of the table behind the chart for who reads it; the page shows it below the chart.
    """
    frame = {"title": alt.TitleParams(title, subtitle=said)}
    frame["description"] = f"{title}: {said}." + f" {seen}." * bool(seen)
    frame |= {"usermeta": {"numbers": numbers}} if numbers else {}
    return frame if width is None else frame | {"width": width}
