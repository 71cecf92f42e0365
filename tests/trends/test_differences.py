"""Shares differ as planted; papers in both groups are left out; absences are found."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep

from litreview.trends import _differences as differences
from tests.trends.conftest import assigned, two_groups

TOPICS = pd.DataFrame({"topic": [0, 1, -1], "label": ["Tides", "Violins", "No topic"]})
SOME_TOPICS = st.lists(st.integers(-1, 1), min_size=1, max_size=30)


def compare(*topics, **more):
    groups, assignments = two_groups(*topics, **more)
    return differences.compare_shares(groups, assignments, TOPICS)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_interval_and_test_are_those_of_the_books(n, m, data):
    k, j = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    table = compare([0] * k + [1] * (n - k), [0] * j + [1] * (m - j))
    row = table.set_index("topic").loc[0]

    interval = confint_proportions_2indep(k, n, j, m, method="newcomb", compare="diff")
    assert [row["low"], row["high"]] == pytest.approx(interval, abs=1e-9)
    square = [[k, n - k], [j, m - j]]
    less = fisher_exact(square, alternative="less").pvalue
    greater = fisher_exact(square, alternative="greater").pvalue
    assert row["p"] == pytest.approx(min(1, 2 * min(less, greater)))


@settings(max_examples=20, deadline=None)
@given(SOME_TOPICS, SOME_TOPICS)
def test_the_other_way_round_the_differences_are_turned(first, second):
    groups, assignments = two_groups(first, second)
    turned = groups.sort_values("group", ascending=False)
    one = differences.compare_shares(groups, assignments, TOPICS).set_index("topic")
    two = differences.compare_shares(turned, assignments, TOPICS).set_index("topic")

    assert np.allclose(one["difference"], -two.loc[one.index, "difference"])
    assert np.allclose(one["low"], -two.loc[one.index, "high"])
    assert abs(one["difference"].sum()) < 1e-9


def test_papers_in_both_groups_are_left_out():
    table = compare([0, 0, 1], [1, 1], common=[0, 1])
    assert set(table["total_a"]) == {3} and set(table["total_b"]) == {2}


def test_groups_of_the_same_papers_cannot_be_tested():
    groups, assignments = two_groups([0, 0, 1], [1, 1], common=[0, 1])
    nested = groups[groups["paper_id"].str.startswith("c")]
    table = differences.compare_shares(nested, assignments, TOPICS)
    assert table["q"].isna().all() and table["share_a"].isna().all()
    assert differences.find_gaps(table).empty


def test_each_of_many_is_compared_with_all_papers_not_in_it():
    groups = pd.DataFrame(
        {
            "group": ["x/1", "x/1", "x/2", "x/2", "y", "y"],
            "paper_id": ["p0", "p1", "p1", "p2", "p3", "p4"],
        }
    )
    assignments = assigned([f"p{i}" for i in range(8)], [0, 0, 1, 1, -1, 0, 0, 0])
    table = differences.compare_shares(groups, assignments, TOPICS)

    pairs = table.drop_duplicates("a")[["a", "b", "total_a", "total_b"]]
    assert pairs.to_numpy().tolist() == [
        ["x/1", "all others", 2, 3],
        ["x/2", "all others", 2, 3],
        ["y", "all others", 2, 3],
    ]
    assert table.groupby("a")["topic"].last().eq(-1).all()


def test_a_planted_difference_is_found_and_no_topic_is_not_tested():
    table = compare([0] * 30 + [1] * 10, [0] * 8 + [1] * 26 + [-1] * 6)
    assert (table.loc[table["topic"] >= 0, "q"] < 0.001).all()
    assert table["topic"].iloc[-1] == -1 and np.isnan(table["q"].iloc[-1])


def test_a_gap_is_an_absence_where_papers_were_to_be_expected():
    gaps = differences.find_gaps(compare([0] * 20 + [1] * 20, [0] * 43))
    (gap,) = gaps.to_dict("records")
    assert (gap["label"], gap["lacking"], gap["there"]) == ("Violins", "two", "one")
    assert (gap["papers"], gap["total"], gap["expected"]) == (0, 43, 21.5)
    assert gap["could_be"] == pytest.approx(0.082, abs=1e-3)


@pytest.mark.parametrize(
    "topics",
    [
        # Two of forty would have led to expect two.
        ([0] * 38 + [1] * 2, [0] * 43),
        # Four papers cannot lack what half of the others have.
        ([0] * 20 + [1] * 20, [0] * 4),
        ([0] * 20 + [1] * 20, [0] * 30 + [1] * 13),
    ],
)
def test_what_was_hardly_to_be_expected_is_no_gap(topics):
    assert differences.find_gaps(compare(*topics)).empty


def test_a_group_with_hardly_any_paper_of_a_topic_lacks_it():
    gaps = differences.find_gaps(compare([0] * 60 + [1] * 40, [0] * 99 + [1]))
    assert gaps[["lacking", "papers"]].to_numpy().tolist() == [["two", 1]]


def test_without_groups_there_are_empty_tables_with_all_columns():
    none = pd.DataFrame({"group": [], "paper_id": []}, dtype="str")
    table = differences.compare_shares(none, assigned([], []), TOPICS)
    full = compare([0], [1])
    assert table.empty and list(table) == list(full)
    assert differences.find_gaps(table).empty


def test_a_false_discovery_rate_leaves_out_what_was_not_tested():
    q = differences.false_discovery_rate(pd.Series([0.01, np.nan, 0.04]))
    assert q.tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert differences.false_discovery_rate(pd.Series([np.nan])).isna().all()
