"""The parameters of a review: one table of them, and params files checked by it.

`PARAMETERS` is the only place where a parameter is described: README's table is
written from it, the notebooks' cells are tested against it, and a params file is
checked by it before anything runs.
"""

import ast
import datetime
import difflib
import logging
import re
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import papermill
import yaml

from litreview import tables, trends


class Parameter(NamedTuple):
    """A parameter of a review: what it takes and what it means."""

    takes: str  # the name of a check in CHECKS
    means: str
    if_left_out: str
    choices: tuple[str, ...] = ()  # for `takes="choice"`
    side_file: str = ""  # how the file beside NAME.yml ends that it is found in
    formerly: str = ""  # the key of older params files, still read
    former_side_file: str = ""
    of_report: bool = False  # what the report itself takes, and no notebook


PARAMETERS = {
    "dumps": Parameter(
        "paths",
        "a file, folder or glob, or a list of them; relative to where the command is "
        "typed",
        "must be set",
    ),
    "title": Parameter(
        "line",
        "what the report is called",
        "the name of the params file",
        of_report=True,
    ),
    "year": Parameter(
        "year", "the year of page dates that lack one", "such dates are missing"
    ),
    "encoding": Parameter(
        "text",
        "of text that is neither marked nor UTF-8, such as `cp1252`",
        "Windows-1252 or Latin-1, and says so",
    ),
    "conference_reviews": Parameter(
        "bool",
        "`true`: what Scopus calls a conference review, the front matter of "
        "proceedings, counts as a paper",
        "it is listed with the reason",
    ),
    "metadata": Parameter(
        "paths or nothing",
        "further files of any format, from which papers gain dates, authors, venue, "
        "DOI and link",
        "none",
    ),
    "columns": Parameter(
        "columns",
        "columns of a table that are called otherwise, such as `{title: Titel}`",
        "found by their usual names",
    ),
    "duplicate_decisions": Parameter(
        "file",
        "a CSV of your own decisions on which records are one paper",
        "`NAME.duplicate_decisions.csv` beside `NAME.yml`, if there",
        side_file=".duplicate_decisions.csv",
        formerly="settled",
        former_side_file=".duplicates.csv",
    ),
    "linked": Parameter(
        "choice",
        "whether papers that are linked count `once` or `twice`; `auto`: a preprint "
        "once with its publication, others on their own",
        "`auto`",
        choices=("auto", "once", "twice"),
    ),
    "screening_decisions": Parameter(
        "file",
        "the file in which screening keeps its decisions; with it, the report has the "
        "flow chart of PRISMA 2020",
        "`NAME.screening_decisions.sqlite` beside `NAME.yml`, if there",
        side_file=".screening_decisions.sqlite",
        formerly="decisions",
        former_side_file=".decisions.sqlite",
    ),
    "embedding": Parameter(
        "embedding",
        "`cooccurrence`, `tfidf`, the folder or package of a model, or several joined "
        "by `+`",
        "`cooccurrence`",
    ),
    "topics": Parameter("topics", "how many, or `auto`, `coarse` or `fine`", "`auto`"),
    "topic_labels": Parameter(
        "file",
        "a CSV of your own labels, merges and splits",
        "`NAME.topic_labels.csv` beside `NAME.yml`, if there",
        side_file=".topic_labels.csv",
        formerly="labels",
        former_side_file=".labels.csv",
    ),
    "labeller": Parameter(
        "function",
        "a function of your own that names topics, as `module:function`",
        "none",
    ),
    "earlier": Parameter(
        "report",
        "the folder of an earlier report, whose topics and map new papers join",
        "topics are found anew",
    ),
    "seed": Parameter("seed", "of everything random", "`0`"),
    "time": Parameter(
        "choice",
        "`published`, `seen` or `auto`: which dates make the axis",
        "`auto`",
        choices=("auto", "published", "seen"),
    ),
    "period": Parameter(
        "choice",
        "`day`, `week`, `month`, `quarter`, `year` or `auto`",
        "`auto`",
        choices=("auto", *trends.PERIODS),
    ),
    "burst_ratio": Parameter(
        "number",
        "how many times its usual share a topic or term must have to count as bursting",
        "`2`",
    ),
    "burst_cost": Parameter(
        "number", "how reluctantly a burst begins: higher finds fewer", "`1`"
    ),
    "a": Parameter(
        "text",
        "what to compare: a dump, a glob over dumps, periods such as `2019..2021`, a "
        "report's folder",
        "each dump",
    ),
    "b": Parameter(
        "text", "what to compare it with, written the same way", "all other papers"
    ),
    "compare_to": Parameter(
        "run",
        "an earlier run: the folder of a report, the date of a kept run or its "
        "beginning (`2026-10`), or `none`",
        "the report that this run replaces",
    ),
    "notebooks": Parameter(
        "notebooks",
        "notebooks of your own that run after ours and become parts of the report, "
        "such as `[mine.ipynb]`; relative to where the command is typed",
        "none",
        of_report=True,
    ),
    "template": Parameter(
        "folder",
        "a folder whose `report.html.j2`, `style.css` and so on go before ours",
        "ours",
        of_report=True,
    ),
    "folder": Parameter(
        "text",
        "the folder of the report, for notebooks that are run by hand or by plain "
        "papermill; `litreview run` sets it itself",
        "`reports/sample`",
    ),
}

