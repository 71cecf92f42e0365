"""No other states explain the counts better for their price."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from litreview.trends import _automaton as automaton

cells = st.tuples(st.integers(0, 20), st.integers(0, 20))
drawn = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        st.lists(cells, min_size=n, max_size=n),
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.floats(1.1, 4),
        st.floats(0, 2),
    )
)


def counts(cells):
    papers, total = np.array([sorted(cell) for cell in cells]).T
    return papers, total


def bursts_in(states):
    begins = np.diff(states.astype(int), axis=1, prepend=0) == 1
    return int(begins.sum())


def rates(papers, total, stretch, ratio):
    usual = []
    for number in stretch:
        inside = stretch == number
        usual.append(papers[inside].sum() / max(1, total[inside].sum()))
    usual = np.array(usual)

    raised = np.minimum(ratio * usual, 0.9999)
    none = (usual == 0) | (raised < usual)
    return usual, np.where(none, usual, raised)


def path_cost(path, stretch, costs, price):
    total, before = 0.0, 0
    for period, state in enumerate(path):
        if period and stretch[period] != stretch[period - 1]:
            before = 0
        if state > before:
            total += price
        total += costs[state, period]
        before = state
    return total


@given(drawn)
def test_no_other_path_of_states_is_cheaper(drawn):
    cells, changes, ratio, cost = drawn
    papers, total = counts(cells)
    stretch = np.cumsum(changes)
    states, _ = automaton.find_states(papers[None], total, ratio, cost, stretch)

    usual, raised = rates(papers, total, stretch, ratio)
    costs = -np.array(
        [binom.logpmf(papers, total, usual), binom.logpmf(papers, total, raised)]
    )
    price = cost * np.log(len(total))
    paths = itertools.product((0, 1), repeat=len(total))
    cheapest = min(path_cost(path, stretch, costs, price) for path in paths)

    found = path_cost(states[0].astype(int), stretch, costs, price)
    assert found <= cheapest + 1e-6


@given(drawn)
def test_a_burst_explains_more_than_it_costs_and_a_dearer_one_is_no_more_often(drawn):
    cells, _, ratio, cost = drawn
    papers, total = counts(cells)
    few, gain = automaton.find_states(papers[None], total, ratio, cost + 0.5)
    many, same_gain = automaton.find_states(papers[None], total, ratio, cost)

    assert bursts_in(few) <= bursts_in(many)
    assert (gain == same_gain).all()
    assert gain[many].sum() >= bursts_in(many) * cost * np.log(len(total)) - 1e-9
    assert not many.any() or gain[many].sum() > 0


@given(drawn, st.integers(2, 5))
def test_more_papers_of_the_same_shares_weigh_in_proportion(drawn, times):
    papers, total = counts(drawn[0])
    _, gain = automaton.find_states(papers[None], total, drawn[2])
    _, larger = automaton.find_states(times * papers[None], times * total, drawn[2])
    assert larger == pytest.approx(times * gain, abs=1e-9)


@given(drawn, st.integers(0, 7))
def test_a_period_without_papers_speaks_for_neither_state(drawn, where):
    cells, _, ratio, cost = drawn
    papers, total = counts([*cells, (0, 0)])
    where = min(where, len(cells))
    order = np.insert(np.arange(len(cells)), where, len(cells))

    states, gain = automaton.find_states(papers[None, order], total[order], ratio, cost)
    last, _ = automaton.find_states(papers[None], total, ratio, cost)

    others = order < len(cells)
    assert gain[0, where] == 0
    assert gain[0, others].sum() == pytest.approx(gain.sum())
    assert (np.delete(states, where, axis=1) == last[:, :-1]).all()
    assert not last[0, -1]


@pytest.mark.parametrize("wrong", [{"ratio": 1}, {"cost": -1}])
def test_a_setting_without_meaning_is_refused(wrong):
    with pytest.raises(ValueError, match="must be above 1"):
        automaton.find_states(np.ones((1, 3)), np.ones(3), **wrong)


def test_a_stretch_begins_with_the_first_period_and_where_its_number_changes():
    begins = automaton.stretch_begins(np.array([0, 0, 1, 1, 2]))
    assert list(begins) == [True, False, True, False, True]
    assert automaton.stretch_begins(np.array([], dtype=int)).size == 0


def test_the_usual_rate_is_that_of_the_whole_stretch():
    papers, total = np.array([[1, 3, 8]]), np.array([10, 10, 10])
    rate = automaton.usual_rate(papers, total, np.array([0, 0, 1]))
    assert rate.tolist() == [[0.2, 0.2, 0.8]]
