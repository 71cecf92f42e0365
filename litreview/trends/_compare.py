"""Two of anything side by side: which topics and words differ, and what one side lacks."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy import stats

from litreview.text import as_code, count_of, count_terms, escape_markdown
from litreview.trends import _shares
from litreview.trends._groups import REST, THIS

LEVEL = 0.05  # false discovery rate: of the differences called clear, this part is expected to be chance
PRIOR = 50  # papers that the prior of a term is worth on a side; with fewer, a word that one side lacks ranks too low
LEAST = 5  # papers that a term must stand in to be tried
SAME = 0.9  # of the papers of two terms in common (Jaccard), from which they are one
EXPECTED = 3  # papers that a side should have had, for their absence to be a gap
MEASURES = ["share_a", "share_b", "difference", "low", "high", "p", "q"]
_COUNTED = ["papers_a", "papers_b", "total_a", "total_b"]
_NO_WORDS = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in ("a", "b", "term")}
).assign(
    **{name: pd.Series(dtype="int64") for name in (*_COUNTED, "column")},
    usual=pd.Series(dtype="float64"),
)
OTHERS = "all others"


def compare_shares(
    sides: pd.DataFrame, assignments: pd.DataFrame, topics: pd.DataFrame
) -> pd.DataFrame:
    """Compare the share of each topic on two sides; of more than two sides, on each with all papers not on it.

    Papers that are on both of two sides say nothing of how these differ, and are left out. Returns a row for each pair
    of sides (`a`, `b`) and topic: `topic`, `label`, `papers_a`, `papers_b`, `total_a`, `total_b`, `share_a`, `share_b`,
    `difference` of the shares with its 95 % interval `low` to `high` (Newcombe, 1998), `p` (Fisher's exact test, twice
    the smaller tail) and `q` (false discovery rate over all rows; Benjamini and Hochberg, 1995). "No topic" comes last
    and is not tested.
    """
    held = assignments.drop_duplicates("paper_id").set_index("paper_id")["topic"]
    columns = ["a", "b", "topic", "label", "papers_a", "papers_b", "total_a", "total_b"]
    parts = []
    for a, b, in_a, in_b in _pairs(sides):
        own = {
            "papers_a": _by_topic(held, in_a, topics),
            "papers_b": _by_topic(held, in_b, topics),
        }
        part = topics[["topic", "label"]].assign(
            a=a, b=b, total_a=len(in_a), total_b=len(in_b), **own
        )
        parts.append(part.assign(last=part["topic"] < 0, pair=len(parts)))
    kinds = {
        name: "str" if name in ("a", "b", "label") else "int64" for name in columns
    }
    empty = pd.DataFrame(columns=columns).astype(kinds).assign(last=False, pair=0)
    table = _differences(pd.concat(parts, ignore_index=True) if parts else empty)
    order = {
        "by": ["pair", "last", "difference", "topic"],
        "ascending": [True, True, False, True],
    }
    return table.sort_values(**order, ignore_index=True)[[*columns, *MEASURES]].astype(
        kinds
    )


def keyness(
    sides: pd.DataFrame, papers: pd.DataFrame, level: float = LEVEL
) -> pd.DataFrame:
    """Find the words and phrases that stand in more papers of one side than of the other.

    Sized by weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn, 2008): the share of all
    papers that hold a term, worth fifty papers. Counted are papers, not occurrences: a paper that repeats a word would
    count as many, and random halves of one corpus would nearly always seem to differ. Judged by Fisher's exact test, as
    the normal distribution does not fit `z` where one side is small. Returns `a`, `b`, `side` (the one with more; of
    many sides only `a`), `term`, `papers_a`, `papers_b`, `total_a`, `total_b`, `share_a`, `share_b`, `log_odds`, `z`,
    `p`, `q` (false discovery rate over all that were tried) and `tried` (how many those are), surest first. Of phrases
    with nearly the same papers the longest is kept.
    """
    counts = count_terms(papers["text"].fillna(""))
    held = (counts.matrix > 0).astype("int64").tocsr()
    row = pd.Series(range(len(papers)), index=papers["paper_id"])
    usual = (_papers(held) + 0.5) / (len(papers) + 1)
    parts = [_NO_WORDS]
    for a, b, in_a, in_b in _pairs(sides):
        papers_a, papers_b = _papers(held[row[in_a]]), _papers(held[row[in_b]])
        table = pd.DataFrame(
            {
                "a": a,
                "b": b,
                "term": counts.written,
                "papers_a": papers_a,
                "papers_b": papers_b,
            }
        )
        table = table.assign(
            total_a=len(in_a), total_b=len(in_b), column=range(len(table)), usual=usual
        )
        parts.append(table[papers_a + papers_b >= LEAST])
    table = _log_odds(pd.concat(parts, ignore_index=True))
    table = table.assign(
        tried=len(table), side=table["a"].where(table["z"] > 0, table["b"])
    )
    clear = table[(table["q"] <= level) & (table["side"] != OTHERS)]
    return _longest(clear, held).sort_values(["a", "p", "term"], ignore_index=True)


def gaps(shares: pd.DataFrame) -> pd.DataFrame:
    """List the topics that one side lacks although the other would have led to expect three papers or more.

    `shares` is of `shares`. A side lacks a topic where the difference is clear (`q`) and it has no paper of it, or
    hardly any: its share is below a third of the other's even at the upper end of its 95 % interval (Wilson, 1927).
    Returns `label`, `lacking` and `there` (names of sides), `said` (such as "0 of 43, so at most 8%"), `papers_there`,
    `share_there`, how many papers were `expected` on the lacking side, `topic`, and the `papers` and `total` of that
    side with the most that its share `could_be`.
    """
    parts = []
    for own, far in (("a", "b"), ("b", "a")):
        names = {
            own: "lacking",
            far: "there",
            f"papers_{own}": "papers",
            f"total_{own}": "total",
        }
        names |= {f"papers_{far}": "papers_there", f"share_{far}": "share_there"}
        parts.append(shares[["topic", "label", "q", *names]].rename(columns=names))
    table = pd.concat(parts, ignore_index=True)
    could_be = _shares.wilson_interval(table["papers"], table["total"])[2]
    table = table.assign(
        could_be=could_be, expected=table["share_there"] * table["total"]
    )
    hardly = (table["papers"] == 0) | (
        (table["could_be"] < table["share_there"] / 3) & (table["lacking"] != OTHERS)
    )
    found = table[
        hardly
        & (table["expected"] >= EXPECTED)
        & (table["q"] <= LEVEL)
        & (table["share_there"] > 0)
    ]
    found = found.sort_values(
        "expected", ascending=False, ignore_index=True, kind="stable"
    )
    cells = found[["papers", "total", "could_be"]].itertuples(index=False)
    said = [f"{int(k):,} of {int(n):,}, so at most {most:.0%}" for k, n, most in cells]
    columns = [
        "label",
        "lacking",
        "said",
        "there",
        "papers_there",
        "share_there",
        "expected",
    ]
    return found.assign(said=pd.Series(said, dtype="str"))[
        [*columns, "topic", "papers", "total", "could_be"]
    ]


def comparison_table(table: pd.DataFrame) -> pd.DataFrame:
    """Write shares or words for reading, the surest first: on either side `3 of 45 (7%)`, then the difference.

    Two sides give their names to the columns; of many, `in` names the one, and `elsewhere` are all papers not in it.
    """
    two = table["a"].nunique() == 1
    name = "label" if "label" in table else "term"
    here, there = (
        (table["a"].iloc[0], table["b"].iloc[0]) if two else ("here", "elsewhere")
    )
    rows = table[
        (table["topic"] >= 0) if "topic" in table else table["q"].notna()
    ].sort_values("p", kind="stable")
    cells = {name: rows[name]} if two else {"in": rows["a"], name: rows[name]}
    cells |= {here: _of(rows, "a"), there: _of(rows, "b")}
    if "label" in table:
        points = 100 * rows[["difference", "low", "high"]]
        cells["difference in points (95 %)"] = [
            f"{d:+.1f} ({low:+.1f} to {high:+.1f})"
            for d, low, high in points.to_numpy()
        ]
    return pd.DataFrame(
        cells | {"q": [f"{q:.3f}" if q >= 0.001 else "< 0.001" for q in rows["q"]]}
    )


def comparison_summary(
    sides: pd.DataFrame, shares: pd.DataFrame, words: pd.DataFrame, pairs: pd.DataFrame
) -> str:
    """Say in sentences what was compared, how many papers that are, what differs most, and what it cannot tell."""
    each = sides.groupby("side", sort=False)["paper_id"].nunique()
    if len(each) < 2 or shares[["total_a", "total_b"]].min(axis=None) == 0:
        shared = (
            " All papers of one side are on the other too." if len(each) > 1 else ""
        )
        return f"**There is nothing to compare.**{shared} Set `a` and `b` to dumps, periods or the folder of a report."
    text = _compared(sides, each) + _topics_said(shares, len(each))
    if len(pairs):
        matched = int(pairs[["topic_a", "topic_b"]].notna().all(axis=1).sum())
        ours, theirs = (
            int(pairs[f"topic_{side}"].notna().sum()) - matched for side in "ab"
        )
        text += f" {count_of(matched, 'topic')} of this report {'has' if matched == 1 else 'have'} a counterpart in the"
        text += f" other; {ours:,} here and {theirs:,} there have none, and are not compared."
    n = len(words)
    text += (
        f" [{count_of(n, 'word or phrase', 'words and phrases')}](#Which-words-tell-them-apart?) of "
        f"{int(words['tried'].iloc[0]):,} that were tried"
        if n
        else ""
    )
    text += (
        f" {'stands' if n == 1 else 'stand'} in clearly more papers of one side."
        if n
        else " No word differs clearly."
    )
    return text + " This says how these samples of papers differ, not why."


def _compared(sides: pd.DataFrame, each: pd.Series) -> str:
    named = [f"{_named(name)} ({count_of(n, 'paper')})" for name, n in each.items()]
    if len(each) > 2:
        some = ", ".join(named[:6]) + (
            f" and {len(named) - 6} more" if len(named) > 6 else ""
        )
        return f"**{len(each)} dumps** are compared, each with all papers that are not in it: {some}."
    text, common = (
        f"**{named[0]}** is compared with **{named[1]}**.",
        int(sides["paper_id"].duplicated().sum()),
    )
    if not common:
        return text + " No paper is in both."
    return (
        text
        + f" {count_of(common, 'paper')} in both {'is' if common == 1 else 'are'} left out: they tell nothing apart."
    )


def _topics_said(shares: pd.DataFrame, named: int) -> str:
    tested = shares[shares["topic"] >= 0]
    if tested.empty:
        return ""
    clear = tested[tested["q"] <= LEVEL].sort_values("p", kind="stable")
    what = (
        count_of(len(tested), "topic")
        if named == 2
        else f"{len(tested):,} shares of topics"
    )
    verb = "differs" if len(clear) == 1 else "differ"
    text = f" **[{len(clear):,} of {what}](#Which-topics?)** {verb} by more than chance explains"
    text += " (false discovery rate 5 %)"
    if clear.empty:
        return text + "."
    most = clear.loc[clear["difference"].abs().idxmax()]
    text += f", most of all *{escape_markdown(most['label'])}*: {most['share_a']:.0%} in {_named(most['a'])} and"
    text += f" {most['share_b']:.0%}"
    where = f"in {_named(most['b'])}" if named == 2 else "elsewhere"
    low, high = sorted((abs(most["low"]), abs(most["high"])))
    return text + f" {where}, {100 * low:.0f} to {100 * high:.0f} points apart."


def _pairs(sides: pd.DataFrame) -> Iterator[tuple[str, str, pd.Index, pd.Index]]:
    """List which papers are compared: two sides with each other, or each of many with all papers not on it."""
    ids = {
        name: pd.Index(own.unique())
        for name, own in sides.groupby("side", sort=False)["paper_id"]
    }
    if len(ids) == 2:
        (a, in_a), (b, in_b) = ids.items()
        yield a, b, in_a.difference(in_b, sort=False), in_b.difference(in_a, sort=False)
    elif len(ids) > 2:
        every = pd.Index(sides["paper_id"].unique())
        for name, own in ids.items():
            yield name, OTHERS, own, every.difference(own, sort=False)


def _by_topic(held: pd.Series, papers: pd.Index, topics: pd.DataFrame) -> np.ndarray:
    return (
        held.reindex(papers)
        .value_counts()
        .reindex(topics["topic"], fill_value=0)
        .to_numpy()
    )


def _differences(table: pd.DataFrame) -> pd.DataFrame:
    (a, low_a, high_a), (b, low_b, high_b) = (
        _shares.wilson_interval(table[f"papers_{side}"], table[f"total_{side}"])
        for side in "ab"
    )
    low, high = (
        a - b - np.hypot(a - low_a, high_b - b),
        a - b + np.hypot(high_a - a, b - low_b),
    )
    p = _exact(table).where(
        (table["topic"] >= 0) & (table["total_a"] > 0) & (table["total_b"] > 0)
    )
    return table.assign(
        share_a=a, share_b=b, difference=a - b, low=low, high=high, p=p, q=_q(p)
    )


def _exact(table: pd.DataFrame) -> pd.Series:
    """Test whether papers are spread as chance would: Fisher's exact test, twice the smaller tail."""
    papers = table["papers_a"] + table["papers_b"]
    chance = stats.hypergeom(
        table["total_a"] + table["total_b"], papers, table["total_a"]
    )
    tails = np.minimum(chance.cdf(table["papers_a"]), chance.sf(table["papers_a"] - 1))
    return pd.Series(np.minimum(1, 2 * tails), index=table.index, dtype="float64")


