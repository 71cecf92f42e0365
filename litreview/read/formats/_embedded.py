"""Records that a web page holds for machines: JSON-LD, COinS, tags, hidden JSON.

Each function takes the tree of a page, and returns a dict a record with the fields of
`layouts._reading.FIELDS`.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from lxml.etree import _Element as Element

from litreview.read.formats._shown import words_of

JSON_LD = "//script[@type='application/ld+json']"
COINS = "//span[contains(concat(' ', @class, ' '), ' Z3988 ')]/@title"
DAILY_PAPERS = "//*[@data-target='DailyPapers']/@data-props"
ARXIV = "https://arxiv.org/abs/"

# Types of schema.org that are papers.
_PAPERS = {"ScholarlyArticle", "MedicalScholarlyArticle", "Thesis"}
# Where in a JSON-LD object others stand; what an article cites is not its list.
_LISTS = (
    "@graph",
    "mainEntity",
    "itemListElement",
    "item",
    "hasPart",
    "about",
    "@list",
)
_DEEPEST = 12

# What the tags of a paper's page are called (Google Scholar's, Dublin Core, PRISM).
_TAGS = {
    "title": ["citation_title", "dc.title", "bepress_citation_title"],
    "authors": ["citation_author", "citation_authors", "dc.creator", "dc.contributor"],
    "date": [
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "citation_cover_date",
        "citation_year",
        "dc.date",
        "dc.date.issued",
        "prism.publicationdate",
    ],
    "venue": [
        "citation_journal_title",
        "citation_conference_title",
        "citation_conference",
        "citation_inbook_title",
        "prism.publicationname",
        "citation_dissertation_institution",
    ],
    "volume": ["citation_volume", "prism.volume"],
    "issue": ["citation_issue", "prism.number"],
    "doi": ["citation_doi", "dc.identifier", "prism.doi"],
    "pmid": ["citation_pmid"],
    "arxiv_id": ["citation_arxiv_id"],
    "url": ["citation_abstract_html_url", "citation_public_url", "og:url"],
    "keywords": ["citation_keywords", "citation_keyword"],
    "language": ["citation_language", "dc.language"],
    "type": ["citation_article_type", "dc.type"],
    "abstract": ["citation_abstract", "dcterms.abstract"],
    "snippet": ["dc.description", "og:description", "description"],
}
_FIRST_PAGE = ["citation_firstpage", "prism.startingpage"]
_LAST_PAGE = ["citation_lastpage", "prism.endingpage"]
_REQUIRED = ("citation_title", "bepress_citation_title")
# Where a page shows the abstract, if its tags do not have it.
_ABSTRACTS = (
    "//*[@id='abstract' or @id='Abs1-content' or @id='Abs1' or @id='abstracts'"
    " or @id='eng-abstract' or @id='enc-abstract']"
    " | //section[contains(@class, 'abstract')]"
    " | //div[contains(@class, 'abstract')]"
)
_ABSTRACT_HEADING = re.compile(r"\s*(?:Abstract|Summary|ABSTRACT)\b\s*[:.]?\s*")
_SHORTEST_ABSTRACT = 120  # letters

_GENRES = {"article", "preprint", "proceeding", "conference", "bookitem", "report"}


def daily_papers(tree: Element) -> dict[str, dict]:
    """Read the papers that a page of Daily Papers holds without showing all of it.

    Returns the records by their titles.
    """
    records = {}
    for text in tree.xpath(DAILY_PAPERS):
        for entry in _entries_of_daily_papers(text):
            record = _daily_paper(entry)
            if record.get("title"):
                records[record["title"]] = record
    return records


def _entries_of_daily_papers(text: str) -> list:
    try:
        entries = json.loads(text)["dailyPapers"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    return entries if isinstance(entries, list) else []


def _daily_paper(entry: object) -> dict:
    paper = _dict(_dict(entry).get("paper"))
    record = {
        "title": _text(paper.get("title")),
        "abstract": _text(paper.get("summary")),
        "authors": _names(paper.get("authors")),
        "date": _text(paper.get("publishedAt"))[:10],
    }
    identifier = _text(paper.get("id"))
    if re.fullmatch(r"\d{4}\.\d{4,5}", identifier):
        record["arxiv_id"] = f"arXiv:{identifier}"
    return _filled(record)


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Give a value of JSON as a text; "" for what is none."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    return " ".join(value.split())


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = [_text(one) for one in values]
    return [text for text in texts if text]


def _names(value: object) -> list[str]:
    """List the names of people, given as texts or as objects."""
    people = value if isinstance(value, list) else [value]
    names = []
    for person in people:
        name = _text(person)
        if not name and isinstance(person, dict):
            given = _text(person.get("givenName"))
            family = _text(person.get("familyName"))
            name = f"{given} {family}".strip()
        if name:
            names.append(name)
    return names


def _filled(record: dict) -> dict:
    return {name: value for name, value in record.items() if value}


# JSON-LD


def json_ld(tree: Element) -> list[dict]:
    """Read the papers that a page describes in JSON-LD, in the words of schema.org."""
    records = []
    for element in tree.xpath(JSON_LD):
        try:
            content = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _find_papers(content, 0):
            record = _schema_record(item)
            if record.get("title") and record not in records:
                records.append(record)
    return records


def _find_papers(value: object, depth: int) -> Iterator[dict]:
    """Yield the papers among JSON-LD objects and the lists in them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _find_papers(one, depth + 1)
    if not isinstance(value, dict):
        return

    types = {kind.rpartition("/")[2] for kind in _texts(value.get("@type"))}
    if types & _PAPERS:
        yield value
        return
    for name in _LISTS:
        if name in value:
            yield from _find_papers(value[name], depth + 1)


