"""What formats call a field, we call by one name."""

import pandas as pd
import pytest

from litreview.read import _crosswalk, _detail_fields, _detect, _dumps, _fields


def one(kind: str, columns: dict | None = None, **row) -> pd.Series:
    raw = pd.DataFrame([{"record": 1, "line_from": 3, "line_to": 9, **row}])
    return _crosswalk.crosswalk(raw, kind, columns).iloc[0]


FULL = {
    "RIS": {
        "TI": "T",
        "N2": "A.",
        "PY": "2019",
        "DA": "2019/03/05",
        "AU": ["One, A", "Two, B"],
        "JF": "J",
        "VL": "12",
        "IS": "3",
        "SP": "7",
        "EP": "19",
        "DO": "10.1/X",
        "UR": "https://arxiv.org/abs/2103.01234v1",
    },
    "MEDLINE": {
        "TI": "T",
        "AB": "A.",
        "DP": "2019 Mar 5",
        "FAU": ["One, A", "Two, B"],
        "JT": "J",
        "VI": "12",
        "IP": "3",
        "PG": "7-19",
        "LID": ["S01 [pii]", "10.1/X [doi]", "arXiv:2103.01234"],
    },
    "WoS": {
        "TI": "T",
        "AB": "A.",
        "PY": "2019",
        "PD": "MAR 5",
        "AU": ["One, A", "Two, B"],
        "SO": "J",
        "DI": "10.1/X",
        "VL": "12",
        "IS": "3",
        "BP": "7",
        "EP": "19",
        "AR": "arXiv:2103.01234",
    },
    "EndNote tagged": {
        "%T": "T",
        "%X": "A.",
        "%D": "2019",
        "%8": "March 5",
        "%A": ["One, A", "Two, B"],
        "%J": "J",
        "%V": "12",
        "%N": "3",
        "%P": "7-19",
        "%R": "10.1/X",
        "%U": "http://arxiv.org/abs/2103.01234",
    },
    "BibTeX": {
        "title": "{T}",
        "abstract": "A.",
        "year": "2019",
        "month": "mar # 5",
        "author": "One, A and Two, B",
        "journal": "J",
        "volume": "{12}",
        "number": "3",
        "pages": "7--19",
        "doi": "10.1/X",
        "eprint": "2103.01234",
        "archiveprefix": "arXiv",
    },
    "table": {
        "document title": "T",
        "abstract note": "A.",
        "publication year": "2019",
        "publication_date": "MAR 5",
        "author(s)": "One, A; Two, B",
        "source title": "J",
        "item doi": "10.1/X",
        "volume": "12",
        "number": "3",
        "page start": "7",
        "page end": "19",
        "link": "arxiv.org/abs/2103.01234",
    },
    "JSON": {
        "title": ["T"],
        "abstract": "<jats:p>A.</jats:p>",
        "issued.date-parts": "2019-3-5",
        "author.family": ["One", "Two"],
        "author.given": ["A", "B"],
        "container-title": ["J"],
        "doi": "10.1/X",
        "volume": "12",
        "issue": "3",
        "page": "7-19",
        "article-number": "9",
        "externalids.arxiv": "2103.01234",
    },
    "PubMed XML": {
        "title": "T",
        "abstract": "A.",
        "year": "2019",
        "month": "Mar",
        "day": "5",
        "authors": ["One, A", "Two, B"],
        "journal": "J",
        "volume": "12",
        "issue": "3",
        "pages": "7-19",
        "doi": "10.1/X",
        "url": "arxiv.org/abs/2103.01234",
    },
}


@pytest.mark.parametrize("kind", FULL)
def test_the_fields_of_each_format_come_under_our_names(kind):
    record = one(kind, **FULL[kind])
    assert (record["record"], record["line"], record["title"], record["abstract"]) == (
        1,
        3,
        "T",
        "A.",
    )
    assert (record["date"], record["date_precision"]) == (
        pd.Timestamp(2019, 3, 5),
        "day",
    )
    assert (record["authors"], record["venue"]) == (["One, A", "Two, B"], "J")
    assert (record["doi"], record["arxiv_id"]) == ("10.1/x", "2103.01234")
    assert place(record) == ("12", "3", "7-19")
    assert (
        [*record.index][6:11]
        == ["authors", "venue", "volume", "issue", "pages"]
        == [*_dumps.RECORD_TYPES][8:13]
    )


