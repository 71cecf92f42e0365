"""Every chart is a valid specification with a title and a description, and holds no more rows than it draws."""

import html
import json
import re
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest

from litreview.charts import _compare as compare_charts
from litreview.charts import _theme
from litreview.charts import _topics as charts
from litreview.charts import _trends as trend_charts
from litreview.dedupe import _join as duplicates

PAGE = Path(charts.__file__).parents[1] / "report" / "templates"
# Colours as seen without green (deuteranopia) and without red (protanopia): Machado, Oliveira and Fernandes (2009).
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


@pytest.fixture
def topics():
    return pd.DataFrame(
        {
            "topic": [0, 1, -1],
            "label": ["Tides, silt", "Violins", "No topic"],
            "keywords": [["tide"], ["violin"], []],
            "papers": [5, 3, 2],
            "share": [0.5, 0.3, 0.2],
            "stability": [0.9, 0.4, float("nan")],
        }
    )


@pytest.fixture
def records():
    return pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(10)],
            "dump": ["a.txt"] * 6 + ["b.txt"] * 4,
            "record": 1,
        }
    )


@pytest.fixture
def assignments():
    topic = [0] * 5 + [1] * 3 + [-1] * 2
    return pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(10)],
            "topic": topic,
            "x": range(10),
            "y": range(10),
        }
    )


@pytest.fixture
def drawn(topics, records, assignments):
    papers = records[["paper_id"]].assign(title="</script><img src=x>")
    files = pd.DataFrame({"dump": ["a.txt", "b.txt"]})
    return {
        "records": charts.dump_records(files, records),
        "overlap": charts.dump_overlap(duplicates.dump_overlap(records)),
        "sizes": charts.topic_sizes(topics),
        "map": charts.topic_map(papers, topics, assignments),
        "dumps": charts.topic_dumps(records, topics, assignments),
    }


def test_charts_are_valid_and_described(drawn):
    for name, chart in drawn.items():
        spec = chart.to_dict()
        assert spec["title"]["text"] and spec["title"]["subtitle"], name
        assert spec["description"].startswith(spec["title"]["text"]), name


def test_in_every_chart_of_topics_a_click_singles_out_a_topic_by_its_plain_label(drawn):
    for name in ("sizes", "map", "dumps"):
        spec = drawn[name].to_dict()
        (topic,) = spec["params"]
        assert topic["name"] == "topic" and topic["select"]["fields"] == ["label"]
        labels = {
            row["label"]
            for rows in spec["datasets"].values()
            for row in rows
            if "label" in row
        }
        assert labels == {"Tides, silt", "Violins", "No topic"}
        assert "Violins (unstable)" in json.dumps(spec).replace("\\", "")
    assert drawn["map"].to_dict()["params"][0]["bind"] == "legend"


def test_descriptions_say_what_is_seen_with_numbers(drawn):
    said = {name: chart.to_dict()["description"] for name, chart in drawn.items()}
    assert "The largest: Tides, silt (5 papers); Violins (3 papers)." in said["sizes"]
    assert "2 topics" in said["map"] and "Tides, silt; Violins." in said["map"]
    assert (
        "a.txt (Tides, silt, 83%)" in said["dumps"]
        and "b.txt (Violins, 50%)" in said["dumps"]
    )
    assert (
        "10 records of 10 papers in 2 files" in said["records"]
        and "No two dumps" in said["overlap"]
    )


def test_the_numbers_behind_a_chart_are_columns_of_its_data(drawn):
    for name, chart in drawn.items():
        spec = chart.to_dict()
        columns = set(spec["usermeta"]["numbers"])
        assert any(columns <= set(data[0]) for data in spec["datasets"].values()), name


def variables():
    style = (PAGE / "style.css").read_text("utf-8")
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)")
    return [
        dict(re.findall(r"--([\w-]+): (#\w{6})", part))
        for part in (light, dark.split("}")[0])
    ]


