"""Working by hand, with real kernels, never changes a finished report, nor what the next run says of it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from litreview import report, tables
from tests.conftest import run_command

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A workspace with a finished report of the sample."""
    root = tmp_path_factory.mktemp("räume") / "my review"
    report.init_workspace(root)
    run(root)
    return root


def run(root: Path, *words: str) -> dict:
    """Run the review of the sample; gives its run.json."""
    done = run_command("run", "params/sample.yml", *words, cwd=root)
    assert done.returncode == 0, done.stderr
    text = (root / "reports/sample/run.json").read_text(encoding="utf-8")
    return json.loads(text) | {"stderr": done.stderr}


def papermill(root: Path, notebook: str, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "papermill", f"notebooks/{notebook}.ipynb"]
    command += [f"{notebook}-out.ipynb", "-f", "params/sample.yml", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def digest(folder: Path) -> dict[str, str]:
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            name = str(file.relative_to(folder))
            found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def test_other_dumps_by_hand_end_in_a_draft_and_are_not_mixed_in(root):
    finished = root / "reports" / "sample"
    before = digest(finished)

    done = papermill(root, "papers", "-p", "dumps", "dumps/sample/page-1.txt")
    assert done.returncode == 0, done.stderr
    draft = root / "reports" / "sample.draft"
    assert len(tables.read(draft, "papers")) < len(tables.read(finished, "papers"))

    done = papermill(root, "trends")
    assert done.returncode == 1
    assert "run the notebook topics.ipynb" in done.stderr
    for notebook in ("topics", "trends"):
        done = papermill(root, notebook)
        assert done.returncode == 0, done.stderr
    assert digest(finished) == before

    # The page that told of 172 new papers when nothing had changed.
    record = run(root)
    assert "changes" in [notebook["name"] for notebook in record["notebooks"]]
    changes = tables.read(finished, "changes")
    assert set(changes["change"]) <= {"same"}
    assert not (root / "reports" / "sample.earlier").exists()


def test_a_review_begins_by_hand_too(root):
    done = papermill(root, "papers", "-p", "review", "by hand")
    assert done.returncode == 0, done.stderr
    draft = root / "reports" / "by hand.draft"
    assert len(tables.read(draft, "papers")) == 172
    assert (draft / "duplicate_decisions.csv").is_file()
    done = papermill(root, "topics", "-p", "review", "by hnad")
    assert "papers.parquet is missing; run the notebook papers.ipynb" in done.stderr
    assert not (root / "reports" / "by hnad.draft").exists()


def test_what_was_typed_into_a_notebook_does_not_reach_a_run(root):
    finished = root / "reports" / "sample"
    before = digest(finished / "tables")
    params = json.loads((finished / "run.json").read_text(encoding="utf-8"))["params"]

    file = root / "notebooks" / "topics.ipynb"
    notebook = nbformat.read(file, 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('topics: str = "auto"', "topics: int = 3")
        cell.source = cell.source.replace("seed: int = 0", "seed: int = 9")
    nbformat.write(notebook, file)

    record = run(root)
    assert record["params"] == params
    assert digest(finished / "tables") == before

    # One's own version counts where the params file names it, and run.json says so.
    notebook.cells[0].source = "# What do I make of them?"
    nbformat.write(notebook, file)
    assert "notebooks/topics.ipynb differs from what comes with" in run(root)["stderr"]
    record = run(root, "--set", "notebooks=[notebooks/topics.ipynb]")
    (own,) = [each for each in record["notebooks"] if "path" in each]
    assert own["name"] == "topics" and own["path"] == "notebooks/topics.ipynb"
    assert record["params"]["seed"] == 0
    page = (finished / "report.html").read_text(encoding="utf-8")
    assert "What do I make of them?" in page
