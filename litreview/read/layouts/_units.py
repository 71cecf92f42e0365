"""Lines of a page → units: what was one line on the site, its kind and its fields."""

import itertools
import re
from typing import NamedTuple

from litreview.read.layouts import _paragraphs
from litreview.read.layouts._kinds import kind_of
from litreview.read.layouts._reading import BLANK

# The patterns of lines of each kind, by the letter of the kind; their named groups are
# our fields.
Kinds = dict[str, list[re.Pattern]]


class Unit(NamedTuple):
    """A line, a cell of one, or lines that were one before a page was wrapped."""

    text: str
    first: int  # its first line, from 0
    last: int
    kind: str = ""  # a letter
    fields: dict = {}


# What lines of shared kinds hold.
SHARED_FIELDS = {"d": "date", "o": "doi", "u": "url"}

LONGEST_LINE = 6_000  # letters; a longer one is of no kind of a layout's own
_NARROWEST = 50  # letters of a line of a page that was wrapped
_FULL_LINES = 5  # so many lines of a wrapped page are full
_BROKEN_WORD = re.compile(r"\w-$")
_REST_OF_WORD = re.compile(r"[^\W\d_A-Z]")


def find_units(lines: list[str], kinds: Kinds, of_paragraphs: bool) -> list[Unit]:
    """Put lines together to what they were before a page was wrapped.

    Parameters
    ----------
    lines
        The lines of a page.
    kinds
        The kinds that a layout has of its own; they go before the shared ones.
    of_paragraphs
        Whether a unit is all that stands between two blank lines.

    Returns
    -------
    list of Unit
        Without the blank lines.
    """
    texts = [line.strip(BLANK) for line in lines]
    width = wrapped_at(lines)
    if of_paragraphs:
        units = _paragraph_units(texts)
    elif width:
        units = _unwrapped_units(texts, width)
    else:
        units = _line_units(texts)
    return [_with_kind(unit, kinds) for unit in units]


def wrapped_at(lines: list[str]) -> int:
    """Find at which width a page was wrapped; 0 where it was not.

    Then no line is longer, and many are as long as the next word allows.
    """
    texts = [line.strip(BLANK) for line in lines]
    width = max(map(len, texts), default=0)
    if not _NARROWEST <= width <= _paragraphs.WRAPPED:
        return 0

    full = 0
    long = 0
    for above, below in itertools.pairwise(texts):
        if len(above) > width / 2 and below:
            long += 1
            full += _paragraphs.runs_on(above, below, width)
    if full < max(_FULL_LINES, long / 3):
        return 0
    return width


def _line_units(texts: list[str]) -> list[Unit]:
    """Make a unit of each line, or of each of its cells where it has tabs."""
    units = []
    for row, text in enumerate(texts):
        for cell in text.split("\t"):
            cell = cell.strip(BLANK)
            if cell:
                units.append(Unit(cell, row, row))
    return units


def _paragraph_units(texts: list[str]) -> list[Unit]:
    units: list[Unit] = []
    for row, text in enumerate(texts):
        if not text:
            continue
        if units and units[-1].last == row - 1:
            units[-1] = _extend(units[-1], text, row)
        else:
            units.append(Unit(text, row, row))
    return units


def _unwrapped_units(texts: list[str], width: int) -> list[Unit]:
    """Join each line that is full with the one below it."""
    units: list[Unit] = []
    for row, text in enumerate(texts):
        if not text:
            continue
        goes_on = False
        if units and units[-1].last == row - 1:
            above = texts[row - 1]
            is_full = _paragraphs.runs_on(above, text, width)
            goes_on = is_full and len(above) > width / 2

        if goes_on:
            units[-1] = _extend(units[-1], text, row)
        else:
            units.append(Unit(text, row, row))
    return units


def _extend(unit: Unit, text: str, row: int) -> Unit:
    return unit._replace(text=join_lines([unit.text, text]), last=row)


def join_lines(texts: list[str]) -> str:
    """Join wrapped lines; a word that ends with a hyphen goes on in the next line."""
    joined = texts[0]
    for text in texts[1:]:
        if _BROKEN_WORD.search(joined) and _REST_OF_WORD.match(text):
            joined += text
        else:
            joined += f" {text}"
    return joined


def _with_kind(unit: Unit, kinds: Kinds) -> Unit:
    """Give a unit the letter of its kind, and the fields that its pattern finds."""
    if len(unit.text) <= LONGEST_LINE:
        for letter, patterns in kinds.items():
            found = match_any(patterns, unit.text)
            if found:
                return unit._replace(kind=letter, fields=_fields_of(found))

    letter = kind_of(unit.text)
    fields = {}
    if letter in SHARED_FIELDS:
        fields[SHARED_FIELDS[letter]] = unit.text
    return unit._replace(kind=letter, fields=fields)


def match_any(patterns: list[re.Pattern], text: str) -> re.Match | None:
    """Match all of a text with the first pattern that fits."""
    for pattern in patterns:
        found = pattern.fullmatch(text)
        if found:
            return found
    return None


def _fields_of(found: re.Match) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in found.groupdict().items():
        if value:
            fields.setdefault(field_of(name), value.strip())
    return fields


def field_of(group: str) -> str:
    """Name the field of a group: no two groups of a pattern may have one name."""
    return group.removesuffix("_rest").removesuffix("_2").removesuffix("_3")
