"""Measure how well copied pages are read: python tests/benchmarks/copied_pages.py [--seed N ...] [--only TEXT] [--without] [--show NAME].

The makers in `tests/read/pages` turn papers of `../shared/corpora` (other ones for each page and seed) into the text
that a person gets who copies a page: lists of arXiv, results of databases, reference lists, reading lists, feeds. Each
text is written to a file and read as any dump.

Part one, a line a page: how many papers it shows, how many titles and whole abstracts are read exactly (white space
aside), how many records are invented (their title is that of no paper on the page, or is there once too often), how
many papers are missed, and what the file was taken for, how surely. Totals for the layouts that the project is asked to read
("asked"), for others, which it may refuse aloud ("other"), and for pages that were spoilt ("bad input"). A file is
*silently wrong* if it is called sure though less than 90 % of its titles are exact, more than 3 % of its records are
invented, or a snippet was taken for an abstract. A full stop at the end of a title counts neither way, as some sites
write one and others do not.

Part two: files that are no lists of papers at all (`tests/read/pages/no_lists.py`): refused, doubtful or read silently.

With `--many N`, instead, the seconds for lists of N papers.

Part three, with `--without`: for every family of pages, those layouts are taken out of the program that it chose for
them, and the pages are read again, as if the world had brought a layout that it does not know.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from litreview import read  # noqa: E402
from litreview.read.layouts._layouts import LAYOUTS  # noqa: E402
from tests.read.pages.makers import MAKERS, group  # noqa: E402
from tests.read.pages.no_lists import NO_LISTS  # noqa: E402
from tests.read.pages.page import Page, flat  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
FIELDS = ["authors", "year", "venue", "doi", "arxiv_id", "pmid", "url", "cited_by"]
GROUPS = ["asked", "other", "bad input"]
SLOW = 5  # seconds
COUNTS = [
    "papers", "exact", "missed", "records", "invented", "abstracts", "abstracts_exact", "false_abstracts", "silent",
]  # fmt: skip

LONG = [
    "references, APA: hanging, wrapped at 84",
    "references, IEEE: PDF of two columns",
    "arXiv list: new, with abstracts",
    "PubMed abstracts: wrapped at 80",
    "titles only",
]


# The papers ------------------------------------------------------------------------


def load_papers() -> dict[str, list[dict]]:
    """Read the papers of arXiv and of the ACL Anthology, each as a dict."""
    arxiv = pd.read_parquet(CORPORA / "arxiv_random_10k.parquet")
    more = pd.read_parquet(CORPORA / "arxiv_100k.parquet").sample(
        15_000, random_state=1
    )
    acl = pd.read_parquet(CORPORA / "acl_2016_2021.parquet")
    return {
        "arXiv": [
            _arxiv_paper(row)
            for row in pd.concat([arxiv, more]).to_dict("records")
            if _usable(row)
        ],
        "ACL": [_acl_paper(row) for row in acl.to_dict("records") if _usable(row)],
    }


def _usable(row: dict) -> bool:
    """Leave out papers without a text, and those whose table has broken the names."""
    names = (
        row["authors"].split(", ")
        if isinstance(row["authors"], str)
        else row["authors"]
    )
    whole = len(names) > 0 and all(len(name.split()) > 1 for name in names)
    return whole and len(flat(row["title"])) >= 8 and len(flat(row["abstract"])) >= 150


def _given(value) -> str | None:
    return value if isinstance(value, str) and value else None


def _arxiv_paper(row: dict) -> dict:
    return {
        "title": flat(row["title"]),
        "abstract": flat(row["abstract"]),
        "authors": row["authors"].split(", "),
        "year": int(row["date"][:4]),
        "date": row["date"],
        "doi": _doi(row["doi"]),
        "arxiv_id": _arxiv_id(row["id"]),
        "categories": _given(row.get("categories")),
        "venue": None,
    }


def _acl_paper(row: dict) -> dict:
    return {
        "title": flat(row["title"]),
        "abstract": flat(row["abstract"]),
        "authors": list(row["authors"]),
        "year": int(row["year"]),
        "date": row["date"],
        "doi": _doi(row["doi"]),
        "arxiv_id": None,
        "venue": row["venue"],
    }


def _doi(value) -> str | None:
    text = _given(value)
    if text is None or " " in text:
        return None
    return text


def _arxiv_id(text: str) -> str:
    """Mend an id that a table took for a number: 808.4079 is 0808.4079, 1805.1067 is 1805.10670."""
    if "/" in text:
        return text
    digits = 5 if float(text) >= 1501 else 4
    return f"{float(text):.{digits}f}".zfill(digits + 5)


def pages_of(seed: int, only: str, papers: dict[str, list[dict]]) -> list[Page]:
    """Make every page with papers of its own; those of one seed are always the same."""
    pages = []
    for name, maker in MAKERS.items():
        if only and only.lower() not in name.lower():
            continue
        dice = random.Random(f"{seed} {name}")
        count = dice.randint(8, 40)
        pages.append(maker(_drawn(name, count, papers, dice), dice))
    return pages


def _drawn(
    name: str, count: int, papers: dict[str, list[dict]], dice: random.Random
) -> list[dict]:
    if "arXiv" in name or "INSPIRE" in name or "ADS" in name:
        drawn = dice.sample(papers["arXiv"], count * 2)
    elif "ACL" in name or "OpenReview" in name:
        drawn = dice.sample(papers["ACL"], count * 2)
    else:
        drawn = dice.sample(papers["arXiv"], count) + dice.sample(papers["ACL"], count)
        dice.shuffle(drawn)
    different = {paper["title"].casefold(): paper for paper in drawn}
    return list(different.values())[:count]


# Reading and comparing ----------------------------------------------------------------


def read_text(
    text: str, ending: str, name: str = "page"
) -> tuple[pd.DataFrame, pd.Series]:
    """Write a text to a file and read it: the records, and the row of the file."""
    with tempfile.TemporaryDirectory() as folder:
        stem = re.sub(r"\W+", "_", name)[:40]
        file = Path(folder) / f"{stem}{ending}"
        file.write_bytes(text.encode("utf-8"))
        try:
            records, _, files = read.scan([file])
        except Exception as error:  # a page that stops the program is a finding, too
            return _crashed(name, error)
    return records, files.iloc[0]


def _crashed(name: str, error: Exception) -> tuple[pd.DataFrame, pd.Series]:
    print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    row = {"certainty": "crashed", "layout": "", "kind": type(error).__name__}
    records = pd.DataFrame({"title": [], "abstract": []})
    return records, pd.Series(row | {"doubt": str(error)})


def same_title(text: str | None) -> str:
    """Write a title as it is compared."""
    return flat(text).rstrip(".")


def compare(page: Page, records: pd.DataFrame, file: pd.Series) -> dict:
    """Count what was read of a page, and what was invented."""
    wanted: dict[str, list[dict]] = defaultdict(list)
    optional = set()
    invented: list[str] = []
    for paper in page.papers:
        if paper.get("optional"):
            optional.add(same_title(paper["title"]))
        else:
            wanted[same_title(paper["title"])].append(paper)

    counts: Counter = Counter(
        {"papers": sum(map(len, wanted.values())), "records": len(records)}
    )
    fields: Counter = Counter()
    counts["abstracts"] = sum(
        bool(p.get("abstract")) for some in wanted.values() for p in some
    )
    for record in records.to_dict("records"):
        title = same_title(_given(record["title"]))
        if not wanted.get(title):
            if title not in optional:
                counts["invented"] += 1
                invented.append(title)
            continue
        paper = wanted[title].pop(0)
        counts["exact"] += 1
        _compare_abstract(paper, record, counts)
        _compare_fields(paper, record, fields)

    missed = [paper["title"] for some in wanted.values() for paper in some]
    counts["missed"] = len(missed)
    counts["silent"] = int(file["certainty"] == "sure" and _wrong(counts))
    texts = {"fields": fields, "titles_missed": missed, "titles_invented": invented}
    return dict(counts) | texts


def _compare_abstract(paper: dict, record: dict, counts: Counter) -> None:
    abstract = flat(_given(record["abstract"]))
    if paper.get("abstract"):
        counts["abstracts_exact"] += abstract == flat(paper["abstract"])
    elif abstract:
        counts["false_abstracts"] += 1


def _compare_fields(paper: dict, record: dict, fields: Counter) -> None:
    for field in FIELDS:
        value = paper.get(field)
        if value in (None, [], "") or field not in (*record, "year"):
            continue
        fields[field, "shown"] += 1
        read_value = _field(record, field)
        fields[field, "right"] += read_value == _comparable(field, value)
        fields[field, "missing"] += read_value in (None, "", ())


def _field(record: dict, field: str):
    if field == "year":
        date = record.get("date")
        return None if pd.isna(date) else date.year
    value = record.get(field)
    if field == "authors":
        return (
            ()
            if value is None or isinstance(value, float)
            else _comparable(field, list(value))
        )
    if value is None or value is pd.NA or value != value:
        return None
    return _comparable(field, value)


def _comparable(field: str, value):
    if field == "authors":
        return tuple(sorted(_name_key(name) for name in value))
    if field in ("year", "cited_by"):
        return int(value)
    if field == "venue":
        return re.sub(r"[\W_]+", " ", value.casefold()).strip()
    return flat(str(value)).lower()


def _name_key(name: str) -> tuple[str, ...]:
    """Write a name so that "Blum AK", "Blum, A. K." and "A. K. Blum" are one."""
    parts = []
    for word in re.findall(r"[^\W\d_]+", name):
        if word.isupper() and len(word) <= 3:
            parts.extend(word)
        else:
            parts.append(word)
    return tuple(sorted(part.casefold() for part in parts))


def _wrong(counts: Counter) -> bool:
    if counts["papers"] and counts["exact"] < 0.9 * counts["papers"]:
        return True
    if counts["records"] and counts["invented"] > 0.03 * counts["records"]:
        return True
    return bool(counts["false_abstracts"])


# Printing --------------------------------------------------------------------------------


def percent(part: int, whole: int) -> str:
    """Write a share, or a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


