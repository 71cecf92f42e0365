"""The order of the verdicts, the periods that a line may join, and bounds."""

import pandas as pd
import pytest

from litreview.charts import _time


def test_the_surer_of_two_rises_comes_first_then_the_larger():
    topics = pd.DataFrame({"topic": range(4), "label": list("abcd"), "stability": 0.9})
    verdicts = pd.DataFrame({"topic": range(4), "verdict": "rising"})
    verdicts = verdicts.assign(change=[1.1, 1.2, 3.0, 1.5], q=[0.02, 0.01, 0.04, 0.02])
    ranked = _time.order_by_verdict(topics, verdicts)
    assert list(ranked["label"]) == ["b", "d", "a", "c"]


def test_a_topic_without_a_verdict_has_too_little_data(tables):
    ranked = _time.order_by_verdict(tables["topics"], tables["verdicts"].head(2))
    assert list(ranked["verdict"]) == ["rising", "falling"] + ["too little data"] * 2
    assert "No topic" not in set(ranked["label"])
    assert _time.count_verdicts(ranked) == "1 rising, 1 falling, 2 too little data"


def test_a_line_breaks_where_not_tested_and_where_the_sources_change(tables):
    ranked = _time.order_by_verdict(tables["topics"], tables["verdicts"])
    cells = _time.join_cells(tables["trends"], ranked, tables["periods"])
    run = cells[cells["label"] == "Kites"].set_index("period")["run"]
    assert run["2024-01"] == run["2024-02"]
    assert run["2024-02"] != run["2024-04"]  # March has no papers
    assert run["2024-04"] == run["2024-05"] != run["2024-06"]  # other sources
    alone = cells.drop_duplicates("period").set_index("period")["alone"]
    assert list(alone[alone].index) == ["2024-03", "2024-08"]


def test_why_nothing_is_drawn(tables):
    assert _time.why_empty(tables["periods"]) == ""
    assert "No paper has a date" in _time.why_empty(tables["periods"].head(0))
    many = pd.DataFrame({"period": [str(i) for i in range(2000)], "papers": 1})
    assert "set `period` to a longer one" in _time.why_empty(many)
    none = tables["verdicts"].head(0)
    assert _time.why_empty(tables["periods"], none) == "There are no topics."


@pytest.mark.parametrize(("periods", "drawn"), [(8, 24), (1_000, 4)])
def test_topics_that_have_no_room_are_said(periods, drawn):
    ranked = pd.DataFrame({"topic": range(30)})
    first, bound = _time.first_topics(ranked, periods, 24)
    assert len(first) == drawn
    assert bound == f"; only the first {drawn} of 30 topics are drawn"
    assert _time.first_topics(ranked, 1, 30)[1] == ""


def test_every_verdict_has_a_colour():
    assert set(_time.VERDICTS) <= set(_time.SHADES)
    assert len(set(_time.SHADES.values())) == len(_time.SHADES)


def test_of_many_periods_some_are_named():
    periods = pd.DataFrame({"period": [f"{year}" for year in range(1980, 2025)]})
    axis = _time.period_axis(periods, 20).to_dict()["axis"]
    assert axis["values"][:2] == ["1980", "1983"]
    assert axis["labelAngle"] == -40
