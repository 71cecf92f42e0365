"""Read a web page that a browser saved: bytes → the text of a listing."""

import html
import json
import re
from typing import NamedTuple

from inscriptis import Inscriptis
from lxml import etree
from lxml.etree import _Element as Element

from litreview.read import _archives

# What a browser shows around the papers, or does not show.
FURNITURE = " | ".join(
    [
        "//script",
        "//style",
        "//noscript",
        "//template",
        "//svg",
        "//nav",
        "//footer",
        "//aside",
        "//form",
        "//button",
        "//select",
        "//iframe",
        "//*[@hidden]",
        "//header[not(ancestor::article or ancestor::main)]",
        "//*[contains(@class, 'MathJax')]",
        "//*[contains(@class, 'abstract-short')]",
    ]
)
FORMULAS = "//script[starts-with(@type, 'math/tex')]"
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
UNSEEN_PAPERS = "//*[@data-target='DailyPapers']/@data-props"
HEADING = "Daily papers"  # begins a page of a listing

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)")
# "2024-03-17", "17 March 2024"
DATE = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+,? \d{4})(?!\d)")
TAG = re.compile(r"<[^<>]*>")
# What XML, and so the tree of a page, cannot hold.
NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Words of the page around a title or an abstract.
LABELS = re.compile(r"^(?:Title|Abstract)\s*:\s*|\s*△ Less$")


class Card(NamedTuple):
    """How a known page holds a paper, and within it a title and an abstract (XPath)."""

    paper: str
    title: str
    abstract: str


CARDS = [
    # Daily Papers
    Card(
        paper="//article[.//h3//a]",
        title=".//h3",
        abstract=".//p[not(ancestor::h3)]",
    ),
    # a list of arXiv
    Card(
        paper="//dl//dd[.//*[contains(@class, 'list-title')]]",
        title=".//*[contains(@class, 'list-title')]",
        abstract=".//p",
    ),
    # a search of arXiv
    Card(
        paper="//li[contains(@class, 'arxiv-result')]",
        title="./p[contains(@class, 'title') and not(contains(@class, 'list-title'))]",
        abstract=".//*[contains(@class, 'abstract-full')]",
    ),
    # the page of one paper of arXiv
    Card(
        paper="//*[@id='abs' or @id='content']"
        "[.//blockquote[contains(@class, 'abstract')]]",
        title=".//h1[contains(@class, 'title')]",
        abstract=".//blockquote",
    ),
]


def page_text(data: bytes) -> str:
    """Turn a web page that a browser saved into the text of a listing.

    Parameters
    ----------
    data : bytes
        The page.

    Returns
    -------
    str
        What `_listing.parse_listing` reads, "" where there is nothing to read. Of a
        page of Daily Papers or of arXiv (list, search, one paper) the header, the date
        and each title with its abstract; of any other what a reader sees, a block a
        line, without navigation.
    """
    text = _decode(data)
    tree = _parse(text)
    if tree is None:
        return _without_tags(text)

    summaries = _unseen_summaries(tree)
    _show_formulas(tree)
    date = _page_date(tree)
    for element in tree.xpath(FURNITURE):
        element.tag = "furniture"
    etree.strip_elements(tree, "furniture", with_tail=False)

    card = _card_of(tree)
    if card is not None:
        lines = _card_lines(tree, card, date, summaries)
    elif summaries:
        lines = _summary_lines(date, summaries)
    else:
        lines = [date, "", *_shown_text(tree).splitlines()]

    text = "\n".join(line.strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


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


def _without_tags(text: str) -> str:
    text = html.unescape(TAG.sub("\n", text))
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def _show_formulas(tree: Element) -> None:
    """Make text of the formulas of MathJax, which stand in scripts."""
    for formula in tree.xpath(FORMULAS):
        text = NO_XML.sub(" ", formula.text or "")
        formula.tag = "span"
        formula.text = f"${text}$"


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


def _card_of(tree: Element) -> Card | None:
    """Tell the make of a page by its cards; None where it is not known."""
    for card in CARDS:
        if tree.xpath(card.paper):
            return card
    return None


def _card_lines(
    tree: Element,
    card: Card,
    date: str,
    summaries: dict[str, str],
) -> list[str]:
    """Write the papers of a page whose make is known, as a listing is written."""
    lines = [HEADING, "", date, ""]
    for element in tree.xpath(f"{DAY_HEADINGS} | {card.paper}"):
        if element.tag == "h3":
            # Of a list of several days: what follows is a page of its own.
            day = _find_date(_words(element))
            if day:
                lines += [HEADING, "", day, ""]
            continue

        titles = _all_words(element, card.title)
        title = titles[0] if titles else ""
        abstracts = _all_words(element, card.abstract)
        abstract = summaries.get(title) or max(abstracts, key=len, default="")
        lines += [title, "", abstract, ""]
    return lines


def _summary_lines(date: str, summaries: dict[str, str]) -> list[str]:
    """Write the papers that a page holds without showing them."""
    lines = [HEADING, "", date, ""]
    for title, abstract in summaries.items():
        lines += [title, "", abstract, ""]
    return lines


def _shown_text(tree: Element) -> str:
    """Write what a reader sees of a page."""
    try:
        return Inscriptis(tree).get_text()
    except (RecursionError, ValueError, AttributeError, IndexError, KeyError):
        # Nested or styled beyond what can be laid out.
        return "\n".join(tree.itertext("*"))


def _all_words(element: Element, path: str) -> list[str]:
    """List the texts at a path that are not empty."""
    texts = [_words(found) for found in element.xpath(path)]
    return [text for text in texts if text]


def _words(element: Element) -> str:
    """Join the text of an element, with blanks between what stands on its own lines."""
    parts = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(inner.text or "")
        elif inner is not element:
            if inner.tag in ("br", "p", "div", "li"):
                parts.append(" ")
            parts.append(inner.tail or "")
    words = " ".join("".join(parts).split())
    return LABELS.sub("", words)


def _unseen_summaries(tree: Element) -> dict[str, str]:
    """Read the abstracts that a page of Daily Papers holds without showing them."""
    summaries = {}
    for text in tree.xpath(UNSEEN_PAPERS):
        try:
            found = {}
            for entry in json.loads(text)["dailyPapers"]:
                title = " ".join(entry["paper"]["title"].split())
                found[title] = " ".join(entry["paper"]["summary"].split())
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
        summaries |= found
    return summaries
