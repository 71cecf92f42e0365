"""Shares of topics per period, with their intervals."""

import numpy as np
import pandas as pd

from litreview import progress
from litreview.trends import _periods


def count_by_period(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    assignments: pd.DataFrame,
    time: str = "auto",
    period: str = "auto",
) -> dict[str, pd.DataFrame | str]:
    """Count each topic in each period of the time axis, and its share of the papers.

    Parameters
    ----------
    papers, records, time, period
        As for `assign_periods`.
    assignments
        `paper_id` and `topic`.

    Returns
    -------
    dict
        What `assign_periods` returns, and `trends`: `topic`, `period`, `start` (the
        first day), `papers`, `total`, `share`, `low` and `high`, a row for every
        topic (-1 too) in every period from the first to the last. A share of 0 is a
        value, with an interval; where the total is 0, the share is missing.

    Raises
    ------
    ValueError
        For a `time` or a `period` that does not exist.

    References
    ----------
    Wilson (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22. (The intervals.)

    Examples
    --------
    >>> counted = litreview.trends.count_by_period(papers, records, assignments)
    >>> len(counted["trends"]) == len(counted["periods"]) * len(topics)
    True
    """
    with progress.stage("Counting the papers of each period"):
        counted = _periods.assign_periods(papers, records, time, period)
        trends = share_topics(assignments, counted["paper_periods"], counted["periods"])
    return counted | {"trends": trends}


def share_topics(
    assignments: pd.DataFrame, paper_periods: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    """Count each topic in each period, with its share of the papers there."""
    counts = count_topics(assignments, paper_periods, periods)
    papers = counts.to_numpy(dtype="int64")
    total = np.broadcast_to(papers.sum(axis=0), papers.shape)
    share, low, high = wilson_interval(papers, total)

    topics = counts.index.to_numpy(dtype="int64")
    table = pd.DataFrame(
        {
            "topic": np.repeat(topics, len(periods)),
            "period": np.tile(periods["period"].to_numpy(), len(topics)),
            "start": np.tile(periods["start"].to_numpy(), len(topics)),
            "papers": papers.ravel(),
            "total": total.ravel(),
            "share": share.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )
    return table.astype({"period": "str", "start": "datetime64[us]"})


def count_topics(
    assignments: pd.DataFrame, paper_periods: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    """Count the papers of topics (rows, -1 too) in periods (columns, by first day)."""
    topics = assignments[["paper_id", "topic"]]
    rows = paper_periods.merge(topics, on="paper_id")
    counts = rows.groupby(["topic", "start"]).size()
    counts = counts.unstack(fill_value=0)

    every_topic = sorted({*assignments["topic"], -1})
    return counts.reindex(
        index=every_topic,
        columns=periods["start"],
        fill_value=0,
    )


def wilson_interval(papers, total) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give shares and their 95 % intervals (Wilson, 1927); missing where total is 0."""
    from statsmodels.stats.proportion import proportion_confint  # takes a second

    papers = np.asarray(papers, dtype=float)
    total = np.asarray(total, dtype=float)
    total = np.where(total > 0, total, np.nan)

    share = papers / total
    low, high = proportion_confint(papers, total, method="wilson")

    # An end that equals the share must not be rounded past it.
    return share, np.minimum(low, share), np.maximum(high, share)
