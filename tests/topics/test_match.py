"""Each topic of two runs has the fate that was planted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from litreview import tables
from litreview.topics import _match

LABELS = {0: "Tides", 1: "Violins", 2: "Bees", -1: "No topic"}


def run(topic_of: dict[str, int]) -> dict:
    """Invent a run from the topic of each paper."""
    assignments = pd.DataFrame(
        {"paper_id": list(topic_of), "topic": list(topic_of.values())}
    ).astype({"paper_id": "str", "topic": "int64"})
    numbers = [*sorted(set(topic_of.values()) - {-1}), -1]
    papers = [int((assignments["topic"] == number).sum()) for number in numbers]
    topics = pd.DataFrame(
        {
            "topic": numbers,
            "label": [LABELS.get(number, f"Topic {number}") for number in numbers],
            "papers": papers,
            "share": np.array(papers) / max(1, len(topic_of)),
        }
    )
    return {
        "papers": assignments[["paper_id"]],
        "topics": topics,
        "assignments": assignments,
    }


def group(name: str, number: int, topic: int) -> dict[str, int]:
    return {f"{name}{i}": topic for i in range(number)}


A, B = group("a", 10, 0), group("b", 10, 1)


@pytest.mark.parametrize(
    ("before", "now", "fates"),
    [
        (A | B, A | B, ["same", "same"]),
        (A | B, group("a", 10, 1) | group("b", 10, 0), ["same", "same"]),
        (A, A | group("x", 2, 0), ["grown"]),
        (A | group("x", 2, 0), A, ["shrunk"]),
        (A | B, group("a", 10, 0) | group("b", 10, 0), ["merged", "merged"]),
        (group("a", 10, 0) | group("b", 10, 0), A | B, ["split", "split"]),
        (A, A | B, ["born", "same"]),
        (A | B, A, ["died", "same"]),
        (A | group("b", 10, -1), A | B, ["born", "same"]),
    ],
)
def test_a_planted_fate_is_found(before, now, fates):
    matches = _match.match_runs(run(before), run(now))

    assert matches["became"].tolist() == fates
    assert set(fates) <= set(tables.FATES)


def test_a_topic_made_of_parts_of_others_is_regrouped():
    before = {f"p{i}": i % 5 for i in range(50)}
    now = {f"p{i}": i // 10 for i in range(50)}

    matches = _match.match_runs(run(before), run(now))

    assert set(matches["became"]) == {"died", "regrouped"}


def test_a_match_tells_papers_shares_and_where_they_went():
    now = A | group("new a", 4, 0) | group("b", 3, -1) | group("new", 6, 1)

    matches = _match.match_runs(run(A | B), run(now))

    assert matches["became"].tolist() == ["born", "died", "grown"]
    assert matches["note"].tolist() == [
        "6 of its 6 papers are new",
        "3 of its 3 papers still here: No topic",
        "10 papers in common",
    ]
    grown = matches.iloc[-1]
    assert (grown["papers_before"], grown["papers"]) == (10, 14)
    assert grown["difference"] == pytest.approx(14 / 23 - 10 / 20)
    assert grown["low"] < grown["difference"] < grown["high"]
    assert matches["low"].notna().tolist() == [False, False, True]


def test_topics_whose_papers_are_all_gone_or_new_say_so():
    matches = _match.match_runs(run(A), run(B))

    assert matches["note"].tolist() == [
        "10 of its 10 papers are new",
        "none of its papers is here now",
    ]


def test_a_share_that_doubles_among_many_papers_is_apart():
    before = group("a", 100, 0) | group("b", 300, 1)
    now = before | group("x", 200, 0)

    matches = _match.match_runs(run(before), run(now)).set_index("label")

    assert matches.loc["Tides", "became"] == "grown"
    assert matches.loc["Tides", "apart"]
    assert matches.loc["Tides", "low"] > 0


def test_the_share_has_the_wilson_interval():
    share, low, high = _match._share(pd.Series([0, 5, 10]), 10)

    assert share.tolist() == [0, 0.5, 1]
    assert low.tolist() == pytest.approx([0, 0.2366, 0.7225], abs=1e-4)
    assert high.tolist() == pytest.approx([0.2775, 0.7634, 1], abs=1e-4)
    expected = proportion_confint(5, 10, method="wilson")
    assert (low[1], high[1]) == pytest.approx(expected)


def test_of_no_papers_there_is_no_share():
    share, low, high = _match._share(pd.Series([0]), 0)

    assert share.isna().all() and low.isna().all() and high.isna().all()


def test_papers_in_common_make_the_interval_narrower():
    before = group("a", 30, 0) | group("b", 70, 1)
    same = _match.match_runs(run(before), run(before))
    others = {f"new {paper}": topic for paper, topic in before.items()}
    shared = dict(list(before.items())[:35])
    barely = _match.match_runs(run(before), run(others | shared))

    width = (same["high"] - same["low"]).iloc[0]
    other_width = (barely["high"] - barely["low"]).iloc[0]
    assert width < 0.05 < 0.1 < other_width


def test_runs_are_alike_as_far_as_they_group_the_same_papers():
    assert _match.run_ari(run(A | B), run(A | B | group("x", 9, 1))) == 1
    assert np.isnan(_match.run_ari(run(A), run(B)))
    assert np.isnan(_match.run_ari({}, run(B)))
    mixed = {paper: i % 2 for i, paper in enumerate(A | B)}
    assert abs(_match.run_ari(run(A | B), run(mixed))) < 0.1


def test_without_topics_in_one_run_nothing_is_matched():
    matches = _match.match_runs({}, run(A))

    assert matches.empty
    assert list(matches.columns) == list(_match.COLUMNS)
    assert _match.match_table(matches).empty


def test_a_run_is_asked_for_its_tables():
    assert tables.has_tables("topics", run(A), run(B))
    assert not tables.has_tables("topics", run(A), {})
    assert tables.has_tables("run", {"run": {"params": {}}})
    assert not tables.has_tables("run", {"run": {}}), "an empty run.json tells nothing"


def test_the_table_for_reading_is_text():
    table = _match.match_table(_match.match_runs(run(A | B), run(A)))

    died, same = table.to_dict("records")
    assert died["before"] == "Violins (10 papers, 50.0%)"
    assert pd.isna(died["now"]) and pd.isna(died["share"])
    assert same["now"] == "Tides (10 papers, 100.0%)"
    assert same["share"].startswith("+50.0 (")


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.integers(0, 30), st.integers(-1, 3), min_size=1))
def test_a_run_beside_itself_goes_on_unchanged(topic_of):
    same = run({f"p{paper}": topic for paper, topic in topic_of.items()})

    matches = _match.match_runs(same, same)

    assert set(matches["became"]) <= {"same"}
    assert matches["topic"].tolist() == sorted(set(topic_of.values()) - {-1})
    assert not matches["apart"].any()


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.integers(0, 25), st.integers(-1, 3), min_size=1),
    st.dictionaries(st.integers(0, 25), st.integers(-1, 3), min_size=1),
)
def test_every_topic_of_either_run_has_a_fate(before, now):
    old = run({f"p{paper}": topic for paper, topic in before.items()})
    new = run({f"p{paper}": topic for paper, topic in now.items()})

    matches = _match.match_runs(old, new)

    assert set(matches["topic_before"].dropna()) == set(before.values()) - {-1}
    assert set(matches["topic"].dropna()) == set(now.values()) - {-1}
    assert set(matches["became"]) <= set(tables.FATES)
    assert (matches["low"] <= matches["high"]).sum() == matches["low"].notna().sum()

    # A topic that goes on does so once, and is found on the way back too.
    continued = matches[matches["became"].isin(tables.CONTINUED)]
    assert continued["topic"].is_unique and continued["topic_before"].is_unique
    assert (continued["low"] <= continued["difference"] + 1e-12).all()
    assert (continued["difference"] <= continued["high"] + 1e-12).all()

    back = _match.match_runs(new, old)
    there = set(zip(continued["topic_before"], continued["topic"], strict=True))
    assert there <= set(zip(back["topic"], back["topic_before"], strict=True))


@pytest.mark.parametrize(("share", "new"), [(0.15, 40), (0.05, 40), (0.15, 200)])
def test_shares_that_differ_by_chance_are_rarely_told_apart(share, new):
    dice = np.random.default_rng(0)
    then = dice.binomial(200, share, 4000)
    now = then + dice.binomial(new, share, 4000)
    table = pd.DataFrame({"papers_before": then, "papers": now})
    table = table.assign(common=then, in_before=then, in_now=then)

    low, high = _match._difference_interval(table, 200, 200 + new, 200)

    assert 0.01 < ((low > 0) | (high < 0)).mean() < 0.07
