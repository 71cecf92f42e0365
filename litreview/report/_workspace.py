"""A workspace laid out, a review of one's own begun, and what reports there are."""

import ast
import json
import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd
import pyarrow.parquet
from IPython.display import HTML

import litreview
from litreview import read, show, tables, workspace
from litreview.report import _notebooks, _params, _record

LAB = "LITREVIEW_LAB"  # of the environment: the workspace on which we opened JupyterLab
SCHEMA = "params.schema.json"
SAMPLE = Path(litreview.__file__).parent / "sample"
SAMPLE_TITLE = "The city as a habitat: an invented sample"
# Pages and tables can be made again; what a person decided cannot, and is not ignored.
IGNORED = """\
reports/
.ipynb_checkpoints/
.venv/
*.sqlite-wal
*.sqlite-shm
"""
FILTERED = "*.ipynb filter=nbstripout\n"
KEPT_OUT = "metadata.papermill cell.metadata.papermill"

PARAMS = """\
# yaml-language-server: $schema={schema}
# The review {name}. `litreview run params/{name}.yml` makes reports/{name}/report.html.
title: {title}
dumps: {dumps}
review: {review}

# More that can be set, as the README and editors that read the schema explain:
# year: 2025            the year of page dates that lack one
# metadata: FILE        further files, from which papers gain what they lack
# topics: fine          more and smaller topics; coarse: fewer; or how many
# notebooks: [notebooks/{name}/question.ipynb]   your own, as parts of the report
"""


class Review(NamedTuple):
    """A review opened in a live notebook: where its tables and decisions are."""

    folder: Path  # of the finished report, or of the draft where there is none yet
    duplicate_decisions: Path
    topic_labels: Path
    screening_decisions: Path


def init_workspace(folder: str | Path) -> pd.DataFrame:
    """Lay out a workspace: dumps, params, notebooks, reports, and where to start.

    What is there already stays as it is, so that doing it again does no harm.

    Parameters
    ----------
    folder
        The folder of the workspace; it is made where it is missing.

    Returns
    -------
    DataFrame
        One row a file or folder: `path`, seen from the workspace, and `outcome`, `made`
        or `kept`.

    Raises
    ------
    ValueError
        If the folder is a file, or lies within another workspace.
    OSError
        If it cannot be written.

    Examples
    --------
    >>> made = litreview.report.init_workspace("my-review")
    >>> made["path"].iloc[0]
    'START.ipynb'
    """
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise ValueError(f"{folder}: is a file; name a folder for the workspace")

    around = workspace.find_root(root)
    if around is not None and around != root.resolve():
        raise ValueError(
            f"{folder}: lies within the workspace {around}; choose a folder outside "
            "of it, or work in that one"
        )

    try:
        rows = _lay_out(root)
    except OSError as error:
        raise OSError(
            f"{folder}: the workspace cannot be written there "
            f"({error.strerror or error}); choose another folder"
        ) from None

    set_git_filter(root)
    return pd.DataFrame(rows, columns=["path", "outcome"])


def new_review(name: str, dumps: str = "", title: str = "") -> pd.DataFrame:
    """Begin a review of your own: its params file, and a folder for its dumps.

    Parameters
    ----------
    name
        What to call it, such as `mine`; its file is `params/mine.yml`.
    dumps
        A file, folder or glob; without it `dumps/NAME`, which is made.
    title
        What its report is called; without it the name.

    Returns
    -------
    DataFrame
        One row a file or folder: `path` and `outcome`, `made` or `kept`.

    Raises
    ------
    ValueError
        If a review cannot be called so.

    Examples
    --------
    >>> litreview.report.new_review("bees")["path"].tolist()
    ['params/bees.yml', 'dumps/bees']
    """
    problem = workspace.name_problem(name)
    if problem:
        raise ValueError(problem)

    root = _find_workspace()
    rows = [_write_params(root, name, dumps, title)]
    if not dumps:
        rows.append(_make_folder(root, f"dumps/{name}"))

    return pd.DataFrame(rows, columns=["path", "outcome"])


def new_notebook(review: str, name: str = "") -> pd.DataFrame:
    """Copy notebooks for a review, with its params filled in, to work on by hand.

    A copy of ours that its params file names under `notebooks` is used in its place by
    `litreview run`. Any other name gives a notebook for a question of your own.

    Parameters
    ----------
    review
        The name of the review.
    name
        One of ours, such as `topics`, or a name for your own; without it all of ours.

    Returns
    -------
    DataFrame
        One row a notebook: `path` and `outcome`, `made` or `kept`.

    Raises
    ------
    ValueError
        If there is no such review, or a notebook cannot be called so.

    Examples
    --------
    >>> made = litreview.report.new_review("mine")
    >>> litreview.report.new_notebook("mine", "question")["path"].tolist()
    ['notebooks/mine/question.ipynb']
    """
    root = _find_workspace()
    file = root / "params" / f"{review}.yml"
    params = _params.add_side_files(_params.load(file), file) | {"review": review}

    names = [name] if name else list(_notebooks.ORDER)
    problem = _notebooks.name_problem(name) if name else ""
    if problem:
        raise ValueError(problem)

    rows = []
    for stem in names:
        source = _notebooks.packaged_folder() / "notebooks" / f"{stem}.ipynb"
        if not source.is_file():
            source = _notebooks.TEMPLATES / "question.ipynb"
        target = Path("notebooks") / review / f"{stem}.ipynb"
        content = fill_parameters(source.read_text(encoding="utf-8"), params)
        rows.append(_put(root, str(target), content))

    return pd.DataFrame(rows, columns=["path", "outcome"])


