"""The language of searches, and the marking of what it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview import query


def asked(text: str) -> list[list[tuple]]:
    """Read a query as words and what is said of them, without what is False."""
    clauses = []
    for clause in query.parse_query(text):
        rows = []
        for part in clause:
            flags = {
                name for name in ("exact", "prefix", "without") if getattr(part, name)
            }
            rows.append((" ".join(part.words), part.field, flags))
        clauses.append(rows)
    return clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Silt sand ", [[("silt", "", set())], [("sand", "", set())]]),
        ("silt OR sand ", [[("silt", "", set()), ("sand", "", set())]]),
        ("silt AND sand ", [[("silt", "", set())], [("sand", "", set())]]),
        ('"braided rivers" ', [[("braided rivers", "", {"exact"})]]),
        ("“braided rivers” ", [[("braided rivers", "", {"exact"})]]),
        ("braided-rivers ", [[("braided rivers", "", {"exact"})]]),
        ("-silt ", [[("silt", "", {"without"})]]),
        ("NOT silt ", [[("silt", "", {"without"})]]),
        ("title:silt ", [[("silt", "title", set())]]),
        ("Authors:doe ", [[("doe", "authors", set())]]),
        ("sedi* ", [[("sedi", "", {"exact", "prefix"})]]),
        ("sedim", [[("sedim", "", {"prefix"})]]),
        ("se", [[("se", "", set())]]),
        ('"braided riv', [[("braided riv", "", {"exact", "prefix"})]]),
        ("OR silt ", [[("silt", "", set())]]),
        ('"" - ', []),
        ("", []),
    ],
)
def test_a_query_is_read_as_clauses_of_alternatives(text, clauses):
    assert asked(text) == clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Müller's C++ and C#", ["muller", "s", "c++", "and", "c#"]),
        ("网路 net", ["网", "路", "net"]),
        ("e\u0301te\u0301", ["ete"]),
        ("ﬁne", ["fine"]),
        ("snake_case-word", ["snake", "case", "word"]),
        ("", []),
    ],
)
def test_words_are_without_case_and_accents(text, words):
    assert query.split_words(text) == words


def test_forms_of_a_word_have_one_stem():
    assert query.stem_word("networks") == query.stem_word("network")
    assert query.stem_word("cpus") == "cpu" and query.stem_word("glass") == "glass"


@pytest.mark.parametrize(
    ("text", "search", "marked"),
    [
        ("Networks & a network", "network ", "[Networks] &amp; a [network]"),
        ("Networks & a network", '"network"', "Networks &amp; a [network]"),
        ("braided rivers braid", '"braided rivers"', "[braided rivers] braid"),
        ("Die Müller", "title:muller ", "Die [Müller]"),
        ("silt and sand", "silt -sand ", "[silt] and sand"),
        ("silt and sand", "silt OR sand ", "[silt] and [sand]"),
        ("sediments sedge", "sedi*", "[sediments] sedge"),
        ("<b>silt</b>", "silt ", "&lt;b&gt;[silt]&lt;/b&gt;"),
        ("ﬁne silt", "fine ", "[ﬁne] silt"),
        ("silt", "", "silt"),
        ("", "silt", ""),
        (float("nan"), "silt", ""),
    ],
)
def test_what_a_query_finds_is_marked_and_everything_is_escaped(text, search, marked):
    html = query.mark_found(text, search)
    assert html.replace("<mark>", "[").replace("</mark>", "]") == marked


@given(st.text(max_size=40), st.text(max_size=20))
def test_marks_are_all_that_is_added(text, search):
    html = query.mark_found(text, search)
    assert html.replace("<mark>", "").replace("</mark>", "") == query.escape(text)
    assert html.count("<mark>") == html.count("</mark>")
