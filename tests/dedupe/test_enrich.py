"""Papers gain what other files know of them, and nothing from another paper."""

import string
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.dedupe import _enrich as enrichment
from litreview.dedupe import _titles as titles

TITLE = "Counting migrating storks from coarse radar images at night"
ABSTRACT = (
    "We count storks in images of weather radar, and find twice as many in spring as "
    "in autumn over ten years."
)
OTHER = (
    "Lemon trees grow slowly under glass; a survey of gardeners tells how much water "
    "and shade they are given."
)


def papers(*rows: dict) -> pd.DataFrame:
    empty = {
        "abstract": None,
        "date": pd.NaT,
        "date_precision": None,
        "venue": None,
        "doi": None,
        "arxiv_id": None,
    }
    table = pd.DataFrame(
        [
            {"paper_id": f"p{n}", "authors": [], "url": None, **empty, **row}
            for n, row in enumerate(rows)
        ]
    )
    text = [
        "paper_id",
        "title",
        "abstract",
        "date_precision",
        "venue",
        "doi",
        "arxiv_id",
        "url",
    ]
    return table.astype(dict.fromkeys(text, "str") | {"date": "datetime64[us]"})


def records(*rows: dict) -> pd.DataFrame:
    own = [
        {"dump": "library.bib", "record": n, **row}
        for n, row in enumerate(rows, start=1)
    ]
    return papers(*own).drop(columns="paper_id")


def joined(title: str, record: str, abstracts: tuple = (None, None), **known) -> bool:
    a, b = (
        {"title": title, "abstract": abstracts[0]},
        {"title": record, "abstract": abstracts[1], **known},
    )
    # Words are known by other titles that have them.
    others = [
        {"title": "Storks at night over coarse images"},
        {"title": "Radar images counting storks that are migrating"},
    ]
    return len(enrichment.match_metadata(papers(a), records(b, *others))) > 0


def test_what_is_missing_is_gained_and_what_is_there_is_kept():
    old = papers({"title": TITLE, "venue": "Own", "abstract": ABSTRACT})
    more = {
        "date": "2019-12-20",
        "date_precision": "day",
        "authors": ["Blum, Ada"],
        "venue": "Other",
        "doi": "10.1/a",
    }
    before = old.copy(deep=True)
    new, gained, _ = enrichment.enrich(
        old, records({"title": TITLE.upper() + ".", **more})
    )
    columns = ["date", "date_precision", "authors", "venue", "doi", "abstract"]
    day = pd.Timestamp("2019-12-20")
    values = [day, "day", ["Blum, Ada"], "Own", "10.1/a", ABSTRACT]
    assert new.loc[0, columns].tolist() == values
    assert dict(zip(gained["field"], gained["value"], strict=True)) == {
        "date": "2019-12-20", "authors": "Blum, Ada", "doi": "10.1/a",
    }  # fmt: skip
    assert set(gained["source"]) == {"library.bib#1"} and set(gained["how"]) == {
        "same title"
    }
    pd.testing.assert_frame_equal(old, before)


def test_papers_gain_keywords_counts_and_retractions_too():
    details = {
        "type": "review",
        "language": "en",
        "keywords": ["storks", "radar"],
        "countries": ["Norway", "Chile"],
        "cited_by": 12,
        "retracted": True,
    }
    old = papers({"title": TITLE}, {"title": "Lemon trees under glass in winter"})
    old = old.assign(cited_by=pd.array([None, 3], dtype="Int64"))
    new, gained, _ = enrichment.enrich(old, records({"title": TITLE, **details}))
    assert new.loc[0, list(details)].tolist() == list(details.values())
    assert new["cited_by"].tolist() == [12, 3] and new["cited_by"].dtype == "Int64"
    assert new["keywords"].tolist() == [["storks", "radar"], []]
    assert new["retracted"].dtype == "boolean" and pd.isna(new.loc[1, "retracted"])
    values = dict(zip(gained["field"], gained["value"], strict=True))
    assert values["cited_by"] == "12" and values["retracted"] == "true"
    assert values["countries"] == "Norway; Chile"


@pytest.mark.parametrize(
    ("dates", "taken", "precision"),
    [
        ([("2020-01-01", "year"), ("2019-12-20", "day")], "2019-12-20", "day"),
        ([("2020-01-01", "year"), ("2020-05-04", "day")], "2020-05-04", "day"),
        ([("2020-01-01", "year"), ("2021-03-01", "day")], "2020-01-01", "year"),
        ([("2020-06-01", "month"), ("2020-06-30", "day")], "2020-06-30", "day"),
        ([("2020-07-01", "month"), ("2020-01-01", "year")], "2020-07-01", "month"),
    ],
)
def test_the_date_is_that_of_the_first_publication(dates, taken, precision):
    rows = [
        {"title": TITLE, "date": date, "date_precision": known} for date, known in dates
    ]
    for order in (rows, rows[::-1]):
        new, *_ = enrichment.enrich(papers({"title": TITLE}), records(*order))
        assert (new.at[0, "date"], new.at[0, "date_precision"]) == (
            pd.Timestamp(taken),
            precision,
        )


