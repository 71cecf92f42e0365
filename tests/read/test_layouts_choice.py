import random

import pytest

from litreview.read.layouts import _choice
from litreview.read.layouts._layouts import LAYOUTS, Known
from litreview.read.layouts._reading import Reading
from tests.read.pages.invented import PAPERS
from tests.read.pages.makers import MAKERS


def lines_of(name):
    page = MAKERS[name]([dict(paper) for paper in PAPERS], random.Random(1))
    return page.text.splitlines()


def test_the_layout_of_a_page_explains_it_best():
    judged = _choice.read_in_best_layout(lines_of("PubMed page: snippets"), False)
    assert (judged.reading.layout, judged.certainty) == ("PubMed page", "sure")


def test_no_layout_fits_other_text():
    assert _choice.read_in_best_layout(["milk", "bread", "flour"] * 5, False) is None


def reader_of(titles, name):
    """Make a layout that takes every line for a paper of its own."""

    def read(lines):
        records = []
        for line, title in enumerate(titles, start=1):
            fields = {"title": title, "authors": ["Ada Blum"], "date": "2019"}
            records.append(fields | {"line": line, "line_to": line})
        return Reading(name, records, ["title"] * len(lines), {})

    return Known(read)


TITLES = ["Salt in the reeds", "Peat and what it holds", "How redshanks find mussels"]
OTHERS = ["Geese on samphire", "Tides and burrows at night", "Mud of two estuaries"]


@pytest.mark.parametrize(
    ("others", "certainty"), [(TITLES, "sure"), (OTHERS, "refused")]
)
def test_two_layouts_that_find_other_titles_are_not_believed(
    monkeypatch, others, certainty
):
    layouts = {"one": reader_of(TITLES, "one"), "two": reader_of(others, "two")}
    for name in list(LAYOUTS):
        monkeypatch.delitem(LAYOUTS, name)
    for name, known in layouts.items():
        monkeypatch.setitem(LAYOUTS, name, known)
    judged = _choice.read_in_best_layout(TITLES, False)
    assert judged.certainty == certainty
    assert bool(judged.doubt) == (certainty == "refused")