def print_pages(results: list[tuple[Page, dict, pd.Series]]) -> None:
    """Print a line a page, then the totals."""
    head = f"{'page':56} {'papers':>6} {'exact':>5} {'missed':>6} {'inv.':>4} {'abstr.':>9} {'false':>5}  {'certainty':9} layout"
    print(head)
    for page, counts, file in results:
        whole = f"{counts.get('abstracts_exact', 0)}/{counts.get('abstracts', 0)}"
        mark = "  <- SILENTLY WRONG" if counts.get("silent") else ""
        print(
            f"{page.name[:56]:56} {counts['papers']:6} {counts.get('exact', 0):5} {counts.get('missed', 0):6} "
            f"{counts.get('invented', 0):4} {whole:>9} {counts.get('false_abstracts', 0):5}  "
            f"{file['certainty']:9} {file['layout'] or file['kind']}{mark}"
        )
    print()
    for name in GROUPS:
        some = [row for row in results if group(row[0].layout) == name]
        if some:
            print_totals(name, some)
    print_fields(results)


def print_misses(results: list[tuple[Page, dict, pd.Series]]) -> None:
    """Print the titles that were missed and invented, page by page; of refused files none."""
    for page, counts, file in results:
        if file["certainty"] == "refused":
            continue
        if counts["titles_missed"] or counts["titles_invented"]:
            print(f"\n{page.name}: {file['certainty']}, {file['layout']}")
        for title in counts["titles_missed"]:
            print(f"    missed    {title}")
        for title in counts["titles_invented"]:
            print(f"    invented  {title[:150]}")


