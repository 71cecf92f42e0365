"""How long a newcomer takes from an empty folder, in a real JupyterLab, and how many clicks.

    python tests/benchmarks/newcomer.py FOLDER DUMP DUMP ... [--python PYTHON]

lays out a workspace in FOLDER, opens JupyterLab with `litreview lab`, and does what START.ipynb says, with a mouse and a
keyboard: (a) the page of the sample, (b) a page of the dumps given, (c) a notebook of one's own in that page. Prints
clicks, keys and seconds of each, and leaves screenshots in FOLDER/screenshots. PYTHON is that of the environment in which
litreview is installed; this one, if left out.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import lab

FLAGS = ["--no-sandbox"]


class Newcomer:
    """Someone with a mouse and a keyboard: each press is counted, each step is timed."""

    def __init__(self, page, shots: Path):
        self.page, self.shots = page, shots
        self.clicks = self.keys = 0
        self.started = time.monotonic()

    def click(self, place) -> None:
        place.scroll_into_view_if_needed()
        place.click()
        self.clicks += 1

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def run_cell(self, text: str) -> None:
        """Click into the cell that holds a text, and run it."""
        cell = self.page.locator(".jp-CodeCell", has_text=text).first
        self.click(cell.locator(".cm-content"))
        self.press("Control+Enter")
        lab.wait_idle(self.page, 900_000)

    def look(self, name: str) -> None:
        self.page.screenshot(path=str(self.shots / f"{name}.png"))

    def lap(self, what: str) -> dict:
        now = time.monotonic()
        lap = {"what": what, "clicks": self.clicks, "keys": self.keys}
        lap["seconds"] = round(now - self.started)
        self.clicks = self.keys = 0
        self.started = now
        return lap


def open_page(person: Newcomer, review: str, name: str) -> str:
    """Follow the link to the page of a review; gives its heading."""
    link = person.page.locator(f".jp-OutputArea a:text-is('{review}')").last
    with person.page.context.expect_page() as opened:
        person.click(link)
    page = opened.value
    page.wait_for_selector("h1")
    page.wait_for_selector("figure.chart svg.marks, #explorer li", timeout=60_000)
    page.screenshot(path=str(person.shots / f"{name}.png"))
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("Download.*BibTeX")).click()
    assert "@" in Path(saved.value.path()).read_text(encoding="utf-8")
    heading = page.inner_text("h1")
    contents = page.inner_text("nav") if page.locator("nav").count() else ""
    page.close()
    return f"{heading} · {' '.join(contents.split())[:120]}"


def try_it(folder: Path, dumps: list[Path], python: str) -> list[dict]:
    """Do the three tasks; gives a row each."""
    laps = []
    began = time.monotonic()
    subprocess.run([python, "-m", "litreview", "init", str(folder)], check=True)
    init = time.monotonic() - began
    shots = folder / "screenshots"
    shots.mkdir(exist_ok=True)

    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        with lab.running_command(folder, python) as address:
            with lab.chromium(browser) as page:
                person = Newcomer(page, shots)
                page.goto(address)
                page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
                lab.wait_idle(page)
                person.look("1-start")
                person.run_cell("show_reports()")
                person.look("2-reports")
                person.run_cell('run("params/sample.yml")')
                person.look("3-sample-run")
                print(open_page(person, "sample", "4-sample-page"))
                laps.append(person.lap("(a) the page of the sample"))

                person.run_cell('new_review("mine")')
                for dump in dumps:  # dragged into the file browser, five at once
                    shutil.copy(dump, folder / "dumps" / "mine")
                person.clicks += 2
                person.run_cell('show_dumps("mine")')
                person.look("5-dumps")
                person.run_cell('run("params/mine.yml")')
                person.look("6-mine-run")
                print(open_page(person, "mine", "7-mine-page"))
                laps.append(person.lap("(b) a page of one's own"))

                person.run_cell('new_notebook("mine", "question")')
                person.look("8-question")
                params = folder / "params" / "mine.yml"
                line = "notebooks: [notebooks/mine/question.ipynb]\n"
                params.write_text(params.read_text() + line)
                person.clicks += 3  # open the folder, the file, and its end
                person.keys += len(line) + 1  # and save
                person.run_cell('run("params/mine.yml")')
                print(open_page(person, "mine", "9-question-page"))
                laps.append(person.lap("(c) a notebook of one's own in it"))

                person.click(page.locator(".jp-RenderedMarkdown a", has_text="explore"))
                page.wait_for_selector(".jp-mod-current[title*='explore.ipynb']")
                lab.wait_idle(page)
                lab.run_all(page)
                page.wait_for_selector(".corpus-map canvas")
                person.look("10-explore")
                laps.append(person.lap("explore, opened from START"))
                for line in page.said:
                    print("console:", line[:200])
                print("asked of other hosts:", page.asked)
    print(f"init took {init:.1f} s")
    return laps


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("dumps", type=Path, nargs="+")
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    for lap in try_it(given.folder.resolve(), given.dumps, given.python):
        print("{what:38} {clicks:3} clicks {keys:4} keys {seconds:4} s".format(**lap))
