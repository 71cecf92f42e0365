"""The queue: which paper to screen next, learnt from the decisions so far."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

RELEVANT = ("include", "maybe")
COLUMNS = 2**21  # words and pairs of words share this many columns, so that a sentence needs no vocabulary
PRESUMED = 100  # papers not seen that stand in for irrelevant ones


def features(papers: pd.DataFrame) -> sp.csr_matrix:
    """Count the words and pairs of words of title and abstract, rare ones weighing more.

    One row of unit length a paper; one of zeros where there is no text.
    """
    title, abstract = (papers[name].astype("str").fillna("") for name in ("title", "abstract"))
    if papers.empty:
        return sp.csr_matrix((0, COLUMNS))
    return sp.csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(_counted(title + " " + abstract)))


def like(features: sp.csr_matrix, sentence: str) -> np.ndarray:
    """Score the papers by the words that they share with a sentence, rare ones weighing more."""
    return np.asarray((features @ _counted([sentence]).T).todense(), dtype=float).ravel()


def scores(features: sp.csr_matrix, labels: np.ndarray, seed: int = 0) -> np.ndarray:
    """Score the papers by how likely they are relevant: higher is likelier.

    `labels` holds 1 (relevant), 0 (irrelevant) or -1 (not seen) for each row of `features`. All zeros where nothing
    relevant is known.
    """
    labels = np.asarray(labels)
    if not (labels == 1).any() or features.shape[0] < 2 or (labels == 1).all():
        return np.zeros(features.shape[0])
    unseen = np.flatnonzero(labels < 0)
    presumed = np.random.default_rng(seed).permutation(unseen)[: 0 if (labels == 0).any() else PRESUMED]
    rows = np.concatenate([np.flatnonzero(labels >= 0), presumed])
    relevant = labels[rows] == 1
    weights = np.where(relevant, 1.0, relevant.sum() / (10 * (~relevant).sum()))
    model = LinearSVC(C=0.11, random_state=seed)
    return model.fit(features[rows], relevant, weights * len(rows) / weights.sum()).decision_function(features)


def queue(
    papers: pd.DataFrame,
    features: sp.csr_matrix,
    decided: pd.DataFrame,
    *,
    sentence: str = "",
    random_every: int = 10,
    seed: int = 0,
) -> pd.DataFrame:
    """Order the papers that are not decided yet as they should be screened.

    Returns `paper_id`, `score` and `chosen`: `ranked`, or `random` at each `random_every`-th place (0: at
    none), which is drawn from all that are not seen by then. Without a relevant paper or a sentence all are random.
    """
    decided = decided[decided["decision"] != ""].drop_duplicates("paper_id", keep="last")
    relevant = papers["paper_id"].map(decided.set_index("paper_id")["decision"].isin(RELEVANT))
    labels = relevant.map({True: 1, False: 0}).fillna(-1).to_numpy(dtype=int)
    known = (labels == 1).any()
    score = scores(features, labels, seed) if known else like(features, sentence)
    drawn = pd.util.hash_array(papers["paper_id"].to_numpy(dtype=object), hash_key=f"{seed:016d}")
    unseen = np.flatnonzero(labels < 0)
    by_score = unseen[np.lexsort((drawn[unseen], -score[unseen]))]
    by_chance = unseen[np.argsort(drawn[unseen], kind="stable")]
    before = int(decided["chosen"].isin(["ranked", "random"]).sum())
    every = random_every if known or score.any() else 1
    rows, chosen = _mixed(by_score, by_chance, before, every)
    return pd.DataFrame({"paper_id": papers["paper_id"].to_numpy()[rows], "score": score[rows], "chosen": chosen})


def _mixed(by_score: np.ndarray, by_chance: np.ndarray, before: int, every: int) -> tuple[list[int], list[str]]:
    """Merge two orders of the same papers: each `every`-th place goes to the first of the second that is left."""
    orders, taken, rows, chosen = {"ranked": iter(by_score), "random": iter(by_chance)}, set(), [], []
    for place in range(before + 1, before + 1 + len(by_score)):
        chosen.append("random" if every and place % every == 0 else "ranked")
        rows.append(next(row for row in orders[chosen[-1]] if row not in taken))
        taken.add(rows[-1])
    return rows, chosen


def _counted(texts) -> sp.csr_matrix:
    return HashingVectorizer(ngram_range=(1, 2), n_features=COLUMNS, alternate_sign=False, norm=None).transform(texts)
