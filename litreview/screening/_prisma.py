"""The numbers of a PRISMA 2020 flow, from records identified to papers included."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from litreview.screening import _stopping
from litreview.text import count_of, escape_markdown

BOXES = (
    "identified",
    "duplicates",
    "papers",
    "not screened",
    "screened",
    "excluded",
    "maybe",
    "conflict",
    "included",
)
ORPHANS = "not in the corpus"
KINDS = (
    "exact copies",
    "the same paper, written otherwise",
    "another publication of the same work",
)
FINAL_DECISIONS = ("include", "exclude", "maybe", "conflict")
NO_REASON = "no reason given"
NAMED = 6  # sources that a sentence names
LISTED = 20  # kinds or reasons that a sentence names


def prisma_counts(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    pairs: pd.DataFrame,
    decided: pd.DataFrame,
) -> pd.DataFrame:
    """Count what is in each box of the flow chart of PRISMA 2020.

    identified = duplicates + papers; papers = not screened + screened; screened =
    excluded + maybe + conflict + included.

    Parameters
    ----------
    papers
        With `paper_id`.
    records
        With `paper_id`, `record_id` and `dump`.
    pairs
        The table `record_pairs`, with `match`, `paper_id_a`, `paper_id_b`,
        `record_id_a`, `record_id_b`.
    decided
        Of `final_decisions`: a row a paper with `paper_id`, `decision` (include,
        exclude, maybe, conflict; "" is none) and `reason`.

    Returns
    -------
    pd.DataFrame
        `box` (of `BOXES`, and "not in the corpus": decisions on papers that have gone),
        `label` and `count`. The row of a box itself has no label; those that follow add
        up to it: a source (dump) each, a kind of duplicate, a reason, the most frequent
        first.

    Raises
    ------
    ValueError
        For another decision, or two of one paper.

    References
    ----------
    Page et al. (2021), BMJ 372:n71.
    """
    decided = _checked_decisions(decided)
    here = decided[decided["paper_id"].isin(papers["paper_id"])]
    made = here["decision"].value_counts()
    sizes = {
        "identified": len(records),
        "duplicates": len(records) - len(papers),
        "papers": len(papers),
        "not screened": len(papers) - len(here),
        "screened": len(here),
        "excluded": made.get("exclude", 0),
        "maybe": made.get("maybe", 0),
        "conflict": made.get("conflict", 0),
        "included": made.get("include", 0),
        ORPHANS: len(decided) - len(here),
    }
    parts = {
        "identified": records["dump"].value_counts(sort=False),
        "duplicates": _duplicate_kinds(records, pairs),
        "excluded": _exclusion_reasons(here),
    }

    rows = []
    for box, size in sizes.items():
        rows.append((box, "", size))
        for label, count in parts.get(box, {}).items():
            rows.append((box, label, count))
    columns = {"box": "str", "label": "str", "count": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def prisma_totals(counts: pd.DataFrame) -> dict[str, int]:
    """Give the number in each box of `prisma_counts` by its name."""
    boxes = counts[counts["label"] == ""]
    return dict(zip(boxes["box"], boxes["count"].tolist(), strict=True))


def prisma_parts(counts: pd.DataFrame, box: str) -> list[tuple[str, int]]:
    """List what a box is made up of, as label and count, where there is any."""
    parts = counts[counts["box"] == box]
    parts = parts[parts["label"] != ""]
    parts = parts[parts["count"] > 0]
    return list(zip(parts["label"], parts["count"].tolist(), strict=True))


def prisma_summary(counts: pd.DataFrame, unseen: pd.DataFrame | None = None) -> str:
    """Say the numbers of the flow chart as a methods section does, in Markdown.

    With a table of `count_unseen`, also how many relevant papers are estimated to be
    among those not screened.
    """
    totals = prisma_totals(counts)
    sentences = [
        _identified_sentence(counts, totals),
        _duplicates_sentence(counts, totals),
        _screened_sentence(totals),
    ]
    if totals["screened"]:
        sentences.append(_outcome_sentence(counts, totals))
        sentences.append(_open_sentence(totals["maybe"], "marked *maybe*"))
        in_conflict = "left in conflict between the screeners"
        sentences.append(_open_sentence(totals["conflict"], in_conflict))
    if totals["not screened"] and unseen is not None:
        sentences.append(_unseen_sentences(unseen))
    sentences.append(_orphans_sentence(totals[ORPHANS]))
    return " ".join(sentence for sentence in sentences if sentence)


def count_unseen(current: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Estimate from the random draws how many relevant papers were not seen.

    `current` is of `current_decisions`. Returns `screener`, `draws`, `left`, `low`,
    `high` (95 % interval, see `estimate_remaining`), a row for each screener who drew
    papers at random and has not seen them all.
    """
    is_here = current["paper_id"].isin(papers["paper_id"])
    decided = current[(current["decision"] != "") & is_here]

    rows = []
    for screener, lines in decided.groupby("screener"):
        if len(lines) < len(papers) and (lines["chosen"] == "random").any():
            estimate = _stopping.estimate_remaining(lines, len(papers))
            rows.append({"screener": screener} | estimate)
    return pd.DataFrame(rows, columns=["screener", "draws", "left", "low", "high"])


