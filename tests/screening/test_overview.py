"""What the notebooks show of a screening, by name."""

import pandas as pd
import pytest

from litreview import screening, tables
from litreview.screening import _decisions as decisions


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Leave out the waiting for the disk, which only a power failure would miss."""
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "OFF")


@pytest.fixture
def review():
    """Six papers of seven records: papers, records and pairs."""
    ids = list("abcdef")
    papers = pd.DataFrame({"paper_id": ids, "title": [f"Of {name}" for name in ids]})
    papers = papers.assign(
        abstract="words", venue="J.", date=pd.to_datetime("2015-03-01"), doi=None
    )
    records = pd.DataFrame({"paper_id": [*ids, "a"], "dump": "x.ris"})
    records["record_id"] = [*ids, "a2"]
    pairs = pd.DataFrame(
        {
            "match": ["same"],
            "paper_id_a": ["a"],
            "paper_id_b": ["a"],
            "record_id_a": ["a"],
            "record_id_b": ["a2"],
        }
    )
    return papers, records, pairs


@pytest.fixture
def store(tmp_path):
    store = tmp_path / "s.sqlite"
    for screener, paper_id, decision, reason in [
        ("Ann", "a", "include", ""),
        ("Ann", "b", "exclude", "off topic"),
        ("Ann", "c", "maybe", ""),
        ("Ann", "d", "include", ""),
        ("Ann", "gone", "include", ""),
        ("Ben", "b", "exclude", ""),
        ("Ben", "d", "exclude", "no data"),
        ("Ben", "e", "", ""),
    ]:
        decisions.decide(store, paper_id, decision, screener=screener, reason=reason)
    return store


def test_each_table_holds_the_papers_that_it_says(review, store):
    found = screening.overview(*review, store, screener="Ann")
    assert found["included"].to_dict("records") == [
        {"title": "Of a", "year": "2015", "venue": "J.", "screener": "Ann"}
    ]
    assert found["excluded"].to_dict("records") == [
        {"title": "Of b", "reason": "off topic", "screener": "Ann, Ben"}
    ]
    assert found["unsettled"].values.tolist() == [
        ["Of c", "maybe", "Ann"],
        ["Of d", "conflict", "Ann, Ben"],
    ]
    assert found["conflicts"]["paper_id"].tolist() == ["d"]
    assert found["screened"]["paper_id"].tolist() == ["a", "b", "c", "d"]
    assert found["decisions"]["paper_id"].tolist() == ["a", "b", "c", "d"]
    assert found["final"]["paper_id"].tolist() == ["a", "b", "c", "d", "gone"]

    counts = found["prisma"].query("label == ''").set_index("box")["count"]
    assert counts[["identified", "duplicates", "papers"]].tolist() == [7, 1, 6]
    assert counts[["included", "excluded", "conflict"]].tolist() == [1, 1, 1]
    assert "**7 records** were identified" in found["summary"]
    assert "Ann and Ben agree on 50% of the 2 papers" in found["agreement"]
    standing = "4 of 6 papers screened: 2 included, 1 maybe, 1 excluded."
    assert found["progress"].startswith(standing)


def test_who_has_not_begun_stands_at_the_beginning(review, store):
    found = screening.overview(*review, store, screener="Cem", maybe="maybe")
    assert found["progress"].startswith("0 of 6 papers screened")
    assert found["screened"].empty


def test_without_decisions_every_table_is_empty(review, tmp_path):
    found = screening.overview(*review, tmp_path / "none.sqlite")
    for name in ("included", "excluded", "unsettled", "conflicts", "decisions"):
        assert found[name].empty
    assert found["agreement"] == "One person has screened so far, or nobody."
    tables.write(tmp_path, prisma=found["prisma"], decisions=found["decisions"])


def test_the_decisions_are_written_beside_the_report(review, store, tmp_path):
    papers = review[0]
    final = screening.overview(*review, store)["final"]
    written = screening.write_decisions(tmp_path / "report", papers, final)
    assert [file.name for file in written.values()] == [
        "report.screened.csv",
        "report.screened.ris",
    ]
    for file in written.values():
        back, rejected = screening.read_exchange(file, papers)
        assert back["paper_id"].tolist() == ["a", "b", "c"]
        assert rejected["reason"].tolist() == [
            "'conflict' is none of include, exclude, maybe, 1 and 0"
        ]
