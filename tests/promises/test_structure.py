"""The house: rooms with a face each, private files, imports downwards, docstrings."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import litreview
from tests.benchmarks.code_measured import faces, functions_by_notebook, rooms
from tests.conftest import ROOT

PACKAGE = ROOT / "litreview"
ROOMS = [
    "read",
    "dedupe",
    "topics",
    "trends",
    "screening",
    "explore",
    "charts",
    "report",
]
BENEATH = ["progress", "query", "show", "tables", "text", "workspace", "write"]
FACES = faces(PACKAGE)
OFFERED = [(room, name) for room, names in FACES.items() for name in names]
FILES = sorted(PACKAGE.rglob("*.py"))


def face(room: str):
    return importlib.import_module(f"litreview.{room}")


def test_the_rooms_are_those_that_the_package_says():
    assert rooms(PACKAGE) == sorted([*ROOMS, *BENEATH])
    assert set(dir(litreview)) >= {*ROOMS, *BENEATH}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_a_face_and_private_files(room):
    assert face(room).__doc__, "a face says what goes in and what comes out"

    for file in (PACKAGE / room).rglob("*.py"):
        assert file.name.startswith("_"), f"{file.name} is no private file"


def test_the_faces_offer_few_names():
    offered = [name for room, name in OFFERED if room in ROOMS]
    assert len(offered) <= 95, "take a name out that nobody outside its room needs"


@pytest.mark.parametrize(("room", "name"), OFFERED)
def test_what_a_face_offers_is_there_and_described(room, name):
    offered = getattr(face(room), name)
    if not callable(offered) or name.isupper():
        return

    text = inspect.getdoc(offered)
    assert text, f"{room}.{name} has no docstring"
    first = text.splitlines()[0]
    assert first.endswith("."), f"{room}.{name}: {first}"

    if inspect.isfunction(offered):
        _check_sections(f"{room}.{name}", offered, text)


def _check_sections(name: str, function, text: str) -> None:
    parameters = inspect.signature(function).parameters
    if len(parameters) > 1:
        section = re.search(
            r"^Parameters\n-+\n(.*?)(\n\n\w+\n-+\n|\Z)", text, re.M | re.S
        )
        assert section, f"{name} has no section Parameters"
        described = set(re.findall(r"^\*{0,2}(\w+(?:, \w+)*)$", section[1], re.M))
        names = {one for names in described for one in names.split(", ")}
        assert names == set(parameters), f"{name} describes {sorted(names)}"

    assert function.__annotations__, f"{name} has no types"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_other_rooms_are_entered_by_their_face(file):
    parts = file.relative_to(PACKAGE).parts
    own = parts[0] if len(parts) > 1 else ""

    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if not node.module.startswith("litreview."):
            continue

        room = node.module.split(".")[1]
        if room == "_faces":
            continue
        assert room == own or room in BENEATH or "._" not in node.module, node.module
        private = [alias.name for alias in node.names if alias.name.startswith("_")]
        assert room == own or not private, f"{node.module}: {private}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_is_nested_that_could_stand_in_a_line_of_its_own(file):
    comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        inner = [child for child in ast.walk(node) if child is not node]
        if isinstance(node, ast.IfExp):
            nested = [child for child in inner if isinstance(child, ast.IfExp)]
            assert not nested, f"line {node.lineno}: conditional expressions nest"
        if isinstance(node, comprehensions):
            nested = [child for child in inner if isinstance(child, comprehensions)]
            assert not nested, f"line {node.lineno}: comprehensions nest"


def test_every_private_file_has_a_test_file():
    missing = []
    for file in FILES:
        parts = file.relative_to(PACKAGE).parts
        if len(parts) < 2 or file.name == "__init__.py" or parts[0] in BENEATH:
            continue

        name = file.stem.removeprefix("_")
        if parts[1] in ("formats", "layouts"):
            name = f"{parts[1]}_{name}"
        if not (ROOT / "tests" / parts[0] / f"test_{name}.py").is_file():
            missing.append("/".join(parts))

    assert missing == []


def test_a_notebook_calls_few_functions():
    for name, called in functions_by_notebook(ROOT).items():
        assert len(called) <= 14, f"{name}: {sorted(called)}"
        for function in called:
            room, attribute = function.split(".")
            assert hasattr(getattr(litreview, room), attribute), function


def test_imports_point_downwards_only():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_pattern_that_python_before_3_11_5_matches_wrongly():
    # A possessive quantifier around a group, in CPython before 3.11.5.
    for file in FILES:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            assert not re.search(r"\)[*+?}]\+", line), f"{file.name}, line {number}"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("litreview.topcs", "topics"), ("litreview.topics.embd", "embed")],
)
def test_a_misspelt_name_gets_a_suggestion(wrong, meant):
    room, _, name = wrong.removeprefix("litreview.").partition(".")
    with pytest.raises(AttributeError, match=f"did you mean '{meant}'"):
        getattr(face(room), name) if name else getattr(litreview, room)
