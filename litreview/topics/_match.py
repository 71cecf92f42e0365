"""Topics of an earlier run and of this one, matched by the papers that both hold."""

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score
from statsmodels.stats.proportion import proportion_confint

from litreview.text import count_of

PART, MOST = (
    0.25,
    0.5,
)  # of the papers of a topic: a part worth the name, and the most of them
SIZE = 0.1  # by more than this part of its papers a topic has grown or shrunk
CONTINUED = ("grown", "shrunk", "same")
FATES = ("born", "died", "split", "merged", "regrouped", *CONTINUED)


def has_tables(name: str, *runs: dict) -> bool:
    """Tell whether all runs have the table of this name, or `run`, their run.json."""
    return all(name in run and (name != "run" or run[name]) for run in runs)


def run_ari(before: dict, now: dict) -> float:
    """Measure how far two runs group the papers of both alike: the adjusted Rand index (1 is the same, 0 chance).

    Papers that have no topic in either are left out; those that have none in one of them are a group there. Missing
    where there is nothing to compare.
    """
    if not has_tables("topics", before, now):
        return np.nan
    both = _both(before, now)
    both = both[(both["topic_before"] >= 0) | (both["topic"] >= 0)]
    return (
        float(adjusted_rand_score(both["topic_before"], both["topic"]))
        if len(both)
        else np.nan
    )


def match_runs(before: dict, now: dict) -> pd.DataFrame:
    """Match the topics of two runs by the papers that both runs hold, and say what became of each.

    Of these papers, a topic is *split* among those that hold at least a quarter of its own each and are made of them
    for at least half, if there are several; *merged* is the same the other way round. Else it goes on in the topic that
    holds at least half of its papers and is made of them for at least half: *grown* or *shrunk* if the number of all
    its papers differs by more than a tenth, else the *same*. One that none of this fits has *died*, or is *born* if at
    least half of its papers are new or had no topic, else *regrouped* from others.

    Returns a row for each pair, or topic without one: `became`, `topic_before`, `topic`, `label_before`, `label`,
    `papers_before`, `papers`, `share_before`, `share`; for those that go on the `difference` of the shares from `low`
    to `high` (95 %; Newcombe, 1998, with the correlation of two shares that have papers in common) and `apart` (whether
    this leaves out 0); and a `note`. Empty where one of the runs has no topics.
    """
    columns = [
        "became",
        "topic_before",
        "topic",
        "label_before",
        "label",
        "papers_before",
        "papers",
        "share_before",
    ]
    columns += ["share", "difference", "low", "high", "apart", "note"]
    kinds = dict.fromkeys(columns, "float64") | dict.fromkeys(
        ["became", "label_before", "label", "note"], "str"
    )
    kinds |= dict.fromkeys(
        ["topic_before", "topic", "papers_before", "papers"], "Int64"
    ) | {"apart": "bool"}
    if not has_tables("topics", before, now):
        return pd.DataFrame(columns=columns).astype(kinds)
    was, own, both = before["topics"], now["topics"], _both(before, now)
    every = pd.crosstab(both["topic_before"], both["topic"])
    table = _matched(every, was[was["topic"] >= 0], own[own["topic"] >= 0])
    sides = [side[["topic", "label", "papers", "share"]] for side in (was, own)]
    table = table.merge(sides[0].add_suffix("_before"), how="left", on="topic_before")
    table = table.merge(sides[1], how="left", on="topic").astype(
        {"papers_before": "Int64", "papers": "Int64"}
    )
    same, more = table["became"] == "same", table["papers"] - table["papers_before"]
    much = SIZE * table["papers_before"]
    low, high = _interval(table, len(before["papers"]), len(now["papers"]), len(both))
    labels = [
        dict(zip(side["topic"], side["label"], strict=True)) for side in (was, own)
    ]
    table = table.assign(
        became=table["became"]
        .mask(same & (more > much), "grown")
        .mask(same & (-more > much), "shrunk"),
        difference=(table["share"] - table["share_before"]).where(same),
        low=low.where(same),
        high=high.where(same),
        apart=same & ((low > 0) | (high < 0)),
        note=[_note(row, every, *labels) for row in table.itertuples()],
    )
    table = table.assign(rank=table["became"].map(FATES.index))
    return table.sort_values(["rank", "topic", "topic_before"], ignore_index=True)[
        columns
    ].astype(kinds)


def match_table(topics: pd.DataFrame) -> pd.DataFrame:
    """Write a table of `topics` out for reading: `became`, `before`, `now`, `share` (its difference), `note`."""
    shares = [
        None
        if pd.isna(row.low)
        else f"{100 * row.difference:+.1f} ({100 * row.low:+.1f} to {100 * row.high:+.1f})"
        for row in topics.itertuples()
    ]
    words = {"before": _sized(topics, "_before"), "now": _sized(topics, "")}
    words = pd.DataFrame(
        {"became": topics["became"], **words, "share": shares}, index=topics.index
    )
    return words.assign(note=topics["note"]).astype("str")


