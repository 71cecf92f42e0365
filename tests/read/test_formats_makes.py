"""Pages of each known make give what they say of a paper."""

import re

import pytest
from lxml import etree

from litreview.read.formats import _html, _makes
from litreview.read.layouts._reading import FIELDS

SPLIT = {"citation", "byline", "imprint"}


@pytest.mark.parametrize("card", _makes.CARDS, ids=lambda card: card.make)
def test_a_row_of_the_table_has_paths_and_known_fields(card):
    assert set(card.fields) <= {*FIELDS, *SPLIT} and "title" in card.fields
    for path in (
        card.paper,
        card.known_by,
        card.before,
        card.after,
        *card.fields.values(),
    ):
        if path:
            etree.XPath(_makes.xpath(path))


def test_a_class_in_a_path_is_one_of_its_words():
    tree = etree.HTML(
        "<p class='a b-c'>1</p><p class='ab-c'>2</p><div class='b-c'>3</div>"
    )

    def texts(path):
        return [found.text for found in tree.xpath(_makes.xpath(path))]

    assert texts("//p.b-c") == ["1"] and texts("//.b-c") == ["1", "3"]
    assert texts("//p.a.b-c") == ["1"] and texts("//*[self::div].b-c") == ["3"]
    assert texts("//p[. = '2' or . = 'x.y']") == ["2"]


PUBMED = """<article class="full-docsum"><div class="item-selector-wrap"><label>1</label><button>Cite</button></div>
<a class="docsum-title" href="/31/">Silt in <b>rivers</b>: a <i>cohort</i> study.</a><div class="docsum-citation">
<span class="docsum-authors full-authors">Blum A, Fenn JB, Wei L.</span><span class="docsum-authors short-authors">Blum A, et al.</span>
<span class="docsum-journal-citation full-journal-citation">J Silt (Lond). 2020 Apr 3;395(10):497-506. doi: 10.1000/S01-6(20)3. Epub 2020.</span>
<span class="docsum-journal-citation short-journal-citation">J Silt (Lond). 2020.</span>
<span class="citation-part">PMID: <span class="docsum-pmid">31</span></span><span class="publication-type">Review.</span></div>
<div class="docsum-snippet"><div class="full-view-snippet">Silt was <b>found</b> in ...</div><div class="short-view-snippet">Silt ...</div></div></article>"""

ABSTRACTS = """<div class="results-article"><h1 class="heading-title"><a href="/32/">Silt in lakes.</a></h1>
<div class="authors-list"><span class="authors-list-item"><a class="full-name">Ada Blum</a><sup>1</sup></span>, <span
class="authors-list-item"><a class="full-name">Jo Fenn</a></span></div><button class="journal-actions-trigger" id="full-view-journal-trigger">J Silt</button>
<span class="cit">2021 Mar;12(3):7-19.</span><span class="citation-doi">doi: 10.1000/silt.2.</span><strong class="current-id">32</strong>
<div class="abstract-content selected"><p><strong class="sub-title">Background: </strong>Lakes hold silt.</p><p>It stays.</p></div>
<p><strong class="sub-title">Keywords: </strong>lakes; silt.</p></div>"""

SCHOLAR = """<form><div class="gs_r gs_or gs_scl"><div class="gs_ggs gs_fl"><a href="https://arxiv.org/pdf/1706.03762"><span>[PDF]</span> arxiv.org</a></div>
<div class="gs_ri"><h3 class="gs_rt"><span class="gs_ctc"><span class="gs_ct1">[PDF]</span></span> <a href="https://arxiv.org/abs/1706.03762">Silt is enough</a></h3>
<div class="gs_a"><a href="/citations?user=y">A Blum</a>, J Fenn…&nbsp;- Advances in silt …, 2017 - silt.cc</div><div class="gs_rs">The silt models … <br>We propose</div>
<div class="gs_fl"><a>Save</a> <a href="/scholar?cites=123">Cited by 1,234</a> <a>All 3 versions</a></div></div></div>
<div class="gs_r"><div class="gs_ri"><h3 class="gs_rt"><span class="gs_ctu"><span class="gs_ct1">[CITATION]</span></span> <span id="q">Only cited silt</span></h3>
<div class="gs_a">A Blum - 1999 - Springer</div></div></div></form>"""

