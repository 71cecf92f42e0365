"""When the papers appeared: the periods of the time axis, and which of them a test of trends can bear."""

import numpy as np
import pandas as pd
from scipy import special

from litreview.text import as_code, count_of, escape_markdown, list_some

PERIODS = ("day", "week", "month", "quarter", "year")
PRECISE = {
    "day": PERIODS,
    "month": ("month", "quarter", "year"),
    "year": ("year",),
}  # what a date may be counted in
ENOUGH = 0.5  # share of papers with a publication date from which that is the axis
MIDDLE = 20  # papers in the middle period that a period chosen by itself should have
LONGEST = 60  # periods that a period chosen by itself should give at most
FEWEST = 5  # papers below which a period has no share worth the name
NEEDED = 6  # tested periods below which nothing is called a trend
RARE = 0.001  # chance below which an absence is taken for a gap in what was gathered
_CODE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def date_papers(
    papers: pd.DataFrame, records: pd.DataFrame, time: str = "auto"
) -> tuple[pd.DataFrame, str]:
    """List when papers appeared, and say by which dates: `published` or `seen`.

    `time` is one of these, or "auto": publication dates where at least half of the papers have one, else the dates of
    the pages that showed them. Returns `paper_id`, `date` and `precision` (day, month or year), a row for each paper
    and date. Raises ValueError for another `time`.
    """
    if time not in ("auto", "published", "seen"):
        raise ValueError(f"time: {time!r} is not one of auto, published, seen")
    published = papers.loc[
        papers["date"].notna(), ["paper_id", "date", "date_precision"]
    ]
    if time == "published" or (
        time == "auto" and len(published) >= max(1, ENOUGH * len(papers))
    ):
        return published.rename(columns={"date_precision": "precision"}).fillna(
            {"precision": "day"}
        ), "published"
    seen = records.loc[
        records["seen_on"].notna(), ["paper_id", "seen_on"]
    ].drop_duplicates()
    return seen.rename(columns={"seen_on": "date"}).assign(precision="day").astype(
        {"precision": "str"}
    ), "seen"


def best_period(dates: pd.DataFrame) -> str:
    """Choose the finest period that the dates can bear: precise enough, few holes, enough papers in the middle one."""
    for period in PERIODS:
        usable = dates[_usable(dates, period)]
        if len(usable) < 0.8 * len(dates) or usable.empty:
            continue
        counts = usable["date"].dt.to_period(_CODE[period]).value_counts()
        length = (counts.index.max() - counts.index.min()).n + 1
        if (
            2 <= len(counts)
            and length <= LONGEST
            and len(counts) >= 0.6 * length
            and counts.median() >= MIDDLE
        ):
            return period
    return (
        "year"
        if dates["date"].dt.year.nunique() > 1 or (dates["precision"] == "year").any()
        else "month"
    )


def assign_periods(dates: pd.DataFrame, period: str = "auto") -> pd.DataFrame:
    """Put papers into periods by their dates.

    `dates` is of `dated`. Returns `paper_id`, `period` (as text) and `start` (its first day), once for each period that
    a paper has a date in; a date not known so precisely puts its paper nowhere. Raises ValueError for another period.
    """
    if period not in ("auto", *PERIODS):
        raise ValueError(f"period: {period!r} is not one of auto, {', '.join(PERIODS)}")
    period = best_period(dates) if period == "auto" else period
    usable = dates[_usable(dates, period)]
    span = (
        usable["date"].dt.to_period(_CODE[period])
        if len(usable)
        else pd.Series(dtype=f"period[{_CODE[period]}]")
    )
    table = pd.DataFrame(
        {"paper_id": usable["paper_id"].astype("str"), "span": span}
    ).drop_duplicates()
    start = table["span"].dt.start_time.astype("datetime64[us]")
    said = pd.Series(
        [_said(one, period) for one in table["span"]], index=table.index, dtype="str"
    )
    return table.assign(period=said, start=start)[
        ["paper_id", "period", "start"]
    ].reset_index(drop=True)


