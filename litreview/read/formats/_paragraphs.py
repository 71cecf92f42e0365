"""The lines of one page → its paragraphs, each a title, an abstract or neither."""

import math
import re
import statistics
from collections import Counter

Paragraph = tuple[list[int], str]  # the indices of its lines, its text
Labelled = tuple[str, list[int], str]  # its label besides

WRAPPED = 200  # no abstract fits on a line so short
_NAME = r"(?!and\b)[^\W\d_][\w.’'-]*(?:\s+(?!and\b)[^\W\d_][\w.’'-]*){1,3}"
NAMES = re.compile(
    rf"(?:by\s+)?{_NAME}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_NAME})+(?:,?\s+et\s+al\.?)?"
)
_ENDED = re.compile(r"[.…。！？؟।][\"”’')\]]*$")
_SENTENCES = re.compile(r"[^.\s]{2}[.!?]\s+[A-Z(\[]|[。！？؟।].")
_DENSE = re.compile(
    r"[\u3040-\u9fff\uac00-\ud7af]"
)  # a letter of these says as much as three of others


def width(texts: list[str], rows: list[int]) -> int:
    """Measure how wide the lines are: the length within which nine tenths of the characters stand."""
    lengths = sorted(len(texts[i]) for i in rows)
    limit, seen = 0.9 * sum(lengths), 0
    for length in lengths:
        seen += length
        if seen >= limit:
            return length
    return 0


def goes_on(line: str, following: str, wide: int) -> bool:
    """Say whether a line runs on into the one below: it is full, or a whole abstract that has not ended."""
    if wide <= WRAPPED:
        return _full(line, following, wide)
    return len(line) > 250 and not _ENDED.search(line)


def label(
    texts: list[str], lines: list[str], rows: list[int]
) -> tuple[list[Labelled], bool]:
    """Make paragraphs of the lines `rows` and call each `title`, `abstract`, `field` or `not understood`.

    Of the ways in which a page may be laid out, the one counts that makes most of its text into whole papers. Says too
    whether it is that of wrapped lines without blank lines between, where paragraphs end by inference.
    """
    blocks: list[list[int]] = []
    for before, i in zip([None, *rows], rows, strict=False):
        if texts[i] and (before is None or not texts[before] or i != before + 1):
            blocks.append([i])
        elif texts[i]:
            blocks[-1].append(i)
    single = [([i], texts[i]) for block in blocks for i in block]
    if not single:
        return [], False
    wide = width(texts, [i for i, _ in ((rows[0], text) for rows, text in single)])
    raw = Counter(len(lines[i]) for block in blocks for i in block)
    cut = (
        max(raw) <= WRAPPED and raw[max(raw)] > raw.total() / 2
    )  # wrapped at a column, even in the middle of a word
    full = sum(
        _full(a, b, wide) for (_, a), (_, b) in zip(single, single[1:], strict=False)
    )
    # A blank line after every line, also within wrapped paragraphs: then most lines are full.
    spaced = (
        wide <= WRAPPED
        and len(blocks) > 0.95 * len(single)
        and full > 0.6 * len(single) >= 12
    )
    bounds = [
        _bound(texts, a[0], b[0], wide, spaced)
        for (a, _), (b, _) in zip(single, single[1:], strict=False)
    ] + [(0.0, math.inf)]
    readings = [_read(single, bounds)]
    if wide <= WRAPPED:
        joined = [(block, _join(texts, lines, block, cut)) for block in blocks]
        readings.insert(
            0, _read(joined, [(0.0, math.inf)] * len(joined))
        )  # blank lines between all paragraphs
    whole = [
        [(name, part, _join(texts, lines, part, cut)) for name, part, _ in reading]
        for reading in readings
    ]
    best = max(whole, key=_explained)
    return best, wide <= WRAPPED and best is whole[-1] and best != whole[0]


