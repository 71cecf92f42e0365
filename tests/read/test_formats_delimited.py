"""Tables of any dialect come back as they were written, and what breaks the rules is listed."""

import csv
import io
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _delimited

HEADER = "Title,Abstract,DOI\n"


def accounted(raw: pd.DataFrame, problems: pd.DataFrame) -> bool:
    """Tell whether the records that were read and those that were not are 1, 2, 3 and so on."""
    numbers = sorted([*raw["record"], *problems["record"].dropna()])
    return numbers == list(range(1, len(numbers) + 1))


CELL = st.text(st.sampled_from("ab \"',;|\t\n\r\\é\u2028{}"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_what_csv_writes_comes_back_exactly(cells, delimiter, quoting, end, mark):
    # Unless every cell is quoted, csv.writer leaves those bare that hold another line's end than its own.
    end = "\r\n" if quoting == csv.QUOTE_MINIMAL else end
    written = io.StringIO(newline="")
    writer = csv.writer(
        written, delimiter=delimiter, quoting=quoting, lineterminator=end
    )
    writer.writerow(["Key", "Title", "Abstract"])
    writer.writerows((f"key {i}", *row) for i, row in enumerate(cells))
    raw, problems = _delimited.read_text_table("\ufeff" * mark + written.getvalue())
    assert problems.empty
    assert raw["key"].tolist() == [f"key {i}" for i in range(len(cells))]
    for column, values in zip(
        ("title", "abstract"), zip(*cells, strict=True), strict=True
    ):
        assert [v if isinstance(v, str) else "" for v in raw[column]] == [
            v if v.strip() else "" for v in values
        ]
    assert raw["note"].isna().all()


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "Title",
                "ti",
                "abstract",
                "doi",
                ",",
                ";",
                "\t",
                '"',
                '""',
                "\n",
                "\r",
                "\0",
                "a b",
            ]
        ),
        max_size=60,
    ).map("".join)
    | st.text(st.sampled_from('a,"\n '), max_size=80).map(HEADER.__add__)
)
def test_any_text_gives_a_complete_account(text):
    raw, problems = _delimited.read_text_table(text)
    assert accounted(raw, problems)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for table in (raw, problems):
        assert (
            (1 <= table["line_from"].dropna()) & (table["line_to"].dropna() <= lines)
        ).all()
    assert raw["line_from"].is_monotonic_increasing


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_separator_is_the_one_that_makes_a_column_of_titles(delimiter):
    # Each cell holds the other separators more often than its own line holds the right one.
    cell = "".join(d * 3 for d in ",;\t|" if d != delimiter)
    raw, _ = _delimited.read_text_table(
        f"Key{delimiter}Title\n1{delimiter}x{cell}y\n2{delimiter}z{cell}\n"
    )
    assert raw["title"].tolist() == [f"x{cell}y", f"z{cell}"]


def test_one_column_of_titles_keeps_its_commas():
    raw, _ = _delimited.read_text_table('Title\nCats, dogs; and mice\n"Quoted, too"\n')
    assert raw["title"].tolist() == ["Cats, dogs; and mice", "Quoted, too"]
    assert raw["note"].isna().all()


def test_lines_are_those_where_a_record_starts_and_ends():
    raw, problems = _delimited.read_text_table(
        '\nTitle,Abstract\nOne,"a\nb\n\nc"\n\n,,\nTwo,d\n'
    )
    assert raw[["record", "line_from", "line_to"]].to_numpy().tolist() == [
        [1, 3, 6],
        [2, 9, 9],
    ]
    assert raw["abstract"].tolist() == ["a\nb\n\nc", "d"]
    assert problems.empty


def test_ragged_rows_are_read_with_a_note():
    raw, problems = _delimited.read_text_table(
        HEADER
        + "One,a\nTwo,b,10.1/x\nThree,c,10.2/y, and more,of it\nFour,d,10.3/z,,\n"
    )
    assert problems.empty
    assert raw["title"].tolist() == ["One", "Two", "Three", "Four"]
    assert raw["doi"].fillna("").tolist() == [
        "",
        "10.1/x",
        "10.2/y, and more,of it",
        "10.3/z",
    ]
    assert raw["note"].notna().tolist() == [True, False, True, False]


