"""A page without marks → records, in the layout that explains it, or a refusal.

Every layout reads the page, and the one that explains most of it counts. What it does
not reach, above and below its entries, is read again: two pages may stand in one file.
Where no layout fits, titles and abstracts that take turns are looked for. In the end
the titles are looked at as a whole: a page whose titles do not look like titles is
doubtful or refused.
"""

import re
import statistics
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from litreview.read.layouts import (
    _arxiv_mail,
    _cards,
    _entries,
    _listing,
    _markdown_tables,
    _reading_lists,
    _references,
    _result_pages,
    _suspicion,
)
from litreview.read.layouts._reading import BLANK, Reading
from litreview.text import list_some

TITLES_AND_ABSTRACTS = "titles and abstracts"
LISTING_OF_SITE = "Daily Papers list"  # the same, under the words of that site


_LINK_NAME = (
    r"(?:Articles?|PubMed(?:\ Central)?|PMC|Google\ Scholar|Cross ?Ref|CAS|ADS|MATH"
    r"|MathSciNet|View\ (?:in\ Article|article|Record\ in\ Scopus)|Scopus|PDF"
    r"|DOI|Chapter|(?:Free\ )?Full\ Text|Web\ of\ Science|Download\ citation|View|Link"
    r"|Open\ URL)"
)
# "Article PubMed Google Scholar", "[CrossRef] [PubMed]"
_LINKS = re.compile(rf"(?:[\[(•|·]?\s*{_LINK_NAME}\s*[\])•|·]?\s*)+", re.IGNORECASE)
_LINKS_BEHIND = re.compile(
    rf"(?<=[.\d])(?:\s+[\[(]\s*{_LINK_NAME}\s*[\])])+\s*$", re.IGNORECASE
)
ENTRIES_TRIED = 100  # of a long list, before a style is taken for it


@lru_cache(maxsize=1)
def _find_entries(lines: tuple[str, ...]) -> _entries.Entries:
    """Find the entries of a list, once for all styles.

    The links that a site puts below or behind its references are no part of them.
    """
    without_links = []
    for line in lines:
        if _LINKS.fullmatch(line.strip(BLANK)):
            line = ""
        without_links.append(_LINKS_BEHIND.sub("", line))
    entries = _entries.find_entries(without_links)
    roles = list(entries.roles)
    for row, line in enumerate(lines):
        if not without_links[row].strip(BLANK) and line.strip(BLANK):
            roles[row] = "field"
    return entries._replace(roles=roles)


def _read_references(lines: list[str], style: _references.Style) -> Reading | None:
    """Read lines as references of a style, if it fits half of them."""
    entries = _find_entries(tuple(lines))
    if len(entries.entries) > ENTRIES_TRIED:
        # A style that fits none of the first hundred need not be tried on thousands.
        tried = entries._replace(entries=entries.entries[:ENTRIES_TRIED])
        trial = _references.read_style(lines, style, tried)
        if trial is None or len(trial.records) < ENTRIES_TRIED / 3:
            return None
    reading = _references.read_style(lines, style, entries)
    if reading and len(reading.records) >= len(entries.entries) / 2:
        return reading
    return None


# Layouts by their names: what each makes of a page, or None.
LAYOUTS: dict[str, Callable[[list[str]], Reading | None]] = {}
for _layout in _result_pages.LAYOUTS:
    LAYOUTS[_layout.name] = partial(_cards.read_cards, layout=_layout)
LAYOUTS[_arxiv_mail.LAYOUT] = _arxiv_mail.read_arxiv_mail
for _style in _references.STYLES.values():
    LAYOUTS[_style.name] = partial(_read_references, style=_style)
LAYOUTS[_markdown_tables.LAYOUT] = _markdown_tables.read_markdown_table
LAYOUTS[_reading_lists.LAYOUT] = _reading_lists.read_reading_list

# Layouts without marks of their own: their titles are looked at more strictly.
UNMARKED = {TITLES_AND_ABSTRACTS, _reading_lists.LAYOUT}
UNMARKED |= {layout.name for layout in _result_pages.LAYOUTS if not layout.is_of_site}

