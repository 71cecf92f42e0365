"""Files of any kind are found, decoded and accounted for."""

import gzip
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _dumps as dumps
from tests.conftest import SAMPLE, read_papers
from tests.read.test_layouts_listing import HEAD, PAPERS, with_blanks

# Lines of all formats, to be put together at random.
PIECES = [
    *["TY  - JOUR", "TI  - a", "ER  - "],
    *["@article{a,", " title = {b}", "}"],
    *["title,abstract", '"x","y'],
    *["{", '"a": 1}', '{"title": "t"}', "[", "]"],
    *["PMID- 1", "TI  - c"],
    *["%0 Book", "%T d"],
    *["FN x", "PT J", "TI e", "ER", "EF"],
    *["", "<a>"],
]
PAGE = "\n".join([*HEAD, "", "Mar 17", "", *with_blanks()])


def lines_in(lines: pd.DataFrame) -> list[int]:
    """List the lines that an account accounts for, one by one."""
    numbers: list[int] = []
    for row in lines.dropna(subset="line_from").itertuples():
        numbers += range(row.line_from, row.line_to + 1)
    return numbers


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        PAGE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.encode("utf-16"),
        PAGE.replace("\n", "\r").encode(),
    ],
    ids=["plain", "crlf", "bom", "utf-16", "cr"],
)
def test_the_same_page_saved_in_other_ways_reads_the_same(tmp_path, data):
    (tmp_path / "odd.name").write_bytes(data)
    papers, records, lines = read_papers(tmp_path, year=2024)
    assert list(zip(papers["title"], papers["abstract"], strict=True)) == PAPERS
    assert set(records["seen_on"]) == {pd.Timestamp(2024, 3, 17)}
    assert lines_in(lines) == list(range(1, PAGE.count("\n") + 1))


def test_without_a_year_the_page_date_is_missing(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE)
    _, records, _ = read_papers(tmp_path / "a.txt")
    assert records["seen_on"].isna().all()


def test_a_day_that_the_year_does_not_have_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE.replace("Mar 17", "Feb 29"))
    assert read_papers(tmp_path, year=2024)[1]["seen_on"].notna().all()
    with pytest.raises(
        ValueError, match=r"a\.txt, line 9: there is no day 29 of month 2 in 2025"
    ):
        read_papers(tmp_path, year=2025)


def test_what_cannot_be_read_is_said_and_stops_only_when_it_is_asked_for(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "library.bib").write_text(
        "@article{a,\n title = {T}\n}\n\n@article{b,\n year = 2020\n}\n"
    )
    _, lines, files, _ = dumps.records(tmp_path)
    assert dict(zip(files["dump"], files["kind"], strict=True)) == {
        "page.txt": "listing",
        "image.png": "picture",
        "empty.txt": "empty",
        "library.bib": "BibTeX",
    }
    rejected = lines[
        (lines["dump"] == "library.bib") & (lines["role"] == "not understood")
    ]
    assert rejected[
        ["line_from", "line_to", "record", "reason"]
    ].to_numpy().tolist() == [[5, 7, 2, "no title"]]
    with pytest.raises(ValueError, match=r"image\.png is a picture"):
        dumps.records([tmp_path / "page.txt", tmp_path / "image.png"])
    with pytest.raises(ValueError, match="no paper found"):
        dumps.records(tmp_path / "e*.txt")


def test_records_of_every_format_and_archive_meet_in_one_table(tmp_path):
    (tmp_path / "a.ris").write_text(
        "TY  - JOUR\nT1  - Silt\nPY  - 2019\nER  - \nTY  - JOUR\nAB  - lost\nER  - \n"
    )
    (tmp_path / "b.bib").write_text(
        '@article{x,\n title = {M{\\"u}hlen},\n doi = {10.1/Ab},'
        " year = 2018, month = mar}"
    )
    (tmp_path / "c.csv").write_text(
        'Title,Year,Authors\nFog,2020,"Doe, J.; Roe, R."\n,2021,Nobody\n'
    )
    (tmp_path / "d.jsonl").write_text(
        '{"title": "Dew", "abstract": "wet"}\n{"title": \n{"title": "Rime"}\n'
    )
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("in/f.ris", "TY  - JOUR\nTI  - Hail\nER  - \n")
    (tmp_path / "g.txt.gz").write_bytes(gzip.compress(PAGE.encode())[:-30])
    records, lines, files = dumps.scan(tmp_path)
    own = records.set_index("title")
    assert set(own.index) >= {"Silt", "Mühlen", "Fog", "Dew", "Rime", "Hail"}
    assert (
        own.loc["Mühlen", "doi"] == "10.1/ab"
        and own.loc["Mühlen", "date_precision"] == "month"
    )
    assert (
        own.loc["Fog", "authors"] == ["Doe, J.", "Roe, R."]
        and own.loc["Hail", "dump"] == "e.zip/in/f.ris"
    )
    assert (files["started"] == files["records"] + files["rejected"]).all()
    assert files["rejected"].sum() == 3
    reasons = lines.dropna(subset="reason").set_index("dump")["reason"]
    assert reasons["a.ris"] == reasons["c.csv"] == "no title" and "d.jsonl" in reasons
    assert "cut off" in files.set_index("dump").loc["g.txt.gz", "note"]
    for file in files.itertuples():
        assert lines_in(lines[lines["dump"] == file.dump]) == list(
            range(1, file.lines + 1)
        )


