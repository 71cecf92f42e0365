"""Read JSON in any arrangement: text → raw records, and what was not read.

Records may be a list, one a line, named in an object, or wrapped in the answer of an
API. A text is walked through piece by piece, so that no more than the records is held
in memory, and that after a broken record reading goes on at the next one.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from litreview.read.formats import _frames
from litreview.read.formats._frames import KEPT_LETTERS, Problem
from litreview.text import SURROGATE

# Keys that only a record has.
TITLES = {
    "title",
    "dc:title",
    "document title",
    "article title",
    "primary_title",
    "titles",
}
# Keys under which an answer holds its records, or an object that holds them.
WRAPPERS = set(
    """
    results result items item data hits hit works papers records record articles article
    entries entry documents docs publications rows list collection response message
    resultlist search-results feed recommendedpapers searchresult content payload output
    esearchresult library studies bibliography
    """.split()
)

# Keys that a record has once, by what they are called.
SINGLE = dict.fromkeys(TITLES, "title") | {
    "year": "year",
    "publication_year": "year",
    "doi": "DOI",
}

MOST_KEYS = 100  # of an object within a record; more are a table of their own
MOST_COLUMNS = 1000
MOST_TRIES = 2000  # to find the record after a broken one
DEEPEST = 6  # lists and wrappers around a record
# Characters of a record; the longest real ones, with thousands of authors, have under 2
# million.
LONGEST = 2**24

# Keys of other works, which have what a record has.
CITED = re.compile(r"(?i)refer|cit|relat|recommend|version|relation")

# Nothing more on a line.
LINE_REST = re.compile(r"[ \t,]*(?:[\r\n]|\Z)")
BLANK = re.compile(r"[\s,\ufeff]*")
# The start of an object with a key.
OBJECT = re.compile(r'\{\s*(?=")')
# Where after what is no JSON some may start: at a line, or with an object or a list of
# objects or lists.
JSON_START = re.compile(r"""(?:^|[\r\n])[ \t]*(?=[{\["])|\{|\[(?=\s*[\[{])""")

CUT = (
    "the file ends in the middle of this record; it may have been cut off: "
    "fetch or save it again"
)
UNCLOSED_LIST = "a list is not closed at the end; the file may have been cut off"
BROKEN = "this record breaks off before its end"
TOO_DEEP = "its parts are nested too deeply to be a paper's"


class Found(NamedTuple):
    """A record, or what is none: where it stands, and why it was not read.

    What `counts` is a record, read or not.
    """

    start: int
    end: int
    record: dict | None
    reason: str | None
    counts: bool


class Repeating(dict):
    """An object in which keys stand twice, with all values of each such key."""

    def __init__(self, values: dict, repeated: dict[str, list]):
        """Keep the values, and those of the keys that stand twice."""
        super().__init__(values)
        self.repeated = repeated


class Decoded(NamedTuple):
    """A value of a JSON text, where it ends, and what is wrong with it."""

    value: object
    end: int
    fault: str | None = None


class Member(NamedTuple):
    """A key of an object, and where its value starts."""

    key: str
    start: int


def read_json(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read every object of a JSON text that is a record.

    Read are a list of objects, objects one after the other or one a line, an object of
    named objects, and those within the answers of an API.

    Parameters
    ----------
    text : str
        The file, wherever it breaks off or breaks the rules.

    Returns
    -------
    raw : pandas.DataFrame
        `record`, `line_from`, `line_to`, one column per dotted path in lower case, and
        `note`. Values are str or list of str; of a list of objects each key is a list,
        kept in step with the others by empty texts. NaN and infinity are missing.
    problems : pandas.DataFrame
        `record`, `line_from`, `line_to`, `reason`.
    """
    rows: list[dict] = []
    problems: list[Problem] = []
    number = 0
    line = 1
    counted = 0  # letters whose line ends are counted
    for found in Walker(text).walk():
        line += _line_ends(text, counted, found.start)
        counted = found.start
        last_line = line + _line_ends(text, found.start, found.end)

        record = None
        if found.counts:
            number += 1
            record = number

        reason = found.reason
        if found.record is not None:
            row = {"record": record, "line_from": line, "line_to": last_line}
            titles, note = _frames.second_values(_repeated_values(found.record))
            try:
                row |= _fields(found.record)
                row["note"] = note
                rows.append(row)
                shown = text[found.start : found.end]
                problems += _frames.second_problems(
                    titles, note, line, last_line, shown
                )
                continue
            except (RecursionError, ValueError):
                reason = TOO_DEEP

        end = max(found.end, found.start + 1)
        shown = text[found.start : min(end, found.start + KEPT_LETTERS)]
        problem = Problem(record, line, last_line, reason, shown)
        # Of lists within lists, none of them closed, one is enough.
        if record is not None or problem not in problems[-1:]:
            problems.append(problem)

    return _raw_table(rows), _frames.problem_table(problems)


def _line_ends(
    text: str,
    start: int,
    end: int,
) -> int:
    """Count the line ends of a stretch, whichever they are."""
    count = text.count("\n", start, end)
    returns = text.count("\r", start, end)
    if returns:
        count += returns - text.count("\r\n", start, end)
    return count


def _make_object(pairs: list[tuple[str, object]]) -> dict:
    """Make an object; the values of a key that stands twice are a list."""
    made = dict(pairs)
    if len(made) == len(pairs):
        return made

    made = {}
    repeated: dict[str, list] = {}
    for key, value in pairs:
        earlier = made.get(key, value)
        if earlier == value:
            made[key] = value
        else:
            repeated.setdefault(key, _as_list(earlier)).extend(_as_list(value))
            made[key] = [*_as_list(earlier), *_as_list(value)]
    return Repeating(made, repeated)


def _repeated_values(record: dict) -> dict[str, list[str]]:
    """Gather the values of what stands in a record twice and should stand there once.

    Only of keys that are repeated: a list of titles is one in several languages.
    """
    found: dict[str, list[str]] = {}
    for inner in (record, *record.values()):
        if not isinstance(inner, Repeating):
            continue
        for key, values in inner.repeated.items():
            label = SINGLE.get(key.casefold())
            if label:
                texts = [value for value in values if isinstance(value, str)]
                found.setdefault(label, []).extend(texts)

    swallowed = _titles_of_like(record)
    if swallowed:
        own = [record[key] for key in record if key.casefold() in TITLES]
        own = [title for title in own if isinstance(title, str)]
        found["title"] = [*found.get("title", own), *swallowed]
    return found


def _titles_of_like(record: dict) -> list[str]:
    """List the titles of objects in the lists of a record that are like itself.

    Where the end of a record is lost the next ones may become its last author. Works
    that it cites are no records.
    """
    titles = []
    for key, items in record.items():
        if not isinstance(items, list) or CITED.search(key):
            continue
        for item in items:
            if not isinstance(item, dict) or not _has_title(item):
                continue
            common = len(record.keys() & item.keys())
            if common > 1 and 2 * common >= min(len(record), len(item)):
                titles += [item[key] for key in item if key.casefold() in TITLES]
    return [title for title in titles if isinstance(title, str)]


def _as_list(value: object) -> list:
    if isinstance(value, list):
        return value
    return [value]


# Numbers are kept as they are written, 2019.0 as 2019.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_make_object,
    parse_int=str,
    parse_float=lambda number: number.removesuffix(".0"),
    parse_constant=lambda _: None,
    strict=False,
)


def _decode(text: str, at: int) -> Decoded:
    """Decode the value that starts at a place of the text."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError:
        return Decoded(None, at, TOO_DEEP)
    except json.JSONDecodeError as error:
        end = error.pos
        fault = error.msg
    else:
        return Decoded(value, end)

    following = text[end : end + 1000]
    if fault.startswith("Unterminated string") or not following.strip():
        return Decoded(None, end, CUT)
    lines = text.count("\n", at, end)
    where = f"at {following[:20]!r}"
    if lines:
        where = f"{lines} lines on, {where}"
    return Decoded(None, end, f"no valid JSON: {fault} ({where})")


class Walker:
    """Walks through a text from record to record.

    Its methods give what they find from the place `at` on, and leave `at` behind it.
    """

    def __init__(self, text: str):
        """Start at the beginning of a text."""
        self.text = text
        self.at = 0
        self.last_record: dict | None = None

    def walk(self) -> Iterator[Found]:
        """Walk through the values of a text, one after the other."""
        self._skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] in "{[":
                yield from self._walk_value(0)
            else:
                yield self._pass_over()
            self._skip_blank()

    def _skip_blank(self) -> None:
        """Go on behind blanks and commas."""
        self.at = _behind_blank(self.text, self.at)

    def _pass_over(self) -> Found:
        """Pass over a text or a number that stands alone, or what is no JSON."""
        start = self.at
        value = _decode(self.text, start)
        if not value.fault and LINE_REST.match(self.text, value.end):
            self.at = value.end
            return Found(
                start=start,
                end=self.at,
                record=None,
                reason="is no object of fields",
                counts=True,
            )

        found = JSON_START.search(self.text, start + 1)
        stop = len(self.text)
        if found:
            stop = found.start()
        passed = self.text[start:stop].rstrip()
        self.at = start + len(passed)
        return Found(
            start=start,
            end=self.at,
            record=None,
            reason="this is no JSON; it was passed over",
            counts=False,
        )

    def _walk_value(self, depth: int) -> Iterator[Found]:
        """Walk through a list, through what an object wraps, or read one record."""
        opening = self.text[self.at]
        wrapped = ""
        if opening == "{" and depth < DEEPEST:
            wrapped = _wrapped_as(self.text, self.at, depth)

        if opening == "[" and depth < DEEPEST:
            yield from self._walk_list(depth)
        elif wrapped == "names":
            yield from self._walk_names()
        elif wrapped == "lists":
            yield from self._walk_wrapper(depth)
        else:
            yield self._read_record()

    def _walk_list(self, depth: int) -> Iterator[Found]:
        """Walk through the items of a list, which may hold records themselves."""
        self.at += 1
        self._skip_blank()
        while self.at < len(self.text) and self.text[self.at] != "]":
            yield from self._walk_value(depth + 1)
            self._skip_blank()

        if self.at < len(self.text):
            self.at += 1
        else:
            last = len(self.text) - 1
            yield Found(
                start=last,
                end=last,
                record=None,
                reason=UNCLOSED_LIST,
                counts=False,
            )

    def _walk_names(self) -> Iterator[Found]:
        """Walk through an object whose values are the records."""
        self.at += 1
        while member := _read_member(self.text, self.at):
            self.at = member.start
            yield self._read_record()
        self._close_object()

    def _walk_wrapper(self, depth: int) -> Iterator[Found]:
        """Walk through an object some of whose values hold records."""
        self.at += 1
        while member := _read_member(self.text, self.at):
            self.at = member.start
            if _holds_records(self.text, member, depth):
                inner_depth = depth
                if self.text[self.at] == "[":
                    inner_depth += 1
                yield from self._walk_value(inner_depth)
                continue

            value = _decode(self.text, self.at)
            self.at = value.end
            if value.fault:
                self.at = self._next_record(member.start)
                yield Found(member.start, self.at, None, value.fault, False)
                break
        self._close_object()

    def _close_object(self) -> None:
        """Go on behind the bracket that closes an object, if it is there."""
        self._skip_blank()
        if self.text.startswith("}", self.at):
            self.at += 1

    def _read_record(self) -> Found:
        """Read one record; where it is broken, find the next one."""
        start = self.at
        decoded = _decode(self.text, start)
        if decoded.fault:
            return self._break_off(decoded)

        self.at = decoded.end
        record = decoded.value
        reason = None
        length = decoded.end - start
        if length > LONGEST:
            reason = (
                f"it has {length:,} characters, which no record has; "
                "fetch or save it again"
            )
        elif not isinstance(record, dict):
            reason = "is no object of fields, as a record is"

        if reason:
            return Found(start, self.at, None, reason, True)
        self.last_record = record
        return Found(start, self.at, record, None, True)

    def _break_off(self, decoded: Decoded) -> Found:
        """Give a broken record, which ends where the next one starts."""
        start = self.at
        self.at = self._next_record(start)
        reason = decoded.fault
        if self.at < len(self.text):
            if reason == CUT or decoded.end >= self.at:
                reason = BROKEN
        broken = self.text[start : self.at].rstrip(" \t\r\n,")
        return Found(start, start + len(broken), None, reason, True)

    def _next_record(self, at: int) -> int:
        """Find where the record after a broken one starts.

        That is on a line set in like its own, else where a record like the last is.
        """
        before = self.text[max(0, at - 200) : at]
        indent = re.split(r"[\r\n]", before)[-1]
        if not indent.strip():
            same_indent = re.compile(rf"[\r\n]{indent}(?=\{{)")
            found = same_indent.search(self.text, at + 1)
            if found:
                return found.end()

        for tries, found in enumerate(OBJECT.finditer(self.text, at + 1)):
            if tries > MOST_TRIES:
                break
            if self._is_like_last(found.start()):
                return found.start()
        return len(self.text)

    def _is_like_last(self, at: int) -> bool:
        """Tell whether an object is a record like the one that was read last."""
        last_keys = list(self.last_record or ())
        if last_keys and self._begins_with(at, last_keys[:2]):
            return True

        decoded = _decode(self.text, at)
        if decoded.fault or not isinstance(decoded.value, dict):
            return False
        if self.last_record is None:
            return _has_title(decoded.value)
        common = set(last_keys) & set(decoded.value)
        return 2 * len(common) >= len(last_keys)

    def _begins_with(self, at: int, keys: list[str]) -> bool:
        """Tell whether the first keys of an object are these."""
        at += 1
        for key in keys:
            member = _read_member(self.text, at)
            if member is None or member.key != key:
                return False
            at = _decode(self.text, member.start).end
        return True


def _read_member(text: str, at: int) -> Member | None:
    """Read the next key of an object; None where there is none."""
    at = _behind_blank(text, at)
    if not text.startswith('"', at):
        return None

    key = _decode(text, at)
    colon = _behind_blank(text, key.end)
    if key.fault or not text.startswith(":", colon):
        return None

    start = _behind_blank(text, colon + 1)
    return Member(key.value, start)


def _behind_blank(text: str, at: int) -> int:
    """Say where blanks and commas end."""
    blank = BLANK.match(text, at)
    return blank.end()


def _holds_records(
    text: str,
    member: Member,
    depth: int,
) -> bool:
    """Tell a value that holds records, by its key and by what it begins with.

    Within a list only a list does ({"data": {…}} is one of Zotero's records).
    """
    if member.key.casefold() not in WRAPPERS:
        return False
    opening = text[member.start : member.start + 1]
    if opening == "{":
        return depth == 0
    if opening != "[":
        return False
    first = _behind_blank(text, member.start + 1)
    return text[first : first + 1] in ("{", "[", "]", "")


def _wrapped_as(
    text: str,
    at: int,
    depth: int,
) -> str:
    """Tell how an object holds records: in `lists`, under their `names`, or not ("").

    One with a title is a record itself.
    """
    at += 1
    are_records = []
    while member := _read_member(text, at):
        if member.key.casefold() in TITLES:
            return ""
        if _holds_records(text, member, depth):
            return "lists"
        value = _decode(text, member.start)
        if value.fault:
            return ""
        at = value.end
        are_records.append(_has_title(value.value))

    if depth == 0 and len(are_records) > 1 and all(are_records):
        return "names"
    return ""


def _has_title(value: object) -> bool:
    """Tell an object that is a record, by its key."""
    if not isinstance(value, dict):
        return False
    return any(key.casefold() in TITLES for key in value)


def _fields(record: dict) -> dict[str, str | list[str]]:
    """Flatten a record: dotted paths in lower case, texts or lists of them."""
    flat: dict[str, str | list[str]] = {}
    _flatten(record, "", flat)

    fields = {}
    for name, value in flat.items():
        if name in _frames.RESERVED:
            name = f"{name} (in the file)"
        fields[name] = value
    return fields


def _flatten(
    value: object,
    path: str,
    fields: dict,
) -> None:
    """Put a value into the fields of a record, each of its parts under its path."""
    if isinstance(value, dict):
        _flatten_object(value, path, fields)
    elif isinstance(value, list):
        _flatten_list(value, path, fields)
    else:
        _add_field(fields, path, _scalar_text(value))


def _flatten_object(
    value: dict,
    path: str,
    fields: dict,
) -> None:
    """Put the values of an object into fields, each under the path of its key.

    OpenAlex gives an abstract as an object, with the places of every word.
    """
    if path.endswith("abstract_inverted_index"):
        fields["abstract"] = _uninvert(value)
    elif path and len(value) > MOST_KEYS:
        # A table of its own, not fields of a paper.
        fields[path] = _scalar_text(json.dumps(value, ensure_ascii=False))
    else:
        prefix = ""
        if path:
            prefix = f"{path}."
        for key, inner in value.items():
            inner_path = prefix + key.casefold()
            _flatten(inner, inner_path, fields)


def _flatten_list(
    value: list,
    path: str,
    fields: dict,
) -> None:
    """Put the items of a list into fields, as lists of texts.

    Dates come as Crossref has them, in lists of year, month and day.
    """
    if path.endswith("date-parts"):
        dates = [_join_date(parts) for parts in value]
        if len(dates) == 1:
            dates = dates[0]
        _add_field(fields, path, dates)
        return

    for name, texts in _columns_of_list(value).items():
        inner_path = path
        if name:
            inner_path = f"{path}.{name}"
        _add_field(fields, inner_path, texts)


def _join_date(parts: object) -> str:
    """Write [2020, 1, 31] as 2020-1-31."""
    known = [part for part in _as_list(parts) if part]
    return "-".join(map(_scalar_text, known))


def _columns_of_list(items: list) -> dict[str, list[str]]:
    """Turn a list into lists of texts by path.

    Those of objects are kept in step: an empty text where one has no such field.
    """
    rows = [_list_item(item) for item in items]
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))

    columns = {}
    for name in names:
        values = [row.get(name) for row in rows]
        columns[name] = _column(values, keep_step=name != "")
    return columns


def _column(values: list[str | list[str] | None], keep_step: bool) -> list[str]:
    """Join the texts of one path, of all items of a list.

    One text an item, if no item has a list of them and `keep_step` is set.
    """
    has_lists = any(isinstance(value, list) for value in values)
    fill_gaps = keep_step and not has_lists
    texts: list[str] = []
    for value in values:
        if value is not None:
            texts.extend(_as_list(value))
        elif fill_gaps:
            texts.append("")
    return texts


def _list_item(item: object) -> dict[str, str | list[str]]:
    """Flatten an item of a list; a list in a list becomes one text: "Doe, Jane"."""
    if isinstance(item, list):
        has_parts = any(isinstance(part, dict | list) for part in item)
        if not has_parts:
            texts = map(_scalar_text, item)
            return {"": ", ".join(filter(None, texts))}

    fields: dict[str, str | list[str]] = {}
    _flatten(item, "", fields)
    return fields


def _add_field(
    fields: dict,
    path: str,
    value: str | list[str],
) -> None:
    """Add a value to what a path has already, unless it is empty or the same."""
    if value in ("", [], fields.get(path)):
        return
    if path in fields:
        value = [*_as_list(fields[path]), *_as_list(value)]
    fields[path] = value


def _scalar_text(value: object) -> str:
    """Write a text, a number, true, false or null as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return SURROGATE.sub("\ufffd", value)


def _uninvert(index: dict) -> str:
    """Put the words of OpenAlex's inverted index back into a text."""
    placed = []
    for word, places in index.items():
        for place in _as_list(places):
            digits = _scalar_text(place)[:9]
            if digits.isdigit():
                placed.append((int(place), word))

    placed.sort(key=itemgetter(0))
    words = [word for _, word in placed]
    return _scalar_text(" ".join(words))


def _raw_table(rows: list[dict]) -> pd.DataFrame:
    """Make the raw table, of the fields that most records have."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.keys())

    names = list(_frames.PLACE_TYPES)
    for name, _ in counts.most_common(MOST_COLUMNS):
        if name not in _frames.PLACE_TYPES:
            names.append(name)
    if len(counts) > len(names):
        _note_left_out(rows, set(names))

    table = {}
    for name in [*names, "note"]:
        column = [row.get(name) or None for row in rows]
        has_lists = any(isinstance(value, list) for value in column)
        dtype = _frames.PLACE_TYPES.get(name, "str")
        if has_lists:
            dtype = "object"
        table[name] = pd.Series(column, dtype=dtype)
    return pd.DataFrame(table)


def _note_left_out(rows: list[dict], names: set[str]) -> None:
    """Note how many fields of each record are not among the names of columns."""
    for row in rows:
        left_out = sum(name not in names for name in row)
        if left_out:
            note = f"{left_out} fields that few records have were left out"
            row["note"] = _frames.join_notes(row.get("note"), note)
