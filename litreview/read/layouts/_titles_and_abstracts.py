"""Titles and abstracts in turns, as `_listing` finds them, without what is none.

A letter below a listing reads as titles and abstracts too, but its texts are short, or
do not come back to the lines above them, several times in a row. That is left out.
"""

import statistics

from litreview.read.layouts import _listing, _suspicion
from litreview.read.layouts._explained import EXPLAINED
from litreview.read.layouts._judgement import (
    NO_LAYOUT,
    Judged,
    judge_reading,
    refuse,
    set_aside,
)
from litreview.read.layouts._reading import Reading

LAYOUT = "titles and abstracts"
LAYOUT_OF_SITE = "Daily Papers list"  # the same, under the words of that site

# A listing of a site has an abstract under so many of its titles.
_SHARE_WITH_ABSTRACT = 0.8
# Where only the lengths of lines tell texts apart, fewer papers may be chance.
_LEAST_INFERRED = 5
# The strange records at an end are left out if they outweigh the others by so many; a
# text is strange that is shorter than this share of the usual one.
_LEAST_STRANGERS = 2
_SHORT_FOR_PAGE = 0.35
_STRANGER = (
    "what follows does not read like the papers of this page: its texts are short, or "
    "say nothing of the lines above them"
)


def read_titles_and_abstracts(lines: list[str]) -> Judged:
    """Read lines as titles and abstracts that take turns.

    It is refused where no such papers are found, and doubtful where a part of the
    page is none.
    """
    records, roles = _listing.parse_listing(lines)
    _find_last_lines(records, roles)
    left_out = _find_strangers(records)
    kept = [record for i, record in enumerate(records) if i not in left_out]
    reading = Reading(_name_layout(kept, lines), kept, roles, {})

    is_inferred = any(record["inferred"] for record in kept)
    is_chance = is_inferred and len(kept) < _LEAST_INFERRED
    if len(kept) < max(1, len(left_out)) or is_chance:
        return refuse(reading, NO_LAYOUT)

    _set_strangers_aside(reading, records, left_out)
    judged = judge_reading(reading, reading.layout == LAYOUT_OF_SITE)
    if judged.certainty == "sure" and left_out:
        doubt = f"Part of it is left out: {_STRANGER}."
        return judged._replace(certainty="doubtful", doubt=doubt)
    return judged


def _name_layout(records: list[dict], lines: list[str]) -> str:
    with_abstract = sum(record["abstract"] is not None for record in records)
    has_abstracts = with_abstract >= _SHARE_WITH_ABSTRACT * len(records)
    if has_abstracts and any(map(_listing.names_its_site, lines)):
        return LAYOUT_OF_SITE
    return LAYOUT


def _find_last_lines(records: list[dict], roles: list[str]) -> None:
    """Give each record the last line that is of it."""
    below = len(roles) + 1
    for record in reversed(records):
        record["line_to"] = record["line"]
        for line in range(record["line"], below):
            if roles[line - 1] in EXPLAINED:
                record["line_to"] = line
        below = record["line"]


# What is none


def _find_strangers(records: list[dict]) -> set[int]:
    """Find the records at both ends that are not like the papers between them."""
    lengths = [len(record["abstract"] or "") for record in records]
    usual = statistics.median([length for length in lengths if length] or [0])
    strange = [_is_strange(record, usual) for record in records]
    at_start = {len(strange) - 1 - i for i in _strange_end(strange[::-1])}
    return _strange_end(strange) | at_start


def _is_strange(record: dict, usual: float) -> bool:
    abstract = record["abstract"] or ""
    if len(abstract) < _SHORT_FOR_PAGE * usual or _suspicion.holds_buttons(abstract):
        return True
    return _suspicion.is_unrelated(record["title"], abstract)


def _strange_end(strange: list[bool]) -> set[int]:
    """Find the records at the end among which the strange ones outweigh most."""
    best = weight = 0
    start = len(strange)
    for i in range(len(strange) - 1, -1, -1):
        weight += 1 if strange[i] else -1
        if weight > best:
            best, start = weight, i
    if best < _LEAST_STRANGERS:
        return set()
    return set(range(start, len(strange)))


def _set_strangers_aside(
    reading: Reading, records: list[dict], left_out: set[int]
) -> None:
    for i in left_out:
        first = records[i]["line"] - 1
        set_aside(reading.roles, range(first, records[i]["line_to"]))
        if i - 1 not in left_out:
            reading.reasons[first] = _STRANGER
