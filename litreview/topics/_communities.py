"""Vectors → groups of papers that keep together, whatever the seed."""

import graspologic_native
import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 15, 25  # of each paper in the graph: of few papers, of many
GRAIN = {
    "coarse": 1 / 4,
    "auto": 1,
    "fine": 4,
}  # the resolution for the topics that were asked for
FEW = 350  # papers up to which the resolution is that; with more it falls, or communities would only grow more
SMALLEST = 5  # papers of a group
RUNS, ROUNDS = 8, 5  # of the consensus
RERUNS = 5  # with other seeds, and as many with other samples of the papers, to see what is stable
SETTLED = 0.01  # share of ties the runs may still disagree on
LEFT_OUT = -2  # of a sample


def neighbours(vectors: np.ndarray) -> sp.csr_matrix:
    """Join each paper with its nearest ones, by how many neighbours the two have in common (Jaccard, 0 to 1).

    `vectors` has a row of unit length a paper; a row of zeros (a text without words) has no neighbour. Shared nearest
    neighbours: Jarvis and Patrick, 1973.
    """
    known = np.flatnonzero(np.any(vectors != 0, axis=1))
    n, graph = len(vectors), sp.csr_matrix((len(vectors), len(vectors)))
    if len(known) < 3:
        return graph
    k = min(int(np.clip(len(known) ** 0.5 / 2.3, *NEIGHBOURS)), len(known) - 1)
    near = (
        NearestNeighbors(n_neighbors=k, metric="cosine")
        .fit(vectors[known])
        .kneighbors_graph(mode="connectivity")
    )
    own = near + sp.identity(len(known))
    common = (own @ own.T).multiply((own + own.T) > 0).tocoo()
    apart = common.row != common.col
    weight = common.data[apart] / (2 * (k + 1) - common.data[apart])
    return sp.csr_matrix(
        (weight, (known[common.row[apart]], known[common.col[apart]])), shape=(n, n)
    )


def find(
    graph: sp.csr_matrix, topics: int | str = "auto", seed: int = 0, runs: int = RUNS
) -> np.ndarray:
    """Find the communities of a graph: one label a paper, by size from 0; -1 for what is joined to none.

    `topics` asks for so many; `auto`, `coarse` and `fine` leave it to the structure. Consensus clustering
    (Lancichinetti and Fortunato, 2012) over `runs` of the Leiden algorithm (Traag et al., 2019). Raises ValueError
    where there are not so many.
    """
    if isinstance(topics, str):
        resolution = GRAIN[topics] * min(1.0, (FEW / max(1, graph.shape[0])) ** 0.25)
        return _settle(graph, _consensus(graph, resolution, seed, runs))
    resolution = _resolution(graph, topics, seed)
    for _ in range(20):
        found = _settle(graph, _consensus(graph, resolution, seed, runs))
        if found.max() + 1 >= topics:
            break
        resolution *= 1.1
    else:
        raise ValueError(
            f"topics: {topics} were asked for and {found.max() + 1} can be told apart; ask for fewer"
        )
    return merge(graph, found, topics)


def merge(graph: sp.csr_matrix, found: np.ndarray, number: int) -> np.ndarray:
    """Join the two groups with the most ties between them for their sizes, until no more than `number` are left."""
    while found.max() + 1 > number:
        groups = _indicator(found)
        sizes = np.asarray(groups.sum(axis=0)).ravel()
        ties = (groups.T @ graph @ groups).toarray() / np.outer(sizes, sizes)
        a, b = np.unravel_index(np.argmax(np.triu(ties, 1)), ties.shape)
        found = _settle(graph, np.where(found == b, a, found))
    return found


def belonging(graph: sp.csr_matrix, found: np.ndarray) -> np.ndarray:
    """Measure how far each paper belongs to its group: the share of its ties that stay inside (0 to 1)."""
    ties = graph @ _indicator(found)
    inside = np.asarray(ties[np.arange(len(found)), np.maximum(found, 0)]).ravel()
    total = np.asarray(graph.sum(axis=1)).ravel()
    return np.where(found < 0, 0.0, inside / np.where(total > 0, total, 1.0)).clip(0, 1)


