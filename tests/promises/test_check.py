"""`litreview check` on files as bad as they come.

What is good is read, what is not is listed, and it never breaks.
"""

import gzip
import io
import os
import zipfile

import pytest

from litreview import __main__ as command
from litreview.read import _dumps as dumps
from litreview.read import _summary as summary

RIS = "".join(
    f"TY  - JOUR\nTI  - Silt of river {i}\nPY  - 2019\nER  - \n" for i in range(40)
)
ARTICLE = (
    "<PubmedArticle><MedlineCitation><PMID>{0}</PMID>"
    "<Article><ArticleTitle>{1}</ArticleTitle></Article>"
    "</MedlineCitation></PubmedArticle>"
)
FEED = "<entry><id>http://arxiv.org/abs/2103.0123{0}</id><title>{1}</title></entry>"
BOMB = (
    '<!DOCTYPE a [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n'
    '<!ENTITY x SYSTEM "file:///etc/hostname">\n]>\n'
)


def check(capsys, path, *options) -> tuple[int, list[str]]:
    """Run the command: its status and its lines; nothing goes to stderr."""
    status = command.main(["check", str(path), *options])
    said = capsys.readouterr()
    assert said.err == ""
    return status, said.out.splitlines()


def zipped(**files) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def marked(article: str, root: str) -> bytes:
    return (
        BOMB
        + f"<{root}>"
        + article.format(1, "Good")
        + article.format(2, "Bad &b;&x;")
        + f"</{root}>\n"
    ).encode()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
