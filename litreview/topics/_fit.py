"""Vectors → topics: which paper belongs to which, how surely, and would it again."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.neighbors import NearestNeighbors

from litreview import progress
from litreview.text import count_terms
from litreview.topics import _communities, _reruns
from litreview.topics._earlier import Earlier, read_earlier

FEWEST_TEXTS = 20  # different ones, below which topics would be made of chance

# A paper has no topic where it is below one of these: the share of its ties that stay
# inside the topic, its cosine with the centre of the topic, and this cosine times the
# words that it shares with the topic, as a part of what is usual there.
BELONGING = 1 / 3
LIKENESS = 0.2
KINSHIP = 0.2

TELLING = 15  # known terms of a paper, from which sharing few of them tells something


def fit(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    topics: int | str = "auto",
    seed: int = 0,
    earlier: Earlier = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the topics of papers: communities of the graph of nearest neighbours.

    With fewer than 20 different texts no paper has a topic. With an earlier report
    nothing is fitted: the papers that it knew keep their topics, and new ones join
    these by their nearest papers there, or have none where they fit none.

    Parameters
    ----------
    papers
        Needs `paper_id` and `text`.
    vectors
        A row for each paper, of unit length or all zeros, as of `embed`.
    topics
        How many, or `auto`, `coarse` or `fine`.
    seed
        Of everything random.
    earlier
        The folder of an earlier report, or a dict of its tables.

    Returns
    -------
    assignments
        In the order of `papers`: `paper_id`, `topic` (numbered by size from 0; -1 is
        no topic) and `confidence` (0 to 1).
    reruns
        `paper_id`, and for each rerun the topic of the paper in it: `seed_1` to
        `seed_5` are found with other seeds, `sample_1` to `sample_5` in bootstrap
        samples of the papers. Topics bear the numbers of those they are like; -1 is
        no topic, -2 a paper that was not drawn.

    Raises
    ------
    ValueError
        Where the numbers of papers and vectors differ, or more topics are asked for
        than can be told apart.

    Examples
    --------
    >>> assignments, reruns = litreview.topics.fit(papers, vectors)
    >>> len(assignments)
    172
    """
    if len(papers) != len(vectors):
        raise ValueError(
            f"topics: number of vectors ({len(vectors)}) must match "
            f"number of papers ({len(papers)})"
        )

    earlier_tables = read_earlier(earlier)
    if earlier_tables is not None:
        return _join_topics(papers, vectors, earlier_tables)

    number = topics
    if topics not in _communities.GRAIN:
        number = int(topics)
    if not has_enough_texts(papers):
        return _without_topics(papers)

    with progress.stage("Finding papers that are alike"):
        graph = _communities.neighbour_graph(vectors)
        groups = _communities.find_communities(graph, number, seed)
    if not (groups >= 0).any():
        return _without_topics(papers)

    reruns = _reruns.rerun_communities(graph, vectors, groups, number, seed)
    belonging = _communities.measure_belonging(graph, groups)
    recurrence = _reruns.measure_recurrence(groups, reruns)
    likeness = _likeness_to_centre(vectors, groups)

    loose = (belonging < BELONGING) | (likeness < LIKENESS)
    loose |= _find_strangers(papers, groups, likeness)
    left_out = loose & ~_in_loose_topic(groups, loose)
    left_out |= groups < 0

    confidence = belonging * likeness.clip(0, 1) * recurrence
    confidence[left_out] = 0
    groups = np.where(left_out, -1, groups)
    topic, reruns = _renumber_by_size(groups, reruns)

    return _fit_tables(papers, topic, confidence, reruns)


def has_enough_texts(papers: pd.DataFrame) -> bool:
    """Tell whether there are different texts enough for topics."""
    texts = papers["text"].nunique()
    return texts >= FEWEST_TEXTS


