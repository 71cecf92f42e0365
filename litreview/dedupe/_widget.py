"""The JupyterLab widget in which a person settles, pair by pair, which records are one paper."""

from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from litreview import show
from litreview.dedupe import _decisions
from litreview.text import count_of

PRESS = {  # decision: what its button says, and what it means
    "same": (
        "Same",
        "One paper, whose records differ in spelling, source or completeness",
    ),
    "linked": (
        "Linked",
        "Two publications of one work: preprint and journal article, conference and extended paper",
    ),
    "different": ("Different", "Two papers, however alike they look"),
}
_ALL = "<p><b>All pairs are settled.</b> The next run applies what you decided.</p>"


def decision_widget(
    pairs: pd.DataFrame, records: pd.DataFrame, file: str | Path
) -> widgets.VBox:
    """Build the widget: one pair at a time side by side, buttons that decide, and a list to jump to another pair.

    `pairs` is of `settled.draft`, `records` of `settled.records_of`, `file` the CSV, which need not be there yet. Each
    press writes it and shows the next pair that is not settled; what was written by hand in the meantime is kept. The
    parts are children of the box, in this order: list, count, buttons (same, linked, different, skip, undo), note, what
    was done, the pair. Raises ValueError where the file is no table of decisions.
    """
    if not len(pairs):
        return widgets.VBox(
            [
                widgets.HTML(
                    _html("<p>There is no pair to settle: none is near the line.</p>")
                )
            ]
        )
    rows, wide, near = (
        pairs.to_dict("records"),
        widgets.Layout(width="auto"),
        {"description_width": "3rem"},
    )
    choice = widgets.Select(
        description="Pairs", rows=max(2, min(6, len(rows))), layout=wide, style=near
    )
    note = widgets.Text(
        description="Note",
        placeholder="why, if you want to remember it",
        layout=wide,
        style=near,
    )
    count, done, shown = (widgets.HTML(layout=wide) for _ in range(3))
    buttons = {name: _button(text, why) for name, (text, why) in PRESS.items()}
    skip, undo = (
        _button("Skip", "Leave this pair and show the next"),
        _button("Undo", "Take back the last press", "undo"),
    )
    now, history = {"decision": [""] * len(rows), "note": [""] * len(rows)}, []

    def refresh(table: pd.DataFrame) -> None:
        stands = [
            found[-1] if found else None
            for found in _decisions.find_decisions(pairs, table)
        ]
        for name in now:
            now[name] = ["" if at is None else table[name].iloc[at] for at in stands]

    def point(position: int) -> None:
        choice.unobserve(jump, names="value")  # new texts in the list are no jump
        choice.options = [
            (_line(pair, now["decision"][i]), i) for i, pair in enumerate(rows)
        ]
        choice.value = position
        choice.observe(jump, names="value")

    def turn_to(position: int, what: str = "") -> None:
        point(position)
        note.value, made = now["note"][position], sum(map(bool, now["decision"]))
        for name, button in buttons.items():
            chosen = name == now["decision"][position]
            button.icon, button.button_style = (
                ("check", "success") if chosen else ("", "")
            )
        undo.disabled = not history
        count.value = _html(
            f"<b>{made:,} of {count_of(len(rows), 'pair')} settled</b> {_aside(f'· kept in {file}')}"
        )
        done.value, shown.value = _html(what), _html(show.pair(rows[position], records))

    def keep(position: int, decision: str, text: str) -> bool:
        if (decision, text) == (now["decision"][position], now["note"][position]):
            return True
        try:
            refresh(_decisions.record_decision(file, rows[position], decision, text))
        except (OSError, ValueError) as error:
            done.value = _html(
                f"<span role='alert'><b>Not written.</b> {escape(str(error))}</span>"
            )
            return False
        return True

    def press(decision: str | None) -> None:
        position = choice.value
        before = now["decision"][position], now["note"][position]
        if keep(
            position, before[0] if decision is None else decision, note.value.strip()
        ):
            history.append((position, *before))
            after = _next(now["decision"], position)
            what = _aside(
                f"{f'Settled as {decision}' if decision else 'Skipped'}: {_titles(rows[position], 36)}"
            )
            turn_to(
                position if after is None else after,
                what if after is not None else what + _ALL,
            )

    def back(_) -> None:
        position, decision, text = history[-1]
        if keep(position, decision, text):
            history.pop()
            turn_to(position, _aside(f"Taken back: {_titles(rows[position], 36)}"))

    def jump(change: dict) -> None:
        if keep(change["old"], now["decision"][change["old"]], note.value.strip()):
            turn_to(change["new"])
        else:
            point(change["old"])

    for name, button in buttons.items():
        button.on_click(lambda _, name=name: press(name))
    skip.on_click(lambda _: press(None))
    undo.on_click(back)
    choice.observe(jump, names="value")
    refresh(_decisions.read_draft(file))
    first = _next(now["decision"], len(rows) - 1)
    turn_to(0 if first is None else first, _ALL if first is None else "")
    row = widgets.HBox(
        [*buttons.values(), skip, undo], layout=widgets.Layout(flex_flow="row wrap")
    )
    return widgets.VBox([choice, count, row, note, done, shown])


def _next(decisions: list[str], position: int) -> int | None:
    """Find the next pair without a decision, after the last from the beginning again; None where there is no other."""
    order = [*range(position + 1, len(decisions)), *range(position + 1)]
    return next((i for i in order if not decisions[i]), None)


def _button(text: str, why: str, icon: str = "") -> widgets.Button:
    return widgets.Button(
        description=text,
        tooltip=why,
        icon=icon,
        layout=widgets.Layout(width="auto", min_width="6rem"),
    )


def _html(text: str) -> str:
    return f"{show.STYLE}<div class='beside'>{text}</div>" if text else ""


def _aside(text: str) -> str:
    return f"<span class='aside'>{escape(text)}</span>"


def _line(pair: dict, decision: str) -> str:
    return f"{f'✓ {decision}' if decision else 'open'}: {_titles(pair)}"


def _titles(pair: dict, most: int = 60) -> str:
    return " | ".join(
        show.cut_text(pair[f"title_{side}"] or pair[f"record_{side}"], most)
        for side in "ab"
    )
