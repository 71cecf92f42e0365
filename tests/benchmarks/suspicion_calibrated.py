"""How often real papers are suspected, and how often other files are believed.

Samples of real titles and abstracts are judged as if nobody knew their layout; files
that are no lists of papers are read in several rough ways, and judged. Prints both.

    python tests/benchmarks/suspicion_calibrated.py ../shared [samples of a size]
"""

import gzip
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from litreview.read import _dumps
from litreview.read.layouts import _listing, _suspicion
from tests.read.pages.no_lists import NO_LISTS

SIZES = (3, 10, 40, 200)
# Titles that a volume or an issue has among its papers.
FRONT_MATTER = ["Editorial", "Introduction", "Preface", "Erratum", "Foreword", "Index"]
WAYS = {
    "title, abstract": ["title", "abstract"],
    "title, authors, year": ["title", "authors", "date"],
}


def read_corpora(shared: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Read the real papers, a corpus at a time."""
    corpora = shared / "corpora"
    for file in sorted(corpora.glob("*")):
        if file.name.startswith("octis") or "special" in file.name:
            continue
        name = file.name.split(".")[0]
        if file.suffix == ".parquet":
            table = pd.read_parquet(file)
        elif file.name.endswith(".csv.gz"):
            table = pd.read_csv(file)
        elif file.name.endswith(".jsonl.gz"):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                table = pd.read_json(lines, lines=True)
        else:
            continue
        table = table.rename(columns={"author": "authors"})
        if "date" not in table and "year" in table:
            table["date"] = table["year"]
        yield name, table[table["title"].notna()]

    for file in sorted((shared / "seeds").glob("*.txt")):
        lines = file.read_text(encoding="utf-8").split("\n")
        found, _ = _listing.parse_listing(lines)
        yield f"seed {file.stem[:3]}", pd.DataFrame(found)[["title", "abstract"]]


def samples(rows: list[dict], size: int, number: int) -> Iterator[list[dict]]:
    """Draw neighbours and strangers in turn, every third sample with front matter."""
    for seed in range(number):
        rng = random.Random(seed)
        if seed % 2:
            sample = rng.sample(rows, size)
        else:
            start = rng.randrange(len(rows) - size + 1)
            sample = rows[start : start + size]
        if seed % 3 == 0 and size > 3:
            sample = [dict(row) for row in sample]
            for _ in range(max(1, size // 40)):
                rng.choice(sample)["title"] = rng.choice(FRONT_MATTER)
        yield sample


def print_real(shared: Path, number: int) -> None:
    """Print faults of real titles and abstracts, and false alarms by size of sample."""
    total = Counter()
    for name, table in read_corpora(shared):
        titles = table["title"].sample(min(4000, len(table)), random_state=0)
        faults = Counter(map(_suspicion.title_fault, titles))
        del faults[None]
        print(f"\n{name}: {faults.total() / len(titles):.2%} of titles have a fault")
        print("  ", dict(faults.most_common()))
        if "abstract" in table:
            texts = table["abstract"].dropna()
            texts = texts.sample(min(2000, len(texts)), random_state=0)
            faults = Counter(map(_suspicion.abstract_fault, texts))
            del faults[None]
            print(f"   abstracts: {faults.total() / len(texts):.2%}", dict(faults))

        for way, columns in WAYS.items():
            if not set(columns) <= set(table):
                continue
            is_filled = table[columns].notna().all(axis=1)
            if "abstract" in columns:
                is_filled &= table["abstract"] != ""
            rows = table.loc[is_filled, columns].to_dict("records")
            for size in SIZES:
                if len(rows) < size:
                    continue
                alarms = Counter()
                for sample in samples(rows, size, number):
                    alarms[_suspicion.judge(sample, False).certainty] += 1
                del alarms["sure"]
                total[size] += number
                total[size, "alarms"] += alarms.total()
                print(f"   {way}, {size}: {alarms.total()} of {number}", dict(alarms))

    print()
    for size in SIZES:
        alarms = total[size, "alarms"]
        print(f"samples of {size}: {alarms} of {total[size]} not sure")
        print(f"   {alarms / max(1, total[size]):.2%}")


def print_exports(shared: Path) -> None:
    """Print which of the exports of other programs are not sure."""
    count = 0
    for file in sorted((shared / "corpora" / "bib_files").rglob("*")):
        if not file.is_file() or file.name == "MANIFEST.csv":
            continue
        records, _, files = _dumps.scan(file, year=2025)
        if records.empty:
            continue
        count += 1
        has_marks = files["kind"].iloc[0] not in ("table", "XLSX", "listing", "HTML")
        judgement = _suspicion.judge(records, has_marks)
        if judgement.certainty != "sure":
            print(f"   {file.name}, {len(records)}: {judgement.certainty}")
            print(f"      {judgement.doubt}")
    print(f"of {count} exports")


def readings(text: str) -> Iterator[tuple[str, list[dict]]]:
    """Read a text as a listing, and in ways that believe anything."""
    lines = text.split("\n")
    found, _ = _listing.parse_listing(lines)
    yield "listing", [{"title": r["title"], "abstract": r["abstract"]} for r in found]

    full_lines = [line.strip() for line in lines if line.strip()]
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.strip():
            paragraphs.append(" ".join(paragraph.split()))

    for name, parts in (("lines", full_lines), ("paragraphs", paragraphs)):
        yield name, [{"title": part} for part in parts]
        for start in (0, 1):
            titles, texts = parts[start::2], parts[start + 1 :: 2]
            pairs = zip(titles, texts, strict=False)
            records = [{"title": title, "abstract": text} for title, text in pairs]
            yield f"{name} in pairs from {start + 1}", records
        short_long = []
        for title, text in zip(parts, parts[1:], strict=False):
            if len(title) < 200 < len(text):
                short_long.append({"title": title, "abstract": text})
        yield f"{name}, short before long", short_long


def print_no_lists(number: int) -> None:
    """Print which files that are no lists of papers are believed, by reading."""
    counts, believed = Counter(), Counter()
    for kind, make in NO_LISTS.items():
        for seed in range(number):
            text, _ = make(random.Random(seed))
            for reading, records in readings(text):
                if not records:
                    continue
                for known in (False, True):
                    judgement = _suspicion.judge(records, known)
                    counts[reading, known, judgement.certainty] += 1
                    if judgement.certainty == "sure":
                        believed[known, kind] += 1

    print("\n| reading | layout known | refused | doubtful | believed |")
    for reading, known in sorted({key[:2] for key in counts}):
        row = [
            counts[reading, known, certainty]
            for certainty in ("refused", "doubtful", "sure")
        ]
        print(f"| {reading} | {known} |", " | ".join(map(str, row)), "|")
    for known in (False, True):
        kinds = {kind: n for (k, kind), n in believed.most_common() if k is known}
        print(f"\nbelieved with known_layout={known}:", kinds)


def print_speed(shared: Path) -> None:
    """Print the seconds that 10,000 records take."""
    table = pd.read_parquet(shared / "corpora" / "arxiv_100k.parquet").head(10_000)
    begun = time.process_time()
    _suspicion.judge(table[["title", "abstract"]], known_layout=False)
    print(f"\n10,000 records: {time.process_time() - begun:.2f} s of one core")


def main(shared: Path, number: int = 200) -> None:
    print_no_lists(5)
    print_speed(shared)
    print_real(shared, number)
    print_exports(shared)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
