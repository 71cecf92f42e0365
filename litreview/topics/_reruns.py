"""Would the same groups come out again? Reruns with other seeds and other samples."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from litreview import progress
from litreview.topics import _communities

RERUNS = 5  # with other seeds, and as many with other samples of the papers
RUNS = _communities.RUNS // 2  # of the consensus; half of them will do here
LEFT_OUT = -2  # what a rerun holds of a paper that was not drawn


def rerun_communities(
    graph: sp.csr_matrix,
    vectors: np.ndarray,
    groups: np.ndarray,
    topics: int | str = "auto",
    seed: int = 0,
) -> np.ndarray:
    """Find groups again, with other seeds and then from bootstrap samples of papers.

    Parameters
    ----------
    graph
        Of the vectors, as of `neighbour_graph`.
    vectors
        A row for each paper.
    groups
        The group of each paper, which are to be found again.
    topics, seed
        As given to `find_communities`.

    Returns
    -------
    numpy.ndarray
        A row for each rerun, `RERUNS` of both kinds, with the group of each paper in
        it. Groups bear the numbers of those of `groups` that share most papers with
        them, one to one; further groups have further numbers, -1 is no group, and
        `LEFT_OUT` a paper that was not drawn.
    """
    papers = len(groups)
    generator = np.random.default_rng(seed)
    reruns = np.full((2 * RERUNS, papers), LEFT_OUT)

    numbers = range(2 * RERUNS)
    for number in progress.steps(numbers, "Finding them again, to see which hold"):
        if number < RERUNS:
            drawn = np.arange(papers)
            drawn_graph = graph
        else:
            # With its copies a sample is as dense as the papers are, so that its
            # groups are as fine.
            drawn = np.sort(generator.integers(papers, size=papers))
            drawn_graph = _communities.neighbour_graph(vectors[drawn])

        found = _find_or_none(drawn_graph, topics, seed + 1000 + number)
        # Copies of a paper may be in several groups; the first counts.
        present, first = np.unique(drawn, return_index=True)
        reruns[number, present] = _name_after(found[first], groups[present])

    return reruns


def measure_stability(groups: np.ndarray, reruns: np.ndarray) -> np.ndarray:
    """Measure how well each group is found again.

    Parameters
    ----------
    groups
        The group of each paper, -1 for none.
    reruns
        As of `rerun_communities`.

    Returns
    -------
    numpy.ndarray
        For each group its mean Jaccard overlap with the group of its number over the
        reruns, 0 to 1; missing for a group that none of them has.

    References
    ----------
    Hennig, 2007.
    """
    numbers = np.arange(_communities.count_groups(groups))
    if not len(reruns):
        return np.full(len(numbers), np.nan)

    row_numbers = numbers[:, None]
    inside = groups == row_numbers
    overlaps = []
    for rerun in reruns:
        # Papers that have no topic tell nothing of one.
        counted = (rerun != LEFT_OUT) & (groups >= 0)
        found = counted & (rerun == row_numbers)
        common = inside & found
        either = (inside & counted) | found
        sizes = np.maximum(either.sum(axis=1), 1)
        overlaps.append(common.sum(axis=1) / sizes)

    # A topic that a person made by hand is one that no rerun could know.
    known = np.isin(numbers, reruns)
    mean_overlap = np.mean(overlaps, axis=0)
    return np.where(known, mean_overlap, np.nan)


def measure_recurrence(groups: np.ndarray, reruns: np.ndarray) -> np.ndarray:
    """Measure how often each paper is in its own group again.

    Parameters
    ----------
    groups
        The group of each paper, -1 for none.
    reruns
        As of `rerun_communities`.

    Returns
    -------
    numpy.ndarray
        For each paper the share of the reruns that drew it, 0 to 1; 0 for one that is
        in no group.
    """
    is_drawn = reruns != LEFT_OUT
    is_same = reruns == groups
    drawn = np.maximum(is_drawn.sum(axis=0), 1)
    share = is_same.sum(axis=0) / drawn
    return np.where(groups < 0, 0.0, share)


def rerun_ari(assignments: pd.DataFrame, reruns: pd.DataFrame) -> pd.DataFrame:
    """Compare each rerun with the topics, over the papers with a topic that it drew.

    Parameters
    ----------
    assignments, reruns
        As of `fit`.

    Returns
    -------
    pandas.DataFrame
        A row for each rerun: `rerun`, its `kind` (`seed` or `sample`), the number of
        `papers` and `topics` in it, and `ari`, the adjusted Rand index (1 is the same,
        0 chance; Hubert and Arabie, 1985).
    """
    topic = assignments["topic"].to_numpy()
    rows = []
    for name in reruns.columns.drop("paper_id"):
        drawn = (reruns[name] != LEFT_OUT).to_numpy() & (topic >= 0)
        found = reruns.loc[drawn, name]
        rows.append(
            {
                "rerun": name.replace("_", " "),
                "kind": name.split("_")[0],
                "papers": len(found),
                "topics": found.nunique(),
                "ari": adjusted_rand_score(topic[drawn], found),
            }
        )

    return pd.DataFrame(rows, columns=["rerun", "kind", "papers", "topics", "ari"])


def _find_or_none(graph: sp.csr_matrix, topics: int | str, seed: int) -> np.ndarray:
    """Find communities; a sample may hold fewer than were asked for, and has none."""
    try:
        return _communities.find_communities(graph, topics, seed, RUNS)
    except ValueError:
        return np.full(graph.shape[0], -1)


def _name_after(found: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Number groups after those with which they share most papers, one to one.

    Parameters
    ----------
    found
        The group of each paper, whose numbers are to change; -1 for none.
    groups
        The group of each paper, whose numbers are to be taken on; -1 for none.

    Returns
    -------
    numpy.ndarray
        `found` with the numbers of `groups`; a group without a like among these has a
        number beyond them.
    """
    has_found = found >= 0
    has_group = groups >= 0
    if not has_found.any():
        return np.full(len(found), -1)

    found_count = _communities.count_groups(found)
    group_count = max(_communities.count_groups(groups), 1)
    both = has_found & has_group
    common = np.zeros((found_count, group_count))
    np.add.at(common, (found[both], groups[both]), 1)

    found_sizes = np.bincount(found[has_found], minlength=found_count)
    group_sizes = np.bincount(groups[has_group], minlength=group_count)
    either = found_sizes[:, None] + group_sizes - common
    overlap = common / np.maximum(either, 1)
    rows, columns = linear_sum_assignment(overlap, maximize=True)

    numbers = group_count + np.arange(found_count)
    for row, column in zip(rows, columns, strict=True):
        if common[row, column] > 0:
            numbers[row] = column

    return np.where(has_found, numbers[found], -1)
