"""Look papers up at OpenAlex, Crossref or arXiv: the one room that goes online, and only when it is called."""

import datetime
import email.utils
import html
import json
import os
import re
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd
import requests
import tenacity
from defusedxml import ElementTree
from tqdm import tqdm

from litreview import __version__
from litreview.dedupe import _compare, _ids, _match
from litreview.text import count_of

NAMES = {"openalex": "OpenAlex", "crossref": "Crossref", "arxiv": "arXiv"}
BASES = {
    "openalex": "https://api.openalex.org",
    "crossref": "https://api.crossref.org",
    "arxiv": "https://export.arxiv.org",
}
PAUSE = {
    "openalex": 0.5,
    "crossref": 1.0,
    "arxiv": 3.0,
}  # seconds between requests, slower than each of them allows
TRIES = 5
PATIENCE = 300  # seconds; a service that asks to wait longer gives no more today
IN_A_ROW = 5  # questions that failed one after the other, from which a service is taken to be down
NEAR = 0.95  # share of letters in common from which a title is nearly the same
FAR = 0.5  # below this an identifier belongs to another title; 1 % of the pairs of unrelated titles have as much
LONG = 20  # letters that a title alone must have to tell a paper; many are called "Introduction"
OPENALEX = (  # what a review needs of a work; a whole one is ten times as long
    "id,doi,ids,title,display_name,publication_date,publication_year,type,language,authorships,primary_location,"
    "abstract_inverted_index"
)
CROSSREF = "DOI,URL,type,title,subtitle,author,container-title,issued,published-online,published-print,abstract"
ATOM, ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
BROKEN = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    ElementTree.ParseError,
)


class _Again(Exception):
    """What may pass: worth asking again, after so many seconds where the service says so."""

    def __init__(self, reason: str, after: float = 0):
        super().__init__(reason)
        self.after = after


class _Failed(Exception):
    """A question that has no answer."""


class _Closed(Exception):
    """No more may be asked in this run."""


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
    """Look papers up by DOI, arXiv id or title at `openalex`, `crossref` or `arxiv`, and add what is found to a file.

    Only the titles, DOIs and arXiv ids of the papers leave the machine, and the mail address and the key where they are
    given: services want to know whom to write to, and OpenAlex answers little without a free key. Abstracts stay here;
    those that are found are compared with them. `into` is a JSON-lines file of the service's own records, one a line
    (arXiv's written as JSON); what it holds already stays. Each answer is kept at once in the hidden file
    `.NAME.answers` beside it, so that a run that was stopped asks only what is missing; delete that file to ask anew.
    `limit` is how many questions may be asked in this run (a paper takes one or two), `base` the address of another
    server, `timeout` is in seconds, `wait` is what sleeps.

    Returns one row a paper that was reached: `title`, `outcome` (found, not found, failed, not asked), `by` (DOI, arXiv
    id, title), `found_title`, `score` (share of letters in common) and `reason`. A title is found when it is the same
    but for case, accents and punctuation, or nearly the same with the same numbers and an abstract that agrees; one
    with an abstract that contradicts is not. Raises ValueError for an unknown service, a wrong mail address, or a
    file that holds something else.
    """
    if at not in BASES:
        raise ValueError(
            f"lookup: {at!r} is no service known here; choose one of {', '.join(BASES)}"
        )
    if mail and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", mail):
        raise ValueError(
            f"lookup: {mail!r} is no mail address; write one such as name@example.org"
        )
    into, rows = Path(into), []
    lines, answers = _lines(into), _answers(into)
    service = _Service(at, answers, mail, key, limit, base or BASES[at], timeout, wait)
    asked = papers.reindex(columns=["title", "abstract", "doi", "arxiv_id"]).astype(
        object
    )
    asked = asked.where(asked.notna(), "").to_dict("records")
    try:
        for paper in tqdm(asked, desc=NAMES[at], unit="paper", disable=None):
            row, record = _look_up(service, paper)
            rows.append({"title": paper["title"], **row})
            lines |= {json.dumps(record): None} if record else {}
    finally:  # after Ctrl-C too: what was found is kept
        answers.close()
        _write(into, lines)
    columns = ["title", "outcome", "by", "found_title", "score", "reason"]
    kinds = dict.fromkeys(columns, "str") | {"score": "float64"}
    return pd.DataFrame(rows, columns=columns, index=papers.index).astype(kinds)


