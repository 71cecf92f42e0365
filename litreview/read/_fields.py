"""Which fields of each format are ours: one crosswalk of names, as data.

A new format needs a row here. Of each of our columns it gives the names in the format,
the preferred first. A date is a name, or the names of its year, month and day; pages
are a name, or those of the first and the last.
"""

import re

from litreview.read import _detail_fields as details

TEXTS = ["title", "abstract", "venue"]
PLACES = ["volume", "issue", "pages"]  # where in its venue a paper stands
IDENTIFIERS = ["doi", "arxiv_id", "pmid"]
COLUMNS = [*TEXTS, *PLACES, "date", "authors", *IDENTIFIERS, "url"]

# Their columns are named, and names of people are written, as anyone likes.
FREE = ("table", "XLSX", "Parquet", "JSON", "page")
# What an issue is called, and a report, a patent, a volume of a series, or a row of the
# table too.
NUMBERS = {"number", "no", "nr", "nummer", "numéro", "número"}
# The types of BibTeX whose number is that of an issue.
TYPES_WITH_ISSUE = ["article", "periodical", "suppperiodical"]

# fmt: off
_JSON = {
    "title": ["title", "paper.title", "display_name"],
    "abstract": [
        "abstract", "summary", "paper.summary", "paper.abstract", "description",
    ],
    "date": [
        "versions.created", "published", "publication_date", "publicationdate",
        "paper.publishedat", "publishedat", "issued.date-parts", "issued",
        "published.date-parts", "published-print.date-parts",
        "published-online.date-parts", "date", ("year", "month", "day"),
        "publication_year", "update_date",
    ],
    "authors": [
        "authors.name", "authorships.author.display_name",
        ("author.family", "author.given", "author.name", "author.literal"),
        "author.literal", "author.name",
        "paper.authors.name", "authors", "author",
    ],
    "venue": [
        "container-title", "primary_location.source.display_name",
        "host_venue.display_name", "venue", "journal.name", "journal", "journal-ref",
        "booktitle", "source",
    ],
    "volume": [
        "volume", "biblio.volume", "journal.volume", "journalinfo.volume",
        "journalvolume", "prism:volume",
    ],
    "issue": [
        "issue", "biblio.issue", "journal.issue", "journalinfo.issue",
        "prism:issueidentifier", "number",
    ],
    "pages": [
        "pages", "page", "journal.pages", ("biblio.first_page", "biblio.last_page"),
        ("start_page", "end_page"), ("startpage", "endpage"), "pageinfo",
        "prism:pagerange", "article-number",
    ],
    "doi": ["doi", "externalids.doi", "ids.doi", "url", "article_url", "id"],
    "arxiv_id": [
        "arxiv_id", "externalids.arxiv", "paper.id", "id", "eprint", "doi", "ids.arxiv",
        "url", "primary_location.landing_page_url", "locations.landing_page_url",
        "number",
    ],
    "pmid": ["pmid", "externalids.pubmed", "ids.pmid", "url"],
    "url": [
        "url", "article_url", "primary_location.landing_page_url", "link", "paper.url",
        "fulltext",
    ],
}

_TABLE = {
    "title": [
        "title", "document title", "article title", "item title", "paper title",
        "primary title", "titles", "ti", "t1", "titel", "titre", "título", "titulo",
    ],
    "abstract": [
        "abstract", "abstract note", "abstract text", "summary", "abstracts",
        "description", "notes abstract", "ab", "n2", "zusammenfassung", "résumé",
        "resumen", "resumo",
    ],
    "date": [
        "date", "publication date", "published", "published at", "date published",
        "cover date", "issue date", "versions created", ("year", "month", "day"),
        ("publication year", "publication date"),
        ("publication year", "publication month"), ("py", "pd"), "year",
        "publication year", "pubyear", "pub year", "publish year", "published year",
        "year of publication", "article year", "pub date", "online date",
        "publication date online", "originalpaperdate", "py", "y1", "da", "jahr",
        "année", "año", "ano", "update date",
    ],
    "authors": [
        "author full names", "authors", "author s", "author", "author names",
        "authors full names", "first authors", "primary authors", "authors raw",
        "author list", "af", "au", "a1", "autor", "autoren", "auteurs", "autores",
        "creators", "first author",
    ],
    "venue": [
        "source title", "journal book", "journal", "publication title",
        "publication name", "journal title", "secondary title", "container title",
        "venue", "conference name", "book title", "booktitle", "proceedings title",
        "journal name", "publication", "journal ref", "source", "so", "jf", "jo", "t2",
        "zeitschrift", "revue",
    ],
    "volume": [
        "volume", "journal volume", "vol", "vl", "volume number", "biblio volume",
        "band", "tome", "volumen",
    ],
    "issue": [
        "issue", "journal issue", "issue number", "iss", "is", "biblio issue", "heft",
        "ausgabe", "number", "no", "nr", "nummer", "numéro", "número",
    ],
    "pages": [
        "pages", "pagination", "page range", ("page start", "page end"),
        ("start page", "end page"), ("startpage", "endpage"),
        ("first page", "last page"), ("beginning page", "ending page"), ("bp", "ep"),
        ("sp", "ep"), ("biblio first page", "biblio last page"), "page", "art no",
        "article number", "article no", "ar", "seiten", "páginas", "paginas",
    ],
    "doi": [
        "doi", "item doi", "document doi", "article doi", "digital object identifier",
        "di", "do", "originalpaperdoi", "doi link", "url", "link", "open url link",
        "id",
    ],
    "arxiv_id": [
        "arxiv id", "arxivid", "arxiv", "eprint", "id", "doi", "url", "link",
        "journal ref", "comments", "extra",
    ],
    "pmid": [
        "pmid", "pubmed id", "pm", "medline pmid", "originalpaperpubmedid", "url",
        "link",
    ],
    "url": [
        "url", "urls", "link", "links", "open url link", "source linkout", "pdf link",
        "article url", "ur", "ul", "web link", "openalex url",
    ],
}

