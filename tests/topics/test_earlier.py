"""The tables of an earlier report come from its folder, or are handed over."""

import pandas as pd
import pytest

from litreview import tables
from litreview.topics import _earlier


@pytest.mark.parametrize("nothing", ["", None])
def test_no_earlier_report_is_none(nothing):
    assert _earlier.read_earlier(nothing) is None


def test_tables_are_taken_as_they_are():
    handed = {"papers": pd.DataFrame()}

    assert _earlier.read_earlier(handed) is handed


def test_tables_are_read_from_the_folder(tmp_path):
    written = {
        "papers": pd.DataFrame({"paper_id": ["a"]}),
        "topics": pd.DataFrame({"topic": [-1]}),
        "assignments": pd.DataFrame({"paper_id": ["a"], "topic": [-1]}),
        "reruns": pd.DataFrame({"paper_id": ["a"], "seed_1": [-1]}),
    }
    tables.write(tmp_path, **written)

    for folder in (tmp_path, str(tmp_path)):
        read = _earlier.read_earlier(folder)
        assert list(read) == list(written)
        assert read["reruns"]["seed_1"].tolist() == [-1]


def test_a_folder_without_topics_is_said(tmp_path):
    tables.write(tmp_path, papers=pd.DataFrame({"paper_id": ["a"]}))

    with pytest.raises(FileNotFoundError, match="run the notebook topics"):
        _earlier.read_earlier(tmp_path)
