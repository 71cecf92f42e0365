"""A page without marks → records, in the layout that explains it, or a refusal.

Every layout reads the page, and the one that explains most of it counts (`_choice`).
What it does not reach is read again: two pages may stand in one file. Where no layout
fits, titles and abstracts that take turns are looked for. The titles are looked at as
a whole (`_judgement`): a page whose titles do not look like titles is doubtful or
refused.
"""

import re
from typing import NamedTuple

from litreview.read.layouts._choice import read_in_best_layout
from litreview.read.layouts._explained import (
    LINES_TO_READ_AGAIN,
    count_explained,
    count_letters,
    find_unreached,
    share_left_out,
)
from litreview.read.layouts._judgement import NO_LAYOUT, Judged, judge_reading, refuse
from litreview.read.layouts._reading import BLANK, Reading
from litreview.read.layouts._suspicion import ADVICE
from litreview.read.layouts._titles_and_abstracts import read_titles_and_abstracts
from litreview.text import list_some

# Where layouts explain less of all letters, titles and abstracts may explain more.
SHARE_TO_STOP = 0.6
# Titles and abstracts in what is left over are believed from so many on.
LEAST_OF_REST = 3

SHARE_QUOTED = 0.9  # of the lines of a page that is quoted begin with ">"
_QUOTATION = re.compile(r"^(?:>\s?)+")

# A part that is refused makes a file doubtful if it has this share of its lines.
SHARE_THAT_MATTERS = 0.2
# A file of which this share is left out is doubtful; with that share, and fewer papers
# than make a list, it is refused.
SHARE_LEFT_OUT = 0.5
SHARE_LEFT_OUT_REFUSED = 0.7
LEAST_OF_LIST = 10


class Page(NamedTuple):
    """What a page was read as."""

    layout: str
    certainty: str  # `sure`, `doubtful` or `refused`
    doubt: str
    records: list[dict]
    roles: list[str]
    reasons: dict[int, str]


def read_page(lines: list[str]) -> Page:
    """Read a page in the layouts that explain it.

    Parameters
    ----------
    lines
        The lines of a file.

    Returns
    -------
    Page
        `records` have their lines counted from 1; of a page that is refused there is
        none, and all its lines are `not understood`.
    """
    lines = _without_quotation_marks(lines)
    return _put_together(lines, _read_parts(lines))


def read_pages(pages: list[tuple[list[str], Reading | None]]) -> Page:
    """Read pages that stand one after the other, some of which are read already.

    Parameters
    ----------
    pages
        The lines of each, and what they were read as from its markup; None where that
        is for the layouts to tell.
    """
    parts: list[Judged] = []
    all_lines: list[str] = []
    for lines, reading in pages:
        if reading is not None:
            parts.append(_judge_marked(reading))
        elif lines:
            parts += _read_parts(lines)
        all_lines += lines
    return _put_together(all_lines, parts)


def _without_quotation_marks(lines: list[str]) -> list[str]:
    """Take off the marks of a page that is quoted in a message."""
    filled = sum(bool(line.strip(BLANK)) for line in lines)
    quoted = sum(line.startswith(">") for line in lines)
    if quoted < max(LINES_TO_READ_AGAIN, SHARE_QUOTED * filled):
        return lines
    return [_QUOTATION.sub("", line) for line in lines]


def _judge_marked(reading: Reading) -> Judged:
    """Judge what was read from the markup of a page, which may be only a header."""
    if reading.records:
        return judge_reading(reading, has_marks=True)
    if "not understood" in reading.roles:
        return Judged(reading, "doubtful", NO_LAYOUT)
    return Judged(reading, "sure", "")


# Parts of a page, one below the other


def _read_parts(lines: list[str], is_rest: bool = False) -> list[Judged]:
    """Read lines in one layout, and what it does not reach in others.

    Each part has the roles of its lines, and counts the lines of its records from 1.
    """
    known = read_in_best_layout(lines, is_rest)
    if known is None or known.certainty == "refused":
        unknown = read_titles_and_abstracts(lines)
        if is_rest and not _is_plain_listing(unknown.reading.records):
            unknown = refuse(unknown.reading, NO_LAYOUT)
        if known is None or unknown.certainty != "refused":
            return [unknown]
        return [known]

    parts = _read_around(lines, known)
    explained = _count_explained_by(parts, lines)
    if explained < SHARE_TO_STOP * count_letters(lines):
        unknown = read_titles_and_abstracts(lines)
        is_better = count_explained(unknown.reading, lines) > explained
        if unknown.certainty == "sure" and is_better:
            return [unknown]
    return parts


