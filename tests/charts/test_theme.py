"""Colours are told apart by everyone; the renderer fits the place."""

import json
import re
from pathlib import Path

import altair as alt
import numpy as np
import pytest

from litreview import charts
from litreview.charts import _theme

ROOM = Path(_theme.__file__).parent
PAGE = ROOM.parent / "report" / "templates"
# Colours as seen without green (deuteranopia) and without red (protanopia): Machado,
# Oliveira and Fernandes (2009).
SEEN = {
    "all": np.eye(3),
    "no green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "no red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
}


def variables():
    """Read the colours of the page from its style sheet, light and dark."""
    style = (PAGE / "style.css").read_text("utf-8")
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)")
    schemes = []
    for part in (light, dark.split("}")[0]):
        schemes.append(dict(re.findall(r"--([\w-]+): (#\w{6})", part)))
    return schemes


def linear(colours):
    parts = []
    for colour in colours:
        parts.append([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    parts = np.array(parts)
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    high, low = sorted(linear([one, other]) @ [0.2126, 0.7152, 0.0722], reverse=True)
    return (high + 0.05) / (low + 0.05)


def oklab(light):
    cones = [
        [0.41222, 0.53633, 0.05145],
        [0.2119, 0.6807, 0.1074],
        [0.0883, 0.28172, 0.62998],
    ]
    lab = [
        [0.21045, 0.79362, -0.00407],
        [1.978, -2.42859, 0.45059],
        [0.0259, 0.78277, -0.80868],
    ]
    return np.cbrt(light.clip(0, 1) @ np.transpose(cones)) @ np.transpose(lab)


@pytest.mark.parametrize("scheme", [0, 1])
def test_any_two_colours_of_topics_are_told_apart_on_light_and_dark(scheme):
    page = variables()[scheme]
    colours = [page[f"c{i}"] for i in range(1, 9)]
    assert scheme or colours == _theme.COLOURS
    assert min(contrast(colour, page["paper"]) for colour in colours) >= 3
    for name, matrix in SEEN.items():
        seen = oklab(linear(colours) @ np.transpose(matrix))
        distances = np.linalg.norm(seen[:, None] - seen[None], axis=2)
        # Five times what can just be seen.
        assert distances[np.triu_indices(8, 1)].min() > 0.1, name


def test_neighbours_differ_in_shape_too_for_print_in_grey():
    colours, shapes = _theme.topic_looks(40)
    looks = list(zip(colours, shapes, strict=True))
    assert len(set(looks[:32])) == 32 and len(looks) == 41
    assert set(looks[32:40]) == {(_theme.SOFT, "cross")}
    assert looks[-1] == (_theme.NO_TOPIC, "circle")
    for one, other in zip(shapes[:31], shapes[1:32], strict=True):
        assert one != other


def test_text_can_be_read_on_all_that_it_stands_on():
    for page in variables():
        for text in ("ink", "soft", "accent"):
            assert contrast(page[text], page["paper"]) >= 4.5
            assert contrast(page[text], page["shade"]) >= 4.5
        for ground in ("cell", "full", "less", "own", "mark"):
            assert contrast(page["ink"], page[ground]) >= 4.5, ground


def test_every_colour_of_a_chart_has_one_for_dark():
    light, dark = variables()
    script = (PAGE / "charts.js").read_text("utf-8")
    known = dict(re.findall(r'"(#\w{6})": "--([\w-]+)"', script))
    for colour, name in known.items():
        assert light[name] == colour
    assert set(known.values()) <= set(dark)
    room = "".join(file.read_text("utf-8") for file in ROOM.glob("_*.py"))
    assert set(re.findall(r"#[0-9a-f]{6}", room)) <= set(known)


def test_the_renderer_depends_on_where_a_notebook_runs(monkeypatch):
    monkeypatch.setenv("LITREVIEW_PAGE", "1")
    charts.enable()
    assert alt.renderers.active == "litreview-page"
    monkeypatch.delenv("LITREVIEW_PAGE")
    charts.enable()
    assert alt.renderers.active == "litreview-notebook"


def test_in_a_notebook_a_chart_needs_no_kernel_and_no_network():
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
        "title": {"text": ["Sand,", "by year"]},
        "data": {"values": [{"x": 1}]},
        "mark": "point",
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    bundle, metadata = _theme._render_for_notebook(spec)
    assert set(bundle) == {_theme.VEGA_LITE_5, "image/png", "text/plain"}
    assert bundle[_theme.VEGA_LITE_5]["$schema"].endswith("/v5.json")
    assert bundle["text/plain"] == "Chart: Sand, by year"
    assert not metadata[_theme.VEGA_LITE_5]["embed_options"]["actions"]["editor"]

    away = spec | {"data": {"url": "https://example.org/none.csv"}}
    bundle, _ = _theme._render_for_notebook(away | {"title": "Away"})
    assert bundle["text/plain"] == "Chart: Away"


FIGURE = '<figure class="chart"><div class="vega"></div>{}</figure>'
IS_PALE = """() => [...document.querySelectorAll("figure")].map((figure) =>
  [...figure.querySelectorAll(".role-mark path, .role-mark text")].some(
    (mark) => Number(mark.getAttribute("opacity") ?? 1) < 0.3))"""
HEAR = """window.heard = [];
document.addEventListener("litreview:topic",
  (event) => heard.push(Object.values(event.detail)))"""
LOADED = "document.querySelectorAll('.chart-wrapper[role=img] svg.marks').length === 3"


def write_page(folder, specs) -> Path:
    """Write a page with these charts, as the page of a report draws them."""
    import vl_convert

    vega = vl_convert.javascript_bundle().replace("</script", "<\\/script")
    style = (PAGE / "style.css").read_text("utf-8")
    script = (PAGE / "charts.js").read_text("utf-8")
    body = ""
    for spec in specs:
        text = json.dumps(spec).replace("<", "\\u003c")
        body += FIGURE.format(f'<script type="application/json">{text}</script>')
    page = f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>"
    page += f"<script>{vega}</script>{body}<script>{script}</script>"
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    return file


@pytest.mark.slow
def test_charts_on_a_page_follow_each_other_and_show_their_numbers(
    papers, records, topics, assignments, browser, tmp_path
):
    charts.enable()
    drawn = [
        charts.topic_sizes(topics),
        charts.topic_map(papers, topics, assignments),
        charts.topic_dumps(records, topics, assignments),
    ]
    file = write_page(tmp_path, [chart.to_dict() for chart in drawn])
    page = browser.new_page(color_scheme="dark")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(HEAR)
    page.goto(file.as_uri())
    page.wait_for_function(LOADED)

    def all_are(want):
        wanted = json.dumps([want] * 3, separators=(",", ":"))
        page.wait_for_function(f"JSON.stringify(({IS_PALE})()) === '{wanted}'")

    all_are(False)
    bars = page.locator("figure").first.locator(".mark-rect.role-mark path")
    bars.first.click()
    all_are(True)
    bars.first.click()
    all_are(False)
    detail = "{detail: {label: 'Violins', from: 'explorer'}}"
    event = f"new CustomEvent('litreview:topic', {detail})"
    page.evaluate(f"document.dispatchEvent({event})")
    all_are(True)
    # Once each: nobody repeats what another said.
    want = [["Tides, silt", "charts"], [None, "charts"], ["Violins", "explorer"]]
    assert page.evaluate("heard") == want

    page.locator(".numbers summary").nth(1).click()
    page.wait_for_selector(".numbers table tbody tr")  # made when it is opened
    assert page.locator(".numbers table tbody tr").count() == 10
    assert page.locator(".numbers caption").inner_text() == "A map of the papers"
    assert page.locator(".numbers td").first.inner_text() == "</script><img src=x>"

    title = "() => document.querySelector('.role-title-text text').getAttribute('fill')"
    assert page.evaluate(title) == variables()[1]["ink"]
    page.emulate_media(media="print")
    page.wait_for_function(f"({title})() === '{_theme.INK}'")
    assert errors == []
    page.close()
