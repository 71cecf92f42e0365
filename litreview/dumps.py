"""Any file or folder → papers and sightings, with an account of every line."""

import datetime
import glob
import hashlib
import itertools
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

# `read` ends in papers, and a paper is one only when its copies are joined: the one stage that leans on another.
from litreview import duplicates, listings

Paths = str | os.PathLike | Sequence[str | os.PathLike]

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

# Kinds of text that are no listing, known by how they begin: taken for one, their lines would pass for titles.
FOREIGN = {
    "BibTeX": r"\s*(?:%.*\n\s*)*@\s*\w+\s*[{(]",
    "RIS": r"\s*TY  ?- ",
    "MEDLINE": r"\s*PMID ?- ",
    "JSON": r"\s*[\[{]\s*[\"{\]}]",
    "XML or HTML": r"\s*<[!?a-zA-Z]",
    "table": r"(?:[^\n]*[,;\t])?\"?(?:article |document )?title\"?[,;\t]",
}


def find(paths: Paths) -> list[Path]:
    """List the files that a file, a folder, a glob or a list of them stands for, each once.

    In a folder, hidden files are left out. Raises FileNotFoundError where a path stands for nothing.
    """
    found = []
    for path in _listed(paths):
        if Path(path).is_dir():
            inside = sorted(file for file in Path(path).rglob("*") if file.is_file())
            found += [file for file in inside if not any(p.startswith(".") for p in file.relative_to(path).parts)]
        elif Path(path).is_file():
            found.append(Path(path))
        else:
            matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]
            if not any(match.is_file() for match in matches):
                raise FileNotFoundError(f"dumps: no file, folder or glob {str(path)!r}, looked for in {Path.cwd()}")
            found += [match for match in matches if match.is_file()]
    return list({file.resolve(): file for file in found}.values())


def records(paths: Paths, year: int | None = None, encoding: str = "utf-8") -> tuple[pd.DataFrame, ...]:
    """Read every record of the dumps, and account for every line.

    Returns three tables: records (`dump`, `record`, `line`, `seen_on`, `title`, `abstract`), the account (`dump`,
    `line_from`, `line_to`, `role`, `text` where not understood) and the files (`dump`, `path`, `sha256`, `kind`,
    `records`, `inferred`: how many of them end where only the lengths of lines tell, `lines`, `not_understood` lines).
    `year` is that of page dates which lack one; without it their `seen_on` is missing. `encoding` is that of text which
    is not UTF-8. Raises FileNotFoundError for a path that is not there, ValueError for a file that is named and cannot
    be read, or when there is no record in any of them.
    """
    tables = scan(paths, year, encoding)
    files = tables[2].set_index("path")["kind"]
    for path in map(str, map(Path, _listed(paths))):
        if files.get(path) in ("empty", "binary"):
            raise ValueError(f"dumps: {path} is {_kind_said(files[path])}; name a text file, or a folder of them")
    if tables[0].empty:
        seen = "; ".join(f"{path} is {_kind_said(kind)}" for path, kind in files[:3].items()) or "no file in it"
        more = f"; and {len(files) - 3} more" if len(files) > 3 else ""
        raise ValueError(f"dumps: no paper found in {paths!s}: {seen}{more}; what is read: saved listings as text")
    return tables


def scan(paths: Paths, year: int | None = None, encoding: str = "utf-8") -> tuple[pd.DataFrame, ...]:
    """Read like `records`, but return empty tables rather than raise where a file holds no record."""
    files = find(paths)
    rows, stretches, known = [], [], []
    for file, dump in zip(files, names(files), strict=True):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OSError(f"dumps: {file}: cannot be read ({error.strerror})") from None
        content = decode(data, file, encoding)
        kind, found, roles, lines = ("binary" if data.strip() else "empty"), [], [], []
        if content is not None:
            lines = re.split(r"\r\n|\r|\n", content)
            lines = lines[:-1] if lines[-1] == "" else lines
            kind = next((name for name, begin in FOREIGN.items() if re.match(begin, content, re.IGNORECASE)), "listing")
            found, roles = listings.parse(lines) if kind == "listing" else ([], _foreign(lines))
            kind = kind if found or kind != "listing" else "unknown"
        inferred = 0
        for n, record in enumerate(found, start=1):
            inferred += record.pop("inferred")
            seen_on = _date(record.pop("page_date"), year, f"{file}, line {record.pop('date_line')}")
            rows.append({"dump": dump, "record": n, "seen_on": seen_on, **record})
        stretches += [{"dump": dump, **stretch} for stretch in _stretches(lines, roles)]
        digest = hashlib.sha256(data).hexdigest()
        counts = {
            "records": len(found),
            "inferred": inferred,
            "lines": len(lines),
            "not_understood": roles.count("not understood"),
        }
        known.append({"dump": dump, "path": str(file), "sha256": digest, "kind": kind, **counts})
    columns = ["dump", "path", "sha256", "kind", "records", "inferred", "lines", "not_understood"]
    return _records(rows), _account(stretches), pd.DataFrame(known, columns=columns)


