"""A workspace is laid out without ever overwriting; a review is begun, opened and listed by its name."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import pytest
import yaml

from litreview import report, tables
from litreview.report import _workspace
from tests.conftest import ROOT, SAMPLE


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A fresh workspace, with a blank and an umlaut in its path, as the current folder."""
    root = tmp_path / "meine Übersicht"
    report.init_workspace(root)
    monkeypatch.chdir(root)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def parameters_of(notebook: Path) -> dict:
    stated = papermill.inspect_notebook(str(notebook))
    return {name: eval(about["default"]) for name, about in stated.items()}


def test_all_that_is_needed_is_laid_out(root):
    assert {"START.ipynb", "dumps", "params", "notebooks", "reports", ".gitignore"} <= {
        *os.listdir()
    }
    notebooks = {file.name for file in (ROOT / "notebooks").glob("*.ipynb")}
    assert {file.name for file in Path("notebooks").iterdir()} == notebooks
    assert {file.name for file in Path("dumps/sample").iterdir()} == {
        file.name for file in SAMPLE.iterdir()
    }
    params = yaml.safe_load(Path("params/sample.yml").read_text(encoding="utf-8"))
    assert params["dumps"] == "dumps/sample" and params["review"] == "sample"
    assert parameters_of(Path("notebooks/papers.ipynb"))["dumps"] == "dumps/sample"
    schema = json.loads(Path("params/params.schema.json").read_text(encoding="utf-8"))
    assert "dumps" in schema["properties"]


def test_nothing_is_ever_overwritten(root):
    for path in contents(root):
        (root / path).write_text("mine")
    (root / "notebooks" / "explore.ipynb").unlink()

    again = report.init_workspace(root)
    assert list(again.loc[again["outcome"] == "made", "path"]) == [
        "notebooks/explore.ipynb"
    ]
    others = {
        path: data for path, data in contents(root).items() if "explore" not in path
    }
    assert set(others.values()) == {b"mine"}


def test_places_where_no_workspace_can_be(root, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="lies within the workspace .*; choose"):
        report.init_workspace("dumps/inner")
    assert not Path("dumps/inner").exists()

    (tmp_path / "file").write_text("x")
    with pytest.raises(ValueError, match="is a file; name a folder"):
        report.init_workspace(tmp_path / "file")
    with pytest.raises(OSError, match="cannot be written there .*; choose another"):
        report.init_workspace("/proc/none")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "write_file", full)
    with pytest.raises(OSError, match="No space left on device.; choose another"):
        report.init_workspace(tmp_path / "other")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_keeps_outputs_out_of_notebooks(root):
    subprocess.run(["git", "init", "-q", "."], check=True)
    report.init_workspace(root)
    notebook = nbformat.read("START.ipynb", 4)
    notebook.cells[2].outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="a secret")
    ]
    nbformat.write(notebook, "START.ipynb")
    subprocess.run(["git", "add", "START.ipynb"], check=True)
    shown = subprocess.run(
        ["git", "show", ":START.ipynb"], capture_output=True, text=True, check=True
    )
    assert "secret" not in shown.stdout and "Start here" in shown.stdout
    assert "secret" in Path("START.ipynb").read_text(encoding="utf-8")


def test_a_review_of_ones_own_is_begun(root):
    made = report.new_review("Bäume 2", title="Trees: a review")
    assert made.values.tolist() == [
        ["params/Bäume 2.yml", "made"],
        ["dumps/Bäume 2", "made"],
    ]
    text = Path("params/Bäume 2.yml").read_text(encoding="utf-8")
    params = yaml.safe_load(text)
    assert params == {
        "title": "Trees: a review",
        "dumps": "dumps/Bäume 2",
        "review": "Bäume 2",
    }
    assert set(report.new_review("Bäume 2")["outcome"]) == {"kept"}
    assert Path("params/Bäume 2.yml").read_text(encoding="utf-8") == text

    assert "There is no file in" in report.show_dumps("Bäume 2").data
    shutil.copy(SAMPLE / "page-1.txt", "dumps/Bäume 2")
    assert "page-1.txt" in report.show_dumps("Bäume 2").data
    with pytest.raises(ValueError, match="no such params file"):
        report.show_dumps("gone")
    for name in ("a/b", "", "x.draft"):
        with pytest.raises(ValueError, match="a review"):
            report.new_review(name)


