"""The sentences and tables of trends tell what was found, and what cannot be told."""

import numpy as np
import pandas as pd

from litreview import trends
from litreview.trends import _bursts as bursts
from litreview.trends import _overview as overview
from litreview.trends import _verdicts as verdicts
from tests.trends.conftest import assigned, dated_papers, months, plant_word, years

TOPICS = pd.DataFrame({"topic": range(6), "label": [f"Topic {i}" for i in range(6)]})


def axis_text(papers, records, **options):
    found = trends.assign_periods(papers, records, **options)
    return overview.axis_summary(
        papers, records, found["time"], found["periods"], found["undated"]
    )


def test_a_notebook_gets_all_that_it_shows_at_once():
    papers, records = dated_papers([f"20{i:02}-05-01" for i in range(10, 20)] * 12)
    papers = papers.assign(text="tide and silt")
    assignments = assigned(papers["paper_id"], 0)
    counted = trends.count_by_period(papers, records, assignments, period="year")
    axis = counted["paper_periods"], counted["periods"]
    judged = trends.judge_topics(assignments, papers[["paper_id"]], *axis)
    found = trends.find_bursts(papers, assignments, *axis)

    shown = trends.overview(papers, records, TOPICS, counted, judged, found)
    assert "publication date" in shown["axis_summary"]
    assert "No topic can be called rising" in shown["summary"]
    assert "**No burst**" in shown["topic_bursts_summary"]
    assert "not looked for" in shown["term_bursts_summary"]
    assert list(shown["verdicts"]["label"]) == ["Topic 0"]
    assert list(shown["counts"]["label"]) == ["Topic 0", "All papers"]
    assert shown["topic_bursts"].empty and shown["new_terms"].empty


def test_papers_off_the_axis_are_told_with_the_reason():
    papers, records = dated_papers(["2023-01-01", "2024-01-01"])
    papers.loc[0, "date_precision"] = "year"
    text = axis_text(papers, records, period="month")
    assert "1 of 2 papers are on it; 1 is off it: date not known to the month" in text

    papers, records = dated_papers(["2023-01-01", "2024-01-01", None])
    papers.loc[0, "date_precision"] = "year"
    text = axis_text(papers, records, period="month")
    assert "1 date not known to the month (`all.bib`); 1 no publication date" in text


def test_a_comma_in_the_name_of_a_file_is_part_of_the_name():
    papers, records = dated_papers(["2023-01-01", None], dump="silt, and stones.bib")
    text = axis_text(papers, records, time="published")
    assert "(`silt, and stones.bib`)" in text


def test_without_any_date_there_is_a_sentence():
    assert "nothing to draw" in axis_text(*dated_papers([None, None]))


def test_pages_that_say_little_say_so():
    papers, records = dated_papers([None] * 60)
    seen = pd.to_datetime(["2024-03-17"] * 30 + ["2024-06-02"] * 30)
    records = records.assign(dump=["a"] * 30 + ["b"] * 30, seen_on=seen)
    text = axis_text(papers, records)
    assert "date of the page" in text
    assert "cannot show a trend" in text
    assert "need not be one between times" in text


def test_the_summary_names_what_moves_with_its_numbers_and_links_to_its_row(
    rising_topic,
):
    assignments, reruns, paper_periods = rising_topic
    table = trends.judge_topics(assignments, reruns, paper_periods, years(10))
    text = overview.verdict_summary(table, TOPICS, years(10))
    assert "**[1 rises, " in text and "](#verdicts)**" in text
    assert "[Topic 0](#topic-0) rises" in text and "a year" in text
    assert "in 67% of the groupings with other seeds" in text

    ranked = overview.verdict_table(table, TOPICS)
    assert ranked["topic"].iloc[0] == 0 and ranked["change"].iloc[0].startswith("×1.")


def test_a_verdict_that_most_reruns_do_not_share_is_not_to_be_relied_on(rising_topic):
    assignments, reruns, paper_periods = rising_topic
    table = trends.judge_topics(assignments, reruns, paper_periods, years(10))
    table = table.assign(agreement=0.2)
    text = overview.verdict_summary(table, TOPICS, years(10))
    assert "Not to be relied on" in text and "[Topic 0](#topic-0) (rising)" in text


def test_nothing_to_test_is_told():
    papers = np.full((6, 4), 10)
    table = verdicts.judge_counts(papers, papers.sum(axis=0), years(4))
    table = table.assign(topic=range(6), agreement=np.nan)
    text = overview.verdict_summary(table, TOPICS, years(4))
    assert "4 periods are fit for a test, and 6 are needed." in text

    text = overview.verdict_summary(table, TOPICS, years(6, stretch=[0, 0, 0, 1, 1, 1]))
    assert "more where the sources change (1 times here)" in text
    assert overview.verdict_summary(table.head(0), TOPICS, years(4)) == ""


def test_bursts_are_counted_and_chance_is_told():
    share = [0.08] * 5 + [0.32] * 3 + [0.08] * 4
    _, paper_periods, assignments = plant_word(share, size=50)
    table, tried = bursts.find_topic_bursts(assignments, paper_periods, months(12))

    text = overview.burst_summary(table, tried)
    start = "**[1 burst](#What-came-suddenly?)** of 1 topic stands out among 1 topic"
    assert text.startswith(start)
    assert "**No burst** stands out" in overview.burst_summary(table.head(0), tried)
    assert "not looked for" in overview.burst_summary(table.head(0), 0)


def test_the_wide_table_adds_up():
    papers, records = dated_papers(["2024-01-05", "2024-01-06", "2024-03-01"])
    assignments = assigned(papers["paper_id"], [0, 1, 0])
    counted = trends.count_by_period(papers, records, assignments, period="month")
    topics = pd.DataFrame({"topic": [0, 1, -1], "label": ["a", "b", "No topic"]})

    table = overview.counts_table(counted["trends"], topics).set_index("label")
    assert list(table) == ["2024-01", "2024-02", "2024-03"]
    assert (table.drop("All papers").sum() == table.loc["All papers"]).all()
    assert overview.counts_table(counted["trends"].head(0), topics).empty


def test_markup_in_labels_is_text(rising_topic):
    assignments, reruns, paper_periods = rising_topic
    table = trends.judge_topics(assignments, reruns, paper_periods, years(10))
    hostile = TOPICS.assign(label="<img src=x> *a*")
    text = overview.verdict_summary(table, hostile, years(10))
    assert "<img" not in text and "\\*a\\*" in text
