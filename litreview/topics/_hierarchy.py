"""The topics one level up and one level down: broad themes above, parts of topics below."""

import numpy as np
import pandas as pd

from litreview.topics import _communities, _describe

LARGE = 30  # papers from which a topic is looked into for parts


def build_hierarchy(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    seed: int = 0,
):
    """Group the topics into broad themes, and divide each into its parts.

    Themes are topics joined by the ties between their papers, parts the communities inside a topic. Returns a row a
    part: `theme`, `topic`, `part` (numbers; -1 where a topic has no parts), their labels (`theme_label`, `topic_label`,
    `part_label`), and `papers`, of the part.
    """
    found = assignments["topic"].to_numpy()
    themes, parts = _themes(vectors, found), _parts(vectors, found, seed)
    names = topics.set_index("topic")["label"]
    table = pd.DataFrame({"theme": themes, "topic": found, "part": parts})[found >= 0]
    table = (
        table.groupby(["theme", "topic", "part"]).size().rename("papers").reset_index()
    )
    table = table.assign(
        theme_label=table["theme"].map(_together(table, names)),
        topic_label=table["topic"].map(names),
        part_label=table["part"].map(_named(papers, parts)).fillna(""),
    )
    sizes = (
        table.groupby("theme")["papers"].transform("sum"),
        table.groupby("topic")["papers"].transform("sum"),
    )
    order = np.lexsort(
        (-table["papers"], table["topic"], -sizes[1], table["theme"], -sizes[0])
    )
    return table.iloc[order].reset_index(drop=True)


def _themes(vectors: np.ndarray, found: np.ndarray) -> np.ndarray:
    topics = found.max(initial=-1) + 1
    if topics < 4:
        return found
    return _communities.merge(
        _communities.neighbours(vectors), found, round(topics**0.5) + 1
    )


def _parts(vectors: np.ndarray, found: np.ndarray, seed: int) -> np.ndarray:
    parts, number = np.full(len(found), -1), 0
    for topic in range(found.max(initial=-1) + 1):
        inside = np.flatnonzero(found == topic)
        if len(inside) < LARGE:
            continue
        own = _communities.find(
            _communities.neighbours(vectors[inside]),
            "auto",
            seed,
            _communities.RUNS // 2,
        )
        if own.max() > 0:
            parts[inside] = np.where(own >= 0, own + number, -1)
            number += own.max() + 1
    return parts


def _together(table: pd.DataFrame, names: pd.Series) -> dict[int, str]:
    """Name a theme after its largest topics, by the first part of their labels."""
    sizes = (
        table.groupby(["theme", "topic"])["papers"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .reset_index()
    )
    firsts = sizes["topic"].map(names).str.split(", ").str[0]
    alone = sizes.groupby("theme")["topic"].transform("size") == 1
    firsts = firsts.where(~alone, sizes["topic"].map(names))
    return (
        firsts.groupby(sizes["theme"])
        .agg(lambda own: " · ".join(dict.fromkeys(own.head(3))))
        .to_dict()
    )


def _named(papers: pd.DataFrame, level: np.ndarray) -> dict[int, str]:
    assignments = pd.DataFrame(
        {"paper_id": papers["paper_id"].to_numpy(), "topic": level}
    )
    table = _describe.describe(papers, assignments)
    return table[table["topic"] >= 0].set_index("topic")["label"].to_dict()
