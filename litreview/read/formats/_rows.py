"""Rows of cells under a row of names → the two tables that every reader returns.

What text tables, workbooks and Parquet files have in common: by which name the column
of titles is known, and how the columns of a file are named here.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
SURELY_ROWS = 3  # above the names, as wide as they are, which are no mere remark
SAMPLE_ROWS = 100  # that tell what the cells of a column are like
STRAY = "belongs to no record"
GLUED_NAMES = "no row fits the row of names, which seems to hold a record, too"
ABOVE_NAMES = "it stands above the row of names"
UNSURE_ABOVE = (
    "stands above the row of names, and may be a row of the table: put it below them"
)

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
    # Rows with too many cells or too few, by the number of their record, and a note.
    ragged: dict[int, tuple[Row, str]]
    # The first and the last line of the names.
    lines: tuple[int | None, int | None] = (None, None)


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


def whole_problem(reason: str, text: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of a file of which nothing can be read.

    The reason is its one problem, of no record and of no line.
    """
    problem = Problem(None, None, None, reason, text or None)
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
    names = next(rows)
    part = Part(names.cells, [], {}, (names.line_from, names.line_to))
    parts = [part]
    problems = []
    number = 0

    for row in rows:
        if row.fault is None:
            if _is_blank(row.cells) or _repeats(row.cells, part.header):
                continue
            if is_header(row.cells, titles):
                part = Part(row.cells, [], {}, (row.line_from, row.line_to))
                parts.append(part)
                continue

        record = None
        if row.fault != STRAY:
            number += 1
            record = number
        if row.fault is None:
            cells, ragged = _fit(row.cells, len(part.header), delimiter)
            note = _frames.join_notes(row.note, ragged)
            place = (record, row.line_from, row.line_to, note)
            part.records.append((*place, *cells))
            if ragged:
                part.ragged[record] = (row, ragged)
        else:
            problem = Problem(
                record=record,
                line_from=row.line_from,
                line_to=row.line_to,
                reason=row.fault,
                text=delimiter.join(_filled(row.cells)) or None,
            )
            problems.append(problem)

    for part in parts:
        problems += _displaced_rows(part, delimiter)
    return _join_parts(parts), _frames.problem_table(problems)


def _displaced_rows(part: Part, delimiter: str) -> list[Problem]:
    """List the rows some of whose cells stand under the wrong names.

    They have too many cells, or too few, and these are not like the others in their
    columns, or they are of two rows. They are read all the same, as well as can be; the
    list has what was read wrongly.
    """
    if not part.ragged:
        return []
    width = len(part.header)
    problems = []
    if len(part.ragged) == len(part.records) and is_no_name(part.header):
        text = delimiter.join(part.header)
        problems.append(Problem(None, *part.lines, GLUED_NAMES, text))

    whole = []
    for record, cells in _cells_of_records(part.records[:SAMPLE_ROWS]):
        if record not in part.ragged:
            whole.append(cells)
    kinds = _kinds_of_columns(whole, width)

    usual = _usual_count(part)
    for row, ragged in part.ragged.values():
        if len(row.cells) == usual:
            continue
        # Numbers and links in what is too much are those of another row; in the last
        # column the rest is joined.
        is_double = is_no_name(row.cells[width:])
        if is_double or not _fit_kinds(row.cells, kinds[:-1]):
            text = delimiter.join(row.cells)
            reason = f"{ragged}; its cells may be under wrong names"
            problem = Problem(None, row.line_from, row.line_to, reason, text)
            problems.append(problem)
    return problems


def _usual_count(part: Part) -> int:
    """Say how many cells a row has where most rows are ragged; else 0.

    So are whole exports, as some of Scopus are.
    """
    if 2 * len(part.ragged) <= len(part.records):
        return 0
    counts = Counter(len(row.cells) for row, _ in part.ragged.values())
    return counts.most_common(1)[0][0]


def _cells_of_records(records: list[tuple]) -> Iterator[tuple[int, list[str]]]:
    for record in records:
        yield record[0], list(record[_PLACE_COLUMNS:])


