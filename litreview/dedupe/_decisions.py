"""A person's decisions on which records are one paper, kept in a CSV.

The next run finds their records again by what these hold, wherever they stand by then.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import tables
from litreview.dedupe import _ids
from litreview.text import count_of, escape_markdown, list_some

DECISIONS = ("same", "linked", "different")
PLACES = ["record_a", "record_b"]
IDS = ["record_id_a", "record_id_b"]
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
COMPARED_COLUMNS = [
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
    "issue",
    "pages",
    "doi",
    "arxiv_id",
]
LINE = 0.5  # the score from which two records are one work
MOST_ASKED = 50  # pairs on either side of the line that a draft asks about
NOWHERE = -1  # the position of a record that is not there
LONGEST_TITLE = 80  # characters of a title in a sentence

# What became of a decision: the values of the column `outcome`.
APPLIED = "applied"
GONE = "gone"
CHANGED = "changed"
COPIES = "copies"
CONTRADICTED = "contradicted"


def read_decisions(
    file: str | Path,
    undecided: bool = False,
) -> pd.DataFrame:
    """Read a file of a person's decisions on pairs of records.

    Parameters
    ----------
    file
        A CSV with the column `decision` (same, linked or different) and, for both
        records, `record_a` and `record_b` (as `dump#record`) or `record_id_a` and
        `record_id_b`. Its cells may be separated by `;`. "" stands for a file without
        any decision.
    undecided
        Whether to keep the rows without a decision.

    Returns
    -------
    pd.DataFrame
        A row a decision, all of it text: `decision`, `title_a`, `title_b`, `record_a`,
        `record_b`, `record_id_a`, `record_id_b`, `found`, `reason`, `score`, `note`,
        and what else the file has; and `line`, the number of its line.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For a file that is no such table, or that decides one pair in two ways.

    Examples
    --------
    >>> litreview.dedupe.read_decisions("").empty
    True
    """
    table = tables.read_csv(file, COLUMNS, ["decision"], "decisions")
    if "line" in table:
        raise ValueError(
            f"{file}, line 1: a column of your own cannot be called `line`; "
            "call it otherwise"
        )

    rows = []
    for line, row in zip(table.index, table.to_dict("records"), strict=True):
        rows.append(_check_decision(row, f"{file}, line {line}"))
    checked = pd.DataFrame(rows, columns=table.columns).astype("str")
    checked = checked.assign(line=table.index)

    decided = checked[checked["decision"] != ""].reset_index(drop=True)
    _refuse_contradictions(decided, file)
    if undecided:
        return checked
    return decided


def read_draft(file: str | Path) -> pd.DataFrame:
    """Read a file of decisions with its open rows; a file yet to come has none."""
    if not Path(file).exists():
        file = ""
    return read_decisions(file, undecided=True)


def write_decisions(
    file: str | Path,
    table: pd.DataFrame,
) -> None:
    """Write a table of decisions as a whole, safe to open in a spreadsheet."""
    # A content id such as 123456e78901 would come back from a spreadsheet as a number.
    quoted = {}
    for name in IDS:
        if name in table:
            quoted[name] = table[name].str.replace(
                r"\A(?=\d+(?:e\d+)?\Z)", "'", regex=True
            )
    safe = table.assign(**quoted).drop(columns="line", errors="ignore")
    tables.write_csv(file, safe)


def find_decisions(
    pairs: pd.DataFrame,
    decisions: pd.DataFrame,
) -> list[list[int]]:
    """Find for each pair the positions of the decisions on the same two records.

    The order of the two does not count. Content ids tell where both rows have them;
    else the places of the records do.
    """
    index = defaultdict(list)
    for position, (tags, _) in enumerate(_tag_rows(decisions)):
        for tag in tags:
            index[tag].append(position)

    found = []
    for _, wanted in _tag_rows(pairs):
        positions = set()
        for tag in wanted:
            positions.update(index.get(tag, ()))
        found.append(sorted(positions))
    return found


def record_decision(
    file: str | Path,
    pair: pd.Series | dict,
    decision: str,
    note: str | None = None,
) -> pd.DataFrame:
    """Write a person's decision on a pair into the file; return all that it then holds.

    `pair` is a row of a draft; `decision` is same, linked, different, or "" to take it
    back. Without a `note` the one that is there stays, as does all else in the file.
    Raises ValueError for another decision, or a pair that does not name two records.
    """
    cells = {name: str(pair.get(name, "")) for name in COLUMNS}
    cells["decision"] = decision
    new = _check_decision(cells, "the pair")
    new["note"] = note or ""

    table = read_draft(file).drop(columns="line")
    rows = table.to_dict("records")
    positions = find_decisions(pd.DataFrame([new]), table)[0]
    for position in positions:
        _update_row(rows[position], new, keep_note=note is None)
    if not positions:
        rows.append(new)

    written = pd.DataFrame(rows, columns=table.columns).fillna("")
    write_decisions(file, written)
    return read_draft(file)


def _update_row(
    row: dict,
    new: dict,
    keep_note: bool,
) -> None:
    """Put a new decision into a row on the same pair."""
    if new["record_id_a"] and not row["record_id_a"]:
        # A row by hand: from now on it holds wherever its records stand.
        for name in ("title_a", "title_b", *PLACES, *IDS):
            row[name] = new[name]
    row["decision"] = new["decision"]
    if not keep_note:
        row["note"] = new["note"]


def locate_decisions(
    decisions: pd.DataFrame,
    records: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the two records of each decision.

    They are found by their content ids where the decision has them, else by where they
    stand; of exact copies the first is taken.

    Parameters
    ----------
    decisions
        What `read_decisions` returns.
    records
        A row a record, with `dump`, `record`, `record_id` and perhaps `title`.

    Returns
    -------
    located : pd.DataFrame
        A row a pair that is decided: `a` and `b` (positions in `records`), `decision`
        and `line`.
    outcomes : pd.DataFrame
        What became of each decision: `decision`, `title_a`, `title_b`, `line`,
        `outcome` (applied, gone, changed, copies or contradicted) and `reason`, the
        same in words, empty where it was applied.
    """
    decided = decisions[decisions["decision"] != ""]
    decided = complete_decisions(decided, records).reset_index(drop=True)
    positions_a = _find_records(decided, records, "a")
    positions_b = _find_records(decided, records, "b")

    places = set(_record_places(records))
    outcomes, reasons = [], []
    for row, a, b in zip(
        decided.to_dict("records"), positions_a, positions_b, strict=True
    ):
        outcome, reason = _judge_decision(row, a, b, places)
        outcomes.append(outcome)
        reasons.append(reason)

    a = np.array(positions_a, dtype="int64")
    b = np.array(positions_b, dtype="int64")
    table = decided.assign(
        a=a,
        b=b,
        low=np.minimum(a, b),
        high=np.maximum(a, b),
        outcome=pd.Series(outcomes, dtype="str"),
        reason=pd.Series(reasons, dtype="str"),
    )
    table = _take_back_contradictions(table)

    applied = table[table["outcome"] == APPLIED]
    located = applied.drop_duplicates(["low", "high"]).reset_index(drop=True)
    for side in "ab":
        title = table[f"title_{side}"]
        table[f"title_{side}"] = title.mask(title == "", table[f"record_{side}"])
    columns = ["decision", "title_a", "title_b", "line", "outcome", "reason"]
    return located[["a", "b", "decision", "line"]], table[columns]


