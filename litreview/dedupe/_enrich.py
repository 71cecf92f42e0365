"""Papers matched with the records of other files, which give them what they lack."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import progress, read, tables
from litreview.dedupe import _block, _cluster, _compare, _match, _merge
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
    "type",
    "language",
    "keywords",
    "subjects",
    "affiliations",
    "countries",
    "references",
    "cited_by",
    "retracted",
)
IDS = {"doi": "same DOI", "arxiv_id": "same arXiv id", "pmid": "same PMID"}
SAME_TITLE = "same title"
NEARLY_SAME_TITLE = "nearly the same title"
COMPARED_TEXTS = ("title", "abstract", "venue", "volume", "issue", "pages", *IDS)
COMPARED_FIELDS = [*COMPARED_TEXTS, "date", "authors"]
GAINED_TYPES = {
    "paper_id": "str",
    "field": "str",
    "value": "str",
    "source": "str",
    "how": "str",
    "score": "float64",
}
SUMMARY_FIELDS = {
    "date": "a date",
    "authors": "authors",
    "venue": "a venue",
    "doi": "a DOI",
}
MOST_FILES = 5  # that a sentence names


def enrich(
    papers: pd.DataFrame,
    metadata: pd.DataFrame | str | Path | Iterable[str | Path],
    encoding: str = "",
    columns: dict[str, str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Fill what papers lack from records of the same papers in other files.

    Papers and records are matched as the records of one paper are: by an identifier, by
    title, by nearly the same title. What a paper has already is never changed. Of
    several dates the one is taken that is earliest if each was as late as its precision
    allows: a day in 2019 before the year 2020, the year 2020 before a day in 2021, a
    day in 2020 before the year 2020. This is when the paper was first published, as
    precisely as is known. Of several abstracts the longest is taken; else an identifier
    goes before a title, a journal before a preprint server, and then the first record.

    Parameters
    ----------
    papers
        The papers that `join` returns.
    metadata
        Records with `dump`, `record`, `title`, `date_precision` and whichever other
        fields there are; or the files to read them from, a path, a folder, a glob or
        several of them. Nothing is gained from "".
    encoding
        Of files that are neither marked nor UTF-8.
    columns
        Columns of a file that are called otherwise, as {"title": "Titel"}.

    Returns
    -------
    papers : pd.DataFrame
        The papers with what they gained.
    gained : pd.DataFrame
        A row a value: `paper_id`, `field`, `value` (as text, a date to its precision),
        `source` (dump#record), `how` the paper was found, and `score`, the share of
        letters that the two titles have in common, from 0 to 1.
    metadata_files : pd.DataFrame
        A row a file that was searched: `dump`, and `records`, how many it has.

    Examples
    --------
    >>> enriched, gained, metadata_files = litreview.dedupe.enrich(papers, "")
    >>> len(enriched), len(gained)
    (172, 0)
    """
    if not isinstance(metadata, pd.DataFrame):
        metadata, _, _ = read.scan(metadata or [], encoding=encoding, columns=columns)
    counts = metadata.groupby("dump", sort=False).size()
    metadata_files = counts.rename("records").reset_index()

    with progress.stage("Looking for the papers in other files"):
        matches = match_metadata(papers, metadata)
    taken = _take_values(papers, metadata, matches)
    gained = _list_gained(papers, metadata, taken)
    return _fill_papers(papers, metadata, taken), gained, metadata_files