# A file called 2024 stays a name, and a date stays as it was written.
AS_WRITTEN = ("paths", "paths or nothing", "text", "line", "file", "function", "report")


def load(file: str | Path, settings: Sequence[str] = ()) -> dict[str, Any]:
    """Read a params file and lay settings of the form KEY=VALUE over it.

    Parameters
    ----------
    file
        A YAML file of `key: value` lines. A value of null means the default.
    settings
        What `--set` was given.

    Returns
    -------
    The parameters by their keys. Keys of older versions have today's names; a
    FutureWarning says so.

    Raises
    ------
    ValueError
        If the file is missing, is not YAML or no list of keys, or a setting has no `=`.
    """
    params = _read_yaml(file)

    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise ValueError(f"--set {setting}: has no `=`; write --set KEY=VALUE")
        params[key.strip()] = _parse_setting(key.strip(), text)

    params = _rename_former_keys(params, file)
    return {
        key: _keep_date_as_text(key, value)
        for key, value in params.items()
        if value is not None
    }


def add_side_files(params: dict[str, Any], file: str | Path) -> dict[str, Any]:
    """Add the files beside a params file in which a person's decisions are kept.

    A file that still has the name of an older version is used, and a FutureWarning
    says what to call it.
    """
    params = dict(params)

    for key, parameter in PARAMETERS.items():
        if key in params or not parameter.side_file:
            continue

        beside = Path(file).with_suffix(parameter.side_file)
        former = Path(file).with_suffix(parameter.former_side_file)

        if beside.is_file():
            params[key] = str(beside)
        elif former.is_file():
            params[key] = str(former)
            warnings.warn(
                f"{former} is used as `{key}`; it is called {beside.name} now, "
                "and renaming it will do",
                FutureWarning,
                stacklevel=2,
            )

    return params


def read_notebooks(notebooks: Sequence[Path]) -> dict[str, dict[str, dict]]:
    """List the parameters that each notebook states: their `kind` and `default`."""
    logging.getLogger("papermill").setLevel(logging.ERROR)  # it greets every notebook

    found = {}
    for file in notebooks:
        stated = papermill.inspect_notebook(str(file))
        found[file.stem] = {
            name: {
                "kind": parameter["inferred_type_name"],
                "default": ast.literal_eval(parameter["default"]),
            }
            for name, parameter in stated.items()
        }

    return found


