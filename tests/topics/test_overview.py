"""What is shown of topics is true, complete, and safe to read."""

import pandas as pd
import pytest

from litreview.topics import _embed, _find, _fit, _overview


@pytest.fixture(scope="module")
def found(sample):
    return _find.find(*sample)


@pytest.fixture(scope="module")
def shown(sample, found):
    papers, vectors = sample
    records = papers[["paper_id"]].assign(dump="a.txt")
    return _overview.overview(papers, records, vectors, *found)


def test_everything_that_the_notebook_shows_is_there(shown):
    assert list(shown) == [
        "summary",
        "topics",
        "rerun_ari",
        "hierarchy",
        "profiles",
        "papers",
        "label_outcomes",
        "newcomers",
    ]
    assert shown["label_outcomes"].empty
    assert len(shown["rerun_ari"]) == 10
    assert len(shown["profiles"]) == len(shown["topics"]) - 1
    assert "no earlier run was given" in shown["newcomers"]


def test_the_summary_says_how_many_how_large_and_how_sure(sample, shown):
    summary = shown["summary"]

    assert summary.startswith(f"**7 topics** among {len(sample[0])} papers.")
    largest = shown["topics"].iloc[0]
    assert (
        f"*{largest['label']}* ({largest['papers']}, {largest['share']:.0%})" in summary
    )
    mean = shown["rerun_ari"].groupby("kind")["ari"].mean()
    assert f"other seeds, the grouping agrees to {mean['seed']:.2f}" in summary
    assert f"other samples of the papers, to {mean['sample']:.2f}" in summary


def test_unstable_topics_are_named_without_their_markup(sample, found):
    topics, assignments, reruns, _ = found
    unstable = topics.assign(
        label=["a*b", *topics["label"].iloc[1:]],
        stability=[0.5, *topics["stability"].iloc[1:]],
    )

    summary = _overview.topics_summary(sample[0], unstable, assignments, reruns)

    assert r"Unstable, so not to be relied on: a\*b." in summary


@pytest.mark.parametrize(
    ("number", "same", "sentence"),
    [
        (1, False, "No topics: 1 paper; with fewer than 20 different texts"),
        (19, False, "No topics: 19 papers; with fewer"),
        (40, True, "No topics: 40 papers with 1 different text; with fewer"),
    ],
)
def test_too_few_papers_are_a_sentence(papers, number, same, sentence):
    few = papers.head(number)
    if same:
        few = few.assign(title="Sand", text="Sand moves along the shore.")
    topics, assignments, reruns, _ = _find.find(few, _embed.embed(few))

    summary = _overview.topics_summary(few, topics, assignments, reruns)

    assert summary.startswith(f"**{sentence}")


def test_papers_are_listed_by_topic_the_surest_first(sample, found):
    papers, _ = sample
    topics, assignments, *_ = found

    listed = _overview.papers_by_topic(papers, topics, assignments)

    assert set(listed["paper_id"]) == set(papers["paper_id"])
    assert list(listed["group"].unique()) == topics["label"].tolist()
    for _, group in listed.groupby("group"):
        assert group["confidence"].is_monotonic_decreasing


def table(**topic_of):
    return pd.DataFrame({"paper_id": list(topic_of), "topic": topic_of.values()})


KNOWN = {f"p{i}": 0 for i in range(20)}


@pytest.mark.parametrize(
    ("new", "advice"),
    [
        ({"x": 0}, ""),
        ({f"x{i}": -1 for i in range(4)}, ""),
        ({f"x{i}": -1 for i in range(5)}, "should be found anew"),
        ({f"x{i}": 0 for i in range(10)}, ""),
        ({f"x{i}": 0 for i in range(11)}, "more than half as many"),
    ],
)
def test_newcomers_are_counted_and_too_many_are_said(new, advice):
    earlier = {"assignments": table(**KNOWN, gone=0)}

    summary = _overview.newcomers_summary(table(**KNOWN, **new), earlier)

    strange = sum(topic < 0 for topic in new.values())
    assert f"**{len(new)} new papers** joined" in summary
    assert "1 of its papers are gone" in summary
    assert f"{strange} of the new ones fit no known topic" in summary
    assert (advice in summary) if advice else "anew" not in summary


def test_enough_texts_are_twenty_different_ones(papers):
    assert _fit.has_enough_texts(papers.head(20))
    assert not _fit.has_enough_texts(papers.head(19))
    assert not _fit.has_enough_texts(pd.concat([papers.head(19)] * 2))
