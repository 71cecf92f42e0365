"""Papers matched with the records of other files, which know their dates, authors, venues and identifiers."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein
from scipy.sparse import csr_array

from litreview.duplicates import ALIKE, in_common, key
from litreview.sentences import code, number, some

FIELDS = ("date", "authors", "venue", "doi", "arxiv_id", "pmid", "url", "abstract")
IDS = {"doi": "same DOI", "arxiv_id": "same arXiv id", "pmid": "same PMID"}
LONG = 30  # letters from which a title alone is as good as a name: of 700 shared arXiv titles one or two are two papers
NEAR = 0.9  # share of letters in common from which two titles without abstracts may be one
RETITLED = 0.6  # the same, where both have abstracts and these have the share of words below in common
COPIES = 0.7
YEARS = 2  # between a preprint and its journal; beyond it a title alone does not make two records one paper
CHUNK = 2_000  # rows worked on at a time, which bounds the memory
RARE = 6  # words by which near titles are looked up, the rarest of each title

_MARKS = (
    "not no non never without neither nor cannot against anti one two three four five six seven eight nine ten first "
    "second third fourth fifth part ii iii iv vi vii viii ix xi xii reply comment comments response discussion "
    "rejoinder erratum errata corrigendum correction retraction addendum supplement supplementary revisited sequel "
    "continued extended"
)
MARKS = frozenset(_MARKS.split())  # words by which a title differs from that of another paper, whatever else they share
_NUMERALS = (
    "i ii iii iv v vi vii viii ix x|one two three four five six seven eight nine ten|first second third fourth fifth"
)
NUMERALS = {word: str(n) for words in _NUMERALS.split("|") for n, word in enumerate(words.split(), start=1)}
_ANSWER = r"\W*(?:comments?|repl(?:y|ies)|response|discussion|rejoinder|erratum|corrigendum|correction|retraction)\b"
_PREPRINTS = r"(?i)\b(?:arxiv|biorxiv|medrxiv|ssrn|preprint)|10\.48550/|10\.1101/"


def enrich(papers: pd.DataFrame, metadata: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill what papers lack from records of the same papers in other files.

    `papers` are those of `duplicates.join`; `metadata` has a row a record: `dump`, `record`, `title` and whichever of
    `abstract`, `date`, `date_precision`, `authors`, `venue`, `doi`, `arxiv_id`, `pmid`, `url` there are. Records are
    found as in `joins`. What a paper has already is never changed. Of several dates the one is taken that is earliest
    if each was as late as its precision allows: a day in 2019 before the year 2020, the year 2020 before a day in 2021,
    a day in 2020 before the year 2020. This is when the paper was first published, as precisely as is known. Of several
    abstracts the longest is taken; else an identifier goes before a title, a journal before a preprint server, and
    then the first record. Returns the papers, and a row for each value gained: `paper_id`, `field`, `value` (a date to
    its precision), `source` (dump#record), `how`, and `score`, the likeness of the two titles from 0 to 1.
    """
    found = joins(papers, metadata)
    rows, columns = [], {field: _column(papers, field).tolist() for field in (*FIELDS, "date_precision")}
    values = {field: _column(metadata, field).tolist() for field in (*FIELDS, "date_precision")}
    sources = (metadata["dump"].astype("str") + "#" + metadata["record"].astype("str")).tolist()
    for i, group in found.groupby("paper", sort=False):
        for field in FIELDS:
            if not _lacks(columns[field][i]):
                continue
            known = [row for row in group.itertuples() if not _lacks(values[field][row.record])]
            if not known:
                continue
            row = min(known, key=lambda row: _rank(field, values, row.record))
            value, precision = values[field][row.record], values["date_precision"][row.record]
            columns[field][i] = list(value) if field == "authors" and not isinstance(value, str) else value
            if field == "date":
                columns["date_precision"][i] = precision
            said = _text(value, precision)
            rows.append((papers["paper_id"].iloc[i], field, said, sources[row.record], row.how, row.score))
    gained = pd.DataFrame(rows, columns=["paper_id", "field", "value", "source", "how", "score"])
    gained = gained.astype(dict.fromkeys(gained.columns[:5], "str") | {"score": "float64"})
    kept = [field for field in columns if field in papers or (gained["field"] == field).any()]
    kinds = {"date": "datetime64[us]", "authors": "object"}
    filled = {field: pd.Series(columns[field], papers.index, dtype=kinds.get(field, "str")) for field in kept}
    return papers.assign(**filled), gained


