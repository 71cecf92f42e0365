"""Topics of an earlier run and of this one, matched by the papers that both hold."""

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from litreview.tables import FATES, has_tables
from litreview.text import count_of

# Of the papers of a topic: a part worth the name, and the most of them.
PART, MOST = 0.25, 0.5

# By more than this part of its papers a topic has grown or shrunk.
GROWTH = 0.1

COLUMNS = {
    "became": "str",
    "topic_before": "Int64",
    "topic": "Int64",
    "label_before": "str",
    "label": "str",
    "papers_before": "Int64",
    "papers": "Int64",
    "share_before": "float64",
    "share": "float64",
    "difference": "float64",
    "low": "float64",
    "high": "float64",
    "apart": "bool",
    "note": "str",
}


def run_ari(before: dict, now: dict) -> float:
    """Measure how far two runs group the papers of both alike.

    Papers that have no topic in either are left out; those that have none in one of
    them are a group there.

    Parameters
    ----------
    before, now
        The tables of a run by their names: needs `topics` and `assignments`.

    Returns
    -------
    float
        The adjusted Rand index (1 is the same, 0 chance; Hubert and Arabie, 1985);
        missing where there is nothing to compare.

    Examples
    --------
    >>> run = {"papers": papers, "topics": topics, "assignments": assignments}
    >>> round(litreview.topics.run_ari(run, run), 6)
    1.0
    """
    if not has_tables("topics", before, now):
        return np.nan

    both = _common_papers(before, now)
    has_topic = (both["topic_before"] >= 0) | (both["topic"] >= 0)
    both = both[has_topic]
    if both.empty:
        return np.nan

    ari = adjusted_rand_score(both["topic_before"], both["topic"])
    return float(ari)


def match_runs(before: dict, now: dict) -> pd.DataFrame:
    """Match the topics of two runs by the papers that both hold.

    Of these papers, a topic is *split* among those that hold at least a quarter of its
    own each and are made of them for at least half, if there are several; *merged* is
    the same the other way round. Else it goes on in the topic that holds at least half
    of its papers and is made of them for at least half: *grown* or *shrunk* if the
    number of all its papers differs by more than a tenth, else the *same*. One that
    none of this fits has *died*, or is *born* if at least half of its papers are new or
    had no topic, else *regrouped* from others.

    Parameters
    ----------
    before, now
        The tables of a run by their names: needs `papers`, `topics` and `assignments`.

    Returns
    -------
    pandas.DataFrame
        A row for each pair, or topic without one: `became` (one of `FATES`),
        `topic_before`, `topic`, `label_before`, `label`, `papers_before`, `papers`,
        `share_before`, `share`; for those that go on the `difference` of the shares
        from `low` to `high` (95 % interval) and `apart` (whether this leaves out 0);
        and a `note`. Empty where one of the runs has no topics.

    References
    ----------
    The interval: Newcombe, 1998, with the correlation of two shares that have papers in
    common.

    Examples
    --------
    >>> run = {"papers": papers, "topics": topics, "assignments": assignments}
    >>> matches = litreview.topics.match_runs(run, run)
    >>> set(matches["became"])
    {'same'}
    """
    if not has_tables("topics", before, now):
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)

    both = _common_papers(before, now)
    common = pd.crosstab(both["topic_before"], both["topic"])
    table = _pair_topics(common, before["topics"], now["topics"])

    facts = ["topic", "label", "papers", "share"]
    facts_before = before["topics"][facts].add_suffix("_before")
    table = table.merge(facts_before, how="left", on="topic_before")
    table = table.merge(now["topics"][facts], how="left", on="topic")
    table = table.astype({"papers_before": "Int64", "papers": "Int64"})

    low, high = _difference_interval(
        table,
        total_before=len(before["papers"]),
        total_now=len(now["papers"]),
        total_common=len(both),
    )
    difference = table["share"] - table["share_before"]
    goes_on = table["became"] == "same"
    table = table.assign(
        became=_with_growth(table),
        difference=difference.where(goes_on),
        low=low.where(goes_on),
        high=high.where(goes_on),
        apart=goes_on & ((low > 0) | (high < 0)),
        note=_match_notes(table, common, before["topics"], now["topics"]),
    )

    order = ["rank", "topic", "topic_before"]
    table = table.assign(rank=table["became"].map(FATES.index))
    table = table.sort_values(order, ignore_index=True)
    return table[list(COLUMNS)].astype(COLUMNS)


