"""XML is read record by record, whatever is wrong with it."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _archives
from litreview.read.formats import _feeds, _xml


def article(n, title="A title", more=""):
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{n}</PMID>\n<Article><ArticleTitle>{title}</ArticleTitle>'
        f"\n{more}</Article></MedlineCitation></PubmedArticle>\n"
    )


def pubmed(
    *articles,
    head='<?xml version="1.0" encoding="UTF-8"?>\n',
    end="</PubmedArticleSet>\n",
):
    return (head + "<PubmedArticleSet>\n" + "".join(articles) + end).encode()


FULL = """<PubmedArticle>
<MedlineCitation><PMID Version="1">26952870</PMID>
<Article>
<Journal><JournalIssue CitedMedium="Internet"><Volume>12</Volume><Issue>3</Issue>
<PubDate><Year>2016</Year><Month>Mar</Month><Day>3</Day></PubDate></JournalIssue>
<Title>Journal of Silt</Title></Journal>
<ArticleTitle>Uptake of CO<sub>2</sub> by <i>Fontinalis
  antipyretica</i>: a study</ArticleTitle>
<Pagination><StartPage>1676</StartPage><EndPage>1687</EndPage><MedlinePgn>1676-87</MedlinePgn></Pagination>
<ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi">10.1000/Silt.1</ELocationID>
<Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Moss takes up CO<sub>2</sub>.</AbstractText>
<AbstractText Label="RESULTS">It rose (p &lt; 0.05, n&lt;5).</AbstractText><AbstractText>We end.</AbstractText>
<CopyrightInformation>(c) 2016</CopyrightInformation></Abstract>
<AuthorList><Author><LastName>Blum</LastName><ForeName>Ada M</ForeName><Initials>AM</Initials></Author>
<Author><LastName>Fenn</LastName><Initials>J</Initials><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Moss Group</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
</Article><KeywordList><Keyword>moss</Keyword><Keyword>carbon</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/silt.1</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.9/other</ArticleId></ArticleIdList></Reference>
</ReferenceList></PubmedData></PubmedArticle>
"""


def total(found):
    raw, problems = found
    return len(raw) + problems["record"].notna().sum()


def test_a_pubmed_article_has_all_its_fields():
    raw, problems = _xml.read_pubmed(pubmed(FULL))
    row = raw.loc[0]
    assert problems.empty
    assert (row["line_from"], row["line_to"]) == (3, 2 + FULL.count("\n"))
    assert row["title"] == "Uptake of CO2 by Fontinalis antipyretica: a study"
    assert (
        row["abstract"]
        == "BACKGROUND: Moss takes up CO2. RESULTS: It rose (p < 0.05, n<5). We end."
    )
    assert row["authors"] == ["Blum, Ada M", "Fenn, J, Jr", "The Moss Group"]
    assert (row["year"], row["month"], row["day"]) == ("2016", "Mar", "3")
    assert (row["journal"], row["doi"], row["pmid"]) == (
        "Journal of Silt",
        "10.1000/Silt.1",
        "26952870",
    )
    assert (row["volume"], row["issue"], row["pages"]) == ("12", "3", "1676-87")
    assert (row["keywords"], row["type"]) == (["moss", "carbon"], ["Journal Article"])
    assert row["references"] == ["10.9/other"] and pd.isna(row["note"])


DETAILS = """<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>
<ArticleTitle>A title</ArticleTitle><Language>ger</Language>
<AuthorList><Author><LastName>Blum</LastName>
<AffiliationInfo><Affiliation>Shore Lab, Bergen, Norway.</Affiliation></AffiliationInfo>
</Author><Author><LastName>Fenn</LastName>
<AffiliationInfo><Affiliation>Shore Lab, Bergen, Norway.</Affiliation></AffiliationInfo>
<AffiliationInfo><Affiliation>Tide Lab, Boston, USA.</Affiliation></AffiliationInfo>
</Author></AuthorList></Article>
<MeshHeadingList><MeshHeading><DescriptorName>Sand</DescriptorName>
<QualifierName>analysis</QualifierName></MeshHeading></MeshHeadingList>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><PMID>2</PMID>
</CommentsCorrections></CommentsCorrectionsList></MedlineCitation><PubmedData>
<ReferenceList><Reference><Citation>Roe R. Tides. 2001.</Citation></Reference>
</ReferenceList></PubmedData></PubmedArticle>
"""


def test_what_stands_beside_a_pubmed_article_is_read_too():
    row = _xml.read_pubmed(pubmed(DETAILS))[0].loc[0]
    assert row["affiliations"] == [
        "Shore Lab, Bergen, Norway.",
        "Tide Lab, Boston, USA.",
    ]
    assert (row["mesh"], row["language"]) == (["Sand"], ["ger"])
    assert (row["references"], row["retracted"]) == (["Roe R. Tides. 2001."], "true")
    row = _xml.read_pubmed(pubmed(article(1)))[0].loc[0]
    assert row["affiliations"] is None and pd.isna(row["retracted"])


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("1998 Dec-1999 Jan", ("1998", "Dec", None)),
        ("2015 Nov-Dec", ("2015", "Nov-Dec", None)),
        ("2000 Spring", ("2000", "Spring", None)),
        ("1978 Aug 1-15", ("1978", "Aug", None)),
        ("2019 Mar 5", ("2019", "Mar", "5")),
        ("1999-2000", ("1999", None, None)),
        ("in press", (None, None, None)),
    ],
)
def test_dates_that_are_said_in_words(said, date):
    more = f"<Journal><JournalIssue><PubDate><MedlineDate>{said}</MedlineDate></PubDate></JournalIssue></Journal>"
    row = _xml.read_pubmed(pubmed(article(1, more=more)))[0].loc[0]
    assert (
        tuple(
            None if pd.isna(row[name]) else row[name]
            for name in ("year", "month", "day")
        )
        == date
    )


def test_pages_by_their_first_and_last_and_an_electronic_place_is_none():
    pages = ["<Pagination><StartPage>7</StartPage><EndPage>19</EndPage></Pagination>"]
    pages += [
        "<Pagination><StartPage>e7</StartPage></Pagination>",
        '<ELocationID EIdType="pii">e9</ELocationID>',
    ]
    raw, _ = _xml.read_pubmed(
        pubmed(*(article(n, more=more) for n, more in enumerate(pages, start=1)))
    )
    assert raw["pages"].tolist()[:2] == ["7-19", "e7"] and pd.isna(raw["pages"][2])


def test_a_title_that_is_not_available_is_taken_in_its_own_language():
    more = "<VernacularTitle>Über Moos.</VernacularTitle>"
    assert list(
        _xml.read_pubmed(pubmed(article(1, "[Not Available].", more)))[0]["title"]
    ) == ["Über Moos."]


def test_a_chapter_of_a_book():
    book = """<PubmedBookArticle><BookDocument><PMID>5</PMID>
