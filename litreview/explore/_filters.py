"""The controls above the table of papers: what to search for, and filters."""

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from litreview import screening
from litreview.explore import _search

ALL = (
    object()
)  # no filter; None is what ipywidgets takes for nothing chosen, and shows as a blank
_NAMED = {"description_width": "initial"}


class Filters(widgets.VBox):
    """The widget of `panel`."""

    def __init__(
        self,
        papers: pd.DataFrame,
        records: pd.DataFrame,
        decided: bool,
        changed: Callable,
    ):  # noqa: D107
        labels, dumps = (
            papers["topic_label"].value_counts(),
            sorted(records["dump"].unique()),
        )
        hint = 'words, "a phrase", title:word, author:name, -without'
        self.words = widgets.Text(
            description="Search", placeholder=hint, layout=_wide(4), style=_NAMED
        )
        ways = {"words": "words", "meaning (papers like this sentence)": "meaning"}
        self.by = widgets.Dropdown(
            description="by", options=ways, layout=_wide(1.6), style=_NAMED
        )
        self.topic = _choice(
            "Topic", {f"{label} ({n:,})": label for label, n in labels.items()}, 2
        )
        self.dump = _choice("Dump", {name: name for name in dumps}, 1.4)
        self.since = widgets.DatePicker(
            description="From", layout=_wide(1), style=_NAMED
        )
        self.until = widgets.DatePicker(
            description="Until", layout=_wide(1), style=_NAMED
        )
        self.undated = widgets.Checkbox(
            description="undated too", indent=False, layout=widgets.Layout(width="8rem")
        )
        marks = {"not decided": ""} | {name: name for name in screening.DECISIONS}
        self.decision = _choice("Decision", marks, 1)
        second = [self.topic, self.dump]
        second += [self.since, self.until, self.undated] if dated(papers) else []
        second += [self.decision] if decided else []
        for control in (self.words, self.by, *second):
            control.observe(changed, names="value")
        super().__init__([_row(self.words, self.by), _row(*second)])

    @property
    def query(self) -> str:
        """What is searched for by words; "" while nothing is."""
        return self.words.value if self.by.value == "words" else ""

    @property
    def sentence(self) -> str:
        """What is searched for by meaning; "" while nothing is."""
        return self.words.value.strip() if self.by.value == "meaning" else ""


def panel(
    papers: pd.DataFrame, records: pd.DataFrame, decided: bool, changed: Callable
) -> Filters:
    """Build the controls, by which `changed` is called on each change; by date only where any paper has one."""
    return Filters(papers, records, decided, changed)


def select(
    filters: Filters,
    papers: pd.DataFrame,
    found: pd.Series | None,
    records: pd.DataFrame,
    decided: pd.DataFrame | None,
) -> pd.DataFrame:
    """Choose the papers that pass the filters, as `search.select` does."""
    since, until = filters.since.value, filters.until.value
    return _search.select_papers(
        papers,
        found,
        topics=_given(filters.topic),
        since=since,
        until=until,
        undated=bool((since or until) and filters.undated.value),
        dumps=_given(filters.dump),
        decisions=_given(filters.decision),
        records=records,
        decided=decided,
    )


def dated(papers: pd.DataFrame) -> bool:
    """Say whether any paper has a date."""
    return "date" in papers and bool(papers["date"].notna().any())


def _given(choice: widgets.Dropdown) -> tuple:
    return () if choice.value is ALL else (choice.value,)


def _choice(name: str, options: dict, share: float) -> widgets.Dropdown:
    return widgets.Dropdown(
        description=name,
        options={"all": ALL} | options,
        layout=_wide(share),
        style=_NAMED,
    )


def _wide(share: float) -> widgets.Layout:
    return widgets.Layout(flex=f"{share} 1 9rem", width="auto", min_width="0")


def _row(*controls: widgets.Widget) -> widgets.HBox:
    layout = widgets.Layout(
        flex_flow="row wrap", grid_gap=".2rem .6rem", align_items="center"
    )
    return widgets.HBox(controls, layout=layout)