def match_table(matches: pd.DataFrame) -> pd.DataFrame:
    """Write matched topics out for reading.

    Parameters
    ----------
    matches
        As of `match_runs`.

    Returns
    -------
    pandas.DataFrame
        All of it text: `became`, `before` and `now` (label, papers and share),
        `share` (its difference in percentage points, with the interval) and `note`.

    Examples
    --------
    >>> run = {"papers": papers, "topics": topics, "assignments": assignments}
    >>> matches = litreview.topics.match_runs(run, run)
    >>> len(litreview.topics.match_table(matches)) > 0
    True
    """
    rows = []
    for row in matches.itertuples():
        share = None
        if pd.notna(row.low):
            interval = f"{100 * row.low:+.1f} to {100 * row.high:+.1f}"
            share = f"{100 * row.difference:+.1f} ({interval})"
        before = _topic_text(row.label_before, row.papers_before, row.share_before)
        now = _topic_text(row.label, row.papers, row.share)
        rows.append((row.became, before, now, share, row.note))

    columns = ["became", "before", "now", "share", "note"]
    return pd.DataFrame(rows, matches.index, columns).astype("str")


def _common_papers(before: dict, now: dict) -> pd.DataFrame:
    """List the papers of both runs with the topics that they have in each."""
    columns = ["paper_id", "topic"]
    topics_before = before["assignments"][columns]
    topics_now = now["assignments"][columns]
    return topics_before.merge(
        topics_now,
        on="paper_id",
        suffixes=("_before", ""),
    )


def _pair_topics(
    common: pd.DataFrame, topics_before: pd.DataFrame, topics_now: pd.DataFrame
) -> pd.DataFrame:
    """Pair topics by their common papers, and tell of each what became of it.

    Parameters
    ----------
    common
        The papers of both runs: a row for each topic of before, a column for each of
        now.
    topics_before, topics_now
        The topics of the two runs.

    Returns
    -------
    pandas.DataFrame
        `became`, `topic_before` and `topic`; of pairs also `common`, the papers in both
        topics, and `in_before` and `in_now`, the papers of each that both runs hold.
    """
    old = topics_before[topics_before["topic"] >= 0]
    new = topics_now[topics_now["topic"] >= 0]
    old_topics = old["topic"].to_numpy()
    new_topics = new["topic"].to_numpy()

    counts = common.reindex(index=old_topics, columns=new_topics, fill_value=0)
    counts = counts.to_numpy(dtype="float64")
    in_old = common.sum(axis=1).reindex(old_topics, fill_value=0)
    in_old = in_old.to_numpy(dtype="float64")
    in_new = common.sum(axis=0).reindex(new_topics, fill_value=0)
    in_new = in_new.to_numpy(dtype="float64")

    fates = _fates_of_pairs(counts, in_old, in_new)
    matched = fates != ""
    rows, columns = np.nonzero(matched)
    pairs = pd.DataFrame(
        {
            "became": fates[rows, columns],
            "topic_before": old_topics[rows],
            "topic": new_topics[columns],
            "common": counts[rows, columns],
            "in_before": in_old[rows],
            "in_now": in_new[columns],
        }
    )

    has_died = ~matched.any(axis=1)
    died = pd.DataFrame({"topic_before": old_topics[has_died]})
    died = died.assign(became="died")

    # Papers that had no topic count as new here.
    papers = new["papers"].to_numpy()
    new_papers = papers - counts.sum(axis=0)
    fate = np.where(new_papers >= MOST * papers, "born", "regrouped")
    alone = pd.DataFrame({"topic": new_topics, "became": fate})
    alone = alone[~matched.any(axis=0)]

    kinds = {"became": "str", "topic_before": "Int64", "topic": "Int64"}
    table = pd.concat([pairs, died, alone], ignore_index=True)
    return table.astype(kinds)


def _fates_of_pairs(
    counts: np.ndarray,
    in_old: np.ndarray,
    in_new: np.ndarray,
) -> np.ndarray:
    """Tell what became of old topics in new ones.

    Parameters
    ----------
    counts
        The papers in both: a row for each old topic, a column for each new one.
    in_old, in_new
        The papers of each topic that both runs hold.

    Returns
    -------
    numpy.ndarray
        A fate for each row and column, "" for none; `same` for all that go on.
    """
    of_old = counts / np.maximum(in_old, 1)[:, None]
    of_new = counts / np.maximum(in_new, 1)
    most_of_old = of_old >= MOST
    most_of_new = of_new >= MOST

    split = (of_old >= PART) & most_of_new
    split &= split.sum(axis=1, keepdims=True) > 1
    merged = (of_new >= PART) & most_of_old
    merged &= merged.sum(axis=0, keepdims=True) > 1
    same = most_of_old & most_of_new

    return np.select(
        [split, merged, same],
        ["split", "merged", "same"],
        default="",
    )


