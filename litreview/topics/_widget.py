"""The JupyterLab widget in which a person names topics.

Two topics that are given the same name become one in the next run.
"""

from functools import partial
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show, tables
from litreview.text import count_of
from litreview.topics import _labels

DRAFT = "topic_labels.csv"  # in the folder of a report


def label_widget(folder: str | Path, topic_labels: str | Path) -> widgets.VBox:
    """Build the widget for the topics of a report: a field for the name of each.

    What is typed is written at once. What cannot be written is said, and stays typed.

    Parameters
    ----------
    folder
        Of the report.
    topic_labels
        The CSV of your labels, which need not be there yet. What it says of a topic of
        the same papers is shown; rows that this report has not carried over stay in it.

    Returns
    -------
    ipywidgets.VBox
        Its children are what was done, then a field for each topic: set its `value` as
        a hand would.

    Raises
    ------
    FileNotFoundError
        Where the report has no topic_labels.csv.
    ValueError
        For files that are no such tables.

    Examples
    --------
    >>> file = place / "topic_labels.csv"
    >>> draft = litreview.topics.draft_labels(topics, assignments, outcomes, file)
    >>> widget = litreview.topics.label_widget(place, "labels.csv")
    >>> len(widget.children) > 0
    True
    """
    tables.check_file(topic_labels, "topic_labels", "params/NAME.topic_labels.csv")
    table = label_rows(folder, topic_labels)
    status = widgets.HTML(show.in_style(_names_html(table)))
    fields = [_name_field(row) for row in table.itertuples()]

    state = {"table": table}  # what the file holds, or would
    for position, field in enumerate(fields):
        save = partial(_save_name, state, position, topic_labels, status)
        field.observe(save, names="value")

    layout = widgets.Layout(max_width="60rem")
    return widgets.VBox([status, *fields], layout=layout)


def label_rows(folder: str | Path, topic_labels: str | Path) -> pd.DataFrame:
    """List the topics of a report as rows of a file of labels, with yours in them.

    Parameters
    ----------
    folder, topic_labels
        As given to `label_widget`.

    Returns
    -------
    pandas.DataFrame
        The columns of such a file: a row for each topic, then the rows of your file
        that the report has not carried over.
    """
    draft = _labels.read_labels(Path(folder) / DRAFT)
    file = ""
    if Path(topic_labels).is_file():
        file = topic_labels
    labels = _labels.read_labels(file)

    last = labels.drop_duplicates("paper_ids", keep="last")
    by_papers = last.set_index("paper_ids")
    known = draft["paper_ids"].isin(by_papers.index)
    known_papers = draft.loc[known, "paper_ids"]
    table = draft.copy()
    for name in ("label", "split"):
        table.loc[known, name] = known_papers.map(by_papers[name])

    # A row that asks for no more than a label which the draft has is carried over.
    is_listed = labels["paper_ids"].isin(draft["paper_ids"])
    has_label = labels["label"].isin([*draft["label"], ""])
    is_carried = has_label & labels["split"].isna()
    rest = labels[~is_listed & ~is_carried]
    return pd.concat([table, rest], ignore_index=True)


def _save_name(
    state: dict[str, pd.DataFrame],
    position: int,
    file: str | Path,
    status: widgets.HTML,
    change: dict,
) -> None:
    """Write the name that was typed into the file, and say so or why not.

    `state` has the `table` that the file holds, `position` is the row of the name.
    """
    label = change["new"].strip()
    table = state["table"].copy()
    table.loc[table.index[position], "label"] = label
    try:
        if len(label) > _labels.LONGEST:
            raise ValueError(
                f"a name has at most {_labels.LONGEST} characters; shorten it"
            )
        tables.write_csv(file, table)
    except (OSError, ValueError) as error:
        message = f"<b>Not written.</b> {escape(str(error))}"
        status.value = show.in_style(f"<p role='alert'>{message}</p>")
        return

    state["table"] = table
    message = f"<p role='status'>Kept in {escape(str(file))}.</p>"
    status.value = show.in_style(message + _names_html(table))


def _name_field(row) -> widgets.Text:
    """Build the field for the name of a topic, which says what was found there."""
    description = row.found_label
    if str(row.papers).isdigit():
        description += f" ({int(row.papers):,})"

    return widgets.Text(
        description=description,
        placeholder="your name for it",
        value=row.label,
        continuous_update=False,
        layout=widgets.Layout(width="auto"),
        style={"description_width": "24rem"},
    )


def _names_html(table: pd.DataFrame) -> str:
    """Say how many topics have a name of yours, and which have the same."""
    named = table[table["label"] != ""]
    html = f"<p>{count_of(len(named), 'name')} of your own.</p>"

    alike = named[named["label"].duplicated(keep=False)]
    items = ""
    for label, found in alike.groupby("label", sort=False)["found_label"]:
        merged = "; ".join(found)
        items += f"<li><b>{escape(label)}</b>: {escape(merged)}</li>"
    if items:
        html += f"<p>The next run merges:</p><ul>{items}</ul>"

    return html