def _q(p: pd.Series) -> pd.Series:
    known = p.dropna()
    return pd.Series(
        stats.false_discovery_control(known) if len(known) else [], index=known.index
    ).reindex(p.index)


def _log_odds(table: pd.DataFrame) -> pd.DataFrame:
    """Compare the odds that a paper holds a term; the prior is papers of which the usual share hold it."""
    with_a, with_b = (table[f"papers_{side}"] + PRIOR * table["usual"] for side in "ab")
    without_a, without_b = (
        table[f"total_{side}"] + PRIOR - own
        for side, own in (("a", with_a), ("b", with_b))
    )
    log_odds = np.log(with_a / without_a) - np.log(with_b / without_b)
    z = log_odds / np.sqrt(1 / with_a + 1 / without_a + 1 / with_b + 1 / without_b)
    share = {
        f"share_{side}": table[f"papers_{side}"] / table[f"total_{side}"]
        for side in "ab"
    }
    p = _exact(table)
    return table.assign(**share, log_odds=log_odds, z=z, p=p, q=_q(p))


def _longest(table: pd.DataFrame, held: sp.csr_matrix) -> pd.DataFrame:
    """Keep, of the terms of a side that share a word and nearly all their papers, the one of most words."""
    kept: list[int] = []
    columns, size = held.tocsc(), _papers(held)
    ordered = table.assign(length=-table["term"].str.count(" ")).sort_values(
        ["length", "p", "term"]
    )
    chosen: dict[tuple[str, str], list] = {}
    for row in ordered.itertuples():
        rivals = chosen.setdefault((row.a, row.side), [])
        words = set(row.term.casefold().split())
        if not any(
            words & other and _alike(columns, size, row.column, column) >= SAME
            for other, column in rivals
        ):
            rivals.append((words, row.column))
            kept.append(row.Index)
    return table.loc[kept].drop(columns=["column", "usual"])


def _alike(columns: sp.csc_matrix, size: np.ndarray, one: int, other: int) -> float:
    both = columns[:, one].multiply(columns[:, other]).sum()
    return both / (size[one] + size[other] - both)


def _papers(held: sp.csr_matrix) -> np.ndarray:
    return np.asarray(held.sum(axis=0)).ravel()


def _of(table: pd.DataFrame, side: str) -> list[str]:
    cells = table[[f"papers_{side}", f"total_{side}"]].itertuples(index=False)
    return [f"{k:,} of {n:,} ({k / n:.0%})" if n else "no papers" for k, n in cells]


def _named(name: str) -> str:
    return name if name in (THIS, REST) else as_code(name)
