"""Each title that a person can see in a file is in a record, or in the account of it."""

import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litreview import read
from tests.benchmarks import account_mutated as mutated

NAMES = [*mutated.MAKERS, *mutated.SHEETS]


def scan_text(tmp_path, name: str, text: str):
    file = tmp_path / name
    file.write_bytes(text.encode())
    return read.scan(str(file))


def rejected(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[lines["role"] == "not understood"]


@pytest.mark.parametrize("name", mutated.MAKERS)
def test_of_a_valid_file_each_title_is_read_and_nothing_listed(tmp_path, name):
    ending, make = mutated.MAKERS[name]
    papers = mutated.make_papers(random.Random(name))
    records, lines, _ = scan_text(tmp_path, f"valid{ending}", make(papers))
    assert records["title"].tolist() == [paper["title"] for paper in papers]
    assert records["note"].isna().all() and rejected(lines).empty


@pytest.mark.parametrize("name", NAMES)
def test_no_title_is_hidden_in_files_that_are_broken_at_one_place(name):
    _, hidden = mutated.measure(name, 5, seed=3)
    assert hidden == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_title_is_hidden_in_many_broken_files(name):
    _, hidden = mutated.measure(name, 100, seed=4)
    assert hidden == {}


@pytest.mark.slow
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(sorted(mutated.MAKERS)),
    seed=st.integers(0, 2**32),
    sign=st.sampled_from(mutated.SIGNS) | st.characters(codec="utf-8"),
    place=st.floats(0, 1),
    dropped=st.integers(0, 40),
)
def test_whatever_replaces_a_stretch_no_title_is_hidden(
    tmp_path, name, seed, sign, place, dropped
):
    ending, make = mutated.MAKERS[name]
    papers = mutated.make_papers(random.Random(seed), 4)
    text = make(papers)
    at = int(place * len(text))
    text = text[:at] + sign + text[at + dropped :]
    records, lines, _ = scan_text(tmp_path, f"any{ending}", text)
    words = [paper["word"] for paper in papers]
    assert mutated.hidden_words(words, text, records, lines, text) == []


def test_each_record_on_a_shared_line_has_its_own_row(tmp_path):
    text = '{"results":[{"title":"A bee"},{"title":"B bee},{"title":"C bee"}]}'
    records, lines, files = scan_text(tmp_path, "answer.json", text)
    assert records["title"].tolist() == ["A bee", "C bee"]
    assert files[["started", "records", "rejected"]].values.tolist() == [[3, 2, 1]]

    row = rejected(lines).iloc[0]
    assert row["record"] == 2 and row["line"] == 1 and pd.isna(row["line_from"])
    assert row["text"] == '{"title":"B bee}'
    assert row["reason"] == "this record breaks off before its end"
    stretches = lines.dropna(subset="line_from")
    assert stretches[["line_from", "line_to"]].values.tolist() == [[1, 1]]


@pytest.mark.parametrize(
    "name, text",
    [
        ("a.json", '[{"title":"A"},{"titel":"B bee"},{"title":"C"}]'),
        ("a.bib", "@misc{a, title={A}} @misc{b, titel={B bee}} @misc{c, title={C}}"),
        (
            "a.xml",
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title></entry>'
            "<entry><titel>B bee</titel></entry><entry><title>C</title></entry></feed>",
        ),
    ],
)
def test_a_record_without_a_title_on_a_shared_line_shows_its_own_text(
    tmp_path, name, text
):
    records, lines, files = scan_text(tmp_path, name, text)
    assert records["title"].tolist() == ["A", "C"]
    assert files["rejected"].tolist() == [1]
    [row] = rejected(lines).to_dict("records")
    assert row["reason"] == "no title" and row["record"] == 2
    assert "B bee" in row["text"] and "C" not in row["text"]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
@pytest.mark.parametrize("place", [1, 3, 13, 14, 70])
def test_a_sheet_that_was_sorted_with_its_names_is_read_whole(tmp_path, ending, place):
    papers = mutated.make_papers(random.Random(1), 14)
    table = mutated.table_of(papers)
    grid = table.to_numpy().tolist()
    if place > len(grid):
        grid *= 6
    grid.insert(place, list(table))
    sheet = pd.DataFrame(grid)
    file = tmp_path / f"sorted{ending}"
    if ending == ".xlsx":
        sheet.to_excel(file, index=False, header=False)
    else:
        separator = "," if ending == ".csv" else "\t"
        sheet.to_csv(file, index=False, header=False, sep=separator)

    records, lines, _ = read.scan(str(file))
    titles = [cells[1] for cells in grid if cells != list(table)]
    assert records["title"].tolist() == titles
    is_below = [number >= place for number in range(len(titles))]
    assert records["note"].isna().tolist() == is_below
    assert rejected(lines).empty


def test_what_stands_above_the_names_and_is_no_row_stays_around_the_records(tmp_path):
    rows = 'Authors,Title,Year\n"Ant, A",One bee,2020\n"Bug, B",Two bees,2021\n'
    for above in (
        "sep=,\n",
        "Export of a database,,\n",
        "Search: bees\n\n",
        ",,2024\n",
    ):
        records, lines, _ = scan_text(tmp_path, "banner.csv", above + rows)
        assert records["title"].tolist() == ["One bee", "Two bees"]
        assert rejected(lines).empty and lines["role"].iloc[0] == "header"

    # What may be a row, and is not like the others, is listed.
    records, lines, _ = scan_text(
        tmp_path, "unsure.csv", "2020,Three bees,one\n" + rows
    )
    assert records["title"].tolist() == ["One bee", "Two bees"]
    assert rejected(lines)["text"].tolist() == ["2020,Three bees,one"]


