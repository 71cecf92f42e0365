"""Any file or folder → records, with an account of every line and of every record that could not be read."""

import datetime
import glob
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pandas as pd

from litreview.read import _archives, _crosswalk, _detect
from litreview.read.formats import _listing
from litreview.text import count_of

Paths = str | os.PathLike | Sequence[str | os.PathLike]

# Who reads which format, and whether from its bytes or from its text.
READERS = {
    "RIS": ("_tagged", "ris", str),
    "MEDLINE": ("_tagged", "medline", str),
    "WoS": ("_tagged", "wos", str),
    "EndNote tagged": ("_tagged", "enw", str),
    "BibTeX": ("_bibtex", "read", str),
    "table": ("_delimited", "text", str),
    "JSON": ("_json", "read", str),
    "XLSX": ("_delimited", "excel", bytes),
    "Parquet": ("_delimited", "parquet", bytes),
    "EndNote XML": ("_xml", "endnote", bytes),
    "PubMed XML": ("_xml", "pubmed", bytes),
    "Atom": ("_xml", "atom", bytes),
}
WITHOUT_LINES = ("XLSX", "Parquet", "PDF", "binary", "empty")
RECORD = {
    "dump": "str",
    "record": "int64",
    "line": "Int64",
    "seen_on": "datetime64[us]",
    "title": "str",
}
RECORD |= {
    "abstract": "str",
    "date": "datetime64[us]",
    "date_precision": "str",
    "authors": "object",
}
RECORD |= {
    name: "str"
    for name in (
        "venue",
        "volume",
        "issue",
        "pages",
        "doi",
        "arxiv_id",
        "pmid",
        "url",
        "note",
    )
}
ACCOUNT = {
    "dump": "str",
    "line_from": "Int64",
    "line_to": "Int64",
    "role": "str",
    "text": "str",
    "record": "Int64",
}
ACCOUNT |= {"reason": "str"}
FILE = {
    "dump": "str",
    "path": "str",
    "sha256": "str",
    "kind": "str",
    "encoding": "str",
    "started": "int64",
}
FILE |= {
    "records": "int64",
    "listed": "int64",
    "inferred": "int64",
    "lines": "int64",
    "not_understood": "int64",
}
FILE |= {"fields": "str", "note": "str"}
# What is said of a file that holds no text, or none of papers.
WITHOUT_RECORDS = {
    "empty": "there is nothing in it",
    "binary": "it is neither text nor a table; export its records, or save it as text",
    "PDF": "a PDF is not read; export the records of its papers, or save its text",
    "XML": "this kind of XML is not read; PubMed, EndNote and Atom are",
}
LONGEST_LINE = 1_000_000  # letters; a longer line of a listing is listed, and not taken for a title or an abstract
LONGEST = 10_000  # letters of a stretch that is not understood that the account keeps


def find_files(paths: Paths) -> list[Path]:
    """List the files that a file, a folder, a glob or a list of them stands for, each once.

    In a folder, hidden files are left out; what cannot be opened in it (a link to nothing, a folder that is closed to
    the reader) is listed too, for `scan` to say so. Raises FileNotFoundError where a path stands for nothing.
    """
    found = []
    for path in _listed(paths):
        if Path(path).is_dir():
            found += sorted(_inside(Path(path)))
        elif Path(path).is_file():
            found.append(Path(path))
        else:
            matches = [
                Path(match) for match in sorted(glob.glob(str(path), recursive=True))
            ]
            if not any(match.is_file() for match in matches):
                raise FileNotFoundError(
                    f"dumps: no file, folder or glob {str(path)!r}, looked for in {Path.cwd()}"
                )
            found += [match for match in matches if match.is_file()]
    return list({file.resolve(): file for file in found}.values())


