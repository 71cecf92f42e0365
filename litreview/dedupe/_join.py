"""Which records are one paper, and why."""

import itertools

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from litreview.dedupe import _block, _cluster, _compare, _ids, _match, _merge
from litreview.text import count_of

LINKED = ("auto", "once", "twice")
MANY = 20_000  # records from which joining takes seconds
CLOSE = 0.25  # score from which a pair that is not joined came close


def join(
    records: pd.DataFrame,
    settled: pd.DataFrame | None = None,
    linked: str = "auto",
    earlier: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Join the records of one paper, in whatever fields they have, and say why.

    `settled` are pairs that a person has decided on (`a`, `b`, positions in the records, `decision`, `line`), which go
    before all else. `linked` says which linked records count as one paper: `auto` (a preprint and its publication,
    versions of one text, a bare title beside a record of it), `once` (all) or `twice` (none). The papers of `earlier`
    records (`record_id`, `paper_id`) keep their names. Returns four tables: the papers (`paper_id`, the best value of
    each field, `records`, and `linked`, the other papers that are the same work); the records (`paper_id`, `dump`,
    `record`, `line`, `seen_on`, `record_id`); the pairs that were compared closely (`record_a`, `record_b`, `decision`,
    `reason`, `score` from 0 to 1, `record_id_a`, `record_id_b`, `paper_id_a`, `paper_id_b`); and of papers of several
    records where each value came from (`best.values`). None of it depends on the order of the records but the order of
    the rows.
    """
    if linked not in LINKED:
        raise ValueError(f"linked: {linked!r} is none of {', '.join(LINKED)}")
    records = records.reset_index(drop=True)
    records = records.assign(record_id=_ids.record_ids(records))
    judged = _settle(_judged(records), settled)
    group, judged = _cluster.cluster_pairs(judged, records["record_id"])
    paper = _cluster.join_linked(judged, records["record_id"], group, linked)
    records = records.assign(paper_id=_ids.paper_ids(records, paper, earlier))
    papers, sources = _merge.merge_records(records)
    works = _cluster.group_works(judged[judged["decision"] == "linked"], paper)
    papers = papers.assign(
        linked=_others(records["paper_id"], works, papers["paper_id"])
    )
    records = records[["paper_id", "dump", "record", "line", "seen_on", "record_id"]]
    return papers, records, _named(records, judged), sources


def dump_overlap(records: pd.DataFrame) -> pd.DataFrame:
    """Count the papers that each pair of dumps has in common (`dump_a`, `dump_b`, `papers`), a dump with itself too."""
    seen = records.groupby("dump", sort=False)["paper_id"].agg(set)
    rows = [
        (a, b, len(seen[a] & seen[b]))
        for a, b in itertools.product(seen.index, repeat=2)
    ]
    return pd.DataFrame(rows, columns=["dump_a", "dump_b", "papers"])


def reason_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the compared pairs by `decision` and `reason`, with one of them as `example`, the most frequent first."""
    table = pairs.assign(
        example=pairs["record_a"] + " and " + pairs["record_b"],
        reason=pairs["reason"].str.replace(
            r"^(settled by hand), line \d+$", r"\1", regex=True
        ),
        order=pairs["decision"].map({"same": 0, "linked": 1, "different": 2}),
    )
    grouped = (
        table.groupby(["order", "decision", "reason"], sort=False)["example"]
        .agg(["size", "first"])
        .reset_index()
    )
    grouped = grouped.sort_values(
        ["order", "size"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return grouped.rename(columns={"size": "pairs", "first": "example"}).drop(
        columns="order"
    )


def shared_papers_table(papers: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """List the papers that several dumps have, those of most dumps first: `title`, how many `dumps`, and `found_in`."""
    seen = (
        records[["paper_id", "dump"]]
        .drop_duplicates()
        .groupby("paper_id")["dump"]
        .agg(["size", list])
    )
    seen = seen[seen["size"] > 1].sort_values("size", ascending=False, kind="stable")
    table = seen.join(papers.set_index("paper_id")["title"])
    return table.rename(columns={"size": "dumps", "list": "found_in"})[
        ["title", "dumps", "found_in"]
    ].reset_index(drop=True)


def works_table(papers: pd.DataFrame) -> pd.DataFrame:
    """List the papers that are publications of one work and count on their own: `work`, `title`, `year`, `venue`."""
    several = papers[papers["linked"].map(len) > 0]
    works = [
        min(own, *others)
        for own, others in zip(several["paper_id"], several["linked"], strict=True)
    ]
    year = (
        pd.to_datetime(several["date"]).dt.year.astype("Int64").astype("str")
    )  # not 2,015
    table = several.assign(
        work=pd.factorize(pd.Series(works, dtype="str"))[0] + 1, year=year
    )
    return table.sort_values("work", kind="stable")[
        ["work", "title", "year", "venue"]
    ].reset_index(drop=True)


def joining_summary(
    papers: pd.DataFrame, records: pd.DataFrame, pairs: pd.DataFrame
) -> str:
    """Say how many papers several dumps agree on, what was linked, and how many pairs came close."""
    text = ""
    if records["dump"].nunique() > 1:
        dumps = records.groupby("paper_id")["dump"].nunique()
        several = int((dumps > 1).sum())
        text = f"**{count_of(several, 'paper')}** {'is' if several == 1 else 'are'} in more than one dump"
        text += f", at most in {dumps.max()}." if dumps.max() > 2 else "."
    linked = int((papers["linked"].map(len) > 0).sum())
    if linked:
        text += f" {count_of(linked, 'paper')} {'is' if linked == 1 else 'are'} linked with another publication of the same"
        text += " work, and counted on their own."
    close = int(((pairs["score"] > CLOSE) & (pairs["decision"] == "different")).sum())
    if close:
        text += f" {count_of(close, 'pair')} of records came close and {'was' if close == 1 else 'were'} not joined."
    return text.strip()


def _judged(records: pd.DataFrame) -> pd.DataFrame:
    """Compare what is worth it: each pair of records that differ, and each exact copy with the first of its kind."""
    codes, first = (
        pd.factorize(records["record_id"])[0],
        ~records["record_id"].duplicated(),
    )
    own, again = np.flatnonzero(first), np.flatnonzero(~first)
    with tqdm(
        total=4, desc="joining records", unit="step", disable=len(records) < MANY
    ) as steps:
        prepared = _compare.prepare(records.iloc[own])
        steps.update()
        titled, abstracts, known = _compare.incidence(prepared)
        steps.update()
        pairs = _block.candidate_pairs(prepared, titled, abstracts)
        copies = _block.alike(prepared, abstracts, codes[again], codes[again])
        steps.update()
        compared = _compare.compare(
            prepared, pd.concat([pairs, copies], ignore_index=True), known
        )
        steps.update()
    judged = _match.match_pairs(
        compared.assign(
            a=own[compared["a"]], b=np.concatenate([own[pairs["b"]], again])
        )
    )
    exact = (judged.index >= len(pairs)) & (judged["decision"] == "same")
    return judged.assign(reason=judged["reason"].mask(exact, "an exact copy"))


def _settle(judged: pd.DataFrame, settled: pd.DataFrame | None) -> pd.DataFrame:
    """Put what a person decided in the place of what was judged."""
    judged = judged.assign(settled=False)
    if settled is None or settled.empty:
        return judged
    own = settled.assign(
        settled=True, reason="settled by hand, line " + settled["line"].astype("str")
    )
    low, high = own[["a", "b"]].min(axis=1), own[["a", "b"]].max(axis=1)
    own = own.assign(a=low, b=high)[["a", "b", "decision", "reason", "settled"]]
    keys = pd.MultiIndex.from_frame(judged[["a", "b"]])
    known = judged.set_index(keys)[["score", "evidence"]]
    own = own.join(known[~known.index.duplicated()], on=["a", "b"]).fillna(
        {"evidence": 0.0}
    )
    rest = judged[~keys.isin(pd.MultiIndex.from_frame(own[["a", "b"]]))]
    return pd.concat([own, rest], ignore_index=True)


def _others(
    paper_ids: pd.Series, works: np.ndarray, order: pd.Series
) -> list[list[str]]:
    """List for each paper the others that are the same work."""
    table = pd.DataFrame({"paper_id": paper_ids, "work": works}).drop_duplicates()
    several = (
        table[table["work"].duplicated(keep=False)]
        .groupby("work")["paper_id"]
        .agg(sorted)
    )
    work = table.drop_duplicates("paper_id").set_index("paper_id")["work"]
    return [
        [other for other in several.get(work[paper], []) if other != paper]
        for paper in order
    ]


def _named(records: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    names = (
        records["dump"].astype("str") + "#" + records["record"].astype("str")
    ).to_numpy()
    ids, papers = records["record_id"].to_numpy(), records["paper_id"].to_numpy()
    table = judged.assign(
        record_a=names[judged["a"]],
        record_b=names[judged["b"]],
        record_id_a=ids[judged["a"]],
        record_id_b=ids[judged["b"]],
        paper_id_a=papers[judged["a"]],
        paper_id_b=papers[judged["b"]],
    )
    columns = [
        "record_a",
        "record_b",
        "decision",
        "reason",
        "score",
        "record_id_a",
        "record_id_b",
    ]
    columns += ["paper_id_a", "paper_id_b"]
    table = table[columns].astype({name: "str" for name in columns if name != "score"})
    order = table["decision"].map({"same": 0, "linked": 1, "different": 2})
    table = table.assign(order=order).sort_values(
        ["order", "score", "record_a", "record_b"], kind="stable"
    )
    return table.drop(columns="order").reset_index(drop=True)
