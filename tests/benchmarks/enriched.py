"""Join damaged titles and look-alikes to records, and count: python tests/benchmarks/enriched.py CORPORA SEEDS.

CORPORA holds arxiv_100k.parquet, acl_2016_2021.parquet and seed_matches.json; SEEDS are dumps. A paper of the first
group has its record among them under another spelling of its title: to find it is right. One of the second group is
another paper than the record whose title it resembles: any join is wrong.
"""

import itertools
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from litreview import dedupe, trends
from litreview.dedupe import _enrich as enrichment
from litreview.read import _dumps as dumps
from litreview.trends import _overview

EACH = 300  # papers in each way
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIELDS = [
    "dump",
    "record",
    "title",
    "abstract",
    "date",
    "date_precision",
    "authors",
    "venue",
    "doi",
    "arxiv_id",
    "url",
]


def arxiv_id(said: str) -> str:
    """Give back the zeros that an id lost where it was read as a number."""
    found = re.fullmatch(r"(\d{3,4})\.(\d+)", said)
    month = found and found[1].zfill(4)
    return (
        f"{month}.{found[2].ljust(5 if month >= '1501' else 4, '0')}" if found else said
    )


def metadata(corpora: Path) -> pd.DataFrame:
    arxiv, acl = (
        pd.read_parquet(corpora / f"{name}.parquet")
        for name in ("arxiv_100k", "acl_2016_2021")
    )
    arxiv = arxiv.assign(
        dump="arxiv",
        arxiv_id=arxiv["id"].map(arxiv_id),
        authors=arxiv["authors"].str.split(", "),
    )
    both = pd.concat([arxiv, acl.assign(dump="acl")], ignore_index=True)
    precision = both["date"].str.len().map({4: "year", 7: "month", 10: "day"})
    date = pd.to_datetime(both["date"], format="ISO8601").astype("datetime64[us]")
    record = both.groupby("dump").cumcount() + 1
    return both.assign(record=record, date=date, date_precision=precision).reindex(
        columns=FIELDS
    )


def word(title: str, dice: random.Random, least: int = 6) -> str | None:
    return dice.choice(
        [w for w in re.findall(r"[A-Za-z]+", title) if len(w) >= least] or [None]
    )


def typo(title: str, dice: random.Random) -> str | None:
    found = word(title, dice)
    if not found:
        return None
    at, letter = dice.randrange(1, len(found) - 1), dice.choice(LETTERS)
    ways = [
        found[:at] + found[at + 1 :],
        found[:at] + letter + found[at:],
        found[:at] + letter + found[at + 1 :],
        found[:at] + found[at + 1] + found[at] + found[at + 2 :],
    ]
    return title.replace(found, dice.choice(ways), 1)


def tex(title: str, dice: random.Random) -> str | None:
    found = word(title, dice, 3)
    return found and title.replace(
        found, dice.choice(["$%s$", "\\emph{%s}", "{%s}", "\\textit{%s}"]) % found, 1
    )


def spelt(word: str) -> str:
    return word.lower().replace("z", "s").rstrip("s")


def replaced(title: str, found: str, other: str) -> str:
    return re.sub(rf"\b{found}\b", other, title, count=1)


def near_word(title: str, dice: random.Random, vocabulary: list[str]) -> str | None:
    found = word(title, dice)
    if not found:
        return None
    others = process.extract(
        found.lower(), vocabulary, scorer=OSA.distance, score_cutoff=2, limit=5
    )
    others = [other for other, _, _ in others if spelt(other) != spelt(found)]
    return replaced(title, found, dice.choice(others)) if others else None


def number(title: str, dice: random.Random) -> str | None:
    found = re.search(r"\d+", title)
    return (
        title[: found.start()] + str(int(found[0]) + 1) + title[found.end() :]
        if found
        else None
    )


def negation(title: str, dice: random.Random) -> str | None:
    found = word(title, dice, 5)
    return found and title.replace(
        found, dice.choice(["not ", "non-", "un", "no "]) + found, 1
    )


