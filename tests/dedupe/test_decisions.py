"""A person's decisions on pairs of records are read, carried over to the next run, or it is said why not."""

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables as own_csv
from litreview.dedupe import _decisions as settled
from litreview.dedupe import _widget as settling

BY_HAND = "decision,record_a,record_b\n"
BY_IDS = "decision,record_id_a,record_id_b\n"
A, B, C, D = ("a" * 12, "b" * 12, "c" * 12, "d" * 12)


def records_(*ids, dump="x.txt"):
    """Records of one dump with these content ids; the title of one is "Title a" for its id aaa…."""
    return pd.DataFrame(
        {
            "dump": dump,
            "record": range(1, len(ids) + 1),
            "record_id": list(ids),
            "title": [f"Title {name[0]}" for name in ids],
            "abstract": "An abstract.",
        }
    )


def rows(*decisions):
    """Decisions of (decision, record_id_a, record_id_b[, record_a, record_b]), as `read` gives them."""
    full = [[*row, "", ""][:5] for row in decisions]
    table = pd.DataFrame(
        full, columns=["decision", *settled.IDS, *settled.PLACES]
    ).reindex(columns=settled.COLUMNS)
    return table.fillna("").astype("str").assign(line=range(2, len(full) + 2))


def pairs_(records, *compared):
    """Compared pairs of (position, position, decision, score), as `duplicates.join` gives them."""
    places = (records["dump"] + "#" + records["record"].astype(str)).tolist()
    ids = records["record_id"].tolist()
    cells = [
        (places[a], places[b], said, "of a kind", score, ids[a], ids[b], ids[a], ids[b])
        for a, b, said, score in compared
    ]
    papers = ["paper_id_a", "paper_id_b"]
    return pd.DataFrame(
        cells,
        columns=[
            "record_a",
            "record_b",
            "decision",
            "reason",
            "score",
            *settled.IDS,
            *papers,
        ],
    )


def file_of(folder, text):
    file = folder / "own.duplicates.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_no_file_is_an_empty_table():
    table = settled.read_decisions("")
    assert table.empty and table.columns.tolist() == [*settled.COLUMNS, "line"]
    found, outcome = settled.locate_decisions(table, records_(A, B))
    assert found.empty and outcome.empty and settled.decisions_summary(outcome) == ""


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
    table = settled.read_decisions(
        file_of(tmp_path, "\ufeff" + end.join(lines).replace(",", between) + end)
    )
    assert table["decision"].tolist() == ["same", "linked"]
    assert table["line"].tolist() == [
        2,
        5,
    ]  # the blank line and the one not decided yet count
    assert table["mine"].tolist() == ["why", ""]
    assert settled.read_decisions(tmp_path / "own.duplicates.csv", undecided=True)[
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
            "line 2: decision: 'sam' is none of same, linked, different; did you mean same?",
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
            "line 2: names no second record; fill in record_a and record_b, or record_id_a and",
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
        settled.read_decisions(file)
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
            len(settled.read_decisions(file_of(tmp_path, header + once + other))) == 2
        )
    assert (
        len(
            settled.read_decisions(
                file_of(tmp_path, header + f"same,x#1,y#1,{A},{A}\n")
            )
        )
        == 1
    )  # exact copies


def test_a_missing_file_is_said_and_one_to_come_is_empty(tmp_path):
    with pytest.raises(
        FileNotFoundError, match="there is no such file of decisions; name a CSV"
    ):
        settled.read_decisions(tmp_path / "no.csv")
    assert settled.read_draft(tmp_path / "no.csv").empty


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
    st.sampled_from([*settled.DECISIONS, ""]),
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
        dict.fromkeys(settled.COLUMNS, "")
        | {"decision": decision, "title_a": title, "title_b": note, "note": note}
        | {"record_id_a": "f" + a[1:], "record_id_b": "0" + b[1:], "mine": title}
        for decision, title, a, b, note in drawn
    ]
    table = pd.DataFrame(cells, columns=[*settled.COLUMNS, "mine"]).drop_duplicates(
        settled.IDS, ignore_index=True
    )
    table = table.astype("str")
    file = tmp_path_factory.mktemp("settled") / "own.csv"
    if semicolons:
        file.write_text("decision;record_a;record_b\n", encoding="utf-8")
    settled.write_decisions(file, table)
    again = settled.read_decisions(file, undecided=True)
    pd.testing.assert_frame_equal(again.drop(columns="line"), table)
    assert (b";" in file.read_bytes().split(b"\n")[0]) == semicolons
    decided = table[table["decision"] != ""].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        settled.read_decisions(file).drop(columns="line"), decided
    )


