"""The main job from the command line: the sample with its planted truths, the pages in a browser, the real dumps."""

import html
import json
import re
import shutil

import numpy as np
import pandas as pd
import pytest

from litreview import dedupe, tables
from litreview.topics import _labels as own_labels
from tests.conftest import ROOT, SAMPLE, run_command

pytestmark = pytest.mark.slow

CONTRACT = {
    "papers": "paper_id title abstract date date_precision authors venue doi arxiv_id url",
    "records": "record_id paper_id dump record line seen_on",
    "lines": "dump line_from line_to role text",
    "record_pairs": "record_a record_b match reason score",
    "topics": "topic label keywords papers stability coherence distinctness nearest",
    "reruns": "paper_id seed_1 sample_5",
    "rerun_ari": "rerun kind papers topics ari",
    "assignments": "paper_id topic confidence x y",
    "trends": "topic period papers total share low high",
    "periods": "period start papers stretch mark tested",
    "verdicts": "topic verdict change change_low change_high p q agreement",
    "changes": "kind what id before now change",
}


def table(report, name):
    return pd.read_parquet(tables.file_of(report, name))


def test_the_tables_are_those_of_the_contract(sample_report):
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= set(table(sample_report, name)), name
    papers, assignments = (
        table(sample_report, "papers"),
        table(sample_report, "assignments"),
    )
    assert list(papers["paper_id"]) == list(assignments["paper_id"])
    assert papers["paper_id"].is_unique and len(papers) == 172
    record = json.loads((sample_report / "run.json").read_text())
    assert {"params", "inputs", "counts", "versions", "seconds"} <= set(record)
    assert (
        sum(file["records"] for file in record["inputs"])
        == len(table(sample_report, "records"))
        == 190
    )
    trends, topics = table(sample_report, "trends"), table(sample_report, "topics")
    assert len(trends) == trends["period"].nunique() * len(topics)


def test_the_planted_topics_and_trends_are_recovered(sample_report, gold):
    planted = {dedupe.title_key(title): topic for title, topic in gold.items()}
    papers = table(sample_report, "papers").merge(
        table(sample_report, "assignments"), on="paper_id"
    )
    want = papers["title"].map(lambda title: planted[dedupe.title_key(title)])
    counts = pd.crosstab(papers["topic"], want).drop(index=-1).drop(columns="odd")
    assert counts.shape == (7, 7)
    assert (
        counts.idxmax().nunique() == 7
        and (counts.max() / want.value_counts()[counts.columns] > 0.7).all()
    )
    verdict = table(sample_report, "verdicts").set_index("topic")["verdict"]
    assert list(verdict.index[verdict == "rising"]) == [counts["air"].idxmax()]
    assert list(verdict.index[verdict == "falling"]) == [counts["bikes"].idxmax()]


def test_nothing_of_the_build_is_left_and_the_notebooks_name_the_final_folder(
    sample_report,
):
    assert [place.name for place in sample_report.parent.iterdir()] == ["sample"]
    text = (sample_report / "notebooks" / "topics.ipynb").read_text(encoding="utf-8")
    assert "/.sample-" not in text and str(sample_report) in text


