"""Papers pass every filter that is given, in the order of what is found."""

import pandas as pd
import pytest

from litreview.explore import find_papers, index_papers, select_papers


@pytest.fixture(scope="module")
def tables() -> dict:
    papers = pd.DataFrame(
        {"paper_id": list("abcde"), "title": "t", "topic": [0, 0, 1, -1, 1]}
    )
    papers["date"] = pd.to_datetime(
        ["2020-01-01", "2021-06-30 12:00", "2022-01-01", None, "2021-01-01"],
        format="ISO8601",
    )
    papers["topic_label"] = ["Tides", "Tides", "Silt", "No topic", "Silt"]
    records = pd.DataFrame({"paper_id": list("aabcd"), "dump": list("xyyxx")})
    decisions = pd.DataFrame(
        {
            "paper_id": list("abb") + ["e"],
            "decision": ["include", "exclude", "include", ""],
        }
    )
    return {"papers": papers, "records": records, "screening_decisions": decisions}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, "abcde"),
        ({"topics": [0]}, "ab"),
        ({"topics": ["Silt", "No topic"]}, "cde"),
        ({"since": "2021-01-01"}, "bce"),
        ({"until": "2021-06-30"}, "abe"),  # the whole of that day
        ({"since": "2021-01-01", "until": "2021-12-31", "undated": True}, "bde"),
        ({"undated": True}, "d"),
        ({"dumps": ["x"]}, "acd"),
        ({"decisions": ["include"]}, "ab"),
        ({"decisions": [""]}, "cde"),
        ({"decisions": ["exclude", ""]}, "bcde"),
        ({"topics": [1], "dumps": ["x"]}, "c"),
        ({"found": pd.Series([2.0, 1.0, 0.5], ["c", "gone", "a"])}, "ca"),
        ({"found": pd.Series([2.0, 1.0], ["c", "a"]), "topics": [0]}, "a"),
        ({"found": pd.Series([], [], dtype="float64")}, ""),
    ],
)
def test_papers_pass_every_filter_in_the_order_of_what_is_found(tables, given, left):
    assert "".join(select_papers(**tables, **given)["paper_id"]) == left


def test_no_filter_alone_keeps_the_papers_without_a_date(tables):
    assert len(select_papers(tables["papers"], until="2100-01-01")) == 4
    assert len(select_papers(tables["papers"], until="2100-01-01", undated=True)) == 5


def test_a_filter_without_its_table_says_what_to_hand_over(tables):
    papers = tables["papers"][["paper_id", "title"]]
    for asked, message in [
        ({"dumps": ["x"]}, "records="),
        ({"decisions": ["include"]}, "screening_decisions="),
        ({"topics": [1]}, "topic"),
        ({"since": "2020"}, "date"),
    ]:
        with pytest.raises(ValueError, match=message):
            select_papers(papers, **asked)


def test_the_papers_stay_as_they_are(papers):
    before = papers.copy()
    select_papers(papers, find_papers(index_papers(papers), "marsh"))
    pd.testing.assert_frame_equal(papers, before)
