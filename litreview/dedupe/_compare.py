"""How alike two records are, field by field."""

import re
from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from litreview import progress
from litreview.dedupe import _titles

IDENTIFIERS = ("doi", "arxiv_id", "pmid")
TEXTS = ("title", "abstract", "venue", "volume", "issue", "pages", *IDENTIFIERS)
SHORT = 50  # letters; a shorter abstract tells no paper from another
START = 60  # letters by which the beginnings of abstracts are compared
SERIES = 3  # years in which a title stands that is one of a series, or a heading
ONE_VENUE = 85  # per cent of the words of two venues that are one

_NO_ABSTRACT = re.compile(
    r"\W*(?:no abstract|abstract (?:is )?(?:not|un)|.{0,40}\bwithdrawn\b|"
    r".{0,20}\bno abstract)",
    re.IGNORECASE,
)
_PREPRINT_VENUE = re.compile(
    r"\w+xiv\b|\bcorr\b|\babs/|\bssrn\b|preprint|research square", re.IGNORECASE
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|1101|2139|31234|26434|21203|20944|31219|31235|36227|5281)/",
    re.IGNORECASE,
)
_ARXIV_DOI = r"^10\.48550/arxiv\.(.+)$"
# What databases write behind the name of a venue: Embase "Stroke. Conference: 23rd
# Congress …", EBSCO "Stroke (00392499)", PubMed "Stroke; a journal of …".
_BEHIND_VENUE = [
    re.compile(r"(?i)(?<=\w)\W*conference:.*"),
    re.compile(r"\(\d{4}-?\d{3}[\dxX]\)"),
    re.compile(r"(?<=\w)\s*[;:(\[].*"),
]
_PAGE_COUNT = re.compile(r"\s*\d+\s*(?:p|pp|pages|pgs|leaves)\.?\s*", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,3}")
_NO_NAMES = frozenset(
    """
    anonymous anon unknown none null editor editors editorial staff et al
    """.split()
)
_SMALL_WORDS = frozenset("the of and in on for a an de la et und der des".split())

COMPARED = {
    "title": "str",
    "length": "int64",
    "version": "bool",
    "authors": "float64",
    "named": "int64",
    "years": "float64",
    "venue": "float64",
    "place": "float64",
    "same_id": "str",
    "other_id": "str",
    "preprint": "bool",
    "bare": "bool",
}


Pages = tuple[int, ...]  # the first and the last, or one, or none
Words = tuple[str, ...]


class WordIndex(NamedTuple):
    """Which words (columns) records (rows) have, and how many titles have a word."""

    titles: csr_array
    abstracts: csr_array
    known: Counter


def prepare_records(records: pd.DataFrame) -> pd.DataFrame:
    """Bring records into the form in which they are compared.

    Parameters
    ----------
    records
        A row for each record, with `title` and whichever other fields there are.

    Returns
    -------
    pd.DataFrame
        A row for each record, numbered from 0:

        - `title` without what a database put around it, the `version` it names, its
          `words`, and `key`, their letters (missing without any);
        - whether it is an `answer` (a reply, an erratum) or `generic` (a heading, or a
          title that stands in three years);
        - `abstract` (missing if too short to tell) and `start`, its beginning;
        - `names`, the set of family names of the authors, and `first`, that of the
          first;
        - `year`, `venue` (a tuple of words), `volume`, `issue`, `pages` (a tuple: the
          first and the last), `doi`, `arxiv_id`, `pmid`;
        - whether it says that it is a `preprint`, and whether it says where it was
          `published`.
    """
    records = records.reset_index(drop=True)
    texts = {}
    for name in TEXTS:
        texts[name] = _text_column(records, name)
    columns = {
        **_prepare_titles(texts["title"], _years(records)),
        **_prepare_abstracts(texts["abstract"]),
        **_prepare_authors(records),
        "year": _years(records),
        **_prepare_places(texts),
        **_prepare_identifiers(texts),
    }
    return pd.DataFrame(columns)


def index_words(prepared: pd.DataFrame) -> WordIndex:
    """Index which words which title and which abstract of prepared records has."""
    of_titles = CountVectorizer(
        binary=True, tokenizer=list, lowercase=False, token_pattern=None
    )
    of_abstracts = CountVectorizer(binary=True, token_pattern=r"\w+")

    known: Counter = Counter()
    for words in prepared["words"]:
        known.update(set(words))

    titles = _count_words(of_titles, prepared["words"])
    abstract = prepared["abstract"].fillna("")
    abstracts = _count_words(of_abstracts, abstract)
    return WordIndex(titles, abstracts, known)


