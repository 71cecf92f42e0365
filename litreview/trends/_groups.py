"""What is compared: the papers of dumps, of periods, of another report."""

import datetime
import fnmatch
import re
from pathlib import Path

import pandas as pd

from litreview import tables
from litreview.text import list_some

THIS = "this report"
REST = "the rest"
OTHER_DUMPS = "the other dumps"  # of many, all but the largest
MOST_DUMPS = 60  # groups that are compared without being asked for

_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_PERIOD = re.compile(r"\d{4}(-\d\d(-\d\d)?|-Q[1-4])?")


def read_other_report(
    folder: str | Path,
    a: str,
    b: str,
) -> dict[str, pd.DataFrame]:
    """Read another report, if `a` or `b` names its folder.

    Parameters
    ----------
    folder
        Of this report.
    a, b
        What is compared, as for `choose_groups`.

    Returns
    -------
    dict
        The tables `papers`, `topics` and `assignments` of the other report; without
        any row, if there is no other.

    Raises
    ------
    ValueError
        Where both are folders of reports.

    Examples
    --------
    >>> other = litreview.trends.read_other_report(place, "", "")
    >>> len(other["papers"])
    0
    """
    others = [path for path in (a, b) if _is_report(path)]
    if len(others) > 1:
        raise ValueError(
            "a and b are both folders of reports;"
            f" run this with folder={a!r} and b={b!r} instead"
        )

    found = {}
    for name in ("papers", "topics", "assignments"):
        if others:
            found[name] = tables.read(others[0], name)
        else:
            found[name] = tables.read(folder, name).head(0)
    return found


def choose_groups(
    a: str,
    b: str,
    records: pd.DataFrame,
    paper_periods: pd.DataFrame,
    other_papers: pd.DataFrame,
) -> pd.DataFrame:
    """List the papers of the groups that are compared.

    With `a` alone, it is compared with all papers that are not in it. With neither,
    every dump is a group, and of more than 60 dumps all but the largest are one; of a
    single dump, the earlier half of the periods and the later one.

    Parameters
    ----------
    a, b
        Each a dump, a glob over dumps, a period, a range of periods (`2019..2021`,
        `2019..`, `..2021`), or the folder of another report; "" for none.
    records
        `paper_id` and `dump`.
    paper_periods
        `paper_id`, `period` and `start`, of `assign_periods`.
    other_papers
        The papers of the other report, of `read_other_report`.

    Returns
    -------
    pd.DataFrame
        `group` (its name) and `paper_id`, a row for each paper of a group; this report
        comes first. No row, if there is nothing to compare.

    Raises
    ------
    ValueError
        Where `a` and `b` are the same, one of them matches nothing, or a range cuts
        through a period.

    Examples
    --------
    >>> groups = litreview.trends.choose_groups(
    ...     "page-1.txt", "page-2.txt", records, paper_periods, papers[:0]
    ... )
    >>> len(groups) > 0
    True
    """
    if a and a == b:
        raise ValueError(f"a and b are both {a!r}; name two things that differ")
    if not a and not b:
        if records["dump"].nunique() > 1:
            return _every_dump(records)
        return _halves(paper_periods)

    if _is_report(a):
        a, b = b, a
    elif not a and not _is_report(b):
        a, b = b, a

    if a:
        first, others = pick_papers(a, records, paper_periods)
    else:
        first, others = records["paper_id"].unique(), []

    if _is_report(b):
        second = other_papers["paper_id"]
    elif b:
        second, _ = pick_papers(b, records, paper_periods)
    else:
        second = others

    parts = [
        pd.DataFrame({"group": a or THIS, "paper_id": first}),
        pd.DataFrame({"group": b or REST, "paper_id": second}),
    ]
    return pd.concat(parts, ignore_index=True)


