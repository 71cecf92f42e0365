"""Two screeners or more: how far they agree beyond chance, where they differ, and what holds in the end."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from litreview.screening import _decisions
from litreview.text import count_of

SETTLED = "settled"  # the screener whose decision overrides those of all others
CONFLICT = "conflict"
KAPPA = {
    "screener_a": "str",
    "screener_b": "str",
    "papers": "int64",
    "agreed": "float64",
    "kappa": "float64",
}
KAPPA |= {"low": "float64", "high": "float64", "note": "str"}
_SIDE = ["screener", "decision", "reason", "note"]
CONFLICTS = [
    "paper_id",
    "title",
    *(f"{name}_{side}" for side in "ab" for name in _SIDE),
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


def settle(store: str | Path, paper_id: str, decision: str, **known) -> int:
    """Write the decision that overrides those of the screeners on a paper, and return the number of its line.

    `known` and the errors are those of `decisions.decide`; "" takes the settlement back.
    """
    return _decisions.decide(store, paper_id, decision, screener=SETTLED, **known)


def screener_kappa(decided: pd.DataFrame, maybe: str = "include") -> pd.DataFrame:
    """Measure how far each two screeners agree beyond chance, on the papers that both decided, before settling.

    `decided` is of `decisions.current`. A maybe counts as `maybe` says: as include, since both go on to the full text,
    as exclude, or as maybe: a kind of its own. Returns a row a pair: `KAPPA`; `papers` that both decided, the share on
    which they `agreed`, Cohen's kappa with its 95 % interval from `low` to `high` (of large samples:
    Fleiss, Cohen and Everitt 1969), missing where it is not defined, and a `note` that says why, or what to beware of.
    """
    wide = _counted(decided, maybe).pivot(
        index="paper_id", columns="screener", values="kind"
    )
    rows = [
        _pair(wide[list(pair)].dropna(), *pair)
        for pair in combinations(sorted(wide), 2)
    ]
    return pd.DataFrame(rows, columns=list(KAPPA)).astype(KAPPA)


def find_conflicts(
    decided: pd.DataFrame, papers: pd.DataFrame, maybe: str = "include"
) -> pd.DataFrame:
    """List the papers on which two screeners differ, a row a paper, with what either decided and why.

    `maybe` as for `kappa`. Returns `CONFLICTS`: `a` and `b` are the first two by name that differ, `others` says what
    further screeners decided, `settled` the decision that overrides them, "" where it is still to be made. Papers that
    are not in `papers` any more keep the title of the log.
    """
    titles = papers.set_index("paper_id")["title"].to_dict()
    settled = (
        decided[decided["screener"] == SETTLED]
        .set_index("paper_id")["decision"]
        .to_dict()
    )
    rows = []
    for paper, said in _by_paper(_counted(decided, maybe)).items():
        if len({row["kind"] for row in said}) > 1:
            title = titles.get(paper, max(row["title"] for row in said))
            own = {"paper_id": paper, "title": title, "settled": settled.get(paper, "")}
            rows.append(own | _sides(sorted(said, key=lambda row: row["screener"])))
    return pd.DataFrame(rows, columns=CONFLICTS).astype("str")


def final_decisions(decided: pd.DataFrame, maybe: str = "include") -> pd.DataFrame:
    """Bring the decisions of all screeners on a paper into one, in the order in which the papers were first decided.

    `maybe` as for `kappa`; where all say maybe it stays one. Returns `FINAL`; `how` the decision was reached: one
    screener, agreed, settled, or conflict, which then is the `decision` too. `reason` is the first that was given for
    that decision, `note` and `tags` are those of all, `chosen` how the paper came up first, `at` the last decision.
    """
    said = _by_paper(_counted(decided, maybe))
    settled = _by_paper(
        decided[(decided["screener"] == SETTLED) & (decided["decision"] != "")]
    )
    rows = [
        _final(said.get(paper, []), settled.get(paper, []))
        for paper in {**said, **settled}
    ]
    return pd.DataFrame(rows, columns=FINAL)


def agreement_summary(decided: pd.DataFrame, maybe: str = "include") -> str:
    """Say in a few sentences how far the screeners agree and how many conflicts are open; "" for a single screener."""
    measured, how = (
        screener_kappa(decided, maybe),
        final_decisions(decided, maybe)["how"].value_counts(),
    )
    if measured.empty:
        return ""
    sentences = [_said(row) for row in measured.itertuples()]
    if decided["decision"].eq("maybe").any():
        sentences.append(
            f"A maybe counts as {maybe}."
            if maybe != "maybe"
            else "A maybe is a decision of its own."
        )
    if measured["kappa"].notna().any():
        sentences.append(
            "Kappa is 1 where they always agree and 0 where they agree no more often than by chance."
        )
    still, done = how.get(CONFLICT, 0), how.get(SETTLED, 0)
    settled = f"{done:,} {'is' if done == 1 else 'are'} settled"
    sentences.append(
        f"{count_of(still, 'conflict')} {'is' if still == 1 else 'are'} still to be settled; {settled}."
    )
    return " ".join(sentences)


def _counted(decided: pd.DataFrame, maybe: str) -> pd.DataFrame:
    """Leave what counts: decisions of people, each under the `kind` as which it is counted."""
    if maybe not in _decisions.DECISIONS:
        raise ValueError(
            f"maybe: {maybe!r} is none of {', '.join(_decisions.DECISIONS)}; say what a maybe counts as"
        )
    table = decided[(decided["decision"] != "") & (decided["screener"] != SETTLED)]
    return table.assign(kind=table["decision"].replace("maybe", maybe))


def _pair(both: pd.DataFrame, a: str, b: str) -> dict:
    from statsmodels.stats.inter_rater import (
        cohens_kappa,  # takes a second, which other rooms need not wait for
    )

    row = {"screener_a": a, "screener_b": b, "papers": len(both), "note": ""}
    if both.empty:
        return row | {"note": "There is no paper that both decided."}
    kinds = sorted({*both[a], *both[b]})
    row |= {"agreed": float((both[a] == both[b]).mean())}
    if len(kinds) == 1:
        return row | {
            "note": f"Both always say {kinds[0]}: chance would agree as well, and there is no kappa."
        }
    table = pd.crosstab(both[a], both[b]).reindex(
        index=kinds, columns=kinds, fill_value=0
    )
    with np.errstate(invalid="ignore", divide="ignore"):  # of a variance of zero
        found = cohens_kappa(table.to_numpy())
    row |= {"kappa": float(found.kappa)}
    if alike := [
        name or "The unnamed screener" for name in (a, b) if both[name].nunique() == 1
    ]:
        return row | {
            "note": f"{alike[0]} always says the same: kappa is then 0 however often they agree."
        }
    if row["agreed"] == 1:
        row["note"] = (
            "They agree on every paper; the interval then has no width, and says little of few papers."
        )
    # A variance of zero may come out as a little less.
    low, high = np.clip(
        np.nan_to_num([found.kappa_low, found.kappa_upp], nan=row["kappa"]), -1, 1
    )
    return row | {"low": float(low), "high": float(high)}


def _by_paper(table: pd.DataFrame) -> dict[str, list[dict]]:
    rows = defaultdict(list)
    for row in table.to_dict("records"):
        rows[row["paper_id"]].append(row)
    return dict(rows)


def _sides(said: list[dict]) -> dict:
    a = said[0]
    b = next(row for row in said if row["kind"] != a["kind"])
    sides = {
        f"{name}_{side}": row[name]
        for side, row in (("a", a), ("b", b))
        for name in _SIDE
    }
    others = (
        f"{row['screener']}: {row['decision']}"
        for row in said
        if row is not a and row is not b
    )
    return sides | {"others": "; ".join(others)}


def _final(said: list[dict], settled: list[dict]) -> dict:
    own = settled or said
    kinds = {row.get("kind") for row in own}
    decision = (
        own[0]["decision"]
        if len({row["decision"] for row in own}) == 1
        else own[0].get("kind")
    )
    how = SETTLED if settled else "agreed" if len(own) > 1 else "one screener"
    decision, how, own = (
        (CONFLICT, CONFLICT, []) if len(kinds) > 1 else (decision, how, own)
    )
    rows = said + settled
    return {
        "paper_id": rows[0]["paper_id"],
        "title": _first(rows, "title"),
        "decision": decision,
        "reason": _first(own, "reason"),
        "note": "\n".join(dict.fromkeys(row["note"] for row in rows if row["note"])),
        "tags": [*dict.fromkeys(tag for row in rows for tag in row["tags"])],
        "screener": ", ".join(row["screener"] for row in rows if row["screener"]),
        "chosen": _first(rows, "chosen"),
        "at": max(row["at"] for row in rows),
        "how": how,
    }


def _first(rows: list[dict], name: str) -> str:
    return next((row[name] for row in rows if row[name]), "")


def _said(row) -> str:
    names = f"{row.screener_a or 'The unnamed screener'} and {row.screener_b or 'the unnamed screener'}"
    if not row.papers:
        return f"{names} have no paper in common."
    text = f"{names} agree on {row.agreed:.0%} of the {count_of(row.papers, 'paper')} that both decided"
    if np.isfinite(row.kappa):
        interval = (
            f", 95 % interval {row.low:.2f} to {row.high:.2f}"
            if np.isfinite(row.low)
            else ""
        )
        text += f" (Cohen's kappa {row.kappa:.2f}{interval})"
    return f"{text}. {row.note}".strip()
