"""JupyterLab is opened at the top of the workspace, and asks no other host."""

import sys

import pytest

from litreview import report
from litreview.report import _lab


def test_all_of_the_workspace_is_served_and_start_is_shown(tmp_path, monkeypatch):
    root = tmp_path / "my räume"
    report.init_workspace(root)
    started = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LITREVIEW_LAB", "")  # and what it was before comes back
    monkeypatch.setattr(_lab.os, "execv", lambda *words: started.append(words))
    monkeypatch.setattr(_lab.subprocess, "call", lambda *_, **__: 0)

    report.open_lab(root, ["--no-browser"])
    ((program, words),) = started
    assert program == sys.executable and words[1:3] == ["-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={root}" in words
    assert "--LabApp.default_url=/lab/tree/START.ipynb" in words
    assert words[-1] == "--no-browser"


def test_a_folder_that_is_no_workspace_is_told_what_makes_one(tmp_path):
    with pytest.raises(ValueError, match="has no START.ipynb; `litreview init"):
        report.open_lab(tmp_path)
