"""A real JupyterLab on loopback, and a Chromium to use it with; the browser can reach nothing else."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.conftest import ROOT

QUIET = {  # no question about news, no restored tabs, nothing that asks a host
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/completer-extension:manager": {"autoCompletion": False},
}
WEBGL = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


def review(report: Path, place: Path) -> Path:
    """Make the folder in which a researcher works: notebooks, params, and a finished report as reports/sample."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(report, place / "reports" / "sample")
    return place


@contextlib.contextmanager
def running(
    place: Path, python: str = sys.executable, further: Sequence[str] = ()
) -> Iterator[str]:
    """Start JupyterLab in a folder, on loopback with a token, with settings of its own; gives its address.

    Further options go to the server.
    """
    own = place / ".jupyter"
    options = [
        "--no-browser",
        "--ip=127.0.0.1",
        "--port=0",
        "--allow-root",
        f"--ServerApp.root_dir={place}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *further,
    ]
    command = [python, "-m", "jupyterlab", *options]
    with _serving(command, place, own) as (address, token):
        yield f"{address}lab/tree/NOTEBOOK?token={token}&reset"


@contextlib.contextmanager
def running_command(place: Path, python: str = sys.executable) -> Iterator[str]:
    """Start JupyterLab in a workspace as `litreview lab` does; gives the address that it would open."""
    own = place.parent / f"{place.name}.jupyter"
    words = ["--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"]
    command = [python, "-m", "litreview", "lab", str(place), "--", *words]
    with _serving(command, place, own) as (address, token):
        yield f"{address}lab/tree/START.ipynb?token={token}"


@contextlib.contextmanager
def _serving(
    command: Sequence[str], place: Path, own: Path
) -> Iterator[tuple[str, str]]:
    """Start a server with settings of its own; gives its address and its token."""
    for name, setting in QUIET.items():
        plugin, key = name.split(":")
        file = own / "settings" / plugin / f"{key}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(setting))
    folders = {
        "JUPYTER_CONFIG_DIR": own / "config",
        "JUPYTER_RUNTIME_DIR": own / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": own / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces",
        "IPYTHONDIR": own / "ipython",
    }
    token = secrets.token_hex(16)
    environment = os.environ | {name: str(folder) for name, folder in folders.items()}
    environment["JUPYTER_TOKEN"] = token
    with open(own / "lab.log", "w") as log:
        server = subprocess.Popen(
            command, cwd=place, env=environment, stdout=log, stderr=log
        )
    try:
        yield _address(own / "runtime", server, own / "lab.log"), token
    finally:
        server.terminate()  # it ends its kernels
        server.wait(30)


def _address(runtime: Path, server: subprocess.Popen, log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):
                return json.loads(file.read_text())["url"]
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")


@contextlib.contextmanager
def chromium(
    browser, dark: bool = False, width: int = 1400, height: int = 1000
) -> Iterator:
    """Open a page that reaches loopback only, in a Chromium that can draw with WebGL, started as `browser` was.

    What it asked of other hosts is in `page.asked`, errors of scripts and of the console in `page.said`.
    """
    found = next(
        filter(
            None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        )
    )
    other = browser.browser_type.launch(executable_path=found, args=WEBGL)
    try:
        scheme = "dark" if dark else "light"
        page = other.new_page(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        page.set_default_timeout(60_000)
        page.asked, page.said = [], []

        def gate(route) -> None:
            if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
                route.continue_()
            else:
                page.asked.append(route.request.url)
                route.abort()

        page.route("**/*", gate)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on(
            "console",
            lambda line: page.said.append(line.text) if line.type == "error" else None,
        )
        yield page
    finally:
        other.close()


def open_notebook(page, address: str, notebook: str) -> None:
    """Open a notebook such as notebooks/explore.ipynb, and wait until its kernel is ready."""
    page.goto(address.replace("NOTEBOOK", notebook))
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    wait_idle(page)


def run_all(page) -> None:
    """Choose Run → Run All Cells, and wait until no cell is left to run."""
    page.locator(".lm-MenuBar-item", has_text="Run").first.click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
    wait_idle(page)


def wait_idle(page, milliseconds: int = 120_000) -> None:
    """Wait until the kernel is idle and no cell waits for it."""
    page.wait_for_function(
        """() => document.querySelector('#jp-main-statusbar')?.textContent.includes('| Idle')
           && ![...document.querySelectorAll('.jp-InputPrompt')].some(prompt => prompt.textContent.includes('*'))""",
        timeout=milliseconds,
    )


def dark_theme(page) -> None:
    """Switch JupyterLab to its dark theme, as the menu of settings does."""
    page.locator(".lm-MenuBar-item", has_text="Settings").first.click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator(".lm-Menu-item", has_text="JupyterLab Dark").first.click()
    page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
