"""The report in one file: whole, without requests, the same twice, and harmless whatever stands in a paper."""

import base64
import gzip
import json
import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from litreview import tables
from litreview.charts import VEGA_LITE
from litreview.report import _page as onepage
from tests.conftest import SAMPLE, run_command

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "${alert(3)} {{ 7 * 7 }}",
    "=HYPERLINK(1)",
]
HOSTILE += ["‮gnorw yaw eht", "zero\u200bwidth", "a & b < c"]
RECORD = {
    "inputs": [{"path": HOSTILE[0], "records": 7, "sha256": "0" * 64}],
    "params": {"title": HOSTILE[1]},
}
RECORD |= {
    "versions": {"litreview": "0.1.0", "altair": "6"},
    "finished": "2026-01-01T00:00:00+00:00",
}


class Page(HTMLParser):
    """The ids, links, loads and headings of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.ids, self.links, self.loads, self.headings = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" and "href" in told else []
        self.loads += [
            value
            for name, value in attrs
            if name in ("src", "srcset", "data", "poster")
        ]
        self.loads += [told["href"]] if tag == "link" else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []


def notebook(name: str, *cells) -> nbformat.NotebookNode:
    first = nbformat.v4.new_markdown_cell(f"# About {name}\n\nWhat this is.")
    return nbformat.v4.new_notebook(cells=[first, *cells])


def shown(data: dict, *tags: str) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("execute_result", data, execution_count=1)
    return nbformat.v4.new_code_cell(
        "shown()", outputs=[output], metadata={"tags": list(tags)}
    )


@pytest.fixture
def folder(tmp_path):
    """A report of hostile papers, with two notebooks that have a heading and an id in common."""
    n = len(HOSTILE)
    ids = [f"{i:012x}" for i in range(n)]
    papers = pd.DataFrame(
        {
            "paper_id": ids,
            "title": HOSTILE,
            "abstract": [text * 40 for text in HOSTILE],
            "authors": [[text] for text in HOSTILE],
        }
    )
    papers = papers.assign(
        date=pd.Timestamp("2024-05-03"),
        date_precision=["day", "month", "year"] * 2 + ["day"],
    )
    papers = papers.assign(
        **{name: HOSTILE for name in ("venue", "doi", "url")}, arxiv_id=None, pmid=None
    )
    records = pd.DataFrame(
        {"paper_id": ids, "dump": HOSTILE, "record": 1, "line": 1, "seen_on": pd.NaT}
    )
    topics = pd.DataFrame(
        {
            "topic": [0, -1],
            "label": HOSTILE[:2],
            "keywords": [["a"], []],
            "papers": [n - 1, 1],
        }
    )
    assignments = pd.DataFrame({"paper_id": ids, "topic": [0] * (n - 1) + [-1]})
    account = pd.DataFrame(
        {"dump": ["a"], "role": ["not understood"], "text": HOSTILE[:1]}
    )
    files = pd.DataFrame({"dump": HOSTILE[:1], "records": [n]})
    tables.write(
        tmp_path,
        papers=papers,
        records=records,
        topics=topics,
        assignments=assignments,
    )
    tables.write(tmp_path, account=account, files=files)
    spec = {
        "title": {"text": HOSTILE[0]},
        "description": HOSTILE[1],
        "mark": "point",
        "data": {"values": [{"a": HOSTILE[0]}]},
    }
    numbers = nbformat.v4.new_markdown_cell(
        "## The numbers\n\nSee [above](#The-numbers) and [topics](topics.html#The-numbers)."
    )
    said = shown({"text/markdown": "**Seven** papers, [here](#row-1)."}, "summary")
    row = shown({"text/html": "<table><tr id='row-1'></tr></table>".replace("'", '"')})
    listing = shown({"text/html": "<p>a long list of papers</p>"}, "listing")
    for name in ("topics", "papers"):
        cells = [
            numbers,
            said,
            row,
            listing,
            shown({VEGA_LITE: spec}, *(["map"] if name == "topics" else [])),
        ]
        nbformat.write(notebook(name, *cells), tmp_path / f"{name}.ipynb")
    return tmp_path


def render(folder) -> str:
    return onepage.render(folder, ["papers", "topics"], HOSTILE[0], RECORD).read_text(
        encoding="utf-8"
    )


def unpacked(text: str) -> dict:
    data = re.search(r'id="papers-data" data-encoding="gzip">([^<]*)<', text)[1]
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_all_is_in_the_file_and_nothing_runs(folder):
    text = render(folder)
    body = text[text.index("<body") :]
    assert (
        "<script>alert" not in text.replace("<\\/script", "")
        and "<img src=x" not in body
        and "{{ 7" not in body
    )
    assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", body)[0]
    assert not [load for load in Page(body).loads if not load.startswith("data:")]
    papers = unpacked(text)["papers"]
    assert papers["title"] == HOSTILE and papers["abstract"] == [
        title * 40 for title in HOSTILE
    ]
    assert papers["date"] == [
        "2024-05-03",
        "2024-05",
        "2024",
        "2024-05-03",
        "2024-05",
        "2024",
        "2024-05-03",
    ]
    assert (
        papers["topic"] == [0] * 6 + [-1]
        and papers["authors"][0] == HOSTILE[:1]
        and papers["arxiv"] == [""] * 7
    )
    assert [topic["label"] for topic in unpacked(text)["topics"]] == HOSTILE[:2]


def test_ids_are_unique_links_lead_somewhere_and_headings_go_down_by_one(folder):
    page = Page(render(folder))
    assert len(page.ids) == len(set(page.ids))
    assert [
        link for link in page.links if link.startswith("#") and link[1:] not in page.ids
    ] == []
    assert "#topics--The-numbers" in page.links and "#papers--The-numbers" in page.links
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(
        now - before <= 1
        for before, now in zip(page.headings, page.headings[1:], strict=False)
    )


def test_the_order_is_summary_map_topics_papers_and_how_it_was_made(folder):
    text = render(folder)
    places = [
        text.index(f'<section id="{name}"')
        for name in ("summary", "map", "topics", "papers", "read", "made")
    ]
    assert places == sorted(places)
    assert (
        text.count("a long list of papers") == 0
        and text.count("<strong>Seven</strong>") == 2
    )
    assert "1 stretch of the files was not understood" in text


def test_what_is_too_large_is_left_out_and_said(folder):
    data, left_out = onepage.packed(folder, most=400)
    content = json.loads(gzip.decompress(base64.b64decode(data)))
    assert (
        content["papers"]["abstract"] == [None] * 7
        and content["papers"]["title"] == HOSTILE
    )
    assert left_out == content["left_out"] and left_out.startswith(
        "The abstracts of 7 papers are left out"
    )


def test_the_same_report_gives_the_same_file(folder):
    assert render(folder) == render(folder)


def test_a_report_that_went_no_further_than_the_papers(folder):
    for name in ("topics.parquet", "assignments.parquet", "topics.ipynb"):
        (folder / name).unlink()
    text = onepage.render(folder, ["papers"], "Title", RECORD).read_text(
        encoding="utf-8"
    )
    assert unpacked(text)["topics"] == [] and set(
        unpacked(text)["papers"]["topic"]
    ) == {-1}
    assert 'id="map"' not in text


@pytest.mark.slow
def test_a_notebook_of_ones_own_and_a_template_of_ones_own(tmp_path):
    parameters = nbformat.v4.new_code_cell(
        'folder: str = "reports/sample"', metadata={"tags": ["parameters"]}
    )
    call = "import litreview\nlitreview.tables.read(litreview.tables.folder(folder), 'topics')[['label']]"
    mine = notebook("mine", parameters, nbformat.v4.new_code_cell(call))
    nbformat.write(mine, tmp_path / "mine.ipynb")
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "style.css").write_text("body { color: rebeccapurple }")
    (tmp_path / "own.yml").write_text(
        f"dumps: {SAMPLE}\nnotebooks: [{tmp_path / 'mine.ipynb'}]\ntemplate: {tmp_path / 'look'}\n"
    )
    done = run_command(
        "run",
        tmp_path / "own.yml",
        "--until",
        "topics",
        "--reports",
        tmp_path / "reports",
    )
    assert (
        done.returncode == 2
        and "mine.ipynb names no kernel; open it in JupyterLab and save it"
        in done.stderr
    )
    mine.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "Python 3",
    }
    nbformat.write(mine, tmp_path / "mine.ipynb")
    done = run_command(
        "run",
        tmp_path / "own.yml",
        "--until",
        "topics",
        "--reports",
        tmp_path / "reports",
    )
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "reports" / "own" / "report.html").read_text(encoding="utf-8")
    assert (
        "rebeccapurple" in text
        and '<section id="mine"' in text
        and "About mine" in text
    )
    assert "rebeccapurple" in (tmp_path / "reports" / "own" / "mine.html").read_text(
        encoding="utf-8"
    )
    (tmp_path / "summary.ipynb").write_bytes((tmp_path / "mine.ipynb").read_bytes())
    (tmp_path / "own.yml").write_text(
        f"dumps: {SAMPLE}\nnotebooks: [{tmp_path / 'summary.ipynb'}]\n"
    )
    done = run_command("run", tmp_path / "own.yml", "--reports", tmp_path / "reports")
    assert (
        done.returncode == 2
        and "the report has another part called 'summary'; rename" in done.stderr
    )
    (tmp_path / "topics.ipynb").write_bytes((tmp_path / "mine.ipynb").read_bytes())
    (tmp_path / "own.yml").write_text(
        f"dumps: {SAMPLE}\nnotebooks: [{tmp_path / 'topics.ipynb'}]\n"
    )
    done = run_command("run", tmp_path / "own.yml", "--reports", tmp_path / "reports")
    assert (
        done.returncode == 2
        and "the report has another part called 'topics'; rename" in done.stderr
    )


@pytest.fixture
def page(sample_report, browser):
    """The report of the sample in one file, with the network cut; every request and message is kept."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    page.asked, page.said, own = [], [], (sample_report / "report.html").as_uri()
    page.on("request", lambda request: page.asked.append(request.url))
    page.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith(own) else route.abort()
        ),
    )
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(own)
    page.wait_for_function(
        "document.querySelectorAll('figure.chart svg.marks').length >= 12",
        timeout=30_000,
    )
    page.wait_for_selector("#explorer [role=status]")
    yield page
    assert {
        url.partition("#")[0] for url in page.asked if not url.startswith("blob:")
    } == {own} and page.said == []
    context.close()


