"""When the papers appeared: the periods of the time axis, and who is in which."""

from collections import defaultdict

import pandas as pd

from litreview.tables import PERIODS, period_of
from litreview.trends import _marks

TIMES = ("auto", "published", "seen")

# How precisely a date must be known to be counted in a period.
PRECISIONS = {
    "day": ["day"],
    "week": ["day"],
    "month": ["day", "month"],
    "quarter": ["day", "month"],
    "year": ["day", "month", "year"],
}

ENOUGH_DATED = 0.5  # share of papers with a publication date that makes it the axis
ENOUGH_PRECISE = 0.8  # share of dates that must be precise enough for a period
ENOUGH_FILLED = 0.6  # share of the periods that must not be empty
ENOUGH_PAPERS = 20  # papers that the middle one of the periods should have
MOST_PERIODS = 60  # periods that `auto` gives at most
FEWEST_PERIODS = 6  # tested periods below which nothing is called a trend

# Why no period holds a paper.
UNDATED = "undated"
IMPRECISE = "imprecise"

_FREQUENCY = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_WRITTEN = {"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y-Q%q", "year": "%Y"}


def assign_periods(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    time: str = "auto",
    period: str = "auto",
) -> dict[str, pd.DataFrame | str]:
    """Put papers into the periods of a time axis, and describe the periods.

    Parameters
    ----------
    papers
        `paper_id`, `date` and `date_precision`.
    records
        `paper_id`, `dump` and `seen_on`.
    time
        Which dates make the axis: those when papers were `published`, or those of
        the pages on which they were `seen`. With `auto`, publication dates where
        at least half of the papers have one.
    period
        `day`, `week`, `month`, `quarter` or `year`. With `auto`, the finest that
        the dates can bear.

    Returns
    -------
    dict
        `paper_periods`: `paper_id`, `period` (as text) and `start` (its first day),
        a row for each period that a paper has a date in.
        `periods`: `period`, `start`, `papers`, `stretch`, `mark` and `tested`, a row
        for each period from the first to the last. A test of trends leaves out a
        period with a `mark`, which says why. A new `stretch` begins where a source
        appears or disappears: a step there is none of the topics'.
        `undated`: the papers that no period holds, counted by `reason` (`undated`,
        or `imprecise`: not known to the period): `papers` and a list of `dumps`.
        `time`: `published` or `seen`.

    Raises
    ------
    ValueError
        For a `time` or a `period` that does not exist.

    Examples
    --------
    >>> axis = litreview.trends.assign_periods(papers, records, time="seen")
    >>> "paper_periods" in axis
    True
    """
    dates, chosen_time = date_papers(papers, records, time)
    paper_periods = place_papers(dates, period)

    return {
        "time": chosen_time,
        "paper_periods": paper_periods,
        "periods": describe_periods(paper_periods, dates, records, chosen_time),
        "undated": count_undated(papers, records, dates, paper_periods),
    }


def date_papers(
    papers: pd.DataFrame, records: pd.DataFrame, time: str = "auto"
) -> tuple[pd.DataFrame, str]:
    """List the dates of papers, and tell by which of them: `published` or `seen`.

    Returns `paper_id`, `date` and `precision`, a row for each paper and date.
    """
    if time not in TIMES:
        raise ValueError(f"time: {time!r} is not one of {', '.join(TIMES)}")

    dated = papers["date"].notna()
    enough = dated.sum() >= max(1, ENOUGH_DATED * len(papers))

    if time == "published" or (time == "auto" and enough):
        return _publication_dates(papers[dated]), "published"
    return _page_dates(records), "seen"


def _publication_dates(papers: pd.DataFrame) -> pd.DataFrame:
    dates = papers[["paper_id", "date", "date_precision"]]
    dates = dates.rename(columns={"date_precision": "precision"})
    return dates.fillna({"precision": "day"})


def _page_dates(records: pd.DataFrame) -> pd.DataFrame:
    dates = records[["paper_id", "seen_on"]]
    dates = dates.dropna(subset="seen_on").drop_duplicates()
    dates = dates.rename(columns={"seen_on": "date"})
    dates = dates.assign(precision="day")
    return dates.astype({"precision": "str"})


def choose_period(dates: pd.DataFrame) -> str:
    """Choose the finest period that the dates can bear.

    They must be precise enough for it, leave few periods empty, and put enough papers
    into the middle one.
    """
    for period in PERIODS:
        precise = dates[dates["precision"].isin(PRECISIONS[period])]
        enough = len(precise) >= ENOUGH_PRECISE * len(dates)
        if enough and len(precise) and _fits(precise["date"], period):
            return period

    one_year = dates["date"].dt.year.nunique() <= 1
    if one_year and not (dates["precision"] == "year").any():
        return "month"
    return "year"


def _fits(dates: pd.Series, period: str) -> bool:
    papers = dates.dt.to_period(_FREQUENCY[period]).value_counts()
    length = (papers.index.max() - papers.index.min()).n + 1

    return (
        len(papers) >= 2
        and length <= MOST_PERIODS
        and len(papers) >= ENOUGH_FILLED * length
        and papers.median() >= ENOUGH_PAPERS
    )


