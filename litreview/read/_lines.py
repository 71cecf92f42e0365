"""The account of the lines of one file: which role each has, and why, in stretches."""

import re
from collections.abc import Iterator

import pandas as pd

from litreview.read.formats._frames import KEPT_LETTERS, PROBLEM_TYPES
from litreview.read.layouts._reading import BLANK

LINE_TYPES = {
    "dump": "str",
    "line_from": "Int64",
    "line_to": "Int64",
    "role": "str",
    "text": "str",
    "record": "Int64",
    "reason": "str",
    "line": "Int64",
}


def split_lines(text: str) -> list[str]:
    """Split a text at its line ends, whichever they are."""
    if not text:
        return []
    text_lines = re.split(r"\r\n|\r|\n", text)
    if text_lines[-1] == "":
        text_lines.pop()
    return text_lines


def no_problems() -> pd.DataFrame:
    """Return the table of problems of a file that has none."""
    return pd.DataFrame(columns=list(PROBLEM_TYPES)).astype(PROBLEM_TYPES)


def roles_around_records(
    records: pd.DataFrame, problems: pd.DataFrame, text_lines: list[str]
) -> list[str]:
    """Name the role of each line of a file of records.

    A line is of a record (`field`), of what could not be read, a blank, or else
    stands around the records (`header`).
    """
    roles = roles_without_records(text_lines, "header")
    mark_lines(roles, problems, "not understood")
    mark_lines(roles, records.rename(columns={"line": "line_from"}), "field")
    return roles


def roles_without_records(
    text_lines: list[str], role: str = "not understood"
) -> list[str]:
    """Give every line that is no blank the same role."""
    roles = []
    for line in text_lines:
        is_blank = not line.strip(BLANK)
        roles.append("blank" if is_blank else role)
    return roles


def mark_lines(roles: list[str], stretches: pd.DataFrame, role: str) -> None:
    """Set the role of the lines from `line_from` to `line_to` of each row, in place."""
    known = stretches[["line_from", "line_to"]].dropna()
    for first, last in known.to_numpy(dtype="int64"):
        # A stretch may be said to go on beyond the end of the file.
        last = min(last, len(roles))
        for line in range(first, last + 1):
            roles[line - 1] = role


def account_for_lines(
    text_lines: list[str],
    roles: list[str],
    records: pd.DataFrame,
    problems: pd.DataFrame,
) -> pd.DataFrame:
    """Account for all lines of a file in stretches of one role.

    What was not understood has a row for each problem, with its reason and text. Every
    line is in one stretch; a problem that has no line to itself, because records or
    other problems stand there too, gets a row without a stretch: `line` says where it
    begins. A format without lines has a row for its records, and one for each problem.

    Parameters
    ----------
    text_lines
        The lines of the file; none where its format has no lines.
    roles
        The role of each line.
    records
        What was read.
    problems
        What was not, with the columns of PROBLEM_TYPES.

    Returns
    -------
    pandas.DataFrame
        The columns of LINE_TYPES but `dump`.
    """
    if text_lines:
        rows = _rows_of_stretches(text_lines, roles, problems)
    else:
        rows = _rows_without_lines(records, problems)
    columns = [name for name in LINE_TYPES if name != "dump"]
    return pd.DataFrame(rows, columns=columns)


def _rows_of_stretches(
    text_lines: list[str], roles: list[str], problems: pd.DataFrame
) -> list[dict]:
    listed = problems.to_dict("records")
    owners, crowded = _find_owners(roles, listed)

    rows = []
    with_stretch = set()
    for first, last in _find_stretches(roles, owners):
        row = {"line_from": first, "line_to": last, "role": roles[first - 1]}
        owner = owners[first - 1]
        if row["role"] == "not understood":
            text = "\n".join(text_lines[first - 1 : last])
            if owner is not None:
                problem = listed[owner]
                row["record"] = problem["record"]
                row["reason"] = problem["reason"]
                has_all = first <= problem["line_from"] and last >= problem["line_to"]
                has_text = isinstance(problem["text"], str)
                if has_text and (owner in crowded or not has_all):
                    text = problem["text"]
            row["text"] = text[:KEPT_LETTERS]
        with_stretch.add(owner)
        rows.append(row)

    for number, problem in enumerate(listed):
        if number not in with_stretch:
            rows.append(_row_without_stretch(problem))
    return sorted(rows, key=_place_of_row)


def _find_owners(
    roles: list[str], problems: list[dict]
) -> tuple[list[int | None], set[int]]:
    """Tell for each line that was not understood of which problem it is.

    A line with several of them is of the first; which ones share lines is told too.
    """
    owners: list[int | None] = [None] * len(roles)
    crowded: set[int] = set()
    for number, problem in enumerate(problems):
        first, last = problem["line_from"], problem["line_to"]
        if pd.isna(first) or pd.isna(last):
            continue
        # A stretch may be said to go on beyond the end of the file.
        for line in range(first, min(last, len(roles)) + 1):
            if roles[line - 1] != "not understood":
                continue
            owner = owners[line - 1]
            if owner is None:
                owners[line - 1] = number
            else:
                crowded |= {owner, number}
    return owners, crowded


def _find_stretches(
    roles: list[str], owners: list[int | None]
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each stretch of one role and owner."""
    first = 1
    for line in range(2, len(roles) + 1):
        changes = roles[line - 1] != roles[line - 2]
        if changes or owners[line - 1] != owners[line - 2]:
            yield first, line - 1
            first = line
    yield first, len(roles)


def _row_without_stretch(problem: dict) -> dict:
    return {
        "role": "not understood",
        "record": problem["record"],
        "reason": problem["reason"],
        "text": problem["text"],
        "line": problem["line_from"],
    }


def _place_of_row(row: dict) -> tuple:
    """Sort rows by their lines; those without any come last."""
    if "line_from" in row:
        return (False, row["line_from"], False)
    line = row["line"]
    if pd.isna(line):
        return (True, 0, True)
    return (False, line, True)


def _rows_without_lines(records: pd.DataFrame, problems: pd.DataFrame) -> list[dict]:
    rows: list[dict] = []
    if len(records):
        rows.append({"role": "field"})
    for problem in problems.to_dict("records"):
        rows.append(_row_without_stretch(problem))
    return rows
