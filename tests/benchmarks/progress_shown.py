"""Time the signs of progress in the cells of the notebooks: python tests/benchmarks/progress_shown.py PATH...

PATH are dumps, of some nine thousand papers or more. Each cell of papers, topics and trends is run as JupyterLab would
run it, twice: with progress, and with nothing shown. Prints a line for each cell that takes a second: how long it took,
when it gave its first sign, and the longest silence (from its start, between two signs, or until its end). Then whether
the tables are the same, and the seconds of both.
"""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import NamedTuple

import nbformat
import pandas as pd
from jupyter_client import BlockingKernelClient, KernelManager

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ("papers", "topics", "trends")
SLOW = 1.0  # seconds from which a cell is listed
MUTE = "import litreview.progress; litreview.progress.SIGN = float('inf')"


class Cell(NamedTuple):
    """A cell that was run: where it stands, how long it took, and when it gave signs."""

    notebook: str
    source: str
    seconds: float
    signs: list[float]

    @property
    def first_sign(self) -> float:
        return self.signs[0] if self.signs else float("nan")

    @property
    def silence(self) -> float:
        moments = [0.0, *self.signs, self.seconds]
        return max(
            later - moment for moment, later in zip(moments, moments[1:], strict=False)
        )


@contextlib.contextmanager
def kernel(folder: Path) -> Iterator[BlockingKernelClient]:
    manager = KernelManager(kernel_name="python3")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    manager.start_kernel(cwd=str(folder), env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_cell(client: BlockingKernelClient, notebook: str, source: str) -> Cell:
    """Run a cell, as JupyterLab asks for it, and note when its displays change."""
    content = {
        "code": source,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": True,
    }
    request = client.session.msg("execute_request", content)
    request["metadata"] = {"cellId": "benchmark"}
    started = time.perf_counter()
    client.shell_channel.send(request)

    signs = []
    shown = set()
    while True:
        try:
            message = client.iopub_channel.get_msg(timeout=1200)
        except Empty:
            raise SystemExit(f"no answer: {source}") from None
        if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
            continue

        now = time.perf_counter() - started
        kind, said = message["msg_type"], message["content"]
        if kind == "error":
            raise SystemExit("\n".join(said["traceback"]))
        if kind == "status" and said["execution_state"] == "idle":
            return Cell(notebook, source, now, signs)

        identity = said.get("transient", {}).get("display_id")
        if identity and (kind == "display_data" or identity in shown):
            shown.add(identity)
            if said["data"].get("text/plain"):
                signs.append(now)
                if os.environ.get("SHOW_SIGNS"):
                    print(f"{now:7.2f} {said['data']['text/plain']}", file=sys.stderr)


def run_notebooks(folder: Path, dumps: list[str], mute: bool) -> list[Cell]:
    cells = []
    for name in NOTEBOOKS:
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        with kernel(folder) as client:
            if mute:
                run_cell(client, name, MUTE)
            for cell in notebook.cells:
                if cell.cell_type != "code":
                    continue
                cells.append(run_cell(client, name, cell.source))
                if "parameters" in cell.metadata.get("tags", []):
                    run_cell(client, name, f"review = 'shown'; dumps = {dumps!r}")

    return cells


def same_tables(first: Path, second: Path) -> bool:
    files = sorted(file.name for file in first.glob("**/*.parquet"))
    assert files and files == sorted(file.name for file in second.glob("**/*.parquet"))
    for file in first.glob("**/*.parquet"):
        other = second / file.relative_to(first)
        if not pd.read_parquet(file).equals(pd.read_parquet(other)):
            print(f"{file.name} differs")
            return False

    return True


def main(paths: list[str]) -> None:
    dumps = [str(Path(path).resolve()) for path in paths]
    with tempfile.TemporaryDirectory() as place:
        shown, mute = Path(place, "shown"), Path(place, "mute")
        seconds = {}
        for folder in (shown, mute):
            (folder / "reports").mkdir(parents=True)
            cells = run_notebooks(folder, dumps, mute=folder == mute)
            seconds[folder.name] = sum(cell.seconds for cell in cells)
            if folder == shown:
                print_cells(cells)

        print()
        print(f"tables the same: {'yes' if same_tables(shown, mute) else 'NO'}")
        print(
            f"seconds with progress {seconds['shown']:.1f}, without {seconds['mute']:.1f}"
        )


def print_cells(cells: list[Cell]) -> None:
    print(f"{'notebook':9}{'seconds':>8}{'first sign':>11}{'silence':>9}  cell")
    for cell in cells:
        if cell.seconds >= SLOW:
            line = cell.source.splitlines()[0][:60]
            print(
                f"{cell.notebook:9}{cell.seconds:8.1f}{cell.first_sign:11.1f}{cell.silence:9.1f}  {line}"
            )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
