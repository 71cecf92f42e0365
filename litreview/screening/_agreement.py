"""Several screeners: how far they agree, where they differ, what holds in the end."""

from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd

from litreview.tables import SCREENING_DECISIONS
from litreview.text import count_of

SETTLED = "settled"  # the screener whose decision overrides those of all others
CONFLICT = "conflict"
AGREED = "agreed"
ONE_SCREENER = "one screener"

KAPPA = {
    "screener_a": "str",
    "screener_b": "str",
    "papers": "int64",
    "agreed": "float64",
    "kappa": "float64",
    "low": "float64",
    "high": "float64",
    "note": "str",
}
CONFLICTS = [
    "paper_id",
    "title",
    "screener_a",
    "decision_a",
    "reason_a",
    "note_a",
    "screener_b",
    "decision_b",
    "reason_b",
    "note_b",
    "others",
    "settled",
]
FINAL = [
    "paper_id",
    "title",
    "decision",
    "reason",
    "note",
    "tags",
    "screener",
    "chosen",
    "at",
    "how",
]


def screener_kappa(decided: pd.DataFrame, maybe: str = "include") -> pd.DataFrame:
    """Measure how far each two screeners agree beyond chance, before settling.

    Parameters
    ----------
    decided
        Of `current_decisions`.
    maybe
        As what a maybe counts: as include, since both go on to the full text, as
        exclude, or as maybe: a kind of its own.

    Returns
    -------
    pd.DataFrame
        A row a pair: `screener_a`, `screener_b`, `papers` (that both decided), `agreed`
        (the share on which they agree), `kappa` (Cohen's) with its 95 % interval from
        `low` to `high` (of large samples), missing where it is not defined, and a
        `note` that says why, or what to beware of.

    References
    ----------
    Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72:323-327.
    """
    counted = _counted_decisions(decided, maybe)
    wide = counted.pivot(index="paper_id", columns="screener", values="kind")

    rows = []
    for a, b in combinations(sorted(wide), 2):
        both = wide[[a, b]].dropna()
        rows.append(_kappa_of_pair(both, a, b))
    return pd.DataFrame(rows, columns=list(KAPPA)).astype(KAPPA)


def find_conflicts(
    decided: pd.DataFrame, papers: pd.DataFrame, maybe: str = "include"
) -> pd.DataFrame:
    """List the papers on which screeners differ, with what each decided and why.

    Parameters
    ----------
    decided
        Of `current_decisions`.
    papers
        With `paper_id` and `title`. Papers that are not there any more keep the title
        of the log.
    maybe
        As for `screener_kappa`.

    Returns
    -------
    pd.DataFrame
        A row a paper: `paper_id`, `title`; `screener_a`, `decision_a`, `reason_a`,
        `note_a` and the same of `b`: the first two by name that differ; `others`, what
        further screeners decided; `settled`, the decision that overrides them, "" where
        it is still to be made.
    """
    titles = papers.set_index("paper_id")["title"].to_dict()
    by_settler = decided[decided["screener"] == SETTLED]
    settled = by_settler.set_index("paper_id")["decision"].to_dict()

    rows = []
    for paper_id, lines in _lines_by_paper(_counted_decisions(decided, maybe)).items():
        kinds = {line["kind"] for line in lines}
        if len(kinds) > 1:
            logged_title = max(line["title"] for line in lines)
            row = {
                "paper_id": paper_id,
                "title": titles.get(paper_id, logged_title),
                "settled": settled.get(paper_id, ""),
            }
            rows.append(row | _differing_sides(lines))
    return pd.DataFrame(rows, columns=CONFLICTS).astype("str")


