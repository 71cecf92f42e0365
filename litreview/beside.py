"""Two records beside one another, as a person compares them."""

import re
from difflib import SequenceMatcher
from html import escape
from urllib.parse import quote

import numpy as np
import pandas as pd
from IPython.display import HTML

from litreview.sentences import some

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


def show(pair: dict, records: pd.DataFrame) -> str:
    """Show a pair of `settled.draft` as HTML: why it was found so, and its two records with all that tells them apart.

    `records` is of `settled.records_of`; a record that is not there is shown by its title alone.
    """
    found = f"Found: <b>{escape(pair['found'])}</b>" if pair["found"] else ""
    likeness = pair["score"] and f"score {escape(pair['score'])}"
    why = " · ".join(filter(None, [found, escape(pair["reason"]), likeness]))
    here = [records[records["record_id"] == pair[f"record_id_{side}"]].to_dict("records") for side in "ab"]
    titles = [own[0]["title"] if own else pair[f"title_{side}"] for own, side in zip(here, "ab", strict=True)]
    texts = [
        f"<section><h4>{title}</h4>{_record(own) if own else _gone(pair[f'record_{side}'])}</section>"
        for title, own, side in zip(marked(*titles), here, "ab", strict=True)
    ]
    return f"<p>{why}</p><div class='sides'>{''.join(texts)}</div>"


def listed(pairs: pd.DataFrame, records: pd.DataFrame, most: int = 20) -> HTML:
    """Show pairs of `settled.draft` as lines that open to both records, no more than `most` of them."""
    if pairs.empty:
        return HTML("<p>None.</p>")
    lines = [_line(pair, records) for pair in pairs.head(most).to_dict("records")]
    more = f"<p class='aside'>and {len(pairs) - most:,} more in <i>duplicates.csv</i></p>" if len(pairs) > most else ""
    return HTML(f"{STYLE}<div class='beside listed'>{''.join(lines)}{more}</div>")


def _line(pair: dict, records: pd.DataFrame) -> str:
    one, other = marked(pair["title_a"], pair["title_b"])
    titles = one if one == other else f"{one}<br>{other}"
    told = f"<span class='told'><b>{escape(pair['found'])}</b> {escape(pair['score'])}</span>"
    return f"<details class='pair'><summary>{told}<span>{titles}</span></summary>{show(pair, records)}</details>"


def marked(a: str, b: str) -> tuple[str, str]:
    """Escape two titles, and mark the words in which they differ, whatever their case and punctuation."""
    words = a.split(), b.split()
    plain = [[re.sub(r"[\W_]+", "", word).casefold() or word for word in side] for side in words]
    sides: tuple[list[str], list[str]] = ([], [])
    for kind, *ends in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        for side, own, (start, stop) in zip(sides, words, (ends[:2], ends[2:]), strict=True):
            text = escape(" ".join(own[start:stop]))
            side.append(f"<mark>{text}</mark>" if text and kind != "equal" else text)
    return tuple(" ".join(filter(None, side)) for side in sides)


def cut(text: str, most: int) -> str:
    """Cut a text at the end of a word where it is longer than `most` characters."""
    return text if len(text) <= most else re.sub(r"\s+\S{0,30}\Z", "", text[:most]) + "…"


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
        "Stands in": "<br>".join(escape(_stands(copy)) for copy in copies[:PLACES]) + more,
    }
    rows = [f"<dt>{name}</dt><dd>{fact or '–'}</dd>" for name, fact in facts.items() if fact or name != "arXiv"]
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
    return some(names, NAMES) if isinstance(names, list | np.ndarray) else _text(record, "authors")


def _published(record: dict) -> str:
    volume, issue, pages = (_text(record, name) for name in ("volume", "issue", "pages"))
    numbers = volume + (f"({issue})" if issue else "")
    return ", ".join(filter(None, [_text(record, "venue"), numbers, pages and f"pp. {pages}"]))


def _link(stem: str, name: str) -> str:
    address = escape(stem + quote(name, safe="/:;()._-"))
    return f"<a href='{address}' target='_blank' rel='noopener'>{escape(name)}</a>" if name else ""


def _abstract(text: str) -> str:
    if not text:
        return "<i>No abstract in the dumps.</i>"
    if len(text) <= CLIP + 80:  # the rest is not worth a click
        return escape(text)
    summary = f"<span class='clip'>{escape(cut(text, CLIP))} <i>more</i></span><i class='less'>less</i>"
    return f"<details><summary>{summary}</summary>{escape(text)}</details>"
