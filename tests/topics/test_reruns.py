"""Stability is high for what is there, low for chance, and missing for what is made."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.topics import _communities, _fit, _overview, _reruns
from tests.topics.test_communities import planted

OUT = _reruns.LEFT_OUT


def test_planted_groups_are_stable_and_bear_their_numbers():
    vectors, groups = planted([40, 30, 20], spread=0.2)
    graph = _communities.neighbour_graph(vectors)

    reruns = _reruns.rerun_communities(graph, vectors, groups, 3)

    assert reruns.shape == (2 * _reruns.RERUNS, 90)
    assert (_reruns.measure_stability(groups, reruns) > 0.9).all()
    assert (_reruns.measure_recurrence(groups, reruns) > 0.5).all()
    seeds, samples = reruns[: _reruns.RERUNS], reruns[_reruns.RERUNS :]
    assert (seeds != OUT).all()
    assert 0.2 < (samples == OUT).mean() < 0.5, "a bootstrap leaves out a third"


def test_chance_is_not_called_stable():
    noise = np.random.default_rng(0).normal(size=(300, 20))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    texts = [f"t{i}" for i in range(300)]
    papers = pd.DataFrame({"paper_id": texts, "title": "", "text": texts})

    assignments, reruns = _fit.fit(papers, noise, topics=8)

    topic = assignments["topic"].to_numpy()
    samples = reruns.iloc[:, 6:].to_numpy().T
    stability = _reruns.measure_stability(topic, samples)
    assert np.nanmedian(stability) < _overview.WEAK


def test_a_sample_with_too_few_groups_has_none(monkeypatch):
    vectors, groups = planted([10, 10])
    graph = _communities.neighbour_graph(vectors)

    reruns = _reruns.rerun_communities(graph, vectors, groups, 15)

    assert set(np.unique(reruns)) <= {-1, OUT}


@pytest.mark.parametrize(
    ("rerun", "stability"),
    [
        ([0, 0, 0, 1, 1, 1], [1, 1]),
        ([0, 0, 1, 1, 1, 1], [2 / 3, 3 / 4]),
        ([0, 0, OUT, 1, 1, OUT], [1, 1]),
        ([0, 0, 0, -1, -1, -1], [1, np.nan]),
        ([0, 0, 0, 5, 5, 5], [1, np.nan]),
    ],
)
def test_stability_is_the_overlap_over_what_was_drawn(rerun, stability):
    groups = np.array([0, 0, 0, 1, 1, 1])

    measured = _reruns.measure_stability(groups, np.array([rerun]))

    assert measured == pytest.approx(stability, nan_ok=True)


def test_without_reruns_no_stability_is_known():
    groups = np.array([0, 0, 1])

    assert np.isnan(_reruns.measure_stability(groups, np.empty((0, 3)))).all()


def test_recurrence_is_a_share_of_the_reruns_that_drew_the_paper():
    groups = np.array([0, 0, 1, -1])
    reruns = np.array([[0, 1, OUT, -1], [0, 0, 1, -1], [1, 1, OUT, -1]])

    recurrence = _reruns.measure_recurrence(groups, reruns)

    assert recurrence == pytest.approx([2 / 3, 1 / 3, 1, 0])


@settings(max_examples=30)
@given(st.lists(st.integers(-1, 4), min_size=1, max_size=30), st.permutations(range(5)))
def test_groups_found_again_under_other_numbers_get_their_own(groups, numbers):
    groups = _communities._number_by_size(np.array(groups))
    other = np.array([numbers[group] if group >= 0 else -1 for group in groups])

    assert (_reruns._name_after(other, groups) == groups).all()


def test_further_groups_get_further_numbers():
    groups = np.array([0, 0, 0, 0, 1, 1])
    found = np.array([1, 1, 1, 2, 0, 0])

    named = _reruns._name_after(found, groups)

    assert named[:3].tolist() == [0, 0, 0]
    assert named[3] >= 2
    assert named[4:].tolist() == [1, 1]


def test_a_rerun_is_compared_over_the_papers_that_it_drew():
    assignments = pd.DataFrame(
        {"paper_id": list("abcdef"), "topic": [0, 0, 1, 1, -1, 0]}
    )
    reruns = pd.DataFrame(
        {
            "paper_id": list("abcdef"),
            "seed_1": [0, 0, 1, 1, 3, 0],
            "sample_1": [0, OUT, 0, 0, 0, OUT],
        }
    )

    table = _reruns.rerun_ari(assignments, reruns)

    assert table["rerun"].tolist() == ["seed 1", "sample 1"]
    assert table["kind"].tolist() == ["seed", "sample"]
    assert table["papers"].tolist() == [5, 3]
    assert table["topics"].tolist() == [2, 1]
    assert table["ari"].tolist() == [1, 0]
