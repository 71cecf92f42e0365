"""Reasons are words for codes, and decide nothing."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.dedupe import _cluster, _join, _match, _reasons
from tests.dedupe.shore_records import (
    ANY_RECORD,
    LONG,
    OTHER,
    PRINTED,
    TITLE,
    make_records,
)

CODES = {
    "match": "same",
    "link_kind": "",
    "title": "same",
    "agree": (),
    "differ": (),
    "exact_copy": False,
    "refused": False,
    "by_hand": False,
    "line": pd.NA,
}
# Values of an abstract, of identifiers and of places that bring every code about.
ROWS = [
    {"title": TITLE, "abstract": LONG, "doi": "10.1/a"},
    {"title": TITLE, "doi": "10.1/a"},
    {"title": TITLE, "abstract": OTHER},
    {"title": TITLE},
    {"title": TITLE + " (version 2)", "abstract": LONG},
    {"title": TITLE, "venue": "arXiv", "authors": PRINTED["authors"]},
    {"title": TITLE, **PRINTED},
    {"title": TITLE, **PRINTED, "volume": "40", "pages": "e618", "venue": "Sand"},
    {"title": TITLE + ", part 2", "abstract": LONG},
    {"title": TITLE + ", part 2", "abstract": LONG},
]


def reason_of(**codes) -> str:
    """Write the reason of one pair of these codes; the others are those of a copy."""
    row = {**CODES, **codes}
    pairs = pd.DataFrame({name: pd.Series([cell]) for name, cell in row.items()})
    return _reasons.write_reasons(pairs)[0]


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ({}, "same title"),
        ({"agree": ("abstract",)}, "same title and abstract"),
        (
            {"agree": ("authors", "place", "doi")},
            "same title, authors, place in print and DOI",
        ),
        ({"title": "typo"}, "same title but for letters"),
        (
            {"title": "typo", "agree": ("year", "pmid")},
            "same title but for letters, same year and PMID",
        ),
        (
            {"match": "linked", "link_kind": "preprint", "agree": ("authors",)},
            "same title and authors; a preprint and its publication",
        ),
        (
            {"match": "linked", "link_kind": "title_only"},
            "same title; nothing else to go by",
        ),
        (
            {"match": "different", "differ": ("year",)},
            "same title, but year differs",
        ),
        (
            {"match": "different", "differ": ("authors",)},
            "same title, but authors differ",
        ),
        (
            {"match": "different", "differ": ("abstract", "place", "identifier")},
            "same title, but abstract, place in print and identifier differ",
        ),
        ({"match": "different"}, "same title, and too little else"),
        (
            {"match": "different", "title": "other", "differ": ("year",)},
            "title with another number, part, negation or reply",
        ),
        ({"exact_copy": True}, "an exact copy"),
        (
            {"exact_copy": True, "refused": True, "match": "different"},
            "an exact copy; but it would join two that differ",
        ),
        (
            {"refused": True, "match": "different", "differ": ("year",)},
            "same title; but it would join two that differ",
        ),
        ({"by_hand": True, "line": 7, "title": None}, "settled by hand, line 7"),
    ],
)
def test_codes_are_put_into_words(codes, reason):
    assert reason_of(**codes) == reason


@pytest.mark.parametrize("title", _reasons.TITLES)
@pytest.mark.parametrize("match", _match.MATCHES)
def test_there_are_words_for_every_code(match, title):
    kinds = _reasons.LINKS if match == "linked" else [""]
    fields = [(), *((name,) for name in _reasons.FIELDS)]
    for kind, field in itertools.product(kinds, fields):
        codes = {"match": match, "title": title, "link_kind": kind}
        assert reason_of(**codes, agree=field, differ=field)


def test_the_kinds_of_link_that_count_as_one_paper_have_words():
    assert set(_cluster.ONE_PAPER) <= set(_reasons.LINKS)


def test_reasons_of_several_lines_are_counted_as_one():
    pairs = pd.DataFrame({"reason": ["a", "b, line 2"], "by_hand": [False, True]})
    assert _reasons.short_reasons(pairs).tolist() == ["a", "settled by hand"]


def reword(pairs: pd.DataFrame) -> pd.Series:
    """Write one sentence for all pairs, which ends as the one of a version did."""
    return pd.Series("anything; another version", pairs.index, dtype="str")


def join_twice(monkeypatch, *given) -> tuple[list, list]:
    """Join with the reasons as they are, and with others."""
    with monkeypatch.context() as patch:
        plain = _join.join(*given)
        patch.setattr(_reasons, "write_reasons", reword)
        reworded = _join.join(*given)
    return plain, reworded


def assert_same_decisions(plain, reworded):
    assert set(reworded[2]["reason"]) <= {"anything; another version"}
    for before, after in zip(plain, reworded, strict=True):
        before = before.drop(columns="reason", errors="ignore")
        after = after.drop(columns="reason", errors="ignore")
        pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize("linked", _join.LINKED)
def test_rewording_every_reason_changes_no_decision(monkeypatch, linked):
    decisions = pd.DataFrame(
        {"a": [0, 2], "b": [6, 7], "decision": ["same", "linked"], "line": [2, 3]}
    )
    records = make_records(*ROWS)
    for settled in ("", decisions):
        plain, reworded = join_twice(monkeypatch, records, settled, linked)
        assert len(set(plain[2]["reason"])) > 5
        assert {"same", "linked", "different"} == set(plain[2]["match"])
        assert_same_decisions(plain, reworded)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(ANY_RECORD, min_size=2, max_size=8))
def test_rewording_the_reasons_of_any_records_changes_no_decision(rows):
    with pytest.MonkeyPatch.context() as monkeypatch:
        plain, reworded = join_twice(monkeypatch, make_records(*rows))
    assert_same_decisions(plain, reworded)
