"""A profile names the central and borderline papers of a topic, and its dumps."""

import numpy as np
import pandas as pd
import pytest

from litreview import show
from litreview.topics import _describe, _embed, _fit, _profiles


@pytest.fixture
def invented():
    """Two topics of four papers; paper 3 lies on the border, paper 8 has no topic."""
    angles = np.radians([0, 5, 10, 40, 90, 85, 95, 90, 180])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    ids = [f"p{i}" for i in range(9)]
    papers = pd.DataFrame({"paper_id": ids, "title": [f"Paper {i}" for i in range(9)]})
    assignments = pd.DataFrame({"paper_id": ids, "topic": [0] * 4 + [1] * 4 + [-1]})
    topics = pd.DataFrame(
        {"topic": [0, 1, -1], "label": ["East", "North", "No topic"]}
    ).assign(nearest=[1, 0, -1])
    records = pd.DataFrame(
        {"paper_id": [*ids, "p0", "p1"], "dump": ["a"] * 9 + ["b", "a"]}
    )
    return papers, records, topics, assignments, vectors


def test_the_central_papers_are_nearest_to_the_centre(invented):
    profiles = _profiles.profile_topics(*invented)

    assert profiles["central"].tolist() == [
        ["Paper 2", "Paper 1", "Paper 0"],
        ["Paper 4", "Paper 7", "Paper 5"],
    ]


def test_the_border_is_where_another_topic_is_nearly_as_near(invented):
    profiles = _profiles.profile_topics(*invented)

    assert profiles["borderline"].iloc[0][0] == "Paper 3 → North"
    assert profiles["borderline"].iloc[1][0] == "Paper 5 → East"
    assert profiles["nearest_label"].tolist() == ["North", "East"]


def test_a_paper_counts_once_in_each_dump(invented):
    profiles = _profiles.profile_topics(*invented)

    assert profiles["dumps"].tolist() == [["a 4", "b 1"], ["a 4", "b 0"]]


def test_a_topic_alone_borders_on_itself(invented):
    papers, records, topics, assignments, vectors = invented
    one = topics.iloc[[0, 2]].assign(nearest=-1)
    assignments = assignments.assign(topic=[0] * 8 + [-1])

    profiles = _profiles.profile_topics(papers, records, one, assignments, vectors)

    assert len(profiles) == 1
    assert all(paper.endswith("→ East") for paper in profiles["borderline"].iloc[0])


def test_profiles_of_the_sample_are_of_their_topics(sample, fitted):
    papers, vectors = sample
    described = _describe.describe(papers, *fitted)
    records = papers[["paper_id"]].assign(dump="a.txt")

    profiles = _profiles.profile_topics(papers, records, described, fitted[0], vectors)

    topic_of = dict(zip(papers["title"], fitted[0]["topic"], strict=True))
    assert len(profiles) == 7
    for row in profiles.itertuples():
        assert {topic_of[title] for title in row.central} == {row.topic}
        assert not any(entry.endswith(f"→ {row.label}") for entry in row.borderline)
        assert row.dumps == [f"a.txt {row.papers}"]

    harmful = profiles.assign(central=[["<img onerror=x>"]] * 7)
    html = show.profiles(harmful).data
    assert "<img" not in html
    assert html.count("<summary>") == 7


def test_without_topics_there_are_no_profiles(papers):
    few = papers.head(3)
    vectors = _embed.embed(few)
    assignments, reruns = _fit.fit(few, vectors)
    described = _describe.describe(few, assignments, reruns)
    records = few[["paper_id"]].assign(dump="a")

    profiles = _profiles.profile_topics(few, records, described, assignments, vectors)

    assert profiles.empty
    assert {"central", "borderline", "nearest_label", "dumps"} <= set(profiles)
