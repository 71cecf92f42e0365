"""The fields of a format → records with our columns."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from litreview.read import _details, _identifiers
from litreview.read._authors import separate_names, split_authors
from litreview.read._dates import read_dates
from litreview.read._detail_fields import (
    DETAILS,
    GROUP_AUTHORS,
    OF_WOS,
    WOS_COLUMNS,
)
from litreview.read._fields import (
    COLUMNS,
    CROSSWALK,
    FREE,
    NUMBERS,
    PLACES,
    TEXTS,
    TYPES_WITH_ISSUE,
    parts_of,
    squeeze_name,
)
from litreview.read._markup import clear_texts
from litreview.read._places import clear_places, find_cited_places, join_pages
from litreview.read._values import contains, first_of, first_part, to_texts

# Who reads an identifier, and what a text must hold for it to be there.
IDENTIFIER_READERS = {
    "doi": (_identifiers.normalise_doi, r"10\."),
    "arxiv_id": (
        _identifiers.normalise_arxiv_id,
        r"\p{Nd}{4}\.\p{Nd}{4}|/\p{Nd}{7}",
    ),
    "pmid": (_identifiers.normalise_pmid, r"(?i)pm.d|pubmed|^[^a-z]*$"),
}
# Columns that only the tables of Embase have.
_OF_EMBASE = {"source", "emtree medical index terms"}
_FINENESS = {"year": 1, "month": 2, "day": 3}
_NO_FIELDS = ("record", "line_from", "line_to")
# What exports write in place of an abstract.
_NO_TEXT = (
    r"(?i)^\s*\[?(?:no (?:abstract|title|source)(?: is)?(?: available| provided)?"
    r"|abstract (?:not|un)[ -]?available)\]?\.?\s*$"
)
_URL = re.compile(r"https?://[^\s{}<>\"]+")
# "One, A and Two, B": a comma parts none of the names from another.
_AS_IN_BIBTEX = r"^[^,;]+,[^,;]+(?: and [^,;]+,[^,;]+)+$"


def crosswalk(
    raw: pd.DataFrame, kind: str, columns: dict[str, str] | None = None
) -> pd.DataFrame:
    """Turn what a reader of a format returns into records with our columns.

    Parameters
    ----------
    raw
        A row a record, under the names of its format; `record`, `line_from` and `note`
        where the reader knows them.
    kind
        The format, a key of CROSSWALK.
    columns
        Names of columns of the file for ours, as in `{"title": "Titel der Arbeit"}`,
        which go before those that are known.

    Returns
    -------
    pandas.DataFrame
        `record`, `line` (Int64), `title`, `abstract`, `date` (datetime64[us]),
        `date_precision`, `authors` (lists), `venue`, `volume`, `issue`, `pages`, `doi`,
        `arxiv_id`, `pmid`, `url`, `type`, `language`, lists of `keywords`, `subjects`,
        `affiliations`, `countries` and `references`, `cited_by` (Int64), `retracted`
        (boolean), `snippet`, `comments` and `note`.

    Raises
    ------
    ValueError
        Where `columns` names a column that is not there.
    """
    columns = columns or {}
    raw = raw.reset_index(drop=True)
    names = _names_in_file(raw, kind, columns)

    texts = {}
    for column in TEXTS:
        values = _first_present(raw, names[column], column)
        values = clear_texts(values, latex=kind == "BibTeX")
        says_nothing = (values == "") | contains(values, _NO_TEXT)
        texts[column] = values.where(~says_nothing)

    ids = {}
    without_other_eprints = _drop_other_eprints(raw, kind)
    for column, (read, pattern) in IDENTIFIER_READERS.items():
        ids[column] = _identify(without_other_eprints, names[column], read, pattern)

    # Embase's tables have date, volume, issue and pages in their source, "Cancer (2004)
    # 102:4 (253-258). Date of Publication: 25 Aug 2004"; PubMed's have the place of a
    # paper in their citation.
    citations = []
    if {"pmid", "citation"} <= {*raw.columns}:
        citations = ["citation"]
    if _OF_EMBASE <= {*raw.columns}:
        citations = ["source"]
        names["date"].append("source")
    dates, precision = _read_finest_dates(raw, names["date"])
    places = _read_places(raw, names, kind, columns.get("issue", ""))
    places = _complete_from_citations(places, raw, citations)

    urls = _first_present(raw, names["url"], "url")
    urls = urls.map(_find_url, na_action="ignore").astype("str")
    details = _details.read_details(raw, names, kind, {**texts, **ids})
    if _details.shows_extracts(raw):
        snippets = details["snippet"]
        details["snippet"] = snippets.where(snippets.notna(), texts["abstract"])
        texts["abstract"] = _missing_texts(raw)

    records = {
        "record": _record_numbers(raw),
        "line": _column_or_missing(raw, "line_from", pd.NA).astype("Int64"),
        "title": texts["title"],
        "abstract": texts["abstract"],
        "date": dates,
        "date_precision": precision,
        "authors": _read_authors(raw, names["authors"], kind),
        "venue": texts["venue"],
        **places,
        **ids,
        "url": clear_texts(urls),
        **details,
        "note": _column_or_missing(raw, "note", np.nan).map(first_of).astype("str"),
    }
    return pd.DataFrame(records, index=raw.index)


def _column_or_missing(raw: pd.DataFrame, name: str, missing: object) -> pd.Series:
    if name in raw:
        return raw[name]
    return pd.Series(missing, index=raw.index)


def _record_numbers(raw: pd.DataFrame) -> pd.Series:
    if "record" in raw:
        return raw["record"]
    return pd.Series(range(1, len(raw) + 1), index=raw.index)


def _missing_texts(raw: pd.DataFrame) -> pd.Series:
    return pd.Series(np.nan, index=raw.index, dtype="str")


# Which columns


def _names_in_file(
    raw: pd.DataFrame, kind: str, columns: dict[str, str]
) -> dict[str, list]:
    """Translate the names of the crosswalk into those of the file.

    Those that the file does not have are left out; of the parts of a date or of pages
    all but the first may be missing (None).
    """
    fields = [name for name in raw.columns if name not in _NO_FIELDS]
    compare = squeeze_name if kind in FREE else str
    name_in_file = {compare(str(name)): name for name in reversed(fields)}

    fields_of_format = dict(CROSSWALK[kind])
    if kind in FREE and name_in_file.keys() >= WOS_COLUMNS:
        for column, of_wos in OF_WOS.items():
            fields_of_format[column] = of_wos + fields_of_format[column]

    names: dict[str, list] = {}
    for column in (*COLUMNS, *DETAILS):
        present = {}
        for known in fields_of_format[column]:
            parts = []
            for part in parts_of(known):
                parts.append(name_in_file.get(compare(part)))
            if parts[0] is None:
                continue
            name = tuple(parts) if len(parts) > 1 else parts[0]
            present[name] = None  # each once, in their order
        names[column] = list(present)

    folded = {}
    for name in fields:
        folded[_fold_name(str(name))] = name
    for column, given in columns.items():
        _check_column(column, given, folded)
        named = folded[_fold_name(given)]
        names[column].insert(0, named)
    return names


def _fold_name(name: str) -> str:
    return name.strip().casefold()


def _check_column(
    column: str,
    given: str,
    folded: dict[str, str],
) -> None:
    """Refuse a column that we do not have, or a name that the file does not have."""
    if column not in (*COLUMNS, *DETAILS):
        asked = column
        have = [*COLUMNS, *DETAILS]
    elif _fold_name(given) not in folded:
        asked = given
        have = folded.values()
    else:
        return
    listed = ", ".join(map(repr, have))
    raise ValueError(f"columns: there is no {asked!r}; there are {listed}")


def _first_present(raw: pd.DataFrame, names: list[str], column: str) -> pd.Series:
    """Take for each record the first of the columns that has something in it.

    The parts of an abstract are joined; of anything else the first is taken.
    """
    join = _join_different if column == "abstract" else first_part
    values = _missing_texts(raw)
    for name in names:
        if values.notna().all():
            break
        texts = to_texts(raw[name], join)
        filled = texts.where(texts.str.strip() != "")
        values = values.where(values.notna(), filled)
    return values


def _join_different(parts: list[str]) -> str:
    return " ".join(dict.fromkeys(parts))


# Identifiers and links


def _identify(
    raw: pd.DataFrame,
    names: list[str],
    read: Callable[[str], str | None],
    pattern: str,
) -> pd.Series:
    """Take for each record the first of the columns in which there is an identifier.

    Parameters
    ----------
    raw
        The records under the names of their format.
    names
        Columns that may hold the identifier, the preferred first.
    read
        Finds the identifier in a text.
    pattern
        What a text must hold for it to be there (RE2).

    Returns
    -------
    pandas.Series
        The identifiers, or missing values.
    """
    values = _missing_texts(raw)
    for name in names:
        texts = to_texts(raw[name], " ".join)
        texts = texts[values.isna()]
        texts = texts[contains(texts, pattern)]
        if texts.empty:
            continue
        found = texts.map(read).astype("str")
        found = found.reindex(raw.index)
        values = values.where(values.notna(), found)
    return values


def _drop_other_eprints(raw: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Leave out the `eprint` of other archives than arXiv."""
    if kind != "BibTeX" or "eprint" not in raw:
        return raw
    for name in ("archiveprefix", "eprinttype"):
        if name not in raw:
            continue
        archive = to_texts(raw[name], first_part)
        archive = archive.str.strip().str.lower()
        of_arxiv = archive.isna() | (archive == "arxiv")
        eprint = raw["eprint"].where(of_arxiv)
        return raw.assign(eprint=eprint)
    return raw


