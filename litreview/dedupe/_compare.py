"""How alike two records are, field by field."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from litreview.dedupe import _titles

IDS = ("doi", "arxiv_id", "pmid")
SHORT = 50  # letters; a shorter abstract tells no paper from another
_NO_ABSTRACT = re.compile(
    r"\W*(?:no abstract|abstract (?:is )?(?:not|un)|.{0,40}\bwithdrawn\b|.{0,20}\bno abstract)",
    re.I,
)
_PREPRINTS = re.compile(
    r"\w+xiv\b|\bcorr\b|\babs/|\bssrn\b|preprint|research square", re.IGNORECASE
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|1101|2139|31234|26434|21203|20944|31219|31235|36227|5281)/",
    re.IGNORECASE,
)
_NOBODY = {
    "anonymous",
    "anon",
    "unknown",
    "none",
    "null",
    "editor",
    "editors",
    "editorial",
    "staff",
    "et",
    "al",
}
SERIES = 3  # years in which a title stands that is one of a series, or a heading
_SMALL = {
    "the",
    "of",
    "and",
    "in",
    "on",
    "for",
    "a",
    "an",
    "de",
    "la",
    "et",
    "und",
    "der",
    "des",
}


def prepare(records: pd.DataFrame) -> pd.DataFrame:
    """Bring records into the form in which they are compared.

    Returns a row a record, numbered from 0: `title` without what a database put around it, `version`, `words`, `key`
    (its letters and digits), whether it is an `answer` or `generic` (see `titles`; a title that stands in three years
    is generic too), `abstract` (missing if too short to tell), `start` of it, `names` (a set, of the authors), `first`
    of them, `year`, `venue` (a tuple of words), `volume`, `issue`, `pages` (first and last), `doi`, `arxiv_id`, `pmid`,
    whether it says that it is a `preprint`, and whether it says where it was `published`.
    """
    records = records.reset_index(drop=True)
    text = {
        name: _texts(records, name)
        for name in ("title", "abstract", "venue", "volume", "issue", "pages", *IDS)
    }
    bare = [_titles.bare(title) for title in text["title"].fillna("")]
    words = [_titles.words(title) for title, _ in bare]
    short = (text["abstract"].str.len() < SHORT) | text["abstract"].str.match(
        _NO_ABSTRACT.pattern, case=False, na=False
    )
    abstract = text["abstract"].mask(short)
    authors = (
        records["authors"]
        if "authors" in records
        else pd.Series(None, records.index, dtype="object")
    )
    names = [_names(value) for value in authors]
    doi = text["doi"].str.lower()
    arxiv = text["arxiv_id"].fillna(doi.str.extract(r"^10\.48550/arxiv\.(.+)$")[0])
    preprints = doi.str.match(_PREPRINT_DOI.pattern, na=False)
    told = text["venue"].str.contains(_PREPRINTS, na=False)
    year = (
        pd.to_datetime(records["date"]).dt.year.astype("float64")
        if "date" in records
        else np.nan
    )
    key = pd.Series(["".join(own) or None for own in words], records.index, dtype="str")
    again = (
        pd.DataFrame({"key": key, "year": year})
        .groupby("key")["year"]
        .nunique()
        .reindex(key)
        .to_numpy()
    )
    return pd.DataFrame(
        {
            "title": [title for title, _ in bare],
            "version": [version for _, version in bare],
            "words": words,
            "key": key,
            "answer": [_titles.answers(title) for title in text["title"].fillna("")],
            "generic": np.array(
                [_titles.generic(title) for title, _ in bare], dtype=bool
            )
            | (again >= SERIES),
            "abstract": abstract,
            "start": abstract.str.slice(0, 60).str.casefold(),
            "names": [set(own) for own in names],
            "first": pd.Series([own[0] if own else None for own in names], dtype="str"),
            "year": year,
            "venue": [_venue(value) for value in text["venue"].mask(told).fillna("")],
            "volume": _number(text["volume"]),
            "issue": _number(text["issue"]),
            "pages": [_pages(value) for value in text["pages"].fillna("")],
            "doi": doi.mask(preprints),
            "arxiv_id": arxiv.str.lower().str.replace(r"v\d+$", "", regex=True),
            "pmid": text["pmid"],
            "preprint": preprints
            | told
            | (arxiv.notna() & text["venue"].isna() & doi.isna()),
            "published": (text["venue"].notna() & ~told) | (doi.notna() & ~preprints),
        }
    )


def in_common(a: str, b: str) -> float:
    """Measure the share of the words of two texts that both have (Jaccard), from 0 to 1."""
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(left & right) / max(1, len(left | right))


def is_preprint(said: str) -> bool:
    """Tell whether the name of a venue, or a DOI, is that of a preprint server."""
    return bool(_PREPRINT_DOI.match(said) or _PREPRINTS.search(said))


def preprints(records: pd.DataFrame) -> pd.Series:
    """Tell which records say by their venue or DOI that they are preprints."""
    doi, venue = _texts(records, "doi"), _texts(records, "venue")
    return doi.str.match(
        _PREPRINT_DOI.pattern, case=False, na=False
    ) | venue.str.contains(_PREPRINTS, na=False)


def incidence(prepared: pd.DataFrame) -> tuple[csr_array, csr_array, Counter]:
    """Say which words which title and which abstract has, and in how many titles each word stands."""
    titled = CountVectorizer(
        binary=True, tokenizer=lambda words: words, lowercase=False, token_pattern=None
    )
    abstracts = CountVectorizer(binary=True, token_pattern=r"\w+")
    known = Counter(word for own in prepared["words"] for word in set(own))
    return (
        _counted(titled, prepared["words"]),
        _counted(abstracts, prepared["abstract"].fillna("")),
        known,
    )


def compare(
    prepared: pd.DataFrame, pairs: pd.DataFrame, known: Counter
) -> pd.DataFrame:
    """Compare pairs of records field by field.

    `pairs` are of `candidates.pairs`. Adds `title` (same, generic, or as in `titles.difference`), `length` (letters of
    the shorter title), `version` (whether they name different ones), `authors` (the share of the names of the shorter
    list that the other has too), `named` (how many that are), `years` (between them), `venue` and `place` (1 the same,
    0 another, .5 one page), `same_id` and `other_id` (the identifier, or ""), `preprint` (whether one is and the
    other is published) and `bare` (whether only one has an abstract). Numbers are missing where one does not say.
    """
    rows = prepared.drop(columns=["words", "start", "first"]).to_dict("records")
    found = [
        _compared(rows[a], rows[b], known)
        for a, b in zip(pairs["a"], pairs["b"], strict=True)
    ]
    compared = pd.DataFrame(found, columns=list(_FOUND), index=pairs.index).astype(
        _FOUND
    )
    return pd.concat([pairs, compared], axis=1)


_FOUND = {
    "title": "str",
    "length": "int64",
    "version": "bool",
    "authors": "float64",
    "named": "int64",
}
_FOUND |= dict.fromkeys(("years", "venue", "place"), "float64") | {
    "same_id": "str",
    "other_id": "str",
}
_FOUND |= {"preprint": "bool", "bare": "bool"}


def _compared(a: dict, b: dict, known: Counter) -> dict:
    names = min(len(a["names"]), len(b["names"]))
    venue = _same_venue(a["venue"], b["venue"])
    ids = [
        name for name in IDS if isinstance(a[name], str) and isinstance(b[name], str)
    ]
    return {
        "title": _title(a, b, known),
        "length": min(
            len(row["key"]) if isinstance(row["key"], str) else 0 for row in (a, b)
        ),
        "version": a["version"] != b["version"],
        "authors": len(a["names"] & b["names"]) / names if names else np.nan,
        "named": names,
        "years": abs(a["year"] - b["year"]),
        "venue": venue,
        "place": _place(a, b, venue),
        "same_id": next((name for name in ids if a[name] == b[name]), ""),
        "other_id": next((name for name in ids if a[name] != b[name]), ""),
        # A preprint is one only beside its publication: an arXiv number alone is there in many exports of both.
        "preprint": any(
            one["preprint"] and not one["published"] and other["published"]
            for one, other in ((a, b), (b, a))
        ),
        "bare": isinstance(a["abstract"], str) != isinstance(b["abstract"], str),
    }


def _title(a: dict, b: dict, known: Counter) -> str:
    if not isinstance(a["key"], str) or not isinstance(b["key"], str):
        return "missing"
    if a["answer"] != b["answer"]:
        return "other"
    how = (
        "same"
        if a["key"] == b["key"]
        else _titles.difference(a["title"], b["title"], known)
    )
    if a["answer"] and how in ("same", "spelling", "typo", "subtitle"):
        return "answer"
    return "generic" if a["generic"] and b["generic"] and how != "other" else how


def _place(a: dict, b: dict, venue: float) -> float:
    """Tell whether two records were printed in one place (1; on one page at least: .5) or two (0)."""
    volumes, issues = (_equal(a[name], b[name]) for name in ("volume", "issue"))
    one, other = a["pages"], b["pages"]
    if not one or not other:
        # Without a page, another volume or another issue of the same journal is another place.
        return 0.0 if volumes == 0 or (issues == 0 and volumes == 1) else np.nan
    if one[0] == other[0] or (len(one) == len(other) == 2 and one[1] == other[1]):
        # The parts of a series of books are volumes of the series and have names of their own.
        whole = one == other and one[0] != one[-1]
        return (
            0.5 + whole / 2
            if volumes == 1 or (np.isnan(volumes) and venue != 0)
            else np.nan
        )
    # One issue does not print a paper twice: one of the pages is wrong.
    return np.nan if volumes == 1 and issues == 1 and venue != 0 else 0.0


def _equal(a, b) -> float:
    return (
        float(a == b)
        if isinstance(a, str) and isinstance(b, str) and a and b
        else np.nan
    )


def _pages(said: str) -> tuple[int, ...]:
    """Read the first page and the last, if any ("S1676-87" is 1676 and 1687); "94 p" is no page but how many."""
    found = [int(number) for number in re.findall(r"\d{1,7}", said)[:2]]
    if not found or re.fullmatch(
        r"\s*\d+\s*(?:p|pp|pages|pgs|leaves)\.?\s*", said, re.IGNORECASE
    ):
        return ()
    if len(found) == 2 and found[1] < found[0]:
        first, last = str(found[0]), str(found[1])
        found[1] = (
            int(first[: len(first) - len(last)] + last)
            if len(last) < len(first)
            else found[1]
        )
    return tuple(found)


def _same_venue(a: tuple, b: tuple) -> float:
    """Tell whether one name of a venue abbreviates the other: each of its words begins one of the other, in order."""
    if not a or not b:
        return np.nan
    short, long = sorted((a, b), key=lambda words: (len(words), sum(map(len, words))))
    if len(short) == 1 and short[0] == "".join(word[0] for word in long):
        return 1.0
    left = iter(long)
    if all(
        any(
            word.startswith(part) or part.startswith(word) and len(word) > 3
            for word in left
        )
        for part in short
    ):
        return 1.0
    return float(fuzz.token_set_ratio(" ".join(a), " ".join(b)) >= 85)


def _venue(name: str) -> tuple:
    # Embase: "Stroke. Conference: 23rd Congress ..."; EBSCO: "Stroke (00392499)"; PubMed: "Stroke; a journal of ...".
    for behind in (
        r"(?i)(?<=\w)\W*conference:.*",
        r"\(\d{4}-?\d{3}[\dxX]\)",
        r"(?<=\w)\s*[;:(\[].*",
    ):
        name = re.sub(behind, "", name)
    return tuple(word for word in _titles.words(name) if word not in _SMALL)


def _names(authors) -> list[str]:
    """List the family names of authors; where none is marked by a comma, all of their names but the initials."""
    if isinstance(authors, str):
        authors = [authors]
    if not isinstance(authors, list | tuple | np.ndarray):
        return []
    found = []
    for author in authors:
        family, comma, _ = str(author).partition(",")
        parts = [
            part
            for part in family.split()
            if comma or not re.fullmatch(r"(?:[A-Z]\.?-?){1,3}", part)
        ]
        found += [
            word
            for word in _titles.words(" ".join(parts))
            if len(word) > 1 and word not in _NOBODY
        ]
    return list(dict.fromkeys(found))


def _number(values: pd.Series) -> pd.Series:
    return values.str.extract(r"0*(\d+)")[0].astype("str")


def _texts(records: pd.DataFrame, name: str) -> pd.Series:
    if name not in records:
        return pd.Series(np.nan, records.index, dtype="str")
    values = records[name].astype("str").str.strip()
    return values.where(values != "")


def _counted(vectorizer: CountVectorizer, texts: pd.Series) -> csr_array:
    try:
        return csr_array(vectorizer.fit_transform(texts), dtype=np.float32)
    except ValueError:  # not a word in any of them
        return csr_array((len(texts), 1), dtype=np.float32)
