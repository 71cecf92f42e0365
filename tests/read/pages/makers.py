"""All makers of pages by name, and the group that each belongs to.

`MAKERS[name](papers, dice)` gives a `Page`. A layout is "asked" where the project has set out to read it, "other"
where it has not, and "bad input" where the page was spoilt on purpose.
"""

import random
from collections.abc import Callable
from typing import Any

from tests.read.pages import (
    databases,
    feeds,
    preprints,
    reading_lists,
    references,
    saved,
)
from tests.read.pages.page import Page, complete, flat, wrap

Maker = Callable[[list[dict], random.Random], Page]

_DB, _PRE, _REF = databases, preprints, references
_READ, _FEED, _SAVED = reading_lists, feeds, saved

# layout, look, function, options
TABLE: list[tuple[str, str, Callable, dict[str, Any]]] = [
    ("arXiv list", "new, with abstracts", _PRE.arxiv_list, {"kind": "new"}),
    ("arXiv list", "new, with abstracts, blank lines", _PRE.arxiv_list, {"kind": "new", "blank_lines": True}),
    ("arXiv list", "new, before 2024", _PRE.arxiv_list, {"kind": "new", "new_look": False}),
    ("arXiv list", "recent", _PRE.arxiv_list, {}),
    ("arXiv list", "recent, blank lines, entries only", _PRE.arxiv_list, {"blank_lines": True, "furniture": False}),
    ("arXiv list", "recent, before 2024", _PRE.arxiv_list, {"new_look": False}),
    ("arXiv list", "recent, before 2024, indented", _PRE.arxiv_list, {"new_look": False, "indented": True}),
    ("arXiv list", "saved as HTML", _SAVED.arxiv, {}),
    ("arXiv list", "saved as HTML, without abstracts", _SAVED.arxiv, {"abstracts": False}),
    ("arXiv search", "whole abstracts", _PRE.arxiv_search, {}),
    ("arXiv search", "cut abstracts, blank lines", _PRE.arxiv_search, {"abstracts": "cut", "blank_lines": True}),
    ("arXiv search", "without abstracts or numbers", _PRE.arxiv_search, {"abstracts": "", "numbered": False}),
    ("arXiv search", "whole abstracts, entries only", _PRE.arxiv_search, {"furniture": False, "numbered": False}),
    ("PubMed page", "snippets", _DB.pubmed_page, {}),
    ("PubMed page", "no snippets, entries only", _DB.pubmed_page, {"snippets": False, "furniture": False, "buttons": "one"}),
    ("PubMed page", "check boxes, blank lines", _DB.pubmed_page, {"buttons": "box", "blank_lines": True}),
    ("PubMed page", "display Abstract", _DB.pubmed_page, {"whole": True}),
    ("PubMed page", "plain numbers, no furniture", _DB.pubmed_page, {"buttons": "", "furniture": False, "snippets": False}),
    ("PubMed page", "narrow window", _DB.pubmed_page, {"narrow": True}),
    ("PubMed page", "saved as HTML", _SAVED.pubmed, {}),
    ("PubMed abstracts", "wrapped at 80", _DB.pubmed_abstracts, {}),
    ("PubMed abstracts", "not wrapped", _DB.pubmed_abstracts, {"width": None}),
    ("PubMed summary", "one line each", _DB.pubmed_summary, {}),
    ("PubMed summary", "wrapped at 78", _DB.pubmed_summary, {"width": 78}),
    ("Google Scholar", "English", _DB.google_scholar, {}),
    ("Google Scholar", "English, of 2014, entries only", _DB.google_scholar, {"look": "old", "furniture": False, "blank_lines": True}),
    ("Google Scholar", "German", _DB.google_scholar, {"language": "de"}),
    ("Google Scholar", "French, blank lines", _DB.google_scholar, {"language": "fr", "blank_lines": True}),
    ("Google Scholar", "Chinese", _DB.google_scholar, {"language": "zh"}),
    ("Google Scholar", "saved as HTML", _SAVED.google_scholar, {}),
    ("Semantic Scholar", "snippets", _DB.semantic_scholar, {}),
    ("Semantic Scholar", "whole abstracts", _DB.semantic_scholar, {"expanded": True}),
    ("Semantic Scholar", "of 2020, entries only", _DB.semantic_scholar, {"look": "old", "furniture": False}),
    ("Semantic Scholar", "of 2022", _DB.semantic_scholar, {"look": "published"}),
    ("IEEE Xplore", "closed", _DB.ieee_xplore, {}),
    ("IEEE Xplore", "abstracts open", _DB.ieee_xplore, {"abstracts": True}),
    ("IEEE Xplore", "blank lines, entries only", _DB.ieee_xplore, {"blank_lines": True, "furniture": False}),
    ("ACM Digital Library", "today", _DB.acm_dl, {}),
    ("ACM Digital Library", "of 2018", _DB.acm_dl, {"look": "old"}),
    ("ACM Digital Library", "today, no snippets", _DB.acm_dl, {"snippets": False}),
    ("Scopus", "today", _DB.scopus, {}),
    ("Scopus", "today, abstracts open", _DB.scopus, {"abstracts": True}),
    ("Scopus", "before 2023", _DB.scopus, {"look": "old"}),
    ("Scopus", "Chinese", _DB.scopus, {"language": "zh"}),
    ("Web of Science", "today, snippets", _DB.web_of_science, {}),
    ("Web of Science", "today, whole abstracts", _DB.web_of_science, {"abstracts": "whole"}),
    ("Web of Science", "before 2021", _DB.web_of_science, {"look": "old", "abstracts": ""}),
    ("Web of Science", "before 2021, abstracts open", _DB.web_of_science, {"look": "old", "abstracts": "whole"}),
    ("Web of Science", "Chinese", _DB.web_of_science, {"language": "zh"}),
    ("OpenReview", "today", _PRE.openreview, {}),
    ("OpenReview", "today, details", _PRE.openreview, {"details": True}),
    ("OpenReview", "of 2024", _PRE.openreview, {"everyone": True}),
    ("OpenReview", "saved as HTML", _SAVED.openreview, {}),
    ("OpenReview", "of 2021", _PRE.openreview, {"look": "old"}),
    ("OpenReview", "of 2021, details", _PRE.openreview, {"look": "old", "details": True}),
    ("ACL Anthology", "volume, abstracts open", _PRE.acl_anthology, {}),
    ("ACL Anthology", "volume", _PRE.acl_anthology, {"abstracts": False}),
    ("ACL Anthology", "event", _PRE.acl_anthology, {"abstracts": False, "event": True}),
    ("ACL Anthology", "saved as HTML", _SAVED.acl_anthology, {}),
    ("Daily Papers", "search", _PRE.daily_papers, {"look": "search"}),
    ("Daily Papers", "cards", _PRE.daily_papers, {}),
    ("Daily Papers", "trending", _PRE.daily_papers, {"look": "trending"}),
    ("Daily Papers", "short cards", _PRE.daily_papers, {"look": "short"}),
    ("DBLP", "person", _PRE.dblp, {}),
    ("DBLP", "volume", _PRE.dblp, {"look": "volume"}),
    ("DBLP", "search", _PRE.dblp, {"look": "search"}),
    ("RSS", "arXiv", _FEED.rss_arxiv, {}),
    ("RSS", "journal, RSS 1.0", _FEED.rss_journal, {}),
    ("RSS", "journal, RSS 2.0", _FEED.rss_journal, {"look": "2.0"}),
    ("RSS", "PubMed", _FEED.rss_pubmed, {}),
    ("Atom", "arXiv", _FEED.atom, {}),
    ("Atom", "journal", _FEED.atom, {"look": "journal"}),
    ("references, APA", "one line each", _REF.reference_list, {"style": "APA", "before": True}),
    ("references, APA", "hanging, wrapped at 84", _REF.reference_list, {"style": "APA", "width": 84, "hanging": 4}),
    ("references, APA", "blank lines, wrapped at 76", _REF.reference_list, {"style": "APA", "width": 76, "blank_lines": True}),
    ("references, APA", "PDF, hyphens", _REF.reference_list, {"style": "APA", "width": 88, "hyphens": 0.6, "pages": "heads", "before": True}),
    ("references, Vancouver", "1., one line each", _REF.reference_list, {"style": "Vancouver", "numbers": "{}. "}),
    ("references, Vancouver", "1., PDF of two columns", _REF.reference_list, {"style": "Vancouver", "numbers": "{}. ", "width": 50, "hyphens": 0.6, "pages": "numbers"}),
    ("references, Vancouver", "saved as HTML", _SAVED.article, {}),
    ("references, Vancouver", "bare numbers, wrapped at 80", _REF.reference_list, {"style": "Vancouver", "numbers": "{} ", "width": 80, "hanging": 3}),
    ("references, IEEE", "PDF of two columns", _REF.reference_list, {"style": "IEEE", "numbers": "[{}] ", "width": 56, "hyphens": 0.7, "pages": "ieee", "heading": "REFERENCES"}),
    ("references, IEEE", "one line each", _REF.reference_list, {"style": "IEEE", "numbers": "[{}] "}),
    ("references, IEEE", "hanging, blank lines", _REF.reference_list, {"style": "IEEE", "numbers": "[{}]\t", "width": 90, "hanging": 6, "blank_lines": True}),
    ("references, Chicago", "hanging, wrapped at 78", _REF.reference_list, {"style": "Chicago", "width": 78, "hanging": 8, "heading": "Bibliography"}),
    ("references, Chicago", "one line each, blank lines", _REF.reference_list, {"style": "Chicago", "blank_lines": True}),
    ("references, ACL", "PDF of two columns", _REF.reference_list, {"style": "ACL", "width": 46, "hanging": 0, "hyphens": 0.7, "before": True, "pages": "numbers"}),
    ("references, ACL", "one line each", _REF.reference_list, {"style": "ACL"}),
    ("references, ACL", "hanging, wrapped at 72", _REF.reference_list, {"style": "ACL", "width": 72, "hanging": 2, "heading": "REFERENCES"}),
    ("references, plain", "[1], PDF", _REF.reference_list, {"style": "plain", "numbers": "[{}] ", "width": 86, "hyphens": 0.5, "pages": "heads"}),
    ("references, plain", "[1], one line each", _REF.reference_list, {"style": "plain", "numbers": "[{}] ", "before": True}),
    ("references, plain", "1., hanging, blank lines", _REF.reference_list, {"style": "plain", "numbers": "{}. ", "width": 80, "hanging": 4, "blank_lines": True}),
    ("references, Harvard", "one line each, blank lines", _REF.reference_list, {"style": "Harvard", "blank_lines": True, "heading": "Reference list"}),
    ("references, Harvard", "wrapped at 82", _REF.reference_list, {"style": "Harvard", "width": 82, "hanging": 5}),
    ("reading list", "numbered, in a line", _READ.numbered, {}),
    ("reading list", "numbered, in two lines", _READ.numbered, {"look": "two"}),
    ("reading list", "numbered, authors first, quoted", _READ.numbered, {"look": "quoted"}),
    ("reading list", "numbered, with links below", _READ.numbered, {"look": "below"}),
    ("reading list", "Markdown, links", _READ.markdown, {}),
    ("reading list", "Markdown, bold", _READ.markdown, {"look": "bold"}),
    ("reading list", "Markdown, table", _READ.markdown, {"look": "table"}),
    ("reading list", "Markdown, boxes", _READ.markdown, {"look": "boxes"}),
    ("reading list", "bullets with links", _READ.bulleted, {}),
    ("reading list", "German, bullets", _READ.bulleted, {"look": "german"}),
    ("reading list", "syllabus", _READ.syllabus, {}),
    ("reading list", "saved as HTML", _SAVED.reading_list, {}),
    # Not in the table of the project: what it says of these is told apart.
    ("references, MLA", "one line each", _REF.reference_list, {"style": "MLA", "heading": "Works Cited"}),
    ("references, MLA", "hanging, wrapped at 80", _REF.reference_list, {"style": "MLA", "width": 80, "hanging": 5, "heading": "Works Cited"}),
    ("references, GB/T 7714", "one line each", _REF.reference_list, {"style": "GB/T 7714", "numbers": "[{}] ", "heading": "参考文献"}),
    ("references, Nature", "wrapped at 70", _REF.reference_list, {"style": "Nature", "numbers": "{}. ", "width": 70}),
    ("arXiv mail", "", _PRE.arxiv_mail, {}),
    ("bioRxiv", "", _PRE.biorxiv, {}),
    ("conference site", "NeurIPS", _PRE.proceedings_site, {}),
    ("conference site", "PMLR", _PRE.proceedings_site, {"look": "pmlr"}),
    ("conference site", "CVF", _PRE.proceedings_site, {"look": "cvf"}),
    ("Google Scholar profile", "", _DB.scholar_profile, {}),
    ("ScienceDirect", "closed", _DB.sciencedirect, {}),
    ("ScienceDirect", "abstracts open", _DB.sciencedirect, {"abstracts": True}),
    ("SpringerLink", "today", _DB.springer_link, {}),
    ("SpringerLink", "of 2020", _DB.springer_link, {"look": "old"}),
    ("Europe PMC", "", _DB.europe_pmc, {}),
    ("HAL", "French", _DB.hal, {}),
    ("INSPIRE", "", _DB.inspire, {}),
    ("ADS", "", _DB.nasa_ads, {}),
    ("journal contents", "publisher", _DB.journal_contents, {}),
    ("journal contents", "archive", _DB.journal_contents, {"look": "archive"}),
    ("working papers", "", _DB.repec, {}),
    ("titles only", "", _READ.titles_only, {}),
    ("titles only", "blank lines", _READ.titles_only, {"blank_lines": True}),
    ("notes", "with abstracts", _READ.notes, {}),
    ("notes", "without abstracts", _READ.notes, {"abstracts": False}),
    ("annotated bibliography", "", _READ.annotated, {}),
    ("MDPI", "", _DB.mdpi, {}),
    ("ResearchGate", "", _DB.researchgate, {}),
    ("SSRN", "", _DB.ssrn, {}),
    ("Wiley", "", _DB.wiley, {}),
    ("Papers with Code", "", _DB.papers_with_code, {}),
    ("BASE", "German", _DB.base_german, {}),
    ("newsletter", "saved as HTML", _SAVED.alert, {}),
    ("newsletter", "Scholar alert", _READ.newsletter, {}),
    ("newsletter", "weekly letter", _READ.newsletter, {"look": "letter"}),
]  # fmt: skip

