"""The look of every chart, and the parts that several charts share."""

import json
import os
from collections.abc import Iterable

import altair as alt
import pandas as pd

INK, SOFT, GRID, ACCENT, NONE = "#1f2933", "#5f6b76", "#e4e7eb", "#0b6e99", "#8b959f"
# Two of Okabe and Ito, and six as far from all others as can be, to the colour-blind too, at a contrast of 3 to white.
# What they are on a dark page stands in report/templates/style.css.
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
WIDTH = 900
WEAK = 0.6  # stability below which a topic is drawn as unstable
VEGA_LITE = "application/vnd.vegalite.v6+json"
_FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
)


@alt.theme.register("litreview", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Set the look of every chart: one font, quiet axes, a title that reads as a sentence."""
    quiet = {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    title = {
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": 600,
        "color": INK,
        "offset": 14,
    }
    return {
        "background": "white",
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "title": title
            | {"subtitleColor": SOFT, "subtitleFontSize": 12, "subtitlePadding": 5},
            "axis": quiet
            | {
                "gridColor": GRID,
                "domainColor": GRID,
                "tickColor": GRID,
                "labelLimit": 320,
            },
            "legend": quiet | {"labelLimit": 320},
            "header": {
                "labelFontSize": 11,
                "labelColor": INK,
                "labelFontWeight": 600,
                "labelLimit": 300,
                "title": None,
            },
            "range": {"category": COLOURS},
            "mark": {"color": ACCENT},
        },
    }


def enable() -> None:
    """Set theme and renderer for where the notebook runs: a report run says so, by hand it is JupyterLab, offline."""
    alt.theme.enable("litreview")
    if os.environ.get("LITREVIEW_PAGE"):
        alt.renderers.register("litreview-page", _for_page)
        alt.renderers.enable("litreview-page")
    else:
        # JupyterLab knows older Vega-Lite types only, and Altair's own default loads its scripts from a CDN.
        alt.renderers.enable("jupyter", offline=True)


def _for_page(spec: dict) -> dict:
    # The page carries Vega once and draws the chart from its spec.
    return {VEGA_LITE: spec}


def marked(topics: pd.DataFrame) -> pd.DataFrame:
    """Say of unstable topics in their label that they are: for charts and lists."""
    return topics.assign(
        label=topics["label"].where(
            ~(topics["stability"] < WEAK), topics["label"] + " (unstable)"
        )
    )


def picked(legend: bool = False) -> alt.Parameter:
    """Let a click on a mark, and on the legend if there is one, single out a topic in a chart.

    A click beside the marks or a double click lets it go. On a page the charts and the list of papers follow each
    other: so a topic goes by its plain `label` in the data of every chart.
    """
    role = "event.item.mark.role"  # an axis has labels too
    on = f"click[event.item && {role} == 'mark' && event.item.datum.label]"
    clear = f"dblclick, click[!event.item || ({role} != 'mark' && indexof({role}, 'legend') < 0)]"
    bind = {"bind": "legend"} if legend else {}
    return alt.selection_point(
        name="topic", fields=["label"], on=on, clear=clear, toggle=False, **bind
    )


def faded(picked: alt.Parameter, strong: float = 1, weak: float = 0.12):
    """Make all topics pale but the picked one."""
    return alt.when(picked).then(alt.value(strong)).otherwise(alt.value(weak))


def spelled(labels: pd.Series, said: pd.Series) -> dict:
    """Have an axis or a legend say more of a topic than its label."""
    more = {
        label: name for label, name in zip(labels, said, strict=True) if label != name
    }
    return (
        {"labelExpr": f"{json.dumps(more)}[datum.value] || datum.label"} if more else {}
    )


def looks(topics: int) -> tuple[list[str], list[str]]:
    """Give each topic a colour and a shape of its own, and papers without a topic a grey circle at the end.

    Topics that follow each other differ in both, for print in grey. There are 32 such pairs: the topics after them are
    all drawn as one more, soft crosses, told apart by the names on the map.
    """
    own, rows = (
        min(topics, len(COLOURS) * len(SHAPES)),
        range(min(topics, len(COLOURS) * len(SHAPES))),
    )
    colours = [COLOURS[i % len(COLOURS)] for i in rows]
    shapes = [SHAPES[(i + i // len(COLOURS)) % len(SHAPES)] for i in rows]
    return colours + [SOFT] * (topics - own) + [NONE], shapes + ["cross"] * (
        topics - own
    ) + ["circle"]


def nothing(title: str, why: str) -> alt.Chart:
    """Say in the place of a chart why there is none."""
    text = alt.Chart(pd.DataFrame({"said": [why]})).mark_text(
        align="left", color=SOFT, fontSize=13
    )
    text = text.encode(text="said:N", x=alt.value(0), y=alt.value(4))
    return text.properties(**heading(title, "nothing to draw"), height=10)


def list_all(names: Iterable[str], numbers: Iterable[str] | None = None) -> str:
    if numbers is not None:
        return "; ".join(
            f"{name} ({number})" for name, number in zip(names, numbers, strict=True)
        )
    names = list(names)
    return "; ".join(names[:8]) + f"; and {len(names) - 8} more" * (len(names) > 8)


def heading(
    title: str,
    said: str,
    width: int | None = WIDTH - 260,
    seen: str = "",
    numbers: dict[str, str] | None = None,
) -> dict:
    """Give a chart its title, and its description: what it shows, and what is seen there, with numbers.

    `numbers` names the columns of the table behind the chart for who reads it; the page shows it below the chart.
    """
    frame = {"title": alt.TitleParams(title, subtitle=said)}
    frame["description"] = f"{title}: {said}." + f" {seen}." * bool(seen)
    frame |= {"usermeta": {"numbers": numbers}} if numbers else {}
    return frame if width is None else frame | {"width": width}
