"""Why a test of trends leaves a period out: few papers, cut off, other sources.

A mark is a place in the periods, counted from 0, and a few words for people.
"""

import numpy as np
import pandas as pd
from scipy import special

FEWEST = 5  # papers below which a period has no share worth the name
RARE = 0.001  # chance below which an absence is a gap in what was gathered
RARE_GAP = 0.01  # chance below which an empty part of a period means that it is cut
REMAINDER = "shorter dumps"  # the one source of dumps that cover little time each

_DAY = pd.Timedelta(days=1)


def too_few(papers: np.ndarray) -> list[tuple[int, str]]:
    """Mark the periods with no papers or hardly any."""
    marks = []

    for place, count in enumerate(papers):
        if count == 0:
            mark = "no papers"
            marks.append((place, mark))
        elif count < FEWEST:
            mark = f"fewer than {FEWEST} papers"
            marks.append((place, mark))

    return marks


def incomplete_ends(
    paper_periods: pd.DataFrame,
    dates: pd.DataFrame,
    spans: pd.PeriodIndex,
) -> list[tuple[int, str]]:
    """Mark a first period that begins late and a last one that ends early.

    The empty part must be half as long again as in the three periods next to it, as
    conferences leave the same months empty each year; and so long that papers spread
    evenly would hardly have missed it.

    Parameters
    ----------
    paper_periods
        `paper_id` and `start`.
    dates
        `paper_id`, `date` and `precision`.
    spans
        The periods, from the first to the last.
    """
    days = _known_days(paper_periods, dates, spans)
    marks = []

    first, *_ = days.itertuples()
    if _is_cut(first, first.empty_before, days["empty_before"].iloc[1:4]):
        mark = f"incomplete: begins on {first.first:%Y-%m-%d}"
        marks.append((0, mark))

    *_, last = days.itertuples()
    if _is_cut(last, last.empty_after, days["empty_after"].iloc[-4:-1]):
        mark = f"incomplete: ends on {last.last:%Y-%m-%d}"
        marks.append((len(days) - 1, mark))

    return marks


def _known_days(
    paper_periods: pd.DataFrame,
    dates: pd.DataFrame,
    spans: pd.PeriodIndex,
) -> pd.DataFrame:
    """Find the days of each period on which its papers begin and end.

    Only dates finer than a year tell it.

    Returns
    -------
    pd.DataFrame
        A row for each period: its `papers`, how many of them are `dated`, the `first`
        and the `last` day that may hold one, and which parts of the period are
        `empty_before` and `empty_after` these.
    """
    placed = dates["paper_id"].isin(paper_periods["paper_id"])
    fine = dates[placed & (dates["precision"] != "year")]

    first = fine["date"].dt.normalize()
    month = first.dt.to_period("M")
    month_end = month.dt.end_time.dt.normalize()
    to_the_month = fine["precision"] == "month"
    last = first.mask(to_the_month, month_end)

    table = pd.DataFrame({"first": first, "last": last})
    table["span"] = first.dt.to_period(spans.freq)
    days = table.groupby("span").agg(
        first=("first", "min"),
        last=("last", "max"),
        dated=("last", "size"),
    )
    days = days.reindex(spans)

    papers = paper_periods["start"].value_counts()
    papers = papers.reindex(spans.start_time, fill_value=0)
    length = spans.end_time - spans.start_time
    before = days["first"] - spans.start_time
    after = spans.end_time.ceil("D") - days["last"] - _DAY

    return days.assign(
        papers=papers.to_numpy(),
        empty_before=before / length,
        empty_after=after / length,
    )


def _is_cut(period, empty: float, neighbours: pd.Series) -> bool:
    """Tell whether the empty part of a period is longer than usual and than chance.

    Parameters
    ----------
    period
        A row of `_known_days`.
    empty
        Which part of it is empty, from 0 to 1; missing where no paper is dated.
    neighbours
        Which parts of the next three are.
    """
    if not np.isfinite(empty):
        return False
    if period.dated < period.papers / 2:
        return False

    usual = neighbours.max()
    if np.isnan(usual):
        usual = 0
    if empty <= 1.5 * usual + 0.05:
        return False

    chance = (1 - empty) ** period.dated
    return chance < RARE_GAP


