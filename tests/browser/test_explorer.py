"""The paper explorer in a browser: found, read, linked to, chosen and exported, from a file and without any network."""

import base64
import csv
import gzip
import json
import random
import re
import statistics
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from litreview import write
from litreview.read import _dumps as dumps
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

PAGE = ROOT / "litreview" / "report" / "templates"
CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "img-src data:; font-src data:"
)
TEXTS = "id title date venue volume issue pages doi arxiv pmid url".split()
TOPICS = [
    {
        "topic": 0,
        "label": "Bike share, stations",
        "keywords": ["bike", "dock"],
        "papers": 130,
        "verdict": "rising",
    },
    {
        "topic": 1,
        "label": "Tides & marshes",
        "keywords": ["tide"],
        "papers": 120,
        "verdict": "",
    },
    {"topic": -1, "label": "No topic", "keywords": [], "papers": 6, "verdict": ""},
]
HOSTILE = [
    "</script><script>alert(1)</script>",
    '<img src="http://example.org/x" onerror="alert(2)">',
    "${alert(3)} {{ 7 * 7 }} {% raw %} `alert(4)`",
    "\u202eright to left\u202c and \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "zero\u200bwidth\u200d\ufeff letters",
    "half a letter \ud83d and \udc00 more",
    "",
    "\u200b \u2060",
    '"><svg onload=alert(5)>',
    "&lt;b&gt; &amp; ]]> <!-- <style>*{display:none}</style>",
    "long" * 300,
]


def paper(i: int, **values) -> dict:
    """A paper of the data in the page; what is not said is missing."""
    empty = dict.fromkeys(TEXTS, "") | {
        "abstract": "",
        "authors": [],
        "topic": -1,
        "dumps": 1,
    }
    return empty | {"id": f"{i:012x}", "title": f"Paper {i}"} | values


def city() -> list[dict]:
    """256 papers on bikes, tides and neither, of which a few are planted for a search to find."""
    papers = [
        paper(
            i,
            topic=i % 2,
            title=f"{['Bikes', 'Tides'][i % 2]} observed, part {i}",
            date=f"20{10 + i % 10}-0{1 + i % 9}",
        )
        for i in range(250)
    ]
    many = [f"Author{k}, A." for k in range(5000)]
    return papers + [
        paper(
            300, title="Café society and the bike-share stations of Łódź", abstract="How riders pick stations.",
            authors=["Blum, Ada", "Şahin, Işıl", "Ludwig van Beethoven"], venue="Journal of Docks", volume="12",
            issue="3", pages="45-67", date="2024-05-03", doi="10.1000/Dock_(1)<2>", arxiv="2405.01234", topic=0,
            dumps=3, url="https://example.org/a?b=c&d=%20e",
        ),
        paper(301, title="Nothing of it here", abstract="Share of bike stations, not in that order.", date="2023"),
        paper(302, title="Left out", abstract=None, url="javascript:alert(1)", date="2022-11"),
        paper(303, title="Crowded", authors=many, url="data:text/html,<script>alert(1)</script>"),
        paper(304, title="自行车共享系统", abstract="城市中的自行车"),
        paper(305, title="A zebra's title", abstract="Costs $5 or $6, if $x_{1}^2$ holds; 50% & #1 {a_b} ~c ^d \\e"),
    ]  # fmt: skip


def columns(papers: list[dict]) -> dict:
    """Give papers column by column, with the keys and kinds that Python gives them."""
    found = {name: [own[name] for own in papers] for name in papers[0]}

    precisions = {4: "year", 7: "month", 10: "day"}
    table = pd.DataFrame(
        {
            # As they are: half a letter stands in no text of Arrow.
            "title": pd.Series(found["title"], dtype=object),
            "venue": pd.Series(found["venue"], dtype=object),
            "authors": found["authors"],
            "date": [pd.Timestamp(date) if date else pd.NaT for date in found["date"]],
            "date_precision": [precisions.get(len(date)) for date in found["date"]],
        }
    )
    entries = write.entry_keys_and_kinds(table)
    return found | {"key": entries["key"].tolist(), "kind": entries["kind"].tolist()}


