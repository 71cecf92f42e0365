"""What a record says beside its title, authors and date: keywords, type and so on.

Fields of a format → columns of `_detail_fields.DETAILS`.
"""

import itertools
import re
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pandas as pd

from litreview import tables
from litreview.read import _countries, _languages, _types
from litreview.read._detail_fields import DETAILS, LISTS, NOTES
from litreview.read._markup import clear_texts
from litreview.read._values import first_part, to_texts

Names = dict[str, list[str]]

# In these a comma parts one keyword from the next where nothing else does; elsewhere a
# keyword may have one: "Neoplasms, Second Primary".
_PARTED_BY_COMMAS = ("BibTeX", "table", "XLSX", "Parquet", "JSON", "page")
_FEWEST_COMMAS = 2  # elsewhere, in a text that would else be one keyword
_LONGEST_KEYWORD = 200
_LONGEST_AFFILIATION = 2_000
_MOST = 20_000  # texts of a list

_COMMA_OR_BRACKET = re.compile(r"[,()\[\]]")
_STAR = re.compile(r"(?:^|(?<=[/;\s]))\*(?=\w)")
_SQUARE_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_LINE_OF_WOS = re.compile(r"\.\s*\n\s*")
_MAIL = re.compile(
    r"[\s;,.]*(?:(?:electronic address|e-?mail)\s*:\s*)?\S+@[\w.-]+\w\.?", re.IGNORECASE
)
# Scopus: "Blum, A.B., University of the Shore, …"; Ovid: "Blum, Ada B.: University …".
_NAME_BEFORE = re.compile(
    r"^[^\W\d][\w' -]{1,40}, (?:(?:\w\.[ -]?){1,4}, (?=\S)|[\w. '-]{1,40}:\s*)"
)
_NOTHING = {"na", "n/a", "none", "nan", "null", "-"}

_COUNT = re.compile(r"\s*(\d{1,3}(?:[,\u00a0\u202f ']\d{3})+|\d+)(?:\.0+)?\s*")
_COUNT_IN_NOTE = re.compile(
    r"\b(?:times\s+cited(?:\s+in\s+[\w ]{1,60})?|cited[\s-]*by|citations?)\s*:?\s*"
    r"(\d{1,3}(?:,\d{3})+|\d+)\b",
    re.IGNORECASE,
)
_LARGEST_COUNT = 10_000_000
_MOST_UNKNOWN_TYPES = 12  # different words of a column
# "cs.LG stat.ML": the archives of arXiv.
_ARCHIVES = (
    r"(?:astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|"
    r"nucl-(?:ex|th)|physics|q-bio|q-fin|quant-ph|stat)"
)
_ARXIV_SUBJECTS = re.compile(
    rf"{_ARCHIVES}(?:\.[\w-]+)?(?:[\s,;]+{_ARCHIVES}(?:\.[\w-]+)?)+"
)
# Crossref has a reference in parts.
_REFERENCE_PARTS = (
    "reference.author",
    "reference.year",
    "reference.article-title",
    "reference.volume-title",
    "reference.journal-title",
    "reference.doi",
)
_UNSTRUCTURED = "reference.unstructured"
_UPDATED_BY = re.compile("updated-by.*type|relation.*retract", re.IGNORECASE)
_RETRACTS = re.compile(r"retract|withdraw|removal", re.IGNORECASE)
# Google Scholar shows an extract of the abstract, as "Publish or Perish" exports it.
_OF_SCHOLAR = {"cites", "abstract"}
_SCHOLAR_COLUMNS = {"gsrank", "cites_url", "citesurl", "cites url"}


