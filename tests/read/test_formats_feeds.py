"""Feeds are read item by item, and what a description holds is told apart."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _crosswalk
from litreview.read.formats import _feeds

HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0"><channel>
<title>A feed</title><link>https://example.org</link><description>Its description</description>
"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>A feed</title><items><rdf:Seq>
<rdf:li rdf:resource="y"/></rdf:Seq></items></channel>
"""


def read(*items, head=HEAD, end="</channel></rss>"):
    return _feeds.read_rss((head + "\n".join(items) + end).encode())


def fields(item, **options):
    raw, problems = read(item, **options)
    assert problems.empty and len(raw) == 1
    row = raw.drop(columns=["record", "line_from", "line_to"]).loc[0]
    return {name: value for name, value in row.items() if not _is_missing(value)}


def _is_missing(value):
    return value is None or (isinstance(value, float) and pd.isna(value))


def cdata(text):
    return f"<![CDATA[{text}]]>"


def test_an_item_of_arxiv_of_today():
    item = """<item><title>Silt and $x^2$</title><link>https://arxiv.org/abs/2603.01234</link>
<description>arXiv:2603.01234v1 Announce Type: new&#32;
Abstract: We study silt where p &lt; 0.05. It moves.</description>
<guid isPermaLink="false">oai:arXiv.org:2603.01234v1</guid><category>cs.CL</category><category>cs.LG</category>
<pubDate>Mon, 09 Mar 2026 00:00:00 -0500</pubDate><dc:creator>Ada Blum, Jo Fenn</dc:creator></item>"""
    assert fields(item) == {
        "title": "Silt and $x^2$",
        "abstract": "We study silt where p < 0.05. It moves.",
        "authors": ["Ada Blum", "Jo Fenn"],
        "year": "2026",
        "month": "Mar",
        "day": "09",
        "arxiv_id": "arXiv:2603.01234v1",
        "url": "https://arxiv.org/abs/2603.01234",
        "subjects": ["cs.CL", "cs.LG"],
    }


def test_an_item_of_arxiv_of_some_years_ago():
    item = """<item rdf:about="http://arxiv.org/abs/2003.00001"><title>Old silt. (arXiv:2003.00001v2 [cs.CL] UPDATED)</title>
<link>http://arxiv.org/abs/2003.00001</link><description rdf:parseType="Literal">&lt;p&gt;We look at it, n &amp;lt; 5. It is &lt;i&gt;old&lt;/i&gt;.&lt;/p&gt;</description>
<dc:creator> &lt;a href="http://x"&gt;Ada Blum&lt;/a&gt;, &lt;a href="y"&gt;Jo Fenn&lt;/a&gt;</dc:creator></item>"""
    assert fields(item, head=RDF, end="</rdf:RDF>") == {
        "title": "Old silt",
        "abstract": "We look at it, n < 5. It is old.",
        "authors": ["Ada Blum", "Jo Fenn"],
        "arxiv_id": "http://arxiv.org/abs/2003.00001",
        "url": "http://arxiv.org/abs/2003.00001",
        "subjects": ["cs.CL"],
    }


PUBMED = cdata(
    "<div><p>J Silt. 2024 Mar 3. doi: 10.1000/silt.3. Online ahead of print.</p>"
    "<p><b>ABSTRACT</b></p><p>BACKGROUND: Silt.</p><p>RESULTS: Good.</p><p>PMID:"
    '<a href="x">38000000</a> | DOI:<a href="x">10.1000/silt.3</a></p></div>'
)
NATURE = cdata(
    "<p>Silts, Published online: 12 March 2024; <a href='x'>doi:10.1038/s41</a></p>"
    "A sentence on it."
)
ELSEVIER = cdata(
    "<p>Publication date: October 2024</p><p><b>Source:</b> Silt Letters, Volume 3, "
    "Issue 2</p><p>Author(s): Ada Blum, Jo Fenn</p>"
)
MDPI = """Silts, Vol. 12, Pages 45: A title
	Silts doi: 10.3390/silts12010045
	Authors:
		Ada Blum
		Jo Fenn

	The abstract of it is long enough to be told from a name, one hopes. It is."""
WORDPRESS = cdata(
    "<p>This goes on and [&#8230;]</p><p>The post <a href='x'>A blog</a> appeared "
    "first on <a href='y'>Blog</a>.</p>"
)
DESCRIPTIONS = [
    (PUBMED, {"abstract": "BACKGROUND: Silt. RESULTS: Good.", "pmid": "38000000", "doi": "10.1000/silt.3"}),
    (NATURE, {"snippet": "A sentence on it.", "journal": "Silts", "date": "12 March 2024", "doi": "10.1038/s41"}),
    (ELSEVIER, {"journal": "Silt Letters", "volume": "3", "issue": "2", "date": "October 2024", "authors": ["Ada Blum", "Jo Fenn"]}),
    (MDPI, {"abstract": "The abstract of it is long enough to be told from a name, one hopes. It is.", "authors": ["Ada Blum", "Jo Fenn"], "journal": "Silts", "volume": "12", "pages": "45", "doi": "10.3390/silts12010045"}),
    ("Silt Letters, Volume 12, Issue 3, Page 45-67, March 2024. ", {"journal": "Silt Letters", "volume": "12", "issue": "3", "pages": "45-67", "date": "March 2024"}),
    (WORDPRESS, {"snippet": "This goes on and […]"}),
    ("We study silt and find that ...", {"snippet": "We study silt and find that ..."}),
    ("<p>NO ABSTRACT</p><p>PMID:<a>38</a> | DOI:<a>10.1000/s</a></p>".replace("<", "&lt;"), {"pmid": "38", "doi": "10.1000/s"}),
    (cdata("<h2>Abstract</h2><p>We <sub>1</sub> study.<br/>It ends.</p><img src='x'/>"), {"abstract": "We 1 study. It ends."}),
    ("If a &lt;b and c&gt; d, it holds. Else not.", {"abstract": "If a <b and c> d, it holds. Else not."}),
]  # fmt: skip