def linear(colours):
    parts = np.array(
        [[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours]
    )
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
def test_any_two_colours_of_topics_are_told_apart_by_everyone_on_light_and_dark(scheme):
    own = variables()[scheme]
    colours = [own[f"c{i}"] for i in range(1, 9)]
    assert scheme or colours == charts.COLOURS
    assert min(contrast(colour, own["paper"]) for colour in colours) >= 3
    for name, matrix in SEEN.items():
        seen = oklab(linear(colours) @ np.transpose(matrix))
        far = np.linalg.norm(seen[:, None] - seen[None], axis=2)[np.triu_indices(8, 1)]
        assert far.min() > 0.1, name  # five times what can just be seen


def test_neighbours_differ_in_shape_too_for_print_in_grey_and_no_two_topics_look_alike():
    colours, shapes = charts.looks(40)
    looks = list(zip(colours, shapes, strict=True))
    assert len(set(looks[:32])) == 32 and len(looks) == 41
    assert set(looks[32:40]) == {(charts.SOFT, "cross")} and looks[-1] == (
        charts.NONE,
        "circle",
    )
    assert all(
        one != other for one, other in zip(shapes[:31], shapes[1:32], strict=True)
    )


def test_text_can_be_read_on_all_that_it_stands_on():
    for own in variables():
        for text in ("ink", "soft", "accent"):
            assert (
                min(contrast(own[text], own[ground]) for ground in ("paper", "shade"))
                >= 4.5
            )
        for ground in ("cell", "full", "less", "own", "mark"):
            assert contrast(own["ink"], own[ground]) >= 4.5, ground


def test_every_colour_of_a_chart_has_one_for_dark():
    light, dark = variables()
    known = dict(
        re.findall(r'"(#\w{6})": "--([\w-]+)"', (PAGE / "charts.js").read_text("utf-8"))
    )
    assert {colour: light[name] for colour, name in known.items()} == {
        colour: colour for colour in known
    }
    assert set(known.values()) <= set(dark)
    rooms = "".join(
        Path(room.__file__).read_text("utf-8")
        for room in (charts, trend_charts, compare_charts)
    )
    assert set(re.findall(r"#[0-9a-f]{6}", rooms)) <= set(known)


@pytest.mark.slow
def test_charts_on_a_page_follow_each_other_and_show_their_numbers(
    drawn, browser, tmp_path
):
    import vl_convert

    figure = '<figure class="chart"><div class="vega"></div>{}</figure>'
    with alt.theme.enable("litreview"):
        specs = [
            drawn[name].to_json().replace("<", "\\u003c")
            for name in ("sizes", "map", "dumps")
        ]
    vega = vl_convert.javascript_bundle().replace("</script", "<\\/script")
    style, script = (
        (PAGE / name).read_text("utf-8") for name in ("style.css", "charts.js")
    )
    body = "".join(
        figure.format(f'<script type="application/json">{spec}</script>')
        for spec in specs
    )
    page = f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style><script>{vega}</script>{body}"
    file = tmp_path / "page.html"
    file.write_text(page + f"<script>{script}</script>", encoding="utf-8")
    pale = """() => [...document.querySelectorAll("figure")].map((figure) => [...figure.querySelectorAll(
        ".role-mark path, .role-mark text")].some((mark) => Number(mark.getAttribute("opacity") ?? 1) < 0.3))"""
    page = browser.new_page(color_scheme="dark")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    hear = "document.addEventListener('litreview:topic', (event) => heard.push(Object.values(event.detail)))"
    page.add_init_script("window.heard = []; " + hear)
    page.goto(file.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.chart-wrapper[role=img] svg.marks').length === 3"
    )

    def all_are(want):
        page.wait_for_function(
            f"JSON.stringify(({pale})()) === '{json.dumps([want] * 3, separators=(',', ':'))}'"
        )

    all_are(False)
    bars = page.locator("figure").first.locator(".mark-rect.role-mark path")
    bars.first.click()
    all_are(True)
    bars.first.click()
    all_are(False)
    detail = "{detail: {label: 'Violins', from: 'explorer'}}"
    page.evaluate(
        f"document.dispatchEvent(new CustomEvent('litreview:topic', {detail}))"
    )
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
    page.wait_for_function(f"({title})() === '{charts.INK}'")
    assert errors == []
    page.close()


def test_no_topic_is_grey_and_last_and_unstable_topics_are_pale(drawn):
    spec = drawn["sizes"].to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [row["kind"] for row in rows] == [
        "topic",
        "unstable (below 0.6)",
        "no topic",
    ]
    assert (
        drawn["map"].to_dict()["layer"][0]["encoding"]["color"]["scale"]["range"][-1]
        == charts.NONE
    )


def test_a_map_of_many_papers_is_a_sample_and_says_so(topics, monkeypatch):
    monkeypatch.setattr(charts, "MAPPED", 100)
    ids = [f"p{i}" for i in range(400)]
    papers = pd.DataFrame({"paper_id": ids, "title": "T"})
    spread = pd.DataFrame({"paper_id": ids, "topic": 0, "x": 0.0, "y": 0.0})
    spec = charts.topic_map(papers, topics, spread).to_dict()
    assert max(map(len, spec["datasets"].values())) == 100
    assert "100 of 400 papers, drawn at random" in spec["title"]["subtitle"]


def test_without_data_a_chart_says_why(topics, assignments):
    nowhere = assignments.assign(topic=-1)
    papers = assignments[["paper_id"]].assign(title="T")
    chart = charts.topic_map(papers, topics, nowhere)
    assert "nothing to draw" in chart.to_dict()["title"]["subtitle"]
    records = pd.DataFrame({"paper_id": assignments["paper_id"], "dump": "a.txt"})
    spec = charts.topic_dumps(records, topics.tail(1), nowhere).to_dict()
    assert (
        "adds up to 100 %" in spec["description"]
        and "largest" not in spec["description"]
    )
    assert "0 topics" in charts.topic_sizes(topics.tail(1)).to_dict()["description"]


def test_labels_of_any_letters_are_drawn_with_their_mark(topics, records, assignments):
    import vl_convert

    odd = "Moss \"n' \\ peat </script> [x] ▲"
    chart = charts.topic_dumps(
        records,
        topics.assign(label=[odd, "Violins", "No topic"], stability=0.1),
        assignments,
    )
    drawn = html.unescape(vl_convert.vegalite_to_svg(chart.to_dict()))
    assert f"{odd} (unstable)" in drawn and "Violins (unstable)" in drawn


def test_the_renderer_depends_on_where_a_notebook_runs(monkeypatch):
    monkeypatch.setenv("LITREVIEW_PAGE", "1")
    _theme.enable()
    assert alt.renderers.active == "litreview-page"
    monkeypatch.delenv("LITREVIEW_PAGE")
    _theme.enable()
    assert alt.renderers.active == "jupyter" and alt.renderers.options == {
        "offline": True
    }