<ArticleIdList><ArticleId IdType="doi">10.1/book</ArticleId></ArticleIdList><Book><BookTitle>Mosses</BookTitle>
<PubDate><Year>2011</Year></PubDate><AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList>
</Book><ArticleTitle>North walls</ArticleTitle><AuthorList Type="authors"><Author><LastName>Wei</LastName>
<ForeName>Li</ForeName></Author></AuthorList><Abstract><AbstractText>They are damp.</AbstractText></Abstract>
</BookDocument></PubmedBookArticle>"""
    row = _xml.read_pubmed(pubmed(book))[0].loc[0]
    assert list(row[["title", "journal", "year", "doi", "pmid", "abstract"]]) == [
        *("North walls", "Mosses", "2011", "10.1/book", "5", "They are damp.")
    ]
    assert row["authors"] == ["Wei, Li"]


def test_one_broken_record_costs_no_other():
    data = pubmed(
        article(1),
        article(2, "<b>No end"),
        article(3, "Rod & line, n<5, \x0b&nbsp;x &bogus;"),
        article(4),
    )
    raw, problems = _xml.read_pubmed(data)
    assert list(raw["record"]) == [1, 3, 4]
    assert (
        raw["title"][1] == "Rod & line, n<5, x &bogus;" and "mended" in raw["note"][1]
    )
    assert list(problems["record"]) == [2] and list(problems["line_from"]) == [6]
    assert "mismatched tag, line 7" in problems["reason"][0]


def test_a_document_that_is_cut_off_says_so():
    data = pubmed(article(1), article(2), end="")
    raw, problems = _xml.read_pubmed(data)
    assert (
        len(raw) == 2
        and "cut off" in problems["reason"][0]
        and problems["record"].isna().all()
    )
    for length in range(data.index(b"<PubmedArticle>") + 15, len(data) - 20, 7):
        raw, problems = _xml.read_pubmed(data[:length])
        starts = len(re.findall(rb"<PubmedArticle>", data[:length]))
        assert total((raw, problems)) == starts
        assert "cut off" in problems["reason"].iloc[-1]
        assert len(raw) == data[:length].count(b"</PubmedArticle>")


def test_a_record_that_is_not_closed_before_the_next():
    raw, problems = _xml.read_pubmed(
        pubmed(article(1).replace("</PubmedArticle>", ""), article(2))
    )
    assert list(raw["record"]) == [2] and list(problems["record"]) == [1]
    assert "not closed before the next" in problems["reason"][0]


def test_bombs_and_entities_of_other_files_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("TOP SECRET")
    declared = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 40))
    head = f'<!DOCTYPE x [<!ENTITY l0 "lol">{declared}<!ENTITY f SYSTEM "file://{tmp_path}/secret">]>\n'
    raw, problems = _xml.read_pubmed(
        pubmed(article(1, "&l39; and &f;"), article(2), head=head)
    )
    assert list(raw["title"]) == ["&l39; and &f;", "A title"]
    assert "entities" in problems["reason"][0] and problems["record"].isna().all()


def test_a_document_type_as_pubmed_has_it_is_no_problem():
    head = '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://dtd.example/p.dtd">\n'
    raw, problems = _xml.read_pubmed(pubmed(article(1), head=head))
    assert len(raw) == 1 and problems.empty


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
)
@pytest.mark.parametrize(
    "declared", ["UTF-8", "ISO-8859-1", "utf-16", "nonsense", "hex"]
)
def test_an_encoding_that_is_declared_wrongly(codec, declared):
    data = pubmed(
        article(1, "Röhren"), head=f'<?xml version="1.0" encoding="{declared}"?>\n'
    )
    raw, problems = _xml.read_pubmed(data.decode().encode(codec))
    assert list(raw["title"]) == ["Röhren"] and problems.empty


def test_records_in_comments_and_cdata_are_none():
    data = pubmed(
        "<!--" + article(9) + "-->",
        article(1, "<![CDATA[<PubmedArticle> & co]]>"),
        article(2),
    )
    raw, problems = _xml.read_pubmed(data)
    assert list(raw["title"]) == ["<PubmedArticle> & co", "A title"] and problems.empty


def test_text_outside_of_records_and_files_without_any_are_listed():
    raw, problems = _xml.read_pubmed(
        pubmed(article(1), "lost\nwords\n", article(2)) + b"rest\n"
    )
    assert list(problems["line_from"]) == [6, 12] and list(problems["line_to"]) == [
        7,
        12,
    ]
    assert set(problems["reason"]) == {"text outside of any record"} and len(raw) == 2
    for data in (pubmed(), b"hello\nworld\n"):
        raw, problems = _xml.read_pubmed(data)
        assert raw.empty and len(problems) == 1 and "no record" in problems["reason"][0]
    assert [len(table) for table in _xml.read_pubmed(b"")] == [0, 0]


ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?><xml><records><record><database name="My.enl">My.enl</database>
<ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal">Blum, Ada</style>
</author><author>Fenn, Jo</author></authors></contributors><titles><title><style face="normal">Growth of </style><style
 face="italic">E. coli</style><style face="normal"> at 5 °C, CO</style><style face="subscript">2</style></title>
<secondary-title><style>Cold Letters</style></secondary-title></titles><pages><style>7-19</style></pages><volume>
<style>12</style></volume><number>3</number><keywords><keyword>cold</keyword></keywords>
<dates><year><style>1987</style></year><pub-dates><date><style>Sep 5</style></date></pub-dates></dates>
<accession-num>1234</accession-num><electronic-resource-num><style>DOI 10.1002/jcc.1</style></electronic-resource-num>
<abstract><style>It is cold.&#xD;Very.</style></abstract><remote-database-name>Medline</remote-database-name>
<urls><related-urls><url>&lt;Go to ISI&gt;://WOS:A1</url></related-urls></urls></record><record></record>
</records></xml>"""


