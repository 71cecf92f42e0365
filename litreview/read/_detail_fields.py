"""Which fields of each format tell more of a paper, for the crosswalk of `_fields`.

What stands beside title, authors, dates and identifiers: keywords, type, citations.
Names of keywords and subjects are all taken, one after the other; of anything else the
first that says something.
"""

LISTS = ["keywords", "subjects", "affiliations", "countries", "references"]
DETAILS = [
    "type",
    "language",
    *LISTS,
    "cited_by",
    "retracted",
    "snippet",
    "comments",
]
# Columns of texts in which a type, a language or a count is one thing among others.
NOTES = {"M3", "N1", "%Z", "%9", "note field", "subtype", "update-to.type"}

# fmt: off
JSON = {
    "type": [
        "update-to.type", "subtype", "publicationtypes", "pubtypelist.pubtype",
        "document_type", "documenttype", "publication_type", "itemtype", "type",
        "type_crossref", "types.resourcetypegeneral", "doctype", "entrytype",
    ],
    "language": ["language", "lang", "languages"],
    "keywords": [
        "keywords.display_name", "keywords.keyword", "keywords.name", "keywords",
        "keyword", "keywordlist.keyword", "author_keywords", "index_keywords",
        "mesh.descriptor_name", "mesh_terms", "mesh_headings",
        "meshheadinglist.meshheading.descriptorname", "tags.tag", "tags",
        "concepts.display_name",
    ],
    "subjects": [
        "categories", "subject", "subjects", "subjects.subject", "fieldsofstudy",
        "fields_of_study", "s2fieldsofstudy.category", "topics.display_name",
        "primary_topic.display_name", "research_areas",
    ],
    "affiliations": [
        "authorships.raw_affiliation_strings", "authorships.raw_affiliation_string",
        "authorships.institutions.display_name", "author.affiliation.name",
        "authors.affiliations.name", "authors.affiliations", "authors.affiliation.name",
        "authors.affiliation", "authors.institution",
        "authorlist.author.authoraffiliationdetailslist.authoraffiliation.affiliation",
        "affiliations.name", "affiliations", "affiliation",
    ],
    "countries": [
        "authorships.countries", "authorships.institutions.country_code",
        "institutions.country_code", "affiliation.affiliation-country", "countries",
        "country",
    ],
    "references": [
        "referenced_works", "references.title", "references", "cited_references",
    ],
    "cited_by": [
        "cited_by_count", "is-referenced-by-count", "citationcount", "citedbycount",
        "citation_count", "citations_count", "citedby-count", "num_citations",
        "times_cited", "cited_by", "cites", "citations",
    ],
    "retracted": ["is_retracted", "isretracted", "retracted"],
    "snippet": ["snippet"],
    "comments": ["comments", "comment", "arxiv_comment"],
}

TABLE = {
    "type": [
        "document type", "publication type", "publication types", "item type",
        "content type", "article type", "articletype", "type of reference",
        "reference type", "ref type", "type", "dt", "type crossref", "entrytype",
        "document identifier", "dokumenttyp", "type de document", "tipo de documento",
    ],
    "language": [
        "language of original document", "language", "languages",
        "language of article", "la", "sprache", "langue", "idioma",
    ],
    "keywords": [
        "author keywords", "keywords", "keyword", "index keywords", "keywords plus",
        "de", "kw", "mesh terms", "mesh headings", "mesh", "ieee terms",
        "inspec controlled terms", "inspec non controlled terms",
        "emtree medical index terms major focus", "emtree medical index terms",
        "emtree drug index terms major focus", "emtree drug index terms",
        "manual tags", "automatic tags", "tags", "schlagwörter", "mots clés",
        "palabras clave",
    ],
    "subjects": [
        "wos categories", "web of science categories", "research areas", "wc",
        "subject", "subjects", "subject areas", "categories", "fields of study",
        "fields of research", "fields of research anzsrc 2020",
        "topics display name", "primary topic display name",
    ],
    "affiliations": [
        "affiliations", "author affiliations", "authors with affiliations",
        "affiliation", "addresses", "author addresses", "author address", "c1",
        "authors affiliations", "institutions", "institution",
    ],
    "countries": [
        "countries", "country", "authors countries",
        "country of research organization",
    ],
    "references": [
        "references", "cited references", "cited reference", "cr", "referenced works",
    ],
    "cited_by": [
        "cited by", "times cited", "times cited wos core", "times cited all databases",
        "tc", "z9", "cited by count", "citing works count", "citation count",
        "article citation count", "citationcount", "total citations", "citations",
        "cites",
    ],
    "retracted": ["is retracted", "retracted", "retractionnature"],
    "snippet": ["snippet"],
    "comments": ["comments", "comment"],
}

