"""Notebooks are found in their order, checked, and restated for where they will lie."""

import shutil
from pathlib import Path

import nbformat
import pytest

from litreview.report import _notebooks
from tests.conftest import ROOT


def make_notebook(file, kernel: bool = True):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A")])
    if kernel:
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    nbformat.write(notebook, file)
    return str(file)


def test_they_come_in_their_order_as_far_as_is_asked():
    names = [file.stem for file in _notebooks.find_notebooks()]
    assert names == list(_notebooks.ORDER)

    names = [file.stem for file in _notebooks.find_notebooks("topics")]
    assert names == ["papers", "screening", "topics"]

    with pytest.raises(ValueError, match="--until end: is none of the notebooks"):
        _notebooks.find_notebooks("end")


def test_ours_run_whatever_lies_in_the_folder_and_own_ones_where_they_are_named(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    own = Path(make_notebook(Path("notebooks") / "topics.ipynb"))
    further = Path(make_notebook(Path("notebooks") / "mine.ipynb"))
    ours = _notebooks.find_notebooks()
    assert ours[0] == ROOT / "notebooks" / "papers.ipynb"

    params = {"notebooks": [str(own), str(further)]}
    named = _notebooks.find_own_notebooks(params, "review.yml")
    used = _notebooks.put_own_in_place(ours, named)
    assert [file.stem for file in used] == [*_notebooks.ORDER, "mine"]
    assert used[2] == own and used[1] == ours[1]


def test_a_changed_notebook_that_will_not_run_is_told_parameters_do_not_count(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "notebooks", "notebooks")
    assert _notebooks.find_changed_notebooks([]) == []

    file = Path("notebooks") / "topics.ipynb"
    node = nbformat.read(file, 4)
    (cell,) = [c for c in node.cells if "parameters" in c.metadata.get("tags", [])]
    cell.source = cell.source.replace("seed: int = 0", "seed: int = 7")
    nbformat.write(node, file)
    assert _notebooks.find_changed_notebooks([]) == []

    node.cells[-1].source += "\n1"
    nbformat.write(node, file)
    assert _notebooks.find_changed_notebooks([]) == [file]
    assert _notebooks.find_changed_notebooks([file]) == []


def test_names_that_the_page_has_already_come_from_its_template():
    reserved = _notebooks.reserved_names()
    assert {"summary", "map", "papers", "made", "main", "explorer", "read"} <= reserved


@pytest.mark.parametrize("name", ["summary", "made", "two words"])
def test_a_name_that_cannot_be_a_part_is_refused(tmp_path, name):
    params = {"notebooks": [make_notebook(tmp_path / f"{name}.ipynb")]}
    with pytest.raises(ValueError, match="rename"):
        _notebooks.find_own_notebooks(params, "review.yml")


def test_two_of_one_name_and_one_without_a_kernel_are_refused(tmp_path):
    (tmp_path / "other").mkdir()
    twice = [
        make_notebook(tmp_path / "mine.ipynb"),
        make_notebook(tmp_path / "other" / "mine.ipynb"),
    ]
    with pytest.raises(ValueError, match="another part called 'mine'"):
        _notebooks.find_own_notebooks({"notebooks": twice}, "review.yml")

    bare = make_notebook(tmp_path / "bare.ipynb", kernel=False)
    with pytest.raises(ValueError, match="names no kernel; open it in JupyterLab"):
        _notebooks.find_own_notebooks({"notebooks": [bare]}, "review.yml")


def test_what_is_no_notebook_is_left_to_the_check_of_the_params(tmp_path):
    for value in (3, None, ["nowhere.ipynb"], [7]):
        assert _notebooks.find_own_notebooks({"notebooks": value}, "r.yml") == []


def test_a_notebook_names_the_folders_where_its_tables_will_be(tmp_path):
    notebook = nbformat.v4.new_notebook()
    cell = nbformat.v4.new_code_cell('compare_to: str = ""')
    cell.metadata["tags"] = ["parameters"]
    shown = nbformat.v4.new_code_cell('print("/build/x \\"q\\"")')
    notebook.cells = [cell, shown]
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python"}
    file = tmp_path / "changes.ipynb"
    nbformat.write(notebook, file)

    _notebooks.restate(file, {"compare_to": "/kept/1"}, {"/build/x": '/final/"x"'})

    text = nbformat.read(file, 4)
    sources = "\n".join(cell.source for cell in text.cells)
    assert 'compare_to = "/kept/1"' in sources
    assert '/final/"x"' in sources and "/build" not in sources
