"""All numbers stand in the flow chart, its boxes do not touch, and no word is lost."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.charts import _prisma

NUMBER = re.compile(r"\(n\u00a0=\u00a0([\d,]+)\)$")


def make_counts(
    reasons=(), unscreened=0, maybe=0, conflict=0, included=1
) -> pd.DataFrame:
    """Invent the counts of a review in which papers were excluded for these reasons."""
    excluded = sum(reasons)
    screened = excluded + maybe + conflict + included
    papers = screened + unscreened
    rows = [("identified", "", papers + 2), ("identified", "a.bib", papers + 2)]
    rows += [("duplicates", "", 2), ("papers", "", papers)]
    rows += [("not screened", "", unscreened), ("screened", "", screened)]
    rows += [("excluded", "", excluded)]
    rows += [("excluded", f"reason {i}", count) for i, count in enumerate(reasons)]
    rows += [("maybe", "", maybe), ("conflict", "", conflict)]
    rows += [("included", "", included)]
    return pd.DataFrame(rows, columns=["box", "label", "count"])


def box_lines(counts) -> dict[str, list[str]]:
    """Give the texts of each box."""
    boxes = _prisma._place_boxes(counts)
    lines = {}
    for box in boxes.itertuples():
        lines[box.box] = [line["text"] for line in box.texts]
    return lines


NUMBERS = st.integers(0, 3)


@given(st.lists(NUMBERS, max_size=14), NUMBERS, NUMBERS, NUMBERS)
def test_boxes_hold_their_lines_and_do_not_touch(reasons, unscreened, maybe, conflict):
    boxes = _prisma._place_boxes(make_counts(reasons, unscreened, maybe, conflict))
    for _, column in boxes.groupby("x"):
        assert (column["y"].to_numpy()[1:] > column["y2"].to_numpy()[:-1]).all()
    for box in boxes.itertuples():
        for line in box.texts:
            assert box.y < line["y"] and line["y"] + line["tall"] <= box.y2


@given(st.lists(NUMBERS, max_size=14), NUMBERS, NUMBERS, NUMBERS)
def test_what_a_box_lists_adds_up_to_its_number(reasons, unscreened, maybe, conflict):
    lines = box_lines(make_counts(reasons, unscreened, maybe, conflict))
    for box in ("excluded", "open"):
        texts = [text for text in lines.get(box, []) if text]
        numbers = [int(NUMBER.search(text)[1]) for text in texts]
        assert sum(numbers[1:]) == sum(numbers[:1])


def test_boxes_that_hold_nothing_are_left_out():
    assert set(box_lines(make_counts())) == {
        "identified",
        "duplicates",
        "screened",
        "excluded",
        "included",
    }
    more = set(box_lines(make_counts(unscreened=1, maybe=1)))
    assert {"papers", "not screened", "open"} <= more


def test_parts_beyond_ten_are_one_line_and_stand_in_the_numbers():
    counts = make_counts(reasons=[2] * 14)
    lines = box_lines(counts)["excluded"]
    assert lines[11].startswith("and 4 more (n\u00a0=\u00a08)")
    assert lines[12:] == ["", "", ""]
    assert "reason 13" in _prisma.prisma_flow(counts).to_json()


@given(st.text(min_size=1, max_size=200))
def test_no_letter_of_a_name_is_lost_and_no_line_is_too_wide(name):
    text = _prisma._wrap_count(name, 1234, 300)
    written = re.sub(r"\s", "", text)
    assert written == re.sub(r"\s", "", f"{name}(n=1,234)")
    for line in text.split("\n"):
        assert _prisma._text_width(line) <= 300


def test_a_very_long_name_is_cut():
    text = _prisma._wrap_count("x" * 500, 1, 300).replace("\n", "")
    assert text == "x" * 239 + "… (n\u00a0=\u00a01)"


def test_the_chart_is_described():
    spec = _prisma.prisma_flow(make_counts(reasons=[3], unscreened=5)).to_dict()
    said = "11 records, 9 papers, 4 screened, 1 included"
    assert spec["title"]["subtitle"] == said
    assert "Papers excluded: 3; Papers included in the review: 1" in spec["description"]
    assert set(spec["usermeta"]["numbers"]) == {"box", "label", "count"}


@pytest.mark.parametrize(
    ("letter", "width"), [("i", 4.5), ("m", 11), ("A", 9.2), ("a", 7), ("中", 13)]
)
def test_the_width_of_a_letter(letter, width):
    assert _prisma._letter_width(letter) == width
