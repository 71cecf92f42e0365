"""Shares are shares, intervals are Wilson's, and every topic stands in every period."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from litreview import trends


def corpus(days, topics, precision="day"):
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(len(days))], "date": pd.to_datetime(days)})
    papers = papers.assign(date_precision=precision).astype({"date_precision": "str"})
    sightings = papers[["paper_id"]].assign(dump="d", seen_on=pd.NaT)
    return papers, sightings, papers[["paper_id"]].assign(topic=topics)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_is_that_of_wilson(a, b):
    k, n = min(a, b), max(a, b)
    share, low, high = trends.wilson([k], [n])
    if n == 0:
        assert np.isnan([share, low, high]).all()
    else:
        want = binomtest(k, n).proportion_ci(method="wilson")
        assert [low[0], high[0]] == pytest.approx([want.low, want.high], abs=1e-9)


def test_every_topic_in_every_period_and_a_hole_has_no_share():
    papers, _, assignments = corpus(["2024-01-05", "2024-01-06", "2024-03-01"], [0, 1, 0])
    dates, by = trends.dated(papers, papers)
    table = trends.by_period(dates, assignments, "month")
    assert by == "published"
    assert len(table) == 3 * 3 and set(table["topic"]) == {-1, 0, 1}
    cell = table.set_index(["topic", "period"])
    assert cell.loc[(0, "2024-01"), "share"] == 0.5
    assert cell.loc[(1, "2024-03"), "share"] == 0
    assert np.isnan(cell.loc[(1, "2024-02"), "share"]) and cell.loc[(1, "2024-02"), "total"] == 0


def test_shares_of_a_period_add_up_to_one():
    papers, _, assignments = corpus(
        pd.date_range("2024-01-01", periods=300).astype(str), [i % 4 - 1 for i in range(300)]
    )
    dates, _ = trends.dated(papers, papers)
    for period in trends.PERIODS:
        sums = trends.by_period(dates, assignments, period).groupby("period")["share"].sum()
        assert np.allclose(sums, 1)


@pytest.mark.parametrize(
    ("period", "said"),
    [("day", "2024-12-30"), ("week", "2025-W01"), ("month", "2024-12"), ("quarter", "2024-Q4"), ("year", "2024")],
)
def test_how_a_period_is_written(period, said):
    papers, _, assignments = corpus(["2024-12-30"], [0])
    table = trends.by_period(trends.dated(papers, papers)[0], assignments, period)
    assert set(table["period"]) == {said}
    assert trends.period_of(table) == period


def test_a_date_known_to_the_year_is_not_counted_in_months_and_is_said():
    papers, sightings, assignments = corpus(["2023-01-01", "2024-01-01"], [0, 0])
    papers.loc[0, "date_precision"] = "year"
    dates, by = trends.dated(papers, sightings)
    table = trends.by_period(dates, assignments, "month")
    left_out = trends.off_axis(papers, sightings, dates, by, table)
    assert list(left_out["reason"]) == ["date not known to the month"]
    assert "1 of 2 papers are on it; 1 is off it" in trends.said(papers, by, table, left_out)


def test_few_publication_dates_leave_the_axis_to_the_pages():
    papers, sightings, _ = corpus([None, None, "2024-01-01"], [0, 0, 0])
    sightings = sightings.assign(seen_on=pd.to_datetime(["2024-05-01", None, "2024-06-01"]))
    dates, by = trends.dated(papers, sightings)
    assert by == "seen" and set(dates["paper_id"]) == {"p0", "p2"}
    assert trends.dated(papers, sightings, "published")[1] == "published"


def test_without_any_date_there_is_a_sentence_and_an_empty_table():
    papers, sightings, assignments = corpus([None, None], [0, 1])
    dates, by = trends.dated(papers, sightings)
    table = trends.by_period(dates, assignments)
    left_out = trends.off_axis(papers, sightings, dates, by, table)
    assert table.empty and left_out["papers"].sum() == 2
    assert "nothing to draw" in trends.said(papers, by, table, left_out)


def test_a_paper_on_two_pages_of_a_month_counts_once_and_of_two_months_twice():
    papers, _, assignments = corpus([None], [0])
    seen = pd.to_datetime(["2024-05-01", "2024-05-09", "2024-06-01"])
    sightings = pd.DataFrame({"paper_id": "p0", "dump": ["a", "b", "c"], "seen_on": seen})
    table = trends.by_period(trends.dated(papers, sightings)[0], assignments, "month")
    assert list(table.loc[table["topic"] == 0, "papers"]) == [1, 1]


def test_the_period_is_one_that_the_dates_can_bear():
    days = pd.date_range("2020-01-01", "2024-12-31", freq="7D").astype(str)
    thin, _, _ = corpus(list(days), [0] * len(days))
    thick, _, _ = corpus(list(days) * 30, [0] * len(days) * 30)
    known = corpus(["2020-01-01", "2021-01-01"] * 50, [0] * 100, precision="year")[0]
    assert trends.best_period(trends.dated(thin, thin)[0]) == "year"
    assert trends.best_period(trends.dated(thick, thick)[0]) == "month"
    assert trends.best_period(trends.dated(known, known)[0]) == "year"


def test_a_planted_rise_is_apart_and_a_constant_share_is_not():
    rows = [(f"2024-{m:02}-01", 0 if i < 2 * m else 1 if i < 30 else 2) for m in range(1, 9) for i in range(60)]
    papers, _, assignments = corpus([day for day, _ in rows], [topic for _, topic in rows])
    topics = pd.DataFrame({"topic": [0, 1, 2, -1], "label": ["rises", "falls", "steady", "No topic"]})
    table = trends.by_period(trends.dated(papers, papers)[0], assignments, "month")
    apart = trends.shifts(table, topics).set_index("label")
    assert apart.loc["rises", "apart"] and apart.loc["rises", "change"] > 0
    assert apart.loc["falls", "apart"] and apart.loc["falls", "change"] < 0
    assert not apart.loc["steady", "apart"]


@pytest.mark.parametrize("wrong", [{"period": "decade"}, {"time": "now"}])
def test_unknown_words_are_said(wrong):
    papers, sightings, assignments = corpus(["2024-01-01"], [0])
    with pytest.raises(ValueError, match="is not one of"):
        dates, _ = trends.dated(papers, sightings, wrong.get("time", "auto"))
        trends.by_period(dates, assignments, wrong.get("period", "auto"))
