"""Charts of how the shares of topics differ: between two groups, or among many."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    largest,
    list_values,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import COLOURS, GRID, INK, SOFT, WIDTH, themed

LEVEL = 0.05  # false discovery rate up to which a difference is drawn strong
MOST = 60  # topics and groups on a grid
BLUE = COLOURS[0]
ORANGE = COLOURS[1]


@themed
def compared_shares(shares: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw how shares of topics differ: two points a topic for two groups, else a grid.

    Parameters
    ----------
    shares
        A row for each topic and pair of groups `a` and `b`: `topic`, `label`,
        `papers_a`, `total_a`, `share_a` and the same of b, `difference` with its
        interval `low` to `high`, and `q`.

    Returns
    -------
    A chart of two groups, or a grid of at most 60 groups and topics.

    Examples
    --------
    >>> compared = litreview.trends.compare_groups(  # doctest: +SKIP
    ...     groups, papers, topics, assignments, matches
    ... )
    >>> litreview.charts.compared_shares(compared["comparison"])  # doctest: +SKIP
    """
    table = shares[(shares["total_a"] > 0) & (shares["total_b"] > 0)]
    if (table["topic"] < 0).all():
        return empty_chart(
            "Where the topics differ",
            "There are no two sides with papers and topics to compare.",
        )
    if table["a"].nunique() == 1:
        return draw_two_groups(table)
    return draw_many_groups(table)


def draw_two_groups(shares: pd.DataFrame) -> alt.LayerChart:
    """Draw the two shares of each topic as joined points, by the difference.

    Those that do not differ clearly are pale.
    """
    here = shares["a"].iloc[0]
    there = shares["b"].iloc[0]
    table = _describe_differences(shares)

    clear = table[table["weight"] == "bold"]
    finding = f"{len(clear)} of {len(table)} differ clearly between {here} and {there}"
    if len(clear):
        first = clear.head(3)
        finding += ": " + list_values(first["label"], first["points"])
    columns = {
        "label": "topic",
        "share_a": f"share in {here}, %",
        "share_b": f"share in {there}, %",
        "papers_a": f"papers in {here}",
        "papers_b": f"papers in {there}",
        "points": "difference, points",
    }
    subtitle = "numbers: the difference in percentage points and its 95 % interval;"
    subtitle += f" bold and strong: clear (q up to {LEVEL})"
    if len(table) > MOST:
        subtitle += f"; the {MOST} topics that differ most of {len(table):,} are drawn"
        drawn = largest(shares["difference"].abs(), MOST)
        table = table.loc[drawn]

    topic = alt.Y(
        "label:N",
        title=None,
        sort=list(table["label"]),
        axis=alt.Axis(labelLimit=360, grid=True),
    )
    selection = topic_selection()
    chart = alt.layer(
        *_draw_points(
            table,
            here,
            there,
            topic,
            selection,
        ),
        *_draw_numbers(table, topic, selection),
    )
    return chart.properties(
        **wrapped_heading(
            "Where the topics differ",
            subtitle,
            WIDTH - 415,
            finding,
            columns,
        ),
        height=alt.Step(28),
    )


def _describe_differences(shares: pd.DataFrame) -> pd.DataFrame:
    """Write the difference of each topic in points, and say how strong it is drawn."""
    bounds = 100 * shares[["difference", "low", "high"]]
    bounds = bounds.round().astype("int64").to_numpy()
    points = []
    for difference, low, high in bounds:
        points.append(f"{difference:+} ({low:+} to {high:+})")

    clear = shares["q"] <= LEVEL
    columns = ["label", "share_a", "share_b", "papers_a", "papers_b"]
    return shares[columns].assign(
        strength=np.where(clear, 1.0, 0.35),
        weight=np.where(clear, "bold", "normal"),
        points=points,
    )


def _draw_points(
    table: pd.DataFrame,
    here: str,
    there: str,
    topic: alt.Y,
    selection: alt.Parameter,
) -> tuple[alt.Chart, alt.Chart]:
    """Draw a point for each of the two shares of a topic, and a line between them."""
    sides = []
    for suffix, name in (("a", here), ("b", there)):
        side = table.assign(
            side=name, share=table[f"share_{suffix}"], papers=table[f"papers_{suffix}"]
        )
        sides.append(side[["label", "side", "share", "papers", "strength"]])

    strength = alt.Opacity("strength:Q", scale=None, legend=None)
    opacity = alt.when(selection).then(strength).otherwise(alt.value(0.08))
    axis = alt.Axis(format=".0%", grid=False, tickCount=6)
    lines = alt.Chart(table).mark_rule(strokeWidth=3, color=SOFT)
    lines = lines.encode(
        y=topic,
        x=alt.X("share_a:Q", title="share of papers", axis=axis),
        x2="share_b:Q",
        opacity=opacity,
    )

    colour = alt.Scale(domain=[here, there], range=[BLUE, ORANGE])
    shape = alt.Scale(domain=[here, there], range=["circle", "diamond"])
    legend = alt.Legend(orient="top", labelLimit=360)
    points = alt.Chart(pd.concat(sides))
    points = points.mark_point(filled=True, size=110, cursor="pointer").encode(
        y=topic,
        x=alt.X("share:Q"),
        opacity=opacity,
        color=alt.Color(
            "side:N",
            title=None,
            scale=colour,
            legend=legend,
        ),
        shape=alt.Shape("side:N", title=None, scale=shape),
        tooltip=[
            "label:N",
            "side:N",
            "papers:Q",
            alt.Tooltip("share:Q", format=".1%"),
        ],
    )
    return lines, points.add_params(selection)