def sudden_drop(papers: np.ndarray) -> list[tuple[int, str]]:
    """Mark the last periods where papers are suddenly less than half, and stay so.

    They were gathered incompletely, rather than being of a subject that fades, where
    the drop is no chance and sharper than any before it among numbers of that size.

    Parameters
    ----------
    papers
        How many there are in each period.
    """
    length = len(papers)
    before = _median_before(papers)
    ratio = papers / np.maximum(before, 1)

    drops = []
    for place in range(max(3, length - length // 3), length):
        highest_since = papers[place:].max()
        halved = papers[place] < papers[place - 1] / 2
        stays = highest_since < before[place] / 2
        if halved and stays:
            drops.append(place)

    if not drops:
        return []

    sharpest = min(drops, key=lambda place: ratio[place])
    chance = special.pdtr(papers[sharpest], before[sharpest])
    if chance >= RARE:
        return []

    earlier = ratio[3:sharpest]
    of_that_size = before[3:sharpest] >= before[sharpest] / 4
    if ratio[sharpest] >= earlier[of_that_size].min(initial=1):
        return []

    mark = f"incomplete: {papers[sharpest]:,} papers after {papers[sharpest - 1]:,}"
    return [(place, mark) for place in range(sharpest, length)]


def _median_before(papers: np.ndarray) -> np.ndarray:
    """Take the median of the three periods before each; 0 before the first."""
    medians = np.zeros(len(papers))

    for place in range(1, len(papers)):
        before = papers[max(0, place - 3) : place]
        medians[place] = np.median(before)

    return medians


def source_presence(
    paper_periods: pd.DataFrame,
    records: pd.DataFrame,
    start: pd.DatetimeIndex,
) -> pd.DataFrame:
    """Tell which source is there in which period.

    A source is away where its papers, were they spread as those of the others, would
    hardly all be elsewhere. Dumps that each cover less than half of the time are parts
    of one source: pages saved one after the other.

    Parameters
    ----------
    paper_periods
        `paper_id` and `start`.
    records
        `paper_id` and `dump`; where it has `start` too, a source has a paper in these
        periods only.
    start
        The first days of the periods.

    Returns
    -------
    pd.DataFrame
        True or False: a row a period, a column a source.
    """
    counts = _count_by_source(paper_periods, records, start)
    if counts.shape[1] > 1:
        counts = _unite_short_sources(counts)

    total = counts.sum(axis=1)
    there = {}
    for source in counts.columns:
        papers = counts[source]
        others = total - papers
        there[source] = _is_there(papers.to_numpy(), others.to_numpy())

    return pd.DataFrame(there, index=counts.index)


def _count_by_source(
    paper_periods: pd.DataFrame,
    records: pd.DataFrame,
    start: pd.DatetimeIndex,
) -> pd.DataFrame:
    keys = ["paper_id"]
    if "start" in records:
        keys = ["paper_id", "start"]

    source = records["dump"].map(_folder_or_dump)
    of_source = records[keys].assign(source=source)
    of_source = of_source.drop_duplicates()

    rows = paper_periods.merge(of_source, on=keys)
    counts = rows.groupby(["start", "source"]).size()
    counts = counts.unstack(fill_value=0)
    return counts.reindex(start, fill_value=0)


def _folder_or_dump(dump: str) -> str:
    folder, _, _ = dump.rpartition("/")
    return folder or dump


def _unite_short_sources(counts: pd.DataFrame) -> pd.DataFrame:
    """Add up the sources that cover less than half of the periods.

    Parameters
    ----------
    counts
        Papers: a row a period, a column a source.
    """
    sources = []

    for source in counts.columns:
        places = np.flatnonzero(counts[source])
        length = places[-1] - places[0] + 1
        if 2 * length < len(counts):
            sources.append(REMAINDER)
        else:
            sources.append(source)

    by_source = counts.T.groupby(sources)
    return by_source.sum().T


def _is_there(papers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Tell in which periods a source is there.

    Parameters
    ----------
    papers
        How many the source has in each period.
    others
        How many all other sources have.

    Returns
    -------
    np.ndarray
        True or False for each period. A period without papers of the source is one of
        chance, as long as enough of its papers could have missed it.
    """
    present = papers > 0
    away = np.zeros(len(papers), dtype=bool)

    # Where the source begins to lack papers, and where it has some again.
    padded = np.r_[True, present, True]
    changes = np.diff(padded)
    edges = np.flatnonzero(changes)

    for first, last in zip(edges[::2], edges[1::2], strict=True):
        meanwhile = others[first:last].sum()
        part = meanwhile / max(1, others.sum())
        chance = (1 - part) ** papers.sum()
        away[first:last] = chance < RARE

    return ~away


def source_changes(presence: pd.DataFrame) -> list[tuple[int, str]]:
    """Mark the period where a source appears, and the last one before it disappears."""
    marks = []

    for source in presence.columns:
        there = presence[source].to_numpy()
        changed = there[1:] != there[:-1]
        for before in np.flatnonzero(changed):
            if there[before]:
                marks.append((before, f"{source} disappears"))
            else:
                marks.append((before + 1, f"{source} appears"))

    return marks


def number_stretches(presence: pd.DataFrame) -> np.ndarray:
    """Number the stretches of periods between changes of the sources, from 0."""
    there = presence.to_numpy()
    changed = there[1:] != there[:-1]
    begins = changed.any(axis=1)
    return np.cumsum(np.r_[False, begins])
