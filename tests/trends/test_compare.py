"""Planted differences are found, random parts do not differ, papers on both sides are left out, absences are said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep

from litreview.topics import _counterparts as counterparts
from litreview.trends import _compare as compare
from litreview.trends import _groups as sides

TOPICS = pd.DataFrame({"topic": [0, 1, -1], "label": ["Tides", "Violins", "No topic"]})
TOPICS = TOPICS.assign(papers=1, share=0.5)
PAPERS = pd.DataFrame({"paper_id": [f"p{i}" for i in range(8)]})
SIGHTINGS = pd.DataFrame(
    {
        "paper_id": ["p0", "p1", "p1", "p2", "p3", "p4"],
        "dump": ["x/1", "x/1", "x/2", "x/2", "y", "y"],
    }
)
NONE = {
    "papers": PAPERS.head(0),
    "topics": TOPICS.head(0),
    "assignments": PAPERS.head(0).assign(topic=0),
}
SEASONS = (
    "spring summer autumn winter morning evening harbour valley meadow forest".split()
)


def spans(periods):
    starts = {
        "2023": "2023-01-01",
        "2024-Q1": "2024-01-01",
        "2024-Q2": "2024-04-01",
        "2025-W01": "2024-12-30",
    }
    start = [pd.Timestamp(starts.get(period, f"{period[:7]}-01")) for period in periods]
    ids = [f"p{i}" for i in range(len(periods))]
    return pd.DataFrame(
        {
            "paper_id": ids,
            "period": pd.Series(periods, dtype="str"),
            "start": pd.to_datetime(start),
        }
    )


def two(topics_a, topics_b, common=()):
    found = [*topics_a, *topics_b]
    ids = [f"p{i}" for i in range(len(found))]
    names = ["one"] * len(topics_a) + ["two"] * len(topics_b)
    sides = pd.DataFrame({"side": names, "paper_id": ids})
    extra = pd.DataFrame(
        {
            "side": ["one", "two"] * len(common),
            "paper_id": np.repeat([f"c{i}" for i in common], 2),
        }
    )
    both = pd.DataFrame(
        {"paper_id": [f"c{i}" for i in common], "topic": list(common)}
    ).astype({"topic": "int64"})
    assigned = pd.DataFrame({"paper_id": ids, "topic": found})
    return pd.concat([sides, extra], ignore_index=True), pd.concat(
        [assigned, both], ignore_index=True
    )


def written(texts):
    return pd.DataFrame(
        {"paper_id": [f"p{i}" for i in range(len(texts))], "text": texts}
    )


@pytest.mark.parametrize(
    ("meant", "ids"),
    [
        ("y", {"p3", "p4"}),
        ("x/*", {"p0", "p1", "p2"}),
        ("2024-01", {"p0"}),
        ("2024-01..2024-02", {"p0", "p1"}),
        ("2024..", {"p0", "p1", "p2", "p3"}),
        ("..2024", {"p0", "p1", "p2", "p4"}),
        ("2024-Q1", {"p0", "p1"}),
    ],
)
def test_what_a_text_means(meant, ids):
    dated = spans(["2024-01", "2024-02", "2024-05", "2025-01", "2023-11"])
    chosen, rest = sides.pick(meant, SIGHTINGS, dated)
    assert set(chosen) == ids and not set(chosen) & set(rest)


def test_years_of_quarters_weeks_and_days():
    for period, year in {
        "2024-Q2": "2024",
        "2025-W01": "2024-12-30..2025-01-05",
        "2024-05-07": "2024-05",
    }.items():
        assert list(sides.pick(year, SIGHTINGS, spans([period]))[0]) == ["p0"]


@pytest.mark.parametrize(
    ("meant", "says"),
    [
        ("z", "the dumps are x/1, x/2, y; the periods are 2023, 2024-Q1"),
        ("2024-31..", "is no dump"),
        ("..", "is no dump"),
        ("2024-02..2024-06", "cuts through the period 2024-Q1"),
    ],
)
def test_what_means_nothing_is_said(meant, says):
    with pytest.raises(ValueError, match=says):
        sides.pick(meant, SIGHTINGS, spans(["2024-Q1", "2023"]))


def test_what_is_compared_by_default():
    named = sides.choose_groups("", "", SIGHTINGS, spans([]), PAPERS.head(0))
    assert list(dict.fromkeys(named["side"])) == ["x/1", "x/2", "y"] and len(
        named
    ) == len(SIGHTINGS)
    alone = SIGHTINGS.assign(dump="x")
    halves = sides.choose_groups(
        "", "", alone, spans(["2024-01", "2024-02", "2024-03"]), PAPERS.head(0)
    )
    assert set(halves["side"]) == {"2024-01", "2024-02..2024-03"}
    assert sides.choose_groups("", "", alone, spans(["2024-01"]), PAPERS.head(0)).empty
    rest = (
        sides.choose_groups("x/1", "", SIGHTINGS, spans([]), PAPERS.head(0))
        .groupby("side", sort=False)["paper_id"]
        .agg(set)
    )
    assert dict(rest) == {"x/1": {"p0", "p1"}, "the rest": {"p2", "p3", "p4"}}
    with pytest.raises(ValueError, match="both 'y'"):
        sides.choose_groups("y", "y", SIGHTINGS, spans([]), PAPERS.head(0))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_interval_and_test_are_those_of_the_books(n, m, data):
    k, j = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    sides, assigned = two([0] * k + [1] * (n - k), [0] * j + [1] * (m - j))
    row = compare.compare_shares(sides, assigned, TOPICS).set_index("topic").loc[0]
    low, high = confint_proportions_2indep(k, n, j, m, method="newcomb", compare="diff")
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=1e-6)
    square = [[k, n - k], [j, m - j]]
    tails = [
        fisher_exact(square, alternative=way).pvalue for way in ("less", "greater")
    ]
    assert row["p"] == pytest.approx(min(1, 2 * min(tails)))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(-1, 1), min_size=1, max_size=30),
    st.lists(st.integers(-1, 1), min_size=1, max_size=30),
)
def test_the_other_way_round_the_differences_are_turned(first, second):
    sides, assigned = two(first, second)
    one = compare.compare_shares(sides, assigned, TOPICS).set_index("topic")
    turned = compare.compare_shares(
        sides.sort_values("side", ascending=False), assigned, TOPICS
    ).set_index("topic")
    assert np.allclose(one["difference"], -turned.loc[one.index, "difference"])
    assert (
        np.allclose(one["low"], -turned.loc[one.index, "high"])
        and abs(one["difference"].sum()) < 1e-9
    )


def test_papers_on_both_sides_are_left_out_and_counted():
    sides, assigned = two([0, 0, 1], [1, 1], common=[0, 1])
    table = compare.compare_shares(sides, assigned, TOPICS)
    assert set(table["total_a"]) == {3} and set(table["total_b"]) == {2}
    assert "2 papers in both are left out" in compare.comparison_summary(
        sides, table, compare.keyness(*no_words(sides)), no_pairs()
    )
    nested = sides[sides["paper_id"].str.startswith("c")]
    table = compare.compare_shares(nested, assigned, TOPICS)
    said = compare.comparison_summary(
        nested, table, compare.keyness(*no_words(nested)), no_pairs()
    )
    assert "nothing to compare" in said and "All papers of one side" in said
    assert (
        table["q"].isna().all()
        and compare.gaps(table).empty
        and len(compare.comparison_table(table)) == 2
    )


def no_words(sides):
    return sides, pd.DataFrame(
        {"paper_id": sides["paper_id"].unique(), "text": "a word"}
    )


def no_pairs():
    return counterparts.match_reports(
        PAPERS.assign(text=""), TOPICS, PAPERS.assign(topic=0), NONE
    )


def test_each_of_many_is_compared_with_all_papers_not_in_it():
    sides = SIGHTINGS.rename(columns={"dump": "side"})
    table = compare.compare_shares(
        sides, PAPERS.assign(topic=[0, 0, 1, 1, -1, 0, 0, 0]), TOPICS
    )
    totals = table.drop_duplicates("a").set_index("a")[["total_a", "total_b"]]
    assert totals.to_dict("index") == {
        "x/1": {"total_a": 2, "total_b": 3},
        "x/2": {"total_a": 2, "total_b": 3},
        "y": {"total_a": 2, "total_b": 3},
    }
    assert (
        set(table["b"]) == {"all others"}
        and table.groupby("a")["topic"].last().eq(-1).all()
    )
    assert "**3 dumps** are compared" in compare.comparison_summary(
        sides, table, compare.keyness(*no_words(sides)), no_pairs()
    )


def test_a_planted_difference_is_found_and_said():
    sides, assigned = two([0] * 30 + [1] * 10, [0] * 8 + [1] * 26 + [-1] * 6)
    table = compare.compare_shares(sides, assigned, TOPICS)
    assert (table.loc[table["topic"] >= 0, "q"] < 0.001).all() and np.isnan(
        table["q"].iloc[-1]
    )
    said = compare.comparison_summary(
        sides, table, compare.keyness(*no_words(sides)), no_pairs()
    )
    assert (
        "**[2 of 2 topics](#Which-topics?)** differ" in said
        and "*Tides*: 75% in `one` and 20% in `two`" in said
    )
    assert "how these samples of papers differ, not why" in said
    assert list(compare.comparison_table(table)["one"]) == [
        "30 of 40 (75%)",
        "10 of 40 (25%)",
    ]


def test_a_gap_is_an_absence_where_papers_were_to_be_expected():
    def lacking(*sides):
        return compare.gaps(compare.compare_shares(*two(*sides), TOPICS))

    (gap,) = lacking([0] * 20 + [1] * 20, [0] * 43).to_dict("records")
    assert (gap["label"], gap["lacking"], gap["there"]) == ("Violins", "two", "one")
    assert gap["said"] == "0 of 43, so at most 8%" and gap["expected"] == 21.5
    assert lacking(
        [0] * 38 + [1] * 2, [0] * 43
    ).empty  # two of forty would have led to expect two
    assert lacking(
        [0] * 20 + [1] * 20, [0] * 4
    ).empty  # four papers cannot lack what half of the others have
    assert lacking([0] * 20 + [1] * 20, [0] * 30 + [1] * 13).empty


def test_without_sides_there_are_empty_tables_and_a_sentence():
    sides = pd.DataFrame({"side": [], "paper_id": []}, dtype="str")
    table = compare.compare_shares(sides, PAPERS.assign(topic=0), TOPICS)
    terms = compare.keyness(sides, written(["tides of silt"] * 8))
    assert table.empty and terms.empty and compare.gaps(table).empty
    assert list(table.columns) == list(
        compare.compare_shares(*two([0], [1]), TOPICS).columns
    )
    assert (
        compare.comparison_table(table).empty and compare.comparison_table(terms).empty
    )
    assert "nothing to compare" in compare.comparison_summary(
        sides, table, terms, no_pairs()
    )


def test_a_planted_phrase_is_found_once_and_on_its_side():
    texts = [
        f"{'spring tide' if i < 30 else 'old bridge'} {SEASONS[i % 10]}"
        for i in range(60)
    ]
    sides = pd.DataFrame(
        {"side": ["one"] * 30 + ["two"] * 30, "paper_id": [f"p{i}" for i in range(60)]}
    )
    table = compare.keyness(sides, written(texts)).set_index("term")
    assert {
        name: table.loc[name, "side"] for name in ("spring tide", "old bridge")
    } == {
        "spring tide": "one",
        "old bridge": "two",
    }
    assert "tide" not in table.index and "bridge" not in table.index
    assert table.loc["spring tide", "z"] > 0 > table.loc["old bridge", "z"]


def test_a_word_repeated_in_one_paper_is_no_difference():
    texts = ["tide " * 200, *["meadow"] * 29, *["tide meadow"] * 4, *["meadow"] * 26]
    sides = pd.DataFrame(
        {"side": ["one"] * 30 + ["two"] * 30, "paper_id": [f"p{i}" for i in range(60)]}
    )
    assert compare.keyness(sides, written(texts)).empty


@pytest.mark.parametrize("part", [0.5, 0.1])
def test_random_parts_of_one_corpus_hardly_ever_differ(part):
    random = np.random.default_rng(7)
    vocabulary = [f"{a}{b}" for a in SEASONS for b in SEASONS]
    weights = 1 / np.arange(1, 101)
    texts = [
        " and ".join(random.choice(vocabulary, 25, p=weights / weights.sum()))
        for _ in range(200)
    ]
    found = 0
    for _ in range(40):
        side = np.where(random.permutation(200) < part * 200, "one", "two")
        found += (
            len(
                compare.keyness(
                    pd.DataFrame(
                        {"side": side, "paper_id": written(texts)["paper_id"]}
                    ),
                    written(texts),
                )
            )
            > 0
        )
    assert found <= 6  # of 40, at a rate of .05, more come once in a hundred times


def report(subjects, prefix):
    """Write twelve papers on each subject, of the words of that subject."""
    words = {
        "sea": "tide silt delta estuary",
        "music": "violin bow luthier varnish",
        "bees": "hive pollen nectar swarm",
    }
    random = np.random.default_rng(len(prefix))
    texts = [
        " and ".join(random.choice(words[s].split(), 3, replace=False))
        for s in subjects
        for _ in range(12)
    ]
    papers = written(texts).assign(
        paper_id=lambda table: prefix + table["paper_id"], title="T"
    )
    topics = pd.DataFrame(
        {
            "topic": range(len(subjects)),
            "label": subjects,
            "papers": 12,
            "share": 1 / len(subjects),
        }
    )
    assigned = papers[["paper_id"]].assign(topic=np.repeat(range(len(subjects)), 12))
    return {"papers": papers, "topics": topics, "assignments": assigned}


def test_topics_of_two_reports_are_matched_by_their_words():
    ours, theirs = report(["sea", "music"], "a"), report(["bees", "sea"], "bb")
    pairs = counterparts.match_reports(**ours, other=theirs)
    assert pairs[["label_a", "label_b"]].fillna("–").to_numpy().tolist() == [
        ["sea", "sea"],
        ["music", "–"],
        ["–", "bees"],
    ]
    assert pairs["likeness"].iloc[0] > 0.9 and (pairs["likeness"].iloc[1:] < 0.1).all()
    papers, topics, assigned = counterparts.join_reports(
        **ours, other=theirs, pairs=pairs
    )
    assert len(papers) == 48 and list(topics["label"]) == ["sea"]
    sides = pd.concat(
        table["papers"][["paper_id"]].assign(side=name)
        for name, table in (("a", ours), ("b", theirs))
    )
    table = compare.compare_shares(sides, assigned, topics)
    assert table[
        ["papers_a", "papers_b", "total_a", "total_b"]
    ].to_numpy().tolist() == [[12, 12, 24, 24]]
    said = compare.comparison_summary(
        sides, table, compare.keyness(sides, papers), pairs
    )
    assert (
        "1 topic of this report has a counterpart in the other; 1 here and 1 there have none"
        in said
    )


def test_a_report_without_counterparts_or_without_another_report():
    ours, theirs = report(["sea"], "a"), report(["bees"], "bb")
    assert counterparts.match_reports(**ours, other=theirs)[
        ["topic_a", "topic_b"]
    ].notna().sum().tolist() == [1, 1]
    none = {name: table.head(0) for name, table in ours.items()}
    pairs = counterparts.match_reports(**ours, other=none)
    assert (
        pairs.empty
        and counterparts.join_reports(**ours, other=none, pairs=pairs)[0]
        is ours["papers"]
    )


def test_another_report_is_read_from_its_folder(tmp_path):
    for name, subject in (("one", "sea"), ("two", "bees")):
        (tmp_path / name).mkdir()
        for table, rows in report([subject], name).items():
            full = rows.assign(
                **{"authors": [[]] * len(rows)} if table == "papers" else {}
            )
            full = full.assign(
                **{"keywords": [[]] * len(rows)} if table == "topics" else {}
            )
            full.to_parquet(tmp_path / name / f"{table}.parquet")
    here, there = tmp_path / "one", str(tmp_path / "two")
    assert sides.read_other_report(here, "", "")["papers"].empty
    other = sides.read_other_report(here, "", there)
    assert len(other["papers"]) == 12
    own = SIGHTINGS.assign(paper_id="x")
    for a, b in (("", there), (there, "")):
        assert set(
            sides.choose_groups(a, b, own, spans([]), other["papers"])["side"]
        ) == {"this report", there}
    assert set(
        sides.choose_groups("y", there, own, spans([]), other["papers"])["side"]
    ) == {"y", there}
    with pytest.raises(ValueError, match="both folders of reports"):
        sides.read_other_report(here, str(here), there)


def test_markup_in_names_is_text():
    sides, assigned = two([0] * 30 + [1] * 10, [0] * 8 + [1] * 32)
    topics = TOPICS.assign(label=["<b>Tides</b> *x*", "Violins", "No topic"])
    sides = sides.assign(side=sides["side"].replace("one", "a`<i>"))
    table = compare.compare_shares(sides, assigned, topics)
    said = compare.comparison_summary(
        sides, table, compare.keyness(*no_words(sides)), no_pairs()
    )
    assert "`a'<i>`" in said and "<b>" not in said.replace("\\<b\\>", "")
