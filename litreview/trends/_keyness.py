"""Which words and phrases tell two groups of papers apart."""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from litreview.text import count_terms
from litreview.trends import _differences
from litreview.trends._differences import LEVEL, OTHERS

# Papers that the prior of a term is worth; with fewer, a word that one group lacks
# ranks too low.
PRIOR = 50
FEWEST_PAPERS = 5  # that a term must be in to be tried
ALIKE = 0.9  # part of the papers of two terms in common (Jaccard) that makes them one

_KINDS = {
    "a": "str",
    "b": "str",
    "term": "str",
    "papers_a": "int64",
    "papers_b": "int64",
    "total_a": "int64",
    "total_b": "int64",
    "column": "int64",
    "usual": "float64",
}


def measure_keyness(
    groups: pd.DataFrame,
    papers: pd.DataFrame,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Find the words and phrases that are in more papers of one group than of another.

    They are sized by weighted log-odds with an informative Dirichlet prior: the share
    of all papers that hold a term, worth fifty papers. Counted are papers, not
    occurrences: a paper that repeats a word would count as many, and random halves of
    one corpus would nearly always seem to differ. Judged by Fisher's exact test, as
    the normal distribution does not fit `z` where one group is small. Of phrases with
    nearly the same papers the longest is kept.

    Parameters
    ----------
    groups
        `group` and `paper_id`.
    papers
        `paper_id` and `text`.
    level
        `q` up to which a term is listed.

    Returns
    -------
    pd.DataFrame
        `a`, `b`, `term`, `papers_a`, `papers_b`, `total_a`, `total_b`, `share_a`,
        `share_b`, `log_odds`, `z`, `p`, `q` (false discovery rate over all that were
        tried), `tried` (how many those are) and `side` (the name of the group with
        more; of many groups only `a`), the surest first.

    References
    ----------
    Monroe, Colaresi and Quinn (2008). Fightin' words: lexical feature selection and
    evaluation for identifying the content of political conflict. Political Analysis 16.
    """
    counts = count_terms(papers["text"].fillna(""))
    holds = (counts.matrix > 0).astype("int64").tocsr()
    row_of = pd.Series(range(len(papers)), index=papers["paper_id"])
    usual = (_count_papers(holds) + 0.5) / (len(papers) + 1)

    parts = [pd.DataFrame(columns=list(_KINDS)).astype(_KINDS)]
    for pair in _differences.pair_groups(groups):
        part = pd.DataFrame(
            {
                "a": pair.a,
                "b": pair.b,
                "term": counts.written,
                "papers_a": _count_papers(holds[row_of[pair.papers_a]]),
                "papers_b": _count_papers(holds[row_of[pair.papers_b]]),
                "total_a": len(pair.papers_a),
                "total_b": len(pair.papers_b),
                "column": range(len(counts.written)),
                "usual": usual,
            }
        )
        enough = part["papers_a"] + part["papers_b"] >= FEWEST_PAPERS
        parts.append(part[enough])

    table = _weigh(pd.concat(parts, ignore_index=True))
    more = table["a"].where(table["z"] > 0, table["b"])
    table = table.assign(tried=len(table), side=more)

    clear = (table["q"] <= level) & (table["side"] != OTHERS)
    table = _longest_alike(table[clear], holds)
    table = table.drop(columns=["column", "usual"])
    return table.sort_values(["a", "p", "term"], ignore_index=True)


def _weigh(table: pd.DataFrame) -> pd.DataFrame:
    """Compare the odds that a paper of either group holds a term.

    The prior is papers of which the usual share hold it.
    """
    with_a = table["papers_a"] + PRIOR * table["usual"]
    with_b = table["papers_b"] + PRIOR * table["usual"]
    without_a = table["total_a"] + PRIOR - with_a
    without_b = table["total_b"] + PRIOR - with_b

    log_odds = np.log(with_a / without_a) - np.log(with_b / without_b)
    variance = 1 / with_a + 1 / without_a + 1 / with_b + 1 / without_b
    p = _differences.exact_p(table)

    return table.assign(
        share_a=table["papers_a"] / table["total_a"],
        share_b=table["papers_b"] / table["total_b"],
        log_odds=log_odds,
        z=log_odds / np.sqrt(variance),
        p=p,
        q=_differences.false_discovery_rate(p),
    )


def _longest_alike(table: pd.DataFrame, holds: sp.csr_matrix) -> pd.DataFrame:
    """Keep, of terms of a group that share a word and nearly all papers, the longest.

    Parameters
    ----------
    table
        `a`, `side`, `term`, `p`, and the `column` of a term in `holds`.
    holds
        Which paper (a row) holds which term (a column).
    """
    columns = holds.tocsc()
    sizes = _count_papers(holds)
    spaces = table["term"].str.count(" ")
    longest_first = table.assign(shortness=-spaces)
    longest_first = longest_first.sort_values(["shortness", "p", "term"])

    chosen: dict[tuple[str, str], list] = {}
    rows = []
    for row in longest_first.itertuples():
        rivals = chosen.setdefault((row.a, row.side), [])
        words = set(row.term.casefold().split())

        for rival_words, rival in rivals:
            shares_word = not words.isdisjoint(rival_words)
            if shares_word and _overlap(columns, sizes, row.column, rival) >= ALIKE:
                break
        else:
            rivals.append((words, row.column))
            rows.append(row.Index)

    return table.loc[rows]


def _overlap(
    columns: sp.csc_matrix,
    sizes: np.ndarray,
    one: int,
    other: int,
) -> float:
    """Give the part of the papers of two terms that hold both (Jaccard)."""
    both = columns[:, one].multiply(columns[:, other]).sum()
    either = sizes[one] + sizes[other] - both
    return both / either


def _count_papers(holds: sp.csr_matrix) -> np.ndarray:
    return np.asarray(holds.sum(axis=0)).ravel()
