"""Words and sentences: the terms of a text, and how things are written for people."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
import snowballstemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from litreview import progress

# 1. Words and terms

# Words of papers in general, which say nothing of what one is about; they end a phrase
# as stop words do.
_ACADEMIC = """
ability able abstract account accurate accurately achieve achieved achieves achieving
actually additional additionally address addressed addresses addressing advance advances
advantage aim aimed aims al allow allowed allowing allows among analyse analysed analyze
analyzed appear application applications applied apply applying approach approaches
appropriate argue article aspect aspects associated assume available average based basic
basis behave benefit benefits best better broad broadly case cases certain challenge
challenges challenging characterize characterized close closely combination combine
combined combining common commonly compare compared comparing comparison comprehensive
compute conclude conclusion conclusions conduct conducted consider considered
considering consist consistent consistently consists contrast contribute contribution
contributions corresponding crucial current currently demonstrate demonstrated
demonstrates demonstrating depend depending depends derive derived describe described
describes despite detail detailed determine develop developed developing development
difference differences different difficult directly discuss discussed discussion doi due
e.g easily easy effect effective effectively effectiveness effects efficacy efficient
efficiently eg enable enabled enables enabling end ensure entire especially essential
establish established etc evaluate evaluated evaluating evaluation evaluations evidence
examine examined example examples existing expect expected experiment experimental
experimentally experiments explain explicitly exploit explore explored extend extended
extends extensive extensively extra fact factor factors fewer final finally find finding
findings finds focus focused focuses following follows form formulate fully fundamental
furthermore future gain gains generally good great greater greatly hand having help
helps hence hereby higher highly hold holds hypothesis i.e idea ie illustrate impact
important importantly improve improved improvement improvements improves improving
include included includes including increase increased increases increasing increasingly
independent indicate indicates individual insight insights inspired instance instead
interesting introduce introduced introduces introducing investigate investigated
investigates issue issues key kind know known lack lacks largely larger largest later
lead leading leads leave less let level levels like likely limitation limitations
limited literature little long longer look lower lowest main mainly make makes making
manner mean means measured method methodologies methodology methods metric metrics
minimal minor modern moreover motivated multiple namely nearly necessary need needed
needs new newly non notably note novel number numerous observe observed obtain obtained
obtaining obtains occur offer offers order outperform outperformed outperforming
outperforms overall page paper papers part particular particularly perform performance
performed performing performs place play plays point points popular possible potential
potentially powerful practical practice present presented presenting presents prevent
previous previously prior problem problems procedure produce produced produces promising
properties property propose proposed proposes proposing proven provide provided provides
providing publicly purpose question questions quite raise raises range rate rates
reached real real-world recent recently reduce reduced reduces reducing regarding
related relation relative relatively relevant rely remain remained remains report
reported represent require required requires requiring research researchers respect
respective respectively result resulting results reveal revealed reveals review rule
said scenario scenarios seek set sets setting settings several short show showed showing
shown shows significant significantly similar similarly simple simply simultaneously
smaller solution solutions solve solved solving sota special specific specifically start
starting state state-of-the-art stated states strategies strategy strength strengths
strong stronger strongly studied studies study studying substantial substantially
success successful successfully sufficient suggest suggested suggests suitable superior
surprising surprisingly survey take taken takes task tasks technique techniques tend
term terms tested theoretical theory third thirds thus times today tool tools total
traditional turn type types typical typically understand understanding understood unique
unknown unlike use used useful uses using usually utilize utilized utilizing valid
validate validated value values variant variants variety various vary varying vast
verify version via view vs want way ways wide widely widespread work works world worse
worst year years yield yields
""".split()
STOP = frozenset(ENGLISH_STOP_WORDS) | frozenset(_ACADEMIC)

_WORD = re.compile(r"[^\W\d_](?:[\w’']|-(?=\w))*")
_NOUN = re.compile(r"(?:[ts]ion|ment|ity|ness|ism)s?$")
# Between two stretches of words: punctuation, a dash, a number.
_BREAK = re.compile(r"[^\w\s’'-]+|\s-+\s|\d[\w.,]*(?=\s)")


class Counts(NamedTuple):
    """How often each text holds each term.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix
        A row a text, a column a term.
    terms : list of str
        The terms, as stems.
    written : list of str
        How each term is usually written.
    """

    matrix: sp.csr_matrix
    terms: list[str]
    written: list[str]


@functools.cache
def stem(word: str) -> str:
    """Reduce an English word to its stem, so that `network` and `networks` are one.

    Parameters
    ----------
    word
        In any case, also with a possessive 's.

    Returns
    -------
    str
        Its stem, in small letters.

    References
    ----------
    Porter (2001), Snowball: a language for stemming algorithms.
    """
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    return _stemmer().stemWord(plain)


@functools.cache
def _stemmer():
    return snowballstemmer.stemmer("english")


def stem_phrase(phrase: str) -> str:
    """Reduce a phrase to its stems, so that its spellings are one term.

    Parameters
    ----------
    phrase
        Words with blanks between them.

    Returns
    -------
    str
        The stems of the words, in their order, with blanks between them.
    """
    return " ".join(stem(word) for word in phrase.split())


def find_phrases(text: str, longest: int = 3) -> list[str]:
    """List the words and phrases of a text as they are written.

    Parameters
    ----------
    text
        Plain text.
    longest
        The most words of a phrase.

    Returns
    -------
    list of str
        Words, and phrases without a stop word in them, as often as they occur.
    """
    phrases: list[str] = []
    for stretch in _split_stretches(text):
        phrases += _phrases_within(stretch, longest, _any_word)
    return phrases


def find_terms(text: str, longest: int = 3) -> list[str]:
    """List the terms of a text: its words and phrases as stems.

    Parameters
    ----------
    text, longest
        As for `find_phrases`.

    Returns
    -------
    list of str
        The terms, as often as they occur.
    """
    return [stem_phrase(phrase) for phrase in find_phrases(text, longest)]


def count_terms(
    texts: Iterable[str], least: int | None = None, longest: int = 3
) -> Counts:
    """Count the words and phrases of texts.

    The last few results are kept, so that the same texts are counted once.

    Parameters
    ----------
    texts
        Plain texts.
    least
        What is in fewer texts is left out; if it is not given, what is in one text
        only or, of many texts, in fewer than one of two thousand.
    longest
        The most words of a phrase; there is no stop word in one.

    Returns
    -------
    Counts
        A row a text, a column a term, sorted by its stems.
    """
    texts = tuple(texts)
    if least is None:
        least = 1 if len(texts) < 20 else max(2, len(texts) // 2000)
    with progress.stage("Going through the texts"):
        return _count_terms(texts, least, longest)


def pick_terms(counts: Counts, vocabulary: list[str]) -> sp.csr_matrix:
    """Pick the terms of a vocabulary out of counts.

    Parameters
    ----------
    counts
        As `count_terms` returns them.
    vocabulary
        Terms as stems; they need not be among those that were counted.

    Returns
    -------
    scipy.sparse.csr_matrix
        A row a text, a column a term of the vocabulary; zeros for unknown terms.
    """
    column_of = {name: i for i, name in enumerate(counts.terms)}
    # An unknown term has the last column, which is zeros.
    zeros = sp.csr_matrix((counts.matrix.shape[0], 1), dtype="int32")
    with_zeros = sp.hstack([counts.matrix, zeros]).tocsc()
    columns = [column_of.get(name, -1) for name in vocabulary]
    return with_zeros[:, columns].tocsr()


# To embed texts and to describe their topics, they are counted once.
@functools.lru_cache(maxsize=4)
def _count_terms(texts: tuple[str, ...], least: int, longest: int) -> Counts:
    stretches = [list(_split_stretches(text)) for text in texts]
    frequency = _count_texts_of_stems(stretches)

    def is_frequent(word: str) -> bool:
        return frequency[stem(word)] >= least

    # Phrases are numbered as they are written, in the order in which they occur.
    phrase_numbers: dict[str, int] = {}
    rows, numbers = [], []
    counted = progress.steps(stretches, "Counting phrases")
    for row, of_text in enumerate(counted):
        for stretch in of_text:
            for phrase in _phrases_within(stretch, longest, is_frequent):
                rows.append(row)
                numbers.append(phrase_numbers.setdefault(phrase, len(phrase_numbers)))
    phrases = list(phrase_numbers)
    numbers = np.array(numbers, dtype=int)

    # A term is all phrases of the same stems.
    term_of_phrase = [stem_phrase(phrase) for phrase in phrases]
    terms = sorted(set(term_of_phrase))
    column_of = {term: column for column, term in enumerate(terms)}
    columns = np.array([column_of[term] for term in term_of_phrase], dtype=int)

    ones = np.ones(len(rows), dtype="int32")
    shape = (len(texts), len(terms))
    # Entries of the same row and column are summed.
    matrix = sp.csr_matrix((ones, (rows, columns[numbers])), shape=shape)
    text_counts = np.bincount(matrix.indices, minlength=len(terms))
    frequent = np.flatnonzero(text_counts >= least)

    usage = np.bincount(numbers, minlength=len(phrases))
    spellings = _collect_spellings(phrases, usage, columns, frequent)
    return Counts(
        matrix[:, frequent],
        [terms[column] for column in frequent],
        [_usual_spelling(spellings[column]) for column in frequent.tolist()],
    )


def _count_texts_of_stems(stretches: list[list[list[str]]]) -> Counter[str]:
    """Count in how many texts each stem is."""
    frequency: Counter[str] = Counter()
    for of_text in progress.steps(stretches, "Counting words"):
        stems = set()
        for stretch in of_text:
            stems.update(stem(word) for word in stretch)
        frequency.update(stems)
    return frequency


def _collect_spellings(
    phrases: list[str], usage: np.ndarray, columns: np.ndarray, frequent: np.ndarray
) -> dict[int, Counter[str]]:
    """Count the spellings of each frequent term (a column)."""
    spellings: dict[int, Counter] = defaultdict(Counter)
    for i in np.flatnonzero(np.isin(columns, frequent)).tolist():
        spellings[int(columns[i])][phrases[i]] += int(usage[i])
    return spellings


def _usual_spelling(spellings: Counter[str]) -> str:
    """Choose the spelling of a term: small letters and a noun, if they are usual."""
    # Titles and first words are in capitals.
    small = Counter()
    for phrase, count in spellings.items():
        if phrase == phrase.lower():
            small[phrase] = count
    usual = small if small.total() >= spellings.total() / 4 else spellings

    enough = usual.total() / 5
    nouns = []
    for phrase, count in usual.items():
        if _NOUN.search(phrase) and count >= enough:
            nouns.append(phrase)
    return min(nouns or usual, key=lambda phrase: (-usual[phrase], phrase))


def _split_stretches(text: str) -> Iterator[list[str]]:
    """Split a text into the stretches of words between stop words and punctuation."""
    for part in _BREAK.split(text):
        stretch: list[str] = []
        for word in _WORD.findall(part or ""):
            if len(word) > 1 and word.casefold() not in STOP:
                stretch.append(word)
            elif stretch:
                yield stretch
                stretch = []
        if stretch:
            yield stretch


def _phrases_within(
    stretch: list[str], longest: int, is_known: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the phrases of a stretch of words that hold known words only."""
    start = 0
    for end, word in enumerate(stretch, start=1):
        if not is_known(word):
            start = end
            continue
        for first in range(max(start, end - longest), end):
            if first == end - 1:
                yield stretch[first]
            else:
                yield " ".join(stretch[first:end])


