"""Charts over time are valid, small, in the order of the verdicts, and honest about holes and what was not tested."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.charts import _trends as trend_charts
from litreview.trends._shares import wilson_interval

MONTHS = [f"2024-{month:02}" for month in range(1, 9)]
LABELS = ["Tides, silt", "Violins", "Kites", "Moss"]
COUNTS = np.array(
    [
        [2, 3, 0, 5, 6, 8, 9, 1],
        [9, 8, 0, 6, 5, 3, 2, 1],
        [5] * 8,
        [0, 1, 0, 0, 1, 0, 0, 0],
    ]
)
COUNTS[2, 2] = 0  # March is a hole


def table(counts, labels, months):
    counts = np.vstack([counts, np.where(counts.sum(axis=0) > 0, 4, 0)])
    rows = [
        (topic, month, pd.Timestamp(month), own[i], counts[:, i].sum())
        for topic, own in zip([*range(len(labels)), -1], counts, strict=True)
        for i, month in enumerate(months)
    ]
    trends = pd.DataFrame(rows, columns=["topic", "period", "start", "papers", "total"])
    share, low, high = wilson_interval(trends["papers"], trends["total"])
    trends = trends.assign(share=share, low=low, high=high)
    topics = pd.DataFrame(
        {"topic": [*range(len(labels)), -1], "label": [*labels, "No topic"]}
    )
    periods = trends.drop_duplicates("period")[["period", "start", "total"]].rename(
        columns={"total": "papers"}
    )
    periods = periods.assign(
        stretch=0, mark=np.where(periods["papers"] == 0, "no papers", "")
    )
    periods = periods.assign(tested=periods["mark"] == "").reset_index(drop=True)
    spans = trends.loc[
        trends.index.repeat(trends["papers"]), ["topic", "period", "start"]
    ].reset_index(drop=True)
    spans = spans.assign(paper_id=[f"p{i:06}" for i in range(len(spans))])
    papers = spans[["paper_id"]].assign(
        title=[f"</script> {i} " + "long " * (i % 40) for i in range(len(spans))]
    )
    assignments = spans[["paper_id", "topic"]].assign(
        confidence=np.linspace(0, 1, len(spans))
    )
    return {
        "trends": trends,
        "topics": topics.assign(stability=[0.9] * len(labels) + [np.nan]),
        "periods": periods,
        "papers": papers,
        "spans": spans[["paper_id", "period", "start"]],
        "assignments": assignments,
    }


@pytest.fixture
def verdicts():
    said = ["falling", "rising", "steady", "too little data"]
    verdicts = pd.DataFrame(
        {
            "topic": range(4),
            "verdict": said,
            "change": [0.8, 1.35, 1.01, np.nan],
            "papers": 20,
        }
    )
    verdicts = verdicts.assign(
        change_low=[0.7, 1.2, 0.9, np.nan], change_high=[0.9, 1.5, 1.1, np.nan]
    )
    return verdicts.assign(
        q=[0.001, 0.01, 0.7, np.nan],
        first=[0.3, 0.1, 0.2, np.nan],
        last=[0.1, 0.3, 0.2, np.nan],
    )


@pytest.fixture
def t(verdicts):
    tables = table(COUNTS, LABELS, MONTHS)
    periods = tables["periods"].assign(stretch=[0] * 5 + [1] * 3)
    periods.loc[7, ["mark", "tested"]] = ["incomplete: ends on 2024-08-03", False]
    return tables | {"periods": periods, "verdicts": verdicts}


@pytest.fixture
def bursts():
    rows = [
        (f"term {i}", MONTHS[i % 5], MONTHS[i % 5 + 2], 30.0 - i, 0.01, 9)
        for i in range(30)
    ]
    return pd.DataFrame(rows, columns=["term", "start", "end", "weight", "p", "papers"])


def pick(tables, *names):
    return [tables[name] for name in names]


def shares(t, **more):
    return trend_charts.topic_shares(
        *pick(t, "trends", "topics", "periods", "verdicts"), **more
    ).to_dict()


def heat(t):
    return trend_charts.topic_heat(
        *pick(t, "trends", "topics", "verdicts", "periods")
    ).to_dict()


def behind(t, **more):
    names = ("trends", "topics", "verdicts", "papers", "spans", "assignments")
    return trend_charts.papers_behind(*pick(t, *names), **more).to_dict()


def drawn(t, bursts):
    return {
        "totals": trend_charts.period_totals(t["periods"]).to_dict(),
        "shares": shares(t),
        "own": shares(t, common=False),
        "slopes": trend_charts.slopes(t["verdicts"], t["topics"]).to_dict(),
        "heat": heat(t),
        "behind": behind(t),
        "bursts": trend_charts.bursts(bursts, t["periods"]).to_dict(),
    }


def rows(spec, column):
    return next(
        pd.DataFrame(data)
        for data in spec["datasets"].values()
        if data and column in data[0]
    )


def said(spec):
    return " ".join(spec["title"]["subtitle"])


def test_charts_are_valid_and_described_and_leave_their_tables_alone(t, bursts):
    before = {name: one.copy() for name, one in t.items()}
    for name, spec in drawn(t, bursts).items():
        assert spec["title"]["text"] and said(spec), name
        assert spec["description"].startswith(spec["title"]["text"]), name
        json.dumps(spec)
    for name, one in before.items():
        pd.testing.assert_frame_equal(t[name], one)


def test_in_every_chart_of_topics_a_click_singles_out_a_topic_by_its_plain_label(
    t, bursts
):
    t["topics"].loc[1, "stability"] = (
        0.3  # drawn as unstable, yet one topic with that of the other charts
    )
    for name, spec in drawn(t, bursts).items():
        topics = [param for param in spec.get("params", []) if param["name"] == "topic"]
        assert len(topics) == (name not in ("totals", "bursts")), name
        if topics:
            assert topics[0]["select"]["fields"] == ["label"], name
            labels = {
                row["label"]
                for rows in spec["datasets"].values()
                for row in rows
                if "label" in row
            }
            assert {"Violins", "Tides, silt"} <= labels <= set(LABELS), name
            assert '"param": "topic"' in json.dumps(
                spec
            ) and "(unstable)" in json.dumps(spec), name


def test_descriptions_say_what_is_seen_with_numbers(t, bursts):
    said = {name: spec["description"] for name, spec in drawn(t, bursts).items()}
    assert "papers in 8 periods; most in" in said["totals"]
    assert (
        "1 rising, 1 falling, 1 steady, 1 too little data; Violins (rising, ×1.35 a month)"
        in said["shares"]
    )
    assert "Violins: 10.0% → 30.0%" in said["slopes"]
    assert (
        "Highest above its mean: Tides, silt (2024-07); Violins (2024-01)"
        in said["heat"]
    )
    assert (
        "Most papers in one cell: Tides, silt, 2024-07: 9 of 20 papers."
        in said["behind"]
    )
    assert "The heaviest: term 0, 2024-01 to 2024-03" in said["bursts"]


def test_the_numbers_behind_a_chart_are_columns_of_its_data(t, bursts):
    for name, spec in drawn(t, bursts).items():
        columns = set(spec["usermeta"]["numbers"])
        assert any(
            data and columns <= set(data[0]) for data in spec["datasets"].values()
        ), name


def test_topics_stand_in_the_order_of_their_verdicts_with_their_size(t):
    spec = shares(t)
    want = ["Violins\nrising, ×1.35 a month", "Tides, silt\nfalling, ×0.80 a month"]
    assert spec["facet"]["sort"] == [
        *want,
        "Kites\nsteady, ×0.90 to ×1.10 a month",
        "Moss\ntoo little data",
    ]
    assert "No topic" not in json.dumps(spec)


def test_the_surer_of_two_rises_comes_first_and_a_larger_one_of_like_sureness():
    topics = pd.DataFrame({"topic": range(4), "label": list("abcd"), "stability": 0.9})
    verdicts = pd.DataFrame(
        {"topic": range(4), "verdict": "rising", "change": [1.1, 1.2, 3.0, 1.5]}
    )
    verdicts = verdicts.assign(q=[0.02, 0.01, 0.04, 0.02])
    assert list(trend_charts._judged(topics, verdicts)["label"]) == ["b", "d", "a", "c"]


def test_a_hole_is_no_point_and_the_line_breaks_there_where_not_tested_and_where_the_sources_change(
    t,
):
    cells = rows(shares(t), "alone").query("label == 'Kites'").set_index("period")
    assert "2024-03" not in cells.index
    assert not cells.loc["2024-08", "tested"] and cells.loc["2024-08", "alone"]
    assert cells.loc["2024-01", "run"] == cells.loc["2024-02", "run"]
    assert (
        cells.loc["2024-04", "run"]
        == cells.loc["2024-05", "run"]
        != cells.loc["2024-06", "run"]
    )
    assert cells.loc["2024-02", "run"] != cells.loc["2024-04", "run"]
    spec = json.dumps(shares(t))
    assert "2024-03" in spec  # its place on the axis stays


def test_one_scale_is_not_stretched_by_a_period_left_out(t):
    last = t["trends"]["period"] == "2024-08"
    t["trends"].loc[last, "high"] = 0.99
    top = shares(t)["spec"]["layer"][0]["encoding"]["y"]["scale"]["domain"][1]
    assert t["trends"]["share"].max() <= top < 0.9
    assert (
        "domain"
        not in shares(t, common=False)["spec"]["layer"][0]["encoding"]["y"]["scale"]
    )


def test_many_words_are_wrapped_and_keep_their_mark(t):
    t["topics"].loc[1, "label"] = (
        "Machine translation of low-resource languages, dialects"
    )
    t["topics"].loc[1, "stability"] = 0.3
    first = shares(t)["facet"]["sort"][0].split("\n")
    assert len(first) == 3 and max(map(len, first)) <= 38
    assert " ".join(first[:2]).endswith("dialects (unstable)")


def test_more_topics_than_there_is_room_for_are_said():
    counts = np.full((30, 8), 3)
    t = table(counts, [f"topic {i}" for i in range(30)], MONTHS)
    none = pd.DataFrame(
        columns=[
            "topic",
            "verdict",
            "change",
            "change_low",
            "change_high",
            "q",
            "first",
            "last",
        ]
    )
    t["verdicts"] = none.astype({"topic": "int64"})
    assert len(shares(t)["facet"]["sort"]) == 24
    assert "only the first 24 of 30 topics are drawn" in said(shares(t))


def test_periods_left_out_are_pale_and_say_why(t):
    spec = trend_charts.period_totals(t["periods"]).to_dict()
    kinds = rows(spec, "kind").set_index("period")["kind"]
    assert list(kinds[kinds == "left out of it"].index) == ["2024-03", "2024-08"]
    assert (
        "left out: 2024-03, no papers; left out: 2024-08, incomplete: ends on 2024-08-03"
        in said(spec)
    )
    assert "the sources change" in said(spec)
    assert [
        row["period"] for row in spec["datasets"][spec["layer"][1]["data"]["name"]]
    ] == ["2024-06"]


def test_slopes_join_the_fitted_shares_of_topics_with_a_verdict(t):
    lines = rows(trend_charts.slopes(t["verdicts"], t["topics"]).to_dict(), "at")
    assert list(lines["label"]) == ["Violins", "Tides, silt", "Kites"]
    assert lines.loc[0, "name"] == "Violins: 10.0% → 30.0%"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_names_are_moved_apart_within_the_chart_and_keep_their_order(at):
    at = np.array(at)
    moved = trend_charts._apart(at, 0.02, 1.0)
    order = np.argsort(at, kind="stable")
    assert (np.diff(moved[order]) >= 0.02 - 1e-9).all()
    assert moved.min() >= -1e-9 and moved.max() <= 1 + 1e-9


def test_names_that_have_room_are_not_moved():
    assert trend_charts._apart(np.array([0.5, 0.1, 0.9]), 0.1, 1.0) == pytest.approx(
        [0.5, 0.1, 0.9]
    )


def test_heat_is_white_at_the_mean_and_does_not_shout_of_few_papers(t):
    cells = rows(heat(t), "doublings").set_index(["label", "period"])
    assert cells["doublings"].between(-2, 2).all()
    violins = cells.loc["Violins", "doublings"]
    assert (
        "Violins \\u25b2" in heat(t)["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    )
    assert violins["2024-01"] > 0.4 > 0 > violins["2024-07"]
    assert cells.loc[("Moss", "2024-02"), "doublings"] < 0.5
    assert ("Kites", "2024-03") not in cells.index
    # of topics with the same verdict, that with the earlier peak stands first
    t["verdicts"]["verdict"] = "steady"
    sort = heat(t)["layer"][0]["encoding"]["y"]["sort"]
    assert sort.index("Violins") < sort.index("Tides, silt")


def test_the_titles_behind_a_cell_are_its_papers_the_surest_first(t):
    spec = behind(t, titles=5)
    titles, cells = (
        rows(spec, "title"),
        rows(spec, "more").set_index(["topic", "period"]),
    )
    own = titles[(titles["topic"] == 1) & (titles["period"] == "2024-01")].sort_values(
        "place"
    )
    held = (
        t["spans"]
        .merge(t["assignments"], on="paper_id")
        .merge(t["papers"], on="paper_id")
    )
    held = held[(held["topic"] == 1) & (held["period"] == "2024-01")].sort_values(
        "confidence", ascending=False
    )
    assert len(own) == 5 and len(held) == 9
    assert [title[:20].rstrip("…") for title in own["title"]] == [
        title[:20] for title in held["title"].head(5)
    ]
    assert cells.loc[(1, "2024-01"), "more"] == "… and 4 more"
    assert (
        cells.loc[(3, "2024-02"), "more"] == ""
        and cells.loc[(3, "2024-01"), "papers"] == 0
    )
    assert titles["title"].str.len().max() == 110


def test_before_a_click_the_strongest_verdict_is_open(t):
    (click,) = [param for param in behind(t)["params"] if param["name"] == "cell"]
    assert click["value"] == [{"topic": 1, "period": "2024-01"}]


def test_big_reviews_stay_small():
    counts = np.random.default_rng(0).poisson(8, (90, 60))
    months = [str(month) for month in pd.period_range("2015-01", periods=60, freq="M")]
    t = table(counts, [f"topic {i}" for i in range(90)], months)
    t["verdicts"] = pd.DataFrame(
        {"topic": range(90), "verdict": "steady", "change": 1.0, "q": 0.5}
    )
    t["verdicts"] = t["verdicts"].assign(
        change_low=0.9, change_high=1.1, first=0.1, last=0.1
    )
    for spec in (shares(t), heat(t), behind(t)):
        assert max(map(len, spec["datasets"].values())) <= trend_charts.ROWS
        assert "only the first" in said(spec)


def test_the_heaviest_bursts_are_drawn_by_start(t, bursts):
    spec = trend_charts.bursts(bursts, t["periods"]).to_dict()
    assert len(rows(spec, "term")) == 25 and "term 29" not in json.dumps(spec)
    assert "the 25 heaviest of 30" in said(spec)
    starts = bursts.set_index("term")["start"][spec["encoding"]["y"]["sort"]]
    assert starts.is_monotonic_increasing


def test_without_data_a_chart_says_why(t, bursts):
    empty = {name: one.head(0) for name, one in t.items()} | {"topics": t["topics"]}
    no_topics = t | {"topics": t["topics"].tail(1), "verdicts": t["verdicts"].head(0)}
    for tables, left in ((empty, bursts.head(0)), (no_topics, bursts.head(0))):
        for name, spec in drawn(tables, left).items():
            if not (name == "totals" and tables is no_topics):
                assert spec["title"]["subtitle"] == "nothing to draw", name
    undecided = t["verdicts"].assign(verdict="too little data")
    assert (
        "nothing to draw"
        in trend_charts.slopes(undecided, t["topics"]).to_dict()["title"]["subtitle"]
    )


def test_one_period_and_one_topic_are_drawn(bursts):
    t = table(np.array([[3]]), ["Tides"], ["2024-01"])
    numbers = dict.fromkeys(
        ["change", "change_low", "change_high", "q", "first", "last"], np.nan
    )
    t["verdicts"] = pd.DataFrame({"topic": [0], "verdict": ["too little data"]}).assign(
        **numbers
    )
    for name, spec in drawn(t, bursts.head(1)).items():
        assert (name == "slopes") == (
            "nothing to draw" in said(spec)
            or spec["title"]["subtitle"] == "nothing to draw"
        )


def test_too_many_periods_say_what_to_set(t):
    many = pd.DataFrame({"period": [str(i) for i in range(2000)], "papers": 1})
    assert "set `period` to a longer one" in trend_charts._why_not(many)
