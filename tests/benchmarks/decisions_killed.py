"""Kill a screening at random moments, and count what it had confirmed and is lost: a Markdown table.

    python tests/benchmarks/decisions_killed.py [TIMES] [FOLDER]

One process screens as fast as it can, and prints the number of each line only after `decide` has returned it; it is
killed (SIGKILL) at a random moment, 200 times on one store; then 50 times while another process goes on writing
into the same store; then 50 times while it makes a new store. Last, the seconds of a decision in a screening that is
left alone.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from litreview import tables
from litreview.screening import _decisions as decisions


def kill(
    store: Path, times: int, seed: int, longest: float = 0.5, anew: bool = False
) -> pd.DataFrame:
    """Screen and kill, again and again: a row a kill, with what was confirmed, lost, and how the store was after it.

    Three of four kills come up to `longest` seconds after the first decision that was confirmed, one before it may be;
    with `anew`, each has a store of its own, which the process has to make first.
    """
    moments, rows = random.Random(seed), []
    for turn in range(times):
        file = store.with_name(f"{turn}-{store.name}") if anew else store
        confirmed = _killed(
            file,
            moments.uniform(0, longest),
            f"Ann {turn}",
            at_once=moments.random() < 0.25,
        )
        journal = Path(f"{file}-journal").exists()
        start = time.perf_counter()
        mine = decisions.current_decisions(file, f"Ann {turn}")
        seconds = time.perf_counter() - start
        there = dict(zip(mine["number"], mine["paper_id"], strict=True))
        lost = sum(there.get(number) != paper for number, paper in confirmed)
        row = {
            "confirmed": len(confirmed),
            "lost": lost,
            "unconfirmed": len(mine) - len(confirmed) + lost,
        }
        decisions.decide(
            file, "after", "maybe", screener="after"
        )  # the next program can go on at once
        rows.append(
            row
            | {"journal": journal, "integrity": _integrity(file), "seconds": seconds}
        )
    return pd.DataFrame(rows)


def _killed(
    store: Path, after: float, screener: str, at_once: bool
) -> list[tuple[int, str]]:
    """Start a screening, kill it after so many seconds, and return what it confirmed."""
    reading, writing = os.pipe()
    # Forked from a process that has imported everything, so that the screening is killed and not its start.
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            _screen(store, screener, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        first = "" if at_once else pipe.readline()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [line.split() for line in [first, *pipe] if line.endswith("\n")]
    return [(int(number), paper) for number, paper in lines]


def _screen(store: Path, screener: str, writing: int) -> None:
    n = 0
    while True:
        n += 1
        number = decisions.decide(
            store,
            f"p{n}",
            tables.SCREENING_DECISIONS[n % 3],
            screener=screener,
            note="why " * 50,
        )
        os.write(writing, f"{number} p{n}\n".encode())


def _integrity(store: Path) -> str:
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


def both(store: Path, times: int, seed: int) -> pd.DataFrame:
    """Kill one of two processes again and again, while the other screens on and is checked at the end."""
    code = f"import sys; sys.path[:0] = {sys.path!r}; import decisions_killed as d; d._on({str(store)!r})"
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    rows = kill(store, times, seed)
    other.send_signal(signal.SIGTERM)
    confirmed = [*map(int, other.communicate()[0].split("\n")[:-1])]
    lost = set(confirmed) - set(decisions.current_decisions(store, "other")["number"])
    last = {
        "confirmed": len(confirmed),
        "lost": len(lost),
        "integrity": _integrity(store),
    }
    return pd.concat([rows, pd.DataFrame([last])], ignore_index=True)


def _on(store: str) -> None:
    n = 0
    while True:
        n += 1
        print(decisions.decide(store, f"p{n}", "maybe", screener="other"), flush=True)


def timed(store: Path, times: int) -> np.ndarray:
    """Measure the seconds of each of so many decisions."""
    seconds = []
    for n in range(times):
        start = time.perf_counter()
        decisions.decide(
            store,
            f"p{n}",
            "include",
            screener="timed",
            title="A title of usual length",
            note="a note",
        )
        seconds.append(time.perf_counter() - start)
    return np.array(seconds)


def main(times: int = 200, folder: str = "") -> None:
    with tempfile.TemporaryDirectory(dir=folder or None) as place:
        alone, pair = (
            kill(Path(place) / "one.sqlite", times, 0),
            both(Path(place) / "two.sqlite", times // 4, 1),
        )
        new = kill(Path(place) / "new.sqlite", times // 4, 2, 0.05, anew=True)
        print(
            "| | kills | confirmed | lost | written, not confirmed | transactions broken off | integrity |"
        )
        print("|---|--:|--:|--:|--:|--:|---|")
        measured = [
            ("one process, one store", alone, len(alone)),
            ("one of two at once", pair, len(pair) - 1),
        ]
        for name, rows, kills in [*measured, ("a new store each time", new, len(new))]:
            integrity = ", ".join(sorted(set(rows["integrity"])))
            counts = (
                int(rows[column].sum())
                for column in ("confirmed", "lost", "unconfirmed", "journal")
            )
            print(
                f"| {name} | {kills} | {' | '.join(f'{n:,}' for n in counts)} | {integrity} |"
            )
        seconds, sizes = timed(Path(place) / "timed.sqlite", 300), {}
        for n in (1000, 10_000):
            decisions.decide_all(
                Path(place) / f"{n}.sqlite",
                [{"paper_id": f"p{i}", "decision": "maybe"} for i in range(n)],
            )
            start = time.perf_counter()
            decisions.current_decisions(Path(place) / f"{n}.sqlite")
            sizes[n] = time.perf_counter() - start
        later = timed(Path(place) / "10000.sqlite", 100)
        print("\n| | median ms | worst ms |\n|---|--:|--:|")
        for name, ms in (
            ("a decision, 300 of them", seconds),
            ("one more beside 10,000", later),
        ):
            print(f"| {name} | {1000 * np.median(ms):.1f} | {1000 * ms.max():.1f} |")
        again = alone["seconds"].to_numpy()
        print(
            f"| opening after a kill | {1000 * np.median(again):.1f} | {1000 * again.max():.1f} |"
        )
        for n, took in sizes.items():
            print(f"| `current` of {n:,} decisions | {1000 * took:.1f} | |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, *sys.argv[2:3])
