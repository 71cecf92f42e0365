"""Tables keep their values through files and are shown escaped."""

import re

import pandas as pd
import pytest

from litreview import show, tables


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


def test_the_folder_is_meant_from_above_notebooks(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    tables.open_folder("reports/x")
    assert (tmp_path / "reports" / "x").is_dir()


def test_a_shown_table_escapes_and_formats():
    hostile = "<img src=x onerror=alert(1)>"
    text = show.table(
        pd.DataFrame(
            {
                "title": [hostile] * 3,
                "share": [0.1234, float("nan"), 1.0],
                "apart": [True, False, True],
            }
        ),
        rows=2,
    ).data
    assert hostile not in text and "&lt;img" in text
    assert "12.3%" in text and "–" in text and "yes" in text
    assert "and 1 more rows" in text


def test_shown_papers_escape_and_say_what_is_left_out():
    papers = pd.DataFrame(
        {
            "title": ["</details><script>1</script>"] * 20,
            "abstract": [None, *["A & B"] * 19],
            "group": "g",
        }
    )
    text = show.papers(papers, most=5).data
    assert "<script>" not in text and "A &amp; B" in text and "No abstract" in text
    assert "and 15 more" in text


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_rows_are_named_for_links(rows):
    text = show.table(
        pd.DataFrame({"topic": [4, 0, 7], "label": ["a", "b", "c"]}),
        rows,
        name="verdicts",
    ).data
    named = dict(re.findall(r'<tr id="topic-(\d)">\s*<td>(.)</td>', text))
    assert named == dict(list({"4": "a", "0": "b", "7": "c"}.items())[:rows])
    assert 'id="verdicts"' in text and text.count("<tr") == rows + 1
