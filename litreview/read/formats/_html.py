"""A listing saved by a browser as HTML → text, to be read as a saved page."""

import html
import json
import re

from inscriptis import Inscriptis
from lxml import etree

from litreview.read import _archives

# What a browser shows around the papers, or does not show.
FURNITURE = (
    "//script | //style | //noscript | //template | //svg | //nav | //footer | //aside | //form | //button | //select"
    " | //iframe | //*[@hidden] | //header[not(ancestor::article or ancestor::main)]"
    " | //*[contains(@class, 'MathJax')] | //*[contains(@class, 'abstract-short')]"
)


DATED = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+,? \d{4})(?!\d)")


# How the pages that are known hold a paper, its title and its abstract: Daily Papers, lists and searches of arXiv, and
# its page of one paper.
CARDS = [
    ("//article[.//h3//a]", ".//h3", ".//p[not(ancestor::h3)]"),
    (
        "//dl//dd[.//*[contains(@class, 'list-title')]]",
        ".//*[contains(@class, 'list-title')]",
        ".//p",
    ),
    (
        "//li[contains(@class, 'arxiv-result')]",
        "./p[contains(@class, 'title') and not(contains(@class, 'list-title'))]",
        ".//*[contains(@class, 'abstract-full')]",
    ),
    (
        "//*[@id='abs' or @id='content'][.//blockquote[contains(@class, 'abstract')]]",
        ".//h1[contains(@class, 'title')]",
        ".//blockquote",
    ),
]


def page_text(data: bytes) -> str:
    """Turn a web page that a browser saved into the text of a listing, for `listings.parse`.

    Of a page of Daily Papers or of arXiv (list, search, one paper) the header, the date and each title with its
    abstract; of any other what a reader sees, a block a line, without navigation. "" where there is nothing to read.
    """
    charset = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", data[:4096])
    try:
        text, _ = _archives.decode(data, charset[1].decode() if charset else "")
    except ValueError:
        text, _ = _archives.decode(data)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    tree = None
    try:
        tree = etree.fromstring(text.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        pass
    if tree is None or any("depth" in error.message for error in parser.error_log):
        text = html.unescape(
            re.sub(r"<[^<>]*>", "\n", text)
        )  # nothing in it, or nested beyond any sense
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())
    summaries = _summaries(tree)
    for math in tree.xpath("//script[starts-with(@type, 'math/tex')]"):
        math.tag, math.text = "span", f"${_xml(math.text or '')}$"
    date = _page_date(tree)
    for element in tree.xpath(FURNITURE):
        element.tag = "furniture"
    etree.strip_elements(tree, "furniture", with_tail=False)
    lines = _listed(tree, date, summaries) or [date, "", *_shown(tree).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip(
        "\n"
    )


def _xml(text: str) -> str:
    return re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)


def _shown(tree) -> str:
    try:
        return Inscriptis(tree).get_text()
    except (RecursionError, ValueError, AttributeError, IndexError, KeyError):
        return "\n".join(
            tree.itertext("*")
        )  # nested or styled beyond what can be laid out


def _words(element) -> str:
    parts = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(inner.text or "")
        elif inner is not element:
            parts += [
                " " if inner.tag in ("br", "p", "div", "li") else "",
                inner.tail or "",
            ]
    said = " ".join("".join(parts).split())
    return re.sub(r"^(?:Title|Abstract)\s*:\s*|\s*△ Less$", "", said)


def _listed(tree, date: str, summaries: dict[str, str]) -> list[str]:
    """Write the papers of a page whose make is known, as a listing is written; [] where it is none of them."""
    kind = next(((card, *parts) for card, *parts in CARDS if tree.xpath(card)), None)
    if kind is None:
        found = [
            line for title, text in summaries.items() for line in (title, "", text, "")
        ]
        return found and ["Daily papers", "", date, "", *found]
    card, title, abstract = kind
    lines = ["Daily papers", "", date, ""]
    for element in tree.xpath(f"//dl//h3 | //*[@id='dlpage']//h3 | {card}"):
        if element.tag == "h3":
            day = DATED.search(
                _words(element)
            )  # a list of several days: what follows is a page of its own
            lines += ["Daily papers", "", day[0].replace(",", ""), ""] if day else []
            continue
        titles = [said for found in element.xpath(title) if (said := _words(found))]
        texts = [said for found in element.xpath(abstract) if (said := _words(found))]
        name = titles[0] if titles else ""
        lines += [name, "", summaries.get(name) or max(texts, key=len, default=""), ""]
    return lines


def _summaries(tree) -> dict[str, str]:
    """Read the abstracts that a page of Daily Papers holds without showing them."""
    found = {}
    for element in tree.xpath("//*[@data-target='DailyPapers']/@data-props"):
        try:
            papers = [entry["paper"] for entry in json.loads(element)["dailyPapers"]]
            found |= {
                " ".join(paper["title"].split()): " ".join(paper["summary"].split())
                for paper in papers
            }
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return found


def _page_date(tree) -> str:
    """Find the date that a page says it is of: in its meta data, its address, or a line of its own."""
    said = tree.xpath(
        "//meta[@property='article:published_time' or @name='citation_online_date' or @property='og:url']/@content"
        " | //link[@rel='canonical']/@href | //*[contains(@class, 'dateline')]//text()"
    )
    dates = [
        found[0].replace(",", "")
        for text in said
        if (found := DATED.search(text.replace("/", "-")))
    ]
    return dates[0] if dates else ""
