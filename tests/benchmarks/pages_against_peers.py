"""Make pages of one corpus by other tools and open them beside ours, with the network cut.

python tests/benchmarks/pages_against_peers.py REPORTS/NAME [--bertopic PYTHON] [--datamapplot PYTHON]

The report's papers are handed to BERTopic's own figures (written as HTML, with the topics of the report, so that only
the pages differ) and to an interactive map of datamapplot (with the map of the report), each in an environment of its
own. Of every page: its size, whether anything is drawn without a network, which hosts it asked, and what it said.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)

BERTOPIC = """
import sys
import numpy as np, pandas as pd
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction

into = sys.argv[1]
papers = pd.read_json(f"{into}/papers.json")
texts = (papers["title"] + ". " + papers["abstract"].fillna("")).tolist()
vectors = papers[["x", "y"]].to_numpy(float)
model = BERTopic(embedding_model=BaseEmbedder(), umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster())
model.fit(texts, embeddings=vectors, y=papers["topic"].tolist())
figures = {
    "documents": model.visualize_documents(papers["title"].tolist(), reduced_embeddings=vectors),
    "barchart": model.visualize_barchart(),
    "hierarchy": model.visualize_hierarchy(),
    "heatmap": model.visualize_heatmap(),
}
for name, figure in figures.items():
    figure.write_html(f"{into}/bertopic-{name}.html")
"""

DATAMAPPLOT = """
import sys
import numpy as np, pandas as pd
import datamapplot

into = sys.argv[1]
papers = pd.read_json(f"{into}/papers.json")
labels = np.where(papers["topic"] < 0, "Unlabelled", papers["label"])
plot = datamapplot.create_interactive_plot(
    papers[["x", "y"]].to_numpy(float),
    labels,
    hover_text=papers["title"].tolist(),
    enable_search=True,
    inline_data=True,
)
plot.save(f"{into}/datamapplot.html")
"""


def written(report: Path, into: Path) -> None:
    papers, topics = (
        pd.read_parquet(report / "tables" / f"{name}.parquet")
        for name in ("papers", "topics")
    )
    assignments = pd.read_parquet(report / "tables" / "assignments.parquet").merge(
        topics[["topic", "label"]], on="topic"
    )
    papers[["paper_id", "title", "abstract"]].merge(assignments, on="paper_id").to_json(
        into / "papers.json"
    )


def made(python: str, code: str, into: Path) -> None:
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code, into], capture_output=True, text=True
    )
    if done.returncode:
        print(f"not made: {done.stderr.strip().splitlines()[-1]}")


def opened(browser: Browser, file: Path) -> list:
    """Open a page without a network: what is drawn, which hosts are asked, what is said."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page, asked, said = context.new_page(), Counter(), []
    page.route(
        "http*://**/*",
        lambda route: (
            asked.update([urlparse(route.request.url).netloc]),
            route.abort(),
        ),
    )
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.resolve().as_uri())
    page.wait_for_timeout(8000)
    drawn = page.evaluate(
        "[...document.querySelectorAll('svg, canvas')].filter(one => one.getBoundingClientRect().width > 200).length"
    )
    text = len(page.evaluate("document.body.innerText").split())
    context.close()
    hosts = ", ".join(f"{host} ({n})" for host, n in asked.items()) or "none"
    return [
        file.name,
        f"{file.stat().st_size / 1e6:.2f}",
        drawn,
        f"{text:,}",
        hosts,
        len(said),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=Path)
    parser.add_argument("--bertopic", metavar="PYTHON")
    parser.add_argument("--datamapplot", metavar="PYTHON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        written(given.report, Path(folder))
        for python, code in (
            (given.bertopic, BERTOPIC),
            (given.datamapplot, DATAMAPPLOT),
        ):
            if python:
                made(python, code, Path(folder))
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        print(
            "| page | MB | drawn without a network | words to read | hosts asked (times) | messages |"
        )
        print("|---|---|---|---|---|---|")
        for file in (
            given.report / "report.html",
            *sorted(Path(folder).glob("*.html")),
        ):
            print("| " + " | ".join(map(str, opened(browser, file))) + " |", flush=True)


if __name__ == "__main__":
    main()
