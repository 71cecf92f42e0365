"""Titles are told apart as a reader does, whatever a database put around them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.dedupe import _titles

KNOWN = Counter(
    "sand sand shore shore tides tides bonds bonds bounds bounds the the of of".split()
)


@given(st.text(min_size=1))
def test_every_title_has_a_key(title):
    assert _titles.title_key(title)


@given(st.text())
def test_white_space_does_not_change_a_key(title):
    title += "a"  # without a letter, the title is its own key
    assert _titles.title_key(f"\t{title}\n") == _titles.title_key(f" {title} ")


def test_a_key_is_letters_and_digits_and_what_is_no_title_has_none():
    assert _titles.title_key("Sand: moves (II)!") == "sandmovesii"
    assert _titles.title_key("ＳＡＮＤ") == "sand"
    assert _titles.title_key("…?") == "…?"
    assert _titles.title_key(float("nan")) == _titles.title_key(None) == ""


@pytest.mark.parametrize(
    ("title", "bare", "version"),
    [
        ("T262. Sand moves. [German]", "Sand moves", ""),
        ("Sand moves... [see comment]", "Sand moves", ""),
        ("Sand moves (version 2)", "Sand moves", "2"),
        ("Sand moves, extended abstract", "Sand moves, extended abstract", ""),
        ("Sand moves (extended abstract)", "Sand moves", "extended abstract"),
        ("[Sand moves in German]", "Sand moves in German", ""),
        ("Sand <i>moves</i>", "Sand moves", ""),
        ("Erratum: Sand moves", "Sand moves", ""),
        ("[PDF] Sand moves", "Sand moves", ""),
        ("12. Sand moves", "Sand moves", ""),
        ("2D sand moves", "2D sand moves", ""),
    ],
)
def test_what_stands_around_a_title_is_taken_off(title, bare, version):
    assert _titles.strip_notes(title) == (bare, version)


@given(st.text())
def test_taking_notes_off_never_fails_and_never_adds(title):
    bare, _ = _titles.strip_notes(title)
    assert len(bare) <= len(title)


def test_words_have_no_accents_no_tex_and_greek_by_name():
    assert _titles.title_words(r"The \emph{Säge} of $\mathbb{R}$") == [
        "the",
        "sage",
        "of",
        "r",
    ]
    assert _titles.title_words("β-decay") == ["beta", "decay"]


@pytest.mark.parametrize(
    ("a", "b", "difference"),
    [
        ("Sand of the shore", "Sand of shore", "spelling"),
        ("Colour of the shore", "Color of the shores", "spelling"),
        ("Tidal marsh of sand", "Tidalmarsh of sand", "spelling"),
        ("Sand of the shore", "Sand of the shroe", "typo"),
        ("Upper bonds", "Upper bounds", "letters"),
        ("Sand of the shore", "Sand of the wide shore", "added"),
        ("Sand of the shore", "Sand of the tides", "changed"),
        ("Sand of the shore", "Sand of the shore: a long view", "subtitle"),
        ("Sand of the shore in the …", "Sand of the shore in the north", "added"),
        ("Sand of the shore", "Sand of the shore: part two", "other"),
        ("Sand 2019", "Sand 2020", "other"),
        ("Sand moves", "Sand does not move", "other"),
        ("Tidal sand", "Nontidal sand", "other"),
        ("Sand of the shore IV", "Sand of the shore 4", "changed"),
    ],
)
def test_differences_have_names(a, b, difference):
    assert _titles.name_difference(a, b, KNOWN) == difference
    assert _titles.name_difference(b, a, KNOWN) == difference


TITLES = st.lists(
    st.sampled_from("sand of the shore shores 2 II not part: a reply -".split()),
    max_size=8,
).map(" ".join)


@given(TITLES, TITLES)
def test_a_difference_does_not_depend_on_the_order(a, b):
    assert _titles.name_difference(a, b, KNOWN) == _titles.name_difference(b, a, KNOWN)


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "Guest Editorial",
        "Author Index",
        "Book reviews",
        "Discussion II",
    ],
)
def test_headings_are_known(title):
    assert _titles.is_heading(title)
    assert _titles.is_heading("Preface to the special issue on sand")
    assert not _titles.is_heading(f"{title}s of sand and the shores that hold it")


@pytest.mark.parametrize(
    "title",
    [
        "Reply to Blum",
        "Erratum: Sand moves",
        "Sand moves: author's reply",
        "Sand moves (vol 12, pg 101, 2015)",
        "Sand moves (Journal of Sand (2009) 360 (542-544))",
    ],
)
def test_answers_are_known(title):
    assert _titles.is_answer(title)
    assert not _titles.is_answer("Sand moves in answer to the tide")