def test_notebooks_are_copied_with_the_params_of_a_review(root):
    report.new_review("mine")
    with open("params/mine.yml", "a", encoding="utf-8") as file:
        file.write("topics: 12\nseed: 5\n")
    made = report.new_notebook("mine")
    assert set(made["outcome"]) == {"made"} and len(made) == 6
    stated = parameters_of(Path("notebooks/mine/topics.ipynb"))
    assert (stated["review"], stated["topics"], stated["seed"]) == ("mine", 12, 5)
    assert parameters_of(Path("notebooks/mine/papers.ipynb"))["dumps"] == "dumps/mine"

    (row,) = report.new_notebook("mine", "heat").values.tolist()
    assert row == ["notebooks/mine/heat.ipynb", "made"]
    assert parameters_of(Path(row[0])) == {"review": "mine"}
    for name in ("my question", "summary", "a/b"):  # a run would refuse them
        with pytest.raises(ValueError, match="in the name of a notebook|another part"):
            report.new_notebook("mine", name)
    Path(row[0]).write_text("mine")
    assert set(report.new_notebook("mine", "heat")["outcome"]) == {"kept"}
    assert Path(row[0]).read_text() == "mine"


def test_a_review_is_opened_by_its_name(root, monkeypatch):
    with pytest.raises(FileNotFoundError, match="litreview run params/sample.yml"):
        report.open_review("sample")

    tables.write("reports/sample.draft", papers=pd.DataFrame({"title": ["Sand"]}))
    monkeypatch.chdir("notebooks")
    opened = report.open_review("sample")
    assert opened.folder == Path("reports/sample.draft")
    assert opened.topic_labels == Path("params/sample.topic_labels.csv")

    Path("params/sample.decisions.sqlite").write_bytes(b"")
    with open("params/sample.yml", "a", encoding="utf-8") as file:
        file.write("topic_labels: params/ours.csv\n")
    with pytest.warns(FutureWarning, match="screening_decisions"):
        opened = report.open_review("sample")
    assert opened.topic_labels == Path("params/ours.csv")
    assert opened.screening_decisions == Path("params/sample.decisions.sqlite")


def test_reports_are_listed_with_links(root):
    listed = _workspace.list_reports()
    assert listed["review"].tolist() == ["sample"] and listed["page"].isna().all()

    place = root / "reports" / "sample"
    tables.write(place, papers=pd.DataFrame({"title": ["Sand"]}))
    tables.write(place, topics=pd.DataFrame({"topic": [-1, 0, 1]}))
    (place / "report.html").write_text("")
    record = {"finished": "2026-11-01T10:00:00", "counts": {"papers": 1}}
    (place / "run.json").write_text(json.dumps(record))

    (row,) = _workspace.list_reports().to_dict("records")
    assert (row["papers"], row["topics"], row["draft"]) == (1, 2, False)
    assert row["finished"] == "2026-11-01 10:00"
    assert 'href="reports/sample/report.html"' in report.show_reports().data


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ('topics: str = "auto"  # how many', "topics: str = 12  # how many"),
        ('a: str = "ä # ö"  # what', "a: str = 'b'  # what"),
        ("other: int = 3  # x", "other: int = 3  # x"),
        ("# a comment", "# a comment"),
        ("", ""),
    ],
)
def test_a_line_of_parameters_is_filled_in(line, filled):
    assert _workspace._fill_line(line, {"topics": 12, "a": "b"}) == filled
