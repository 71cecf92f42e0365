"""Search: papers by their words and by filters, and where a text holds the words; by meaning, see `likes`."""

import bisect
import re
import sqlite3
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from tqdm import tqdm

from litreview.query import Asked, parse_query, split_words, stem_word

FIELDS = {
    "title": 4.0,
    "abstract": 1.0,
    "authors": 1.0,
    "venue": 1.0,
}  # what a match in each weighs
MANY = 10_000  # papers found beyond which only titles are weighed: nobody reads so many, and typing must not falter
SLOW = 20_000  # papers from which the index takes seconds, and shows how far it is
_PLAIN = re.compile(
    r"[\x00-\"$-*,-\x7f]*"
)  # which SQLite splits into the same words by itself
_BETWEEN = " \ue000 "  # no one asks for this word, so that no phrase goes from one author to the next
_NONE = np.array([], dtype="int64")


class Index(sqlite3.Connection):
    """The index of some papers: a database in memory, the ids of its rows, and all words, sorted."""

    ids: pd.Index
    words: list[str]


def index_papers(papers: pd.DataFrame) -> Index:
    """Index the words of title, abstract, authors and venue, for `find`.

    `papers` needs `paper_id` and `title`. Any thread may use the index. It keeps words as they are written, but for
    case and accents: a phrase is exact, and a plain word is looked up in each of its forms. SQLite's FTS5.
    """
    db = sqlite3.connect(":memory:", check_same_thread=False, factory=Index)
    db.execute(
        f"CREATE VIRTUAL TABLE papers USING fts5({', '.join(FIELDS)}, content='', tokenize=\"ascii tokenchars '+#'\")"
    )
    columns = [
        map(_written, papers[name]) if name in papers else [""] * len(papers)
        for name in FIELDS
    ]
    rows = zip(range(len(papers)), *columns, strict=True)
    shown = tqdm(
        rows, "Indexing", len(papers), unit=" papers", disable=len(papers) < SLOW
    )
    db.executemany(
        f"INSERT INTO papers(rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?, ?)", shown
    )
    db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(papers, row)")
    db.commit()
    db.words = sorted(word for (word,) in db.execute("SELECT term FROM vocabulary"))
    db.ids = pd.Index(papers["paper_id"], dtype="str")
    return db


def find_papers(index: Index, query: str) -> pd.Series:
    """Find the papers that a query asks for: their scores by `paper_id`, the best first.

    All words must be there, in any form (network, networks); `"a phrase"` stands as it is written; `OR` stands between
    two of which one will do, and binds first; `-word` or `NOT word` must not be there; `title:`, `abstract:`,
    `author:` and `venue:` say where; `word*` begins so, and so does the last word, of three letters or more, until
    a space finishes it. Words with hyphens and the like are phrases. All else is read as plain words; a query without
    any finds all papers, in their order. The score is BM25, a title weighing most; of more than `MANY` papers, those
    that have it in the title stand first.
    """
    found, wanted = np.ones(len(index.ids), dtype=bool), []
    for clause in parse_query(query):
        held = np.zeros(len(index.ids), dtype=bool)
        for asked in clause:
            rows = {
                phrase: _rows(index, phrase)
                for phrase in _phrases(index, asked, asked.field)
            }
            matched = np.zeros(len(index.ids), dtype=bool)
            matched[np.concatenate([*rows.values(), _NONE])] = True
            held |= ~matched if asked.without else matched
            wanted += [] if asked.without else [(asked, int(matched.sum()), rows)]
        found &= held
    scores = sum(
        (_scores(index, *each, found) for each in wanted), np.zeros(len(found))
    )
    rows = np.flatnonzero(found)
    rows = rows[np.argsort(-scores[rows], kind="stable")]
    return pd.Series(scores[rows], index=index.ids.take(rows), name="score")


