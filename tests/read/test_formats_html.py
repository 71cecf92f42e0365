"""A page that a browser saved becomes the text of a listing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _html
from litreview.read.layouts import _listing
from tests.read.test_layouts_listing import PAPERS


def pairs(text):
    return [
        (record["title"], record["abstract"])
        for record in _listing.parse_listing(text.splitlines())[0]
    ]


def dates(text):
    return {
        record["page_date"] for record in _listing.parse_listing(text.splitlines())[0]
    }


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
    text = _html.page_text(FRAME.format(head=head, main=daily(PAPERS)).encode())
    assert pairs(text) == PAPERS
    assert dates(text) == {(2024, 3, 17)}
    assert "Datasets" not in text and "terms of use" not in text


def test_cards_without_abstracts_take_those_the_page_holds_unseen():
    bare = [(title, "") for title, _ in PAPERS]
    assert pairs(_html.page_text(FRAME.format(head="", main=daily(bare)).encode())) == [
        (t, None) for t, _ in PAPERS
    ]
    held = ", ".join(
        f'{{"paper": {{"title": "{title}", "summary": "{text}"}}}}'
        for title, text in PAPERS
    )
    held = f"""<div data-target="DailyPapers" data-props='{{"dailyPapers": [{held}]}}'>{{}}</div>"""
    for inner in (daily(bare), ""):
        assert (
            pairs(
                _html.page_text(
                    FRAME.format(head="", main=held.replace("{}", inner)).encode()
                )
            )
            == PAPERS
        )


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
    text = _html.page_text(
        FRAME.format(
            head="",
            main=arxiv_list(
                PAPERS, "Showing new listings for Tuesday, 14 January 2025"
            ),
        ).encode()
    )
    assert pairs(text) == PAPERS and dates(text) == {(2025, 1, 14)}
    bare = [(title, "") for title, _ in PAPERS]
    days = [
        "Fri, 17 Jan 2025 (showing first 3 of 90 entries )",
        "Thu, 16 Jan 2025 (continued)",
    ]
    text = _html.page_text(
        FRAME.format(
            head="", main="".join(arxiv_list(bare, day) for day in days)
        ).encode()
    )
    records = _listing.parse_listing(text.splitlines())[0]
    assert pairs(text) == [(title, None) for title, _ in PAPERS] * 2
    assert [record["page_date"] for record in records] == [(2025, 1, 17)] * 3 + [
        (2025, 1, 16)
    ] * 3


def test_a_search_of_arxiv_and_the_page_of_one_paper():
    results = "".join(
        f"""<li class="arxiv-result"><div><p class="list-title is-inline-block"><a>arXiv:2403.0</a></p></div>
<p class="title is-5 mathjax">{title.replace("a ", '<span class="search-hit mathjax">a</span> ', 1)}</p>
<p class="authors"><span>Authors:</span> <a>Ada Blum</a></p><p class="abstract mathjax"><span>Abstract</span>:
<span class="abstract-short" style="display: inline;">… {abstract[:40]}… <a>▽ More</a></span>
<span class="abstract-full" style="display: none;">{abstract} <a>△ Less</a></span></p>
<p class="is-size-7"><span>Submitted</span> 3 October, 2019; <span>originally announced</span> October 2019.</p></li>"""
        for title, abstract in PAPERS
    )
    assert (
        pairs(
            _html.page_text(FRAME.format(head="", main=f"<ol>{results}</ol>").encode())
        )
        == PAPERS
    )
    title, abstract = PAPERS[0]
    one = f"""<div id="abs"><div class="dateline">[Submitted on 3 Mar 2021 (v1), last revised 4 Jan 2022]</div>
<h1 class="title mathjax"><span class="descriptor">Title:</span>{title}</h1><div class="authors">Ada Blum</div>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>{abstract}</blockquote></div>"""
    text = _html.page_text(FRAME.format(head="", main=one).encode())
    assert pairs(text) == PAPERS[:1] and dates(text) == {(2021, 3, 3)}


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
    text = _html.page_text(data)
    assert pairs(text) == papers
    assert "Models" not in text and "terms of use" not in text
    assert _html.page_text(b"") == _html.page_text(b"  ") == ""


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
    assert (
        pairs(_html.page_text(FRAME.format(head="", main=main).encode()))[0][0]
        == "On $x^2$ and silt"
    )
    deep = "<div>" * 3000 + "deep words" + "</div>" * 3000
    assert "deep words" in _html.page_text(deep.encode())


def test_comments_and_control_characters_cost_a_page_no_words():
    title = "On<!-- HTML_TAG_START --> silt<br>and \x0bstones<svg></svg>\x0c in rivers"
    data = FRAME.format(
        head="", main=daily([(title, PAPERS[0][1]), *PAPERS[1:]])
    ).encode()
    assert pairs(_html.page_text(data)) == [
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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12))
def test_any_bytes_give_a_text_that_is_read_as_a_listing(pieces):
    text = _html.page_text(b"".join(pieces))
    records, roles = _listing.parse_listing(text.splitlines())
    assert len(roles) == len(text.splitlines())
    assert all(record["title"] for record in records)


def test_papers_held_unseen_that_are_broken_cost_no_others():
    held = """<div data-target="DailyPapers" data-props='{"dailyPapers": [{"x": 1}]}'></div>"""
    text = _html.page_text(FRAME.format(head="", main=held + daily(PAPERS)).encode())
    assert pairs(text) == PAPERS