def joins(papers: pd.DataFrame, metadata: pd.DataFrame) -> pd.DataFrame:
    """Find the records that are of the same papers: by identifier, by title, by nearly the same title.

    Returns positions in the two tables (`paper`, `record`), `how`, `score` and whether more than the title says so
    (`sure`). An identifier does not count where neither titles nor abstracts are alike. Where both have abstracts,
    these decide on a title; else it has to be long or the authors the same, and neither authors, years nor identifiers
    may differ. Near titles are looked for where there is no other record: `same_title` says which differences pass.
    Records that fit a paper by the title but not each other are two papers, and neither is joined.
    """
    papers, records = _prepared(papers), _prepared(metadata)
    by_id = pd.concat([_pairs(papers, records, field).assign(how=how) for field, how in IDS.items()], ignore_index=True)
    by_id = _judged(papers, records, by_id.drop_duplicates(["paper", "record"]), _identified)
    by_title = _pairs(papers, records, "key").assign(how="same title")
    found = pd.concat([by_id, _judged(papers, records, by_title, _titled)], ignore_index=True)
    found = found.drop_duplicates(["paper", "record"])
    left, free = papers.drop(found["paper"].unique()), records.drop(records.index[records["key"].isin(papers["key"])])
    free = free.drop(free.index.intersection(found["record"]))
    known = Counter(word for words in [*papers["words"], *records["words"]] for word in set(words))
    near = _judged(papers, records, _near(left, free).assign(how=""), lambda a, b: _nearly(a, b, known))
    near = near.assign(how=[f"nearly the same title ({score:.2f})" for score in near["score"]])
    near = near[near["sure"] | ~near["record"].duplicated(keep=False)]  # of two papers it can be only one
    found = pd.concat([found, near], ignore_index=True).sort_values(
        ["paper", "sure", "score", "record"], ascending=[True, False, False, True], kind="stable"
    )
    kept = [row for _, group in found.groupby("paper") for row in _settled(records, group)]
    return found.loc[kept].reset_index(drop=True)


def same_title(a: str, b: str, known: Counter) -> bool | None:
    """Tell whether two titles differ by spelling alone (True), by words (None), or as two papers do (False).

    Spelling is the division of words, an article, an ending, or one letter in a word of six or more, the first
    excepted, that makes a word which is known (in two titles or more of `known`) into one which is not. Numbers,
    letters that stand alone, negations, prefixes and words such as "part" or "reply" are of two papers.
    """
    names, spelt = _names(a) | _names(b), True
    for left, right in _differences(_words(a), _words(b)):
        if _marks(left) != _marks(right) or _prefixed(left, right):
            return False
        spelt = spelt and not names & {*left, *right} and _misspelt("".join(left), "".join(right), known)
    return True if spelt else None


def said(papers: pd.DataFrame, gained: pd.DataFrame, metadata: pd.DataFrame) -> str:
    """Say how many papers gained a date, authors, a venue or a DOI, from which files and how, and how many have none.

    `papers` and `gained` are those that `enrich` returns.
    """
    if metadata.empty:
        return ""
    if gained.empty:
        origins = some(map(code, metadata["dump"].unique()))
        records = number(len(metadata), "record")
        return f"None of {number(len(papers), 'paper')} gained anything from {records} of {origins}."
    text = f"{number(gained['paper_id'].nunique(), 'paper')} of {len(papers):,} found in "
    text += f"{number(len(metadata), 'record')} of {some(map(code, metadata['dump'].unique()))}."
    for field, thing in {"date": "a date", "authors": "authors", "venue": "a venue", "doi": "a DOI"}.items():
        rows, none = gained[gained["field"] == field], int(_column(papers, field).map(_lacks).sum())
        still = f"{none:,} {'has' if none == 1 else 'have'} none still" if none else "all have one now"
        still = still.replace("all have one", "all have them") if field == "authors" else still
        if rows.empty:
            text += f" No paper gained {thing}; {still}." if none else ""
            continue
        dumps = rows["source"].str.replace(r"#\d+$", "", regex=True).value_counts()
        hows = rows["how"].str.replace(r" \(.*", "", regex=True).value_counts()
        origins = some((f"{code(dump)} ({n:,})" for dump, n in dumps.items()), 5)
        ways = ", ".join(f"{n:,} by {how.replace('same', 'the same', 1)}" for how, n in hows.items())
        ways = ways.replace("nearly the the", "nearly the")
        text += f" {number(len(rows), 'paper')} gained {thing}, from {origins}: {ways}; {still}."
    return text


