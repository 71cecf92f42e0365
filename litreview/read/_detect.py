"""Which format a file has, by its content and then by its name."""

import csv
import re
from collections import Counter

from litreview.read._crosswalk import CROSSWALK, flat, squeezed

_MAGIC = [
    (b"%PDF-", "PDF"),
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "binary"),
    (b"\xd0\xcf\x11\xe0", "binary"),
]


_BOOK = re.compile(
    "(?:Workbook|Book)\0".encode("utf-16-le")
)  # what a workbook is called in an old document of Office


_NAMES = {
    "RIS": "ris", "MEDLINE": "nbib medline", "WoS": "ciw", "EndNote tagged": "enw", "BibTeX": "bib bibtex",
    "table": "csv tsv tab", "JSON": "json jsonl ndjson",
}  # fmt: skip


_TAGGED = [
    (
        "RIS",
        r"TY[ \t]{0,2}-(?!\S)[ \t]*\S*",
        r"([A-Z][A-Z0-9])[ \t]{0,2}-(?=[ \t\n]|$)",
    ),
    ("MEDLINE", r"(?:PMID|OWN )-[ \t]\S+", r"([A-Z]{2,4}) {0,2}-(?=[ \t\n]|$)"),
    (
        "WoS",
        r"PT[ \t][A-Z][ \t]*$|FN[ \t](?:Clarivate|Thomson|ISI|Web of).*$",
        r"([A-Z][A-Z0-9])(?=[ \t]\S|\n|$)",
    ),
    ("EndNote tagged", r"%[0TA][ \t]\S", r"(%[0-9A-Z@!#$&+<>?\[\]])(?=[ \t]|\n|$)"),
]


_ENTRY = (
    r"(?im)^[ \t]*@[ \t]*(?:(?:string|preamble|comment)\s*[{(]|[a-z]\w*\s*[{(]\s*(?:[^,={}()\"\n]*\s*,|\w+\s*=)|"
    r"[a-z]\w*\s*\{[^,={}\n]*$)"
)


_TAGS = {
    "PubMed XML": r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitation)\b",
    "Atom": r"<(?:\w+:)?feed\b",
    "EndNote XML": r"<xml>\s*<records>|<records>\s*<record>|<record>\s*<(?:database|source-app|rec-number)\b",
    "HTML": r"(?i)<!doctype html|<html\b|^<(?:head|body|meta|div|article|main|section|p|h\d|ul|dl|table)\b[^<>]*>",
}


_BANNER = 40  # lines with something in them that may stand before the first record


def recognise(head: bytes | str, name: str = "") -> str:
    """Tell the format of a file by the beginning of its content, and by its name where that does not tell.

    `head` is the whole file or its first 64 KB or so. Returns a kind of CROSSWALK, or `listing` (plain text), `HTML`,
    `XML` (of another kind), `PDF`, `binary` or `empty`.
    """
    start = (
        head[:4096]
        if isinstance(head, bytes)
        else head[:4096].encode("utf-8", "replace")
    )
    if magic := next(
        (kind for mark, kind in _MAGIC if start.lstrip().startswith(mark)), None
    ):
        book = start.startswith(b"\xd0\xcf\x11\xe0") and (
            name.lower().endswith((".xls", ".xlsx", ".xlsb"))
            or isinstance(head, bytes)
            and _BOOK.search(head)
        )
        return "XLSX" if book else magic
    if start.startswith(b"PK\x03\x04"):
        sheets = re.search(rb"xl/|\[Content_Types\]|opendocument.spreadsheet", start)
        other = re.search(rb"word/|ppt/", start) or name.lower().endswith(
            (".docx", ".pptx")
        )
        return "XLSX" if sheets and not other else "binary"
    text = _text(head) if isinstance(head, bytes) else head
    if not text.strip("\ufeff \t\r\n\f\v\x1a"):
        return "empty"
    odd = Counter(c for c in text[:4096] if c < " " and c not in "\t\n\r\f\v")
    few = min(len(text), 4096) / 50
    if odd.total() - odd["\0"] > few:
        return "binary"
    text = re.sub(r"\r\n?|\f", "\n", text.replace("\0", "")).lstrip("\ufeff \t\n")
    if odd.total() > few:
        return (
            _json(text) or _records(text) or _table(text) or "binary"
        )  # zero bytes in what is plainly a list
    return (
        _markup(text)
        or _json(text)
        or _records(text)
        or _table(text)
        or _by_name(text, name)
    )


