"""What records say beside titles, authors and dates comes under our names."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.read import _crosswalk, _detail_fields, _details, _fields


def one(kind: str, **row) -> pd.Series:
    raw = pd.DataFrame([{"record": 1, "line_from": 3, "line_to": 9, **row}])
    return _crosswalk.crosswalk(raw, kind).iloc[0]


SHORE = "Institute of the Shore, Bergen, Norway"
TIDE = "Tide Lab, Boston, MA 02139 USA"
KEYWORDS = ["Sand", "tides"]
SUBJECTS = ["Geology", "Water Resources"]
REFERENCES = ["Fenn J, 1999, SHORES, V3, P1", "Roe R, 2001, TIDES, V4, P12"]
CITED = [
    "Fenn, J., Shores of the north, (1999) Shores, 3, pp. 1-9",
    "Roe, R., Tides, (2001) Tides, 4",
]

PLANTED = {
    "RIS": {
        "TI": "T",
        "TY": "CONF",
        "LA": "English",
        "KW": ["*Sand", "tides"],
        "AD": [SHORE, f"{TIDE}."],
        "N1": ["Export Date: 3 May 2020", "Cited By :1,234"],
    },
    "MEDLINE": {
        "TI": "T",
        "PT": ["Journal Article", "Review", "Research Support, Non-U.S. Gov't"],
        "LA": "eng",
        "OT": ["Sand", "tides"],
        "MH": ["*Sand/analysis", "Humans"],
        "AD": [f"{SHORE}. ada@shore.no", f"{TIDE}. Electronic address: jo@tide.us."],
    },
    "WoS": {
        "TI": "T",
        "PT": "J",
        "DT": "Article; Proceedings Paper",
        "LA": "English",
        "DE": "Sand; tides",
        "ID": "SAND; STORMS",
        "WC": "Geology; Water Resources",
        "SC": "Geology",
        "C1": [f"[Blum, Ada; Fenn, Jo] {SHORE}.", f"[Roe, R.] {TIDE}."],
        "CR": REFERENCES,
        "TC": "12",
        "Z9": "14",
    },
    "EndNote tagged": {
        "%T": "T",
        "%0": "Journal Article",
        "%G": "German",
        "%K": ["Sand", "tides"],
        "%+": f"{SHORE}\n{TIDE}".split("\n"),
        "%Z": "876TR Times Cited:12 Cited References Count:45",
    },
    "BibTeX": {
        "title": "T",
        "entrytype": "article",
        "type": "Conference Paper",
        "language": "English",
        "author_keywords": "Sand; tides",
        "keywords": "Storms; SAND",
        "research-areas": r"Geology; Arts \& Humanities",
        "affiliations": f"{SHORE}; {TIDE}",
        "references": "; ".join(CITED),
        "note field": "cited By 7",
    },
    "table": {
        "title": "T",
        "document type": "Review",
        "language of original document": "English; French",
        "author keywords": "Sand; tides",
        "index keywords": "tides; Storms",
        "affiliations": f"{SHORE}; {TIDE}",
        "references": "; ".join(CITED),
        "cited by": "1,234",
        "research areas": "Geology; Water Resources",
    },
    "JSON": {
        "title": "T",
        "type": "article",
        "type_crossref": "proceedings-article",
        "language": "en",
        "keywords.display_name": ["Sand", "tides"],
        "topics.display_name": ["Geology", "Water Resources"],
        "authorships.institutions.display_name": ["Institute of the Shore", "Tide Lab"],
        "authorships.countries": ["NO", "US"],
        "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W2"],
        "cited_by_count": "12",
        "is_retracted": "false",
    },
    "PubMed XML": {
        "title": "T",
        "type": ["Journal Article", "Review"],
        "language": ["ger", "eng"],
        "keywords": ["Sand", "tides"],
        "mesh": ["Sand", "Humans"],
        "affiliations": [SHORE, TIDE],
        "references": REFERENCES,
        "retracted": "true",
    },
    "page": {
        "title": "T",
        "type": "Preprint",
        "language": "english",
        "keywords": "Sand, tides",
        "subjects": "Machine Learning (cs.LG); Computation and Language (cs.CL)",
        "cited_by": "1,234",
        "snippet": "… the sand of the shore …",
        "comments": "12 pages, 3 figures",
    },
}
EXPECTED = {
    "RIS": {"type": "conference paper", "language": "en", "cited_by": 1234},
    "MEDLINE": {
        "type": "review",
        "language": "en",
        "keywords": ["Sand", "tides", "Humans"],
    },
    "WoS": {
        "type": "conference paper",
        "language": "en",
        "keywords": ["Sand", "tides", "STORMS"],
        "subjects": SUBJECTS,
        "references": REFERENCES,
        "cited_by": 12,
    },
    "EndNote tagged": {"type": "article", "language": "de", "cited_by": 12},
    "BibTeX": {
        "type": "conference paper",
        "language": "en",
        "keywords": ["Sand", "tides", "Storms"],
        "subjects": ["Geology", "Arts & Humanities"],
        "references": CITED,
        "cited_by": 7,
    },
    "table": {
        "type": "review",
        "language": "en",
        "keywords": ["Sand", "tides", "Storms"],
        "subjects": SUBJECTS,
        "references": CITED,
        "cited_by": 1234,
    },
    "JSON": {
        "type": "conference paper",
        "language": "en",
        "subjects": SUBJECTS,
        "affiliations": ["Institute of the Shore", "Tide Lab"],
        "references": ["https://openalex.org/W1", "https://openalex.org/W2"],
        "cited_by": 12,
        "retracted": False,
    },
    "PubMed XML": {
        "type": "review",
        "language": "de",
        "keywords": ["Sand", "tides", "Humans"],
        "references": REFERENCES,
        "retracted": True,
    },
    "page": {
        "type": "preprint",
        "language": "en",
        "subjects": ["Machine Learning (cs.LG)", "Computation and Language (cs.CL)"],
        "affiliations": [],
        "countries": [],
        "cited_by": 1234,
        "snippet": "… the sand of the shore …",
        "comments": "12 pages, 3 figures",
    },
}
OF_ALL = {
    "keywords": KEYWORDS,
    "affiliations": [SHORE, TIDE],
    "countries": ["Norway", "United States"],
}


@pytest.mark.parametrize("kind", PLANTED)
def test_the_details_of_each_format_come_under_our_names(kind):
    record = one(kind, **PLANTED[kind])
    for column, expected in {**OF_ALL, **EXPECTED[kind]}.items():
        assert record[column] == expected, column


@pytest.mark.parametrize("kind", _fields.CROSSWALK)
def test_details_have_their_types_whether_or_not_there_are_any(kind):
    raw = pd.DataFrame({"record": [1, 2], "line_from": [1, 4]})
    for part in (raw, raw[:0]):
        records = _crosswalk.crosswalk(part, kind)
        for column in _detail_fields.DETAILS:
            assert str(records[column].dtype) == tables.RECORD_FIELDS[column]
        assert records["keywords"].tolist() == [[]] * len(part)


@pytest.mark.parametrize(
    ("kind", "row", "keywords"),
    [
        ("RIS", {"KW": "Neoplasms, Second Primary"}, ["Neoplasms, Second Primary"]),
        ("RIS", {"KW": "sand, tides, storms"}, ["sand", "tides", "storms"]),
        ("RIS", {"KW": ["Shores, northern", "sand"]}, ["Shores, northern", "sand"]),
        ("BibTeX", {"keywords": "sand, tides"}, ["sand", "tides"]),
        ("BibTeX", {"keywords": r"{\"O}resund, \emph{sand}"}, ["Öresund", "sand"]),
        ("table", {"keywords": "a (b, c), d"}, ["a (b, c)", "d"]),
        ("table", {"keywords": "sand|tides"}, ["sand", "tides"]),
        ("table", {"keywords": "Sand; Shores, northern"}, ["Sand", "Shores, northern"]),
        ("table", {"keywords": "n/a; sand;;"}, ["n/a", "sand"]),
        ("JSON", {"keywords": ["sand, wet", "tides"]}, ["sand, wet", "tides"]),
        ("JSON", {"keywords": np.array(["sand", "tides"])}, ["sand", "tides"]),
        ("table", {"keywords": None}, []),
    ],
)
def test_keywords_are_split_where_they_end(kind, row, keywords):
    titles = {"RIS": "TI"}
    assert one(kind, **{titles.get(kind, "title"): "T"}, **row)["keywords"] == keywords


@pytest.mark.parametrize(
    ("categories", "subjects"),
    [
        ("cs.LG stat.ML", ["cs.LG", "stat.ML"]),
        ("math.AG, hep-th", ["math.AG", "hep-th"]),
        (["cs.LG cs.CL"], ["cs.LG", "cs.CL"]),
        ("Water Resources; Geology", ["Water Resources", "Geology"]),
    ],
)
def test_subjects_of_arxiv_are_split_at_blanks(categories, subjects):
    assert one("JSON", title="T", categories=categories)["subjects"] == subjects


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1 234", 1234),
        (12, 12),
        (12.0, 12),
        (["12"], 12),
        ("Cited by 1,234", 1234),
        ("cited by: 7", 7),
        ("0", 0),
        ("", None),
        ("n/a", None),
        ("no Times-Cited", None),
        (["W1", "W2"], None),
        ("99999999999", None),
        (float("nan"), None),
    ],
)
def test_counts_are_whole_numbers(text, count):
    found = one("table", title="T", cited_by=text)["cited_by"]
    assert (None if pd.isna(found) else found) == count


def test_a_note_is_a_count_only_where_it_says_so():
    assert pd.isna(one("RIS", TI="T", N1="12")["cited_by"])
    assert pd.isna(one("RIS", TI="T", N1="Cited References: 45")["cited_by"])
    note = "Times Cited in Web of Science Core Collection:  45 Total Times Cited:  50"
    assert one("RIS", TI="T", N1=note)["cited_by"] == 45


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("MEDLINE", {"TI": "T", "PT": ["Journal Article", "Retracted Publication"]}),
        ("MEDLINE", {"TI": "T", "RIN": "Shores. 2020;3:1"}),
        ("WoS", {"TI": "T", "DT": "Article; Retracted Publication"}),
        ("table", {"title": "T", "document type": "Retracted"}),
        ("table", {"title": "T", "is_retracted": "True"}),
        ("table", {"title": "T", "retractionnature": "Retraction"}),
        ("JSON", {"title": "T", "updated-by.type": ["correction", "retraction"]}),
        ("JSON", {"title": "T", "relation.is-retracted-by.id": "10.1/x"}),
        ("RIS", {"TI": "RETRACTED: Sand of the shore"}),
        ("BibTeX", {"title": "[RETRACTED] Sand of the shore"}),
        ("RIS", {"TI": "Sand of the shore (Retracted article. See vol. 12, 2001)"}),
    ],
)
def test_what_was_retracted_is_marked(kind, row):
    assert one(kind, **row)["retracted"] == True  # noqa: E712


@pytest.mark.parametrize(
    ("kind", "row", "name"),
    [
        ("MEDLINE", {"TI": "T", "PT": "Retraction of Publication"}, "retraction"),
        (
            "JSON",
            {"title": "T", "type": "journal-article", "update-to.type": "retraction"},
            "retraction",
        ),
        ("JSON", {"title": "T", "update-to.type": "correction"}, "erratum"),
        ("RIS", {"TI": "Retraction notice to: Sand", "TY": "JOUR"}, "retraction"),
        ("RIS", {"TI": "Corrigendum to: Sand", "TY": "JOUR"}, "erratum"),
    ],
)
def test_a_notice_is_no_retracted_paper(kind, row, name):
    record = one(kind, **row)
    assert record["type"] == name and pd.isna(record["retracted"])


def test_papers_on_retraction_are_not_retracted():
    for title in ("Retracted papers in medicine", "Retraction of cliffs: a survey"):
        record = one("RIS", TI=title, TY="JOUR")
        assert pd.isna(record["retracted"]) and record["type"] == "article"
    assert pd.isna(
        one("JSON", title="T", **{"updated-by.type": "erratum"})["retracted"]
    )


def test_an_extract_of_google_scholar_is_no_abstract():
    row = {"title": "T", "abstract": "… the sand …", "cites": "9", "gsrank": "1"}
    record = one("table", **row)
    assert record["snippet"] == "… the sand …" and pd.isna(record["abstract"])
    assert _details.shows_extracts(pd.DataFrame([row]))
    row.pop("gsrank")
    assert one("table", **row)["abstract"] == "… the sand …"


def test_comments_are_those_of_arxiv():
    arxiv = one("JSON", id="2103.01234", title="T", comments="12 pages")
    assert arxiv["comments"] == "12 pages"
    assert pd.isna(one("table", title="T", comments="read this")["comments"])


def test_a_table_of_web_of_science_has_its_names_in_two_letters():
    row = {"ti": "T", "so": "J", "ut": "WOS:1", "pt": "J", "dt": "Review"}
    row |= {"de": "sand; tides", "id": "STORMS", "wc": "Geology", "tc": "5"}
    record = one("table", **row, c1=f"[Blum, Ada; Fenn, Jo] {SHORE}; [Roe, R] {TIDE}")
    assert record["type"] == "review" and record["cited_by"] == 5
    assert record["keywords"] == ["sand", "tides", "STORMS"]
    assert record["affiliations"] == [SHORE, TIDE]
    assert one("table", title="T", id="A-17")["keywords"] == []


def test_references_of_crossref_are_put_together():
    record = one(
        "JSON",
        title="T",
        **{
            "reference.unstructured": ["", "Roe, R. Tides. 2001."],
            "reference.author": ["Fenn", ""],
            "reference.year": ["1999", ""],
            "reference.journal-title": ["Shores", ""],
            "reference.doi": ["10.1/x", "10.1/y"],
        },
    )
    assert record["references"] == [
        "Fenn, 1999, Shores, 10.1/x",
        "Roe, R. Tides. 2001.",
    ]


def test_a_number_of_references_is_no_reference():
    assert one("table", title="T", references="45")["references"] == []


def test_names_of_authors_come_off_their_affiliations():
    scopus = f"Blum, A.B., {SHORE}; Fenn, J., {TIDE}"
    record = one("table", title="T", **{"authors with affiliations": scopus})
    assert record["affiliations"] == [SHORE, TIDE]
    ovid = one("RIS", TI="T", AD=[f"Blum, Ada B.: {SHORE}", "Roe, R.:"])
    assert ovid["affiliations"] == [SHORE]


def test_cells_in_wrong_columns_are_no_types():
    names = [f"j. shore res. {i}" for i in range(20)]
    raw = pd.DataFrame({"title": names, "document type": names})
    assert _crosswalk.crosswalk(raw, "table")["type"].isna().all()
    few = raw.assign(**{"document type": ["Field diary", "Article"] * 10})
    assert set(_crosswalk.crosswalk(few, "table")["type"]) == {"field diary", "article"}


def test_columns_of_details_can_be_named_too():
    raw = pd.DataFrame([{"title": "T", "stichwörter": "sand; tides", "mal": "3"}])
    named = {"keywords": "Stichwörter", "cited_by": "Mal"}
    record = _crosswalk.crosswalk(raw, "table", named).iloc[0]
    assert (record["keywords"], record["cited_by"]) == (["sand", "tides"], 3)


VALUES = st.none() | st.text(max_size=40) | st.lists(st.text(max_size=20), max_size=3)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(_fields.CROSSWALK)), st.data())
def test_any_value_of_any_field_is_read(kind, data):
    row = {}
    for column in _detail_fields.DETAILS:
        names = _fields.CROSSWALK[kind][column]
        for name in names:
            row[name] = data.draw(VALUES)
    record = one(kind, **row)
    for column in _detail_fields.LISTS:
        assert all(isinstance(text, str) and text for text in record[column])


def test_long_values_take_no_time():
    text = "sand (, " * 20_000
    record = one("BibTeX", title="T", keywords=text, affiliations=text, references=text)
    assert record["affiliations"] == []
