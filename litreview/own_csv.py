"""CSV files that a person edits in a spreadsheet: errors name the line, and no cell is taken for a formula."""

import csv
import io
import os
import re
import shutil
from pathlib import Path

import pandas as pd

_FORMULA = r"'*[=+\-@\t\r]"  # so begins what a spreadsheet would compute, or what was already kept from it


def read(file: str | Path, columns: list[str], needed: list[str], kind: str) -> pd.DataFrame:
    """Read a CSV as a table of text whose index is the lines of the file; "" is an empty one.

    Returns `columns`, empty where the file lacks one, then what else it has; rows without any text are left out. The
    cells may be separated by `;`. Raises FileNotFoundError where there is no such file, ValueError for one that is no
    such table: not UTF-8, broken quotes, cells beyond the last column, or without one of the `needed` columns.
    """
    if str(file) == "":
        return _table([], [], columns)
    if not Path(file).is_file():
        raise FileNotFoundError(f"{file}: there is no such file of {kind}; name a CSV, or leave it empty for none")
    text = _text(file)
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows, lines, line = [], [], 1
    try:
        header = [name.strip() for name in next(cells, [])]
        counts = {name: header.count(name) for name in columns}
        if wrong := [name for name in columns if counts[name] > 1 or name in needed and not counts[name]]:
            raise ValueError(f"{file}, line 1: needs one column `{wrong[0]}`; begin with {','.join(columns)}")
        line = cells.line_num + 1
        for row in cells:
            if any(row):
                rows.append(_named(row, header, f"{file}, line {line}"))
                lines.append(line)
            line = cells.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{file}, line {line}: no CSV from here on ({error}); see to the quotes") from None
    return _table(rows, lines, [*columns, *(name for name in header if name and name not in columns)])


def write(file: str | Path, table: pd.DataFrame) -> None:
    """Write a table for `read`; an apostrophe before what a spreadsheet would take for a formula.

    The file is replaced as a whole or not at all. One that is separated by `;` stays so. Raises FileNotFoundError where
    there is no such folder.
    """
    file = Path(file).resolve()  # a link stays a link
    if not file.parent.is_dir():
        raise FileNotFoundError(f"{file}: there is no folder {file.parent} to write into; make it first")
    safe = table.map(lambda cell: re.sub(rf"\A(?={_FORMULA})", "'", cell) if isinstance(cell, str) else cell)
    try:
        separator = _separator(_text(file)) if file.is_file() else ","
    except ValueError:
        separator = ","
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # Without the mark, Excel takes it for the local encoding; with "\n" alone, Python leaves "\r" without quotes.
        safe.to_csv(part, index=False, sep=separator, encoding="utf-8-sig", lineterminator="\r\n")
        if file.is_file():
            shutil.copymode(file, part)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)


def _text(file: str | Path) -> str:
    raw = Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ValueError(f"{file}, line {line}: is not UTF-8; save it as CSV in UTF-8") from None


def _separator(text: str) -> str:
    return ";" if re.match(r"[^\r\n]*;", text) else ","


def _named(cells: list[str], header: list[str], place: str) -> dict[str, str]:
    if extra := [cell for cell in cells[len(header) :] if cell]:
        raise ValueError(f"{place}: {extra[0][:20]!r} is beyond the last column; put quotes around text with commas")
    return {name: re.sub(rf"\A'(?={_FORMULA})", "", cell) for name, cell in zip(header, cells, strict=False) if name}


def _table(rows: list[dict], lines: list[int], columns: list[str]) -> pd.DataFrame:
    index = pd.Index(lines, dtype="int64", name="line")
    return pd.DataFrame(rows, index, columns=list(dict.fromkeys(columns))).fillna("").astype("str")
