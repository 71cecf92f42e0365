"""Which records are one paper, and why."""

import hashlib
import itertools
import re
import unicodedata

import pandas as pd

ALIKE = 0.5  # share of words in common from which two abstracts are taken for one; copies have nearly all, others few
FIELDS = {"date": "datetime64[us]", "date_precision": "str", "authors": "object", "venue": "str", "doi": "str"}
FIELDS |= {"arxiv_id": "str", "pmid": "str", "url": "str"}


def key(title: str) -> str:
    """Reduce a title to its letters and digits, case folded, so that copies of it are equal."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold()) or title


def in_common(a: str, b: str) -> float:
    """Measure the share of the words of two texts that both have (Jaccard), from 0 to 1."""
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(left & right) / max(1, len(left | right))


def join(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Join the records of one paper: the same title, and abstracts that do not contradict it.

    Returns papers (`paper_id`, `title`, `abstract`, `date`, `date_precision`, `authors`, `venue`, `doi`, `arxiv_id`,
    `pmid`, `url`, `sightings`), sightings (`paper_id`, `dump`, `record`, `line`, `seen_on`), and the pairs that were
    compared: `record_a`, `record_b`, `decision`, `reason` and `score`, the share of words that the abstracts have in
    common. Of a paper's copies the first with the longest abstract is kept, and what it lacks is taken from the others;
    papers stand in the order of their first sighting.
    """
    titles = records["title"].map(key)
    # The title alone makes the id, so that it is the same whatever else a run reads; a second paper of the same title
    # needs its abstract too.
    paper_ids, pairs = titles.map(_id).astype("str"), []
    for title, group in records[titles.duplicated(keep=False)].groupby(titles, sort=False):
        papers: list[list] = []
        for i in group.index:
            own = next((paper for paper in papers if _same(records, paper, i, pairs)), None)
            papers.append([i]) if own is None else own.append(i)
        for paper in papers[1:]:
            paper_ids[paper] = _id(title + key(records.at[paper[0], "abstract"]))
    sightings = records.assign(paper_id=paper_ids)[["paper_id", "dump", "record", "line", "seen_on"]]
    return _papers(records.assign(paper_id=paper_ids)), sightings, _pairs(pairs)


def _same(records: pd.DataFrame, paper: list, i: int, pairs: list) -> bool:
    """Compare a record with the first of a paper that has an abstract, and note the pair."""
    j = next((j for j in paper if pd.notna(records.at[j, "abstract"])), paper[0])
    a, b = records.at[j, "abstract"], records.at[i, "abstract"]
    if pd.isna(a) or pd.isna(b):
        score, decision, reason = float("nan"), "same", "same title; one of them has no abstract"
    else:
        score = in_common(a, b)
        # A page that was cut off holds the beginning of the abstract.
        cut = min(a, b, key=len).rstrip(" .…") in max(a, b, key=len)
        decision = "same" if score >= ALIKE or cut else "different"
        reason = "same title and abstract" if decision == "same" else "same title, but another abstract"
    said = [f"{records.at[k, 'dump']}#{records.at[k, 'record']}" for k in (j, i)]
    pairs.append((*said, decision, reason, score))
    return decision == "same"


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _papers(records: pd.DataFrame) -> pd.DataFrame:
    records = records.reindex(columns=[*records.columns, *FIELDS.keys() - set(records.columns)]).astype(FIELDS)
    length = records["abstract"].str.len().fillna(0)
    best = records.assign(length=length).sort_values("length", ascending=False, kind="stable")
    own = best.groupby("paper_id", sort=False)
    first = best[best["date"].notna()].drop_duplicates("paper_id").set_index("paper_id")[["date", "date_precision"]]
    named = best[best["authors"].map(lambda names: isinstance(names, list) and len(names) > 0).astype(bool)]
    authors = named.drop_duplicates("paper_id").set_index("paper_id")["authors"]
    order = records["paper_id"].drop_duplicates()
    table = own[["title", "abstract", "venue", "doi", "arxiv_id", "pmid", "url"]].first().join(first).loc[order]
    table = table.assign(
        authors=pd.Series([authors.get(paper, []) for paper in order], index=table.index, dtype="object"),
        sightings=records["paper_id"].value_counts(),
    )
    columns = ["title", "abstract", "date", "date_precision", "authors", "venue", "doi", "arxiv_id", "pmid", "url"]
    return table.astype(FIELDS)[[*columns, "sightings"]].rename_axis("paper_id").reset_index()


def _pairs(pairs: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(pairs, columns=["record_a", "record_b", "decision", "reason", "score"])
    return table.astype({name: "str" for name in table.columns[:4]} | {"score": "float64"})


def overlap(sightings: pd.DataFrame) -> pd.DataFrame:
    """Count the papers that each pair of dumps has in common (`dump_a`, `dump_b`, `papers`), a dump with itself too."""
    seen = sightings.groupby("dump", sort=False)["paper_id"].agg(set)
    rows = [(a, b, len(seen[a] & seen[b])) for a, b in itertools.product(seen.index, repeat=2)]
    return pd.DataFrame(rows, columns=["dump_a", "dump_b", "papers"])


def by_reason(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the compared pairs by `decision` and `reason`, with one of them as `example`."""
    table = pairs.assign(example=pairs["record_a"] + " and " + pairs["record_b"])
    grouped = table.groupby(["decision", "reason"], sort=False)["example"].agg(["size", "first"])
    return grouped.reset_index().rename(columns={"size": "pairs", "first": "example"})
