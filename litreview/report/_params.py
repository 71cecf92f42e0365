"""The parameters of a review: one table of them, and params files checked by it.

`PARAMETERS` is the only place where a parameter is described: README's table and the
schema for editors are written from it, the notebooks' cells are tested against it, a
run takes its defaults from it, and a params file is checked by it before anything runs.
"""

import ast
import copy
import datetime
import difflib
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import papermill
import yaml

from litreview import tables
from litreview.report import _kinds, _yaml


class Parameter(NamedTuple):
    """A parameter of a review: what it takes and what it means."""

    takes: str  # one of the kinds in `_kinds.CHECKS`
    means: str
    if_left_out: str
    default: Any = None  # of a run; None: there is none
    choices: tuple[str, ...] = ()  # for `takes="choice"`
    side_file: str = ""  # how the file beside NAME.yml ends that it is found in
    formerly: str = ""  # the key of older params files, still read
    former_side_file: str = ""
    of_report: bool = False  # what the report itself takes, and no notebook


MUST_BE_SET = "must be set"

PARAMETERS = {
    "dumps": Parameter(
        "paths",
        "a file, folder or glob, or a list of them; relative to where the command is "
        "typed",
        MUST_BE_SET,
    ),
    "title": Parameter(
        "line",
        "what the report is called",
        "the name of the params file",
        of_report=True,
    ),
    "extends": Parameter(
        "params file",
        "another params file, seen from this one, whose keys hold where this one says "
        "nothing; plain papermill does not read it",
        "none",
        of_report=True,
    ),
    "year": Parameter(
        "year",
        "the year of page dates that lack one",
        "such dates are missing",
        default=0,
    ),
    "encoding": Parameter(
        "text",
        "of text that is neither marked nor UTF-8, such as `cp1252`",
        "Windows-1252 or Latin-1, and says so",
        default="",
    ),
    "conference_reviews": Parameter(
        "bool",
        "`true`: what Scopus calls a conference review, the front matter of "
        "proceedings, counts as a paper",
        "it is listed with the reason",
        default=False,
    ),
    "metadata": Parameter(
        "paths or nothing",
        "further files of any format, from which papers gain dates, authors, venue, "
        "DOI and link",
        "none",
        default="",
    ),
    "columns": Parameter(
        "columns",
        "columns of a table that are called otherwise, such as `{title: Titel}`",
        "found by their usual names",
        default={},
    ),
    "duplicate_decisions": Parameter(
        "file",
        "a CSV of your own decisions on which records are one paper",
        "`NAME.duplicate_decisions.csv` beside `NAME.yml`, if there",
        default="",
        side_file=".duplicate_decisions.csv",
        formerly="settled",
        former_side_file=".duplicates.csv",
    ),
    "linked": Parameter(
        "choice",
        "whether papers that are linked count `once` or `twice`; `auto`: a preprint "
        "once with its publication, others on their own",
        "`auto`",
        default="auto",
        choices=("auto", "once", "twice"),
    ),
    "screening_decisions": Parameter(
        "file",
        "the file in which screening keeps its decisions; with it, the report has the "
        "flow chart of PRISMA 2020",
        "`NAME.screening_decisions.sqlite` beside `NAME.yml`, if there",
        default="",
        side_file=".screening_decisions.sqlite",
        formerly="decisions",
        former_side_file=".decisions.sqlite",
    ),
    "embedding": Parameter(
        "embedding",
        "`cooccurrence`, `tfidf`, the folder or package of a model, or several joined "
        "by `+`",
        "`cooccurrence`",
        default="cooccurrence",
    ),
    "topics": Parameter(
        "topics",
        "how many, or `auto`, `coarse` or `fine`",
        "`auto`",
        default="auto",
    ),
    "topic_labels": Parameter(
        "file",
        "a CSV of your own labels, merges and splits",
        "`NAME.topic_labels.csv` beside `NAME.yml`, if there",
        default="",
        side_file=".topic_labels.csv",
        formerly="labels",
        former_side_file=".labels.csv",
    ),
    "labeller": Parameter(
        "function",
        "a function of your own that names topics, as `module:function`",
        "none",
        default="",
    ),
    "earlier": Parameter(
        "report",
        "the folder of an earlier report, whose topics and map new papers join",
        "topics are found anew",
        default="",
    ),
    "seed": Parameter("seed", "of everything random", "`0`", default=0),
    "time": Parameter(
        "choice",
        "`published`, `seen` or `auto`: which dates make the axis",
        "`auto`",
        default="auto",
        choices=("auto", "published", "seen"),
    ),
    "period": Parameter(
        "choice",
        "`day`, `week`, `month`, `quarter`, `year` or `auto`",
        "`auto`",
        default="auto",
        choices=("auto", *tables.PERIODS),
    ),
    "burst_ratio": Parameter(
        "number",
        "how many times its usual share a topic or term must have to count as bursting",
        "`2`",
        default=2.0,
    ),
    "burst_cost": Parameter(
        "number",
        "how reluctantly a burst begins: higher finds fewer",
        "`1`",
        default=1.0,
    ),
    "a": Parameter(
        "text",
        "what to compare: a dump, a glob over dumps, periods such as `2019..2021`, a "
        "report's folder",
        "each dump",
        default="",
    ),
    "b": Parameter(
        "text",
        "what to compare it with, written the same way",
        "all other papers",
        default="",
    ),
    "compare_to": Parameter(
        "run",
        "an earlier run: the folder of a report, the date of a kept run or its "
        "beginning (`2026-10`), or `none`",
        "the report that this run replaces",
        default="",
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
    "review": Parameter(
        "name",
        "the review that notebooks run by hand or by plain papermill belong to; "
        "`litreview run` takes the name of the params file",
        "`sample`",
        default="sample",
        formerly="folder",
    ),
}

# A file called 2024 stays a name, and a date stays as it was written.
AS_WRITTEN = (
    "file",
    "function",
    "line",
    "name",
    "paths",
    "paths or nothing",
    "report",
    "text",
)
# YAML makes dates and numbers of what is text here.
DATES_AND_NAMES = ("a", "b", "compare_to", "review")


def defaults() -> dict[str, Any]:
    """Collect what a run uses where its params file says nothing, by key.

    `dumps` must be set, and is not among them; nor is what the report itself takes, and
    no notebook.
    """
    found = {}
    for key, parameter in PARAMETERS.items():
        if not parameter.of_report and parameter.default is not None:
            found[key] = copy.deepcopy(parameter.default)

    return found


def load(file: str | Path, settings: Sequence[str] = ()) -> dict[str, Any]:
    """Read a params file and lay settings of the form KEY=VALUE over it.

    Parameters
    ----------
    file
        A YAML file of `key: value` lines. A value of null means the default. What it
        leaves out, the file says that it `extends`.
    settings
        What `--set` was given.

    Returns
    -------
    The parameters by their keys. Keys of older versions have today's names; a
    FutureWarning says so.

    Raises
    ------
    ValueError
        If a file is missing, is not YAML or no list of keys, or extends itself; or if a
        setting has no `=`.
    """
    params = _read_extended(file) | _read_settings(settings, file)

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
            given = f"{value!r} is {_kinds.kind_of(value)}"
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
    else:
        fits = _kinds.CHECKS[parameter.takes].fits(value)

    return "" if fits else _wanted(parameter)


def parameters_table() -> str:
    """Write the parameters as the table of the README, in Markdown."""
    rows = ["| key | means | if left out |", "|---|---|---|"]

    for key, parameter in PARAMETERS.items():
        rows.append(f"| `{key}` | {parameter.means} | {parameter.if_left_out} |")

    return "\n".join(rows) + "\n"


def parameters_schema() -> dict[str, Any]:
    """Describe params files as a JSON Schema, with which editors complete and check.

    It refuses nothing that a run would take. Keys that are no parameters are refused,
    except where notebooks of the user's own may state them.

    Returns
    -------
    A schema of draft 7, the one that editors of YAML know best.
    """
    properties = {}
    for key, parameter in PARAMETERS.items():
        properties[key] = _property_schema(key, parameter)
        if parameter.formerly:
            properties[parameter.formerly] = {
                "deprecationMessage": f"is called {key} now",
                "doNotSuggest": True,
            }

    has_further = [{"required": ["notebooks"]}, {"required": ["extends"]}]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The parameters of a review",
        "description": "Written from the table of parameters by docs/write.py.",
        "type": ["object", "null"],
        "properties": properties,
        "if": {"not": {"anyOf": has_further}},
        "then": {
            "properties": dict.fromkeys(properties, True),
            "additionalProperties": False,
        },
    }


