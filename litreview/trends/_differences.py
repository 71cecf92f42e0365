"""Groups of papers side by side: how their shares of topics differ."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from litreview.trends import _shares

LEVEL = 0.05  # false discovery rate: of the clear differences, this part is chance
EXPECTED = 3  # papers that a group should have had, for their absence to be a gap
MUCH_LESS = 1 / 3  # of the share of another group, below which one lacks a topic
OTHERS = "all others"

_KINDS = {
    "a": "str",
    "b": "str",
    "topic": "int64",
    "label": "str",
    "papers_a": "int64",
    "papers_b": "int64",
    "total_a": "int64",
    "total_b": "int64",
}
_GAP_COLUMNS = [
    "label",
    "lacking",
    "there",
    "papers_there",
    "share_there",
    "expected",
    "topic",
    "papers",
    "total",
    "could_be",
]
_MEASURES = ["share_a", "share_b", "difference", "low", "high", "p", "q"]


class Pair(NamedTuple):
    """Two groups that are compared: their names, and their papers by id."""

    a: str
    b: str
    papers_a: pd.Index
    papers_b: pd.Index


def pair_groups(groups: pd.DataFrame) -> Iterator[Pair]:
    """Pair two groups with each other, or each of many with all papers not in it.

    Papers that are in both of two groups tell nothing apart, and are left out.
    """
    papers_of = {}
    for name, group in groups.groupby("group", sort=False):
        papers_of[name] = pd.Index(group["paper_id"].unique())

    if len(papers_of) == 2:
        a, b = papers_of
        only_a = papers_of[a].difference(papers_of[b], sort=False)
        only_b = papers_of[b].difference(papers_of[a], sort=False)
        yield Pair(a, b, only_a, only_b)

    if len(papers_of) > 2:
        every = pd.Index(groups["paper_id"].unique())
        for name, papers in papers_of.items():
            others = every.difference(papers, sort=False)
            yield Pair(name, OTHERS, papers, others)


def compare_shares(
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    topics: pd.DataFrame,
) -> pd.DataFrame:
    """Compare the share of each topic in two groups, or in each and all other papers.

    Parameters
    ----------
    groups
        `group` and `paper_id`.
    assignments
        `paper_id` and `topic`.
    topics
        `topic` and `label`.

    Returns
    -------
    pd.DataFrame
        A row for each pair of groups (`a`, `b`) and topic: `topic`, `label`,
        `papers_a`, `papers_b`, `total_a`, `total_b`, `share_a`, `share_b`,
        `difference` of the shares and its 95 % interval `low` to `high`, `p` (Fisher's
        exact test, twice the smaller tail) and `q` (false discovery rate over all
        rows). "No topic" comes last and is not tested.

    References
    ----------
    Benjamini and Hochberg (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57.
    Newcombe (1998). Interval estimation for the difference between independent
    proportions. Statistics in Medicine 17.
    """
    topic_of = assignments.drop_duplicates("paper_id")
    topic_of = topic_of.set_index("paper_id")["topic"]

    empty = pd.DataFrame(columns=[*_KINDS, "pair"])
    parts = [empty.astype({**_KINDS, "pair": "int64"})]
    for number, pair in enumerate(pair_groups(groups)):
        part = topics[["topic", "label"]].assign(
            a=pair.a,
            b=pair.b,
            papers_a=_count_topics(topic_of, pair.papers_a, topics),
            papers_b=_count_topics(topic_of, pair.papers_b, topics),
            total_a=len(pair.papers_a),
            total_b=len(pair.papers_b),
            pair=number,
        )
        parts.append(part)

    table = _differ(pd.concat(parts, ignore_index=True))
    table = table.assign(no_topic=table["topic"] < 0)
    table = table.sort_values(
        ["pair", "no_topic", "difference", "topic"],
        ascending=[True, True, False, True],
        ignore_index=True,
    )
    return table[[*_KINDS, *_MEASURES]].astype(_KINDS)


def _count_topics(
    topic_of: pd.Series,
    papers: pd.Index,
    topics: pd.DataFrame,
) -> np.ndarray:
    counts = topic_of.reindex(papers).value_counts()
    counts = counts.reindex(topics["topic"], fill_value=0)
    return counts.to_numpy()


def _differ(table: pd.DataFrame) -> pd.DataFrame:
    """Measure how the shares of `papers_a` in `total_a` and of b differ."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    # Where a group has no papers, there is nothing to measure.
    total_a = table["total_a"].where(table["total_a"] > 0)
    total_b = table["total_b"].where(table["total_b"] > 0)
    share_a = table["papers_a"] / total_a
    share_b = table["papers_b"] / total_b

    low, high = confint_proportions_2indep(
        table["papers_a"],
        total_a,
        table["papers_b"],
        total_b,
        method="newcomb",
        compare="diff",
    )

    testable = (table["topic"] >= 0) & total_a.notna() & total_b.notna()
    p = exact_p(table).where(testable)
    return table.assign(
        share_a=share_a,
        share_b=share_b,
        difference=share_a - share_b,
        low=low,
        high=high,
        p=p,
        q=false_discovery_rate(p),
    )


def exact_p(table: pd.DataFrame) -> pd.Series:
    """Test whether papers are spread over two groups as chance would spread them.

    Fisher's exact test, twice the smaller tail.
    """
    chance = stats.hypergeom(
        table["total_a"] + table["total_b"],
        table["papers_a"] + table["papers_b"],
        table["total_a"],
    )
    at_most = chance.cdf(table["papers_a"])
    at_least = chance.sf(table["papers_a"] - 1)
    smaller = np.minimum(at_most, at_least)

    p = np.minimum(1, 2 * smaller)
    return pd.Series(p, index=table.index, dtype="float64")


def false_discovery_rate(p: pd.Series) -> pd.Series:
    """Correct p values for their number (Benjamini and Hochberg, 1995), where known."""
    known = p.dropna()
    if known.empty:
        return pd.Series(np.nan, index=p.index)

    q = stats.false_discovery_control(known)
    return pd.Series(q, index=known.index).reindex(p.index)


def find_gaps(comparison: pd.DataFrame) -> pd.DataFrame:
    """List the topics that a group lacks although three papers were to be expected.

    A group lacks a topic where the difference is clear (`q`) and it has no paper of
    it, or hardly any: its share is below a third of the other's even at the upper end
    of its 95 % interval (Wilson, 1927).

    Parameters
    ----------
    comparison
        Of `compare_shares`.

    Returns
    -------
    pd.DataFrame
        `label`, `lacking` and `there` (names of groups), `papers_there`,
        `share_there`, how many papers were `expected` in the lacking group, `topic`,
        and the `papers` and `total` of that group with the most that its share
        `could_be`; the most expected first.
    """
    both = [
        _one_side(comparison, lacking="a", there="b"),
        _one_side(comparison, lacking="b", there="a"),
    ]
    table = pd.concat(both, ignore_index=True)

    _, _, could_be = _shares.wilson_interval(table["papers"], table["total"])
    table = table.assign(
        could_be=could_be,
        expected=table["share_there"] * table["total"],
    )

    none = table["papers"] == 0
    far_below = table["could_be"] < MUCH_LESS * table["share_there"]
    hardly_any = far_below & (table["lacking"] != OTHERS)
    expected = (table["expected"] >= EXPECTED) & (table["share_there"] > 0)
    clear = table["q"] <= LEVEL

    gaps = table[(none | hardly_any) & expected & clear]
    gaps = gaps.sort_values(
        "expected", ascending=False, kind="stable", ignore_index=True
    )
    return gaps[_GAP_COLUMNS]


def _one_side(comparison: pd.DataFrame, lacking: str, there: str) -> pd.DataFrame:
    names = {
        "label": "label",
        lacking: "lacking",
        there: "there",
        f"papers_{there}": "papers_there",
        f"share_{there}": "share_there",
        "topic": "topic",
        f"papers_{lacking}": "papers",
        f"total_{lacking}": "total",
        "q": "q",
    }
    return comparison[list(names)].rename(columns=names)
