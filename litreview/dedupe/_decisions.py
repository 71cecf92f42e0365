"""A person's decisions on which records are one paper, carried over to the next run by the content of the records."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import tables
from litreview.text import count_of, escape_markdown, list_some

DECISIONS = ("same", "linked", "different")
PLACES, IDS = ["record_a", "record_b"], ["record_id_a", "record_id_b"]
COLUMNS = [
    "decision",
    "title_a",
    "title_b",
    *PLACES,
    *IDS,
    "found",
    "reason",
    "score",
    "note",
]
MOST = 50  # pairs on either side of the line that a draft asks about
APPLIED = "applied"
SHOWN = [
    "dump",
    "record",
    "line",
    "record_id",
    "title",
    "abstract",
    "authors",
    "date",
    "venue",
    "volume",
]
SHOWN += ["issue", "pages", "doi", "arxiv_id"]


def read_decisions(file: str | Path, undecided: bool = False) -> pd.DataFrame:
    """Read a file of decisions; "" is a file without any.

    Returns `COLUMNS` and what else the file has, as text, and `line`. Rows without a decision are left out unless
    `undecided` asks for them. The cells may be separated by `;`. Raises FileNotFoundError where there is no such file,
    ValueError for one that is no such table, or that decides one pair in two ways.
    """
    table = tables.read_csv(file, COLUMNS, ["decision"], "decisions")
    if "line" in table:
        raise ValueError(
            f"{file}, line 1: a column of your own cannot be called `line`; call it otherwise"
        )
    lines = zip(table.index, table.to_dict("records"), strict=True)
    rows = [_checked(row, f"{file}, line {line}") for line, row in lines]
    table = (
        pd.DataFrame(rows, columns=table.columns).astype("str").assign(line=table.index)
    )
    decided = table[table["decision"] != ""].reset_index(drop=True)
    told = list(zip(decided["decision"], decided["line"], strict=True))
    for (own, line), same in zip(told, find_decisions(decided, decided), strict=True):
        for other, further in (told[position] for position in same):
            if other != own:
                said = f"{file}, lines {line} and {further}: the same pair is {own} in one and {other} in the other"
                raise ValueError(f"{said}; delete one of them")
    return table if undecided else decided


def read_draft(file: str | Path) -> pd.DataFrame:
    """Read a file of decisions, with its rows that are not decided yet; one that is not there has none."""
    return read_decisions(file if Path(file).exists() else "", undecided=True)


def write_decisions(file: str | Path, table: pd.DataFrame) -> None:
    """Write a table of decisions for `read`, safe to open in a spreadsheet; the file is replaced as a whole."""
    # A content id such as 123456e78901 would come back from a spreadsheet as a number.
    kept = {
        name: table[name].str.replace(r"\A(?=\d+(?:e\d+)?\Z)", "'", regex=True)
        for name in IDS
        if name in table
    }
    tables.write_csv(file, table.assign(**kept).drop(columns="line", errors="ignore"))


def find_decisions(pairs: pd.DataFrame, decisions: pd.DataFrame) -> list[list[int]]:
    """Find for each pair the positions of the rows of `decisions` on the same two records, in either order.

    Content ids decide where both rows have them; else where the records stand does.
    """
    index = defaultdict(list)
    for position, (own, _) in enumerate(_tags(decisions)):
        for tag in own:
            index[tag].append(position)
    return [
        sorted({row for tag in asked for row in index.get(tag, ())})
        for _, asked in _tags(pairs)
    ]


def record_decision(
    file: str | Path, pair: pd.Series | dict, decision: str, note: str | None = None
) -> pd.DataFrame:
    """Write what a person decided on a pair into the file, and return all that it holds then, as `so_far` does.

    `pair` is a row of `draft`; `decision` is same, linked, different, or "" to take it back; without a `note` the one
    that is there is kept. What else is in the file stays. Raises ValueError for another decision, or a pair that does
    not name two records.
    """
    given = {name: str(pair.get(name, "")) for name in COLUMNS} | {"decision": decision}
    new = _checked(given, "the pair") | {"note": note or ""}
    table = read_draft(file).drop(columns="line")
    known, rows = (
        find_decisions(pd.DataFrame([new]), table)[0],
        table.to_dict("records"),
    )
    for row in (rows[position] for position in known):
        if (
            new["record_id_a"] and not row["record_id_a"]
        ):  # a row by hand: from now on it holds wherever they stand
            row |= {name: new[name] for name in ("title_a", "title_b", *PLACES, *IDS)}
        row |= {
            "decision": new["decision"],
            "note": row["note"] if note is None else note,
        }
    rows += [] if known else [new]
    write_decisions(file, pd.DataFrame(rows, columns=table.columns).fillna(""))
    return read_draft(file)


def locate_decisions(
    decisions: pd.DataFrame, records: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the two records of each decision, by content where it has content ids, else by where they stand.

    `records` has `dump`, `record`, `record_id`, and may have `title`. Returns the pairs found, `a` and `b` (positions
    in `records`, of exact copies the first), `decision`, `line`; and what became of each decision: `decision`,
    `title_a`, `title_b`, `line`, `outcome`: applied, or why not.
    """
    decided = complete_decisions(
        decisions[decisions["decision"] != ""], records
    ).reset_index(drop=True)
    sides = [_positions(decided, records, side) for side in "ab"]
    places, rows = set(_places(records)), decided.to_dict("records")
    why = [
        _outcome(row | {"a": a, "b": b}, places)
        for row, a, b in zip(rows, *sides, strict=True)
    ]
    a, b = (
        np.array([-1 if at is None else at for at in side], dtype="int64")
        for side in sides
    )
    table = decided.assign(
        a=a,
        b=b,
        low=np.minimum(a, b),
        high=np.maximum(a, b),
        outcome=pd.Series(why, dtype="str"),
    )
    table = table.assign(outcome=_agreed(table))
    found = (
        table[table["outcome"] == APPLIED]
        .drop_duplicates(["low", "high"])
        .reset_index(drop=True)
    )
    for side in "ab":
        table[f"title_{side}"] = table[f"title_{side}"].mask(
            table[f"title_{side}"] == "", table[f"record_{side}"]
        )
    return found[["a", "b", "decision", "line"]], table[
        ["decision", "title_a", "title_b", "line", "outcome"]
    ]


