"""Filters: papers by topic, date, dump and decision."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def select_papers(
    papers: pd.DataFrame,
    found: pd.Series | None = None,
    topics: Iterable = (),
    since: object = None,
    until: object = None,
    undated: bool = False,
    dumps: Iterable[str] = (),
    decisions: Iterable[str] = (),
    records: pd.DataFrame | None = None,
    screening_decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the papers that pass every filter that is given.

    Parameters
    ----------
    papers
        `paper_id`; `topic` or `topic_label`, and `date`, where a filter needs them.
    found
        Scores by `paper_id`, of `find_papers` or of a search by meaning: only these
        papers, in this order.
    topics
        Numbers of `topic` or labels of `topic_label`.
    since, until
        The first and the last day.
    undated
        Let papers without a date pass, too; without `since` and `until`, only these.
    dumps
        Names of dumps, which are looked up in `records`.
    decisions
        `include`, `exclude`, `maybe`, or "" for papers without a decision; they are
        looked up in `screening_decisions`.
    records
        `paper_id` and `dump` of each record.
    screening_decisions
        `paper_id` and `decision`.

    Returns
    -------
    Rows of `papers`, with all of its columns, in the order of `found`, or else in their
    own.

    Raises
    ------
    ValueError
        If a filter needs a table or a column that is not there.

    Examples
    --------
    >>> index = litreview.explore.index_papers(papers)
    >>> found = litreview.explore.find_papers(index, "noise")
    >>> len(litreview.explore.select_papers(papers, found))
    17
    """
    topics = list(topics)
    dumps = list(dumps)
    decisions = list(decisions)

    passed = np.ones(len(papers), dtype=bool)
    if topics:
        passed &= _has_topic(papers, topics)
    if since is not None or until is not None or undated:
        passed &= _is_dated(papers, since, until, undated)
    if dumps:
        passed &= _is_in_dump(papers, dumps, records)
    if decisions:
        passed &= _has_decision(papers, decisions, screening_decisions)

    if found is None:
        return papers[passed]
    places = _find_places(papers, found.index)
    rows = np.flatnonzero(passed & (places >= 0))
    return papers.iloc[rows[np.argsort(places[rows], kind="stable")]]


def _has_topic(papers: pd.DataFrame, topics: list) -> np.ndarray:
    columns = [name for name in ("topic", "topic_label") if name in papers]
    if not columns:
        raise ValueError(
            "the papers have no column topic or topic_label; join them with the topics"
            " first"
        )
    return np.logical_or.reduce([papers[name].isin(topics) for name in columns])


def _is_dated(
    papers: pd.DataFrame, since: object, until: object, undated: bool
) -> np.ndarray:
    if "date" not in papers:
        raise ValueError("the papers have no column date, so none can be chosen by it")
    dates = papers["date"]
    if not pd.api.types.is_datetime64_any_dtype(dates):
        dates = pd.to_datetime(dates, errors="coerce", format="ISO8601")

    # Without a day to begin or to end with, only papers without a date are asked for.
    bounded = since is not None or until is not None
    within = dates.notna() & bounded
    if since is not None:
        within &= dates >= pd.Timestamp(since)
    if until is not None:
        within &= dates < pd.Timestamp(until) + pd.Timedelta(days=1)
    return (within | (dates.isna() & undated)).to_numpy()


def _is_in_dump(
    papers: pd.DataFrame, dumps: list[str], records: pd.DataFrame | None
) -> np.ndarray:
    if records is None:
        raise ValueError(
            "papers are chosen by dumps in the table records, which is missing; hand it"
            " over as records="
        )
    return _is_among(papers, records.loc[records["dump"].isin(dumps), "paper_id"])


def _has_decision(
    papers: pd.DataFrame, decisions: list[str], table: pd.DataFrame | None
) -> np.ndarray:
    if table is None:
        raise ValueError(
            "papers are chosen by decisions in the table screening_decisions, which is"
            " missing; hand it over as screening_decisions="
        )
    wanted = table["decision"].isin(decisions)
    passed = _is_among(papers, table.loc[wanted, "paper_id"])
    if "" in decisions:
        decided = table["decision"] != ""
        passed |= ~_is_among(papers, table.loc[decided, "paper_id"])
    return passed


def _is_among(papers: pd.DataFrame, ids: pd.Series) -> np.ndarray:
    return _find_places(papers, ids.unique()) >= 0


def _find_places(papers: pd.DataFrame, ids: Iterable[str]) -> np.ndarray:
    """Find where among the ids each paper is; -1 is nowhere."""
    # pandas takes half a second for it where both are long.
    looked_up = pa.array(papers["paper_id"], "string", from_pandas=True)
    known = pa.array(ids, "string", from_pandas=True)
    return pc.index_in(looked_up, value_set=known).fill_null(-1).to_numpy()
