"""The Altair theme and one function per chart: table in, chart out."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._theme import (
    ACCENT,
    COLOURS,
    INK,
    NONE,
    SHAPES,
    SOFT,
    WEAK,
    WIDTH,
    faded,
    heading,
    list_all,
    looks,
    marked,
    nothing,
    picked,
    spelled,
)

MAPPED = 4_000  # points on a map; the table holds all papers


def dump_records(files: pd.DataFrame, records: pd.DataFrame) -> alt.Chart:
    """Draw the records of each dump as bars, those of papers seen in an earlier dump apart."""
    kinds = ["first seen here", "seen in an earlier dump"]
    kind = records.duplicated("paper_id").map({False: kinds[0], True: kinds[1]})
    table = (
        records.assign(kind=kind)
        .groupby(["dump", "kind"])
        .size()
        .rename("records")
        .reset_index()
    )
    said = f"{len(records):,} records of {records['paper_id'].nunique():,} papers in {len(files)} files"
    again = int(records.duplicated("paper_id").sum())
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
        .properties(
            **heading("Where the records come from", said, seen=seen, numbers=columns),
            height=alt.Step(28),
        )
    )


def dump_overlap(overlap: pd.DataFrame) -> alt.LayerChart:
    """Draw how many papers each pair of dumps has in common, as numbers on a grid."""
    order = list(dict.fromkeys(overlap["dump_a"]))
    table = overlap.assign(
        kind=np.where(overlap["dump_a"] == overlap["dump_b"], "own", "common")
    )
    most = max(
        1, table.loc[table["kind"] == "common", "papers"].max() if len(order) > 1 else 1
    )
    base = alt.Chart(table).encode(
        x=alt.X(
            "dump_a:N",
            title=None,
            sort=order,
            axis=alt.Axis(labelAngle=-40, labelLimit=140),
        ),
        y=alt.Y("dump_b:N", title=None, sort=order),
    )
    cells = base.mark_rect().encode(
        color=alt.condition(
            "datum.kind == 'own'",
            alt.value("#f3f5f7"),
            alt.Color(
                "papers:Q",
                scale=alt.Scale(
                    domain=[0, most], range=["#ffffff", "#7fb6cf"], interpolate="rgb"
                ),
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
        **heading("What the dumps share", said, None, seen, columns),
        width=alt.Step(62),
        height=alt.Step(30),
    )


def topic_sizes(topics: pd.DataFrame) -> alt.LayerChart:
    """Draw the size of each topic, unstable ones pale, and the papers without a topic in grey below."""
    names = spelled(topics["label"], marked(topics)["label"])
    said, topic = {True: "no topic", False: "topic"}, picked()
    kinds = ["topic", f"unstable (below {WEAK})", "no topic"]
    kind = (
        (topics["topic"] == -1).map(said).where(~(topics["stability"] < WEAK), kinds[1])
    )
    table = topics.assign(kind=kind)[
        ["topic", "label", "papers", "share", "stability", "kind"]
    ]
    axis = alt.Axis(**names)
    base = alt.Chart(table).encode(
        y=alt.Y("label:N", title=None, sort=list(topics["label"]), axis=axis)
    )
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
    numbers = base.mark_text(align="left", dx=5, color=SOFT).encode(
        x="papers:Q", text="papers:Q"
    )
    found = int((topics["topic"] >= 0).sum())
    none = float(topics.loc[topics["topic"] == -1, "share"].iloc[0])
    said = f"{found} topics; {none:.0%} of the papers have none"
    largest = topics[topics["topic"] >= 0].head(3)
    seen = (
        "The largest: "
        + list_all(largest["label"], largest["papers"].map("{:,} papers".format))
        if found
        else ""
    )
    columns = {
        "label": "topic",
        "papers": "papers",
        "share": "share, %",
        "stability": "stability",
    }
    frame = heading("How large the topics are", said, WIDTH - 320, seen, columns)
    return (bars + numbers).properties(**frame, height=alt.Step(24))


def topic_map(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame, seed: int = 0
) -> alt.LayerChart | alt.Chart:
    """Draw the map: a point a paper, close where the texts are alike; click a topic in the legend to single it out."""
    if (assignments["topic"] < 0).all():
        return nothing("A map of the papers", "There are no topics to map.")
    names = spelled(topics["label"], marked(topics)["label"])
    table = assignments.merge(papers[["paper_id", "title"]], on="paper_id").merge(
        topics[["topic", "label"]], on="topic"
    )
    shown = table.sample(min(len(table), MAPPED), random_state=seed).sort_values(
        "paper_id"
    )
    ranked = topics[topics["topic"] >= 0]
    labels = [*ranked["label"], *topics.loc[topics["topic"] < 0, "label"]]
    colours, shapes = looks(len(ranked))
    topic = picked(legend=True)
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    legend = alt.Legend(
        orient="right", title="topic (click)", symbolLimit=0, labelLimit=320, **names
    )
    points = (
        alt.Chart(
            shown[["x", "y", "label", "title"]].assign(
                title=shown["title"].str.slice(0, 160)
            )
        )
        .mark_point(filled=True, size=46, strokeWidth=0, cursor="pointer")
        .encode(
            x=alt.X("x:Q", axis=bare, scale=alt.Scale(zero=False, padding=12)),
            y=alt.Y("y:Q", axis=bare, scale=alt.Scale(zero=False, padding=12)),
            color=alt.Color(
                "label:N", scale=alt.Scale(domain=labels, range=colours), legend=legend
            ),
            shape=alt.Shape(
                "label:N", scale=alt.Scale(domain=labels, range=shapes), legend=legend
            ),
            opacity=faded(topic, 0.85, 0.08),
            tooltip=[alt.Tooltip("title:N"), alt.Tooltip("label:N", title="topic")],
        )
        .add_params(topic)
    )
    middles = (
        table[table["topic"] >= 0].groupby("label")[["x", "y"]].median().reset_index()
    )
    middles = middles.assign(short=middles["label"].str.split(", ").str[0])
    middles = _apart(middles, float(np.ptp(table["x"])), float(np.ptp(table["y"])))
    place = alt.Chart(middles).encode(
        x="x:Q", y="y:Q", text="short:N", opacity=faded(topic, weak=0.25)
    )
    halo = place.mark_text(
        fontSize=12, fontWeight=600, stroke="white", strokeWidth=4, strokeOpacity=0.85
    )
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
    seen += list_all(ranked["label"])
    frame = heading(
        "A map of the papers",
        said,
        WIDTH - 260,
        seen,
        {"label": "topic", "title": "title"},
    )
    return (points + halo + written).properties(**frame, height=520)


def _apart(names: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    # Names that would be written over each other are moved up, half a line at a time.
    letter, line = width * 0.013, height * 0.035
    placed: list[tuple[float, float, int]] = []
    for x, y, name in zip(names["x"], names["y"], names["short"], strict=True):
        while line and any(
            abs(x - a) < letter * (len(name) + n) / 2 and abs(y - b) < line
            for a, b, n in placed
        ):
            y += line / 2
        placed.append((x, y, len(name)))
    return names.assign(y=[y for _, y, _ in placed])


def topic_dumps(
    records: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> alt.LayerChart:
    """Draw the share that each topic has in each dump, as numbers on a grid."""
    names, topic = spelled(topics["label"], marked(topics)["label"]), picked()
    table = (
        records[["paper_id", "dump"]]
        .drop_duplicates()
        .merge(assignments[["paper_id", "topic"]], on="paper_id")
    )
    counts = pd.crosstab(table["topic"], table["dump"]).reindex(
        topics["topic"], fill_value=0
    )
    dumps = list(dict.fromkeys(records["dump"]))
    cells = (
        (counts / counts.sum())
        .stack()
        .rename("share")
        .reset_index()
        .merge(topics[["topic", "label"]], on="topic")
    )
    cells = cells.merge(
        counts.stack().rename("papers").reset_index(), on=["topic", "dump"]
    )
    base = alt.Chart(cells[["label", "dump", "share", "papers"]]).encode(
        x=alt.X(
            "dump:N",
            title=None,
            sort=dumps,
            axis=alt.Axis(labelAngle=-40, labelLimit=140),
        ),
        y=alt.Y(
            "label:N", title=None, sort=list(topics["label"]), axis=alt.Axis(**names)
        ),
        opacity=faded(topic),
    )
    fill = (
        base.mark_rect(cursor="pointer")
        .add_params(topic)
        .encode(
            color=alt.Color(
                "share:Q",
                scale=alt.Scale(
                    domainMin=0, range=["#ffffff", "#4d9bbb"], interpolate="rgb"
                ),
                legend=None,
            ),
            tooltip=[
                "label:N",
                "dump:N",
                "papers:Q",
                alt.Tooltip("share:Q", format=".1%"),
            ],
        )
    )
    numbers = base.mark_text(color=INK, fontSize=12).encode(
        text=alt.Text("share:Q", format=".0%")
    )
    said = "share of the papers of a dump; each column adds up to 100 %"
    first = (
        cells[cells["topic"] >= 0]
        .dropna(subset="share")
        .sort_values("share", ascending=False, kind="stable")
    )
    first = first.drop_duplicates("dump").head(3)
    seen = list_all(
        first["dump"], [f"{row.label}, {row.share:.0%}" for row in first.itertuples()]
    )
    columns = {
        "label": "topic",
        "dump": "dump",
        "papers": "papers",
        "share": "share, %",
    }
    frame = heading(
        "What each dump is about",
        said,
        None,
        f"The largest topic of a dump: {seen}" if seen else "",
        columns,
    )
    return (fill + numbers).properties(**frame, width=alt.Step(62), height=alt.Step(24))
