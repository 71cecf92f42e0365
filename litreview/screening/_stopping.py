"""When to stop: how many relevant papers are left, and whether enough are found."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import gammaln
from scipy.stats import hypergeom

from litreview.tables import RELEVANT

QUEUED = ("ranked", "random")  # what the queue brought; the rest was known beforehand
# The test is made after every decision and looks back to every relevant paper. Where
# papers come in random order, its smallest p is below .05 / 3 before recall is reached
# in fewer than one review in twenty (docs/screening.md).
LOOKS = 3
TERMS = 64  # of a chance, summed to see that it is not the smallest
AT_ONCE = 32  # moments whose probability is computed in one go
# More than what rounding adds to a chance that is computed from logarithms.
ROUNDING = 1e-6


def estimate_remaining(
    decided: pd.DataFrame, papers_total: int, confidence: float = 0.95
) -> dict:
    """Estimate from the random draws how many relevant papers have not been seen.

    A draw from U unseen papers, K of them relevant, is relevant with probability K/U,
    whatever the queue brings in between; K is those left now and those found since. The
    limits are the numbers left under which as few, or as many, relevant draws would be
    too rare (sums of unlike draws: Poisson-binomial).

    Parameters
    ----------
    decided
        The decisions of one screener, in the order of screening, with `paper_id`,
        `decision` and `chosen`.
    papers_total
        How many papers there are, screened or not.
    confidence
        Of the interval.

    Returns
    -------
    dict
        `left`, `low` and `high` (the estimate and its interval, in papers), `found`
        (relevant so far), `unseen` (papers), `draws` (papers drawn at random), `hits`
        (draws that were relevant) and `confidence`.

    Raises
    ------
    ValueError
        Where a paper is decided twice, or more are decided than there are.

    Examples
    --------
    >>> _ = litreview.screening.decide("estimate.sqlite", "a1", "include")
    >>> decided = litreview.screening.current_decisions("estimate.sqlite")
    >>> estimate = litreview.screening.estimate_remaining(decided, 10)
    >>> estimate["found"], estimate["unseen"]
    (1, 9)
    """
    relevant, chosen = _outcomes(decided, papers_total)
    is_draw = chosen == "random"
    draws = int(is_draw.sum())
    hits = int(relevant[is_draw].sum())
    unseen_now = papers_total - len(relevant)

    # At each draw: papers unseen, and relevant papers found from then on, the draw
    # included.
    unseen = papers_total - np.arange(len(relevant))[is_draw]
    found_since = relevant[::-1].cumsum()[::-1][is_draw]
    if draws:
        guess = (hits - (found_since / unseen).sum()) / (1 / unseen).sum()
    else:
        guess = unseen_now / 2

    def chance_of_at_most(most: int, left: int) -> float:
        chances = np.minimum(1, (left + found_since) / unseen)
        return _at_most(chances, most)

    tail = (1 - confidence) / 2
    low = _first_that(
        lambda left: 1 - chance_of_at_most(hits - 1, left) > tail, 0, unseen_now
    )
    high = unseen_now
    if chance_of_at_most(hits, unseen_now) < tail:
        too_many = _first_that(
            lambda left: chance_of_at_most(hits, left) < tail, 0, unseen_now
        )
        high = too_many - 1

    return {
        "left": float(np.clip(guess, 0, unseen_now)),
        "low": low,
        "high": high,
        "found": int(relevant.sum()),
        "unseen": unseen_now,
        "draws": draws,
        "hits": hits,
        "confidence": confidence,
    }


def stopping_rule(
    decided: pd.DataFrame,
    papers_total: int,
    recall: float = 0.95,
    confidence: float = 0.95,
) -> dict:
    """Say whether enough of the relevant papers have been found to stop screening.

    Rests on the queue being no worse than chance. What the queue did not bring counts
    as found before.

    Parameters
    ----------
    decided, papers_total
        As for `estimate_remaining`.
    recall
        The share of the relevant papers that is to be found.
    confidence
        How sure that is to be.

    Returns
    -------
    dict
        `stop` and `p`, `found` (relevant papers), `seen`, `papers`, `recall` and
        `confidence`. `p` says how likely it is that so few relevant papers came since
        some moment, had less than `recall` been found by now; screening may stop where
        that is less than 1 - `confidence`. The moment is the one that speaks loudest;
        `LOOKS` pays for choosing it.

    Raises
    ------
    ValueError
        For a recall or confidence that is no share, and as `estimate_remaining`.

    References
    ----------
    Callaghan and Müller-Hansen (2020), Systematic Reviews 9:273, corrected for the
    looks.

    Examples
    --------
    >>> decided = litreview.screening.current_decisions("none.sqlite")
    >>> rule = litreview.screening.stopping_rule(decided, 10)
    >>> rule["stop"]
    False
    """
    if not 0 < recall <= 1 or not 0 < confidence < 1:
        raise ValueError(
            f"recall {recall} and confidence {confidence} are shares; "
            "write .95 for 95 %"
        )

    relevant, chosen = _outcomes(decided, papers_total)
    is_queued = np.isin(chosen, QUEUED)
    p = _chance_recall_is_missed(relevant, is_queued, papers_total, recall)
    return {
        "stop": p < 1 - confidence,
        "p": p,
        "found": int(relevant.sum()),
        "seen": len(relevant),
        "papers": papers_total,
        "recall": recall,
        "confidence": confidence,
    }


def stopping_summary(outcome: dict, estimate: dict | None = None) -> str:
    """Say in plain sentences whether to stop, what is promised and on which assumption.

    `outcome` is of `stopping_rule`; with an `estimate` of `estimate_remaining`, what
    the papers drawn at random say is added.
    """
    text = _outcome_sentences(outcome)
    if estimate is None:
        return text
    return f"{text} {_estimate_sentences(estimate)}"


def percent(share: float) -> str:
    """Write a share as a percentage, as precise as it was given."""
    return f"{100 * share:.3g} %"


def _outcome_sentences(outcome: dict) -> str:
    found = f"{outcome['found']:,}"
    papers = f"{outcome['papers']:,}"
    so_far = f"{found} relevant among {outcome['seen']:,} screened of {papers}"
    recall = percent(outcome["recall"])
    sure = percent(outcome["confidence"])
    rare = percent(1 - outcome["confidence"])

    if outcome["seen"] == outcome["papers"]:
        return f"All papers are screened: {found} of {papers} are relevant."
    if outcome["stop"]:
        return (
            f"You may stop: {so_far}. With {sure} confidence at least {recall} of the "
            "relevant papers are found: were more missing, so few would have come up "
            f"lately in fewer than {rare} of reviews. This assumes that the queue "
            "still brings relevant papers at least as often as drawing blindly would. "
            "Relevant papers that read like irrelevant ones can break it; only papers "
            "drawn at random can show those."
        )
    return (
        f"Go on: {so_far}. It cannot be ruled out yet that fewer than {recall} of the "
        f"relevant papers are found (p = {outcome['p']:.3f}; screening may stop below "
        f"{1 - outcome['confidence']:.3g})."
    )


def _estimate_sentences(estimate: dict) -> str:
    if not estimate["draws"]:
        return (
            "No paper was drawn at random, so how many relevant ones are left cannot "
            "be estimated."
        )
    sure = percent(estimate["confidence"])
    return (
        f"Of {estimate['draws']:,} papers drawn at random {estimate['hits']:,} were "
        f"relevant. They say that about {estimate['left']:,.0f} of the "
        f"{estimate['unseen']:,} papers left are relevant, with {sure} confidence "
        f"{estimate['low']:,} to {estimate['high']:,}, whatever the queue does."
    )


def _outcomes(
    decided: pd.DataFrame, papers_total: int
) -> tuple[np.ndarray, np.ndarray]:
    """Give for each decision whether it is relevant, and how its paper came up."""
    decided = decided[decided["decision"] != ""]

    twice = decided["paper_id"][decided["paper_id"].duplicated()]
    if len(twice):
        raise ValueError(
            f"paper {twice.iloc[0]} is decided twice; "
            "hand over the decisions of one screener"
        )
    if len(decided) > papers_total:
        raise ValueError(
            f"{len(decided):,} papers are decided, but papers_total is "
            f"{papers_total:,}; count all papers"
        )

    relevant = decided["decision"].isin(RELEVANT).to_numpy(dtype=int)
    return relevant, decided["chosen"].to_numpy(dtype=object)


def _chance_recall_is_missed(
    relevant: np.ndarray, is_queued: np.ndarray, total: int, recall: float
) -> float:
    """Test whether recall is missed by what came since some moment; the smallest p.

    The moments are the start and each relevant paper.
    """
    if len(relevant) == total:
        return 0.0

    draws = relevant[is_queued]
    found = int(draws.sum())
    known = int(relevant[~is_queued].sum())
    total -= int((~is_queued).sum())

    # Within a run of irrelevant papers p only falls, so that it is enough to look back
    # to the relevant ones.
    starts = np.concatenate([[0], np.flatnonzero(draws) + 1])
    found_before = np.arange(found + 1)
    unseen = total - starts
    # The fewest relevant papers with which recall is missed.
    missed_from = int((found + known) / recall + 1e-9) + 1 - known
    relevant_unseen = np.minimum(missed_from - found_before, unseen)

    p = _smallest_cdf(
        found - found_before, unseen, relevant_unseen, len(draws) - starts
    )
    return float(min(1.0, LOOKS * p))


def _smallest_cdf(
    hits: np.ndarray, unseen: np.ndarray, relevant: np.ndarray, draws: np.ndarray
) -> float:
    """Find the smallest of many hypergeometric chances, computing few of them.

    Each takes time in proportion to its hits, so that most are told from a bound that
    they cannot be less than. Where the hits are not below their mean, that is a half,
    since the median is within one of it (Jogdeo and Samuels 1968); else it is a part of
    their sum. Where none is below 1 / `LOOKS`, that is given: p is then 1 all the same.
    """
    is_below_mean = hits * unseen < relevant * draws
    part = _part_of_cdf(hits, unseen, relevant, draws)
    bound = np.where(is_below_mean, part * (1 - ROUNDING), 0.5)
    order = np.argsort(bound, kind="stable")

    smallest = 1 / LOOKS  # from which on p is 1
    for begin in range(0, len(order), AT_ONCE):
        rows = order[begin : begin + AT_ONCE]
        if bound[rows[0]] >= smallest:
            break
        found = hypergeom.cdf(hits[rows], unseen[rows], relevant[rows], draws[rows])
        smallest = min(smallest, found.min())
    return smallest


def _part_of_cdf(
    hits: np.ndarray, unseen: np.ndarray, relevant: np.ndarray, draws: np.ndarray
) -> np.ndarray:
    """Sum the largest terms of hypergeometric chances: of so many hits, and fewer."""
    others = unseen - relevant
    term = np.exp(
        _log_choices(relevant, hits)
        + _log_choices(others, draws - hits)
        - _log_choices(unseen, draws)
    )
    part = term
    for fewer in range(TERMS):
        count = hits - fewer
        others_left = others - draws + count
        term = term * count / (relevant - count + 1)
        term = term * others_left / (draws - count + 1)
        # Once there are none, there are none after it.
        term = np.maximum(term, 0)
        part = part + term
    return part


def _log_choices(of: np.ndarray, take: np.ndarray) -> np.ndarray:
    """Compute the logarithm of a binomial coefficient; -inf where it is 0."""
    return gammaln(of + 1) - gammaln(take + 1) - gammaln(of - take + 1)


def _first_that(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Find the first number from which on something holds; `high` if it never does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _at_most(chances: np.ndarray, most: int) -> float:
    """Compute the probability of at most so many hits in draws of unlike chances.

    The distribution of the hits is the product of the draws' polynomials (1 - chance) +
    chance x. They are multiplied in pairs, the products in pairs again; powers above
    `most` are not needed.
    """
    if most < 0:
        return 0.0

    factors = np.column_stack([1 - chances, chances])[:, : most + 1]
    while len(factors) > 1:
        if len(factors) % 2:
            one = np.zeros((1, factors.shape[1]))
            one[0, 0] = 1
            factors = np.concatenate([factors, one])
        factors = _products(factors[::2], factors[1::2])[:, : most + 1]

    if not len(factors):
        return 1.0
    return float(factors.sum())


def _products(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Multiply polynomials, one a row."""
    size = left.shape[1]
    products = np.zeros((len(left), 2 * size - 1))
    for power in range(size):
        products[:, power : power + size] += left[:, [power]] * right
    return products
