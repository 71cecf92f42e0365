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

from litreview import progress, topics
from litreview.tables import RELEVANT
from litreview.text import find_phrases

WORDS = 2**20  # columns that words and pairs of words share, without a vocabulary
# Columns after those: what a paper is about, though it says it in other words.
SUBJECTS = 100
AT_ONCE = 2_000  # texts counted between two signs of life
# Papers not seen that stand in for irrelevant ones while none is known.
PRESUMED = 100


def rank_papers(
    papers: pd.DataFrame,
    decided: pd.DataFrame,
    *,
    sentence: str = "",
    features: sp.csr_matrix | None = None,
    start: np.ndarray | None = None,
    random_every: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Order the papers that are not decided yet as they should be screened.

    Without a relevant paper and without a sentence, all are drawn at random.

    Parameters
    ----------
    papers
        With `paper_id`, `title` and `abstract`.
    decided
        The decisions of one screener, with `paper_id`, `decision` and `chosen`.
    sentence
        What is looked for; it orders the papers until one is known to be relevant.
    features, start
        What `paper_features` and `start_scores` give, where papers are ranked again and
        again.
    random_every
        At each so-many-th place stands a paper that is drawn from all that are not seen
        by then; 0 draws none.
    seed
        Of the draws.

    Returns
    -------
    pd.DataFrame
        `paper_id`, `score` (higher is likelier to be relevant) and `chosen` (`ranked`
        or `random`), the next one first.

    Examples
    --------
    >>> decided = litreview.screening.current_decisions("none.sqlite")
    >>> queue = litreview.screening.rank_papers(papers, decided, sentence="bird song")
    >>> len(queue)
    172
    """
    decided = decided[decided["decision"] != ""]
    decided = decided.drop_duplicates("paper_id", keep="last")
    labels = _labels(papers, decided)

    is_learning = bool((labels == 1).any())
    if is_learning:
        if features is None:
            features = paper_features(papers)
        learnt = _labels_to_learn(papers, decided, labels)
        score = score_papers(features, learnt, seed)
    elif start is not None:
        score = start
    else:
        score = start_scores(papers, sentence, seed)

    # The same draw for a paper in every run, whatever other papers there are.
    ids = papers["paper_id"].to_numpy(dtype=object)
    drawn = pd.util.hash_array(ids, hash_key=f"{seed:016d}")
    unseen = np.flatnonzero(labels < 0)
    order = np.lexsort((drawn[unseen], -score[unseen]))
    by_score = unseen[order]
    order = np.argsort(drawn[unseen], kind="stable")
    by_chance = unseen[order]

    is_queued = decided["chosen"].isin(["ranked", "random"])
    queued = int(is_queued.sum())
    if not is_learning and not score.any():
        random_every = 1
    rows, chosen = _mixed_orders(by_score, by_chance, queued, random_every)
    queue = {"paper_id": ids[rows], "score": score[rows], "chosen": chosen}
    return pd.DataFrame(queue)


def start_scores(papers: pd.DataFrame, sentence: str, seed: int = 0) -> np.ndarray:
    """Score the papers by how like a sentence they are, to begin with.

    All zeros where there is no sentence, or none of its words is known.
    """
    if papers.empty or not sentence.strip():
        return np.zeros(len(papers))
    space = topics.learn_space(papers, seed)
    scores = topics.papers_like_sentence(space, sentence, len(papers))
    scores = scores.reindex(papers["paper_id"])
    return scores.fillna(0).to_numpy()


def paper_features(papers: pd.DataFrame) -> sp.csr_matrix:
    """Count the words of title and abstract, and find the subjects behind them.

    One row a paper: TF-IDF of words and pairs of words, then its place among the
    subjects (latent semantic analysis of the words), each of unit length, or zeros
    where there is no text. `papers` needs `title` and `abstract`.
    """
    if papers.empty:
        return sp.csr_matrix((0, WORDS + SUBJECTS))

    titles = papers["title"].astype("str").fillna("")
    abstracts = papers["abstract"].astype("str").fillna("")
    texts = titles + " " + abstracts

    with progress.stage("Learning the words of the papers", total=3) as step:
        words = _tfidf(texts, longest=1)
        step()
        pairs = _tfidf(texts, longest=2)
        step()
        features = sp.hstack([pairs, _subjects(words)])
        return sp.csr_matrix(features)


def score_papers(
    features: sp.csr_matrix, labels: np.ndarray, seed: int = 0
) -> np.ndarray:
    """Score the papers by how likely they are relevant: higher is likelier.

    `labels` holds 1 (relevant), 0 (irrelevant) or -1 (not seen) for each row of
    `features`. A score is the mean of two ranks, as shares of the papers: one by the
    words and one by the subjects, each from a linear support vector machine. All zeros
    where nothing relevant is known, or everything is.
    """
    labels = np.asarray(labels)
    if not (labels == 1).any() or (labels == 1).all():
        return np.zeros(len(labels))

    rows = np.flatnonzero(labels >= 0)
    if not (labels == 0).any():
        unseen = np.flatnonzero(labels < 0)
        unseen = np.random.default_rng(seed).permutation(unseen)
        rows = np.concatenate([rows, unseen[:PRESUMED]])

    known = features[rows]
    relevant = labels[rows] == 1
    directions = np.zeros((features.shape[1], 2))
    directions[:WORDS, 0] = _direction(known[:, :WORDS], relevant, seed)
    directions[WORDS:, 1] = _direction(known[:, WORDS:], relevant, seed)
    ranks = rankdata(features @ directions, axis=0)
    return ranks.mean(axis=1) / len(labels)


def subject_words(sentence: str) -> list[str]:
    """List the words of a sentence that carry its subject.

    Not "how", "does" and "the", nor "study" and "method".
    """
    words = find_phrases(sentence, 1)
    return [word for word in words if word.casefold() not in ("did", "does")]


def _labels(papers: pd.DataFrame, decided: pd.DataFrame) -> np.ndarray:
    """Label each paper as relevant (1), irrelevant (0) or not seen (-1)."""
    relevant = decided.set_index("paper_id")["decision"].isin(RELEVANT)
    labels = papers["paper_id"].map(relevant).map({True: 1, False: 0})
    return labels.fillna(-1).to_numpy(dtype=int)


def _labels_to_learn(
    papers: pd.DataFrame, decided: pd.DataFrame, labels: np.ndarray
) -> np.ndarray:
    """Leave out the irrelevant papers that were drawn at random.

    They are easily told from the relevant ones; learning from them would take weight
    from those that are nearly relevant.
    """
    drawn = decided.loc[decided["chosen"] == "random", "paper_id"]
    is_drawn = papers["paper_id"].isin(drawn).to_numpy()
    return np.where(is_drawn & (labels == 0), -1, labels)


def _mixed_orders(
    by_score: np.ndarray, by_chance: np.ndarray, before: int, every: int
) -> tuple[list[int], list[str]]:
    """Merge two orders of the same papers.

    Each `every`-th place goes to the first of the second order that is left.

    `before` is how many places have been given already.
    """
    orders = {"ranked": iter(by_score), "random": iter(by_chance)}
    taken = set()
    rows = []
    chosen = []
    for place in range(before + 1, before + 1 + len(by_score)):
        kind = "ranked"
        if every and place % every == 0:
            kind = "random"
        row = next(row for row in orders[kind] if row not in taken)
        taken.add(row)
        rows.append(row)
        chosen.append(kind)
    return rows, chosen


def _direction(rows: sp.csr_matrix, relevant: np.ndarray, seed: int) -> np.ndarray:
    """Find what tells relevant papers from irrelevant ones.

    All of the former together weigh ten times as much as the latter.
    """
    weight_of_irrelevant = relevant.sum() / (10 * (~relevant).sum())
    weights = np.where(relevant, 1.0, weight_of_irrelevant)
    weights = weights * len(weights) / weights.sum()
    model = LinearSVC(C=0.1, random_state=seed)
    model.fit(rows, relevant, sample_weight=weights)
    return model.coef_[0]


def _subjects(words: sp.csr_matrix) -> np.ndarray:
    """Place the papers among the subjects.

    Too few papers leave columns of zeros.
    """
    places = np.zeros((words.shape[0], SUBJECTS))
    # A word of one paper tells of no other paper.
    papers_with_word = np.bincount(words.indices, minlength=WORDS)
    is_shared = np.flatnonzero(papers_with_word > 1)
    shared = words[:, is_shared]

    papers, terms = shared.shape
    size = min(SUBJECTS, papers // 4, terms // 4)
    if size:
        found = TruncatedSVD(size, random_state=0).fit_transform(shared)
        places[:, :size] = normalize(found)
    return places


def _tfidf(texts: Sequence[str], longest: int) -> sp.csr_matrix:
    """Weigh the words of texts, and the phrases of up to `longest` words."""
    vectorizer = HashingVectorizer(
        ngram_range=(1, longest), n_features=WORDS, alternate_sign=False, norm=None
    )
    starts = range(0, len(texts), AT_ONCE)

    counts = []
    for start in progress.steps(starts, "Counting words"):
        some = texts[start : start + AT_ONCE]
        counts.append(vectorizer.transform(some))
    counted = sp.vstack(counts, format="csr")
    weigh = TfidfTransformer(sublinear_tf=True)
    return weigh.fit_transform(counted)
