"""Text → vectors; without any download or torch, unless a model is asked for."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from litreview import progress
from litreview.text import count_terms, pick_terms
from litreview.topics import _models
from litreview.topics._earlier import Earlier, read_earlier

DIMENSIONS = 50  # at most; fewer where there are few texts to learn them from

# Terms, the most frequent ones: how often they meet fills memory by the square.
VOCABULARY = 12_000
LONGEST = 2  # words of a term

# Of the contexts: without it, rare words would seem to belong together most.
SMOOTHING = 0.75


def embed(
    papers: pd.DataFrame,
    embedding: str = "cooccurrence",
    seed: int = 0,
    earlier: Earlier = None,
    cache: str | Path | None = None,
) -> np.ndarray:
    """Embed papers by their titles and texts.

    Parameters
    ----------
    papers
        Needs `title` and `text`.
    embedding
        `cooccurrence` or `tfidf`, which are learnt from the papers; the folder or
        package of a model; or several of these joined by `+`, which then weigh the
        same.
    seed
        Of everything random.
    earlier
        The folder of an earlier report, or a dict of its tables: what is learnt is
        learnt from its papers then, and applied to these.
    cache
        A file that keeps the vectors of a model from run to run.

    Returns
    -------
    numpy.ndarray
        A row of unit length for each paper; of zeros where no word of it is known.

    Raises
    ------
    FileNotFoundError
        For a model that is not there, or whose library is not installed.

    References
    ----------
    Cooccurrence: positive pointwise mutual information with smoothed contexts, reduced
    by truncated SVD (Levy, Goldberg and Dagan, 2015). TF-IDF: latent semantic analysis
    (Deerwester et al., 1990).

    Examples
    --------
    >>> vectors = litreview.topics.embed(papers, "tfidf")
    >>> len(vectors) == len(papers)
    True
    """
    earlier = read_earlier(earlier)
    known = papers
    if earlier is not None:
        known = earlier["papers"]

    parts = []
    for name in _split_embedding(embedding):
        if name in LEARNT:
            learn = LEARNT[name]
            with progress.stage("Learning which words keep company"):
                parts.append(learn(known, seed)(papers))
        else:
            vectors = _models.encode(list(papers["text"]), name, cache)
            parts.append(normalize(vectors))

    if len(parts) == 1:
        return parts[0]
    return normalize(np.hstack(parts))


def check_embedding(embedding: str) -> None:
    """Check that an embedding can be made here.

    Parameters
    ----------
    embedding
        As given to `embed`.

    Raises
    ------
    FileNotFoundError
        With what is missing.

    Examples
    --------
    >>> litreview.topics.check_embedding("tfidf")
    """
    for name in _split_embedding(embedding):
        if name not in LEARNT:
            _models.find_model(name)


def learn_cooccurrence(
    papers: pd.DataFrame, seed: int = 0
) -> Callable[[pd.DataFrame], np.ndarray]:
    """Learn vectors of words and pairs of words from the papers that hold both.

    Returns the function that embeds papers, as the mean of the vectors of their terms,
    rare ones weighing more, less the mean of all papers. Synonyms that never stand in
    one text are alike by the words that they both stand with.
    """
    vocabulary = _choose_vocabulary(papers)
    if not vocabulary:
        return _embed_nothing

    counts = _count_vocabulary(papers, vocabulary, least=None)
    vectors = word_vectors(counts, seed)
    centre = normalize(dampen(counts) @ vectors).mean(axis=0)

    def embed_papers(others: pd.DataFrame) -> np.ndarray:
        other_counts = counts
        if others is not papers:
            other_counts = _count_vocabulary(others, vocabulary)

        means = normalize(dampen(other_counts) @ vectors)
        known = means.any(axis=1, keepdims=True)
        return normalize(np.where(known, means - centre, 0.0))

    return embed_papers


def learn_tfidf(
    papers: pd.DataFrame, seed: int = 0
) -> Callable[[pd.DataFrame], np.ndarray]:
    """Learn TF-IDF over words and pairs of words, reduced by truncated SVD.

    Returns the function that embeds papers.
    """
    vocabulary = _choose_vocabulary(papers)
    if not vocabulary:
        return _embed_nothing

    counts = _count_vocabulary(papers, vocabulary, least=None)
    tfidf = TfidfTransformer(sublinear_tf=True).fit(counts)
    reduce = _learn_reduction(tfidf.transform(counts), DIMENSIONS, seed)

    def embed_papers(others: pd.DataFrame) -> np.ndarray:
        other_counts = counts
        if others is not papers:
            other_counts = _count_vocabulary(others, vocabulary)
        return normalize(reduce(tfidf.transform(other_counts)))

    return embed_papers


LEARNT = {"cooccurrence": learn_cooccurrence, "tfidf": learn_tfidf}


def word_vectors(counts: sp.csr_matrix, seed: int = 0) -> np.ndarray:
    """Learn a vector of each word from the papers that hold it, longer for rarer words.

    `counts` has a row for each paper and a column for each word, as has the result a
    row. See `learn_cooccurrence`.
    """
    papers = counts.shape[0]
    occurs = (counts > 0).astype("float32")
    together = (occurs.T @ occurs).tocoo()

    often = np.asarray(together.sum(axis=1)).ravel()
    context = often**SMOOTHING / (often**SMOOTHING).sum()
    chance = often[together.row] * context[together.col]
    information = np.log(together.data / chance).clip(0).astype("float32")
    ends = together.row, together.col
    pairs = sp.csr_matrix((information, ends), shape=together.shape)
    pairs.eliminate_zeros()

    dimensions = min(DIMENSIONS, max(2, int(papers**0.5)))
    vectors = _learn_reduction(pairs, dimensions, seed)(pairs)
    number = np.asarray(occurs.sum(axis=0)).ravel()
    rarity = np.log((papers + 1) / (number + 1))

    return (vectors * rarity[:, None]).astype("float64")


def dampen(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Let each further time that a word stands in a paper count less: 1 + log."""
    damped = counts.astype("float64")
    damped.data = 1 + np.log(damped.data)
    return damped