def _bound(
    texts: list[str], i: int, j: int, wide: int, spaced: bool
) -> tuple[float, float]:
    """Say what it costs to part and to join two lines, in the units of `_prose`."""
    if j != i + 1 and not spaced:
        return 0.0, math.inf  # a blank line parts
    if wide > WRAPPED:
        more = len(texts[i]) > 150 and (
            _ENDED.search(texts[j]) or not _ENDED.search(texts[i])
        )
        return 0.0, (
            2.0 if more else math.inf
        )  # whole lines; an abstract may have several
    if not _full(texts[i], texts[j], wide):
        return (
            0.0,
            2.5,
        )  # the next word would have fit: a paragraph ended, unless the wrapping is ragged
    return (0.7 if _ENDED.search(texts[i]) else 2.0), 0.0


def _full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split()[0]) > width


def _join(texts: list[str], lines: list[str], block: list[int], cut: bool) -> str:
    if cut:
        return " ".join("".join(lines[i] for i in block).split())
    parts = [texts[block[0]]]
    for i, j in zip(block, block[1:], strict=False):
        # A line may be wrapped after a hyphen ("self-\nattention"); between words the break stands for a space.
        hyphenated = re.search(r"\w-$", texts[i][-2:]) and re.match(
            r"(?!(?:and|or|to)\b)[^\W_]", texts[j]
        )
        parts += ["" if hyphenated else " ", texts[j]]
    return "".join(parts)


def _length(text: str) -> int:
    return len(text) + 2 * len(_DENSE.findall(text))


def _prose(length: int, ended: bool, sentences: bool) -> float:
    """Weigh a paragraph: above 0 it reads like an abstract, below like a title."""
    return (
        max(-3.0, min(3.0, (length - 180) / 60))
        + (1.0 if ended else -1.0)
        + (1.5 if sentences else 0.0)
    )


# What it costs, in the units of `_prose`, to believe that the second follows the first: they take turns.
COST = {
    ("start", "title"): 0.0, ("start", "abstract"): 4.0, ("title", "abstract"): 0.0, ("title", "title"): 2.0,
    ("abstract", "title"): 0.0, ("abstract", "abstract"): 3.0, ("title", "end"): 1.5, ("abstract", "end"): 0.0,
}  # fmt: skip
LONG, LONGEST, MOST = (
    1500,
    5000,
    150,
)  # characters of an abstract made of wrapped lines, and the most lines


def _turns(
    texts: list[str], bounds: list[tuple[float, float]]
) -> list[tuple[str, int, int]]:
    """Find the cheapest sequence of titles and abstracts: label, first and last text of each.

    `bounds` holds what it costs to part and to join each text and the next. Viterbi's algorithm over segments
    (a semi-Markov model), because a paragraph may be several wrapped lines.
    """
    ended = [bool(_ENDED.search(text)) for text in texts]
    inner = [bool(_SENTENCES.search(text)) for text in texts]
    lengths = [_length(text) for text in texts]
    lower = [
        3.0 if text[:1].islower() else 0.0 for text in texts
    ]  # a paragraph seldom starts in lower case
    best: list[dict[str, tuple]] = [{"start": (0.0, None)}]
    for end in range(1, len(texts) + 1):
        options: dict[str, tuple] = {}
        length, sentences, joins = -1, False, 0.0
        for begin in range(end - 1, max(-1, end - 1 - MOST), -1):
            length += lengths[begin] + 1
            if begin < end - 1:
                joins += bounds[begin][1]
                sentences = sentences or (
                    ended[begin] and texts[begin + 1][:1].isupper()
                )
            if joins == math.inf or (length > LONGEST and begin < end - 1):
                break
            sentences = sentences or inner[begin]
            prose = _prose(length, ended[end - 1], sentences)
            own = joins + lower[begin] + (bounds[begin - 1][0] if begin else 0.0)
            long = max(0.0, length - LONG) / 300 if begin < end - 1 else 0.0
            for label, emission in (
                ("title", max(0.0, prose)),
                ("abstract", max(0.0, -prose) + long),
            ):
                for last, (cost, _) in best[begin].items():
                    total = cost + COST[last, label] + emission + own
                    if label not in options or total < options[label][0]:
                        options[label] = (total, (begin, last))
        best.append(options)
    found, end = [], len(texts)
    label = min(
        best[end], key=lambda last: best[end][last][0] + COST.get((last, "end"), 0.0)
    )
    while end:
        begin, last = best[end][label][1]
        found.append((label, begin, end - 1))
        end, label = begin, last
    return found[::-1]


