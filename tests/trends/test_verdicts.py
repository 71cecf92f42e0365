"""Planted trends are found, chance is not; a verdict rests on nothing it should not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables, trends
from litreview.trends import _verdicts as verdicts
from tests.trends.conftest import years

CALLED = ["rising", "falling"]


def draw(shares, total, seed):
    """Draw the papers of topics with these shares in each period, topics in rows."""
    rng = np.random.default_rng(seed)
    return np.array([rng.binomial(total, share) for share in shares])


def planted(number, ratio, share=0.15, others=10, total=200, seed=0):
    """Plant a topic whose odds change by a ratio, among constant ones."""
    steps = np.arange(number) - number / 2
    odds = share / (1 - share) * ratio**steps
    flat = [np.full(number, 0.06)] * others
    total = np.full(number, total)
    return draw([odds / (1 + odds), *flat], total, seed), total


@pytest.mark.parametrize(
    ("ratio", "verdict"), [(1.3, "rising"), (1 / 1.3, "falling"), (1.0, "steady")]
)
def test_a_planted_trend_is_found_with_its_size(ratio, verdict):
    table = verdicts.judge_counts(*planted(10, ratio), years(10))
    assert table["verdict"][0] == verdict
    assert table["change_low"][0] < ratio < table["change_high"][0]
    assert table["change"][0] == pytest.approx(ratio, rel=0.1)
    assert set(table["verdict"][1:]) <= {"steady", "too little data"}


def test_chance_is_hardly_ever_called_a_trend():
    # A growing corpus with constant shares.
    total = np.round(100 * 1.1 ** np.arange(10)).astype(int)
    tables = []
    for seed in range(25):
        papers = draw(np.full((12, 10), 0.07), total, seed)
        tables.append(verdicts.judge_counts(papers, total, years(10)))
    assert pd.concat(tables)["verdict"].isin(CALLED).mean() <= 0.02


def test_fewer_than_six_periods_or_ten_papers_are_too_little():
    table = verdicts.judge_counts(*planted(5, 2.0), years(5))
    assert set(table["verdict"]) == {"too little data"}
    assert set(table["why"]) == {verdicts.FEW_PERIODS}
    assert table["p"].isna().all()

    papers, total = planted(10, 1.0)
    papers[0] = [0, 1, 0, 1, 2, 0, 1, 2, 1, 1]
    row = verdicts.judge_counts(papers, total, years(10)).iloc[0]
    assert row["verdict"] == "too little data" and row["why"] == verdicts.FEW_PAPERS
    assert row["reason"] == "9 papers; 10 are needed"


def test_a_period_left_out_cannot_make_a_trend():
    papers, total = planted(9, 1.0, seed=3)
    papers[0, -1] = 190
    periods = years(9, tested=[True] * 8 + [False])
    assert verdicts.judge_counts(papers, total, periods)["verdict"][0] == "steady"


def test_what_rests_on_the_last_period_is_no_trend():
    papers, total = planted(8, 1.0, share=0.05, seed=2)
    papers[0, -1] = 60
    row = verdicts.judge_counts(papers, total, years(8)).iloc[0]
    assert row["verdict"] not in CALLED


def test_a_step_where_a_source_appears_is_no_trend():
    total = np.full(12, 300)
    step = np.where(np.arange(12) < 6, 0.05, 0.2)
    papers = draw([step, *[np.full(12, 0.07)] * 8], total, 4)
    table = verdicts.judge_counts(papers, total, years(12))
    assert table["verdict"][0] == "rising"

    periods = years(12, stretch=[0] * 6 + [1] * 6)
    row = verdicts.judge_counts(papers, total, periods).iloc[0]
    assert row["verdict"] in ("steady", "too little data") and row["p"] > 0.05


def test_a_trend_goes_on_across_a_change_of_source():
    place = np.arange(14)
    odds = 0.05 * 1.2**place * np.where(place < 7, 1, 0.4)
    total = np.full(14, 400)
    papers = draw([odds / (1 + odds), *[np.full(14, 0.07)] * 8], total, 1)
    periods = years(14, stretch=[0] * 7 + [1] * 7)
    row = verdicts.judge_counts(papers, total, periods).iloc[0]
    assert row["verdict"] == "rising"
    assert row["change_low"] < 1.2 < row["change_high"]


def test_a_change_too_small_to_name_is_steady():
    papers, total = planted(8, 1.02, share=0.3, total=80_000)
    row = verdicts.judge_counts(papers, total, years(8)).iloc[0]
    assert row["q"] < 0.05 and row["verdict"] == "steady"
    assert row["why"] == verdicts.SMALL and "too small" in row["reason"]


def test_topics_that_wander_are_hardly_ever_called():
    rng = np.random.default_rng(0)
    total = np.full(16, 800)
    tables = []
    for seed in range(40):
        noise = rng.normal(0, 0.2, (12, 16))
        for i in range(1, 16):  # half of what a period strays lasts to the next
            noise[:, i] = 0.5 * noise[:, i - 1] + np.sqrt(0.75) * noise[:, i]
        papers = draw(0.05 * np.exp(noise), total, seed)
        tables.append(verdicts.judge_counts(papers, total, years(16)))
    assert pd.concat(tables)["verdict"].isin(CALLED).mean() <= 0.05


def test_time_turned_round_turns_the_verdict_round():
    papers, total = planted(10, 1.3)
    forth = verdicts.judge_counts(papers, total, years(10))
    back = verdicts.judge_counts(papers[:, ::-1], total, years(10))
    assert forth["change"].to_numpy() == pytest.approx(1 / back["change"].to_numpy())
    assert forth["p"].to_numpy() == pytest.approx(back["p"].to_numpy())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 12), st.integers(0, 6), st.integers(0, 2**32 - 1))
def test_any_counts_have_a_verdict_in_range(number, topics, seed):
    rng = np.random.default_rng(seed)
    total = rng.integers(0, 60, number)
    papers = np.zeros((topics, number), dtype=int)
    for topic in range(topics):
        papers[topic] = rng.integers(0, total + 1)
    stretch = np.cumsum(rng.random(number) < 0.1)
    periods = years(number, stretch, rng.random(number) < 0.9)

    table = verdicts.judge_counts(papers, total, periods)
    assert len(table) == topics
    assert set(table["verdict"]) <= set(tables.VERDICTS)
    fitted = table.dropna(subset="p")
    assert (fitted["q"] >= fitted["p"] - 1e-12).all()
    assert fitted["p"].between(0, 1).all()
    assert (fitted["change_low"] <= fitted["change_high"]).all()


def test_agreement_is_the_share_of_groupings_with_the_same_verdict(rising_topic):
    assignments, reruns, paper_periods = rising_topic
    table = trends.judge_topics(assignments, reruns, paper_periods, years(10))
    row = table.set_index("topic").loc[0]
    assert row["verdict"] == "rising"
    assert row["agreement"] == pytest.approx(2 / 3)
    assert row["agreement_samples"] == 1


def test_without_reruns_the_agreement_is_missing(rising_topic):
    assignments, reruns, paper_periods = rising_topic
    none = reruns[["paper_id"]]
    table = trends.judge_topics(assignments, none, paper_periods, years(10))
    assert table["agreement"].isna().all()


def test_without_a_time_axis_each_topic_has_no_papers_to_judge():
    assignments = pd.DataFrame({"paper_id": ["p0", "p1"], "topic": [0, -1]})
    none = assignments[["paper_id"]].head(0).assign(start=pd.NaT)
    table = trends.judge_topics(assignments, assignments[["paper_id"]], none, years(0))
    assert list(table["topic"]) == [0]
    assert list(table["reason"]) == ["0 papers; 10 are needed"]


def test_how_many_times_is_written_as_precisely_as_it_is_worth():
    written = [verdicts.format_factor(factor) for factor in (0.001, 1.234, 45.6, 1e7)]
    assert written == ["1e-03", "1.23", "46", "1e+07"]
