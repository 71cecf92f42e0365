"""Read files of tagged lines: RIS, MEDLINE, Web of Science, EndNote's refer.

Read here rather than by rispy 0.10, which joins two records with no ER between them,
loses the first one below a byte order mark, keeps only the first of most repeated
fields, takes a tag of four letters or with one blank for text of the field above, and
tells no line numbers.

What the formats differ in is a `Style` each. A line gets its tag, lines are cut into
blocks where a record begins or ends, and a block with a tag that records have is one.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _frames
from litreview.read.formats._frames import Problem
from litreview.read.layouts._reading import BLANK

Tables = tuple[pd.DataFrame, pd.DataFrame]

# Characters in a line; the longest real one seen, a list of authors, has under 100,000.
LONGEST = 1_000_000
# Different tags in a file; a format has about a hundred, so what goes beyond is text
# that looks like tags.
MOST_TAGS = 400
LONGEST_HEADER = 999
MOST_LINES = 2000  # of a record that are looked through for what a record has

# The journal's short name, which Ovid prints below the ER of its record.
BELOW = "NL"

# What databases print around their records.
HEADER = re.compile(
    r"""
    # numbers and signs: "1.", "<2>", "Record 3 of 10", "-----"
    \d+[.)]
    | <\d+>
    | (?: record | document | citation | result | page ) \s \#? \d+
      (?: \s (?: of | / ) \s \d+ )? [.:]?
    | [\W_]+

    # where the records come from: "Provider: …", "Date of export: …"
    | (?: provider | databases? | content(?:-type)? | encoding | source
        | date\ of\ export | exported\ (?:on|from) ) \s? : .*
    | link\ to\ the\ .{0,40} (?: full\ text | citation ) .*

    # the first and last lines of Web of Science
    | FN\ .*
    | VR\ [\d.]+
    | EF
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)

_RIS_TAGS = r"""
    TY | ER | ID | TI | T[1-3] | ST | BT | CT | AU | A[1-5] | ED | AB | N[12] | KW | PY
    | Y[12] | DA | J[AFO12] | VL | VO | IS | SP | EP | SN | DO | UR | L[1-4] | LK | PB
    | CY | AD | AN | DB | DP | ET | LA | M[1-3] | C[1-8] | U[1-5] | PP | PMID | PMCID
    | DOI | ISSN
"""
# Before two blanks (or a tab) and a dash any capitals are a tag, and a known one in
# small letters is; before one blank, which text has too, only a known tag. "ER -
# positive" ends no record.
RIS_TAG = re.compile(
    rf"""
    ( [A-Z][A-Z0-9]{{1,3}} | (?i:{_RIS_TAGS}) )
    (?: [ \xa0]{{2,5}} | [ \xa0]?\t ) [-–]
    |
    (?! ER.-.*\w )
    ({_RIS_TAGS})
    [ \xa0][-–] (?=\s|$)
    """,
    re.VERBOSE,
)
# A tag is padded to four characters; what is indented goes on.
MEDLINE_TAG = re.compile(
    r"""
    (?= [A-Za-z\d \xa0]{4,6} - )
    ( [A-Z]{2,4}\d? | [a-z]{2} (?=[ ][ ]) | pmid )
    [ \xa0]*-
    (?= \s | $ | \d+\s*$ )
    """,
    re.VERBOSE,
)
WOS_TAG = re.compile(r"(?!(?:FN|VR|EF)\b)([A-Z][A-Z0-9])(?=\s|$)")
ENDNOTE_TAG = re.compile(r"(%[0-9A-Za-z!#$&(*+<=>?@\[\]^~])(?=\s|$)")


class Line(NamedTuple):
    """A line that is not blank: its number, its tag or "", its text.

    `apart` says whether a blank line sets it apart from the one above.
    """

    number: int
    apart: bool
    tag: str
    text: str


