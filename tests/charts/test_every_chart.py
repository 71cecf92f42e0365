"""What holds of every chart: valid, described, clickable, and small."""

import json

import altair as alt
import numpy as np
import pandas as pd
import pytest

from litreview import charts
from tests.charts.conftest import (
    LABELS,
    plant_many,
    plant_shares,
    plant_trends,
    plant_words,
    row_counts,
    subtitle,
)

OF_TOPICS = ["topic_sizes", "topic_map", "topic_dumps"]
OF_TOPICS += ["topic_shares", "own_scales", "slopes", "topic_heat", "papers_behind"]
OF_TOPICS += ["two_groups", "many_groups"]


def draw_over_time(tables, bursts):
    """Draw every chart over time."""

    def pick(*names):
        return [tables[name] for name in names]

    shares = pick("trends", "topics", "periods", "verdicts")
    heat = pick("trends", "topics", "verdicts", "periods")
    behind = pick(
        "trends", "topics", "verdicts", "papers", "paper_periods", "assignments"
    )
    return {
        "period_totals": charts.period_totals(tables["periods"]).to_dict(),
        "topic_shares": charts.topic_shares(*shares).to_dict(),
        "own_scales": charts.topic_shares(*shares, common=False).to_dict(),
        "slopes": charts.slopes(*pick("verdicts", "topics")).to_dict(),
        "topic_heat": charts.topic_heat(*heat).to_dict(),
        "papers_behind": charts.papers_behind(*behind).to_dict(),
        "bursts": charts.bursts(bursts, tables["periods"]).to_dict(),
    }


def draw_others(papers, records, topics, assignments):
    files = records[["dump"]].drop_duplicates()
    decided = pd.DataFrame({"decision": ["include"], "chosen": ["random"]})
    counts = pd.DataFrame(
        {
            "box": ["identified", "duplicates", "papers", "not screened", "screened"]
            + ["excluded", "maybe", "conflict", "included"],
            "label": "",
            "count": [10, 0, 10, 5, 5, 3, 0, 0, 2],
        }
    )
    two = plant_shares(["Tides, silt", "Violins"], 2)
    many = plant_shares(["Tides, silt", "Violins"], 5)
    drawn = {
        "dump_records": charts.dump_records(files, records),
        "dump_overlap": charts.dump_overlap(records),
        "topic_sizes": charts.topic_sizes(topics),
        "topic_map": charts.topic_map(papers, topics, assignments),
        "topic_dumps": charts.topic_dumps(records, topics, assignments),
        "two_groups": charts.compared_shares(two),
        "many_groups": charts.compared_shares(many),
        "words_of_two": charts.compared_words(plant_words(2, 20)),
        "words_of_many": charts.compared_words(plant_words(5, 20)),
        "discovery": charts.discovery(decided, 10),
        "prisma_flow": charts.prisma_flow(counts),
    }
    return {name: chart.to_dict() for name, chart in drawn.items()}


DRAWN: dict[str, dict] = {}  # once for all tests, which only look


@pytest.fixture
def drawn(tables, term_bursts, papers, records, topics, assignments):
    if not DRAWN:
        # Drawn as unstable, yet one topic with that of the other charts.
        tables["topics"].loc[1, "stability"] = 0.3
        DRAWN.update(draw_over_time(tables, term_bursts))
        DRAWN.update(draw_others(papers, records, topics, assignments))

    return DRAWN


def test_every_chart_is_valid_and_described(drawn):
    for name, spec in drawn.items():
        assert spec["title"]["text"] and subtitle(spec), name
        assert spec["description"].startswith(spec["title"]["text"]), name
        assert "NaN" not in json.dumps(spec), name


def test_every_chart_of_the_face_is_among_them(drawn):
    offered = set(charts.__all__) - {"VEGA_LITE", "enable"}
    offered -= {"compared_shares", "compared_words"}  # drawn in two ways each
    missing = offered - set(drawn)
    assert not missing, f"draw {sorted(missing)} in draw_over_time or draw_others"


def test_the_tables_stay_as_they_are(tables, term_bursts):
    before = {name: table.copy() for name, table in tables.items()}
    draw_over_time(tables, term_bursts)
    for name, table in before.items():
        pd.testing.assert_frame_equal(tables[name], table)


