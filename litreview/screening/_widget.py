"""The JupyterLab widget in which a person screens: the likeliest paper first, each decision on disk before the next."""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import anywidget
import numpy as np
import pandas as pd
import traitlets

from litreview.query import mark_found
from litreview.screening import _agreement, _decisions, _queue, _session, _stopping
from litreview.text import SURROGATE, count_of, format_date, list_some

REASONS = (
    "Not on the subject",
    "Not a study",
    "Another kind of study",
    "Another language",
)
NAMES = 8  # authors listed
CAME = {
    "ranked": "Ranked: among the likeliest that are left",
    "random": "Drawn at random, to estimate what is left",
}
CAME |= {"searched": "Found by searching, or known beforehand", "imported": "Imported"}
_HERE = Path(__file__).parent
_BROKEN = "Something went wrong, and it is not certain that this was saved. Run this notebook again to see what was."


class Screen(anywidget.AnyWidget):
    """Show a desk in JupyterLab, and do there what is pressed."""

    _esm = _HERE / "screen.js"
    _css = _HERE / "screen.css"
    reasons = traitlets.List().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)


def screening_widget(
    papers: pd.DataFrame,
    store: str | Path,
    *,
    sentence: str = "",
    reasons: Sequence[str] = REASONS,
    screener: str = "",
    relevant: Sequence[str] = (),
    random_every: int = 20,
    seed: int = 0,
    recall: float = 0.95,
    confidence: float = 0.95,
) -> Screen:
    """Build the widget: one paper at a time, with buttons and keys that decide on it.

    It goes on where the store ends. `reasons` are those for excluding; `recall` and `confidence` are of
    `stopping.stop`; the other arguments, and the errors, are those of `desk.lay`. The words of the sentence are marked.
    What `papers` have of authors, venue, date and DOI is shown. The trait `shown` is what is seen, the attribute `desk`
    what is behind it.
    """
    settings = {"sentence": sentence, "screener": screener, "relevant": relevant}
    desk = _session.lay(papers, store, **settings, random_every=random_every, seed=seed)
    goal = {"recall": recall, "confidence": confidence}
    widget = Screen(reasons=list(reasons), shown=shown(desk, **goal))
    widget.desk, widget.goal = desk, goal
    widget.on_msg(answer)
    return widget


def answer(widget: Screen, message: dict, buffers: object = None) -> None:
    """Do what was pressed in the browser, and show what came of it, or why it could not be done.

    `message` has `press` (include, exclude, maybe, skip, undo), the `paper_id` that it is on, `reason`, `note`, `tags`.
    """
    with widget.desk.lock:
        done, failed = "", _BROKEN
        try:
            done, failed = _pressed(widget.desk, message), ""
        except (OSError, ValueError) as error:
            failed = str(error)
        finally:  # the buttons wait for it, whatever happened
            now = shown(widget.desk, **widget.goal)
            told = {
                "turn": widget.shown["turn"] + 1,
                "done": _clean(done),
                "failed": _clean(failed),
            }
            widget.shown = (
                now | told
            )  # no two are alike, so that each reaches the browser


def shown(desk: _session.Desk, recall: float = 0.95, confidence: float = 0.95) -> dict:
    """Describe what the screener sees: the paper, how it came up, and where they stand.

    Title and abstract are lists of parts, each with whether it is marked; `done` and `failed` what was saved, or why
    not, and `turn` the number of answers before, are empty.
    """
    decided, total = _session.count_screened(desk.decided, desk.rows), len(desk.papers)
    later = (
        f"{len(desk.skipped):,} skipped, to come again at the end. "
        if desk.skipped
        else ""
    )
    rule = desk.screener != _agreement.SETTLED  # who settles conflicts sees them all
    estimate, outcome = _estimated(decided, total, recall, confidence)
    return {
        "paper": _page(desk) if desk.paper else None,
        "came": CAME.get(desk.chosen, ""),
        "standing": f"{_standing(decided, total)} {later}",
        "left": _left(estimate, confidence) if rule else "",
        "stopping": _short(outcome) if rule else "",
        "rule": _stopping.stopping_summary(outcome, estimate) if rule else "",
        "stop": outcome["stop"] and rule,
        "screened": len(decided),
        "total": total,
        "more": total - len(decided) > 1,
        "undo": len(desk.decided) > 0,
        "end": "Every paper is screened."
        if total
        else "There is nothing to screen here.",
        "done": "",
        "failed": "",
        "turn": 0,
    }


