"""Records of one paper become one row, and other papers do not, whatever fields they have and however they stand."""

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from litreview.dedupe import _block as candidates
from litreview.dedupe import _compare as likeness
from litreview.dedupe import _ids as paper_ids
from litreview.dedupe import _join as duplicates
from litreview.dedupe import _match as judging

TITLE = "Groynes that hold the sand of a tidal shore against storms"
LONG = "The tide moves sand along the shore, and the groynes hold part of it back until a storm takes the rest away."
OTHER = "Violins age with their varnish, which hardens for decades and damps the higher modes of the top plate slightly."
PRINTED = {
    "authors": ["Blum, Ada", "Fenn, Jo"],
    "date": "2015-01-01",
    "venue": "Journal of Shores",
    "volume": "12",
}
PRINTED |= {"issue": "3", "pages": "101-117"}


def made_records(*rows: dict) -> pd.DataFrame:
    known = (
        "abstract",
        "venue",
        "volume",
        "issue",
        "pages",
        "doi",
        "arxiv_id",
        "pmid",
        "url",
        "date_precision",
    )
    empty = dict.fromkeys(known) | {
        "date": pd.NaT,
        "authors": [],
        "seen_on": pd.NaT,
        "dump": "a.csv",
    }
    table = pd.DataFrame(
        [
            {**empty, "record": n, "line": n, **row}
            for n, row in enumerate(rows, start=1)
        ]
    )
    texts = dict.fromkeys(("title", "dump", *known), "str")
    return table.astype(texts | {"date": "datetime64[us]", "seen_on": "datetime64[us]"})


def judged(table: pd.DataFrame) -> pd.DataFrame:
    prepared = likeness.prepare(table)
    titled, abstracts, known = likeness.incidence(prepared)
    return judging.match_pairs(
        likeness.compare(
            prepared, candidates.candidate_pairs(prepared, titled, abstracts), known
        )
    )


def decided(a: dict, b: dict) -> tuple[str, str]:
    """Decide on two records, in both orders; a pair that is not worth a comparison is different."""
    found = [judged(made_records(*pair)) for pair in ((a, b), (b, a))]
    said = {
        tuple(pairs[["decision", "reason"]].iloc[0])
        if len(pairs)
        else ("different", "")
        for pairs in found
    }
    assert len(said) == 1
    return said.pop()


def decision(a: dict, b: dict) -> str:
    return decided(a, b)[0]


def test_copies_are_one_row_with_all_their_sightings():
    papers, records, pairs, _ = duplicates.join(
        made_records(
            {"title": TITLE, "abstract": LONG[:90] + "…", "dump": "a.md"},
            {"title": TITLE.upper() + ".", "abstract": LONG, "dump": "b.csv"},
            {"title": TITLE, "abstract": LONG, "dump": "c.ris"},
        )
    )
    assert len(papers) == 1 and len(records) == 3 and papers["records"][0] == 3
    assert papers["title"][0] == TITLE and papers["abstract"][0] == LONG
    assert set(pairs["decision"]) == {"same"}


