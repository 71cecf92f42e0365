"""A decision is kept whatever happens to the program that made it."""

import importlib.util
import os
import signal
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.screening import _decisions as decisions

ROOT = Path(__file__).resolve().parents[2]
PAPERS, SCREENERS = ["a", "b", "c"], ["", "Ann", "Ben"]


DURABLE = decisions._SYNCHRONOUS


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Leave out the waiting for the disk, which only a power failure would miss."""
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "OFF")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "own.decisions.sqlite"


def held(table) -> dict:
    return dict(
        zip(
            zip(table["screener"], table["paper_id"], strict=True),
            table["decision"],
            strict=True,
        )
    )


def test_a_store_that_is_not_there_is_an_empty_table_and_stays_away(store):
    for table in (
        decisions.read_log(store),
        decisions.current_decisions(store),
        decisions.current_decisions(store, "Ann"),
    ):
        assert (
            table.empty
            and table["number"].dtype == "int64"
            and str(table["at"].dt.tz) == "UTC"
        )
    assert decisions.undo(store) is None and not store.exists()
    assert decisions.read_log(store).columns.tolist() == [
        *decisions.current_decisions(store).columns,
        "undone",
    ]


def test_decisions_come_back_as_they_were_made(store):
    numbers = [
        decisions.decide(
            store,
            "b",
            "include",
            title="Silt",
            chosen="random",
            tags=["x; y", "z"],
            note="n",
        ),
        decisions.decide(store, "a", "exclude", reason="no data", screener="Ann"),
        decisions.decide(store, "a", "maybe"),
    ]
    table = decisions.current_decisions(store)
    assert table["number"].tolist() == numbers == sorted(numbers)
    assert table["paper_id"].tolist() == ["b", "a", "a"] and table[
        "screener"
    ].tolist() == ["", "Ann", ""]
    assert table["tags"].tolist() == [["x; y", "z"], [], []] and table[
        "reason"
    ].tolist() == ["", "no data", ""]
    assert table.loc[0, ["title", "chosen", "note"]].tolist() == ["Silt", "random", "n"]
    assert (
        table["at"].is_monotonic_increasing
        and (pd.Timestamp.now("UTC") - table["at"]).max().total_seconds() < 60
    )
    assert held(decisions.current_decisions(store, "Ann")) == {("Ann", "a"): "exclude"}
    assert os.listdir(store.parent) == [store.name]  # one file, nothing beside it


def test_the_disk_is_waited_for_and_there_is_no_second_file(store, monkeypatch):
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", DURABLE)
    with decisions.open_store(store, write=True) as connection:
        settings_ = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode")
        ]
    assert settings_ == [3, "delete"]


def test_what_is_not_said_anew_stays_and_what_is_emptied_goes(store):
    decisions.decide(
        store, "a", "", note="read this", tags=["x"], chosen="random", title="Silt"
    )
    decisions.decide(store, "a", "include")
    decisions.decide(store, "a", "include", screener="Ann")
    row = decisions.current_decisions(store, "").iloc[0]
    assert row[["decision", "note", "chosen", "title"]].tolist() == [
        "include",
        "read this",
        "random",
        "Silt",
    ]
    assert row["tags"] == ["x"] and decisions.current_decisions(store, "Ann")[
        "note"
    ].tolist() == [""]
    decisions.decide(store, "a", "")
    assert decisions.current_decisions(store, "").iloc[0][
        ["decision", "note"]
    ].tolist() == ["", "read this"]
    decisions.decide(store, "a", "exclude", note="", tags=())
    row = decisions.current_decisions(store, "").iloc[0]
    assert (row["decision"], row["note"], row["tags"]) == ("exclude", "", [])


def test_undo_goes_back_line_by_line_and_touches_no_other_screener(store):
    decisions.decide(store, "a", "include", note="first")
    decisions.decide(store, "a", "exclude", note="second")
    decisions.decide(store, "b", "maybe")
    decisions.decide(store, "a", "include", screener="Ann")
    assert decisions.undo(store)["paper_id"] == "b"
    back = decisions.undo(store)
    assert (back["decision"], back["note"], back["undone"]) == (
        "exclude",
        "second",
        True,
    )
    assert held(decisions.current_decisions(store)) == {
        ("", "a"): "include",
        ("Ann", "a"): "include",
    }
    assert decisions.current_decisions(store, "")["note"].tolist() == ["first"]
    assert (
        decisions.undo(store)["decision"] == "include" and decisions.undo(store) is None
    )
    assert held(decisions.current_decisions(store)) == {("Ann", "a"): "include"}
    assert decisions.read_log(store)["undone"].tolist() == [True, True, True, False]
    decisions.decide(store, "a", "maybe")
    assert held(decisions.current_decisions(store, "")) == {("", "a"): "maybe"}


STEP = st.one_of(
    st.tuples(st.just("undo"), st.sampled_from(SCREENERS)),
    st.tuples(
        st.sampled_from([*tables.SCREENING_DECISIONS, ""]),
        st.sampled_from(SCREENERS),
        st.sampled_from(PAPERS),
    ),
)


@settings(max_examples=8)
@given(st.lists(STEP, min_size=3, max_size=8))
def test_whatever_is_done_the_last_that_is_not_undone_holds(tmp_path_factory, steps):
    store, lines = tmp_path_factory.mktemp("store") / "s.sqlite", []
    for what, screener, *paper in steps:
        if what == "undo":
            mine = [line for line in lines if line[0] == screener]
            undone = decisions.undo(store, screener)
            assert (undone is None) == (not mine)
            if mine:
                assert (
                    undone["screener"],
                    undone["paper_id"],
                    undone["decision"],
                ) == mine[-1]
                lines.reverse()
                lines.remove(mine[-1])
                lines.reverse()
        else:
            decisions.decide(store, paper[0], what, screener=screener)
            lines.append((screener, paper[0], what))
    table = decisions.current_decisions(store)
    assert held(table) == {
        (screener, paper): decision for screener, paper, decision in lines
    }
    assert table["number"].is_monotonic_increasing
    kept = decisions.read_log(store)
    assert len(kept) == sum(step[0] != "undo" for step in steps) and (
        ~kept["undone"]
    ).sum() == len(lines)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ODD = [
    "",
    "\0",
    "a\0b",
    "\r\n\n",
    "\ud7ff\U0001f9ea",
    "\u202eשלום",
    "'; DROP TABLE log; --",
    "é e\u0301",
    " x ",
]


@settings(max_examples=10)
@given(st.lists(st.tuples(TEXT | st.sampled_from(ODD), TEXT), min_size=1, max_size=4))
def test_text_is_kept_exactly(tmp_path_factory, drawn):
    store = tmp_path_factory.mktemp("store") / "s.sqlite"
    lines = [
        {
            "paper_id": f"p{a}",
            "decision": "maybe",
            "reason": b,
            "note": a,
            "tags": [a, b],
            "title": a,
        }
        for a, b in drawn
    ]
    decisions.decide_all(store, lines, drawn[0][0])
    table = decisions.read_log(store)
    for name in ("paper_id", "reason", "note"):
        assert table[name].tolist() == [line[name] for line in lines]
    assert table["tags"].tolist() == [
        [*dict.fromkeys(filter(None, line["tags"]))] for line in lines
    ]
    assert (table["screener"] == drawn[0][0]).all() and len(
        decisions.current_decisions(store, drawn[0][0])
    ) == len({line["paper_id"] for line in lines})


def test_half_a_character_is_replaced_and_a_missing_text_is_empty(store):
    decisions.decide(
        store,
        "a",
        "include",
        note="x\ud800y",
        tags=["\udfff"],
        title=float("nan"),
        reason=None,
    )
    row = decisions.current_decisions(store).iloc[0]
    assert (row["note"], row["tags"], row["title"], row["reason"]) == (
        "x\ufffdy",
        ["\ufffd"],
        "",
        "",
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("a", "Include"), "'Include' is none of include, exclude, maybe"),
        (("a", None), "None is none of"),
        (("", "include"), "'' names no paper"),
        ((7, "include"), "7 names no paper"),
        ((float("nan"), "include"), "nan names no paper"),
        (("\ud800", "include"), "names no paper"),
    ],
)
def test_what_is_no_decision_is_not_written(store, given, said):
    with pytest.raises(ValueError, match=said):
        decisions.decide(store, *given)
    with pytest.raises(ValueError, match="one text; give a list"):
        decisions.decide(store, "a", "include", tags="bees")
    with pytest.raises(ValueError, match="chosen: 'guessed' is none of"):
        decisions.decide(store, "a", "include", chosen="guessed")
    good = {"paper_id": "a", "decision": "include"}
    with pytest.raises(ValueError, match=said):
        decisions.decide_all(
            store, [good, dict(zip(("paper_id", "decision"), given, strict=True))]
        )
    assert not store.exists()


def test_many_are_written_all_or_none(store, monkeypatch):
    decisions.decide(store, "a", "include")
    append = decisions._append

    def broken(connection, line):
        if line["paper_id"] == "c":
            raise KeyboardInterrupt
        return append(connection, line)

    monkeypatch.setattr(decisions, "_append", broken)
    with pytest.raises(KeyboardInterrupt):
        decisions.decide_all(
            store, [{"paper_id": name, "decision": "maybe"} for name in "bcd"]
        )
    assert decisions.read_log(store)["paper_id"].tolist() == ["a"]
    assert decisions.decide_all(store, []) == []


def other_database(file):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE log (number, mine)")
    connection.close()


def newer(file):
    decisions.decide(file, "a", "include")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (other_database, "is a database of another program"),
        (newer, "was written by a newer litreview"),
        (
            lambda file: file.write_bytes(b"decision,paper_id\ninclude,a\n" * 200),
            "is no file of decisions",
        ),
        (
            lambda file: file.write_bytes(
                b"SQLite format 3\0" + bytes(range(256)) * 20
            ),
            "is no file of decisions",
        ),
    ],
)
def test_a_file_that_is_no_store_is_said_and_stays_as_it_was(store, make, said):
    make(store)
    before = store.read_bytes()
    for act in (
        lambda: decisions.decide(store, "a", "include"),
        lambda: decisions.undo(store),
        lambda: decisions.current_decisions(store),
    ):
        with pytest.raises(ValueError, match=said) as raised:
            act()
        assert str(store) in str(raised.value) and "\n" not in str(raised.value)
    assert store.read_bytes() == before and os.listdir(store.parent) == [store.name]


def test_a_damaged_store_is_said(store):
    decisions.decide_all(
        store,
        [
            {"paper_id": f"p{n}", "decision": "maybe", "note": "x" * 500}
            for n in range(50)
        ],
    )
    data = bytearray(store.read_bytes())
    data[4096 * 2 : 4096 * 5] = b"\xff" * (4096 * 3)
    store.write_bytes(data)
    with pytest.raises((ValueError, OSError), match="own.decisions.sqlite: "):
        decisions.read_log(store)
        decisions.decide(store, "p1", "include")


def test_where_nothing_can_be_written_is_said(tmp_path, store):
    with pytest.raises(OSError, match="there is no folder"):
        decisions.decide(tmp_path / "no" / "own.sqlite", "a", "include")
    for act in (
        lambda: decisions.decide(tmp_path, "a", "include"),
        lambda: decisions.read_log(tmp_path),
    ):
        with pytest.raises(OSError, match="is a folder"):
            act()


def test_a_store_of_the_first_version_is_read_and_gone_on_with(store):
    connection = sqlite3.connect(store)
    connection.executescript(
        """
        CREATE TABLE log (number INTEGER PRIMARY KEY, at TEXT NOT NULL,
          screener TEXT NOT NULL, paper_id TEXT NOT NULL, decision TEXT NOT NULL,
          reason TEXT NOT NULL, note TEXT NOT NULL, tags TEXT NOT NULL,
          chosen TEXT NOT NULL, title TEXT NOT NULL);
        CREATE INDEX log_of ON log (screener, paper_id);
        CREATE TABLE undone (number INTEGER PRIMARY KEY REFERENCES log,
          at TEXT NOT NULL);
        PRAGMA application_id = 1280472695;
        PRAGMA user_version = 1;
        INSERT INTO log VALUES
          (1, '2025-01-02T03:04:05+00:00', '', 'a', 'include', '', 'n', '["x"]', '', ''),
          (2, '2025-01-02T03:04:06+00:00', '', 'a', 'exclude', 'why', '', '[]', '', ''),
          (3, '2025-01-02T03:04:07+00:00', '', 'b', 'maybe', '', '', '[]', '', 'B');
        INSERT INTO undone VALUES (2, '2025-01-02T03:04:08+00:00');
        """
    )
    connection.close()
    assert held(decisions.current_decisions(store)) == {
        ("", "a"): "include",
        ("", "b"): "maybe",
    }
    assert decisions.current_decisions(store, "", "a")["tags"].tolist() == [["x"]]
    assert decisions.decide(store, "a", "maybe") == 4
    assert decisions.undo(store)["number"] == 4
    assert decisions.undo(store)["number"] == 3
    assert decisions.read_log(store)["undone"].tolist() == [False, True, True, True]


def test_an_empty_file_is_a_store_to_come(store):
    store.touch()
    assert (
        decisions.read_log(store).empty
        and decisions.undo(store) is None
        and store.stat().st_size == 0
    )
    decisions.decide(store, "a", "include")
    assert len(decisions.current_decisions(store)) == 1


def _fill(store, told):
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    try:
        for n in range(100):
            told.send(decisions.decide(store, f"p{n}", "maybe", note="x" * 8000))
    except OSError as error:
        told.send(str(error))


def _received(pipe):
    try:
        while True:
            yield pipe.recv()
    except EOFError:
        return


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="limits of a process are those of Unix"
)
def test_a_full_disk_loses_nothing_that_was_confirmed(store):
    decisions.decide(store, "a", "include")

    reading, writing = get_context("fork").Pipe(duplex=False)
    child = get_context("fork").Process(target=_fill, args=(store, writing))
    child.start()
    writing.close()
    *confirmed, why = _received(reading)
    child.join()
    assert "cannot be written" in why and str(store) in why
    assert confirmed and decisions.read_log(store)["number"].tolist() == [1, *confirmed]
    decisions.decide(store, "b", "include")


def test_the_log_cannot_be_altered_by_accident(store):
    decisions.decide(store, "a", "include")
    connection = sqlite3.connect(store)
    for statement in ("UPDATE log SET decision = 'exclude'", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="lines are only added"):
            connection.execute(statement)
    connection.close()


def test_a_held_store_is_waited_for_and_then_said(store, monkeypatch):
    decisions.decide(store, "a", "include")
    monkeypatch.setattr(decisions, "_WAIT", 0.1)
    other = sqlite3.connect(store, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(
        OSError, match="cannot be written .*locked.* held by another program"
    ):
        decisions.decide(store, "b", "include")
    other.execute("ROLLBACK")
    decisions.decide(store, "b", "include")
    other.close()


def test_a_store_with_a_strange_name_is_found_again(tmp_path):
    for name in ("a b?mode=memory#x%20.sqlite", "ünï中.sqlite", "file:x.sqlite"):
        decisions.decide(tmp_path / name, "a", "include")
        assert len(decisions.current_decisions(str(tmp_path / name))) == 1
    assert len(os.listdir(tmp_path)) == 3


def _many(store, screener, n):
    for i in range(n):
        decisions.decide(store, f"p{i}", "maybe", screener=screener)


def test_two_programs_at_once_lose_nothing(store):
    spawn = get_context("fork")
    both = [
        spawn.Process(target=_many, args=(store, name, 8)) for name in ("Ann", "Ben")
    ]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    log = decisions.read_log(store)
    assert log["screener"].value_counts().to_dict() == {"Ann": 8, "Ben": 8}
    assert log["number"].tolist() == [*range(1, 17)]


@pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="is killed in another way there"
)
def test_no_confirmed_decision_is_lost_when_the_program_is_killed(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", DURABLE)
    spec = importlib.util.spec_from_file_location(
        "killed", ROOT / "tests" / "benchmarks" / "decisions_killed.py"
    )
    killed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(killed)
    found = killed.kill(tmp_path / "killed.sqlite", times=10, seed=1, longest=0.04)
    assert (
        found["confirmed"].any()
        and not found["lost"].any()
        and (found["integrity"] == "ok").all()
    )