def _both(before: dict, now: dict) -> pd.DataFrame:
    columns = ["paper_id", "topic"]
    return before["assignments"][columns].merge(
        now["assignments"][columns], on="paper_id", suffixes=("_before", "")
    )


def _matched(every: pd.DataFrame, was: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Pair topics by their papers in `every` (then x now), and say of a pair, or a topic without, what became of it."""
    counts = every.reindex(
        index=was["topic"], columns=own["topic"], fill_value=0
    ).to_numpy(dtype="float64")
    then = (
        every.sum(axis=1).reindex(was["topic"], fill_value=0).to_numpy(dtype="float64")
    )
    since = every.sum().reindex(own["topic"], fill_value=0).to_numpy(dtype="float64")
    of_then, of_now = (
        counts / np.maximum(then, 1)[:, None],
        counts / np.maximum(since, 1),
    )
    split, merged = (
        (of_then >= PART) & (of_now >= MOST),
        (of_now >= PART) & (of_then >= MOST),
    )
    split, merged = (
        split & (split.sum(axis=1, keepdims=True) > 1),
        merged & (merged.sum(axis=0, keepdims=True) > 1),
    )
    words = np.select(
        [split, merged, (of_then >= MOST) & (of_now >= MOST)],
        ["split", "merged", "same"],
        "",
    )
    i, j = np.nonzero(words)
    pairs = {
        "became": words[i, j],
        "topic_before": was["topic"].to_numpy()[i],
        "topic": own["topic"].to_numpy()[j],
    }
    pairs |= {"common": counts[i, j], "then": then[i], "since": since[j]}
    died = (
        was.loc[~(words != "").any(axis=1), ["topic"]]
        .set_axis(["topic_before"], axis=1)
        .assign(became="died")
    )
    strange = (
        own["papers"].to_numpy() - counts.sum(axis=0) >= MOST * own["papers"].to_numpy()
    )
    alone = own[["topic"]].assign(became=np.where(strange, "born", "regrouped"))[
        ~(words != "").any(axis=0)
    ]
    table = pd.concat([pd.DataFrame(pairs), died, alone], ignore_index=True)
    return table.astype({"became": "str", "topic_before": "Int64", "topic": "Int64"})


def _interval(
    table: pd.DataFrame, then: int, now: int, both: int
) -> tuple[pd.Series, pd.Series]:
    """Give the interval of the differences of shares, which vary together as far as papers are in both runs."""
    sides = [(table["papers_before"], then), (table["papers"], now)]
    (p, p_low, p_high), (q, q_low, q_high) = (_share(k, n) for k, n in sides)
    spread = np.sqrt(p * (1 - p) * q * (1 - q) * then * now)
    same = (table["common"] - table["then"] * table["since"] / both) / np.where(
        spread > 0, spread, np.nan
    )
    r = same.clip(-1, 1).fillna(0)
    down = (q - q_low) ** 2 - 2 * r * (q - q_low) * (p_high - p) + (p_high - p) ** 2
    up = (q_high - q) ** 2 - 2 * r * (q_high - q) * (p - p_low) + (p - p_low) ** 2
    return q - p - np.sqrt(down.clip(lower=0)), q - p + np.sqrt(up.clip(lower=0))


def _note(row, every: pd.DataFrame, labels_before: dict, labels: dict) -> str:
    if row.became == "died":
        went = (
            every.loc[row.topic_before]
            if row.topic_before in every.index
            else pd.Series(dtype="int64")
        )
        if went.empty:
            return "none of its papers is here now"
        return f"{went.max()} of its {count_of(went.sum(), 'paper')} still here: {labels[went.idxmax()]}"
    if row.became in ("born", "regrouped"):
        came = every[row.topic] if row.topic in every else pd.Series([0], index=[-1])
        text = (
            f"{row.papers - came.sum()} of its {count_of(row.papers, 'paper')} are new"
        )
        return text + (
            f"; {came.max()} came from: {labels_before[came.idxmax()]}"
            if came.sum()
            else ""
        )
    return f"{count_of(int(row.common), 'paper')} in common"


def _sized(topics: pd.DataFrame, side: str) -> list[str | None]:
    rows = zip(
        topics[f"label{side}"],
        topics[f"papers{side}"],
        topics[f"share{side}"],
        strict=True,
    )
    return [
        None if pd.isna(label) else f"{label} ({count_of(n, 'paper')}, {share:.1%})"
        for label, n, share in rows
    ]


def _share(papers: pd.Series, total: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Give the share of a topic and its 95 % interval (Wilson, 1927)."""
    if total == 0:
        none = pd.Series(np.nan, papers.index)
        return none, none, none

    counts = papers.astype("float64")
    low, high = proportion_confint(counts, total, method="wilson")

    return counts / total, low, high
