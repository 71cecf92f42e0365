"""Vectors → a map of the papers that stays where it was when papers are added."""

import numpy as np
import pandas as pd
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from litreview import progress

MAPPED = 5_000  # papers that t-SNE lays out itself
NEAREST = 5  # papers of the map among which a further one is put


def place_on_map(
    assignments: pd.DataFrame,
    vectors: np.ndarray,
    seed: int = 0,
    earlier: dict[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Add the place of each paper on the map.

    Parameters
    ----------
    assignments
        Needs `paper_id`.
    vectors
        A row for each paper, in their order.
    seed
        Of everything random.
    earlier
        The tables of an earlier run: papers that it knew keep their place, and new ones
        are put among the nearest.

    Returns
    -------
    pandas.DataFrame
        `assignments` with the columns `x` and `y`.
    """
    if earlier is None:
        places = lay_out(vectors, seed)
    else:
        places = _add_to_map(assignments, vectors, earlier["assignments"])

    x, y = places.T
    return assignments.assign(x=x, y=y)


def lay_out(vectors: np.ndarray, seed: int = 0) -> np.ndarray:
    """Lay papers out so that similar ones lie close together: two coordinates each.

    By t-SNE (van der Maaten and Hinton, 2008). Beyond `MAPPED` papers a sample is laid
    out, and each of the others put among its nearest ones.
    """
    papers = len(vectors)
    if len(np.unique(vectors, axis=0)) < 5:
        return np.zeros((papers, 2))

    order = np.random.default_rng(seed).permutation(papers)
    mapped = np.sort(order[:MAPPED])
    most = (len(mapped) - 1) / 3
    tsne = TSNE(
        perplexity=min(30, most),
        metric="cosine",
        init="pca",
        random_state=seed,
        max_iter=750,
    )
    # One thread: the sums of several come in any order, and t-SNE makes another map of
    # the last digits.
    with threadpool_limits(1), progress.stage("Laying the papers out on a map"):
        places = tsne.fit_transform(vectors[mapped])

    places = places.astype("float64")
    if len(mapped) == papers:
        return places
    return _place_among(vectors, vectors[mapped], places)


def _place_among(
    vectors: np.ndarray, known: np.ndarray, places: np.ndarray
) -> np.ndarray:
    """Place vectors among known ones: at the median place of the nearest."""
    neighbours = min(NEAREST, len(known))
    search = NearestNeighbors(n_neighbors=neighbours, metric="cosine")
    search.fit(known)
    nearest = search.kneighbors(vectors, return_distance=False)
    return np.median(places[nearest], axis=1)


def _add_to_map(
    assignments: pd.DataFrame, vectors: np.ndarray, earlier: pd.DataFrame
) -> np.ndarray:
    """Place papers where the earlier map has them, and new ones among these."""
    before = assignments[["paper_id"]].merge(
        earlier[["paper_id", "x", "y"]],
        on="paper_id",
        how="left",
        sort=False,
    )
    places = before[["x", "y"]].to_numpy(dtype="float64", copy=True)
    new = np.isnan(places).any(axis=1)
    if new.all():
        return lay_out(vectors)

    if new.any():
        known = ~new
        places[new] = _place_among(vectors[new], vectors[known], places[known])
    return places