PROFILE = """<table><tr class="gsc_a_tr"><td class="gsc_a_t"><a class="gsc_a_at" href="/citations?view_op=x">Silt, counted</a>
<div class="gs_gray">A Blum, J Fenn</div><div class="gs_gray">Journal of Silt 12 (3), 45-67<span class="gs_oph">, 2020</span></div></td>
<td class="gsc_a_c"><a class="gsc_a_ac">56</a></td><td class="gsc_a_y"><span>2020</span></td></tr></table>"""

ALERT = """<h3><a href="https://scholar.google.com/scholar_url?url=https://x.org/a&amp;hl=en" class="gse_alrt_title">Alert of silt</a></h3>
<div style="color:#006621">A Blum, J Fenn - J Silt, 2026</div><div class="gse_alrt_sni">We alert …</div><br>
<h3><a href="https://scholar.google.com/scholar_url?url=https://x.org/b" class="gse_alrt_title">A second alert</a></h3>
<div>C Dee - arXiv preprint arXiv:2601.00001, 2026</div><div class="gse_alrt_sni">A snippet</div>"""

ACL = """<p class="d-sm-flex align-items-stretch"><span class="d-block mr-2"><a class="badge" href="x.pdf">pdf</a><a class="badge" href="#abs">abs</a></span>
<span class="d-block"><strong><a class="align-middle" href="/2020.acl-main.1/">Learning to silt with <span class="acl-fixed-case">SILT</span></a></strong><br>
<a href="/people/a/ada-blum/">Ada Blum</a> | <a href="/people/j/jo-fenn/">Jo Fenn</a></span></p>
<div class="card bg-light collapse abstract-collapse"><div class="card-body p-3 small">We learn it. It works.</div></div>
<div class="d-sm-flex mb-3"><span class="d-block"><strong><a href=/2020.acl-main.2/>Another one</a></strong></span></div>"""

OPENREVIEW = """<ul><li class="note"><h4><a href="/forum?id=abc">Open silt</a> <a href="/pdf?id=abc"><img></a></h4><div class="note-authors"><a>Ada Blum</a>, <a>Jo Fenn</a></div>
<ul class="note-meta-info"><li>26 Sep 2019 (modified: 11 Mar 2020)</li><li>ICLR 2020 Poster</li><li>Readers: Everyone</li></ul>
<div class="note-content"><div><strong class="note-content-field">Abstract<!-- -->:</strong> <span class="note-content-value"><p>We open silt. So.</p></span></div>
<div><strong class="note-content-field">Keywords:</strong> <span class="note-content-value">silt, review</span></div></div></li></ul>"""

DBLP = """<ul><li class="entry article" itemscope itemtype="http://schema.org/ScholarlyArticle"><nav class="publ"><ul><li class="ee"><a href="https://doi.org/10.1000/silt.5" itemprop="url">view</a></li></ul></nav>
<cite class="data" itemprop="headline"><span itemprop="author"><a href="x"><span itemprop="name">Ada Blum</span></a></span>, <span itemprop="author"><a><span itemprop="name">Jo Fenn</span></a></span>:<br>
<span class="title" itemprop="name">Silt by the numbers.</span> <a href="x"><span itemprop="isPartOf" itemscope><span itemprop="name">J. Silt</span></span> <span itemprop="isPartOf"><span itemprop="volumeNumber">71</span></span>(<span
itemprop="isPartOf"><span itemprop="issueNumber">1</span></span>)</a>: <span itemprop="pagination">1-20</span> (<span itemprop="datePublished">2024</span>)</cite></li></ul>"""

