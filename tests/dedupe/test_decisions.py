"""A person's decisions are read and carried over, or it is said why not."""

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.dedupe import _decisions
from tests.dedupe.invented import (
    A,
    B,
    C,
    D,
    draft_of,
    make_decisions,
    make_pairs,
    make_records,
)

BY_HAND = "decision,record_a,record_b\n"
BY_IDS = "decision,record_id_a,record_id_b\n"


def file_of(folder, text):
    file = folder / "own.duplicates.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_no_file_is_an_empty_table():
    table = _decisions.read_decisions("")
    assert table.empty and table.columns.tolist() == [*_decisions.COLUMNS, "line"]
    found, outcome = _decisions.locate_decisions(table, make_records(A, B))
    assert found.empty and outcome.empty and _decisions.decisions_summary(outcome) == ""


@pytest.mark.parametrize("between", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_by_hand_is_enough(tmp_path, between, end):
    lines = [
        "record_a,decision,record_b,mine",
        "x.txt#1, Same ,x.txt#2,why",
        ",,,",
        "x.txt#1,,x.txt#3,later",
        "x.txt#4,LINKED,y.txt#1,",
    ]
    table = _decisions.read_decisions(
        file_of(tmp_path, "\ufeff" + end.join(lines).replace(",", between) + end)
    )
    assert table["decision"].tolist() == ["same", "linked"]
    assert table["line"].tolist() == [
        2,
        5,
    ]  # the blank line and the one not decided yet count
    assert table["mine"].tolist() == ["why", ""]
    assert _decisions.read_decisions(tmp_path / "own.duplicates.csv", undecided=True)[
        "decision"
    ].tolist() == ["same", "", "linked"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: needs one column `decision`"),
        ("record_a,record_b\nx#1,x#2\n", "line 1: needs one column `decision`"),
        ("decision,record_a,record_a\n", "line 1: needs one column `record_a`"),
        (
            "decision,record_a,record_b,line\n",
            "line 1: a column of your own cannot be called `line`",
        ),
        (
            BY_HAND + "sam,x#1,x#2\n",
            "line 2: decision: 'sam' is none of same, linked, different; "
            "did you mean same?",
        ),
        (BY_HAND + "diferent,x#1,x#2\n", "did you mean different?"),
        (
            BY_HAND + ",x#1,x#2\n42,x#1,x#2\n",
            "line 3: decision: '42' is none of same, linked, different; or leave",
        ),
        (BY_HAND + "same,x#1,x#1\n", "line 2: names x#1 twice"),
        (BY_IDS + f"same,{A},{A}\n", f"line 2: names {A} twice"),
        (
            BY_HAND + "same,x#1,\n",
            "line 2: names no second record; fill in record_a and record_b, or "
            "record_id_a and",
        ),
        (BY_HAND + "same,,x#1\n", "line 2: names no first record"),
        (BY_HAND + "same,,\n", "line 2: names no record;"),
        (
            f"decision,record_a,record_id_b\nsame,x#1,{A}\n",
            "line 2: names its records in two ways",
        ),
        (
            BY_IDS + f"same,1.23E+11,{A}\n",
            "line 2: record_id_a: '1.23E+11' is not 12 of the digits",
        ),
        (
            BY_HAND + "same,x#1,x#2\n\ndifferent,x#2,x#1\n",
            "lines 2 and 4: the same pair is same in one and different",
        ),
        (
            BY_IDS + f"same,{A},{B}\nlinked,{A},{B}\n",
            "lines 2 and 3: the same pair is same in one and linked",
        ),
        (
            f"decision,record_a,record_b,record_id_a,record_id_b\nsame,x#1,x#2,{A},{B}\ndifferent,x#2,x#1,,\n",
            "lines 2 and 3: the same pair",
        ),
        (BY_HAND + "same,x#1,x#2,y\n", "line 2: 'y' is beyond the last column"),
        (BY_HAND + 'same,x#1,x#2\nsame,"x#1,x#2\n', "line 3: no CSV from here on"),
        (
            (BY_HAND + "same,ä#1,x#2\n").encode("cp1252"),
            "line 2: is not UTF-8; save it as CSV in UTF-8",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path, text, said):
    file = file_of(tmp_path, text)
    with pytest.raises(ValueError) as raised:
        _decisions.read_decisions(file)
    assert str(raised.value).startswith(f"{file}, line") and said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_is_no_contradiction_is_read(tmp_path):
    header = "decision,record_a,record_b,record_id_a,record_id_b\n"
    once = f"same,x#1,x#2,{A},{B}\n"
    for other in (
        f"same,x#2,x#1,{B},{A}\n",
        f"different,x#1,x#2,{A},{C}\n",
        f"different,x#1,x#3,{A},{C}\n",
    ):
        assert (
            len(_decisions.read_decisions(file_of(tmp_path, header + once + other)))
            == 2
        )
    assert (
        len(
            _decisions.read_decisions(
                file_of(tmp_path, header + f"same,x#1,y#1,{A},{A}\n")
            )
        )
        == 1
    )  # exact copies


def test_a_missing_file_is_said_and_one_to_come_is_empty(tmp_path):
    with pytest.raises(
        FileNotFoundError, match="there is no such file of decisions; name a CSV"
    ):
        _decisions.read_decisions(tmp_path / "no.csv")
    assert _decisions.read_draft(tmp_path / "no.csv").empty


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
TITLE = st.tuples(
    st.sampled_from(
        ["", "=", "+1", "-", "@", "'", "'=", "\t", "\r", '"', ";", "a\r\nb", "\n"]
    ),
    TEXT,
)
HEX = st.text("0123456789abcdef", min_size=12, max_size=12) | st.sampled_from(
    ["123456789012", "000000000001", "12345e678901", "123456789e01", "0e0000000000"]
)
ROW = st.tuples(
    st.sampled_from([*_decisions.DECISIONS, ""]),
    TITLE.map("".join),
    HEX,
    HEX,
    TITLE.map("".join),
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(ROW, max_size=4, unique_by=(lambda row: row[2], lambda row: row[3])),
    st.booleans(),
)
def test_what_is_written_is_read_again(tmp_path_factory, drawn, semicolons):
    cells = [
        dict.fromkeys(_decisions.COLUMNS, "")
        | {"decision": decision, "title_a": title, "title_b": note, "note": note}
        | {"record_id_a": "f" + a[1:], "record_id_b": "0" + b[1:], "mine": title}
        for decision, title, a, b, note in drawn
    ]
    table = pd.DataFrame(cells, columns=[*_decisions.COLUMNS, "mine"]).drop_duplicates(
        _decisions.IDS, ignore_index=True
    )
    table = table.astype("str")
    file = tmp_path_factory.mktemp("settled") / "own.csv"
    if semicolons:
        file.write_text("decision;record_a;record_b\n", encoding="utf-8")
    _decisions.write_decisions(file, table)
    again = _decisions.read_decisions(file, undecided=True)
    pd.testing.assert_frame_equal(again.drop(columns="line"), table)
    assert (b";" in file.read_bytes().split(b"\n")[0]) == semicolons
    decided = table[table["decision"] != ""].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        _decisions.read_decisions(file).drop(columns="line"), decided
    )


@settings(max_examples=30, deadline=None)
@given(HEX)
def test_no_content_id_passes_for_a_number(tmp_path_factory, name):
    file = tmp_path_factory.mktemp("settled") / "own.csv"
    other = "f" * 12 if name != "f" * 12 else A
    _decisions.write_decisions(file, make_decisions(("same", name, other)))
    written = next(
        cell
        for cell in file.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
        if cell[-12:] == name
    )
    try:
        float(written)
    except ValueError:
        pass
    else:
        pytest.fail(f"a spreadsheet would read {written} as a number")
    assert _decisions.read_decisions(file)["record_id_a"].tolist() == [name]


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "own.csv"
    _decisions.write_decisions(file, make_decisions(("same", A, B)))
    file.chmod(0o640)
    before = file.read_bytes()

    def broken(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame, "to_csv", broken)
        with pytest.raises(OSError, match="full"):
            _decisions.write_decisions(file, make_decisions(("different", A, B)))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken)
        with pytest.raises(OSError, match="full"):
            _decisions.write_decisions(file, make_decisions(("different", A, B)))
    assert file.read_bytes() == before and os.listdir(tmp_path) == ["own.csv"]
    _decisions.write_decisions(file, make_decisions(("different", A, B)))
    assert _decisions.read_decisions(file)["decision"].tolist() == ["different"]
    assert file.stat().st_mode & 0o777 == 0o640
    (tmp_path / "link.csv").symlink_to(file)
    _decisions.write_decisions(tmp_path / "link.csv", make_decisions(("linked", A, B)))
    assert (tmp_path / "link.csv").is_symlink() and _decisions.read_decisions(file)[
        "decision"
    ].tolist() == ["linked"]
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        tables.write_csv(tmp_path / "no" / "own.csv", make_decisions())


