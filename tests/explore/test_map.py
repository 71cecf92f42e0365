"""The map has a dot a paper, in the colour of its topic."""

import numpy as np

from litreview.explore import _map


def test_each_topic_has_a_colour_and_no_topic_is_grey(corpus):
    colours = _map._topic_colours(corpus)
    assert colours["No topic"] == _map.NO_TOPIC
    assert colours["Tides"] == _map.PALETTE[0]
    assert colours["Silt <u>"] == _map.PALETTE[1]


def test_rows_are_shown_selected_and_cleared(corpus):
    scatter = _map.build_map(corpus)
    assert _map.selected_rows(scatter).tolist() == []
    scatter.widget.selection = np.array([1, 3], dtype="uint32")
    assert _map.selected_rows(scatter).tolist() == [1, 3]
    _map.clear_selection(scatter)
    assert _map.selected_rows(scatter).tolist() == []
    _map.show_rows(scatter, np.array([0, 2]))
    assert set(scatter.filter()) == {0, 2}


def test_dots_in_one_place_have_room(corpus):
    assert _map._padded_range(corpus["x"]) == (-0.15000000000000002, 3.15)
    assert _map._padded_range(corpus["x"] * 0) == (-1.0, 1.0)
    assert _map._dot_size(1) == 10 and _map._dot_size(100_000) == 2
