"""Bursts: topics and terms that are sudden for some periods, and terms that are new."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
import statsmodels.api as sm
from scipy.stats import false_discovery_control, hypergeom

from litreview.text import count_terms
from litreview.trends._periods import NEEDED

MOST = 5_000  # terms tried, the most frequent ones
ALIKE = 0.9  # share of the papers of a term that hold a longer one, from which the longer stands for both

SINCE = 4  # periods after the first that a change is fitted to
_TOP = 0.9999  # the highest rate of a burst
_BURST = {
    "start": "str",
    "end": "str",
    "weight": float,
    "papers": "int64",
    "share": float,
    "base": float,
    "p": float,
}
_NEW = {
    "term": "str",
    "first": "str",
    "papers": "int64",
    "expected_before": float,
    "p": float,
    "q": float,
}
_NEW |= {"share_first": float, "share_last": float, "change": float}


def automaton(
    papers: np.ndarray,
    total: np.ndarray,
    s: float = 2.0,
    gamma: float = 1.0,
    stretch: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the likeliest states, usual or bursting, of rows of counts over periods, and what bursting explains.

    `papers` is rows x periods, `total` the papers of each period. Returns the states (True in a burst) and the gain of
    each period: its log likelihood at `s` times the usual rate, less that at the usual rate. To enter a burst costs
    `gamma` times the logarithm of the number of periods, to leave it nothing (Kleinberg, 2003, for batched data). The
    usual rate is that of the row in its `stretch`, and a burst ends with it: what a new source brings is no burst. A
    period without papers speaks for neither state. Raises ValueError for `s` of 1 or less or a negative `gamma`.
    """
    if s <= 1 or gamma < 0:
        raise ValueError(
            f"s: {s} must be above 1 and gamma: {gamma} not below 0; 2 and 1 are usual"
        )
    papers, total = np.asarray(papers, dtype=float), np.asarray(total, dtype=float)
    stretch = (
        np.zeros(len(total), dtype=int) if stretch is None else np.asarray(stretch)
    )
    usual = _usual(papers, total, stretch)
    raised = np.minimum(s * usual, _TOP)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = papers * np.log(raised / usual) + (total - papers) * np.log(
            (1 - raised) / (1 - usual)
        )
    gain = np.where((usual > 0) & (usual < raised), gain, 0.0)
    return _likeliest(gain, gamma * np.log(max(1, len(total))), _begins(stretch)), gain


def _usual(papers: np.ndarray, total: np.ndarray, stretch: np.ndarray) -> np.ndarray:
    same = (stretch[:, None] == stretch).astype(float)
    return papers @ same / np.maximum(total @ same, 1)


def _begins(stretch: np.ndarray) -> np.ndarray:
    return np.diff(stretch, prepend=stretch[:1] - 1) != 0


def _likeliest(gain: np.ndarray, price: float, begins: np.ndarray) -> np.ndarray:
    # Viterbi, all rows at once. Where both states explain as much, the usual one is taken.
    usual, bursting = np.zeros(len(gain)), np.full(len(gain), -np.inf)
    left, stayed, states = (np.zeros(gain.shape[::-1], dtype=bool) for _ in range(3))
    for t, own in enumerate(gain.T):
        stay, enter = bursting - price * begins[t], usual - price
        left[t], stayed[t] = bursting > usual, stay > enter
        usual, bursting = np.maximum(usual, bursting), own + np.maximum(stay, enter)
    state = bursting > usual
    for t in reversed(range(len(states))):
        states[t] = state
        state = np.where(state, stayed[t], left[t])
    return states.T