def read_details(
    raw: pd.DataFrame,
    names: Names,
    kind: str,
    records: dict[str, pd.Series],
) -> dict[str, pd.Series]:
    """Read what records say beside their titles, authors, dates and identifiers.

    Parameters
    ----------
    raw
        A row a record, under the names of its format.
    names
        The columns of the file for each of ours, the preferred first.
    kind
        The format.
    records
        The columns that are read already: `title`, `abstract`, `arxiv_id`.

    Returns
    -------
    dict
        The columns of DETAILS.
    """
    details: dict[str, pd.Series] = {}
    for column in LISTS:
        details[column] = _read_lists(raw, names[column], column, kind)
    details["countries"] = _complete_countries(
        details["countries"], details["affiliations"]
    )
    if _UNSTRUCTURED in raw or _REFERENCE_PARTS[-1] in raw:
        details["references"] = _crossref_references(raw, details["references"])

    titles = records["title"]
    details["type"] = _read_types(raw, names["type"], titles)
    details["retracted"] = _read_retracted(raw, names, titles)
    details["language"] = _read_first(raw, names["language"], _languages.read_language)
    details["cited_by"] = _read_counts(raw, names["cited_by"])
    details["snippet"] = _read_texts(raw, names["snippet"])
    details["comments"] = _read_texts(raw, names["comments"])
    if kind != "page":
        # Elsewhere than on arXiv, comments are of those who read the paper.
        of_arxiv = records["arxiv_id"].notna()
        details["comments"] = details["comments"].where(of_arxiv)

    ordered = {}
    for column in DETAILS:
        ordered[column] = details[column].astype(tables.RECORD_FIELDS[column])
    return ordered


def shows_extracts(raw: pd.DataFrame) -> bool:
    """Tell a table of Google Scholar, whose abstracts are extracts of them."""
    columns = {*map(str, raw.columns)}
    return columns >= _OF_SCHOLAR and not columns.isdisjoint(_SCHOLAR_COLUMNS)


# Texts of one field


def _all_texts(value: object) -> list[str]:
    """List the texts of a value, whatever it is, without those that are blank."""
    if isinstance(value, str):
        values = [value]
    elif isinstance(value, list | tuple | np.ndarray):
        values = list(value)
    elif value is None or pd.isna(value):
        return []
    else:
        values = [str(value)]

    texts = []
    for part in values:
        if isinstance(part, str) and part.strip():
            texts.append(part)
    return texts


def _read_texts(raw: pd.DataFrame, names: list[str]) -> pd.Series:
    """Take for each record the first of the columns that has a text."""
    values = _missing(raw)
    for name in names:
        texts = clear_texts(to_texts(raw[name], first_part))
        says_something = texts.str.contains(r"[^\W\d_]", na=False)
        values = values.where(values.notna(), texts.where(says_something))
    return values


def _read_first(
    raw: pd.DataFrame,
    names: list[str],
    read: Callable[[str], str | None],
) -> pd.Series:
    """Read for each record the first of the columns in which something is found."""
    values = _missing(raw)
    for name in names:
        texts = to_texts(raw[name], first_part)
        texts = texts[values.isna() & (texts.str.strip() != "")]
        found = texts.map(read, na_action="ignore").astype("str")
        values = values.where(values.notna(), found.reindex(raw.index))
    return values


def _missing(raw: pd.DataFrame) -> pd.Series:
    return pd.Series(np.nan, index=raw.index, dtype="str")


# Types and retractions


def _read_types(raw: pd.DataFrame, names: list[str], titles: pd.Series) -> pd.Series:
    """Take the first type that is said; an article may be something else by a later."""
    types: list[str | None] = [None] * len(raw)
    for name in names:
        words = [_type_words(value) for value in raw[name]]
        choose = partial(
            _types.choose_type,
            known_only=_is_note(name) or _are_no_types(words),
            of_wos=str(name).lower() == "pt",
        )
        for i, words_of_record in enumerate(words):
            if types[i] not in (None, "article"):
                continue
            found = choose(words_of_record)
            if types[i] is None or found in tables.PAPER_TYPES:
                types[i] = found

    for i, title in enumerate(titles):
        if types[i] in (None, "article") and isinstance(title, str):
            types[i] = _types.type_of_notice(title) or types[i]
    return pd.Series(types, index=raw.index, dtype="object").astype("str")


def _are_no_types(words: list[list[str]]) -> bool:
    """Tell a column that holds something else, as where cells are in wrong columns."""
    different = set(itertools.chain.from_iterable(words))
    unknown = [word for word in different if not _types.is_known_type(word)]
    return len(unknown) > max(_MOST_UNKNOWN_TYPES, len(different) / 2)


def _is_note(name: str) -> bool:
    return name in NOTES


def _type_words(value: object) -> list[str]:
    words = []
    for text in _all_texts(value):
        words += _types.split_types(text)
    return words