_XML = {
    "title": ["title"],
    "abstract": ["abstract"],
    "volume": ["volume"],
    "issue": ["issue"],
    "pages": ["pages"],
    "authors": ["authors"],
    "doi": ["doi"],
    "pmid": ["pmid"],
    "url": ["url"],
    "date": [("year", "month", "day"), "date", "published"],
    "venue": ["journal", "venue"],
    "arxiv_id": ["arxiv_id", "url", "doi"],
}

_RIS = {
    "title": ["TI", "T1", "CT", "BT"],
    "abstract": ["AB", "N2"],
    "date": ["PY", "Y1", "YR", ("PY", "DA"), "DA"],
    "authors": ["AU", "A1"],
    "venue": ["JF", "T2", "JO", "JA", "J1", "J2", "BT", "T3"],
    "volume": ["VL", "VO"],
    "issue": ["IS"],
    "pages": [("SP", "EP"), "C7"],
    "doi": ["DO", "DI", "M3", "L3", "UR", "L2", "LK", "N1"],
    "arxiv_id": ["UR", "DO", "AN", "L1", "L2", "JF", "T2", "JO", "M1", "PB", "N1"],
    "pmid": ["PMID", "PM", "UR", "L2", "N1"],
    "url": ["UR", "LK", "L2", "L1"],
}

_MEDLINE = {
    "title": ["TI", "BTI", "TT"],
    "abstract": ["AB", "OAB"],
    "date": ["DP", "DEP"],
    "authors": ["FAU", "AU", "CN"],
    "venue": ["JT", "TA", "BTI"],
    "volume": ["VI"],
    "issue": ["IP"],
    "pages": ["PG"],
    "doi": ["DOI", "LID", "AID", "SO"],
    "arxiv_id": ["LID", "AID", "SO", "JT"],
    "pmid": ["PMID"],
    "url": ["URL", "LID", "AID"],
}

_WOS = {
    "title": ["TI"],
    "abstract": ["AB"],
    "date": ["PY", ("PY", "PD"), "EA"],
    "authors": ["AF", "AU", "CA"],
    "venue": ["SO", "SE", "JI", "J9"],
    "volume": ["VL"],
    "issue": ["IS"],
    "pages": [("BP", "EP"), "AR"],
    "doi": ["DI", "D2"],
    "arxiv_id": ["AR", "DI", "SO"],
    "pmid": ["PM"],
    "url": ["UR", "DL"],
}

_ENDNOTE = {
    "title": ["%T"],
    "abstract": ["%X"],
    "date": ["%D", ("%D", "%8"), "%8"],
    "authors": ["%A"],
    "venue": ["%J", "%B", "%S"],
    "volume": ["%V"],
    "issue": ["%N"],
    "pages": ["%P"],
    "doi": ["%R", "%U", "%Z"],
    "arxiv_id": ["%U", "%R", "%J", "%M"],
    "pmid": ["%U", "%Z"],
    "url": ["%U", "%>"],
}

_BIBTEX = {
    "title": ["title", "maintitle"],
    "abstract": ["abstract"],
    "date": ["date", ("year", "month", "day"), "issue_date"],
    "authors": ["author", "authors"],
    "venue": ["journal", "journaltitle", "booktitle", "maintitle"],
    "volume": ["volume"],
    "issue": ["number", "issue"],
    "pages": [
        "pages", "page", "eid", "articleno", "article-number", "art_number",
        "article_number",
    ],
    "doi": ["doi", "url", "ee", "note field", "key"],
    "arxiv_id": [
        "eprint", "arxivid", "arxiv", "url", "ee", "doi", "journal", "volume",
        "howpublished", "note field",
    ],
    "pmid": ["pmid", "pubmed_id", "url"],
    "url": ["url", "ee", "link", "howpublished"],
}

# fmt: on

_OF_TABLES = _TABLE | details.TABLE
_OF_JSON = _JSON | details.JSON
_OF_XML = _XML | details.XML

CROSSWALK: dict[str, dict[str, list]] = {
    "RIS": _RIS | details.RIS,
    "MEDLINE": _MEDLINE | details.MEDLINE,
    "WoS": _WOS | details.WOS,
    "EndNote tagged": _ENDNOTE | details.ENDNOTE,
    "BibTeX": _BIBTEX | details.BIBTEX,
    "table": _OF_TABLES,
    "XLSX": _OF_TABLES,
    # Columns of a Parquet file may hold what JSON does.
    "Parquet": {name: _OF_TABLES[name] + _OF_JSON[name] for name in _OF_TABLES},
    "JSON": _OF_JSON,
    "EndNote XML": _OF_XML,
    "PubMed XML": _OF_XML,
    "Atom": _OF_XML,
    "RSS": _OF_XML,
    # Pages without marks, whose layouts name the fields as we do.
    "page": {name: [name] for name in (*COLUMNS, *details.DETAILS)},
}


def squeeze_name(name: str) -> str:
    """Write the name of a column as it is compared: small letters, single blanks."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def parts_of(name: str | tuple) -> tuple:
    """List the names of the parts of a date or of pages; any other name is its own."""
    if isinstance(name, str):
        return (name,)
    return name


def flatten_names(names: list) -> list[str]:
    """List the names of a row of the crosswalk, those of parts one by one."""
    flat: list[str] = []
    for name in names:
        flat += parts_of(name)
    return flat
