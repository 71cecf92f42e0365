"""Search by meaning: papers like a sentence, and papers like a paper."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer
from sklearn.preprocessing import normalize

from litreview import topics
from litreview.query import split_words, stem_word

WORDS = 8_000  # that have a meaning, the most frequent ones: how often they meet fills memory by the square
SATURATION, LENGTH = 1.2, 0.75  # of BM25, the usual ones


class Space(NamedTuple):
    """What is learnt of some papers: a row of each table for each of the `ids`."""

    ids: pd.Index
    vocabulary: CountVectorizer
    weights: sp.csr_matrix  # BM25 of each word
    lengths: np.ndarray  # of the rows of weights
    meanings: np.ndarray  # of each word
    centre: np.ndarray  # of the papers among the meanings
    places: np.ndarray  # of each paper, seen from there; unit length, or zeros


def learn_space(papers: pd.DataFrame, seed: int = 0) -> Space:
    """Learn from title and abstract what words weigh and which belong together, for `like` and `similar`.

    A title counts twice. Weights: BM25 (Robertson and Zaragoza, 2009). Meanings: words are alike that stand beside the
    same words (see `embeddings.cooccurrence`); a paper is the mean of its words, less the mean of all papers.
    """
    titles, abstracts = (papers[name].fillna("") for name in ("title", "abstract"))
    vocabulary = CountVectorizer(analyzer=_stems, dtype=np.float32)
    # The word at the end is there so that papers without any word can be counted, too.
    counts = vocabulary.fit_transform(
        [*(titles + " " + titles + " " + abstracts), "paper"]
    )[:-1]
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    meanings = _meanings(counts, held, seed)
    raw = _placed(counts, meanings)
    centre = raw.mean(axis=0) if len(raw) else np.zeros(meanings.shape[1])
    ids, weights = pd.Index(papers["paper_id"], dtype="str"), _weights(counts, held)
    lengths = np.maximum(np.sqrt(weights.power(2).sum(axis=1).A1), 1e-9)
    return Space(
        ids, vocabulary, weights, lengths, meanings, centre, _from(raw, centre)
    )


def papers_like_sentence(space: Space, sentence: str, n: int = 100) -> pd.Series:
    """Find the `n` papers most like a sentence: scores by `paper_id`, the most alike first.

    1 is the paper that has most of its words; what belongs together by meaning adds or takes a quarter at most. A
    sentence without a known word finds none.
    """
    counts = space.vocabulary.transform([sentence])
    words = space.weights @ counts.toarray()[0]
    place = _from(_placed(counts, space.meanings), space.centre)[0]
    return _best(
        space,
        words / max(words.max(initial=0), 1e-9) + 0.25 * (space.places @ place),
        n,
    )


def similar_papers(space: Space, paper_id: str, n: int = 10) -> pd.Series:
    """Find the `n` papers most like a paper, itself left out: scores by `paper_id`, the most alike first.

    A score is the cosine of their words and that of their meanings together, 2 at most. Raises ValueError for a paper
    that is not there.
    """
    if paper_id not in space.ids:
        raise ValueError(
            f"no paper is called {paper_id!r}; use a paper_id of the papers that were learnt from"
        )
    at = space.ids.get_loc(paper_id)
    words = (
        space.weights
        @ space.weights[[at]].toarray()[0]
        / (space.lengths * space.lengths[at])
    )
    scores = words + space.places @ space.places[at]
    scores[at] = 0
    return _best(space, scores, n)


def _best(space: Space, scores: np.ndarray, n: int) -> pd.Series:
    rows = np.argsort(-scores, kind="stable")[:n]
    rows = rows[scores[rows] > 1e-6]
    return pd.Series(
        scores[rows].astype("float64"), index=space.ids.take(rows), name="score"
    )


def _stems(text: str) -> list[str]:
    return [
        stem_word(word) for word in split_words(text) if word not in ENGLISH_STOP_WORDS
    ]


def _weights(counts: sp.csr_matrix, held: np.ndarray) -> sp.csr_matrix:
    lengths = counts.sum(axis=1).A1
    usual = (
        1 - LENGTH + LENGTH * lengths / max(lengths.mean() if len(lengths) else 0, 1e-9)
    )
    rarity = np.log1p((len(lengths) - held + 0.5) / (held + 0.5))
    often, rows = (
        counts.data,
        np.repeat(np.arange(len(lengths)), np.diff(counts.indptr)),
    )
    weighed = (
        often
        * (SATURATION + 1)
        / (often + SATURATION * usual[rows])
        * rarity[counts.indices]
    )
    return sp.csr_matrix(
        (weighed.astype("float32"), counts.indices, counts.indptr), shape=counts.shape
    )


def _meanings(counts: sp.csr_matrix, held: np.ndarray, seed: int) -> np.ndarray:
    """Learn a vector of each word; zeros for those beyond the `WORDS` most frequent."""
    known = np.argsort(-held, kind="stable")[:WORDS]
    known = np.sort(known[held[known] > 0])
    vectors = np.zeros((len(held), topics.SIZE), dtype="float32")
    if len(known):
        found = topics.word_vectors(counts[:, known], seed)[:, : topics.SIZE]
        vectors[known, : found.shape[1]] = found
    return vectors


def _placed(counts: sp.csr_matrix, meanings: np.ndarray) -> np.ndarray:
    return (
        normalize(topics.dampen(counts) @ meanings)
        if counts.shape[0]
        else np.zeros((0, meanings.shape[1]))
    )


def _from(raw: np.ndarray, centre: np.ndarray) -> np.ndarray:
    if not len(raw):
        return raw
    return normalize(np.where(raw.any(axis=1, keepdims=True), raw - centre, 0)).astype(
        "float32"
    )
