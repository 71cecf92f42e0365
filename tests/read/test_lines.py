"""Every line is in exactly one stretch, and what was not understood has its reason."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from litreview.read import _lines

ROLES = ["title", "abstract", "blank", "field", "not understood"]


def problems_at(*stretches) -> pd.DataFrame:
    rows = []
    for number, (first, last) in enumerate(stretches, start=1):
        row = {"record": number, "line_from": first, "line_to": last}
        rows.append(row | {"reason": f"reason {number}"})
    columns = list(_lines.PROBLEM_TYPES)
    return pd.DataFrame(rows, columns=columns).astype(_lines.PROBLEM_TYPES)


def records_at(*stretches) -> pd.DataFrame:
    return pd.DataFrame(stretches, columns=["line", "line_to"], dtype="Int64")


def test_lines_end_however_they_end():
    assert _lines.split_lines("a\r\nb\rc\n\nd\n") == ["a", "b", "c", "", "d"]
    assert _lines.split_lines("a\n\n") == ["a", ""]
    assert _lines.split_lines("") == []


def test_lines_are_of_a_record_of_a_problem_blank_or_around_them():
    text_lines = ["Exported today", "", "TY", "TI", "", "TY", "odd", "end"]
    roles = _lines.roles_around_records(
        records_at((3, 4)), problems_at((6, 7)), text_lines
    )
    odd = ["not understood"] * 2
    field = ["field"] * 2
    assert roles == ["header", "blank", *field, "blank", *odd, "header"]
    # A record that claims lines beyond the end of the file adds none.
    roles = _lines.roles_around_records(records_at((7, 20)), problems_at(), text_lines)
    assert len(roles) == 8 and roles[6:] == ["field", "field"]


def test_each_record_that_was_not_understood_has_a_row_with_its_reason():
    roles = ["field", *["not understood"] * 4]
    table = _lines.account_for_lines(
        list("abcde"), roles, records_at((1, 1)), problems_at((2, 3), (4, 5))
    )
    assert table[["line_from", "line_to"]].values.tolist() == [[1, 1], [2, 3], [4, 5]]
    assert table["reason"].tolist()[1:] == ["reason 1", "reason 2"]
    assert table["text"].tolist()[1:] == ["b\nc", "d\ne"]
    assert table["record"].tolist()[1:] == [1, 2]


def test_records_that_share_a_line_have_a_row_each_with_their_own_text():
    problems = problems_at((1, 1), (1, 1), (2, 3), (3, 3), (4, 6))
    problems["text"] = ["one", "two", "three", "four", "five"]
    records = records_at((2, 2), (4, 4))
    text_lines = ["one, two", "a three", "three four", "b five", "five", "end"]
    roles = _lines.roles_around_records(records, problems, text_lines)
    table = _lines.account_for_lines(text_lines, roles, records, problems)

    told = table[["line_from", "line_to", "line", "record", "text"]].astype("object")
    assert told.where(told.notna(), None).values.tolist() == [
        [1, 1, None, 1, "one"],
        [None, None, 1, 2, "two"],
        [2, 2, None, None, None],
        [3, 3, None, 3, "three"],
        [None, None, 3, 4, "four"],
        [4, 4, None, None, None],
        [5, 6, None, 5, "five"],
    ]


def test_of_a_long_stretch_the_beginning_is_kept():
    long = "x" * (_lines.KEPT_LETTERS + 1)
    roles = ["not understood"]
    table = _lines.account_for_lines([long], roles, records_at(), problems_at())
    assert table["text"].tolist() == [long[:-1]]


def test_a_format_without_lines_has_a_row_for_its_records_and_one_for_each_problem():
    problems = problems_at((pd.NA, pd.NA), (pd.NA, pd.NA))
    table = _lines.account_for_lines([], [], records_at((pd.NA, pd.NA)), problems)
    assert table["role"].tolist() == ["field", "not understood", "not understood"]
    assert table["reason"].tolist()[1:] == ["reason 1", "reason 2"]
    empty = _lines.account_for_lines([], [], records_at(), problems_at())
    assert empty.empty and "dump" not in empty


@given(st.lists(st.sampled_from(ROLES), min_size=1, max_size=30), st.data())
def test_every_line_is_in_exactly_one_stretch_of_its_role(roles, data):
    starts = data.draw(st.sets(st.integers(1, len(roles))))
    problems = problems_at(*((start, start) for start in sorted(starts)))
    text_lines = [str(n) for n in range(1, len(roles) + 1)]
    table = _lines.account_for_lines(text_lines, roles, records_at(), problems)

    covered, role_of = [], []
    # A problem on a line that is of something else has a row without lines.
    stretches = table.dropna(subset="line_from").astype(
        {"line_from": int, "line_to": int}
    )
    for row in stretches.itertuples():
        covered += range(row.line_from, row.line_to + 1)
        role_of += [row.role] * (row.line_to - row.line_from + 1)
    assert covered == list(range(1, len(roles) + 1))
    assert role_of == roles
    told = set(table["line_from"].dropna()) | set(table["line"].dropna())
    assert starts <= told
    assert set(table["reason"].dropna()) == set(problems["reason"])
