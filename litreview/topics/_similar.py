"""Search by meaning: papers like a sentence, and papers like a paper."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer
from sklearn.preprocessing import normalize

from litreview.query import split_words, stem_word
from litreview.topics import _embed

# Words that have a meaning, the most frequent ones: how often they meet fills memory by
# the square.
WORDS = 8_000

SATURATION, LENGTH = 1.2, 0.75  # of BM25, the usual ones
MEANING = 0.25  # what meaning can add to a score by words, or take from it
LEAST = 1e-6  # score of a paper that is found


class Space(NamedTuple):
    """What is learnt from papers: a row of each table for each of the `ids`."""

    ids: pd.Index
    vocabulary: CountVectorizer
    weights: sp.csr_matrix  # BM25 of each word
    lengths: np.ndarray  # of the rows of weights
    meanings: np.ndarray  # of each word
    centre: np.ndarray  # of the papers among the meanings
    places: np.ndarray  # of each paper, seen from there; unit length, or zeros


def learn_space(papers: pd.DataFrame, seed: int = 0) -> Space:
    """Learn from papers what words weigh and which belong together.

    Parameters
    ----------
    papers
        Needs `paper_id`, `title` (which counts twice) and `abstract`.
    seed
        Of everything random.

    Returns
    -------
    Space
        For `papers_like_sentence` and `similar_papers`.

    References
    ----------
    Weights: BM25 (Robertson and Zaragoza, 2009). Meanings: words are alike that stand
    beside the same words, as in the embedding `cooccurrence`; a paper is the mean of
    its words, less the mean of all papers.

    Examples
    --------
    >>> space = litreview.topics.learn_space(papers)
    >>> len(litreview.topics.papers_like_sentence(space, "noise and birds", 5))
    5
    """
    titles = papers["title"].fillna("")
    abstracts = papers["abstract"].fillna("")
    texts = titles + " " + titles + " " + abstracts

    vocabulary = CountVectorizer(analyzer=_split_stems, dtype=np.float32)
    # The word at the end is there so that papers without any word can be counted, too.
    counts = vocabulary.fit_transform([*texts, "paper"])[:-1]
    paper_counts = np.bincount(counts.indices, minlength=counts.shape[1])

    weights = _bm25(counts, paper_counts)
    lengths = np.sqrt(weights.power(2).sum(axis=1).A1)
    meanings = _learn_meanings(counts, paper_counts, seed)
    means = _mean_meanings(counts, meanings)
    centre = np.zeros(meanings.shape[1])
    if len(means):
        centre = means.mean(axis=0)

    return Space(
        ids=pd.Index(papers["paper_id"], dtype="str"),
        vocabulary=vocabulary,
        weights=weights,
        lengths=np.maximum(lengths, 1e-9),
        meanings=meanings,
        centre=centre,
        places=_seen_from(means, centre),
    )


def papers_like_sentence(space: Space, sentence: str, n: int = 100) -> pd.Series:
    """Find the papers most like a sentence.

    Parameters
    ----------
    space
        As of `learn_space`.
    sentence
        Any text; one without a known word finds nothing.
    n
        Papers at most.

    Returns
    -------
    pandas.Series
        Scores by `paper_id`, the most alike first. 1 is the paper that has most of the
        words; what belongs together by meaning adds or takes a quarter at most.

    Examples
    --------
    >>> space = litreview.topics.learn_space(papers)
    >>> alike = litreview.topics.papers_like_sentence(space, "noise and birds", 5)
    >>> len(alike)
    5
    """
    counts = space.vocabulary.transform([sentence])
    by_words = space.weights @ counts.toarray()[0]
    by_words = by_words / max(by_words.max(initial=0), 1e-9)

    place = _seen_from(_mean_meanings(counts, space.meanings), space.centre)[0]
    by_meaning = space.places @ place

    return _highest(space, by_words + MEANING * by_meaning, n)


def similar_papers(space: Space, paper_id: str, n: int = 10) -> pd.Series:
    """Find the papers most like a paper.

    Parameters
    ----------
    space
        As of `learn_space`.
    paper_id
        Of one of the papers that were learnt from.
    n
        Papers at most.

    Returns
    -------
    pandas.Series
        Scores by `paper_id`, the most alike first, itself left out: the cosine of their
        words and that of their meanings together, 2 at most.

    Raises
    ------
    ValueError
        For a paper that is not there.

    Examples
    --------
    >>> space = litreview.topics.learn_space(papers)
    >>> first = papers["paper_id"].iloc[0]
    >>> len(litreview.topics.similar_papers(space, first, 3))
    3
    """
    if paper_id not in space.ids:
        raise ValueError(
            f"no paper is called {paper_id!r}; use a paper_id of the papers that were "
            "learnt from"
        )

    row = space.ids.get_loc(paper_id)
    shared = space.weights @ space.weights[[row]].toarray()[0]
    by_words = shared / (space.lengths * space.lengths[row])
    by_meaning = space.places @ space.places[row]
    scores = by_words + by_meaning
    scores[row] = 0

    return _highest(space, scores, n)


def _highest(space: Space, scores: np.ndarray, n: int) -> pd.Series:
    """List the papers with the highest scores, as far as these are above zero."""
    order = np.argsort(-scores, kind="stable")
    rows = order[:n]
    rows = rows[scores[rows] > LEAST]
    highest = scores[rows].astype("float64")
    ids = space.ids.take(rows)
    return pd.Series(highest, index=ids, name="score")


def _split_stems(text: str) -> list[str]:
    """Split a text into the stems of its words, without stop words."""
    stems = []
    for word in split_words(text):
        if word not in ENGLISH_STOP_WORDS:
            stems.append(stem_word(word))
    return stems


def _bm25(counts: sp.csr_matrix, paper_counts: np.ndarray) -> sp.csr_matrix:
    """Weigh words by BM25.

    Parameters
    ----------
    counts
        A row for each paper, a column for each word.
    paper_counts
        How many papers hold each word.

    Returns
    -------
    scipy.sparse.csr_matrix
        The weight of each word in each paper, in the shape of `counts`.
    """
    papers = counts.shape[0]
    lengths = counts.sum(axis=1).A1
    mean_length = 0
    if papers:
        mean_length = lengths.mean()
    length = 1 - LENGTH + LENGTH * lengths / max(mean_length, 1e-9)
    rarity = np.log1p((papers - paper_counts + 0.5) / (paper_counts + 0.5))

    often = counts.data
    words_in_row = np.diff(counts.indptr)
    rows = np.repeat(np.arange(papers), words_in_row)
    saturated = often * (SATURATION + 1) / (often + SATURATION * length[rows])
    # A copy, so that the two share no indices, which scipy may sort in place.
    weights = counts.copy()
    weights.data = (saturated * rarity[counts.indices]).astype("float32")
    return weights


def _learn_meanings(
    counts: sp.csr_matrix, paper_counts: np.ndarray, seed: int
) -> np.ndarray:
    """Learn a vector of each word; zeros for those beyond the most frequent."""
    shape = (len(paper_counts), _embed.DIMENSIONS)
    vectors = np.zeros(shape, dtype="float32")

    order = np.argsort(-paper_counts, kind="stable")
    frequent = order[:WORDS]
    frequent = np.sort(frequent[paper_counts[frequent] > 0])
    if not len(frequent):
        return vectors

    learnt = _embed.word_vectors(counts[:, frequent], seed)
    learnt = learnt[:, : _embed.DIMENSIONS]
    dimensions = learnt.shape[1]
    vectors[frequent, :dimensions] = learnt
    return vectors


def _mean_meanings(counts: sp.csr_matrix, meanings: np.ndarray) -> np.ndarray:
    """Give each text the mean of the meanings of its words, at unit length."""
    if not counts.shape[0]:
        return np.zeros((0, meanings.shape[1]))
    return normalize(_embed.dampen(counts) @ meanings)


def _seen_from(means: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Give texts the direction in which they lie from the centre of the papers."""
    if not len(means):
        return means

    known = means.any(axis=1, keepdims=True)
    directions = np.where(known, means - centre, 0)
    return normalize(directions).astype("float32")
