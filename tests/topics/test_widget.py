"""Names that are typed into the widget are written at once, and none is lost."""

import pandas as pd
import pytest

from litreview import tables
from litreview.topics import _labels, _widget


@pytest.fixture
def report(tmp_path):
    """The folder of a report with three topics, of which the first has a label."""
    folder = tmp_path / "report"
    folder.mkdir()
    rows = [
        ("Marshes", None, "Tidal marsh", 1200, "p1 p2"),
        ("", None, "Violin <b>", 7, "p3 p4"),
        ("", None, "Bees", 5, "p5"),
    ]
    draft = pd.DataFrame(rows, columns=_labels.COLUMNS)
    tables.write_csv(folder / _widget.DRAFT, draft)
    return folder


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.csv"


def write(file, *rows):
    tables.write_csv(file, pd.DataFrame(rows, columns=_labels.COLUMNS))


def test_each_topic_has_a_field_with_its_name(report, file):
    status, *fields = _widget.label_widget(report, file).children

    assert [field.value for field in fields] == ["Marshes", "", ""]
    assert fields[0].description == "Tidal marsh (1,200)"
    assert "1 name of your own" in status.value
    assert not file.exists(), "nothing was typed yet"


def test_what_is_typed_is_written_at_once(report, file):
    status, _, violins, _ = _widget.label_widget(report, file).children

    violins.value = "  Fiddles "

    labels = _labels.read_labels(file)
    assert labels["label"].tolist() == ["Marshes", "Fiddles", ""]
    assert labels["paper_ids"].tolist() == ["p1 p2", "p3 p4", "p5"]
    assert "Kept in" in status.value
    assert "2 names of your own" in status.value


def test_two_of_one_name_are_announced_as_merged(report, file):
    status, _, violins, bees = _widget.label_widget(report, file).children

    violins.value = "Music"
    assert "merges" not in status.value
    bees.value = "Music"

    assert "The next run merges:" in status.value
    assert "<b>Music</b>: Violin &lt;b&gt;; Bees" in status.value


def test_a_name_that_is_too_long_is_said_and_not_written(report, file):
    status, _, violins, bees = _widget.label_widget(report, file).children

    violins.value = "x" * (_labels.LONGEST + 1)
    assert "Not written" in status.value
    assert "at most 80 characters" in status.value
    assert not file.exists()

    bees.value = "Bumblebees"
    assert _labels.read_labels(file)["label"].tolist() == ["Marshes", "", "Bumblebees"]


def test_a_folder_that_is_not_there_is_said(report, tmp_path):
    status, _, violins, _ = _widget.label_widget(
        report, tmp_path / "no" / "a.csv"
    ).children

    violins.value = "Fiddles"

    assert "role='alert'" in status.value
    assert "there is no folder" in status.value


def test_what_the_file_says_of_the_same_papers_holds(report, file):
    write(file, ("Fiddles", "3", "", "", "p3 p4"), ("Old", "", "", "", "p9"))

    rows = _widget.label_rows(report, file)

    assert rows["label"].tolist() == ["Marshes", "Fiddles", "", "Old"]
    assert rows["split"].tolist()[1] == 3
    assert rows["found_label"].tolist()[:2] == ["Tidal marsh", "Violin <b>"]


def test_rows_that_were_carried_over_do_not_come_twice(report, file):
    write(
        file,
        ("Marshes", "", "", "", "p1 p2 p7"),  # the draft has this label
        ("Marshes", "2", "", "", "p1 p2 p8"),  # this one still asks for something
        ("", "", "", "", "p6"),  # this one asks for nothing
    )

    rows = _widget.label_rows(report, file)

    assert rows["paper_ids"].tolist() == ["p1 p2", "p3 p4", "p5", "p1 p2 p8"]


def test_rows_that_were_not_carried_over_stay_when_a_name_is_typed(report, file):
    write(file, ("Gone", "", "", "", "p9"))

    _widget.label_widget(report, file).children[2].value = "Fiddles"

    assert _labels.read_labels(file)["label"].tolist() == [
        "Marshes",
        "Fiddles",
        "",
        "Gone",
    ]


def test_a_report_without_a_draft_is_said(tmp_path, file):
    with pytest.raises(FileNotFoundError, match="topic_labels.csv"):
        _widget.label_widget(tmp_path, file)
