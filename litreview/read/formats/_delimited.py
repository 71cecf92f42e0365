"""Read tables of text (CSV, TSV …): text → raw records, and what was not read.

Which separator a file has and where its names stand is told by the column of titles. A
row is read by the rules of CSV; where it breaks them, or takes up lines that look like
rows of their own, it is read as well as can be from as few lines as it needs.
"""

import csv
import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _frames, _rows
from litreview.read.formats._frames import Problem
from litreview.read.formats._rows import FIELDS, STRAY, TITLES, Row
from litreview.text import SURROGATE

DELIMITERS = ",;\t|"
NEVER_QUOTED = "\t|"  # between these a quotation mark may be part of the text
# A line with its end.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A first line that names the separator, as Excel has it.
DECLARED_DELIMITER = re.compile(r"sep=([,;\t|])")

# What may stand within a cell in quotation marks: anything but these; a quotation mark
# after a backslash, or doubled, or as it is where no separator follows.
INSIDE_QUOTES = {
    "escaped": r'[^"\\]++ | \\" | \\ | ""',
    "doubled": r'[^"]++ | ""',
    "as it is": r'[^"]++',
}

LONGEST = 2**24  # characters of a record
LONGEST_HEADER = 5000  # characters of a row of names far down
MOST_LINES = 2000  # of a record
MOST_MENDED_LINES = 50  # of a record that breaks the rules

MENDED = "holds quotation marks that are not doubled; it was read as well as can be"
UNCLOSED = (
    "a quotation mark opens a cell and is not closed; put one where the cell ends"
)


class Header(NamedTuple):
    """The row of names, and how the first rows of the file are read with it."""

    delimiter: str
    top: list[Row]
    row: Row


@dataclass
class Sheet:
    """The lines of a file, and how its rows are split."""

    lines: list[str]
    delimiter: str
    width: int  # cells of a row; 0 where that is not known
    all_quoted: bool = True  # whether all rows so far start with a quotation mark


@dataclass
class FieldBlock:
    """A record whose fields are a row each."""

    line_from: int
    line_to: int
    cells: dict[str, list[str]] = field(default_factory=dict)


