"""The widget reacts to its values, escapes what it shows, and gives tables back."""

import numpy as np
import pandas as pd

from litreview import explore, tables
from litreview.explore import _widget
from litreview.screening import _decisions
from tests.explore.conftest import listed_ids, select_rows


def test_search_and_filters_leave_the_papers_that_pass_all(explorer):
    assert listed_ids(explorer) == ["a", "b", "c", "d"]
    assert "4 of 4 papers" in explorer.status.value

    explorer.filters.words.value = "network"
    assert sorted(listed_ids(explorer)) == ["a", "c", "d"]
    assert "3 of 4 papers" in explorer.status.value

    explorer.filters.dump.value = "y"
    explorer.filters.topic.value = "Silt <u>"
    assert listed_ids(explorer) == ["d"]
    assert "<mark>networks</mark>" in explorer.page.value


def test_nothing_found_leaves_nothing_to_read_or_to_mark(explorer):
    explorer.filters.words.value = "nothing of the kind"
    assert listed_ids(explorer) == [] and explorer.page.value == ""
    assert "0 of 4" in explorer.status.value
    assert explore.selected_papers(explorer).empty
    assert explorer.marks.buttons["include"].disabled


def test_a_sentence_finds_papers_like_it(explorer):
    explorer.filters.search_by.value = "meaning"
    explorer.filters.words.value = "the size of grains of silt"
    assert listed_ids(explorer)[0] == "d"
    assert "most like the sentence" in explorer.status.value


def test_the_rows_selected_are_read_and_come_back_as_a_table(explorer):
    explorer.table.selections = select_rows(1, 3)
    assert explore.selected_papers(explorer)["paper_id"].tolist() == ["b", "d"]
    assert explorer.paper_id == "d"
    assert "Grain &lt;b&gt;size" in explorer.page.value

    explorer.table.selections = select_rows(0)
    assert "https://doi.org/10.1/a%27%22%3C" in explorer.page.value
    assert "Ann Lee" in explorer.page.value

    explorer.filters.words.value = "silt"
    assert explore.selected_papers(explorer).empty


def test_nothing_is_unescaped(explorer):
    explorer.table.selections = select_rows(1)
    assert "&lt;script&gt;" in explorer.page.value
    assert "No abstract" in explorer.page.value
    explorer.table.selections = select_rows(2)
    assert "Bo &lt;i&gt;" in explorer.page.value
    for html in (explorer.page.value, explorer.status.value):
        for raw in ("<script", "<u>", "<i>Bo", "Bo <i>"):
            assert raw not in html


def test_every_control_has_a_name(explorer):
    filters = explorer.filters
    export = explorer.export
    controls = [filters.words, filters.search_by, filters.topic, filters.dump]
    controls += [filters.since, filters.until, filters.undated, filters.decision]
    controls += [export.format, export.which, export.file, export.button]
    controls += [explorer.similar, explorer.ask_similar, explorer.clear_lasso]
    controls += [explorer.marks.note, explorer.marks.tags]
    assert all(control.description for control in controls)


def test_a_heading_sorts_and_rows_stay_the_papers_they_show(explorer):
    explorer.table.transform([{"type": "sort", "column": "Title", "desc": True}])
    assert listed_ids(explorer) == ["a", "d", "c", "b"]
    explorer.table.selections = select_rows(1)
    assert explore.selected_papers(explorer)["paper_id"].tolist() == ["d"]
    assert explorer.paper_id == "d"

    explorer.filters.words.value = "silt"
    assert listed_ids(explorer) == ["d", "c"] and explorer.table._row_count == 2

    only = {"type": "filter", "column": "Topic", "operator": "=", "value": "No topic"}
    explorer.table.transform([only])
    assert listed_ids(explorer) == ["c"]
    assert "; 1 of them pass" in explorer.status.value
    explorer.table.revert()
    assert len(listed_ids(explorer)) == 2
    assert "of them" not in explorer.status.value