def describe_periods(
    spans: pd.DataFrame, dates: pd.DataFrame, records: pd.DataFrame, by: str
) -> pd.DataFrame:
    """List the periods from the first to the last, and find those that a test of trends must leave out.

    Returns `period`, `start`, `papers`, `stretch`, `mark` (why a period is left out, else empty) and `tested`. Left out
    are periods with no papers or hardly any; with publication dates also a first or last one that is incomplete: its
    papers begin late, end early, or are suddenly few as never before. Where a source (a dump, or the folder of a dump)
    appears or disappears, that period is left out and a new `stretch` begins: a step there is none of the topics'.
    """
    columns = {
        "period": "str",
        "start": "datetime64[us]",
        "papers": "int64",
        "stretch": "int64",
        "mark": "str",
    }
    if spans.empty:
        return pd.DataFrame(columns=[*columns, "tested"]).astype(
            columns | {"tested": "bool"}
        )
    kind = period_of(spans)
    every = pd.period_range(
        spans["start"].min(), spans["start"].max(), freq=_CODE[kind]
    )
    start = every.start_time.astype("datetime64[us]")
    papers = spans["start"].value_counts().reindex(start, fill_value=0).to_numpy()
    marks = [
        ["no papers"]
        if n == 0
        else [f"fewer than {FEWEST} papers"]
        if n < FEWEST
        else []
        for n in papers
    ]
    if by == "published":
        for i, mark in (_cut(spans, dates, every) | _dropped(papers)).items():
            marks[i].append(mark)
    stretch, changes = _stretches(
        _presence(spans, _shown(records, kind) if by == "seen" else records, start)
    )
    for i, mark in changes:
        marks[i].append(mark)
    table = pd.DataFrame(
        {
            "period": [_said(one, kind) for one in every],
            "start": start,
            "papers": papers,
            "stretch": stretch,
            "mark": ["; ".join(mark) for mark in marks],
        }
    ).astype(columns)
    return table.assign(tested=table["mark"] == "")


def _cut(
    spans: pd.DataFrame, dates: pd.DataFrame, every: pd.PeriodIndex
) -> dict[int, str]:
    """Find a first period that begins late and a last one that ends early, by dates finer than the period.

    The empty part of a period must be half as long again as in the three next to it (conferences leave the same months
    empty each year), and so long that papers spread evenly would hardly (1 %) have missed it.
    """
    begin = dates["date"].dt.normalize()
    end = begin.where(
        dates["precision"] != "month",
        begin.dt.to_period("M").dt.end_time.dt.normalize(),
    )
    fine = dates.assign(
        begin=begin, end=end + pd.Timedelta(days=1), span=begin.dt.to_period(every.freq)
    )
    fine = fine[
        (fine["precision"] != "year") & fine["paper_id"].isin(spans["paper_id"])
    ]
    by_span = (
        fine.groupby("span")
        .agg(begin=("begin", "min"), end=("end", "max"), n=("end", "size"))
        .reindex(every)
    )
    length = (every.end_time - every.start_time) / pd.Timedelta(days=1)
    late = (
        (by_span["begin"] - every.start_time) / pd.Timedelta(days=1) / length
    ).to_numpy()
    early = (
        (every.end_time.ceil("D") - by_span["end"]) / pd.Timedelta(days=1) / length
    ).to_numpy()
    total = (
        spans["start"].value_counts().reindex(every.start_time, fill_value=0).to_numpy()
    )
    found = {}
    for i, gap, others, said in (
        (0, late, late[1:4], "begins on {:%Y-%m-%d}"),
        (len(every) - 1, early, early[-4:-1], "ends on {:%Y-%m-%d}"),
    ):
        n = by_span["n"].iloc[i]
        known = np.isfinite(gap[i]) and n >= total[i] / 2
        usual = np.nanmax(others) if np.isfinite(others).any() else 0
        if known and gap[i] > 1.5 * usual + 0.05 and (1 - gap[i]) ** n < 0.01:
            day = (
                by_span["begin"].iloc[i]
                if i == 0
                else by_span["end"].iloc[i] - pd.Timedelta(days=1)
            )
            found[i] = "incomplete: " + said.format(day)
    return found


