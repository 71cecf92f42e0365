"""What pages hold for machines becomes records."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from litreview.read.formats import _embedded, _html


def tree(page):
    return etree.HTML(page)


def with_json(content):
    text = content if isinstance(content, str) else json.dumps(content)
    return f'<html><script type="application/ld+json">{text}</script><p>x</p></html>'


ARTICLE = {
    "@type": "ScholarlyArticle",
    "headline": "Silt in a graph",
    "author": [{"name": "Ada Blum"}, {"givenName": "Jo", "familyName": "Fenn"}],
    "datePublished": "2021-03-04",
    "isPartOf": {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": ["PublicationVolume", "Periodical"],
            "volumeNumber": 12,
            "name": "J Silt",
        },
    },
    "pageStart": "7",
    "pageEnd": "19",
    "sameAs": "https://doi.org/10.1000/silt.6",
    "abstract": "It is in a graph.",
    "keywords": "silt, mud",
    "citation": [{"@type": "ScholarlyArticle", "name": "A paper that is cited"}],
}


def test_an_article_of_schema_org():
    [record] = _embedded.json_ld(
        tree(with_json({"@graph": [{"@type": "WebPage"}, ARTICLE]}))
    )
    assert record == {
        "title": "Silt in a graph",
        "authors": ["Ada Blum", "Jo Fenn"],
        "date": "2021-03-04",
        "venue": "J Silt",
        "volume": "12",
        "issue": "3",
        "pages": "7-19",
        "doi": "https://doi.org/10.1000/silt.6",
        "abstract": "It is in a graph.",
        "keywords": ["silt", "mud"],
    }


def test_a_list_of_articles_and_one_that_is_broken():
    items = [
        {
            "@type": "ListItem",
            "item": {"@type": "ScholarlyArticle", "name": f"Paper {n}"},
        }
        for n in (1, 2)
    ]
    page = with_json({"@type": "ItemList", "itemListElement": items})
    page += with_json('{"@type": "ScholarlyArticle", "name": ')
    titles = [record["title"] for record in _embedded.json_ld(tree(page))]
    assert titles == ["Paper 1", "Paper 2"]
    news = {"@type": "NewsArticle", "headline": "Silt in the news"}
    assert _embedded.json_ld(tree(with_json(news))) == []


COINS = (
    "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"
    "&rft.genre=article&rft.atitle=Coins+of+silt&rft.jtitle=J+Silt&rft.aulast=Blum"
    "&rft.aufirst=Ada&rft.au=Ada+Blum&rft.au=Jo+Fenn&rft.date=2019&rft.volume=3"
    "&rft.spage=1&rft.epage=9&rft_id=info%3Adoi%2F10.1000%2Fsilt.9"
)


def span(title):
    return f'<span class="Z3988" title="{title.replace("&", "&amp;")}"></span>'


def test_a_citation_in_a_span():
    site = COINS.replace("genre=article", "genre=unknown").replace("Coins", "Site")
    book = (
        "rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&rft.genre=book"
        "&rft.btitle=All+of+silt&rft.au=Li+Wei"
    )
    found = _embedded.coins(tree(f"<p>{span(COINS)}{span(site)}{span(book)}</p>"))
    assert found == [
        {
            "title": "Coins of silt",
            "authors": ["Blum, Ada", "Jo Fenn"],
            "venue": "J Silt",
            "date": "2019",
            "volume": "3",
            "pages": "1-9",
            "type": "article",
            "doi": "10.1000/silt.9",
        },
        {"title": "All of silt", "authors": ["Li Wei"], "type": "book"},
    ]


LONG = "We silt, and it goes on for so long that it is plainly an abstract. " * 3
TAGS = f"""<html><head><meta name="citation_title" content="Tagged silt"><meta name="citation_author" content="Blum, Ada">
<meta name="citation_author" content="Fenn, Jo"><meta name="citation_publication_date" content="2021/03/04">
<meta name="citation_journal_title" content="J Silt"><meta name="citation_doi" content="10.1000/silt.8">
<meta name="citation_firstpage" content="3"><meta name="citation_lastpage" content="9"><meta name="description" content="We silt..."></head>
<body><h1>Tagged silt</h1><div id="abstract"><h2>Abstract</h2><p>{LONG}</p></div><h2>Similar articles</h2>
<a href="https://doi.org/10.1000/silt.7">Another paper on silt and mud</a></body></html>"""


def test_the_page_of_one_paper():
    [record] = _embedded.paper_tags(tree(TAGS))
    assert record == {
        "title": "Tagged silt",
        "authors": ["Blum, Ada", "Fenn, Jo"],
        "date": "2021/03/04",
        "venue": "J Silt",
        "doi": "10.1000/silt.8",
        "pages": "3-9",
        "abstract": LONG.strip(),
    }
    assert _embedded.paper_tags(tree("<meta name='description' content='x'>")) == []

    # What else may be a paper on it is in the account.
    found = _html.read_html(TAGS)
    assert [record["title"] for record in found.reading.records] == ["Tagged silt"]
    row = found.reading.roles.index("not understood")
    assert found.lines[row] == "Another paper on silt and mud"
    assert found.reading.reasons[row] == _html.SET_ASIDE


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "headline", "author", "isPartOf", "item", "name"]
                + ["identifier", "keywords", "dailyPapers", "paper", "title", "authors"]
            ),
            inner | st.just("ScholarlyArticle"),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(ANY_JSON)
def test_any_json_is_read_without_raising(content):
    records = _embedded.json_ld(tree(with_json(content)))
    assert all(isinstance(record["title"], str) for record in records)
    text = json.dumps({"dailyPapers": [{"paper": content}, content]})
    page = etree.Element("div", {"data-target": "DailyPapers", "data-props": text})
    _embedded.daily_papers(page)
