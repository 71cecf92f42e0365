"""Papers → RIS."""

import re

import pandas as pd

from litreview.write import _fields

_TYPES = {"article": "JOUR", "inproceedings": "CPAPER"}


def ris(papers: pd.DataFrame) -> str:
    """Write papers as RIS, a line a field, whatever breaks of lines a text has.

    Parameters
    ----------
    papers
        As for `bibtex`.

    Returns
    -------
    A record a paper; its `ID` is the `paper_id`, its keyword the topic.
    """
    return "".join(_record(row) for row in _fields.read_fields(papers))


def _record(row: dict) -> str:
    arxiv_id, pmid = row["arxiv_id"], row["pmid"]
    first_page, last_page = _split_pages(row["pages"])

    fields = [("TY", _type(row)), ("ID", row["paper_id"])]
    for name in row["authors"]:
        fields.append(("AU", name))

    fields += [
        ("TI", row["title"]),
        ("T2", row["venue"]),
        ("VL", row["volume"]),
        ("IS", row["issue"]),
        ("SP", first_page),
        ("EP", last_page),
        ("PY", _fields.write_date(row["date"][:1])),
        ("DA", _day(row["date"])),
        ("DO", row["doi"]),
        ("AN", f"arXiv:{arxiv_id}" if arxiv_id else ""),
        ("N1", f"PMID: {pmid}" if pmid else ""),
        ("UR", row["url"]),
        ("KW", row["topic_label"]),
        ("AB", row["abstract"]),
    ]

    lines = []
    for tag, value in fields:
        text = _fields.one_line(value)
        if text:
            lines.append(f"{tag}  - {text}\r\n")
    lines.append("ER  - \r\n\r\n")

    return "".join(lines)


def _type(row: dict) -> str:
    kind = _fields.entry_kind(row["venue"])
    if kind in _TYPES:
        return _TYPES[kind]
    return "UNPB" if row["arxiv_id"] else "GEN"


def _split_pages(pages: str) -> tuple[str, str]:
    """Split a range of pages; what is none stays whole."""
    parts = pages.split("-")
    if len(parts) == 2 and all(re.search(r"\d", part) for part in parts):
        return parts[0], parts[1]
    return pages, ""


def _day(date: tuple[int, ...]) -> str:
    """Write a date as YYYY/MM/DD/, with nothing where it is not known."""
    if len(date) < 2:
        return ""
    return _fields.write_date(date, "/") + "/" * (4 - len(date))
