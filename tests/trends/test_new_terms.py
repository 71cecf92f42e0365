"""A planted new term is found; one of a new source, or held before, is not new."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.trends import _new_terms as new_terms
from tests.trends.conftest import FILLER, months, plant_word

COLUMNS = [
    "term",
    "first",
    "papers",
    "expected_before",
    "p",
    "q",
    "share_first",
    "share_last",
    "change",
]


def find(papers, paper_periods, periods):
    table, _ = new_terms.find_new_terms(papers, paper_periods, periods)
    return table


def test_a_planted_new_term_is_found_with_what_it_did_since():
    rise = [0.0] * 6 + [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    papers, paper_periods, _ = plant_word(rise, size=50)
    table, tried = new_terms.find_new_terms(papers, paper_periods, months(12))
    assert list(table["term"]) == ["zorb"] and tried > 100

    row = table.iloc[0]
    assert row["first"] == "2020-07" and row["papers"] == 105
    assert row["expected_before"] == pytest.approx(52.5)
    assert row["share_first"] == 0.1 and row["share_last"] == 0.6
    # From 20 % to 60 % in four steps: the odds grow from 1:4 to 3:2, about 1.56-fold a
    # step.
    assert row["change"] == pytest.approx(6 ** (1 / 4), rel=0.05)


def test_a_change_since_leaves_out_the_first_period_and_other_sources():
    shares = [0.0] * 6 + [0.9, 0.2, 0.3, 0.4, 0.5, 0.6] + [0.1] * 3
    papers, paper_periods, _ = plant_word(shares, size=50)
    periods = months(15, stretch=[0] * 12 + [1] * 3)
    table = find(papers, paper_periods, periods)
    assert table.loc[0, "change"] == pytest.approx(6 ** (1 / 4), rel=0.05)
    assert table.loc[0, "share_last"] == 0.1


@pytest.mark.parametrize(
    "shares", [[0.0] * 6 + [0.3] * 3, [0.0] * 6 + [0.6] + [0.0] * 5]
)
def test_a_change_since_is_missing_where_too_few_periods_follow_or_nothing_comes(
    shares,
):
    papers, paper_periods, _ = plant_word(shares)
    table = find(papers, paper_periods, months(len(shares)))
    assert np.isnan(table.loc[0, "change"])


def test_a_term_seen_before_in_a_period_not_tested_is_not_new():
    papers, paper_periods, _ = plant_word([0.1] + [0.0] * 5 + [0.3] * 3)
    periods = months(9, tested=[False] + [True] * 8)
    assert "zorb" not in set(find(papers, paper_periods, periods)["term"])

    later = paper_periods[paper_periods["period"] != "2020-01"]
    assert "zorb" in set(find(papers, later, periods)["term"])


def test_what_a_new_source_brings_is_not_new():
    papers, paper_periods, _ = plant_word([0.0] * 6 + [0.4] * 3)
    one_source = months(9)
    two_sources = months(9, stretch=[0] * 6 + [1] * 3)
    assert list(find(papers, paper_periods, one_source)["term"]) == ["zorb"]
    assert "zorb" not in set(find(papers, paper_periods, two_sources)["term"])


def test_in_texts_of_chance_few_terms_are_new():
    hits = 0
    for seed in range(15):
        papers, paper_periods, _ = plant_word([0] * 8, size=20, seed=seed)
        hits += len(find(papers, paper_periods, months(8))) > 0
    assert hits <= 4


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.integers(2, 12), min_size=6, max_size=8),
    st.integers(2, 5),
    st.integers(0, 1000),
)
def test_the_p_of_a_first_period_is_valid_though_the_data_choose_it(
    sizes, holders, seed
):
    rng = np.random.default_rng(seed)
    number = sum(sizes)
    holders = min(holders, number // 2)
    texts = np.full(number, "", dtype=object)
    for word in FILLER:
        texts[rng.choice(number, holders, replace=False)] += word + " the "

    periods = months(len(sizes))
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(number)]})
    paper_periods = papers.assign(period=np.repeat(periods["period"], sizes).to_list())
    table, tried = new_terms.find_new_terms(
        papers.assign(text=texts), paper_periods, periods, min_papers=1, level=1.0
    )

    assert len(table) == tried > 200
    for level in set(table["p"]):
        # Of what is this rare, one or two by chance are many standard errors.
        error = np.sqrt(level * (1 - level) / tried)
        assert (table["p"] <= level).mean() <= level + 4.5 * error + 2 / tried


@pytest.mark.parametrize("periods", [months(0), months(6, tested=False)])
def test_where_nothing_can_be_compared_the_table_is_empty(periods):
    papers, paper_periods, _ = plant_word([0.1, 0.5, 0.1, 0.1, 0.1, 0.1])
    for rows in (len(papers), 0):
        table, tried = new_terms.find_new_terms(
            papers.head(rows), paper_periods.head(rows), periods
        )
        assert list(table) == COLUMNS and table.empty and tried == 0
        assert str(table["term"].dtype) == "str"
        assert str(table["papers"].dtype) == "int64"
