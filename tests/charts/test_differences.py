"""Clear differences are strong and the rest is pale; a grid is bounded."""

import pytest

from litreview.charts import _differences, _theme
from tests.charts.conftest import plant_shares, row_counts, rows_with, subtitle

LABELS = ["Tides, silt", "Violins"]


def mark_types(spec):
    return [layer["mark"]["type"] for layer in spec["layer"]]


def test_two_groups_are_joined_points_and_more_are_a_grid():
    two = _differences.compared_shares(plant_shares(LABELS, 2)).to_dict()
    assert mark_types(two) == ["rule", "point", "text", "text"]
    many = _differences.compared_shares(plant_shares(LABELS, 5)).to_dict()
    assert mark_types(many) == ["rect", "text", "text"]
    assert row_counts(many) == [10]


def test_what_is_clear_is_strong_and_the_rest_is_pale():
    shares = plant_shares(LABELS, 2).assign(q=[0.01, 0.2, float("nan")])
    spec = _differences.draw_two_groups(shares).to_dict()
    rows = rows_with(spec, "points")
    assert list(rows["strength"]) == [1.0, 0.35, 0.35]
    assert list(rows["weight"]) == ["bold", "normal", "normal"]
    assert "1 of 3 differ clearly" in spec["description"]


def test_a_difference_is_written_in_points_with_its_interval():
    shares = plant_shares(LABELS, 2).head(1)
    shares = shares.assign(difference=0.123, low=-0.01, high=0.3)
    rows = rows_with(_differences.draw_two_groups(shares).to_dict(), "points")
    assert list(rows["points"]) == ["+12 (-1 to +30)"]


def test_a_grid_is_bounded_and_says_so():
    shares = plant_shares([f"Topic {i}" for i in range(80)], 70)
    spec = _differences.compared_shares(shares).to_dict()
    assert max(row_counts(spec)) == 60 * 60
    left_out = 80 * 70 - 3600
    assert f"{left_out:,} cells of small differences" in subtitle(spec)


def test_the_largest_difference_is_named():
    spec = _differences.compared_shares(plant_shares(LABELS, 5)).to_dict()
    assert "the largest: Tides, silt in side-004.txt (+64)" in spec["description"]


@pytest.mark.parametrize("change", [{"total_a": 0}, {"topic": -1}])
def test_nothing_to_draw_is_said(change):
    shares = plant_shares(LABELS, 2).assign(**change)
    for table in (shares, shares.head(0)):
        spec = _differences.compared_shares(table).to_dict()
        assert subtitle(spec) == "nothing to draw"


def test_the_colours_are_those_that_the_colour_blind_tell_apart():
    assert [_differences.BLUE, _differences.ORANGE] == _theme.COLOURS[:2]
