"""Rows under a row of names become records, whatever their number of cells."""

import pytest

from litreview.read.formats import _rows
from litreview.read.formats._rows import STRAY, Row

TITLES = _rows.title_names("")
HEADER = Row(1, 1, ["Title", "Year", "Year", ""])


def read(*rows: Row):
    return _rows.read_rows([HEADER, *rows], ",", TITLES)


@pytest.mark.parametrize(
    ("cells", "title", "years", "noted"),
    [
        (["A", "1", "2", "x"], "A", ["1", "2"], False),
        (["A", "", "2", ""], "A", ["2"], False),
        (["A"], "A", None, True),
        (["A", "1", "2", "x", "y"], "A", ["1", "2"], True),
        (["A", "1", "2", "x", " "], "A", ["1", "2"], False),
    ],
)
def test_a_row_gets_as_many_cells_as_there_are_names(cells, title, years, noted):
    raw, problems = read(Row(2, 2, cells))
    assert problems.empty
    assert raw["title"].tolist() == [title]
    assert raw["year"].tolist() == [years]
    assert raw["note"].notna().tolist() == [noted]


def test_a_column_without_a_name_and_without_a_cell_is_left_out():
    assert "column 4" not in read(Row(2, 2, ["A", "1", "2", " "]))[0]
    assert read(Row(2, 2, ["A", "1", "2", "x"]))[0]["column 4"].tolist() == ["x"]


def test_rows_that_cannot_be_read_are_listed_and_those_of_no_record_not_counted():
    rows = [
        Row(2, 2, [], fault="broken"),
        Row(3, 3, ["x"], fault=STRAY),
        Row(4, 4, ["A"]),
        Row(5, 5, ["", " "]),
    ]
    raw, problems = read(*rows)
    assert raw["record"].tolist() == [2]
    assert problems["record"].fillna(0).tolist() == [1, 0]
    assert problems["line_from"].tolist() == [2, 3]


def test_another_header_below_begins_another_table():
    names = ["Title", "Abstract", "DOI", "Volume"]
    raw, _ = read(
        Row(2, 2, ["A", "1", "", ""]),
        Row(3, 3, names),
        Row(4, 4, ["B", "b", "10.1/b", "3"]),
    )
    assert raw["title"].tolist() == ["A", "B"]
    assert raw["record"].tolist() == [1, 2]
    assert raw["doi"].dropna().tolist() == ["10.1/b"]


def test_our_names_are_kept_for_us():
    assert _rows.column_name("Note", 0) == "note (in the file)"
    assert _rows.column_name(" Two  Words\ufeff", 0) == "two words"
    assert _rows.column_name("", 2) == "column 3"
