"""The queue brings the likeliest papers first, is mixed with chance, never breaks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.screening import _queue as ranking

NONE = pd.DataFrame({"paper_id": [], "decision": [], "chosen": []}, dtype="str")


def decided_(**decisions):
    """Decisions by paper_id; all brought by the queue."""
    rows = [(name, decision, "ranked") for name, decision in decisions.items()]
    return pd.DataFrame(rows, columns=["paper_id", "decision", "chosen"])


@pytest.fixture
def rows(papers):
    return ranking.paper_features(papers)


def screened(papers, rows, decided, steps, relevant, **options):
    """Screen the first paper of the queue so many times."""
    for _ in range(steps):
        first = ranking.rank_papers(papers, decided, features=rows, **options).iloc[0]
        decision = "include" if relevant(first["paper_id"]) else "exclude"
        line = pd.DataFrame(
            [(first["paper_id"], decision, first["chosen"])], columns=decided.columns
        )
        decided = pd.concat([decided, line], ignore_index=True)
    return decided


def violin(name):
    return name.startswith("violins")


def test_one_relevant_paper_brings_the_others_of_its_kind(papers, rows):
    decided = screened(
        papers, rows, decided_(violins03="include"), 19, violin, random_every=0
    )
    assert (decided["decision"] == "include").all()
    assert set(decided["chosen"]) == {"ranked"}


def test_maybe_counts_as_relevant_and_a_decision_taken_back_as_none(papers, rows):
    surely = ranking.rank_papers(
        papers, decided_(violins03="include", tides01="exclude"), features=rows
    )
    perhaps = ranking.rank_papers(
        papers,
        decided_(violins03="maybe", tides01="exclude", tides02=""),
        features=rows,
    )
    pd.testing.assert_frame_equal(surely, perhaps)
    assert "tides02" in set(perhaps["paper_id"]) and "tides01" not in set(
        perhaps["paper_id"]
    )


def test_only_the_relevant_ones_of_those_drawn_at_random_are_learnt_from(papers, rows):
    start = decided_(violins03="include", tides01="exclude")

    def scores(name: str, decision: str, chosen: str) -> pd.Series:
        drawn = decided_(**{name: decision}).assign(chosen=chosen)
        queue = ranking.rank_papers(
            papers, pd.concat([start, drawn], ignore_index=True), features=rows
        )
        return queue.set_index("paper_id")["score"].sort_index()

    without = (
        ranking.rank_papers(papers, start, features=rows)
        .set_index("paper_id")["score"]
        .sort_index()
    )
    for name, decision, chosen, learnt in (
        ("tides05", "exclude", "random", False),
        ("violins05", "exclude", "random", False),
        ("violins05", "exclude", "ranked", True),
        ("tides05", "include", "random", True),
    ):
        assert scores(name, decision, chosen).equals(without.drop(name)) != learnt, (
            name,
            decision,
            chosen,
        )


def test_a_sentence_is_enough_to_begin_with(papers, rows):
    first = ranking.rank_papers(
        papers,
        NONE,
        features=rows,
        sentence="How varnish changes the timbre of a violin",
        random_every=0,
    )
    assert first["paper_id"].head(10).map(violin).all()
    assert (first["score"].diff().dropna() <= 0).all()
    scores = ranking.start_scores(papers, "varnish")
    with_it = papers["text"].str.casefold().str.contains("varnish").to_numpy()
    assert scores[with_it].min() > scores[~with_it].max()


@pytest.mark.parametrize("sentence", ["", "  ", "?", "how is the of it", "zymurgy"])
def test_a_sentence_without_a_known_word_draws_at_random(papers, sentence):
    assert not ranking.start_scores(papers, sentence).any()
    queue = ranking.rank_papers(papers, NONE, sentence=sentence)
    assert set(queue["chosen"]) == {"random"}


def test_what_is_computed_before_and_what_is_computed_now_is_the_same(papers, rows):
    violins = "How varnish changes the timbre of a violin"
    start = ranking.start_scores(papers, violins)
    for decided in (NONE, decided_(tides01="include", tides02="exclude")):
        before = ranking.rank_papers(papers, decided, features=rows, start=start)
        now = ranking.rank_papers(papers, decided, sentence=violins)
        pd.testing.assert_frame_equal(before, now)


@pytest.mark.parametrize(
    "decided", [NONE, decided_(tides01="exclude", violins01="exclude")]
)
def test_where_nothing_relevant_is_known_all_are_drawn_at_random(papers, rows, decided):
    queue = ranking.rank_papers(papers, decided, features=rows)
    assert set(queue["chosen"]) == {"random"}
    assert sorted([*queue["paper_id"], *decided["paper_id"]]) == sorted(
        papers["paper_id"]
    )
    assert (
        queue["paper_id"].tolist()
        != ranking.rank_papers(papers, decided, features=rows, seed=1)[
            "paper_id"
        ].tolist()
    )


def test_every_fifth_paper_is_random_and_the_queue_may_be_used_for_several(
    papers, rows
):
    start = decided_(violins03="include").assign(chosen="imported")
    one_by_one = screened(papers, rows, start, 15, violin, random_every=5)[
        "chosen"
    ].tolist()[1:]
    assert one_by_one == (["ranked"] * 4 + ["random"]) * 3
    assert (
        ranking.rank_papers(papers, start, features=rows, random_every=5)[
            "chosen"
        ].tolist()[:15]
        == one_by_one
    )


def test_the_random_papers_are_drawn_evenly(papers):
    some = papers.head(6)
    rows, start = ranking.paper_features(some), decided_(tides03="include")
    queues = (
        ranking.rank_papers(some, start, features=rows, random_every=2, seed=seed)
        for seed in range(100)
    )
    drawn = pd.Series([queue["paper_id"][0] for queue in queues]).value_counts()
    assert (
        len(drawn) == 5 and drawn.between(8, 36).all()
    )  # 20 of each are expected; four standard deviations


def test_the_random_paper_stays_the_same_whatever_is_ranked_before_it(papers, rows):
    first = ranking.rank_papers(
        papers, decided_(violins03="include"), features=rows, random_every=10
    )
    random = first.loc[first["chosen"] == "random", "paper_id"].iloc[0]
    other = (
        decided_(violins03="include", tides05="exclude")
        if random != "tides05"
        else decided_(violins03="include")
    )
    second = ranking.rank_papers(
        papers.sample(frac=1, random_state=1), other, features=rows, random_every=10
    )
    assert second.loc[second["chosen"] == "random", "paper_id"].iloc[0] == random


def test_the_same_decisions_give_the_same_queue(papers):
    decided = decided_(violins03="include", tides01="exclude")
    queues = [
        ranking.rank_papers(papers, decided, features=ranking.paper_features(papers))
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*queues)


def test_papers_without_abstract_or_any_text_take_part(papers):
    bare = papers.assign(
        abstract=papers["abstract"].where(papers.index % 2 == 0),
        title=papers["title"].where(papers.index > 1),
    )
    before = bare.copy()
    rows = ranking.paper_features(bare)
    queue = ranking.rank_papers(
        bare,
        decided_(violins03="include", tides04="exclude"),
        features=rows,
        random_every=0,
    )
    assert len(queue) == 38 and queue["score"].notna().all()
    assert queue["paper_id"].head(10).map(violin).all()
    pd.testing.assert_frame_equal(bare, before)


@pytest.mark.parametrize("label", [1, 0, -1])
@pytest.mark.parametrize("size", [1, 2, 40])
def test_one_paper_and_one_kind_of_label_do_no_harm(papers, label, size):
    some = papers.head(size)
    rows = ranking.paper_features(some)
    scores = ranking.score_papers(rows, np.full(size, label))
    assert scores.shape == (size,) and np.isfinite(scores).all()
    decided = decided_(
        **{some["paper_id"][0]: {1: "include", 0: "exclude", -1: ""}[label]}
    )
    assert len(ranking.rank_papers(some, decided, features=rows)) == size - (label >= 0)


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["a", "!", "1"]])
def test_texts_without_words_do_no_harm(texts):
    papers = pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(len(texts))],
            "title": texts,
            "abstract": np.nan,
        }
    )
    rows = ranking.paper_features(papers.astype({"title": "str", "paper_id": "str"}))
    assert rows.shape[0] == len(texts)
    assert len(
        ranking.rank_papers(papers, NONE, features=rows, sentence="words")
    ) == len(texts)
    assert len(
        ranking.rank_papers(papers, decided_(p0="include"), features=rows)
    ) == max(0, len(texts) - 1)


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([1, 0, -1]), min_size=1, max_size=12),
    st.integers(0, 4),
    st.sampled_from(["", "apples and pears", "!"]),
)
def test_a_queue_holds_every_undecided_paper_once(labels, every, sentence):
    words = ["apples", "pears", "plums", ""]
    papers = pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(len(labels))],
            "title": [words[i % 4] for i in range(len(labels))],
        }
    ).assign(abstract=None)
    said = {
        f"p{i}": {1: "include", 0: "exclude"}[label]
        for i, label in enumerate(labels)
        if label >= 0
    }
    queue = ranking.rank_papers(
        papers,
        decided_(**said),
        features=ranking.paper_features(papers),
        sentence=sentence,
        random_every=every,
    )
    assert sorted(queue["paper_id"]) == sorted(set(papers["paper_id"]) - set(said))
    assert set(queue["chosen"]) <= {"ranked", "random"}
