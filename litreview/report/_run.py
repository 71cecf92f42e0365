"""A review from its params file to its page."""

import contextlib
import errno
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_client.manager import AsyncKernelManager

from litreview import progress, workspace
from litreview.report import _history, _inputs, _kernels, _notebooks, _params, _record
from litreview.text import list_some

VECTORS = ".vectors.sqlite"  # of models, beside the reports; each text is encoded once


class Review(NamedTuple):
    """What is to be run: notebooks in their order, and their parameters."""

    title: str
    params: dict[str, Any]
    notebooks: list[Path]
    own: list[Path]  # those of them that are the user's
    stated: dict[str, dict[str, dict]]  # the parameters of each notebook
    final: Path  # the folder of the report
    compared: Path | None  # the folder of the report that it is compared with

    @property
    def names(self) -> list[str]:
        """The names of the notebooks."""
        return [notebook.stem for notebook in self.notebooks]

    @property
    def template(self) -> str:
        """The folder of the user's own templates, or ""."""
        return self.params.get("template", "")


def run(
    file: str | Path,
    settings: Sequence[str] = (),
    reports: str | Path = "reports",
    until: str | None = None,
    fresh: bool = False,
) -> Path:
    """Run a review end to end and render its page.

    Params and inputs are checked before anything runs. A finished report is replaced
    only by another finished one, and then kept in NAME.earlier under the time when it
    was finished, unless both say the same. The notebooks are those that come with
    litreview, and every parameter is that of the params file or of litreview: what was
    typed into a notebook counts only where the params file names that notebook.

    Parameters
    ----------
    file
        The params file; its name is that of the report.
    settings
        Settings of the form KEY=VALUE, which are laid over the file.
    reports
        The folder for reports.
    until
        The last notebook to run, such as `topics`.
    fresh
        Encode all texts anew where a model of the user's own makes the vectors.

    Returns
    -------
    The path of `report.html` in the folder of the report.

    Raises
    ------
    ValueError, OSError
        If params, inputs or the folder cannot be used; nothing has run then.
    NotebookFailed
        If a notebook fails; `failure.html` in the folder of the report says where.

    Examples
    --------
    >>> page = litreview.report.run("params/sample.yml")  # doctest: +SKIP
    """
    started = time.perf_counter()
    review = _prepare(file, settings, Path(reports), until)

    with _naming_full_disk(review.final), contextlib.ExitStack() as stack:
        work = Path(tempfile.mkdtemp(prefix="litreview-run-"))
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        handover = work / "records.pickle"

        build = _make_build_folder(review.final)
        stack.callback(shutil.rmtree, build, ignore_errors=True)
        environment = {
            "LITREVIEW_PAGE": "1",
            "LITREVIEW_READ": str(handover),
            workspace.BUILD: str(build.resolve()),
        }

        # The first kernel starts while the dumps are read.
        kernel = _start_kernel(review.notebooks[0], environment, stack)
        inputs = _inputs.read_inputs(review.params, handover)
        _refuse_to_replace(review.final, inputs)
        if fresh:
            (review.final.parent / VECTORS).unlink(missing_ok=True)

        record = _record.describe_settings(
            review.params, review.stated, inputs, review.notebooks, review.own
        )
        # The notebook that compares runs reads it.
        _record.write_record(build, record)

        seconds = {"check": time.perf_counter() - started}
        seconds |= _run_notebooks(review, build, kernel, environment, stack)

        started = time.perf_counter()
        compared_with = _describe_compared(review, build)
        record |= _record.describe_outcome(build, seconds, compared_with)
        _render_report(build, review, record)
        record["seconds"]["pages"] = round(time.perf_counter() - started, 2)

        _record.write_record(build, record)
        _history.put_in_place(build, review.final)

    return review.final / "report.html"


def _run_notebooks(
    review: Review,
    build: Path,
    kernel: AsyncKernelManager,
    environment: dict[str, str],
    stack: contextlib.ExitStack,
) -> dict[str, float]:
    """Run the notebooks in their order and render the page of each.

    While one runs, the kernel of the next one starts, and the page of the last one is
    rendered. Returns the seconds that each took.
    """
    seconds = {}
    pages: list[Future] = []
    renderer = stack.enter_context(ThreadPoolExecutor(1))
    following = [*review.notebooks[1:], None]

    pairs = list(zip(review.notebooks, following, strict=True))
    for notebook, next_notebook in progress.steps(pairs, "Running the notebooks"):
        started = time.perf_counter()
        next_kernel = None
        if next_notebook:
            next_kernel = _start_kernel(next_notebook, environment, stack)

        with progress.stage(notebook.stem, file=_progress_file(notebook, environment)):
            executed = _run_notebook(review, notebook, kernel, build)
        pages.append(renderer.submit(_render_notebook, executed, review))

        seconds[notebook.stem] = time.perf_counter() - started
        kernel = next_kernel

    for page in pages:
        page.result()  # raises what went wrong there

    return seconds


def _prepare(
    file: str | Path, settings: Sequence[str], reports: Path, until: str | None
) -> Review:
    """Check what can be checked before the dumps are read."""
    params = _params.add_side_files(_params.load(file, settings), file)
    own = _notebooks.find_own_notebooks(params, file)

    # A params file is right or wrong as a whole, however far the run goes.
    every = _notebooks.put_own_in_place(_notebooks.find_notebooks(), own)
    stated = _params.read_notebooks(every)
    _params.check(params, stated, file)

    notebooks = _choose_notebooks(params, own, until)
    _warn_of_changed_notebooks(own, file)

    final = reports / Path(file).stem
    problem = workspace.name_problem(final.name)
    if problem:
        raise ValueError(f"{file}: {problem}; rename the file")
    if final.is_symlink():
        final = final.resolve()

    compared = _history.find_run(params.get("compare_to", ""), final, file)
    title = params.get("title", final.name)

    return Review(title, params, notebooks, own, stated, final, compared)


