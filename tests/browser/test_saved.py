"""A notebook that is saved and opened again without its kernel shows charts, and a sentence for live controls."""

import shutil
from pathlib import Path

import pytest

from litreview import report
from tests import lab

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(sample_report, tmp_path_factory):
    """A workspace with a finished report, and a notebook of one's own with a chart."""
    root = tmp_path_factory.mktemp("lab") / "review"
    report.init_workspace(root)
    shutil.copytree(sample_report, root / "reports" / "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        report.new_notebook("sample", "question")
    return root


def run_and_save(page, address: str, file: Path, name: str, sign: str) -> str:
    """Run a notebook until a sign shows, save it, and give what is in its file."""
    page.goto(f"{address.replace('START.ipynb', name)}&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    lab.wait_idle(page)
    lab.run_all(page)
    page.wait_for_selector(sign)
    before = file.stat().st_mtime_ns
    page.locator(".lm-MenuBar-item", has_text="File").first.click()
    page.locator(".lm-Menu-item", has_text="Save Notebook").first.click()
    for _ in range(300):
        if file.stat().st_mtime_ns != before:
            break
        page.wait_for_timeout(100)
    page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
    return file.read_text(encoding="utf-8")


def test_charts_live_on_and_controls_leave_a_sentence(browser, root):
    explore = root / "notebooks" / "explore.ipynb"
    question = root / "notebooks" / "sample" / "question.ipynb"

    with lab.running_command(root) as address, lab.chromium(browser) as page:
        first, other = "notebooks/explore.ipynb", "notebooks/sample/question.ipynb"
        saved = run_and_save(page, address, explore, first, ".corpus-map canvas")
        assert "widget-view" not in saved and "This control is live" in saved
        saved = run_and_save(page, address, question, other, ".vega-embed svg")
        assert "vegalite.v5" in saved
        assert [line for line in page.said if "vega" in line.lower()] == []
        assert page.asked == []

    # Another server: no kernel of before, and none is asked for.
    with lab.running_command(root) as address, lab.chromium(browser) as page:
        page.goto(f"{address.replace('START.ipynb', first)}&reset")
        page.get_by_text("This control is live").first.wait_for()
        assert page.get_by_text("Error displaying widget").count() == 0

        page.goto(f"{address.replace('START.ipynb', other)}&reset")
        page.wait_for_selector(".vega-embed svg")
        assert page.get_by_text("Error displaying widget").count() == 0
        assert page.asked == []
