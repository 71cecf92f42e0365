"""The map is the same each time, and stays where it was when papers are added."""

import numpy as np
import pandas as pd
import pytest

from litreview.topics import _embed, _map


@pytest.mark.parametrize("number", [0, 1, 2, 5, 12])
def test_any_number_of_papers_has_a_place(number):
    vectors = np.eye(12)[:number]
    assert _map.lay_out(vectors).shape == (number, 2)


def test_the_map_is_the_same_each_time(papers):
    vectors = _embed.embed(papers)
    assert (_map.lay_out(vectors, 3) == _map.lay_out(vectors, 3)).all()


def test_beyond_the_limit_papers_are_put_among_their_neighbours(
    sample, fitted, monkeypatch
):
    monkeypatch.setattr(_map, "MAPPED", 100)
    assignments = _map.place_on_map(fitted[0], sample[1])
    assignments = assignments[assignments["topic"] >= 0]
    middles = assignments.groupby("topic")[["x", "y"]].median().to_numpy()
    near = np.linalg.norm(
        assignments[["x", "y"]].to_numpy()[:, None] - middles, axis=2
    ).argmin(axis=1)
    assert (near == assignments["topic"]).mean() > 0.85


def test_known_papers_stay_and_new_ones_come_among_their_like(papers):
    known = papers.drop(index=[0, 39]).reset_index(drop=True)
    vectors = _embed.embed(known)
    assignments = pd.DataFrame(
        {"paper_id": known["paper_id"], "topic": [0] * 19 + [1] * 19}
    )
    before = _map.place_on_map(assignments, vectors)
    earlier = {"papers": known, "assignments": before}
    now = pd.DataFrame({"paper_id": papers["paper_id"], "topic": np.repeat([0, 1], 20)})
    placed = _map.place_on_map(
        now, _embed.embed(papers, earlier=earlier), earlier=earlier
    )
    assert np.array_equal(
        placed.loc[1:38, ["x", "y"]].to_numpy(), before[["x", "y"]].to_numpy()
    )
    middle = before.groupby("topic")[["x", "y"]].mean().to_numpy()
    for row, own in ((0, 0), (39, 1)):
        far = np.linalg.norm(
            middle - placed.loc[row, ["x", "y"]].to_numpy(dtype=float), axis=1
        )
        assert far.argmin() == own
