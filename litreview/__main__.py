"""The command line: init, lab, run, check, lookup, export and completion.

It adds nothing that the package cannot do.
"""

import argparse
import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Sequence

DONE = "0  done"
UNUSABLE = "2  what was given cannot be used; one line says why and what would do"
STOPPED = "130  stopped, with Ctrl-C for instance"

# For completion by the shell; what they are is checked by the package itself.
NOTEBOOKS = ("papers", "screening", "topics", "trends", "compare", "changes")
FORMATS = ("bib", "ris", "csv", "xlsx", "json")


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong with the words."""

    def error(self, message: str) -> None:
        """Say what is wrong, and where to look; the exit status is 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(words: Sequence[str] | None = None) -> int:
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
    if words is None:
        words = sys.argv[1:]
    words, for_lab = _split_words(list(words))

    parser = _parser()
    given = parser.parse_args(words)
    given.for_lab = for_lab
    if given.command is None:
        parser.print_help(sys.stderr)
        return 2

    _end_in_order()

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


def _split_words(words: list[str]) -> tuple[list[str], list[str]]:
    """Split off the words behind `--` that JupyterLab is to be given."""
    if words[:1] != ["lab"] or "--" not in words:
        return words, []

    place = words.index("--")
    return words[:place], words[place + 1 :]


