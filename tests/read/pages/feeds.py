"""Feeds: RSS in its versions and Atom, of arXiv, of journals and of PubMed."""

import random
from html import escape

from tests.read.pages.page import SHORT_MONTHS, english_date, shown

Lines = tuple[list[str], list[dict]]


def _mail_date(paper: dict) -> str:
    return f"Tue, {paper['day']:02} {SHORT_MONTHS[paper['month'] - 1]} {paper['year']} 00:00:00 -0500"


def _iso_date(paper: dict) -> str:
    return f"{paper['year']}-{paper['month']:02}-{paper['day']:02}"


def rss_arxiv(papers: list[dict], dice: random.Random) -> Lines:
    """Make arXiv's RSS 2.0: the abstract follows "Announce Type" in the description."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">', "  <channel>", "    <title>cs.CL updates on arXiv.org</title>", "    <link>http://rss.arxiv.org/rss/cs.CL</link>", "    <description>cs.CL updates on the arXiv.org e-print archive.</description>", "    <language>en-us</language>", "    <lastBuildDate>Tue, 14 Nov 2025 05:00:10 +0000</lastBuildDate>", "    <skipDays>", "      <day>Sunday</day>", "      <day>Saturday</day>", "    </skipDays>"]  # fmt: skip
    found = []
    for paper in papers:
        kind = dice.choice(["new", "new", "cross", "replace"])
        text = f"arXiv:{paper['arxiv_id']}v1 Announce Type: {kind} \nAbstract: {paper['abstract']}"
        lines += ["    <item>", f"      <title>{escape(paper['title'])}</title>", f"      <link>https://arxiv.org/abs/{paper['arxiv_id']}</link>", f"      <description>{escape(text)}</description>", f"      <guid isPermaLink=\"false\">oai:arXiv.org:{paper['arxiv_id']}v1</guid>", "      <category>cs.CL</category>", f"      <pubDate>{_mail_date(paper)}</pubDate>", f"      <arxiv:announce_type>{kind}</arxiv:announce_type>", "      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>", f"      <dc:creator>{escape(', '.join(paper['authors']))}</dc:creator>", "    </item>"]  # fmt: skip
        found.append(
            shown(paper, "authors", "arxiv_id", "year", abstract=paper["abstract"])
        )
    lines += ["  </channel>", "</rss>"]
    return lines, found


def rss_journal(papers: list[dict], dice: random.Random, look: str = "rdf") -> Lines:
    """Make the feed of a journal: RSS 1.0 with PRISM, or RSS 2.0 with HTML in its description."""
    found = []
    journal = papers[0]["venue"]
    if look == "rdf":
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">', '<channel rdf:about="https://journal.example.org/current.rss">', f"<title>{escape(journal)}</title>", "<link>https://journal.example.org/</link>", f"<description>{escape(journal)}: table of contents</description>", "<items><rdf:Seq>"]  # fmt: skip
        for paper in papers:
            lines.append(f'<rdf:li rdf:resource="https://doi.org/{paper["doi"]}"/>')
        lines += ["</rdf:Seq></items>", "</channel>"]
        for paper in papers:
            lines += [f'<item rdf:about="https://doi.org/{paper["doi"]}">', f"<title>{escape(paper['title'])}</title>", f"<link>https://doi.org/{paper['doi']}</link>"]  # fmt: skip
            lines += [
                f"<dc:creator>{escape(name)}</dc:creator>" for name in paper["authors"]
            ]
            lines += [f"<dc:identifier>doi:{paper['doi']}</dc:identifier>", f"<dc:source>{escape(journal)}, Published online: {_iso_date(paper)}; | doi:{paper['doi']}</dc:source>", f"<dc:date>{_iso_date(paper)}</dc:date>", f"<prism:publicationName>{escape(journal)}</prism:publicationName>", f"<prism:doi>{paper['doi']}</prism:doi>", f"<prism:volume>{paper['volume']}</prism:volume>", f"<prism:startingPage>{paper['first_page']}</prism:startingPage>", "</item>"]  # fmt: skip
            found.append(shown(paper, "authors", "year", "doi", venue=journal))
        lines.append("</rdf:RDF>")
        return lines, found
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<rss version="2.0"><channel>', f"<title><![CDATA[ScienceDirect Publication: {journal}]]></title>", "<description><![CDATA[ScienceDirect RSS]]></description>", "<link>https://www.sciencedirect.example/journal</link>"]  # fmt: skip
    for paper in papers:
        names = ", ".join(paper["authors"])
        lines += ["<item>", f"<title><![CDATA[{paper['title']}]]></title>", f"<link>https://www.sciencedirect.example/science/article/pii/S{dice.randint(10**9, 10**10)}</link>", f"<description><![CDATA[<p>Publication date: {english_date(paper)}</p><p><b>Source:</b> {journal}, Volume {paper['volume']}</p><p>Author(s): {names}</p>]]></description>", "</item>"]  # fmt: skip
        found.append(shown(paper))
    lines.append("</channel></rss>")
    return lines, found


def rss_pubmed(papers: list[dict], dice: random.Random) -> Lines:
    """Make the feed of a search at PubMed, with the abstract as HTML."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>tidal memory</title><link>https://pubmed.ncbi.nlm.nih.gov/rss-feed/?feed_id=1x</link><description>tidal memory: Latest results from PubMed</description><language>en-us</language><ttl>120</ttl>']  # fmt: skip
    found = []
    for paper in papers:
        lines += [f"<item><title>{escape(paper['title'])}</title><link>https://pubmed.ncbi.nlm.nih.gov/{paper['pmid']}/?utm_source=Other</link>", f"<description>{escape(paper['venue'])}. {paper['year']} {SHORT_MONTHS[paper['month'] - 1]} {paper['day']}. doi: {paper['doi']}. Online ahead of print.</description>", f"<content:encoded><![CDATA[<div><p style=\"color: #4aa564;\">{paper['venue']}. {paper['year']} {SHORT_MONTHS[paper['month'] - 1]} {paper['day']}. doi: {paper['doi']}. Online ahead of print.</p><p><b>ABSTRACT</b></p><p>{escape(paper['abstract'])}</p><p style=\"color: lightgray\">PMID:<a href=\"https://pubmed.ncbi.nlm.nih.gov/{paper['pmid']}/\">{paper['pmid']}</a> | DOI:<a href=\"https://doi.org/{paper['doi']}\">{paper['doi']}</a></p></div>]]></content:encoded>", f"<guid isPermaLink=\"false\">pubmed:{paper['pmid']}</guid><pubDate>{_mail_date(paper)}</pubDate>", *[f"<dc:creator>{escape(name)}</dc:creator>" for name in paper["authors"]], f"<dc:date>{_iso_date(paper)}</dc:date><dc:source>{escape(paper['venue'])}</dc:source><dc:title>{escape(paper['title'])}</dc:title><dc:identifier>pmid:{paper['pmid']}</dc:identifier><dc:identifier>doi:{paper['doi']}</dc:identifier></item>"]  # fmt: skip
        found.append(
            shown(
                paper,
                "authors",
                "year",
                "doi",
                "pmid",
                "venue",
                abstract=paper["abstract"],
            )
        )
    lines.append("</channel></rss>")
    return lines, found


