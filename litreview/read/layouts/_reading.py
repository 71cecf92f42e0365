"""What a layout makes of a page, and what all layouts share."""

from typing import NamedTuple

# What stands for nothing at the ends of a line: blanks of all kinds, invisible letters.
BLANK = " \t\r\n\f\v\xa0\x85\u200b\u200c\u200d\u2028\u2029\u2060\ufeff"

# Fields of a record that a layout may fill, each a text as it stands on the page.
FIELDS = (
    "title",
    "abstract",
    "snippet",
    "authors",
    "date",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "cited_by",
    "keywords",
    "subjects",
    "comments",
    "type",
    "language",
    "note",
)


class Reading(NamedTuple):
    """A page (or a part of it) as one layout reads it."""

    layout: str
    # A dict a record: `line` and `line_to` (from 1), `title`, and what else of FIELDS
    # the page says of it; `authors` may be a list of names. `inferred` where only the
    # lengths of lines told where its texts end.
    records: list[dict]
    # One a line: `header`, `title`, `abstract`, `field`, `blank`, `not understood`.
    roles: list[str]
    # Why a line was not understood, by its index; the first of a stretch is enough.
    reasons: dict[int, str]
