import re
import textwrap

from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts._units import field_of, find_units, join_lines, wrapped_at

KINDS = {"V": [re.compile(r"(?P<venue>[\w ]+), (?P<date>\d{4})")]}
PROSE = (
    "We counted the birds of the northern shore in three winters and one spring. " * 8
)


def test_a_unit_has_the_kind_and_the_fields_of_its_line():
    units = find_units(
        ["Salt in the reeds", "", "Tidal Letters, 2019", "12"], KINDS, False
    )
    assert [unit.kind for unit in units] == ["t", "V", "n"]
    assert units[1].fields == {"venue": "Tidal Letters", "date": "2019"}
    assert (units[1].first, units[1].last) == (2, 2)


def test_cells_between_tabs_are_units_of_one_line():
    units = find_units(["Salt in the reeds\tAda Blum\t"], {}, False)
    assert [(unit.text, unit.first) for unit in units] == [
        ("Salt in the reeds", 0),
        ("Ada Blum", 0),
    ]


def test_lines_of_a_wrapped_page_are_joined_to_what_they_were():
    lines = textwrap.wrap(PROSE, 72)
    assert wrapped_at(lines) in range(60, 73)
    units = find_units(lines, {}, False)
    assert [unit.text for unit in units] == [PROSE.strip()]
    assert wrapped_at([PROSE]) == 0


def test_paragraphs_are_units_where_a_layout_says_so():
    units = find_units(["Salt in", "the reeds", "", "Peat"], {}, True)
    assert [unit.text for unit in units] == ["Salt in the reeds", "Peat"]


def test_a_word_that_was_cut_at_a_hyphen_goes_on():
    assert join_lines(["in self-", "attention and", "pre- and"]) == (
        "in self-attention and pre- and"
    )


def test_a_field_may_have_several_groups():
    assert [field_of(name) for name in ("title", "title_2", "abstract_rest")] == [
        "title",
        "title",
        "abstract",
    ]


@given(st.lists(st.text(max_size=90), max_size=20), st.booleans())
def test_every_filled_line_is_in_a_unit(lines, of_paragraphs):
    units = find_units(lines, KINDS, of_paragraphs)
    rows = {row for unit in units for row in range(unit.first, unit.last + 1)}
    for row, line in enumerate(lines):
        if line.strip() and line.isascii() and line.isprintable():
            assert row in rows
