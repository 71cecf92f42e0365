"""A paper as HTML: its parts, a page of one, a list of many."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

import numpy as np
import pandas as pd
from IPython.display import HTML

from litreview.query import mark_found
from litreview.show import _style

NO_ABSTRACT = "No abstract in the dumps."
MOST_AUTHORS = 8  # that are named; the others are counted
FEWEST_IN_GROUP = 3  # papers of a group that are listed, however many there are in all


def papers(papers: pd.DataFrame, most: int = 1000) -> HTML:
    """Show titles that open to their abstracts.

    Parameters
    ----------
    papers
        A row a paper, with `title` and `abstract`; a column `group` puts them into
        groups, which open to their papers.
    most
        How many papers to list in all. Beyond it each group is cut in proportion, and
        says how many more there are.

    Returns
    -------
    HTML
        The list, everything escaped.

    Examples
    --------
    >>> columns = {"title": ["Bees & roofs"], "abstract": ["They nest there."]}
    >>> shown = litreview.show.papers(pandas.DataFrame(columns))
    >>> "Bees &amp; roofs" in shown.data
    True
    """
    if papers.empty:
        return HTML("<div class='papers'><p class='more'>None.</p></div>")

    listed_share = min(1.0, most / len(papers))
    groups = [("", papers)]
    if "group" in papers:
        groups = papers.groupby("group", sort=False)

    parts = []
    for name, group in groups:
        listed = max(FEWEST_IN_GROUP, int(listed_share * len(group)))
        items = "".join(_list_item(row) for row in group.head(listed).itertuples())
        if len(group) > listed:
            more = len(group) - listed
            items += f"<p class='more'>and {more:,} more, in papers.parquet</p>"
        if name:
            heading = f"<b>{escape(str(name))}</b> <span>{len(group):,}</span>"
            items = open_group(heading, items)
        parts.append(items)
    return HTML(f"<div class='papers'>{''.join(parts)}</div>")


def paper_page(paper: dict, dumps: Iterable[str] = (), query: str = "") -> str:
    """Write a paper as a page: title, authors, where and when, abstract, topic, dumps.

    Parameters
    ----------
    paper
        A row of papers; it may have any of the usual columns, and `topic_label`.
    dumps
        The files that the paper is in.
    query
        What was searched for; the words that it finds are marked.

    Returns
    -------
    str
        HTML with its style, everything escaped.
    """
    abstract = mark_found(paper_text(paper, "abstract"), query)
    where = [mark_found(paper_text(paper, "venue"), query), paper_year(paper)]
    lines = [
        mark_found(authors_text(paper, "; "), query),
        ", ".join(filter(None, where)),
        _page_link(paper),
    ]
    found_in = [escape(paper_text(paper, "topic_label")), _dumps_text(dumps)]

    html = f"<h3>{mark_found(paper_text(paper, 'title'), query)}</h3>"
    for line in filter(None, lines):
        html += f"<p class='aside'>{line}</p>"
    html += f"<p>{abstract or f'<i>{NO_ABSTRACT}</i>'}</p>"
    html += f"<p class='aside'>{' · '.join(filter(None, found_in))}</p>"
    return _style.in_style(html)


def paper_year(paper: dict) -> str:
    """Give the year of a paper.

    Parameters
    ----------
    paper
        A row of papers, with its `date`.

    Returns
    -------
    str
        Four digits; "" where the date is not known.
    """
    date = paper.get("date")
    if pd.isna(date):
        return ""
    return str(pd.Timestamp(date).year)


# The parts of a paper, for every way of showing it.


def paper_text(paper: dict, column: str) -> str:
    """Give a text of a paper; "" where it has none."""
    value = paper.get(column)
    if not isinstance(value, str):
        return ""
    return value.strip()


def authors_text(paper: dict, separator: str) -> str:
    """Name the first authors, and count the others. The names are not escaped."""
    names = paper.get("authors")
    if not isinstance(names, list | tuple | np.ndarray):
        return paper_text(paper, "authors")

    text = separator.join(names[:MOST_AUTHORS])
    if len(names) > MOST_AUTHORS:
        text += f" and {len(names) - MOST_AUTHORS:,} more"
    return text


def doi_address(doi: str) -> str:
    """Write the address of a DOI."""
    return "https://doi.org/" + quote_id(doi)


def quote_id(identifier: str) -> str:
    """Write an identifier as part of an address."""
    return quote(identifier, safe="/:;()._-")


def write_link(address: str, name: str) -> str:
    """Write a link that opens in a tab of its own and does not say where it is."""
    return (
        f"<a href='{escape(address)}' target='_blank' rel='noopener noreferrer'>"
        f"{escape(name)}</a>"
    )


def open_group(heading: str, html: str) -> str:
    """Write what is closed at first, and opens by a click on its heading."""
    return f"<details class='group'><summary>{heading}</summary>{html}</details>"


def _list_item(row) -> str:
    abstract = NO_ABSTRACT
    if isinstance(row.abstract, str):
        abstract = row.abstract
    return (
        f"<details><summary>{escape(row.title)}</summary>"
        f"<p>{escape(abstract)}</p></details>"
    )


def _page_link(paper: dict) -> str:
    doi, url = paper_text(paper, "doi"), paper_text(paper, "url")
    if doi:
        return write_link(doi_address(doi), f"doi:{doi}")
    if url.startswith(("https://", "http://")):
        return write_link(url, url)
    return ""


def _dumps_text(dumps: Iterable[str]) -> str:
    names = ", ".join(map(escape, dict.fromkeys(dumps)))
    if not names:
        return ""
    return f"in {names}"