# Layouts that are only believed of a whole file, not of what is left over of one.
OF_WHOLE = {_result_pages.TITLES_AND_AUTHORS.name}

# Layouts whose lines say what they are: they go before all others.
PLAINLY_MARKED = {_arxiv_mail.LAYOUT}

# A layout must explain this share of the letters between its first and its last entry
# to be taken at all, and this share to be taken for certain.
SHARE_TO_READ = 0.75
SHARE_TO_READ_UNMARKED = 0.7
SHARE_TO_BE_SURE = 0.9
# Where layouts explain less of all letters, titles and abstracts may explain more.
SHARE_TO_STOP = 0.6
# Two layouts that explain a page about as well must agree on this share of titles.
ABOUT_AS_WELL = 0.97
SHARE_OF_SAME_TITLES = 0.9
# Lines that are left over are read again if they are so many.
LINES_TO_READ_AGAIN = 4
# Titles and abstracts in what is left over are believed from so many on.
LEAST_OF_REST = 3
LEAST_INFERRED = 5
# A listing of a site has an abstract under so many of its titles.
SHARE_WITH_ABSTRACT = 0.8
# What is not like the papers of a listing is left out at its ends, if it outweighs what
# is by so many; its text is shorter than this share of the usual one.
LEAST_STRANGERS = 2
SHORT_FOR_PAGE = 0.35
STRANGER = (
    "what follows does not read like the papers of this page: its texts are short, or "
    "say nothing of the lines above them"
)
# So many lines between two entries are of two pages, not of an entry.
LINES_BETWEEN_PAGES = 8
# What a title looks like that is none (codes of `_suspicion`).
NO_TITLES = {
    "menu": "a button",
    "mail header": "the header of an e-mail",
    "address": "an address",
    "names": "names",
    "identifier": "an identifier",
    "number": "a number",
    "date": "a date",
    "code": "code",
    "citation": "a title with more of its reference in it",
}
# Of a page that holds nothing but one entry, so much must be explained.
SHARE_OF_ONE_ENTRY = 0.8

SHARE_QUOTED = 0.9  # of the lines of a page that is quoted begin with ">"
_QUOTATION = re.compile(r"^(?:>\s?)+")

_EXPLAINED = ("title", "abstract", "field")
ADVICE = (
    "Export the records instead (RIS, BibTeX or CSV), or copy a page with whole titles "
    "and abstracts."
)

NO_LAYOUT = f"No list of papers was found in it. {ADVICE}"
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


class _Stretch(NamedTuple):
    """Some lines of a page, read in one layout, and how sure that is."""

    reading: Reading
    certainty: str
    doubt: str


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
    stretches = _read_stretches(lines, 0)
    return _put_together(lines, stretches)


def _without_quotation_marks(lines: list[str]) -> list[str]:
    """Take off the marks of a page that is quoted in a message."""
    filled = sum(bool(line.strip(BLANK)) for line in lines)
    quoted = sum(line.startswith(">") for line in lines)
    if quoted < max(LINES_TO_READ_AGAIN, SHARE_QUOTED * filled):
        return lines
    return [_QUOTATION.sub("", line) for line in lines]


def read_pages(pages: list[tuple[list[str], Reading | None]]) -> Page:
    """Read pages that stand one after the other, some of which are read already.

    Parameters
    ----------
    pages
        The lines of each, and what they were read as from its markup; None where that
        is for the layouts to tell.
    """
    stretches: list[tuple[int, _Stretch]] = []
    all_lines: list[str] = []
    for lines, reading in pages:
        if reading is not None:
            stretches.append((len(all_lines), _judge_marked(reading)))
        elif lines:
            stretches += _read_stretches(lines, len(all_lines))
        all_lines += lines
    return _put_together(all_lines, stretches)


def _judge_marked(reading: Reading) -> _Stretch:
    """Judge what was read from the markup of a page, which may be only a header."""
    if reading.records:
        return _judge(reading)
    if "not understood" in reading.roles:
        return _Stretch(reading, "doubtful", NO_LAYOUT)
    return _Stretch(reading, "sure", "")


