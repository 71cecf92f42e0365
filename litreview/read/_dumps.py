"""Any file or folder → records, with an account of every line.

What could not be read is accounted for too, record by record.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from litreview import progress, tables
from litreview.read import (
    _archives,
    _clean,
    _crosswalk,
    _detect,
    _files,
    _handover,
    _lines,
    _pages,
)
from litreview.read._content import Content
from litreview.read._files import Paths
from litreview.read.formats import _frames
from litreview.read.layouts import _suspicion
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
    "Atom": Reader("_feeds", "read_atom", bytes),
    "RSS": Reader("_feeds", "read_rss", bytes),
}
TABLES = ("table", "XLSX", "Parquet")  # whose columns are named as anyone likes
# Shown by a browser or a mail program, as pages.
WEB_PAGES = ("HTML", "e-mail", "web archive", "Safari web archive")
# Documents that are told apart, but not read.
DOCUMENTS = (
    "PDF",
    "RTF",
    "Word document",
    "slides",
    "e-book",
    "Outlook message",
    "database",
    "picture",
)
# Formats that hold anything, and not only papers: their titles are looked at.
UNSURE = (*TABLES, "JSON", "RSS", "Atom")
LOOKED_AT = 2_000  # of their records at most
WITHOUT_LINES = (
    "XLSX",
    "Parquet",
    "Safari web archive",
    *DOCUMENTS,
    "binary",
    "empty",
)
UNREADABLE = ("empty", "binary", *DOCUMENTS, "not read")  # kinds that hold no text

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

NO_RECORD = "No record of a paper was found in it"
# The note of a file that holds no text, or none of papers.
WITHOUT_RECORDS = {
    "empty": "there is nothing in it",
    "binary": "it is neither text nor a table; export its records, or save it as text",
    "PDF": "a PDF is not read; export the records of its papers, or save its text",
    "XML": "this kind of XML is not read; PubMed, EndNote, Atom and RSS are",
    "RTF": "a file of rich text is not read; save it as plain text or as HTML",
    "Word document": "a Word document is not read; save it as plain text or as HTML",
    "slides": "slides are not read; save their outline as text",
    "e-book": "an e-book is not read; export the records of its papers",
    "Outlook message": (
        "a message of Outlook is not read; save it as text, as HTML, or as .eml"
    ),
    "database": (
        "a database is not read; export the library from its program, as RIS or BibTeX"
    ),
    "picture": "a picture is not read; copy the text of the page itself",
    "LaTeX": "the source of a paper is no list of papers; give its .bib file",
    "source code": "it looks like the source code of a program",
}
# Why a record with a title is no paper.
CONFERENCE_REVIEW = (
    "a conference review, which sums up the papers of a volume and is none itself"
)
KIND_NAMES = {
    "listing": "a listing",
    "unknown": "not a listing",
    "table": "a table",
    "PDF": "a PDF",
    "RTF": "a file of rich text",
    "Word document": "a Word document",
    "e-book": "an e-book",
    "Outlook message": "a message of Outlook",
    "database": "a database",
    "picture": "a picture",
    "LaTeX": "the source of a paper",
}


class Options(NamedTuple):
    """What is told of the dumps that they do not say themselves."""

    year: int | None
    encoding: str
    columns: dict[str, str]
    conference_reviews: bool


def records(
    paths: Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
    conference_reviews: bool = False,
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
    conference_reviews
        Whether to take what Scopus calls so, the front matter of proceedings, for
        papers; else it is rejected.

    Returns
    -------
    records : pandas.DataFrame
        One row a record: `dump`, `record` (1-based), `line`, `seen_on`, `title`,
        `abstract`, and as far as the format has them `date`, `date_precision`,
        `authors`, `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`, `pmid`,
        `url`, `type`, `language`, `keywords`, `subjects`, `affiliations`, `countries`,
        `references`, `cited_by`, `retracted`, `snippet`, `comments`; `note` says what
        was odd about it. White space and mojibake in titles
        and abstracts are mended.
    lines : pandas.DataFrame
        One row a stretch of lines: `dump`, `line_from`, `line_to`, `role`; where it
        was not understood also `text`, `record` and `reason`. What was rejected on
        lines of other records has a row without a stretch: `line`, where it begins.
    files : pandas.DataFrame
        One row a file: `dump`, `path`, `sha256`, `kind`, `layout` (what it was taken
        for), `certainty` (`sure`, `doubtful` or `refused`) with the `doubt` in words,
        `encoding`, the number of records that `started` in it, of `records` that were
        read and of those that were `rejected`; `inferred`, how many records end where
        only the lengths of lines tell; `lines`, `not_understood` (lines), `fields` that
        its records have, and a `note` where not all of it could be opened.
    mended : pandas.DataFrame
        What was mended in the texts: `column`, `step`, `before`, `after`.

    Raises
    ------
    FileNotFoundError
        For a path that is not there.
    ValueError
        For a file that is named and holds no text, or when no record is in any file.

    Examples
    --------
    >>> found, lines, files, mended = litreview.read.records(sample)
    >>> len(found), len(files)
    (190, 8)
    """
    stored = _handover.take_over(paths, year, encoding, columns, conference_reviews)
    if stored is not None:
        return stored

    table, lines, files = scan(paths, year, encoding, columns, conference_reviews)
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
    conference_reviews: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read the dumps as they are, whether or not a record is in them.

    Parameters
    ----------
    paths, year, encoding, columns, conference_reviews
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

    Examples
    --------
    >>> found, lines, files = litreview.read.scan(sample)
    >>> len(found), len(files)
    (190, 8)
    """
    found = _files.find_files(paths)
    record_tables, line_tables, file_rows = [], [], []
    times_used: Counter[str] = Counter()

    named = list(zip(found, _files.name_files(found), strict=True))
    for file, dump in progress.steps(named, "Reading the dumps"):
        for name, data, reason in _archives.contents(file):
            unique_dump = _name_content(dump, name, file)
            times_used[unique_dump] += 1
            if times_used[unique_dump] > 1:
                unique_dump += f" ({times_used[unique_dump]})"

            options = Options(year, encoding, columns or {}, conference_reviews)
            table, lines, row = _read_content(data, name, file, options)
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
        doubt = file.doubt.rstrip(".")
        if doubt and file.kind == "unknown":
            kinds.append(f"{file.path} is refused: {doubt}")
        elif doubt:
            kinds.append(f"{file.path} is {_kind_name(file.kind)}: {doubt}")
        else:
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
    options: Options,
) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Read one file: its records, the account of its lines, its row among the files."""
    kind = _detect.recognise(data, name)
    text, text_encoding, note = "", "", ""
    if kind not in WITHOUT_LINES:
        text, text_encoding, note = _decode_text(data, kind, options.encoding)
        if not text:
            kind = "binary"
    text_lines = _lines.split_lines(text)

    if kind in WEB_PAGES:
        web_pages = import_module("litreview.read._web_pages")
        text_lines, content = web_pages.read_web_file(data, kind, options.year, file)
    elif kind in READERS:
        content = _read_format(data, text, kind, text_lines, options)
    elif kind == "listing":
        content = _pages.read_page_file(text_lines, kind, options.year, file)
    else:
        roles = _lines.roles_without_records(text_lines)
        nothing = _pages.page_records([], options.year, file)
        content = Content(nothing, _lines.no_problems(), roles, kind)

    note = note or WITHOUT_RECORDS.get(content.kind, "")
    if content.records.empty and content.certainty == "sure" and kind != "empty":
        doubt = f"{NO_RECORD}: {note}." if note else f"{NO_RECORD}."
        content = content._replace(certainty="refused", doubt=doubt)

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
        "note": note,
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
    options: Options,
) -> Content:
    """Read a file of records in one of the formats of READERS."""
    named = options.columns
    reader = READERS[kind]
    # A module that is not needed is not imported.
    module = import_module(f"litreview.read.formats.{reader.module}")
    read: Callable = getattr(module, reader.function)
    title = {}
    if kind in TABLES and named.get("title"):
        title["title"] = named["title"]
    raw, problems = read(data if reader.takes is bytes else text, **title)

    in_this_file = {
        column: name for column, name in named.items() if name.casefold() in raw
    }
    table = _crosswalk.crosswalk(raw, kind, in_this_file)
    last_lines = pd.Series(pd.NA, index=raw.index)
    if "line_to" in raw:
        last_lines = raw["line_to"]
    last_lines = last_lines.astype("Int64")
    table = table.assign(line_to=last_lines.array)

    table, untitled = _split_untitled(table, raw, options.conference_reviews)
    problems = _add_problems(problems, untitled)
    roles = _lines.roles_around_records(table, problems, text_lines)
    content = Content(table, problems, roles, kind)
    if kind in UNSURE:
        return _doubt_titles(content)
    return content


