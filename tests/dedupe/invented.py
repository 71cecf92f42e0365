"""Invented records, pairs of them, and decisions on these, for several tests."""

import pandas as pd

from litreview.dedupe import _decisions

A, B, C, D = ("a" * 12, "b" * 12, "c" * 12, "d" * 12)


def make_records(*ids, dump="x.txt"):
    """Make records of one dump with these content ids; aaa… has the title "Title a"."""
    return pd.DataFrame(
        {
            "dump": dump,
            "record": range(1, len(ids) + 1),
            "record_id": list(ids),
            "title": [f"Title {name[0]}" for name in ids],
            "abstract": "An abstract.",
        }
    )


def make_pairs(records, *compared):
    """Make pairs of (position, position, match, score), as `join` gives them."""
    places = (records["dump"] + "#" + records["record"].astype(str)).tolist()
    ids = records["record_id"].tolist()
    rows = []
    for a, b, match, score in compared:
        row = {"record_a": places[a], "record_b": places[b], "match": match}
        row |= {"reason": "of a kind", "score": score}
        row |= {"record_id_a": ids[a], "record_id_b": ids[b]}
        row |= {"paper_id_a": ids[a], "paper_id_b": ids[b]}
        rows.append(row)
    columns = ["record_a", "record_b", "match", "reason", "score", *_decisions.IDS]
    return pd.DataFrame(rows, columns=[*columns, "paper_id_a", "paper_id_b"])


def make_decisions(*decisions):
    """Make decisions of (decision, id, id[, place, place]), as they are read."""
    full = [[*row, "", ""][:5] for row in decisions]
    columns = ["decision", *_decisions.IDS, *_decisions.PLACES]
    table = pd.DataFrame(full, columns=columns).reindex(columns=_decisions.COLUMNS)
    return table.fillna("").astype("str").assign(line=range(2, len(full) + 2))


def draft_of(records, *compared, decisions=None):
    """Draft decisions on pairs of (position, position, match, score)."""
    if decisions is None:
        decisions = make_decisions()
    pairs = make_pairs(records, *compared)
    return _decisions.draft_decisions(pairs, records, decisions)[0]
