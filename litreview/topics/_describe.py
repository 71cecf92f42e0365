"""Groups of papers → keywords and labels; the only room that imports bertopic."""

import importlib

import numpy as np
import pandas as pd
import scipy.sparse as sp
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from litreview.text import Counts, count_terms, find_terms, pick_terms
from litreview.topics import _communities

NO_TOPIC = "No topic"
KEYWORDS = 10
CANDIDATES = 100  # terms of a topic among which its label is looked for
_ADJECTIVE = r"^\S+(?:al|ic|ive|ous|able|ible|ful|less|ary|ian|ed|ly)$"  # alone they name nothing well


def describe(
    papers: pd.DataFrame,
    assignments: pd.DataFrame,
    reruns: pd.DataFrame | None = None,
    names: dict[int, str] | None = None,
) -> pd.DataFrame:
    """Give each topic a label, keywords and measures of how far to trust it.

    `papers` and `assignments` are in one order, `reruns` of `topics.fit`; `names` are labels that are set already.
    Returns a row a topic, -1 ("no topic") last: `topic`, `label`, `keywords` (list), `papers`, `share`, `stability` (0
    to 1; missing without reruns of it), `coherence` (-1 to 1), `distinctness` (0 to 1) and `nearest` (topic). Keywords
    are by BERTopic's c-TF-IDF over words and phrases; coherence is their mean NPMI over papers (Bouma, 2009; Lau et
    al., 2014), distinctness one less the cosine of c-TF-IDF with the nearest topic.
    """
    found = assignments["topic"].to_numpy()
    numbers = np.arange(found.max(initial=-1) + 1)
    table = pd.DataFrame({"topic": [*numbers, -1]})
    sizes = (
        table["topic"].map(pd.Series(found).value_counts()).fillna(0).astype("int64")
    )
    labels, keywords, coherence, distinctness, nearest = (
        {-1: NO_TOPIC} | (names or {}),
        {-1: []},
        {},
        {},
        {},
    )
    if len(numbers):
        weights, candidates = _candidates(papers, found)
        counts = count_terms(papers["text"])
        spelled = dict(zip(counts.terms, counts.written, strict=True))
        column = {name: i for i, name in enumerate(counts.terms)}
        alike = _cosine(weights)
        for topic in numbers.tolist():
            best = _distinct(candidates[topic])[:KEYWORDS]
            keywords[topic] = [spelled[term] for term in best]
            coherence[topic] = _npmi(counts.matrix[:, [column[term] for term in best]])
            distinctness[topic] = 1 - alike[topic].max()
            nearest[topic] = int(alike[topic].argmax()) if len(numbers) > 1 else -1
            if topic not in labels:
                taken = {label.casefold() for label in labels.values()}
                labels[topic] = _label(
                    candidates[topic], spelled, _phrases(counts, found == topic), taken
                )
    again = (
        np.empty((0, len(found)))
        if reruns is None
        else reruns.drop(columns="paper_id").to_numpy().T
    )
    return table.assign(
        label=table["topic"].map(labels).astype("str"),
        keywords=table["topic"].map(keywords),
        papers=sizes,
        share=sizes / max(1, len(found)),
        stability=[*_communities.stability(found, again), np.nan],
        coherence=table["topic"].map(coherence).astype("float64"),
        distinctness=table["topic"].map(distinctness).astype("float64"),
        nearest=table["topic"].map(nearest).fillna(-1).astype("int64"),
    )


def ask_labeller(
    labeller: str,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    names: dict[int, str] | None = None,
) -> pd.DataFrame:
    """Let a function of your own name the topics, such as one that asks a language model; "" leaves them as they are.

    `labeller` is `module:function`, importable where you work. The function is given a table with `topic`, `label`,
    `keywords` and `titles` (up to ten, the surest), and returns a label for each row; `names` are kept. Raises
    ValueError for a function that is not there, or labels that are not that many different lines of text.
    """
    if not labeller:
        return topics
    module, _, name = labeller.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"labeller: {labeller!r} cannot be imported ({error}); write module:function"
        ) from None
    ranked = assignments.merge(papers[["paper_id", "title"]], on="paper_id")
    ranked = ranked.sort_values("confidence", ascending=False, kind="stable")
    titles = ranked.groupby("topic")["title"].agg(lambda own: list(own.head(10)))
    asked = topics.loc[topics["topic"] >= 0, ["topic", "label", "keywords"]]
    given = list(function(asked.assign(titles=asked["topic"].map(titles))))
    good = [
        label
        for label in given
        if isinstance(label, str) and label.strip() and label.isprintable()
    ]
    if (
        len(good) < len(given)
        or len(set(good)) < len(asked)
        or len(given) != len(asked)
    ):
        raise ValueError(
            f"labeller: {labeller!r} gave {given!r}; it must give {len(asked)} different lines of text"
        )
    labels = (
        dict(zip(asked["topic"], good, strict=True)) | {-1: NO_TOPIC} | (names or {})
    )
    return topics.assign(label=topics["topic"].map(labels).astype("str"))


def bertopic_model(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    assignments: pd.DataFrame,
    topics: pd.DataFrame,
) -> BERTopic:
    """Make a BERTopic model of the same topics, for all that BERTopic offers: its hierarchy, search and figures."""
    known = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=find_terms),
        ctfidf_model=_weigher(),
    )
    # Topics that were found elsewhere are handed over as `y`; BERTopic calls it manual topic modelling.
    known.fit(
        list(papers["text"]), embeddings=vectors, y=assignments["topic"].to_numpy()
    )
    # BERTopic numbers the topics anew; the papers tell which is which.
    numbers = dict(zip(known.topics_, assignments["topic"], strict=True))
    named = topics.set_index("topic")["label"]
    known.set_topic_labels({own: named[topic] for own, topic in numbers.items()})
    return known


