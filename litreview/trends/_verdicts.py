"""Which topics rise and which fall: a verdict for each, with its uncertainty."""

import numpy as np
import pandas as pd

from litreview import progress
from litreview.tables import VERDICTS
from litreview.trends import _regression, _shares
from litreview.trends._periods import FEWEST_PERIODS

RISING, FALLING, STEADY, TOO_LITTLE = VERDICTS

LEVEL = 0.05  # false discovery rate
FEWEST_PAPERS = 10  # papers below which a topic is not tested
LEAST_CHANGE = 1.2  # of the odds, from the first to the last period, to be worth naming
MOST_STEADY = 3.0  # change of the odds that the interval of a steady topic excludes
RESTLESS = 3.0  # dispersion from which a share is said to stray from its line
AGREES = 0.1  # p of Mann-Kendall up to which it bears out the regression
LEFT_OUT = -2  # in reruns: the paper was not drawn

# Why a topic has its verdict, as a code; and what people read.
FEW_PAPERS = "few papers"
FEW_PERIODS = "few periods"
UNCERTAIN = "uncertain"
SMALL = "small"
CONTRADICTED = "contradicted"
UNSTABLE = "unstable"
CLEAR = "clear"
_REASONS = {
    FEW_PAPERS: "{papers} papers; {fewest_papers} are needed",
    FEW_PERIODS: "too few periods; {fewest_periods} are needed",
    UNCERTAIN: "from {start} to {end} the odds changed between ×{low} and ×{high}"
    " (95 %){restless}",
    SMALL: "a {noun} (q = {q:.2g}) too small to name: the odds changed ×{whole:.2f}"
    " in all",
    CONTRADICTED: "a {noun} by regression (q = {q:.2g}) that Mann-Kendall does not bear"
    " out (p = {p_mk:.2g})",
    UNSTABLE: "a {noun} (q = {q:.2g}) that does not hold without {end}",
    CLEAR: "q = {q:.2g}; Mann-Kendall agrees (p = {p_mk:.2g}); holds without {end}",
}
_RESTLESS = "; it strays from its line {dispersion:.0f} times as far as by chance"

_COLUMNS = {
    "topic": "int64",
    "verdict": "str",
    "change": "float64",
    "change_low": "float64",
    "change_high": "float64",
    "p": "float64",
    "q": "float64",
    "agreement": "float64",
    "agreement_samples": "float64",
    "papers": "int64",
    "periods": "int64",
    "slope": "float64",
    "p_mk": "float64",
    "first": "float64",
    "last": "float64",
    "reason": "str",
}


def judge_topics(
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
) -> pd.DataFrame:
    """Judge of each topic whether its share rises, falls or is steady.

    A topic rises or falls where `q` is at most .05, the odds change at least 1.2 times
    from the first to the last period, Mann-Kendall on the shares agrees, and the
    direction holds without the last period. It is steady where the interval rules out
    a threefold change either way. Else there is too little data to tell.

    Parameters
    ----------
    assignments
        `paper_id` and `topic`.
    reruns
        `paper_id`, and the topics of further runs: `seed_…` with other seeds, and
        `sample_…` on bootstrap samples, where -2 is a paper that was not drawn.
    paper_periods, periods
        Of `assign_periods`.

    Returns
    -------
    pd.DataFrame
        A row a topic, without -1: `topic`, `verdict`, `change`, `change_low` and
        `change_high` (odds ratio per period and its 95 % interval), `p`, `q`,
        `agreement` (share of the runs with other seeds that give the same verdict)
        and `agreement_samples` (of those on samples), `papers` and `periods` in the
        test, `slope` (share per period), `p_mk` (Mann-Kendall), `first` and `last`
        (fitted share in the first and last tested period), and `reason` in words.

    References
    ----------
    Smyth (2004). Linear models and empirical Bayes methods for assessing differential
    expression in microarray experiments. Statistical Applications in Genetics and
    Molecular Biology 3. (The dispersion of each topic is drawn towards that of all.)

    Examples
    --------
    >>> verdicts = litreview.trends.judge_topics(
    ...     assignments, reruns, paper_periods, periods
    ... )
    >>> set(verdicts["verdict"]) <= set(litreview.tables.VERDICTS)
    True
    """
    judged = _judge_assignments(assignments, paper_periods, periods)

    rerun_verdicts = {}
    names = reruns.columns.drop("paper_id")
    for name in progress.steps(names, "Judging the topics of the reruns"):
        rerun = reruns[["paper_id", name]]
        rerun = rerun.rename(columns={name: "topic"})
        drawn = rerun[rerun["topic"] != LEFT_OUT]
        rerun_judged = _judge_assignments(drawn, paper_periods, periods)
        rerun_verdicts[name] = rerun_judged["verdict"].reindex(judged.index)

    reruns_judged = pd.DataFrame(rerun_verdicts, index=judged.index)
    of_seeds = reruns_judged.filter(like="seed")
    of_samples = reruns_judged.filter(like="sample")
    judged = judged.assign(
        agreement=_agreement(of_seeds, judged["verdict"]),
        agreement_samples=_agreement(of_samples, judged["verdict"]),
    )

    judged = judged.reset_index()[list(_COLUMNS)]
    return judged.astype(_COLUMNS)


