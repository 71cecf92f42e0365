"""What several tests share: the sample corpus with its gold, a report of it, and the real dumps where they are."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from litreview import progress
from litreview.dedupe import _join as duplicates
from litreview.read import _clean as cleaning
from litreview.read import _dumps as dumps
from litreview.topics import _embed as embeddings
from litreview.topics import _fit as topics

# A busy machine is no fault of the code. More examples: HYPOTHESIS_PROFILE=thorough.
settings.register_profile("litreview", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "litreview"))

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLE = ROOT / "litreview" / "sample"


@pytest.fixture(autouse=True)
def work_of_its_own(monkeypatch):
    """Let each test be work of its own: what went before it is not told as its progress."""
    monkeypatch.setattr(progress, "_ended", 0.0)


def run_command(*words, cwd=ROOT, **options) -> subprocess.CompletedProcess:
    """Run the command line in a process of its own, as a user does."""
    command = [sys.executable, "-m", "litreview", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=environment, **options
    )


def read_papers(paths, **options) -> tuple[pd.DataFrame, ...]:
    """Read dumps and join their records: papers, records and lines."""
    found, lines, *_ = dumps.records(paths, **options)
    papers, records, *_ = duplicates.join(found)
    return papers, records, lines


@pytest.fixture(scope="session")
def gold() -> dict[str, str]:
    """The planted topic of each title of the sample."""
    with open(ROOT / "tests" / "sample_gold.csv", encoding="utf-8") as file:
        return {row["title"]: row["topic"] for row in csv.DictReader(file)}


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory) -> Path:
    """The folder of a report of the sample, made by the command line."""
    reports = tmp_path_factory.mktemp("reports")
    done = run_command(
        "run",
        "params/sample.yml",
        "--reports",
        reports,
        "--set",
        "screening_decisions=",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(reports / "sample" / "report.html")
    return reports / "sample"


@pytest.fixture(scope="session")
def browser():
    """A Chromium that the whole run shares; every test opens pages of its own."""
    chromium = next(
        filter(
            None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        ),
        None,
    )
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium; .ci/run installs it")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
        ]
        yield playwright.chromium.launch(executable_path=chromium, args=flags)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the real dumps; the test is skipped where they are not at hand."""
    if not SEEDS.is_dir():
        pytest.skip("the real dumps are not at hand")
    return SEEDS


@pytest.fixture
def papers() -> pd.DataFrame:
    """Forty short papers on two subjects, with words of their own."""
    kinds = {
        "tides": "tidal marsh sediment salinity estuary flooding mudflat channel current deposit".split(),
        "violins": "violin varnish resonance luthier bow string soundboard bridge timbre tuning".split(),
    }
    rows = []
    for kind, words in kinds.items():
        for i in range(20):
            own = [words[(i * k + k) % len(words)] for k in range(1, 8)]
            rows.append(
                (
                    f"{kind}{i:02}",
                    f"{own[0].title()} and {own[1]}, part {i}",
                    " ".join(own * 3) + f" case{i}.",
                )
            )
    table = pd.DataFrame(rows, columns=["paper_id", "title", "abstract"], dtype="str")
    return table.assign(text=table["title"] + ". " + table["abstract"])


@pytest.fixture(scope="session")
def sample() -> tuple[pd.DataFrame, np.ndarray]:
    """The papers of the sample, fit to model, and their vectors."""
    records, *_ = dumps.records(SAMPLE)
    papers, *_ = duplicates.join(records)
    papers, _ = cleaning.clean_text(papers)
    return papers, embeddings.embed(papers)


@pytest.fixture(scope="session")
def fitted(sample) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The topics of the sample: assignments and reruns."""
    return topics.fit(*sample)