def final_decisions(decided: pd.DataFrame, maybe: str = "include") -> pd.DataFrame:
    """Bring the decisions of all screeners on a paper into one.

    Parameters
    ----------
    decided
        Of `current_decisions`.
    maybe
        As for `screener_kappa`; where all say maybe it stays one.

    Returns
    -------
    pd.DataFrame
        A row a paper, in the order in which they were first decided: `paper_id`,
        `title`, `decision` (include, exclude, maybe or conflict), `reason` (the first
        that was given for that decision), `note` and `tags` (those of all), `screener`
        (all, as one text), `chosen` (how the paper came up first), `at` (the last
        decision) and `how` it was reached: one screener, agreed, settled or conflict.

    Examples
    --------
    >>> _ = litreview.screening.decide("final.sqlite", "a1", "include")
    >>> decided = litreview.screening.current_decisions("final.sqlite")
    >>> litreview.screening.final_decisions(decided)["decision"].tolist()
    ['include']
    """
    lines = _lines_by_paper(_counted_decisions(decided, maybe))
    is_settling = (decided["screener"] == SETTLED) & (decided["decision"] != "")
    settled = _lines_by_paper(decided[is_settling])

    rows = []
    for paper_id in {**lines, **settled}:
        row = _final_row(lines.get(paper_id, []), settled.get(paper_id, []))
        rows.append(row)
    return pd.DataFrame(rows, columns=FINAL)


def agreement_summary(decided: pd.DataFrame, maybe: str = "include") -> str:
    """Say how far the screeners agree and how many conflicts are open.

    A single screener has nobody to agree with: "".
    """
    kappa = screener_kappa(decided, maybe)
    if kappa.empty:
        return ""
    sentences = [_pair_sentence(row) for row in kappa.itertuples()]

    if decided["decision"].eq("maybe").any():
        if maybe == "maybe":
            sentences.append("A maybe is a decision of its own.")
        else:
            sentences.append(f"A maybe counts as {maybe}.")
    if kappa["kappa"].notna().any():
        sentences.append(
            "Kappa is 1 where they always agree and 0 where they agree no more often "
            "than by chance."
        )

    how = final_decisions(decided, maybe)["how"].value_counts()
    conflicts, settled = how.get(CONFLICT, 0), how.get(SETTLED, 0)
    sentences.append(
        f"{count_of(conflicts, 'conflict')} {_is_or_are(conflicts)} still to be "
        f"settled; {settled:,} {_is_or_are(settled)} settled."
    )
    return " ".join(sentences)


def _counted_decisions(decided: pd.DataFrame, maybe: str) -> pd.DataFrame:
    """Leave the decisions of people, each under the `kind` as which it counts."""
    if maybe not in SCREENING_DECISIONS:
        raise ValueError(
            f"maybe: {maybe!r} is none of {', '.join(SCREENING_DECISIONS)}; "
            "say what a maybe counts as"
        )
    table = decided[(decided["decision"] != "") & (decided["screener"] != SETTLED)]
    return table.assign(kind=table["decision"].replace("maybe", maybe))


def _kappa_of_pair(both: pd.DataFrame, a: str, b: str) -> dict:
    row = {"screener_a": a, "screener_b": b, "papers": len(both), "note": ""}
    if both.empty:
        return row | {"note": "There is no paper that both decided."}

    row["agreed"] = float((both[a] == both[b]).mean())
    kinds = sorted({*both[a], *both[b]})
    if len(kinds) == 1:
        row["note"] = (
            f"Both always say {kinds[0]}: chance would agree as well, "
            "and there is no kappa."
        )
        return row

    row["kappa"], low, high = _cohens_kappa(both[a], both[b], kinds)
    for screener in (a, b):
        if both[screener].nunique() == 1:
            name = screener or "The unnamed screener"
            row["note"] = (
                f"{name} always says the same: "
                "kappa is then 0 however often they agree."
            )
            return row

    if row["agreed"] == 1:
        row["note"] = (
            "They agree on every paper; the interval then has no width, "
            "and says little of few papers."
        )
    return row | {"low": low, "high": high}


