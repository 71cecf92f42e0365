"""Measure how duplicates are joined, beside bib-dedupe and equal titles.

    python tests/benchmarks/duplicates_against_peers.py CORPORA [--bib-dedupe PYTHON] [--show [N]]
    python tests/benchmarks/duplicates_against_peers.py CORPORA --corrupted [--seed SEED] [--papers N] [--show [N]]
    python tests/benchmarks/duplicates_against_peers.py CORPORA --scale [RECORDS ...]

1. Labelled sets, dedupe_*.csv of CORPORA (with a column `gold_cluster`): precision and recall over all pairs of
   records, from all fields and from fewer. PYTHON is an environment with bib-dedupe 0.11.
2. `--corrupted`: damaged copies among papers that look alike (duplicates_corrupted.py): how many copies are joined with
   their original, and how many other records with another paper.
3. `--scale`: seconds and memory of 10,000, 30,000 and 100,000 records (or as many as are named); on Linux.

`--show` prints N pairs of each kind of fault by paper_id (20 without a number), for a person to judge.
"""

import argparse
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from duplicates_corrupted import arxiv, corrupted, key, typos
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from litreview.dedupe import _join as duplicates
from litreview.read import _clean as cleaning
from litreview.read import _dumps as dumps

ALL = [
    "title",
    "year",
    "author",
    "journal",
    "booktitle",
    "volume",
    "number",
    "issue",
    "pages",
    "doi",
    "abstract",
]
FIELDS = {
    "all": ALL,
    "title + year": ALL[:2],
    "title": ALL[:1],
    "title + abstract": ["title", "abstract"],
}
BIB_DEDUPE = """
import json, sys
import pandas as pd
from bib_dedupe import verbose_print
from bib_dedupe.bib_dedupe import block, cluster, match, prep
verbose_print.verbosity_level = 0
print(json.dumps(cluster(match(block(prep(pd.read_csv(sys.argv[1]), cpu=1), cpu=1), cpu=1))))
"""
Pairs = set[tuple[int, int]]


def as_read(table: pd.DataFrame) -> pd.DataFrame:
    """Write a table to a file and read it as anyone would; `record` is then the row in the table, from 1."""
    rows = np.flatnonzero(
        table.notna().any(axis=1)
    )  # a reader does not count blank rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.csv"
        table.iloc[rows].to_csv(file, index=False)
        records = cleaning.mend_text(dumps.records(file)[0])[0]
    return records.assign(record=rows[records["record"] - 1] + 1)


def places(pairs: pd.DataFrame) -> np.ndarray:
    """Find the rows of the two records of each pair."""
    return np.array(
        [
            pairs[name].str.rpartition("#")[2].astype(int) - 1
            for name in ("record_a", "record_b")
        ]
    )


def joined(
    records: pd.DataFrame, rows: int
) -> tuple[dict[str, np.ndarray], pd.DataFrame]:
    """Join, and number the group of each row in three ways: by the pairs that are the same, or linked, by paper."""
    _, records, pairs, *_ = duplicates.join(records)
    groups = {}
    for way, decisions in (("same", ["same"]), ("same or linked", ["same", "linked"])):
        a, b = places(pairs[pairs["match"].isin(decisions)])
        groups[way] = connected_components(
            coo_array((np.ones(len(a)), (a, b)), shape=(rows, rows)), directed=False
        )[1]
    papers = pd.Series(range(rows)).map("row {}".format)  # what was not read is alone
    papers[records["record"] - 1] = records["paper_id"].to_numpy()
    return groups | {"paper_id": pd.factorize(papers)[0]}, pairs


def together(groups: np.ndarray | pd.Series) -> Pairs:
    """List the pairs of rows that are in one group; a row without one is in no pair."""
    rows = pd.Series(range(len(groups))).groupby(np.asarray(groups)).agg(list)
    return {pair for own in rows for pair in itertools.combinations(own, 2)}


def bib_dedupe(python: Path, table: pd.DataFrame) -> Pairs | None:
    """Join with bib-dedupe in its own environment; None where it refuses."""
    own = table.rename(columns={} if "number" in table else {"issue": "number"})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.csv"
        own.assign(ID=[f"r{i:06}" for i in own.index], ENTRYTYPE="article").to_csv(
            file, index=False
        )
        done = subprocess.run(
            [python, "-c", BIB_DEDUPE, file],
            capture_output=True,
            text=True,
            check=False,
        )
    if "MissingRequiredFieldsError" in done.stderr:
        return None
    if done.returncode:
        raise SystemExit(f"bib-dedupe failed:\n{done.stderr[-3000:]}")
    clusters = [
        sorted(int(name[1:]) for name in cluster)
        for cluster in json.loads(done.stdout.splitlines()[-1])
    ]
    return {pair for cluster in clusters for pair in itertools.combinations(cluster, 2)}


def row(*cells: object) -> str:
    return (
        "| "
        + " | ".join(
            f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells
        )
        + " |"
    )


