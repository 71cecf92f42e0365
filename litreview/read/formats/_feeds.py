"""Read feeds, RSS of all versions and Atom: bytes → raw records, and what was not read.

A feed says what an entry is called and where it stands; what its description holds
differs from feed to feed: an abstract, its beginning, or where the paper came out.
"""

import html
import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from lxml import etree

from litreview.read.formats import _frames
from litreview.read.formats._xml import (
    Tables,
    all_texts,
    date_fields,
    element_text,
    first_text,
    read_elements,
)

# Columns that every table of a feed has.
TEXT_FIELDS = (
    "title",
    "abstract",
    "snippet",
    "date",
    "year",
    "month",
    "day",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "type",
    "language",
    "comments",
)
LIST_FIELDS = ("authors", "keywords", "subjects")

# A tag of HTML; "a <b and c> d" is none.
_TAG = re.compile(
    r"</?(?:[a-z]{2,10}\d?|[abipqsu]|h[1-6])"
    r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+))*\s*/?>",
    re.IGNORECASE,
)
_OWN_LINES = "p br div li tr h1 h2 h3 h4 h5 h6 title section blockquote".split()

# Behind the titles of arXiv's feeds: "… (arXiv:2003.00001v2 [cs.CL] UPDATED)".
_ARXIV_SUFFIX = re.compile(
    r"\s*\(\s*arXiv:(?P<arxiv_id>\S+?)(?:v\d+)?\s*(?:\[(?P<subject>[^\[\]]+)\])?"
    r"(?:\s*[A-Z]+)?\s*\)\.?\s*$"
)
# Before the abstracts of arXiv's feeds: "arXiv:2403.00001v1 Announce Type: new
# Abstract: …".
_ARXIV_PREFIX = re.compile(
    r"\s*arXiv:(?P<arxiv_id>\S+?)(?:v\d+)?\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?"
)
# Before the abstract, where the description says where the paper came out, too.
_ABSTRACT_HEADING = re.compile(r"(?:^|\n)\s*(?:ABSTRACT|Abstract)\s*(?:[:.]\s*|\n)\s*")
_NO_ABSTRACT = re.compile(r"(?:^|\n)\s*NO ABSTRACT\s*(?:\n|$)")
# Below the abstract.
_IDENTIFIERS_BELOW = re.compile(
    r"\s*\bPMID:\s*(?P<pmid>\d{1,8})"
    r"(?:\s*\|\s*(?:PMC:\s*PMC\d+\s*\|\s*)?DOI:\s*(?P<doi>10\.\S+))?.*$",
    re.DOTALL,
)
_ADVERTISEMENT = re.compile(
    r"\s*(?:The post .{1,300}? (?:appeared )?first (?:appeared )?on .{1,200}"
    r"|(?:Continue reading|Read more|Read (?:the )?full \w+)\b.{0,300})\.?\s*$",
    re.DOTALL,
)
# "Publication date: October 2024 Source: Journal, Volume 3 Author(s): A B, C D"
_LABELLED = re.compile(
    r"(?P<label>Publication date|Available online|Source|Author\(s\)|Authors?)\s*:\s*",
    re.IGNORECASE,
)
_LABEL_FIELDS = {
    "publication date": "date",
    "available online": "date",
    "source": "source",
    "author(s)": "authors",
    "authors": "authors",
    "author": "authors",
}
# "Nature, Published online: 12 March 2024; doi:10.1038/…", a sentence behind it.
_PUBLISHED_ONLINE = re.compile(
    r"\s*(?P<journal>[^\n;]{2,100}?), Published online:\s*"
    r"(?P<date>[^\n;]{4,30});\s*doi:\s*(?P<doi>10\.\S+)\s*"
)
# "Journal, Vol. 12, Pages 45: Title\n\tJournal doi: …\n\tAuthors:\n…\n\tAbstract"
_VOLUME_AND_PAGES = re.compile(
    r"\s*(?P<journal>[^\n]{2,100}?), Vol\. (?P<volume>\d+), Pages (?P<pages>[\w-]+):"
    r"[^\n]*\n\s*[^\n]*?\bdoi:\s*(?P<doi>10\.\S+)\s*\n\s*Authors:\s*(?P<rest>.*)",
    re.DOTALL,
)
# "Journal, Volume 12, Issue 3, Page 45-67, March 2024."
_PLACE = re.compile(
    r"\s*(?:(?P<journal>[^\n]{2,150}?),\s*)?(?:Ahead of Print\.?"
    r"|Volume (?P<volume>[\w.]+),\s*(?:Issue|Number) (?P<issue>[\w./-]+))"
    r"(?:,\s*Pages? (?P<pages>[\w.–-]+))?(?:,\s*(?P<date>[^\n.;:]{4,40}))?\.?\s*"
)
_VOLUME = re.compile(r",?\s*\bVolume (\w+)")
_ISSUE = re.compile(r",?\s*\b(?:Issue|Number) ([\w-]+)")
_PAGES = re.compile(r",?\s*\b(?:pp?\.|pages?) ([\w–-]+)", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&#8230;)\s*\])\W*$")
_MAIL_OF = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_FAMILY_FIRST = re.compile(r"[^,;]+,\s*(?:[A-Z]\.?[\s-]*){1,4}")

_PLACES_OF_PRISM = {
    "journal": ("publicationName",),
    "volume": ("volume",),
    "issue": ("number", "issueIdentifier", "issue"),
    "doi": ("doi",),
    "language": ("language",),
}


class Description(NamedTuple):
    """What a description holds: the text that is left, and fields beside it."""

    text: str
    fields: dict[str, object]
    is_snippet: bool = False


def read_rss(data: bytes) -> Tables:
    """Read an RSS feed: 2.0 and before, or 1.0 in RDF.

    A description that is cut off is a `snippet`, no abstract; one that only says where
    the paper came out becomes fields.

    Returns raw and problems like `_xml.read_endnote`.
    """
    return _tables(*read_elements(data, ("item",), _rss_fields))


def read_atom(data: bytes) -> Tables:
    """Read an Atom feed, such as the answers of arXiv.

    The date is that of the first version, not of the last. Returns raw and problems
    like `_xml.read_endnote`.
    """
    return _tables(*read_elements(data, ("entry",), _atom_fields))


def _tables(rows: list[dict], problems: list[_frames.Problem]) -> Tables:
    filled = [_without_empty(row) for row in rows]
    raw = _frames.raw_table(filled, TEXT_FIELDS)
    for name in LIST_FIELDS:
        if name not in raw:
            raw[name] = None
    note = raw.pop("note")
    return raw.assign(note=note), _frames.problem_table(problems)


def _without_empty(row: dict) -> dict:
    return {name: value for name, value in row.items() if value not in ("", [])}


# RSS


def _rss_fields(item: Element) -> dict:
    """Read the fields of an item."""
    identifiers = _rss_identifiers(item)
    title, of_title = _split_title(markup_text(first_text(item, "title") or ""))
    description = _longest_description(item)

    fields = {"title": title, "url": _rss_link(item)}
    for name, paths in _PLACES_OF_PRISM.items():
        fields[name] = first_text(item, *paths)
    fields["journal"] = fields["journal"] or _journal(item)
    fields["pages"] = _prism_pages(item)
    fields["type"] = first_text(item, "aggregationType", "dc_type")
    fields["authors"] = _rss_authors(item)
    fields["keywords"] = all_texts(item, "keyword")
    fields["subjects"] = _rss_subjects(item)
    fields |= date_fields(_rss_date(item))

    if description.is_snippet:
        fields["snippet"] = description.text
    else:
        fields["abstract"] = description.text
    for found in (identifiers, of_title, description.fields):
        for name, value in found.items():
            fields[name] = fields.get(name) or value
    return fields


def _split_title(title: str) -> tuple[str, dict[str, str]]:
    """Take what arXiv writes behind a title from it."""
    title = " ".join(title.split())
    found = _ARXIV_SUFFIX.search(title)
    if not found:
        return title, {}
    fields = {"arxiv_id": f"arXiv:{found['arxiv_id']}"}
    if found["subject"]:
        fields["subjects"] = [found["subject"]]
    return title[: found.start()].removesuffix("."), fields


def _rss_link(item: Element) -> str | None:
    """Give the address of an item: its link, or the guid that is one."""
    link = first_text(item, "link", "origLink")
    if link:
        return link
    for element in item.findall("link"):
        if element.get("href"):
            return element.get("href")

    guid = first_text(item, "guid")
    if guid and guid.startswith("http"):
        return guid
    for name, value in item.attrib.items():
        if name.endswith("about") and value.startswith("http"):
            return value
    return None


def _rss_identifiers(item: Element) -> dict[str, str]:
    """Find DOI, arXiv id and PMID in `dc:identifier`, `guid` and the address."""
    texts = all_texts(item, "identifier") or []
    texts += all_texts(item, "guid") or []
    texts += all_texts(item, "link") or []

    fields = {}
    for text in texts:
        if text.startswith("pmid:") or text.startswith("pubmed:"):
            fields.setdefault("pmid", text.partition(":")[2])
        elif re.search(r"(?<![\d.])10\.\d{4,9}/", text):
            fields.setdefault("doi", text)
        elif re.search(r"(?i)arxiv", text):
            # "oai:arXiv.org:2403.00001v1"
            text = re.sub(r"(?i)oai:arxiv\.org:", "arXiv:", text)
            fields.setdefault("arxiv_id", text)
    return fields


def _journal(item: Element) -> str | None:
    """Give the source of an item, where it is not its feed."""
    source = first_text(item, "source")
    if source and not source.startswith(("http", "doi:")):
        return source
    return None


def _prism_pages(item: Element) -> str | None:
    pages = first_text(item, "pageRange")
    if pages:
        return pages
    first = first_text(item, "startingPage", "startPage")
    last = first_text(item, "endingPage", "endPage")
    return "-".join(page for page in (first, last) if page) or None


def _rss_date(item: Element) -> str | None:
    """Give the date of publication; that of the item only where there is no other."""
    return first_text(
        item, "publicationDate", "coverDate", "date", "pubDate", "issued", "updated"
    )


def _rss_authors(item: Element) -> list[str] | None:
    """List the authors, of whom each may have an element, or all one."""
    names = []
    for text in all_texts(item, "creator") or all_texts(item, "author") or []:
        names += _split_people(markup_text(text))
    for text in all_texts(item, "authors") or []:
        names += _split_people(markup_text(text))
    return list(dict.fromkeys(names)) or None


def _split_people(text: str) -> list[str]:
    """Part the names in one text: "A B, C D", "Bee, A., Doe, C. D.", "A B; C D"."""
    found = _MAIL_OF.fullmatch(text.strip())
    if found:
        text = found["name"]
    text = " ".join(text.split()).removeprefix("by ")

    if ";" in text:
        parts = text.split(";")
    elif _FAMILY_FIRST.fullmatch(text):
        parts = [text]
    elif _is_family_first(text):
        parts = re.findall(r"[^,]+,\s*[^,]+", text)
    else:
        parts = re.split(r",\s*(?:and\s+)?|\s+and\s+", text)
    names = [part.strip(" ,") for part in parts]
    return [name for name in names if name and not name.startswith("http")]


def _is_family_first(text: str) -> bool:
    """Say whether every second part between commas is initials."""
    parts = [part.strip() for part in text.split(",")]
    given = parts[1::2]
    if len(parts) < 2 or len(parts) % 2:
        return False
    return all(re.fullmatch(r"(?:[A-Z]\.?[\s-]*){1,4}", part) for part in given)


def _rss_subjects(item: Element) -> list[str] | None:
    texts = []
    for path in ("subject", "category", "section"):
        texts += all_texts(item, path) or []
    return list(dict.fromkeys(texts)) or None


def _longest_description(item: Element) -> Description:
    """Read the descriptions of an item; that with the most in it counts.

    Journals give the same text twice, once with markup and once cut off.
    """
    best = Description("", {})
    fields: dict[str, object] = {}
    for path in ("encoded", "description", "abstract", "summary", "content"):
        for element in item.findall(path):
            text = markup_text(_inner_text(element))
            found = _read_description(text)
            fields = found.fields | fields
            weight = (not found.is_snippet, len(found.text))
            if found.text and weight > (not best.is_snippet, len(best.text)):
                best = found
            elif not best.text:
                best = found
    return best._replace(fields=fields)


def _inner_text(element: Element) -> str:
    """Join the text of an element, which may hold markup as text or as elements."""
    if not len(element):
        return element.text or ""
    return "\n\n".join(element.itertext())


def _read_description(text: str) -> Description:
    """Tell the abstract of a description from what stands around it."""
    text = _ADVERTISEMENT.sub("", text).strip()
    fields: dict[str, object] = {}

    if _NO_ABSTRACT.search(text):
        below = _IDENTIFIERS_BELOW.search(text)
        return Description("", _found(below))

    below = _IDENTIFIERS_BELOW.search(text)
    if below and below.start() > len(text) - 300:
        fields |= _found(below)
        text = text[: below.start()]

    for read in (
        _read_arxiv,
        _read_labelled,
        _read_published_online,
        _read_volume_and_pages,
    ):
        found = read(text)
        if found is not None:
            return found._replace(fields=fields | found.fields)

    place = _PLACE.match(text)
    if place and place.end() > 12:
        fields |= _found(place)
        text = text[place.end() :]
    heading = _ABSTRACT_HEADING.search(text)
    if heading and heading.start() < 400:
        text = text[heading.end() :]
    text = " ".join(text.split())
    return Description(text, fields, bool(_CUT_OFF.search(text)))


def _found(match: re.Match | None) -> dict[str, object]:
    """Give the groups of a match that are there."""
    if match is None:
        return {}
    return {name: value for name, value in match.groupdict().items() if value}


def _read_arxiv(text: str) -> Description | None:
    found = _ARXIV_PREFIX.match(text)
    if not found:
        return None
    abstract = " ".join(text[found.end() :].split())
    return Description(abstract, {"arxiv_id": f"arXiv:{found['arxiv_id']}"})


def _read_labelled(text: str) -> Description | None:
    """Read a description that is all labels: where the paper came out, and by whom."""
    labels = list(_LABELLED.finditer(text))
    if len(labels) < 2 or text[: labels[0].start()].strip():
        return None

    fields: dict[str, object] = {}
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        name = _LABEL_FIELDS[label["label"].lower()]
        fields[name] = " ".join(text[label.end() : end].split())
    if isinstance(fields.get("authors"), str):
        fields["authors"] = _split_people(str(fields["authors"]))
    source = fields.pop("source", None)
    if source:
        fields |= _read_source(str(source))
    return Description("", fields)


def _read_source(source: str) -> dict[str, str]:
    """Take "Journal, Volume 12, Issue 3" apart."""
    fields = {}
    for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE), ("pages", _PAGES)):
        found = pattern.search(source)
        if found:
            fields[name] = found[1]
            source = source.replace(found[0], "")
    return fields | {"journal": source.strip(" ,;")}