ASKED = {
    "arXiv list", "arXiv search", "PubMed page", "PubMed abstracts", "PubMed summary", "Google Scholar",
    "Semantic Scholar", "IEEE Xplore", "ACM Digital Library", "Scopus", "Web of Science", "OpenReview", "ACL Anthology",
    "Daily Papers", "DBLP", "RSS", "Atom", "references, APA", "references, Vancouver", "references, IEEE",
    "references, Chicago", "references, ACL", "references, plain", "references, Harvard", "reading list",
}  # fmt: skip


def group(layout: str) -> str:
    """Say whether a layout is asked for, another one, or bad input."""
    if layout in ASKED:
        return "asked"
    if layout.startswith("bad input"):
        return "bad input"
    return "other"


def _maker(
    layout: str, look: str, function: Callable, options: dict
) -> tuple[str, Maker]:
    name = f"{layout}: {look}" if look else layout
    ending = ".txt"
    if layout in ("RSS", "Atom"):
        ending = ".xml"
    elif "saved as HTML" in look:
        ending = ".html"

    def make(papers: list[dict], dice: random.Random) -> Page:
        whole = [complete(paper, dice) for paper in papers]
        lines, found = function(whole, dice, **options)
        return Page(name, layout, "\n".join(lines) + "\n", ending, found)

    return name, make


