"""Two records beside one another, as a person compares them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from html import escape
from urllib.parse import quote

import numpy as np
import pandas as pd
from IPython.display import HTML

from litreview.query import mark_found
from litreview.text import list_some

CLIP = 420  # characters of an abstract before "more"
NAMES = 8  # authors listed
PLACES = 4  # of exact copies
STYLE = """<style>
.beside { line-height: 1.45; font-size: var(--jp-ui-font-size1, 0.94rem); overflow-wrap: anywhere; white-space: normal }
.beside .sides { display: flex; flex-wrap: wrap; gap: 12px; align-items: stretch }
.beside section { flex: 1 1 18rem; min-width: 0; box-sizing: border-box; padding: 10px 14px; border-radius: 4px;
  border: 1px solid var(--jp-border-color1, #bdbdbd) }
.beside h4 { margin: 0 0 8px; font-size: 1.15em; font-weight: 600; line-height: 1.35 }
.beside mark { background: rgba(255, 176, 0, 0.35); color: inherit; border-radius: 2px; padding: 0 1px }
.beside dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 0 0 8px }
.beside dt, .beside .aside, .beside summary i { color: var(--jp-ui-font-color2, #616161) }
.beside dt, .beside dd { float: none; width: auto; margin: 0; padding: 0; font-weight: normal }
.beside p { margin: 0 0 8px } .beside a { color: var(--jp-content-link-color, #1565c0) }
.beside summary { cursor: pointer; display: block } .beside summary::-webkit-details-marker { display: none }
.beside .pair { border-bottom: 1px solid var(--jp-border-color2, #e0e0e0); padding: 8px 0 }
.beside .pair > summary { display: flex; gap: 12px } .beside .pair > summary:focus-visible { outline: 2px solid }
.beside .told { flex: 0 0 8.5em } .beside .pair > summary + p { margin-top: 8px }
.beside details[open] .clip, .beside details:not([open]) .less { display: none }
</style>"""


def pair(pair: dict, records: pd.DataFrame) -> str:
    """Show a pair of `settled.draft` as HTML: why it was found so, and its two records with all that tells them apart.

    `records` is of `settled.records_of`; a record that is not there is shown by its title alone.
    """
    found = f"Found: <b>{escape(pair['found'])}</b>" if pair["found"] else ""
    likeness = pair["score"] and f"score {escape(pair['score'])}"
    why = " · ".join(filter(None, [found, escape(pair["reason"]), likeness]))
    here = [
        records[records["record_id"] == pair[f"record_id_{side}"]].to_dict("records")
        for side in "ab"
    ]
    titles = [
        own[0]["title"] if own else pair[f"title_{side}"]
        for own, side in zip(here, "ab", strict=True)
    ]
    texts = [
        f"<section><h4>{title}</h4>{_record(own) if own else _gone(pair[f'record_{side}'])}</section>"
        for title, own, side in zip(mark_differences(*titles), here, "ab", strict=True)
    ]
    return f"<p>{why}</p><div class='sides'>{''.join(texts)}</div>"


def pairs(pairs: pd.DataFrame, records: pd.DataFrame, most: int = 20) -> HTML:
    """Show pairs of `settled.draft` as lines that open to both records, no more than `most` of them."""
    if pairs.empty:
        return HTML("<p>None.</p>")
    lines = [_line(pair, records) for pair in pairs.head(most).to_dict("records")]
    more = (
        f"<p class='aside'>and {len(pairs) - most:,} more in <i>duplicates.csv</i></p>"
        if len(pairs) > most
        else ""
    )
    return HTML(f"{STYLE}<div class='beside listed'>{''.join(lines)}{more}</div>")


def _line(pair: dict, records: pd.DataFrame) -> str:
    one, other = mark_differences(pair["title_a"], pair["title_b"])
    titles = one if one == other else f"{one}<br>{other}"
    told = f"<span class='told'><b>{escape(pair['found'])}</b> {escape(pair['score'])}</span>"
    return f"<details class='pair'><summary>{told}<span>{titles}</span></summary>{pair(pair, records)}</details>"


def mark_differences(a: str, b: str) -> tuple[str, str]:
    """Escape two titles, and mark the words in which they differ, whatever their case and punctuation."""
    words = a.split(), b.split()
    plain = [
        [re.sub(r"[\W_]+", "", word).casefold() or word for word in side]
        for side in words
    ]
    sides: tuple[list[str], list[str]] = ([], [])
    for kind, *ends in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        for side, own, (start, stop) in zip(
            sides, words, (ends[:2], ends[2:]), strict=True
        ):
            text = escape(" ".join(own[start:stop]))
            side.append(f"<mark>{text}</mark>" if text and kind != "equal" else text)
    return tuple(" ".join(filter(None, side)) for side in sides)


def cut_text(text: str, most: int) -> str:
    """Cut a text at the end of a word where it is longer than `most` characters."""
    return (
        text if len(text) <= most else re.sub(r"\s+\S{0,30}\Z", "", text[:most]) + "…"
    )


def _record(copies: list[dict]) -> str:
    """Show a record, the first of its exact copies, and where all of them stand."""
    record = copies[0]
    more = f"<br>and {len(copies) - PLACES:,} more" if len(copies) > PLACES else ""
    facts = {
        "Authors": escape(_authors(record)),
        "Year": f"{record['date']:%Y}" if pd.notna(record.get("date")) else "",
        "Published in": escape(_published(record)),
        "DOI": _link("https://doi.org/", _text(record, "doi")),
        "arXiv": _link("https://arxiv.org/abs/", _text(record, "arxiv_id")),
        "Stands in": "<br>".join(escape(_stands(copy)) for copy in copies[:PLACES])
        + more,
    }
    rows = [
        f"<dt>{name}</dt><dd>{fact or '–'}</dd>"
        for name, fact in facts.items()
        if fact or name != "arXiv"
    ]
    return f"<dl>{''.join(rows)}</dl>{_abstract(_text(record, 'abstract'))}"


def _gone(place: str) -> str:
    stood = f" It stood in {escape(place)}." if place else ""
    return f"<p class='aside'>This record is not in the report any more, or has changed since.{stood}</p>"


def _text(record: dict, name: str) -> str:
    return record[name].strip() if isinstance(record.get(name), str) else ""


def _stands(record: dict) -> str:
    line = f", line {record['line']}" if pd.notna(record.get("line")) else ""
    return f"{record['dump']}, record {record['record']}{line}"


def _authors(record: dict) -> str:
    names = record.get("authors")
    return (
        list_some(names, NAMES)
        if isinstance(names, list | np.ndarray)
        else _text(record, "authors")
    )


def _published(record: dict) -> str:
    volume, issue, pages = (
        _text(record, name) for name in ("volume", "issue", "pages")
    )
    numbers = volume + (f"({issue})" if issue else "")
    return ", ".join(
        filter(None, [_text(record, "venue"), numbers, pages and f"pp. {pages}"])
    )


def _link(stem: str, name: str) -> str:
    address = escape(stem + quote(name, safe="/:;()._-"))
    return (
        f"<a href='{address}' target='_blank' rel='noopener'>{escape(name)}</a>"
        if name
        else ""
    )


def _abstract(text: str) -> str:
    if not text:
        return "<i>No abstract in the dumps.</i>"
    if len(text) <= CLIP + 80:  # the rest is not worth a click
        return escape(text)
    summary = f"<span class='clip'>{escape(cut_text(text, CLIP))} <i>more</i></span><i class='less'>less</i>"
    return f"<details><summary>{summary}</summary>{escape(text)}</details>"


_LEFT = "<style>.jp-RenderedHTMLCommon .table :is(th, td) { text-align: left }</style>"  # JupyterLab puts text right
SHARES = ("first", "last", "confidence", "base")  # shown in per cent
POINTS = ("difference", "low", "high")  # in percentage points


def table(table: pd.DataFrame, rows: int = 30, name: str = "") -> HTML:
    """Show a table as it should be read: shares in per cent, lists joined, dates without a time, everything escaped.

    Beyond `rows` the rest is counted in a line below. With a `name` for links to go to, its column `topic` is not shown
    and names the rows: `topic-3`.
    """
    links = [f"topic-{topic}" for topic in table["topic"]] if name else []
    table = table.drop(columns="topic") if name else table
    cells = table.head(rows).apply(_counted).copy()
    for column in cells:
        cells[column] = [_cell(column, value) for value in cells[column]]
    cells.columns = [str(column).replace("_", " ") for column in cells.columns]
    numeric = [
        i
        for i, column in enumerate(table, 1)
        if pd.api.types.is_numeric_dtype(table[column])
    ]
    classes = ["table", *(f"n{i}" for i in numeric)]
    more = (
        f"<p class='more'>and {len(table) - rows:,} more rows</p>"
        if len(table) > rows
        else ""
    )
    none = "<p class='more'>None.</p>"
    html = cells.to_html(
        index=False, border=0, classes=classes, escape=True, table_id=name or None
    )
    return HTML(_LEFT + _linked(html, links) + more if len(table) else none)


def _linked(html: str, links: list[str]) -> str:
    head, body = html.split("<tbody>")
    first, *rows = body.split("<tr>")
    named = (f'<tr id="{link}">{row}' for link, row in zip(links, rows, strict=False))
    return (
        f"{head}<tbody>{first}{''.join(named) if links else '<tr>' + '<tr>'.join(rows)}"
    )


def papers(papers: pd.DataFrame, most: int = 1000) -> HTML:
    """Show titles that open to their abstracts, grouped by the column `group` where there is one.

    Beyond `most` papers in all, each group is cut in proportion, and says so.
    """
    keep = min(1.0, most / max(1, len(papers)))
    groups = (
        papers.groupby("group", sort=False) if "group" in papers else [("", papers)]
    )
    parts = [] if len(papers) else ["<p class='more'>None.</p>"]
    for name, group in groups if len(papers) else ():
        shown = group.head(max(3, int(keep * len(group))))
        items = "".join(_paper(row) for row in shown.itertuples())
        left = len(group) - len(shown)
        items += (
            f"<p class='more'>and {left:,} more, in papers.parquet</p>" if left else ""
        )
        heading = (
            f"<summary><b>{escape(str(name))}</b> <span>{len(group):,}</span></summary>"
        )
        parts.append(
            f"<details class='group'>{heading}{items}</details>" if name else items
        )
    return HTML(f"<div class='papers'>{''.join(parts)}</div>")


def tree(levels: pd.DataFrame) -> HTML:
    """Show themes that open to their topics, and topics to their parts, with the number of papers of each."""
    themes = []
    for (_, theme), inside in levels.groupby(["theme", "theme_label"], sort=False):
        topics = []
        for (_, topic), parts in inside.groupby(["topic", "topic_label"], sort=False):
            items = "".join(
                f"<li>{_sized(part.part_label, part.papers)}</li>"
                for part in parts.itertuples()
            )
            one = (parts["part"] < 0).all()
            name = _sized(topic, parts["papers"].sum())
            topics.append(
                f"<li>{name}</li>"
                if one
                else f"<li><details><summary>{name}</summary><ul>{items}</ul></details></li>"
            )
        name = _sized(theme, inside["papers"].sum())
        themes.append(
            f"<li><details open><summary><b>{name}</b></summary><ul>{''.join(topics)}</ul></details></li>"
        )
    return HTML(f"<ul class='tree'>{''.join(themes)}</ul>")


def profiles(passports: pd.DataFrame) -> HTML:
    """Show the passport of each topic: what it is made of and how far to trust it."""
    return HTML(
        f"<div class='passports'>{''.join(map(_passport, passports.itertuples()))}</div>"
    )


def _passport(row) -> str:
    facts = {
        "papers": f"{row.papers:,} ({row.share:.0%})",
        "stability": _cell("stability", row.stability),
        "coherence": _cell("coherence", row.coherence),
        "distinctness": _cell("distinctness", row.distinctness),
        "nearest topic": _cell("", row.nearest_label),
        "keywords": ", ".join(row.keywords),
        "dumps": " · ".join(row.dumps),
    }
    items = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
    )
    lists = "".join(
        f"<h4>{name}</h4><ul>{''.join(f'<li>{escape(title)}</li>' for title in titles)}</ul>"
        for name, titles in (
            ("Most central", row.central),
            ("On the border → and to what", row.borderline),
        )
    )
    return f"<details class='group'><summary><b>{escape(row.label)}</b></summary><dl>{items}</dl>{lists}</details>"


def _counted(values: pd.Series) -> pd.Series:
    """Take numbers without fractions for counts, which missing ones make into fractions."""
    ratio = values.name.startswith(("share", "change")) or values.name in (
        *SHARES,
        *POINTS,
        "p",
        "q",
    )
    whole = (
        not ratio
        and pd.api.types.is_float_dtype(values)
        and (values.dropna() % 1 == 0).all()
    )
    return values.astype("Int64") if whole else values


def _sized(label: str, papers: int) -> str:
    return f"{escape(label or 'the rest')} <span>{papers:,}</span>"


def _paper(row) -> str:
    abstract = (
        row.abstract if isinstance(row.abstract, str) else "No abstract in the dumps."
    )
    return f"<details><summary>{escape(row.title)}</summary><p>{escape(abstract)}</p></details>"


def _cell(column: str, value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        if column.startswith("share") or column in SHARES:
            return f"{value:.1%}"
        if column in POINTS:
            return f"{100 * value:+.1f}"
        if column.startswith("change"):
            return f"×{value:.2f}"
        if column in ("p", "q"):
            return "<\u00a0.001" if value < 0.001 else f"{value:.3f}"
        return f"{value:.2f}"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)


PAGE_STYLE = """<style>
.reading { line-height: 1.55; color: var(--jp-content-font-color1); overflow-wrap: anywhere }
.reading h3 { margin: 0 0 .4em; font-size: 1.25em; line-height: 1.3 }
.reading p { margin: 0 0 .7em }
.reading .aside { color: var(--jp-ui-font-color2); font-size: .92em }
.reading a { color: var(--jp-content-link-color) }
.reading mark { background: color-mix(in srgb, var(--jp-warn-color1) 35%, transparent); color: inherit }
</style>"""
PAGE_AUTHORS = 8  # of authors


def paper_page(paper: dict, dumps: Iterable[str] = (), query: str = "") -> str:
    """Write a paper as HTML, everything escaped: title, authors, where and when, abstract, topic, and its dumps.

    `paper` is a row of papers, and may have any of the usual columns; what `query` finds is marked.
    """
    abstract = (
        mark_found(_page_text(paper, "abstract"), query)
        or "<i>No abstract in the dumps.</i>"
    )
    stands = " · ".join(
        filter(None, [escape(_page_text(paper, "topic_label")), _page_dumps(dumps)])
    )
    lines = [_page_authors(paper, query), _page_where(paper, query), _page_links(paper)]
    asides = "".join(f"<p class='aside'>{line}</p>" for line in lines if line)
    return in_style(
        f"<h3>{mark_found(_page_text(paper, 'title'), query)}</h3>{asides}<p>{abstract}</p><p class='aside'>{stands}</p>"
    )


def in_style(html: str) -> str:
    """Put HTML into the style of the page."""
    return f"{PAGE_STYLE}<div class='reading'>{html}</div>"


def paper_year(paper: dict) -> str:
    """Give the year of a paper; "" where it is not known."""
    date = paper.get("date")
    return "" if pd.isna(date) else str(pd.Timestamp(date).year)


def _page_authors(paper: dict, query: str) -> str:
    names = paper.get("authors")
    names = [] if names is None or isinstance(names, float) else list(names)
    more = f" and {len(names) - PAGE_AUTHORS} more" if len(names) > PAGE_AUTHORS else ""
    return mark_found("; ".join(names[:PAGE_AUTHORS]), query) + more


def _page_where(paper: dict, query: str) -> str:
    return ", ".join(
        filter(None, [mark_found(_page_text(paper, "venue"), query), paper_year(paper)])
    )


def _page_links(paper: dict) -> str:
    doi, url = _page_text(paper, "doi"), _page_text(paper, "url")
    links = [(f"https://doi.org/{quote(doi, safe='/')}", f"doi:{doi}")] if doi else []
    if not links and url.startswith(("https://", "http://")):
        links = [(url, url)]
    return "".join(
        f"<a href='{escape(to)}' target='_blank' rel='noopener noreferrer'>{escape(name)}</a>"
        for to, name in links
    )


def _page_dumps(dumps: Iterable[str]) -> str:
    names = ", ".join(map(escape, dict.fromkeys(dumps)))
    return f"in {names}" if names else ""


def _page_text(paper: dict, name: str) -> str:
    value = paper.get(name)
    return value if isinstance(value, str) else ""
