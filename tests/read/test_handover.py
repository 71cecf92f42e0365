"""What was read once is taken over by a process that would read the same."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from litreview import read
from litreview.read import _dumps, _handover

RIS = "TY  - JOUR\nTI  - Silt of rivers\nAU  - Doe, J.\nPY  - 2019\nER  - \n"


@pytest.fixture
def dump(tmp_path, monkeypatch):
    """A dump in the current folder, what is read in it, and where it is stored."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ris").write_text(RIS)
    tables = read.records("a.ris")
    read.hand_over(tables, tmp_path / "stored", "a.ris")
    monkeypatch.setenv(_handover.VARIABLE, str(tmp_path / "stored"))
    return tables


@pytest.fixture
def no_reading(monkeypatch):
    """Fail where a file is read."""

    def refuse(*arguments):
        raise AssertionError("it is read again")

    monkeypatch.setattr(_dumps, "scan", refuse)


def same(one, other) -> bool:
    return all(map(pd.DataFrame.equals, one, other))


def test_the_same_call_takes_the_tables_that_were_stored(dump, no_reading):
    found = read.records("a.ris")
    assert len(found) == 4 and same(found, dump)
    assert found[0]["authors"].tolist() == [["Doe, J."]]
    assert found[0].dtypes.equals(dump[0].dtypes)
    # However the same is said.
    assert same(read.records(["a.ris"], 0, "", {}), dump)


@pytest.mark.parametrize(
    "options",
    [
        {"year": 2024},
        {"encoding": "cp1252"},
        {"columns": {"title": "Titel"}},
        {"paths": "./a.ris"},
        {"paths": ["a.ris", "b.ris"]},
    ],
)
def test_another_call_reads(dump, no_reading, tmp_path, options):
    (tmp_path / "b.ris").write_text(RIS)
    with pytest.raises(AssertionError, match="it is read again"):
        read.records(**{"paths": "a.ris"} | options)


def test_a_file_that_was_changed_is_read_again(dump, tmp_path):
    (tmp_path / "a.ris").write_text(RIS.replace("rivers", "waters"))
    assert read.records("a.ris")[0]["title"].tolist() == ["Silt of waters"]


def test_a_file_that_was_added_to_a_folder_is_read(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.ris").write_text(RIS)
    stored = tmp_path / "stored"
    read.hand_over(read.records(tmp_path / "in"), stored, tmp_path / "in")
    monkeypatch.setenv(_handover.VARIABLE, str(stored))
    (tmp_path / "in" / "b.ris").write_text(RIS)
    assert len(read.records(tmp_path / "in")[0]) == 2


def test_another_folder_reads_its_own_file_of_that_name(dump, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.ris").write_text(RIS.replace("Silt", "Sand"))
    monkeypatch.chdir(tmp_path / "other")
    assert read.records("a.ris")[0]["title"].tolist() == ["Sand of rivers"]


@pytest.mark.parametrize("content", [None, b"", b"\x80\x05broken"])
def test_where_nothing_is_stored_the_dump_is_read(dump, tmp_path, content):
    (tmp_path / "stored").unlink()
    if content is not None:
        (tmp_path / "stored").write_bytes(content)
    assert same(read.records("a.ris"), dump)


def test_a_dump_that_has_gone_is_missed_as_ever(dump, tmp_path):
    (tmp_path / "a.ris").unlink()
    with pytest.raises(FileNotFoundError, match="no file, folder or glob 'a.ris'"):
        read.records("a.ris")


@pytest.mark.slow
def test_a_process_of_its_own_takes_them_over(dump, tmp_path):
    program = (
        "from litreview import read\n"
        "from litreview.read import _dumps\n"
        "del _dumps.scan\n"
        "print(*read.records('a.ris')[0]['title'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert done.stdout == "Silt of rivers\n", done.stderr


def test_what_is_stored_is_for_its_owner_alone_and_never_half_written(dump, tmp_path):
    assert (tmp_path / "stored").stat().st_mode & 0o077 == 0
    assert sorted(os.listdir(tmp_path)) == ["a.ris", "stored"]
