"""Where things lie in a workspace: reports and their drafts.

A workspace is the folder in which the command line is typed and that JupyterLab shows:
`dumps/`, `params/`, `notebooks/`, `reports/` and `START.ipynb`. A finished report is
`reports/NAME`, and only `litreview run` writes it. Notebooks that are run by hand, or
by plain papermill, write to its draft, `reports/NAME.draft`.
"""

import ast
import contextlib
import json
import os
import re
import shutil
import tempfile
import warnings
from pathlib import Path

from litreview import _origin

BUILD = "LITREVIEW_BUILD"  # of the environment: the folder that a run builds
REPORTS = "reports"
DRAFT = ".draft"
EARLIER = ".earlier"
START = "START.ipynb"
# A line of the cell that papermill injects: a name and a text.
INJECTED = re.compile(r"""^(\w+) = (".*"|'.*')$""", re.MULTILINE)
UNTOUCHED = "draft.json"  # in a draft that is still a copy of the finished report


def find_root(folder: str | Path = ".") -> Path | None:
    """Find the workspace that a folder lies in.

    Parameters
    ----------
    folder
        Any folder.

    Returns
    -------
    The nearest folder, it or one above it, that is a workspace; None where none is.
    """
    folder = Path(os.path.abspath(folder))
    for place in (folder, *folder.parents):
        if is_workspace(place):
            return place

    return None


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder is a workspace."""
    if (folder / START).is_file():
        return (folder / "params").is_dir()
    return (folder / "params").is_dir() and (folder / "notebooks").is_dir()


def name_problem(review: str) -> str:
    """Say what is wrong with the name of a review; "" where nothing is.

    Its name is that of a params file and of a folder under `reports/`.
    """
    if not isinstance(review, str) or not review.strip():
        return "a review needs a name, such as sample"
    if review != review.strip() or review.startswith((".", "-")):
        return f"a review cannot be called {review!r}; begin with a letter or digit"
    if not review.isprintable() or set(review) & set('/\\:*?"<>|'):
        return (
            f"a review cannot be called {review!r}; letters, digits, blanks, - and _ "
            "will do"
        )
    if review.endswith((DRAFT, EARLIER, ".")):
        return (
            f"a review cannot be called {review!r}: drafts and earlier runs are kept "
            "there"
        )
    return ""


def open_draft(review: str) -> Path:
    """Open the folder in which a notebook keeps the tables of a review.

    Inside `litreview run` this is the report that is being built. By hand and with
    plain papermill it is a draft, which begins as a copy of the finished report's
    tables, where there is one. A notebook that lies in `notebooks/` goes on in the
    workspace, so that its paths mean what they do on the command line.

    Parameters
    ----------
    review
        The name of the review, such as `sample`.

    Returns
    -------
    The folder; its tables are read and written by `litreview.tables`.

    Raises
    ------
    ValueError
        If a review cannot be called so, or papermill was given what it does not read.

    Examples
    --------
    >>> place = litreview.workspace.open_draft("sample")  # doctest: +SKIP
    >>> papers = litreview.tables.read(place, "papers")  # doctest: +SKIP
    """
    problem = name_problem(review)
    if problem:
        raise ValueError(problem)

    go_to_root()
    return open_draft_of(_injected_folder() or locate_reports() / review)


def open_draft_of(report: str | Path) -> Path:
    """Open the draft of a report whose folder is named, as earlier versions did.

    A folder that does not lie among the reports is used itself, unless it is a finished
    report. Inside `litreview run` this is the report that is being built.
    """
    build = os.environ.get(BUILD)
    if build:
        _origin.begin_reading(Path(build))
        return Path(build)

    go_to_root()
    report = Path(report)
    place = report.with_name(f"{report.name}{DRAFT}")
    if report.parent != locate_reports() and not is_finished(report):
        place = report

    _begin_draft(place, report)
    changed = _origin.begin_reading(place)
    _show_draft(place, report, changed)
    return place


def find_report(review: str) -> Path:
    """Find the tables of a review to read: its finished report, else its draft.

    Parameters
    ----------
    review
        The name of the review, such as `sample`; `sample.draft` is its draft, and a
        path the folder of any report.

    Returns
    -------
    The folder.

    Raises
    ------
    FileNotFoundError
        If there is no such report; the message names those that there are.
    """
    go_to_root()
    reports = locate_reports()
    wish = str(_injected_folder() or review)

    # A path is meant as one; a name is that of a report.
    names = [wish, f"{wish}{DRAFT}"]
    for place in [*(reports / name for name in names), *map(Path, names)]:
        if wish and has_papers(place):
            _origin.begin_reading(place)
            return place

    others = sorted(place.name for place in reports.glob("*") if has_papers(place))
    at_hand = ", ".join(others) or "none yet"
    raise FileNotFoundError(
        f"{reports / review}: there is no report; run `litreview run "
        f"params/{review or 'NAME'}.yml` first (reports at hand: {at_hand})"
    )


def go_to_root() -> None:
    """Go on in the workspace, where a notebook was started in its own folder."""
    root = find_root()
    if root is None or root == Path.cwd():
        return

    if "notebooks" in Path.cwd().relative_to(root).parts:
        os.chdir(root)


def locate_reports() -> Path:
    """Say where reports lie, seen from the current folder."""
    root = find_root()
    if root is None or root == Path.cwd():
        return Path(REPORTS)
    return root / REPORTS


def is_finished(folder: str | Path) -> bool:
    """Tell whether a folder is a finished report."""
    return bool(when_finished(folder))


def when_finished(folder: str | Path) -> str:
    """Say when a report was finished, as its run.json does; "" where it is none."""
    try:
        record = json.loads((Path(folder) / "run.json").read_text(encoding="utf-8"))
        return str(record["finished"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def has_papers(folder: Path) -> bool:
    """Tell whether a folder has the tables of a review."""
    return (folder / "tables" / "papers.parquet").is_file()


def _injected_folder() -> Path | None:
    """Find what plain papermill has put into the notebook and nobody would read.

    Returns the folder that params files of earlier versions name.
    """
    injected = _injected_parameters()

    if "extends" in injected:
        raise ValueError(
            "extends: plain papermill does not read it; write all keys into one params "
            "file, or use `litreview run`"
        )

    if not injected.get("folder"):
        return None
    warnings.warn(
        "folder is called review now, and takes the name of the review",
        FutureWarning,
        stacklevel=3,
    )
    return Path(injected["folder"])


def _injected_parameters() -> dict[str, str]:
    """Collect the texts of the cell that papermill injects, by name.

    A variable of that name that the user has set elsewhere is none of them.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return {}

    injected = {}
    for cell in shell.user_ns.get("In", []):
        if cell.startswith("# Parameters\n"):
            for name, text in INJECTED.findall(cell):
                injected[name] = ast.literal_eval(text)

    return injected


