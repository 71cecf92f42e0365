"""Invented records of papers on shores, for the tests of joining."""

import pandas as pd
from hypothesis import strategies as st

from litreview.dedupe import _block, _compare, _match, _reasons

TITLE = "Groynes that hold the sand of a tidal shore against storms"
LONG = (
    "The tide moves sand along the shore, and the groynes hold part of it back until a "
    "storm takes the rest away."
)
OTHER = (
    "Violins age with their varnish, which hardens for decades and damps the higher "
    "modes of the top plate slightly."
)
PRINTED = {
    "authors": ["Blum, Ada", "Fenn, Jo"],
    "date": "2015-01-01",
    "venue": "Journal of Shores",
    "volume": "12",
    "issue": "3",
    "pages": "101-117",
}
TEXTS = (
    "abstract",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "date_precision",
)
WORDS = (
    "sand tide shore groyne storm varnish violin glue horse barley not 2 3 II part "
    "reply: introduction"
).split()
ANY_RECORD = st.fixed_dictionaries(
    {"title": st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)},
    optional={
        "abstract": st.sampled_from([LONG, LONG[:90], OTHER, LONG + OTHER]),
        "authors": st.lists(
            st.sampled_from(["Blum, Ada", "Blum, A.", "Fenn, Jo", "Li Wei"]), max_size=3
        ),
        "date": st.sampled_from(["2014-01-01", "2015-01-01", "2019-01-01"]),
        "venue": st.sampled_from(["Journal of Shores", "J Shores", "Sand", "arXiv"]),
        "pages": st.sampled_from(["1-9", "1", "77"]),
        "volume": st.sampled_from(["1", "2"]),
        "doi": st.sampled_from(["10.1/a", "10.1/b", "10.48550/arXiv.1401.0001"]),
        "seen_on": st.sampled_from(
            [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
        ),
    },
)


def make_records(*rows: dict) -> pd.DataFrame:
    """Make records of what each row says, the fields it lacks empty."""
    empty = dict.fromkeys(TEXTS)
    empty |= {"date": pd.NaT, "authors": [], "seen_on": pd.NaT, "dump": "a.csv"}
    full = []
    for number, row in enumerate(rows, start=1):
        full.append({**empty, "record": number, "line": number, **row})
    kinds = dict.fromkeys(("title", "dump", *TEXTS), "str")
    kinds |= {"date": "datetime64[us]", "seen_on": "datetime64[us]"}
    return pd.DataFrame(full).astype(kinds)


def match_records(records: pd.DataFrame) -> pd.DataFrame:
    """Match the pairs of records that are worth it, and write their reasons."""
    prepared = _compare.prepare_records(records)
    titles, abstracts, known = _compare.index_words(prepared)
    pairs = _block.candidate_pairs(prepared, titles, abstracts)
    pairs = _match.match_pairs(_compare.compare_pairs(prepared, pairs, known))
    flags = {"exact_copy": False, "refused": False, "by_hand": False, "line": pd.NA}
    return pairs.assign(reason=_reasons.write_reasons(pairs.assign(**flags)))


def match_two(a: dict, b: dict) -> tuple[str, str]:
    """Give match and reason of two records, which are the same in both orders.

    A pair that is not worth a comparison is different.
    """
    found = set()
    for rows in ((a, b), (b, a)):
        pairs = match_records(make_records(*rows))
        if len(pairs):
            found.add((pairs["match"].iloc[0], pairs["reason"].iloc[0]))
        else:
            found.add(("different", ""))
    assert len(found) == 1
    return found.pop()


def match_of(a: dict, b: dict) -> str:
    """Give the match of two records."""
    return match_two(a, b)[0]
