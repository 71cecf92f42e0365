"""Records are compared field by field, however an exporter writes the fields."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from litreview.dedupe import _compare
from tests.dedupe.shore_records import LONG, OTHER, PRINTED, TITLE, make_records


def compare_two(a: dict, b: dict) -> pd.Series:
    """Compare two records, both of TITLE unless they say otherwise."""
    records = make_records({"title": TITLE, **a}, {"title": TITLE, **b})
    prepared = _compare.prepare_records(records)
    pair = pd.DataFrame({"a": [0], "b": [1]})
    return _compare.compare_pairs(prepared, pair, Counter()).iloc[0]


def test_records_of_titles_only_are_prepared():
    prepared = _compare.prepare_records(pd.DataFrame({"title": ["Sand!", "…"]}))
    assert prepared["key"].tolist()[0] == "sand" and prepared["key"].isna()[1]
    assert prepared["names"].tolist() == [set(), set()]
    assert not prepared[["generic", "answer", "preprint", "published"]].any(axis=None)


def test_no_records_are_prepared_and_compared():
    prepared = _compare.prepare_records(make_records({"title": TITLE})[:0])
    words = _compare.index_words(prepared)
    none = pd.DataFrame({"a": [], "b": []}, dtype="int64")
    compared = _compare.compare_pairs(prepared, none, words.known)
    assert compared.empty and set(_compare.COMPARED) <= set(compared)


@pytest.mark.parametrize(
    "abstract",
    ["", "Short.", "No abstract available. " * 4, "This was withdrawn. " * 9],
)
def test_an_abstract_that_tells_nothing_counts_as_none(abstract):
    table = make_records({"title": TITLE, "abstract": abstract})
    assert _compare.prepare_records(table)["abstract"].isna().all()


@pytest.mark.parametrize(
    ("a", "b", "place"),
    [
        ({}, {}, 1),
        ({}, {"pages": "101-17"}, 1),
        ({}, {"pages": "101"}, 0.5),
        ({}, {"pages": "103-117"}, 0.5),
        ({}, {"pages": "219-230", "issue": "4"}, 0),
        ({}, {"pages": "219-230"}, np.nan),  # one issue: one of the pages is wrong
        ({}, {"volume": "40"}, np.nan),  # a volume of a series of books
        ({}, {"volume": "40", "pages": None}, 0),
        ({}, {"issue": "9", "pages": None}, 0),
        ({}, {"pages": None}, np.nan),
        ({}, {"pages": "17 p"}, np.nan),
    ],
)
def test_places_in_print(a, b, place):
    found = compare_two(PRINTED | a, PRINTED | b)["place"]
    np.testing.assert_equal(found, place)


@pytest.mark.parametrize(
    ("a", "b", "venue"),
    [
        ("Journal of Shores", "J Shores", 1),
        ("Journal of Shores", "Journal of Shores (00392499)", 1),
        ("Journal of Shores", "Journal of Shores; a quarterly", 1),
        ("Journal of Shores", "JS", 1),
        ("Journal of Shores", "Violins", 0),
        ("Journal of Shores", None, np.nan),
        ("Journal of Shores", "arXiv", np.nan),
    ],
)
def test_venues(a, b, venue):
    np.testing.assert_equal(compare_two({"venue": a}, {"venue": b})["venue"], venue)


@pytest.mark.parametrize(
    ("a", "b", "share", "named"),
    [
        (["Blum, Ada", "Fenn, Jo"], ["Blum, A."], 1, 1),
        (["Blum, Ada", "Fenn, Jo"], ["A. Blum", "J. Li"], 0.5, 2),
        (["Blum, Ada"], ["Li, Wei"], 0, 1),
        (["Anonymous"], ["Blum, Ada"], np.nan, 0),
        ([], ["Blum, Ada"], np.nan, 0),
    ],
)
def test_authors(a, b, share, named):
    found = compare_two({"authors": a}, {"authors": b})
    np.testing.assert_equal(found["authors"], share)
    assert found["named"] == named


def test_identifiers_that_are_equal_and_that_are_not():
    found = compare_two(
        {"doi": "10.1/A", "pmid": "1"}, {"doi": "10.1/a", "pmid": "2", "arxiv_id": "3"}
    )
    assert (found["same_id"], found["other_id"]) == ("doi", "pmid")
    found = compare_two(
        {"arxiv_id": "1401.0001v2"}, {"doi": "10.48550/arXiv.1401.0001"}
    )
    assert found["same_id"] == "arxiv_id"


def test_a_preprint_is_one_only_beside_its_publication():
    preprint = {"venue": "arXiv", "arxiv_id": "1401.0001"}
    assert compare_two(preprint, PRINTED)["preprint"]
    assert not compare_two(preprint, preprint)["preprint"]
    assert not compare_two(PRINTED | {"arxiv_id": "1401.0001"}, PRINTED)["preprint"]


def test_a_bare_record_lacks_what_the_other_has():
    assert compare_two({}, {"abstract": LONG})["bare"]
    assert not compare_two({"abstract": LONG}, {"abstract": OTHER})["bare"]


def test_preprint_servers_are_known_by_name_and_doi():
    assert all(map(_compare.is_preprint, ("bioRxiv", "CoRR", "10.1101/2020.01.01")))
    assert not any(map(_compare.is_preprint, ("Nature", "10.1038/1")))
    records = make_records({"title": "a", "venue": "arXiv"}, {"title": "b", **PRINTED})
    assert _compare.find_preprints(records).tolist() == [True, False]


def test_the_share_of_words_counts_each_once():
    assert _compare.share_of_words("Sand, sand moves", "the sand moves") == 2 / 3
    assert _compare.share_of_words("", "") == 0
