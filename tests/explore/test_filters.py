"""The controls filter by what they are set to, and are there where they can be used."""

import pandas as pd
import pytest

from litreview.explore import _filters


@pytest.fixture
def filters(corpus, records) -> _filters.Filters:
    return _filters.Filters(corpus, records, True, lambda change: None)


def left(filters, corpus, records, found=None) -> str:
    decisions = pd.DataFrame({"paper_id": ["a"], "decision": ["include"]})
    return "".join(filters.select(corpus, found, records, decisions)["paper_id"])


def test_topics_are_offered_with_their_papers(filters):
    names = list(filters.topic.options)
    assert names == ["all", "Tides (2)", "No topic (1)", "Silt <u> (1)"]


def test_dates_filter_and_those_without_one_only_pass_when_asked(
    filters, corpus, records
):
    filters.undated.value = True
    assert left(filters, corpus, records) == "abcd"  # no day, no filter
    filters.undated.value = False
    filters.since.value = pd.Timestamp("2020-01-01").date()
    assert left(filters, corpus, records) == "cd"
    filters.undated.value = True
    assert left(filters, corpus, records) == "bcd"
    filters.until.value = pd.Timestamp("2021-01-01").date()
    assert left(filters, corpus, records) == "bc"
    filters.since.value = filters.until.value = None
    assert left(filters, corpus, records) == "abcd"


def test_topic_dump_and_decision_filter_together(filters, corpus, records):
    filters.topic.value = "Tides"
    assert left(filters, corpus, records) == "ab"
    filters.dump.value = "y"
    assert left(filters, corpus, records) == "b"
    filters.decision.value = "include"
    assert left(filters, corpus, records) == ""
    filters.decision.value = ""
    assert left(filters, corpus, records) == "b"


def test_a_search_is_by_words_or_by_meaning(filters):
    filters.words.value = " silt "
    assert (filters.query, filters.sentence) == (" silt ", "")
    filters.search_by.value = "meaning"
    assert (filters.query, filters.sentence) == ("", "silt")


def test_every_change_is_told(corpus, records):
    changes = []
    filters = _filters.Filters(corpus, records, True, changes.append)
    filters.words.value = "silt"
    filters.dump.value = "x"
    assert [change["new"] for change in changes] == ["silt", "x"]


def test_without_dates_and_decisions_there_are_no_such_controls(corpus, records):
    bare = corpus.assign(date=pd.NaT)
    filters = _filters.Filters(bare, records, False, lambda change: None)
    names = [control.description for control in filters.children[1].children]
    assert names == ["Topic", "Dump"]
    assert _filters.has_dates(corpus)
    assert not _filters.has_dates(corpus.drop(columns="date"))
