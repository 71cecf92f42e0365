"""The command line: `litreview run`, `check`, `lookup` and `export`."""

import argparse
import os
import signal
import sys
import warnings


def main(words: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    words
        The words behind `litreview`; without them those that were typed.

    Returns
    -------
    The exit status: 0 done, 1 a notebook failed or `check --strict` found something,
    2 params or inputs cannot be used, 130 stopped.
    """
    given = _parser().parse_args(words)

    # Leave nothing behind, whoever ends the run.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings(
                "always", category=FutureWarning, module=__package__
            )
            warnings.showwarning = _show_warning
            return given.function(given)
    except KeyboardInterrupt:
        print("litreview: stopped; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError) as error:
        print(f"litreview: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="litreview",
        description="From a folder of dumps to topics, trends and a page.",
    )
    parser.add_argument(
        "--version", action="version", version=f"litreview {_version()}"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _add_run(commands)
    _add_check(commands)
    _add_lookup(commands)
    _add_export(commands)

    return parser


def _add_run(commands) -> None:
    run = commands.add_parser(
        "run", help="run a review end to end, and print where its page is"
    )
    run.set_defaults(function=_run)
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
    run.add_argument(
        "--fresh", action="store_true", help="encode all texts anew for `embedding`"
    )


def _add_check(commands) -> None:
    check = commands.add_parser(
        "check", help="say what files are taken for, and what is read of them"
    )
    check.set_defaults(function=_check)
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    check.add_argument(
        "--encoding", default="", help="of text that is not UTF-8, for instance cp1252"
    )
    check.add_argument(
        "--strict",
        action="store_true",
        help="status 1 where anything was not read as it should be, or is doubtful",
    )
    check.add_argument(
        "--show",
        type=int,
        default=0,
        metavar="N",
        help="show the first N records of each file as they were read",
    )


def _add_lookup(commands) -> None:
    lookup = commands.add_parser(
        "lookup",
        help="look papers up online, and write what is found to a file for `metadata`",
    )
    lookup.set_defaults(function=_lookup)
    lookup.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    lookup.add_argument(
        "--at",
        required=True,
        choices=["openalex", "crossref", "arxiv"],
        help="where to look",
    )
    lookup.add_argument(
        "--mail",
        metavar="ADDRESS",
        help="where the service can write to you; sent with each question",
    )
    lookup.add_argument(
        "--into",
        metavar="FILE.jsonl",
        help="where to write what is found (default: SERVICE.jsonl)",
    )
    lookup.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="ask at most N questions now; the same command goes on later",
    )


def _add_export(commands) -> None:
    export = commands.add_parser(
        "export",
        help="write the papers of a report for Zotero, JabRef, Excel or pandoc",
    )
    export.set_defaults(function=_export)
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


def _version() -> str:
    from litreview import __version__

    return __version__


def _show_warning(message, category, filename, lineno, file=None, line=None) -> None:
    print(f"litreview: {message}", file=sys.stderr)


def _run(given: argparse.Namespace) -> int:
    from litreview import report  # seconds, which `litreview --help` need not take

    try:
        page = report.run(
            given.params, given.set, given.reports, given.until, given.fresh
        )
    except report.NotebookFailed as error:
        print(f"litreview: {error}", file=sys.stderr)
        return 1

    print(page)
    return 0


def _check(given: argparse.Namespace) -> int:
    from litreview import dedupe, read

    found, lines, files = read.scan(given.paths, encoding=given.encoding)
    if files.empty:
        raise ValueError(f"{', '.join(given.paths)}: no file in it")
    papers, records, *_ = dedupe.join(found)

    text, warnings = read.plain_overview(
        papers, records, lines, files, found, given.show
    )
    print("\n".join(text))
    return 1 if warnings and given.strict else 0


def _lookup(given: argparse.Namespace) -> int:
    from litreview import dedupe, read

    records, *_ = read.records(given.paths)
    papers, *_ = dedupe.join(records)
    into, key = given.into or f"{given.at}.jsonl", os.environ.get("OPENALEX_API_KEY")
    try:
        asked = dedupe.look_up(papers, given.at, into, given.mail, key, given.limit)
    except KeyboardInterrupt:
        print(
            "litreview: stopped; what was answered is kept, and the same command goes "
            "on from there",
            file=sys.stderr,
        )
        return 130
    print(dedupe.lookup_summary(asked, given.at, into))
    return 0


def _export(given: argparse.Namespace) -> int:
    from litreview import report, tables
    from litreview.text import count_of

    content, count = report.export_papers(
        given.report, given.to, given.topic, given.ids
    )

    if given.out == "-":
        data = content.encode("utf-8") if isinstance(content, str) else content
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return 0

    # Beside the report: what is in it goes with it when it is replaced.
    file = given.out or f"{os.path.normpath(given.report)}.{given.to}"
    tables.write_file(file, content)
    print(f"{count_of(count, 'paper')} → {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
