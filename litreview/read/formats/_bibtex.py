"""Read BibTeX: text → one row an entry, and a list of what could not be read.

A reader of our own, because libraries drop what is kept here (a key used twice, repeated fields, an entry with one
bracket too many) or give it wrongly without a word (a field whose comma is missing becomes part of the one before).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import pandas as pd

from litreview.text import count_of

_HEAD = r"@[^\S\n]*+([^\W\d][\w.:+-]{0,49}+)[^\S\n]*+\n?[^\S\n]*+[{(]"
_KEY = r'(?=[^{}="\n]{0,200}[,=])'
AT_LINE = re.compile(rf"^[^\S\n]*+(?={_HEAD})", re.MULTILINE)
# Outside of entries one may start anywhere but in a line that is commented out and in an address (me@home).
OUTSIDE = re.compile(
    rf"^[^\S\n]*+(?:%.*|{_HEAD})|(?<![\w.]){_HEAD}{_KEY}", re.MULTILINE
)
INSIDE = re.compile(
    rf"^[^\S\n]*+(?={_HEAD})|(?<=[}})])[\s,;]*+(?={_HEAD}{_KEY})", re.MULTILINE
)
# BibTeX counts a bracket behind a backslash too; some programs write what balances only without these.
MARKS = [re.compile(r'[{}")]'), re.compile(r'(?<!\\)[{}")]')]
CLOSING = {"{": "}", "(": ")", '"': '"'}
KEY = {"}": re.compile(r'\s*+([^,{}"\n]*)'), ")": re.compile(r'\s*+([^,{})"\n]*)')}
BARE = {"}": re.compile(r'[^,#={}"\n]*'), ")": re.compile(r'[^,#={})"\n]*')}
BETWEEN, BLANK = re.compile(r"[\s,]*"), re.compile(r"\s*")
NAME = re.compile(r'([^\s={}",#@()][^={}",#@()\n]{0,79}?)\s*=')
LOOSE_NAME = re.compile(
    r'(?:^(?:[^\S\n]*+,)?|(?<=[}"]),)[^\S\n]*+([\w.:+-]{1,60}+(?:[^\S\n]\w{1,20})?)[^\S\n]*+=[^\S\n]*+'
    r'(?=[{"]|[\w-]*+[^\S\n]*+[,})]*+[^\S\n]*+$)',
    re.MULTILINE,
)
LAST_LINE = re.compile(r"^[^\S\n]*+[})][^\S\n,]*+$", re.MULTILINE)
COMMENTED = re.compile(
    rf"^[^\S\n]*+(?:%|@comment\b)(?!.*{_HEAD}).*", re.MULTILINE | re.IGNORECASE
)

LONGEST = (
    2**24
)  # characters of an entry; the longest real ones, with thousands of authors, have under a million
COLUMNS = ["record", "line_from", "line_to", "entrytype", "key"]
# The parent's own, and no child's: the DOI of the proceedings on each of its papers would make them all one paper.
NOT_INHERITED = {
    *COLUMNS,
    *"note title crossref xref ids abstract pages eid doi url eprint pmid pmcid file".split(),
}


def read(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the entries of a BibTeX file.

    Returns raw (`record`, `line_from`, `line_to`, `entrytype`, `key`, one column a field, in lower case and without
    blanks, as text or, where it is repeated, a list; `note`: what was odd about the entry) and problems (`record`,
    `line_from`, `line_to`, `reason`). BibTeX's own fields of these names are "note field", "key field" and so on.
    Abbreviations (@string) are put in, as far as the file defines them. What an entry lacks comes from the one that it
    names in `crossref`, whose title is its `booktitle`; not so what is the other's own (DOI, link, abstract). An entry
    whose brackets or quotes do not match ends where the next one starts, and is read line by line.
    """
    text = re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff")
    ends = [found.start() for found in re.finditer("\n", text)]
    rows, problems, n = [], [], 0
    for kind, start, stop, found in _blocks(text):
        lines = {
            "line_from": bisect_left(ends, start) + 1,
            "line_to": bisect_left(ends, stop - 1) + 1,
        }
        n += kind != ""
        if kind and stop - start > LONGEST:
            found = f"it has {stop - start:,} characters, which no entry has; export it again"
        if isinstance(found, str):
            problems.append({"record": n if kind else None, **lines, "reason": found})
        else:
            rows.append({"record": n, **lines, "entrytype": kind, **found})
    rows = _related(rows)
    columns = dict.fromkeys(
        [*COLUMNS, *(name for row in rows for name in row if name != "note"), "note"]
    )
    table = pd.DataFrame(rows, columns=list(columns))
    kinds = {"record": "int64", "line_from": "Int64", "line_to": "Int64"}
    raw = table.astype(kinds | dict.fromkeys(["entrytype", "key", "note"], "str"))
    problems = pd.DataFrame(
        problems, columns=["record", "line_from", "line_to", "reason"]
    )
    return raw, problems.astype(
        {**dict.fromkeys(["record", "line_from", "line_to"], "Int64"), "reason": "str"}
    )