def screening_summary(
    decided: pd.DataFrame,
    papers_total: int,
    recall: float = 0.95,
    confidence: float = 0.95,
) -> str:
    """Say where a screener stands: how much is screened, what may be left, and whether stopping is defensible.

    `decided` is one screener's of `decisions.current`, on papers of the corpus alone (see `desk.counted`).
    """
    estimate, outcome = _estimated(decided, papers_total, recall, confidence)
    return f"{_standing(decided, papers_total)}\n\n{_stopping.stopping_summary(outcome, estimate)}"


def _pressed(desk: _session.Desk, message: dict) -> str:
    if message["press"] == "undo":
        return _session.undo(desk)
    text, before = message["tags"], desk.noted["tags"]
    same = text == ", ".join(before)  # a tag that has a comma in it stays one
    tags = before if same else [tag.strip() for tag in text.split(",") if tag.strip()]
    if message["press"] == "skip":
        return _session.skip(desk, message["paper_id"], note=message["note"], tags=tags)
    words = {"reason": message["reason"], "note": message["note"], "tags": tags}
    return _session.decide(desk, message["paper_id"], message["press"], **words)


def _page(desk: _session.Desk) -> dict:
    row, held = desk.papers.iloc[desk.rows[desk.paper]], _session.held(desk)
    words = "".join(
        f"{word} " for word in _queue.subject_words(desk.settings["sentence"])
    )
    authors = (
        row["authors"] if isinstance(row.get("authors"), list | np.ndarray) else []
    )
    reason = f" ({held['reason']})" if held["reason"] else ""
    return {
        "id": desk.paper,
        "title": _parts(_clean(row["title"]) or "Without a title", words),
        "abstract": _parts(_clean(row["abstract"]), words),
        "authors": list_some(map(_clean, authors), NAMES),
        "venue": _clean(row.get("venue")),
        "date": format_date(row.get("date"), row.get("date_precision")),
        "doi": _clean(row.get("doi")),
        "was": f"Your decision before: {_session.SAID[held['decision']]}{reason}"
        if held["decision"]
        else "",
        "note": _clean(desk.noted["note"]),
        "tags": ", ".join(desk.noted["tags"]),
    }


def _standing(decided: pd.DataFrame, papers_total: int) -> str:
    count = (
        decided["decision"].value_counts().reindex(_decisions.DECISIONS, fill_value=0)
    )
    told = f"{count['include']:,} included, {count['maybe']:,} maybe, {count['exclude']:,} excluded"
    return f"{len(decided):,} of {count_of(papers_total, 'paper')} screened: {told}."


def _estimated(
    decided: pd.DataFrame, total: int, recall: float, confidence: float
) -> tuple[dict, dict]:
    return _stopping.estimate_remaining(
        decided, total, confidence
    ), _stopping.stopping_rule(decided, total, recall, confidence)


def _short(outcome: dict) -> str:
    share, sure = _percent(outcome["recall"]), _percent(outcome["confidence"])
    if not outcome["papers"] or outcome["seen"] == outcome["papers"]:
        return ""
    if outcome["stop"]:
        return f"You may stop: at least {share} of the relevant papers are found, with {sure} confidence."
    return f"Go on: it cannot be said yet, with {sure} confidence, that {share} of the relevant papers are found."


def _left(estimate: dict, confidence: float) -> str:
    if not estimate["unseen"]:
        return ""
    if not estimate["draws"]:
        return "How many relevant papers are left can be estimated once some have been drawn at random."
    drawn = count_of(estimate["draws"], "paper") + " drawn at random"
    between = (
        f"between {estimate['low']:,} and {estimate['high']:,} relevant papers are left"
    )
    return f"Judging from {drawn}, {between} (with {_percent(confidence)} confidence)."


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _parts(text: str, words: str) -> list[list]:
    """Cut a text where a word begins or ends that is to be marked."""
    parts = (
        re.split("</?mark>", mark_found(text, words)) if words else [text]
    )  # all else in it is escaped
    return [[unescape(part), bool(i % 2)] for i, part in enumerate(parts) if part]


def _clean(value: object) -> str:
    """Write a value as text that can be sent to a browser; "" where it is missing."""
    return "" if pd.isna(value) else SURROGATE.sub("\ufffd", str(value))