XML = {
    "type": ["type"],
    "language": ["language"],
    "keywords": ["keywords", "mesh"],
    "subjects": ["subjects"],
    "affiliations": ["affiliations"],
    "countries": [],
    "references": ["references"],
    "cited_by": [],
    "retracted": ["retracted"],
    "snippet": ["snippet"],
    "comments": ["comments"],
}

RIS = {
    "type": ["M3", "TY"],
    "language": ["LA"],
    "keywords": ["KW"],
    "subjects": [],
    "affiliations": ["AD"],
    "countries": [],
    "references": ["CR"],
    "cited_by": ["TC", "N1"],
    "retracted": [],
    "snippet": [],
    "comments": [],
}

MEDLINE = {
    "type": ["PT"],
    "language": ["LA"],
    "keywords": ["OT", "MH", "KW"],
    "subjects": [],
    "affiliations": ["AD"],
    "countries": [],
    "references": [],
    "cited_by": [],
    "retracted": [],
    "snippet": [],
    "comments": [],
}

WOS = {
    "type": ["DT", "PT"],
    "language": ["LA"],
    "keywords": ["DE", "ID"],
    "subjects": ["WC", "SC"],
    "affiliations": ["C1"],
    "countries": [],
    "references": ["CR"],
    "cited_by": ["TC", "Z9"],
    "retracted": [],
    "snippet": [],
    "comments": [],
}

ENDNOTE = {
    "type": ["%9", "%0"],
    "language": ["%G"],
    "keywords": ["%K"],
    "subjects": [],
    "affiliations": ["%+"],
    "countries": [],
    "references": [],
    "cited_by": ["%Z"],
    "retracted": [],
    "snippet": [],
    "comments": [],
}

BIBTEX = {
    "type": ["document_type", "type", "entrytype"],
    "language": ["language", "langid"],
    "keywords": [
        "author_keywords", "author-keywords", "keywords", "keyword", "keywords-plus",
        "index_keywords", "mesh_terms",
    ],
    "subjects": [
        "web-of-science-categories", "research-areas", "subjects", "subject",
        "primaryclass",
    ],
    "affiliations": ["affiliations", "affiliation"],
    "countries": [],
    "references": ["references", "cited-references"],
    "cited_by": [
        "times-cited", "cited_by", "citedby", "citations", "citation_count",
        "note field",
    ],
    "retracted": [],
    "snippet": [],
    "comments": ["comments", "comment"],
}
# fmt: on

# The names of Web of Science in a table that was exported from there: ID would be an
# identifier elsewhere.
OF_WOS = {column: list(map(str.lower, names)) for column, names in WOS.items()}
WOS_COLUMNS = {"ti", "so", "ut"}

# Groups that are authors stand in a field of their own, beside the persons.
GROUP_AUTHORS = {
    "MEDLINE": ["CN"],
    "WoS": ["CA"],
    "table": ["group authors", "collective authors"],
    "XLSX": ["group authors", "collective authors"],
    "Parquet": ["group authors", "collective authors"],
}
