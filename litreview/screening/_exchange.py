"""Decisions as CSV and RIS, for ASReview and Zotero, and read back from such files."""

import csv
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd

from litreview import dedupe, read, tables, write
from litreview.screening import _decisions

# The first is ours, the others are those that ASReview 3 knows.
LABELS = [
    "decision",
    "asreview_label",
    "included",
    "label",
    "final_included",
    "label_included",
    "included_label",
    "included_final",
    "included_flag",
    "include",
]
ADDED = ["included", "decision", "reason", "note", "tags", "screener", "decided_at"]
READ = [
    "paper_id",
    "title",
    "decision",
    "reason",
    "note",
    "tags",
    "chosen",
    "screener",
    "decided_at",
    "line",
]
REJECTED = ["line", "title", "doi", "label", "reason"]

_WORDS = {
    "include": "1 1.0 yes y true include included relevant asreview_relevant",
    "exclude": "0 0.0 no n false exclude excluded irrelevant asreview_irrelevant",
    "maybe": "maybe",
    "": "-1 -1.0 nan none null not_seen asreview_not_seen",
}
_MEANING = {"": ""}
for _decision, _words in _WORDS.items():
    _MEANING.update(dict.fromkeys(_words.split(), _decision))

# Include and maybe both go on to the full text.
_RELEVANCE = {"include": "relevant", "maybe": "relevant", "exclude": "irrelevant"}
_INCLUDED = {"include": "1", "maybe": "1", "exclude": "0"}
_OURS = "litreview: "  # begins the note that holds a decision as a whole
_END = "ER  - \r\n\r\n"  # of a record in RIS
# Breaks a line, or is markup to Zotero.
_UNSAFE_IN_NOTE = re.compile(r"[\x7f\x85\u2028\u2029<>&]")
_ASREVIEW_TAG = "asreview_tag_"
_ASREVIEW_VALUE = re.compile(r"(asreview_\w+): (.*)")
_ASREVIEW_LABEL = re.compile(r"\bASReview_(?:relevant|irrelevant|not_seen)\b")
# What of our note ASReview has under a name of its own.
_ASREVIEW_NAMES = {
    "note": "asreview_note",
    "screener": "asreview_user_name",
    "decided_at": "asreview_time",
}


def write_decisions(
    folder: str | Path, papers: pd.DataFrame, decided: pd.DataFrame
) -> dict[str, Path]:
    """Write all papers with what was decided on them into a CSV and a RIS file.

    Parameters
    ----------
    folder
        Of the report; `reports/sample` gives `reports/sample.screened.csv` and `.ris`.
    papers
        The table of papers.
    decided
        Of `final_decisions`, or of `current_decisions` for one screener.

    Returns
    -------
    dict
        The files written, by `csv` and `ris`.

    Raises
    ------
    ValueError
        Where `decided` has a paper twice.

    Examples
    --------
    >>> decided = litreview.screening.current_decisions("none.sqlite")
    >>> written = litreview.screening.write_decisions(place, papers, decided)
    >>> sorted(written)
    ['csv', 'ris']
    """
    folder = Path(folder)
    contents = {
        "csv": decisions_csv(papers, decided),
        "ris": decisions_ris(papers, decided),
    }
    files = {}
    for kind, content in contents.items():
        files[kind] = folder.with_name(f"{folder.name}.screened.{kind}")
        tables.write_file(files[kind], content)
    return files


def decisions_csv(papers: pd.DataFrame, decided: pd.DataFrame) -> str:
    """Write all papers with what was decided on them, as CSV.

    It is made for ASReview, a spreadsheet and `read_exchange`.

    The columns of `write.csv` come first. Then stand `ADDED`: `included` is 1 for
    include and maybe (both go on to the full text), 0 for exclude, else empty. Tags are
    parted by ";"; blanks at the ends of a line are dropped. Raises ValueError where
    `decided` has a paper twice.
    """
    by_paper = _decisions_by_paper(decided)
    text = write.csv(papers).removeprefix("\ufeff")
    header, *rows = csv.reader(StringIO(text, newline=""))

    output = StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(header + ADDED)
    for row, paper_id in zip(rows, papers["paper_id"], strict=True):
        cells = _decision_cells(by_paper.get(paper_id))
        writer.writerow(row + cells)
    return "\ufeff" + output.getvalue()


def decisions_ris(papers: pd.DataFrame, decided: pd.DataFrame) -> str:
    """Write all papers with what was decided on them, as RIS.

    It is made for ASReview, Zotero and `read_exchange`.

    Arguments and errors are those of `decisions_csv`. A note (N1) is the label of
    ASReview: ASReview_relevant (include and maybe), ASReview_irrelevant or
    ASReview_not_seen; another holds all of the decision; tags are keywords too (KW).
    """
    by_paper = _decisions_by_paper(decided)
    records = write.ris(papers).split(_END)[:-1]

    parts = []
    for record, paper_id in zip(records, papers["paper_id"], strict=True):
        parts.append(record)
        parts.append(_decision_fields(by_paper.get(paper_id)))
        parts.append(_END)
    return "".join(parts)