@pytest.mark.slow
def test_the_file_draws_all_charts_and_fits_any_screen(page, sample_report):
    assert (sample_report / "report.html").stat().st_size < 2_500_000
    assert (
        page.locator("figure.chart").count()
        == page.locator("figure.chart svg.marks").count()
    )
    for width in (400, 1000, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        ), width


FADED = "[...document.querySelectorAll('#map svg.marks .mark-symbol.role-mark path')]"
FADED += ".filter(point => point.getAttribute('opacity') < 0.3).length"


@pytest.mark.slow
def test_a_topic_chosen_anywhere_is_chosen_everywhere(page):
    status, select = (
        page.locator("#explorer [role=status]").first,
        page.locator("#explorer select").first,
    )
    label = page.evaluate(
        "document.querySelector('#explorer select').options[2].textContent.replace(/ \\(.*/, '')"
    )
    select.select_option(index=2)
    page.wait_for_function(f"{FADED} > 100")
    assert "of 172" in status.inner_text()
    select.select_option(index=0)
    page.wait_for_function(f"{FADED} === 0")
    page.locator("#map svg.marks .role-legend-entry").get_by_text(
        label, exact=True
    ).click()
    page.wait_for_function(f"{FADED} > 100")
    page.wait_for_function(
        "!document.querySelector('#explorer [role=status]').textContent.startsWith('172')"
    )
    assert select.evaluate("element => element.selectedIndex") == 2