@pytest.mark.parametrize(
    "other",
    [
        TITLE.replace("storms", "strorms"),
        TITLE.replace("Groynes", r"\emph{Groynes}"),
        "T262. " + TITLE,
        "<i>Groynes</i> that hold the sand of a tidal shore against storms",
        f"[{TITLE}]. [German]",
        TITLE + ".[Erratum appears in J Shores. 2016;13(1):9 Note: Fenn, Jo [added]]",
        TITLE + "... [see comment]",
        TITLE.lower().replace(" tidal ", " tidal-"),
    ],
)
def test_another_spelling_or_a_note_around_the_title_is_the_same_paper(other):
    assert (
        decision({"title": TITLE, "abstract": LONG}, {"title": other, "abstract": LONG})
        == "same"
    )
    assert decision({"title": TITLE, **PRINTED}, {"title": other, **PRINTED}) == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("GPT-3 in medicine and nursing", "GPT-4 in medicine and nursing"),
        (TITLE + ", part 1", TITLE + ", part 2"),
        (TITLE + " II", TITLE + " III"),
        (TITLE, "Reply to: " + TITLE),
        (TITLE, "Erratum: " + TITLE),
        (TITLE, TITLE + " (vol 12, pg 101, 2015)"),
        (TITLE, TITLE.replace("that hold", "that do not hold")),
        (TITLE, TITLE.replace("tidal", "nontidal")),
        (TITLE, TITLE + ": a long view: part two"),
        (
            "The " + TITLE + " of the first century",
            "The " + TITLE + " of the eleventh century",
        ),
        (
            "Annual report of the lighthouse keepers 2019",
            "Annual report of the lighthouse keepers 2020",
        ),
    ],
)
def test_a_number_a_negation_or_a_reply_is_another_paper(a, b):
    for abstracts in ((None, None), (LONG, LONG), (LONG, OTHER)):
        assert (
            decision(
                *(
                    {"title": t, "abstract": x}
                    for t, x in zip((a, b), abstracts, strict=True)
                )
            )
            == "different"
        )
    later = PRINTED | {"pages": "219-230", "issue": "4"}
    assert decision({"title": a, **PRINTED}, {"title": b, **later}) == "different"


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "Editorial",
        "Author index",
        "Preface to the special issue on sand",
        "Book reviews",
    ],
)
def test_a_heading_tells_no_paper_from_another(title):
    assert decision({"title": title}, {"title": title}) == "different"
    assert (
        decision(
            {"title": title, "abstract": LONG}, {"title": title, "abstract": OTHER}
        )
        == "different"
    )
    series = {"authors": ["Blum, Ada", "Fenn, Jo"]}
    yearly = [
        {"title": title, "date": f"{year}-01-01", **series} for year in (2019, 2020)
    ]
    assert decision(*yearly) == "different"
    assert (
        decision(
            {"title": title, **PRINTED},
            {"title": title, **PRINTED, "authors": ["Blum, A."]},
        )
        == "same"
    )
    assert (
        decision(
            {"title": title, "abstract": LONG}, {"title": title + ".", "abstract": LONG}
        )
        == "same"
    )


def test_a_title_that_comes_every_year_is_a_heading():
    series = [
        {"title": TITLE, "date": f"{year}-01-01", "authors": PRINTED["authors"]}
        for year in (2013, 2014, 2015)
    ]
    assert set(judged(made_records(*series[:2]))["decision"]) == {"linked"}
    assert set(judged(made_records(*series))["decision"]) == {"different"}


def test_the_same_title_over_another_abstract_is_another_paper():
    a, b = {"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": OTHER}
    assert decision(a, b) == "different"
    papers, *_ = duplicates.join(made_records(a, b))
    assert papers["paper_id"].is_unique
    names = {"authors": ["Blum, Ada", "Fenn, Jo"], "date": "2015-01-01"}
    assert decided(a | names, b | names) == (
        "linked",
        "same title, authors and year; another abstract",
    )