def match_metadata(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
) -> pd.DataFrame:
    """Find the records that are of the same papers, the surest of a paper first.

    Another publication of the same work will do, and so will a title alone, if it is
    specific. Records that fit a paper by the title but not each other are two papers,
    and neither is taken.

    Returns the positions in the two tables (`paper`, `record`), `how` they were found,
    `score` (the share of letters that the titles have in common) and whether more than
    the title says so (`sure`).
    """
    found, rivals = _match_records(papers, metadata)
    by_id = found["same_id"] != ""
    near = ~by_id & ~found["title"].isin(["same", "generic"])
    near_texts = [f"{NEARLY_SAME_TITLE} ({score:.2f})" for score in found["letters"]]
    how = found["same_id"].map(IDS)
    how = how.where(by_id, SAME_TITLE)
    how = how.mask(near, near_texts)
    found = found.assign(
        how=how,
        score=found["letters"].astype("float64"),
        sure=found["evidence"] >= _match.ASKED,
    )

    # A record that is one paper's to the letter is not nearly another's, and of two
    # papers it can be only one.
    exact_records = found.loc[~near, "record"]
    has_exact = found["record"].isin(exact_records)
    in_doubt = found["record"].duplicated(keep=False) & ~found["sure"]
    found = found[~near | ~(has_exact | in_doubt)]
    found = found.sort_values(
        ["paper", "sure", "evidence", "record"],
        ascending=[True, False, False, True],
        kind="stable",
    )

    agreeing = []
    for _, group in found.groupby("paper"):
        agreeing += _drop_rivals(group, rivals)
    columns = ["paper", "record", "how", "score", "sure"]
    return found.loc[agreeing, columns].reset_index(drop=True)


def _match_records(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
) -> tuple[pd.DataFrame, set[tuple[int, int]]]:
    """Find which records are of the work of a paper, and which of them are of two."""
    both = pd.concat(
        [
            papers.reindex(columns=COMPARED_FIELDS),
            metadata.reindex(columns=COMPARED_FIELDS),
        ],
        ignore_index=True,
    )
    both = both.astype(dict.fromkeys(COMPARED_TEXTS, "str"))
    prepared = _compare.prepare_records(both)
    titles, abstracts, known_words = _compare.index_words(prepared)

    pairs = _block.candidate_pairs(
        prepared,
        titles,
        abstracts,
        of_first=len(papers),
    )
    compared = _compare.compare_pairs(prepared, pairs, known_words)
    matches = _match.match_pairs(compared)
    matches = matches[matches["match"] != "different"]

    pairs = _pair_records_of_one_paper(matches)
    pairs = _block.measure_similarity(
        prepared,
        abstracts,
        pairs["a"].to_numpy(),
        pairs["b"].to_numpy(),
    )
    compared = _compare.compare_pairs(prepared, pairs, known_words)
    rivals = _list_rivals(_match.match_pairs(compared), len(papers))

    matches = matches.assign(
        paper=matches["a"],
        record=matches["b"] - len(papers),
    )
    return matches, rivals


def _pair_records_of_one_paper(matches: pd.DataFrame) -> pd.DataFrame:
    """Pair the records that were found of the same paper (`a`, `b`)."""
    pairs: set[tuple[int, int]] = set()
    for _, group in matches.groupby("a"):
        records = sorted(group["b"])
        pairs.update(itertools.combinations(records, 2))
    return pd.DataFrame(sorted(pairs), columns=["a", "b"], dtype="int64")


def _list_rivals(
    pairs: pd.DataFrame,
    first_record: int,
) -> set[tuple[int, int]]:
    """List the pairs of records that contradict each other, by their positions."""
    different = pairs["match"] == "different"
    contradict = different & (pairs["evidence"] < _cluster.AGAINST)
    positions = pairs.loc[contradict, ["a", "b"]] - first_record
    return set(positions.itertuples(index=False, name=None))


def _drop_rivals(
    group: pd.DataFrame,
    rivals: set[tuple[int, int]],
) -> list[int]:
    """Drop the records of a paper that contradict the surest of them.

    Where the title is all there is, a contradiction leaves none.
    """
    surest = group.index[0]
    agreeing = [surest]
    for row in group.index[1:]:
        records = sorted((group.at[surest, "record"], group.at[row, "record"]))
        if tuple(records) not in rivals:
            agreeing.append(row)

    if len(agreeing) < len(group) and not group.at[surest, "sure"]:
        return []
    return agreeing


