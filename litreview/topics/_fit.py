"""Vectors → topics: which paper belongs to which, how surely, and whether it would again."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

from litreview.text import count_terms, escape_markdown
from litreview.topics import _communities

FEWEST = 20  # different texts, below which topics would be made of chance
BELONGING, LIKENESS = (
    1 / 3,
    0.2,
)  # below either a paper has no topic: ties inside it, cosine to its centre
KINSHIP = 0.2  # nor below this, of likeness times the words shared with its topic, as a part of what is usual there
TELLING = 15  # known terms of a paper, from which sharing few of them tells something
WEAK = 0.6  # stability below which a topic is called unstable
REFIT = 0.2  # share of new papers that fit no known topic, from which the topics should be found anew


def fit(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    topics: int | str = "auto",
    seed: int = 0,
    earlier: dict[str, pd.DataFrame] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the topics of papers: communities of the graph of nearest neighbours, found again and again.

    `papers` needs `paper_id` and `text`; `vectors` has a row for each. `topics` is how many, or "auto", "coarse" or
    "fine". Returns assignments (`paper_id`, `topic`, numbered by size, -1 for none, `confidence`, 0 to 1) in the order
    of `papers`, and reruns (`paper_id`, and for each rerun the topic in it; see `communities.again`). With fewer than
    `FEWEST` different texts no paper has a topic. Raises ValueError for more topics than can be told apart. With tables
    of an `earlier` run (see `earlier.read`) nothing is fitted: new papers join its topics.
    """
    if len(papers) != len(vectors):
        raise ValueError(
            f"topics: number of vectors ({len(vectors)}) must match number of papers ({len(papers)})"
        )
    if earlier is not None:
        return join_topics(papers, vectors, earlier)
    number = topics if topics in _communities.GRAIN else int(topics)
    found, confidence = np.full(len(papers), -1), np.zeros(len(papers))
    labels = np.full((2 * _communities.RERUNS, len(papers)), -1)
    if too_few(papers) is None:
        graph = _communities.neighbours(vectors)
        found = _communities.find(graph, number, seed)
    if (found >= 0).any():
        labels = _communities.again(graph, vectors, found, number, seed)
        belonging = _communities.belonging(graph, found)
        likeness = _likeness(vectors, found)
        nowhere = (
            (belonging < BELONGING)
            | (likeness < LIKENESS)
            | _stranger(papers, found, likeness)
        )
        # A topic most of whose papers hang loose is a loose topic, not none.
        nowhere &= (
            np.bincount(found + 1, nowhere)[found + 1]
            < np.bincount(found + 1)[found + 1] / 2
        )
        nowhere |= found < 0
        confidence = np.where(
            nowhere,
            0.0,
            belonging * likeness.clip(0, 1) * _communities.staying(found, labels),
        )
        found, labels = _by_size(np.where(nowhere, -1, found), labels)
    return _tables(papers, found, confidence, labels)


