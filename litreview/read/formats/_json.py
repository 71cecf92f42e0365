"""JSON in any arrangement (a list, JSON lines, wrapped in answers of an API) → raw records, and what was not read."""

import json
import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from litreview.read._values import OURS
from litreview.text import SURROGATE

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
    "results result items item data hits hit works papers records record articles article entries entry documents docs "
    "publications rows list collection response message resultlist search-results feed recommendedpapers searchresult "
    "content payload output esearchresult library studies bibliography".split()
)
MOST_KEYS, MOST_COLUMNS, MOST_TRIES, DEEPEST = 100, 1000, 2000, 6
LONGEST = (
    2**24
)  # characters of a record; the longest real ones, with thousands of authors, have under 2 million
BLANK = re.compile(r"[\s,\ufeff]*")
OBJECT = re.compile(r'\{\s*(?=")')
CUT = "the file ends in the middle of this record; it may have been cut off: fetch or save it again"
BROKEN = "this record breaks off before its end"
Found = tuple[
    int, int, dict | None, str | None, bool
]  # from, to, the record, else why not, whether it is a record


def read(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read every object of a JSON text that is a record, wherever it breaks off or breaks the rules.

    Returns raw (`record`, `line_from`, `line_to`, one column per dotted path in lower case, values str or list of str)
    and problems (`record`, `line_from`, `line_to`, `reason`). Read are a list of objects, objects one after the other
    or one a line, an object of named objects, and those within the answers of an API. Of a list of objects each key
    is a list, kept in step with the others by empty texts. NaN and infinity are missing. After a broken record reading
    goes on at the next one; it is walked through piece by piece, so that no more than the records is held in memory.
    """
    rows, problems, n, line, counted = [], [], 0, 1, 0
    for start, end, value, reason, counts in _all(text):
        line, counted = line + _breaks(text, counted, start), start
        last = line + _breaks(text, start, end)
        n += counts
        if value is not None:
            try:
                rows.append(
                    {"record": n, "line_from": line, "line_to": last, **_fields(value)}
                )
                continue
            except (RecursionError, ValueError):
                reason = "its parts are nested too deeply to be a paper's"
        if not counts and problems and problems[-1][1:] == (line, last, reason):
            continue  # lists within lists, none of them closed
        problems.append((n if counts else None, line, last, reason))
    table = pd.DataFrame(problems, columns=["record", "line_from", "line_to", "reason"])
    kinds = {"record": "Int64", "line_from": "Int64", "line_to": "Int64"}
    return _raw(rows), table.astype({**kinds, "reason": "str"})


def _breaks(text: str, start: int, end: int) -> int:
    returns = text.count("\r", start, end)
    return text.count("\n", start, end) + (
        returns and returns - text.count("\r\n", start, end)
    )


def _object(pairs: list[tuple]) -> dict:
    """Make an object; the values of a key that stands twice are a list."""
    made = dict(pairs)
    if len(made) < len(pairs):
        made = {}
        for key, value in pairs:
            made[key] = (
                [*_list(made[key]), *_list(value)]
                if key in made and made[key] != value
                else value
            )
    return made


def _list(value: object) -> list:
    return value if isinstance(value, list) else [value]


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=str,
    parse_float=lambda number: number.removesuffix(".0"),
    parse_constant=lambda _: None,
    strict=False,
)


def _decode(text: str, at: int) -> tuple[object, int, str | None]:
    """Decode one value: the value, where it ends, and else why not."""
    try:
        return *_DECODER.raw_decode(text, at), None
    except json.JSONDecodeError as error:
        if (
            error.msg.startswith("Unterminated string")
            or not text[error.pos : error.pos + 1000].strip()
        ):
            return None, error.pos, CUT
        line = text.count("\n", at, error.pos)
        where = f"{line} lines on, " if line else ""
        return (
            None,
            error.pos,
            f"no valid JSON: {error.msg} ({where}at {text[error.pos : error.pos + 20]!r})",
        )
    except RecursionError:
        return None, at, "its parts are nested too deeply to be a paper's"


def _all(text: str) -> Iterator[Found]:
    """Walk through the values of a text, one after the other."""
    good: list[dict] = []  # the last record that was read
    at = BLANK.match(text).end()
    while at < len(text):
        if text[at] in "{[":
            for found in _values(text, at, 0, good):
                if found[2] is not None or found[3]:
                    yield found
                end = found[1]
            at = max(at + 1, end)
        else:
            value = _scalar(text, at)
            end = value or _junk(text, at)
            why = (
                "is no object of fields"
                if value
                else "this is no JSON; it was passed over"
            )
            yield at, end, None, why, bool(value)
            at = end
        at = BLANK.match(text, at).end()


def _scalar(text: str, at: int) -> int:
    """Give the end of a text, number or null that stands alone on its line; 0 where there is none."""
    _, end, fault = _decode(text, at)
    return (
        0
        if fault or text[end : end + 200].lstrip(" \t,")[:1] not in ("", "\n", "\r")
        else end
    )


JUNK = re.compile(r"""(?:^|[\r\n])[ \t]*(?=[{\["])|\{|\[(?=\s*[\[{])""")


def _junk(text: str, at: int) -> int:
    found = JUNK.search(text, at + 1)
    return len(text[at : found.start() if found else None].rstrip()) + at


def _values(text: str, at: int, depth: int, good: list[dict]) -> Iterator[Found]:
    """Walk through a value: the records of a list, those that an object wraps, or one object.

    The last that it gives is where the value ends, without a record and without a reason.
    """
    how = _wraps(text, at, depth) if text[at] == "{" and depth < DEEPEST else ""
    if text[at] == "[" and depth < DEEPEST:
        yield from _elements(text, at, depth, good)
    elif how:
        yield from _members(text, at, depth, how, good)
    else:
        yield from _record(text, at, good)


def _record(text: str, at: int, good: list[dict]) -> Iterator[Found]:
    value, end, fault = _decode(text, at)
    if fault:
        stop, end = end, _next(text, at, good)
        fault = BROKEN if end < len(text) and (stop >= end or fault == CUT) else fault
        yield at, at + len(text[at:end].rstrip(" \t\r\n,")), None, fault, True
    elif end - at > LONGEST:
        yield (
            at,
            end,
            None,
            f"it has {end - at:,} characters, which no record has; fetch or save it again",
            True,
        )
    elif isinstance(value, dict):
        good[:] = [value]
        yield at, end, value, None, True
    else:
        yield at, end, None, "is no object of fields, as a record is", True
    yield end, end, None, None, False


def _elements(text: str, at: int, depth: int, good: list[dict]) -> Iterator[Found]:
    at = BLANK.match(text, at + 1).end()
    while at < len(text) and text[at] != "]":
        for found in _values(text, at, depth + 1, good):
            if found[2] is not None or found[3]:
                yield found
            end = found[1]
        at = BLANK.match(text, max(at + 1, end)).end()
    if at >= len(text):
        yield (
            len(text) - 1,
            len(text) - 1,
            None,
            "a list is not closed at the end; the file may have been cut off",
            False,
        )
    yield min(at + 1, len(text)), min(at + 1, len(text)), None, None, False


def _member(text: str, at: int) -> tuple[str, int] | None:
    """Read the next key of an object, and say where its value starts."""
    at = BLANK.match(text, at).end()
    if text[at : at + 1] != '"':
        return None
    key, end, fault = _decode(text, at)
    colon = BLANK.match(text, end).end()
    return (
        None
        if fault or text[colon : colon + 1] != ":"
        else (key, BLANK.match(text, colon + 1).end())
    )


def _holds(text: str, key: str, at: int, depth: int) -> bool:
    """Tell a value that holds records by its key; within a list only a list does ({"data": {…}} is one of Zotero's)."""
    if key.casefold() not in WRAPPERS or text[at : at + 1] not in (
        ("[",) if depth else ("[", "{")
    ):
        return False
    return text[at] == "{" or text[
        (first := BLANK.match(text, at + 1).end()) : first + 1
    ] in ("{", "[", "]", "")


def _wraps(text: str, at: int, depth: int) -> str:
    """Tell an object that holds records, in lists or under their names, from one that is a record, as a title says."""
    at, titled = at + 1, []
    while member := _member(text, at):
        key, start = member
        if key.casefold() in TITLES:
            return ""
        if _holds(text, key, start, depth):
            return "lists"
        value, at, fault = _decode(text, start)
        if fault:
            return ""
        titled.append(
            isinstance(value, dict) and any(name.casefold() in TITLES for name in value)
        )
    return "names" if not depth and len(titled) > 1 and all(titled) else ""


def _members(
    text: str, at: int, depth: int, how: str, good: list[dict]
) -> Iterator[Found]:
    at += 1
    while member := _member(text, at):
        key, start = member
        if how == "names":
            walk = _record(text, start, good)
        elif _holds(text, key, start, depth):
            walk = (
                _values(text, start, depth + (text[start] == "["), good)
                if depth < DEEPEST
                else ()
            )
        else:
            _, at, fault = _decode(text, start)
            walk = [(start, len(text), None, fault, False)] if fault else ()
        for found in walk:
            if found[2] is not None or found[3]:
                yield found
            at = found[1]
    at = BLANK.match(text, at).end()
    at += text[at : at + 1] == "}"
    yield at, at, None, None, False


def _next(text: str, at: int, good: list[dict]) -> int:
    """Find where the record after a broken one starts: on a line set in like its own, else where one like it is."""
    before = (
        text[max(0, at - 200) : at].splitlines()[-1:]
        if text[at - 1 : at] not in ("\n", "\r", "")
        else [""]
    )
    if before and not before[0].strip():
        if found := re.compile(rf"[\r\n]{before[0]}(?=\{{)").search(text, at + 1):
            return found.end()
    for n, found in enumerate(OBJECT.finditer(text, at + 1)):
        if n > MOST_TRIES:
            break
        if _alike(text, found.start(), good):
            return found.start()
    return len(text)


def _alike(text: str, at: int, good: list[dict]) -> bool:
    """Tell whether an object is a record like the one that was read last."""
    first, end, few = [], at + 1, min(2, len(good[0])) if good else 0
    while len(first) < few and (member := _member(text, end)):
        first.append(member[0])
        end = _decode(text, member[1])[1]
    if few and first == list(good[0])[:few]:
        return True
    value, _, fault = _decode(text, at)
    if fault or not isinstance(value, dict):
        return False
    return (
        2 * len(set(good[0]) & set(value)) >= len(good[0])
        if good
        else any(k.casefold() in TITLES for k in value)
    )


def _fields(record: dict) -> dict[str, str | list[str]]:
    """Flatten a record: dotted paths in lower case, texts or lists of them."""
    fields: dict[str, str | list[str]] = {}
    _flatten(record, "", fields)
    return {
        f"{name} (in the file)" if name in OURS else name: value
        for name, value in fields.items()
    }


def _flatten(value: object, path: str, fields: dict) -> None:
    if isinstance(value, dict) and path.endswith("abstract_inverted_index"):
        fields["abstract"] = _in_order(value)
    elif isinstance(value, dict) and len(value) > MOST_KEYS and path:
        fields[path] = _text(
            json.dumps(value, ensure_ascii=False)
        )  # a table of its own, not fields of a paper
    elif isinstance(value, dict):
        for key, inner in value.items():
            _flatten(
                inner, f"{path}.{key.casefold()}" if path else key.casefold(), fields
            )
    elif isinstance(value, list) and path.endswith("date-parts"):
        dates = ["-".join(map(_text, filter(None, _list(parts)))) for parts in value]
        _keep(fields, path, dates[0] if len(dates) == 1 else dates)
    elif isinstance(value, list):
        for name, kept in _columns(value).items():
            _keep(fields, f"{path}.{name}" if name else path, kept)
    else:
        _keep(fields, path, _text(value))


def _columns(items: list) -> dict[str, list[str]]:
    """Turn a list into lists of texts by path, those of objects in step: an empty text where one has no such field."""
    rows = []
    for item in items:
        fields: dict = {}
        if isinstance(item, list) and not any(
            isinstance(part, dict | list) for part in item
        ):
            fields[""] = ", ".join(
                filter(None, map(_text, item))
            )  # ["Doe", "Jane", ""]
        else:
            _flatten(item, "", fields)
        rows.append(fields)
    columns: dict[str, list[str]] = {name: [] for fields in rows for name in fields}
    for name, column in columns.items():
        plain = (
            all(isinstance(fields.get(name, ""), str) for fields in rows) and name != ""
        )
        for fields in rows:
            if name in fields or plain:
                column.extend(_list(fields.get(name, "")))
    return columns


def _keep(fields: dict, path: str, value: str | list[str]) -> None:
    if value in ("", [], fields.get(path)):
        return
    fields[path] = [*_list(fields[path]), *_list(value)] if path in fields else value


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return SURROGATE.sub(
        "\ufffd",
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
    )


def _in_order(index: dict) -> str:
    """Put the words of OpenAlex's inverted index back into a text."""
    places = [
        (int(at), word)
        for word, all_at in index.items()
        for at in _list(all_at)
        if _text(at)[:9].isdigit()
    ]
    return _text(
        " ".join(word for _, word in sorted(places, key=lambda place: place[0]))
    )


def _raw(rows: list[dict]) -> pd.DataFrame:
    counts = Counter(name for row in rows for name in row)
    names = [name for name, _ in counts.most_common(MOST_COLUMNS)]
    names = [
        "record",
        "line_from",
        "line_to",
        *(name for name in names if name not in OURS),
    ]
    if len(counts) > len(names):
        kept = set(names)
        for row in rows:
            if left := sum(name not in kept for name in row):
                row["note"] = f"{left} fields that few records have were left out"
    columns = {
        name: [row.get(name) or None for row in rows] for name in [*names, "note"]
    }
    listed = {
        name: any(isinstance(value, list) for value in column)
        for name, column in columns.items()
    }
    kinds = {"record": "int64", "line_from": "Int64", "line_to": "Int64"}
    kinds = {
        name: kinds.get(name, "object" if listed[name] else "str") for name in columns
    }
    return pd.DataFrame(
        {name: pd.Series(column, dtype=kinds[name]) for name, column in columns.items()}
    )
