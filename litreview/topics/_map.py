"""Vectors → a map that stays where it was when papers are added."""

import numpy as np
import pandas as pd
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

MAPPED = 5_000  # papers that t-SNE lays out itself
NEAREST = 5  # papers of the map that a further one is put among


def place_on_map(
    assignments: pd.DataFrame,
    vectors: np.ndarray,
    seed: int = 0,
    earlier: dict[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Add the place of each paper on the map, as `x` and `y`; `vectors` are in the order of the table.

    Papers that an `earlier` run (see `tables.earlier`) knew keep their place; new ones are put among the nearest.
    """
    x, y = (
        layout(vectors, seed).T
        if earlier is None
        else _kept(assignments, vectors, earlier["assignments"]).T
    )
    return assignments.assign(x=x, y=y)


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
        tsne = TSNE(
            perplexity=perplexity,
            metric="cosine",
            init="pca",
            random_state=seed,
            max_iter=750,
        )
        placed = tsne.fit_transform(vectors[mapped]).astype("float64")
    if len(mapped) == len(vectors):
        return placed
    return among(vectors, vectors[mapped], placed)


def among(vectors: np.ndarray, known: np.ndarray, placed: np.ndarray) -> np.ndarray:
    """Place vectors among `known` ones whose places are given: at the median place of the nearest."""
    near = NearestNeighbors(n_neighbors=min(NEAREST, len(known)), metric="cosine").fit(
        known
    )
    return np.median(placed[near.kneighbors(vectors, return_distance=False)], axis=1)


def _kept(
    assignments: pd.DataFrame, vectors: np.ndarray, earlier: pd.DataFrame
) -> np.ndarray:
    places = assignments[["paper_id"]].merge(
        earlier[["paper_id", "x", "y"]], on="paper_id", how="left", sort=False
    )
    placed = places[["x", "y"]].to_numpy(dtype="float64", copy=True)
    new = np.isnan(placed).any(axis=1)
    if new.all():
        return layout(vectors)
    if new.any():
        placed[new] = among(vectors[new], vectors[~new], placed[~new])
    return placed
