"""A session: the paper that is shown, the queue, and what a decision does to both."""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock, Thread

import numpy as np
import pandas as pd
import scipy.sparse as sp

from litreview import tables
from litreview.screening import _decisions, _queue
from litreview.screening._follow import FollowedDecisions
from litreview.text import list_some

# From so many papers the queue is ranked in the background, while the next paper is
# read.
RANKED_AT_ONCE = 20_000
DONE = {
    "include": "included",
    "exclude": "excluded",
    "maybe": "kept as maybe",
    "": "note and tags",
}
_DOI_PREFIX = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)")


@dataclass
class Session:
    """What one screener works on."""

    papers: pd.DataFrame
    store: str | Path
    screener: str
    followed: FollowedDecisions  # this screener's decisions
    features: sp.csr_matrix  # of the papers, for the queue
    rows: dict[str, int]  # where each paper_id stands in papers and features
    sentence: str
    random_every: int
    seed: int
    ranks_at_once: bool  # whether the queue is ranked before the next paper is shown
    # scores by the sentence, where no paper is known to be relevant
    start: np.ndarray | None = None
    # paper_id and how it came up, the next one first
    order: list[tuple[str, str]] = field(default_factory=list)
    # the same of those that come again at the end
    skipped: dict[str, str] = field(default_factory=dict)
    paper: str = ""  # the paper_id of the one that is shown; "" where none is left
    chosen: str = ""  # how it came up
    # its note and tags to begin with: those in the store, or those just taken back
    noted: dict = field(default_factory=dict)
    is_ranking: bool = False  # in the background, now
    is_outdated: bool = False  # decided since that ranking began
    # JupyterLab answers widgets in a thread of their own.
    lock: RLock = field(default_factory=RLock)

    @property
    def decided(self) -> pd.DataFrame:
        """What this screener has decided, as `current_decisions` gives it."""
        return self.followed.table


def start_session(
    papers: pd.DataFrame,
    store: str | Path,
    *,
    sentence: str = "",
    screener: str = "",
    relevant: Sequence[str] = (),
    random_every: int = 20,
    seed: int = 0,
    ranked_at_once: int = RANKED_AT_ONCE,
) -> Session:
    """Begin, or go on, with the screening of papers.

    `papers` needs `paper_id`, `title` and `abstract`. `sentence` says what is looked
    for; `relevant` names papers that are known to be so (see `find_known`), which are
    included now. Each `random_every`-th paper is drawn at random (0: none). Fewer
    papers than `ranked_at_once` are ranked anew after each decision, more in the
    background. Raises ValueError for a relevant paper that is not found, and for a file
    that is no store; OSError where it cannot be written.
    """
    rows = {paper_id: row for row, paper_id in enumerate(papers["paper_id"])}
    followed = FollowedDecisions(store, screener)
    _include_known(papers, find_known(papers, relevant), rows, followed)

    session = Session(
        papers=papers,
        store=store,
        screener=screener,
        followed=followed,
        features=_queue.paper_features(papers),
        rows=rows,
        sentence=sentence,
        random_every=random_every,
        seed=seed,
        ranks_at_once=len(papers) < ranked_at_once,
    )
    session.order = _ranked(session)
    _show_next(session)
    return session


