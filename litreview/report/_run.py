"""Runs the notebooks of a review with papermill and renders the pages."""

import contextlib
import hashlib
import importlib
import importlib.metadata
import json
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import papermill
import pyarrow.parquet
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node, write_ipynb
from papermill.parameterize import parameterize_notebook

from litreview import dedupe, read, screening, topics
from litreview.report import _history, _kernels, _page, _pages, _params

ORDER = ("papers", "screening", "topics", "trends", "compare", "changes")
# What a person decided is found beside the params file.
ENDINGS = {
    "labels": ".labels.csv",
    "settled": ".duplicates.csv",
    "decisions": ".decisions.sqlite",
}
# What else pages, files and parts of a report are called.
RESERVED = (
    "index",
    "report",
    "failure",
    "labels",
    "duplicates",
    "summary",
    "map",
    "read",
    "made",
    "main",
    "explorer",
)
VERSIONS = (
    "litreview",
    "altair",
    "bertopic",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pymannkendall",
)
VERSIONS += ("scikit-learn", "scipy", "statsmodels")


class NotebookFailed(RuntimeError):
    """A notebook of the run failed; the message names notebook, cell and error."""


def run(
    file: str | Path,
    settings: Sequence[str] = (),
    reports: str | Path = "reports",
    until: str | None = None,
) -> Path:
    """Run a review end to end: check its params, read its dumps, run the notebooks, render the pages.

    Returns the path of `index.html` in the folder named after the params file, under `reports`. Raises ValueError or
    OSError for params, inputs or a folder that cannot be used, before anything runs, and NotebookFailed, after writing
    `failure.html`, when a notebook fails. A finished report is replaced only by another finished one, and then kept
    in NAME.earlier under the time when it was finished, unless the new one has the same tables, params and inputs.
    """
    begun = time.perf_counter()
    given = _params.load(file, settings)
    for key, ending in ENDINGS.items():
        if key not in given and (beside := Path(file).with_suffix(ending)).is_file():
            given[key] = str(beside)
    notebooks = [*find_notebooks(until), *_own_notebooks(given, file)]
    if not given.get("decisions"):  # nothing was screened
        notebooks = [notebook for notebook in notebooks if notebook.stem != "screening"]
        if until == "screening":
            raise ValueError(
                "--until screening: nothing is screened yet; name a file of decisions with `decisions`"
            )
    # A params file is right or wrong as a whole, however far the run goes.
    known = _params.of_notebooks([*find_notebooks(), *_own_notebooks(given, file)])
    names = [notebook.stem for notebook in notebooks]
    _params.check(given, known, file)
    final = Path(reports) / Path(file).stem
    final = final.resolve() if final.is_symlink() else final
    if final.name.endswith(".earlier"):
        raise ValueError(
            f"{file}: a review cannot be called {final.name!r}: earlier runs are kept there; rename the file"
        )
    compared = _history.find(given.get("compare_to", ""), final, file)
    title, own = given.get("title", final.name), given.get("template", "")
    with contextlib.ExitStack() as stack:
        started = {0: _start(notebooks[0], stack)}  # while the dumps are read
        files = _inputs(given)
        build = _build_folder(final, files)
        stack.callback(shutil.rmtree, build, ignore_errors=True)
        record = _settings(given, [known[name] for name in names], files)
        _write_record(
            build, record
        )  # for the notebook that compares it with that of an earlier run
        seconds = {"check": time.perf_counter() - begun}
        renderer = stack.enter_context(
            ThreadPoolExecutor(1)
        )  # a page is rendered while the next notebook runs
        rendered = []
        for i, notebook in enumerate(notebooks):
            begun = time.perf_counter()
            if i + 1 < len(notebooks):
                started[i + 1] = _start(notebooks[i + 1], stack)
            try:
                executed = _execute(
                    notebook,
                    started[i],
                    given,
                    known[notebook.stem],
                    build,
                    final,
                    compared,
                )
            except NotebookFailed:
                _keep_failure(build, final)
                raise
            seconds[notebook.stem] = time.perf_counter() - begun
            rendered.append(renderer.submit(_render, executed, names, title, own))
        begun = time.perf_counter()
        for page in rendered:
            page.result()
        record |= _record(
            build, seconds, compared if "changes" in names else None, final
        )
        _render_index(build, names, title, record, own)
        _render_shared(build, names, title, record, own)
        record["seconds"]["pages"] = round(time.perf_counter() - begun, 2)
        _write_record(build, record)
        _history.put(build, final)
    return final / "index.html"


