"""When to stop screening: how many relevant papers are left, and whether enough have been found."""

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from litreview.screening._queue import RELEVANT

QUEUED = ("ranked", "random")  # what the queue brought; the rest was known beforehand
# The test is made after every decision and looks back to every relevant paper. Where papers come in random order, its
# smallest p is below .05 / 3 before recall is reached in fewer than one review in twenty (docs/screening.md).
LOOKS = 3


def estimate_remaining(
    decided: pd.DataFrame, papers_total: int, confidence: float = 0.95
) -> dict:
    """Estimate how many relevant papers have not been seen, from the papers drawn at random.

    Returns `left`, `low`, `high` (the interval), `found`, `unseen`, `draws`, `hits` (draws that were relevant) and
    `confidence`. `decided` is one screener's, in the order of screening, with `paper_id`, `decision` and `chosen`.

    A draw from U unseen papers, K of them relevant, is relevant with probability K/U, whatever the queue brings in
    between; K is those left now and those found since. The limits are the numbers left under which as few, or as many,
    hits would be too rare (sums of unlike draws: Poisson-binomial).
    """
    relevant, chosen = _outcomes(decided, papers_total)
    random = chosen == "random"
    unseen = papers_total - np.arange(len(relevant))[random]
    since = relevant[::-1].cumsum()[::-1][
        random
    ]  # found from this draw on, itself included
    hits, now = int(relevant[random].sum()), papers_total - len(relevant)
    tail = (1 - confidence) / 2

    def few(most: int, count: int) -> float:
        return _at_most(np.minimum(1, (count + since) / unseen), most)

    guess = (
        (hits - (since / unseen).sum()) / (1 / unseen).sum() if len(unseen) else now / 2
    )
    return {
        "left": float(np.clip(guess, 0, now)),
        "low": _first(0, now, lambda count: 1 - few(hits - 1, count) > tail),
        "high": _first(0, now, lambda count: few(hits, count) < tail) - 1
        if few(hits, now) < tail
        else now,
        "found": int(relevant.sum()),
        "unseen": now,
        "draws": len(unseen),
        "hits": hits,
        "confidence": confidence,
    }


def stopping_rule(
    decided: pd.DataFrame,
    papers_total: int,
    recall: float = 0.95,
    confidence: float = 0.95,
) -> dict:
    """Say whether so many of the relevant papers have been found that screening may stop.

    Returns `stop`, `p`, `found`, `seen`, `papers`, `recall` and `confidence`. `p`: how likely it is
    that so few relevant papers came since some moment, had less than `recall` been found by now; screening may stop
    where that is less than 1 - `confidence`. The moment is the one that speaks loudest; `LOOKS` pays for choosing it.
    Rests on the queue being no worse than chance. `decided` is as for `left`; what the queue did not bring counts as
    found before.

    Callaghan and Müller-Hansen 2020, Systematic Reviews 9:273, corrected for the looks.
    """
    if not 0 < recall <= 1 or not 0 < confidence < 1:
        raise ValueError(
            f"recall {recall} and confidence {confidence} are shares; write .95 for 95 %"
        )
    relevant, chosen = _outcomes(decided, papers_total)
    p = _p(relevant, np.isin(chosen, QUEUED), papers_total, recall)
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

    `outcome` is of `stop`; with an `estimate` of `left`, what the papers drawn at random say is added.
    """
    found, seen, papers = (f"{outcome[name]:,}" for name in ("found", "seen", "papers"))
    recall, sure, rare = map(
        _percent, (outcome["recall"], outcome["confidence"], 1 - outcome["confidence"])
    )
    so_far = f"{found} relevant among {seen} screened of {papers}"
    if outcome["seen"] == outcome["papers"]:
        text = f"All papers are screened: {found} of {papers} are relevant."
    elif outcome["stop"]:
        text = (
            f"You may stop: {so_far}. With {sure} confidence at least {recall} of the relevant papers are found: were "
            f"more missing, so few would have come up lately in fewer than {rare} of reviews. This assumes that the "
            "queue still brings relevant papers at least as often as drawing blindly would. Relevant papers that read "
            "like irrelevant ones can break it; only papers drawn at random can show those."
        )
    else:
        text = (
            f"Go on: {so_far}. It cannot be ruled out yet that fewer than {recall} of the relevant papers are found "
            f"(p = {outcome['p']:.3f}; screening may stop below {1 - outcome['confidence']:.3g})."
        )
    return text if estimate is None else f"{text} {_said_left(estimate)}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _said_left(estimate: dict) -> str:
    if not estimate["draws"]:
        return "No paper was drawn at random, so how many relevant ones are left cannot be estimated."
    return (
        f"Of {estimate['draws']:,} papers drawn at random {estimate['hits']:,} were relevant. They say that about "
        f"{estimate['left']:,.0f} of the {estimate['unseen']:,} papers left are relevant, with "
        f"{_percent(estimate['confidence'])} confidence {estimate['low']:,} to {estimate['high']:,}, "
        "whatever the queue does."
    )


def _outcomes(
    decided: pd.DataFrame, papers_total: int
) -> tuple[np.ndarray, np.ndarray]:
    decided = decided[decided["decision"] != ""]
    twice = decided["paper_id"][decided["paper_id"].duplicated()]
    if len(twice):
        raise ValueError(
            f"paper {twice.iloc[0]} is decided twice; hand over the decisions of one screener"
        )
    if len(decided) > papers_total:
        raise ValueError(
            f"{len(decided):,} papers are decided, but papers_total is {papers_total:,}; count all papers"
        )
    return decided["decision"].isin(RELEVANT).to_numpy(dtype=int), decided[
        "chosen"
    ].to_numpy(dtype=object)


def _p(relevant: np.ndarray, queued: np.ndarray, total: int, recall: float) -> float:
    """Test whether recall is missed by what came since the start, or since any relevant paper; the smallest p."""
    draws, known = relevant[queued], int(relevant[~queued].sum())
    if len(relevant) == total:
        return 0.0
    starts = np.concatenate(
        [[0], np.flatnonzero(draws) + 1]
    )  # within a run of irrelevant ones p only falls
    found, total = int(draws.sum()), total - int((~queued).sum())
    before = np.arange(found + 1)
    all_but = (
        int((found + known) / recall + 1e-9) + 1 - known
    )  # the fewest relevant ones with which recall is missed
    unseen = total - starts
    p = hypergeom.cdf(
        found - before,
        unseen,
        np.minimum(all_but - before, unseen),
        len(draws) - starts,
    )
    return float(min(1.0, LOOKS * p.min()))


def _first(low: int, high: int, holds) -> int:
    """Find the first number for which something holds that holds for all after it."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _at_most(chances: np.ndarray, most: int) -> float:
    """Compute the probability of at most so many hits in draws of unlike chances."""
    if most < 0:
        return 0.0
    counts = np.zeros(most + 1)
    counts[0] = 1.0
    for chance in chances:
        counts[1:] = counts[1:] * (1 - chance) + counts[:-1] * chance
        counts[0] *= 1 - chance
    return float(counts.sum())
