"""A finished report → one HTML file to share, with all its pages and a reader for its papers."""

import base64
import gzip
import json
import re
from functools import cache
from pathlib import Path

import jinja2
import nbformat
import pandas as pd

from litreview import tables
from litreview.charts import VEGA_LITE
from litreview.report import _pages
from litreview.text import count_of, format_date

PARTS = (
    "topics",
    "trends",
    "changes",
    "compare",
    "screening",
    "papers",
)  # in the order in which a reader asks
MOST = 9_500_000  # bytes of papers in the file, packed; beyond it their abstracts are left out
FIELDS = {"paper_id": "id", "arxiv_id": "arxiv"} | {
    name: name
    for name in (
        "title",
        "abstract",
        "venue",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "url",
    )
}


def render(
    folder: Path, names: list[str], title: str, record: dict, own: str = ""
) -> Path:
    """Render `report.html`: the summary, the pages of the notebooks, the papers, and how it was made.

    `folder` holds the executed notebooks and the tables, `names` says which notebooks there are. What `listing` is
    tagged in a notebook stays out: its papers are in the reader. Files of the folder `own` (`report.html.j2`,
    `fragment.html.j2`, `style.css` and so on) go before those of this package. Nothing is loaded from anywhere.
    """
    order = [
        *(name for name in PARTS if name in names),
        *(name for name in names if name not in PARTS),
    ]
    parts = [_part(folder, name, order, own) for name in order]
    data, left_out = packed(folder)
    text = _template(own).render(
        title=title,
        record=record,
        parts=parts,
        chart_of_all="".join(part["map"] for part in parts),
        data=data,
        left_out=left_out,
        papers=count_of(len(tables.read(folder, "papers")), "paper"),
        charts=any('class="vega"' in part["html"] + part["map"] for part in parts),
        limits=limits(folder),
        **_assets(own),
    )
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    return file


def packed(folder: Path, most: int = MOST) -> tuple[str, str]:
    """Pack the papers of a report as base64 of gzip of JSON, and say what was left out to stay below `most` bytes."""
    content, left_out, data = _papers(folder), "", ""
    # Text packs to a fifth or so at best; what is far too large need not be packed to be known so.
    if sum(map(len, content["papers"]["abstract"])) < 6 * most:
        data = _packed(content)
    if not data or len(data) > most:
        papers = content["papers"]
        papers["abstract"] = [None] * len(papers["id"])
        left_out = f"The abstracts of {count_of(len(papers['id']), 'paper')} are left out, to keep this file small; "
        left_out += "they are in papers.parquet, beside it."
        data = _packed(content | {"left_out": left_out})
    return data, left_out


def limits(folder: Path) -> list[str]:
    """List what was left out of the report on the way, and why, each in a sentence."""
    files, account = tables.read(folder, "files"), tables.read(folder, "lines")
    odd = int((account["role"] == "not understood").sum())
    papers, records = tables.read(folder, "papers"), tables.read(folder, "records")
    said = [
        f"{count_of(len(records), 'record')} were read from {count_of(len(files), 'file')}; "
        f"{count_of(len(records) - len(papers), 'record')} came again and are one row with the others."
    ]
    if odd:
        said.append(
            f"{count_of(odd, 'stretch', 'stretches')} of the files {'was' if odd == 1 else 'were'} not understood, and "
            f"{'is' if odd == 1 else 'are'} listed with the reason."
        )
    lacking = int(papers["abstract"].isna().sum())
    if lacking:
        said.append(
            f"{count_of(lacking, 'paper')} without an abstract were sorted into topics by their titles alone."
        )
    return said