def _read_retracted(raw: pd.DataFrame, names: Names, titles: pd.Series) -> pd.Series:
    """Read what says that a paper was retracted: a field, its type or its title."""
    flags = pd.Series(pd.NA, index=raw.index, dtype="boolean")
    for name in names["retracted"]:
        found = [_find_flag(value) for value in raw[name]]
        flags = flags.fillna(pd.Series(found, index=raw.index, dtype="boolean"))

    signs = [[_has_retracted_title(title) for title in titles]]
    for name in names["type"]:
        signs.append([_types.says_retracted(_type_words(value)) for value in raw[name]])
    for name in map(str, raw.columns):
        if _tells_of_retraction(name):
            signs.append([_holds_retraction(name, value) for value in raw[name]])

    for is_retracted in signs:
        flags = flags.mask(pd.Series(is_retracted, index=raw.index, dtype="bool"), True)
    return flags


def _find_flag(value: object) -> bool | None:
    texts = _all_texts(value)
    return _types.read_flag(texts[0]) if texts else None


def _has_retracted_title(title: object) -> bool:
    return isinstance(title, str) and _types.has_retracted_title(title)


def _tells_of_retraction(name: str) -> bool:
    """Tell the fields that name the notice of a retraction: of Crossref, and PubMed."""
    return name == "RIN" or bool(_UPDATED_BY.search(name))


def _holds_retraction(name: str, value: object) -> bool:
    texts = _all_texts(value)
    if not texts:
        return False
    if name == "RIN":
        return True
    if "relation" in name.lower():
        # "is-retracted-by", not "is-retraction-of" or "retracts".
        return "retracted-by" in name.lower()
    return any(_RETRACTS.search(text) for text in texts)


# Counts


def _read_counts(raw: pd.DataFrame, names: list[str]) -> pd.Series:
    """Read how often papers were cited: a number, or one within a note."""
    counts: list[int | None] = [None] * len(raw)
    for name in names:
        in_note = _is_note(name)
        for i, value in enumerate(raw[name]):
            if counts[i] is None:
                counts[i] = _find_count(value, in_note)
    return pd.Series(counts, index=raw.index, dtype="Int64")


def _find_count(value: object, in_note: bool) -> int | None:
    texts = _all_texts(value)
    if not in_note and len(texts) > 1:
        return None  # a list of those that cite it
    for text in texts:
        found = _COUNT.fullmatch(text)
        if in_note or not found:
            found = _COUNT_IN_NOTE.search(text)
        if found:
            count = int(re.sub(r"\D", "", found[1])[:9])
            return count if count <= _LARGEST_COUNT else None
    return None


# Lists


def _read_lists(
    raw: pd.DataFrame, names: list[str], column: str, kind: str
) -> pd.Series:
    """Read lists: of keywords and subjects from all columns, else from the first."""
    split = _SPLITTERS[column]
    joined = column in ("keywords", "subjects")
    lists: list[list[str]] = [[] for _ in raw.index]
    for name in names:
        for i, value in enumerate(raw[name]):
            if joined or not lists[i]:
                lists[i] = lists[i] + split(_all_texts(value), kind)
    return _clear_lists(lists, raw.index, column, kind)


def _clear_lists(
    lists: list[list[str]], index: pd.Index, column: str, kind: str
) -> pd.Series:
    """Clear the texts of lists, each different one once; each stands once in a list."""
    different: dict[str, None] = {}
    for texts in lists:
        different.update(dict.fromkeys(texts))
    cleared = clear_texts(
        pd.Series(list(different), dtype="str"), latex=kind == "BibTeX"
    )
    clear = dict(zip(different, cleared, strict=True))

    columns = []
    for texts in lists:
        once: dict[str, str] = {}
        for text in texts[:_MOST]:
            text = " ".join(clear[text].split())
            text = text.strip(" ;,") if column != "references" else text.strip()
            if re.search(r"\w", text):
                once.setdefault(text.casefold(), text)
        columns.append(list(once.values()))
    return pd.Series(columns, index=index, dtype="object")


def _split_keywords(texts: list[str], kind: str) -> list[str]:
    parts = _split_at(texts, ";|\n")
    is_one = len(texts) == 1 and len(parts) == 1
    if is_one:
        by_commas = _split_at_commas(parts[0])
        fewest = 1 if kind in _PARTED_BY_COMMAS else _FEWEST_COMMAS
        if len(by_commas) > fewest:
            parts = by_commas

    keywords = []
    for part in parts:
        keyword = _STAR.sub("", part.strip())
        if kind == "MEDLINE":
            # "Sand/analysis": the heading without what it is looked at for.
            keyword = keyword.partition("/")[0] if keyword[:1].isupper() else keyword
        if len(keyword) <= _LONGEST_KEYWORD:
            keywords.append(keyword)
    return keywords