def _text(data: bytes) -> str:
    """Decode as far as is needed to recognise a format."""
    start = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    if (
        len(start) > 8
        and 0.3 < start.count(0) / len(start) < 0.6
        and b"\0\0\0" not in start
    ):
        wide = (
            "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        )
        return data[: len(data) // 2 * 2].decode(wide, "replace")
    return data.decode("utf-8", "replace")


def _markup(text: str) -> str | None:
    if not re.match(r"<(?:[?!]|[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>)", text):
        return None
    for kind, inside in _TAGS.items():
        if re.search(inside, text[:20000]):
            return kind
    return (
        "XML"
        if re.match(r"<\?xml|<!", text)
        or len(re.findall(r"</?[A-Za-z][\w:.-]*[^<>]*>", text)) > 2
        else None
    )


def _json(text: str) -> str | None:
    """Find an object or a list of them at the beginning, or objects on lines where the first is broken."""
    if re.match(
        r"""\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\}\s*$)|\[\s*(?:\{\s*["}]|\]\s*$|\[\s*["\[\d])""",
        text,
    ):
        return "JSON"
    lines = [line for line in text.split("\n")[:_BANNER] if line.strip()]
    objects = sum(
        bool(re.match(r"""\s*\{\s*"[^"]{1,200}"\s*:""", line)) for line in lines
    )
    return "JSON" if objects > 1 and objects >= len(lines) / 2 else None


def _records(text: str) -> str | None:
    """Find the first record of tagged lines or of BibTeX, after at most a banner."""
    lines = text.split("\n")
    for kind, start, tag in _TAGGED:
        first = next(
            (i for i, line in enumerate(lines) if re.match(r"\s*" + start, line)), None
        )
        if first is None or sum(bool(line.strip()) for line in lines[:first]) > _BANNER:
            continue
        tags = [
            re.match(r"\s*" + tag, line)
            for line in lines[first : first + 400]
            if line.strip()
        ]
        known = {found[1] for found in tags if found}
        lone = (
            kind == "RIS"
            and len(tags) == 1
            and re.fullmatch(r"\s*TY  ?- [A-Z]{3,10}\s*", lines[first])
        )
        # A title may look like one tagged line, but not what follows it too.
        if (
            lone
            or len(known) > 1
            and any(tags[1:4])
            and sum(map(bool, tags)) >= 0.1 * len(tags)
        ):
            return kind
    if found := re.search(_ENTRY, text):
        before = re.findall(
            r"(?m)^[ \t]*[^\s%].*$", text[: found.start()]
        )  # comments may be long
        return "BibTeX" if len(before) <= _BANNER else None
    return None


def _table(text: str) -> str | None:
    """Find a line of column names among the first, or lines that all have as many cells."""
    if re.match(r"sep=[,;\t|]\s*\n", text):
        return "table"
    lines = [line for line in text.split("\n")[:60] if line.strip()]
    known = {
        squeezed(name) for names in CROSSWALK["table"].values() for name in flat(names)
    }
    for i, line in enumerate(lines[:10]):
        for delimiter in ",;\t|":
            cells = [
                squeezed(cell)
                for cell in next(csv.reader([line[:5000]], delimiter=delimiter), [])
            ]
            found = sum(cell in known for cell in cells)
            follows = i + 1 == len(lines) or lines[i + 1].count(delimiter) >= min(
                2, len(cells) - 1
            )
            all_known = found == len(cells)
            spaced = (
                f"{delimiter} " in line
            )  # "Title, abstract, and words" may be a title
            named = (
                all_known
                and not spaced
                or follows
                and (all_known or not spaced and found >= len(cells) / 10)
            )
            if found > 1 and named and max(map(len, cells)) < 60:
                return "table"
    for delimiter in "\t;":
        counts = {line.count(delimiter) for line in lines}
        if len(lines) > 2 and len(counts) == 1 and min(counts) > 1:
            return "table"
    return None


def _by_name(text: str, name: str) -> str:
    ending = name.lower().removesuffix(".gz").rpartition(".")[2] if "." in name else ""
    return next(
        (kind for kind, endings in _NAMES.items() if ending in endings.split()),
        "listing",
    )
