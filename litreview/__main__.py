"""The command line: `litreview run`, `litreview check`, `litreview lookup` and `litreview export`."""

import argparse
import os
import re
import signal
import sys

MOST = 20  # lines that `check` prints of one reason in one file


def main(words: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0 done, 1 a notebook failed, 2 params or inputs that cannot be used."""
    parser = argparse.ArgumentParser(
        prog="litreview",
        description="From a folder of dumps to topics, trends and a page.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser(
        "run", help="run a review end to end, and print where its page is"
    )
    run.add_argument(
        "params", help="the params file of the review, such as params/sample.yml"
    )
    run.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a parameter, over that of the file",
    )
    run.add_argument(
        "--reports",
        default="reports",
        metavar="DIR",
        help="where reports go (default: reports)",
    )
    run.add_argument("--until", metavar="NOTEBOOK", help="stop after this notebook")
    check = commands.add_parser(
        "check", help="say what is understood of dumps and what is not"
    )
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    check.add_argument(
        "--encoding", default="", help="of text that is not UTF-8, for instance cp1252"
    )
    check.add_argument(
        "--strict",
        action="store_true",
        help="status 1 where anything was not read as it should be",
    )
    look = commands.add_parser(
        "lookup",
        help="look papers up online, and write what is found to a file for `metadata`",
    )
    look.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    look.add_argument(
        "--at",
        required=True,
        choices=["openalex", "crossref", "arxiv"],
        help="where to look",
    )
    look.add_argument(
        "--mail",
        metavar="ADDRESS",
        help="where the service can write to you; sent with each question",
    )
    look.add_argument(
        "--into",
        metavar="FILE.jsonl",
        help="where to write what is found (default: SERVICE.jsonl)",
    )
    look.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="ask at most N questions now; the same command goes on later",
    )
    export = commands.add_parser(
        "export",
        help="write the papers of a report for Zotero, JabRef, Excel or pandoc",
    )
    export.add_argument("report", help="the folder of a report, such as reports/sample")
    export.add_argument(
        "--to",
        required=True,
        metavar="FORMAT",
        help="bib, ris, csv, xlsx or json (CSL-JSON)",
    )
    export.add_argument(
        "--out",
        metavar="FILE",
        help="where to write (default: beside the report); - prints it",
    )
    export.add_argument(
        "--topic",
        metavar="TOPIC",
        default="",
        help="only the papers of it: its label or its number",
    )
    export.add_argument(
        "--ids",
        metavar="FILE",
        default="",
        help="only the papers whose paper_id is in this file",
    )
    given = parser.parse_args(words)
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # leave nothing behind, whoever ends the run
    try:
        return {"run": _run, "check": _check, "lookup": _lookup, "export": _export}[
            given.command
        ](given)
    except KeyboardInterrupt:
        print("litreview: stopped; nothing was written", file=sys.stderr)
        return 130
    except (ValueError, OSError) as error:
        print(f"litreview: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    from litreview import report  # seconds, which `litreview --help` need not take

    try:
        print(report.run(given.params, given.set, given.reports, given.until))
    except report.NotebookFailed as error:
        print(f"litreview: {error}", file=sys.stderr)
        return 1
    return 0


def _check(given: argparse.Namespace) -> int:
    from litreview import dedupe, read

    found, lines, files = read.scan(given.paths, encoding=given.encoding)
    if files.empty:
        raise ValueError(f"{', '.join(given.paths)}: no file in it")
    papers, records, *_ = dedupe.join(found)
    table = (
        read.file_table(files, lines, records)
        .dropna(axis="columns", how="all")
        .astype("object")
    )
    print(table.where(table.notna(), "–").to_string(index=False))
    odd, mended = read.rejected_table(lines), read.mended_table(found)
    for line in _listed(odd):
        print(line)
    for row in mended.itertuples():
        more = f" and {row.records - 1:,} more like it" if row.records > 1 else ""
        print(f"{row.dump}, {_where(row)}{more}: read, but {row.note}")
    said = read.reading_summary(papers, records, files)
    print(re.sub(r"`([^`]*)`|\*\*", lambda found: found[1] or "", said))
    warnings = (
        len(odd) + int(mended["records"].sum()) + int((files["note"] != "").sum())
    )
    print(f"{warnings:,} warning{'' if warnings == 1 else 's'}.")
    return 1 if warnings and given.strict else 0


def _listed(odd) -> list[str]:
    """Write a line for each row that was not understood; of many in a file with like reasons, the first ones."""
    odd = odd.assign(reason=odd["reason"].fillna("not understood"))
    like = odd["reason"].str.replace(r"\d[\d,]*|'[^']*'", "#", regex=True)
    lines = []
    for (dump, _), group in odd.groupby([odd["dump"], like], sort=False):
        lines += [
            f"{dump}, {_where(row)}: {row.reason}{_quoted(row.text)}"
            for row in group[:MOST].itertuples()
        ]
        lines += (
            [f"{dump}: and {len(group) - MOST:,} more like it"]
            if len(group) > MOST
            else []
        )
    return lines


def _where(row) -> str:
    if "<NA>" not in (str(row.record), str(row.line)):
        return f"line {row.line}, record {row.record}"
    return (
        f"line {row.line}"
        if str(row.line) != "<NA>"
        else f"record {row.record}".replace("record <NA>", "all of it")
    )


def _quoted(text) -> str:
    return f": {text[:100]!r}" if isinstance(text, str) else ""


def _lookup(given: argparse.Namespace) -> int:
    from litreview import dedupe, read

    records, _, _ = read.records(given.paths)
    papers, *_ = dedupe.join(records)
    into, key = given.into or f"{given.at}.jsonl", os.environ.get("OPENALEX_API_KEY")
    try:
        asked = dedupe.look_up(papers, given.at, into, given.mail, key, given.limit)
    except KeyboardInterrupt:
        print(
            "litreview: stopped; what was answered is kept, and the same command goes on from there",
            file=sys.stderr,
        )
        return 130
    print(dedupe.lookup_summary(asked, given.at, into))
    return 0


def _export(given: argparse.Namespace) -> int:
    from litreview import report, tables, write
    from litreview.text import count_of

    if given.to not in write.FORMATS:
        raise ValueError(
            f"--to {given.to}: is no format that is written; there are {', '.join(write.FORMATS)}"
        )
    papers = report.select_papers(given.report, given.topic, given.ids)
    content = write.FORMATS[given.to](papers)
    if given.out == "-":
        sys.stdout.buffer.write(
            content.encode("utf-8") if isinstance(content, str) else content
        )
        sys.stdout.flush()
        return 0
    # Beside the report: what is in it goes with it when it is replaced.
    file = given.out or f"{os.path.normpath(given.report)}.{given.to}"
    tables.write_file(file, content)
    print(f"{count_of(len(papers), 'paper')} → {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
