"""The crosswalk of names knows each name once."""

from litreview.read import _fields
from litreview.read.formats import _delimited as delimited


def test_the_names_that_tables_are_known_by_are_names_of_the_crosswalk():
    names = (
        "volume;journal volume;vl;issue;issue number;journal issue;number;is;pages;"
        "page start;end page;bp;art. no."
    )
    for name in names.split(";"):
        assert name in delimited.FIELDS
        known = [
            _fields.flatten_names(_fields.CROSSWALK["table"][column])
            for column in _fields.PLACES
        ]
        assert sum(_fields.squeeze_name(name) in names for names in known) == 1
