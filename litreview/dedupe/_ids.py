"""Names that stay: of records by what they hold, of papers by their titles."""

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

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


def title_key(title: str) -> str:
    """Reduce a title to its letters and digits, case folded, so that copies of it are equal."""
    return (
        re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold()) or title
    )


def record_ids(records: pd.DataFrame) -> pd.Series:
    """Name each record by what it holds: 12 hex digits, the same for exact copies, wherever they stand.

    White space does not count, nor does what only one kind of file has (links, notes, the date of a page).
    """
    columns = [records[name].tolist() for name in FIELDS if name in records]
    held = ["\x1f".join(map(_text, row)) for row in zip(*columns, strict=True)]
    return pd.Series([_digest(text) for text in held], index=records.index, dtype="str")


def paper_ids(
    records: pd.DataFrame, group: np.ndarray, known: pd.DataFrame | None = None
) -> pd.Series:
    """Name the paper of each record, so that a further copy does not change the name.

    `records` needs `record_id`, `title`, `abstract` and `seen_on`; `group` numbers the papers. The name is made of one
    title of the paper: of the copy that was seen first, or where no page says when, of the one with most words that
    other records have too, which a typo or a lost subtitle is not. Another paper of the same title is named by its
    abstract too. `known` are the records of an earlier run (`record_id`, `paper_id`): a paper that has a record of
    them keeps its name. Returns 12 hex digits for each record.
    """
    records = records.assign(group=group)
    first = _first(records)
    earlier = {} if known is None else _kept(records, known)
    taken, names = set(earlier.values()), dict(earlier)
    for row in first[~first["group"].isin(list(earlier))].itertuples():
        names[row.group] = next(
            name for name in map(_digest, _wishes(row)) if name not in taken
        )
        taken.add(names[row.group])
    return records["group"].map(names).astype("str")


def earlier_ids(folder: str) -> pd.DataFrame | None:
    """Read which records had which names in an earlier report; None without one, or if it is from before there were."""
    file = tables.file_of(folder, "records")
    if not folder or not file.is_file():
        return None
    table = pd.read_parquet(file)
    return table[["record_id", "paper_id"]] if "record_id" in table else None


def _first(records: pd.DataFrame) -> pd.DataFrame:
    """Take the record of each group that names it, and order the groups in a way that does not depend on files."""
    own = records.drop_duplicates("record_id")
    words = own["title"].map(_titles.words)
    counts = Counter(word for found in words for word in set(found))
    shared = pd.Series(
        [sum(counts[word] > 1 for word in set(found)) for found in words],
        own["record_id"],
        "int64",
    )
    seen = (
        records["seen_on"] if "seen_on" in records else pd.Series(pd.NaT, records.index)
    )
    fewest = -records["record_id"].map(shared).astype("int64")
    table = records.assign(seen=seen, shared=fewest, length=records["title"].str.len())
    table = table.sort_values(
        ["seen", "shared", "length", "record_id"], kind="stable", na_position="last"
    )
    return table.drop_duplicates("group")


def _wishes(row) -> Iterator[str]:
    """Say what a paper could be named by: its title, or with it the abstract, or all that its record holds."""
    title = title_key(row.title)
    yield title
    yield title + (
        title_key(row.abstract) if isinstance(row.abstract, str) else row.record_id
    )
    yield title + row.record_id
    yield from (f"{title}{row.record_id}{n}" for n in itertools.count())


def _kept(records: pd.DataFrame, known: pd.DataFrame) -> dict[int, str]:
    """Give the groups the names that most of their records had; a name that two groups want goes to the larger part."""
    had = records[["record_id", "group"]].merge(
        known[["record_id", "paper_id"]].drop_duplicates(), on="record_id"
    )
    votes = (
        had.groupby(["group", "paper_id"])["record_id"]
        .agg(["nunique", "min"])
        .reset_index()
    )
    votes = votes.sort_values(
        ["nunique", "paper_id", "min"], ascending=[False, True, True], kind="stable"
    )
    names: dict[int, str] = {}
    taken: set[str] = set()
    for row in votes.itertuples():
        if row.group not in names and row.paper_id not in taken:
            names[row.group] = row.paper_id
            taken.add(row.paper_id)
    return names


def _text(value) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(map(str, value))
    return "" if pd.isna(value) else " ".join(str(value).split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
