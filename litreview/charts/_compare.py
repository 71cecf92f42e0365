"""Charts of two or more sides side by side: topics, words; table in, chart out."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._theme import (
    COLOURS,
    GRID,
    INK,
    SOFT,
    WIDTH,
    faded,
    heading,
    list_all,
    nothing,
    picked,
)

LEVEL = 0.05  # false discovery rate up to which a difference is drawn strong
MOST = 60  # topics and sides on a grid
WORDS = 15  # of each of two sides; of many sides, fewer
PANELS = 12
BLUE, ORANGE = COLOURS[:2]


def compared_shares(shares: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw how shares of topics differ: two points a topic for two sides, a grid for more.

    `shares` is of `compare.shares`.
    """
    table = shares[(shares["total_a"] > 0) & (shares["total_b"] > 0)]
    if (table["topic"] < 0).all():
        return nothing(
            "Where the topics differ",
            "There are no two sides with papers and topics to compare.",
        )
    return differences(table) if table["a"].nunique() == 1 else each_dump(table)


def differences(shares: pd.DataFrame) -> alt.LayerChart:
    """Draw the two shares of each topic as joined points, those that do not differ clearly pale, by the difference."""
    here, there = shares["a"].iloc[0], shares["b"].iloc[0]
    clear = shares["q"] <= LEVEL
    cells = (
        (100 * shares[["difference", "low", "high"]]).round().astype("int64").to_numpy()
    )
    table = shares.assign(
        strength=np.where(clear, 1.0, 0.35), weight=np.where(clear, "bold", "normal")
    )
    table = table.assign(
        said=[f"{d:+} ({low:+} to {high:+})" for d, low, high in cells]
    )
    table = table[
        [
            "label",
            "share_a",
            "share_b",
            "papers_a",
            "papers_b",
            "strength",
            "weight",
            "said",
        ]
    ]
    points = pd.concat(
        [
            table.assign(
                side=name, share=table[f"share_{own}"], papers=table[f"papers_{own}"]
            )
            for own, name in (("a", here), ("b", there))
        ]
    )[["label", "side", "share", "papers", "strength"]]
    y = alt.Y(
        "label:N",
        title=None,
        sort=list(table["label"]),
        axis=alt.Axis(labelLimit=360, grid=True),
    )
    topic = picked()
    pale = (
        alt.when(topic)
        .then(alt.Opacity("strength:Q", scale=None, legend=None))
        .otherwise(alt.value(0.08))
    )
    axis = alt.Axis(format=".0%", grid=False, tickCount=6)
    scale = alt.Scale(domain=[here, there], range=[BLUE, ORANGE])
    legend = alt.Legend(orient="top", labelLimit=360)
    lines = alt.Chart(table).mark_rule(strokeWidth=3, color=SOFT)
    lines = lines.encode(
        y=y,
        x=alt.X("share_a:Q", title="share of papers", axis=axis),
        x2="share_b:Q",
        opacity=pale,
    )
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=110, cursor="pointer")
        .encode(
            y=y,
            x=alt.X("share:Q"),
            opacity=pale,
            color=alt.Color("side:N", title=None, scale=scale, legend=legend),
            shape=alt.Shape(
                "side:N",
                title=None,
                scale=alt.Scale(domain=[here, there], range=["circle", "diamond"]),
            ),
            tooltip=[
                "label:N",
                "side:N",
                "papers:Q",
                alt.Tooltip("share:Q", format=".1%"),
            ],
        )
        .add_params(topic)
    )
    shown = faded(topic, weak=0.25)
    far = alt.Chart(table).encode(
        y=y, opacity=shown, x=alt.value(WIDTH - 400), text="said:N"
    )
    words = [
        far.transform_filter(f"datum.weight == '{weight}'").mark_text(
            align="left", color=colour, fontWeight=weight
        )
        for weight, colour in (("bold", INK), ("normal", SOFT))
    ]
    said = f"numbers: the difference in percentage points and its 95 % interval; bold and strong: clear (q up to {LEVEL})"
    layers = alt.layer(lines, marks, *words)
    seen = (
        f"{int(clear.sum())} of {len(table)} differ clearly between {here} and {there}"
    )
    first = table[table["weight"] == "bold"].head(3)
    seen += ": " + list_all(first["label"], first["said"]) if len(first) else ""
    columns = {
        "label": "topic",
        "share_a": f"share in {here}, %",
        "share_b": f"share in {there}, %",
    }
    columns |= {
        "papers_a": f"papers in {here}",
        "papers_b": f"papers in {there}",
        "said": "difference, points",
    }
    frame = heading("Where the topics differ", said, WIDTH - 415, seen, columns)
    return layers.properties(**frame, height=alt.Step(28))


