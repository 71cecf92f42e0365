"""The widgets are built once, react to their values, escape what they show, and give tables back."""

import numpy as np
import pandas as pd
import pytest

from litreview.explore import _table as grid
from litreview.explore import _widget as browse
from litreview.screening import _decisions as decisions
from litreview.topics import _labels as own_labels
from litreview.topics import _widget as naming
from tests.conftest import read_papers

HOSTILE = "Neural tides <script>alert(1)</script>"


@pytest.fixture
def corpus():
    papers = pd.DataFrame(
        {
            "paper_id": ["a", "b", "c", "d"],
            "title": ["Sparse networks", HOSTILE, "Silt", "Silt and networks of silt"],
            "abstract": [
                "A neural network of marshes.",
                None,
                "Network. Neural.",
                "Grain <b>size</b>.",
            ],
            "date": pd.to_datetime(["2019-05-01", None, "2021-01-01", "2023-12-31"]),
            "authors": [["Ann Lee"], [], ["Bo <i>", "Cy"], []],
            "doi": ["10.1/a'\"<", None, None, None],
        }
    )
    topics = pd.DataFrame(
        {"topic": [0, 1, -1], "label": ["Tides", "Silt <u>", "No topic"]}
    )
    places = {"x": [0.0, 1.0, 2.0, 3.0], "y": [0.0, 1.0, 0.0, 1.0]}
    return browse.add_topics(
        papers,
        topics,
        pd.DataFrame({"paper_id": list("abcd"), "topic": [0, 0, -1, 1]} | places),
    )


@pytest.fixture
def records():
    return pd.DataFrame(
        {"paper_id": ["a", "b", "b", "c", "d"], "dump": ["x", "x", "y", "y", "y"]}
    )


@pytest.fixture
def explorer(corpus, records, tmp_path):
    return browse.explorer_widget(
        corpus, records, tmp_path / "own.sqlite", "Ann", tmp_path
    )


def ids(explorer):
    return browse.listed_papers(explorer)["paper_id"].tolist()


def rows(*numbers):
    return [{"r1": number, "r2": number, "c1": 0, "c2": 3} for number in numbers]


def test_search_and_filters_leave_the_papers_that_pass_all(explorer):
    assert (
        ids(explorer) == ["a", "b", "c", "d"]
        and "4 of 4 papers" in explorer.status.value
    )
    explorer.filters.words.value = "network"
    assert (
        sorted(ids(explorer)) == ["a", "c", "d"]
        and "3 of 4 papers" in explorer.status.value
    )
    explorer.filters.dump.value = "y"
    explorer.filters.topic.value = "Silt <u>"
    assert ids(explorer) == ["d"] and "<mark>networks</mark>" in explorer.page.value
    explorer.filters.words.value = "nothing of the kind"
    assert (
        ids(explorer) == []
        and explorer.page.value == ""
        and "0 of 4" in explorer.status.value
    )
    assert (
        browse.selected_papers(explorer).empty
        and explorer.mark.buttons["include"].disabled
    )


def test_dates_filter_and_those_without_one_only_pass_when_asked(explorer):
    explorer.filters.since.value = pd.Timestamp("2020-01-01").date()
    assert ids(explorer) == ["c", "d"]
    explorer.filters.undated.value = True
    assert ids(explorer) == ["b", "c", "d"]
    explorer.filters.until.value = pd.Timestamp("2021-01-01").date()
    assert ids(explorer) == ["b", "c"]
    explorer.filters.since.value = explorer.filters.until.value = None
    assert ids(explorer) == ["a", "b", "c", "d"]


def test_a_sentence_finds_papers_like_it(explorer):
    explorer.filters.by.value = "meaning"
    explorer.filters.words.value = "the size of grains of silt"
    assert ids(explorer)[0] == "d" and "most like the sentence" in explorer.status.value


def test_the_rows_selected_are_read_and_come_back_as_a_table(explorer):
    explorer.table.selections = rows(1, 3)
    assert browse.selected_papers(explorer)["paper_id"].tolist() == ["b", "d"]
    assert explorer.reading == "d" and "Grain &lt;b&gt;size" in explorer.page.value
    explorer.table.selections = rows(0)
    assert (
        "https://doi.org/10.1/a%27%22%3C" in explorer.page.value
        and "Ann Lee" in explorer.page.value
    )
    explorer.filters.words.value = "silt"
    assert browse.selected_papers(explorer).empty


