"""Makes of web pages: where the cards of a page's papers are, and their fields in them.

A new make of page is a row of CARDS. Paths are XPath, in which `.name` behind a tag, a
`*` or a slash asks for a class: `//li.entry`, `.//.title`.
"""

import re
from functools import cache
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element


class Card(NamedTuple):
    """How pages of one make hold a paper: the paths to it, and from it to its fields.

    A field that a path finds several times is a list, if it may be one (`LISTS`), else
    the first that has a text; an abstract is the longest.
    """

    make: str  # as people call such a page
    paper: str
    fields: dict[str, str]
    # A page is of this make where this is found; else where a paper is.
    known_by: str = ""
    # Elements right before and after the paper's own that belong to its card, if this
    # is so of them: one before, two after at most. Paths are looked up in all of them.
    before: str = ""
    after: str = ""
    # Where links without a host lead to.
    home: str = ""


_MOST_AFTER = 2
LISTS = ("authors", "keywords", "subjects")

# A class behind a tag, a `*` or a condition, or by itself: of any tag.
_CLASS = re.compile(r"(?P<behind>(?<=[\w*\]]))?\.(?P<name>[A-Za-z][\w-]*)")


def xpath(path: str) -> str:
    """Write a path with classes in it as XPath."""
    pieces = re.split(r"('[^']*')", path)
    for i in range(0, len(pieces), 2):
        pieces[i] = _CLASS.sub(_class_test, pieces[i])
    return "".join(pieces)


def find_all(element: Element, path: str) -> list:
    """Find what a path with classes in it leads to: elements, or values as texts."""
    return _compile(path)(element)


def elements_of(paper: Element, card: Card) -> list[Element]:
    """List the elements of a card in their order: the paper's, and those beside it."""
    elements = [paper]
    if card.before:
        above = paper.getprevious()
        if above is not None and find_all(above, card.before):
            elements.insert(0, above)
    below = paper.getnext()
    while card.after and below is not None and len(elements) <= _MOST_AFTER:
        if not find_all(below, card.after):
            break
        elements.append(below)
        below = below.getnext()
    return elements


@cache
def _compile(path: str) -> etree.XPath:
    return etree.XPath(xpath(path))


def _class_test(found: re.Match) -> str:
    name = found["name"]
    test = f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    if found["behind"] is None:
        return f"*{test}"
    return test


def _labelled(label: str) -> str:
    """Give the path to what stands behind a label in a list of labels and values."""
    return (
        ".//li[strong[starts-with(normalize-space(.), "
        f"'{label}')]]/*[contains(@class, 'note-content-value')]"
        " | .//*[strong[starts-with(normalize-space(.), "
        f"'{label}')]]/*[contains(@class, 'note-content-value')]"
    )


