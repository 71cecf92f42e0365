"""One file of rows (RIS, CSV, TSV or XLSX) as a table, with all the columns it has."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from litreview.read import _archives, _crosswalk, _detect
from litreview.read.formats import _delimited, _excel, _tagged

# What a row may be known by where it has no title.
OTHER_NAMES = ("paper_id", "doi")


class Table(NamedTuple):
    """What `open_table` read in a file."""

    raw: pd.DataFrame
    records: pd.DataFrame
    problems: pd.DataFrame
    kind: str


def open_table(file: str | Path) -> Table:
    """Read one file of rows, with every column that it has.

    A table is read by its column of titles; one without titles by its column
    `paper_id`, or else `doi`.

    Parameters
    ----------
    file
        RIS, CSV, TSV or a workbook; which of them is seen from its content.

    Returns
    -------
    raw : pandas.DataFrame
        The rows as they stand in the file, under its own names of columns, with
        `record` (1-based) and `line_from` (missing for a workbook).
    records : pandas.DataFrame
        The same rows with our columns: `title`, `doi`, `date` and so on.
    problems : pandas.DataFrame
        What was not understood: `record`, `line_from`, `line_to`, `reason`.
    kind : str
        `RIS`, `table` or `XLSX`.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For a file of another kind, or without a column that names its rows.

    Examples
    --------
    >>> pandas.DataFrame({"title": ["Sand"], "year": [2020]}).to_csv("two.csv")
    >>> table = litreview.read.open_table("two.csv")
    >>> table.kind, len(table.records)
    ('table', 1)
    """
    file = Path(file)
    if not file.is_file():
        raise FileNotFoundError(
            f"{file}: there is no such file; name a CSV or RIS file"
        )
    data = file.read_bytes()
    kind = _detect.recognise(data, file.name)
    text = "" if kind == "XLSX" else _archives.decode(data)[0]

    if kind == "RIS":
        raw, problems = _tagged.read_ris(text)
    elif kind == "XLSX":
        raw, problems = _read_by_name(_excel.read_excel, data)
    else:
        kind = "table"
        raw, problems = _read_by_name(_delimited.read_text_table, text)

    if kind != "RIS" and raw.empty and (len(problems) or not text):
        raise ValueError(
            f"{file}: is neither RIS nor a table with a column title, paper_id or doi; "
            "save it as such a CSV"
        )
    return Table(raw, _crosswalk.crosswalk(raw, kind), problems, kind)


def _read_by_name(reader, source: str | bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table by its column of titles, or else by that of paper ids or DOIs."""
    raw, problems = reader(source)
    for name in OTHER_NAMES:
        if len(raw):
            break
        raw, problems = reader(source, name)
    return raw, problems
