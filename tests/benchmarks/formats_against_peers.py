"""Count what is read of real files here and by others: python tests/benchmarks/formats_against_peers.py BIB_FILES.

BIB_FILES is a folder of BibTeX, RIS, tables and so on, as other tools use to test themselves. Beside ours, the files
are read by litstudy 1.0.6, pybtex and bibtexparser 1, and by bibtexparser 2 and rispy, each as its own manual says, in
environments of their own (`.venv-peers`, made at the first run with uv or else pip). How many records start in a file
is counted here with regular expressions, csv and json, never with a reader of ours; where that is wrong, HAND says so.
"""

import argparse
import csv
import difflib
import html
import io
import json
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import pandas as pd

from litreview.read import _dumps as dumps
from litreview.read import _files
from litreview.read.formats import _bibtex as bibtex

ENVIRONMENTS = {
    "1": ["litstudy==1.0.6", "bibtexparser<2", "pybtex", "setuptools"],
    "2": ["bibtexparser==2.1.0", "rispy"],
}
TOOLS = {
    "litstudy": "1",
    "pybtex": "1",
    "bibtexparser 2": "2",
    "bibtexparser 1": "1",
    "rispy": "2",
}
FORMATS = {
    "BibTeX": "bib bibtex", "RIS": "ris", "WoS": "wos ciw", "MEDLINE": "nbib medline",
    "EndNote tagged": "enw enl refer/enw", "CSV/TSV": "csv tsv tab", "XLSX": "xlsx xls",
    "JSON": "json jsonl", "XML": "xml",
}  # fmt: skip
KINDS = {"CSV/TSV": {"table"}, "XML": {"XML", "EndNote XML", "PubMed XML", "Atom"}}
FIELDS = ["title", "abstract", "year", "doi", "first author"]

# Counted by eye, line by line, and taken before what is counted below. Both agree here, and with the manifest where it
# has a count; it has none for EndNote, MEDLINE, Excel and JSON, and none for the one CSV that pandas cannot read.
HAND = {
    "bibtexparser_v1/article_oneline.bib": 2,
    "bibtexparser_v1/wrong.bib": 2,
    "colrev/2_loader/data/enl_data.enl": 3,
    "colrev/2_loader/data/nbib_data.nbib": 1,
    "colrev/review_manager/3_packages_search/data/ais_enl.txt": 6,
    "colrev/review_manager/3_packages_search/data/trid_ris.ris": 3,
    "rispy/example_full_write.ris": 2,
}
# Two exports of the same records, by two programs.
SAME = [
    ("asreview/ovid_psycinfo.ris", "asreview/ovid_zotero.ris"),
    ("asreview/embase.csv", "asreview/embase.ris"),
]
ENDINGS = ("_result", "_expected", "-expected", "_output", "_write", "_mixed")

