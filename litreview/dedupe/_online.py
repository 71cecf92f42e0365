"""Questions go online, politely and once: the only file that opens a connection.

requests-cache keeps each answer on disk, urllib3 comes back when a service asks to.
"""

import math
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
import requests_cache
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from litreview import __version__
from litreview.dedupe import _services
from litreview.dedupe._services import AnswerBroken, QuestionFailed
from litreview.text import count_of

# Seconds between requests, slower than each of the services allows.
PAUSES = {"openalex": 0.5, "crossref": 1.0, "arxiv": 3.0}
LONGEST_PAUSE = 60
TRIES = 5
PATIENCE = 300  # seconds; a service that asks to wait longer gives no more today
MOST_FAILURES = 5  # one after the other, from which a service is taken to be down
COME_BACK = (403, 408, 425, 429, *range(500, 600))  # refusals that may pass
PRIVATE_FIELDS = ("api_key", "mailto")  # never on disk
BROKEN_OFF = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


class ServiceClosed(Exception):
    """No more may be asked in this run."""


class Service:
    """A service online: what it has answered, and the pace at which it may be asked.

    The answers are kept in `file`. `wait` is what sleeps; the other arguments are those
    of `look_up`.
    """

    def __init__(
        self,
        name: str,
        file: Path,
        mail: str | None,
        key: str | None,
        limit: int | None,
        base: str | None,
        timeout: float,
        wait: Callable[[float], None],
    ):
        self.name = name
        self.title = _services.NAMES[name]
        self.base = (base or _services.BASES[name]).rstrip("/")
        self.limit = limit
        self.timeout = timeout
        self.wait = wait
        self.pause = PAUSES[name]
        self.last_asked = -math.inf
        self.asked = 0
        self.failures = 0  # one after the other
        self.closed = ""  # the reason why no more may be asked

        self.private = {}
        if mail and name != "arxiv":
            self.private["mailto"] = mail
        if key and name == "openalex":
            self.private["api_key"] = key
        self.session = self._open_session(file, mail)

    def answer(self, address: str) -> str:
        """Give the answer that is kept, or else ask.

        Returns "" where a single record is not there. Raises QuestionFailed where there
        is no answer, ServiceClosed where no more may be asked in this run.
        """
        url = self.base + address
        if self.session.cache.contains(url=url):
            return self._read_response(self.session.get(url, only_if_cached=True))

        if self.limit is not None and self.asked >= self.limit and not self.closed:
            questions = count_of(self.limit, "question")
            self.closed = f"the limit of {questions} was reached"
        if self.closed:
            raise ServiceClosed(self.closed)

        self.asked += 1
        try:
            text = self._ask_patiently(url)
        except QuestionFailed:
            self.failures += 1
            if self.failures == MOST_FAILURES:
                self.closed = (
                    f"{self.title} failed {MOST_FAILURES} times in a row; "
                    "try again later"
                )
            raise
        self.failures = 0
        return text

    def close(self) -> None:
        """Close the file of the answers."""
        self.session.close()

    def retry_seconds(self, response) -> float:
        """Give the seconds after which a refusal says that one may come back.

        Raises ServiceClosed where that is not today.
        """
        seconds = read_retry_after(response.headers.get("Retry-After", ""))
        if seconds > PATIENCE:
            self.closed = f"{self.title} answers no more for {seconds / 3600:.1f} hours"
            if self.name == "openalex" and "api_key" not in self.private:
                self.closed += "; a free key allows more"
            raise ServiceClosed(self.closed)
        return seconds

    def _open_session(
        self, file: Path, mail: str | None
    ) -> requests_cache.CachedSession:
        session = requests_cache.CachedSession(
            backend=_open_answers(file),
            key_fn=name_answer,
            filter_fn=self._is_answer,
            allowable_codes=(200, 404),
            ignored_parameters=(*PRIVATE_FIELDS, "User-Agent"),
        )
        adapter = HTTPAdapter(max_retries=_PoliteRetry(service=self))
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.hooks["response"].append(_forget_vary)

        agent = f"litreview/{__version__}"
        if mail:
            agent += f" (mailto:{mail})"
        session.headers["User-Agent"] = agent
        return session

    def _ask_patiently(self, url: str) -> str:
        """Ask until an answer is whole; refusals are what `_PoliteRetry` sees to."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._read_response(self._send(url))
            except AnswerBroken as error:
                if attempt == TRIES:
                    raise QuestionFailed(str(error)) from None
            self.wait(2.0**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _read_response(self, response: requests.Response) -> str:
        status = f"{response.status_code} {response.reason}"
        if response.status_code == 401:
            self.closed = f"{self.title} does not accept the key"
            raise ServiceClosed(self.closed)
        if response.status_code in COME_BACK:
            self.retry_seconds(response)
            raise QuestionFailed(f"the service answered {status}")
        if self._is_missing_record(response):
            return ""
        if response.status_code != 200:
            raise QuestionFailed(f"the service answered {status}")

        text = _decode(response)
        _services.read_answer(self.name, text)
        return text

    def _send(self, url: str) -> requests.Response:
        rest = self.pause - (time.monotonic() - self.last_asked)
        if rest > 0:
            self.wait(rest)
        try:
            # Never quote the error: it holds the address with the key.
            response = self.session.get(url, params=self.private, timeout=self.timeout)
        except requests.Timeout:
            reason = f"no answer within {self.timeout:g} seconds"
            raise AnswerBroken(reason) from None
        except BROKEN_OFF:
            raise AnswerBroken("the answer broke off") from None
        except requests.RequestException:
            raise AnswerBroken("no connection") from None
        finally:
            self.last_asked = time.monotonic()
        self._heed_limits(response)
        return response

    def _heed_limits(self, response: requests.Response) -> None:
        """Go slower where the service says so, but never faster."""
        try:
            seconds = float(response.headers["x-rate-limit-interval"].rstrip("s"))
            pause = seconds / float(response.headers["x-rate-limit-limit"])
        except (KeyError, ValueError, ZeroDivisionError):
            return  # most services and answers have no such headers
        self.pause = max(PAUSES[self.name], min(LONGEST_PAUSE, pause))

    def _is_missing_record(self, response: requests.Response) -> bool:
        if response.status_code != 404:
            return False
        return not _services.is_search(self.name, response.url)

    def _is_answer(self, response: requests.Response) -> bool:
        """Tell whether an answer is worth keeping: whole, and one of this service."""
        if self._is_missing_record(response):
            return True
        if response.status_code != 200:
            return False
        try:
            _services.read_answer(self.name, _decode(response))
        except (AnswerBroken, QuestionFailed):
            return False
        return True


class _PoliteRetry(Retry):
    """Come back after a refusal, when the service says so and by the caller's clock.

    What breaks on the way is left to the caller: urllib3 would log the address with the
    key.
    """

    def __init__(self, *, service: Service, **options):
        defaults = {
            "total": TRIES - 1,
            "connect": 0,
            "read": False,
            "other": 0,
            "status_forcelist": COME_BACK,
            "raise_on_status": False,
        }
        super().__init__(**{**defaults, **options})
        self.service = service

    def new(self, **options) -> Retry:
        return super().new(service=self.service, **options)

    def sleep(self, response=None) -> None:
        tries = len(self.history)
        seconds = self.service.retry_seconds(response)
        self.service.wait(max(seconds, 2.0**tries, self.service.pause))


class _Answers(requests_cache.SQLiteCache):
    """A cache that keeps nothing of redirects, whose addresses hold the key."""

    def save_response(self, response, cache_key=None, expires=None) -> None:
        response.history = []
        super().save_response(response, cache_key, expires)


def name_answer(request: requests.PreparedRequest, **_) -> str:
    """Name an answer by its question, whoever asks it."""
    parts = urlsplit(request.url)
    fields = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in PRIVATE_FIELDS:
            fields.append((name, value))
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(fields)}"


def read_retry_after(header: str) -> float:
    """Read a Retry-After header: seconds, or the time from which one may come back."""
    policy = Retry()
    policy.retry_after_max = math.inf  # newer versions take less time for granted
    try:
        return float(policy.parse_retry_after(header))
    except (InvalidHeader, ValueError, TypeError, OverflowError):
        return 0.0


def _open_answers(file: Path) -> _Answers:
    reason = "it cannot be written"
    # requests-cache would wait for ever to write into such a file.
    if not file.exists() or os.access(file, os.W_OK):
        try:
            # Not with pickle, which runs what it reads.
            return _Answers(file, serializer="json")
        except sqlite3.Error as error:
            reason = str(error)
    raise ValueError(
        f"lookup: {file}: the answers kept there cannot be used ({reason}); delete it"
    )


def _forget_vary(response: requests.Response, **_) -> None:
    """Let an answer be found again by its question alone, whatever headers it had."""
    response.headers.pop("Vary", None)


def _decode(response: requests.Response) -> str:
    return response.content.decode("utf-8", errors="replace")