def test_the_record_whose_quotation_mark_is_not_closed_is_listed_and_the_rest_read():
    rows = [f'"Paper {i}","Text {i}","10.1/{i}"\n' for i in range(50)]
    rows[20] = '"Paper 20","Text 20,"10.1/20\n'
    rows[30] = '"Paper 30","Text 30 which goes\non, and on'
    raw, problems = _delimited.read_text_table(
        HEADER + "".join(rows[:30]) + rows[30] + "\n" + "".join(rows[31:])
    )
    assert problems[["record", "line_from", "line_to"]].to_numpy().tolist() == [
        [21, 22, 22],
        [31, 32, 33],
    ]
    assert problems["reason"].str.contains("not closed").all()
    assert raw["title"].tolist() == [
        f"Paper {i}" for i in range(50) if i not in (20, 30)
    ]
    assert raw["line_from"].tolist()[-1] == 52
    raw, problems = _delimited.read_text_table(
        HEADER + rows[0] + '"Said "so" and","so\n' * 3 + rows[1]
    )
    assert len(raw) == 2 and problems["record"].tolist() == [2, 3, 4]
    # Cut off within a cell: the last record is listed.
    raw, problems = _delimited.read_text_table(
        HEADER + "".join(rows[:5]) + '"Paper 5","Text'
    )
    assert len(raw) == 5 and problems["record"].tolist() == [6]


@pytest.mark.parametrize(
    "row",
    [
        '"He said "stop" twice","a","10.1/x"',
        r'"He said \"stop\" twice","a","10.1/x"',
        '"He said ""stop"" twice",a,10.1/x',
    ],
)
def test_quotation_marks_within_a_cell_are_read(row):
    raw, problems = _delimited.read_text_table(f"{HEADER}{row}\nNext,b,10.1/y\n")
    assert problems.empty
    assert raw["title"].tolist() == ['He said "stop" twice', "Next"]
    assert raw["doi"].tolist() == ["10.1/x", "10.1/y"]


def test_a_quotation_that_ends_a_cell_without_being_doubled_is_read():
    raw, _ = _delimited.read_text_table(
        HEADER + '"On the "Computer as a Tool"","a, b","10.1/x"\n'
    )
    assert raw[["title", "abstract", "doi"]].to_numpy().tolist() == [
        ['On the "Computer as a Tool"', "a, b", "10.1/x"]
    ]
    assert raw["note"].notna().all()


def test_tabs_without_quotation_keep_their_quotation_marks():
    raw, problems = _delimited.read_text_table(
        'PT\tAU\tTI\tPY\nJ\tDoe, J\t"Open access" and its foes\t2020\nJ\tRoe\t"Cut\t2021\n'
    )
    assert problems.empty
    assert raw["ti"].tolist() == ['"Open access" and its foes', '"Cut']
    assert raw["py"].tolist() == ["2020", "2021"]


def test_lines_above_the_names_and_the_separator_line_are_passed_over():
    raw, _ = _delimited.read_text_table(
        'sep=;\nAbout the data: exported on 1 May; criteria: title\n\n"Rank";"Title"\n1;One\n'
    )
    assert raw[["rank", "title"]].to_numpy().tolist() == [["1", "One"]]
    assert raw["line_from"].tolist() == [5]


def test_names_that_come_again_are_no_record_and_another_export_below_has_its_own():
    first = "Title,Abstract,DOI,Year\nOne,a,10.1/x,2020\n"
    raw, problems = _delimited.read_text_table(
        first + first + "Authors,Title,Year,DOI\nDoe,Two,2021,10.1/y\n"
    )
    assert problems.empty
    assert raw["title"].tolist() == ["One", "One", "Two"]
    assert raw["doi"].tolist() == ["10.1/x", "10.1/x", "10.1/y"]
    assert raw["record"].tolist() == [1, 2, 3]


def test_another_export_below_is_known_by_its_columns_of_volume_issue_and_pages():
    raw, problems = _delimited.read_text_table(
        "Title,Volume,Issue\nOne,4,2\nTitle,Number,Page start,Art. No.\nTwo,3,17,e5\n"
    )
    assert problems.empty and raw["title"].tolist() == ["One", "Two"]
    assert raw.loc[1, ["number", "page start", "art. no."]].tolist() == [
        "3",
        "17",
        "e5",
    ]


def test_columns_of_one_name_are_joined_and_ours_are_kept_apart():
    raw, _ = _delimited.read_text_table(
        "Title,Author,Author, AUTHOR ,Note,\nOne,A,,B,seen,\nTwo,,,,,\n"
    )
    assert raw["author"].iloc[0] == ["A", "B"] and raw["author"].isna().tolist() == [
        False,
        True,
    ]
    assert raw["note (in the file)"].tolist()[0] == "seen"
    assert raw["note"].isna().all()
    assert "column 6" not in raw


