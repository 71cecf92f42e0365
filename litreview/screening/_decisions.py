"""Decisions, line by line in one SQLite file: nothing that was written is lost."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from litreview.tables import SCREENING_DECISIONS
from litreview.text import SURROGATE

CHOSEN = ("ranked", "random", "searched", "imported")
COLUMNS = {
    "number": "int64",
    "at": "datetime64[us, UTC]",
    "screener": "str",
    "paper_id": "str",
    "decision": "str",
    "reason": "str",
    "note": "str",
    "tags": "object",
    "chosen": "str",
    "title": "str",
    "undone": "bool",
}
# Of a paper on which the screener has not written a line yet.
NOTHING_DECIDED = {"decision": "", "reason": "", "note": "", "tags": []}

_APPLICATION = int.from_bytes(b"LRvw")  # marks the file as ours
_VERSION = 1
_WAIT = 30  # seconds for another program that is writing
# "EXTRA" also holds where the power fails; tests that need no power failure are faster
# without.
_SYNCHRONOUS = "EXTRA"

_WRITTEN = [name for name in COLUMNS if name not in ("number", "undone")]
_NAMES = ", ".join(_WRITTEN)
_MARKS = ", ".join(f":{name}" for name in _WRITTEN)
_TYPED = ", ".join(f"{name} TEXT NOT NULL" for name in _WRITTEN)
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'lines are only added'); END"
_CREATE = [
    f"CREATE TABLE log (number INTEGER PRIMARY KEY, {_TYPED})",
    "CREATE INDEX log_of ON log (screener, paper_id)",
    "CREATE TABLE undone (number INTEGER PRIMARY KEY REFERENCES log, at TEXT NOT NULL)",
    f"CREATE TRIGGER log_kept BEFORE UPDATE ON log {_REFUSE}",
    f"CREATE TRIGGER log_whole BEFORE DELETE ON log {_REFUSE}",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
]

_IS_UNDONE = "number IN (SELECT number FROM undone)"
_SELECT = f"SELECT number, {_NAMES}, {_IS_UNDONE} AS undone FROM log"
_INSERT = f"INSERT INTO log ({_NAMES}) VALUES ({_MARKS})"
# By the index: the last line on a paper that is not undone.
_LAST_ON_PAPER = f"""
    {_SELECT} WHERE screener = ? AND paper_id = ? AND NOT {_IS_UNDONE}
    ORDER BY number DESC LIMIT 1
"""
# Backwards from the end: by the index, all lines of the screener would be read and
# sorted.
_LAST_OF_SCREENER = f"""
    {_SELECT} NOT INDEXED WHERE screener = ? AND NOT {_IS_UNDONE}
    ORDER BY number DESC LIMIT 1