def _blocks(text: str) -> Iterator[tuple[str, int, int, dict | str]]:
    """Give each entry (its type, start, stop, fields) and what could not be read (type or "", start, stop, reason)."""
    heads = [found.end() for found in AT_LINE.finditer(text)]
    # Where a line starts an entry and the last one was closed, nothing goes on from before, brackets matching or not.
    fresh = [
        at
        for at in heads
        if text[max(0, at - 99) : at].rstrip(",; \t\n").endswith(("}", ")"))
    ]
    macros, at, unclosed, broken = {}, 0, False, 0
    while head := next(
        (found for found in OUTSIDE.finditer(text, at) if found[1] or found[2]), None
    ):
        kind, start, begin = (
            (head[1] or head[2]).lower(),
            text.index("@", head.start()),
            head.end(),
        )
        yield from _between(text, at, start)
        after = bisect_right(fresh, start)
        limit = fresh[after] if after < len(fresh) else len(text)
        limit = (
            _next_start(text, begin, limit) if start < broken else limit
        )  # each text is searched once, not again
        if kind in ("comment", "preamble"):
            whole = kind == "comment" and not unclosed
            stop = _close(text, begin - 1, len(text) if whole else limit, MARKS[0])
            if stop is None:
                unclosed, broken = unclosed or whole, max(broken, limit)
            at = _next_start(text, begin, limit) if stop is None else stop + 1
            if left := len(re.findall(_HEAD + _KEY, text[begin:at])):
                yield (
                    "",
                    start,
                    at,
                    f"a comment with {count_of(left, 'entry', 'entries')} in it, which was left out",
                )
            continue
        found = _strictly(text, begin, limit, macros, kind)
        if found is None:
            broken, limit = max(broken, limit), _next_start(text, begin, limit)
            found = _strictly(text, begin, limit, macros, kind) or _by_lines(
                text, begin, limit, macros, kind
            )
        key, pairs, note, at = found
        if kind == "string":
            short = {
                name: value for name, value in pairs if len(value) < 1000
            }  # longer ones made of others explode
            macros |= short
            if note or not pairs or len(short) < len(pairs):
                yield (
                    "",
                    start,
                    at,
                    "an abbreviation (@string) that cannot be read, or is longer than 999 characters",
                )
        elif note and not pairs:
            yield kind, start, at, f"no field of this entry can be read; {note}"
        else:
            yield kind, start, at, {"key": key, **_fields(pairs), "note": note}
    yield from _between(text, at, len(text))


def _between(text: str, start: int, stop: int) -> Iterator[tuple[str, int, int, str]]:
    """Say what stands between two entries, unless it is blank, commented out, or a bracket too many."""
    said = COMMENTED.sub(lambda found: " " * len(found[0]), text[start:stop])
    if found := re.search(r"[^\s,;{}()](?:.*[^\s,;{}()])?", said, re.DOTALL):
        start, stop = start + found.start(), start + found.end()
        yield (
            "",
            start,
            stop,
            f"text outside of the entries: {' '.join(text[start:stop][:99].split())!r}",
        )


def _next_start(text: str, start: int, limit: int) -> int:
    found = INSIDE.search(text, start, limit)
    return found.end() if found else limit


def _close(text: str, start: int, limit: int, marks: re.Pattern) -> int | None:
    """Find what closes the bracket or quote at `start`; None where nothing does before `limit`."""
    depth, closing = 0, CLOSING[text[start]]
    for found in marks.finditer(text, start + 1, limit):
        if depth == 0 and found[0] == closing:
            return found.start()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            return None
    return None


def _strictly(
    text: str, start: int, limit: int, macros: dict, kind: str
) -> tuple | None:
    """Read an entry as BibTeX does: key, pairs of name and value, note and where it ends; None where it cannot."""
    closing = CLOSING[text[start - 1]]
    key, begin = _key(text, start, limit, closing) if kind != "string" else ("", start)
    for marks in MARKS:
        pairs, note, at = [], None, begin
        while True:
            at = (gap := BETWEEN.match(text, at, limit)).end()
            if at < limit and text[at] == closing:
                return key, pairs, note, at + 1
            name = NAME.match(text, at, limit)
            comma = "," in gap[0] or not (pairs or key)
            if name is None or not (comma or re.fullmatch(r"\w+", name[1])):
                break
            value, at = _value(text, name.end(), limit, marks, closing, macros)
            if value is None:
                break
            note = note if comma else "a comma is missing between its fields"
            pairs.append((_name(name[1]), value))
    return None


