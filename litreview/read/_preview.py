"""The first records of each file as they were read, for a person to judge by."""

import pandas as pd

from litreview import show

BEGINNING = 120  # letters that are shown of an abstract
FEW = 10  # files
MOST_AUTHORS = 3
NO_ABSTRACT = "no abstract"
# Certainties, the ones to look at first.
BY_DOUBT = ["refused", "doubtful", "sure"]


def order_by_doubt(files: pd.DataFrame) -> pd.DataFrame:
    """Put the files that are doubtful or refused first.

    Of more files than are looked at one by one, the first of each layout come next;
    then all others, in the order given.
    """
    rank = files["certainty"].map(BY_DOUBT.index)
    further = files.groupby(["layout", "certainty"]).cumcount() > 0
    further &= (len(files) > FEW) & (files["certainty"] == "sure")
    order = files.assign(rank=rank, further=further)
    order = order.sort_values(["rank", "further"], kind="stable")
    return files.loc[order.index]


def first_records(
    found: pd.DataFrame, files: pd.DataFrame, most: int = 3
) -> pd.DataFrame:
    """List the first records of each file, the doubtful files first.

    Parameters
    ----------
    found, files
        As `records` or `scan` returns them.
    most
        How many records of a file.

    Returns
    -------
    pandas.DataFrame
        `dump`, `record`, `title`, `authors`, `year`, `venue`, `ids` and `abstract`
        (its beginning, or that there is none), as texts for people.
    """
    firsts = found.groupby("dump", sort=False).head(most)
    place = pd.Series(range(len(files)), index=order_by_doubt(files)["dump"])
    firsts = firsts.assign(place=firsts["dump"].map(place))
    firsts = firsts.sort_values(["place", "record"], kind="stable", ignore_index=True)

    return pd.DataFrame(
        {
            "dump": firsts["dump"],
            "record": firsts["record"],
            "title": firsts["title"].map(plain_text),
            "authors": firsts["authors"].map(_write_authors),
            "year": firsts["date"].map(_write_year),
            "venue": firsts["venue"].map(plain_text),
            "ids": [_write_ids(row) for row in firsts.itertuples()],
            "abstract": [_write_abstract(row) for row in firsts.itertuples()],
        },
        dtype="object",
    )


def first_records_table(
    found: pd.DataFrame, files: pd.DataFrame, most: int = 3
) -> pd.DataFrame:
    """List the first records as a table to read, without columns that are all empty.

    Returns
    -------
    pandas.DataFrame
        `dump`, `title`, `authors`, `year`, `abstract`.
    """
    table = first_records(found, files, most)
    columns = ["dump", "title"]
    for name in ("authors", "year"):
        if (table[name] != "").any():
            columns.append(name)
    return table[[*columns, "abstract"]]


def plain_text(text: object) -> str:
    """Write a text on one line, without what is no letter; "" where it is missing."""
    if not isinstance(text, str):
        return ""
    on_one_line = " ".join(text.split())
    return "".join(filter(str.isprintable, on_one_line))


def _write_authors(names: list[str]) -> str:
    authors = "; ".join(map(plain_text, names[:MOST_AUTHORS]))
    if len(names) > MOST_AUTHORS:
        authors += f" and {len(names) - MOST_AUTHORS:,} more"
    return authors


def _write_year(date: pd.Timestamp) -> str:
    if pd.isna(date):
        return ""
    return f"{date:%Y}"


def _write_ids(row) -> str:
    ids = []
    for name, column in (("doi", "doi"), ("arXiv", "arxiv_id"), ("PMID", "pmid")):
        value = plain_text(getattr(row, column))
        if value:
            ids.append(f"{name} {value}")
    return ", ".join(ids)


def _write_abstract(row) -> str:
    """Write how the abstract begins; a snippet is called one."""
    abstract = plain_text(row.abstract)
    if abstract:
        return show.cut_text(abstract, BEGINNING)
    snippet = plain_text(getattr(row, "snippet", None))
    if snippet:
        return f"{NO_ABSTRACT}, a snippet: {show.cut_text(snippet, BEGINNING)}"
    return NO_ABSTRACT