def place_papers(dates: pd.DataFrame, period: str = "auto") -> pd.DataFrame:
    """Put papers into periods by their dates; one known less precisely goes nowhere.

    `dates` is of `date_papers`. Returns `paper_id`, `period` and `start`.
    """
    if period not in ("auto", *PERIODS):
        raise ValueError(f"period: {period!r} is not one of auto, {', '.join(PERIODS)}")
    if period == "auto":
        period = choose_period(dates)

    precise = dates[dates["precision"].isin(PRECISIONS[period])]
    frequency = _FREQUENCY[period]
    if precise.empty:
        spans = pd.Series(dtype=f"period[{frequency}]")
    else:
        spans = precise["date"].dt.to_period(frequency)

    paper_ids = precise["paper_id"].astype("str")
    table = pd.DataFrame({"paper_id": paper_ids, "span": spans})
    table = table.drop_duplicates(ignore_index=True)

    names = [_period_name(span, period) for span in table["span"]]
    start = table["span"].dt.start_time.astype("datetime64[us]")
    table = table.assign(period=pd.Series(names, dtype="str"), start=start)
    return table[["paper_id", "period", "start"]]


def _period_name(span: pd.Period, period: str) -> str:
    if period == "week":
        year, week, _ = span.start_time.isocalendar()
        return f"{year}-W{week:02}"
    return span.strftime(_WRITTEN[period])


def describe_periods(
    paper_periods: pd.DataFrame,
    dates: pd.DataFrame,
    records: pd.DataFrame,
    time: str,
) -> pd.DataFrame:
    """List the periods from first to last; mark those a test of trends must leave out.

    Left out are periods with no papers or hardly any; with publication dates also a
    first or last one that is incomplete: its papers begin late, end early, or are
    suddenly few as never before. Where a source (a dump, or the folder of a dump)
    appears or disappears, that period is left out and a new stretch begins.
    """
    if paper_periods.empty:
        return _no_periods()

    kind = period_of(paper_periods)
    first, last = paper_periods["start"].min(), paper_periods["start"].max()
    spans = pd.period_range(first, last, freq=_FREQUENCY[kind])
    start = spans.start_time.astype("datetime64[us]")
    papers = paper_periods["start"].value_counts().reindex(start, fill_value=0)
    papers = papers.to_numpy()

    marks = _marks.too_few(papers)
    if time == "published":
        incomplete = dict(_marks.incomplete_ends(paper_periods, dates, spans))
        incomplete |= dict(_marks.sudden_drop(papers))
        marks += incomplete.items()
    else:
        records = _with_start(records, kind)

    presence = _marks.source_presence(paper_periods, records, start)
    marks += _marks.source_changes(presence)

    table = pd.DataFrame(
        {
            "period": [_period_name(span, kind) for span in spans],
            "start": start,
            "papers": papers,
            "stretch": _marks.number_stretches(presence),
            "mark": _join_marks(marks, len(spans)),
        }
    )
    table["tested"] = table["mark"] == ""
    return table.astype(_no_periods().dtypes)


def _join_marks(marks: list[tuple[int, str]], length: int) -> list[str]:
    by_place = defaultdict(list)
    for place, mark in marks:
        by_place[place].append(mark)

    return ["; ".join(by_place[place]) for place in range(length)]


def _no_periods() -> pd.DataFrame:
    kinds = {
        "period": "str",
        "start": "datetime64[us]",
        "papers": "int64",
        "stretch": "int64",
        "mark": "str",
        "tested": "bool",
    }
    return pd.DataFrame(columns=list(kinds)).astype(kinds)


def _with_start(records: pd.DataFrame, period: str) -> pd.DataFrame:
    # A dump shows its papers at its own dates, whenever others show them.
    dated = records.dropna(subset="seen_on")
    spans = dated["seen_on"].dt.to_period(_FREQUENCY[period])
    start = spans.dt.start_time
    return dated.assign(start=start.astype("datetime64[us]"))


def count_undated(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    dates: pd.DataFrame,
    paper_periods: pd.DataFrame,
) -> pd.DataFrame:
    """Count the papers that no period holds: `reason`, `papers` and their `dumps`."""
    placed = papers["paper_id"].isin(paper_periods["paper_id"])
    left_out = papers.loc[~placed, "paper_id"]
    dated = left_out.isin(dates["paper_id"])
    by_reason = {
        IMPRECISE: left_out[dated],
        UNDATED: left_out[~dated],
    }

    rows = []
    for reason, ids in by_reason.items():
        if ids.empty:
            continue
        of_these = records["paper_id"].isin(ids)
        dumps = records.loc[of_these, "dump"].unique()
        rows.append((reason, len(ids), sorted(dumps)))

    return pd.DataFrame(rows, columns=["reason", "papers", "dumps"])
