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
    shown, bound = _parts.bounded_dumps(sizes, 2)
    assert shown == ["b", "c"]
    assert bound == "; only the largest 2 of 4 dumps are drawn"
    assert _parts.bounded_dumps(sizes, 4)[1] == ""
