"""Read Parquet: bytes → raw records, and what was not read."""

import os
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from litreview.read.formats import _frames, _rows
from litreview.text import SURROGATE


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
        raw = pd.DataFrame({"record": np.arange(1, table.num_rows + 1)})
        raw = raw.assign(line_from=pd.NA, line_to=pd.NA)
        fields = {name: _series(arrays) for name, arrays in columns.items()}
        raw = raw.assign(**fields)
    except (pa.ArrowException, OSError, ValueError) as error:
        cause = str(error).splitlines()[0]
        reason = f"the Parquet file cannot be read ({cause}); save it anew"
        return _rows.whole_problem(reason)

    titles = _rows.title_names(title)
    is_titled = any(name in titles or name.endswith(".title") for name in columns)
    if not is_titled:
        return _rows.whole_problem(_rows.no_title_reason(list(columns)))
    return raw.astype(_frames.PLACE_TYPES), _frames.problem_table([])


def _columns(table: pa.Table) -> dict[str, list[pa.Array]]:
    """List the leaves of a table by the names of their columns."""
    columns: dict[str, list[pa.Array]] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        array = pa.array([], column.type)
        if column.num_chunks:
            array = column.combine_chunks()
        for path, leaf in _leaves(name, array):
            own_name = _rows.column_name(path, len(columns))
            columns.setdefault(own_name, []).append(leaf)
    return columns


def _leaves(path: str, array: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Flatten structures, within lists too: every leaf with its dotted name."""
    array = _plain_array(array)
    kind = array.type
    if pa.types.is_struct(kind):
        names = [field.name for field in kind]
        for name, child in zip(names, array.flatten(), strict=True):
            yield from _leaves(f"{path}.{name}", child)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        for name, child in _leaves(path, array.values):
            yield name, _list_of_leaves(array, child)
    else:
        yield path, _texts(array)


def _plain_array(array: pa.Array) -> pa.Array:
    """Write categories as values, and lists of any make as large lists."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return array.dictionary_decode()
    is_view = pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind)
    if is_view or pa.types.is_fixed_size_list(kind):
        return array.cast(pa.large_list(kind.value_type))
    return array


def _list_of_leaves(lists: pa.Array, leaf: pa.Array) -> pa.Array:
    """Put a leaf of the values of lists back into lists."""
    offsets = lists.offsets.cast(pa.int64())
    if pa.types.is_large_list(leaf.type):  # a list of lists becomes one list
        offsets = leaf.offsets.take(offsets)
        leaf = leaf.values

    missing = lists.is_null()
    if missing.null_count:
        missing = None
    return pa.LargeListArray.from_arrays(offsets, leaf, mask=missing)


def _texts(array: pa.Array) -> pa.Array:
    """Write every value as text.

    2019.0 becomes 2019, a day loses its midnight; what is no number, and what is blank,
    is missing.
    """
    kind = array.type
    if pa.types.is_floating(kind):
        array = pc.if_else(pc.is_nan(array), None, array)
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        texts = array.cast(pa.large_string())
        return pc.replace_substring_regex(texts, r"[ T]00:00:00(\.0+)?Z?$", "")

    try:
        texts = array.cast(pa.large_string())
    except pa.ArrowException:
        values = [_value_text(value) for value in array.to_pylist()]
        texts = pa.array(values, pa.large_string())
    is_blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
    return pc.if_else(is_blank, None, texts)


def _value_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return SURROGATE.sub("\ufffd", str(value))


def _series(arrays: list[pa.Array]) -> pd.Series:
    """Make a column of text, or of lists of text; columns of one name are joined."""
    columns = []
    for array in arrays:
        is_list = pa.types.is_large_list(array.type)
        if len(arrays) == 1 and not is_list:
            return pd.Series(pd.array(array, dtype="str"))
        if is_list:
            columns.append(_lists(array))
        else:
            columns.append(array.to_pylist())

    if len(columns) == 1:
        return pd.Series(columns[0], dtype="object")
    rows = [_joined_lists(values) for values in zip(*columns, strict=True)]
    return pd.Series(rows, dtype="object")


def _joined_lists(values: tuple) -> list[str] | None:
    """Join the texts and lists of texts of one row."""
    joined = []
    for value in values:
        if isinstance(value, list):
            joined.extend(value)
        elif value is not None:
            joined.append(value)
    return joined or None


def _lists(array: pa.Array) -> list[list[str] | None]:
    """Turn an array of lists into lists; an empty one, and none, is missing."""
    offsets = array.offsets.to_pylist()
    values = [value or "" for value in array.values.to_pylist()]
    missing = array.is_null().to_pylist()

    lists = []
    for place, is_missing in enumerate(missing):
        texts = values[offsets[place] : offsets[place + 1]]
        if is_missing or not texts:
            lists.append(None)
        else:
            lists.append(texts)
    return lists
