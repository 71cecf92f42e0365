"""Slopes join the fitted shares of tested topics; names are moved apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.charts import _slopes
from tests.charts.conftest import rows_with, subtitle


def test_slopes_join_the_fitted_shares_of_topics_with_a_verdict(tables):
    spec = _slopes.slopes(tables["verdicts"], tables["topics"]).to_dict()
    lines = rows_with(spec, "at")
    assert list(lines["label"]) == ["Violins", "Tides, silt", "Kites"]
    assert lines.loc[0, "name"] == "Violins: 10.0% → 30.0%"
    assert "Violins: 10.0% → 30.0%" in spec["description"]


def test_without_a_verdict_there_are_no_slopes(tables):
    undecided = tables["verdicts"].assign(verdict="too little data")
    spec = _slopes.slopes(undecided, tables["topics"]).to_dict()
    assert subtitle(spec) == "nothing to draw"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_names_are_moved_apart_within_the_chart_and_keep_their_order(at):
    at = np.array(at)
    moved = _slopes.move_apart(at, 0.02, 1.0)
    order = np.argsort(at, kind="stable")
    assert (np.diff(moved[order]) >= 0.02 - 1e-9).all()
    assert moved.min() >= -1e-9 and moved.max() <= 1 + 1e-9


def test_names_that_have_room_are_not_moved():
    at = np.array([0.5, 0.1, 0.9])
    assert _slopes.move_apart(at, 0.1, 1.0) == pytest.approx(at)