def read(paths: Paths, year: int | None = None, encoding: str = "utf-8") -> tuple[pd.DataFrame, ...]:
    """Read dumps into papers, sightings and the account of every line.

    Arguments and errors are those of `records`; the papers and sightings are those of `duplicates.join`.
    """
    found, account, _ = records(paths, year, encoding)
    papers, sightings, _ = duplicates.join(found)
    return papers, sightings, account


def names(files: Sequence[Path]) -> list[str]:
    """Name each file by its name, with as much of its folder as tells it apart."""
    parts = [file.resolve().parts for file in files]
    short = []
    for own in parts:
        n = 1
        while sum(other[-n:] == own[-n:] for other in parts) > 1:
            n += 1
        short.append("/".join(own[-n:]))
    return short


def decode(data: bytes, file: Path, encoding: str = "utf-8") -> str | None:
    """Decode a text file; None where it is empty or binary.

    A byte order mark is obeyed; without one the text is UTF-8 or else in `encoding`. Raises ValueError, naming the line
    and the byte, where it is neither.
    """
    try:
        "".encode(encoding)
    except LookupError:
        raise ValueError(f"encoding: {encoding!r} is not known; try cp1252, latin-1 or utf-16") from None
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    start = data[:4096]
    if not (marked or wide) and len(start) > 8 and 0.3 < start.count(0) / len(start) < 0.6 and b"\0\0" not in start:
        raise ValueError(f"dumps: {file} looks like UTF-16 without its mark; set `encoding` to utf-16")
    if not data.strip() or not (marked or wide) and sum(b < 9 or 13 < b < 32 for b in start) > len(start) / 50:
        return None
    for tried in [marked] if marked else [encoding] if wide and b"\0" in data else ["utf-8", encoding]:
        try:
            return data.decode(tried).replace("\0", "�")
        except UnicodeDecodeError as error:
            at = error.start
    line = data.count(b"\n", 0, at) + 1
    raise ValueError(
        f"dumps: {file}, line {line}: byte 0x{data[at]:02x} is not {(marked or encoding).upper()}; save the file as "
        "UTF-8, or say what it is with the parameter `encoding` (cp1252 for most older Windows files)"
    )


def _listed(paths: Paths) -> list:
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)


def _kind_said(kind: str) -> str:
    return {"listing": "a listing", "unknown": "not a listing", "table": "a table"}.get(kind, kind)


def _foreign(lines: list[str]) -> list[str]:
    return ["not understood" if line.strip(listings.BLANK) else "blank" for line in lines]


def _date(found: tuple | None, year: int | None, where: str) -> datetime.date | None:
    if found is None or not (found[0] or year):
        return None
    try:
        return datetime.date(found[0] or year, *found[1:])
    except ValueError:
        raise ValueError(
            f"dumps: {where}: there is no day {found[2]} of month {found[1]} in {found[0] or year}; "
            "give the year of the page with the parameter `year`"
        ) from None


def _stretches(lines: list[str], roles: list[str]) -> list[dict]:
    stretches = []
    for role, group in itertools.groupby(range(len(lines)), key=roles.__getitem__):
        at = list(group)
        said = "\n".join(lines[i] for i in at) if role == "not understood" else None
        stretches.append({"line_from": at[0] + 1, "line_to": at[-1] + 1, "role": role, "text": said})
    return stretches


def _records(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["dump", "record", "line", "seen_on", "title", "abstract"])
    kinds = {"dump": "str", "record": "int64", "line": "Int64", "title": "str", "abstract": "str"}
    return table.astype(kinds).assign(seen_on=pd.to_datetime(table["seen_on"].astype(object)).astype("datetime64[us]"))


def _account(stretches: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(stretches, columns=["dump", "line_from", "line_to", "role", "text"])
    return table.astype({"dump": "str", "line_from": "Int64", "line_to": "Int64", "role": "str", "text": "str"})
