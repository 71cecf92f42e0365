"""What was compared is told in sentences and tables, and what that cannot tell."""

import numpy as np
import pandas as pd
import pytest

from litreview import topics as topics_room
from litreview import trends
from litreview.trends._groups import OTHER_DUMPS
from tests.trends.conftest import assigned, two_groups

TOPICS = pd.DataFrame({"topic": [0, 1, -1], "label": ["Tides", "Violins", "No topic"]})
MATCHES = ["topic_a", "label_a", "papers_a", "share_a"]
MATCHES += ["topic_b", "label_b", "papers_b", "share_b", "likeness"]


def compare(groups, assignments, topics=TOPICS, matches=None):
    ids = groups["paper_id"].unique()
    papers = pd.DataFrame({"paper_id": ids, "text": "a word"})
    if matches is None:
        matches = pd.DataFrame(columns=MATCHES)
    return trends.compare_groups(groups, papers, topics, assignments, matches)


def test_a_planted_difference_is_told():
    found = compare(*two_groups([0] * 30 + [1] * 10, [0] * 8 + [1] * 26 + [-1] * 6))
    summary = found["summary"]
    assert "**[2 of 2 topics](#Which-topics?)** differ" in summary
    assert "*Tides*: 75% in `one` and 20% in `two`" in summary
    assert "No paper is in both" in summary and "No word differs clearly" in summary
    assert "how these samples of papers differ, not why" in summary

    table = found["comparison_table"]
    assert list(table["one"]) == ["30 of 40 (75%)", "10 of 40 (25%)"]
    assert list(table["q"]) == ["< 0.001", "< 0.001"]
    assert table["difference in points (95 %)"].iloc[0] == "+55.0 (+33.8 to +69.4)"


def test_papers_in_both_groups_are_counted():
    groups, assignments = two_groups([0, 0, 1], [1, 1], common=[0, 1])
    found = compare(groups, assignments)
    assert "2 papers in both are left out" in found["summary"]


def test_groups_of_the_same_papers_cannot_be_compared():
    groups, assignments = two_groups([0], [1], common=[0, 1])
    found = compare(groups[groups["paper_id"].str.startswith("c")], assignments)
    assert "nothing to compare" in found["summary"]
    assert "All papers of one side" in found["summary"]
    assert list(found["comparison_table"]["one"]) == ["no papers", "no papers"]
    assert list(found["comparison_table"]["q"]) == ["not tested", "not tested"]


def test_of_many_groups_each_is_compared_with_the_others():
    ids = [f"p{i}" for i in range(90)]
    names = np.repeat(["x", "y", "z"], 30)
    groups = pd.DataFrame({"group": names, "paper_id": ids})
    found = compare(groups, assigned(ids, np.repeat([0, 1, 1], 30)))
    assert "**3 dumps** are compared" in found["summary"]
    assert "shares of topics" in found["summary"] and "elsewhere" in found["summary"]
    assert list(found["comparison_table"])[:4] == ["in", "label", "here", "elsewhere"]


def test_small_dumps_that_were_put_together_are_told():
    ids = [f"p{i}" for i in range(90)]
    names = np.repeat(["x", OTHER_DUMPS, "z"], 30)
    groups = pd.DataFrame({"group": names, "paper_id": ids})
    summary = compare(groups, assigned(ids, np.repeat([0, 1, 1], 30)))["summary"]
    assert "**The 2 largest dumps**, and all others together, are" in summary
    assert "`x` (30 papers), the other dumps (30 papers), `z`" in summary


def test_without_groups_there_are_empty_tables_and_a_sentence():
    none = pd.DataFrame({"group": [], "paper_id": []}, dtype="str")
    found = compare(none, assigned([], []))
    assert "nothing to compare" in found["summary"]
    for name, table in found.items():
        assert name == "summary" or table.empty


def test_a_gap_is_written_with_the_most_that_there_could_be():
    found = compare(*two_groups([0] * 20 + [1] * 20, [0] * 43))
    assert list(found["gaps_table"]["found"]) == ["0 of 43, so at most 8%"]
    assert list(found["gaps"]["label"]) == ["Violins"]


def test_words_that_differ_are_counted():
    groups, assignments = two_groups([0] * 30, [1] * 30)
    papers = pd.DataFrame({"paper_id": groups["paper_id"]})
    papers = papers.assign(text=["tide"] * 30 + ["hive"] * 30)
    none = pd.DataFrame(columns=MATCHES)
    found = trends.compare_groups(groups, papers, TOPICS, assignments, none)
    expected = "[2 words and phrases](#Which-words-tell-them-apart?) of 2 that were"
    assert expected in found["summary"]
    assert set(found["keyness_table"]["term"]) == {"tide", "hive"}


def test_markup_in_names_is_text():
    groups, assignments = two_groups([0] * 30 + [1] * 10, [0] * 8 + [1] * 32)
    topics = TOPICS.assign(label=["<b>Tides</b> *x*", "Violins", "No topic"])
    groups = groups.assign(group=groups["group"].replace("one", "a`<i>"))
    summary = compare(groups, assignments, topics)["summary"]
    assert "`a'<i>`" in summary and "<b>" not in summary.replace("\\<b\\>", "")


def report(subjects, prefix):
    """Write twelve papers on each subject, of the words of that subject."""
    words = {
        "sea": "tide silt delta estuary".split(),
        "music": "violin bow luthier varnish".split(),
        "bees": "hive pollen nectar swarm".split(),
    }
    rng = np.random.default_rng(len(prefix))
    texts = []
    for subject in np.repeat(subjects, 12):
        texts.append(" and ".join(rng.choice(words[subject], 3, replace=False)))

    ids = [f"{prefix}p{i}" for i in range(len(texts))]
    numbers = range(len(subjects))
    topics = pd.DataFrame({"topic": numbers, "label": subjects, "papers": 12})
    return {
        "papers": pd.DataFrame({"paper_id": ids, "text": texts, "title": "T"}),
        "topics": topics.assign(share=1 / len(subjects)),
        "assignments": assigned(ids, np.repeat(numbers, 12)),
    }


@pytest.mark.parametrize("matched", [True, False])
def test_topics_of_two_reports_are_compared_where_they_match(matched):
    here = report(["sea", "music"], "a")
    there = report(["bees", "sea"], "bb")
    if not matched:
        there = {name: table.head(0) for name, table in there.items()}

    matches = topics_room.match_reports(*here.values(), there)
    joined = topics_room.join_reports(*here.values(), there, matches)
    papers, topics, assignments = joined
    sides = {"a": here["papers"], "b": there["papers"]}
    groups = [table[["paper_id"]].assign(group=name) for name, table in sides.items()]
    groups = pd.concat(groups, ignore_index=True)
    found = trends.compare_groups(groups, papers, topics, assignments, matches)

    if matched:
        columns = ["label", "papers_a", "papers_b", "total_a", "total_b"]
        rows = found["comparison"][columns].to_numpy().tolist()
        assert rows == [["sea", 12, 12, 24, 24]]
        expected = "1 topic of this report has a counterpart in the other; 1 here and 1"
        assert expected in found["summary"]
        assert len(found["matches_table"]) == 3
    else:
        assert found["matches_table"].empty and "nothing to" in found["summary"]