@dataclass(frozen=True)
class Style:
    """How a format writes its records.

    Tags that begin a record while another is open: `starts` always do; those of `once`
    when they come again or below a blank line; and below a blank line the tag that the
    open record began with, or, where `late` is given, any but those (unless they come
    again). Tags are compared, and so given here, in capitals.
    """

    tag: re.Pattern
    starts: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    late: frozenset[str] | None = None
    # The tag with which a record ends, and those with one of which it should begin.
    end: str = ""
    first: tuple[str, ...] = ()
    # One of these makes a record; None: any tag does.
    needed: frozenset[str] | None = None
    # Each line below one of these is another value, not more of the same.
    many: frozenset[str] = frozenset()
    # Fields that may have paragraphs, with blank lines between.
    prose: frozenset[str] = frozenset()
    # Tags of what a record has once, by what it is called, and of its authors.
    single: dict[str, frozenset[str]] = field(default_factory=dict)
    authors: frozenset[str] = frozenset()
    # Whether a line that is set in goes on with the field above.
    indents: bool = False

    def begins_record(
        self,
        line: Line,
        first_tag: str,
        tags: set[str],
    ) -> bool:
        """Say whether a line begins a record while one with these tags is open."""
        if line.tag in self.starts:
            return True
        comes_again = line.tag in tags
        if line.tag in self.once and (line.apart or comes_again):
            return True
        if not line.apart:
            return False
        if line.tag == first_tag:
            return True
        return self.late is not None and (comes_again or line.tag not in self.late)


RIS = Style(
    tag=RIS_TAG,
    starts=frozenset({"TY"}),
    first=("TY",),
    end="ER",
    needed=frozenset({"TY", "TI", "T1", "BT", "CT"}),
    many=frozenset({"KW", "AU", "A1", "A2", "A3", "A4", "ED", "AD", "UR"}),
    prose=frozenset({"AB", "N1", "N2"}),
    single={
        "title": frozenset({"TI", "T1"}),
        "year": frozenset({"PY", "Y1"}),
        "DOI": frozenset({"DO"}),
    },
    authors=frozenset({"AU", "A1"}),
)
MEDLINE = Style(
    tag=MEDLINE_TAG,
    starts=frozenset({"PMID"}),
    once=frozenset({"OWN"}),
    first=("PMID", "OWN"),
    needed=frozenset({"PMID", "OWN", "TI", "BTI"}),
    single={
        "title": frozenset({"TI"}),
        "year": frozenset({"DP"}),
        "abstract": frozenset({"AB"}),
    },
    authors=frozenset({"AU", "FAU"}),
    indents=True,
)
WOS = Style(
    tag=WOS_TAG,
    starts=frozenset({"PT"}),
    first=("PT",),
    end="ER",
    needed=frozenset({"PT", "TI"}),
    many=frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "GP", "C1", "C3", "CR"}),
    single={
        "title": frozenset({"TI"}),
        "year": frozenset({"PY"}),
        "DOI": frozenset({"DI"}),
        "abstract": frozenset({"AB"}),
    },
    authors=frozenset({"AU"}),
    indents=True,
)
ENDNOTE = Style(
    tag=ENDNOTE_TAG,
    once=frozenset({"%0", "%T"}),
    # They stand below an abstract, and begin no record.
    late=frozenset(f"%{sign}" for sign in "UZKR@+>GMLW~["),
    first=("%0", "%T"),
    many=frozenset({"%A", "%E", "%K", "%+"}),
    single={"year": frozenset({"%D"}), "DOI": frozenset({"%R"})},
    prose=frozenset({"%X", "%Z"}),
)


def read_ris(text: str) -> Tables:
    """Read the records of a RIS file: from `TY` to `ER`, or to the next `TY`.

    Lines without a tag go on with the field above; below a name or a keyword each is
    another one. Fields without `TY` are a record if there is a title among them.

    Parameters
    ----------
    text : str
        The file.

    Returns
    -------
    raw : pandas.DataFrame
        `record`, `line_from`, `line_to`, a column a tag with text or a list of texts,
        and `note`.
    problems : pandas.DataFrame
        `record`, `line_from`, `line_to`, `reason`.
    """
    return _read_tagged(text, RIS)


def read_medline(text: str) -> Tables:
    """Read the records of a MEDLINE file (PubMed, .nbib).

    They go from `PMID` to the next, or from ERIC's `OWN`. Where a file has neither tag,
    a record begins, below a blank line, with the tag that the first one begins with.
    Returns raw and problems like `read_ris`.
    """
    return _read_tagged(text, MEDLINE)


def read_wos(text: str) -> Tables:
    """Read the records of a Web of Science file (field-tagged plain text, .ciw).

    They go from `PT` to `ER`. Lines below a name, an address or a reference are each
    another one. Returns raw and problems like `read_ris`.
    """
    return _read_tagged(text, WOS)


