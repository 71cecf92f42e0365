"""What is compared: the papers of dumps, of periods, of another report."""

import datetime
import fnmatch
import re
from pathlib import Path

import pandas as pd

from litreview import tables
from litreview.text import list_some

THIS, REST = "this report", "the rest"


def read_other_report(place: Path, a: str, b: str) -> dict[str, pd.DataFrame]:
    """Read papers, topics and assignments of another report, if `a` or `b` names its folder; else they are empty.

    Raises ValueError where both do.
    """
    named = [path for path in (a, b) if _is_report(path)]
    if len(named) > 1:
        raise ValueError(
            f"a and b are both folders of reports; run this with folder={a!r} and b={b!r} instead"
        )
    found = {
        name: tables.read(Path(named[0]) if named else place, name)
        for name in ("papers", "topics", "assignments")
    }
    return found if named else {name: table.head(0) for name, table in found.items()}


def pick(
    given: str, records: pd.DataFrame, spans: pd.DataFrame
) -> tuple[pd.Index, pd.Index]:
    """Find the papers that a text means, and all others: a dump, a glob over dumps, or periods as `2019..2021`.

    `spans` is of `axis.spans`. Papers without a date are in neither where periods are meant. Raises ValueError for what
    matches nothing, and for a range that cuts through a period.
    """
    dumps = records["dump"]
    meant = (
        dumps == given
        if (dumps == given).any()
        else dumps.map(lambda dump: fnmatch.fnmatchcase(dump, given))
    )
    rows = records
    if not meant.any():
        rows, meant = spans, _inside(given, spans)
    if not meant.any():
        known = (("dumps", dumps), ("periods", spans.sort_values("start")["period"]))
        there = "; ".join(
            f"the {kind} are {list_some(names.unique(), 8) or 'none'}"
            for kind, names in known
        )
        raise ValueError(f"{given!r} is no dump, period or folder of a report; {there}")
    chosen = pd.Index(rows.loc[meant, "paper_id"].unique())
    return chosen, pd.Index(rows["paper_id"].unique()).difference(chosen, sort=False)


def choose_groups(
    a: str, b: str, records: pd.DataFrame, spans: pd.DataFrame, other: pd.DataFrame
) -> pd.DataFrame:
    """List what is compared: `side` (a name) and `paper_id`, a row for each paper of a side.

    `other` are the papers of another report, where `a` or `b` is one. With `a` alone, it is compared with all papers
    that are not in it; with neither, every dump is a side; of a single dump the earlier half of the periods and the
    later one. No row, if there is nothing to compare. Raises ValueError as `pick` does.
    """
    if a and a == b:
        raise ValueError(f"a and b are both {a!r}; name two things that differ")
    a, b = (
        (b, a) if _is_report(a) or (not a and not _is_report(b)) else (a, b)
    )  # this report comes first
    if not a and not b:
        return _dumps(records) if records["dump"].nunique() > 1 else _halves(spans)
    every = pd.Index(records["paper_id"].unique())
    first, rest = pick(a, records, spans) if a else (every, every[:0])
    second = (
        pd.Index(other["paper_id"])
        if _is_report(b)
        else pick(b, records, spans)[0]
        if b
        else rest
    )
    named = {a or THIS: first, b or REST: second}
    return pd.concat(
        [pd.DataFrame({"side": name, "paper_id": ids}) for name, ids in named.items()],
        ignore_index=True,
    )


def _is_report(path: str) -> bool:
    return bool(path) and tables.file_of(path, "topics").is_file()


def _inside(given: str, spans: pd.DataFrame) -> pd.Series:
    """Say which rows are in a range of dates; a period that is partly in it stops with ValueError."""
    first, dots, last = given.partition("..")
    low, high = _bounds(first), _bounds(last if dots else first)
    if not (low or high) or (first and not low) or (dots and last and not high):
        return pd.Series(False, index=spans.index)
    since, until = (
        low[0] if low else datetime.date.min,
        high[1] if high else datetime.date.max,
    )
    bounds = {period: _bounds(period) for period in spans["period"].unique()}
    for period, (start, end) in bounds.items():
        if (start < since < end) or (start < until < end):
            raise ValueError(
                f"{given!r} cuts through the period {period}; name whole periods, or set a finer `period`"
            )
    return (
        spans["period"]
        .map(
            {
                name: since <= start and end <= until
                for name, (start, end) in bounds.items()
            }
        )
        .astype(bool)
    )


def _bounds(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Give the first day of a period and the first after it: of a year, quarter, month, week or day, else None."""
    try:
        if week := re.fullmatch(r"(\d{4})-W(\d\d)", text):
            start = datetime.date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return start, start + datetime.timedelta(days=7)
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?|-Q[1-4])?", text):
            period = pd.Period(text.replace("-Q", "Q"))
            return period.start_time.date(), (period + 1).start_time.date()
    except ValueError:  # the 31st of February
        pass
    return None


def _dumps(records: pd.DataFrame) -> pd.DataFrame:
    return (
        records[["dump", "paper_id"]].drop_duplicates().rename(columns={"dump": "side"})
    )


def _halves(spans: pd.DataFrame) -> pd.DataFrame:
    periods = list(dict.fromkeys(spans.sort_values("start")["period"]))
    if len(periods) < 2:
        return pd.DataFrame({"side": [], "paper_id": []}, dtype="str")
    half = len(periods) // 2
    names = {
        name: "..".join(dict.fromkeys([part[0], part[-1]]))
        for part in (periods[:half], periods[half:])
        for name in part
    }
    return (
        spans.sort_values("start")
        .assign(side=lambda rows: rows["period"].map(names))[["side", "paper_id"]]
        .drop_duplicates()
    )
