"""Papers and vectors → the tables of their topics: all that it takes, in order."""

import numpy as np
import pandas as pd

from litreview import progress
from litreview.topics import _describe, _labels, _map, _naming
from litreview.topics._earlier import Earlier, read_earlier
from litreview.topics._fit import fit


def find(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    topics: int | str = "auto",
    seed: int = 0,
    labels: str = "",
    labeller: str = "",
    earlier: Earlier = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Find the topics of papers, name them and place the papers on a map.

    Parameters
    ----------
    papers
        Needs `paper_id`, `title` and `text`.
    vectors
        A row for each paper, as of `embed`.
    topics
        How many, or `auto`, `coarse` or `fine`.
    seed
        Of everything random.
    labels
        A CSV of your own labels, merges and splits; "" for none.
    labeller
        A function of your own that names topics, as `module:function`; "" for none. It
        is given a table with `topic`, `label`, `keywords` and `titles`, and returns a
        label for each row.
    earlier
        The folder of an earlier report, or a dict of its tables, whose topics, labels
        and map new papers join; "" for none.

    Returns
    -------
    topics
        A row for each topic, the largest first and -1 ("no topic") last: `topic`,
        `label`, `keywords` (list), `papers`, `share`, `stability` (0 to 1),
        `coherence` (-1 to 1), `distinctness` (0 to 1), `nearest` (topic); see
        `describe`.
    assignments
        A row for each paper, in the order of `papers`: `paper_id`, `topic`,
        `confidence` (0 to 1), `found_topic` (the number of its topic before your
        labels were applied), and its place on the map, `x` and `y`.
    reruns
        The topic of each paper in each rerun; see `fit`.
    label_outcomes
        What became of each row of your labels that asks for something: `label`,
        `split`, `topic` (-1 for none), how many of its papers are `listed`, `present`
        here and `inside` that topic, and the `outcome` as a code.

    Raises
    ------
    FileNotFoundError
        Where the file of labels or a table of the earlier report is missing.
    ValueError
        For more topics than can be told apart, labels or a labeller that cannot be
        used, or vectors of other papers.

    Examples
    --------
    >>> topics, assignments, reruns, outcomes = litreview.topics.find(papers, vectors)
    >>> list(topics)[:2], len(assignments)
    (['topic', 'label'], 172)
    """
    earlier = read_earlier(earlier)
    label_rows = _labels.read_labels(labels)

    with progress.stage("Finding the topics", total=3) as step:
        assignments, reruns = fit(papers, vectors, topics, seed, earlier)
        assignments, reruns, outcomes = _labels.carry_labels(
            assignments, reruns, vectors, label_rows
        )
        step()

        names = _labels.label_names(outcomes, assignments, earlier)
        table = _describe.describe(papers, assignments, reruns, names)
        table = _naming.ask_labeller(labeller, papers, table, assignments, names)
        step()

        assignments = _map.place_on_map(assignments, vectors, seed, earlier)
        step()

    return table, assignments, reruns, outcomes
