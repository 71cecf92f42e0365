"""Screening in a real JupyterLab: by keyboard, without harm from it or to it, and nothing is lost with the kernel."""

import os
import re
import signal

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from litreview.screening import _decisions as decisions
from tests import lab

pytestmark = pytest.mark.slow

NOTEBOOK = "notebooks/screen.ipynb"
HOSTILE = "<img src=x onerror=alert(1)> How does noise in the city change the behaviour of animals?"
PID = "import os\nfrom pathlib import Path\n\nPath('kernel.pid').write_text(str(os.getpid()))"
REASONS = [
    "Not on the subject",
    "Not a study",
    "Another kind of study",
    "Another language",
]


@pytest.fixture(scope="module")
def place(sample_report, tmp_path_factory):
    """The folder of a researcher, in whose corpus one title is an attack, and whose notebook tells the kernel's pid."""
    place = lab.review(sample_report, tmp_path_factory.mktemp("screening"))
    for store in (place / "params").glob("*.sqlite"):
        store.unlink()
    file = place / "reports" / "sample" / "tables" / "papers.parquet"
    papers = pd.read_parquet(file)
    papers["title"] = papers["title"].where(papers.index != 100, HOSTILE)
    papers.to_parquet(file, index=False)
    notebook = nbformat.read(place / NOTEBOOK, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(PID))
    nbformat.write(notebook, place / NOTEBOOK)
    return place


@pytest.fixture(scope="module")
def page(place, browser):
    """JupyterLab with the notebook, all of which was run; a dialog that opens fails every test after it."""
    with lab.running(place) as address, lab.chromium(browser) as page:
        page.on(
            "dialog",
            lambda dialog: (
                page.said.append(f"dialog: {dialog.message}"),
                dialog.dismiss(),
            ),
        )
        lab.open_notebook(page, address, NOTEBOOK)
        lab.run_all(page)
        yield page


@pytest.fixture
def box(page):
    """The widget, with the focus on the paper."""
    box = widget(page)
    box.locator("article").click(position={"x": 200, "y": 8})
    yield box
    assert not page.said and not page.asked


def widget(page):
    """Scroll down until JupyterLab, which draws what is near alone, has the widget."""
    box = page.locator(".litreview-screen").first
    page.locator(".jp-Cell", has_text="Keys: ").first.scroll_into_view_if_needed()
    box.wait_for()
    box.scroll_into_view_if_needed()
    return box


def answered(box, key):
    """Press a key that decides, and give what was said when the next paper, or the error, was there."""
    done, before = box.locator(".done"), box.locator(".done").text_content()
    box.page.keyboard.press(key)
    expect(done).not_to_have_text(before, timeout=20_000)
    expect(box).to_have_attribute("aria-busy", "false")
    return done.text_content()


def made(place):
    return decisions.current_decisions(
        place / "params" / "sample.screening_decisions.sqlite"
    )


def test_a_hostile_title_is_text(box, place):
    expect(box.locator("h3")).to_have_text(HOSTILE)
    assert box.locator("img").count() == 0 and box.locator("h3 mark").count() > 0
    assert HOSTILE in answered(box, "m")
    assert made(place)[["decision", "title"]].values.tolist() == [["maybe", HOSTILE]]
    assert answered(box, "u").startswith("Taken back") and made(place).empty
    expect(box.locator("h3")).to_have_text(HOSTILE)


def test_keys_are_the_widgets_alone(box, page, place):
    cells, title = page.locator(".jp-Cell").count(), box.locator("h3").text_content()
    for key in "ddxabyzrclj0":  # each a command of JupyterLab on cells
        page.keyboard.press(key)
    page.keyboard.press("Shift+Enter")
    assert (
        page.locator(".jp-Cell").count() == cells
        and not page.locator(".jp-Dialog").count()
    )
    expect(box.locator("h3")).to_have_text(title)
    page.keyboard.press("n")
    page.keyboard.type("include me, 2 times")
    note = box.locator("textarea")
    expect(note).to_have_value("include me, 2 times")
    expect(note).to_be_focused()
    page.keyboard.press("Escape")
    expect(box.locator("article")).to_be_focused()
    page.keyboard.press("2")
    expect(box.get_by_role("button", name=REASONS[1])).to_have_attribute(
        "aria-pressed", "true"
    )
    assert answered(box, "e").startswith("Saved: excluded")
    (row,) = made(place).to_dict("records")
    assert (row["title"], row["reason"], row["note"]) == (
        title,
        REASONS[1],
        "include me, 2 times",
    )
    expect(box.locator("article")).to_be_focused()
    expect(note).to_have_value("")
    expect(box.get_by_role("button", name=REASONS[1])).to_have_attribute(
        "aria-pressed", "false"
    )
    answered(box, "u")
    expect(note).to_have_value("include me, 2 times")
    note.fill("")
    box.locator("header").click()
    expect(box).to_be_focused()


def test_the_mouse_does_the_same_and_the_focus_stays(box, page, place):
    button = box.get_by_role("button", name="Include")
    before = box.locator("h3").text_content()
    button.dblclick()
    expect(box.locator("h3")).not_to_have_text(before)
    expect(box).to_have_attribute("aria-busy", "false")
    expect(button).to_be_focused()
    assert made(place)["title"].tolist() == [before]
    answered(box, "u")
    assert made(place).empty


@pytest.mark.parametrize("width", [1400, 700])
@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_used_by_all(box, page, dark, width):
    page.set_viewport_size({"width": width, "height": 1000})
    if dark:
        lab.dark_theme(page)
    widget(page).locator("article").click(position={"x": 200, "y": 8})
    page.keyboard.press("2")  # the look of a reason that is chosen
    expect(box.get_by_role("button", name=REASONS[1])).to_have_attribute(
        "aria-pressed", "true"
    )
    if folder := os.environ.get("LITREVIEW_SHOTS"):
        page.screenshot(
            path=f"{folder}/screen-{width}-{'dark' if dark else 'light'}.png"
        )
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, context=".litreview-screen", options=rules)
    assert not found.response["violations"], found.generate_report()
    page.keyboard.press("2")


def test_ten_decisions_outlive_the_kernel(box, page, place):
    page.set_viewport_size({"width": 1400, "height": 1000})
    said = [answered(box, key) for key in "ieimeeieme"]
    assert [text.split(",")[0] for text in said[:4]] == [
        "Saved: included", "Saved: excluded", "Saved: included", "Saved: kept as maybe"
    ]  # fmt: skip
    standing = "10 of 172 papers screened: 3 included, 2 maybe, 5 excluded."
    expect(box.locator(".standing")).to_have_text(re.compile(re.escape(standing)))
    kept, shown = made(place), box.locator("h3").text_content()
    assert len(kept) == 10 and all(
        f"“{title}”" in text for title, text in zip(kept["title"], said, strict=True)
    )
    os.kill(int((place / "kernel.pid").read_text()), signal.SIGKILL)
    page.keyboard.press("i")  # to nobody: it must not look as if it were saved
    expect(box.locator(".failed")).to_contain_text("not saved", timeout=20_000)
    expect(box.locator("h3")).to_have_text(shown)
    pd.testing.assert_frame_equal(made(place), kept)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    lab.wait_idle(page)
    lab.run_all(page)
    again = widget(page)
    expect(again.locator(".standing")).to_have_text(re.compile(re.escape(standing)))
    expect(again.locator("h3")).to_have_text(shown)
    pd.testing.assert_frame_equal(made(place), kept)
    page.said.clear()  # of the connection that was cut