def _is_in_print(table: pd.DataFrame) -> bool:
    """Tell whether any record has an identifier, or a place where it was printed."""
    columns = ["doi", "arxiv_id", "pmid", "venue", "volume", "pages"]
    return bool(table.reindex(columns=columns).notna().to_numpy().any())


def _doubt_titles(content: Content) -> Content:
    """Doubt records whose titles do not look like titles, though a column says so."""
    step = -(-len(content.records) // LOOKED_AT) or 1
    sample = content.records.iloc[::step]
    is_known = True
    if sample["abstract"].notna().mean() > 0.5 and not _is_in_print(sample):
        # Posts and mails have authors and dates too: the abstracts must tell.
        sample = sample[["title", "abstract"]]
        is_known = False
    judgement = _suspicion.judge(sample, known_layout=is_known)
    if judgement.certainty == "sure":
        return content
    return content._replace(certainty="doubtful", doubt=judgement.doubt)


def _split_untitled(
    table: pd.DataFrame, raw: pd.DataFrame, conference_reviews: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the records from those that are no papers: without a title, or a review."""
    is_review = (table["type"] == "conference review").fillna(False).to_numpy()
    if conference_reviews:
        is_review = np.zeros(len(table), dtype=bool)
    without = table["title"].isna().to_numpy() | is_review
    untitled = table.loc[without, ["record", "line", "line_to"]]
    fields = raw[without].to_dict("records")
    reasons = np.where(is_review[without], CONFERENCE_REVIEW, _frames.NO_TITLE)
    untitled = untitled.rename(columns={"line": "line_from"}).assign(
        reason=pd.array(reasons, dtype="str"),
        text=pd.array([_frames.row_text(row) for row in fields], dtype="str"),
    )
    return table[~without].reset_index(drop=True), untitled


def _add_problems(problems: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    types = more.dtypes.to_dict() | {"record": "Int64"}
    both = pd.concat([problems.astype(types), more], ignore_index=True)
    return both.sort_values(["line_from", "record"], ignore_index=True)


def _count_content(content: Content) -> dict[str, int]:
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
        if name in tables.LIST_FIELDS:
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

    for name in tables.LIST_FIELDS:
        if name in table:
            table[name] = table[name].map(_list_or_empty)
    for name in ("seen_on", "date"):
        if name in table:
            table[name] = pd.to_datetime(table[name].astype("object"))
    return table.astype(types)


def _list_or_empty(names: object) -> list:
    return names if isinstance(names, list) else []
