"""Ids that stay: of records by what they hold, of papers by their titles."""

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import tables
from litreview.dedupe import _titles

FIELDS = (
    "title",
    "abstract",
    "authors",
    "date",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
)
SEPARATOR = "\x1f"  # between fields; no text has it
DIGITS = 12


def record_ids(records: pd.DataFrame) -> pd.Series:
    """Name each record by what it holds, so that exact copies have one id.

    White space does not count, nor does what only one kind of file has, such as links,
    notes or the date of a page.

    Parameters
    ----------
    records
        A row for each record, with any of the columns in `FIELDS`.

    Returns
    -------
    pd.Series
        12 hex digits for each record, the same in every run and wherever it stands.
    """
    columns = [records[name].tolist() for name in FIELDS if name in records]
    ids = []
    for row in zip(*columns, strict=True):
        content = SEPARATOR.join(_plain_text(value) for value in row)
        ids.append(_hash(content))
    return pd.Series(ids, index=records.index, dtype="str")


def paper_ids(
    records: pd.DataFrame, groups: np.ndarray, earlier: pd.DataFrame | None = None
) -> pd.Series:
    """Name the paper of each record, so that a further copy does not change the name.

    The name is made of one title of the paper: that of the copy which was seen first,
    or where no page says when, of the one with most words that other records have too,
    which a typo or a lost subtitle is not. Another paper of the same title is named by
    its abstract too.

    Parameters
    ----------
    records
        A row for each record: `record_id`, `title`, `abstract`, and `seen_on` where it
        is known.
    groups
        The number of its paper for each record.
    earlier
        The records of an earlier run (`record_id`, `paper_id`). A paper that has a
        record of them keeps its name.

    Returns
    -------
    pd.Series
        12 hex digits for each record.
    """
    records = records.assign(group=groups)
    names: dict[int, str] = {}
    if earlier is not None:
        names = _earlier_names(records, earlier)
    taken = set(names.values())

    for record in _naming_records(records).itertuples():
        if record.group in names:
            continue
        for content in _possible_names(record):
            name = _hash(content)
            if name not in taken:
                break
        names[record.group] = name
        taken.add(name)
    return records["group"].map(names).astype("str")


def earlier_ids(report: str | Path | pd.DataFrame) -> pd.DataFrame | None:
    """Read the ids that records and papers had in an earlier report.

    `report` is its folder, or its table of records. Returns None without one, or where
    it is from before records had ids.
    """
    if isinstance(report, pd.DataFrame):
        return report
    file = tables.file_of(report, "records")
    if not str(report) or not file.is_file():
        return None
    table = pd.read_parquet(file)
    if "record_id" not in table:
        return None
    return table[["record_id", "paper_id"]]


def _naming_records(records: pd.DataFrame) -> pd.DataFrame:
    """Take the record of each group that names it.

    The groups come in an order that does not depend on files.
    """
    seen = pd.Series(pd.NaT, records.index)
    if "seen_on" in records:
        seen = records["seen_on"]

    shared_words = records["record_id"].map(_count_shared_words(records))
    table = records.assign(
        seen=seen,
        fewest=-shared_words.astype("int64"),
        length=records["title"].str.len(),
    )
    table = table.sort_values(
        ["seen", "fewest", "length", "record_id"], kind="stable", na_position="last"
    )
    return table.drop_duplicates("group")


def _count_shared_words(records: pd.DataFrame) -> pd.Series:
    """Count the words of each title that other titles have too, by `record_id`."""
    originals = records.drop_duplicates("record_id")
    titles = [set(_titles.title_words(title)) for title in originals["title"]]
    titles_with = Counter(itertools.chain.from_iterable(titles))

    counts = []
    for words in titles:
        counts.append(sum(titles_with[word] > 1 for word in words))
    return pd.Series(counts, originals["record_id"], dtype="int64")


def _possible_names(record) -> Iterator[str]:
    """Say what a paper could be named by, the plainest first.

    This is its title, or with it the abstract, or all that its record holds.
    """
    title = _titles.title_key(record.title)
    yield title

    if isinstance(record.abstract, str):
        yield title + _titles.title_key(record.abstract)
    yield title + record.record_id
    for number in itertools.count():
        yield f"{title}{record.record_id}{number}"


def _earlier_names(records: pd.DataFrame, earlier: pd.DataFrame) -> dict[int, str]:
    """Give the groups the names that most of their records had.

    A name that two groups want goes to the larger part.
    """
    known = earlier[["record_id", "paper_id"]].drop_duplicates()
    matched = records[["record_id", "group"]].merge(known, on="record_id")
    votes = matched.groupby(["group", "paper_id"])["record_id"]
    votes = votes.agg(["nunique", "min"]).reset_index()
    votes = votes.sort_values(
        ["nunique", "paper_id", "min"], ascending=[False, True, True], kind="stable"
    )

    names: dict[int, str] = {}
    taken: set[str] = set()
    for vote in votes.itertuples():
        if vote.group not in names and vote.paper_id not in taken:
            names[vote.group] = vote.paper_id
            taken.add(vote.paper_id)
    return names


def _plain_text(value) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    return " ".join(str(value).split())


def _hash(content: str) -> str:
    raw = content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:DIGITS]
