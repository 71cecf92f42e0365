"""The widgets are built once, react to their values, and escape what they show."""

import pandas as pd
import pytest

from litreview import browse


@pytest.fixture
def corpus():
    papers = pd.DataFrame(
        {
            "paper_id": ["a", "b", "c"],
            "title": ["Sparse networks", "Neural tides <script>", "Silt"],
            "abstract": ["A neural network of marshes.", None, "Network. Neural."],
        }
    )
    topics = pd.DataFrame({"topic": [0, -1], "label": ["Tides", "No topic"]})
    return browse.with_topics(papers, topics, pd.DataFrame({"paper_id": ["a", "b", "c"], "topic": [0, 0, -1]}))


def test_search_finds_all_words_in_any_case_and_phrases(corpus):
    assert list(browse.search(corpus, "NEURAL network")["paper_id"]) == ["a", "c"]
    assert list(browse.search(corpus, '"neural network"')["paper_id"]) == ["a"]
    assert list(browse.search(corpus, "neural", "Tides")["paper_id"]) == ["a", "b"]
    assert list(browse.search(corpus, "(")["paper_id"]) == []
    assert len(browse.search(corpus, "  ")) == 3


def test_the_browser_follows_the_hand(corpus):
    box = browse.explore(corpus, pd.DataFrame({"paper_id": ["a", "b", "b", "c"], "dump": ["x", "x", "y", "y"]}))
    words, topic, count, titles, reading = box.children
    assert "3 of 3 papers" in count.value and "marshes" in reading.value
    words.value = "silt"
    assert "1 of 3 papers" in count.value and titles.value == "c"
    words.value, topic.value = "", "Tides"
    titles.value = "b"
    assert "&lt;script&gt;" in reading.value and "<script>" not in reading.value and "in x, y" in reading.value
    words.value = "nothing of the kind"
    assert titles.value is None and reading.value == ""
    assert all(part.description for part in (words, topic, titles))