ACM = """<ul><li class="search__item issue-item-container"><div class="issue-heading">research-article</div><h5 class="issue-item__title"><a href="/doi/10.1145/1234.2">Mechanical silt</a></h5>
<ul class="rlist--inline loa"><li><a href="/profile/1" title="Ada Blum"><span>Ada Blum</span></a>, </li><li><a href="/profile/2" title="Jo Fenn"><span>Jo Fenn</span></a></li></ul>
<div class="issue-item__detail"><a href="x"><span class="epub-section__title">Proceedings of Silt</span></a><span class="dot-separator"><span>April 2020</span>, <span>pp 1–13</span></span><a
href="https://doi.org/10.1145/1234.2" class="issue-item__doi">https://doi.org/10.1145/1234.2</a></div><div class="issue-item__abstract"><p>We silt machines …</p></div>
<div class="issue-item__footer"><span class="citation">12</span></div></li></ul>"""

IEEE = """<div class="List-results-items"><xpl-results-item><h3><a class="fw-bold" href="/document/8765432/">Electric silt</a></h3><xpl-authors-name-list><p class="author"><span><a><span>Ada Blum</span></a>; </span><span><a><span>Jo Fenn</span></a></span></p></xpl-authors-name-list>
<div class="description"><a href="/xpl/conhome/1">2019 Silt Conference</a><div class="publisher-info-container"><span><span>Year: 2019</span></span><span> | Volume: 7</span> | <span>Conference Paper</span></div>
<div>Cited by: <a href="/document/8765432/citations">Papers (10)</a></div></div><div class="js-displayer-content stats-SearchResults_DocResult_ViewMore"><span>Abstract: We electrify silt. Much.</span></div></xpl-results-item></div>"""

SEMANTIC = """<div class="cl-paper-row"><a data-test-id="title-link" href="/paper/Silt/abc"><h2 class="cl-paper-title"><span>Semantic silt</span></h2></a>
<span data-test-id="author-list"><a><span>A. Blum</span></a>, <a><span>J. Fenn</span></a></span><span class="cl-paper-fos">Geology</span><span class="cl-paper-venue">J Silt</span>
<span class="cl-paper-pubdates">1 May 2020</span><div class="tldr-abstract-replacement"><span>TLDR</span> <span>Silt means it.</span> <button>Expand</button></div>
<a data-test-id="total-citations-stat">1,203</a></div>"""

HIGHWIRE = """<div class="highwire-article-citation"><span class="highwire-cite-title"><a href="https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1" class="highwire-cite-linked-title"><span class="highwire-cite-title">Living silt</span></a></span>
<span class="highwire-citation-author"><span>Ada</span> <span>Blum</span></span>, <span class="highwire-citation-author">Jo Fenn</span><span class="highwire-cite-metadata-journal">bioRxiv </span>
<span class="highwire-cite-metadata-doi"><span>doi:</span> https://doi.org/10.1101/2020.01.01.123456 </span></div>"""

SCIENCEDIRECT = """<ol><li class="ResultItem"><span class="article-type">Research article</span><h2><a class="result-list-title-link" href="/science/article/pii/S1">Direct silt</a></h2>
<span class="srctitle-date-fields"><a class="subtype-srctitle-link">Journal of Silt</a>, <span>March 2020</span></span><ol class="Authors"><li><span class="author">Ada Blum</span>, </li><li><span class="author">Jo Fenn</span></li></ol></li></ol>"""

WOS = """<app-record><a data-ta="summary-record-title-link" href="/wos/woscc/full-record/WOS:1">Scientific silt</a><a data-ta="SumAuthTa-DisplayName-author-en-0" class="authors">Blum, Ada</a>
<a data-ta="SumAuthTa-DisplayName-author-en-1" class="authors">Fenn, Jo</a><span name="pubdate">Mar 2020</span><a class="summary-source-title-link">JOURNAL OF SILT</a>
<div class="abstract"><p>We do science. On silt.</p></div><a data-ta="stat-number-citation-related-count">17</a></app-record>"""

SPRINGER = """<ol><li data-test="search-result-item"><span data-test="content-type">Article</span><h3><a href="/article/10.1007/s1-020">Linked silt</a></h3><div data-test="description">We link silt…</div>
<span data-test="authors">Ada Blum, Jo Fenn</span><a data-test="parent">Silt Letters</a><span data-test="published">3 March 2020</span></li></ol>"""

