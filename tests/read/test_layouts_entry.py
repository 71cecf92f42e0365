import re

import pytest

from litreview.read.layouts._entry import part_snippet, places_of, read_entry
from litreview.read.layouts._units import Unit

UNITS = [
    Unit("1. Salt in the reeds.", 0, 0, "t"),
    Unit("Ada Blum | Jo Fenn", 1, 1, "p"),
    Unit("Tidal Letters, 2019", 3, 3, "V", {"venue": "Tidal Letters", "date": "2019"}),
]


def test_the_fields_of_groups_and_of_lines_make_a_record():
    found = re.match("(?P<title>t)(?P<authors>p)V", "tpV")
    entry = read_entry(found, UNITS, between_authors=r"\s*\|\s*")
    assert entry.record == {
        "title": "Salt in the reeds",
        "authors": ["Ada Blum", "Jo Fenn"],
        "date": "2019",
        "venue": "Tidal Letters",
        "line": 1,
        "line_to": 4,
    }
    assert places_of("title", entry, UNITS) == {0}
    assert places_of("venue", entry, UNITS) == {2}


def test_without_a_title_there_is_no_entry():
    assert read_entry(re.match("V", "V"), UNITS[2:]) is None


@pytest.mark.parametrize(
    "title", ["A coast in the U.S.", "Where do we go ...", "Salt?"]
)
def test_a_stop_that_belongs_to_a_title_stays(title):
    found = re.match("(?P<title>t)", "t")
    assert read_entry(found, [Unit(title, 0, 0, "t")]).record["title"] == title


@pytest.mark.parametrize(
    ("text", "may_cut", "record"),
    [
        ("Abstract: We count.", False, {"abstract": "We count."}),
        ("We count. △ Less", False, {"abstract": "We count."}),
        ("We count and … ▽ More", False, {"snippet": "We count and …"}),
        ("We count and", True, {"snippet": "We count and"}),
        ("We count and", False, {"abstract": "We count and"}),
    ],
)
def test_an_abstract_that_breaks_off_is_a_snippet(text, may_cut, record):
    given = {"abstract": text}
    part_snippet(given, may_cut)
    assert given == record
