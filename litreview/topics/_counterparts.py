"""Topics of two reports, matched by the words of their papers."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from litreview.text import count_terms

# Likeness from which topics are counterparts: of halves of one corpus it is at least
# .38, of strange fields up to .27.
ALIKE = 0.35

UNMATCHED = -2  # topic of the papers of another report whose topic has no counterpart


def match_reports(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame, other: dict
) -> pd.DataFrame:
    """Match the topics of this report with those of another by their words.

    Counterparts are each other's nearest, at a likeness of .35 or more.

    Parameters
    ----------
    papers, topics, assignments
        The tables of this report.
    other
        The same tables of the other report, by their names.

    Returns
    -------
    pandas.DataFrame
        `topic_a`, `label_a`, `papers_a`, `share_a`, the same with `_b` for the other
        report, and `likeness` (the cosine of their mean TF-IDF, 0 to 1). For a topic
        without a counterpart one side is missing, and `likeness` is to the nearest.

    Examples
    --------
    >>> other = litreview.trends.read_other_report(place, "", "")
    >>> matches = litreview.topics.match_reports(papers, topics, assignments, other)
    >>> matches.empty
    True
    """
    topics_a = topics[topics["topic"] >= 0].reset_index(drop=True)
    topics_b = other["topics"][other["topics"]["topic"] >= 0].reset_index(drop=True)
    likeness = _likeness_of_topics(
        (papers, topics_a, assignments),
        (other["papers"], topics_b, other["assignments"]),
    )
    rows = pd.DataFrame(_pair_rows(likeness), columns=["a", "b", "likeness"])
    rows = rows.astype({"a": "int64", "b": "int64", "likeness": "float64"})

    side_a = _side_columns(topics_a, "_a")
    side_b = _side_columns(topics_b, "_b")
    table = rows.merge(side_a, how="left", left_on="a", right_index=True)
    table = table.merge(side_b, how="left", left_on="b", right_index=True)
    return table[[*side_a.columns, *side_b.columns, "likeness"]]


def join_reports(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    other: dict,
    pairs: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Put the papers of another report to those of this one.

    Parameters
    ----------
    papers, topics, assignments
        The tables of this report.
    other
        The same tables of the other report, by their names.
    pairs
        As of `match_reports`.

    Returns
    -------
    papers
        Of both reports, each once.
    topics
        Those of this report that both have.
    assignments
        Of both reports. Papers whose topic has no counterpart are in topic -2: they
        stay among those that shares are shares of.

    All three are this report's where there is no other.

    Examples
    --------
    >>> other = litreview.trends.read_other_report(place, "", "")
    >>> matches = litreview.topics.match_reports(papers, topics, assignments, other)
    >>> joined, *_ = litreview.topics.join_reports(
    ...     papers, topics, assignments, other, matches
    ... )
    >>> len(joined)
    172
    """
    if other["papers"].empty:
        return papers, topics, assignments

    both = pairs.dropna(subset=["topic_a", "topic_b"])
    topic_a = dict(zip(both["topic_b"], both["topic_a"], strict=True)) | {-1: -1}
    renumbered = other["assignments"]["topic"].map(topic_a)
    renumbered = renumbered.fillna(UNMATCHED).astype("int64")
    other_assignments = other["assignments"].assign(topic=renumbered)

    all_papers = pd.concat([papers, other["papers"]])
    return (
        all_papers.drop_duplicates("paper_id", ignore_index=True),
        topics[topics["topic"].isin(list(topic_a.values()))],
        pd.concat([assignments, other_assignments], ignore_index=True),
    )


def _pair_rows(likeness: np.ndarray) -> list[tuple[int, int, float]]:
    """Pair topics that are each other's nearest, and alike enough.

    Parameters
    ----------
    likeness
        Of each topic of one report (a row) to each of the other (a column).

    Returns
    -------
    list of tuples
        Row, column and their likeness: first the pairs, then the topics without one,
        whose row or column is -1, with the likeness to the nearest.
    """
    if not likeness.size:
        return []

    nearest_b = likeness.argmax(axis=1)
    nearest_a = likeness.argmax(axis=0)
    pairs, without_a, without_b = [], [], []
    for a, b in enumerate(nearest_b):
        score = likeness[a, b]
        if nearest_a[b] == a and score >= ALIKE:
            pairs.append((a, b, score))
        else:
            without_b.append((a, -1, score))

    paired = {b for _, b, _ in pairs}
    for b, a in enumerate(nearest_a):
        if b not in paired:
            score = likeness[a, b]
            without_a.append((-1, b, score))

    return [*pairs, *without_b, *without_a]


def _likeness_of_topics(side_a: tuple, side_b: tuple) -> np.ndarray:
    """Measure the cosine of each topic of one side (a row) with each of the other.

    Parameters
    ----------
    side_a, side_b
        Papers, topics and assignments of a report.

    Returns
    -------
    numpy.ndarray
        Empty where one of the reports has no topics.
    """
    papers_a, topics_a, _ = side_a
    papers_b, topics_b, _ = side_b
    if topics_a.empty or topics_b.empty:
        return np.empty((0, 0))

    texts = pd.concat([papers_a["text"], papers_b["text"]])
    counts = count_terms(texts.fillna("")).matrix
    tfidf = TfidfTransformer(sublinear_tf=True)
    weights = tfidf.fit_transform(counts)

    first_b = len(papers_a)
    means_a = _sum_by_topic(weights[:first_b], *side_a)
    means_b = _sum_by_topic(weights[first_b:], *side_b)
    likeness = normalize(means_a) @ normalize(means_b).T
    return likeness.toarray()


def _sum_by_topic(
    weights: sp.csr_matrix,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
) -> sp.csr_matrix:
    """Add up the weights of the papers of each topic.

    Parameters
    ----------
    weights
        A row for each paper, a column for each term.
    papers, topics, assignments
        Of one report; papers of topics that are not in `topics` are left out.

    Returns
    -------
    scipy.sparse.csr_matrix
        A row for each topic, in the order of `topics`.
    """
    topic_of = assignments.set_index("paper_id")["topic"]
    row_of = pd.Series(topics.index, index=topics["topic"])
    row = papers["paper_id"].map(topic_of).map(row_of)
    row = row.to_numpy(dtype="float64")

    inside = np.flatnonzero(~np.isnan(row))
    rows = row[inside].astype(int)
    ones = np.ones(len(inside))
    shape = (len(topics), len(papers))
    members = sp.csr_matrix((ones, (rows, inside)), shape=shape)
    return members @ weights


def _side_columns(topics: pd.DataFrame, suffix: str) -> pd.DataFrame:
    """Choose what is told of the topics of one side; counts may be missing there."""
    columns = topics[["topic", "label", "papers", "share"]]
    columns = columns.astype({"topic": "Int64", "papers": "Int64"})
    return columns.add_suffix(suffix)
