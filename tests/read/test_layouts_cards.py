import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts import _result_pages
from litreview.read.layouts._cards import Layout, read_cards

SHORE = Layout(
    name="shore",
    kinds={
        "V": [re.compile(r"In: (?P<venue>.+) \((?P<date>\d{4})\)")],
        "K": [re.compile(r"Keywords: (?P<keywords>.+)")],
    },
    entry=re.compile("(?P<title>[tpqsa])(?P<authors>[pq])V(?P<abstract>[as])?"),
    anchors="V",
)
PAPERS = [
    ("Salt in the reeds of the north", "Ada Blum, Jo Fenn", "Tidal Letters", "2019"),
    ("Peat and what it holds", "Li Wei", "Tidal Letters", "2020"),
    ("How redshanks find mussels: a trial", "Jo Fenn, Li Wei", "Shore Review", "2021"),
]


def page(papers=PAPERS, below=("Save", "12")):
    lines = ["Tidal Library", "Sign in", ""]
    for title, authors, venue, year in papers:
        lines += [title, authors, f"In: {venue} ({year})", *below, ""]
    return lines


def test_the_fields_of_an_entry_are_where_the_layout_says():
    reading = read_cards(page(), SHORE)
    assert [record["title"] for record in reading.records] == [p[0] for p in PAPERS]
    first = reading.records[0]
    assert first["authors"] == "Ada Blum, Jo Fenn"
    assert (first["venue"], first["date"]) == ("Tidal Letters", "2019")
    assert (first["line"], first["line_to"]) == (4, 8)


def test_buttons_below_an_entry_are_of_it_and_the_head_is_of_the_site():
    reading = read_cards(page(), SHORE)
    assert reading.roles[:3] == ["header", "header", "blank"]
    assert reading.roles[3:8] == ["title", "field", "field", "field", "field"]


def test_lines_of_one_form_below_several_entries_are_of_them():
    reading = read_cards(page(below=("Lent 3 times this year", "Shelf B")), SHORE)
    assert "not understood" not in reading.roles


def test_prose_below_such_lines_is_the_abstract():
    prose = "We counted birds on the shore in winter. " * 6
    below = ("Shelf mark 12", prose.strip())
    reading = read_cards(page(below=below), SHORE)
    assert [record["abstract"] for record in reading.records] == [prose.strip()] * 3


def test_a_labelled_line_below_an_entry_is_its_field():
    reading = read_cards(page(below=("Keywords: salt, reed",)), SHORE)
    assert reading.records[1]["keywords"] == "salt, reed"


def test_an_abstract_that_breaks_off_is_a_snippet():
    lines = page(below=("We counted birds on the shore in winter and … Show more",))
    first = read_cards(lines, SHORE).records[0]
    assert "abstract" not in first
    assert first["snippet"] == "We counted birds on the shore in winter and …"


def test_a_title_of_an_entry_that_is_broken_is_not_understood():
    lines = page()
    lines.remove("In: Tidal Letters (2020)")
    reading = read_cards(lines, SHORE)
    assert len(reading.records) == 2
    row = lines.index("Peat and what it holds")
    assert reading.roles[row] == "not understood"


def test_a_page_without_anchors_is_not_read():
    assert read_cards(["Salt in the reeds", "Ada Blum"], SHORE) is None


def test_cells_between_tabs_are_read_as_lines():
    lines = ["Salt in the reeds of the north\tAda Blum\tIn: Tidal Letters (2019)"]
    reading = read_cards(lines, SHORE)
    assert reading.records[0]["authors"] == "Ada Blum"
    assert reading.roles == ["title"]


LINES = st.lists(
    st.one_of(
        st.sampled_from([line for line in page() if line]),
        st.sampled_from(["", "Title: Salt", "[1] arXiv:2001.00001 [pdf]", "PMID: 12"]),
        st.text(max_size=60),
    ),
    max_size=30,
)


@pytest.mark.parametrize("layout", _result_pages.LAYOUTS, ids=lambda given: given.name)
@given(lines=LINES)
def test_every_line_has_one_role_whatever_stands_there(layout, lines):
    reading = read_cards(lines, layout)
    if reading is None:
        return
    allowed = {"header", "title", "abstract", "field", "blank", "not understood"}
    assert len(reading.roles) == len(lines)
    assert set(reading.roles) <= allowed
    for record in reading.records:
        assert record["title"].strip()
        assert 1 <= record["line"] <= record["line_to"] <= len(lines)
