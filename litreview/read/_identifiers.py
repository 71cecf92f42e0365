"""DOI, arXiv id and PMID in whatever stands around them."""

import html
import re

_DOI = re.compile(r"(?<![\d.])10\.\d+(?:\.\d+)*/\S+")
# What begins after a DOI in a list of identifiers.
_NEXT_IDENTIFIER = re.compile(r"[;,|]\s*(?=10\.\d|https?:|arxiv)", re.IGNORECASE)
_TRAILING = re.compile(r"[.,;:\"'}\]|]+$")
_BRACKETS = {")": "(", ">": "<"}

_ARCHIVE = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|"
    "cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|"
    "math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|"
    "quant-ph|solv-int|supr-con"
)
# Four digits until 2014 and five since: other numbers of them are ids that a
# spreadsheet took for a number.
_NUMBER = (
    r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[012])\.\d{4}|"
    r"(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[012])\.\d{5}"
)
_OLD_NUMBER = rf"(?:{_ARCHIVE})(?:\.[A-Z]{{2}})?/\d\d(?:0[1-9]|1[012])\d{{3}}"
_ARXIV = rf"(?P<id>{_NUMBER}|{_OLD_NUMBER})"
_ARXIV_ALONE = re.compile(rf"{_ARXIV}(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_ARXIV_INSIDE = re.compile(
    r"(?:\barxiv(?:\.org[/:](?:[\w-]+/)?|\s*preprint)?[\s:.]*(?:arxiv[\s:.]*)?|"
    r"\bcorr[\s,:]*|\babs/|huggingface\.co/papers/)"
    rf"{_ARXIV}(?!\d)",
    re.IGNORECASE,
)
_OTHER_DOI = re.compile(r"(?<![\w.])10\.(?!48550/)\d[\d.]*/\S+")

_PMID_ALONE = re.compile(r"(\d{1,8})(?:\.0)?(?:\s*\[pmid\])?", re.IGNORECASE)
_PMID_INSIDE = re.compile(
    r"\bPMID\s*:?\s*(\d{1,8})\b|"
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|nlm\.nih\.gov/pubmed)/(\d{1,8})\b",
    re.IGNORECASE,
)


def normalise_doi(text: str) -> str | None:
    """Find the DOI in an identifier, a URL or a note.

    Parameters
    ----------
    text
        What may hold a DOI: "https://doi.org/10.1/AB?x=1", "doi: 10.1/ab.".

    Returns
    -------
    str or None
        The DOI by itself, in small letters; None where there is none.

    Examples
    --------
    >>> litreview.read.normalise_doi("https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    """
    text = str(text)
    if "10." not in text:
        return None
    text = html.unescape(text)
    for written, meant in (("%2F", "/"), ("%2f", "/"), ("\\_", "_"), ("{", "")):
        text = text.replace(written, meant)
    found = _DOI.search(text)
    if not found:
        return None

    doi = _NEXT_IDENTIFIER.split(found[0], maxsplit=1)[0]
    before = text[: found.start()]
    if "//" in before:
        in_query = "?" in before
        doi = re.split(r"[?#&]" if in_query else r"[?#]", doi)[0]
    doi = _strip_trailing(doi)
    if not re.search(r"/\S", doi):
        return None
    return doi.lower()


def _strip_trailing(doi: str) -> str:
    """Take punctuation from the end, and brackets that were opened before the DOI."""
    doi = _TRAILING.sub("", doi)
    while doi.endswith(tuple(_BRACKETS)):
        closing = doi[-1]
        if doi.count(closing) <= doi.count(_BRACKETS[closing]):
            break
        doi = _TRAILING.sub("", doi[:-1])
    return doi


def normalise_arxiv_id(text: str) -> str | None:
    """Find the arXiv id in an identifier, a URL or a note, without its version.

    None where there is none.
    """
    text = str(text).strip()
    if "10." in text:
        text = _OTHER_DOI.sub(" ", text)
    found = _ARXIV_ALONE.fullmatch(text) or _ARXIV_INSIDE.search(text)
    if not found:
        return None
    # "cs.CL/9901001" is the same paper as "cs/9901001", as arXiv calls it.
    return re.sub(r"\.[a-z]{2}/", "/", found["id"].lower())


def normalise_pmid(text: str) -> str | None:
    """Find the PMID in a field of its own, in a URL, or after "PMID".

    None where there is none.
    """
    alone = _PMID_ALONE.fullmatch(str(text).strip())
    if alone:
        return alone[1]
    found = _PMID_INSIDE.search(str(text))
    if not found:
        return None
    return found[1] or found[2]
