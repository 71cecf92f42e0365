"""Which fields of each format are ours: one crosswalk of names, as data."""

import re

import numpy as np
import pandas as pd

from litreview.read import _values

TEXTS = ["title", "abstract", "venue"]
PLACES = ["volume", "issue", "pages"]  # where in its venue a paper stands
# Who reads an identifier, and what a text must hold for it to be there.
IDS = {
    "doi": (_values.doi, r"10\."),
    "arxiv_id": (_values.arxiv_id, r"\p{Nd}{4}\.\p{Nd}{4}|/\p{Nd}{7}"),
    "pmid": (_values.pmid, r"(?i)pm.d|pubmed|^[^a-z]*$"),
}
COLUMNS = [*TEXTS, *PLACES, "date", "authors", "doi", "arxiv_id", "pmid", "url"]
# What an issue is called, and a report, a patent, a volume of a series, or a row of the table too.
NUMBERS = {"number", "no", "nr", "nummer", "numéro", "número"}
ISSUED = [
    "article",
    "periodical",
    "suppperiodical",
]  # the types of BibTeX whose number is that of an issue

# Our column: the names in the format, the preferred first. A date is a name, or the names of its year, month and day;
# pages are a name, or those of the first and the last.
_JSON = {
    "title": ["title", "paper.title", "display_name"],
    "abstract": ["abstract", "summary", "paper.summary", "paper.abstract", "description"],
    "date": [
        "versions.created", "published", "publication_date", "publicationdate", "paper.publishedat", "publishedat",
        "issued.date-parts", "issued", "published.date-parts", "published-print.date-parts",
        "published-online.date-parts", "date", ("year", "month", "day"), "publication_year", "update_date",
    ],
    "authors": [
        "authors.name", "authorships.author.display_name", ("author.family", "author.given"), "author.literal",
        "author.name", "paper.authors.name", "authors", "author",
    ],
    "venue": [
        "container-title", "primary_location.source.display_name", "host_venue.display_name", "venue", "journal.name",
        "journal", "journal-ref", "booktitle", "source",
    ],
    "volume": ["volume", "biblio.volume", "journal.volume", "journalinfo.volume", "journalvolume", "prism:volume"],
    "issue": [
        "issue", "biblio.issue", "journal.issue", "journalinfo.issue", "prism:issueidentifier", "number",
    ],
    "pages": [
        "pages", "page", "journal.pages", ("biblio.first_page", "biblio.last_page"), ("start_page", "end_page"),
        ("startpage", "endpage"), "pageinfo", "prism:pagerange", "article-number",
    ],
    "doi": ["doi", "externalids.doi", "ids.doi", "url", "article_url", "id"],
    "arxiv_id": [
        "arxiv_id", "externalids.arxiv", "paper.id", "id", "eprint", "doi", "ids.arxiv", "url",
        "primary_location.landing_page_url", "locations.landing_page_url", "number",
    ],
    "pmid": ["pmid", "externalids.pubmed", "ids.pmid", "url"],
    "url": ["url", "article_url", "primary_location.landing_page_url", "link", "paper.url", "fulltext"],
}  # fmt: skip
_TABLE = {
    "title": [
        "title", "document title", "article title", "item title", "paper title", "primary title", "titles", "ti",
        "t1", "titel", "titre", "título", "titulo",
    ],
    "abstract": [
        "abstract", "abstract note", "abstract text", "summary", "abstracts", "description", "notes abstract", "ab",
        "n2", "zusammenfassung", "résumé", "resumen", "resumo",
    ],
    "date": [
        "date", "publication date", "published", "published at", "date published", "cover date", "issue date",
        "versions created", ("year", "month", "day"), ("publication year", "publication date"),
        ("publication year", "publication month"), ("py", "pd"), "year", "publication year", "pubyear", "pub year",
        "publish year", "published year", "year of publication", "article year", "pub date", "online date",
        "publication date online", "originalpaperdate", "py", "y1", "da", "jahr", "année", "año", "ano", "update date",
    ],
    "authors": [
        "author full names", "authors", "author s", "author", "author names", "authors full names", "first authors",
        "primary authors", "authors raw", "author list", "af", "au", "a1", "autor", "autoren", "auteurs", "autores",
        "creators", "first author",
    ],
    "venue": [
        "source title", "journal book", "journal", "publication title", "publication name", "journal title",
        "secondary title", "container title", "venue", "conference name", "book title", "booktitle",
        "proceedings title", "journal name", "publication", "journal ref", "source", "so", "jf", "jo", "t2",
        "zeitschrift", "revue",
    ],
    "volume": ["volume", "journal volume", "vol", "vl", "volume number", "biblio volume", "band", "tome", "volumen"],
    "issue": [
        "issue", "journal issue", "issue number", "iss", "is", "biblio issue", "heft", "ausgabe", "number", "no", "nr",
        "nummer", "numéro", "número",
    ],
    "pages": [
        "pages", "pagination", "page range", ("page start", "page end"), ("start page", "end page"),
        ("startpage", "endpage"), ("first page", "last page"), ("beginning page", "ending page"), ("bp", "ep"),
        ("sp", "ep"), ("biblio first page", "biblio last page"), "page", "art no", "article number", "article no",
        "ar", "seiten", "páginas", "paginas",
    ],
    "doi": [
        "doi", "item doi", "document doi", "article doi", "digital object identifier", "di", "do", "originalpaperdoi",
        "doi link", "url", "link", "open url link", "id",
    ],
    "arxiv_id": [
        "arxiv id", "arxivid", "arxiv", "eprint", "id", "doi", "url", "link", "journal ref", "comments", "extra",
    ],
    "pmid": ["pmid", "pubmed id", "pm", "medline pmid", "originalpaperpubmedid", "url", "link"],
    "url": [
        "url", "urls", "link", "links", "open url link", "source linkout", "pdf link", "article url", "ur", "ul",
        "web link", "openalex url",
    ],
}  # fmt: skip
_XML = {
    **{
        name: [name]
        for name in ("title", "abstract", *PLACES, "authors", "doi", "pmid", "url")
    },
    "date": [("year", "month", "day"), "date", "published"],
    "venue": ["journal", "venue"],
    "arxiv_id": ["arxiv_id", "url", "doi"],
}
CROSSWALK: dict[str, dict[str, list]] = {
    "RIS": {
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
    },
    "MEDLINE": {
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
    },
    "WoS": {
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
    },
    "EndNote tagged": {
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
    },
    "BibTeX": {
        "title": ["title", "maintitle"],
        "abstract": ["abstract"],
        "date": ["date", ("year", "month", "day"), "issue_date"],
        "authors": ["author", "authors"],
        "venue": ["journal", "journaltitle", "booktitle", "maintitle"],
        "volume": ["volume"],
        "issue": ["number", "issue"],
        "pages": [
            "pages",
            "page",
            "eid",
            "articleno",
            "article-number",
            "art_number",
            "article_number",
        ],
        "doi": ["doi", "url", "ee", "note field", "key"],
        "arxiv_id": [
            "eprint",
            "arxivid",
            "arxiv",
            "url",
            "ee",
            "doi",
            "journal",
            "volume",
            "howpublished",
            "note field",
        ],
        "pmid": ["pmid", "pubmed_id", "url"],
        "url": ["url", "ee", "link", "howpublished"],
    },
    "table": _TABLE,
    "XLSX": _TABLE,
    "Parquet": {column: names + _JSON[column] for column, names in _TABLE.items()},
    "JSON": _JSON,
    "EndNote XML": _XML,
    "PubMed XML": _XML,
    "Atom": _XML,
}