def test_a_click_singles_out_a_topic_by_its_plain_label(drawn):
    for name, spec in drawn.items():
        params = [one for one in spec.get("params", []) if one["name"] == "topic"]
        assert len(params) == (name in OF_TOPICS), name
        if not params:
            continue

        assert params[0]["select"]["fields"] == ["label"], name
        labels = set()
        for rows in spec["datasets"].values():
            labels |= {row["label"] for row in rows if "label" in row}
        assert {"Violins", "Tides, silt"} <= labels, name
        assert labels <= {*LABELS, "No topic"}, name
        text = json.dumps(spec)
        assert '"param": "topic"' in text, name
        assert ("(unstable)" in text) == (not name.endswith("groups")), name
    assert drawn["topic_map"]["params"][0]["bind"] == "legend"


def test_the_numbers_behind_a_chart_are_columns_of_its_data(drawn):
    for name, spec in drawn.items():
        if name == "discovery":  # a line of many points has no table
            continue
        columns = set(spec["usermeta"]["numbers"])
        held = [set(rows[0]) for rows in spec["datasets"].values() if rows]
        assert any(columns <= of_table for of_table in held), name


def test_without_data_a_chart_says_why(no_dates, no_topics, term_bursts):
    for tables in (no_dates, no_topics):
        for name, spec in draw_over_time(tables, term_bursts.head(0)).items():
            if tables is no_topics and name == "period_totals":
                continue
            assert subtitle(spec) == "nothing to draw", name
            assert max(row_counts(spec)) == 1, name


def test_one_period_and_one_topic_are_drawn(term_bursts):
    tables = plant_trends(np.array([[3]]), ["Tides"], ["2024-01"])
    verdict = pd.DataFrame({"topic": [0], "verdict": ["too little data"]})
    numbers = ["change", "change_low", "change_high", "q", "first", "last"]
    tables["verdicts"] = verdict.assign(**dict.fromkeys(numbers, np.nan))
    for name, spec in draw_over_time(tables, term_bursts.head(1)).items():
        assert (name == "slopes") == (subtitle(spec) == "nothing to draw")


def test_big_reviews_stay_small(many_dumps, topics):
    drawn = draw_over_time(plant_many(), pd.DataFrame())
    for name in ("topic_shares", "topic_heat", "papers_behind"):
        assert max(row_counts(drawn[name])) <= 4_000, name
        assert "only the first" in subtitle(drawn[name]), name

    found = pd.DataFrame({"topic": range(150), "label": [f"t {i}" for i in range(150)]})
    found = pd.concat([found.assign(stability=0.9), topics.tail(1)])
    papers = many_dumps[["paper_id"]].drop_duplicates()
    assigned = papers.assign(topic=np.arange(len(papers)) % 150)
    spec = charts.topic_dumps(many_dumps, found, assigned).to_dict()
    assert max(row_counts(spec)) == 31 * 121
    assert "the 30 largest of 80 dumps are drawn, the others together" in subtitle(spec)
    assert "the 120 largest of 150 topics are drawn" in subtitle(spec)


def draw_huge_over_time():
    """Draw the charts over time of 400 topics in 200 months, and of 6,000 bursts."""
    tables = plant_many(400, 200)
    months = tables["periods"]["period"]
    bursts = pd.DataFrame({"term": [f"term {i}" for i in range(6_000)]})
    bursts = bursts.assign(
        start=months.iloc[3], end=months.iloc[5], weight=2.0, p=0.01, papers=9
    )
    return draw_over_time(tables, bursts)