def records(
    paths: Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
) -> tuple[pd.DataFrame, ...]:
    """Read every record of the dumps, and account for every line and for every record that starts.

    Returns three tables: records (`dump`, `record`, `line`, `seen_on`, `title`, `abstract`, and as far as the format
    has them `date`, `date_precision`, `authors`, `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`, `pmid`, `url`,
    and a `note` on what was mended), the account (`dump`, `line_from`, `line_to`, `role`; where not understood `text`,
    `record` and `reason`) and the files (`dump`, `path`, `sha256`, `kind`, `encoding`, how many records `started` in
    it, `records` that were read and `listed` as not, `inferred`: how many of them end where only the lengths of lines
    tell, `lines`, `not_understood` lines, the `fields` that its records have, and a `note` where not all of it could be
    opened).

    `year` is that of page dates which lack one; without it their `seen_on` is missing. `encoding` is that of text which
    is neither marked nor UTF-8. `columns` names the columns of a table that are called otherwise than anyone would
    expect (`{"title": "Titel"}`). Raises FileNotFoundError for a path that is not there, ValueError for a file that is
    named and holds no text, or when there is no record in any of them.
    """
    tables = scan(paths, year, encoding, columns)
    kinds = tables[2].set_index("path")["kind"]
    for path in (_shown(str(Path(path))) for path in _listed(paths)):
        own = kinds[kinds.index == path]
        if len(own) and own.isin(["empty", "binary", "PDF", "not read"]).all():
            said = tables[2].loc[tables[2]["path"] == path, "note"].iloc[0]
            raise ValueError(
                f"dumps: {path} is {_kind_said(own.iloc[0])}{said and f' ({said})'}; "
                "name a file of papers, or a folder of them"
            )
    if tables[0].empty:
        seen = (
            "; ".join(
                f"{path} is {_kind_said(kind)}" for path, kind in kinds[:3].items()
            )
            or "no file in it"
        )
        more = f"; and {len(kinds) - 3} more" if len(kinds) > 3 else ""
        raise ValueError(
            f"dumps: no paper found in {paths!s}: {seen}{more}; `litreview check` lists what is in them"
        )
    return tables


def scan(
    paths: Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
) -> tuple[pd.DataFrame, ...]:
    """Read like `records`, but return empty tables rather than raise where a file holds no record."""
    found = find_files(paths)
    read, accounts, known, taken = [], [], [], Counter()
    for file, dump in zip(found, names(found), strict=True):
        for name, data, reason in _archives.contents(file):
            # A file inside an archive is named after both.
            inside = (
                dump + _shown(name.removeprefix(file.name))
                if name.startswith(f"{file.name}/")
                else dump
            )
            taken[inside] += 1
            inside += f" ({taken[inside]})" if taken[inside] > 1 else ""
            table, account, row = _content(data, name, file, year, encoding, columns)
            read.append(table.assign(dump=inside))
            accounts.append(account.assign(dump=inside))
            if reason and not data:
                row |= {"kind": "not read", "note": ""}
            note = "; ".join(filter(None, [reason, row["note"]]))
            known.append(
                row | {"dump": inside, "path": _shown(str(file)), "note": note}
            )
    return (
        _joined(read, RECORD),
        _joined(accounts, ACCOUNT),
        pd.DataFrame(known, columns=list(FILE)).astype(FILE),
    )


def names(files: Sequence[Path]) -> list[str]:
    """Name each file by its name, with as much of its folder as tells it apart."""
    parts = [Path(os.path.abspath(file)).parts for file in files]
    short, n = [""] * len(parts), 0
    while not all(short):
        n += 1
        same = Counter(own[-n:] for own in parts)
        short = [
            name or ("/".join(own[-n:]) if same[own[-n:]] == 1 or n >= len(own) else "")
            for name, own in zip(short, parts, strict=True)
        ]
    return [_shown(name) for name in short]


def _inside(folder: Path) -> Iterator[Path]:
    """Walk through a folder and those it links to, each once; what cannot be opened is given too."""
    closed: list[Path] = []
    seen = set()
    for place, folders, inside in os.walk(
        folder, onerror=lambda e: closed.append(Path(e.filename)), followlinks=True
    ):
        real = os.path.realpath(place)
        folders[:] = (
            []
            if real in seen
            else [name for name in folders if not name.startswith(".")]
        )
        shown = (
            []
            if real in seen
            else [Path(place, name) for name in inside if not name.startswith(".")]
        )
        seen.add(real)
        yield from (
            file for file in shown if file.is_file() or not file.exists()
        )  # not a pipe, which may have no end
    yield from closed