@pytest.mark.parametrize(
    ("name", "charts"),
    [
        ("papers", 2),
        ("topics", 3),
        ("trends", 6),
        ("compare", 2),
        ("changes", 0),
    ],
)
def test_a_page_asks_nobody_draws_its_charts_and_is_silent(
    sample_report, browser, name, charts
):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    asked, said = [], []
    own = (sample_report / "notebooks" / f"{name}.html").as_uri()
    page.on("request", lambda request: asked.append(request.url))
    page.route(
        "**/*",
        lambda route: route.continue_() if route.request.url == own else route.abort(),
    )
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(own)
    page.wait_for_function(
        f"document.querySelectorAll('figure.chart svg.marks').length >= {charts}",
        timeout=20_000,
    )
    assert asked == [own]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_pages_without_dates_or_topics_are_silent_too(browser, tmp_path):
    lines = (SAMPLE / "page-without-date.txt").read_text(encoding="utf-8").splitlines()
    (tmp_path / "few.txt").write_text("\n".join(lines[:12]), encoding="utf-8")
    (tmp_path / "few.yml").write_text(f"dumps: {tmp_path / 'few.txt'}")
    done = run_command("run", tmp_path / "few.yml", "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    notebooks = tmp_path / "reports" / "few" / "notebooks"
    for name in ("papers", "topics", "trends", "compare"):
        page, said = browser.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto((notebooks / f"{name}.html").as_uri())
        page.wait_for_function(
            "document.querySelectorAll('figure.chart svg.marks').length >= 1",
            timeout=20_000,
        )
        assert said == [], name
        page.close()


def test_a_title_opens_to_its_abstract(sample_report, browser):
    page = browser.new_page()
    page.goto((sample_report / "notebooks" / "topics.html").as_uri())
    profile = page.locator(".profiles details").first
    profile.locator("summary").click()
    assert "stability" in profile.inner_text() and profile.locator("li").count() == 6
    group = page.locator(".papers details.group").first
    group.locator("summary").first.click()
    paper = group.locator("details").first
    paper.locator("summary").click()
    assert len(paper.locator("p").inner_text()) > 200
    page.close()


def test_a_click_shows_the_papers_behind_a_number(sample_report, browser):
    page = browser.new_page()
    page.goto((sample_report / "notebooks" / "trends.html").as_uri())
    chart = page.locator("figure.chart[aria-label^='The papers behind']")
    cells = chart.locator("svg.marks .mark-rect path")
    cells.first.wait_for(timeout=20_000)
    before = chart.locator("svg.marks").inner_html()
    cells.nth(20).click(force=True)
    page.wait_for_function("was => !document.body.innerHTML.includes(was)", arg=before)
    page.close()


def test_a_sentence_leads_to_the_row_behind_it(sample_report, browser):
    page = browser.new_page()
    page.goto((sample_report / "notebooks" / "trends.html").as_uri())
    page.locator("a[href^='#topic-']").first.click()
    row = page.locator("tr:target")
    assert "rising" in row.inner_text() and row.bounding_box()["y"] < 700
    page.close()


def test_every_link_within_the_report_leads_somewhere(sample_report):
    pages = {
        file.name: file.read_text(encoding="utf-8")
        for file in (sample_report / "notebooks").glob("*.html")
    }
    pages["../report.html"] = (sample_report / "report.html").read_text("utf-8")
    for name, text in pages.items():
        for file, anchor in re.findall(
            r'href="([^":#]*)(?:#([^"]+))?"', text[text.index("<body>") :]
        ):
            assert file in {*pages, ""}, (name, file)
            assert (
                not anchor or f'id="{html.unescape(anchor)}"' in pages[file or name]
            ), (name, anchor)


def test_plain_papermill_and_the_live_notebook_work_too(sample_report, tmp_path):
    import papermill

    values = {"folder": str(tmp_path)}
    for name in ("papers", "topics", "trends", "compare", "changes", "explore"):
        notebook = str(ROOT / "notebooks" / f"{name}.ipynb")
        papermill.execute_notebook(
            notebook,
            str(tmp_path / f"{name}.ipynb"),
            values,
            cwd=str(ROOT),
            progress_bar=False,
        )
    pd.testing.assert_frame_equal(
        table(tmp_path, "topics"), table(sample_report, "topics")
    )


def test_check_says_what_is_understood():
    done = run_command("check", "litreview/sample")
    assert done.returncode == 0, done.stderr
    assert "page-8.txt, line 55: not understood: '…loading'" in done.stdout
    assert "172 papers in 190 records of 8 files" in done.stdout


def test_the_real_dumps_twice_value_for_value(seeds, tmp_path):
    for run in ("one", "two"):
        words = [
            "--set",
            f"dumps={seeds}",
            "--set",
            "year=2025",
            "--reports",
            tmp_path / run,
        ]
        done = run_command("run", "params/daily-papers.yml", *words)
        assert done.returncode == 0, done.stderr
    one, two = tmp_path / "one" / "daily-papers", tmp_path / "two" / "daily-papers"
    for file in sorted((one / "tables").glob("*.parquet")):
        pd.testing.assert_frame_equal(
            pd.read_parquet(file), table(two, file.stem), check_exact=True
        )
    assert len(table(one, "records")) == 405 and len(table(one, "papers")) == 353
    for file in sorted(seeds.iterdir()):
        rows = table(one, "lines").query("dump == @file.name")
        covered = np.concatenate(
            [np.arange(row.line_from, row.line_to + 1) for row in rows.itertuples()]
        )
        assert list(covered) == list(
            range(1, len(file.read_text(encoding="utf-8").split("\n")) + 1)
        )
    assert set(table(one, "lines")["role"]) == {
        "header",
        "title",
        "abstract",
        "blank",
    }
    glued = (
        table(one, "records")
        .query("dump.str.startswith('001') and record == 1")
        .merge(table(one, "papers"))
    )
    assert (
        glued["title"][0]
        == "How connectivity structure shapes rich and lazy learning in neural circuits"
    )


def test_next_month_labels_topics_and_map_are_kept(tmp_path):
    pages = sorted(SAMPLE.glob("page-*.txt"))
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    for page in pages[:-2]:
        shutil.copy(page, dumps)
    review = tmp_path / "city.yml"
    review.write_text("dumps: dumps\nyear: 2025\n", encoding="utf-8")

    def run(*settings) -> dict[str, pd.DataFrame]:
        done = run_command("run", review, "--until", "topics", *settings, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        names = ("topics", "assignments", "papers")
        return {name: table(tmp_path / "reports" / "city", name) for name in names}

    first = run()
    rows = own_labels.read_labels(tmp_path / "reports" / "city" / "topic_labels.csv")
    rows["label"] = ["Mine", "Both", "Both", *rows["label"][3:]]
    tables.write_csv(tmp_path / "city.topic_labels.csv", rows)
    for page in pages[-2:]:
        shutil.copy(page, dumps)
    second = run()  # found anew, with more papers
    assert {"Mine", "Both"} <= set(second["topics"]["label"])
    third = run("--set", "earlier=reports/city")
    assert "Mine" in set(third["topics"]["label"])
    both = second["assignments"].merge(
        third["assignments"], on="paper_id", suffixes=("", "_then")
    )
    assert (both["x"] == both["x_then"]).all() and (
        both["topic"] == both["topic_then"]
    ).all()
    mine = dict(zip(second["topics"]["label"], second["topics"]["topic"], strict=True))[
        "Mine"
    ]
    old = set(first["assignments"].loc[first["assignments"]["topic"] == 0, "paper_id"])
    now = second["assignments"].set_index("paper_id")["topic"]
    assert (now.reindex(sorted(old)) == mine).mean() > 0.7
    record = json.loads(
        (tmp_path / "reports" / "city" / "run.json").read_text(encoding="utf-8")
    )
    assert (
        record["inputs"][-1]["kind"] == "topic_labels"
        and record["rerun_ari"]["seed"] > 0.8
    )
