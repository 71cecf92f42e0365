"""Papers → CSL-JSON, which pandoc and Zotero read."""

from json import JSONEncoder

import pandas as pd

from litreview.write import _fields

_JSON = JSONEncoder(ensure_ascii=False)
_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "misc": "article",
}


def csl_json(papers: pd.DataFrame) -> str:
    """Write papers as CSL-JSON, a paper a line.

    Parameters
    ----------
    papers
        As for `bibtex`.

    Returns
    -------
    A list of items; their `id` is the key that `bibtex` gives too. Texts are as they
    were, lines and all. Names without a comma are split before the last word and its
    particles. "<" is escaped, so that the text can stand in a page.
    """
    rows = list(_fields.read_fields(papers))
    keys = _fields.entry_keys(rows)

    items = []
    for row, key in zip(rows, keys, strict=True):
        items.append(_JSON.encode(_item(row, key)))

    return "[\n" + ",\n".join(items).replace("<", "\\u003c") + "\n]\n"


def _item(row: dict, key: str) -> dict:
    date, arxiv_id = row["date"], row["arxiv_id"]

    item = {
        "id": key,
        "type": _TYPES[_fields.entry_kind(row["venue"])],
        "title": row["title"],
        "author": [_person(name) for name in row["authors"]],
        "issued": {"date-parts": [list(date)]} if date else None,
        "container-title": row["venue"],
        "volume": row["volume"],
        "issue": row["issue"],
        "page": row["pages"],
        "DOI": row["doi"],
        "number": f"arXiv:{arxiv_id}" if arxiv_id else "",
        "PMID": row["pmid"],
        "URL": row["url"],
        "keyword": row["topic_label"],
        "abstract": row["abstract"],
        "custom": {"litreview-id": row["paper_id"]},
    }
    return {name: value for name, value in item.items() if value}


def _person(name: str) -> dict[str, str]:
    family, given = _fields.split_name(name)
    if given:
        return {"family": family, "given": given}
    if _fields.is_group(name):
        return {"family": family, "literal": family}
    return {"family": family}
