"""Dates put papers into periods, as far as they are known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview import tables, trends
from litreview.trends import _periods as axis
from tests.trends.conftest import dated_papers, every_day

DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date())
PRECISIONS = st.sampled_from(["day", "month", "year"])


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("day", "2024-12-30"),
        ("week", "2025-W01"),
        ("month", "2024-12"),
        ("quarter", "2024-Q4"),
        ("year", "2024"),
    ],
)
def test_how_a_period_is_written(period, name):
    table = trends.assign_periods(*dated_papers(["2024-12-30"]), period=period)
    paper_periods = table["paper_periods"]
    assert list(paper_periods["period"]) == [name]
    assert list(table["periods"]["period"]) == [name]
    assert tables.period_of(paper_periods) == period


def test_an_empty_table_has_no_period():
    assert tables.period_of(pd.DataFrame({"period": []})) is None


def test_a_date_known_to_the_year_is_not_counted_in_months():
    papers, records = dated_papers(["2023-01-01", "2024-01-01", None])
    papers.loc[0, "date_precision"] = "year"
    axis = trends.assign_periods(papers, records, period="month")
    assert list(axis["paper_periods"]["paper_id"]) == ["p1"]
    assert axis["undated"].to_numpy().tolist() == [
        ["imprecise", 1, ["all.bib"]],
        ["undated", 1, ["all.bib"]],
    ]


def test_few_publication_dates_leave_the_axis_to_the_pages():
    papers, records = dated_papers([None, None, "2024-01-01"])
    seen = pd.to_datetime(["2024-05-01", None, "2024-06-01"])
    records = records.assign(seen_on=seen)

    dates, time = axis.date_papers(papers, records)
    assert time == "seen" and set(dates["paper_id"]) == {"p0", "p2"}
    dates, time = axis.date_papers(papers, records, "published")
    assert time == "published" and set(dates["paper_id"]) == {"p2"}


def test_a_paper_seen_in_two_periods_is_in_both_and_on_two_pages_of_one_once():
    papers, _ = dated_papers([None])
    days = pd.to_datetime(["2024-05-01", "2024-05-09", "2024-06-01"])
    records = pd.DataFrame({"paper_id": "p0", "dump": list("abc"), "seen_on": days})
    table = trends.assign_periods(papers, records, period="month")["paper_periods"]
    assert list(table["period"]) == ["2024-05", "2024-06"]


def test_without_any_date_there_are_empty_tables():
    found = trends.assign_periods(*dated_papers([None, None]))
    assert found["paper_periods"].empty and found["periods"].empty
    assert found["undated"]["papers"].sum() == 2
    columns = ["period", "start", "papers", "stretch", "mark", "tested"]
    assert list(found["periods"]) == columns


def test_the_period_is_one_that_the_dates_can_bear():
    days = list(pd.date_range("2020-01-01", "2024-12-31", freq="7D").astype(str))
    years = ["2020-01-01", "2021-01-01"] * 50
    for papers, expected in (
        (dated_papers(days), "year"),
        (dated_papers(days * 30), "month"),
        (dated_papers(years, "year"), "year"),
        (dated_papers(["2020-01-01", "2020-03-01"]), "month"),
    ):
        dates, _ = axis.date_papers(*papers)
        assert axis.choose_period(dates) == expected


def test_a_hole_is_marked_and_is_in_the_table():
    days = every_day("2016-01-01", "2018-12-31")
    days += every_day("2020-01-01", "2023-12-31")
    periods = trends.assign_periods(*dated_papers(days), period="year")["periods"]
    left_out = periods[~periods["tested"]]
    assert left_out[["period", "papers", "mark"]].to_numpy().tolist() == [
        ["2019", 0, "no papers"]
    ]
    assert len(periods) == 8


def test_two_marks_of_a_period_are_both_there():
    assert axis._join_marks([(1, "a"), (0, "b"), (1, "c")], 3) == ["b", "a; c", ""]


@pytest.mark.slow
@given(st.lists(DAYS, max_size=60), st.data())
def test_any_dates_make_an_axis_without_gaps(days, data):
    some = st.lists(PRECISIONS, min_size=len(days), max_size=len(days))
    papers, records = dated_papers([str(day) for day in days], data.draw(some))
    period = data.draw(st.sampled_from(["auto", *tables.PERIODS]))
    found = trends.assign_periods(papers, records, "published", period)
    periods, paper_periods = found["periods"], found["paper_periods"]

    assert periods["papers"].sum() == len(paper_periods) <= len(papers)
    placed = paper_periods["paper_id"].nunique()
    assert found["undated"]["papers"].sum() == len(papers) - placed
    if len(periods) > 1:
        steps = np.diff(periods["start"].to_numpy()) / np.timedelta64(1, "D")
        assert steps.max() <= 1.2 * steps.min() + 1e-9


@pytest.mark.parametrize("wrong", [{"period": "decade"}, {"time": "now"}])
def test_an_unknown_word_is_refused(wrong):
    with pytest.raises(ValueError, match="is not one of"):
        trends.assign_periods(*dated_papers(["2024-01-01"]), **wrong)