def _shown(name: str) -> str:
    """Write a name in letters that a table and a line of text can hold."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "\ufffd", name)


def _content(
    data: bytes, name: str, file: Path, year, encoding: str, columns
) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Read what is in one file: its records, the account of it, and its row among the files."""
    kind, text, said, note = _detect.recognise(data, name), "", "", ""
    if kind not in WITHOUT_LINES:
        text, said = _archives.decode(data, encoding)
        if not text and kind in READERS and b"\0" in data:
            text, said = _archives.decode(data.replace(b"\0", b" "), encoding)
        if text and b"\0" in data and not said.startswith(("UTF-16", "UTF-32")):
            note = f"it holds {count_of(data.count(0), 'zero byte')}, which stand for nothing that can be read"
        kind = kind if text else "binary"
    if kind == "HTML":
        text = import_module("litreview.read.formats._html").page(data)
    lines = re.split(r"\r\n|\r|\n", text) if text else []
    lines = lines[:-1] if lines and lines[-1] == "" else lines
    inferred = 0
    if kind in READERS:
        table, problems = _of_format(data, text, kind, columns)
        roles, problems = _roles(table, problems, lines)
        table, problems = _titled(table, problems, roles)
    elif kind in ("listing", "HTML"):
        long = [i for i, line in enumerate(lines) if len(line) > LONGEST_LINE]
        found, roles = _listing.parse(
            [line if len(line) <= LONGEST_LINE else "" for line in lines]
        )
        for i in long:
            roles[i] = "not understood"
        inferred = sum(record.pop("inferred") for record in found)
        table, problems = _of_listing(found, year, file), _too_long(lines, long)
        kind = kind if len(table) or kind == "HTML" else "unknown"
    else:
        table, problems, roles = (
            _of_listing([], year, file),
            _nothing(),
            _foreign(lines),
        )
    counts = {
        "started": len(table) + int(problems["record"].notna().sum()),
        "records": len(table),
        "listed": int(problems["record"].notna().sum()),
        "inferred": inferred,
        "lines": len(lines),
        "not_understood": roles.count("not understood"),
    }
    fields = [
        name
        for name in [*RECORD][4:-1]
        if name != "date_precision" and name in table and _held(table[name])
    ]
    row = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": kind,
        "encoding": said,
        "fields": ", ".join(fields),
    }
    row |= counts | {"note": note or WITHOUT_RECORDS.get(kind, "")}
    return table, _account(lines, roles, table, problems), row


def _of_format(
    data: bytes, text: str, kind: str, columns
) -> tuple[pd.DataFrame, pd.DataFrame]:
    room, function, takes = READERS[kind]
    reader: Callable = getattr(
        import_module(f"litreview.read.formats.{room}"), function
    )  # a room that is not needed is not opened
    title = (
        {"title": columns["title"]}
        if room == "_delimited" and (columns or {}).get("title")
        else {}
    )
    raw, problems = reader(data if takes is bytes else text, **title)
    named = {
        ours: theirs
        for ours, theirs in (columns or {}).items()
        if theirs.casefold() in raw
    }
    ends = raw["line_to"] if "line_to" in raw else pd.Series(pd.NA, index=raw.index)
    return _crosswalk.crosswalk(raw, kind, named).assign(
        line_to=ends.astype("Int64").array
    ), problems


def _roles(
    table: pd.DataFrame, problems: pd.DataFrame, lines: list[str]
) -> tuple[list[str], pd.DataFrame]:
    """Say of each line what it is: of a record, of what could not be read, a blank, or around the records."""
    roles = ["header" if line.strip(_listing.BLANK) else "blank" for line in lines]
    for part, role in (
        (problems, "not understood"),
        (table.rename(columns={"line": "line_from"}), "field"),
    ):
        for first, last in (
            part[["line_from", "line_to"]].dropna().to_numpy(dtype="int64")
        ):
            roles[first - 1 : last] = [role] * (min(last, len(roles)) - first + 1)
    return roles, problems