PMLR = """<div class="paper"><p class="title">Learned silt</p><p class="details"><span class="authors">Ada Blum,&nbsp;Jo Fenn</span>;<span class="info">Proceedings of Silt, PMLR 119:1-10, 2020.</span></p><p class="links">[<a href="http://x/a.html">abs</a>]</p></div>"""
NEURIPS = """<ul class="paper-list"><li><a href="/paper/2020/hash/1.html">Neural silt</a> <i>Ada Blum, Jo Fenn</i></li></ul>"""
CVF = """<dl><dt class="ptitle"><br><a href="/content/1.html">Seen silt</a></dt><dd><form class="authsearch"><a>Ada Blum</a>, </form><form class="authsearch"><a>Jo Fenn</a></form></dd><dd>[<a href="x.pdf">pdf</a>]</dd></dl>"""
MARKED = """<article itemscope itemtype="http://schema.org/ScholarlyArticle"><h3 itemprop="name headline"><a href="/articles/s1" itemprop="url">Natural silt</a></h3><div itemprop="description"><p>It is natural.</p></div>
<span itemprop="creator"><span itemprop="name">Ada Blum</span></span><span itemprop="creator"><span itemprop="name">Jo Fenn</span></span><time datetime="2020-03-04" itemprop="datePublished">04 Mar 2020</time></article>"""

