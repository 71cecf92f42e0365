"""Pages of results: lines → entries, by the kinds of lines that recur in each of them.

Each line gets a letter for its kind, and an entry is a pattern of such letters. What a
kind of line looks like, and what an entry is made of, is data (a `Layout`; those known
are in `_result_pages` and its neighbours); this is the machine that reads them.
"""

import itertools
import re
from collections import Counter
from functools import partial
from typing import NamedTuple

from litreview.read.layouts import _listing, _paragraphs
from litreview.read.layouts._kinds import REST_BUTTON, is_people, kind_of, split_names
from litreview.read.layouts._reading import BLANK, FIELDS, Reading
from litreview.read.layouts._segments import SENTENCE_END


class Layout(NamedTuple):
    """How the entries of a page look."""

    name: str
    # A letter for each kind of line of its own, and the patterns of such a line, each
    # with our fields as named groups. They go before the kinds of `_kinds`.
    kinds: dict[str, list[re.Pattern]]
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
    # Words that a title has at least.
    least_words: int = 1
    # Paragraphs between blank lines are read, instead of lines.
    paragraphs: bool = False
    # What stands between two names, where it is not a comma or a semicolon.
    between_authors: str = ""


class Unit(NamedTuple):
    """A line, or several that were one before a page was wrapped."""

    text: str
    first: int  # its first line, from 0
    last: int


# How a text ends that breaks off.
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)\s*$")
# What stands before a title, or behind it.
_TITLE_MARKS = re.compile(
    r"^(?:(?:\[(?:PDF|HTML|BOOK|B|CITATION|C|DOC|LIBRO|BUCH|ZITATION|引用)\]\s*)+|"
    r"(?:\(\d+\)|\d+[.)]|\[\d+\])\s+|Title:\s*)"
)
# The full stop that a site puts behind a title, and not that of "U.S." or "…".
_CLOSING_STOP = re.compile(r"(?<![.\s][A-Z])(?<!\.\.)\.$")
# "Code of ethics: …"
_LABEL = re.compile(
    r"(?!(?i:background|objectives?|aims?|methods?|purpose|context)\b)"
    r"[A-Z][\w-]*(?: [\w-]+){0,3}:\s"
)
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")  # "(showing 50 of 90 entries)"
_SHARE_OF_USUAL = 0.1  # of the entries have a line behind them that is usual
# What lines of shared kinds hold.
_SHARED_FIELDS = {"d": "date", "o": "doi", "u": "url"}
_LINES_OF_HEADING = 2  # between two entries of a list without marks
_STRANGE_LINES = 1  # so many may stand between an entry and its abstract
_LONGEST_LINE = 6_000  # letters; a longer one is of no kind of a layout's own
_NARROWEST = 50  # letters of a line of a page that was wrapped
_FULL_LINES = 5  # so many lines of a wrapped page are full
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
    units = _units_of(lines, layout)
    return _read_units(lines, units, layout)


def _has_anchor(lines: list[str], layout: Layout) -> bool:
    """Tell whether a line, or a cell of one, is of the layout's anchors."""
    if not layout.anchors:
        return True
    anchors = [form for kind in layout.anchors for form in layout.kinds[kind]]
    for line in lines:
        for cell in line.split("\t"):
            if len(cell) <= _LONGEST_LINE and _matches(anchors, cell.strip(BLANK)):
                return True
    return False


def _matches(patterns: list[re.Pattern], text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in patterns)


# Units


def _units_of(lines: list[str], layout: Layout) -> list[Unit]:
    """Put lines together to what they were before a page was wrapped."""
    texts = [line.strip(BLANK) for line in lines]
    if layout.paragraphs:
        return _paragraph_units(texts)
    width = _wrapped_at(texts)
    if width:
        return _unwrapped_units(texts, width)
    return _line_units(texts)


def _wrapped_at(texts: list[str]) -> int:
    """Find at which width a page was wrapped; 0 where it was not.

    Then no line is longer, and many are as long as the next word allows.
    """
    lengths = [len(text) for text in texts if text]
    width = max(lengths, default=0)
    if not _NARROWEST <= width <= _paragraphs.WRAPPED:
        return 0
    full = above_half = 0
    for above, below in itertools.pairwise(texts):
        if len(above) > width / 2 and below:
            above_half += 1
            full += _paragraphs.runs_on(above, below, width)
    return width if full >= max(_FULL_LINES, above_half / 3) else 0


