"""The decisions of a screening, kept line by line in one SQLite file: nothing written there is ever altered or lost."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from litreview.text import SURROGATE

DECISIONS = ("include", "exclude", "maybe")
CHOSEN = ("ranked", "random", "searched", "imported")
COLUMNS = {
    "number": "int64",
    "at": "datetime64[us, UTC]",
    "screener": "str",
    "paper_id": "str",
    "decision": "str",
}
COLUMNS |= {
    "reason": "str",
    "note": "str",
    "tags": "object",
    "chosen": "str",
    "title": "str",
    "undone": "bool",
}
_OURS, _VERSION, _WAIT = (
    int.from_bytes(b"LRvw"),
    1,
    30,
)  # what marks the file as ours; seconds for another program
_SYNCHRONOUS = "EXTRA"  # also where the power fails; tests that need no power failure are faster without
_WRITTEN = list(COLUMNS)[1:-1]
_KEPT = "BEGIN SELECT RAISE(ABORT, 'lines are only added'); END"
_CREATE = [
    f"CREATE TABLE log (number INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT NOT NULL' for name in _WRITTEN)})",
    "CREATE INDEX log_of ON log (screener, paper_id)",
    "CREATE TABLE undone (number INTEGER PRIMARY KEY REFERENCES log, at TEXT NOT NULL)",
    f"CREATE TRIGGER log_kept BEFORE UPDATE ON log {_KEPT}",
    f"CREATE TRIGGER log_whole BEFORE DELETE ON log {_KEPT}",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {_VERSION}",
]
_LOG = f"SELECT number, {', '.join(_WRITTEN)}, number IN (SELECT number FROM undone) AS undone FROM log"
_LAST = f"{_LOG} WHERE screener = ? AND NOT undone"


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
    """Append a decision to the store and return the number of its line, which is then on the disk.

    `decision` is include, exclude or maybe; "" takes the decision back. A `note` and `tags` that are not given stay as
    they were ("" and () take them away), and so do `chosen` (how the paper came up: ranked, random, searched, imported)
    and `title`. The file is made where it is not there yet. Text is kept as it is; half a character (a lone surrogate),
    which no file can hold, becomes U+FFFD. Raises ValueError for another decision or way of choosing, for no
    `paper_id`, and for a file that is no store; OSError where it cannot be written.
    """
    line = {
        "paper_id": paper_id,
        "decision": decision,
        "reason": reason,
        "note": note,
        "tags": tags,
    }
    return decide_all(store, [line | {"chosen": chosen, "title": title}], screener)[0]


def decide_all(
    store: str | Path, lines: Sequence[dict], screener: str = ""
) -> list[int]:
    """Append many decisions of a screener, all of them or none, and return the numbers of their lines.

    Each line has `paper_id` and `decision`, and may have the other arguments of `decide`, whose errors are raised.
    """
    checked = [_checked(line) | {"screener": _text(screener)} for line in lines]
    with _opened(store, create=True) as connection:
        return [_append(connection, line) for line in checked]


def undo(store: str | Path, screener: str = "") -> dict | None:
    """Take back the last line of the screener that is not taken back yet, and return it; None where there is none.

    The line stays in the log, marked as undone; the decision before it on that paper holds again. Errors as `decide`.
    """
    if not _begun(store):
        return None
    with _opened(store, create=True) as connection:
        line = connection.execute(
            f"{_LAST} ORDER BY number DESC LIMIT 1", [_text(screener)]
        ).fetchone()
        if line:
            connection.execute(
                "INSERT INTO undone VALUES (?, ?)", [line["number"], _now()]
            )
    return _table([line]).assign(undone=True).to_dict("records")[0] if line else None


def read_log(store: str | Path) -> pd.DataFrame:
    """Read every line ever written, `COLUMNS`, in the order of writing; a store that is not there yet has none.

    `at` is the time in UTC by the clock of the machine, `tags` a list. Errors as `decide`.
    """
    if not _begun(store):
        return _table([])
    with _opened(store) as connection:
        return _table(connection.execute(f"{_LOG} ORDER BY number").fetchall())


def current_decisions(store: str | Path, screener: str | None = None) -> pd.DataFrame:
    """Read what holds now: the last line of each screener on each paper that is not undone, in the order of deciding.

    Only those of one `screener` where named. Has the columns of `log` but `undone`. A paper whose decision was taken
    back, or which has but a note or tags, has the decision "".
    """
    lines = read_log(store)
    lines = lines[
        ~lines["undone"]
        & (True if screener is None else lines["screener"] == _text(screener))
    ]
    return lines.drop_duplicates(
        ["screener", "paper_id"], keep="last", ignore_index=True
    ).drop(columns="undone")


def _begun(store: str | Path) -> bool:
    return Path(store).exists() and (
        Path(store).is_dir() or Path(store).stat().st_size > 0
    )


def _checked(line: dict) -> dict:
    paper, decision, chosen = line["paper_id"], line["decision"], line.get("chosen", "")
    if not isinstance(paper, str) or not paper or SURROGATE.search(paper):
        raise ValueError(
            f"paper_id: {paper!r} names no paper; give the paper_id of the table of papers"
        )
    if decision not in (*DECISIONS, ""):
        said = f"decision: {decision!r} is none of {', '.join(DECISIONS)}"
        raise ValueError(f"{said}; or give '' to take a decision back")
    if chosen not in (*CHOSEN, ""):
        raise ValueError(
            f"chosen: {chosen!r} is none of {', '.join(CHOSEN)}; or leave it out"
        )
    if isinstance(line.get("tags"), str):
        raise ValueError(
            f"tags: {line['tags']!r} is one text; give a list of tags, such as [{line['tags']!r}]"
        )
    texts = {name: _text(line.get(name)) for name in ("reason", "title")}
    note, tags = (line.get(name) for name in ("note", "tags"))
    texts |= {
        "note": None if note is None else _text(note),
        "tags": None if tags is None else _tags(tags),
    }
    return texts | {
        "paper_id": str(paper),
        "decision": str(decision),
        "chosen": str(chosen),
    }


def _text(value: object) -> str:
    return "" if pd.isna(value) else SURROGATE.sub("\ufffd", str(value))


def _tags(tags: Sequence[str]) -> str:
    return json.dumps(
        list(dict.fromkeys(filter(None, map(_text, tags)))), ensure_ascii=False
    )


def _append(connection: sqlite3.Connection, line: dict) -> int:
    """Write a line, complete by itself: what it does not say is taken from the one that held so far."""
    of = [line["screener"], line["paper_id"]]
    before = connection.execute(
        f"{_LAST} AND paper_id = ? ORDER BY number DESC LIMIT 1", of
    ).fetchone()
    before = (
        dict(before)
        if before
        else {"note": "", "tags": "[]", "chosen": "", "title": ""}
    )
    kept = {name: before[name] for name in ("note", "tags") if line[name] is None}
    kept |= {name: before[name] for name in ("chosen", "title") if not line[name]}
    row = line | kept | {"at": _now()}
    marks = ", ".join(f":{name}" for name in _WRITTEN)
    return connection.execute(
        f"INSERT INTO log ({', '.join(_WRITTEN)}) VALUES ({marks})", row
    ).lastrowid


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _table(lines: list) -> pd.DataFrame:
    table = pd.DataFrame(map(tuple, lines), columns=list(COLUMNS))
    at = pd.to_datetime(table["at"].astype("str"), utc=True, format="ISO8601")
    tags = pd.Series(
        [[] if text == "[]" else json.loads(text) for text in table["tags"]],
        dtype="object",
    )
    return table.assign(at=at, tags=tags).astype(COLUMNS)


@contextmanager
def _opened(store: str | Path, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a store in a transaction of its own, which ends on the disk or not at all; with `create`, to write."""
    file = Path(store).resolve()
    if not file.parent.is_dir() or file.is_dir():
        why = (
            f"there is no folder {file.parent}; make it first"
            if not file.is_dir()
            else "is a folder; name a file"
        )
        raise OSError(f"{file}: {why}")
    try:
        # Not "ro" for reading: what a killed program left half written must be taken back first.
        address = f"{file.as_uri()}?mode={'rwc' if create else 'rw'}"
        with closing(
            sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
        ) as connection:
            connection.row_factory = sqlite3.Row
            # No second file beside it, which write-ahead logging needs; and it does not work on network drives.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS}")
            connection.execute("BEGIN IMMEDIATE" if create else "BEGIN")
            _made(connection, file)
            yield connection
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        why = f"{file}: cannot be {'written' if create else 'read'} ({error})"
        raise OSError(
            f"{why}; see that it is writable, and not held by another program or full"
        ) from None
    except sqlite3.DatabaseError as error:
        raise ValueError(
            f"{file}: is no file of decisions, or a damaged one ({error}); name another"
        ) from None


def _made(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables in a file without any. Raises ValueError where it holds those of another program."""
    ours, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    )
    if (
        ours == 0
        and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ):
        for statement in _CREATE:
            connection.execute(statement)
    elif ours != _OURS:
        raise ValueError(
            f"{file}: is a database of another program; name another file for the decisions"
        )
    elif version > _VERSION:
        raise ValueError(
            f"{file}: was written by a newer litreview; update this one, or name another file"
        )
