"""The best value of each field of a paper, out of all its records, with where it came from."""

import numpy as np
import pandas as pd

from litreview.dedupe import _compare

FIELDS = {
    "title": "str",
    "abstract": "str",
    "date": "datetime64[us]",
    "date_precision": "str",
    "authors": "object",
}
FIELDS |= dict.fromkeys(
    ("venue", "volume", "issue", "pages", "doi", "arxiv_id", "pmid", "url"), "str"
)
PRINTED = ["venue", "volume", "issue", "pages"]


def merge_records(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the best value of each field of each paper.

    `records` has a row a record, with its `paper_id` and `record_id`. The longest abstract is taken, the longest list
    of authors and of those the one with most letters, the earliest date (if each was as late as its precision allows:
    a day in 2019 before the year 2020, the year 2020 before a day in 2021, a day in 2020 before the year 2020), venue
    and pages of a journal before those of a preprint server, and the title that is neither in capitals nor between
    notes. Returns the papers in the order of their first records (`paper_id`, the fields, `records`), and for those
    of several records where each value came from: `paper_id`, `field`, `source` (dump#record) and `records`, how many
    have a value.
    """
    records = records.reset_index(drop=True)
    records = records.reindex(
        columns=[*records.columns, *FIELDS.keys() - set(records.columns)]
    ).astype(FIELDS)
    records = records.assign(authors=records["authors"].map(_listed))
    several = records["paper_id"].duplicated(keep=False)
    first = records.loc[~records["paper_id"].duplicated(), ["paper_id", *FIELDS]]
    table = first.set_index("paper_id").assign(
        records=records["paper_id"].value_counts()
    )
    own = records[several].assign(
        preprint=lambda table: _compare.preprints(table),
        printed=lambda table: -table[PRINTED].notna().sum(axis=1),
    )
    if own.empty:
        return table.reset_index(), _sources(records, {})
    taken = {field: _taken(own, field) for field in FIELDS if field != "date_precision"}
    papers, rows = (
        own["paper_id"].drop_duplicates(),
        taken | {"date_precision": taken["date"]},
    )
    chosen = {
        field: records[field].reindex(rows[field].reindex(papers)).array
        for field in FIELDS
    }
    chosen["authors"] = [
        value if isinstance(value, list) else [] for value in chosen["authors"]
    ]
    chosen = pd.DataFrame(chosen, index=papers.array).astype(FIELDS)
    table = pd.concat([table.drop(papers), chosen.assign(records=table["records"])])
    return table.loc[first["paper_id"]].rename_axis("paper_id").reset_index(), _sources(
        records, taken
    )


def provenance_table(sources: pd.DataFrame) -> pd.DataFrame:
    """Count for papers of several records how many of their values came from which dump: `dump` × field."""
    dumps = sources["source"].str.replace(r"#\d+$", "", regex=True).rename("dump")
    table = pd.crosstab(dumps, sources["field"])
    return (
        table[[field for field in FIELDS if field in table]]
        .reset_index()
        .rename_axis(columns=None)
    )


def _taken(records: pd.DataFrame, field: str) -> pd.Series:
    """Find the row of the record whose value of the field is best, by paper."""
    there = records[_there(records[field])]
    ranks = {f"rank{n}": rank for n, rank in enumerate(_ranks(there, field))}
    there = there[["paper_id", "record_id"]].assign(**ranks)
    there = there.sort_values([*ranks, "record_id"], kind="stable").drop_duplicates(
        "paper_id"
    )
    return pd.Series(there.index, index=there["paper_id"])


def _ranks(records: pd.DataFrame, field: str) -> list[pd.Series]:
    """Rank the values that a field could take; the lowest is taken."""
    if field == "date":
        return [last_day(records), records["date_precision"] != "day"]
    if field == "authors":
        return [
            -records["authors"].map(len),
            -records["authors"].map(lambda names: sum(map(len, names))),
        ]
    if field == "title":
        odd = records["title"].str.isupper() | records["title"].str.contains(
            r"^\s*\[|\]\s*$|<\w+>|\.\.\.\s*$", regex=True
        )
        return [odd, -records["title"].str.len()]
    if field in PRINTED:
        return [
            records["preprint"],
            records["printed"],
            -records["venue"].str.len().fillna(0),
        ]
    return (
        [records["preprint"], -records[field].str.len()]
        if field == "doi"
        else [-records[field].str.len()]
    )


def last_day(records: pd.DataFrame) -> pd.Series:
    """Give the last day that the date of each record could be, by its precision."""
    dates = records["date"]
    ends = {
        "year": dates + pd.offsets.YearEnd(0),
        "month": dates + pd.offsets.MonthEnd(0),
    }
    for precision, end in ends.items():
        dates = dates.mask(records["date_precision"] == precision, end)
    return dates


def _sources(records: pd.DataFrame, taken: dict[str, pd.Series]) -> pd.DataFrame:
    names = records["dump"].astype("str") + "#" + records["record"].astype("str")
    tables = [pd.DataFrame({"paper_id": [], "field": [], "source": [], "records": []})]
    for field, rows in taken.items():
        counts = records.loc[_there(records[field]), "paper_id"].value_counts()
        source = names[rows].to_numpy()
        tables.append(
            pd.DataFrame(
                {
                    "paper_id": rows.index,
                    "field": field,
                    "source": source,
                    "records": counts[rows.index].array,
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    return table.astype(
        {"paper_id": "str", "field": "str", "source": "str", "records": "int64"}
    )


def _there(values: pd.Series) -> pd.Series:
    if values.dtype == object:
        return values.map(len) > 0
    return values.notna()


def _listed(names) -> list:
    return list(names) if isinstance(names, list | tuple | np.ndarray) else []
