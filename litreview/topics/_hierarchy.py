"""The topics one level up and one level down: themes above, parts of topics below."""

import numpy as np
import pandas as pd

from litreview import progress
from litreview.topics import _communities, _describe

LARGE = 30  # papers from which a topic is looked into for parts
RUNS = _communities.RUNS // 2  # of the consensus inside a topic
NAMED = 3  # topics that a theme is named after, at most


def build_hierarchy(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    seed: int = 0,
) -> pd.DataFrame:
    """Gather the topics under broad themes, and divide each into its parts.

    Themes are topics joined by the ties between their papers, parts the communities
    inside a topic.

    Parameters
    ----------
    papers
        Needs `paper_id`, `title` and `text`.
    vectors
        A row for each paper, in their order.
    topics
        Needs `topic` and `label`.
    assignments
        Needs `topic`, in the order of `papers`.
    seed
        Of everything random.

    Returns
    -------
    pandas.DataFrame
        A row for each part: `theme`, `topic` and `part` (numbers; -1 where a topic has
        no parts), the `papers` of the part, and the labels `theme_label`,
        `topic_label` and `part_label`. The largest themes, topics and parts come first.
    """
    topic = assignments["topic"].to_numpy()
    with progress.stage("Gathering the topics under themes"):
        theme = _find_themes(vectors, topic)
        part = _find_parts(vectors, topic, seed)
    levels = pd.DataFrame({"theme": theme, "topic": topic, "part": part})
    levels = levels[topic >= 0]
    counts = levels.groupby(["theme", "topic", "part"]).size()
    table = counts.rename("papers").reset_index()

    topic_labels = topics.set_index("topic")["label"]
    theme_labels = _name_themes(table, topic_labels)
    part_labels = _name_parts(papers, part)
    table = table.assign(
        theme_label=table["theme"].map(theme_labels),
        topic_label=table["topic"].map(topic_labels),
        part_label=table["part"].map(part_labels).fillna(""),
    )

    theme_size = table.groupby("theme")["papers"].transform("sum")
    topic_size = table.groupby("topic")["papers"].transform("sum")
    order = np.lexsort(
        (
            -table["papers"],
            table["topic"],
            -topic_size,
            table["theme"],
            -theme_size,
        )
    )
    return table.iloc[order].reset_index(drop=True)


def _find_themes(vectors: np.ndarray, topic: np.ndarray) -> np.ndarray:
    """Give each paper the theme of its topic; of few topics, each is its own."""
    count = _communities.count_groups(topic)
    if count < 4:
        return topic

    graph = _communities.neighbour_graph(vectors)
    themes = round(count**0.5) + 1
    return _communities.merge_communities(graph, topic, themes)


def _find_parts(vectors: np.ndarray, topic: np.ndarray, seed: int) -> np.ndarray:
    """Give each paper of a large topic its part; -1 where there is only one.

    Parts are numbered over all topics.
    """
    part = np.full(len(topic), -1)
    parts = 0
    numbers = range(_communities.count_groups(topic))
    for number in progress.steps(numbers, "Dividing the topics into parts"):
        inside = np.flatnonzero(topic == number)
        if len(inside) < LARGE:
            continue

        graph = _communities.neighbour_graph(vectors[inside])
        found = _communities.find_communities(graph, "auto", seed, RUNS)
        count = _communities.count_groups(found)
        if count < 2:
            continue

        part[inside] = np.where(found >= 0, found + parts, -1)
        parts += count

    return part


def _name_themes(table: pd.DataFrame, topic_labels: pd.Series) -> dict[int, str]:
    """Name each theme after its largest topics, by the first part of their labels.

    A theme of one topic has the whole of its label.
    """
    sizes = table.groupby(["theme", "topic"])["papers"].sum()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    by_size = sizes.reset_index()

    names = {}
    for theme, topics in by_size.groupby("theme")["topic"]:
        labels = topics.map(topic_labels)
        if len(labels) > 1:
            labels = labels.str.split(", ").str[0]
        different = dict.fromkeys(labels.head(NAMED))
        names[theme] = " · ".join(different)
    return names


def _name_parts(papers: pd.DataFrame, part: np.ndarray) -> dict[int, str]:
    """Name parts as topics are named, among themselves."""
    ids = papers["paper_id"].to_numpy()
    assignments = pd.DataFrame({"paper_id": ids, "topic": part})
    described = _describe.describe(papers, assignments)
    labels = described.set_index("topic")["label"]
    return labels.drop(-1).to_dict()
