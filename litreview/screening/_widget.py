"""The JupyterLab widget for screening: one paper at a time, the likeliest first."""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import anywidget
import numpy as np
import pandas as pd
import traitlets

from litreview import tables
from litreview.query import mark_found
from litreview.screening import _agreement, _decisions, _queue, _session, _stopping
from litreview.text import count_of, format_date, list_some

REASONS = (
    "Not on the subject",
    "Not a study",
    "Another kind of study",
    "Another language",
)
NAMES = 8  # authors listed
HOW_IT_CAME = {
    "ranked": "Ranked: among the likeliest that are left",
    "random": "Drawn at random, to estimate what is left",
    "searched": "Found by searching, or known beforehand",
    "imported": "Imported",
}
_HERE = Path(__file__).parent
_BROKEN = (
    "Something went wrong, and it is not certain that this was saved. "
    "Run this notebook again to see what was."
)


class ScreeningWidget(anywidget.AnyWidget):
    """Show a session in JupyterLab, and do there what is pressed."""

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
) -> ScreeningWidget:
    """Build the widget: one paper at a time, with buttons and keys that decide on it.

    It goes on where the store ends. The words of the sentence are marked.

    Parameters
    ----------
    papers
        With `paper_id`, `title` and `abstract`; authors, venue, date and DOI are shown
        where there are such.
    store
        The file of the decisions; it is made with the first one.
    sentence
        What is looked for; it orders the papers until one is relevant.
    reasons
        For excluding, to choose from.
    screener
        Who decides; "" where one person screens.
    relevant
        Papers known to be relevant, each by `paper_id`, DOI or whole title; they are
        included now.
    random_every
        Each so many papers, one is drawn at random; 0 draws none, and leaves no
        estimate.
    seed
        Of the draws.
    recall, confidence
        Of the `stopping_rule`.

    Returns
    -------
    ScreeningWidget
        Its trait `shown` is what is seen, its attribute `session` what is behind it.

    Raises
    ------
    ValueError
        For a relevant paper that is not found, and for a file that is no store.
    OSError
        Where the store cannot be written.

    Examples
    --------
    >>> widget = litreview.screening.screening_widget(papers, "widget.sqlite")
    >>> type(widget).__module__.split(".")[0]
    'litreview'
    """
    like = "params/NAME.screening_decisions.sqlite"
    tables.check_file(store, "screening_decisions", like)
    session = _session.start_session(
        papers,
        store,
        sentence=sentence,
        screener=screener,
        relevant=relevant,
        random_every=random_every,
        seed=seed,
    )
    shown = describe_session(session, recall, confidence)
    widget = ScreeningWidget(reasons=list(reasons), shown=shown)
    widget.session = session
    widget.goal = {"recall": recall, "confidence": confidence}
    widget.on_msg(answer)
    return widget


def answer(widget: ScreeningWidget, message: dict, buffers: object = None) -> None:
    """Do what was pressed in the browser, and show what came of it.

    `message` has `press` (include, exclude, maybe, skip, undo), the `paper_id` that it
    is on, `reason`, `note`, `tags`.
    """
    with widget.session.lock:
        done, failed = "", _BROKEN
        try:
            done, failed = _pressed(widget.session, message), ""
        except (OSError, ValueError) as error:
            failed = str(error)
        finally:
            # The buttons wait for it, whatever happened; no two are alike, so that each
            # reaches the browser.
            outcome = {
                "turn": widget.shown["turn"] + 1,
                "done": _decisions.as_text(done),
                "failed": _decisions.as_text(failed),
            }
            widget.shown = describe_session(widget.session, **widget.goal) | outcome