def _weigher() -> ClassTfidfTransformer:
    return ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True)


def _candidates(
    papers: pd.DataFrame, found: np.ndarray
) -> tuple[sp.csr_matrix, dict[int, pd.DataFrame]]:
    """Weigh the terms of each topic; and list the heaviest of them that stand for more than a few of its papers.

    A table has `term`, `weight` (c-TF-IDF, tempered as in BM25), and the shares of papers that hold it: `inside` the
    topic, in its `titles`, and `everywhere`.
    """
    counts = count_terms(papers["text"])
    held = (counts.matrix > 0).astype("float64")
    titles = (
        pick_terms(count_terms(papers["title"].fillna(""), 1), counts.terms) > 0
    ).astype("float64")
    number = found.max() + 1
    # "No topic" is a class too, of words that are not rare.
    groups = sp.csr_matrix(
        (
            np.ones(len(found)),
            (np.where(found < 0, number, found), np.arange(len(found))),
        )
    )
    sizes = np.maximum(np.asarray(groups.sum(axis=1)), 1)
    weights = _weigher().fit_transform((groups @ counts.matrix).tocsr())[:number]
    inside, entitled = (
        (groups @ matrix).toarray() / sizes for matrix in (held, titles)
    )
    everywhere = np.asarray(held.mean(axis=0)).ravel()
    tables = {}
    for topic in range(number):
        row = weights[topic].toarray().ravel()
        enough = np.flatnonzero(
            inside[topic]
            >= max(2 / sizes[topic, 0], min(0.1, 0.15 * inside[topic].max()))
        )
        best = enough[np.argsort(-row[enough], kind="stable")[:CANDIDATES]]
        tables[topic] = pd.DataFrame(
            {
                "term": [counts.terms[i] for i in best],
                "weight": row[best],
                "inside": inside[topic, best],
                "titles": entitled[topic, best],
                "everywhere": everywhere[best],
            }
        )
    return weights, tables


def _cosine(weights: sp.csr_matrix) -> np.ndarray:
    rows = normalize(weights)
    alike = (rows @ rows.T).toarray()
    np.fill_diagonal(alike, 0.0)
    return alike


def _npmi(counts: sp.csr_matrix) -> float:
    """Measure how often words stand together in papers, against chance: mean over pairs, -1 (never) to 1 (always)."""
    held = (counts > 0).astype("float64")
    if held.shape[1] < 2:
        return np.nan
    both = (held.T @ held).toarray() / held.shape[0]
    single = np.diag(both)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(both / np.outer(single, single)) / -np.log(both)
    pairs = np.triu_indices(len(both), 1)
    return float(np.where(both == 0, -1, np.where(both == 1, 1, npmi))[pairs].mean())


def _distinct(ordered: pd.DataFrame) -> list[str]:
    """Keep the terms that share no word with a heavier one; of a phrase and its part, the phrase if it is as usual."""
    kept: dict[str, float] = {}
    for term, inside in zip(ordered["term"], ordered["inside"], strict=True):
        words = set(term.split())
        rivals = [other for other in kept if words & set(other.split())]
        if not rivals:
            kept[term] = inside
        elif all(
            set(other.split()) < words and inside >= 0.45 * kept[other]
            for other in rivals
        ):
            first, *rest = rivals
            kept = {
                term if other == first else other: share
                for other, share in kept.items()
                if other not in rest
            }
    return list(kept)


def _phrases(counts: Counts, inside: np.ndarray) -> set[str]:
    """List the phrases of a topic that its papers use in a fifth or more of the papers that hold their rarer word."""
    often = dict(
        zip(
            counts.terms,
            np.bincount(counts.matrix[inside].indices, minlength=len(counts.terms)),
            strict=True,
        )
    )
    usual = [name for name, papers in often.items() if papers >= 2 and " " in name]
    return {
        name
        for name in usual
        if often[name] >= 0.2 * min(often.get(word, 0) for word in name.split())
    }


def _label(
    candidates: pd.DataFrame,
    spelled: dict[str, str],
    phrases: set[str],
    taken: set[str],
) -> str:
    """Name a topic by one or two phrases that many of its papers and few others hold, in their titles if possible.

    Two words that its papers also write side by side are written so: "Density estimation", not "Density, estimation".
    """
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
        joined = next(
            (
                f"{a} {b}"
                for part in parts
                for a, b in ((part, term), (term, part))
                if f"{a} {b}" in phrases
            ),
            "",
        )
        if joined and not any(" " in part for part in parts):
            longer = [
                joined if set(part.split()) < set(joined.split()) else part
                for part in parts
            ]
        elif len(parts) < 2:
            longer = [*parts, term]
        else:
            continue
        said = [spelled[part] for part in longer]
        short = any(
            _initials(said[-1]) == _initials(other) for other in said[:-1]
        )  # "LLMs" after what it stands for
        long = len(" ".join(said).split()) > 5
        if not short and not long and ", ".join(said).casefold() not in taken:
            parts = longer
        if len(parts) == 2 and any(" " in part for part in parts):
            break
    label = ", ".join(spelled[part] for part in parts) or "Unnamed"
    return label[:1].upper() + label[1:]


def _initials(phrase: str) -> str:
    words = phrase.split()
    return (
        "".join(word[0] for word in words).casefold()
        if len(words) > 1
        else phrase.rstrip("s").casefold()
    )