def test_a_title_alone_has_to_be_long():
    long = TITLE + " in the North Sea and on the Baltic coast"
    assert decision({"title": long}, {"title": long.upper()}) == "same"
    assert decided({"title": TITLE}, {"title": TITLE.upper()}) == (
        "linked",
        "same title; nothing else to go by",
    )
    assert (
        decision(
            {"title": TITLE, "date": "2015-01-01"},
            {"title": TITLE + ".", "date": "2015-01-01"},
        )
        != "different"
    )
    assert decision({"title": "On sand"}, {"title": "On sand"}) == "different"


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (
            {"venue": "arXiv", "date": "2014-01-01"},
            PRINTED,
            "a preprint and its publication",
        ),
        (
            {"arxiv_id": "1401.0001", "authors": ["Ada Blum", "Jo Fenn"]},
            PRINTED,
            "a preprint and its publication",
        ),
        (
            PRINTED,
            PRINTED | {"volume": "40", "pages": "e618", "venue": "Sand"},
            "printed in another place",
        ),
        (
            PRINTED,
            PRINTED
            | {"date": "2019-01-01", "volume": None, "pages": None, "issue": None},
            "another year",
        ),
        (
            PRINTED | {"pages": None, "doi": "10.1/a"},
            PRINTED | {"pages": None, "doi": "10.1/b"},
            "another identifier",
        ),
    ],
)
def test_two_publications_of_one_work_are_linked(a, b, why):
    names = {"title": TITLE, "authors": PRINTED["authors"]}
    made, reason = decided(names | a, names | b)
    assert made == "linked" and reason.endswith("; " + why)


def test_an_exporters_way_of_writing_a_place_is_no_other_place():
    for other in (
        {"venue": "J Shores", "pages": "101-17"},
        {"venue": "Journal of Shores (00392499)", "pages": "S101"},
        {"venue": "Journal of Shores; a quarterly", "pages": "103-117"},
        {"venue": "Studies of sand", "issue": None},
        {"pages": "1O1", "volume": None, "issue": None},
        {
            "pages": "17 p",
            "volume": "Ph.D.",
            "venue": None,
            "issue": None,
            "date": "2016-01-01",
        },
    ):
        assert (
            decision({"title": TITLE, **PRINTED}, {"title": TITLE, **PRINTED, **other})
            != "different"
        )
    for other in (
        {"venue": "J Shores", "pages": "101-17"},
        {"venue": "Studies of sand", "issue": None},
    ):
        assert (
            decision({"title": TITLE, **PRINTED}, {"title": TITLE, **PRINTED, **other})
            == "same"
        )


def test_an_identifier_joins_unless_the_title_is_of_another_paper():
    a = {"title": TITLE, "doi": "10.1/a"}
    assert decision(a, {"title": TITLE + ": a survey", "doi": "10.1/A"}) == "same"
    assert (
        decision(a, {"title": "Varnish of old violins", "doi": "10.1/a"}) == "different"
    )


def test_linked_papers_count_as_the_parameter_says():
    names = {"title": TITLE, "authors": PRINTED["authors"]}
    table = made_records(
        names | {"venue": "arXiv", "date": "2014-05-02", "date_precision": "day"},
        names | PRINTED,
        names | PRINTED | {"volume": "40", "pages": "e618", "venue": "Sand"},
    )
    sizes = {}
    for linked in duplicates.LINKED:
        papers, records, pairs, _ = duplicates.join(table, linked=linked)
        sizes[linked] = len(papers)
        assert len(records) == 3 and set(pairs["decision"]) == {"linked"}
        together = dict(zip(papers["paper_id"], papers["linked"], strict=True))
        assert all({own, *others} == set(together) for own, others in together.items())
    assert sizes == {"auto": 1, "once": 1, "twice": 3}
    with pytest.raises(
        ValueError, match="linked: 'thrice' is none of auto, once, twice"
    ):
        duplicates.join(table, linked="thrice")


def test_a_bare_title_counts_with_the_record_of_it_unless_there_are_two():
    bare, one, two = (
        {"title": TITLE},
        {"title": TITLE, "abstract": LONG},
        {"title": TITLE, "abstract": OTHER},
    )
    assert decided(bare, one) == ("linked", "same title; one has nothing but its title")
    assert len(duplicates.join(made_records(bare, one))[0]) == 1
    assert len(duplicates.join(made_records(bare, one), linked="twice")[0]) == 2
    assert len(duplicates.join(made_records(bare, bare))[0]) == 2
    assert len(duplicates.join(made_records(bare, one, two))[0]) == 3