# What runs in the other environments: jobs (tool, format, path) come in as JSON, what each tool gave goes out as JSON.
PEER = r"""
import json, logging, signal, sys, time, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

def litstudy(path, format):
    import litstudy
    name = path.rsplit("/", 1)[-1].lower()
    special = {"scopus": litstudy.load_scopus_csv, "ieee": litstudy.load_ieee_csv}
    special["springer"] = litstudy.load_springer_csv
    table = next((load for start, load in special.items() if name.startswith(start)), litstudy.load_csv)
    docs = {"BibTeX": litstudy.load_bibtex, "RIS": litstudy.load_ris_file, "CSV/TSV": table}[format](path)
    return [{"title": d.title, "abstract": d.abstract, "year": d.publication_year, "doi": d.id.doi,
             "first author": d.authors[0].name if d.authors else None} for d in docs], 0

def fields(values):
    return {"title": values.get("title"), "abstract": values.get("abstract"), "doi": values.get("doi"),
            "year": values.get("year") or values.get("date"), "first author": values.get("author")}

def pybtex(path, format):
    from pybtex.database import parse_file
    return [fields({name.lower(): value for name, value in entry.fields.items()})
            for entry in parse_file(path, "bibtex").entries.values()], 0

def bibtexparser_1(path, format):
    import bibtexparser
    with open(path, encoding="utf-8") as file:
        return [fields(entry) for entry in bibtexparser.load(file).entries], 0

def bibtexparser_2(path, format):
    import bibtexparser
    library = bibtexparser.parse_file(path)
    read = [{name.lower(): str(field.value) for name, field in entry.fields_dict.items()} for entry in library.entries]
    return [fields(entry) for entry in read], len(library.failed_blocks)

def rispy(path, format):
    import rispy
    with open(path, encoding="utf-8") as file:
        read = rispy.load(file, **({"implementation": rispy.WokParser} if format == "WoS" else {}))
    return [{"title": r.get("title") or r.get("primary_title") or r.get("document_title"),
             "abstract": r.get("abstract") or r.get("notes_abstract"), "doi": r.get("doi"),
             "year": r.get("year") or r.get("publication_year") or r.get("date"),
             "first author": (r.get("authors") or r.get("first_authors") or [None])[0]} for r in read], 0

def stop(*_):
    raise TimeoutError("not done after 300 s")

given = []
signal.signal(signal.SIGALRM, stop)
for tool, format, path in json.load(sys.stdin):
    records, reported, error, begun = [], 0, "", time.perf_counter()
    signal.alarm(300)
    try:
        records, reported = globals()[tool.replace(" ", "_")](path, format)
    except Exception as failed:
        error = f"{type(failed).__name__}: {failed}"[:200]
    signal.alarm(0)
    given.append({"tool": tool, "path": path, "records": records, "reported": reported, "error": error,
                  "seconds": time.perf_counter() - begun})
print(json.dumps(given, default=str))
"""


def environment(place: Path, packages: list[str]) -> Path:
    """Make an environment where it is missing, and give its python."""
    python = place / "bin" / "python"
    if not python.exists():
        place.parent.mkdir(exist_ok=True)
        (place.parent / ".gitignore").write_text("*\n")
        uv = shutil.which("uv")
        make = (
            [uv, "venv", "-q", "-p", sys.executable]
            if uv
            else [sys.executable, "-m", "venv"]
        )
        install = (
            [uv, "pip", "install", "-q", "-p", python]
            if uv
            else [python, "-m", "pip", "install", "-q"]
        )
        subprocess.run([*make, place], check=True)
        subprocess.run([*install, *packages], check=True)
    return python.absolute()


def formats_of(folder: Path) -> dict[str, str]:
    """Tell the format of every file by the manifest of the folder, or by the ending where it has none."""
    said = {}
    if (folder / "MANIFEST.csv").exists():
        said = (
            pd.read_csv(folder / "MANIFEST.csv").set_index("path")["format"].to_dict()
        )
    files = [path.relative_to(folder).as_posix() for path in _files.find_files(folder)]
    files.remove("MANIFEST.csv") if "MANIFEST.csv" in files else None
    words = {
        path: str(said.get(path, path.rpartition(".")[2])).lower() for path in files
    }
    return {
        p: next(
            (name for name, ends in FORMATS.items() if word in ends.split()), "other"
        )
        for p, word in words.items()
    }


def begun(path: Path, format: str) -> int:
    """Count the records that start in a file, as simply as can be."""
    data = path.read_bytes()
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    starts = {
        "BibTeX": r"(?im)^[ \t]*@[ \t]*(?!string|preamble|comment)\w+[ \t]*[{(]",
        "RIS": r"(?m)^[ \t]*TY {0,2}-",
        "WoS": r"(?m)^PT ",
        "MEDLINE": r"(?m)^(?:PMID|OWN ) ?-",
        "EndNote tagged": r"(?m)^%T ",
    }
    if format in starts:
        return len(re.findall(starts[format], text))
    if format == "CSV/TSV":
        mark = max(",;\t", key=text.partition("\n")[0].count)
        return (
            sum(
                any(row)
                for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
            )
            - 1
        )
    if format == "XLSX":
        sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
        return (
            len(re.findall(r"<row\b[^>]*>(?:(?!</row>).)*<(?:v|is)>", sheet, re.DOTALL))
            - 1
        )
    if format == "JSON":
        found = json.loads(text)
        return len(found) if isinstance(found, list) else 1
    return 0


