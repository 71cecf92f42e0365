"""Two records are of one paper, of one work or of two papers, whatever they say."""

import numpy as np
import pandas as pd
import pytest

from litreview.dedupe import _match
from tests.dedupe.shore_records import (
    LONG,
    OTHER,
    PRINTED,
    TITLE,
    make_records,
    match_of,
    match_records,
    match_two,
)


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
        match_of({"title": TITLE, "abstract": LONG}, {"title": other, "abstract": LONG})
        == "same"
    )
    assert match_of({"title": TITLE, **PRINTED}, {"title": other, **PRINTED}) == "same"


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
            match_of(
                *(
                    {"title": t, "abstract": x}
                    for t, x in zip((a, b), abstracts, strict=True)
                )
            )
            == "different"
        )
    later = PRINTED | {"pages": "219-230", "issue": "4"}
    assert match_of({"title": a, **PRINTED}, {"title": b, **later}) == "different"


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
    assert match_of({"title": title}, {"title": title}) == "different"
    assert (
        match_of(
            {"title": title, "abstract": LONG}, {"title": title, "abstract": OTHER}
        )
        == "different"
    )
    series = {"authors": ["Blum, Ada", "Fenn, Jo"]}
    yearly = [
        {"title": title, "date": f"{year}-01-01", **series} for year in (2019, 2020)
    ]
    assert match_of(*yearly) == "different"
    assert (
        match_of(
            {"title": title, **PRINTED},
            {"title": title, **PRINTED, "authors": ["Blum, A."]},
        )
        == "same"
    )
    assert (
        match_of(
            {"title": title, "abstract": LONG}, {"title": title + ".", "abstract": LONG}
        )
        == "same"
    )


def test_a_title_that_comes_every_year_is_a_heading():
    series = [
        {"title": TITLE, "date": f"{year}-01-01", "authors": PRINTED["authors"]}
        for year in (2013, 2014, 2015)
    ]
    assert set(match_records(make_records(*series[:2]))["match"]) == {"linked"}
    assert set(match_records(make_records(*series))["match"]) == {"different"}


def test_the_same_title_over_another_abstract_is_another_paper():
    a, b = {"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": OTHER}
    assert match_of(a, b) == "different"
    names = {"authors": ["Blum, Ada", "Fenn, Jo"], "date": "2015-01-01"}
    assert match_two(a | names, b | names) == (
        "linked",
        "same title, authors and year; another abstract",
    )


def test_a_title_alone_has_to_be_long():
    long = TITLE + " in the North Sea and on the Baltic coast"
    assert match_of({"title": long}, {"title": long.upper()}) == "same"
    assert match_two({"title": TITLE}, {"title": TITLE.upper()}) == (
        "linked",
        "same title; nothing else to go by",
    )
    assert (
        match_of(
            {"title": TITLE, "date": "2015-01-01"},
            {"title": TITLE + ".", "date": "2015-01-01"},
        )
        != "different"
    )
    assert match_of({"title": "On sand"}, {"title": "On sand"}) == "different"


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
    match, reason = match_two(names | a, names | b)
    assert match == "linked" and reason.endswith("; " + why)


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
            match_of({"title": TITLE, **PRINTED}, {"title": TITLE, **PRINTED, **other})
            != "different"
        )
    for other in (
        {"venue": "J Shores", "pages": "101-17"},
        {"venue": "Studies of sand", "issue": None},
    ):
        assert (
            match_of({"title": TITLE, **PRINTED}, {"title": TITLE, **PRINTED, **other})
            == "same"
        )


def test_an_identifier_joins_unless_the_title_is_of_another_paper():
    a = {"title": TITLE, "doi": "10.1/a"}
    assert match_of(a, {"title": TITLE + ": a survey", "doi": "10.1/A"}) == "same"
    assert (
        match_of(a, {"title": "Varnish of old violins", "doi": "10.1/a"}) == "different"
    )


def test_the_line_is_at_a_score_of_one_half():
    line = pd.Series([_match.ASKED - 1.0, _match.ASKED, _match.ASKED + 1.0, 1e9])
    scores = _match._score(line)
    assert scores[1] == 0.5 and scores.is_monotonic_increasing
    assert 0 < scores[0] and scores[3] <= 1


def test_what_is_decided_stands_in_codes():
    same, linked = (
        match_records(make_records({"title": TITLE, **PRINTED}, {"title": TITLE, **b}))
        for b in (PRINTED, PRINTED | {"volume": "40", "pages": "e618"})
    )
    assert same["match"].tolist() == ["same"] and same["link_kind"].tolist() == [""]
    assert same["agree"][0] == ("authors", "place") and same["differ"][0] == ()
    assert linked["match"].tolist() == ["linked"]
    assert linked["link_kind"].tolist() == ["other_place"]
    assert linked["agree"][0] == ("authors", "year")
    assert linked["differ"][0] == ("place",)


def test_only_linked_pairs_have_a_kind_of_link():
    rows = [{"title": TITLE, "abstract": text} for text in (LONG, OTHER, None, LONG)]
    rows += [{"title": TITLE, "venue": "arXiv"}, {"title": TITLE + " II", **PRINTED}]
    pairs = match_records(make_records(*rows))
    assert set(pairs["match"]) == set(_match.MATCHES)
    assert ((pairs["link_kind"] != "") == (pairs["match"] == "linked")).all()
    assert np.isfinite(pairs["evidence"]).all()
    assert pairs["score"].between(0, 1).all()