def _end_in_order() -> None:
    """Leave nothing behind, whoever ends the run: a kill, or a terminal that closes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) == signal.SIG_DFL:
        signal.signal(hangup, signal.default_int_handler)


# ---- The words of each command


def _parser() -> Parser:
    parser = Parser(
        prog="litreview",
        description="From a folder of dumps to topics, trends and a page.",
        epilog=_epilog(
            [
                "litreview init my-review",
                "litreview lab my-review",
                "litreview run params/sample.yml",
                "litreview run --help",
            ],
            [
                DONE,
                "1  a notebook failed, or check --strict found something",
                UNUSABLE,
                STOPPED,
            ],
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"litreview {_version()}"
    )

    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_init(commands)
    _add_lab(commands)
    _add_run(commands)
    _add_check(commands)
    _add_lookup(commands)
    _add_export(commands)
    _add_completion(commands)

    return parser


def _add_command(
    commands, function, summary: str, examples: list[str], statuses: list[str]
) -> Parser:
    """Add a command, called as its function; its help has examples and statuses."""
    command = commands.add_parser(
        function.__name__.removeprefix("_"),
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=_epilog(examples, statuses),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(function=function)
    return command


def _epilog(examples: list[str], statuses: list[str]) -> str:
    lines = ["examples:", *examples, "", "exit status:", *statuses]
    return "\n".join(
        line if not line or line.endswith(":") else f"  {line}" for line in lines
    )


def _add_init(commands) -> None:
    init = _add_command(
        commands,
        _init,
        "lay out a workspace: dumps, params, notebooks, reports and START.ipynb",
        ["litreview init my-review", "litreview init ."],
        [DONE, UNUSABLE],
    )
    folder = init.add_argument(
        "folder",
        metavar="FOLDER",
        help="where; it is made if it is missing, and what is in it stays as it is",
    )
    folder.completes = "folders"


def _add_lab(commands) -> None:
    lab = _add_command(
        commands,
        _lab,
        "open JupyterLab on a workspace, at START.ipynb",
        [
            "litreview lab",
            "litreview lab my-review",
            "litreview lab my-review -- --no-browser --port 8899",
        ],
        [DONE, UNUSABLE, "…  else the status of JupyterLab"],
    )
    lab.usage = "litreview lab [-h] [FOLDER] [-- WORD ...]"
    folder = lab.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="FOLDER",
        help="the workspace (default: this folder); words behind -- go to JupyterLab",
    )
    folder.completes = "folders"


def _add_run(commands) -> None:
    run = _add_command(
        commands,
        _run,
        "run a review end to end, and print where its page is",
        [
            "litreview run params/sample.yml",
            "litreview run params/mine.yml --set topics=fine --until topics",
            "litreview run params/*.yml --jobs 2",
        ],
        [
            DONE,
            "1  a notebook failed; failure.html in the folder of the report says where",
            "2  the params or the inputs cannot be used; one line says why, before "
            "anything runs",
            STOPPED,
            "   of several reviews the highest",
        ],
    )
    params = run.add_argument(
        "params",
        nargs="+",
        metavar="PARAMS",
        help="the params file of a review, such as params/sample.yml; several make a "
        "report each",
    )
    params.completes = "params"
    run.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a parameter, over that of the file",
    )
    reports = run.add_argument(
        "--reports",
        default="reports",
        metavar="DIR",
        help="where reports go (default: reports)",
    )
    reports.completes = "folders"
    until = run.add_argument(
        "--until", metavar="NOTEBOOK", help="stop after this notebook"
    )
    until.completes = NOTEBOOKS
    run.add_argument(
        "--fresh", action="store_true", help="encode all texts anew for `embedding`"
    )
    run.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="run up to N of several reviews at the same time (default: 1)",
    )


def _add_check(commands) -> None:
    check = _add_command(
        commands,
        _check,
        "say what files are taken for, and what is read of them",
        [
            "litreview check dumps",
            "litreview check export.ris page-*.txt --show 3",
            "litreview check dumps --strict",
        ],
        [DONE, "1  with --strict, where there is any warning", UNUSABLE, STOPPED],
    )
    paths = check.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    paths.completes = "files"
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
    lookup = _add_command(
        commands,
        _lookup,
        "look papers up online, and write what is found to a file for `metadata`",
        [
            "litreview lookup dumps --at openalex --mail me@example.org",
            "litreview lookup export.ris --at crossref --limit 50 --into found.jsonl",
        ],
        [DONE, UNUSABLE, "130  stopped; the same command goes on from there"],
    )
    paths = lookup.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a glob"
    )
    paths.completes = "files"
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
    into = lookup.add_argument(
        "--into",
        metavar="FILE.jsonl",
        help="where to write what is found (default: SERVICE.jsonl)",
    )
    into.completes = "files"
    lookup.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="ask at most N questions now; the same command goes on later",
    )


def _add_export(commands) -> None:
    export = _add_command(
        commands,
        _export,
        "write the papers of a report for Zotero, JabRef, Excel or pandoc",
        [
            "litreview export reports/sample --to bib",
            "litreview export reports/sample --to csv --topic 3 --out bees.csv",
            "litreview export reports/sample --to json --out - | head",
        ],
        [DONE, UNUSABLE, STOPPED],
    )
    report = export.add_argument(
        "report", help="the folder of a report, such as reports/sample"
    )
    report.completes = "folders"
    to = export.add_argument(
        "--to",
        required=True,
        metavar="FORMAT",
        help="bib, ris, csv, xlsx or json (CSL-JSON)",
    )
    to.completes = FORMATS
    out = export.add_argument(
        "--out",
        metavar="FILE",
        help="where to write (default: beside the report); - prints it",
    )
    out.completes = "files"
    export.add_argument(
        "--topic",
        metavar="TOPIC",
        default="",
        help="only the papers of it: its label or its number",
    )
    ids = export.add_argument(
        "--ids",
        metavar="FILE",
        default="",
        help="only the papers whose paper_id is in this file",
    )
    ids.completes = "files"


def _add_completion(commands) -> None:
    completion = _add_command(
        commands,
        _completion,
        "print a script that lets a shell complete these commands",
        [
            "source <(litreview completion bash)    for this session",
            "litreview completion bash > ~/.local/share/bash-completion/completions/"
            "litreview",
            "litreview completion zsh > ~/.zfunc/_litreview    a folder of $fpath",
            "litreview completion tcsh > ~/.litreview.tcsh    to source in ~/.tcshrc",
        ],
        [DONE, UNUSABLE],
    )
    completion.add_argument("shell", choices=["bash", "zsh", "tcsh"], help="which one")


def _version() -> str:
    from litreview import __version__

    return __version__


def _show_warning(message, category, filename, lineno, file=None, line=None) -> None:
    print(f"litreview: {message}", file=sys.stderr)


# ---- What each command does


def _init(given: argparse.Namespace) -> int:
    from litreview import report

    outcomes = report.init_workspace(given.folder)
    for row in outcomes.itertuples():
        print(f"{row.outcome:<6} {row.path}")

    place = os.path.abspath(given.folder)
    go_there, folder = "", ""
    if place != os.getcwd():
        folder = f" {_quote(given.folder)}"
        go_there = f"cd{folder} && "

    print()
    print(f"The workspace is {place}. What to do next, one or the other:")
    print(f"  litreview lab{folder}")
    print(f"  {go_there}litreview run params/sample.yml")
    return 0


def _lab(given: argparse.Namespace) -> int:
    from litreview import report

    return report.open_lab(given.folder, given.for_lab)


def _run(given: argparse.Namespace) -> int:
    from litreview import report  # seconds, which `litreview --help` need not take

    if len(given.params) > 1 or given.jobs < 1:
        return _run_several(given)

    (file,) = given.params
    try:
        page = report.run(file, given.set, given.reports, given.until, given.fresh)
    except report.NotebookFailed as error:
        print(f"litreview: {error}", file=sys.stderr)
        return 1

    print(page)
    return 0


def _run_several(given: argparse.Namespace) -> int:
    from litreview import report

    outcomes = report.run_several(
        given.params, given.set, given.reports, given.until, given.fresh, given.jobs
    )

    worst = 0
    try:
        with contextlib.closing(outcomes):
            for outcome in outcomes:
                worst = max(worst, outcome.status)
                if outcome.page:
                    print(outcome.page, flush=True)
    except KeyboardInterrupt:
        print("litreview: stopped; what was finished stays", file=sys.stderr)
        return 130

    return worst


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


def _completion(given: argparse.Namespace) -> int:
    try:
        import shtab
    except ModuleNotFoundError:
        raise ValueError(
            "completion: the package shtab is missing; pip install shtab"
        ) from None

    parser = _parser()
    (commands,) = parser._subparsers._group_actions
    for command in commands.choices.values():
        for action in command._actions:
            _tell_completion(action, shtab)

    print(shtab.complete(parser, shell=given.shell))
    return 0


def _tell_completion(action: argparse.Action, shtab) -> None:
    """Say what an argument is completed with: files of a kind, or some words."""
    completes = getattr(action, "completes", None)
    # zsh would take the brackets that shtab puts around a pattern for its own.
    in_brackets = shtab.glob("*.yml")
    files = {
        "files": shtab.FILE,
        "folders": shtab.DIRECTORY,
        "params": in_brackets | {"zsh": "_files -g '*.yml'"},
    }

    if completes in files:
        action.complete = files[completes]
    elif completes:
        action.choices = completes


def _quote(path: str) -> str:
    import shlex

    return shlex.quote(path)


if __name__ == "__main__":
    sys.exit(main())
