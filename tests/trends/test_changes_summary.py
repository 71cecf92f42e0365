"""What changed is told in sentences, and so is what could not be compared."""

import re

import numpy as np
import pytest

from litreview import topics, trends
from litreview.trends import _changes_summary
from tests.trends import conftest
from tests.trends.conftest import plant_run, plant_topics
from tests.trends.test_changes import JUDGED, runs_with_other_settings


def summary(before, now):
    """Write the summary, without its links."""
    text = trends.find_changes(before, now)["summary"]
    return re.sub(r"\[([^]]+)\]\(#[^)]+\)", r"\1", text)


def test_papers_are_counted_with_their_dumps():
    before = plant_run({"p": 0, "q": 0, "r": 1, "s": 1}, {"r": "b.txt"})
    now = plant_run(
        {"p": 0, "q": 0, "s": 1, "t": 1, "u": -1},
        {"s": "a.txt c.txt", "t": "a.txt c.txt", "u": "c.txt"},
    )
    text = summary(before, now)
    assert "**2 new papers** (in `c.txt` 2, `a.txt` 1)" in text
    assert "**1 vanished** (in `b.txt` 1)" in text
    assert "1 paper of both runs stand in more records now" in text
    assert _changes_summary.count_more_records(before, now) == 1


def test_the_fates_of_topics_are_told():
    before = plant_run(plant_topics(a0=10, b1=5, c2=4))
    now = plant_run(plant_topics(a0=10, b0=1, bn=4, x3=6))
    text = summary(before, now)
    assert "**1 of 3 topics goes on**; born: *Roofs*; died: *Violins*, *Bees*." in text


def test_verdicts_that_flipped_are_told():
    before = plant_run(plant_topics(a0=10), verdicts={0: ("steady", 1.01)})
    now = plant_run(plant_topics(a0=10), verdicts={0: ("rising", 1.2)})
    text = summary(before, now)
    assert "**1 verdict** flipped: *Tides* (steady → rising)." in text

    without = {name: table for name, table in before.items() if name != "verdicts"}
    assert "earlier run has no verdicts" in summary(without, now)
    assert "run now has no verdicts" in summary(before, without)


def test_settings_that_differ_are_told():
    text = summary(*runs_with_other_settings())
    expected = "Parameters that differ: `a`, `year`. Inputs: 1 changed, 1 removed. The"
    assert expected in text

    by_hand = plant_run(plant_topics(a0=5))
    assert "made by hand" in summary(by_hand, by_hand)


def test_versions_that_differ_are_named():
    before = plant_run(plant_topics(a0=5), versions={"numpy": "2.4"})
    now = plant_run(plant_topics(a0=5), versions={"numpy": "2.5"})
    text = summary(before, now)
    assert "that differ: none. Inputs: the same. Versions that differ: numpy." in text
    assert "versions are the same" in summary(now, now)


def test_that_nothing_differs_is_told_and_how_to_get_something_to_compare_with():
    now = plant_run(plant_topics(a0=9, b1=4, cn=2), verdicts=JUDGED)
    assert "Nothing differs" in summary(now, now)
    assert "Nothing differs" not in summary(plant_run(plant_topics(a0=9)), now)
    assert "no earlier run to compare with" in summary({}, now)


def test_topics_that_are_not_there_cannot_be_compared():
    before = plant_run(plant_topics(a0=4))
    del before["topics"], before["assignments"]
    assert "cannot be compared" in summary(before, plant_run(plant_topics(a0=4)))


def test_topics_found_anew_are_told_to_be():
    rng = np.random.default_rng(1)
    runs = []
    for _ in range(2):
        drawn = rng.integers(0, 2, 60).tolist()
        runs.append({f"p{i}": topic for i, topic in enumerate(drawn)})
    before, now = map(plant_run, runs)
    carried_on = plant_run(runs[1], params={"earlier": "reports/x"})

    assert topics.run_ari(before, before) == 1
    assert abs(topics.run_ari(before, now)) < 0.2
    assert "finding them anew" in summary(before, now)
    assert "finding them anew" not in summary(before, carried_on)
    assert "finding them anew" not in summary(before, before)


@pytest.mark.parametrize(
    ("label", "markup"), [("<img src=x>", "<img"), ("a [c](d)", " [c]")]
)
def test_hostile_labels_are_text(monkeypatch, label, markup):
    monkeypatch.setitem(conftest.LABELS, 1, label)
    before = plant_run(plant_topics(a0=9))
    now = plant_run(plant_topics(a0=9, x1=4))
    text = trends.find_changes(before, now)["summary"]
    assert markup not in text