def print_totals(name: str, results: list[tuple[Page, dict, pd.Series]]) -> None:
    """Print the totals of a group of pages."""
    totals = Counter(
        {key: sum(counts.get(key, 0) for _, counts, _ in results) for key in COUNTS}
    )
    certainty = Counter(file["certainty"] for *_, file in results)
    families = len({page.layout for page, *_ in results})
    sure = [row for row in results if row[2]["certainty"] == "sure"]
    print(
        f"{name}: {len(results)} pages of {families} families, {totals['papers']} papers: "
        f"titles exact {percent(totals['exact'], totals['papers'])}, "
        f"abstracts exact {percent(totals['abstracts_exact'], totals['abstracts'])} of {totals['abstracts']}, "
        f"invented {percent(totals['invented'], totals['records'])} of {totals['records']} records, "
        f"false abstracts {totals['false_abstracts']}; "
        f"{certainty['sure']} sure, {certainty['doubtful']} doubtful, {certainty['refused']} refused, {certainty['crashed']} crashed; "
        f"silently wrong {totals['silent']}"
    )
    if sure and len(sure) < len(results):
        exact = sum(counts.get("exact", 0) for _, counts, _ in sure)
        papers = sum(counts["papers"] for _, counts, _ in sure)
        print(
            f"    of the {len(sure)} sure ones: titles exact {percent(exact, papers)} of {papers}"
        )