def lookup_summary(asked: pd.DataFrame, at: str, into: str | os.PathLike) -> str:
    """Say in sentences how many papers were found where and by what, and why others were not."""
    counts = asked["outcome"].value_counts()
    by = asked.loc[asked["outcome"] == "found", "by"].value_counts()
    ways = (
        f" ({', '.join(f'{n:,} by {way}' for way, n in by.items())})" if len(by) else ""
    )
    text = f"{NAMES[at]}: {counts.get('found', 0):,} of {count_of(len(asked), 'paper')} found{ways}"
    text += "".join(
        f", {counts[kind]:,} {kind}"
        for kind in ("not found", "failed", "not asked")
        if kind in counts
    )
    text += f"; their records are in {into}." if len(by) else "."
    for kind in ("failed", "not asked"):
        reasons = asked.loc[asked["outcome"] == kind, "reason"].value_counts()
        text += "".join(
            f" {kind.capitalize()}: {reason} ({n:,})."
            for reason, n in reasons[:3].items()
        )
    return text


class _Service:
    """A service on the line: what it has answered, and the pace at which it may be asked."""

    def __init__(self, at, answers, mail, key, limit, base, timeout, wait):
        self.at, self.answers, self.base, self.timeout, self.wait = (
            at,
            answers,
            base.rstrip("/"),
            timeout,
            wait,
        )
        self.limit, self.asked, self.failed, self.closed = limit, 0, 0, ""
        self.pause, self.last = PAUSE[at], -1e9
        self.own = {"mailto": mail} if mail and at != "arxiv" else {}
        self.own |= {"api_key": key} if key and at == "openalex" else {}
        self.session = requests.Session()
        self.session.headers["User-Agent"] = f"litreview/{__version__}" + (
            f" (mailto:{mail})" if mail else ""
        )

    def answer(self, path: str, fields: dict, singly: bool) -> str:
        """Give the answer that is kept, or else ask; nothing ("") where a single record is not there."""
        url = f"{self.base}{path}?{urlencode(fields)}"
        kept = self.answers.execute(
            "SELECT answer FROM answers WHERE url = ?", [url]
        ).fetchone()
        if kept:
            return kept[0]
        if self.limit is not None and self.asked >= self.limit:
            self.closed = (
                self.closed
                or f"the limit of {count_of(self.limit, 'question')} was reached"
            )
        if self.closed:
            raise _Closed(self.closed)
        self.asked += 1
        text = self._asked(url, singly)
        self.answers.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?)", [url, text]
        )
        return text

    def _asked(self, url: str, singly: bool) -> str:
        again = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(TRIES),
            wait=lambda state: max(
                state.outcome.exception().after, 2.0**state.attempt_number
            ),
            retry=tenacity.retry_if_exception_type(_Again),
            sleep=self.wait,
            reraise=True,
        )
        try:
            text = again(self._once, url, singly)
        except (_Again, _Failed) as error:
            self.failed += 1
            if self.failed == IN_A_ROW:
                self.closed = f"{NAMES[self.at]} failed {IN_A_ROW} times in a row; try again later"
            raise _Failed(str(error)) from None
        self.failed = 0
        return text

    def _once(self, url: str, singly: bool) -> str:
        if (rest := self.pause - (time.monotonic() - self.last)) > 0:
            self.wait(rest)
        try:
            # Never quote the error: it holds the address with the key.
            answer = self.session.get(url, params=self.own, timeout=self.timeout)
        except requests.Timeout:
            raise _Again(f"no answer within {self.timeout:g} seconds") from None
        except requests.RequestException as error:
            half = isinstance(error, BROKEN)
            raise _Again("the answer broke off" if half else "no connection") from None
        finally:
            self.last = time.monotonic()
        self._heed(answer)
        if answer.status_code == 404 and singly:
            return ""
        if answer.status_code != 200:
            raise _Failed(f"the service answered {answer.status_code} {answer.reason}")
        text = answer.content.decode("utf-8", errors="replace")
        _read(self.at, text)
        return text

    def _heed(self, answer: requests.Response) -> None:
        """Go slower where the service says so, and come back later or not at all where it refuses."""
        try:
            every = float(answer.headers["x-rate-limit-interval"].rstrip("s"))
            self.pause = max(
                PAUSE[self.at],
                min(60, every / float(answer.headers["x-rate-limit-limit"])),
            )
        except (KeyError, ValueError, ZeroDivisionError):
            pass  # most services and answers have no such headers
        if answer.status_code == 401:
            self.closed = f"{NAMES[self.at]} does not accept the key"
            raise _Closed(self.closed)
        if answer.status_code in (403, 408, 425, 429) or answer.status_code >= 500:
            after = _seconds(answer.headers.get("Retry-After", ""))
            if after > PATIENCE:
                more = (
                    "; a free key allows more"
                    if self.at == "openalex" and "api_key" not in self.own
                    else ""
                )
                self.closed = f"{NAMES[self.at]} answers no more for {after / 3600:.1f} hours{more}"
                raise _Closed(self.closed)
            raise _Again(
                f"the service answered {answer.status_code} {answer.reason}", after
            )


