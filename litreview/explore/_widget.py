"""The JupyterLab widget: search, filters, table, paper, map, marks and export."""

from collections.abc import Iterable
from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pandas as pd

from litreview import screening, show, tables, topics
from litreview.explore import _map, _marks, _search, _table
from litreview.explore._export import Export
from litreview.explore._filters import Filters, has_dates
from litreview.explore._layout import wrap_row
from litreview.text import count_of

ALIKE = 200  # papers listed that are like a sentence
SIMILAR = 8  # papers named that are like the one read
# Papers up to which similar ones are named without being asked for: learning takes no
# time.
AT_ONCE = 5_000
HINT = (
    "<b>Map.</b> Draw around dots to list them, or click on one. The crossed arrows"
    " let you move; the wheel zooms."
)
LEARNING = "Learning what the words of the papers mean; this is done once …"
LEFT_HALF = {"flex": "1.4 1 34rem", "min_width": "0", "overflow": "hidden"}
RIGHT_HALF = {
    "flex": "1 1 24rem",
    "min_width": "0",
    "overflow": "hidden",
    "padding": "0 0 0 1rem",
}


def add_topics(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """Add to each paper its topic and its place on the map.

    Parameters
    ----------
    papers
        `paper_id`.
    topics
        `topic` and `label`.
    assignments
        `paper_id` and `topic`; `x` and `y` where there is a map.

    Returns
    -------
    `papers` with `topic`, `topic_label`, `x` and `y`; without papers that have no
    assignment.
    """
    columns = [name for name in ("paper_id", "topic", "x", "y") if name in assignments]
    table = papers.merge(assignments[columns], on="paper_id")
    labels = topics.set_index("topic")["label"]
    return table.assign(topic_label=table["topic"].map(labels))


def explorer_widget(
    folder: str | Path,
    screening_decisions: str | Path | None = None,
    screener: str = "",
) -> "Explorer":
    """Build the widget that explores a report: search, filters, table, map and export.

    The controls are attributes of the widget: set their `value` as a hand would, and
    read what it leaves with `listed_papers` and `selected_papers`.

    Parameters
    ----------
    folder
        The folder of the report. Lists are written beside it.
    screening_decisions
        The file of decisions: with it, papers can be marked, and filtered by decision.
    screener
        Who decides, where there are several.

    Returns
    -------
    The widget; its `papers` are those of the report, with their topics.

    Examples
    --------
    >>> explorer = litreview.explore.explorer_widget(place)
    >>> len(explorer.papers)
    172
    """
    folder = Path(folder)
    papers = add_topics(
        tables.read(folder, "papers"),
        tables.read(folder, "topics"),
        tables.read(folder, "assignments"),
    )
    records = tables.read(folder, "records")
    return Explorer(
        papers,
        records,
        screening_decisions,
        screener,
        folder.parent,
    )


def listed_papers(explorer: "Explorer") -> pd.DataFrame:
    """Give the papers that search, filters and lasso leave.

    Parameters
    ----------
    explorer
        Of `explorer_widget`.

    Returns
    -------
    Rows of its papers, in the order of the table: the columns of the table of papers
    (`paper_id`, `title`, `abstract`, `date` …), `topic`, `topic_label`, and `x` and `y`
    where the report has them.

    Examples
    --------
    >>> explorer = litreview.explore.explorer_widget(place)
    >>> len(litreview.explore.listed_papers(explorer))
    172
    """
    return explorer.take_papers(explorer.table.shown_rows().index)


def selected_papers(explorer: "Explorer") -> pd.DataFrame:
    """Give the papers whose rows are selected in the table.

    Parameters
    ----------
    explorer
        Of `explorer_widget`.

    Returns
    -------
    Rows of its papers, in the order of the table: the columns of the table of papers
    (`paper_id`, `title`, `abstract`, `date` …), `topic`, `topic_label`, and `x` and `y`
    where the report has them.

    Examples
    --------
    >>> explorer = litreview.explore.explorer_widget(place)
    >>> len(litreview.explore.selected_papers(explorer))
    0
    """
    return explorer.take_papers(explorer.table.selected_names())


class Explorer(widgets.VBox):
    """The widget of `explorer_widget`, built from tables.

    Parameters
    ----------
    papers
        Of `add_topics`; without `x` and `y` there is no map.
    records
        `paper_id` and `dump`.
    store
        The file of decisions; without one, papers cannot be marked.
    screener
        Who decides.
    folder
        Where lists are written.
    """

    def __init__(
        self,
        papers: pd.DataFrame,
        records: pd.DataFrame,
        store: str | Path | None = None,
        screener: str = "",
        folder: str | Path = ".",
    ):
        self.papers = papers.reset_index(drop=True)
        self.records = records
        self.store = store
        self.index = _search.index_papers(self.papers)
        self.space = None  # of the meanings of words; learnt when it is first needed
        self.paper_id = None  # the paper that is read
        self.lasso = np.array([], dtype=int)  # rows of the papers inside it
        self.decisions = None
        self._row_of = pd.Series(np.arange(len(papers)), index=papers["paper_id"])
        self._passed = np.arange(len(papers))  # rows that pass search and filters
        self._cells = _table_cells(self.papers)
        self._is_naming = False

        self._read_decisions()
        self._build_controls(screener, Path(folder))
        self._refresh()
        self._connect_controls()
        super().__init__(self._arrange_controls())

    def take_papers(self, paper_ids: Iterable[str]) -> pd.DataFrame:
        """Give the papers of these ids, in their order."""
        rows = self._row_of.loc[list(paper_ids)]
        return self.papers.iloc[rows].reset_index(drop=True)

    # ---- Building

    def _build_controls(self, screener: str, folder: Path) -> None:
        auto = {"width": "auto"}
        self.filters = Filters(
            self.papers,
            self.records,
            bool(self.store),
            self._refresh,
        )
        self.status = widgets.HTML()
        self.page = widgets.HTML(layout={"max_height": "26rem", "overflow": "auto"})
        self.table = _table.build_grid(self._cells.head(0))
        self.marks = widgets.VBox()
        if self.store:
            self.marks = _marks.Marks(self.store, screener, self._show_decisions)
        self.similar = widgets.Select(
            description="Similar",
            rows=5,
            layout=auto,
            style=_marks.LABEL,
        )
        self.ask_similar = widgets.Button(
            description="Name similar papers", layout=auto
        )
        choices = {
            "the papers listed": lambda: listed_papers(self),
            "the rows selected": lambda: selected_papers(self),
        }
        self.export = Export(choices, folder)
        self.clear_lasso = widgets.Button(
            description="Clear the lasso", icon="eraser", layout=auto
        )
        self.map = None
        if {"x", "y"} <= set(self.papers) and len(self.papers):
            self.map = _map.build_map(self.papers)

    def _connect_controls(self) -> None:
        self.table.observe(self._read_selected, names="selections")
        self.table.observe(self._count_papers, names="_row_count")
        self.similar.observe(self._read_similar, names="value")
        self.ask_similar.on_click(lambda _: self._name_similar(True))
        if self.map is not None:
            self.map.widget.observe(self._list_lassoed, names="selection")
            self.clear_lasso.on_click(lambda _: _map.clear_selection(self.map))

    def _arrange_controls(self) -> list[widgets.Widget]:
        left = widgets.VBox([self.table], layout=LEFT_HALF)
        right = widgets.VBox(
            [self.page, self.marks, self.similar, self.ask_similar], layout=RIGHT_HALF
        )
        halves = widgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        parts = [self.filters, self.status, halves, self.export]
        if self.map is not None:
            hint = widgets.HTML(
                _map.STYLE + show.in_style(HINT), layout={"flex": "1 1 24rem"}
            )
            parts += [wrap_row(hint, self.clear_lasso), self.map.show()]
        return parts

    # ---- What is listed

    def _refresh(self, _=None) -> None:
        """Search and filter anew."""
        passed = self.filters.select(
            self.papers,
            self._search_papers(),
            self.records,
            self.decisions,
        )
        self._passed = passed.index.to_numpy()
        if self.map is not None:
            rows = self._passed
            if len(rows) == len(self.papers):
                rows = None
            _map.show_rows(self.map, rows)
        self._list_papers()

    def _search_papers(self) -> pd.Series | None:
        if self.filters.sentence:
            space = self._learn_space()
            return topics.papers_like_sentence(space, self.filters.sentence, ALIKE)
        if self.filters.query.strip():
            return _search.find_papers(self.index, self.filters.query)
        return None

    def _list_papers(self) -> None:
        """List what passes and is inside the lasso, and read the first."""
        rows = self._passed
        if len(self.lasso):
            rows = rows[np.isin(rows, self.lasso)]
        self.table.replace_rows(self._cells.iloc[rows])
        self.clear_lasso.disabled = not len(self.lasso)
        self._count_papers()

        shown = self.table.shown_rows().index
        if len(shown):
            self._read_paper(shown[0])
        else:
            self._read_paper(None)

    def _list_lassoed(self, _) -> None:
        self.lasso = _map.selected_rows(self.map)
        self._list_papers()

    def _count_papers(self, _=None) -> None:
        rows = len(self.table.rows)
        shown = len(self.table.shown_rows())
        text = f"<b>{rows:,} of {count_of(len(self.papers), 'paper')}</b>"
        if self.filters.sentence:
            text += f", at most the {ALIKE} most like the sentence"
        if len(self.lasso):
            text += f", inside the lasso around {count_of(len(self.lasso), 'dot')}"
        if shown < rows:
            text += f"; {shown:,} of them pass the funnels in the headings"
        self._show_status(text)

    def _show_status(self, html: str) -> None:
        self.status.value = show.in_style(f"<div role='status'>{html}</div>")

    # ---- What is read

    def _read_paper(self, paper_id: str | None) -> None:
        """Show a paper, what is decided on it, and papers like it."""
        self.paper_id = paper_id
        paper = {}
        self.page.value = ""
        if paper_id is not None:
            paper = self.papers.iloc[self._row_of[paper_id]].to_dict()
            dumps = self.records.loc[self.records["paper_id"] == paper_id, "dump"]
            self.page.value = show.paper_page(paper, dumps, self.filters.query)
        if self.store:
            self.marks.show(paper)
        self._name_similar(self.space is not None or len(self.papers) <= AT_ONCE)

    def _read_selected(self, _) -> None:
        selected = self.table.selected_names()
        if selected:
            self._read_paper(selected[-1])

    def _read_similar(self, change: dict) -> None:
        if change["new"] and not self._is_naming:
            self._read_paper(change["new"])

    def _name_similar(self, at_once: bool) -> None:
        """Name the papers like the one that is read, or offer to do so."""
        names = []
        at_once = at_once and self.paper_id is not None
        if at_once:
            alike = topics.similar_papers(self._learn_space(), self.paper_id, SIMILAR)
            papers = self.take_papers(alike.index)
            names = list(zip(papers["title"], papers["paper_id"], strict=True))

        self._is_naming = True  # new names in the list are no choice among them
        self.similar.options = names
        self.similar.value = None
        self._is_naming = False
        _set_visible(self.similar, bool(names))
        _set_visible(self.ask_similar, not at_once and self.paper_id is not None)

    def _learn_space(self):
        if self.space is None:
            before = self.status.value
            self._show_status(LEARNING)
            self.space = topics.learn_space(self.papers)
            self.status.value = before
        return self.space

    # ---- What is decided

    def _read_decisions(self) -> None:
        """Read what is decided into the column of decisions."""
        if not self.store:
            return
        self.decisions = screening.current_decisions(self.store)
        latest = _marks.latest_decisions(self.decisions)
        column = latest.reindex(self._cells.index, fill_value="")
        self._cells = self._cells.assign(Decision=column)

    def _show_decisions(self) -> None:
        self._read_decisions()
        self.table.update_values(self._cells.loc[self.table.rows.index])


def _table_cells(papers: pd.DataFrame) -> pd.DataFrame:
    """Write the columns of the table, each paper's row under its `paper_id`."""
    cells = {"Title": papers["title"]}
    if has_dates(papers):
        cells["Year"] = papers["date"].dt.year.map("{:.0f}".format, "ignore")
    cells["Topic"] = papers["topic_label"]
    table = pd.DataFrame(cells).astype("object").fillna("")
    return table.set_axis(papers["paper_id"])


def _set_visible(widget: widgets.Widget, visible: bool) -> None:
    widget.layout.display = "none"
    if visible:
        widget.layout.display = ""
