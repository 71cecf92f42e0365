"""Read Parquet: bytes → raw records, and what was not read.

A column of structures is taken apart into its leaves, which are texts or lists of
texts.
"""

import itertools
import os
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from litreview.read.formats import _frames, _rows
from litreview.text import SURROGATE

SHOWN_ROWS = 100  # of a table without titles
# The end of a time that says nothing but its day.
MIDNIGHT = r"[ T]00:00:00(\.0+)?Z?$"


def read_parquet(
    source: bytes | str | os.PathLike,
    title: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a Parquet file.

    Structures become columns with dotted names, lists become lists of str, and all else
    str.

    Parameters
    ----------
    source
        The file, or its path.
    title : str
        What the column of titles is called where nobody would expect it.

    Returns
    -------
    raw, problems : pandas.DataFrame
        As of a table of text, without lines. A file that cannot be opened is one
        problem.
    """
    try:
        if isinstance(source, bytes):
            source = pa.BufferReader(source)
        table = pq.ParquetFile(source).read()
        columns = _columns(table)
        raw = _raw_table(columns, table.num_rows)
    except (pa.ArrowException, OSError, ValueError) as error:
        cause = str(error).splitlines()[0]
        reason = f"the Parquet file cannot be read ({cause}); save it anew"
        return _rows.whole_problem(reason)

    if not _has_title(columns, title):
        reason = _rows.no_title_reason(list(columns))
        first = raw.head(SHOWN_ROWS).to_dict("records")
        text = "\n".join(_frames.row_text(row) for row in first)
        return _rows.whole_problem(reason, text)
    raw = raw.astype(_frames.PLACE_TYPES)
    return raw, _frames.problem_table([])


def _has_title(names: Iterable[str], title: str) -> bool:
    """Say whether one of the columns holds titles, within a structure or not."""
    titles = _rows.title_names(title)
    for name in names:
        if name in titles or name.endswith(".title"):
            return True
    return False


def _raw_table(columns: dict[str, list[pa.Array]], rows: int) -> pd.DataFrame:
    """Make the raw table: the number of each row, no lines, and the columns."""
    no_lines = pd.array([pd.NA] * rows, dtype="Int64")
    table = {
        "record": np.arange(1, rows + 1),
        "line_from": no_lines,
        "line_to": no_lines,
    }
    for name, arrays in columns.items():
        table[name] = _series(arrays)
    return pd.DataFrame(table)


def _columns(table: pa.Table) -> dict[str, list[pa.Array]]:
    """List the leaves of a table by the names of their columns.

    Columns whose names differ in their case alone come under one name. A leaf is an
    array of texts, or of lists of texts.
    """
    columns: dict[str, list[pa.Array]] = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        array = pa.array([], field.type)
        if column.num_chunks:
            array = column.combine_chunks()
        for path, leaf in _leaves(field.name, array):
            place = len(columns)
            name = _rows.column_name(path, place)
            columns.setdefault(name, []).append(leaf)
    return columns


def _leaves(path: str, array: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Flatten structures, within lists too: every leaf with its dotted name.

    A list of structures becomes a list for each of their fields, kept in step.
    """
    array = _plain_array(array)
    kind = array.type
    is_list = types.is_list(kind) or types.is_large_list(kind)
    if is_list:
        for name, leaf in _leaves(path, array.values):
            lists = _list_of_leaves(array, leaf)
            yield name, lists
    elif types.is_struct(kind):
        children = array.flatten()
        for field, child in zip(kind, children, strict=True):
            inner_path = f"{path}.{field.name}"
            yield from _leaves(inner_path, child)
    else:
        yield path, _texts(array)


def _plain_array(array: pa.Array) -> pa.Array:
    """Write categories as values, and lists of any make as large lists.

    Other lists have offsets that are not one behind the other.
    """
    kind = array.type
    if types.is_dictionary(kind):
        return array.dictionary_decode()

    is_fixed = types.is_fixed_size_list(kind)
    is_view = types.is_list_view(kind) or types.is_large_list_view(kind)
    if is_fixed or is_view:
        large_list = pa.large_list(kind.value_type)
        return array.cast(large_list)
    return array


def _list_of_leaves(lists: pa.Array, leaf: pa.Array) -> pa.Array:
    """Put a leaf of the values of lists back into lists.

    A list of lists becomes one list.
    """
    offsets = lists.offsets.cast(pa.int64())
    is_list = types.is_large_list(leaf.type)
    if is_list:
        offsets = leaf.offsets.take(offsets)
        leaf = leaf.values

    missing = lists.is_null()
    if missing.null_count:
        missing = None
    return pa.LargeListArray.from_arrays(
        offsets,
        leaf,
        mask=missing,
    )


def _texts(array: pa.Array) -> pa.Array:
    """Write every value as text.

    2019.0 becomes 2019, a day loses its midnight; what is no number, and what is blank,
    is missing.
    """
    kind = array.type
    if types.is_floating(kind):
        is_nan = pc.is_nan(array)
        array = pc.if_else(is_nan, None, array)

    is_day = types.is_timestamp(kind) or types.is_date64(kind)
    if is_day:
        texts = array.cast(pa.large_string())
        return pc.replace_substring_regex(texts, MIDNIGHT, "")

    try:
        texts = array.cast(pa.large_string())
    except pa.ArrowException:
        values = [_value_text(value) for value in array.to_pylist()]
        texts = pa.array(values, pa.large_string())

    trimmed = pc.utf8_trim_whitespace(texts)
    is_blank = pc.equal(trimmed, "")
    return pc.if_else(is_blank, None, texts)


def _value_text(value: object) -> str | None:
    """Write a value that Arrow cannot write as text.

    Bytes are taken for UTF-8.
    """
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return SURROGATE.sub("\ufffd", str(value))


def _series(arrays: list[pa.Array]) -> pd.Series:
    """Make a column of text, or of lists of text.

    Columns of one name are joined, row by row.
    """
    columns = []
    for array in arrays:
        is_list = types.is_large_list(array.type)
        if is_list:
            column = _lists(array)
        elif len(arrays) == 1:
            texts = pd.array(array, dtype="str")
            return pd.Series(texts)
        else:
            column = array.to_pylist()
        columns.append(column)

    if len(columns) == 1:
        rows = columns[0]
    else:
        rows = [_joined_lists(values) for values in zip(*columns, strict=True)]
    return pd.Series(rows, dtype="object")


def _joined_lists(values: tuple) -> list[str] | None:
    """Join the texts and lists of texts of one row.

    None where it has neither.
    """
    joined = []
    for value in values:
        if isinstance(value, list):
            joined.extend(value)
        elif value is not None:
            joined.append(value)
    return joined or None


def _lists(array: pa.Array) -> list[list[str] | None]:
    """Turn an array of lists into lists; an empty one, and none, is missing.

    Arrow gives the texts of all lists at once, much faster than list by list.
    """
    texts = [text or "" for text in array.values.to_pylist()]
    bounds = itertools.pairwise(array.offsets.to_pylist())
    missing = array.is_null().to_pylist()

    lists = []
    for (start, stop), is_missing in zip(bounds, missing, strict=True):
        values = None
        if stop > start and not is_missing:
            values = texts[start:stop]
        lists.append(values)
    return lists
