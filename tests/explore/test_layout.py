"""Controls share a row as it has room."""

import ipywidgets as widgets

from litreview.explore import _layout


def test_a_row_wraps_and_its_controls_share_it():
    text = widgets.Text(layout=_layout.share_row(2))
    row = _layout.wrap_row(text, align_items="center")
    assert row.children == (text,)
    assert row.layout.flex_flow == "row wrap"
    assert row.layout.align_items == "center"
    assert text.layout.flex.startswith("2 ")
