"""What a reader sees of a part of a web page: elements → words, or a line a block."""

import re

from lxml import etree
from lxml.etree import _Element as Element

# Marks the elements whose text was taken for something already.
TAKEN = "data-litreview-taken"
# What is no text, but for pressing.
BUTTONS = {"button", "select", "input", "label", "option"}
# Elements that stand on lines of their own.
OWN_LINES = set(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 br tr td th table section article main "
    "header footer nav aside form blockquote pre figure".split()
)


def words_of(element: Element, spaced: bool = False) -> str:
    """Join the text of an element, with blanks between what stands on its own lines.

    With `spaced`, there are blanks around every element in it.
    """
    pieces = _pieces(element, skip_taken=False)
    if not spaced:
        return " ".join("".join(pieces).split())
    words = " ".join(" ".join(pieces).split())
    return re.sub(r" (?=[,;.:)])", "", words)


def blocks_of(element: Element) -> list[str]:
    """List the texts of an element, a block each, without what was taken from it."""
    text = "".join(_pieces(element, skip_taken=True))
    blocks = [" ".join(block.split()) for block in text.split("\n")]
    return [block for block in blocks if re.search(r"\w", block)]


def _pieces(element: Element, skip_taken: bool) -> list[str]:
    """List the pieces of text in an element, with line ends around blocks."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    skipped = None
    for event, inner in walk:
        own_line = inner.tag in OWN_LINES
        if event == "start" and skipped is None:
            is_taken = skip_taken and inner.get(TAKEN) is not None
            is_button = inner.tag in BUTTONS and inner is not element
            if is_button or is_taken:
                skipped = inner
                continue
            pieces.append("\n" if own_line else "")
            pieces.append(_without_line_ends(inner.text))
        elif event == "end":
            if skipped is not None and skipped is not inner:
                continue
            if own_line:
                pieces.append("\n")
            if inner is not element:
                pieces.append(_without_line_ends(inner.tail))
            skipped = None
    return pieces


def _without_line_ends(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
