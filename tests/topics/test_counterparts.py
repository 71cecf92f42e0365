"""Topics of two reports are counterparts where the words of their papers are alike."""

import numpy as np
import pandas as pd
import pytest

from litreview.topics import _counterparts

WORDS = {
    "Tides": "tidal marsh sediment salinity estuary flooding mudflat",
    "Violins": "violin varnish resonance luthier bow bridge timbre",
    "Bees": "bee pollen hive nectar foraging meadow flower",
}


def report(labels: list[str], name: str) -> dict[str, pd.DataFrame]:
    """Invent a report: eight papers for each label, and one without a topic."""
    rows, topic_of = [], []
    for topic, label in enumerate(labels):
        words = WORDS[label].split()
        for i in range(8):
            rows.append((f"{name}{topic}{i}", " ".join(np.roll(words, i)[:5])))
            topic_of.append(topic)
    rows.append((f"{name}none", "entirely strange matters"))
    topic_of.append(-1)

    papers = pd.DataFrame(rows, columns=["paper_id", "text"])
    topics = pd.DataFrame(
        {"topic": [*range(len(labels)), -1], "label": [*labels, "No topic"]}
    )
    topics = topics.assign(papers=8, share=8 / len(rows))
    assignments = pd.DataFrame({"paper_id": papers["paper_id"], "topic": topic_of})
    return {"papers": papers, "topics": topics, "assignments": assignments}


def test_topics_with_the_same_words_are_counterparts():
    pairs = _counterparts.match_reports(
        **report(["Tides", "Violins"], "a"), other=report(["Violins", "Tides"], "b")
    )

    assert pairs["label_a"].tolist() == ["Tides", "Violins"]
    assert pairs["label_b"].tolist() == ["Tides", "Violins"]
    assert pairs["topic_b"].tolist() == [1, 0]
    assert (pairs["likeness"] > 0.9).all()
    assert list(pairs.columns) == [
        *("topic_a", "label_a", "papers_a", "share_a"),
        *("topic_b", "label_b", "papers_b", "share_b"),
        "likeness",
    ]


def test_a_topic_without_a_counterpart_tells_its_likeness_to_the_nearest():
    pairs = _counterparts.match_reports(
        **report(["Tides", "Violins"], "a"), other=report(["Tides", "Bees"], "b")
    )

    both, only_a, only_b = pairs.to_dict("records")
    assert (both["label_a"], both["label_b"]) == ("Tides", "Tides")
    assert only_a["label_a"] == "Violins" and pd.isna(only_a["topic_b"])
    assert only_b["label_b"] == "Bees" and pd.isna(only_b["topic_a"])
    assert max(only_a["likeness"], only_b["likeness"]) < _counterparts.ALIKE


@pytest.mark.parametrize(
    ("labels", "other_labels", "rows"),
    [([], [], 0), (["Tides"], [], 0), ([], ["Tides"], 0)],
)
def test_reports_without_topics_have_no_pairs(labels, other_labels, rows):
    pairs = _counterparts.match_reports(
        **report(labels, "a"), other=report(other_labels, "b")
    )

    assert len(pairs) == rows


def test_a_pair_is_nearest_both_ways_and_alike_enough():
    likeness = np.array([[0.9, 0.8], [0.7, 0.3]])

    rows = _counterparts._pair_rows(likeness)

    # The second row is nearest to the first column, which is nearer to another.
    assert rows == [(0, 0, 0.9), (1, -1, 0.7), (-1, 1, 0.8)]


def test_joined_reports_hold_the_topics_that_both_have():
    ours, other = report(["Tides", "Violins"], "a"), report(["Tides", "Bees"], "b")
    pairs = _counterparts.match_reports(**ours, other=other)

    papers, topics, assignments = _counterparts.join_reports(
        **ours, other=other, pairs=pairs
    )

    assert len(papers) == len(ours["papers"]) + len(other["papers"])
    assert topics["label"].tolist() == ["Tides", "No topic"]
    topic_of = assignments.set_index("paper_id")["topic"]
    assert topic_of["b00"] == 0, "a paper of the counterpart is in our topic"
    assert topic_of["b10"] == _counterparts.UNMATCHED
    assert topic_of["bnone"] == -1


def test_a_paper_of_both_reports_stands_once():
    ours = report(["Tides"], "a")
    pairs = _counterparts.match_reports(**ours, other=ours)

    papers, _, assignments = _counterparts.join_reports(**ours, other=ours, pairs=pairs)

    assert papers["paper_id"].is_unique
    assert len(assignments) == 2 * len(papers), "it stands in both of them"


def test_without_another_report_all_stays():
    ours = report(["Tides"], "a")
    none = {name: table.head(0) for name, table in ours.items()}
    pairs = _counterparts.match_reports(**ours, other=none)

    joined = _counterparts.join_reports(**ours, other=none, pairs=pairs)

    for table, same in zip(ours.values(), joined, strict=True):
        pd.testing.assert_frame_equal(table, same)
