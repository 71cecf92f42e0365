"""How much work the queue saves beside ASReview's default, and how often the stopping rule keeps its promise.

    python tests/benchmarks/screening_against_asreview.py CORPORA [--asreview PYTHON] [--starts 20] [--others 4]

PYTHON is that of an environment of its own with asreview 3; without it, only ours is measured. A start is one relevant
and one irrelevant paper, both drawn at random and the same for both. ASReview learns after each paper; to save time,
ours learns after each of the first 50 papers and then only whenever another 25th of those screened has come, which does
it no good. Rows are shuffled, since some sets list relevant papers first.
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import stats

from litreview.screening import _queue as ranking
from litreview.screening import _stopping as stopping

HERE = Path(__file__).parent
REAL = ("Kitchenham_2010", "Nagtegaal_2019")
DEFAULT = 20  # each so-many-th paper is random
SIZE = 1500  # papers of a task made from categories


def table(rows: pd.DataFrame) -> None:
    """Print a table as Markdown."""
    print("| " + " | ".join(rows.columns) + " |\n|" + "---|" * len(rows.columns))
    for row in rows.itertuples(index=False):
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


def real(corpora: Path) -> dict[str, pd.DataFrame]:
    """Read the reviews with real decisions."""
    tasks = {}
    for name in REAL:
        rows = pd.read_csv(corpora / f"screening_{name}.csv.gz").sample(
            frac=1, random_state=0
        )
        tasks[name] = _task(rows, rows["label_included"])
    return tasks


def made(corpora: Path) -> dict[str, pd.DataFrame]:
    """Make tasks from categories: a few of one category among all others, some harder than that."""
    ten = pd.read_json(corpora / "arxiv_10class_5k.jsonl.gz", lines=True)
    some = pd.read_parquet(corpora / "arxiv_random_10k.parquet")
    words = pd.read_parquet(corpora / "arxiv_cs.CL_dated.parquet")
    short = pd.read_csv(corpora / "octis_M10.csv.gz").assign(
        title=lambda rows: rows["text"], abstract=""
    )
    first = some["primary_category"]
    tasks = {
        "cs.DS, 3 %": _drawn(ten, ten["primary_category"] == "cs.DS", 0.03, 1),
        "math.CO, 2 %": _drawn(some, first == "math.CO", 0.02, 2),
        "stat.ME, 1 %": _drawn(some, first == "stat.ME", 0.01, 3),
        "all of q-bio, 2 %": _drawn(some, first.str.startswith("q-bio"), 0.02, 4),
        "two subjects (cs.RO, astro-ph.SR), 4 %": _drawn(
            some, first.isin(["cs.RO", "astro-ph.SR"]), 0.04, 5
        ),
        "cs.CR, 4 %, a fifth mislabelled": _noisy(
            _drawn(some, first == "cs.CR", 0.04, 6)
        ),
        "hep-th, 3 %, a third without abstract": _bare(
            _drawn(some, first == "hep-th", 0.03, 7)
        ),
        "a class of M10, titles only, 1.6 %": _drawn(
            short, short["label"] == 1, 0.016, 8
        ),
        "cs.CL also in cs.HC, 2 %": _drawn(
            words, words["categories"].str.contains("cs.HC"), 0.02, 9
        ),
        "cs.CL also in cs.IR, 3 %": _drawn(
            words, words["categories"].str.contains("cs.IR"), 0.03, 10
        ),
    }
    return tasks


def _task(rows: pd.DataFrame, label) -> pd.DataFrame:
    texts = rows[["title", "abstract"]].fillna("").reset_index(drop=True)
    names = [f"p{i}" for i in range(len(rows))]
    return texts.assign(paper_id=names, label=np.asarray(label, dtype=int))


def _drawn(
    rows: pd.DataFrame, relevant: pd.Series, share: float, seed: int
) -> pd.DataFrame:
    """Draw so many relevant papers, and others up to SIZE."""
    random, relevant = np.random.default_rng(seed), relevant.to_numpy()
    count = min(int(relevant.sum()), round(SIZE * share))
    yes = random.choice(np.flatnonzero(relevant), count, replace=False)
    no = random.choice(np.flatnonzero(~relevant), SIZE - count, replace=False)
    order = random.permutation(np.concatenate([yes, no]))
    return _task(rows.iloc[order], relevant[order])


def _noisy(task: pd.DataFrame) -> pd.DataFrame:
    """Call a fifth of the relevant papers irrelevant, and as many others relevant."""
    random, label = np.random.default_rng(6), task["label"].to_numpy().copy()
    yes, no = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    label[random.choice(yes, len(yes) // 5, replace=False)] = 0
    label[random.choice(no, len(yes) // 5, replace=False)] = 1
    return task.assign(label=label)


def _bare(task: pd.DataFrame) -> pd.DataFrame:
    """Take the abstract from a third of the relevant papers and a tenth of the others."""
    random, abstract = (
        np.random.default_rng(7),
        task["abstract"].to_numpy(dtype=object).copy(),
    )
    for label, part in ((1, 3), (0, 10)):
        rows = np.flatnonzero(task["label"] == label)
        abstract[random.choice(rows, len(rows) // part, replace=False)] = ""
    return task.assign(abstract=abstract)


def starts(task: pd.DataFrame, count: int) -> list[list[int]]:
    """Draw one relevant and one irrelevant paper for each start."""
    kinds = [np.flatnonzero(task["label"] == label) for label in (1, 0)]
    generators = [np.random.default_rng(seed) for seed in range(count)]
    return [[int(random.choice(kind)) for kind in kinds] for random in generators]


def runs(
    tasks: dict[str, pd.DataFrame], count: int, mixes: tuple[int, ...]
) -> dict[tuple[str, int], list]:
    """Screen each task from each start in each mix, in the default mix to the very end."""
    jobs = [(name, every, i) for name in tasks for every in mixes for i in range(count)]
    features = {name: ranking.paper_features(task) for name, task in tasks.items()}
    begun = {name: starts(task, count) for name, task in tasks.items()}
    done = Parallel(n_jobs=-1)(
        delayed(ours)(
            tasks[name], features[name], begun[name][i], i, every, every == DEFAULT
        )
        for name, every, i in jobs
    )
    found = {}
    for (name, every, _), run in zip(jobs, done, strict=True):
        found.setdefault((name, every), []).append(run)
    return found


def ours(
    task: pd.DataFrame,
    features,
    start: list[int],
    seed: int,
    every: int,
    whole: bool = False,
) -> pd.DataFrame:
    """Screen with the queue until all relevant papers are found, or all: the decisions in their order."""
    label = task["label"].to_numpy()
    seen, chosen = list(start), ["imported"] * len(start)
    while len(seen) < len(task) and (whole or label[seen].sum() < label.sum()):
        decided = _decisions(task, seen, chosen)
        queue = ranking.rank_papers(
            task, decided, features=features, random_every=every, seed=seed
        )
        batch = queue.head(1 if len(seen) < 50 else len(seen) // 25)
        seen += [int(name[1:]) for name in batch["paper_id"]]
        chosen += batch["chosen"].tolist()
    return _decisions(task, seen, chosen)


def _decisions(task: pd.DataFrame, rows: list[int], chosen: list[str]) -> pd.DataFrame:
    said = task["label"].map({1: "include", 0: "exclude"}).to_numpy()
    return pd.DataFrame(
        {
            "paper_id": task["paper_id"].to_numpy()[rows],
            "decision": said[rows],
            "chosen": chosen,
        }
    )


def asreview(
    python: str, task: pd.DataFrame, begun: list[list[int]], kept: Path
) -> list[list[int]]:
    """Have ASReview screen the same papers from the same starts: its orders, kept in a file for the next time."""
    if not kept.exists():
        given = kept.with_suffix(".task")
        given.write_text(
            json.dumps(
                {**task.drop(columns="paper_id").to_dict("list"), "starts": begun}
            )
        )
        subprocess.run([python, HERE / "asreview_orders.py", given, kept], check=True)
    return json.loads(kept.read_text())["orders"]


def measures(relevant: np.ndarray, total: int) -> tuple[float, float]:
    """Compute work saved over sampling at 95 % recall, and average time to discovery (a share of the papers).

    `relevant` is 1 or 0 for each paper screened, without those of the start, up to the last relevant one.
    """
    places = np.flatnonzero(relevant) + 1
    needed = places[int(np.ceil(0.95 * len(places) - 1e-9)) - 1]
    return (total - needed) / total - 0.05, places.mean() / total


def _of_rows(task: pd.DataFrame, order: list[int]) -> tuple[float, float]:
    return measures(task["label"].to_numpy()[order[2:]], len(task) - 2)


def _of_run(task: pd.DataFrame, run: pd.DataFrame) -> tuple[float, float]:
    return _of_rows(task, [int(name[1:]) for name in run["paper_id"]])


def interval(differences: np.ndarray) -> str:
    """Write a mean difference with its 95 % interval (t)."""
    mean = differences.mean()
    if len(differences) < 2:
        return f"{mean:+.3f}"
    half = (
        stats.t.ppf(0.975, len(differences) - 1)
        * differences.std(ddof=1)
        / len(differences) ** 0.5
    )
    return f"{mean:+.3f} ({mean - half:+.3f} to {mean + half:+.3f})"


def beside(
    tasks: dict[str, pd.DataFrame],
    found: dict,
    mixes: tuple[int, ...],
    python: str,
    folder: Path,
) -> None:
    """Print WSS@95 and ATD of ours, of ASReview and of ours with random papers mixed in."""
    rows = []
    for name, task in tasks.items():
        own = {
            every: np.array([_of_run(task, run) for run in found[name, every]])
            for every in mixes
        }
        if python:
            begun = starts(task, len(own[0]))
            orders = asreview(
                python,
                task,
                begun,
                folder / f"{name.replace(' ', '_')}-{len(begun)}.json",
            )
            theirs = np.array([_of_rows(task, order) for order in orders])
        for i, measure in enumerate(("WSS@95", "ATD")):
            row = {"task": name, "": measure, "ours": f"{own[0][:, i].mean():.3f}"}
            if python:
                row |= {
                    "ASReview": f"{theirs[:, i].mean():.3f}",
                    "difference": interval(own[0][:, i] - theirs[:, i]),
                }
            rows.append(
                row
                | {
                    f"1 in {every} random": f"{own[every][:, i].mean():.3f}"
                    for every in mixes[1:]
                }
            )
    table(pd.DataFrame(rows))


def first_stop(decided: pd.DataFrame, total: int, recall: float) -> int:
    """Find after how many papers screening stops, were it asked after each one."""
    relevant = (decided["decision"] == "include").to_numpy()

    def stops(seen: int) -> bool:
        return stopping.stopping_rule(decided.head(seen), total, recall=recall)["stop"]

    ends = [
        *np.flatnonzero(relevant),
        len(decided),
    ]  # p falls within a run of irrelevant papers
    begin = 0
    for end in ends:
        if end > begin and stops(end):
            while begin + 1 < end:
                middle = (begin + end) // 2
                begin, end = (begin, middle) if stops(middle) else (middle, end)
            return end
        begin = end
    return len(decided)


def stopped(tasks: dict[str, pd.DataFrame], found: dict) -> None:
    """Print how often recall was as promised where screening stopped, and how much had been screened by then."""
    print(
        "Kept in so many runs, recall at the stop, share of the papers screened by then:\n"
    )
    rows = []
    for name, task in tasks.items():
        row = {"task": name, "relevant": int(task["label"].sum())}
        for recall in (0.9, 0.95):
            for looks, what in ((stopping.LOOKS, ""), (1, ", uncorrected")):
                row[f"{recall:.0%}{what}"] = _kept(
                    task, found[name, DEFAULT], recall, looks
                )
        held = [
            _held(run, len(task), share)
            for run in found[name, DEFAULT]
            for share in (0.25, 0.5, 0.75)
        ]
        rows.append(row | {"interval of those left holds": f"{sum(held)}/{len(held)}"})
    table(pd.DataFrame(rows))


def _kept(
    task: pd.DataFrame, done: list[pd.DataFrame], recall: float, looks: int
) -> str:
    usual, stopping.LOOKS = stopping.LOOKS, looks
    seen = [first_stop(run, len(task), recall) for run in done]
    stopping.LOOKS = usual
    cut = zip(done, seen, strict=True)
    got = (
        np.array([(run["decision"].head(n) == "include").sum() for run, n in cut])
        / task["label"].sum()
    )
    return f"{(got >= recall).sum()}/{len(got)}, {got.mean():.3f}, {np.mean(seen) / len(task):.0%}"


def _held(run: pd.DataFrame, total: int, share: float) -> bool:
    seen = int(total * share)
    left = (run["decision"].iloc[seen:] == "include").sum()
    estimate = stopping.estimate_remaining(run.head(seen), total)
    return bool(estimate["low"] <= left <= estimate["high"])


def seconds(corpora: Path) -> None:
    """Print how long a decision takes: the whole queue anew, the estimate and the stopping rule."""
    papers = pd.read_parquet(corpora / "arxiv_100k.parquet").assign(
        paper_id=lambda rows: rows["id"].astype("str")
    )
    rows = []
    for size in (2_000, 10_000, len(papers)):
        some = papers.sample(size, random_state=0).reset_index(drop=True)
        began = time.perf_counter()
        features = ranking.paper_features(some)
        row = {
            "papers": f"{size:,}",
            "features, once": f"{time.perf_counter() - began:.1f}",
        }
        relevant = some["title"].str.contains("graph|network", case=False)
        for seen in (100, 1000):
            said = np.where(relevant.head(seen), "include", "exclude")
            chosen = np.where(np.arange(seen) % 10 == 9, "random", "ranked")
            decided = pd.DataFrame(
                {
                    "paper_id": some["paper_id"].head(seen),
                    "decision": said,
                    "chosen": chosen,
                }
            )
            row[f"queue after {seen:,}"] = _timed(
                lambda d=decided, s=some, f=features: ranking.rank_papers(
                    s, d, features=f
                )
            )
            row[f"left and stop after {seen:,}"] = _timed(
                lambda d=decided, n=size: (
                    stopping.estimate_remaining(d, n),
                    stopping.stopping_rule(d, n),
                )
            )
        rows.append(row)
    table(pd.DataFrame(rows))


def _timed(work) -> str:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return f"{np.median(times):.3f} (worst {max(times):.3f})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--asreview", default="")
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument(
        "--others", type=int, default=3, help="starts of each task made from categories"
    )
    parser.add_argument(
        "--orders",
        type=Path,
        default=Path("asreview-orders"),
        help="folder for ASReview's orders",
    )
    given = parser.parse_args()
    given.orders.mkdir(parents=True, exist_ok=True)
    for title, tasks, count, mixes in (
        ("Reviews", real(given.corpora), given.starts, (0, DEFAULT, 10)),
        ("Tasks made from categories", made(given.corpora), given.others, (0, DEFAULT)),
    ):
        print(f"## {title}\n")
        screened = runs(tasks, count, mixes)
        stopped(tasks, screened)
        beside(tasks, screened, mixes, given.asreview, given.orders)
    print("## Seconds a decision\n")
    seconds(given.corpora)