def harness(
    folder: Path, papers: list[dict], encoding: str = "gzip", left_out: str = ""
) -> Path:
    """Write a page around the explorer, as the report has it."""
    text = json.dumps(
        {"papers": columns(papers), "topics": TOPICS, "left_out": left_out}
    )
    packed = base64.b64encode(gzip.compress(text.encode(), 1)).decode()
    data = packed if encoding == "gzip" else text.replace("<", "\\u003c")
    names = ("style.css", "explorer.css", "exports.js", "explorer.js")
    style, own, exports, script = ((PAGE / name).read_text("utf-8") for name in names)
    assert "</script" not in script and "innerHTML" not in script
    file = folder / "report.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Report</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}"><link rel="icon" href="data:,">'
        f"<style>{style}</style><style>{own}</style></head><body><main><h1>A report</h1>"
        f'<section id="papers" class="explorer" aria-labelledby="papers-heading"><h2 id="papers-heading">Papers</h2>'
        f'<div id="explorer"></div></section></main>'
        f'<script type="text/plain" id="papers-data" data-encoding="{encoding}">{data}</script>'
        f"<script>{exports}</script><script>{script}</script></body></html>",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def visit(browser):
    """Open a page with the network cut; whatever it asks for, says or alarms with fails the test."""
    opened, heard = [], []

    def go(file: Path, fragment: str = "", **options):
        context = browser.new_context(
            **{"viewport": {"width": 1000, "height": 900}, "offline": True} | options
        )
        page = context.new_page()
        own = file.as_uri()
        opened.append(context)
        page.on(
            "request",
            lambda request: (
                None if request.url.split("#")[0] == own else _blob(heard, request)
            ),
        )
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on(
            "dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss())
        )
        page.goto(own + fragment)
        page.locator("#explorer .count").wait_for()
        return page

    yield go
    for context in opened:
        context.close()
    assert heard == []


def _blob(heard: list, request) -> None:
    if not request.url.startswith("blob:"):
        heard.append(request.url)


def search(page, text: str) -> str:
    page.get_by_label("Search titles").fill(text)
    page.wait_for_timeout(250)
    return status(page)


def status(page) -> str:
    return page.locator("#explorer .count").inner_text()


def titles(page) -> list[str]:
    return page.locator(".paper h3").all_inner_texts()


@pytest.fixture
def page(visit, tmp_path):
    return visit(
        harness(tmp_path, city(), left_out="The abstract of one paper was left out.")
    )


def test_words_are_found_without_case_accents_and_order(page):
    assert status(page) == "256 of 256 papers"
    assert (
        "The abstract of one paper was left out."
        in page.locator("#explorer").inner_text()
    )
    assert search(page, "CAFE lodz") == "1 of 256 papers"
    assert page.locator("mark").all_inner_texts() == ["Café", "Łódź"]
    assert search(page, "bike station") == "2 of 256 papers"
    assert titles(page)[0].startswith("Café")  # both words in its title
    assert search(page, "tation") == "0 of 256 papers"
    assert "No paper has all of this" in page.locator("#explorer").inner_text()
    assert search(page, "Isil sahin") == "1 of 256 papers"
    assert search(page, "自行车") == "1 of 256 papers"
    assert search(page, "   +++ ") == "256 of 256 papers"


