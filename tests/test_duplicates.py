"""Records of one paper become one row, and other papers do not."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from litreview import duplicates

LONG = "The tide moves sand along the shore, and the groynes hold part of it back until a storm takes the rest away."
OTHER = (
    "Violins age with their varnish, which hardens for decades and damps the higher modes of the top plate slightly."
)


def records(*rows) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["dump", "title", "abstract"], dtype="str")
    return table.assign(record=range(1, len(rows) + 1), line=1, seen_on=pd.NaT)


def test_case_punctuation_and_a_missing_abstract_do_not_part_a_paper():
    papers, sightings, pairs = duplicates.join(
        records(("a", "On Sand", None), ("b", "ON SAND.", LONG), ("c", "On: sand", LONG[:60]))
    )
    assert len(papers) == 1 and len(sightings) == 3
    assert papers["abstract"][0] == LONG
    assert set(pairs["decision"]) == {"same"}


def test_the_same_title_over_another_abstract_is_another_paper():
    papers, _, pairs = duplicates.join(records(("a", "Introduction", LONG), ("b", "Introduction", OTHER)))
    assert len(papers) == 2 and papers["paper_id"].is_unique
    assert list(pairs["decision"]) == ["different"]


def test_a_paper_keeps_its_id_when_others_arrive():
    alone, _, _ = duplicates.join(records(("a", "On Sand", LONG)))
    among, _, _ = duplicates.join(records(("z", "On Glue", OTHER), ("b", "On sand!", LONG), ("a", "On Sand", LONG)))
    assert alone["paper_id"][0] in set(among["paper_id"])


def test_parts_and_versions_are_not_joined():
    papers, _, _ = duplicates.join(records(("a", "Sand, part 1", LONG), ("a", "Sand, part 2", LONG)))
    assert len(papers) == 2


def test_overlap_counts_papers_in_both():
    _, sightings, _ = duplicates.join(records(("a", "On Sand", LONG), ("b", "On Sand", LONG), ("b", "On Glue", OTHER)))
    table = duplicates.overlap(sightings).set_index(["dump_a", "dump_b"])["papers"]
    assert table["a", "b"] == 1 and table["b", "b"] == 2


@given(st.text(min_size=1))
def test_every_title_has_a_key(title):
    assert duplicates.key(title)