def _cohens_kappa(
    a: pd.Series, b: pd.Series, kinds: list[str]
) -> tuple[float, float, float]:
    """Compute Cohen's kappa and the ends of its interval."""
    # Takes a second to import, which other rooms need not wait for.
    from statsmodels.stats.inter_rater import cohens_kappa

    table = pd.crosstab(a, b).reindex(index=kinds, columns=kinds, fill_value=0)
    with np.errstate(invalid="ignore", divide="ignore"):  # of a variance of zero
        found = cohens_kappa(table.to_numpy())

    kappa = float(found.kappa)
    # A variance of zero may come out as a little less, whose root is missing.
    ends = np.nan_to_num([found.kappa_low, found.kappa_upp], nan=kappa)
    low, high = np.clip(ends, -1, 1)
    return kappa, float(low), float(high)


def _lines_by_paper(table: pd.DataFrame) -> dict[str, list[dict]]:
    lines = defaultdict(list)
    for line in table.to_dict("records"):
        lines[line["paper_id"]].append(line)
    return dict(lines)


def _differing_sides(lines: list[dict]) -> dict:
    """Set the first two screeners that differ side by side, and list the others."""
    lines = sorted(lines, key=lambda line: line["screener"])
    a = lines[0]
    b = next(line for line in lines if line["kind"] != a["kind"])

    sides = {}
    for side, line in (("a", a), ("b", b)):
        for name in ("screener", "decision", "reason", "note"):
            sides[f"{name}_{side}"] = line[name]

    others = []
    for line in lines:
        if line is not a and line is not b:
            others.append(f"{line['screener']}: {line['decision']}")
    return sides | {"others": "; ".join(others)}


def _final_row(lines: list[dict], settled: list[dict]) -> dict:
    """Bring the lines of people on a paper, and the one that settles it, into one."""
    counted = settled or lines
    decision, how = _final_decision(lines, settled)
    if how == CONFLICT:
        counted = []

    every = lines + settled
    notes = dict.fromkeys(line["note"] for line in every if line["note"])
    tags = dict.fromkeys(tag for line in every for tag in line["tags"])
    screeners = [line["screener"] for line in every if line["screener"]]
    return {
        "paper_id": every[0]["paper_id"],
        "title": _first_given(every, "title"),
        "decision": decision,
        "reason": _first_given(counted, "reason"),
        "note": "\n".join(notes),
        "tags": list(tags),
        "screener": ", ".join(screeners),
        "chosen": _first_given(every, "chosen"),
        "at": max(line["at"] for line in every),
        "how": how,
    }


def _final_decision(lines: list[dict], settled: list[dict]) -> tuple[str, str]:
    """Decide what holds of a paper, and how that was reached."""
    if settled:
        return settled[0]["decision"], SETTLED

    kinds = {line["kind"] for line in lines}
    if len(kinds) > 1:
        return CONFLICT, CONFLICT

    how = ONE_SCREENER
    if len(lines) > 1:
        how = AGREED
    decisions = {line["decision"] for line in lines}
    if len(decisions) == 1:
        return lines[0]["decision"], how
    return lines[0]["kind"], how


def _first_given(lines: list[dict], name: str) -> str:
    for line in lines:
        if line[name]:
            return line[name]
    return ""


def _pair_sentence(row) -> str:
    a = row.screener_a or "The unnamed screener"
    b = row.screener_b or "the unnamed screener"
    if not row.papers:
        return f"{a} and {b} have no paper in common."

    text = (
        f"{a} and {b} agree on {row.agreed:.0%} of the {count_of(row.papers, 'paper')} "
        "that both decided"
    )
    if np.isfinite(row.kappa):
        text += f" (Cohen's kappa {row.kappa:.2f}"
        if np.isfinite(row.low):
            text += f", 95 % interval {row.low:.2f} to {row.high:.2f}"
        text += ")"
    return f"{text}. {row.note}".strip()


def _is_or_are(count: int) -> str:
    return "is" if count == 1 else "are"
