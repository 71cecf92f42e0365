"""Kernels started ahead of their notebooks, so that nobody waits for imports."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync


def start(notebook: Path, environment: dict[str, str]) -> AsyncKernelManager:
    """Start a kernel that imports what the notebook calls; its names stay untouched.

    Parameters
    ----------
    notebook
        The notebook that will be run in it.
    environment
        Variables that are added to those of this process.

    Returns
    -------
    The manager of the kernel. On Unix it speaks over files, not over network ports.
    """
    manager = AsyncKernelManager(kernel_name="python3")

    if os.name == "posix":
        manager.transport = "ipc"
        manager.ip = f"{tempfile.mkdtemp(prefix='litreview-')}/kernel"

    try:
        run_sync(manager.start_kernel)(
            extra_arguments=[f"--IPKernelApp.exec_lines={_imports(notebook)}"],
            env=os.environ | environment,
            cwd=str(Path.cwd()),
        )
    except BaseException:
        # Stopped half-way: a kernel ends by itself when its parent is gone.
        _remove_files(manager)
        raise

    return manager


def stop(manager: AsyncKernelManager) -> None:
    """End a kernel at once; it has nothing left to save."""
    # Killed first: a shutdown would interrupt it, and one that is still importing then
    # prints where it was.
    if manager.provisioner is not None:
        run_sync(manager.provisioner.kill)()

    run_sync(manager.shutdown_kernel)(now=True)
    _remove_files(manager)


def _imports(notebook: Path) -> str:
    """Write the line that imports what a notebook calls.

    A room imports lazily: only touching its function loads the file that has it.
    """
    text = notebook.read_text(encoding="utf-8")
    calls = sorted(set(re.findall(r"\blitreview\.([a-z_]+\.[a-z_]+)", text)))
    if not calls:
        return "__import__('litreview');"
    return f"__import__('operator').attrgetter(*{calls})(__import__('litreview'));"


def _remove_files(manager: AsyncKernelManager) -> None:
    if manager.transport == "ipc":
        shutil.rmtree(Path(manager.ip).parent, ignore_errors=True)
