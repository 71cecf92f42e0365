"""Pages of results: lines → entries, by the kinds of lines that recur in each of them.

Each line gets a letter for its kind, and an entry is a pattern of such letters. What a
kind of line looks like, and what an entry is made of, is data (a `Layout`; those known
are in `_result_pages`); this is the machine that reads them.
"""

import itertools
import re
from functools import partial
from typing import NamedTuple

from litreview.read.layouts import _gaps, _listing
from litreview.read.layouts._entry import Entry, places_of, read_entry
from litreview.read.layouts._kinds import is_people, split_names
from litreview.read.layouts._reading import BLANK, Reading
from litreview.read.layouts._units import (
    LONGEST_LINE,
    Kinds,
    Unit,
    find_units,
    match_any,
    wrapped_at,
)


class Layout(NamedTuple):
    """How the entries of a page look."""

    name: str
    # The kinds of lines of its own, which go before those of `_kinds`.
    kinds: Kinds
    # The letters of an entry; named groups are the fields that whole lines hold.
    entry: re.Pattern
    # A line of one of these kinds must be there for a page to be read at all.
    anchors: str
    # Whether its marks are of a site; else the titles are looked at more strictly.
    is_of_site: bool = True
    # Whether it may show the beginning of an abstract without saying that it goes on.
    may_cut_abstracts: bool = False
    # Whether the date above its entries is the day of the page.
    has_page_dates: bool = False
    # Paragraphs between blank lines are read, instead of lines.
    paragraphs: bool = False
    # What stands between two names, where it is not a comma or a semicolon.
    between_authors: str = ""


_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")  # "(showing 50 of 90 entries)"
_SHORT_WORDS = 6  # a line above or below the entries that has fewer is of the site
_LINES_OF_FOOT = 4  # fewer lines at the end of a page may be of an entry that was cut


def read_cards(lines: list[str], layout: Layout) -> Reading | None:
    """Read a page as one layout knows it.

    Parameters
    ----------
    lines
        The lines of the page.
    layout
        How its entries look.

    Returns
    -------
    Reading or None
        None where no line is of the layout's `anchors`, or no entry is found.
    """
    if not _has_anchor(lines, layout):
        return None
    units = find_units(lines, layout.kinds, layout.paragraphs)
    entries = _find_entries(units, layout)
    if not layout.is_of_site:
        entries = _without_words_of_site(entries, units)
    if not entries:
        return None

    taken_up = _gaps.take_up_gaps(entries, units, layout.may_cut_abstracts)
    roles = _roles_of_lines(lines, units, entries, taken_up)
    records = [entry.record for entry in entries]
    if not layout.paragraphs and wrapped_at(lines):
        for record in records:
            record["inferred"] = True
    if layout.has_page_dates:
        _give_page_dates(records, roles, lines)
    return Reading(layout.name, records, roles, {})


def _has_anchor(lines: list[str], layout: Layout) -> bool:
    """Tell whether a line, or a cell of one, is of the layout's anchors."""
    if not layout.anchors:
        return True
    anchors = [form for kind in layout.anchors for form in layout.kinds[kind]]
    for line in lines:
        for cell in line.split("\t"):
            if len(cell) <= LONGEST_LINE and match_any(anchors, cell.strip(BLANK)):
                return True
    return False


def _find_entries(units: list[Unit], layout: Layout) -> list[Entry]:
    letters = "".join(unit.kind for unit in units)
    entries = []
    for found in layout.entry.finditer(letters):
        entry = read_entry(
            found, units, layout.between_authors, layout.may_cut_abstracts
        )
        if entry:
            entries.append(entry)
    return entries


# Lists without marks


def _without_words_of_site(entries: list[Entry], units: list[Unit]) -> list[Entry]:
    """Leave out what looks like an entry of a list without marks, and is a menu.

    Its titles have two words, its authors two names each. The entries follow each
    other; the first title is no name, and where most papers have several authors, so
    have the first and the last.
    """
    named = [entry for entry in entries if _is_titled_and_named(entry.record)]
    begun = itertools.dropwhile(partial(_is_like_names, units=units), named)
    run = _longest_run(list(begun), units)
    return _without_lone_ends(run)