def test_every_row_of_a_table_without_titles_is_listed_with_the_columns_there_are():
    raw, problems = _delimited.read_text_table(
        "text,split,label\nsome words,train,1\n\nmore,test,0\n"
    )
    assert raw.empty and problems["record"].tolist() == [1, 2]
    assert (
        problems["reason"]
        .str.contains("no column with a title; columns found: text, split, label")
        .all()
    )
    assert problems[["line_from", "line_to"]].to_numpy().tolist() == [[2, 2], [4, 4]]


def test_a_column_of_titles_of_any_name_is_found_when_it_is_named():
    table = "Titel der Arbeit;Jahr\nNebel;2020\nTau;2021\n"
    assert _delimited.read_text_table(table)[0].empty
    assert _delimited.read_text_table(table, title="Titel der Arbeit")[0][
        "titel der arbeit"
    ].tolist() == ["Nebel", "Tau"]


def test_a_table_whose_rows_are_fields_is_turned():
    one = '"TITLE","One"\n"AUTHOR NAMES","A. Doe","B. Roe"\n"SOURCE","Journal"\n"ABSTRACT","a\nb"\n'
    two = '"TITLE","Two"\n"SOURCE","Other"\n'
    raw, problems = _delimited.read_text_table(one + "\n" + two)
    assert problems.empty
    assert raw["title"].tolist() == ["One", "Two"]
    assert raw["author names"].tolist()[0] == ["A. Doe", "B. Roe"]
    assert raw["abstract"].tolist()[0] == "a\nb"
    assert raw[["line_from", "line_to"]].to_numpy().tolist() == [[1, 5], [7, 8]]


def test_a_line_that_is_far_too_long_is_listed(monkeypatch):
    monkeypatch.setattr(_delimited, "LONGEST", 10_000)
    before = csv.field_size_limit()
    raw, problems = _delimited.read_text_table(
        HEADER + "One,a,b\n" + "x" * (_delimited.LONGEST + 1) + ",b,c\nTwo,a,b\n"
    )
    assert raw["title"].tolist() == ["One", "Two"]
    assert (
        problems["record"].tolist() == [2]
        and "longer than any record" in problems["reason"][0]
    )
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("row", "quotation", "cells"),
    [
        ('"a ""b"" c",d', "doubled", ['a "b" c', "d"]),
        ('"a \\"b\\", c",d', "escaped", ['a "b", c', "d"]),
        ('"a "b" c",d', "as it is", ['a "b" c', "d"]),
        ('"",""', "doubled", ["", ""]),
        ('"a,b', "doubled", None),
        ('a,"', "doubled", ["a", '"']),
    ],
)
def test_a_cell_is_closed_by_a_quotation_mark_before_a_separator(row, quotation, cells):
    assert _delimited._read_leniently(row, ",", quotation) == cells


def scan_cells(row: str, quotation: str) -> list[str] | None:
    """Read a row letter by letter, as `_read_leniently` is meant to."""
    cells, at = [], 0
    while at <= len(row):
        start = at
        if row.startswith('"', at):
            at += 1
            while at < len(row):
                pair = row[at : at + 2]
                is_end = row[at + 1 : at + 2] in ("", ",")
                if pair == '\\"' and quotation == "escaped":
                    at += 2
                elif pair == '""' and quotation != "as it is":
                    at += 2
                elif row[at] == '"' and is_end:
                    break
                else:
                    at += 1
            if at < len(row):
                cell = row[start + 1 : at].replace('""', '"')
                at += 1
            elif row[start:] == '"':
                cell, at = '"', len(row)
            else:
                return None
        else:
            at = row.find(",", start) if "," in row[start:] else len(row)
            cell = row[start:at]
        cells.append(cell.replace('\\"', '"') if quotation == "escaped" else cell)
        at += 1
    return cells


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from('"",\\a'), max_size=12),
    st.sampled_from(list(_delimited.INSIDE_QUOTES)),
)
def test_quotation_marks_are_read_as_letter_by_letter(row, quotation):
    assert _delimited._read_leniently(row, ",", quotation) == scan_cells(row, quotation)


@pytest.mark.parametrize("quotation", list(_delimited.INSIDE_QUOTES))
@pytest.mark.parametrize("inside", ['""', 'a"', '\\"', "ab", '"a,'])
def test_long_cells_are_read_in_time_that_grows_as_they_do(quotation, inside):
    started = time.process_time()
    _delimited._read_leniently('"' + inside * 100_000, ",", quotation)
    assert time.process_time() - started < 2
