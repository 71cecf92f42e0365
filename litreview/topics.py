"""Fit and describe topics; the only room that imports bertopic."""

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer

from litreview import communities, terms

FEWEST = 20  # different texts, below which topics would be made of chance
NO_TOPIC = "No topic"
BELONGING, LIKENESS = 1 / 3, 0.25  # below either a paper has no topic: ties inside it, cosine to its centre
KEYWORDS = 10
_ADJECTIVE = r"^\S+(?:al|ic|ive|ous|able|ible|ful|less|ary|ian|ed|ly)$"  # alone they name nothing well
WEAK = 0.6  # stability below which a topic is called unstable


def fit(
    papers: pd.DataFrame, vectors: np.ndarray, topics: int | str = "auto", seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the topics of papers: communities of the graph of nearest neighbours, described by BERTopic's c-TF-IDF.

    `papers` needs `paper_id`, `title` and `text`; `vectors` has a row for each. `topics` is how many, or "auto".
    Returns topics (`topic`, `label`, `keywords`, `papers`, `share`, `stability`), numbered by size, with -1 for "no
    topic" always there; and assignments (`paper_id`, `topic`, `confidence`) in the order of `papers`. With
    fewer than `FEWEST` different texts no paper has a topic. Raises ValueError for more topics than can be told apart.
    """
    if len(papers) != len(vectors):
        raise ValueError(f"topics: number of vectors ({len(vectors)}) must match number of papers ({len(papers)})")
    found, confidence, stability = np.full(len(papers), -1), np.zeros(len(papers)), np.zeros(0)
    whole = found
    number = None if topics == "auto" else int(topics)
    if too_few(papers) is None:
        graph = communities.neighbours(vectors)
        whole = communities.find(graph, number, seed)
    if (whole >= 0).any():
        stability = communities.stability(graph, whole, number, seed)
        belonging = communities.belonging(graph, whole)
        nowhere = (belonging < BELONGING) | (_likeness(vectors, whole) < LIKENESS)
        found, order = _by_size(np.where(nowhere, -1, whole))
        stability = stability[order]
        confidence = np.where(nowhere, 0.0, belonging)
    assignments = pd.DataFrame({"paper_id": papers["paper_id"].to_numpy(), "topic": found, "confidence": confidence})
    return describe(papers, found, stability), assignments


def too_few(papers: pd.DataFrame) -> str | None:
    """Say in a sentence why there can be no topics; None where there can."""
    texts = papers["text"].nunique()
    if texts >= FEWEST:
        return None
    said = f"{len(papers)} paper{'s' * (len(papers) != 1)}"
    same = f" with {texts} different text{'s' * (texts != 1)}" if texts < len(papers) else ""
    return f"No topics: {said}{same}; with fewer than {FEWEST} different texts, topics would be made by chance."


def said(papers: pd.DataFrame, topics: pd.DataFrame) -> str:
    """Say in sentences how many topics there are, the largest of them, and how many papers have none."""
    if reason := too_few(papers):
        return f"**{reason}**"
    found = topics[topics["topic"] >= 0]
    without = topics.loc[topics["topic"] == -1, "papers"].iloc[0]
    if found.empty:
        return f"**0 topics**: nothing holds the {len(papers):,} papers together."
    largest = ", ".join(f"*{row.label}* ({row.papers}, {row.share:.0%})" for row in found.head(3).itertuples())
    weak = found.loc[found["stability"] < WEAK, "label"]
    text = f"**{len(found)} topics** among {len(papers):,} papers. The largest: {largest}. {without:,} papers"
    text += f" ({without / len(papers):.0%}) belong to none of them."
    return text + (f" Unstable, so not to be relied on: {'; '.join(weak)}." if len(weak) else "")


def grouped(papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """List the papers under the label of their topic (`group`), the most typical first, and those without one last."""
    table = papers.merge(assignments, on="paper_id").merge(topics[["topic", "label"]], on="topic")
    last = table["topic"].where(table["topic"] >= 0, len(topics))
    table = table.assign(last=last).sort_values(["last", "confidence"], ascending=[True, False], kind="stable")
    return table.rename(columns={"label": "group"})[["group", "paper_id", "title", "abstract", "confidence"]]


def describe(papers: pd.DataFrame, found: np.ndarray, stability: np.ndarray) -> pd.DataFrame:
    """Give each topic a label and keywords, by BERTopic's c-TF-IDF over words and phrases."""
    numbers = sorted(set(found.tolist()) - {-1})
    table = pd.DataFrame({"topic": [*numbers, -1]})
    sizes = table["topic"].map(pd.Series(found).value_counts()).fillna(0).astype("int64")
    labels, keywords = {-1: NO_TOPIC}, {-1: []}
    if numbers:
        spelled = terms.spellings(papers["text"])
        for topic, candidates in _candidates(papers, found).items():
            best = _distinct(candidates)
            keywords[topic] = [spelled[term] for term in best[:KEYWORDS]]
            taken = {label.casefold() for label in labels.values()}
            labels[topic] = _label(candidates, spelled, taken)
    return table.assign(
        label=table["topic"].map(labels).astype("str"),
        keywords=table["topic"].map(keywords),
        papers=sizes,
        share=sizes / max(1, len(found)),
        stability=[float(stability[topic]) if topic >= 0 else float("nan") for topic in table["topic"]],
    )


def _by_size(found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number topics anew by size; and list their old numbers in the new order."""
    order = np.argsort(-np.bincount(found[found >= 0], minlength=found.max() + 1), kind="stable")
    return np.where(found >= 0, np.argsort(order)[found], -1), order


def _likeness(vectors: np.ndarray, found: np.ndarray) -> np.ndarray:
    centres = np.array([vectors[found == topic].mean(axis=0) for topic in range(found.max() + 1)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return np.where(found < 0, -1.0, np.einsum("ij,ij->i", vectors, centres[np.maximum(found, 0)]))


def _candidates(papers: pd.DataFrame, found: np.ndarray) -> dict[int, pd.DataFrame]:
    """List the terms of each topic, heaviest first, that stand for more than a few of its papers.

    `term`, `weight` (c-TF-IDF), and the shares of papers that hold it: `inside` the topic, in its `titles`, and
    `everywhere`.
    """
    held = [set(terms.terms(text)) for text in papers["text"]]
    titles = [set(terms.terms(title)) for title in papers["title"]]
    tables = {}
    for topic, weights in _weights(papers["text"].tolist(), found).items():
        own = np.flatnonzero(found == topic)
        table = pd.DataFrame(weights, columns=["term", "weight"])
        table = table.assign(
            inside=[np.mean([term in held[i] for i in own]) for term in table["term"]],
            titles=[np.mean([term in titles[i] for i in own]) for term in table["term"]],
            everywhere=[np.mean([term in words for words in held]) for term in table["term"]],
        )
        tables[topic] = table[table["inside"] >= max(2 / len(own), 0.1)].reset_index(drop=True)
    return tables


def _weights(texts: list[str], found: np.ndarray) -> dict[int, list[tuple[str, float]]]:
    """Weigh the terms of each topic by BERTopic: c-TF-IDF, tempered as in BM25."""
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=terms.terms),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        top_n_words=100,
    )
    # Topics that were found elsewhere are handed over as `y`; BERTopic calls it manual topic modelling.
    model.fit(texts, embeddings=np.zeros((len(texts), 1)), y=found)
    # BERTopic numbers the topics anew; the papers tell which is which.
    numbers = dict(zip(model.topics_, found.tolist(), strict=True))
    return {
        numbers[topic]: [(term, weight) for term, weight in words if term]
        for topic, words in model.get_topics().items()
        if numbers.get(topic, -1) >= 0
    }


def _distinct(ordered: pd.DataFrame) -> list[str]:
    """Keep the terms that share no word with a heavier one; of a phrase and its part, the phrase if it is as usual."""
    kept: dict[str, float] = {}
    for term, inside in zip(ordered["term"], ordered["inside"], strict=True):
        words = set(term.split())
        rivals = [other for other in kept if words & set(other.split())]
        if not rivals:
            kept[term] = inside
        elif all(set(other.split()) < words and inside >= 0.45 * kept[other] for other in rivals):
            first, *rest = rivals
            kept = {term if other == first else other: share for other, share in kept.items() if other not in rest}
    return list(kept)


def _label(candidates: pd.DataFrame, spelled: dict[str, str], taken: set[str]) -> str:
    """Name a topic by one or two phrases that many of its papers and few others hold, in their titles if possible."""
    phrase = candidates["term"].str.contains(" ")
    written = candidates["term"].map(spelled)
    specific = candidates["inside"] / candidates["everywhere"]
    scored = candidates.assign(
        score=candidates["weight"]
        * np.sqrt(candidates["inside"] + candidates["titles"])
        * np.minimum(specific / 3, 1)
        * np.where(phrase, 1.4, 1.0)
        * np.where(written.str.contains(_ADJECTIVE), 0.6, 1.0)
    ).sort_values(["score", "term"], ascending=[False, True])
    parts: list[str] = []
    for term in _distinct(scored):
        part = spelled[term]
        short = any(_initials(part) == _initials(other) for other in parts)  # "LLMs" after "large language models"
        long = len(" ".join([*parts, part]).split()) > 5
        if not short and not long and ", ".join([*parts, part]).casefold() not in taken:
            parts.append(part)
        if len(parts) == 2:
            break
    label = ", ".join(parts) or "Unnamed"
    return label[:1].upper() + label[1:]


def _initials(phrase: str) -> str:
    words = phrase.split()
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else phrase.rstrip("s").casefold()
