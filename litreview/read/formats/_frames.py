"""The two tables that every reader of a format returns: raw records and problems."""

from typing import NamedTuple

import pandas as pd

# Columns of a raw table that tell where a record stands; all others are its fields.
PLACE_TYPES = {"record": "int64", "line_from": "Int64", "line_to": "Int64"}
PROBLEM_TYPES = {
    "record": "Int64",
    "line_from": "Int64",
    "line_to": "Int64",
    "reason": "str",
}
# Names that a field of a file cannot have here; it gets a longer one.
RESERVED = {*PLACE_TYPES, "note"}


class Problem(NamedTuple):
    """What was not read: a record (None where it is of none), its lines, and why."""

    record: int | None
    line_from: int | None
    line_to: int | None
    reason: str


def raw_table(rows: list[dict], texts: tuple[str, ...] = ()) -> pd.DataFrame:
    """Make the raw table of records with the fields that each has.

    Parameters
    ----------
    rows
        One a record: `record`, `line_from`, `line_to`, its fields (text or a list of
        texts) and, as far as something was odd about it, `note`.
    texts
        Fields that are columns of text even where no record has them.
    """
    columns = dict.fromkeys([*PLACE_TYPES, *texts])
    for row in rows:
        columns.update(dict.fromkeys(row))
    columns.pop("note", None)
    columns["note"] = None  # the last

    types = PLACE_TYPES | dict.fromkeys([*texts, "note"], "str")
    return pd.DataFrame(rows, columns=list(columns)).astype(types)


def problem_table(problems: list[Problem]) -> pd.DataFrame:
    """Make the table of what was not read."""
    table = pd.DataFrame(problems, columns=list(PROBLEM_TYPES))
    return table.astype(PROBLEM_TYPES)
