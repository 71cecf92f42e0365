"""Read a web page that a browser saved: bytes → its lines, and its papers if it can.

Of a page of known make (`_makes`), or one that describes its papers for machines
(`_embedded`), the papers are read from the markup. Of any other page what a reader sees
becomes lines, and `layouts` tells what they are.
"""

import html
import re
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from inscriptis import Inscriptis
from lxml import etree
from lxml.etree import _Element as Element

from litreview.read import _archives
from litreview.read._identifiers import (
    normalise_arxiv_id,
    normalise_doi,
    normalise_pmid,
)
from litreview.read.formats import _embedded, _makes
from litreview.read.formats._makes import Card
from litreview.read.formats._shown import TAKEN, blocks_of, words_of
from litreview.read.layouts._listing import page_date
from litreview.read.layouts._reading import Reading

# What a browser does not show.
INVISIBLE = " | ".join(
    [
        "//script",
        "//style",
        "//noscript",
        "//template",
        "//svg",
        "//iframe",
        "//*[contains(@class, 'MathJax')]",
        "//*[contains(@class, 'abstract-short')]",
    ]
)
# What it shows around the papers.
FURNITURE = " | ".join(
    [
        "//head",
        "//nav",
        "//footer",
        "//aside",
        "//form",
        "//button",
        "//select",
        "//*[@hidden]",
        "//header[not(ancestor::article or ancestor::main)]",
    ]
)
FORMULAS = "//script[starts-with(@type, 'math/tex')]"
TEX = "//*[local-name()='annotation'][@encoding='application/x-tex']"
# Where a page says of which day it is: in its meta data, its address, or a line.
PAGE_DATES = " | ".join(
    [
        "//meta[@property='article:published_time']/@content",
        "//meta[@name='citation_online_date']/@content",
        "//meta[@property='og:url']/@content",
        "//link[@rel='canonical']/@href",
        "//*[contains(@class, 'dateline')]//text()",
    ]
)
# Headings of a list of several days.
DAY_HEADINGS = "//dl//h3 | //*[@id='dlpage']//h3"
# The source of a page that a browser showed, and that was saved or copied.
SHOWN_SOURCE = (
    "//td[contains(@class, 'line-content')] | //pre[starts-with(@id, 'line')]"
)

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)")
SOURCE = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)
# A source that was copied with the numbers of its lines.
NUMBERED_SOURCE = re.compile(
    r"\s*1[\t .:|]+\s*<(?:!doctype html|html\b)", re.IGNORECASE
)
LINE_NUMBER = re.compile(r"^[ \t]*\d+[\t .:|]", re.MULTILINE)
# "2024-03-17", "17 March 2024"
DATE = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+,? \d{4})(?!\d)")
TAG = re.compile(r"<[^<>]*>")
# What XML, and so the tree of a page, cannot hold.
NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Words of the page before a field.
LABELS = {
    "title": r"(?:Title\s*:|(?:\[\w{1,12}\]\s*)+)\s*",
    "abstract": r"(?:Abstract|Summary)(?:\s*[:.]\s*|\s(?=[A-Z]))|TL;?DR\s*:?\s*",
    "snippet": r"(?:Abstract|Summary|TL;?DR)\s*[:.]?\s*",
    "authors": r"(?:Authors?|By)\s*:\s*",
    "subjects": r"(?:Subjects?|Cite as)\s*:\s*",
    "comments": r"Comments?\s*:\s*",
    "venue": r"(?:Journal[\s-]?ref(?:erence)?|In|Published in)\s*:\s*",
    "keywords": r"Keywords?\s*:\s*",
    "doi": r"(?:Related )?(?i:DOI)\s*:\s*",
}
LABELS = {name: re.compile(pattern) for name, pattern in LABELS.items()}
# Words of the page behind an abstract.
MORE_OR_LESS = re.compile(
    r"\s*(?:△ Less|▽ More|Read More|Show more|Show less|Expand|Collapse)\s*$"
)
# A stop that is no part of an abbreviation.
CLOSING_STOP = re.compile(r"(?:(?<=\w{3})|(?<=[)\]\"”’]))\.$")
CUT_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NO_VENUE = re.compile(r"Readers\b.*|\d{1,2} [A-Z][a-z]{2,8},? \d{4}\b.*|©.*")
ONE_NAME = re.compile(r"[\w'’-]+, [\w'’-]+\.?")  # "Blum, Ada"
MORE_NAMES = re.compile(r"[\s,;]*(?:\bet al\b\.?|…|\.\.\.)?[\s,;.*†‡]*$")