@pytest.mark.parametrize(("description", "expected"), DESCRIPTIONS)
def test_what_a_description_holds(description, expected):
    item = f"<item><title>T</title><description>{description}</description></item>"
    assert fields(item) == {"title": "T"} | expected


def test_the_fuller_of_two_descriptions_counts():
    item = f"""<item><title>T</title><description>Silt Letters, Volume 12, Issue 3, March 2024. </description>
<content:encoded>{cdata("<h2>Abstract</h2><p>It is whole.</p>")}</content:encoded><prism:publicationName>Silt L</prism:publicationName>
<prism:startingPage>3</prism:startingPage><prism:endingPage>9</prism:endingPage><dc:creator>Blum, A.</dc:creator><dc:creator>Fenn, J. B.</dc:creator></item>"""
    found = fields(item)
    assert found["abstract"] == "It is whole." and found["volume"] == "12"
    assert found["journal"] == "Silt L" and found["pages"] == "3-9"
    assert found["authors"] == ["Blum, A.", "Fenn, J. B."]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Blum, A., Fenn, J. B., Wei, L.", ["Blum, A.", "Fenn, J. B.", "Wei, L."]),
        ("Ada Blum; Jo Fenn", ["Ada Blum", "Jo Fenn"]),
        ("Ada Blum, Jo Fenn, and Li Wei", ["Ada Blum", "Jo Fenn", "Li Wei"]),
        ("ada@example.org (Ada Blum)", ["Ada Blum"]),
    ],
)
def test_names_in_one_element(text, names):
    item = f"<item><title>T</title><dc:creator>{text}</dc:creator></item>"
    assert fields(item)["authors"] == names


def test_a_broken_item_costs_no_other_and_is_listed():
    good = "<item><title>A{}</title></item>"
    raw, problems = read(
        good.format(1), "<item><title>B <b>x</title></item>", good.format(3)
    )
    assert raw["title"].tolist() == ["A1", "A3"] and raw["record"].tolist() == [1, 3]
    assert problems["record"].tolist() == [2]


def test_a_feed_becomes_records_with_our_columns():
    item = """<item><title>Silt</title><link>https://pubmed.ncbi.nlm.nih.gov/38/</link><dc:identifier>doi:10.1000/S.3</dc:identifier>
<guid>pubmed:38</guid><dc:date>2024-03-03</dc:date><dc:source>J Silt</dc:source></item>"""
    raw, _ = read(item)
    record = _crosswalk.crosswalk(raw, "RSS").loc[0]
    assert list(record[["doi", "pmid", "venue"]]) == ["10.1000/s.3", "38", "J Silt"]
    assert record["date"] == pd.Timestamp(2024, 3, 3)
    assert record["date_precision"] == "day"


def test_atom_of_a_journal_with_markup():
    entry = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Silt in &lt;i&gt;vitro&lt;/i&gt;</title><id>10.1371/silt.1</id>
<link rel="alternate" href="https://example.org/silt"/><author><name>Ada Blum</name></author><published>2024-03-05T14:00:00Z</published>
<content type="html">&lt;p&gt;It is in glass. So.&lt;/p&gt;</content></entry></feed>"""
    raw, problems = _feeds.read_atom(entry.encode())
    row = raw.loc[0]
    assert problems.empty
    assert list(row[["title", "abstract", "doi", "url"]]) == [
        "Silt in vitro",
        "It is in glass. So.",
        "10.1371/silt.1",
        "https://example.org/silt",
    ]


PIECES = ["<item>", "</item>", "<item/>", "<title>", "</title>", "<description>"]
PIECES += ["</description>", "<![CDATA[", "]]>", "&lt;p&gt;", "&", "a", "(arXiv:1 [x])"]
PIECES += ["PMID: 3 | DOI: 10.1/x", "Publication date: 1 Source: x Authors: y", "\n"]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_feed_gives_a_complete_account(text):
    raw, problems = _feeds.read_rss(text.encode())
    numbers = sorted([*raw["record"], *problems["record"].dropna()])
    assert numbers == list(range(1, len(numbers) + 1))
    if re.fullmatch(r"(?:<item>|</?title>|a|&)*", text):
        assert len(numbers) == text.count("<item>")
