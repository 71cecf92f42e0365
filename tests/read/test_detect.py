"""Formats are told by their content, and else by their names."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _detect, _dumps, _fields
from tests.conftest import SAMPLE
from tests.read.test_layouts_listing import HEAD, with_blanks

PAGE = "\n".join([*HEAD, "", "Mar 17", "", *with_blanks()])

RIS = "TY  - JOUR\nTI  - A study\nER  - \n"

BIB = "@article{a,\n title = {T}\n}"

HEADS = {
    "listing": [
        PAGE,
        "TY - a study\n\nWe study it.\n\nTitle, abstract, and words: a case\n\n"
        "In one, two, three ways.",
        "Title,abstract and all\nThe abstract says it, plainly.",
        "<think> before you speak\n\nModels think. They do.",
        "{Curly} brackets in titles\n\nThey are rare.",
        "@home: a study\n\nWe stay (at home), and write.",
        "From: the bottom up, a study\n\nWe go up. It is long.",
        "Date: a fruit\n\nWe eat it. It is sweet.\n\nSubject: matters\n\nThey do.",
        "1. Ada Blum. A title, a study. J Silt 2020;3:1-9.\n" * 9,
        "# Reading list\n\n- A title (2020) <https://example.org>\n" * 9,
        "PMID - a history\n\nIt is long.\n\nAU - the sign of gold\n\nIt shines.",
    ],
    "RIS": [
        RIS,
        "\ufeff\n\n" + RIS,
        "Provider: X\nDatabase: Y\n\n1.\n" + RIS,
        RIS.replace("  -", " -"),
        "TY  - JOUR",
    ],
    "MEDLINE": [
        "PMID- 1\nOWN - NLM\nTI  - A study\n",
        "\nOWN - ERIC\nTI  - A study\nAU  - One, A\n",
    ],
    "WoS": [
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n"
        "AU One, A\n   Two, B\nTI A study\nER\n\nEF"
    ],
    "EndNote tagged": [
        "%0 Journal Article\n%T A study\n%A One, A\n",
        "%T A study\n%A One, A\n",
    ],
    "BibTeX": [
        BIB,
        "% comment\n" * 90 + BIB,
        "Exported by X\n\n" + BIB,
        '@string{a = "b"}\n',
        "@comment{x}\n",
        "@article (k, title={T})",
    ],
    "table": [
        "title,abstract\n",
        "Authors,Title,Year\nOne,A study,2019\n",
        "Export of 1 May\n\nTitle;Abstract\nA;B",
        "sep=;\nx;y\n1;2\n",
        "PT\tAU\tTI\tAB\nJ\tOne, A\tA study\tIt is\n",
        "Nr;Name der Arbeit;Jahr\n1;A;2019\n2;B;2020\n",
    ],
    "JSON": [
        '{"title": "A"}\n{"title": "B"}',
        '[\n {"title": "A"}]',
        "[]",
        "{}",
        '{broken\n{"title": "A"}\n{"title": "B"}',
    ],
    "EndNote XML": [
        '<?xml version="1.0"?><xml><records><record><titles/></record></records></xml>'
    ],
    "PubMed XML": [
        '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet>\n'
        "<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>"
    ],
    "Atom": [
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>'
    ],
    "HTML": [
        "<!DOCTYPE html><html><p>T</p></html>",
        "<!-- saved from url=(1)x -->\n<html>",
        "<div class='a'>T</div>",
        "<li class='note'><h4>T</h4></li><li>U</li>",
        "view-source:https://example.org/\n<!DOCTYPE html><html><p>T</p></html>",
        "1\t<!DOCTYPE html>\n2\t<html><p>T</p></html>",
        "Copied today\n" + "<tr><td><a href='x'>T</a></td></tr>\n" * 6,
    ],
    "RSS": [
        '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title></channel></rss>',
        '<rdf:RDF xmlns:rdf="x#" xmlns="http://purl.org/rss/1.0/"><channel/></rdf:RDF>',
        "<item><title>T</title><description>&lt;p&gt;An abstract.</description></item>",
    ],
    "e-mail": [
        "From: Ada <ada@example.org>\nTo: jo@example.org\nSubject: Papers\n\nA title\n",
        "Return-Path: <a@b.c>\nReceived: from x\n by y; Tue\nSubject: P\nDate: x\n\nA\n",
        "From a@b.c Tue Mar 17 09:00:00 2026\nSubject: P\nFrom: a@b.c\n\nA\n",
    ],
    "web archive": [
        "From: <Saved by Blink>\nSubject: P\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html"\n\n--x\n\n<html>'
    ],
    "LaTeX": ["\\documentclass{article}\n\\begin{document}\n\\title{A title}\nWe.\n"],
    "source code": [
        "import os\n\ndef read(x):\n    y = x + 1\n    return y\n\nprint(read(1))\n",
        "#include <stdio.h>\n\nint main() {\n  int a = 1;\n  return a;\n}\n",
    ],
    "XML": ['<?xml version="1.0"?><other/>', "<TEI xmlns='x'><head/><p>a</p></TEI>"],
    "PDF": ["%PDF-1.7\n"],
    "empty": ["", " \r\n\ufeff"],
}


@pytest.mark.parametrize(
    ("kind", "head"), [(kind, head) for kind, heads in HEADS.items() for head in heads]
)
def test_a_format_is_recognised_by_its_content(kind, head):
    assert _detect.recognise(head, "odd.name") == kind
    if kind == "PDF":
        return
    assert (
        _detect.recognise(head.replace("\n", "\r\n").encode("utf-8-sig"), "page.txt")
        == kind
    )
    if head.strip("\ufeff \r\n") and len(head) > 10:
        assert _detect.recognise(head.encode("utf-16")) == kind


def zipped(name):
    data = io.BytesIO()
    zipfile.ZipFile(data, "w").writestr(name, "x")
    return data.getvalue()


def test_bytes_that_are_no_text_are_recognised():
    assert _detect.recognise(zipped("xl/workbook.xml"), "a.bin") == "XLSX"
    assert _detect.recognise(zipped("a.ris"), "a.zip") == "binary"
    assert _detect.recognise(gzip.compress(b"x"), "a.txt") == "binary"
    assert _detect.recognise(b"PAR1\x15\x04", "x") == "Parquet"
    assert _detect.recognise(bytes(range(256)) * 3, "a.csv") == "binary"


def test_documents_that_are_not_read_are_told_apart():
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 9
    documents = {
        "Word document": [
            zipped("word/document.xml"),
            old + "WordDocument".encode("utf-16-le"),
        ],
        "slides": [
            zipped("ppt/presentation.xml"),
            old + "PowerPoint Document".encode("utf-16-le"),
        ],
        "e-book": [b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/epub+zip"],
        "Outlook message": [old + "__substg1.0_".encode("utf-16-le")],
        "database": [b"SQLite format 3\0" + bytes(range(64))],
        "picture": [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\xff\xd8\xff\xe0"],
        "RTF": [b"{\\rtf1\\ansi A title}"],
        "Safari web archive": [
            b"bplist00\xd1WebMainResource",
            b"<?xml?><plist>WebMainResource",
        ],
    }
    for kind, contents in documents.items():
        for data in contents:
            assert _detect.recognise(data, "a.bin") == kind
    assert _detect.recognise(zipped("x"), "a.docx") == "Word document"
    assert _detect.recognise(old, "a.msg") == "Outlook message"


def test_the_name_decides_where_the_content_does_not():
    assert _detect.recognise("text,label\nfast cut,1\n", "a.csv") == "table"
    assert _detect.recognise("text,label\nfast cut,1\n", "a.txt") == "listing"
    assert _detect.recognise(BIB, "a.ris") == "BibTeX"


def test_the_sample_is_listings():
    assert {_detect.recognise(file.read_bytes(), "x") for file in SAMPLE.iterdir()} == {
        "listing"
    }


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_anything_is_of_some_kind(head):
    known = {*_fields.CROSSWALK, *_dumps.WEB_PAGES, *_dumps.WITHOUT_RECORDS, "listing"}
    assert _detect.recognise(head, "a.txt") in known
