"""Vectors → groups of papers that keep together, whatever the seed.

Groups are an array with a number for each paper: 0 is the largest group, -1 is none.
"""

import graspologic_native
import numpy as np
import scipy.sparse as sp
from sklearn.neighbors import NearestNeighbors

# Neighbours of each paper in the graph: of few papers, and of many.
FEWEST_NEIGHBOURS, MOST_NEIGHBOURS = 15, 25

# The resolution for each grain, which holds up to so many papers. Beyond, it falls:
# else more papers would only give more communities.
GRAIN = {"coarse": 1 / 4, "auto": 1, "fine": 4}
FEW_PAPERS = 350

SMALLEST = 5  # papers of a group
RUNS = 8  # of the Leiden algorithm in each round of the consensus
ROUNDS = 5  # of the consensus, at most
SETTLED = 0.01  # share of the ties on which the runs may still disagree


def neighbour_graph(vectors: np.ndarray) -> sp.csr_matrix:
    """Join each paper with its nearest ones, by the neighbours that both share.

    Parameters
    ----------
    vectors
        A row of unit length for each paper. One of zeros, of a text without words, has
        no neighbour.

    Returns
    -------
    scipy.sparse.csr_matrix
        A row and a column for each paper. The weight of a tie is the Jaccard index of
        the two neighbourhoods, 0 to 1.

    References
    ----------
    Shared nearest neighbours: Jarvis and Patrick, 1973.
    """
    papers = len(vectors)
    has_words = np.any(vectors != 0, axis=1)
    known = np.flatnonzero(has_words)
    if len(known) < 3:
        return sp.csr_matrix((papers, papers))

    k = _count_neighbours(len(known))
    search = NearestNeighbors(n_neighbors=k, metric="cosine")
    search.fit(vectors[known])
    nearest = search.kneighbors_graph(mode="connectivity")

    # A paper counts as a neighbour of itself, so that its k neighbours make k + 1.
    around = nearest + sp.identity(len(known))
    joined = (around + around.T) > 0
    common = around @ around.T
    common = common.multiply(joined).tocoo()

    pairs = common.row != common.col
    shared = common.data[pairs]
    either = 2 * (k + 1) - shared
    starts = known[common.row[pairs]]
    ends = known[common.col[pairs]]

    return sp.csr_matrix((shared / either, (starts, ends)), shape=(papers, papers))


def _count_neighbours(papers: int) -> int:
    """Tell how many neighbours each of so many papers has: more among more papers."""
    wanted = np.clip(papers**0.5 / 2.3, FEWEST_NEIGHBOURS, MOST_NEIGHBOURS)
    return min(int(wanted), papers - 1)


def find_communities(
    graph: sp.csr_matrix,
    topics: int | str = "auto",
    seed: int = 0,
    runs: int = RUNS,
) -> np.ndarray:
    """Find the communities of a graph of papers.

    Parameters
    ----------
    graph
        As of `neighbour_graph`.
    topics
        So many are asked for; `auto`, `coarse` and `fine` leave it to the structure.
    seed
        Of everything random.
    runs
        Of the Leiden algorithm in each round of the consensus.

    Returns
    -------
    numpy.ndarray
        The group of each paper, numbered by size from 0; -1 for what is joined to none.

    Raises
    ------
    ValueError
        Where there are not so many.

    References
    ----------
    Consensus clustering: Lancichinetti and Fortunato, 2012. Leiden algorithm: Traag,
    Waltman and van Eck, 2019.
    """
    if isinstance(topics, str):
        papers = max(1, graph.shape[0])
        resolution = GRAIN[topics] * min(1.0, (FEW_PAPERS / papers) ** 0.25)
        return _settle(graph, _consensus(graph, resolution, seed, runs))

    resolution = _search_resolution(graph, topics, seed)
    for _ in range(20):
        groups = _settle(graph, _consensus(graph, resolution, seed, runs))
        if count_groups(groups) >= topics:
            return merge_communities(graph, groups, topics)

        resolution *= 1.1

    raise ValueError(
        f"topics: {topics} were asked for and {count_groups(groups)} can be told "
        "apart; ask for fewer"
    )


def merge_communities(
    graph: sp.csr_matrix, groups: np.ndarray, number: int
) -> np.ndarray:
    """Join groups until no more than a number of them is left.

    Each time, those two are joined that have the most ties between them for their
    sizes.

    Parameters
    ----------
    graph
        As of `neighbour_graph`.
    groups
        The group of each paper, -1 for none.
    number
        Of groups that may be left.

    Returns
    -------
    numpy.ndarray
        The group of each paper, numbered anew by size.
    """
    while count_groups(groups) > number:
        members = _membership(groups)
        sizes = np.asarray(members.sum(axis=0)).ravel()
        ties = (members.T @ graph @ members).toarray()
        density = ties / np.outer(sizes, sizes)

        # Each pair is looked at once: above the diagonal.
        strongest = np.argmax(np.triu(density, 1))
        first, second = np.unravel_index(strongest, density.shape)
        joined = np.where(groups == second, first, groups)
        groups = _settle(graph, joined)

    return groups


