"""How often trends are called that are not there, and how often those that are there are found.

    python tests/benchmarks/trends_calibrated.py CORPORA [REPEATS]

1. In real corpora (ACL Anthology, arXiv) the dates are dealt to the papers at random: whatever is called then is wrong.
2. Topics with a planted trend among constant ones, in growing corpora: how often each is found; also with topics that
   wander (autocorrelated noise in the log odds).
3. A corpus whose last year is a remnant: that year is marked, and no topic falls because of it.

Compared with the verdicts: Mann-Kendall on counts, as other tools do it, and on shares. Twenty
minutes, and more on a busy machine.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pymannkendall

from litreview.read import _clean as cleaning
from litreview.topics import _communities as communities
from litreview.topics import _embed as embeddings
from litreview.topics import _fit as topics
from litreview.trends import _periods as axis
from litreview.trends import _verdicts as verdicts

CALLED = ["rising", "falling"]


def corpus(file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a corpus with dates of mixed precision: its papers, fit to model, and their records."""
    rows = pd.read_parquet(file)
    text = rows["date"].astype("str")
    papers = pd.DataFrame(
        {
            "paper_id": rows["id"].astype("str"),
            "title": rows["title"].astype("str"),
            "abstract": rows["abstract"].astype("str"),
            "date": pd.to_datetime(
                text.str.cat(["-01-01"] * len(text)).str.slice(0, 10)
            ),
            "date_precision": text.str.len().map({4: "year", 7: "month", 10: "day"}),
        }
    )
    return cleaning.clean_text(papers)[0], papers[["paper_id"]].assign(
        dump=file.name, seen_on=pd.NaT
    )


def mann_kendall(rows: np.ndarray) -> np.ndarray:
    """Say for each row whether Mann-Kendall calls it a trend."""
    return np.array(
        [bool(np.ptp(row)) and bool(pymannkendall.original_test(row).h) for row in rows]
    )


def judge_by_all(papers: np.ndarray, total: np.ndarray, periods: pd.DataFrame) -> dict:
    """Judge counts, and by Mann-Kendall on counts and on shares too."""
    table, tested = (
        verdicts.judge_counts(papers, total, periods),
        periods["tested"].to_numpy(),
    )
    counts = papers[:, tested]
    return {
        "verdict": table["verdict"].to_numpy(),
        "counts": mann_kendall(counts),
        "shares": mann_kendall(counts / total[tested]),
    }


def null(
    name: str,
    papers: pd.DataFrame,
    records: pd.DataFrame,
    found: np.ndarray,
    period: str,
    repeats: int,
) -> None:
    """Deal the dates to the papers at random, and count what is called."""
    rng, results = np.random.default_rng(0), []
    dates, time_axis = axis.date_papers(papers, records)
    for _ in range(repeats):
        dealt = dates.assign(paper_id=rng.permutation(dates["paper_id"].to_numpy()))
        paper_periods = axis.place_papers(dealt, period)
        periods = axis.describe_periods(paper_periods, dealt, records, time_axis)
        topic = pd.Series(found, papers["paper_id"])[
            paper_periods["paper_id"]
        ].to_numpy()
        counts = pd.crosstab(topic, paper_periods["start"]).reindex(
            columns=periods["start"], fill_value=0
        )
        results.append(
            judge_by_all(
                counts[counts.index >= 0].to_numpy(),
                counts.to_numpy().sum(axis=0),
                periods,
            )
        )
    called = [np.isin(result["verdict"], CALLED) for result in results]
    steady = np.mean([np.mean(result["verdict"] == "steady") for result in results])
    print(
        f"| {name} | {axis.period_of(paper_periods)}, {int(periods['tested'].sum())} | {found.max() + 1} | {repeats} "
        f"| {np.mean(called):.2%} | {np.mean([any(each) for each in called]):.1%} | {steady:.0%} "
        f"| {np.mean([r['counts'].mean() for r in results]):.0%} "
        f"| {np.mean([r['shares'].mean() for r in results]):.1%} |",
        flush=True,
    )