"""


def decide(
    store: str | Path,
    paper_id: str,
    decision: str,
    *,
    screener: str = "",
    reason: str = "",
    note: str | None = None,
    tags: Sequence[str] | None = None,
    chosen: str = "",
    title: str = "",
) -> int:
    """Append a decision to the store; when this returns, it is on the disk.

    Text is kept as it is; half a character (a lone surrogate), which no file can hold,
    becomes U+FFFD.

    Parameters
    ----------
    store
        The file of the decisions; it is made where it is not there yet.
    paper_id
        Of the table of papers.
    decision
        include, exclude or maybe; "" takes the decision back.
    screener
        Who decides; "" where one person screens.
    reason
        Why the paper is excluded.
    note, tags
        Where they are not given, they stay as they were; "" and () take them away.
    chosen
        How the paper came up: ranked, random, searched or imported; stays as it was
        where not given.
    title
        Of the paper, for when it has gone from the corpus; stays as it was where not
        given.

    Returns
    -------
    int
        The number of the line in the log.

    Raises
    ------
    ValueError
        For another decision or way of choosing, for no `paper_id`, and for a file that
        is no store.
    OSError
        Where the store cannot be written.

    Examples
    --------
    >>> _ = litreview.screening.decide("decide.sqlite", "a1", "exclude", reason="Old")
    >>> litreview.screening.current_decisions("decide.sqlite")["reason"].tolist()
    ['Old']
    """
    line = {
        "paper_id": paper_id,
        "decision": decision,
        "reason": reason,
        "note": note,
        "tags": tags,
        "chosen": chosen,
        "title": title,
    }
    (number,) = decide_all(store, [line], screener)
    return number


def decide_all(
    store: str | Path, lines: Sequence[dict], screener: str = ""
) -> list[int]:
    """Append many decisions of a screener, all or none; return their numbers.

    Each line has `paper_id` and `decision`, and may have the other arguments of
    `decide`, whose errors are raised.
    """
    screener = as_text(screener)
    checked = [_checked_line(line) | {"screener": screener} for line in lines]

    with open_store(store, write=True) as connection:
        return [_append(connection, line) for line in checked]


def undo(store: str | Path, screener: str = "") -> dict | None:
    """Take back the last line of a screener that is not taken back yet.

    The line stays in the log, marked as undone; the decision before it on that paper
    holds again.

    Parameters
    ----------
    store
        The file of the decisions.
    screener
        Whose line; those of others are not touched.

    Returns
    -------
    dict or None
        The line that was taken back, with the columns of `read_log`; None where there
        is none.

    Raises
    ------
    ValueError, OSError
        As `decide`.

    Examples
    --------
    >>> _ = litreview.screening.decide("undo.sqlite", "a1", "include")
    >>> _ = litreview.screening.undo("undo.sqlite")
    >>> len(litreview.screening.current_decisions("undo.sqlite"))
    0
    """
    if not has_begun(store):
        return None

    with open_store(store, write=True) as connection:
        line = connection.execute(_LAST_OF_SCREENER, [as_text(screener)]).fetchone()
        if line is None:
            return None
        undone = [line["number"], _now()]
        connection.execute("INSERT INTO undone VALUES (?, ?)", undone)

    return lines_table([line]).assign(undone=True).to_dict("records")[0]


def read_log(store: str | Path) -> pd.DataFrame:
    """Read every line that was ever written, in the order of writing.

    Parameters
    ----------
    store
        The file of the decisions; one that is not there yet has no lines.

    Returns
    -------
    pd.DataFrame
        A row a line: `number`, `at` (UTC, by the clock of the machine), `screener`,
        `paper_id`, `decision` (include, exclude, maybe, or "" for a decision taken back
        or mere notes), `reason`, `note`, `tags` (list), `chosen`, `title` and `undone`
        (whether it was taken back).

    Raises
    ------
    ValueError, OSError
        As `decide`.
    """
    if not has_begun(store):
        return lines_table([])
    with open_store(store) as connection:
        return lines_table(connection.execute(f"{_SELECT} ORDER BY number").fetchall())


def current_decisions(
    store: str | Path, screener: str | None = None, paper_id: str | None = None
) -> pd.DataFrame:
    """Read what each screener's last decision on each paper is.

    Parameters
    ----------
    store
        The file of the decisions; one that is not there yet has none.
    screener
        Read the decisions of this one only.
    paper_id
        Read the decisions on this paper only. With a `screener`, that is a matter of
        one look into the index, however long the log is.

    Returns
    -------
    pd.DataFrame
        The columns of `read_log` without `undone`, a row for each paper of each
        screener, in the order of deciding: `number`, `at` (UTC), `screener`,
        `paper_id`, `decision`, `reason`, `note`, `tags` (list), `chosen` and `title`.
        A paper whose decision was taken back, or which has but a note or tags, has the
        decision "".

    Raises
    ------
    ValueError, OSError
        As `decide`.

    Examples
    --------
    >>> _ = litreview.screening.decide("current.sqlite", "a1", "include")
    >>> litreview.screening.current_decisions("current.sqlite")["decision"].tolist()
    ['include']
    """
    if not has_begun(store):
        return current_table([])
    with open_store(store) as connection:
        return current_table(select_current(connection, screener, paper_id))


def select_current(
    connection: sqlite3.Connection,
    screener: str | None = None,
    paper_id: str | None = None,
) -> list[sqlite3.Row]:
    """Select the lines that hold now; arguments as `current_decisions`."""
    if screener is not None and paper_id is not None:
        of = [as_text(screener), paper_id]
        return connection.execute(_LAST_ON_PAPER, of).fetchall()

    conditions, values = [f"NOT {_IS_UNDONE}"], []
    if screener is not None:
        conditions.append("screener = ?")
        values.append(as_text(screener))
    if paper_id is not None:
        conditions.append("paper_id = ?")
        values.append(paper_id)

    last = f"""
        SELECT max(number) FROM log WHERE {" AND ".join(conditions)}
        GROUP BY screener, paper_id
    """
    current = f"{_SELECT} WHERE number IN ({last}) ORDER BY number"
    return connection.execute(current, values).fetchall()


def lines_table(lines: Sequence[sqlite3.Row]) -> pd.DataFrame:
    """Make a table with `COLUMNS` of lines of the log."""
    table = pd.DataFrame(map(tuple, lines), columns=list(COLUMNS))
    at = pd.to_datetime(table["at"].astype("str"), utc=True, format="ISO8601")

    tags = []
    for text in table["tags"]:
        # Most lines have none; reading JSON would take half of the time.
        tags.append([] if text == "[]" else json.loads(text))

    return table.assign(at=at, tags=pd.Series(tags, dtype="object")).astype(COLUMNS)


def current_table(lines: Sequence[sqlite3.Row]) -> pd.DataFrame:
    """Make a table of lines that hold, none of which is undone."""
    return lines_table(lines).drop(columns="undone")


def as_text(value: object) -> str:
    """Write a value as text that any file can hold; "" where it is missing."""
    if pd.isna(value):
        return ""
    return SURROGATE.sub("\ufffd", str(value))


def has_begun(store: str | Path) -> bool:
    """Tell whether there is a store; an empty file is one to come."""
    file = Path(store)
    return file.exists() and (file.is_dir() or file.stat().st_size > 0)


@contextmanager
def open_store(store: str | Path, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a store in a transaction of its own, which ends on the disk or not at all.

    To `write`, the file is made where it is not there yet. Raises as `decide`.
    """
    file = Path(store).resolve()
    if file.is_dir():
        raise OSError(f"{file}: is a folder; name a file")
    if not file.parent.is_dir():
        raise OSError(f"{file}: there is no folder {file.parent}; make it first")

    try:
        with closing(_connected(file, write)) as connection:
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            _ensure_tables(connection, file)
            yield connection
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        done = "written" if write else "read"
        raise OSError(
            f"{file}: cannot be {done} ({error}); "
            "see that it is writable, and not held by another program or full"
        ) from None
    except sqlite3.DatabaseError as error:
        raise ValueError(
            f"{file}: is no file of decisions, or a damaged one ({error}); name another"
        ) from None


