"""Where in its venue a paper stands: volume, issue and pages, written in one way."""

import re

import numpy as np
import pandas as pd

from litreview.read._identifiers import normalise_arxiv_id
from litreview.read._markup import clear_texts
from litreview.read._values import contains

_DASH = re.compile(r"\s*[-\u00ad‐‑‒–—―−][-\u00ad‐‑‒–—―−\s]*|(?<=\d)\s*[~～]\s*(?=\d)")
# What stands before a number and says only which of them it is.
_CALLED = re.compile(
    r"(?:(?:vol(?:ume)?|iss(?:ue)?|no|nr|number|art(?:n|icle)?|p|pages?)\b\.?\s*|pp\.?\s*)+"
    r"(?=\d)",
    re.IGNORECASE,
)
# What says of no volume, issue or page which: nothing, what is not known yet, the
# degree of a thesis, an identifier.
_NOWHERE = re.compile(
    r"""[\W_]* | 0+(?:\.0+)?
    | \W*(?:n\W?a | nan | none | null | nil | un(?:known|specified|assigned) | tb[ad]
      | no\W(?:volume|issue|number)(?:\W\w+)?
      | not\W(?:yet\W)?(?:specified|available|applicable|given|assigned)
      | ph\W?d | m\W?sc | (?:master|doctor)\w*(?:\W+\w+){0,2}
      | e-?pub | online | preprint | var\W?pag\w*)\W*
    | .*\b(?:ahead\W+of\W+print | in\Wpress | online\Wfirst | early\Waccess
      | advance\W(?:online|access))\b.*
    | (?:doi\W*)?10\.\d{4,}/.* | https?:.* | arxiv.* | 2-s2\.0-.*""",
    re.IGNORECASE | re.VERBOSE,
)
# "1676-87", and not a part of an identifier or of a longer range.
_SHORT_RANGE = re.compile(r"(?<![\w.-])([A-Za-z]?)(\d{2,6})-(\d{1,5})(?![\w.-])")
# Pages have a digit, or are Roman numbers; "215 p." is how many there are, "275P" one
# of them.
_PAGES = re.compile(r".*\d.*|[ivxlcdm]+(?:\W+[ivxlcdm]+)*|[IVXLCDM]+(?:\W+[IVXLCDM]+)*")
_PAGE_COUNT = re.compile(r"\d+\s*(?:pp?\.?|pages?)")
_AT_ENDS = "\"'=,;- "
_LONGEST = 100  # letters of a volume, an issue or pages
_LONGEST_CITATION = 500

# "Nature. 2021 Dec 21;1(2):10-11. doi: …"
_CITED_BY_PUBMED = (
    r"\b\d{4}\b[^;:()]*;(?P<volume>[^:();]*)(?:\((?P<issue>[^()]*)\))?"
    r"(?::(?P<pages>(?:[^.]|\.(?=\w))*))?(?:\.|$)"
)
# "Cancer (2004) 102:4 (253-258). Date …"
_CITED_BY_EMBASE = (
    r"\(\d{4}\) (?P<volume>[^:()]*?)(?::(?P<issue>[^()]*?))?"
    r"(?: \((?P<pages>[^()]+)\))?(?:\. (?!\d)|\.?$)"
)


def clear_places(
    values: pd.Series, pages: bool = False, latex: bool = False
) -> pd.Series:
    """Write volumes, issues or (with `pages`) pages in one way.

    "12.0" becomes "12", "pp. 3–9" and "3--9" become "3-9", and short ranges of pages
    ("1676-87") are written out ("1676-1687"). What says nothing is missing: "n/a", "0",
    "in press", "No Pagination Specified", an arXiv id, and a number of pages ("146
    p.").
    """
    codes, different = pd.factorize(values)
    texts = pd.Series(different, dtype="str").str.replace("\u00ad", "-")
    texts = clear_texts(texts, latex)
    cleared = [_clear_place(value, pages) for value in texts]
    cleared.append(None)  # missing values have the code -1
    cleared = np.array(cleared, dtype="object")
    return pd.Series(cleared[codes], index=values.index, dtype="str")


def join_pages(first: pd.Series, last: pd.Series) -> pd.Series:
    """Join the first page and the last, unless the first is a range already."""
    # "HS-3" to "HS-13" are two.
    is_range = contains(first, r"\w-\w") & ~contains(last, r"\w-\w")
    alone = last.isna() | (first == last) | is_range
    joined = first + "-" + last
    joined = joined.map(_write_out_ranges, na_action="ignore").astype("str")
    return first.where(alone, joined)


def find_cited_places(citations: pd.Series) -> pd.DataFrame:
    """Find `volume`, `issue` and `pages` in citations as PubMed and Embase write them.

    A column of citations is in their tables.
    """
    beginnings = citations.str[:_LONGEST_CITATION]
    pubmed = beginnings.str.extract(_CITED_BY_PUBMED)
    embase = beginnings.str.extract(_CITED_BY_EMBASE)
    found = pubmed.where(pubmed.notna().any(axis=1), embase)

    cleared = {}
    for name, values in found.items():
        cleared[name] = clear_places(values.astype("str"), name == "pages")
    return pd.DataFrame(cleared, index=citations.index)


def _clear_place(value: str, pages: bool) -> str | None:
    # "~" is a blank of TeX where it spans nothing.
    value = _DASH.sub("-", value).replace("~", " ")
    value = _DASH.sub("-", value)
    value = " ".join(value.split()).strip(_AT_ENDS)
    called = _CALLED.match(value)
    if called:
        value = value[called.end() :]
    value = _drop_open_end(value)
    # A number that a program took for a measure.
    value = re.sub(r"^(\d+)\.0+$", r"\1", value)

    says_nothing = (
        len(value) > _LONGEST
        or _NOWHERE.fullmatch(value)
        or normalise_arxiv_id(value)
        or (pages and not _names_pages(value))
    )
    if says_nothing:
        return None
    return _write_out_ranges(value) if pages else value


def _write_out_ranges(value: str) -> str:
    """Write short ranges out: "1676-87" as "1676-1687", "12-9" as "12-19"."""
    return _SHORT_RANGE.sub(_written_out, value)


def _written_out(found: re.Match) -> str:
    letter, first, last = found.groups()
    missing = len(first) - len(last)
    if missing <= 0:
        return found[0]
    whole = first[:missing] + last
    if int(whole) <= int(first):
        return found[0]  # it is no range, or not of this kind
    return f"{letter}{first}-{letter}{whole}"


def _drop_open_end(value: str) -> str:
    """Leave out an end of a range that says nothing, as in "12-n/a"."""
    while "-" in value:
        start, _, end = value.rpartition("-")
        if end == "+" or not _NOWHERE.fullmatch(end):
            break
        value = start.rstrip(_AT_ENDS)
    return value


def _names_pages(value: str) -> bool:
    return bool(_PAGES.fullmatch(value)) and not _PAGE_COUNT.fullmatch(value)