def place(record: pd.Series) -> tuple:
    return tuple(
        None if pd.isna(record[name]) else record[name] for name in _fields.PLACES
    )


@pytest.mark.parametrize(
    ("kind", "row", "told"),
    [
        (
            "RIS",
            {"VL": "5", "IS": "2", "SP": "349-69", "EP": "369"},
            ("5", "2", "349-369"),
        ),
        ("RIS", {"VO": "5", "SP": "88", "EP": "88"}, ("5", None, "88")),
        ("RIS", {"SP": "HS-3", "EP": "HS-13"}, (None, None, "HS-3-HS-13")),
        (
            "RIS",
            {"VL": "Ph.D.", "IS": "ahead-of-print", "SP": "No", "EP": "Specified"},
            (None, None, None),
        ),
        ("RIS", {"SP": ["", "pp. 37–64"]}, (None, None, "37-64")),
        ("RIS", {"SP": "146p", "C7": "104501"}, (None, None, "104501")),
        ("RIS", {"EP": "19"}, (None, None, None)),
        (
            "MEDLINE",
            {"VI": "24 Suppl 1", "IP": "6 Pt 2", "PG": "1676-87; discussion 88"},
            ("24 Suppl 1", "6 Pt 2", "1676-1687; discussion 88"),
        ),
        ("RIS", {"SP": "1676", "EP": "87"}, (None, None, "1676-1687")),
        ("MEDLINE", {"PG": "12-9"}, (None, None, "12-19")),
        ("BibTeX", {"pages": "123--34"}, (None, None, "123-134")),
        ("WoS", {"VL": "9", "AR": "e1011"}, ("9", None, "e1011")),
        ("WoS", {"VL": "9", "BP": "284", "EP": "+", "AR": "7"}, ("9", None, "284")),
        ("BibTeX", {"volume": "abs/1706.03762"}, (None, None, None)),
        (
            "BibTeX",
            {"volume": "cs.CL/0112017", "pages": "arXiv--1706"},
            (None, None, None),
        ),
        (
            "BibTeX",
            {"volume": "n.s.~2", "issue": "3 -- 4", "pages": "{I--IV}, 5 --- 9"},
            ("n.s. 2", "3-4", "I-IV, 5-9"),
        ),
        (
            "BibTeX",
            {
                "volume": "4",
                "number": "7",
                "issue": "Spring",
                "pages": "17--",
                "eid": "11",
            },
            ("4", "7", "17"),
        ),
        (
            "BibTeX",
            {"entrytype": "article", "number": "7", "articleno": "41"},
            (None, "7", "41"),
        ),
        (
            "BibTeX",
            {"entrytype": "techreport", "number": "TR-7", "pages": "??--??"},
            (None, None, None),
        ),
        (
            "table",
            {
                "volume": "12.0",
                "issue number": "3.0",
                "start page": "7.0",
                "end page": "19.0",
            },
            ("12", "3", "7-19"),
        ),
        (
            "table",
            {"vol": "12", "no": "3", "page": "5", "art. no.": "9"},
            ("12", "3", "5"),
        ),
        ("table", {"vl": "12", "is": "n/a", "bp": None, "ar": "9"}, ("12", None, "9")),
        ("table", {"number": "3", "pages": "N.PAG-N.PAG"}, (None, None, None)),
        (
            "table",
            {"band": "12", "nummer": "3", "seiten": "7 – 19"},
            ("12", "3", "7-19"),
        ),
        (
            "XLSX",
            {
                "volume": "0",
                "issue": "null",
                "beginning_page": "S7",
                "ending_page": "S9",
            },
            (None, None, "S7-S9"),
        ),
        (
            "Parquet",
            {
                "biblio.volume": "12",
                "biblio.issue": "3",
                "biblio.first_page": "7",
                "biblio.last_page": None,
            },
            ("12", "3", "7"),
        ),
        (
            "JSON",
            {
                "biblio.volume": "12",
                "biblio.issue": "3",
                "biblio.first_page": "7",
                "biblio.last_page": "19",
            },
            ("12", "3", "7-19"),
        ),
        (
            "JSON",
            {"journal.name": "ArXiv", "journal.volume": "abs/2103.01234"},
            (None, None, None),
        ),
        (
            "JSON",
            {"journal.volume": "12 3", "journal.pages": "\n  7-19 \n"},
            ("12 3", None, "7-19"),
        ),
        ("JSON", {"type": "report", "number": "99-02"}, (None, None, None)),
        ("JSON", {"article-number": ["e7"], "page": "0"}, (None, None, "e7")),
    ],
)
def test_where_a_paper_stands_in_its_venue(kind, row, told):
    assert place(one(kind, title="T", **row)) == told


