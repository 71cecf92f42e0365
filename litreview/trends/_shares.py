"""Shares of topics per period, with their intervals."""

import numpy as np
import pandas as pd

_Z = 1.959963984540054  # 95 %


def count_by_period(
    spans: pd.DataFrame, assignments: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    """Count each topic in each period, and its share of the papers there.

    `spans` and `periods` are of `axis`. Returns `topic`, `period` (as text), `start` (its first day), `papers`,
    `total`, `share`, `low`, `high`: every topic (-1 too) in every period from the first to the last. A share of 0 is a
    value, with an interval; the share is missing where the total is 0. Intervals are 95 % (Wilson, 1927).
    """
    table = counts(spans, assignments, periods)
    topics, counted = list(table.index), table.to_numpy(dtype="int64")
    total = counted.sum(axis=0)
    share, low, high = wilson_interval(counted, np.broadcast_to(total, counted.shape))
    table = pd.DataFrame(
        {
            "topic": np.repeat(np.array(topics, dtype="int64"), len(periods)),
            "period": np.tile(periods["period"].to_numpy(), len(topics)),
            "start": np.tile(periods["start"].to_numpy(), len(topics)),
            "papers": counted.ravel(),
            "total": np.tile(total, len(topics)),
            "share": share.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )
    return table.astype({"period": "str", "start": "datetime64[us]"})


def counts(
    spans: pd.DataFrame, assignments: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    """Count the papers of each topic (a row, -1 too) in each period (a column, by its first day)."""
    held = spans.merge(assignments[["paper_id", "topic"]], on="paper_id")
    table = held.groupby(["topic", "start"]).size().unstack(fill_value=0)
    return table.reindex(
        index=sorted(set(assignments["topic"]) | {-1}),
        columns=periods["start"],
        fill_value=0,
    )


def wilson_interval(papers, total) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the share of `papers` in `total` and its 95 % interval (Wilson, 1927); missing where the total is 0."""
    k, n = np.asarray(papers, dtype=float), np.asarray(total, dtype=float)
    n = np.where(n > 0, n, np.nan)
    middle = (k + _Z**2 / 2) / (n + _Z**2)
    half = _Z * np.sqrt(k * (n - k) / n + _Z**2 / 4) / (n + _Z**2)
    return (
        k / n,
        np.where(k == 0, k * middle, middle - half),
        np.where(k == n, n / n, middle + half),
    )


def trends_table(trends: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Lay out the counts for reading: a row a topic by its label, a column a period, and the totals last."""
    if trends.empty:
        return pd.DataFrame(columns=["label"])
    names = topics.set_index("topic")["label"]
    counts = (
        trends.pivot(index="topic", columns="period", values="papers")
        .reindex(names.index)
        .dropna(how="all")
    )
    counts = counts.astype("int64").assign(label=names)[["label", *counts.columns]]
    totals = trends.drop_duplicates("period").set_index("period")["total"]
    return pd.concat(
        [counts, pd.DataFrame([{"label": "All papers", **totals}])], ignore_index=True
    )
