"""Shares are shares, intervals are Wilson's, every topic is in every period."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from litreview import tables, trends
from litreview.trends import _shares
from tests.trends.conftest import assigned, dated_papers


def shares(days, topics, period):
    papers, records = dated_papers(days)
    assignments = assigned(papers["paper_id"], topics)
    found = trends.count_by_period(papers, records, assignments, period=period)
    return found["trends"]


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_is_that_of_wilson(a, b):
    papers, total = sorted([a, b])
    share, low, high = _shares.wilson_interval([papers], [total])
    if total == 0:
        assert np.isnan([share, low, high]).all()
    else:
        interval = binomtest(papers, total).proportion_ci(method="wilson")
        assert low[0] == pytest.approx(interval.low, abs=1e-9)
        assert high[0] == pytest.approx(interval.high, abs=1e-9)
        assert low[0] <= share[0] <= high[0]


def test_every_topic_in_every_period_and_a_hole_has_no_share():
    table = shares(["2024-01-05", "2024-01-06", "2024-03-01"], [0, 1, 0], "month")
    assert len(table) == 3 * 3 and set(table["topic"]) == {-1, 0, 1}

    cell = table.set_index(["topic", "period"])
    assert cell.loc[(0, "2024-01"), "share"] == 0.5
    assert cell.loc[(1, "2024-03"), "share"] == 0
    assert cell.loc[(1, "2024-03"), "high"] > 0
    assert cell.loc[(1, "2024-02"), "total"] == 0
    assert np.isnan(cell.loc[(1, "2024-02"), "share"])


@pytest.mark.parametrize("period", tables.PERIODS)
def test_shares_of_a_period_add_up_to_one(period):
    days = pd.date_range("2024-01-01", periods=300).astype(str)
    table = shares(days, [i % 4 - 1 for i in range(300)], period)
    assert np.allclose(table.groupby("period")["share"].sum(), 1)


def test_without_dates_there_is_an_empty_table_with_all_columns():
    table = shares([None, None], [0, 1], "auto")
    columns = ["topic", "period", "start", "papers", "total", "share", "low", "high"]
    assert table.empty and list(table) == columns


def test_the_periods_come_with_the_counts():
    papers, records = dated_papers(["2024-01-05", "2025-01-06"])
    assignments = assigned(papers["paper_id"], [0, 0])
    found = trends.count_by_period(papers, records, assignments, period="year")
    assert set(found) == {"time", "paper_periods", "periods", "undated", "trends"}
    assert list(found["periods"]["period"]) == ["2024", "2025"]