def _draw_numbers(
    table: pd.DataFrame, topic: alt.Y, selection: alt.Parameter
) -> list[alt.Chart]:
    """Draw the differences at the right, the clear ones bold."""
    base = alt.Chart(table).encode(
        y=topic,
        opacity=fade_others(selection, weak=0.25),
        x=alt.value(WIDTH - 400),
        text="points:N",
    )
    layers = []
    for weight, colour in (("bold", INK), ("normal", SOFT)):
        numbers = base.transform_filter(f"datum.weight == '{weight}'")
        layers.append(numbers.mark_text(align="left", color=colour, fontWeight=weight))
    return layers


def draw_many_groups(shares: pd.DataFrame) -> alt.LayerChart:
    """Draw how much more or less of each topic a group has than all papers not in it.

    The numbers are percentage points, on a grid.
    """
    table, left_out = _largest_differences(shares[shares["topic"] >= 0])
    table = table.assign(
        points=(100 * table["difference"]).round() + 0.0,
        clear=table["q"] <= LEVEL,
    )

    subtitle = "percentage points more (blue) or less (orange) than in all papers not"
    subtitle += f" in it; bold: clear (q up to {LEVEL})"
    if left_out:
        subtitle += f"; {left_out:,} cells of small differences left out"
    first = table.sort_values(
        "points",
        key=abs,
        ascending=False,
        kind="stable",
    )
    first = first.head(3)
    names = first["label"] + " in " + first["a"]
    finding = f"{table['clear'].sum()} of {len(table)} differ clearly; the largest: "
    finding += list_values(names, first["points"].map("{:+.0f}".format))
    columns = {
        "label": "topic",
        "a": "in",
        "papers_a": "papers",
        "total_a": "of",
        "share_a": "share, %",
        "share_b": "share elsewhere, %",
        "points": "difference, points",
        "q": "q",
    }
    texts = wrapped_heading(
        "Where each differs from all others",
        subtitle,
        None,
        finding,
        columns,
    )
    return _draw_difference_grid(table).properties(
        **texts, width=alt.Step(62), height=alt.Step(26)
    )


def _largest_differences(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Choose the groups and topics that differ most; count the cells left out."""
    size = table["difference"].abs()
    by_group = size.groupby(table["a"], sort=False).max()
    by_topic = size.groupby(table["label"], sort=False).max()
    groups = largest(by_group, MOST)
    topics = largest(by_topic, MOST)

    left_out = len(by_group) * len(by_topic) - len(groups) * len(topics)
    return table[table["a"].isin(groups) & table["label"].isin(topics)], left_out


def _draw_difference_grid(table: pd.DataFrame) -> alt.LayerChart:
    papers = table.groupby("label", sort=False)["papers_a"].sum()
    topics = papers.sort_values(ascending=False, kind="stable").index
    columns = ["a", "label", "points", "papers_a", "total_a", "share_a", "share_b"]
    columns += ["q", "clear"]
    selection = topic_selection()
    base = alt.Chart(table[columns]).encode(
        x=alt.X(
            "a:N",
            title=None,
            sort=list(table["a"].unique()),
            axis=alt.Axis(labelAngle=-40, labelLimit=360),
        ),
        y=alt.Y(
            "label:N",
            title=None,
            sort=list(topics),
            axis=alt.Axis(labelLimit=360),
        ),
        opacity=fade_others(selection),
    )

    most = max(1.0, table["points"].abs().max())
    shade = alt.Scale(
        domain=[-most, 0, most],
        range=["#e08214", "#ffffff", "#4d9bbb"],
        interpolate="rgb",
    )
    cells = base.mark_rect(stroke=GRID, cursor="pointer").add_params(selection)
    cells = cells.encode(
        color=alt.Color("points:Q", scale=shade, legend=None),
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

    number = alt.Text("points:Q", format="+.0f")
    plain = base.transform_filter("!datum.clear")
    plain = plain.mark_text(color=INK, fontSize=12).encode(text=number)
    bold = base.transform_filter("datum.clear")
    bold = bold.mark_text(color=INK, fontSize=13, fontWeight="bold")
    return cells + plain + bold.encode(text=number)
