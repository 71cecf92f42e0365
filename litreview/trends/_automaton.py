"""Kleinberg's automaton: in which periods a count is bursting rather than usual."""

import numpy as np

HIGHEST_RATE = 0.9999  # of a burst


def find_states(
    papers: np.ndarray,
    total: np.ndarray,
    ratio: float = 2.0,
    cost: float = 1.0,
    stretch: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the likeliest states, usual or bursting, of counts over periods.

    The usual rate is that of a row in its stretch, and a burst ends with the stretch:
    what a new source brings is no burst. A period without papers speaks for neither
    state.

    Parameters
    ----------
    papers
        Counts: rows of topics or terms, a column a period.
    total
        Papers of each period.
    ratio
        How many times the usual rate a burst has.
    cost
        What it costs to enter a burst, times the logarithm of the number of periods;
        to leave it costs nothing.
    stretch
        The number of the stretch of each period; without it, all are one.

    Returns
    -------
    states
        True in a burst.
    gain
        What a burst would explain of each period: its log likelihood at the rate of a
        burst, less that at the usual rate.

    Raises
    ------
    ValueError
        For a `ratio` of 1 or less, or a negative `cost`.

    References
    ----------
    Kleinberg (2003). Bursty and hierarchical structure in streams. Data Mining and
    Knowledge Discovery 7. (For batched data.)
    """
    if ratio <= 1 or cost < 0:
        raise ValueError(
            f"ratio: {ratio} must be above 1 and cost: {cost} not below 0;"
            " 2 and 1 are usual"
        )

    papers = np.asarray(papers, dtype=float)
    total = np.asarray(total, dtype=float)
    if stretch is None:
        stretch = np.zeros(len(total), dtype=int)

    usual = usual_rate(papers, total, stretch)
    raised = np.minimum(ratio * usual, HIGHEST_RATE)
    others = total - papers
    with np.errstate(divide="ignore", invalid="ignore"):
        of_papers = papers * np.log(raised / usual)
        of_others = others * np.log((1 - raised) / (1 - usual))
        gain = of_papers + of_others

    can_burst = (usual > 0) & (usual < raised)
    gain = np.where(can_burst, gain, 0.0)

    price = cost * np.log(max(1, len(total)))
    states = _likeliest_states(gain, price, stretch_begins(stretch))
    return states, gain


def usual_rate(
    papers: np.ndarray,
    total: np.ndarray,
    stretch: np.ndarray,
) -> np.ndarray:
    """Give the rate of each row in the whole stretch of each period."""
    same_stretch = stretch[:, None] == stretch
    same_stretch = same_stretch.astype(float)

    papers_there = papers @ same_stretch
    total_there = total @ same_stretch
    return papers_there / np.maximum(total_there, 1)


def stretch_begins(stretch: np.ndarray) -> np.ndarray:
    """Tell in which periods a stretch begins."""
    before_first = stretch[:1] - 1
    return np.diff(stretch, prepend=before_first) != 0


def _likeliest_states(
    gain: np.ndarray,
    price: float,
    begins: np.ndarray,
) -> np.ndarray:
    """Find the states that explain most for their price (Viterbi), all rows at once.

    Where both states explain as much, the usual one is taken.

    Parameters
    ----------
    gain
        What a burst would explain: a row a series, a column a period.
    price
        What it costs to enter a burst.
    begins
        In which periods a stretch begins; to burst on into one costs the price too.
    """
    rows, periods = gain.shape

    # What the best path explains that is in the usual state, or bursting.
    usual = np.zeros(rows)
    bursting = np.full(rows, -np.inf)

    # In the period before, on the best path to the usual state: was it bursting?
    # And on the best path to bursting?
    before_usual = np.zeros((periods, rows), dtype=bool)
    before_bursting = np.zeros((periods, rows), dtype=bool)

    for period in range(periods):
        stay = bursting - price * begins[period]
        enter = usual - price
        before_usual[period] = bursting > usual
        before_bursting[period] = stay > enter

        usual = np.maximum(usual, bursting)
        bursting = gain[:, period] + np.maximum(stay, enter)

    states = np.zeros((periods, rows), dtype=bool)
    state = bursting > usual
    for period in reversed(range(periods)):
        states[period] = state
        state = np.where(state, before_bursting[period], before_usual[period])

    return states.T