def select_papers(
    papers: pd.DataFrame,
    found: pd.Series | None = None,
    topics: Iterable = (),
    since: object = None,
    until: object = None,
    undated: bool = False,
    dumps: Iterable[str] = (),
    decisions: Iterable[str] = (),
    records: pd.DataFrame | None = None,
    decided: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the papers that pass every filter that is given: rows of `papers`, in the order of `found` if given.

    `found` is of `find`, `likes.like` or `likes.similar`; `topics` are numbers of `topic` or labels of `topic_label`;
    `since` and `until` are dates, both included; `undated` lets papers without a date pass, too, and alone only these;
    `dumps` are looked up in `records`, `decisions` in `decided`, where "" are papers without one. Raises ValueError
    where a filter needs a table or column that is not there.
    """
    keep = np.ones(len(papers), dtype=bool)
    if topics := list(topics):
        keep &= _of_topics(papers, topics)
    if since is not None or until is not None or undated:
        keep &= _dated(papers, since, until, undated)
    if dumps := list(dumps):
        keep &= _named(
            papers,
            _needed(records, "records", "dumps")["dump"].isin(dumps),
            records,
        )
    if decisions := list(decisions):
        table = _needed(decided, "decided", "decisions")
        keep &= _named(papers, table["decision"].isin(decisions), table) | (
            ~_named(papers, table["decision"] != "", table)
            if "" in decisions
            else False
        )
    if found is None:
        return papers[keep]
    places = _places(papers, found.index)
    rows = np.flatnonzero(keep & (places >= 0))
    return papers.iloc[rows[np.argsort(places[rows], kind="stable")]]


def _written(value: object) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return _BETWEEN.join(map(_written, value))
    if not isinstance(value, str):
        return ""
    return value if _PLAIN.fullmatch(value) else " ".join(split_words(value))


def _forms(index: Index, word: str) -> list[str]:
    """List the words of the papers that have the stem of a word, and begin with it but for its last letter."""
    wanted = stem_word(word)
    begins = wanted[: max(2, len(wanted) - 1)]
    first, last = (
        bisect.bisect_left(index.words, key) for key in (begins, begins + chr(0x10FFFF))
    )
    near = (
        other for other in index.words[first:last] if len(other) <= 2 * len(wanted) + 1
    )
    return [other for other in near if stem_word(other) == wanted]


def _phrases(index: Index, asked: Asked, field: str) -> list[str]:
    """Write what is asked for as SQLite has it: a phrase, or a word in each of its forms."""
    phrases = [" ".join(asked.words)] if asked.exact else _forms(index, asked.words[0])
    within = f"{field} : " if field else ""
    going = [f'{within}"{" ".join(asked.words)}" *'] if asked.prefix else []
    return [f'{within}"{phrase}"' for phrase in phrases] + going


def _scores(
    index: Index,
    asked: Asked,
    count: int,
    rows: dict[str, np.ndarray],
    found: np.ndarray,
) -> np.ndarray:
    """Weigh a word or phrase in the papers found by BM25, the forms of a word as one that `count` papers have."""
    many = found.sum() > MANY
    scores, total = np.zeros(len(found)), len(found)
    if many and asked.field not in ("", "title"):
        return scores
    if many and not asked.field:
        rows = {
            phrase: _rows(index, phrase) for phrase in _phrases(index, asked, "title")
        }
    for phrase, numbers in rows.items():
        within = numbers[found[numbers]]
        if len(within) <= MANY:
            # SQLite weighs each form by its own rarity, and a rare form would win: the rarity of them all replaces it.
            own = max(np.log((total - len(numbers) + 0.5) / (len(numbers) + 0.5)), 1e-6)
            weighed, raw = _weighed(index, phrase, within)
            scores[weighed] -= raw / own
    return scores * np.log1p((total - count + 0.5) / (count + 0.5))


def _rows(index: Index, phrase: str) -> np.ndarray:
    return _numbers(
        index,
        "SELECT group_concat(rowid, ' ') FROM papers WHERE papers MATCH ?",
        phrase,
    )[0].astype("int64")


def _weighed(
    index: Index, phrase: str, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    # The + keeps SQLite from asking for each row on its own, LIMIT from weighing twice.
    weigh = f"""SELECT rowid AS n, bm25(papers, {", ".join(map(str, FIELDS.values()))}) AS weight FROM papers
        WHERE papers MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) LIMIT -1"""
    sql = f"SELECT group_concat(n, ' '), group_concat(weight, ' ') FROM ({weigh})"
    weighed, raw = _numbers(index, sql, phrase, str(rows.tolist()))
    return weighed.astype("int64"), raw


def _numbers(index: Index, sql: str, *values: str) -> list[np.ndarray]:
    # One text of numbers is several times faster than a row each.
    return [
        np.fromstring(text or "", sep=" ")
        for text in index.execute(sql, values).fetchone()
    ]


def _of_topics(papers: pd.DataFrame, topics: list) -> np.ndarray:
    names = [name for name in ("topic", "topic_label") if name in papers]
    if not names:
        raise ValueError(
            "the papers have no column topic or topic_label; join them with the topics first"
        )
    return np.logical_or.reduce([papers[name].isin(topics) for name in names])


def _dated(
    papers: pd.DataFrame, since: object, until: object, undated: bool
) -> np.ndarray:
    if "date" not in papers:
        raise ValueError("the papers have no column date, so none can be chosen by it")
    dates = papers["date"]
    if not pd.api.types.is_datetime64_any_dtype(dates):
        dates = pd.to_datetime(dates, errors="coerce", format="ISO8601")
    # Without a date to begin or end with, only those without one are asked for.
    within = dates.notna() & (since is not None or until is not None)
    if since is not None:
        within &= dates >= pd.Timestamp(since)
    if until is not None:
        within &= dates < pd.Timestamp(until) + pd.Timedelta(days=1)
    return (within | (dates.isna() & undated)).to_numpy()


def _needed(table: pd.DataFrame | None, name: str, what: str) -> pd.DataFrame:
    if table is None:
        raise ValueError(
            f"papers are chosen by {what} in the table {name}, which is missing; hand it over as {name}="
        )
    return table


def _named(papers: pd.DataFrame, rows: pd.Series, table: pd.DataFrame) -> np.ndarray:
    return _places(papers, table.loc[rows, "paper_id"].unique()) >= 0


def _places(papers: pd.DataFrame, ids: Iterable[str]) -> np.ndarray:
    """Find where among the ids each paper is; -1 is nowhere."""
    # pandas takes half a second for it where both are long.
    own, asked = (
        pa.array(values, "string", from_pandas=True)
        for values in (papers["paper_id"], ids)
    )
    return pc.index_in(own, value_set=asked).fill_null(-1).to_numpy()
