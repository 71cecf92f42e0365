"""The statistics behind a verdict: how fast a share changes, and how sure that is."""

import warnings

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

LEVEL = 0.05  # p of a slope from which it is looked at without the last period
MOST_KNOWN = 1000.0  # degrees of freedom of a dispersion that topics have in common
FEWEST_TOPICS = 3  # below which they tell nothing of a dispersion in common
MOST_MEMORY = 0.9  # part of a residual that lasts to the next period, at most
CONFIDENCE = 0.975  # upper end of a 95 % interval


def fit_trends(
    papers: np.ndarray,
    total: np.ndarray,
    at: np.ndarray,
    stretch: np.ndarray,
) -> pd.DataFrame:
    """Fit how the odds of topics change from period to period.

    Quasi-binomial regression, with a level of its own for each stretch. The dispersion
    is at least 1 and drawn towards that of all topics; where shares remember the
    period before, in all topics together, errors grow accordingly.

    Parameters
    ----------
    papers
        Papers of each topic (a row) in each period (a column).
    total
        Papers of each period.
    at
        The places of the periods on the time axis, as whole numbers.
    stretch
        The number of the stretch between changes of source, for each period.

    Returns
    -------
    pd.DataFrame
        A row a topic: `change`, `change_low` and `change_high` (odds ratio per period
        and its 95 % interval), `p`, `q`, `dispersion`, `slope` (Sen: share per
        period), `p_mk` (Mann-Kendall), `holds` (whether the direction holds without
        the last period), `first` and `last` (the fitted share there).

    References
    ----------
    Benjamini and Hochberg (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57. (`q`.)
    Lund, Nettleton, McCarthy and Smyth (2012). Detecting differential expression in
    RNA-sequence data using quasi-likelihood with shrunken dispersion estimates.
    Statistical Applications in Genetics and Molecular Biology 11.
    Sen (1968). Estimates of the regression coefficient based on Kendall's tau. Journal
    of the American Statistical Association 63. (`slope`.)
    """
    fits, residuals = _regress(papers, total, at, stretch)
    prior = _common_dispersion(fits["dispersion"], fits["freedom"])
    memory = _estimate_memory(residuals, stretch)
    fits = _moderate(fits, prior, memory)

    found = fits.index[fits["p"] <= LEVEL]
    shorter, _ = _regress(papers[found, :-1], total[:-1], at[:-1], stretch[:-1])
    shorter = _moderate(shorter, prior, memory)
    shorter = shorter.set_axis(found).reindex(fits.index)
    same_direction = shorter["slope"] * fits["slope"] > 0

    q = fits["p"]
    if len(fits):
        q = stats.false_discovery_control(fits["p"])

    slopes, p_values = [], []
    for counts in papers:
        slope, p = _mann_kendall(counts / total, at, stretch)
        slopes.append(slope)
        p_values.append(p)

    # The interval of a topic of one period only has no end.
    with np.errstate(over="ignore"):
        change = np.exp(fits["slope"])
        change_low = np.exp(fits["slope"] - fits["reach"])
        change_high = np.exp(fits["slope"] + fits["reach"])

    return pd.DataFrame(
        {
            "change": change,
            "change_low": change_low,
            "change_high": change_high,
            "p": fits["p"],
            "q": q,
            "dispersion": fits["dispersion"],
            "slope": slopes,
            "p_mk": p_values,
            "holds": same_direction & (shorter["p"] <= LEVEL),
            "first": fits["first"],
            "last": fits["last"],
        }
    )


