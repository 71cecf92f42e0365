"""Files of tagged lines (RIS, MEDLINE, Web of Science, EndNote's refer) → one row a record, and what was not read.

Read here rather than by rispy 0.10, which joins two records with no ER between them, loses the first one below a byte
order mark, keeps only the first of most repeated fields, takes a tag of four letters or with one blank for text of the
field above, and tells no line numbers.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _listing

Tables = tuple[pd.DataFrame, pd.DataFrame]

LONGEST = 1_000_000  # characters in a line; the longest real one seen, a list of authors, has under 100,000
TAGS = 400  # different tags in a file; a format has about a hundred, so what goes beyond is text that looks like tags

BELOW = "NL"  # the journal's short name, which Ovid prints below the ER of its record

# What databases print around their records.
HEADER = re.compile(
    r"""\d+[.)] | <\d+> | (?:record|document|citation|result|page)\s\#?\d+(?:\s(?:of|/)\s\d+)?[.:]? | [\W_]+
    | (?:provider|databases?|content(?:-type)?|encoding|source|date\ of\ export|exported\ (?:on|from))\s?:.*
    | link\ to\ the\ .{0,40}(?:full\ text|citation).* | FN\ .* | VR\ [\d.]+ | EF""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)

_RIS = (
    "TY|ER|ID|TI|T[1-3]|ST|BT|CT|AU|A[1-5]|ED|AB|N[12]|KW|PY|Y[12]|DA|J[AFO12]|VL|VO|IS|SP|EP|SN|DO|UR|L[1-4]|LK|PB|CY"
    "|AD|AN|DB|DP|ET|LA|M[1-3]|C[1-8]|U[1-5]|PP|PMID|PMCID|DOI|ISSN"
)
# Before two blanks (or a tab) and a dash any capitals are a tag, and a known one in small letters is; before one blank,
# which text has too, only a known tag. "ER - positive" ends no record.
RIS = re.compile(
    rf"([A-Z][A-Z0-9]{{1,3}}|(?i:{_RIS}))(?:[ \xa0]{{2,5}}|[ \xa0]?\t)[-–]|(?!ER.-.*\w)({_RIS})[ \xa0][-–](?=\s|$)"
)
# A tag is padded to four characters; what is indented goes on.
MEDLINE = re.compile(
    r"(?=[A-Za-z\d \xa0]{4,6}-)([A-Z]{2,4}\d?|[a-z]{2}(?=  )|pmid)[ \xa0]*-(?=\s|$|\d+\s*$)"
)
WOS = re.compile(r"(?!(?:FN|VR|EF)\b)([A-Z][A-Z0-9])(?=\s|$)")
ENW = re.compile(r"(%[0-9A-Za-z!#$&(*+<=>?@\[\]^~])(?=\s|$)")

_LATE = {
    f"%{sign}" for sign in "UZKR@+>GMLW~["
}  # stand below an abstract, and begin no record


class Line(NamedTuple):
    """A line that is not blank: its number, whether a blank one sets it apart, its tag or "", and its text."""

    number: int
    apart: bool
    tag: str
    text: str


def ris(text: str) -> Tables:
    """Read the records of a RIS file: from `TY` to `ER`, or to the next `TY`.

    Returns raw (`record`, `line_from`, `line_to`, a column a tag with text or a list of texts, and `note`) and problems
    (`record`, `line_from`, `line_to`, `reason`). Lines without a tag go on with the field above; below a name or a
    keyword each is another one. Fields without `TY` are a record if there is a title among them.
    """
    many = {"KW", "AU", "A1", "A2", "A3", "A4", "ED", "AD", "UR"}
    begun = {"TY", "TI", "T1", "BT", "CT"}
    return _read(
        text,
        RIS,
        _at("TY"),
        begun,
        many,
        prose={"AB", "N1", "N2"},
        start=("TY",),
        end="ER",
    )


def medline(text: str) -> Tables:
    """Read the records of a MEDLINE file (PubMed, .nbib): from `PMID` to the next, or from ERIC's `OWN`.

    Returns raw and problems like `ris`. Where a file has neither tag, a record begins, below a blank line, with the tag
    that the first one begins with.
    """
    begins, begun = _at("PMID", once={"OWN"}), {"PMID", "OWN", "TI", "BTI"}
    return _read(text, MEDLINE, begins, begun, indents=True, start=("PMID", "OWN"))


def wos(text: str) -> Tables:
    """Read the records of a Web of Science file (field-tagged plain text, .ciw): from `PT` to `ER`.

    Returns raw and problems like `ris`. Lines below a name, an address or a reference are each another one.
    """
    many = {"AU", "AF", "BA", "BF", "BE", "CA", "GP", "C1", "C3", "CR"}
    return _read(
        text, WOS, _at("PT"), {"PT", "TI"}, many, indents=True, start=("PT",), end="ER"
    )


def enw(text: str) -> Tables:
    """Read the records of an EndNote or refer file (.enw, .enl as text): set apart by blank lines, `%0` or `%T`.

    Returns raw and problems like `ris`. A blank line within an abstract does not end its record.
    """
    begins, many = _at(once={"%0", "%T"}, late=_LATE), {"%A", "%E", "%K", "%+"}
    return _read(text, ENW, begins, None, many, prose={"%X", "%Z"}, start=("%0", "%T"))


def _at(
    *starts: str, once: set[str] = frozenset(), late: set[str] | None = None
) -> Callable:
    """Say which tags begin a record while another is open.

    `starts` always do; those of `once` when they come again or below a blank line; and below a blank line the tag that
    the open record began with, or, where `late` is given, any but those (unless they come again).
    """

    def begins(line: Line, first: str, tags: set[str]) -> bool:
        if line.tag in starts or line.tag in once and (line.apart or line.tag in tags):
            return True
        return line.apart and (
            line.tag == first
            or late is not None
            and (line.tag not in late or line.tag in tags)
        )

    return begins