def read_endnote(text: str) -> Tables:
    """Read the records of an EndNote or refer file (.enw, .enl as text).

    They are set apart by blank lines, `%0` or `%T`. A blank line within an abstract
    does not end its record. Returns raw and problems like `read_ris`.
    """
    return _read_tagged(text, ENDNOTE)


def _read_tagged(text: str, style: Style) -> Tables:
    rows = []
    problems = []
    number = 0
    for block in _blocks(_tagged_lines(text, style), style):
        whole, rest = _part(block, style)
        for record in _separate_runs(whole, style):
            number += 1
            line_from, line_to = record[0].number, record[-1].number
            reason = _too_long_reason(record)
            if reason:
                text = _text_of_lines(record)
                problems.append(Problem(number, line_from, line_to, reason, text))
                continue

            fields = _fields(record, style)
            titles, second = _second_values(fields, style)
            row = {"record": number, "line_from": line_from, "line_to": line_to}
            row |= fields
            row["note"] = _frames.join_notes(_note(record, style), second)
            rows.append(row)
            shown = _text_of_lines(record)
            for problem in _frames.second_problems(
                titles, second, line_from, line_to, shown
            ):
                line = _line_of_title(problem.text, record, style)
                problems.append(problem._replace(line_from=line, line_to=line))
        problems += _outside(rest, style)

    return _frames.raw_table(rows), _frames.problem_table(problems)


def _tagged_lines(text: str, style: Style) -> Iterator[Line]:
    """Tell the tag of every line that is not blank."""
    lines = re.split(r"\r\n|\r|\n", text)
    stripped = [line.strip(BLANK) for line in lines]
    # Where a blank line stands below every line, one alone sets nothing apart.
    is_dense = any(above and below for above, below in itertools.pairwise(stripped))
    parting = 1 if is_dense else 2

    margin = "\ufeff\f" if style.indents else BLANK
    tags: set[str] = set()
    blank_lines = 0
    for number, line in enumerate(lines, start=1):
        value = stripped[number - 1]
        if not value:
            blank_lines += 1
            continue

        tag = ""
        found = style.tag.match(line.lstrip(margin))
        if found:
            tag = found[found.lastindex].upper()
            if tag not in tags and len(tags) >= MOST_TAGS:
                tag = ""
        tags.add(tag)
        if tag:
            value = found.string[found.end() :].strip(BLANK)
        apart = blank_lines >= parting
        blank_lines = 0
        if tag and tag == style.end:
            # The next record begins on the line on which this one ends.
            following = style.tag.match(value)
            if following and following[following.lastindex].upper() in style.first:
                yield Line(number, apart, tag, "")
                apart = False
                tag = following[following.lastindex].upper()
                value = value[following.end() :].strip(BLANK)
                tags.add(tag)
        yield Line(number, apart, tag, value)


def _blocks(lines: Iterator[Line], style: Style) -> Iterator[list[Line]]:
    """Cut the lines where a record begins or ends.

    Outside of records they are cut at what databases print.
    """
    block: list[Line] = []
    tags: set[str] = set()  # of the open record; while there is none, none is open
    ended = False
    for line in lines:
        if ended and (line.tag != BELOW or line.apart):
            yield block
            block, tags, ended = [], set(), False

        if block:
            if tags:
                first_tag = block[0].tag
                cuts = line.tag and style.begins_record(line, first_tag, tags)
            else:
                cuts = line.tag or _is_header(line)
            if cuts:
                yield block
                block, tags = [], set()

        block.append(line)
        if line.tag:
            tags.add(line.tag)
            if line.tag == style.end and not line.text:
                ended = True
    yield block


def _part(block: list[Line], style: Style) -> tuple[list[Line], list[Line]]:
    """Part a record from what is none.

    That is the whole block, or what stands below its last field and is none of it, as
    where ER is missing.
    """
    tags = {line.tag for line in block if line.tag}
    if not tags or (style.needed is not None and not tags & style.needed):
        return [], block

    last = max(place for place, line in enumerate(block) if line.tag)
    in_prose = block[last].tag in style.prose
    for place in range(last + 1, len(block)):
        # An abstract may have paragraphs, and lines that look like a header: two of
        # three signs must be there.
        line = block[place]
        signs = [line.apart, _is_header(line), not in_prose]
        if signs.count(True) >= 2:
            return block[:place], block[place:]
    return block, []


