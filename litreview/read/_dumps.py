"""Any file or folder → records, with an account of every line.

What could not be read is accounted for too, record by record.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from litreview import tables
from litreview.read import (
    _archives,
    _clean,
    _crosswalk,
    _detect,
    _files,
    _handover,
    _lines,
)
from litreview.read._files import Paths
from litreview.read.formats import _frames
from litreview.read.layouts import _listing
from litreview.text import count_of


class Reader(NamedTuple):
    """Who reads a format: a file of `formats`, its function, and what that takes."""

    module: str
    function: str
    takes: type  # bytes or str


READERS = {
    "RIS": Reader("_tagged", "read_ris", str),
    "MEDLINE": Reader("_tagged", "read_medline", str),
    "WoS": Reader("_tagged", "read_wos", str),
    "EndNote tagged": Reader("_tagged", "read_endnote", str),
    "BibTeX": Reader("_bibtex", "read_bibtex", str),
    "table": Reader("_delimited", "read_text_table", str),
    "JSON": Reader("_json", "read_json", str),
    "XLSX": Reader("_excel", "read_excel", bytes),
    "Parquet": Reader("_parquet", "read_parquet", bytes),
    "EndNote XML": Reader("_xml", "read_endnote", bytes),
    "PubMed XML": Reader("_xml", "read_pubmed", bytes),
    "Atom": Reader("_xml", "read_atom", bytes),
}
TABLES = ("table", "XLSX", "Parquet")  # whose columns are named as anyone likes
PAGES = ("listing", "HTML")  # read by the look of their lines, not by their tags
WITHOUT_LINES = ("XLSX", "Parquet", "PDF", "binary", "empty")
UNREADABLE = ("empty", "binary", "PDF", "not read")  # kinds that hold no text

RECORD_TYPES = {
    "dump": "str",
    "record": "int64",
    "line": "Int64",
    "seen_on": "datetime64[us]",
    **tables.RECORD_FIELDS,
    "note": "str",
}
FILE_TYPES = {
    "dump": "str",
    "path": "str",
    "sha256": "str",
    "kind": "str",
    "layout": "str",
    "certainty": "str",
    "doubt": "str",
    "encoding": "str",
    "started": "int64",
    "records": "int64",
    "rejected": "int64",
    "inferred": "int64",
    "lines": "int64",
    "not_understood": "int64",
    "fields": "str",
    "note": "str",
}
# Columns of a record that are no field of its format.
_NO_FIELDS = {"dump", "record", "line", "seen_on", "date_precision", "note"}

# The note of a file that holds no text, or none of papers.
WITHOUT_RECORDS = {
    "empty": "there is nothing in it",
    "binary": "it is neither text nor a table; export its records, or save it as text",
    "PDF": "a PDF is not read; export the records of its papers, or save its text",
    "XML": "this kind of XML is not read; PubMed, EndNote and Atom are",
}
KIND_NAMES = {
    "listing": "a listing",
    "unknown": "not a listing",
    "table": "a table",
    "PDF": "a PDF",
}
# Letters; a longer line of a listing is rejected, and not taken for a title or an
# abstract.
LONGEST_LINE = 1_000_000


class _Content(NamedTuple):
    """What was read in one file."""

    records: pd.DataFrame
    problems: pd.DataFrame  # records or lines that were rejected, with the reason
    roles: list[str]  # of each line
    kind: str
    inferred: int = 0  # records that end where only the lengths of lines tell
    layout: str = ""  # what it was taken for, where that says more than its kind
    certainty: str = "sure"  # `sure`, `doubtful` or `refused`
    doubt: str = ""  # a sentence on what speaks against it


def records(
    paths: Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read every record of the dumps, and account for every line.

    Parameters
    ----------
    paths
        A file, a folder, a glob, or a list of them.
    year
        The year of page dates that lack one; without it their `seen_on` is missing.
    encoding
        Of text that is neither marked nor UTF-8, for instance `cp1252`.
    columns
        Columns of a table that are called otherwise than anyone would expect, as in
        `{"title": "Titel"}`.

    Returns
    -------
    records : pandas.DataFrame
        One row a record: `dump`, `record` (1-based), `line`, `seen_on`, `title`,
        `abstract`, and as far as the format has them `date`, `date_precision`,
        `authors`, `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`, `pmid`,
        `url`; `note` says what was odd about it. White space and mojibake in titles
        and abstracts are mended.
    lines : pandas.DataFrame
        One row a stretch of lines: `dump`, `line_from`, `line_to`, `role`; where it
        was not understood also `text`, `record` and `reason`.
    files : pandas.DataFrame
        One row a file: `dump`, `path`, `sha256`, `kind`, `layout` (what
        it was taken for), `certainty` (`sure`, `doubtful` or `refused`) with the
        `doubt` in words, `encoding`, the number of records that `started` in it, of `records` that were read and of those that
        were `rejected`; `inferred`, how many records end where only the lengths of
        lines tell; `lines`, `not_understood` (lines), `fields` that its records have,
        and a `note` where not all of it could be opened.
    mended : pandas.DataFrame
        What was mended in the texts: `column`, `step`, `before`, `after`.

    Raises
    ------
    FileNotFoundError
        For a path that is not there.
    ValueError
        For a file that is named and holds no text, or when no record is in any file.
    """
    stored = _handover.take_over(paths, year, encoding, columns)
    if stored is not None:
        return stored

    table, lines, files = scan(paths, year, encoding, columns)
    _refuse_unreadable(paths, files)
    if table.empty:
        raise ValueError(_no_paper_message(paths, files))
    table, mended = _clean.mend_text(table)
    return table, lines, files, mended