def test_words_in_quotes_stand_together(page):
    assert search(page, '"bike share"') == "1 of 256 papers"
    assert page.locator("mark").all_inner_texts() == ["bike-share"]
    assert search(page, '"bike stations"') == "1 of 256 papers"
    assert titles(page) == ["Nothing of it here"]
    page.get_by_role("button", name="Nothing of it here").click()
    assert page.locator(".opened mark").all_inner_texts() == ["bike stations"]
    assert search(page, '"bike sta"') == "0 of 256 papers"
    assert search(page, '"bike share" zebra') == "0 of 256 papers"
    assert (
        search(page, '"bike shar') == "0 of 256 papers"
    )  # not closed, and still one phrase


def test_topic_and_event_keep_in_step(page):
    page.evaluate(
        "window.said = []; document.addEventListener('litreview:topic', (e) => said.push(e.detail))"
    )
    choice = page.get_by_label("Topic")
    assert choice.locator("option").all_inner_texts() == [
        "All topics (256)",
        "Bike share, stations (126)",
        "Tides & marshes (125)",
        "No topic (5)",
    ]
    choice.select_option(label="No topic (5)")
    assert status(page) == "5 of 256 papers" and page.url.endswith("#topic--1")
    assert page.evaluate("said") == [{"label": "No topic", "from": "explorer"}]
    event = (
        "detail => document.dispatchEvent(new CustomEvent('litreview:topic', {detail}))"
    )
    page.evaluate(event, {"label": "Tides & marshes", "from": "charts"})
    assert (
        status(page) == "125 of 256 papers"
        and choice.input_value() == "1"
        and page.url.endswith("#topic-1")
    )
    assert len(page.evaluate("said")) == 2  # the chart's own, and no echo of it
    page.evaluate(event, {"label": "of nobody", "from": "charts"})
    assert choice.input_value() == "1"
    page.evaluate(event, {"label": None, "from": "charts"})
    assert (
        status(page) == "256 of 256 papers"
        and choice.input_value() == ""
        and "#" not in page.url
    )
    page.locator(".paper .meta a").first.click()
    assert choice.input_value() == "0" and page.evaluate("said").pop() == {
        "label": TOPICS[0]["label"],
        "from": "explorer",
    }
    assert "rising · bike, dock" in page.locator("#explorer").inner_text()


def test_papers_are_sorted_and_drawn_a_hundred_at_a_time(page):
    assert len(titles(page)) == 100 and titles(page)[0].startswith("Café")
    for drawn in (200, 256):
        page.get_by_role("button", name="Show 100 more").click()
        assert len(titles(page)) == drawn
        assert page.evaluate("document.activeElement.closest('li') !== null")
    assert not page.get_by_role("button", name="Show 100 more").is_visible()
    sort = page.get_by_label("Sort")
    sort.select_option("oldest")
    assert "2010" in page.locator(".paper .meta").first.inner_text()
    sort.select_option("dumps")
    assert (
        titles(page)[0].startswith("Café")
        and "in 3 dumps" in page.locator(".paper .meta").first.inner_text()
    )
    sort.select_option("title")
    assert titles(page)[0] == "A zebra's title"
    search(page, "part")
    assert sort.input_value() == "title"  # what was chosen stays
    sort.select_option("relevance")
    search(page, "")
    assert sort.input_value() == "newest"
    assert page.locator("option[value=relevance]").is_disabled()