def head(names: str) -> str:
    return "\n" + row(*(cells := names.split(", "))) + "\n" + row(*["---"] * len(cells))


def beside(table: pd.DataFrame, a: int, b: int) -> str:
    """Put two records side by side, what they have in common once."""
    both = (
        table.iloc[[a, b]]
        .astype("object")
        .fillna("∅")
        .map(lambda value: str(value)[:160])
    )
    said = [(name, *both[name]) for name in both if set(both[name]) != {"∅"}]
    return " | ".join(
        f"{name} = {one}" if one == other else f"{name}: {one} ⇄ {other}"
        for name, one, other in said
    )


def shown(
    title: str, faults: Pairs, table: pd.DataFrame, pairs: pd.DataFrame, number: int
) -> Iterator[str]:
    """Show some of the pairs that are wrong, and what was said of each."""
    yield f"\n{title}: {len(faults):,} pairs"
    known = {tuple(sorted(at)): i for i, at in enumerate(places(pairs).T.tolist())}
    for a, b in random.Random(0).sample(sorted(faults), min(number, len(faults))):
        said = pairs.iloc[known[a, b]] if (a, b) in known else None
        reason = (
            "not compared with each other"
            if said is None
            else f"{said.match}, {said.reason} ({said.score:.2f})"
        )
        yield f"  {a + 1} and {b + 1}: {reason}\n    {beside(table, a, b)}"


def labelled(file: Path, python: Path | None, show: int) -> Iterator[str]:
    """Print precision and recall over the pairs of a labelled set, and give lines on those that are wrong."""
    table = pd.read_csv(file, dtype=str)
    name, gold = (
        file.name.removeprefix("dedupe_").split(".")[0],
        together(table["gold_cluster"]),
    )
    for fields, wanted in FIELDS.items():
        if fields == "title + abstract" and "abstract" not in table:
            continue
        given = table[[column for column in wanted if column in table]]
        groups, pairs = joined(as_read(given), len(given))
        found: dict[str, Pairs | None] = {
            f"litreview, {way}": together(own) for way, own in groups.items()
        }
        title = given["title"].map(key, na_action="ignore")
        found["equal title"] = together(title)
        if "year" in given:
            found["equal title and year"] = together(
                title + " " + given["year"].fillna("")
            )
        found |= {"bib-dedupe": bib_dedupe(python, given)} if python else {}
        for method, own in found.items():
            right, every = len((own or set()) & gold), len(own or set())
            rates = [f"{right / of:.3f}" if of else "–" for of in (every, len(gold))]
            numbers = [every, right, every - right, *rates]
            print(
                row(
                    name,
                    fields,
                    method,
                    *(["refuses", *["–"] * 4] if own is None else numbers),
                ),
                flush=True,
            )
        own = together(groups["paper_id"])
        yield from shown(
            f"{name}, {fields}: joined wrongly", own - gold, given, pairs, show
        )
        yield from shown(f"{name}, {fields}: missed", gold - own, given, pairs, show)


def measured(
    fields: str, records: pd.DataFrame, gold: pd.Series, kind: pd.Series, show: int
) -> None:
    """Print what becomes of copies, originals and decoys, and of each kind of them."""
    table = as_read(records[["title", "abstract"]])
    assert len(table) == len(records), "a record of the set was not read"
    begun = time.perf_counter()
    groups, pairs = joined(table, len(table))
    print(
        f"\n{fields}: {len(table):,} records, joined and grouped in {time.perf_counter() - begun:.1f} s"
    )
    groups["equal title"] = pd.factorize(table["title"].map(key))[0]
    what, ways = kind.str.split(":").str[0].to_numpy(), kind.str.partition(": ")[2]
    original = pd.Series(np.flatnonzero(what == "original"), gold[what == "original"])
    # Wrong: in one group with a record of another paper. Found: in one group with the original.
    wrong = pd.DataFrame(
        {way: gold.groupby(own).transform("nunique") > 1 for way, own in groups.items()}
    )
    right = pd.DataFrame(
        {
            way: own == own[gold.map(original).fillna(0).astype(int)]
            for way, own in groups.items()
        }
    )
    print(
        head(
            "method, sensitivity, specificity, originals wrong, no decoy with it, decoys wrong, copies wrong"
        )
    )
    for way, own in groups.items():
        alone = wrong[way] & (what == "original") & ~np.isin(own, own[what == "decoy"])
        counts = [int(part.sum()) for part in (wrong[way][what == "original"], alone)]
        counts += [int(wrong[way][what == each].sum()) for each in ("decoy", "copy")]
        rates = (
            right[way][what == "copy"].mean(),
            1 - wrong[way][what != "copy"].mean(),
        )
        print(row(way, *(f"{rate:.4f}" for rate in rates), *counts))
    apart = ways.str.split(" + ", regex=False).where(what == "copy", ways)
    for each, said, judged in (("copy", "found", right), ("decoy", "wrong", wrong)):
        print(
            head(f"{each}, records, " + ", ".join(f"{said}: {way}" for way in groups))
        )
        for way, rows in (
            judged[what == each].assign(way=apart).explode("way").groupby("way")
        ):
            print(row(way, len(rows), *(f"{rows[own].mean():.3f}" for own in groups)))
    found, true = together(groups["paper_id"]), together(gold)
    faults = {"missed": true - found, "joined wrongly, original with original": set()}
    for a, b in found - true:
        faults.setdefault(
            "joined wrongly, " + " with ".join(sorted([what[a], what[b]])), set()
        ).add((a, b))
    for name, of in faults.items():
        print(
            *shown(
                f"{fields}, {name}",
                of,
                table[["title", "abstract"]].assign(kind=kind),
                pairs,
                show,
            ),
            sep="\n",
        )


