"""A page that a browser saved becomes its papers, or lines for the layouts."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _html
from litreview.read.layouts import _listing
from litreview.read.layouts._reading import FIELDS
from tests.read.test_layouts_listing import PAPERS

ROLES = {"header", "title", "abstract", "field", "blank", "not understood"}


def read(page):
    return _html.read_html(page if isinstance(page, bytes) else page.encode())


def framed(main, head=""):
    return FRAME.format(head=head, main=main)


def records_of(page):
    """Read a page of known make, and check that its account is whole."""
    found = read(page)
    reading = found.reading
    assert len(reading.roles) == len(found.lines) and set(reading.roles) <= ROLES
    for record in reading.records:
        assert reading.roles[record["line"] - 1] == "title"
        assert found.lines[record["line"] - 1] == record["title"]
        assert set(record) <= {*FIELDS, "line", "line_to", "page_date", "date_line"}
    return reading.records


def pairs(page):
    found = read(page)
    if found.reading is None:
        records = _listing.parse_listing(found.lines)[0]
    else:
        records = records_of(page)
    return [(record["title"], record.get("abstract")) for record in records]


def dates(page):
    return {record["page_date"] for record in records_of(page)}


def not_understood(page):
    """List what of a page of known make was not understood, with the reason."""
    found = read(page)
    listed = []
    for row, role in enumerate(found.reading.roles):
        if role == "not understood":
            listed.append((found.lines[row], found.reading.reasons.get(row)))
    return listed


FRAME = """<!DOCTYPE html><html><head><title>Papers</title><meta charset="utf-8"><script>var a = "<h3>no</h3>";</script>
<style>.a{{}}</style>{head}</head>
<body><header><nav><a href="/">Models</a><a>Datasets and more of them</a></nav></header>
<main>{main}</main><footer>About us, and a very long line on the terms of use of this site.</footer></body></html>"""


def daily(papers):
    cards = "".join(
        f"""<article class="relative"><a href="/papers/2403.0{n}"><img alt="thumb"></a><div><a>Submitted by
<div><img>user{n}</div></a><div><label><input type="checkbox"><div>{n}</div></label>
<h3 class="mb-1"><a href="/papers/2403.0{n}" class="line-clamp-3">{title}</a></h3><span>Published on Mar {n}</span>
{abstract and f'<p class="line-clamp-2">{abstract}</p>'}<ul><li>5 authors</li></ul></div></div></article>"""
        for n, (title, abstract) in enumerate(papers, start=1)
    )
    return f"<h1>Daily Papers</h1><h2>by <a>AK</a> and the research community</h2><section>{cards}</section>"


def test_a_page_of_daily_papers_becomes_its_papers():
    head = '<link rel="canonical" href="https://huggingface.co/papers/date/2024-03-17">'
    page = framed(daily(PAPERS), head)
    assert pairs(page) == PAPERS
    assert dates(page) == {(2024, 3, 17)}
    assert read(page).reading.layout == "Daily Papers"
    text = "\n".join(read(page).lines)
    assert "Datasets" not in text and "terms of use" not in text
    assert "Submitted by" in text and "5 authors" in text


def test_cards_without_abstracts_take_those_the_page_holds_unseen():
    bare = [(title, "") for title, _ in PAPERS]
    assert pairs(framed(daily(bare))) == [(title, None) for title, _ in PAPERS]

    held = [
        {
            "paper": {
                "id": f"2403.0000{n}",
                "title": title,
                "summary": text,
                "authors": [{"name": "Ada Blum"}, {"name": "Jo Fenn"}],
                "publishedAt": "2024-03-16T09:00:00.000Z",
            }
        }
        for n, (title, text) in enumerate(PAPERS)
    ]
    held = json.dumps({"dailyPapers": held}).replace("'", "&apos;")
    for inner in (daily(bare), ""):
        page = framed(
            f"""<div data-target="DailyPapers" data-props='{held}'>{inner}</div>"""
        )
        assert pairs(page) == PAPERS
        first = records_of(page)[0]
        assert first["authors"] == ["Ada Blum", "Jo Fenn"]
        assert first["date"] == "2024-03-16" and first["arxiv_id"] == "arXiv:2403.00000"


def test_a_card_that_is_broken_is_in_the_account():
    titleless = daily(PAPERS).replace('<h3 class="mb-1">', '<div class="mb-1">', 1)
    titleless = titleless.replace("</h3>", "</div>", 1)
    page = framed(titleless)
    assert pairs(page) == PAPERS[1:]
    [(text, reason)] = not_understood(page)
    assert PAPERS[0][0] in text and PAPERS[0][1] in text and reason == _html.NO_TITLE

    # An abstract that is missing among others is told of.
    page = framed(daily([*PAPERS[:2], (PAPERS[2][0], "")]))
    assert [record.get("note") for record in records_of(page)] == [
        None,
        None,
        _html.NO_ABSTRACT,
    ]


def test_what_is_set_aside_and_may_be_a_paper_is_in_the_account():
    beside = """<aside><a href="/papers/2403.09999">A paper that trends on the side</a>
