"""Pairs of records → papers.

What belongs together goes together, unless something speaks against it.
"""

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

# Steps of evidence below which a pair is of two papers, and not only too little known.
AGAINST = 0
# The kinds of link between records that are one paper to most readers.
ONE_PAPER = ("preprint", "version", "bare_title")
EQUALLY_WELL = 0.01  # steps by which the evidence of two pairs differs at most


def cluster_pairs(
    pairs: pd.DataFrame, record_ids: pd.Series
) -> tuple[np.ndarray, pd.DataFrame]:
    """Group records that are the same, the surest pairs first, and no two that differ.

    A record that fits two others equally well, which differ, joins neither. The groups
    do not depend on the order of the records.

    Parameters
    ----------
    pairs
        The pairs with the codes of `_match.match_pairs` and with `by_hand`; `a` and `b`
        are positions in `record_ids`.
    record_ids
        The names of the records, which break ties.

    Returns
    -------
    groups
        The number of its group for each record.
    pairs
        The pairs with `refused`, which says that they would have joined two
        publications; these are `different` now.
    """
    pairs = pairs.assign(refused=False)
    by_hand = pairs["by_hand"]
    same = pairs["match"] == "same"
    linked = pairs["match"] == "linked"
    contradicted = _are_contradicted(pairs)

    every_record_alone = np.arange(len(record_ids))
    groups, refused = _unite(
        pairs[same & ~by_hand],
        pairs[linked | contradicted],
        record_ids,
        every_record_alone,
    )

    # What a person says of two records is meant of all their copies.
    groups, _ = _unite(
        pairs[same & by_hand],
        pairs[by_hand & ~same],
        record_ids,
        groups,
    )

    is_refused = pairs.index.isin(refused)
    pairs = pairs.assign(
        match=pairs["match"].mask(is_refused, "different"),
        refused=is_refused,
    )
    return groups, pairs


def join_linked(
    pairs: pd.DataFrame,
    record_ids: pd.Series,
    groups: np.ndarray,
    linked: str,
) -> np.ndarray:
    """Join the groups that count as one paper although they are only linked.

    `linked` is `auto` (the kinds of link in `ONE_PAPER`), `once` (all that are linked)
    or `twice` (none). Returns the number of its paper for each record.
    """
    if linked == "twice":
        return groups

    joins = pairs["match"] == "linked"
    if linked == "auto":
        joins &= pairs["link_kind"].isin(ONE_PAPER)
    contradicted = _are_contradicted(pairs)
    papers, _ = _unite(
        pairs[joins],
        pairs[contradicted],
        record_ids,
        groups,
    )
    return papers


def group_works(linked: pd.DataFrame, papers: np.ndarray) -> np.ndarray:
    """Number the works: papers that are linked, directly or through others, are one.

    `linked` has pairs of records (`a`, `b`), `papers` the number of the paper of each
    record. Returns the number of the work of each record.
    """
    paper_a = papers[linked["a"]]
    paper_b = papers[linked["b"]]
    ends = (paper_a, paper_b)
    ones = np.ones(len(linked))
    number = len(papers)
    links = csr_array(
        (ones, ends),
        shape=(number, number),
    )
    _, works = connected_components(links, directed=False)
    return works[papers]


