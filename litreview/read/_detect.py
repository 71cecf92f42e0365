"""Which format a file has, by its content and then by its name."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from litreview.read._fields import COLUMNS, CROSSWALK, flatten_names, squeeze_name

_START = 4096  # bytes or letters that tell what kind of file it is
_BANNER = 40  # lines with something in them that may stand before the first record
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAGIC = {
    b"%PDF-": "PDF",
    b"PAR1": "Parquet",
    b"{\\rtf": "RTF",
    b"SQLite format 3\0": "database",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"\x1f\x8b": "binary",
    _OLD_OFFICE: "binary",
}
# A property list of Apple's, and what makes it a web page that Safari saved.
_PLIST = (b"bplist00", b"<?xml", b"<plist", b"<!DOCTYPE plist")
_SAFARI_PAGE = b"WebMainResource"
_WORKBOOK_ENDINGS = (".xls", ".xlsx", ".xlsb")
# What a workbook is called in an old document of Office.
_WORKBOOK = re.compile("(?:Workbook|Book)\0".encode("utf-16-le"))
_SHEETS = re.compile(rb"xl/|\[Content_Types\]|opendocument.spreadsheet")
_OTHER_OFFICE = re.compile(rb"word/|ppt/")
# Documents of other programs, by what stands at the beginning of their zip.
_ZIPPED = {
    "Word document": re.compile(rb"word/|opendocument\.text"),
    "slides": re.compile(rb"ppt/|opendocument\.presentation"),
    "e-book": re.compile(rb"application/epub"),
}
_OF_DOCUMENTS = {
    ".docx": "Word document",
    ".doc": "Word document",
    ".odt": "Word document",
    ".pptx": "slides",
    ".ppt": "slides",
    ".odp": "slides",
    ".epub": "e-book",
    ".msg": "Outlook message",
}
# The same, by what a stream in an old document of Office is called.
_OLD_DOCUMENTS = {
    "Word document": re.compile("WordDocument".encode("utf-16-le")),
    "slides": re.compile("PowerPoint Document".encode("utf-16-le")),
    "Outlook message": re.compile("__substg1.0_".encode("utf-16-le")),
}

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
    "Atom": (
        r"<(?:\w+:)?feed\b|"
        # cut off at its beginning
        r"</entry>\s*(?:</feed>|<entry>\s*<(?:id|title|updated)>)"
    ),
    "RSS": (
        r"<rss\b|<(?:\w+:)?RDF\b[^<>]*/rss/\d|"
        r"^<item\b[^<>]*>\s*<(?:title|link|guid|description)\b"
    ),
    "EndNote XML": (
        r"<xml>\s*<records>|<records>\s*<record>|"
        r"<record>\s*<(?:database|source-app|rec-number)\b"
    ),
    "HTML": (
        r"(?i)<!doctype html|<html\b|"
        r"^<(?:head|header|nav|body|meta|link|title|script|style|div|article|main|aside|"
        r"section|p|h\d|ul|ol|li|dl|dt|dd|table|tbody|tr|td|span|form|blockquote)"
        r"\b[^<>]*>"
    ),
}
_ROOT_WITHIN = 20_000  # letters
# What stands above a source that was copied: its address; or the number of its line.
_ABOVE_SOURCE = re.compile(
    r"(?:\s*(?:view-source:\s?)?https?://\S+\s*\n)?\s*1[\t .:|]+\s*(?=<!?[A-Za-z])"
    r"|\s*(?:view-source:\s?)?https?://\S+\s*\n\s*(?=<!?[A-Za-z])"
)
# The ends of elements of HTML that hold text.
_HTML_END = re.compile(
    r"</(?:a|div|p|li|td|tr|dd|dt|h[1-6]|span|article|section)>", re.I
)
_MANY_ENDS = 12
_SHARE_OF_TAGS = 0.25  # of the letters

# What stands at the head of an e-mail. Two at least must be of the last pattern.
_HEADER_LINE = re.compile(r"[A-Za-z][\w-]{1,40}:(?:\s|$)|[ \t]+\S")
_MAIL_STARTS = re.compile(
    r"(?:\d+\n)?(?:From \S+@\S+ .*\d{4}.*\n)?"
    r"(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|dkim-signature|reply-to|sender|snapshot-\S+"
    r"|list-\w+|content-\S+|x-[\w-]+|arc-\S+|authentication-\S+|von|an|betreff|de|objet"
    r")\s?:",
    re.IGNORECASE,
)
_MAIL_HEADERS = re.compile(
    r"^(?:from|to|subject|date|message-id|mime-version|content-type|received)\s?:",
    re.IGNORECASE | re.MULTILINE,
)
_PACKED_PAGE = re.compile(
    r"^(?:from:\s*<saved by|snapshot-content-location:)|"
    r"^content-type:\s*multipart/related\b(?s:.{0,300}?)type=\"?text/html",
    re.IGNORECASE | re.MULTILINE,
)

_LATEX = re.compile(r"(?m)^[ \t]*\\(?:documentclass|begin\{document\})")
_CODE_ENDINGS = set(
    "py pyw js mjs ts jsx tsx java c cc cpp h hpp cs go rs rb php sh bash css scss sql "
    "jl kt swift pl lua scala vue".split()
)
# Lines of source code, in most languages.
_CODE_LINE = re.compile(
    r"""\s*(?: (?:def|class|fn|func|function|interface|struct|enum)\s+\w+.*[({:]
    | (?:import|package|using|namespace)\s+[\w.*{} ,'"/-]+;?
    | from\s+[\w.]+\s+import\s.+ | \#\s?(?:include|define|ifn?def|endif|pragma)\b.*
    | (?:public|private|protected|static|const|let|var|val|export|async)\s+\S.*
    | (?:if|for|while|elif|else|try|except|finally|with|switch|return|yield|raise|throw)
      \b.*[:;{(\])}]
    | @\w+(?:\(.*\))? | [\w.\[\]'"]+\s*(?:[-+*/|&]?=|:=)\s*\S.*
    | [\w.]+\(.*\)?[;,:{]? | [\])}]+[;,)]* | .*(?:[;{]|=>|->)
    | (?://|/\*|\*/|\#!).* )\s*""",
    re.VERBOSE,
)
_CODE_LINES = 200  # that are looked at
_SHARE_OF_CODE = 0.6
_SHARE_OF_NAMED_CODE = 0.25

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
        A key of CROSSWALK, or `listing` (plain text), `HTML`, `e-mail`, `web archive`,
        `Safari web archive`; or what is not read: `XML` (of another kind), `PDF`,
        `RTF`, `LaTeX`, `source code`, `Word document`, `slides`, `e-book`,
        `Outlook message`, `database`, `picture`, `binary` or `empty`.
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
    return (
        _recognise_markup(text)
        or _recognise_mail(text)
        or _recognise_records(text)
        or _recognise_pasted_markup(text, name)
        or _recognise_code(text, name)
        or _by_name(name)
    )


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

    if start.startswith(_OLD_OFFICE):
        return _recognise_old_office(head, name)
    if start.startswith(_ZIP):
        return _recognise_zip(start, name)
    if start.lstrip().startswith(_PLIST) and _holds_safari_page(head):
        return "Safari web archive"
    stripped = start.lstrip()
    for mark, kind in _MAGIC.items():
        if stripped.startswith(mark):
            return kind
    return None


def _recognise_old_office(head: bytes | str, name: str) -> str:
    """Tell the documents of old programs of Office from each other."""
    if _is_old_workbook(head, name):
        return "XLSX"
    if isinstance(head, bytes):
        for kind, stream in _OLD_DOCUMENTS.items():
            if stream.search(head):
                return kind
    return _document_by_name(name)


def _recognise_zip(start: bytes, name: str) -> str:
    """Tell the documents that are zips from each other, and from other zips."""
    if _is_zipped_workbook(start, name):
        return "XLSX"
    for kind, member in _ZIPPED.items():
        if member.search(start):
            return kind
    return _document_by_name(name)


def _document_by_name(name: str) -> str:
    for ending, kind in _OF_DOCUMENTS.items():
        if name.lower().endswith(ending):
            return kind
    return "binary"


def _holds_safari_page(head: bytes | str) -> bool:
    if isinstance(head, str):
        return _SAFARI_PAGE.decode() in head
    return _SAFARI_PAGE in head


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
    above = _ABOVE_SOURCE.match(text)
    if above:
        text = text[above.end() :]
    if not _MARKUP.match(text):
        return None
    for kind, root in _ROOTS.items():
        if re.search(root, text[:_ROOT_WITHIN]):
            return kind
    if _XML_START.match(text) or len(_TAG.findall(text)) > 2:
        return "XML"
    return None


def _recognise_pasted_markup(text: str, name: str) -> str | None:
    """Find HTML that begins anywhere: much of the text is tags."""
    if _is_named_code(name):
        return None
    start = text[:_ROOT_WITHIN]
    if len(_HTML_END.findall(start)) < _MANY_ENDS:
        return None
    letters = sum(len(tag) for tag in _TAG.findall(start))
    if letters >= _SHARE_OF_TAGS * len(start):
        return "HTML"
    return None


def _recognise_mail(text: str) -> str | None:
    """Find the header of an e-mail, or of a web page that was packed like one."""
    if not _MAIL_STARTS.match(text):
        return None
    header, _, _ = text[:_ROOT_WITHIN].partition("\n\n")
    lines = header.split("\n")[1:]
    if not all(_HEADER_LINE.match(line) for line in lines if line.strip()):
        return None
    if _PACKED_PAGE.search(header):
        return "web archive"
    names = {found.lower().rstrip(" :") for found in _MAIL_HEADERS.findall(header)}
    return "e-mail" if len(names) > 1 else None


def _is_named_code(name: str) -> bool:
    return name.lower().rpartition(".")[2] in _CODE_ENDINGS


def _recognise_code(text: str, name: str) -> str | None:
    """Tell LaTeX and source code from text, by how most of its lines look."""
    if _LATEX.search(text[:_ROOT_WITHIN]):
        return "LaTeX"
    lines = [line for line in text.split("\n") if line.strip()][:_CODE_LINES]
    if len(lines) < 5:
        return None
    code = sum(bool(_CODE_LINE.fullmatch(line[:_LONGEST_ROW])) for line in lines)
    share = _SHARE_OF_CODE
    if _is_named_code(name):
        share = _SHARE_OF_NAMED_CODE
    return "source code" if code >= share * len(lines) else None


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
    for column in COLUMNS:
        of_column = CROSSWALK["table"][column]
        names.update(squeeze_name(name) for name in flatten_names(of_column))
    return frozenset(names)


_COLUMN_NAMES = _known_column_names()


def _by_name(name: str) -> str:
    if "." not in name:
        return "listing"
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return _ENDINGS.get(ending, "listing")
