"""The buttons, note and tags with which a person marks the paper that they read."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import screening, show
from litreview.explore._layout import wrap_row

ICONS = {
    "include": "check",
    "exclude": "times",
    "maybe": "question",
}
STYLES = {
    "include": "success",
    "exclude": "danger",
    "maybe": "warning",
}
LABEL = {"description_width": "3.5rem"}
NO_DECISION = {
    "decision": "",
    "note": "",
    "tags": [],
    "reason": "",
}


class Marks(widgets.VBox):
    """Buttons include, exclude, maybe and no decision, a note and tags.

    They mark the paper that was given to `show`. Each press, and each note or tags that
    are changed, is on the disk in `store` when `marked` is called. What cannot be
    written is said below and stays in the fields.
    """

    def __init__(
        self,
        store: str | Path,
        screener: str = "",
        marked: Callable = lambda: None,
    ):
        self.store = store
        self.screener = screener
        self.marked = marked
        self.paper = {}
        self._shown = ("", "")  # note and tags as they are kept
        self._is_showing = False

        narrow = widgets.Layout(width="auto", min_width="6rem")
        self.buttons = {}
        for decision, icon in ICONS.items():
            self.buttons[decision] = widgets.Button(
                description=decision.title(),
                icon=icon,
                layout=narrow,
                tooltip=f"Mark as {decision}",
            )
        self.clear = widgets.Button(
            description="No decision",
            layout=narrow,
            tooltip="Take the decision back",
        )
        self.note = _text_field("Note", "kept when you press Enter")
        self.tags = _text_field("Tags", "method, to cite")
        self.outcome = widgets.HTML()

        for decision, button in self.buttons.items():
            button.on_click(lambda _, decision=decision: self._decide(decision))
        self.clear.on_click(lambda _: self._decide(""))
        self.note.observe(self._keep_texts, names="value")
        self.tags.observe(self._keep_texts, names="value")
        row = wrap_row(*self.buttons.values(), self.clear)
        super().__init__([row, self.note, self.tags, self.outcome])

    def show(self, paper: dict) -> None:
        """Show what is decided on a paper, by `paper_id` and `title`.

        An empty one shows nothing to mark.
        """
        self.paper = paper
        self.outcome.value = ""
        for control in (*self.buttons.values(), self.clear, self.note, self.tags):
            control.disabled = not paper
        self._refresh()

    def _read_decision(self) -> dict:
        if not self.paper:
            return NO_DECISION
        rows = screening.current_decisions(
            self.store,
            self.screener,
            self.paper["paper_id"],
        )
        if rows.empty:
            return NO_DECISION
        return rows.iloc[-1].to_dict()

    def _refresh(self) -> None:
        current = self._read_decision()
        for decision, button in self.buttons.items():
            button.button_style = ""
            if decision == current["decision"]:
                button.button_style = STYLES[decision]

        self._shown = (current["note"], ", ".join(current["tags"]))
        self._is_showing = True  # what is shown is not what a person has changed
        self.note.value, self.tags.value = self._shown
        self._is_showing = False

    def _keep_texts(self, _) -> None:
        """Keep the text that a person has changed; the other stays as it is kept."""
        typed = (self.note.value, self.tags.value)
        if self._is_showing or not self.paper or typed == self._shown:
            return

        current = self._read_decision()
        note = current["note"]
        if self.note.value != self._shown[0]:
            note = self.note.value
        tags = current["tags"]
        if self.tags.value != self._shown[1]:
            tags = _split_tags(self.tags.value)
        self._write(
            "Note and tags",
            decision=current["decision"],
            reason=current["reason"],
            note=note,
            tags=tags,
        )

    def _decide(self, decision: str) -> None:
        self._write(
            decision.title() or "No decision",
            decision=decision,
            note=self.note.value,
            tags=_split_tags(self.tags.value),
        )

    def _write(self, what: str, **line) -> None:
        """Append a line to the store, and say that `what` is kept, or why it is not."""
        try:
            screening.decide(
                self.store,
                self.paper["paper_id"],
                title=self.paper["title"],
                screener=self.screener,
                chosen="searched",
                **line,
            )
        except (OSError, ValueError) as error:
            reason = escape(str(error))
            html = f"<p role='alert'><b>Not kept.</b> {reason}</p>"
            self.outcome.value = show.in_style(html)
            return

        self._refresh()
        self.marked()
        where = escape(str(self.store))
        html = f"<p role='status' class='aside'>{what}: kept in {where}</p>"
        self.outcome.value = show.in_style(html)


def latest_decisions(decisions: pd.DataFrame) -> pd.Series:
    """Give the last decision on each paper, of whoever, by `paper_id`."""
    made = decisions[decisions["decision"] != ""]
    last = made.drop_duplicates("paper_id", keep="last")
    return last.set_index("paper_id")["decision"].astype("object")


def _text_field(name: str, hint: str) -> widgets.Text:
    return widgets.Text(
        description=name,
        placeholder=hint,
        continuous_update=False,
        layout=widgets.Layout(width="auto"),
        style=LABEL,
    )


def _split_tags(text: str) -> list[str]:
    return [tag for tag in map(str.strip, text.split(",")) if tag]
