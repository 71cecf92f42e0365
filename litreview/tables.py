"""The tables of a review, kept as Parquet files in its folder: how notebooks hand them on."""

import csv
import io
import os
import re
import shutil
from pathlib import Path

import pandas as pd

OF_TOPICS = ("topics", "assignments", "reruns")  # what the notebook of that name writes
OF_TRENDS = (
    "trends",
    "periods",
    "verdicts",
    "term_bursts",
    "topic_bursts",
    "new_terms",
)
LISTS = {
    "papers": ["authors"],
    "topics": ["keywords"],
}  # Parquet gives lists back as arrays


def open_folder(path: str) -> Path:
    """Open the folder in which a review keeps its tables, and make it if need be.

    A notebook opened by hand in JupyterLab works inside notebooks/; paths are meant from the folder above it, where the
    command line is typed, so that the same parameters name the same files.
    """
    if Path.cwd().name == "notebooks" and not Path("notebooks").is_dir():
        os.chdir("..")
    place = Path(path)
    place.mkdir(parents=True, exist_ok=True)
    return place


def file_of(folder: str | Path, name: str) -> Path:
    """Name the file in which a report keeps a table."""
    return Path(folder) / "tables" / f"{name}.parquet"


def write(folder: str | Path, **tables: pd.DataFrame) -> None:
    """Write each table of a report under its name."""
    for name, table in tables.items():
        file = file_of(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        table.to_parquet(file, index=False)


def read(folder: str | Path, name: str) -> pd.DataFrame:
    """Read a table of the review. Raises FileNotFoundError, naming the notebook to run first, where it is missing."""
    file = file_of(folder, name)
    if not file.is_file():
        first = (
            "topics"
            if name in OF_TOPICS
            else "trends"
            if name in OF_TRENDS
            else "papers"
        )
        raise FileNotFoundError(
            f"{file} is missing; run the notebook {first}.ipynb first, with the same `folder`"
        )
    table = pd.read_parquet(file)
    return table.assign(
        **{
            column: [list(cell) for cell in table[column]]
            for column in LISTS.get(name, [])
        }
    )


def read_earlier(path: str) -> dict[str, pd.DataFrame] | None:
    """Read the tables of an earlier report that its topics can be taken on from; None where `path` is empty."""
    return (
        {name: read(Path(path), name) for name in ("papers", *OF_TOPICS)}
        if path
        else None
    )


_FORMULA = r"'*[=+\-@\t\r]"  # so begins what a spreadsheet would compute, or what was already kept from it


def read_csv(
    file: str | Path, columns: list[str], needed: list[str], kind: str
) -> pd.DataFrame:
    """Read a CSV as a table of text whose index is the lines of the file; "" is an empty one.

    Returns `columns`, empty where the file lacks one, then what else it has; rows without any text are left out. The
    cells may be separated by `;`. Raises FileNotFoundError where there is no such file, ValueError for one that is no
    such table: not UTF-8, broken quotes, cells beyond the last column, or without one of the `needed` columns.
    """
    if str(file) == "":
        return _csv_table([], [], columns)
    if not Path(file).is_file():
        raise FileNotFoundError(
            f"{file}: there is no such file of {kind}; name a CSV, or leave it empty for none"
        )
    text = _read_text(file)
    cells = csv.reader(
        io.StringIO(text, newline=""), delimiter=_separator(text), strict=True
    )
    rows, lines, line = [], [], 1
    try:
        header = [name.strip() for name in next(cells, [])]
        counts = {name: header.count(name) for name in columns}
        if wrong := [
            name
            for name in columns
            if counts[name] > 1 or name in needed and not counts[name]
        ]:
            raise ValueError(
                f"{file}, line 1: needs one column `{wrong[0]}`; begin with {','.join(columns)}"
            )
        line = cells.line_num + 1
        for row in cells:
            if any(row):
                rows.append(_csv_row(row, header, f"{file}, line {line}"))
                lines.append(line)
            line = cells.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"{file}, line {line}: no CSV from here on ({error}); see to the quotes"
        ) from None
    return _csv_table(
        rows,
        lines,
        [*columns, *(name for name in header if name and name not in columns)],
    )


