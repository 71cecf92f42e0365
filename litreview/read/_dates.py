"""Dates in any common spelling, read only as far as they are certain."""

import calendar
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from litreview.read._values import first_of
from litreview.text import MONTHS

_MONTH = (
    r"\b(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?<!\d)(?P<year>1\d{3}|20\d\d|2100)(?!\d)"
_YEAR_OF_PRINT = r"(?P<year>1[89]\d\d|20\d\d|2100)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_LAST_DAY = _DAY.replace("day", "to")
# A range counts by its beginning, as in PubMed.
_RANGE = r"(?:\s*(?:-+|–|/|to|and|&)\s*[\w.]+)?"
_MONTH_RANGE = rf"(?:\s*(?:-+|–|/)\s*{_LAST_DAY}?\s*[a-z]+\.?)?"
# The ways of writing a date, the surest first. `a` and `b` are a month and a day, or a
# day and a month.
_FORMS = [
    rf"{_DAY}{_RANGE}[\s.,~-]*{_MONTH}{_MONTH_RANGE}[\s,-]*{_YEAR}",
    rf"{_MONTH}[\s.,~]*{_DAY}{_RANGE}[\s,]+{_YEAR}",
    rf"{_YEAR}[\s,;-]*{_DAY}[\s.,~-]*{_MONTH}",
    rf"{_YEAR}[\s,;-]*{_MONTH}[\s~]*{_DAY}",
    rf"{_YEAR}[\s,;-]*{_MONTH}",
    rf"{_MONTH}{_RANGE}[\s,-]*{_YEAR}",
    rf"(?<!\d){_YEAR_OF_PRINT}(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    rf"^\s*{_YEAR_OF_PRINT}(?P<month>0[1-9]|1[012])\s*$",
    rf"{_YEAR}\s*[-/.\s]\s*(?P<month>\d{{1,2}})(?!\d)"
    r"(?:\s*[-/.\s]\s*(?P<day>\d{1,2})(?!\d))?",
    rf"(?<!\d)(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_YEAR}",
    rf"(?<![\d/.-])(?P<month>\d{{1,2}})[/.-]{_YEAR}",
    _YEAR,
]
_DATES = [re.compile(form, re.IGNORECASE) for form in _FORMS]
# How BibTeX is told to sort a year, and signs that LaTeX puts around parts of a date.
_BIBTEX_SIGNS = re.compile(r"\\noopsort\{[^{}]*\}|[{}\"\\#]")
_LONGEST = 200  # letters in which a date is looked for


class PartialDate(NamedTuple):
    """A date as far as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def read_dates(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read dates in any common spelling, only as far as they are certain.

    A range counts by its beginning; 03/04/2019 is certain in its year only; years are
    those from 1000 to 2100; a time of day and its zone are left out.

    Parameters
    ----------
    values
        Texts, numbers, timestamps, or lists of them, of which the first counts.

    Returns
    -------
    dates : pandas.Series
        datetime64[us]; the first day of the month or year where no more is known.
    precision : pandas.Series
        `day`, `month`, `year` or missing.
    """
    texts = values.map(first_of).astype("object")
    texts = texts.where(texts.notna(), "").astype("str")
    codes, different = pd.factorize(texts)

    days, precisions = [], []
    for text in different:
        date = _read_date(text)
        days.append(_first_day(date))
        precisions.append(_precision(date))

    days = np.array(days, dtype="datetime64[us]")
    precisions = np.array(precisions, dtype="object")
    return (
        pd.Series(days[codes], index=values.index),
        pd.Series(precisions[codes], index=values.index, dtype="str"),
    )


def _first_day(date: PartialDate) -> str:
    """Write the first day that a date may be."""
    if not date.year:
        return "NaT"
    month = date.month or 1
    day = date.day or 1
    return f"{date.year:04}-{month:02}-{day:02}"


def _precision(date: PartialDate) -> str | None:
    if date.day:
        return "day"
    if date.month:
        return "month"
    if date.year:
        return "year"
    return None


def _read_date(text: str) -> PartialDate:
    text = _BIBTEX_SIGNS.sub("", text[:_LONGEST])
    for form in _DATES:
        found = form.search(text)
        if found:
            return _certain_parts(found.groupdict())
    return PartialDate()


def _certain_parts(parts: dict[str, str | None]) -> PartialDate:
    """Take the parts of a date from the year on, as long as they are possible."""
    year = int(parts["year"])
    month = int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)

    name = parts.get("name")
    if name:
        month = MONTHS.index(name[:3].lower()) + 1
    if "a" in parts:
        numbers = int(parts["a"]), int(parts["b"])
        smaller = min(numbers)
        larger = max(numbers)
        # Else either could be the month.
        if smaller == larger or larger > 12:
            month = smaller
            day = larger

    if not 1 <= month <= 12:
        return PartialDate(year)
    _, days_in_month = calendar.monthrange(year, month)
    if not 1 <= day <= days_in_month:
        return PartialDate(year, month)
    return PartialDate(year, month, day)
