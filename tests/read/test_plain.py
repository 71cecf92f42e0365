"""What is read of files is told in plain lines, the doubtful ones before all others."""

import pandas as pd
import pytest

from litreview import dedupe, read
from litreview.read import _plain

RECORD = "TY  - JOUR\nTI  - Silt {}\nAU  - Moss, Ada\nPY  - 2019\nER  - \n"
DOUBT = "Its titles look like names of people: “Ada Moss”; save the page again as HTML."


def plain(tables, show=0):
    found, lines, files = tables
    papers, records, *_ = dedupe.join(found)
    return read.plain_overview(papers, records, lines, files, found, show)


@pytest.fixture
def few(tmp_path):
    """Two files with a record each, the second one with one that has no title."""
    (tmp_path / "a.ris").write_text(RECORD.format(1))
    untitled = RECORD.format(2).replace("TI  - ", "KW  - ")
    (tmp_path / "bb.ris").write_text(RECORD.format(3) + untitled)
    return read.scan(tmp_path)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    """Sixty files with a record each; every second one lacks the end of its record."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(60):
        text = RECORD.format(number)
        if number % 2:
            text = text.replace("ER  - \n", "")
        (folder / f"{number:02}.ris").write_text(text)
    return read.scan(folder)


@pytest.fixture
def many(scanned):
    """The same, to be changed by a test."""
    return tuple(table.copy() for table in scanned)


def doubt(tables, **certainties):
    """Say of files, by the beginning of their names, how sure they are."""
    found, lines, files = tables
    for name, certainty in certainties.items():
        row = files["dump"].str.startswith(name.strip("_"))
        files.loc[row, ["certainty", "doubt"]] = [certainty, DOUBT]
    return found, lines, files


def test_a_file_is_a_line_that_says_what_it_is_and_how_sure(few):
    text, warnings = plain(few)
    assert text[0] == "a.ris:  RIS, sure; 1 record"
    assert text[1].startswith("bb.ris: RIS, sure; 1 record, 1 could not be read, ")
    assert text[1].endswith("5 of 10 lines not understood")
    assert text[2].startswith("bb.ris, line 6, record 2: no title: 'TY")
    assert text[-1] == "1 warning." and warnings == 1


def test_the_doubt_stands_right_below_its_file_and_is_a_warning(few):
    text, warnings = plain(doubt(few, a="doubtful"))
    assert text[0] == "a.ris:  RIS, doubtful; 1 record"
    assert " ".join(text[1].split()) == DOUBT and text[1].startswith("    ")
    assert warnings == 2


def test_lines_fit_a_narrow_terminal(few, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    text, _ = plain(doubt(few, a="doubtful"), show=1)
    shown = "\n".join(text[1:3]).splitlines()
    assert len(shown) == 3 and max(map(len, shown)) <= 50


def test_of_a_refused_file_few_lines_are_listed_and_the_doubt_once(few):
    found, lines, files = doubt(few, bb="refused")
    row = lines["role"] == "not understood"
    wrong = lines[row].assign(reason=DOUBT, record=pd.NA)
    lines = pd.concat([lines, *[wrong] * 8], ignore_index=True)
    lines = lines[lines["reason"] != "no title"]
    text, _ = plain((found[found["dump"] == "a.ris"], lines, files.replace(1, 0)))
    assert text[1] == ("bb.ris: refused (RIS); no record, 5 of 10 lines not understood")
    assert sum("left out, for the doubt above" in line for line in text) == 3
    assert "bb.ris: and 5 more like it" in text
    assert sum("names of people" in line for line in text) == 1


def test_the_first_records_stand_below_their_file(few):
    text, _ = plain(few, show=1)
    assert text[1:4] == [
        "    1. Silt 1",
        "       Moss, Ada · 2019",
        "       no abstract",
    ]


def test_many_files_share_lines_and_the_doubtful_ones_come_first(many):
    text, warnings = plain(doubt(many, _07="refused", _05="doubtful"))
    assert text[0].startswith("07.ris: refused") and text[2].startswith("05.ris:")
    assert text[4].startswith("58 files: RIS, sure; 58 records (00.ris, 01.ris and 56")
    notes = [line for line in text if "read, but no ER" in line]
    assert notes == [
        "01.ris, line 1, record 1 and 29 more like it in 30 files: read, "
        "but no ER line ends it"
    ]
    assert warnings == 32 and len(text) < 12


def test_of_many_files_the_first_of_a_kind_shows_its_records(many):
    text, _ = plain(doubt(many, _07="doubtful"), show=2)
    assert text[2] == "    1. Silt 7"
    place = text.index("    First of them, 00.ris:")
    assert text[place + 1] == "    1. Silt 0"
    assert sum("1. Silt" in line for line in text) == 2


def test_of_many_doubtful_files_twenty_are_named(many):
    text, _ = plain(doubt(many, **{f"_{i}": "doubtful" for i in range(6)}))
    assert sum("names of people" in line for line in text) == _plain.MOST_DOUBTS
    assert any(line.startswith("40 files: RIS, doubtful; 40 records") for line in text)


def test_like_reasons_of_many_files_are_counted_together(many, tmp_path):
    for number in range(50):
        file = tmp_path / f"{number:02}.ris"
        file.write_text(RECORD.format(number).replace("TI  - ", "KW  - "))
    text, _ = plain(read.scan(tmp_path))
    assert sum("no title" in line for line in text) == _plain.MOST
    assert "50 files: and 30 more like it" in text
