"""Invented corpora and axes that tests of this room share."""

import itertools

import numpy as np
import pandas as pd
import pytest

FILLER = [
    f"{a}{b}{c}" for a, b, c in itertools.product("bdfgklmnprt", "aou", "bdgklmnprt")
]


def months(number, stretch=0, tested=True) -> pd.DataFrame:
    """Invent the periods of an axis: months from January 2020 on."""
    names = pd.period_range("2020-01", periods=number, freq="M").astype(str)
    table = pd.DataFrame({"period": names}, dtype="str")
    return table.assign(stretch=stretch, tested=tested)


def years(number, stretch=0, tested=True) -> pd.DataFrame:
    """Invent the periods of an axis: years from 2000 on."""
    names = [str(2000 + i) for i in range(number)]
    table = pd.DataFrame({"period": pd.Series(names, dtype="str")})
    start = pd.to_datetime(table["period"] + "-01-01")
    return table.assign(start=start, stretch=stretch, tested=tested)


def assigned(paper_ids, topic) -> pd.DataFrame:
    """Put papers into topics."""
    topic = np.asarray(topic, dtype="int64")
    return pd.DataFrame({"paper_id": paper_ids, "topic": topic})


def plant_word(share, size=40, seed=0, word="zorb", filler=8) -> tuple:
    """Draw papers of random words, of which a share, in each period, hold a word more.

    Returns papers, their periods, and topics: 0 for those with the word, else -1.
    """
    rng = np.random.default_rng(seed)
    sizes = np.broadcast_to(size, len(share))
    names = months(len(share))["period"]

    rows = []
    for period, part, number in zip(names, share, sizes, strict=True):
        for holds in np.arange(number) < round(part * number):
            words = list(rng.choice(FILLER, filler))
            if holds:
                words.append(word)
            rows.append((" the ".join(words), period, holds))

    table = pd.DataFrame(rows, columns=["text", "period", "holds"])
    table["paper_id"] = [f"p{i}" for i in range(len(table))]
    papers = table[["paper_id", "text"]]
    paper_periods = table[["paper_id", "period"]]
    return papers, paper_periods, assigned(table["paper_id"], table["holds"] - 1)


def two_groups(topics_a, topics_b, common=()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent two groups by the topics of their papers: the groups, and assignments.

    `common` are the topics of papers that are in both.
    """
    only = [*topics_a, *topics_b]
    ids = [f"p{i}" for i in range(len(only))]
    both = [f"c{i}" for i in range(len(common))]

    groups = pd.DataFrame(
        {
            "group": ["one"] * len(topics_a) + ["two"] * len(topics_b),
            "paper_id": ids,
        }
    )
    for name in ("one", "two"):
        more = pd.DataFrame({"group": name, "paper_id": both}, dtype="str")
        groups = pd.concat([groups, more], ignore_index=True)
    return groups, assigned([*ids, *both], [*only, *common])


def dated_papers(days, precision="day", dump="all.bib") -> tuple:
    """Invent papers with publication dates, and their records in one dump."""
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(len(days))]})
    papers = papers.assign(date=pd.to_datetime(days), date_precision=precision)
    papers = papers.astype({"date_precision": "str"})
    return papers, papers[["paper_id"]].assign(dump=dump, seen_on=pd.NaT)


def every_day(begin, end, each=1) -> list[str]:
    """List every day from one to another, `each` times."""
    days = pd.date_range(begin, end).astype(str)
    return list(np.repeat(days, each))


@pytest.fixture
def rising_topic() -> tuple:
    """Papers whose topic 0 rises from 5 to 40 %: assignments, reruns, periods.

    Of the reruns with other seeds two agree and one finds no such topic.
    """
    rng = np.random.default_rng(0)
    place = np.repeat(np.arange(10), 120)
    number = len(place)
    others = rng.integers(1, 6, number)
    rises = rng.random(number) < 0.05 + 0.35 * place / 9
    topic = np.where(rises, 0, others)

    ids = [f"p{i}" for i in range(number)]
    start = years(10)["start"].to_numpy()[place]
    paper_periods = pd.DataFrame({"paper_id": ids, "start": start})
    reruns = pd.DataFrame({"paper_id": ids})
    reruns = reruns.assign(seed_1=topic, seed_2=topic, sample_1=topic)
    not_drawn = rng.random(number) < 0.4
    reruns = reruns.assign(
        seed_3=rng.integers(0, 6, number), sample_2=np.where(not_drawn, -2, topic)
    )
    return assigned(ids, topic), reruns, paper_periods


LABELS = {0: "Tides", 1: "Violins", 2: "Bees", 3: "Roofs", -1: "No topic"}


def plant_topics(**sizes: int) -> dict[str, int]:
    """Name papers by what they are planted as, and give each its topic.

    `a0=3` makes papers a_0, a_1 and a_2 in topic 0; `n` is no topic.
    """
    topic_of = {}
    for name, size in sizes.items():
        topic = -1
        if name[1] != "n":
            topic = int(name[1])
        for i in range(size):
            topic_of[f"{name[0]}_{i}"] = topic
    return topic_of


def plant_run(topic_of, dumps=None, verdicts=None, **run) -> dict:
    """Invent a run: the topic of each paper, dumps of papers, verdicts, run.json.

    `dumps` are names with spaces between; `verdicts` are by topic, with a change each.
    """
    ids = list(topic_of)
    papers = pd.DataFrame({"paper_id": ids}, dtype="str")
    papers = papers.assign(title="On " + papers["paper_id"], abstract="Text.")

    records = []
    for paper in ids:
        for dump in (dumps or {}).get(paper, "a.txt").split():
            records.append((paper, dump))

    numbers = sorted({*topic_of.values()} - {-1}) + [-1]
    counts = pd.Series(topic_of, dtype="int64").value_counts()
    counts = counts.reindex(numbers, fill_value=0).to_numpy()
    made = {
        "papers": papers,
        "records": pd.DataFrame(records, columns=["paper_id", "dump"], dtype="str"),
        "topics": pd.DataFrame(
            {
                "topic": numbers,
                "label": [LABELS[number] for number in numbers],
                "papers": counts,
                "share": counts / max(1, len(ids)),
            }
        ),
        "assignments": assigned(pd.Series(ids, dtype="str"), list(topic_of.values())),
        "run": run,
    }
    if verdicts is not None:
        table = pd.DataFrame(verdicts.values(), columns=["verdict", "change"])
        table.insert(0, "topic", list(verdicts))
        made["verdicts"] = table
    return made
