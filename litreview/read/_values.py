"""Looks at the values of fields, one by one and a whole column at a time."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# What a reader says of a record beside the fields of its format; a field that is called
# so is called otherwise.
OURS = {"record", "line_from", "line_to", "note"}

Join = Callable[[list[str]], str]


def first_of(value: object) -> object:
    """Take the first of a list, and anything else as it is."""
    if isinstance(value, list | tuple | np.ndarray):
        return next(iter(value), None)
    return value


def first_part(parts: list[str]) -> str:
    """Take the first of several parts of a value, for `to_texts`."""
    return parts[0]


def to_texts(values: pd.Series, join: Join) -> pd.Series:
    """Make texts of texts, numbers and lists.

    Parameters
    ----------
    values
        A column of a file.
    join
        Makes one text of the parts of a list.

    Returns
    -------
    pandas.Series
        Texts; missing values and lists without a text are missing.
    """
    if values.dtype == object:
        values = values.map(partial(_to_text, join=join))
    return values.astype("str")


def _to_text(value: object, join: Join) -> object:
    if isinstance(value, list | tuple | np.ndarray):
        parts = []
        for part in value:
            if isinstance(part, str) and part.strip():
                parts.append(str(part))
        return join(parts) if parts else None
    if isinstance(value, str):
        return value
    return value if pd.notna(value) else None


def contains(texts: pd.Series, pattern: str) -> pd.Series:
    """Say of each text whether a pattern (of RE2) is in it.

    One look at the whole column is many times faster than one at each value, and picks
    those that are worth a closer look.
    """
    values = pa.array(texts, pa.large_string(), from_pandas=True)
    found = pc.match_substring_regex(values, pattern).fill_null(False)
    return pd.Series(
        found.to_numpy(zero_copy_only=False), index=texts.index, dtype="bool"
    )
