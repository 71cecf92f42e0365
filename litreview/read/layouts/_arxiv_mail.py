r"""The mails of arXiv on new papers, whose entries stand between lines of backslashes.

\\
arXiv:2403.01234
Date: Fri, 1 Mar 2024 17:20:03 GMT   (250kb,D)

Title: A title, which may go on
  on the next line
Authors: Ada Blum, Jo Fenn
Categories: cs.CL cs.LG
\\
  The abstract.
\\ ( https://arxiv.org/abs/2403.01234 ,  250kb)
"""

import re
from typing import NamedTuple

from litreview.read.layouts._reading import BLANK, Reading

LAYOUT = "arXiv mail"

# What a mail program puts before the lines of a mail that is answered or forwarded.
_QUOTED = re.compile(r"^(?:[>|]\s?)+")
_BACKSLASHES = re.compile(r"\\{1,4}")
_CLOSING = re.compile(r"\\{1,4}\s*\(\s*(?P<url>https?://\S+?)\s*(?:,.*)?\)?")
_RULE = re.compile(r"[-=_%*]{10,}")
_ID = re.compile(
    r"(?:arXiv:\s?|Paper(?:\s\([^()]*\))?:\s*)"
    r"(?P<arxiv_id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)"
    r"(?:\s.*)?"
)
_FIELD = re.compile(
    r"(?P<name>Date|Title|Authors?|From|Categories|Comments|Journal-ref|DOI|Report-no"
    r"|MSC-class|ACM-class|License|Subj-class|Cross-lists|Note)"
    r"(?:\s\([^()]*\))?:(?:\s+(?P<text>.*))?"
)
_REVISED = re.compile(r"replaced with revised version .*")
_FIELD_NAMES = {
    "date": "date",
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "categories": "subjects",
    "comments": "comments",
    "journal-ref": "venue",
    "doi": "doi",
}
# What the mails say around the entries, and what a mail says of itself.
_AROUND = re.compile(
    r"""(?: send\ any\ comments | archives\ at | to\ (?:un)?subscribe | submissions\ to:
    | received\ from | for\ (?:subscribe|help|general|more) | %%+ | (?:un)?subscribe
    | the\ (?:replacement|cross-?list|following) | replacements? | cross-?(?:list|sub)
    | (?:from|to|cc|subject|date|sent|reply-to|message-id|list-\w+|x-[\w-]+)\s?:
    | begin\ forwarded | -+\s?(?:forwarded|original) | on\ .{5,90}\ wrote: ).*""",
    re.IGNORECASE | re.VERBOSE,
)
_SUBMISSIONS_TO = re.compile(r"Submissions to:\s*")
# "received from  Fri 28 Feb 20 19:00:00 GMT  to  Mon  2 Mar 20 19:00:00 GMT"
_RECEIVED = re.compile(
    r"received from .* to \s*[A-Z][a-z]{2},? +(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})"
    r" (?:20)?(?P<year>\d\d)\b.*"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Behind a date: the size of the paper. Behind names: where people work.
_SIZE = re.compile(r"\s*\(\s*[\d.]+\s?k?b\b.*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")


class _Entry(NamedTuple):
    """An entry of a mail: its fields, the role of each of its lines, where it ends."""

    fields: dict[str, str]
    roles: list[str]
    stop: int


def read_arxiv_mail(lines: list[str]) -> Reading | None:
    """Read a mail of arXiv on new papers, or several of them.

    Replacements have no abstract. Lines that a mail program quoted are read, too.

    Parameters
    ----------
    lines
        The lines of the mail, or of a file with it.

    Returns
    -------
    Reading or None
        None where no entry is found.
    """
    texts = [_QUOTED.sub("", line).strip(BLANK) for line in lines]
    records: list[dict] = []
    roles: list[str] = []
    reasons: dict[int, str] = {}
    page = {"page_date": None, "date_line": None}

    row = 0
    while row < len(texts):
        start = _entry_start(texts, row)
        if start is None:
            received = _RECEIVED.match(texts[row])
            if received:
                page = {"page_date": _day(received), "date_line": row + 1}
            roles.append(_role_around(texts, row))
            row += 1
            continue

        entry = _read_entry(texts, start)
        roles += ["field"] * (start - row)
        if entry.fields.get("title"):
            title_line = start + 1 + entry.roles.index("title")
            places = {"line": title_line, "line_to": entry.stop}
            records.append(places | _record(entry.fields) | page)
            roles += entry.roles
        else:
            reasons[row] = "an entry without a title"
            roles[row:] = _not_understood(texts[row : entry.stop])
        row = entry.stop

    if not records:
        return None
    return Reading(LAYOUT, records, roles, reasons)


def _entry_start(texts: list[str], row: int) -> int | None:
    """Give the line with the identifier of an entry that begins here."""
    if _BACKSLASHES.fullmatch(texts[row]):
        row += 1
        while row < len(texts) and not texts[row]:
            row += 1
    if row < len(texts) and _ID.fullmatch(texts[row]):
        # Else it may be a line about a paper in another layout.
        below = texts[row + 1 : row + 8]
        if any(_FIELD.fullmatch(text) or _REVISED.fullmatch(text) for text in below):
            return row
    return None


def _read_entry(texts: list[str], start: int) -> _Entry:
    """Read an entry from its identifier on."""
    fields = {"arxiv_id": _ID.fullmatch(texts[start])["arxiv_id"]}
    roles = ["field"]
    name = ""
    row = start + 1
    while row < len(texts):
        text = texts[row]
        if _BACKSLASHES.fullmatch(text) or _ends_entry(texts, row):
            break
        field = _FIELD.fullmatch(text)
        if field:
            name = field["name"].lower()
            text = field["text"] or ""
            if _FIELD_NAMES.get(name) in fields:
                name = ""  # the date of a later version
        elif _REVISED.fullmatch(text):
            name = ""
        roles.append(_field_role(name, texts[row]))
        if name in _FIELD_NAMES and text:
            _append(fields, _FIELD_NAMES[name], text)
        row += 1

    if row < len(texts) and _BACKSLASHES.fullmatch(texts[row]):
        roles.append("field")
        row = _read_abstract(texts, row + 1, fields, roles)
    if row < len(texts):
        closing = _CLOSING.fullmatch(texts[row])
        if closing:
            fields["url"] = closing["url"]
            roles.append("field")
            row += 1
    return _Entry(fields, roles, row)


def _read_abstract(
    texts: list[str], row: int, fields: dict[str, str], roles: list[str]
) -> int:
    """Read the lines of an abstract, and give the line behind it."""
    while row < len(texts) and not _ends_entry(texts, row):
        text = texts[row]
        if _BACKSLASHES.fullmatch(text):
            roles.append("field")
            return row + 1
        if text:
            _append(fields, "abstract", text)
        roles.append("abstract" if text else "blank")
        row += 1
    return row


def _ends_entry(texts: list[str], row: int) -> bool:
    text = texts[row]
    if _CLOSING.fullmatch(text) or _RULE.fullmatch(text):
        return True
    return _entry_start(texts, row) is not None


def _append(fields: dict[str, str], name: str, text: str) -> None:
    before = fields.get(name)
    fields[name] = f"{before} {text}" if before else text


def _field_role(name: str, text: str) -> str:
    if not text:
        return "blank"
    if name == "title":
        return "title"
    return "field"


def _record(fields: dict[str, str]) -> dict:
    """Make a record of the fields of an entry."""
    record: dict = dict(fields)
    record["arxiv_id"] = f"arXiv:{fields['arxiv_id']}"
    if "date" in fields:
        record["date"] = _SIZE.sub("", fields["date"])
    if "subjects" in fields:
        record["subjects"] = fields["subjects"].split()
    if "authors" in fields:
        record["authors"] = _names(fields["authors"])
    return record


def _names(text: str) -> list[str]:
    """Part the names, and leave out in brackets where people work."""
    before = ""
    while text != before:
        before = text
        text = _BRACKETS.sub("", text)
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", text)
    return [" ".join(name.split()) for name in names if name.strip()]


def _day(received: re.Match) -> tuple[int, int, int] | None:
    if received["month"] not in _MONTHS:
        return None
    month = _MONTHS.index(received["month"]) + 1
    return 2000 + int(received["year"]), month, int(received["day"])


def _role_around(texts: list[str], row: int) -> str:
    """Tell what a line outside of the entries is."""
    text = texts[row]
    if not text:
        return "blank"
    if _RULE.fullmatch(text) or _BACKSLASHES.fullmatch(text) or _AROUND.fullmatch(text):
        return "header"
    if row and _SUBMISSIONS_TO.fullmatch(texts[row - 1]):
        return "header"
    return "not understood"


def _not_understood(texts: list[str]) -> list[str]:
    roles = []
    for text in texts:
        roles.append("not understood" if text else "blank")
    return roles
