"""Text → vectors; no download and no torch by default."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from litreview import terms

SIZE = 50  # dimensions; more made the topics of a few hundred papers less stable, fewer lost topics of thousands
MAPPED = 5_000  # papers that t-SNE lays out itself


def tfidf(texts: list[str], seed: int = 0, size: int = SIZE) -> np.ndarray:
    """Embed texts by TF-IDF over stemmed words and pairs of words, reduced by truncated SVD.

    Returns one row of unit length a text, at most `size` columns; a text without any word has a row of zeros. Latent
    semantic analysis: Deerwester et al., 1990.
    """
    counts = [terms.terms(text, longest=2) for text in texts]
    often = 2 if len(texts) >= 20 else 1
    vectorizer = TfidfVectorizer(analyzer=lambda found: found, min_df=often, max_df=0.3 if len(texts) >= 20 else 1.0)
    try:
        weights = vectorizer.set_params(sublinear_tf=True).fit_transform(counts)
    except ValueError:  # no term is left
        return np.zeros((len(texts), 1))
    if min(weights.shape) <= 2:
        return normalize(weights.toarray())
    # arpack and not the randomized solver: the vectors then hardly depend on the seed.
    svd = TruncatedSVD(min(size, min(weights.shape) - 1), algorithm="arpack", random_state=seed)
    return normalize(svd.fit_transform(weights))


def sentences(texts: list[str], model: str) -> np.ndarray:
    """Embed texts by a sentence-transformers model in a local folder (needs the extra `neural`).

    Raises FileNotFoundError where the folder is not there: nothing is ever downloaded.
    """
    if not Path(model).is_dir():
        raise FileNotFoundError(f"embedding: {model!r} is neither 'tfidf' nor the folder of a model")
    from sentence_transformers import SentenceTransformer  # torch: only for those who asked for it

    return SentenceTransformer(str(model), local_files_only=True).encode(texts, normalize_embeddings=True)


def embed(papers: pd.DataFrame, embedding: str = "tfidf", seed: int = 0) -> np.ndarray:
    """Embed the papers by their `title` and `text`: by `tfidf`, or by the model in a folder."""
    if embedding == "tfidf":
        # The title counts twice: its words are chosen with more care.
        return tfidf(list(papers["title"].fillna("") + ". " + papers["text"]), seed)
    return sentences(list(papers["text"]), embedding)


def on_map(assignments: pd.DataFrame, vectors: np.ndarray, seed: int = 0) -> pd.DataFrame:
    """Add the place of each paper on the map, as `x` and `y`; `vectors` are in the order of the table."""
    placed = layout(vectors, seed)
    return assignments.assign(x=placed[:, 0], y=placed[:, 1])


def layout(vectors: np.ndarray, seed: int = 0) -> np.ndarray:
    """Lay papers out on a map: two coordinates each, papers with similar vectors close together (t-SNE).

    Beyond `MAPPED` papers a sample is laid out and each of the others put among its nearest ones.
    """
    if len(np.unique(vectors, axis=0)) < 5:
        return np.zeros((len(vectors), 2))
    mapped = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:MAPPED])
    perplexity = min(30, (len(mapped) - 1) / 3)
    # One thread: the sums of several come in any order, and t-SNE makes another map of the last digits.
    with threadpool_limits(1):
        tsne = TSNE(perplexity=perplexity, metric="cosine", init="pca", random_state=seed, max_iter=750)
        placed = tsne.fit_transform(vectors[mapped]).astype("float64")
    if len(mapped) == len(vectors):
        return placed
    near = (
        NearestNeighbors(n_neighbors=5, metric="cosine").fit(vectors[mapped]).kneighbors(vectors, return_distance=False)
    )
    return np.median(placed[near], axis=1)
