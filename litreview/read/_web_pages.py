"""A saved web page, or an e-mail → records, and an account of all that it shows."""

from pathlib import Path

from litreview.read import _pages
from litreview.read._content import Content
from litreview.read.formats import _html, _mail
from litreview.read.formats._html import SET_ASIDE, WebPage
from litreview.read.layouts import _page
from litreview.read.layouts._reading import Reading

READERS = {
    "HTML": lambda data: [_html.read_html(data)],
    "e-mail": _mail.read_mail,
    "web archive": _mail.read_web_archive,
    "Safari web archive": _mail.read_web_archive,
}


def read_web_file(
    data: bytes, kind: str, year: int | None, file: Path
) -> tuple[list[str], Content]:
    """Read a web page, or an e-mail that may be one or hold a listing.

    Parameters
    ----------
    data
        The file.
    kind
        A key of READERS.
    year, file
        As for `_pages.read_page_file`.

    Returns
    -------
    text_lines : list of str
        What a reader sees of it, and what else of it may be a paper.
    content : Content
    """
    text_lines: list[str] = []
    pages: list[tuple[list[str], Reading | None]] = []
    too_long: list[int] = []
    days = []
    for web_page in READERS[kind](data):
        lines = [*web_page.lines, *web_page.aside]
        days += [web_page.day] * len(lines)
        readable_lines, long_lines = _pages.blank_long_lines(lines)
        too_long += [len(text_lines) + i for i in long_lines]
        pages += _parts(web_page, readable_lines)
        text_lines += lines

    page = _page.read_pages(pages)
    for record in page.records:
        if record.get("page_date") is None:
            record["page_date"] = days[record["line"] - 1]
    content = _pages.page_content(page, text_lines, too_long, kind, year, file)
    return text_lines, content


def _parts(
    web_page: WebPage, lines: list[str]
) -> list[tuple[list[str], Reading | None]]:
    """Part the lines of a page from what was set aside, which is no paper of it."""
    shown = len(web_page.lines)
    parts = [(lines[:shown], web_page.reading)]
    if web_page.aside:
        roles = ["not understood"] * len(web_page.aside)
        reasons = dict.fromkeys(range(len(roles)), SET_ASIDE)
        parts.append((lines[shown:], Reading("HTML", [], roles, reasons)))
    return parts
