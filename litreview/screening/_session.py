"""The desk of a screener: the paper before them, the queue behind it, and what a decision does to both."""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock, Thread

import numpy as np
import pandas as pd
import scipy.sparse as sp

from litreview.screening import _decisions, _queue
from litreview.text import list_some

AT_ONCE = 20_000  # papers from which the queue is ranked anew in the background, while the next paper is read
SAID = {
    "include": "included",
    "exclude": "excluded",
    "maybe": "kept as maybe",
    "": "note and tags",
}


@dataclass
class Desk:
    """Hold what one screener works on."""

    papers: pd.DataFrame
    store: str | Path
    screener: str
    features: sp.csr_matrix
    rows: dict[str, int]  # where each paper_id stands in papers and features
    settings: dict  # of the queue: sentence, random_every, seed
    at_once: bool  # whether the queue is ranked anew before the next paper is shown
    decided: pd.DataFrame = field(
        default_factory=pd.DataFrame
    )  # of `decisions.current`, this screener's alone
    order: list[tuple[str, str]] = field(
        default_factory=list
    )  # paper_id and how it came up, the next one first
    skipped: dict[str, str] = field(
        default_factory=dict
    )  # the same of those that come again at the end
    paper: str = ""  # the paper_id of the one that lies there; "" where none is left
    chosen: str = ""  # how it came up
    noted: dict = field(
        default_factory=dict
    )  # note and tags to begin with: those held, or those just taken back
    ranking: bool = False  # in the background, now
    outdated: bool = False
    lock: RLock = field(
        default_factory=RLock
    )  # JupyterLab answers widgets in a thread of their own


def lay(
    papers: pd.DataFrame,
    store: str | Path,
    *,
    sentence: str = "",
    screener: str = "",
    relevant: Sequence[str] = (),
    random_every: int = 20,
    seed: int = 0,
    at_once: int = AT_ONCE,
) -> Desk:
    """Lay out the papers for a screener, the one to screen next before them.

    `papers` needs `paper_id`, `title` and `abstract`. `sentence` says what is looked for; `relevant` names papers that
    are known to be so (see `known`), which are included now. Each `random_every`-th paper is drawn at random (0: none).
    Fewer papers than `at_once` are ranked anew after each decision, more in the background. Raises ValueError for a
    relevant paper that is not found, and for a file that is no store; OSError where it cannot be written.
    """
    named, rows = (
        find_known(papers, relevant),
        {name: row for row, name in enumerate(papers["paper_id"])},
    )
    held = set(_decisions.current_decisions(store, screener)["paper_id"])
    new = [
        {"paper_id": name, "title": papers["title"].iloc[rows[name]]}
        for name in named
        if name not in held
    ]
    if new:
        lines = [line | {"decision": "include", "chosen": "searched"} for line in new]
        _decisions.decide_all(store, lines, screener)
    settings = {"sentence": sentence, "random_every": random_every, "seed": seed}
    desk = Desk(
        papers,
        store,
        screener,
        _queue.paper_features(papers),
        rows,
        settings,
        len(papers) < at_once,
    )
    desk.decided = _decisions.current_decisions(store, screener)
    desk.order = _ranked(desk)
    _next(desk)
    return desk


