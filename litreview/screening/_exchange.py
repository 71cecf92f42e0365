"""Decisions as CSV and RIS, with the labels of ASReview and the tags of Zotero; and read back from such files."""

import csv as separated
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd

from litreview import read, tables, write
from litreview.screening import _decisions

LABELS = [
    "decision",
    "asreview_label",
    "included",
    "label",
    "final_included",
    "label_included",
    "included_label",
]
LABELS += ["included_final", "included_flag", "include"]  # as ASReview 3 knows them
ADDED = ["included", "decision", "reason", "note", "tags", "screener", "decided_at"]
DECIDED = [
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
LEFT = ["line", "title", "doi", "label", "reason"]
_WORDS = {
    "include": "1 1.0 yes y true include included relevant asreview_relevant",
    "exclude": "0 0.0 no n false exclude excluded irrelevant asreview_irrelevant",
    "maybe": "maybe",
    "": "-1 -1.0 nan none null not_seen asreview_not_seen",
}
_MEANS = {"": ""} | {
    word: decision for decision, words in _WORDS.items() for word in words.split()
}
_SEEN = {"include": "relevant", "maybe": "relevant", "exclude": "irrelevant"}
_OURS = "litreview: "  # begins the note that holds a decision as a whole
_UNLINED = re.compile(
    r"[\x7f\x85\u2028\u2029<>&]"
)  # breaks a line, or is markup to Zotero


def decisions_csv(papers: pd.DataFrame, decided: pd.DataFrame) -> str:
    """Write all papers with what was decided on them, as a table for ASReview, a spreadsheet and `read`.

    `papers` as for `exports.csv`, whose columns come first; `decided` is of `decisions.current` for one screener, or of
    `agreement.final`. Then stand `ADDED`: `included` is 1 for include and maybe (both go on to the full text), 0 for
    exclude, else empty. Tags are parted by ";"; blanks at the ends of a line are dropped. Raises ValueError
    where `decided` has a paper twice.
    """
    known, held = _by_paper(decided), StringIO()
    head, *rows = separated.reader(
        StringIO(write.csv(papers).removeprefix("\ufeff"), newline="")
    )
    written = separated.writer(held, lineterminator="\r\n")
    written.writerow(head + ADDED)
    written.writerows(
        row + _cells(known.get(name))
        for row, name in zip(rows, papers["paper_id"], strict=True)
    )
    return "\ufeff" + held.getvalue()


def decisions_ris(papers: pd.DataFrame, decided: pd.DataFrame) -> str:
    """Write all papers with what was decided on them, as RIS for ASReview, Zotero and `read`.

    Arguments and errors are those of `csv`. A note (N1) is the label of ASReview: ASReview_relevant (include and
    maybe), ASReview_irrelevant or ASReview_not_seen; another holds all of the decision; tags are keywords too (KW).
    """
    known, end = _by_paper(decided), "ER  - \r\n\r\n"
    records = write.ris(papers).split(end)[:-1]
    return "".join(
        record + _lines(known.get(name)) + end
        for record, name in zip(records, papers["paper_id"], strict=True)
    )


def read_exchange(
    file: str | Path, papers: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read decisions from a CSV, TSV, XLSX or RIS file: of `csv` and `ris`, of ASReview, or made by hand.

    A table needs one of the columns `LABELS`, with include, exclude, maybe, 1 or 0, and `paper_id`, `doi` or `title`.
    Rows find their paper by these in turn; a title counts by its letters and digits, where one paper has it. Returns
    `DECIDED`, for `append`, and `LEFT`: the rows that were not understood, fit no paper, or contradict themselves or
    each other, with line and reason. Rows that decide and note nothing are in neither. Raises OSError for no file,
    ValueError for one that is of another kind or has no column of labels.
    """
    raw, problems, kind = _opened(Path(file))
    found = read.crosswalk(raw, kind)
    lines = raw["line_from"].fillna(raw["record"] + 1).astype("Int64")
    told = _of_ris(raw) if kind == "RIS" else _of_table(raw, file)
    index, titles = _index(papers), papers.set_index("paper_id")["title"].to_dict()
    rows, left = (
        [],
        [
            {"line": row.line_from, "reason": row.reason}
            for row in problems.itertuples()
        ],
    )
    for row, line, title, doi in zip(
        told, lines, found["title"], found["doi"], strict=True
    ):
        said = {name: text for name, text in row.pop("labels").items() if text}
        decision, why = ("", row["broken"]) if row.get("broken") else _meant(said)
        if not (decision or why or row["note"] or row["tags"]):
            continue
        own = {
            "line": line,
            "title": title,
            "doi": doi,
            "label": "; ".join(dict.fromkeys(said.values())),
        }
        paper, lost = _paper(row["paper_id"], doi, title, index)
        if why or lost:
            left.append(own | {"reason": why or lost})
        else:
            rows.append(
                row
                | own
                | {"paper_id": paper, "decision": decision, "title": titles[paper]}
            )
    rows, twice = _once(rows)
    decided = pd.DataFrame(
        [row | {"chosen": "imported"} for row in rows], columns=DECIDED
    )
    left = pd.DataFrame(left + twice, columns=LEFT).sort_values(
        "line", kind="stable", ignore_index=True
    )
    return decided, left


def import_decisions(store: str | Path, table: pd.DataFrame, screener: str = "") -> int:
    """Append the decisions that `read` found as those of a screener, all or none, and return how many they are.

    A row that decides nothing leaves the decision that there is, an empty note or no tags those that there are. Errors
    are those of `decisions.decide`.
    """
    now = (
        _decisions.current_decisions(store, screener)
        .set_index("paper_id")[["decision", "reason"]]
        .to_dict("index")
    )
    lines = [
        {**row, "note": row["note"] or None, "tags": row["tags"] or None}
        for row in table.to_dict("records")
    ]
    lines = [
        line if line["decision"] else line | now.get(line["paper_id"], {})
        for line in lines
    ]
    return len(_decisions.decide_all(store, lines, screener))


def _by_paper(decided: pd.DataFrame) -> dict[str, dict]:
    if decided["paper_id"].duplicated().any():
        name = decided.loc[decided["paper_id"].duplicated(), "paper_id"].iloc[0]
        raise ValueError(
            f"decided: {name} has more than one row; take those of one screener, or agreement.final"
        )
    table = decided.reindex(
        columns=["paper_id", "decision", "reason", "note", "tags", "screener", "at"]
    )
    rows = table.astype("object").where(table.notna(), "").to_dict("records")
    at = (row["at"].isoformat() if row["at"] else "" for row in rows)
    return {
        row["paper_id"]: row | {"tags": [*row["tags"]], "decided_at": now}
        for row, now in zip(rows, at, strict=True)
    }


def _cells(row: dict | None) -> list[str]:
    if row is None:
        return [""] * len(ADDED)
    tags = StringIO()
    separated.writer(tags, delimiter=";", lineterminator="").writerow(row["tags"])
    included = {"relevant": "1", "irrelevant": "0"}.get(_SEEN.get(row["decision"]), "")
    row = row | {"included": included, "tags": tags.getvalue() if row["tags"] else ""}
    return [tables.neutralise(_visible(row[name])) for name in ADDED]


def _visible(text: str) -> str:
    return re.sub(
        r"[\x00-\x09\x0b-\x1f\x7f]",
        " ",
        re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text),
    ).strip()


def _lines(row: dict | None) -> str:
    label = f"N1  - ASReview_{_SEEN.get(row['decision'] if row else '', 'not_seen')}\r\n"  # ASReview takes the first
    told = {name: row[name] for name in ADDED[1:] if row[name]} if row else {}
    if not told:
        return label
    text = _UNLINED.sub(
        lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(told, ensure_ascii=False)
    )
    words = (
        re.sub(r"[\s;\x00-\x1f\x7f]+", " ", tag).strip() for tag in row["tags"]
    )  # Zotero parts tags at ";"
    return f"{label}N1  - {_OURS}{text}\r\n" + "".join(
        f"KW  - {word}\r\n" for word in words if word
    )


def _opened(file: Path) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    if not file.is_file():
        raise FileNotFoundError(
            f"{file}: there is no such file; name a CSV or RIS file of decisions"
        )
    data = file.read_bytes()
    kind = read.recognise(data, file.name)
    text = "" if kind == "XLSX" else read.decode(data)[0]
    if kind == "RIS":
        return *read.ris(text), kind
    raw, problems = (
        _titled(read.excel, data) if kind == "XLSX" else _titled(read.text, text)
    )
    if raw.empty and (len(problems) or not text):
        why = "is neither RIS nor a table with a column title, paper_id or doi"
        raise ValueError(f"{file}: {why}; save the decisions as such a CSV")
    return raw, problems, kind if kind == "XLSX" else "table"


def _titled(reader, source) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table by its column of titles, or else by that of paper ids or DOIs."""
    found = reader(source)
    for name in ("paper_id", "doi"):
        found = found if len(found[0]) else reader(source, name)
    return found


def _of_table(raw: pd.DataFrame, file: str | Path) -> Iterator[dict]:
    labels = [name for name in LABELS if name in raw]
    if not labels and len(raw):
        raise ValueError(
            f"{file}: has no column of decisions; call it `decision`, with include, exclude or maybe"
        )
    marks = [name for name in raw if name.startswith("asreview_tag_")]
    rows = raw.astype("object").where(raw.notna(), "").to_dict("records")
    return (
        _of_row(
            {name: tables.restore_text(str(cell)) for name, cell in row.items()},
            labels,
            marks,
        )
        for row in rows
    )


def _of_row(row: dict, labels: list[str], marks: list[str]) -> dict:
    tags = [
        *separated.reader(
            [" ".join(row.get("tags", "").split())],
            delimiter=";",
            skipinitialspace=True,
        )
    ]
    tags = [tag.strip() for cells in tags for tag in cells] + [
        name[13:] for name in marks if row[name] in ("1", "1.0")
    ]
    told = {name: row.get(name, "") for name in ("paper_id", "reason")}
    told |= {
        "note": row.get("note (in the file)") or row.get("asreview_note", ""),
        "tags": [*filter(None, tags)],
    }
    told |= {"screener": row.get("screener") or row.get("asreview_user_name", "")}
    told |= {"decided_at": row.get("decided_at") or row.get("asreview_time", "")}
    return told | {"labels": {name: row[name] for name in labels}}


def _of_ris(raw: pd.DataFrame) -> Iterator[dict]:
    for ids, notes in zip(
        *(raw[tag] if tag in raw else [""] * len(raw) for tag in ("ID", "N1")),
        strict=True,
    ):
        yield {
            "paper_id": ids if isinstance(ids, str) else "",
            **_of_notes(notes if isinstance(notes, list) else [notes]),
        }


def _of_notes(notes: list) -> dict:
    told, labels, asreview = {}, {}, {}
    for note in (
        html.unescape(re.sub(r"^<p>|</p>$", "", text))
        for text in notes
        if isinstance(text, str)
    ):
        if note.startswith(_OURS):
            told = _json(note.removeprefix(_OURS))
        elif own := re.match(r"(asreview_\w+): (.*)", note):
            value = _json(own[2])
            asreview[own[1]] = value if isinstance(value, str | int | float) else ""
        else:
            labels |= {
                word: word
                for word in re.findall(
                    r"\bASReview_(?:relevant|irrelevant|not_seen)\b", note
                )
            }
    told = told if _whole(told) else {"broken": f"its note {_OURS.strip()!r} is broken"}
    told = {
        name: told.get(name) or str(asreview.get(other, ""))
        for name, other in _ASREVIEW.items()
    } | told
    marks = [
        name[13:]
        for name, value in asreview.items()
        if name.startswith("asreview_tag_") and value == 1
    ]
    return told | {
        "tags": [*told["tags"], *marks],
        "labels": {"decision": told.pop("decision", ""), **labels},
    }


_ASREVIEW = {
    "reason": "",
    "note": "asreview_note",
    "tags": "",
    "screener": "asreview_user_name",
}
_ASREVIEW |= {"decided_at": "asreview_time"}


def _whole(told: object) -> bool:
    """Tell what `ris` wrote from what became of it elsewhere: texts, and a list of them."""
    if not isinstance(told, dict):
        return False
    tags, texts = told.get("tags", []), [told[name] for name in told if name != "tags"]
    return isinstance(tags, list) and all(
        isinstance(text, str) for text in [*texts, *tags]
    )


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _meant(labels: dict[str, str]) -> tuple[str, str]:
    """Say what labels mean, and what is wrong with them: include beside maybe is fine, but not beside exclude."""
    meant = {
        name: _MEANS.get(text.strip().casefold().replace(" ", "_"))
        for name, text in labels.items()
    }
    if odd := [labels[name] for name, decision in meant.items() if decision is None]:
        return "", f"{odd[0]!r} is none of include, exclude, maybe, 1 and 0"
    own = {name: decision for name, decision in meant.items() if decision}
    if len({_SEEN[decision] for decision in own.values()}) > 1:
        return (
            "",
            f"says {' and '.join(f'{labels[name]} ({name})' for name in own)}; leave one",
        )
    return "maybe" if "maybe" in own.values() else next(iter(own.values()), ""), ""


def _key(title: object) -> str:
    return re.sub(r"[\W_]+", "", title.casefold()) if isinstance(title, str) else ""


def _index(papers: pd.DataFrame) -> list[dict[str, set[str]]]:
    """Find papers by id, by DOI and by title."""
    ids = papers["paper_id"]
    dois = papers["doi"] if "doi" in papers else [""] * len(papers)
    keys = [
        ids,
        (isinstance(doi, str) and read.doi(doi) or "" for doi in dois),
        map(_key, papers["title"]),
    ]
    tables = [defaultdict(set) for _ in keys]
    for table, column in zip(tables, keys, strict=True):
        for key, name in zip(column, ids, strict=True):
            table[key].add(name)
    return tables


def _paper(name: str, doi: object, title: object, index: list[dict]) -> tuple[str, str]:
    keys = [name, doi if isinstance(doi, str) else "", _key(title)]
    found = [
        table.get(key, set()) if key else set()
        for key, table in zip(keys, index, strict=True)
    ]
    if one := next((names for names in found if len(names) == 1), None):
        return next(iter(one)), ""
    many = max(map(len, found))
    return (
        "",
        f"{many} papers have its DOI or title; give the paper_id"
        if many
        else "fits no paper by id, DOI or title",
    )


def _once(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Take each paper once; rows that say different things of one paper are left, all of them."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["paper_id"]].append(row)
    kept, left = [], []
    for own in groups.values():
        if all(
            row[name] == own[0][name]
            for row in own
            for name in ("decision", "reason", "note", "tags")
        ):
            kept.append(own[0])
        else:
            lines = " and ".join(str(row["line"]) for row in own)
            left += [
                row
                | {
                    "reason": f"lines {lines} say different things of one paper; leave one"
                }
                for row in own
            ]
    return kept, left
