"""Read workbooks (Excel, OpenDocument): bytes → raw records, and what was not read."""

import datetime
import io
import zipfile

import pandas as pd
import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum

from litreview.read.formats import _frames, _rows
from litreview.read.formats._frames import Problem
from litreview.read.formats._rows import Row
from litreview.text import SURROGATE

MOST_BYTES = 2**30  # of an unpacked workbook
PROTECTED = "the workbook is protected by a password; save it without one"
# How a workbook of the old kind begins, and what it holds where it is encrypted.
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LONGEST_WHOLE = 1e15  # beyond this a float holds no exact whole numbers

Grid = list[list[str]]


def read_excel(data: bytes, title: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the first sheet of a workbook that has a column of titles.

    Whole numbers are written without a decimal point, dates as 2021-03-04.

    Parameters
    ----------
    data : bytes
        The file (.xlsx, .xls, .xlsb, .ods).
    title : str
        What the column of titles is called where nobody would expect it.

    Returns
    -------
    raw, problems : pandas.DataFrame
        As of a table of text, without lines. Every other sheet that is not empty is
        named in problems; a workbook that cannot be opened is one problem.
    """
    titles = _rows.title_names(title)
    try:
        if _unpacked_size(data) > MOST_BYTES:
            reason = "the workbook unpacks to more than 1 GB; save it as CSV"
            return _rows.whole_problem(reason)
        grids = _read_sheets(data)
    except python_calamine.PasswordError:
        return _rows.whole_problem(PROTECTED)
    except (
        python_calamine.CalamineError,
        OSError,
        ValueError,
        RuntimeError,
        zipfile.BadZipFile,
    ) as error:
        if data.startswith(_OLD_FORMAT) and _ENCRYPTED in data:
            return _rows.whole_problem(PROTECTED)
        reason = f"the workbook cannot be opened ({error}); save it anew, or as CSV"
        return _rows.whole_problem(reason)

    return _choose_sheet(grids, titles)


def _unpacked_size(data: bytes) -> int:
    """Measure the bytes of a workbook that is a Zip file; 0 of another."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return 0
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return sum(part.file_size for part in parts.infolist())


def _read_sheets(data: bytes) -> dict[str, Grid]:
    """Read the sheets of cells, by their names; not the charts and macros."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    grids = {}
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            values = book.get_sheet_by_name(sheet.name).to_python()
            grids[sheet.name] = [list(map(_cell_text, row)) for row in values]
    return grids


def _choose_sheet(
    grids: dict[str, Grid],
    titles: frozenset[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the first sheet with a column of titles, and list the others."""
    chosen = None
    others = []
    for name, grid in grids.items():
        header = _find_header(grid, titles)
        if chosen is None and header is not None:
            rows = [Row(None, None, cells) for cells in grid]
            ordered = _rows.place_above(rows[:header], rows[header:], titles)
            chosen = _rows.read_rows(ordered, ", ", titles)
        elif any(map(any, grid)):
            why = "comes after one that was read"
            if header is None:
                why = "has no column with a title"
            reason = (
                f"the sheet {name!r} with {len(grid)} rows {why}; save it as a file"
            )
            others.append(Problem(None, None, None, reason, _sheet_text(grid)))

    if chosen is None:
        filled = [grid for grid in grids.values() if grid]
        widest = max(filled, key=lambda grid: len(grid[0]), default=[[]])
        reason = _rows.no_title_reason(widest[0])
        return _rows.whole_problem(reason, _sheet_text(widest))

    raw, problems = chosen
    if others:
        unread = _frames.problem_table(others)
        problems = pd.concat([problems, unread], ignore_index=True)
    return raw, problems


def _sheet_text(grid: Grid) -> str:
    """Write the first rows of a sheet as text."""
    lines = []
    letters = 0
    for cells in grid:
        if letters > _frames.KEPT_LETTERS:
            break
        line = ", ".join(filter(None, cells))
        lines.append(line)
        letters += len(line)
    return "\n".join(lines)


def _find_header(grid: Grid, titles: frozenset[str]) -> int | None:
    """Find the first row with the name of a column of titles.

    Far down, where a sheet that was sorted may have it, other names must be there too.
    """
    for place, cells in enumerate(grid):
        is_near = place < _rows.TOP_ROWS
        if is_near and _rows.has_title(cells, titles):
            return place
        if not is_near and _rows.is_header(cells, titles):
            return place
    return None


def _cell_text(value: object) -> str:
    """Write a cell of a workbook as its reader sees it."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _LONGEST_WHOLE:
            return str(int(value))
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ")
    return SURROGATE.sub("\ufffd", str(value))
