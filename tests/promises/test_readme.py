"""What the README says holds: its commands, its files, its functions, its layout."""

import ast
import re

import litreview
from litreview import dedupe, read
from tests.benchmarks.code_measured import rooms
from tests.conftest import ROOT, SAMPLE

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^`?make (\w+)", README, re.MULTILINE)) <= targets


def test_the_files_it_names_are_there():
    folders = "params|notebooks|docs|tests|litreview"
    for text in (README, CONTRIBUTING):
        for name in re.findall(rf"\b(?:{folders})/[\w/-]+\.\w+", text):
            assert (ROOT / name).exists() or "NAME" in name, name


def test_the_layout_lists_every_room():
    layout = README[README.index("## Layout") :]
    for room in rooms(ROOT / "litreview"):
        assert re.search(rf"\b{room}(/|\.py)", layout), room


def test_the_functions_it_shows_exist():
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        for node in ast.walk(ast.parse(block)):
            if not isinstance(node, ast.Attribute):
                continue

            names = ast.unparse(node).split(".")
            if names[0] == "litreview" and len(names) == 3:
                room = getattr(litreview, names[1])
                assert callable(getattr(room, names[2])), ".".join(names)


def test_its_output_of_check_is_the_real_one():
    found, lines, files = read.scan(SAMPLE)
    papers, records, *_ = dedupe.join(found)
    overview = read.overview(papers, records, lines, files)

    summary = overview["summary"].replace("**", "").replace("`", "")
    assert summary in README