<a href="/papers/2403.09998">View PDF</a><a href="/about">About our way of choosing papers</a>
<a href="https://arxiv.org/abs/2403.1">Do lighthouses sing?</a></aside>"""
    page = framed(daily(PAPERS) + beside)
    assert pairs(page) == PAPERS
    assert not_understood(page) == [
        ("A paper that trends on the side", _html.SET_ASIDE)
    ]

    # The same on a page of no known make.
    main = "".join(
        f"<div><h2>{title}</h2><p>{text}</p></div>" for title, text in PAPERS
    )
    found = read(framed(main + beside))
    assert found.reading is None
    assert found.aside == ["A paper that trends on the side"]


def arxiv_list(papers, day):
    items = "".join(
        f"""<dt><a name='item{n}'>[{n}]</a> <a href ="/abs/2501.0000{n}" title="Abstract">arXiv:2501.0000{n}</a>
 [<a href="/pdf/2501.0000{n}">pdf</a>, <a>html</a>, <a>other</a>]</dt><dd><div class='meta'>
<div class='list-title mathjax'><span class='descriptor'>Title:</span>
          {title}
</div><div class='list-authors'><a href="">A. Blum</a>, <a href="">J. Fenn</a></div>
<div class='list-comments mathjax'><span class='descriptor'>Comments:</span> 12 pages</div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span> <span>Machine Learning (cs.LG)</span></div>
{abstract and f"<p class='mathjax'><span class='descriptor'>Abstract:</span> {abstract}</p>"}</div></dd>"""
        for n, (title, abstract) in enumerate(papers, start=1)
    )
    return f"<div id='dlpage'><h1>Machine Learning</h1><dl id='articles'><h3>{day}</h3>{items}</dl></div>"


def test_a_list_of_arxiv_with_abstracts_and_without():
    day = "Showing new listings for Tuesday, 14 January 2025"
    page = framed(arxiv_list(PAPERS, day))
    assert pairs(page) == PAPERS and dates(page) == {(2025, 1, 14)}
    first = records_of(page)[0]
    assert first["authors"] == ["A. Blum", "J. Fenn"]
    assert first["arxiv_id"] == "arXiv:2501.00001"
    assert first["url"] == "https://arxiv.org/abs/2501.00001"
    assert first["subjects"] == ["Machine Learning (cs.LG)"]
    assert first["comments"] == "12 pages"

    bare = [(title, "") for title, _ in PAPERS]
    days = [
        "Fri, 17 Jan 2025 (showing first 3 of 90 entries )",
        "Thu, 16 Jan 2025 (continued)",
    ]
    page = framed("".join(arxiv_list(bare, day) for day in days))
    assert pairs(page) == [(title, None) for title, _ in PAPERS] * 2
    assert [record["page_date"] for record in records_of(page)] == [
        (2025, 1, 17)
    ] * 3 + [(2025, 1, 16)] * 3

    # An entry whose title is gone, in the middle of others.
    page = framed(arxiv_list(PAPERS, day).replace("list-title mathjax", "x", 1))
    assert pairs(page) == PAPERS[1:]
    lost = "\n".join(text for text, _ in not_understood(page))
    assert PAPERS[0][0] in lost and "2501.00001" in lost


def test_a_search_of_arxiv_and_the_page_of_one_paper():
    results = "".join(
        f"""<li class="arxiv-result"><div class="is-marginless"><p class="list-title is-inline-block"><a
href="https://arxiv.org/abs/2403.0000{n}">arXiv:2403.0000{n}</a></p><div class="tags is-inline-block"><span
class="tag is-small is-link">cs.CL</span></div></div>
<p class="title is-5 mathjax">{title.replace("a ", '<span class="search-hit mathjax">a</span> ', 1)}</p>
<p class="authors"><span>Authors:</span> <a>Ada Blum</a>, <a>Jo Fenn</a></p><p class="abstract mathjax"><span>Abstract</span>:
<span class="abstract-short" style="display: inline;">… {abstract[:40]}… <a>▽ More</a></span>
<span class="abstract-full" style="display: none;">{abstract} <a>△ Less</a></span></p>
<p class="is-size-7"><span>Submitted</span> 3 October, 2019; <span>originally announced</span> October 2019.</p></li>"""
        for n, (title, abstract) in enumerate(PAPERS)
    )
    page = framed(f"<ol>{results}</ol>")
    assert pairs(page) == PAPERS
    first = records_of(page)[0]
    assert first["authors"] == ["Ada Blum", "Jo Fenn"] and first["subjects"] == [
        "cs.CL"
    ]
    assert first["arxiv_id"] == "arXiv:2403.00000" and "2019" in first["date"]

    title, abstract = PAPERS[0]
    one = f"""<div id="abs"><div class="dateline">[Submitted on 3 Mar 2021 (v1), last revised 4 Jan 2022]</div>