def _separate_runs(record: list[Line], style: Style) -> Iterator[list[Line]]:
    """Part a record from those that run on in it, their ends and beginnings lost."""
    titles = style.single.get("title", frozenset())
    places = [place for place, line in enumerate(record) if line.tag in titles]
    start = 0
    for place, later in itertools.pairwise(places):
        if record[place].tag != record[later].tag:
            continue
        texts = [record[place].text, record[later].text]
        if len(_frames.distinct_texts(texts, "title")) > 1:
            cut = _second_run(record, start, place, later, style)
            if cut:
                yield record[start:cut]
                start = cut
    if record:
        yield record[start:]


def _second_run(
    record: list[Line],
    start: int,
    first: int,
    second: int,
    style: Style,
) -> int:
    """Find where between two titles another record surely begins; 0 where none does.

    It has a title, authors and a year once more, and so has what stands above it. What
    stood above the first title, as the authors may, is looked for above the second.
    """
    in_front = {line.tag for line in record[start:first]} - {"", *style.first}
    cut = second
    for place in range(second - 1, first, -1):
        tag = record[place].tag
        if tag in in_front:
            cut = place
        elif tag:
            break

    needed = (style.authors, style.single["year"])
    for run in (record[start:cut], record[cut : cut + MOST_LINES]):
        tags = {line.tag for line in run}
        if not all(tags & group for group in needed):
            return 0
    return cut


def _text_of_lines(record: list[Line]) -> str:
    return "\n".join(f"{line.tag} {line.text}" for line in record[:MOST_LINES])


def _line_of_title(title: str, record: list[Line], style: Style) -> int:
    for line in reversed(record):
        is_title = line.tag in style.single.get("title", ())
        if is_title and line.text and title.startswith(line.text):
            return line.number
    return record[0].number


def _second_values(
    fields: dict[str, str | list[str]], style: Style
) -> tuple[list[str], str]:
    """Find what a record has twice under one tag and should have once."""
    values = {}
    for label, tags in style.single.items():
        for tag in tags:
            texts = fields.get(tag)
            if isinstance(texts, list):
                values[label] = texts
    return _frames.second_values(values)


def _is_header(line: Line) -> bool:
    if line.tag or len(line.text) > LONGEST_HEADER:
        return False
    return bool(HEADER.fullmatch(line.text))


def _fields(record: list[Line], style: Style) -> dict[str, str | list[str]]:
    """Join the lines of each field: to a text, or to a list where it is repeated."""
    values: dict[str, list[list[str]]] = {}
    tag = ""
    for line in record:
        tag = line.tag or tag
        if line.tag or tag in style.many:
            values.setdefault(tag, []).append([line.text])
        else:
            values[tag][-1].append(line.text)

    fields: dict[str, str | list[str]] = {}
    for tag, parts in values.items():
        texts = [" ".join(filter(None, lines)) for lines in parts]
        texts = [text for text in texts if text]
        if len(texts) == 1:
            fields[tag] = texts[0]
        elif texts:
            fields[tag] = texts
    return fields


def _note(record: list[Line], style: Style) -> str | None:
    """Say what a record lacks at its beginning or end."""
    tags = {line.tag for line in record}
    notes = []
    if not tags.intersection(style.first):
        first = " or ".join(style.first)
        notes.append(f"no {first} line begins it")
    if style.end and style.end not in tags:
        notes.append(f"no {style.end} line ends it")
    return "; ".join(notes) or None


def _too_long_reason(record: list[Line]) -> str:
    for line in record:
        length = len(line.text)
        if length > LONGEST:
            return (
                f"line {line.number:,} has {length:,} characters, which no field has; "
                "export the record again"
            )
    return ""


def _outside(lines: list[Line], style: Style) -> list[Problem]:
    """List the stretches outside of records, but not what databases print there."""
    first = " or ".join(style.first)
    problems = []
    for is_header, group in itertools.groupby(lines, key=_is_header):
        if is_header:
            continue
        stretch = list(group)
        what = "text"
        if any(line.tag for line in stretch):
            what = "fields"
        reason = f"{what} outside of any record; a record begins with a line {first}"
        problem = Problem(None, stretch[0].number, stretch[-1].number, reason)
        problems.append(problem)
    return problems
