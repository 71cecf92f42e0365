"""A kernel imports ahead what its notebook calls, and nothing stays when it is stopped."""

import nbformat
import pytest

from litreview.report import _kernels
from tests.conftest import ROOT


def write_notebook(file, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    return file


def test_functions_are_touched_for_a_face_loads_only_what_is_touched(tmp_path):
    file = write_notebook(
        tmp_path / "a.ipynb",
        "import litreview\nlitreview.trends.judge_topics(1)",
        "litreview.show.table(2)",
    )
    line = _kernels._imports(file)

    assert "show.table" in line and "trends.judge_topics" in line
    names: dict = {}
    exec(line, names)
    names.pop("__builtins__")
    assert names == {}


def test_a_notebook_that_calls_nothing_of_ours_is_fine(tmp_path):
    exec(_kernels._imports(write_notebook(tmp_path / "a.ipynb", "1 + 1")))


def test_all_that_our_notebooks_call_is_there():
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        exec(_kernels._imports(file))


@pytest.mark.slow
def test_a_kernel_leaves_no_folder(tmp_path):
    file = write_notebook(tmp_path / "a.ipynb", "1 + 1")
    kernel = _kernels.start(file, {"A": "b"})
    folder = kernel.ip if kernel.transport == "ipc" else ""
    _kernels.stop(kernel)

    assert not folder or not (tmp_path / folder).parent.exists()
