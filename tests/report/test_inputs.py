"""Inputs are read before anything runs, each with its hash and its records."""

import hashlib

import pytest

from litreview import dedupe, read, screening
from litreview.report import _inputs
from tests.conftest import SAMPLE


def test_dumps_must_be_set(tmp_path):
    with pytest.raises(ValueError, match="dumps: is not set; give a file"):
        _inputs.read_inputs({}, tmp_path / "records")


def test_every_file_is_listed_with_its_hash(tmp_path):
    page = SAMPLE / "page-1.txt"
    store = tmp_path / "a.sqlite"
    screening.decide(store, "p1", "include")
    screening.decide(store, "p2", "", note="no decision")
    params = {
        "dumps": str(page),
        "metadata": str(SAMPLE / "page-2.txt"),
        "screening_decisions": str(store),
    }

    inputs = _inputs.read_inputs(params, tmp_path / "records")

    assert [row["kind"] for row in inputs] == [
        "listing",
        "metadata",
        "screening_decisions",
    ]
    assert [row["records"] for row in inputs] == [21, 0, 1]
    assert inputs[0]["sha256"] == hashlib.sha256(page.read_bytes()).hexdigest()


def test_doubtful_files_are_told_in_one_line_before_anything_runs(
    tmp_path, monkeypatch
):
    records = read.records

    def doubting(*args, **options):
        *others, files, mended = records(*args, **options)
        files = files.assign(certainty="doubtful", doubt="Its titles are menus.")
        return *others, files, mended

    monkeypatch.setattr("litreview.read.records", doubting, raising=False)
    params = {"dumps": str(SAMPLE / "page-1.txt")}
    sentence = "^dumps: 1 file is doubtful: page-1.txt; `litreview check` says why$"
    with pytest.warns(UserWarning, match=sentence):
        _inputs.read_inputs(params, tmp_path / "records")


def test_what_was_read_is_handed_to_the_notebook(tmp_path, monkeypatch):
    params = {"dumps": str(SAMPLE / "page-1.txt")}
    _inputs.read_inputs(params, tmp_path / "records")
    monkeypatch.setenv("LITREVIEW_READ", str(tmp_path / "records"))

    def read_again(*words, **options):
        raise AssertionError("the dumps are read a second time")

    monkeypatch.setattr("litreview.read._dumps.scan", read_again)
    records, *_ = read.records(params["dumps"])
    assert len(records) == 21 and len(dedupe.join(records)[0]) == 21