def find_notebooks(until: str | None = None) -> list[Path]:
    """List the notebooks of a run in their order: those in notebooks/ here, else those of the checkout.

    Raises ValueError for an unknown `until`, and FileNotFoundError where there are no notebooks.
    """
    if until is not None and until not in ORDER:
        raise ValueError(
            f"--until {until}: is none of the notebooks {', '.join(ORDER)}"
        )
    places = [Path("notebooks"), Path(__file__).parents[2] / "notebooks"]
    place = next(
        (place for place in places if (place / f"{ORDER[0]}.ipynb").is_file()), None
    )
    if place is None:
        raise FileNotFoundError(
            "notebooks/papers.ipynb: not found here; work in a clone of litreview, which has them"
        )
    chosen = ORDER[: ORDER.index(until) + 1] if until else ORDER
    return [place / f"{name}.ipynb" for name in chosen]


def _own_notebooks(given: dict, file: str | Path) -> list[Path]:
    """List the notebooks of the user's own that follow ours; what is no notebook is left to the check of the params.

    Raises ValueError for one whose name the report uses already, or that names no kernel.
    """
    listed = given.get("notebooks") if isinstance(given.get("notebooks"), list) else []
    own = [
        Path(path) for path in listed if isinstance(path, str) and Path(path).is_file()
    ]
    for i, path in enumerate(own):
        if path.stem in (*ORDER, *RESERVED, *(other.stem for other in own[:i])):
            raise ValueError(
                f"{file}: notebooks: the report has another part called {path.stem!r}; rename {path}"
            )
        if not re.fullmatch(r"[\w-]+", path.stem):
            raise ValueError(
                f"{file}: notebooks: {path}: letters, digits, - and _ will do in its name; rename it"
            )
        try:
            kernel = json.loads(path.read_text(encoding="utf-8"))["metadata"][
                "kernelspec"
            ]
        except (ValueError, KeyError, TypeError):
            kernel = None
        if not kernel:
            raise ValueError(
                f"{file}: notebooks: {path} names no kernel; open it in JupyterLab and save it"
            )
    return own


def _inputs(given: dict) -> list[dict]:
    """Read the dumps, and what a person wrote, once before anything runs, so that what cannot be read is said now."""
    if "dumps" not in given:
        raise ValueError(
            "dumps: is not set; give a file, a folder or a glob, in the params or with --set dumps=PATH"
        )
    _, _, files = read.records(
        given["dumps"],
        given.get("year") or None,
        given.get("encoding", ""),
        given.get("columns"),
    )
    inputs = files[["path", "sha256", "records", "kind"]].to_dict("records")
    for file in filter(
        Path.is_file,
        read.find_files(given["metadata"]) if given.get("metadata") else (),
    ):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        inputs.append(
            {"path": str(file), "sha256": digest, "records": 0, "kind": "metadata"}
        )
    readers = {
        "labels": topics.read_labels,
        "settled": dedupe.read_decisions,
        "decisions": screening.current_decisions,
    }
    for key, read_file in readers.items():
        if own := given.get(key):
            rows = read_file(own)
            rows = (
                rows[rows["decision"] != ""] if key == "decisions" else rows
            )  # not what has but a note
            digest = hashlib.sha256(Path(own).read_bytes()).hexdigest()
            inputs.append(
                {"path": own, "sha256": digest, "records": len(rows), "kind": key}
            )
    return inputs


def _build_folder(final: Path, files: list[dict]) -> Path:
    """Make a folder beside the final one to build the report in; refuse where something else would be replaced."""
    own = {final.resolve(), _history.folder(final).resolve()}
    inside = [
        file["path"]
        for file in files
        if own & set(Path(file["path"]).resolve().parents)
    ]
    ours = not final.is_dir() or not any(final.iterdir()) or _is_report(final)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists() and not final.is_dir():
            raise FileExistsError(f"{final} is a file")
        if _history.folder(final).exists() and not _history.folder(final).is_dir():
            raise FileExistsError(
                f"{_history.folder(final)}, where earlier runs are kept, is a file"
            )
        if inside or not ours:
            raise FileExistsError(
                "it holds "
                + (f"the dump {inside[0]}" if inside else "files that are no report")
            )
        build = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        build.chmod(0o755)  # a report is for sharing
        return build
    except OSError as error:
        raise OSError(
            f"{final}: the report cannot be written there ({error.strerror or error}); "
            "choose another folder with --reports"
        ) from None


def _is_report(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("run.json", "failure.html"))


def _start(notebook: Path, stack: contextlib.ExitStack) -> _kernels.AsyncKernelManager:
    kernel = _kernels.start(notebook, {"LITREVIEW_PAGE": "1"})
    stack.callback(_kernels.stop, kernel)
    return kernel


