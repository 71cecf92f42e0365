"""Groups of papers → keywords and measures; and the same topics as a BERTopic model."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from litreview import progress
from litreview.text import count_terms, find_terms, pick_terms
from litreview.topics import _communities, _naming, _reruns

if TYPE_CHECKING:
    from bertopic import BERTopic

KEYWORDS = 10
CANDIDATES = 100  # terms of a topic among which its label is looked for


def describe(
    papers: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame | None = None,
    names: dict[int, str] | None = None,
) -> pd.DataFrame:
    """Give each topic a label, keywords and measures of how far to trust it.

    Parameters
    ----------
    papers
        Needs `title` and `text`.
    assignments
        In the order of `papers`: needs `topic`.
    reruns
        As of `fit`; without them no stability is known.
    names
        Labels by the number of their topic, for those that are set already.

    Returns
    -------
    pandas.DataFrame
        A row for each topic, -1 ("no topic") last: `topic`, `label`, `keywords`
        (list), `papers` (count), `share` of the papers, `stability` (0 to 1; missing
        for a topic that no rerun has), `coherence` (-1 to 1), `distinctness` (0 to 1)
        and `nearest` (the topic next to it, -1 for none).

    References
    ----------
    Keywords are by the c-TF-IDF of BERTopic (Grootendorst, 2022) over words and
    phrases. Coherence is the mean NPMI of their pairs over papers (Bouma, 2009; Lau et
    al., 2014); distinctness is 1 less the cosine of c-TF-IDF with the nearest topic;
    stability is the mean Jaccard overlap over reruns (Hennig, 2007).
    """
    topic = assignments["topic"].to_numpy()
    numbers = range(_communities.count_groups(topic))
    table = pd.DataFrame({"topic": [*numbers, -1]})
    sizes = table["topic"].map(pd.Series(topic).value_counts())
    sizes = sizes.fillna(0).astype("int64")

    rerun_topics = np.empty((0, len(topic)))
    if reruns is not None:
        rerun_topics = reruns.drop(columns="paper_id").to_numpy().T
    stability = _reruns.measure_stability(topic, rerun_topics)

    with progress.stage("Naming the topics by their words"):
        labels, words = _describe_words(papers, topic, names or {})
    return table.assign(
        label=table["topic"].map(labels).astype("str"),
        keywords=words["keywords"].tolist(),
        papers=sizes,
        share=sizes / max(1, len(topic)),
        stability=[*stability, np.nan],
        coherence=words["coherence"].to_numpy(dtype="float64"),
        distinctness=words["distinctness"].to_numpy(dtype="float64"),
        nearest=words["nearest"].to_numpy(dtype="int64"),
    )


def bertopic_model(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    assignments: pd.DataFrame,
    topics: pd.DataFrame,
) -> BERTopic:
    """Make a BERTopic model of the same topics: for its hierarchy, search and figures.

    Parameters
    ----------
    papers
        Needs `text`.
    vectors, assignments
        In the order of `papers`, as of `embed` and `find`.
    topics
        As of `find`.

    Returns
    -------
    bertopic.BERTopic
        A fitted model. It numbers the topics in its own way; their labels are its
        custom labels.

    Raises
    ------
    ImportError
        BERTopic is not installed; nothing else here needs it.

    Examples
    --------
    >>> model = litreview.topics.bertopic_model(
    ...     papers, vectors, assignments, topics
    ... )  # doctest: +SKIP
    """
    if importlib.util.find_spec("bertopic") is None:
        raise ImportError(
            "bertopic_model needs BERTopic: pip install 'litreview[bertopic]', or "
            "pip install --no-deps bertopic to have it without torch"
        )

    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer

    topic = assignments["topic"].to_numpy()
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=find_terms),
        ctfidf_model=ClassTfidfTransformer(
            bm25_weighting=True, reduce_frequent_words=True
        ),
    )
    # Topics that were found elsewhere are handed over as `y`; BERTopic calls this
    # manual topic modelling.
    model.fit(list(papers["text"]), embeddings=vectors, y=topic)

    # BERTopic numbers the topics anew; the papers tell which is which.
    labels = topics.set_index("topic")["label"]
    custom = dict(zip(model.topics_, labels.loc[topic], strict=True))
    model.set_topic_labels(custom)

    return model


def _describe_words(
    papers: pd.DataFrame,
    topic: np.ndarray,
    names: dict[int, str],
) -> tuple[dict[int, str], pd.DataFrame]:
    """Tell of topics what their words tell.

    Parameters
    ----------
    papers
        Needs `title` and `text`.
    topic
        Of each paper, -1 for none.
    names
        Labels that are set already, by the number of their topic.

    Returns
    -------
    labels
        By the number of their topic; -1 is "no topic".
    words
        A row for each topic, -1 last: `keywords`, `coherence`, `distinctness`,
        `nearest`.
    """
    labels = {-1: _naming.NO_TOPIC} | names
    rows = []
    count = _communities.count_groups(topic)
    if count:
        counts = count_terms(papers["text"])
        spelling = dict(zip(counts.terms, counts.written, strict=True))
        column = {term: i for i, term in enumerate(counts.terms)}
        weights, candidates = _weigh_terms(papers, topic)
        likeness = _likeness_between(weights)

    for number in range(count):
        ranked = candidates[number]
        terms = _naming.choose_distinct(ranked)[:KEYWORDS]
        term_counts = counts.matrix[:, [column[term] for term in terms]]
        nearest, similarity = _nearest_topic(likeness, number)
        rows.append(
            {
                "keywords": [spelling[term] for term in terms],
                "coherence": _npmi(term_counts),
                "distinctness": 1 - similarity,
                "nearest": nearest,
            }
        )

        if number not in labels:
            taken = {label.casefold() for label in labels.values()}
            phrases = _naming.usual_phrases(counts, topic == number)
            labels[number] = _naming.name_topic(ranked, spelling, phrases, taken)

    rows.append(
        {
            "keywords": [],
            "coherence": np.nan,
            "distinctness": np.nan,
            "nearest": -1,
        }
    )
    return labels, pd.DataFrame(rows)


def _weigh_terms(
    papers: pd.DataFrame, topic: np.ndarray
) -> tuple[sp.csr_matrix, list[pd.DataFrame]]:
    """Weigh the terms of each topic, and list the heaviest that many papers hold.

    Parameters
    ----------
    papers
        Needs `title` and `text`.
    topic
        Of each paper, -1 for none.

    Returns
    -------
    weights
        A row for each topic, a column for each term.
    candidates
        For each topic a table with `term`, `weight` (c-TF-IDF, tempered as in BM25) and
        the shares of papers that hold it: `inside` the topic, in its `titles`, and
        `everywhere`.
    """
    counts = count_terms(papers["text"])
    title_counts = count_terms(papers["title"].fillna(""), 1)
    occurs = (counts.matrix > 0).astype("float64")
    in_title = (pick_terms(title_counts, counts.terms) > 0).astype("float64")

    # "No topic" is a class too, of words that are not rare.
    count = _communities.count_groups(topic)
    group = np.where(topic < 0, count, topic)
    members = sp.csr_matrix((np.ones(len(topic)), (group, np.arange(len(topic)))))
    sizes = np.maximum(np.asarray(members.sum(axis=1)), 1)

    weights = (members @ counts.matrix).tocsr()
    if counts.terms:
        weights = _class_tfidf(weights)
    weights = weights[:count]

    inside = (members @ occurs).toarray() / sizes
    titles = (members @ in_title).toarray() / sizes
    everywhere = np.asarray(occurs.mean(axis=0)).ravel()

    tables = []
    for number in range(count):
        row = weights[number].toarray().ravel()
        share = inside[number]
        two_papers = 2 / sizes[number, 0]
        usual = min(0.1, 0.15 * share.max(initial=0))
        enough = np.flatnonzero(share >= max(two_papers, usual))
        order = np.argsort(-row[enough], kind="stable")
        heaviest = enough[order[:CANDIDATES]]
        tables.append(
            pd.DataFrame(
                {
                    "term": [counts.terms[i] for i in heaviest],
                    "weight": row[heaviest],
                    "inside": share[heaviest],
                    "titles": titles[number, heaviest],
                    "everywhere": everywhere[heaviest],
                }
            )
        )

    return weights, tables


def _class_tfidf(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Weigh the terms of topics by c-TF-IDF.

    These are the numbers of BERTopic's `ClassTfidfTransformer` with `bm25_weighting`
    and `reduce_frequent_words`, so that nobody needs BERTopic, and torch with it, for
    keywords.

    Parameters
    ----------
    counts
        How often a topic (row) has a term (column); each term occurs.

    Returns
    -------
    The weights, of the same shape.

    References
    ----------
    Grootendorst (2022), arXiv:2203.05794, equation 2; the two settings are described
    in BERTopic's documentation.
    """
    everywhere = np.asarray(counts.sum(axis=0)).ravel()
    usual_length = int(counts.sum(axis=1).mean())
    rarity = np.log(1 + (usual_length - everywhere + 0.5) / (everywhere + 0.5))

    weights = normalize(counts, norm="l1")
    weights.data = np.sqrt(weights.data)
    return weights @ sp.diags(rarity, format="csr")