def by_way(gained: pd.DataFrame) -> pd.DataFrame:
    """Count the gained values by `field`, `how` papers were joined, and the `file` they came from."""
    file = gained["source"].str.replace(r"#\d+$", "", regex=True)
    how = gained["how"].str.replace(r" \(.*", "", regex=True)
    table = gained.assign(file=file, how=how).groupby(["field", "how", "file"], sort=True).size()
    return table.rename("papers").reset_index()


def _column(table: pd.DataFrame, field: str) -> pd.Series:
    return table[field] if field in table else pd.Series(None, table.index, dtype="object")


def _lacks(value) -> bool:
    return not len(value) if isinstance(value, list | tuple | np.ndarray | str) else bool(pd.isna(value))


def _prepared(table: pd.DataFrame) -> pd.DataFrame:
    """Number the rows, and bring titles and identifiers into the form in which they are compared."""
    table = table.reset_index(drop=True)
    table = pd.DataFrame({field: _column(table, field) for field in ("title", "abstract", "date", "authors", *IDS)})
    table = table.astype(dict.fromkeys(("title", "abstract", *IDS), "str"))
    titles, doi = table["title"].fillna(""), table["doi"].str.lower()
    arxiv = table["arxiv_id"].fillna(doi.str.extract(r"^10\.48550/arxiv\.(.+)$")[0])
    return table.assign(
        title=titles,
        key=titles.map(key).where(titles.str.contains(r"[^\W_]"), None),
        words=titles.map(_words),
        arxiv_id=arxiv.str.replace(r"v\d+$", "", regex=True),
        doi=doi.mask(doi.str.startswith("10.48550/", na=False)),
        year=pd.to_datetime(table["date"]).dt.year,
    )


def _pairs(papers: pd.DataFrame, records: pd.DataFrame, field: str) -> pd.DataFrame:
    left, right = papers[[field]].rename_axis("paper"), records[[field]].rename_axis("record")
    return left.dropna().reset_index().merge(right.dropna().reset_index(), on=field)[["paper", "record"]]


