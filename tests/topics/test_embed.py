"""Vectors come without a download, and know words by their company."""

import numpy as np
import pandas as pd
import pytest

from litreview.topics import _embed


def table(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"paper_id": [f"p{i}" for i in range(len(texts))], "title": "", "text": texts},
        dtype="str",
    )


@pytest.mark.parametrize("embedding", ["cooccurrence", "tfidf", "cooccurrence+tfidf"])
def test_papers_on_one_subject_lie_closer(papers, embedding):
    vectors = _embed.embed(papers, embedding)
    alike = vectors @ vectors.T
    assert alike[:20, :20].mean() > alike[:20, 20:].mean() + 0.1
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_words_are_known_by_their_company():
    # "sand" and "silt" never stand in one text, but stand with the same words;
    # "violin" does not.
    company = [
        "delta river mouth",
        "river bank delta",
        "bank mouth river",
        "mouth delta bank",
    ]
    other = [
        "bow string varnish",
        "string bridge bow",
        "varnish bridge string",
        "bridge bow varnish",
    ]
    texts = [f"{word} {words}" for words in company for word in ("sand", "silt")]
    texts += [f"violin {words}" for words in other] * 2
    texts += ["sand", "silt", "violin"] * 2
    sand, silt, violin = _embed.embed(table(texts))[-3:]
    assert sand @ silt > 0.5 > sand @ violin


@pytest.mark.parametrize("embedding", ["cooccurrence", "tfidf"])
@pytest.mark.parametrize(
    "texts", [[], [""], ["one"], ["one", "two"], ["the of and"] * 5, ["sand dune"] * 30]
)
def test_any_number_of_texts_has_vectors(texts, embedding):
    vectors = _embed.embed(table(texts), embedding)
    assert len(vectors) == len(texts) and np.isfinite(vectors).all()


def test_what_is_learnt_from_earlier_papers_holds_for_new_ones(papers):
    known = papers.iloc[::2].reset_index(drop=True)
    earlier = {"papers": known}
    assert np.allclose(_embed.embed(known), _embed.embed(papers, earlier=earlier)[::2])
    alone = _embed.embed(papers.tail(3), earlier=earlier)
    assert np.allclose(alone, _embed.embed(papers, earlier=earlier)[-3:])


def test_a_model_that_is_not_there_is_said(papers):
    with pytest.raises(FileNotFoundError, match="no/such/model"):
        _embed.embed(papers, "cooccurrence+no/such/model")