BOTH = ["Ada Blum", "Jo Fenn"]
EXPECTED = [
    ("PubMed results", PUBMED, [{"title": "Silt in rivers: a cohort study", "authors": ["Blum A", "Fenn JB", "Wei L"], "venue": "J Silt (Lond)", "date": "2020 Apr 3", "volume": "395", "issue": "10", "pages": "497-506", "doi": "10.1000/S01-6(20)3", "pmid": "31", "type": "Review", "snippet": "Silt was found in ...", "abstract": None}]),
    ("PubMed abstracts", ABSTRACTS, [{"title": "Silt in lakes", "authors": BOTH, "venue": "J Silt", "date": "2021 Mar", "volume": "12", "pages": "7-19", "pmid": "32", "abstract": "Background: Lakes hold silt. It stays.", "keywords": ["lakes", "silt"]}]),
    ("Google Scholar", SCHOLAR, [{"title": "Silt is enough", "authors": ["A Blum", "J Fenn"], "venue": "Advances in silt", "date": "2017", "cited_by": "1234", "arxiv_id": "1706.03762", "snippet": "The silt models … We propose", "abstract": None}, {"title": "Only cited silt", "authors": ["A Blum"], "date": "1999", "venue": None}]),
    ("Google Scholar profile", PROFILE, [{"title": "Silt, counted", "authors": ["A Blum", "J Fenn"], "venue": "Journal of Silt", "volume": "12", "issue": "3", "pages": "45-67", "date": "2020", "cited_by": "56"}]),
    ("Google Scholar alert", ALERT, [{"title": "Alert of silt", "authors": ["A Blum", "J Fenn"], "venue": "J Silt", "date": "2026", "url": "https://x.org/a", "snippet": "We alert …"}, {"title": "A second alert", "authors": ["C Dee"], "arxiv_id": "2601.00001", "snippet": "A snippet"}]),
    ("ACL Anthology", ACL, [{"title": "Learning to silt with SILT", "authors": BOTH, "abstract": "We learn it. It works.", "url": "https://aclanthology.org/2020.acl-main.1/"}, {"title": "Another one", "abstract": None}]),
    ("OpenReview", OPENREVIEW, [{"title": "Open silt", "authors": BOTH, "venue": "ICLR 2020 Poster", "abstract": "We open silt. So.", "keywords": ["silt", "review"], "url": "https://openreview.net/forum?id=abc"}]),
    ("DBLP", DBLP, [{"title": "Silt by the numbers", "authors": BOTH, "venue": "J. Silt", "volume": "71", "issue": "1", "pages": "1-20", "date": "2024", "doi": "https://doi.org/10.1000/silt.5"}]),
    ("ACM Digital Library", ACM, [{"title": "Mechanical silt", "authors": BOTH, "venue": "Proceedings of Silt", "date": "April 2020", "pages": "1–13", "type": "research-article", "cited_by": "12", "abstract": None, "snippet": "We silt machines …"}]),
    ("IEEE Xplore", IEEE, [{"title": "Electric silt", "authors": BOTH, "venue": "2019 Silt Conference", "date": "2019", "volume": "7", "cited_by": "10", "abstract": "We electrify silt. Much."}]),
    ("Semantic Scholar", SEMANTIC, [{"title": "Semantic silt", "authors": ["A. Blum", "J. Fenn"], "venue": "J Silt", "date": "1 May 2020", "subjects": ["Geology"], "cited_by": "1203", "snippet": "Silt means it.", "abstract": None}]),
    ("a journal of HighWire", HIGHWIRE, [{"title": "Living silt", "authors": BOTH, "venue": "bioRxiv", "doi": "https://doi.org/10.1101/2020.01.01.123456"}]),
    ("ScienceDirect", SCIENCEDIRECT, [{"title": "Direct silt", "authors": BOTH, "venue": "Journal of Silt", "date": "March 2020", "type": "Research article"}]),
    ("Web of Science", WOS, [{"title": "Scientific silt", "authors": ["Blum, Ada", "Fenn, Jo"], "venue": "JOURNAL OF SILT", "date": "Mar 2020", "cited_by": "17", "abstract": "We do science. On silt."}]),
    ("Springer Link", SPRINGER, [{"title": "Linked silt", "authors": BOTH, "venue": "Silt Letters", "date": "3 March 2020", "snippet": "We link silt…", "abstract": None}]),
    ("Proceedings of Machine Learning Research", PMLR, [{"title": "Learned silt", "authors": BOTH, "volume": "119", "pages": "1-10", "date": "2020"}]),
    ("NeurIPS Proceedings", NEURIPS, [{"title": "Neural silt", "authors": BOTH}]),
    ("CVF Open Access", CVF, [{"title": "Seen silt", "authors": BOTH}]),
    ("papers marked as of schema.org", MARKED, [{"title": "Natural silt", "authors": BOTH, "date": "04 Mar 2020", "snippet": "It is natural."}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "page", "expected"), EXPECTED, ids=lambda x: str(x)[:20]
)
def test_a_page_of_a_known_make(make, page, expected):
    found = _html.read_html(f"<html><body>{page}</body></html>")
    reading = found.reading
    assert reading.layout == make
    assert len(reading.records) == len(expected)
    for record, fields in zip(reading.records, expected, strict=True):
        assert {name: record.get(name) for name in fields} == fields
    assert "not understood" not in reading.roles


@pytest.mark.parametrize(
    ("make", "page", "expected"), EXPECTED, ids=lambda x: str(x)[:20]
)
def test_every_word_of_a_card_is_in_its_account(make, page, expected):
    found = _html.read_html(f"<html><body>{page}</body></html>")
    text = " ".join(found.lines)
    for record in expected:
        assert record["title"] in text
        for name in ("abstract", "snippet"):
            assert (record.get(name) or "") in text


ATTRIBUTE = re.compile(
    r""" (?:class|itemprop|data-[\w-]+|name)=(?:"[^"]*"|'[^']*'|\S+)"""
)


@pytest.mark.parametrize(
    ("make", "page", "expected"), EXPECTED, ids=lambda x: str(x)[:20]
)
def test_a_card_that_lost_a_mark_is_in_a_record_or_in_the_account(make, page, expected):
    title = expected[0]["title"]
    first_word = title.split(" ")[0]
    lost = "Broken paper on the matter of"
    for mark in ATTRIBUTE.finditer(page):
        broken = page[: mark.start()] + page[mark.end() :]
        broken = broken.replace(f">{first_word}", f">{lost} {first_word}", 1)
        cards = re.sub(r"</(ol|ul|dl)><\1\b[^>]*>", "", page + broken + page)
        found = _html.read_html(f"<html><body>{cards}</body></html>")
        told = []
        for line, role in zip(found.lines, found.reading.roles, strict=True):
            if role in ("title", "not understood"):
                told.append(line)
        assert any(lost in line for line in told), mark[0]
