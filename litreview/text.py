"""Words and sentences: the terms of a text, and how numbers, dates, files and labels are written for people."""

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

# Words of papers in general, which say nothing of what one is about; they end a phrase as stop words do.
_ACADEMIC = """
ability able abstract account accurate accurately achieve achieved achieves achieving actually additional additionally
address addressed addresses addressing advance advances advantage aim aimed aims al allow allowed allowing allows
among analyse analysed analyze analyzed appear application applications applied apply applying approach approaches
appropriate argue article aspect aspects associated assume available average based basic basis behave benefit benefits
best better broad broadly case cases certain challenge challenges challenging characterize characterized close closely
combination combine combined combining common commonly compare compared comparing comparison comprehensive compute
conclude conclusion conclusions conduct conducted consider considered considering consist consistent consistently
consists contrast contribute contribution contributions corresponding crucial current currently demonstrate
demonstrated demonstrates demonstrating depend depending depends derive derived describe described describes despite
detail detailed determine develop developed developing development difference differences different difficult directly
discuss discussed discussion doi due e.g easily easy effect effective effectively effectiveness effects efficacy
efficient efficiently eg enable enabled enables enabling end ensure entire especially essential establish established
etc evaluate evaluated evaluating evaluation evaluations evidence examine examined example examples existing expect
expected experiment experimental experimentally experiments explain explicitly exploit explore explored extend
extended extends extensive extensively extra fact factor factors fewer final finally find finding findings finds focus
focused focuses following follows form formulate fully fundamental furthermore future gain gains generally good great
greater greatly hand having help helps hence hereby higher highly hold holds hypothesis i.e idea ie illustrate impact
important importantly improve improved improvement improvements improves improving include included includes including
increase increased increases increasing increasingly independent indicate indicates individual insight insights
inspired instance instead interesting introduce introduced introduces introducing investigate investigated
investigates issue issues key kind know known lack lacks largely larger largest later lead leading leads leave less
let level levels like likely limitation limitations limited literature little long longer look lower lowest main
mainly make makes making manner mean means measured method methodologies methodology methods metric metrics minimal
minor modern moreover motivated multiple namely nearly necessary need needed needs new newly non notably note novel
number numerous observe observed obtain obtained obtaining obtains occur offer offers order outperform outperformed
outperforming outperforms overall page paper papers part particular particularly perform performance performed
performing performs place play plays point points popular possible potential potentially powerful practical practice
present presented presenting presents prevent previous previously prior problem problems procedure produce produced
produces promising properties property propose proposed proposes proposing proven provide provided provides providing
publicly purpose question questions quite raise raises range rate rates reached real real-world recent recently reduce
reduced reduces reducing regarding related relation relative relatively relevant rely remain remained remains report
reported represent require required requires requiring research researchers respect respective respectively result
resulting results reveal revealed reveals review rule said scenario scenarios seek set sets setting settings several
short show showed showing shown shows significant significantly similar similarly simple simply simultaneously smaller
solution solutions solve solved solving sota special specific specifically start starting state state-of-the-art
stated states strategies strategy strength strengths strong stronger strongly studied studies study studying
substantial substantially success successful successfully sufficient suggest suggested suggests suitable superior
surprising surprisingly survey take taken takes task tasks technique techniques tend term terms tested theoretical
theory third thirds thus times today tool tools total traditional turn type types typical typically understand
understanding understood unique unknown unlike use used useful uses using usually utilize utilized utilizing valid
validate validated value values variant variants variety various vary varying vast verify version via view vs want way
ways wide widely widespread work works world worse worst year years yield yields
""".split()
STOP = frozenset(ENGLISH_STOP_WORDS) | frozenset(_ACADEMIC)
_WORD = re.compile(r"[^\W\d_](?:[\w’']|-(?=\w))*")
_NOUN = re.compile(r"(?:[ts]ion|ment|ity|ness|ism)s?$")
_BREAK = re.compile(r"[^\w\s’'-]+|\s-+\s|\d[\w.,]*(?=\s)")


@functools.cache
def stem(word: str) -> str:
    """Reduce an English word to its stem (Snowball), so that `network` and `networks` are one."""
    return _stemmer().stemWord(word.casefold().replace("’", "'").removesuffix("'s"))


@functools.cache
def _stemmer():
    return snowballstemmer.stemmer("english")


class Counts(NamedTuple):
    """How often each text (a row) holds each term (a column), the terms as stems, and how they are usually written."""

    matrix: sp.csr_matrix
    terms: list[str]
    written: list[str]