def _choose_notebooks(
    params: dict[str, Any], own: list[Path], until: str | None
) -> list[Path]:
    ours = _notebooks.find_notebooks(until)
    notebooks = _notebooks.put_own_in_place(ours, own)
    if params.get("screening_decisions"):
        return notebooks

    if until == "screening":
        raise ValueError(
            "--until screening: nothing is screened yet; name a file of decisions with "
            "`screening_decisions`"
        )

    return [notebook for notebook in notebooks if notebook.stem != "screening"]


def _warn_of_changed_notebooks(own: list[Path], file: str | Path) -> None:
    changed = _notebooks.find_changed_notebooks(own)
    if not changed:
        return

    names = list_some([str(notebook) for notebook in changed])
    verb = "differs" if len(changed) == 1 else "differ"
    warnings.warn(
        f"{names} {verb} from what comes with litreview, which runs; to run yours, "
        f"name it under `notebooks` in {file}",
        stacklevel=2,
    )


def _all_params(review: Review) -> dict[str, Any]:
    """Give every parameter a value: that of the params file, else that of litreview."""
    return _params.defaults() | review.params | {"review": review.final.name}


def _start_kernel(
    notebook: Path, environment: dict[str, str], stack: contextlib.ExitStack
) -> AsyncKernelManager:
    shown_in = {progress.FILE: _progress_file(notebook, environment)}
    kernel = _kernels.start(notebook, environment | shown_in)
    stack.callback(_kernels.stop, kernel)
    return kernel


def _progress_file(notebook: Path, environment: dict[str, str]) -> str:
    """Name the file in which the kernel of a notebook says how far it is."""
    return f"{environment['LITREVIEW_READ']}.{notebook.stem}"


def _make_build_folder(final: Path) -> Path:
    """Make a folder beside the final one in which the report is built.

    Raises OSError where it cannot be written.
    """
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists() and not final.is_dir():
            raise FileExistsError(f"{final} is a file")
        build = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        build.chmod(0o755)  # a report is for sharing
        (build / "tables").mkdir()
        (build / "notebooks").mkdir()
    except OSError as error:
        raise _cannot_write(final, error) from None

    return build


@contextlib.contextmanager
def _naming_full_disk(final: Path) -> Iterator[None]:
    """Say of an error without a name that the disk of the report is full."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _cannot_write(final, error) from None
        raise


def _cannot_write(final: Path, error: OSError) -> OSError:
    return OSError(
        f"{final}: the report cannot be written there ({error.strerror or error}); "
        "choose another folder with --reports"
    )


def _refuse_to_replace(final: Path, inputs: list[dict]) -> None:
    """Raise OSError where a report would replace what is none."""
    kept = _history.kept_folder(final)
    if kept.exists() and not kept.is_dir():
        where = f"{kept}, where earlier runs are kept, is a file"
        raise _cannot_write(final, FileExistsError(where))

    replaced = {final.resolve(), kept.resolve()}
    for row in inputs:
        if replaced & set(Path(row["path"]).resolve().parents):
            where = f"it holds the dump {row['path']}"
            raise _cannot_write(final, FileExistsError(where))

    if final.is_dir() and any(final.iterdir()) and not _is_report(final):
        where = "it holds files that are no report"
        raise _cannot_write(final, FileExistsError(where))


def _is_report(folder: Path) -> bool:
    return (folder / "run.json").is_file() or (folder / "failure.html").is_file()


def _run_notebook(
    review: Review, notebook: Path, kernel: AsyncKernelManager, build: Path
) -> Path:
    """Run one notebook; its tables go to the build folder.

    A failure leaves its page and the failed notebook in the folder of the report,
    beside an earlier report.
    """
    from litreview.report import _pages  # nbconvert, while the first notebook runs

    executed = build / "notebooks" / notebook.name
    compared = review.compared
    values = _all_params(review) | {"compare_to": str(compared or "")}
    values["folder"] = str(build)  # for notebooks of the user's from earlier versions
    stated = review.stated[notebook.stem]
    params = {key: value for key, value in values.items() if key in stated}

    try:
        _notebooks.execute(notebook, executed, params, kernel)
    except _notebooks.NotebookFailed as failure:
        review.final.mkdir(exist_ok=True)
        for left in executed.parent.glob("failed-*"):
            shutil.move(left, review.final / left.name)
        _pages.render_failure(review.final / "failure.html", failure)
        raise

    afterwards = {}
    if compared is not None and "compare_to" in stated:
        place = _history.place_afterwards(compared, build, review.final)
        afterwards = params | {"compare_to": str(place)}
    _notebooks.restate(executed, afterwards, {str(build): str(review.final)})

    return executed


def _describe_compared(review: Review, build: Path) -> dict | None:
    if review.compared is None or "changes" not in review.names:
        return None

    place = _history.place_afterwards(review.compared, build, review.final)
    finished = _record.read_record(review.compared).get("finished")
    return {"path": str(place), "finished": finished}


def _render_notebook(executed: Path, review: Review) -> None:
    from litreview.report import _pages

    _pages.render(executed, review.names, review.title, review.template)


def _render_report(build: Path, review: Review, record: dict[str, Any]) -> None:
    from litreview.report import _page

    _page.render(build, review.names, review.title, record, review.template)
