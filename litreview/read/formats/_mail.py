"""Read e-mails, and web pages that were packed like them: bytes → pages.

An e-mail is one message or many (a mailbox, a digest). Its text, or the page that it
is, goes where any text or page goes; what it says of itself becomes lines of a header.
"""

import email
import plistlib
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from litreview.read import _archives
from litreview.read.formats import _html
from litreview.read.formats._html import WebPage
from litreview.read.layouts._reading import Reading

# What begins each message of a mailbox.
_FROM_LINE = re.compile(rb"^From \S+.*\d{4}(?: [+-]\d{4})?[ \t]*\r?\n", re.MULTILINE)
_BYTE_COUNT = re.compile(rb"\s*\d+[ \t]*\r?\n")  # above a message of Apple's
_HEADERS = ("Subject", "From", "Date")
ATTACHED = "an attachment; save it as a file by itself"
# What the parsers of the standard library raise for what is damaged.
_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    AssertionError,
    MessageError,
)


def read_mail(data: bytes) -> list[WebPage]:
    """Read an e-mail, or all of a mailbox or digest.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    list of WebPage
        Of each message its header, and its text: the HTML of it where papers are told
        from its markup, else the plain text if there is any. Attachments are named, and
        not understood.
    """
    data = _BYTE_COUNT.sub(b"", data, count=1) if _BYTE_COUNT.match(data) else data
    pages: list[WebPage] = []
    for message in _messages(data):
        pages += _read_message(message)
    return pages


def read_web_archive(data: bytes) -> list[WebPage]:
    """Read a page that a browser packed into one file: MHTML, or Safari's.

    Returns the page, or nothing where there is none in it.
    """
    page = _page_of_plist(data)
    if page is None:
        page = _page_of_mhtml(data)
    if page is None:
        return []
    return [_html.read_html(page)]


def _messages(data: bytes) -> list[Message]:
    """Part a mailbox, and the digests in it, into messages."""
    starts = [found.start() for found in _FROM_LINE.finditer(data)]
    if not starts or data[: starts[0]].strip():
        starts.insert(0, 0)
    ends = [*starts[1:], len(data)]

    found: list[Message] = []
    for start, end in zip(starts, ends, strict=True):
        message = _parse_message(_FROM_LINE.sub(b"", data[start:end], count=1))
        inner = _messages_within(message)
        found += inner or [message]
    return found


def _parse_message(data: bytes) -> Message:
    return email.message_from_bytes(data)


def _messages_within(message: Message) -> list[Message]:
    """List the messages of a digest."""
    if message.get_content_type() != "multipart/digest":
        return []
    inner = []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            inner += payload if isinstance(payload, list) else []
    return inner


def _read_message(message: Message) -> list[WebPage]:
    """Read one message: its header, its text, and the names of what is attached."""
    plain, pages, attached = _texts_of(message)
    header = _write_header(message)
    day = _day_of(message)

    bodies = [_html.read_html(page) for page in pages]
    is_known = any(body.reading is not None for body in bodies)
    if not is_known and "".join(plain).strip():
        bodies = [WebPage(text.splitlines(), None, []) for text in plain]

    read = [_as_lines(header, "header")]
    read += [body._replace(day=day) for body in bodies]
    for name in attached:
        read.append(_as_lines([f"{name}"], "not understood", ATTACHED))
    return read


def _as_lines(lines: list[str], role: str, reason: str = "") -> WebPage:
    reasons = {0: reason} if reason else {}
    return WebPage(lines, Reading("e-mail", [], [role] * len(lines), reasons), [])


def _texts_of(message: Message) -> tuple[list[str], list[str], list[str]]:
    """List the plain texts of a message, its HTML, and the names of attachments."""
    plain, pages, attached = [], [], []
    for part in message.walk():
        if part.is_multipart():
            continue
        name = _file_name(part)
        kind = part.get_content_type()
        if name and part.get_content_disposition() == "attachment":
            attached.append(name)
        elif kind == "text/html":
            pages.append(_text_of(part))
        elif kind.startswith("text/"):
            plain.append(_text_of(part))
    return plain, pages, attached


def _file_name(part: Message) -> str:
    try:
        return _decode_words(part.get_filename() or "")
    except _ERRORS:
        return ""


def _decode_words(value: object) -> str:
    """Decode what a header says in an encoding of its own."""
    try:
        text = str(make_header(decode_header(str(value))))
    except _ERRORS:
        text = str(value)
    return " ".join(text.split())


def _text_of(part: Message) -> str:
    """Decode a part by what it says of itself, if that is so."""
    try:
        data = part.get_payload(decode=True)
    except _ERRORS:
        data = None
    if not isinstance(data, bytes):
        return str(part.get_payload())

    charset = part.get_content_charset() or ""
    try:
        return _archives.decode(data, charset)[0]
    except ValueError:
        return _archives.decode(data)[0]


def _write_header(message: Message) -> list[str]:
    lines = []
    for name in _HEADERS:
        text = _decode_words(message.get(name, ""))
        if text:
            lines.append(f"{name}: {text}")
    return lines


def _day_of(message: Message) -> tuple[int, int, int] | None:
    try:
        date = parsedate_to_datetime(str(message.get("Date", "")))
    except (*_ERRORS, OverflowError):
        return None
    return date.year, date.month, date.day


# Packed web pages


def _page_of_plist(data: bytes) -> bytes | None:
    """Take the page out of an archive of Safari; None where it is none."""
    try:
        content = plistlib.loads(data)
        page = content["WebMainResource"]["WebResourceData"]
    except Exception:  # the parser raises whatever it stumbles over
        return None
    return page if isinstance(page, bytes) else None


def _page_of_mhtml(data: bytes) -> str | None:
    """Take the page out of MHTML: its first part of HTML."""
    message = _parse_message(data.lstrip())
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return _text_of(part)
    return None