def _dropped(papers: np.ndarray) -> dict[int, str]:
    """Find the last periods where the papers suddenly are less than half as many as before, and stay so.

    Gathered incompletely, and not a subject that fades, is what is no chance and sharper than any drop before it among
    numbers of that size.
    """
    length = len(papers)
    middle = np.array(
        [np.median(papers[max(0, i - 3) : i]) if i else 0 for i in range(length)]
    )
    ratio = papers / np.maximum(middle, 1)
    late = range(max(3, length - length // 3), length)
    sharp = [
        i
        for i in late
        if papers[i] < papers[i - 1] / 2 and papers[i:].max() < middle[i] / 2
    ]
    first = min(sharp, key=lambda i: ratio[i], default=length)
    if first < length and special.pdtr(papers[first], middle[first]) < RARE:
        alike = np.flatnonzero(middle[3:first] >= middle[first] / 4) + 3
        if ratio[first] < ratio[alike].min(initial=1):
            said = f"incomplete: {papers[first]:,} papers after {papers[first - 1]:,}"
            return dict.fromkeys(range(first, length), said)
    return {}


def _presence(
    spans: pd.DataFrame, records: pd.DataFrame, start: pd.DatetimeIndex
) -> pd.DataFrame:
    """Say which source is there in which period: a row a period, a column a source.

    A source is away where its papers, were they spread as those of the others, would hardly all be elsewhere. Dumps
    that each cover less than half of the time are parts of one source: pages saved one after the other.
    """
    source = records["dump"].map(lambda dump: dump.rpartition("/")[0] or dump)
    on = ["paper_id", "start"] if "start" in records else ["paper_id"]
    rows = spans.merge(records[on].assign(source=source).drop_duplicates(), on=on)
    counts = (
        rows.groupby(["start", "source"])
        .size()
        .unstack(fill_value=0)
        .reindex(start, fill_value=0)
    )
    there = counts.to_numpy() > 0
    length = len(start) - there.argmax(axis=0) - there[::-1].argmax(axis=0)
    if counts.shape[1] > 1:
        counts = (
            counts.T.groupby(
                np.where(2 * length < len(start), "shorter dumps", counts.columns)
            )
            .sum()
            .T
        )
    others = counts.sum(axis=1).to_numpy()[:, None] - counts.to_numpy()
    return counts.apply(
        lambda column: _there(
            column.to_numpy(), others[:, counts.columns.get_loc(column.name)]
        )
    )


def _shown(records: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Say in which period each sighting was: a dump shows its papers at its own dates, whenever others show them."""
    shown = records[records["seen_on"].notna()]
    return shown.assign(
        start=shown["seen_on"]
        .dt.to_period(_CODE[kind])
        .dt.start_time.astype("datetime64[us]")
    )


def _there(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    present = own > 0
    edges = np.flatnonzero(np.diff(np.r_[True, present, True]))
    away = np.zeros(len(own), dtype=bool)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        part = others[first:last].sum() / max(1, others.sum())
        away[first:last] = (1 - part) ** own.sum() < RARE
    return ~away


def _stretches(presence: pd.DataFrame) -> tuple[np.ndarray, list[tuple[int, str]]]:
    there = presence.to_numpy()
    marks = []
    for name, column in presence.items():
        for i in np.flatnonzero(np.diff(column.to_numpy().astype(int)) != 0):
            marks.append(
                (i + 1, f"{name} appears")
                if column.iloc[i + 1]
                else (i, f"{name} disappears")
            )
    changed = np.r_[False, (there[1:] != there[:-1]).any(axis=1)]
    return np.cumsum(changed), marks


def papers_off_axis(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    dates: pd.DataFrame,
    by: str,
    spans: pd.DataFrame,
) -> pd.DataFrame:
    """Count the papers that the time axis leaves out: `reason`, `papers`, and the list of `dumps` they stand in."""
    known, used = set(dates["paper_id"]), set(spans["paper_id"])
    why = (
        "no publication date"
        if by == "published"
        else "seen only on pages without a date, or with a date that lacks its year"
    )
    vague = f"date not known to the {period_of(spans) or 'period'}"
    reasons = papers["paper_id"].map(
        lambda paper: None if paper in used else vague if paper in known else why
    )
    dumps = records.groupby("paper_id")["dump"].agg(set)
    rows = [
        (
            reason,
            len(group),
            sorted(set().union(*dumps.reindex(group["paper_id"]).dropna())),
        )
        for reason, group in papers.groupby(reasons)
    ]
    return pd.DataFrame(rows, columns=["reason", "papers", "dumps"])


def period_of(table: pd.DataFrame) -> str | None:
    """Say what the periods of a table are (day, week, month, quarter or year), as they are written; None if empty."""
    if table.empty:
        return None
    text = table["period"].iloc[0]
    return {4: "year", 10: "day"}.get(len(text)) or (
        "quarter" if "Q" in text else "week" if "W" in text else "month"
    )


def axis_summary(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    by: str,
    periods: pd.DataFrame,
    left_out: pd.DataFrame,
) -> str:
    """Say in sentences what the time axis is, how many papers are off it and why, and what cannot be concluded."""
    n, off, have = (
        len(papers),
        int(left_out["papers"].sum()),
        int(papers["date"].notna().sum()),
    )
    axis = {
        "published": "the **publication date** of the papers",
        "seen": f"the **date of the page** that showed a paper, not when it was published ({have:,} of {n:,} papers "
        "have a publication date)",
    }[by]
    text = f"The time axis is {axis}. {n - off:,} of {n:,} papers are on it"
    reasons = [
        f"{f'{row.papers:,} ' if len(left_out) > 1 else ''}{row.reason} ({list_some(map(as_code, row.dumps))})"
        for row in left_out.itertuples()
    ]
    text += (
        f"; {off:,} {'is' if off == 1 else 'are'} off it: {'; '.join(reasons)}."
        if off
        else "."
    )
    if periods.empty:
        hint = (
            "set `time` to `seen`"
            if by == "published"
            else "give the year of the pages with `year`"
        )
        return (
            text + f" **There is nothing to draw**: {hint}, or read dumps with dates."
        )
    tested, marked = int(periods["tested"].sum()), periods[~periods["tested"]]
    text += f" It counts by {period_of(periods)}: [{count_of(len(periods), 'period')}](#The-numbers-behind-the-charts), "
    text += f"{tested} of them fit for a test."
    if len(marked):
        text += f" Left out of it: {'; '.join(_listed(mark, group) for mark, group in marked.groupby('mark', sort=False))}."
    if tested < NEEDED:
        text += f" **So few periods cannot show a trend** ({NEEDED} are needed); read the shares as a comparison of the "
        text += "periods." if by == "published" else "pages."
    return text + _limits(records, by, n - off, n)


def _limits(records: pd.DataFrame, by: str, on: int, n: int) -> str:
    dumps = records["dump"].nunique()
    if by == "published":
        text = f" A share is one among the papers of {count_of(dumps, 'dump')}, not among all that was published"
        return text + (
            "."
            if on == n
            else f": where the {count_of(n - on, 'paper')} off the axis would stand is not known."
        )
    text = f" What a period holds is what the pages saved in it showed: {count_of(dumps, 'dump')} in all, and whether they"
    text += " come of the same search, they do not say. "
    return text + "**A difference between pages need not be one between times.**"


def _listed(mark: str, group: pd.DataFrame) -> str:
    return f"{list_some(group['period'])} ({escape_markdown(mark)})"


def _usable(dates: pd.DataFrame, period: str) -> pd.Series:
    return (
        dates["precision"]
        .map(lambda precision: period in PRECISE[precision])
        .astype(bool)
    )


def _said(span: pd.Period, period: str) -> str:
    if period == "week":
        year, week, _ = span.start_time.isocalendar()
        return f"{year}-W{week:02}"
    return span.strftime(
        {"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y-Q%q", "year": "%Y"}[period]
    )
