"""Open report.html as a reader does and time it: python tests/benchmarks/page_opened.py REPORTS/NAME [...].

For each report: papers, size of the file, seconds from opening it to the first chart and to the list of papers, seconds
of a search in it (median and worst of 20), what it asked for beside itself, and what it said on the console.
"""

import json
import shutil
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
WORDS = "model data network learning method time result light high urban".split()


def opened(page: Page, file: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector("figure.chart svg.marks", timeout=120_000)
    chart = time.perf_counter() - begun
    page.wait_for_selector("#explorer [role=status]:not(:empty)", timeout=120_000)
    return chart, time.perf_counter() - begun


def searched(page: Page, word: str) -> float:
    """Type a word, and wait until the count of papers is another."""
    status = "document.querySelector('#explorer [role=status]').textContent"
    page.locator("#explorer input[type=search]").fill("")
    page.wait_for_timeout(500)
    before = page.evaluate(status)
    begun = time.perf_counter()
    page.locator("#explorer input[type=search]").fill(word)
    page.wait_for_function(f"{status} !== {json.dumps(before)}", polling=5)
    return time.perf_counter() - begun


def main() -> None:
    print(
        "| report | papers | MB | first chart, s | papers listed, s | search, s | worst, s | asked | said |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for folder in map(Path, sys.argv[1:]):
            file, page, asked, said = folder / "report.html", browser.new_page(), [], []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, said=said: said.append(message.text))
            chart, listed = opened(page, file.resolve())
            times = [searched(page, word) for word in WORDS * 2]
            papers = json.loads((folder / "run.json").read_text())["counts"]["papers"]
            cells = [
                folder.name,
                f"{papers:,}",
                f"{file.stat().st_size / 1e6:.2f}",
                f"{chart:.1f}",
                f"{listed:.1f}",
            ]
            cells += [
                f"{statistics.median(times):.2f}",
                f"{max(times):.2f}",
                len(asked) - 1,
                len(said),
            ]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
            page.close()


if __name__ == "__main__":
    main()