# Take from the records what the papers lack.


def _take_values(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
    matches: pd.DataFrame,
) -> pd.DataFrame:
    """Choose for each field that a paper lacks the record to take it from.

    Returns `paper`, `field`, `record`, `how` and `score`.
    """
    found = {paper: list(rows.itertuples()) for paper, rows in matches.groupby("paper")}
    rows = []
    for field in FIELDS:
        lacks = _lacks_value(papers, field)
        known = ~_lacks_value(metadata, field)
        ranks = _rank_values(metadata, field)
        for paper, candidates in found.items():
            if not lacks[paper]:
                continue
            taken = _take_best(candidates, known, ranks)
            if taken is not None:
                rows.append((paper, field, taken.record, taken.how, taken.score))

    table = pd.DataFrame(rows, columns=["paper", "field", "record", "how", "score"])
    return table.sort_values("paper", kind="stable", ignore_index=True)


def _take_best(
    candidates: list,
    known: np.ndarray,
    ranks: list,
):
    """Take the candidate of the lowest rank that has a value, of equals the first."""
    taken = None
    for candidate in candidates:
        record = candidate.record
        if not known[record]:
            continue
        if taken is None or ranks[record] < ranks[taken.record]:
            taken = candidate
    return taken


def _rank_values(
    metadata: pd.DataFrame,
    field: str,
) -> list:
    """Rank the values of a field; the lowest is taken, and of equals the first."""
    values = _field_values(metadata, field)
    if field == "date":
        precisions = _field_values(metadata, "date_precision")
        dates = pd.DataFrame(
            {
                "date": pd.Series(values, dtype=tables.RECORD_FIELDS["date"]),
                "date_precision": precisions,
            }
        )
        is_rough = [precision != "day" for precision in precisions]
        return list(zip(_merge.last_days(dates), is_rough, strict=True))

    if field == "abstract":
        rank = _rank_by_length
    elif field in ("doi", "venue"):
        rank = _rank_preprints_last
    else:
        return [0] * len(values)
    return [rank(value) for value in values]


def _rank_by_length(text: object) -> int:
    if not isinstance(text, str):
        return 0
    return -len(text)


def _rank_preprints_last(text: object) -> bool:
    return isinstance(text, str) and _compare.is_preprint(text)


def _fill_papers(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
    taken: pd.DataFrame,
) -> pd.DataFrame:
    filled = {}
    for field, rows in taken.groupby("field", sort=False):
        filled[field] = _fill_column(papers, metadata, field, rows)
        if field == "date":
            filled["date_precision"] = _fill_column(
                papers, metadata, "date_precision", rows
            )

    # In the order of the fields, whichever paper gained first.
    new_columns = [name for name in (*FIELDS, "date_precision") if name in filled]
    return papers.assign(**{name: filled[name] for name in new_columns})


def _fill_column(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
    field: str,
    taken: pd.DataFrame,
) -> pd.Series:
    cells = _field_values(papers, field)
    values = _field_values(metadata, field)
    for paper, record in zip(taken["paper"], taken["record"], strict=True):
        value = values[record]
        if field in tables.LIST_FIELDS and not isinstance(value, str):
            value = list(value)
        cells[paper] = value

    dtype = tables.RECORD_FIELDS[field]
    if field in tables.LIST_FIELDS:
        cells = [[] if cell is None else cell for cell in cells]
    return pd.Series(cells, papers.index, dtype="object").astype(dtype)


def _list_gained(
    papers: pd.DataFrame,
    metadata: pd.DataFrame,
    taken: pd.DataFrame,
) -> pd.DataFrame:
    paper_ids = papers["paper_id"].to_numpy()
    dumps = metadata["dump"].astype("str")
    sources = (dumps + "#" + metadata["record"].astype("str")).to_numpy()
    precisions = _field_values(metadata, "date_precision")
    values = {field: _field_values(metadata, field) for field in FIELDS}

    rows = []
    for row in taken.itertuples():
        value = values[row.field][row.record]
        rows.append(
            (
                paper_ids[row.paper],
                row.field,
                _value_text(value, precisions[row.record]),
                sources[row.record],
                row.how,
                row.score,
            )
        )
    return pd.DataFrame(rows, columns=list(GAINED_TYPES)).astype(GAINED_TYPES)


