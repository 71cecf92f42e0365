"""Two records beside one another, as a person compares them."""

import re
from difflib import SequenceMatcher
from html import escape

import pandas as pd
from IPython.display import HTML

from litreview.show import _papers, _style

LINE = 0.5  # the score from which two records are one work
CLIP = 420  # characters of an abstract before "more"
NOT_WORTH_A_CLICK = 80  # further characters
MOST_PLACES = 4  # of exact copies


def pair(
    pair: dict,
    records: pd.DataFrame,
) -> str:
    """Show a pair of records: why it was found so, and all that tells the two apart.

    Parameters
    ----------
    pair
        A row of `dedupe.draft_decisions`.
    records
        The compared records that come with it. A record that is not among them is
        shown by its title alone.

    Returns
    -------
    str
        HTML, everything escaped, for `in_style(…, "beside")`.
    """
    reasons = []
    if pair["found"]:
        reasons.append(f"Found: <b>{escape(pair['found'])}</b>")
    reasons.append(escape(pair["reason"]))
    if pair["score"]:
        reasons.append(f"score {escape(pair['score'])}")

    titles, bodies = [], []
    for side in "ab":
        same_id = records["record_id"] == pair[f"record_id_{side}"]
        copies = records[same_id].to_dict("records")
        if copies:
            titles.append(copies[0]["title"])
            bodies.append(_record_facts(copies))
        else:
            titles.append(pair[f"title_{side}"])
            bodies.append(_missing_record(pair[f"record_{side}"]))

    sections = ""
    for title, body in zip(mark_differences(*titles), bodies, strict=True):
        sections += f"<section><h4>{title}</h4>{body}</section>"
    reason = " · ".join(filter(None, reasons))
    return f"<p>{reason}</p><div class='sides'>{sections}</div>"


def pairs(
    pairs: pd.DataFrame,
    records: pd.DataFrame,
    most: int = 20,
) -> HTML:
    """Show pairs of records as lines that open to both records, closest calls first.

    Parameters
    ----------
    pairs
        Rows of `dedupe.draft_decisions`, in any order.
    records
        The compared records that come with them.
    most
        How many pairs to show; the others are counted.

    Returns
    -------
    HTML
        The lines, everything escaped.
    """
    if pairs.empty:
        return HTML("<p>None.</p>")

    scores = pd.to_numeric(pairs["score"], errors="coerce")
    distances = (scores - LINE).abs().sort_values(kind="stable")
    closest = pairs.loc[distances.index].head(most)

    html = ""
    for row in closest.to_dict("records"):
        html += _pair_line(row, records)
    if len(pairs) > most:
        more = len(pairs) - most
        file = "<i>duplicate_decisions.csv</i>"
        html += f"<p class='aside'>and {more:,} more in {file}</p>"
    return HTML(_style.in_style(html, "beside listed"))


def mark_differences(
    a: str,
    b: str,
) -> tuple[str, str]:
    """Escape two titles, and mark the words in which they differ.

    Case and punctuation make no difference.
    """
    words_a = a.split()
    words_b = b.split()
    matcher = SequenceMatcher(
        None,
        _plain_words(words_a),
        _plain_words(words_b),
        autojunk=False,
    )

    parts_a = []
    parts_b = []
    for kind, start_a, stop_a, start_b, stop_b in matcher.get_opcodes():
        differs = kind != "equal"
        parts_a.append(_mark_words(words_a[start_a:stop_a], differs))
        parts_b.append(_mark_words(words_b[start_b:stop_b], differs))
    marked_a = " ".join(filter(None, parts_a))
    marked_b = " ".join(filter(None, parts_b))
    return marked_a, marked_b


def _plain_words(words: list[str]) -> list[str]:
    plain = []
    for word in words:
        plain.append(re.sub(r"[\W_]+", "", word).casefold() or word)
    return plain


def _mark_words(
    words: list[str],
    differs: bool,
) -> str:
    text = escape(" ".join(words))
    if text and differs:
        return f"<mark>{text}</mark>"
    return text


def _pair_line(
    row: dict,
    records: pd.DataFrame,
) -> str:
    title_a, title_b = mark_differences(row["title_a"], row["title_b"])
    titles = title_a
    if title_b != title_a:
        titles += f"<br>{title_b}"
    found = f"<b>{escape(row['found'])}</b> {escape(row['score'])}"
    return (
        f"<details class='pair'><summary><span class='told'>{found}</span>"
        f"<span>{titles}</span></summary>{pair(row, records)}</details>"
    )


def _record_facts(copies: list[dict]) -> str:
    """Show a record, the first of its exact copies, and where all of them stand."""
    record = copies[0]
    doi = _papers.paper_text(record, "doi")
    arxiv_id = _papers.paper_text(record, "arxiv_id")
    facts = {
        "Authors": escape(_papers.authors_text(record, ", ")),
        "Year": _papers.paper_year(record),
        "Published in": escape(_published_text(record)),
        "DOI": "",
    }
    if doi:
        facts["DOI"] = _papers.write_link(_papers.doi_address(doi), doi)
    if arxiv_id:
        address = "https://arxiv.org/abs/" + _papers.quote_id(arxiv_id)
        facts["arXiv"] = _papers.write_link(address, arxiv_id)
    facts["Stands in"] = _list_places(copies)

    rows = ""
    for name, fact in facts.items():
        rows += f"<dt>{name}</dt><dd>{fact or '–'}</dd>"
    return f"<dl>{rows}</dl>{_clip_abstract(_papers.paper_text(record, 'abstract'))}"


def _missing_record(place: str) -> str:
    stood = ""
    if place:
        stood = f" It stood in {escape(place)}."
    return (
        "<p class='aside'>This record is not in the report any more, or has changed "
        f"since.{stood}</p>"
    )


def _list_places(copies: list[dict]) -> str:
    places = []
    for copy in copies[:MOST_PLACES]:
        place = f"{copy['dump']}, record {copy['record']}"
        if pd.notna(copy.get("line")):
            place += f", line {copy['line']}"
        places.append(escape(place))
    if len(copies) > MOST_PLACES:
        places.append(f"and {len(copies) - MOST_PLACES:,} more")
    return "<br>".join(places)


def _published_text(record: dict) -> str:
    volume = _papers.paper_text(record, "volume")
    issue = _papers.paper_text(record, "issue")
    pages = _papers.paper_text(record, "pages")
    if issue:
        volume += f"({issue})"
    if pages:
        pages = f"pp. {pages}"
    parts = [_papers.paper_text(record, "venue"), volume, pages]
    return ", ".join(filter(None, parts))


def _clip_abstract(text: str) -> str:
    if not text:
        return f"<i>{_papers.NO_ABSTRACT}</i>"
    if len(text) <= CLIP + NOT_WORTH_A_CLICK:
        return escape(text)
    clipped = escape(_style.cut_text(text, CLIP))
    return (
        f"<details><summary><span class='clip'>{clipped} <i>more</i></span>"
        f"<i class='less'>less</i></summary>{escape(text)}</details>"
    )
