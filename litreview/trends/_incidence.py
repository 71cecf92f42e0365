"""Which paper is in which period and holds which term, as sparse matrices."""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from litreview.text import count_terms
from litreview.trends._periods import FEWEST_PERIODS

MOST_TERMS = 5_000  # that are tried, the most frequent ones
ALIKE = 0.9  # share of the papers of a term that hold a longer one that replaces it


def place_in_periods(
    paper_ids: pd.Series,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
) -> sp.csr_matrix:
    """Mark which paper is in which period.

    Parameters
    ----------
    paper_ids
        Of the papers, in the order of the rows.
    paper_periods
        `paper_id` and `period`; a row that is there twice counts once.
    periods
        `period`, in the order of the columns.

    Returns
    -------
    sp.csr_matrix
        1 or 0: a row a paper, a column a period.
    """
    known_ids = pd.Index(paper_ids)
    known_periods = pd.Index(periods["period"])
    rows = known_ids.get_indexer(paper_periods["paper_id"])
    columns = known_periods.get_indexer(paper_periods["period"])

    cells = np.column_stack([rows, columns])
    known = (rows >= 0) & (columns >= 0)
    cells = np.unique(cells[known], axis=0)

    ones = np.ones(len(cells), dtype="int32")
    shape = (len(paper_ids), len(periods))
    rows, columns = cells.T
    return sp.csr_matrix((ones, (rows, columns)), shape=shape)


def tested_places(periods: pd.DataFrame) -> np.ndarray:
    """List the places of the tested periods, from 0."""
    tested = periods["tested"].to_numpy(dtype=bool)
    return np.flatnonzero(tested)


def papers_in_test(in_period: sp.csr_matrix, periods: pd.DataFrame) -> np.ndarray:
    """Tell which papers are in a tested period; none, where these are too few.

    Parameters
    ----------
    in_period
        Of `place_in_periods`.
    periods
        `tested`.
    """
    tested = tested_places(periods)
    if len(tested) < FEWEST_PERIODS:
        return np.zeros(in_period.shape[0], dtype=bool)

    times = in_period[:, tested].sum(axis=1)
    return times.A1 > 0


def tried_terms(
    papers: pd.DataFrame,
    in_test: np.ndarray,
    min_papers: int,
) -> tuple[sp.csr_matrix, np.ndarray]:
    """Pick the terms to try.

    They are the most frequent ones of those that at least `min_papers` of the papers
    in the test hold, and at most half. How often a paper uses a term does not count. A
    term that is part of a longer one in 9 of 10 of its papers is left to that one.

    Parameters
    ----------
    papers
        `text`.
    in_test
        Whether each paper is in the test.
    min_papers
        That must hold a term.

    Returns
    -------
    holds
        Which paper (a row) holds which term (a column).
    written
        How the terms are written.
    """
    counts = count_terms(papers["text"])
    holds = (counts.matrix > 0).astype("int32")
    sizes = holds[in_test].sum(axis=0).A1

    enough = sizes >= max(1, min_papers)
    at_most_half = sizes <= in_test.sum() / 2
    places = np.flatnonzero(enough & at_most_half)

    by_term = {counts.terms[place]: sizes[place] for place in places}
    replaced = _replaced_by_longer(by_term)
    places = [place for place in places if counts.terms[place] not in replaced]
    places = np.array(places, dtype=int)

    by_size = np.argsort(-sizes[places], kind="stable")
    most_frequent = by_size[:MOST_TERMS]
    places = np.sort(places[most_frequent])

    written = np.array(counts.written, dtype=object)
    return holds[:, places], written[places]


def _replaced_by_longer(sizes: dict[str, int]) -> set[str]:
    """Find the terms that are nearly always part of a longer one.

    Whoever holds the longer term holds its parts: the ratio of their papers is the
    overlap (Jaccard).
    """
    replaced = set()

    for term, size in sizes.items():
        for part in _parts(term):
            if size >= ALIKE * sizes.get(part, np.inf):
                replaced.add(part)

    return replaced


def _parts(term: str) -> list[str]:
    """List the shorter phrases in a phrase."""
    words = term.split()
    parts = []

    for length in range(1, len(words)):
        for first in range(len(words) - length + 1):
            part = words[first : first + length]
            parts.append(" ".join(part))

    return parts
