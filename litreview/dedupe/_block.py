"""Which records are worth comparing.

These share a title, an identifier, a place in print, or rare words.
"""

import itertools

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.sparse import csr_array

from litreview import progress

# Words by which a text is looked up, two at a time: the rarest that another has too.
RARE = 5
# Records that share one key; more than these are compared only if they share another.
CROWD = 40
CHUNK = 100_000  # pairs that are looked at at a time, which bounds the memory
ALIKE = 0.7  # share of letters that titles have in common
ABOUT = 0.4  # share of words that abstracts have in common
BEGINNING = 20  # letters with which two titles begin
# Of an abstract that was cut off so much of its words is in the whole one; fewer words
# than these may be so by chance.
WITHIN = 0.85
ENOUGH = 12
IDENTIFIERS = ("doi", "arxiv_id", "pmid")
FINER_KEYS = ("first", "year", "start")


def candidate_pairs(
    prepared: pd.DataFrame,
    titles: csr_array,
    abstracts: csr_array,
    of_first: int | None = None,
) -> pd.DataFrame:
    """Pair the records which are worth a close comparison.

    These share a title, an identifier, the place where they were printed, first author,
    year and page, or two of the rarest words of title or abstract; and their titles or
    abstracts are alike. Of a key that many share only those of the same first author,
    year or beginning of the abstract are paired, which keeps the number of pairs in
    proportion to that of records.

    Parameters
    ----------
    prepared
        The records, of `_compare.prepare_records`.
    titles, abstracts
        Which words (columns) which record (rows) has, of `_compare.index_words`.
    of_first
        Leaves only the pairs of one of so many first records and one of the others.

    Returns
    -------
    pd.DataFrame
        `a` < `b`, positions in `prepared`; `letters` and `abstracts`, how alike they
        are, as in `measure_similarity`.
    """
    found = []
    for key in _blocking_keys(prepared):
        found.append(_pair_by_key(prepared, key))
    for words in (titles, abstracts):
        found.append(_pair_by_rare_words(prepared, words))

    codes = np.concatenate(found)
    codes = np.unique(codes)
    a, b = _decode(codes, len(prepared))
    if of_first is not None:
        across = a < of_first
        across &= b >= of_first
        a = a[across]
        b = b[across]

    chunks = []
    number = max(1, len(a))
    starts = range(0, number, CHUNK)
    for start in progress.steps(starts, "Choosing pairs to compare"):
        chunk = slice(start, start + CHUNK)
        pairs = measure_similarity(
            prepared,
            abstracts,
            a[chunk],
            b[chunk],
        )
        worth = _are_worth_comparing(prepared, pairs)
        chunks.append(pairs[worth])
    return pd.concat(chunks, ignore_index=True)


def measure_similarity(
    prepared: pd.DataFrame,
    abstracts: csr_array,
    a: np.ndarray,
    b: np.ndarray,
) -> pd.DataFrame:
    """Measure how alike titles and abstracts of pairs are.

    `a` and `b` are positions in `prepared`. Returns them with `letters` (the share that
    the titles have in common, 0 to 1) and `abstracts` (as in `overlap`).
    """
    keys = _cells(prepared, "key")
    percent = process.cpdist(
        keys[a].tolist(),
        keys[b].tolist(),
        scorer=fuzz.ratio,
        dtype=np.float32,
    )
    letters = percent / 100
    columns = {
        "a": a,
        "b": b,
        "letters": letters.astype("float64"),
        "abstracts": overlap(abstracts, a, b),
    }
    return pd.DataFrame(columns)


def overlap(
    words: csr_array,
    a: np.ndarray,
    b: np.ndarray,
) -> np.ndarray:
    """Measure how alike pairs of texts are, by their words.

    This is the share of words in common, or of those of the shorter one if that has
    most of its words in the other. Missing where one of the two has none.
    """
    sizes = np.diff(words.indptr)
    size_a = sizes[a]
    size_b = sizes[b]
    shorter = np.minimum(size_a, size_b)

    words_a = words[a]
    words_b = words[b]
    in_common = words_a.multiply(words_b).sum(axis=1)
    in_common = np.asarray(in_common, dtype="float64")
    in_common = in_common.ravel()
    in_either = size_a + size_b - in_common
    with np.errstate(divide="ignore", invalid="ignore"):
        share = in_common / in_either
        share_of_shorter = in_common / shorter

    # A page that was cut off holds a part of the abstract.
    cut_off = share_of_shorter >= WITHIN
    cut_off &= shorter >= ENOUGH
    larger_share = np.maximum(share, share_of_shorter)
    share = np.where(cut_off, larger_share, share)
    return np.where(shorter > 0, share, np.nan)


def _blocking_keys(prepared: pd.DataFrame) -> list[pd.Series]:
    """List the keys by which records find each other, one column each.

    These are the title, the identifiers, the place in print (page, volume, year), and
    the first author with year and page.
    """
    keys = [prepared["key"]]
    for name in IDENTIFIERS:
        keys.append(prepared[name])

    year = prepared["year"].map("{:.0f}".format)
    year = year.astype("str")
    page = prepared["pages"].map(_first_page)
    page = page.astype("str")
    volume = prepared["volume"]
    first_author = prepared["first"]

    in_print = page.str.cat([volume, year], sep="|")
    of_author = first_author.str.cat([year, page], sep="|")
    keys += [in_print, of_author]
    return keys


def _first_page(pages: tuple[int, ...]) -> str | None:
    """Give the first page; none where there is no page."""
    if pages:
        return str(pages[0])
    return None


