"""The tables of a review, kept as Parquet files in its folder: how notebooks hand them on."""

import os
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML

_LEFT = "<style>.jp-RenderedHTMLCommon .table :is(th, td) { text-align: left }</style>"  # JupyterLab puts text right
LISTS = {"papers": ["authors"], "topics": ["keywords"]}  # Parquet gives lists back as arrays


def folder(path: str) -> Path:
    """Open the folder in which a review keeps its tables, and make it if need be.

    A notebook opened by hand in JupyterLab works inside notebooks/; paths are meant from the folder above it, where the
    command line is typed, so that the same parameters name the same files.
    """
    if Path.cwd().name == "notebooks" and not Path("notebooks").is_dir():
        os.chdir("..")
    place = Path(path)
    place.mkdir(parents=True, exist_ok=True)
    return place


def write(place: Path, **tables: pd.DataFrame) -> None:
    """Write each table into the folder of the review under its name."""
    for name, table in tables.items():
        table.to_parquet(place / f"{name}.parquet", index=False)


def read(place: Path, name: str) -> pd.DataFrame:
    """Read a table of the review. Raises FileNotFoundError, naming the notebook to run first, where it is missing."""
    file = Path(place) / f"{name}.parquet"
    if not file.is_file():
        first = {"topics": "topics", "assignments": "topics", "trends": "trends"}.get(name, "papers")
        raise FileNotFoundError(f"{file} is missing; run the notebook {first}.ipynb first, with the same `folder`")
    table = pd.read_parquet(file)
    return table.assign(**{column: [list(cell) for cell in table[column]] for column in LISTS.get(name, [])})


def show(table: pd.DataFrame, rows: int = 30) -> HTML:
    """Show a table as it should be read: shares in per cent, lists joined, dates without a time, everything escaped.

    Beyond `rows` the rest is counted in a line below.
    """
    cells = table.head(rows).copy()
    for column in cells:
        cells[column] = [_cell(column, value) for value in cells[column]]
    cells.columns = [str(column).replace("_", " ") for column in cells.columns]
    numeric = [i for i, column in enumerate(table, 1) if pd.api.types.is_numeric_dtype(table[column])]
    classes = ["table", *(f"n{i}" for i in numeric)]
    more = f"<p class='more'>and {len(table) - rows:,} more rows</p>" if len(table) > rows else ""
    none = "<p class='more'>None.</p>"
    return HTML(
        _LEFT + cells.to_html(index=False, border=0, classes=classes, escape=True) + more if len(table) else none
    )


def show_papers(papers: pd.DataFrame, most: int = 1000) -> HTML:
    """Show titles that open to their abstracts, grouped by the column `group` where there is one.

    Beyond `most` papers in all, each group is cut in proportion, and says so.
    """
    keep = min(1.0, most / max(1, len(papers)))
    groups = papers.groupby("group", sort=False) if "group" in papers else [("", papers)]
    parts = []
    for name, group in groups:
        shown = group.head(max(3, int(keep * len(group))))
        items = "".join(_paper(row) for row in shown.itertuples())
        left = len(group) - len(shown)
        items += f"<p class='more'>and {left:,} more, in papers.parquet</p>" if left else ""
        heading = f"<summary><b>{escape(str(name))}</b> <span>{len(group):,}</span></summary>"
        parts.append(f"<details class='group'>{heading}{items}</details>" if name else items)
    return HTML(f"<div class='papers'>{''.join(parts)}</div>")


def _paper(row) -> str:
    abstract = row.abstract if isinstance(row.abstract, str) else "No abstract in the dumps."
    return f"<details><summary>{escape(row.title)}</summary><p>{escape(abstract)}</p></details>"


def _cell(column: str, value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        if column in ("share", "before", "after", "confidence"):
            return f"{value:.1%}"
        if column in ("change", "low", "high"):
            return f"{100 * value:+.1f}"
        return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)
