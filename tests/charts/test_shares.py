"""Small charts of topics stand in the order of verdicts, honest about holes."""

import json

import numpy as np
import pandas as pd
import pytest

from litreview.charts import _shares
from tests.charts.conftest import plant_trends, rows_with, subtitle


def draw(tables, **options):
    names = ("trends", "topics", "periods", "verdicts")
    chart = _shares.topic_shares(*[tables[name] for name in names], **options)
    return chart.to_dict()


def y_scale(spec):
    return spec["spec"]["layer"][0]["encoding"]["y"]["scale"]


def test_topics_stand_in_the_order_of_their_verdicts_with_their_size(tables):
    spec = draw(tables)
    assert spec["facet"]["sort"] == [
        "Violins\nrising, ×1.35 a month",
        "Tides, silt\nfalling, ×0.80 a month",
        "Kites\nsteady, ×0.90 to ×1.10 a month",
        "Moss\ntoo little data",
    ]
    assert "No topic" not in json.dumps(spec)
    counts = "1 rising, 1 falling, 1 steady, 1 too little data;"
    assert f"{counts} Violins (rising, ×1.35 a month)" in spec["description"]


def test_a_hole_is_no_point_but_keeps_its_place(tables):
    spec = draw(tables)
    cells = rows_with(spec, "alone").query("label == 'Kites'").set_index("period")
    assert "2024-03" not in cells.index
    assert "2024-03" in json.dumps(spec)
    assert not cells.loc["2024-08", "tested"] and cells.loc["2024-08", "alone"]


def test_one_scale_is_not_stretched_by_a_period_left_out(tables):
    last = tables["trends"]["period"] == "2024-08"
    tables["trends"].loc[last, "high"] = 0.99
    top = y_scale(draw(tables))["domain"][1]
    assert tables["trends"]["share"].max() <= top < 0.9
    assert "domain" not in y_scale(draw(tables, common=False))


def test_many_words_are_wrapped_and_keep_their_mark(tables):
    label = "Machine translation of low-resource languages, dialects"
    tables["topics"].loc[1, ["label", "stability"]] = [label, 0.3]
    first = draw(tables)["facet"]["sort"][0].split("\n")
    assert len(first) == 3 and max(map(len, first)) <= 38
    assert " ".join(first[:2]).endswith("dialects (unstable)")


def test_more_topics_than_there_is_room_for_are_said():
    months = [f"2024-{month:02}" for month in range(1, 9)]
    tables = plant_trends(np.full((30, 8), 3), [f"t {i}" for i in range(30)], months)
    columns = ["topic", "verdict", "change", "change_low", "change_high", "q"]
    tables["verdicts"] = pd.DataFrame(columns=columns).astype({"topic": "int64"})
    spec = draw(tables)
    assert len(spec["facet"]["sort"]) == 24
    assert "only the first 24 of 30 topics are drawn" in subtitle(spec)


@pytest.mark.parametrize(
    ("change", "written"), [(1.3512, "×1.35"), (1.0041, "×1.004"), (0.8, "×0.80")]
)
def test_a_change_near_one_has_a_third_place(change, written):
    assert _shares._factor(change) == written