def _read_stretches(
    lines: list[str], offset: int, is_rest: bool = False
) -> list[tuple[int, _Stretch]]:
    """Read lines in one layout, and what it does not reach in others.

    Returns each stretch with the number of lines above it.
    """
    known = _read_known(lines, is_rest)
    if known is None or known.certainty == "refused":
        unknown = _read_unknown(lines)
        if is_rest and not _is_plain_listing(unknown.reading.records):
            unknown = _Stretch(
                _refuse(unknown.reading, NO_LAYOUT), "refused", NO_LAYOUT
            )
        if known is None or unknown.certainty != "refused":
            known = unknown
        return [(offset, known)]

    stretches = _read_around(lines, known, offset)
    explained = sum(_count_stretch(stretch, lines, offset) for stretch in stretches)
    if explained < SHARE_TO_STOP * _count_letters(lines):
        unknown = _read_unknown(lines)
        is_better = _count_explained(unknown.reading, lines) > explained
        if unknown.certainty == "sure" and is_better:
            return [(offset, unknown)]
    return stretches


def _is_plain_listing(records: list[dict]) -> bool:
    """Tell titles and abstracts that are believed beside a page of another layout."""
    titles = {record["title"] for record in records}
    is_inferred = any(record.get("inferred") for record in records)
    if is_inferred or len(titles) < len(records):
        return False
    return len(records) >= LEAST_OF_REST


def _read_around(
    lines: list[str], known: _Stretch, offset: int
) -> list[tuple[int, _Stretch]]:
    """Read again what a layout did not reach."""
    stretches = []
    start = 0
    for first, stop in _unreached(known.reading):
        rest = _read_rest(lines[first:stop], offset + first)
        if not rest:
            continue
        if start < first:
            stretches.append((offset + start, _part_of(known, start, first)))
        stretches += rest
        start = stop
    if start < len(lines):
        stretches.append((offset + start, _part_of(known, start, len(lines))))
    return stretches


def _unreached(reading: Reading) -> list[tuple[int, int]]:
    """Find the runs of lines, long enough to be read again, that are of no entry."""
    runs = []
    start = None
    for row, role in enumerate([*reading.roles, "field"]):
        if role in _EXPLAINED:
            if start is not None:
                runs.append((start, row))
            start = None
        elif start is None and role != "blank":
            start = row
    return [run for run in runs if _is_long(reading.roles[slice(*run)])]


def _is_long(roles: list[str]) -> bool:
    return roles.count("not understood") >= LINES_TO_READ_AGAIN


def _read_rest(lines: list[str], offset: int) -> list[tuple[int, _Stretch]]:
    """Read what a layout did not reach; nothing where no papers are in it for sure."""
    stretches = _read_stretches(lines, offset, is_rest=True)
    if all(stretch.certainty == "refused" for _, stretch in stretches):
        return []
    return stretches


def _part_of(stretch: _Stretch, start: int, stop: int) -> _Stretch:
    """Cut a reading to some of its lines."""
    reading = stretch.reading
    records = []
    for record in reading.records:
        if not start < record["line"] <= stop:
            continue
        moved = {"line": record["line"] - start, "line_to": record["line_to"] - start}
        records.append(record | moved)
    reasons = {}
    for row, reason in reading.reasons.items():
        if start <= row < stop:
            reasons[row - start] = reason
    part = reading._replace(
        records=records, roles=reading.roles[start:stop], reasons=reasons
    )
    return stretch._replace(reading=part)


# One layout


def _read_known(lines: list[str], is_rest: bool) -> _Stretch | None:
    """Read lines in the layout that explains most of them; None where none fits."""
    readings = _fitting_readings(lines, is_rest)
    if not readings:
        return None

    judgements = [_judge(reading) for reading in readings]
    believed = [judged for judged in judgements if judged.certainty != "refused"]
    if not believed or believed[0].certainty != "sure":
        return (believed or judgements)[0]

    best, *others = [judged for judged in believed if judged.certainty == "sure"]
    rivals = [other.reading for other in others]
    doubt = _rival_doubt(best.reading, rivals, lines)
    if doubt:
        return _Stretch(_refuse(best.reading, doubt), "refused", doubt)
    doubt = _layout_doubt(best.reading, lines)
    if doubt and best.reading.layout in UNMARKED:
        return _Stretch(_refuse(best.reading, doubt), "refused", doubt)
    if doubt:
        return best._replace(certainty="doubtful", doubt=doubt)
    return best


