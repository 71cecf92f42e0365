"""Which format a file has, by its content and then by its name."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from litreview.read._fields import CROSSWALK, flatten_names, squeeze_name

_START = 4096  # bytes or letters that tell what kind of file it is
_BANNER = 40  # lines with something in them that may stand before the first record
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAGIC = {
    b"%PDF-": "PDF",
    b"PAR1": "Parquet",
    b"\x1f\x8b": "binary",
    _OLD_OFFICE: "binary",
}
_WORKBOOK_ENDINGS = (".xls", ".xlsx", ".xlsb")
# What a workbook is called in an old document of Office.
_WORKBOOK = re.compile("(?:Workbook|Book)\0".encode("utf-16-le"))
_SHEETS = re.compile(rb"xl/|\[Content_Types\]|opendocument.spreadsheet")
_OTHER_OFFICE = re.compile(rb"word/|ppt/")

_ENDINGS = {
    "ris": "RIS",
    "nbib": "MEDLINE",
    "medline": "MEDLINE",
    "ciw": "WoS",
    "enw": "EndNote tagged",
    "bib": "BibTeX",
    "bibtex": "BibTeX",
    "csv": "table",
    "tsv": "table",
    "tab": "table",
    "json": "JSON",
    "jsonl": "JSON",
    "ndjson": "JSON",
}

# Of a format of tagged lines: how its first line looks, and how any line begins.
_TAGGED = {
    "RIS": (
        r"\s*TY[ \t]{0,2}-(?!\S)[ \t]*\S*",
        r"\s*([A-Z][A-Z0-9])[ \t]{0,2}-(?=[ \t\n]|$)",
    ),
    "MEDLINE": (
        r"\s*(?:PMID|OWN )-[ \t]\S+",
        r"\s*([A-Z]{2,4}) {0,2}-(?=[ \t\n]|$)",
    ),
    "WoS": (
        r"\s*PT[ \t][A-Z][ \t]*$|FN[ \t](?:Clarivate|Thomson|ISI|Web of).*$",
        r"\s*([A-Z][A-Z0-9])(?=[ \t]\S|\n|$)",
    ),
    "EndNote tagged": (
        r"\s*%[0TA][ \t]\S",
        r"\s*(%[0-9A-Z@!#$&+<>?\[\]])(?=[ \t]|\n|$)",
    ),
}
_TAGGED_LINES = 400  # after the first one, that are looked at
_LONE_TYPE = re.compile(r"\s*TY  ?- [A-Z]{3,10}\s*")  # all of a RIS file

_BIBTEX_ENTRY = re.compile(
    r"(?im)^[ \t]*@[ \t]*(?:(?:string|preamble|comment)\s*[{(]|"
    r"[a-z]\w*\s*[{(]\s*(?:[^,={}()\"\n]*\s*,|\w+\s*=)|"
    r"[a-z]\w*\s*\{[^,={}\n]*$)"
)
_NO_BIBTEX_COMMENT = re.compile(r"(?m)^[ \t]*[^\s%].*$")

_MARKUP = re.compile(r"<(?:[?!]|[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>)")
_XML_START = re.compile(r"<\?xml|<!")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*[^<>]*>")
_ROOTS = {
    "PubMed XML": (
        r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitation)\b"
    ),
    "Atom": r"<(?:\w+:)?feed\b",
    "EndNote XML": (
        r"<xml>\s*<records>|<records>\s*<record>|"
        r"<record>\s*<(?:database|source-app|rec-number)\b"
    ),
    "HTML": (
        r"(?i)<!doctype html|<html\b|"
        r"^<(?:head|body|meta|div|article|main|section|p|h\d|ul|dl|table)\b[^<>]*>"
    ),
}
_ROOT_WITHIN = 20_000  # letters

_JSON_START = re.compile(
    r"""\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\}\s*$)|"""
    r"""\[\s*(?:\{\s*["}]|\]\s*$|\[\s*["\[\d])"""
)
_JSON_LINE = re.compile(r"""\s*\{\s*"[^"]{1,200}"\s*:""")

_SEPARATOR_LINE = re.compile(r"sep=[,;\t|]\s*\n")
_TABLE_LINES = 60  # that are looked at
_HEADER_WITHIN = 10  # lines
_LONGEST_ROW = 5000  # letters of a line of column names that are looked at
_LONGEST_NAME = 60  # letters of the name of a column


def recognise(head: bytes | str, name: str = "") -> str:
    """Tell the format of a file by its content, and else by its name.

    Parameters
    ----------
    head
        The whole file, or its first 64 KB or so.
    name
        The name of the file.

    Returns
    -------
    str
        A key of CROSSWALK, or `listing` (plain text), `HTML`, `XML` (of another kind),
        `PDF`, `binary` or `empty`.
    """
    kind = _recognise_magic(head, name)
    if kind:
        return kind
    text = _decode_head(head) if isinstance(head, bytes) else head
    if not text.strip("\ufeff \t\r\n\f\v\x1a"):
        return "empty"

    start = text[:_START]
    zeros = start.count("\0")
    control = _count_control_signs(start) - zeros
    tolerated = len(start) / 50
    if control > tolerated:
        return "binary"
    text = re.sub(r"\r\n?|\f", "\n", text.replace("\0", "")).lstrip("\ufeff \t\n")

    if control + zeros > tolerated:
        # Zero bytes in what is plainly a list.
        return _recognise_records(text) or "binary"
    return _recognise_markup(text) or _recognise_records(text) or _by_name(name)


def _recognise_records(text: str) -> str | None:
    return (
        _recognise_json(text)
        or _recognise_tagged(text)
        or _recognise_bibtex(text)
        or _recognise_table(text)
    )


# By the first bytes


def _recognise_magic(head: bytes | str, name: str) -> str | None:
    start = head[:_START]
    if isinstance(start, str):
        start = start.encode("utf-8", "replace")

    if start.startswith(_OLD_OFFICE) and _is_old_workbook(head, name):
        return "XLSX"
    if start.startswith(_ZIP):
        return "XLSX" if _is_zipped_workbook(start, name) else "binary"
    stripped = start.lstrip()
    for mark, kind in _MAGIC.items():
        if stripped.startswith(mark):
            return kind
    return None


def _is_zipped_workbook(start: bytes, name: str) -> bool:
    if not _SHEETS.search(start):
        return False
    if name.lower().endswith((".docx", ".pptx")):
        return False
    return not _OTHER_OFFICE.search(start)


def _is_old_workbook(head: bytes | str, name: str) -> bool:
    if name.lower().endswith(_WORKBOOK_ENDINGS):
        return True
    return isinstance(head, bytes) and bool(_WORKBOOK.search(head))


def _decode_head(data: bytes) -> str:
    """Decode as far as is needed to recognise a format."""
    whole_units = data[: len(data) // 2 * 2]
    if data.startswith(_UTF16_MARKS):
        return whole_units.decode("utf-16", "replace")

    start = data[:_START]
    if len(start) > 8 and b"\0\0\0" not in start:
        zeros = start.count(0) / len(start)
        if 0.3 < zeros < 0.6:
            codec = _byte_order(start)
            return whole_units.decode(codec, "replace")
    return data.decode("utf-8", "replace")


def _byte_order(start: bytes) -> str:
    """Name the UTF-16 of Latin letters: which of their two bytes is zero."""
    even_zeros = start[::2].count(0)
    odd_zeros = start[1::2].count(0)
    if odd_zeros > even_zeros:
        return "utf-16-le"
    return "utf-16-be"


def _count_control_signs(text: str) -> int:
    signs = Counter(sign for sign in text if sign < " ")
    for layout in "\t\n\r\f\v":
        signs.pop(layout, None)
    return signs.total()


# By the first lines


def _recognise_markup(text: str) -> str | None:
    if not _MARKUP.match(text):
        return None
    for kind, root in _ROOTS.items():
        if re.search(root, text[:_ROOT_WITHIN]):
            return kind
    if _XML_START.match(text) or len(_TAG.findall(text)) > 2:
        return "XML"
    return None


def _recognise_json(text: str) -> str | None:
    """Find an object or a list of them at the beginning.

    Or objects on lines of their own, where the first of them is broken.
    """
    if _JSON_START.match(text):
        return "JSON"
    lines = [line for line in text.split("\n")[:_BANNER] if line.strip()]
    objects = sum(bool(_JSON_LINE.match(line)) for line in lines)
    if objects > 1 and objects >= len(lines) / 2:
        return "JSON"
    return None


def _recognise_tagged(text: str) -> str | None:
    """Find the first record of tagged lines, after at most a banner."""
    lines = text.split("\n")
    for kind, (first_line, tag) in _TAGGED.items():
        first = _find_line(lines, first_line)
        if first is None:
            continue
        tags = []
        for line in lines[first : first + _TAGGED_LINES]:
            if line.strip():
                tags.append(re.match(tag, line))

        if _are_tags(tags):
            return kind
        if kind == "RIS" and len(tags) == 1:
            if _LONE_TYPE.fullmatch(lines[first]):
                return kind
    return None


def _find_line(lines: list[str], pattern: str) -> int | None:
    """Find the first line with a pattern, unless too much stands before it."""
    filled = 0
    for i, line in enumerate(lines):
        if filled > _BANNER:
            break
        if re.match(pattern, line):
            return i
        if line.strip():
            filled += 1
    return None


def _are_tags(tags: list[re.Match | None]) -> bool:
    """Tell tagged lines from a title that looks like one: what follows does too."""
    found = [tag[1] for tag in tags if tag]
    several = len(set(found)) > 1
    follows = any(tags[1:4])
    share = len(found) / len(tags)
    return several and follows and share >= 0.1


def _recognise_bibtex(text: str) -> str | None:
    """Find the first entry of BibTeX, after at most a banner; comments may be long."""
    entry = _BIBTEX_ENTRY.search(text)
    if not entry:
        return None
    before = _NO_BIBTEX_COMMENT.findall(text[: entry.start()])
    return "BibTeX" if len(before) <= _BANNER else None


def _recognise_table(text: str) -> str | None:
    """Find a line of column names, or lines that all have as many cells."""
    if _SEPARATOR_LINE.match(text):
        return "table"
    lines = [line for line in text.split("\n")[:_TABLE_LINES] if line.strip()]
    for line, next_line in _first_with_next(lines):
        for delimiter in ",;\t|":
            if _is_header(line, next_line, delimiter):
                return "table"

    for delimiter in "\t;":
        counts = {line.count(delimiter) for line in lines}
        if len(lines) > 2 and len(counts) == 1 and min(counts) > 1:
            return "table"
    return None


def _first_with_next(lines: list[str]) -> Iterator[tuple[str, str | None]]:
    """Yield each of the first lines with the one below it, if there is one."""
    for i, line in enumerate(lines):
        if i == _HEADER_WITHIN:
            break
        below = None
        if i + 1 < len(lines):
            below = lines[i + 1]
        yield line, below


def _is_header(line: str, next_line: str | None, delimiter: str) -> bool:
    """Tell whether a line has names of columns, two of which are known at least."""
    beginning = line[:_LONGEST_ROW]
    rows = csv.reader([beginning], delimiter=delimiter)
    cells = [squeeze_name(cell) for cell in next(rows, [])]
    known = sum(cell in _COLUMN_NAMES for cell in cells)
    if known < 2:
        return False
    longest = max(map(len, cells))
    if longest >= _LONGEST_NAME:
        return False

    all_known = known == len(cells)
    # "Title, abstract, and words" may be a title.
    spaced = f"{delimiter} " in line
    if all_known and not spaced:
        return True
    many_known = not spaced and known >= len(cells) / 10
    if not all_known and not many_known:
        return False
    if next_line is None:
        return True
    # A row below it has as many cells, or three at least.
    expected = min(2, len(cells) - 1)
    return next_line.count(delimiter) >= expected


def _known_column_names() -> frozenset[str]:
    names = set()
    for of_column in CROSSWALK["table"].values():
        names.update(squeeze_name(name) for name in flatten_names(of_column))
    return frozenset(names)


_COLUMN_NAMES = _known_column_names()


def _by_name(name: str) -> str:
    if "." not in name:
        return "listing"
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return _ENDINGS.get(ending, "listing")
