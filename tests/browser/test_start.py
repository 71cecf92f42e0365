"""A newcomer opens JupyterLab with `litreview lab`, sees what is there, and follows a link to a page."""

import re
import shutil
from pathlib import Path

import pytest

from litreview import report
from tests import lab

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(browser, sample_report, tmp_path_factory):
    """START.ipynb in a workspace with a finished report."""
    root = tmp_path_factory.mktemp("lab") / "my räume"
    report.init_workspace(root)
    shutil.copytree(sample_report, root / "reports" / "sample")
    with lab.running_command(root) as address, lab.chromium(browser) as page:
        page.goto(address)
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        lab.wait_idle(page)
        page.root = root
        yield page


def run_cell(page, text: str):
    """Run the cell that holds a text; gives what it shows."""
    cell = page.locator(".jp-CodeCell", has_text=text).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    lab.wait_idle(page)
    return cell.locator(".jp-OutputArea")


def test_everything_is_within_reach(page):
    browser_of_files = page.locator(".jp-DirListing-content")
    for name in ("dumps", "notebooks", "params", "reports", "START.ipynb"):
        assert browser_of_files.get_by_text(name, exact=True).count() == 1


def test_the_page_of_a_report_is_one_click_away_and_lists_can_be_saved(page):
    shown = run_cell(page, "show_reports()")
    with page.context.expect_page() as opened:
        shown.locator("a", has_text="sample").click()
    report_page = opened.value
    report_page.wait_for_selector("figure.chart svg.marks")
    assert "The city as a habitat" in report_page.inner_text("h1")

    with report_page.expect_download() as saved:
        name = re.compile("Download.*BibTeX")
        report_page.get_by_role("button", name=name).click()
    assert "@" in Path(saved.value.path()).read_text(encoding="utf-8")
    report_page.close()


def test_a_review_is_begun_and_says_what_to_do_next(page):
    assert "dumps/mine" in run_cell(page, 'new_review("mine")').inner_text()
    assert "There is no file in" in run_cell(page, 'show_dumps("mine")').inner_text()
    dump = page.root / "dumps" / "sample" / "page-1.txt"
    shutil.copy(dump, page.root / "dumps" / "mine")
    assert "page-1.txt" in run_cell(page, 'show_dumps("mine")').inner_text()
    assert page.asked == []
