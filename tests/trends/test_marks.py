"""The periods that a test of trends must leave out are found, and no others."""

import numpy as np
import pandas as pd
import pytest

from litreview import trends
from litreview.trends import _marks as marks
from tests.trends.conftest import dated_papers, every_day


def marked(papers, records, period="year"):
    periods = trends.assign_periods(papers, records, period=period)["periods"]
    left_out = periods[~periods["tested"]]
    return dict(zip(left_out["period"], left_out["mark"], strict=True))


def papers_of_years(counts):
    days = []
    for year, count in counts.items():
        days += [f"{year}-01-01"] * count
    return dated_papers(days, "year")


def two_sources(first, second, names):
    old, _ = dated_papers(first)
    new, _ = dated_papers(second)
    new = new.assign(paper_id="n" + new["paper_id"])
    papers = pd.concat([old, new], ignore_index=True)
    dump = np.repeat(names, [len(old), len(new)])
    return papers, papers[["paper_id"]].assign(dump=dump, seen_on=pd.NaT)


def test_an_even_axis_is_tested_whole():
    assert marked(*dated_papers(every_day("2016-01-01", "2023-12-31"))) == {}


@pytest.mark.parametrize(
    ("begin", "end", "mark"),
    [
        ("2016-06-01", "2023-12-31", {"2016": "incomplete: begins on 2016-06-01"}),
        ("2016-01-01", "2023-08-10", {"2023": "incomplete: ends on 2023-08-10"}),
        ("2016-01-01", "2023-03-20", {"2023": "incomplete: 79 papers after 365"}),
    ],
)
def test_a_first_or_last_year_that_is_cut_is_incomplete(begin, end, mark):
    assert marked(*dated_papers(every_day(begin, end))) == mark


def test_months_that_are_empty_each_year_do_not_make_the_last_year_incomplete():
    days = every_day("2016-01-01", "2023-12-31", 2)
    days = [day for day in days if "05" <= day[5:7] <= "09"]
    assert marked(*dated_papers(days)) == {}


def test_a_sudden_drop_at_the_end_is_incomplete_even_where_only_years_are_known():
    counts = dict(
        zip(range(2012, 2019), [90, 120, 150, 190, 260, 300, 380], strict=True)
    )
    found = marked(*papers_of_years(counts | {2019: 85}))
    assert found == {"2019": "incomplete: 85 papers after 380"}


def test_a_slow_decline_is_a_decline():
    counts = {2012 + i: round(400 * 0.75**i) for i in range(8)}
    assert marked(*papers_of_years(counts)) == {}


def test_a_drop_that_came_before_too_is_how_this_corpus_is():
    counts = dict(zip(range(2010, 2020), [400, 90] * 5, strict=True))
    assert marked(*papers_of_years(counts)) == {}


def test_periods_of_hardly_any_papers_are_marked():
    found = marks.too_few(np.array([0, 4, 5]))
    assert found == [(0, "no papers"), (1, "fewer than 5 papers")]


def test_a_source_that_appears_begins_a_stretch_and_its_first_period_is_left_out():
    old = every_day("2010-01-01", "2019-12-31")
    new = every_day("2015-01-01", "2019-12-31", 2)
    corpus = two_sources(old, new, ["old.bib", "new.bib"])
    assert marked(*corpus) == {"2015": "new.bib appears"}

    periods = trends.assign_periods(*corpus, period="year")["periods"]
    assert periods["tested"].sum() == 9
    assert list(periods["stretch"]) == [0] * 5 + [1] * 5


def test_a_source_that_disappears_is_marked_where_it_was_last():
    stays = every_day("2010-01-01", "2019-12-31")
    goes = every_day("2010-01-01", "2016-12-31")
    assert marked(*two_sources(stays, goes, ["a", "b"])) == {"2016": "b disappears"}


def test_pages_saved_one_after_the_other_are_one_source():
    days = [f"2024-{month:02}-15" for month in range(1, 13) for _ in range(30)]
    papers, records = dated_papers([None] * len(days))
    dumps = [f"page-{day}" for day in days]
    records = records.assign(dump=dumps, seen_on=pd.to_datetime(days))

    found = trends.assign_periods(papers, records)
    periods = found["periods"]
    assert found["time"] == "seen" and len(periods) == 12
    assert periods["tested"].all() and periods["stretch"].eq(0).all()


def test_a_folder_of_pages_that_begins_later_is_a_source_that_appears():
    rows = [("x", month) for month in range(1, 13)]
    rows += [("y", month) for month in range(6, 13)]
    rows = [row for row in rows for _ in range(25)]
    papers, records = dated_papers([None] * len(rows))
    dumps = [f"{folder}/{month}.txt" for folder, month in rows]
    days = [f"2024-{month:02}-10" for _, month in rows]
    records = records.assign(dump=dumps, seen_on=pd.to_datetime(days))
    assert list(marked(papers, records, "auto").values()) == ["y appears"]


def test_stretches_are_numbered_from_change_to_change():
    presence = pd.DataFrame({"a": [1, 1, 1, 0], "b": [0, 1, 1, 1]}, dtype=bool)
    assert list(marks.number_stretches(presence)) == [0, 1, 1, 2]
    found = marks.source_changes(presence)
    assert found == [(2, "a disappears"), (1, "b appears")]