def describe_session(
    session: _session.Session, recall: float = 0.95, confidence: float = 0.95
) -> dict:
    """Describe what the screener sees: the paper, how it came up, and where they stand.

    Title and abstract are lists of parts, each with whether it is marked; `done` and
    `failed` what was saved, or why not, and `turn` the number of answers before, are
    empty.
    """
    decided = _session.count_screened(session.decided, session.rows)
    total = len(session.papers)

    paper = None
    if session.paper:
        paper = _paper_shown(session)
    end = "Every paper is screened."
    if not total:
        end = "There is nothing to screen here."
    standing = f"{progress_sentence(decided, total)} "
    if session.skipped:
        standing += f"{len(session.skipped):,} skipped, to come again at the end. "

    return {
        "paper": paper,
        "came": HOW_IT_CAME.get(session.chosen, ""),
        "standing": standing,
        **_stopping_shown(session, decided, recall, confidence),
        "screened": len(decided),
        "total": total,
        "more": total - len(decided) > 1,
        "undo": len(session.decided) > 0,
        "end": end,
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
    """Say how much is screened, what may be left, and whether stopping is defensible.

    `decided` is one screener's of `current_decisions`, on papers of the corpus alone
    (see `count_screened`).
    """
    estimate = _stopping.estimate_remaining(decided, papers_total, confidence)
    outcome = _stopping.stopping_rule(decided, papers_total, recall, confidence)
    progress = progress_sentence(decided, papers_total)
    return f"{progress}\n\n{_stopping.stopping_summary(outcome, estimate)}"


def progress_sentence(decided: pd.DataFrame, papers_total: int) -> str:
    """Say how many papers are screened, and how they were decided."""
    count = decided["decision"].value_counts()
    count = count.reindex(tables.SCREENING_DECISIONS, fill_value=0)
    return (
        f"{len(decided):,} of {count_of(papers_total, 'paper')} screened: "
        f"{count['include']:,} included, {count['maybe']:,} maybe, "
        f"{count['exclude']:,} excluded."
    )


def _pressed(session: _session.Session, message: dict) -> str:
    if message["press"] == "undo":
        return _session.undo(session)

    tags = session.noted["tags"]
    # A tag that has a comma in it stays one, as long as the text is as it was shown.
    if message["tags"] != ", ".join(tags):
        tags = [tag.strip() for tag in message["tags"].split(",") if tag.strip()]

    paper_id, note = message["paper_id"], message["note"]
    if message["press"] == "skip":
        return _session.skip(session, paper_id, note=note, tags=tags)
    return _session.decide(
        session,
        paper_id,
        message["press"],
        reason=message["reason"],
        note=note,
        tags=tags,
    )


def _paper_shown(session: _session.Session) -> dict:
    row = session.papers.iloc[session.rows[session.paper]]
    words = _queue.subject_words(session.sentence)
    authors = row.get("authors")
    if not isinstance(authors, list | np.ndarray):
        authors = []

    title = _decisions.as_text(row["title"]) or "Without a title"
    abstract = _decisions.as_text(row["abstract"])
    return {
        "id": session.paper,
        "title": _marked_parts(title, words),
        "abstract": _marked_parts(abstract, words),
        "authors": list_some([_decisions.as_text(name) for name in authors], NAMES),
        "venue": _decisions.as_text(row.get("venue")),
        "date": format_date(row.get("date"), row.get("date_precision")),
        "doi": _decisions.as_text(row.get("doi")),
        "was": _earlier_decision(_session.current_row(session)),
        "note": _decisions.as_text(session.noted["note"]),
        "tags": ", ".join(session.noted["tags"]),
    }


def _earlier_decision(row: dict) -> str:
    if not row["decision"]:
        return ""
    text = f"Your decision before: {_session.DONE[row['decision']]}"
    if row["reason"]:
        text += f" ({row['reason']})"
    return text


def _stopping_shown(
    session: _session.Session, decided: pd.DataFrame, recall: float, confidence: float
) -> dict:
    # Who settles conflicts sees them all: there is nothing to estimate.
    if session.screener == _agreement.SETTLED:
        return {"left": "", "stopping": "", "rule": "", "stop": False}

    total = len(session.papers)
    estimate = _stopping.estimate_remaining(decided, total, confidence)
    outcome = _stopping.stopping_rule(decided, total, recall, confidence)
    return {
        "left": _left_sentence(estimate),
        "stopping": _stopping_sentence(outcome),
        "rule": _stopping.stopping_summary(outcome, estimate),
        "stop": outcome["stop"],
    }


def _stopping_sentence(outcome: dict) -> str:
    if not outcome["papers"] or outcome["seen"] == outcome["papers"]:
        return ""
    share = _stopping.percent(outcome["recall"])
    sure = _stopping.percent(outcome["confidence"])
    if outcome["stop"]:
        return (
            f"You may stop: at least {share} of the relevant papers are found, "
            f"with {sure} confidence."
        )
    return (
        f"Go on: it cannot be said yet, with {sure} confidence, "
        f"that {share} of the relevant papers are found."
    )


def _left_sentence(estimate: dict) -> str:
    if not estimate["unseen"]:
        return ""
    if not estimate["draws"]:
        return (
            "How many relevant papers are left can be estimated "
            "once some have been drawn at random."
        )
    drawn = count_of(estimate["draws"], "paper")
    sure = _stopping.percent(estimate["confidence"])
    return (
        f"Judging from {drawn} drawn at random, between {estimate['low']:,} and "
        f"{estimate['high']:,} relevant papers are left (with {sure} confidence)."
    )


def _marked_parts(text: str, words: Sequence[str]) -> list[list]:
    """Cut a text into parts, each with whether it is a word to be marked."""
    parts = [text]
    if words:
        # The space says that the last word is whole. All else in the text is escaped,
        # so that no other mark is in it.
        parts = re.split("</?mark>", mark_found(text, " ".join(words) + " "))

    marked = []
    for place, part in enumerate(parts):
        if part:
            marked.append([unescape(part), place % 2 == 1])
    return marked
