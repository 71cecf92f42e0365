"""The best value of each field of a paper, out of all its records, and whose it is."""

import numpy as np
import pandas as pd

from litreview import tables
from litreview.dedupe import _compare

FIELDS = tables.RECORD_FIELDS
# Lists to which each record adds what the others lack. Affiliations and references are
# written in another way by each database, so those of one record are taken.
UNITED = ["keywords", "subjects", "countries"]
PRINTED = ["venue", "volume", "issue", "pages"]
PROVENANCE = {"paper_id": "str", "field": "str", "source": "str", "records": "int64"}
# A title that begins or ends with a note in brackets, has tags, or was cut off.
_ODD_TITLE = r"^\s*\[|\]\s*$|<\w+>|\.\.\.\s*$"


def merge_records(
    records: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the best value of each field of each paper.

    - title: neither in capitals nor between notes, and of these the longest;
    - abstract: the longest;
    - date: the earliest, if each was as late as its precision allows: a day in 2019
      before the year 2020, the year 2020 before a day in 2021, a day in 2020 before the
      year 2020;
    - authors: the most, and of these with most letters;
    - venue, volume, issue, pages, DOI: of a journal before a preprint server;
    - keywords, subjects, countries: those of the record with the most, then what the
      others add, each once;
    - affiliations, references: the most;
    - type: the most telling, as in `tables.PAPER_TYPES`;
    - language: that of most records;
    - cited by: the largest count;
    - retracted: whether any record says so;
    - others: the longest.

    Parameters
    ----------
    records
        A row for each record, with `record_id` and the `paper_id` of its paper.

    Returns
    -------
    papers
        `paper_id`, the fields in `FIELDS` and `records` (how many), in the order of
        their first records.
    provenance
        Where each value of papers of several records came from: `paper_id`, `field`,
        `source` (dump#record) and `records`, how many have a value. A list of several
        records has a row for each that added to it.
    """
    records = records.reset_index(drop=True)
    records = _complete_fields(records)
    paper_ids = records["paper_id"]
    first_records = records[~paper_ids.duplicated()]
    papers = first_records.set_index("paper_id")[list(FIELDS)]

    chosen = {}
    of_several = records[paper_ids.duplicated(keep=False)]
    if len(of_several):
        chosen = _choose_records(of_several)
        merged = _take_values(
            records,
            chosen,
            of_several["paper_id"].unique(),
        )
        order = papers.index
        alone = papers.drop(merged.index)
        papers = pd.concat([alone, merged])
        papers = papers.loc[order]

    papers = papers.assign(records=paper_ids.value_counts())
    papers = papers.rename_axis("paper_id").reset_index()
    return papers, _provenance(records, chosen)


def last_days(records: pd.DataFrame) -> pd.Series:
    """Give the last day that the date of each record could be, by its precision."""
    dates = records["date"]
    precision = records["date_precision"]
    of_years = dates + pd.offsets.YearEnd(0)
    of_months = dates + pd.offsets.MonthEnd(0)
    dates = dates.mask(precision == "year", of_years)
    return dates.mask(precision == "month", of_months)


def _complete_fields(records: pd.DataFrame) -> pd.DataFrame:
    """Add the fields that the records lack, and give all of them their types."""
    columns = list(records.columns)
    for field in FIELDS:
        if field not in columns:
            columns.append(field)
    records = records.reindex(columns=columns)
    records = records.astype(FIELDS)
    return records.assign(**_make_lists(records))


def _choose_records(records: pd.DataFrame) -> dict[str, pd.Series]:
    """Find for each field and paper the record whose value is best.

    Returns for each field the rows of these records, by paper.
    """
    records = records.assign(
        is_preprint=_compare.find_preprints(records),
        missing_places=records[PRINTED].isna().sum(axis=1),
    )
    chosen = {}
    for field in FIELDS:
        if field == "date_precision":  # goes with the date
            continue
        known = records[_has_value(records[field])]
        ranks = _rank_values(known, field)
        order = [*ranks.columns, "record_id"]
        ranked = known[["paper_id", "record_id"]].join(ranks)
        ranked = ranked.sort_values(order, kind="stable")
        best = ranked.drop_duplicates("paper_id")
        chosen[field] = pd.Series(
            best.index,
            index=best["paper_id"],
        )
    return chosen


def _rank_values(records: pd.DataFrame, field: str) -> pd.DataFrame:
    """Rank the values that a field could take, column by column; the lowest is best."""
    values = records[field]
    is_preprint = records["is_preprint"]
    ranks = {}
    if field == "date":
        ranks["last_day"] = last_days(records)
        ranks["vague"] = records["date_precision"] != "day"
    elif field == "authors":
        names = values.map(len)
        letters = values.map(_count_letters)
        ranks["fewer"] = -names
        ranks["shorter"] = -letters
    elif field == "title":
        in_capitals = values.str.isupper()
        with_notes = values.str.contains(_ODD_TITLE)
        ranks["odd"] = in_capitals | with_notes
        letters = values.str.len()
        ranks["shorter"] = -letters
    elif field in PRINTED:
        ranks["is_preprint"] = is_preprint
        ranks["missing_places"] = records["missing_places"]
        letters_of_venue = records["venue"].str.len()
        ranks["shorter_venue"] = -letters_of_venue.fillna(0)
    elif field == "doi":
        ranks["is_preprint"] = is_preprint
        letters = values.str.len()
        ranks["shorter"] = -letters
    elif field in tables.LIST_FIELDS:
        ranks["fewer"] = -values.map(len)
    elif field == "type":
        ranks["vaguer"] = values.map(_rank_type)
    elif field == "language":
        papers = records["paper_id"]
        ranks["rarer"] = -values.groupby([papers, values]).transform("size")
    elif field in ("cited_by", "retracted"):
        ranks["smaller"] = -values.astype("int64")
    else:
        letters = values.str.len()
        ranks["shorter"] = -letters
    return pd.DataFrame(ranks, index=records.index)


def _take_values(
    records: pd.DataFrame,
    chosen: dict[str, pd.Series],
    papers: np.ndarray,
) -> pd.DataFrame:
    """Take the values of the chosen records, as a row for each of the papers."""
    # A date is as precise as its record says.
    rows = {**chosen, "date_precision": chosen["date"]}
    values = {}
    for field in FIELDS:
        row_of_paper = rows[field].reindex(papers)
        column = records[field].reindex(row_of_paper)
        values[field] = column.array
    table = pd.DataFrame(values, index=papers)
    table = table.assign(**_make_lists(table))
    for field in UNITED:
        united = _unite_lists(records, field)
        table[field] = table[field].where(~table.index.isin(united.index), united)
    return table.astype(FIELDS)


def _unite_lists(records: pd.DataFrame, field: str) -> pd.Series:
    """Unite the lists of the papers of which several records have one."""
    known = _longest_lists_first(records, field)
    several = known[known["paper_id"].duplicated(keep=False)]
    united: dict[str, dict[str, str]] = {}
    for paper, values in zip(several["paper_id"], several[field], strict=True):
        texts = united.setdefault(paper, {})
        for text in values:
            texts.setdefault(text.casefold(), text)
    lists = {paper: list(texts.values()) for paper, texts in united.items()}
    return pd.Series(lists, dtype="object")


def _find_contributions(records: pd.DataFrame, field: str) -> pd.Series:
    """Find the records that added to the list of their paper: their rows, by paper."""
    known = _longest_lists_first(records, field)
    rows, papers = [], []
    texts_of: dict[str, set[str]] = {}
    for row, paper, values in zip(
        known.index, known["paper_id"], known[field], strict=True
    ):
        texts = {text.casefold() for text in values}
        before = texts_of.setdefault(paper, set())
        if texts - before:
            rows.append(row)
            papers.append(paper)
        before |= texts
    return pd.Series(rows, index=papers, dtype="int64")


def _longest_lists_first(records: pd.DataFrame, field: str) -> pd.DataFrame:
    """Put the records that have a list in an order that files do not change."""
    known = records[_has_value(records[field])]
    known = known.assign(fewer=-known[field].map(len))
    return known.sort_values(["fewer", "record_id"], kind="stable")


def _provenance(
    records: pd.DataFrame,
    chosen: dict[str, pd.Series],
) -> pd.DataFrame:
    dumps = records["dump"].astype("str")
    numbers = records["record"].astype("str")
    sources = dumps + "#" + numbers
    parts = [pd.DataFrame(columns=list(PROVENANCE))]
    for field, rows in chosen.items():
        if field in UNITED:
            contributions = _find_contributions(records, field)
            rows = contributions[contributions.index.isin(rows.index)]
        papers = rows.index
        known = records.loc[_has_value(records[field]), "paper_id"]
        records_with = known.value_counts()
        columns = {
            "paper_id": papers,
            "field": field,
            "source": sources[rows].array,
            "records": records_with[papers].array,
        }
        parts.append(pd.DataFrame(columns))
    provenance = pd.concat(parts, ignore_index=True)
    return provenance.astype(PROVENANCE)


def _has_value(values: pd.Series) -> pd.Series:
    if values.dtype == object:
        return values.map(len) > 0
    return values.notna()


def _rank_type(name: str) -> int:
    if name in tables.PAPER_TYPES:
        return tables.PAPER_TYPES.index(name)
    return len(tables.PAPER_TYPES)


def _make_lists(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Make lists of the columns that hold some; an empty one where there is none."""
    return {field: table[field].map(_as_list) for field in tables.LIST_FIELDS}


def _as_list(values) -> list:
    if isinstance(values, list | tuple | np.ndarray):
        return list(values)
    return []


def _count_letters(names: list[str]) -> int:
    return sum(map(len, names))