def test_endnote_joins_runs_of_style_without_blanks():
    raw, problems = _xml.read_endnote(ENDNOTE.encode())
    row = raw.loc[0]
    assert len(raw) == 1
    # What has no title is listed with its own text, for it may share its line.
    assert problems[["reason", "text"]].values.tolist() == [
        ["no title", "<record></record>"]
    ]
    assert row["title"] == "Growth of E. coli at 5 °C, CO2"
    assert row["authors"] == ["Blum, Ada", "Fenn, Jo"]
    assert list(row[["year", "month", "day", "journal"]]) == [
        "1987",
        "Sep",
        "5",
        "Cold Letters",
    ]
    assert list(row[["doi", "pmid", "abstract"]]) == [
        "DOI 10.1002/jcc.1",
        "1234",
        "It is cold. Very.",
    ]
    assert row["type"] == ["Journal Article"] and row["url"] == "<Go to ISI>://WOS:A1"
    assert list(row[["volume", "issue", "pages"]]) == ["12", "3", "7-19"]
    assert (row["line_from"], row["line_to"]) == (1, 10)


@pytest.mark.parametrize("prefix", ["", "atom:"])
def test_an_atom_feed_of_arxiv(prefix):
    feed = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>ArXiv Query</title><opensearch:totalResults xmlns:opensearch="http://a9.com/">1</opensearch:totalResults>
