"""The notebooks of a run: found, checked, and run one by one with papermill."""

import json
import re
import sys
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


def find_notebooks(until: str | None = None) -> list[Path]:
    """List the notebooks of a run in their order.

    Parameters
    ----------
    until
        The last notebook of the run, such as `topics`; without it all of them.

    Returns
    -------
    Those in notebooks/ of the current folder, else those of the checkout.

    Raises
    ------
    ValueError
        If `until` is none of the notebooks.
    FileNotFoundError
        If there are no notebooks.
    """
    if until is not None and until not in ORDER:
        names = ", ".join(ORDER)
        raise ValueError(f"--until {until}: is none of the notebooks {names}")

    here = Path("notebooks")
    of_checkout = Path(__file__).parents[2] / "notebooks"

    for folder in (here, of_checkout):
        if (folder / f"{ORDER[0]}.ipynb").is_file():
            break
    else:
        raise FileNotFoundError(
            "notebooks/papers.ipynb: not found here; "
            "work in a clone of litreview, which has them"
        )

    names = ORDER
    if until:
        names = ORDER[: ORDER.index(until) + 1]

    return [folder / f"{name}.ipynb" for name in names]


def find_further_notebooks(params: dict[str, Any], file: str | Path) -> list[Path]:
    """List the user's own notebooks, which run after ours and become parts of the page.

    What is no notebook at all is left to the check of the parameters.

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
        taken = {*ORDER, *reserved_names(), *(other.stem for other in notebooks)}
        problem = _problem_with(notebook, taken)
        if problem:
            raise ValueError(f"{file}: notebooks: {problem}")

        notebooks.append(notebook)

    return notebooks


@cache
def reserved_names() -> frozenset[str]:
    """Collect the names that parts of the page have already, from its template."""
    template = (TEMPLATES / "report.html.j2").read_text(encoding="utf-8")
    return frozenset(re.findall(r'\bid="([\w-]+)"', template))


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
            progress_bar={"desc": f"{notebook.stem:<8}", "file": sys.stderr},
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
    if notebook.stem in taken:
        name = notebook.stem
        return f"the report has another part called {name!r}; rename {notebook}"

    if not re.fullmatch(r"[\w-]+", notebook.stem):
        return f"{notebook}: letters, digits, - and _ will do in its name; rename it"

    if not _names_kernel(notebook):
        return f"{notebook} names no kernel; open it in JupyterLab and save it"

    return ""


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