def _with_growth(table: pd.DataFrame) -> pd.Series:
    """Tell of topics that go on whether they have grown or shrunk."""
    goes_on = table["became"] == "same"
    more = table["papers"] - table["papers_before"]
    much = GROWTH * table["papers_before"]
    has_grown = goes_on & (more > much)
    has_shrunk = goes_on & (-more > much)

    became = table["became"].mask(has_grown, "grown")
    return became.mask(has_shrunk, "shrunk")


def _difference_interval(
    table: pd.DataFrame,
    total_before: int,
    total_now: int,
    total_common: int,
) -> tuple[pd.Series, pd.Series]:
    """Give the 95 % interval of the difference of the shares of paired topics.

    Newcombe (1998): the squares of the two Wilson intervals are added up, less what the
    shares vary together, as far as papers are in both runs.

    Parameters
    ----------
    table
        A row for each pair: `papers_before`, `papers`, and of the papers that both runs
        hold `in_before`, `in_now` and `common`.
    total_before, total_now, total_common
        The papers of each run, and of both.

    Returns
    -------
    low, high
        Missing for topics without a pair.
    """
    p, p_low, p_high = _share(table["papers_before"], total_before)
    q, q_low, q_high = _share(table["papers"], total_now)

    # The correlation of the two shares.
    variance = p * (1 - p) * q * (1 - q)
    spread = np.sqrt(variance * total_before * total_now)
    by_chance = table["in_before"] * table["in_now"] / total_common
    excess = table["common"] - by_chance
    correlation = excess / spread.where(spread > 0)
    correlation = correlation.clip(-1, 1).fillna(0)

    below = _squares(q - q_low, p_high - p, correlation)
    above = _squares(q_high - q, p - p_low, correlation)
    difference = q - p
    return difference - np.sqrt(below), difference + np.sqrt(above)


def _squares(a: pd.Series, b: pd.Series, correlation: pd.Series) -> pd.Series:
    """Add the squares of two distances that vary together."""
    squares = a**2 - 2 * correlation * a * b + b**2
    return squares.clip(lower=0)


def _share(papers: pd.Series, total: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Give the share of a topic and its 95 % interval (Wilson, 1927).

    Returns the shares, and the lower and upper ends of their intervals.
    """
    if total == 0:
        none = pd.Series(np.nan, papers.index)
        return none, none, none

    # It takes a second to import, and only a comparison of two runs needs it.
    from statsmodels.stats.proportion import proportion_confint

    counts = papers.astype("float64")
    low, high = proportion_confint(counts, total, method="wilson")
    return counts / total, low, high


def _match_notes(
    table: pd.DataFrame,
    common: pd.DataFrame,
    topics_before: pd.DataFrame,
    topics_now: pd.DataFrame,
) -> list[str]:
    """Say of each row where the papers of the topic went to, or came from."""
    labels_before = topics_before.set_index("topic")["label"]
    labels_now = topics_now.set_index("topic")["label"]
    notes = []
    for row in table.itertuples():
        if row.became == "died":
            notes.append(_died_note(row, common, labels_now))
        elif row.became in ("born", "regrouped"):
            notes.append(_born_note(row, common, labels_before))
        else:
            notes.append(f"{count_of(int(row.common), 'paper')} in common")
    return notes


def _died_note(row, common: pd.DataFrame, labels: pd.Series) -> str:
    """Say where most papers of a topic went that has died."""
    if row.topic_before not in common.index:
        return "none of its papers is here now"

    went = common.loc[row.topic_before]
    largest = labels[went.idxmax()]
    papers = count_of(went.sum(), "paper")
    return f"{went.max()} of its {papers} still here: {largest}"


def _born_note(row, common: pd.DataFrame, labels_before: pd.Series) -> str:
    """Say how many papers of a topic without a pair are new, and where others were."""
    papers = count_of(row.papers, "paper")
    if row.topic not in common:
        return f"{row.papers} of its {papers} are new"

    came = common[row.topic]
    new = row.papers - came.sum()
    note = f"{new} of its {papers} are new"
    if came.sum():
        largest = labels_before[came.idxmax()]
        note += f"; {came.max()} came from: {largest}"
    return note


def _topic_text(label: str, papers: int, share: float) -> str | None:
    """Write a topic with its size; None where there is none."""
    if pd.isna(label):
        return None

    size = count_of(papers, "paper")
    return f"{label} ({size}, {share:.1%})"