def atom(papers: list[dict], dice: random.Random, look: str = "arxiv") -> Lines:
    """Make the answer of arXiv's programming interface, or the Atom feed of a journal, whose summaries are cut."""
    found = []
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
    ]
    if look == "arxiv":
        lines += ['  <link href="http://arxiv.org/api/query?search_query%3Dall%3Atides" rel="self" type="application/atom+xml"/>', '  <title type="html">ArXiv Query: search_query=all:tides</title>', "  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>", "  <updated>2025-11-14T00:00:00-05:00</updated>", '  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1000</opensearch:totalResults>']  # fmt: skip
        for paper in papers:
            lines += ["  <entry>", f"    <id>http://arxiv.org/abs/{paper['arxiv_id']}v1</id>", f"    <updated>{_iso_date(paper)}T17:59:59Z</updated>", f"    <published>{_iso_date(paper)}T17:59:59Z</published>", f"    <title>{escape(paper['title'])}</title>", f"    <summary>  {escape(paper['abstract'])}\n</summary>"]  # fmt: skip
            for name in paper["authors"]:
                lines += [
                    "    <author>",
                    f"      <name>{escape(name)}</name>",
                    "    </author>",
                ]
            lines += [f'    <link href="http://arxiv.org/abs/{paper["arxiv_id"]}v1" rel="alternate" type="text/html"/>', '    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>', "  </entry>"]  # fmt: skip
            found.append(
                shown(paper, "authors", "arxiv_id", "year", abstract=paper["abstract"])
            )
    else:
        lines += [f"  <title>{escape(papers[0]['venue'])}</title>", "  <id>https://journal.example.org/feed</id>", "  <updated>2025-11-14T00:00:00Z</updated>"]  # fmt: skip
        for paper in papers:
            lines += ["  <entry>", f"    <title type=\"html\">{escape(paper['title'])}</title>", f'    <link href="https://doi.org/{paper["doi"]}"/>', f"    <id>https://doi.org/{paper['doi']}</id>", f"    <updated>{_iso_date(paper)}T00:00:00Z</updated>"]  # fmt: skip
            for name in paper["authors"]:
                lines.append(f"    <author><name>{escape(name)}</name></author>")
            lines += ["  </entry>"]
            found.append(shown(paper, "authors", "year", "doi"))
    lines.append("</feed>")
    return lines, found
