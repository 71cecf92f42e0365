"""Rows of cells under a row of names → the two tables that every reader returns.

What text tables, workbooks and Parquet files have in common: by which name the column
of titles is known, and how the columns of a file are named here.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _frames
from litreview.read.formats._frames import Problem

# Names under which exports keep the title: of Scopus, Web of Science, IEEE, Springer,
# ACM, Embase, Zotero, others.
_TITLE_NAMES = """
title; titles; document title; article title; item title; paper title; primary title;
original title; record title; title of paper; title of article; article_title;
paper_title; primary_title; document_title; paper.title; display_name; ti; t1
"""
# Names of other fields. Three of them beside a title make a row a header, or a column a
# column of names.
_OTHER_NAMES = """
abstract; authors; author; author(s); author names; author full names; source;
source title; journal; journal/book; volume; issue; doi; pmid; issn; isbn; year;
publication year; publication type; date; url; link; language; keywords; publisher;
id; pubmed id; author keywords; document type; key; item type; publication title;
cited by; ab; au; py; so; di; embase link; pui; pages; page start; page end;
start page; end page; art. no.; article number; pagination; issue number; number;
journal volume; journal issue; vl; is; bp; ep; author addresses; date of publication;
publication date; language of article; emtree drug index terms; source type
"""


def _split_names(text: str) -> frozenset[str]:
    """Split names at their semicolons; line ends are blanks."""
    names = set()
    for name in text.split(";"):
        words = name.split()
        names.add(" ".join(words))
    return frozenset(names)


TITLES = _split_names(_TITLE_NAMES)
FIELDS = TITLES | _split_names(_OTHER_NAMES)

LONGEST_NAME = 39  # letters of the name of a column
TOP_ROWS = 60  # rows above and at the names of a table
STRAY = "belongs to no record"

# In front of the cells of a record: `record`, `line_from`, `line_to`, `note`.
_PLACE_COLUMNS = 4


class Row(NamedTuple):
    """A row of a table: its lines, its cells, what was odd, and why it is not read."""

    line_from: int | None
    line_to: int | None
    cells: list[str]
    note: str | None = None
    fault: str | None = None


class Part(NamedTuple):
    """The records below one row of names, as tuples of their place and cells."""

    header: list[str]
    records: list[tuple]


def title_names(title: str) -> frozenset[str]:
    """List the names of the column of titles, with one that a user gives or without."""
    if title:
        return TITLES | {cell_key(title)}
    return TITLES


def cell_key(cell: str) -> str:
    """Write a name of a column as it is looked for: case folded, with single blanks."""
    return " ".join(cell.replace("\ufeff", "").casefold().split())


def column_name(cell: str, place: int) -> str:
    """Name a column as it is in the file, unless that is blank or a name of our own."""
    name = cell_key(cell) or f"column {place + 1}"
    if name in _frames.RESERVED:
        return f"{name} (in the file)"
    return name


def has_title(cells: Iterable[str], titles: frozenset[str]) -> bool:
    """Say whether one of the cells is the name of the column of titles."""
    for cell in cells:
        if len(cell) <= LONGEST_NAME and cell_key(cell) in titles:
            return True
    return False


def no_title_reason(cells: list[str]) -> str:
    """Say that a table has no column of titles, and which it has."""
    names = [cell[:40].strip() for cell in cells[:20] if cell.strip()]
    found = ", ".join(names) or "none"
    return (
        f"no column with a title; columns found: {found}; "
        "name the column of titles 'title'"
    )


def whole_problem(reason: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of a file of which nothing can be read.

    The reason is its one problem, of no record and of no line.
    """
    problem = Problem(record=None, line_from=None, line_to=None, reason=reason)
    raw = raw_table([], [])
    problems = _frames.problem_table([problem])
    return raw, problems