def _seconds(text: str) -> float:
    """Read a Retry-After header: seconds, or the time of day from which one may ask again."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        then = email.utils.parsedate_to_datetime(text)
        return max(0.0, (then - datetime.datetime.now(then.tzinfo)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _look_up(service: _Service, paper: dict) -> tuple[dict, dict | None]:
    """Ask for one paper, by what is surest first; returns its row and the record that was found."""
    row = {"outcome": "not asked", "reason": "its title has no words to ask by"}
    try:
        for by, path, fields in _questions(service.at, paper):
            text = service.answer(path, fields, singly=by != "title")
            row, record = _choose(paper, _read(service.at, text), by)
            if record:
                return row, record
    except (_Again, _Failed) as error:
        row = {"outcome": "failed", "reason": str(error)}
    except _Closed as error:
        row = {"outcome": "not asked", "reason": str(error)}
    return row, None


def _questions(at: str, paper: dict) -> Iterator[tuple[str, str, dict]]:
    """Put a paper's questions to a service: what is asked by, the path, and the fields."""
    doi, arxiv = paper["doi"], paper["arxiv_id"]
    if at == "openalex" and not doi and arxiv:
        doi = f"10.48550/arxiv.{arxiv}"
    if doi and at != "arxiv":
        path = "/works/doi:" if at == "openalex" else "/works/"
        by = "DOI" if paper["doi"] else "arXiv id"
        yield (
            by,
            path + quote(doi, safe="/", errors="ignore"),
            {"select": OPENALEX} if at == "openalex" else {},
        )
    if arxiv and at == "arxiv":
        yield (
            "arXiv id",
            "/api/query",
            {"id_list": arxiv.encode("ascii", "ignore").decode(), "max_results": 1},
        )
    # Marks are operators to the services, and a word with an apostrophe or TeX in it is not found: without it a little
    # more is asked for, and compared here.
    pieces = re.split(
        r"\$[^$]*\$|\S*[\\{}$'’`]\S*", _bare(paper["title"])[:300].lower()
    )
    phrases = [" ".join(re.findall(r"[^\W_]+", piece)) for piece in pieces]
    words = " ".join(filter(None, phrases))
    if words and at == "openalex":
        yield (
            "title",
            "/works",
            {"filter": f"title.search:{words}", "per-page": 5, "select": OPENALEX},
        )
    elif words and at == "crossref":
        yield (
            "title",
            "/works",
            {"query.bibliographic": words, "rows": 5, "select": CROSSREF},
        )
    elif words:
        query = " AND ".join(f'ti:"{phrase}"' for phrase in filter(None, phrases))
        yield "title", "/api/query", {"search_query": query, "max_results": 5}