def _titled(
    table: pd.DataFrame, problems: pd.DataFrame, roles: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the records without a title, which cannot be papers."""
    bare = table["title"].isna()
    listed = (
        table.loc[bare, ["record", "line", "line_to"]]
        .rename(columns={"line": "line_from"})
        .assign(reason="no title")
    )
    for first, last in (
        listed[["line_from", "line_to"]].dropna().to_numpy(dtype="int64")
    ):
        roles[first - 1 : last] = ["not understood"] * (
            min(last, len(roles)) - first + 1
        )
    problems = pd.concat(
        [problems.astype(listed.dtypes.to_dict() | {"record": "Int64"}), listed],
        ignore_index=True,
    )
    return table[~bare].reset_index(drop=True), problems.sort_values(
        ["line_from", "record"], ignore_index=True
    )


def _of_listing(found: list[dict], year: int | None, file: Path) -> pd.DataFrame:
    rows = []
    for n, record in enumerate(found, start=1):
        seen_on = _date(
            record.pop("page_date"), year, f"{file}, line {record.pop('date_line')}"
        )
        rows.append({"record": n, "seen_on": seen_on, **record})
    return pd.DataFrame(
        rows, columns=["record", "line", "seen_on", "title", "abstract"]
    )


def _too_long(lines: list[str], long: list[int]) -> pd.DataFrame:
    reason = "a line of {:,} characters, which no text of a paper has"
    rows = [
        {"line_from": i + 1, "line_to": i + 1, "reason": reason.format(len(lines[i]))}
        for i in long
    ]
    return (
        pd.concat([_nothing(), pd.DataFrame(rows).astype({"line_from": "Int64"})])
        if rows
        else _nothing()
    )


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(
        {"record": [], "line_from": [], "line_to": [], "reason": []}
    ).astype(
        {"record": "Int64", "line_from": "Int64", "line_to": "Int64", "reason": "str"}
    )


def _account(
    lines: list[str], roles: list[str], table: pd.DataFrame, problems: pd.DataFrame
) -> pd.DataFrame:
    """Account for all lines in stretches of one role; what was not understood, record by record and with its reason."""
    own = (
        problems.dropna(subset="line_from")
        .drop_duplicates("line_from")
        .set_index("line_from")
    )
    starts = set(own.index)
    rows, first = [], 0
    for last in range(1, len(lines) + 1):
        if last < len(lines) and roles[last] == roles[first] and last + 1 not in starts:
            continue
        row = {"line_from": first + 1, "line_to": last, "role": roles[first]}
        if roles[first] == "not understood":
            told = own.loc[first + 1] if first + 1 in starts else {}
            row |= {
                "text": "\n".join(lines[first:last])[:LONGEST],
                "record": told.get("record"),
                "reason": told.get("reason"),
            }
        rows.append(row)
        first = last
    if not lines:
        rows += [{"role": "field"}] * bool(len(table))
        rows += [
            {"role": "not understood", "record": row.record, "reason": row.reason}
            for row in problems.itertuples()
        ]
    return pd.DataFrame(rows, columns=list(ACCOUNT)[1:])


def _held(values: pd.Series) -> bool:
    return bool(
        values.map(len).any() if values.name == "authors" else values.notna().any()
    )


def _joined(parts: list[pd.DataFrame], kinds: dict[str, str]) -> pd.DataFrame:
    parts = [part for part in parts if len(part)]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    table = table.reindex(columns=list(kinds))
    if "authors" in table:
        table["authors"] = [
            names if isinstance(names, list) else [] for names in table["authors"]
        ]
    for name in ("seen_on", "date"):
        if name in table:
            table[name] = pd.to_datetime(table[name].astype("object"))
    return table.astype(kinds)


def _listed(paths: Paths) -> list:
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)


def _kind_said(kind: str) -> str:
    return {
        "listing": "a listing",
        "unknown": "not a listing",
        "table": "a table",
        "PDF": "a PDF",
    }.get(kind, kind)


def _foreign(lines: list[str]) -> list[str]:
    return [
        "not understood" if line.strip(_listing.BLANK) else "blank" for line in lines
    ]


def _date(found: tuple | None, year: int | None, where: str) -> datetime.date | None:
    if found is None or not (found[0] or year):
        return None
    try:
        return datetime.date(found[0] or year, *found[1:])
    except ValueError:
        if found[0]:
            return None  # a page that says so itself has no date
        raise ValueError(
            f"dumps: {where}: there is no day {found[2]} of month {found[1]} in {found[0] or year}; "
            "give the year of the page with the parameter `year`"
        ) from None