def peak() -> float:
    """Read the most memory that this process held, in MB; getrusage counts what its parent held before, too."""
    return (
        int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1000
    )


def timed(file: Path) -> None:
    """Print the seconds of one join, and what memory it took more (MB)."""
    records, before, begun = pd.read_pickle(file), peak(), time.perf_counter()
    duplicates.join(records)
    print(json.dumps([time.perf_counter() - begun, peak() - before]))


def scale(corpora: Path, sizes: list[int]) -> None:
    """Print seconds and memory of the join of ever more records, 5 % of them copies with typos."""
    papers, dice, columns = (
        arxiv(corpora).sample(frac=1, random_state=0),
        random.Random(0),
        ["title", "abstract"],
    )
    papers = papers.assign(
        authors=papers["authors"].str.split(", "),
        date=papers["date"].astype("datetime64[us]"),
    )
    papers = papers.assign(
        dump="arxiv", line=pd.NA, seen_on=pd.NaT, date_precision="day"
    ).astype({"line": "Int64"})
    print(head("fields, records, seconds, MB, × records, × seconds, × MB"))
    for more in ([], ["authors", "date", "date_precision"]):
        first: list[float] = []
        for size in sizes:
            originals = papers.head(size - size // 21)
            copies = originals.head(size // 21).assign(
                title=lambda own: [typos(each, dice) for each in own["title"]]
            )
            records = pd.concat([originals, copies]).sample(
                frac=1, random_state=0, ignore_index=True
            )
            records = records.assign(record=records.index + 1)[
                ["dump", "record", "line", "seen_on", *columns, *more]
            ]
            with tempfile.TemporaryDirectory() as folder:
                records.to_pickle(file := Path(folder) / "records.pkl")
                done = subprocess.run(
                    [sys.executable, __file__, file, "--timed"],
                    capture_output=True,
                    check=True,
                )
            values = [len(records), *json.loads(done.stdout)]
            first = first or values
            growth = [
                f"{own / start:.1f}" for own, start in zip(values, first, strict=True)
            ]
            print(
                row(
                    ", ".join(columns + more[:2]),
                    values[0],
                    *(f"{value:.1f}" for value in values[1:]),
                    *growth,
                ),
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpora",
        type=Path,
        help="the folder of the labelled sets and of arxiv_100k.parquet",
    )
    parser.add_argument(
        "--bib-dedupe",
        type=Path,
        metavar="PYTHON",
        help="the python of an environment with it",
    )
    parser.add_argument(
        "--corrupted", action="store_true", help="measure on the corrupted set"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="another draw of the corrupted set"
    )
    parser.add_argument(
        "--papers", type=int, default=20_000, help="originals in the corrupted set"
    )
    parser.add_argument(
        "--scale",
        type=int,
        nargs="*",
        metavar="RECORDS",
        help="measure time and memory",
    )
    parser.add_argument(
        "--show",
        type=int,
        nargs="?",
        const=20,
        default=0,
        metavar="N",
        help="show wrong pairs",
    )
    parser.add_argument("--timed", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.timed:
        timed(given.corpora)
    elif given.scale is not None:
        scale(given.corpora, given.scale or [10_000, 30_000, 100_000])
    elif given.corrupted:
        for bare in (0.1, 0):
            records, gold, kind = corrupted(
                given.corpora, given.seed, given.papers, bare=bare
            )
            measured(
                f"title + abstract, {bare:.0%} without", records, gold, kind, given.show
            )
        # Without abstracts nothing tells another paper of the same title from a copy.
        rest = kind.index[~kind.str.startswith("decoy: same title")]
        records, gold, kind = (
            part.loc[rest].reset_index(drop=True) for part in (records, gold, kind)
        )
        measured("title", records.assign(abstract=None), gold, kind, given.show)
    else:
        print(head("set, fields, method, pairs joined, true, false, precision, recall"))
        files, wrong = sorted(given.corpora.glob("dedupe_*.csv*")), []
        for file in (
            each for each in files if "gold_cluster" in pd.read_csv(each, nrows=0)
        ):
            wrong += labelled(file, given.bib_dedupe, given.show)
        print(*wrong if given.show else "", sep="\n")


if __name__ == "__main__":
    main()
