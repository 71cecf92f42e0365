"""Planted topics are found, described, and stable; too few papers are a sentence."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from litreview import cleaning, communities, dumps, duplicates, embeddings, topics
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def sample():
    records, _, _ = dumps.records(SAMPLE)
    papers, _, _ = duplicates.join(cleaning.tidy(records)[0])
    papers, _ = cleaning.to_model(papers)
    return papers, embeddings.embed(papers)


@pytest.fixture(scope="module")
def fitted(sample):
    return topics.fit(*sample)


def test_the_planted_topics_of_the_sample_are_found(sample, fitted, gold):
    planted = {duplicates.key(title): topic for title, topic in gold.items()}
    want = sample[0]["title"].map(lambda title: planted[duplicates.key(title)])
    found, assignments = fitted
    inside = (want != "odd").to_numpy()
    assert (found["topic"] >= 0).sum() == 7
    assert adjusted_mutual_info_score(want[inside], assignments["topic"][inside]) > 0.75
    majority = pd.crosstab(assignments["topic"][inside], want[inside]).drop(index=-1).idxmax(axis=1)
    assert majority.nunique() == 7
    assert (assignments["topic"][~inside] == -1).sum() >= 2


def test_labels_are_short_distinct_and_clean(fitted):
    labels = fitted[0].loc[fitted[0]["topic"] >= 0, "label"]
    assert labels.is_unique
    assert labels.str.split().str.len().between(1, 5).all()
    words = " ".join([*labels, *fitted[0]["keywords"].sum()]).casefold().split()
    assert not set(words) & {"varepsilon", "ldots", "mathbb", "obig", "https", "example.org", "the", "paper"}


def test_no_topic_is_always_there_and_counts_add_up(sample, fitted):
    found, assignments = fitted
    assert list(found["topic"]) == [*range(len(found) - 1), -1]
    assert found["papers"].sum() == len(assignments) == len(sample[0])
    assert found["papers"].iloc[:-1].is_monotonic_decreasing
    assert found["stability"].iloc[:-1].between(0.7, 1).all()
    assert assignments["confidence"].between(0, 1).all()


def test_other_seeds_give_nearly_the_same_topics(sample, fitted):
    other = topics.fit(*sample, seed=11)[1]["topic"]
    assert adjusted_mutual_info_score(fitted[1]["topic"], other) > 0.9


@pytest.mark.parametrize("number", [3, 10])
def test_as_many_topics_as_asked_for(sample, number):
    found, _ = topics.fit(*sample, topics=number)
    assert (found["topic"] >= 0).sum() == number


def test_more_topics_than_can_be_told_apart_is_said(sample):
    with pytest.raises(ValueError, match="topics: 200 were asked for and [0-9]+ can be told apart"):
        topics.fit(*sample, topics=200)


@pytest.mark.parametrize(("number", "same"), [(1, False), (5, False), (19, False), (40, True)])
def test_too_few_papers_are_a_sentence(papers, number, same):
    few = papers.head(number)
    few = few.assign(title="Sand", text="Sand moves along the shore.") if same else few
    found, assignments = topics.fit(few, embeddings.embed(few))
    assert list(found["topic"]) == [-1] and (assignments["topic"] == -1).all()
    assert topics.said(few, found).startswith("**No topics:")


def test_two_subjects_are_two_topics_named_after_them(papers):
    found, assignments = topics.fit(papers, embeddings.embed(papers), topics=2)
    assert adjusted_mutual_info_score(np.repeat([0, 1], 20), assignments["topic"]) == pytest.approx(1)
    assert found["keywords"].str.len().iloc[:2].ge(3).all()


def test_texts_without_words_have_no_topic():
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(30)], "title": "1", "text": [f"{i}" for i in range(30)]})
    found, assignments = topics.fit(papers, embeddings.embed(papers))
    assert list(found["topic"]) == [-1] and (assignments["topic"] == -1).all()
    assert "0 topics" in topics.said(papers, found)


def test_vectors_must_match_papers(papers):
    with pytest.raises(ValueError, match=r"vectors \(3\) must match number of papers \(40\)"):
        topics.fit(papers, np.zeros((3, 2)))


def test_papers_without_words_are_in_no_group():
    vectors = np.vstack([np.eye(3)[np.repeat([0, 1, 2], 12)], np.zeros((2, 3))])
    found = communities.find(communities.neighbours(vectors))
    assert list(found[-2:]) == [-1, -1]
    assert len(set(found[:12])) == 1