def test_no_copy_joins_two_papers_that_differ():
    vague = {"title": TITLE}
    papers, _, pairs, _ = duplicates.join(
        made_records(
            vague | {"abstract": LONG, "doi": "10.1/a"},
            vague | {"doi": "10.1/a"},
            vague | {"abstract": OTHER},
        )
    )
    assert len(papers) == 2
    table = made_records(
        {"title": TITLE, "abstract": LONG, "pmid": "1"},
        {"title": TITLE, "doi": "10.1/a", "pmid": "1"},
        {"title": TITLE, "abstract": OTHER, "doi": "10.1/a"},
    )
    # It fits both equally well, and joins neither; a year more, and it fits one of them better.
    papers, _, pairs, _ = duplicates.join(table)
    assert (
        len(papers) == 3
        and pairs["reason"].str.endswith("it would join two that differ").sum() == 2
    )
    years = pd.to_datetime(pd.Series(["2015-01-01", "2015-01-01", None]))
    papers, records, pairs, _ = duplicates.join(table.assign(date=years))
    assert (
        len(papers) == 2
        and pairs["reason"].str.endswith("it would join two that differ").sum() == 1
    )
    assert records["paper_id"][0] == records["paper_id"][1]


def test_what_a_person_settled_goes_before_all_else():
    table = made_records(
        {"title": TITLE, "abstract": LONG},
        {"title": TITLE, "abstract": LONG + " "},
        {"title": "Varnish of violins"},
    )
    table["title"] = [TITLE, TITLE + "!", "Varnish of violins"]
    settled = pd.DataFrame(
        {"a": [1, 2], "b": [0, 0], "decision": ["different", "same"], "line": [2, 3]}
    )
    papers, records, pairs, _ = duplicates.join(table, settled)
    assert records["paper_id"].nunique() == 2
    assert records["paper_id"][0] == records["paper_id"][2] != records["paper_id"][1]
    said = pairs.set_index("reason")["decision"].to_dict()
    assert (
        said["settled by hand, line 2"] == "different"
        and said["settled by hand, line 3"] == "same"
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
    first, records, *_ = duplicates.join(made_records(*old))
    then, _, pairs, _ = duplicates.join(made_records(*new), earlier=records)
    assert set(first["paper_id"]) == set(then["paper_id"])
    # Without the earlier run, the copy that is like others in most of its words gives the name.
    assert set(first["paper_id"]) == set(
        duplicates.join(made_records(*new))[0]["paper_id"]
    )


def test_two_papers_of_one_title_have_names_that_do_not_depend_on_files():
    a, b = {"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": OTHER}
    names = [
        duplicates.join(made_records(*pair))[1]
        .set_index("record_id")["paper_id"]
        .to_dict()
        for pair in ((a, b), (b, a))
    ]
    assert names[0] == names[1] and len(set(names[0].values())) == 2


def test_the_best_value_of_each_field_is_kept_with_its_source():
    table = made_records(
        {"title": TITLE.upper(), "abstract": LONG, "authors": ["Blum, A."], "dump": "a.csv", "date": "2015-01-01",
         "date_precision": "year"},
        {"title": TITLE, "abstract": LONG[:95], "authors": ["Blum, Ada", "Fenn, Jo"], "dump": "b.bib",
         "date": "2014-12-20", "date_precision": "day", "doi": "10.1/a"},
    )  # fmt: skip
    papers, _, _, sources = duplicates.join(table)
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
    found = sources.set_index("field")
    assert (
        found.loc["abstract", "source"] == "a.csv#1"
        and found.loc["title", "source"] == "b.bib#2"
    )
    assert found.loc["doi", "records"] == 1 and found.loc["date", "records"] == 2


def test_overlap_counts_papers_in_both():
    rows = [
        ("a", TITLE, LONG),
        ("b", TITLE, LONG),
        ("b", "On glue and other things", OTHER),
    ]
    _, records, *_ = duplicates.join(
        made_records(*({"dump": d, "title": t, "abstract": x} for d, t, x in rows))
    )
    table = duplicates.dump_overlap(records).set_index(["dump_a", "dump_b"])["papers"]
    assert table["a", "b"] == 1 and table["b", "b"] == 2


def test_reasons_are_counted():
    pairs = duplicates.join(
        made_records(
            {"title": TITLE, "abstract": LONG}, {"title": TITLE + ".", "abstract": LONG}
        )
    )[2]
    assert duplicates.reason_table(pairs).to_dict("records") == [
        {
            "decision": "same",
            "reason": "same title and abstract",
            "pairs": 1,
            "example": "a.csv#1 and a.csv#2",
        }
    ]


@given(st.text(min_size=1))
def test_every_title_has_a_key(title):
    assert paper_ids.title_key(title)


WORDS = "sand tide shore groyne storm varnish violin glue horse barley not 2 3 II part reply: introduction".split()
RECORD = st.fixed_dictionaries(
    {"title": st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)},
    optional={
        "abstract": st.sampled_from([LONG, LONG[:90], OTHER, LONG + OTHER]),
        "authors": st.lists(
            st.sampled_from(["Blum, Ada", "Blum, A.", "Fenn, Jo", "Li Wei"]), max_size=3
        ),
        "date": st.sampled_from(["2014-01-01", "2015-01-01", "2019-01-01"]),
        "venue": st.sampled_from(["Journal of Shores", "J Shores", "Sand", "arXiv"]),
        "pages": st.sampled_from(["1-9", "1", "77"]),
        "volume": st.sampled_from(["1", "2"]),
        "doi": st.sampled_from(["10.1/a", "10.1/b", "10.48550/arXiv.1401.0001"]),
        "seen_on": st.sampled_from(
            [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
        ),
    },
)


def outcome(table: pd.DataFrame, linked: str) -> tuple:
    """Take from the four tables all that could depend on the order of the records, by the names of the records."""
    papers, records, pairs, sources = duplicates.join(table, linked=linked)
    ids = sorted(zip(records["record_id"], records["paper_id"], strict=True))
    ends = [
        tuple(sorted(pair))
        for pair in zip(pairs["record_id_a"], pairs["record_id_b"], strict=True)
    ]
    rows = sorted(
        zip(
            ends,
            pairs["decision"],
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
    return ids, rows, values, together, len(sources)


@settings(max_examples=40, deadline=None, phases=set(Phase) - {Phase.shrink})
@given(
    st.lists(RECORD, min_size=1, max_size=9),
    st.randoms(),
    st.sampled_from(duplicates.LINKED),
)
def test_nothing_depends_on_the_order_of_the_records(rows, dice, linked):
    shuffled = dice.sample(rows, len(rows))
    assert outcome(made_records(*rows), linked) == outcome(
        made_records(*shuffled), linked
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORD, min_size=2, max_size=7))
def test_the_pairs_worth_comparing_are_those_that_comparing_all_would_join(rows):
    prepared = likeness.prepare(made_records(*rows))
    titled, abstracts, known = likeness.incidence(prepared)
    found = candidates.candidate_pairs(prepared, titled, abstracts)
    everything = pd.DataFrame(
        [(a, b) for b in range(len(rows)) for a in range(b)], columns=["a", "b"]
    )
    letters = [
        1.0 if prepared["key"][a] == prepared["key"][b] else 0.8
        for a, b in everything.to_numpy()
    ]
    alike = candidates.overlap(
        abstracts, everything["a"].to_numpy(), everything["b"].to_numpy()
    )
    judged = judging.match_pairs(
        likeness.compare(
            prepared, everything.assign(letters=letters, abstracts=alike), known
        )
    )
    joined = judged[(judged["decision"] == "same") & (judged["title"] == "same")]
    assert set(map(tuple, joined[["a", "b"]].to_numpy())) <= set(
        map(tuple, found[["a", "b"]].to_numpy())
    )