def open_review(review: str) -> Review:
    """Open a review in a live notebook: its tables, and the files of your decisions.

    Parameters
    ----------
    review
        The name of the review: that of its params file. `sample.draft` is its draft.

    Returns
    -------
    Review
        `folder`, the finished report, or the draft where there is none yet; and the
        files in which decisions are kept, as the params file names them:
        `duplicate_decisions`, `topic_labels`, `screening_decisions`.

    Raises
    ------
    FileNotFoundError
        If there is neither; the message says what to run.

    Examples
    --------
    >>> opened = litreview.report.open_review("sample")
    >>> opened.topic_labels.name
    'sample.topic_labels.csv'
    """
    folder = workspace.find_report(review)
    name = folder.name.removesuffix(workspace.DRAFT)
    file = Path("params") / f"{name}.yml"

    params: dict[str, Any] = {}
    if file.is_file():
        params = _params.load(file)
    params = _params.add_side_files(params, file)

    files = {}
    for key, parameter in _params.PARAMETERS.items():
        if parameter.side_file:
            found = params.get(key)
            files[key] = Path(found or file.with_suffix(parameter.side_file))

    return Review(folder, **files)


def list_reports() -> pd.DataFrame:
    """List the reviews of the workspace and the reports that there are of them.

    Returns
    -------
    DataFrame
        One row a review: `review`, its name; `papers` and `topics`, how many; when it
        was `finished`, and its `page`, a path. Those are missing where a review has not
        been run yet. `draft` says whether there is one.
    """
    root = workspace.find_root() or Path.cwd()
    reports = root / workspace.REPORTS
    names = {file.stem for file in (root / "params").glob("*.yml")}
    names |= {place.name for place in reports.glob("*") if _is_report(place)}

    rows = [_describe_report(name, reports) for name in sorted(names)]
    columns = ["review", "papers", "topics", "finished", "page", "draft"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"papers": "Int64", "topics": "Int64", "finished": "str"})


def show_reports() -> HTML:
    """Show the reviews of the workspace, with links to their pages.

    Examples
    --------
    >>> table = litreview.report.show_reports()
    """
    table = list_reports()
    if table.empty:
        return HTML("<p class='more'>There is no review yet.</p>")

    pages = table["page"].tolist()
    html = show.table(table.drop(columns="page")).data
    for review, page in zip(table["review"], pages, strict=True):
        if pd.notna(page):
            name = escape(review)
            link = f'<a href="{_link_to(page)}" target="_blank">{name}</a>'
            html = html.replace(f"<td>{name}</td>", f"<td>{link}</td>", 1)

    return HTML(html)


def show_dumps(review: str) -> HTML:
    """Show what the dumps of a review are taken for, and what was not understood.

    Parameters
    ----------
    review
        The name of the review.

    Returns
    -------
    A table with a row a file: what it was taken for, how sure that is, how many records
    were read; or a sentence where there is no file yet.

    Raises
    ------
    ValueError
        If there is no such review.

    Examples
    --------
    >>> made = litreview.report.new_review("birds")
    >>> "no file" in litreview.report.show_dumps("birds").data
    True
    """
    root = _find_workspace()
    params = _params.load(root / "params" / f"{review}.yml")
    dumps = params.get("dumps", f"dumps/{review}")
    try:
        _, _, files = read.scan(dumps, encoding=params.get("encoding", ""))
    except FileNotFoundError:
        files = pd.DataFrame()

    if files.empty:
        path = escape(str(dumps))
        return HTML(
            f"<p class='more'>There is no file in <code>{path}</code> yet. Put yours "
            "there, then run this cell again.</p>"
        )

    columns = ["dump", "kind", "records", "certainty"]
    if (files["certainty"] != "sure").any():
        columns.append("doubt")
    return show.table(files[columns], rows=100)