def test_a_title_opens_to_all_that_is_known(page):
    search(page, "lodz")
    title = page.get_by_role("button", name="Café")
    assert title.get_attribute("aria-expanded") == "false"
    title.click()
    text = page.locator(".opened").inner_text()
    for part in (
        "How riders pick stations.",
        "Blum, Ada; Şahin, Işıl; Ludwig van Beethoven",
        "3 May 2024",
        "pages 45-67",
    ):
        assert part in text
    assert "Journal of Docks, 12 (3)" in text
    hrefs = page.locator(".opened a[rel]").evaluate_all(
        "all => all.map((a) => [a.href, a.rel])"
    )
    assert [href for href, _ in hrefs] == [
        "https://doi.org/10.1000/Dock_(1)%3C2%3E",
        "https://arxiv.org/abs/2405.01234",
        "https://example.org/a?b=c&d=%20e",
    ]
    assert all("noopener" in rel for _, rel in hrefs)
    assert page.url.endswith(f"#paper-{300:012x}")
    title.click()
    assert not page.locator(".opened").is_visible() and "#" not in page.url
    search(page, "left out")
    page.get_by_role("button", name="Left out").click()
    assert (
        "left out of this file to keep it small" in page.locator(".opened").inner_text()
    )
    assert page.locator(".opened a[rel]").count() == 0  # its address is javascript:
    search(page, "crowded")
    page.get_by_role("button", name="Crowded").click()
    assert "Author7, A. and 4,992 more" in page.locator(".opened").inner_text()
    page.get_by_role("button", name="and 4,992 more").click()
    assert "Author4999, A." in page.locator(".opened").inner_text()
    assert page.locator("a[href^='javascript:'], a[href^='data:']").count() == 0


def test_links_lead_to_papers_and_topics(visit, tmp_path):
    file = harness(tmp_path, city(), encoding="plain")
    page = visit(
        file, f"#paper-{305:012x}"
    )  # without a date, so far below the first hundred
    opened = page.locator(".paper:has([aria-expanded=true])")
    assert "zebra" in opened.inner_text() and len(titles(page)) == 100
    assert 0 <= opened.bounding_box()["y"] < 800
    page.evaluate("location.hash = '#topic-1'")
    page.wait_for_timeout(50)
    assert status(page) == "125 of 256 papers"
    page.evaluate(f"location.hash = '#paper-{300:012x}'")  # of another topic
    page.wait_for_timeout(50)
    assert (
        status(page) == "256 of 256 papers"
        and "Café"
        in page.locator(".paper:has([aria-expanded=true])").first.inner_text()
    )
    page.evaluate("location.hash = '#paper-nobody'")
    page.wait_for_timeout(50)
    assert "is not in this file" in page.locator("#explorer").inner_text()
    assert status(visit(file, "#topic-0")) == "126 of 256 papers"
    assert status(visit(file, "#trends")) == "256 of 256 papers"


def test_what_is_selected_stays_selected(page):
    search(page, "lodz")
    page.get_by_role("checkbox").check()
    assert status(page) == "1 of 256 papers, 1 selected"
    search(page, "zebra")
    assert status(page) == "1 of 256 papers, 1 selected"
    page.get_by_role("button", name="Select all 1").click()
    assert page.get_by_role("button", name="Download RIS (2)").is_visible()
    search(page, "")
    assert (
        page.locator(".paper input:checked").count() == 1
    )  # the other one is below the first hundred
    page.get_by_role("button", name="Clear selection").click()
    assert (
        status(page) == "256 of 256 papers"
        and page.locator(".paper input:checked").count() == 0
    )
    assert page.get_by_role("button", name="Download RIS (256)").is_visible()


