"""A researcher explores the sample review in a real JupyterLab, which reaches no other host."""

import re

import pandas as pd
import pytest

from litreview import tables
from tests import lab

pytestmark = pytest.mark.slow
# Of ipydatagrid 1.4: its streaming grid says so once as it starts, and goes on.
HOSTILE = "<img src=x onerror=alert(1)> zzyzx"
THEIRS = ["Error setting state: Cannot read properties of undefined (reading 'length')"]


@pytest.fixture(scope="module")
def page(browser, sample_report, tmp_path_factory):
    """The notebook explore.ipynb, run from top to bottom."""
    place = lab.review(sample_report, tmp_path_factory.mktemp("review"))
    file = tables.file_of(place / "reports" / "sample", "papers")
    papers = pd.read_parquet(file)
    papers.loc[papers.index[0], "title"] = HOSTILE
    papers.to_parquet(file, index=False)
    with lab.running(place) as address, lab.chromium(browser) as page:
        lab.open_notebook(page, address, "notebooks/explore.ipynb")
        lab.run_all(page)
        page.place = place
        yield page


def search(page, words: str) -> None:
    page.get_by_placeholder('words, "a phrase"', exact=False).fill(words)


def counted(page, text: str) -> None:
    page.locator(".reading [role=status]", has_text=text).first.wait_for()


def listed(page) -> str:
    """Run the cell that shows the papers listed, and give what it shows."""
    cell = page.locator(
        ".jp-CodeCell", has_text="explore.listed_papers(explorer)"
    ).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    lab.wait_idle(page)
    return cell.locator(".jp-OutputArea-output").inner_text()


def test_the_corpus_is_searched_read_lassoed_and_marked(page):
    counted(page, "172 of 172 papers")
    search(page, "noise")
    counted(page, "17 of 172 papers")
    assert page.locator(".reading mark").first.inner_text().lower() == "noise"
    assert "and 12 more rows" in listed(page)
    grid = page.locator(".lm-DataGrid").first
    grid.scroll_into_view_if_needed()
    box, title = grid.bounding_box(), page.locator(".reading h3").first
    page.mouse.click(box["x"] + 80, box["y"] + 41)
    first = title.inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "before => document.querySelector('.reading h3').innerText !== before",
        arg=first,
    )
    page.get_by_role("button", name="Include").click()
    page.locator(
        ".reading [role=status]",
        has_text="Include: kept in params/sample.screening_decisions.sqlite",
    ).wait_for()
    search(page, "")
    counted(page, "172 of 172 papers")
    canvas = page.locator(".corpus-map canvas").last
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y, r = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 90
    page.mouse.move(x - r, y - r)
    page.mouse.down()
    for dx, dy in ((r, -r), (r, r), (-r, r), (-r, -r)):
        page.mouse.move(x + dx, y + dy, steps=15)
    page.mouse.up()
    counted(page, "inside the lasso")
    said = page.locator(
        ".reading [role=status]", has_text="inside the lasso"
    ).first.inner_text()
    inside, dots = map(
        int,
        re.fullmatch(
            r"(\d+) of 172 papers, inside the lasso around (\d+) dots?", said
        ).groups(),
    )
    assert 0 < inside == dots < 172
    shown = listed(page)
    more = re.search(r"and (\d+) more rows", shown)
    assert inside == (5 + int(more[1]) if more else shown.count("\n"))
    page.get_by_role("button", name="Clear the lasso").click()
    counted(page, "172 of 172 papers")


def test_hostile_titles_stay_text_and_nothing_is_asked_of_other_hosts(page):
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    search(page, "zzyzx")
    counted(page, "1 of 172 papers")
    assert page.locator(".reading h3").first.inner_text() == HOSTILE
    box = page.locator(".corpus-map canvas").last.bounding_box()
    for dx in range(
        0, int(box["width"]), 8
    ):  # over the one dot there is, for its tooltip
        page.mouse.move(box["x"] + dx, box["y"] + box["height"] / 2)
    assert page.locator("img[src=x]").count() == 0
    assert page.asked == []
    assert [
        line for line in page.said if line not in THEIRS and "ipydatagrid" not in line
    ] == []


def test_a_name_for_a_topic_is_kept(page):
    field = page.get_by_placeholder("your name for it").first
    field.scroll_into_view_if_needed()
    field.fill("Air")
    field.press("Enter")
    page.locator(
        ".reading [role=status]", has_text="Kept in params/sample.topic_labels.csv"
    ).wait_for()
    assert "Air," in (page.place / "params" / "sample.topic_labels.csv").read_text(
        encoding="utf-8-sig"
    )
