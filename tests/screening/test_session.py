"""A session shows one paper after the other; a large corpus is ranked meanwhile."""

import threading

import pandas as pd
import pytest

from litreview.screening import _decisions as decisions
from litreview.screening import _queue as ranking
from litreview.screening import _session as session

TIDES = "tidal marsh sediment"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "s.sqlite"


def test_a_large_corpus_is_ranked_while_the_next_paper_is_read(
    papers, store, monkeypatch
):
    own = session.start_session(
        papers, store, sentence=TIDES, random_every=0, ranked_at_once=10
    )
    order, go, queue = (
        [paper for paper, _ in own.order],
        threading.Event(),
        ranking.rank_papers,
    )
    monkeypatch.setattr(
        ranking,
        "rank_papers",
        lambda *words, **known: go.wait(20) and queue(*words, **known),
    )
    for paper in order[:3]:  # the order stays until the ranking is done
        assert own.paper == paper
        session.decide(own, paper, "exclude")
    assert own.is_ranking and own.paper == order[3]
    (worker,) = [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("litreview rank")
    ]
    go.set()
    worker.join(20)
    assert not own.is_ranking and own.paper == order[3]  # not swapped under the reader
    fresh = queue(
        papers,
        decisions.current_decisions(store),
        features=own.features,
        sentence=TIDES,
        random_every=0,
    )
    assert [paper for paper, _ in own.order] == fresh["paper_id"].tolist()
    assert (
        session.undo(own).startswith("Taken back: excluded") and own.paper == order[2]
    )


def test_a_ranking_that_fails_is_tried_again(papers, store, monkeypatch):
    own, queue = (
        session.start_session(papers, store, sentence=TIDES, ranked_at_once=10),
        ranking.rank_papers,
    )
    monkeypatch.setattr(ranking, "rank_papers", lambda *_, **__: 1 / 0)
    own.is_ranking = True
    with pytest.raises(ZeroDivisionError):
        session._rank(own)
    assert not own.is_ranking and own.order
    monkeypatch.setattr(ranking, "rank_papers", queue)


def test_the_same_without_a_widget(papers, store):
    own = session.start_session(papers, store, sentence=TIDES)
    first = own.paper
    assert session.decide(own, first, "include", tags=["a"]).startswith(
        "Saved: included, “"
    )
    with pytest.raises(ValueError, match="not shown any more"):
        session.decide(own, first, "exclude")
    assert (
        session.skip(own, own.paper)
        and session.undo(own)
        and own.paper == first
        and decisions.current_decisions(store).empty
    )


def test_papers_are_found_by_id_doi_and_title_and_by_nothing_else(papers):
    papers = papers.assign(doi=[None, "10.1/Abc", *[None] * 38])
    title = papers["title"][7].upper() + " "
    names = ["doi:10.1/aBC", title, "violins00", "https://doi.org/10.1/abc"]
    assert session.find_known(papers, names) == ["tides01", "tides07", "violins00"]
    assert session.find_known(papers, []) == []
    assert session.find_known(papers[["paper_id"]], ["TIDES03"]) == ["tides03"]
    for missing in ("nan", "None", ""):
        with pytest.raises(ValueError, match="no paper has it"):
            session.find_known(papers, [missing])


def test_only_decisions_on_papers_that_are_there_are_counted(papers, store):
    lines = {"tides00": "include", "tides01": "", "gone": "exclude", "tides02": "maybe"}
    for paper_id, decision in lines.items():
        decisions.decide(store, paper_id, decision)
    current = decisions.current_decisions(store)
    screened = session.count_screened(current, set(papers["paper_id"]))
    assert screened["paper_id"].tolist() == ["tides00", "tides02"]
    assert session.count_screened(current.head(0), set()).empty


def test_the_sentence_is_needed_until_a_paper_is_relevant(papers, store, monkeypatch):
    asked = []
    scores = ranking.start_scores

    def start_scores(*words):
        asked.append(words)
        return scores(*words)

    monkeypatch.setattr(ranking, "start_scores", start_scores)
    own = session.start_session(papers, store, sentence=TIDES, random_every=0)
    first = own.paper
    session.decide(own, first, "exclude")
    session.decide(own, own.paper, "include")
    assert first.startswith("tides") and len(asked) == 1

    again = session.start_session(papers, store, sentence=TIDES, random_every=0)
    assert len(asked) == 1 and again.start is None
    session.undo(again)
    assert len(asked) == 2 and again.paper.startswith("tides")


def test_what_another_kernel_decides_is_not_shown_again(papers, store):
    one = session.start_session(papers, store, sentence=TIDES, random_every=0)
    two = session.start_session(papers, store, sentence=TIDES, random_every=0)
    session.decide(one, one.paper, "exclude")
    session.decide(one, one.paper, "exclude")
    session.skip(two, two.paper)
    assert two.paper == one.paper
    pd.testing.assert_frame_equal(two.decided, one.decided)
