"""The buttons, note and tags with which a person marks the paper that they are reading."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import screening, show

PRESS = {
    "include": "check",
    "exclude": "times",
    "maybe": "question",
}  # decision: its icon
STYLE = {"include": "success", "exclude": "danger", "maybe": "warning"}
LABEL = {"description_width": "3.5rem"}


class Marking(widgets.VBox):
    """The widget of `panel`."""

    def __init__(self, store: str | Path, screener: str, marked: Callable[[], None]):  # noqa: D107
        self.store, self.screener, self.marked, self.paper = store, screener, marked, {}
        narrow = widgets.Layout(width="auto", min_width="6rem")
        self.buttons = {
            name: widgets.Button(
                description=name.title(),
                icon=icon,
                layout=narrow,
                tooltip=f"Mark as {name}",
            )
            for name, icon in PRESS.items()
        }
        self.clear = widgets.Button(
            description="No decision", layout=narrow, tooltip="Take the decision back"
        )
        wide = widgets.Layout(width="auto")
        self.note = widgets.Text(
            description="Note",
            placeholder="kept when you press Enter",
            continuous_update=False,
            layout=wide,
            style=LABEL,
        )
        self.tags = widgets.Text(
            description="Tags",
            placeholder="method, to cite",
            continuous_update=False,
            layout=wide,
            style=LABEL,
        )
        self.done = widgets.HTML()
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self._decide(name, name.title()))
        self.clear.on_click(lambda _: self._decide("", "No decision"))
        self.note.observe(self._noted, names="value")
        self.tags.observe(self._noted, names="value")
        row = widgets.HBox(
            [*self.buttons.values(), self.clear],
            layout=widgets.Layout(flex_flow="row wrap"),
        )
        super().__init__([row, self.note, self.tags, self.done])

    def show(self, paper: dict) -> None:
        """Show what holds on a paper, a row with `paper_id` and `title`; an empty one shows nothing to mark."""
        self.paper, self.done.value = paper, ""
        for control in (*self.buttons.values(), self.clear, self.note, self.tags):
            control.disabled = not paper
        self._refresh()

    def _held(self) -> dict:
        table = screening.current_decisions(self.store, self.screener)
        rows = table[table["paper_id"] == self.paper.get("paper_id")].to_dict("records")
        return rows[-1] if rows else {"decision": "", "note": "", "tags": []}

    def _refresh(self) -> None:
        held = self._held()
        for name, button in self.buttons.items():
            button.button_style = STYLE[name] if name == held["decision"] else ""
        self._texts = held["note"], ", ".join(held["tags"])
        self._showing = True  # what is shown is not what a person has changed
        self.note.value, self.tags.value = self._texts
        self._showing = False

    def _noted(self, _) -> None:
        if (
            not self._showing
            and self.paper
            and (self.note.value, self.tags.value) != self._texts
        ):
            held = self._held()
            note = (
                held["note"] if self.note.value == self._texts[0] else self.note.value
            )
            tags = (
                held["tags"]
                if self.tags.value == self._texts[1]
                else _tags(self.tags.value)
            )
            self._write(
                "Note and tags",
                decision=held["decision"],
                reason=held.get("reason", ""),
                note=note,
                tags=tags,
            )

    def _decide(self, decision: str, what: str) -> None:
        self._write(
            what, decision=decision, note=self.note.value, tags=_tags(self.tags.value)
        )

    def _write(self, what: str, **line) -> None:
        paper = {
            "paper_id": self.paper["paper_id"],
            "title": self.paper["title"],
            "chosen": "searched",
        }
        try:
            screening.decide_all(self.store, [paper | line], self.screener)
        except (OSError, ValueError) as error:
            self.done.value = show.in_style(
                f"<p role='alert'><b>Not kept.</b> {escape(str(error))}</p>"
            )
            return
        self._refresh()
        self.marked()
        self.done.value = show.in_style(
            f"<p role='status' class='aside'>{escape(what)}: kept in {escape(str(self.store))}</p>"
        )


def panel(
    store: str | Path, screener: str = "", marked: Callable[[], None] = lambda: None
) -> Marking:
    """Build the buttons include, exclude, maybe and no decision, a note and tags, for the paper given to `show`.

    Each press, and each note or tags that are changed, is on the disk in `store`, see `decisions`, when `marked` is
    called. What cannot be written is said below and stays in the fields.
    """
    return Marking(store, screener, marked)


def latest(decided: pd.DataFrame) -> dict[str, str]:
    """Give what was decided on each paper: the last decision, of whoever, by `paper_id`."""
    made = decided[decided["decision"] != ""].drop_duplicates("paper_id", keep="last")
    return dict(zip(made["paper_id"], made["decision"], strict=True))


def _tags(text: str) -> list[str]:
    return [tag for tag in map(str.strip, text.split(",")) if tag]