def _read(at: str, text: str) -> list[tuple[dict, str, str, str]]:
    """Read an answer: each record with its title, abstract and first author."""
    try:
        return READ[at](text) if text else []
    except UNREADABLE:
        raise _Again("the answer is cut off, or none of this service") from None


def _openalex(text: str) -> list[tuple[dict, str, str, str]]:
    data = json.loads(text)
    rows = []
    for work in data["results"] if "results" in data else [data]:
        places = [
            (at, word)
            for word, ats in (work.get("abstract_inverted_index") or {}).items()
            for at in ats
        ]
        author = ((work.get("authorships") or [{}])[0].get("author") or {}).get(
            "display_name"
        ) or ""
        rows.append(
            (
                work,
                str(work["title"] or ""),
                " ".join(word for _, word in sorted(places)),
                str(author),
            )
        )
    return rows


def _crossref(text: str) -> list[tuple[dict, str, str, str]]:
    message, rows = json.loads(text)["message"], []
    for work in message["items"] if "items" in message else [message]:
        title, under = (
            " ".join(work.get("title") or []),
            " ".join(work.get("subtitle") or []),
        )
        if under and _ids.title_key(under) not in _ids.title_key(title):
            title = f"{title}: {under}"
        author = (work.get("author") or [{}])[0].get("family") or ""
        rows.append((work, title, str(work.get("abstract") or ""), str(author)))
    return rows


