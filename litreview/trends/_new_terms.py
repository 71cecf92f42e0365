"""New terms: those that no paper held at first, though papers enough were there."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.stats import false_discovery_control, hypergeom

from litreview import progress
from litreview.trends import _incidence

FEWEST_SINCE = 4  # periods after the first that a change is fitted to

_COLUMNS = {
    "term": "str",
    "first": "str",
    "papers": "int64",
    "expected_before": "float64",
    "p": "float64",
    "q": "float64",
    "share_first": "float64",
    "share_last": "float64",
    "change": "float64",
}


def find_new_terms(
    papers: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
    min_papers: int = 5,
    level: float = 0.05,
) -> tuple[pd.DataFrame, int]:
    """List the terms that no paper held at first, and count the terms tried.

    `p` is the chance that papers dealt to the dates at random hold the term for the
    first time as late or later (hypergeometric), so that `first` was chosen by the
    papers is in it. A paper counts at its first date, among those of the same stretch:
    what comes with a new source may be old. What was held before in a period not
    tested has a `p` of 1. `q` is corrected for all terms tried (Benjamini and
    Hochberg, 1995), and at most `level`. `change` is the odds ratio from a period to
    the next, of a binomial regression on the periods after the first in its stretch,
    at least four; the first has papers because it was chosen so.

    Parameters
    ----------
    papers
        `paper_id` and `text`.
    paper_periods, periods
        Of `assign_periods`.
    min_papers
        In tested periods that must hold a term for it to be tried.
    level
        `q` up to which a term is listed.
    """
    in_period = _incidence.place_in_periods(papers["paper_id"], paper_periods, periods)
    in_test = _incidence.papers_in_test(in_period, periods)
    holds, written = _incidence.tried_terms(papers, in_test, min_papers)
    if not len(written):
        return pd.DataFrame(columns=list(_COLUMNS)).astype(_COLUMNS), 0

    tested = _incidence.tested_places(periods)
    names = periods["period"].to_numpy()[tested]
    stretch = periods["stretch"].to_numpy()[tested]

    counts_everywhere = (holds.T @ in_period).toarray()
    earliest = (counts_everywhere > 0).argmax(axis=1)
    counts = counts_everywhere[:, tested]
    first = (counts > 0).argmax(axis=1)
    total = in_period[:, tested].sum(axis=0).A1
    share = counts / np.maximum(total, 1)

    by_chance = _compare_with_chance(
        holds[in_test],
        in_period[in_test][:, tested],
        stretch,
        first,
    )
    held_before = earliest < tested[first]
    p = by_chance["p"].mask(held_before, 1.0)
    q = false_discovery_control(p)

    table = pd.DataFrame(
        {
            "term": written,
            "first": names[first],
            "papers": holds[in_test].sum(axis=0).A1,
            "expected_before": by_chance["expected_before"],
            "p": p,
            "q": q,
            "share_first": share[np.arange(len(first)), first],
            "share_last": share[:, -1],
        }
    )
    table = table[q <= level]

    changes = []
    for place in progress.steps(table.index, "Following the new terms"):
        since = (
            (np.arange(len(tested)) > first[place])
            & (stretch == stretch[first[place]])
            & (total > 0)
        )
        change = _fit_change(
            tested[since],
            counts[place, since],
            total[since],
        )
        changes.append(change)

    table = table.assign(change=changes).astype(_COLUMNS)
    table = table.sort_values(["p", "term"], ignore_index=True)
    return table, len(written)


def _compare_with_chance(
    holds: sp.csr_matrix,
    in_period: sp.csr_matrix,
    stretch: np.ndarray,
    first: np.ndarray,
) -> pd.DataFrame:
    """Tell how surprising it is that a term comes so late.

    Parameters
    ----------
    holds
        Which paper (a row) holds which term (a column).
    in_period
        Which paper is in which tested period.
    stretch
        The number of the stretch of each period.
    first
        The place of the first period of each term.

    Returns
    -------
    pd.DataFrame
        A row a term: `expected_before` (papers) and `p`.
    """
    holding, there, before = _count_at_first_date(holds, in_period, stretch)
    holding = holding[np.arange(len(first)), first]
    there = there[first]
    before = before[first]

    none_before = hypergeom.pmf(0, there, before, holding)
    return pd.DataFrame(
        {
            "expected_before": holding * before / there,
            "p": np.minimum(none_before, 1.0),
        }
    )


def _count_at_first_date(
    holds: sp.csr_matrix,
    in_period: sp.csr_matrix,
    stretch: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count papers at their first date, in the stretch of each period.

    Returns
    -------
    holding
        Papers of each term (a row) in the whole stretch of a period (a column).
    there
        All papers in that stretch.
    before
        All papers in that stretch and before the period.
    """
    in_period.sort_indices()
    first_places = in_period.indices[in_period.indptr[:-1]]
    one_each = np.eye(len(stretch), dtype=int)
    at_first = one_each[first_places]

    same_stretch = stretch[:, None] == stretch
    same_stretch = same_stretch.astype(int)
    earlier = np.triu(same_stretch, 1)

    total = at_first.sum(axis=0)
    holding = holds.T @ at_first
    return holding @ same_stretch, total @ same_stretch, total @ earlier


def _fit_change(at: np.ndarray, papers: np.ndarray, total: np.ndarray) -> float:
    """Fit how many times the odds of a term change from a period to the next.

    Missing where there are few periods, or where all papers with the term come before
    all without it, or after: no finite change fits best.
    """
    from statsmodels.genmod.families import Binomial  # takes a second
    from statsmodels.genmod.generalized_linear_model import GLM

    if len(at) < FEWEST_SINCE:
        return np.nan

    with_term = at[papers > 0]
    without = at[papers < total]
    if not len(with_term) or not len(without):
        return np.nan

    comes_first = with_term.max() <= without.min()
    comes_last = without.max() <= with_term.min()
    if comes_first or comes_last:
        return np.nan

    both = np.column_stack([papers, total - papers])
    level = np.ones(len(at))
    time = at - at[0]
    design = np.column_stack([level, time])
    fit = GLM(both, design, family=Binomial()).fit()
    return float(np.exp(fit.params[1]))
