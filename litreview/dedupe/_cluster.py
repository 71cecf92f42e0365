"""Pairs of records → papers: what belongs together goes together, unless something speaks against it."""

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

AGAINST = 0  # steps of evidence; below it a pair is of two papers, and not only too little is known
# How linked records end their reasons that are one paper to most readers.
LIKELY = (
    "a preprint and its publication",
    "another version",
    "one has nothing but its title",
)
REFUSED = "; but it would join two that differ"


def cluster_pairs(
    judged: pd.DataFrame, ids: pd.Series
) -> tuple[np.ndarray, pd.DataFrame]:
    """Group records that are the same, the surest pairs first, and no two records that are not.

    `judged` is of `judging.judge`, with `a` and `b` positions in `ids`, the names of the records, which break ties: the
    groups do not depend on the order of the records. A record that fits two others equally well, which differ, joins
    neither. Returns the number of its group for each record, and the pairs, of which those that would have joined two
    publications are `different` now.
    """
    same, own = judged["decision"] == "same", judged["settled"]
    apart = judged["decision"].eq("linked") | _against(judged)
    group, refused = _united(
        judged[same & ~own], judged[apart], ids, np.arange(len(ids))
    )
    # What a person says of two records is meant of all their copies.
    group, _ = _united(judged[same & own], judged[own & ~same], ids, group)
    reason = judged["reason"] + np.where(judged.index.isin(refused), REFUSED, "")
    return group, judged.assign(
        decision=judged["decision"].mask(judged.index.isin(refused), "different"),
        reason=reason,
    )


def join_linked(
    judged: pd.DataFrame, ids: pd.Series, group: np.ndarray, linked: str
) -> np.ndarray:
    """Join the groups that count as one paper although they are linked only.

    `linked` is `auto` (a preprint and its publication, versions of one text, and a bare title beside a record of it),
    `once` (all that are linked) or `twice` (none). Returns the number of its paper for each record.
    """
    joins = judged["decision"] == "linked"
    if linked == "twice":
        return group
    if linked == "auto":
        joins &= judged["reason"].str.endswith(LIKELY)
    return _united(judged[joins], judged[_against(judged)], ids, group)[0]


def group_works(linked: pd.DataFrame, group: np.ndarray) -> np.ndarray:
    """Number the works: groups that are linked, directly or by way of others, have one number."""
    a, b = group[linked["a"]], group[linked["b"]]
    n = len(group)
    return connected_components(
        csr_array((np.ones(len(a)), (a, b)), shape=(n, n)), directed=False
    )[1][group]


def _against(judged: pd.DataFrame) -> pd.Series:
    told = judged["settled"] | judged["reason"].str.endswith(REFUSED)
    return judged["decision"].eq("different") & ((judged["evidence"] < AGAINST) | told)


def _united(
    pairs: pd.DataFrame, apart: pd.DataFrame, ids: pd.Series, group: np.ndarray
) -> tuple[np.ndarray, list]:
    """Join the groups of pairs, the surest first, and leave out those that would join two that are apart."""
    rivals = _neighbours(apart)
    ranked = _ranked(pairs, ids)
    equal = _equal(ranked, rivals)
    group, refused = group.copy(), [*ranked.index[equal]]
    several = np.flatnonzero(pd.Series(group).duplicated(keep=False))
    parts = {
        number: set(own) for number, own in pd.Series(several).groupby(group[several])
    }
    for row in ranked[~equal].itertuples():
        one, other = group[row.a], group[row.b]
        if one == other:
            continue
        members, more = parts.get(one, {row.a}), parts.get(other, {row.b})
        if any(rivals[i] & more for i in members if i in rivals):
            refused.append(row.Index)
            continue
        parts[one] = members | more
        group[list(more)] = one
    return group, refused


def _equal(pairs: pd.DataFrame, rivals: dict[int, set]) -> np.ndarray:
    """Find the pairs of a record with one of two rivals that it fits equally well."""
    known = defaultdict(dict)
    for a, b, evidence in zip(pairs["a"], pairs["b"], pairs["evidence"], strict=True):
        known[a][b] = known[b][a] = evidence

    def torn(i: int, j: int, evidence: float) -> bool:
        return any(
            abs(known[i][k] - evidence) < 0.01
            for k in rivals.get(j, set()) & known[i].keys()
        )

    rows = zip(pairs["a"], pairs["b"], pairs["evidence"], pairs["settled"], strict=True)
    return np.array(
        [not own and (torn(a, b, e) or torn(b, a, e)) for a, b, e, own in rows],
        dtype=bool,
    )


def _neighbours(pairs: pd.DataFrame) -> dict[int, set]:
    found = defaultdict(set)
    for a, b in pairs[["a", "b"]].to_numpy():
        found[a].add(b)
        found[b].add(a)
    return found


def _ranked(pairs: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    names = ids.to_numpy()
    left, right = names[pairs["a"]], names[pairs["b"]]
    low, high = np.where(left < right, left, right), np.where(left < right, right, left)
    return pairs.assign(low=low, high=high).sort_values(
        ["settled", "evidence", "low", "high", "a", "b"],
        ascending=[False, False, True, True, True, True],
    )
