"""Topics of two reports, matched by the words of their papers."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from litreview.text import count_terms

# Likeness from which topics are counterparts: of halves of one corpus at least .38, of strange fields up to .27.
ALIKE = 0.35


def match_reports(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame, other: dict
) -> pd.DataFrame:
    """Match the topics of this report with those of another by the words of their papers.

    `other` is of `sides.other`. Counterparts are each other's nearest, at a likeness (cosine of their mean
    TF-IDF, 0 to 1) of .35 or more. Returns `topic_a`, `label_a`, `papers_a`, `share_a`, the same with `_b` for the
    other, and `likeness`. For a topic without a counterpart one side is missing, and `likeness` is to the nearest.
    """
    ours, theirs = (
        table[table["topic"] >= 0].reset_index(drop=True)
        for table in (topics, other["topics"])
    )
    alike = _likeness(
        (papers, ours, assignments), (other["papers"], theirs, other["assignments"])
    )
    best, back = (
        alike.argmax(axis=1) if alike.size else [],
        alike.argmax(axis=0) if alike.size else [],
    )
    pairs = [
        (i, j) for i, j in enumerate(best) if back[j] == i and alike[i, j] >= ALIKE
    ]
    rows = [(i, j, alike[i, j]) for i, j in pairs]
    rows += [(i, -1, alike[i, j]) for i, j in enumerate(best) if (i, j) not in pairs]
    rows += [(-1, j, alike[i, j]) for j, i in enumerate(back) if (i, j) not in pairs]
    table = pd.DataFrame(rows, columns=["i", "j", "likeness"]).astype(
        {"i": "int64", "j": "int64", "likeness": "float64"}
    )
    own, far = (_side(topics, side) for topics, side in ((ours, "a"), (theirs, "b")))
    table = table.merge(own, how="left", left_on="i", right_index=True)
    return table.merge(far, how="left", left_on="j", right_index=True).drop(
        columns=["i", "j"]
    )[[*own.columns, *far.columns, "likeness"]]


def join_reports(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    other: dict,
    pairs: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Put the papers of another report to those of this one, under the topics that both have.

    `pairs` is of `match`. Returns papers, topics and assignments: this report's where there is no other.
    """
    if other["papers"].empty:
        return papers, topics, assignments
    both = pairs.dropna(subset=["topic_a", "topic_b"])
    numbers = dict(zip(both["topic_b"], both["topic_a"], strict=True)) | {-1: -1}
    # A topic without a counterpart is in no row of topics; its papers stay among those that shares are shares of.
    theirs = other["assignments"].assign(
        topic=other["assignments"]["topic"].map(numbers).fillna(-2).astype("int64")
    )
    return (
        pd.concat([papers, other["papers"]]).drop_duplicates(
            "paper_id", ignore_index=True
        ),
        topics[topics["topic"].isin(list(numbers.values()))],
        pd.concat([assignments, theirs], ignore_index=True),
    )


def _likeness(ours: tuple, theirs: tuple) -> np.ndarray:
    """Give the cosine of each topic of ours (a row) with each of theirs (a column)."""
    if ours[1].empty or theirs[1].empty:
        return np.empty((0, 0))
    texts = [
        text for papers, _, _ in (ours, theirs) for text in papers["text"].fillna("")
    ]
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(
        count_terms(texts).matrix
    )
    cut = len(ours[0])
    means = [
        normalize(_sums(part, *own))
        for part, own in ((weights[:cut], ours), (weights[cut:], theirs))
    ]
    return (means[0] @ means[1].T).toarray()


def _sums(
    weights: sp.csr_matrix,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
) -> sp.csr_matrix:
    topic = papers["paper_id"].map(assignments.set_index("paper_id")["topic"])
    row = topic.map(pd.Series(topics.index, index=topics["topic"])).to_numpy()
    here = np.flatnonzero(~np.isnan(row.astype(float)))
    return (
        sp.csr_matrix(
            (np.ones(len(here)), (row[here].astype(int), here)),
            shape=(len(topics), len(papers)),
        )
        @ weights
    )


def _side(topics: pd.DataFrame, side: str) -> pd.DataFrame:
    table = topics[["topic", "label", "papers", "share"]].astype(
        {"topic": "Int64", "papers": "Int64"}
    )
    return table.add_suffix(f"_{side}")