def _property_schema(key: str, parameter: Parameter) -> dict[str, Any]:
    text = f"{parameter.means}\n\nIf left out: {parameter.if_left_out}"
    if parameter.if_left_out == MUST_BE_SET:
        text = f"{parameter.means}\n\nIt {MUST_BE_SET}."

    described = {
        "title": key,
        "description": text.replace("`", ""),
        "markdownDescription": text,
        "errorMessage": f"{_wanted(parameter)} would do",
    }
    if parameter.default is not None:
        described["default"] = parameter.default

    if parameter.takes == "choice":
        return described | {"enum": [*parameter.choices, None]}
    return described | _or_null(_kinds.CHECKS[parameter.takes].schema, key)


def _or_null(schema: dict[str, Any], key: str) -> dict[str, Any]:
    """Let a schema take null, which means the default, and what YAML makes of 2026."""
    further = ["null"]
    if key in DATES_AND_NAMES:
        further.append("integer")

    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": further}]}
    return schema | {"type": [schema["type"], *further]}


# ---- What a message says


def _wanted(parameter: Parameter) -> str:
    if parameter.takes == "choice":
        return "one of " + ", ".join(parameter.choices)
    return _kinds.CHECKS[parameter.takes].wanted or parameter.means


def _what_type_would_do(value: Any, kind: str) -> str:
    if kind not in _kinds.TYPES:
        return ""

    fits, wanted = _kinds.TYPES[kind]
    return "" if fits(value) else wanted


