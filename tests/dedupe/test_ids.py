"""Ids stay: of a record as long as it says the same, of a paper when copies arrive."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview import tables
from litreview.dedupe import _ids, _join
from tests.dedupe.shore_records import ANY_RECORD, LONG, OTHER, TITLE, make_records


def ids_of(*rows: dict) -> list[str]:
    return _ids.record_ids(make_records(*rows)).tolist()


def test_exact_copies_have_one_id_wherever_they_stand():
    row = {"title": TITLE, "abstract": LONG, "authors": ["Blum, Ada"]}
    elsewhere = {"dump": "b.ris", "record": 9, "line": 70, "url": "https://a.org"}
    spaced = {"title": TITLE.replace(" ", "  ") + "\n"}
    first, *others = ids_of(row, row | elsewhere, row | spaced)
    assert others == [first, first] and len(first) == _ids.DIGITS


@pytest.mark.parametrize(
    "change",
    [
        {"title": TITLE + "."},
        {"abstract": OTHER},
        {"authors": ["Blum, A."]},
        {"date": "2015-01-01"},
        {"doi": "10.1/a"},
    ],
)
def test_other_content_has_another_id(change):
    row = {"title": TITLE, "abstract": LONG, "authors": ["Blum, Ada"]}
    assert len(set(ids_of(row, row | change))) == 2


def test_fields_are_told_apart():
    assert len(set(ids_of({"title": "a", "venue": "b"}, {"title": "a b"}))) == 2


def test_ids_are_the_same_in_every_run():
    assert ids_of({"title": TITLE, "abstract": LONG}) == ["08a7342db650"]


def name_papers(rows: list[dict], groups: list[int], earlier=None) -> list[str]:
    records = make_records(*rows)
    records = records.assign(record_id=_ids.record_ids(records))
    return _ids.paper_ids(records, np.array(groups), earlier).tolist()


def test_the_copy_that_was_seen_first_names_the_paper():
    january, june = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-01")
    typo = {"title": TITLE.replace("sand", "snad"), "seen_on": january}
    right = {"title": TITLE, "seen_on": june}
    assert set(name_papers([right, typo], [0, 0])) == set(name_papers([typo], [0]))


def test_without_dates_the_usual_spelling_names_the_paper():
    typo, right = {"title": TITLE.replace("sand", "snad")}, {"title": TITLE}
    other = {"title": "Sand of a shore"}
    named = name_papers([typo, right, other], [0, 0, 1])
    assert named[:2] == name_papers([right, right], [0, 0])


def test_papers_of_one_title_have_names_of_their_own():
    one, other = ({"title": TITLE, "abstract": text} for text in (LONG, OTHER))
    bare = {"title": TITLE}
    named = name_papers([one, other, bare, bare], [0, 1, 2, 3])
    assert len(set(named)) == 4
    assert dict(zip([0, 1], named, strict=False)) == dict(
        zip([1, 0], name_papers([other, one], [0, 1]), strict=True)
    )


def test_earlier_papers_keep_their_names_and_the_larger_part_gets_it():
    rows = [{"title": TITLE, "abstract": f"{LONG} {n}"} for n in range(4)]
    records = make_records(*rows)
    record_ids = _ids.record_ids(records)
    earlier = pd.DataFrame({"record_id": record_ids[:3], "paper_id": "old"})
    assert name_papers(rows, [0, 0, 0, 0], earlier) == ["old"] * 4
    split = name_papers(rows, [0, 1, 1, 2], earlier)
    assert split[1:3] == ["old", "old"] and "old" not in (split[0], split[3])


def test_two_earlier_papers_that_are_one_now_have_the_name_of_the_larger():
    rows = [{"title": TITLE, "abstract": f"{LONG} {n}"} for n in range(3)]
    record_ids = _ids.record_ids(make_records(*rows))
    earlier = pd.DataFrame({"record_id": record_ids, "paper_id": ["x", "y", "y"]})
    assert name_papers(rows, [0, 0, 0], earlier) == ["y"] * 3


ROWS = st.lists(ANY_RECORD, min_size=1, max_size=6)


@pytest.mark.slow
@given(ROWS, st.randoms())
def test_names_do_not_depend_on_the_order_of_records(rows, dice):
    groups = [dice.randrange(3) for _ in rows]
    order = dice.sample(range(len(rows)), len(rows))
    named = name_papers(rows, groups)
    moved = name_papers([rows[i] for i in order], [groups[i] for i in order])

    def by_record(named, rows):
        return sorted(zip(ids_of(*rows), named, strict=True))

    # Exact copies in two groups are told apart by nothing.
    ids = ids_of(*rows)
    if len(set(ids)) == len(ids):
        assert by_record(named, rows) == by_record(moved, [rows[i] for i in order])
    assert len(set(named)) == len(set(groups))


def test_the_ids_of_an_earlier_report_are_read(tmp_path):
    assert _ids.earlier_ids("") is None
    assert _ids.earlier_ids(tmp_path) is None

    _, records, *_ = _join.join(make_records({"title": TITLE}))
    tables.write(tmp_path, records=records)
    read = _ids.earlier_ids(tmp_path)
    pd.testing.assert_frame_equal(read, records[["record_id", "paper_id"]])
    assert _ids.earlier_ids(records) is records

    tables.write(tmp_path, records=records.drop(columns="record_id"))
    assert _ids.earlier_ids(str(tmp_path)) is None
