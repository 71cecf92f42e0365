"""Buttons decide on pairs of records, write at once, and lose nothing."""

import pandas as pd
import pytest

from litreview import tables
from litreview.dedupe import _decisions, _widget
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
THREE_PAIRS = ((0, 1, "different", 0.4), (2, 3, "same", 0.6), (1, 2, "different", 0.1))


def four_records():
    return make_records(A, B, C, D).assign(
        title=["Tidal marshes <i>", "Tidal rivers", "Silt", "Silt."],
        abstract=["word " * 200, None, "", "Short <b>."],
    )


@pytest.fixture
def box(tmp_path):
    """The widget on three pairs of four records, and its file, yet to come."""
    records, file = four_records(), tmp_path / "own.csv"
    draft = draft_of(records, *THREE_PAIRS)
    return _widget.DecisionWidget(draft, records, file), file


def test_a_report_says_what_is_asked_about(tmp_path):
    records, file = four_records(), tmp_path / "own.csv"
    pairs = make_pairs(records, *THREE_PAIRS)
    with pytest.raises(FileNotFoundError, match="run the notebook papers"):
        _widget.decision_widget(tmp_path, file)
    tables.write(tmp_path, record_pairs=pairs, compared_records=records)
    _decisions.record_decision(
        file, draft_of(records, *THREE_PAIRS).iloc[2], "different", "seen"
    )
    box = _widget.decision_widget(tmp_path, file)
    assert "1 of 3 pairs settled" in box.children[1].value
    assert box.children[0].options[0][0].startswith("✓ different")
    press(box, "Same")
    assert _decisions.read_decisions(file)["decision"].tolist() == ["different", "same"]


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
    assert _decisions.read_decisions(file)[
        ["decision", "record_a", "note"]
    ].values.tolist() == [["same", "x.txt#1", "seen both"]]
    assert (
        "1 of 3 pairs settled" in count.value and choice.value == 1 and note.value == ""
    )
    assert choice.options[0][0].startswith("✓ same") and choice.options[1][
        0
    ].startswith("open")
    press(box, "Skip")
    assert choice.value == 2 and len(_decisions.read_decisions(file)) == 1
    press(box, "Different")
    assert choice.value == 1  # what was skipped comes again
    press(box, "Skip")
    assert (
        choice.value == 1 and "All pairs" not in done.value and "2 of 3" in count.value
    )
    press(box, "Linked")
    assert "All pairs are settled" in done.value and "3 of 3" in count.value
    assert _decisions.read_decisions(file)["decision"].tolist() == [
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
    assert _decisions.read_decisions(file)["decision"].tolist() == [
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
        assert (_decisions.read_draft(file)["decision"].tolist(), choice.value) == (
            [state[0]],
            state[1],
        )
    assert (
        row.children[-1].disabled
        and "0 of 3" in count.value
        and _decisions.read_draft(file)["note"].tolist() == [""]
    )


def test_rows_written_by_hand_in_the_meantime_are_kept_and_shown(box):
    box, file = box
    press(box, "Same")
    with open(file, "a", encoding="utf-8") as out:
        out.write(f"linked,,,,,{D},{C}\nsame,,,y.txt#1,y.txt#2,,\n")
    press(box, "Different")  # on the second pair, which is of C and D
    table = _decisions.read_decisions(file)
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
        _decisions.read_decisions(file)["note"].tolist() == ["mine"]
        and choice.value == 1
    )


def test_a_note_is_kept_on_a_pair_that_is_left(box):
    box, file = box
    choice, _, _, note, _, _ = box.children
    note.value = "ask Ada"
    choice.value = 2
    assert note.value == "" and _decisions.read_decisions(file).empty
    choice.value = 0
    assert note.value == "ask Ada"
    press(box, "Skip")
    assert _decisions.read_draft(file)[["decision", "note"]].values.tolist() == [
        ["", "ask Ada"]
    ]


def test_the_pair_shows_all_that_tells_two_records_apart():
    records = make_records(A, B, A).assign(
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
    pairs = draft_of(records, (0, 1, "different", 0.4))
    box = _widget.DecisionWidget(pairs.assign(reason="<u>"), records, "none.csv")
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
    records = make_records(A, B)
    gone = make_decisions(("same", A, D, "x.txt#1", "old<.txt#2"))
    box = _widget.DecisionWidget(draft_of(records, decisions=gone), records, file)
    assert (
        "not in the report any more" in box.children[-1].value
        and "old&lt;.txt#2" in box.children[-1].value
    )


def test_no_pairs_are_said():
    records = make_records(A)
    box = _widget.DecisionWidget(draft_of(records), records, "none.csv")
    assert "no pair to settle" in box.children[0].value
