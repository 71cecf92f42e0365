"""The charts of a comparison are valid, described, bounded, and tell clear differences from others."""

import numpy as np
import pandas as pd
import pytest

from litreview.charts import _compare as compare_charts
from litreview.charts import _topics as charts
from litreview.trends import _compare as compare


@pytest.fixture
def topics():
    return pd.DataFrame(
        {"topic": [0, 1, -1], "label": ["Tides, silt", "Violins", "No topic"]}
    )


def compared(topics, sides=2, papers=60):
    ids = [f"p{i}" for i in range(sides * papers)]
    named = pd.DataFrame(
        {
            "side": np.repeat([f"side-{i:03}.txt" for i in range(sides)], papers),
            "paper_id": ids,
        }
    )
    topic = [
        0 if i % papers < papers / (2 + i // papers) else 1 for i in range(len(ids))
    ]
    text = pd.Series(topic).map({0: "silt of tides", 1: "varnish on violins"})
    table = compare.compare_shares(
        named, named[["paper_id"]].assign(topic=topic), topics
    )
    return table, compare.keyness(named, named[["paper_id"]].assign(text=text))


def rows(spec):
    return [len(data) for data in spec["datasets"].values()]


@pytest.mark.parametrize("sides", [2, 5])
def test_charts_are_valid_and_described(topics, sides):
    table, words = compared(topics, sides)
    for chart in (compare_charts.compared_shares(table), compare_charts.keyness(words)):
        spec = chart.to_dict()
        assert spec["title"]["text"] and spec["title"]["subtitle"]
        assert spec["description"].startswith(spec["title"]["text"])
        assert "NaN" not in chart.to_json()


@pytest.mark.parametrize("sides", [2, 5])
def test_a_click_singles_out_a_topic_and_the_numbers_are_columns_of_the_data(
    topics, sides
):
    table, words = compared(topics, sides, papers=300)
    spec, others = (
        compare_charts.compared_shares(table).to_dict(),
        compare_charts.keyness(words).to_dict(),
    )
    (topic,) = spec["params"]
    assert (
        topic["name"] == "topic"
        and topic["select"]["fields"] == ["label"]
        and "params" not in others
    )
    assert "differ clearly" in spec["description"] and "silt" in others["description"]
    for one in (spec, others):
        columns = set(one["usermeta"]["numbers"])
        assert any(
            data and columns <= set(data[0]) for data in one["datasets"].values()
        )


def test_two_sides_are_joined_points_and_more_are_a_grid(topics):
    joined, grid = (
        compare_charts.compared_shares(compared(topics, sides)[0]).to_dict()
        for sides in (2, 5)
    )
    assert [layer["mark"]["type"] for layer in joined["layer"]] == [
        "rule",
        "point",
        "text",
        "text",
    ]
    assert [layer["mark"]["type"] for layer in grid["layer"]] == [
        "rect",
        "text",
        "text",
    ]
    assert len(next(iter(grid["datasets"].values()))) == 10


def test_what_is_clear_is_strong_and_the_rest_is_pale(topics):
    table = compared(topics)[0].assign(q=[0.01, 0.2, np.nan])
    spec = compare_charts.differences(table).to_dict()
    lines = next(data for data in spec["datasets"].values() if "said" in data[0])
    assert [(row["strength"], row["weight"]) for row in lines] == [
        (1.0, "bold"),
        (0.35, "normal"),
        (0.35, "normal"),
    ]


def test_a_grid_is_bounded_and_says_so():
    many = pd.DataFrame(
        {"topic": range(80), "label": [f"Topic {i}" for i in range(80)]}
    )
    table = compared(many, sides=70, papers=4)[0]
    spec = compare_charts.compared_shares(table).to_dict()
    assert (
        max(rows(spec)) == 60 * 60
        and f"{80 * 70 - 3600:,} cells of small differences"
        in spec["title"]["subtitle"]
    )


def test_of_each_side_the_surest_words_are_drawn():
    words = pd.DataFrame(
        {
            "a": "one",
            "b": "two",
            "term": [f"w{i}" for i in range(60)],
            "z": np.linspace(-9, 9, 60),
        }
    )
    words = words.assign(
        side=np.where(words["z"] > 0, "one", "two"), q=0.01, log_odds=words["z"] / 3
    )
    words = words.assign(share_a=0.5, share_b=0.1, papers_a=5, papers_b=1)
    spec = compare_charts.keyness(words).to_dict()
    drawn = pd.concat(map(pd.DataFrame, spec["datasets"].values()))
    assert (
        dict(drawn["side"].value_counts()) == {"one": 15, "two": 15}
        and drawn["size"].min() > 4
    )
    assert set(drawn.loc[drawn["side"] == "two", "shares"]) == {"10%, else 50%"}


def test_nothing_to_draw_is_said(topics):
    table, words = compared(topics)
    for chart in (
        compare_charts.compared_shares(table.head(0)),
        compare_charts.compared_shares(table.assign(total_a=0)),
        compare_charts.compared_shares(table[table["topic"] < 0]),
        compare_charts.keyness(words.head(0)),
    ):
        spec = chart.to_dict()
        assert spec["title"]["subtitle"] == "nothing to draw" and max(rows(spec)) == 1


def test_the_colours_are_those_that_the_colour_blind_tell_apart():
    assert (compare_charts.BLUE, compare_charts.ORANGE) == tuple(charts.COLOURS[:2])
