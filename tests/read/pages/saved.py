"""Pages that were saved as HTML: arXiv, PubMed, Google Scholar, ACL Anthology, OpenReview, DBLP, a reference list."""

import random
from html import escape

from tests.read.pages.databases import _scholar_line, pubmed_citation
from tests.read.pages.page import join_names, scholar, shown, snippet, vancouver
from tests.read.pages.preprints import subjects
from tests.read.pages.references import STYLES

Lines = tuple[list[str], list[dict]]


def _document(title: str, body: list[str]) -> list[str]:
    head = ["<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">', f"<title>{escape(title)}</title>", '<link rel="stylesheet" href="page_files/main.css">', "<script>window.dataLayer = window.dataLayer || [];</script>", "</head>", "<body>"]  # fmt: skip
    return [*head, *body, "</body>", "</html>"]


def arxiv(papers: list[dict], dice: random.Random, abstracts: bool = True) -> Lines:
    """Make a saved list of arXiv."""
    body = ['<header class="mobile-header"><a href="https://arxiv.org/"><img alt="arXiv logo"></a></header>', '<div id="content"><div id="dlpage">', "<h1>Computation and Language</h1>", "<ul><li><a href=\"#item0\">New submissions</a></li><li><a href=\"#item9\">Cross-lists</a></li></ul>", f"<h3>Showing new listings for Friday, 14 November 2025</h3><div class='paging'>Total of {len(papers)} entries</div>", "<dl id='articles'>", f"<h3>New submissions (showing {len(papers)} of {len(papers)} entries)</h3>"]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        names = ", ".join(f'<a href="https://arxiv.org/search/cs?searchtype=author">{escape(name)}</a>' for name in paper["authors"])  # fmt: skip
        body += [f'<dt><a name="item{number}">[{number}]</a> <a href="https://arxiv.org/abs/{paper["arxiv_id"]}" title="Abstract">arXiv:{paper["arxiv_id"]}</a> [<a href="https://arxiv.org/pdf/{paper["arxiv_id"]}">pdf</a>, <a href="#">html</a>, <a href="#">other</a>]</dt>', "<dd><div class='meta'>", f"<div class='list-title mathjax'><span class='descriptor'>Title:</span>\n  {escape(paper['title'])}\n</div>", f"<div class='list-authors'>{names}</div>", f"<div class='list-subjects'><span class='descriptor'>Subjects:</span> <span class='primary-subject'>{escape(subjects(paper))}</span></div>"]  # fmt: skip
        abstract = paper["abstract"] if abstracts else None
        if abstract:
            body.append(f"<p class='mathjax'>{escape(abstract)}</p>")
        body.append("</div></dd>")
        found.append(shown(paper, "authors", "arxiv_id", abstract=abstract))
    body += ["</dl></div></div>", "<footer><ul><li><a>About</a></li><li><a>Help</a></li><li><a>Privacy Policy</a></li></ul></footer>"]  # fmt: skip
    return _document("Computation and Language", body), found


def pubmed(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved results page of PubMed."""
    body = ['<a class="usa-skipnav" href="#search-results">Skip to main page content</a>', '<form><label for="id_term">Search:</label><input name="term"><button>Search</button></form>', '<div class="search-results"><h2 class="visually-hidden">Search Results</h2>', '<div class="results-amount"><span class="value">1,204</span> results</div>']  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        citation, with_doi = pubmed_citation(paper, dice)
        names = [vancouver(name) for name in paper["authors"]]
        part = snippet(paper["abstract"], dice, 120, 200) if paper["abstract"] else None
        body += [f'<article class="full-docsum"><div class="item-selector-wrap selectors-and-actions"><input type="checkbox" value="{paper["pmid"]}"><label class="search-result-position"><span class="position-number">{number}</span></label><button class="cite">Cite</button><button class="share">Share</button></div>', f'<div class="docsum-content"><a class="docsum-title" href="https://pubmed.ncbi.nlm.nih.gov/{paper["pmid"]}/">\n          {escape(paper["title"])}{"" if paper["title"][-1] in ".?!" else "."}\n        </a>', f'<div class="docsum-citation full-citation"><span class="docsum-authors full-authors">{escape(", ".join(names))}.</span> <span class="docsum-journal-citation full-journal-citation">{escape(citation)}</span> <span class="citation-part">PMID: <span class="docsum-pmid">{paper["pmid"]}</span></span></div>']  # fmt: skip
        if part:
            body.append(
                f'<div class="docsum-snippet"><div class="full-view-snippet">{escape(part)} …</div></div>'
            )
        body.append("</div></article>")
        fact = shown(paper, "year", "pmid", snippet=part, authors=names)
        if with_doi:
            fact["doi"] = paper["doi"]
        found.append(fact)
    body += ["</div>", "<footer><a>FOLLOW NCBI</a><p>National Library of Medicine<br>8600 Rockville Pike<br>Bethesda, MD 20894</p></footer>"]  # fmt: skip
    return _document("fermentation trial - Search Results - PubMed", body), found


def google_scholar(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved results page of Google Scholar."""
    body = ['<div id="gs_hdr"><a href="/">Google Scholar</a></div>', '<div id="gs_ab_md"><div class="gs_ab_mdw">About 1,204 results (<b>0.05</b> sec)</div></div>', '<ul id="gs_bdy_sb"><li><a>Any time</a></li><li><a>Since 2025</a></li></ul>', '<div id="gs_res_ccl_mid">']  # fmt: skip
    found = []
    for paper in papers:
        host = dice.choice(["Springer", "arxiv.org", "Elsevier"])
        names, line, venue = _scholar_line(paper, host, dice)
        part = snippet(paper["abstract"], dice, 140, 220) if paper["abstract"] else None
        body += ['<div class="gs_r gs_or gs_scl">', '<div class="gs_ggs gs_fl"><a href="#"><span class="gs_ctg2">[PDF]</span> arxiv.org</a></div>', f'<div class="gs_ri"><h3 class="gs_rt"><a href="https://doi.org/{paper["doi"]}">{escape(paper["title"])}</a></h3>', f'<div class="gs_a">{escape(line)}</div>']  # fmt: skip
        if part:
            body.append(f'<div class="gs_rs">{escape(part)}&nbsp;…</div>')
        cited = (
            f'<a href="#">Cited by {paper["cited_by"]}</a> '
            if paper["cited_by"]
            else ""
        )
        body += [f'<div class="gs_fl"><a>Save</a> <a>Cite</a> {cited}<a>Related articles</a> <a>All {dice.randint(2, 20)} versions</a></div>', "</div></div>"]  # fmt: skip
        fact = shown(paper, "year", snippet=part, authors=names, venue=venue)
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    body += ["</div>", '<div id="gs_ftr"><a>Privacy</a> <a>Terms</a> <a>Help</a></div>']
    return _document("tidal memory - Google Scholar", body), found


def acl_anthology(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved volume of the ACL Anthology, whose abstracts are in the source though folded."""
    volume = papers[0]["venue"]
    body = ['<nav class="navbar"><a class="navbar-brand">ACL Anthology</a><a>FAQ</a><a>Corrections</a></nav>', f'<section id="main"><h2 id="title"><a>{escape(volume)}</a></h2>', "<p class=lead>Ruth Blum, Sven Haas (Editors)</p>", f"<dl><dt>Year:</dt><dd>{papers[0]['year']}</dd><dt>Publisher:</dt><dd>Association for Computational Linguistics</dd></dl>"]  # fmt: skip
    found = [{"title": volume, "optional": True}]
    for at, paper in enumerate(papers):
        names = " | ".join(
            f'<a href="/people/x/">{escape(name)}</a>' for name in paper["authors"]
        )
        body += [f'<p class="d-sm-flex align-items-stretch"><span class="d-block mr-2 text-nowrap list-button-row"><a class="badge badge-primary">pdf</a> <a class="badge badge-secondary">bib</a> <a class="badge badge-info" href="#abstract-{at}">abs</a></span><span class="d-block"><strong><a class="align-middle" href="/x.{at}/">{escape(paper["title"])}</a></strong><br>{names}</span></p>']  # fmt: skip
        if paper["abstract"]:
            body.append(f'<div class="card bg-light mb-2 mb-lg-3 collapse abstract-collapse" id="abstract-{at}"><div class="card-body p-3 small">{escape(paper["abstract"])}</div></div>')  # fmt: skip
        found.append(shown(paper, "authors", abstract=paper["abstract"]))
    body += [
        "</section>",
        "<footer><p><span>ACL materials are Copyright © 1963–2025 ACL.</span></p></footer>",
    ]
    return _document(f"{volume} - ACL Anthology", body), found


def openreview(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved list of OpenReview."""
    body = ['<nav><a>OpenReview.net</a><a>Login</a></nav><main><h1>CoLM 2024 Conference</h1><ul class="list-unstyled submissions-list">']  # fmt: skip
    found = []
    for paper in papers:
        names = ", ".join(f"<a>{escape(name)}</a>" for name in paper["authors"])
        body += [f'<li><div class="note"><h4><a href="/forum?id=x">{escape(paper["title"])}</a> <a class="pdf-link"><img alt="Download PDF"></a></h4>', f'<div class="note-authors">{names}</div>', '<ul class="note-meta-info list-inline"><li>Published: 16 Jan 2024, Last Modified: 15 Mar 2024</li><li>CoLM 2024 poster</li><li>Readers: <span>Everyone</span></li></ul>', '<a role="button">Show details</a></div></li>']  # fmt: skip
        found.append(shown(paper, "authors"))
    body += [
        "</ul></main><footer><a>About OpenReview</a><a>Terms of Use</a><a>Privacy Policy</a></footer>"
    ]
    return _document("CoLM 2024 Conference | OpenReview", body), found


def article(papers: list[dict], dice: random.Random, style: str = "Vancouver") -> Lines:
    """Make a saved article of a journal, whose reference list is what there is to read."""
    text = "We have shown that the method works on three collections and that it fails on a fourth, for reasons that we understand only in part."  # fmt: skip
    body = ["<header><a>Journal home</a><a>Submit</a></header><main><article>", "<h2>6. Conclusion</h2>", f"<p>{text}</p>", "<h2>References</h2>", "<ol class='references'>"]  # fmt: skip
    found = []
    for paper in papers:
        written, fact = STYLES[style](paper, dice)
        links = '<a href="#">Article</a> <a href="#">PubMed</a> <a href="#">Google Scholar</a>'
        body.append(f"<li><p>{escape(written)}</p><p class='links'>{links}</p></li>")
        found.append(fact)
    body += ["</ol></article></main><footer><p>© 2025 The Harbour Press</p></footer>"]
    return _document("Slow tides and fast memories", body), found


def reading_list(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved page of somebody's own list of publications."""
    body = ["<h1>Publications</h1>", "<p>See also my <a href='#'>profile</a>.</p>"]
    found = []
    year = None
    for paper in sorted(papers, key=lambda one: -one["year"]):
        if paper["year"] != year:
            if year:
                body.append("</ul>")
            year = paper["year"]
            body += [f"<h2>{year}</h2>", "<ul>"]
        body.append(f"<li>{escape(join_names(paper['authors']))}.<br><a href='https://doi.org/{paper['doi']}'><b>{escape(paper['title'])}</b></a><br><i>{escape(paper['venue'])}</i>, {year}. [<a href='#'>pdf</a>] [<a href='#'>bib</a>]</li>")  # fmt: skip
        found.append(shown(paper, "authors", "year", "venue"))
    body.append("</ul>")
    return _document("Ada Blum: publications", body), found


def alert(papers: list[dict], dice: random.Random) -> Lines:
    """Make a saved message of alerts."""
    body = ["<h2>Tidal memory: new articles</h2>"]
    found = []
    for paper in papers:
        names = ", ".join(scholar(name) for name in paper["authors"])
        body.append(f"<h3><a href='#'>{escape(paper['title'])}</a></h3><div>{escape(names)} - {escape(paper['abbreviated'])}, {paper['year']}</div>")  # fmt: skip
        found.append(shown(paper, "year"))
    body.append(
        "<p>You receive this message because you follow new results. <a>Cancel alert</a></p>"
    )
    return _document("Alert", body), found