def _arxiv(text: str) -> list[tuple[dict, str, str, str]]:
    feed = ElementTree.fromstring(text.encode())
    entries = feed.findall(f"{ATOM}entry")
    if not entries and int(feed.findtext(TOTAL)):
        raise ValueError("papers are counted, but not there")
    rows = []
    for entry in entries:
        place, summary = (
            entry.findtext(f"{ATOM}id"),
            entry.findtext(f"{ATOM}summary", ""),
        )
        if "/api/errors" in place:
            raise _Failed(f"arXiv did not understand the question: {summary.strip()}")
        record = {
            "id": re.sub(r"v\d+$", "", place.split("/abs/")[1]),
            "title": " ".join(entry.findtext(f"{ATOM}title").split()),
            "abstract": " ".join(summary.split()),
            "authors": [
                author.findtext(f"{ATOM}name", "")
                for author in entry.findall(f"{ATOM}author")
            ],
            "published": entry.findtext(f"{ATOM}published"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "doi": entry.findtext(f"{ARXIV}doi"),
            "journal-ref": entry.findtext(f"{ARXIV}journal_ref"),
            "categories": " ".join(
                kind.get("term", "") for kind in entry.findall(f"{ATOM}category")
            ),
            "url": place,
        }
        rows.append(
            (
                record,
                record["title"],
                record["abstract"],
                "".join(record["authors"][:1]),
            )
        )
    return rows


READ = {"openalex": _openalex, "crossref": _crossref, "arxiv": _arxiv}


def _choose(paper: dict, candidates: list[tuple], by: str) -> tuple[dict, dict | None]:
    """Take the surest of the records that are this paper; none where only a title tells and authors differ."""
    judged = [
        (*_judge(paper, title, abstract, by), title, record, who)
        for record, title, abstract, who in candidates
    ]
    best = max(
        judged,
        key=lambda row: row[:2],
        default=(0, float("nan"), "no record of this title", "", {}, ""),
    )
    sure, score, reason, title, record, _ = best
    authors = {
        _letters(who.split()[-1])
        for level, *_, who in judged
        if level == 1 and who.split()
    }
    if sure == 1 and len(authors) > 1:
        sure, reason = (
            0,
            "several papers have this title, and no abstract tells them apart",
        )
    row = {"found_title": title, "score": score, "reason": reason}
    return {
        "outcome": "found" if sure else "not found",
        "by": by if sure else "",
        **row,
    }, record if sure else None


def _judge(paper: dict, title: str, abstract: str, by: str) -> tuple[int, float, str]:
    """Compare a paper with a record: 2 the same for certain, 1 by its title alone, 0 not; with score and reason."""
    a, b = _folded(paper["title"]), _folded(title)
    score = SequenceMatcher(None, a, b, autojunk=False).ratio()
    same, alike = _letters(a) == _letters(b), _alike(paper["abstract"], abstract)
    if by != "title":
        return (
            (2, score, f"same {by}")
            if not a or score >= FAR
            else (0, score, f"the {by} is that of another title")
        )
    if score < NEAR and not same:
        return 0, score, "no record of this title"
    said = "same title" if same else "nearly the same title"
    if alike is False:
        return 0, score, f"{said}, but another abstract"
    if not same and _telling(a) != _telling(b):
        return 0, score, f"{said}, but other numbers"
    if alike:
        return 2, score, f"{said} and abstract"
    if same and len(_letters(a)) >= LONG:
        return 1, score, said
    return 0, score, f"{said}, but no abstract to be certain"


def _alike(a: str, b: str) -> bool | None:
    """Tell whether two abstracts are one, as copies of a paper are told; None where one of them is missing."""
    texts = sorted((_folded(a), _folded(b)), key=len)
    if min(len(set(re.findall(r"\w+", text))) for text in texts) < 10:
        return None
    return (
        _compare.in_common(*texts) >= _match.COPY or texts[0].rstrip(" .…") in texts[1]
    )


def _bare(text: str) -> str:
    """Take mark-up off (`<i>`, `<mml:math>`, `&amp;`, twice where it was wrapped twice)."""
    for _ in range(2):
        text = re.sub(r"</?[A-Za-z][^<>]*>", " ", html.unescape(text))
    return unicodedata.normalize("NFKC", text)


def _folded(text: str) -> str:
    """Write a text without mark-up, capitals and accents."""
    text = unicodedata.normalize("NFKD", _bare(text).casefold().replace("&", " and "))
    return " ".join(re.sub("[\u0300-\u036f]", "", text).split())


def _letters(text: str) -> str:
    return _ids.title_key(_folded(text))


def _telling(text: str) -> list[str]:
    """List the numbers, single letters and negations of a title, by which near ones may be different papers."""
    return re.findall(
        r"\d+|\b(?:[a-z]|[ivx]+|no|not|non|without)\b|\b(?:un|non|anti|in|im|dis)(?=[a-z]{4})",
        text,
    )


def _lines(file: Path) -> dict[str, None]:
    """Read the lines that a file holds already; raises ValueError where they are no records."""
    lines = {}
    for n, line in enumerate(
        file.read_bytes().splitlines() if file.exists() else [], start=1
    ):
        try:
            if line.strip():
                json.loads(line).items()  # a number or a list has none
                lines[line.decode()] = None
        except UNREADABLE:
            raise ValueError(
                f"lookup: {file}, line {n}, is no record in JSON; name another file"
            ) from None
    return lines


def _answers(file: Path) -> sqlite3.Connection:
    """Open the answers that are kept beside a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = file.with_name(f".{file.name}.answers")
    try:
        answers = sqlite3.connect(
            kept, isolation_level=None
        )  # each answer is on disk before the next is asked for
        answers.execute(
            "CREATE TABLE IF NOT EXISTS answers (url TEXT PRIMARY KEY, answer TEXT)"
        )
    except sqlite3.Error as error:
        raise ValueError(
            f"lookup: {kept}: the answers kept there cannot be used ({error}); delete it"
        ) from None
    return answers


def _write(file: Path, lines: dict[str, None]) -> None:
    """Write all lines or none, so that a crash never leaves half a file."""
    if lines:
        beside = file.with_name(f".{file.name}.new")
        beside.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        os.replace(beside, file)
