"""How far long work is: shown where its reader looks, and gone when it is done.

In JupyterLab a display shows it, in a terminal a line on standard error that is drawn
over itself. Elsewhere a line is written now and then. In a kernel of `litreview run`
it goes to a file, which the run reads and shows.

A thread draws, so that the work only counts, and long steps do not look like the end.
What goes wrong in showing never stops the work.
"""

import contextlib
import contextvars
import html
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")

FILE = "LITREVIEW_PROGRESS"  # of the environment: the file that a run reads
SIGN = 1.0  # seconds after which work is long enough to be shown
PAUSE = 0.25  # seconds between two looks at it
GAP = 0.5  # seconds up to which work outside a notebook that goes on is the same
LINES = 10.0  # seconds between two lines in a log
PATIENCE = 5.0  # seconds before the first line in the log of a command
MOST_OF_STEP = 0.9  # that is shown as done of a step that is under way
FEW = 20  # steps up to which they are counted; more are a share
BAR = "width: 14em; height: 0.8em; vertical-align: middle"


class Row(NamedTuple):
    """A stage as it is shown."""

    name: str
    done: float
    total: float | None
    seconds: float  # since it began
    left: float | None  # seconds, where they can be told


class Stage:
    """Work that is going on."""

    def __init__(self, name: str, total: float | None, file: str | Path | None):
        self.name = name
        self.total = total
        self.file = file
        self.done = 0.0
        self.began = self.stepped = time.perf_counter()

    def step(self, count: float = 1) -> None:
        """Count what is done."""
        self.done += count
        self.stepped = time.perf_counter()

    def row(self) -> Row:
        """Say how far it is."""
        now = time.perf_counter()
        seconds = now - self.began
        if not self.total:
            return Row(self.name, 0.0, None, seconds, None)

        total = float(self.total)
        done = min(float(self.done), total)
        if done == 0:
            return Row(self.name, done, total, seconds, None)

        # A step is thought to take as long as those before it.
        pace = (self.stepped - self.began) / done
        since = now - self.stepped
        under_way = min(since / max(pace, 1e-9), MOST_OF_STEP)
        left = pace * (total - done) - since
        done = min(done + under_way, total)
        if left <= 0:  # and this one takes longer
            return Row(self.name, done, total, seconds, None)
        return Row(self.name, done, total, seconds, left)


_lock = threading.RLock()
_stages: list[Stage] = []  # that are open; the innermost is the last
_place = None  # where they are shown
_cell = ""  # in which they began
_began = _ended = 0.0  # when the work that they are part of began; when one ended
_stop = threading.Event()  # of the thread that draws


@contextlib.contextmanager
def stage(
    name: str, total: float | None = None, file: str | Path | None = None
) -> Iterator[Callable[..., None]]:
    """Show work while it goes on, inside the stage in which it is done.

    What ends within a second is not shown.

    Parameters
    ----------
    name
        What is done, in words.
    total
        How many steps it takes, where that is known.
    file
        The file to which another process, whose LITREVIEW_PROGRESS names it, writes how
        far it is; its stages show inside this one.

    Yields
    ------
    A function to call after each step, with the number of steps where it is not 1.

    Examples
    --------
    >>> with litreview.progress.stage("Reading files", total=2) as step:
    ...     step()
    ...     step()
    """
    opened = Stage(name, total, file)
    _open(opened)
    try:
        yield opened.step
    finally:
        _close(opened)


def steps(
    items: Iterable[Item], name: str, total: float | None = None
) -> Iterator[Item]:
    """Go through items and show how far it is.

    Parameters
    ----------
    items
        What to go through.
    name
        What is done, in words.
    total
        How many there are, where they do not know it themselves.

    Yields
    ------
    The items.

    Examples
    --------
    >>> sum(litreview.progress.steps([1, 2, 3], "Adding numbers"))
    6
    """
    if total is None and hasattr(items, "__len__"):
        total = len(items)

    with stage(name, total) as step:
        for item in items:
            yield item
            step()


