"""Charts of topics: how large they are, and what share each has in each dump."""

import altair as alt
import pandas as pd

from litreview.charts._parts import (
    WEAK,
    bound_sentence,
    fade_others,
    join_small_dumps,
    list_values,
    named_labels,
    topic_names,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import ACCENT, INK, NO_TOPIC, SOFT, WIDTH, themed

TOPIC = "topic"
UNSTABLE = f"unstable (below {WEAK})"
NONE = "no topic"
MOST_TOPICS = 120  # the largest


@themed
def topic_sizes(topics: pd.DataFrame) -> alt.LayerChart:
    """Draw the size of each topic, unstable ones pale, papers without a topic in grey.

    Parameters
    ----------
    topics
        `topic`, `label`, `papers`, `share` and `stability`, in the order of the bars.

    Returns
    -------
    Bars with their numbers, of at most 120 topics; a click singles out a topic.

    Examples
    --------
    >>> litreview.charts.topic_sizes(topics).save("sizes.svg")
    """
    found = topics[topics["topic"] >= 0]
    unplaced = topics.loc[topics["topic"] == -1, "share"].iloc[0]
    topics, bound = _largest_topics(topics)

    kind = (topics["topic"] == -1).map({True: NONE, False: TOPIC})
    kind = kind.mask(topics["stability"] < WEAK, UNSTABLE)
    table = topics.assign(kind=kind)
    table = table[["topic", "label", "papers", "share", "stability", "kind"]]

    selection = topic_selection()
    axis = alt.Axis(**named_labels(topics["label"], topic_names(topics)))
    base = alt.Chart(table).encode(
        y=alt.Y(
            "label:N",
            title=None,
            sort=list(topics["label"]),
            axis=axis,
        ),
        opacity=fade_others(selection),
    )
    shade = alt.Scale(
        domain=[TOPIC, UNSTABLE, NONE], range=[ACCENT, "#5f9db7", NO_TOPIC]
    )
    bars = base.mark_bar(cursor="pointer").add_params(selection)
    bars = bars.encode(
        x=alt.X("papers:Q", title="papers", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=shade,
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            "label:N",
            "papers:Q",
            alt.Tooltip("share:Q", format=".1%"),
            alt.Tooltip("stability:Q", format=".2f"),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, color=SOFT)
    numbers = numbers.encode(x="papers:Q", text="papers:Q")

    subtitle = f"{len(found):,} topics; {unplaced:.0%} of the papers have none" + bound
    finding = ""
    if len(found):
        first = found.head(3)
        papers = first["papers"].map("{:,} papers".format)
        finding = "The largest: " + list_values(first["label"], papers)
    columns = {
        "label": "topic",
        "papers": "papers",
        "share": "share, %",
        "stability": "stability",
    }
    return (bars + numbers).properties(
        **wrapped_heading(
            "How large the topics are",
            subtitle,
            WIDTH - 320,
            finding,
            columns,
        ),
        height=alt.Step(24),
    )


@themed
def topic_dumps(
    records: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> alt.LayerChart:
    """Draw the share that each topic has in each dump, as numbers on a grid.

    Parameters
    ----------
    records
        `paper_id` and `dump` of each record.
    topics
        `topic`, `label` and `stability`, in the order of the rows.
    assignments
        `paper_id` and `topic`.

    Returns
    -------
    A grid of at most 30 dumps, the largest, with all others together, and of at most
    120 topics; a click singles out a topic.

    Examples
    --------
    >>> litreview.charts.topic_dumps(records, topics, assignments).save("dumps.svg")
    """
    sorted_papers = records[records["paper_id"].isin(assignments["paper_id"])]
    places, dumps, bound = join_small_dumps(sorted_papers)
    cells = _count_cells(places, topics, assignments)
    drawn, topics_bound = _largest_topics(topics)
    bound += topics_bound
    cells = cells[cells["topic"].isin(drawn["topic"])]

    selection = topic_selection()
    axis = alt.Axis(**named_labels(drawn["label"], topic_names(drawn)))
    base = alt.Chart(cells[["label", "dump", "share", "papers"]]).encode(
        x=alt.X(
            "dump:N",
            title=None,
            sort=dumps,
            axis=alt.Axis(labelAngle=-40, labelLimit=140),
        ),
        y=alt.Y(
            "label:N",
            title=None,
            sort=list(drawn["label"]),
            axis=axis,
        ),
        opacity=fade_others(selection),
    )
    shade = alt.Scale(domainMin=0, range=["#ffffff", "#4d9bbb"], interpolate="rgb")
    fill = base.mark_rect(cursor="pointer").add_params(selection)
    fill = fill.encode(
        color=alt.Color("share:Q", scale=shade, legend=None),
        tooltip=[
            "label:N",
            "dump:N",
            "papers:Q",
            alt.Tooltip("share:Q", format=".1%"),
        ],
    )
    numbers = base.mark_text(color=INK, fontSize=12)
    numbers = numbers.encode(text=alt.Text("share:Q", format=".0%"))

    subtitle = "share of the papers of a dump; each column adds up to 100 %" + bound
    columns = {
        "label": "topic",
        "dump": "dump",
        "papers": "papers",
        "share": "share, %",
    }
    return (fill + numbers).properties(
        **wrapped_heading(
            "What each dump is about",
            subtitle,
            None,
            _dumps_finding(cells),
            columns,
        ),
        width=alt.Step(62),
        height=alt.Step(24),
    )


def _count_cells(
    places: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """Count the papers of each topic in each dump, and their share in the dump."""
    table = places.merge(assignments[["paper_id", "topic"]], on="paper_id")
    counts = pd.crosstab(table["topic"], table["dump"])
    counts = counts.reindex(topics["topic"], fill_value=0)

    shares = (counts / counts.sum()).stack().rename("share").reset_index()
    papers = counts.stack().rename("papers").reset_index()
    cells = shares.merge(topics[["topic", "label"]], on="topic")
    return cells.merge(papers, on=["topic", "dump"])


def _largest_topics(topics: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Choose the topics that are drawn, and say in a subtitle how many are not."""
    # Topics stand in the order of their size; papers without one are always drawn.
    found = topics["topic"] >= 0
    drawn = topics[~found | (found.cumsum() <= MOST_TOPICS)]

    others = ""
    if "papers" in topics:
        papers = topics["papers"].sum() - drawn["papers"].sum()
        others = f"the others together have {papers:,} papers"
    return drawn, bound_sentence(MOST_TOPICS, found.sum(), "topics", others)


def _dumps_finding(cells: pd.DataFrame) -> str:
    first = cells[cells["topic"] >= 0].dropna(subset="share")
    first = first.sort_values("share", ascending=False, kind="stable")
    first = first.drop_duplicates("dump").head(3)
    if first.empty:
        return ""

    values = [f"{row.label}, {row.share:.0%}" for row in first.itertuples()]
    return "The largest topic of a dump: " + list_values(first["dump"], values)
