"""Papers → tables for spreadsheets: CSV and XLSX."""

import re
from collections.abc import Iterator
from csv import writer
from datetime import datetime
from io import BytesIO, StringIO

import pandas as pd

from litreview import progress, tables
from litreview.write import _fields

COLUMNS = (
    "paper_id",
    "title",
    "authors",
    "year",
    "month",
    "day",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "topic_label",
    "abstract",
)
NUMBERS = ("year", "month", "day")
WIDTHS = {"title": 60, "abstract": 100}
WIDTH = 14
LONGEST = 32_767  # letters that a cell of a workbook holds


def csv(papers: pd.DataFrame) -> str:
    """Write papers as comma-separated values for Excel, pandas and `read`.

    Parameters
    ----------
    papers
        As for `bibtex`.

    Returns
    -------
    A row a paper, each text on one line. It begins with the byte order mark, without
    which Excel takes it for the local encoding; pandas passes over it. Before what a
    spreadsheet would compute stands an invisible sign (U+200B), which `read` takes out
    again. Year, month and day are columns of their own, pages have an en dash and arXiv
    ids their prefix, since a spreadsheet makes dates of 2019-03 and 3-9, and
    2103.0123 of 2103.01230.
    """
    text = StringIO()
    rows = writer(text, lineterminator="\r\n")

    rows.writerow(COLUMNS)
    for row in _fields.read_fields(papers):
        cells = _written_out(row).values()
        rows.writerow([tables.neutralise(_fields.one_line(cell)) for cell in cells])

    return "\ufeff" + text.getvalue()


def xlsx(papers: pd.DataFrame) -> bytes:
    """Write papers as a workbook of one sheet, for Excel and `read`.

    Parameters
    ----------
    papers
        As for `bibtex`.

    Returns
    -------
    The columns of `csv`. Every cell is text and so never computed; year, month and day
    are numbers. A text is as it was, lines and all; what does not fit into a cell goes
    on in a column at the right, as in `authors 2`.
    """
    from xlsxwriter import Workbook  # a tenth of a second that others need not take

    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("papers")
        columns = {name: number for number, name in enumerate(COLUMNS)}

        rows = _fields.read_fields(papers)
        rows = progress.steps(rows, "Writing the papers", len(papers))
        for line, row in enumerate(rows, 1):
            for name, part in _cells(row):
                column = columns.setdefault(name, len(columns))
                if name in NUMBERS:
                    sheet.write_number(line, column, int(part))
                else:
                    sheet.write_string(line, column, part)

        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True})
        for name, column in columns.items():
            sheet.set_column(column, column, WIDTHS.get(name, WIDTH), wrapped)
            sheet.write_string(0, column, name, bold)

        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(papers), len(columns) - 1)
        # The same papers give the same file.
        book.set_properties({"created": datetime(2000, 1, 1)})

    return data.getvalue()


def _written_out(row: dict) -> dict[str, str]:
    """Write each field as a text that no spreadsheet takes for a date or a measure."""
    dates = zip(NUMBERS, map(str, row["date"]), strict=False)
    written = {
        **row,
        "authors": _authors(row["authors"]),
        **dict.fromkeys(NUMBERS, ""),
        **dict(dates),
        "issue": _with_en_dash(row["issue"]),
        "pages": _with_en_dash(row["pages"]),
    }
    if row["arxiv_id"]:
        written["arxiv_id"] = f"arXiv:{row['arxiv_id']}"

    return {name: written[name] for name in COLUMNS}


def _authors(names: list[str]) -> str:
    text = "; ".join(names)
    # "García López, Ana María" alone could be two.
    if len(names) == 1 and re.fullmatch(r"\S+ .*,.* .*", text):
        return f"{text};"
    return text


def _with_en_dash(text: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", "–", text)


def _cells(row: dict) -> Iterator[tuple[str, str]]:
    """Give the cells of a paper: the column of each, and its text."""
    for name, text in _written_out(row).items():
        for number, part in enumerate(_parts(text), 1):
            yield (name if number == 1 else f"{name} {number}"), part


def _parts(text: str) -> list[str]:
    """Split a text into what cells can hold, between authors or words where it can."""
    parts = []
    while len(text) > LONGEST:
        end = _end_of_part(text)
        parts.append(text[:end])
        text = text[end:]

    if text:
        parts.append(text)
    return parts


def _end_of_part(text: str) -> int:
    for mark in ("; ", " "):
        at = text.rfind(mark, 0, LONGEST)
        if at >= 0:
            return at + len(mark)

    return LONGEST