def _line_units(texts: list[str]) -> list[Unit]:
    """Make a unit of each line, or of each of its cells where it has tabs."""
    units = []
    for row, text in enumerate(texts):
        for cell in text.split("\t"):
            if cell.strip(BLANK):
                units.append(Unit(cell.strip(BLANK), row, row))
    return units


def _paragraph_units(texts: list[str]) -> list[Unit]:
    units = []
    rows = [row for row, text in enumerate(texts) if text]
    for group in _runs(rows):
        joined = _join([texts[row] for row in group])
        units.append(Unit(joined, group[0], group[-1]))
    return units


def _runs(rows: list[int]) -> list[list[int]]:
    """Group numbers that follow each other."""
    groups: list[list[int]] = []
    for row in rows:
        if groups and groups[-1][-1] == row - 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _unwrapped_units(texts: list[str], width: int) -> list[Unit]:
    """Join each line that is full with the one below it."""
    units: list[Unit] = []
    for row, text in enumerate(texts):
        if not text:
            continue
        if units and units[-1].last == row - 1:
            above = texts[row - 1]
            is_full = _paragraphs.runs_on(above, text, width)
            if is_full and len(above) > width / 2:
                joined = _join([units[-1].text, text])
                units[-1] = Unit(joined, units[-1].first, row)
                continue
        units.append(Unit(text, row, row))
    return units


def _join(texts: list[str]) -> str:
    """Join wrapped lines; a word that ends with a hyphen goes on in the next line."""
    joined = texts[0]
    for text in texts[1:]:
        is_broken = re.search(r"\w-$", joined) and re.match(r"[^\W\d_A-Z]", text)
        joined += text if is_broken else f" {text}"
    return joined


# Entries


def _read_units(lines: list[str], units: list[Unit], layout: Layout) -> Reading | None:
    kinds, fields_of_lines = _give_kinds(units, layout)
    found = []
    for entry in layout.entry.finditer(kinds):
        record = _record_of(entry, units, fields_of_lines, layout)
        if record:
            found.append((entry, record))
    if not layout.is_of_site:
        found = [(entry, record) for entry, record in found if _has_names(record)]
        found = list(itertools.dropwhile(partial(_is_like_names, kinds=kinds), found))
        found = _longest_run(found, units, kinds)
        found = _without_lone_ends(found)
    if not found:
        return None

    roles = ["blank" if not line.strip(BLANK) else "" for line in lines]
    for entry, _ in found:
        _give_roles(roles, entry, units, fields_of_lines)
    _take_up_gaps(roles, kinds, units, found, fields_of_lines, layout)
    _give_roles_around(roles, kinds, units, found)

    records = [record for _, record in found]
    if layout.has_page_dates:
        _give_page_dates(records, roles, lines)
    return Reading(layout.name, records, roles, {})


def _longest_run(
    found: list[tuple[re.Match, dict]], units: list[Unit], kinds: str
) -> list[tuple[re.Match, dict]]:
    """Keep the most entries that follow each other, with a heading between at most."""
    usual = _usual_forms(_gaps_between(found, units), units, kinds)
    runs: list[list[tuple[re.Match, dict]]] = []
    for entry, record in found:
        strange = 0
        if runs:
            for place in range(runs[-1][-1][0].end(), entry.start()):
                strange += _form(units[place].text) not in usual
        if runs and strange <= _LINES_OF_HEADING:
            runs[-1].append((entry, record))
        else:
            runs.append([(entry, record)])
    return max(runs, key=len, default=[])


def _without_lone_ends(
    found: list[tuple[re.Match, dict]],
) -> list[tuple[re.Match, dict]]:
    """Leave out what has one author at the ends of a list whose papers have several.

    So look the words of a site above and below it: "Join us", "Our team".
    """
    alone = [len(split_names(record["authors"])) == 1 for _, record in found]
    if sum(alone) > len(found) / 2:
        return found
    first = alone.index(False) if False in alone else 0
    last = len(alone) - alone[::-1].index(False) if False in alone else 0
    return found[first:last]


def _has_names(record: dict) -> bool:
    """Tell whether all authors of an entry have two names, not in capitals only."""
    authors = record.get("authors", "")
    return is_people(authors) and all(map(_is_full_name, split_names(authors)))


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and any(not word.isupper() for word in words)


def _is_like_names(entry_and_record: tuple[re.Match, dict], kinds: str) -> bool:
    """Tell an entry whose title may be names as well, or words of a menu."""
    entry, _ = entry_and_record
    return kinds[entry.start("title")] in "pq"