def _any_word(word: str) -> bool:
    return True


# 2. Numbers, lists, dates and markup in sentences

# Half a character; nothing can be written with it.
SURROGATE = re.compile("[\ud800-\udfff]")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
_MARKDOWN = re.compile(r"([\\`*_\[\]|$~])")


def count_of(number: int, thing: str, things: str = "") -> str:
    """Write a number of things, in the singular where it is one.

    Parameters
    ----------
    number
        How many.
    thing
        What one of them is called.
    things
        What several are called; `thing` with an s if left out.

    Returns
    -------
    str
        "1 paper", "2,000 papers".
    """
    plural = things or thing + "s"
    return f"{number:,} {thing if number == 1 else plural}"


def list_some(names: Iterable[str], most: int = 3) -> str:
    """List the first names, and say how many more there are.

    Parameters
    ----------
    names
        Names, ready to be read.
    most
        How many are written out.

    Returns
    -------
    str
        "a, b, c and 4 more".
    """
    names = list(names)
    listed = ", ".join(names[:most])
    more = len(names) - most
    if more > 0:
        listed += f" and {more:,} more"
    return listed


def format_date(date: pd.Timestamp, precision: str) -> str:
    """Write a date as precisely as it is known.

    Parameters
    ----------
    date
        A date, or a missing one.
    precision
        `day`, `month` or `year`; a missing one is a day.

    Returns
    -------
    str
        "2024-05-17", "2024-05" or "2024"; "" for a missing date.
    """
    if pd.isna(date):
        return ""
    return date.strftime(_DATE_FORMATS.get(precision, "%Y-%m-%d"))


def escape_markdown(text: str) -> str:
    """Write a text so that Markdown takes nothing in it for markup, nor for HTML.

    Parameters
    ----------
    text
        Any text, such as a title.

    Returns
    -------
    str
        Markdown that shows the text as it is.
    """
    return _MARKDOWN.sub(r"\\\1", escape(text, quote=False))


def as_code(name: str) -> str:
    """Write the name of a file or a parameter as code, in which markup is text.

    Parameters
    ----------
    name
        A name; a backtick in it becomes an apostrophe.

    Returns
    -------
    str
        Markdown.
    """
    return "`" + name.replace("`", "'") + "`"
