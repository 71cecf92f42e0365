"""The formats that are written, and the keys and kinds that all of them share."""

import pandas as pd

from litreview.write import _fields
from litreview.write._bibtex import bibtex
from litreview.write._csl import csl_json
from litreview.write._ris import ris
from litreview.write._table import csv, xlsx

FORMATS = {"bib": bibtex, "ris": ris, "csv": csv, "xlsx": xlsx, "json": csl_json}


def entry_keys_and_kinds(papers: pd.DataFrame) -> pd.DataFrame:
    """Give the key and the kind of each paper, as every bibliography has them.

    Parameters
    ----------
    papers
        As for `bibtex`.

    Returns
    -------
    `key`, such as doe2019silt, and `kind`: article, inproceedings or misc; a row a
    paper.
    """
    rows = list(_fields.read_fields(papers))
    kinds = [_fields.entry_kind(row["venue"]) for row in rows]
    keys = _fields.entry_keys(rows)
    return pd.DataFrame({"key": keys, "kind": kinds}, index=papers.index, dtype="str")