def write_csv(file: str | Path, table: pd.DataFrame) -> None:
    """Write a table for `read`; an apostrophe before what a spreadsheet would take for a formula.

    The file is replaced as a whole or not at all. One that is separated by `;` stays so. Raises FileNotFoundError where
    there is no such folder.
    """
    file = Path(file).resolve()  # a link stays a link
    if not file.parent.is_dir():
        raise FileNotFoundError(
            f"{file}: there is no folder {file.parent} to write into; make it first"
        )
    safe = table.map(
        lambda cell: (
            re.sub(rf"\A(?={_FORMULA})", "'", cell) if isinstance(cell, str) else cell
        )
    )
    try:
        separator = _separator(_read_text(file)) if file.is_file() else ","
    except ValueError:
        separator = ","
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # Without the mark, Excel takes it for the local encoding; with "\n" alone, Python leaves "\r" without quotes.
        safe.to_csv(
            part,
            index=False,
            sep=separator,
            encoding="utf-8-sig",
            lineterminator="\r\n",
        )
        if file.is_file():
            shutil.copymode(file, part)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)


def _read_text(file: str | Path) -> str:
    raw = Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ValueError(
            f"{file}, line {line}: is not UTF-8; save it as CSV in UTF-8"
        ) from None


def _separator(text: str) -> str:
    return ";" if re.match(r"[^\r\n]*;", text) else ","


def _csv_row(cells: list[str], header: list[str], place: str) -> dict[str, str]:
    if extra := [cell for cell in cells[len(header) :] if cell]:
        raise ValueError(
            f"{place}: {extra[0][:20]!r} is beyond the last column; put quotes around text with commas"
        )
    return {
        name: re.sub(rf"\A'(?={_FORMULA})", "", cell)
        for name, cell in zip(header, cells, strict=False)
        if name
    }


def _csv_table(rows: list[dict], lines: list[int], columns: list[str]) -> pd.DataFrame:
    index = pd.Index(lines, dtype="int64", name="line")
    return (
        pd.DataFrame(rows, index, columns=list(dict.fromkeys(columns)))
        .fillna("")
        .astype("str")
    )


# A spreadsheet computes what begins so, and one that parts cells at ";" does so within a cell too.
_COMPUTED = re.escape("=+-@＝＋－＠")
_COMPUTED_AT = re.compile(rf"(?:^|;)[^\S\n]*(?=[{_COMPUTED}])", re.MULTILINE)
_WITHIN_CELL = "\u200b"  # seen by a spreadsheet, not by a reader; an apostrophe would come back as part of the title
_KEPT = re.compile(rf"{_WITHIN_CELL}(?=[{_COMPUTED}])")


def neutralise(text: str) -> str:
    """Put an invisible sign (U+200B) before whatever in a text a spreadsheet would compute; `dumps` takes it out."""
    return _COMPUTED_AT.sub(rf"\g<0>{_WITHIN_CELL}", text)


def restore_text(text: str) -> str:
    """Take out of a text what `neutral` put into it."""
    return _KEPT.sub("", text)


def write_file(file: str | Path, content: str | bytes) -> None:
    """Write a bibliography into a file, a text in UTF-8, as a whole or not at all.

    Raises ValueError where there is no such folder to write into, or a folder of that name.
    """
    file = Path(file).resolve()  # a link stays a link
    if not file.parent.is_dir() or file.is_dir():
        why = (
            f"there is no folder {file.parent}; make it first"
            if not file.is_dir()
            else "is a folder; name a file"
        )
        raise ValueError(f"{file}: {why}")
    part = file.with_name(f".{file.name[:200]}.{os.getpid()}")
    try:
        part.write_bytes(
            content.encode("utf-8") if isinstance(content, str) else content
        )
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
