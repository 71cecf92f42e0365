"""Tables with planted topics, groups and trends, and what is read out of a chart."""

import numpy as np
import pandas as pd
import pytest

MONTHS = [f"2024-{month:02}" for month in range(1, 9)]
LABELS = ["Tides, silt", "Violins", "Kites", "Moss"]
COUNTS = np.array(
    [
        [2, 3, 0, 5, 6, 8, 9, 1],
        [9, 8, 0, 6, 5, 3, 2, 1],
        [5, 5, 0, 5, 5, 5, 5, 5],  # March is a hole
        [0, 1, 0, 0, 1, 0, 0, 0],
    ]
)


def rows_with(spec: dict, column: str) -> pd.DataFrame:
    """Give the rows of a chart's data that have a column."""
    for rows in spec["datasets"].values():
        if rows and column in rows[0]:
            return pd.DataFrame(rows)
    raise AssertionError(f"no data has {column}")


def row_counts(spec: dict) -> list[int]:
    """Count the rows of each table that a chart carries."""
    return [len(rows) for rows in spec["datasets"].values()]


def subtitle(spec: dict) -> str:
    """Give the subtitle of a chart as one line."""
    lines = spec["title"]["subtitle"]
    if isinstance(lines, str):
        return lines
    return " ".join(lines)


def plant_trends(counts, labels, months) -> dict[str, pd.DataFrame]:
    """Plant papers of topics in months, and a few without a topic."""
    counts = np.vstack([counts, np.where(counts.sum(axis=0) > 0, 4, 0)])
    rows = []
    for topic, of_topic in zip([*range(len(labels)), -1], counts, strict=True):
        for i, month in enumerate(months):
            start = pd.Timestamp(month)
            rows.append((topic, month, start, of_topic[i], counts[:, i].sum()))
    trends = pd.DataFrame(rows, columns=["topic", "period", "start", "papers", "total"])
    share = trends["papers"] / trends["total"]
    trends = trends.assign(share=share, low=0.8 * share, high=1.2 * share + 0.02)

    periods = trends.drop_duplicates("period")[["period", "start", "total"]]
    periods = periods.rename(columns={"total": "papers"}).reset_index(drop=True)
    mark = np.where(periods["papers"] == 0, "no papers", "")
    periods = periods.assign(stretch=0, mark=mark, tested=mark == "")

    paper_periods = trends.loc[
        trends.index.repeat(trends["papers"]), ["topic", "period", "start"]
    ].reset_index(drop=True)
    paper_periods = paper_periods.assign(
        paper_id=[f"p{i:06}" for i in range(len(paper_periods))]
    )
    titles = [f"</script> {i} " + "long " * (i % 40) for i in range(len(paper_periods))]
    confidence = np.linspace(0, 1, len(paper_periods))
    topics = pd.DataFrame(
        {
            "topic": [*range(len(labels)), -1],
            "label": [*labels, "No topic"],
            "stability": [0.9] * len(labels) + [np.nan],
        }
    )
    return {
        "trends": trends,
        "topics": topics,
        "periods": periods,
        "papers": paper_periods[["paper_id"]].assign(title=titles),
        "paper_periods": paper_periods[["paper_id", "period", "start"]],
        "assignments": paper_periods[["paper_id", "topic"]].assign(
            confidence=confidence
        ),
    }


def plant_many(topics: int = 90, months: int = 60) -> dict[str, pd.DataFrame]:
    """Plant more topics and months than a chart has room for."""
    counts = np.random.default_rng(0).poisson(8, (topics, months))
    names = pd.period_range("2015-01", periods=months, freq="M").astype(str)
    tables = plant_trends(counts, [f"topic {i}" for i in range(topics)], list(names))
    verdicts = pd.DataFrame({"topic": range(topics), "verdict": "steady"})
    tables["verdicts"] = verdicts.assign(
        change=1.0, change_low=0.9, change_high=1.1, q=0.5, first=0.1, last=0.1
    )
    return tables


@pytest.fixture
def verdicts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "topic": range(4),
            "verdict": ["falling", "rising", "steady", "too little data"],
            "change": [0.8, 1.35, 1.01, np.nan],
            "change_low": [0.7, 1.2, 0.9, np.nan],
            "change_high": [0.9, 1.5, 1.1, np.nan],
            "papers": 20,
            "q": [0.001, 0.01, 0.7, np.nan],
            "first": [0.3, 0.1, 0.2, np.nan],
            "last": [0.1, 0.3, 0.2, np.nan],
        }
    )


