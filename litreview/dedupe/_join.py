"""Records → papers: which records are one paper, and why."""

from pathlib import Path

import numpy as np
import pandas as pd

from litreview import progress
from litreview.dedupe import (
    _block,
    _cluster,
    _compare,
    _decisions,
    _ids,
    _match,
    _merge,
    _reasons,
)

LINKED = ("auto", "once", "twice")
RECORD_COLUMNS = ["paper_id", "dump", "record", "line", "seen_on", "record_id"]
PAIR_COLUMNS = {
    "record_a": "str",
    "record_b": "str",
    "match": "str",
    "link_kind": "str",
    "reason": "str",
    "score": "float64",
    "refused": "bool",
    "by_hand": "bool",
    "record_id_a": "str",
    "record_id_b": "str",
    "paper_id_a": "str",
    "paper_id_b": "str",
}


def join(
    records: pd.DataFrame,
    decisions: str | Path | pd.DataFrame = "",
    linked: str = "auto",
    earlier: str | Path | pd.DataFrame = "",
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Join the records of one paper, in whatever fields they have, and say why.

    Two records are compared in title, abstract, authors, year, place in print and
    identifiers. None of the results depends on the order of the records but the order
    of the rows.

    Parameters
    ----------
    records
        A row for each record read: `title`, `dump`, `record`, `line`, `seen_on`, and
        any of `abstract`, `authors`, `date`, `date_precision`, `venue`, `volume`,
        `issue`, `pages`, `doi`, `arxiv_id`, `pmid`, `url`, or another of
        `tables.RECORD_FIELDS`, which only the papers take over.
    decisions
        A CSV of decisions by a person on which records are one paper, which go before
        all else; "" is none. Or such a table whose records are found already: `a` and
        `b` (positions in the records), `decision`, `line`.
    linked
        Which linked records count as one paper: `auto` (a preprint and its publication,
        versions of one text, a bare title beside a record of it), `once` (all) or
        `twice` (none).
    earlier
        The folder of an earlier report, whose papers keep their ids; "" is none. Or its
        table of records: `record_id`, `paper_id`.

    Returns
    -------
    papers
        `paper_id`, the best value of each field, `records` (how many), and `linked`
        (the ids of other papers that are the same work).
    records
        `paper_id`, `dump`, `record`, `line`, `seen_on`, `record_id`, in the order of
        the records that came in.
    pairs
        The pairs of records that were compared closely: `record_a` and `record_b` (as
        dump#record), `match` (same, linked or different), `link_kind` (why linked ones
        are two publications), `reason` in words, `score` (0 to 1; one half is the
        line), `refused` (would have joined two that differ), `by_hand`, and the
        `record_id` and `paper_id` of both.
    provenance
        For papers of several records, which record each value came from: `paper_id`,
        `field`, `source` (dump#record), `records` (how many have a value).

    Raises
    ------
    ValueError
        If `linked` is another word, or the file of decisions cannot be used.
    FileNotFoundError
        If there is no such file of decisions.

    Examples
    --------
    >>> papers, records, pairs, provenance = litreview.dedupe.join(found)
    >>> len(papers), len(records)
    (172, 190)
    """
    if linked not in LINKED:
        raise ValueError(f"linked: {linked!r} is none of {', '.join(LINKED)}")
    records = records.reset_index(drop=True)
    records = records.assign(record_id=_ids.record_ids(records))
    record_ids = records["record_id"]

    pairs = _match_records(records)
    pairs = _apply_decisions(pairs, _located(decisions, records))
    groups, pairs = _cluster.cluster_pairs(pairs, record_ids)
    groups = _cluster.join_linked(pairs, record_ids, groups, linked)

    earlier_ids = _ids.earlier_ids(earlier)
    paper_ids = _ids.paper_ids(records, groups, earlier_ids)
    records = records.assign(paper_id=paper_ids)
    papers, provenance = _merge.merge_records(records)

    works = _cluster.group_works(pairs[pairs["match"] == "linked"], groups)
    papers = papers.assign(linked=_linked_papers(papers["paper_id"], paper_ids, works))
    pairs = _name_records(records, pairs.assign(reason=_reasons.write_reasons(pairs)))
    return papers, records[RECORD_COLUMNS], pairs, provenance


def _match_records(records: pd.DataFrame) -> pd.DataFrame:
    """Compare the pairs that are worth it.

    These are pairs of records that differ, and each exact copy with the first of its
    kind. Returns them with `a` and `b`, positions in `records`.
    """
    kinds, _ = pd.factorize(records["record_id"])
    is_copy = records["record_id"].duplicated().to_numpy()
    originals, copies = np.flatnonzero(~is_copy), np.flatnonzero(is_copy)

    with progress.stage("Comparing records", total=4) as step:
        prepared = _compare.prepare_records(records.iloc[originals])
        step()
        words = _compare.index_words(prepared)
        step()

        # Copies are compared in the row of their original, which is their kind.
        candidates = _block.candidate_pairs(prepared, words.titles, words.abstracts)
        copied = _block.measure_similarity(
            prepared, words.abstracts, kinds[copies], kinds[copies]
        )
        candidates = pd.concat(
            [candidates.assign(exact_copy=False), copied.assign(exact_copy=True)],
            ignore_index=True,
        )
        step()
        compared = _compare.compare_pairs(prepared, candidates, words.known)
        step()

    a, b = originals[compared["a"]], originals[compared["b"]]
    b[compared["exact_copy"].to_numpy()] = copies
    return _match.match_pairs(compared.assign(a=a, b=b))


def _located(
    decisions: str | Path | pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """Read decisions, and find their records, unless that is done already."""
    if isinstance(decisions, pd.DataFrame):
        return decisions

    decided = _decisions.read_decisions(decisions)
    if decided.empty:
        return decided

    located, _ = _decisions.locate_decisions(decided, records)
    return located


def _apply_decisions(pairs: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Put what a person decided in the place of what was found.

    Adds `by_hand`, and `line`, where the decision stands in its file.
    """
    no_line = pd.Series(pd.NA, pairs.index, dtype="Int64")
    pairs = pairs.assign(by_hand=False, line=no_line)
    if decisions.empty:
        return pairs

    ends = decisions[["a", "b"]]
    by_hand = pd.DataFrame(
        {
            "a": ends.min(axis=1),
            "b": ends.max(axis=1),
            "match": decisions["decision"],
            "link_kind": "",
            "exact_copy": False,
            "by_hand": True,
            "line": decisions["line"].astype("Int64"),
        }
    )

    # A pair that was compared keeps its score, and what it is worth as evidence.
    scores = pairs.drop_duplicates(["a", "b"])[["a", "b", "score", "evidence"]]
    by_hand = by_hand.merge(scores, on=["a", "b"], how="left")
    by_hand = by_hand.fillna({"evidence": 0.0})

    compared = pd.MultiIndex.from_frame(pairs[["a", "b"]])
    decided = pd.MultiIndex.from_frame(by_hand[["a", "b"]])
    others = pairs[~compared.isin(decided)]
    return pd.concat([by_hand, others], ignore_index=True)


def _linked_papers(
    papers: pd.Series, paper_ids: pd.Series, works: np.ndarray
) -> list[list[str]]:
    """List for each paper the others that are the same work.

    `paper_ids` and `works` have a row for each record.
    """
    table = pd.DataFrame({"paper_id": paper_ids, "work": works}).drop_duplicates()
    work_of = table.drop_duplicates("paper_id").set_index("paper_id")["work"]
    shared = table[table["work"].duplicated(keep=False)]
    papers_of = shared.groupby("work")["paper_id"].agg(sorted).to_dict()

    linked = []
    for paper, work in zip(papers, work_of[papers], strict=True):
        others = papers_of.get(work, [])
        linked.append([other for other in others if other != paper])
    return linked


def _name_records(records: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Name the records of pairs, and put the pairs in an order for people."""
    number = records["record"].astype("str")
    names = {
        "record": records["dump"].astype("str") + "#" + number,
        "record_id": records["record_id"],
        "paper_id": records["paper_id"],
    }
    columns = {}
    for name, values in names.items():
        cells = values.to_numpy()
        columns[f"{name}_a"] = cells[pairs["a"]]
        columns[f"{name}_b"] = cells[pairs["b"]]

    table = pairs.assign(**columns)[list(PAIR_COLUMNS)].astype(PAIR_COLUMNS)
    order = table["match"].map(_match.MATCHES.index)
    table = table.assign(order=order).sort_values(
        ["order", "score", "record_a", "record_b"], kind="stable", ignore_index=True
    )
    return table.drop(columns="order")
