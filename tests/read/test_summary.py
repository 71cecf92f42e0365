"""What was read and what was not is told in sentences and small tables."""

import re

import pandas as pd
import pytest

from litreview import dedupe, read
from litreview.read import _summary
from tests.read.test_layouts_listing import HEAD, PAPERS, with_blanks

PAGE = "\n".join([*HEAD, "", "Mar 17", "", *with_blanks()])
RIS = "TY  - JOUR\nTI  - Silt\nAB  - Wet.\nER  - \nTY  - JOUR\nAB  - Lost.\nER  - \n"


@pytest.fixture
def tables(tmp_path):
    """The tables of a page, a file with a record that has no title, and an image."""
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "a.ris").write_text(RIS + "TY  - JOUR\nTI  - Fog\nER  - \n")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found, lines, files, mended = read.records(tmp_path, year=2024)
    papers, records, *_ = dedupe.join(found)
    return papers, records, lines, files, found, mended


def test_the_overview_has_all_tables_by_name(tables):
    *of_reading, mended = tables
    always = ["summary", "doubts", "files", "rejected", "missing_abstracts"]
    assert list(read.overview(*of_reading[:-1])) == always
    assert list(read.overview(*of_reading)) == [*always, "notes", "first_records"]
    papers, removed = read.clean_text(tables[0])
    overview = read.overview(papers, *of_reading[1:], mended=mended, removed=removed)
    assert list(overview)[-1] == "cleaning"
    assert list(overview["cleaning"]) == ["step", "pieces", "examples"]


def test_the_summary_counts_papers_records_files_and_lines(tables):
    papers, records, lines, files, found, _ = tables
    summary = read.overview(papers, records, lines, files, found)["summary"]
    count = files["lines"].sum()
    assert summary.startswith("**5 papers** in 5 records of 2 files. Of 6 records")
    assert "**1 could not be read** and is listed with the reason." in summary
    assert f"All {count} lines are accounted for; 3 of them were not" in summary
    assert "1 file held no paper: `b.png` (picture)." in summary
    assert "1 paper has no abstract." in summary and "No date" not in summary


def test_a_page_without_its_year_is_named(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    found, _, files = read.scan(tmp_path)
    summary = _summary.reading_summary(found.assign(abstract="x"), found, files)
    assert summary.endswith("or one without its year: `page.txt`.")
    found, _, files = read.scan(tmp_path, year=2024)
    assert "No date" not in _summary.reading_summary(found, found, files)


def test_files_are_listed_with_their_page_dates_and_the_roles_of_their_lines(tables):
    _, records, lines, files, *_ = tables
    table = _summary.file_table(files, lines, records)
    assert list(table)[:4] == ["dump", "taken_for", "how_sure", "records"]
    table = table.set_index("dump")
    assert table.loc["page.txt", "page_date"] == "2024-03-17"
    assert table.loc["page.txt", "lines_by_role"].startswith(f"title {len(PAPERS)}, ")
    assert table.loc["a.ris", "lines_by_role"] == "field 7, not understood 3"
    assert table.loc["a.ris", "rejected"] == 1
    for row in table.drop(index="b.png").itertuples():
        counts = re.findall(r"\d+", row.lines_by_role)
        assert sum(map(int, counts)) == row.lines
    assert "rejected" not in _summary.file_table(
        files.assign(rejected=0), lines, records
    )


def cast_doubt(files, **certainties):
    """Say of files, by their first letter, how sure they are."""
    for letter, certainty in certainties.items():
        row = files["dump"].str.startswith(letter)
        doubt = "Its titles are *menus*: <b>Send to</b>."
        files.loc[row, ["certainty", "doubt"]] = [certainty, doubt]
    return files


def test_doubts_are_a_sentence_and_a_bullet_each_the_refused_first(tables):
    files = tables[3].assign(certainty="sure", doubt="")
    assert read.doubts_summary(files) == "" and _summary.doubts_text(files) == ""

    files = cast_doubt(files, p="doubtful", b="refused")
    sentence = "1 file is doubtful: page.txt; 1 file was refused: b.png"
    assert read.doubts_summary(files) == sentence
    refused, doubtful = _summary.doubts_text(files).splitlines()
    assert refused.startswith("- `b.png` **was refused**: no paper was taken from it.")
    assert doubtful.startswith("- `page.txt` **is doubtful**: 3 records, taken for “")
    assert "*menus*" not in doubtful and "<b>" not in doubtful

    files = cast_doubt(files, a="doubtful")
    assert read.doubts_summary(files).startswith("2 files are doubtful: ")


def test_doubtful_files_are_the_first_rows(tables):
    papers, records, lines, files, found, _ = tables
    files = cast_doubt(files.assign(certainty="sure"), p="doubtful")
    overview = read.overview(papers, records, lines, files, found)
    assert overview["files"]["dump"].iloc[0] == "page.txt"
    assert overview["first_records"]["dump"].tolist()[:3] == ["page.txt"] * 3


def test_thousands_of_files_are_told_in_few_words(tables):
    files = tables[3].head(1)
    files = pd.concat([files] * 3_000, ignore_index=True)
    files["dump"] = [f"{number:04}.txt" for number in files.index]
    odd = files.assign(certainty="doubtful", doubt="Odd.", inferred=3, records=0)
    odd["note"] = ["note " + "ab"[number % 2] * (number % 50) for number in odd.index]
    assert len(read.doubts_summary(odd)) < 200
    assert _summary.doubts_text(odd).count("\n") == _summary.MOST_DOUBTS
    assert "And 2,990 more files: the first rows" in _summary.doubts_text(odd)
    summary = _summary.reading_summary(tables[0], tables[1], odd)
    assert len(summary) < 5_000 and "their 9,000 papers" in summary


def test_what_was_not_understood_is_listed_with_line_and_reason(tables):
    rejected = _summary.rejected_table(tables[2])
    of_ris = rejected[rejected["dump"] == "a.ris"]
    assert of_ris[["line", "record", "reason", "text"]].values.tolist() == [
        [5, 2, "no title", "TY - JOUR AB - Lost. ER -"]
    ]


def test_a_paper_without_an_abstract_is_listed_where_it_stands(tables):
    papers, records, *_ = tables
    table = _summary.missing_abstracts_table(papers, records)
    assert table.values.tolist() == [["Fog", "a.ris", 8]]


def test_notes_that_differ_in_numbers_and_quotations_only_are_one_row():
    notes = ["2 cells", "30 cells", "called 'a'", None, "called 'b'", "2 cells"]
    found = pd.DataFrame(
        {
            "dump": [*["x"] * 5, "y"],
            "line": range(1, 7),
            "record": range(1, 7),
            "note": pd.Series(notes, dtype="str"),
        }
    )
    table = _summary.notes_table(found)
    assert table[["dump", "line", "note", "records"]].values.tolist() == [
        ["x", 1, "2 cells", 2],
        ["x", 3, "called 'a'", 2],
        ["y", 6, "2 cells", 1],
    ]
