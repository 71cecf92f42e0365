"""Text → vectors; no download and no torch by default."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from litreview.text import count_terms, pick_terms
from litreview.topics import _models

SIZE = 50  # dimensions at most; fewer where there are few texts to learn them from
VOCABULARY = 12_000  # terms at most, the most frequent ones: their co-occurrences fill memory by the square
SMOOTHING = (
    0.75  # of the contexts: without it, rare words would seem to belong together most
)
OWN = ("cooccurrence", "tfidf")  # learnt from the corpus itself


def embed(
    papers: pd.DataFrame,
    embedding: str = "cooccurrence",
    seed: int = 0,
    earlier: dict[str, pd.DataFrame] | None = None,
    cache: str | Path | None = None,
) -> np.ndarray:
    """Embed the papers by their `title` and `text`: one row of unit length a paper.

    `embedding` is `cooccurrence`, `tfidf`, the folder or package of a model (see `encoders`), or several of these
    joined by `+`, which then weigh the same. A text without a known word has a row of zeros. With tables of an
    `earlier` run, what is learnt from a corpus is learnt from its papers and applied to these. Vectors of a model are
    kept in the file `cache`.
    """
    known, parts = papers if earlier is None else earlier["papers"], []
    for name in map(str.strip, embedding.split("+")):
        if name in OWN:
            learn = cooccurrence if name == "cooccurrence" else tfidf
            parts.append(learn(known, seed)(papers))
        else:
            parts.append(normalize(_models.encode(list(papers["text"]), name, cache)))
    return parts[0] if len(parts) == 1 else normalize(np.hstack(parts))


def check_embedding(embedding: str) -> None:
    """Raise FileNotFoundError, with what is missing, for an embedding that cannot be made here."""
    for name in map(str.strip, embedding.split("+")):
        if name not in OWN:
            _models.find(name)


def cooccurrence(
    papers: pd.DataFrame, seed: int = 0
) -> Callable[[pd.DataFrame], np.ndarray]:
    """Learn vectors of words and pairs of words from the papers in which they stand together.

    Returns the function that embeds papers, as the mean of the vectors of their terms, rare ones weighing more, less
    the mean of all papers. Positive pointwise mutual information with smoothed contexts, reduced by truncated SVD:
    Levy, Goldberg and Dagan, 2015. Synonyms that never stand in one text are alike by the words they both stand with.
    """
    vocabulary = _vocabulary(papers)
    if not vocabulary:
        return lambda others: np.zeros((len(others), 1))
    counts = _counted(papers, vocabulary, least=None)
    weighted = word_vectors(counts, seed)
    centre = normalize(dampen(counts) @ weighted).mean(axis=0)

    def apply(others: pd.DataFrame) -> np.ndarray:
        same = others is papers
        placed = normalize(
            dampen(counts if same else _counted(others, vocabulary)) @ weighted
        )
        return normalize(
            np.where(placed.any(axis=1, keepdims=True), placed - centre, 0.0)
        )

    return apply


def word_vectors(counts: sp.csr_matrix, seed: int = 0) -> np.ndarray:
    """Learn a vector of each word from the papers in which they stand together, the longer the rarer the word.

    `counts` has a row a paper and a column a word. See `cooccurrence`.
    """
    papers, held = counts.shape[0], (counts > 0).astype("float32")
    together = (held.T @ held).tocoo()
    often = np.asarray(together.sum(axis=1)).ravel()
    context = often**SMOOTHING / (often**SMOOTHING).sum()
    information = (
        np.log(together.data / (often[together.row] * context[together.col]))
        .clip(0)
        .astype("float32")
    )
    pairs = sp.csr_matrix(
        (information, (together.row, together.col)), shape=together.shape
    )
    pairs.eliminate_zeros()
    vectors = _reduced(pairs, min(SIZE, max(2, int(papers**0.5))), seed)(pairs)
    rarity = np.log((papers + 1) / (np.asarray(held.sum(axis=0)).ravel() + 1))
    return (vectors * rarity[:, None]).astype("float64")


def dampen(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Let each further time that a word stands in a paper count less: 1 + log of the count."""
    damped = counts.astype("float64")
    damped.data = 1 + np.log(damped.data)
    return damped


def tfidf(papers: pd.DataFrame, seed: int = 0) -> Callable[[pd.DataFrame], np.ndarray]:
    """Learn TF-IDF over words and pairs of words, reduced by truncated SVD; returns the function that embeds papers.

    Latent semantic analysis: Deerwester et al., 1990.
    """
    vocabulary = _vocabulary(papers)
    if not vocabulary:
        return lambda others: np.zeros((len(others), 1))
    counts = _counted(papers, vocabulary, least=None)
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
    reduce = _reduced(weigh.transform(counts), SIZE, seed)
    return lambda others: normalize(
        reduce(
            weigh.transform(
                counts if others is papers else _counted(others, vocabulary)
            )
        )
    )


def _vocabulary(papers: pd.DataFrame) -> list[str]:
    counts = count_terms(papers["text"])
    often = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    short = np.flatnonzero([name.count(" ") < 2 for name in counts.terms])
    most = short[np.argsort(-often[short], kind="stable")[:VOCABULARY]]
    return [counts.terms[i] for i in np.sort(most)]


def _counted(
    papers: pd.DataFrame, vocabulary: list[str], least: int | None = 1
) -> sp.csr_matrix:
    text = pick_terms(count_terms(papers["text"], least), vocabulary)
    # The title counts twice: its words are chosen with more care.
    return text + pick_terms(count_terms(papers["title"].fillna(""), 1), vocabulary)


def _reduced(
    weights: sp.csr_matrix, size: int, seed: int
) -> Callable[[sp.csr_matrix], np.ndarray]:
    size = min(size, min(weights.shape) - 1)
    if size < 2 or not weights.nnz:
        return lambda rows: rows.toarray()
    # arpack and not the randomized solver: the vectors then hardly depend on the seed.
    # What is left at this tolerance changes no nearest neighbour, and takes half of the time.
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # equal rows have no variance to explain
        return (
            TruncatedSVD(size, algorithm="arpack", random_state=seed, tol=0.01)
            .fit(weights)
            .transform
        )
