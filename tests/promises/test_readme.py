"""What the README says holds: its commands, its parameters, its functions, its layout."""

import ast
import re

import litreview
from litreview.dedupe import _join as duplicates
from litreview.read import _dumps as dumps
from litreview.read import _summary as summary
from litreview.report import _params as params
from litreview.report import _run as report
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_make_targets_exist():
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )
    assert set(re.findall(r"^`?make (\w+)", README, re.MULTILINE)) <= targets


def test_the_files_it_names_are_there():
    for name in re.findall(
        r"\b(?:params|notebooks|docs|tests|litreview)/[\w/-]+\.\w+", README
    ):
        assert (ROOT / name).exists() or "NAME" in name, name


def test_the_table_of_parameters_is_complete():
    stated = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    known = {
        key
        for own in params.of_notebooks(report.find_notebooks()).values()
        for key in own
    }
    assert stated == known | set(params.OWN)


def test_the_layout_lists_every_room():
    rooms = {file.name for file in (ROOT / "litreview").glob("*.py")} - {
        "__init__.py",
        "__main__.py",
    }
    assert set(re.findall(r"^      (\w+\.py) ", README, re.MULTILINE)) == rooms


def test_the_functions_it_shows_exist():
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Attribute) and isinstance(
                node.value, ast.Attribute
            ):
                if getattr(node.value.value, "id", "") == "litreview":
                    assert callable(
                        getattr(getattr(litreview, node.value.attr), node.attr)
                    ), node.attr


def test_its_output_of_check_is_the_real_one():

    records, account, files = dumps.records(ROOT / "litreview" / "sample")
    papers, records, *_ = duplicates.join(records)
    said = (
        summary.reading_summary(papers, records, files)
        .replace("**", "")
        .replace("`", "")
    )
    assert said in README
