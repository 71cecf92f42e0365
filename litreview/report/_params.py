"""The parameters of a review: read from YAML, checked against the notebooks before anything runs."""

import ast
import datetime
import difflib
import logging
import re
from collections.abc import Sequence
from pathlib import Path

import papermill
import yaml

from litreview import tables, trends

CHOICES = {"time": ("auto", "published", "seen"), "period": ("auto", *trends.PERIODS)}
CHOICES |= {"linked": ("auto", "once", "twice")}
TEXTS = (
    "dumps",
    "metadata",
    "folder",
    "title",
    "embedding",
    "encoding",
    "labels",
    "settled",
    "decisions",
    "labeller",
    "earlier",
    "compare_to",
    "a",
    "b",
)
FILES = {
    "labels": "a CSV file of labels",
    "settled": "a CSV file of decisions on duplicates",
}
FILES |= {
    "decisions": "a file that screening keeps its decisions in, such as NAME.decisions.sqlite"
}
OWN = {
    "title": "str",
    "notebooks": "list",
    "template": "str",
}  # what the report itself takes, and no notebook


def load(file: str | Path, settings: Sequence[str] = ()) -> dict:
    """Read a params file, with settings of the form KEY=VALUE laid over it; a value of null means the default.

    Raises ValueError where the file is missing, no YAML, or no list of keys, or a setting has no `=`.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
        params, node = yaml.safe_load(text) or {}, yaml.compose(text)
    except FileNotFoundError:
        raise ValueError(
            f"{file}: there is no such params file; the ones at hand: {_at_hand(file)}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{file}: cannot be read as a params file ({error}); name a YAML file in UTF-8"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or "unreadable"
        raise ValueError(
            f"{file}{where}: not YAML ({what}); write one `key: value` a line"
        ) from None
    if not isinstance(params, dict):
        raise ValueError(
            f"{file}: holds {_kind(params)}, not keys with values; write one `key: value` a line"
        )
    keys = [key.value for key, _ in node.value] if node is not None else []
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise ValueError(
            f"{file}: the key {twice[0]!r} stands there twice; keep one of them"
        )
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"--set {setting}: has no `=`; write --set KEY=VALUE")
        params[key.strip()] = _value(key.strip(), value)
    return {
        key: _dated(key, value) for key, value in params.items() if value is not None
    }


def of_notebooks(notebooks: Sequence[Path]) -> dict[str, dict[str, dict]]:
    """List the parameters of each notebook by its name: for each of them its `kind` (a type) and `default`."""
    logging.getLogger("papermill").setLevel(logging.ERROR)  # it greets every notebook
    found = {}
    for file in notebooks:
        stated = papermill.inspect_notebook(str(file))
        found[file.stem] = {
            name: {
                "kind": known["inferred_type_name"],
                "default": ast.literal_eval(known["default"]),
            }
            for name, known in stated.items()
        }
    return found


def check(
    params: dict, known: dict[str, dict[str, dict]], file: str | Path = "params"
) -> None:
    """Check the keys and values of a review. Raises ValueError that says what is wrong and what would do."""
    types = OWN | {
        name: stated["kind"] for own in known.values() for name, stated in own.items()
    }
    for key, value in params.items():
        if key not in types:
            near = difflib.get_close_matches(str(key), types, n=1)
            hint = (
                f"did you mean {near[0]!r}?"
                if near
                else f"known keys: {', '.join(sorted(types))}"
            )
            raise ValueError(f"{file}: unknown key {key!r}; {hint}")
        if wanted := _wrong(key, value, types[key]):
            raise ValueError(
                f"{file}: {key}: {value!r} is {_kind(value)}; {wanted} would do"
            )
    if params.get("embedding", "cooccurrence") != "cooccurrence":
        from litreview import (
            topics,  # scikit-learn, for those who ask for another embedding
        )

        try:
            topics.check_embedding(params["embedding"])
        except FileNotFoundError as error:
            raise ValueError(f"{file}: {error}") from None


def _wrong(key: str, value, kind: str) -> str | None:
    """Say what would do, if the value does not."""
    number = isinstance(value, int) and not isinstance(value, bool)
    if key in CHOICES:
        return None if value in CHOICES[key] else "one of " + ", ".join(CHOICES[key])
    if key in ("dumps", "metadata"):
        paths = value if isinstance(value, list) else [value]
        good = (
            bool(paths) and all(isinstance(path, str) and path for path in paths)
        ) or (key, value) == (
            "metadata",
            "",
        )
        return None if good else "a file, a folder, a glob or a list of them"
    if key == "topics":
        good = value in ("auto", "coarse", "fine") or (number and value >= 2)
        return None if good else "auto, coarse, fine, or a whole number from 2"
    if key == "columns":
        good = isinstance(value, dict) and all(
            isinstance(name, str) for pair in value.items() for name in pair
        )
        return (
            None
            if good
            else "our names with the names in the file, such as {title: Titel}"
        )
    if key == "year":
        return (
            None
            if number and (value == 0 or 1000 <= value <= 9999)
            else "a year such as 2025"
        )
    if key == "embedding":
        return (
            None
            if isinstance(value, str) and value.strip()
            else "cooccurrence, tfidf, or a model"
        )
    if key in FILES:
        return (
            None
            if isinstance(value, str) and (not value or Path(value).is_file())
            else FILES[key]
        )
    if key == "labeller":
        return (
            None
            if isinstance(value, str) and re.fullmatch(r"([\w.]+:\w+)?", value)
            else "a function, as module:name"
        )
    if key == "earlier":
        known = isinstance(value, str) and (
            not value or tables.file_of(value, "reruns").is_file()
        )
        return None if known else "the folder of an earlier report"
    if key == "compare_to":
        return (
            None
            if isinstance(value, str)
            else "the folder of a report, a date such as 2026-10, or none"
        )
    if key == "template":
        return (
            None
            if isinstance(value, str) and (not value or Path(value).is_dir())
            else "a folder of templates"
        )
    if key == "notebooks":
        good = isinstance(value, list) and all(
            isinstance(path, str) and Path(path).is_file() for path in value
        )
        return (
            None if good else "a list of notebooks that are there, such as [mine.ipynb]"
        )
    if key == "title":
        return (
            None
            if isinstance(value, str) and value.strip() and value.isprintable()
            else "a line of text"
        )
    if key == "seed":
        return (
            None
            if number and 0 <= value < 2**32
            else "a whole number from 0 to 4294967295"
        )
    good = {
        "str": isinstance(value, str),
        "int": number,
        "float": number or isinstance(value, float),
        "bool": isinstance(value, bool),
        "list": isinstance(value, list),
        "dict": isinstance(value, dict),
    }
    wanted = {
        "str": "text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "dict": "keys with values",
    }
    return None if good.get(kind, True) else wanted.get(kind, f"a {kind}")


def _value(key: str, text: str):
    if key in TEXTS and not text.startswith("["):
        return text  # a file named 2024 stays a name
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text


def _dated(key: str, value):
    """Give a date as it was written: YAML takes 2026-10-21 for a date and 2026 for a number."""
    if (
        key in ("compare_to", "a", "b")
        and isinstance(value, datetime.date | int)
        and not isinstance(value, bool)
    ):
        return value.isoformat() if isinstance(value, datetime.date) else str(value)
    return value


def _kind(value) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "keys with values",
    }
    return names.get(type(value), type(value).__name__)


def _at_hand(file: str | Path) -> str:
    others = sorted(str(other) for other in Path(file).parent.glob("*.yml"))
    return (
        ", ".join(others[:5]) + (" …" if len(others) > 5 else "") if others else "none"
    )