def draw_huge_others():
    """Draw the other charts of 6,000 papers, dumps or words, and of 400 topics."""
    numbers = np.arange(18_000)
    records = pd.DataFrame({"paper_id": numbers % 9_000, "dump": numbers // 3})
    records = records.astype("str")
    papers = records[["paper_id"]].drop_duplicates()
    papers = papers.assign(title="A title of some length")
    topics = pd.DataFrame({"topic": [*range(400), -1], "stability": 0.9, "papers": 20})
    labels = [*(f"topic {i}" for i in range(400)), "No topic"]
    topics = topics.assign(label=labels, share=1 / 401)
    place = np.arange(len(papers))
    assignments = papers[["paper_id"]]
    assignments = assignments.assign(topic=place % 400, x=place % 97, y=place % 89)

    decided = pd.DataFrame({"decision": ["include"] * 12_000, "chosen": "random"})
    boxes = ["identified", "duplicates", "papers", "not screened", "screened"]
    boxes += ["excluded", "maybe", "conflict", "included"]
    counts = pd.DataFrame({"box": boxes, "label": "", "count": 6_000})
    reasons = pd.DataFrame({"label": [f"reason {i}" for i in range(6_000)]})
    counts = pd.concat([counts, reasons.assign(box="excluded", count=1)])

    many = [f"topic {i}" for i in range(400)]
    drawn = {
        "dump_records": charts.dump_records(records[["dump"]], records),
        "dump_overlap": charts.dump_overlap(records),
        "topic_sizes": charts.topic_sizes(topics),
        "topic_map": charts.topic_map(papers, topics, assignments),
        "topic_dumps": charts.topic_dumps(records, topics, assignments),
        "two_groups": charts.compared_shares(plant_shares(many * 15, 2)),
        "many_groups": charts.compared_shares(plant_shares(many, 100)),
        "words_of_two": charts.compared_words(plant_words(2, 6_000)),
        "words_of_many": charts.compared_words(plant_words(200, 30)),
        "discovery": charts.discovery(decided, 12_000),
        "prisma_flow": charts.prisma_flow(counts),
    }
    return {name: chart.to_dict() for name, chart in drawn.items()}


# What each chart says of what it has no room for.
LEFT_OUT = {
    "topic_shares": "only the first 20 of 400 topics are drawn",
    "own_scales": "only the first 20 of 400 topics are drawn",
    "slopes": "only the first 40 of 400 topics are drawn",
    "topic_heat": "only the first 20 of 400 topics are drawn",
    "papers_behind": "only the first 20 of 400 topics are drawn",
    "bursts": "the 25 heaviest of 6,000",
    "dump_records": "the 30 largest of 6,000 dumps are drawn, the others together have",
    "dump_overlap": "the 30 largest of 6,000 dumps are drawn, the others together",
    "topic_sizes": "the 120 largest of 400 topics are drawn, the others together have",
    "topic_map": "4,000 of 9,000 papers, drawn at random",
    "topic_dumps": "the 30 largest of 6,000 dumps are drawn, the others together",
    "two_groups": "the 60 topics that differ most of 6,001 are drawn",
    "many_groups": "36,400 cells of small differences left out",
    "words_of_two": "the 30 surest of 12,000 words are drawn",
    "words_of_many": "the 12 with the surest words of 200 groups",
    "discovery": "points: relevant ones drawn at random, some 2,000 of 12,000",
    "prisma_flow": "and 5,990 more",
}


def test_no_chart_has_more_rows_than_altair_allows(drawn):
    # `to_dict` raises MaxRowsError above 5,000 rows, unless someone disabled that.
    assert alt.data_transformers.options.get("max_rows", 5_000) == 5_000

    huge = draw_huge_over_time() | draw_huge_others()
    assert set(huge) == set(drawn)
    for name, spec in huge.items():
        assert max(row_counts(spec)) <= 5_000, name
        if name == "period_totals":  # 200 bars, which are all drawn
            continue
        shown = subtitle(spec) + json.dumps(spec["datasets"])
        assert LEFT_OUT[name] in shown, name
        assert len(json.dumps(spec)) < 2_000_000, name


def test_a_chart_of_more_periods_than_it_has_room_for_says_so():
    tables = plant_many(2, 2_000)
    for name, spec in draw_over_time(tables, pd.DataFrame()).items():
        if name in ("slopes", "bursts"):
            continue
        assert subtitle(spec) == "nothing to draw", name
        assert "2,000 periods are too many to draw" in json.dumps(spec), name


def test_a_chart_sets_the_theme_by_itself_and_leaves_the_users_own(topics):
    alt.theme.enable("default")
    charts.topic_sizes(topics)
    assert alt.theme.active == "litreview"
    alt.theme.enable("dark")
    charts.topic_sizes(topics)
    assert alt.theme.active == "dark"
    charts.enable()
    assert alt.theme.active == "litreview"
