"""The notebooks of a run: found, checked, and run one by one with papermill."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node, write_ipynb
from papermill.parameterize import parameterize_notebook

ORDER = ("papers", "screening", "topics", "trends", "compare", "changes")
TEMPLATES = Path(__file__).parent / "templates"


class NotebookFailed(RuntimeError):
    """A notebook of the run failed; the message names notebook, cell and error.

    `source` and `trace` are the cell and the traceback, for the page of the failure.
    """

    def __init__(self, message: str, source: str = "", trace: str = ""):
        super().__init__(message)
        self.source = source
        self.trace = trace


def packaged_folder() -> Path:
    """Find the folder with the notebooks that come with litreview.

    In an installed package they lie inside it, in a checkout at its top.
    """
    installed = Path(__file__).parents[1] / "packaged"
    if installed.is_dir():
        return installed
    return Path(__file__).parents[2]


def find_notebooks(until: str | None = None) -> list[Path]:
    """List the notebooks of a run in their order: those that come with litreview.

    Parameters
    ----------
    until
        The last notebook of the run, such as `topics`; without it all of them.

    Raises
    ------
    ValueError
        If `until` is none of the notebooks.
    """
    if until is not None and until not in ORDER:
        names = ", ".join(ORDER)
        raise ValueError(f"--until {until}: is none of the notebooks {names}")

    names = ORDER
    if until:
        names = ORDER[: ORDER.index(until) + 1]

    folder = packaged_folder() / "notebooks"
    return [folder / f"{name}.ipynb" for name in names]


def find_own_notebooks(params: dict[str, Any], file: str | Path) -> list[Path]:
    """List the user's own notebooks, which the params file names under `notebooks`.

    One with the name of ours, such as `topics`, is used in its place; the others run
    after ours and become parts of the page. What is no notebook at all is left to the
    check of the parameters.

    Raises
    ------
    ValueError
        If one has the name of another part of the page, a name that cannot be linked
        to, or names no kernel.
    """
    listed = params.get("notebooks")
    if not isinstance(listed, list):
        return []

    notebooks: list[Path] = []
    for path in listed:
        if not isinstance(path, str) or not Path(path).is_file():
            continue

        notebook = Path(path)
        taken = {other.stem for other in notebooks}
        problem = _problem_with(notebook, taken)
        if problem:
            raise ValueError(f"{file}: notebooks: {problem}")

        notebooks.append(notebook)

    return notebooks


def put_own_in_place(notebooks: Sequence[Path], own: Sequence[Path]) -> list[Path]:
    """Put the user's own versions in the place of ours, and the other ones last."""
    versions = {notebook.stem: notebook for notebook in own if notebook.stem in ORDER}
    used = [versions.get(notebook.stem, notebook) for notebook in notebooks]
    further = [notebook for notebook in own if notebook.stem not in ORDER]
    return [*used, *further]


def find_changed_notebooks(own: Sequence[Path]) -> list[Path]:
    """List notebooks of this folder that differ from ours and yet will not run.

    They count as changed where a cell other than the parameters does.

    Parameters
    ----------
    own
        The notebooks that the params file names.
    """
    packaged = packaged_folder() / "notebooks"
    used = {notebook.resolve() for notebook in own}

    changed = []
    for name in ORDER:
        here = Path("notebooks") / f"{name}.ipynb"
        if not here.is_file() or here.resolve() in used:
            continue
        if _read_sources(here) != _read_sources(packaged / here.name):
            changed.append(here)

    return changed


@cache
def reserved_names() -> frozenset[str]:
    """Collect the names that parts of the page have already, from its template."""
    template = (TEMPLATES / "report.html.j2").read_text(encoding="utf-8")
    return frozenset(re.findall(r'\bid="([\w-]+)"', template))


def name_problem(name: str) -> str:
    """Say why a notebook of the user's cannot be called so; "" where it can.

    It is the name of a part of the page, and may be that of one of our notebooks.
    """
    if not re.fullmatch(r"[\w-]+", name):
        return f"{name!r}: letters, digits, - and _ will do in the name of a notebook"
    if name not in ORDER and name in reserved_names():
        return f"the report has another part called {name!r}"
    return ""


def execute(
    notebook: Path,
    executed: Path,
    params: dict[str, Any],
    kernel: AsyncKernelManager,
) -> None:
    """Run a notebook in a kernel that was started for it.

    Parameters
    ----------
    notebook
        The notebook to run.
    executed
        Where to write it with its outputs.
    params
        The parameters that it states, with their values.
    kernel
        A fresh kernel, of `_kernels.start`.

    Raises
    ------
    NotebookFailed
        If a cell fails or the kernel dies; the notebook as far as it came is then
        beside `executed`, as `failed-NAME.ipynb`.
    """
    try:
        papermill.execute_notebook(
            str(notebook),
            str(executed),
            params,
            kernel_name="python3",
            cwd=str(Path.cwd()),
            request_save_on_cell_execute=False,
            progress_bar=False,  # `litreview.progress` shows more
            km=kernel,
        )
    except (PapermillExecutionError, DeadKernelError) as error:
        if executed.is_file():
            executed.rename(executed.with_name(f"failed-{notebook.name}"))
        raise _failure(notebook, error) from None


def restate(executed: Path, params: dict[str, Any], renamed: dict[str, str]) -> None:
    """Let an executed notebook name the folders in which its tables will be found.

    Parameters
    ----------
    executed
        The notebook with its outputs.
    params
        Parameters that are to stand in it, in place of those it was run with.
    renamed
        Paths that stand anywhere in it, with what they will be.
    """
    if params:
        node = parameterize_notebook(load_notebook_node(str(executed)), params)
        write_ipynb(node, str(executed))

    text = executed.read_text(encoding="utf-8")
    for before, after in renamed.items():
        text = text.replace(_in_json(before), _in_json(after))

    executed.write_text(text, encoding="utf-8")


def _problem_with(notebook: Path, taken: set[str]) -> str:
    problem = name_problem(notebook.stem)
    if notebook.stem in taken:
        problem = f"the report has another part called {notebook.stem!r}"
    if problem:
        return f"{problem}; rename {notebook}"

    if not _names_kernel(notebook):
        return f"{notebook} names no kernel; open it in JupyterLab and save it"

    return ""


def _read_sources(notebook: Path) -> list[str] | None:
    """List the cells of a notebook but for its parameters; None where it is none."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None

    sources = []
    for cell in cells:
        if "parameters" not in cell.get("metadata", {}).get("tags", []):
            sources.append("".join(cell.get("source", "")))
    return sources


def _names_kernel(notebook: Path) -> bool:
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        return bool(content["metadata"]["kernelspec"])
    except (ValueError, KeyError, TypeError):
        return False


def _failure(notebook: Path, error: Exception) -> NotebookFailed:
    """Say what failed: notebook, cell and error, with the trace for its page."""
    where = notebook.name
    cell = getattr(error, "exec_count", None)  # as JupyterLab shows it beside the cell
    if cell is not None:
        where = f"{where}, cell [{cell}]"

    name = getattr(error, "ename", type(error).__name__)
    value = getattr(error, "evalue", str(error)).strip()
    reason = value.splitlines()[0] if value else "no message"

    lines: Sequence[str] = getattr(error, "traceback", []) or [str(error)]
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))

    return NotebookFailed(
        f"{where}: {name}: {reason}", getattr(error, "source", ""), without_colours
    )


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]
