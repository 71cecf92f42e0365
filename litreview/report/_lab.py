"""JupyterLab, opened on a workspace."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from litreview import workspace
from litreview.report import _workspace


def open_lab(folder: str | Path = ".", words: Sequence[str] = ()) -> int:
    """Open JupyterLab on a workspace, at START.ipynb; return when it is closed.

    All of the workspace is within reach: notebooks, params and reports.

    Parameters
    ----------
    folder
        The workspace.
    words
        Further words for JupyterLab, such as `--no-browser`.

    Returns
    -------
    The exit status of JupyterLab.

    Raises
    ------
    ValueError
        If the folder is no workspace.

    Examples
    --------
    >>> litreview.report.open_lab("my-review")  # doctest: +SKIP
    """
    root = Path(folder).resolve()
    if not (root / workspace.START).is_file():
        raise ValueError(
            f"{folder}: has no {workspace.START}; `litreview init {folder}` lays out a "
            "workspace there"
        )

    _workspace.set_git_filter(root)
    os.environ[_workspace.LAB] = str(root)
    command = [sys.executable, "-m", "jupyterlab", *options(root), *words]

    if os.name == "posix":
        # In its place, so that Ctrl-C asks JupyterLab and not us.
        os.chdir(root)
        os.execv(sys.executable, command)
    return subprocess.call(command, cwd=root)


def options(root: Path) -> list[str]:
    """List the words with which JupyterLab is started on a workspace."""
    return [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{workspace.START}",
        "--ContentsManager.files_handler_class=litreview.report._server.PageHandler",
        "--ContentsManager.pre_save_hook=litreview.report._saved.replace_widgets",
        # Nothing here asks another host.
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