def test_decisions_find_their_records_wherever_they_stand_now():
    records = pd.concat(
        [make_records(C, A, dump="new.txt"), make_records(B, A, D, dump="x.txt")],
        ignore_index=True,
    )
    decisions = make_decisions(
        ("same", A, B, "x.txt#1", "x.txt#2"),
        ("different", D, C),
        ("linked", "", "", "x.txt#2", "x.txt#3"),
    )
    copies = decisions.copy(), records.copy()
    found, outcome = _decisions.locate_decisions(
        decisions, records.set_index(records.index + 7)
    )
    assert found.values.tolist() == [
        [1, 2, "same", 2],
        [4, 0, "different", 3],
        [1, 4, "linked", 4],
    ]
    assert outcome["outcome"].tolist() == ["applied"] * 3
    assert outcome["title_a"].tolist() == ["Title a", "Title d", "Title a"]
    assert (
        _decisions.decisions_summary(outcome)
        == "3 decisions of yours were applied (1 same, 1 linked, 1 different)."
    )
    pd.testing.assert_frame_equal(decisions, copies[0])
    pd.testing.assert_frame_equal(records, copies[1])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("same", A, D), "the second record is gone"),
        (("same", D, A, "x.txt#9", "x.txt#1"), "the first record is gone"),
        (("same", C, D), "both records are gone"),
        (("same", "", "", "x.txt#1", "y.txt#1"), "the second record is gone"),
        (
            ("same", A, D, "x.txt#1", "x.txt#2"),
            "record x.txt#2 has changed since; settle it again",
        ),
        (
            ("same", C, D, "x.txt#1", "x.txt#2"),
            "records x.txt#1 and x.txt#2 have changed since; settle them again",
        ),
        (("same", C, D, "x.txt#1", "x.txt#9"), "the second record is gone"),
        (("same", "", "", "x.txt#1", "x.txt#3"), "they are exact copies"),
        (("different", A, A, "x.txt#1", "x.txt#3"), "they are exact copies"),
    ],
)
def test_what_cannot_be_applied_is_said(row, reason):
    found, told = _decisions.locate_decisions(
        make_decisions(row, ("different", B, A)), make_records(A, B, A)
    )
    assert told["reason"].tolist() == [reason, ""]
    assert told["outcome"].tolist()[1] == "applied" != told["outcome"][0]
    assert found.values.tolist() == [[1, 0, "different", 3]]
    text = _decisions.decisions_summary(told)
    assert text.startswith(
        "1 decision of yours was applied (1 different); 1 could not be: "
    )
    assert f"(line 2: {reason})" in text


