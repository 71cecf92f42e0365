"""The language of searches: what a query asks for, and where a text holds it.

A query is words, which must all be there: `sediment transport`. Quotation marks keep a
phrase together, `OR` gives alternatives, `-` or `NOT` excludes, `*` goes on with the
word, and `title:`, `abstract:`, `author:` or `venue:` names where a word must stand.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from litreview.text import stem

# Scripts without spaces between words: each character is a word, and what is asked for
# a phrase of them.
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\U00020000-\U0003ffff"
)
_ACCENTS = "[\u0300-\u036f]"
# An accent that follows its letter is no end of a word; C++ and C# are not C.
_WORD = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_]{_ACCENTS}*)+(?:\+\+|#)?")
# What a query is made of: perhaps "not", perhaps a field, and a phrase or a word.
_PART = re.compile(
    r"(?P<without>-|NOT\s+)?"
    r"(?:(?i:(?P<field>title|abstract|author|venue)s?):)?"
    r'(?:"(?P<phrase>[^"]*)(?P<closed>"|\Z)|(?P<word>\S+))'
)
_QUOTES = str.maketrans("“”„«»", '"""""')
_SHORT = 2  # letters of a last word that is taken as it is while it is being typed
# The stemmer leaves CPUs and RCTs as they are.
_PLURAL_S = re.compile(r"(?<=\w{3})(?<!s)s$")


class Asked(NamedTuple):
    """A word or phrase that a query asks for.

    Attributes
    ----------
    words : tuple of str
        Without case and accents.
    field : str
        Where it must stand; "" is anywhere.
    exact : bool
        Whether it must stand as it is written; else `network` finds networks too.
    prefix : bool
        Whether its last word goes on.
    without : bool
        Whether it must not be there.
    """

    words: tuple[str, ...]
    field: str
    exact: bool
    prefix: bool
    without: bool


def parse_query(query: str) -> list[list[Asked]]:
    """Read a query as clauses.

    Parameters
    ----------
    query
        As a person types it. The last word goes on until something follows it.

    Returns
    -------
    list of list of Asked
        Clauses that must all hold, each of alternatives.
    """
    query = query.translate(_QUOTES)
    clauses: list[list[Asked]] = []
    is_alternative = False
    for part in _PART.finditer(query):
        operator = _operator(part)
        if operator:
            is_alternative = operator == "OR"
            continue
        asked = _read_part(part, is_last=part.end() == len(query))
        if asked is None:
            continue
        if is_alternative and clauses:
            clauses[-1].append(asked)
        else:
            clauses.append([asked])
        is_alternative = False
    return clauses


def split_words(text: str) -> list[str]:
    """Split a text into its words, without case and accents.

    Parameters
    ----------
    text
        Plain text in any script; where there are no spaces between words, each
        character is one.

    Returns
    -------
    list of str
        The words, in their order.
    """
    return _WORD.findall(_fold(text))


@functools.cache
def stem_word(word: str) -> str:
    """Reduce a word to its stem, so that `network` and `networks` are one.

    Parameters
    ----------
    word
        As `split_words` gives it.

    Returns
    -------
    str
        Its stem, by which words are compared.
    """
    return _PLURAL_S.sub("", stem(word))


def mark_found(text: str, query: str) -> str:
    """Write a text as HTML, with what a query finds in it between <mark> and </mark>.

    Parameters
    ----------
    text
        Plain text; a missing one is empty.
    query
        In the language of `parse_query`. A word is marked in all its forms, whatever
        field the query asks for it in.

    Returns
    -------
    str
        HTML, with everything of the text escaped.
    """
    if not isinstance(text, str):
        return ""
    words, places = [], []
    for match in _WORD.finditer(text):
        # One sign may stand for several words, as a ligature does.
        folded = split_words(match.group())
        words += folded
        places += [match.span()] * len(folded)

    parts, done = [], 0
    for first, after in _find_spans(words, query):
        start = max(done, places[first][0])
        end = places[after - 1][1]
        parts.append(escape(text[done:start]))
        if end > start:
            parts.append(f"<mark>{escape(text[start:end])}</mark>")
        done = max(done, end)
    parts.append(escape(text[done:]))
    return "".join(parts)


def _operator(part: re.Match) -> str:
    word = part["word"]
    if word in ("OR", "AND") and not part["without"] and not part["field"]:
        return word
    return ""


def _read_part(part: re.Match, is_last: bool) -> Asked | None:
    written = part["word"] or part["phrase"]
    words = tuple(split_words(written or ""))
    if not words:
        return None
    has_star = written.endswith("*")
    is_phrase = not part["word"] or len(words) > 1
    is_being_typed = is_last and not part["closed"] and len(words[-1]) > _SHORT
    return Asked(
        words=words,
        field=_field_column(part["field"]),
        exact=is_phrase or has_star,
        prefix=is_being_typed or has_star,
        without=bool(part["without"]),
    )


def _field_column(name: str | None) -> str:
    """Name the column of papers that a query calls a field."""
    field = (name or "").lower()
    return "authors" if field == "author" else field


def _fold(text: str) -> str:
    """Write a text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    bare = re.sub(_ACCENTS, "", decomposed)
    return unicodedata.normalize("NFKC", bare).casefold()


def _find_spans(words: list[str], query: str) -> list[tuple[int, int]]:
    """Find where in a text of these words a query finds something.

    Each span is its first word, and the one after its last.
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)

    spans = set()
    for asked in _wanted(query):
        for word, places_of_word in places.items():
            if not _is_first_word(word, asked):
                continue
            for place in places_of_word:
                if _goes_on(words, place, asked):
                    spans.add((place, place + len(asked.words)))
    return sorted(spans)


def _wanted(query: str) -> Iterator[Asked]:
    for clause in parse_query(query):
        for asked in clause:
            if not asked.without:
                yield asked


def _is_first_word(word: str, asked: Asked) -> bool:
    first = asked.words[0]
    if word == first:
        return True
    if not asked.exact and stem_word(word) == stem_word(first):
        return True
    return asked.prefix and len(asked.words) == 1 and word.startswith(first)


def _goes_on(words: list[str], place: int, asked: Asked) -> bool:
    """Tell whether the other words of a phrase follow its first word at a place."""
    others = asked.words[1:]
    if not others:
        return True
    following = tuple(words[place + 1 : place + len(asked.words)])
    if following == others:
        return True
    if not asked.prefix or len(following) < len(others):
        return False
    return following[:-1] == others[:-1] and following[-1].startswith(others[-1])