def _judge_assignments(
    assignments: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
) -> pd.DataFrame:
    counts = _shares.count_topics(assignments, paper_periods, periods)
    total = counts.sum(axis=0)
    topics = counts[counts.index >= 0]
    judged = judge_counts(topics.to_numpy(), total.to_numpy(), periods)
    return judged.set_index(topics.index.rename("topic"))


def _agreement(rerun_verdicts: pd.DataFrame, verdict: pd.Series) -> pd.Series:
    if rerun_verdicts.columns.empty:
        return pd.Series(np.nan, index=verdict.index)

    same = rerun_verdicts.eq(verdict, axis=0)
    return same.mean(axis=1)


def judge_counts(
    papers: np.ndarray,
    total: np.ndarray,
    periods: pd.DataFrame,
) -> pd.DataFrame:
    """Judge counts as `judge_topics` does; without agreement.

    Parameters
    ----------
    papers
        Papers of each topic (a row) in each period (a column).
    total
        Papers of each period.
    periods
        `period`, `stretch` and `tested`.
    """
    tested = periods["tested"].to_numpy() & (total > 0)
    at = np.flatnonzero(tested)
    names = periods["period"].to_numpy()[tested]
    stretch = periods["stretch"].to_numpy()[tested]
    papers = papers[:, tested]
    total = total[tested]

    table = pd.DataFrame({"papers": papers.sum(axis=1).astype("int64")})
    table["periods"] = len(at)
    enough_periods = len(at) - len(set(stretch)) >= FEWEST_PERIODS - 1
    enough_papers = table["papers"] >= FEWEST_PAPERS
    varies = table["papers"] < total.sum()
    fit = enough_papers & varies & enough_periods

    trends = _regression.fit_trends(papers[fit], total, at, stretch)
    table = table.join(trends.set_axis(table.index[fit]))
    table = _sum_up(table, at)
    table["why"] = _decide(table)
    table["verdict"] = _verdicts(table)
    table["reason"] = [_reason(row, names) for row in table.itertuples()]
    return table


def _sum_up(table: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    """Work out how much the odds change from the first period to the last."""
    steps = 0
    if len(at):
        steps = at[-1] - at[0]

    with np.errstate(over="ignore"):
        return table.assign(
            whole=table["change"] ** steps,
            whole_low=table["change_low"] ** steps,
            whole_high=table["change_high"] ** steps,
        )


def _decide(table: pd.DataFrame) -> np.ndarray:
    """Find why each topic has the verdict it has: the first of these that is true."""
    size = np.maximum(table["whole"], 1 / table["whole"])
    opposite = (table["slope"] > 0) != (table["change"] > 1)
    untested = ~np.isfinite(table["p"])

    conditions = {
        FEW_PAPERS: untested & (table["papers"] < FEWEST_PAPERS),
        FEW_PERIODS: untested,
        UNCERTAIN: table["q"] > LEVEL,
        SMALL: size < LEAST_CHANGE,
        CONTRADICTED: opposite | (table["p_mk"] > AGREES),
        UNSTABLE: ~table["holds"].eq(True),
    }
    return np.select(list(conditions.values()), list(conditions), CLEAR)


def _verdicts(table: pd.DataFrame) -> np.ndarray:
    clear = table["why"] == CLEAR
    rising = table["change"] > 1
    above = table["whole_low"] >= 1 / MOST_STEADY
    below = table["whole_high"] <= MOST_STEADY
    bounded = (table["why"] == UNCERTAIN) & above & below
    small = table["why"] == SMALL

    conditions = [clear & rising, clear, bounded | small]
    return np.select(conditions, [RISING, FALLING, STEADY], TOO_LITTLE)


def _reason(row, names: np.ndarray) -> str:
    """Write why a topic has its verdict; `names` are those of the tested periods."""
    if row.why in (FEW_PAPERS, FEW_PERIODS):
        return _REASONS[row.why].format(
            papers=row.papers,
            fewest_papers=FEWEST_PAPERS,
            fewest_periods=FEWEST_PERIODS,
        )

    noun = "fall"
    if row.change > 1:
        noun = "rise"
    restless = ""
    if row.dispersion > RESTLESS:
        restless = _RESTLESS.format(dispersion=row.dispersion)

    return _REASONS[row.why].format(
        start=names[0],
        end=names[-1],
        low=format_factor(row.whole_low),
        high=format_factor(row.whole_high),
        whole=row.whole,
        noun=noun,
        restless=restless,
        q=row.q,
        p_mk=row.p_mk,
    )


def format_factor(factor: float) -> str:
    """Write how many times something is, as precisely as it is worth."""
    if 0.01 <= factor < 10:
        return f"{factor:.2f}"
    if 10 <= factor < 10_000:
        return f"{factor:,.0f}"
    return f"{factor:.0e}"