def scan(
    paths: Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read the dumps as they are, whether or not a record is in them.

    Parameters
    ----------
    paths, year, encoding, columns
        As for `records`.

    Returns
    -------
    records, lines, files : pandas.DataFrame
        As `records` returns them, but with the texts as they were found; empty where
        the files hold no record.

    Raises
    ------
    FileNotFoundError
        For a path that is not there.
    """
    found = _files.find_files(paths)
    record_tables, line_tables, file_rows = [], [], []
    times_used: Counter[str] = Counter()

    for file, dump in zip(found, _files.name_files(found), strict=True):
        for name, data, reason in _archives.contents(file):
            unique_dump = _name_content(dump, name, file)
            times_used[unique_dump] += 1
            if times_used[unique_dump] > 1:
                unique_dump += f" ({times_used[unique_dump]})"

            table, lines, row = _read_content(data, name, file, year, encoding, columns)
            if reason and not data:
                row |= {"kind": "not read", "note": ""}
            row["note"] = "; ".join(filter(None, [reason, row["note"]]))
            row["path"] = _files.printable_name(str(file))

            record_tables.append(table.assign(dump=unique_dump))
            line_tables.append(lines.assign(dump=unique_dump))
            file_rows.append(row | {"dump": unique_dump})

    files = pd.DataFrame(file_rows, columns=list(FILE_TYPES)).astype(FILE_TYPES)
    return (
        _concatenate(record_tables, RECORD_TYPES),
        _concatenate(line_tables, _lines.LINE_TYPES),
        files,
    )


def _refuse_unreadable(paths: Paths, files: pd.DataFrame) -> None:
    """Refuse a file that was named by itself and holds no text."""
    for path in _files.as_list(paths):
        shown = _files.printable_name(str(Path(path)))
        rows = files[files["path"] == shown]
        if rows.empty or not rows["kind"].isin(UNREADABLE).all():
            continue
        first = rows.iloc[0]
        note = f" ({first['note']})" if first["note"] else ""
        raise ValueError(
            f"dumps: {shown} is {_kind_name(first['kind'])}{note}; "
            "name a file of papers, or a folder of them"
        )


def _no_paper_message(paths: Paths, files: pd.DataFrame) -> str:
    kinds = []
    for file in files[:3].itertuples():
        kinds.append(f"{file.path} is {_kind_name(file.kind)}")
    seen = "; ".join(kinds) or "no file in it"
    if len(files) > 3:
        seen += f"; and {len(files) - 3} more"
    return (
        f"dumps: no paper found in {paths!s}: {seen}; "
        "`litreview check` lists what is in them"
    )


def _kind_name(kind: str) -> str:
    return KIND_NAMES.get(kind, kind)


def _name_content(dump: str, name: str, file: Path) -> str:
    """Name a file inside an archive after both."""
    if name.startswith(f"{file.name}/"):
        return dump + _files.printable_name(name.removeprefix(file.name))
    return dump


def _read_content(
    data: bytes,
    name: str,
    file: Path,
    year: int | None,
    encoding: str,
    columns: dict[str, str] | None,
) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Read one file: its records, the account of its lines, its row among the files."""
    kind = _detect.recognise(data, name)
    text, text_encoding, note = "", "", ""
    if kind not in WITHOUT_LINES:
        text, text_encoding, note = _decode_text(data, kind, encoding)
        if not text:
            kind = "binary"
    if kind == "HTML":
        text = import_module("litreview.read.formats._html").page_text(data)
    text_lines = _lines.split_lines(text)

    if kind in READERS:
        content = _read_format(data, text, kind, text_lines, columns)
    elif kind in PAGES:
        content = _read_page(text_lines, kind, year, file)
    else:
        roles = _lines.roles_without_records(text_lines)
        nothing = _page_records([], year, file)
        content = _Content(nothing, _lines.no_problems(), roles, kind)

    lines = _lines.account_for_lines(
        text_lines, content.roles, content.records, content.problems
    )
    row = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": content.kind,
        "layout": content.layout or content.kind,
        "certainty": content.certainty,
        "doubt": content.doubt,
        "encoding": text_encoding,
        "fields": ", ".join(_present_fields(content.records)),
        "note": note or WITHOUT_RECORDS.get(content.kind, ""),
    }
    return content.records, lines, row | _count_content(content)