def _give_kinds(units: list[Unit], layout: Layout) -> tuple[str, list[dict]]:
    """Give each unit the letter of its kind, and the fields that its pattern finds."""
    letters = []
    fields = []
    for unit in units:
        letter, found = _own_kind(unit.text, layout.kinds)
        if not letter:
            letter = kind_of(unit.text)
            if letter in _SHARED_FIELDS:
                found = {_SHARED_FIELDS[letter]: unit.text}
        letters.append(letter)
        fields.append(found)
    return "".join(letters), fields


def _own_kind(text: str, kinds: dict[str, list[re.Pattern]]) -> tuple[str, dict]:
    if len(text) > _LONGEST_LINE:
        return "", {}
    for letter, patterns in kinds.items():
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match:
                found = {}
                for name, value in match.groupdict().items():
                    if value:
                        found.setdefault(_field_of(name), value.strip())
                return letter, found
    return "", {}


def _record_of(
    entry: re.Match, units: list[Unit], fields_of_lines: list[dict], layout: Layout
) -> dict | None:
    """Make a record of an entry; None where it turns out to have no title."""
    record: dict = {}
    for place in range(entry.start(), entry.end()):
        for name, value in fields_of_lines[place].items():
            record.setdefault(name, value)

    for name, value in entry.groupdict().items():
        if not value:
            continue
        start, stop = entry.span(name)
        text = _join([unit.text for unit in units[start:stop]])
        if name.endswith("_rest"):
            text = f"{record.get(_field_of(name), '')} {text}".strip()
        record[_field_of(name)] = text

    title = _TITLE_MARKS.sub("", record.get("title", ""))
    title = _CLOSING_STOP.sub("", " ".join(title.split()))
    if title.count(" ") + 1 < layout.least_words or not title:
        return None
    record["title"] = title
    _part_snippet(record, layout)
    if "snippet" in record:
        record["snippet"] = REST_BUTTON.sub("", record["snippet"])
    if layout.between_authors and "authors" in record:
        names = re.split(layout.between_authors, record["authors"])
        record["authors"] = [name.strip() for name in names if name.strip()]

    start = _place_of("title", entry, fields_of_lines)
    record["line"] = units[start].first + 1
    record["line_to"] = units[entry.end() - 1].last + 1
    return {
        name: record[name] for name in (*FIELDS, "line", "line_to") if name in record
    }


def _place_of(field: str, entry: re.Match, fields_of_lines: list[dict]) -> int:
    """Find the first unit of an entry that holds a field."""
    for place in range(entry.start(), entry.end()):
        if _holds(field, place, entry, fields_of_lines):
            return place
    return entry.start()


def _holds(
    field: str, place: int, entry: re.Match, fields_of_lines: list[dict]
) -> bool:
    if field in fields_of_lines[place]:
        return True
    for name, value in entry.groupdict().items():
        if value and _field_of(name) == field:
            start, stop = entry.span(name)
            if start <= place < stop:
                return True
    return False


def _field_of(group: str) -> str:
    """Name the field of a group: no two groups of a pattern may have one name."""
    return group.removesuffix("_rest").removesuffix("_2").removesuffix("_3")


def _part_snippet(record: dict, layout: Layout) -> None:
    """Call an abstract that breaks off a snippet, and take buttons off its end."""
    abstract = record.get("abstract")
    if not abstract:
        return
    abstract = re.sub(r"^(?:Abstract|TL;?DR)\s*:?\s+(?=\S)", "", abstract)
    abstract = REST_BUTTON.sub("", abstract).strip()
    has_no_end = layout.may_cut_abstracts and not SENTENCE_END.search(abstract)
    if has_no_end or _CUT_OFF.search(abstract):
        del record["abstract"]
        record.setdefault("snippet", _CUT_OFF.sub(" …", abstract))
    else:
        record["abstract"] = abstract


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


# What stands between entries


def _take_up_gaps(
    roles: list[str],
    kinds: str,
    units: list[Unit],
    found: list[tuple[re.Match, dict]],
    fields_of_lines: list[dict],
    layout: Layout,
) -> None:
    """Give an entry what follows it and is of it, though its pattern does not say so.

    That are buttons and numbers, lines of the layout's own kinds, and lines that stand
    in the same form behind several entries. Prose right behind these is the abstract
    of an entry that has none.
    """
    gaps = _gaps_between(found, units)
    usual = _usual_forms(gaps, units, kinds)

    for gap, (_, record) in zip(gaps, found, strict=True):
        if gap is gaps[-1]:
            # What stands below all entries may be of the site.
            with_text = sum(map(_has_text, (record for _, record in found)))
            if with_text < len(found) / 2:
                kinds = kinds.replace("a", "t").replace("s", "t")
        _take_up_gap(gap, record, usual, roles, kinds, units, fields_of_lines, layout)