def find_known(papers: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Find the papers named by `paper_id`, DOI or whole title, in any case, and list the `paper_id` of each.

    Raises ValueError where a name is that of no paper, or of several.
    """
    have = defaultdict(list)
    for column in [
        name for name in ("paper_id", "doi", "title") if name in papers and len(names)
    ]:
        for paper, value in zip(papers["paper_id"], papers[column], strict=True):
            have[str(value).strip().casefold()].append(paper)
    found = []
    for name in names:
        same = have[
            re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", name.strip().casefold())
        ]
        if len(same) != 1:
            many = (
                f"{len(same)} papers have it ({list_some(same)})"
                if len(same)
                else "no paper has it"
            )
            raise ValueError(
                f"relevant: {name!r}: {many}; give the paper_id, the DOI or the whole title of a paper"
            )
        found += same
    return list(dict.fromkeys(found))


def decide(
    desk: Desk,
    paper_id: str,
    decision: str,
    *,
    reason: str = "",
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> str:
    """Write a decision on the paper that lies there, lay the next one there, and say what was saved.

    A note and tags that are not given stay as they were. Raises ValueError where another paper lies there, and OSError
    where the store cannot be written; nothing is changed then.
    """
    with desk.lock:
        said = f"Saved: {SAID.get(decision)}, “{title(desk, paper_id)}”."
        _write(desk, decision, reason if decision == "exclude" else "", note, tags)
        desk.skipped.pop(paper_id, None)
        _next(desk, anew=True)
        return said


def skip(
    desk: Desk,
    paper_id: str,
    *,
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> str:
    """Put the paper that lies there off to the end, keep what was noted on it, and say so; errors as `decide`."""
    with desk.lock:
        said, before = f"Skipped “{title(desk, paper_id)}”", held(desk)
        noted = note not in (None, before["note"]) or (
            tags is not None and list(tags) != before["tags"]
        )
        if noted:
            _write(desk, before["decision"], before["reason"], note, tags)
        if not before["decision"]:
            desk.skipped[paper_id] = desk.chosen
        _next(desk, anew=True)
        return f"{said}{'; note and tags are saved' if noted else ''}."


def undo(desk: Desk) -> str:
    """Take back the screener's last line in the store, lay its paper there, and say what was taken back.

    Raises ValueError where there is none, and OSError where the store cannot be written.
    """
    with desk.lock:
        line = _decisions.undo(desk.store, desk.screener)
        if line is None:
            raise ValueError("There is nothing to take back.")
        _next(desk, anew=True)
        said = f"Taken back: {SAID[line['decision']]}, “{line['title']}”"
        if line["paper_id"] not in desk.rows:
            return f"{said}, a paper that is not in this corpus any more."
        desk.paper, desk.chosen, desk.noted = line["paper_id"], line["chosen"], line
        return f"{said}."


def count_screened(decided: pd.DataFrame, papers: Container[str]) -> pd.DataFrame:
    """List the decisions of `decisions.current` on papers of these `paper_id`, without mere notes."""
    here = np.array([name in papers for name in decided["paper_id"]], dtype=bool)
    return decided[(decided["decision"] != "") & here]


def held(desk: Desk) -> dict:
    """Give what the store holds of the paper that lies there: at least decision, reason, note and tags."""
    rows = desk.decided[desk.decided["paper_id"] == desk.paper].to_dict("records")
    return rows[0] if rows else {"decision": "", "reason": "", "note": "", "tags": []}


def title(desk: Desk, paper_id: str) -> str:
    """Give the title of the paper that lies there; raises ValueError where it is not this one."""
    if not desk.paper or paper_id != desk.paper:
        raise ValueError(
            "That was pressed for a paper that is not shown any more; nothing was changed."
        )
    text = desk.papers["title"].iloc[desk.rows[paper_id]]
    return "" if pd.isna(text) else text


def _write(
    desk: Desk, decision: str, reason: str, note: str | None, tags: Sequence[str] | None
) -> None:
    words = {"screener": desk.screener, "reason": reason, "note": note, "tags": tags}
    words |= {"chosen": desk.chosen, "title": title(desk, desk.paper)}
    try:
        _decisions.decide(desk.store, desk.paper, decision, **words)
    except OSError as error:
        raise OSError(f"Not saved. {error}") from None
    except ValueError as error:
        raise ValueError(f"Not saved. {error}") from None


def _next(desk: Desk, anew: bool = False) -> None:
    """Lay the first paper of the queue there; `anew` says that something has changed since it was ranked."""
    if anew:
        desk.decided = _decisions.current_decisions(desk.store, desk.screener)
    if anew and desk.at_once:
        desk.order = _ranked(desk)
    done = set(count_screened(desk.decided, desk.rows)["paper_id"])
    desk.skipped = {
        paper: chosen for paper, chosen in desk.skipped.items() if paper not in done
    }
    gone = done | set(desk.skipped)
    while desk.order and desk.order[0][0] in gone:
        desk.order.pop(0)
    if not desk.order:
        desk.order, desk.skipped = list(desk.skipped.items()), {}
    desk.paper, desk.chosen = desk.order[0] if desk.order else ("", "")
    desk.noted = held(desk)
    if anew and not desk.at_once:
        _rank_later(desk)


def _ranked(desk: Desk) -> list[tuple[str, str]]:
    """Queue the papers that are neither decided nor skipped: else each draw at random would be the one skipped."""
    papers, features = desk.papers, desk.features
    if skipped := [desk.rows[paper] for paper in list(desk.skipped)]:
        left = np.delete(np.arange(len(papers)), skipped)
        papers, features = papers.iloc[left], features[left]
    queue = _queue.rank_papers(papers, features, desk.decided, **desk.settings)
    return list(zip(queue["paper_id"], queue["chosen"], strict=True))


def _rank_later(desk: Desk) -> None:
    """Rank in the background, once more where something was decided meanwhile; the paper that lies there stays."""
    desk.outdated = True
    if not desk.ranking:
        desk.ranking = True
        Thread(target=_rank, args=[desk], name="litreview ranks", daemon=True).start()


def _rank(desk: Desk) -> None:
    try:
        while desk.ranking:
            desk.outdated = False
            order = _ranked(desk)
            with desk.lock:
                desk.order, desk.ranking = order, desk.outdated
    except BaseException:
        desk.ranking = (
            False  # the next decision tries again; until then the order stays
        )
        raise
