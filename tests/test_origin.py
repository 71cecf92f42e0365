"""A fingerprint is of the values alone, and tables that do not belong together are refused."""

import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview import _origin, tables

PAPERS = pd.DataFrame(
    {
        "paper_id": ["a", "b"],
        "title": ["Sand", None],
        "date": pd.to_datetime(["2020-01-01", None]),
        "authors": [["Blum, Ada"], []],
    }
)
CELLS = st.lists(st.none() | st.text(max_size=5), min_size=1, max_size=5)


def test_the_fingerprint_is_the_same_in_another_process(tmp_path):
    PAPERS.to_pickle(tmp_path / "papers.pickle")
    program = (
        "import sys, pandas; from litreview import _origin;"
        "print(_origin.compute_fingerprint(pandas.read_pickle(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "papers.pickle")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == _origin.compute_fingerprint(PAPERS)


@given(CELLS, CELLS)
def test_equal_values_have_equal_fingerprints_and_others_have_not(one, other):
    prints = [
        _origin.compute_fingerprint(pd.DataFrame({"title": cells}, dtype="str"))
        for cells in (one, other, list(one))
    ]
    assert prints[0] == prints[2]
    assert (prints[0] == prints[1]) == (one == other)


def test_a_table_keeps_its_fingerprint_through_a_file_and_a_second_writing(tmp_path):
    tables.write(tmp_path, papers=PAPERS)
    first = _origin.read_made_from(tables.file_of(tmp_path, "papers"))
    tables.write(tmp_path, papers=tables.read(tmp_path, "papers"))
    again = _origin.read_made_from(tables.file_of(tmp_path, "papers"))
    assert first == again == {"papers": _origin.compute_fingerprint(PAPERS)}


def test_tables_of_other_papers_are_refused_with_the_notebook_to_run(tmp_path):
    topics = pd.DataFrame({"topic": [0]})
    one, other = tmp_path / "one", tmp_path / "other"
    for place, papers in ((one, PAPERS), (other, PAPERS[:1])):
        tables.write(place, papers=papers)
        tables.write(place, topics=topics, assignments=topics)

    tables.file_of(one, "topics").write_bytes(
        tables.file_of(other, "topics").read_bytes()
    )
    with pytest.raises(
        ValueError, match=r"other papers .* run the notebook topics\.ipynb"
    ):
        tables.read(one, "topics")
    tables.file_of(other, "papers").unlink()
    with pytest.raises(
        ValueError, match=r"missing beside it; run the notebook papers\.ipynb"
    ):
        tables.read(other, "topics")


def test_tables_that_say_nothing_are_read_as_before(tmp_path):
    tables.write(tmp_path, papers=PAPERS)
    tables.write(tmp_path, records=PAPERS)
    # Another program, or an earlier version of this one.
    PAPERS[:1].to_parquet(tables.file_of(tmp_path, "papers"))
    assert len(tables.read(tmp_path, "papers")) == 1
    assert len(tables.read(tmp_path, "records")) == 2


def test_a_damaged_table_is_one_sentence(tmp_path):
    tables.write(tmp_path, papers=PAPERS)
    file = tables.file_of(tmp_path, "papers")
    file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(ValueError, match=r"damaged.*run the notebook papers\.ipynb"):
        tables.read(tmp_path, "papers")