_FREE = (
    "table",
    "XLSX",
    "Parquet",
    "JSON",
)  # their columns are named, and names are written, as anyone likes


def crosswalk(
    raw: pd.DataFrame, kind: str, columns: dict[str, str] | None = None
) -> pd.DataFrame:
    """Turn what a reader of a format returns into records with our columns.

    Returns `record`, `line` (Int64), `title`, `abstract`, `date` (datetime64[us]), `date_precision`, `authors` (lists),
    `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`, `pmid`, `url` and `note`. `columns` names columns of the
    file for ours, as in `{"title": "Titel der Arbeit"}`, before those that are known. Raises ValueError where there is
    no such column.
    """
    raw, names = raw.reset_index(drop=True), _names(raw, kind, columns or {})
    latex = kind == "BibTeX"
    texts = {
        column: _values.text(_present(raw, names[column], column), latex)
        for column in TEXTS
    }
    texts = {column: values.where(values != "") for column, values in texts.items()}
    ids = {
        column: _identified(_own(raw, kind), names[column], *how)
        for column, how in IDS.items()
    }
    # Embase's tables have the date in their source: "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004".
    embase = (
        ["source"] if {"source", "emtree medical index terms"} <= {*raw.columns} else []
    )
    dates, precision = _dated(raw, names["date"] + embase)
    # So have they volume, issue and pages, and PubMed's tables have them in their citation.
    cited = embase or ["citation"] * ({"pmid", "citation"} <= {*raw.columns})
    missing = pd.Series(np.nan, index=raw.index, dtype="str")
    records = {
        "record": raw["record"]
        if "record" in raw
        else pd.Series(range(1, len(raw) + 1), index=raw.index),
        "line": raw.get("line_from", pd.Series(pd.NA, index=raw.index)).astype("Int64"),
        "title": texts["title"],
        "abstract": texts["abstract"],
        "date": dates,
        "date_precision": precision,
        "authors": _authors(raw, names["authors"], kind),
        "venue": texts["venue"],
        **_places(raw, names, kind, cited, (columns or {}).get("issue", "")),
        **ids,
        "url": _values.text(
            _present(raw, names["url"], "url")
            .map(_link, na_action="ignore")
            .astype("str")
        ),
        "note": raw["note"].map(_values.first).astype("str")
        if "note" in raw
        else missing,
    }
    return pd.DataFrame(records, index=raw.index)


