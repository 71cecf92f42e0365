"""What joining found is told in sentences and tables."""

import pandas as pd

from litreview.dedupe import _enrich, _join, _overview
from tests.dedupe.shore_records import LONG, OTHER, PRINTED, TITLE, make_records

SHARED = {"title": TITLE, "abstract": LONG}


def join_rows(*rows: dict, **options) -> tuple:
    return _join.join(make_records(*rows), **options)


def test_overlap_counts_papers_in_both():
    _, records, *_ = join_rows(
        SHARED | {"dump": "a"},
        SHARED | {"dump": "b"},
        {"dump": "b", "title": "On glue and other things", "abstract": OTHER},
    )
    table = _overview.dump_overlap(records).set_index(["dump_a", "dump_b"])["papers"]
    assert table.to_dict() == {
        ("a", "a"): 1,
        ("a", "b"): 1,
        ("b", "a"): 1,
        ("b", "b"): 2,
    }


def test_reasons_are_counted():
    pairs = join_rows(SHARED, SHARED | {"title": TITLE + "."})[2]
    assert _overview.reason_table(pairs).to_dict("records") == [
        {
            "match": "same",
            "reason": "same title and abstract",
            "pairs": 1,
            "example": "a.csv#1 and a.csv#2",
        }
    ]


def test_decisions_by_hand_are_counted_as_one_reason_wherever_they_stand():
    rows = [SHARED, {"title": "Varnish"}, {"title": "Glue"}]
    decisions = pd.DataFrame(
        {"a": [0, 0], "b": [1, 2], "decision": ["same", "same"], "line": [2, 3]}
    )
    pairs = join_rows(*rows, decisions=decisions)[2]
    table = _overview.reason_table(pairs)
    assert table["reason"].tolist() == ["settled by hand"]
    assert table["pairs"].tolist() == [2]


def test_papers_that_several_dumps_have_are_listed():
    tables = join_rows(
        *(SHARED | {"dump": name} for name in "abc"),
        {"title": "On glue", "dump": "a"},
    )
    table = _overview.shared_papers_table(*tables[:2])
    assert table.to_dict("records") == [
        {"title": TITLE, "dumps": 3, "found_in": ["a", "b", "c"]}
    ]
    assert _overview.joining_summary(*tables[:3]) == (
        "**1 paper** is in more than one dump, at most in 3."
    )


def test_works_of_several_papers_are_listed_and_told():
    other = PRINTED | {"volume": "40", "pages": "e618", "venue": "Sand"}
    rows = [{"title": TITLE, **PRINTED}, {"title": TITLE, **other}]
    papers, records, pairs, _ = join_rows(*rows)
    table = _overview.works_table(papers)
    assert table["work"].tolist() == [1, 1] and table["year"].tolist() == ["2015"] * 2
    assert table["venue"].tolist() == [PRINTED["venue"], "Sand"]
    assert _overview.joining_summary(papers, records, pairs) == (
        "2 papers are linked with another publication of the same work, and counted on "
        "their own."
    )


def test_pairs_that_came_close_are_told():
    pairs = pd.DataFrame(
        {"score": [0.3, 0.2, 0.4, 0.9], "match": ["different"] * 3 + ["same"]}
    )
    papers, records, *_ = join_rows({"title": TITLE})
    assert _overview.joining_summary(papers, records, pairs) == (
        "2 pairs of records came close and were not joined."
    )
    assert _overview.joining_summary(papers, records, pairs[1:2]) == ""


def test_values_are_counted_by_the_dump_they_came_from():
    provenance = join_rows(
        {"title": TITLE, "abstract": LONG, "dump": "a#1.csv"},
        {"title": TITLE + ".", "abstract": LONG[:90], "doi": "10.1/a", "dump": "b.ris"},
    )[3]
    table = _overview.provenance_table(provenance)
    assert list(table) == ["dump", "title", "abstract", "doi"]
    assert table["dump"].tolist() == ["a#1.csv", "b.ris"]
    assert table["abstract"].tolist() == [1, 0] and table["doi"].tolist() == [0, 1]


def test_an_overview_has_all_that_a_notebook_shows(tmp_path):
    found = make_records(SHARED, {"title": "On glue"})
    file = tmp_path / "own.csv"
    file.write_text("decision,record_a,record_b\nsame,a.csv#1,a.csv#2\n")
    papers, records, pairs, provenance = _join.join(found, file)
    papers, gained, files = _enrich.enrich(
        papers, make_records({"title": TITLE, "abstract": LONG, "doi": "10.1/a"})
    )
    overview = _overview.overview(
        papers, records, pairs, provenance, gained, files, file, found
    )
    texts = {name for name, shown in overview.items() if isinstance(shown, str)}
    assert texts == {"summary", "decisions_summary", "gained_summary"}
    assert set(overview) - texts == {
        "shared",
        "reasons",
        "works",
        "provenance",
        "gained",
    }
    assert "1 decision of yours was applied" in overview["decisions_summary"]
    assert "1 paper gained a DOI" in overview["gained_summary"]
    assert overview["gained"]["papers"].tolist() == [1]


def test_an_overview_of_joining_alone_says_nothing_of_other_files():
    overview = _overview.overview(*join_rows(SHARED))
    assert "gained" not in overview and overview["decisions_summary"] == ""
    assert overview["summary"] == ""


def test_an_overview_of_no_records_is_empty():
    found = make_records(SHARED)[:0]
    overview = _overview.overview(*_join.join(found), found=found)
    assert all(len(shown) == 0 for shown in overview.values())