def compare_pairs(
    prepared: pd.DataFrame, pairs: pd.DataFrame, known: Counter
) -> pd.DataFrame:
    """Compare pairs of records field by field.

    Parameters
    ----------
    prepared
        The records, of `prepare_records`.
    pairs
        The pairs, of `_block.candidate_pairs`: `a` and `b`, positions in `prepared`.
    known
        In how many titles each word stands, of `index_words`.

    Returns
    -------
    pd.DataFrame
        The pairs with further columns; numbers are missing where a record does not say:

        - `title` (same, generic, answer, missing, or as in `_titles.name_difference`),
          `length` (letters of the shorter title), and whether they name different ones
          of a `version`;
        - `authors` (the share of the names of the shorter list that the other has too)
          and `named` (how many names that has);
        - `years` (between them), `venue` and `place` (1 the same, 0 another; of places
          .5 is one page);
        - `same_id` and `other_id` (the name of an identifier that is equal or another,
          or "");
        - `preprint` (one is a preprint, the other is published) and `bare` (only one
          has an abstract).
    """
    unused = ["words", "start", "first"]
    rows = prepared.drop(columns=unused).to_dict("records")
    compared = []
    numbers = pairs[["a", "b"]].to_numpy()
    for a, b in progress.steps(numbers, "Comparing pairs of records"):
        record_a = rows[a]
        record_b = rows[b]
        row = _compare_records(record_a, record_b, known)
        compared.append(row)

    columns = list(COMPARED)
    table = pd.DataFrame(compared, pairs.index, columns)
    table = table.astype(COMPARED)
    return pd.concat([pairs, table], axis=1)


def share_of_words(a: str, b: str) -> float:
    """Measure the share of the words of two texts that both have (Jaccard), 0 to 1."""
    words_a = _words_of(a)
    words_b = _words_of(b)
    in_both = len(words_a & words_b)
    in_either = len(words_a | words_b)
    return in_both / max(1, in_either)


