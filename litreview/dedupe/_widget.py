"""The JupyterLab widget in which a person decides which records are one paper."""

import functools
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show, tables
from litreview.dedupe import _decisions
from litreview.text import count_of

# For each decision, what its button says, and what it means.
BUTTONS = {
    "same": (
        "Same",
        "One paper, whose records differ in spelling, source or completeness",
    ),
    "linked": (
        "Linked",
        "Two publications of one work: preprint and journal article, "
        "conference and extended paper",
    ),
    "different": ("Different", "Two papers, however alike they look"),
}
NO_PAIRS = "<p>There is no pair to settle: none is near the line.</p>"
ALL_DECIDED = (
    "<p><b>All pairs are settled.</b> The next run applies what you decided.</p>"
)
LIST_TITLE = 60  # characters of a title in the list of pairs
STATUS_TITLE = 36  # and in what was done


def decision_widget(
    folder: str | Path,
    decisions: str | Path,
) -> widgets.VBox:
    """Build the widget that asks about the pairs of records nearest to the line.

    It shows one pair at a time, its two records next to each other. Each press of a
    button writes the decision and shows the next pair without one; what was written
    into the file by hand in the meantime stays.

    Parameters
    ----------
    folder
        The report, whose tables `record_pairs` and `compared_records` say what to ask.
    decisions
        The CSV of decisions, which need not be there yet.

    Returns
    -------
    widgets.VBox
        A box whose children are, in this order: the list of pairs, how many are
        decided, the buttons (same, linked, different, skip, undo), a note, what was
        done, the pair.

    Raises
    ------
    FileNotFoundError
        Where the report lacks a table; the message names the notebook to run.
    ValueError
        Where the CSV is no table of decisions.

    Examples
    --------
    >>> widget = litreview.dedupe.decision_widget(place, "decisions.csv")
    >>> len(widget.children) > 0
    True
    """
    like = "params/NAME.duplicate_decisions.csv"
    tables.check_file(decisions, "duplicate_decisions", like)
    pairs = tables.read(folder, "record_pairs")
    records = tables.read(folder, "compared_records")
    earlier = _decisions.read_draft(decisions)
    draft, records = _decisions.draft_decisions(pairs, records, earlier)
    return DecisionWidget(draft, records, decisions)


