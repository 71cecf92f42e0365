"""What joining found, in sentences and tables for people."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd

from litreview.dedupe import _decisions, _enrich, _match, _merge, _reasons
from litreview.text import count_of

CLOSE = 0.25  # score from which a pair that is not joined came close


def overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    pairs: pd.DataFrame,
    provenance: pd.DataFrame,
    gained: pd.DataFrame | None = None,
    metadata_files: pd.DataFrame | None = None,
    decisions: str | Path | pd.DataFrame = "",
    found: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame | str]:
    """Tell which papers came more than once, why, and what they gained.

    Parameters
    ----------
    papers, records, pairs, provenance
        As `join` returns them; the papers also as `enrich` returns them.
    gained, metadata_files
        What papers gained, and the files that were searched, as `enrich` returns them.
    decisions
        The CSV of decisions that `join` was given, or what `read_decisions` returns.
    found
        The records that `join` was given, whose titles name the decisions.

    Returns
    -------
    dict
        summary : str
            Markdown: how many papers several dumps share, are linked, or came close.
        shared : pandas.DataFrame
            Papers that several dumps have: `title`, `dumps` (a count), `found_in`.
        reasons : pandas.DataFrame
            Compared pairs by `match` and `reason`: `pairs` (a count), `example`.
        works : pandas.DataFrame
            Linked papers that count on their own: `work`, `title`, `year`, `venue`.
        provenance : pandas.DataFrame
            How many values came from which dump: `dump`, and a column a field.
        decisions_summary : str
            Markdown: how many decisions were applied, and which were not, and why.
        gained_summary : str
            Markdown: how many papers gained what, and how.
        gained : pandas.DataFrame
            The gained values, counted by field, way and file.

        The last two only if `gained` and `metadata_files` are given.

    Examples
    --------
    >>> joining = litreview.dedupe.overview(papers, records, pairs, provenance)
    >>> isinstance(joining, dict)
    True
    """
    tables = {
        "summary": joining_summary(papers, records, pairs),
        "shared": shared_papers_table(papers, records),
        "reasons": reason_table(pairs),
        "works": works_table(papers),
        "provenance": provenance_table(provenance),
        "decisions_summary": _summarise_decisions(decisions, records, found),
    }
    if gained is not None and metadata_files is not None:
        tables["gained_summary"] = _enrich.enrichment_summary(
            papers, gained, metadata_files
        )
        tables["gained"] = _enrich.enrichment_table(gained)
    return tables


def dump_overlap(records: pd.DataFrame) -> pd.DataFrame:
    """Count the papers that each pair of dumps has in common.

    Parameters
    ----------
    records
        `paper_id` and `dump` of each record.

    Returns
    -------
    pandas.DataFrame
        `dump_a`, `dump_b`, `papers`; in the order of the dumps, each with itself too.

    Examples
    --------
    >>> overlap = litreview.dedupe.dump_overlap(records)
    >>> len(overlap) > 0
    True
    """
    papers_of = records.groupby("dump", sort=False)["paper_id"].agg(set)
    rows = []
    for (dump_a, a), (dump_b, b) in itertools.product(papers_of.items(), repeat=2):
        rows.append((dump_a, dump_b, len(a & b)))
    return pd.DataFrame(rows, columns=["dump_a", "dump_b", "papers"])


def joining_summary(
    papers: pd.DataFrame, records: pd.DataFrame, pairs: pd.DataFrame
) -> str:
    """Say how many papers dumps share, what is linked, and what came close."""
    sentences = [
        _shared_sentence(records),
        _linked_sentence(papers),
        _close_sentence(pairs),
    ]
    return " ".join(filter(None, sentences))


def _shared_sentence(records: pd.DataFrame) -> str:
    if records["dump"].nunique() < 2:
        return ""
    dumps = records.groupby("paper_id")["dump"].nunique()
    shared = int((dumps > 1).sum())
    sentence = f"**{count_of(shared, 'paper')}** {_be(shared)} in more than one dump"
    if dumps.max() > 2:
        sentence += f", at most in {dumps.max()}"
    return sentence + "."


def _linked_sentence(papers: pd.DataFrame) -> str:
    linked = int((papers["linked"].map(len) > 0).sum())
    if not linked:
        return ""
    return (
        f"{count_of(linked, 'paper')} {_be(linked)} linked with another publication "
        "of the same work, and counted on their own."
    )


def _close_sentence(pairs: pd.DataFrame) -> str:
    is_close = (pairs["score"] > CLOSE) & (pairs["match"] == "different")
    close = int(is_close.sum())
    if not close:
        return ""
    were = "was" if close == 1 else "were"
    return f"{count_of(close, 'pair')} of records came close and {were} not joined."


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _summarise_decisions(
    decisions: str | Path | pd.DataFrame,
    records: pd.DataFrame,
    found: pd.DataFrame | None,
) -> str:
    if not isinstance(decisions, pd.DataFrame):
        decisions = _decisions.read_decisions(decisions)
    if found is not None:
        records = records.assign(title=found["title"].array)
    _, outcomes = _decisions.locate_decisions(decisions, records)
    return _decisions.decisions_summary(outcomes)


def shared_papers_table(papers: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """List the papers that several dumps have: `title`, `dumps` (a count), `found_in`.

    Those of most dumps come first.
    """
    places = records[["paper_id", "dump"]].drop_duplicates()
    table = places.groupby("paper_id")["dump"].agg(dumps="size", found_in=list)
    table = table[table["dumps"] > 1]
    table = table.sort_values("dumps", ascending=False, kind="stable")
    table = table.join(papers.set_index("paper_id")["title"])
    return table[["title", "dumps", "found_in"]].reset_index(drop=True)


def reason_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the compared pairs by `match` and `reason`, with one of them as `example`.

    The same come before the linked, these before the different, and in each the most
    frequent reasons first.
    """
    table = pairs.assign(
        order=pairs["match"].map(_match.MATCHES.index),
        reason=_reasons.short_reasons(pairs),
        example=pairs["record_a"] + " and " + pairs["record_b"],
    )
    groups = table.groupby(["order", "match", "reason"], sort=False)
    counts = groups["example"].agg(pairs="size", example="first").reset_index()
    counts = counts.sort_values(
        ["order", "pairs"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return counts.drop(columns="order")


def works_table(papers: pd.DataFrame) -> pd.DataFrame:
    """List the papers that are publications of one work and count on their own.

    Returns `work` (a number), `title`, `year`, `venue`.
    """
    linked = papers[papers["linked"].map(len) > 0]
    first_papers = []
    for paper, others in zip(linked["paper_id"], linked["linked"], strict=True):
        first_papers.append(min(paper, *others))
    works, _ = pd.factorize(np.array(first_papers, dtype="object"))

    years = pd.to_datetime(linked["date"]).dt.year.astype("Int64")
    table = linked.assign(work=works + 1, year=years.astype("str"))  # not 2,015
    table = table.sort_values("work", kind="stable", ignore_index=True)
    return table[["work", "title", "year", "venue"]]


def provenance_table(provenance: pd.DataFrame) -> pd.DataFrame:
    """Count how many values of papers of several records came from which dump.

    Returns `dump`, and a column for each field.
    """
    dumps = provenance["source"].str.replace(r"#\d+$", "", regex=True)
    table = pd.crosstab(dumps.rename("dump"), provenance["field"])
    fields = [field for field in _merge.FIELDS if field in table]
    return table[fields].reset_index().rename_axis(columns=None)
