"""Slopes, dispersions and tests by ranks are those that were planted."""

import numpy as np
import pandas as pd
import pytest

from litreview.trends import _regression as regression


def grown(number, ratio, total=10_000, share=0.1):
    odds = share / (1 - share) * ratio ** np.arange(number)
    papers = np.round(total * odds / (1 + odds)).astype(int)
    return papers[None], np.full(number, total), np.arange(number)


@pytest.mark.parametrize("ratio", [0.8, 1.0, 1.25])
def test_a_planted_change_of_the_odds_is_found(ratio):
    papers, total, at = grown(8, ratio)
    row = regression.fit_trends(papers, total, at, np.zeros(8)).iloc[0]
    assert row["change"] == pytest.approx(ratio, rel=1e-3)
    assert row["change_low"] < ratio < row["change_high"]
    assert row["first"] == pytest.approx(0.1, rel=1e-3)
    assert row["dispersion"] == 1


def test_a_level_of_its_own_for_each_stretch_takes_a_step_out():
    total, at = np.full(8, 1000), np.arange(8)
    papers = np.array([[50] * 4 + [200] * 4])
    one = regression.fit_trends(papers, total, at, np.zeros(8)).iloc[0]
    two = regression.fit_trends(papers, total, at, np.repeat([0, 1], 4)).iloc[0]
    assert one["change"] > 1.2
    assert two["change"] == pytest.approx(1) and two["p"] > 0.9
    assert two["slope"] == 0


def test_without_topics_there_is_an_empty_table():
    none = np.zeros((0, 8), dtype=int)
    table = regression.fit_trends(none, np.full(8, 10), np.arange(8), np.zeros(8))
    assert table.empty and "change" in table


def test_few_topics_have_no_dispersion_in_common():
    known, _ = regression._common_dispersion(pd.Series([3.0, 4.0]), pd.Series([6, 6]))
    assert known == 0


def test_topics_of_one_dispersion_have_it_in_common_and_of_many_less_so():
    freedom = pd.Series([8.0] * 400)
    rng = np.random.default_rng(0)
    alike = pd.Series(2 * rng.chisquare(8, 400) / 8)
    known, common = regression._common_dispersion(alike, freedom)
    assert known > 50 and common == pytest.approx(2, rel=0.15)

    differing = alike * np.exp(rng.normal(0, 1, 400))
    known, _ = regression._common_dispersion(differing, freedom)
    assert known < 10


def test_a_dispersion_is_drawn_to_the_common_one_and_never_below_one():
    fits = pd.DataFrame({"slope": [0.1, 0.1], "error": 0.05, "freedom": 6.0})
    fits = fits.assign(dispersion=[0.2, 8.0])
    table = regression._moderate(fits, (6.0, 2.0), 0.0)
    assert table["dispersion"].tolist() == pytest.approx([1.1, 5.0])
    table = regression._moderate(fits, (0.0, 1.0), 0.0)
    assert table["dispersion"].tolist() == [1.0, 8.0]


def test_memory_widens_the_interval():
    fits = pd.DataFrame({"slope": [0.1], "error": 0.05, "freedom": 6.0})
    fits = fits.assign(dispersion=1.0)
    alone = regression._moderate(fits, (0.0, 1.0), 0.0)
    lasting = regression._moderate(fits, (0.0, 1.0), 0.5)
    assert lasting["reach"][0] == pytest.approx(alone["reach"][0] * np.sqrt(3))


def test_residuals_that_last_have_a_memory_and_those_of_chance_hardly():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(50, 40))
    stretch = np.zeros(40)
    assert regression._estimate_memory(noise, stretch) < 0.12

    lasting = noise.copy()
    for i in range(1, 40):
        lasting[:, i] = 0.6 * lasting[:, i - 1] + 0.8 * noise[:, i]
    assert 0.4 < regression._estimate_memory(lasting, stretch) < 0.8
    assert regression._estimate_memory(np.zeros((3, 8)), np.zeros(8)) == 0
    assert regression._estimate_memory(np.zeros((0, 8)), np.zeros(8)) == 0


def test_ranks_of_a_share_that_only_grows():
    share, at = np.linspace(0.1, 0.3, 9), np.arange(9)
    slope, p = regression._mann_kendall(share, at, np.zeros(9))
    assert slope == pytest.approx(0.025) and p < 0.001
    slope, p = regression._mann_kendall(share, at, np.repeat([0, 1, 2], 3))
    assert slope == pytest.approx(0.025) and p < 0.05
    assert regression._mann_kendall(np.full(9, 0.1), at, np.zeros(9)) == (0, 1)