def _read(units: list[Paragraph], bounds: list[tuple[float, float]]) -> list[Labelled]:
    """Make paragraphs of the units in one reading of the layout, and label them."""
    turns = _turns([text for _, text in units], bounds)
    labels = [name for name, _, _ in turns]
    found = [
        (
            [i for rows, _ in units[a : b + 1] for i in rows],
            " ".join(text for _, text in units[a : b + 1]),
        )
        for _, a, b in turns
    ]
    _tell_titles(labels, [text for _, text in found])
    return [
        (name, rows, text) for name, (rows, text) in zip(labels, found, strict=True)
    ]


def _tell_titles(labels: list[str], texts: list[str]) -> None:
    """Correct the labels where several short paragraphs stand before an abstract, or none."""
    abstracts = [
        _weigh(texts[i]) for i, name in enumerate(labels) if name == "abstract"
    ]
    if abstracts and statistics.median(abstracts) < -1.5:
        labels[:] = ["title"] * len(
            labels
        )  # a page of titles alone; taken for turns, every second one
    runs = _runs(labels)
    slot = _slot([run for run, has_abstract in runs if has_abstract], texts)
    for run, has_abstract in runs:
        lone = run[:-1] if has_abstract else run
        if slot is not None and has_abstract:
            for k, i in enumerate(run):
                labels[i] = "title" if k == min(slot, len(run) - 1) else "field"
            continue
        if has_abstract and lone and NAMES.fullmatch(texts[run[-1]]):
            labels[run[-1]] = "field"  # the authors, under the title
            lone = run[:-2]
        for i in lone:
            # A title without an abstract has two words at least and begins like one; less may be a button or a rest.
            if (
                " " not in texts[i]
                or sum(map(str.isalnum, texts[i])) < 8
                or texts[i][0].islower()
            ):
                labels[i] = "not understood"
    owned = False
    for i, name in enumerate(labels):
        if name == "abstract" and not owned:
            labels[i] = "not understood"  # whose it is cannot be told
        owned = name == "title" or (owned and name != "abstract")


def _slot(runs: list[list[int]], texts: list[str]) -> int | None:
    """Find which of the lines before an abstract is the title, where all papers have the same number of them.

    None where the number differs: then they are titles without an abstract.
    """
    sizes = Counter(map(len, runs))
    size, often = sizes.most_common(1)[0] if runs else (1, 0)
    if size < 2 or often < 3 or often < 0.9 * len(runs):
        return None
    for slot in range(size):
        column = [texts[run[slot]] for run in runs if len(run) == size]
        if (
            sum(bool(NAMES.fullmatch(text)) or text.count(" ") < 2 for text in column)
            < len(column) / 2
        ):
            return slot
    return size - 1


def _runs(labels: list[str]) -> list[tuple[list[int], bool]]:
    """List the runs of titles, each with whether an abstract follows it."""
    runs = []
    for i, label in enumerate(labels):
        if label == "title" and i and labels[i - 1] == "title":
            runs[-1][0].append(i)
        elif label == "title":
            runs.append([[i], False])
        elif i and labels[i - 1] == "title":
            runs[-1][1] = True
    return [(run, has_abstract) for run, has_abstract in runs]


def _weigh(text: str) -> float:
    return _prose(
        _length(text), bool(_ENDED.search(text)), bool(_SENTENCES.search(text))
    )


def _explained(labelled: list[Labelled]) -> float:
    """Measure how much of the text stands in whole papers, with a title of the length of a title."""
    pairs = [
        (name, text) for name, _, text in labelled if name in ("title", "abstract")
    ]
    whole = sum(
        len(title) + len(abstract)
        for (a, title), (b, abstract) in zip(pairs, pairs[1:], strict=False)
        if (a, b) == ("title", "abstract")
        and len(title) <= 300
        and _weigh(abstract) > 0
    )
    return whole / max(1, sum(len(text) for _, _, text in labelled))
