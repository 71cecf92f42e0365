"""Labels and keywords are clean, and measures are what they say."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from litreview.topics import _describe, _embed, _fit


@pytest.fixture(scope="module")
def described(sample, fitted):
    return _describe.describe(sample[0], *fitted)


def test_labels_are_short_distinct_and_clean(described):
    found = described[described["topic"] >= 0]
    assert found["label"].is_unique
    assert found["label"].str.split().str.len().between(1, 5).all()
    words = " ".join([*found["label"], *found["keywords"].sum()]).casefold().split()
    assert not set(words) & {
        "varepsilon",
        "ldots",
        "mathbb",
        "obig",
        "https",
        "example.org",
        "the",
        "paper",
    }


def test_no_word_comes_twice_in_the_keywords_of_a_topic(described):
    for keywords in described["keywords"]:
        stems = [word[:5].casefold() for phrase in keywords for word in phrase.split()]
        assert (
            len(stems) - len(set(stems)) <= 1
        )  # five letters may be those of two words


def test_counts_add_up_and_measures_are_in_their_range(sample, described):
    assert list(described["topic"]) == [*range(len(described) - 1), -1]
    assert described["papers"].sum() == len(sample[0])
    found = described.iloc[:-1]
    assert found["stability"].between(0.5, 1).all()
    assert (
        found["coherence"].between(-1, 1).all()
        and found["distinctness"].between(0, 1).all()
    )
    assert (found["nearest"] != found["topic"]).all()


def test_coherence_is_one_for_words_always_together_and_minus_one_for_never():
    together = sp.csr_matrix(np.array([[1, 1], [2, 3], [0, 0], [0, 0]]))
    apart = sp.csr_matrix(np.array([[1, 0], [0, 1], [1, 0], [0, 1]]))
    by_chance = sp.csr_matrix(np.array([[1, 1], [1, 0], [0, 1], [0, 0]]))
    assert _describe._npmi(together) == pytest.approx(1)
    assert _describe._npmi(apart) == -1
    assert _describe._npmi(by_chance) == pytest.approx(0)


def test_names_are_kept(sample, fitted):
    assert (
        _describe.describe(sample[0], *fitted, {2: "Bikes"})["label"].iloc[2] == "Bikes"
    )


def test_a_name_of_ones_own_is_no_other_topics_label(sample, fitted, described):
    other = described["label"].iloc[0]
    named = _describe.describe(sample[0], *fitted, {2: other})["label"]
    assert named.iloc[2] == other and named.is_unique


def test_a_bertopic_model_has_the_same_topics(papers):
    vectors = _embed.embed(papers)
    assignments, reruns = _fit.fit(papers, vectors, topics=2)
    described = _describe.describe(papers, assignments, reruns)
    model = _describe.bertopic_model(papers, vectors, assignments, described)
    assert sorted(pd.Series(model.topics_).value_counts()) == sorted(
        assignments["topic"].value_counts()
    )
    assert set(described.loc[described["papers"] > 0, "label"]) == set(
        model.custom_labels_
    )


def test_topics_whose_papers_share_no_word_are_unnamed():
    topic = np.repeat([0, 1], 13)
    texts = [f"{letter}orkshop" for letter in "abcdefghijklmnopqrstuvwxyz"]
    papers = pd.DataFrame({"paper_id": texts, "title": texts, "text": texts})

    described = _describe.describe(papers, pd.DataFrame({"topic": topic}))
    some = papers.assign(text=["shared word"] * 13 + texts[13:])
    partly = _describe.describe(some, pd.DataFrame({"topic": topic}))

    assert described["label"].tolist() == ["Unnamed", "Unnamed", "No topic"]
    assert described["keywords"].tolist() == [[], [], []]
    assert described["distinctness"].tolist()[:2] == [1, 1]
    assert described["nearest"].tolist() == [1, 0, -1]
    assert partly["label"].tolist()[1:] == ["Unnamed", "No topic"]