def measure_belonging(graph: sp.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """Measure how far each paper belongs to its group.

    Parameters
    ----------
    graph
        As of `neighbour_graph`.
    groups
        The group of each paper, -1 for none.

    Returns
    -------
    numpy.ndarray
        For each paper the share of its ties that stay inside its group, 0 to 1; 0 for
        one that is in no group.
    """
    papers = np.arange(len(groups))
    column = np.maximum(groups, 0)
    ties = graph @ _membership(groups)
    inside = np.asarray(ties[papers, column]).ravel()
    total = np.asarray(graph.sum(axis=1)).ravel()

    share = inside / np.where(total > 0, total, 1.0)
    share = np.where(groups < 0, 0.0, share)
    return share.clip(0, 1)


def count_groups(groups: np.ndarray) -> int:
    """Count the groups, which are numbered from 0 without gaps."""
    largest = groups.max(initial=-1)
    return int(largest) + 1


def _consensus(
    graph: sp.csr_matrix,
    resolution: float,
    seed: int,
    runs: int,
) -> np.ndarray:
    """Find groups on which several runs of the Leiden algorithm agree.

    In each round a tie is weighed by how often its ends fall together, and one whose
    ends never do is cut, until hardly any is disputed.
    """
    papers = graph.shape[0]
    graph = graph.tocoo()
    if not graph.nnz:
        return np.full(papers, -1)

    for turn in range(ROUNDS):
        edges = _edges(graph)
        first = seed * 10_007 + turn * runs
        together = np.zeros(graph.nnz)
        for run_seed in range(first, first + runs):
            groups = _leiden(edges, papers, resolution, run_seed)
            together += groups[graph.row] == groups[graph.col]
        together /= runs

        disputed = (together > 0) & (together < 1)
        if disputed.mean() <= SETTLED:
            break

        agreed = together > 0
        weights = graph.data * together
        starts = graph.row[agreed]
        ends = graph.col[agreed]
        graph = sp.coo_matrix(
            (weights[agreed], (starts, ends)),
            shape=(papers, papers),
        )

    return _leiden(_edges(graph), papers, resolution, seed)


def _search_resolution(graph: sp.csr_matrix, number: int, seed: int) -> float:
    """Search for a resolution that gives a number of groups, or a few more.

    A higher resolution gives more groups; the search halves the range on a log scale.
    """
    papers = graph.shape[0]
    edges = _edges(graph.tocoo())
    low, high = 0.02, 50.0
    for _ in range(16):
        middle = (low * high) ** 0.5
        groups = _leiden(edges, papers, middle, seed)
        if count_groups(groups) < number:
            low = middle
        else:
            high = middle

    return high


def _edges(graph: sp.coo_matrix) -> list[tuple[str, str, float]]:
    """List the ties as the Leiden algorithm takes them: each once, ends as text."""
    upper = graph.row < graph.col
    starts = map(str, graph.row[upper].tolist())
    ends = map(str, graph.col[upper].tolist())
    weights = graph.data[upper].tolist()

    return list(zip(starts, ends, weights, strict=True))


def _leiden(
    edges: list[tuple[str, str, float]],
    papers: int,
    resolution: float,
    seed: int,
) -> np.ndarray:
    """Run the Leiden algorithm once; papers without ties are in no group."""
    groups = np.full(papers, -1)
    if not edges:
        return groups

    _, group_of = graspologic_native.leiden(
        edges=edges,
        starting_communities=None,
        resolution=resolution,
        randomness=0.001,
        iterations=2,
        use_modularity=True,
        seed=seed,
        trials=1,
    )
    joined = np.fromiter(map(int, group_of), int, len(group_of))
    groups[joined] = list(group_of.values())

    return groups


def _settle(graph: sp.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """Dissolve groups that are too small, and number the others by size."""
    groups = _dissolve_small(graph, groups)
    return _number_by_size(groups)


def _dissolve_small(graph: sp.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """Put each group that is too small into the one to which it is tied most.

    The smallest go first, since they may make others large enough. What is tied to no
    group is in none.
    """
    while True:
        sizes = np.bincount(groups[groups >= 0])
        is_small = (sizes > 0) & (sizes < SMALLEST)
        if not is_small.any():
            return groups

        small = np.flatnonzero(is_small)
        smallest = small[sizes[small].argmin()]
        inside = groups == smallest
        ties = graph @ _membership(groups)
        ties = np.asarray(ties[inside].sum(axis=0)).ravel()
        ties[smallest] = 0

        target = -1
        if ties.max() > 0:
            target = ties.argmax()
        groups = np.where(inside, target, groups)


def _number_by_size(groups: np.ndarray) -> np.ndarray:
    """Number groups anew, the largest first.

    Of equal ones the first is that which holds the first paper.
    """
    inside = groups >= 0
    if not inside.any():
        return groups

    old, first, sizes = np.unique(
        groups[inside],
        return_index=True,
        return_counts=True,
    )
    order = np.lexsort((first, -sizes))
    numbers = np.full(groups.max() + 1, -1)
    numbers[old[order]] = np.arange(len(order))

    return np.where(inside, numbers[groups], -1)


def _membership(groups: np.ndarray) -> sp.csr_matrix:
    """Write groups as a matrix: a row for each paper, 1 in the column of its group.

    It has a column even where there is no group.
    """
    inside = np.flatnonzero(groups >= 0)
    ones = np.ones(len(inside))
    columns = max(count_groups(groups), 1)
    return sp.csr_matrix(
        (ones, (inside, groups[inside])),
        shape=(len(groups), columns),
    )
