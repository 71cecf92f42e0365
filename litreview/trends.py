"""Shares of topics per period, with their intervals, and what the time axis can bear."""

import numpy as np
import pandas as pd

PERIODS = ("day", "week", "month", "quarter", "year")
PRECISE = {"day": PERIODS, "month": ("month", "quarter", "year"), "year": ("year",)}  # what a date may be counted in
ENOUGH = 0.5  # share of papers with a publication date from which that is the axis
FEW = 20  # papers in the middle period that a period chosen by itself should have
_CODE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def dated(papers: pd.DataFrame, sightings: pd.DataFrame, time: str = "auto") -> tuple[pd.DataFrame, str]:
    """List when papers appeared, and say by which dates: `published` or `seen`.

    `time` is one of these, or "auto": publication dates where at least half of the papers have one, else the dates of
    the pages that showed them. Returns `paper_id`, `date` and `precision` (day, month or year), a row for each paper
    and date. Raises ValueError for another `time`.
    """
    if time not in ("auto", "published", "seen"):
        raise ValueError(f"time: {time!r} is not one of auto, published, seen")
    published = papers.loc[papers["date"].notna(), ["paper_id", "date", "date_precision"]]
    if time == "published" or (time == "auto" and len(published) >= max(1, ENOUGH * len(papers))):
        return published.rename(columns={"date_precision": "precision"}).fillna({"precision": "day"}), "published"
    seen = sightings.loc[sightings["seen_on"].notna(), ["paper_id", "seen_on"]].drop_duplicates()
    return seen.rename(columns={"seen_on": "date"}).assign(precision="day").astype({"precision": "str"}), "seen"


def best_period(dates: pd.DataFrame) -> str:
    """Choose the finest period that the dates can bear: precise enough, few holes, enough papers in the middle one."""
    for period in PERIODS:
        usable = dates[_usable(dates, period)]
        if len(usable) < 0.8 * len(dates) or usable.empty:
            continue
        counts = usable["date"].dt.to_period(_CODE[period]).value_counts()
        length = (counts.index.max() - counts.index.min()).n + 1
        if 2 <= len(counts) and length <= 60 and len(counts) >= 0.6 * length and counts.median() >= FEW:
            return period
    return "year" if dates["date"].dt.year.nunique() > 1 or (dates["precision"] == "year").any() else "month"


def by_period(dates: pd.DataFrame, assignments: pd.DataFrame, period: str = "auto") -> pd.DataFrame:
    """Count each topic in each period, and its share of the papers there.

    `dates` is of `dated`. Returns `topic`, `period` (as text), `start` (its first day), `papers`, `total`, `share`,
    `low`, `high`: every topic (-1 too) in every period from the first to the last; a paper counts once in each period
    that it has a date in. The share is missing where the total is 0, else it has a 95 % interval (Wilson, 1927).
    Raises ValueError for an unknown period.
    """
    if period not in ("auto", *PERIODS):
        raise ValueError(f"period: {period!r} is not one of auto, {', '.join(PERIODS)}")
    period = best_period(dates) if period == "auto" else period
    usable = dates[_usable(dates, period)]
    topics = sorted(set(assignments["topic"]) | {-1})
    columns = ["topic", "period", "start", "papers", "total", "share", "low", "high"]
    if usable.empty:
        kinds = dict(
            zip(
                columns,
                ["int64", "str", "datetime64[us]", "int64", "int64", "float64", "float64", "float64"],
                strict=True,
            )
        )
        return pd.DataFrame(columns=columns).astype(kinds)
    spans = usable.assign(span=usable["date"].dt.to_period(_CODE[period]))[["paper_id", "span"]].drop_duplicates()
    spans = spans.merge(assignments[["paper_id", "topic"]], on="paper_id")
    every = pd.period_range(spans["span"].min(), spans["span"].max(), freq=_CODE[period])
    counts = (
        spans.groupby(["topic", "span"]).size().unstack(fill_value=0).reindex(index=topics, columns=every, fill_value=0)
    )
    table = counts.rename_axis("topic").rename_axis("span", axis=1).stack().rename("papers").reset_index()
    table = table.assign(total=table["span"].map(counts.sum()))
    share, low, high = wilson(table["papers"], table["total"])
    return table.assign(
        period=[_said(span, period) for span in table["span"]],
        start=table["span"].dt.start_time.astype("datetime64[us]"),
        share=share,
        low=low,
        high=high,
    ).astype({"topic": "int64", "period": "str", "papers": "int64", "total": "int64"})[columns]