def peers(jobs: list[tuple[str, str, str]], place: Path) -> pd.DataFrame:
    """Let every tool read its files."""
    given = []
    for name, packages in ENVIRONMENTS.items():
        python = environment(place / name, packages)
        own = json.dumps([job for job in jobs if TOOLS[job[0]] == name])
        done = subprocess.run(
            [python, "-c", PEER], input=own, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"environment {name} failed:\n{done.stderr[-3000:]}")
        given += json.loads(done.stdout)
    return pd.DataFrame(given)


def can(tool: str, format: str) -> bool:
    return format in {
        "litstudy": ("BibTeX", "RIS", "CSV/TSV"),
        "rispy": ("RIS", "WoS"),
    }.get(tool, ("BibTeX",))


def plain(text: object) -> str:
    """Leave the letters and digits of a text, without HTML, accents and case, and of LaTeX the letters and logos."""
    text = re.sub(
        r"\\(?!L?arge|LARGE|Dash)(ss|[oli]|[a-z]*[A-Z][A-Za-z]*)(?![a-zA-Z])",
        r"\1",
        html.unescape(str(text or "")),
    )
    text = re.sub(r"<[^<>]{1,30}>|\\[a-zA-Z]+|\\.", "", text).translate(
        str.maketrans("øØłŁı", "oOlLi")
    )
    return "".join(
        c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum()
    )


def comparable(record: dict) -> dict[str, str]:
    """Write the fields of a record so that the same is equal, and what is missing is ""."""
    said = {
        name: "" if value in (None, "UNKNOWN") or value != value else str(value)
        for name, value in record.items()
    }
    first = re.split(r"\s+and\s+|;", said["first author"])[0]
    words = (
        [
            word
            for word in first.split()
            if not re.fullmatch(r"(?:[A-Z]\.?-?){1,3}", word)
        ]
        or first.split()
        or [""]
    )
    family = first.partition(",")[0] if "," in first else words[-1]
    year = re.search(
        r"(?<!\d)[12]\d{3}(?!\d)", re.sub(r"\\noopsort\s*\{[^{}]*\}", "", said["year"])
    )
    doi = re.search(r"10\.\d+/\S+", said["doi"].replace("\\", ""))
    return {
        "title": plain(said["title"]),
        "abstract": plain(said["abstract"]),
        "year": year[0] if year else "",
        "doi": doi[0].lower().rstrip("}.,;") if doi else "",
        "first author": plain(family),
    }


def ours_of(table: pd.DataFrame) -> list[dict]:
    """Give the fields of our records that are compared."""
    first = table["authors"].map(
        lambda names: names[0] if isinstance(names, list) and names else ""
    )
    year = table["date"].dt.year.astype("Int64").astype("str").replace("<NA>", "")
    own = table.assign(year=year, **{"first author": first})[FIELDS]
    return own.astype(object).where(own.notna(), None).to_dict("records")


def joined(ours: list[dict], theirs: list[dict]) -> list[tuple[dict, dict]]:
    """Pair records by title, and where as many are left on both sides also these; the nearest, or else in order."""
    left, pairs, alone = [(comparable(other), other) for other in theirs], [], []
    for own in ours:
        key = plain(own["title"])
        same = [i for i, (b, _) in enumerate(left) if key and key == b["title"]]
        pairs += [(own, nearest(own, left, same))] if same else []
        alone += [] if same else [own]
    if len(alone) == len(left):
        pairs += [(own, nearest(own, left, range(len(left)))) for own in alone]
    return pairs


def nearest(own: dict, left: list[tuple[dict, dict]], among) -> dict:
    """Take out the one that has most in common with ours."""
    a = comparable(own)
    return left.pop(
        max(
            among,
            key=lambda i: (
                sum(a[name] == left[i][0][name] != "" for name in FIELDS),
                -i,
            ),
        )
    )[1]


def apart(own: str, other: str, width: int = 60) -> str:
    """Show two texts from shortly before the place where they part."""
    blocks = difflib.SequenceMatcher(
        None, own[:3000], other[:3000], autojunk=False
    ).get_matching_blocks()
    start = max(0, blocks[0].size - 15) if blocks[0].a == blocks[0].b == 0 else 0
    return f"ours “{own[start : start + width]}” | theirs “{other[start : start + width]}”".replace(
        "\n", " "
    )