CASES = {
    "cut.ris.gz": (gzip.compress(RIS.encode(), mtime=0)[:-40], None, "cut off"),
    "cut.zip": (zipped(a=RIS, b=RIS)[:-150], None, "cut off"),
    "empty.zip": (zipped(), 0, "a zip archive without files"),
    "ragged.csv": (
        b"Title,Year\nA,2019\nB\nC,2020,x\n",
        3,
        "read, but has 1 cells for 2 columns",
    ),
    "broken.jsonl": (
        b'{"title": "A"}\n{"title": "B\n{"title": "C"}\n',
        2,
        "line 2, record 2: ",
    ),
    "no-er.ris": (
        RIS.replace("ER  - \n", "").encode(),
        40,
        "line 1, record 1 and 39 more like it: read, but no ER",
    ),
    "untitled.ris": (
        RIS.replace("TI  - ", "KW  - ").encode(),
        0,
        "line 77, record 20: no title",
    ),
    "bomb.xml": (
        marked(ARTICLE, "PubmedArticleSet"),
        2,
        "declares entities of its own",
    ),
    "atom.xml": (marked(FEED, "feed"), 2, "declares entities of its own"),
    "long.ris": (
        RIS.encode()
        + b"TY  - JOUR\nTI  - L\nAB  - "
        + b"x" * 2_000_000
        + b"\nER  - \n",
        40,
        "2,000,000 char",
    ),
    "long.txt": (b"word " * 400_000 + b"\n", 0, "a line of 2,000,000 characters"),
    "paper.pdf": (b"%PDF-1.7\n\xe2\xe3", 0, "a PDF is not read"),
    "review.docx": (
        zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        0,
        "a Word document is not read",
    ),
    "old.doc": (
        OLD_OFFICE + "WordDocument\0".encode("utf-16-le"),
        0,
        "a Word document is not read",
    ),
    "locked.xlsx": (
        OLD_OFFICE + "EncryptedPackage\0".encode("utf-16-le"),
        0,
        "locked.xlsx, all of it: the workbook is protected by a password",
    ),
    "zeros.ris": (RIS.replace("Silt", "S\0lt").encode(), 40, "it holds 40 zero bytes"),
    "padded.csv": (b"Title,Year\nA,2019\nB,2020\n" + bytes(60), 2, "60 zero bytes"),
    "zeros.txt": (bytes(5000), 0, "neither text nor a table"),
    "empty.txt": (b"", 0, "there is nothing in it"),
    "other.xml": (
        b"<?xml version='1.0'?>\n<a><b>c</b></a>\n",
        0,
        "this kind of XML is not read",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_read_as_far_as_it_is_good_and_the_rest_is_said(
    tmp_path, capsys, name
):
    data, records, said = CASES[name]
    (tmp_path / name).write_bytes(data)
    status, lines = check(capsys, tmp_path)
    assert status == 0 and said in "\n".join(lines) and lines[-1] != "0 warnings."
    assert check(capsys, tmp_path, "--strict") == (1, lines)
    table, lines, files = dumps.scan(tmp_path)
    assert (files["started"] == files["records"] + files["rejected"]).all()
    assert (
        files["records"].sum() == records
        or records is None
        and files["records"].sum() > 0
    )
    assert "/etc/hostname" not in " ".join(table["title"].dropna())
    for file in files.itertuples():
        own = lines[(lines["dump"] == file.dump) & lines["line_from"].notna()]
        rows = zip(own["line_from"], own["line_to"], strict=True)
        assert [n for first, last in rows for n in range(first, last + 1)] == list(
            range(1, file.lines + 1)
        )


def test_of_many_like_reasons_the_first_twenty_are_printed_and_the_others_counted(
    tmp_path, capsys
):
    (tmp_path / "a.ris").write_text(RIS.replace("TI  - ", "KW  - ") + RIS)
    _, lines = check(capsys, tmp_path / "a.ris")
    assert sum(": no title" in line for line in lines) == 20
    assert "a.ris: and 20 more like it" in lines and lines[-1] == "40 warnings."
    assert max(map(len, lines)) < 250


def test_good_files_have_no_warning_even_when_strict(tmp_path, capsys):
    (tmp_path / "a.ris").write_text(RIS)
    (tmp_path / "b.csv").write_bytes(
        "Title,Year\nDer Löß am Fluß im Frost,2019\nA silt of rivers,2020\n".encode(
            "utf-16"
        )
    )
    status, lines = check(capsys, tmp_path, "--strict")
    assert (
        status == 0
        and lines[-1] == "0 warnings."
        and "42 papers in 42 records of 2 files" in lines[-2]
    )
    assert "<NA>" not in "".join(lines) and ".0" not in lines[1]


def test_the_first_records_are_shown_as_they_were_read(tmp_path, capsys):
    (tmp_path / "a.ris").write_text(RIS)
    _, lines = check(capsys, tmp_path, "--show", "2")
    assert lines[0] == "a.ris: RIS, sure; 40 records"
    assert lines[1:4] == ["    1. Silt of river 0", "       2019", "       no abstract"]
    assert lines[4] == "    2. Silt of river 1" and "river 2" not in "".join(lines)


@pytest.mark.parametrize("certainty", ["doubtful", "refused"])
def test_a_doubt_is_printed_below_its_file_and_fails_when_strict(
    tmp_path, capsys, monkeypatch, certainty
):
    (tmp_path / "a.ris").write_text(RIS)
    scan = dumps.scan

    def doubting(*args, **options):
        found, lines, files = scan(*args, **options)
        files = files.assign(certainty=certainty, doubt="Its titles are buttons.")
        return found, lines, files

    monkeypatch.setattr("litreview.read.scan", doubting, raising=False)
    status, lines = check(capsys, tmp_path / "a.ris")
    assert status == 0 and certainty in lines[0]
    assert lines[1] == "    Its titles are buttons." and lines[-1] == "1 warning."
    assert check(capsys, tmp_path / "a.ris", "--strict") == (1, lines)


def test_odd_names_are_shown_on_one_line_and_nothing_in_them_is_lost(tmp_path, capsys):
    for name in (
        b"new\nline.ris",
        b"**bold** <b>'\"`x`.ris",
        b"lat\xe9.ris",
        b"lat\xe8.ris",
    ):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(RIS.encode()[:-8])
    _, lines = check(capsys, tmp_path)
    told = [line for line in lines if ": read, but" in line]
    assert len(told) == 4 and told[0].startswith("**bold** <b>'\"`x`.ris, line")
    assert dumps.scan(tmp_path)[2]["dump"].is_unique


def test_links_are_followed_once_and_what_cannot_be_opened_is_said(
    tmp_path, capsys, monkeypatch
):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.ris").write_text(RIS)
    (tmp_path / "in" / "gone.ris").symlink_to("nowhere.ris")
    (tmp_path / "in" / "deep" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.ris").write_text(RIS)
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "out")
    status, lines = check(capsys, tmp_path / "in")
    assert (
        status == 0
        and "80 records of 2 files" in lines[-2]
        and "gone.ris: cannot be read (No such file" in lines[-2]
    )
    twice = dumps.scan(
        [tmp_path / "in", tmp_path / "in" / "deep" / "a.ris", tmp_path / "out"]
    )[2]
    assert sorted(twice["dump"]) == ["a.ris", "b.ris", "gone.ris"]

    def closed(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", closed)
    assert (
        "cannot be read (Permission denied)" in check(capsys, tmp_path / "out")[1][-2]
    )
    with pytest.raises(
        ValueError, match=r"b\.ris is not read \(cannot be read \(Permission denied\)\)"
    ):
        dumps.records(tmp_path / "out" / "b.ris")


def test_a_named_archive_of_several_files_can_be_read(tmp_path):
    (tmp_path / "two.zip").write_bytes(zipped(a=RIS, b=RIS.replace("Silt", "Loam")))
    assert len(dumps.records(tmp_path / "two.zip")[0]) == 80


def test_two_files_of_one_name_are_told_apart_and_one_named_twice_is_read_once(
    tmp_path,
):
    for folder in ("mon", "tue"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ris").write_text(RIS)
    assert sorted(dumps.scan([tmp_path, tmp_path / "mon" / "x.ris"])[2]["dump"]) == [
        "mon/x.ris",
        "tue/x.ris",
    ]


def test_notes_that_differ_in_numbers_only_are_one_row(tmp_path):
    (tmp_path / "a.csv").write_text("Title,Year,DOI\nA,2019,x\nB\nC,2020\nD,1,2,3,4\n")
    found = summary.notes_table(dumps.scan(tmp_path)[0])
    assert found[["line", "records"]].to_numpy().tolist() == [[3, 2], [5, 1]]
