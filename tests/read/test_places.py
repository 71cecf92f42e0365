"""Volumes, issues and pages are written in one way."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from litreview.read import _places


@pytest.mark.parametrize(
    "said",
    [
        *["", "-", "--", "0", "?", "n/a", "N.A.", "nan", "None", "null", "UNKNOWN"],
        *["in press", "[Epub ahead of print]", "no issue"],
    ],
)
def test_what_says_nothing_is_missing(said):
    assert _places.clear_places(pd.Series([said, None])).isna().all()
    assert _places.clear_places(pd.Series([said]), pages=True).isna().all()


def test_of_pages_a_number_of_them_and_words_say_nothing():
    nothing = pd.Series(
        [
            "215 p",
            "8 pp.",
            "350 pages",
            "Abstract",
            "June",
            "No Pagination Specified",
            "10.1000/x.1",
        ]
    )
    assert _places.clear_places(nothing, pages=True).isna().all()
    kept = [
        "275P",
        "xv",
        "e1-4",
        "532, 534-536",
        "PART 2",
        "CD001234",
        "465:1-465:20",
        "Cover 3",
        "1-9.e3",
    ]
    assert _places.clear_places(pd.Series(kept), pages=True).tolist() == kept
    assert _places.clear_places(
        pd.Series(["Suppl", "Spring", "PART 2", "A"])
    ).tolist() == [
        "Suppl",
        "Spring",
        "PART 2",
        "A",
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text("0123456789 .-–—eSIVXp()/+,~", max_size=12) | st.none()),
    st.booleans(),
    st.booleans(),
)
@example(["0–~–1"], False, False)
def test_a_place_once_cleared_stays_and_has_no_new_letter(values, pages, latex):
    said = pd.Series(values, dtype="str")
    once = _places.clear_places(said, pages, latex)
    assert _places.clear_places(once, pages, latex).equals(once)
    for before, after in zip(said.fillna(""), once.fillna(""), strict=True):
        assert set(after) <= {*before, "-", " "} and after == after.strip()
        assert "--" not in after and "–" not in after
