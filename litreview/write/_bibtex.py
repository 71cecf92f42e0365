"""Papers → BibTeX."""

import re
from functools import lru_cache

import pandas as pd

from litreview.text import MONTHS
from litreview.write import _fields
from litreview.write._tex import write_tex, write_tex_title, write_verbatim

_WITH_SUFFIX = re.compile(r"([^,]+), ([^,]+), ((?:jr|sr)\.?|ii|iii|iv)", re.IGNORECASE)


def bibtex(papers: pd.DataFrame) -> str:
    """Write papers as BibTeX that biblatex, BibTeX, JabRef and Zotero read.

    Parameters
    ----------
    papers
        `paper_id`, `title` and, as far as known, `abstract`, `date`, `date_precision`,
        `authors` (lists), `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`,
        `pmid`, `url` and `topic_label`, which becomes the keyword.

    Returns
    -------
    An entry a paper. Formulas and emphasis in TeX stay TeX; all else is escaped, so
    that it comes back as it was, on one line. A date is as fine as its precision. The
    key is made of family name, year and first word of the title, unless the papers have
    a column `key`; `litreview-id` is `paper_id`.
    """
    rows = list(_fields.read_fields(papers))
    keys = _fields.entry_keys(rows)
    entries = [_entry(row, key) for row, key in zip(rows, keys, strict=True)]
    return "\n".join(entries)


def _entry(row: dict, key: str) -> str:
    row = {
        name: _fields.one_line(value) if isinstance(value, str) else value
        for name, value in row.items()
    }
    kind = _fields.entry_kind(row["venue"])
    date = row["date"]
    in_book = kind == "inproceedings"
    # Elsewhere, `number` is that of a report.
    is_numbered = kind == "article" or row["volume"]

    fields = {
        "author": " and ".join(_author(name) for name in row["authors"]),
        "title": write_tex_title(row["title"]),
        "booktitle" if in_book else "journal": write_tex(row["venue"]),
        "volume": write_tex(row["volume"]),
        "number" if is_numbered else "issue": write_tex(row["issue"]),
        "pages": _pages(row["pages"]),
        "date": _fields.write_date(date),
        "year": str(date[0]) if date else "",
        "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
        "doi": write_verbatim(row["doi"]),
        "eprint": write_verbatim(row["arxiv_id"]),
        "archiveprefix": "arXiv" if row["arxiv_id"] else "",
        "pmid": write_verbatim(row["pmid"]),
        "url": write_verbatim(row["url"]),
        "keywords": _keyword(row["topic_label"]),
        "abstract": write_tex(row["abstract"]),
        "litreview-id": write_verbatim(row["paper_id"]),
    }

    lines = [f"@{kind}{{{key},\n"]
    for name, value in fields.items():
        if name == "month" and value:
            lines.append(f"  {name} = {value},\n")  # a name that BibTeX knows
        elif value:
            lines.append(f"  {name} = {{{value}}},\n")
    lines.append("}\n")

    return "".join(lines)


def _pages(pages: str) -> str:
    as_range = re.sub(r"^([^-]+)-([^-]+)$", r"\1–\2", pages)
    return write_tex(as_range).replace("–", "--")


def _keyword(label: str) -> str:
    # A comma would make two keywords of it.
    return write_tex(re.sub(r"\s*[,;]\s*", " / ", label))


@lru_cache(100_000)
def _author(name: str) -> str:
    """Write a name as BibTeX parts it; what it would part wrongly is in braces."""
    with_suffix = _WITH_SUFFIX.fullmatch(name)
    if with_suffix:
        family, given, suffix = with_suffix.groups()
        return write_tex(f"{family}, {suffix}, {given}")

    misread = name.count(",") > 1 or re.search("[;|]", name)
    if _fields.is_group(name) or misread:
        return f"{{{write_tex(name)}}}"
    return write_tex(name)