def again(
    graph: sp.csr_matrix,
    vectors: np.ndarray,
    found: np.ndarray,
    topics: int | str = "auto",
    seed: int = 0,
) -> np.ndarray:
    """Find the groups again, `RERUNS` times with other seeds and then as often from a bootstrap sample of the papers.

    `graph` is that of the vectors. Returns the groups of each rerun (one row each), named after the groups of `found`
    that share most papers with them, one to one; further groups get further numbers, -1 is no group, and `LEFT_OUT` a
    paper that was not drawn.
    """
    chance, n = np.random.default_rng(seed), len(found)
    labels = np.full((2 * RERUNS, n), LEFT_OUT)
    for rerun in range(2 * RERUNS):
        # With its copies a sample is as dense as the papers are, so that its groups are as fine.
        drawn = np.arange(n) if rerun < RERUNS else np.sort(chance.integers(n, size=n))
        own = graph if rerun < RERUNS else neighbours(vectors[drawn])
        try:
            groups = find(own, topics, seed + 1000 + rerun, RUNS // 2)
        except ValueError:  # a sample may hold fewer groups than were asked for
            groups = np.full(n, -1)
        papers, first = np.unique(drawn, return_index=True)
        labels[rerun, papers] = _named(groups[first], found[papers])
    return labels


def stability(found: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Measure how well each group is found again: its mean Jaccard overlap with its like over reruns (Hennig, 2007)."""
    groups = np.arange(found.max(initial=-1) + 1)[:, None]
    own = found == groups
    overlaps = []
    for rerun in labels:
        # Papers that have no topic tell nothing of one.
        drawn = (rerun != LEFT_OUT) & (found >= 0)
        like = drawn & (rerun == groups)
        overlaps.append(
            (own & like).sum(axis=1) / np.maximum(((own & drawn) | like).sum(axis=1), 1)
        )
    once = np.isin(
        groups.ravel(), labels
    )  # a topic that no rerun could know, being made by hand, has none
    return (
        np.where(once, np.mean(overlaps, axis=0), np.nan)
        if overlaps
        else np.full(len(groups), np.nan)
    )


def staying(found: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Measure how often each paper is found in its own group again: a share of the reruns that drew it (0 to 1)."""
    drawn = (labels != LEFT_OUT).sum(axis=0)
    return np.where(
        found < 0, 0.0, (labels == found).sum(axis=0) / np.maximum(drawn, 1)
    )


def _named(groups: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Name groups after those of `found` with which they share most papers, one to one."""
    both = (groups >= 0) & (found >= 0)
    shared = np.zeros((groups.max(initial=-1) + 1, max(found.max(initial=-1) + 1, 1)))
    np.add.at(shared, (groups[both], found[both]), 1)
    sizes = np.bincount(groups[groups >= 0], minlength=len(shared))[
        :, None
    ] + np.bincount(found[found >= 0], minlength=shared.shape[1])
    rows, columns = linear_sum_assignment(
        shared / np.maximum(sizes - shared, 1), maximize=True
    )
    names = shared.shape[1] + np.arange(len(shared))
    names[rows] = np.where(shared[rows, columns] > 0, columns, names[rows])
    return np.where(groups >= 0, names[groups] if len(names) else -1, -1)


def _edges(graph: sp.coo_matrix) -> list[tuple[str, str, float]]:
    upper = graph.row < graph.col
    ends = [list(map(str, side[upper].tolist())) for side in (graph.row, graph.col)]
    return list(zip(*ends, graph.data[upper].tolist(), strict=True))


def _leiden(
    edges: list[tuple[str, str, float]], n: int, resolution: float, seed: int
) -> np.ndarray:
    found = np.full(n, -1)
    if edges:
        _, groups = graspologic_native.leiden(
            edges=edges,
            starting_communities=None,
            resolution=resolution,
            randomness=0.001,
            iterations=2,
            use_modularity=True,
            seed=seed,
            trials=1,
        )
        found[np.fromiter(map(int, groups), int, len(groups))] = list(groups.values())
    return found


def _consensus(
    graph: sp.csr_matrix, resolution: float, seed: int, runs: int
) -> np.ndarray:
    """Weigh each tie by how often its ends fall together, again and again, until all runs say the same."""
    graph, n = graph.tocoo(), graph.shape[0]
    if not graph.nnz:
        return np.full(n, -1)
    for turn in range(ROUNDS):
        edges, first = _edges(graph), seed * 10_007 + turn * runs
        each = np.array(
            [_leiden(edges, n, resolution, own) for own in range(first, first + runs)]
        )
        together = (each[:, graph.row] == each[:, graph.col]).mean(axis=0)
        if ((together > 0) & (together < 1)).mean() <= SETTLED:
            break
        kept = together > 0
        graph = sp.coo_matrix(
            (graph.data[kept] * together[kept], (graph.row[kept], graph.col[kept])),
            shape=(n, n),
        )
    return _leiden(_edges(graph), n, resolution, seed)


def _resolution(graph: sp.csr_matrix, number: int, seed: int) -> float:
    """Search for a resolution that gives the number of groups, or a little more."""
    low, high, edges = 0.02, 50.0, _edges(graph.tocoo())
    for _ in range(16):
        middle = (low * high) ** 0.5
        if _leiden(edges, graph.shape[0], middle, seed).max() + 1 < number:
            low = middle
        else:
            high = middle
    return high


def _settle(graph: sp.csr_matrix, found: np.ndarray) -> np.ndarray:
    """Dissolve groups that are too small into those they are tied to most, and number the rest by size."""
    while True:
        sizes = np.bincount(found[found >= 0])
        small = [
            group
            for group in np.argsort(sizes, kind="stable")
            if 0 < sizes[group] < SMALLEST
        ]
        if not small:
            break
        ties = np.asarray(
            (graph @ _indicator(found))[found == small[0]].sum(axis=0)
        ).ravel()
        ties[small[0]] = 0
        found = np.where(
            found == small[0], ties.argmax() if ties.max() > 0 else -1, found
        )
    if not (found >= 0).any():
        return found
    groups, first, sizes = np.unique(
        found[found >= 0], return_index=True, return_counts=True
    )
    order = groups[np.lexsort((first, -sizes))]
    numbers = np.full(found.max() + 1, -1)
    numbers[order] = np.arange(len(order))
    return np.where(found >= 0, numbers[found], -1)


def _indicator(found: np.ndarray) -> sp.csr_matrix:
    inside = np.flatnonzero(found >= 0)
    shape = (len(found), max(found.max(initial=-1) + 1, 1))
    return sp.csr_matrix((np.ones(len(inside)), (inside, found[inside])), shape=shape)
