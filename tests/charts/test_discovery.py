"""The line of a screening holds what was found by when."""

import pandas as pd
import pytest

from litreview.charts import _discovery


@pytest.fixture
def decided() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "decision": ["include", "exclude", "maybe", "", "include", "include"],
            "chosen": ["ranked", "random", "ranked", "ranked", "random", "searched"],
        }
    )


def test_the_line_counts_relevant_papers_among_those_screened(decided):
    chart = _discovery.discovery(decided, 40)
    line, points = (pd.DataFrame(layer.data) for layer in chart.layer)
    assert line["screened"].tolist() == [0, 1, 2, 3, 4, 5]
    assert line["found"].tolist() == [0, 1, 1, 2, 3, 4]
    assert points[["screened", "found"]].values.tolist() == [[4, 3]]
    assert "4 relevant in 5 papers screened of 40" in chart.description
    assert "The last relevant one came as paper 5" in chart.description


def test_none_relevant_and_none_screened_are_said(decided):
    none = _discovery.discovery(decided.assign(decision="exclude"), 40)
    assert "None was relevant" in none.description
    empty = _discovery.discovery(decided.head(0), 40).to_json()
    assert "Nothing has been screened" in empty


def test_a_long_screening_is_thinned_out(decided):
    many = pd.concat([decided] * 1_500, ignore_index=True)
    line = _discovery.discovery(many, 9_000).layer[0].data
    assert len(line) <= _discovery.DRAWN + 2
    assert line["screened"].max() == 7_500