def other_word(title: str, dice: random.Random, vocabulary: list[str]) -> str | None:
    found = word(title, dice)
    return found and replaced(title, found, dice.choice(vocabulary))


def ways(vocabulary: list[str]) -> list[tuple]:
    """List the name of a way, whether to join is right, and what it makes of a title (None where it cannot)."""
    return [
        ("upper or lower case", True, lambda t, d: d.choice([t.upper(), t.lower()])),
        (
            "punctuation",
            True,
            lambda t, d: re.sub(r"[-:,]\s?", lambda m: d.choice([" ", " - "]), t),
        ),
        ("TeX", True, tex),
        ("one typo", True, typo),
        ("two typos", True, lambda t, d: typo(typo(t, d) or "", d)),
        ("lost subtitle", True, lambda t, d: t.split(":")[0] if ":" in t else None),
        ("number changed", False, number),
        ("part 2", False, lambda t, d: t + d.choice([", part 2", " II", ": Part Two"])),
        ("negation", False, negation),
        ("another word", False, lambda t, d: other_word(t, d, vocabulary)),
        ("a word one letter off", False, lambda t, d: near_word(t, d, vocabulary)),
    ]


def damaged(records: pd.DataFrame, each: int, dice: random.Random) -> pd.DataFrame:
    """Make `each` papers in each way, and as many whose record is not there at all."""
    words = Counter(
        w
        for title in records["title"]
        for w in set(re.findall("[a-z]{5,}", title.lower()))
    )
    vocabulary, order, rows = (
        sorted(w for w, n in words.items() if n > 4),
        iter(dice.sample([*records.index], 60_000)),
        [],
    )
    for way, right, change in ways(vocabulary):
        n = 0
        while n < each:
            i = next(order)
            title = change(records.at[i, "title"], dice)
            if (
                title
                and (not right or len(title) > 15)
                and (right or title != records.at[i, "title"])
            ):
                rows.append((way, right, i, title))
                n += 1
    alone = ~records["title"].map(dedupe.title_key).duplicated(keep=False)
    unlike = (i for i in order if alone[i])
    rows += [
        ("not there", False, i, records.at[i, "title"])
        for i in itertools.islice(unlike, 6 * each)
    ]
    table = pd.DataFrame(rows, columns=["way", "right", "of", "title"])
    texts = records["abstract"].reindex(table["of"]).to_numpy()
    # The abstract of a sister: the one half is the same, the other is another paper's.
    halves = zip(texts, texts[::-1], strict=True)
    sister = [
        text[: len(text) // 2] + " " + other[len(other) // 2 :]
        for text, other in halves
    ]
    words = table["way"].isin(["another word", "a word one letter off"])
    return table.assign(
        paper_id=table.index.astype("str"), abstract=np.where(words, sister, texts)
    )


def counted(
    papers: pd.DataFrame, records: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    keys = records["title"].map(dedupe.title_key)
    table = found.assign(of=papers["of"].to_numpy()[found["paper"]])
    # Two records of one title, one for each version, are one paper.
    table = table.assign(
        own=keys.reindex(table["of"]).to_numpy()
        == keys.reindex(table["record"]).to_numpy()
    )
    good, bad = (
        set(table.loc[table["own"], "paper"]),
        set(table.loc[~table["own"], "paper"]),
    )
    numbers = papers.assign(own=papers.index.isin(good), other=papers.index.isin(bad))
    joined = numbers["own"] | numbers["other"]
    wrong = numbers["other"] | joined & ~numbers["right"]
    table = numbers.assign(
        found=numbers["own"] & numbers["right"], wrong=wrong, papers=1
    )
    sums = table.groupby(["right", "way"], sort=False)[
        ["papers", "found", "wrong"]
    ].sum()
    total = table.assign(way="all", right="")[["papers", "found", "wrong"]].sum()
    precision, recall = (
        total["found"] / (total["found"] + total["wrong"]),
        total["found"] / papers["right"].sum(),
    )
    print(sums.to_string(), f"\nprecision {precision:.4f}, recall {recall:.3f}")
    return numbers[wrong]


def seeds(path: str, corpora: Path, records: pd.DataFrame) -> None:
    papers = dedupe.join(dumps.records(path)[0])[0]
    start = time.time()
    out, gained, files = enrichment.enrich(papers, records)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(papers)} papers, {len(records):,} records: {time.time() - start:.1f} s, {peak:.2f} GB at most"
    )
    print(enrichment.enrichment_summary(out, gained, files))
    rows = [
        {
            "dump": match["source"],
            "title": match.get("title", known["seed_title"]),
            "said": match["date"],
        }
        for known in json.loads((corpora / "seed_matches.json").read_text())
        for match in known["matches"]
    ]
    dated = pd.DataFrame(rows)
    precision = dated["said"].str.len().map({4: "year", 7: "month", 10: "day"})
    dated = dated.assign(
        date=pd.to_datetime(dated["said"], format="ISO8601"), date_precision=precision
    )
    dated = dated.assign(record=range(1, len(dated) + 1)).astype(
        {"date": "datetime64[us]"}
    )
    both = pd.concat([records, dated.drop(columns="said")], ignore_index=True)
    out, gained, files = enrichment.enrich(papers, both)
    print(
        f"\nWith the {len(dated)} dated records of the same papers, no abstracts:\n"
        + enrichment.enrichment_summary(out, gained, files)
    )
    known = dated["title"].map(dedupe.title_key).unique()
    left = out[out["date"].isna() & out["title"].map(dedupe.title_key).isin(known)]
    print("Of the same title and not joined:", "; ".join(left["title"]) or "none")
    said_of_time(out, dedupe.join(dumps.records(path, year=2025)[0])[1])


