"""The axis says what it is, and finds the periods that a test of trends must leave out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.trends import _periods as axis


def corpus(days, precision="day", dump="all.bib"):
    papers = pd.DataFrame(
        {"paper_id": [f"p{i}" for i in range(len(days))], "date": pd.to_datetime(days)}
    )
    papers = papers.assign(date_precision=precision).astype({"date_precision": "str"})
    return papers, papers[["paper_id"]].assign(dump=dump, seen_on=pd.NaT)


def looked_at(papers, records, period="auto", time="auto"):
    dates, by = axis.date_papers(papers, records, time)
    spans = axis.assign_periods(dates, period)
    return dates, by, spans, axis.describe_periods(spans, dates, records, by)


def marks(papers, records, period="auto"):
    table = looked_at(papers, records, period)[3]
    return dict(
        zip(
            table.loc[~table["tested"], "period"],
            table.loc[~table["tested"], "mark"],
            strict=True,
        )
    )


def every_day(begin, end, each=1):
    return [str(day) for day in pd.date_range(begin, end) for _ in range(each)]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("day", "2024-12-30"),
        ("week", "2025-W01"),
        ("month", "2024-12"),
        ("quarter", "2024-Q4"),
        ("year", "2024"),
    ],
)
def test_how_a_period_is_written(period, said):
    table = axis.assign_periods(axis.date_papers(*corpus(["2024-12-30"]))[0], period)
    assert list(table["period"]) == [said]
    assert axis.period_of(table) == period


def test_a_date_known_to_the_year_is_not_counted_in_months_and_is_said():
    papers, records = corpus(["2023-01-01", "2024-01-01"])
    papers.loc[0, "date_precision"] = "year"
    dates, by, spans, periods = looked_at(papers, records, "month")
    left_out = axis.papers_off_axis(papers, records, dates, by, spans)
    assert list(left_out["reason"]) == ["date not known to the month"]
    assert "1 of 2 papers are on it; 1 is off it" in axis.axis_summary(
        papers, records, by, periods, left_out
    )


def test_a_comma_in_the_name_of_a_file_is_part_of_the_name():
    papers, records = corpus(["2023-01-01", None], dump="silt, and stones.bib")
    dates, by, spans, periods = looked_at(papers, records, time="published")
    left_out = axis.papers_off_axis(papers, records, dates, by, spans)
    assert "(`silt, and stones.bib`)" in axis.axis_summary(
        papers, records, by, periods, left_out
    )


def test_few_publication_dates_leave_the_axis_to_the_pages():
    papers, records = corpus([None, None, "2024-01-01"])
    records = records.assign(seen_on=pd.to_datetime(["2024-05-01", None, "2024-06-01"]))
    dates, by = axis.date_papers(papers, records)
    assert by == "seen" and set(dates["paper_id"]) == {"p0", "p2"}
    assert axis.date_papers(papers, records, "published")[1] == "published"


def test_without_any_date_there_is_a_sentence_and_there_are_empty_tables():
    papers, records = corpus([None, None])
    dates, by, spans, periods = looked_at(papers, records)
    left_out = axis.papers_off_axis(papers, records, dates, by, spans)
    assert spans.empty and periods.empty and left_out["papers"].sum() == 2
    assert "nothing to draw" in axis.axis_summary(
        papers, records, by, periods, left_out
    )


def test_the_period_is_one_that_the_dates_can_bear():
    days = pd.date_range("2020-01-01", "2024-12-31", freq="7D").astype(str)
    assert axis.best_period(axis.date_papers(*corpus(list(days)))[0]) == "year"
    assert axis.best_period(axis.date_papers(*corpus(list(days) * 30))[0]) == "month"
    assert (
        axis.best_period(
            axis.date_papers(*corpus(["2020-01-01", "2021-01-01"] * 50, "year"))[0]
        )
        == "year"
    )


def test_an_even_axis_is_tested_whole():
    assert marks(*corpus(every_day("2016-01-01", "2023-12-31")), "year") == {}


@pytest.mark.parametrize(
    ("begin", "end"), [("2016-06-01", "2023-12-31"), ("2016-01-01", "2023-03-20")]
)
def test_a_first_or_last_year_that_is_cut_is_incomplete(begin, end):
    found = marks(*corpus(every_day(begin, end)), "year")
    assert list(found) == (["2016"] if begin > "2016-01-01" else ["2023"])
    assert "incomplete" in next(iter(found.values()))


def test_months_that_are_empty_each_year_do_not_make_the_last_year_incomplete():
    days = [
        day
        for day in every_day("2016-01-01", "2023-12-31", 2)
        if "05" <= day[5:7] <= "09"
    ]
    assert marks(*corpus(days), "year") == {}


def test_a_sudden_drop_at_the_end_is_incomplete_even_where_only_years_are_known():
    counts = {
        2012: 90,
        2013: 120,
        2014: 150,
        2015: 190,
        2016: 260,
        2017: 300,
        2018: 380,
        2019: 85,
    }
    days = [f"{year}-01-01" for year, n in counts.items() for _ in range(n)]
    assert marks(*corpus(days, "year")) == {"2019": "incomplete: 85 papers after 380"}


def test_a_slow_decline_is_a_decline():
    counts = {2012 + i: round(400 * 0.75**i) for i in range(8)}
    days = [f"{year}-01-01" for year, n in counts.items() for _ in range(n)]
    assert marks(*corpus(days, "year")) == {}


def test_a_drop_that_came_before_too_is_how_this_corpus_is():
    days = [
        f"{2010 + i}-01-01" for i in range(10) for _ in range(400 if i % 2 == 0 else 90)
    ]
    assert marks(*corpus(days, "year")) == {}


def test_a_hole_is_marked_and_stands_in_the_table():
    days = every_day("2016-01-01", "2018-12-31") + every_day("2020-01-01", "2023-12-31")
    assert marks(*corpus(days), "year") == {"2019": "no papers"}


def test_a_source_that_appears_begins_a_stretch_and_its_first_period_is_left_out():
    old, _ = corpus(every_day("2010-01-01", "2019-12-31"))
    new, _ = corpus(every_day("2015-01-01", "2019-12-31", 2))
    papers = pd.concat(
        [old, new.assign(paper_id="n" + new["paper_id"])], ignore_index=True
    )
    dump = ["old.bib"] * len(old) + ["new.bib"] * len(new)
    records = papers[["paper_id"]].assign(dump=dump, seen_on=pd.NaT)
    table = looked_at(papers, records, "year")[3].set_index("period")
    assert table.loc["2015", "mark"] == "new.bib appears" and table["tested"].sum() == 9
    assert list(table["stretch"]) == [0] * 5 + [1] * 5


def test_a_source_that_disappears_is_marked_where_it_was_last():
    old, _ = corpus(every_day("2010-01-01", "2019-12-31"))
    gone, _ = corpus(every_day("2010-01-01", "2016-12-31"))
    papers = pd.concat(
        [old, gone.assign(paper_id="n" + gone["paper_id"])], ignore_index=True
    )
    records = papers[["paper_id"]].assign(
        dump=["a"] * len(old) + ["b"] * len(gone), seen_on=pd.NaT
    )
    assert marks(papers, records, "year") == {"2016": "b disappears"}


def test_pages_saved_one_after_the_other_are_one_source():
    days = [f"2024-{month:02}-15" for month in range(1, 13) for _ in range(30)]
    papers, records = corpus([None] * len(days))
    records = records.assign(
        dump=["page-" + day for day in days], seen_on=pd.to_datetime(days)
    )
    dates, by, _, periods = looked_at(papers, records)
    assert (
        by == "seen"
        and len(periods) == 12
        and periods["tested"].all()
        and periods["stretch"].eq(0).all()
    )


def test_a_folder_of_pages_that_begins_later_is_a_source_that_appears():
    rows = [("x", month) for month in range(1, 13)] + [
        ("y", month) for month in range(6, 13)
    ]
    rows = [(folder, month) for folder, month in rows for _ in range(25)]
    papers, records = corpus([None] * len(rows))
    seen = pd.to_datetime([f"2024-{month:02}-10" for _, month in rows])
    records = records.assign(
        dump=[f"{folder}/{month}.txt" for folder, month in rows], seen_on=seen
    )
    table = looked_at(papers, records)[3]
    assert list(table.loc[~table["tested"], "mark"]) == ["y appears"]


def test_pages_that_say_little_say_so():
    papers, records = corpus([None] * 60)
    seen = pd.to_datetime(["2024-03-17"] * 30 + ["2024-06-02"] * 30)
    records = records.assign(dump=["a"] * 30 + ["b"] * 30, seen_on=seen)
    dates, by, spans, periods = looked_at(papers, records)
    text = axis.axis_summary(
        papers,
        records,
        by,
        periods,
        axis.papers_off_axis(papers, records, dates, by, spans),
    )
    assert (
        "date of the page" in text
        and "cannot show a trend" in text
        and "need not be one between times" in text
    )


@given(
    st.lists(
        st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()),
        max_size=60,
    ),
    st.data(),
)
def test_any_dates_make_an_axis_without_gaps(days, data):
    precision = data.draw(
        st.lists(
            st.sampled_from(["day", "month", "year"]),
            min_size=len(days),
            max_size=len(days),
        )
    )
    papers, records = corpus([str(day) for day in days], precision)
    period = data.draw(st.sampled_from(["auto", *axis.PERIODS]))
    dates, by, spans, periods = looked_at(papers, records, period, "published")
    assert periods["papers"].sum() == len(spans) <= len(papers)
    left_out = axis.papers_off_axis(papers, records, dates, by, spans)
    assert left_out["papers"].sum() == len(papers) - spans["paper_id"].nunique()
    if len(periods) > 1:
        step = np.diff(periods["start"].to_numpy()) / np.timedelta64(1, "D")
        assert step.max() <= 1.2 * step.min() + 1e-9
    assert axis.axis_summary(papers, records, by, periods, left_out)


@pytest.mark.parametrize("wrong", [{"period": "decade"}, {"time": "now"}])
def test_unknown_words_are_said(wrong):
    with pytest.raises(ValueError, match="is not one of"):
        looked_at(*corpus(["2024-01-01"]), **wrong)
