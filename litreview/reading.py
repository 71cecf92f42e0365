"""A paper as a page to read in JupyterLab, with what was searched for marked."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

import pandas as pd

from litreview import search

STYLE = """<style>
.reading { line-height: 1.55; color: var(--jp-content-font-color1); overflow-wrap: anywhere }
.reading h3 { margin: 0 0 .4em; font-size: 1.25em; line-height: 1.3 }
.reading p { margin: 0 0 .7em }
.reading .aside { color: var(--jp-ui-font-color2); font-size: .92em }
.reading a { color: var(--jp-content-link-color) }
.reading mark { background: color-mix(in srgb, var(--jp-warn-color1) 35%, transparent); color: inherit }
</style>"""
NAMES = 8  # of authors


def page(paper: dict, dumps: Iterable[str] = (), query: str = "") -> str:
    """Write a paper as HTML, everything escaped: title, authors, where and when, abstract, topic, and its dumps.

    `paper` is a row of papers, and may have any of the usual columns; what `query` finds is marked.
    """
    abstract = search.marked(_text(paper, "abstract"), query) or "<i>No abstract in the dumps.</i>"
    stands = " · ".join(filter(None, [escape(_text(paper, "topic_label")), _dumps(dumps)]))
    lines = [_authors(paper, query), _where(paper, query), _links(paper)]
    asides = "".join(f"<p class='aside'>{line}</p>" for line in lines if line)
    return said(
        f"<h3>{search.marked(_text(paper, 'title'), query)}</h3>{asides}<p>{abstract}</p><p class='aside'>{stands}</p>"
    )


def said(html: str) -> str:
    """Put HTML into the style of the page."""
    return f"{STYLE}<div class='reading'>{html}</div>"


def year(paper: dict) -> str:
    """Give the year of a paper; "" where it is not known."""
    date = paper.get("date")
    return "" if pd.isna(date) else str(pd.Timestamp(date).year)


def _authors(paper: dict, query: str) -> str:
    names = paper.get("authors")
    names = [] if names is None or isinstance(names, float) else list(names)
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return search.marked("; ".join(names[:NAMES]), query) + more


def _where(paper: dict, query: str) -> str:
    return ", ".join(filter(None, [search.marked(_text(paper, "venue"), query), year(paper)]))


def _links(paper: dict) -> str:
    doi, url = _text(paper, "doi"), _text(paper, "url")
    links = [(f"https://doi.org/{quote(doi, safe='/')}", f"doi:{doi}")] if doi else []
    if not links and url.startswith(("https://", "http://")):
        links = [(url, url)]
    return "".join(
        f"<a href='{escape(to)}' target='_blank' rel='noopener noreferrer'>{escape(name)}</a>" for to, name in links
    )


def _dumps(dumps: Iterable[str]) -> str:
    names = ", ".join(map(escape, dict.fromkeys(dumps)))
    return f"in {names}" if names else ""


def _text(paper: dict, name: str) -> str:
    value = paper.get(name)
    return value if isinstance(value, str) else ""
