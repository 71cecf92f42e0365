"""Files of any kind are found, decoded and accounted for."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import dumps
from tests.conftest import SAMPLE
from tests.test_listings import HEAD, PAPERS, with_blanks

PAGE = "\n".join([*HEAD, "", "Mar 17", "", *with_blanks()])


def lines_in(account: pd.DataFrame) -> list[int]:
    return [n for row in account.itertuples() for n in range(row.line_from, row.line_to + 1)]


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
    papers, sightings, account = dumps.read(tmp_path, year=2024)
    assert list(zip(papers["title"], papers["abstract"], strict=True)) == PAPERS
    assert set(sightings["seen_on"]) == {pd.Timestamp(2024, 3, 17)}
    assert lines_in(account) == list(range(1, PAGE.count("\n") + 1))


def test_without_a_year_the_page_date_is_missing(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE)
    _, sightings, _ = dumps.read(tmp_path / "a.txt")
    assert sightings["seen_on"].isna().all()


def test_a_day_that_the_year_does_not_have_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE.replace("Mar 17", "Feb 29"))
    assert dumps.read(tmp_path, year=2024)[1]["seen_on"].notna().all()
    with pytest.raises(ValueError, match=r"a\.txt, line 9: there is no day 29 of month 2 in 2025"):
        dumps.read(tmp_path, year=2025)


def test_files_folders_globs_and_lists_and_names_that_tell_apart(tmp_path):
    for name in ("mon/page.txt", "tue/page.txt", "tue/.hidden", "other.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    assert len(dumps.find(tmp_path)) == 3
    assert len(dumps.find([tmp_path / "mon", f"{tmp_path}/*/page.txt"])) == 2
    assert set(dumps.read(tmp_path)[1]["dump"]) == {"mon/page.txt", "tue/page.txt", "other.txt"}
    with pytest.raises(FileNotFoundError, match="no file, folder or glob 'nowhere"):
        dumps.find("nowhere/*.txt")


def test_what_cannot_be_read_is_said_and_stops_only_when_it_is_asked_for(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "library.bib").write_text("@article{a,\n title = {T}\n}")
    _, account, files = dumps.records(tmp_path)
    assert dict(zip(files["dump"], files["kind"], strict=True)) == {
        "page.txt": "listing",
        "image.png": "binary",
        "empty.txt": "empty",
        "library.bib": "BibTeX",
    }
    assert set(account.loc[account["dump"] == "library.bib", "role"]) == {"not understood"}
    with pytest.raises(ValueError, match=r"image\.png is binary"):
        dumps.records([tmp_path / "page.txt", tmp_path / "image.png"])
    with pytest.raises(ValueError, match="no paper found"):
        dumps.records(tmp_path / "library.bib")


def test_utf_16_without_its_mark_is_recognised_and_can_be_given(tmp_path):
    (tmp_path / "a.txt").write_bytes(PAGE.encode("utf-16-le"))
    with pytest.raises(ValueError, match=r"a\.txt looks like UTF-16 without its mark; set `encoding` to utf-16"):
        dumps.read(tmp_path)
    (tmp_path / "b.txt").write_text(PAGE)
    assert len(dumps.read(tmp_path, encoding="utf-16")[1]) == 2 * len(PAPERS)


def test_another_encoding_is_named_and_can_be_given(tmp_path):
    page = PAGE.replace("delta", "Röhre")
    (tmp_path / "a.txt").write_bytes(page.encode("cp1252"))
    with pytest.raises(ValueError, match=r"a\.txt, line 13: byte 0xf6 is not UTF-8; .*`encoding`"):
        dumps.read(tmp_path)
    papers, _, _ = dumps.read(tmp_path, encoding="cp1252")
    assert "Röhre" in papers["abstract"][0]
    with pytest.raises(ValueError, match="'cp9' is not known"):
        dumps.read(tmp_path, encoding="cp9")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(str.encode)
    | st.lists(st.sampled_from([*HEAD, "Mar 17", "12", *PAPERS[0]]), max_size=20).map(
        lambda rows: "\n".join(rows).encode()
    )
)
def test_any_file_gives_a_complete_account_or_one_clear_error(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("any") / "dump"
    file.write_bytes(data)
    try:
        records, account, files = dumps.scan(file)
    except ValueError as error:
        assert str(file) in str(error)
        return
    assert lines_in(account) == list(range(1, files["lines"][0] + 1))
    assert len(records) == files["records"][0]


def test_the_sample_has_every_line_accounted_for():
    records, account, files = dumps.records(SAMPLE)
    for file in files.itertuples():
        assert lines_in(account[account["dump"] == file.dump]) == list(range(1, file.lines + 1))
    assert len(records) == 190
    assert files["not_understood"].sum() == 1
