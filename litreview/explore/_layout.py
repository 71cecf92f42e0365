"""The layout of the controls: they share a row as it has room, and wrap."""

import ipywidgets as widgets

NAMED = {"description_width": "initial"}  # a label as wide as its text


def share_row(share: float) -> widgets.Layout:
    """Let a control take this share of the row that it stands in."""
    return widgets.Layout(
        flex=f"{share} 1 9rem",
        width="auto",
        min_width="0",
    )


def wrap_row(*controls: widgets.Widget, **layout) -> widgets.HBox:
    """Put controls in a row that wraps where it is too narrow."""
    wrapped = widgets.Layout(
        flex_flow="row wrap",
        grid_gap=".2rem .6rem",
        **layout,
    )
    return widgets.HBox(controls, layout=wrapped)