def wandering(
    number: int, sd: float, rho: float, topics: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw noise for the log odds of each topic: normal, with a memory of `rho` from one period to the next."""
    noise = rng.normal(0, sd, (topics, number))
    for i in range(1, number):
        noise[:, i] = rho * noise[:, i - 1] + np.sqrt(1 - rho**2) * noise[:, i]
    return noise


def planted(
    number: int,
    ratio: float,
    first: int,
    sd: float,
    repeats: int,
    rng: np.random.Generator,
) -> list[dict]:
    """Plant one trend among 19 constant topics in corpora that grow by 8 % a period."""
    total = np.round(first * 1.08 ** np.arange(number)).astype(int)
    periods = pd.DataFrame(
        {"period": [str(2000 + i) for i in range(number)], "stretch": 0, "tested": True}
    )
    logit = np.full((20, number), np.log(0.05 / 0.95))
    logit[0] += np.log(ratio) * (np.arange(number) - (number - 1) / 2)
    odds = [np.exp(logit + wandering(number, sd, 0.5, 20, rng)) for _ in range(repeats)]
    return [
        judge_by_all(rng.binomial(total, each / (1 + each)), total, periods)
        for each in odds
    ]


def power(repeats: int) -> None:
    """Print how often planted trends are found, and how often constant topics are called."""
    rng = np.random.default_rng(1)
    print(
        "\n| papers in the first period, noise | periods | 3 % | 5 % | 10 % | 20 % | 30 % | constant, called |",
        end="",
    )
    print(" counts: constant, called | shares: constant, called |\n|" + "---|" * 10)
    for first, sd in ((150, 0.0), (1000, 0.0), (150, 0.2), (1000, 0.2)):
        for number in (6, 8, 12, 20):
            runs = {
                r: planted(number, 1 + r / 100, first, sd, repeats, rng)
                for r in (3, 5, 10, 20, 30)
            }
            found = [
                np.mean([run["verdict"][0] == "rising" for run in runs[r]])
                for r in runs
            ]
            every = [run for each in runs.values() for run in each]
            wrong = np.mean([np.isin(run["verdict"][1:], CALLED) for run in every])
            others = [
                np.mean([run[key][1:] for run in every]) for key in ("counts", "shares")
            ]
            print(
                f"| {first:,}, {sd} | {number} | "
                + " | ".join(f"{share:.0%}" for share in found),
                end="",
            )
            print(f" | {wrong:.2%} | {others[0]:.0%} | {others[1]:.1%} |", flush=True)


def remnant(papers: pd.DataFrame, records: pd.DataFrame, vectors: np.ndarray) -> None:
    """Print what becomes of a last year that is a remnant."""
    assignments, reruns = topics.fit(papers, vectors)
    dates, time_axis = axis.date_papers(papers, records)
    paper_periods = axis.place_papers(dates)
    periods = axis.describe_periods(paper_periods, dates, records, time_axis)
    marked = periods[~periods["tested"]]
    print(
        "\nMarked: "
        + "; ".join(f"{row.period}: {row.mark}" for row in marked.itertuples())
    )
    begun = time.perf_counter()
    table = verdicts.judge_topics(assignments, reruns, paper_periods, periods)
    print(
        f"{len(table)} topics and ten reruns judged in {time.perf_counter() - begun:.1f} s"
    )
    print(table["verdict"].value_counts().to_dict())
    for row in table[table["verdict"] == "falling"].itertuples():
        print(
            f"falling: topic {row.topic}, ×{row.change:.2f} a year, agreement {row.agreement:.1f}; {row.reason}"
        )
    whole = periods.assign(
        tested=periods["tested"] | periods["mark"].str.startswith("incomplete")
    )
    taken = verdicts.judge_topics(assignments, reruns, paper_periods, whole)
    print(
        f"with the marked years in the test: {taken['verdict'].value_counts().to_dict()}"
    )


def main(corpora: Path, repeats: int = 200) -> None:
    """Print the three tables."""
    print(
        "| dates dealt at random | period, tested | topics | corpora | topics called | corpora with one | steady",
        end="",
    )
    print(" | Mann-Kendall on counts | on shares |\n|" + "---|" * 9)
    for name, periods in (
        ("acl_2016_2021", ("quarter", "year")),
        ("arxiv_random_10k", ("year", "quarter")),
    ):
        papers, records = corpus(corpora / f"{name}.parquet")
        graph = communities.neighbour_graph(embeddings.embed(papers))
        for grain in ("auto", "fine"):
            for period in periods:
                null(
                    name,
                    papers,
                    records,
                    communities.find_communities(graph, grain, 0),
                    period,
                    repeats,
                )
    power(repeats // 2)
    papers, records = corpus(corpora / "arxiv_cs.CL_dated.parquet")
    remnant(papers, records, embeddings.embed(papers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
