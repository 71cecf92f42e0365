"""Every reader returns tables of the same make, with records or without."""

from litreview.read.formats import _frames
from litreview.read.formats._frames import Problem


def test_the_place_stands_first_and_the_note_last():
    rows = [
        {"record": 1, "line_from": 1, "line_to": 2, "note": "odd", "TI": "One"},
        {"record": 2, "line_from": None, "line_to": None, "AU": ["A", "B"]},
    ]
    raw = _frames.raw_table(rows)
    assert list(raw) == ["record", "line_from", "line_to", "TI", "AU", "note"]
    assert raw["line_from"].isna().tolist() == [False, True]
    assert raw["note"].dropna().tolist() == ["odd"]
    assert raw["AU"].tolist()[1] == ["A", "B"]


def test_tables_without_rows_have_their_columns():
    raw = _frames.raw_table([], texts=("key",))
    assert list(raw) == ["record", "line_from", "line_to", "key", "note"]
    assert raw["record"].dtype == "int64" and raw["key"].dtype == "str"
    problems = _frames.problem_table([])
    assert problems.dtypes.astype(str).to_dict() == {
        "record": "Int64",
        "line_from": "Int64",
        "line_to": "Int64",
        "reason": "str",
        "text": "str",
    }
    assert problems.empty


def test_the_fields_of_a_record_are_one_text_of_a_bounded_length():
    row = {"record": 3, "note": "odd", "TI": "One", "AU": ["A", "B"], "AB": None}
    assert _frames.row_text(row) == "note: odd; TI: One; AU: A, B"
    long = {"TI": "x" * (_frames.KEPT_LETTERS + 9)}
    assert len(_frames.row_text(long)) == _frames.KEPT_LETTERS
    problems = _frames.problem_table([Problem(None, 1, 1, "why", long["TI"])])
    assert len(problems["text"][0]) == _frames.KEPT_LETTERS


def test_a_problem_may_be_of_no_record_and_of_no_line():
    problems = _frames.problem_table([Problem(None, None, None, "why")])
    assert problems["reason"].tolist() == ["why"]
    assert problems[["record", "line_from", "line_to"]].isna().all(axis=None)