@settings(max_examples=30, deadline=None)
@given(HEX)
def test_no_content_id_passes_for_a_number(tmp_path_factory, name):
    file = tmp_path_factory.mktemp("settled") / "own.csv"
    other = "f" * 12 if name != "f" * 12 else A
    settled.write_decisions(file, rows(("same", name, other)))
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
    assert settled.read_decisions(file)["record_id_a"].tolist() == [name]


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "own.csv"
    settled.write_decisions(file, rows(("same", A, B)))
    file.chmod(0o640)
    before = file.read_bytes()

    def broken(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame, "to_csv", broken)
        with pytest.raises(OSError, match="full"):
            settled.write_decisions(file, rows(("different", A, B)))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken)
        with pytest.raises(OSError, match="full"):
            settled.write_decisions(file, rows(("different", A, B)))
    assert file.read_bytes() == before and os.listdir(tmp_path) == ["own.csv"]
    settled.write_decisions(file, rows(("different", A, B)))
    assert settled.read_decisions(file)["decision"].tolist() == ["different"]
    assert file.stat().st_mode & 0o777 == 0o640
    (tmp_path / "link.csv").symlink_to(file)
    settled.write_decisions(tmp_path / "link.csv", rows(("linked", A, B)))
    assert (tmp_path / "link.csv").is_symlink() and settled.read_decisions(file)[
        "decision"
    ].tolist() == ["linked"]
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        own_csv.write_csv(tmp_path / "no" / "own.csv", rows())


def test_decisions_find_their_records_wherever_they_stand_now():
    records = pd.concat(
        [records_(C, A, dump="new.txt"), records_(B, A, D, dump="x.txt")],
        ignore_index=True,
    )
    decisions = rows(
        ("same", A, B, "x.txt#1", "x.txt#2"),
        ("different", D, C),
        ("linked", "", "", "x.txt#2", "x.txt#3"),
    )
    copies = decisions.copy(), records.copy()
    found, outcome = settled.locate_decisions(
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
        settled.decisions_summary(outcome)
        == "3 decisions of yours were applied (1 same, 1 linked, 1 different)."
    )
    pd.testing.assert_frame_equal(decisions, copies[0])
    pd.testing.assert_frame_equal(records, copies[1])


