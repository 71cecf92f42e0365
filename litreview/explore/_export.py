"""The row of controls that writes papers into a file for Zotero, JabRef or Excel."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show, tables, write
from litreview.text import count_of

FORMATS = {"BibTeX": "bib", "RIS": "ris", "CSV": "csv", "XLSX": "xlsx"}


class Writing(widgets.VBox):
    """The widget of `panel`."""

    def __init__(self, papers: dict[str, Callable[[], pd.DataFrame]], folder: Path):  # noqa: D107
        self.papers, self.folder = papers, folder
        style = {"description_width": "initial"}
        self.format = widgets.Dropdown(
            description="Write", options=FORMATS, layout=_wide(1), style=style
        )
        self.which = widgets.Dropdown(
            description="of", options=list(papers), layout=_wide(1), style=style
        )
        self.file = widgets.Text(
            description="to", value="explored.bib", layout=_wide(2), style=style
        )
        self.write = widgets.Button(
            description="Write the file",
            icon="save",
            layout=widgets.Layout(width="auto"),
        )
        self.done = widgets.HTML()
        self.format.observe(self._named, names="value")
        self.write.on_click(self._write)
        row = widgets.Layout(flex_flow="row wrap", grid_gap=".2rem .6rem")
        super().__init__(
            [
                widgets.HBox(
                    [self.format, self.which, self.file, self.write], layout=row
                ),
                self.done,
            ]
        )

    def _named(self, change: dict) -> None:
        self.file.value = str(
            Path(self.file.value or "explored").with_suffix(f".{change['new']}")
        )

    def _write(self, _) -> None:
        file = self.folder / self.file.value.strip()
        try:
            papers = self.papers[self.which.value]()
            if papers.empty:
                raise ValueError(
                    "there is no paper to write; select rows of the table, or search for something else"
                )
            if file.exists():
                raise ValueError(
                    f"{file} is there already; name another file, or delete that one first"
                )
            tables.write_file(file, write.FORMATS[self.format.value](papers))
        except (OSError, ValueError) as error:
            self.done.value = show.in_style(
                f"<p role='alert'><b>Not written.</b> {escape(str(error))}</p>"
            )
        else:
            what = f"{count_of(len(papers), 'paper')} written to {escape(str(file))}"
            self.done.value = show.in_style(f"<p role='status'>{what}</p>")


def panel(
    papers: dict[str, Callable[[], pd.DataFrame]], folder: str | Path = "."
) -> Writing:
    """Build the controls: in which format, which papers, into which file of `folder`, and a button.

    `papers` gives for each choice, as it is shown, a function that gives the papers. A file that is there already stays
    as it is, and so does what is wrong: both are said below.
    """
    return Writing(papers, Path(folder))


def _wide(share: float) -> widgets.Layout:
    return widgets.Layout(flex=f"{share} 1 9rem", width="auto", min_width="0")