def _split_subjects(texts: list[str], kind: str) -> list[str]:
    subjects = []
    for text in _split_at(texts, ";|\n"):
        if _ARXIV_SUBJECTS.fullmatch(text.strip()):
            subjects += re.split(r"[\s,;]+", text.strip())
        elif len(text) <= _LONGEST_KEYWORD:
            subjects.append(text)
    return subjects


def _split_affiliations(texts: list[str], kind: str) -> list[str]:
    affiliations = []
    for text in texts:
        # Web of Science has the names of the authors in front, in square brackets.
        text = _SQUARE_BRACKETS.sub(" ", text)
        if kind == "BibTeX" and ";" not in text:
            parts = _LINE_OF_WOS.split(text)
        else:
            parts = re.split(r";|\|", text)
        for part in parts:
            if len(part) > _LONGEST_AFFILIATION:
                continue
            part = " ".join(_MAIL.sub("", part).split())
            part = _NAME_BEFORE.sub("", part).strip(" .:")
            if part.lower() not in _NOTHING:
                affiliations.append(part)
    return affiliations


def _split_countries(texts: list[str], kind: str) -> list[str]:
    return _countries.name_countries(_split_at(texts, ";|,\n"))


def _split_references(texts: list[str], kind: str) -> list[str]:
    if len(texts) != 1:
        return texts
    text = texts[0]
    if _COUNT.fullmatch(text):
        return []  # how many they are
    if kind == "BibTeX" and _LINE_OF_WOS.search(text):
        return _LINE_OF_WOS.split(text)
    for separator in (";", "|", "\n"):
        if separator in text:
            return re.split(rf"\s*{re.escape(separator)}\s+|\s*[|]\s*", text)
    return texts


_SPLITTERS: dict[str, Callable[[list[str], str], list[str]]] = {
    "keywords": _split_keywords,
    "subjects": _split_subjects,
    "affiliations": _split_affiliations,
    "countries": _split_countries,
    "references": _split_references,
}


def _split_at(texts: Iterable[str], signs: str) -> list[str]:
    parts = []
    for text in texts:
        parts += re.split(f"[{re.escape(signs)}]", text)
    return parts


def _split_at_commas(text: str) -> list[str]:
    """Split a text at the commas that are not within brackets."""
    parts = []
    depth, start = 0, 0
    for found in _COMMA_OR_BRACKET.finditer(text):
        sign = found[0]
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return parts


def _complete_countries(countries: pd.Series, affiliations: pd.Series) -> pd.Series:
    """Find the countries of affiliations where no field names them."""
    lists = []
    for known, institutions in zip(countries, affiliations, strict=True):
        lists.append(known or _countries.find_countries(institutions))
    return pd.Series(lists, index=countries.index, dtype="object")


def _crossref_references(raw: pd.DataFrame, known: pd.Series) -> pd.Series:
    """Write the references that Crossref has in parts, in step, as texts."""
    parts = []
    for name in (_UNSTRUCTURED, *_REFERENCE_PARTS):
        if name in raw:
            parts.append((name, raw[name].tolist()))

    lists = []
    for i, references in enumerate(known):
        if not references:
            references = _join_parts({name: values[i] for name, values in parts})
        lists.append(references)
    return pd.Series(lists, index=raw.index, dtype="object")


def _join_parts(parts: dict[str, object]) -> list[str]:
    columns = {}
    for name, value in parts.items():
        if isinstance(value, str):
            columns[name] = [value]
        elif isinstance(value, list | np.ndarray):
            columns[name] = list(value)
    if not columns:
        return []

    length = max(map(len, columns.values()))
    in_step = {name: texts for name, texts in columns.items() if len(texts) == length}
    references = []
    for row in zip(*in_step.values(), strict=True):
        reference = dict(zip(in_step, row, strict=True))
        whole = reference.pop(_UNSTRUCTURED, "")
        text = whole or ", ".join(filter(None, reference.values()))
        if text:
            references.append(" ".join(text.split()))
    return references
