"""Four papers with hostile titles and names, and the widget that explores them."""

import pandas as pd
import pytest

from litreview import explore
from litreview.explore import _widget

HOSTILE = "Neural tides <script>alert(1)</script>"


@pytest.fixture
def corpus() -> pd.DataFrame:
    papers = pd.DataFrame(
        {
            "paper_id": ["a", "b", "c", "d"],
            "title": ["Sparse networks", HOSTILE, "Silt", "Silt and networks of silt"],
            "abstract": [
                "A neural network of marshes.",
                None,
                "Network. Neural.",
                "Grain <b>size</b>.",
            ],
            "date": pd.to_datetime(["2019-05-01", None, "2021-01-01", "2023-12-31"]),
            "authors": [["Ann Lee"], [], ["Bo <i>", "Cy"], []],
            "doi": ["10.1/a'\"<", None, None, None],
        }
    )
    topics = pd.DataFrame(
        {"topic": [0, 1, -1], "label": ["Tides", "Silt <u>", "No topic"]}
    )
    assignments = pd.DataFrame(
        {
            "paper_id": list("abcd"),
            "topic": [0, 0, -1, 1],
            "x": [0.0, 1.0, 2.0, 3.0],
            "y": [0.0, 1.0, 0.0, 1.0],
        }
    )
    return _widget.add_topics(papers, topics, assignments)


@pytest.fixture
def records() -> pd.DataFrame:
    return pd.DataFrame(
        {"paper_id": ["a", "b", "b", "c", "d"], "dump": ["x", "x", "y", "y", "y"]}
    )


@pytest.fixture
def explorer(corpus, records, tmp_path) -> _widget.Explorer:
    store = tmp_path / "decisions.sqlite"
    return _widget.Explorer(corpus, records, store, "Ann", tmp_path)


def listed_ids(explorer) -> list[str]:
    """Give the ids of the papers listed."""
    return explore.listed_papers(explorer)["paper_id"].tolist()


def select_rows(*numbers) -> list[dict]:
    """Write rows of the table as the grid names them when they are selected."""
    rows = []
    for number in numbers:
        rows.append({"r1": number, "r2": number, "c1": 0, "c2": 3})
    return rows