def test_the_lasso_lists_what_is_inside_it_among_what_was_found(explorer):
    explorer.map.widget.selection = np.array([1, 2, 3], dtype="uint32")
    assert listed_ids(explorer) == ["b", "c", "d"]
    assert "inside the lasso around 3 dots" in explorer.status.value

    explorer.filters.words.value = "silt"
    assert sorted(listed_ids(explorer)) == ["c", "d"]
    assert set(explorer.map.filter()) == {2, 3}

    explorer.clear_lasso.click()
    explorer.filters.words.value = ""
    assert listed_ids(explorer) == ["a", "b", "c", "d"]
    assert explorer.clear_lasso.disabled


def test_similar_papers_are_named_and_lead_to_their_page(explorer):
    explorer.table.selections = select_rows(2)
    assert "c" not in [paper_id for _, paper_id in explorer.similar.options]
    assert explorer.similar.options[0][1] == "d" and explorer.similar.value is None
    explorer.similar.value = "d"
    assert explorer.paper_id == "d" and "Grain" in explorer.page.value


def test_of_many_papers_similar_ones_are_named_when_asked_for(
    corpus, records, monkeypatch
):
    monkeypatch.setattr(_widget, "AT_ONCE", 3)
    explorer = _widget.Explorer(corpus, records)
    assert explorer.similar.options == () and explorer.space is None
    assert explorer.ask_similar.layout.display == ""
    explorer.ask_similar.click()
    assert len(explorer.similar.options) > 0
    assert explorer.ask_similar.layout.display == "none"


def test_a_mark_is_in_the_table_at_once_and_can_be_filtered(explorer):
    explorer.table.selections = select_rows(2)
    explorer.marks.note.value = "see section 3"
    explorer.marks.buttons["maybe"].click()
    assert explorer.table.rows["Decision"].tolist() == ["", "", "maybe", ""]
    assert explorer.paper_id == "c"

    explorer.table.selections = select_rows(0)
    assert explorer.marks.note.value == ""
    # Reading writes nothing.
    assert len(_decisions.read_log(explorer.store)) == 2

    explorer.filters.decision.value = "maybe"
    assert listed_ids(explorer) == ["c"]
    assert explorer.marks.note.value == "see section 3"
    explorer.marks.clear.click()
    explorer.filters.decision.value = ""
    assert listed_ids(explorer) == ["a", "b", "c", "d"]


def test_it_does_without_map_dates_store_and_papers(corpus, records):
    bare = corpus.drop(columns=["x", "y", "date", "authors", "doi"])
    explorer = _widget.Explorer(bare, records)
    assert explorer.map is None and not explorer.marks.children
    assert len(listed_ids(explorer)) == 4
    assert list(explorer.table.rows) == ["Title", "Topic"]
    assert listed_ids(_widget.Explorer(corpus.head(0), records.head(0))) == []


def test_the_callers_tables_stay_as_they_are(corpus, records):
    before = corpus.copy(deep=True)
    explorer = _widget.Explorer(corpus, records)
    explorer.filters.words.value = "silt"
    pd.testing.assert_frame_equal(corpus, before)


def test_a_report_is_explored_by_its_folder(tmp_path, monkeypatch):
    papers = pd.DataFrame({"paper_id": ["a", "b"], "title": ["Sand", "Silt"]})
    report = {
        "papers": papers,
        "records": pd.DataFrame({"paper_id": ["a", "b"], "dump": "x"}),
        "topics": pd.DataFrame({"topic": [0], "label": ["Soil"]}),
        "assignments": pd.DataFrame({"paper_id": ["a", "b"], "topic": 0}),
    }
    monkeypatch.setattr(tables, "read", lambda folder, name: report[name])
    monkeypatch.setattr(_widget.topics, "learn_space", lambda papers: None)
    none = pd.Series([], [], dtype="float64")
    monkeypatch.setattr(_widget.topics, "similar_papers", lambda *asked: none)

    store = tmp_path / "decisions.sqlite"
    explorer = explore.explorer_widget(tmp_path / "sample", store, "Ann")
    assert listed_ids(explorer) == ["a", "b"]
    assert explorer.papers["topic_label"].tolist() == ["Soil", "Soil"]
    assert explorer.store == store and explorer.marks.screener == "Ann"
    assert explorer.export.folder == tmp_path
