"""What one screener has decided, kept in memory and followed while the store grows."""

import sqlite3
from pathlib import Path

import pandas as pd

from litreview.screening import _decisions

# So many papers are looked up one by one; where more have changed, all is read anew.
MOST_LOOKED_UP = 500
NO_LINE = (0, "")  # number and time of the last line of an empty store


class FollowedDecisions:
    """The current decisions of a screener, read once, then only where they changed.

    A key press must not read the log, which grows with every one of them. What has
    changed, here or in another kernel, is told by the number of the last line and by
    how many lines are undone; the papers of the new lines, and of those newly undone,
    are then looked up by the index.
    """

    def __init__(self, store: str | Path, screener: str) -> None:
        self.store = store
        self.screener = _decisions.as_text(screener)
        self.table = _decisions.current_table([])
        self._last = NO_LINE
        self._undone = set()
        self.refresh()

    def refresh(self) -> None:
        """Bring `table` up to date with the store."""
        if not _decisions.has_begun(self.store):
            self.table = _decisions.current_table([])
            self._last = NO_LINE
            self._undone = set()
            return

        with _decisions.open_store(self.store) as connection:
            is_another = not self._is_continued(connection)
            if is_another:
                self._undone = set()
            last = _last_line(connection)
            undone = self._read_undone(connection)

            if is_another:
                self._read_all(connection)
            elif last != self._last or undone != self._undone:
                self._read_changes(connection, undone)
            self._last = last
            self._undone = undone

    def find(self, paper_id: str) -> dict:
        """Give the row of a paper.

        At least `decision`, `reason`, `note` and `tags`, empty where there is none.
        """
        is_paper = self.table["paper_id"] == paper_id
        for row in self.table[is_paper].to_dict("records"):
            return row
        return dict(_decisions.NOTHING_DECIDED)

    def _is_continued(self, connection: sqlite3.Connection) -> bool:
        """Tell whether the store is still the one that was read."""
        number, at = self._last
        query = "SELECT at FROM log WHERE number = ?"
        found = connection.execute(query, [number]).fetchone()
        return found is not None and found["at"] == at

    def _read_undone(self, connection: sqlite3.Connection) -> set[int]:
        """Read which lines are undone, where there are more, or fewer, than before."""
        count = connection.execute("SELECT count(*) FROM undone").fetchone()[0]
        if count == len(self._undone):
            return self._undone
        return {
            row["number"] for row in connection.execute("SELECT number FROM undone")
        }

    def _read_all(self, connection: sqlite3.Connection) -> None:
        lines = _decisions.select_current(connection, self.screener)
        self.table = _decisions.current_table(lines)

    def _read_changes(self, connection: sqlite3.Connection, undone: set[int]) -> None:
        changed = self._changed_papers(connection, undone)
        if len(changed) > MOST_LOOKED_UP:
            self._read_all(connection)
            return

        lines = []
        for paper_id in changed:
            lines += _decisions.select_current(connection, self.screener, paper_id)
        is_changed = self.table["paper_id"].isin(changed)
        new = _decisions.current_table(lines)
        table = pd.concat([self.table[~is_changed], new])
        if not table["number"].is_monotonic_increasing:
            table = table.sort_values("number")
        self.table = table.reset_index(drop=True)

    def _changed_papers(
        self, connection: sqlite3.Connection, undone: set[int]
    ) -> list[str]:
        """List the screener's papers with a new line, or one newly undone."""
        number, _ = self._last
        query = "SELECT screener, paper_id FROM log WHERE number > ?"
        lines = connection.execute(query, [number]).fetchall()

        query = "SELECT screener, paper_id FROM log WHERE number = ?"
        for number in undone ^ self._undone:
            lines += connection.execute(query, [number]).fetchall()

        changed = {}
        for line in lines:
            if line["screener"] == self.screener:
                changed[line["paper_id"]] = True
        return list(changed)


def _last_line(connection: sqlite3.Connection) -> tuple[int, str]:
    """Give number and time of the last line, which tell one store from another."""
    query = "SELECT number, at FROM log ORDER BY number DESC LIMIT 1"
    line = connection.execute(query).fetchone()
    if line is None:
        return NO_LINE
    return line["number"], line["at"]