def fill_parameters(notebook: str, params: dict[str, Any]) -> str:
    """Write values into the parameters cell of a notebook, in place of its defaults.

    Parameters
    ----------
    notebook
        The content of a notebook.
    params
        The values by the names of parameters; those that it does not state are left
        out.

    Returns
    -------
    The content with the values.
    """
    node = json.loads(notebook)

    for cell in node["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            lines = "".join(cell["source"]).split("\n")
            filled = "\n".join(_fill_line(line, params) for line in lines)
            cell["source"] = filled.splitlines(keepends=True)

    return json.dumps(node, indent=1, ensure_ascii=False) + "\n"


def set_git_filter(root: Path) -> None:
    """Have git keep outputs out of notebooks, where the workspace is in a repository.

    A filter of that name that is set already stays.
    """
    if shutil.which("git") is None or not (root / ".gitattributes").is_file():
        return

    key = "filter.nbstripout.clean"
    command = f'"{sys.executable}" -m nbstripout --keep-id --extra-keys "{KEPT_OUT}"'
    if _git(root, "rev-parse", "--git-dir") and not _git(root, "config", "--get", key):
        _git(root, "config", key, command)


def _lay_out(root: Path) -> list[tuple[str, str]]:
    root.mkdir(parents=True, exist_ok=True)
    (root / workspace.REPORTS).mkdir(exist_ok=True)
    packaged = _notebooks.packaged_folder()

    start = (packaged / workspace.START).read_text(encoding="utf-8")
    rows = [_put(root, workspace.START, start)]

    for dump in sorted(SAMPLE.iterdir()):
        rows.append(_put(root, f"dumps/sample/{dump.name}", dump.read_bytes()))

    rows.append(_write_params(root, "sample", "", SAMPLE_TITLE))
    schema = json.dumps(_params.parameters_schema(), indent=2, ensure_ascii=False)
    rows.append(_put(root, f"params/{SCHEMA}", schema + "\n"))

    for file in sorted((packaged / "notebooks").glob("*.ipynb")):
        content = file.read_text(encoding="utf-8")
        filled = fill_parameters(content, {"dumps": "dumps/sample"})
        rows.append(_put(root, f"notebooks/{file.name}", filled))

    rows.append(_put(root, ".gitignore", IGNORED))
    rows.append(_put(root, ".gitattributes", FILTERED))
    return rows


def _put(root: Path, path: str, content: str | bytes) -> tuple[str, str]:
    """Write a file of the workspace, unless it is there."""
    file = root / path
    if file.exists():
        return path, "kept"

    file.parent.mkdir(parents=True, exist_ok=True)
    tables.write_file(file, content)
    return path, "made"


def _write_params(root: Path, name: str, dumps: str, title: str) -> tuple[str, str]:
    content = PARAMS.format(
        schema=SCHEMA,
        name=name,
        title=json.dumps(title or name, ensure_ascii=False),
        dumps=json.dumps(dumps or f"dumps/{name}", ensure_ascii=False),
        review=json.dumps(name, ensure_ascii=False),
    )
    return _put(root, f"params/{name}.yml", content)


def _make_folder(root: Path, path: str) -> tuple[str, str]:
    folder = root / path
    if folder.is_dir():
        return path, "kept"

    folder.mkdir(parents=True)
    return path, "made"


def _find_workspace() -> Path:
    workspace.go_to_root()
    return Path(".")


def _is_report(place: Path) -> bool:
    return workspace.is_finished(place) and (place / "report.html").is_file()


def _describe_report(name: str, reports: Path) -> tuple:
    report = reports / name
    draft = workspace.has_papers(reports / f"{name}{workspace.DRAFT}")
    if not _is_report(report):
        return name, None, None, "", None, draft

    counts = _record.read_record(report).get("counts", {})
    topics = None
    file = tables.file_of(report, "topics")
    if file.is_file():
        found = pyarrow.parquet.read_table(file, columns=["topic"])["topic"].to_pylist()
        topics = len([topic for topic in found if topic >= 0])

    finished = workspace.when_finished(report)[:16].replace("T", " ")
    page = f"{workspace.REPORTS}/{name}/report.html"
    return name, counts.get("papers"), topics, finished, page, draft


def _link_to(page: str) -> str:
    """Write the link to a page, which JupyterLab opens in a tab of the browser.

    Where the server was started by us, its address is known; a relative link is opened
    by JupyterLab in a tab of its own, without scripts.
    """
    root = workspace.find_root()
    path = quote(page)
    if root is None or os.environ.get(LAB) != str(root):
        return path
    return f"{os.environ.get('JUPYTERHUB_SERVICE_PREFIX', '/')}files/{path}"


def _fill_line(line: str, params: dict[str, Any]) -> str:
    try:
        (assigned,) = ast.parse(line).body
        name = assigned.target.id
        value = assigned.value
    except (SyntaxError, ValueError, AttributeError):
        return line

    if name not in params:
        return line
    # The syntax tree counts bytes.
    data = line.encode("utf-8")
    before = data[: value.col_offset].decode("utf-8")
    after = data[value.end_col_offset :].decode("utf-8")
    return f"{before}{params[name]!r}{after}"


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
