"""The page "From Python" runs from top to bottom, in a fresh workspace."""

import re

import pytest

from litreview import report
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "from-python.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(<!-- takes a minute -->\n)?```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    report.init_workspace(tmp_path / "my review")
    monkeypatch.chdir(tmp_path / "my review")
    return tmp_path / "my review"


def test_its_code_runs_in_order(workspace):
    names = {}
    for is_long, code in BLOCK.findall(PAGE):
        if not is_long:
            exec(compile(code, "from-python.md", "exec"), names)
    assert len(names["papers"]) > 100 and len(names["screened"]) == 0
    assert (workspace / "shares.svg").read_text("utf-8").startswith("<svg")
    assert "@" in (workspace / "papers.bib").read_text("utf-8")
    assert "1 of" in names["screening"]["progress"] or names["screening"]["progress"]


@pytest.mark.slow
def test_the_whole_review_runs(workspace):
    names = {}
    for is_long, code in BLOCK.findall(PAGE):
        if is_long:
            exec(compile("import litreview\n" + code, "from-python.md", "exec"), names)
    assert names["page"].is_file()


def test_the_readme_leads_to_it():
    assert "docs/from-python.md" in (ROOT / "README.md").read_text(encoding="utf-8")
