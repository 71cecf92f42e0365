"""What OpenAlex, Crossref and arXiv are asked, and how their answers are read."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from defusedxml import ElementTree

from litreview.dedupe import _titles

NAMES = {"openalex": "OpenAlex", "crossref": "Crossref", "arxiv": "arXiv"}
BASES = {
    "openalex": "https://api.openalex.org",
    "crossref": "https://api.crossref.org",
    "arxiv": "https://export.arxiv.org",
}
# The field of a question that searches; questions without it ask for a single record.
SEARCH_FIELDS = {
    "openalex": "filter",
    "crossref": "query.bibliographic",
    "arxiv": "search_query",
}
MOST_RECORDS = 5  # of an answer to a title
LONGEST_TITLE = 300  # characters of a title that is asked for

# What a review needs of a work; a whole one is ten times as long.
OPENALEX_FIELDS = (
    "id,doi,ids,title,display_name,publication_date,publication_year,type,language,"
    "authorships,primary_location,abstract_inverted_index,keywords,cited_by_count,"
    "is_retracted"
)
CROSSREF_FIELDS = (
    "DOI,URL,type,title,subtitle,author,container-title,issued,published-online,"
    "published-print,abstract,is-referenced-by-count,update-to,updated-by"
)
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    ElementTree.ParseError,
)


class Question(NamedTuple):
    """A question: what a paper is asked for by, and the address without its server."""

    by: str
    address: str


class Candidate(NamedTuple):
    """A record of a service, with what it is compared by."""

    record: dict
    title: str
    abstract: str
    first_author: str


class AnswerBroken(Exception):
    """What may pass: an answer that is not there or not whole."""


class QuestionFailed(Exception):
    """A question that has no answer."""


# What is asked.


def list_questions(
    service: str,
    paper: dict,
) -> Iterator[Question]:
    """Put a paper's questions to a service, the surest first.

    `paper` has `title`, `doi` and `arxiv_id`, empty where it lacks one.
    """
    doi, arxiv_id = paper["doi"], paper["arxiv_id"]
    if service == "arxiv":
        if arxiv_id:
            yield _arxiv_id_question(arxiv_id)
    elif doi:
        yield _doi_question(service, doi, "DOI")
    elif arxiv_id and service == "openalex":
        yield _doi_question(service, f"10.48550/arxiv.{arxiv_id}", "arXiv id")

    phrases = _title_phrases(paper["title"])
    if phrases:
        yield _title_question(service, phrases)


def is_search(
    service: str,
    address: str,
) -> bool:
    """Tell whether a question searches, rather than asks for a single record."""
    return f"{SEARCH_FIELDS[service]}=" in address


def _doi_question(
    service: str,
    doi: str,
    by: str,
) -> Question:
    identifier = quote(doi, safe="/", errors="ignore")
    if service == "openalex":
        fields = urlencode({"select": OPENALEX_FIELDS})
        return Question(by, f"/works/doi:{identifier}?{fields}")
    return Question(by, f"/works/{identifier}")


def _arxiv_id_question(arxiv_id: str) -> Question:
    identifier = arxiv_id.encode("ascii", "ignore").decode()
    fields = {"id_list": identifier, "max_results": 1}
    return Question("arXiv id", f"/api/query?{urlencode(fields)}")


def _title_question(
    service: str,
    phrases: list[str],
) -> Question:
    words = " ".join(phrases)
    if service == "openalex":
        path = "/works"
        query = f"title.search:{words}"
        more = {"per-page": MOST_RECORDS, "select": OPENALEX_FIELDS}
    elif service == "crossref":
        path = "/works"
        query = words
        more = {"rows": MOST_RECORDS, "select": CROSSREF_FIELDS}
    else:
        path = "/api/query"
        query = " AND ".join(f'ti:"{phrase}"' for phrase in phrases)
        more = {"max_results": MOST_RECORDS}
    fields = {SEARCH_FIELDS[service]: query, **more}
    return Question("title", f"{path}?{urlencode(fields)}")


def _title_phrases(title: str) -> list[str]:
    """List the stretches of a title's words that a service finds as they are.

    Marks are operators to the services, and a word with an apostrophe or TeX in it is
    not found: without it a little more is asked for, and compared here.
    """
    text = strip_markup(title)[:LONGEST_TITLE].lower()
    pieces = re.split(r"\$[^$]*\$|\S*[\\{}$'’`]\S*", text)
    phrases = [" ".join(re.findall(r"[^\W_]+", piece)) for piece in pieces]
    return [phrase for phrase in phrases if phrase]


def strip_markup(text: str) -> str:
    """Take mark-up off (`<i>`, `<mml:math>`, `&amp;`), also what is wrapped twice."""
    for _ in range(2):
        text = re.sub(r"</?[A-Za-z][^<>]*>", " ", html.unescape(text))
    return unicodedata.normalize("NFKC", text)


# How answers are read.


def read_answer(
    service: str,
    text: str,
) -> list[Candidate]:
    """Read the records of an answer; none where a single record is not there ("").

    Raises AnswerBroken where it is cut off or another page, QuestionFailed where the
    service says that it did not understand the question.
    """
    if not text:
        return []
    try:
        return READERS[service](text)
    except UNREADABLE:
        raise AnswerBroken("the answer is cut off, or none of this service") from None


def _read_openalex(text: str) -> list[Candidate]:
    data = json.loads(text)
    works = data["results"] if "results" in data else [data]
    candidates = []
    for work in works:
        title = str(work["title"] or "")
        abstract = _order_words(work.get("abstract_inverted_index") or {})
        authorships = work.get("authorships") or [{}]
        author = authorships[0].get("author") or {}
        name = str(author.get("display_name") or "")
        candidates.append(Candidate(work, title, abstract, name))
    return candidates


def _order_words(positions_by_word: dict[str, list[int]]) -> str:
    """Put the words of an inverted index into their order."""
    placed = []
    for word, positions in positions_by_word.items():
        for position in positions:
            placed.append((position, word))
    return " ".join(word for _, word in sorted(placed))


def _read_crossref(text: str) -> list[Candidate]:
    message = json.loads(text)["message"]
    works = message["items"] if "items" in message else [message]
    candidates = []
    for work in works:
        title = " ".join(work.get("title") or [])
        subtitle = " ".join(work.get("subtitle") or [])
        if subtitle and _titles.title_key(subtitle) not in _titles.title_key(title):
            title = f"{title}: {subtitle}"
        authors = work.get("author") or [{}]
        name = str(authors[0].get("family") or "")
        abstract = str(work.get("abstract") or "")
        candidates.append(Candidate(work, title, abstract, name))
    return candidates


def _read_arxiv(text: str) -> list[Candidate]:
    feed = ElementTree.fromstring(text.encode())
    entries = feed.findall(f"{ATOM}entry")
    if not entries and int(feed.findtext(TOTAL)):
        raise ValueError("papers are counted, but not there")

    candidates = []
    for entry in entries:
        record = _read_entry(entry)
        name = record["authors"][0] if record["authors"] else ""
        title, abstract = record["title"], record["abstract"]
        candidates.append(Candidate(record, title, abstract, name))
    return candidates


def _read_entry(entry: ElementTree) -> dict:
    """Read an entry of arXiv's feed into fields that `read` knows."""
    address = entry.findtext(f"{ATOM}id")
    abstract = entry.findtext(f"{ATOM}summary", "")
    if "/api/errors" in address:
        reason = abstract.strip()
        raise QuestionFailed(f"arXiv did not understand the question: {reason}")

    authors = []
    for author in entry.findall(f"{ATOM}author"):
        authors.append(author.findtext(f"{ATOM}name", ""))
    categories = []
    for category in entry.findall(f"{ATOM}category"):
        categories.append(category.get("term", ""))
    return {
        "id": re.sub(r"v\d+$", "", address.split("/abs/")[1]),
        "title": " ".join(entry.findtext(f"{ATOM}title").split()),
        "abstract": " ".join(abstract.split()),
        "authors": authors,
        "published": entry.findtext(f"{ATOM}published"),
        "updated": entry.findtext(f"{ATOM}updated"),
        "doi": entry.findtext(f"{ARXIV}doi"),
        "journal-ref": entry.findtext(f"{ARXIV}journal_ref"),
        "categories": " ".join(categories),
        "url": address,
    }


READERS = {
    "openalex": _read_openalex,
    "crossref": _read_crossref,
    "arxiv": _read_arxiv,
}
