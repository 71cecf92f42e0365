"""The look of every chart: colours, sizes, theme, and the renderer."""

import os
from base64 import b64encode
from collections.abc import Callable
from functools import wraps
from typing import Any

import altair as alt

INK = "#1f2933"
SOFT = "#5f6b76"
GRID = "#e4e7eb"
ACCENT = "#0b6e99"
NO_TOPIC = "#8b959f"  # papers without a topic

# Two of Okabe and Ito, and six as far from all others as can be, to the colour-blind
# too, at a contrast of 3 to white. What they are on a dark page stands in
# report/templates/style.css.
COLOURS = [
    "#0072b2",
    "#d55e00",
    "#29926f",
    "#a889b7",
    "#745539",
    "#4c91ff",
    "#34360d",
    "#4b2f71",
]
SHAPES = ["circle", "square", "triangle-up", "diamond"]

WIDTH = 900  # pixels of a page
VEGA_LITE = "application/vnd.vegalite.v6+json"
VEGA_LITE_5 = "application/vnd.vegalite.v5+json"
_SCHEMA_5 = "https://vega.github.io/schema/vega-lite/v5.json"
# How JupyterLab draws a chart: sharp at any size and readable aloud, as on the page of
# a report; its menu saves pictures, and has no link to an editor on the web.
_EMBED = {
    "renderer": "svg",
    "actions": {"export": True, "source": False, "compiled": False, "editor": False},
}
_FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
)


@alt.theme.register("litreview", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Set one font, quiet axes, and a title that reads as a sentence."""
    quiet = {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    lines = {"gridColor": GRID, "domainColor": GRID, "tickColor": GRID}
    title = {
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": 600,
        "color": INK,
        "offset": 14,
        "subtitleColor": SOFT,
        "subtitleFontSize": 12,
        "subtitlePadding": 5,
    }
    header = {
        "labelFontSize": 11,
        "labelColor": INK,
        "labelFontWeight": 600,
        "labelLimit": 300,
        "title": None,
    }
    config = {
        "font": _FONT,
        "view": {"stroke": None},
        "title": title,
        "axis": quiet | lines | {"labelLimit": 320},
        "legend": quiet | {"labelLimit": 320},
        "header": header,
        "range": {"category": COLOURS},
        "mark": {"color": ACCENT},
    }
    return {"background": "white", "config": config}


def enable() -> None:
    """Set theme and renderer for charts of your own.

    The charts of this package do so themselves, unless another theme was enabled
    before. On the page of a report, a chart is its specification, which the page draws.
    In a notebook, JupyterLab draws the specification with what it brings along:
    offline, with tooltips and selections, and without a kernel when the notebook is
    opened again. A picture beside it is for viewers that draw no charts.

    Examples
    --------
    >>> litreview.charts.enable()
    """
    alt.theme.enable("litreview")

    if os.environ.get("LITREVIEW_PAGE"):
        alt.renderers.register("litreview-page", _render_for_page)
        alt.renderers.enable("litreview-page")
    else:
        # Of Altair's own renderers, the default loads its scripts from a CDN, and the
        # widget is gone with the kernel.
        alt.renderers.register("litreview-notebook", _render_for_notebook)
        alt.renderers.enable("litreview-notebook")


def themed(draw: Callable) -> Callable:
    """Have a function that draws a chart set theme and renderer first.

    Nothing happens at import, and a theme that the user has enabled stays.
    """

    @wraps(draw)
    def draw_in_theme(*args, **kwargs):
        if alt.theme.active == "default":
            enable()
        return draw(*args, **kwargs)

    return draw_in_theme


def _render_for_page(spec: dict) -> dict:
    # The page carries Vega once and draws each chart from its specification.
    return {VEGA_LITE: spec}


def _render_for_notebook(spec: dict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a chart as specification, picture and sentence, with how to draw it."""
    # JupyterLab knows Vega-Lite up to 5, and draws our charts the same with it.
    bundle = {VEGA_LITE_5: spec | {"$schema": _SCHEMA_5}}

    picture = _draw_png(spec)
    if picture:
        bundle["image/png"] = picture

    bundle["text/plain"] = _describe_chart(spec)
    return bundle, {VEGA_LITE_5: {"embed_options": _EMBED}}


def _draw_png(spec: dict) -> str:
    """Draw a chart as PNG in base64; nothing if it cannot be drawn here."""
    import vl_convert

    try:
        picture = vl_convert.vegalite_to_png(spec)
    except ValueError:
        # Such as a chart of the user's own whose data lie on the web.
        return ""

    return b64encode(picture).decode("ascii")


def _describe_chart(spec: dict) -> str:
    """Say what a chart is: its description, else its title."""
    title = spec.get("title", "")
    if isinstance(title, dict):
        title = title.get("text", "")

    # A title of several lines is a list.
    if isinstance(title, list):
        title = " ".join(title)

    return f"Chart: {spec.get('description') or title or 'without a title'}"


def topic_looks(topics: int) -> tuple[list[str], list[str]]:
    """Give each topic a colour and a shape, and papers without a topic a grey circle.

    The grey circle comes last. Topics that follow each other differ in both, for print
    in grey. There are 32 such pairs: the topics after them are all drawn as one more,
    soft crosses, told apart by the names on the map.
    """
    distinct = min(topics, len(COLOURS) * len(SHAPES))
    colours = []
    shapes = []
    for i in range(distinct):
        colours.append(COLOURS[i % len(COLOURS)])
        shapes.append(SHAPES[(i + i // len(COLOURS)) % len(SHAPES)])

    others = topics - distinct
    colours += [SOFT] * others + [NO_TOPIC]
    shapes += ["cross"] * others + ["circle"]
    return colours, shapes
