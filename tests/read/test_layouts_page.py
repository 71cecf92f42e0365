import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts import _page
from tests.read.pages.invented import PAPERS
from tests.read.pages.makers import MAKERS
from tests.read.pages.no_lists import NO_LISTS

ROLES = {"header", "title", "abstract", "field", "blank", "not understood"}
ENDINGS = (".txt", ".md")


def make(name, seed=1, papers=PAPERS[:12]):
    return MAKERS[name]([dict(paper) for paper in papers], random.Random(seed))


def squeeze(text):
    return " ".join(text.split())


def titles_of(records):
    return [squeeze(record["title"]) for record in records]


def test_two_pages_in_one_file_are_both_read():
    first = make("arXiv list: new, with abstracts", papers=PAPERS[:8])
    second = make("Google Scholar: English", papers=PAPERS[8:16])
    lines = [*first.text.splitlines(), "", *second.text.splitlines()]
    page = _page.read_page(lines)
    shown = titles_of([*first.papers, *second.papers])
    assert sorted(titles_of(page.records)) == sorted(shown)
    assert "arXiv list" in page.layout
    assert "Google Scholar" in page.layout


def test_the_lines_of_a_record_are_counted_in_the_file():
    first = make("arXiv list: new, with abstracts", papers=PAPERS[:8])
    second = make("Google Scholar: English", papers=PAPERS[8:16])
    lines = [*first.text.splitlines(), "", *second.text.splitlines()]
    for record in _page.read_page(lines).records:
        below = squeeze(" ".join(lines[record["line"] - 1 : record["line_to"]]))
        assert squeeze(record["title"]) in below


@pytest.mark.parametrize("name", NO_LISTS)
def test_a_file_that_is_no_list_is_refused_or_doubtful(name):
    text, ending = NO_LISTS[name](random.Random(4))
    if ending not in ENDINGS:
        pytest.skip("it has a format of its own")
    page = _page.read_page(text.splitlines())
    assert page.certainty != "sure"
    assert page.doubt
    assert page.records == [] or page.certainty == "doubtful"


def test_a_refusal_shows_three_titles_and_says_what_would_do():
    lines = ["Advanced search", "Send to", "Save", "Sign in", "Cite", "Share"] * 4
    page = _page.read_page(lines)
    assert page.certainty == "refused"
    assert "Export the records" in page.doubt


def test_nothing_is_no_page():
    assert _page.read_page([]).records == []
    assert _page.read_page(["", " "]).roles == ["blank", "blank"]


def test_a_list_of_titles_only_is_not_believed():
    lines = [paper["title"] for paper in PAPERS]
    page = _page.read_page(lines)
    assert page.certainty != "sure"


# Pages that were put together, cut, wrapped and mixed

LOOKS = [
    "arXiv list: new, with abstracts",
    "PubMed page: snippets",
    "Google Scholar: English",
    "Web of Science: today, snippets",
    "ACL Anthology: volume, abstracts open",
    "DBLP: person",
    "references, APA: one line each",
    "references, IEEE: one line each",
]
CUTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


@st.composite
def spoilt_pages(draw):
    """Draw lines of several pages, cut, wrapped or mixed, and the papers on them."""
    names = draw(st.lists(st.sampled_from(LOOKS), min_size=1, max_size=3))
    papers, pieces = [], []
    for place, name in enumerate(names):
        page = make(name, seed=place, papers=PAPERS[8 * place : 8 * place + 8])
        papers += page.papers
        lines = page.text.splitlines()
        start, stop = sorted(draw(CUTS))
        pieces.append(lines[int(start * len(lines)) : int(stop * len(lines)) + 1])

    how = draw(st.sampled_from(["one after the other", "mixed", "wrapped"]))
    if how == "mixed":
        lines = mix(pieces, draw(st.integers(1, 12)))
    else:
        lines = [line for piece in pieces for line in piece]
    if how == "wrapped":
        lines = wrap(lines, draw(st.integers(50, 110)))
    return lines, papers


def mix(pieces, step):
    """Take some lines of each piece in turns."""
    mixed = []
    longest = max(map(len, pieces))
    for start in range(0, longest, step):
        for piece in pieces:
            mixed += piece[start : start + step]
    return mixed


def wrap(lines, width):
    wrapped = []
    for line in lines:
        row = ""
        for word in line.split():
            if row and len(row) + 1 + len(word) > width:
                wrapped.append(row)
                row = ""
            row = f"{row} {word}".strip()
        wrapped.append(row)
    return wrapped


@pytest.mark.slow
@settings(max_examples=60)
@given(spoilt=spoilt_pages())
def test_spoilt_pages_are_accounted_for_and_nothing_is_invented(spoilt):
    lines, papers = spoilt
    page = _page.read_page(lines)
    assert len(page.roles) == len(lines)
    assert set(page.roles) <= ROLES
    for line, role in zip(lines, page.roles, strict=True):
        assert (role == "blank") == (not line.strip(" \t\xa0"))

    text = squeeze(" ".join(lines))
    shown = {squeeze(paper["title"]) for paper in papers}
    invented = [title for title in titles_of(page.records) if title not in shown]
    for title in invented:
        # A running head between two lines of a reference is no part of its title.
        assert page.layout.startswith("references") or holds(text, title), title
    is_inferred = any(record.get("inferred") for record in page.records)
    if page.certainty == "sure" and not is_inferred:
        # Of a title that was cut, or mixed with another, a part may be read.
        assert len(invented) <= 2 + 0.1 * len(page.records), invented


def holds(text, title):
    """Tell whether a title stands in a text, but for hyphens at the ends of lines."""
    return title.replace("-", "") in text.replace("- ", "").replace("-", "")


@given(st.lists(st.text(max_size=80), max_size=40))
def test_any_lines_are_accounted_for(lines):
    page = _page.read_page(lines)
    assert len(page.roles) == len(lines)
    assert set(page.roles) <= ROLES
