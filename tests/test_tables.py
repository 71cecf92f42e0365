"""Tables keep their values through files."""

import pandas as pd
import pytest

from litreview import tables


def test_a_table_comes_back_as_it_was(tmp_path):
    table = pd.DataFrame(
        {"topic": [0, -1], "label": ["a", "b"], "keywords": [["x", "y"], []]}
    )
    tables.write(tmp_path, topics=table)
    pd.testing.assert_frame_equal(
        tables.read(tmp_path, "topics"), table.astype({"label": "str"})
    )


def test_a_missing_table_names_the_notebook_to_run(tmp_path):
    with pytest.raises(
        FileNotFoundError,
        match=r"assignments\.parquet is missing; run the notebook topics\.ipynb",
    ):
        tables.read(tmp_path, "assignments")


def test_a_finished_report_is_not_written(tmp_path):
    (tmp_path / "run.json").write_text('{"finished": "2026-11-01T10:00:00"}')
    with pytest.raises(ValueError, match="is a finished report.*open_draft"):
        tables.write(tmp_path, papers=pd.DataFrame({"title": ["Sand"]}))
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]


def test_a_full_or_closed_disk_is_one_sentence_and_leaves_the_table_as_it_was(
    tmp_path, monkeypatch
):
    tables.write(tmp_path, papers=pd.DataFrame({"title": ["Sand"]}))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables.os, "replace", full)
    with pytest.raises(
        OSError, match="cannot be written .No space left on device.; free"
    ):
        tables.write(tmp_path, papers=pd.DataFrame({"title": ["Silt"]}))
    assert tables.read(tmp_path, "papers")["title"].tolist() == ["Sand"]
    assert len(list((tmp_path / "tables").iterdir())) == 1


def test_papers_of_an_earlier_version_are_read_without_the_columns_they_lack(tmp_path):
    columns = ["paper_id", "title", "authors", "linked"]
    table = pd.DataFrame([["p", "Sand", ["Blum, Ada"], []]], columns=columns)
    tables.write(tmp_path, papers=table)
    papers = tables.read(tmp_path, "papers")
    assert list(papers) == columns and papers["authors"].tolist() == [["Blum, Ada"]]


def test_lists_counts_and_flags_of_papers_come_back(tmp_path):
    row = {field: None for field in tables.RECORD_FIELDS}
    row |= {"title": "Sand", "cited_by": 3, "retracted": True}
    row |= {field: ["a", "b"] for field in tables.LIST_FIELDS}
    table = pd.DataFrame([row]).astype(tables.RECORD_FIELDS)
    tables.write(tmp_path, papers=table)
    papers = tables.read(tmp_path, "papers")
    assert papers["keywords"].tolist() == papers["references"].tolist() == [["a", "b"]]
    assert papers["cited_by"].dtype == "Int64" and papers["retracted"].tolist() == [
        True
    ]
    assert set(tables.RECORD_FIELDS) <= set(tables.SCHEMA["papers"].columns)


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("", "no file is named"),
        (".", "no file is named"),
        ("folder", "folder is a folder"),
    ],
)
def test_a_file_that_cannot_keep_decisions_is_refused_before_one_is_made(
    tmp_path, monkeypatch, file, problem
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(
        ValueError, match=f"labels: {problem}; name a file such as b.csv"
    ):
        tables.check_file(file, "labels", "b.csv")
    tables.check_file("new.csv", "labels", "b.csv")
