"""A draft begins as a copy of the finished report; names, places and folders are understood from where one stands."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from litreview import tables, workspace


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A workspace with a blank and an umlaut in its path, and the current folder in it."""
    root = tmp_path / "my räume"
    for folder in ("params", "notebooks/mine", "reports", "elsewhere"):
        (root / folder).mkdir(parents=True)
    monkeypatch.chdir(root)
    monkeypatch.delenv(workspace.BUILD, raising=False)
    return root


def finish(root: Path, name: str, titles: list[str], finished: str) -> Path:
    """Make a finished report of papers."""
    report = root / "reports" / name
    (report / "run.json").unlink(missing_ok=True)
    tables.write(report, papers=pd.DataFrame({"title": titles}))
    (report / "run.json").write_text(json.dumps({"finished": finished}))
    return report


def read_titles(place: Path) -> list[str]:
    return tables.read(place, "papers")["title"].tolist()


@pytest.mark.parametrize("below", ["notebooks", "notebooks/mine"])
def test_a_notebook_goes_on_in_the_workspace(root, below, monkeypatch):
    monkeypatch.chdir(root / below)
    assert workspace.open_draft("sample") == Path("reports/sample.draft")
    assert Path.cwd() == root


def test_elsewhere_in_it_a_notebook_stays_and_finds_the_reports(root, monkeypatch):
    monkeypatch.chdir(root / "elsewhere")
    assert workspace.open_draft("sample") == root / "reports" / "sample.draft"
    assert Path.cwd() == root / "elsewhere"


def test_outside_of_a_workspace_reports_lie_where_one_stands(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert workspace.find_root() is None
    assert workspace.open_draft("sample") == Path("reports/sample.draft")
    assert not Path("reports").exists()  # opening makes nothing


def test_a_draft_begins_as_the_finished_report_and_follows_it_until_it_is_written(root):
    finish(root, "sample", ["Sand"], "2026-11-01T10:00:00")
    assert read_titles(workspace.open_draft("sample")) == ["Sand"]

    finish(root, "sample", ["Silt"], "2026-11-02T10:00:00")
    place = workspace.open_draft("sample")
    assert read_titles(place) == ["Silt"]

    tables.write(place, papers=pd.DataFrame({"title": ["Clay"]}))
    report = finish(root, "sample", ["Loam"], "2026-11-03T10:00:00")
    assert read_titles(workspace.open_draft("sample")) == ["Clay"]
    assert read_titles(report) == ["Loam"]
    assert sorted(os.listdir("reports")) == ["sample", "sample.draft"]


def test_inside_a_run_the_draft_is_what_is_built(root, monkeypatch):
    finish(root, "sample", ["Sand"], "2026-11-01T10:00:00")
    monkeypatch.setenv(workspace.BUILD, str(root / "reports" / ".sample-x"))
    assert workspace.open_draft("other") == root / "reports" / ".sample-x"
    assert not (root / "reports" / "other.draft").exists()


def test_a_report_is_opened_by_name_as_its_draft_or_by_path(root, tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"litreview run params/sample\.yml.*none yet"
    ):
        workspace.find_report("sample")

    tables.write("reports/sample.draft", papers=pd.DataFrame({"title": ["Clay"]}))
    assert workspace.find_report("sample") == Path("reports/sample.draft")

    finish(root, "sample", ["Sand"], "2026-11-01T10:00:00")
    assert workspace.find_report("sample") == Path("reports/sample")
    assert workspace.find_report("sample.draft") == Path("reports/sample.draft")

    elsewhere = finish(tmp_path, "other", ["Silt"], "2026-11-01T10:00:00")
    assert workspace.find_report(str(elsewhere)) == elsewhere
    with pytest.raises(FileNotFoundError, match="at hand: sample, sample.draft"):
        workspace.find_report("smaple")
    assert not Path("reports/smaple").exists()


@pytest.mark.parametrize(
    "name",
    ["a/b", "a\\b", "..", ".x", "-x", "a.draft", "a.earlier", " ", "", "a\nb", "a:b"],
)
def test_names_that_no_review_can_have(root, name):
    assert workspace.name_problem(name)
    with pytest.raises(ValueError, match="a review"):
        workspace.open_draft(name)
    assert os.listdir("reports") == []


@pytest.mark.parametrize(
    "name", ["sample", "My review 2", "Bäume", "a.b", "2024", "蜜蜂"]
)
def test_names_that_a_review_can_have(name):
    assert workspace.name_problem(name) == ""


def test_a_finished_report_is_told_from_one_that_is_not(tmp_path):
    for text in (None, "", "[]", "null", '{"params": {}}', '{"finished": ""}'):
        if text is not None:
            (tmp_path / "run.json").write_text(text)
        assert not workspace.is_finished(tmp_path)
    (tmp_path / "run.json").write_text('{"finished": "2026-11-01T10:00:00"}')
    assert workspace.is_finished(tmp_path)


@pytest.fixture
def inject(monkeypatch):
    """Have papermill put a cell into the notebook; the user has variables of such names, too."""
    from types import SimpleNamespace

    import IPython

    cells = ["", 'folder = "figures"\nextends = "x"']
    names = {"folder": "figures", "extends": "x", "In": cells}
    shell = SimpleNamespace(user_ns=names)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda *_: None)

    def put(**parameters):
        lines = [f"{name} = {json.dumps(text)}" for name, text in parameters.items()]
        cells.append("\n".join(["# Parameters", *lines, ""]))

    return put


def test_a_folder_of_an_earlier_params_file_is_still_used(root, tmp_path, inject):
    assert workspace.open_draft("sample") == Path("reports/sample.draft")
    inject(dumps="x", folder="reports/mine")
    with pytest.warns(FutureWarning, match="folder is called review now"):
        assert workspace.open_draft("sample") == Path("reports/mine.draft")

    inject(folder=str(tmp_path / "chosen"))
    with pytest.warns(FutureWarning):
        assert workspace.open_draft("sample") == tmp_path / "chosen"

    report = finish(tmp_path, "chosen", ["Sand"], "2026-11-01T10:00:00")
    inject(folder=str(report))
    with pytest.warns(FutureWarning):
        place = workspace.open_draft("sample")
    assert place == tmp_path / "reports" / "chosen.draft"
    assert read_titles(place) == ["Sand"]


def test_extends_is_not_dropped_in_silence_by_plain_papermill(root, inject):
    workspace.open_draft("sample")
    inject(extends="base.yml")
    with pytest.raises(ValueError, match="plain papermill does not read it; write all"):
        workspace.open_draft("sample")
