"""Records of one paper become one row, and other papers do not, however they stand."""

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.dedupe import _join
from tests.dedupe.shore_records import (
    ANY_RECORD,
    LONG,
    OTHER,
    PRINTED,
    TITLE,
    make_records,
    match_two,
)


def test_copies_are_one_row_with_all_their_records():
    papers, records, pairs, _ = _join.join(
        make_records(
            {"title": TITLE, "abstract": LONG[:90] + "…", "dump": "a.md"},
            {"title": TITLE.upper() + ".", "abstract": LONG, "dump": "b.csv"},
            {"title": TITLE, "abstract": LONG, "dump": "c.ris"},
        )
    )
    assert len(papers) == 1 and len(records) == 3 and papers["records"][0] == 3
    assert papers["title"][0] == TITLE and papers["abstract"][0] == LONG
    assert set(pairs["match"]) == {"same"}


def test_linked_papers_count_as_the_parameter_says():
    names = {"title": TITLE, "authors": PRINTED["authors"]}
    table = make_records(
        names | {"venue": "arXiv", "date": "2014-05-02", "date_precision": "day"},
        names | PRINTED,
        names | PRINTED | {"volume": "40", "pages": "e618", "venue": "Sand"},
    )
    sizes = {}
    for linked in _join.LINKED:
        papers, records, pairs, _ = _join.join(table, linked=linked)
        sizes[linked] = len(papers)
        assert len(records) == 3 and set(pairs["match"]) == {"linked"}
        together = dict(zip(papers["paper_id"], papers["linked"], strict=True))
        assert all({own, *others} == set(together) for own, others in together.items())
    assert sizes == {"auto": 1, "once": 1, "twice": 3}
    with pytest.raises(
        ValueError, match="linked: 'thrice' is none of auto, once, twice"
    ):
        _join.join(table, linked="thrice")


def test_a_bare_title_counts_with_the_record_of_it_unless_there_are_two():
    bare, one, two = (
        {"title": TITLE},
        {"title": TITLE, "abstract": LONG},
        {"title": TITLE, "abstract": OTHER},
    )
    assert match_two(bare, one) == (
        "linked",
        "same title; one has nothing but its title",
    )
    assert len(_join.join(make_records(bare, one))[0]) == 1
    assert len(_join.join(make_records(bare, one), linked="twice")[0]) == 2
    assert len(_join.join(make_records(bare, bare))[0]) == 2
    assert len(_join.join(make_records(bare, one, two))[0]) == 3


def test_no_copy_joins_two_papers_that_differ():
    vague = {"title": TITLE}
    papers, _, pairs, _ = _join.join(
        make_records(
            vague | {"abstract": LONG, "doi": "10.1/a"},
            vague | {"doi": "10.1/a"},
            vague | {"abstract": OTHER},
        )
    )
    assert len(papers) == 2
    table = make_records(
        {"title": TITLE, "abstract": LONG, "pmid": "1"},
        {"title": TITLE, "doi": "10.1/a", "pmid": "1"},
        {"title": TITLE, "abstract": OTHER, "doi": "10.1/a"},
    )
    # It fits both equally well, and joins neither; a year more, and it fits one of them
    # better.
    papers, _, pairs, _ = _join.join(table)
    assert (
        len(papers) == 3
        and pairs["reason"].str.endswith("it would join two that differ").sum() == 2
    )
    years = pd.to_datetime(pd.Series(["2015-01-01", "2015-01-01", None]))
    papers, records, pairs, _ = _join.join(table.assign(date=years))
    assert (
        len(papers) == 2
        and pairs["reason"].str.endswith("it would join two that differ").sum() == 1
    )
    assert records["paper_id"][0] == records["paper_id"][1]


def test_what_a_person_decided_goes_before_all_else():
    table = make_records(
        {"title": TITLE, "abstract": LONG},
        {"title": TITLE, "abstract": LONG + " "},
        {"title": "Varnish of violins"},
    )
    table["title"] = [TITLE, TITLE + "!", "Varnish of violins"]
    decisions = pd.DataFrame(
        {"a": [1, 2], "b": [0, 0], "decision": ["different", "same"], "line": [2, 3]}
    )
    papers, records, pairs, _ = _join.join(table, decisions)
    assert records["paper_id"].nunique() == 2
    assert records["paper_id"][0] == records["paper_id"][2] != records["paper_id"][1]
    matches = pairs.set_index("reason")["match"].to_dict()
    assert (
        matches["settled by hand, line 2"] == "different"
        and matches["settled by hand, line 3"] == "same"
    )


COPIES = [
    {"title": TITLE.replace("storms", "sstorms"), "abstract": LONG},
    {"title": TITLE.upper(), "abstract": LONG},
    {"title": TITLE + " (version 2)", "abstract": LONG},
    {"title": "Groynes that hold the sand", "abstract": LONG, "doi": "10.1/a"},
    {"title": TITLE, "abstract": LONG + " " + LONG[::-1], "doi": "10.1/a"},
]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("before", [True, False])
def test_a_paper_keeps_its_id_when_a_further_copy_arrives(copy, before):
    old = [
        {"title": TITLE, "abstract": LONG, "doi": "10.1/a"},
        {"title": "Sand of the shore", "abstract": OTHER},
    ]
    new = [copy, *old] if before else [*old, copy]
    first, records, *_ = _join.join(make_records(*old))
    then, _, pairs, _ = _join.join(make_records(*new), earlier=records)
    assert set(first["paper_id"]) == set(then["paper_id"])
    # Without the earlier run, the copy that is like others in most of its words gives
    # the name.
    assert set(first["paper_id"]) == set(_join.join(make_records(*new))[0]["paper_id"])


