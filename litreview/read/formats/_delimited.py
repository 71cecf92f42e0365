"""Tables of records, as text (CSV, TSV), as a workbook (Excel) or as Parquet → raw records, and what was not read."""

import csv
import datetime
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine

from litreview.read._values import OURS
from litreview.text import SURROGATE

# The names under which exports keep the title: of Scopus, Web of Science, IEEE, Springer, ACM, Embase, Zotero, others.
TITLES = frozenset(
    "title;titles;document title;article title;item title;paper title;primary title;original title;record title;"
    "title of paper;title of article;article_title;paper_title;primary_title;document_title;paper.title;display_name;"
    "ti;t1".split(";")
)
# Names of other fields; three of them beside a title make a row a header, or a column of names.
_OTHERS = (
    "abstract;authors;author;author(s);author names;author full names;source;source title;journal;journal/book;volume;"
    "issue;doi;pmid;issn;isbn;year;publication year;publication type;date;url;link;language;keywords;publisher;id;"
    "pubmed id;author keywords;document type;key;item type;publication title;cited by;ab;au;py;so;di;embase link;pui;"
    "pages;page start;page end;start page;end page;art. no.;article number;pagination;issue number;number;"
    "journal volume;journal issue;vl;is;bp;ep;author addresses;date of publication;publication date;"
    "language of article;emtree drug index terms;source type"
)
FIELDS = TITLES | frozenset(_OTHERS.split(";"))
SEPARATOR = re.compile(r"sep=([,;\t|])")
# What a quotation mark within a cell may look like: after a backslash, doubled, or as it is.
QUOTED = (r'\\"|""|', '""|', "")
BANNER, MOST_LINES, LONGEST = (
    60,
    2000,
    2**24,
)  # rows before a header; lines of a record; characters of a record
Row = tuple[
    int | None, int | None, list[str], str | None, str | None
]  # lines from and to, cells, note, fault