# Bad input ------------------------------------------------------------------------------


def _two_layouts(first: str, second: str, name: str) -> tuple[str, Maker]:
    def make(papers: list[dict], dice: random.Random) -> Page:
        half = len(papers) // 2
        upper = MAKERS[first](papers[:half], dice)
        lower = MAKERS[second](papers[half:], dice)
        text = upper.text + "\n" + lower.text
        return Page(
            name, "bad input: two layouts", text, ".txt", upper.papers + lower.papers
        )

    return name, make


def _two_pages(first: str, name: str) -> tuple[str, Maker]:
    def make(papers: list[dict], dice: random.Random) -> Page:
        half = len(papers) // 2
        upper = MAKERS[first](papers[:half], dice)
        lower = MAKERS[first](papers[half:], dice)
        layout = "bad input: two pages"
        return Page(
            name, layout, upper.text + lower.text, ".txt", upper.papers + lower.papers
        )

    return name, make


def _cut(first: str, name: str) -> tuple[str, Maker]:
    """Cut a page in the middle of a line, so that it ends within a paper."""

    def make(papers: list[dict], dice: random.Random) -> Page:
        page = MAKERS[first](papers, dice)
        start = page.text.index(page.papers[len(page.papers) // 2]["title"])
        end = (
            start
            + len(page.papers[len(page.papers) // 2]["title"])
            + dice.randint(60, 220)
        )
        text = page.text[:end]
        found = []
        for paper in page.papers:
            if paper["title"] in text:
                found.append(dict(paper))
        last = found[-1]
        found[-1] = {"title": last["title"], "optional": True}
        return Page(name, "bad input: cut", text, ".txt", found)

    return name, make


def _shape(
    first: str, name: str, layout: str, change: Callable[[str], str]
) -> tuple[str, Maker]:
    def make(papers: list[dict], dice: random.Random) -> Page:
        page = MAKERS[first](papers, dice)
        return Page(name, layout, change(page.text), page.ending, page.papers)

    return name, make


def _pasted(first: str, name: str, layout: str) -> tuple[str, Maker]:
    """Paste a page that is HTML or XML into a file of text, source and all."""

    def make(papers: list[dict], dice: random.Random) -> Page:
        page = MAKERS[first](papers, dice)
        return Page(name, layout, page.text, ".txt", page.papers)

    return name, make


def _article(name: str) -> tuple[str, Maker]:
    """Put the running text of an article, made of the abstracts of four papers, above a reference list."""

    def make(papers: list[dict], dice: random.Random) -> Page:
        body: list[str] = [
            "Slow tides and fast memories",
            "Ada Blum, Jonas K. Fenn",
            "University of Lund",
            "Abstract",
        ]
        for number, paper in enumerate(papers[:4], 1):
            body += wrap(flat(paper.get("abstract")), 88, dice=dice, hyphens=0.4)
            body.append(
                f"{number} {['Introduction', 'Methods', 'Results', 'Discussion'][number - 1]}"
            )
        body += wrap(
            "We end with a word of caution: none of this has been tested in winter.", 88
        )
        page = MAKERS["references, ACL: hanging, wrapped at 72"](papers[4:], dice)
        text = "\n".join(body) + "\n" + page.text
        return Page(
            name, "bad input: article with references", text, ".txt", page.papers
        )

    return name, make


def _windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def _quoted(text: str) -> str:
    return "\n".join("> " + line for line in text.split("\n"))


def _indented(text: str) -> str:
    return "\n".join("    " + line if line else line for line in text.split("\n"))


def _no_break(text: str) -> str:
    """Write blanks as browsers copy them now and then: no-break spaces and zero-width joiners."""
    return text.replace("  ", "\u00a0 ").replace(": ", ":\u00a0")


MAKERS: dict[str, Maker] = dict(_maker(*row) for row in TABLE)
MAKERS |= dict(
    [
        _two_layouts("arXiv list: recent", "PubMed page: snippets", "bad input: arXiv list, then PubMed page"),
        _two_layouts("Google Scholar: English", "references, APA: one line each", "bad input: Google Scholar, then references"),
        _two_layouts("Scopus: today", "Web of Science: today, snippets", "bad input: Scopus, then Web of Science"),
        _two_layouts("Daily Papers: search", "reading list: numbered, in a line", "bad input: Daily Papers, then reading list"),
        _two_pages("arXiv search: whole abstracts", "bad input: two pages of arXiv search"),
        _two_pages("Google Scholar: German", "bad input: two pages of Google Scholar"),
        _two_pages("IEEE Xplore: closed", "bad input: two pages of IEEE Xplore"),
        _cut("arXiv list: new, with abstracts", "bad input: arXiv list, cut"),
        _cut("PubMed page: snippets", "bad input: PubMed page, cut"),
        _cut("PubMed abstracts: not wrapped", "bad input: PubMed abstracts, cut"),
        _cut("Semantic Scholar: snippets", "bad input: Semantic Scholar, cut"),
        _pasted("arXiv list: saved as HTML", "bad input: arXiv list, HTML source as text", "bad input: source"),
        _pasted("RSS: arXiv", "bad input: RSS, source as text", "bad input: source"),
        _article("bad input: article with references"),
        _two_layouts("references, IEEE: one line each", "references, Vancouver: 1., one line each", "bad input: IEEE references, then Vancouver"),
        _two_layouts("OpenReview: today", "DBLP: person", "bad input: OpenReview, then DBLP"),
        _shape("arXiv list: recent", "bad input: arXiv list, Windows", "bad input: Windows", _windows),
        _shape("PubMed page: snippets", "bad input: PubMed page, quoted in a message", "bad input: quoted", _quoted),
        _shape("Web of Science: today, snippets", "bad input: Web of Science, indented", "bad input: indented", _indented),
        _shape("Google Scholar: French, blank lines", "bad input: Google Scholar, no-break spaces", "bad input: spaces", _no_break),
    ]
)  # fmt: skip