def topic_bursts(
    assignments: pd.DataFrame,
    spans: pd.DataFrame,
    periods: pd.DataFrame,
    s: float = 2.0,
    gamma: float = 1.0,
    length: int = 1,
    level: float = 0.05,
    permutations: int = 200,
    seed: int = 0,
) -> tuple[pd.DataFrame, int]:
    """Find the periods in which topics are sudden, heaviest first, and count the topics tried.

    Returns `topic`, `start`, `end` (first and last period), `weight` (what it explains, a log likelihood), `papers` and
    `share` in the burst, `base` (the share in its whole stretch) and `p`. Tested periods count, a paper in each of its
    own. A burst has at least `length` periods and a `p` of at most `level`: the share of corpora, with the same papers
    dealt to the dates at random, whose heaviest burst of any topic is as heavy. So it holds for all topics together,
    however alike they are. A rise that lasts is a burst too, open at its end; a topic of more than half of the papers
    can hardly have one. Raises ValueError where so few `permutations` cannot reach `level`.
    """
    place, on = _placed(assignments["paper_id"], spans, periods)
    topic = assignments["topic"].to_numpy()[on]
    topics = np.unique(topic[topic >= 0])
    held = sp.csr_matrix(topic[:, None] == topics, dtype="int32")
    found = _bursts(
        held, place[on], periods, s, gamma, length, level, permutations, seed
    )
    found.insert(0, "topic", topics[found.pop("row")].astype("int64"))
    return found, len(topics)


def term_bursts(
    papers: pd.DataFrame,
    spans: pd.DataFrame,
    periods: pd.DataFrame,
    s: float = 2.0,
    gamma: float = 1.0,
    length: int = 1,
    least: int = 5,
    level: float = 0.05,
    permutations: int = 200,
    seed: int = 0,
) -> tuple[pd.DataFrame, int]:
    """Find the periods in which words and phrases are sudden, heaviest first, and count the terms tried.

    As `of_topics`, with `term` for `topic`. Tried are the 5,000 most frequent of the terms that at least `least` papers
    in tested periods hold, and at most half; how often a paper uses a term does not count. A term that is part of a
    longer one in 9 of 10 of its papers is left to that one.
    """
    place, on = _placed(papers["paper_id"], spans, periods)
    held, written = _terms(papers, on, least)
    found = _bursts(
        held[on], place[on], periods, s, gamma, length, level, permutations, seed
    )
    found.insert(0, "term", written[found.pop("row")])
    return found.astype({"term": "str"}), len(written)


def _placed(
    ids: pd.Series, spans: pd.DataFrame, periods: pd.DataFrame
) -> tuple[sp.csr_matrix, np.ndarray]:
    """Mark which paper (row) is in which period (column), and which papers are in a tested one, where these suffice."""
    row, column = (
        pd.Index(ids).get_indexer(spans["paper_id"]),
        pd.Index(periods["period"]).get_indexer(spans["period"]),
    )
    row, column = np.unique(
        np.column_stack([row, column])[(row >= 0) & (column >= 0)], axis=0
    ).T
    place = sp.csr_matrix(
        (np.ones(len(row), dtype="int32"), (row, column)),
        shape=(len(ids), len(periods)),
    )
    tested = _tested(periods)
    return place, (place[:, tested].sum(axis=1).A1 > 0) & (len(tested) >= NEEDED)


def _tested(periods: pd.DataFrame) -> np.ndarray:
    return np.flatnonzero(periods["tested"].to_numpy(dtype=bool))


def _terms(
    papers: pd.DataFrame, on: np.ndarray, least: int
) -> tuple[sp.csr_matrix, np.ndarray]:
    """Pick the terms to try: which paper holds them, and how they are written."""
    counts = count_terms(papers["text"])
    held = (counts.matrix > 0).astype("int32")
    size = held[on].sum(axis=0).A1
    sizes = {
        counts.terms[i]: size[i]
        for i in np.flatnonzero((size >= max(1, least)) & (size <= on.sum() / 2))
    }
    # Whoever holds the longer term holds its parts: the ratio of their papers is the overlap (Jaccard).
    left = {
        part
        for term in sizes
        for part in _parts(term)
        if sizes[term] >= ALIKE * sizes.get(part, np.inf)
    }
    wanted = np.flatnonzero(
        [name in sizes and name not in left for name in counts.terms]
    )
    wanted = np.sort(wanted[np.argsort(-size[wanted], kind="stable")[:MOST]])
    return held[:, wanted], np.array(counts.written, dtype=object)[wanted]


def _parts(term: str) -> list[str]:
    words = term.split()
    return [
        " ".join(words[i : i + n])
        for n in range(1, len(words))
        for i in range(len(words) - n + 1)
    ]


