"""A sequence of texts → the cheapest reading of it as titles and abstracts.

Titles and abstracts take turns on a page, but where one ends is not always marked: a
paragraph may be several wrapped lines. So every run of neighbouring texts is weighed as
a title and as an abstract, and the cheapest way to cover all texts counts.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

# Ends like a sentence, a closing quotation mark or bracket after it or not.
SENTENCE_END = re.compile(r"[.…。！？؟।][\"”’')\]]*$")
# Holds the end of one sentence and the beginning of another.
TWO_SENTENCES = re.compile(r"[^.\s]{2}[.!?]\s+[A-Z(\[]|[。！？؟।].")
# A letter of these scripts says as much as three of others.
DENSE_LETTER = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")

# What it costs that one follows another, in the units of `prose_score`.
TRANSITION_COST = {
    ("start", "title"): 0.0,
    ("start", "abstract"): 4.0,
    ("title", "title"): 2.0,
    ("title", "abstract"): 0.0,
    ("title", "end"): 1.5,
    ("abstract", "title"): 0.0,
    ("abstract", "abstract"): 3.0,
    ("abstract", "end"): 0.0,
}
LOWER_CASE_COST = 3.0  # a paragraph seldom starts in lower case

# Characters of an abstract made of wrapped lines: longer ones cost, the longest are not
# tried.
LONG_ABSTRACT = 1500
LONGEST_SEGMENT = 5000
MOST_TEXTS = 150


class Boundary(NamedTuple):
    """What it costs that a paragraph ends between two texts, and that it goes on."""

    part: float
    join: float


class Segment(NamedTuple):
    """Texts from `start` to before `stop` that make a paragraph with one label."""

    label: str
    start: int
    stop: int


class Signs(NamedTuple):
    """What of a text counts: its length, and how it begins, goes on and ends."""

    length: int
    begins_lower: bool
    begins_upper: bool
    two_sentences: bool
    ends_sentence: bool


class Path(NamedTuple):
    """The cheapest reading up to a text whose last segment has a certain label."""

    cost: float
    start: int  # of the last segment
    before: str  # the label of the segment before


class Candidate(NamedTuple):
    """A segment that may end at a text, with what it costs by itself and around it."""

    start: int
    as_title: float
    as_abstract: float
    boundaries: float


def find_segments(texts: list[str], boundaries: list[Boundary]) -> list[Segment]:
    """Find the cheapest sequence of titles and abstracts that covers all texts.

    Viterbi's algorithm over segments (a semi-Markov model).

    Parameters
    ----------
    texts : list of str
        Lines or paragraphs, none of them empty.
    boundaries : list of Boundary
        What it costs to part and to join each text and the next.

    Returns
    -------
    list of Segment
        Labelled `title` or `abstract`, in the order of the texts.

    References
    ----------
    Sarawagi and Cohen (2004), Semi-Markov conditional random fields for information
    extraction, NIPS 17.
    """
    signs = [_signs(text) for text in texts]
    paths = [{"start": Path(0.0, 0, "")}]
    # What a title, and an abstract, costs that starts at each text: all but itself.
    title_arrivals = [_arrivals(paths[0], "title")]
    abstract_arrivals = [_arrivals(paths[0], "abstract")]

    for stop in range(1, len(texts) + 1):
        title = abstract = Path(math.inf, 0, "")
        for candidate in _candidates(stop, signs, boundaries):
            start, as_title, as_abstract, around = candidate
            for arrival, before in title_arrivals[start]:
                cost = arrival + as_title + around
                if cost < title.cost:
                    title = Path(cost, start, before)
            for arrival, before in abstract_arrivals[start]:
                cost = arrival + as_abstract + around
                if cost < abstract.cost:
                    abstract = Path(cost, start, before)

        cheapest = {"title": title, "abstract": abstract}
        paths.append(cheapest)
        title_arrivals.append(_arrivals(cheapest, "title"))
        abstract_arrivals.append(_arrivals(cheapest, "abstract"))

    return _trace_back(paths)


def _arrivals(paths: dict[str, Path], label: str) -> list[tuple[float, str]]:
    """List what it costs that a segment of a label follows each path, and the path."""
    arrivals = []
    for before, path in paths.items():
        cost = path.cost + TRANSITION_COST[before, label]
        arrivals.append((cost, before))
    return arrivals


def prose_score(text: str) -> float:
    """Weigh a text: above 0 it reads like an abstract, below like a title."""
    signs = _signs(text)
    return _prose_score(signs.length, signs.ends_sentence, signs.two_sentences)


def _prose_score(
    length: int,
    ends_sentence: bool,
    two_sentences: bool,
) -> float:
    score = max(-3.0, min(3.0, (length - 180) / 60))
    if ends_sentence:
        score += 1.0
    else:
        score -= 1.0
    if two_sentences:
        score += 1.5
    return score


def _signs(text: str) -> Signs:
    return Signs(
        length=len(text) + 2 * len(DENSE_LETTER.findall(text)),
        begins_lower=text[:1].islower(),
        begins_upper=text[:1].isupper(),
        two_sentences=bool(TWO_SENTENCES.search(text)),
        ends_sentence=bool(SENTENCE_END.search(text)),
    )


def _candidates(
    stop: int,
    signs: list[Signs],
    boundaries: list[Boundary],
) -> Iterator[Candidate]:
    """Weigh every segment that may end before `stop`, the shortest first."""
    last = stop - 1
    length = -1  # of texts joined with blanks
    joining = 0.0
    two_sentences = False
    follows_upper = False

    for start in range(last, max(-1, last - MOST_TEXTS), -1):
        sign = signs[start]
        length += sign.length + 1
        as_abstract = 0.0
        if start < last:
            joining += boundaries[start].join
            if joining == math.inf or length > LONGEST_SEGMENT:
                break
            if sign.ends_sentence and follows_upper:
                two_sentences = True
            if length > LONG_ABSTRACT:
                as_abstract = (length - LONG_ABSTRACT) / 300
        if sign.two_sentences:
            two_sentences = True
        follows_upper = sign.begins_upper

        around = joining
        if sign.begins_lower:
            around += LOWER_CASE_COST
        if start:
            around += boundaries[start - 1].part

        score = _prose_score(length, signs[last].ends_sentence, two_sentences)
        if score > 0:
            yield Candidate(start, score, as_abstract, around)
        else:
            yield Candidate(start, 0.0, as_abstract - score, around)


def _trace_back(paths: list[dict[str, Path]]) -> list[Segment]:
    """Follow the cheapest path from the end to the start."""
    stop = len(paths) - 1
    ends = {
        label: path.cost + TRANSITION_COST.get((label, "end"), 0.0)
        for label, path in paths[stop].items()
    }
    label = min(ends, key=ends.__getitem__)

    segments = []
    while stop:
        path = paths[stop][label]
        segments.append(Segment(label, path.start, stop))
        stop, label = path.start, path.before
    return segments[::-1]
