"""Notebooks tell, modules do: prose, short cells, one tagged parameters cell, nothing left over from a run."""

import ast
import subprocess
import sys

import nbformat
import pytest

from litreview.report import _params
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request):
    return nbformat.read(request.param, 4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_cells_are_stripped_short_and_define_nothing(notebook):
    for cell in code(notebook):
        assert not cell.outputs and cell.execution_count is None
        if "parameters" not in cell.metadata.get("tags", []):
            assert len([line for line in cell.source.splitlines() if line]) <= 5
        defined = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
        assert not [
            node
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, defined)
        ]


def test_the_kernel_is_the_one_that_every_machine_has(notebook):
    assert notebook.metadata.kernelspec.name == "python3"
    assert "papermill" not in notebook.metadata


def test_one_parameters_cell_with_defaults_types_and_help(notebook):
    (cell,) = [
        cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", [])
    ]
    for line in cell.source.splitlines():
        (assigned,) = ast.parse(line).body
        assert isinstance(assigned, ast.AnnAssign) and "  # " in line, line


def test_papermill_sees_every_parameter():
    for file, stated in zip(
        NOTEBOOKS, _params.read_notebooks(NOTEBOOKS).values(), strict=True
    ):
        (cell,) = [
            c
            for c in code(nbformat.read(file, 4))
            if "parameters" in c.metadata.get("tags", [])
        ]
        assert set(stated) == {line.split(":")[0] for line in cell.source.splitlines()}


def test_headings_ask_and_prose_comes_first(notebook):
    assert notebook.cells[0].cell_type == "markdown" and notebook.cells[
        0
    ].source.startswith("# ")


def test_nbstripout_would_change_nothing():
    command = [sys.executable, "-m", "nbstripout", "--verify", "--keep-id"]
    extra = ["--extra-keys", "metadata.papermill cell.metadata.papermill"]
    done = subprocess.run(
        [*command, *extra, *map(str, NOTEBOOKS)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