def test_two_papers_of_one_title_have_names_that_do_not_depend_on_files():
    a, b = {"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": OTHER}
    names = [
        _join.join(make_records(*pair))[1].set_index("record_id")["paper_id"].to_dict()
        for pair in ((a, b), (b, a))
    ]
    assert names[0] == names[1] and len(set(names[0].values())) == 2


def test_the_best_value_of_each_field_is_kept_with_its_source():
    table = make_records(
        {
            "title": TITLE.upper(),
            "abstract": LONG,
            "authors": ["Blum, A."],
            "dump": "a.csv",
            "date": "2015-01-01",
            "date_precision": "year",
        },
        {
            "title": TITLE,
            "abstract": LONG[:95],
            "authors": ["Blum, Ada", "Fenn, Jo"],
            "dump": "b.bib",
            "date": "2014-12-20",
            "date_precision": "day",
            "doi": "10.1/a",
        },
    )
    papers, _, _, provenance = _join.join(table)
    paper = papers.iloc[0]
    assert (paper["title"], paper["abstract"], paper["authors"]) == (
        TITLE,
        LONG,
        ["Blum, Ada", "Fenn, Jo"],
    )
    assert (paper["date"], paper["date_precision"], paper["doi"]) == (
        pd.Timestamp("2014-12-20"),
        "day",
        "10.1/a",
    )
    found = provenance.set_index("field")
    assert (
        found.loc["abstract", "source"] == "a.csv#1"
        and found.loc["title", "source"] == "b.bib#2"
    )
    assert found.loc["doi", "records"] == 1 and found.loc["date", "records"] == 2


def outcome(table: pd.DataFrame, linked: str) -> tuple:
    """Take from the four tables all that could depend on the order of the records."""
    papers, records, pairs, provenance = _join.join(table, linked=linked)
    ids = sorted(zip(records["record_id"], records["paper_id"], strict=True))
    ends = [
        tuple(sorted(pair))
        for pair in zip(pairs["record_id_a"], pairs["record_id_b"], strict=True)
    ]
    rows = sorted(
        zip(
            ends,
            pairs["match"],
            pairs["reason"],
            pairs["score"].round(9),
            strict=True,
        )
    )
    values = (
        papers.drop(columns=["linked"])
        .astype(str)
        .sort_values("paper_id")
        .to_numpy()
        .tolist()
    )
    together = sorted(map(str, zip(papers["paper_id"], papers["linked"], strict=True)))
    return ids, rows, values, together, len(provenance)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, phases=set(Phase) - {Phase.shrink})
@given(
    st.lists(ANY_RECORD, min_size=1, max_size=9),
    st.randoms(),
    st.sampled_from(_join.LINKED),
)
def test_nothing_depends_on_the_order_of_the_records(rows, dice, linked):
    shuffled = dice.sample(rows, len(rows))
    assert outcome(make_records(*rows), linked) == outcome(
        make_records(*shuffled), linked
    )


def test_the_same_title_over_another_abstract_is_another_paper():
    one, other = ({"title": TITLE, "abstract": text} for text in (LONG, OTHER))
    papers, *_ = _join.join(make_records(one, other))
    assert len(papers) == 2 and papers["paper_id"].is_unique


def test_the_pairs_have_the_columns_of_the_contract():
    for number in (0, 1, 3):
        rows = [{"title": TITLE, "abstract": LONG}] * max(1, number)
        *_, pairs, _ = _join.join(make_records(*rows)[:number])
        assert list(pairs) == list(_join.PAIR_COLUMNS)
        assert pairs.dtypes.astype("str").to_dict() == _join.PAIR_COLUMNS
        assert len(pairs) == max(0, number - 1)
        assert set(pairs["reason"]) <= {"an exact copy"}


def test_decisions_are_read_from_a_file(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("decision,record_a,record_b\ndifferent,a.csv#1,a.csv#2\n")
    rows = [
        {"title": TITLE, "abstract": LONG},
        {"title": TITLE + "!", "abstract": LONG},
    ]
    for decisions in (file, str(file)):
        papers, _, pairs, _ = _join.join(make_records(*rows), decisions)
        assert len(papers) == 2
        assert pairs["by_hand"].tolist() == [True]
        assert pairs["match"].tolist() == ["different"]
        assert pairs["score"][0] > 0.5  # what was found is still said
    with pytest.raises(FileNotFoundError, match="gone.csv"):
        _join.join(make_records(*rows), tmp_path / "gone.csv")


def test_papers_of_an_earlier_report_keep_their_ids(tmp_path):
    rows = [{"title": TITLE, "abstract": LONG}, {"title": "On glue", "abstract": OTHER}]
    _, records, *_ = _join.join(make_records(*rows))
    named = records.assign(paper_id=["old", "older"])
    tables.write(tmp_path, records=named)
    for earlier in (tmp_path, str(tmp_path), named):
        papers, *_ = _join.join(make_records(*rows), earlier=earlier)
        assert papers["paper_id"].tolist() == ["old", "older"]


def test_the_caller_keeps_its_records():
    records = make_records({"title": TITLE}, {"title": TITLE.upper()})
    before = records.copy()
    _join.join(records)
    pd.testing.assert_frame_equal(records, before)
