from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts import _explained
from litreview.read.layouts._reading import Reading

ROLES = ["header", "title", "field", "not understood", "blank", "abstract", "field"]
LINES = ["Sign in", "Salt", "Ada Blum", "oddly", "", "We count.", "12"]
READING = Reading("a", [{"line": 2, "line_to": 7}], ROLES, {})


def test_letters_of_entries_are_counted():
    assert _explained.count_explained(READING, LINES) == len("SaltAda BlumWe count.12")
    assert _explained.count_letters(["  a b "]) == 3


def test_the_smaller_share_counts_of_letters_and_lines():
    assert _explained.share_explained(READING, LINES) == 4 / 5
    long = [*LINES[:3], "x" * 23, *LINES[4:]]
    assert _explained.share_explained(READING, long) == 23 / 46


def test_what_stands_between_two_pages_is_read_again_and_does_not_count():
    roles = ["title", *["not understood"] * 9, "title"]
    reading = Reading("a", [{"line": 1, "line_to": 11}], roles, {})
    assert _explained.find_unreached(reading) == [(1, 10)]
    assert _explained.share_explained(reading, ["text"] * 11) == 1
    assert _explained.share_left_out(roles, ["text"] * 11) == 9 / 11


@given(st.lists(st.sampled_from(sorted(set(ROLES))), max_size=40))
def test_runs_that_are_read_again_hold_no_line_of_an_entry(roles):
    for start, stop in _explained.find_unreached(Reading("a", [], roles, {})):
        assert not set(roles[start:stop]) & set(_explained.EXPLAINED)
