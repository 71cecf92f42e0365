"""The cheapest reading as titles and abstracts is found, and covers all texts."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts import _segments
from litreview.read.layouts._segments import TRANSITION_COST, Boundary

ABSTRACT = (
    "Braided channels carry silt in pulses that gauges miss. We follow the pulses with "
    "floating sensors over two seasons and fit a model with three states. It explains "
    "most of what reaches the delta."
)
TITLE = "A model of silt in braided channels"
TEXTS = [TITLE, "lower case", "ends with a stop.", ABSTRACT, ABSTRACT[:90], "河の砂。"]
PARTED = Boundary(0.0, math.inf)
OPEN = Boundary(2.0, 0.0)


def cost_of(segments, texts, boundaries) -> float:
    """Add up what a reading costs, segment by segment."""
    total, before = 0.0, "start"
    for label, start, stop in segments:
        signs = [_segments._signs(text) for text in texts]
        candidates = _segments._candidates(stop, signs, boundaries)
        candidate = next((c for c in candidates if c.start == start), None)
        if candidate is None:
            return math.inf
        own = candidate.as_title if label == "title" else candidate.as_abstract
        total += TRANSITION_COST[before, label] + own + candidate.boundaries
        before = label
    return total + TRANSITION_COST.get((before, "end"), 0.0)


def all_readings(count: int):
    """Give every way to cover `count` texts with titles and abstracts."""
    for cuts in itertools.product([False, True], repeat=count - 1):
        stops = [i for i, cut in enumerate(cuts, start=1) if cut] + [count]
        parts = list(zip([0, *stops], stops, strict=False))
        for labels in itertools.product(["title", "abstract"], repeat=len(parts)):
            yield [(label, *part) for label, part in zip(labels, parts, strict=True)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_reading_is_cheaper_than_the_one_that_is_found(data):
    texts = data.draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
    boundary = st.sampled_from([PARTED, OPEN, Boundary(0.7, 0.0), Boundary(0.0, 2.5)])
    boundaries = [data.draw(boundary) for _ in texts]
    found = _segments.find_segments(texts, boundaries)
    assert [place for _, *part in found for place in range(*part)] == [
        *range(len(texts))
    ]
    cheapest = min(
        cost_of(each, texts, boundaries) for each in all_readings(len(texts))
    )
    assert cost_of(found, texts, boundaries) <= cheapest + 1e-9


def test_whole_paragraphs_take_turns():
    texts = [TITLE, ABSTRACT] * 3
    found = _segments.find_segments(texts, [PARTED] * 6)
    assert [segment.label for segment in found] == ["title", "abstract"] * 3


def test_an_abstract_weighs_more_than_a_title():
    assert _segments.prose_score(TITLE) < 0 < _segments.prose_score(ABSTRACT)
    assert _segments.prose_score("河" * 90) > _segments.prose_score("a" * 90)