def _read_published_online(text: str) -> Description | None:
    found = _PUBLISHED_ONLINE.match(text)
    if not found:
        return None
    # What follows is a sentence that the journal wrote on the paper.
    sentence = " ".join(text[found.end() :].split())
    return Description(sentence, _found(found), is_snippet=True)


def _read_volume_and_pages(text: str) -> Description | None:
    found = _VOLUME_AND_PAGES.match(text)
    if not found:
        return None
    fields = _found(found)
    lines = [line.strip() for line in str(fields.pop("rest")).split("\n")]
    lines = [line for line in lines if line]

    # A name a line, then the abstract.
    names = 0
    while names < len(lines) - 1 and len(lines[names]) < 60:
        names += 1
    fields["authors"] = lines[:names]
    return Description(" ".join(lines[names:]), fields)


def markup_text(text: str) -> str:
    """Turn markup into text, a block a line; what is no markup stays as it is."""
    text = text.strip()
    if not _TAG.search(text):
        return html.unescape(text)

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(f"<div>{text}</div>".encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return text
    if tree is None:
        return text

    for element in tree.iter("script", "style"):
        element.text = None
    for element in tree.iter(*_OWN_LINES):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    lines = [line.strip() for line in "".join(tree.itertext()).split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


# Atom


def _atom_fields(entry: Element) -> dict:
    """Read the fields of an entry of an Atom feed."""
    links = {}
    for link in entry.findall("link"):
        name = link.get("title") or link.get("rel", "alternate")
        links[name] = link.get("href")

    title, of_title = _split_title(markup_text(first_text(entry, "title") or ""))
    url = links.get("alternate") or first_text(entry, "id")
    description = _longest_description(entry)
    fields = date_fields(_atom_date(entry)) | {
        "title": title,
        "authors": all_texts(entry, "author/name") or _rss_authors(entry),
        "journal": first_text(entry, "journal_ref", "publicationName", "source/title"),
        "doi": first_text(entry, "doi") or links.get("doi"),
        "arxiv_id": _arxiv_id_of(url),
        "url": url,
        "subjects": _atom_categories(entry),
        "comments": first_text(entry, "comment"),
    }
    if description.is_snippet:
        fields["snippet"] = description.text
    else:
        fields["abstract"] = description.text

    for found in (of_title, _atom_identifiers(entry), description.fields):
        for name, value in found.items():
            fields[name] = fields.get(name) or value
    return fields


def _atom_date(entry: Element) -> str | None:
    return first_text(
        entry, "published", "publicationDate", "coverDate", "issued", "updated"
    )


def _atom_identifiers(entry: Element) -> dict[str, str]:
    for element in entry.findall("id"):
        text = element_text(element) or ""
        if re.search(r"(?i)oai:arxiv\.org:", text):
            return {"arxiv_id": re.sub(r"(?i)oai:arxiv\.org:", "arXiv:", text)}
        if re.search(r"(?<![\d.])10\.\d{4,9}/", text):
            return {"doi": text}
    return {}


def _arxiv_id_of(url: str | None) -> str | None:
    if url and "arxiv.org/" in url:
        return url
    return None


def _atom_categories(entry: Element) -> list[str] | None:
    names = []
    for category in entry.findall("category"):
        name = category.get("label") or category.get("term")
        if name:
            names.append(name)
    return names or None