def join_topics(
    papers: pd.DataFrame, vectors: np.ndarray, earlier: dict[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join new papers to the topics of an earlier run, by their nearest papers there; those it knew keep theirs.

    Returns assignments and reruns as `fit` does. A new paper fits no known topic, and has none, where the same two
    measures say so as for the papers of a fit.
    """
    before = papers[["paper_id"]].merge(
        earlier["assignments"], on="paper_id", how="left", sort=False
    )
    known = before["topic"].notna().to_numpy()
    found = before["topic"].fillna(-1).astype("int64").to_numpy(copy=True)
    confidence = before["confidence"].fillna(0.0).to_numpy(copy=True)
    if known.any() and not known.all() and (found >= 0).any():
        near = NearestNeighbors(
            n_neighbors=min(_communities.NEIGHBOURS[0], int(known.sum())),
            metric="cosine",
        )
        distances, places = near.fit(vectors[known]).kneighbors(vectors[~known])
        votes = np.zeros((len(places), found.max() + 2))  # the last for "no topic"
        np.add.at(
            votes,
            (np.arange(len(places))[:, None], found[known][places]),
            1 - distances.clip(0, 1),
        )
        best = votes[:, :-1].argmax(axis=1)
        share = votes[np.arange(len(best)), best] / np.maximum(votes.sum(axis=1), 1e-12)
        alike = np.einsum(
            "ij,ij->i", vectors[~known], _centres(vectors[known], found[known])[best]
        )
        fits = (share >= BELONGING) & (alike >= LIKENESS)
        found[~known], confidence[~known] = (
            np.where(fits, best, -1),
            np.where(fits, share, 0.0),
        )
    reruns = papers[["paper_id"]].merge(
        earlier["reruns"], on="paper_id", how="left", sort=False
    )
    labels = (
        reruns.drop(columns="paper_id")
        .fillna(_communities.LEFT_OUT)
        .to_numpy(dtype="int64")
        .T
    )
    return _tables(papers, found, confidence, labels)


def rerun_ari(assignments: pd.DataFrame, reruns: pd.DataFrame) -> pd.DataFrame:
    """Compare each rerun with the topics: a row a rerun, with its adjusted Rand index (Hubert and Arabie, 1985).

    Returns `rerun`, its `kind` (`seed` or `sample`), the `papers` and `topics` in it, and `ari` (1 is the same, 0
    chance), over the papers that have a topic and are in the rerun.
    """
    found, rows = assignments["topic"].to_numpy(), []
    for name in reruns.columns.drop("paper_id"):
        drawn = (reruns[name] != _communities.LEFT_OUT).to_numpy() & (found >= 0)
        again = reruns.loc[drawn, name]
        score = adjusted_rand_score(found[drawn], again)
        rows.append(
            (
                name.replace("_", " "),
                name.split("_")[0],
                len(again),
                again.nunique(),
                score,
            )
        )
    return pd.DataFrame(rows, columns=["rerun", "kind", "papers", "topics", "ari"])


def newcomers_summary(
    papers: pd.DataFrame,
    assignments: pd.DataFrame,
    earlier: dict[str, pd.DataFrame] | None,
) -> str:
    """Say how many papers are new since the earlier run, how many fit none of its topics, and if that is too many."""
    if earlier is None:
        return "The topics were found in these papers; no earlier run was given (`earlier`)."
    known = set(earlier["assignments"]["paper_id"])
    new = assignments[~assignments["paper_id"].isin(known)]
    gone = len(known - set(assignments["paper_id"]))
    lost = int((new["topic"] < 0).sum())
    text = f"**{len(new):,} new papers** joined the topics of the earlier run; {gone:,} of its papers are gone. "
    text += f"{lost:,} of the new ones fit no known topic."
    if len(new) and lost >= max(5, REFIT * len(new)):
        return (
            text
            + f" That is {lost / len(new):.0%}: **the topics should be found anew** (leave out `earlier`)."
        )
    if len(new) > len(known) / 2:
        return (
            text
            + " The new papers are more than half as many as the topics rest on: **find the topics anew**."
        )
    return text


def too_few(papers: pd.DataFrame) -> str | None:
    """Say in a sentence why there can be no topics; None where there can."""
    texts = papers["text"].nunique()
    if texts >= FEWEST:
        return None
    said = f"{len(papers)} paper{'s' * (len(papers) != 1)}"
    same = (
        f" with {texts} different text{'s' * (texts != 1)}"
        if texts < len(papers)
        else ""
    )
    return f"No topics: {said}{same}; with fewer than {FEWEST} different texts, topics would be made by chance."


def topics_summary(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
) -> str:
    """Say in sentences how many topics there are, the largest, how many papers have none, and how sure all this is."""
    if reason := too_few(papers):
        return f"**{reason}**"
    found = topics[topics["topic"] >= 0]
    without = topics.loc[topics["topic"] == -1, "papers"].iloc[0]
    if found.empty:
        return f"**0 topics**: nothing holds the {len(papers):,} papers together."
    largest = ", ".join(
        f"*{escape_markdown(row.label)}* ({row.papers:,}, {row.share:.0%})"
        for row in found.head(3).itertuples()
    )
    text = f"**{len(found)} topics** among {len(papers):,} papers. The largest: {largest}. {without:,} papers"
    text += f" ({without / len(papers):.0%}) belong to none of them. "
    same = rerun_ari(assignments, reruns).groupby("kind")["ari"].mean()
    text += f"Found again with other seeds, the grouping agrees to {same['seed']:.2f}; found in other samples of the"
    text += f" papers, to {same['sample']:.2f} (adjusted Rand index: 1 is the same, 0 chance)."
    weak = found.loc[found["stability"] < WEAK, "label"]
    return text + (
        f" Unstable, so not to be relied on: {'; '.join(map(escape_markdown, weak))}."
        if len(weak)
        else ""
    )


def papers_by_topic(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """List the papers under the label of their topic (`group`), the surest first, and those without one last."""
    table = papers.merge(assignments, on="paper_id").merge(
        topics[["topic", "label"]], on="topic"
    )
    last = table["topic"].where(table["topic"] >= 0, len(topics))
    table = table.assign(last=last).sort_values(
        ["last", "confidence"], ascending=[True, False], kind="stable"
    )
    return table.rename(columns={"label": "group"})[
        ["group", "paper_id", "title", "abstract", "confidence"]
    ]


def _tables(
    papers: pd.DataFrame, found: np.ndarray, confidence: np.ndarray, labels: np.ndarray
):
    ids = papers["paper_id"].to_numpy()
    assignments = pd.DataFrame(
        {"paper_id": ids, "topic": found, "confidence": confidence}
    )
    half = len(labels) // 2
    names = [f"{kind}_{i + 1}" for kind in ("seed", "sample") for i in range(half)]
    return assignments, pd.DataFrame(
        {"paper_id": ids} | dict(zip(names, labels, strict=True))
    )


def _by_size(found: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number topics anew by size, in the reruns too."""
    order = np.argsort(
        -np.bincount(found[found >= 0], minlength=found.max() + 1), kind="stable"
    )
    number = np.argsort(order)
    anew = np.arange(max(labels.max(), len(number)) + 1)
    anew[: len(number)] = number
    return np.where(found >= 0, anew[found], -1), np.where(
        labels >= 0, anew[labels], labels
    )


def _stranger(
    papers: pd.DataFrame, found: np.ndarray, likeness: np.ndarray
) -> np.ndarray:
    """Find the papers that share hardly any words with those of their topic, though these are like its own."""
    counts = count_terms(papers["text"]).matrix
    if not counts.shape[1]:
        return np.zeros(len(found), dtype=bool)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    inside, group = found >= 0, np.maximum(found, 0)
    members = sp.csr_matrix((inside.astype(float), (group, np.arange(len(found)))))
    sums, sizes = (members @ weights).tocsr(), np.asarray(members.sum(axis=1)).ravel()
    own = np.asarray(weights.multiply(weights).sum(axis=1)).ravel()
    shared = (
        np.asarray(sums[group].multiply(weights).sum(axis=1)).ravel() - own
    ) / np.maximum(sizes[group] - 1, 1)
    usual = (
        pd.Series(shared[inside])
        .groupby(found[inside])
        .median()
        .reindex(group)
        .to_numpy()
    )
    telling = np.diff(counts.indptr) >= TELLING
    return inside & telling & (likeness * shared < KINSHIP * usual)


def _likeness(vectors: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Measure the cosine of each paper with the centre of its topic."""
    return np.where(
        found < 0,
        -1.0,
        np.einsum("ij,ij->i", vectors, _centres(vectors, found)[np.maximum(found, 0)]),
    )


def _centres(vectors: np.ndarray, found: np.ndarray) -> np.ndarray:
    sums = np.array(
        [vectors[found == topic].sum(axis=0) for topic in range(found.max() + 1)]
    )
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