def _words_of(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return set(words)


def is_preprint(name: str) -> bool:
    """Tell whether the name of a venue, or a DOI, is that of a preprint server."""
    found = _PREPRINT_DOI.match(name) or _PREPRINT_VENUE.search(name)
    return found is not None


def find_preprints(records: pd.DataFrame) -> pd.Series:
    """Tell which records say by their venue or DOI that they are preprints."""
    doi = _text_column(records, "doi")
    venue = _text_column(records, "venue")
    return _matches(doi, _PREPRINT_DOI) | _is_preprint_venue(venue)


def _prepare_titles(title: pd.Series, year: pd.Series) -> dict:
    titles = title.fillna("")
    stripped, versions = [], []
    for text in titles:
        bare_title, version = _titles.strip_notes(text)
        stripped.append(bare_title)
        versions.append(version)

    words = []
    letters = []
    for text in stripped:
        words_of_title = _titles.title_words(text)
        words.append(words_of_title)
        letters.append("".join(words_of_title) or None)
    key = pd.Series(letters, title.index, dtype="str")

    years_of_key = year.groupby(key).nunique()
    years = years_of_key.reindex(key).to_numpy()
    in_series = years >= SERIES
    headings = [_titles.is_heading(text) for text in stripped]
    is_heading = np.array(headings, dtype=bool)
    return {
        "title": stripped,
        "version": versions,
        "words": words,
        "key": key,
        "answer": titles.map(_titles.is_answer),
        "generic": is_heading | in_series,
    }


def _prepare_abstracts(abstract: pd.Series) -> dict:
    short = abstract.str.len() < SHORT
    placeholder = _matches(abstract, _NO_ABSTRACT)
    telling = abstract.mask(short | placeholder)
    return {
        "abstract": telling,
        "start": telling.str.slice(0, START).str.casefold(),
    }


def _prepare_authors(records: pd.DataFrame) -> dict:
    authors = pd.Series(None, records.index, dtype="object")
    if "authors" in records:
        authors = records["authors"]
    names, first = [], []
    for authors_of_one in authors:
        family_names = _family_names(authors_of_one)
        names.append(set(family_names))
        first.append(next(iter(family_names), None))
    return {
        "names": names,
        "first": pd.Series(first, records.index, dtype="str"),
    }


def _prepare_places(texts: dict[str, pd.Series]) -> dict:
    venue = texts["venue"]
    venue = venue.mask(_is_preprint_venue(venue))
    venue = venue.fillna("")
    pages = texts["pages"].fillna("")
    return {
        "venue": [_venue_words(name) for name in venue],
        "volume": _first_number(texts["volume"]),
        "issue": _first_number(texts["issue"]),
        "pages": [_page_numbers(text) for text in pages],
    }


def _prepare_identifiers(texts: dict[str, pd.Series]) -> dict:
    venue = texts["venue"]
    doi = texts["doi"].str.lower()
    arxiv_id_of_doi = doi.str.extract(_ARXIV_DOI)[0]
    arxiv_id = texts["arxiv_id"].fillna(arxiv_id_of_doi)

    preprint_doi = doi.str.match(_PREPRINT_DOI.pattern, na=False)
    preprint_venue = _is_preprint_venue(venue)
    elsewhere = venue.notna() | doi.notna()
    arxiv_only = arxiv_id.notna() & ~elsewhere

    in_venue = venue.notna() & ~preprint_venue
    with_doi = doi.notna() & ~preprint_doi
    arxiv_id = arxiv_id.str.lower()
    return {
        "doi": doi.mask(preprint_doi),
        "arxiv_id": arxiv_id.str.replace(r"v\d+$", "", regex=True),
        "pmid": texts["pmid"],
        "preprint": preprint_doi | preprint_venue | arxiv_only,
        "published": in_venue | with_doi,
    }


def _compare_records(a: dict, b: dict, known: Counter) -> dict:
    """Compare two rows of prepared records; the columns are those of `COMPARED`."""
    venue = _same_venue(a["venue"], b["venue"])
    names_a = a["names"]
    names_b = b["names"]
    with_abstract = _has_text(a["abstract"]) + _has_text(b["abstract"])
    same_id, other_id = _compare_identifiers(a, b)
    return {
        "title": _title_difference(a, b, known),
        "length": min(_count_letters(a), _count_letters(b)),
        "version": a["version"] != b["version"],
        "authors": _share_of_names(names_a, names_b),
        "named": min(len(names_a), len(names_b)),
        "years": abs(a["year"] - b["year"]),
        "venue": venue,
        "place": _same_place(a, b, venue),
        "same_id": same_id,
        "other_id": other_id,
        # A preprint is one only beside its publication: an arXiv number alone is there
        # in many exports of both.
        "preprint": _is_preprint_of(a, b) or _is_preprint_of(b, a),
        "bare": with_abstract == 1,
    }


def _has_text(value) -> bool:
    return isinstance(value, str)


def _count_letters(record: dict) -> int:
    if _has_text(record["key"]):
        return len(record["key"])
    return 0


def _share_of_names(a: set[str], b: set[str]) -> float:
    """Give the share of the names of the shorter list that the other has too."""
    fewest = min(len(a), len(b))
    if not fewest:
        return np.nan
    in_both = len(a & b)
    return in_both / fewest


def _is_preprint_of(a: dict, b: dict) -> bool:
    unpublished = a["preprint"] and not a["published"]
    return unpublished and b["published"]


def _compare_identifiers(a: dict, b: dict) -> tuple[str, str]:
    """Name the first identifier that is the same, and the first that is another."""
    same_id = other_id = ""
    for name in IDENTIFIERS:
        id_a = a[name]
        id_b = b[name]
        both_known = _has_text(id_a) and _has_text(id_b)
        if not both_known:
            continue
        if id_a == id_b:
            same_id = same_id or name
        else:
            other_id = other_id or name
    return same_id, other_id


def _title_difference(a: dict, b: dict, known: Counter) -> str:
    """Name the way in which the titles of two records differ, or what they are."""
    both_have_letters = _count_letters(a) and _count_letters(b)
    if not both_have_letters:
        return "missing"
    if a["answer"] != b["answer"]:
        return "other"

    difference = "same"
    if a["key"] != b["key"]:
        difference = _titles.name_difference(
            a["title"],
            b["title"],
            known,
        )

    one_title = difference in ("same", "spelling", "typo", "subtitle")
    if a["answer"] and one_title:
        return "answer"
    both_generic = a["generic"] and b["generic"]
    if both_generic and difference != "other":
        return "generic"
    return difference


def _same_place(a: dict, b: dict, venue: float) -> float:
    """Tell whether two records were printed in one place (1) or two (0).

    Of one page, but not the same pages, it is .5; missing where too little is known.
    """
    volumes = _same_number(a["volume"], b["volume"])
    issues = _same_number(a["issue"], b["issue"])
    one_volume = volumes == 1
    one_venue = venue != 0  # or it is not known that there are two

    pages_a = a["pages"]
    pages_b = b["pages"]
    if not pages_a or not pages_b:
        # Without a page, another volume or another issue of the same journal is another
        # place.
        other_issue = one_volume and issues == 0
        if volumes == 0 or other_issue:
            return 0.0
        return np.nan

    if _share_a_page(pages_a, pages_b):
        # The parts of a series of books are volumes of the series, and have names of
        # their own.
        volumes_unknown = np.isnan(volumes)
        if one_volume or (volumes_unknown and one_venue):
            return _same_pages(pages_a, pages_b)
        return np.nan

    # One issue does not print a paper twice: one of the pages is wrong.
    if one_volume and issues == 1 and one_venue:
        return np.nan
    return 0.0


def _share_a_page(a: Pages, b: Pages) -> bool:
    """Tell whether two stretches of pages have the first or the last in common."""
    if a[0] == b[0]:
        return True
    if len(a) == len(b) == 2:
        return a[1] == b[1]
    return False


def _same_pages(a: Pages, b: Pages) -> float:
    """Tell whether two stretches are the same pages (1), or share one page (.5)."""
    several = a[0] != a[-1]
    if a == b and several:
        return 1.0
    return 0.5


def _same_number(a, b) -> float:
    """Tell whether two numbers are the same (1) or not (0); missing without two."""
    both_known = _has_text(a) and _has_text(b)
    if not both_known:
        return np.nan
    if not a or not b:
        return np.nan
    return float(a == b)


def _same_venue(a: Words, b: Words) -> float:
    """Tell whether one name of a venue abbreviates the other (1) or not (0).

    It does if each of its words begins one of the other, in order, or if it is made of
    their first letters. Names that share nearly all of their words are one, too.
    """
    if not a or not b:
        return np.nan

    names = sorted((a, b), key=_name_length)
    short, long = names
    initials = "".join(word[0] for word in long)
    if short == (initials,):
        return 1.0
    if _abbreviates(short, long):
        return 1.0
    name_a = " ".join(a)
    name_b = " ".join(b)
    alike = fuzz.token_set_ratio(name_a, name_b)
    return float(alike >= ONE_VENUE)


def _name_length(words: Words) -> tuple[int, int]:
    letters = sum(map(len, words))
    return len(words), letters


def _abbreviates(short: Words, long: Words) -> bool:
    """Tell whether each short word begins one of the long ones, in their order."""
    words_left = iter(long)
    for part in short:
        if not any(_begins(word, part) for word in words_left):
            return False
    return True


def _begins(word: str, part: str) -> bool:
    if word.startswith(part):
        return True
    long = len(word) > 3
    return long and part.startswith(word)


def _page_numbers(pages: str) -> Pages:
    """Read the first page and the last, if any: "S1676-87" is 1676 and 1687.

    "94 p" is no page, but says how many there are.
    """
    numbers = re.findall(r"\d{1,7}", pages)
    if not numbers or _PAGE_COUNT.fullmatch(pages):
        return ()
    first = str(int(numbers[0]))
    if len(numbers) == 1:
        return (int(first),)

    last = str(int(numbers[1]))
    left_out = len(first) - len(last)
    if left_out > 0:
        last = first[:left_out] + last
    return int(first), int(last)


def _venue_words(name: str) -> Words:
    """List the words of the name of a venue, without what a database adds to it."""
    for behind in _BEHIND_VENUE:
        name = behind.sub("", name)
    words = []
    for word in _titles.title_words(name):
        if word not in _SMALL_WORDS:
            words.append(word)
    return tuple(words)


def _family_names(authors) -> list[str]:
    """List the family names of authors.

    Where none is marked by a comma, these are all of their names but the initials.
    """
    if isinstance(authors, str):
        authors = [authors]
    if not isinstance(authors, list | tuple | np.ndarray):
        return []

    names: dict[str, None] = {}
    for author in authors:
        name = str(author)
        family, comma, _ = name.partition(",")
        if not comma:
            family = _drop_initials(family)
        for word in _titles.title_words(family):
            if len(word) > 1 and word not in _NO_NAMES:
                names[word] = None
    return list(names)


def _drop_initials(name: str) -> str:
    parts = []
    for part in name.split():
        if not _INITIALS.fullmatch(part):
            parts.append(part)
    return " ".join(parts)


def _is_preprint_venue(venue: pd.Series) -> pd.Series:
    return venue.str.contains(_PREPRINT_VENUE, na=False)


def _matches(values: pd.Series, pattern: re.Pattern) -> pd.Series:
    return values.str.match(pattern.pattern, case=False, na=False)


def _first_number(values: pd.Series) -> pd.Series:
    return values.str.extract(r"0*(\d+)")[0].astype("str")


def _years(records: pd.DataFrame) -> pd.Series:
    if "date" not in records:
        return pd.Series(np.nan, records.index, dtype="float64")
    dates = pd.to_datetime(records["date"])
    return dates.dt.year.astype("float64")


def _text_column(records: pd.DataFrame, name: str) -> pd.Series:
    if name not in records:
        return pd.Series(np.nan, records.index, dtype="str")
    values = records[name].astype("str")
    values = values.str.strip()
    return values.where(values != "")


def _count_words(vectorizer: CountVectorizer, texts: pd.Series) -> csr_array:
    try:
        return csr_array(vectorizer.fit_transform(texts), dtype=np.float32)
    except ValueError:  # not a word in any of them
        return csr_array((len(texts), 1), dtype=np.float32)