def _connected(file: Path, write: bool) -> sqlite3.Connection:
    # Not "ro" for reading: what a killed program left half written must be taken back
    # first.
    mode = "rwc" if write else "rw"
    address = f"{file.as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        # Write-ahead logging would need a second file, and does not work on network
        # drives.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS}")
    except BaseException:
        connection.close()
        raise
    return connection


def _ensure_tables(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables in a file without any.

    Raises ValueError where it holds those of another program.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    if application == 0 and tables == 0:
        for statement in _CREATE:
            connection.execute(statement)
    elif application != _APPLICATION:
        raise ValueError(
            f"{file}: is a database of another program; "
            "name another file for the decisions"
        )
    elif version > _VERSION:
        raise ValueError(
            f"{file}: was written by a newer litreview; "
            "update this one, or name another file"
        )


def _checked_line(line: dict) -> dict:
    """Check a line and make it of text.

    What stays as it was is None, or "" for `chosen` and `title`.
    """
    paper_id = line["paper_id"]
    decision = line["decision"]
    chosen = line.get("chosen", "")
    note = line.get("note")
    tags = line.get("tags")

    if not isinstance(paper_id, str) or not paper_id or SURROGATE.search(paper_id):
        raise ValueError(
            f"paper_id: {paper_id!r} names no paper; "
            "give the paper_id of the table of papers"
        )
    if decision not in (*SCREENING_DECISIONS, ""):
        raise ValueError(
            f"decision: {decision!r} is none of {', '.join(SCREENING_DECISIONS)}; "
            "or give '' to take a decision back"
        )
    if chosen not in (*CHOSEN, ""):
        raise ValueError(
            f"chosen: {chosen!r} is none of {', '.join(CHOSEN)}; or leave it out"
        )
    if isinstance(tags, str):
        raise ValueError(
            f"tags: {tags!r} is one text; give a list of tags, such as [{tags!r}]"
        )

    if note is not None:
        note = as_text(note)
    if tags is not None:
        tags = _tags_as_json(tags)
    return {
        "paper_id": str(paper_id),
        "decision": str(decision),
        "chosen": str(chosen),
        "reason": as_text(line.get("reason")),
        "title": as_text(line.get("title")),
        "note": note,
        "tags": tags,
    }


def _tags_as_json(tags: Sequence[str]) -> str:
    texts = [as_text(tag) for tag in tags]
    each_once = dict.fromkeys(text for text in texts if text)
    return json.dumps(list(each_once), ensure_ascii=False)


def _append(connection: sqlite3.Connection, line: dict) -> int:
    """Write a line; what it leaves open is taken from the one that held so far."""
    of = [line["screener"], line["paper_id"]]
    before = connection.execute(_LAST_ON_PAPER, of).fetchone()
    if before is None:
        before = {"note": "", "tags": "[]", "chosen": "", "title": ""}

    whole = line | {"at": _now()}
    for name in ("note", "tags"):
        if line[name] is None:
            whole[name] = before[name]
    for name in ("chosen", "title"):
        if not line[name]:
            whole[name] = before[name]
    return connection.execute(_INSERT, whole).lastrowid


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
