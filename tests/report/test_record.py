"""run.json says what a run read, how, and what came of it."""

import pandas as pd

from litreview import tables
from litreview.report import _record

STATED = {
    "papers": {"year": {"default": 1999}, "review": {"default": "sample"}},
    "mine": {"depth": {"default": 3}, "seed": {"default": 1}},
}


def test_parameters_left_out_have_the_packaged_defaults_not_those_typed_in(tmp_path):
    notebooks = [tmp_path / "papers.ipynb", tmp_path / "mine.ipynb"]
    for notebook in notebooks:
        notebook.write_text("{}")
    given = {"topics": 7, "title": "T", "review": "x"}
    record = _record.describe_settings(
        given, STATED, [{"path": "a"}], notebooks, notebooks[1:]
    )

    expected = {"year": 0, "depth": 3, "seed": 0, "topics": 7, "title": "T"}
    assert record["params"] == expected
    assert record["inputs"] == [{"path": "a"}]
    ours, own = record["notebooks"]
    assert ours["name"] == "papers" and "path" not in ours
    assert own["path"] == str(notebooks[1]) and len(own["sha256"]) == 64
    assert {"python", "litreview", "pandas"} <= set(record["versions"])


def test_the_outcome_counts_rows_and_averages_reruns(tmp_path):
    ari = pd.DataFrame(
        {"kind": ["seed", "seed", "sample"], "ari": [0.9, 0.7, float("nan")]}
    )
    tables.write(tmp_path, papers=pd.DataFrame({"a": [1, 2]}), rerun_ari=ari)

    outcome = _record.describe_outcome(tmp_path, {"papers": 1.23456}, None)

    assert outcome["counts"] == {"papers": 2, "rerun_ari": 3}
    assert outcome["rerun_ari"]["seed"] == 0.8
    assert outcome["seconds"] == {"papers": 1.23}
    assert outcome["compared_with"] is None


def test_without_topics_there_is_no_rerun(tmp_path):
    tables.write(tmp_path, papers=pd.DataFrame({"a": [1]}))
    assert _record.describe_outcome(tmp_path, {}, None)["rerun_ari"] == {}


def test_a_record_comes_back_and_one_that_is_none_is_empty(tmp_path):
    _record.write_record(tmp_path, {"params": {"title": "Ü"}})
    assert _record.read_record(tmp_path) == {"params": {"title": "Ü"}}

    for text in ("no JSON", "[]", "\ud800".encode("utf-8", "surrogatepass")):
        file = tmp_path / "run.json"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert _record.read_record(tmp_path) == {}
    assert _record.read_record(tmp_path / "nowhere") == {}


def test_a_package_that_is_not_there_has_no_version(monkeypatch):
    monkeypatch.setattr(_record, "PACKAGES", ("pandas", "no-such-package"))
    record = _record.describe_settings({}, {}, [], [], [])
    assert list(record["versions"]) == ["python", "pandas"]