def test_nothing_applied_is_said_and_titles_are_no_markup():
    decisions = make_decisions(("same", C, D)).assign(
        title_a="*Stars* <b>", title_b="T" * 200
    )
    text = _decisions.decisions_summary(
        _decisions.locate_decisions(decisions, make_records(A, B))[1]
    )
    assert text.startswith(
        r"1 decision of yours could not be applied: *\*Stars\* &lt;b&gt;* and *TTT"
    )
    assert "T" * 80 not in text and "<b>" not in text


def test_rows_that_only_the_records_show_to_contradict_are_not_applied():
    decisions = make_decisions(
        ("same", A, B),
        ("different", "", "", "x.txt#2", "x.txt#3"),
        ("same", A, C),
        ("same", C, A, "x.txt#9", "x#8"),
    )
    found, outcome = _decisions.locate_decisions(decisions, make_records(A, B, A, C))
    said = "lines 2 and 3 decide on the same two records in different ways; delete one"
    assert outcome["reason"].tolist() == [said, said, "", ""]
    codes = ["contradicted", "contradicted", "applied", "applied"]
    assert outcome["outcome"].tolist() == codes
    assert found.values.tolist() == [[0, 3, "same", 4]]


def test_a_draft_asks_about_what_is_nearest_to_the_line():
    ids = [f"{n:012x}" for n in range(1, 301)]
    records = make_records(*ids)
    compared = [
        (0, n, "different" if n % 2 else ("same", "linked")[n % 4 // 2], n / 300)
        for n in range(1, 300)
    ]
    pairs = make_pairs(records, *compared).sample(frac=1, random_state=1)
    decisions = make_decisions(
        ("same", ids[299], ids[0]), ("linked", "", "", "x.txt#1", "x.txt#3")
    ).assign(mine="kept")
    table = _decisions.draft_decisions(pairs, records, decisions)[0]
    assert table.columns.tolist() == [*_decisions.COLUMNS, "mine"]
    assert table["decision"].tolist() == ["same", "linked"] + [""] * 100
    assert table["mine"].tolist() == ["kept"] * 2 + [""] * 100
    assert table.loc[1, ["record_id_a", "record_id_b"]].tolist() == [
        ids[0],
        ids[2],
    ]  # a row by hand is filled in
    asked = table[2:]
    assert asked["found"].tolist()[:4] in (
        ["different", "same"] * 2,
        ["different", "same", "different", "linked"],
    )
    number = asked["record_b"].str.removeprefix("x.txt#").astype(int) - 1
    assert number[asked["found"] == "different"].tolist() == list(range(297, 197, -2))
    assert number[asked["found"] != "different"].tolist() == list(range(4, 104, 2))
    assert asked["title_a"].eq("Title 0").all() and asked["score"].iloc[0] == "0.99"


def test_a_draft_leaves_out_copies_and_repeats_and_what_is_not_here():
    records = make_records(A, A, B, C)
    compared = [
        (0, 1, "same", 1.0),
        (0, 2, "different", 0.4),
        (2, 1, "different", 0.4),
        (3, 0, "same", np.nan),
    ]
    pairs = make_pairs(records, *compared)
    table, compared_records = _decisions.draft_decisions(pairs, records, "")
    assert table[["record_a", "record_b", "score"]].values.tolist() == [
        ["x.txt#1", "x.txt#3", "0.40"],
        ["x.txt#4", "x.txt#1", ""],
    ]
    assert compared_records["record"].tolist() == [1, 2, 3, 4]
    table, _ = _decisions.draft_decisions(pairs, records[:3], "")
    assert table["record_b"].tolist() == ["x.txt#3"]
    table, compared_records = _decisions.draft_decisions(pairs.head(0), records, "")
    assert table.columns.tolist() == _decisions.COLUMNS
    assert compared_records.empty


def test_a_draft_filled_in_is_read_and_applied(tmp_path):
    file = tmp_path / "duplicates.csv"
    records = make_records(A, B, C)
    pairs = make_pairs(records, (0, 1, "different", 0.4), (1, 2, "same", 0.6))
    draft, _ = _decisions.draft_decisions(pairs, records, "", file)
    written = _decisions.read_decisions(file, undecided=True).drop(columns="line")
    pd.testing.assert_frame_equal(written, draft)

    _decisions.write_decisions(file, draft.assign(decision=["SAME", " different"]))
    found, _ = _decisions.locate_decisions(
        _decisions.read_decisions(file), records[::-1]
    )
    assert found[["a", "b", "decision"]].values.tolist() == [
        [2, 1, "same"],
        [1, 0, "different"],
    ]
    draft, _ = _decisions.draft_decisions(pairs, records, file)
    assert draft["decision"].ne("").all()


def test_decide_keeps_what_else_is_in_the_file(tmp_path):
    file = file_of(
        tmp_path,
        BY_HAND.strip()
        + ",mine\nlinked,x.txt#9,x.txt#8,why\n,x.txt#3,x.txt#2,not sure\n",
    )
    records = make_records(A, B, C)
    pairs = draft_of(records, (1, 2, "same", 0.6), (0, 1, "same", 0.7))
    _decisions.record_decision(file, pairs.loc[0], "different", "other data")
    table = _decisions.record_decision(file, pairs.loc[1].to_dict(), "Same")
    assert table["decision"].tolist() == ["linked", "different", "same"]
    assert table["mine"].tolist() == ["why", "not sure", ""] and table[
        "note"
    ].tolist() == ["", "other data", ""]
    assert table.loc[1, ["record_a", "record_id_a", "title_b"]].tolist() == [
        "x.txt#2",
        B,
        "Title c",
    ]
    table = _decisions.record_decision(file, pairs.loc[0], "linked")
    assert (
        table["decision"].tolist() == ["linked", "linked", "same"]
        and table.loc[1, "note"] == "other data"
    )
    assert _decisions.record_decision(file, pairs.loc[0], "")["decision"].tolist() == [
        "linked",
        "",
        "same",
    ]
    assert len(_decisions.read_decisions(file)) == 2


def test_decide_writes_nothing_that_could_not_be_read(tmp_path):
    file = tmp_path / "own.csv"
    with pytest.raises(ValueError, match="the pair: decision: 'sames' is none of"):
        _decisions.record_decision(
            file, {"record_a": "x#1", "record_b": "x#2"}, "sames"
        )
    with pytest.raises(ValueError, match="the pair: names no second record"):
        _decisions.record_decision(file, {"record_a": "x#1"}, "same")
    assert not file.exists()
    file.write_text(BY_HAND + "sam,x#1,x#2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: decision: 'sam'"):
        _decisions.record_decision(file, {"record_a": "x#1", "record_b": "x#3"}, "same")
    assert file.read_text(encoding="utf-8") == BY_HAND + "sam,x#1,x#2\n"