def _likeness_between(weights: sp.csr_matrix) -> np.ndarray:
    """Measure the cosine of each topic with each other one; -1 with itself."""
    topics, terms = weights.shape
    likeness = np.zeros((topics, topics))
    if terms:  # papers may have no word in common
        rows = normalize(weights)
        likeness = (rows @ rows.T).toarray()

    np.fill_diagonal(likeness, -1.0)
    return likeness


def _nearest_topic(likeness: np.ndarray, topic: int) -> tuple[int, float]:
    """Give the topic that is most like another, and how much; -1 and 0 for none."""
    if len(likeness) == 1:
        return -1, 0.0

    others = likeness[topic]
    return int(others.argmax()), float(others.max())


def _npmi(counts: sp.csr_matrix) -> float:
    """Measure how often words stand together in papers, against chance.

    The mean over pairs, from -1 (never) to 1 (always).
    """
    occurs = (counts > 0).astype("float64")
    papers, words = occurs.shape
    if words < 2:
        return np.nan

    both = (occurs.T @ occurs).toarray() / papers
    single = np.diag(both)
    chance = np.outer(single, single)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(both / chance) / -np.log(both)
    npmi = np.select([both == 0, both == 1], [-1.0, 1.0], npmi)

    pairs = np.triu_indices(words, 1)
    return float(npmi[pairs].mean())
