"""Labels are made of terms that name a topic; a labeller of one's own is checked."""

import numpy as np
import pandas as pd
import pytest

from litreview.text import count_terms
from litreview.topics import _describe, _naming


def ranked(*rows):
    """Terms with the share of papers that hold them, the heaviest first."""
    return pd.DataFrame(rows, columns=["term", "inside"])


def name(rows, phrases=(), taken=()):
    """Name a topic by rows of term, weight and share inside."""
    candidates = pd.DataFrame(rows, columns=["term", "weight", "inside"])
    candidates = candidates.assign(titles=0.0, everywhere=candidates["inside"] / 5)
    spelling = {term: term for term in candidates["term"]}
    spelling |= {phrase: phrase for phrase in phrases}
    return _naming.name_topic(candidates, spelling, set(phrases), set(taken))


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([("marsh", 0.5), ("tide", 0.4)], ["marsh", "tide"]),
        ([("salt marsh", 0.5), ("marsh", 0.9)], ["salt marsh"]),
        # The phrase stands for its part where it is nearly as usual.
        ([("marsh", 0.5), ("salt marsh", 0.4)], ["salt marsh"]),
        ([("marsh", 0.5), ("salt marsh", 0.1)], ["marsh"]),
        ([("salt marsh", 0.5), ("marsh bird", 0.5)], ["salt marsh"]),
        # It stands for all of its parts, in the place of the first.
        ([("marsh", 0.4), ("tide", 0.4), ("salt", 0.4), ("salt marsh", 0.3)], None),
    ],
)
def test_terms_that_share_a_word_are_one(rows, chosen):
    if chosen is None:
        chosen = ["salt marsh", "tide"]

    assert _naming.choose_distinct(ranked(*rows)) == chosen


def test_a_topic_is_named_by_its_two_heaviest_terms():
    assert (
        name([("marsh", 3, 0.5), ("tide", 2, 0.5), ("bird", 1, 0.5)]) == "Marsh, tide"
    )


def test_words_that_are_written_side_by_side_are_a_phrase():
    rows = [("estimate", 3, 0.5), ("density", 2, 0.5)]

    assert name(rows, phrases=["density estimate"]) == "Density estimate"


def test_an_abbreviation_does_not_follow_what_it_stands_for():
    rows = [("language model", 3, 0.5), ("LMs", 2, 0.5), ("prompt", 1, 0.5)]

    assert name(rows) == "Language model, prompt"


def test_a_label_that_is_taken_is_not_given_again():
    rows = [("marsh", 3, 0.5), ("tide", 2, 0.5), ("bird", 1, 0.5)]

    assert name(rows, taken=["marsh"]) == "Tide, bird"
    assert name(rows, taken=["marsh, tide"]) == "Marsh, bird"


def test_a_label_is_not_too_long():
    rows = [("a b c", 3, 0.5), ("d e f", 2, 0.5), ("g h", 1, 0.5)]

    assert name(rows) == "A b c, g h"


def test_adjectives_and_words_that_stand_everywhere_name_nothing():
    assert name([("tidal", 3, 0.5), ("marsh", 2, 0.5)]).startswith("Marsh")
    candidates = pd.DataFrame(
        {
            "term": ["page", "marsh"],
            "weight": [3.0, 2.0],
            "inside": [0.9, 0.5],
            "titles": 0.0,
            "everywhere": [0.9, 0.1],
        }
    )
    spelling = {"page": "page", "marsh": "marsh"}
    assert _naming.name_topic(candidates, spelling, set(), set()) == "Marsh, page"


def test_without_terms_a_topic_is_unnamed():
    assert name([]) == "Unnamed"


def test_phrases_are_those_that_the_papers_of_the_topic_use():
    texts = ["density estimation of density", "density estimation"] * 12
    texts += ["estimation of salt"] * 20
    counts = count_terms(texts)
    inside = np.arange(len(texts)) < 24

    assert _naming.usual_phrases(counts, inside) == {"densiti estim"}
    assert _naming.usual_phrases(counts, ~inside) == set()


@pytest.fixture
def described(sample, fitted):
    return _describe.describe(sample[0], *fitted)


@pytest.fixture
def labeller(tmp_path, monkeypatch):
    (tmp_path / "naming.py").write_text(
        """
def first(table):
    return [f"{row.keywords[0]} {len(row.titles)}" for row in table.itertuples()]


def same(table):
    return ["x"] * len(table)


def few(table):
    return ["x"]


def lines(table):
    return [f"two\\nlines {i}" for i in range(len(table))]
"""
    )
    monkeypatch.syspath_prepend(tmp_path)


def test_a_labeller_of_ones_own_names_the_topics(sample, fitted, described, labeller):
    given = sample[0], described, fitted[0], {1: "Mine"}

    asked = _naming.ask_labeller("naming:first", *given)

    assert asked["label"].iloc[0] == f"{described['keywords'].iloc[0][0]} 10"
    assert asked["label"].iloc[1] == "Mine"
    assert asked["label"].iloc[-1] == _naming.NO_TOPIC
    assert _naming.ask_labeller("", *given) is described


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("naming:same", "must give 7 different lines of text"),
        ("naming:few", "must give 7 different lines of text"),
        ("naming:lines", "must give 7 different lines of text"),
        ("naming:none", "write module:function"),
        ("no_such_module:first", "write module:function"),
        (":first", "write module:function"),
    ],
)
def test_a_labeller_that_cannot_be_used_is_said(
    name, message, sample, fitted, described, labeller
):
    with pytest.raises(ValueError, match=message):
        _naming.ask_labeller(name, sample[0], described, fitted[0])