RUN_ON = {
    "a.ris": "TY  - JOUR\nAU  - Ant, A\nTI  - One bee\nPY  - 2020\nAU  - Bug, B\n"
    "TI  - Two bees\nPY  - 2021\nER  - \n",
    "a.nbib": "PMID- 1\nTI  - One bee\nFAU - Ant, A\nDP  - 2020\n"
    "TI  - Two bees\nFAU - Bug, B\nDP  - 2021\n",
    "a.txt": "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Ant, A\n"
    "TI One bee\nPY 2020\nAU Bug, B\nTI Two bees\nPY 2021\nER\n\nEF\n",
}


@pytest.mark.parametrize("name", RUN_ON)
def test_two_records_that_surely_ran_together_are_parted(tmp_path, name):
    records, lines, _ = scan_text(tmp_path, name, RUN_ON[name])
    assert records["title"].tolist() == ["One bee", "Two bees"]
    assert records["date"].dt.year.tolist() == [2020, 2021]
    assert records["authors"].map(len).tolist() == [1, 1]
    assert rejected(lines).empty


TWO_TITLES = {
    "a.ris": "TY  - JOUR\nTI  - One bee\nAU  - Ant, A\nTI  - Two bees\nER  - \n",
    "a.bib": "@misc{a,\n title = {One bee},\n title = {Two bees}\n}\n",
    "a.json": '[{"title": "One bee", "year": 2020, "title": "Two bees"}]',
    "a.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One bee</title>'
    "<title>Two bees</title></entry></feed>",
}


@pytest.mark.parametrize("name", TWO_TITLES)
def test_a_second_title_is_noted_and_listed(tmp_path, name):
    records, lines, files = scan_text(tmp_path, name, TWO_TITLES[name])
    assert records["title"].tolist() == ["One bee"]
    assert "2 titles stand in it: 'One bee', 'Two bees'" in records["note"][0]
    assert rejected(lines)["text"].tolist() == ["Two bees"]
    assert files["rejected"].tolist() == [0]

    repeated = TWO_TITLES[name].replace("Two bees", "One  Bee")
    records, lines, _ = scan_text(tmp_path, name, repeated)
    assert records["note"].isna().all() and rejected(lines).empty


def test_a_second_year_or_doi_is_noted_unless_it_says_the_same(tmp_path):
    entry = "@misc{a, title={A}, year={2020}, doi={10.1/a}, %s}"
    for more, note in (
        ("year={2021}", "2 years stand in it: '2020', '2021'"),
        ("doi={10.1/b}", "2 DOIs stand in it: '10.1/a', '10.1/b'"),
        ("doi={https://doi.org/10.1/A}", None),
        ("year={2020}", None),
    ):
        records, *_ = scan_text(tmp_path, "a.bib", entry % more)
        assert records["note"].astype("object").where(records["note"].notna(), None)[
            0
        ] == (note)


def test_several_titles_of_one_field_are_of_one_record(tmp_path):
    text = '[{"title": ["One bee", "Une abeille"], "year": 2020}]'
    records, lines, _ = scan_text(tmp_path, "a.json", text)
    assert records["note"].isna().all() and rejected(lines).empty
    ris = "TY  - JOUR\nT1  - One bee\nTI  - One\nT2  - Journal\nT2  - Other\nER  - \n"
    records, lines, _ = scan_text(tmp_path, "a.ris", ris)
    assert records["note"].isna().all() and rejected(lines).empty


def test_names_that_are_one_too_many_or_too_few_stand_above_their_cells(tmp_path):
    rows = '"Ant, A",One bee,2020\n"Bug, B",Two bees,2021\n'
    text = "," + "Authors,Title,Year\n" + rows
    records, lines, _ = scan_text(tmp_path, "blank.csv", text)
    assert records["title"].tolist() == ["One bee", "Two bees"]
    assert records["note"].isna().all() and rejected(lines).empty

    numbered = '"1","Ant, A","One bee",2020\n"2","Bug, B","Two bees",2021\n'
    text = '"Authors","Title","Year"\n' + numbered
    records, lines, _ = scan_text(tmp_path, "numbered.csv", text)
    assert records["title"].tolist() == ["One bee", "Two bees"]
    assert records["note"].isna().all() and rejected(lines).empty


def test_records_that_became_parts_of_another_are_listed(tmp_path):
    swallowed = '{"title": "Two bees", "year": 2021}'
    text = '[{"title": "One bee", "year": 2020, "%s": [{"name": "A"}, %s]}]'
    records, lines, _ = scan_text(tmp_path, "a.json", text % ("authors", swallowed))
    assert records["title"].tolist() == ["One bee"]
    assert rejected(lines)["text"].tolist() == ["Two bees"]
    # What it cites are other papers.
    _, lines, _ = scan_text(tmp_path, "a.json", text % ("references", swallowed))
    assert rejected(lines).empty
