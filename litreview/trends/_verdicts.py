"""Which topics rise and which fall: a verdict for each, with its uncertainty."""

import warnings

import numpy as np
import pandas as pd
import pymannkendall
from scipy import optimize, special, stats
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from litreview.text import count_of, escape_markdown
from litreview.trends import _shares
from litreview.trends._periods import NEEDED, period_of

VERDICTS = ["rising", "falling", "steady", "too little data"]
CALLED = VERDICTS[:2]
LEVEL = 0.05  # false discovery rate
LEAST = 1.2  # times the odds must change, from the first period to the last, to be worth naming
STEADY = 3.0  # times that the odds may not have changed, by the interval, to be called steady
RESTLESS = 3.0  # dispersion from which a share is said to go up and down
SAID = 10  # topics that the sentences name
AGREES = 0.1  # p of Mann-Kendall up to which it bears out the regression
ENOUGH = 0.5  # share of the runs with other seeds that must say the same for a verdict to be relied on
FEW = 10  # papers below which a topic is not tested
LEFT_OUT = -2  # in reruns: the paper was not drawn
COLUMNS = {
    "verdict": "str",
    "change": "float64",
    "change_low": "float64",
    "change_high": "float64",
    "p": "float64",
}
COLUMNS |= {
    "q": "float64",
    "agreement": "float64",
    "agreement_samples": "float64",
    "papers": "int64",
}
COLUMNS |= {
    "periods": "int64",
    "slope": "float64",
    "p_mk": "float64",
    "first": "float64",
    "last": "float64",
}
COLUMNS |= {"reason": "str"}


def judge_topics(
    spans: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
    periods: pd.DataFrame,
) -> pd.DataFrame:
    """Say of each topic whether its share rises, falls, is steady, or whether there is too little data to tell.

    `spans` and `periods` are of `axis`, `reruns` of `topics.fit`. Returns a row a topic (without -1): `verdict`,
    `change`, `change_low`, `change_high` (odds ratio per period with its 95 % interval), `p`, `q` (Benjamini and
    Hochberg, 1995), `agreement` (share of the runs with other seeds that give the same verdict) and `agreement_samples`
    (of those on bootstrap samples), `papers` and `periods` in the test, `slope` (Sen, 1968: share per period), `p_mk`
    (Mann-Kendall), `first` and `last` (the fitted share in the first and last tested period), and the `reason`.

    The regression is quasi-binomial with t intervals, and a level of its own for each stretch between changes of
    source. Its overdispersion is at least 1, and drawn towards that of all topics (Smyth, 2004; Lund et al., 2012);
    where shares remember the period before (autocorrelation, of all topics together), errors grow accordingly.
    A topic rises or falls where q is at most .05, the odds change at least 1.2 times from the first to the last period,
    Mann-Kendall on the shares agrees, and the direction holds without the last period. It is steady where the interval
    rules out a threefold change either way; else there is too little data.
    """
    found, again = _of_topics(spans, assignments, periods), pd.DataFrame()
    for name in reruns.columns.drop("paper_id"):
        topic = reruns[["paper_id", name]].rename(columns={name: "topic"})
        again[name] = _of_topics(spans, topic[topic["topic"] != LEFT_OUT], periods)[
            "verdict"
        ].reindex(found.index)
    found = found.assign(
        agreement=_agreement(again.filter(like="seed"), found["verdict"]),
        agreement_samples=_agreement(again.filter(like="sample"), found["verdict"]),
    )
    return found.reset_index().astype(COLUMNS | {"topic": "int64"})[["topic", *COLUMNS]]


def _agreement(again: pd.DataFrame, verdict: pd.Series) -> pd.Series:
    return (
        again.eq(verdict, axis=0).mean(axis=1)
        if len(again.columns)
        else pd.Series(np.nan, verdict.index)
    )


