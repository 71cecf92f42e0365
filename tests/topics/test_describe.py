"""Labels and keywords are clean, measures are what they say, a labeller of one's own is checked."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from litreview.topics import _describe as labels
from litreview.topics import _embed as embeddings
from litreview.topics import _fit as topics


@pytest.fixture(scope="module")
def described(sample, fitted):
    return labels.describe(sample[0], *fitted)


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
    assert labels._npmi(together) == pytest.approx(1)
    assert labels._npmi(apart) == -1
    assert labels._npmi(by_chance) == pytest.approx(0)


def test_names_are_kept(sample, fitted):
    assert labels.describe(sample[0], *fitted, {2: "Bikes"})["label"].iloc[2] == "Bikes"


def test_a_name_of_ones_own_is_no_other_topics_label(sample, fitted, described):
    other = described["label"].iloc[0]
    named = labels.describe(sample[0], *fitted, {2: other})["label"]
    assert named.iloc[2] == other and named.is_unique


def test_a_labeller_of_ones_own_names_the_topics(
    sample, fitted, described, tmp_path, monkeypatch
):
    (tmp_path / "naming.py").write_text(
        "def first(table):\n    return [f'{row.keywords[0]} {len(row.titles)}' for row in table.itertuples()]\n"
        "def same(table):\n    return ['x'] * len(table)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    papers, assignments = sample[0], fitted[0]
    asked = labels.ask_labeller(
        "naming:first", papers, described, assignments, {1: "Mine"}
    )
    assert asked["label"].iloc[0] == f"{described['keywords'].iloc[0][0]} 10"
    assert (
        asked["label"].iloc[1] == "Mine" and asked["label"].iloc[-1] == labels.NO_TOPIC
    )
    assert labels.ask_labeller("", papers, described, assignments) is described
    with pytest.raises(ValueError, match="must give 7 different lines of text"):
        labels.ask_labeller("naming:same", papers, described, assignments)
    with pytest.raises(ValueError, match="write module:function"):
        labels.ask_labeller("naming:none", papers, described, assignments)


def test_a_bertopic_model_has_the_same_topics(papers):
    vectors = embeddings.embed(papers)
    assignments, reruns = topics.fit(papers, vectors, topics=2)
    described = labels.describe(papers, assignments, reruns)
    model = labels.bertopic_model(papers, vectors, assignments, described)
    assert sorted(pd.Series(model.topics_).value_counts()) == sorted(
        assignments["topic"].value_counts()
    )
    assert set(described.loc[described["papers"] > 0, "label"]) == set(
        model.custom_labels_
    )