def _hint(key: str, further: dict[str, str]) -> str:
    """Name the key that was probably meant, or all that there are."""
    known = sorted({*PARAMETERS, *further})
    near = difflib.get_close_matches(str(key), known, n=1)

    if near:
        return f"did you mean {near[0]!r}?"
    return f"known keys: {', '.join(known)}"


# ---- Reading params files


def _read_extended(file: str | Path) -> dict[str, Any]:
    """Read a params file, over the files that it extends: the nearer one holds."""
    params: dict[str, Any] = {}
    chain: list[Path] = []
    following: Path | None = Path(file)

    while following is not None:
        further = _read_one(following, chain)
        extended = further.pop("extends", None)
        if chain:
            further.pop("review", None)  # the name of that file, and not of this one

        params = further | params
        chain.append(following)
        following = _find_extended(extended, chain)

    return params


def _read_one(file: Path, chain: list[Path]) -> dict[str, Any]:
    """Read a params file on its own; its keys have today's names."""
    try:
        params = _rename_former_keys(_yaml.read_mapping(file), file, str(file))
    except ValueError as error:
        if chain:
            raise ValueError(f"{chain[-1]}: extends {error}") from None
        raise

    _check_review(params, file, str(file))
    return params


def _find_extended(extended: Any, chain: list[Path]) -> Path | None:
    """Find the params file that the last one of a chain extends."""
    if extended is None:
        return None

    file = chain[-1]
    wanted = what_would_do("extends", extended)
    if wanted:
        given = f"{extended!r} is {_kinds.kind_of(extended)}"
        raise ValueError(f"{file}: extends: {given}; {wanted} would do")

    base = file.parent / extended
    if base.resolve() == file.resolve():
        raise ValueError(f"{file}: extends itself; take the line `extends` out")

    for earlier in chain:
        if base.resolve() == earlier.resolve():
            raise ValueError(
                f"{file}: extends {base}, which extends this file; take the line "
                "`extends` out of one of them"
            )

    return base


def _read_settings(settings: Sequence[str], file: str | Path) -> dict[str, Any]:
    params = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals:
            raise ValueError(f"--set {setting}: has no `=`; write --set KEY=VALUE")
        if key == "extends":
            raise ValueError(
                f"--set {setting}: a params file says what it extends; write "
                "`extends` there"
            )
        params[key] = _parse_setting(key, text)

    params = _rename_former_keys(params, Path(file), "--set")
    _check_review(params, Path(file), "--set")
    return params


def _check_review(params: dict[str, Any], file: Path, place: str) -> None:
    """Warn of a name of the review that is not that of its params file.

    A run goes by the name of the file, so a copy of a file works as it is; plain
    papermill goes by the key.
    """
    review = _keep_date_as_text("review", params.get("review"))
    if not _kinds.CHECKS["name"].fits(review):
        return  # the check of values refuses it
    if review == file.stem:
        return

    warnings.warn(
        f"{place}: review: {review!r} is not the name of the params file; the run is "
        f"called {file.stem!r}, and plain papermill would write to the draft of "
        f"{review!r}; write `review: {file.stem}`, or leave it out",
        FutureWarning,
        stacklevel=4,
    )


def _rename_former_keys(
    params: dict[str, Any], file: Path, place: str
) -> dict[str, Any]:
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
                f"{place}: {key!r} is the former name of {today!r}, and both are set; "
                f"keep {today!r}"
            )

        outcome = "is read as that"
        if key == "folder":
            value = Path(str(value)).name
            outcome = f"is read as `review: {value}`"
        if key == "folder" and value != file.stem:
            value = None  # a run never went by it
            outcome = f"{params[key]!r} is not used: the review of this file is "
            outcome += repr(file.stem)

        warnings.warn(
            f"{place}: the key {key!r} is called {today!r} now, and {outcome}",
            FutureWarning,
            stacklevel=5,
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
    except (yaml.YAMLError, ValueError, RecursionError):
        return text


def _keep_date_as_text(key: str, value: Any) -> Any:
    """Give a date as it was written; YAML makes dates and numbers of them."""
    if key not in DATES_AND_NAMES or isinstance(value, bool):
        return value

    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return value