def _split_embedding(embedding: str) -> list[str]:
    return [name.strip() for name in embedding.split("+")]


def _embed_nothing(papers: pd.DataFrame) -> np.ndarray:
    return np.zeros((len(papers), 1))


def _choose_vocabulary(papers: pd.DataFrame) -> list[str]:
    """Choose the terms that most papers hold, in the order of the alphabet."""
    counts = count_terms(papers["text"])
    often = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    short = [term.count(" ") < LONGEST for term in counts.terms]
    usable = np.flatnonzero(short)
    most = usable[np.argsort(-often[usable], kind="stable")[:VOCABULARY]]
    return [counts.terms[i] for i in np.sort(most)]


def _count_vocabulary(
    papers: pd.DataFrame, vocabulary: list[str], least: int | None = 1
) -> sp.csr_matrix:
    """Count terms of a vocabulary in papers; see `count_terms` for `least`."""
    in_text = pick_terms(count_terms(papers["text"], least), vocabulary)
    # The title counts twice: its words are chosen with more care.
    in_title = pick_terms(count_terms(papers["title"].fillna(""), 1), vocabulary)
    return in_text + in_title


def _learn_reduction(
    weights: sp.csr_matrix, dimensions: int, seed: int
) -> Callable[[sp.csr_matrix], np.ndarray]:
    """Learn to reduce rows to so many dimensions; few columns stay as they are."""
    dimensions = min(dimensions, min(weights.shape) - 1)
    if dimensions < 2 or not weights.nnz:
        return lambda rows: rows.toarray()

    # arpack and not the randomized solver: the vectors then hardly depend on the seed.
    # What is left at this tolerance changes no nearest neighbour, and it takes half of
    # the time.
    svd = TruncatedSVD(dimensions, algorithm="arpack", random_state=seed, tol=0.01)
    # Equal rows have no variance to explain.
    with np.errstate(divide="ignore", invalid="ignore"):
        return svd.fit(weights).transform
