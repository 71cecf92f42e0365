import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts._kinds import is_people, kind_of, split_names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Save", "b"),
        ("Cite", "b"),
        ("View at Publisher", "b"),
        ("Sort by relevance", "b"),
        ("保存", "b"),
        ("12", "n"),
        ("1,204", "n"),
        ("2019", "d"),
        ("3 March 2021", "d"),
        ("Mar 17", "d"),
        ("https://example.org/a", "u"),
        ("10.1234/tides.5", "o"),
        ("Ada Blum, Jo Fenn and Li Wei", "p"),
        ("Blum A, Fenn J, et al.", "p"),
        ("Blum, A; Fenn, J; (...); Wei, L", "p"),
        ("Harbour study group, Ada Blum, Jo Fenn", "q"),
        ("Birds of salt marshes in winter", "t"),
        ("Salt and peat in the reeds of the northern shore have been measured.", "s"),
        ("We measured salt. " * 15, "a"),
    ],
)
def test_a_line_is_of_a_kind(text, kind):
    assert kind_of(text.strip()) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Languages of the harbour",
        "Search for salt in peat",
        "Date palms and drought",
        "Help seeking after floods",
        "Cited, counted, compared: what citations tell",
        "Save the marsh: a trial",
        "Home ranges of redshanks",
    ],
)
def test_a_title_that_begins_like_a_button_is_none(title):
    assert kind_of(title) not in "bndou"


def test_people_are_split_at_what_parts_them():
    assert split_names("Ada Blum; Jo Fenn & Li Wei") == [
        "Ada Blum",
        "Jo Fenn",
        "Li Wei",
    ]
    assert not is_people("The tides of Ada Blum")


@given(st.text(min_size=1))
def test_any_line_has_a_kind(text):
    assert kind_of(text) in set("bnduopqast")
