"""What each topic is made of, and how far to trust it: a profile of each."""

import numpy as np
import pandas as pd

SHOWN = 3  # papers of each kind


def profile_topics(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    vectors: np.ndarray,
) -> pd.DataFrame:
    """Collect the central and borderline papers of topics, their neighbours and dumps.

    Parameters
    ----------
    papers
        Needs `title`.
    records
        Needs `paper_id` and `dump`.
    topics
        Needs `topic`, `label` and `nearest`.
    assignments
        Needs `paper_id` and `topic`, in the order of `papers`.
    vectors
        A row for each paper, in their order.

    Returns
    -------
    pandas.DataFrame
        The rows of `topics` without "no topic", and `central` and `borderline` (lists
        of titles; a borderline paper with the topic to which it nearly belongs),
        `nearest_label` and `dumps` (list of texts: a dump and the number of papers in
        it).
    """
    found = topics[topics["topic"] >= 0]
    if found.empty:
        return found.assign(central=[], borderline=[], nearest_label=[], dumps=[])

    topic = assignments["topic"].to_numpy()
    labels = topics.set_index("topic")["label"]
    likeness = _likeness_to_centres(vectors, topic, found["topic"])
    dump_counts = _count_by_dump(records, assignments)

    central, borderline, dumps = [], [], []
    for number in found["topic"]:
        inside = topic == number
        titles = papers["title"].to_numpy()[inside]
        to_own = likeness[inside, number]
        other, to_other = _nearest_other(likeness[inside], number)

        surest = np.argsort(-to_own, kind="stable")[:SHOWN]
        central.append(list(titles[surest]))

        margin = to_own - to_other
        closest = np.argsort(margin, kind="stable")[:SHOWN]
        borderline.append([f"{titles[i]} → {labels[other[i]]}" for i in closest])

        counts = dump_counts[number]
        dumps.append([f"{dump} {count}" for dump, count in counts.items()])

    return found.assign(
        central=central,
        borderline=borderline,
        nearest_label=found["nearest"].map(labels).to_numpy(),
        dumps=dumps,
    )


def _likeness_to_centres(
    vectors: np.ndarray,
    topic: np.ndarray,
    numbers: pd.Series,
) -> np.ndarray:
    """Measure the cosine of each paper (a row) with the centre of each topic."""
    means = []
    for number in numbers:
        inside = topic == number
        means.append(vectors[inside].mean(axis=0))

    centres = np.array(means)
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    centres = centres / np.maximum(lengths, 1e-12)
    return vectors @ centres.T


def _nearest_other(likeness: np.ndarray, topic: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the topic that papers of a topic are next most like, and how much.

    Parameters
    ----------
    likeness
        Of each paper (a row) to each topic (a column).
    topic
        The number of the topic that the papers are in.

    Returns
    -------
    other, likeness
        Of each paper. Where there is no other topic, it is its own, at 0.
    """
    papers, topics = likeness.shape
    if topics == 1:
        return np.full(papers, topic), np.zeros(papers)

    others = likeness.copy()
    others[:, topic] = -np.inf
    return others.argmax(axis=1), others.max(axis=1)


def _count_by_dump(records: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Count the papers of each topic (a column) in each dump (a row)."""
    topics = assignments[["paper_id", "topic"]]
    stands = records[["paper_id", "dump"]].drop_duplicates()
    placed = stands.merge(topics, on="paper_id")
    counts = pd.crosstab(placed["dump"], placed["topic"])
    return counts.reindex(
        index=records["dump"].unique(),
        columns=sorted(topics["topic"].unique()),
        fill_value=0,
    )
