"""Labels and keywords are clean, and measures are what they say."""

import sys

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.text import count_terms
from litreview.topics import _describe, _embed, _fit

# Groups of papers that hold few words, so that words are shared, or fill all of a group.
GROUPS = st.lists(
    st.lists(st.sampled_from(["reef", "tide", "sand", "gull", "kelp"]), max_size=12),
    min_size=1,
    max_size=5,
)


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
    pytest.importorskip("bertopic")
    model = _describe.bertopic_model(papers, vectors, assignments, described)
    assert sorted(pd.Series(model.topics_).value_counts()) == sorted(
        assignments["topic"].value_counts()
    )
    assert set(described.loc[described["papers"] > 0, "label"]) == set(
        model.custom_labels_
    )


def weigh_with_bertopic(counts):
    vectorizers = pytest.importorskip("bertopic.vectorizers")
    transformer = vectorizers.ClassTfidfTransformer(
        bm25_weighting=True, reduce_frequent_words=True
    )
    return transformer.fit_transform(counts.copy()).toarray()


def test_the_weights_of_the_samples_terms_are_those_of_bertopic(sample, fitted):
    assignments, _ = fitted
    topic = assignments["topic"].to_numpy()
    members = sp.csr_matrix((np.ones(len(topic)), (topic + 1, np.arange(len(topic)))))
    counts = (members @ count_terms(sample[0]["text"]).matrix).tocsr()

    weights = _describe._class_tfidf(counts).toarray()

    assert counts.shape[0] > 5 and counts.shape[1] > 500
    np.testing.assert_allclose(weights, weigh_with_bertopic(counts), rtol=1e-12)


def several_words(groups):
    return len({word for words in groups for word in words}) > 1


@settings(max_examples=200, deadline=None)
@given(GROUPS.filter(several_words))
def test_the_weights_of_any_small_corpus_are_those_of_bertopic(groups):
    vocabulary = sorted({word for words in groups for word in words})
    rows = [[words.count(term) for term in vocabulary] for words in groups]
    counts = sp.csr_matrix(np.array(rows, dtype="float64"))
    before = counts.toarray()

    weights = _describe._class_tfidf(counts).toarray()

    np.testing.assert_allclose(weights, weigh_with_bertopic(counts), rtol=1e-12)
    np.testing.assert_array_equal(counts.toarray(), before)


def test_a_weight_is_what_the_paper_says():
    # Two groups of 4 and 2 words. Of "reef" there are 3 in the first, 1 in the second.
    counts = sp.csr_matrix(np.array([[3.0, 1.0], [1.0, 1.0]]))
    rarity = np.log(1 + (3 - 4 + 0.5) / (4 + 0.5))
    weights = _describe._class_tfidf(counts).toarray()
    assert weights[0, 0] == pytest.approx(np.sqrt(3 / 4) * rarity)
    assert weights[1, 1] == pytest.approx(
        np.sqrt(1 / 2) * np.log(1 + (3 - 2 + 0.5) / 2.5)
    )


def test_a_single_term_has_a_weight():
    # BERTopic stops here: it takes the only column for a number.
    weights = _describe._class_tfidf(sp.csr_matrix(np.array([[2.0], [4.0]])))
    assert weights.toarray() == pytest.approx(np.log(1 + (3 - 6 + 0.5) / 6.5))


def test_topics_are_the_same_where_bertopic_is_missing(
    sample, fitted, described, monkeypatch
):
    for name in [name for name in sys.modules if name.startswith("bertopic")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "bertopic", None)  # importing it raises
    described_without = _describe.describe(sample[0], *fitted)
    pd.testing.assert_frame_equal(described_without, described, check_exact=True)


def test_a_bertopic_model_without_bertopic_says_what_to_install(monkeypatch, papers):
    monkeypatch.setattr(_describe.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"litreview\[bertopic\].*without torch"):
        _describe.bertopic_model(papers, None, None, None)


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
