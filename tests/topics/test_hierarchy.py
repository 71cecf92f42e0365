"""Themes hold whole topics, parts divide them, and nothing is counted twice."""

import numpy as np
import pandas as pd

from litreview import show
from litreview.topics import _describe, _embed, _fit, _hierarchy


def test_the_tree_is_nested_and_adds_up(sample, fitted):
    papers, vectors = sample
    described = _describe.describe(papers, *fitted)
    tree = _hierarchy.build_hierarchy(papers, vectors, described, fitted[0])
    assert (tree.groupby("topic")["theme"].nunique() == 1).all()
    sizes = described.set_index("topic")["papers"].drop(-1)
    assert (tree.groupby("topic")["papers"].sum() == sizes).all()
    assert 1 < tree["theme"].nunique() < 7
    assert "<script" not in show.tree(tree.assign(theme_label="<script>")).data


def test_a_large_topic_of_two_clusters_has_two_parts(papers):
    vectors = _embed.embed(papers)
    assignments = pd.DataFrame({"paper_id": papers["paper_id"], "topic": 0})
    described = _describe.describe(papers, assignments)

    tree = _hierarchy.build_hierarchy(papers, vectors, described, assignments)

    parts = tree[tree["part"] >= 0]
    assert len(parts) >= 2
    assert parts["part_label"].is_unique
    assert (tree["topic"] == 0).all()
    assert tree["papers"].sum() == 40


def test_a_small_topic_has_no_parts(papers):
    vectors = _embed.embed(papers)
    topic = np.repeat([0, 1], 20)
    assignments = pd.DataFrame({"paper_id": papers["paper_id"], "topic": topic})
    described = _describe.describe(papers, assignments)

    tree = _hierarchy.build_hierarchy(papers, vectors, described, assignments)

    assert tree["part"].tolist() == [-1, -1]
    assert tree["part_label"].tolist() == ["", ""]
    assert (tree["theme_label"] == tree["topic_label"]).all(), "each is its own theme"


def test_a_theme_is_named_after_its_largest_topics():
    table = pd.DataFrame(
        {"theme": [0, 0, 0, 0, 1], "topic": range(5), "papers": [9, 8, 7, 6, 5]}
    )
    labels = pd.Series(["A, a", "B, b", "C", "D", "E, e"])

    assert _hierarchy._name_themes(table, labels) == {0: "A · B · C", 1: "E, e"}


def test_without_topics_there_is_no_hierarchy(papers):
    few = papers.head(3)
    vectors = _embed.embed(few)
    assignments, reruns = _fit.fit(few, vectors)
    described = _describe.describe(few, assignments, reruns)

    assert _hierarchy.build_hierarchy(few, vectors, described, assignments).empty