def _regress(
    papers: np.ndarray,
    total: np.ndarray,
    at: np.ndarray,
    stretch: np.ndarray,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Fit the log odds of each share by time, with a level for each stretch.

    Returns
    -------
    fits
        `slope` and its `error`, `dispersion` and its degrees of `freedom`, and the
        fitted shares in the `first` and the `last` period.
    residuals
        Pearson's, of each topic in each period.
    """
    from statsmodels.genmod.families import Binomial  # takes a second
    from statsmodels.genmod.generalized_linear_model import GLM

    levels = stretch[:, None] == np.unique(stretch)
    design = levels.astype(float)
    if len(at):
        time = at - at.mean()
        design = np.column_stack([design, time])

    rows = []
    residuals = np.zeros(papers.shape)
    for topic, counts in enumerate(papers):
        both = np.column_stack([counts, total - counts])
        with warnings.catch_warnings():
            # Of a topic of one period only; its wide interval tells it.
            warnings.simplefilter("ignore")
            fit = GLM(both, design, family=Binomial()).fit()

        row = {
            "slope": fit.params[-1],
            "error": fit.bse[-1],
            "dispersion": fit.pearson_chi2 / fit.df_resid,
            "freedom": fit.df_resid,
            "first": fit.fittedvalues[0],
            "last": fit.fittedvalues[-1],
        }
        rows.append(row)
        residuals[topic] = fit.resid_pearson

    names = ["slope", "error", "dispersion", "freedom", "first", "last"]
    fits = pd.DataFrame(rows, columns=names, dtype="float64")
    return fits, residuals


def _common_dispersion(
    dispersion: pd.Series, freedom: pd.Series
) -> tuple[float, float]:
    """Estimate the dispersion that topics have in common.

    Six or eight periods tell little of the dispersion of one topic; those of all
    topics together tell more. One that is smaller than nine in ten of pure chance
    would be is taken for that size, as no topic is spread less than by chance.

    Returns
    -------
    known
        With how many degrees of freedom it is known.
    common
        The dispersion.

    References
    ----------
    Smyth (2004). Linear models and empirical Bayes methods for assessing differential
    expression in microarray experiments. Statistical Applications in Genetics and
    Molecular Biology 3.
    Phipson, Lee, Majewski, Alexander and Smyth (2016). Robust hyperparameter
    estimation protects against hypervariable genes. Annals of Applied Statistics 10.
    """
    if len(dispersion) < FEWEST_TOPICS:
        return 0.0, 1.0

    half = freedom / 2
    by_chance = stats.chi2.ppf(0.1, freedom) / freedom
    logs = np.log(dispersion.clip(lower=by_chance))
    logs = logs - special.digamma(half) + np.log(half)

    spread = logs.var() - special.polygamma(1, half).mean()
    least_spread = special.polygamma(1, MOST_KNOWN / 2)
    if spread <= least_spread:
        common = np.exp(logs.mean())
        return MOST_KNOWN, float(common)

    half_known = optimize.brentq(_spread_beyond, 1e-3, MOST_KNOWN / 2, args=(spread,))
    bias = special.digamma(half_known) - np.log(half_known)
    common = np.exp(logs.mean() + bias)
    return 2 * half_known, float(common)


def _spread_beyond(half_known: float, spread: float) -> float:
    return special.polygamma(1, half_known) - spread


def _estimate_memory(residuals: np.ndarray, stretch: np.ndarray) -> float:
    """Estimate which part of a residual lasts to the next period, in all topics.

    Taking out a line makes neighbours less alike than they were, by about two in the
    number of periods.
    """
    if not residuals.size:
        return 0.0

    size = residuals.std(axis=1, keepdims=True)
    scaled = np.zeros_like(residuals)
    np.divide(residuals, size, out=scaled, where=size > 0)
    if not scaled.any():
        return 0.0  # every line fits

    products = scaled[:, 1:] * scaled[:, :-1]
    same_stretch = stretch[1:] == stretch[:-1]
    together = products[:, same_stretch].sum()
    alone = (scaled**2).sum()

    periods = residuals.shape[1]
    memory = together / alone + 2 / periods
    return float(np.clip(memory, 0.0, MOST_MEMORY))


def _moderate(
    fits: pd.DataFrame,
    prior: tuple[float, float],
    memory: float,
) -> pd.DataFrame:
    """Test the slopes, each with its dispersion drawn towards the common one.

    It is never below 1. Where periods remember the one before, they are worth fewer:
    the variance grows by (1 + r) / (1 - r).

    Parameters
    ----------
    fits
        Of `_regress`.
    prior
        Degrees of freedom and size of the common dispersion.
    memory
        Which part r of a residual lasts to the next period.
    """
    known, common = prior
    freedom = fits["freedom"] + known
    summed = fits["freedom"] * fits["dispersion"] + known * common
    dispersion = (summed / freedom).clip(lower=1.0)

    growth = (1 + memory) / (1 - memory)
    error = fits["error"] * np.sqrt(dispersion * growth)
    size = fits["slope"].abs() / error

    return fits.assign(
        dispersion=dispersion,
        p=2 * stats.t.sf(size, freedom),
        reach=stats.t.ppf(CONFIDENCE, freedom) * error,
    )


def _mann_kendall(
    share: np.ndarray,
    at: np.ndarray,
    stretch: np.ndarray,
) -> tuple[float, float]:
    """Give Sen's slope and the p of Mann-Kendall, both within stretches.

    References
    ----------
    Hirsch, Slack and Smith (1982). Techniques of trend analysis for monthly water
    quality data. Water Resources Research 18. (Stretches are summed as seasons are.)
    """
    import pymannkendall

    i, j = np.triu_indices(len(at), 1)
    inside = stretch[i] == stretch[j]
    slopes = (share[j] - share[i]) / (at[j] - at[i])
    slope = np.median(slopes[inside])

    constant = np.ptp(share) == 0
    if constant:
        return slope, 1.0

    numbers = np.unique(stretch)
    if len(numbers) == 1:
        test = pymannkendall.original_test(share)
        return slope, test.p

    parts = [share[stretch == number] for number in numbers]
    longest = max(map(len, parts))
    seasons = np.full((longest, len(parts)), np.nan)
    for column, part in enumerate(parts):
        seasons[: len(part), column] = part

    test = pymannkendall.seasonal_test(seasons.ravel(), period=len(parts))
    return slope, test.p
