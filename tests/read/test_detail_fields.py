"""The second crosswalk has a row for each format, and each name once in it."""

import pytest

from litreview.read import _detail_fields, _fields
from litreview.read.layouts import _reading


@pytest.mark.parametrize("kind", _fields.CROSSWALK)
def test_each_format_has_all_columns_and_each_name_once(kind):
    fields = _detail_fields.DETAIL_CROSSWALK[kind]
    assert list(fields) == _detail_fields.DETAILS
    compare = str
    if kind in _fields.FREE:
        compare = _fields.squeeze_name
    for column, names in fields.items():
        compared = [compare(name) for name in names]
        if kind != "Parquet":
            assert len(compared) == len(set(compared)), column


def test_whatever_a_page_says_has_a_column():
    fields = {**_fields.CROSSWALK["page"], **_detail_fields.DETAIL_CROSSWALK["page"]}
    assert set(_reading.FIELDS) <= {*fields, "note"}