def _fitting_readings(lines: list[str], is_rest: bool) -> list[Reading]:
    """Read lines in all layouts that fit; those first that explain most.

    Layouts with marks of their own go before the others.
    """
    readings = []
    for read in LAYOUTS.values():
        reading = read(lines)
        if reading is not None and _fits(reading, lines, is_rest):
            readings.append(reading)

    plain = [reading for reading in readings if reading.layout in PLAINLY_MARKED]
    readings = plain or readings
    if is_rest:
        readings = [reading for reading in readings if reading.layout not in OF_WHOLE]
    marked = [reading for reading in readings if reading.layout not in UNMARKED]
    readings = marked or readings
    readings.sort(key=partial(_count_explained, lines=lines), reverse=True)
    return readings


def _fits(reading: Reading, lines: list[str], is_rest: bool) -> bool:
    """Tell whether a layout explains enough of a page to be taken."""
    if len(reading.records) == 1:
        explained = _count_explained(reading, lines)
        enough = SHARE_OF_ONE_ENTRY * _count_letters(lines)
        return not is_rest and explained >= enough
    if _share_explained(reading, lines) < SHARE_TO_READ:
        return False
    if reading.layout in UNMARKED:
        # Without marks, a list must be all that the file holds.
        left_out = _share_left_out(lines, reading.roles)
        return left_out <= 1 - SHARE_TO_READ_UNMARKED
    return True


def _count_explained(reading: Reading, lines: list[str]) -> int:
    """Count the letters of lines that are of an entry."""
    letters = 0
    for role, line in zip(reading.roles, lines, strict=True):
        if role in _EXPLAINED:
            letters += len(line.strip(BLANK))
    return letters


def _count_stretch(stretch: tuple[int, _Stretch], lines: list[str], offset: int) -> int:
    start, read = stretch
    first = start - offset
    stop = first + len(read.reading.roles)
    return _count_explained(read.reading, lines[first:stop])


def _count_letters(lines: list[str]) -> int:
    return sum(len(line.strip(BLANK)) for line in lines)


def _share_explained(reading: Reading, lines: list[str]) -> float:
    """Measure how much is explained of what stands from the first entry to the last.

    The letters count, and the lines, whichever are fewer. What stands between two pages
    does not count: it is read again.
    """
    first = min(record["line"] for record in reading.records) - 1
    last = max(record["line_to"] for record in reading.records)
    rows = set(range(first, last))
    for start, stop in _unreached(reading):
        if stop - start >= LINES_BETWEEN_PAGES:
            rows -= set(range(start, stop))

    letters = explained_letters = 0
    filled = explained = 0
    for row in rows:
        role = reading.roles[row]
        if role in ("header", "blank"):
            continue
        length = len(lines[row].strip(BLANK))
        letters += length
        filled += 1
        if role in _EXPLAINED:
            explained_letters += length
            explained += 1
    return min(explained_letters / max(1, letters), explained / max(1, filled))


def _layout_doubt(reading: Reading, lines: list[str]) -> str:
    """Say that a good part of a page does not fit its layout; "" where that is not."""
    share = _share_explained(reading, lines)
    if share >= SHARE_TO_BE_SURE:
        return ""
    return (
        f"It looks like a page of the kind “{reading.layout}”, but {1 - share:.0%} of "
        f"what stands between its papers does not fit that, so papers may be missing. "
        f"{ADVICE}"
    )


