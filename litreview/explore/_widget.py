"""The JupyterLab widget to explore a corpus: search, filters, table, paper, map with a lasso, marks and export."""

from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pandas as pd

from litreview import screening, show
from litreview.explore import (
    _export,
    _filters,
    _map,
    _marks,
    _search,
    _similar,
    _table,
)
from litreview.text import count_of

ALIKE = 200  # papers listed that are like a sentence
SIMILAR = 8  # papers named that are like the one read
AT_ONCE = 5_000  # papers up to which similar ones are named without being asked for: learning takes no time
_HINT = "<b>Map.</b> Draw around dots to list them, or click on one. The crossed arrows let you move; the wheel zooms."


def add_topics(
    papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """Add to each paper its topic, as `topic` and `topic_label`, and its place on the map, `x` and `y`, where known."""
    columns = [name for name in ("paper_id", "topic", "x", "y") if name in assignments]
    table = papers.merge(assignments[columns], on="paper_id")
    return table.assign(
        topic_label=table["topic"].map(topics.set_index("topic")["label"])
    )


def explorer_widget(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    store: str | Path | None = None,
    screener: str = "",
    folder: str | Path = ".",
) -> "Explorer":
    """Build the widget: search and filters, a table, the paper that is read, a map with a lasso, and export.

    `papers` is of `with_topics`; without `x` and `y` there is no map. With a `store`, see `decisions`, papers can be
    marked and filtered by decision. Lists are written into `folder`. The controls are attributes of the widget: set
    their `value` as a hand would, and read `listed` and `chosen`.
    """
    return Explorer(papers.reset_index(drop=True), records, store, screener, folder)


def listed_papers(explorer: "Explorer") -> pd.DataFrame:
    """Give the papers that search, filters and lasso leave, in the order of the table."""
    return explorer.of(_table.shown(explorer.table).index)


def selected_papers(explorer: "Explorer") -> pd.DataFrame:
    """Give the papers whose rows are selected in the table."""
    return explorer.of(_table.selected(explorer.table))


class Explorer(widgets.VBox):
    """The widget of `explore`: its controls, and the papers they leave."""

    def __init__(
        self,
        papers: pd.DataFrame,
        records: pd.DataFrame,
        store,
        screener: str,
        folder,
    ):  # noqa: D107
        self.papers, self.records, self.store = papers, records, store
        self.index, self.space, self.reading, self.lasso = (
            _search.index_papers(papers),
            None,
            None,
            np.array([], dtype=int),
        )
        self._place = pd.Series(np.arange(len(papers)), index=papers["paper_id"])
        self._dated = _filters.dated(papers)
        self._rows = self._columns()
        self._marks()
        auto = widgets.Layout(width="auto")
        self.filters = _filters.panel(papers, records, bool(store), self._refresh)
        self.status, self.page = (
            widgets.HTML(),
            widgets.HTML(layout={"max_height": "26rem", "overflow": "auto"}),
        )
        self.table = _table.build(self._rows.head(0))
        self.mark = (
            _marks.panel(store, screener, self._marked) if store else widgets.VBox()
        )
        self.similar = widgets.Select(
            description="Similar", rows=5, layout={"width": "auto"}, style=_marks.LABEL
        )
        self.ask = widgets.Button(
            description="Name similar papers", layout={"width": "auto"}
        )
        self.write = _export.panel(
            {
                "the papers listed": lambda: listed_papers(self),
                "the rows selected": lambda: selected_papers(self),
            },
            folder,
        )
        self.whole = widgets.Button(
            description="Clear the lasso", icon="eraser", layout=auto
        )
        self.map = (
            _map.build(papers) if {"x", "y"} <= set(papers) and len(papers) else None
        )
        self._refresh()
        self.table.observe(self._chosen, names="selections")
        self.table.observe(self._count, names="_row_count")
        self.similar.observe(self._follow, names="value")
        self.ask.on_click(lambda _: self._name_similar(True))
        super().__init__(self._laid())

    def of(self, paper_ids) -> pd.DataFrame:
        """Give the papers of these ids, in their order."""
        return self.papers.iloc[self._place.loc[list(paper_ids)]].reset_index(drop=True)

    def _laid(self) -> list[widgets.Widget]:
        left = widgets.VBox(
            [self.table],
            layout={"flex": "1.4 1 34rem", "min_width": "0", "overflow": "hidden"},
        )
        right = {
            "flex": "1 1 24rem",
            "min_width": "0",
            "overflow": "hidden",
            "padding": "0 0 0 1rem",
        }
        right = widgets.VBox(
            [self.page, self.mark, self.similar, self.ask], layout=right
        )
        both = widgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        parts = [self.filters, self.status, both, self.write]
        if self.map is None:
            return parts
        self.map.widget.observe(self._lassoed, names="selection")
        self.whole.on_click(lambda _: _map.clear(self.map))
        hint = widgets.HTML(
            _map.STYLE + show.in_style(_HINT), layout={"flex": "1 1 24rem"}
        )
        return [
            *parts,
            widgets.HBox([hint, self.whole], layout={"flex_flow": "row wrap"}),
            self.map.show(),
        ]

    def _columns(self) -> pd.DataFrame:
        columns = {"Title": self.papers["title"]}
        columns |= (
            {"Year": self.papers["date"].dt.year.map("{:.0f}".format, "ignore")}
            if self._dated
            else {}
        )
        columns |= {"Topic": self.papers["topic_label"]}
        return (
            pd.DataFrame(columns)
            .astype("object")
            .fillna("")
            .set_axis(self.papers["paper_id"])
        )

    def _marks(self) -> None:
        """Read what is decided into the column of decisions."""
        self.decided = screening.current_decisions(self.store) if self.store else None
        if self.store:
            marks = pd.Series(_marks.latest(self.decided), dtype="object").reindex(
                self._rows.index, fill_value=""
            )
            self._rows = self._rows.assign(Decision=marks)

    def _refresh(self, _=None) -> None:
        found = (
            _search.find_papers(self.index, self.filters.query)
            if self.filters.query.strip()
            else None
        )
        if self.filters.sentence:
            found = _similar.papers_like_sentence(
                self._learnt(), self.filters.sentence, ALIKE
            )
        left = _filters.select(
            self.filters, self.papers, found, self.records, self.decided
        )
        self._left = left.index.to_numpy()
        if self.map is not None:
            _map.only(self.map, None if len(left) == len(self.papers) else self._left)
        self._list()

    def _list(self) -> None:
        rows = (
            self._left[np.isin(self._left, self.lasso)]
            if len(self.lasso)
            else self._left
        )
        _table.refill(self.table, self._rows.iloc[rows])
        self.whole.disabled = not len(self.lasso)
        self._count()
        names = _table.shown(self.table).index
        self._read(names[0] if len(names) else None)

    def _count(self, _=None) -> None:
        rows, shown = len(self.table.rows), len(_table.shown(self.table))
        inside = (
            f", inside the lasso around {count_of(len(self.lasso), 'dot')}"
            if len(self.lasso)
            else ""
        )
        alike = (
            f", at most the {ALIKE} most like the sentence"
            if self.filters.sentence
            else ""
        )
        headed = (
            f"; {shown:,} of them pass the funnels in the headings"
            if shown < rows
            else ""
        )
        self._say(
            f"<b>{rows:,} of {count_of(len(self.papers), 'paper')}</b>{alike}{inside}{headed}"
        )

    def _say(self, html: str) -> None:
        self.status.value = show.in_style(f"<div role='status'>{html}</div>")

    def _learnt(self) -> _similar.Space:
        if self.space is None:
            before = self.status.value
            self._say("Learning what the words of the papers mean; this is done once …")
            self.space = _similar.learn_space(self.papers)
            self.status.value = before
        return self.space

    def _read(self, paper_id: str | None) -> None:
        paper = (
            {}
            if paper_id is None
            else self.papers.iloc[self._place[paper_id]].to_dict()
        )
        self.reading = paper_id
        dumps = (
            self.records.loc[self.records["paper_id"] == paper_id, "dump"]
            if paper
            else []
        )
        self.page.value = (
            show.paper_page(paper, dumps, self.filters.query) if paper else ""
        )
        if self.store:
            self.mark.show(paper)
        self._name_similar(self.space is not None or len(self.papers) <= AT_ONCE)

    def _name_similar(self, now: bool) -> None:
        now = now and self.reading is not None
        papers = self.of(
            _similar.similar_papers(self._learnt(), self.reading, SIMILAR).index
            if now
            else []
        )
        self._naming = True  # new names in the list are no choice among them
        self.similar.options = list(
            zip(papers["title"], papers["paper_id"], strict=True)
        )
        self.similar.value = None
        self._naming = False
        self.similar.layout.display = "" if len(papers) else "none"
        self.ask.layout.display = "none" if now or self.reading is None else ""

    def _follow(self, change: dict) -> None:
        if not self._naming and change["new"]:
            self._read(change["new"])

    def _chosen(self, _) -> None:
        if rows := _table.selected(self.table):
            self._read(rows[-1])

    def _marked(self) -> None:
        self._marks()
        _table.repaint(self.table, self._rows.loc[self.table.rows.index])

    def _lassoed(self, _) -> None:
        self.lasso = _map.lassoed(self.map)
        self._list()
