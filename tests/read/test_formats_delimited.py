"""Tables of any dialect come back as they were written, and what breaks the rules is listed."""

import csv
import datetime as dt
import io
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _delimited, _excel, _parquet

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


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=100).map(b"PK\x03\x04".__add__)
    | st.binary(max_size=60).map(b"PAR1".__add__)
)
def test_any_bytes_give_a_problem_rather_than_an_exception(data):
    for read in (_excel.read_excel, _parquet.read_parquet):
        raw, problems = read(data)
        assert raw.empty and len(problems) == 1 and "save it" in problems["reason"][0]


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
    raw, problems = _delimited.read_text_table('\nTitle,Abstract\nOne,"a\nb\n\nc"\n\n,,\nTwo,d\n')
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
    raw, problems = _delimited.read_text_table(HEADER + "".join(rows[:5]) + '"Paper 5","Text')
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
    raw, _ = _delimited.read_text_table(HEADER + '"On the "Computer as a Tool"","a, b","10.1/x"\n')
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
    monkeypatch.setattr(delimited, "LONGEST", 10_000)
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


def workbook(**sheets: list[list]) -> bytes:
    """Write a workbook by hand; a number is a number, a text a text, a tuple a day counted from 1900."""

    def cell(value):
        if isinstance(value, tuple):
            return f'<c s="1"><v>{value[0]}</v></c>'
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org",
    )
    kind, package = (
        f"{office}/officeDocument/2006/relationships",
        f"{office}/package/2006/relationships",
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    names = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>'
        for i, n in enumerate(sheets, 1)
    )
    ids = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    ids += f'<Relationship Id="st" Type="{kind}/styles" Target="styles.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" '
        f'Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{ids}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/s{i}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def test_the_sheet_with_titles_is_read_and_the_others_are_named():
    papers = [
        ["Exported", ""],
        ["Title", "Year", "Date", "Score"],
        ["One", 2019.0, (44000,), 1.5],
        ["Two", 2020, "", ""],
    ]
    data = workbook(about=[["Read me"]], papers=papers, empty=[])
    raw, problems = _excel.read_excel(data)
    assert raw["title"].tolist() == ["One", "Two"]
    assert raw["year"].tolist() == ["2019", "2020"]
    assert raw["date"].tolist()[0] == "2020-06-18" and raw["score"].tolist()[0] == "1.5"
    assert raw["line_from"].isna().all()
    assert (
        len(problems) == 1
        and "'about'" in problems["reason"][0]
        and problems["record"].isna().all()
    )
    for cut in (200, len(data) // 2, len(data) - 30):
        raw, problems = _excel.read_excel(data[:cut])
        assert raw.empty and len(problems) == 1
    raw, problems = _excel.read_excel(workbook(words=[["text", "label"], ["a", "b"]]))
    assert raw.empty and "columns found: text, label" in problems["reason"][0]


def parquet(**columns: pa.Array) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def test_parquet_is_read_as_text_and_lists_of_text():
    people = [
        [{"name": "A", "ids": ["1", "2"]}, {"name": None, "ids": ["3"]}],
        None,
        [],
    ]
    raw, problems = _parquet.read_parquet(
        parquet(
            Title=pa.array(["One", None, " "]),
            year=pa.array([2019.0, None, float("nan")]),
            n=pa.array([1, 2, None], pa.int16()),
            day=pa.array([dt.datetime(2020, 1, 2), dt.datetime(2020, 1, 2, 10), None]),
            authors=pa.array(people),
            source=pa.array(
                [{"name": "J", "ok": True}, None, {"name": "K", "ok": None}]
            ),
            kind=pa.array(["a", "b", "a"]).dictionary_encode(),
            raw=pa.array([b"x", b"\xff", None]),
            note=pa.array(["n", None, None]),
        )
    )
    assert (
        problems.empty
        and raw["record"].tolist() == [1, 2, 3]
        and raw["line_from"].isna().all()
    )
    told = {
        name: [None if not isinstance(v, list) and pd.isna(v) else v for v in raw[name]]
        for name in raw.columns[3:]
    }
    assert told == {
        "title": ["One", None, None],
        "year": ["2019", None, None],
        "n": ["1", "2", None],
        "day": ["2020-01-02", told["day"][1], None],
        "authors.name": [["A", ""], None, None],
        "authors.ids": [["1", "2", "3"], None, None],
        "source.name": ["J", None, "K"],
        "source.ok": ["true", None, None],
        "kind": ["a", "b", "a"],
        "raw": ["x", "\ufffd", None],
        "note (in the file)": ["n", None, None],
    }
    assert told["day"][1].startswith("2020-01-02 10:00:00")


def test_parquet_of_a_path_without_titles_or_without_rows(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(title=pa.array([], pa.string())))
    raw, problems = _parquet.read_parquet(tmp_path / "a.parquet")
    assert raw.empty and problems.empty
    raw, problems = _parquet.read_parquet(parquet(words=pa.array(["a"])))
    assert raw.empty and "columns found: words" in problems["reason"][0]
    raw, problems = _parquet.read_parquet(parquet(title=pa.array(["a"] * 100))[:-20])
    assert raw.empty and len(problems) == 1