def place_above(
    above: list[Row],
    rows: Iterable[Row],
    titles: frozenset[str],
) -> Iterator[Row]:
    """Put the rows of a table that stand above its names below them.

    So it is where a sheet was sorted together with its names. What databases print
    above a table has few cells, and stays out.

    Parameters
    ----------
    above
        The rows above the names, as they stand in the file.
    rows
        The row of names, and those below it.
    titles
        Names of the column of titles.
    """
    rows = iter(rows)
    header = next(rows)
    below = list(itertools.islice(rows, SAMPLE_ROWS))
    header = header._replace(cells=_fit_names(header.cells, below))

    candidates = []
    for row in _joined_above(above, header):
        if row.fault or _looks_like_data(row, header, titles):
            candidates.append(row)
    sample = [row.cells for row in below or candidates]
    kinds = _kinds_of_columns(sample, len(header.cells))

    yield header
    for row in candidates:
        fits = len(row.cells) == len(kinds) and _fit_kinds(row.cells, kinds)
        is_certain = is_no_name(row.cells) or len(candidates) >= SURELY_ROWS
        if row.fault:
            yield row
        elif fits and is_certain and any(kinds):
            yield row._replace(note=_frames.join_notes(row.note, ABOVE_NAMES))
        else:
            yield row._replace(fault=UNSURE_ABOVE)
    yield from below
    yield from rows


def _fit_names(names: list[str], rows: list[Row]) -> list[str]:
    """Give names as many as there are cells, where it is certain which belong to which.

    A blank name too many belongs to none; R leaves out the name of its row numbers.
    """
    counts = Counter(len(row.cells) for row in rows if not row.fault)
    if not counts:
        return names
    usual, times = counts.most_common(1)[0]
    if 3 * times < 2 * len(rows) or usual == len(names):
        return names

    filled = [name for name in names if name.strip()]
    if usual == len(filled):
        return filled
    first_cells = [row.cells[0] for row in rows if row.cells]
    if usual == len(names) + 1 and all(map(str.isdecimal, first_cells)):
        return ["", *names]
    return names


def _joined_above(above: list[Row], header: Row) -> list[Row]:
    """Leave out what a blank line sets apart from the names, unless it holds numbers.

    What databases print above a table is set apart so, or has fewer cells.
    """
    joined = []
    next_line = header.line_from
    is_joined = True
    for row in reversed(above):
        is_apart = next_line is not None and row.line_to + 1 < next_line
        if is_apart or not (row.fault or _filled(row.cells)):
            is_joined = False
        if row.fault or is_joined or is_no_name(row.cells):
            joined.append(row)
        next_line = row.line_from
    return joined[::-1]


def _looks_like_data(row: Row, header: Row, titles: frozenset[str]) -> bool:
    """Tell a row that may be a record: its title is there, and half of its cells."""
    cells = row.cells
    width = len(_filled(header.cells))
    if len(_filled(cells)) < max(2, width / 2):
        return False
    for name, cell in zip(header.cells, cells, strict=False):
        if cell_key(name) in titles and cell.strip():
            return cell_key(cell) != cell_key(name)
    return False


def is_no_name(cells: list[str]) -> bool:
    """Tell a row that is none of names: numbers, links or long texts are in it."""
    for cell in cells:
        is_long = len(cell) > LONGEST_NAME
        if cell.strip() and (is_long or _kind_of_cell(cell) != "text"):
            return True
    return False


def _kinds_of_columns(rows: list[list[str]], width: int) -> list[str]:
    """Tell what the cells of each column are like; "" where they are not alike."""
    kinds = []
    for place in range(width):
        found = set()
        for cells in rows:
            if len(cells) == width and cells[place].strip():
                found.add(_kind_of_cell(cells[place]))
        kinds.append(found.pop() if len(found) == 1 else "")
    return kinds


def _kind_of_cell(cell: str) -> str:
    if re.search(r"\w\.\w.*/|/.*\w\.\w", cell):
        return "link"
    if any(map(str.isalpha, cell)):
        return "text"
    return "number"


def _fit_kinds(cells: list[str], kinds: list[str]) -> bool:
    """Tell cells that are like those in the same columns of other rows."""
    for cell, kind in zip(cells, kinds, strict=False):
        if kind and cell.strip() and _kind_of_cell(cell) != kind:
            return False
    return True


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


def is_header(cells: list[str], titles: frozenset[str]) -> bool:
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