def _read(
    text, pattern, begins, begun, many=(), prose=(), indents=False, start=(), end=""
) -> Tables:
    rows, problems, records = [], [], 0
    for block in _blocks(_lines(text, pattern, indents), begins, end):
        own, rest = _parted(block, begun, prose)
        if own:
            records += 1
            lines = {"record": records, **_range(own)}
            if long := next((line for line in own if len(line.text) > LONGEST), None):
                problems.append({**lines, "reason": _too_long(long)})
            else:
                rows.append(
                    {**lines, **_fields(own, many), "note": _note(own, start, end)}
                )
        for header, stray in itertools.groupby(rest, key=_header):
            if not header:
                stretch = list(stray)
                problems.append({**_range(stretch), "reason": _outside(stretch, start)})
    return _raw(rows), _problems(problems)


def _lines(text: str, pattern: re.Pattern, indents: bool) -> Iterator[Line]:
    """Tell the tag of every line that is not blank."""
    lines = re.split(r"\r\n|\r|\n", text)
    full = [bool(line.strip(_listing.BLANK)) for line in lines]
    # Where a blank line stands below every line, one alone sets nothing apart.
    least = 1 if any(a and b for a, b in itertools.pairwise(full)) else 2
    blank, tags = 0, set()
    for number, line in enumerate(lines, start=1):
        if not full[number - 1]:
            blank += 1
            continue
        found = pattern.match(line.lstrip("\ufeff\f" if indents else _listing.BLANK))
        tag = found[found.lastindex].upper() if found else ""
        tag = tag if tag in tags or len(tags) < TAGS else ""
        tags.add(tag)
        value = found.string[found.end() :] if tag else line
        yield Line(number, blank >= least, tag, value.strip(_listing.BLANK))
        blank = 0


def _blocks(lines: Iterator[Line], begins: Callable, end: str) -> Iterator[list[Line]]:
    """Cut the lines where a record begins or ends, and outside of records at what databases print."""
    block, tags, ended = (
        [],
        set(),
        False,
    )  # tags of the open record; while there is none, no record is open
    for line in lines:
        if ended and (line.tag != BELOW or line.apart):
            yield block
            block, tags, ended = [], set(), False
        outside = not tags and (line.tag or _header(line))
        if block and (
            outside or tags and line.tag and begins(line, block[0].tag, tags)
        ):
            yield block
            block, tags = [], set()
        block.append(line)
        tags |= {line.tag} - {""}
        ended = ended or bool(end) and line.tag == end and not line.text
    yield block


def _parted(
    block: list[Line], begun: set[str] | None, prose: set[str]
) -> tuple[list[Line], list[Line]]:
    """Part a record from what is none, or stands below its last field and is none of it, as where ER is missing."""
    tags = {line.tag for line in block} - {""}
    if not tags or begun is not None and not tags & begun:
        return [], block
    last = max(i for i, line in enumerate(block) if line.tag)
    for i in range(last + 1, len(block)):
        # An abstract may have paragraphs, and lines that look like a header: two of three signs must be there.
        if block[i].apart + _header(block[i]) + (block[last].tag not in prose) >= 2:
            return block[:i], block[i:]
    return block, []


def _header(line: Line) -> bool:
    return not line.tag and len(line.text) < 1000 and bool(HEADER.fullmatch(line.text))


def _fields(block: list[Line], many: set[str]) -> dict[str, str | list[str]]:
    values: dict[str, list[list[str]]] = {}
    tag = ""
    for line in block:
        tag = line.tag or tag
        if line.tag or tag in many:
            values.setdefault(tag, []).append([line.text])
        else:
            values[tag][-1].append(line.text)
    joined = {
        tag: [" ".join(filter(None, parts)) for parts in texts if any(parts)]
        for tag, texts in values.items()
    }
    return {
        tag: texts if len(texts) > 1 else texts[0]
        for tag, texts in joined.items()
        if texts
    }


def _note(block: list[Line], start: tuple[str, ...], end: str) -> str | None:
    tags = {line.tag for line in block}
    missing = [f"no {' or '.join(start)} line begins it"] if not tags & {*start} else []
    missing += [f"no {end} line ends it"] if end and end not in tags else []
    return "; ".join(missing) or None


def _outside(stretch: list[Line], start: tuple[str, ...]) -> str:
    what = "fields" if any(line.tag for line in stretch) else "text"
    return f"{what} outside of any record; a record begins with a line {' or '.join(start)}"


def _too_long(line: Line) -> str:
    return f"line {line.number:,} has {len(line.text):,} characters, which no field has; export the record again"


def _range(block: list[Line]) -> dict[str, int]:
    return {"line_from": block[0].number, "line_to": block[-1].number}


def _raw(rows: list[dict]) -> pd.DataFrame:
    fields = dict.fromkeys(tag for row in rows for tag in row)
    columns = dict.fromkeys(
        [
            "record",
            "line_from",
            "line_to",
            *(tag for tag in fields if tag != "note"),
            "note",
        ]
    )
    table = pd.DataFrame(rows, columns=list(columns))
    return table.astype(
        {"record": "int64", "line_from": "Int64", "line_to": "Int64", "note": "str"}
    )


def _problems(problems: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(problems, columns=["record", "line_from", "line_to", "reason"])
    return table.astype(
        {"record": "Int64", "line_from": "Int64", "line_to": "Int64", "reason": "str"}
    )
