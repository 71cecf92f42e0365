"""The makers of pages show what they say they show, and the same for the same seed."""

import html
import random

import pytest

from tests.read.pages.invented import PAPERS
from tests.read.pages.makers import ASKED, MAKERS, group
from tests.read.pages.page import flat, unwrapped
from tests.read.pages.references import without_page_furniture


def make(name: str, seed: int = 5):
    dice = random.Random(seed)
    papers = dice.sample(PAPERS, 12)
    return MAKERS[name](papers, dice)


@pytest.mark.parametrize("name", MAKERS)
def test_what_a_page_shows_is_in_its_text(name):
    page = make(name)
    text = without_page_furniture(page.text) if "references" in name else page.text
    text = html.unescape(text).replace("\u00a0", " ")
    text = unwrapped(text).replace("-", "")

    assert page.name == name
    assert len(page.papers) >= 5
    for paper in page.papers:
        assert flat(paper["title"]).replace("-", "") in text
        if paper.get("abstract"):
            assert flat(paper["abstract"]).replace("-", "") in text


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_is_the_same_for_the_same_seed(name):
    assert make(name) == make(name)
    assert make(name).text != make(name, 6).text


def test_a_page_shows_titles_that_are_known():
    titles = {paper["title"] for paper in PAPERS}
    for name in MAKERS:
        for paper in make(name).papers:
            assert paper.get("optional") or paper["title"] in titles


def test_makers_work_with_papers_that_lack_all_but_a_title():
    dice = random.Random(1)
    bare = [{"title": paper["title"]} for paper in PAPERS[:8]]
    for name, maker in MAKERS.items():
        page = maker(bare, dice)
        assert page.text.strip(), name
        assert not any(paper.get("abstract") for paper in page.papers), name


def test_there_are_pages_of_many_layouts():
    layouts = {make(name).layout for name in MAKERS}
    asked = [name for name in MAKERS if group(make(name).layout) == "asked"]
    assert ASKED <= layouts
    assert len(layouts) >= 26
    assert len(asked) >= 56
