"""Search finds what a query asks for and nothing else, weighs it, marks it, and never fails on what people type."""

import re
import unicodedata
from html import unescape

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from litreview import query as query_language
from litreview.explore import _search as search
from litreview.explore import _similar as likes

WORDS = "network networks studies study deep sea C++ GPT-4 β-catenin naïve 神经网络 x_2 $\\alpha$ title: NOT OR and".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(
    max_size=20
)


@pytest.fixture(scope="module")
def corpus() -> pd.DataFrame:
    rows = [
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
    return pd.DataFrame(
        rows, columns=["paper_id", "title", "abstract", "authors", "venue"]
    )


@pytest.fixture(scope="module")
def indexed(corpus) -> search.Index:
    return search.index_papers(corpus)


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
def test_a_query_finds_what_it_asks_for(indexed, query, papers):
    assert sorted(search.find_papers(indexed, query).index) == list(papers)


def test_the_best_stands_first():
    rows = [
        ("once", "Tides", "marsh sand sand sand"),
        ("title", "Marsh", "sand sand sand"),
        ("twice", "Tides", "marsh sand marsh sand"),
    ]
    papers = pd.DataFrame(
        [*rows, *((f"{i}", "Other", "text") for i in range(9))],
        columns=["paper_id", "title", "abstract"],
    )
    scores = search.find_papers(search.index_papers(papers), "marsh ")
    assert list(scores.index) == ["title", "twice", "once"]
    assert (scores > 0).all() and scores.is_monotonic_decreasing


def test_a_rare_form_does_not_win_over_the_word_itself():
    rows = [("rare", "x", "networked sand"), ("often", "x", "network network network")]
    rows += [(f"{i}", "x", "network of sand") for i in range(9)] + [
        (f"o{i}", "x", "other words") for i in range(30)
    ]
    papers = pd.DataFrame(rows, columns=["paper_id", "title", "abstract"])
    assert (
        search.find_papers(search.index_papers(papers), "network ").index[0] == "often"
    )


def test_beyond_many_papers_those_with_it_in_the_title_stand_first(monkeypatch):
    monkeypatch.setattr(search, "MANY", 5)
    rows = [(f"{i}", "Sand" if i in (3, 7) else "Other", "sand") for i in range(20)] + [
        ("z", "no", "no")
    ]
    scores = search.find_papers(
        search.index_papers(
            pd.DataFrame(rows, columns=["paper_id", "title", "abstract"])
        ),
        "sand ",
    )
    assert (
        list(scores.index[:2]) == ["3", "7"]
        and len(scores) == 20
        and (scores.iloc[2:] == 0).all()
    )


def folded(text: str) -> list[str]:
    """The words of a text of the letters used here, read slowly, character by character."""
    words, word = [], ""
    for char in unicodedata.normalize("NFKD", text) + " ":
        if unicodedata.combining(char) and char <= "\u036f":
            continue
        if "\u4e00" <= char <= "\u9fff":
            words, word = [*words, word, char], ""
        elif char.isalnum():
            word += char.casefold()
        else:
            words, word = [*words, word], ""
    return [word for word in words if word]


@given(st.lists(TEXTS, min_size=1, max_size=5), TEXTS)
@example(["networks", "net works"], "net-works")
def test_a_phrase_is_found_exactly_where_it_stands(texts, phrase):
    phrase = re.sub(
        '[“”„«»"*+#]|[^\x00-\x7f\u0370-\u03ff\u4e00-\u9fff\u00e0-\u00ff]', " ", phrase
    )
    texts = [
        re.sub("[+#]|[^\x00-\x7f\u0370-\u03ff\u4e00-\u9fff\u00e0-\u00ff]", " ", text)
        for text in texts
    ]
    papers = pd.DataFrame(
        {"paper_id": [str(i) for i in range(len(texts))], "title": texts}
    )
    asked = folded(phrase)
    stands = [f" {' '.join(asked)} " in f" {' '.join(folded(text))} " for text in texts]
    found = set(search.find_papers(search.index_papers(papers), f'"{phrase}"').index)
    assert found == {str(i) for i, holds in enumerate(stands) if holds or not asked}


@given(
    st.lists(TEXTS, min_size=1, max_size=5),
    st.lists(st.sampled_from(["sea", "deep", "x"]), min_size=1, max_size=3),
    st.data(),
)
def test_each_paper_found_has_every_word_and_no_other_paper_does(texts, words, data):
    texts = [
        f"{text} {' '.join(data.draw(st.lists(st.sampled_from(['sea', 'deep', 'x']))))}"
        for text in texts
    ]
    papers = pd.DataFrame(
        {
            "paper_id": [str(i) for i in range(len(texts))],
            "title": "",
            "abstract": texts,
        }
    )
    without = data.draw(st.sampled_from(["", "sea"]))
    found = set(
        search.find_papers(
            search.index_papers(papers), " ".join(words) + f" -{without} "
        ).index
    )
    held = [set(query_language.split_words(text)) for text in texts]
    assert found == {
        str(i)
        for i, own in enumerate(held)
        if own >= set(words) and (not without or without not in own)
    }


@given(st.text() | TEXTS)
@example('"')
@example("title:\x00\ud800")
@example("-" * 50 + '"a" OR')
@example("a" * 500 + "*")
@example("NEAR(a b, 5) ^x {title} : a")
def test_any_text_is_a_query_and_can_be_marked(indexed, query):
    scores = search.find_papers(indexed, query)
    assert (
        set(scores.index) <= set("abcd")
        and scores.index.is_unique
        and np.isfinite(scores).all()
    )
    assert (
        unescape(
            re.sub(
                "</?mark>",
                "",
                query_language.mark_found("Deep & <i>sea</i> 神经", query),
            )
        )
        == "Deep & <i>sea</i> 神经"
    )


@given(st.text(), st.text())
def test_what_is_marked_is_the_text_and_nothing_else_is_markup(text, query):
    shown = query_language.mark_found(text, query)
    assert set(re.findall("<.*?>", shown, re.DOTALL)) <= {"<mark>", "</mark>"}
    assert unescape(shown.replace("<mark>", "").replace("</mark>", "")) == unescape(
        query_language.mark_found(text, "")
    )
    assert shown.count("<mark>") == shown.count("</mark>")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (
            "network ",
            "Deep neural-<mark>network</mark> <mark>Networks</mark> &lt;b&gt;",
        ),
        ('"neural network"', "Deep <mark>neural-network</mark> Networks &lt;b&gt;"),
        ("neur", "Deep <mark>neural</mark>-network Networks &lt;b&gt;"),
        ("title:deep -network ", "<mark>Deep</mark> neural-network Networks &lt;b&gt;"),
        (
            '"deep neural" "neural network"',
            "<mark>Deep neural</mark><mark>-network</mark> Networks &lt;b&gt;",
        ),
        ("mark ", "Deep neural-network Networks &lt;b&gt;"),
    ],
)
def test_what_matches_is_marked(query, shown):
    assert query_language.mark_found("Deep neural-network Networks <b>", query) == shown