def each_dump(shares: pd.DataFrame) -> alt.LayerChart:
    """Draw how much more or less of each topic a dump has than all others, in points, as numbers on a grid."""
    table = shares[shares["topic"] >= 0]
    size = table["difference"].abs()
    sides, topics = (
        _largest(size.groupby(table[name], sort=False).max()) for name in ("a", "label")
    )
    left = table["a"].nunique() * table["label"].nunique() - len(sides) * len(topics)
    table = table[table["a"].isin(sides) & table["label"].isin(topics)]
    table = table.assign(
        points=(100 * table["difference"]).round() + 0.0, clear=table["q"] <= LEVEL
    )
    most = max(1.0, float(table["points"].abs().max()))
    order = list(
        table.groupby("label", sort=False)["papers_a"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .index
    )
    base = alt.Chart(
        table[
            [
                "a",
                "label",
                "points",
                "papers_a",
                "total_a",
                "share_a",
                "share_b",
                "q",
                "clear",
            ]
        ]
    ).encode(
        x=alt.X(
            "a:N", title=None, sort=sides, axis=alt.Axis(labelAngle=-40, labelLimit=360)
        ),
        y=alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=360)),
    )
    colours = alt.Scale(
        domain=[-most, 0, most],
        range=["#e08214", "#ffffff", "#4d9bbb"],
        interpolate="rgb",
    )
    topic = picked()
    base = base.encode(opacity=faded(topic))
    cells = (
        base.mark_rect(stroke=GRID, cursor="pointer")
        .add_params(topic)
        .encode(
            color=alt.Color("points:Q", scale=colours, legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="topic"),
                alt.Tooltip("a:N", title="in"),
                alt.Tooltip("papers_a:Q", title="papers"),
                alt.Tooltip("total_a:Q", title="of"),
                alt.Tooltip("share_a:Q", format=".1%", title="share"),
                alt.Tooltip("share_b:Q", format=".1%", title="share elsewhere"),
                alt.Tooltip("q:Q", format=".3f"),
            ],
        )
    )
    text = alt.Text("points:Q", format="+.0f")
    bold = (
        base.transform_filter("datum.clear")
        .mark_text(color=INK, fontSize=13, fontWeight="bold")
        .encode(text=text)
    )
    plain = (
        base.transform_filter("!datum.clear")
        .mark_text(color=INK, fontSize=12)
        .encode(text=text)
    )
    said = f"percentage points more (blue) or less (orange) than in all papers not in it; bold: clear (q up to {LEVEL})"
    said += f"; {left:,} cells of small differences left out" if left else ""
    first = table.sort_values("points", key=abs, ascending=False, kind="stable").head(3)
    seen = f"{int(table['clear'].sum())} of {len(table)} differ clearly; the largest: "
    seen += list_all(
        first["label"] + " in " + first["a"], first["points"].map("{:+.0f}".format)
    )
    columns = {
        "label": "topic",
        "a": "in",
        "papers_a": "papers",
        "total_a": "of",
        "share_a": "share, %",
    }
    columns |= {
        "share_b": "share elsewhere, %",
        "points": "difference, points",
        "q": "q",
    }
    frame = heading("Where each differs from all others", said, None, seen, columns)
    return (cells + plain + bold).properties(
        **frame, width=alt.Step(62), height=alt.Step(26)
    )


def keyness(words: pd.DataFrame) -> alt.ConcatChart | alt.Chart:
    """Draw the words that tell the sides apart, the surest of each side, with the shares of papers that hold them."""
    if words.empty:
        return nothing(
            "Which words tell them apart", "No word or phrase differs clearly."
        )
    table = words.assign(size=words["z"].abs()).sort_values(
        "size", ascending=False, kind="stable"
    )
    two = words["a"].nunique() == 1
    named = (
        [words["a"].iloc[0], words["b"].iloc[0]]
        if two
        else list(dict.fromkeys(words["a"]))
    )
    strongest = words["z"].abs().groupby(words["side"]).max()
    sides = _largest(strongest.reindex(named).dropna(), PANELS)
    colours = [BLUE if not two or name == named[0] else ORANGE for name in sides]
    each = WORDS if two else 6
    table = table[table["side"].isin(sides)].groupby("side", sort=False).head(each)
    cells = table[["share_a", "share_b"]].where(
        table["side"] == table["a"], table[["share_b", "share_a"]].to_numpy()
    )
    table = table.assign(
        shares=[f"{own:.0%}, else {far:.0%}" for own, far in cells.to_numpy()]
    )
    table = table[
        ["side", "term", "size", "shares", "papers_a", "papers_b", "log_odds", "q"]
    ]
    longest = 1.35 * float(table["size"].max())  # leaves room for the numbers
    panels = [
        _panel(table[table["side"] == name], name, colour, longest)
        for name, colour in zip(sides, colours, strict=True)
    ]
    said = "longer: surer (z of the log-odds); beside it, the share of papers here and on the other side that hold it"
    seen = list_all(
        sides,
        [", ".join(table.loc[table["side"] == name, "term"].head(3)) for name in sides],
    )
    columns = {
        "side": "side",
        "term": "word or phrase",
        "size": "z",
        "shares": "share of papers",
        "q": "q",
    }
    frame = heading("Which words tell them apart", said, None, seen, columns)
    return alt.concat(*panels, columns=2, spacing=36).properties(**frame)


def _panel(
    table: pd.DataFrame, name: str, colour: str, longest: float
) -> alt.LayerChart:
    base = alt.Chart(table).encode(
        y=alt.Y(
            "term:N",
            title=None,
            sort=list(table["term"]),
            axis=alt.Axis(labelLimit=360, minExtent=150),
        ),
        x=alt.X("size:Q", axis=None, scale=alt.Scale(domain=[0, longest])),
        tooltip=[
            "term:N",
            "shares:N",
            alt.Tooltip("log_odds:Q", format="+.2f"),
            alt.Tooltip("q:Q", format=".3f"),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, color=SOFT).encode(text="shares:N")
    title = alt.TitleParams(name, fontSize=13, offset=6)
    return (base.mark_bar(color=colour) + numbers).properties(
        title=title, width=220, height=alt.Step(22)
    )


def _largest(size: pd.Series, most: int = MOST) -> list:
    """Name the `most` with the largest size, in their order."""
    return list(size[size.rank(method="first", ascending=False) <= most].index)