def _decode_text(data: bytes, kind: str, encoding: str) -> tuple[str, str, str]:
    """Decode a file: its text, its encoding, and a note on zero bytes in it."""
    text, text_encoding = _archives.decode(data, encoding)
    holds_zeros = b"\0" in data
    if not text and holds_zeros and kind in READERS:
        text, text_encoding = _archives.decode(data.replace(b"\0", b" "), encoding)

    # In the wide encodings half of the bytes are zero, or more.
    note = ""
    is_wide = text_encoding.startswith(("UTF-16", "UTF-32"))
    if text and holds_zeros and not is_wide:
        zeros = count_of(data.count(0), "zero byte")
        note = f"it holds {zeros}, which stand for nothing that can be read"
    return text, text_encoding, note


def _read_format(
    data: bytes,
    text: str,
    kind: str,
    text_lines: list[str],
    columns: dict[str, str] | None,
) -> _Content:
    """Read a file of records in one of the formats of READERS."""
    named = columns or {}
    reader = READERS[kind]
    # A module that is not needed is not imported.
    module = import_module(f"litreview.read.formats.{reader.module}")
    read: Callable = getattr(module, reader.function)
    options = {}
    if kind in TABLES and named.get("title"):
        options["title"] = named["title"]
    raw, problems = read(data if reader.takes is bytes else text, **options)

    in_this_file = {
        column: name for column, name in named.items() if name.casefold() in raw
    }
    table = _crosswalk.crosswalk(raw, kind, in_this_file)
    last_lines = pd.Series(pd.NA, index=raw.index)
    if "line_to" in raw:
        last_lines = raw["line_to"]
    last_lines = last_lines.astype("Int64")
    table = table.assign(line_to=last_lines.array)

    roles = _lines.roles_around_records(table, problems, text_lines)
    table, untitled = _split_untitled(table)
    _lines.mark_lines(roles, untitled, "not understood")
    problems = _add_problems(problems, untitled)
    return _Content(table, problems, roles, kind)