def print_fields(results: list[tuple[Page, dict, pd.Series]]) -> None:
    """Print how often the other fields are right where the page shows them and the title was read."""
    totals: Counter = Counter()
    for page, counts, _ in results:
        if group(page.layout) == "asked":
            totals.update(counts["fields"])
    print(
        "\nother fields, asked layouts (of papers whose title was read): shown, right, missing"
    )
    for field in FIELDS:
        shown = totals[field, "shown"]
        if shown:
            print(f"    {field:9} {shown:6} {percent(totals[field, 'right'], shown):>7} {percent(totals[field, 'missing'], shown):>7}")  # fmt: skip
    print("\nfields by family: right of shown")
    families = defaultdict(Counter)
    for page, counts, _ in results:
        if group(page.layout) == "asked":
            families[page.layout].update(counts["fields"])
    for family, counts in families.items():
        shares = [f"{field} {percent(counts[field, 'right'], counts[field, 'shown'])}" for field in FIELDS if counts[field, "shown"]]  # fmt: skip
        print(f"    {family:24} {', '.join(shares)}")


# The three parts -----------------------------------------------------------------------------


def read_pages(pages: list[Page]) -> list[tuple[Page, dict, pd.Series]]:
    """Read all pages and compare each with what it shows."""
    results = []
    for page in pages:
        start = time.perf_counter()
        records, file = read_text(page.text, page.ending, page.name)
        seconds = time.perf_counter() - start
        if seconds > SLOW:
            print(f"{page.name}: {seconds:.0f} s", file=sys.stderr)
        results.append((page, compare(page, records, file), file))
    return results


def part_two(seeds: list[int], only: str) -> None:
    """Read files that are no lists of papers."""
    print(
        f"\n{'file that is no list of papers':56} {'records':>7}  certainty kind, layout, first title"
    )
    counts: Counter = Counter()
    for name, maker in NO_LISTS.items():
        if only and only.lower() not in name.lower():
            continue
        for seed in seeds:
            text, ending = maker(random.Random(f"{seed} {name}"))
            records, file = read_text(text, ending, name)
            certainty = file["certainty"]
            if certainty == "sure":
                certainty = "read silently" if len(records) else "no record"
            counts[certainty] += 1
            first = records["title"].iloc[0] if len(records) else ""
            print(f"{name[:56]:56} {len(records):7}  {certainty:13} {file['kind']}, {file['layout']}, {str(first)[:50]!r}")  # fmt: skip
    print("no lists:", ", ".join(f"{count} {name}" for name, count in counts.items()))


