"""What researchers have is unpacked and decoded, and what could not be is said."""

import gzip
import io
import random
import re
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _archives as files

_WORDS = random.Random(1)
TEXT = "".join(
    f"TI  - {_WORDS.getrandbits(60):x} of rivers {n}\r\n" for n in range(3000)
).encode()


def put(folder, name, data):
    (folder / name).write_bytes(data)
    return list(files.contents(folder / name))


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def test_a_plain_file_is_itself_and_one_that_is_not_there_says_so(tmp_path):
    assert put(tmp_path, "a.ris", TEXT) == [("a.ris", TEXT, "")]
    assert put(tmp_path, "empty.zip", b"") == [("empty.zip", b"", "")]
    assert put(tmp_path, "named.gz", TEXT) == [("named.gz", TEXT, "")]
    ((name, data, reason),) = files.contents(tmp_path / "none")
    assert (name, data) == ("none", b"") and "cannot be read" in reason


def test_gzip_is_opened_by_its_content_whatever_its_name(tmp_path):
    assert put(tmp_path, "a.ris.gz", gzip.compress(TEXT)) == [("a.ris", TEXT, "")]
    assert put(tmp_path, "b.ris", gzip.compress(TEXT) + gzip.compress(b"more")) == [
        ("b.ris", TEXT + b"more", "")
    ]
    assert put(tmp_path, "c.GZ", gzip.compress(b"")) == [("c", b"", "")]
    ((_, data, reason),) = put(tmp_path, "d.gz", gzip.compress(TEXT) + b"\0\0rest")
    assert data == TEXT and "4 bytes after its end" in reason


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_gzip_that_is_cut_off_or_damaged_gives_what_can_be_read(tmp_path, share):
    packed = gzip.compress(TEXT)
    at = int(share * len(packed))
    ((_, data, reason),) = put(tmp_path, "a.gz", packed[:at])
    assert TEXT.startswith(data) and len(data) > (share - 0.15) * len(TEXT)
    lines = data.count(b"\n") + 1
    assert reason == f"it is cut off; read as far as line {lines:,}"
    ((_, data, reason),) = put(tmp_path, "a.gz", packed[:-8] + bytes(8))
    assert data == TEXT and "damaged" in reason


def test_a_zip_gives_its_files_and_leaves_out_what_is_none(tmp_path):
    members = {
        "b/": b"",
        "b/page.txt": TEXT,
        "b/.hidden": b"x",
        ".git/config": b"x",
        "__MACOSX/b/._page.txt": b"x",
        "a.csv.gz": gzip.compress(b"title\nx\n"),
        "table.xlsx": zipped(
            {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}
        ),
        "inner.zip": zipped({"a.txt": b"x"}),
        "Über\\c.txt": b"c",
    }
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        found = put(tmp_path, "all.zip", zipped(members, method))
        assert [name for name, _, _ in found] == [
            f"all.zip/{name}"
            for name in ("b/page.txt", "a.csv", "table.xlsx", "inner.zip", "Über/c.txt")
        ]
        by_name = {name: (data, reason) for name, data, reason in found}
        assert by_name["all.zip/b/page.txt"] == (TEXT, "")
        assert by_name["all.zip/a.csv"] == (b"title\nx\n", "")
        assert by_name["all.zip/table.xlsx"] == (members["table.xlsx"], "")
        assert (
            by_name["all.zip/inner.zip"][0] == b""
            and "not opened" in by_name["all.zip/inner.zip"][1]
        )
    assert put(tmp_path, "none.zip", zipped({})) == [
        ("none.zip", b"", "a zip archive without files")
    ]


def test_a_spreadsheet_is_a_zip_but_no_archive(tmp_path):
    for order in (
        ["[Content_Types].xml", "xl/workbook.xml"],
        ["docProps/app.xml", "[Content_Types].xml"],
    ):
        data = zipped({name: b"<x/>" * 5000 for name in order})
        assert put(tmp_path, "table.xlsx", data) == [("table.xlsx", data, "")]
        assert put(tmp_path, "cut.xlsx", data[:-30]) == [("cut.xlsx", data[:-30], "")]


