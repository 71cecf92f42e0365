"""Look papers up at OpenAlex, Crossref or arXiv, and take only what is surely them."""

import json
import os
import re
import time
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from litreview import progress, tables
from litreview.dedupe import _compare, _match, _online, _services, _titles
from litreview.dedupe._services import Candidate
from litreview.text import count_of

NEAR = 0.95  # share of letters in common from which a title is nearly the same
# Below this an identifier belongs to another title; 1 % of the pairs of unrelated
# titles have as much in common.
FAR = 0.5
# Letters that a title alone must have to tell a paper; many are called "Introduction".
SPECIFIC = 20
FEWEST_WORDS = 10  # of an abstract that tells one paper from another

# How sure it is that a record is the paper.
CERTAIN = 2
BY_TITLE_ALONE = 1
NOT_FOUND = 0

OUTCOME_TYPES = {
    "title": "str",
    "outcome": "str",
    "by": "str",
    "found_title": "str",
    "score": "float64",
    "reason": "str",
}


class Judgement(NamedTuple):
    """How sure it is that a record is the paper, how like the titles are, and why."""

    sure: int
    score: float
    reason: str


def look_up(
    papers: pd.DataFrame,
    at: str,
    into: str | os.PathLike,
    mail: str | None = None,
    key: str | None = None,
    limit: int | None = None,
    base: str | None = None,
    timeout: float = 30.0,
    wait: Callable[[float], None] = time.sleep,
) -> pd.DataFrame:
    """Look papers up by DOI, arXiv id or title, and add what is found to a file.

    Only the titles, DOIs and arXiv ids of the papers leave the machine, and the mail
    address and the key where they are given: services want to know whom to write to,
    and OpenAlex answers little without a free key. Abstracts stay here; those that are
    found are compared with them.

    Each answer is kept at once in the hidden file `.NAME.answers` beside `into`, so
    that a run that was stopped asks only what is missing; delete that file to ask anew.
    The mail address and the key are not kept.

    Parameters
    ----------
    papers
        A row a paper, with `title` and as far as known `abstract`, `doi`, `arxiv_id`.
    at
        The service: `openalex`, `crossref` or `arxiv`.
    into
        A JSON-lines file for the service's own records, one a line (arXiv's written as
        JSON). What it holds already stays.
    mail
        The address at which the service may reach you.
    key
        A key of OpenAlex.
    limit
        How many questions may be asked in this run; a paper takes one or two.
    base
        The address of another server.
    timeout
        How many seconds to wait for an answer.
    wait
        What sleeps, for so many seconds.

    Returns
    -------
    pd.DataFrame
        A row a paper: `title`, `outcome` (found, not found, failed, not asked), `by`
        (DOI, arXiv id, title), `found_title`, `score` (share of letters in common, 0 to
        1) and `reason`. A title is found when it is the same but for case, accents and
        punctuation, or nearly the same with the same numbers and an abstract that
        agrees; one with an abstract that contradicts is not.

    Raises
    ------
    ValueError
        For an unknown service, a wrong mail address, or a file that holds something
        else.

    Examples
    --------
    >>> into = "openalex.jsonl"
    >>> litreview.dedupe.look_up(papers, "openalex", into)  # doctest: +SKIP
    """
    if at not in _services.BASES:
        raise ValueError(
            f"lookup: {at!r} is no service known here; "
            f"choose one of {', '.join(_services.BASES)}"
        )
    if mail and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", mail):
        raise ValueError(
            f"lookup: {mail!r} is no mail address; write one such as name@example.org"
        )

    file = Path(into)
    lines = _read_lines(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    answers = file.with_name(f".{file.name}.answers")
    service = _online.Service(at, answers, mail, key, limit, base, timeout, wait)

    rows = []
    try:
        listed = _list_papers(papers)
        for paper in progress.steps(listed, f"Asking {service.title}"):
            row, record = _look_up_paper(service, paper)
            rows.append({"title": paper["title"], **row})
            if record is not None:
                lines[json.dumps(record)] = None
    finally:  # after Ctrl-C too: what was found is kept
        service.close()
        _write_lines(file, lines)
    table = pd.DataFrame(rows, columns=list(OUTCOME_TYPES), index=papers.index)
    return table.astype(OUTCOME_TYPES)


def lookup_summary(outcomes: pd.DataFrame, at: str, into: str | os.PathLike) -> str:
    """Say how many papers were found where and by what, and why others were not.

    Parameters
    ----------
    outcomes
        The table that `look_up` returns.
    at
        The service that was asked.
    into
        The file of the records.

    Returns
    -------
    str
        A few sentences.

    Examples
    --------
    >>> into = "openalex.jsonl"
    >>> asked = litreview.dedupe.look_up(papers, "openalex", into)  # doctest: +SKIP
    >>> litreview.dedupe.lookup_summary(asked, "openalex", into)  # doctest: +SKIP
    """
    counts = outcomes["outcome"].value_counts()
    found = outcomes[outcomes["outcome"] == "found"]
    total = count_of(len(outcomes), "paper")

    text = f"{_services.NAMES[at]}: {len(found):,} of {total} found"
    if len(found):
        ways = []
        for way, count in found["by"].value_counts().items():
            ways.append(f"{count:,} by {way}")
        text += f" ({', '.join(ways)})"
    for outcome in ("not found", "failed", "not asked"):
        if outcome in counts:
            text += f", {counts[outcome]:,} {outcome}"
    if len(found):
        text += f"; their records are in {into}"
    text += "."

    for outcome in ("failed", "not asked"):
        rows = outcomes[outcomes["outcome"] == outcome]
        reasons = rows["reason"].value_counts()
        for reason, count in reasons.head(3).items():
            text += f" {outcome.capitalize()}: {reason} ({count:,})."
    return text


def _list_papers(papers: pd.DataFrame) -> list[dict]:
    table = papers.reindex(columns=["title", "abstract", "doi", "arxiv_id"])
    table = table.astype("object")
    return table.where(table.notna(), "").to_dict("records")


def _look_up_paper(service: _online.Service, paper: dict) -> tuple[dict, dict | None]:
    """Ask for a paper by what is surest first; return its row and the record found."""
    row = {"outcome": "not asked", "reason": "its title has no words to ask by"}
    try:
        for question in _services.list_questions(service.name, paper):
            text = service.answer(question.address)
            candidates = _services.read_answer(service.name, text)
            row, record = choose_record(paper, candidates, question.by)
            if record is not None:
                return row, record
    except (_services.AnswerBroken, _services.QuestionFailed) as error:
        row = {"outcome": "failed", "reason": str(error)}
    except _online.ServiceClosed as error:
        row = {"outcome": "not asked", "reason": str(error)}
    return row, None


# Which record is the paper.


def choose_record(
    paper: dict, candidates: list[Candidate], by: str
) -> tuple[dict, dict | None]:
    """Take the surest of the records that are a paper.

    None is taken where only a title tells and the first authors of the records differ.
    Returns the row of the paper and the record.
    """
    surest, record, found_title = NOT_FOUND, None, ""
    judgement = Judgement(NOT_FOUND, float("nan"), "no record of this title")
    by_title_alone = set()
    for candidate in candidates:
        judged = judge_record(paper, candidate.title, candidate.abstract, by)
        if record is None or judged[:2] > (surest, judgement.score):
            surest, record = judged.sure, candidate.record
            judgement, found_title = judged, candidate.title
        names = candidate.first_author.split()
        if judged.sure == BY_TITLE_ALONE and names:
            by_title_alone.add(_plain_letters(names[-1]))

    reason = judgement.reason
    if surest == BY_TITLE_ALONE and len(by_title_alone) > 1:
        surest = NOT_FOUND
        reason = "several papers have this title, and no abstract tells them apart"

    row = {"found_title": found_title, "score": judgement.score, "reason": reason}
    if surest == NOT_FOUND:
        return {"outcome": "not found", "by": "", **row}, None
    return {"outcome": "found", "by": by, **row}, record


def judge_record(paper: dict, title: str, abstract: str, by: str) -> Judgement:
    """Compare a paper with a record that was found by an identifier or by its title."""
    paper_title, found_title = _fold(paper["title"]), _fold(title)
    matcher = SequenceMatcher(None, paper_title, found_title, autojunk=False)
    score = matcher.ratio()
    if by != "title":
        if paper_title and score < FAR:
            reason = f"the {by} is that of another title"
            return Judgement(NOT_FOUND, score, reason)
        return Judgement(CERTAIN, score, f"same {by}")

    same = _plain_letters(paper_title) == _plain_letters(found_title)
    if score < NEAR and not same:
        return Judgement(NOT_FOUND, score, "no record of this title")
    abstracts_agree = _compare_abstracts(paper["abstract"], abstract)
    sure, addition = _judge_title(paper_title, found_title, same, abstracts_agree)
    likeness = "same title" if same else "nearly the same title"
    return Judgement(sure, score, likeness + addition)


def _judge_title(
    paper_title: str, found_title: str, same: bool, abstracts_agree: bool | None
) -> tuple[int, str]:
    """Judge titles that are the same or nearly so; return how sure it is, and why."""
    if abstracts_agree is False:
        return NOT_FOUND, ", but another abstract"
    if not same and _telling_words(paper_title) != _telling_words(found_title):
        return NOT_FOUND, ", but other numbers"
    if abstracts_agree:
        return CERTAIN, " and abstract"
    if same and len(_plain_letters(paper_title)) >= SPECIFIC:
        return BY_TITLE_ALONE, ""
    return NOT_FOUND, ", but no abstract to be certain"


def _compare_abstracts(a: str, b: str) -> bool | None:
    """Tell whether two abstracts are one, as copies of a paper are told.

    None where one of them is missing, or too short to tell.
    """
    shorter, longer = sorted((_fold(a), _fold(b)), key=len)
    for text in (shorter, longer):
        if len(set(re.findall(r"\w+", text))) < FEWEST_WORDS:
            return None
    if _compare.share_of_words(shorter, longer) >= _match.COPY:
        return True
    return shorter.rstrip(" .…") in longer


def _fold(text: str) -> str:
    """Write a text without mark-up, capitals and accents."""
    text = _services.strip_markup(text).casefold().replace("&", " and ")
    text = unicodedata.normalize("NFKD", text)
    return " ".join(re.sub("[\u0300-\u036f]", "", text).split())


def _plain_letters(text: str) -> str:
    return _titles.title_key(_fold(text))


def _telling_words(title: str) -> list[str]:
    """List the numbers, single letters and negations of a title.

    Titles that are nearly the same may be different papers by them.
    """
    return re.findall(
        r"\d+|\b(?:[a-z]|[ivx]+|no|not|non|without)\b"
        r"|\b(?:un|non|anti|in|im|dis)(?=[a-z]{4})",
        title,
    )


# The file of the records.


def _read_lines(file: Path) -> dict[str, None]:
    """Read the lines that a file holds already; other than records are a ValueError."""
    if not file.exists():
        return {}
    lines = {}
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            json.loads(line).items()  # a number or a list has none
            lines[line.decode()] = None
        except _services.UNREADABLE:
            raise ValueError(
                f"lookup: {file}, line {number}, is no record in JSON; "
                "name another file"
            ) from None
    return lines


def _write_lines(file: Path, lines: dict[str, None]) -> None:
    """Write all lines or none, so that a crash never leaves half a file."""
    if not lines:
        return

    text = "".join(f"{line}\n" for line in lines)
    tables.write_file(file, text)