@pytest.mark.parametrize(
    ("row", "outcome"),
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
def test_what_cannot_be_applied_is_said(row, outcome):
    found, told = settled.locate_decisions(
        rows(row, ("different", B, A)), records_(A, B, A)
    )
    assert told["outcome"].tolist() == [outcome, "applied"]
    assert found.values.tolist() == [[1, 0, "different", 3]]
    text = settled.decisions_summary(told)
    assert text.startswith(
        "1 decision of yours was applied (1 different); 1 could not be: "
    )
    assert f"(line 2: {outcome})" in text


def test_nothing_applied_is_said_and_titles_are_no_markup():
    decisions = rows(("same", C, D)).assign(title_a="*Stars* <b>", title_b="T" * 200)
    text = settled.decisions_summary(
        settled.locate_decisions(decisions, records_(A, B))[1]
    )
    assert text.startswith(
        r"1 decision of yours could not be applied: *\*Stars\* &lt;b&gt;* and *TTT"
    )
    assert "T" * 80 not in text and "<b>" not in text


def test_rows_that_only_the_records_show_to_contradict_are_not_applied():
    decisions = rows(
        ("same", A, B),
        ("different", "", "", "x.txt#2", "x.txt#3"),
        ("same", A, C),
        ("same", C, A, "x.txt#9", "x#8"),
    )
    found, outcome = settled.locate_decisions(decisions, records_(A, B, A, C))
    said = "lines 2 and 3 decide on the same two records in different ways; delete one"
    assert outcome["outcome"].tolist() == [said, said, "applied", "applied"]
    assert found.values.tolist() == [[0, 3, "same", 4]]


def test_a_draft_asks_about_what_is_nearest_to_the_line():
    ids = [f"{n:012x}" for n in range(1, 301)]
    records = records_(*ids)
    compared = [
        (0, n, "different" if n % 2 else ("same", "linked")[n % 4 // 2], n / 300)
        for n in range(1, 300)
    ]
    pairs = pairs_(records, *compared).sample(frac=1, random_state=1)
    decisions = rows(
        ("same", ids[299], ids[0]), ("linked", "", "", "x.txt#1", "x.txt#3")
    ).assign(mine="kept")
    table = settled.draft_decisions(pairs, records, decisions)
    assert table.columns.tolist() == [*settled.COLUMNS, "mine"]
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
    records = records_(A, A, B, C)
    compared = [
        (0, 1, "same", 1.0),
        (0, 2, "different", 0.4),
        (2, 1, "different", 0.4),
        (3, 0, "same", np.nan),
    ]
    pairs = pairs_(records, *compared)
    table = settled.draft_decisions(pairs, records, settled.read_decisions(""))
    assert table[["record_a", "record_b", "score"]].values.tolist() == [
        ["x.txt#1", "x.txt#3", "0.40"],
        ["x.txt#4", "x.txt#1", ""],
    ]
    assert settled.draft_decisions(pairs, records[:3], settled.read_decisions(""))[
        "record_b"
    ].tolist() == ["x.txt#3"]
    assert (
        settled.draft_decisions(
            pairs.head(0), records, settled.read_decisions("")
        ).columns.tolist()
        == settled.COLUMNS
    )
    assert settled.compared_records(table, records)["record"].tolist() == [1, 2, 3, 4]
    assert settled.compared_records(table.head(0), records).empty


def test_a_draft_filled_in_is_read_and_applied(tmp_path):
    records = records_(A, B, C)
    pairs = pairs_(records, (0, 1, "different", 0.4), (1, 2, "same", 0.6))
    table = settled.draft_decisions(pairs, records, settled.read_decisions(""))
    settled.write_decisions(
        tmp_path / "duplicates.csv", table.assign(decision=["SAME", " different"])
    )
    found, _ = settled.locate_decisions(
        settled.read_decisions(tmp_path / "duplicates.csv"), records[::-1]
    )
    assert found[["a", "b", "decision"]].values.tolist() == [
        [2, 1, "same"],
        [1, 0, "different"],
    ]
    assert (
        settled.draft_decisions(
            pairs, records, settled.read_decisions(tmp_path / "duplicates.csv")
        )["decision"]
        .ne("")
        .all()
    )


def test_decide_keeps_what_else_is_in_the_file(tmp_path):
    file = file_of(
        tmp_path,
        BY_HAND.strip()
        + ",mine\nlinked,x.txt#9,x.txt#8,why\n,x.txt#3,x.txt#2,not sure\n",
    )
    records = records_(A, B, C)
    pairs = settled.draft_decisions(
        pairs_(records, (1, 2, "same", 0.6), (0, 1, "same", 0.7)),
        records,
        settled.read_decisions(""),
    )
    settled.record_decision(file, pairs.loc[0], "different", "other data")
    table = settled.record_decision(file, pairs.loc[1].to_dict(), "Same")
    assert table["decision"].tolist() == ["linked", "different", "same"]
    assert table["mine"].tolist() == ["why", "not sure", ""] and table[
        "note"
    ].tolist() == ["", "other data", ""]
    assert table.loc[1, ["record_a", "record_id_a", "title_b"]].tolist() == [
        "x.txt#2",
        B,
        "Title c",
    ]
    table = settled.record_decision(file, pairs.loc[0], "linked")
    assert (
        table["decision"].tolist() == ["linked", "linked", "same"]
        and table.loc[1, "note"] == "other data"
    )
    assert settled.record_decision(file, pairs.loc[0], "")["decision"].tolist() == [
        "linked",
        "",
        "same",
    ]
    assert len(settled.read_decisions(file)) == 2


def test_decide_writes_nothing_that_could_not_be_read(tmp_path):
    file = tmp_path / "own.csv"
    with pytest.raises(ValueError, match="the pair: decision: 'sames' is none of"):
        settled.record_decision(file, {"record_a": "x#1", "record_b": "x#2"}, "sames")
    with pytest.raises(ValueError, match="the pair: names no second record"):
        settled.record_decision(file, {"record_a": "x#1"}, "same")
    assert not file.exists()
    file.write_text(BY_HAND + "sam,x#1,x#2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: decision: 'sam'"):
        settled.record_decision(file, {"record_a": "x#1", "record_b": "x#3"}, "same")
    assert file.read_text(encoding="utf-8") == BY_HAND + "sam,x#1,x#2\n"


@pytest.fixture
def box(tmp_path):
    """The widget on three pairs of four records, the CSV not there yet; and the file."""
    records = records_(A, B, C, D).assign(
        title=["Tidal marshes <i>", "Tidal rivers", "Silt", "Silt."],
        abstract=["word " * 200, None, "", "Short <b>."],
    )
    pairs = pairs_(
        records, (0, 1, "different", 0.4), (2, 3, "same", 0.6), (1, 2, "different", 0.1)
    )
    table = settled.draft_decisions(pairs, records, settled.read_decisions(""))
    return settling.decision_widget(
        table, settled.compared_records(table, records), tmp_path / "own.csv"
    ), tmp_path / "own.csv"


def press(box, name):
    buttons = {button.description: button for button in box.children[2].children}
    assert (
        list(buttons) == ["Same", "Linked", "Different", "Skip", "Undo"]
        and not buttons[name].disabled
    )
    buttons[name].click()


def test_buttons_write_at_once_and_lead_to_the_next(box):
    box, file = box
    choice, count, _, note, done, shown = box.children
    assert (
        "0 of 3 pairs settled" in count.value
        and not file.exists()
        and choice.value == 0
    )
    assert choice.description and note.description
    note.value = " seen both "
    press(box, "Same")
    assert settled.read_decisions(file)[
        ["decision", "record_a", "note"]
    ].values.tolist() == [["same", "x.txt#1", "seen both"]]
    assert (
        "1 of 3 pairs settled" in count.value and choice.value == 1 and note.value == ""
    )
    assert choice.options[0][0].startswith("✓ same") and choice.options[1][
        0
    ].startswith("open")
    press(box, "Skip")
    assert choice.value == 2 and len(settled.read_decisions(file)) == 1
    press(box, "Different")
    assert choice.value == 1  # what was skipped comes again
    press(box, "Skip")
    assert (
        choice.value == 1 and "All pairs" not in done.value and "2 of 3" in count.value
    )
    press(box, "Linked")
    assert "All pairs are settled" in done.value and "3 of 3" in count.value
    assert settled.read_decisions(file)["decision"].tolist() == [
        "same",
        "different",
        "linked",
    ]
    choice.value = 0
    assert note.value == "seen both" and "<h4>Tidal" in shown.value
    assert [button.icon for button in box.children[2].children] == [
        "check",
        "",
        "",
        "",
        "undo",
    ]
    press(box, "Linked")
    assert settled.read_decisions(file)["decision"].tolist() == [
        "linked",
        "different",
        "linked",
    ]


def test_undo_takes_back_one_press_after_another(box):
    box, file = box
    choice, count, row, note, _, _ = box.children
    assert row.children[-1].disabled
    press(box, "Same")
    press(box, "Skip")
    choice.value = 0
    note.value = "no"
    press(box, "Different")
    for state in (("same", 0), ("same", 1), ("", 0)):
        press(box, "Undo")
        assert (settled.read_draft(file)["decision"].tolist(), choice.value) == (
            [state[0]],
            state[1],
        )
    assert (
        row.children[-1].disabled
        and "0 of 3" in count.value
        and settled.read_draft(file)["note"].tolist() == [""]
    )


def test_rows_written_by_hand_in_the_meantime_are_kept_and_shown(box):
    box, file = box
    press(box, "Same")
    with open(file, "a", encoding="utf-8") as out:
        out.write(f"linked,,,,,{D},{C}\nsame,,,y.txt#1,y.txt#2,,\n")
    press(box, "Different")  # on the second pair, which is of C and D
    table = settled.read_decisions(file)
    assert table["decision"].tolist() == ["same", "different", "same"]
    assert table["record_a"].tolist() == ["x.txt#1", "", "y.txt#1"]


def test_an_unusable_file_is_said_and_no_press_is_lost(box):
    box, file = box
    choice, count, _, note, done, _ = box.children
    file.write_text(BY_HAND + "sam,x.txt#1,x.txt#2\n", encoding="utf-8")
    note.value = "mine"
    press(box, "Same")
    assert "Not written." in done.value and "did you mean same?" in done.value
    choice.value = 2
    assert choice.value == 0 and note.value == "mine" and "0 of 3" in count.value
    file.unlink()
    press(box, "Same")
    assert (
        settled.read_decisions(file)["note"].tolist() == ["mine"] and choice.value == 1
    )


def test_a_note_is_kept_on_a_pair_that_is_left(box):
    box, file = box
    choice, _, _, note, _, _ = box.children
    note.value = "ask Ada"
    choice.value = 2
    assert note.value == "" and settled.read_decisions(file).empty
    choice.value = 0
    assert note.value == "ask Ada"
    press(box, "Skip")
    assert settled.read_draft(file)[["decision", "note"]].values.tolist() == [
        ["", "ask Ada"]
    ]


def test_the_pair_shows_all_that_tells_two_records_apart():
    records = records_(A, B, A).assign(
        title=[
            "Deep <script> Tides: a study",
            "Deep <script> tides, a Survey",
            "Deep <script> Tides: a study",
        ],
        authors=[["Ann <b>", *(f"Author {n}" for n in range(9))], [], []],
        date=pd.to_datetime(["2019-05-01", None, "2019-05-01"]),
        venue=["Journal & Co", None, None],
        volume=["12", None, ""],
        issue=["3", None, ""],
        pages=["1–9", None, ""],
        doi=["10.1/a<b>'\"", None, None],
        line=[3, 9, 1],
    )
    pairs = settled.draft_decisions(
        pairs_(records, (0, 1, "different", 0.4)), records, settled.read_decisions("")
    )
    box = settling.decision_widget(
        pairs.assign(reason="<u>"), settled.compared_records(pairs, records), "none.csv"
    )
    text = box.children[-1].value
    assert (
        "<mark>study</mark>" in text
        and "<mark>Survey</mark>" in text
        and text.count("<mark>") == 2
    )
    assert "Ann &lt;b&gt;" in text and "and 2 more" in text and ">2019<" in text
    assert (
        "Journal &amp; Co, 12(3), pp. 1–9" in text
        and "x.txt, record 1, line 3<br>x.txt, record 3, line 1" in text
    )
    assert "href='https://doi.org/10.1/a%3Cb%3E%27%22'" in text
    assert not any(raw in text for raw in ("<script>", "<u>", "Ann <b>", "a<b>"))
    assert "different" in text and "score 0.40" in text


def test_long_abstracts_open_and_records_that_are_gone_are_said(box):
    box, file = box
    shown = box.children[-1]
    assert (
        "<details>" in shown.value
        and "No abstract in the dumps." in shown.value
        and "<i>Tidal" not in shown.value
    )
    box.children[0].value = 1
    assert "<details>" not in shown.value and "Short &lt;b&gt;." in shown.value
    gone = settled.draft_decisions(
        pairs_(records_(A, B)),
        records_(A, B),
        rows(("same", A, D, "x.txt#1", "old<.txt#2")),
    )
    box = settling.decision_widget(
        gone, settled.compared_records(gone, records_(A, B)), file
    )
    assert (
        "not in the report any more" in box.children[-1].value
        and "old&lt;.txt#2" in box.children[-1].value
    )


def test_no_pairs_are_said():
    box = settling.decision_widget(
        settled.draft_decisions(
            pairs_(records_(A)), records_(A), settled.read_decisions("")
        ),
        records_(A),
        "none.csv",
    )
    assert "no pair to settle" in box.children[0].value
