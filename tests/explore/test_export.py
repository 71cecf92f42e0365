"""Lists are written for other programs, and nothing is overwritten."""

import pandas as pd
import pytest

from litreview import write
from litreview.explore import _export
from tests.conftest import read_papers


@pytest.fixture
def papers() -> pd.DataFrame:
    titles = ["Silt", "Silt and networks"]
    return pd.DataFrame({"paper_id": ["a", "b"], "title": titles})


@pytest.fixture
def export(papers, tmp_path) -> _export.Export:
    choices = {"all": lambda: papers, "none": lambda: papers.head(0)}
    return _export.Export(choices, tmp_path)


def test_every_format_that_is_written_is_offered():
    assert set(_export.NAMES.values()) == set(write.FORMATS)


def test_the_papers_are_written_in_the_format_chosen(export, papers, tmp_path):
    export.format.value = "ris"
    assert export.file.value == "explored.ris"
    export.button.click()
    assert "2 papers written" in export.outcome.value
    written = read_papers(tmp_path / "explored.ris")[0]
    assert sorted(written["title"]) == sorted(papers["title"])


def test_nothing_is_overwritten(export, tmp_path):
    (tmp_path / "explored.bib").write_text("mine")
    export.button.click()
    assert "is there already" in export.outcome.value
    assert (tmp_path / "explored.bib").read_text() == "mine"


def test_no_papers_and_no_folder_are_said(export, tmp_path):
    export.which.value = "none"
    export.button.click()
    assert "select rows" in export.outcome.value
    export.which.value = "all"
    export.file.value = "nowhere/<b>.bib"
    export.button.click()
    assert "Not written." in export.outcome.value
    assert "&lt;b&gt;" in export.outcome.value
    assert list(tmp_path.iterdir()) == []
