"""Read BibTeX: text → one row an entry, and a list of what could not be read.

A reader of our own, because libraries drop what is kept here (a key used twice,
repeated fields, an entry with one bracket too many) or give it wrongly without a word
(a field whose comma is missing becomes part of the one before).

An entry is read in up to three ways: as BibTeX does, to where it ends by its brackets;
the same, to where the next entry seems to start; and line by line.
"""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _frames
from litreview.read.formats._frames import Problem
from litreview.text import count_of

# Blanks within a line.
_BLANKS = r"[^\S\n]*+"
# "@article{", also "@article (" or with the bracket on the next line.
_HEAD = rf"""
    @ {_BLANKS}
    ([^\W\d][\w.:+-]{{0,49}}+)  # the type of the entry
    {_BLANKS} \n? {_BLANKS}
    [{{(]
"""
# A key with its comma, or the first field where there is no key.
_KEY = r"""
    (?= [^{}="\n]{0,200} [,=] )
"""
HEAD_AND_KEY = re.compile(_HEAD + _KEY, re.VERBOSE)
# An entry at the start of a line.
AT_LINE = re.compile(
    rf"^ {_BLANKS} (?={_HEAD})",
    re.MULTILINE | re.VERBOSE,
)
# Outside of entries one may start anywhere but in a line that is commented out and in
# an address (me@home).
OUTSIDE = re.compile(
    rf"""
    ^ {_BLANKS} (?: %.* | {_HEAD} )
    | (?<![\w.]) {_HEAD} {_KEY}
    """,
    re.MULTILINE | re.VERBOSE,
)
# Within an entry that goes wrong one may start at a line, or behind a closing bracket.
INSIDE = re.compile(
    rf"""
    ^ {_BLANKS} (?={_HEAD})
    | (?<= [}})] ) [\s,;]*+ (?= {_HEAD} {_KEY} )
    """,
    re.MULTILINE | re.VERBOSE,
)
# A line that is commented out, unless an entry starts in it.
COMMENTED = re.compile(
    rf"""
    ^ {_BLANKS}
    (?: % | @comment\b )
    (?! .* {_HEAD} )
    .*
    """,
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
# From the first to the last sign of what is not a blank or a bracket too many.
STRAY_TEXT = re.compile(r"[^\s,;{}()](?:.*[^\s,;{}()])?", re.DOTALL)

CLOSING = {"{": "}", "(": ")", '"': '"'}
# BibTeX counts a bracket behind a backslash too; some programs write what balances only
# without these.
BRACKETS = [re.compile(r'[{}")]'), re.compile(r'(?<!\\)[{}")]')]
# A key, and a value without brackets or quotes, by the bracket that closes the entry.
KEY = {
    "}": re.compile(r'\s*+([^,{}"\n]*)'),
    ")": re.compile(r'\s*+([^,{})"\n]*)'),
}
BARE = {
    "}": re.compile(r'[^,#={}"\n]*'),
    ")": re.compile(r'[^,#={})"\n]*'),
}
BETWEEN = re.compile(r"[\s,]*")
BLANK = re.compile(r"\s*")
ONE_WORD = re.compile(r"\w+")
# The name of a field, up to its "=".
NAME = re.compile(r'([^\s={}",#@()][^={}",#@()\n]{0,79}?)\s*=')
# The same in an entry that is read line by line.
LOOSE_NAME = re.compile(
    rf"""
    # at the start of a line, or behind a value and its comma
    (?: ^ (?: {_BLANKS} , )? | (?<= [}}"] ) , )
    {_BLANKS}

    # the name, of one word or two
    ( [\w.:+-]{{1,60}}+ (?: [^\S\n] \w{{1,20}} )? )
    {_BLANKS} = {_BLANKS}

    # what follows must look like a value
    (?= [{{"] | [\w-]*+ {_BLANKS} [,}})]*+ {_BLANKS} $ )
    """,
    re.MULTILINE | re.VERBOSE,
)
# A line with nothing but the bracket that ends an entry.
LAST_LINE = re.compile(rf"^{_BLANKS}[}})][^\S\n,]*+$", re.MULTILINE)

# Characters of an entry; the longest real ones, with thousands of authors, have under a
# million.
LONGEST = 2**24
LONGEST_ABBREVIATION = 999  # longer ones, made of others, explode
READ_BY_LINES = (
    "its brackets or quotes do not match, or it is cut off; it was read line by line"
)
MOST_PARENTS = 9  # a parent may have a parent; the bound ends circles

# Fields that an entry has once, and what they are called.
SINGLE = {"title": "title", "year": "year", "doi": "DOI"}

# Columns that are not fields, in front of these.
ENTRY_COLUMNS = ("entrytype", "key")
TAKEN_NAMES = {*_frames.RESERVED, *ENTRY_COLUMNS}
# The parent's own, and no child's: the DOI of the proceedings on each of its papers
# would make them all one paper.
NOT_INHERITED = {
    *TAKEN_NAMES,
    "title",
    "crossref",
    "xref",
    "ids",
    "abstract",
    "pages",
    "eid",
    "doi",
    "url",
    "eprint",
    "pmid",
    "pmcid",
    "file",
}


class Entry(NamedTuple):
    """What was read of an entry: its key and fields, what was odd, where it ends."""

    key: str
    pairs: list[tuple[str, str]]
    note: str | None
    stop: int


class Block(NamedTuple):
    """A stretch of the file: an entry, or what could not be read, and why.

    `kind` is the type of the entry, and "" for what is none of a paper.
    """

    kind: str
    start: int
    stop: int
    fields: dict
    reason: str = ""


@dataclass
class Body:
    """Where an entry stands: its type, where it begins, what it must end before."""

    text: str
    kind: str
    begin: int
    limit: int
    closing: str
    abbreviations: dict[str, str]


@dataclass(slots=True)
class Cursor:
    """A place in the text that goes on, up to a limit, as the text is read."""

    text: str
    at: int
    limit: int

    def take(self, pattern: re.Pattern) -> re.Match | None:
        """Go on behind what a pattern matches here."""
        found = pattern.match(self.text, self.at, self.limit)
        if found:
            self.at = found.end()
        return found

    def peek(self) -> str:
        """Give the letter here; "" at the limit."""
        if self.at < self.limit:
            return self.text[self.at]
        return ""


@dataclass
class Progress:
    """What is known of a file while its entries are read one after the other."""

    text: str
    fresh: list[int]  # where an entry starts below one that is closed
    abbreviations: dict[str, str] = field(default_factory=dict)
    broken_until: int = 0  # where an entry that did not end had its limit
    has_open_comment: bool = False


def read_bibtex(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the entries of a BibTeX file.

    Abbreviations (@string) are put in, as far as the file defines them. What an entry
    lacks comes from the one that it names in `crossref`, whose title is its
    `booktitle`; not so what is the other's own (DOI, link, abstract). An entry whose
    brackets or quotes do not match ends where the next one starts, and is read line by
    line.

    Parameters
    ----------
    text : str
        The file.

    Returns
    -------
    raw : pandas.DataFrame
        `record`, `line_from`, `line_to`, `entrytype`, `key`, one column a field, in
        lower case and without blanks, as text or, where it is repeated, a list; `note`:
        what was odd about the entry. BibTeX's own fields of these names are "note
        field", "key field" and so on.
    problems : pandas.DataFrame
        `record`, `line_from`, `line_to`, `reason`.
    """
    text = re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff")
    line_ends = [found.start() for found in re.finditer("\n", text)]

    rows: list[dict] = []
    problems = []
    number = 0
    for block in _blocks(text):
        line_from = bisect_left(line_ends, block.start) + 1
        line_to = bisect_left(line_ends, block.stop - 1) + 1
        if block.kind:
            number += 1

        reason = block.reason
        length = block.stop - block.start
        if block.kind and length > LONGEST:
            reason = (
                f"it has {length:,} characters, which no entry has; export it again"
            )

        if reason:
            record = number if block.kind else None
            shown = text[block.start : block.stop]
            problems.append(Problem(record, line_from, line_to, reason, shown))
            continue
        row = {
            "record": number,
            "line_from": line_from,
            "line_to": line_to,
            "entrytype": block.kind,
        }
        rows.append(row | block.fields)
        titles, second = _second_values(block.fields)
        shown = text[block.start : block.stop]
        problems += _frames.second_problems(titles, second, line_from, line_to, shown)

    raw = _frames.raw_table(_relate(rows), texts=ENTRY_COLUMNS)
    return raw, _frames.problem_table(problems)


def _blocks(text: str) -> Iterator[Block]:
    """Cut a file into its entries and what stands between them."""
    progress = Progress(text, _fresh_starts(text))
    at = 0
    while True:
        head = _next_head(text, at)
        if head is None:
            break

        start = text.index("@", head.start())
        yield from _between(text, at, start)
        kind = (head[1] or head[2]).lower()
        limit = _limit(progress, start, head.end())
        body = Body(
            text=text,
            kind=kind,
            begin=head.end(),
            limit=limit,
            closing=CLOSING[head[0][-1]],
            abbreviations=progress.abbreviations,
        )
        if kind in ("comment", "preamble"):
            block = _read_comment(progress, body, start)
        else:
            block = _read_entry(progress, body, start)
        if block.reason or block.fields:
            yield block
        at = block.stop

    yield from _between(text, at, len(text))


def _fresh_starts(text: str) -> list[int]:
    """Find where a line starts an entry and the one before was closed.

    Nothing goes on there from before, brackets matching or not.
    """
    starts = []
    for found in AT_LINE.finditer(text):
        at = found.end()
        before = text[max(0, at - 99) : at].rstrip(",; \t\n")
        if before.endswith(("}", ")")):
            starts.append(at)
    return starts


def _next_head(text: str, at: int) -> re.Match | None:
    """Find the next head of an entry that is not commented out."""
    for found in OUTSIDE.finditer(text, at):
        if found[1] or found[2]:
            return found
    return None


def _limit(
    progress: Progress,
    start: int,
    begin: int,
) -> int:
    """Say what an entry must end before.

    Where one before it did not end, the text is not searched to its end again.
    """
    limit = len(progress.text)
    after = bisect_right(progress.fresh, start)
    if after < len(progress.fresh):
        limit = progress.fresh[after]
    if start < progress.broken_until:
        limit = _next_start(progress.text, begin, limit)
    return limit


def _next_start(
    text: str,
    begin: int,
    limit: int,
) -> int:
    """Find where within an entry that goes wrong the next one seems to start."""
    found = INSIDE.search(text, begin, limit)
    if found:
        return found.end()
    return limit


def _between(
    text: str,
    start: int,
    stop: int,
) -> Iterator[Block]:
    """Give what stands between two entries, unless it is blank or commented out."""
    shown = COMMENTED.sub(lambda found: " " * len(found[0]), text[start:stop])
    found = STRAY_TEXT.search(shown)
    if found:
        first = start + found.start()
        last = start + found.end()
        quoted = _quotable(text[first : min(last, first + 99)])
        reason = f"text outside of the entries: {quoted!r}"
        yield Block("", first, last, {}, reason)


def _quotable(text: str) -> str:
    """Write a text on one line, with single blanks."""
    return " ".join(text.split())


def _read_comment(
    progress: Progress,
    body: Body,
    start: int,
) -> Block:
    """Pass over a comment or a preamble; entries left out with it are a problem.

    A comment goes to its bracket, wherever that is. Once one was not closed, the others
    are not looked for beyond the next entry.
    """
    text = body.text
    anywhere = body.kind == "comment" and not progress.has_open_comment
    limit = len(text) if anywhere else body.limit
    closed = _find_closing(text, body.begin - 1, limit, BRACKETS[0])
    if closed is None:
        progress.has_open_comment = progress.has_open_comment or anywhere
        progress.broken_until = max(progress.broken_until, body.limit)
        stop = _next_start(text, body.begin, body.limit)
    else:
        stop = closed + 1

    reason = ""
    left_out = len(HEAD_AND_KEY.findall(text, body.begin, stop))
    if left_out:
        entries = count_of(left_out, "entry", "entries")
        reason = f"a comment with {entries} in it, which was left out"
    return Block("", start, stop, {}, reason)


def _read_entry(
    progress: Progress,
    body: Body,
    start: int,
) -> Block:
    """Read an entry in the first of the three ways in which it can be read."""
    entry = _read_strictly(body)
    if entry is None:
        progress.broken_until = max(progress.broken_until, body.limit)
        body.limit = _next_start(body.text, body.begin, body.limit)
        entry = _read_strictly(body) or _read_by_lines(body)

    if body.kind == "string":
        return _read_abbreviation(progress, entry, start)
    if entry.note and not entry.pairs:
        reason = f"no field of this entry can be read; {entry.note}"
        return Block(body.kind, start, entry.stop, {}, reason)

    fields = {"key": entry.key}
    fields |= _group_fields(entry.pairs)
    fields["note"] = entry.note
    return Block(body.kind, start, entry.stop, fields)


def _read_abbreviation(
    progress: Progress,
    entry: Entry,
    start: int,
) -> Block:
    """Learn what an @string stands for; one that cannot be used is a problem."""
    short = {}
    for name, value in entry.pairs:
        if len(value) <= LONGEST_ABBREVIATION:
            short[name] = value
    progress.abbreviations.update(short)

    reason = ""
    if entry.note or not entry.pairs or len(short) < len(entry.pairs):
        reason = (
            "an abbreviation (@string) that cannot be read, or is longer than "
            f"{LONGEST_ABBREVIATION} characters"
        )
    return Block("", start, entry.stop, {}, reason)


def _read_strictly(body: Body) -> Entry | None:
    """Read an entry as BibTeX does; None where that cannot be."""
    for brackets in BRACKETS:
        entry = _read_fields(body, brackets)
        if entry is not None:
            return entry
    return None


def _read_fields(body: Body, brackets: re.Pattern) -> Entry | None:
    """Read the key and the fields of an entry up to its bracket."""
    key, begin = _read_key(body)
    cursor = Cursor(body.text, begin, body.limit)
    pairs: list[tuple[str, str]] = []
    note = None

    while True:
        gap = cursor.take(BETWEEN)
        if cursor.peek() == body.closing:
            return Entry(key, pairs, note, cursor.at + 1)

        name = cursor.take(NAME)
        if name is None:
            return None
        if "," not in gap[0] and (key or pairs):
            # Without a comma in front, only one word is surely a name.
            if not ONE_WORD.fullmatch(name[1]):
                return None
            note = "a comma is missing between its fields"

        value = _read_value(cursor, body, brackets)
        if value is None:
            return None
        pairs.append((_plain_name(name[1]), value))


def _read_key(body: Body) -> tuple[str, int]:
    """Read the key of an entry, and say where its fields begin.

    It has none where its first field stands in the key's place.
    """
    if body.kind == "string":
        return "", body.begin

    cursor = Cursor(body.text, body.begin, body.limit)
    key = cursor.take(KEY[body.closing])[1].strip()
    if "=" in key:
        following = body.text[cursor.at : cursor.at + 1]
        if following in ("{", '"') or re.search(r"\s", key):
            return "", body.begin
    return key, cursor.at


def _read_value(
    cursor: Cursor,
    body: Body,
    brackets: re.Pattern,
) -> str | None:
    """Read a value, its pieces joined by #; None where one of them is not closed."""
    pieces = []
    while True:
        cursor.take(BLANK)
        piece = _read_piece(cursor, body, brackets)
        if piece is None:
            return None
        pieces.append(piece)

        cursor.take(BLANK)
        if cursor.peek() != "#":
            return "".join(pieces)
        cursor.at += 1


def _read_piece(
    cursor: Cursor,
    body: Body,
    brackets: re.Pattern,
) -> str | None:
    """Read what stands in brackets or in quotes, an abbreviation or a number."""
    opening = cursor.peek()
    if opening in ("{", '"'):
        begin = cursor.at + 1
        stop = _find_closing(cursor.text, cursor.at, cursor.limit, brackets)
        if stop is None:
            return None
        cursor.at = stop + 1
        return cursor.text[begin:stop]

    bare = cursor.take(BARE[body.closing])
    word = bare[0].strip()
    return body.abbreviations.get(word.lower(), word)


def _find_closing(
    text: str,
    start: int,
    limit: int,
    brackets: re.Pattern,
) -> int | None:
    """Find what closes the bracket or quote at `start`; None where nothing does."""
    closing = CLOSING[text[start]]
    depth = 0
    for found in brackets.finditer(text, start + 1, limit):
        bracket = found[0]
        if depth == 0 and bracket == closing:
            return found.start()
        if bracket == "{":
            depth += 1
        elif bracket == "}":
            depth -= 1
        if depth < 0:
            return None
    return None


def _read_by_lines(body: Body) -> Entry:
    """Read an entry that is broken.

    A line with a name and = starts a field, which goes on until the next one.
    """
    key, begin = _read_key(body)
    if body.text.startswith(",", begin, body.limit):
        begin += 1
    rest = body.text[begin : body.limit].rstrip()
    names = list(LOOSE_NAME.finditer(rest))
    if not names:
        return Entry(key, [], READ_BY_LINES, begin + len(rest))

    last_line = LAST_LINE.search(rest, names[-1].end())
    if last_line:
        rest = rest[: last_line.end()]

    pairs = []
    stop = len(rest)
    for name in reversed(names):
        value = _unwrap(rest[name.end() : stop], body.abbreviations)
        pairs.append((_plain_name(name[1]), value))
        stop = name.start()
    pairs.reverse()

    note = READ_BY_LINES
    lost = _quotable(rest[:stop].strip(", \n"))
    if lost:
        note += f", without {lost[:99]!r}"
    return Entry(key, pairs, note, begin + len(rest))


def _unwrap(value: str, abbreviations: dict[str, str]) -> str:
    """Take the brackets or quotes off a value, matching or not."""
    value = value.strip().rstrip(", \n")
    opening = value[:1]
    if opening not in ("{", '"'):
        value = re.sub(r"[\s,]*[})]\Z", "", value)
        return abbreviations.get(value.lower(), value)

    value = value[1:]
    while value.endswith("}") and value.count("}") > value.count("{"):
        value = value[:-1].rstrip()
    if opening == '"':
        value = value.removesuffix('"')
    return value


@functools.lru_cache
def _plain_name(name: str) -> str:
    """Write the name of a field in lower case and without blanks."""
    return re.sub(r"\s", "", name).lower()


def _group_fields(pairs: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Give each field its value, or a list of them where it is repeated."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in TAKEN_NAMES:
            name = f"{name} field"
        values.setdefault(name, []).append(value)

    fields: dict[str, str | list[str]] = {}
    for name, texts in values.items():
        if len(texts) == 1:
            fields[name] = texts[0]
        else:
            fields[name] = texts
    return fields


def _second_values(fields: dict[str, str | list[str]]) -> tuple[list[str], str]:
    """Find what an entry has twice and should have once."""
    values = {}
    for name, label in SINGLE.items():
        texts = fields.get(name)
        if isinstance(texts, list):
            values[label] = texts
    return _frames.second_values(values)


def _relate(rows: list[dict]) -> list[dict]:
    """Add what comes from other entries: inherited fields, and notes on keys."""
    by_key: dict[str, dict] = {}
    for row in rows:
        by_key.setdefault(row["key"].lower(), row)

    related = []
    for row in rows:
        whole = _inherit(row, by_key)
        whole["note"] = _note(row, by_key)
        related.append(whole)
    return related


def _inherit(row: dict, by_key: dict[str, dict]) -> dict:
    """Fill the fields that an entry lacks from its parent, and from the parent's."""
    whole = dict(row)
    parent = row
    for _ in range(MOST_PARENTS):
        if "crossref" not in parent:
            break
        parent = by_key.get(_parent_key(parent))
        if parent is None or parent is row:
            break
        whole = _given_to_children(parent) | whole
    return whole


def _given_to_children(parent: dict) -> dict:
    """Give the fields of an entry that those which name it have too."""
    given = {}
    if "title" in parent:
        given["booktitle"] = parent["title"]
    for name, value in parent.items():
        if name not in NOT_INHERITED:
            given[name] = value
    return given


def _parent_key(row: dict) -> str:
    """Read the key of the entry that another names in its crossref."""
    return str(row.get("crossref", "")).strip().lower()


def _note(row: dict, by_key: dict[str, dict]) -> str | None:
    """Say what is odd about an entry, its key and the one it refers to included."""
    notes = []
    if row["note"]:
        notes.append(row["note"])
    _, second = _second_values(row)
    if second:
        notes.append(second)

    first = by_key[row["key"].lower()]
    if row["key"] and first is not row:
        line = first["line_from"]
        notes.append(f"its key was already used on line {line}")

    parent_key = _parent_key(row)
    if parent_key and parent_key not in by_key:
        named = row["crossref"]
        notes.append(f"the entry that its crossref names is not in the file: {named}")
    return "; ".join(notes) or None
