"""The language of searches: what a query asks for, and where a text holds it."""

import functools
import re
import unicodedata
from html import escape
from typing import NamedTuple

from litreview.text import stem

# Scripts without spaces between words: each character is a word, and what is asked for a phrase of them.
_SINGLE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
# An accent that follows its letter is no end of a word; C++ and C# are not C.
_WORD = re.compile(
    rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_][\u0300-\u036f]*)+(?:\+\+|#)?"
)
_PART = re.compile(
    r'(-|NOT\s+)?(?:(?i:(title|abstract|author|venue)s?):)?(?:"([^"]*)("|\Z)|(\S+))'
)
_QUOTES = str.maketrans("“”„«»", '"""""')


class Asked(NamedTuple):
    """A word or phrase of a query: its words, the field it must stand in, and how it is meant."""

    words: tuple[str, ...]
    field: str  # "" is any
    exact: bool  # stands as it is written; else `network` finds networks too
    prefix: bool  # its last word goes on
    without: bool


def parse_query(query: str) -> list[list[Asked]]:
    """Read a query, in the language of `find`, as clauses that must all hold, each of alternatives."""
    clauses, joined = [], False
    query = query.translate(_QUOTES)
    for part in _PART.finditer(query):
        no, field, phrase, closed, word = part.groups()
        if word in ("OR", "AND") and not no and not field:
            joined = word == "OR"
            continue
        words = tuple(split_words(word or phrase or ""))
        if not words:
            continue
        going = part.end() == len(query) and not closed and len(words[-1]) > 2
        star = (word or phrase).endswith("*")
        exact = not word or len(words) > 1 or star
        asked = Asked(words, _field(field), exact, going or star, bool(no))
        clauses = (
            [*clauses[:-1], [*clauses[-1], asked]]
            if joined and clauses
            else [*clauses, [asked]]
        )
        joined = False
    return clauses


def mark_found(text: str, query: str) -> str:
    """Write a text as HTML, everything escaped, with what a query finds in it between <mark> and </mark>.

    A word is marked in all its forms, whatever field the query asks for it in. A text that is missing is empty.
    """
    if not isinstance(text, str):
        return ""
    places, words = [], []
    for match in _WORD.finditer(text):
        own = split_words(match.group())
        words += own
        places += [match.span()] * len(own)
    parts, done = [], 0
    for first, last in _spans(words, query):
        start, end = max(done, places[first][0]), places[last - 1][1]
        parts += [
            escape(text[done:start]),
            f"<mark>{escape(text[start:end])}</mark>" if end > start else "",
        ]
        done = max(done, end)
    return "".join([*parts, escape(text[done:])])


def split_words(text: str) -> list[str]:
    """Split a text into its words, without case and accents."""
    return _WORD.findall(_bare(text))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare).casefold()


def _field(name: str | None) -> str:
    return "authors" if name and name.lower() == "author" else (name or "").lower()


@functools.cache
def stem_word(word: str) -> str:
    """Reduce a word of `words_of` to its stem, so that `network` and `networks` are one."""
    # The stemmer leaves CPUs and RCTs as they are.
    return re.sub(r"(?<=\w{3})(?<!s)s$", "", stem(word))


def _spans(words: list[str], query: str) -> list[tuple[int, int]]:
    """Find where in a text of these words a query finds something: first word, and the one after the last."""
    at: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        at.setdefault(word, []).append(place)
    spans = set()
    for asked in (
        asked for clause in parse_query(query) for asked in clause if not asked.without
    ):
        for word, places in at.items():
            if _opens(word, asked):
                spans |= {
                    (place, place + len(asked.words))
                    for place in places
                    if _stands(words, place, asked)
                }
    return sorted(spans)


def _opens(word: str, asked: Asked) -> bool:
    same = word == asked.words[0] or (
        not asked.exact and stem_word(word) == stem_word(asked.words[0])
    )
    return same or (
        asked.prefix and len(asked.words) == 1 and word.startswith(asked.words[0])
    )


def _stands(words: list[str], place: int, asked: Asked) -> bool:
    *others, last = words[place + 1 : place + len(asked.words)] or [""]
    if len(asked.words) == 1:
        return True
    own = (*others, last)
    same = own == asked.words[1:]
    return same or (
        asked.prefix
        and own[:-1] == asked.words[1:-1]
        and last.startswith(asked.words[-1])
    )