def screened_table(papers: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """List the papers decided on, in the order of the papers.

    Those gone from the corpus are left out.

    `decided` is of `final_decisions`. Returns `paper_id`, `title`, `year`, `venue`,
    `decision`, `reason`, `screener` (all who decided, as one text) and `at` (the last
    decision, UTC).
    """
    # As text: a number would be written 2,015.
    year = pd.to_datetime(papers["date"]).dt.year.astype("Int64").astype("str")
    table = papers.assign(year=year)[["paper_id", "title", "year", "venue"]]

    columns = {
        "paper_id": "str",
        "decision": "str",
        "reason": "str",
        "screener": "str",
        "at": "datetime64[us, UTC]",
    }
    outcome = _checked_decisions(decided)[list(columns)].astype(columns)
    return table.merge(outcome, on="paper_id")


def _checked_decisions(decided: pd.DataFrame) -> pd.DataFrame:
    decided = decided[decided["decision"].fillna("") != ""]

    unknown = decided.loc[~decided["decision"].isin(FINAL_DECISIONS), "decision"]
    if len(unknown):
        raise ValueError(
            f"decision: {unknown.iloc[0]!r} is none of {', '.join(FINAL_DECISIONS)}"
        )
    twice = decided.loc[decided["paper_id"].duplicated(), "paper_id"]
    if len(twice):
        raise ValueError(
            f"{twice.iloc[0]}: has two decisions; "
            "make them one with `screening.final_decisions` first"
        )
    return decided


def _exclusion_reasons(decided: pd.DataFrame) -> pd.Series:
    """Count the reasons for excluding, the most frequent first, then by name."""
    reasons = decided.loc[decided["decision"] == "exclude", "reason"].fillna("")
    reasons = reasons.map(lambda reason: " ".join(str(reason).split()))
    counts = reasons.replace("", NO_REASON).value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def _duplicate_kinds(records: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Count the records beyond the first of each paper by `KINDS`."""
    distinct = records.drop_duplicates(["paper_id", "record_id"])
    is_joined = (pairs["match"] == "same") & (
        pairs["paper_id_a"] == pairs["paper_id_b"]
    )
    same = pairs[is_joined]

    # Records that are joined by a chain of pairs are one publication.
    keys = pd.MultiIndex.from_frame(distinct[["paper_id", "record_id"]])
    keys_a = pd.MultiIndex.from_frame(same[["paper_id_a", "record_id_a"]])
    keys_b = pd.MultiIndex.from_frame(same[["paper_id_b", "record_id_b"]])
    rows_a = keys.get_indexer(keys_a)
    rows_b = keys.get_indexer(keys_b)
    size = len(distinct)
    edges = (np.ones(len(same)), (rows_a, rows_b))
    graph = csr_array(edges, shape=(size, size))
    publications, _ = connected_components(graph)

    copies = len(records) - len(distinct)
    written_otherwise = len(distinct) - publications
    linked = publications - distinct["paper_id"].nunique()
    return pd.Series([copies, written_otherwise, linked], index=KINDS)


def _identified_sentence(counts: pd.DataFrame, totals: dict[str, int]) -> str:
    sources = prisma_parts(counts, "identified")
    number = totals["identified"]
    return (
        f"**{count_of(number, 'record')}** {_was_or_were(number)} identified from "
        f"{count_of(len(sources), 'file')}{_parts_in_brackets(sources, NAMED)}."
    )


def _duplicates_sentence(counts: pd.DataFrame, totals: dict[str, int]) -> str:
    papers = f"**{count_of(totals['papers'], 'paper')}**"
    number = totals["duplicates"]
    if not number:
        return f"There were no duplicates: they are {papers}."
    kinds = _parts_in_brackets(prisma_parts(counts, "duplicates"))
    return (
        f"{count_of(number, 'duplicate record')} {_was_or_were(number)} "
        f"removed{kinds}, which left {papers}."
    )


def _screened_sentence(totals: dict[str, int]) -> str:
    screened, rest = totals["screened"], totals["not screened"]
    if not rest:
        return "**All** of them were screened by title and abstract."
    return (
        f"**{screened:,}** of them {_was_or_were(screened)} screened by title and "
        f"abstract, {rest:,} {_was_or_were(rest)} not."
    )


def _outcome_sentence(counts: pd.DataFrame, totals: dict[str, int]) -> str:
    excluded = totals["excluded"]
    reasons = _parts_in_brackets(prisma_parts(counts, "excluded"))
    return (
        f"Of those screened, {excluded:,} {_was_or_were(excluded)} excluded{reasons} "
        f"and **{totals['included']:,}** included."
    )


def _open_sentence(number: int, what: str) -> str:
    if not number:
        return ""
    verb = "is" if number == 1 else "are"
    return f"{number:,} {verb} {what}."


def _unseen_sentences(unseen: pd.DataFrame) -> str:
    if unseen.empty:
        return (
            "No paper was drawn at random, so how many relevant ones were not screened "
            "cannot be estimated."
        )
    sentences = []
    for row in unseen.itertuples():
        who = "were not screened"
        if row.screener:
            who = f"{escape_markdown(row.screener)} did not screen"
        sentences.append(
            f"Judging from {count_of(row.draws, 'paper')} drawn at random, some "
            f"{row.left:,.0f} of those that {who} are relevant "
            f"(95 % interval {row.low:,.0f} to {row.high:,.0f})."
        )
    return " ".join(sentences)


def _orphans_sentence(number: int) -> str:
    if not number:
        return ""
    verb = "is" if number == 1 else "are"
    return (
        f"Decisions on {count_of(number, 'paper')} that {verb} not in the corpus any "
        "more are kept, and not counted."
    )


def _parts_in_brackets(parts: list[tuple[str, int]], most: int = LISTED) -> str:
    """Write in brackets what a number is made up of, the rest beyond `most` as one."""
    if not parts:
        return ""
    shown = [f"{escape_markdown(label)}: {count:,}" for label, count in parts[:most]]
    rest = parts[most:]
    if rest:
        papers = sum(count for _, count in rest)
        shown.append(f"{len(rest):,} more: {papers:,}")
    return f" ({'; '.join(shown)})"


def _was_or_were(number: int) -> str:
    return "was" if number == 1 else "were"
