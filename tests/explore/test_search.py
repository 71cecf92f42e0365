"""Search finds what a query asks for, and never fails on what is typed."""

import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from litreview.explore import _search as search
from litreview.query import split_words

WORDS = "network networks studies study deep sea C++ GPT-4 β-catenin naïve 神经网络"
WORDS = [*WORDS.split(), "x_2", "$\\alpha$", "title:", "NOT", "OR", "and"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
TEXTS = TEXTS | st.text(max_size=20)
FEW_WORDS = st.lists(st.sampled_from(["sea", "deep", "x"]))
# Beyond ASCII, Greek, Chinese and Latin with accents.
OTHER_LETTERS = "[^\x00-\x7f\u0370-\u03ff\u4e00-\u9fff\u00e0-\u00ff]"
PAPERS = [
    (
        "a",
        "Deep networks in C++",
        "A graph neural network with GPT-4.",
        ["Ann Müller", "Jo Deep"],
        "Nature",
    ),
    (
        "b",
        "β-catenin <b>and</b> sea",
        "A deep sea. RCTs of CPUs; generation.",
        ["Li Wei"],
        "Sea Letters",
    ),
    ("c", "神经网络的研究", None, [], None),
    (
        "d",
        "Networking, naïve",
        "C code studies of generals. $O(n^2)$ & more",
        None,
        None,
    ),
]


@pytest.fixture(scope="module")
def index() -> search.Index:
    columns = ["paper_id", "title", "abstract", "authors", "venue"]
    return search.index_papers(pd.DataFrame(PAPERS, columns=columns))


def index_rows(rows) -> search.Index:
    """Index papers given as id, title and abstract."""
    papers = pd.DataFrame(rows, columns=["paper_id", "title", "abstract"])
    return search.index_papers(papers)


def index_texts(texts) -> search.Index:
    """Index texts as abstracts, by their number."""
    return index_rows([(str(i), "", text) for i, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("network ", "ad"),  # in any form
        ("NETWORKS  ", "ad"),
        ('"deep network"', ""),  # but a phrase as it is written
        ('"deep networks"', "a"),
        ('"deep network', "a"),  # not finished
        ("“deep sea”", "b"),
        ("deep sea ", "b"),
        ("graph netw", "a"),
        ("net*", "ad"),
        ("net* deep ", "a"),
        ("net deep ", ""),  # a word before the last one is finished
        ("deep -sea ", "a"),
        ("deep NOT sea ", "a"),
        ("-deep ", "cd"),
        ("graph OR sea ", "ab"),
        ("graph OR sea letters ", "b"),  # OR binds first
        ("(graph OR sea) AND letters ", "b"),
        ("title:deep ", "a"),
        ("author:deep ", "a"),
        ("Author:muller", "a"),
        ('author:"muller jo"', ""),  # no phrase goes from one author to the next
        ("venue:sea ", "b"),
        ('abstract:"deep sea"', "b"),
        ("C++", "a"),
        ("c ", "d"),
        ("gpt-4", "a"),
        ("GPT 4 ", "a"),
        ("β-catenin", "b"),
        ("神经", "c"),
        ("经网", "c"),
        ("网神", ""),
        ("naive", "d"),
        ("O(n^2)", "d"),
        ("rct ", "b"),
        ("cpu ", "b"),
        ("general ", "d"),  # and not what is generated
        ("generate ", "b"),
        ("study ", "d"),
        ("n", "d"),  # one letter or two are a word, and not the beginning of one
        ("ne", ""),
        ("ne*", "ad"),
        ('"', "abcd"),
        (" ( ) - * ", "abcd"),
        ("", "abcd"),
        ("OR", "abcd"),
        ("title:", ""),  # nothing follows: a plain word
    ],
)
def test_a_query_finds_what_it_asks_for(index, query, papers):
    assert sorted(search.find_papers(index, query).index) == list(papers)


def test_the_best_stands_first():
    rows = [
        ("once", "Tides", "marsh sand sand sand"),
        ("title", "Marsh", "sand sand sand"),
        ("twice", "Tides", "marsh sand marsh sand"),
    ]
    rows += [(f"{i}", "Other", "text") for i in range(9)]
    scores = search.find_papers(index_rows(rows), "marsh ")
    assert list(scores.index) == ["title", "twice", "once"]
    assert (scores > 0).all() and scores.is_monotonic_decreasing


def test_a_rare_form_does_not_win_over_the_word_itself():
    rows = [("rare", "x", "networked sand"), ("often", "x", "network network network")]
    rows += [(f"{i}", "x", "network of sand") for i in range(9)]
    rows += [(f"o{i}", "x", "other words") for i in range(30)]
    scores = search.find_papers(index_rows(rows), "network ")
    assert scores.index[0] == "often"


def test_beyond_many_papers_those_with_it_in_the_title_stand_first(monkeypatch):
    monkeypatch.setattr(search, "MANY", 5)
    rows = [(f"{i}", "Other", "sand") for i in range(20)]
    rows[3] = ("3", "Sand", "sand")
    rows[7] = ("7", "Sand", "sand")
    rows.append(("z", "no", "no"))
    scores = search.find_papers(index_rows(rows), "sand ")
    assert list(scores.index[:2]) == ["3", "7"] and len(scores) == 20
    assert (scores.iloc[2:] == 0).all()


def read_slowly(text: str) -> list[str]:
    """Split a text of the letters used here into words, character by character."""
    words = []
    word = ""
    for char in unicodedata.normalize("NFKD", text) + " ":
        if unicodedata.combining(char) and char <= "\u036f":
            continue
        if "\u4e00" <= char <= "\u9fff":
            words += [word, char]
            word = ""
        elif char.isalnum():
            word += char.casefold()
        else:
            words.append(word)
            word = ""
    return [word for word in words if word]


@given(st.lists(TEXTS, min_size=1, max_size=5), TEXTS)
@example(["networks", "net works"], "net-works")
def test_a_phrase_is_found_exactly_where_it_stands(texts, phrase):
    phrase = re.sub(f'[“”„«»"*+#]|{OTHER_LETTERS}', " ", phrase)
    texts = [re.sub(f"[+#]|{OTHER_LETTERS}", " ", text) for text in texts]
    asked = " ".join(read_slowly(phrase))
    expected = set()
    for i, text in enumerate(texts):
        if not asked or f" {asked} " in f" {' '.join(read_slowly(text))} ":
            expected.add(str(i))

    found = search.find_papers(index_texts(texts), f'"{phrase}"')
    assert set(found.index) == expected


@given(
    st.lists(st.tuples(TEXTS, FEW_WORDS), min_size=1, max_size=5),
    st.lists(st.sampled_from(["sea", "deep", "x"]), min_size=1, max_size=3),
    st.sampled_from(["", "sea"]),
)
def test_each_paper_found_has_every_word_and_no_other_paper_does(parts, words, without):
    texts = [f"{text} {' '.join(more)}" for text, more in parts]
    expected = set()
    for i, text in enumerate(texts):
        held = set(split_words(text))
        if held >= set(words) and (not without or without not in held):
            expected.add(str(i))

    query = f"{' '.join(words)} -{without} "
    assert set(search.find_papers(index_texts(texts), query).index) == expected


@given(st.text() | TEXTS)
@example('"')
@example("title:\x00\ud800")
@example("-" * 50 + '"a" OR')
@example("a" * 500 + "*")
@example("NEAR(a b, 5) ^x {title} : a")
def test_any_text_is_a_query(index, query):
    scores = search.find_papers(index, query)
    assert set(scores.index) <= set("abcd") and scores.index.is_unique
    assert np.isfinite(scores).all()


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("deep sea " * 500, ["b"]),
        ('"' + "deep sea " * 500 + '"', []),
        (" OR ".join(["sea"] * 500), ["b"]),
    ],
)
def test_a_query_as_long_as_an_abstract_is_answered(index, query, papers):
    assert list(search.find_papers(index, query).index) == papers


def test_an_empty_table_can_be_searched():
    papers = pd.DataFrame({"paper_id": [], "title": [], "abstract": []}, dtype="str")
    assert len(search.find_papers(search.index_papers(papers), "deep")) == 0


def test_the_forms_of_a_word_have_its_stem_and_its_beginning(index):
    assert search._word_forms(index, "networks") == [
        "network",
        "networking",
        "networks",
    ]
    assert search._word_forms(index, "general") == ["generals"]
