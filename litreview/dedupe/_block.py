"""Which records are worth comparing: those that share a name, a place, or rare words."""

import itertools

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.sparse import csr_array

RARE = 5  # words by which a text is looked up, two at a time: the rarest that another has too
CROWD = 40  # records that share one key; more than these are compared only if they share another too
CHUNK = 100_000  # pairs looked at at a time, which bounds the memory
ALIKE = 0.7  # share of letters that titles have in common
# Of an abstract that was cut off so much of its words is in the whole one; fewer words than these may be so by chance.
WITHIN, ENOUGH = 0.85, 12
ABOUT = 0.4  # share of words that abstracts have in common
_KEYS = ("key", "doi", "arxiv_id", "pmid")


def candidate_pairs(
    prepared: pd.DataFrame,
    titles: csr_array,
    abstracts: csr_array,
    of_first: int | None = None,
) -> pd.DataFrame:
    """Pair the records which are worth a close comparison.

    `prepared` is of `likeness.prepare`; the matrices say which words (columns) which record (rows) has. Returns the
    positions `a` < `b`, the share of letters that the titles have in common (`letters`, 0 to 1) and how alike the
    abstracts are (`abstracts`, as in `likeness.abstracts`; missing without two). Pairs are those that share a title,
    an identifier, the place where they were printed, first author and year, or two of the rarest words of title or
    abstract, and of which titles or abstracts are alike. Of a key that many share only those of the same first author
    or year are paired, which keeps the number of pairs in proportion to that of records. `of_first` leaves only the
    pairs of one of so many first records and one of the others.
    """
    found = [_within(prepared, prepared[name]) for name in _KEYS]
    year = pd.Series(
        [f"{year:.0f}" for year in prepared["year"]], prepared.index, dtype="str"
    )
    page = pd.Series(
        [str(pages[0]) if pages else None for pages in prepared["pages"]],
        prepared.index,
        dtype="str",
    )
    found.append(_within(prepared, page.str.cat([prepared["volume"], year], sep="|")))
    written = prepared["first"].str.cat([year, page], sep="|")
    found.append(_within(prepared, written))
    found += [_sharing(prepared, words) for words in (titles, abstracts)]
    codes = np.unique(np.concatenate(found))
    n = max(1, len(prepared))
    codes = (
        codes
        if of_first is None
        else codes[(codes // n < of_first) & (codes % n >= of_first)]
    )
    parts = [
        _worth(
            prepared,
            abstracts,
            codes[start : start + CHUNK] // n,
            codes[start : start + CHUNK] % n,
        )
        for start in range(0, max(1, len(codes)), CHUNK)
    ]
    return pd.concat(parts, ignore_index=True)


def overlap(words: csr_array, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Measure how alike pairs of texts are: the share of words in common, or of those of the shorter one, if most.

    Missing where one of the two has none.
    """
    sizes = np.diff(words.indptr)
    both = np.asarray(words[a].multiply(words[b]).sum(axis=1)).ravel().astype("float64")
    least = np.minimum(sizes[a], sizes[b])
    with np.errstate(divide="ignore", invalid="ignore"):
        share, within = both / (sizes[a] + sizes[b] - both), both / least
    # A page that was cut off holds a part of the abstract.
    share = np.where(
        (within >= WITHIN) & (least >= ENOUGH), np.maximum(share, within), share
    )
    return np.where(least > 0, share, np.nan)


def alike(
    prepared: pd.DataFrame, abstracts: csr_array, a: np.ndarray, b: np.ndarray
) -> pd.DataFrame:
    """Measure how alike titles and abstracts of pairs are: `a`, `b`, `letters`, `abstracts`, as in `pairs`."""
    keys = prepared["key"].fillna("").to_numpy(dtype=object)
    letters = (
        process.cpdist(
            keys[a].tolist(), keys[b].tolist(), scorer=fuzz.ratio, dtype=np.float32
        )
        / 100
    )
    table = {
        "a": a,
        "b": b,
        "letters": letters.astype("float64"),
        "abstracts": overlap(abstracts, a, b),
    }
    return pd.DataFrame(table)


def _worth(
    prepared: pd.DataFrame, abstracts: csr_array, a: np.ndarray, b: np.ndarray
) -> pd.DataFrame:
    table, keys = (
        alike(prepared, abstracts, a, b),
        prepared["key"].fillna("").to_numpy(dtype=object),
    )
    begins = np.array(
        [
            x[:20] == y[:20] and len(x) > 19
            for x, y in zip(keys[a], keys[b], strict=True)
        ],
        dtype=bool,
    )
    shared = np.zeros(len(a), dtype=bool)
    for name in _KEYS[1:]:
        values = prepared[name].fillna("").to_numpy(dtype=object)
        shared |= (values[a] == values[b]) & (values[a] != "")
    return table[
        shared | begins | (table["letters"] >= ALIKE) | (table["abstracts"] >= ABOUT)
    ]


def _within(prepared: pd.DataFrame, key: pd.Series) -> np.ndarray:
    """Pair all records of one key, coded as a * n + b."""
    codes, _ = pd.factorize(key)
    return _blocks(prepared, np.flatnonzero(codes >= 0), codes[codes >= 0])


def _blocks(prepared: pd.DataFrame, rows: np.ndarray, keys: np.ndarray) -> np.ndarray:
    finer = [prepared["first"], prepared["year"], prepared["start"]]
    crowded, found = (
        np.bincount(keys, minlength=1)[keys] > CROWD,
        [_all_pairs(rows, keys, len(prepared))],
    )
    for other in finer if crowded.any() else ():
        rows_left, value = rows[crowded], pd.factorize(other)[0]
        told = value[rows_left] >= 0
        both = (
            keys[crowded][told].astype("int64") * (value.max() + 2)
            + value[rows_left][told]
        )
        found.append(
            _all_pairs(
                rows_left[told], np.unique(both, return_inverse=True)[1], len(prepared)
            )
        )
    return np.unique(np.concatenate(found))


def _all_pairs(rows: np.ndarray, keys: np.ndarray, n: int) -> np.ndarray:
    """Pair the rows of each key that no more than `CROWD` of them share."""
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    sizes = np.bincount(keys, minlength=1)[keys]
    rows, keys = (
        rows[(sizes > 1) & (sizes <= CROWD)],
        keys[(sizes > 1) & (sizes <= CROWD)],
    )
    found = [np.empty(0, dtype="int64")]
    for step in range(1, CROWD):
        near = keys[step:] == keys[:-step]
        if not near.any():
            break
        found.append(rows[:-step][near].astype("int64") * n + rows[step:][near])
    return np.concatenate(found)


def _sharing(prepared: pd.DataFrame, words: csr_array) -> np.ndarray:
    """Pair the records that share two of their rarest words."""
    counts = np.bincount(words.indices, minlength=words.shape[1])
    rarest = _rarest(words, counts)
    rows, keys = [], []
    for i, j in itertools.combinations(range(RARE), 2):
        there = rarest[:, j] >= 0
        first, second = np.sort(rarest[there][:, [i, j]], axis=1).T
        rows.append(np.flatnonzero(there))
        keys.append(first.astype("int64") * words.shape[1] + second)
    if not any(map(len, keys)):
        return np.empty(0, dtype="int64")
    return _blocks(
        prepared,
        np.concatenate(rows),
        np.unique(np.concatenate(keys), return_inverse=True)[1],
    )


def _rarest(words: csr_array, counts: np.ndarray) -> np.ndarray:
    """List the rarest words of each row that another row has too, -1 where there are no more."""
    row = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr))
    shared = counts[words.indices] > 1
    row, word = row[shared], words.indices[shared]
    order = np.lexsort((word, counts[word], row))
    row, word = row[order], word[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    rarest = np.full((words.shape[0], RARE), -1, dtype="int64")
    rarest[row[rank < RARE], rank[rank < RARE]] = word[rank < RARE]
    return rarest
