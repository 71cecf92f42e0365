"""A person's own labels, merges and splits, carried over to the next run by the papers they were given to."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import pairwise_distances_argmin

from litreview import tables
from litreview.topics import _communities

COLUMNS = ["label", "split", "found_label", "papers", "paper_ids"]
LONGEST = 80  # characters of a label
TYPICAL = 100  # papers listed of a topic
WHOLE = 2000  # of a part of one, which only these tell from the rest; a spreadsheet's cell holds 32,767 characters
ENOUGH = 3  # papers of a row that must be in a topic, if so many are listed


def read_labels(file: str | Path) -> pd.DataFrame:
    """Read a file of labels; "" is a file without any.

    Returns the columns `label` (empty for none), `split` (missing for none), `found_label`, `papers`, `paper_ids`
    (separated by spaces), and what else the file has, as text. The cells may be separated by `;`. Raises
    FileNotFoundError where there is no such file, ValueError for one that is no such table.
    """
    table = tables.read_csv(file, COLUMNS, ["label", "paper_ids"], "labels")
    lines = zip(table.index, table.to_dict("records"), strict=True)
    rows = [_checked(row, f"{file}, line {line}") for line, row in lines]
    return pd.DataFrame(rows, columns=table.columns).astype(
        dict.fromkeys(table, "str") | {"split": "Int64"}
    )


def write_labels(file: str | Path, table: pd.DataFrame) -> None:
    """Write a table of labels for `read`, safe to open in a spreadsheet."""
    tables.write_csv(file, table)


def carry_labels(
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
    vectors: np.ndarray,
    own: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Find the topic of each row of `own` by its papers; split topics by label and by number, then merge like labels.

    `assignments` has `paper_id`, `topic`, `confidence`; `vectors` a row of unit length for each; `reruns` topics in all
    columns but `paper_id`. Returns these two with the topics numbered anew by size; in `reruns` what is no topic here,
    or is one of `parts`, has a number beyond. And what became of each row that asks for something: `label`, `topic`
    (-1 if it has none), `listed`, `present`, `inside` (its papers), `state` (carried, merged, split, or why not).
    """
    found = assignments["topic"].to_numpy()
    where = {paper: position for position, paper in enumerate(assignments["paper_id"])}
    rows = [
        _matched(row, where, found)
        for row in own.itertuples()
        if row.label or pd.notna(row.split)
    ]
    for number, row in enumerate(rows):
        row["key"] = row["label"] or number  # a row without a label is merged with none
    group, homes, failed = _divided(found, vectors, rows)
    named: dict = {}
    for (_, key), home in homes.items():
        named.setdefault(key, []).append(home)
    for same in named.values():
        group[np.isin(group, same)] = same[0]
    new = _by_size(group, found)
    after = assignments.assign(topic=new)
    apart, split, beyond = (
        _apart(assignments, after),
        parts(assignments, after),
        new.max(initial=-1) + 1,
    )
    known = {
        old: number
        for old, number in zip(found.tolist(), new.tolist(), strict=True)
        if number not in split
    }
    moved = reruns.copy()
    for name in reruns.columns.drop("paper_id"):
        topics = [
            old if old < 0 else known.get(old, beyond + old)
            for old in reruns[name].tolist()
        ]
        moved[name] = np.array(topics, dtype=int)
    for row in rows:
        if (place := (row["found"], row["key"])) in homes:
            row["topic"] = int(new[group == named[row["key"]][0]][0])
            done = ["split"] * (row["found"] in apart) + ["merged"] * (
                len(named[row["key"]]) > 1
            )
            row["state"] = " and ".join(done) or "carried"
            if place in failed and row["split"]:
                row["state"] = f"cannot be split into {row['split']} parts"
        elif row["found"] >= 0:
            row["state"] = "all of its papers stand in rows above it too"
    kinds = (
        {"label": "str"}
        | dict.fromkeys(["topic", "listed", "present", "inside"], "int64")
        | {"state": "str"}
    )
    return after, moved, pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def label_names(
    carried: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    earlier: dict[str, pd.DataFrame] | None = None,
) -> dict[int, str]:
    """Give the topics that have one their person's label; with an `earlier` run (see `tables.earlier`), else the old.

    A topic has the label of the topic of then whose papers it holds most of.
    """
    here = carried[(carried["topic"] >= 0) & (carried["label"] != "")]
    mine = dict(zip(here["topic"].tolist(), here["label"].tolist(), strict=True))
    if earlier is None:
        return mine
    both = assignments.merge(
        earlier["assignments"], on="paper_id", suffixes=("", "_then")
    )
    shared = (
        both[(both["topic"] >= 0) & (both["topic_then"] >= 0)]
        .groupby(["topic_then", "topic"])
        .size()
    )
    most = (
        shared.sort_values(kind="stable")
        .reset_index()
        .drop_duplicates("topic_then", keep="last")
    )
    said = earlier["topics"].set_index("topic")["label"]
    old = dict(zip(most["topic"].tolist(), most["topic_then"].map(said), strict=True))
    return {
        topic: label for topic, label in old.items() if label not in mine.values()
    } | mine