def saved(page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def exported() -> list[dict]:
    """Make papers whose text is a trial to each format."""
    odd = "Braces {a} }{ and \\back, 50% & #1 a_b ~c $5 or $6, if $x_1$ @x \"quoted\" 'so', line\nbreak"
    return [
        paper(
            1,
            title=odd,
            authors=["Blum, Ada", "Rock and Roll Society"],
            date="2024-05-03",
            venue="Journal, of {X}",
        ),
        paper(
            2,
            title="=1+1 is two",
            authors=["Blum, Ada"],
            date="2024-05",
            pages="S1-S12",
            volume="3",
            issue="2",
        ),
        paper(
            3,
            title="Braces again",
            authors=["Blum, Ada"],
            date="2024",
            venue="Proceedings of Nothing",
            doi="10.1/a_b%c",
        ),
        paper(
            4,
            title="Braces again",
            authors=["Blum, Ada"],
            date="2024",
            arxiv="2405.01234",
        ),
        paper(
            5,
            title="李的论文",
            authors=["李 明", "王, 芳"],
            abstract="ER  - \nTY  - JOUR\n@article{x,",
        ),
        paper(
            6, title="Half a \ud83d letter", authors=[], url="https://example.org/{x}"
        ),
        paper(
            7,
            title="-2 or +3?",
            authors=["@Home, A."],
            date="2019-12-31",
            abstract="\t=cmd|' /C calc'!A0",
        ),
    ]


WANTED = [
    "Braces {a} }{ and \\back, 50% & #1 a_b ~c $5 or $6, if x_1 @x \"quoted\" 'so', line break",
    "=1+1 is two",
]
WANTED += [
    "Braces again",
    "Braces again",
    "李的论文",
    "Half a \ufffd letter",
    "-2 or +3?",
]


@pytest.mark.parametrize(
    ("form", "kind"), [("BibTeX", "BibTeX"), ("RIS", "RIS"), ("CSV", "table")]
)
def test_what_is_exported_can_be_read(visit, tmp_path, form, kind):
    page = visit(harness(tmp_path, exported()))
    page.get_by_label("Sort").select_option("oldest")
    file = saved(page, f"Download {form} (7)", tmp_path)
    records, _, files = dumps.scan(file)
    assert (
        list(files["kind"]) == [kind]
        and list(files["records"]) == [7]
        and list(files["rejected"]) == [0]
    )
    papers = exported()
    said = [
        title.lstrip("'") if kind == "table" else title for title in records["title"]
    ]
    said = [
        title.replace("$x_1$", "x_1") for title in said
    ]  # BibTeX's reader takes math apart
    assert sorted(said) == sorted(WANTED)
    by_title = records.assign(title=said).set_index("title")
    for title, own in zip(WANTED, papers, strict=True):
        rows = by_title.loc[[title]]
        assert own["authors"] in [
            [name.lstrip("'") for name in names] for names in rows["authors"]
        ], title
        dates = {
            (str(row.date)[: len(own["date"])] if own["date"] else "")
            for row in rows.itertuples()
        }
        assert own["date"] in dates
        precision = {4: "year", 7: "month", 10: "day"}.get(len(own["date"]))
        assert (
            precision is None
            and rows["date"].isna().all()
            or set(rows["date_precision"]) == {precision}
        ), title
    two = by_title.loc["=1+1 is two"]
    assert (two["pages"], two["volume"]) == ("S1-S12", "3")
    assert sorted(by_title["doi"].dropna()) == ["10.1/a_b%c"] and set(
        by_title["arxiv_id"].dropna()
    ) == {"2405.01234"}
    assert by_title.loc["李的论文", "abstract"] == "ER - TY - JOUR @article{x,"


def test_bibtex_has_a_key_for_each_and_is_balanced(visit, tmp_path):
    text = saved(
        visit(harness(tmp_path, exported())), "Download BibTeX", tmp_path
    ).read_text("utf-8")
    keys = re.findall(r"^@\w+\{(.*),$", text, re.MULTILINE)
    assert len(keys) == len({key.lower() for key in keys}) == 7 and all(
        map(str.isascii, keys)
    )
    assert all(part.count("{") == part.count("}") for part in text.split("\n\n"))
    assert r"50\% \& \#1 a\_b {\textasciitilde}c \$5 or \$6, if $x_1$" in text
    assert "author = {Blum, Ada and {Rock and Roll Society}}" in text


def test_ris_and_csv_are_as_their_programs_want_them(visit, tmp_path):
    page = visit(harness(tmp_path, exported()))
    ris = saved(page, "Download RIS", tmp_path).read_bytes().decode("utf-8")
    assert ris.count("\r\n") == ris.count("\n")
    assert [line[:2] for line in ris.split("\r\n") if line[:2] in ("TY", "ER")] == [
        "TY",
        "ER",
    ] * 7
    assert "DA  - 2024/05//" in ris and "SP  - S1\r\nEP  - S12" in ris
    raw = saved(page, "Download CSV", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(
        csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), strict=True)
    )
    assert len(rows) == 8 and len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def test_copying_works_and_without_leave_shows_what_to_copy(visit, tmp_path):
    file = harness(tmp_path, exported())
    page = visit(file)
    page.evaluate(
        "() => { navigator.clipboard.writeText = async (text) => { window.got = text } }"
    )
    page.get_by_role("button", name="Copy BibTeX (7)").click()
    page.get_by_text("BibTeX of 7 papers copied.").wait_for()
    assert page.evaluate("got").count("@") >= 7
    page = visit(file)
    page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new Error('denied') } }"
    )
    page.get_by_role("button", name="Copy BibTeX (7)").click()
    box = page.get_by_label("The browser does not let this page copy")
    box.wait_for()
    assert (
        page.evaluate("getSelection().toString()").strip()
        == box.input_value().strip()
        != ""
    )
    page.locator(".paper h3 button").first.click()
    page.evaluate(
        "() => { navigator.clipboard.writeText = async (text) => { window.got = text } }"
    )
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").wait_for()
    assert page.evaluate("got") == page.url


