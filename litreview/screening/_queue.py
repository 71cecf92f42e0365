"""The queue: which paper to screen next, learnt from the decisions so far."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.stats import rankdata
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from tqdm import tqdm

from litreview.text import find_phrases

RELEVANT = ("include", "maybe")
WORDS = (
    2**20
)  # columns that words and pairs of words share, so that a sentence needs no vocabulary
SUBJECTS = (
    100  # columns after those: what a paper is about, though it says it in other words
)
AT_ONCE = 10_000  # texts counted between two signs of life
PRESUMED = 100  # papers not seen that stand in for irrelevant ones while none is known


def paper_features(papers: pd.DataFrame) -> sp.csr_matrix:
    """Count the words of title and abstract, and find the subjects behind them.

    One row a paper: TF-IDF of words and pairs of words, then its place among the subjects (latent semantic analysis
    of the words), each of unit length, or zeros where there is no text. `papers` needs `title` and `abstract`.
    """
    title, abstract = (
        papers[name].astype("str").fillna("") for name in ("title", "abstract")
    )
    if papers.empty:
        return sp.csr_matrix((0, WORDS + SUBJECTS))
    texts = title + " " + abstract
    pairs, words = (
        TfidfTransformer(sublinear_tf=True).fit_transform(_counted(texts, most))
        for most in (2, 1)
    )
    return sp.csr_matrix(sp.hstack([pairs, _subjects(words)]))


def score_by_sentence(features: sp.csr_matrix, sentence: str) -> np.ndarray:
    """Score the papers by the words of `telling` that they share with a sentence, rare ones weighing more."""
    row = _counted([" ".join(subject_words(sentence))], 2)
    row.resize(1, features.shape[1])
    return np.asarray((features @ row.T).todense(), dtype=float).ravel()


def subject_words(sentence: str) -> list[str]:
    """List the words of a sentence that carry its subject: not "how", "does" and "the", nor "study" and "method"."""
    return [
        word
        for word in find_phrases(sentence, 1)
        if word.casefold() not in ("did", "does")
    ]


def score_papers(
    features: sp.csr_matrix, labels: np.ndarray, seed: int = 0
) -> np.ndarray:
    """Score the papers by how likely they are relevant: higher is likelier.

    `labels` holds 1 (relevant), 0 (irrelevant) or -1 (not seen) for each row of `features`. A score is the mean of two
    ranks, as shares of the papers: one by the words and one by the subjects, each from a linear support vector machine.
    All zeros where nothing relevant is known, or everything is.
    """
    labels = np.asarray(labels)
    if not (labels == 1).any() or (labels == 1).all():
        return np.zeros(len(labels))
    presumed = (
        []
        if (labels == 0).any()
        else np.random.default_rng(seed).permutation(np.flatnonzero(labels < 0))
    )
    rows = np.concatenate([np.flatnonzero(labels >= 0), presumed[:PRESUMED]]).astype(
        int
    )
    known, relevant = features[rows], labels[rows] == 1
    directions = np.zeros((features.shape[1], 2))
    directions[:WORDS, 0] = _direction(known[:, :WORDS], relevant, seed)
    directions[WORDS:, 1] = _direction(known[:, WORDS:], relevant, seed)
    return rankdata(features @ directions, axis=0).mean(axis=1) / len(labels)


def rank_papers(
    papers: pd.DataFrame,
    features: sp.csr_matrix,
    decided: pd.DataFrame,
    *,
    sentence: str = "",
    random_every: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Order the papers that are not decided yet as they should be screened.

    Returns `paper_id`, `score` and `chosen`: `ranked`, or `random` at each `random_every`-th place (0: at
    none), which is drawn from all that are not seen by then. Without a relevant paper or a sentence all are random. Of
    those drawn at random only the relevant ones are learnt from.
    """
    decided = decided[decided["decision"] != ""].drop_duplicates(
        "paper_id", keep="last"
    )
    relevant = papers["paper_id"].map(
        decided.set_index("paper_id")["decision"].isin(RELEVANT)
    )
    labels = relevant.map({True: 1, False: 0}).fillna(-1).to_numpy(dtype=int)
    known = (labels == 1).any()
    # An irrelevant paper drawn at random is easily told from the relevant ones; learning from it would take weight from
    # those that are nearly relevant.
    chance = (
        papers["paper_id"]
        .isin(decided.loc[decided["chosen"] == "random", "paper_id"])
        .to_numpy()
    )
    learnt = np.where(chance & (labels == 0), -1, labels)
    score = (
        score_papers(features, learnt, seed)
        if known
        else score_by_sentence(features, sentence)
    )
    drawn = pd.util.hash_array(
        papers["paper_id"].to_numpy(dtype=object), hash_key=f"{seed:016d}"
    )
    unseen = np.flatnonzero(labels < 0)
    by_score = unseen[np.lexsort((drawn[unseen], -score[unseen]))]
    by_chance = unseen[np.argsort(drawn[unseen], kind="stable")]
    before = int(decided["chosen"].isin(["ranked", "random"]).sum())
    every = random_every if known or score.any() else 1
    rows, chosen = _mixed(by_score, by_chance, before, every)
    return pd.DataFrame(
        {
            "paper_id": papers["paper_id"].to_numpy()[rows],
            "score": score[rows],
            "chosen": chosen,
        }
    )


def _mixed(
    by_score: np.ndarray, by_chance: np.ndarray, before: int, every: int
) -> tuple[list[int], list[str]]:
    """Merge two orders of the same papers: each `every`-th place goes to the first of the second that is left."""
    orders, taken, rows, chosen = (
        {"ranked": iter(by_score), "random": iter(by_chance)},
        set(),
        [],
        [],
    )
    for place in range(before + 1, before + 1 + len(by_score)):
        chosen.append("random" if every and place % every == 0 else "ranked")
        rows.append(next(row for row in orders[chosen[-1]] if row not in taken))
        taken.add(rows[-1])
    return rows, chosen


def _direction(rows: sp.csr_matrix, relevant: np.ndarray, seed: int) -> np.ndarray:
    """Find what tells relevant papers from irrelevant ones; all of the former weigh ten times as much as the latter."""
    weights = np.where(relevant, 1.0, relevant.sum() / (10 * (~relevant).sum()))
    model = LinearSVC(C=0.1, random_state=seed)
    return model.fit(
        rows, relevant, sample_weight=weights * len(weights) / weights.sum()
    ).coef_[0]


def _subjects(words: sp.csr_matrix) -> np.ndarray:
    """Place the papers among the subjects; columns of zeros where there are too few papers for all of them."""
    found = np.zeros((words.shape[0], SUBJECTS))
    shared = words[
        :, np.flatnonzero(np.bincount(words.indices, minlength=WORDS) > 1)
    ]  # others tell of no other paper
    size = min(SUBJECTS, *(length // 4 for length in shared.shape))
    if size:
        found[:, :size] = normalize(
            TruncatedSVD(size, random_state=0).fit_transform(shared)
        )
    return found


def _counted(texts: Sequence[str], most: int) -> sp.csr_matrix:
    counted = HashingVectorizer(
        ngram_range=(1, most), n_features=WORDS, alternate_sign=False, norm=None
    )
    starts = tqdm(
        range(0, len(texts), AT_ONCE),
        "Counting words",
        disable=len(texts) <= 2 * AT_ONCE,
    )
    return sp.vstack(
        [counted.transform(texts[start : start + AT_ONCE]) for start in starts],
        format="csr",
    )