def parts(before: pd.DataFrame, after: pd.DataFrame) -> set[int]:
    """List the topics of `after` that hold a part, not the whole, of a topic of `before`: two tables of assignments."""
    return set(
        after.loc[
            before["topic"].isin(_apart(before, after)).to_numpy(), "topic"
        ].tolist()
    )


def draft_labels(
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    own_names: dict[int, str],
    before: pd.DataFrame,
) -> pd.DataFrame:
    """List the topics of a run as rows to edit, such that unedited they give the same topics and names again.

    `before` is the assignments that `carry` was given, `assignments` what it returned. A merged topic has a row for
    each topic that it was made of; a part of a split one always has a label, or the split would be forgotten.
    """
    said, labels = topics.set_index("topic")["label"], dict(own_names)
    for part in sorted(parts(before, assignments) - set(labels)):
        labels[part] = _free(said[part], set(labels.values()))
    table = assignments.assign(before=before["topic"].to_numpy())
    table = table[table["topic"] >= 0].sort_values(
        "confidence", ascending=False, kind="stable"
    )
    apart, rows = _apart(before, assignments), []
    for (topic, old), papers in table.groupby(["topic", "before"]):
        listed = papers["paper_id"].head(WHOLE if old in apart else TYPICAL)
        rows.append(
            (labels.get(topic, ""), None, said[topic], len(papers), " ".join(listed))
        )
    kinds = {
        "label": "str",
        "split": "Int64",
        "found_label": "str",
        "papers": "int64",
        "paper_ids": "str",
    }
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _checked(row: dict, place: str) -> dict:
    label, split = row["label"].strip(), row["split"].strip()
    if len(label) > LONGEST or len(label.splitlines()) > 1:
        raise ValueError(
            f"{place}: the label {label[:20]!r}… is not one line of up to {LONGEST} characters; cut it"
        )
    if split and (not re.fullmatch("[0-9]{1,4}", split) or int(split) < 2):
        raise ValueError(
            f"{place}: split: {split!r} is not a whole number from 2 to 9999; or leave it empty"
        )
    return row | {"label": label, "split": int(split) if split else None}


def _matched(row, where: dict[str, int], found: np.ndarray) -> dict:
    """Find the topic that holds most of the papers of a row, or say why there is none."""
    listed = list(dict.fromkeys(row.paper_ids.split()))
    present = np.array([where[paper] for paper in listed if paper in where], dtype=int)
    counts = np.bincount(found[present][found[present] >= 0], minlength=1)
    best, inside = int(counts.argmax()), int(counts.max())
    of = f"{inside} of {len(present)} in one topic"
    if not listed:
        state = "it lists no papers"
    elif not len(present):
        state = "none of its papers is here any more"
    elif not inside:
        state = "none of its papers has a topic now"
    elif 2 * inside < len(present):
        state = f"its papers are scattered: {of}"
    elif inside < min(ENOUGH, len(listed)):
        state = f"too few of its {len(listed)} papers are left: {of}"
    else:
        state = ""
    return {
        "label": row.label,
        "split": 0 if pd.isna(row.split) else int(row.split),
        "found": -1 if state else best,
        "papers": [] if state else present[found[present] == best].tolist(),
        "topic": -1,
        "listed": len(listed),
        "present": len(present),
        "inside": inside,
        "state": state,
    }