def read_rows(
    rows: Iterable[Row],
    delimiter: str,
    titles: frozenset[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put rows under the names that stand above them.

    Parameters
    ----------
    rows
        The first one holds the names. Where another row holds names too, other ones or
        the same, another export was put below.
    delimiter
        What joins the cells that a row has more than there are columns.
    titles
        Names of the column of titles.

    Returns
    -------
    raw, problems : pandas.DataFrame
        As every reader returns them; a row without any text is passed over.
    """
    rows = iter(rows)
    part = Part(next(rows).cells, [])
    parts = [part]
    problems = []
    number = 0

    for row in rows:
        if row.fault is None:
            if _is_blank(row.cells) or _repeats(row.cells, part.header):
                continue
            if _is_header(row.cells, titles):
                part = Part(row.cells, [])
                parts.append(part)
                continue

        record = None
        if row.fault != STRAY:
            number += 1
            record = number
        if row.fault is None:
            cells, ragged = _fit(row.cells, len(part.header), delimiter)
            note = _join_notes(row.note, ragged)
            place = (record, row.line_from, row.line_to, note)
            part.records.append((*place, *cells))
        else:
            problem = Problem(
                record=record,
                line_from=row.line_from,
                line_to=row.line_to,
                reason=row.fault,
            )
            problems.append(problem)

    return _join_parts(parts), _frames.problem_table(problems)


def raw_table(header: list[str], records: list[tuple]) -> pd.DataFrame:
    """Make the raw table of records whose cells stand under the names of a header.

    Columns of one name become one, with a list of the cells of each record. A column
    without a name is left out where it holds nothing.

    Parameters
    ----------
    header
        The names, as they stand in the file.
    records
        Tuples of `record`, `line_from`, `line_to`, `note`, and as many cells as there
        are names.
    """
    columns: list[tuple] = [()] * (_PLACE_COLUMNS + len(header))
    if records:
        columns = list(zip(*records, strict=True))
    numbers, line_from, line_to, notes, *fields = columns

    by_name: dict[str, list[tuple]] = {}
    for place, cell in enumerate(header):
        name = column_name(cell, place)
        same_name = by_name.setdefault(name, [])
        same_name.append(fields[place])

    table = {
        "record": numbers,
        "line_from": line_from,
        "line_to": line_to,
    }
    for name, same_name in by_name.items():
        texts = _join_columns(same_name)
        is_named = not name.startswith("column ")
        if is_named or texts.notna().any():
            table[name] = texts
    table["note"] = notes

    types = _frames.PLACE_TYPES | {"note": "str"}
    return pd.DataFrame(table).astype(types)


def fill(cells: list[str], width: int) -> list[str]:
    """Fill a row up with empty cells.

    One that is wide enough stays as it is.
    """
    missing = width - len(cells)
    return cells + [""] * missing


def _is_blank(cells: list[str]) -> bool:
    """Tell a row without any text."""
    return not any(map(str.strip, cells))


def _repeats(cells: list[str], header: list[str]) -> bool:
    """Tell a row that holds the names once more."""
    if cells[0] != header[0]:
        return False
    return _filled(cells) == _filled(header)


def _filled(cells: list[str]) -> list[str]:
    """Leave out the cells without text."""
    return [cell.strip() for cell in cells if cell.strip()]


def _is_header(cells: list[str], titles: frozenset[str]) -> bool:
    """Tell a row of other names, as where another export was put below."""
    if not has_title(cells, titles):
        return False
    names = set()
    for cell in cells:
        if len(cell) <= LONGEST_NAME:
            names.add(cell_key(cell))
    return len(names & FIELDS) > 3


def _fit(
    cells: list[str],
    width: int,
    delimiter: str,
) -> tuple[list[str], str | None]:
    """Give a row as many cells as there are columns, and a note where it had others."""
    count = len(cells)
    counts = f"has {count} cells for {width} columns"
    if count == width:
        return cells, None

    if count < width:
        note = f"{counts}; the last ones were left empty"
        return fill(cells, width), note

    if _is_blank(cells[width:]):
        return cells[:width], None

    first = cells[: width - 1]
    rest = cells[width - 1 :]
    note = f"{counts}; some may be in a wrong column, the last of them were joined"
    return [*first, delimiter.join(rest)], note


def _join_notes(*notes: str | None) -> str | None:
    """Join what is odd about a row; None where nothing is."""
    given = [note for note in notes if note]
    return "; ".join(given) or None


def _join_parts(parts: list[Part]) -> pd.DataFrame:
    """Make one raw table of what stands below each row of names."""
    tables = []
    for part in parts:
        if part.records:
            tables.append(raw_table(part.header, part.records))

    if not tables:
        last = parts[-1]
        return raw_table(last.header, [])
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables, ignore_index=True)


def _join_columns(columns: list[tuple]) -> pd.Series:
    """Join the columns of one name, and make blank cells missing.

    One column stays text; of several a row has a list.
    """
    if len(columns) == 1:
        texts = [cell if cell and not cell.isspace() else None for cell in columns[0]]
        return pd.Series(texts, dtype="str")

    lists = []
    for cells in zip(*columns, strict=True):
        filled = [cell for cell in cells if cell.strip()]
        lists.append(filled or None)
    return pd.Series(lists, dtype="object")