def of_counts(
    papers: np.ndarray, total: np.ndarray, periods: pd.DataFrame
) -> pd.DataFrame:
    """Judge counts, a row a topic and a column a period, as `judge` does; without agreement."""
    tested = periods["tested"].to_numpy() & (total > 0)
    names, stretch = (
        periods["period"].to_numpy()[tested],
        periods["stretch"].to_numpy()[tested],
    )
    papers, total, at = papers[:, tested], total[tested], np.flatnonzero(tested)
    table = pd.DataFrame({"periods": len(at), "papers": papers.sum(axis=1)})
    fit = (
        (table["papers"] >= FEW)
        & (table["papers"] < total.sum())
        & (len(at) - len(set(stretch)) >= NEEDED - 1)
    )
    tests = _tests(papers[fit], total, at, stretch).set_axis(table.index[fit])
    table = table.join(tests).assign(agreement=np.nan, agreement_samples=np.nan)
    span = int(np.ptp(at)) if len(at) else 0
    said = [_verdict(row, names, span) for row in table.itertuples()]
    return table.assign(
        verdict=[verdict for verdict, _ in said], reason=[reason for _, reason in said]
    )


def _of_topics(
    spans: pd.DataFrame, assignments: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    counts = _shares.counts(spans, assignments, periods)
    inside = counts[counts.index >= 0]
    table = of_counts(inside.to_numpy(), counts.to_numpy().sum(axis=0), periods)
    return table.set_index(inside.index.rename("topic"))


def _tests(
    papers: np.ndarray, total: np.ndarray, at: np.ndarray, stretch: np.ndarray
) -> pd.DataFrame:
    fits, residuals = _regressions(papers, total, at, stretch)
    prior, memory = (
        _prior(fits["dispersion"], fits["freedom"]),
        _memory(residuals, stretch),
    )
    fits = _moderated(fits, prior, memory)
    found = (fits["p"] <= LEVEL).to_numpy()
    shorter, _ = _regressions(papers[found, :-1], total[:-1], at[:-1], stretch[:-1])
    shorter = _moderated(shorter, prior, memory)
    shorter = shorter.set_axis(np.flatnonzero(found)).reindex(fits.index)
    ranks = [_mann_kendall(row / total, at, stretch) for row in papers]
    with np.errstate(
        over="ignore"
    ):  # a topic of one period only has an interval without end
        ends = [np.exp(fits["slope"] + sign * fits["reach"]) for sign in (0, -1, 1)]
    return pd.DataFrame(
        {
            **dict(zip(("change", "change_low", "change_high"), ends, strict=True)),
            "p": fits["p"],
            "q": stats.false_discovery_control(fits["p"]) if len(fits) else fits["p"],
            "dispersion": fits["dispersion"],
            "slope": [slope for slope, _ in ranks],
            "p_mk": [p for _, p in ranks],
            "holds": (shorter["slope"] * fits["slope"] > 0) & (shorter["p"] <= LEVEL),
            "first": fits["first"],
            "last": fits["last"],
        }
    )


def _regressions(
    papers: np.ndarray, total: np.ndarray, at: np.ndarray, stretch: np.ndarray
) -> tuple:
    """Fit the log odds of each share by time, with a level for each stretch; give the residuals (Pearson) too."""
    levels = (stretch[:, None] == np.unique(stretch)).astype(float)
    design = np.column_stack([levels, at - at.mean()]) if len(at) else levels
    rows, residuals = [], np.zeros(papers.shape)
    for i, own in enumerate(papers):
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of a topic of one period only; its wide interval says it
            fit = GLM(
                np.column_stack([own, total - own]), design, family=Binomial()
            ).fit()
        ends = fit.fittedvalues[[0, -1]]
        rows.append(
            (
                fit.params[-1],
                fit.bse[-1],
                fit.pearson_chi2 / fit.df_resid,
                fit.df_resid,
                *ends,
            )
        )
        residuals[i] = fit.resid_pearson
    names = ["slope", "error", "dispersion", "freedom", "first", "last"]
    return pd.DataFrame(rows, columns=names, dtype="float64"), residuals


def _prior(dispersion: pd.Series, freedom: pd.Series) -> tuple[float, float]:
    """Estimate what dispersion the topics have in common, and with how many degrees of freedom (Smyth, 2004).

    Six or eight periods tell little of the dispersion of one topic; those of all topics together tell more. One that is
    smaller than nine in ten of pure chance would be is taken for that size (as Phipson et al., 2016): no topic is
    spread less than by chance.
    """
    if len(dispersion) < 3:
        return 0.0, 1.0
    half = freedom / 2
    logs = (
        np.log(dispersion.clip(lower=stats.chi2.ppf(0.1, freedom) / freedom))
        - special.digamma(half)
        + np.log(half)
    )
    spread = logs.var() - special.polygamma(1, half).mean()
    if spread <= special.polygamma(1, 500.0):
        return 1000.0, float(np.exp(logs.mean()))
    known = optimize.brentq(lambda x: special.polygamma(1, x) - spread, 1e-3, 500.0)
    return 2 * known, float(
        np.exp(logs.mean() + special.digamma(known) - np.log(known))
    )


def _memory(residuals: np.ndarray, stretch: np.ndarray) -> float:
    """Estimate how much of a residual lasts to the next period, in all topics together; 0 at least.

    Taking out a line makes neighbours less alike than they were, by about two in the number of periods.
    """
    if not residuals.size:
        return 0.0
    size = residuals.std(axis=1, keepdims=True)
    scaled = np.divide(residuals, size, out=np.zeros_like(residuals), where=size > 0)
    if not scaled.any():
        return 0.0  # every line fits
    pairs = (scaled[:, 1:] * scaled[:, :-1])[:, stretch[1:] == stretch[:-1]]
    return float(
        np.clip(pairs.sum() / (scaled**2).sum() + 2 / residuals.shape[1], 0.0, 0.9)
    )


def _moderated(
    fits: pd.DataFrame, prior: tuple[float, float], memory: float
) -> pd.DataFrame:
    """Test the slopes, each with its own dispersion drawn towards the common one, and never below 1.

    Where periods remember the one before, they are worth fewer: the variance grows by (1 + r) / (1 - r).
    """
    known, common = prior
    freedom = fits["freedom"] + known
    dispersion = (
        (fits["freedom"] * fits["dispersion"] + known * common) / freedom
    ).clip(lower=1.0)
    error = fits["error"] * np.sqrt(dispersion * (1 + memory) / (1 - memory))
    return fits.assign(
        dispersion=dispersion,
        p=2 * stats.t.sf(fits["slope"].abs() / error, freedom),
        reach=stats.t.ppf(0.975, freedom) * error,
    )


def _mann_kendall(
    share: np.ndarray, at: np.ndarray, stretch: np.ndarray
) -> tuple[float, float]:
    """Give Sen's slope and the p of Mann-Kendall: within stretches, summed as seasons are (Hirsch et al., 1982)."""
    i, j = np.triu_indices(len(at), 1)
    inside = stretch[i] == stretch[j]
    slope = np.median(((share[j] - share[i]) / (at[j] - at[i]))[inside])
    if not np.ptp(share):
        return slope, 1.0
    parts = [share[stretch == one] for one in np.unique(stretch)]
    if len(parts) == 1:
        return slope, pymannkendall.original_test(share).p
    seasons = np.full((max(map(len, parts)), len(parts)), np.nan)
    for column, part in enumerate(parts):
        seasons[: len(part), column] = part
    return slope, pymannkendall.seasonal_test(seasons.ravel(), period=len(parts)).p


def _verdict(row, names: np.ndarray, span: int) -> tuple[str, str]:
    """Come to the verdict of a tested topic, and give its reason in words."""
    little = "too little data"
    if not np.isfinite(row.p):
        few = row.papers < FEW
        return (
            little,
            f"{row.papers} papers; {FEW} are needed"
            if few
            else f"too few periods; {NEEDED} are needed",
        )
    low, high = row.change_low**span, row.change_high**span
    if row.q > LEVEL:
        between = f"from {names[0]} to {names[-1]} the odds changed between ×{_times(low)} and ×{_times(high)} (95 %)"
        restless = row.dispersion > RESTLESS
        between += (
            f"; it strays from its line {row.dispersion:.0f} times as far as by chance"
            if restless
            else ""
        )
        return ("steady" if 1 / STEADY <= low and high <= STEADY else little), between
    verdict, noun = ("rising", "rise") if row.change > 1 else ("falling", "fall")
    whole, said = row.change**span, f"q = {row.q:.2g}"
    if max(whole, 1 / whole) < LEAST:
        return (
            "steady",
            f"a {noun} ({said}) too small to name: the odds changed ×{whole:.2f} in all",
        )
    if (row.slope > 0) != (row.change > 1) or row.p_mk > AGREES:
        return (
            little,
            f"a {noun} by regression ({said}) that Mann-Kendall does not bear out (p = {row.p_mk:.2g})",
        )
    if not row.holds:
        return little, f"a {noun} ({said}) that does not hold without {names[-1]}"
    return (
        verdict,
        f"{said}; Mann-Kendall agrees (p = {row.p_mk:.2g}); holds without {names[-1]}",
    )


def verdict_table(verdicts: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Write the verdicts for reading, with labels: the strongest rises first, then falls, steady topics, the rest."""
    order = verdicts["verdict"].map({verdict: i for i, verdict in enumerate(VERDICTS)})
    size = np.log(verdicts["change"].fillna(1)).abs()
    table = verdicts.assign(order=order, size=-size).sort_values(
        ["order", "size"], kind="stable"
    )
    table = table.merge(topics[["topic", "label"]], on="topic")
    rows, known = (
        table[["change", "change_low", "change_high", "first", "last"]],
        table["p"].notna(),
    )
    # Spaces that do not break keep an interval in one line of a table.
    said = [
        f"×{_times(c)} ({_times(low)}\u00a0to\u00a0{_times(high)})"
        for c, low, high, *_ in rows.to_numpy()
    ]
    ends = [
        f"{first:.1%}\u00a0→\u00a0{last:.1%}" for *_, first, last in rows.to_numpy()
    ]
    table = table.assign(change=pd.Series(said, dtype="str").where(known))
    table = table.assign(share=pd.Series(ends, dtype="str").where(known))
    return table[
        [
            "topic",
            "label",
            "verdict",
            "change",
            "share",
            "papers",
            "q",
            "agreement",
            "reason",
        ]
    ]


def verdict_summary(
    verdicts: pd.DataFrame, topics: pd.DataFrame, periods: pd.DataFrame
) -> str:
    """Say in sentences which topics rise and fall, by how much, and how sure that is; names link to rows `topic-N`."""
    tested = int(periods["tested"].sum())
    if verdicts["p"].isna().all():
        stretches = periods.loc[periods["tested"], "stretch"].nunique()
        why = f"no topic has the {FEW} papers that are needed."
        if tested - stretches < NEEDED - 1:
            why = f"{tested} periods are fit for a test, and {NEEDED} are needed"
            why += (
                f", more where the sources change ({stretches - 1} times here)."
                if stretches > 1
                else "."
            )
        return (
            f"**No topic can be called rising or falling**: {why}"
            if len(verdicts)
            else ""
        )
    table, period = verdict_table(verdicts, topics), period_of(periods)
    count = table["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    rise, fall = (
        ("rises" if count["rising"] == 1 else "rise"),
        ("falls" if count["falling"] == 1 else "fall"),
    )
    text = f"Of {count_of(len(table), 'topic')}, **[{count['rising']} {rise}, {count['falling']} {fall}](#verdicts)** and "
    text += f"{count['steady']} {'is' if count['steady'] == 1 else 'are'} steady; for {count['too little data']} there is "
    text += "too little data to tell.\n"
    moved = table[table["verdict"].isin(CALLED)]
    loose = moved["agreement"] < ENOUGH
    for row in moved[~loose].head(SAID).itertuples():
        text += f"\n- [{escape_markdown(row.label)}](#topic-{row.topic}) {'rises' if row.verdict == 'rising' else 'falls'} from "
        text += f"{row.share.replace('→', 'to')} of the papers; its odds change {row.change} a {period}"
        text += (
            f" (in {row.agreement:.0%} of the groupings with other seeds)"
            if row.agreement < 1
            else ""
        )
    text += f"\n- and {(~loose).sum() - SAID} more" if (~loose).sum() > SAID else ""
    if loose.any():
        text += f"\n\nNot to be relied on, as most groupings with other seeds do not say so: {_linked(moved[loose])}."
    if len(moved):
        return (
            text
            + "\n\nOf such calls, no more than one in twenty is expected to be wrong."
        )
    return (
        text
        + f"\nNone stands out of chance over {tested} periods; that is no proof that all stays as it is."
    )


def _times(factor: float) -> str:
    return (
        f"{factor:.2f}"
        if 0.01 <= factor < 10
        else f"{factor:,.0f}"
        if 10 <= factor < 10_000
        else f"{factor:.0e}"
    )


def _linked(table: pd.DataFrame) -> str:
    return ", ".join(
        f"[{escape_markdown(row.label)}](#topic-{row.topic}) ({row.verdict})"
        for row in table.itertuples()
    )
