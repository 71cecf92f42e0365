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


def test_the_folder_is_meant_from_above_notebooks(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    tables.open_folder("reports/x")
    assert (tmp_path / "reports" / "x").is_dir()