<h1 class="title mathjax"><span class="descriptor">Title:</span>{title}</h1><div class="authors"><a>Ada Blum</a></div>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>{abstract}</blockquote></div>"""
    page = framed(one)
    assert pairs(page) == PAPERS[:1] and dates(page) == {(2021, 3, 3)}
    assert records_of(page)[0]["authors"] == ["Ada Blum"]


def test_any_other_page_is_what_a_reader_sees():
    papers = [(title.replace("a", "ä"), text) for title, text in PAPERS]
    main = "".join(
        f"<div><h2>{title}</h2><p>{text}</p></div>" for title, text in papers
    )
    data = (
        FRAME.format(head="", main=main)
        .replace("utf-8", "windows-1252")
        .encode("cp1252")
    )
    assert pairs(data) == papers
    text = "\n".join(read(data).lines)
    assert "Models" not in text and "terms of use" not in text
    assert read(b"").lines == read(b"  ").lines == []


def test_a_form_or_a_header_around_all_of_a_page_is_no_furniture():
    main = "".join(
        f"<div><h2>{title}</h2><p>{text}</p></div>" for title, text in PAPERS
    )
    for tag in ("form", "header", "aside"):
        assert pairs(f"<html><body><{tag}>{main}</{tag}></body></html>") == PAPERS


def test_formulas_are_kept_once():
    main = arxiv_list(
        [
            (
                'On <span class="MathJax">xx</span><script type="math/tex">x^2</script> and silt',
                PAPERS[0][1],
            )
        ],
        "",
    )
    assert pairs(framed(main))[0][0] == "On $x^2$ and silt"
    katex = """<span class="katex"><span class="katex-mathml"><math><mi>x</mi><annotation
encoding="application/x-tex">x_1</annotation></math></span><span class="katex-html">x1</span></span>"""
    page = framed(daily([(f"On {katex} and silt", PAPERS[0][1])]))
    assert pairs(page)[0][0] == "On $x_1$ and silt"
    deep = "<div>" * 3000 + "deep words" + "</div>" * 3000
    assert "deep words" in "\n".join(read(deep).lines)


def test_comments_and_control_characters_cost_a_page_no_words():
    title = "On<!-- HTML_TAG_START --> silt<br>and \x0bstones<svg></svg>\x0c in rivers"
    assert pairs(framed(daily([(title, PAPERS[0][1]), *PAPERS[1:]]))) == [
        ("On silt and stones in rivers", PAPERS[0][1]),
        *PAPERS[1:],
    ]


PIECES = [
    b"<article><h3><a href='x'>A title</a></h3>",
    b"<p>An abstract.</p></article>",
    b"<dl><dd><div class='list-title'>Title: T</div></dd></dl>",
    b"<script type='math/tex'>a<b</script>",
    b"<div data-target='DailyPapers' data-props='{\"dailyPapers\": [1]}'>",
    b"<meta charset='latin-1'>",
    b"<!-- ",
    b" -->",
    b"&#x0; &nbsp; \x0b\xff",
    b"<div hidden>",
    b"</div>",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12))
def test_any_bytes_give_lines_that_are_accounted_for(pieces):
    found = _html.read_html(b"".join(pieces))
    assert all("\n" not in line for line in found.lines)
    if found.reading is not None:
        assert len(found.reading.roles) == len(found.lines)
        assert all(record["title"] for record in found.reading.records)


def test_papers_held_unseen_that_are_broken_cost_no_others():
    held = """<div data-target="DailyPapers" data-props='{"dailyPapers": [{"x": 1}, 7, {"paper": {"title": [1]}}]}'></div>"""
    assert pairs(framed(held + daily(PAPERS))) == PAPERS


SOURCE = framed(daily(PAPERS))


@pytest.mark.parametrize("numbered", ["{n}\t{line}", "  {n} {line}", "{n}: {line}"])
def test_a_source_that_was_copied_with_its_line_numbers(numbered):
    lines = SOURCE.splitlines()
    text = [numbered.format(n=n, line=line) for n, line in enumerate(lines, start=1)]
    assert pairs("\n".join(text)) == PAPERS


def test_a_page_that_shows_the_source_of_a_page():
    escaped = SOURCE.replace("&", "&amp;").replace("<", "&lt;")
    rows = "".join(
        f"<tr><td class='line-number' value='{n}'></td><td class='line-content'>{line}</td></tr>"
        for n, line in enumerate(escaped.splitlines(), start=1)
    )
    assert pairs(f"<html><body><table>{rows}</table></body></html>") == PAPERS