def squeezed(name: str) -> str:
    """Write the name of a column as it is compared: small letters, one blank for all else."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def flat(names: list) -> list[str]:
    """List the names of a row of the crosswalk, those of the parts of a date or of pages one by one."""
    return [
        part for name in names for part in ([name] if isinstance(name, str) else name)
    ]


def _names(raw: pd.DataFrame, kind: str, columns: dict[str, str]) -> dict[str, list]:
    """Translate the names of the crosswalk into those of the file, leaving out the ones that it does not have."""
    same = squeezed if kind in _FREE else str
    own_names = [
        name for name in raw.columns if name not in ("record", "line_from", "line_to")
    ]
    there = {same(str(name)): name for name in reversed(own_names)}
    names = {}
    for column in COLUMNS:
        own = [
            tuple(there.get(same(part)) for part in flat([name]))
            for name in CROSSWALK[kind][column]
        ]
        own = dict.fromkeys(
            name if len(name) > 1 else name[0] for name in own if name[0] is not None
        )
        names[column] = list(own)
    folded = {str(name).strip().casefold(): name for name in own_names}
    for column, said in columns.items():
        if column not in COLUMNS or said.strip().casefold() not in folded:
            have = ", ".join(map(repr, own_names if column in COLUMNS else COLUMNS))
            raise ValueError(
                f"columns: there is no {said if column in COLUMNS else column!r}; there are {have}"
            )
        names[column] = [folded[said.strip().casefold()], *names[column]]
    return names


def _present(raw: pd.DataFrame, names: list[str], column: str) -> pd.Series:
    """Take for each record the first of the columns that has something in it; parts of an abstract are joined."""
    join = (
        (lambda parts: " ".join(dict.fromkeys(parts)))
        if column == "abstract"
        else (lambda parts: parts[0])
    )
    values = pd.Series(np.nan, index=raw.index, dtype="str")
    for name in names:
        if values.notna().all():
            break
        own = _strings(raw[name], join)
        values = values.where(values.notna(), own.where(own.str.strip() != ""))
    return values


def _strings(values: pd.Series, join) -> pd.Series:
    """Make strings of strings, lists and numbers."""
    if values.dtype == object:
        values = values.map(lambda value: _parts(value, join))
    return values.astype("str")


def _parts(value: object, join) -> object:
    if not isinstance(value, list | tuple | np.ndarray):
        return value if isinstance(value, str) or pd.notna(value) else None
    parts = [str(part) for part in value if isinstance(part, str) and part.strip()]
    return join(parts) if parts else None


def _own(raw: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Leave out the `eprint` of other archives than arXiv."""
    archive = next(
        (name for name in ("archiveprefix", "eprinttype") if name in raw), None
    )
    if kind != "BibTeX" or archive is None or "eprint" not in raw:
        return raw
    said = _strings(raw[archive], lambda parts: parts[0]).str.strip().str.lower()
    return raw.assign(eprint=raw["eprint"].where(said.isna() | (said == "arxiv")))


def _places(
    raw: pd.DataFrame, names: dict[str, list], kind: str, cited: list[str], said: str
) -> dict[str, pd.Series]:
    """Read volume, issue and pages; `said` is the column of issues that was named."""
    places = {"volume": _placed(raw, names["volume"], "volume", kind)}
    raw = _issued(raw, names["issue"], places["volume"], kind, said)
    places |= {
        column: _placed(raw, names[column], column, kind)
        for column in ("issue", "pages")
    }
    for name in cited:
        found = _values.cited(_strings(raw[name], " ".join))
        places = {
            column: values.where(values.notna(), found[column])
            for column, values in places.items()
        }
    return places


def _placed(raw: pd.DataFrame, names: list, column: str, kind: str) -> pd.Series:
    """Take for each record the first of the columns that says something; the first page and the last are joined."""
    values = pd.Series(np.nan, index=raw.index, dtype="str")
    for name in names:
        if values.notna().all():
            break
        parts = [
            _strings(raw[part], lambda parts: parts[0])
            for part in flat([name])
            if part is not None
        ]
        own = [
            _values.places(part, column == "pages", kind == "BibTeX") for part in parts
        ]
        values = values.where(values.notna(), _values.spanning(*own))
    return values