def test_an_article_number_that_is_an_arxiv_identifier_is_no_page():
    record = one("WoS", TI="T", AR="arXiv:2103.01234")
    assert record["arxiv_id"] == "2103.01234" and pd.isna(record["pages"])


def table(**columns: list) -> pd.DataFrame:
    return _crosswalk.crosswalk(pd.DataFrame({"title": ["T"] * 5, **columns}), "table")


def test_a_number_is_an_issue_beside_volumes_unless_it_counts_the_rows():
    volumes, issues = ["9", None, "8", "9", "9"], ["3", "1", "3", None, "2"]
    assert [
        place(row)[1] for _, row in table(volume=volumes, number=issues).iterrows()
    ] == issues
    for alone in (
        {},
        {"volume": [None] * 5},
        {"volume": volumes, "issue": [None, "4", None, None, None]},
    ):
        assert not table(number=issues, **alone)["issue"].isin(["1", "2", "3"]).any()
    assert (
        table(volume=volumes, issue=[None] * 5, number=issues)["issue"].notna().sum()
        == 4
    )
    assert table(volume=volumes, no=list("12345"))["issue"].isna().all()
    assert table(volume=volumes, no=["3", "7", "8", "20", "21"])["issue"].isna().all()
    raw = pd.DataFrame({"title": ["T"] * 5, "volume": volumes, "no": list("12345")})
    assert _crosswalk.crosswalk(raw, "table", {"issue": "No"})[
        "issue"
    ].tolist() == list("12345")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Silt. 2021 Dec 21;1(2):10-11. doi: 10.1/x.", ("1", "2", "10-11")),
        (
            "Silt Res (1985). 2019 Jul;45(6 Pt 1):258-265.e1. Epub 2019 May 3.",
            ("45", "6 Pt 1", "258-265.e1"),
        ),
        ("Silt. 2019 Jan;28 Suppl 1:S12-S15.", ("28 Suppl 1", None, "S12-S15")),
        (
            "Silt. 2020 Jul 8:S0140-6736(20)31234-5. doi: 10.1/x. "
            "Online ahead of print.",
            (None, None, None),
        ),
    ],
)
def test_a_table_of_pubmed_has_them_in_its_citation(said, told):
    assert place(one("table", pmid="7", title="T", citation=said)) == told
    assert place(one("table", title="T", citation=said)) == (None, None, None)
    assert (
        place(one("table", pmid="7", title="T", citation=said, volume="99"))[0] == "99"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004",
            ("102", "4", "253-258"),
        ),
        (
            "Silt (Online) (2019) 54 (83-86). Date of Publication: 1 Jan 2019",
            ("54", None, "83-86"),
        ),
        (
            "Silt (2013) 41 SUPPL. 1 (S12). Date of Publication: 2013",
            ("41 SUPPL. 1", None, "S12"),
        ),
        ("Silt (2018) 31:3. Article Number: 12", ("31", "3", None)),
    ],
)
def test_a_table_of_embase_has_them_in_its_source(said, told):
    assert (
        place(
            one("table", title="T", source=said, **{"emtree medical index terms": "a"})
        )
        == told
    )
    assert place(one("table", title="T", source=said)) == (None, None, None)


def test_names_written_as_in_bibtex_are_not_parted_at_a_comma():
    joined = "Roe, R. and Poe, Ann Lou and Doe, J."
    own = table(
        author=[
            joined,
            "Perez Cachon, Ana Lucia",
            "Karpman D, Tati R",
            "Roe, R. and Doe, J.",
            None,
        ]
    )["authors"]
    assert own.tolist()[:3] == [
        joined.split(" and "),
        ["Perez Cachon, Ana Lucia"],
        ["Karpman D", "Tati R"],
    ]
    full = [
        "Ann Roe, Bob Doe",
        "Ann Roe and Bob Doe",
        "Ann Roe, Bob Doe and Cem Poe",
        None,
        None,
    ]
    assert table(author=full)["authors"].tolist()[0] == ["Ann Roe", "Bob Doe"]


def test_only_the_names_of_a_springer_table_are_taken_apart():
    springer = one(
        "table",
        **{"item title": "T", "authors": "Ann OneBo Two", "content type": "Article"},
    )
    assert springer["authors"] == ["Ann One", "Bo Two"]
    assert one("table", title="T", authors="The DeepMind Team")["authors"] == [
        "The DeepMind Team"
    ]