def complete_decisions(decisions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Fill in what decisions written by hand leave out of their records: titles, content ids, where they stand."""
    known = {"record": _places(records), "record_id": records["record_id"].tolist()}
    if "title" in records:
        known["title"] = records["title"].tolist()
    filled = {}
    for side in "ab":
        positions = _positions(decisions, records, side)
        for name, cells in known.items():
            own = zip(decisions[f"{name}_{side}"], positions, strict=True)
            column = [
                cell or ("" if position is None else cells[position])
                for cell, position in own
            ]
            filled[f"{name}_{side}"] = pd.Series(column, decisions.index, dtype="str")
    return decisions.assign(**filled)


def draft_decisions(
    pairs: pd.DataFrame, records: pd.DataFrame, decisions: pd.DataFrame
) -> pd.DataFrame:
    """List the decisions so far, and below them the pairs nearest to the line, which a person may decide next.

    `pairs` are those of `duplicates.join`. Asked about are the `different` with the highest scores and the `same` and
    `linked` with the lowest, `MOST` of each, in turns; not exact copies, nor pairs whose records are not in `records`.
    Returns `COLUMNS`, as text, and what else `decisions` has; `found` is what was decided without a person.
    """
    titles = dict(zip(_places(records), records["title"], strict=True))
    here = pairs["record_a"].isin(titles) & pairs["record_b"].isin(titles)
    asked = pairs[here & (pairs["record_id_a"] != pairs["record_id_b"])]
    # One pair of two papers, or of one, is enough to ask: what is said of it is meant of their copies.
    near = (asked["score"] - 0.5).abs().sort_values(kind="stable").index
    ends = np.sort(
        asked.loc[near, ["paper_id_a", "paper_id_b"]].to_numpy(dtype="object")
    )
    asked = asked.loc[near[~pd.DataFrame(ends).duplicated().to_numpy()]]
    mine = complete_decisions(decisions[decisions["decision"] != ""], records).drop(
        columns="line", errors="ignore"
    )
    asked = asked[
        np.array([not rows for rows in find_decisions(asked, mine)], dtype=bool)
    ]
    apart = asked["decision"] == "different"
    sides = [
        asked[apart].sort_values("score", ascending=False, kind="stable"),
        asked[~apart].sort_values("score", kind="stable"),
    ]
    nearest = pd.concat(
        [side.head(MOST).assign(rank=range(min(MOST, len(side)))) for side in sides]
    )
    nearest = nearest.sort_values("rank", kind="stable")
    rows = nearest.assign(
        found=nearest["decision"],
        decision="",
        title_a=nearest["record_a"].map(titles),
        title_b=nearest["record_b"].map(titles),
        score=["" if pd.isna(score) else f"{score:.2f}" for score in nearest["score"]],
        note="",
    )
    columns = list(dict.fromkeys([*COLUMNS, *mine.columns]))
    return (
        pd.concat([mine, rows.reindex(columns=COLUMNS)], ignore_index=True)[columns]
        .fillna("")
        .astype("str")
    )


def closest_pairs(draft: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of a draft that no one has decided on, the nearest to the line first."""
    left = draft[draft["decision"] == ""]
    return left.loc[
        (left["score"].astype("float64") - 0.5).abs().sort_values(kind="stable").index
    ]


def compared_records(pairs: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """List the records that the pairs of a draft are of, and their exact copies, with what a person decides by."""
    named = pd.concat([pairs[name] for name in IDS])
    return records.loc[
        records["record_id"].isin(named), [name for name in SHOWN if name in records]
    ]


def decisions_summary(outcome: pd.DataFrame) -> str:
    """Say in a sentence or two how many decisions were applied, and which could not be; "" where there are none."""
    applied, other = (
        outcome[outcome["outcome"] == APPLIED],
        outcome[outcome["outcome"] != APPLIED],
    )
    counts = applied["decision"].value_counts().reindex(DECISIONS).dropna().astype(int)
    kinds = ", ".join(f"{count:,} {decision}" for decision, count in counts.items())
    was = "was" if len(applied) == 1 else "were"
    texts = (
        [f"{count_of(len(applied), 'decision')} of yours {was} applied ({kinds})"]
        if len(applied)
        else []
    )
    if len(other):
        rows = [
            f"*{escape_markdown(_short(row.title_a))}* and *{escape_markdown(_short(row.title_b))}*"
            for row in other.itertuples()
        ]
        why = [
            f"{pair} (line {line}: {why})"
            for pair, line, why in zip(
                rows, other["line"], other["outcome"], strict=True
            )
        ]
        count = (
            f"{len(other):,}"
            if len(applied)
            else count_of(len(other), "decision") + " of yours"
        )
        texts.append(
            f"{count} could not be{'' if len(applied) else ' applied'}: {list_some(why)}"
        )
    return "; ".join(texts) + "." if texts else ""


def _checked(row: dict, place: str) -> dict:
    own = row | {name: row[name].strip() for name in PLACES}
    own |= {name: row[name].strip().strip("'").lower() for name in IDS} | {
        "decision": row["decision"].strip().lower()
    }
    if not own["decision"]:
        return own
    if own["decision"] not in DECISIONS:
        near = difflib.get_close_matches(own["decision"], DECISIONS, 1)
        ask = f"did you mean {near[0]}?" if near else "or leave it empty"
        raise ValueError(
            f"{place}: decision: {row['decision'].strip()!r} is none of {', '.join(DECISIONS)}; {ask}"
        )
    for name in IDS:
        if own[name] and not re.fullmatch("[0-9a-f]{12}", own[name]):
            said = f"{place}: {name}: {row[name].strip()!r} is not 12 of the digits 0 to 9 and letters a to f"
            raise ValueError(
                f"{said}; empty both cells record_id_a and record_id_b if record_a and record_b are right"
            )
    _names_two({name: own[name] for name in [*PLACES, *IDS]}, place)
    return own


def _names_two(row: dict, place: str) -> None:
    """Raise a ValueError unless a row names two records, both in the same way."""
    ids, places = ([row[name] for name in names] for names in (IDS, PLACES))
    if not all(ids) and not all(places):
        a, b = (any(side) for side in zip(ids, places, strict=True))
        what = (
            ("its records in two ways" if b else "no second record")
            if a
            else "no first record"
            if b
            else "no record"
        )
        raise ValueError(
            f"{place}: names {what}; fill in record_a and record_b, or record_id_a and record_id_b"
        )
    # Exact copies have one content id; only where they stand tells them apart.
    if places[0] == places[1] and (not all(ids) or ids[0] == ids[1]):
        raise ValueError(
            f"{place}: names {places[0] or ids[0]} twice; a decision is on two records"
        )


def _tags(table: pd.DataFrame) -> Iterator[tuple[list, list]]:
    """Give each row the tags that it is found by, and those that it looks for."""
    for id_a, id_b, place_a, place_b in zip(
        *(table[name] for name in [*IDS, *PLACES]), strict=True
    ):
        ids, stands = frozenset((id_a, id_b)), frozenset((place_a, place_b))
        at = [("at", stands)] if place_a and place_b else []
        without = [("without ids at", stands)] if at else []
        yield (
            ([("ids", ids), *at], [("ids", ids), *without])
            if id_a and id_b
            else (at + without, at)
        )


def _places(records: pd.DataFrame) -> list[str]:
    return (
        records["dump"].astype("str") + "#" + records["record"].astype("str")
    ).tolist()


def _positions(
    decisions: pd.DataFrame, records: pd.DataFrame, side: str
) -> list[int | None]:
    """Find the records of one side of decisions, of exact copies the first; None where there is none."""
    by_id, by_place = {}, {}
    for position, (place, name) in enumerate(
        zip(_places(records), records["record_id"], strict=True)
    ):
        by_place[place] = by_id.setdefault(name, position)
    own = zip(decisions[f"record_id_{side}"], decisions[f"record_{side}"], strict=True)
    return [by_id.get(name) if name else by_place.get(place) for name, place in own]


def _outcome(row: dict, places: set[str]) -> str:
    missing = [side for side in "ab" if row[side] is None]
    changed = [
        row[f"record_{side}"] for side in missing if row[f"record_{side}"] in places
    ]
    if changed and len(changed) == len(missing):
        several = len(changed) > 1
        said = f"record{'s' if several else ''} {' and '.join(changed)} {'have' if several else 'has'} changed since"
        return f"{said}; settle {'them' if several else 'it'} again"
    gone = [side for side in missing if row[f"record_{side}"] not in places]
    if gone:
        return (
            "both records are gone"
            if len(gone) == 2
            else f"the {'first' if gone == ['a'] else 'second'} record is gone"
        )
    return "they are exact copies" if row["a"] == row["b"] else APPLIED


def _agreed(table: pd.DataFrame) -> pd.Series:
    """Take back what would be applied where two rows, which name the same two records otherwise, do not agree."""
    outcome = table["outcome"].copy()
    for _, rows in table[outcome == APPLIED].groupby(["low", "high"]):
        if rows["decision"].nunique() > 1:
            lines = " and ".join(map(str, rows["line"]))
            outcome[rows.index] = (
                f"lines {lines} decide on the same two records in different ways; delete one"
            )
    return outcome


def _short(title: str) -> str:
    return title if len(title) <= 80 else title[:79].rstrip() + "…"
