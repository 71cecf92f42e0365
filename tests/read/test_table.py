"""One file of rows is read with all its columns, by titles, paper ids or DOIs."""

import io

import pandas as pd
import pytest

from litreview import read

CSV = "title,doi,label\nOf silt,10.1/A,yes\nOf sand,,no\n"


def test_a_csv_keeps_its_own_columns_beside_ours(tmp_path):
    (tmp_path / "a.csv").write_text(CSV)
    table = read.open_table(tmp_path / "a.csv")
    assert table.kind == "table" and table.problems.empty
    assert table.raw["label"].tolist() == ["yes", "no"]
    assert table.raw["line_from"].tolist() == [2, 3]
    assert table.records["title"].tolist() == ["Of silt", "Of sand"]
    assert table.records["doi"].fillna("").tolist() == ["10.1/a", ""]


@pytest.mark.parametrize("name", ["paper_id", "doi"])
def test_a_table_without_titles_is_read_by_another_name(tmp_path, name):
    (tmp_path / "a.csv").write_text(f"{name};label\n10.1/x;yes\n10.1/y;no\n")
    raw, records, _, _ = read.open_table(str(tmp_path / "a.csv"))
    assert raw[name].tolist() == ["10.1/x", "10.1/y"]
    assert raw["label"].tolist() == ["yes", "no"]
    assert records["title"].isna().all() or name == "doi"


def test_a_workbook_and_a_ris_file_are_read_alike(tmp_path):
    book = io.BytesIO()
    table = pd.DataFrame({"title": ["Of silt"], "label": ["yes"]})
    table.to_excel(book, index=False, engine="xlsxwriter")
    (tmp_path / "a.xlsx").write_bytes(book.getvalue())
    (tmp_path / "a.txt").write_text("TY  - JOUR\nTI  - Of silt\nN1  - yes\nER  - \n")
    workbook = read.open_table(tmp_path / "a.xlsx")
    ris = read.open_table(tmp_path / "a.txt")
    assert (workbook.kind, ris.kind) == ("XLSX", "RIS")
    assert workbook.raw["label"].tolist() == ["yes"]
    assert ris.raw["TI"].tolist() == ["Of silt"] and "N1" in ris.raw
    for table in (workbook, ris):
        assert table.records["title"].tolist() == ["Of silt"]


def test_rows_that_are_not_understood_are_said(tmp_path):
    (tmp_path / "a.csv").write_text(CSV + '"Of clay,10.1/c\n')
    table = read.open_table(tmp_path / "a.csv")
    assert len(table.raw) == 2
    assert table.problems["line_from"].tolist() == [4]
    assert table.problems["reason"].str.len().gt(0).all()


@pytest.mark.parametrize("text", ["", "Dear all,\n\nsee below.\n", "a,b\n1,2\n"])
def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path, text):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ValueError, match="is neither RIS nor a table with a column"):
        read.open_table(tmp_path / "a.csv")
    with pytest.raises(FileNotFoundError, match="there is no such file"):
        read.open_table(tmp_path / "b.csv")