def _bursts(
    held, place, periods, s, gamma, length, level, permutations, seed
) -> pd.DataFrame:
    """Find the bursts of the columns of `held`, and how heavy the heaviest is when papers change places."""
    if (permutations + 1) * level < 1:
        raise ValueError(
            f"permutations: {permutations} cannot show p <= {level}; {int(np.ceil(1 / level)) - 1} can"
        )
    if not held.shape[1]:
        return pd.DataFrame(columns=["row", *_BURST]).astype({"row": int} | _BURST)
    tested = periods.iloc[_tested(periods)]
    names, stretch = tested["period"].to_numpy(), tested["stretch"].to_numpy()
    place, things, begins = (
        place[:, _tested(periods)].tocsr(),
        held.T.tocsr(),
        _begins(stretch),
    )
    total, sources, rng = (
        place.sum(axis=0).A1,
        _sources(place, stretch),
        np.random.default_rng(seed),
    )
    papers = (things @ place).toarray()
    row, start, end, weight = _runs(
        *automaton(papers, total, s, gamma, stretch), begins, length
    )
    as_heavy = np.zeros(len(row), dtype=int)
    for _ in range(permutations if len(row) else 0):
        dealt = (things @ place[_dealt(sources, rng)]).toarray()
        heaviest = max(
            _runs(*automaton(dealt, total, s, gamma, stretch), begins, length)[-1],
            default=0.0,
        )
        as_heavy += heaviest >= weight * (
            1 - 1e-9
        )  # sums in another order differ by a hair
    inside = (np.arange(len(names)) >= start[:, None]) & (
        np.arange(len(names)) <= end[:, None]
    )
    n, base = (
        (papers[row] * inside).sum(axis=1),
        _usual(papers, total, stretch)[row, start],
    )
    p = (as_heavy + 1) / (permutations + 1)
    columns = [row, names[start], names[end], weight, n, n / (inside @ total), base, p]
    table = pd.DataFrame(dict(zip(["row", *_BURST], columns, strict=True))).astype(
        _BURST
    )
    return table[table["p"] <= level].sort_values(
        "weight", ascending=False, kind="stable", ignore_index=True
    )


def _runs(states, gain, begins, length: int) -> tuple[np.ndarray, ...]:
    """List the bursts of at least `length` periods: row, first and last period, weight."""
    starts = states & (begins | ~np.pad(states, ((0, 0), (1, 0)))[:, :-1])
    ends = states & (
        np.append(begins[1:], True) | ~np.pad(states, ((0, 0), (0, 1)))[:, 1:]
    )
    (row, start), (_, end) = np.nonzero(starts), np.nonzero(ends)
    until = np.cumsum(np.where(states, gain, 0.0), axis=1)
    weight = until[row, end] - until[row, start] + gain[row, start]
    long = end - start + 1 >= length
    return row[long], start[long], end[long], weight[long]


def _sources(place: sp.csr_matrix, stretch: np.ndarray) -> np.ndarray:
    """Number the papers by the stretches that they are in."""
    there = np.column_stack(
        [place[:, stretch == each].sum(axis=1).A1 > 0 for each in np.unique(stretch)]
    )
    return np.unique(there, axis=0, return_inverse=True)[1].ravel()


