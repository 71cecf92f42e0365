"""Search and filter a large corpus, and time it: python tests/benchmarks/searched.py PAPERS.parquet.

Prints the seconds and memory that index and space take to build, then for some 200 queries, 200 filters and 200
searches by meaning the median and worst milliseconds, each with the making of the table of papers found. On a machine
that does other work as well, what the processor spent says more than the clock.
"""

import resource
import sys
import time

import numpy as np
import pandas as pd

from litreview import explore, topics
from litreview.explore import _search

EACH = 25  # queries of a kind, of which there are nine


def queries(index: _search.Index, rng: np.random.Generator) -> dict[str, list[str]]:
    """Draw queries of each kind from the words of the papers."""
    counts = pd.Series(dict(index.execute("SELECT term, doc FROM vocabulary")))
    counts = counts[counts.index.str.fullmatch("[a-z]{3,}")]
    common = counts.nlargest(500).index.to_numpy(dtype="object")
    rare = counts[counts.between(2, 20)].index.to_numpy(dtype="object")
    middle = counts[counts.between(200, 5_000)].index.to_numpy(dtype="object")

    def draw(words):
        return rng.choice(words, EACH).tolist()

    phrases = [
        f'"{a} {b}"' for a, b in zip(draw(common[:50]), draw(common), strict=True)
    ]
    return {
        "a common word": [f"{word} " for word in [*common[:5], *draw(common)[5:]]],
        "a rare word": [f"{word} " for word in draw(rare)],
        "a phrase": [
            '"of the"',
            '"in this paper"',
            '"neural network"',
            '"machine learning"',
            *phrases[4:],
        ],
        "two words, the last unfinished": [
            f"{a} {b[:-1]}" for a, b in zip(draw(common), draw(middle), strict=True)
        ],
        "a word in the title": [f"title:{word} " for word in draw(common)],
        "the first 1 to 3 letters, typed": [
            word[: 1 + i % 3]
            for i, word in enumerate(["the", "con", "pro", *draw(common)[3:]])
        ],
        "the first 1 to 3 letters and *": [
            f"{word[: 1 + i % 3]}*" for i, word in enumerate(draw(common))
        ],
        "OR": [f"{a} OR {b} " for a, b in zip(draw(common), draw(middle), strict=True)],
        "without": [
            f"{a} -{b} " for a, b in zip(draw(common), draw(common), strict=True)
        ],
    }


def milliseconds(work) -> tuple[float, float, int]:
    begun, used = time.perf_counter(), time.process_time()
    table = work()
    return (
        1000 * (time.perf_counter() - begun),
        1000 * (time.process_time() - used),
        len(table),
    )


def row(name: str, done: list[tuple[float, float, int]]) -> None:
    *both, sizes = zip(*done, strict=True)
    cells = [
        name,
        len(done),
        *(f"{of(times):.1f}" for times in both for of in (np.median, max)),
    ]
    cells.append(f"{np.median(sizes):,.0f}")
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def built(name: str, work):
    begun, used, before = time.perf_counter(), time.process_time(), memory()
    made = work()
    seconds, own = time.perf_counter() - begun, time.process_time() - used
    print(
        f"{name}: {seconds:.1f} s, {own:.1f} s of the processor, {memory() - before:,} MB at the peak",
        flush=True,
    )
    return made


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    rng = np.random.default_rng(0)
    papers = pd.read_parquet(sys.argv[1]).rename(columns={"id": "paper_id"})
    papers = papers.assign(
        date=pd.to_datetime(papers["date"], errors="coerce"),
        topic=rng.integers(-1, 60, len(papers)),
    )
    records = pd.DataFrame(
        {
            "paper_id": papers["paper_id"],
            "dump": rng.choice(["a", "b", "c", "d"], len(papers)),
        }
    )
    some = rng.choice(len(papers), 2_000, replace=False)
    decisions = pd.DataFrame({"paper_id": papers["paper_id"].iloc[some]})
    decisions = decisions.assign(
        decision=rng.choice(["include", "exclude", "maybe"], len(some))
    )
    print(f"{len(papers):,} papers\n")
    index = built("The index", lambda: explore.index_papers(papers))
    space = built("The space", lambda: topics.learn_space(papers))
    print(
        "\n| | number | median, ms | worst, ms | of the processor: median | worst | papers, median |"
    )
    print("|---|---|---|---|---|---|---|")
    every = []
    for name, asked in queries(index, rng).items():
        done = [
            milliseconds(
                lambda query=query: explore.select_papers(
                    papers, explore.find_papers(index, query)
                )
            )
            for query in asked
        ]
        row(name, done)
        every += done
    row("**all queries**", every)
    filters = [
        lambda: {"topics": rng.integers(0, 60, 3).tolist()},
        lambda: {"since": f"{rng.integers(2005, 2022)}-03-01", "until": "2023-06-30"},
        lambda: {"dumps": ["b"], "records": records},
        lambda: {"decisions": ["", "maybe"], "screening_decisions": decisions},
        lambda: {
            "topics": [1, 2],
            "since": "2015-01-01",
            "undated": True,
            "dumps": ["a", "c"],
            "records": records,
        },
    ]
    asked = [filters[i % len(filters)]() for i in range(200)]
    row(
        "**filters**",
        [
            milliseconds(lambda given=given: explore.select_papers(papers, **given))
            for given in asked
        ],
    )
    titles = papers["title"].iloc[rng.choice(len(papers), 100)]
    near = [
        milliseconds(
            lambda text=text: explore.select_papers(
                papers, topics.papers_like_sentence(space, text)
            )
        )
        for text in titles
    ]
    ids = papers["paper_id"].iloc[rng.choice(len(papers), 100)]
    near += [
        milliseconds(
            lambda own=own: explore.select_papers(
                papers, topics.similar_papers(space, own)
            )
        )
        for own in ids
    ]
    row("**by meaning**", near)


if __name__ == "__main__":
    main()
