"""The reasons of pairs of records, in words, from the codes by which they were decided.

Nothing is decided by these sentences: they are written last, and for people only.
"""

import pandas as pd

TITLES = {
    "same": "same title",
    "generic": "same heading",
    "spelling": "same title but for the spelling",
    "typo": "same title but for letters",
    "letters": "title with similar words",
    "subtitle": "same title without its subtitle",
    "added": "title with more words",
    "changed": "title with other words",
    "answer": "same title of a reply or an erratum",
    "other": "title with another number, part, negation or reply",
    "missing": "no title",
}
LISTED_WITH_TITLE = ("same", "generic", "answer")  # "same title, abstract and authors"
FIELDS = {
    "abstract": "abstract",
    "authors": "authors",
    "place": "place in print",
    "year": "year",
    "identifier": "identifier",
    "doi": "DOI",
    "arxiv_id": "arXiv id",
    "pmid": "PMID",
}
PLURAL = ("authors",)
LINKS = {
    "preprint": "a preprint and its publication",
    "version": "another version",
    "bare_title": "one has nothing but its title",
    "title_only": "nothing else to go by",
    "title_added": "another title",
    "other_place": "printed in another place",
    "other_identifier": "another identifier",
    "other_abstract": "another abstract",
    "other_year": "another year",
    "other_venue": "another venue",
}
EXACT_COPY = "an exact copy"
BY_HAND = "settled by hand"
REFUSED = "it would join two that differ"
CODES = (
    "match",
    "link_kind",
    "title",
    "agree",
    "differ",
    "exact_copy",
    "refused",
    "by_hand",
    "line",
)


def write_reasons(pairs: pd.DataFrame) -> pd.Series:
    """Write for each pair, in a few words, why it is the same, linked or different.

    Parameters
    ----------
    pairs
        The pairs with the codes of `_match.match_pairs` and `_cluster.cluster_pairs`,
        and `exact_copy`, `by_hand`, and `line`, where a decision by hand stands.

    Returns
    -------
    pd.Series
        The reasons, in the order and with the index of the pairs.
    """
    written: dict[tuple, str] = {}
    reasons = []
    for row in pairs[list(CODES)].itertuples(index=False):
        if row not in written:
            written[row] = _reason_of_codes(row)
        reasons.append(written[row])
    return pd.Series(reasons, pairs.index, dtype="str")


def short_reasons(pairs: pd.DataFrame) -> pd.Series:
    """Give the reasons of pairs without what is said of one pair only: the line."""
    return pairs["reason"].mask(pairs["by_hand"], BY_HAND)


def _reason_of_codes(row) -> str:
    if row.by_hand:
        return f"{BY_HAND}, line {row.line}"
    if row.refused:
        return f"{_why_same(row)}; but {REFUSED}"
    if row.match == "same":
        return _why_same(row)
    if row.match == "linked":
        return f"{_why_one_work(row)}; {LINKS[row.link_kind]}"
    return _why_different(row)


def _why_same(row) -> str:
    if row.exact_copy:
        return EXACT_COPY
    return _why_one_work(row)


def _why_one_work(row) -> str:
    title = TITLES[row.title]
    fields = [FIELDS[name] for name in row.agree]
    if row.title in LISTED_WITH_TITLE:
        return _join_words([title, *fields])
    if fields:
        return f"{title}, same {_join_words(fields)}"
    return title


def _why_different(row) -> str:
    title = TITLES[row.title]
    if row.title == "other":
        return title
    if not row.differ:
        return f"{title}, and too little else"

    fields = _join_words([FIELDS[name] for name in row.differ])
    one_thing = len(row.differ) == 1 and row.differ[0] not in PLURAL
    verb = "differs" if one_thing else "differ"
    return f"{title}, but {fields} {verb}"


def _join_words(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + " and " + words[-1]
