"""Heat is white at the mean of a topic, and does not shout of few papers."""

from litreview.charts import _heat
from tests.charts.conftest import rows_with, subtitle


def draw(tables):
    names = ("trends", "topics", "verdicts", "periods")
    return _heat.topic_heat(*[tables[name] for name in names]).to_dict()


def topic_axis(spec):
    return spec["layer"][0]["encoding"]["y"]


def test_heat_is_white_at_the_mean_and_does_not_shout_of_few_papers(tables):
    spec = draw(tables)
    cells = rows_with(spec, "doublings").set_index(["label", "period"])
    assert cells["doublings"].between(-2, 2).all()
    violins = cells.loc["Violins", "doublings"]
    assert violins["2024-01"] > 0.4 > 0 > violins["2024-07"]
    assert cells.loc[("Moss", "2024-02"), "doublings"] < 0.5
    assert ("Kites", "2024-03") not in cells.index
    assert "Violins \\u25b2" in topic_axis(spec)["axis"]["labelExpr"]
    highest = "Highest above its mean: Tides, silt (2024-07); Violins (2024-01)"
    assert highest in spec["description"]


def test_of_topics_with_one_verdict_the_earlier_peak_stands_first(tables):
    tables["verdicts"]["verdict"] = "steady"
    order = topic_axis(draw(tables))["sort"]
    assert order.index("Violins") < order.index("Tides, silt")


def test_rings_stand_over_periods_left_out(tables):
    spec = draw(tables)
    assert len(spec["layer"]) == 2
    assert "left\u00a0out" in subtitle(spec)
    tables["periods"]["tested"] = True
    assert len(draw(tables)["layer"]) == 1
