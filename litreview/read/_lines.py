"""The account of the lines of one file: which role each has, and why, in stretches."""

import re
from collections.abc import Iterator

import pandas as pd

from litreview.read.formats._frames import PROBLEM_TYPES
from litreview.read.layouts._reading import BLANK

LINE_TYPES = {
    "dump": "str",
    "line_from": "Int64",
    "line_to": "Int64",
    "role": "str",
    "text": "str",
    "record": "Int64",
    "reason": "str",
}
KEPT_LETTERS = 10_000  # of the text of a stretch that is not understood


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

    What was not understood has a row for each record, with its reason and text. A
    format without lines has a row for its records, and one for each problem.

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
    located = problems.dropna(subset="line_from")
    located = located.drop_duplicates("line_from").set_index("line_from")
    problem_at = located[["record", "reason"]].to_dict("index")

    rows = []
    for first, last in _find_stretches(roles, set(problem_at)):
        row = {"line_from": first, "line_to": last, "role": roles[first - 1]}
        if row["role"] == "not understood":
            text = "\n".join(text_lines[first - 1 : last])
            row["text"] = text[:KEPT_LETTERS]
            problem = problem_at.get(first, {})
            row["record"] = problem.get("record")
            row["reason"] = problem.get("reason")
        rows.append(row)
    return rows


def _find_stretches(roles: list[str], starts: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each stretch of one role.

    A stretch also ends before a line that is among `starts`.
    """
    first = 1
    for line in range(2, len(roles) + 1):
        changes = roles[line - 1] != roles[line - 2]
        if changes or line in starts:
            yield first, line - 1
            first = line
    yield first, len(roles)


def _rows_without_lines(records: pd.DataFrame, problems: pd.DataFrame) -> list[dict]:
    rows = []
    if len(records):
        rows.append({"role": "field"})
    for problem in problems.itertuples():
        row = {
            "role": "not understood",
            "record": problem.record,
            "reason": problem.reason,
        }
        rows.append(row)
    return rows