def _find_url(value: str) -> str | None:
    found = _URL.search(value)
    return found[0] if found else None


# Volume, issue and pages


def _read_places(
    raw: pd.DataFrame,
    names: dict[str, list],
    kind: str,
    named_issue: str,
) -> dict[str, pd.Series]:
    """Read volume, issue and pages.

    `named_issue` is the column of issues that the user named, if any.
    """
    volume = _first_place(raw, names["volume"], "volume", kind)
    with_issues = _drop_other_numbers(
        raw,
        names["issue"],
        volume,
        kind,
        named_issue,
    )
    issue = _first_place(with_issues, names["issue"], "issue", kind)
    pages = _first_place(with_issues, names["pages"], "pages", kind)
    return {
        "volume": volume,
        "issue": issue,
        "pages": pages,
    }


def _complete_from_citations(
    places: dict[str, pd.Series],
    raw: pd.DataFrame,
    citations: list[str],
) -> dict[str, pd.Series]:
    """Fill in what a citation has of the place of its paper."""
    completed = dict(places)
    for name in citations:
        texts = to_texts(raw[name], " ".join)
        cited = find_cited_places(texts)
        for column in PLACES:
            values = completed[column]
            values = values.where(values.notna(), cited[column])
            completed[column] = values
    return completed


def _first_place(
    raw: pd.DataFrame,
    names: list,
    column: str,
    kind: str,
) -> pd.Series:
    """Take for each record the first of the columns that says something.

    The first page and the last are joined.
    """
    clear = partial(
        clear_places,
        pages=column == "pages",
        latex=kind == "BibTeX",
    )
    values = _missing_texts(raw)
    for name in names:
        if values.notna().all():
            break
        cleared = []
        for part in parts_of(name):
            if part is not None:
                texts = to_texts(raw[part], first_part)
                cleared.append(clear(texts))

        places = cleared[0]
        for last in cleared[1:]:
            places = join_pages(places, last)
        values = values.where(values.notna(), places)
    return values


