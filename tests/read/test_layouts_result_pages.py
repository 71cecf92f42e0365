import random
import re

import pytest

from litreview.read.layouts import _page, _result_pages
from tests.read.pages.invented import PAPERS
from tests.read.pages.makers import ASKED, MAKERS


def squeeze(text):
    return " ".join(text.split()).removesuffix(".")


def asked_looks():
    names = []
    for name in MAKERS:
        family = name.partition(": ")[0]
        if family in ASKED and family not in ("RSS", "Atom") and "HTML" not in name:
            names.append(name)
    return names


LOOKS = asked_looks()
FIRST_LOOKS = list({name.partition(": ")[0]: name for name in reversed(LOOKS)}.values())


def check_look(name):
    page = MAKERS[name]([dict(paper) for paper in PAPERS], random.Random(2))
    read = _page.read_page(page.text.splitlines())
    shown = {squeeze(paper["title"]) for paper in page.papers}
    found = [squeeze(record["title"]) for record in read.records]
    invented = [title for title in found if title not in shown]
    assert len(invented) <= 0.05 * len(shown), invented
    if read.certainty == "sure":
        assert len(set(found) & shown) >= 0.9 * len(shown)
    return read


@pytest.mark.parametrize("name", FIRST_LOOKS)
def test_a_page_of_each_family_is_read(name):
    assert check_look(name).certainty == "sure"


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_is_read_or_refused_and_nothing_is_invented(name):
    check_look(name)


def test_no_two_layouts_have_one_name():
    names = [layout.name for layout in _result_pages.LAYOUTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "layout", _result_pages.LAYOUTS, ids=lambda layout: layout.name
)
def test_the_letters_of_an_entry_are_those_of_its_kinds(layout):
    shared = set("bnduopqast")
    assert not (set(layout.anchors) - set(layout.kinds))
    pattern = re.sub(r"\\.|\(\?P<\w+>|\(\?[:=!]", "", layout.entry.pattern)
    letters = set(re.findall(r"[A-Za-z]", pattern))
    assert letters <= shared | set(layout.kinds)
