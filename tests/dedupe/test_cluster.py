"""What belongs together goes together, unless something speaks against it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.dedupe import _cluster, _match

SURE = 20.0
NAMES = list("pqrstuvw")


def make_pairs(*rows: tuple, by_hand: bool = False) -> pd.DataFrame:
    """Make pairs of (a, b, match, evidence[, link_kind])."""
    full = [(*row, "")[:5] for row in rows]
    table = pd.DataFrame(full, columns=["a", "b", "match", "evidence", "link_kind"])
    kinds = {"a": "int64", "b": "int64", "match": "str", "link_kind": "str"}
    return table.astype(kinds).assign(by_hand=by_hand)


def groups_of(pairs: pd.DataFrame, number: int) -> set[frozenset[str]]:
    """Cluster so many records, and list the groups of several by their names."""
    names = pd.Series(NAMES[:number], dtype="str")
    groups, _ = _cluster.cluster_pairs(pairs, names)
    return list_groups(groups, NAMES)


def list_groups(groups: np.ndarray, names: list[str]) -> set[frozenset[str]]:
    found = {}
    for name, group in zip(names, groups, strict=False):
        found.setdefault(group, set()).add(name)
    return {frozenset(members) for members in found.values() if len(members) > 1}


def test_the_same_are_joined_through_others_and_the_linked_are_not():
    pairs = make_pairs(
        (0, 1, "same", SURE), (1, 2, "same", SURE), (2, 3, "linked", SURE, "preprint")
    )
    assert groups_of(pairs, 4) == {frozenset("pqr")}


def test_the_surest_pair_wins_where_a_record_would_join_two_that_differ():
    pairs = make_pairs(
        (0, 1, "same", SURE), (1, 2, "same", SURE + 1), (0, 2, "different", -5)
    )
    groups, clustered = _cluster.cluster_pairs(pairs, pd.Series(NAMES[:3]))
    assert list_groups(groups, NAMES) == {frozenset("qr")}
    assert clustered["refused"].tolist() == [True, False, False]
    assert clustered["match"].tolist() == ["different", "same", "different"]


def test_a_record_that_fits_two_rivals_equally_well_joins_neither():
    pairs = make_pairs(
        (0, 1, "same", SURE), (1, 2, "same", SURE), (0, 2, "different", -5)
    )
    _, clustered = _cluster.cluster_pairs(pairs, pd.Series(NAMES[:3]))
    assert groups_of(pairs, 3) == set()
    assert clustered["refused"].tolist() == [True, True, False]


@pytest.mark.parametrize(("evidence", "joined"), [(-1, False), (0, True), (5, True)])
def test_a_pair_of_which_too_little_is_known_keeps_nothing_apart(evidence, joined):
    pairs = make_pairs(
        (0, 1, "same", SURE), (1, 2, "same", SURE), (0, 2, "different", evidence)
    )
    assert (groups_of(pairs, 3) == {frozenset("pqr")}) == joined


def test_linked_records_are_kept_apart_whatever_their_evidence():
    pairs = make_pairs(
        (0, 1, "same", SURE),
        (1, 2, "same", SURE + 1),
        (0, 2, "linked", 30, "other_year"),
    )
    assert groups_of(pairs, 3) == {frozenset("qr")}


def test_what_a_person_decides_goes_before_all_evidence():
    found = make_pairs((0, 1, "same", SURE), (1, 2, "same", SURE))
    apart = make_pairs((0, 1, "different", SURE), by_hand=True)
    pairs = pd.concat([found[1:], apart], ignore_index=True)
    assert groups_of(pairs, 3) == {frozenset("qr")}

    # It is meant of all copies, and joins what evidence keeps apart.
    found = make_pairs((0, 1, "different", -9), (1, 2, "same", SURE))
    together = make_pairs((0, 1, "same", -9), by_hand=True)
    pairs = pd.concat([found[1:], together], ignore_index=True)
    assert groups_of(pairs, 3) == {frozenset("pqr")}


def test_two_decisions_by_hand_that_contradict_do_not_join():
    pairs = make_pairs(
        (0, 1, "same", 0), (1, 2, "same", 0), (0, 2, "different", 0), by_hand=True
    )
    assert len(groups_of(pairs, 3)) == 1
    assert frozenset("pqr") not in groups_of(pairs, 3)


@pytest.mark.parametrize(
    ("kind", "papers"),
    [("preprint", 1), ("version", 1), ("bare_title", 1), ("other_year", 2), ("", 2)],
)
def test_the_kind_of_link_decides_what_counts_as_one_paper(kind, papers):
    pairs = make_pairs((0, 1, "linked", SURE, kind))
    names = pd.Series(NAMES[:2])
    groups, pairs = _cluster.cluster_pairs(pairs, names)
    counts = {}
    for linked in ("auto", "once", "twice"):
        joined = _cluster.join_linked(pairs, names, groups, linked)
        counts[linked] = len(set(joined))
    assert counts == {"auto": papers, "once": 1, "twice": 2}


def test_linked_papers_are_not_joined_over_a_contradiction():
    pairs = make_pairs(
        (0, 1, "linked", SURE, "bare_title"),
        (1, 2, "linked", SURE, "bare_title"),
        (0, 2, "different", -9),
    )
    names = pd.Series(NAMES[:3])
    groups, pairs = _cluster.cluster_pairs(pairs, names)
    assert len(set(_cluster.join_linked(pairs, names, groups, "auto"))) == 3


def test_works_are_linked_through_others():
    linked = make_pairs((0, 1, "linked", 1), (2, 1, "linked", 1))
    papers = np.array([0, 1, 2, 3, 0])
    works = _cluster.group_works(linked, papers)
    assert works[0] == works[1] == works[2] == works[4] != works[3]


RECORDS = 6
PAIRS = st.lists(
    st.tuples(
        st.integers(0, RECORDS - 1),
        st.integers(0, RECORDS - 1),
        st.sampled_from(_match.MATCHES),
        st.sampled_from([-9.0, 1.0, 12.0, 12.0, 15.0]),
    ),
    max_size=14,
)


def clean(rows: list[tuple]) -> list[tuple]:
    """Leave of each pair of two records the first row, in order of the two."""
    pairs = {}
    for a, b, match, evidence in rows:
        if a != b:
            pairs.setdefault((min(a, b), max(a, b)), (match, evidence))
    return [(*ends, *what) for ends, what in pairs.items()]


@pytest.mark.slow
@given(PAIRS, st.permutations(range(RECORDS)), st.randoms())
def test_groups_do_not_depend_on_the_order_of_records_or_pairs(rows, order, dice):
    rows = clean(rows)
    moved = [(*sorted((order[a], order[b])), m, steps) for a, b, m, steps in rows]
    dice.shuffle(moved)
    names = pd.Series(NAMES[:RECORDS])
    moved_names = [""] * RECORDS
    for position, name in zip(order, names, strict=True):
        moved_names[position] = name

    groups, _ = _cluster.cluster_pairs(make_pairs(*rows), names)
    moved_groups, _ = _cluster.cluster_pairs(make_pairs(*moved), pd.Series(moved_names))
    assert list_groups(groups, NAMES) == list_groups(moved_groups, moved_names)


@given(PAIRS)
def test_no_group_holds_two_records_that_are_kept_apart(rows):
    rows = clean(rows)
    names = pd.Series(NAMES[:RECORDS])
    groups, pairs = _cluster.cluster_pairs(make_pairs(*rows), names)
    for a, b, match, evidence in rows:
        if match == "linked" or (match == "different" and evidence < 0):
            assert groups[a] != groups[b]
    same = pairs[pairs["match"] == "same"]
    assert (groups[same["a"]] == groups[same["b"]]).all()
