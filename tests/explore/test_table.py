"""The grid gives back the names of the rows that are selected or shown."""

import pandas as pd
import pytest

from litreview.explore import _table


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame({"Title": ["x", "y", "z"]}, index=["a", "b", "c"])


def test_selected_rows_have_names_and_rows_beyond_the_end_none(table):
    grid = _table.build_grid(table)
    grid.selections = [
        {"r1": 1, "r2": 2, "c1": 0, "c2": 0},
        {"r1": 2, "r2": 9, "c1": 0, "c2": 0},
    ]
    assert grid.selected_names() == ["b", "c"]
    grid.replace_rows(table.head(0))
    assert grid.selected_names() == [] and grid._row_count == 0


def test_other_values_keep_the_selection_and_the_order(table):
    grid = _table.build_grid(table)
    grid.transform([{"type": "sort", "column": "Title", "desc": True}])
    grid.selections = [{"r1": 0, "r2": 0, "c1": 0, "c2": 0}]
    assert grid.selected_names() == ["c"]
    grid.update_values(table.assign(Title=["z", "y", "x"]))
    assert list(grid.shown_rows().index) == ["a", "b", "c"]
    assert grid.selected_names() == ["a"]
