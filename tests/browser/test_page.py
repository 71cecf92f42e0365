"""The page in a browser: charts drawn, topics linked, accessible, no request."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import run_command
from tests.report.test_page import HOSTILE


@pytest.fixture
def page(sample_report, browser):
    """The report of the sample in one file, with the network cut; every request and message is kept."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    page.asked, page.said, own = [], [], (sample_report / "report.html").as_uri()
    page.on("request", lambda request: page.asked.append(request.url))
    page.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith(own) else route.abort()
        ),
    )
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(own)
    page.wait_for_function(
        "document.querySelectorAll('figure.chart svg.marks').length >= 12",
        timeout=30_000,
    )
    page.wait_for_selector("#explorer [role=status]")
    yield page
    assert {
        url.partition("#")[0] for url in page.asked if not url.startswith("blob:")
    } == {own} and page.said == []
    context.close()


@pytest.mark.slow
def test_the_file_draws_all_charts_and_fits_any_screen(page, sample_report):
    assert (sample_report / "report.html").stat().st_size < 2_500_000
    assert (
        page.locator("figure.chart").count()
        == page.locator("figure.chart svg.marks").count()
    )
    for width in (400, 1000, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        ), width


FADED = "[...document.querySelectorAll('#map svg.marks .mark-symbol.role-mark path')]"
FADED += ".filter(point => point.getAttribute('opacity') < 0.3).length"


@pytest.mark.slow
def test_a_topic_chosen_anywhere_is_chosen_everywhere(page):
    status, select = (
        page.locator("#explorer [role=status]").first,
        page.locator("#explorer select").first,
    )
    label = page.evaluate(
        "document.querySelector('#explorer select').options[2].textContent.replace(/ \\(.*/, '')"
    )
    select.select_option(index=2)
    page.wait_for_function(f"{FADED} > 100")
    assert "of 172" in status.inner_text()
    select.select_option(index=0)
    page.wait_for_function(f"{FADED} === 0")
    page.locator("#map svg.marks .role-legend-entry").get_by_text(
        label, exact=True
    ).click()
    page.wait_for_function(f"{FADED} > 100")
    page.wait_for_function(
        "!document.querySelector('#explorer [role=status]').textContent.startsWith('172')"
    )
    assert select.evaluate("element => element.selectedIndex") == 2


@pytest.mark.slow
def test_everyone_can_read_it(page):
    axe = Axe()
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    for topic, said in ((0, "=== 0"), (2, "> 100")):
        page.locator("#explorer select").first.select_option(index=topic)
        page.wait_for_function(f"{FADED} {said}")
        found = axe.run(page, options=levels).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.slow
def test_hostile_papers_come_through_a_whole_run_as_text(browser, tmp_path):
    """Two subjects, so that there are topics; what is hostile stands in every field, the file's name and the title."""
    subjects = [
        "tidal marsh sediment salinity estuary mudflat",
        "violin varnish resonance luthier soundboard timbre",
    ]
    bad = [
        *HOSTILE,
        "[here](javascript:alert(5))",
        "<script>alert(6)</script>",
        "`<b>` <style>*{display:none}</style>",
    ]
    lines = []
    for i in range(60):
        text, own = bad[i % len(bad)], " ".join(subjects[i % 2].split()[i % 3 :] * 3)
        lines += [
            "TY  - JOUR",
            f"TI  - {text} {own.split()[0]} {i}",
            f"AB  - {own} {text} {own} case{i}.",
        ]
        lines += [
            f"T2  - {text}",
            "UR  - javascript:alert(7)",
            f'DO  - 10.1/{i}"><img src=x onerror=alert(8)>',
        ]
        lines += [
            f"PY  - {2015 + i % 8}",
            *[f"AU  - {text}, A. {k}" for k in range(5000 if i == 3 else 3)],
            "ER  - ",
        ]
    (tmp_path / "<img src=x onerror=alert(9)>.ris").write_text(
        "\n".join(lines), encoding="utf-8"
    )
    title = json.dumps(HOSTILE[0] + HOSTILE[1] + HOSTILE[2])
    (tmp_path / "bad.yml").write_text(
        f"dumps: {json.dumps(str(tmp_path))}\ntitle: {title}\n", encoding="utf-8"
    )
    done = run_command("run", tmp_path / "bad.yml", "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    said, asked, page = [], [], browser.new_page()
    for name in ("console", "pageerror", "dialog"):
        page.on(name, lambda event: said.append(str(event)))
    page.on("request", lambda request: asked.append(request.url))
    place = tmp_path / "reports" / "bad"
    files = sorted(place.rglob("*.html"))
    assert len(files) == 6
    for file in files:
        page.goto(file.as_uri())
        page.wait_for_function(
            "[...document.querySelectorAll('figure.chart')].every(one => one.querySelector('svg'))"
        )
        assert (
            page.locator("img:not([src^='data:']), a[href^='javascript:' i]").count()
            == 0
        ), file.name
        assert HOSTILE[2] in page.title()
    page.goto((place / "report.html").as_uri())
    page.wait_for_selector("#explorer .paper")
    shown = page.locator("#explorer .paper h3").all_inner_texts()
    assert all(
        any(title.startswith(text[:9]) for title in shown)
        for text in (HOSTILE[0], HOSTILE[1], HOSTILE[2])
    )
    assert said == [] and {url.partition(":")[0] for url in asked} <= {
        "file",
        "data",
        "blob",
    }
    page.close()
