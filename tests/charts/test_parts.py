"""The shared parts: headings, names of topics, lists of names, bounds."""

import pandas as pd

from litreview.charts import _parts


def test_a_heading_describes_what_is_found():
    texts = _parts.heading("Title", "subtitle", 300, "so much", {"a": "A"})
    assert texts["description"] == "Title: subtitle. so much."
    assert texts["width"] == 300
    assert texts["usermeta"] == {"numbers": {"a": "A"}}
    assert set(_parts.heading("Title", "subtitle", None)) == {"title", "description"}


def test_a_long_subtitle_is_wrapped():
    title = _parts.wrapped_heading("Title", "word " * 60, None)["title"]
    assert len(title.subtitle) == 3
    assert max(map(len, title.subtitle)) <= 125


def test_unstable_topics_are_marked_and_renamed_where_they_are_shown(topics):
    names = _parts.topic_names(topics)
    assert list(names) == ["Tides, silt", "Violins (unstable)", "No topic"]
    renamed = _parts.named_labels(topics["label"], names)["labelExpr"]
    assert "Violins (unstable)" in renamed and "Tides" not in renamed
    assert _parts.named_labels(names, names) == {}


def test_names_after_the_first_eight_are_a_number():
    assert _parts.list_names("abc") == "a; b; c"
    assert _parts.list_names("abcdefghij") == "a; b; c; d; e; f; g; h; and 2 more"
    assert _parts.list_values(["a", "b"], ["1", "2"]) == "a (1); b (2)"


def test_the_largest_stand_in_the_order_given():
    sizes = pd.Series({"a": 2, "b": 9, "c": 5, "d": 5})
    assert _parts.largest(sizes, 3) == ["b", "c", "d"]
    assert _parts.largest(sizes, 2) == ["b", "c"]


def test_what_is_not_drawn_is_said():
    assert _parts.bound_sentence(4, 4, "dumps") == ""
    sentence = "; the 30 largest of 3,012 dumps are drawn"
    assert _parts.bound_sentence(30, 3_012, "dumps") == sentence
    others = _parts.bound_sentence(30, 3_012, "dumps", "the others together")
    assert others == sentence + ", the others together"


def test_small_dumps_are_taken_for_one(many_dumps, records):
    places, dumps, bound = _parts.join_small_dumps(many_dumps)
    assert dumps == [*(f"dump-{i:02}.txt" for i in range(50, 80)), "the other 50"]
    assert set(places["dump"]) == set(dumps) and not places.duplicated().any()
    assert places["paper_id"].nunique() == many_dumps["paper_id"].nunique()
    assert bound.endswith("the 30 largest of 80 dumps are drawn, the others together")
    assert _parts.join_small_dumps(records)[1:] == (["a.txt", "b.txt"], "")