def _is_titled_and_named(record: dict) -> bool:
    authors = record.get("authors", "")
    has_words = " " in record["title"]
    return has_words and is_people(authors) and _are_full_names(authors)


def _are_full_names(authors: str) -> bool:
    """Tell names of two words, not all in capitals."""
    for name in split_names(authors):
        words = name.split()
        if len(words) < 2 or all(word.isupper() for word in words):
            return False
    return True


def _is_like_names(entry: Entry, units: list[Unit]) -> bool:
    """Tell an entry whose title may be names as well, or words of a menu."""
    return units[entry.spans["title"].start].kind in "pq"


def _longest_run(entries: list[Entry], units: list[Unit]) -> list[Entry]:
    """Keep the most entries that follow each other, with a heading between at most."""
    usual = _gaps.usual_forms(_gaps.gaps_between(entries, units), units)
    runs: list[list[Entry]] = []
    for entry in entries:
        follows = False
        if runs:
            between = units[runs[-1][-1].stop : entry.start]
            strange = sum(_gaps.form_of(unit.text) not in usual for unit in between)
            follows = strange <= _gaps.LINES_OF_HEADING
        if follows:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return max(runs, key=len, default=[])


def _without_lone_ends(entries: list[Entry]) -> list[Entry]:
    """Leave out what has one author at the ends of a list whose papers have several.

    So look the words of a site above and below it: "Join us", "Our team".
    """
    several = []
    for place, entry in enumerate(entries):
        if len(split_names(entry.record["authors"])) > 1:
            several.append(place)
    if len(several) < len(entries) / 2:
        return entries
    return entries[several[0] : several[-1] + 1] if several else []


# Roles


def _roles_of_lines(
    lines: list[str],
    units: list[Unit],
    entries: list[Entry],
    taken_up: dict[int, str],
) -> list[str]:
    """Name the role of each line: of an entry, of a gap, or around the entries."""
    roles = ["" if line.strip(BLANK) else "blank" for line in lines]
    for entry in entries:
        for place in range(entry.start, entry.stop):
            _mark(roles, units[place], "field")
        for role in ("title", "abstract"):
            for place in places_of(role, entry, units):
                _mark(roles, units[place], role)
    for place, role in taken_up.items():
        _mark(roles, units[place], role)
    _give_roles_around(roles, units, entries)
    return roles


def _mark(roles: list[str], unit: Unit, role: str) -> None:
    """Give lines a role; of a line of several cells, the title or abstract counts."""
    for row in range(unit.first, unit.last + 1):
        if roles[row] not in ("blank", "title", "abstract"):
            roles[row] = role


def _give_roles_around(
    roles: list[str], units: list[Unit], entries: list[Entry]
) -> None:
    """Name the role of the lines that are of no entry.

    Buttons, numbers and dates are the site's (`header`), and so are the short lines
    above and below all entries; everything else was not understood.
    """
    first, last = entries[0].start, entries[-1].stop
    foot = units[last:]
    has_foot = len(foot) >= _LINES_OF_FOOT and any(unit.kind in "bu" for unit in foot)

    for place, unit in enumerate(units):
        if roles[unit.first]:
            continue
        is_outside = place < first or (place >= last and has_foot)
        if _is_of_site(unit) or (is_outside and _is_short_text(unit)):
            _mark(roles, unit, "header")
        else:
            _mark(roles, unit, "not understood")


def _is_of_site(unit: Unit) -> bool:
    return unit.kind in "bnduH" or bool(_listing.HEADER.fullmatch(unit.text))


def _is_short_text(unit: Unit) -> bool:
    return unit.kind in "tpqs" and unit.text.count(" ") < _SHORT_WORDS


def _give_page_dates(records: list[dict], roles: list[str], lines: list[str]) -> None:
    """Give each record the date that stands above it, among no entry's lines."""
    dates = {}
    for row, role in enumerate(roles):
        if role == "header":
            text = _BRACKET.sub("", lines[row].strip(BLANK))
            date = _listing.page_date(text)
            if date:
                dates[row + 1] = date

    for record in records:
        above = [line for line in dates if line < record["line"]]
        if above:
            record["date_line"] = max(above)
            record["page_date"] = dates[max(above)]