def _rival_doubt(best: Reading, others: list[Reading], lines: list[str]) -> str:
    """Say that another layout explains a page as well and finds other titles."""
    enough = ABOUT_AS_WELL * _count_explained(best, lines)
    titles = {record["title"] for record in best.records}
    for other in others:
        if _count_explained(other, lines) < enough:
            break
        same = sum(record["title"] in titles for record in other.records)
        if same < SHARE_OF_SAME_TITLES * len(other.records):
            return (
                f"It can be read as “{best.layout}” or as “{other.layout}”, "
                f"and the two find different titles. {ADVICE}"
            )
    return ""


def _read_unknown(lines: list[str]) -> _Stretch:
    """Read lines as titles and abstracts that take turns."""
    records, roles = _listing.parse_listing(lines)
    _find_last_lines(records, roles)
    reasons: dict[int, str] = {}
    records = _leave_out_strangers(records, roles, reasons)
    layout = TITLES_AND_ABSTRACTS
    with_abstract = sum(record["abstract"] is not None for record in records)
    if with_abstract >= SHARE_WITH_ABSTRACT * len(records):
        if any(_listing.names_its_site(line) for line in lines):
            layout = LISTING_OF_SITE
    reading = Reading(layout, records, roles, reasons)
    # Where only the lengths of lines tell texts apart, a few may be chance.
    is_chance = any(record["inferred"] for record in records)
    if not records or (is_chance and len(records) < LEAST_INFERRED):
        return _Stretch(_refuse(reading, NO_LAYOUT), "refused", NO_LAYOUT)
    judged = _judge(reading)
    if judged.certainty == "sure" and STRANGER in reasons.values():
        doubt = f"Part of it is left out: {STRANGER}."
        return judged._replace(certainty="doubtful", doubt=doubt)
    return judged


def _find_last_lines(records: list[dict], roles: list[str]) -> None:
    """Give each record the last line that is of it."""
    starts = [record["line"] for record in records]
    ends = [*starts[1:], len(roles) + 1]
    for record, below in zip(records, ends, strict=False):
        record["line_to"] = record["line"]
        for line in range(record["line"], below):
            if roles[line - 1] in _EXPLAINED:
                record["line_to"] = line


def _leave_out_strangers(
    records: list[dict], roles: list[str], reasons: dict[int, str]
) -> list[dict]:
    """Leave out what stands above or below a listing and is not like its papers.

    A letter below a listing reads as titles and abstracts too, but its texts are short,
    or do not come back to the lines above them, several times in a row.
    """
    lengths = [len(record["abstract"] or "") for record in records]
    usual = statistics.median([length for length in lengths if length] or [0])
    strange = [_is_stranger(record, usual) for record in records]
    left_out = _strange_end(strange)
    left_out |= {len(strange) - 1 - i for i in _strange_end(strange[::-1])}
    if not left_out:
        return records
    if len(left_out) > len(records) / 2:
        return []

    kept = []
    for i, record in enumerate(records):
        if i not in left_out:
            kept.append(record)
            continue
        if i - 1 not in left_out:
            reasons[record["line"] - 1] = STRANGER
        for row in range(record["line"] - 1, record["line_to"]):
            if roles[row] != "blank":
                roles[row] = "not understood"
    return kept


def _strange_end(strange: list[bool]) -> set[int]:
    """Find the records at the end among which the strange ones outweigh most."""
    best = weight = 0
    start = len(strange)
    for i in range(len(strange) - 1, -1, -1):
        weight += 1 if strange[i] else -1
        if weight > best:
            best, start = weight, i
    if best < LEAST_STRANGERS:
        return set()
    return set(range(start, len(strange)))


def _is_stranger(record: dict, usual: float) -> bool:
    abstract = record["abstract"] or ""
    if len(abstract) < SHORT_FOR_PAGE * usual or _suspicion.holds_buttons(abstract):
        return True
    return _suspicion.is_unrelated(record["title"], abstract)


