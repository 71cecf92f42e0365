"""The heaviest bursts are drawn by their start."""

import json

from litreview.charts import _bursts
from tests.charts.conftest import rows_with, subtitle


def test_the_heaviest_bursts_are_drawn_by_start(tables, term_bursts):
    spec = _bursts.bursts(term_bursts, tables["periods"]).to_dict()
    assert len(rows_with(spec, "term")) == 25
    assert "term 29" not in json.dumps(spec)
    assert "the 25 heaviest of 30" in subtitle(spec)
    assert "The heaviest: term 0, 2024-01 to 2024-03" in spec["description"]
    order = spec["encoding"]["y"]["sort"]
    starts = term_bursts.set_index("term")["start"][order]
    assert starts.is_monotonic_increasing
