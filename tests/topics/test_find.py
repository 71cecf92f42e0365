"""One call gives the tables of topics, with your labels, and an earlier run's."""

import numpy as np
import pandas as pd
import pytest

from litreview import tables
from litreview.topics import _embed, _find, _labels


@pytest.fixture(scope="module")
def found(sample):
    return _find.find(*sample)


def test_the_tables_have_a_row_for_each_topic_and_paper(sample, found):
    papers, _ = sample
    topics, assignments, reruns, outcomes = found

    assert topics["topic"].tolist() == [*range(7), -1]
    assert topics["papers"].sum() == len(papers)
    for table in (assignments, reruns):
        assert (table["paper_id"] == papers["paper_id"]).all()
    assert (assignments["topic"] == assignments["found_topic"]).all()
    assert assignments[["x", "y"]].notna().all(axis=None)
    assert outcomes.empty


def test_the_same_is_found_again(sample, found):
    for table, again in zip(found, _find.find(*sample), strict=True):
        pd.testing.assert_frame_equal(table, again)


def test_a_draft_left_as_it_is_changes_nothing(sample, found, tmp_path):
    topics, assignments, _, outcomes = found
    file = tmp_path / "topic_labels.csv"
    _labels.draft_labels(topics, assignments, outcomes, file)

    again = _find.find(*sample, labels=str(file))

    for table, same in zip(found, again, strict=True):
        pd.testing.assert_frame_equal(table, same)


def test_your_labels_name_merge_and_split_topics(sample, found, tmp_path):
    topics, assignments, _, outcomes = found
    file = tmp_path / "topic_labels.csv"
    _labels.draft_labels(topics, assignments, outcomes, file)
    rows = _labels.read_labels(file)
    rows["label"] = ["Both", "Both", "Halves", "Mine", "", "", ""]
    rows.loc[2, "split"] = 2
    tables.write_csv(file, rows)

    table, carried, _, outcomes = _find.find(*sample, labels=str(file))

    assert outcomes["outcome"].tolist() == [
        _labels.MERGED,
        _labels.MERGED,
        _labels.SPLIT,
        _labels.CARRIED,
    ]
    assert {"Both", "Halves", "Mine"} <= set(table["label"])
    assert len(table) == 8, "one merged, one split"
    both = table.set_index("label").loc["Both"]
    assert both["papers"] == topics["papers"].iloc[:2].sum()
    merged = carried.loc[carried["topic"] == both["topic"], "found_topic"]
    assert set(merged) == {0, 1}

    # What was made of them is a draft again, which gives the same.
    _labels.draft_labels(table, carried, outcomes, file)
    again = _find.find(*sample, labels=str(file))
    assert (again[1]["topic"] == carried["topic"]).all()


def test_labels_and_places_are_taken_on_from_an_earlier_run(sample, tmp_path):
    papers, _ = sample
    new = np.arange(len(papers)) % 5 == 0
    old = papers[~new].reset_index(drop=True)
    topics, assignments, reruns, _ = _find.find(old, _embed.embed(old))
    topics = topics.assign(label=[f"Name {number}" for number in topics["topic"]])
    earlier = {
        "papers": old,
        "topics": topics,
        "assignments": assignments,
        "reruns": reruns,
    }
    tables.write(tmp_path, **earlier)

    vectors = _embed.embed(papers, earlier=tmp_path)
    table, joined, _, _ = _find.find(papers, vectors, earlier=tmp_path)

    known = joined[~new].reset_index(drop=True)
    columns = ["paper_id", "confidence", "x", "y"]
    pd.testing.assert_frame_equal(known[columns], assignments[columns])
    # Topics are numbered by their size now; the labels tell which is which.
    labels = known["topic"].map(table.set_index("topic")["label"])
    labels_then = assignments["topic"].map(topics.set_index("topic")["label"])
    named = assignments["topic"] >= 0
    assert (labels[named] == labels_then[named]).all()
    assert (known.loc[~named, "topic"] == -1).all()
    assert (joined.loc[new, "topic"] >= 0).mean() > 0.5


def test_a_missing_file_of_labels_is_said_before_anything_is_fitted(papers):
    with pytest.raises(FileNotFoundError, match="no such file of labels"):
        _find.find(papers, None, labels="no.csv")
