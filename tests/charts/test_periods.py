"""Periods left out of the test are pale and say why."""

from litreview.charts import _periods
from tests.charts.conftest import rows_with, subtitle


def test_periods_left_out_are_pale_and_say_why(tables):
    spec = _periods.period_totals(tables["periods"]).to_dict()
    kinds = rows_with(spec, "kind").set_index("period")["kind"]
    left_out = kinds[kinds == "left out of it"]
    assert list(left_out.index) == ["2024-03", "2024-08"]
    said = subtitle(spec)
    assert "left out: 2024-03, no papers" in said
    assert "left out: 2024-08, incomplete: ends on 2024-08-03" in said
    assert "papers in 8 periods; most in" in spec["description"]


def test_a_line_stands_where_the_sources_change(tables):
    spec = _periods.period_totals(tables["periods"]).to_dict()
    lines = spec["datasets"][spec["layer"][1]["data"]["name"]]
    assert lines == [{"period": "2024-06"}]
    assert "the sources change" in subtitle(spec)
    still = _periods.period_totals(tables["periods"].assign(stretch=0)).to_dict()
    assert "the sources change" not in subtitle(still)


def test_of_many_periods_left_out_the_first_are_named(tables):
    periods = tables["periods"].assign(tested=False, mark="too few papers")
    said = subtitle(_periods.period_totals(periods).to_dict())
    assert "left out: 2024-01, 2024-02, 2024-03 and 5 more, too few papers" in said