def wilson(papers, total) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the share of `papers` in `total` and its 95 % interval (Wilson, 1927); missing where the total is 0."""
    k, n = np.asarray(papers, dtype=float), np.asarray(total, dtype=float)
    n = np.where(n > 0, n, np.nan)
    z2 = 1.959963984540054**2
    middle = (k + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return k / n, np.where(k == 0, k * middle, middle - half), np.where(k == n, n / n, middle + half)


def shifts(trends: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Compare the share of each topic in the first half of the periods with that in the second.

    Returns `topic`, `label`, `before`, `after`, `change` (in percentage points), `low` and `high` of the change (95 %,
    Newcombe, 1998) and `apart`: whether the interval leaves out 0. A description, not a test: nothing is corrected for
    the number of topics.
    """
    periods = sorted(set(trends.loc[trends["total"] > 0, "start"]))
    columns = ["topic", "label", "before", "after", "change", "low", "high", "apart"]
    if len(periods) < 2:
        return pd.DataFrame(columns=columns)
    second = trends["start"] >= periods[len(periods) // 2]
    sums = trends.groupby(["topic", second])[["papers", "total"]].sum()
    (p1, l1, u1), (p2, l2, u2) = (wilson(half["papers"], half["total"]) for _, half in sums.groupby(level=1))
    change = p2 - p1
    low, high = change - np.hypot(p2 - l2, u1 - p1), change + np.hypot(u2 - p2, p1 - l1)
    table = pd.DataFrame(
        {"topic": sums.index.levels[0], "before": p1, "after": p2, "change": change, "low": low, "high": high}
    )
    table = table.assign(apart=(low > 0) | (high < 0)).merge(
        topics.loc[topics["topic"] >= 0, ["topic", "label"]], on="topic"
    )
    return table.sort_values("change", ascending=False, ignore_index=True)[columns]


def wide(trends: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Lay out the counts for reading: a row a topic by its label, a column a period, and the totals last."""
    if trends.empty:
        return pd.DataFrame(columns=["label"])
    names = topics.set_index("topic")["label"]
    counts = trends.pivot(index="topic", columns="period", values="papers").reindex(names.index).dropna(how="all")
    counts = counts.astype("int64").assign(label=names)[["label", *counts.columns]]
    totals = trends.drop_duplicates("period").set_index("period")["total"]
    return pd.concat([counts, pd.DataFrame([{"label": "All papers", **totals}])], ignore_index=True)


def off_axis(
    papers: pd.DataFrame, sightings: pd.DataFrame, dates: pd.DataFrame, by: str, trends: pd.DataFrame
) -> pd.DataFrame:
    """Count the papers that the time axis leaves out, by `reason`, `papers`, and the `dumps` that they stand in."""
    known = set(dates["paper_id"])
    period = period_of(trends)
    usable = set(dates.loc[_usable(dates, period), "paper_id"]) if period else set()
    why = (
        "no publication date"
        if by == "published"
        else "seen only on pages without a date, or with a date that lacks its year"
    )
    reasons = papers["paper_id"].map(
        lambda paper: None if paper in usable else f"date not known to the {period}" if paper in known else why
    )
    dumps = sightings.groupby("paper_id")["dump"].agg(set)
    rows = [
        (reason, len(group), ", ".join(sorted(set().union(*dumps.reindex(group["paper_id"]).dropna()))))
        for reason, group in papers.groupby(reasons)
    ]
    return pd.DataFrame(rows, columns=["reason", "papers", "dumps"])


def period_of(trends: pd.DataFrame) -> str | None:
    """Say in which period a table of `by_period` counts; None for an empty one."""
    if trends.empty:
        return None
    text = trends["period"].iloc[0]
    return {4: "year", 10: "day"}.get(len(text)) or ("quarter" if "Q" in text else "week" if "W" in text else "month")


def said(papers: pd.DataFrame, by: str, trends: pd.DataFrame, left_out: pd.DataFrame) -> str:
    """Say in sentences what the time axis is, how many papers are off it and why, and what it cannot show."""
    n, off = len(papers), int(left_out["papers"].sum())
    axis = {
        "published": "the **publication date** of the papers",
        "seen": "the **date of the page** that showed a paper",
    }[by]
    text = f"The time axis is {axis}"
    if by == "seen":
        have = int(papers["date"].notna().sum())
        text += f", not when it was published: {have} of {n} papers have a publication date"
    text += f". {n - off} of {n} papers are on it"
    reasons = [f"{row.papers:,} {row.reason}" if len(left_out) > 1 else row.reason for row in left_out.itertuples()]
    text += f"; {off:,} {'is' if off == 1 else 'are'} off it: {'; '.join(reasons)}." if off else "."
    if trends.empty:
        hint = "set `time` to `seen`" if by == "published" else "give the year of the pages with `year`"
        return text + f" **There is nothing to draw**: {hint}, or read dumps with dates."
    totals = trends.drop_duplicates("period")
    empty = int((totals["total"] == 0).sum())
    text += f" It counts by {period_of(trends)}: {len(totals)} period{'s' * (len(totals) != 1)}"
    text += f", {empty} of them without any paper." if empty else "."
    if len(totals) - empty < 6:
        text += " **So few periods cannot show a trend**; read the shares as a comparison of the pages."
    return text


def _usable(dates: pd.DataFrame, period: str) -> pd.Series:
    return dates["precision"].map(lambda precision: period in PRECISE[precision]).astype(bool)


def _said(span: pd.Period, period: str) -> str:
    if period == "week":
        year, week, _ = span.start_time.isocalendar()
        return f"{year}-W{week:02}"
    return span.strftime({"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y-Q%q", "year": "%Y"}[period])