def _near(papers: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Pair titles that share two of their rarest words and most of their letters, or of which one begins the other."""
    terms, wanted = (table["words"].map(set).explode().dropna() for table in (records, papers))
    counts = terms.value_counts()
    wanted = wanted.rename("word").rename_axis("paper").reset_index()
    wanted = wanted.assign(n=wanted["word"].map(counts)).dropna().sort_values(["paper", "n", "word"])
    wanted = wanted.groupby("paper").head(RARE)
    words = pd.Index(wanted["word"].unique())
    terms = terms[terms.isin(words)]
    have = _incidence(words.get_indexer(terms), terms.index, (len(words), 1 + max(records.index, default=0)))
    tables = [pd.DataFrame({"paper": [], "record": []}, dtype="int64")]
    for start in range(0, len(papers), CHUNK // 10):
        part = wanted[wanted["paper"].isin(papers.index[start : start + CHUNK // 10])]
        rows, own = pd.factorize(part["paper"])
        shared = (_incidence(rows, words.get_indexer(part["word"]), (len(own), len(words))) @ have).tocoo()
        two = shared.data > 1
        pairs = pd.DataFrame({"paper": np.asarray(own)[shared.row[two]], "record": shared.col[two]})
        tables.append(pairs[_resemble(papers.loc[pairs["paper"], "key"], records.loc[pairs["record"], "key"])])
    return pd.concat(tables).sort_values(["paper", "record"], ignore_index=True)


def _incidence(rows, columns, shape: tuple[int, int]) -> csr_array:
    return csr_array((np.ones(len(rows), dtype=np.int32), (np.asarray(rows), np.asarray(columns))), shape=shape)


def _resemble(a: pd.Series, b: pd.Series) -> np.ndarray:
    a, b = a.tolist(), b.tolist()
    begin = LONG // 3
    one = [
        x[:begin] == y[:begin] and len(x) >= begin and (x.startswith(y) or y.startswith(x))
        for x, y in zip(a, b, strict=True)
    ]
    return (process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float32) >= 100 * RETITLED) | np.array(one, dtype=bool)


def _judged(papers: pd.DataFrame, records: pd.DataFrame, pairs: pd.DataFrame, judge) -> pd.DataFrame:
    """Keep the pairs that the judge lets pass, with `score` and `sure`."""
    columns = ["title", "key", "words", "abstract", "authors", "year", *IDS]
    rows = []
    for start in range(0, len(pairs), CHUNK):
        part = pairs.iloc[start : start + CHUNK]
        sides = (papers.loc[part["paper"], columns], records.loc[part["record"], columns])
        for a, b in zip(*(side.to_dict("records") for side in sides), strict=True):
            rows.append((*judge(a, b), fuzz.ratio(a["key"], b["key"]) / 100 if a["key"] and b["key"] else np.nan))
    judged = pd.DataFrame(rows, columns=["passes", "sure", "score"])
    judged = judged.astype({"passes": "bool", "sure": "bool", "score": "float64"})
    pairs = pd.concat([pairs.reset_index(drop=True), judged], axis=1)
    return pairs.loc[pairs["passes"], ["paper", "record", "how", "score", "sure"]]


def _identified(a: dict, b: dict) -> tuple[bool, bool]:
    # One wrong digit, or the number of a whole volume, is another paper's: its title tells.
    likeness = fuzz.token_set_ratio(" ".join(a["words"]), " ".join(b["words"])) / 100
    return not b["words"] or likeness >= RETITLED or _alike(a, b) >= ALIKE, True


def _titled(a: dict, b: dict) -> tuple[bool, bool]:
    alike, authors = _alike(a, b), _authors(a, b)
    if not np.isnan(alike):
        return alike >= ALIKE, True
    known = len(a["key"]) >= LONG and not re.match(_ANSWER, a["title"], re.IGNORECASE)
    return not _apart(a, b) and (known or len(a["key"]) >= LONG / 2 and authors >= 0.5), authors >= 0.5


def _nearly(a: dict, b: dict, known: Counter) -> tuple[bool, bool]:
    same, alike = same_title(a["title"], b["title"], known), _alike(a, b)
    if same is False or not np.isnan(alike):
        return same is not False and alike >= (ALIKE if same else COPIES), True
    long = min(len(a["key"]), len(b["key"])) >= LONG and not re.match(_ANSWER, a["title"], re.IGNORECASE)
    return bool(same and long and fuzz.ratio(a["key"], b["key"]) >= 100 * NEAR and not _apart(a, b)), False


def _settled(records: pd.DataFrame, group: pd.DataFrame) -> list:
    """Keep a paper's records that do not contradict the surest of them; none where the title is all there is."""
    first, *others = group.index
    base = records.loc[group.at[first, "record"]]
    odd = [i for i in others if not group.at[i, "sure"] and _contradict(base, records.loc[group.at[i, "record"]])]
    return [] if odd and not group.at[first, "sure"] else [i for i in group.index if i not in odd]


def _contradict(a: pd.Series, b: pd.Series) -> bool:
    alike = _alike(a, b)
    return alike < ALIKE if not np.isnan(alike) else a["key"] != b["key"] or _apart(a, b)


def _alike(a, b) -> float:
    """Measure the share of words that two abstracts have in common; missing where one of them is."""
    if pd.isna(a["abstract"]) or pd.isna(b["abstract"]):
        return np.nan
    short, long = sorted((a["abstract"].rstrip(" .…"), b["abstract"].rstrip(" .…")), key=len)
    return 1.0 if len(short) > 100 and long.startswith(short) else in_common(a["abstract"], b["abstract"])


def _apart(a, b) -> bool:
    """Tell whether authors, years or identifiers speak against one paper."""
    ids = any(pd.notna(a[field]) and pd.notna(b[field]) and a[field] != b[field] for field in IDS)
    return bool(ids or _authors(a, b) < 0.3 or abs(a["year"] - b["year"]) > YEARS)


def _authors(a, b) -> float:
    """Measure the share of the names of the shorter list of authors that the other has too; missing without one."""
    left, right = (set() if _lacks(x["authors"]) else _named(x["authors"]) for x in (a, b))
    return len(left & right) / min(len(left), len(right)) if left and right else np.nan


def _named(authors) -> set:
    # Initials and given names that only one list writes out would make the same people look like others.
    return {name for name in _words(authors if isinstance(authors, str) else " ".join(authors)) if len(name) > 2}


def _words(text: str) -> list[str]:
    text = re.sub(r"\\(?:math\w+|text\w+|emph|rm|bf|it|em)\b|\\[\"'`^~=.]|[{}'’]", "", text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = re.sub("[α-ωΑ-Ω]", lambda c: f" {unicodedata.name(c[0]).split()[-1]} ", text)
    return re.findall(r"[^\W_]+", text.casefold())


def _names(title: str) -> set[str]:
    """List the words that are names: with capitals inside, or the one before a colon."""
    inside = [word for word in re.findall(r"[^\W_]+", title) if word[1:] != word[1:].lower() and not title.isupper()]
    return set(_words(" ".join([*inside, *re.findall(r"^\s*([\w-]+)\s*:", title)])))


def _differences(a: list[str], b: list[str]) -> list[tuple[list[str], list[str]]]:
    """List the stretches of words in which two titles differ, but for the division and the endings of words."""
    stretches, after = [], False
    for op in Levenshtein.opcodes(a, b):
        left, right = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if op.tag != "equal" and after:
            stretches[-1] = (stretches[-1][0] + left, stretches[-1][1] + right)
        elif op.tag != "equal":
            stretches.append((left, right))
        after = op.tag != "equal"
    same = [
        ("".join(left) == "".join(right) or [*map(_root, left)] == [*map(_root, right)]) for left, right in stretches
    ]
    return [stretch for stretch, one in zip(stretches, same, strict=True) if not one]


def _root(word: str) -> str:
    """Drop a plural, double letters and what British and American English write differently."""
    return (
        word
        if len(word) < 5
        else re.sub(r"([a-z])\1", r"\1", re.sub("s$", "", word.replace("z", "s").replace("our", "or")))
    )


def _marks(words: list[str]) -> list[str]:
    found = []
    for word in words:
        alone = word in MARKS or len(word) == 1 and word not in "as"
        found += re.findall(r"\d+", word) or ([NUMERALS.get(word, word)] if alone else [])
    return sorted(found)


def _prefixed(left: list[str], right: list[str]) -> bool:
    short, long = sorted(("".join(left), "".join(right)), key=len)
    return len(short) > 2 and long.endswith(short)


def _misspelt(a: str, b: str, known: Counter) -> bool:
    if not a or not b:
        return a + b in ("a", "an", "the")
    one = (known[a] > 1) != (known[b] > 1)
    return one and min(len(a), len(b)) > 5 and a[0] == b[0] and OSA.distance(a, b) == 1


def _rank(field: str, values: dict, i: int) -> tuple:
    """Rank the values that a field could take; the lowest is taken, and of equals the first."""
    if field == "date":
        return _last_day(values["date"][i], values["date_precision"][i]), values["date_precision"][i] != "day"
    if field == "abstract":
        return (-len(values[field][i]),)
    return (field in ("doi", "venue") and bool(re.search(_PREPRINTS, values[field][i])),)


def _last_day(date: pd.Timestamp, precision: str) -> pd.Timestamp:
    ends = {"year": pd.offsets.YearEnd(0), "month": pd.offsets.MonthEnd(0)}
    return date + ends[precision] if precision in ends else date


def _text(value, precision) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:{ {'year': '%Y', 'month': '%Y-%m'}.get(precision, '%Y-%m-%d') }}"
    return value if isinstance(value, str) else "; ".join(value)
