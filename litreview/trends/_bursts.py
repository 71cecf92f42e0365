"""Bursts: the periods in which topics and terms are sudden."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from litreview import progress
from litreview.trends import _automaton, _incidence, _new_terms

_COLUMNS = {
    "start": "str",
    "end": "str",
    "weight": "float64",
    "papers": "int64",
    "share": "float64",
    "base": "float64",
    "p": "float64",
}


class Rules(NamedTuple):
    """What counts as a burst, and how it is told from chance."""

    ratio: float = 2.0  # times the usual share
    cost: float = 1.0  # of beginning a burst
    min_periods: int = 1  # that a burst lasts
    level: float = 0.05  # p up to which a burst is listed
    permutations: int = 200  # corpora with the papers dealt to the dates at random
    seed: int = 0  # of these


STANDARD = Rules()


class Runs(NamedTuple):
    """Bursts as arrays: the row, the places of first and last period, the weight."""

    row: np.ndarray
    start: np.ndarray
    end: np.ndarray
    weight: np.ndarray


def find_bursts(
    papers: pd.DataFrame,
    assignments: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
    ratio: float = 2.0,
    cost: float = 1.0,
    seed: int = 0,
) -> dict[str, pd.DataFrame | int]:
    """Find topics and terms that are sudden for some periods, and terms that are new.

    A burst is a run of periods with at least `ratio` times the usual share. Its `p` is
    the share of 200 corpora, with the same papers dealt to the dates at random, whose
    heaviest burst of any topic, or term, is as heavy; listed are those of at most .05.
    So it holds for all topics together, however alike they are. A rise that lasts is a
    burst too, open at its end; a topic of more than half of the papers can hardly have
    one.

    Parameters
    ----------
    papers
        `paper_id` and `text`.
    assignments
        `paper_id` and `topic`.
    paper_periods, periods
        Of `assign_periods`.
    ratio
        How many times its usual share a topic or a term has in a burst; above 1.
    cost
        How reluctantly a burst begins: more of it finds fewer.
    seed
        Of the corpora dealt at random.

    Returns
    -------
    dict
        `topic_bursts` and `term_bursts`: `topic` or `term`, `start` and `end` (first
        and last period), `weight` (what the burst explains, a log likelihood),
        `papers` and `share` in the burst, `base` (the share in its whole stretch) and
        `p`; the heaviest first.
        `new_terms`: the terms that no paper held at first: `term`, `first` (its first
        period), `papers`, `expected_before` (how many would have come before, had
        they come like all papers), `p`, `q`, `share_first` and `share_last` (in its
        first and in the last tested period) and `change` (the odds ratio from a period
        to the next since then); the most surprising first.
        `topics_tried` and `terms_tried`: how many.

    Raises
    ------
    ValueError
        For a `ratio` of 1 or less, or a negative `cost`.

    References
    ----------
    Kleinberg (2003). Bursty and hierarchical structure in streams. Data Mining and
    Knowledge Discovery 7.

    Examples
    --------
    >>> bursts = litreview.trends.find_bursts(
    ...     papers, assignments, paper_periods, periods
    ... )
    >>> {"topic_bursts", "term_bursts", "new_terms"} <= set(bursts)
    True
    """
    rules = Rules(ratio=ratio, cost=cost, seed=seed)
    with progress.stage("Finding what is sudden and what is new", total=3) as step:
        topic_bursts, topics_tried = find_topic_bursts(
            assignments, paper_periods, periods, rules
        )
        step()
        term_bursts, terms_tried = find_term_bursts(
            papers, paper_periods, periods, rules
        )
        step()
        new_terms, _ = _new_terms.find_new_terms(papers, paper_periods, periods)
        step()

    return {
        "topic_bursts": topic_bursts,
        "term_bursts": term_bursts,
        "new_terms": new_terms,
        "topics_tried": topics_tried,
        "terms_tried": terms_tried,
    }


def find_topic_bursts(
    assignments: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
    rules: Rules = STANDARD,
) -> tuple[pd.DataFrame, int]:
    """Find the periods in which topics are sudden, and count the topics tried."""
    paper_ids = assignments["paper_id"]
    in_period = _incidence.place_in_periods(paper_ids, paper_periods, periods)
    in_test = _incidence.papers_in_test(in_period, periods)

    topic = assignments["topic"].to_numpy()[in_test]
    topics = np.unique(topic[topic >= 0])
    holds = sp.csr_matrix(topic[:, None] == topics, dtype="int32")

    found = _find(holds, in_period[in_test], periods, rules)
    rows = found.pop("row")
    found.insert(0, "topic", topics[rows].astype("int64"))
    return found, len(topics)


def find_term_bursts(
    papers: pd.DataFrame,
    paper_periods: pd.DataFrame,
    periods: pd.DataFrame,
    rules: Rules = STANDARD,
    min_papers: int = 5,
) -> tuple[pd.DataFrame, int]:
    """Find the periods in which terms are sudden, and count the terms tried."""
    paper_ids = papers["paper_id"]
    in_period = _incidence.place_in_periods(paper_ids, paper_periods, periods)
    in_test = _incidence.papers_in_test(in_period, periods)
    holds, written = _incidence.tried_terms(papers, in_test, min_papers)

    found = _find(holds[in_test], in_period[in_test], periods, rules)
    rows = found.pop("row")
    found.insert(0, "term", written[rows])
    return found.astype({"term": "str"}), len(written)


def _find(
    holds: sp.csr_matrix,
    in_period: sp.csr_matrix,
    periods: pd.DataFrame,
    rules: Rules,
) -> pd.DataFrame:
    """Find the bursts of the columns of `holds`, and how likely chance has such.

    Parameters
    ----------
    holds
        Which paper (a row) is of a topic, or holds a term (a column).
    in_period
        Which paper is in which of the `periods`.
    """
    _check_permutations(rules)
    if not holds.shape[1]:
        kinds = {"row": "int64", **_COLUMNS}
        return pd.DataFrame(columns=list(kinds)).astype(kinds)

    tested = _incidence.tested_places(periods)
    names = periods["period"].to_numpy()[tested]
    stretch = periods["stretch"].to_numpy()[tested]
    in_period = in_period[:, tested].tocsr()
    of_row = holds.T.tocsr()

    papers = (of_row @ in_period).toarray()
    total = in_period.sum(axis=0).A1
    runs = _find_runs(papers, total, stretch, rules)
    usual = _automaton.usual_rate(papers, total, stretch)

    place = np.arange(len(names))
    inside = (place >= runs.start[:, None]) & (place <= runs.end[:, None])
    papers_inside = (papers[runs.row] * inside).sum(axis=1)
    total_inside = inside @ total

    table = pd.DataFrame(
        {
            "row": runs.row,
            "start": names[runs.start],
            "end": names[runs.end],
            "weight": runs.weight,
            "papers": papers_inside,
            "share": papers_inside / total_inside,
            "base": usual[runs.row, runs.start],
            "p": _chance_of(runs, of_row, in_period, stretch, rules),
        }
    )
    table = table.astype(_COLUMNS)
    table = table[table["p"] <= rules.level]
    return table.sort_values(
        "weight", ascending=False, kind="stable", ignore_index=True
    )


def _check_permutations(rules: Rules) -> None:
    if (rules.permutations + 1) * rules.level < 1:
        needed = int(np.ceil(1 / rules.level)) - 1
        raise ValueError(
            f"permutations: {rules.permutations} cannot show p <= {rules.level};"
            f" {needed} can"
        )


def _find_runs(
    papers: np.ndarray,
    total: np.ndarray,
    stretch: np.ndarray,
    rules: Rules,
) -> Runs:
    """List the bursts of counts that last as long as the rules ask for."""
    states, gain = _automaton.find_states(
        papers, total, rules.ratio, rules.cost, stretch
    )
    begins = _automaton.stretch_begins(stretch)
    ends = np.append(begins[1:], True)

    before = np.zeros_like(states)
    before[:, 1:] = states[:, :-1]
    after = np.zeros_like(states)
    after[:, :-1] = states[:, 1:]
    starts_here = states & (begins | ~before)
    ends_here = states & (ends | ~after)

    row, start = np.nonzero(starts_here)
    _, end = np.nonzero(ends_here)
    gained = np.where(states, gain, 0.0)
    until = np.cumsum(gained, axis=1)
    weight = until[row, end] - until[row, start] + gain[row, start]

    long_enough = end - start + 1 >= rules.min_periods
    return Runs(
        row[long_enough],
        start[long_enough],
        end[long_enough],
        weight[long_enough],
    )


def _chance_of(
    runs: Runs,
    of_row: sp.csr_matrix,
    in_period: sp.csr_matrix,
    stretch: np.ndarray,
    rules: Rules,
) -> np.ndarray:
    """Give the p of bursts: how often chance has one as heavy in any row.

    Whole papers change places, with all that they hold and all their dates, and only
    with papers of the same stretches. So a paper shown again and again is no more
    evidence than one, and a new source is none.
    """
    if not len(runs.row):
        return np.zeros(0)

    groups = _stretches_of_papers(in_period, stretch)
    total = in_period.sum(axis=0).A1
    rng = np.random.default_rng(rules.seed)
    # Sums in another order differ by a hair.
    weight = runs.weight * (1 - 1e-9)

    as_heavy = np.zeros(len(weight), dtype=int)
    corpora = range(rules.permutations)
    for _ in progress.steps(corpora, "Seeing which bursts come by chance"):
        order = _shuffle_within(groups, rng)
        papers = (of_row @ in_period[order]).toarray()
        by_chance = _find_runs(papers, total, stretch, rules)
        heaviest = max(by_chance.weight, default=0.0)
        as_heavy += heaviest >= weight

    return (as_heavy + 1) / (rules.permutations + 1)


def _stretches_of_papers(in_period: sp.csr_matrix, stretch: np.ndarray) -> np.ndarray:
    """Number the papers by the stretches that they are in."""
    columns = []
    for number in np.unique(stretch):
        times = in_period[:, stretch == number].sum(axis=1)
        columns.append(times.A1 > 0)

    there = np.column_stack(columns)
    _, group = np.unique(there, axis=0, return_inverse=True)
    return group.ravel()


def _shuffle_within(groups: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw an order in which papers change places within their group only."""
    places = np.argsort(groups, kind="stable")
    shuffled = np.lexsort((rng.random(len(groups)), groups))

    order = np.empty(len(groups), dtype=int)
    order[places] = shuffled
    return order
