"""The lines of one page → its paragraphs, each a title, an abstract or neither.

How a page was laid out is not known, so it is read in the ways that its lines allow:
with a blank line between all paragraphs, or with none. The reading that makes most of
the text into whole papers counts. Within a reading, `_segments` finds the titles and
abstracts; what is then found between them (authors, buttons, rests) is told here.
"""

import itertools
import math
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from litreview.read.layouts import _segments
from litreview.read.layouts._segments import SENTENCE_END, Boundary

# No abstract fits on a line so short: a page of such lines is wrapped.
WRAPPED = 200
LONGEST_TITLE = 300

# A paragraph ends here, whatever the texts look like.
PARTED = Boundary(part=0.0, join=math.inf)

# A name of two to four words, none of them "and": "Ada B. Blum".
_WORD = r"(?!and\b)[^\W\d_][\w.’'-]*"
_NAME = rf"{_WORD}(?:\s+{_WORD}){{1,3}}"
# Two names or more, and nothing else: "by Ada Blum, Jo Fenn and Li Wei et al."
NAMES = re.compile(
    rf"""
    (?: by \s+ )?
    {_NAME}
    (?:
        (?: \s*[,;]\s* (?: and\s+ )? | \s+and\s+ | \s*&\s* )
        {_NAME}
    )+
    (?: ,?\s+et\s+al\.? )?
    """,
    re.VERBOSE,
)
# A line that ends with a hyphen inside a word, and one that may go on with its rest.
_HYPHEN_END = re.compile(r"\w-$")
_WORD_REST = re.compile(r"(?!(?:and|or|to)\b)[^\W_]")


@dataclass(slots=True)
class Line:
    """A line of the file: its index, how it stands there, and what is told of it."""

    row: int
    raw: str
    text: str  # without the blanks around it
    below: str = ""  # the text of the next line that is not blank
    role: str = ""


@dataclass
class Paragraph:
    """One or several lines that belong together.

    The label is `title`, `abstract`, `field`, `not understood`, or "" while not known.
    """

    label: str
    lines: list[Line]
    text: str


class TitleRun(NamedTuple):
    """Paragraphs in a row that read like titles, and whether an abstract follows."""

    titles: list[Paragraph]
    has_abstract: bool


def line_width(lengths: list[int]) -> int:
    """Measure how wide lines are: the length within which 9 of 10 characters stand."""
    limit = 0.9 * sum(lengths)
    seen = 0
    for length in sorted(lengths):
        seen += length
        if seen >= limit:
            return length
    return 0


def runs_on(
    line: str,
    following: str,
    width: int,
) -> bool:
    """Say whether a line goes on in the one below: it is full, or has not ended.

    On a page of whole lines (`width` above `WRAPPED`) only a long one that ends in the
    middle of a sentence does.
    """
    if width <= WRAPPED:
        return _is_full(line, following, width)
    return len(line) > 250 and not SENTENCE_END.search(line)


def label_paragraphs(lines: list[Line]) -> tuple[list[Paragraph], bool]:
    """Make paragraphs of lines of a page, and label each.

    Parameters
    ----------
    lines
        The lines that are neither blank nor known to be something else, in order.

    Returns
    -------
    paragraphs : list of Paragraph
        Every line is in exactly one.
    inferred : bool
        Whether lines are wrapped without blank lines between paragraphs, so that only
        their lengths tell where one ends.
    """
    if not lines:
        return [], False

    width = line_width([len(line.text) for line in lines])
    cut = _is_cut(lines)
    by_lines = _read_lines(lines, width, cut)
    if width > WRAPPED:
        return by_lines, False

    by_blocks = _read_blocks(lines, cut)
    if _explained(by_lines) > _explained(by_blocks):
        return by_lines, True
    return by_blocks, False


def _read_lines(
    lines: list[Line],
    width: int,
    cut: bool,
) -> list[Paragraph]:
    """Read a page in which a paragraph may end with any line."""
    spaced = _is_spaced(lines, width)
    boundaries = []
    for above, below in itertools.pairwise(lines):
        boundary = _boundary(above, below, width, spaced)
        boundaries.append(boundary)
    boundaries.append(PARTED)

    units = [Paragraph("", [line], line.text) for line in lines]
    return _label(units, boundaries, cut)