def describe_rows(rows: list[Row]) -> str:
    """Say in a line how far work is."""
    parts = []
    for row in rows:
        parts.append(f"{row.name} {_share(row)}".strip())

    return " · ".join([*parts, _time(rows[-1])])


def _open(opened: Stage) -> None:
    global _place, _cell, _began, _stop

    with _lock:
        _stages.append(opened)
        if len(_stages) > 1:
            return

        cell = _find_cell()
        is_further = bool(cell) or opened.began - _ended < GAP
        if cell != _cell or not is_further:
            _place, _cell, _began = None, cell, opened.began

        _stop = threading.Event()
        context = contextvars.copy_context()  # it names the cell to which displays go
        arguments = (context, _stop)
        with contextlib.suppress(RuntimeError):  # there are too many threads
            threading.Thread(target=_draw_often, args=arguments, daemon=True).start()


def _close(closed: Stage) -> None:
    global _ended

    with _lock:
        _stages.remove(closed)
        if _stages:
            return

        _ended = time.perf_counter()
        _stop.set()
        if _place is not None:
            with contextlib.suppress(Exception):
                _place.clear()


def _draw_often(context: contextvars.Context, stop: threading.Event) -> None:
    while not stop.wait(PAUSE):
        try:
            context.run(_draw, stop)
        except Exception:  # nobody would look at it
            return


def _draw(stop: threading.Event) -> None:
    global _place

    with _lock:
        long = time.perf_counter() - _began >= SIGN
        if stop.is_set() or not long:
            return

        rows = _list_rows()
        if _place is None:
            _place = _find_place()
        _place.show(rows)


def _list_rows() -> list[Row]:
    rows: list[Row] = []
    for opened in _stages:
        further = [opened.row()]
        if opened.file is not None:
            further += _read_rows(opened.file)
        for row in further:
            # One that loads tools may load others in turn.
            if not rows or row.name != rows[-1].name:
                rows.append(row)

    return rows


# ---- Where it is shown


class Display:
    """A display of a notebook, which is empty when nothing is going on."""

    def __init__(self):
        self.handle = None
        self.content: dict[str, str] = {}

    def show(self, rows: list[Row]) -> None:
        """Draw it anew where anything changed."""
        from IPython.display import DisplayHandle

        content = {"text/html": write_html(rows), "text/plain": describe_rows(rows)}
        if content == self.content:
            return

        self.content = content
        if self.handle is None:
            self.handle = DisplayHandle()
            self.handle.display(content, raw=True)
        else:
            self.handle.update(content, raw=True)

    def clear(self) -> None:
        """Empty it; it stays where it is, for what comes next in the same cell."""
        if self.content:
            self.content = {}
            self.handle.update({"text/html": "", "text/plain": ""}, raw=True)


class Line:
    """A line of a terminal, which is drawn over itself."""

    def __init__(self):
        self.text = ""

    def show(self, rows: list[Row]) -> None:
        """Draw it where anything changed."""
        width = shutil.get_terminal_size().columns - 1
        text = describe_rows(rows)
        if len(text) > width:
            text = "…" + text[1 - width :]  # the end says how far it is
        if text != self.text:
            self._write(f"\r{text:<{len(self.text)}}")
            self.text = text

    def clear(self) -> None:
        """Wipe it out."""
        blank = " " * len(self.text)
        if blank:
            self.text = ""
            self._write(f"\r{blank}\r")

    def _write(self, text: str) -> None:
        encoding = sys.stderr.encoding or "ascii"
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()


class Lines:
    """Lines of a log, now and then."""

    def __init__(self, write: Callable[[str], object], patience: float):
        self.write = write
        self.due = _began + patience

    def show(self, rows: list[Row]) -> None:
        """Write a line where one is due."""
        now = time.perf_counter()
        if now >= self.due:
            self.due = now + LINES
            self.write(f"{describe_rows(rows)}\n")

    def clear(self) -> None:
        """Leave what is written."""


