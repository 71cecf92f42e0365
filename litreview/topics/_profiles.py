"""What each topic is made of, and how far to trust it: one passport a topic."""

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
    """Collect for each topic its most central papers, its borderline ones, its neighbours and its size in each dump.

    `papers`, `assignments` and `vectors` are in one order. Returns the rows of `topics` without "no topic", and
    `central` and `borderline` (lists of titles; a borderline paper with the topic it nearly belongs to),
    `nearest_label` and `dumps` (list of texts: dump and number of papers).
    """
    found, names = assignments["topic"].to_numpy(), topics.set_index("topic")["label"]
    shown = topics[topics["topic"] >= 0]
    if shown.empty:
        return shown.assign(central=[], borderline=[], nearest_label=[], dumps=[])
    centres = np.array(
        [vectors[found == topic].mean(axis=0) for topic in shown["topic"]]
    )
    centres = centres / np.maximum(
        np.linalg.norm(centres, axis=1, keepdims=True), 1e-12
    )
    likeness, titles = vectors @ centres.T, papers["title"].to_numpy()
    seen = (
        records[["paper_id", "dump"]]
        .drop_duplicates()
        .merge(assignments, on="paper_id")
    )
    central, borderline, dumps = [], [], []
    for topic in shown["topic"]:
        inside = np.flatnonzero(found == topic)
        order = inside[np.argsort(-likeness[inside, topic], kind="stable")]
        central.append([titles[i] for i in order[:SHOWN]])
        others = (
            np.delete(likeness, topic, axis=1)
            if likeness.shape[1] > 1
            else np.zeros((len(found), 1))
        )
        margin = likeness[:, topic] - others.max(axis=1)
        edge = inside[np.argsort(margin[inside], kind="stable")][:SHOWN]
        borderline.append(
            [f"{titles[i]} → {names[_second(likeness[i], topic)]}" for i in edge]
        )
        counts = seen.loc[seen["topic"] == topic, "dump"].value_counts()
        dumps.append(
            [f"{dump} {counts.get(dump, 0)}" for dump in records["dump"].unique()]
        )
    nearest = shown["nearest"].map(names)
    return shown.assign(
        central=central,
        borderline=borderline,
        nearest_label=nearest.to_numpy(),
        dumps=dumps,
    )


def _second(likeness: np.ndarray, topic: int) -> int:
    return next(
        (
            int(other)
            for other in np.argsort(-likeness, kind="stable")
            if other != topic
        ),
        topic,
    )
