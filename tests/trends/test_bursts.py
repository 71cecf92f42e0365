"""A planted burst is found where it is; chance and a new source are none."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from litreview.trends import _bursts as bursts
from tests.trends.conftest import assigned, months, plant_word

COLUMNS = ["start", "end", "weight", "papers", "share", "base", "p"]
PLANTED = [0.08] * 5 + [0.32] * 3 + [0.08] * 4


def topic_bursts(assignments, paper_periods, periods, **rules):
    rules = bursts.Rules(**rules)
    return bursts.find_topic_bursts(assignments, paper_periods, periods, rules)


def terms_of(papers, paper_periods, periods):
    table, _ = bursts.find_term_bursts(papers, paper_periods, periods)
    return list(table["term"])


def test_a_planted_burst_of_a_term_and_a_topic_is_found_where_it_is():
    papers, paper_periods, assignments = plant_word(PLANTED, size=50)
    table, tried = bursts.find_term_bursts(papers, paper_periods, months(12))
    assert list(table["term"]) == ["zorb"] and tried > 100

    burst = table.iloc[0]
    assert list(burst[["start", "end", "papers"]]) == ["2020-06", "2020-08", 48]
    assert burst["share"] == pytest.approx(0.32)
    assert burst["base"] == pytest.approx(84 / 600)
    assert burst["p"] == pytest.approx(1 / 201)

    table, tried = topic_bursts(assignments, paper_periods, months(12))
    found = table.loc[0, ["topic", "start", "end"]].to_list()
    assert found == [0, "2020-06", "2020-08"] and tried == 1
    assert table.loc[0, "weight"] == pytest.approx(burst["weight"])


def test_all_tables_are_found_at_once():
    papers, paper_periods, assignments = plant_word(PLANTED, size=50)
    found = bursts.find_bursts(papers, assignments, paper_periods, months(12))

    assert list(found["topic_bursts"]["topic"]) == [0]
    assert list(found["term_bursts"]["term"]) == ["zorb"]
    assert found["new_terms"].empty
    assert found["topics_tried"] == 1 and found["terms_tried"] > 100


def test_the_weight_is_the_log_likelihood_that_the_burst_gains():
    _, paper_periods, assignments = plant_word(PLANTED, size=50)
    table, _ = topic_bursts(assignments, paper_periods, months(12), ratio=2.0)
    gain = binom.logpmf(16, 50, 2 * 0.14) - binom.logpmf(16, 50, 0.14)
    assert table.loc[0, "weight"] == pytest.approx(3 * gain)


def test_a_burst_shorter_than_asked_for_is_left_out():
    _, paper_periods, assignments = plant_word(PLANTED, size=50)
    for least, found in ((3, 1), (4, 0)):
        table, _ = topic_bursts(
            assignments, paper_periods, months(12), min_periods=least
        )
        assert len(table) == found


def test_so_few_permutations_that_no_p_is_small_enough_are_refused():
    _, paper_periods, assignments = plant_word([0.2] * 4)
    message = "permutations: 10 cannot show p <= 0.05; 19 can"
    with pytest.raises(ValueError, match=message):
        topic_bursts(assignments, paper_periods, months(4), permutations=10)


def test_the_same_papers_give_the_same_tables_and_are_left_as_they_were():
    papers, paper_periods, assignments = plant_word(PLANTED)
    periods = months(12)
    given = (papers, assignments, paper_periods, periods)
    copies = [table.copy() for table in given]

    one = bursts.find_bursts(*given)
    two = bursts.find_bursts(*given)
    for name in ("topic_bursts", "term_bursts", "new_terms"):
        pd.testing.assert_frame_equal(one[name], two[name])
    for table, copy in zip(given, copies, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_a_constant_share_of_more_and_more_papers_is_no_burst():
    sizes = 10 * np.arange(1, 13)
    papers, paper_periods, assignments = plant_word([0.2] * 12, size=sizes)
    table, _ = topic_bursts(assignments, paper_periods, months(12))
    assert table.empty
    assert "zorb" not in terms_of(papers, paper_periods, months(12))


def test_what_a_new_source_brings_is_no_burst():
    papers, paper_periods, assignments = plant_word([0.0] * 6 + [0.4] * 3)
    one_source = months(9)
    two_sources = months(9, stretch=[0] * 6 + [1] * 3)

    table, _ = topic_bursts(assignments, paper_periods, one_source)
    assert len(table) == 1
    table, _ = topic_bursts(assignments, paper_periods, two_sources)
    assert table.empty
    assert "zorb" not in terms_of(papers, paper_periods, two_sources)


def test_a_burst_within_the_second_source_is_found():
    _, paper_periods, assignments = plant_word([0.5] * 4 + PLANTED, size=50)
    periods = months(16, stretch=[0] * 4 + [1] * 12)
    table, _ = topic_bursts(assignments, paper_periods, periods)
    assert table[["start", "end"]].to_numpy().tolist() == [["2020-10", "2020-12"]]
    assert table.loc[0, "base"] == pytest.approx(0.14)


def test_a_period_that_is_not_tested_counts_for_nothing():
    _, paper_periods, assignments = plant_word([0.1] * 5 + [0.9] + [0.1] * 6)
    table, _ = topic_bursts(assignments, paper_periods, months(12))
    assert len(table) == 1

    periods = months(12, tested=[i != 5 for i in range(12)])
    table, _ = topic_bursts(assignments, paper_periods, periods)
    assert table.empty


@pytest.mark.parametrize("shown", [1, 6])
def test_in_corpora_without_bursts_one_in_twenty_has_one(shown):
    # Where a paper is shown in six periods on end, its topic comes in runs; these are
    # no bursts.
    names = months(20)["period"].to_numpy()
    ids = np.arange(120).astype(str)
    hits = 0

    for seed in range(40):
        rng = np.random.default_rng(seed)
        begun = rng.integers(0, 21 - shown, 120)
        at = (begun[:, None] + np.arange(shown)).ravel()
        paper_periods = pd.DataFrame(
            {"paper_id": np.repeat(ids, shown), "period": names[at]}
        )
        assignments = assigned(ids, rng.integers(0, 12, 120))
        table, _ = topic_bursts(
            assignments, paper_periods, months(20), permutations=19, seed=seed
        )
        hits += len(table) > 0

    assert hits <= 6


def test_in_texts_of_chance_few_terms_burst():
    rules = bursts.Rules(permutations=19)
    hits = 0
    for seed in range(15):
        papers, paper_periods, _ = plant_word([0] * 8, size=20, seed=seed)
        table, _ = bursts.find_term_bursts(papers, paper_periods, months(8), rules)
        hits += len(table) > 0
    assert hits <= 4


def test_papers_change_places_among_those_of_the_same_sources_only():
    groups = np.array([0, 1, 0, 2, 1, 0, 1, 0, 0])
    orders = []
    for seed in range(50):
        rng = np.random.default_rng(seed)
        orders.append(bursts._shuffle_within(groups, rng))
    orders = np.array(orders)

    assert (np.sort(orders, axis=1) == np.arange(9)).all()
    assert (groups[orders] == groups).all()
    for place in range(9):
        alike = np.flatnonzero(groups == groups[place])
        assert set(orders[:, place]) == set(alike)


def test_a_paper_listed_twice_in_a_period_counts_once_and_the_heaviest_burst_is_first():
    _, paper_periods, assignments = plant_word(PLANTED, size=50)
    topic = assignments["topic"].replace({0: 1, -1: 0})
    in_january = paper_periods["period"] == "2020-01"
    topic = topic.where(in_january | (topic == 1), -1)
    assignments = assignments.assign(topic=topic)

    table, _ = topic_bursts(assignments, paper_periods, months(12))
    assert set(table["topic"]) == {0, 1}
    assert table["weight"].is_monotonic_decreasing

    twice = pd.concat([paper_periods, paper_periods])
    same, _ = topic_bursts(assignments, twice, months(12))
    pd.testing.assert_frame_equal(table, same)

    swapped = assignments.assign(topic=topic.replace({0: 1, 1: 0}))
    table, _ = topic_bursts(swapped, paper_periods, months(12))
    assert table["weight"].is_monotonic_decreasing


def test_a_word_that_is_always_part_of_a_phrase_is_left_to_the_phrase():
    papers, paper_periods, _ = plant_word(PLANTED, size=50, word="zorb flux")
    table, tried = bursts.find_term_bursts(papers, paper_periods, months(12))
    assert list(table["term"]) == ["zorb flux"]

    seventh = np.arange(len(papers)) % 7 == 0
    alone = papers["text"].where(~seventh, papers["text"] + " the zorb")
    papers = papers.assign(text=alone)
    _, tried_alone = bursts.find_term_bursts(papers, paper_periods, months(12))
    assert tried_alone == tried + 1


def test_how_often_a_paper_uses_a_term_does_not_count():
    papers, paper_periods, _ = plant_word(PLANTED)
    loud = papers.assign(text=papers["text"] + " the " + papers["text"])
    one, _ = bursts.find_term_bursts(papers, paper_periods, months(12))
    two, _ = bursts.find_term_bursts(loud, paper_periods, months(12))
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize(
    "periods",
    [
        months(0),
        months(2),
        months(6, tested=False),
        months(6, tested=[True, False] * 3),
    ],
)
def test_where_little_can_be_compared_the_tables_are_empty(periods):
    papers, paper_periods, assignments = plant_word([0.1, 0.5, 0.1, 0.1, 0.1, 0.1])
    found = bursts.find_bursts(papers, assignments, paper_periods, periods)

    assert found["topics_tried"] == 0 and found["terms_tried"] == 0
    for what in ("topic", "term"):
        table = found[f"{what}_bursts"]
        assert list(table) == [what, *COLUMNS] and table.empty
        assert str(table["p"].dtype) == "float64"
        assert str(table["papers"].dtype) == "int64"


def test_no_papers_one_topic_and_no_topic_at_all():
    papers, paper_periods, _ = plant_word([0.2] * 6)
    every = papers["paper_id"]
    for ids, topic, expected in (([], [], 0), (every, 0, 1), (every, -1, 0)):
        table, tried = topic_bursts(assigned(ids, topic), paper_periods, months(6))
        assert table.empty and tried == expected
        assert str(table["topic"].dtype) == "int64"

    table, tried = bursts.find_term_bursts(
        papers.head(0), paper_periods.head(0), months(6)
    )
    assert table.empty and tried == 0 and str(table["term"].dtype) == "str"
