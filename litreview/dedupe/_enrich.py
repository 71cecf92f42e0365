"""Papers matched with the records of other files, which know their dates, authors, venues and identifiers."""

import itertools

import numpy as np
import pandas as pd

from litreview.dedupe import _block, _compare, _match, _merge
from litreview.dedupe._cluster import AGAINST
from litreview.text import as_code, count_of, format_date, list_some

FIELDS = (
    "date",
    "authors",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "abstract",
)
IDS = {"doi": "same DOI", "arxiv_id": "same arXiv id", "pmid": "same PMID"}


def enrich(
    papers: pd.DataFrame, metadata: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill what papers lack from records of the same papers in other files.

    `papers` are those of `duplicates.join`; `metadata` has a row a record: `dump`, `record`, `title`, `date_precision`
    and whichever of the other fields there are. Records are found as in `joins`. What a paper has already is never
    changed. Of several dates the one is taken that is earliest if each was as late as its precision allows: a day in
    2019 before the year 2020, the year 2020 before a day in 2021, a day in 2020 before the year 2020. This is when the
    paper was first published, as precisely as is known. Of several abstracts the longest is taken; else an identifier
    goes before a title, a journal before a preprint server, and then the first record. Returns the papers, and a row
    for each value gained: `paper_id`, `field`, `value` (a date to its precision), `source` (dump#record), `how`, and
    `score`, the share of letters that the two titles have in common, from 0 to 1.
    """
    found = match_metadata(papers, metadata)
    rows, columns = (
        [],
        {
            field: _column(papers, field).tolist()
            for field in (*FIELDS, "date_precision")
        },
    )
    values = {
        field: _column(metadata, field).tolist()
        for field in (*FIELDS, "date_precision")
    }
    dates = pd.DataFrame(
        {name: values[name] for name in ("date", "date_precision")}
    ).astype({"date": "datetime64[us]"})
    values["last_day"] = _merge.last_day(dates).tolist()
    sources = (
        metadata["dump"].astype("str") + "#" + metadata["record"].astype("str")
    ).tolist()
    for i, group in found.groupby("paper", sort=False):
        for field in FIELDS:
            if not _lacks(columns[field][i]):
                continue
            known = [
                row
                for row in group.itertuples()
                if not _lacks(values[field][row.record])
            ]
            if not known:
                continue
            row = min(known, key=lambda row: _rank(field, values, row.record))
            value, precision = (
                values[field][row.record],
                values["date_precision"][row.record],
            )
            columns[field][i] = (
                list(value)
                if field == "authors" and not isinstance(value, str)
                else value
            )
            if field == "date":
                columns["date_precision"][i] = precision
            said = _text(value, precision)
            rows.append(
                (
                    papers["paper_id"].iloc[i],
                    field,
                    said,
                    sources[row.record],
                    row.how,
                    row.score,
                )
            )
    gained = pd.DataFrame(
        rows, columns=["paper_id", "field", "value", "source", "how", "score"]
    )
    gained = gained.astype(
        dict.fromkeys(gained.columns[:5], "str") | {"score": "float64"}
    )
    kept = [
        field
        for field in columns
        if field in papers or (gained["field"] == field).any()
    ]
    kinds = {"date": "datetime64[us]", "authors": "object"}
    filled = {
        field: pd.Series(columns[field], papers.index, dtype=kinds.get(field, "str"))
        for field in kept
    }
    return papers.assign(**filled), gained


def match_metadata(papers: pd.DataFrame, metadata: pd.DataFrame) -> pd.DataFrame:
    """Find the records that are of the same papers: by identifier, by title, by nearly the same title.

    Returns positions in the two tables (`paper`, `record`), `how`, `score` (the share of letters that the titles have
    in common) and whether more than the title says so (`sure`). Records are compared as duplicates are: see
    `judging.judge`. Another publication of the same work will do, and so will a title alone, if it is specific. Records
    that fit a paper by the title but not each other are two papers, and neither is joined.
    """
    found, rivals = _judged(papers, metadata)
    exact = found["title"].isin(["same", "generic"])
    how = found["same_id"].map(IDS).where(found["same_id"] != "", "same title")
    near = (how == "same title") & ~exact
    how = how.mask(
        near, [f"nearly the same title ({score:.2f})" for score in found["letters"]]
    )
    found = found.assign(
        how=how,
        score=found["letters"].astype("float64"),
        sure=found["evidence"] >= _match.ASKED,
    )
    # A record that is one paper's to the letter is not nearly another's, and of two papers it can be only one.
    named = found["record"].isin(found.loc[~near, "record"])
    twice = found["record"].duplicated(keep=False) & ~found["sure"]
    found = found[~near | ~(named | twice)].sort_values(
        ["paper", "sure", "evidence", "record"],
        ascending=[True, False, False, True],
        kind="stable",
    )
    kept = [
        row for _, group in found.groupby("paper") for row in _settled(rivals, group)
    ]
    return found.loc[kept, ["paper", "record", "how", "score", "sure"]].reset_index(
        drop=True
    )


def _judged(
    papers: pd.DataFrame, metadata: pd.DataFrame
) -> tuple[pd.DataFrame, set[tuple]]:
    """Find what is of one work, and which records found of a paper are of two."""
    both = pd.concat(
        [table.reindex(columns=_COMPARED) for table in (papers, metadata)],
        ignore_index=True,
    )
    prepared = _compare.prepare(both.astype(dict.fromkeys(_TEXTS, "str")))
    titled, abstracts, known = _compare.incidence(prepared)
    pairs = _block.candidate_pairs(prepared, titled, abstracts, of_first=len(papers))
    judged = _match.match_pairs(_compare.compare(prepared, pairs, known))
    judged = judged[judged["decision"] != "different"]
    several = judged.groupby("a")["b"].agg(
        lambda rows: [*itertools.combinations(sorted(rows), 2)]
    )
    among = pd.DataFrame(
        sorted({pair for own in several for pair in own}),
        columns=["a", "b"],
        dtype="int64",
    )
    among = _block.alike(
        prepared, abstracts, among["a"].to_numpy(), among["b"].to_numpy()
    )
    among = _match.match_pairs(_compare.compare(prepared, among, known))
    against = among[(among["decision"] == "different") & (among["evidence"] < AGAINST)]
    rivals = set(map(tuple, against[["a", "b"]].to_numpy() - len(papers)))
    return judged.assign(paper=judged["a"], record=judged["b"] - len(papers)), rivals


_TEXTS = ("title", "abstract", "venue", "volume", "issue", "pages", *IDS)
_COMPARED = [*_TEXTS, "date", "authors"]


def _settled(rivals: set[tuple], group: pd.DataFrame) -> list:
    """Keep a paper's records that do not contradict the surest of them; none where the title is all there is."""
    first, *others = group.index
    base = group.at[first, "record"]
    odd = [i for i in others if tuple(sorted((base, group.at[i, "record"]))) in rivals]
    return (
        []
        if odd and not group.at[first, "sure"]
        else [i for i in group.index if i not in odd]
    )


def enrichment_summary(
    papers: pd.DataFrame, gained: pd.DataFrame, metadata: pd.DataFrame
) -> str:
    """Say how many papers gained a date, authors, a venue or a DOI, from which files and how, and how many have none.

    `papers` and `gained` are those that `enrich` returns.
    """
    if metadata.empty:
        return ""
    if gained.empty:
        origins = list_some(map(as_code, metadata["dump"].unique()))
        records = count_of(len(metadata), "record")
        return f"None of {count_of(len(papers), 'paper')} gained anything from {records} of {origins}."
    text = f"{count_of(gained['paper_id'].nunique(), 'paper')} of {len(papers):,} found in "
    text += f"{count_of(len(metadata), 'record')} of {list_some(map(as_code, metadata['dump'].unique()))}."
    for field, thing in {
        "date": "a date",
        "authors": "authors",
        "venue": "a venue",
        "doi": "a DOI",
    }.items():
        rows, none = (
            gained[gained["field"] == field],
            int(_column(papers, field).map(_lacks).sum()),
        )
        still = (
            f"{none:,} {'has' if none == 1 else 'have'} none still"
            if none
            else "all have one now"
        )
        still = (
            still.replace("all have one", "all have them")
            if field == "authors"
            else still
        )
        if rows.empty:
            text += f" No paper gained {thing}; {still}." if none else ""
            continue
        dumps = rows["source"].str.replace(r"#\d+$", "", regex=True).value_counts()
        hows = rows["how"].str.replace(r" \(.*", "", regex=True).value_counts()
        origins = list_some(
            (f"{as_code(dump)} ({n:,})" for dump, n in dumps.items()), 5
        )
        ways = ", ".join(
            f"{n:,} by {how.replace('same', 'the same', 1)}" for how, n in hows.items()
        )
        ways = ways.replace("nearly the the", "nearly the")
        text += f" {count_of(len(rows), 'paper')} gained {thing}, from {origins}: {ways}; {still}."
    return text


def enrichment_table(gained: pd.DataFrame) -> pd.DataFrame:
    """Count the gained values by `field`, `how` papers were joined, and the `file` they came from."""
    file = gained["source"].str.replace(r"#\d+$", "", regex=True)
    how = gained["how"].str.replace(r" \(.*", "", regex=True)
    table = (
        gained.assign(file=file, how=how)
        .groupby(["field", "how", "file"], sort=True)
        .size()
    )
    return table.rename("papers").reset_index()


def _column(table: pd.DataFrame, field: str) -> pd.Series:
    return (
        table[field] if field in table else pd.Series(None, table.index, dtype="object")
    )


def _lacks(value) -> bool:
    return (
        not len(value)
        if isinstance(value, list | tuple | np.ndarray | str)
        else bool(pd.isna(value))
    )


def _rank(field: str, values: dict, i: int) -> tuple:
    """Rank the values that a field could take; the lowest is taken, and of equals the first."""
    if field == "date":
        return values["last_day"][i], values["date_precision"][i] != "day"
    if field == "abstract":
        return (-len(values[field][i]),)
    return (field in ("doi", "venue") and _compare.is_preprint(values[field][i]),)


def _text(value, precision) -> str:
    if isinstance(value, pd.Timestamp):
        return format_date(value, precision)
    return value if isinstance(value, str) else "; ".join(value)
