"""An entry of a page of results: the units that a pattern finds → a record."""

import re
from typing import NamedTuple

from litreview.read.layouts._kinds import REST_BUTTON
from litreview.read.layouts._reading import FIELDS
from litreview.read.layouts._segments import SENTENCE_END
from litreview.read.layouts._units import Unit, field_of, join_lines


class Entry(NamedTuple):
    """The units of an entry, from `start` to before `stop`, and its record."""

    start: int
    stop: int
    spans: dict[str, range]  # the units of each field that whole units hold
    record: dict


# How a text ends that breaks off.
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_ABSTRACT_LABEL = re.compile(r"^(?:Abstract|TL;?DR)\s*:?\s+(?=\S)")
# What stands before a title, or behind it.
_TITLE_MARKS = re.compile(
    r"^(?:(?:\[(?:PDF|HTML|BOOK|B|CITATION|C|DOC|LIBRO|BUCH|ZITATION|引用)\]\s*)+|"
    r"(?:\(\d+\)|\d+[.)]|\[\d+\])\s+|Title:\s*)"
)
# The full stop that a site puts behind a title, and not that of "U.S." or "…".
_CLOSING_STOP = re.compile(r"(?<![.\s][A-Z])(?<!\.\.)\.$")


def read_entry(
    found: re.Match,
    units: list[Unit],
    between_authors: str = "",
    may_cut: bool = False,
) -> Entry | None:
    """Make a record of the units that a pattern found; None where they hold no title.

    Parameters
    ----------
    found
        The match of an entry in the letters of the units.
    units
        Those of the page.
    between_authors
        What stands between two names, where it is not a comma or a semicolon.
    may_cut
        Whether the page shows the beginning of an abstract without saying so.
    """
    start, stop = found.span()
    record: dict = {}
    for unit in units[start:stop]:
        for name, value in unit.fields.items():
            record.setdefault(name, value)

    spans = {}
    for name, value in found.groupdict().items():
        if not value:
            continue
        field = field_of(name)
        spans[field] = range(*found.span(name))
        text = join_lines([units[place].text for place in spans[field]])
        if name.endswith("_rest"):
            text = f"{record.get(field, '')} {text}".strip()
        record[field] = text

    record["title"] = _clean_title(record.get("title", ""))
    if not record["title"]:
        return None
    part_snippet(record, may_cut)
    if between_authors and "authors" in record:
        names = re.split(between_authors, record["authors"])
        record["authors"] = [name.strip() for name in names if name.strip()]

    entry = Entry(start, stop, spans, {})
    known = {name: record[name] for name in FIELDS if name in record}
    first = min(places_of("title", entry, units), default=start)
    known["line"] = units[first].first + 1
    known["line_to"] = units[stop - 1].last + 1
    return entry._replace(record=known)


def _clean_title(title: str) -> str:
    title = _TITLE_MARKS.sub("", title)
    return _CLOSING_STOP.sub("", " ".join(title.split()))


def places_of(field: str, entry: Entry, units: list[Unit]) -> set[int]:
    """Find the units of an entry that hold a field."""
    places = set(entry.spans.get(field, ()))
    for place in range(entry.start, entry.stop):
        if field in units[place].fields:
            places.add(place)
    return places


def has_text(record: dict) -> bool:
    """Tell a record with an abstract, or a part of one."""
    return "abstract" in record or "snippet" in record


def part_snippet(record: dict, may_cut: bool) -> None:
    """Call an abstract that breaks off a snippet, and take buttons off its end."""
    abstract = record.pop("abstract", "")
    if abstract:
        abstract = _ABSTRACT_LABEL.sub("", abstract)
        abstract = REST_BUTTON.sub("", abstract).strip()
        has_no_end = may_cut and not SENTENCE_END.search(abstract)
        if has_no_end or _CUT_OFF.search(abstract):
            record.setdefault("snippet", _CUT_OFF.sub(" …", abstract))
        else:
            record["abstract"] = abstract
    if "snippet" in record:
        record["snippet"] = REST_BUTTON.sub("", record["snippet"])
