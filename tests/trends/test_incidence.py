"""The terms that are tried, and the papers that are in a test."""

import numpy as np
import pandas as pd

from litreview.trends import _incidence as incidence
from tests.trends.conftest import months


def test_a_paper_is_marked_once_in_each_of_its_known_periods():
    paper_periods = pd.DataFrame(
        {
            "paper_id": ["p0", "p0", "p0", "p1", "unknown"],
            "period": ["2020-01", "2020-01", "2020-03", "1999-01", "2020-01"],
        }
    )
    ids = pd.Series(["p0", "p1"])
    matrix = incidence.place_in_periods(ids, paper_periods, months(3))
    assert matrix.toarray().tolist() == [[1, 0, 1], [0, 0, 0]]


def test_only_papers_in_tested_periods_are_in_the_test_and_none_where_these_are_few():
    ids = pd.Series(["p0", "p1"])
    paper_periods = pd.DataFrame(
        {"paper_id": ["p0", "p1"], "period": ["2020-01", "2020-02"]}
    )
    for number, expected in ((7, [False, True]), (6, [False, False])):
        periods = months(number, tested=[False] + [True] * (number - 1))
        matrix = incidence.place_in_periods(ids, paper_periods, periods)
        assert list(incidence.papers_in_test(matrix, periods)) == expected


def test_terms_of_few_papers_of_most_papers_and_parts_of_longer_ones_are_not_tried():
    texts = ["salt marsh and reed"] * 6 + ["reed"] * 6 + ["eel"] * 2 + ["bird"] * 6
    papers = pd.DataFrame({"text": texts})
    every = np.ones(len(papers), dtype=bool)

    _, written = incidence.tried_terms(papers, every, 5)
    assert set(written) == {"salt marsh", "bird"}
    holds, written = incidence.tried_terms(papers, every, 2)
    assert set(written) == {"salt marsh", "bird", "eel"}
    assert holds[:, list(written).index("eel")].sum() == 2


def test_a_part_that_is_often_alone_is_tried_too():
    papers = pd.DataFrame({"text": ["salt marsh"] * 6 + ["marsh"] * 3 + ["eel"] * 12})
    _, written = incidence.tried_terms(papers, np.ones(21, dtype=bool), 5)
    assert set(written) == {"salt marsh", "marsh"}


def test_the_parts_of_a_phrase_are_all_shorter_phrases_in_it():
    assert set(incidence._parts("a b c")) == {"a", "b", "c", "a b", "b c"}
    assert incidence._parts("a") == []
