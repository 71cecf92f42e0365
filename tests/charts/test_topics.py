"""The charts of topics: sizes, shares in dumps, and odd labels."""

import html

import pandas as pd

from litreview.charts import _topics
from tests.charts.conftest import rows_with, subtitle


def test_no_topic_is_grey_and_last_and_unstable_topics_are_pale(topics):
    spec = _topics.topic_sizes(topics).to_dict()
    kinds = list(rows_with(spec, "kind")["kind"])
    assert kinds == ["topic", "unstable (below 0.6)", "no topic"]
    assert (
        "The largest: Tides, silt (5 papers); Violins (3 papers)."
        in (spec["description"])
    )


def test_each_dump_adds_up_to_all_of_its_papers(records, topics, assignments):
    spec = _topics.topic_dumps(records, topics, assignments).to_dict()
    rows = rows_with(spec, "share")
    assert (rows.groupby("dump")["share"].sum().round(9) == 1).all()
    assert "a.txt (Tides, silt, 83%)" in spec["description"]
    assert "b.txt (Violins, 50%)" in spec["description"]


def test_without_topics_the_rest_is_drawn(topics, assignments):
    records = pd.DataFrame({"paper_id": assignments["paper_id"], "dump": "a.txt"})
    rest = topics.tail(1)
    spec = _topics.topic_dumps(records, rest, assignments.assign(topic=-1)).to_dict()
    assert "adds up to 100 %" in subtitle(spec)
    assert "largest" not in spec["description"]
    assert "0 topics" in _topics.topic_sizes(rest).to_dict()["description"]


def test_labels_of_any_letters_are_drawn_with_their_mark(topics, records, assignments):
    import vl_convert

    odd = "Moss \"n' \\ peat </script> [x] ▲"
    labels = [odd, "Violins", "No topic"]
    named = topics.assign(label=labels, stability=0.1)
    chart = _topics.topic_dumps(records, named, assignments)
    drawn = html.unescape(vl_convert.vegalite_to_svg(chart.to_dict()))
    assert f"{odd} (unstable)" in drawn
    assert "Violins (unstable)" in drawn
