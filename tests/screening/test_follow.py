"""Decisions in memory are those of the store; a key press does not read the log."""

import sqlite3
from time import perf_counter

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from litreview import tables
from litreview.screening import _decisions as decisions
from litreview.screening import _follow as follow
from litreview.screening import _session as session
from litreview.screening import _widget as widget

SCREENERS = ["", "Ann", "Ben"]
PAPERS = ["a", "b", "c"]


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Leave out the waiting for the disk, which only a power failure would miss."""
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "OFF")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "s.sqlite"


def expect_same(followed):
    now = decisions.current_decisions(followed.store, followed.screener)
    pd.testing.assert_frame_equal(followed.table, now)


class Screening(RuleBasedStateMachine):
    """Several screeners write to one store; a simple list says what holds."""

    @initialize(folder=st.uuids())
    def begin(self, folder):
        self.store = self.root / f"{folder}.sqlite"
        self.store.unlink(missing_ok=True)
        self.lines = []  # (screener, paper, decision, note) that are not undone
        self.written = 0
        self.followed = {
            name: follow.FollowedDecisions(self.store, name) for name in SCREENERS
        }

    @rule(
        screener=st.sampled_from(SCREENERS),
        paper=st.sampled_from(PAPERS),
        decision=st.sampled_from([*tables.SCREENING_DECISIONS, ""]),
        note=st.sampled_from([None, "", "why"]),
    )
    def decide(self, screener, paper, decision, note):
        decisions.decide(self.store, paper, decision, screener=screener, note=note)
        if note is None:
            note = self.holding(screener).get(paper, ("", ""))[1]
        self.lines.append((screener, paper, decision, note))
        self.written += 1

    @rule(screener=st.sampled_from(SCREENERS), decision=st.sampled_from(["include"]))
    def decide_many(self, screener, decision):
        lines = [{"paper_id": paper, "decision": decision} for paper in PAPERS]
        notes = self.holding(screener)
        decisions.decide_all(self.store, lines, screener)
        for paper in PAPERS:
            note = notes.get(paper, ("", ""))[1]
            self.lines.append((screener, paper, decision, note))
        self.written += len(lines)

    @rule(screener=st.sampled_from(SCREENERS))
    def undo(self, screener):
        undone = decisions.undo(self.store, screener)
        own = [place for place, line in enumerate(self.lines) if line[0] == screener]
        if not own:
            assert undone is None
            return
        _, paper, decision, note = self.lines.pop(own[-1])
        found = (undone["paper_id"], undone["decision"], undone["note"])
        assert found == (paper, decision, note)

    @rule()
    def lose_the_file(self):
        self.store.unlink(missing_ok=True)
        self.lines, self.written = [], 0

    @rule(screener=st.sampled_from(SCREENERS))
    def refresh(self, screener):
        self.followed[screener].refresh()
        expect_same(self.followed[screener])

    @invariant()
    def the_last_line_that_is_not_undone_holds(self):
        for screener in SCREENERS:
            table = decisions.current_decisions(self.store, screener)
            holding = {}
            for row in table.itertuples():
                holding[row.paper_id] = (row.decision, row.note)
            assert holding == self.holding(screener)
            for paper in PAPERS:
                one = decisions.current_decisions(self.store, screener, paper)
                same = table[table["paper_id"] == paper].reset_index(drop=True)
                pd.testing.assert_frame_equal(one, same)
        assert len(decisions.read_log(self.store)) == self.written

    def holding(self, screener):
        """What holds of each paper: decision and note."""
        holding = {}
        for name, paper, decision, note in self.lines:
            if name == screener:
                holding[paper] = (decision, note)
        return holding


@pytest.mark.slow
def test_whatever_several_screeners_do_the_store_and_its_followers_agree(tmp_path):
    machine = type("Screening", (Screening,), {"root": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=12, stateful_step_count=15, deadline=None),
    )


def test_another_kernel_is_followed(store):
    followed = follow.FollowedDecisions(store, "Ann")
    decisions.decide(store, "a", "include", screener="Ann")
    decisions.decide(store, "a", "exclude", screener="Ben")
    decisions.decide(store, "b", "maybe", screener="Ann", tags=["x"])
    followed.refresh()
    assert followed.table["paper_id"].tolist() == ["a", "b"]
    expect_same(followed)

    decisions.undo(store, "Ann")
    decisions.undo(store, "Ben")
    followed.refresh()
    assert followed.table["decision"].tolist() == ["include"]
    assert followed.find("b")["decision"] == ""
    assert followed.find("a")["decision"] == "include"


def test_another_store_of_the_same_name_is_read_anew(store, tmp_path):
    decisions.decide(store, "a", "include")
    followed = follow.FollowedDecisions(store, "")
    other = tmp_path / "other.sqlite"
    for paper in "bcd":
        decisions.decide(other, paper, "exclude")
    decisions.undo(other)
    other.replace(store)
    followed.refresh()
    expect_same(followed)
    assert followed.table["paper_id"].tolist() == ["b", "c"]
    store.unlink()
    followed.refresh()
    assert followed.table.empty


def test_what_is_imported_meanwhile_is_read_in_one_go(store, monkeypatch):
    monkeypatch.setattr(follow, "MOST_LOOKED_UP", 3)
    followed = follow.FollowedDecisions(store, "")
    decisions.decide(store, "p0", "include")
    followed.refresh()
    lines = [{"paper_id": f"p{n}", "decision": "maybe"} for n in range(20)]
    decisions.decide_all(store, lines)
    followed.refresh()
    expect_same(followed)
    assert len(followed.table) == 20


# -- A key press does not read the log.


def write_many(store, count, screener=""):
    lines = []
    for n in range(count):
        decision = "include" if n % 11 == 0 else "exclude"
        chosen = "random" if n % 20 == 0 else "ranked"
        line = {"paper_id": f"p{n:05}", "decision": decision, "title": "A title"}
        lines.append(line | {"chosen": chosen})
    decisions.decide_all(store, lines, screener)


@pytest.fixture
def steps(monkeypatch):
    """Count the steps of SQLite's machine: what it reads, not the seconds it takes."""
    connect, counted = sqlite3.connect, [0]

    def count():
        counted[0] += 1

    def counting(*args, **options):
        connection = connect(*args, **options)
        connection.set_progress_handler(count, 1)
        return connection

    monkeypatch.setattr(decisions.sqlite3, "connect", counting)

    def of(work) -> int:
        counted[0] = 0
        work()
        return counted[0]

    return of


