"""The two tables that every reader of a format returns: raw records and problems."""

import itertools
import re
from typing import NamedTuple

import pandas as pd

from litreview.text import count_of

# Columns of a raw table that tell where a record stands; all others are its fields.
PLACE_TYPES = {"record": "int64", "line_from": "Int64", "line_to": "Int64"}
PROBLEM_TYPES = {
    "record": "Int64",
    "line_from": "Int64",
    "line_to": "Int64",
    "reason": "str",
    "text": "str",
}
KEPT_LETTERS = 10_000  # of the text of what was not read
NO_TITLE = "no title"
MOST_COMPARED = 50  # values of one field of one record
RUN_TOGETHER = (
    "what a record has once stands twice in it: perhaps two records ran together"
)
SECOND_TITLE = "a second title in one record, perhaps of a record of its own"
# Names that a field of a file cannot have here; it gets a longer one.
RESERVED = {*PLACE_TYPES, "note"}


class Problem(NamedTuple):
    """What was not read: a record (None where it is of none), its lines, and why.

    Its text is needed where others may stand on the same lines, or where there are no
    lines.
    """

    record: int | None
    line_from: int | None
    line_to: int | None
    reason: str
    text: str | None = None


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
    table["text"] = table["text"].str.slice(stop=KEPT_LETTERS)
    return table.astype(PROBLEM_TYPES)


def row_text(row: dict) -> str:
    """Write the fields of a raw record as one text, for the account of it."""
    parts = []
    letters = 0
    for name, value in row.items():
        if name in PLACE_TYPES or letters > KEPT_LETTERS:
            continue
        if isinstance(value, list | tuple):
            value = ", ".join(map(str, value))
        if isinstance(value, str) and value:
            parts.append(f"{name}: {value}")
            letters += len(parts[-1])
    return "; ".join(parts)[:KEPT_LETTERS]


def distinct_texts(texts: list[str], label: str) -> list[str]:
    """Leave out what says the same as another text of one field.

    A year and a DOI may also be written in a longer way.
    """
    kept: dict[str, str] = {}
    for text in texts:
        key = re.sub(r"[\W_]+", "", text.casefold()) or text.strip()
        is_known = key == "" or key in kept
        for other in itertools.islice(kept, MOST_COMPARED):
            is_longer = label != "title" and other in key
            is_known = is_known or key in other or is_longer
        if not is_known:
            kept[key] = text
    return list(kept.values())


def second_values(values: dict[str, list[str]]) -> tuple[list[str], str]:
    """Find what a record has twice and should have once, as if two ran together.

    Parameters
    ----------
    values
        All values of a field, by what it is called: `title`, `year`, `DOI`.

    Returns
    -------
    titles : list of str
        The titles after the first, which are to be listed as problems.
    note : str
        What to say of the record; "" where each field has one value.
    """
    titles: list[str] = []
    notes = []
    for label, texts in values.items():
        distinct = distinct_texts(texts, label)
        if len(distinct) < 2:
            continue
        quoted = ", ".join(repr(text[:99]) for text in distinct[:3])
        note = f"{count_of(len(distinct), label)} stand in it: {quoted}"
        if label == "title":
            titles = distinct[1:]
            note += "; the first was taken, the second is perhaps a record of its own"
        notes.append(note)
    return titles, "; ".join(notes)


def second_problems(
    titles: list[str],
    note: str,
    line_from: int | None,
    line_to: int | None,
    text: str,
) -> list[Problem]:
    """List the second titles of a record, so that none of them is lost.

    Where something else stands in it twice, its whole text is listed: somewhere in it
    may be a title that was not seen as one.
    """
    problems = []
    for title in titles:
        problems.append(Problem(None, line_from, line_to, SECOND_TITLE, title))
    if note and not titles:
        problems.append(Problem(None, line_from, line_to, RUN_TOGETHER, text))
    return problems


def join_notes(*notes: str | None) -> str | None:
    """Join what is odd about a record; None where nothing is."""
    given = [note for note in notes if note]
    return "; ".join(given) or None
