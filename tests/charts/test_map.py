"""The map is a sample of many papers, in the looks of the topics, names moved apart."""

import pandas as pd

from litreview.charts import _map, _theme
from tests.charts.conftest import row_counts, subtitle


def test_papers_without_a_topic_are_grey_and_last(papers, topics, assignments):
    spec = _map.topic_map(papers, topics, assignments).to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"][-1] == "No topic"
    assert scale["range"][-1] == _theme.NO_TOPIC
    assert "2 topics, each of its own colour" in spec["description"]
    assert "Tides, silt; Violins." in spec["description"]


def test_a_map_of_many_papers_is_a_sample_and_says_so(topics, monkeypatch):
    monkeypatch.setattr(_map, "MAPPED", 100)
    ids = [f"p{i}" for i in range(400)]
    papers = pd.DataFrame({"paper_id": ids, "title": "T" * 500})
    places = pd.DataFrame({"paper_id": ids, "topic": 0, "x": 0.0, "y": 0.0})
    spec = _map.topic_map(papers, topics, places, seed=1).to_dict()
    assert max(row_counts(spec)) == 100
    assert "100 of 400 papers, drawn at random" in subtitle(spec)
    assert "T" * 161 not in str(spec)
    assert spec == _map.topic_map(papers, topics, places, seed=1).to_dict()


def test_without_topics_there_is_no_map(papers, topics, assignments):
    spec = _map.topic_map(papers, topics, assignments.assign(topic=-1)).to_dict()
    assert subtitle(spec) == "nothing to draw"


def test_names_in_one_place_are_moved_up_by_their_order():
    names = pd.DataFrame({"x": [0.0, 0.0, 9.0], "y": [0.0, 0.0, 0.0], "short": "name"})
    moved = _map._move_apart(names, 10.0, 10.0)
    assert list(moved["y"].round(9)) == [0.0, 0.35, 0.0]