def _issued(
    raw: pd.DataFrame, names: list[str], volume: pd.Series, kind: str, said: str
) -> pd.DataFrame:
    """Leave out the `number` of what is no issue: of a report, say, or of a row of the table."""
    numbers = [name for name in names if squeezed(name) in NUMBERS - {squeezed(said)}]
    if kind in _FREE:
        others = any(raw[name].notna().any() for name in names if name not in numbers)
        wanted = volume.notna().any() and not others
        return raw.assign(
            **{name: None for name in numbers if not wanted or _counts(raw[name])}
        )
    issued = volume.notna() | (
        raw["entrytype"].isin(ISSUED) if "entrytype" in raw else False
    )
    return raw.assign(**{name: raw[name].where(issued) for name in numbers})


def _counts(values: pd.Series) -> bool:
    """Tell numbers that count the rows: there is one in each, and it is larger than the one before."""
    numbers = pd.to_numeric(_strings(values, " ".join), errors="coerce")
    return len(numbers) > 3 and bool((numbers.diff()[1:] > 0).all())


def _identified(raw: pd.DataFrame, names: list[str], read, pattern: str) -> pd.Series:
    values = pd.Series(np.nan, index=raw.index, dtype="str")
    for name in names:
        texts = _strings(raw[name], " ".join)[values.isna()]
        texts = texts[_values.holds(texts, pattern)]
        if len(texts):
            values = values.where(
                values.notna(), texts.map(read).astype("str").reindex(raw.index)
            )
    return values


def _dated(raw: pd.DataFrame, names: list) -> tuple[pd.Series, pd.Series]:
    """Take the first date, and make it finer by a later one that agrees with it."""
    date = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")
    precision = pd.Series(np.nan, index=raw.index, dtype="str")
    fine = {"year": 1, "month": 2, "day": 3}
    for name in names:
        if (precision == "day").all():
            break  # none can be finer
        parts = [
            raw[part].map(_values.first) for part in flat([name]) if part is not None
        ]
        said = parts[0]
        if len(parts) > 1:
            parts = [
                part.astype("str").fillna("").str.replace(r"\.0$", "", regex=True)
                for part in parts
            ]
            said = parts[0].str.cat(parts[1:], sep=" ")
        own, own_precision = _values.dates(said)
        rank, own_rank = (
            precision.map(fine).fillna(0),
            own_precision.map(fine).fillna(0),
        )
        agrees = (own.dt.year == date.dt.year) & (
            (rank == 1) | (own.dt.month == date.dt.month)
        )
        better = (own_rank > rank) & (agrees | (rank == 0))
        date, precision = (
            date.where(~better, own),
            precision.where(~better, own_precision),
        )
    return date, precision


def _authors(raw: pd.DataFrame, names: list, kind: str) -> pd.Series:
    lists: list[list[str]] = [[] for _ in raw.index]
    if "item title" in raw and "authors" in raw:
        raw = raw.assign(authors=raw["authors"].map(_values.apart))
    for name in names:
        first = kind not in _FREE or isinstance(name, str) and _as_bibtex(raw[name])
        if isinstance(name, tuple):
            own = [
                _paired(*row)
                for row in zip(
                    *(raw[part] for part in name if part is not None), strict=True
                )
            ]
        elif kind == "BibTeX":
            own = [
                _values.authors(value, first)
                for value in _strings(raw[name], " and ".join)
            ]
        else:
            own = [_values.authors(value, first) for value in raw[name]]
        lists = [had or new for had, new in zip(lists, own, strict=True)]
        if all(lists):
            break
    return pd.Series(lists, index=raw.index, dtype="object")


def _as_bibtex(values: pd.Series) -> bool:
    """Tell names that are written as in BibTeX ("One, A and Two, B"): a comma parts none of them from another."""
    texts = _strings(values, lambda parts: parts[0])
    joined = _values.holds(texts, " and ")
    return bool(
        _values.holds(texts[joined], r"^[^,;]+,[^,;]+(?: and [^,;]+,[^,;]+)+$").mean()
        > 0.5
    )


def _paired(family: object, given: object = None) -> list[str]:
    """Join family and given names; where their numbers differ, no one can say whose is whose."""
    families, givens = (
        [value] if isinstance(value, str) else value for value in (family, given)
    )
    families = (
        [part for part in families if isinstance(part, str)]
        if isinstance(families, list | np.ndarray)
        else []
    )
    if not isinstance(givens, list | np.ndarray) or len(givens) != len(families):
        return families
    return [
        f"{a}, {b}" if isinstance(b, str) and b else a
        for a, b in zip(families, givens, strict=True)
    ]


def _link(value: str) -> str | None:
    found = re.search(r"https?://[^\s{}<>\"]+", value)
    return found[0] if found else None
