"""Decisions, notes and tags are on the disk at once; what cannot be kept is said."""

import pandas as pd
import pytest

from litreview import screening
from litreview.explore import _marks
from litreview.screening import _decisions


@pytest.fixture
def marks(tmp_path) -> _marks.Marks:
    marks = _marks.Marks(tmp_path / "decisions.sqlite", "Ann")
    marks.show({"paper_id": "c", "title": "Silt"})
    return marks


def test_decisions_notes_and_tags_are_kept_at_once(marks):
    marks.note.value = "see section 3"
    marks.buttons["maybe"].click()
    marks.tags.value = "silt, to cite,"
    (row,) = screening.current_decisions(marks.store).to_dict("records")
    assert (row["paper_id"], row["decision"]) == ("c", "maybe")
    assert (row["screener"], row["chosen"]) == ("Ann", "searched")
    assert (row["note"], list(row["tags"])) == ("see section 3", ["silt", "to cite"])
    assert len(_decisions.read_log(marks.store)) == 3
    assert "kept in" in marks.outcome.value


def test_a_decision_is_shown_and_taken_back(marks):
    marks.buttons["include"].click()
    assert marks.buttons["include"].button_style == "success"
    assert marks.buttons["exclude"].button_style == ""
    marks.clear.click()
    assert marks.buttons["include"].button_style == ""
    assert "No decision: kept" in marks.outcome.value
    (row,) = screening.current_decisions(marks.store).to_dict("records")
    assert row["decision"] == ""


def test_what_another_window_wrote_in_between_stays(marks):
    screening.decide(marks.store, "c", "exclude", screener="Ann", note="elsewhere")
    marks.tags.value = "silt"
    (row,) = screening.current_decisions(marks.store).to_dict("records")
    assert (row["decision"], row["note"]) == ("exclude", "elsewhere")
    assert list(row["tags"]) == ["silt"]


def test_no_paper_is_nothing_to_mark(marks):
    marks.buttons["include"].click()
    marks.show({})
    controls = [*marks.buttons.values(), marks.clear, marks.note, marks.tags]
    assert all(control.disabled for control in controls)
    assert marks.note.value == "" and marks.buttons["include"].button_style == ""


def test_what_cannot_be_written_is_said_and_stays_typed(marks):
    marks.buttons["include"].click()
    marks.store.write_bytes(b"not a database, but something of another program" * 30)
    marks.buttons["exclude"].click()
    assert "Not kept." in marks.outcome.value


def test_who_marks_is_told(tmp_path):
    told = []
    marks = _marks.Marks(tmp_path / "d.sqlite", marked=lambda: told.append("marked"))
    marks.show({"paper_id": "a", "title": "T"})
    marks.buttons["include"].click()
    assert told == ["marked"]


def test_the_latest_decision_counts_of_whoever():
    decisions = pd.DataFrame(
        {
            "paper_id": ["a", "b", "a", "b"],
            "decision": ["include", "exclude", "maybe", ""],
        }
    )
    latest = _marks.latest_decisions(decisions)
    assert latest.to_dict() == {"a": "maybe", "b": "exclude"}


def test_tags_are_split_at_commas():
    assert _marks._split_tags(" silt, to cite,, ") == ["silt", "to cite"]