def _without_topics(papers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the tables of `fit` for papers that have no topic, in no rerun either."""
    number = len(papers)
    return _fit_tables(
        papers,
        topic=np.full(number, -1),
        confidence=np.zeros(number),
        reruns=np.full((2 * _reruns.RERUNS, number), -1),
    )


def _fit_tables(
    papers: pd.DataFrame,
    topic: np.ndarray,
    confidence: np.ndarray,
    reruns: np.ndarray,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the tables of `fit`; `reruns` has a row for each of them."""
    ids = papers["paper_id"].to_numpy()
    assignments = pd.DataFrame(
        {
            "paper_id": ids,
            "topic": topic,
            "confidence": confidence,
        }
    )

    columns = {"paper_id": ids}
    half = len(reruns) // 2
    for number in range(half):
        columns[f"seed_{number + 1}"] = reruns[number]
    for number in range(half):
        columns[f"sample_{number + 1}"] = reruns[half + number]

    return assignments, pd.DataFrame(columns)


def _join_topics(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    earlier: dict[str, pd.DataFrame],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join new papers to the topics of an earlier run; those it knew keep theirs.

    Parameters
    ----------
    papers, vectors
        As given to `fit`.
    earlier
        The tables of the earlier run: needs `assignments` and `reruns`.

    Returns
    -------
    assignments, reruns
        As of `fit`. New papers are in no rerun.
    """
    before = _look_up(papers, earlier["assignments"])
    known = before["topic"].notna().to_numpy()
    topic = before["topic"].fillna(-1)
    topic = topic.astype("int64").to_numpy(copy=True)
    confidence = before["confidence"].fillna(0.0)
    confidence = confidence.to_numpy(copy=True)

    has_topics = (topic >= 0).any()
    if has_topics and not known.all():
        new_topic, new_confidence = _join_by_nearest(
            vectors[known],
            topic[known],
            vectors[~known],
        )
        topic[~known] = new_topic
        confidence[~known] = new_confidence

    reruns = _look_up(papers, earlier["reruns"])
    reruns = reruns.drop(columns="paper_id")
    reruns = reruns.fillna(_reruns.LEFT_OUT)
    labels = reruns.to_numpy(dtype="int64").T

    return _fit_tables(papers, topic, confidence, labels)


def _look_up(papers: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of a table for papers, in their order; missing for new ones."""
    ids = papers[["paper_id"]]
    return ids.merge(table, on="paper_id", how="left", sort=False)


def _join_by_nearest(
    known: np.ndarray,
    topic: np.ndarray,
    new: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Give new papers a topic by the nearest of the known ones.

    The nearest vote, the nearer the more. A paper has no topic where the same measures
    say so as for the papers of a fit: the share of the votes, and the likeness to the
    centre of the topic.

    Parameters
    ----------
    known, new
        Vectors: a row for each paper.
    topic
        Of each known paper; -1 for none.

    Returns
    -------
    topic, confidence
        Of each new paper; confidence is the share of the votes.
    """
    neighbours = min(_communities.FEWEST_NEIGHBOURS, len(known))
    search = NearestNeighbors(n_neighbors=neighbours, metric="cosine")
    search.fit(known)
    distances, nearest = search.kneighbors(new)

    rows = np.arange(len(new))
    columns = topic.max() + 2  # the last for "no topic"
    votes = np.zeros((len(new), columns))
    weights = 1 - distances.clip(0, 1)
    np.add.at(votes, (rows[:, None], topic[nearest]), weights)

    first = votes[:, :-1].argmax(axis=1)
    total = np.maximum(votes.sum(axis=1), 1e-12)
    share = votes[rows, first] / total
    centres = _centres(known, topic)
    likeness = _row_products(new, centres[first])

    fits = (share >= BELONGING) & (likeness >= LIKENESS)
    new_topic = np.where(fits, first, -1)
    confidence = np.where(fits, share, 0.0)
    return new_topic, confidence


def _likeness_to_centre(vectors: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Measure the cosine of each paper with the centre of its group; -1 without one."""
    centres = _centres(vectors, groups)
    own_centre = centres[np.maximum(groups, 0)]
    likeness = _row_products(vectors, own_centre)
    return np.where(groups < 0, -1.0, likeness)


def _centres(vectors: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Give the direction in which the papers of each group lie: rows of unit length."""
    sums = []
    for number in range(_communities.count_groups(groups)):
        inside = groups == number
        sums.append(vectors[inside].sum(axis=0))

    centres = np.array(sums)
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    return centres / np.maximum(lengths, 1e-12)


def _row_products(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Multiply each row of one matrix with the same row of another."""
    return np.einsum("ij,ij->i", first, second)


def _find_strangers(
    papers: pd.DataFrame,
    groups: np.ndarray,
    likeness: np.ndarray,
) -> np.ndarray:
    """Find papers that share hardly any words with those of their group.

    Their words may all the same be *like* those of the group, so that the vectors do
    not show it.

    Parameters
    ----------
    papers
        Needs `text`.
    groups
        The group of each paper, -1 for none.
    likeness
        Of each paper to the centre of its group.

    Returns
    -------
    numpy.ndarray
        Whether each paper is a stranger in its group; a text too short to tell is none.
    """
    counts = count_terms(papers["text"]).matrix
    if not counts.shape[1]:
        return np.zeros(len(groups), dtype=bool)

    tfidf = TfidfTransformer(sublinear_tf=True)
    weights = tfidf.fit_transform(counts)
    shared = _words_shared_with_group(weights, groups)

    inside = groups >= 0
    shared_inside = pd.Series(shared[inside])
    usual = shared_inside.groupby(groups[inside]).median()
    usual = usual.reindex(np.maximum(groups, 0)).to_numpy()

    tells = np.diff(counts.indptr) >= TELLING
    is_strange = likeness * shared < KINSHIP * usual
    return inside & tells & is_strange


def _words_shared_with_group(weights: sp.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """Measure what a paper shares with the other papers of its group, on average.

    `weights` has a row of unit length for each paper and a column for each term, so
    that this is the mean cosine with the others.
    """
    inside = groups >= 0
    group = np.maximum(groups, 0)
    papers = np.arange(len(groups))
    members = sp.csr_matrix((inside.astype(float), (group, papers)))
    sizes = _row_sums(members)

    sums = members @ weights
    sums = sums.tocsr()
    with_group = _row_sums(sums[group].multiply(weights))
    with_itself = _row_sums(weights.multiply(weights))
    others = np.maximum(sizes[group] - 1, 1)
    return (with_group - with_itself) / others


def _row_sums(matrix: sp.spmatrix) -> np.ndarray:
    return np.asarray(matrix.sum(axis=1)).ravel()


def _in_loose_topic(groups: np.ndarray, loose: np.ndarray) -> np.ndarray:
    """Find the papers of groups in which at least half of the papers are loose.

    A topic most of whose papers hang loose is a loose topic, not none.
    """
    place = groups + 1  # the first for papers without a group
    sizes = np.bincount(place)
    loose_papers = np.bincount(place, loose)
    is_loose = loose_papers >= sizes / 2
    return is_loose[place]


def _renumber_by_size(
    groups: np.ndarray,
    reruns: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Number topics anew by size, in the reruns too.

    Parameters
    ----------
    groups
        Of each paper; -1 for none.
    reruns
        A row for each rerun, with the group of each paper in it.

    Returns
    -------
    topic, reruns
        The same with the new numbers. Numbers beyond, of what only reruns have found,
        stay.
    """
    count = _communities.count_groups(groups)
    sizes = np.bincount(groups[groups >= 0], minlength=count)
    order = np.argsort(-sizes, kind="stable")

    largest = max(reruns.max(), count)
    numbers = np.arange(largest + 1)
    numbers[order] = np.arange(count)

    topic = np.where(groups >= 0, numbers[groups], -1)
    renumbered = np.where(reruns >= 0, numbers[reruns], reruns)
    return topic, renumbered