def part_three(results: list[tuple[Page, dict, pd.Series]]) -> None:
    """Read each family again without the layouts that were chosen for it."""
    print(
        f"\n{'family, read without the layouts chosen for it':46} {'papers':>6} {'found':>6} {'records':>7} {'inv.':>5}  certainty"
    )
    families = defaultdict(list)
    for row in results:
        # HTML and XML say by their marks what they are, with or without layouts.
        if row[0].ending == ".txt":
            families[row[0].layout].append(row)
    again = []
    for family, rows in families.items():
        if group(family) == "bad input":
            continue
        chosen = sorted(_layouts_of(rows) & set(LAYOUTS))
        if not chosen:
            continue
        removed = {name: LAYOUTS.pop(name) for name in chosen}
        try:
            found = read_pages([page for page, *_ in rows])
        finally:
            LAYOUTS.update(removed)
        again += found
        totals = Counter(
            {key: sum(counts.get(key, 0) for _, counts, _ in found) for key in COUNTS}
        )
        certainty = Counter(file["certainty"] for *_, file in found)
        taken = sorted(
            {file["layout"] for *_, file in found if file["certainty"] != "refused"}
            - {""}
        )
        print(
            f"{(family + ': without ' + ', '.join(chosen))[:46]:46} {totals['papers']:6} {totals['exact']:6} "
            f"{totals['records']:7} {totals['invented']:5}  {dict(certainty)}, silently wrong {totals['silent']}; taken for: {', '.join(taken)}"
        )
    for name in GROUPS:
        some = [row for row in again if group(row[0].layout) == name]
        if some:
            print_totals(f"left out, {name}", some)


def _layouts_of(rows: list[tuple[Page, dict, pd.Series]]) -> set[str]:
    """Name the layouts that pages were taken for; those of a file of two are named together."""
    names: set[str] = set()
    for *_, file in rows:
        names.add(file["layout"])
        names.update(file["layout"].split(", "))
    return names


def part_four(count: int, papers: dict[str, list[dict]]) -> None:
    """Measure the seconds for long lists."""
    print(f"\nseconds for {count} papers")
    pool = papers["arXiv"] + papers["ACL"]
    for name in LONG:
        dice = random.Random(name)
        drawn = [dice.choice(pool) for _ in range(count)]
        page = MAKERS[name](drawn, dice)
        start = time.perf_counter()
        records, file = read_text(page.text, page.ending, page.name)
        seconds = time.perf_counter() - start
        print(
            f"    {name:56} {seconds:6.1f} s, {len(records)} records, {file['certainty']}, {file['layout']}"
        )


def show(pages: list[Page]) -> None:
    """Print the text of pages and the records that were read of them."""
    for page in pages:
        records, file = read_text(page.text, page.ending, page.name)
        print(f"===== {page.name} ({page.layout})\n{page.text}")
        print(f"===== {file['certainty']}, {file['layout']}: {file['doubt']}")
        for record in records.to_dict("records"):
            print()
            for field, value in record.items():
                if isinstance(value, (list, tuple)) or (
                    value is not None and value == value and value != ""
                ):
                    print(f"  {field}: {value}")


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seed", type=int, nargs="+", default=[1], help="one or several"
    )
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--without", action="store_true", help="leave out layouts, too")
    parser.add_argument(
        "--show",
        default="",
        help="print the pages whose name contains this, and what is read",
    )
    parser.add_argument(
        "--many",
        type=int,
        default=0,
        help="read lists of so many papers, and say how long it takes",
    )
    parser.add_argument(
        "--misses",
        action="store_true",
        help="print the titles that are missed and invented",
    )
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)

    papers = load_papers()
    if options.show:
        show(pages_of(options.seed[0], options.show, papers))
        return
    if options.many:
        part_four(options.many, papers)
        return
    pages = []
    for seed in options.seed:
        pages += pages_of(seed, options.only, papers)
    results = read_pages(pages)
    print_pages(results)
    if options.misses:
        print_misses(results)
    part_two(options.seed, options.only)
    if options.without:
        part_three(results)


if __name__ == "__main__":
    main()