def _judge(reading: Reading) -> _Stretch:
    """Look at the titles: a page without marks must be beyond doubt.

    What stands for a title and is plainly none is left out, and said to be.
    """
    is_known = reading.layout not in UNMARKED
    judgement = _suspicion.judge(reading.records, known_layout=is_known)
    certainty, doubt = judgement.certainty, judgement.doubt
    if certainty == "refused" or (certainty == "doubtful" and not is_known):
        return _Stretch(_refuse(reading, doubt), "refused", doubt)
    for index, fault in judgement.faults:
        if fault in NO_TITLES:
            _reject(reading, index, fault)
    rejected = {index for index, fault in judgement.faults if fault in NO_TITLES}
    kept = [record for i, record in enumerate(reading.records) if i not in rejected]
    return _Stretch(reading._replace(records=kept), certainty, doubt)


def _reject(reading: Reading, index: int, fault: str) -> None:
    """Say of the lines of an entry that its title is none."""
    record = reading.records[index]
    first, last = record["line"] - 1, record["line_to"]
    for row in range(first, last):
        if reading.roles[row] != "blank":
            reading.roles[row] = "not understood"
    reading.reasons[first] = (
        f"what stands where a title should looks like {NO_TITLES[fault]}"
    )


# The whole page


def _put_together(lines: list[str], stretches: list[tuple[int, _Stretch]]) -> Page:
    """Make one page of its stretches; what is refused has no records."""
    records: list[dict] = []
    roles: list[str] = []
    reasons: dict[int, str] = {}
    for offset, stretch in stretches:
        reading = stretch.reading
        for record in reading.records:
            moved = {"line": record["line"] + offset}
            if "line_to" in record:
                moved["line_to"] = record["line_to"] + offset
            records.append(record | moved)
        roles += reading.roles
        for row, reason in reading.reasons.items():
            reasons[row + offset] = reason

    layouts = _unique(
        stretch.reading.layout for _, stretch in stretches if stretch.reading.records
    )
    certainty, doubt = _overall(stretches, bool(records))
    left_out = _share_left_out(lines, roles)
    if records and left_out >= SHARE_LEFT_OUT:
        doubt = f"{left_out:.0%} of its text is in no layout that is known. {doubt}"
        if len(records) < LEAST_OF_LIST and left_out >= SHARE_LEFT_OUT_REFUSED:
            nothing = _refuse(Reading("", [], roles, {}), f"{doubt}{ADVICE}")
            return Page("", "refused", f"{doubt}{ADVICE}", *nothing[1:])
        certainty, doubt = "doubtful", doubt.rstrip()
    return Page(list_some(layouts), certainty, doubt, records, roles, reasons)


def _share_left_out(lines: list[str], roles: list[str]) -> float:
    """Measure which share of the letters of a page was not understood."""
    letters = left_out = 0
    for line, role in zip(lines, roles, strict=True):
        length = len(line.strip(BLANK))
        letters += length
        if role == "not understood":
            left_out += length
    return left_out / max(1, letters)


def _refuse(reading: Reading, doubt: str) -> Reading:
    """Take nothing for a paper: each line that is no blank was not understood."""
    roles = []
    first = None
    for row, role in enumerate(reading.roles):
        is_blank = role == "blank"
        roles.append("blank" if is_blank else "not understood")
        if first is None and not is_blank:
            first = row
    reasons = {first: doubt} if first is not None else {}
    return Reading(reading.layout, [], roles, reasons)


def _overall(
    stretches: list[tuple[int, _Stretch]], has_records: bool
) -> tuple[str, str]:
    """Judge a page by its worst part; it is refused if nothing else is in it."""
    total = sum(_count_filled(stretch) for _, stretch in stretches)
    doubts = []
    for _, stretch in stretches:
        share = _count_filled(stretch) / max(1, total)
        if stretch.certainty == "refused" and has_records:
            if share >= SHARE_THAT_MATTERS:
                doubts.append(f"{share:.0%} of its lines are left out. {stretch.doubt}")
        elif stretch.doubt:
            doubts.append(stretch.doubt)

    if total and not has_records:
        return "refused", " ".join(_unique(doubts)) or NO_LAYOUT
    return ("doubtful" if doubts else "sure"), " ".join(_unique(doubts))


def _count_filled(stretch: _Stretch) -> int:
    roles = stretch.reading.roles
    return len(roles) - roles.count("blank")


def _unique(texts) -> list[str]:
    return list(dict.fromkeys(texts))
