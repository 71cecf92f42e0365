"""What kinds of values parameters take: a check, what would do, and a JSON Schema."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from litreview import tables, workspace


class Kind(NamedTuple):
    """A kind of parameter: whether a value fits, what would do, and its JSON Schema.

    The schema leaves to `fits` what needs the disk.
    """

    fits: Callable[[Any], bool]
    wanted: str
    schema: dict[str, Any]


# A regular expression means the same here and in the editors that read the schema.
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_ONE_LINE = rf"^(?![\s\S]*[{_CONTROL}])"
_LINE = rf"{_ONE_LINE}[\s\S]*\S"
_FUNCTION = rf"{_ONE_LINE}([\w.\u00aa-\uffff]+:[\w\u00aa-\uffff]+)?$"
_NAME = (
    rf"{_ONE_LINE}(?![\s\S]*[/\\:*?\"<>|])(?!.*\.(draft|earlier)$)"
    r"[^\s.\-](.*[^\s.])?$"
)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or isinstance(value, float)


def _is_line(value: Any) -> bool:
    return _is_text(value) and bool(re.search(_LINE, value))


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


def _is_file(value: Any) -> bool:
    return _is_text(value) and (value == "" or Path(value).is_file())


def _is_folder(value: Any) -> bool:
    return _is_text(value) and (value == "" or Path(value).is_dir())


def _is_function(value: Any) -> bool:
    return _is_text(value) and bool(re.search(_FUNCTION, value))


def _is_name(value: Any) -> bool:
    return _is_text(value) and not workspace.name_problem(value)


def _is_report_with_topics(value: Any) -> bool:
    if not _is_text(value):
        return False

    return value == "" or tables.file_of(value, "reruns").is_file()


def _are_notebooks(value: Any) -> bool:
    if not isinstance(value, list):
        return False

    return all(_is_text(path) and Path(path).is_file() for path in value)


_TEXT: dict[str, Any] = {"type": "string"}
_PATH = {"type": "string", "minLength": 1}
_PATHS = [_PATH, {"type": "array", "items": _PATH, "minItems": 1}]

CHECKS = {
    "paths": Kind(
        _are_paths,
        "a file, a folder, a glob or a list of them",
        {"anyOf": _PATHS},
    ),
    "paths or nothing": Kind(
        _are_paths_or_nothing,
        "a file, a folder, a glob or a list of them",
        {"anyOf": [_TEXT, *_PATHS[1:]]},
    ),
    "line": Kind(_is_line, "a line of text", {"type": "string", "pattern": _LINE}),
    "text": Kind(_is_text, "text", _TEXT),
    "number": Kind(_is_number, "a number", {"type": "number"}),
    "bool": Kind(_is_bool, "true or false", {"type": "boolean"}),
    "year": Kind(
        _is_year,
        "a year such as 2025",
        {
            "type": "integer",
            "minimum": 0,
            "maximum": 9999,
            "not": {
                "type": "integer",
                "exclusiveMinimum": 0,
                "exclusiveMaximum": 1000,
            },
        },
    ),
    "seed": Kind(
        _is_seed,
        "a whole number from 0 to 4294967295",
        {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
    ),
    "topics": Kind(
        _are_topics,
        "auto, coarse, fine, or a whole number from 2",
        {
            "anyOf": [
                {"enum": ["auto", "coarse", "fine"]},
                {"type": "integer", "minimum": 2},
            ]
        },
    ),
    "columns": Kind(
        _are_columns,
        "our names with the names in the file, such as {title: Titel}",
        {"type": "object", "additionalProperties": _TEXT},
    ),
    "embedding": Kind(
        _is_line,
        "cooccurrence, tfidf, or a model",
        {
            "type": "string",
            "pattern": _LINE,
            "examples": ["cooccurrence", "tfidf", "cooccurrence+tfidf"],
        },
    ),
    "file": Kind(_is_file, "", _TEXT),  # what would do is what the parameter means
    "folder": Kind(_is_folder, "a folder of templates", _TEXT),
    "function": Kind(
        _is_function,
        "a function, as module:name",
        {"type": "string", "pattern": _FUNCTION},
    ),
    "name": Kind(
        _is_name,
        "the name of a review, such as sample (no / or \\ in it, and no . at its ends)",
        {"type": "string", "pattern": _NAME, "minimum": 0},  # a file called 2024
    ),
    "report": Kind(_is_report_with_topics, "the folder of an earlier report", _TEXT),
    "run": Kind(
        _is_text, "the folder of a report, a date such as 2026-10, or none", _TEXT
    ),
    "notebooks": Kind(
        _are_notebooks,
        "a list of notebooks that are there, seen from where the command is typed,",
        {"type": "array", "items": _TEXT},
    ),
    "params file": Kind(
        _is_line,
        "another params file, such as common.yml,",
        {"type": "string", "pattern": _LINE},
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


def kind_of(value: Any) -> str:
    """Say in words what kind of value it is."""
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "keys with values",
    }
    return names.get(type(value), type(value).__name__)
