"""Kernels that are started ahead of the notebook they will run, so that nobody waits for imports."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync


def start(notebook: Path, environment: dict[str, str]) -> AsyncKernelManager:
    """Start a kernel that imports the rooms of litreview which the notebook enters; its names stay untouched.

    `environment` is added to that of this process. On Unix it speaks over files, not over network ports.
    """
    rooms = sorted(
        set(
            re.findall(
                r"\blitreview\.([a-z_]+)\.[a-z]", notebook.read_text(encoding="utf-8")
            )
        )
    )
    ahead = f"__import__('litreview', fromlist={rooms});"
    manager = AsyncKernelManager(kernel_name="python3")
    if os.name == "posix":
        manager.transport, manager.ip = (
            "ipc",
            f"{tempfile.mkdtemp(prefix='litreview-')}/kernel",
        )
    try:
        run_sync(manager.start_kernel)(
            extra_arguments=[f"--IPKernelApp.exec_lines={ahead}"],
            env=os.environ | environment,
            cwd=str(Path.cwd()),
        )
    except (
        BaseException
    ):  # stopped half-way; a kernel ends by itself when its parent is gone
        _tidy(manager)
        raise
    return manager


def stop(manager: AsyncKernelManager) -> None:
    """End a kernel at once; it has nothing left to save."""
    # Killed first: the shutdown would interrupt it, and one that is still importing then prints where it was.
    if manager.provisioner is not None:
        run_sync(manager.provisioner.kill)()
    run_sync(manager.shutdown_kernel)(now=True)
    _tidy(manager)


def _tidy(manager: AsyncKernelManager) -> None:
    if manager.transport == "ipc":
        shutil.rmtree(Path(manager.ip).parent, ignore_errors=True)
