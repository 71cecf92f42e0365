"""Lines become titles, abstracts or neither, however they are laid out."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts import _paragraphs
from litreview.read.layouts._paragraphs import Line
from tests.read.test_layouts_listing import PAPERS

AUTHORS = "Ada Blum, Jo K. Fenn and Li Wei"


def lines_of(texts: list[str]) -> list[Line]:
    """Number the lines as they stand in a file, and leave the blank ones out."""
    return [
        Line(row, text, text.strip()) for row, text in enumerate(texts) if text.strip()
    ]


def labelled(texts: list[str]) -> list[tuple[str, str]]:
    paragraphs, _ = _paragraphs.label_paragraphs(lines_of(texts))
    return [(paragraph.label, paragraph.text) for paragraph in paragraphs]


def of_papers(papers=PAPERS) -> list[tuple[str, str]]:
    return [
        pair
        for title, abstract in papers
        for pair in (("title", title), ("abstract", abstract))
    ]


def wrapped(width: int, between: list[str], papers=PAPERS) -> list[str]:
    texts = []
    for title, abstract in papers:
        texts += textwrap.wrap(title, width) + between
        texts += textwrap.wrap(abstract, width) + between
    return texts


@pytest.mark.parametrize("width", [72, 100])
def test_wrapped_lines_are_joined_and_what_was_inferred_is_said(width):
    for between, inferred in (([""], False), ([], True)):
        lines = lines_of(wrapped(width, between))
        paragraphs, told = _paragraphs.label_paragraphs(lines)
        assert [(each.label, each.text) for each in paragraphs] == of_papers()
        assert told == inferred


def test_whole_lines_are_paragraphs():
    texts = [text for paper in PAPERS for text in paper]
    assert labelled(texts) == of_papers()


def test_a_blank_line_after_every_line_parts_nothing():
    lines = wrapped(72, [], PAPERS * 3)
    texts = [text for line in lines for text in (line, "")]
    assert labelled(texts) == of_papers(PAPERS * 3)


def test_lines_cut_in_the_middle_of_a_word_are_put_together():
    texts = []
    for text in (text for paper in PAPERS for text in paper):
        texts += [text[at : at + 50] for at in range(0, len(text), 50)] + [""]
    assert labelled(texts) == of_papers()


def test_a_hyphen_at_the_end_of_a_line_takes_no_blank():
    words = "We study a method of self-"
    lines = lines_of([words, "attention and of pre- and", "post-"])
    assert (
        _paragraphs._join(lines, cut=False) == f"{words}attention and of pre- and post-"
    )


def test_authors_under_each_title_are_fields():
    texts = [x for title, abstract in PAPERS for x in (title, AUTHORS, abstract)]
    labels = [label for label, _ in labelled(texts)]
    assert labels == ["title", "field", "abstract"] * len(PAPERS)


@pytest.mark.parametrize(
    ("text", "is_names"),
    [
        (AUTHORS, True),
        ("by Ada Blum and Jo Fenn et al.", True),
        ("Ada Blum", False),
        ("Counting moss on the north walls", False),
        ("Slow Rivers, Fast Rivers & Lakes Beyond", True),
    ],
)
def test_names_are_two_or_more(text, is_names):
    assert bool(_paragraphs.NAMES.fullmatch(text)) == is_names


def test_titles_alone_are_all_titles():
    titles = [f"{title} of number {n}" for n in range(4) for title, _ in PAPERS]
    assert {label for label, _ in labelled(titles)} == {"title"}


def test_a_button_among_titles_and_an_abstract_of_none_are_not_understood():
    texts = [PAPERS[0][1], "", "Load", "", *PAPERS[1], "", *PAPERS[2]]
    labels = [label for label, _ in labelled(texts)]
    assert labels[:2] == ["not understood", "not understood"]
    assert labels[2:] == ["title", "abstract"] * 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["", "A b", "x.", *PAPERS[0], "Word " * 30]), max_size=14)
)
def test_every_line_is_in_exactly_one_paragraph(texts):
    lines = lines_of(texts)
    paragraphs, _ = _paragraphs.label_paragraphs(lines)
    rows = [line.row for paragraph in paragraphs for line in paragraph.lines]
    assert rows == [line.row for line in lines]
    labels = {"title", "abstract", "field", "not understood"}
    assert {paragraph.label for paragraph in paragraphs} <= labels


def test_the_width_holds_nine_tenths_of_the_letters():
    assert _paragraphs.line_width([]) == 0
    assert _paragraphs.line_width([10] * 9 + [1000]) == 1000
    assert _paragraphs.line_width([70] * 50 + [90]) == 70