@pytest.mark.slow
def test_everyone_can_read_it(page):
    axe = Axe()
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    for topic, said in ((0, "=== 0"), (2, "> 100")):
        page.locator("#explorer select").first.select_option(index=topic)
        page.wait_for_function(f"{FADED} {said}")
        found = axe.run(page, options=levels).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.slow
def test_hostile_papers_come_through_a_whole_run_as_text(browser, tmp_path):
    """Two subjects, so that there are topics; what is hostile stands in every field, the file's name and the title."""
    subjects = [
        "tidal marsh sediment salinity estuary mudflat",
        "violin varnish resonance luthier soundboard timbre",
    ]
    bad = [
        *HOSTILE,
        "[here](javascript:alert(5))",
        "<script>alert(6)</script>",
        "`<b>` <style>*{display:none}</style>",
    ]
    lines = []
    for i in range(60):
        text, own = bad[i % len(bad)], " ".join(subjects[i % 2].split()[i % 3 :] * 3)
        lines += [
            "TY  - JOUR",
            f"TI  - {text} {own.split()[0]} {i}",
            f"AB  - {own} {text} {own} case{i}.",
        ]
        lines += [
            f"T2  - {text}",
            "UR  - javascript:alert(7)",
            f'DO  - 10.1/{i}"><img src=x onerror=alert(8)>',
        ]
        lines += [
            f"PY  - {2015 + i % 8}",
            *[f"AU  - {text}, A. {k}" for k in range(5000 if i == 3 else 3)],
            "ER  - ",
        ]
    (tmp_path / "<img src=x onerror=alert(9)>.ris").write_text(
        "\n".join(lines), encoding="utf-8"
    )
    title = json.dumps(HOSTILE[0] + HOSTILE[1] + HOSTILE[2])
    (tmp_path / "bad.yml").write_text(
        f"dumps: {json.dumps(str(tmp_path))}\ntitle: {title}\n", encoding="utf-8"
    )
    done = run_command("run", tmp_path / "bad.yml", "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    said, asked, page = [], [], browser.new_page()
    for name in ("console", "pageerror", "dialog"):
        page.on(name, lambda event: said.append(str(event)))
    page.on("request", lambda request: asked.append(request.url))
    files = sorted((tmp_path / "reports" / "bad").glob("*.html"))
    assert len(files) == 7
    for file in files:
        page.goto(file.as_uri())
        page.wait_for_function(
            "[...document.querySelectorAll('figure.chart')].every(one => one.querySelector('svg'))"
        )
        assert (
            page.locator("img:not([src^='data:']), a[href^='javascript:' i]").count()
            == 0
        ), file.name
        assert HOSTILE[2] in page.title()
    page.goto((files[0].parent / "report.html").as_uri())
    page.wait_for_selector("#explorer .paper")
    shown = page.locator("#explorer .paper h3").all_inner_texts()
    assert all(
        any(title.startswith(text[:9]) for title in shown)
        for text in (HOSTILE[0], HOSTILE[1], HOSTILE[2])
    )
    assert said == [] and {url.partition(":")[0] for url in asked} <= {
        "file",
        "data",
        "blob",
    }
    page.close()
