"""The pairs that are worth a comparison are found, and no more than there need be."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.dedupe import _block, _compare, _match
from tests.dedupe.shore_records import (
    ANY_RECORD,
    LONG,
    OTHER,
    PRINTED,
    TITLE,
    make_records,
)


def candidates(*rows: dict, of_first: int | None = None) -> set[tuple[int, int]]:
    """List the pairs of rows that are worth a comparison."""
    prepared = _compare.prepare_records(make_records(*rows))
    titles, abstracts, _ = _compare.index_words(prepared)
    pairs = _block.candidate_pairs(prepared, titles, abstracts, of_first)
    return set(zip(pairs["a"], pairs["b"], strict=True))


def test_a_title_an_identifier_or_a_place_pair_records():
    row = {"title": TITLE}
    assert candidates(row, {"title": TITLE.upper()}) == {(0, 1)}
    other = {"title": "Varnish of old violins"}
    assert candidates(row, other) == set()
    assert candidates(row | {"doi": "10.1/a"}, other | {"doi": "10.1/A"}) == {(0, 1)}
    assert candidates(row | {"pmid": "1"}, other | {"pmid": "1"}) == {(0, 1)}
    typo = {"title": TITLE.replace("Groynes", "Groins")}
    assert candidates(row | PRINTED, typo | PRINTED) == {(0, 1)}


def test_rare_words_of_abstracts_pair_records_with_other_titles():
    one, other = {"title": "Sand", "abstract": LONG}, {"title": "Groynes"}
    assert candidates(one, other | {"abstract": LONG[:90]}) == {(0, 1)}
    assert candidates(one, other | {"abstract": OTHER}) == set()


def test_nothing_and_one_record_make_no_pairs():
    assert candidates({"title": TITLE}) == set()
    prepared = _compare.prepare_records(make_records({"title": TITLE})[:0])
    titles, abstracts, _ = _compare.index_words(prepared)
    assert _block.candidate_pairs(prepared, titles, abstracts).empty


def test_of_first_leaves_the_pairs_across():
    rows = [{"title": TITLE}] * 3
    assert candidates(*rows) == {(0, 1), (0, 2), (1, 2)}
    assert candidates(*rows, of_first=1) == {(0, 1), (0, 2)}


def test_of_a_crowd_only_those_with_a_second_key_are_paired():
    crowd = [{"title": "Editorial"}] * (_block.CROWD + 1)
    assert candidates(*crowd) == set()
    dated = [
        {"title": "Editorial", "date": f"{1900 + i // 2}-01-01"} for i in range(90)
    ]
    assert candidates(*dated) == {(i, i + 1) for i in range(0, 90, 2)}


def test_an_abstract_that_was_cut_off_is_in_the_whole_one():
    table = make_records(
        {"title": "a", "abstract": LONG},
        {"title": "b", "abstract": LONG[:90]},
        {"title": "c", "abstract": OTHER},
        {"title": "d"},
    )
    words = _compare.index_words(_compare.prepare_records(table)).abstracts
    share = _block.overlap(words, np.array([0, 0, 0, 0]), np.array([0, 1, 2, 3]))
    assert share[0] == 1 and share[1] > 0.9 and share[2] < 0.2 and np.isnan(share[3])


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY_RECORD, min_size=2, max_size=7))
def test_the_pairs_worth_comparing_are_those_that_comparing_all_would_join(rows):
    prepared = _compare.prepare_records(make_records(*rows))
    titles, abstracts, known = _compare.index_words(prepared)
    found = _block.candidate_pairs(prepared, titles, abstracts)

    everything = [(a, b) for b in range(len(rows)) for a in range(b)]
    everything = pd.DataFrame(everything, columns=["a", "b"])
    letters = []
    for a, b in everything.to_numpy():
        letters.append(1.0 if prepared["key"][a] == prepared["key"][b] else 0.8)
    a, b = everything["a"].to_numpy(), everything["b"].to_numpy()
    alike = _block.overlap(abstracts, a, b)
    everything = everything.assign(letters=letters, abstracts=alike)

    compared = _compare.compare_pairs(prepared, everything, known)
    matched = _match.match_pairs(compared)
    joined = matched[(matched["match"] == "same") & (matched["title"] == "same")]
    assert set(zip(joined["a"], joined["b"], strict=True)) <= set(
        zip(found["a"], found["b"], strict=True)
    )
