"""The JupyterLab widget in which a person names topics, and merges them by giving two the same name."""

from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show
from litreview.text import count_of
from litreview.topics import _labels


def label_rows(report: str | Path, file: str | Path) -> pd.DataFrame:
    """List the topics of a report as rows of a CSV of labels, with what `file`, one's own, says of them already.

    `file` need not be there. What it says of a topic of the same papers holds; its rows that this report has not
    carried over stay, at the end. Raises FileNotFoundError where the report has no labels.csv, ValueError for files
    that are no such tables.
    """
    table = _labels.read_labels(Path(report) / "labels.csv")
    own = _labels.read_labels(file if Path(file).is_file() else "")
    mine = own.drop_duplicates("paper_ids", keep="last").set_index("paper_ids")
    known = table["paper_ids"].isin(mine.index)
    for name in ("label", "split"):
        table.loc[known, name] = table.loc[known, "paper_ids"].map(mine[name])
    carried = set(_labels.read_labels(Path(report) / "labels.csv")["label"]) | {""}
    rest = own[
        ~own["paper_ids"].isin(table["paper_ids"])
        & ~(own["label"].isin(carried) & own["split"].isna())
    ]
    return pd.concat([table, rest], ignore_index=True)


def label_widget(table: pd.DataFrame, file: str | Path) -> widgets.VBox:
    """Build the widget: a field for the name of each topic; what is typed is written into `file` at once.

    `table` is of `rows`. Two topics of the same name become one in the next run. The parts are children of the box:
    what was done, then a field a row; set its `value` as a hand would. What cannot be written is said, and stays typed.
    """
    kept = {"table": table.copy()}
    done = widgets.HTML(show.in_style(_merged(table)))
    fields = [_field(row) for row in table.itertuples()]

    def write(position: int, label: str) -> None:
        changed = kept["table"].copy()
        changed.loc[changed.index[position], "label"] = label.strip()
        try:
            if len(label.strip()) > _labels.LONGEST:
                raise ValueError(
                    f"a name has at most {_labels.LONGEST} characters; shorten it"
                )
            _labels.write_labels(file, changed)
        except (OSError, ValueError) as error:
            done.value = show.in_style(
                f"<p role='alert'><b>Not written.</b> {escape(str(error))}</p>"
            )
            return
        kept["table"] = changed
        done.value = show.in_style(
            f"<p role='status'>Kept in {escape(str(file))}.</p>{_merged(changed)}"
        )

    for position, field in enumerate(fields):
        field.observe(
            lambda change, position=position: write(position, change["new"]),
            names="value",
        )
    return widgets.VBox([done, *fields], layout=widgets.Layout(max_width="60rem"))


def _field(row) -> widgets.Text:
    papers = f" ({int(row.papers):,})" if str(row.papers).isdigit() else ""
    return widgets.Text(
        description=f"{row.found_label}{papers}",
        placeholder="your name for it",
        value=row.label,
        continuous_update=False,
        layout=widgets.Layout(width="auto"),
        style={"description_width": "24rem"},
    )


def _merged(table: pd.DataFrame) -> str:
    named = table[table["label"] != ""]
    same = (
        named[named["label"].duplicated(keep=False)]
        .groupby("label", sort=False)["found_label"]
        .agg(list)
    )
    lines = [
        f"<li><b>{escape(label)}</b>: {escape('; '.join(found))}</li>"
        for label, found in same.items()
    ]
    merged = f"<p>The next run merges:</p><ul>{''.join(lines)}</ul>" if lines else ""
    return f"<p>{count_of(len(named), 'name')} of your own.</p>{merged}"
