"""The controls above the table of papers: what to search for, and filters."""

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from litreview import tables
from litreview.explore import _select
from litreview.explore._layout import NAMED, share_row, wrap_row

# No filter; None is what ipywidgets takes for nothing chosen, and shows as a blank.
ALL = object()
BY_WORDS = "words"
BY_MEANING = "meaning"
WAYS = {"words": BY_WORDS, "meaning (papers like this sentence)": BY_MEANING}
HINT = 'words, "a phrase", title:word, author:name, -without'


class Filters(widgets.VBox):
    """Controls that search and filter; `changed` is called on each change.

    By date only where any paper has one, by decision only where there are decisions.
    """

    def __init__(
        self,
        papers: pd.DataFrame,
        records: pd.DataFrame,
        has_decisions: bool,
        changed: Callable,
    ):
        self.words = widgets.Text(
            description="Search", placeholder=HINT, layout=share_row(4), style=NAMED
        )
        self.search_by = widgets.Dropdown(
            description="by", options=WAYS, layout=share_row(1.6), style=NAMED
        )
        self.topic = _choice("Topic", _count_topics(papers), 2)
        dumps = sorted(records["dump"].unique())
        self.dump = _choice("Dump", dict(zip(dumps, dumps, strict=True)), 1.4)
        self.since = _day("From")
        self.until = _day("Until")
        self.undated = widgets.Checkbox(
            description="undated too",
            indent=False,
            layout=widgets.Layout(width="8rem"),
        )
        decisions = {"not decided": ""}
        decisions |= {decision: decision for decision in tables.SCREENING_DECISIONS}
        self.decision = _choice("Decision", decisions, 1)

        controls = [self.topic, self.dump]
        if has_dates(papers):
            controls += [self.since, self.until, self.undated]
        if has_decisions:
            controls.append(self.decision)
        for control in (self.words, self.search_by, *controls):
            control.observe(changed, names="value")

        super().__init__(
            [
                wrap_row(self.words, self.search_by, align_items="center"),
                wrap_row(*controls, align_items="center"),
            ]
        )

    @property
    def query(self) -> str:
        """What is searched for by words; "" while nothing is."""
        if self.search_by.value == BY_WORDS:
            return self.words.value
        return ""

    @property
    def sentence(self) -> str:
        """What is searched for by meaning; "" while nothing is."""
        if self.search_by.value == BY_MEANING:
            return self.words.value.strip()
        return ""

    def select(
        self,
        papers: pd.DataFrame,
        found: pd.Series | None,
        records: pd.DataFrame,
        decisions: pd.DataFrame | None,
    ) -> pd.DataFrame:
        """Choose the papers that pass the filters, as `select_papers` does."""
        since = self.since.value
        until = self.until.value
        return _select.select_papers(
            papers,
            found,
            topics=_chosen_values(self.topic),
            since=since,
            until=until,
            undated=bool((since or until) and self.undated.value),
            dumps=_chosen_values(self.dump),
            decisions=_chosen_values(self.decision),
            records=records,
            screening_decisions=decisions,
        )


def has_dates(papers: pd.DataFrame) -> bool:
    """Say whether any paper has a date."""
    return "date" in papers and bool(papers["date"].notna().any())


def _count_topics(papers: pd.DataFrame) -> dict[str, str]:
    counts = papers["topic_label"].value_counts()
    return {f"{label} ({count:,})": label for label, count in counts.items()}


def _choice(name: str, options: dict, share: float) -> widgets.Dropdown:
    return widgets.Dropdown(
        description=name,
        options={"all": ALL} | options,
        layout=share_row(share),
        style=NAMED,
    )


def _chosen_values(choice: widgets.Dropdown) -> tuple:
    if choice.value is ALL:
        return ()
    return (choice.value,)


def _day(name: str) -> widgets.DatePicker:
    return widgets.DatePicker(description=name, layout=share_row(1), style=NAMED)