@pytest.fixture
def tables(verdicts) -> dict[str, pd.DataFrame]:
    """Four topics in eight months: a hole, a change of sources, an incomplete end."""
    planted = plant_trends(COUNTS, LABELS, MONTHS)
    periods = planted["periods"].assign(stretch=[0] * 5 + [1] * 3)
    periods.loc[7, ["mark", "tested"]] = ["incomplete: ends on 2024-08-03", False]
    return planted | {"periods": periods, "verdicts": verdicts}


@pytest.fixture
def no_dates(tables) -> dict[str, pd.DataFrame]:
    """The same topics, and no paper with a date."""
    empty = {name: table.head(0) for name, table in tables.items()}
    return empty | {"topics": tables["topics"]}


@pytest.fixture
def no_topics(tables) -> dict[str, pd.DataFrame]:
    """The same papers, none of them with a topic."""
    topics = tables["topics"].tail(1)
    return tables | {"topics": topics, "verdicts": tables["verdicts"].head(0)}


@pytest.fixture
def term_bursts() -> pd.DataFrame:
    rows = []
    for i in range(30):
        weight = 30.0 - i
        rows.append((f"term {i}", MONTHS[i % 5], MONTHS[i % 5 + 2], weight, 0.01, 9))
    return pd.DataFrame(rows, columns=["term", "start", "end", "weight", "p", "papers"])


@pytest.fixture
def topics() -> pd.DataFrame:
    """Two topics, the second unstable, and the papers without one."""
    return pd.DataFrame(
        {
            "topic": [0, 1, -1],
            "label": ["Tides, silt", "Violins", "No topic"],
            "keywords": [["tide"], ["violin"], []],
            "papers": [5, 3, 2],
            "share": [0.5, 0.3, 0.2],
            "stability": [0.9, 0.4, float("nan")],
        }
    )


@pytest.fixture
def records() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(10)],
            "dump": ["a.txt"] * 6 + ["b.txt"] * 4,
            "record": 1,
        }
    )


@pytest.fixture
def assignments() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "paper_id": [f"p{i}" for i in range(10)],
            "topic": [0] * 5 + [1] * 3 + [-1] * 2,
            "x": range(10),
            "y": range(10),
        }
    )


@pytest.fixture
def papers(records) -> pd.DataFrame:
    return records[["paper_id"]].assign(title="</script><img src=x>")


@pytest.fixture
def many_dumps() -> pd.DataFrame:
    """80 dumps of 1 to 80 papers each; every one shares a paper with the next."""
    rows = []
    for dump in range(80):
        for paper in range(dump + 1):
            rows.append((f"d{dump:02}p{paper}", f"dump-{dump:02}.txt"))
        rows.append((f"d{(dump + 1) % 80:02}p0", f"dump-{dump:02}.txt"))
    return pd.DataFrame(rows, columns=["paper_id", "dump"])


def plant_shares(labels: list[str], groups: int, papers: int = 60) -> pd.DataFrame:
    """Plant shares of topics in groups: the higher its number, the more of topic 0."""
    rng = np.random.default_rng(0)
    names = [f"side-{i:03}.txt" for i in range(groups)]
    pairs = [(name, "all others") for name in names]
    if groups == 2:
        pairs = [tuple(names)]

    rows = []
    for number, (a, b) in enumerate(pairs):
        for topic, label in enumerate(labels):
            share_a, share_b = rng.random(2) / 2
            if topic == 0:
                share_a, share_b = 0.1 + 0.8 * number / groups, 0.1
            rows.append((a, b, topic, label, share_a, share_b))
        rows.append((a, b, -1, "No topic", 0.1, 0.1))
    table = pd.DataFrame(
        rows, columns=["a", "b", "topic", "label", "share_a", "share_b"]
    )
    difference = table["share_a"] - table["share_b"]
    return table.assign(
        total_a=papers,
        total_b=papers * max(1, groups - 1),
        papers_a=(papers * table["share_a"]).astype(int),
        papers_b=(papers * table["share_b"]).astype(int),
        difference=difference,
        low=difference - 0.05,
        high=difference + 0.05,
        q=np.where(table["topic"] < 0, np.nan, np.where(difference > 0.05, 0.01, 0.4)),
    )


def plant_words(groups: int, words: int) -> pd.DataFrame:
    """Plant words of groups, `words` of each, the first the surest."""
    names = [f"side-{i:03}.txt" for i in range(groups)]
    rows = []
    for number, name in enumerate(names):
        for i in range(words):
            row = (name, "all others", name, f"word {number} {i}", 10.0 - i / 9)
            if groups == 2:
                sign = 1 - 2 * number
                row = (*names, name, f"word {number} {i}", sign * (10.0 - i / 9))
            rows.append(row)
    table = pd.DataFrame(rows, columns=["a", "b", "side", "term", "z"])
    table = table.assign(q=0.01, log_odds=table["z"] / 3)
    return table.assign(share_a=0.5, share_b=0.1, papers_a=5, papers_b=1)
