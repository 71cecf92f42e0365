"""A text names dumps, periods or another report; what names nothing is told."""

import pandas as pd
import pytest

from litreview import tables, trends
from litreview.trends import _groups as groups

PAPERS = pd.DataFrame({"paper_id": [f"p{i}" for i in range(8)]})
NO_PAPERS = PAPERS.head(0)
RECORDS = pd.DataFrame(
    {
        "paper_id": ["p0", "p1", "p1", "p2", "p3", "p4"],
        "dump": ["x/1", "x/1", "x/2", "x/2", "y", "y"],
    }
)
STARTS = {
    "2023": "2023-01-01",
    "2024-Q1": "2024-01-01",
    "2024-Q2": "2024-04-01",
    "2025-W01": "2024-12-30",
}


def in_periods(periods):
    start = [STARTS.get(period, f"{period[:7]}-01") for period in periods]
    return pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(len(periods))],
            "period": pd.Series(periods, dtype="str"),
            "start": pd.to_datetime(start),
        }
    )


def choose(a, b, records=RECORDS, periods=(), other=NO_PAPERS):
    found = trends.choose_groups(a, b, records, in_periods(list(periods)), other)
    by_group = found.groupby("group", sort=False)["paper_id"].agg(set)
    return dict(by_group)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("y", {"p3", "p4"}),
        ("x/*", {"p0", "p1", "p2"}),
        ("2024-01", {"p0"}),
        ("2024-01..2024-02", {"p0", "p1"}),
        ("2024..", {"p0", "p1", "p2", "p3"}),
        ("..2024", {"p0", "p1", "p2", "p4"}),
        ("2024-Q1", {"p0", "p1"}),
    ],
)
def test_what_a_text_names(name, ids):
    periods = in_periods(["2024-01", "2024-02", "2024-05", "2025-01", "2023-11"])
    picked, others = groups.pick_papers(name, RECORDS, periods)
    assert set(picked) == ids and not set(picked) & set(others)


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2024-Q2", "2024"),
        ("2025-W01", "2024-12-30..2025-01-05"),
        ("2024-05-07", "2024-05"),
    ],
)
def test_a_longer_period_names_the_shorter_ones_in_it(period, name):
    picked, _ = groups.pick_papers(name, RECORDS, in_periods([period]))
    assert list(picked) == ["p0"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("z", "the dumps are x/1, x/2, y; the periods are 2023, 2024-Q1"),
        ("2024-31..", "is no dump"),
        ("2024..2024-02-31", "is no dump"),
        ("..", "is no dump"),
        ("2024-02..2024-06", "cuts through the period 2024-Q1"),
    ],
)
def test_what_names_nothing_is_told(name, message):
    with pytest.raises(ValueError, match=message):
        groups.pick_papers(name, RECORDS, in_periods(["2024-Q1", "2023"]))


def test_without_names_every_dump_is_a_group():
    expected = {"x/1": {"p0", "p1"}, "x/2": {"p1", "p2"}, "y": {"p3", "p4"}}
    assert choose("", "") == expected


def test_of_many_dumps_all_but_the_largest_are_one_group():
    dumps, papers = [], []
    for dump in range(100):
        for paper in range(1 + dump):
            dumps.append(f"{dump:02}.txt")
            papers.append(f"{dump}-{paper}")
    records = pd.DataFrame({"dump": dumps, "paper_id": papers})
    no_dates = pd.DataFrame({"paper_id": [], "period": [], "start": []})

    found = groups.choose_groups("", "", records, no_dates, records.head(0))
    sizes = found["group"].value_counts()
    assert len(sizes) == groups.MOST_DUMPS
    assert sizes[groups.OTHER_DUMPS] == sum(range(1, 42))
    assert sizes["41.txt"] == 42 and "40.txt" not in sizes
    assert set(found["paper_id"]) == set(papers)


def test_of_a_single_dump_the_halves_of_the_periods_are_groups():
    alone = RECORDS.assign(dump="x")
    halves = choose("", "", alone, ["2024-01", "2024-02", "2024-03"])
    assert halves == {"2024-01": {"p0"}, "2024-02..2024-03": {"p1", "p2"}}
    assert choose("", "", alone, ["2024-01"]) == {}


def test_one_name_is_compared_with_the_rest():
    expected = {"x/1": {"p0", "p1"}, "the rest": {"p2", "p3", "p4"}}
    assert choose("x/1", "") == choose("", "x/1") == expected


def test_a_thing_is_not_compared_with_itself():
    with pytest.raises(ValueError, match="both 'y'"):
        choose("y", "y")


def test_another_report_is_read_from_its_folder(tmp_path):
    for name, size in (("one", 2), ("two", 3)):
        ids = [f"{name}{i}" for i in range(size)]
        papers = pd.DataFrame({"paper_id": ids})
        papers = papers.assign(authors=[[]] * size, title="T", abstract="A")
        topics = pd.DataFrame({"topic": [0], "label": ["sea"], "keywords": [["tide"]]})
        assignments = papers[["paper_id"]].assign(topic=0)
        written = {"papers": papers, "topics": topics, "assignments": assignments}
        for table, rows in written.items():
            file = tables.file_of(tmp_path / name, table)
            file.parent.mkdir(parents=True, exist_ok=True)
            rows.to_parquet(file)

    here, there = tmp_path / "one", str(tmp_path / "two")
    none = trends.read_other_report(here, "", "")
    assert none["papers"].empty and set(none) == {"papers", "topics", "assignments"}

    other = trends.read_other_report(here, "", there)["papers"]
    assert list(other["paper_id"]) == ["two0", "two1", "two2"]
    for a, b in (("", there), (there, "")):
        assert list(choose(a, b, other=other)) == ["this report", there]
    assert list(choose("y", there, other=other)) == ["y", there]
    with pytest.raises(ValueError, match="both folders of reports"):
        trends.read_other_report(here, str(here), there)