def _is_plain_listing(records: list[dict]) -> bool:
    """Tell titles and abstracts that are believed beside a page of another layout."""
    titles = {record["title"] for record in records}
    is_inferred = any(record.get("inferred") for record in records)
    if is_inferred or len(titles) < len(records):
        return False
    return len(records) >= LEAST_OF_REST


def _read_around(lines: list[str], known: Judged) -> list[Judged]:
    """Read again what a layout did not reach, and keep what is no refusal."""
    parts = []
    start = 0
    for first, stop in find_unreached(known.reading):
        rest = _read_parts(lines[first:stop], is_rest=True)
        if all(part.certainty == "refused" for part in rest):
            continue
        if start < first:
            parts.append(_cut(known, start, first))
        parts += rest
        start = stop
    if start < len(lines):
        parts.append(_cut(known, start, len(lines)))
    return parts


def _cut(judged: Judged, start: int, stop: int) -> Judged:
    """Cut a reading to some of its lines."""
    reading = judged.reading
    records = []
    for record in reading.records:
        if start < record["line"] <= stop:
            records.append(_move(record, -start))
    reasons = {}
    for row, reason in reading.reasons.items():
        if start <= row < stop:
            reasons[row - start] = reason
    roles = reading.roles[start:stop]
    return judged._replace(reading=Reading(reading.layout, records, roles, reasons))


def _move(record: dict, lines: int) -> dict:
    """Count the lines of a record from elsewhere."""
    moved = dict(record)
    for name in ("line", "line_to", "date_line"):
        if moved.get(name):
            moved[name] += lines
    return moved


def _count_explained_by(parts: list[Judged], lines: list[str]) -> int:
    explained = 0
    start = 0
    for part in parts:
        stop = start + len(part.reading.roles)
        explained += count_explained(part.reading, lines[start:stop])
        start = stop
    return explained


# The whole page


def _put_together(lines: list[str], parts: list[Judged]) -> Page:
    """Make one page of its parts; what is refused has no records."""
    records: list[dict] = []
    roles: list[str] = []
    reasons: dict[int, str] = {}
    layouts: list[str] = []
    for part in parts:
        reading = part.reading
        above = len(roles)
        records += [_move(record, above) for record in reading.records]
        for row, reason in reading.reasons.items():
            reasons[row + above] = reason
        roles += reading.roles
        if reading.records and reading.layout not in layouts:
            layouts.append(reading.layout)

    certainty, doubt = _overall(parts, bool(records))
    left_out = share_left_out(roles, lines)
    if not records or left_out < SHARE_LEFT_OUT:
        return Page(list_some(layouts), certainty, doubt, records, roles, reasons)

    doubt = f"{left_out:.0%} of its text is in no layout that is known. {doubt}".strip()
    if len(records) < LEAST_OF_LIST and left_out >= SHARE_LEFT_OUT_REFUSED:
        doubt = f"{doubt} {ADVICE}"
        nothing = refuse(Reading("", [], roles, {}), doubt).reading
        return Page("", "refused", doubt, [], nothing.roles, nothing.reasons)
    return Page(list_some(layouts), "doubtful", doubt, records, roles, reasons)


def _overall(parts: list[Judged], has_records: bool) -> tuple[str, str]:
    """Judge a page by its worst part; it is refused if nothing else is in it."""
    total = sum(map(_count_filled, parts))
    doubts: dict[str, None] = {}  # each once, in their order
    for part in parts:
        share = _count_filled(part) / max(1, total)
        if part.certainty == "refused" and has_records:
            if share >= SHARE_THAT_MATTERS:
                doubts[f"{share:.0%} of its lines are left out. {part.doubt}"] = None
        elif part.doubt:
            doubts[part.doubt] = None

    doubt = " ".join(doubts)
    if total and not has_records:
        return "refused", doubt or NO_LAYOUT
    return ("doubtful" if doubts else "sure"), doubt


def _count_filled(part: Judged) -> int:
    roles = part.reading.roles
    return len(roles) - roles.count("blank")