def read_text_table(text: str, title: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table written as text.

    Its cells are separated by commas, semicolons, tabs or bars, with one row of names
    above. The separator and the row of names are found by the column of titles, lines
    above them passed over. A record whose quotation mark is never closed is a problem,
    and reading goes on where the next one starts. Tables whose rows are a field each
    (Embase's "fields by row") are turned.

    Parameters
    ----------
    text : str
        The file.
    title : str
        What the column of titles is called where nobody would expect it.

    Returns
    -------
    raw : pandas.DataFrame
        `record`, `line_from`, `line_to`, one column per name, case folded, and `note`.
    problems : pandas.DataFrame
        `record`, `line_from`, `line_to`, `reason`. In a table without titles every row
        is a problem.
    """
    titles = _rows.title_names(title)
    text = SURROGATE.sub("\ufffd", text).removeprefix("\ufeff")
    lines = LINE.findall(text)
    declared = _declared_delimiter(lines)
    header = _find_header(lines, declared or DELIMITERS, titles)
    if header is None or not _rows.has_title(header.row.cells, titles):
        header = _find_far_header(lines, declared or DELIMITERS, titles) or header

    if header is None or not _rows.has_title(header.row.cells, titles):
        problems = list(_untitled_rows(lines, header))
        return _rows.raw_table([], []), _frames.problem_table(problems)

    if _is_turned(header.top):
        sheet = Sheet(lines, header.delimiter, width=0)
        first = 1 if declared else 0
        rows = _turn(_split_rows(sheet, first))
    else:
        sheet = Sheet(lines, header.delimiter, width=len(header.row.cells))
        rows = _rows.place_above(
            _rows_above(header, declared),
            itertools.chain([header.row], _split_rows(sheet, header.row.line_to)),
            titles,
        )
    return _rows.read_rows(rows, header.delimiter, titles)


def _rows_above(header: Header, declared: str) -> list[Row]:
    """List the rows above the names, but not one that declares the separator."""
    above = []
    for row in header.top:
        is_declaration = declared and row.line_from == 1
        if row.line_to < header.row.line_from and not is_declaration:
            above.append(row)
    return above


def _declared_delimiter(lines: list[str]) -> str:
    """Read the separator that the first line declares; "" where it does not."""
    first_line = "".join(lines[:1])
    found = DECLARED_DELIMITER.fullmatch(first_line.strip("\r\n \"'"))
    if found:
        return found[1]
    return ""


def _find_header(
    lines: list[str],
    delimiters: str,
    titles: frozenset[str],
) -> Header | None:
    """Find the separator and the row of names; None where there is no row at all."""
    header = None
    best_rank: tuple = ()
    for delimiter in delimiters:
        top = _top_rows(lines, delimiter)
        for row in top:
            rank = _rank(row, delimiter, titles)
            if rank > best_rank:
                best_rank = rank
                header = Header(delimiter, top, row)
    return header


def _find_far_header(
    lines: list[str],
    delimiters: str,
    titles: frozenset[str],
) -> Header | None:
    """Find the row of names far down, as in a table that was sorted with its names."""
    for place, line in enumerate(lines):
        # A line of names is short, and most lines are not.
        if len(line) > LONGEST_HEADER:
            continue
        for delimiter in delimiters:
            cells = [cell.strip(' "\r\n') for cell in line.split(delimiter)]
            if _rows.is_header(cells, titles):
                sheet = Sheet(lines[: place + 1], delimiter, width=len(cells))
                top = list(_split_rows(sheet, 0))
                return Header(delimiter, top, top[-1])
    return None


def _top_rows(lines: list[str], delimiter: str) -> list[Row]:
    """Read the first rows, which may hold the names."""
    first_lines = lines[: _rows.TOP_ROWS * 20]
    sheet = Sheet(first_lines, delimiter, width=0)
    rows = _split_rows(sheet, 0)
    return list(itertools.islice(rows, _rows.TOP_ROWS))


def _rank(
    row: Row,
    delimiter: str,
    titles: frozenset[str],
) -> tuple:
    """Rank what may be the row of names.

    One with a title goes before others, then of several cells, the earliest, the
    longest; of single cells that between tabs.
    """
    is_single = len(row.cells) == 1
    return (
        _rows.has_title(row.cells, titles),
        not is_single,
        -row.line_from,
        len(row.cells),
        is_single and delimiter == "\t",
    )


def _untitled_rows(lines: list[str], header: Header | None) -> Iterator[Problem]:
    """List each row of a table without titles.

    The widest of the first rows holds the names.
    """
    names = None
    reason = _rows.no_title_reason([])
    if header is not None:
        names = max(header.top, key=lambda row: len(row.cells))
        reason = _rows.no_title_reason(names.cells)

    if names is None or len(names.cells) < 2:
        first, last = None, None
        if lines:
            first, last = 1, len(lines)
        yield Problem(None, first, last, reason)
        return

    for row in header.top:
        is_above = row.line_to < names.line_from
        if is_above or (row is names and _rows.is_no_name(row.cells)):
            yield Problem(None, row.line_from, row.line_to, reason)

    sheet = Sheet(lines, header.delimiter, len(names.cells))
    rows = _split_rows(sheet, names.line_to)
    for number, row in enumerate(rows, start=1):
        yield Problem(
            record=number,
            line_from=row.line_from,
            line_to=row.line_to,
            reason=reason,
        )


def _split_rows(sheet: Sheet, at: int) -> Iterator[Row]:
    """Split lines into rows, from the line `at` on.

    Rows without text are passed over. The limit of the csv module is set meanwhile.
    """
    limit = csv.field_size_limit(LONGEST)
    try:
        first = at
        while at < len(sheet.lines):
            # The names often are not quoted where all else is.
            is_names = at == first == 0
            if not is_names and not sheet.lines[at].startswith('"'):
                sheet.all_quoted = False
            row = _read_row(sheet, at)
            if row.fault or any(map(str.strip, row.cells)):
                yield row
            at = row.line_to
    finally:
        csv.field_size_limit(limit)


def _read_row(sheet: Sheet, at: int) -> Row:
    """Read the row that starts at a line, by the rules or as well as can be.

    Its `line_to` is where the next one starts, counted from 0.
    """
    line = at + 1
    length = len(sheet.lines[at])
    if length > LONGEST:
        fault = f"a line of {length:,} characters is longer than any record"
        return Row(line, line, [], fault=fault)

    cells, stop = _read_strictly(sheet, at)
    if cells is None:
        stop = min(len(sheet.lines), at + MOST_LINES)
    elif stop - at == 1 or len(cells) >= sheet.width:
        return Row(line, stop, cells)

    # It breaks the rules, or takes up several lines and is too short all the same.
    if sheet.width:
        stop = _next_start(sheet, at + 1, stop)
    return _mend(sheet, at, stop)


def _read_strictly(sheet: Sheet, at: int) -> tuple[list[str] | None, int]:
    """Read one row by the rules, and say where the next one starts.

    None where it breaks them.
    """
    stop = min(len(sheet.lines), at + MOST_LINES)
    lines = map(sheet.lines.__getitem__, range(at, stop))
    reader = csv.reader(
        lines,
        delimiter=sheet.delimiter,
        strict=True,
    )
    try:
        cells = next(reader, [])
    except csv.Error:
        return None, at + 1
    return cells, at + reader.line_num


def _next_start(
    sheet: Sheet,
    at: int,
    stop: int,
) -> int:
    """Find the next line that looks like the start of a record.

    It is `stop` where none before that does.
    """
    for place in range(at, stop):
        if _starts_record(sheet, place):
            return place
    return stop


def _starts_record(sheet: Sheet, at: int) -> bool:
    """Tell a line that looks like a whole row, or like the first one of a row."""
    line = sheet.lines[at]
    delimiter = sheet.delimiter
    if delimiter not in line or len(line) > LONGEST:
        return False
    if sheet.all_quoted:
        if not line.startswith('"'):
            return False
        if f'"{delimiter}"' in line:
            return True
    if line.count(delimiter) >= sheet.width - 1:
        return True

    cells, _ = _read_strictly(sheet, at)
    return cells is not None and len(cells) >= max(2, sheet.width)


def _mend(
    sheet: Sheet,
    at: int,
    stop: int,
) -> Row:
    """Read a row that breaks the rules of quotation.

    It takes as few of the lines up to `stop` as make it as wide as the others.
    """
    line = at + 1
    most_lines = 1
    if sheet.width:
        most_lines = min(stop - at, MOST_MENDED_LINES)

    shortest = None
    for end in range(line, line + most_lines):
        text = "".join(sheet.lines[at:end])
        if len(text) > LONGEST:
            break
        text = text.rstrip("\r\n")
        for cells in _lenient_readings(text, sheet.delimiter):
            row = Row(line, end, cells, note=MENDED)
            if len(cells) == sheet.width:
                return row
            shortest = shortest or row

        if end == line and sheet.delimiter in NEVER_QUOTED:
            # As Web of Science writes it, nothing is quoted.
            cells = text.split(sheet.delimiter)
            if len(cells) == sheet.width:
                return Row(line, end, cells)

    if shortest is not None:
        return shortest
    if sheet.width:
        return Row(line, stop, [], fault=UNCLOSED)
    text = sheet.lines[at].rstrip("\r\n")
    return Row(line, line, text.split(sheet.delimiter), note=MENDED)


def _lenient_readings(text: str, delimiter: str) -> Iterator[list[str]]:
    """Read a row in each of the ways in which quotation marks are written in cells."""
    for quotation in INSIDE_QUOTES:
        cells = _read_leniently(text, delimiter, quotation)
        if cells is not None:
            yield cells


def _read_leniently(
    text: str,
    delimiter: str,
    quotation: str,
) -> list[str] | None:
    """Read a row in which only a quotation mark before a separator closes a cell.

    None where one is not closed.
    """
    pattern = _cell_pattern(delimiter, quotation)
    cells = []
    at = 0
    while at <= len(text):
        found = pattern.match(text, at)
        if not found:
            return None
        cell = found["bare"]
        if cell is None:
            cell = found["quoted"].replace('""', '"')
        if quotation == "escaped":
            cell = cell.replace('\\"', '"')
        cells.append(cell)
        at = found.end() + 1
    return cells


@functools.cache
def _cell_pattern(delimiter: str, quotation: str) -> re.Pattern:
    """Make the pattern of one cell, in quotation marks or not.

    The atomic group keeps it from trying every way to part a row of quotation marks.
    """
    separator = re.escape(delimiter)
    end = rf"(?= {separator} | \Z )"
    not_end = rf"(?! {separator} | \Z )"
    return re.compile(
        rf"""
        " (?P<quoted> (?> (?: {INSIDE_QUOTES[quotation]} | " {not_end} )* ) ) " {end}
        | (?P<bare> (?!") [^{separator}]*+ | " \Z ) {end}
        """,
        re.VERBOSE,
    )


def _is_turned(top: list[Row]) -> bool:
    """Tell a table whose rows are a field each: its first column holds their names."""
    names = set()
    for row in top:
        first_cell = "".join(row.cells[:1])
        if len(first_cell) <= _rows.LONGEST_NAME:
            names.add(_rows.cell_key(first_cell))

    has_title = not names.isdisjoint(TITLES)
    return has_title and len(names & FIELDS) >= 3


def _turn(rows: Iterable[Row]) -> Iterator[Row]:
    """Put the rows of a record, a field each, into one row, under all names."""
    blocks, strays = _field_blocks(rows)
    widths = _field_widths(blocks)
    header: list[str] = []
    for name, width in widths.items():
        header += [name] * width
    yield Row(None, None, header)

    turned = []
    for block in blocks:
        cells = _block_cells(block, widths)
        row = Row(block.line_from, block.line_to, cells)
        turned.append(row)
    turned += strays
    yield from sorted(turned, key=lambda row: row.line_from)


def _field_widths(blocks: list[FieldBlock]) -> dict[str, int]:
    """Count the values of each field in the record that has most.

    It gets as many columns.
    """
    widths: dict[str, int] = {}
    for block in blocks:
        for name, values in block.cells.items():
            widest = widths.get(name, 1)
            widths[name] = max(widest, len(values))
    return widths


def _block_cells(block: FieldBlock, widths: dict[str, int]) -> list[str]:
    """Write the fields of a record as a row, with empty cells for what it lacks."""
    cells: list[str] = []
    for name, width in widths.items():
        values = block.cells.get(name, [])
        cells += _rows.fill(values, width)
    return cells


def _field_blocks(rows: Iterable[Row]) -> tuple[list[FieldBlock], list[Row]]:
    """Gather the fields of each record, and the rows that are of none.

    A record starts with its title, or with the field that the first one starts with,
    where it has that already or a blank line stands above.
    """
    blocks: list[FieldBlock] = []
    strays = []
    block = None  # the record that is open
    first_field = None
    line_before = 0
    for row in rows:
        name, *values = row.cells or [""]
        name = _rows.cell_key(name)
        if first_field is None and name in FIELDS:
            first_field = name
        is_apart = row.line_from > line_before + 1
        line_before = row.line_to

        if row.fault:
            strays.append(row)
            continue
        if first_field is None:
            strays.append(row._replace(fault=STRAY))
            continue

        may_start = name in TITLES or name == first_field
        starts = block is None
        if block is not None and may_start:
            starts = is_apart or name in block.cells
        if starts:
            block = FieldBlock(row.line_from, row.line_to)
            blocks.append(block)

        filled = [value for value in values if value.strip()]
        block.cells.setdefault(name, []).extend(filled)
        block.line_to = row.line_to
    return blocks, strays