def _split_untitled(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the records from those without a title, which cannot be papers."""
    without = table["title"].isna()
    untitled = table.loc[without, ["record", "line", "line_to"]]
    untitled = untitled.rename(columns={"line": "line_from"}).assign(reason="no title")
    return table[~without].reset_index(drop=True), untitled


def _add_problems(problems: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    types = more.dtypes.to_dict() | {"record": "Int64"}
    both = pd.concat([problems.astype(types), more], ignore_index=True)
    return both.sort_values(["line_from", "record"], ignore_index=True)


def _read_page(
    text_lines: list[str], kind: str, year: int | None, file: Path
) -> _Content:
    """Read a listing, or the text of an HTML page that may be one."""
    too_long = []
    readable_lines = []
    for i, line in enumerate(text_lines):
        if len(line) > LONGEST_LINE:
            too_long.append(i)
            line = ""
        readable_lines.append(line)

    found, roles = _listing.parse_listing(readable_lines)
    for i in too_long:
        roles[i] = "not understood"
    inferred = sum(record.pop("inferred") for record in found)

    table = _page_records(found, year, file)
    if table.empty and kind != "HTML":
        kind = "unknown"
    problems = _reject_long_lines(text_lines, too_long)
    return _Content(table, problems, roles, kind, inferred)


def _page_records(found: list[dict], year: int | None, file: Path) -> pd.DataFrame:
    rows = []
    for number, record in enumerate(found, start=1):
        line = record.pop("date_line")
        date = record.pop("page_date")
        record["record"] = number
        record["seen_on"] = _page_date(date, year, f"{file}, line {line}")
        rows.append(record)
    columns = ["record", "line", "seen_on", "title", "abstract"]
    return pd.DataFrame(rows, columns=columns)


def _page_date(
    found: tuple | None, year: int | None, where: str
) -> datetime.date | None:
    """Complete the date of a page (year or none, month, day) with the year given."""
    if found is None:
        return None
    page_year, month, day = found
    known_year = page_year or year
    if not known_year:
        return None
    try:
        return datetime.date(known_year, month, day)
    except ValueError:
        if page_year:
            return None  # a page that names an impossible day itself has no date
        raise ValueError(
            f"dumps: {where}: there is no day {day} of month {month} in {known_year}; "
            "give the year of the page with the parameter `year`"
        ) from None


def _reject_long_lines(text_lines: list[str], too_long: list[int]) -> pd.DataFrame:
    rows = []
    for i in too_long:
        length = f"{len(text_lines[i]):,}"
        reason = f"a line of {length} characters, which no text of a paper has"
        rows.append({"line_from": i + 1, "line_to": i + 1, "reason": reason})
    return pd.DataFrame(rows, columns=list(_frames.PROBLEM_TYPES)).astype(
        _frames.PROBLEM_TYPES
    )


def _count_content(content: _Content) -> dict[str, int]:
    rejected = int(content.problems["record"].notna().sum())
    return {
        "started": len(content.records) + rejected,
        "records": len(content.records),
        "rejected": rejected,
        "inferred": content.inferred,
        "lines": len(content.roles),
        "not_understood": content.roles.count("not understood"),
    }


def _present_fields(table: pd.DataFrame) -> list[str]:
    """List the columns of a record in which at least one of them has something."""
    fields = []
    for name in RECORD_TYPES:
        if name in _NO_FIELDS or name not in table:
            continue
        values = table[name]
        if name == "authors":
            is_present = values.map(len) > 0
        else:
            is_present = values.notna()
        if is_present.any():
            fields.append(name)
    return fields


def _concatenate(parts: list[pd.DataFrame], types: dict[str, str]) -> pd.DataFrame:
    """Put tables of several files below each other, with the columns of `types`."""
    filled = [part for part in parts if len(part)]
    table = pd.DataFrame()
    if filled:
        table = pd.concat(filled, ignore_index=True)
    table = table.reindex(columns=list(types))

    if "authors" in table:
        table["authors"] = table["authors"].map(_list_or_empty)
    for name in ("seen_on", "date"):
        if name in table:
            table[name] = pd.to_datetime(table[name].astype("object"))
    return table.astype(types)


def _list_or_empty(names: object) -> list:
    return names if isinstance(names, list) else []