def _key(text: str, start: int, limit: int, closing: str) -> tuple[str, int]:
    """Read the key of an entry; it has none where its first field stands in the key's place."""
    found = KEY[closing].match(text, start, limit)
    key = found[1].strip()
    is_field = "=" in key and (
        text[found.end() : found.end() + 1] in ("{", '"') or re.search(r"\s", key)
    )
    return ("", start) if is_field else (key, found.end())


def _value(
    text: str, at: int, limit: int, marks: re.Pattern, closing: str, macros: dict
) -> tuple[str | None, int]:
    """Read a value, its pieces (in brackets, in quotes, an abbreviation or a number) joined by #."""
    pieces = []
    while True:
        at = BLANK.match(text, at, limit).end()
        if text[at : at + 1] in ("{", '"') and at < limit:
            stop = _close(text, at, limit, marks)
            if stop is None:
                return None, at
            pieces.append(text[at + 1 : stop])
            at = stop + 1
        else:
            bare = BARE[closing].match(text, at, limit)
            pieces.append(macros.get(bare[0].strip().lower(), bare[0].strip()))
            at = bare.end()
        at = BLANK.match(text, at, limit).end()
        if text[at : at + 1] != "#":
            return "".join(pieces), at
        at += 1


def _by_lines(text: str, start: int, limit: int, macros: dict, kind: str) -> tuple:
    """Read an entry that is broken: a line with a name and = starts a field, which goes on until the next one."""
    key, begin = (
        _key(text, start, limit, CLOSING[text[start - 1]])
        if kind != "string"
        else ("", start)
    )
    begin += text.startswith(",", begin, limit)
    body = text[begin:limit].rstrip()
    names = list(LOOSE_NAME.finditer(body))
    if names and (last := LAST_LINE.search(body, names[-1].end())):
        body = body[: last.end()]
    stops = [found.start() for found in names[1:]] + [len(body)] * bool(names)
    pairs = [
        (_name(found[1]), _unwrapped(body[found.end() : stop], macros))
        for found, stop in zip(names, stops, strict=True)
    ]
    note = "its brackets or quotes do not match, or it is cut off; it was read line by line"
    lost = " ".join(body[: names[0].start()].strip(", \n").split()) if names else ""
    return (
        key,
        pairs,
        note + (f", without {lost[:99]!r}" if lost else ""),
        begin + len(body),
    )


def _unwrapped(value: str, macros: dict) -> str:
    value = value.strip().rstrip(", \n")
    if value[:1] not in ("{", '"'):
        value = re.sub(r"[\s,]*[})]\Z", "", value)
        return macros.get(value.lower(), value)
    opening, value = value[0], value[1:]
    while value.endswith("}") and value.count("}") > value.count("{"):
        value = value[:-1].rstrip()
    return value.removesuffix('"') if opening == '"' else value


def _name(name: str) -> str:
    return re.sub(r"\s", "", name).lower()


def _fields(pairs: list[tuple[str, str]]) -> dict:
    fields: dict[str, list] = {}
    for name, value in pairs:
        fields.setdefault(
            f"{name} field" if name in (*COLUMNS, "note") else name, []
        ).append(value)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in fields.items()
    }


def _related(rows: list[dict]) -> list[dict]:
    """Add what comes from other entries: inherited fields, and notes on keys."""
    first: dict[str, dict] = {}
    for row in rows:
        first.setdefault(row["key"].lower(), row)
    return [_inherited(row, first) | {"note": _note(row, first)} for row in rows]


def _inherited(row: dict, first: dict[str, dict]) -> dict:
    whole, parent = row, row
    for _ in range(9):  # a parent may have a parent; the bound ends circles
        parent = (
            first.get(str(parent.get("crossref", "")).strip().lower())
            if "crossref" in parent
            else None
        )
        if parent is None or parent is row:
            break
        given = {
            name: value for name, value in parent.items() if name not in NOT_INHERITED
        }
        title = {"booktitle": parent["title"]} if "title" in parent else {}
        whole = {**title, **given, **whole}
    return whole


def _note(row: dict, first: dict[str, dict]) -> str | None:
    notes = [row["note"]] if row["note"] else []
    earlier = first[row["key"].lower()]
    if row["key"] and earlier is not row:
        notes.append(f"its key was already used on line {earlier['line_from']}")
    if (
        str(row.get("crossref", "")).strip()
        and str(row["crossref"]).strip().lower() not in first
    ):
        notes.append(
            f"the entry that its crossref names is not in the file: {row['crossref']}"
        )
    return "; ".join(notes) or None