def read_exchange(
    file: str | Path, papers: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read decisions from a file: of `write_decisions`, of ASReview, or made by hand.

    Rows find their paper by `paper_id`, DOI and title in turn; a title counts by its
    letters and digits, where one paper has it.

    Parameters
    ----------
    file
        A table needs one of the columns `LABELS`, with include, exclude, maybe, 1 or 0,
        and `paper_id`, `doi` or `title`.
    papers
        The table of papers.

    Returns
    -------
    decided : pd.DataFrame
        For `import_decisions`: `paper_id`, `title`, `decision`, `reason`, `note`,
        `tags` (list), `chosen`, `screener`, `decided_at` and `line`.
    rejected : pd.DataFrame
        `line`, `title`, `doi`, `label` and `reason` of the rows that were not
        understood, fit no paper, or contradict themselves or each other. Rows that
        decide and note nothing are in neither table.

    Raises
    ------
    FileNotFoundError
        For no file.
    ValueError
        For a file of another kind, or without a column of labels.

    Examples
    --------
    >>> theirs = papers[["title"]].head(3).assign(included=[1, 0, 1])
    >>> theirs.to_csv("theirs.csv", index=False)
    >>> decided, *_ = litreview.screening.read_exchange("theirs.csv", papers)
    >>> len(decided)
    3
    """
    raw, records, problems, kind = read.open_table(file)
    if kind == "RIS":
        entries = _entries_of_ris(raw)
    else:
        entries = _entries_of_table(raw, file)
    lines = raw["line_from"].fillna(raw["record"] + 1).astype("Int64")

    index = _papers_by_name(papers)
    titles = papers.set_index("paper_id")["title"].to_dict()
    accepted = []
    rejected = []
    for problem in problems.itertuples():
        rejected.append({"line": problem.line_from, "reason": problem.reason})

    columns = (entries, lines, records["title"], records["doi"])
    for entry, line, title, doi in zip(*columns, strict=True):
        row = _decided_row(entry)
        if row is None:
            continue
        row |= {"line": line, "title": title, "doi": doi}
        row["paper_id"], no_paper = _find_paper(entry["paper_id"], doi, title, index)
        if row["problem"] or no_paper:
            rejected.append(row | {"reason": row["problem"] or no_paper})
        else:
            row["title"] = titles[row["paper_id"]]
            accepted.append(row)

    accepted, contradicting = _one_row_a_paper(accepted)
    rejected = pd.DataFrame(rejected + contradicting, columns=REJECTED)
    rejected = rejected.sort_values("line", kind="stable", ignore_index=True)
    return pd.DataFrame(accepted, columns=READ), rejected


def import_decisions(store: str | Path, table: pd.DataFrame, screener: str = "") -> int:
    """Append decisions that were read to the store as those of a screener, all or none.

    A row that decides nothing leaves the decision that there is; an empty note or no
    tags those that there are.

    Parameters
    ----------
    store
        The file of the decisions.
    table
        The first table of `read_exchange`.
    screener
        Whose decisions they become.

    Returns
    -------
    int
        How many lines were appended.

    Raises
    ------
    ValueError, OSError
        As `decide`.

    Examples
    --------
    >>> theirs = papers[["title"]].head(2).assign(included=[1, 0])
    >>> theirs.to_csv("colleague.csv", index=False)
    >>> decided, *_ = litreview.screening.read_exchange("colleague.csv", papers)
    >>> litreview.screening.import_decisions("import.sqlite", decided)
    2
    """
    current = _decisions.current_decisions(store, screener).set_index("paper_id")
    before = current[["decision", "reason"]].to_dict("index")

    lines = []
    for row in table.to_dict("records"):
        line = dict(row)
        line["note"] = row["note"] or None
        line["tags"] = row["tags"] or None
        if not row["decision"]:
            line |= before.get(row["paper_id"], {})
        lines.append(line)
    return len(_decisions.decide_all(store, lines, screener))


def _decisions_by_paper(decided: pd.DataFrame) -> dict[str, dict]:
    twice = decided.loc[decided["paper_id"].duplicated(), "paper_id"]
    if len(twice):
        raise ValueError(
            f"decided: {twice.iloc[0]} has more than one row; "
            "take those of one screener, or screening.final_decisions"
        )

    columns = ["paper_id", "decision", "reason", "note", "tags", "screener", "at"]
    table = decided.reindex(columns=columns)
    table = table.astype("object").where(table.notna(), "")

    by_paper = {}
    for row in table.to_dict("records"):
        row["tags"] = list(row["tags"])
        row["decided_at"] = ""
        if row["at"]:
            row["decided_at"] = row["at"].isoformat()
        by_paper[row["paper_id"]] = row
    return by_paper


def _decision_cells(row: dict | None) -> list[str]:
    """Write the cells of `ADDED`."""
    if row is None:
        return [""] * len(ADDED)

    tags = StringIO()
    if row["tags"]:
        csv.writer(tags, delimiter=";", lineterminator="").writerow(row["tags"])
    included = _INCLUDED.get(row["decision"], "")
    row = row | {"included": included, "tags": tags.getvalue()}
    return [tables.neutralise(_visible_text(row[name])) for name in ADDED]


def _visible_text(text: str) -> str:
    """Write line breaks as line feeds and other control characters as blanks."""
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text)
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text).strip()


def _decision_fields(row: dict | None) -> str:
    """Write the fields of RIS that hold a decision."""
    row = row or dict.fromkeys(ADDED, "")
    # ASReview takes the first of the notes.
    fields = [f"N1  - ASReview_{_RELEVANCE.get(row['decision'], 'not_seen')}"]

    whole = {name: row[name] for name in ADDED if name != "included" and row[name]}
    if whole:
        text = json.dumps(whole, ensure_ascii=False)
        text = _UNSAFE_IN_NOTE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
        fields.append(f"N1  - {_OURS}{text}")

    for tag in row["tags"]:
        # Zotero parts tags at ";".
        word = re.sub(r"[\s;\x00-\x1f\x7f]+", " ", tag).strip()
        if word:
            fields.append(f"KW  - {word}")
    return "".join(f"{field}\r\n" for field in fields)


def _entries_of_table(raw: pd.DataFrame, file: str | Path) -> Iterator[dict]:
    """Take from each row of a table what it says of a paper."""
    labels = [name for name in LABELS if name in raw]
    if not labels and len(raw):
        raise ValueError(
            f"{file}: has no column of decisions; "
            "call it `decision`, with include, exclude or maybe"
        )

    tag_columns = [name for name in raw if name.startswith(_ASREVIEW_TAG)]
    cells = raw.astype("object").where(raw.notna(), "")
    for row in cells.to_dict("records"):
        texts = {name: tables.restore_text(str(cell)) for name, cell in row.items()}
        yield {
            "paper_id": texts.get("paper_id", ""),
            "reason": texts.get("reason", ""),
            "note": texts.get("note (in the file)") or texts.get("asreview_note", ""),
            "tags": _tags_of_cells(texts, tag_columns),
            "screener": texts.get("screener") or texts.get("asreview_user_name", ""),
            "decided_at": texts.get("decided_at") or texts.get("asreview_time", ""),
            "labels": {name: texts[name] for name in labels},
            "broken": "",
        }


def _tags_of_cells(texts: dict[str, str], tag_columns: list[str]) -> list[str]:
    """Read our tags, parted by ";", and those of ASReview, a column each."""
    text = " ".join(texts.get("tags", "").split())
    tags = []
    for cells in csv.reader([text], delimiter=";", skipinitialspace=True):
        tags += [tag.strip() for tag in cells]
    for name in tag_columns:
        if texts[name] in ("1", "1.0"):
            tags.append(name.removeprefix(_ASREVIEW_TAG))
    return [tag for tag in tags if tag]


def _entries_of_ris(raw: pd.DataFrame) -> Iterator[dict]:
    """Take from each record of RIS what it says of a paper."""
    nothing = [""] * len(raw)
    ids = raw["ID"] if "ID" in raw else nothing
    notes = raw["N1"] if "N1" in raw else nothing
    for paper_id, of_paper in zip(ids, notes, strict=True):
        if not isinstance(paper_id, str):
            paper_id = ""
        if not isinstance(of_paper, list):
            of_paper = [of_paper]
        yield {"paper_id": paper_id} | _entry_of_notes(of_paper)


def _entry_of_notes(notes: list) -> dict:
    """Take a decision from the notes of a record: ours, and those of ASReview."""
    whole, asreview, labels = _sorted_notes(notes)
    broken = ""
    if not _is_whole(whole):
        whole = {}
        broken = f"its note {_OURS.strip()!r} is broken"

    entry = {
        "reason": whole.get("reason", ""),
        "tags": list(whole.get("tags", [])),
        "labels": {"decision": whole.get("decision", "")},
        "broken": broken,
    }
    for label in labels:
        entry["labels"][label] = label

    for name, asreview_name in _ASREVIEW_NAMES.items():
        value = asreview.get(asreview_name, "")
        if not isinstance(value, str | int | float):
            value = ""
        entry[name] = whole.get(name) or str(value)
    for name, value in asreview.items():
        if name.startswith(_ASREVIEW_TAG) and value == 1:
            entry["tags"].append(name.removeprefix(_ASREVIEW_TAG))
    return entry


def _sorted_notes(notes: list) -> tuple[object, dict, list[str]]:
    """Sort notes into what ours holds, the values of ASReview, and its labels."""
    whole = {}
    asreview = {}
    labels = []
    for note in notes:
        if not isinstance(note, str):
            continue
        # Zotero makes paragraphs of notes.
        text = html.unescape(re.sub(r"^<p>|</p>$", "", note))
        named = _ASREVIEW_VALUE.match(text)
        if text.startswith(_OURS):
            whole = _from_json(text.removeprefix(_OURS))
        elif named:
            name, value = named.groups()
            asreview[name] = _from_json(value)
        else:
            labels += _ASREVIEW_LABEL.findall(text)
    return whole, asreview, labels


def _is_whole(note: object) -> bool:
    """Tell what `decisions_ris` wrote from what became of it elsewhere."""
    if not isinstance(note, dict):
        return False
    tags = note.get("tags", [])
    if not isinstance(tags, list):
        return False
    texts = [value for name, value in note.items() if name != "tags"]
    return all(isinstance(text, str) for text in texts + tags)


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _decided_row(entry: dict) -> dict | None:
    """Say what an entry decides, or its `problem`; None where it says nothing."""
    labels = {name: text for name, text in entry["labels"].items() if text}
    if entry["broken"]:
        decision, problem = "", entry["broken"]
    else:
        decision, problem = _meaning_of_labels(labels)
    if not (decision or problem or entry["note"] or entry["tags"]):
        return None

    return entry | {
        "decision": decision,
        "problem": problem,
        "label": "; ".join(dict.fromkeys(labels.values())),
        "chosen": "imported",
    }


def _meaning_of_labels(labels: dict[str, str]) -> tuple[str, str]:
    """Say which decision labels mean, and what is wrong with them.

    Include beside maybe is fine, but not beside exclude.
    """
    meaning = {}
    for name, text in labels.items():
        word = text.strip().casefold().replace(" ", "_")
        if word not in _MEANING:
            return "", f"{text!r} is none of include, exclude, maybe, 1 and 0"
        if _MEANING[word]:
            meaning[name] = _MEANING[word]

    relevance = {_RELEVANCE[decision] for decision in meaning.values()}
    if len(relevance) > 1:
        told = " and ".join(f"{labels[name]} ({name})" for name in meaning)
        return "", f"says {told}; leave one"
    if "maybe" in meaning.values():
        return "maybe", ""
    return next(iter(meaning.values()), ""), ""


def _papers_by_name(papers: pd.DataFrame) -> list[dict[str, set[str]]]:
    """Find papers by id, by DOI and by title: for each, which papers have it."""
    by_id = defaultdict(set)
    by_doi = defaultdict(set)
    by_title = defaultdict(set)
    dois = [""] * len(papers)
    if "doi" in papers:
        dois = papers["doi"]

    for paper_id, doi, title in zip(
        papers["paper_id"], dois, papers["title"], strict=True
    ):
        by_id[paper_id].add(paper_id)
        by_title[dedupe.title_key(title)].add(paper_id)
        if isinstance(doi, str):
            by_doi[read.normalise_doi(doi)].add(paper_id)
    return [by_id, by_doi, by_title]


def _find_paper(
    paper_id: str, doi: object, title: object, index: list[dict]
) -> tuple[str, str]:
    """Find the one paper that a row is of, or say why there is none."""
    if not isinstance(doi, str):
        doi = ""

    most = 0
    for key, papers_with in zip(
        (paper_id, doi, dedupe.title_key(title)), index, strict=True
    ):
        found = papers_with.get(key, set()) if key else set()
        if len(found) == 1:
            return next(iter(found)), ""
        most = max(most, len(found))
    if most:
        return "", f"{most} papers have its DOI or title; give the paper_id"
    return "", "fits no paper by id, DOI or title"


def _one_row_a_paper(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Take each paper once; reject all rows that say different things of one."""
    by_paper = defaultdict(list)
    for row in rows:
        by_paper[row["paper_id"]].append(row)

    accepted, rejected = [], []
    for same in by_paper.values():
        if _say_the_same(same):
            accepted.append(same[0])
            continue
        lines = " and ".join(str(row["line"]) for row in same)
        reason = f"lines {lines} say different things of one paper; leave one"
        rejected += [row | {"reason": reason} for row in same]
    return accepted, rejected


def _say_the_same(rows: list[dict]) -> bool:
    first = rows[0]
    for row in rows:
        for name in ("decision", "reason", "note", "tags"):
            if row[name] != first[name]:
                return False
    return True