@pytest.mark.parametrize("encoding", ["gzip", "plain"])
def test_hostile_data_is_text(visit, tmp_path, encoding):
    papers = [
        paper(
            i,
            title=text,
            abstract=text,
            authors=[text] * 9,
            venue=text,
            doi=text,
            arxiv=text,
            url=text,
            topic=0,
            pages=text,
        )
        for i, text in enumerate(HOSTILE)
    ]
    page = visit(
        harness(tmp_path, papers, encoding), viewport={"width": 400, "height": 800}
    )
    for i in range(len(HOSTILE)):
        page.locator(".paper h3 button").nth(i).click()
    assert page.locator("#explorer :is(script, img, svg, style, iframe)").count() == 0
    shown = page.locator(".opened > p").evaluate_all(
        "all => all.map((p) => p.textContent)"
    )
    assert [text for text in HOSTILE if text and text not in shown] == []
    assert page.locator(".paper h3").filter(has_text="(no title)").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert search(page, "zerowidth") == f"1 of {len(HOSTILE)} papers"
    for button in ("Download BibTeX", "Download RIS", "Download CSV"):
        saved(page, button, tmp_path)
    assert page.locator("a[href^='javascript:']").count() == 0


def test_there_may_be_no_paper_at_all(visit, tmp_path):
    none = {name: [] for name in paper(0)}
    file = harness(tmp_path, [paper(0)])
    text = json.dumps({"papers": none, "topics": [], "left_out": ""})
    page_text = re.sub(
        r'data-encoding="gzip">[^<]*',
        lambda _: f'data-encoding="plain">{text}',
        file.read_text("utf-8"),
    )
    file.write_text(page_text, encoding="utf-8")
    page = visit(file)
    assert (
        status(page) == "0 of 0 papers"
        and page.get_by_role("button", name="Download CSV (0)").is_disabled()
    )


