"""Vectors come without a download, and are the same each time."""

import numpy as np
import pytest

from litreview import embeddings


def test_papers_on_one_subject_lie_closer(papers):
    vectors = embeddings.embed(papers)
    alike = vectors @ vectors.T
    assert alike[:20, :20].mean() > alike[:20, 20:].mean() + 0.1
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


@pytest.mark.parametrize("texts", [[""], ["one"], ["one", "two"], ["the of and"] * 5, ["sand dune"] * 30])
def test_any_number_of_texts_has_vectors_and_a_place(texts):
    vectors = embeddings.tfidf(texts)
    assert len(vectors) == len(texts) and np.isfinite(vectors).all()
    assert embeddings.layout(vectors).shape == (len(texts), 2)


def test_the_map_is_the_same_each_time(papers):
    vectors = embeddings.embed(papers)
    assert (embeddings.layout(vectors, 3) == embeddings.layout(vectors, 3)).all()


def test_beyond_the_limit_papers_are_put_among_their_neighbours(papers, monkeypatch):
    monkeypatch.setattr(embeddings, "MAPPED", 30)
    vectors = embeddings.embed(papers)
    layout = embeddings.layout(vectors)
    middle = np.array([layout[:20].mean(axis=0), layout[20:].mean(axis=0)])
    near = np.linalg.norm(layout[:, None] - middle, axis=2).argmin(axis=1)
    assert (near == np.repeat([0, 1], 20)).mean() > 0.9


def test_a_model_that_is_not_there_is_said(papers):
    with pytest.raises(FileNotFoundError, match="neither 'tfidf' nor the folder of a model"):
        embeddings.embed(papers, "no/such/model")