def check(
    params: dict[str, Any],
    notebooks: dict[str, dict[str, dict]],
    file: str | Path = "params",
) -> None:
    """Check keys and values of a review before anything runs.

    Parameters
    ----------
    params
        The parameters of the review.
    notebooks
        What `read_notebooks` found: notebooks of the user's own may have further ones.
    file
        The params file, for the messages.

    Raises
    ------
    ValueError
        For an unknown key or a value that will not do; the message says what would.
    """
    further = {
        name: stated["kind"]
        for parameters in notebooks.values()
        for name, stated in parameters.items()
        if name not in PARAMETERS
    }

    for key, value in params.items():
        if key not in PARAMETERS and key not in further:
            raise ValueError(f"{file}: unknown key {key!r}; {_hint(key, further)}")

        if key in PARAMETERS:
            wanted = what_would_do(key, value)
        else:
            wanted = _what_type_would_do(value, further[key])

        if wanted:
            given = f"{value!r} is {_kind_of(value)}"
            raise ValueError(f"{file}: {key}: {given}; {wanted} would do")

    embedding = params.get("embedding", "cooccurrence")
    if embedding != "cooccurrence":
        from litreview import topics  # scikit-learn, for those who ask for another

        try:
            topics.check_embedding(embedding)
        except FileNotFoundError as error:
            raise ValueError(f"{file}: {error}") from None


def what_would_do(key: str, value: Any) -> str:
    """Say what would do for a parameter; "" where the value does."""
    parameter = PARAMETERS[key]

    if parameter.takes == "choice":
        fits = value in parameter.choices
        wanted = "one of " + ", ".join(parameter.choices)
    else:
        fits_value, wanted = CHECKS[parameter.takes]
        fits = fits_value(value)
        if parameter.takes == "file":
            wanted = parameter.means

    return "" if fits else wanted


def parameters_table() -> str:
    """Write the parameters as the table of the README, in Markdown."""
    rows = ["| key | means | if left out |", "|---|---|---|"]

    for key, parameter in PARAMETERS.items():
        rows.append(f"| `{key}` | {parameter.means} | {parameter.if_left_out} |")

    return "\n".join(rows) + "\n"


# ---- What each kind of parameter takes


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or isinstance(value, float)


def _is_line(value: Any) -> bool:
    return _is_text(value) and bool(value.strip()) and value.isprintable()


def _are_paths(value: Any) -> bool:
    paths = value if isinstance(value, list) else [value]
    return bool(paths) and all(_is_text(path) and path for path in paths)


def _are_paths_or_nothing(value: Any) -> bool:
    return value == "" or _are_paths(value)


def _is_year(value: Any) -> bool:
    return _is_whole(value) and (value == 0 or 1000 <= value <= 9999)


def _is_seed(value: Any) -> bool:
    return _is_whole(value) and 0 <= value < 2**32


def _are_topics(value: Any) -> bool:
    return value in ("auto", "coarse", "fine") or (_is_whole(value) and value >= 2)


def _are_columns(value: Any) -> bool:
    if not isinstance(value, dict):
        return False

    return all(_is_text(ours) and _is_text(theirs) for ours, theirs in value.items())


def _is_embedding(value: Any) -> bool:
    return _is_text(value) and bool(value.strip())


def _is_file(value: Any) -> bool:
    return _is_text(value) and (value == "" or Path(value).is_file())


def _is_folder(value: Any) -> bool:
    return _is_text(value) and (value == "" or Path(value).is_dir())


def _is_function(value: Any) -> bool:
    return _is_text(value) and bool(re.fullmatch(r"([\w.]+:\w+)?", value))


def _is_report_with_topics(value: Any) -> bool:
    if not _is_text(value):
        return False

    return value == "" or tables.file_of(value, "reruns").is_file()


def _are_notebooks(value: Any) -> bool:
    if not isinstance(value, list):
        return False

    return all(_is_text(path) and Path(path).is_file() for path in value)


CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "paths": (_are_paths, "a file, a folder, a glob or a list of them"),
    "paths or nothing": (
        _are_paths_or_nothing,
        "a file, a folder, a glob or a list of them",
    ),
    "line": (_is_line, "a line of text"),
    "text": (_is_text, "text"),
    "number": (_is_number, "a number"),
    "bool": (_is_bool, "true or false"),
    "year": (_is_year, "a year such as 2025"),
    "seed": (_is_seed, "a whole number from 0 to 4294967295"),
    "topics": (_are_topics, "auto, coarse, fine, or a whole number from 2"),
    "columns": (
        _are_columns,
        "our names with the names in the file, such as {title: Titel}",
    ),
    "embedding": (_is_embedding, "cooccurrence, tfidf, or a model"),
    "file": (_is_file, ""),  # what would do is what the parameter means
    "folder": (_is_folder, "a folder of templates"),
    "function": (_is_function, "a function, as module:name"),
    "report": (_is_report_with_topics, "the folder of an earlier report"),
    "run": (_is_text, "the folder of a report, a date such as 2026-10, or none"),
    "notebooks": (
        _are_notebooks,
        "a list of notebooks that are there, seen from where the command is typed,",
    ),
}

# What a further parameter of a user's own notebook takes, by the type it states.
TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "str": (_is_text, "text"),
    "int": (_is_whole, "a whole number"),
    "float": (_is_number, "a number"),
    "bool": (_is_bool, "true or false"),
    "list": (lambda value: isinstance(value, list), "a list"),
    "dict": (lambda value: isinstance(value, dict), "keys with values"),
}


def _what_type_would_do(value: Any, kind: str) -> str:
    if kind not in TYPES:
        return ""

    fits, wanted = TYPES[kind]
    return "" if fits(value) else wanted


def _hint(key: str, further: dict[str, str]) -> str:
    """Name the key that was probably meant, or all that there are."""
    known = sorted({*PARAMETERS, *further})
    near = difflib.get_close_matches(str(key), known, n=1)

    if near:
        return f"did you mean {near[0]!r}?"
    return f"known keys: {', '.join(known)}"


# ---- Reading YAML


def _read_yaml(file: str | Path) -> dict[str, Any]:
    try:
        text = Path(file).read_text(encoding="utf-8")
        params = yaml.safe_load(text) or {}
        node = yaml.compose(text)
    except FileNotFoundError:
        others = _name_params_at_hand(file)
        raise ValueError(
            f"{file}: there is no such params file; the ones at hand: {others}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{file}: cannot be read as a params file ({error}); "
            "name a YAML file in UTF-8"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise ValueError(
            f"{file}{where}: not YAML ({problem}); write one `key: value` a line"
        ) from None

    if not isinstance(params, dict):
        raise ValueError(
            f"{file}: holds {_kind_of(params)}, not keys with values; "
            "write one `key: value` a line"
        )

    # YAML keeps the last of two equal keys without a word.
    keys = [key.value for key, _ in node.value] if node is not None else []
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(
                f"{file}: the key {key!r} stands there twice; keep one of them"
            )

    return params


def _rename_former_keys(params: dict[str, Any], file: str | Path) -> dict[str, Any]:
    former = {
        parameter.formerly: key
        for key, parameter in PARAMETERS.items()
        if parameter.formerly
    }

    renamed = {}
    for key, value in params.items():
        if key not in former:
            renamed[key] = value
            continue

        today = former[key]
        if today in params:
            raise ValueError(
                f"{file}: {key!r} is the former name of {today!r}, and both are set; "
                f"keep {today!r}"
            )
        warnings.warn(
            f"{file}: the key {key!r} is called {today!r} now, and is read as that",
            FutureWarning,
            stacklevel=3,
        )
        renamed[today] = value

    return renamed


def _parse_setting(key: str, text: str) -> Any:
    parameter = PARAMETERS.get(key)
    is_text = parameter is not None and parameter.takes in AS_WRITTEN
    if is_text and not text.startswith("["):
        return text

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text


def _keep_date_as_text(key: str, value: Any) -> Any:
    """Give a date as it was written; YAML makes dates and numbers of them."""
    if key not in ("compare_to", "a", "b") or isinstance(value, bool):
        return value

    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return value


def _kind_of(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "keys with values",
    }
    return names.get(type(value), type(value).__name__)


def _name_params_at_hand(file: str | Path) -> str:
    others = sorted(str(other) for other in Path(file).parent.glob("*.yml"))
    if not others:
        return "none"

    shown = ", ".join(others[:5])
    return f"{shown} …" if len(others) > 5 else shown