# "J Silt. 2020 Apr 3;12(3):7-19. doi: …"
CITATION = re.compile(
    r"(?P<venue>.{2,150}?)\.?\s(?P<date>(?:19|20)\d\d"
    r"(?:\s[A-Z][a-z]{2,5}(?:-[A-Z][a-z]{2,5})?)?(?:\s\d{1,2})?)"
    r"(?:;(?P<volume>[^:();.]*)(?:\((?P<issue>[^()]*)\))?)?"
    r"(?::(?P<pages>[\w–+-]+))?(?:[.;]|$)"
)
# What tells volume, issue, pages and date, wherever it stands.
IMPRINTS = [
    re.compile(
        r"(?P<date>(?:19|20)\d\d(?:\s[A-Z][a-z]{2,5}(?:-[A-Z][a-z]{2,5})?)?"
        r"(?:\s\d{1,2})?);(?P<volume>[^:();.]+)(?:\((?P<issue>[^()]*)\))?"
        r"(?::(?P<pages>[\w–+-]+))?"
    ),
    re.compile(
        r"(?P<venue>.{2,200}?),? (?P<volume>\d+)(?: \((?P<issue>[\w–-]+)\))?"
        r"(?:, (?P<pages>[\w–-]+))?, (?P<date>(?:19|20)\d\d)$"
    ),
    re.compile(r"PMLR (?P<volume>\d+):(?P<pages>\d+[–-]\d+), (?P<date>\d{4})"),
    re.compile(r"\bVol(?:ume|\.)?\s*:?\s*(?P<volume>\w+)"),
    re.compile(r"\b(?:Issue|No\.)\s*:?\s*(?P<issue>\w+)"),
    re.compile(r"\b(?:pp?\.?|Pages?)\s*:?\s*(?P<pages>\w+\s*[–-]\s*\w+)"),
    re.compile(r"\bYear\s*:?\s*(?P<date>(?:19|20)\d\d)"),
    re.compile(r"\b(?P<date>(?:\d{1,2} )?[A-Z][a-z]{2,8},? (?:19|20)\d\d)\b"),
    re.compile(r"(?<!\d)(?P<date>(?:19|20)\d\d)(?!\d)"),
]

DOI_LINK = re.compile(r"(?:doi\.org|/doi(?:/abs|/full|/pdf)?)/10\.\d{4}")
# A link that leads to a paper, by where it leads and by its text.
PAPER_LINK = re.compile(
    r"""arxiv\.org/(?:abs|pdf|html)/ | (?:^|/)papers/\d{4}\.\d{4,5} | doi\.org/10\.
    | /doi/(?:abs/|full/|pdf/)?10\.\d{4} | pubmed[^\s]*/\d{5,8}
    | /forum\?id= | aclanthology\.org/(?:\d{4}\.|[A-Z]\d\d-\d{4})
    | /document/\d{5,9} | semanticscholar\.org/paper/
    | sciencedirect\.com/science/article/ | /content/10\.1101/ | scholar_url\?""",
    re.IGNORECASE | re.VERBOSE,
)
NO_TITLE_OF_LINK = re.compile(
    r"(?:view|read|download|full|get|go|open|see|show|access|cited?|similar|related|all"
    r"|https?:|doi|pdf|crossref|pubmed|google|web of|scopus|export|save)\b.*",
    re.IGNORECASE,
)
WORDS_OF_A_TITLE = 3
LETTERS_OF_A_TITLE = 15