def pick_papers(
    name: str,
    records: pd.DataFrame,
    paper_periods: pd.DataFrame,
) -> tuple[pd.Index, pd.Index]:
    """Find the papers that a text names, and all others.

    The text is a dump, a glob over dumps, or periods. Papers without a date are in
    neither where periods are meant.
    """
    rows = records
    named = records["dump"] == name
    if not named.any():
        named = records["dump"].map(lambda dump: fnmatch.fnmatchcase(dump, name))
    if not named.any():
        rows = paper_periods
        named = _in_range(name, paper_periods)
    if not named.any():
        raise ValueError(_nothing_named(name, records, paper_periods))

    every = pd.Index(rows["paper_id"].unique())
    picked = pd.Index(rows.loc[named, "paper_id"].unique())
    return picked, every.difference(picked, sort=False)


def _nothing_named(
    name: str,
    records: pd.DataFrame,
    paper_periods: pd.DataFrame,
) -> str:
    by_time = paper_periods.sort_values("start")
    dumps = list_some(records["dump"].unique(), 8)
    periods = list_some(by_time["period"].unique(), 8)
    return (
        f"{name!r} is no dump, period or folder of a report;"
        f" the dumps are {dumps or 'none'}; the periods are {periods or 'none'}"
    )


def _is_report(path: str) -> bool:
    if not path:
        return False
    return tables.file_of(path, "topics").is_file()


def _in_range(text: str, paper_periods: pd.DataFrame) -> pd.Series:
    """Tell which rows are in a range of periods; refuse one that cuts through one."""
    days = _range_of_days(text)
    if days is None:
        return pd.Series(False, index=paper_periods.index)

    since, until = days
    inside = {}
    for period in paper_periods["period"].unique():
        start, end = _days_of(period)
        if start < since < end or start < until < end:
            raise ValueError(
                f"{text!r} cuts through the period {period};"
                " name whole periods, or set a finer `period`"
            )
        inside[period] = since <= start and end <= until

    return paper_periods["period"].map(inside).astype(bool)


def _range_of_days(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Give the first day of a range of periods and the first after it, if it is one."""
    first, dots, last = text.partition("..")
    if not dots:
        return _days_of(text)
    if not first and not last:
        return None

    since = datetime.date.min
    until = datetime.date.max
    if first:
        days = _days_of(first)
        if days is None:
            return None
        since, _ = days
    if last:
        days = _days_of(last)
        if days is None:
            return None
        _, until = days
    return since, until


def _days_of(period: str) -> tuple[datetime.date, datetime.date] | None:
    """Give the first day of a period and the first after it, if there is such a one."""
    try:
        week = _WEEK.fullmatch(period)
        if week:
            year, number = map(int, week.groups())
            start = datetime.date.fromisocalendar(year, number, 1)
            return start, start + datetime.timedelta(days=7)

        if _PERIOD.fullmatch(period):
            span = pd.Period(period.replace("-Q", "Q"))
            return span.start_time.date(), (span + 1).start_time.date()
    except ValueError:  # the 31st of February
        pass
    return None


def _every_dump(records: pd.DataFrame) -> pd.DataFrame:
    groups = records[["dump", "paper_id"]].drop_duplicates()
    sizes = groups["dump"].value_counts(sort=False)
    if len(sizes) > MOST_DUMPS:
        largest = sizes.nlargest(MOST_DUMPS - 1).index
        is_large = groups["dump"].isin(largest)
        groups = groups.assign(dump=groups["dump"].where(is_large, OTHER_DUMPS))
        groups = groups.drop_duplicates()
    return groups.rename(columns={"dump": "group"})


def _halves(paper_periods: pd.DataFrame) -> pd.DataFrame:
    """Put the papers into the earlier half of the periods and the later one."""
    by_time = paper_periods.sort_values("start")
    periods = list(by_time["period"].unique())
    if len(periods) < 2:
        return pd.DataFrame({"group": [], "paper_id": []}, dtype="str")

    half = len(periods) // 2
    name_of = {}
    for part in (periods[:half], periods[half:]):
        name = part[0]
        if len(part) > 1:
            name = f"{part[0]}..{part[-1]}"
        name_of |= dict.fromkeys(part, name)

    groups = by_time.assign(group=by_time["period"].map(name_of))
    return groups[["group", "paper_id"]].drop_duplicates()