def text(text: str, title: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table written as text: separated by commas, semicolons, tabs or bars, with one row of names above.

    Returns raw (`record`, `line_from`, `line_to`, one column per name, case folded, and `note`) and problems (`record`,
    `line_from`, `line_to`, `reason`). The separator and the row of names are found by the column of titles, lines above
    them passed over; `title` is what that column is called where nobody would expect it. A record whose quotation mark
    is never closed is a problem, and reading goes on where the next one starts. Tables whose rows are a field each
    (Embase's "fields by row") are turned. In a table without titles every row is a problem.
    """
    titles = TITLES | {_key(title)} if title else TITLES
    lines = re.findall(
        r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+",
        SURROGATE.sub("\ufffd", text).removeprefix("\ufeff"),
    )
    told = SEPARATOR.fullmatch(lines[0].strip("\r\n \"'")) if lines else None
    tops = {d: _top(lines, d) for d in ([told[1]] if told else ",;\t|")}
    best, at = max(
        ((d, at) for d in tops for at in range(len(tops[d]))),
        key=lambda x: _rank(tops, *x, titles),
        default=("", 0),
    )
    if not best or not _titled(tops[best][at][2], titles):
        return _frame([], []), _problems(
            list(_bare(lines, tops.get(best or ",", []), best or ","))
        )
    if _turned(row[2] for row in tops[best]):
        return _table(
            _turn(_rows(lines, 1 if told else 0, best, 0)), len(lines), best, titles
        )
    start, _, names, _, _ = tops[best][at]
    return _table(_rows(lines, start - 1, best, len(names)), len(lines), best, titles)


def excel(data: bytes, title: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the first sheet of a workbook (.xlsx, .xls, .xlsb, .ods) that has a column of titles.

    Returns raw and problems like `text`, without lines; every other sheet that is not empty is named in problems. Whole
    numbers are written without a decimal point, dates as 2021-03-04. A workbook that cannot be opened is one problem.
    """
    titles = TITLES | {_key(title)} if title else TITLES
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                if sum(part.file_size for part in parts.infolist()) > 2**30:
                    return _nothing(
                        None,
                        None,
                        "the workbook unpacks to more than 1 GB; save it as CSV",
                    )
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {s.name: s.typ for s in book.sheets_metadata}
        grids = {
            name: [
                [_cell(value) for value in row]
                for row in book.get_sheet_by_name(name).to_python()
            ]
            for name, kind in sheets.items()
            if kind == python_calamine.SheetTypeEnum.WorkSheet
        }
    except python_calamine.PasswordError:
        return _nothing(
            None, None, "the workbook is protected by a password; save it without one"
        )
    except (
        python_calamine.CalamineError,
        OSError,
        ValueError,
        RuntimeError,
        zipfile.BadZipFile,
    ) as error:
        if (
            data.startswith(b"\xd0\xcf\x11\xe0")
            and "EncryptedPackage".encode("utf-16-le") in data
        ):
            return _nothing(
                None,
                None,
                "the workbook is protected by a password; save it without one",
            )
        return _nothing(
            None,
            None,
            f"the workbook cannot be opened ({error}); save it anew, or as CSV",
        )
    chosen, problems = None, []
    for name, rows in grids.items():
        at = next(
            (i for i, row in enumerate(rows[:BANNER]) if _titled(row, titles)), None
        )
        if chosen is None and at is not None:
            chosen = _table(
                ((None, None, row, None, None) for row in rows[at:]), None, ", ", titles
            )
        elif any(map(any, rows)):
            why = (
                "has no column with a title"
                if at is None
                else "comes after one that was read"
            )
            problems.append(
                (
                    None,
                    None,
                    None,
                    f"the sheet {name!r} with {len(rows)} rows {why}; save it as a file",
                )
            )
    if chosen is None:
        most = max(
            (row for rows in grids.values() for row in rows[:1]), key=len, default=[]
        )
        return _nothing(None, None, _untitled(most))
    return chosen[0], pd.concat(
        [chosen[1], _problems(problems)], ignore_index=True
    ) if problems else chosen[1]


def parquet(
    source: bytes | str | os.PathLike, title: str = ""
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a Parquet file, given as bytes or as a path.

    Returns raw and problems like `text`, without lines. Structures become columns with dotted names, lists become
    lists of str, and all else str. A file that cannot be opened is one problem.
    """
    try:
        table = pq.ParquetFile(
            pa.BufferReader(source) if isinstance(source, bytes) else source
        ).read()
        columns: dict[str, list[pa.Array]] = {}
        for name, column in zip(table.column_names, table.columns, strict=True):
            for path, array in _leaves(
                name,
                column.combine_chunks()
                if column.num_chunks
                else pa.array([], column.type),
            ):
                columns.setdefault(_name(path, len(columns)), []).append(array)
        raw = pd.DataFrame(
            {
                "record": np.arange(1, table.num_rows + 1),
                "line_from": pd.NA,
                "line_to": pd.NA,
            }
        )
        raw = raw.assign(**{name: _series(arrays) for name, arrays in columns.items()})
    except (pa.ArrowException, OSError, ValueError) as error:
        return _nothing(
            None,
            None,
            f"the Parquet file cannot be read ({str(error).splitlines()[0]}); save it anew",
        )
    titles = TITLES | {_key(title)} if title else TITLES
    if not titles & set(columns) and not any(
        name.endswith(".title") for name in columns
    ):
        return _nothing(None, None, _untitled(list(columns)))
    return raw.astype(
        {"record": "int64", "line_from": "Int64", "line_to": "Int64"}
    ), _problems([])


def _key(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").casefold().split())


def _name(cell: str, i: int) -> str:
    """Name a column: as it is in the file, unless that is blank or a name of our own."""
    name = _key(cell) or f"column {i + 1}"
    return f"{name} (in the file)" if name in OURS else name


def _titled(cells: Iterable[str], titles: frozenset[str]) -> bool:
    return any(_key(cell) in titles for cell in cells if len(cell) < 40)


def _untitled(cells: list[str]) -> str:
    shown = ", ".join(cell[:40].strip() for cell in cells[:20] if cell.strip())
    return f"no column with a title; columns found: {shown or 'none'}; name the column of titles 'title'"


def _bare(lines: list[str], top: list[Row], delimiter: str) -> Iterator[tuple]:
    """List each row of a table without titles below the widest of the first rows, which holds the names."""
    names = max(top, key=lambda row: len(row[2]), default=None)
    reason = _untitled(names[2] if names else [])
    if names is None or len(names[2]) < 2:
        yield None, 1 if lines else None, len(lines) or None, reason
        return
    for n, (start, end, *_) in enumerate(
        _rows(lines, names[1], delimiter, len(names[2])), start=1
    ):
        yield n, start, end, reason


def _top(lines: list[str], delimiter: str) -> list[Row]:
    """Read the first rows, which may hold the names."""
    return [
        row
        for row, _ in zip(
            _rows(lines[: BANNER * 20], 0, delimiter, 0), range(BANNER), strict=False
        )
    ]


def _rank(tops: dict, delimiter: str, at: int, titles: frozenset[str]) -> tuple:
    """Rank what may be the row of names: with a title, of several cells, the earliest, the longest."""
    start, _, cells, _, _ = tops[delimiter][at]
    single = len(cells) == 1
    return (
        _titled(cells, titles),
        not single,
        -start,
        len(cells),
        delimiter == "\t" if single else 0,
    )


def _turned(rows: Iterable[list[str]]) -> bool:
    """Tell a table whose rows are a field each: its first column holds names of fields."""
    first = [_key(row[0]) for row in rows if row and len(row[0]) < 40]
    return bool(TITLES & set(first)) and len(FIELDS & set(first)) >= 3


def _turn(rows: Iterable[Row]) -> Iterator[Row]:
    """Put the rows of a record, a field each, into one row, under a row of all names."""
    blocks: list[dict] = []
    names: dict[str, None] = {}
    strays, first, before = [], None, 0
    for start, end, cells, note, fault in rows:
        field = _key(cells[0]) if cells else ""
        first = first or (field if field in FIELDS else None)
        apart = start is not None and start > before + 1
        starts = field in TITLES or field == first
        if fault or first is None:
            strays.append((start, end, cells, note, fault or "belongs to no record"))
        elif not blocks or starts and (field in blocks[-1]["cells"] or apart):
            blocks.append({"from": start, "to": end, "cells": {}, "note": note})
        if blocks and not fault and first is not None:
            kept = blocks[-1]["cells"].setdefault(field, [])
            kept.extend(cell for cell in cells[1:] if cell.strip())
            names[field] = None
            blocks[-1]["to"] = end
        before = end
    width = {
        name: max(len(block["cells"].get(name, [])) for block in blocks) or 1
        for name in names
    }
    yield None, None, [name for name in names for _ in range(width[name])], None, None
    done = [
        (
            block["from"],
            block["to"],
            [c for n in names for c in _filled(block["cells"].get(n, []), width[n])],
            None,
            None,
        )
        for block in blocks
    ]
    yield from sorted(done + strays, key=lambda row: row[0])


def _filled(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _rows(lines: list[str], at: int, delimiter: str, width: int) -> Iterator[Row]:
    """Split lines into rows; `width` is how many cells one has, 0 where that is not known."""
    limit, quoted, top = csv.field_size_limit(LONGEST), True, at
    try:
        while at < len(lines):
            if len(lines[at]) > LONGEST:
                yield (
                    at + 1,
                    at + 1,
                    [],
                    None,
                    f"a line of {len(lines[at]):,} characters is longer than any record",
                )
                at += 1
                continue
            quoted = quoted and (
                at == top or lines[at].startswith('"')
            )  # names often are not where all else is
            cells, end = _strict(lines, at, delimiter)
            note = fault = None
            if cells is None or (end - at > 1 and len(cells) < width):
                following = range(
                    at + 1, min(len(lines), at + MOST_LINES if cells is None else end)
                )
                starts = (
                    k
                    for k in following
                    if width and _starts(lines, k, delimiter, width, quoted)
                )
                end = next(starts, following.stop if cells is None else end)
                cells, end, note, fault = _mended(lines, at, end, delimiter, width)
            if fault or any(map(str.strip, cells)):
                yield at + 1, end, cells, note, fault
            at = end
    finally:
        csv.field_size_limit(limit)


def _strict(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Read one row by the rules, and say where the next one starts; None where it breaks them."""
    reader = csv.reader(
        map(lines.__getitem__, range(at, min(len(lines), at + MOST_LINES))),
        delimiter=delimiter,
        strict=True,
    )
    try:
        return next(reader, []), at + reader.line_num
    except csv.Error:
        return None, at + 1


def _starts(
    lines: list[str], at: int, delimiter: str, width: int, quoted: bool
) -> bool:
    """Tell whether a line looks like the start of a record; `quoted`: whether all so far start with a mark."""
    line = lines[at]
    if (
        delimiter not in line
        or len(line) > LONGEST
        or quoted
        and not line.startswith('"')
    ):
        return False
    if line.count(delimiter) >= width - 1 or quoted and f'"{delimiter}"' in line:
        return True
    cells, _ = _strict(lines, at, delimiter)
    return cells is not None and len(cells) >= max(2, width)


def _mended(lines: list[str], at: int, end: int, delimiter: str, width: int) -> tuple:
    """Read a row that breaks the rules of quotation, from no more lines than it needs."""
    said, shortest = (
        "holds quotation marks that are not doubled; it was read as well as can be",
        None,
    )
    for stop in range(at + 1, min(end, at + (50 if width else 1)) + 1):
        row = "".join(lines[at:stop])
        if len(row) > LONGEST:
            break
        for way in QUOTED:
            cells = _lenient(row.rstrip("\r\n"), delimiter, way)
            shortest = shortest or (cells and (cells, stop, said, None))
            if cells and len(cells) == width:
                return cells, stop, said, None
        plain = row.rstrip("\r\n").split(delimiter)
        if (
            stop == at + 1 and delimiter in "\t|" and len(plain) == width
        ):  # as Web of Science writes: nothing is quoted
            return plain, stop, None, None
    if shortest:
        return shortest
    if not width:
        return lines[at].rstrip("\r\n").split(delimiter), at + 1, said, None
    return (
        [],
        end,
        None,
        "a quotation mark opens a cell and is not closed; put one where the cell ends",
    )


def _lenient(row: str, delimiter: str, inside: str) -> list[str] | None:
    """Read a row in which only a quotation mark before a separator closes; None where one is not closed."""
    d = re.escape(delimiter)
    cell = re.compile(
        rf'"((?:{inside}[^"]|"(?!{d}|\Z))*+)"(?={d}|\Z)|((?!")[^{d}]*+|"\Z)(?={d}|\Z)'
    )
    cells, at = [], 0
    while at <= len(row):
        if not (found := cell.match(row, at)):
            return None
        text = found[2] if found[1] is None else found[1].replace('""', '"')
        cells.append(text.replace('\\"', '"') if "\\" in inside else text)
        at = found.end() + 1
    return cells


def _table(
    rows: Iterator[Row], lines: int | None, delimiter: str, titles: frozenset[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put rows under the names that stand above them."""
    _, _, header, _, _ = next(iter(rows := iter(rows)))
    tables, problems, n = [(header, [])], [], 0
    for start, end, cells, note, fault in rows:
        if (
            not (fault or any(map(str.strip, cells)))
            or not fault
            and _same(cells, header)
        ):
            continue
        if (
            not fault
            and _titled(cells, titles)
            and len({_key(cell) for cell in cells if len(cell) < 40} & FIELDS) > 3
        ):
            header = cells  # another export was put below
            tables.append((header, []))
            continue
        stray = fault == "belongs to no record"
        n += not stray
        if fault:
            problems.append((None if stray else n, start, end, fault))
            continue
        cells, ragged = _fitted(cells, len(header), delimiter)
        tables[-1][1].append(
            (n, start, end, "; ".join(filter(None, [note, ragged])) or None, *cells)
        )
    frames = [_frame(header, rows) for header, rows in tables if rows] or [
        _frame(header, [])
    ]
    raw = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    return raw, _problems(problems)


def _same(cells: list[str], header: list[str]) -> bool:
    return cells[0] == header[0] and [c.strip() for c in cells if c.strip()] == [
        c.strip() for c in header if c.strip()
    ]


def _fitted(
    cells: list[str], width: int, delimiter: str
) -> tuple[list[str], str | None]:
    if len(cells) < width:
        return _filled(
            cells, width
        ), f"has {len(cells)} cells for {width} columns; the last ones were left empty"
    if any(map(str.strip, cells[width:])):
        said = f"has {len(cells)} cells for {width} columns; some may be in a wrong column, the last of them were joined"
        return [*cells[: width - 1], delimiter.join(cells[width - 1 :])], said
    return cells[:width], None


def _frame(header: list[str], rows: list[tuple]) -> pd.DataFrame:
    at = list(zip(*rows, strict=True)) if rows else [()] * (4 + len(header))
    named: dict[str, list] = {}
    for i, cell in enumerate(header):
        named.setdefault(_name(cell, i), []).append(at[4 + i])
    fields = {name: _texts(parts) for name, parts in named.items()}
    fields = {
        name: texts
        for name, texts in fields.items()
        if not name.startswith("column ") or texts.notna().any()
    }
    whole = {"record": "int64", "line_from": "Int64", "line_to": "Int64", "note": "str"}
    return pd.DataFrame(
        {
            **dict(zip(("record", "line_from", "line_to"), at[:3], strict=True)),
            **fields,
            "note": at[3],
        }
    ).astype(whole)


def _texts(parts: list[tuple]) -> pd.Series:
    """Join the columns of one name, and make blank cells missing."""
    if len(parts) == 1:
        return pd.Series(
            [cell if cell and not cell.isspace() else None for cell in parts[0]],
            dtype="str",
        )
    said = [
        [cell for cell in cells if cell.strip()] or None
        for cells in zip(*parts, strict=True)
    ]
    return pd.Series(said, dtype="object")


def _cell(value: object) -> str:
    """Write a cell of a workbook as its reader sees it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return (
            value.isoformat(" ")
            if value.time() != datetime.time()
            else value.date().isoformat()
        )
    return SURROGATE.sub("\ufffd", str(value))


def _leaves(path: str, array: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Flatten structures, within lists too: every leaf with its dotted name."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.dictionary_decode()
    elif (
        pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind)
        or pa.types.is_large_list_view(kind)
    ):
        array = array.cast(pa.large_list(kind.value_type))
    kind = array.type
    if pa.types.is_struct(kind):
        for name, child in zip(
            (field.name for field in kind), array.flatten(), strict=True
        ):
            yield from _leaves(f"{path}.{name}", child)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        offsets, gone = array.offsets.cast(pa.int64()), array.is_null()
        for name, child in _leaves(path, array.values):
            if pa.types.is_large_list(child.type):  # a list of lists becomes one list
                offsets, child = child.offsets.take(offsets), child.values
            yield (
                name,
                pa.LargeListArray.from_arrays(
                    offsets, child, mask=gone if gone.null_count == 0 else None
                ),
            )
    else:
        yield path, _written(array)


def _written(array: pa.Array) -> pa.Array:
    """Write every value as text: 2019.0 as 2019, a day without its midnight, what is no number as missing."""
    kind = array.type
    if pa.types.is_floating(kind):
        array = pc.if_else(pc.is_nan(array), None, array)
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        written = array.cast(pa.large_string())
        return pc.replace_substring_regex(written, r"[ T]00:00:00(\.0+)?Z?$", "")
    try:
        written = array.cast(pa.large_string())
    except pa.ArrowException:
        kept = [None if value is None else _plain(value) for value in array.to_pylist()]
        written = pa.array(kept, pa.large_string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(written), ""), None, written)


def _plain(value: object) -> str:
    return (
        value.decode("utf-8", "replace")
        if isinstance(value, bytes)
        else SURROGATE.sub("\ufffd", str(value))
    )


def _series(arrays: list[pa.Array]) -> pd.Series:
    """Make a column of text, or of lists of text; columns of one name are joined."""
    if len(arrays) == 1 and not pa.types.is_large_list(arrays[0].type):
        return pd.Series(pd.array(arrays[0], dtype="str"))
    parts = [
        _lists(array) if pa.types.is_large_list(array.type) else array.to_pylist()
        for array in arrays
    ]
    if len(parts) == 1:
        return pd.Series(parts[0], dtype="object")
    rows = (
        [
            v
            for part in row
            if part is not None
            for v in (part if isinstance(part, list) else [part])
        ]
        for row in zip(*parts, strict=True)
    )
    return pd.Series([row or None for row in rows], dtype="object")


def _lists(array: pa.Array) -> list[list[str] | None]:
    at, values = array.offsets.to_pylist(), array.values.to_pylist()
    gone = array.is_null().to_pylist()
    rows = ([v or "" for v in values[a:b]] for a, b in zip(at, at[1:], strict=False))
    return [
        None if missing else row or None
        for row, missing in zip(rows, gone, strict=True)
    ]


def _problems(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["record", "line_from", "line_to", "reason"])
    return table.astype(
        {"record": "Int64", "line_from": "Int64", "line_to": "Int64", "reason": "str"}
    )


def _nothing(
    start: int | None, end: int | None, reason: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    return _frame([], []), _problems([(None, start, end, reason)])
