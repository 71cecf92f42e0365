"""What the notebook of topics shows: its tables for people, and its sentences."""

import numpy as np
import pandas as pd

from litreview.text import count_of, escape_markdown
from litreview.topics import _hierarchy, _labels, _profiles, _reruns
from litreview.topics._earlier import Earlier, read_earlier
from litreview.topics._fit import FEWEST_TEXTS, has_enough_texts

WEAK = 0.6  # stability below which a topic is called unstable

# Of the new papers, the share and number that fit no known topic, from which the topics
# should be found anew.
REFIT_SHARE, REFIT_PAPERS = 0.2, 5

MEASURES = [
    "label",
    "keywords",
    "papers",
    "share",
    "stability",
    "coherence",
    "distinctness",
]


def overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    vectors: np.ndarray,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
    label_outcomes: pd.DataFrame,
    seed: int = 0,
    earlier: Earlier = None,
) -> dict[str, pd.DataFrame | str]:
    """Collect what there is to show of topics, by name.

    Parameters
    ----------
    papers
        Needs `paper_id`, `title`, `abstract` and `text`.
    records
        Needs `paper_id` and `dump`.
    vectors
        Of the papers, in their order, as of `embed`.
    topics, assignments, reruns, label_outcomes
        As of `find`, in the order of the papers.
    seed, earlier
        As given to `find`.

    Returns
    -------
    dict
        `summary`
            Markdown: how many topics, the largest, and how sure all this is.
        `topics`
            The measures of each topic for reading.
        `rerun_ari`
            A row for each rerun: `rerun`, `kind` (`seed` or `sample`), `papers`,
            `topics` and `ari` (adjusted Rand index; Hubert and Arabie, 1985).
        `hierarchy`
            A row for each part of a topic: `theme`, `topic`, `part` (-1 where the
            topic has none), `papers`, and the labels of the three.
        `profiles`
            `topics` with their most central and borderline papers, nearest topic and
            dumps, for `show.profiles`.
        `papers`
            The papers by topic (`group`), the surest first, for `show.papers`.
        `label_outcomes`
            What became of each of your labels, in words.
        `newcomers`
            Markdown: how many papers are new since the earlier report, and how many
            of them fit none of its topics.

    Examples
    --------
    >>> found_topics = (topics, assignments, reruns, outcomes)
    >>> overview = litreview.topics.overview(papers, records, vectors, *found_topics)
    >>> "summary" in overview
    True
    """
    return {
        "summary": topics_summary(papers, topics, assignments, reruns),
        "topics": topics[MEASURES],
        "rerun_ari": _reruns.rerun_ari(assignments, reruns),
        "hierarchy": _hierarchy.build_hierarchy(
            papers, vectors, topics, assignments, seed
        ),
        "profiles": _profiles.profile_topics(
            papers, records, topics, assignments, vectors
        ),
        "papers": papers_by_topic(papers, topics, assignments),
        "label_outcomes": _labels.outcome_table(label_outcomes),
        "newcomers": newcomers_summary(assignments, read_earlier(earlier)),
    }


def papers_by_topic(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """List papers under the label of their topic, the surest first; without, last.

    Returns `group` (the label), `paper_id`, `title`, `abstract` and `confidence`.
    """
    labels = topics[["topic", "label"]].rename(columns={"label": "group"})
    table = papers.merge(assignments, on="paper_id").merge(labels, on="topic")

    place = table["topic"].where(table["topic"] >= 0, len(topics))
    table = table.assign(place=place).sort_values(
        ["place", "confidence"], ascending=[True, False], kind="stable"
    )

    return table[["group", "paper_id", "title", "abstract", "confidence"]]


def topics_summary(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
) -> str:
    """Say how many topics there are, the largest, and how sure all this is."""
    if not has_enough_texts(papers):
        return f"**{_too_few_sentence(papers)}**"

    found = topics[topics["topic"] >= 0]
    if found.empty:
        return f"**0 topics**: nothing holds the {len(papers):,} papers together."

    without = topics.loc[topics["topic"] == -1, "papers"].iloc[0]
    largest = [
        f"*{escape_markdown(row.label)}* ({row.papers:,}, {row.share:.0%})"
        for row in found.head(3).itertuples()
    ]
    agreement = _reruns.rerun_ari(assignments, reruns).groupby("kind")["ari"].mean()
    sentences = [
        f"**{len(found)} topics** among {len(papers):,} papers.",
        f"The largest: {', '.join(largest)}.",
        f"{without:,} papers ({without / len(papers):.0%}) belong to none of them.",
        "Found again with other seeds, the grouping agrees to "
        f"{agreement['seed']:.2f}; found in other samples of the papers, to "
        f"{agreement['sample']:.2f} (adjusted Rand index: 1 is the same, 0 chance).",
    ]

    unstable = found.loc[found["stability"] < WEAK, "label"]
    if len(unstable):
        names = "; ".join(map(escape_markdown, unstable))
        sentences.append(f"Unstable, so not to be relied on: {names}.")

    return " ".join(sentences)


def newcomers_summary(
    assignments: pd.DataFrame, earlier: dict[str, pd.DataFrame] | None
) -> str:
    """Say how many papers are new, and whether too many of them fit no topic."""
    if earlier is None:
        return (
            "The topics were found in these papers; no earlier run was given "
            "(`earlier`)."
        )

    known = set(earlier["assignments"]["paper_id"])
    gone = known - set(assignments["paper_id"])
    new = assignments[~assignments["paper_id"].isin(known)]
    strange = int((new["topic"] < 0).sum())
    sentences = [
        f"**{len(new):,} new papers** joined the topics of the earlier run; "
        f"{len(gone):,} of its papers are gone.",
        f"{strange:,} of the new ones fit no known topic.",
    ]

    if len(new) and strange >= max(REFIT_PAPERS, REFIT_SHARE * len(new)):
        sentences.append(
            f"That is {strange / len(new):.0%}: **the topics should be found anew** "
            "(leave out `earlier`)."
        )
    elif len(new) > len(known) / 2:
        sentences.append(
            "The new papers are more than half as many as the topics rest on: "
            "**find the topics anew**."
        )

    return " ".join(sentences)


def _too_few_sentence(papers: pd.DataFrame) -> str:
    texts = papers["text"].nunique()
    corpus = count_of(len(papers), "paper")
    if texts < len(papers):
        corpus += f" with {count_of(texts, 'different text')}"

    return (
        f"No topics: {corpus}; with fewer than {FEWEST_TEXTS} different texts, topics "
        "would be made by chance."
    )
