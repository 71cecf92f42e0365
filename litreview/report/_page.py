"""A finished report → one HTML file to share, with all its pages and its papers."""

import base64
import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import pandas as pd

from litreview import progress, read, tables, write
from litreview.report import _pages
from litreview.text import count_of, format_date

# The parts in the order in which a reader asks.
PARTS = ("topics", "trends", "changes", "compare", "screening", "papers")

MOST_INPUTS = 100  # files that the page lists; run.json has all
MOST_DOUBTS = 5  # doubtful files that it explains on top
MOST = 9_500_000  # bytes of papers, packed; beyond it their abstracts are left out
PACKS_TO = 6  # text packs to a sixth of its size at best

# The columns of papers in the page, with their short names there.
COLUMNS = {
    "paper_id": "id",
    "title": "title",
    "abstract": "abstract",
    "venue": "venue",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "doi": "doi",
    "arxiv_id": "arxiv",
    "pmid": "pmid",
    "url": "url",
}
ASSETS = {
    "style": "style.css",
    "report_style": "report.css",
    "explorer_style": "explorer.css",
    "script": "charts.js",
    "exports": "exports.js",
    "explorer": "explorer.js",
}


def render(
    folder: Path,
    names: list[str],
    title: str,
    record: dict[str, Any],
    user_templates: str = "",
) -> Path:
    """Render `report.html`: summary, map, the pages of the notebooks, and the papers.

    Nothing in it is loaded from anywhere.

    Parameters
    ----------
    folder
        The folder of the report, with executed notebooks and tables. What is tagged
        `listing` in a notebook stays out: its papers are in the list of papers.
    names
        The notebooks of the report.
    title
        The title of the page.
    record
        The content of run.json.
    user_templates
        A folder of the user's own, whose `report.html.j2`, `fragment.html.j2`,
        `style.css` and so on go before ours.

    Returns
    -------
    The path of the page.
    """
    further = [name for name in names if name not in PARTS]
    order = [name for name in PARTS if name in names] + further
    parts = []
    for name in progress.steps(order, "Writing the page"):
        parts.append(_render_part(folder, name, order, user_templates))

    data, left_out = pack_papers(folder)
    map_of_papers = "".join(part["map"] for part in parts)
    all_html = map_of_papers + "".join(part["html"] for part in parts)
    assets = {
        key: _pages.read_asset(name, user_templates) for key, name in ASSETS.items()
    }

    text = _template(user_templates).render(
        title=title,
        record=record,
        parts=parts,
        chart_of_all=map_of_papers,
        data=data,
        left_out=left_out,
        papers=count_of(len(tables.read(folder, "papers")), "paper"),
        charts='class="vega"' in all_html,
        limits=describe_limits(folder),
        doubts=describe_doubts(folder),
        most_inputs=MOST_INPUTS,
        vega=_pages.vega(),
        **assets,
    )

    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    return file


def pack_papers(folder: Path, most: int = MOST) -> tuple[str, str]:
    """Pack the papers of a report for the page.

    Parameters
    ----------
    folder
        The folder of the report.
    most
        The bytes that they may take; beyond, their abstracts are left out.

    Returns
    -------
    Base64 of gzip of JSON, and a sentence on what was left out, or "".
    """
    content = _collect_papers(folder)
    papers = content["papers"]

    letters = sum(len(abstract) for abstract in papers["abstract"])
    if letters < PACKS_TO * most:
        data = _pack(content)
        if len(data) <= most:
            return data, ""

    count = len(papers["id"])
    left_out = (
        f"The abstracts of {count_of(count, 'paper')} are left out, to keep this file "
        "small; they are in tables/papers.parquet, beside it."
    )
    papers["abstract"] = [None] * count
    return _pack(content | {"left_out": left_out}), left_out


def describe_doubts(folder: Path) -> dict[str, Any]:
    """Say which files of a report are doubtful or were refused, and why.

    Returns
    -------
    `heading`, such as "2 files are doubtful; 1 file was refused"; the first 5 `files`
    of `read.doubts_table`; and how many `more` there are. Empty where there is none.
    """
    files = tables.read(folder, "files")
    if (files["certainty"] == "sure").all():
        return {}

    table = read.doubts_table(files)
    return {
        "heading": read.doubts_summary(files, most=0),
        "files": table.head(MOST_DOUBTS).to_dict("records"),
        "more": max(0, len(table) - MOST_DOUBTS),
    }


def describe_limits(folder: Path) -> list[str]:
    """List what was left out of the report on the way, and why, each in a sentence."""
    files = tables.read(folder, "files")
    lines = tables.read(folder, "lines")
    papers = tables.read(folder, "papers")
    records = tables.read(folder, "records")

    were_read = count_of(len(records), "record")
    repeated = count_of(len(records) - len(papers), "record")
    sentences = [
        f"{were_read} were read from {count_of(len(files), 'file')}; "
        f"{repeated} came again and are one row with the others."
    ]

    odd = int((lines["role"] == "not understood").sum())
    if odd == 1:
        sentences.append(
            "1 stretch of the files was not understood, and is listed with the reason."
        )
    elif odd > 1:
        sentences.append(
            f"{odd:,} stretches of the files were not understood, and are listed with "
            "the reason."
        )

    lacking = int(papers["abstract"].isna().sum())
    if lacking:
        sentences.append(
            f"{count_of(lacking, 'paper')} without an abstract were sorted into topics "
            "by their titles alone."
        )

    return sentences


