"""Replaced reports are kept by their date, and found again."""

import json
import shutil

import pandas as pd
import pytest

from litreview import tables
from litreview.report import _history


def finished(place, text, when="2026-10-21T13:25:07+00:00", **record):
    """Invent a finished report with one table."""
    place.mkdir(parents=True, exist_ok=True)
    tables.write(place, papers=pd.DataFrame({"title": [text]}, dtype="str"))
    (place / "run.json").write_text(json.dumps({"finished": when, **record}))
    return place


def titles(place):
    return pd.read_parquet(tables.file_of(place, "papers"))["title"][0]


def test_reports_that_are_replaced_are_kept_by_their_date(tmp_path):
    final, place = tmp_path / "review", tmp_path / "review.earlier"
    for text in ("one", "two", "three"):
        _history.put_in_place(finished(tmp_path / "build", text), final)
    _history.put_in_place(
        finished(tmp_path / "build", "four", "2026-11-02T08:00:00+00:00"), final
    )
    names = ["2026-10-21T13-25-07", "2026-10-21T13-25-07-2", "2026-10-21T13-25-07-3"]
    assert [titles(place / name) for name in names] == [
        "one",
        "two",
        "three",
    ] and titles(final) == "four"
    assert sorted(place.name for place in tmp_path.rglob("*-*")) == names


def test_a_run_that_says_the_same_again_is_replaced_and_a_failed_one_is_not_kept(
    tmp_path,
):
    final, place = tmp_path / "review", tmp_path / "review.earlier"
    final.mkdir()
    (final / "failure.html").write_text("no run")
    _history.put_in_place(
        finished(tmp_path / "build", "one", params={"seed": 1}), final
    )
    tables.file_of(final, "changes").write_text("whatever it was compared with")
    _history.put_in_place(
        finished(
            tmp_path / "build",
            "one",
            "2026-11-01T00:00:00",
            params={"seed": 1, "compare_to": "x"},
        ),
        final,
    )
    assert not place.exists() and json.loads((final / "run.json").read_text())[
        "finished"
    ].startswith("2026-11-01")
    _history.put_in_place(
        finished(tmp_path / "build", "one", params={"seed": 2}), final
    )  # which no table shows
    _history.put_in_place(
        finished(
            tmp_path / "build", "one", params={"seed": 2}, inputs=[{"sha256": "0"}]
        ),
        final,
    )
    tables.write(tmp_path / "build", topics=pd.DataFrame({"topic": [1]}))
    finished(tmp_path / "build", "one", params={"seed": 2})
    _history.put_in_place(tmp_path / "build", final)
    assert len(list(place.iterdir())) == 3


def test_an_unreadable_record_loses_no_report(tmp_path):
    final = finished(tmp_path / "review", "one")
    for text in ("no JSON", "[]", '{"finished": "../../away"}'):
        (final / "run.json").write_text(text)
        _history.put_in_place(finished(tmp_path / "build", text), final)
    assert len(list((tmp_path / "review.earlier").iterdir())) == 3


def test_what_a_run_is_compared_with(tmp_path):
    final, other = tmp_path / "review", finished(tmp_path / "other", "other")
    assert (
        _history.find_run("", final, "p") is None
        and _history.find_run(str(final), final, "p") is None
    )
    finished(final, "now", "2026-11-21T10:00:00+00:00")
    place = tmp_path / "review.earlier"
    for day in ("2026-10-02", "2026-10-21", "2026-11-01"):
        finished(place / f"{day}T13-25-07", day)
    (place / "2026-10-30T00-00-00").mkdir()  # no report
    wanted = {
        "": "now",
        str(final): "now",
        str(other): "other",
        "2026": "now",
        "2026-11": "now",
        "2026-11-01": "2026-11-01",
        "2026-10": "2026-10-21",
        "2026-10-02T13:25": "2026-10-02",
        "2026-10-02 13:25:07": "2026-10-02",
        "2026-10-02T13:25:07+00:00": "2026-10-02",
    }
    assert {
        wish: titles(_history.find_run(wish, final, "p")) for wish in wanted
    } == wanted
    assert _history.find_run("none", final, "p") is None
    for wish in ("2026-1", "2025", "202", str(tmp_path), "reports/nowhere"):
        with pytest.raises(
            ValueError,
            match="those kept: 2026-10-02T13-25-07, 2026-10-21.*, 2026-11-21T10-00-00$",
        ):
            _history.find_run(wish, final, "p.yml")


def test_where_the_report_compared_with_will_be(tmp_path):
    final, build = (
        finished(tmp_path / "review", "one"),
        finished(tmp_path / "build", "two"),
    )
    assert (
        _history.place_afterwards(final, build, final)
        == tmp_path / "review.earlier" / "2026-10-21T13-25-07"
    )
    assert _history.place_afterwards(tmp_path, build, final) == tmp_path
    shutil.copy(tables.file_of(final, "papers"), build / "tables")
    assert _history.place_afterwards(final, build, final) == final