def test_an_embase_table_has_its_date_and_doi_in_other_columns():
    source = "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004"
    link = (
        "http://sfx.a.b/c?sid=EMBASE&issn=0008543X&id=doi:10.1002%2Fcncr.20369"
        "&atitle=T&date=2004"
    )
    said = {"title": "T", "source": source, "open url link": link}
    embase = one("table", **said, **{"emtree medical index terms": "a, b"})
    assert (embase["date"], embase["date_precision"]) == (
        pd.Timestamp(2004, 8, 25),
        "day",
    )
    assert embase["doi"] == "10.1002/cncr.20369"
    assert pd.isna(one("table", **said)["date"])


def test_wrappings_of_other_sources():
    daily = one(
        "JSON",
        **{
            "paper.id": "2103.01234",
            "title": "T",
            "summary": "A.",
            "publishedat": "2021-03-02T01:02:03Z",
        },
    )
    assert (daily["arxiv_id"], daily["abstract"], daily["date_precision"]) == (
        "2103.01234",
        "A.",
        "day",
    )
    snapshot = one(
        "JSON",
        id="0704.0001",
        title="T",
        update_date="2008-11-26",
        authors="C. Bal\\'azs, E. L. Berger",
        **{
            "versions.created": [
                "Mon, 2 Apr 2007 19:18:42 GMT",
                "Tue, 24 Jul 2007 20:10:27 GMT",
            ]
        },
    )
    assert (snapshot["date"], snapshot["authors"]) == (
        pd.Timestamp(2007, 4, 2),
        ["C. Balázs", "E. L. Berger"],
    )
    ids = {
        "ids.pmid": "https://pubmed.ncbi.nlm.nih.gov/77",
        "doi": "https://doi.org/10.1/X",
    }
    alex = one("JSON", display_name="T", **ids)
    assert (alex["title"], alex["pmid"], alex["doi"]) == ("T", "77", "10.1/x")


def test_a_date_is_made_finer_only_by_one_that_agrees():
    assert one("RIS", PY="2019", DA="2018/12/01")["date_precision"] == "year"
    assert one("MEDLINE", DP="2019 Jun", DEP="20190305")["date"] == pd.Timestamp(
        2019, 6, 1
    )
    assert one("MEDLINE", DP="2019 Jun", DEP="20190605")["date"] == pd.Timestamp(
        2019, 6, 5
    )


def test_an_eprint_elsewhere_is_no_arxiv_id_and_latex_is_only_of_bibtex():
    assert pd.isna(one("BibTeX", eprint="2103.01234", eprinttype="jstor")["arxiv_id"])
    assert one("BibTeX", title=r"{\'E}tude of $\alpha$")["title"] == "Étude of α"
    assert one("RIS", TI=r"100\% of $x_1$")["title"] == r"100\% of $x_1$"


def test_repeated_and_missing_values():
    record = one("RIS", TI=["", "T"], AB=["One.", "Two.", "One."], AU="One, A", PY=None)
    assert (record["title"], record["abstract"], record["authors"]) == (
        "T",
        "One. Two.",
        ["One, A"],
    )
    assert (
        pd.isna(record["date"]) and pd.isna(record["doi"]) and pd.isna(record["note"])
    )
    assert one("JSON", **{"author.family": ["One", "Two"], "author.given": ["A"]})[
        "authors"
    ] == ["One", "Two"]


def test_groups_are_authors():
    medline = one("MEDLINE", TI="T", FAU="Blum, Ada", CN=["Shore Group", "Tide Team"])
    assert medline["authors"] == ["Blum, Ada", "Shore Group", "Tide Team"]
    assert one("MEDLINE", TI="T", CN="Shore Group")["authors"] == ["Shore Group"]
    wos = one("WoS", TI="T", AF=["Blum, Ada"], CA="Shore Group")
    assert wos["authors"] == ["Blum, Ada", "Shore Group"]
    of_wos = one("table", title="T", authors="Blum, A", **{"group authors": "Shore G"})
    assert of_wos["authors"] == ["Blum, A", "Shore G"]
    crossref = one(
        "JSON",
        title="T",
        **{
            "author.family": ["Blum", "", "Fenn"],
            "author.given": ["Ada", "", "Jo"],
            "author.name": ["", "Shore Group", ""],
        },
    )
    assert crossref["authors"] == ["Blum, Ada", "Shore Group", "Fenn, Jo"]
    csl = one("JSON", **{"author.family": ["", "Roe"], "author.literal": ["WHO", ""]})
    assert csl["authors"] == ["WHO", "Roe"]
    assert one("RIS", TI="T", AU="World Shore Organization")["authors"] == [
        "World Shore Organization"
    ]


