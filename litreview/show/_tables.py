"""A table as HTML, each column in the format that the schema gives it."""

from numbers import Real

import numpy as np
import pandas as pd
from IPython.display import HTML

from litreview.tables import COLUMN_FORMATS

MISSING = "–"
# JupyterLab puts text to the right.
LEFT = "<style>.jp-RenderedHTMLCommon .table :is(th, td) { text-align: left }</style>"


def table(table: pd.DataFrame, rows: int = 30, name: str = "") -> HTML:
    """Show a table as it should be read.

    Shares are in per cent, lists are joined, dates have no time, and everything is
    escaped. `tables.COLUMN_FORMATS` says how a column is written; one that it does not
    know is written by its type.

    Parameters
    ----------
    table
        What to show, with the columns in their order.
    rows
        How many rows to show; the others are counted in a line below.
    name
        The name of the table, for links to go to. With one, the column `topic` is not
        shown and names the rows: `topic-3`.

    Returns
    -------
    HTML
        The table, or "None." where it has no rows.

    Examples
    --------
    >>> rows = pandas.DataFrame({"label": ["bees", "bats"], "share": [0.25, 0.75]})
    >>> shown = litreview.show.table(rows, rows=1)
    >>> "25.0%" in shown.data, "and 1 more rows" in shown.data
    (True, True)
    """
    if not len(table):
        return HTML("<p class='more'>None.</p>")

    links = []
    if name:
        links = [f"topic-{topic}" for topic in table["topic"]]
        table = table.drop(columns="topic")
    cells, classes = {}, ["table"]
    for number, column in enumerate(table, start=1):
        values = table[column].head(rows)
        cells[str(column).replace("_", " ")] = _format_column(values)
        if pd.api.types.is_numeric_dtype(values):
            classes.append(f"n{number}")

    html = pd.DataFrame(cells, dtype="object").to_html(
        index=False, border=0, classes=classes, escape=True, table_id=name or None
    )
    if name:
        html = _name_rows(html, links)
    if len(table) > rows:
        html += f"<p class='more'>and {len(table) - rows:,} more rows</p>"
    return HTML(LEFT + html)


def format_cell(value, kind: str) -> str:
    """Write a value; `kind` is how numbers are written, one of `NUMBER_FORMATS`."""
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Real):
        return NUMBER_FORMATS[kind](value)
    return str(value)


def _write_p_value(value: float) -> str:
    if value < 0.001:
        return "<\u00a0.001"
    return f"{value:.3f}"


def _write_points(value: float) -> str:
    return f"{100 * value:+.1f}"


def _write_count(value: float) -> str:
    return f"{int(value):,}"


def _write_by_type(value: float) -> str:
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    return f"{value:.2f}"


NUMBER_FORMATS = {
    "share": "{:.1%}".format,
    "points": _write_points,
    "ratio": "×{:.2f}".format,
    "p": _write_p_value,
    "count": _write_count,
    "number": "{:.2f}".format,
    "mixed": _write_by_type,
}


def _format_column(values: pd.Series) -> list[str]:
    kind = COLUMN_FORMATS.get(values.name)
    if kind not in NUMBER_FORMATS:
        kind = _number_format(values)
    return [format_cell(value, kind) for value in values]


def _number_format(values: pd.Series) -> str:
    """Tell how to write the numbers of a column that the schema does not know."""
    if pd.api.types.is_integer_dtype(values):
        return "count"
    if not pd.api.types.is_float_dtype(values):
        return "mixed"

    # Counts of which one is missing become fractions.
    whole = (values.dropna() % 1 == 0).all()
    return "count" if whole else "number"


def _name_rows(html: str, links: list[str]) -> str:
    """Give each row of a table in HTML the name that links go to."""
    head, body = html.split("<tbody>")
    before, *rows = body.split("<tr>")
    named = [before]
    for link, row in zip(links, rows, strict=False):
        named.append(f'<tr id="{link}">{row}')
    return f"{head}<tbody>{''.join(named)}"