def _gaps_between(found: list[tuple[re.Match, dict]], units: list[Unit]) -> list[range]:
    """List the units between an entry and the next one, or the end of the page."""
    gaps = []
    for (entry, _), (following, _) in itertools.pairwise(found):
        gaps.append(range(entry.end(), following.start()))
    if found:
        gaps.append(range(found[-1][0].end(), len(units)))
    return gaps


def _take_up_gap(
    gap: range,
    record: dict,
    usual: set[str],
    roles: list[str],
    kinds: str,
    units: list[Unit],
    fields_of_lines: list[dict],
    layout: Layout,
) -> None:
    has_text = _has_text(record)
    is_labelled = False  # by the line above, which ends with a colon
    strange = 0  # lines of which nothing is known
    for place in gap:
        unit = units[place]
        role = "field"
        is_prose = kinds[place] in "as" and not _LABEL.match(unit.text)
        if is_prose and not has_text and strange <= _STRANGE_LINES:
            record["abstract"] = unit.text
            _part_snippet(record, layout)
            has_text = True
            role = "abstract"
        elif _adds_fields(fields_of_lines[place], record, kinds[place]):
            for name, value in fields_of_lines[place].items():
                record.setdefault(name, value)
        elif not (
            _form(unit.text) in usual
            or is_labelled
            or (kinds[place] in "bno" and strange <= _STRANGE_LINES)
        ):
            strange += 1
            is_labelled = False
            if kinds[place] in "pq" and len(gap) > _LINES_OF_HEADING:
                strange += _STRANGE_LINES
            continue
        is_labelled = unit.text.endswith(":")
        _mark(roles, unit, role)
        if not strange:
            record["line_to"] = unit.last + 1


def _has_text(record: dict) -> bool:
    return "abstract" in record or "snippet" in record


def _adds_fields(fields: dict, record: dict, kind: str) -> bool:
    """Tell a line with fields that an entry lacks; one that has them begins another."""
    if kind in "dou" or not fields:
        return False
    return not any(name in record for name in fields)


def _usual_forms(gaps: list[range], units: list[Unit], kinds: str) -> set[str]:
    """Find the forms of lines that stand behind several entries."""
    counts: Counter[str] = Counter()
    for gap in gaps[:-1]:
        forms = set()
        for place in gap:
            if kinds[place] != "a":
                forms.add(_form(units[place].text))
        counts.update(forms)
    least = max(2, len(gaps) * _SHARE_OF_USUAL)
    return {form for form, count in counts.items() if count >= least}


def _form(text: str) -> str:
    """Write a line without its numbers, and of a labelled one only the label."""
    label = _LABEL.match(text)
    if label:
        return label[0]
    return re.sub(r"\d[\d.,]*", "#", text)


# Roles


def _give_roles(
    roles: list[str], entry: re.Match, units: list[Unit], fields_of_lines: list[dict]
) -> None:
    """Name the role of each line of an entry."""
    for place in range(entry.start(), entry.end()):
        role = "field"
        for name in ("title", "abstract"):
            if _holds(name, place, entry, fields_of_lines):
                role = name
        _mark(roles, units[place], role)


def _mark(roles: list[str], unit: Unit, role: str) -> None:
    """Give lines a role; of a line of several cells, the title or abstract counts."""
    for row in range(unit.first, unit.last + 1):
        if roles[row] not in ("blank", "title", "abstract"):
            roles[row] = role


def _give_roles_around(
    roles: list[str], kinds: str, units: list[Unit], found: list[tuple]
) -> None:
    """Name the role of the lines that are of no entry.

    Buttons, numbers and dates are the site's (`header`), and so are the short lines
    above and below all entries; everything else was not understood.
    """
    first_entry = found[0][0].start()
    behind_last = found[-1][0].end()
    foot = kinds[behind_last:]
    has_foot = len(foot) >= _LINES_OF_FOOT and any(kind in "bu" for kind in foot)

    for place, unit in enumerate(units):
        if roles[unit.first]:
            continue
        is_short = unit.text.count(" ") < _SHORT_WORDS and kinds[place] in "tpqs"
        is_outside = place < first_entry or (place >= behind_last and has_foot)
        is_phrase = bool(_listing.HEADER.fullmatch(unit.text))
        is_site = kinds[place] in "bnduH" or is_phrase or (is_outside and is_short)
        _mark(roles, unit, "header" if is_site else "not understood")