class File:
    """A file, for the process that started this one."""

    def __init__(self, path: str):
        self.path = path
        self.text = ""

    def show(self, rows: list[Row]) -> None:
        """Write it anew, as a whole."""
        text = json.dumps(rows)
        if text != self.text:
            self.text = text
            part = Path(f"{self.path}.part")
            part.write_text(text, encoding="utf-8")
            part.replace(self.path)

    def clear(self) -> None:
        """Remove it."""
        self.text = ""
        Path(self.path).unlink(missing_ok=True)


def write_html(rows: list[Row]) -> str:
    """Write rows below each other, each further to the right, the steps with a bar."""
    lines = []
    for depth, row in enumerate(rows):
        texts = [row.name, _share(row)]
        if row is rows[-1]:
            texts.append(_time(row))
        text = html.escape(" · ".join(filter(None, texts)))

        bar = ""
        if row.total:
            share = row.done / row.total
            label = html.escape(row.name)
            bar = f' <progress value="{share:.2f}" aria-label="{label}" style="{BAR}">'
            bar += "</progress>"
        lines.append(f'<div style="margin-left: {depth}em">{text}{bar}</div>')

    return "".join(lines)


def _find_place() -> Display | Line | Lines | File:
    path = os.environ.get(FILE)
    if path:
        return File(path)

    if _find_kernel() is None:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            return Line()
        return Lines(sys.stderr.write, PATIENCE)

    if "cellId" in _request().get("metadata", {}):
        return Display()

    # Nobody sits before it: papermill or nbconvert runs the notebook, which would keep
    # what it is shown, and papermill logs no display that changes. The kernel's real
    # standard error is theirs.
    return Lines(_write_behind, SIGN)


def _write_behind(line: str) -> None:
    """Write on the standard error with which the kernel was started."""
    try:
        real = sys.stderr.fileno()
    except OSError:  # where the kernel does not catch what is written there
        real = sys.__stderr__.fileno()
    if os.isatty(real):
        width = os.get_terminal_size(real).columns - 1
        line = f"\r{line.strip():<{width}}\n"  # over the bar of papermill
    os.write(real, line.encode())


def _find_cell() -> str:
    """Name the run of the cell that asks for work; "" outside a notebook."""
    try:
        return _request()["header"]["msg_id"]
    except Exception:
        return ""


def _request() -> dict:
    """Give the message by which a notebook asked for work.

    JupyterLab and VS Code say which cell it is; papermill and nbconvert do not.
    """
    kernel = _find_kernel()
    if kernel is None:
        return {}
    return kernel.get_parent("shell")


def _find_kernel():
    """Find the kernel of the notebook in which this runs; None where there is none."""
    if "ipykernel" not in sys.modules:
        return None

    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None)


def _read_rows(file: str | Path) -> list[Row]:
    """Read what another process wrote; nothing where it has nothing to say."""
    try:
        rows = json.loads(Path(file).read_text(encoding="utf-8"))
        return [Row(*row) for row in rows]
    except (OSError, ValueError, TypeError):
        return []


# ---- In words


def _share(row: Row) -> str:
    if row.total is None:
        return ""
    if row.total <= FEW:
        return f"{int(row.done)} of {int(row.total)}"

    # Rounded down: 100 % is when it is done.
    return f"{int(100 * row.done / row.total)} %"


def _time(row: Row) -> str:
    if row.left is not None:
        return f"{_duration(row.left)} left"

    # To the second, so that it is seen to go on.
    minutes, seconds = divmod(int(row.seconds), 60)
    if minutes:
        return f"{minutes} min {seconds} s so far"
    return f"{seconds} s so far"


def _duration(seconds: float) -> str:
    if seconds < 59.5:
        return f"{max(1, round(seconds))} s"
    if seconds < 3570:
        return f"{round(seconds / 60)} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min"
