"""Planted communities are found, whatever the seed; small groups dissolve."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from litreview.topics import _communities


def planted(sizes, spread=0.35, seed=0):
    """Vectors around one direction for each group, and the group of each."""
    generator = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    vectors = spread * generator.normal(size=(len(groups), 10))
    vectors[np.arange(len(groups)), groups] += 1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths, groups


def chain(*weights):
    """A graph whose papers are tied to the next one by these weights."""
    papers = len(weights) + 1
    graph = np.zeros((papers, papers))
    for i, weight in enumerate(weights):
        graph[i, i + 1] = graph[i + 1, i] = weight
    return sp.csr_matrix(graph)


@pytest.mark.parametrize("seed", [0, 1, 2024])
@pytest.mark.parametrize("sizes", [[40, 30, 20], [60, 60], [30, 30, 30, 30]])
def test_planted_communities_are_found(sizes, seed):
    vectors, groups = planted(sizes, spread=0.2)
    graph = _communities.neighbour_graph(vectors)

    found = _communities.find_communities(graph, len(sizes), seed)

    assert adjusted_rand_score(groups, found) > 0.95
    counted = np.bincount(found)
    assert (np.diff(counted) <= 0).all(), "the largest group is number 0"


def test_the_structure_tells_how_many_there_are():
    vectors, groups = planted([50, 50, 50], spread=0.1)
    graph = _communities.neighbour_graph(vectors)

    coarse = _communities.find_communities(graph, "coarse")
    fine = _communities.find_communities(graph, "fine")

    assert adjusted_rand_score(groups, coarse) == 1
    assert _communities.count_groups(fine) >= 3
    assert all(len(set(groups[fine == number])) == 1 for number in set(fine))


def test_other_seeds_find_nearly_the_same():
    vectors, _ = planted([40, 40, 40, 40], spread=0.4)
    graph = _communities.neighbour_graph(vectors)

    found = [_communities.find_communities(graph, "auto", seed) for seed in range(4)]

    for other in found[1:]:
        assert adjusted_rand_score(found[0], other) > 0.85


def test_the_same_seed_finds_the_same():
    vectors, _ = planted([30, 30], spread=0.5)
    graph = _communities.neighbour_graph(vectors)

    first = _communities.find_communities(graph, "auto", 7)
    second = _communities.find_communities(graph, "auto", 7)

    assert (first == second).all()


def test_more_than_there_are_is_said():
    vectors, _ = planted([20, 20])
    graph = _communities.neighbour_graph(vectors)

    with pytest.raises(ValueError, match="30 were asked for and [0-9]+ can be told"):
        _communities.find_communities(graph, 30)


def test_papers_without_words_are_in_no_group():
    vectors = np.vstack([np.eye(3)[np.repeat([0, 1, 2], 12)], np.zeros((2, 3))])

    found = _communities.find_communities(_communities.neighbour_graph(vectors))

    assert list(found[-2:]) == [-1, -1]
    assert len(set(found[:12])) == 1


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_few_papers_have_no_neighbours(papers):
    graph = _communities.neighbour_graph(np.eye(3)[:papers])

    assert graph.shape == (papers, papers)
    assert graph.nnz == 0
    assert (_communities.find_communities(graph) == -1).all()


def test_ties_are_shared_neighbours():
    vectors, groups = planted([30, 30], spread=0.1)

    graph = _communities.neighbour_graph(vectors)

    assert (graph != graph.T).nnz == 0, "a tie has no direction"
    assert graph.diagonal().sum() == 0, "no paper is tied to itself"
    assert graph.data.min() > 0
    assert graph.data.max() <= 1
    inside = groups[:, None] == groups
    assert graph.multiply(~inside).sum() == 0


def test_groups_that_are_too_small_go_where_they_are_tied():
    # Papers 0 to 5 are one group, 6 and 7 a small one, tied to 5; nothing ties 8.
    graph = sp.block_diag([chain(1, 1, 1, 1, 1, 0.5, 1), [[0]]]).tocsr()
    groups = np.array([3, 3, 3, 3, 3, 3, 1, 1, 0])

    settled = _communities._settle(graph, groups)

    assert settled.tolist() == [0] * 8 + [-1]


def test_equal_groups_are_numbered_in_the_order_of_papers():
    groups = np.array([4, 2, 2, 4, -1, 7])

    numbered = _communities._number_by_size(groups)

    assert numbered.tolist() == [0, 1, 1, 0, -1, 2]


def test_the_groups_with_most_ties_are_merged():
    vectors, groups = planted([20, 20, 20], spread=0.05)
    near = vectors.copy()
    near[20:40] = vectors[20:40] + 4 * vectors[:20]
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    graph = _communities.neighbour_graph(near)

    merged = _communities.merge_communities(graph, groups, 2)

    assert adjusted_rand_score(merged, groups == 2) == 1


def test_belonging_is_the_share_of_ties_inside():
    graph = chain(1, 1, 3, 1)
    groups = np.array([0, 0, 0, 1, -1])

    belonging = _communities.measure_belonging(graph, groups)

    assert belonging.tolist() == [1, 1, 0.25, 0, 0]


@settings(max_examples=20)
@given(st.lists(st.integers(-1, 6), min_size=1, max_size=40))
def test_numbering_changes_numbers_only(groups):
    groups = np.array(groups)

    numbered = _communities._number_by_size(groups)

    assert ((numbered == -1) == (groups == -1)).all()
    assert adjusted_rand_score(groups, numbered) == 1
    sizes = np.bincount(numbered[numbered >= 0])
    assert (sizes > 0).all()
    assert (np.diff(sizes) <= 0).all()