def count_terms(
    texts: Iterable[str], least: int | None = None, longest: int = 3
) -> Counts:
    """Count the words and phrases of texts, of up to `longest` words with no stop word between.

    What is in fewer than `least` texts is left out; if that is not given, what is in one text only or, of many texts,
    in fewer than one of two thousand.
    """
    texts = tuple(texts)
    if least is None:
        least = 1 if len(texts) < 20 else max(2, len(texts) // 2000)
    return _count(texts, least, longest)


@functools.lru_cache(
    maxsize=4
)  # to embed texts and to describe their topics, they are counted once
def _count(texts: tuple[str, ...], least: int, longest: int) -> Counts:
    runs = [list(_runs(text)) for text in texts]
    held = Counter(
        own for each in runs for own in {stem(word) for run in each for word in run}
    )
    numbers: dict[str, int] = {}  # of the phrases as they are written
    rows, columns = [], []
    for row, each in enumerate(runs):
        for run in each:
            for phrase in _within(run, longest, lambda word: held[stem(word)] >= least):
                rows.append(row)
                columns.append(numbers.setdefault(phrase, len(numbers)))
    own = list(map(stem_phrase, numbers))
    found = {name: column for column, name in enumerate(sorted(set(own)))}
    as_term = np.array([found[name] for name in own], dtype=int)
    ones = np.ones(len(rows), dtype="int32")
    shape = (len(texts), len(found))
    matrix = sp.csr_matrix(
        (ones, (rows, as_term[columns] if len(rows) else columns)), shape=shape
    )
    enough = np.flatnonzero(
        np.bincount(matrix.indices, minlength=len(found)) >= least
    )  # duplicates are summed: texts
    usage = np.bincount(np.array(columns, dtype=int), minlength=len(numbers))
    seen: dict[int, Counter] = defaultdict(Counter)
    wanted = np.isin(as_term, enough)
    for phrase, number, n, kept in zip(
        numbers, as_term.tolist(), usage.tolist(), wanted.tolist(), strict=True
    ):
        if kept:
            seen[number][phrase] += n
    names = list(found)
    return Counts(
        matrix[:, enough],
        [names[i] for i in enough],
        [_spelling(seen[i]) for i in enough.tolist()],
    )


def pick_terms(counts: Counts, vocabulary: list[str]) -> sp.csr_matrix:
    """Pick the terms of a vocabulary, as stems, out of counts: a row a text, a column a term."""
    column = {name: i for i, name in enumerate(counts.terms)}
    # A column of zeros at the end is what an unknown term holds.
    none = sp.csr_matrix((counts.matrix.shape[0], 1), dtype="int32")
    return (
        sp.hstack([counts.matrix, none])
        .tocsc()[:, [column.get(name, -1) for name in vocabulary]]
        .tocsr()
    )


def find_phrases(text: str, longest: int = 3) -> list[str]:
    """List the words and phrases of a text as they are written: up to `longest` words with no stop word between."""
    return [
        phrase
        for run in _runs(text)
        for phrase in _within(run, longest, lambda word: True)
    ]


def _runs(text: str) -> Iterator[list[str]]:
    """Split a text into the stretches of words between stop words, digits and punctuation."""
    for part in _BREAK.split(text):
        run: list[str] = []
        for word in _WORD.findall(part or ""):
            if len(word) > 1 and word.casefold() not in STOP:
                run.append(word)
            elif run:
                yield run
                run = []
        if run:
            yield run


def _within(
    run: list[str], longest: int, known: Callable[[str], bool]
) -> Iterator[str]:
    """List the phrases of a stretch of words that hold known words only."""
    start = 0
    for end, word in enumerate(run, 1):
        if not known(word):
            start = end
            continue
        for first in range(max(start, end - longest), end):
            yield run[first] if first == end - 1 else " ".join(run[first:end])


def stem_phrase(phrase: str) -> str:
    """Reduce a phrase to its stems, so that its spellings are one term."""
    return " ".join(stem(word) for word in phrase.split())


def find_terms(text: str, longest: int = 3) -> list[str]:
    """List the terms of a text, as often as they occur."""
    return [stem_phrase(phrase) for phrase in find_phrases(text, longest)]


def _spelling(seen: Counter) -> str:
    plain = Counter(
        {phrase: n for phrase, n in seen.items() if phrase == phrase.lower()}
    )
    usual = (
        plain if plain.total() >= seen.total() / 4 else seen
    )  # titles and first words are in capitals
    nouns = {
        phrase: n
        for phrase, n in usual.items()
        if _NOUN.search(phrase) and n >= usual.total() / 5
    }
    return min(nouns or usual, key=lambda phrase: (-usual[phrase], phrase))


def count_of(n: int, thing: str, things: str = "") -> str:
    """Write a number of things, in the singular where it is one."""
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def escape_markdown(text: str) -> str:
    """Write a text so that Markdown takes nothing in it for markup, nor for HTML."""
    return re.sub(r"([\\`*_\[\]|$~])", r"\\\1", escape(text, quote=False))


def as_code(name: str) -> str:
    """Write the name of a file or a parameter as code, in which markup is text."""
    return "`" + name.replace("`", "'") + "`"


def list_some(names, most: int = 3) -> str:
    """List the first names, and say how many more there are."""
    names = list(names)
    return ", ".join(names[:most]) + (
        f" and {len(names) - most:,} more" if len(names) > most else ""
    )


SURROGATE = re.compile(
    "[\ud800-\udfff]"
)  # half a character; nothing can be written with it
MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]


def format_date(date: pd.Timestamp, precision: str) -> str:
    """Write a date as precisely as it is known (`day`, `month`, `year`; a day if that is missing); "" for none."""
    return (
        ""
        if pd.isna(date)
        else f"{date:{ {'year': '%Y', 'month': '%Y-%m'}.get(precision, '%Y-%m-%d') }}"
    )