OF_TAKEN = f"ancestor-or-self::*[@{TAKEN}]"
# A path to titles that headings of the page cannot be at.
CLASS_OR_ATTRIBUTE = re.compile(r"\.[a-z]\w|@(?!href)")

NO_TITLE = "a card of the page without a title"
NO_ABSTRACT = "its card has no abstract, as those beside it have"
MAY_HOLD_TITLE = "descendant-or-self::a | .//h2 | .//h3 | .//h4 | .//h5"
LOST_CARD = "it stands beside the cards of the page, and is not made like them"
LOST_TITLE = "what looks like a title, outside of the cards of the page"
SET_ASIDE = "a link to a paper in what stands around the papers of the page"


class WebPage(NamedTuple):
    """A web page as lines, and as papers where its make is known."""

    lines: list[str]
    # What the lines are; None where that is for the layouts to tell.
    reading: Reading | None
    # What was set aside and looks like titles of papers; it stands in no line.
    aside: list[str]
    # The date of the page, where it is not of a reading's own: year, month, day.
    day: tuple[int, int, int] | None = None


class _Sheet:
    """Lines that are written one by one, each with its role."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.roles: list[str] = []
        self.reasons: dict[int, str] = {}

    def write(self, text: str, role: str, reason: str = "") -> None:
        for i, line in enumerate(text.splitlines() or [""]):
            line = " ".join(line.split())
            if reason and i == 0:
                self.reasons[len(self.lines)] = reason
            self.lines.append(line)
            self.roles.append(role if line else "blank")


def read_html(data: bytes | str) -> WebPage:
    """Read a web page that a browser saved.

    Parameters
    ----------
    data
        The page, or its text where that is known already.

    Returns
    -------
    WebPage
        With a `reading` of a page of known make, or one that describes its papers for
        machines: its records have the fields of `layouts._reading.FIELDS`, and what is
        read of a card, what is left over in it and what stands around the cards is in
        the lines. Of any other page the lines are what a reader sees, a block a line,
        without navigation.
    """
    text = data if isinstance(data, str) else _decode(data)
    if NUMBERED_SOURCE.match(text):
        text = LINE_NUMBER.sub("", text)
    tree = _parse(text)
    if tree is None:
        return WebPage(_without_tags(text), None, [])
    source = _shown_source(tree)
    if source is not None:
        tree = source

    _show_formulas(tree)
    date = _page_date(tree)
    hidden = _embedded.daily_papers(tree)
    records = _described_papers(tree)
    _remove(tree, tree.xpath(INVISIBLE))

    card = _card_of(tree)
    if card is not None:
        return _read_cards(tree, card, date, hidden)
    if hidden:
        return _write_records(tree, "Daily Papers", list(hidden.values()), date)
    if records:
        return _write_records(tree, "web page with metadata", records, date)
    return _read_shown(tree, date)


# Bytes → a tree


def _decode(data: bytes) -> str:
    """Decode a page by what it says of itself, if that is so."""
    declared = CHARSET.search(data[:4096])
    if declared:
        try:
            return _archives.decode(data, declared[1].decode())[0]
        except ValueError:
            pass
    return _archives.decode(data)[0]


def _parse(text: str) -> Element | None:
    """Parse a page; None where nothing is in it, or it is nested beyond any sense."""
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(text.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if any("depth" in error.message for error in parser.error_log):
        return None
    return tree


def _without_tags(text: str) -> list[str]:
    text = html.unescape(TAG.sub("\n", text))
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line]


def _shown_source(tree: Element) -> Element | None:
    """Parse the source that a page shows; None of a page that is no such view."""
    shown = tree.xpath(SHOWN_SOURCE)
    if not shown:
        return None
    source = "\n".join("".join(line.itertext("*")) for line in shown)
    if not SOURCE.match(source):
        return None
    return _parse(source)


def _remove(tree: Element, elements: list[Element]) -> None:
    """Take elements out of a tree; what stands behind them stays."""
    for element in elements:
        element.tag = "removed"
    etree.strip_elements(tree, "removed", with_tail=False)


def _show_formulas(tree: Element) -> None:
    """Make text of formulas: those in scripts of MathJax, those that hold their TeX."""
    for formula in tree.xpath(FORMULAS):
        _write_formula(formula, formula.text)
    for annotation in tree.xpath(TEX):
        around = annotation.xpath(
            "ancestor::*[contains(@class, 'katex') or contains(@class, 'MathJax')"
            " or contains(@class, 'ltx_Math') or local-name() = 'math']"
        )
        if around:
            _write_formula(around[0], annotation.text)
    # MathJax 3 keeps its formula for screen readers.
    for formula in tree.xpath("//*[contains(@class, 'MathJax')][.//*[@alttext]]"):
        _write_formula(formula, formula.xpath(".//@alttext")[0])


def _write_formula(element: Element, tex: str | None) -> None:
    text = NO_XML.sub(" ", tex or "").strip()
    element.clear(keep_tail=True)
    element.tag = "span"
    element.text = f"${text}$"


def _page_date(tree: Element) -> str:
    """Find the date that a page says it is of; "" where it does not."""
    for text in tree.xpath(PAGE_DATES):
        date = _find_date(text.replace("/", "-"))
        if date:
            return date
    return ""


def _find_date(text: str) -> str:
    found = DATE.search(text)
    if found:
        return found[0].replace(",", "")
    return ""


# Pages of a known make


def _card_of(tree: Element) -> Card | None:
    """Tell the make of a page by its cards; None where it is not known."""
    for card in _makes.CARDS:
        if _makes.find_all(tree, card.known_by or card.paper):
            return card
    return None


def _read_cards(
    tree: Element, card: Card, date: str, hidden: dict[str, dict]
) -> WebPage:
    """Read the cards of a page whose make is known, and what stands around them."""
    sheet = _Sheet()
    day = _write_day(sheet, date)
    records: list[dict] = []
    papers = _makes.find_all(tree, card.paper)
    known = set(papers)
    for element in _makes.find_all(tree, f"{DAY_HEADINGS} | {card.paper}"):
        if element not in known:
            # Of a list of several days: what follows is a page of its own.
            heading = _find_date(words_of(element))
            if heading:
                day = _write_day(sheet, heading)
                element.set(TAKEN, "")
            continue

        elements = _makes.elements_of(element, card)
        fields = _fields_of_card(elements, card)
        fields |= hidden.get(fields.get("title", ""), {})
        _write_card(sheet, records, fields, elements, day)

    _note_missing_abstracts(records)
    _write_lost_titles(sheet, tree, card)
    _write_lost_cards(sheet, papers)
    _write_rest(sheet, tree, records)
    return WebPage(sheet.lines, _reading(card.make, records, sheet), [])


def _write_day(sheet: _Sheet, date: str) -> dict:
    """Write the date of a page, and give what its records are told of it."""
    if not date:
        return {"page_date": None, "date_line": None}
    sheet.write(date, "header")
    return {"page_date": page_date(date), "date_line": len(sheet.lines)}


def _reading(make: str, records: list[dict], sheet: _Sheet) -> Reading:
    return Reading(make, records, sheet.roles, sheet.reasons)


def _write_card(
    sheet: _Sheet,
    records: list[dict],
    fields: dict,
    elements: list[Element],
    day: dict,
) -> None:
    """Write a card: its fields a line each, then what is left over in it."""
    if fields.get("title"):
        rest = []
        for element in elements:
            rest += blocks_of(element)
        _write_record(sheet, records, fields, rest, day)
    else:
        text = " ".join(words_of(element) for element in elements).strip()
        if text:
            sheet.write(text, "not understood", NO_TITLE)
            sheet.write("", "blank")
    for element in elements:
        element.set(TAKEN, "")


def _write_record(
    sheet: _Sheet, records: list[dict], fields: dict, rest: list[str], day: dict
) -> None:
    record = _filled_record(fields)
    record["line"] = len(sheet.lines) + 1
    sheet.write(record["title"], "title")
    for name, value in record.items():
        if name in ("title", "line", "note"):
            continue
        text = "; ".join(value) if isinstance(value, list) else str(value)
        sheet.write(text, "abstract" if name == "abstract" else "field")
    for text in rest:
        sheet.write(text, "field")
    record["line_to"] = len(sheet.lines)
    sheet.write("", "blank")
    records.append(record | day)


def _filled_record(fields: dict) -> dict:
    """Leave out what is empty; an abstract that breaks off is a snippet."""
    record = {name: value for name, value in fields.items() if value}
    abstract = record.get("abstract")
    if abstract and CUT_OFF.search(abstract):
        record["snippet"] = record.pop("abstract")
    snippet = record.get("snippet")
    if snippet and record.get("abstract", "").startswith(snippet[:40]):
        del record["snippet"]
    return _identifiers_elsewhere(record) | record


def _identifiers_elsewhere(record: dict) -> dict[str, str]:
    """Find identifiers in the link of a paper, and in what names its venue."""
    url = record.get("url", "")
    venue = record.get("venue", "")
    found = {
        "arxiv_id": normalise_arxiv_id(url) or normalise_arxiv_id(venue),
        "pmid": normalise_pmid(url),
        "doi": normalise_doi(url) if DOI_LINK.search(url) else None,
    }
    return {name: value for name, value in found.items() if value}


def _write_lost_titles(sheet: _Sheet, tree: Element, card: Card) -> None:
    """Write what looks like a title of such a page and stands in none of its cards."""
    path = card.fields["title"]
    if not CLASS_OR_ATTRIBUTE.search(path):
        return  # any heading would be one
    for element in _makes.find_all(tree, path):
        if isinstance(element, str) or element.xpath(OF_TAKEN):
            continue
        text = _clean(words_of(element), "title")
        if text:
            sheet.write(text, "not understood", LOST_TITLE)
            sheet.write("", "blank")
            element.set(TAKEN, "")


def _write_lost_cards(sheet: _Sheet, papers: list[Element]) -> None:
    """Write the neighbours of cards that are no cards but hold something like a title.

    A card that is broken may not be known as one any more.
    """
    lists = dict.fromkeys(paper.getparent() for paper in papers)
    tags = {paper.tag for paper in papers}
    neighbours = []
    for parent in lists:
        neighbours += [] if parent is None else list(parent)
    for element in neighbours:
        is_read = element.xpath(f"descendant-or-self::*[@{TAKEN}]")
        if element.tag not in tags or is_read:
            continue
        titles = [words_of(title) for title in element.xpath(MAY_HOLD_TITLE)]
        if any(_may_be_title(title) for title in titles):
            sheet.write(words_of(element), "not understood", LOST_CARD)
            sheet.write("", "blank")
            element.set(TAKEN, "")


def _note_missing_abstracts(records: list[dict]) -> None:
    """Note where a card has no abstract and most others have one."""
    without = [record for record in records if not record.get("abstract")]
    if len(without) < len(records) / 2:
        for record in without:
            if not record.get("snippet"):
                record["note"] = NO_ABSTRACT


# The fields of a card


def _fields_of_card(elements: list[Element], card: Card) -> dict:
    """Read the fields of a card, and mark the elements that they were taken from."""
    fields: dict = {}
    for name, path in card.fields.items():
        found = []
        for element in elements:
            found += _makes.find_all(element, path)
        value, used = _field_value(found, name)
        if not value:
            continue
        for one in used:
            one.set(TAKEN, "")
        if name in _SPLITTERS:
            for part, text in _SPLITTERS[name](value).items():
                fields.setdefault(part, text)
        elif name == "url":
            fields[name] = _whole_url(value, card.home)
        else:
            fields[name] = value
    return fields


def _field_value(found: list, name: str) -> tuple[str | list[str], list[Element]]:
    """Give the value of a field, and the elements that it was read from."""
    texts = []
    for one in found:
        if isinstance(one, str):
            text = " ".join(one.split())
        else:
            text = words_of(one, spaced=name == "imprint")
        texts.append(_clean(text, name))
    pairs = [pair for pair in zip(texts, found, strict=True) if pair[0]]
    if not pairs:
        return "", []

    if name in _makes.LISTS:
        values = []
        for text, _ in pairs:
            values += _split_list(text, name, len(pairs) == 1)
        value: str | list[str] = list(dict.fromkeys(values))
        chosen = pairs
    else:
        best = pairs[0]
        if name == "abstract":
            best = max(pairs, key=lambda pair: len(pair[0]))
        value = best[0]
        # What is shown twice, in full and cut off, is taken as a whole.
        chosen = [pair for pair in pairs if pair[0] in value]
    return value, [one for _, one in chosen if not isinstance(one, str)]


def _clean(text: str, name: str) -> str:
    """Take the words of the page off a field; "" where nothing is left that is one."""
    label = LABELS.get(name)
    if label is not None:
        found = label.match(text)
        if found:
            text = text[found.end() :]
    if name in ("abstract", "snippet"):
        return MORE_OR_LESS.sub("", text)
    if name in ("title", "type"):
        return CLOSING_STOP.sub("", text)
    if name == "date" and not YEAR.search(text):
        return ""
    if name == "venue" and NO_VENUE.fullmatch(text):
        return ""
    if name == "cited_by":
        number = re.search(r"\d[\d,.]*", text)
        return number[0].replace(",", "") if number else ""
    return text


def _split_list(text: str, name: str, is_alone: bool = True) -> list[str]:
    """Split the text of a list at its semicolons.

    If it is all of the list, names and keywords are parted at commas, too.
    """
    ends = " ,;."
    if name == "authors":
        text = MORE_NAMES.sub("", text)
        ends = " ,;"
    parts = re.split(r"\s*;\s*", text)
    if is_alone and len(parts) == 1 and name != "subjects":
        parts = re.split(r"\s*,\s*", text)
        if name == "authors":
            parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text)
        if ONE_NAME.fullmatch(text) and name == "authors":
            parts = [text]
    parts = [part.strip(ends) for part in parts]
    return [part for part in parts if part]


def _whole_url(link: str, home: str) -> str:
    """Complete a link, and take it out of a link of Scholar that leads to it."""
    try:
        url = urljoin(home + "/", link) if home else link
        if "scholar_url" in url:
            target = parse_qs(urlsplit(url).query).get("url")
            return target[0] if target else url
    except ValueError:
        return link
    return url


def _split_citation(text: str) -> dict[str, str]:
    """Take apart "J Silt. 2020 Apr;3(2):7-9. doi: 10.1000/silt.3."."""
    fields = {}
    found = CITATION.match(text)
    if found:
        fields = {name: part for name, part in found.groupdict().items() if part}
    doi = re.search(r"\bdoi:\s*(10\.\S+)", text)
    if doi:
        fields["doi"] = doi[1].rstrip(".")
    return fields


def _split_byline(text: str) -> dict:
    """Take apart "A Blum, J Fenn… - J Silt, 2020 - site.org"."""
    names, *others = text.split(" - ")
    fields: dict = {"authors": _split_list(names, "authors")}
    if not others:
        return fields

    imprint = others[0]
    if len(others) > 1:
        imprint = " - ".join(others[:-1])
    year = re.search(r"(?:^|,\s*)((?:19|20)\d\d)$", imprint)
    if year:
        fields["date"] = year[1]
        imprint = imprint[: year.start()]
    is_site = len(others) == 1 and not year and re.fullmatch(r"[\w.-]+\.\w+", imprint)
    if imprint and not is_site:
        fields["venue"] = imprint.strip(" ,…")
    return fields


def _split_imprint(text: str) -> dict[str, str]:
    """Find volume, issue, pages and date in what tells where a paper came out."""
    fields: dict[str, str] = {}
    for pattern in IMPRINTS:
        found = pattern.search(text)
        if found:
            for name, part in found.groupdict().items():
                if part:
                    fields.setdefault(name, part.strip())
    return fields


_SPLITTERS = {
    "citation": _split_citation,
    "byline": _split_byline,
    "imprint": _split_imprint,
}


# Pages that describe their papers


def _described_papers(tree: Element) -> list[dict]:
    """Read the papers that a page describes for machines, in the fullest of its ways.

    The tags of the page of one paper go before; what they lack is in its JSON-LD.
    """
    of_schema = _embedded.json_ld(tree)
    tagged = _embedded.paper_tags(tree)
    if tagged and len(of_schema) <= 1:
        for record in of_schema:
            tagged[0] = record | tagged[0]
        return tagged
    return of_schema or _embedded.coins(tree)


def _write_records(tree: Element, make: str, found: list[dict], date: str) -> WebPage:
    """Write the papers that a page describes, and below them what it shows."""
    sheet = _Sheet()
    day = _write_day(sheet, date)
    records: list[dict] = []
    for fields in found:
        _write_record(sheet, records, fields, [], day)
    _write_rest(sheet, tree, records)
    return WebPage(sheet.lines, _reading(make, records, sheet), [])


# What stands around the papers


def _write_rest(sheet: _Sheet, tree: Element, records: list[dict]) -> None:
    """Write what stands around the papers; what may be another paper is pointed at."""
    links = _paper_links(tree, {_squeeze(record["title"]) for record in records})
    for text in links:
        sheet.write(text, "not understood", SET_ASIDE)
        sheet.write("", "blank")
    _strip_furniture(tree)
    for text in blocks_of(tree):
        sheet.write(text, "header")


def _paper_links(tree: Element, known: set[str]) -> list[str]:
    """List the texts of links to papers outside of the cards, each once."""
    texts = {}
    for link in tree.xpath("//a[@href]"):
        if not PAPER_LINK.search(link.get("href")):
            continue
        if link.xpath(OF_TAKEN):
            continue
        text = words_of(link)
        key = _squeeze(text)
        if key and key not in known and _may_be_title(text):
            texts.setdefault(key, text)
            link.set(TAKEN, "")
    return list(texts.values())


def _may_be_title(text: str) -> bool:
    if len(text.split()) < WORDS_OF_A_TITLE or NO_TITLE_OF_LINK.fullmatch(text):
        return False
    return sum(letter.isalpha() for letter in text) >= LETTERS_OF_A_TITLE


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _strip_furniture(tree: Element) -> None:
    """Take out navigation and the like, unless it holds most of the page."""
    total = _count_letters(tree)
    removed = []
    for element in tree.xpath(FURNITURE):
        if element is not tree and _count_letters(element) <= total / 2:
            removed.append(element)
    _remove(tree, removed)


def _count_letters(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext("*"))


# Pages of which no more is known


def _read_shown(tree: Element, date: str) -> WebPage:
    """Give what a reader sees of a page as lines."""
    links = _paper_links(tree, set())
    _strip_furniture(tree)
    text = "\n".join([date, "", _shown_text(tree)])
    text = "\n".join(line.strip() for line in text.splitlines())
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    shown = _squeeze(text)
    aside = [link for link in links if _squeeze(link) not in shown]
    return WebPage(text.splitlines(), None, aside)


def _shown_text(tree: Element) -> str:
    """Write what a reader sees of a page."""
    try:
        return Inscriptis(tree).get_text()
    except (RecursionError, ValueError, AttributeError, IndexError, KeyError):
        # Nested or styled beyond what can be laid out.
        return "\n".join(tree.itertext("*"))