def _read_blocks(lines: list[Line], cut: bool) -> list[Paragraph]:
    """Read a page in which a paragraph ends with a blank line, and nowhere else."""
    units = []
    for block in _blocks(lines):
        text = _join(block, cut)
        units.append(Paragraph("", block, text))

    boundaries = [PARTED] * len(units)
    return _label(units, boundaries, cut)


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Group the lines that stand directly below each other."""
    blocks: list[list[Line]] = []
    next_row = None
    for line in lines:
        if line.row == next_row:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        next_row = line.row + 1
    return blocks


def _is_cut(lines: list[Line]) -> bool:
    """Tell lines that were cut at a column, even in the middle of a word."""
    lengths = [len(line.raw) for line in lines]
    longest = max(lengths)
    return longest <= WRAPPED and lengths.count(longest) > len(lengths) / 2


def _is_spaced(lines: list[Line], width: int) -> bool:
    """Tell a page with a blank line after every line, also within wrapped paragraphs.

    Then most of its lines are full.
    """
    if width > WRAPPED or len(_blocks(lines)) <= 0.95 * len(lines):
        return False

    full = 0
    for above, below in itertools.pairwise(lines):
        if _is_full(above.text, below.text, width):
            full += 1
    return full > 0.6 * len(lines) >= 12


def _is_full(
    line: str,
    following: str,
    width: int,
) -> bool:
    """Tell a line on which the first word of the next would not have fit."""
    first_word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first_word) > width


def _boundary(
    above: Line,
    below: Line,
    width: int,
    spaced: bool,
) -> Boundary:
    """Say what it costs to part and to join two lines."""
    if below.row != above.row + 1 and not spaced:
        return PARTED  # a blank line parts
    if width > WRAPPED:
        return _boundary_of_whole_lines(above.text, below.text)
    return _boundary_of_wrapped_lines(above.text, below.text, width)


def _boundary_of_whole_lines(above: str, below: str) -> Boundary:
    """Part whole lines; only an abstract may have several."""
    if len(above) <= 150:
        return PARTED
    if SENTENCE_END.search(below) or not SENTENCE_END.search(above):
        return Boundary(part=0.0, join=2.0)
    return PARTED


def _boundary_of_wrapped_lines(
    above: str,
    below: str,
    width: int,
) -> Boundary:
    """Join a full line and the one below; part them where the next word would have fit.

    That is no more than dear, for the wrapping may be ragged.
    """
    if not _is_full(above, below, width):
        return Boundary(part=0.0, join=2.5)
    if SENTENCE_END.search(above):
        return Boundary(part=0.7, join=0.0)
    return Boundary(part=2.0, join=0.0)


def _join(lines: list[Line], cut: bool) -> str:
    """Write lines as one text, with the words whole that a line end broke."""
    if cut:
        whole = "".join(line.raw for line in lines)
        return " ".join(whole.split())

    parts = [lines[0].text]
    for above, below in itertools.pairwise(lines):
        # A line may be wrapped after a hyphen ("self-\nattention"); between words the
        # break stands for a space.
        hyphen = _HYPHEN_END.search(above.text[-2:])
        if not (hyphen and _WORD_REST.match(below.text)):
            parts.append(" ")
        parts.append(below.text)
    return "".join(parts)


def _label(
    units: list[Paragraph],
    boundaries: list[Boundary],
    cut: bool,
) -> list[Paragraph]:
    """Join units (lines or blocks) to paragraphs in one reading of the layout."""
    texts = [unit.text for unit in units]
    paragraphs = []
    for segment in _segments.find_segments(texts, boundaries):
        members = units[segment.start : segment.stop]
        lines = [line for unit in members for line in unit.lines]
        text = " ".join(unit.text for unit in members)
        paragraphs.append(Paragraph(segment.label, lines, text))

    _correct_labels(paragraphs)

    # Hyphens at the ends of lines are only now taken out: labels are told without.
    for paragraph in paragraphs:
        paragraph.text = _join(paragraph.lines, cut)
    return paragraphs


def _correct_labels(paragraphs: list[Paragraph]) -> None:
    """Correct the labels where several titles stand before an abstract, or none."""
    if _is_titles_alone(paragraphs):
        for paragraph in paragraphs:
            paragraph.label = "title"

    runs = _title_runs(paragraphs)
    slot = _title_slot([run.titles for run in runs if run.has_abstract])
    for run in runs:
        if run.has_abstract and slot is not None:
            _choose_title(run.titles, slot)
        else:
            _correct_run(run)

    _disown_abstracts(paragraphs)


def _is_titles_alone(paragraphs: list[Paragraph]) -> bool:
    """Tell a page of titles alone, of which every second was taken for an abstract."""
    scores = [
        _segments.prose_score(paragraph.text)
        for paragraph in paragraphs
        if paragraph.label == "abstract"
    ]
    return bool(scores) and statistics.median(scores) < -1.5


def _title_runs(paragraphs: list[Paragraph]) -> list[TitleRun]:
    """Find the runs of titles; all other paragraphs are abstracts."""
    groups = itertools.groupby(paragraphs, key=lambda paragraph: paragraph.label)
    runs = []
    for label, group in groups:
        if label == "title":
            titles = list(group)
            has_abstract = titles[-1] is not paragraphs[-1]
            runs.append(TitleRun(titles, has_abstract))
    return runs


def _title_slot(runs: list[list[Paragraph]]) -> int | None:
    """Find which paragraph before an abstract is the title.

    None where papers differ in how many they have: then the others are titles of papers
    without an abstract.
    """
    if not runs:
        return None
    sizes = Counter(len(run) for run in runs)
    size, often = sizes.most_common(1)[0]
    if size < 2 or often < 3 or often < 0.9 * len(runs):
        return None

    usual = [run for run in runs if len(run) == size]
    for slot in range(size):
        others = sum(_is_names_or_short(run[slot].text) for run in usual)
        if others < len(usual) / 2:
            return slot
    return size - 1


def _is_names_or_short(text: str) -> bool:
    return text.count(" ") < 2 or bool(NAMES.fullmatch(text))


def _choose_title(titles: list[Paragraph], slot: int) -> None:
    """Keep one of the titles before an abstract; the others are its fields."""
    chosen = min(slot, len(titles) - 1)
    for place, paragraph in enumerate(titles):
        if place != chosen:
            paragraph.label = "field"


def _correct_run(run: TitleRun) -> None:
    """Call what stands among titles something else where it is none."""
    lone = run.titles
    if run.has_abstract:
        last = lone[-1]
        lone = lone[:-1]
        if lone and NAMES.fullmatch(last.text):
            last.label = "field"  # the authors, under the title
            lone = lone[:-1]

    for paragraph in lone:
        if not _may_be_lone_title(paragraph.text):
            paragraph.label = "not understood"


def _may_be_lone_title(text: str) -> bool:
    """Say whether a text without an abstract has two words and begins like a title.

    Less may be a button or a rest.
    """
    letters = sum(character.isalnum() for character in text)
    return " " in text and letters >= 8 and not text[0].islower()


def _disown_abstracts(paragraphs: list[Paragraph]) -> None:
    """Call an abstract `not understood` where it cannot be told whose it is."""
    below_title = False
    for paragraph in paragraphs:
        if paragraph.label == "title":
            below_title = True
        elif paragraph.label == "abstract":
            if not below_title:
                paragraph.label = "not understood"
            below_title = False


def _explained(paragraphs: list[Paragraph]) -> float:
    """Measure how much of the text stands in whole papers.

    A paper is whole with a title no longer than titles are, and an abstract that reads
    like one.
    """
    of_papers = [
        paragraph
        for paragraph in paragraphs
        if paragraph.label in ("title", "abstract")
    ]
    explained = 0
    for title, abstract in itertools.pairwise(of_papers):
        if title.label != "title" or abstract.label != "abstract":
            continue
        if len(title.text) > LONGEST_TITLE:
            continue
        if _segments.prose_score(abstract.text) > 0:
            explained += len(title.text) + len(abstract.text)

    total = sum(len(paragraph.text) for paragraph in paragraphs)
    return explained / max(1, total)