class DecisionWidget(widgets.VBox):
    """Ask about the pairs of a draft, one at a time.

    `draft` and `records` are the tables of `draft_decisions`; `file` is the CSV that
    each press writes.
    """

    def __init__(
        self,
        draft: pd.DataFrame,
        records: pd.DataFrame,
        file: str | Path,
    ):
        super().__init__()
        self.draft = draft
        self.records = records
        self.file = file
        self.pairs = draft.to_dict("records")
        self.decisions = [""] * len(self.pairs)
        self.notes = [""] * len(self.pairs)
        self.history: list[tuple[int, str, str]] = []  # what each press has replaced
        if not self.pairs:
            self.children = [widgets.HTML(_in_style(NO_PAIRS))]
            return

        self._build_parts()
        self._connect_parts()
        self._take_over(_decisions.read_draft(file))
        first = _next_open(self.decisions, len(self.pairs) - 1)
        if first is None:
            self._show_pair(0, ALL_DECIDED)
        else:
            self._show_pair(first)

    # The parts.

    def _build_parts(self) -> None:
        wide = widgets.Layout(width="auto")
        narrow = {"description_width": "3rem"}
        self.choice = widgets.Select(
            description="Pairs",
            rows=max(2, min(6, len(self.pairs))),
            layout=wide,
            style=narrow,
        )
        self.note = widgets.Text(
            description="Note",
            placeholder="why, if you want to remember it",
            layout=wide,
            style=narrow,
        )
        self.count = widgets.HTML(layout=wide)
        self.done = widgets.HTML(layout=wide)
        self.shown = widgets.HTML(layout=wide)

        self.buttons = {}
        for decision, (text, meaning) in BUTTONS.items():
            self.buttons[decision] = _make_button(text, meaning)
        self.skip = _make_button("Skip", "Leave this pair and show the next")
        self.undo = _make_button("Undo", "Take back the last press", "undo")
        row = widgets.HBox(
            [*self.buttons.values(), self.skip, self.undo],
            layout=widgets.Layout(flex_flow="row wrap"),
        )
        self.children = [
            self.choice,
            self.count,
            row,
            self.note,
            self.done,
            self.shown,
        ]

    def _connect_parts(self) -> None:
        for decision, button in self.buttons.items():
            button.on_click(functools.partial(self._on_decision, decision))
        self.skip.on_click(self._on_skip)
        self.undo.on_click(self._on_undo)
        self.choice.observe(self._on_choice, names="value")

    # What a person does.

    def _on_decision(
        self,
        decision: str,
        _: widgets.Button,
    ) -> None:
        self._press(decision, f"Settled as {decision}")

    def _on_skip(self, _: widgets.Button) -> None:
        self._press(self.decisions[self.choice.value], "Skipped")

    def _press(
        self,
        decision: str,
        action: str,
    ) -> None:
        """Keep a decision and the note on the pair, and show the next open pair."""
        position = self.choice.value
        before = (position, self.decisions[position], self.notes[position])
        if not self._keep(position, decision, self.note.value.strip()):
            return

        self.history.append(before)
        done = self._describe_action(action, position)
        following = _next_open(self.decisions, position)
        if following is None:
            self._show_pair(position, done + ALL_DECIDED)
        else:
            self._show_pair(following, done)

    def _on_undo(self, _: widgets.Button) -> None:
        position, decision, note = self.history[-1]
        if self._keep(position, decision, note):
            self.history.pop()
            self._show_pair(position, self._describe_action("Taken back", position))

    def _on_choice(self, change: dict) -> None:
        """Keep the note on the pair that is left, and show the one that was chosen."""
        left = change["old"]
        if self._keep(left, self.decisions[left], self.note.value.strip()):
            self._show_pair(change["new"])
        else:
            self._select(left)

    # What is kept.

    def _keep(
        self,
        position: int,
        decision: str,
        note: str,
    ) -> bool:
        """Write a decision and a note if they are new; tell whether they are kept."""
        if decision == self.decisions[position] and note == self.notes[position]:
            return True
        try:
            table = _decisions.record_decision(
                self.file, self.pairs[position], decision, note
            )
        except (OSError, ValueError) as error:
            reason = escape(str(error))
            self.done.value = _in_style(
                f"<span role='alert'><b>Not written.</b> {reason}</span>"
            )
            return False
        self._take_over(table)
        return True

    def _take_over(self, table: pd.DataFrame) -> None:
        """Take over what a file holds; of several rows on a pair, the last."""
        decisions, notes = [], []
        for positions in _decisions.find_decisions(self.draft, table):
            decision, note = "", ""
            if positions:
                row = table.iloc[positions[-1]]
                decision, note = row["decision"], row["note"]
            decisions.append(decision)
            notes.append(note)
        self.decisions, self.notes = decisions, notes

    # What is shown.

    def _show_pair(
        self,
        position: int,
        done: str = "",
    ) -> None:
        """Show a pair with what is decided on it, and say what was done before."""
        self._select(position)
        self.note.value = self.notes[position]
        for decision, button in self.buttons.items():
            if decision == self.decisions[position]:
                button.icon, button.button_style = "check", "success"
            else:
                button.icon, button.button_style = "", ""
        self.undo.disabled = not self.history

        decided = sum(decision != "" for decision in self.decisions)
        total = count_of(len(self.pairs), "pair")
        kept_in = _aside(f"· kept in {self.file}")
        self.count.value = _in_style(f"<b>{decided:,} of {total} settled</b> {kept_in}")
        self.done.value = _in_style(done)
        self.shown.value = _in_style(show.pair(self.pairs[position], self.records))

    def _select(self, position: int) -> None:
        """Write the list anew and select a pair in it, which no person has chosen."""
        options = []
        for number, pair in enumerate(self.pairs):
            state = "open"
            if self.decisions[number]:
                state = f"✓ {self.decisions[number]}"
            options.append((f"{state}: {_name_pair(pair, LIST_TITLE)}", number))

        self.choice.unobserve(self._on_choice, names="value")
        self.choice.options = options
        self.choice.value = position
        self.choice.observe(self._on_choice, names="value")

    def _describe_action(
        self,
        action: str,
        position: int,
    ) -> str:
        return _aside(f"{action}: {_name_pair(self.pairs[position], STATUS_TITLE)}")


def _next_open(
    decisions: list[str],
    position: int,
) -> int | None:
    """Find the next pair without a decision, after the last from the beginning again.

    None where there is no other.
    """
    order = [*range(position + 1, len(decisions)), *range(position + 1)]
    for number in order:
        if not decisions[number]:
            return number
    return None


def _name_pair(
    pair: dict,
    longest: int,
) -> str:
    titles = []
    for side in "ab":
        title = pair[f"title_{side}"] or pair[f"record_{side}"]
        titles.append(show.cut_text(title, longest))
    return " | ".join(titles)


def _make_button(
    text: str,
    meaning: str,
    icon: str = "",
) -> widgets.Button:
    return widgets.Button(
        description=text,
        tooltip=meaning,
        icon=icon,
        layout=widgets.Layout(width="auto", min_width="6rem"),
    )


def _in_style(html: str) -> str:
    if not html:
        return ""
    return show.in_style(html, "beside")


def _aside(text: str) -> str:
    return f"<span class='aside'>{escape(text)}</span>"
