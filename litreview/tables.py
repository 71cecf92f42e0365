"""The tables of a review, kept as Parquet files in its folder: how notebooks hand them on."""

import os
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML

_LEFT = "<style>.jp-RenderedHTMLCommon .table :is(th, td) { text-align: left }</style>"  # JupyterLab puts text right
OF_TOPICS = ("topics", "assignments", "reruns")  # what the notebook of that name writes
OF_TRENDS = ("trends", "periods", "verdicts", "term_bursts", "topic_bursts", "new_terms")
SHARES = ("first", "last", "confidence", "base")  # shown in per cent
POINTS = ("difference", "low", "high")  # in percentage points
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
        first = "topics" if name in OF_TOPICS else "trends" if name in OF_TRENDS else "papers"
        raise FileNotFoundError(f"{file} is missing; run the notebook {first}.ipynb first, with the same `folder`")
    table = pd.read_parquet(file)
    return table.assign(**{column: [list(cell) for cell in table[column]] for column in LISTS.get(name, [])})


def earlier(path: str) -> dict[str, pd.DataFrame] | None:
    """Read the tables of an earlier report that its topics can be taken on from; None where `path` is empty."""
    return {name: read(Path(path), name) for name in ("papers", *OF_TOPICS)} if path else None


def show(table: pd.DataFrame, rows: int = 30, name: str = "") -> HTML:
    """Show a table as it should be read: shares in per cent, lists joined, dates without a time, everything escaped.

    Beyond `rows` the rest is counted in a line below. With a `name` for links to go to, its column `topic` is not shown
    and names the rows: `topic-3`.
    """
    links = [f"topic-{topic}" for topic in table["topic"]] if name else []
    table = table.drop(columns="topic") if name else table
    cells = table.head(rows).apply(_counted).copy()
    for column in cells:
        cells[column] = [_cell(column, value) for value in cells[column]]
    cells.columns = [str(column).replace("_", " ") for column in cells.columns]
    numeric = [i for i, column in enumerate(table, 1) if pd.api.types.is_numeric_dtype(table[column])]
    classes = ["table", *(f"n{i}" for i in numeric)]
    more = f"<p class='more'>and {len(table) - rows:,} more rows</p>" if len(table) > rows else ""
    none = "<p class='more'>None.</p>"
    html = cells.to_html(index=False, border=0, classes=classes, escape=True, table_id=name or None)
    return HTML(_LEFT + _linked(html, links) + more if len(table) else none)


def _linked(html: str, links: list[str]) -> str:
    head, body = html.split("<tbody>")
    first, *rows = body.split("<tr>")
    named = (f'<tr id="{link}">{row}' for link, row in zip(links, rows, strict=False))
    return f"{head}<tbody>{first}{''.join(named) if links else '<tr>' + '<tr>'.join(rows)}"


def show_papers(papers: pd.DataFrame, most: int = 1000) -> HTML:
    """Show titles that open to their abstracts, grouped by the column `group` where there is one.

    Beyond `most` papers in all, each group is cut in proportion, and says so.
    """
    keep = min(1.0, most / max(1, len(papers)))
    groups = papers.groupby("group", sort=False) if "group" in papers else [("", papers)]
    parts = [] if len(papers) else ["<p class='more'>None.</p>"]
    for name, group in groups if len(papers) else ():
        shown = group.head(max(3, int(keep * len(group))))
        items = "".join(_paper(row) for row in shown.itertuples())
        left = len(group) - len(shown)
        items += f"<p class='more'>and {left:,} more, in papers.parquet</p>" if left else ""
        heading = f"<summary><b>{escape(str(name))}</b> <span>{len(group):,}</span></summary>"
        parts.append(f"<details class='group'>{heading}{items}</details>" if name else items)
    return HTML(f"<div class='papers'>{''.join(parts)}</div>")


def show_tree(levels: pd.DataFrame) -> HTML:
    """Show themes that open to their topics, and topics to their parts, with the number of papers of each."""
    themes = []
    for (_, theme), inside in levels.groupby(["theme", "theme_label"], sort=False):
        topics = []
        for (_, topic), parts in inside.groupby(["topic", "topic_label"], sort=False):
            items = "".join(f"<li>{_sized(part.part_label, part.papers)}</li>" for part in parts.itertuples())
            one = (parts["part"] < 0).all()
            name = _sized(topic, parts["papers"].sum())
            topics.append(
                f"<li>{name}</li>" if one else f"<li><details><summary>{name}</summary><ul>{items}</ul></details></li>"
            )
        name = _sized(theme, inside["papers"].sum())
        themes.append(f"<li><details open><summary><b>{name}</b></summary><ul>{''.join(topics)}</ul></details></li>")
    return HTML(f"<ul class='tree'>{''.join(themes)}</ul>")


def show_passports(passports: pd.DataFrame) -> HTML:
    """Show the passport of each topic: what it is made of and how far to trust it."""
    return HTML(f"<div class='passports'>{''.join(map(_passport, passports.itertuples()))}</div>")


def _passport(row) -> str:
    facts = {
        "papers": f"{row.papers:,} ({row.share:.0%})",
        "stability": _cell("stability", row.stability),
        "coherence": _cell("coherence", row.coherence),
        "distinctness": _cell("distinctness", row.distinctness),
        "nearest topic": _cell("", row.nearest_label),
        "keywords": ", ".join(row.keywords),
        "dumps": " · ".join(row.dumps),
    }
    items = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items())
    lists = "".join(
        f"<h4>{name}</h4><ul>{''.join(f'<li>{escape(title)}</li>' for title in titles)}</ul>"
        for name, titles in (("Most central", row.central), ("On the border → and to what", row.borderline))
    )
    return f"<details class='group'><summary><b>{escape(row.label)}</b></summary><dl>{items}</dl>{lists}</details>"


def _counted(values: pd.Series) -> pd.Series:
    """Take numbers without fractions for counts, which missing ones make into fractions."""
    ratio = values.name.startswith(("share", "change")) or values.name in (*SHARES, *POINTS, "p", "q")
    whole = not ratio and pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all()
    return values.astype("Int64") if whole else values


def _sized(label: str, papers: int) -> str:
    return f"{escape(label or 'the rest')} <span>{papers:,}</span>"


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
        if column.startswith("share") or column in SHARES:
            return f"{value:.1%}"
        if column in POINTS:
            return f"{100 * value:+.1f}"
        if column.startswith("change"):
            return f"×{value:.2f}"
        if column in ("p", "q"):
            return "<\u00a0.001" if value < 0.001 else f"{value:.3f}"
        return f"{value:.2f}"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)
