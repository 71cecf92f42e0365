from litreview.read.layouts._entry import Entry
from litreview.read.layouts._gaps import form_of, take_up_gaps
from litreview.read.layouts._units import Unit

PROSE = Unit("We counted birds on the shore in winter.", 0, 0, "a")
BUTTON = Unit("Save", 0, 0, "b")
SHELF = Unit("Shelf B 12", 0, 0, "t")
TITLE = Unit("Peat and what it holds", 0, 0, "t")
PEOPLE = Unit("Ada Blum, Li Wei", 0, 0, "p")
KEYWORDS = Unit("Keywords: salt", 0, 0, "K", {"keywords": "salt"})


def page(*gaps):
    """Make entries of one unit each with the given units behind them."""
    units, entries = [], []
    for gap in gaps:
        start = len(units)
        entries.append(Entry(start, start + 1, {}, {"title": f"Paper {start}"}))
        units += [Unit("Paper", 0, 0, "t"), *gap]
    return entries, units


def test_buttons_and_usual_lines_are_taken_up_and_strange_ones_are_not():
    entries, units = page([BUTTON, SHELF], [BUTTON, SHELF], [TITLE], [])
    assert take_up_gaps(entries, units, False) == dict.fromkeys([1, 2, 4, 5], "field")


def test_prose_behind_an_entry_is_its_abstract():
    entries, units = page([BUTTON, PROSE], [PROSE], [])
    roles = take_up_gaps(entries, units, False)
    assert [entry.record.get("abstract") for entry in entries] == [
        PROSE.text,
        PROSE.text,
        None,
    ]
    assert roles[2] == roles[4] == "abstract"


def test_prose_behind_another_title_and_its_people_is_not():
    entries, units = page([TITLE, PEOPLE, PROSE], [])
    assert take_up_gaps(entries, units, False) == {}


def test_prose_below_all_entries_is_of_the_site_where_they_have_none():
    entries, units = page([], [], [PROSE])
    assert take_up_gaps(entries, units, False) == {}


def test_a_field_that_an_entry_lacks_is_added_and_one_that_it_has_is_not():
    entries, units = page([KEYWORDS, KEYWORDS], [])
    take_up_gaps(entries, units, False)
    assert entries[0].record["keywords"] == "salt"


def test_lines_that_differ_in_numbers_or_behind_a_label_have_one_form():
    assert form_of("Cited 12 times") == form_of("Cited 1,204 times")
    assert form_of("Track: one") == form_of("Track: another")