<entry><id>http://arxiv.org/abs/2103.01234v2</id><updated>2021-06-01T00:00:00Z</updated>
<published>2021-03-02T17:59:59Z</published><title>Slow
  rivers</title><summary> Silt, in $x_1$. </summary><author><name>Ada Blum</name></author>
<author><name>Jo Fenn</name><arxiv:affiliation>Delta</arxiv:affiliation></author>
<arxiv:doi>10.1/r</arxiv:doi><arxiv:journal_ref>Rivers 3</arxiv:journal_ref>
<link href="http://arxiv.org/abs/2103.01234v2" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/2103.01234v2" rel="related"/>
<arxiv:primary_category term="cs.CL"/><category term="cs.CL"/><category term="cs.LG"/></entry></feed>"""
    if prefix:
        feed = re.sub(r"<(/?)(?=[a-z]+[\s>])", rf"<\1{prefix}", feed).replace(
            "xmlns=", "xmlns:atom="
        )
    raw, problems = _feeds.read_atom(feed.encode())
    row = raw.loc[0]
    assert problems.empty
    assert list(row[["title", "abstract", "doi", "journal"]]) == [
        "Slow rivers",
        "Silt, in $x_1$.",
        "10.1/r",
        "Rivers 3",
    ]
    assert list(row[["year", "month", "day"]]) == ["2021", "03", "02"]
    assert row["url"] == "http://arxiv.org/abs/2103.01234v2"
    assert (row["authors"], row["subjects"]) == (
        ["Ada Blum", "Jo Fenn"],
        ["cs.CL", "cs.LG"],
    )


SNIPPETS = [
    "<entry>",
    "</entry>",
    "<entry/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<title>",
    "</title>",
    "&",
    "<",
    "\r\n",
    "a",
]


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode(errors="replace"))
    | st.lists(
        st.sampled_from([*SNIPPETS, "é", "\x00", "<x:y a:b='", "&#0;", "&lol;"]),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode())
)
def test_any_bytes_give_a_complete_account(data):
    raw, problems = _feeds.read_atom(data)
    numbers = sorted([*raw["record"], *problems["record"].dropna()])
    assert numbers == list(range(1, len(numbers) + 1))
    if re.fullmatch(rb"(?:<entry>|</?title>|a|&)*", data):
        assert len(numbers) == data.count(b"<entry>")
    if (
        data.strip(b" \r\n\t\0\x0b\x0c")
        and raw.empty
        and _archives.decode(data)[0].strip()
    ):
        assert len(problems)
    lines = len(re.findall(rb"\r\n|\r|\n", data)) + 1
    for table in (raw, problems):
        assert (table["line_from"] >= 1).all() and (
            table["line_from"] <= table["line_to"]
        ).all()
        if b"\0" not in data:
            assert (table["line_to"] <= lines).all()


def test_a_record_that_is_too_long_is_listed_and_the_others_read(monkeypatch):
    monkeypatch.setattr(_xml, "LONGEST", 200)
    entry = "<entry><title>{}</title></entry>\n"
    raw, problems = _feeds.read_atom(
        (
            "<feed>\n" + "".join(map(entry.format, ["A", "b" * 300, "C"])) + "</feed>"
        ).encode()
    )
    assert raw["title"].tolist() == ["A", "C"] and raw["record"].tolist() == [1, 3]
    assert (
        problems[["record", "line_from"]].to_numpy().tolist() == [[2, 3]]
        and "bytes" in problems["reason"][0]
    )
