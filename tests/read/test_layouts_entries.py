"""A list is parted into its entries however it was numbered, indented or wrapped."""

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts._entries import find_entries

WORDS = "rivers moss lamps herons stones tides reeds silt barns fog".split()
FAMILIES = "Blum Fenn Reed Moss Stone Rush Lamb Marsh".split()


def references(many=12):
    """Invent references whose years stand behind the authors."""
    made = []
    for i in range(many):
        family = FAMILIES[i % len(FAMILIES)]
        title = f"Slow {WORDS[i % 10]} and the long story of {WORDS[(i + 3) % 10]} number {i}"
        made.append(
            f"{family}, A., & Fenn, J. ({1990 + i}). {title}. Journal of Quiet Things, "
            f"{i + 1}(2), {i + 10}–{i + 19}. https://doi.org/10.1000/abc.{i}"
        )
    return made


def wrap(text, width=80, first="", rest=""):
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def lay_out(entries, how, width=80):
    lines = []
    for i, entry in enumerate(entries, 1):
        if how == "[1]":
            lines += wrap(entry, width, f"[{i}] ", "    ")
        elif how == "1.":
            lines += wrap(entry, width, f"{i}. ")
        elif how == "(1)":
            lines += wrap(entry, width, f"({i}) ")
        elif how == "1:":
            lines += wrap(entry, width, f"{i}: ")
        elif how == "bullets":
            lines += wrap(entry, width, "• ", "  ")
        elif how == "blank":
            lines += [*wrap(entry, width), ""]
        elif how == "hanging":
            lines += wrap(entry, width, "", "    ")
        elif how == "wrapped":
            lines += wrap(entry, width)
        else:
            lines.append(entry)
    return lines


LAYOUTS = ["[1]", "1.", "(1)", "1:", "bullets", "blank", "hanging", "wrapped", "line"]


@pytest.mark.parametrize("how", LAYOUTS)
@pytest.mark.parametrize("width", [60, 77, 100, 120])
def test_entries_are_the_same_however_they_are_laid_out(how, width):
    made = references()
    found = find_entries(["References", "", *lay_out(made, how, width)])
    assert [entry.text for entry in found.entries] == made


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "7. References",
        "## Bibliography",
        "LITERATURVERZEICHNIS",
        "VII. Bibliographie",
        "参考文献",
        "R EFERENCES",
    ],
)
def test_what_stands_above_the_heading_is_no_entry(heading):
    lines = [
        "This is the end of a paper about rivers (2020).",
        "",
        heading,
        *references(3),
    ]
    found = find_entries(lines)
    assert found.roles[:3] == ["not understood", "blank", "header"]
    assert len(found.entries) == 3


def test_an_appendix_below_is_no_entry():
    lines = [
        "References",
        *lay_out(references(3), "[1]"),
        "",
        "A  Appendix",
        "",
        "More of the rivers.",
    ]
    found = find_entries(lines)
    assert len(found.entries) == 3
    assert found.roles[-1] == "not understood"


def test_entries_know_their_lines_and_numbers():
    found = find_entries(
        [
            "[7] Blum, A. (2020). Slow",
            "rivers. Things, 1.",
            "",
            "[8] Reed, K. (2021). Fog. Things, 2.",
        ]
    )
    first, second = found.entries
    assert (first.number, first.lines) == ("7", (0, 1))
    assert (second.number, second.lines) == ("8", (3,))
    start = first.text.find("rivers")
    assert first.lines_of(start, start + 3) == [1]
    assert first.lines_of(0, 4) == [0]


def test_what_a_pdf_prints_on_each_page_is_set_aside():
    made = references(9)
    lines = []
    for i in range(0, 9, 3):
        lines += lay_out(made[i : i + 3], "wrapped", 70)
        lines[-1:] = ["", f"{i + 4}", "\fBlum and Fenn: Slow rivers", "", lines[-1]]
    lines += [
        "Authorized licensed use limited to: A Library. Downloaded on May 1, 2020 from A Place. Restrictions apply."
    ]
    found = find_entries(lines)
    assert [entry.text for entry in found.entries] == made
    assert sum(role == "header" for role in found.roles) == 7


def test_words_cut_at_the_end_of_a_line_are_joined():
    lines = [
        "[1] Blum, A. (2020). A compre-",
        "hensive study of open-",
        "source lamps. Things, 1, 3–",
        "9. https://doi.org/10.1000/",
        "abc.12",
        "[2] Reed, K. (2021). State-of-the-",
        "art moss. Things, 2. https://doi.org/10.1000/j.xy.",
        "2021.7",
    ]
    first, second = (entry.text for entry in find_entries(lines).entries)
    assert (
        first
        == "Blum, A. (2020). A comprehensive study of open-source lamps. Things, 1, 3–9. https://doi.org/10.1000/abc.12"
    )
    assert (
        second
        == "Reed, K. (2021). State-of-the-art moss. Things, 2. https://doi.org/10.1000/j.xy.2021.7"
    )


def test_a_number_that_begins_a_line_is_no_number_of_an_entry():
    lines = [
        "1. Blum A. Slow rivers. J Things.",
        "2019;3:1-9. Epub 2019 Jun",
        "1. PMID: 123.",
        "2. Reed K. Fog. J Things. 2020;4:2-",
        "9.",
    ]
    found = find_entries(lines)
    assert [entry.number for entry in found.entries] == ["1", "2"]


def test_a_last_line_that_looks_like_a_name_begins_no_entry():
    lines = [
        "Ada Blum and Jo Fenn. 2020. Slow rivers and their silt in the long winters. In",
        "Proceedings of the 3rd Meeting of Rivers, pages 1–9, Online. Association for",
        "Computational Rivers.",
        "Kim Reed and Jo Fenn. 2021. Fog over the moss and what it tells us of stones. In",
        "Proceedings of the 4th Meeting of Rivers, pages 2–8, Online. Association for",
        "Computational Rivers.",
    ]
    assert [entry.lines for entry in find_entries(lines).entries] == [
        (0, 1, 2),
        (3, 4, 5),
    ]


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "",
                "References",
                "[1] Blum, A. (2020). Moss.",
                "12",
                "  wrapped",
                "- a",
                "\f",
                "Blum A, Reed K. Fog-",
            ]
        ),
    ),
    max_size=25,
)


@given(LINES)
def test_every_line_is_in_an_entry_or_has_a_role(lines):
    found = find_entries(lines)
    assert len(found.roles) == len(lines)
    in_entries = [line for entry in found.entries for line in entry.lines]
    assert len(set(in_entries)) == len(in_entries)
    for i, role in enumerate(found.roles):
        assert role in ("", "header", "blank", "not understood")
        assert not (role and i in in_entries)


@settings(max_examples=30, deadline=None)
@given(st.integers(60, 120), st.sampled_from(LAYOUTS))
def test_any_width_gives_the_same_entries(width, how):
    made = references(8)
    found = find_entries(lay_out(made, how, width))
    assert [entry.text for entry in found.entries] == made


def test_many_pages_of_prose_are_parted_quickly():
    prose = textwrap.wrap(
        "The river rose again, and nobody on the barge had slept. " * 9000, 80
    )
    start = time.perf_counter()
    find_entries(prose[:6000])
    assert time.perf_counter() - start < 3
