"""Shares are shares, intervals are Wilson's, and every topic stands in every period."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from litreview.trends import _periods as axis
from litreview.trends import _shares as trends


def shares(days, topics, period, seen=None):
    papers = pd.DataFrame(
        {"paper_id": [f"p{i}" for i in range(len(days))], "date": pd.to_datetime(days)}
    )
    papers = papers.assign(date_precision="day")
    records = (
        papers[["paper_id"]].assign(dump="d", seen_on=pd.NaT) if seen is None else seen
    )
    dates, by = axis.date_papers(papers, records)
    spans = axis.assign_periods(dates, period)
    assignments = papers[["paper_id"]].assign(topic=topics)
    return trends.count_by_period(
        spans, assignments, axis.describe_periods(spans, dates, records, by)
    )


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_is_that_of_wilson(a, b):
    k, n = min(a, b), max(a, b)
    share, low, high = trends.wilson_interval([k], [n])
    if n == 0:
        assert np.isnan([share, low, high]).all()
    else:
        want = binomtest(k, n).proportion_ci(method="wilson")
        assert [low[0], high[0]] == pytest.approx([want.low, want.high], abs=1e-9)


def test_every_topic_in_every_period_and_a_hole_has_no_share():
    table = shares(["2024-01-05", "2024-01-06", "2024-03-01"], [0, 1, 0], "month")
    assert len(table) == 3 * 3 and set(table["topic"]) == {-1, 0, 1}
    cell = table.set_index(["topic", "period"])
    assert cell.loc[(0, "2024-01"), "share"] == 0.5
    assert (
        cell.loc[(1, "2024-03"), "share"] == 0 and cell.loc[(1, "2024-03"), "high"] > 0
    )
    assert (
        np.isnan(cell.loc[(1, "2024-02"), "share"])
        and cell.loc[(1, "2024-02"), "total"] == 0
    )


@pytest.mark.parametrize("period", axis.PERIODS)
def test_shares_of_a_period_add_up_to_one(period):
    days = pd.date_range("2024-01-01", periods=300).astype(str)
    assert np.allclose(
        shares(days, [i % 4 - 1 for i in range(300)], period)
        .groupby("period")["share"]
        .sum(),
        1,
    )


def test_a_paper_on_two_pages_of_a_month_counts_once_and_of_two_months_twice():
    days = pd.to_datetime(["2024-05-01", "2024-05-09", "2024-06-01"])
    seen = pd.DataFrame({"paper_id": "p0", "dump": ["a", "b", "c"], "seen_on": days})
    table = shares([None], [0], "month", seen)
    assert list(table.loc[table["topic"] == 0, "papers"]) == [1, 1]


def test_without_dates_there_is_an_empty_table_with_all_columns():
    table = shares([None, None], [0, 1], "auto")
    assert table.empty and list(table)[:3] == ["topic", "period", "start"]


def test_the_wide_table_adds_up():
    table = shares(["2024-01-05", "2024-01-06", "2024-03-01"], [0, 1, 0], "month")
    topics = pd.DataFrame({"topic": [0, 1, -1], "label": ["a", "b", "No topic"]})
    wide = trends.trends_table(table, topics).set_index("label")
    assert (wide.drop("All papers").sum() == wide.loc["All papers"]).all()
