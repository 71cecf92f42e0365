"""Whatever the order in which notebooks are opened, run, interrupted and deleted, a finished report stays as it is.

And tables of different papers, or of different topics, are never read together.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from litreview import _origin, tables, workspace
from litreview.report import _history, _record

KERNELS = st.sampled_from(["first", "second"])
CORPORA = st.sampled_from(["beans", "larks", "tides"])
SEEDS = st.integers(0, 1)
# What each notebook reads, and what it writes at once.
NOTEBOOKS = {
    "papers": ([], [["papers", "records", "files"], ["removed", "gained"]]),
    "topics": (
        ["papers", "records"],
        [["topics", "assignments", "reruns"], ["rerun_ari", "topic_hierarchy"]],
    ),
    "trends": (
        ["papers", "records", "topics", "assignments", "reruns"],
        [["trends", "verdicts"], ["topic_bursts"]],
    ),
    "explore": (["papers", "topics", "assignments", "records"], []),
}
OF_TOPICS = {
    name
    for of_notebook in ("topics", "trends")
    for written in NOTEBOOKS[of_notebook][1]
    for name in written
}


def steps_of(notebook: str) -> list[tuple[str, list[str]]]:
    """List the cells of a notebook: it opens, reads table by table, and writes."""
    reads, writes = NOTEBOOKS[notebook]
    return [
        ("open", []),
        *[("read", [name]) for name in reads],
        *[("write", names) for names in writes],
    ]


def make_table(name: str, corpus: str, seed: int) -> pd.DataFrame:
    """Make a table that says in its cells what it was made from."""
    table = pd.DataFrame({"corpus": [corpus], "table": [name]}, dtype="str")
    if name in OF_TOPICS:
        table = table.assign(seed=[seed])
    return table


class Notebook:
    """A notebook that is open in a kernel: where it is, and what it has in hand."""

    def __init__(self, name: str, corpus: str, seed: int):
        self.name, self.corpus, self.seed = name, corpus, seed
        self.place, self.next, self.hand = None, 0, {}
        self.stale = False  # its first cell was run again, and nothing after it yet


class Interrupted(BaseException):
    """A kernel was stopped in the middle of writing."""


class Orders(RuleBasedStateMachine):
    """Two kernels, four notebooks, runs and deletions, in any order."""

    @initialize()
    def lay_out(self):
        self.before = os.getcwd()
        self.root = Path(tempfile.mkdtemp())
        for folder in ("params", "notebooks", "reports"):
            (self.root / folder).mkdir()
        os.chdir(self.root)
        self.notes = {"first": {}, "second": {}}  # what each kernel's process remembers
        self.open: dict[str, Notebook] = {}
        self.report = self.digest()
        self.runs = 0

    def teardown(self):
        os.chdir(self.before)
        shutil.rmtree(self.root)

    def digest(self) -> str:
        """Sum up every file of the finished report, bytes and names."""
        sum_up = hashlib.sha256()
        for file in sorted((self.root / "reports" / "sample").rglob("*")):
            sum_up.update(str(file).encode())
            if file.is_file():
                sum_up.update(file.read_bytes())
        return sum_up.hexdigest()

    # ---- By hand

    @rule(
        kernel=KERNELS, name=st.sampled_from([*NOTEBOOKS]), corpus=CORPORA, seed=SEEDS
    )
    def open_notebook(self, kernel, name, corpus, seed):
        self.open[kernel] = Notebook(name, corpus, seed)

    @rule(kernel=KERNELS, cells=st.integers(1, 7), stop=st.none() | st.integers(0, 4))
    def run_cells(self, kernel, cells, stop):
        """Run the next cells; where `stop` is set, the kernel dies at that file."""
        notebook = self.open.get(kernel)
        if notebook is None:
            return
        for _ in range(cells):
            if notebook.next >= len(steps_of(notebook.name)):
                return
            if not self.run_cell(kernel, notebook, notebook.next, stop):
                return
            notebook.next += 1

    @rule(kernel=KERNELS, cell=st.integers(0, 7))
    def run_one_again(self, kernel, cell):
        """Run some cell that was run before, out of its order."""
        notebook = self.open.get(kernel)
        if notebook is not None and cell < notebook.next:
            self.run_cell(kernel, notebook, cell)

    @rule(kernel=KERNELS)
    def run_the_first_cell_again_and_then_a_later_one(self, kernel):
        notebook = self.open.get(kernel)
        if notebook is None or notebook.next < len(steps_of(notebook.name)):
            return
        if self.run_cell(kernel, notebook, 0):
            self.run_cell(kernel, notebook, notebook.next - 1)

    @rule(kernel=KERNELS)
    def restart(self, kernel):
        self.notes[kernel] = {}
        if kernel in self.open:
            left = self.open[kernel]
            self.open[kernel] = Notebook(left.name, left.corpus, left.seed)

    def run_cell(self, kernel, notebook, cell, stop=None) -> bool:
        """Run a cell in a kernel; a refusal must say what to do, and ends the running."""
        _origin._OPENED = self.notes[kernel]
        kind, names = steps_of(notebook.name)[cell]
        try:
            if kind == "open":
                notebook.stale = bool(notebook.hand)
                notebook.hand = {}
                if notebook.name == "explore":
                    notebook.place = workspace.find_report("sample")
                else:
                    notebook.place = workspace.open_draft("sample")
            elif kind == "read":
                for name in names:
                    notebook.hand[name] = tables.read(notebook.place, name)
                notebook.stale = False
            elif notebook.stale:
                # What it has in hand is of before: nothing may come of it.
                with pytest.raises(
                    ValueError, match="read the papers .* before it writes"
                ):
                    tables.write(notebook.place, trends=make_table("trends", "", 0))
            elif set(notebook.hand) == set(NOTEBOOKS[notebook.name][0]):
                self.write(notebook, names, stop)
                self.read_at_once(notebook.place, names)
        except (ValueError, FileNotFoundError) as refusal:
            assert any(
                way in str(refusal)
                for way in ("run the notebook", "from its first cell", "litreview run")
            ), refusal
            notebook.next = 0
            return False
        except Interrupted:
            self.restart(kernel)
            return False
        self.check_hand(notebook)
        return True

    def write(self, notebook, names, stop):
        corpus, seed = notebook.corpus, notebook.seed
        if "papers" in notebook.hand:
            corpus = notebook.hand["papers"]["corpus"].item()
        if "topics" in notebook.hand:
            seed = notebook.hand["topics"]["seed"].item()

        written = 0

        def write_or_die(file, content, mode=None):
            nonlocal written
            if written == stop:
                raise Interrupted
            written += 1
            write_file(file, content, mode)

        write_file, tables.write_file = tables.write_file, write_or_die
        try:
            made = {name: make_table(name, corpus, seed) for name in names}
            tables.write(notebook.place, **made)
        finally:
            tables.write_file = write_file

    def read_at_once(self, place, names):
        """What was written without a refusal is read without one."""
        _origin._OPENED = {}
        for name in names:
            tables.read(place, name)

    def check_hand(self, notebook):
        """Tables that a notebook has in hand are all of the same papers and topics."""
        hand = notebook.hand.values()
        assert len({table["corpus"].item() for table in hand}) <= 1
        assert len({table["seed"].item() for table in hand if "seed" in table}) <= 1

    @rule()
    def delete_the_draft(self):
        shutil.rmtree(self.root / "reports" / "sample.draft", ignore_errors=True)

    @rule(name=st.sampled_from(["papers", "topics", "assignments", "records"]))
    def delete_a_table(self, name):
        place = self.root / "reports" / "sample.draft"
        tables.file_of(place, name).unlink(missing_ok=True)

    @rule()
    def write_into_the_report(self):
        report = self.root / "reports" / "sample"
        if workspace.is_finished(report):
            with pytest.raises(ValueError, match="is a finished report"):
                tables.write(report, papers=make_table("papers", "beans", 0))

    # ---- By `litreview run`

    @rule(corpus=CORPORA, seed=SEEDS)
    def run_the_review(self, corpus, seed):
        final = self.root / "reports" / "sample"
        build = Path(tempfile.mkdtemp(prefix=".sample-", dir=final.parent))
        os.environ[workspace.BUILD] = str(build)
        try:
            for name in ("papers", "topics", "trends"):
                _origin._OPENED = {}  # each notebook has a kernel of its own
                place = workspace.open_draft("sample")
                assert place == build
                reads, writes = NOTEBOOKS[name]
                for table in reads:
                    assert tables.read(place, table)["corpus"].item() == corpus
                for names in writes:
                    made = {each: make_table(each, corpus, seed) for each in names}
                    tables.write(place, **made)
        finally:
            del os.environ[workspace.BUILD]
        self.runs += 1
        finished = f"2026-11-25T10:{self.runs // 60:02}:{self.runs % 60:02}"
        _record.write_record(build, {"finished": finished, "params": {}})
        _history.put_in_place(build, final)
        self.report = self.digest()

    # ---- What holds at every moment

    @invariant()
    def the_report_is_as_the_last_run_left_it(self):
        if hasattr(self, "report"):
            assert self.digest() == self.report

    @invariant()
    def whoever_opens_the_draft_anew_reads_what_belongs_together(self):
        if not hasattr(self, "root"):
            return
        place = self.root / "reports" / "sample.draft"
        if not workspace.has_papers(place):
            return
        _origin._OPENED = {}
        reader = Notebook("explore", "", 0)
        others = {file.stem for file in (place / "tables").glob("*.parquet")}
        for name in ["papers", *sorted(others - {"papers"})]:
            try:
                table = tables.read(place, name)
            except ValueError as refusal:
                # On disk it is known what to do about it.
                assert "run the notebook" in str(refusal)
            else:
                reader.hand[name] = table
        self.check_hand(reader)

    @invariant()
    def nothing_half_written_is_left(self):
        if hasattr(self, "root"):
            names = [place.name for place in (self.root / "reports").iterdir()]
            assert {*names} <= {"sample", "sample.draft", "sample.earlier"}


TestOrders = Orders.TestCase
TestOrders.settings = settings(
    max_examples=int(os.environ.get("ORDERS", 60)),
    stateful_step_count=40,
    deadline=None,
)