def test_a_word_is_marked_with_its_accents():
    assert (
        query_language.mark_found("nai\u0308ve na\u00efve", "naive ")
        == "<mark>nai\u0308ve</mark> <mark>na\u00efve</mark>"
    )


def test_a_query_as_long_as_an_abstract_is_answered(indexed):
    assert list(search.find_papers(indexed, "deep sea " * 500).index) == ["b"]
    assert list(search.find_papers(indexed, '"' + "deep sea " * 500 + '"').index) == []
    assert list(search.find_papers(indexed, " OR ".join(["sea"] * 500)).index) == ["b"]


def test_a_missing_text_is_marked_as_nothing():
    assert (
        query_language.mark_found(None, "deep")
        == query_language.mark_found(float("nan"), "deep")
        == ""
    )


@pytest.fixture(scope="module")
def chosen() -> dict:
    papers = pd.DataFrame(
        {"paper_id": list("abcde"), "title": "t", "topic": [0, 0, 1, -1, 1]}
    )
    papers["date"] = pd.to_datetime(
        ["2020-01-01", "2021-06-30 12:00", "2022-01-01", None, "2021-01-01"],
        format="ISO8601",
    )
    papers["topic_label"] = ["Tides", "Tides", "Silt", "No topic", "Silt"]
    records = pd.DataFrame({"paper_id": list("aabcd"), "dump": list("xyyxx")})
    decided = pd.DataFrame(
        {
            "paper_id": list("abb") + ["e"],
            "decision": ["include", "exclude", "include", ""],
        }
    )
    return {"papers": papers, "records": records, "decided": decided}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, "abcde"),
        ({"topics": [0]}, "ab"),
        ({"topics": ["Silt", "No topic"]}, "cde"),
        ({"since": "2021-01-01"}, "bce"),
        ({"until": "2021-06-30"}, "abe"),  # the whole of that day
        ({"since": "2021-01-01", "until": "2021-12-31", "undated": True}, "bde"),
        ({"undated": True}, "d"),
        ({"dumps": ["x"]}, "acd"),
        ({"decisions": ["include"]}, "ab"),
        ({"decisions": [""]}, "cde"),
        ({"decisions": ["exclude", ""]}, "bcde"),
        ({"topics": [1], "dumps": ["x"]}, "c"),
        ({"found": pd.Series([2.0, 1.0, 0.5], ["c", "gone", "a"])}, "ca"),
        ({"found": pd.Series([2.0, 1.0], ["c", "a"]), "topics": [0]}, "a"),
        ({"found": pd.Series([], [], dtype="float64")}, ""),
    ],
)
def test_papers_pass_every_filter_in_the_order_of_what_is_found(chosen, given, left):
    assert "".join(search.select_papers(**chosen, **given)["paper_id"]) == left