PLACED = {
    "ris": "TY  - JOUR\nTI  - Silt\nVL  - 12\nIS  - 3\nSP  - 7\nEP  - 19\nER  - \n",
    "nbib": "PMID- 1\nOWN - NLM\nTI  - Silt\nVI  - 12\nIP  - 3\nPG  - 7-19\n",
    "ciw": "FN Clarivate\nVR 1.0\nPT J\nTI Silt\nVL 12\nIS 3\nBP 7\nEP 19\nER\n\nEF",
    "enw": "%0 Journal Article\n%T Silt\n%V 12\n%N 3\n%P 7-19\n",
    "bib": "@article{a,\n title = {Silt},\n volume = 12,\n number = {3},\n"
    " pages = {7--19}\n}\n",
    "csv": "Title,Volume,Issue,Page start,Page end\nSilt,12,3,7,19\n",
    "tsv": "PT\tTI\tVL\tIS\tBP\tEP\nJ\tSilt\t12\t3\t7\t19\n",
    "json": '[{"title": "Silt", "biblio": {"volume": "12", "issue": "3", '
    '"first_page": "7", "last_page": "19"}}]',
    "jsonl": '{"title": "Silt", "volume": 12, "issue": 3.0, "page": "7\u201319"}',
    "xml": "<xml><records><record><titles><title>Silt</title></titles>"
    "<pages>7-19</pages><volume>12</volume>"
    "<number>3</number></record></records></xml>",
}


@pytest.mark.parametrize("ending", PLACED)
def test_volume_issue_and_pages_are_read_from_every_format(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_text(PLACED[ending])
    records, _, files = dumps.scan(tmp_path)
    assert records[["title", "volume", "issue", "pages"]].to_numpy().tolist() == [
        ["Silt", "12", "3", "7-19"]
    ]
    assert files.loc[0, "fields"].startswith("title, volume, issue, pages")
    assert (records.dtypes[["volume", "issue", "pages"]] == "str").all()


def test_a_column_of_pages_of_any_name_is_read_when_it_is_named(tmp_path):
    (tmp_path / "own.csv").write_text("Title;Volume;Number;Wo\nFog;4;2;S. 5-9\n")
    records, _, _ = dumps.scan(tmp_path, columns={"pages": "wo", "volume": "Number"})
    assert records.loc[0, ["volume", "pages"]].tolist() == ["2", "S. 5-9"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.parquet", b"PAR1"), ("a.xls", b"\xd0\xcf\x11\xe0"), ("a.xlsx", b"PK")],
)
def test_a_damaged_table_is_said_and_stops_no_other_file(tmp_path, name, data):
    if name == "a.xlsx":
        with zipfile.ZipFile(tmp_path / name, "w") as sheet:
            sheet.writestr("[Content_Types].xml", "<broken")
    else:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "b.ris").write_text("TY  - JOUR\nTI  - A title\nER  - \n")
    found, lines, known = dumps.scan(tmp_path)
    assert found["title"].tolist() == ["A title"] and len(known) == 2
    assert lines.loc[lines["dump"] == name, "reason"].str.contains(
        "cannot be"
    ).tolist() == [True]


def test_a_table_with_columns_of_its_own_is_read_when_they_are_named(tmp_path):
    (tmp_path / "own.csv").write_text("Titel;Jahr;Nummer\nNebel;2020;x1\n")
    records, _, _ = dumps.scan(tmp_path, columns={"title": "Titel", "date": "Jahr"})
    assert records.loc[0, "title"] == "Nebel" and records.loc[0, "date"].year == 2020


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PAGE.replace("delta", "Röhre").encode("cp1252"), "Windows-1252"),
        (PAGE.replace("delta", "Röhre").encode("utf-16-le"), "UTF-16 LE"),
    ],
)
def test_another_encoding_is_read_and_said(tmp_path, data, said):
    (tmp_path / "a.txt").write_bytes(data)
    records, _, files = dumps.scan(tmp_path)
    assert "Röhre" in records["abstract"][0] and list(files["encoding"]) == [said]
    with pytest.raises(ValueError, match="'cp9' is not known"):
        read_papers(tmp_path, encoding="cp9")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(str.encode)
    | st.lists(st.sampled_from([*HEAD, "Mar 17", "12", *PAPERS[0]]), max_size=20).map(
        lambda rows: "\n".join(rows).encode()
    )
    | st.lists(st.sampled_from(PIECES), max_size=15).map(
        lambda rows: "\n".join(rows).encode()
    )
)
def test_any_file_gives_a_complete_account_and_no_exception(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("any") / "dump"
    file.write_bytes(data)
    records, lines, files = dumps.scan(file)
    assert lines_in(lines) == list(range(1, files["lines"][0] + 1))
    assert len(records) == files["records"].sum()
    assert (files["started"] == files["records"] + files["rejected"]).all()


def test_the_sample_has_every_line_accounted_for():
    records, lines, files, _ = dumps.records(SAMPLE)
    for file in files.itertuples():
        assert lines_in(lines[lines["dump"] == file.dump]) == list(
            range(1, file.lines + 1)
        )
    assert len(records) == 190
    assert files["not_understood"].sum() == 1


def test_a_conference_review_is_no_paper_and_it_is_said(tmp_path):
    rows = "Title,Document Type\nSand of the shore,Article\n"
    rows += '"Shores 2020, Proceedings",Conference Review\n'
    (tmp_path / "scopus.csv").write_text(rows)
    records, lines, files = dumps.scan(tmp_path / "scopus.csv")
    assert records["title"].tolist() == ["Sand of the shore"]
    reasons = lines["reason"].dropna().tolist()
    assert reasons == [dumps.CONFERENCE_REVIEW] and files["rejected"].tolist() == [1]

    records, _, _ = dumps.scan(tmp_path / "scopus.csv", conference_reviews=True)
    assert len(records) == 2
