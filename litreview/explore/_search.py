"""Search by words: an index of the papers, and what a query finds in it."""

import bisect
import re
import sqlite3
from typing import NamedTuple

import numpy as np
import pandas as pd

from litreview import progress
from litreview.query import Asked, parse_query, split_words, stem_word

# What a match in each field weighs.
FIELDS = {
    "title": 4.0,
    "abstract": 1.0,
    "authors": 1.0,
    "venue": 1.0,
}
# Papers found beyond which only titles are weighed: nobody reads so many, and typing
# must not falter.
MANY = 10_000

_NAMES = ", ".join(FIELDS)
_CREATE = f"""CREATE VIRTUAL TABLE papers USING fts5(
    {_NAMES}, content='', tokenize="ascii tokenchars '+#'")"""
_INSERT = f"INSERT INTO papers(rowid, {_NAMES}) VALUES (?, ?, ?, ?, ?)"
_CREATE_VOCABULARY = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(papers, row)"
_FIND = "SELECT group_concat(rowid, ' ') FROM papers WHERE papers MATCH ?"
# The + keeps SQLite from asking for each row on its own, LIMIT from weighing twice.
_WEIGH = f"""SELECT group_concat(n, ' '), group_concat(weight, ' ') FROM (
    SELECT rowid AS n, bm25(papers, {", ".join(map(str, FIELDS.values()))}) AS weight
    FROM papers
    WHERE papers MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) LIMIT -1)"""

# Texts that SQLite splits into the same words by itself.
_PLAIN = re.compile(r"[\x00-\"$-*,-\x7f]*")
# No one asks for this word, so that no phrase goes from one author to the next.
_BETWEEN = " \ue000 "


class Index(sqlite3.Connection):
    """The index of some papers: a database in memory.

    `ids` are the papers by the number of their row; `words` are all words, sorted.
    """

    ids: pd.Index
    words: list[str]


class Match(NamedTuple):
    """What a word or phrase of a query finds."""

    asked: Asked
    papers: np.ndarray  # of each paper, whether it has it
    rows: dict[str, np.ndarray]  # papers that have each of its forms


def index_papers(papers: pd.DataFrame) -> Index:
    """Index the words of title, abstract, authors and venue, for `find_papers`.

    Words stay as they are written, but for case and accents: a phrase is exact, and a
    plain word is looked up in each of its forms.

    Parameters
    ----------
    papers
        `paper_id` and `title`; `abstract`, `authors` and `venue` where known.

    Returns
    -------
    The index, in memory (SQLite's FTS5). Any thread may use it.

    Examples
    --------
    >>> index = litreview.explore.index_papers(papers)
    >>> len(litreview.explore.find_papers(index, "title:bats")) > 0
    True
    """
    index = sqlite3.connect(":memory:", check_same_thread=False, factory=Index)
    index.execute(_CREATE)

    columns = []
    for name in FIELDS:
        if name in papers:
            columns.append(map(_field_text, papers[name]))
        else:
            columns.append([""] * len(papers))
    rows = zip(range(len(papers)), *columns, strict=True)
    rows = progress.steps(rows, "Indexing the papers", len(papers))
    index.executemany(_INSERT, rows)
    index.execute(_CREATE_VOCABULARY)
    index.commit()

    words = index.execute("SELECT term FROM vocabulary")
    index.words = sorted(word for (word,) in words)
    index.ids = pd.Index(papers["paper_id"], dtype="str")
    return index


def find_papers(index: Index, query: str) -> pd.Series:
    """Find the papers that a query asks for.

    All words must be there, in any form (network, networks); `"a phrase"` stands as it
    is written; `OR` stands between two of which one will do, and binds first; `-word`
    or `NOT word` must not be there; `title:`, `abstract:`, `author:` and `venue:` say
    where; `word*` begins so, and so does the last word, of three letters or more, until
    a space finishes it. Words with hyphens and the like are phrases. All else is read
    as plain words; a query without any finds all papers, in their order.

    Parameters
    ----------
    index
        Of `index_papers`.
    query
        What to find, as a person types it.

    Returns
    -------
    Scores by `paper_id`, the highest first. The score is BM25, a title weighing most;
    of more than 10,000 papers, those that have it in the title stand first.

    References
    ----------
    Robertson and Zaragoza (2009), The probabilistic relevance framework: BM25 and
    beyond.

    Examples
    --------
    >>> index = litreview.explore.index_papers(papers)
    >>> len(litreview.explore.find_papers(index, "noise"))
    17
    """
    found = np.ones(len(index.ids), dtype=bool)
    wanted = []
    for alternatives in parse_query(query):
        in_clause = np.zeros(len(index.ids), dtype=bool)
        for asked in alternatives:
            match = _match_papers(index, asked)
            if asked.without:
                in_clause |= ~match.papers
            else:
                in_clause |= match.papers
                wanted.append(match)
        found &= in_clause

    scores = np.zeros(len(found))
    for match in wanted:
        scores += _score_papers(index, match, found)
    rows = np.flatnonzero(found)
    rows = rows[np.argsort(-scores[rows], kind="stable")]
    return pd.Series(scores[rows], index=index.ids.take(rows), name="score")


