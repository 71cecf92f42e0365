"""A person's labels, merges and splits, carried over to the next run by papers."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import pairwise_distances_argmin

from litreview import tables
from litreview.topics import _communities

COLUMNS = ["label", "split", "found_label", "papers", "paper_ids"]
LONGEST = 80  # characters of a label

# Papers that are listed of a topic; and of a part of one, which only these tell from
# the rest. A spreadsheet's cell holds 32,767 characters.
TYPICAL = 100
WHOLE = 2000

ENOUGH = 3  # papers of a row that must be in a topic, if so many are listed

# What became of a row, as codes.
CARRIED = "carried"
MERGED = "merged"
SPLIT = "split"
SPLIT_AND_MERGED = "split and merged"
NOT_SPLIT = "not split"
EMPTY = "empty"
GONE = "gone"
WITHOUT_TOPIC = "without topic"
SCATTERED = "scattered"
TOO_FEW = "too few"
REPEATED = "repeated"

# The same in words; the numbers are of the row.
SENTENCES = {
    CARRIED: "carried",
    MERGED: "merged",
    SPLIT: "split",
    SPLIT_AND_MERGED: "split and merged",
    NOT_SPLIT: "cannot be split into {split} parts",
    EMPTY: "it lists no papers",
    GONE: "none of its papers is here any more",
    WITHOUT_TOPIC: "none of its papers has a topic now",
    SCATTERED: "its papers are scattered: {inside} of {present} in one topic",
    TOO_FEW: (
        "too few of its {listed} papers are left: {inside} of {present} in one topic"
    ),
    REPEATED: "all of its papers stand in rows above it too",
}


@dataclass
class LabelRow:
    """A row of a file of labels, and what becomes of it."""

    label: str
    split: int  # parts that are asked for; 0 for none
    listed: int  # papers
    key: tuple[str, int] = ("", 0)  # the same in rows that become one topic
    present: int = 0  # of these papers are here
    inside: int = 0  # of these are in the topic that holds most of them
    found: int = -1  # this topic, as it was found
    papers: list[int] = field(default_factory=list)  # its positions in this topic
    topic: int = -1  # what it has become
    outcome: str = ""


def read_labels(file: str | Path) -> pd.DataFrame:
    """Read a file of topic labels.

    Parameters
    ----------
    file
        A CSV, whose cells may be separated by `;`; "" is one without any rows.

    Returns
    -------
    pandas.DataFrame
        `label` (empty for none), `split` (into how many parts; missing for none),
        `found_label`, `papers`, `paper_ids` (separated by spaces), and what else the
        file has, as text.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For a file that is no such table, or has a label or a split that cannot be.

    Examples
    --------
    >>> litreview.topics.read_labels("").empty
    True
    """
    table = tables.read_csv(file, COLUMNS, ["label", "paper_ids"], "labels")
    rows = []
    for line, row in zip(table.index, table.to_dict("records"), strict=True):
        place = f"{file}, line {line}"
        label = _checked_label(row["label"].strip(), place)
        split = _checked_split(row["split"].strip(), place)
        rows.append(row | {"label": label, "split": split})

    kinds = dict.fromkeys(table, "str") | {"split": "Int64"}
    return pd.DataFrame(rows, columns=table.columns).astype(kinds)


def carry_labels(
    assignments: pd.DataFrame,
    reruns: pd.DataFrame,
    vectors: np.ndarray,
    labels: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Split and merge topics as a person's labels ask, finding each by its papers.

    A topic is split among the rows that claim it, then by number where a row asks for
    that; then those with the same label are merged.

    Parameters
    ----------
    assignments
        As of `fit`: `paper_id`, `topic`, `confidence`.
    reruns
        As of `fit`: topics in all columns but `paper_id`.
    vectors
        A row of unit length for each paper, in the order of `assignments`.
    labels
        As of `read_labels`.

    Returns
    -------
    assignments
        With topics numbered anew by size, and `found_topic`, the number before that.
    reruns
        With the same new numbers; what is no topic here, or is a part of one, has a
        number beyond them.
    outcomes
        For each row that asks for something: `label`, `split` (0 for none), `topic`
        (-1 if it has none), how many of its papers are `listed`, `present` and
        `inside` its topic, and the `outcome`, one of the codes of this file.
    """
    found = assignments["topic"].to_numpy()
    rows = _match_rows(labels, assignments)
    groups, homes, unsplit = _divide_topics(found, vectors, rows)
    merged = _merge_homes(groups, homes)
    topic = _number_groups(merged, found)

    split_topics = _split_topics(found, topic)
    for row in rows:
        home = homes.get((row.found, row.key))
        if home is not None:
            row.topic = int(topic[merged == merged[groups == home][0]][0])
            alike = [key for _, key in homes if key == row.key]
            row.outcome = _outcome(
                split=row.found in split_topics,
                merged=len(alike) > 1,
                failed=row.split > 0 and (row.found, row.key) in unsplit,
            )
        elif row.found >= 0:
            row.outcome = REPEATED

    carried = assignments.assign(topic=topic, found_topic=found)
    return carried, _renumber_reruns(reruns, found, topic), _outcomes(rows)


