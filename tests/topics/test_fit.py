"""Planted topics are found, again and again, and new papers join them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from litreview import dedupe
from litreview.topics import _describe, _embed, _fit, _overview, _reruns


def test_the_planted_topics_of_the_sample_are_found(sample, fitted, gold):
    planted = {dedupe.title_key(title): topic for title, topic in gold.items()}
    want = sample[0]["title"].map(lambda title: planted[dedupe.title_key(title)])
    assignments, _ = fitted
    inside = (want != "odd").to_numpy()
    assert assignments["topic"].max() + 1 == 7
    assert adjusted_mutual_info_score(want[inside], assignments["topic"][inside]) > 0.75
    majority = (
        pd.crosstab(assignments["topic"][inside], want[inside])
        .drop(index=-1)
        .idxmax(axis=1)
    )
    assert majority.nunique() == 7
    assert (assignments["topic"][~inside] == -1).sum() >= 2
    right = want[inside] == assignments["topic"][inside].map(majority)
    sure = assignments.loc[inside, "confidence"]
    assert right[sure > sure.median()].mean() > right[sure <= sure.median()].mean()


def test_topics_are_numbered_by_size_and_surer_inside(fitted):
    assignments, _ = fitted
    sizes = (
        assignments.loc[assignments["topic"] >= 0, "topic"].value_counts().sort_index()
    )
    assert sizes.is_monotonic_decreasing and list(sizes.index) == list(
        range(len(sizes))
    )
    assert assignments["confidence"].between(0, 1).all()
    assert (assignments.loc[assignments["topic"] < 0, "confidence"] == 0).all()


def test_other_seeds_give_nearly_the_same_topics(sample, fitted):
    other = _fit.fit(*sample, seed=11)[0]["topic"]
    assert adjusted_rand_score(fitted[0]["topic"], other) > 0.9


def test_reruns_name_their_topics_after_those_they_are_like(sample, fitted):
    assignments, reruns = fitted
    assert [name.split("_")[0] for name in reruns.columns[1:]] == ["seed"] * 5 + [
        "sample"
    ] * 5
    inside = (assignments["topic"] >= 0).to_numpy()
    assert (reruns.loc[inside, "seed_1"] == assignments["topic"][inside]).mean() > 0.9
    drawn = reruns["sample_1"] != _reruns.LEFT_OUT
    assert 0.5 < drawn.mean() < 0.75  # a bootstrap leaves out a third
    table = _reruns.rerun_ari(assignments, reruns)
    assert (
        table["ari"].between(0.4, 1).all()
        and table.loc[table["kind"] == "seed", "ari"].min() > 0.9
    )


@pytest.mark.parametrize("number", [3, 10])
def test_as_many_topics_as_asked_for(sample, number):
    assert _fit.fit(*sample, topics=number)[0]["topic"].max() + 1 == number


def test_a_coarser_grain_gives_fewer_topics_and_a_finer_one_more(sample):
    coarse, fine = (
        _fit.fit(*sample, topics=grain)[0]["topic"].max()
        for grain in ("coarse", "fine")
    )
    assert coarse < 6 < fine


def test_more_topics_than_can_be_told_apart_is_said(sample):
    with pytest.raises(
        ValueError, match="topics: 200 were asked for and [0-9]+ can be told apart"
    ):
        _fit.fit(*sample, topics=200)


@pytest.mark.parametrize(
    ("number", "same"),
    [(0, False), (1, False), (2, False), (5, False), (19, False), (40, True)],
)
def test_too_few_papers_are_a_sentence(papers, number, same):
    few = papers.head(number)
    few = few.assign(title="Sand", text="Sand moves along the shore.") if same else few
    assignments, reruns = _fit.fit(few, _embed.embed(few))
    described = _describe.describe(few, assignments, reruns)
    assert list(described["topic"]) == [-1] and (assignments["topic"] == -1).all()
    assert _overview.topics_summary(few, described, assignments, reruns).startswith(
        "**No topics:"
    )


def test_twenty_papers_and_titles_only_are_enough(papers):
    few = pd.concat([papers.head(10), papers.tail(10)])
    few = few.assign(text=few["title"])
    assignments, _ = _fit.fit(few, _embed.embed(few))
    assert len(assignments) == 20 and assignments["topic"].between(-1, 3).all()


def test_two_subjects_are_two_topics(papers):
    assignments, _ = _fit.fit(papers, _embed.embed(papers), topics=2)
    inside = assignments["topic"] >= 0
    assert inside.sum() >= 36
    assert adjusted_mutual_info_score(
        np.repeat([0, 1], 20)[inside], assignments["topic"][inside]
    ) == pytest.approx(1)


def test_two_languages_are_told_apart(papers):
    german = (
        "Gezeiten Schlick Salzwiese Strömung Ablagerung "
        "Wattenmeer Priel Düne Sturmflut Deich"
    ).split()
    rows = [" ".join(german[(i * k + k) % 10] for k in range(1, 8)) for i in range(30)]
    other = pd.DataFrame(
        {"paper_id": [f"d{i}" for i in range(30)], "title": rows, "text": rows}
    )
    both = pd.concat([papers, other], ignore_index=True)
    assignments, _ = _fit.fit(both, _embed.embed(both))
    tongues = pd.crosstab(assignments["topic"], np.repeat(["en", "de"], [40, 30]))
    assert (tongues.drop(index=-1, errors="ignore").min(axis=1) == 0).all()


def test_one_paper_of_twenty_thousand_words_changes_no_topic(sample, fitted):
    papers, _ = sample
    long = pd.DataFrame(
        {
            "paper_id": ["long"],
            "title": ["All of it"],
            "text": [" ".join(papers["text"])[:140_000]],
        }
    )
    more = pd.concat([papers, long], ignore_index=True)
    assignments, _ = _fit.fit(more, _embed.embed(more))
    assert adjusted_rand_score(fitted[0]["topic"], assignments["topic"].iloc[:-1]) > 0.8


def test_texts_without_words_have_no_topic():
    papers = pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(30)],
            "title": "1",
            "text": [f"{i}" for i in range(30)],
        }
    )
    assignments, reruns = _fit.fit(papers, _embed.embed(papers))
    described = _describe.describe(papers, assignments, reruns)
    assert list(described["topic"]) == [-1] and (assignments["topic"] == -1).all()
    assert "0 topics" in _overview.topics_summary(
        papers, described, assignments, reruns
    )


def test_new_papers_join_the_topics_of_an_earlier_run(sample):
    papers, _ = sample
    arrived = np.arange(len(papers)) % 5 == 0
    old = papers[~arrived].reset_index(drop=True)
    assignments, reruns = _fit.fit(old, _embed.embed(old))
    earlier = {"papers": old, "assignments": assignments, "reruns": reruns}
    vectors = _embed.embed(papers, earlier=earlier)
    joined, _ = _fit.fit(papers, vectors, earlier=earlier)
    kept = joined[~arrived].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, assignments)
    anew, _ = _fit.fit(*sample)
    assert (
        adjusted_rand_score(anew.loc[arrived, "topic"], joined.loc[arrived, "topic"])
        > 0.6
    )
    assert f"**{arrived.sum()} new papers** joined" in _overview.newcomers_summary(
        joined, earlier
    )


def test_papers_on_something_else_fit_no_known_topic(sample, papers):
    known, vectors = sample
    assignments, reruns = _fit.fit(known, vectors)
    earlier = {"papers": known, "assignments": assignments, "reruns": reruns}
    both = pd.concat([known, papers], ignore_index=True)
    joined, _ = _fit.fit(both, _embed.embed(both, earlier=earlier), earlier=earlier)
    assert (joined["topic"].tail(40) == -1).mean() > 0.5
    assert "should be found anew" in _overview.newcomers_summary(joined, earlier)


def test_vectors_must_match_papers(papers):
    with pytest.raises(
        ValueError, match=r"vectors \(3\) must match number of papers \(40\)"
    ):
        _fit.fit(papers, np.zeros((3, 2)))