# Fields of our own, and three that are taken apart: a `citation` of PubMed ("J Silt.
# 2020 Apr;3(2):7-9. doi: …"), a `byline` of Scholar ("A Blum - J Silt, 2020 - Site"),
# and an `imprint` with volume, issue, pages and year in words.
CARDS = [
    Card(
        make="Daily Papers",
        known_by="//article[.//h3//a[contains(@href, 'papers/')]]",
        paper="//article",
        fields={
            "title": ".//h3",
            "abstract": ".//p[not(ancestor::h3)]",
            "url": ".//h3//a/@href",
            "date": ".//span[starts-with(normalize-space(.), 'Published on')]",
        },
        home="https://huggingface.co",
    ),
    Card(
        make="arXiv list",
        known_by="//dl//dd[.//*[contains(@class, 'list-title')]]",
        paper="//dl[.//*[contains(@class, 'list-title')]]//dd",
        before="self::dt",
        fields={
            "title": ".//*[contains(@class, 'list-title')]",
            "abstract": ".//p",
            "authors": (".//.list-authors//a | .//.list-authors[not(.//a)]"),
            "arxiv_id": ".//a[contains(@href, '/abs/')]",
            "url": ".//a[contains(@href, '/abs/')]/@href",
            "subjects": ".//.list-subjects",
            "comments": ".//.list-comments",
            "venue": ".//.list-journal-ref",
            "doi": ".//.list-doi",
        },
        home="https://arxiv.org",
    ),
    Card(
        make="arXiv search",
        paper="//li[contains(@class, 'arxiv-result')]",
        fields={
            "title": (
                "./p[contains(@class, 'title') and not(contains(@class, 'list-title'))]"
            ),
            "abstract": ".//*[contains(@class, 'abstract-full')]",
            "authors": ".//p.authors//a",
            "arxiv_id": ".//p.list-title/a",
            "url": ".//p.list-title/a/@href",
            "subjects": (
                ".//.tags.is-inline-block//span.tag[not(ancestor::*.has-addons)]"
            ),
            "date": ".//p[span[contains(., 'Submitted')]]",
            "comments": ".//p.comments",
            "venue": ".//p[span[contains(., 'Journal ref')]]",
            "doi": ".//.tags.has-addons//a[contains(@href, 'doi.org')]/@href",
        },
        home="https://arxiv.org",
    ),
    Card(
        make="arXiv paper",
        paper=(
            "//*[@id='abs' or @id='content']"
            "[.//blockquote[contains(@class, 'abstract')]]"
        ),
        fields={
            "title": ".//h1[contains(@class, 'title')]",
            "abstract": ".//blockquote",
            "authors": ".//.authors//a | .//.authors[not(.//a)]",
            "comments": ".//td.comments",
            "subjects": ".//td.subjects",
            "venue": ".//td.jref",
            "doi": ".//td.doi//a",
            "arxiv_id": ".//td.arxivid//a",
            "date": ".//.dateline",
        },
        home="https://arxiv.org",
    ),
    Card(
        make="PubMed results",
        paper="//article.full-docsum",
        fields={
            "title": ".//a.docsum-title",
            "authors": (
                ".//.full-authors | .//.docsum-authors[not(../*.full-authors)]"
            ),
            "citation": (".//.full-journal-citation | .//.docsum-journal-citation"),
            "pmid": ".//.docsum-pmid",
            "url": ".//a.docsum-title/@href",
            "snippet": (
                ".//.full-view-snippet | .//.docsum-snippet[not(.//.full-view-snippet)]"
            ),
            "type": ".//.publication-type",
        },
        home="https://pubmed.ncbi.nlm.nih.gov",
    ),
    Card(
        make="PubMed abstracts",
        paper=(
            "//div.results-article[.//.heading-title]"
            " | //article.article-overview[.//.heading-title]"
            " | //main.article-details[.//.heading-title]"
        ),
        fields={
            "title": ".//.heading-title",
            "authors": (
                "(.//.full-view//.authors-list | .//.authors-list)[1]//.full-name"
            ),
            "venue": (
                ".//*[contains(@id, 'view-journal-trigger')]"
                " | .//.journal-actions-trigger"
            ),
            "imprint": ".//.cit",
            "doi": ".//.citation-doi",
            "pmid": ".//strong.current-id",
            "abstract": ".//.abstract-content | .//*[@id='eng-abstract']",
            "keywords": (".//p[strong.sub-title[contains(., 'Keywords')]]"),
            "type": ".//.publication-type",
        },
        home="https://pubmed.ncbi.nlm.nih.gov",
    ),
    Card(
        make="Google Scholar",
        known_by="//.gs_ri[.//.gs_rt]",
        paper="//.gs_r[.//.gs_ri] | //.gs_ri[not(ancestor::.gs_r)]",
        fields={
            "title": (
                ".//.gs_rt//a | .//.gs_rt/span[not(contains(@class, 'gs_ct'))]"
                " | .//.gs_rt[not(.//a) and not(span)]"
            ),
            "byline": ".//.gs_a",
            "snippet": ".//.gs_rs",
            "url": ".//.gs_rt//a/@href",
            "cited_by": (
                ".//.gs_fl//a[contains(@href, 'cites=') or contains(., 'Cited by')]"
            ),
        },
        home="https://scholar.google.com",
    ),
    Card(
        make="Google Scholar profile",
        paper="//tr.gsc_a_tr",
        fields={
            "title": ".//a.gsc_a_at",
            "authors": "(.//.gs_gray)[1]",
            "imprint": "(.//.gs_gray)[2]",
            "date": ".//.gsc_a_y//span | .//.gsc_a_y",
            "cited_by": ".//a.gsc_a_ac",
            "url": ".//a.gsc_a_at/@href",
        },
        home="https://scholar.google.com",
    ),
    Card(
        make="Google Scholar alert",
        paper="//h3[.//a.gse_alrt_title]",
        after="self::div",
        fields={
            "title": ".//a.gse_alrt_title",
            "byline": "self::div[not(self::*.gse_alrt_sni)]",
            "snippet": "self::div.gse_alrt_sni",
            "url": ".//a.gse_alrt_title/@href",
        },
    ),
    Card(
        make="ACL Anthology",
        paper=(
            "//*[self::p or self::div].d-sm-flex"
            "[.//strong/a.align-middle or .//span/strong/a]"
        ),
        after="self::*[contains(@class, 'abstract-collapse')]",
        fields={
            "title": ".//strong/a",
            "authors": ".//a[contains(@href, '/people/')]",
            "url": ".//strong/a/@href",
            "abstract": ".//.card-body",
        },
        home="https://aclanthology.org",
    ),
    Card(
        make="OpenReview",
        known_by="//*.note[.//h4//a[contains(@href, 'forum?id=')]]",
        paper="//*.note[.//h4]",
        fields={
            "title": ".//h4//a[contains(@href, 'forum?id=')] | .//h4",
            "authors": ".//.note-authors//a | .//.note-authors[not(.//a)]",
            "venue": ".//.note-meta-info/*",
            "date": ".//.note-meta-info/*",
            "abstract": _labelled("Abstract"),
            "snippet": _labelled("TL;DR"),
            "keywords": _labelled("Keywords"),
            "subjects": _labelled("Primary Area"),
            "url": ".//h4//a[contains(@href, 'forum?id=')]/@href",
        },
        home="https://openreview.net",
    ),
    Card(
        make="DBLP",
        paper="//li.entry[.//cite]",
        fields={
            "title": ".//cite//.title",
            "authors": ".//cite//*[@itemprop='author']",
            "venue": (
                ".//cite//*[@itemprop='isPartOf']/*[@itemprop='name']"
                " | .//cite//*[@itemprop='isPartOf'][@itemprop='name']"
            ),
            "volume": ".//cite//*[@itemprop='volumeNumber']",
            "issue": ".//cite//*[@itemprop='issueNumber']",
            "pages": ".//cite//*[@itemprop='pagination']",
            "date": (
                ".//*[@itemprop='datePublished']/@content"
                " | .//*[@itemprop='datePublished']"
            ),
            "doi": ".//nav//a[contains(@href, 'doi.org/')]/@href",
            "url": ".//nav//.ee//a/@href | .//nav//a[@itemprop='url']/@href",
        },
        home="https://dblp.org",
    ),
    Card(
        make="Semantic Scholar",
        known_by=(
            "//.cl-paper-row[.//.cl-paper-title or .//a[@data-test-id='title-link']]"
        ),
        paper="//.cl-paper-row",
        fields={
            "title": ".//.cl-paper-title | .//a[@data-test-id='title-link']",
            "authors": (
                ".//*[@data-test-id='author-list']//a"
                " | .//.cl-paper-authors__author-link"
            ),
            "venue": (
                ".//*[@data-test-id='venue-metadata' or "
                "@data-test-id='normalized-venue-link'] | .//.cl-paper-venue"
            ),
            "date": ".//.cl-paper-pubdates",
            "subjects": ".//.cl-paper-fos",
            "abstract": (
                ".//*[@data-test-id='text-truncator-abstract']"
                " | .//.cl-paper-abstract[not(contains(., 'TLDR'))]"
            ),
            "snippet": (".//.tldr-abstract-replacement | .//.cl-paper-abstract"),
            "cited_by": (
                ".//*[@data-test-id='total-citations-stat']"
                " | .//.cl-paper-stats__citation-pdp-link"
            ),
            "url": (
                ".//a[@data-test-id='title-link']/@href"
                " | .//a.link-button--show-visited/@href"
            ),
        },
        home="https://www.semanticscholar.org",
    ),
    Card(
        make="ACM Digital Library",
        known_by="//.issue-item__title",
        paper=(
            "//.issue-item-container[.//.issue-item__title]"
            " | //.issue-item[.//.issue-item__title]"
            "[not(ancestor::.issue-item-container)]"
        ),
        fields={
            "title": ".//.issue-item__title",
            "authors": (
                ".//ul[contains(@class, 'loa')]//li//a[@title or span]"
                " | .//ul[contains(@class, 'loa')][not(.//a)]/li"
            ),
            "venue": ".//.epub-section__title | .//.issue-item__detail//a[1]",
            "imprint": ".//.issue-item__detail | .//.issue-item__header",
            "doi": ".//.issue-item__doi | .//.issue-item__title//a/@href",
            "url": ".//.issue-item__title//a/@href | .//a.issue-item__title/@href",
            "abstract": ".//.issue-item__abstract",
            "type": ".//.issue-heading",
            "cited_by": ".//.issue-item__footer//.citation",
        },
        home="https://dl.acm.org",
    ),
    Card(
        make="IEEE Xplore",
        known_by=(
            "//xpl-results-item[.//h2 or .//h3]"
            " | //div.List-results-items[.//h2 or .//h3]"
        ),
        paper="//xpl-results-item | //div.List-results-items[not(.//xpl-results-item)]",
        fields={
            "title": "(.//h2 | .//h3)[1]",
            "authors": ".//p.author//a | .//xpl-authors-name-list//a",
            "venue": ".//.description/a[1]",
            "imprint": ".//.description",
            "abstract": (
                ".//*[contains(@class, 'stats-SearchResults_DocResult_ViewMore')]"
                " | .//.js-displayer-content"
            ),
            "url": "(.//h2//a | .//h3//a)[1]/@href",
            "cited_by": ".//a[contains(@href, 'citations')]",
        },
        home="https://ieeexplore.ieee.org",
    ),
    Card(
        make="a journal of HighWire",
        paper=(
            "//.highwire-article-citation[.//.highwire-cite-title]"
            "[not(ancestor::.highwire-article-citation)]"
        ),
        fields={
            "title": ".//.highwire-cite-title[not(.//.highwire-cite-title)]",
            "authors": ".//.highwire-citation-author",
            "venue": ".//.highwire-cite-metadata-journal",
            "date": (
                ".//.highwire-cite-metadata-date | .//.highwire-cite-metadata-posted"
            ),
            "doi": ".//.highwire-cite-metadata-doi",
            "volume": ".//.highwire-cite-metadata-volume",
            "issue": ".//.highwire-cite-metadata-issue",
            "abstract": ".//.highwire-cite-abstract",
            "snippet": ".//.highwire-cite-snippet",
            "url": (
                ".//a.highwire-cite-linked-title/@href"
                " | .//.highwire-cite-title//a/@href"
            ),
        },
        home="https://www.biorxiv.org",
    ),
    Card(
        make="ScienceDirect",
        known_by="//li.ResultItem[.//h2]",
        paper="//li.ResultItem",
        fields={
            "title": ".//h2",
            "authors": ".//ol.Authors//.author | .//ol.Authors/li",
            "venue": ".//.srctitle-date-fields//a[1] | .//.subtype-srctitle-link",
            "date": ".//.srctitle-date-fields/span[last()]",
            "type": ".//.article-type",
            "abstract": ".//.abstract-section//.abstract-text",
            "url": ".//h2//a/@href",
        },
        home="https://www.sciencedirect.com",
    ),
    Card(
        make="Web of Science",
        known_by="//app-record[.//*[@data-ta='summary-record-title-link']]",
        paper="//app-record",
        fields={
            "title": ".//*[@data-ta='summary-record-title-link']",
            "authors": (
                ".//*[contains(@data-ta, 'DisplayName-author')] | .//a.authors"
            ),
            "venue": ".//*[contains(@class, 'summary-source-title')]",
            "date": (".//*[@name='pubdate'] | .//*[@data-ta='summary-record-pubdate']"),
            "abstract": ".//.abstract",
            "cited_by": ".//*[contains(@data-ta, 'stat-number-citation')]",
            "url": ".//*[@data-ta='summary-record-title-link']/@href",
        },
        home="https://www.webofscience.com",
    ),
    Card(
        make="Springer Link",
        known_by="//*[@data-test='search-result-item'][.//h3 or .//h2]",
        paper="//*[@data-test='search-result-item']",
        fields={
            "title": "(.//h2 | .//h3)[1]",
            "authors": (
                ".//*[@data-test='authors'] | .//.app-card-open__authors | .//.authors"
            ),
            "venue": ".//*[@data-test='parent'] | .//a.publication-title",
            "date": ".//*[@data-test='published'] | .//.year",
            "type": ".//*[@data-test='content-type']",
            "snippet": ".//*[@data-test='description'] | .//.snippet",
            "url": "(.//h2//a | .//h3//a)[1]/@href",
        },
        home="https://link.springer.com",
    ),
    Card(
        make="Proceedings of Machine Learning Research",
        known_by="//div.paper[p.title]",
        paper="//div.paper",
        fields={
            "title": ".//p.title",
            "authors": ".//.authors",
            "imprint": ".//.info",
            "url": ".//a[contains(., 'abs')]/@href",
        },
        home="https://proceedings.mlr.press",
    ),
    Card(
        make="NeurIPS Proceedings",
        paper="//ul.paper-list/li",
        fields={
            "title": ".//a[1]",
            "authors": ".//i | .//.paper-authors",
            "url": ".//a/@href",
        },
        home="https://papers.nips.cc",
    ),
    Card(
        make="CVF Open Access",
        paper="//dt.ptitle",
        after="self::dd",
        fields={
            "title": "self::dt",
            "authors": ".//form.authsearch//a[1]",
            "url": ".//a/@href",
        },
        home="https://openaccess.thecvf.com",
    ),
    # Any page that marks its papers for search engines.
    Card(
        make="papers marked as of schema.org",
        paper=(
            "//*[contains(@itemtype, 'schema.org/ScholarlyArticle')]"
            "[not(ancestor::*[contains(@itemtype, 'schema.org/ScholarlyArticle')])]"
        ),
        fields={
            "title": (
                ".//*[contains(@itemprop, 'headline')]"
                " | .//*[contains(@itemprop, 'name')][self::h1 or self::h2 or self::h3"
                " or self::h4 or self::a]"
                " | ./*[@itemprop='name']"
            ),
            "authors": (
                ".//*[contains(@itemprop, 'author') or contains(@itemprop, 'creator')]"
            ),
            "date": (
                ".//*[@itemprop='datePublished']/@datetime"
                " | .//*[@itemprop='datePublished']/@content"
                " | .//*[@itemprop='datePublished']"
            ),
            "venue": ".//*[@itemprop='isPartOf']//*[@itemprop='name']",
            "abstract": ".//*[@itemprop='abstract']",
            "snippet": ".//*[@itemprop='description']",
            "url": (
                ".//*[contains(@itemprop, 'url')]/@href"
                " | .//h2//a/@href | .//h3//a/@href"
            ),
        },
    ),
]