def _field_text(value: object) -> str:
    """Write a field as SQLite is to split it; the names of a list stay apart."""
    if isinstance(value, list | tuple | np.ndarray):
        return _BETWEEN.join(map(_field_text, value))
    if not isinstance(value, str):
        return ""
    if _PLAIN.fullmatch(value):
        return value
    return " ".join(split_words(value))


def _match_papers(index: Index, asked: Asked) -> Match:
    rows = {}
    papers = np.zeros(len(index.ids), dtype=bool)
    for phrase in _fts_phrases(index, asked, asked.field):
        rows[phrase] = _find_rows(index, phrase)
        papers[rows[phrase]] = True
    return Match(asked, papers, rows)


def _fts_phrases(index: Index, asked: Asked, field: str) -> list[str]:
    """Write what is asked for as SQLite has it: a phrase, or each form of a word."""
    written = " ".join(asked.words)
    phrases = [written]
    if not asked.exact:
        phrases = _word_forms(index, asked.words[0])

    within = ""
    if field:
        within = f"{field} : "
    quoted = [f'{within}"{phrase}"' for phrase in phrases]
    if asked.prefix:
        quoted.append(f'{within}"{written}" *')
    return quoted


def _word_forms(index: Index, word: str) -> list[str]:
    """List the words of the papers that have the stem of a word.

    Only those that begin with it, but for its last letter.
    """
    wanted = stem_word(word)
    begin = wanted[: max(2, len(wanted) - 1)]
    first = bisect.bisect_left(index.words, begin)
    last = bisect.bisect_left(index.words, begin + chr(0x10FFFF))

    forms = []
    for other in index.words[first:last]:
        if len(other) <= 2 * len(wanted) + 1 and stem_word(other) == wanted:
            forms.append(other)
    return forms


def _score_papers(index: Index, match: Match, found: np.ndarray) -> np.ndarray:
    """Weigh a word or phrase in the papers found (BM25), all forms of a word as one."""
    scores = np.zeros(len(found))
    rows = match.rows
    if found.sum() > MANY:
        if match.asked.field not in ("", "title"):
            return scores
        if not match.asked.field:
            phrases = _fts_phrases(index, match.asked, "title")
            rows = {phrase: _find_rows(index, phrase) for phrase in phrases}

    total = len(found)
    for phrase, numbers in rows.items():
        within = numbers[found[numbers]]
        if len(within) > MANY:
            continue
        # SQLite weighs each form by its own rarity, and a rare form would win: the
        # rarity of them all replaces it.
        rarity = np.log((total - len(numbers) + 0.5) / (len(numbers) + 0.5))
        weighed, weights = _weigh_rows(index, phrase, within)
        scores[weighed] -= weights / max(rarity, 1e-6)

    count = match.papers.sum()
    return scores * np.log1p((total - count + 0.5) / (count + 0.5))


def _find_rows(index: Index, phrase: str) -> np.ndarray:
    (rows,) = _read_numbers(index, _FIND, phrase)
    return rows.astype("int64")


def _weigh_rows(
    index: Index, phrase: str, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    weighed, weights = _read_numbers(
        index,
        _WEIGH,
        phrase,
        str(rows.tolist()),
    )
    return weighed.astype("int64"), weights


def _read_numbers(index: Index, sql: str, *values: str) -> list[np.ndarray]:
    # One text of numbers is several times faster than a row each.
    texts = index.execute(sql, values).fetchone()
    return [np.fromstring(text or "", sep=" ") for text in texts]
