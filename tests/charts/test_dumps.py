"""The charts of dumps count records and shared papers, and are bounded."""

import pandas as pd

from litreview.charts import _dumps
from tests.charts.conftest import row_counts, rows_with, subtitle


def test_records_of_papers_seen_before_are_told_apart():
    records = pd.DataFrame(
        {"paper_id": ["a", "b", "a", "c"], "dump": ["one", "one", "two", "two"]}
    )
    files = pd.DataFrame({"dump": ["one", "two"]})
    spec = _dumps.dump_records(files, records).to_dict()
    rows = rows_with(spec, "kind").set_index(["dump", "kind"])["records"]
    assert rows.to_dict() == {
        ("one", "first seen here"): 2,
        ("two", "first seen here"): 1,
        ("two", "seen in an earlier dump"): 1,
    }
    assert subtitle(spec) == "4 records of 3 papers in 2 files"
    assert "1 of the records are of papers seen in an earlier" in spec["description"]


def test_the_overlap_is_a_grid_of_shared_papers():
    records = pd.DataFrame(
        {"paper_id": ["a", "b", "c", "a", "b"], "dump": ["one"] * 3 + ["two"] * 2}
    )
    spec = _dumps.dump_overlap(records).to_dict()
    rows = rows_with(spec, "dump_a").set_index(["dump_a", "dump_b"])["papers"]
    assert rows.to_dict() == {
        ("one", "one"): 3,
        ("one", "two"): 2,
        ("two", "one"): 2,
        ("two", "two"): 2,
    }
    assert "The most in common: one and two, 2 papers" in spec["description"]


def test_no_paper_in_common_is_said(records):
    spec = _dumps.dump_overlap(records).to_dict()
    assert "No two dumps have a paper in common" in spec["description"]
    assert "only" not in subtitle(spec)


def test_of_eighty_dumps_the_largest_thirty_and_the_others_are_on_the_grid(many_dumps):
    spec = _dumps.dump_overlap(many_dumps).to_dict()
    assert row_counts(spec) == [31 * 31]
    bound = "the 30 largest of 80 dumps are drawn, the others together"
    assert subtitle(spec).endswith(bound)
    rows = rows_with(spec, "dump_a")
    largest = {f"dump-{i:02}.txt" for i in range(50, 80)}
    assert set(rows["dump_a"]) == {*largest, "the other 50"}

    # The papers of dumps 0 to 49, and the first of 50; dump 79 shares that of 0.
    papers = rows.set_index(["dump_a", "dump_b"])["papers"]
    assert papers["the other 50", "the other 50"] == sum(range(1, 51)) + 1
    assert papers["the other 50", "dump-50.txt"] == 1
    assert papers["the other 50", "dump-79.txt"] == 1
    assert papers["the other 50", "dump-60.txt"] == 0
    # Two dumps are named, not all others together.
    assert "The most in common: dump-50.txt and dump-51.txt" in spec["description"]


def test_of_thousands_of_dumps_the_largest_are_bars_and_the_others_are_counted():
    names = [f"{i:04}" for i in range(3_000)]
    records = pd.DataFrame({"paper_id": names, "dump": names})
    spec = _dumps.dump_records(records[["dump"]], records).to_dict()
    assert row_counts(spec) == [30]
    assert "the 30 largest of 3,000 dumps are drawn, the others" in subtitle(spec)
    assert "together have 2,970 records" in subtitle(spec)