def test_an_identifier_joins_unless_the_title_is_of_another_paper():
    known = {"arxiv_id": "2103.01234"}
    at = papers({"title": "Storks on the radar: a count by night", **known})
    assert enrichment.match_metadata(
        at, records({"title": "Storks on the radar", "arxiv_id": "2103.01234v2"})
    )["how"].tolist() == ["same arXiv id"]
    found = enrichment.match_metadata(
        at,
        records({"title": "Storks on the radar", "doi": "10.48550/arXiv.2103.01234"}),
    )
    assert len(found) == 1
    assert enrichment.match_metadata(
        at, records({"title": "Lemon trees under glass", **known})
    ).empty


def test_abstracts_decide_on_a_title():
    for title in (TITLE, "Introduction"):
        assert joined(title, title, (ABSTRACT, ABSTRACT[:80] + "…"))
        assert not joined(title, title, (ABSTRACT, OTHER))
    assert joined(TITLE, TITLE)
    assert not joined("Introduction", "Introduction")
    assert not joined(
        'Comment on "Storks in images of radar at night"',
        'Comment on "Storks in images of radar at night"',
    )


def test_authors_years_and_identifiers_speak_against_a_title():
    at = papers(
        {
            "title": TITLE,
            "authors": ["Ada Blum", "Jo Fenn"],
            "date": "2010-01-01",
            "doi": "10.1/a",
        }
    )
    for other in ({"authors": ["Wei, Li"]}, {"date": "2019-01-01"}, {"doi": "10.1/b"}):
        assert enrichment.match_metadata(at, records({"title": TITLE, **other})).empty
    assert len(
        enrichment.match_metadata(
            at,
            records(
                {
                    "title": TITLE,
                    "authors": ["Blum, A.", "Fenn, J."],
                    "date": "2011-06-01",
                }
            ),
        )
    )


@pytest.mark.parametrize(
    "near",
    [
        "Counting migrating storks from coarse radar image at night",
        "Counting migrating storks from coarse radar imgaes at night",
        "Counting \\emph{migrating} storks from a coarse radar images at night",
    ],
)
def test_another_spelling_is_the_same_paper(near):
    assert joined(near, TITLE)
    assert joined(near, TITLE, (ABSTRACT, ABSTRACT))


@pytest.mark.parametrize(
    "other",
    [
        TITLE + ", part 2",
        TITLE + " II",
        TITLE + " with GPT-4",
        "Not " + TITLE,
        TITLE.replace("coarse", "non-coarse"),
        TITLE.replace("migrating", "unmigrating"),
        "Reply to: " + TITLE,
        TITLE + " revisited",
        TITLE + " in 2019",
        TITLE.replace("storks", "two storks"),
    ],
)
def test_a_number_a_negation_or_a_reply_is_another_paper(other):
    for abstracts in ((None, None), (ABSTRACT, ABSTRACT)):
        assert not joined(other, TITLE, abstracts)
        assert not joined(TITLE, other, abstracts)


def test_another_word_is_another_paper_unless_the_abstract_is_the_same():
    for other in (
        TITLE.replace("night", "noon"),
        "Storks at night: " + TITLE,
        TITLE + ": a survey",
    ):
        assert not joined(other, TITLE)
        assert joined(other, TITLE, (ABSTRACT, ABSTRACT))
        assert not joined(other, TITLE, (ABSTRACT, OTHER))
    assert (
        titles.name_difference(
            "upper bonds", "upper bounds", Counter(bonds=2, bounds=2)
        )
        == "letters"
    )
    known = Counter({"casual": 5, "causal": 5, "infrences": 1, "inferences": 9})
    assert (
        titles.name_difference("causal inferences", "casual inferences", known)
        == "letters"
    )
    assert (
        titles.name_difference("causal infrences", "causal inferences", known)
        == "spelling"
    )
    assert (
        titles.name_difference("GPT-3 in medicine", "GPT-4 in medicine", known)
        == "other"
    )
    assert (
        titles.name_difference("RoBERTa in use", "RoBERTo in use", Counter(roberta=2))
        == "letters"
    )