def outcome_table(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Write the outcomes of labels for reading: `state` says what became of a row."""
    states = []
    for row in outcomes.itertuples():
        sentence = SENTENCES[row.outcome]
        states.append(sentence.format(**row._asdict()))

    table = outcomes.drop(columns=["split", "outcome"])
    return table.assign(state=pd.Series(states, outcomes.index, dtype="str"))


def label_names(
    outcomes: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    earlier: dict[str, pd.DataFrame] | None = None,
) -> dict[int, str]:
    """Give topics the labels of a person, or else those that they had before.

    Parameters
    ----------
    outcomes
        As of `carry_labels`.
    assignments, earlier
        The topics of papers now, and the tables of an earlier run: a topic has the
        label of the one of then whose papers it holds most of.

    Returns
    -------
    dict
        Labels by the number of the topic, for those that have one.
    """
    has_label = (outcomes["topic"] >= 0) & (outcomes["label"] != "")
    named = outcomes[has_label]
    labels = dict(zip(named["topic"], named["label"], strict=True))
    if earlier is None:
        return labels

    names = {}
    for topic, label in _earlier_names(assignments, earlier).items():
        if label not in labels.values():
            names[topic] = label
    return names | labels


def parts_of_topics(found: np.ndarray, topic: np.ndarray) -> set[int]:
    """List the topics that hold a part, not the whole, of a topic as it was found.

    Parameters
    ----------
    found, topic
        What each paper had before, and has now.
    """
    split = _split_topics(found, topic)
    in_part = np.isin(found, list(split))
    parts = np.asarray(topic)[in_part]
    return set(parts.tolist())


def draft_labels(
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    label_outcomes: pd.DataFrame,
    file: str | Path,
) -> None:
    """Write the topics as a file of labels to edit, safe to open in a spreadsheet.

    Left as it is, the file gives the same topics and labels again. A merged topic has
    a row for each topic that it was made of; a part of a split one always has a label,
    or else the split would be forgotten.

    Parameters
    ----------
    topics, assignments, label_outcomes
        As of `find`.
    file
        The CSV to write: `label`, `split`, `found_label`, `papers`, `paper_ids`.

    Examples
    --------
    >>> file = "topic_labels.csv"
    >>> draft = litreview.topics.draft_labels(topics, assignments, outcomes, file)
    >>> pathlib.Path(file).is_file()
    True
    """
    # The folder of a draft is made by what is first written to it.
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    tables.write_csv(file, draft_table(topics, assignments, label_outcomes))


def draft_table(
    topics: pd.DataFrame, assignments: pd.DataFrame, label_outcomes: pd.DataFrame
) -> pd.DataFrame:
    """List the topics of a run as rows of a file of labels; see `draft_labels`."""
    found = assignments["found_topic"].to_numpy()
    topic = assignments["topic"].to_numpy()
    found_labels = topics.set_index("topic")["label"]

    labels = label_names(label_outcomes)
    unnamed_parts = parts_of_topics(found, topic) - set(labels)
    for part in sorted(unnamed_parts):
        taken = set(labels.values())
        labels[part] = _free_label(found_labels[part], taken)

    with_topic = assignments[topic >= 0]
    surest = with_topic.sort_values("confidence", ascending=False, kind="stable")
    split_topics = _split_topics(found, topic)
    rows = []
    for (number, old), papers in surest.groupby(["topic", "found_topic"]):
        listed = TYPICAL
        if old in split_topics:
            listed = WHOLE
        ids = papers["paper_id"].head(listed)
        rows.append(
            {
                "label": labels.get(number, ""),
                "split": None,
                "found_label": found_labels[number],
                "papers": len(papers),
                "paper_ids": " ".join(ids),
            }
        )

    kinds = dict.fromkeys(COLUMNS, "str") | {"split": "Int64", "papers": "int64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _checked_label(label: str, place: str) -> str:
    """Check that a label is a line, and not too long; `place` is where it stands."""
    if len(label) > LONGEST or len(label.splitlines()) > 1:
        raise ValueError(
            f"{place}: the label {label[:20]!r}… is not one line of up to {LONGEST} "
            "characters; cut it"
        )
    return label


def _checked_split(split: str, place: str) -> int | None:
    """Check the number of parts that a row asks for; None where it asks for none."""
    if not split:
        return None
    if not re.fullmatch("[0-9]{1,4}", split) or int(split) < 2:
        raise ValueError(
            f"{place}: split: {split!r} is not a whole number from 2 to 9999; "
            "or leave it empty"
        )
    return int(split)


def _match_rows(labels: pd.DataFrame, assignments: pd.DataFrame) -> list[LabelRow]:
    """Find the topic of each row that asks for something, by its papers."""
    positions = {paper: i for i, paper in enumerate(assignments["paper_id"])}
    found = assignments["topic"].to_numpy()
    parts = labels["split"].fillna(0)

    rows = []
    for label, split, ids in zip(
        labels["label"],
        parts,
        labels["paper_ids"],
        strict=True,
    ):
        if not label and not split:
            continue

        listed = dict.fromkeys(ids.split())
        row = LabelRow(label, int(split), len(listed))
        row.key = (label, 0)
        if not label:  # it is merged with none
            row.key = ("", len(rows))

        present = [positions[paper] for paper in listed if paper in positions]
        _match_row(row, np.array(present, dtype=int), found)
        rows.append(row)

    return rows


def _match_row(row: LabelRow, present: np.ndarray, found: np.ndarray) -> None:
    """Note the topic that holds most of the papers of a row, or why there is none.

    `present` are the positions of its papers, `found` is the topic of every paper.
    """
    topics = found[present]
    with_topic = topics[topics >= 0]
    counts = np.bincount(with_topic, minlength=1)
    row.present = len(present)
    row.inside = int(counts.max())

    if not row.listed:
        row.outcome = EMPTY
    elif not row.present:
        row.outcome = GONE
    elif not row.inside:
        row.outcome = WITHOUT_TOPIC
    elif 2 * row.inside < row.present:
        row.outcome = SCATTERED
    elif row.inside < min(ENOUGH, row.listed):
        row.outcome = TOO_FEW
    else:
        row.found = int(counts.argmax())
        row.papers = present[topics == row.found].tolist()


def _divide_topics(
    found: np.ndarray, vectors: np.ndarray, rows: list[LabelRow]
) -> tuple[np.ndarray, dict[tuple, int], set[tuple]]:
    """Split topics among the rows that claim them, then by number where a row asks.

    Parameters
    ----------
    found
        The topic of each paper.
    vectors
        A row for each paper.
    rows
        With the topics that they have found.

    Returns
    -------
    groups
        Of each paper: its topic, or a number beyond where a row claims this.
    homes
        The group of each topic and key; the largest, where it was split by number.
    unsplit
        The topics and keys that could not be split by number.
    """
    groups = found.copy()
    homes: dict[tuple, int] = {}
    unsplit: set[tuple] = set()

    claimed = {row.found for row in rows} - {-1}
    for topic in sorted(claimed):
        claims = [row for row in rows if row.found == topic]
        members = np.flatnonzero(found == topic)
        for key, inside in _share_out(claims, members, vectors):
            asked = [row.split for row in claims if row.key == key]
            pieces = _split_by_number(vectors[inside], max(asked))
            if max(asked) and not pieces.any():
                unsplit.add((topic, key))

            home = int(groups.max()) + 1
            homes[topic, key] = home
            groups[inside] = home + pieces

    return groups, homes, unsplit


def _share_out(
    claims: list[LabelRow],
    members: np.ndarray,
    vectors: np.ndarray,
) -> list[tuple[tuple, np.ndarray]]:
    """Share the papers of a topic out among the rows that claim it.

    A paper goes where it is listed, or else where its nearest listed paper goes.

    Parameters
    ----------
    claims
        The rows, of which those with the same key are one.
    members
        The positions of the papers of the topic, in order.
    vectors
        A row for each paper, of this topic or not.

    Returns
    -------
    list of tuples
        Each key with the positions of its papers. A row whose papers are all listed in
        rows above has none, and is left out.
    """
    key_of = _claimed_papers(claims)
    keys = list(dict.fromkeys(key_of.values()))
    numbers = {paper: keys.index(key) for paper, key in key_of.items()}
    nearest = _nearest_listed(vectors, members, numbers)

    shares = []
    for number, key in enumerate(keys):
        inside = members[nearest == number]
        shares.append((key, inside))
    return shares


def _claimed_papers(claims: list[LabelRow]) -> dict[int, tuple]:
    """Give each listed paper the key of the first row that lists it."""
    key_of: dict[int, tuple] = {}
    for row in claims:
        for paper in row.papers:
            key_of.setdefault(paper, row.key)
    return key_of


def _nearest_listed(
    vectors: np.ndarray,
    members: np.ndarray,
    numbers: dict[int, int],
) -> np.ndarray:
    """Give each member the number of the nearest listed paper, each of these its own.

    Parameters
    ----------
    vectors
        A row for each paper.
    members
        Positions of papers, in order.
    numbers
        Of the listed papers, by their positions among the members.
    """
    listed = np.array(list(numbers))
    listed_numbers = np.array(list(numbers.values()))
    if len(set(numbers.values())) == 1:
        return np.full(len(members), listed_numbers[0])

    nearest = pairwise_distances_argmin(vectors[members], vectors[listed])
    member_numbers = listed_numbers[nearest]
    member_numbers[np.searchsorted(members, listed)] = listed_numbers
    return member_numbers


def _split_by_number(vectors: np.ndarray, number: int) -> np.ndarray:
    """Split papers into so many parts, numbered by size.

    All are in part 0 where so many cannot be told apart, or none are asked for.
    """
    papers = len(vectors)
    whole = np.zeros(papers, dtype=int)
    if not number:
        return whole

    graph = _communities.neighbour_graph(vectors)
    # The search would fail too, but after a long time.
    if not graph.nnz or papers < number * _communities.SMALLEST:
        return whole
    try:
        pieces = _communities.find_communities(graph, number, seed=0)
    except ValueError:
        return whole

    # A paper that is joined to none goes where its nearest one goes.
    numbers = {}
    for paper, piece in enumerate(pieces.tolist()):
        if piece >= 0:
            numbers[paper] = piece
    return _nearest_listed(vectors, np.arange(papers), numbers)


def _merge_homes(groups: np.ndarray, homes: dict[tuple, int]) -> np.ndarray:
    """Make one group of those whose rows have the same key."""
    merged = groups.copy()
    first: dict[tuple, int] = {}
    for (_, key), home in homes.items():
        inside = groups == home
        merged[inside] = first.setdefault(key, home)
    return merged


def _number_groups(groups: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Number groups by size, equal ones in the order of the topics as found."""
    table = pd.DataFrame({"group": groups, "found": found})
    table = table[groups >= 0]
    sizes = table.groupby("group")["found"].agg(["size", "min"])
    order = sizes.reset_index().sort_values(
        ["size", "min", "group"],
        ascending=[False, True, True],
    )

    numbers = np.full(groups.max(initial=-1) + 2, -1)  # the last for no topic, -1
    numbers[order["group"]] = np.arange(len(order))
    return numbers[groups].astype(found.dtype)


def _split_topics(found: np.ndarray, topic: np.ndarray) -> set[int]:
    """List the topics as found whose papers are in several topics now."""
    pairs = pd.DataFrame(
        {
            "found": np.asarray(found),
            "topic": np.asarray(topic),
        }
    )
    pairs = pairs.drop_duplicates()
    several = pairs["found"].duplicated(keep=False)
    split = pairs.loc[several, "found"]
    return set(split.tolist())


def _outcome(*, split: bool, merged: bool, failed: bool) -> str:
    """Give the code of what became of a row that has a topic."""
    if failed:
        return NOT_SPLIT
    if split and merged:
        return SPLIT_AND_MERGED
    if split:
        return SPLIT
    if merged:
        return MERGED
    return CARRIED


def _renumber_reruns(
    reruns: pd.DataFrame, found: np.ndarray, topic: np.ndarray
) -> pd.DataFrame:
    """Number the topics in reruns anew; they know nothing of parts of topics."""
    labels = reruns.drop(columns="paper_id")
    largest_rerun = labels.to_numpy().max(initial=-1)
    largest = max(largest_rerun, found.max(initial=-1))
    beyond = topic.max(initial=-1) + 1
    numbers = beyond + np.arange(largest + 2)

    parts = parts_of_topics(found, topic)
    is_whole = (found >= 0) & ~np.isin(topic, list(parts))
    numbers[found[is_whole]] = topic[is_whole]

    renumbered = reruns.copy()
    for name in labels:
        old = labels[name].to_numpy()
        renumbered[name] = np.where(old < 0, old, numbers[old])
    return renumbered


def _outcomes(rows: list[LabelRow]) -> pd.DataFrame:
    """Write the rows as the table of what became of them."""
    counts = ["split", "topic", "listed", "present", "inside"]
    kinds = {"label": "str"}
    kinds |= dict.fromkeys(counts, "int64")
    kinds |= {"outcome": "str"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _earlier_names(
    assignments: pd.DataFrame, earlier: dict[str, pd.DataFrame]
) -> dict[int, str]:
    """Give topics the label of the earlier topic whose papers they hold most of."""
    columns = ["paper_id", "topic"]
    both = assignments[columns].merge(
        earlier["assignments"][columns],
        on="paper_id",
        suffixes=("", "_then"),
    )
    has_topic = (both["topic"] >= 0) & (both["topic_then"] >= 0)
    both = both[has_topic]

    shared = both.groupby(["topic_then", "topic"]).size()
    shared = shared.sort_values(kind="stable").reset_index()
    most = shared.drop_duplicates("topic_then", keep="last")
    labels = earlier["topics"].set_index("topic")["label"]
    return dict(zip(most["topic"], most["topic_then"].map(labels), strict=True))


def _free_label(label: str, taken: set[str]) -> str:
    """Make a label short enough, and other than those taken: like ones are merged."""
    label = " ".join(label.split())[: LONGEST - 6].strip() or "Unnamed"
    free = label
    number = 1
    while free in taken:
        number += 1
        free = f"{label} ({number})"
    return free
