"""Every chart is a valid specification with a title and a description, and holds no more rows than it draws."""

import altair as alt
import pandas as pd
import pytest

from litreview import charts, duplicates


@pytest.fixture
def topics():
    return pd.DataFrame(
        {
            "topic": [0, 1, -1],
            "label": ["Tides, silt", "Violins", "No topic"],
            "keywords": [["tide"], ["violin"], []],
            "papers": [5, 3, 2],
            "share": [0.5, 0.3, 0.2],
            "stability": [0.9, 0.4, float("nan")],
        }
    )


@pytest.fixture
def sightings():
    return pd.DataFrame({"paper_id": [f"p{i}" for i in range(10)], "dump": ["a.txt"] * 6 + ["b.txt"] * 4, "record": 1})


@pytest.fixture
def assignments():
    topic = [0] * 5 + [1] * 3 + [-1] * 2
    return pd.DataFrame({"paper_id": [f"p{i}" for i in range(10)], "topic": topic, "x": range(10), "y": range(10)})


@pytest.fixture
def drawn(topics, sightings, assignments):
    papers = sightings[["paper_id"]].assign(title="</script><img src=x>")
    files = pd.DataFrame({"dump": ["a.txt", "b.txt"]})
    return {
        "records": charts.dump_records(files, sightings),
        "overlap": charts.dump_overlap(duplicates.overlap(sightings)),
        "sizes": charts.topic_sizes(topics),
        "map": charts.topic_map(papers, topics, assignments),
        "dumps": charts.topic_dumps(sightings, topics, assignments),
    }


def test_charts_are_valid_and_described(drawn):
    for name, chart in drawn.items():
        spec = chart.to_dict()
        assert spec["title"]["text"] and spec["title"]["subtitle"], name
        assert spec["description"].startswith(spec["title"]["text"]), name


def test_no_topic_is_grey_and_last_and_unstable_topics_are_pale(drawn):
    spec = drawn["sizes"].to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [row["kind"] for row in rows] == ["topic", "unstable (below 0.6)", "no topic"]
    assert drawn["map"].to_dict()["layer"][0]["encoding"]["color"]["scale"]["range"][-1] == charts.NONE


def test_a_map_of_many_papers_is_a_sample_and_says_so(topics, monkeypatch):
    monkeypatch.setattr(charts, "MAPPED", 100)
    ids = [f"p{i}" for i in range(400)]
    papers = pd.DataFrame({"paper_id": ids, "title": "T"})
    spread = pd.DataFrame({"paper_id": ids, "topic": 0, "x": 0.0, "y": 0.0})
    spec = charts.topic_map(papers, topics, spread).to_dict()
    assert max(map(len, spec["datasets"].values())) == 100
    assert "100 of 400 papers, drawn at random" in spec["title"]["subtitle"]


def test_without_data_a_chart_says_why(topics, assignments):
    nowhere = assignments.assign(topic=-1)
    papers = assignments[["paper_id"]].assign(title="T")
    chart = charts.topic_map(papers, topics, nowhere)
    assert "nothing to draw" in chart.to_dict()["title"]["subtitle"]


def test_the_renderer_depends_on_where_a_notebook_runs(monkeypatch):
    monkeypatch.setenv("LITREVIEW_PAGE", "1")
    charts.enable()
    assert alt.renderers.active == "litreview-page"
    monkeypatch.delenv("LITREVIEW_PAGE")
    charts.enable()
    assert alt.renderers.active == "jupyter" and alt.renderers.options == {"offline": True}