def compared(ours: list[dict], theirs: list[dict], name: str) -> list[dict]:
    """Compare two readings of the same records field by field."""
    rows = []
    for own, other in joined(ours, theirs):
        a, b = comparable(own), comparable(other)
        for field in FIELDS:
            case = "equal" if a[field] == b[field] else "different"
            case = (
                "missing in ours"
                if not a[field]
                else "missing in theirs"
                if not b[field]
                else case
            )
            if a[field] or b[field]:
                said = (
                    ""
                    if case == "equal"
                    else apart(str(own[field] or ""), str(other[field] or ""))
                )
                rows.append(
                    {
                        "file": name,
                        "title": str(own["title"])[:40],
                        "field": field,
                        "case": case,
                        "said": said,
                    }
                )
    return rows


def expected(files: dict[str, str]) -> list[tuple[str, str]]:
    """Pair files with those beside them that say what should be read."""
    pairs = []
    for path in files:
        stem = path.rpartition(".")[0]
        base = next(
            (stem.removesuffix(end) for end in ENDINGS if stem.endswith(end)), None
        )
        inputs = [
            other
            for other in files
            if other.rpartition(".")[0] == base and other != path
        ]
        pairs += [(other, path) for other in inputs]
    return pairs + [pair for pair in SAME if set(pair) <= set(files)]


def table(rows: pd.DataFrame) -> None:
    print("| " + " | ".join(map(str, rows.columns)) + " |\n|" + "---|" * rows.shape[1])
    for row in rows.astype("str").to_numpy():
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    print(flush=True)


def given_by(part: pd.DataFrame) -> str:
    """Sum up what a tool gave: records (those with a title), what it reported as unread, exceptions."""
    if part.empty:
        return "–"
    titled = sum(
        bool(record["title"]) for records in part["records"] for record in records
    )
    failed = (part["error"] != "").sum()
    said = [f"{part['records'].map(len).sum():,} ({titled:,})"]
    said += [f"{part['reported'].sum()} reported"] if part["reported"].sum() else []
    return "; ".join(said + ([f"{failed} exceptions"] if failed else []))


def counts(files: dict[str, str], own: pd.DataFrame, given: pd.DataFrame) -> None:
    print(
        "\n## 1. Records by format\n\nOf others: records given (of them with a title); exceptions in files.\n"
    )
    rows = []
    for format in [*FORMATS, "other", "all"]:
        mine = own[(own["format"] == format) | (format == "all")]
        row = {"format": format, "files": len(mine), "start": mine["start"].sum()}
        row |= {
            "read by us": mine["records"].sum(),
            "listed by us": mine["rejected"].sum(),
        }
        part = given[given["format"].eq(format) | (format == "all")]
        rows.append(
            row | {tool: given_by(part[part["tool"] == tool]) for tool in TOOLS}
        )
    table(pd.DataFrame(rows))
    errors = given.loc[given["error"] != ""]
    print("Exceptions of others:\n")
    table(
        errors.groupby(["tool", errors["error"].str[:70]])
        .size()
        .rename("files")
        .reset_index()
    )


def balance(own: pd.DataFrame, account: pd.DataFrame) -> None:
    print("## 2. Files where what starts is not what is read or listed\n")
    table(
        own.loc[
            own["start"] != own["records"] + own["rejected"],
            ["file", "kind", "start", "records", "rejected"],
        ]
    )
    wrong = own[
        [
            kind not in KINDS.get(f, {f}) and f != "other"
            for kind, f in zip(own["kind"], own["format"], strict=True)
        ]
    ]
    print(
        "Recognised as another format:",
        ", ".join(wrong["file"] + " as " + wrong["kind"]) or "none",
    )
    print("\nRecords that are listed, by file and reason:\n")
    reasons = account[account["record"].notna()].assign(
        reason=lambda t: t["reason"].str[:110]
    )
    table(reasons.groupby(["file", "reason"]).size().rename("records").reset_index())
    print("Stretches of lines that belong to no record, in files of records:\n")
    strays = account[account["record"].isna() & account["reason"].notna()]
    lines = (strays["line_to"] - strays["line_from"] + 1).rename("lines")
    table(
        strays.assign(reason=strays["reason"].str[:110], lines=lines)[
            ["file", "line_from", "lines", "reason"]
        ]
    )