def _execute(
    notebook: Path,
    kernel: _kernels.AsyncKernelManager,
    given: dict,
    own: dict,
    build: Path,
    final: Path,
    compared: Path | None,
) -> Path:
    """Run one notebook in a fresh kernel; its tables go to the build folder."""
    executed = build / notebook.name
    given = given | {
        "folder": str(build),
        "compare_to": "" if compared is None else str(compared),
    }
    values = {key: value for key, value in given.items() if key in own}
    try:
        papermill.execute_notebook(
            str(notebook),
            str(executed),
            values,
            kernel_name="python3",
            cwd=str(Path.cwd()),
            request_save_on_cell_execute=False,
            progress_bar={"desc": f"{notebook.stem:<8}", "file": sys.stderr},
            km=kernel,
        )
    except (PapermillExecutionError, DeadKernelError) as error:
        raise _failed(notebook, error, build) from None
    # In the report the notebook names the folders in which its tables, and those it read, will be found.
    if compared is not None and "compare_to" in own:
        values["compare_to"] = str(_history.afterwards(compared, build, final))
        write_ipynb(
            parameterize_notebook(load_notebook_node(str(executed)), values),
            str(executed),
        )
    text = executed.read_text(encoding="utf-8").replace(
        json.dumps(str(build))[1:-1], json.dumps(str(final))[1:-1]
    )
    executed.write_text(text, encoding="utf-8")
    return executed


def _render(executed: Path, names: list[str], title: str, own: str) -> None:

    _pages.render(executed, names, title, own)


def _render_index(
    build: Path, names: list[str], title: str, record: dict, own: str
) -> None:

    _pages.render_index(build, names, title, record, own)


def _render_shared(
    build: Path, names: list[str], title: str, record: dict, own: str
) -> None:

    _page.render(build, names, title, record, own)


def _keep_failure(build: Path, final: Path) -> None:
    """Leave the page of the failure and the failed notebook in the report's folder, beside an earlier report."""
    final.mkdir(exist_ok=True)
    for left in build.glob("fail*"):
        shutil.move(left, final / left.name)


def _failed(notebook: Path, error: Exception, build: Path) -> NotebookFailed:
    cell = getattr(
        error, "exec_count", None
    )  # the number that JupyterLab shows beside the cell
    name, value = (
        getattr(error, "ename", type(error).__name__),
        getattr(error, "evalue", str(error)).strip(),
    )
    where = f"{notebook.name}, cell [{cell}]" if cell is not None else notebook.name
    message = f"{where}: {name}: {value.splitlines()[0] if value else 'no message'}"
    trace = re.sub(
        r"\x1b\[[0-9;]*m",
        "",
        "\n".join(getattr(error, "traceback", []) or [str(error)]),
    )
    executed = build / notebook.name
    if executed.is_file():
        executed.rename(build / f"failed-{notebook.name}")

    _pages.render_failure(
        build / "failure.html", message, getattr(error, "source", ""), trace
    )
    return NotebookFailed(message)


def _settings(given: dict, known: list[dict], files: list[dict]) -> dict:
    """Collect what is known of a run before anything runs."""
    defaults = {
        name: stated["default"]
        for own in known
        for name, stated in own.items()
        if name != "folder"
    }
    versions = {name: importlib.metadata.version(name) for name in VERSIONS}
    return {
        "params": defaults
        | {key: value for key, value in given.items() if key != "folder"},
        "inputs": files,
        "versions": {"python": platform.python_version(), **versions},
    }


def _record(build: Path, seconds: dict, compared: Path | None, final: Path) -> dict:
    """Collect what else a reader needs to trust the run and to repeat it."""
    tables = {
        file.stem: pyarrow.parquet.read_metadata(file).num_rows
        for file in sorted(build.glob("tables/*.parquet"))
    }
    place = None if compared is None else _history.afterwards(compared, build, final)
    return {
        "counts": tables,
        "agreement": _agreement(tables.file_of(build, "rerun_ari")),
        "compared_with": place
        and {
            "path": str(place),
            "finished": _history.recorded(compared).get("finished"),
        },
        "seconds": {step: round(value, 2) for step, value in seconds.items()},
        "finished": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _write_record(build: Path, record: dict) -> None:
    (build / "run.json").write_text(
        json.dumps(record, indent=2, ensure_ascii=False), encoding="utf-8"
    )


def _agreement(file: Path) -> dict[str, float | None]:
    """Give the mean adjusted Rand index of the topics with their reruns, by kind of rerun."""
    if not file.is_file():
        return {}
    table = (
        pyarrow.parquet.read_table(file)
        .group_by("kind", use_threads=False)
        .aggregate([("ari", "mean")])
    )
    return {
        row["kind"]: None if row["ari_mean"] is None else round(row["ari_mean"], 4)
        for row in table.to_pylist()
    }