def _field_values(
    table: pd.DataFrame,
    field: str,
) -> list:
    if field not in table:
        return [None] * len(table)
    return table[field].tolist()


def _lacks_value(
    table: pd.DataFrame,
    field: str,
) -> np.ndarray:
    lacking = [_is_empty(value) for value in _field_values(table, field)]
    return np.array(lacking, dtype=bool)


def _is_empty(value) -> bool:
    if isinstance(value, list | tuple | np.ndarray | str):
        return len(value) == 0
    return bool(pd.isna(value))


def _value_text(
    value,
    precision,
) -> str:
    if isinstance(value, pd.Timestamp):
        return format_date(value, precision)
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(value)
    return str(value).lower()  # a count, or whether it is so


# Say what was gained.


def enrichment_summary(
    papers: pd.DataFrame,
    gained: pd.DataFrame,
    metadata_files: pd.DataFrame,
) -> str:
    """Say how many papers gained what, from which files and how, and how many lack it.

    The tables are those that `enrich` returns. "" where no file was searched.
    """
    if metadata_files.empty:
        return ""

    total = count_of(int(metadata_files["records"].sum()), "record")
    files = list_some(map(as_code, metadata_files["dump"]))
    if gained.empty:
        count = count_of(len(papers), "paper")
        return f"None of {count} gained anything from {total} of {files}."

    count = count_of(gained["paper_id"].nunique(), "paper")
    sentences = [f"{count} of {len(papers):,} found in {total} of {files}."]
    for field, thing in SUMMARY_FIELDS.items():
        values = gained[gained["field"] == field]
        lacking = int(_lacks_value(papers, field).sum())
        sentences.append(_field_sentence(field, thing, values, lacking))
    return " ".join(filter(None, sentences))


def _field_sentence(
    field: str,
    thing: str,
    gained: pd.DataFrame,
    lacking: int,
) -> str:
    if gained.empty and not lacking:
        return ""

    rest = _rest_text(field, lacking)
    if gained.empty:
        return f"No paper gained {thing}; {rest}."

    counted_files = []
    file_counts = _source_files(gained).value_counts()
    for file, count in file_counts.items():
        counted_files.append(f"{as_code(file)} ({count:,})")

    ways = []
    way_counts = _short_ways(gained).value_counts()
    for how, count in way_counts.items():
        if how != NEARLY_SAME_TITLE:
            how = f"the {how}"
        ways.append(f"{count:,} by {how}")
    return (
        f"{count_of(len(gained), 'paper')} gained {thing}, "
        f"from {list_some(counted_files, MOST_FILES)}: {', '.join(ways)}; {rest}."
    )


def _rest_text(field: str, lacking: int) -> str:
    if lacking == 1:
        return "1 has none still"
    if lacking:
        return f"{lacking:,} have none still"
    if field == "authors":
        return "all have them now"
    return "all have one now"


def enrichment_table(gained: pd.DataFrame) -> pd.DataFrame:
    """Count the gained values by `field`, `how` papers were found, and `file`."""
    table = gained.assign(
        how=_short_ways(gained),
        file=_source_files(gained),
    )
    groups = table.groupby(["field", "how", "file"])
    return groups.size().rename("papers").reset_index()


def _source_files(gained: pd.DataFrame) -> pd.Series:
    return gained["source"].str.replace(r"#\d+$", "", regex=True)


def _short_ways(gained: pd.DataFrame) -> pd.Series:
    """Name how papers were found, without the scores."""
    return gained["how"].str.replace(r" \(.*", "", regex=True)
