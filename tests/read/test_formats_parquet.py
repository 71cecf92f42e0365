"""Parquet is read as text and lists of text."""

import datetime as dt
import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _parquet


def parquet(**columns: pa.Array) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def test_parquet_is_read_as_text_and_lists_of_text():
    people = [
        [{"name": "A", "ids": ["1", "2"]}, {"name": None, "ids": ["3"]}],
        None,
        [],
    ]
    raw, problems = _parquet.read_parquet(
        parquet(
            Title=pa.array(["One", None, " "]),
            year=pa.array([2019.0, None, float("nan")]),
            n=pa.array([1, 2, None], pa.int16()),
            day=pa.array([dt.datetime(2020, 1, 2), dt.datetime(2020, 1, 2, 10), None]),
            authors=pa.array(people),
            source=pa.array(
                [{"name": "J", "ok": True}, None, {"name": "K", "ok": None}]
            ),
            kind=pa.array(["a", "b", "a"]).dictionary_encode(),
            raw=pa.array([b"x", b"\xff", None]),
            note=pa.array(["n", None, None]),
        )
    )
    assert (
        problems.empty
        and raw["record"].tolist() == [1, 2, 3]
        and raw["line_from"].isna().all()
    )
    told = {
        name: [None if not isinstance(v, list) and pd.isna(v) else v for v in raw[name]]
        for name in raw.columns[3:]
    }
    assert told == {
        "title": ["One", None, None],
        "year": ["2019", None, None],
        "n": ["1", "2", None],
        "day": ["2020-01-02", told["day"][1], None],
        "authors.name": [["A", ""], None, None],
        "authors.ids": [["1", "2", "3"], None, None],
        "source.name": ["J", None, "K"],
        "source.ok": ["true", None, None],
        "kind": ["a", "b", "a"],
        "raw": ["x", "\ufffd", None],
        "note (in the file)": ["n", None, None],
    }
    assert told["day"][1].startswith("2020-01-02 10:00:00")


def test_parquet_of_a_path_without_titles_or_without_rows(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(title=pa.array([], pa.string())))
    raw, problems = _parquet.read_parquet(tmp_path / "a.parquet")
    assert raw.empty and problems.empty
    raw, problems = _parquet.read_parquet(parquet(words=pa.array(["a"])))
    assert raw.empty and "columns found: words" in problems["reason"][0]
    raw, problems = _parquet.read_parquet(parquet(title=pa.array(["a"] * 100))[:-20])
    assert raw.empty and len(problems) == 1


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=100).map(b"PK\x03\x04".__add__)
    | st.binary(max_size=60).map(b"PAR1".__add__)
)
def test_any_bytes_give_a_problem_rather_than_an_exception(data):
    raw, problems = _parquet.read_parquet(data)
    assert raw.empty and len(problems) == 1 and "save it" in problems["reason"][0]


def test_lists_of_every_make_are_lists_of_text():
    values = [["a", "b"], ["c", None]]
    makes = {
        "large": pa.array(values, pa.large_list(pa.string())),
        "fixed": pa.array(values, pa.list_(pa.string(), 2)),
    }
    for array in makes.values():
        raw, _ = _parquet.read_parquet(parquet(title=pa.array(["x", "y"]), kw=array))
        assert raw["kw"].tolist() == [["a", "b"], ["c", ""]]


def test_columns_of_one_name_are_joined():
    data = parquet(**{"Title": pa.array(["x"]), "title": pa.array(["y"])})
    assert _parquet.read_parquet(data)[0]["title"].tolist() == [["x", "y"]]


def test_fields_behind_a_list_within_a_list_keep_their_places():
    people = [
        [{"ids": ["1", "2"], "name": "A"}, {"ids": [], "name": "B"}],
        [{"ids": ["3"], "name": "C"}],
    ]
    data = parquet(title=pa.array(["x", "y"]), authors=pa.array(people))
    raw, _ = _parquet.read_parquet(data)
    assert raw["authors.ids"].tolist() == [["1", "2"], ["3"]]
    assert raw["authors.name"].tolist() == [["A", "B"], ["C"]]