def complete_decisions(
    decisions: pd.DataFrame,
    records: pd.DataFrame,
) -> pd.DataFrame:
    """Fill in what decisions by hand leave out: titles, content ids and places."""
    known = {
        "record": _record_places(records),
        "record_id": records["record_id"].tolist(),
    }
    if "title" in records:
        known["title"] = records["title"].tolist()

    filled = {}
    for side in "ab":
        positions = _find_records(decisions, records, side)
        for name, values in known.items():
            column = f"{name}_{side}"
            filled[column] = _fill_cells(decisions[column], values, positions)
    return decisions.assign(**filled)


def _fill_cells(
    column: pd.Series,
    values: list[str],
    positions: list[int],
) -> pd.Series:
    """Fill the empty cells of a column from the records at these positions."""
    cells = []
    for cell, position in zip(column, positions, strict=True):
        if not cell and position != NOWHERE:
            cell = values[position]
        cells.append(cell)
    return pd.Series(cells, column.index, dtype="str")


def draft_decisions(
    pairs: pd.DataFrame,
    records: pd.DataFrame,
    decisions: pd.DataFrame | str | Path,
    file: str | Path | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the decisions so far, and below them the pairs that a person may decide.

    Asked about are the pairs nearest to the line: the `different` with the highest
    scores and the `same` and `linked` with the lowest, fifty of each, in turns. Exact
    copies are not asked about, nor pairs whose records are not in `records`.

    Parameters
    ----------
    pairs
        The compared pairs that `join` returns.
    records
        A row a record, with `dump`, `record`, `title` and what else a person decides
        by, and `record_id` where it is known already.
    decisions
        The decisions so far: what `read_decisions` returns, or the CSV.
    file
        The CSV to write the draft into; none is written where it is left out.

    Returns
    -------
    draft : pd.DataFrame
        A row a pair, all of it text, with the columns of `read_decisions` but `line`;
        `found` is the match that was found without a person.
    compared_records : pd.DataFrame
        The records of those pairs and their exact copies, with what a person decides
        by.

    Examples
    --------
    >>> draft, compared = litreview.dedupe.draft_decisions(pairs, found, "")
    >>> set(draft["decision"])
    {''}
    """
    if "record_id" not in records:
        records = records.assign(record_id=_ids.record_ids(records))
    if not isinstance(decisions, pd.DataFrame):
        decisions = read_decisions(decisions)
    decided = decisions[decisions["decision"] != ""]
    decided = complete_decisions(decided, records)
    decided = decided.drop(columns="line", errors="ignore")

    titles = dict(zip(_record_places(records), records["title"], strict=True))
    open_pairs = _pick_open_pairs(pairs, decided, set(titles))
    nearest = _take_nearest(open_pairs)
    scores = nearest["score"].map("{:.2f}".format, na_action="ignore")
    asked = nearest.assign(
        found=nearest["match"],
        decision="",
        title_a=nearest["record_a"].map(titles),
        title_b=nearest["record_b"].map(titles),
        score=scores,  # a pair that a person decided on may have none
        note="",
    )

    columns = list(dict.fromkeys([*COLUMNS, *decided.columns]))
    draft = pd.concat([decided, asked.reindex(columns=COLUMNS)], ignore_index=True)
    draft = draft[columns].fillna("").astype("str")
    if file is not None:
        # The folder of a draft is made by what is first written to it.
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        write_decisions(file, draft)
    return draft, compared_records(draft, records)


def compared_records(
    pairs: pd.DataFrame,
    records: pd.DataFrame,
) -> pd.DataFrame:
    """List the records of pairs, and their exact copies, with what one decides by."""
    named = pd.concat([pairs["record_id_a"], pairs["record_id_b"]])
    is_named = records["record_id"].isin(named)
    columns = [name for name in COMPARED_COLUMNS if name in records]
    return records.loc[is_named, columns]


def decisions_summary(outcomes: pd.DataFrame) -> str:
    """Say how many decisions were applied, and which were not and why; "" for none.

    `outcomes` is the second table of `locate_decisions`.
    """
    is_applied = outcomes["outcome"] == APPLIED
    applied = outcomes[is_applied]
    refused = outcomes[~is_applied]
    if outcomes.empty:
        return ""
    if refused.empty:
        return f"{_describe_applied(applied)}."

    reasons = list_some(map(_describe_refused, refused.itertuples()))
    if applied.empty:
        count = count_of(len(refused), "decision")
        return f"{count} of yours could not be applied: {reasons}."
    return f"{_describe_applied(applied)}; {len(refused):,} could not be: {reasons}."


def _describe_applied(applied: pd.DataFrame) -> str:
    counts = applied["decision"].value_counts()
    kinds = []
    for decision in DECISIONS:
        if decision in counts:
            kinds.append(f"{counts[decision]:,} {decision}")
    count = count_of(len(applied), "decision")
    was = "was" if len(applied) == 1 else "were"
    return f"{count} of yours {was} applied ({', '.join(kinds)})"


def _describe_refused(row) -> str:
    title_a = escape_markdown(_shorten_title(row.title_a))
    title_b = escape_markdown(_shorten_title(row.title_b))
    return f"*{title_a}* and *{title_b}* (line {row.line}: {row.reason})"


def _shorten_title(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rstrip() + "…"


# Check what is in a file.


def _check_decision(
    row: dict,
    place: str,
) -> dict:
    """Normalise a row of decisions; raise a ValueError that names what is wrong."""
    checked = dict(row)
    for name in PLACES:
        checked[name] = row[name].strip()
    for name in IDS:
        checked[name] = row[name].strip().strip("'").lower()
    checked["decision"] = row["decision"].strip().lower()
    if not checked["decision"]:
        return checked

    if checked["decision"] not in DECISIONS:
        advice = "or leave it empty"
        near = difflib.get_close_matches(checked["decision"], DECISIONS, 1)
        if near:
            advice = f"did you mean {near[0]}?"
        raise ValueError(
            f"{place}: decision: {row['decision'].strip()!r} is none of "
            f"{', '.join(DECISIONS)}; {advice}"
        )
    for name in IDS:
        if checked[name] and not re.fullmatch("[0-9a-f]{12}", checked[name]):
            raise ValueError(
                f"{place}: {name}: {row[name].strip()!r} is not 12 of the digits "
                "0 to 9 and letters a to f; empty both cells record_id_a and "
                "record_id_b if record_a and record_b are right"
            )
    _check_names(checked, place)
    return checked


def _check_names(
    row: dict,
    place: str,
) -> None:
    """Raise a ValueError unless a row names two records, both in the same way."""
    ids = [row[name] for name in IDS]
    places = [row[name] for name in PLACES]
    if not all(ids) and not all(places):
        raise ValueError(
            f"{place}: names {_missing_name(ids, places)}; fill in record_a and "
            "record_b, or record_id_a and record_id_b"
        )

    # Exact copies have one content id; only where they stand tells them apart.
    same_id = not all(ids) or ids[0] == ids[1]
    if places[0] == places[1] and same_id:
        raise ValueError(
            f"{place}: names {places[0] or ids[0]} twice; a decision is on two records"
        )


def _missing_name(
    ids: list[str],
    places: list[str],
) -> str:
    first = bool(ids[0] or places[0])
    second = bool(ids[1] or places[1])
    if first and second:
        return "its records in two ways"
    if first:
        return "no second record"
    if second:
        return "no first record"
    return "no record"


def _refuse_contradictions(
    decided: pd.DataFrame,
    file: str | Path,
) -> None:
    """Raise a ValueError where two rows decide on the same pair in two ways."""
    decisions = decided["decision"].tolist()
    lines = decided["line"].tolist()
    for position, on_same_pair in enumerate(find_decisions(decided, decided)):
        for other in on_same_pair:
            if decisions[other] != decisions[position]:
                raise ValueError(
                    f"{file}, lines {lines[position]} and {lines[other]}: "
                    f"the same pair is {decisions[position]} in one "
                    f"and {decisions[other]} in the other; delete one of them"
                )


# Find records and decisions.


def _tag_rows(table: pd.DataFrame) -> Iterator[tuple[list, list]]:
    """Give for each row the tags that it is found by, and those that it looks for.

    A row with content ids looks for the same ids, and by place only for rows that have
    no ids; a row without them looks by place for any.
    """
    for id_a, id_b, place_a, place_b in zip(
        table["record_id_a"],
        table["record_id_b"],
        table["record_a"],
        table["record_b"],
        strict=True,
    ):
        at_places = []
        at_places_without_ids = []
        if place_a and place_b:
            places = frozenset((place_a, place_b))
            at_places.append(("at", places))
            at_places_without_ids.append(("without ids at", places))

        if id_a and id_b:
            by_ids = ("ids", frozenset((id_a, id_b)))
            yield [by_ids, *at_places], [by_ids, *at_places_without_ids]
        else:
            yield at_places + at_places_without_ids, at_places


def _record_places(records: pd.DataFrame) -> list[str]:
    places = records["dump"].astype("str") + "#" + records["record"].astype("str")
    return places.tolist()


def _find_records(
    decisions: pd.DataFrame,
    records: pd.DataFrame,
    side: str,
) -> list[int]:
    """Find the positions of the records of one side, of exact copies the first.

    `NOWHERE` stands for a record that is not there.
    """
    by_id: dict[str, int] = {}
    by_place: dict[str, int] = {}
    named = zip(_record_places(records), records["record_id"], strict=True)
    for position, (place, record_id) in enumerate(named):
        by_id.setdefault(record_id, position)
        by_place[place] = by_id[record_id]

    positions = []
    wanted_ids = decisions[f"record_id_{side}"]
    wanted_places = decisions[f"record_{side}"]
    for record_id, place in zip(wanted_ids, wanted_places, strict=True):
        if record_id:
            positions.append(by_id.get(record_id, NOWHERE))
        else:
            positions.append(by_place.get(place, NOWHERE))
    return positions


def _judge_decision(
    row: dict,
    a: int,
    b: int,
    places: set[str],
) -> tuple[str, str]:
    """Tell whether a decision can be applied: a code, and if not, why in words."""
    if a == b and a != NOWHERE:
        return COPIES, "they are exact copies"

    missing = [side for side, at in (("a", a), ("b", b)) if at == NOWHERE]
    gone, changed = [], []
    for side in missing:
        place = row[f"record_{side}"]
        if place in places:
            changed.append(place)
        else:
            gone.append(side)

    if len(gone) == 2:
        return GONE, "both records are gone"
    if gone:
        which = "first" if gone == ["a"] else "second"
        return GONE, f"the {which} record is gone"
    if len(changed) == 2:
        both = " and ".join(changed)
        return CHANGED, f"records {both} have changed since; settle them again"
    if changed:
        return CHANGED, f"record {changed[0]} has changed since; settle it again"
    return APPLIED, ""


def _take_back_contradictions(table: pd.DataFrame) -> pd.DataFrame:
    """Apply none of the rows that decide on the same two records in different ways."""
    outcome = table["outcome"].copy()
    reason = table["reason"].copy()
    applied = table[outcome == APPLIED]
    for _, rows in applied.groupby(["low", "high"]):
        if rows["decision"].nunique() > 1:
            lines = " and ".join(map(str, rows["line"]))
            outcome[rows.index] = CONTRADICTED
            reason[rows.index] = (
                f"lines {lines} decide on the same two records in different ways; "
                "delete one"
            )
    return table.assign(outcome=outcome, reason=reason)


# Choose what to ask about.


def _pick_open_pairs(
    pairs: pd.DataFrame,
    decided: pd.DataFrame,
    places: set[str],
) -> pd.DataFrame:
    """Pick the pairs that may be asked about, one of two papers, nearest first."""
    a_is_here = pairs["record_a"].isin(places)
    b_is_here = pairs["record_b"].isin(places)
    copies = pairs["record_id_a"] == pairs["record_id_b"]
    pairs = pairs[a_is_here & b_is_here & ~copies]
    pairs = pairs.loc[_order_by_distance(pairs["score"])]

    # One pair of two papers, or of one, is enough to ask: what is decided on it is
    # meant of their copies.
    papers = pairs[["paper_id_a", "paper_id_b"]]
    papers = np.sort(papers.to_numpy(dtype="object"))
    repeated = pd.DataFrame(papers).duplicated()
    pairs = pairs.loc[~repeated.to_numpy()]

    undecided = []
    for positions in find_decisions(pairs, decided):
        undecided.append(not positions)
    return pairs[np.array(undecided, dtype=bool)]


def _take_nearest(pairs: pd.DataFrame) -> pd.DataFrame:
    """Take the pairs nearest to the line, from below and from above in turns."""
    apart = pairs["match"] == "different"
    below = pairs[apart].sort_values(
        "score",
        ascending=False,
        kind="stable",
    )
    above = pairs[~apart].sort_values("score", kind="stable")

    ranked = []
    for side in (below, above):
        side = side.head(MOST_ASKED)
        ranked.append(side.assign(rank=range(len(side))))
    nearest = pd.concat(ranked)
    return nearest.sort_values("rank", kind="stable")


def _order_by_distance(scores: pd.Series) -> pd.Index:
    return (scores - LINE).abs().sort_values(kind="stable").index