def _drop_other_numbers(
    raw: pd.DataFrame,
    names: list[str],
    volume: pd.Series,
    kind: str,
    named_issue: str,
) -> pd.DataFrame:
    """Leave out the `number` of what is no issue: of a report, or of a row.

    A column that the user named is of issues, whatever it is called.
    """
    named = squeeze_name(named_issue)
    numbers = []
    others = []
    for name in names:
        squeezed = squeeze_name(name)
        if squeezed in NUMBERS and squeezed != named:
            numbers.append(name)
        else:
            others.append(name)

    if kind in FREE:
        has_volumes = volume.notna().any()
        has_issues = any(raw[name].notna().any() for name in others)
        numbers_are_issues = has_volumes and not has_issues
        dropped = {}
        for name in numbers:
            if not numbers_are_issues or _counts_the_rows(raw[name]):
                dropped[name] = None
        return raw.assign(**dropped)

    has_issue = volume.notna()
    if "entrytype" in raw:
        has_issue |= raw["entrytype"].isin(TYPES_WITH_ISSUE)
    of_issues = {}
    for name in numbers:
        of_issues[name] = raw[name].where(has_issue)
    return raw.assign(**of_issues)


def _counts_the_rows(values: pd.Series) -> bool:
    """Tell numbers that count: one in each row, larger than the one before."""
    numbers = pd.to_numeric(to_texts(values, " ".join), errors="coerce")
    grows = numbers.diff()[1:] > 0
    return len(numbers) > 3 and bool(grows.all())


# Dates