def _papers(folder: Path) -> dict:
    papers = tables.read(folder, "papers")
    papers = papers.assign(
        **{name: papers[name].fillna("") if name in papers else "" for name in FIELDS},
        said=[
            format_date(date, precision)
            for date, precision in zip(
                papers["date"], papers["date_precision"], strict=True
            )
        ],
        dumps=papers["paper_id"].map(
            tables.read(folder, "records").groupby("paper_id")["dump"].nunique()
        ),
    )
    columns = {short: papers[name].tolist() for name, short in FIELDS.items()}
    columns |= {
        "date": papers["said"].tolist(),
        "authors": papers["authors"].tolist(),
        "dumps": papers["dumps"].tolist(),
    }
    topics, topic = [], pd.Series(-1, papers["paper_id"])
    if tables.file_of(folder, "topics").is_file():
        topics = _topics(folder)
        topic = tables.read(folder, "assignments").set_index("paper_id")["topic"]
    columns["topic"] = papers["paper_id"].map(topic).fillna(-1).astype(int).tolist()
    return {"papers": columns, "topics": topics, "left_out": ""}


def _topics(folder: Path) -> list[dict]:
    table = tables.read(folder, "topics")
    verdicts = pd.Series(dtype="str")
    if tables.file_of(folder, "verdicts").is_file():
        verdicts = tables.read(folder, "verdicts").set_index("topic")["verdict"]
    table = table.assign(verdict=table["topic"].map(verdicts).fillna(""))
    return table[["topic", "label", "keywords", "papers", "verdict"]].to_dict("records")


def _packed(content: dict) -> str:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _part(folder: Path, name: str, names: list[str], own: str) -> dict:
    """Render the cells of a notebook as a part of the page: its heading, its summary, and the rest."""
    notebook = nbformat.read(folder / f"{name}.ipynb", 4)
    cells = [cell for cell in notebook.cells if not _tagged(cell, "listing")]
    first = next((i for i, cell in enumerate(cells) if cell.cell_type == "markdown"), 0)
    heading, _, rest = cells[first].source.partition("\n") if cells else (name, "", "")
    said = [cell for cell in cells if _tagged(cell, "summary") and not _charted(cell)]
    left = [
        _lower(cell)
        for cell in cells[first + 1 :]
        if not _tagged(cell, "map") and cell not in said
    ]
    drawn = [
        cell for cell in cells if _tagged(cell, "map") and cell.cell_type == "code"
    ]
    html = _html([nbformat.v4.new_markdown_cell(rest.strip()), *left], name, names, own)
    return {
        "id": name,
        "heading": heading.lstrip("# ") or name,
        "summary": _html(said, name, names, own),
        "map": _html(drawn, name, names, own),
        "html": html,
        "contents": re.findall(r'<h3 id="([^"]+)">(.*?)(?:<a|</h3>)', html),
    }


def _tagged(cell: nbformat.NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _lower(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Set headings a step lower, below that of the part."""
    if cell.cell_type == "markdown":
        cell = cell.copy() | {"source": re.sub(r"(?m)^(#{1,5}) ", r"#\1 ", cell.source)}
    return nbformat.from_dict(cell)


def _charted(cell: nbformat.NotebookNode) -> bool:
    return any(
        VEGA_LITE in output.get("data", {}) for output in cell.get("outputs", [])
    )


def _html(cells: list, name: str, names: list[str], own: str) -> str:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.from_dict(cell) for cell in cells]
    )
    text, _ = _pages.exporter("fragment.html.j2", own).from_notebook_node(
        notebook, resources={"page": {"name": name}}
    )
    # What is called alike on two pages is told apart, and what led to another page leads to its part.
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}--\1"', text)
    text = re.sub(r'\bhref="#([^"]+)"', rf'href="#{name}--\1"', text)
    page = rf'\bhref="({"|".join(map(re.escape, names))})\.html'
    text = re.sub(rf'{page}#([^"]+)"', r'href="#\1--\2"', text)
    return re.sub(rf'{page}"', r'href="#\1"', text)


@cache
def _template(own: str) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_pages.asset("report.html.j2", own))


def _assets(own: str) -> dict[str, str]:
    names = {
        "style": "style.css",
        "report_style": "report.css",
        "explorer_style": "explorer.css",
        "script": "charts.js",
        "exports": "exports.js",
        "explorer": "explorer.js",
    }
    return {key: _pages.asset(name, own) for key, name in names.items()} | {
        "vega": _pages.vega()
    }
