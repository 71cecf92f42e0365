"""Several reviews run side by side, each in a process of its own."""

import contextlib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

PAUSE = 5.0  # seconds between two lines of the progress of a review
PATIENCE = 20.0  # seconds that a review has to clear up when it is stopped


class Outcome(NamedTuple):
    """What became of a review: its name, its exit status, and the path of its page."""

    review: str
    status: int
    page: str


def run_several(
    files: Sequence[str | Path],
    settings: Sequence[str] = (),
    reports: str | Path = "reports",
    until: str | None = None,
    fresh: bool = False,
    jobs: int = 1,
    show: Callable[[str], object] | None = None,
) -> Iterator[Outcome]:
    """Run several reviews, each in a process of its own.

    One that fails does not keep the others from running. Whatever ends this early, such
    as Ctrl-C, ends them all.

    Parameters
    ----------
    files
        The params files.
    settings, reports, until, fresh
        As for `run`, for each of them.
    jobs
        How many run at the same time.
    show
        Is called with each line that a review writes on standard error, with its name
        before it; without it they are written on standard error.

    Yields
    ------
    Outcome
        `review`, `status` (as of the command line) and `page` (its path, or "") of
        each, as it is done.

    Raises
    ------
    ValueError
        If two reviews have the same name, or `jobs` is less than 1.

    Examples
    --------
    >>> files = ["params/mine.yml", "params/sample.yml"]
    >>> list(litreview.report.run_several(files, jobs=2))  # doctest: +SKIP
    """
    if jobs < 1:
        raise ValueError(
            f"--jobs {jobs}: is how many reviews run at the same time; 1 or more "
            "would do"
        )
    _refuse_equal_names(files)

    options = ["--reports", str(reports)]
    for setting in settings:
        options += ["--set", setting]
    if until is not None:
        options += ["--until", until]
    if fresh:
        options += ["--fresh"]

    return _run_processes(list(files), options, jobs, show or _write_line)


def _refuse_equal_names(files: Sequence[str | Path]) -> None:
    names = Counter(Path(file).stem for file in files)
    name, count = names.most_common(1)[0]
    if count == 1:
        return

    same = [str(file) for file in files if Path(file).stem == name]
    raise ValueError(
        f"{' and '.join(same)}: {count} reviews are called {name!r} and would write "
        "the same report; name it once, or rename a file"
    )


def _run_processes(
    waiting: list[str | Path],
    options: list[str],
    jobs: int,
    show: Callable[[str], object],
) -> Iterator[Outcome]:
    running: dict[str, subprocess.Popen] = {}
    readers: dict[str, threading.Thread] = {}

    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                file = waiting.pop(0)
                review = Path(file).stem
                running[review] = _start(file, options)
                readers[review] = _relay_lines(running[review].stderr, review, show)

            done = [
                review
                for review, process in running.items()
                if process.poll() is not None
            ]
            for review in done:
                # What it wrote last comes before its outcome.
                readers.pop(review).join(PAUSE)
                yield _outcome(review, running.pop(review))

            time.sleep(0.05)
    finally:
        _stop(running.values())


def _start(file: str | Path, options: list[str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "litreview", "run", *options, "--", str(file)]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C reaches us alone, and we stop each of them once.
        start_new_session=True,
    )


def _relay_lines(
    stream: IO[str], review: str, show: Callable[[str], object]
) -> threading.Thread:
    """Show the lines of a review as they come, with its name before each."""
    stream.reconfigure(newline="")
    reader = threading.Thread(
        target=_read_lines, args=(stream, review, show), daemon=True
    )
    reader.start()
    return reader


def _read_lines(stream: IO[str], review: str, show: Callable[[str], object]) -> None:
    due = 0.0
    for line in stream:
        # A bar of progress is drawn over itself, many times a second.
        is_passing = line.endswith("\r")
        if not line.strip() or (is_passing and time.monotonic() < due):
            continue

        show(f"{review}: {line.strip()}")
        due = time.monotonic() + PAUSE


def _outcome(review: str, process: subprocess.Popen) -> Outcome:
    page = process.stdout.read().strip()
    status = process.returncode
    if status < 0:  # ended by a signal, as a shell counts it
        status = 128 - status

    return Outcome(review, status, page)


def _stop(processes: Sequence[subprocess.Popen]) -> None:
    processes = list(processes)
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()

    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _write_line(line: str) -> None:
    sys.stderr.write(f"{line}\n")