def _collect_papers(folder: Path) -> dict[str, Any]:
    """Collect what the page knows of papers and topics, column by column."""
    papers = tables.read(folder, "papers")
    records = tables.read(folder, "records")
    dumps = records.groupby("paper_id")["dump"].nunique()

    columns = {}
    for name, short in COLUMNS.items():
        if name in papers:
            columns[short] = papers[name].fillna("").tolist()
        else:
            columns[short] = [""] * len(papers)

    # One writer of bibliographies: what the page writes has Python's keys and kinds.
    entries = write.entry_keys_and_kinds(papers)
    columns["key"] = entries["key"].tolist()
    columns["kind"] = entries["kind"].tolist()

    dated = zip(papers["date"], papers["date_precision"], strict=True)
    columns["date"] = [format_date(date, precision) for date, precision in dated]
    columns["authors"] = papers["authors"].tolist()
    columns["dumps"] = papers["paper_id"].map(dumps).tolist()

    topics: list[dict] = []
    topic_of = pd.Series(-1, papers["paper_id"])
    if tables.file_of(folder, "topics").is_file():
        topics = _collect_topics(folder)
        assignments = tables.read(folder, "assignments")
        topic_of = assignments.set_index("paper_id")["topic"]

    numbers = papers["paper_id"].map(topic_of).fillna(-1).astype(int)
    columns["topic"] = numbers.tolist()

    return {"papers": columns, "topics": topics, "left_out": ""}


def _collect_topics(folder: Path) -> list[dict]:
    topics = tables.read(folder, "topics")

    verdicts = pd.Series(dtype="str")
    if tables.file_of(folder, "verdicts").is_file():
        verdicts = tables.read(folder, "verdicts").set_index("topic")["verdict"]

    topics = topics.assign(verdict=topics["topic"].map(verdicts).fillna(""))
    columns = ["topic", "label", "keywords", "papers", "verdict"]
    return topics[columns].to_dict("records")


def _pack(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    packed = gzip.compress(text.encode(), mtime=0)  # the same papers, the same bytes
    return base64.b64encode(packed).decode()


# ---- The parts, of the notebooks


def _render_part(
    folder: Path, name: str, names: list[str], user_templates: str
) -> dict[str, Any]:
    """Render a notebook as a part of the page: heading, summary, map, and the rest."""
    notebook = nbformat.read(folder / "notebooks" / f"{name}.ipynb", 4)
    cells = [cell for cell in notebook.cells if not _is_tagged(cell, "listing")]
    heading, introduction, cells = _split_heading(cells, name)

    summary, maps = [], []
    rest = [nbformat.v4.new_markdown_cell(introduction)]
    for cell in cells:
        is_code = cell.cell_type == "code"
        if _is_tagged(cell, "map"):
            if is_code:
                maps.append(cell)
        elif _is_tagged(cell, "summary") and not _pages.find_charts([cell]):
            summary.append(cell)
        else:
            rest.append(_lower_headings(cell))

    html = _render_cells(rest, name, names, user_templates)
    return {
        "id": name,
        "heading": heading,
        "summary": _render_cells(summary, name, names, user_templates),
        "map": _render_cells(maps, name, names, user_templates),
        "html": html,
        "contents": re.findall(r'<h3 id="([^"]+)">(.*?)(?:<a|</h3>)', html),
    }


def _split_heading(
    cells: list[nbformat.NotebookNode], name: str
) -> tuple[str, str, list[nbformat.NotebookNode]]:
    """Split off the heading of a notebook, and what its first text says below it."""
    for number, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            heading, _, introduction = cell.source.partition("\n")
            heading = heading.lstrip("# ") or name
            return heading, introduction.strip(), cells[number + 1 :]

    return name, "", cells[1:]


def _is_tagged(cell: nbformat.NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _lower_headings(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Set headings a step lower, below that of the part."""
    if cell.cell_type != "markdown":
        return cell

    source = re.sub(r"(?m)^(#{1,5}) ", r"#\1 ", cell.source)
    return nbformat.from_dict(cell.copy() | {"source": source})


def _render_cells(
    cells: list[nbformat.NotebookNode],
    name: str,
    names: list[str],
    user_templates: str,
) -> str:
    notebook = nbformat.v4.new_notebook(cells=cells)
    html = _pages.exporter("fragment.html.j2", user_templates)
    text, _ = html.from_notebook_node(notebook, resources={"page": {"name": name}})

    # What is called alike on two pages is told apart …
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}--\1"', text)
    text = re.sub(r'\bhref="#([^"]+)"', rf'href="#{name}--\1"', text)

    # … and what led to another page leads to its part.
    pages = "|".join(map(re.escape, names))
    text = re.sub(rf'\bhref="({pages})\.html#([^"]+)"', r'href="#\1--\2"', text)
    return re.sub(rf'\bhref="({pages})\.html"', r'href="#\1"', text)


@cache
def _template(user_templates: str) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_pages.read_asset("report.html.j2", user_templates))
