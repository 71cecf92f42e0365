"""Vectors → groups of papers that keep together, whatever the seed."""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import graspologic_native
import numpy as np
import scipy.sparse as sp
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 15  # of each paper in the graph
SMALLEST = 5  # papers of a group
RUNS, ROUNDS = 20, 5  # of the consensus
RERUNS = 5  # with other seeds, and as many with a part of the papers, to see what is stable
PART = 0.8  # of the papers, in the second kind of rerun


def neighbours(vectors: np.ndarray, k: int = NEIGHBOURS) -> sp.csr_matrix:
    """Join each paper with its nearest ones, by how many neighbours the two have in common (Jaccard, 0 to 1).

    `vectors` has a row of unit length a paper; a row of zeros (a text without words) has no neighbour. Shared nearest
    neighbours: Jarvis and Patrick, 1973.
    """
    known = np.flatnonzero(np.any(vectors != 0, axis=1))
    n, graph = len(vectors), sp.csr_matrix((len(vectors), len(vectors)))
    if len(known) < 3:
        return graph
    k = min(k, len(known) - 1)
    near = NearestNeighbors(n_neighbors=k, metric="cosine").fit(vectors[known]).kneighbors_graph(mode="connectivity")
    own = near + sp.identity(len(known))
    common = (own @ own.T).multiply((own + own.T) > 0).tocoo()
    apart = common.row != common.col
    weight = common.data[apart] / (2 * (k + 1) - common.data[apart])
    return sp.csr_matrix((weight, (known[common.row[apart]], known[common.col[apart]])), shape=(n, n))


def find(graph: sp.csr_matrix, number: int | None = None, seed: int = 0, runs: int = RUNS) -> np.ndarray:
    """Find the communities of a graph: one label a paper, by size from 0; -1 for what is joined to none.

    `number` asks for that many; None leaves it to the structure. Consensus clustering (Lancichinetti and Fortunato,
    2012) over `runs` of the Leiden algorithm (Traag et al., 2019). Raises ValueError where there are not so many.
    """
    resolution = 1.0 if number is None else _resolution(graph, number, seed)
    found = _settle(graph, _consensus(graph, resolution, seed, runs))
    if number is not None:
        for _ in range(20):
            if found.max() + 1 >= number:
                break
            resolution *= 1.1
            found = _settle(graph, _consensus(graph, resolution, seed, runs))
        else:
            raise ValueError(f"topics: {number} were asked for and {found.max() + 1} can be told apart; ask for fewer")
        while found.max() + 1 > number:
            found = _merge(graph, found)
    return found


def belonging(graph: sp.csr_matrix, found: np.ndarray) -> np.ndarray:
    """Measure how far each paper belongs to its group: the share of its ties that stay inside (0 to 1)."""
    ties = graph @ _indicator(found)
    inside = np.asarray(ties[np.arange(len(found)), np.maximum(found, 0)]).ravel()
    total = np.asarray(graph.sum(axis=1)).ravel()
    return np.where(found < 0, 0.0, inside / np.where(total > 0, total, 1.0))


def stability(graph: sp.csr_matrix, found: np.ndarray, number: int | None = None, seed: int = 0) -> np.ndarray:
    """Measure how well each group is found again: over reruns, its mean Jaccard overlap with the group most like it.

    Half of the reruns change the seed, half leave out a fifth of the papers too (Hennig, 2007). One value a group.
    """
    chance = np.random.default_rng(seed)
    overlaps = []
    for rerun in range(2 * RERUNS):
        kept = np.arange(len(found))
        if rerun >= RERUNS:
            kept = np.sort(chance.choice(len(found), int(PART * len(found)), replace=False))
        try:
            again = find(graph[kept][:, kept], number, seed + 1000 + rerun, RUNS // 2)
        except ValueError:
            again = np.full(len(kept), -1)
        overlaps.append(_overlap(found[kept], again, found.max() + 1))
    return np.mean(overlaps, axis=0)


def _overlap(a: np.ndarray, b: np.ndarray, groups: int) -> np.ndarray:
    both = (a >= 0) & (b >= 0)
    table = np.zeros((groups, max(b.max() + 1, 1)))
    np.add.at(table, (a[both], b[both]), 1)
    sizes_a, sizes_b = np.bincount(a[a >= 0], minlength=groups), np.bincount(b[b >= 0], minlength=table.shape[1])
    return (table / np.maximum(sizes_a[:, None] + sizes_b[None, :] - table, 1)).max(axis=1)


def _edges(graph: sp.coo_matrix) -> list[tuple[str, str, float]]:
    upper = graph.row < graph.col
    ends = [list(map(str, side[upper].tolist())) for side in (graph.row, graph.col)]
    return list(zip(*ends, graph.data[upper].tolist(), strict=True))


def _leiden(edges: list[tuple[str, str, float]], n: int, resolution: float, seed: int) -> np.ndarray:
    found = np.full(n, -1)
    if edges:
        _, groups = graspologic_native.leiden(
            edges=edges,
            starting_communities=None,
            resolution=resolution,
            randomness=0.001,
            iterations=3,
            use_modularity=True,
            seed=seed,
            trials=1,
        )
        found[np.fromiter(map(int, groups), int, len(groups))] = list(groups.values())
    return found


def _consensus(graph: sp.csr_matrix, resolution: float, seed: int, runs: int) -> np.ndarray:
    """Weigh each tie by how often its ends fall together, again and again, until all runs say the same."""
    graph, n = graph.tocoo(), graph.shape[0]
    for turn in range(ROUNDS):
        edges, first = _edges(graph), seed * 10_007 + turn * runs
        with ThreadPoolExecutor() as pool:  # the library lets go of the interpreter; the order stays that of the seeds
            runs_of = pool.map(_leiden, repeat(edges), repeat(n), repeat(resolution), range(first, first + runs))
            each = np.array(list(runs_of))
        together = (each[:, graph.row] == each[:, graph.col]).mean(axis=0)
        if not ((together > 0) & (together < 1)).any():
            break
        kept = together > 0
        graph = sp.coo_matrix((graph.data[kept] * together[kept], (graph.row[kept], graph.col[kept])), shape=(n, n))
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
        small = [group for group in np.argsort(sizes, kind="stable") if 0 < sizes[group] < SMALLEST]
        if not small:
            break
        ties = np.asarray((graph @ _indicator(found))[found == small[0]].sum(axis=0)).ravel()
        ties[small[0]] = 0
        found = np.where(found == small[0], ties.argmax() if ties.max() > 0 else -1, found)
    if not (found >= 0).any():
        return found
    groups, first, sizes = np.unique(found[found >= 0], return_index=True, return_counts=True)
    order = groups[np.lexsort((first, -sizes))]
    numbers = np.full(found.max() + 1, -1)
    numbers[order] = np.arange(len(order))
    return np.where(found >= 0, numbers[found], -1)


def _merge(graph: sp.csr_matrix, found: np.ndarray) -> np.ndarray:
    """Join the two groups with the most ties between them for their sizes."""
    groups = _indicator(found)
    sizes = np.asarray(groups.sum(axis=0)).ravel()
    ties = (groups.T @ graph @ groups).toarray() / np.outer(sizes, sizes)
    a, b = np.unravel_index(np.argmax(np.triu(ties, 1)), ties.shape)
    return _settle(graph, np.where(found == b, a, found))


def _indicator(found: np.ndarray) -> sp.csr_matrix:
    inside = np.flatnonzero(found >= 0)
    shape = (len(found), max(found.max(initial=-1) + 1, 1))
    return sp.csr_matrix((np.ones(len(inside)), (inside, found[inside])), shape=shape)