def test_what_scopus_writes_in_place_of_an_abstract_or_a_name_is_nothing():
    row = {"title": "T", "abstract": "[No abstract available]"}
    record = one("table", **row, authors="[No author name available]")
    assert pd.isna(record["abstract"]) and record["authors"] == []
    assert pd.isna(one("RIS", TI="T", AB="No abstract available.")["abstract"])
    kept = one("RIS", TI="T", AB="No abstract available data exist on this shore.")
    assert not pd.isna(kept["abstract"])


def test_numbers_of_authors_come_off_their_names():
    names = "Blum, Ada (57190000000); Fenn, Jo (7402000000)"
    record = one("table", title="T", **{"author full names": names})
    assert record["authors"] == ["Blum, Ada", "Fenn, Jo"]


def test_a_title_that_was_translated_keeps_its_brackets():
    record = one("MEDLINE", TI="[Sand of the shore].", TT="Sand der Küste.", LA="ger")
    assert record["title"] == "[Sand of the shore]." and record["language"] == "de"


def test_the_fields_of_pages_are_read_too():
    record = one(
        "page",
        title="T",
        authors="A. Blum, J. Fenn",
        date="Mar 2021",
        doi="https://doi.org/10.1/X",
        arxiv_id="arXiv:2103.01234v2",
        pmid="PMID: 77",
        pages="12–9",
        note="its abstract is cut off",
    )
    assert record["authors"] == ["A. Blum", "J. Fenn"]
    assert (record["date"], record["date_precision"]) == (
        pd.Timestamp(2021, 3, 1),
        "month",
    )
    assert (record["doi"], record["arxiv_id"], record["pmid"]) == (
        "10.1/x",
        "2103.01234",
        "77",
    )
    assert record["pages"] == "12-19"
    assert record["note"] == "its abstract is cut off"


def test_columns_of_any_name_can_be_given():
    given_names = {"title": "Titel der Arbeit", "date": "Wann"}
    record = one(
        "table", given_names, **{"titel der arbeit": "T", "wann": 2019, "title": "no"}
    )
    assert (record["title"], record["date_precision"]) == ("T", "year")
    with pytest.raises(
        ValueError, match="there is no 'Titel'; there are 'name', 'jahr'"
    ):
        one("table", {"title": "Titel"}, name="T", jahr="2019")
    with pytest.raises(
        ValueError, match="there is no 'titel'; there are 'title', 'abstract'"
    ):
        one("table", {"titel": "name"}, name="T")


@pytest.mark.parametrize("kind", _fields.CROSSWALK)
def test_a_table_without_rows_or_fields_has_the_columns_and_their_types(kind):
    empty = pd.DataFrame(
        {
            "record": pd.Series([], dtype="int64"),
            "line_from": pd.Series([], dtype="Int64"),
        }
    )
    records = _crosswalk.crosswalk(empty, kind)
    bare = _crosswalk.crosswalk(
        pd.DataFrame({"record": [1, 2], "line_from": [1, 4]}), kind
    )
    assert list(records) == list(bare) and records.empty and bare["title"].isna().all()
    assert bare["authors"].tolist() == [[], []]
    for table in (records, bare):
        kinds = table.dtypes.astype(str).to_dict()
        assert (kinds["line"], kinds["date"], kinds["authors"]) == (
            "Int64",
            "datetime64[us]",
            "object",
        )
        assert {
            kinds[name]
            for name in (
                "title",
                "abstract",
                "volume",
                "issue",
                "pages",
                "doi",
                "arxiv_id",
                "pmid",
                "url",
                "note",
            )
        } == {"str"}


def test_a_format_has_one_name_in_every_registry():
    formats = set(_dumps.READERS)
    assert set(_fields.CROSSWALK) == {*formats, "page"}
    assert set(_detect._TAGGED) <= formats
    assert set(_detect._ENDINGS.values()) <= formats

    for name, fields in _fields.CROSSWALK.items():
        assert set(fields) == {*_fields.COLUMNS, *_detail_fields.DETAILS}, name
