"""The command line: `litreview run` and `litreview check`."""

import argparse
import signal
import sys


def main(words: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0 done, 1 a notebook failed, 2 params or inputs that cannot be used."""
    parser = argparse.ArgumentParser(
        prog="litreview", description="From a folder of dumps to topics, trends and a page."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run a review end to end, and print where its page is")
    run.add_argument("params", help="the params file of the review, such as params/sample.yml")
    run.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a parameter, over that of the file"
    )
    run.add_argument("--reports", default="reports", metavar="DIR", help="where reports go (default: reports)")
    run.add_argument("--until", metavar="NOTEBOOK", help="stop after this notebook")
    check = commands.add_parser("check", help="say what is understood of dumps and what is not")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or a glob")
    check.add_argument("--encoding", default="utf-8", help="of text that is not UTF-8, for instance cp1252")
    given = parser.parse_args(words)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave nothing behind, whoever ends the run
    try:
        return _run(given) if given.command == "run" else _check(given)
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
    from litreview import dumps, duplicates, summary

    records, account, files = dumps.scan(given.paths, encoding=given.encoding)
    if files.empty:
        raise ValueError(f"{', '.join(given.paths)}: no file in it")
    papers, sightings, _ = duplicates.join(records)
    print(summary.by_file(files, account, sightings).fillna("–").to_string(index=False))
    odd = summary.not_understood(account)
    for row in odd.itertuples():
        print(f"{row.dump}, line {row.line}: not understood: {row.text[:100]!r}")
    print(summary.reading(papers, sightings, files, account).replace("**", "").replace("`", ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