def said_of_time(papers: pd.DataFrame, records: pd.DataFrame) -> None:
    for time_axis in ("auto", "published"):
        found = trends.assign_periods(papers, records, time_axis)
        summary = _overview.axis_summary(
            papers, records, found["time"], found["periods"], found["undated"]
        )
        print(f"\ntime: {time_axis}: {summary}")


def main() -> None:
    corpora = Path(sys.argv[1])
    records = metadata(corpora)
    seeds(sys.argv[2], corpora, records)
    papers = damaged(records, EACH, random.Random(0))
    # The records of papers that are "not there" are taken out.
    rest = records.drop(papers.loc[papers["way"] == "not there", "of"])
    places = pd.Series(range(len(rest)), index=rest.index)
    papers, rest = (
        papers.assign(of=papers["of"].map(places)),
        rest.reset_index(drop=True),
    )
    for name, without in {
        "with abstracts": [],
        "without abstracts": ["abstract"],
    }.items():
        start = time.time()
        found = enrichment.match_metadata(papers.drop(columns=without), rest)
        print(
            f"\n{name}: {len(papers):,} papers, {len(rest):,} records, {time.time() - start:.0f} s"
        )
        wrong = counted(papers, rest, found)
        joined = (
            found[found["paper"].isin(wrong.index)]
            .sample(frac=1, random_state=0)
            .head(25)
        )
        for row in joined.itertuples():
            print(
                f"  {papers.at[row.paper, 'way']}: {papers.at[row.paper, 'title']} | {rest.at[row.record, 'title']}"
            )
    many = records.sample(10_000, random_state=0).assign(paper_id="p")
    many = many.assign(title=many["title"].str[:-3], abstract=None)[
        ["paper_id", "title", "abstract"]
    ]
    start = time.time()
    found = enrichment.match_metadata(many, records)
    print(
        f"\n10,000 cut titles, {len(records):,} records: {time.time() - start:.0f} s, {len(found):,} joined"
    )


if __name__ == "__main__":
    main()
