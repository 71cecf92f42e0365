"""Planted trends are found, chance is not, and a verdict never rests on what it should not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.trends import _verdicts as verdicts


def axis(number, stretch=None, tested=None):
    return pd.DataFrame(
        {
            "period": [str(2000 + i) for i in range(number)],
            "start": pd.to_datetime([f"{2000 + i}-01-01" for i in range(number)]),
            "stretch": [0] * number if stretch is None else stretch,
            "tested": [True] * number if tested is None else tested,
        }
    )


def counts(shares, total, rng):
    """Draw the papers of topics with these shares in each period, topics in rows."""
    return np.array([rng.binomial(total, share) for share in shares])


def planted(number, ratio, share=0.15, others=10, total=200, seed=0):
    odds = share / (1 - share) * ratio ** (np.arange(number) - number / 2)
    flat = [np.full(number, 0.06)] * others
    rng = np.random.default_rng(seed)
    return counts([odds / (1 + odds), *flat], np.full(number, total), rng), np.full(
        number, total
    )


@pytest.mark.parametrize(
    ("ratio", "verdict"), [(1.3, "rising"), (1 / 1.3, "falling"), (1.0, "steady")]
)
def test_a_planted_trend_is_found_with_its_size(ratio, verdict):
    table = verdicts.of_counts(*planted(10, ratio), axis(10))
    assert table["verdict"][0] == verdict
    assert table["change_low"][0] < ratio < table["change_high"][0]
    assert table["change"][0] == pytest.approx(ratio, rel=0.1)
    assert set(table["verdict"][1:]) <= {"steady", "too little data"}


def test_chance_is_hardly_ever_called_a_trend():
    rng = np.random.default_rng(5)
    total = np.round(100 * 1.1 ** np.arange(10)).astype(
        int
    )  # a growing corpus with constant shares
    tables = [
        verdicts.of_counts(counts(np.full((12, 10), 0.07), total, rng), total, axis(10))
        for _ in range(25)
    ]
    called = pd.concat(tables)["verdict"].isin(["rising", "falling"])
    assert called.mean() <= 0.02


def test_fewer_than_six_periods_or_ten_papers_are_too_little():
    table = verdicts.of_counts(*planted(5, 2.0), axis(5))
    assert set(table["verdict"]) == {"too little data"} and table["p"].isna().all()
    papers, total = planted(10, 1.0)
    papers[0] = [0, 1, 0, 1, 2, 0, 1, 2, 1, 1]
    row = verdicts.of_counts(papers, total, axis(10)).iloc[0]
    assert row["verdict"] == "too little data" and "9 papers" in row["reason"]


def test_a_period_left_out_cannot_make_a_trend():
    papers, total = planted(9, 1.0, seed=3)
    papers[0, -1], total = 190, total
    tested = [True] * 8 + [False]
    assert (
        verdicts.of_counts(papers, total, axis(9, tested=tested))["verdict"][0]
        == "steady"
    )


def test_what_rests_on_the_last_period_is_no_trend():
    papers, total = planted(8, 1.0, share=0.05, seed=2)
    papers[0, -1] = 60
    row = verdicts.of_counts(papers, total, axis(8)).iloc[0]
    assert row["verdict"] not in ("rising", "falling")


def test_a_step_where_a_source_appears_is_no_trend():
    total = np.full(12, 300)
    step = np.where(np.arange(12) < 6, 0.05, 0.2)
    papers = counts([step, *[np.full(12, 0.07)] * 8], total, np.random.default_rng(4))
    assert verdicts.of_counts(papers, total, axis(12))["verdict"][0] == "rising"
    stretch = [0] * 6 + [1] * 6
    row = verdicts.of_counts(papers, total, axis(12, stretch)).iloc[0]
    assert row["verdict"] in ("steady", "too little data") and row["p"] > 0.05


def test_a_trend_goes_on_across_a_change_of_source():
    odds = 0.05 * 1.2 ** np.arange(14) * np.where(np.arange(14) < 7, 1, 0.4)
    total = np.full(14, 400)
    papers = counts(
        [odds / (1 + odds), *[np.full(14, 0.07)] * 8], total, np.random.default_rng(1)
    )
    row = verdicts.of_counts(papers, total, axis(14, [0] * 7 + [1] * 7)).iloc[0]
    assert row["verdict"] == "rising" and row["change_low"] < 1.2 < row["change_high"]


def test_a_change_too_small_to_name_is_steady():
    papers, total = planted(8, 1.02, share=0.3, total=80_000)
    row = verdicts.of_counts(papers, total, axis(8)).iloc[0]
    assert (
        row["q"] < 0.05 and row["verdict"] == "steady" and "too small" in row["reason"]
    )


def test_topics_that_wander_are_hardly_ever_called():
    rng, total, tables = np.random.default_rng(0), np.full(16, 800), []
    for _ in range(40):
        noise = rng.normal(0, 0.2, (12, 16))
        for i in range(1, 16):  # half of what a period strays lasts to the next
            noise[:, i] = 0.5 * noise[:, i - 1] + np.sqrt(0.75) * noise[:, i]
        tables.append(
            verdicts.of_counts(
                counts(0.05 * np.exp(noise), total, rng), total, axis(16)
            )
        )
    assert pd.concat(tables)["verdict"].isin(["rising", "falling"]).mean() <= 0.05


def test_time_turned_round_turns_the_verdict_round():
    papers, total = planted(10, 1.3)
    there, back = (
        verdicts.of_counts(k, total, axis(10)) for k in (papers, papers[:, ::-1])
    )
    assert there["change"].to_numpy() == pytest.approx(1 / back["change"].to_numpy())
    assert there["p"].to_numpy() == pytest.approx(back["p"].to_numpy())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 12), st.integers(0, 6), st.integers(0, 2**32 - 1))
def test_any_counts_have_a_verdict_in_range(number, topics, seed):
    rng = np.random.default_rng(seed)
    total = rng.integers(0, 60, number)
    papers = np.array([rng.integers(0, total + 1) for _ in range(topics)]).reshape(
        topics, number
    )
    stretch = np.cumsum(rng.random(number) < 0.1)
    table = verdicts.of_counts(
        papers, total, axis(number, stretch, rng.random(number) < 0.9)
    )
    assert len(table) == topics and set(table["verdict"]) <= set(verdicts.VERDICTS)
    fitted = table.dropna(subset="p")
    assert (fitted["q"] >= fitted["p"] - 1e-12).all() and fitted["p"].between(
        0, 1
    ).all()
    assert (fitted["change_low"] <= fitted["change_high"]).all()


def corpus(rng, number=10, each=120):
    """Papers whose topic 0 rises from 5 to 40 %, with two reruns that agree and one that finds no such topic."""
    start = np.repeat(np.arange(number), each)
    topic = np.where(
        rng.random(len(start)) < 0.05 + 0.35 * start / (number - 1),
        0,
        rng.integers(1, 6, len(start)),
    )
    ids = [f"p{i}" for i in range(len(start))]
    spans = pd.DataFrame(
        {"paper_id": ids, "start": axis(number)["start"].to_numpy()[start]}
    )
    reruns = pd.DataFrame(
        {"paper_id": ids, "seed_1": topic, "seed_2": topic, "sample_1": topic}
    )
    reruns = reruns.assign(
        seed_3=rng.integers(0, 6, len(start)),
        sample_2=np.where(rng.random(len(start)) < 0.4, -2, topic),
    )
    return spans, pd.DataFrame({"paper_id": ids, "topic": topic}), reruns


def test_agreement_is_the_share_of_groupings_with_the_same_verdict():
    spans, assignments, reruns = corpus(np.random.default_rng(0))
    row = (
        verdicts.judge_topics(spans, assignments, reruns, axis(10))
        .set_index("topic")
        .loc[0]
    )
    assert row["verdict"] == "rising"
    assert row["agreement"] == pytest.approx(2 / 3) and row["agreement_samples"] == 1


def test_the_sentence_names_what_moves_with_its_numbers_and_links_to_its_row():
    spans, assignments, reruns = corpus(np.random.default_rng(0))
    table = verdicts.judge_topics(spans, assignments, reruns, axis(10))
    topics = pd.DataFrame(
        {"topic": range(6), "label": [f"Topic {i}" for i in range(6)]}
    )
    text = verdicts.verdict_summary(table, topics, axis(10))
    assert (
        "**[1 rises, " in text
        and "](#verdicts)**" in text
        and "[Topic 0](#topic-0) rises" in text
        and "a year" in text
    )
    assert "in 67% of the groupings with other seeds" in text
    assert list(verdicts.verdict_table(table, topics)["topic"])[0] == 0


def test_nothing_to_test_is_said():
    table = verdicts.of_counts(*planted(4, 1.0), axis(4)).assign(topic=range(11))
    topics = pd.DataFrame({"topic": range(11), "label": "x"})
    assert "4 periods are fit for a test, and 6 are needed" in verdicts.verdict_summary(
        table, topics, axis(4)
    )