def _dealt(sources: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    # Whole papers change places, with all that they hold and all their dates, and only with papers of the same
    # stretches. So a paper shown again and again is no more evidence than one, and a new source is none.
    order = np.empty(len(sources), dtype=int)
    order[np.argsort(sources, kind="stable")] = np.lexsort(
        (rng.random(len(sources)), sources)
    )
    return order


def new_terms(
    papers: pd.DataFrame,
    spans: pd.DataFrame,
    periods: pd.DataFrame,
    least: int = 5,
    level: float = 0.05,
) -> tuple[pd.DataFrame, int]:
    """List the terms that no paper held at first, the most surprising ones first, and count the terms tried.

    Returns `term`, `first` (its first period), `papers`, `expected_before` (how many would have come before, had they
    come like all papers), `p`, `q`, `share_first`, `share_last` (in its first and in the last tested period) and
    `change`; tried are the terms of `of_terms`. `p` is the chance that papers dealt to the dates at random hold the
    term for the first time as late or later (hypergeometric), so that `first` was chosen by the papers is in it. A
    paper counts at its first date, among those of the same stretch: what comes with a new source may be old. What was
    held before in a period not tested has a `p` of 1. `q` is corrected for all terms tried (Benjamini and Hochberg,
    1995), and at most `level`. `change` is the odds ratio from a period to the next, of a binomial regression on the
    periods after the first in its stretch, at least four; the first has papers because it was chosen so.
    """
    place, on = _placed(papers["paper_id"], spans, periods)
    held, written = _terms(papers, on, least)
    if not len(written):
        return pd.DataFrame(columns=list(_NEW)).astype(_NEW), 0
    tested, counts = _tested(periods), (held.T @ place).toarray()
    names, stretch = (
        periods["period"].to_numpy()[tested],
        periods["stretch"].to_numpy()[tested],
    )
    earliest, counts, total = (
        (counts > 0).argmax(axis=1),
        counts[:, tested],
        place[:, tested].sum(axis=0).A1,
    )
    each, first = np.arange(len(counts)), (counts > 0).argmax(axis=1)
    k, n, before = _before(held[on], place[on][:, tested], stretch)
    k, n, before = k[each, first], n[first], before[first]
    p = np.where(
        earliest < tested[first], 1.0, np.minimum(hypergeom.pmf(0, n, before, k), 1.0)
    )
    q, share = false_discovery_control(p), counts / np.maximum(total, 1)
    since = (
        (stretch == stretch[first][:, None])
        & (np.arange(len(tested)) > first[:, None])
        & (total > 0)
    )
    size = held[on].sum(axis=0).A1
    columns = [
        written,
        names[first],
        size,
        k * before / n,
        p,
        q,
        share[each, first],
        share[:, -1],
        np.nan,
    ]
    table = pd.DataFrame(dict(zip(_NEW, columns, strict=True))).astype(_NEW)[q <= level]
    table = table.assign(
        change=[
            _change(tested[since[i]], counts[i, since[i]], total[since[i]])
            for i in table.index
        ]
    )
    return table.sort_values(["p", "term"], ignore_index=True), len(q)


def _before(held, place, stretch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count papers at their first date: of each term in the stretch of a period, of all there, and of all before it."""
    place.sort_indices()
    once = np.eye(len(stretch), dtype=int)[place.indices[place.indptr[:-1]]]
    same = (stretch[:, None] == stretch).astype(int)
    return (
        (held.T @ once) @ same,
        once.sum(axis=0) @ same,
        once.sum(axis=0) @ np.triu(same, 1),
    )


def _change(at: np.ndarray, papers: np.ndarray, total: np.ndarray) -> float:
    some, others = at[papers > 0], at[papers < total]
    # Where all papers with the term come before all without, or after, no finite change fits best.
    if (
        len(at) < SINCE
        or not len(some)
        or not len(others)
        or some.max() <= others.min()
        or others.max() <= some.min()
    ):
        return np.nan
    both, time = np.column_stack([papers, total - papers]), sm.add_constant(at - at[0])
    return float(
        np.exp(sm.GLM(both, time, family=sm.families.Binomial()).fit().params[1])
    )


def burst_summary(
    bursts: pd.DataFrame, tried: int, permutations: int = 200, level: float = 0.05
) -> str:
    """Say in sentences how many of the topics or terms tried have bursts, and how that was told from chance.

    `bursts` and `tried` are of `of_topics` or `of_terms`.
    """
    what = bursts.columns[0]
    if not tried:
        return f"**Bursts were not looked for**: there are fewer than {NEEDED} periods to compare, or no {what} to try."
    n, of = len(bursts), bursts[what].nunique()
    found = (
        f"**[{n:,} burst{'s' * (n != 1)}](#What-came-suddenly?)** of {of:,} {what}{'s' * (of != 1)}"
        if n
        else "**No burst**"
    )
    text = f"{found} stand{'s' * (n < 2)} out among {tried:,} {what}{'s' * (tried != 1)} tried: in {permutations:,} "
    text += f"corpora with the same papers dealt to the dates at random, the heaviest burst of any {what} was as heavy in "
    if n:
        return (
            text
            + f"at most {level:.0%}. Where nothing is sudden, one review in {round(1 / level)} still shows some."
        )
    return (
        text
        + f"more than {level:.0%}. That is a finding too: no {what} came more suddenly than by chance."
    )