def find_known(papers: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Find papers by `paper_id`, DOI or whole title, in any case.

    Parameters
    ----------
    papers
        With `paper_id`, and `doi` and `title` where there are such.
    names
        What names one paper each.

    Returns
    -------
    list of str
        The `paper_id` of each, each once.

    Raises
    ------
    ValueError
        Where a name is that of no paper, or of several.

    Examples
    --------
    >>> title = papers["title"].iloc[0]
    >>> len(litreview.screening.find_known(papers, [title]))
    1
    """
    if not len(names):
        return []

    papers_named = defaultdict(list)
    for column in ("paper_id", "doi", "title"):
        if column in papers:
            has_value = papers[column].notna()
            ids = papers.loc[has_value, "paper_id"]
            values = papers.loc[has_value, column].str.strip().str.casefold()
            for paper_id, value in zip(ids, values, strict=True):
                papers_named[value].append(paper_id)

    found = []
    for name in names:
        same = papers_named[_DOI_PREFIX.sub("", name.strip().casefold())]
        if len(same) != 1:
            count = "no paper has it"
            if same:
                count = f"{len(same)} papers have it ({list_some(same)})"
            raise ValueError(
                f"relevant: {name!r}: {count}; "
                "give the paper_id, the DOI or the whole title of a paper"
            )
        found += same
    return list(dict.fromkeys(found))


def count_screened(decided: pd.DataFrame, papers: Container[str]) -> pd.DataFrame:
    """Select the decisions on papers of the corpus, without mere notes.

    Parameters
    ----------
    decided
        Of `current_decisions`.
    papers
        The `paper_id` of all papers, as a set or dict.

    Returns
    -------
    pd.DataFrame
        Those rows of `decided`.
    """
    is_here = [paper_id in papers for paper_id in decided["paper_id"].tolist()]
    return decided[(decided["decision"] != "") & np.array(is_here, dtype=bool)]


def decide(
    session: Session,
    paper_id: str,
    decision: str,
    *,
    reason: str = "",
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> str:
    """Decide on the paper that is shown, show the next one, and say what was saved.

    A note and tags that are not given stay as they were. Raises ValueError where
    another paper is shown, and OSError where the store cannot be written; nothing is
    changed then.
    """
    with session.lock:
        message = f"Saved: {DONE.get(decision)}, “{shown_title(session, paper_id)}”."
        if decision != "exclude":
            reason = ""
        _write_line(session, decision, reason, note, tags)
        session.skipped.pop(paper_id, None)
        _go_on(session)
        return message


def skip(
    session: Session,
    paper_id: str,
    *,
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> str:
    """Put the paper that is shown off to the end, and say so.

    What was noted on it is kept. Errors as `decide`.
    """
    with session.lock:
        message = f"Skipped “{shown_title(session, paper_id)}”"
        before = current_row(session)
        is_noted = note is not None and note != before["note"]
        is_tagged = tags is not None and list(tags) != before["tags"]

        if is_noted or is_tagged:
            _write_line(session, before["decision"], before["reason"], note, tags)
            message += "; note and tags are saved"
        if not before["decision"]:
            session.skipped[paper_id] = session.chosen
        _go_on(session)
        return f"{message}."


def undo(session: Session) -> str:
    """Take back the screener's last line, show its paper, and say so.

    Raises ValueError where there is none, and OSError where the store cannot be
    written.
    """
    with session.lock:
        line = _decisions.undo(session.store, session.screener)
        if line is None:
            raise ValueError("There is nothing to take back.")
        _go_on(session)

        message = f"Taken back: {DONE[line['decision']]}, “{line['title']}”"
        if line["paper_id"] not in session.rows:
            return f"{message}, a paper that is not in this corpus any more."
        session.paper = line["paper_id"]
        session.chosen = line["chosen"]
        session.noted = line
        return f"{message}."


def current_row(session: Session) -> dict:
    """Give what the store has of the paper that is shown (see `find`)."""
    return session.followed.find(session.paper)


def shown_title(session: Session, paper_id: str) -> str:
    """Give the title of the paper that is shown.

    Raises ValueError where another is.
    """
    if not session.paper or paper_id != session.paper:
        raise ValueError(
            "That was pressed for a paper that is not shown any more; "
            "nothing was changed."
        )
    title = session.papers["title"].iloc[session.rows[paper_id]]
    return "" if pd.isna(title) else title


def _include_known(
    papers: pd.DataFrame,
    known: list[str],
    rows: dict[str, int],
    followed: FollowedDecisions,
) -> None:
    """Include papers that are known to be relevant, unless they have a line."""
    has_line = set(followed.table["paper_id"])
    lines = []
    for paper_id in known:
        if paper_id not in has_line:
            title = papers["title"].iloc[rows[paper_id]]
            line = {"paper_id": paper_id, "title": title}
            lines.append(line | {"decision": "include", "chosen": "searched"})

    if lines:
        _decisions.decide_all(followed.store, lines, followed.screener)
        followed.refresh()


def _write_line(
    session: Session,
    decision: str,
    reason: str,
    note: str | None,
    tags: Sequence[str] | None,
) -> None:
    try:
        _decisions.decide(
            session.store,
            session.paper,
            decision,
            screener=session.screener,
            reason=reason,
            note=note,
            tags=tags,
            chosen=session.chosen,
            title=shown_title(session, session.paper),
        )
    except OSError as error:
        raise OSError(f"Not saved. {error}") from None
    except ValueError as error:
        raise ValueError(f"Not saved. {error}") from None


def _go_on(session: Session) -> None:
    """Show the next paper after something was written, and rank the others anew."""
    session.followed.refresh()
    if session.ranks_at_once:
        session.order = _ranked(session)
    _show_next(session)
    if not session.ranks_at_once:
        _rank_later(session)


def _show_next(session: Session) -> None:
    """Show the first paper of the queue that is neither decided nor skipped.

    In the end come those that were skipped.
    """
    decided = set(count_screened(session.decided, session.rows)["paper_id"].tolist())
    for paper_id in decided & set(session.skipped):
        del session.skipped[paper_id]

    passed = decided | set(session.skipped)
    while session.order and session.order[0][0] in passed:
        session.order.pop(0)
    if not session.order:
        session.order = list(session.skipped.items())
        session.skipped = {}

    session.paper, session.chosen = "", ""
    if session.order:
        session.paper, session.chosen = session.order[0]
    session.noted = current_row(session)


def _ranked(session: Session) -> list[tuple[str, str]]:
    """Queue the papers that are neither decided nor skipped.

    Else each draw at random would be the one skipped.
    """
    papers, features, start = session.papers, session.features, _start(session)
    skipped = [session.rows[paper_id] for paper_id in list(session.skipped)]
    if skipped:
        rows = np.delete(np.arange(len(papers)), skipped)
        papers, features = papers.iloc[rows], features[rows]
        if start is not None:
            start = start[rows]

    queue = _queue.rank_papers(
        papers,
        session.decided,
        features=features,
        start=start,
        random_every=session.random_every,
        seed=session.seed,
    )
    return list(zip(queue["paper_id"], queue["chosen"], strict=True))


def _start(session: Session) -> np.ndarray | None:
    """Score the papers by the sentence, once, where none is known to be relevant."""
    screened = count_screened(session.decided, session.rows)
    if screened["decision"].isin(tables.RELEVANT).any():
        return None
    if session.start is None:
        session.start = _queue.start_scores(
            session.papers, session.sentence, session.seed
        )
    return session.start


def _rank_later(session: Session) -> None:
    """Rank in the background, once more where something was decided meanwhile.

    The paper that is shown stays.
    """
    session.is_outdated = True
    if not session.is_ranking:
        session.is_ranking = True
        name = "litreview ranks"
        Thread(target=_rank, args=[session], name=name, daemon=True).start()


def _rank(session: Session) -> None:
    try:
        while session.is_ranking:
            session.is_outdated = False
            order = _ranked(session)
            with session.lock:
                session.order = order
                session.is_ranking = session.is_outdated
    except BaseException:
        # The next decision tries again; until then the order stays.
        session.is_ranking = False
        raise
