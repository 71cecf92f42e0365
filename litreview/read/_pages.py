"""A file without marks, or the text of a web page → records, read by their layout."""

import datetime
from pathlib import Path

import pandas as pd

from litreview.read import _crosswalk
from litreview.read._content import Content
from litreview.read.formats import _frames
from litreview.read.layouts import _page
from litreview.read.layouts._reading import FIELDS

# Letters; a longer line is rejected, and not taken for a title or an abstract.
LONGEST_LINE = 1_000_000


def read_page_file(
    text_lines: list[str], kind: str, year: int | None, file: Path
) -> Content:
    """Read a listing.

    Parameters
    ----------
    text_lines
        The lines of its text.
    kind
        `listing`.
    year
        The year of page dates that lack one.
    file
        Named in what is said of an impossible date.
    """
    readable_lines, too_long = blank_long_lines(text_lines)
    page = _page.read_page(readable_lines)
    return page_content(page, text_lines, too_long, kind, year, file)


def blank_long_lines(text_lines: list[str]) -> tuple[list[str], list[int]]:
    """Blank the lines that are too long, and list their indices."""
    too_long = []
    readable_lines = []
    for i, line in enumerate(text_lines):
        if len(line) > LONGEST_LINE:
            too_long.append(i)
            line = ""
        readable_lines.append(line)
    return readable_lines, too_long


def page_content(
    page: _page.Page,
    text_lines: list[str],
    too_long: list[int],
    kind: str,
    year: int | None,
    file: Path,
) -> Content:
    """Make what was read in a file of what its page was read as."""
    for i in too_long:
        page.roles[i] = "not understood"
    inferred = sum(record.pop("inferred", False) for record in page.records)

    table = page_records(page.records, year, file)
    if table.empty and kind == "listing":
        kind = "unknown"
    return Content(
        records=table,
        problems=_problems(text_lines, too_long, page.reasons),
        roles=page.roles,
        kind=kind,
        inferred=inferred,
        layout=page.layout,
        certainty=page.certainty,
        doubt=page.doubt,
    )


def page_records(found: list[dict], year: int | None, file: Path) -> pd.DataFrame:
    """Make a table of the records of a page.

    Parameters
    ----------
    found
        As a layout returns them; `page_date` and `date_line` where a page has a date.
    year, file
        As for `read_page_file`.
    """
    days = []
    for record in found:
        date = record.pop("page_date", None)
        line = record.pop("date_line", None)
        days.append(_page_date(date, year, f"{file}, line {line}"))

    columns = ["line", "line_to", *FIELDS]
    raw = pd.DataFrame(found, columns=columns)
    raw["line_from"] = raw.pop("line")
    raw["record"] = range(1, len(raw) + 1)
    table = _crosswalk.crosswalk(raw.dropna(axis="columns", how="all"), "page")
    # Titles and abstracts stand as they are on the page: what was copied has no markup.
    for column in ("title", "abstract"):
        table[column] = raw[column].astype("str")
    return table.assign(
        line=raw["line_from"].astype("Int64"),
        line_to=raw["line_to"].astype("Int64"),
        seen_on=days,
    )


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


def _problems(
    text_lines: list[str], too_long: list[int], reasons: dict[int, str]
) -> pd.DataFrame:
    """List the lines that are too long, and why others were not understood."""
    texts = dict(reasons)
    for i in too_long:
        length = f"{len(text_lines[i]):,}"
        texts[i] = f"a line of {length} characters, which no text of a paper has"

    rows = []
    for i in sorted(texts):
        rows.append({"line_from": i + 1, "line_to": i + 1, "reason": texts[i]})
    return pd.DataFrame(rows, columns=list(_frames.PROBLEM_TYPES)).astype(
        _frames.PROBLEM_TYPES
    )