def agreement(rows: list[dict], heading: str, most: int) -> None:
    found = pd.DataFrame(rows)
    print(f"## {heading}\n\n{found['file'].nunique()} pairs of files\n")
    cases = ["equal", "different", "missing in ours", "missing in theirs"]
    table(
        pd.crosstab(found["field"], found["case"])
        .reindex(index=FIELDS, columns=cases, fill_value=0)
        .reset_index()
    )
    odd = found[found["case"] != "equal"]
    print(
        f"{len(odd)} differences, {min(most, len(odd))} shown (different and missing in ours first):\n"
    )
    for row in odd.sort_values(["case", "file"], kind="stable").head(most).itertuples():
        print(f"- {row.file}, “{row.title}”, {row.field} {row.case}: {row.said}")
    print()


def timed(call, given) -> float:
    begin = time.perf_counter()
    call(given)
    return time.perf_counter() - begin


def seconds(given: pd.DataFrame, parquet: Path | None) -> None:
    print("## 4. Seconds\n")
    rows = []
    for path in [
        path for path in given["path"].unique() if path.endswith("tugboat.bib")
    ]:
        text = Path(path).read_text(encoding="utf-8")
        rows.append(("tugboat.bib", "ours, whole account", timed(dumps.scan, path)))
        rows.append(
            ("tugboat.bib", "ours, reader alone", timed(bibtex.read_bibtex, text))
        )
        rows += [
            ("tugboat.bib", r.tool, r.seconds)
            for r in given[given["path"] == path].itertuples()
        ]
    if parquet:
        rows.append((parquet.name, "ours, whole account", timed(dumps.scan, parquet)))
        rows.append(
            (
                parquet.name,
                "pandas.read_parquet, nothing else",
                timed(pd.read_parquet, parquet),
            )
        )
    table(pd.DataFrame(rows, columns=["file", "by", "seconds"]).round({"seconds": 2}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of bibliographic files")
    parser.add_argument(
        "--parquet", type=Path, help="a Parquet file of papers, to be timed"
    )
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path(".venv-peers"),
        help="where the other tools are installed",
    )
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    files = formats_of(folder)
    jobs = [
        (tool, format, str(folder / path))
        for path, format in files.items()
        for tool in TOOLS
        if can(tool, format)
    ]
    given = peers(jobs, asked.peers)
    given = given.assign(
        file=[Path(path).relative_to(folder).as_posix() for path in given["path"]]
    )
    given = given.assign(format=given["file"].map(files))
    read, account, own = dumps.scan([folder / path for path in files])
    own = own.assign(
        file=[Path(path).relative_to(folder).as_posix() for path in own["path"]]
    )
    own = own.assign(format=own["file"].map(files))
    own["start"] = [
        HAND.get(f.file, begun(folder / f.file, f.format)) for f in own.itertuples()
    ]
    named = own.set_index("dump")["file"]
    read, account = (
        part.assign(file=part["dump"].map(named)) for part in (read, account)
    )

    counts(files, own, given)
    balance(own, account)
    ours = {path: ours_of(part) for path, part in read.groupby("file")}
    by = {
        (row.tool, row.file): row.records for row in given.itertuples() if not row.error
    }
    reader = {
        "BibTeX": "bibtexparser 2",
        "RIS": "rispy",
        "WoS": "rispy",
        "CSV/TSV": "litstudy",
    }
    rows = []
    for path, said in expected(files):
        name = path.rpartition("/")[2]
        rows += compared(
            ours.get(path, []),
            by.get((reader.get(files[said]), said), []),
            f"{name} ({said.rpartition('/')[2]})",
        )
    agreement(
        rows,
        "3. Fields beside the files that say what is expected (read by bibtexparser 2 and rispy)",
        30,
    )
    for tool in ("bibtexparser 2", "rispy", "litstudy"):
        same = [
            path
            for path, format in files.items()
            if reader.get(format) == tool and (tool, path) in by
        ]
        rows = [
            row
            for path in same
            for row in compared(ours.get(path, []), by[tool, path], path)
        ]
        agreement(rows, f"3. Fields beside the same file read by {tool}", 30)
    seconds(given, asked.parquet)


if __name__ == "__main__":
    main()
