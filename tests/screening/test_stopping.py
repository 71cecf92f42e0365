"""The interval of what is left holds, and stopping can be defended."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.screening import _stopping as stopping


def decided_(relevant, chosen="ranked"):
    """Decisions in this order, 1 for a relevant paper."""
    names = [f"p{i}" for i in range(len(relevant))]
    said = np.where(np.asarray(relevant, dtype=int) == 1, "include", "exclude").astype(
        object
    )
    return pd.DataFrame({"paper_id": names, "decision": said, "chosen": chosen})


def chance_of_none(papers, relevant, draws):
    """The chance that no relevant paper is among the first, counted out."""
    orders = list(combinations(range(papers), relevant))
    return sum(min(places) >= draws for places in orders) / len(orders)


def test_small_cases_are_those_counted_out():
    outcome = stopping.stopping_rule(decided_([0, 0, 0]), 6, recall=0.95)
    assert outcome["p"] == pytest.approx(
        min(1, stopping.LOOKS * chance_of_none(6, 1, 3))
    )
    # One found at once, then eight irrelevant ones of nine left: with two relevant ones
    # in all, one is among the nine.
    outcome = stopping.stopping_rule(decided_([1] + [0] * 8), 10, recall=0.95)
    assert outcome["p"] == pytest.approx(stopping.LOOKS * chance_of_none(9, 1, 8))
    # Half of the relevant ones would do: one is found, so it is missed if there are
    # three, two among the nine.
    outcome = stopping.stopping_rule(decided_([1] + [0] * 7), 10, recall=0.5)
    assert outcome["p"] == pytest.approx(stopping.LOOKS * chance_of_none(9, 2, 7))


def test_a_long_run_of_irrelevant_papers_stops_and_a_relevant_one_goes_on():
    first = [1] * 20 + [0] * 700
    assert stopping.stopping_rule(decided_(first), 800)["stop"]
    assert not stopping.stopping_rule(decided_(first[:60]), 800)["stop"]
    p = [
        stopping.stopping_rule(decided_([*first[:n]]), 800)["p"]
        for n in range(20, 720, 50)
    ]
    assert all(after <= before for before, after in zip(p, p[1:], strict=False))
    assert (
        stopping.stopping_rule(decided_([*first, 1]), 800)["p"]
        > stopping.stopping_rule(decided_(first), 800)["p"]
    )


def test_more_recall_or_confidence_takes_more_papers():
    decided = decided_([1] * 38 + [0] * 500)
    p = [
        stopping.stopping_rule(decided, 800, recall=recall)["p"]
        for recall in (0.8, 0.9, 0.95, 0.99)
    ]
    assert p == sorted(p) and p[0] < p[-1]
    strict = stopping.stopping_rule(decided, 800, recall=0.9, confidence=0.9999)
    assert (
        strict["p"] == p[1]
        and not strict["stop"]
        and stopping.stopping_rule(decided, 800, recall=0.8)["stop"]
    )


def test_all_screened_is_the_end_and_nothing_screened_is_not():
    assert stopping.stopping_rule(decided_([0, 1, 0]), 3)["stop"]
    empty = decided_([])
    assert (
        stopping.stopping_rule(empty, 3)["p"] == 1
        and not stopping.stopping_rule(empty, 3)["stop"]
    )
    assert (
        stopping.estimate_remaining(empty, 3)["high"] == 3
        and stopping.estimate_remaining(empty, 3)["draws"] == 0
    )
    assert stopping.stopping_rule(empty, 0)["stop"]


def test_what_was_known_beforehand_counts_as_found_and_not_as_drawn():
    queued = [1] * 10 + [0] * 300
    known = decided_(
        [1] * 9 + queued, ["imported"] * 5 + ["searched"] * 4 + ["ranked"] * 310
    )
    outcome, alone = (
        stopping.stopping_rule(known, 400),
        stopping.stopping_rule(decided_(queued), 391),
    )
    assert outcome["found"] == 19 and outcome["seen"] == 319
    # 19 found and 20 in all are a recall of .95: two more must be missing, with 10
    # found only one.
    assert outcome["p"] < alone["p"]
    assert stopping.estimate_remaining(known, 400)["draws"] == 0


def test_a_review_in_random_order_keeps_the_promise():
    """The hardest queue that is allowed; without the correction one in ten fails."""
    random, missed = np.random.default_rng(0), 0
    for _ in range(100):
        places = np.sort(random.choice(100, 3, replace=False))
        relevant = np.isin(np.arange(100), places)
        # p is smallest just before a relevant paper comes.
        missed += any(
            stopping.stopping_rule(decided_(relevant[:n]), 100)["stop"] for n in places
        )
    assert missed <= 9


@pytest.mark.parametrize("good", [True, False])
def test_the_interval_holds_whatever_the_queue_does(good):
    random, low, high = np.random.default_rng(1), 0, 0
    for _ in range(150):
        decided, truth = _screened(random, papers=120, relevant=20, steps=60, good=good)
        estimate = stopping.estimate_remaining(decided, 120)
        assert (
            estimate["low"]
            <= max(estimate["left"], estimate["low"])
            <= estimate["unseen"]
        )
        low, high = low + (estimate["low"] > truth), high + (estimate["high"] < truth)
    assert (
        low <= 9 and high <= 9
    )  # 3.75 of 150 are allowed each; 9 is three standard deviations above


def _screened(random, papers, relevant, steps, good):
    """Screen, every third paper at random; relevant ones come first, or never."""
    left, rows = [*range(papers)], []
    for step in range(steps):
        liked = [i for i in left if (i < relevant) == (good and step % 2 == 0)] or left
        drawn = step % 3 == 2
        rows.append(
            (
                random.choice(left) if drawn else liked[0],
                "random" if drawn else "ranked",
            )
        )
        left.remove(rows[-1][0])
    table = decided_([i < relevant for i, _ in rows], [how for _, how in rows])
    return table, sum(i < relevant for i in left)


def test_only_draws_inform_the_estimate():
    ranked = stopping.estimate_remaining(decided_([1] * 10 + [0] * 90), 200)
    assert (ranked["low"], ranked["high"], ranked["draws"]) == (0, 100, 0)
    drawn = stopping.estimate_remaining(
        decided_([1] * 10 + [0] * 90, ["ranked"] * 10 + ["random"] * 90), 200
    )
    assert drawn["left"] == 0 and drawn["high"] < 10
    # At most 2.5 %: the largest number of which none would be among 90 of 190 that
    # often.
    assert 0.525 ** drawn["high"] > 0.02 and 0.535 ** (drawn["high"] + 1) < 0.04


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["ranked", "random", "imported"])),
        max_size=40,
    ),
    st.integers(0, 30),
)
def test_every_course_has_an_estimate_and_a_sentence(course, more):
    decided = decided_([relevant for relevant, _ in course], [how for _, how in course])
    total = len(course) + more
    estimate, outcome = (
        stopping.estimate_remaining(decided, total),
        stopping.stopping_rule(decided, total),
    )
    assert (
        0 <= estimate["low"] <= estimate["high"] <= more
        and 0 <= estimate["left"] <= more
    )
    assert 0 <= outcome["p"] <= 1
    text = stopping.stopping_summary(outcome, estimate)
    assert text.endswith(".") and "nan" not in text


def test_what_is_said_names_promise_and_assumption():
    decided = decided_([1] * 20 + [0] * 700, ["ranked", "random"] * 360)
    text = stopping.stopping_summary(
        stopping.stopping_rule(decided, 800), stopping.estimate_remaining(decided, 800)
    )
    for words in (
        "You may stop",
        "20 relevant among 720",
        "95 %",
        "assumes",
        "drawn at random",
    ):
        assert words in text
    assert "Go on" in stopping.stopping_summary(
        stopping.stopping_rule(decided.head(40), 800)
    )


@pytest.mark.parametrize(
    ("decided", "total", "said"),
    [
        (decided_([1, 0]), 1, "2 papers are decided, but papers_total is 1"),
        (
            pd.concat([decided_([1])] * 2),
            9,
            "paper p0 is decided twice; hand over the decisions of one screener",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(decided, total, said):
    for function in (stopping.estimate_remaining, stopping.stopping_rule):
        with pytest.raises(ValueError, match=said):
            function(decided, total)
    with pytest.raises(ValueError, match="write .95 for 95 %"):
        stopping.stopping_rule(decided, total, recall=95)


def test_a_decision_taken_back_is_none():
    decided = decided_([1, 0, 0]).assign(decision=["include", "", "exclude"])
    assert (
        stopping.stopping_rule(decided, 9)["seen"] == 2
        and stopping.estimate_remaining(decided, 9)["unseen"] == 7
    )