def _are_contradicted(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs are of two papers for certain, so that nothing may join them."""
    certain = pairs["evidence"] < AGAINST
    certain |= pairs["by_hand"]
    certain |= pairs["refused"]
    return certain & (pairs["match"] == "different")


class _Groups:
    """Groups of records, which grow as records are joined."""

    def __init__(self, numbers: np.ndarray):
        self.numbers = numbers.copy()
        self._members: dict[int, set[int]] = {}
        series = pd.Series(numbers)
        shared = series[series.duplicated(keep=False)]
        for number, group in shared.groupby(shared):
            self._members[number] = set(group.index)

    def are_joined(self, a: int, b: int) -> bool:
        """Tell whether two records are in one group."""
        return self.numbers[a] == self.numbers[b]

    def members(self, record: int) -> set[int]:
        """List the records that are in the group of a record."""
        number = self.numbers[record]
        return self._members.get(number, {record})

    def join(self, a: int, b: int) -> None:
        """Join the groups of two records into one."""
        members_b = self.members(b)
        number = self.numbers[a]
        both = self.members(a) | members_b
        self._members[number] = both
        self.numbers[list(members_b)] = number


class _Rivals:
    """Records that may not be joined with one another."""

    def __init__(self, pairs: pd.DataFrame):
        self._rivals = defaultdict(set)
        for a, b in pairs[["a", "b"]].to_numpy():
            self._rivals[a].add(b)
            self._rivals[b].add(a)

    def of(self, record: int) -> set[int]:
        """List the rivals of a record."""
        return self._rivals.get(record, set())

    def are_between(self, a: set[int], b: set[int]) -> bool:
        """Tell whether a record of one group is the rival of one of the other."""
        for record in a:
            if self.of(record) & b:
                return True
        return False


def _unite(
    pairs: pd.DataFrame,
    kept_apart: pd.DataFrame,
    record_ids: pd.Series,
    numbers: np.ndarray,
) -> tuple[np.ndarray, list]:
    """Join the groups of pairs, the surest first, but none that holds two kept apart.

    `numbers` are those of the groups so far. Returns the number of its group for each
    record, and the index of the pairs that were refused.
    """
    rivals = _Rivals(kept_apart)
    groups = _Groups(numbers)
    ranked = _rank_by_evidence(pairs, record_ids)
    undecided = _fit_two_rivals(ranked, rivals)

    refused = list(ranked.index[undecided])
    ends = ranked.loc[~undecided, ["a", "b"]]
    for pair in ends.itertuples():
        if groups.are_joined(pair.a, pair.b):
            continue
        members_a = groups.members(pair.a)
        members_b = groups.members(pair.b)
        if rivals.are_between(members_a, members_b):
            refused.append(pair.Index)
        else:
            groups.join(pair.a, pair.b)
    return groups.numbers, refused


def _rank_by_evidence(pairs: pd.DataFrame, record_ids: pd.Series) -> pd.DataFrame:
    """Put the pairs in the order in which they are joined, whatever that of records."""
    names = record_ids.to_numpy()
    name_a = names[pairs["a"]]
    name_b = names[pairs["b"]]
    in_order = name_a < name_b
    ranked = pairs.assign(
        low=np.where(in_order, name_a, name_b),
        high=np.where(in_order, name_b, name_a),
    )
    return ranked.sort_values(
        ["by_hand", "evidence", "low", "high", "a", "b"],
        ascending=[False, False, True, True, True, True],
    )


def _fit_two_rivals(pairs: pd.DataFrame, rivals: _Rivals) -> np.ndarray:
    """Tell which pairs have a record that fits two rivals equally well.

    What a person decided is no such pair.
    """
    pairs = pairs[["a", "b", "evidence", "by_hand"]]
    evidence = defaultdict(dict)
    for a, b, steps, _ in pairs.itertuples(index=False):
        evidence[a][b] = steps
        evidence[b][a] = steps

    undecided = []
    for a, b, steps, by_hand in pairs.itertuples(index=False):
        fits_two = not by_hand and (
            _has_equal(evidence[a], rivals.of(b), steps)
            or _has_equal(evidence[b], rivals.of(a), steps)
        )
        undecided.append(fits_two)
    return np.array(undecided, dtype=bool)


def _has_equal(
    evidence: dict[int, float],
    rivals: set[int],
    steps: float,
) -> bool:
    """Tell whether there is as much evidence for one of the rivals as `steps`.

    `evidence` is that for one record to be the same as others.
    """
    for record in rivals & evidence.keys():
        difference = evidence[record] - steps
        if abs(difference) < EQUALLY_WELL:
            return True
    return False