def _read_finest_dates(
    raw: pd.DataFrame,
    names: list,
) -> tuple[pd.Series, pd.Series]:
    """Take the first date, and make it finer by a later one that agrees with it.

    Returns
    -------
    dates, precision : pandas.Series
        As `read_dates` returns them.
    """
    dates = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")
    precision = _missing_texts(raw)
    for name in names:
        if (precision == "day").all():
            break  # none can be finer
        written = _written_dates(raw, name)
        new_dates, new_precision = read_dates(written)

        fineness = precision.map(_FINENESS).fillna(0)
        new_fineness = new_precision.map(_FINENESS).fillna(0)
        is_finer = new_fineness > fineness

        is_new = fineness == 0
        same_year = new_dates.dt.year == dates.dt.year
        same_month = new_dates.dt.month == dates.dt.month
        only_year = fineness == 1
        agrees = same_year & (only_year | same_month)

        replaced = is_finer & (agrees | is_new)
        dates = dates.where(~replaced, new_dates)
        precision = precision.where(~replaced, new_precision)
    return dates, precision


def _written_dates(
    raw: pd.DataFrame,
    name: str | tuple,
) -> pd.Series:
    """Write the parts of a date, where it has several, one after the other."""
    parts = []
    for part in parts_of(name):
        if part is not None:
            parts.append(raw[part].map(first_of))
    if len(parts) == 1:
        return parts[0]

    texts = []
    for part in parts:
        text = part.astype("str").fillna("")
        # A year beside missing ones is a number with decimals to pandas.
        text = text.str.replace(r"\.0$", "", regex=True)
        texts.append(text)
    first, *others = texts
    return first.str.cat(others, sep=" ")


# Authors


def _read_authors(raw: pd.DataFrame, names: list, kind: str) -> pd.Series:
    """Take for each record the first of the columns that names anyone."""
    of_springer = "item title" in raw and "authors" in raw
    if of_springer:
        separated = raw["authors"].map(separate_names)
        raw = raw.assign(authors=separated)

    lists: list[list[str]] = [[] for _ in raw.index]
    for name in names:
        found = _authors_in_column(raw, name, kind)
        for i, authors in enumerate(found):
            if not lists[i]:
                lists[i] = authors
        if all(lists):
            break

    for name in raw.columns:
        if squeeze_name(str(name)) in _group_fields(kind):
            for i, value in enumerate(raw[name]):
                lists[i] = _add_groups(lists[i], value)
    return pd.Series(lists, index=raw.index, dtype="object")


def _group_fields(kind: str) -> set[str]:
    return {squeeze_name(name) for name in GROUP_AUTHORS.get(kind, [])}


def _add_groups(authors: list[str], value: object) -> list[str]:
    """Add the groups that are authors to the persons."""
    groups = []
    for text in _as_list(value):
        if isinstance(text, str):
            groups += [name.strip() for name in text.split(";")]
    return list(dict.fromkeys(filter(None, [*authors, *groups])))


def _authors_in_column(
    raw: pd.DataFrame,
    name: str | tuple,
    kind: str,
) -> list[list[str]]:
    """Read the authors of each record in one column, or in those of their parts."""
    if isinstance(name, tuple):
        nothing = [None] * len(raw)
        columns = [nothing if part is None else raw[part] for part in name]
        return [_pair_names(*row) for row in zip(*columns, strict=True)]

    values = raw[name]
    family_first = kind not in FREE or _written_as_in_bibtex(values)
    if kind == "BibTeX":
        values = to_texts(values, " and ".join)
    return [split_authors(value, family_first) for value in values]


def _written_as_in_bibtex(values: pd.Series) -> bool:
    """Tell columns of names in which most look like "One, A and Two, B"."""
    texts = to_texts(values, first_part)
    several = texts[contains(texts, " and ")]
    return bool(contains(several, _AS_IN_BIBTEX).mean() > 0.5)


def _pair_names(family: object, given: object = None, *groups: object) -> list[str]:
    """Join family and given names.

    Where their numbers differ, no one can say whose is whose: given names are left out.

    Parameters
    ----------
    family, given
        A list of names, or one name.
    groups
        Lists in step with them: the names of groups, which have no family.

    Returns
    -------
    list of str
        "Family, Given", or the family alone.
    """
    families = []
    for part in _as_list(family):
        if isinstance(part, str):
            families.append(part)
    for names in groups:
        in_step = _as_list(names)
        if len(in_step) == len(families):
            pairs = zip(families, in_step, strict=True)
            families = [name or group for name, group in pairs]

    givens = _as_list(given)
    if len(givens) != len(families):
        return [name for name in families if name]

    names = []
    for name, added in zip(families, givens, strict=True):
        if isinstance(added, str) and added:
            name = f"{name}, {added}" if name else added
        names.append(name)
    return [name for name in names if name]


def _as_list(value: object) -> list:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | np.ndarray):
        return list(value)
    return []
