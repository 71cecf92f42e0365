"""The crosswalk has all details of each format, and each name once."""

import pytest

from litreview.read import _detail_fields, _fields
from litreview.read.layouts import _reading


@pytest.mark.parametrize("kind", _fields.CROSSWALK)
def test_each_format_has_all_columns_and_each_name_once(kind):
    all_fields = _fields.CROSSWALK[kind]
    fields = {column: all_fields[column] for column in _detail_fields.DETAILS}
    compare = str
    if kind in _fields.FREE:
        compare = _fields.squeeze_name
    for column, names in fields.items():
        compared = [compare(name) for name in names]
        if kind != "Parquet":
            assert len(compared) == len(set(compared)), column


def test_whatever_a_page_says_has_a_column():
    assert set(_reading.FIELDS) <= {*_fields.CROSSWALK["page"], "note"}