def _are_worth_comparing(
    prepared: pd.DataFrame,
    pairs: pd.DataFrame,
) -> np.ndarray:
    """Tell which pairs share an identifier, or have titles or abstracts alike."""
    a = pairs["a"].to_numpy()
    b = pairs["b"].to_numpy()

    alike = pairs["letters"] >= ALIKE
    alike |= pairs["abstracts"] >= ABOUT
    worth = alike.to_numpy(copy=True)

    keys = prepared["key"]
    long = keys.str.len() >= BEGINNING
    beginnings = keys.str.slice(0, BEGINNING)
    beginnings = beginnings.where(long)
    worth |= _have_equal(beginnings, a, b)
    for name in IDENTIFIERS:
        worth |= _have_equal(prepared[name], a, b)
    return worth


def _cells(prepared: pd.DataFrame, name: str) -> np.ndarray:
    texts = prepared[name].fillna("")
    return texts.to_numpy(dtype=object)


def _pair_by_key(prepared: pd.DataFrame, key: pd.Series) -> np.ndarray:
    """Pair all records of one key; those that have none are left out."""
    codes, _ = pd.factorize(key)
    rows = np.flatnonzero(codes >= 0)
    keys = codes[rows]
    return _pair_rows(prepared, rows, keys)


def _pair_by_rare_words(prepared: pd.DataFrame, words: csr_array) -> np.ndarray:
    """Pair the records that share two of their rarest words."""
    rarest = _rarest_words(words)
    vocabulary = words.shape[1]
    rows, keys = [], []
    for i, j in itertools.combinations(range(RARE), 2):
        # A row has no fifth rare word without a fourth.
        known = rarest[:, j] >= 0
        has_both = np.flatnonzero(known)
        word_i = rarest[has_both, i]
        word_j = rarest[has_both, j]
        low = np.minimum(word_i, word_j)
        high = np.maximum(word_i, word_j)
        two_words = _encode(low, high, vocabulary)
        rows.append(has_both)
        keys.append(two_words)

    rows = np.concatenate(rows)
    keys = np.concatenate(keys)
    return _pair_rows(prepared, rows, _renumber(keys))


def _rarest_words(words: csr_array) -> np.ndarray:
    """List the rarest words of each row that another row has too.

    A row of `RARE` columns for each text, -1 where it has no more such words.
    """
    texts, vocabulary = words.shape
    word = words.indices
    words_a_text = np.diff(words.indptr)
    text = np.arange(texts)
    text = np.repeat(text, words_a_text)
    texts_with = np.bincount(word, minlength=vocabulary)

    shared = texts_with[word] > 1
    word = word[shared]
    text = text[shared]

    frequency = texts_with[word]
    order = np.lexsort((word, frequency, text))
    word = word[order]
    text = text[order]
    first_of_text = np.searchsorted(text, text)
    position = np.arange(len(text))
    rank = position - first_of_text

    rare = rank < RARE
    row = text[rare]
    column = rank[rare]
    shape = (texts, RARE)
    rarest = np.full(shape, -1, dtype="int64")
    rarest[row, column] = word[rare]
    return rarest


def _pair_rows(
    prepared: pd.DataFrame,
    rows: np.ndarray,
    keys: np.ndarray,
) -> np.ndarray:
    """Pair the rows of each key; those of a crowded one only with a second key.

    The pairs come coded as one number, in order: see `_encode`.
    """
    number = len(prepared)
    found = [_pair_uncrowded(rows, keys, number)]
    crowded = _sizes(keys) > CROWD
    if crowded.any():
        rows = rows[crowded]
        keys = keys[crowded]
        for name in FINER_KEYS:
            finer, values = pd.factorize(prepared[name])
            finer_keys = finer[rows]
            known = finer_keys >= 0
            both_keys = _encode(
                keys[known],
                finer_keys[known],
                len(values),
            )
            pairs = _pair_uncrowded(
                rows[known],
                _renumber(both_keys),
                number,
            )
            found.append(pairs)
    return np.unique(np.concatenate(found))


def _pair_uncrowded(
    rows: np.ndarray,
    keys: np.ndarray,
    number: int,
) -> np.ndarray:
    """Pair the rows of each key that no more than `CROWD` of them share."""
    sizes = _sizes(keys)
    pairable = sizes > 1
    pairable &= sizes <= CROWD
    rows = rows[pairable]
    keys = keys[pairable]

    # Rows of one key stand together: each is paired with the next, the second next …
    order = np.lexsort((rows, keys))
    rows = rows[order]
    keys = keys[order]
    found = [np.empty(0, dtype="int64")]
    for step in range(1, CROWD):
        before = slice(None, -step)
        after = slice(step, None)
        one_key = keys[before] == keys[after]
        if not one_key.any():
            break
        a = rows[before][one_key]
        b = rows[after][one_key]
        pairs = _encode(a, b, number)
        found.append(pairs)
    return np.concatenate(found)


def _sizes(keys: np.ndarray) -> np.ndarray:
    """Count for each row how many have its key."""
    return np.bincount(keys, minlength=1)[keys]


def _renumber(keys: np.ndarray) -> np.ndarray:
    """Number keys from 0, so that they can be counted."""
    _, codes = np.unique(keys, return_inverse=True)
    return codes


def _encode(
    a: np.ndarray,
    b: np.ndarray,
    number: int,
) -> np.ndarray:
    """Write pairs as one number each, of which the same are found at once.

    All of `b` are below `number`.
    """
    return a.astype("int64") * number + b


def _decode(
    codes: np.ndarray,
    number: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Take apart the numbers that `_encode` wrote."""
    return np.divmod(codes, max(1, number))


def _have_equal(
    values: pd.Series,
    a: np.ndarray,
    b: np.ndarray,
) -> np.ndarray:
    """Tell which pairs have the same value; missing values are not the same."""
    codes, _ = pd.factorize(values)
    code_a = codes[a]
    code_b = codes[b]
    known = code_a >= 0
    return known & (code_a == code_b)