def test_nothing_is_unescaped_and_every_control_has_a_name(explorer):
    explorer.table.selections = rows(1)
    assert (
        "&lt;script&gt;" in explorer.page.value and "No abstract" in explorer.page.value
    )
    explorer.table.selections = rows(2)
    assert "Bo &lt;i&gt;" in explorer.page.value
    for page in (explorer.page.value, explorer.status.value):
        assert not any(raw in page for raw in ("<script", "<u>", "<i>Bo", "Bo <i>"))
    controls = [
        explorer.filters.words,
        explorer.filters.by,
        explorer.filters.topic,
        explorer.filters.dump,
        explorer.filters.since,
        explorer.filters.until,
    ]
    controls += [
        explorer.filters.undated,
        explorer.filters.decision,
        explorer.similar,
        explorer.write.format,
        explorer.write.which,
        explorer.write.file,
    ]
    controls += [
        explorer.write.write,
        explorer.ask,
        explorer.whole,
        explorer.mark.note,
        explorer.mark.tags,
    ]
    assert all(control.description for control in controls)


def test_a_heading_sorts_and_rows_stay_the_papers_they_show(explorer):
    explorer.table.transform([{"type": "sort", "column": "Title", "desc": True}])
    assert ids(explorer) == ["a", "d", "c", "b"]
    explorer.table.selections = rows(1)
    assert (
        browse.selected_papers(explorer)["paper_id"].tolist() == ["d"]
        and explorer.reading == "d"
    )
    explorer.filters.words.value = "silt"
    assert ids(explorer) == ["d", "c"] and explorer.table._row_count == 2
    explorer.table.transform(
        [{"type": "filter", "column": "Topic", "operator": "=", "value": "No topic"}]
    )
    assert ids(explorer) == ["c"] and "; 1 of them pass" in explorer.status.value
    explorer.table.revert()
    assert len(ids(explorer)) == 2 and "of them" not in explorer.status.value


def test_the_lasso_lists_what_is_inside_it_among_what_was_found(explorer):
    explorer.map.widget.selection = np.array([1, 2, 3], dtype="uint32")
    assert (
        ids(explorer) == ["b", "c", "d"]
        and "inside the lasso around 3 dots" in explorer.status.value
    )
    explorer.filters.words.value = "silt"
    assert sorted(ids(explorer)) == ["c", "d"] and set(explorer.map.filter()) == {2, 3}
    explorer.whole.click()
    explorer.filters.words.value = ""
    assert ids(explorer) == ["a", "b", "c", "d"] and explorer.whole.disabled


def test_similar_papers_are_named_and_lead_to_their_page(explorer):
    explorer.table.selections = rows(2)
    assert "c" not in [value for _, value in explorer.similar.options]
    assert explorer.similar.options[0][1] == "d" and explorer.similar.value is None
    explorer.similar.value = "d"
    assert explorer.reading == "d" and "Grain" in explorer.page.value


def test_marks_notes_and_tags_are_kept_at_once_and_can_be_filtered(explorer):
    explorer.table.selections = rows(2)
    explorer.mark.note.value = "see section 3"
    explorer.mark.buttons["maybe"].click()
    explorer.mark.tags.value = "silt, to cite,"
    (held,) = decisions.current_decisions(explorer.store).to_dict("records")
    assert (held["paper_id"], held["decision"], held["screener"]) == (
        "c",
        "maybe",
        "Ann",
    )
    assert (held["note"], held["tags"], held["chosen"]) == (
        "see section 3",
        ["silt", "to cite"],
        "searched",
    )
    assert (
        explorer.table.rows["Decision"].tolist() == ["", "", "maybe", ""]
        and explorer.reading == "c"
    )
    explorer.table.selections = rows(0)
    assert explorer.mark.note.value == "" and explorer.mark.tags.value == ""
    assert len(decisions.read_log(explorer.store)) == 3  # reading writes nothing
    explorer.filters.decision.value = "maybe"
    assert ids(explorer) == ["c"] and explorer.mark.note.value == "see section 3"
    explorer.mark.clear.click()
    explorer.filters.decision.value = ""
    assert ids(explorer) == ["a", "b", "c", "d"]


def test_a_mark_that_cannot_be_written_is_said_and_stays_typed(explorer):
    explorer.store.write_bytes(b"not a database, but something of another program" * 30)
    explorer.mark.buttons["include"].click()
    assert "Not kept." in explorer.mark.done.value