def test_no_filter_alone_keeps_the_papers_without_a_date(chosen):
    assert len(search.select_papers(chosen["papers"], until="2100-01-01")) == 4
    assert (
        len(search.select_papers(chosen["papers"], until="2100-01-01", undated=True))
        == 5
    )


def test_a_filter_without_its_table_says_what_to_hand_over(chosen):
    papers = chosen["papers"][["paper_id", "title"]]
    for asked, said in [
        ({"dumps": ["x"]}, "records="),
        ({"decisions": ["include"]}, "decided="),
        ({"topics": [1]}, "topic"),
        ({"since": "2020"}, "date"),
    ]:
        with pytest.raises(ValueError, match=said):
            search.select_papers(papers, **asked)


def test_an_empty_table_can_be_searched():
    papers = pd.DataFrame({"paper_id": [], "title": [], "abstract": []}, dtype="str")
    assert len(search.find_papers(search.index_papers(papers), "deep")) == 0
    assert len(likes.papers_like_sentence(likes.learn_space(papers), "deep")) == 0


def test_papers_on_the_subject_of_a_sentence_or_a_paper_are_found_by_meaning(papers):
    space = likes.learn_space(papers)
    tides = likes.papers_like_sentence(
        space, "How salinity and sediment change a tidal marsh", n=10
    )
    assert tides.index.str.startswith("tides").all() and tides.is_monotonic_decreasing
    near = likes.similar_papers(space, "violins03", n=7)  # as many share its words
    assert (
        near.index.str.startswith("violins").all()
        and "violins03" not in near.index
        and len(near) == 7
    )
    assert len(likes.papers_like_sentence(space, "zzz of the")) == 0
    with pytest.raises(ValueError, match="violins99"):
        likes.similar_papers(space, "violins99")


def test_what_is_learnt_is_the_same_again(papers):
    first, second = (
        likes.similar_papers(likes.learn_space(papers), "tides00") for _ in range(2)
    )
    pd.testing.assert_series_equal(first, second)
    before = papers.copy()
    search.select_papers(
        papers, search.find_papers(search.index_papers(papers), "marsh")
    )
    pd.testing.assert_frame_equal(papers, before)
