"""The numbers of a PRISMA 2020 flow: from records identified to papers included, counted and never typed."""

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
NO_REASON = "no reason given"
NAMED = 6  # sources that a sentence names


def prisma_counts(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    pairs: pd.DataFrame,
    decided: pd.DataFrame,
) -> pd.DataFrame:
    """Count what went into each box of the flow chart of PRISMA 2020, and what it is made up of.

    `papers`, `records` and `pairs` are of `duplicates.join`, `decided` of `agreement.final`: a row a paper with
    `paper_id`, `decision` (include, exclude, maybe, conflict; "" is none) and `reason`. Returns `box` (of `BOXES`, and
    `ORPHANS`: decisions on papers that have gone), `label` and `count`. The row of a box itself has no label; those
    that follow add up to it: a source (dump) each, a kind of duplicate, a reason, the most frequent first.
    identified = duplicates + papers; papers = not screened + screened; screened = excluded + maybe + conflict +
    included. Raises ValueError for another decision, or two of one paper. After Page et al. (2021), BMJ 372:n71.
    """
    decided = _checked(decided)
    here = decided[decided["paper_id"].isin(papers["paper_id"])]
    made = here["decision"].value_counts()
    excluded = (
        here.loc[here["decision"] == "exclude", "reason"]
        .fillna("")
        .map(_line)
        .replace("", NO_REASON)
    )
    inside = {
        "identified": records["dump"].value_counts(sort=False),
        "duplicates": _duplicates(records, pairs),
        "excluded": excluded.value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable"),
    }
    sizes = [
        len(records),
        len(records) - len(papers),
        len(papers),
        len(papers) - len(here),
        len(here),
    ]
    sizes += [made.get(name, 0) for name in ("exclude", "maybe", "conflict", "include")]
    rows = []
    for box, size in zip(
        (*BOXES, ORPHANS), (*sizes, len(decided) - len(here)), strict=True
    ):
        rows += [
            (box, "", size),
            *((box, label, count) for label, count in inside.get(box, {}).items()),
        ]
    kinds = {"box": "str", "label": "str", "count": "int64"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def totals(counts: pd.DataFrame) -> dict[str, int]:
    """Give the number in each box of `counts` by its name."""
    own = counts[counts["label"] == ""]
    return dict(zip(own["box"], own["count"].tolist(), strict=True))


def parts(counts: pd.DataFrame, box: str) -> list[tuple[str, int]]:
    """List what a box of `counts` is made up of, as label and count, without what there is none of."""
    own = counts[
        (counts["box"] == box) & (counts["label"] != "") & (counts["count"] > 0)
    ]
    return list(zip(own["label"], own["count"].tolist(), strict=True))


def prisma_summary(counts: pd.DataFrame, unseen: pd.DataFrame | None = None) -> str:
    """Say the numbers of the flow chart in the sentences of a methods section, in Markdown.

    With a table of `unseen`, also how many relevant papers are estimated to be among those not screened.
    """
    n, sources = totals(counts), parts(counts, "identified")
    text = f"**{count_of(n['identified'], 'record')}** {_were(n['identified'])} identified from "
    text += count_of(len(sources), "file") + _of(sources, NAMED) + "."
    if n["duplicates"]:
        text += f" {count_of(n['duplicates'], 'duplicate record')} {_were(n['duplicates'])} removed"
        text += (
            _of(parts(counts, "duplicates"))
            + f", which left **{count_of(n['papers'], 'paper')}**."
        )
    else:
        text += (
            f" There were no duplicates: they are **{count_of(n['papers'], 'paper')}**."
        )
    if n["not screened"]:
        text += f" **{n['screened']:,}** of them {_were(n['screened'])} screened by title and abstract"
        text += f", {n['not screened']:,} {_were(n['not screened'])} not."
    else:
        text += " **All** of them were screened by title and abstract."
    if n["screened"]:
        text += f" Of those screened, {n['excluded']:,} {_were(n['excluded'])} excluded"
        text += _of(parts(counts, "excluded")) + f" and **{n['included']:,}** included."
        text += _open(n["maybe"], "marked *maybe*") + _open(
            n["conflict"], "left in conflict between the screeners"
        )
    if n["not screened"] and unseen is not None:
        text += _missed(unseen)
    if n[ORPHANS]:
        text += f" Decisions on {count_of(n[ORPHANS], 'paper')} that {'is' if n[ORPHANS] == 1 else 'are'} not in the"
        text += " corpus any more are kept, and not counted."
    return text


def count_unseen(current: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Estimate how many relevant papers each screener has not seen, from the papers drawn at random.

    `current` is of `decisions.current`. Returns `screener`, `draws`, `left`, `low`, `high` (95 % interval, see
    `stopping.left`), a row for each screener who drew papers at random and has not seen them all.
    """

    made = current[
        (current["decision"] != "") & current["paper_id"].isin(papers["paper_id"])
    ]
    rows = []
    for screener, own in made.groupby("screener"):
        if len(own) < len(papers) and (own["chosen"] == "random").any():
            rows.append(
                {"screener": screener} | _stopping.estimate_remaining(own, len(papers))
            )
    return pd.DataFrame(rows, columns=["screener", "draws", "left", "low", "high"])


def screened_table(papers: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """List the papers decided on, in the order of the papers; those gone from the corpus are left out.

    `decided` is of `agreement.final`. Returns `paper_id`, `title`, `year`, `venue`, `decision`, `reason`, `screener`
    (all who decided, as one text) and `at` (the last decision, UTC).
    """
    year = (
        pd.to_datetime(papers["date"]).dt.year.astype("Int64").astype("str")
    )  # not 2,015
    table = papers.assign(year=year)[["paper_id", "title", "year", "venue"]]
    own = _checked(decided)[["paper_id", "decision", "reason", "screener", "at"]]
    kinds = dict.fromkeys(["paper_id", "decision", "reason", "screener"], "str") | {
        "at": "datetime64[us, UTC]"
    }
    return table.merge(own.astype(kinds), on="paper_id")


def _checked(decided: pd.DataFrame) -> pd.DataFrame:
    decided = decided[decided["decision"].fillna("") != ""]
    odd = decided.loc[
        ~decided["decision"].isin(["include", "exclude", "maybe", "conflict"]),
        "decision",
    ]
    if len(odd):
        raise ValueError(
            f"decision: {odd.iloc[0]!r} is none of include, exclude, maybe, conflict"
        )
    if (twice := decided["paper_id"].duplicated()).any():
        paper = decided.loc[twice, "paper_id"].iloc[0]
        raise ValueError(
            f"{paper}: has two decisions; make them one with `agreement.final` first"
        )
    return decided


def _duplicates(records: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Count the records beyond the first of each paper by `KINDS`: copies, then the same, then linked ones."""
    own = records.drop_duplicates(["paper_id", "record_id"])
    joined = pairs[
        (pairs["decision"] == "same") & (pairs["paper_id_a"] == pairs["paper_id_b"])
    ]
    place = {
        record: position
        for position, record in enumerate(
            zip(own["paper_id"], own["record_id"], strict=True)
        )
    }
    a, b = (
        np.array(
            [
                place[key]
                for key in zip(
                    joined["paper_id_a"], joined[f"record_id_{side}"], strict=True
                )
            ],
            dtype=int,
        )
        for side in "ab"
    )
    publications, _ = connected_components(
        csr_array((np.ones(len(a)), (a, b)), shape=(len(own), len(own)))
    )
    sizes = (
        len(records) - len(own),
        len(own) - publications,
        publications - own["paper_id"].nunique(),
    )
    return pd.Series(sizes, index=KINDS)


def _line(text: str) -> str:
    return " ".join(str(text).split())


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _open(n: int, what: str) -> str:
    return f" {n:,} {'is' if n == 1 else 'are'} {what}." if n else ""


def _missed(unseen: pd.DataFrame) -> str:
    if unseen.empty:
        return " No paper was drawn at random, so how many relevant ones were not screened cannot be estimated."
    text = ""
    for row in unseen.itertuples():
        text += f" Judging from {count_of(row.draws, 'paper')} drawn at random, some {row.left:,.0f} of those that "
        text += (
            f"{escape_markdown(row.screener)} did not screen are"
            if row.screener
            else "were not screened are"
        )
        text += f" relevant (95 % interval {row.low:,.0f} to {row.high:,.0f})."
    return text


def _of(parts: list[tuple[str, int]], most: int = 20) -> str:
    """Write in brackets what a number is made up of, the rest beyond `most` as one."""
    shown = [f"{escape_markdown(label)}: {count:,}" for label, count in parts[:most]]
    rest = (
        [f"{len(parts) - most:,} more: {sum(count for _, count in parts[most:]):,}"]
        if len(parts) > most
        else []
    )
    return f" ({'; '.join(shown + rest)})" if parts else ""