def test_records_that_fit_but_contradict_each_other_are_not_joined():
    two = records(
        {"title": TITLE, "abstract": ABSTRACT}, {"title": TITLE, "abstract": OTHER}
    )
    assert enrichment.match_metadata(papers({"title": TITLE}), two).empty
    assert enrichment.match_metadata(papers({"title": TITLE, "abstract": OTHER}), two)[
        "record"
    ].tolist() == [1]


def test_a_record_of_one_paper_is_not_nearly_that_of_another():
    near = TITLE.replace("images", "imagess")
    found = enrichment.match_metadata(
        papers({"title": TITLE}, {"title": near}), records({"title": TITLE})
    )
    assert found["paper"].tolist() == [0]


def test_a_journal_goes_before_a_preprint_server_and_the_longest_abstract_is_taken():
    rows = [
        {
            "title": TITLE,
            "venue": "arXiv",
            "doi": "10.48550/arXiv.2103.01234",
            "abstract": ABSTRACT[:-20],
        }
    ]
    rows += [
        {
            "title": TITLE,
            "venue": "Journal of Storks",
            "doi": "10.1/a",
            "abstract": ABSTRACT,
        }
    ]
    new, *_ = enrichment.enrich(papers({"title": TITLE}), records(*rows))
    assert new.loc[0, ["venue", "doi", "abstract"]].tolist() == [
        "Journal of Storks",
        "10.1/a",
        ABSTRACT,
    ]


def test_empty_tables_gain_nothing():
    one, none = papers({"title": TITLE}), records({"title": TITLE})[:0]
    pd.testing.assert_frame_equal(enrichment.enrich(one, none)[0], one)
    assert enrichment.enrich(one[:0], records({"title": TITLE}))[1].empty
    assert enrichment.enrichment_summary(*enrichment.enrich(one, none)) == ""
    assert enrichment.enrichment_summary(*enrichment.enrich(one, "")) == ""
    bare = pd.DataFrame({"dump": ["a.csv"], "record": [1], "title": [TITLE]})
    assert enrichment.enrich(one, bare)[1].empty


def test_the_sentences_count():
    more = records({"title": TITLE, "date": "2019-01-01", "date_precision": "year"})
    enriched = enrichment.enrich(papers({"title": TITLE}, {"title": "Lemons"}), more)
    text = enrichment.enrichment_summary(*enriched)
    assert "1 paper of 2 found in 1 record of `library.bib`." in text
    assert (
        "1 paper gained a date, from `library.bib` (1): 1 by the same title; "
        "1 has none still." in text
    )
    assert "No paper gained a DOI; 2 have none still." in text


def test_files_are_read_and_those_that_gave_nothing_are_counted(tmp_path):
    known = f"@article{{a, title = {{{TITLE}}}, doi = {{10.1/a}}, year = {{2019}}}}\n"
    (tmp_path / "known.bib").write_text(known)
    other = "@article{b, title = {Lemon trees under glass in winter}}\n"
    (tmp_path / "other.bib").write_text(other)
    enriched = enrichment.enrich(papers({"title": TITLE}), str(tmp_path))
    assert enriched[0]["doi"].tolist() == ["10.1/a"]
    assert enriched[2].values.tolist() == [["known.bib", 1], ["other.bib", 1]]
    assert "in 2 records of `known.bib`, `other.bib`." in enrichment.enrichment_summary(
        *enriched
    )
    table = enrichment.enrichment_table(enriched[1])
    assert table.values.tolist() == [
        ["date", "same title", "known.bib", 1],
        ["doi", "same title", "known.bib", 1],
        ["type", "same title", "known.bib", 1],
    ]
    none = enrichment.enrich(papers({"title": TITLE}), tmp_path / "other.bib")
    assert enrichment.enrichment_summary(*none) == (
        "None of 1 paper gained anything from 1 record of `other.bib`."
    )


TITLES = st.lists(
    st.text(string.ascii_letters + " :$\\{}0123éα–-", max_size=60), max_size=6
)


@settings(max_examples=15, deadline=None)
@given(TITLES, TITLES)
def test_any_titles_are_taken_and_gains_are_what_is_new(left, right):
    old = papers(*({"title": title} for title in left or [TITLE]))
    more = records(
        *(
            {"title": title, "doi": f"10.1/{n}"}
            for n, title in enumerate(right or [TITLE])
        )
    )
    new, gained, _ = enrichment.enrich(old, more)
    assert (
        new["doi"].notna().sum()
        == len(gained)
        == gained.drop_duplicates(["paper_id", "field"]).shape[0]
    )
    assert new["title"].equals(old["title"]) and list(new.index) == list(old.index)