def _begin_draft(draft: Path, report: Path) -> None:
    """Copy the tables of the finished report, unless there is a draft already.

    A draft in which nothing was written since is copied anew from a newer report.
    """
    finished = when_finished(report)
    if draft == report or not finished or not has_papers(report):
        return
    if draft.exists() and _copied_from(draft) in (None, finished):
        return

    copy = Path(tempfile.mkdtemp(prefix=f".{draft.name}-", dir=draft.parent))
    try:
        shutil.copytree(report / "tables", copy / "tables")
        text = json.dumps({"copied_from": finished})
        (copy / UNTOUCHED).write_text(text, encoding="utf-8")
        copy.chmod(0o755)
        if draft.exists():
            draft.rename(copy / "before")
        # Where another kernel was quicker, its copy is as good.
        with contextlib.suppress(OSError):
            copy.rename(draft)
        shutil.rmtree(draft / "before", ignore_errors=True)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _copied_from(draft: Path) -> str | None:
    """Say which report an untouched draft is a copy of; None once it was written to."""
    try:
        text = (draft / UNTOUCHED).read_text(encoding="utf-8")
        return str(json.loads(text)["copied_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _show_draft(draft: Path, report: Path, changed: bool) -> None:
    """Say in the notebook what it works on."""
    from IPython import get_ipython
    from IPython.display import Markdown, display

    if get_ipython() is None:
        return

    text = f"You work on a draft: its tables are kept in `{draft}`."
    finished = when_finished(report)
    if finished:
        text += f" The finished report `{report}` stays as it is."
        if draft.exists() and _is_older(draft, report):
            text += (
                " It is newer than this draft: delete the folder of the draft to "
                "start from the finished report."
            )
    if changed:
        text += " Its papers have changed since: run the cells below again, too."
    display(Markdown(text))


def _is_older(draft: Path, report: Path) -> bool:
    if _copied_from(draft) is not None:
        return False

    files = [*(draft / "tables").glob("*.parquet")]
    if not files:
        return False
    newest = max(file.stat().st_mtime for file in files)
    return newest < (report / "run.json").stat().st_mtime