@pytest.mark.benchmark
def test_a_hundred_thousand_papers_answer_at_once(visit, tmp_path):
    """Short abstracts, as the report drops them where the file would grow too large."""
    chance = random.Random(0)
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 11)))
        for _ in range(8000)
    ]
    texts = [" ".join(chance.choices(words, k=60)) for _ in range(400)]
    papers = [
        paper(
            i, title=" ".join(chance.choices(words, k=9)).capitalize(), abstract=f"{texts[i % 400]} {words[i % 8000]}",
            authors=[f"{chance.choice(words).title()}, A." for _ in range(4)], topic=i % 3 - 1,
            date=f"20{i % 25:02}-0{1 + i % 9}",
        )
        for i in range(100_000)
    ]  # fmt: skip
    file = harness(tmp_path, papers)
    asked = [
        words[7],
        words[3][:3],
        f"{words[1]} {words[2]}",
        f'"{words[4]} {words[5]}"',
        "a",
        "no-such-word",
        "",
    ]
    best = []
    for _ in range(
        3
    ):  # what else the machine does adds to a time and takes nothing from it: the best of three counts
        page = visit(file)
        ready = page.evaluate(
            "performance.getEntriesByName('explorer: ready')[0].duration"
        )
        page.wait_for_timeout(5000)
        page.evaluate("performance.clearMeasures()")
        for n, text in enumerate(asked, 1):
            page.get_by_label("Search titles").fill(text)
            page.wait_for_function(
                f"performance.getEntriesByName('explorer: answer').length === {n}"
            )
        times = page.evaluate(
            "performance.getEntriesByName('explorer: answer').map((own) => own.duration)"
        )
        print(
            f"ready after {ready:.0f} ms; answers in {[round(own) for own in times]} ms"
        )
        best = [
            min(pair)
            for pair in zip(best or [ready, *times], [ready, *times], strict=True)
        ]
        if best[0] < 3000 and statistics.median(best[1:]) < 200:
            return
        page.context.close()
    pytest.fail(f"ready after {best[0]:.0f} ms, answers in {best[1:]} ms")


def test_all_can_be_done_with_the_keyboard(page):
    def focused() -> str:
        return page.evaluate(
            "(own => own.getAttribute('aria-label') || own.textContent || own.id)(document.activeElement)"
        )

    def tab(times: int = 1) -> str:
        for _ in range(times):
            page.keyboard.press("Tab")
        return focused()

    assert tab() == "explorer-search"
    page.keyboard.type("stations")
    page.wait_for_timeout(300)
    assert status(page) == "2 of 256 papers"
    tab()
    page.keyboard.press("ArrowDown")
    assert status(page) == "1 of 256 papers"
    page.keyboard.press("ArrowUp")
    assert tab(2) == "Select all 2"
    assert tab() == "Copy BibTeX (2)"  # "Clear selection" has nothing to clear
    assert tab(3) == "Download CSV (2)"
    assert tab().startswith("Select: Café")
    page.keyboard.press("Space")
    assert status(page) == "2 of 256 papers, 1 selected"
    assert tab().startswith("Café")
    page.keyboard.press("Enter")
    assert page.locator(".opened").first.is_visible()
    assert [tab() for _ in range(6)][1:5] == [
        "doi:10.1000/Dock_(1)<2>",
        "arXiv:2405.01234",
        "example.org",
        "this paper in this file",
    ]
    assert (
        page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        == "solid"
    )
    page.locator("h3 button").first.focus()
    with page.expect_download():
        for _ in range(4):
            page.keyboard.press("Shift+Tab")
        assert focused().startswith("Download") or focused().startswith("Copy")
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_meets_the_rules_of_access(visit, tmp_path, scheme):
    page = visit(harness(tmp_path, city()), color_scheme=scheme)
    search(page, "stations")
    page.locator("h3 button").first.click()
    page.get_by_role("checkbox").first.check()
    rules = {
        "runOnly": {
            "type": "tag",
            "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        }
    }
    found = Axe().run(page, options=rules).response["violations"]
    assert [(own["id"], [node["html"] for node in own["nodes"]]) for own in found] == []


@pytest.mark.parametrize("width", [320, 400, 1000, 1600])
def test_nothing_overflows_and_print_has_no_controls(visit, tmp_path, width):
    page = visit(harness(tmp_path, city()), viewport={"width": width, "height": 900})
    search(page, "lodz")
    page.locator("h3 button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    assert (
        not page.get_by_label("Search titles").is_visible()
        and not page.get_by_text("Copy BibTeX").is_visible()
    )
    assert (
        page.get_by_text("How riders pick stations.").is_visible()
        and page.locator("h3").first.is_visible()
    )
