"""The page: whole, the same twice, and harmless whatever stands in a paper."""

import base64
import gzip
import json
import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest

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
    files = pd.DataFrame({"dump": HOSTILE[:1], "records": [n], "certainty": "sure"})
    tables.write(
        tmp_path,
        papers=papers,
        records=records,
        topics=topics,
        assignments=assignments,
    )
    tables.write(tmp_path, lines=account, files=files)
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
    (tmp_path / "notebooks").mkdir()
    for name in ("topics", "papers"):
        cells = [
            numbers,
            said,
            row,
            listing,
            shown({VEGA_LITE: spec}, *(["map"] if name == "topics" else [])),
        ]
        nbformat.write(notebook(name, *cells), tmp_path / "notebooks" / f"{name}.ipynb")
    return tmp_path


def render(folder, record=RECORD) -> str:
    page = onepage.render(folder, ["papers", "topics"], HOSTILE[0], record)
    return page.read_text(encoding="utf-8")


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


def test_doubts_stand_above_all_findings_with_the_reason(folder):
    assert 'id="doubts"' not in render(folder)

    files = pd.DataFrame({"dump": [*HOSTILE[:2], "c.txt"], "records": [0, 1, 9]})
    files["certainty"] = ["refused", "doubtful", "sure"]
    tables.write(folder, files=files.assign(doubt=HOSTILE[1], layout=HOSTILE[2]))
    text = render(folder)
    assert text.index('<section id="doubts"') < text.index('<section id="summary"')
    block = text[text.index('<section id="doubts"') :].partition("</section>")[0]
    assert "1 file is doubtful; 1 file was refused</h2>" in block
    assert "<b>was refused</b>: no paper was taken from it. &lt;img" in block
    assert "<b>is doubtful</b>: 1 record, taken for “${alert(3)} {{ 7" in block
    assert block.count("<li>") == 2 and "<img" not in block and "c.txt" not in block
    assert block.index("<b>was refused") < block.index("<b>is doubtful")


def test_thousands_of_files_do_not_swell_the_page(folder):
    files = pd.DataFrame({"dump": [f"{i}.txt" for i in range(3_000)], "records": 1})
    files = files.assign(certainty="doubtful", doubt="Odd.", layout="list")
    tables.write(folder, files=files)
    row = {"path": "a.txt", "records": 1, "sha256": "0" * 64}
    before = len(render(folder))
    text = render(folder, RECORD | {"inputs": [row] * 3_000})
    assert "3,000 files are doubtful</h2>" in text
    assert "<li>And 2,995 more.</li>" in text
    assert "and 2,900 more files, in run.json" in text
    assert len(text) - before < 20_000


def test_what_is_too_large_is_left_out_and_said(folder):
    data, left_out = onepage.pack_papers(folder, most=400)
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
    for name in ("topics", "assignments"):
        tables.file_of(folder, name).unlink()
    (folder / "notebooks" / "topics.ipynb").unlink()
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
    call = "import litreview\nlitreview.tables.read(litreview.tables.open_folder(folder), 'topics')[['label']]"
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
    assert "rebeccapurple" in (
        tmp_path / "reports" / "own" / "notebooks" / "mine.html"
    ).read_text(encoding="utf-8")
    (tmp_path / "summary.ipynb").write_bytes((tmp_path / "mine.ipynb").read_bytes())
    (tmp_path / "own.yml").write_text(
        f"dumps: {SAMPLE}\nnotebooks: [{tmp_path / 'summary.ipynb'}]\n"
    )
    done = run_command("run", tmp_path / "own.yml", "--reports", tmp_path / "reports")
    assert (
        done.returncode == 2
        and "the report has another part called 'summary'; rename" in done.stderr
    )