def _schema_record(item: dict) -> dict:
    """Make a record of a paper as schema.org describes it."""
    first, last = _text(item.get("pageStart")), _text(item.get("pageEnd"))
    pages = "-".join(page for page in (first, last) if page)
    record = {
        "title": _text(item.get("headline")) or _text(item.get("name")),
        "authors": _names(item.get("author")) or _names(item.get("creator")),
        "abstract": _text(item.get("abstract")),
        "snippet": _text(item.get("description")),
        "date": _text(item.get("datePublished")) or _text(item.get("dateCreated")),
        "venue": _venue(item),
        "pages": pages or _text(item.get("pagination")),
        "keywords": _keywords(item.get("keywords")),
        "language": _text(item.get("inLanguage")),
        "url": _text(item.get("url")) or _text(item.get("@id")),
    }
    record |= _volume_and_issue(item)
    for name in ("sameAs", "identifier", "@id", "url", "mainEntityOfPage"):
        for text in _identifiers(item.get(name)):
            if re.search(r"\b10\.\d{4,9}/", text):
                record.setdefault("doi", text)
            if "arxiv" in text.lower():
                record.setdefault("arxiv_id", text)
    return _filled(record)


def _identifiers(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = []
    for one in values:
        if isinstance(one, dict):
            one = one.get("value") or one.get("@id")
        if isinstance(one, str):
            texts.append(one)
    return texts


def _keywords(value: object) -> list[str]:
    if isinstance(value, str):
        value = re.split(r"\s*[;,]\s*", value)
    return _texts(value)


def _venue(item: dict) -> str:
    """Name the journal, which an article may be part of by its issue and volume."""
    part_of = item.get("isPartOf")
    name = ""
    for _ in range(_DEEPEST):
        if isinstance(part_of, list):
            part_of = part_of[0] if part_of else None
        if not isinstance(part_of, dict):
            return name or _text(part_of)
        name = _text(part_of.get("name")) or name
        part_of = part_of.get("isPartOf")
    return name


def _volume_and_issue(item: dict) -> dict[str, str]:
    """Find the numbers of volume and issue in what an article is part of."""
    fields: dict[str, str] = {}
    parts = [item]
    for _ in range(_DEEPEST):
        if not parts:
            break
        part = parts.pop()
        for name, ours in (("volumeNumber", "volume"), ("issueNumber", "issue")):
            number = _text(part.get(name))
            if number:
                fields.setdefault(ours, number)
        inner = part.get("isPartOf")
        inner = inner if isinstance(inner, list) else [inner]
        parts += [one for one in inner if isinstance(one, dict)]
    return fields


# COinS


def coins(tree: Element) -> list[dict]:
    """Read the citations that library catalogues hide in spans.

    References
    ----------
    OpenURL COinS: A Convention to Embed Bibliographic Metadata in HTML (2009).
    """
    records = []
    for title in tree.xpath(COINS):
        record = _coins_record(parse_qs(title, errors="replace"))
        if record.get("title") and record not in records:
            records.append(record)
    return records


def _coins_record(values: dict[str, list[str]]) -> dict:
    """Make a record of the values of one span; {} of what is no publication."""
    genre = _first_value(values, "genre")
    of_journal = "journal" in "".join(values.get("rft_val_fmt", []))
    if genre == "unknown" or (of_journal and genre and genre not in _GENRES):
        return {}

    title = _first_value(values, "atitle")
    venue = _first_value(values, "jtitle", "stitle", "btitle", "title")
    if not title:
        title = _first_value(values, "btitle", "title")
        venue = _first_value(values, "jtitle", "series")
    ends = [_first_value(values, "spage"), _first_value(values, "epage")]
    record = {
        "title": title,
        "authors": _coins_authors(values),
        "venue": venue,
        "date": _first_value(values, "date"),
        "volume": _first_value(values, "volume"),
        "issue": _first_value(values, "issue"),
        "pages": _first_value(values, "pages") or "-".join(filter(None, ends)),
        "type": genre,
        "language": _first_value(values, "language"),
    }
    return _filled(record | _coins_identifiers(values))


def _first_value(values: dict[str, list[str]], *names: str) -> str:
    """Give the first value that stands under one of the names."""
    for name in names:
        for value in values.get(f"rft.{name}", []):
            if value.strip():
                return " ".join(value.split())
    return ""


def _coins_identifiers(values: dict[str, list[str]]) -> dict[str, str]:
    fields = {}
    for identifier in values.get("rft_id", []):
        if identifier.startswith("info:doi/"):
            fields["doi"] = identifier.removeprefix("info:doi/")
        elif identifier.startswith("info:pmid/"):
            fields["pmid"] = identifier.removeprefix("info:pmid/")
        elif "arxiv" in identifier.lower():
            fields["arxiv_id"] = identifier.replace("info:arxiv/", "arXiv:")
        elif identifier.startswith("http"):
            fields["url"] = identifier
    return fields


def _coins_authors(values: dict[str, list[str]]) -> list[str]:
    """List the authors; the first of them stands there in parts, too."""
    family = _first_value(values, "aulast")
    given = _first_value(values, "aufirst", "auinit")
    names = [" ".join(name.split()) for name in values.get("rft.au", [])]
    names = [name for name in names if name]
    if not family:
        return names
    if names and family in names[0]:
        names = names[1:]
    return [", ".join(filter(None, [family, given])), *names]


# Tags of the page of one paper


def paper_tags(tree: Element) -> list[dict]:
    """Read the tags that describe the one paper of a page; [] where there are none."""
    tags = _tags_of_page(tree)
    if not any(name in tags for name in _REQUIRED):
        return []

    record: dict = {}
    for field, names in _TAGS.items():
        texts = _first_of(tags, names)
        if field == "authors":
            record[field] = _split_names(texts)
        elif field == "keywords":
            record[field] = _keywords("; ".join(texts))
        else:
            record[field] = "".join(texts[:1])

    ends = _first_of(tags, _FIRST_PAGE)[:1] + _first_of(tags, _LAST_PAGE)[:1]
    record["pages"] = "-".join(ends)
    record["abstract"] = record["abstract"] or _shown_abstract(tree)
    if record["abstract"]:
        record["snippet"] = ""
    return [_filled(record)]


def _tags_of_page(tree: Element) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content]"):
        name = (element.get("name") or element.get("property") or "").lower()
        text = " ".join((element.get("content") or "").split())
        if name and text:
            tags.setdefault(name, []).append(text)
    return tags


def _first_of(tags: dict[str, list[str]], names: list[str]) -> list[str]:
    """Give the texts of the first of some tags that a page has."""
    for name in names:
        if name in tags:
            return tags[name]
    return []


def _split_names(texts: list[str]) -> list[str]:
    """Part names that stand in one tag, with semicolons between them."""
    if len(texts) == 1 and ";" in texts[0]:
        texts = texts[0].split(";")
    names = [text.strip() for text in texts]
    return [name for name in names if name]


def _shown_abstract(tree: Element) -> str:
    """Find the abstract that the page shows: the longest part that is called so."""
    longest = ""
    for element in tree.xpath(_ABSTRACTS):
        text = words_of(element)
        text = _ABSTRACT_HEADING.sub("", text, count=1)
        if len(text) > len(longest) and len(text) < 10_000:
            longest = text
    return longest if len(longest) >= _SHORTEST_ABSTRACT else ""
