import random

from litreview.read.layouts import _titles_and_abstracts
from tests.read.pages.invented import PAPERS
from tests.read.pages.no_lists import NO_LISTS

LISTED = [paper for paper in PAPERS if paper.get("abstract")][:12]
PAGE = []
for _paper in LISTED:
    PAGE += [_paper["title"], "", _paper["abstract"], ""]


def test_a_listing_is_read_whole():
    judged = _titles_and_abstracts.read_titles_and_abstracts(PAGE)
    assert judged.certainty == "sure"
    found = [record["title"] for record in judged.reading.records]
    assert found == [paper["title"] for paper in LISTED]
    last = judged.reading.records[-1]
    assert PAGE[last["line_to"] - 1] == LISTED[-1]["abstract"]


def test_a_letter_below_a_listing_is_left_out_and_it_is_said():
    letter, _ = NO_LISTS["letters to the editor"](random.Random(4))
    lines = [*PAGE, "", *letter.splitlines()[:30]]
    judged = _titles_and_abstracts.read_titles_and_abstracts(lines)
    shown = {paper["title"] for paper in LISTED}
    assert {record["title"] for record in judged.reading.records} == shown
    assert judged.certainty == "doubtful"
    assert "left out" in judged.doubt
    assert "not understood" in judged.reading.roles[len(PAGE) :]


def test_lines_that_are_no_listing_are_refused():
    judged = _titles_and_abstracts.read_titles_and_abstracts(["milk", "bread"])
    assert judged.certainty == "refused"
