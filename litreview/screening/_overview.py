"""What the notebooks of screening show: the tables and the sentences, by name."""

from pathlib import Path

import pandas as pd

from litreview.screening import (
    _agreement,
    _decisions,
    _prisma,
    _session,
    _widget,
)

NOBODY_TO_AGREE = "One person has screened so far, or nobody."
UNSETTLED = ("maybe", _agreement.CONFLICT)


def overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    pairs: pd.DataFrame,
    store: str | Path,
    *,
    screener: str = "",
    maybe: str = "include",
    recall: float = 0.95,
    confidence: float = 0.95,
) -> dict[str, pd.DataFrame | str]:
    """Gather what a review shows of its screening.

    Parameters
    ----------
    papers, records, pairs
        The tables `papers`, `records` and `record_pairs` of the review.
    store
        The file of the decisions; one that is not there yet has none.
    screener
        Whose `progress` and `screened` it is.
    maybe
        As what a maybe counts where screeners are compared: include, exclude or maybe.
    recall, confidence
        Of the `stopping_rule`.

    Returns
    -------
    dict
        Text in Markdown: `summary` (the numbers of PRISMA 2020 in sentences),
        `progress` (where the screener stands, and whether to stop), `agreement` (of the
        screeners).

        Tables for people: `included` (`title`, `year`, `venue`, `screener`), `excluded`
        (`title`, `reason`, `screener`), `unsettled` (maybe, or in conflict: `title`,
        `decision`, `screener`) and `conflicts` (what each screener decided: `paper_id`,
        `title`, `screener_a`, `decision_a`, `reason_a`, `note_a`, the same with `_b`,
        `others` and `settled`).

        Tables to go on with: `screened` (the current decisions of the screener on
        papers of the corpus, for `charts.discovery`), `final` (of `final_decisions`,
        for `write_decisions`), `decisions` (a row a screened paper: `paper_id`,
        `title`, `year`, `venue`, `decision`, `reason`, `screener`, `at`) and `prisma`
        (of `prisma_counts`: `box`, `label`, `count`).

    Raises
    ------
    ValueError, OSError
        As `current_decisions`.

    Examples
    --------
    >>> first = papers["paper_id"][0]
    >>> _ = litreview.screening.decide("overview.sqlite", first, "include")
    >>> screening = litreview.screening.overview(
    ...     papers, records, pairs, "overview.sqlite"
    ... )
    >>> "progress" in screening
    True
    """
    everyone = _decisions.current_decisions(store)
    own = everyone[everyone["screener"] == _decisions.as_text(screener)]
    screened = _session.count_screened(own, set(papers["paper_id"]))

    final = _agreement.final_decisions(everyone, maybe)
    counts = _prisma.prisma_counts(papers, records, pairs, final)
    unseen = _prisma.count_unseen(everyone, papers)
    listed = _prisma.screened_table(papers, final)

    agreement = _agreement.agreement_summary(everyone, maybe)
    progress = _widget.screening_summary(screened, len(papers), recall, confidence)
    return {
        "summary": _prisma.prisma_summary(counts, unseen),
        "progress": progress,
        "agreement": agreement or NOBODY_TO_AGREE,
        "included": _with_decision(listed, "include")[
            ["title", "year", "venue", "screener"]
        ],
        "unsettled": _with_decision(listed, *UNSETTLED)[
            ["title", "decision", "screener"]
        ],
        "excluded": _with_decision(listed, "exclude")[["title", "reason", "screener"]],
        "conflicts": _agreement.find_conflicts(everyone, papers, maybe),
        "screened": screened,
        "final": final,
        "decisions": listed,
        "prisma": counts,
    }


def _with_decision(listed: pd.DataFrame, *decisions: str) -> pd.DataFrame:
    return listed[listed["decision"].isin(decisions)]