def cost_of_presses(store, papers, screener, steps) -> dict[str, int]:
    """Count what each press costs the store."""
    shown = session.start_session(
        papers, store, screener=screener, random_every=1, ranked_at_once=0
    )
    shown.is_ranking = True  # so that none begins
    cost = {
        "decide": steps(lambda: session.decide(shown, shown.paper, "include")),
        "skip": steps(lambda: session.skip(shown, shown.paper, note="n")),
        "undo": steps(lambda: session.undo(shown)),
        "one": steps(lambda: decisions.current_decisions(store, screener, "p00001")),
    }
    expect_same(shown.followed)
    return cost


@pytest.mark.parametrize("screener", ["", "Ann"])
def test_a_key_press_costs_the_store_as_little_after_many_decisions(
    tmp_path, steps, screener
):
    papers = pd.DataFrame({"paper_id": [f"p{n:05}" for n in range(3_100)]})
    papers = papers.assign(title="tide", abstract="marsh")
    costs = []
    for count in (10, 3_000):
        store = tmp_path / f"{count}.sqlite"
        write_many(store, count, screener)
        write_many(store, 10, "somebody else")
        costs.append(cost_of_presses(store, papers, screener, steps))

    few, many = costs
    assert many == few
    assert max(few.values()) < 1_000


@pytest.mark.benchmark
def test_how_long_a_key_press_takes(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "EXTRA")
    monkeypatch.setattr(session, "_rank_later", lambda _: None)  # not in the foreground
    papers = pd.DataFrame({"paper_id": [f"p{n:05}" for n in range(25_000)]})
    papers = papers.assign(title="tide", abstract="marsh")
    rows = []
    for count in (0, 2_000, 20_000):
        store = tmp_path / f"{count}.sqlite"
        write_many(store, count)
        screen = widget.screening_widget(papers, store)
        row = {"decisions before": f"{count:,}"}
        for press in ("exclude", "include", "skip", "undo"):
            seconds = []
            for _ in range(9):
                message = {"press": press, "paper_id": screen.session.paper}
                message |= {"reason": "", "note": "", "tags": ""}
                begin = perf_counter()
                widget.answer(screen, message)
                seconds.append(perf_counter() - begin)
                assert not screen.shown["failed"]
            row[f"{press}, ms"] = round(1000 * sorted(seconds)[4], 1)
        rows.append(row)
    with capsys.disabled():
        print("\n", pd.DataFrame(rows).to_string(index=False), sep="")
