"""The controls that write papers into a file for Zotero, JabRef or Excel."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show, tables, write
from litreview.explore._layout import NAMED, share_row, wrap_row
from litreview.text import count_of

# The formats of `write.FORMATS`, as people call them.
NAMES = {
    "BibTeX": "bib",
    "RIS": "ris",
    "CSV": "csv",
    "XLSX": "xlsx",
    "CSL-JSON": "json",
}


class Export(widgets.VBox):
    """Controls: in which format, which papers, into which file of a folder; a button.

    `choices` gives for each choice of papers, as it is shown, a function that gives
    them. A file that is there already stays as it is; what is wrong is said below.
    """

    def __init__(self, choices: dict[str, Callable[[], pd.DataFrame]], folder: Path):
        self.choices = choices
        self.folder = folder
        self.format = widgets.Dropdown(
            description="Write",
            options=NAMES,
            layout=share_row(1),
            style=NAMED,
        )
        self.which = widgets.Dropdown(
            description="of",
            options=list(choices),
            layout=share_row(1),
            style=NAMED,
        )
        self.file = widgets.Text(
            description="to",
            value="explored.bib",
            layout=share_row(2),
            style=NAMED,
        )
        self.button = widgets.Button(
            description="Write the file",
            icon="save",
            layout=widgets.Layout(width="auto"),
        )
        self.outcome = widgets.HTML()

        self.format.observe(self._rename_file, names="value")
        self.button.on_click(self._write)
        controls = wrap_row(
            self.format,
            self.which,
            self.file,
            self.button,
        )
        super().__init__([controls, self.outcome])

    def _rename_file(self, change: dict) -> None:
        file = Path(self.file.value or "explored")
        self.file.value = str(file.with_suffix(f".{change['new']}"))

    def _write(self, _) -> None:
        file = self.folder / self.file.value.strip()
        try:
            papers = self.choices[self.which.value]()
            _write_papers(file, self.format.value, papers)
        except (OSError, ValueError) as error:
            reason = escape(str(error))
            html = f"<p role='alert'><b>Not written.</b> {reason}</p>"
        else:
            number = count_of(len(papers), "paper")
            html = f"<p role='status'>{number} written to {escape(str(file))}</p>"
        self.outcome.value = show.in_style(html)


def _write_papers(file: Path, kind: str, papers: pd.DataFrame) -> None:
    """Write papers into a new file; raise ValueError where that cannot be done."""
    if papers.empty:
        raise ValueError(
            "there is no paper to write; select rows of the table, or search for"
            " something else"
        )
    if file.exists():
        raise ValueError(
            f"{file} is there already; name another file, or delete that one first"
        )
    tables.write_file(file, write.FORMATS[kind](papers))
