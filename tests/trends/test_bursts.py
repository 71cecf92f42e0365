"""A planted burst and a planted new term are found, chance and a new source are not."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from litreview.trends import _bursts as bursts

FILLER = [
    f"{a}{b}{c}" for a, b, c in itertools.product("bdfgklmnprt", "aou", "bdgklmnprt")
]
BURST = ["start", "end", "weight", "papers", "share", "base", "p"]
NEW = [
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


def months(n, stretch=0, tested=True):
    table = pd.DataFrame(
        {
            "period": [
                str(each) for each in pd.period_range("2020-01", periods=n, freq="M")
            ]
        }
    )
    return table.assign(stretch=stretch, tested=tested).astype({"period": "str"})


def corpus(share, size=40, seed=0, word="zorb", filler=8):
    """Draw papers of random words, of which a share (one for each period) hold a word more."""
    rng, rows = np.random.default_rng(seed), []
    sizes = np.broadcast_to(size, len(share))
    for period, own, n in zip(months(len(share))["period"], share, sizes, strict=True):
        with_word = np.arange(n) < round(own * n)
        for has in with_word:
            rows.append(
                (
                    " the ".join([*rng.choice(FILLER, filler), *[word] * int(has)]),
                    period,
                    has,
                )
            )
    table = pd.DataFrame(rows, columns=["text", "period", "has"])
    table = table.assign(paper_id=[f"p{i}" for i in range(len(table))])
    return (
        table[["paper_id", "text"]],
        table[["paper_id", "period"]],
        topics(table["paper_id"], table["has"] - 1),
    )


def topics(ids, topic):
    return pd.DataFrame({"paper_id": ids, "topic": np.asarray(topic, dtype="int64")})


counted = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        st.lists(
            st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=n, max_size=n
        ),
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.floats(1.1, 4),
        st.floats(0, 2),
    )
)


def laid_out(cells):
    papers, total = np.array([sorted(cell) for cell in cells]).T
    return papers, total


def number(states):
    return int((np.diff(states.astype(int), axis=1, prepend=0) == 1).sum())


@given(counted)
def test_no_other_path_of_states_is_cheaper(drawn):
    cells, changes, s, gamma = drawn
    (papers, total), stretch = laid_out(cells), np.cumsum(changes)
    states, _ = bursts.automaton(papers[None], total, s, gamma, stretch)
    rates = np.array(
        [
            papers[stretch == each].sum() / max(1, total[stretch == each].sum())
            for each in stretch
        ]
    )
    raised = np.minimum(s * rates, 0.9999)
    raised = np.where((rates == 0) | (raised < rates), rates, raised)

    costs = -np.array(
        [binom.logpmf(papers, total, rates), binom.logpmf(papers, total, raised)]
    )

    def cost(path):
        price, before = 0.0, 0
        for t, state in enumerate(path):
            before = 0 if t and stretch[t] != stretch[t - 1] else before
            price += gamma * np.log(len(path)) * (state > before)
            price, before = price + costs[state, t], state
        return price

    assert (
        cost(states[0].astype(int))
        <= min(map(cost, itertools.product((0, 1), repeat=len(total)))) + 1e-6
    )


@given(counted)
def test_a_burst_explains_more_than_it_costs_and_a_dearer_one_is_no_more_often(drawn):
    cells, _, s, gamma = drawn
    papers, total = laid_out(cells)
    few, gain = bursts.automaton(papers[None], total, s, gamma + 0.5)
    many, same = bursts.automaton(papers[None], total, s, gamma)
    assert number(few) <= number(many) and (gain == same).all()
    assert gain[many].sum() >= number(many) * gamma * np.log(len(total)) - 1e-9
    assert not many.any() or gain[many].sum() > 0


@given(counted, st.integers(2, 5))
def test_more_papers_of_the_same_shares_weigh_in_proportion(drawn, times):
    papers, total = laid_out(drawn[0])
    _, gain = bursts.automaton(papers[None], total, drawn[2])
    _, larger = bursts.automaton(times * papers[None], times * total, drawn[2])
    assert larger == pytest.approx(times * gain, abs=1e-9)


@given(counted, st.integers(0, 7))
def test_a_period_without_papers_speaks_for_neither_state(drawn, where):
    cells, _, s, gamma = drawn
    papers, total = laid_out([*cells, (0, 0)])
    where = min(where, len(cells))
    order = np.insert(np.arange(len(cells)), where, len(cells))
    states, gain = bursts.automaton(papers[None, order], total[order], s, gamma)
    last, _ = bursts.automaton(papers[None], total, s, gamma)
    assert gain[0, where] == 0 and gain[0, order < len(cells)].sum() == pytest.approx(
        gain.sum()
    )
    assert (np.delete(states, where, axis=1) == last[:, :-1]).all() and not last[0, -1]


@pytest.mark.parametrize("wrong", [{"s": 1}, {"gamma": -1}])
def test_a_setting_without_meaning_is_refused(wrong):
    with pytest.raises(ValueError, match="must be above 1"):
        bursts.automaton(np.ones((1, 3)), np.ones(3), **wrong)
    papers, spans, given_topics = corpus([0.2] * 4)
    with pytest.raises(
        ValueError, match="permutations: 10 cannot show p <= 0.05; 19 can"
    ):
        bursts.topic_bursts(given_topics, spans, months(4), permutations=10)


PLANTED = [0.08] * 5 + [0.32] * 3 + [0.08] * 4


def test_a_planted_burst_of_a_term_and_a_topic_is_found_where_it_is():
    papers, spans, given_topics = corpus(PLANTED, size=50)
    found, tried = bursts.term_bursts(papers, spans, months(12))
    assert list(found["term"]) == ["zorb"] and tried > 100
    burst = found.iloc[0]
    assert (burst["start"], burst["end"], burst["papers"]) == ("2020-06", "2020-08", 48)
    assert burst["share"] == pytest.approx(0.32) and burst["base"] == pytest.approx(
        84 / 600
    )
    assert burst["p"] == pytest.approx(1 / 201)
    found, tried = bursts.topic_bursts(given_topics, spans, months(12))
    assert (
        found.loc[0, ["topic", "start", "end"]].to_list() == [0, "2020-06", "2020-08"]
        and tried == 1
    )
    assert found.loc[0, "weight"] == pytest.approx(burst["weight"])
    assert (
        "**[1 burst](#What-came-suddenly?)** of 1 topic stands out among 1 topic tried"
        in bursts.burst_summary(found, tried)
    )


def test_the_weight_is_the_log_likelihood_that_the_burst_gains():
    _, spans, given_topics = corpus(PLANTED, size=50)
    found, _ = bursts.topic_bursts(given_topics, spans, months(12), s=2.0)
    want = 3 * (binom.logpmf(16, 50, 2 * 0.14) - binom.logpmf(16, 50, 0.14))
    assert found.loc[0, "weight"] == pytest.approx(want)


def test_a_burst_shorter_than_asked_for_is_left_out():
    _, spans, given_topics = corpus(PLANTED, size=50)
    assert len(bursts.topic_bursts(given_topics, spans, months(12), length=3)[0]) == 1
    assert bursts.topic_bursts(given_topics, spans, months(12), length=4)[0].empty


def test_the_same_papers_give_the_same_tables_and_are_left_as_they_were():
    papers, spans, _ = corpus(PLANTED)
    periods = months(12)
    before = [table.copy() for table in (papers, spans, periods)]
    one, two = (bursts.term_bursts(papers, spans, periods)[0] for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    bursts.new_terms(papers, spans, periods)
    for table, was in zip((papers, spans, periods), before, strict=True):
        pd.testing.assert_frame_equal(table, was)


def test_a_constant_share_of_more_and_more_papers_is_no_burst():
    papers, spans, given_topics = corpus([0.2] * 12, size=10 * np.arange(1, 13))
    assert bursts.topic_bursts(given_topics, spans, months(12))[0].empty
    found, tried = bursts.term_bursts(papers, spans, months(12))
    assert "zorb" not in set(found["term"])
    assert tried and "**No burst** stands out" in bursts.burst_summary(
        found.head(0), tried
    )


def test_what_a_new_source_brings_is_neither_a_burst_nor_new():
    share = [0.0] * 6 + [0.4] * 3
    papers, spans, given_topics = corpus(share, size=40)
    one, two = months(9), months(9, stretch=[0] * 6 + [1] * 3)
    assert (
        len(bursts.topic_bursts(given_topics, spans, one)[0]) == 1
    )  # were it one source
    assert list(bursts.new_terms(papers, spans, one)[0]["term"]) == ["zorb"]
    assert bursts.topic_bursts(given_topics, spans, two)[0].empty
    assert "zorb" not in set(bursts.term_bursts(papers, spans, two)[0]["term"])
    assert "zorb" not in set(bursts.new_terms(papers, spans, two)[0]["term"])


def test_a_burst_within_the_second_source_is_found():
    _, spans, given_topics = corpus([0.5] * 4 + PLANTED, size=50)
    found, _ = bursts.topic_bursts(
        given_topics, spans, months(16, stretch=[0] * 4 + [1] * 12)
    )
    assert found[["start", "end"]].to_numpy().tolist() == [["2020-10", "2020-12"]]
    assert found.loc[0, "base"] == pytest.approx(0.14)


def test_a_period_that_is_not_tested_counts_for_nothing():
    share = [0.1] * 5 + [0.9] + [0.1] * 6
    _, spans, given_topics = corpus(share)
    assert len(bursts.topic_bursts(given_topics, spans, months(12))[0]) == 1
    assert bursts.topic_bursts(
        given_topics, spans, months(12, tested=[i != 5 for i in range(12)])
    )[0].empty


@pytest.mark.parametrize("shown", [1, 6])
def test_in_corpora_without_bursts_one_in_twenty_has_one(shown):
    # Where a paper is shown in six periods on end, its topic comes in runs; these are no bursts.
    hits = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        ids = np.arange(120).astype(str)
        begun = rng.integers(0, 21 - shown, 120)
        spans = pd.DataFrame({"paper_id": np.repeat(ids, shown)})
        at = (begun[:, None] + np.arange(shown)).ravel()
        spans = spans.assign(period=months(20)["period"].to_numpy()[at])
        found, _ = bursts.topic_bursts(
            topics(ids, rng.integers(0, 12, 120)),
            spans,
            months(20),
            permutations=19,
            seed=seed,
        )
        hits += len(found) > 0
    assert hits <= 6


def test_in_texts_of_chance_few_terms_burst_or_are_new():
    burst = new = 0
    for seed in range(15):
        papers, spans, _ = corpus([0] * 8, size=20, seed=seed)
        burst += (
            len(bursts.term_bursts(papers, spans, months(8), permutations=19)[0]) > 0
        )
        new += len(bursts.new_terms(papers, spans, months(8))[0]) > 0
    assert burst <= 4 and new <= 4


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.integers(2, 12), min_size=6, max_size=8),
    st.integers(2, 5),
    st.integers(0, 1000),
)
def test_the_p_of_a_first_period_is_valid_though_the_data_choose_it(
    sizes, holders, seed
):
    rng, n = np.random.default_rng(seed), sum(sizes)
    holders = min(holders, n // 2)
    texts = np.full(n, "", dtype=object)
    for word in FILLER:
        texts[rng.choice(n, holders, replace=False)] += word + " the "
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(n)], "text": texts})
    spans = papers[["paper_id"]].assign(
        period=np.repeat(months(len(sizes))["period"].to_numpy(), sizes)
    )
    found, tried = bursts.new_terms(
        papers, spans, months(len(sizes)), least=1, level=1.0
    )
    assert len(found) == tried > 200
    for level in set(found["p"]):
        # Of what is this rare, one or two by chance are many standard errors.
        assert (found["p"] <= level).mean() <= level + 4.5 * np.sqrt(
            level * (1 - level) / tried
        ) + 2 / tried


def test_papers_change_places_among_those_of_the_same_sources_only():
    sources = np.array([0, 1, 0, 2, 1, 0, 1, 0, 0])
    orders = np.array(
        [bursts._dealt(sources, np.random.default_rng(seed)) for seed in range(50)]
    )
    assert (np.sort(orders, axis=1) == np.arange(9)).all() and (
        sources[orders] == sources
    ).all()
    assert all(
        set(orders[:, i]) == set(np.flatnonzero(sources == sources[i]))
        for i in range(9)
    )


def test_a_paper_listed_twice_in_a_period_counts_once_and_the_heaviest_burst_is_first():
    _, spans, given_topics = corpus(PLANTED, size=50)
    more = given_topics.assign(topic=given_topics["topic"].replace({0: 1, -1: 0}))
    more = more.assign(
        topic=more["topic"].where(
            spans["period"].eq("2020-01") | more["topic"].eq(1), -1
        )
    )
    found, _ = bursts.topic_bursts(more, spans, months(12))
    assert set(found["topic"]) == {0, 1} and found["weight"].is_monotonic_decreasing
    twice, _ = bursts.topic_bursts(more, pd.concat([spans, spans]), months(12))
    pd.testing.assert_frame_equal(found, twice)
    swapped, _ = bursts.topic_bursts(
        more.replace({"topic": {0: 1, 1: 0}}), spans, months(12)
    )
    assert swapped["weight"].is_monotonic_decreasing


def test_a_change_since_leaves_out_the_first_period_and_other_sources():
    shares = [0.0] * 6 + [0.9, 0.2, 0.3, 0.4, 0.5, 0.6] + [0.1] * 3
    papers, spans, _ = corpus(shares, size=50)
    found, _ = bursts.new_terms(papers, spans, months(15, stretch=[0] * 12 + [1] * 3))
    assert (
        found.loc[0, "change"] == pytest.approx(6 ** (1 / 4), rel=0.05)
        and found.loc[0, "share_last"] == 0.1
    )


def test_a_planted_new_term_is_found_with_what_it_did_since():
    rise = [0.0] * 6 + [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    papers, spans, _ = corpus(rise, size=50)
    found, tried = bursts.new_terms(papers, spans, months(12))
    assert list(found["term"]) == ["zorb"] and tried > 100
    new = found.iloc[0]
    assert (
        new["first"] == "2020-07"
        and new["papers"] == 105
        and new["expected_before"] == pytest.approx(52.5)
    )
    assert new["share_first"] == 0.1 and new["share_last"] == 0.6
    # From 20 % to 60 % in four steps: the odds grow from 1:4 to 3:2, about 1.56-fold a step.
    assert new["change"] == pytest.approx(6 ** (1 / 4), rel=0.05)


def test_a_change_since_is_missing_where_too_few_periods_follow_or_nothing_comes():
    papers, spans, _ = corpus([0.0] * 6 + [0.3] * 3, size=40)
    assert np.isnan(bursts.new_terms(papers, spans, months(9))[0].loc[0, "change"])
    papers, spans, _ = corpus([0.0] * 6 + [0.6] + [0.0] * 5, size=40)
    assert np.isnan(bursts.new_terms(papers, spans, months(12))[0].loc[0, "change"])


def test_a_term_seen_before_in_a_period_not_tested_is_not_new():
    papers, spans, _ = corpus([0.1] + [0.0] * 5 + [0.3] * 3, size=40)
    periods = months(9, tested=[False] + [True] * 8)
    assert "zorb" not in set(bursts.new_terms(papers, spans, periods)[0]["term"])
    later = spans[~(spans["period"] == "2020-01")]
    assert "zorb" in set(bursts.new_terms(papers, later, periods)[0]["term"])


def test_a_word_that_is_always_part_of_a_phrase_is_left_to_the_phrase():
    papers, spans, _ = corpus(PLANTED, size=50, word="zorb flux")
    assert list(bursts.term_bursts(papers, spans, months(12))[0]["term"]) == [
        "zorb flux"
    ]
    alone = papers.assign(
        text=[t + " the zorb" * (i % 7 == 0) for i, t in enumerate(papers["text"])]
    )
    found, tried = bursts.term_bursts(alone, spans, months(12))
    assert tried == bursts.term_bursts(papers, spans, months(12))[1] + 1


def test_how_often_a_paper_uses_a_term_does_not_count():
    papers, spans, _ = corpus(PLANTED)
    loud = papers.assign(text=papers["text"] + " the " + papers["text"])
    one, two = (
        bursts.term_bursts(table, spans, months(12))[0] for table in (papers, loud)
    )
    pd.testing.assert_frame_equal(one, two)


def test_rare_terms_and_those_of_most_papers_are_not_tried():
    papers, spans, _ = corpus([1] + [0] * 5, size=4, filler=0)
    assert bursts.term_bursts(papers, spans, months(6))[1] == 0
    assert bursts.term_bursts(papers, spans, months(6), least=4)[1] == 1
    papers, spans, _ = corpus([1, 1, 1, 0.5, 0], size=20, filler=0)
    assert bursts.term_bursts(papers, spans, months(5))[1] == 0


@pytest.mark.parametrize(
    "periods",
    [
        months(0),
        months(2),
        months(6, tested=False),
        months(6, tested=[True, False] * 3),
    ],
)
def test_where_little_can_be_compared_the_tables_are_empty_and_say_so(periods):
    papers, spans, given_topics = corpus([0.1, 0.5, 0.1, 0.1, 0.1, 0.1])
    enough = periods["tested"].sum() >= 3
    for (table, tried), columns in (
        (bursts.topic_bursts(given_topics, spans, periods), ["topic", *BURST]),
        (bursts.term_bursts(papers, spans, periods), ["term", *BURST]),
        (bursts.new_terms(papers, spans, periods), NEW),
    ):
        assert list(table) == columns and (enough or (table.empty and tried == 0))
        assert (
            str(table["p"].dtype) == "float64" and str(table["papers"].dtype) == "int64"
        )
        if not enough and "start" in table:
            assert "not looked for" in bursts.burst_summary(table, tried)


def test_no_papers_one_topic_and_no_topic_at_all():
    papers, spans, _ = corpus([0.2] * 6)
    for ids, topic, tried in (
        ([], [], 0),
        (papers["paper_id"], 0, 1),
        (papers["paper_id"], -1, 0),
    ):
        table, n = bursts.topic_bursts(topics(ids, topic), spans, months(6))
        assert table.empty and n == tried and str(table["topic"].dtype) == "int64"
    for room in (bursts.term_bursts, bursts.new_terms):
        table, n = room(papers.head(0), spans.head(0), months(6))
        assert table.empty and n == 0 and str(table["term"].dtype) == "str"