def test_a_tar_is_not_opened_and_says_so(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO(b""))
    for name, data in (
        ("a.tar", out.getvalue()),
        ("a.tar.gz", gzip.compress(out.getvalue())),
    ):
        ((found, inside, reason),) = put(tmp_path, name, data)
        assert (
            (found, inside) == ("a.tar", b"")
            and "tar archive" in reason
            and "unpack it" in reason
        )


def test_two_members_of_one_name_are_told_apart(tmp_path):
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(tmp_path / "a.zip", "w") as archive,
    ):
        archive.writestr("a.txt", b"one")
        archive.writestr("a.txt", b"two")
    assert list(files.contents(tmp_path / "a.zip")) == [
        ("a.zip/a.txt", b"one", ""),
        ("a.zip/a.txt (2)", b"two", ""),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_that_is_cut_off_gives_the_files_before_the_cut(tmp_path, method):
    data = zipped({"a.txt": b"first", "b/c.txt": TEXT, "d.txt": b"last"}, method)
    cut = data[: data.index(b"b/c.txt") + 20_000]
    (first, second, whole) = put(tmp_path, "a.zip", cut)
    assert first == ("a.zip/a.txt", b"first", "")
    assert (
        second[0] == "a.zip/b/c.txt"
        and len(second[1]) > 15_000
        and TEXT.startswith(second[1])
    )
    assert "cut off; read as far as line" in second[2]
    assert whole[:2] == ("a.zip", b"") and "cut off or damaged" in whole[2]
    found = put(tmp_path, "a.zip", data[:-30])
    assert [data for _, data, reason in found if not reason] == [
        b"first",
        TEXT,
        b"last",
    ]


def test_a_bad_checksum_a_password_and_an_odd_packing_are_said(tmp_path):
    good = zipped({"a.txt": b"words", "b.txt": b"more"})
    at = good.rindex(b"PK\1\2", 0, good.rindex(b"PK\1\2"))
    bad = good[: at + 16] + b"\1\2\3\4" + good[at + 20 :]
    (first, second) = put(tmp_path, "a.zip", bad)
    assert (
        first[1] == b"words" and "checksum" in first[2] and second[1:] == (b"more", "")
    )
    locked = bytearray(good)
    locked[6] |= 1
    (first, second) = put(tmp_path, "a.zip", bytes(locked))
    assert first[1] == b"" and "password" in first[2] and second[1:] == (b"more", "")
    ((_, data, reason),) = put(
        tmp_path, "a.zip", zipped({"a.txt": b"words"}, zipfile.ZIP_LZMA)
    )
    assert data == b"" and "method 14" in reason


def test_bombs_are_stopped(tmp_path):
    bomb = gzip.compress(bytes(100 << 20), 9)
    ((_, data, reason),) = put(tmp_path, "bomb.gz", bomb)
    assert 64 << 20 <= len(data) < 70 << 20 and "200 times its size" in reason
    (tmp_path / "all.zip").write_bytes(zipped({f"{n}.txt": TEXT for n in range(4)}))
    found = list(files.contents(tmp_path / "all.zip", limit=2 * len(TEXT) + 10))
    assert [len(data) for _, data, _ in found] == [len(TEXT), len(TEXT), 10, 0]
    assert [
        bool(re.search("unpacks to more than", reason)) for _, _, reason in found
    ] == [False, False, True, True]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_archive_that_is_spoilt_gives_its_parts_or_a_reason(tmp_path_factory, data):
    packed = data.draw(
        st.sampled_from(
            [
                gzip.compress(TEXT[:2000]),
                zipped({"a.txt": TEXT[:2000], "b.txt": b"x" * 99}),
                b"PK\3\4",
                b"PK\5\6",
            ]
        )
    )
    at = data.draw(st.integers(0, len(packed)))
    spoilt = (
        packed[:at]
        + data.draw(st.binary(max_size=40))
        + packed[at + data.draw(st.integers(0, 40)) :]
    )
    file = tmp_path_factory.mktemp("any") / "a"
    file.write_bytes(spoilt)
    found = list(files.contents(file))
    assert found == list(files.contents(file))
    assert found and all(
        isinstance(content, bytes) and content is not None for _, content, _ in found
    )
    if spoilt.startswith((b"\x1f\x8b", b"PK\3\4")) and spoilt != packed:
        read = b"".join(content for _, content, _ in found)
        assert (
            any(reason for _, _, reason in found)
            or TEXT[:2000] in read
            or spoilt == read
        )


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-16", "UTF-16 LE"),
        ("utf-32", "UTF-32 LE"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_each_encoding_is_recognised_and_said(codec, said):
    text = "Röhren, “quoted”: a study of pipes\n" * 3
    assert files.decode(text.encode(codec)) == (text, said)


def test_what_is_neither_is_the_encoding_that_is_given_or_latin_1():
    text = "Привет, мир: ёлки"
    assert files.decode(text.encode("cp1251"), "cp1251") == (text, "cp1251")
    assert files.decode("a\x81é".encode("latin-1")) == ("a\x81é", "Latin-1")
    assert files.decode("é".encode("cp1252"), "ascii") == ("é", "Windows-1252")
    assert files.decode("日本語の論文".encode("utf-16-le"), "utf-16-le")[1] != ""
    assert files.decode("né".encode(), "cp1252") == ("né", "UTF-8")
    assert files.decode("né\0".encode("utf-16-be"), "utf-16-be") == (
        "né\ufffd",
        "utf-16-be",
    )
    for wrong in ("cp9", "hex", "a\0b"):
        with pytest.raises(ValueError, match="is not known; try cp1252"):
            files.decode(b"x", wrong)


def test_a_few_broken_bytes_do_not_turn_a_text_into_another():
    text = ("Größe der Flüsse; naïve façade. " * 200).encode()
    found, said = files.decode(text[:1000] + b"\xff\xfe" + text[1000:] + b"\xc3")
    assert (
        said == "UTF-8, 3 bytes unreadable"
        and found.count("Größe") >= 199
        and found.count("\ufffd") == 3
    )
    few = ("plain words " * 500 + "Größe").encode("cp1252")
    assert files.decode(few) == ("plain words " * 500 + "Größe", "Windows-1252")
    assert files.decode(b"caf\xc3\xa9 na\xe2\x80") == (
        "café na\ufffd",
        "UTF-8, 2 bytes unreadable",
    )
    assert (
        files.decode("words".encode("utf-16") + b"x")[1]
        == "UTF-16 LE, 1 byte unreadable"
    )


@pytest.mark.parametrize(
    "data", [b"", b" \n\r\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(500)]
)
def test_what_is_no_text_is_empty(data):
    assert files.decode(data) == ("", "")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_decoded_with_their_encoding_said(data):
    text, said = files.decode(data)
    assert bool(text) == bool(said) or said.startswith("UTF")
    assert "\0" not in text
    if (
        said in ("UTF-8", "Windows-1252", "Latin-1")
        and b"\0" not in data
        and not data.startswith(b"\xef\xbb\xbf")
    ):
        assert (
            text.encode(
                {"UTF-8": "utf-8", "Windows-1252": "cp1252", "Latin-1": "latin-1"}[said]
            )
            == data
        )


@given(
    st.text(
        st.characters(
            codec="utf-8", exclude_characters="\0", exclude_categories=["Cc"]
        ),
        min_size=1,
    )
)
def test_utf_8_comes_back_as_it_was(text):
    if text.strip() and not text.startswith("\ufeff"):
        assert files.decode(text.encode()) == (text, "UTF-8")