def _divided(
    found: np.ndarray, vectors: np.ndarray, rows: list[dict]
) -> tuple[np.ndarray, dict, set]:
    """Split topics among the labels that claim them, then by number where a row asks for it.

    Returns a group for each paper, the group of each topic and label (the largest of several), and those that could
    not be split by number.
    """
    group, homes, failed = found.copy(), {}, set()
    for topic in sorted({row["found"] for row in rows} - {-1}):
        claims, listed, asked = [row for row in rows if row["found"] == topic], {}, {}
        for row in claims:
            asked[row["key"]] = max(row["split"], asked.get(row["key"], 0))
            for paper in row["papers"]:
                listed.setdefault(paper, row["key"])
        keys, members = (
            list(dict.fromkeys(listed.values())),
            np.flatnonzero(found == topic),
        )
        nearest = _nearest(
            vectors, members, {paper: keys.index(key) for paper, key in listed.items()}
        )
        for number, key in enumerate(keys):
            inside = members[nearest == number]
            pieces = (
                _by_number(vectors[inside], asked[key])
                if asked[key]
                else np.zeros(len(inside), dtype=int)
            )
            if asked[key] and not pieces.any():
                failed.add((topic, key))
            homes[topic, key] = int(group.max()) + 1
            group[inside] = homes[topic, key] + pieces
    return group, homes, failed


def _nearest(
    vectors: np.ndarray, members: np.ndarray, listed: dict[int, int]
) -> np.ndarray:
    """Give each member the number of the listed paper that is nearest to it, and each listed one its own."""
    papers, numbers = np.array(list(listed)), np.array(list(listed.values()))
    if len(set(listed.values())) == 1:
        return np.full(len(members), numbers[0])
    own = numbers[pairwise_distances_argmin(vectors[members], vectors[papers])]
    own[np.searchsorted(members, papers)] = numbers
    return own


def _by_number(vectors: np.ndarray, number: int) -> np.ndarray:
    """Split papers into so many parts, numbered by size; all are in part 0 where they cannot be told apart."""
    graph = _communities.neighbours(vectors)
    try:
        if not graph.nnz or len(vectors) < number * _communities.SMALLEST:
            raise ValueError  # as the search would, after a long time
        pieces = _communities.find(graph, number, seed=0)
    except ValueError:
        return np.zeros(len(vectors), dtype=int)
    joined = np.flatnonzero(
        pieces >= 0
    )  # what is joined to none goes to the part of the nearest paper
    return _nearest(
        vectors,
        np.arange(len(vectors)),
        dict(zip(joined.tolist(), pieces[joined].tolist(), strict=True)),
    )


def _by_size(group: np.ndarray, found: np.ndarray) -> np.ndarray:
    table = (
        pd.DataFrame({"group": group, "found": found})[group >= 0]
        .groupby("group")["found"]
        .agg(["size", "min"])
    )
    table = table.reset_index().sort_values(
        ["size", "min", "group"], ascending=[False, True, True]
    )
    numbers = {-1: -1} | {old: new for new, old in enumerate(table["group"].tolist())}
    return np.array([numbers[old] for old in group.tolist()], dtype=found.dtype)


def _apart(before: pd.DataFrame, after: pd.DataFrame) -> set[int]:
    """List the topics of `before` whose papers are in several of `after`."""
    pairs = pd.DataFrame(
        {"before": before["topic"].to_numpy(), "after": after["topic"].to_numpy()}
    ).drop_duplicates()
    return set(pairs.loc[pairs["before"].duplicated(keep=False), "before"].tolist())


def _free(label: str, taken: set[str]) -> str:
    """Make a label short enough, and other than those that are taken: like labels would be merged."""
    label = " ".join(label.split())[: LONGEST - 6].strip() or "Unnamed"
    tries = (label if n == 1 else f"{label} ({n})" for n in range(1, len(taken) + 2))
    return next(own for own in tries if own not in taken)