def test_lists_are_written_for_other_programs_and_nothing_is_overwritten(
    explorer, tmp_path
):
    explorer.filters.words.value = "silt"
    explorer.write.format.value = "ris"
    assert explorer.write.file.value == "explored.ris"
    explorer.write.write.click()
    assert "2 papers written" in explorer.write.done.value
    assert sorted(read_papers(tmp_path / "explored.ris")[0]["title"]) == [
        "Silt",
        "Silt and networks of silt",
    ]
    before = (tmp_path / "explored.ris").read_bytes()
    explorer.write.write.click()
    assert (
        "is there already" in explorer.write.done.value
        and (tmp_path / "explored.ris").read_bytes() == before
    )
    explorer.write.which.value, explorer.write.file.value = (
        "the rows selected",
        "one.ris",
    )
    explorer.write.write.click()
    assert (
        "select rows" in explorer.write.done.value
        and not (tmp_path / "one.ris").exists()
    )
    explorer.table.selections = rows(0)
    explorer.write.write.click()
    assert "1 paper written" in explorer.write.done.value


def test_it_does_without_map_dates_store_and_papers(corpus, records):
    bare = corpus.drop(columns=["x", "y", "date", "authors", "doi"])
    explorer = browse.explorer_widget(bare, records)
    assert (
        explorer.map is None and not explorer.mark.children and len(ids(explorer)) == 4
    )
    assert list(explorer.table.rows) == ["Title", "Topic"]
    assert ids(browse.explorer_widget(corpus.head(0), records.head(0))) == []


def test_the_callers_tables_stay_as_they_are(corpus, records):
    before = corpus.copy(deep=True)
    explorer = browse.explorer_widget(corpus, records)
    explorer.filters.words.value = "silt"
    pd.testing.assert_frame_equal(corpus, before)


def test_the_grid_gives_back_names_of_rows():
    table = pd.DataFrame({"Title": ["x", "y", "z"]}, index=["a", "b", "c"])
    shown = grid.build(table)
    shown.selections = [
        {"r1": 1, "r2": 2, "c1": 0, "c2": 0},
        {"r1": 2, "r2": 9, "c1": 0, "c2": 0},
    ]
    assert grid.selected(shown) == ["b", "c"]
    grid.refill(shown, table.head(0))
    assert grid.selected(shown) == [] and shown._row_count == 0


@pytest.fixture
def report(tmp_path):
    """A report of three topics, and a file of one's own from an earlier run: one carried name, and one that was not."""
    columns = ["label", "split", "found_label", "papers", "paper_ids"]
    (tmp_path / "report").mkdir()
    table = pd.DataFrame(
        [
            ("Sea", "", "Tides", "9", "a b c"),
            ("", "", "Silt", "5", "d e f"),
            ("", "", "<u>", "4", "g h i"),
        ],
        columns=columns,
    )
    own_labels.write_labels(tmp_path / "report" / "labels.csv", table)
    mine = [("Sea", "", "Tides", "8", "a b"), ("Gone", "", "Peat", "3", "x y z")]
    own_labels.write_labels(tmp_path / "own.csv", pd.DataFrame(mine, columns=columns))
    return tmp_path


def test_names_are_written_at_once_and_what_was_there_stays(report):
    box = naming.label_widget(
        naming.label_rows(report / "report", report / "own.csv"), report / "own.csv"
    )
    done, sea, silt, other, gone = box.children
    assert (sea.value, silt.value, gone.value) == ("Sea", "", "Gone")
    assert silt.description == "Silt (5)" and "2 names" in done.value
    silt.value = " Sea "
    own = own_labels.read_labels(report / "own.csv")
    assert own["label"].tolist() == ["Sea", "Sea", "", "Gone"]
    assert own["paper_ids"].tolist() == ["a b c", "d e f", "g h i", "x y z"]
    assert "The next run merges" in done.value and "Tides; Silt" in done.value
    again = naming.label_widget(
        naming.label_rows(report / "report", report / "own.csv"), report / "own.csv"
    )
    assert [field.value for field in again.children[1:]] == ["Sea", "Sea", "", "Gone"]
    sea.value = "Ocean"
    assert naming.label_rows(report / "report", report / "own.csv")[
        "label"
    ].tolist() == ["Ocean", "Sea", "", "Gone"]


def test_a_name_that_cannot_be_written_is_said(report):
    box = naming.label_widget(
        naming.label_rows(report / "report", report / "none.csv"),
        report / "no" / "own.csv",
    )
    box.children[1].value = "New"
    assert "Not written." in box.children[0].value
    box = naming.label_widget(
        naming.label_rows(report / "report", report / "none.csv"), report / "none.csv"
    )
    box.children[1].value = "N" * 81
    assert "at most 80" in box.children[0].value and not (report / "none.csv").exists()
