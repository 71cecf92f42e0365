"""Web pages and e-mails, from their bytes to records and an account."""

import datetime
from pathlib import Path

from litreview.read import _dumps, _web_pages
from tests.read.test_formats_html import daily, framed
from tests.read.test_formats_mail import MHTML, message
from tests.read.test_layouts_listing import PAPERS

TITLES = [title for title, _ in PAPERS]


def read(data, kind="HTML"):
    data = data if isinstance(data, bytes) else data.encode()
    return _web_pages.read_web_file(data, kind, None, Path("page"))


def test_a_page_of_known_make_is_read_and_accounted_for():
    head = '<link rel="canonical" href="https://huggingface.co/papers/date/2024-03-17">'
    lines, content = read(framed(daily(PAPERS), head))
    assert content.records["title"].tolist() == TITLES
    assert content.records["abstract"].tolist() == [text for _, text in PAPERS]
    assert set(content.records["seen_on"]) == {datetime.date(2024, 3, 17)}
    assert content.layout == "Daily Papers" and content.certainty == "sure"
    assert len(content.roles) == len(lines)
    for record in content.records.itertuples():
        assert lines[record.line - 1] == record.title


def test_what_was_set_aside_is_in_the_account_with_a_reason():
    main = "".join(
        f"<div><h2>{title}</h2><p>{text}</p></div>" for title, text in PAPERS
    )
    aside = '<nav><a href="https://arxiv.org/abs/2403.1">A paper in the menu</a></nav>'
    lines, content = read(framed(main + aside))
    assert lines[-1] == "A paper in the menu"
    assert content.roles[-1] == "not understood"
    assert "around the papers" in content.problems["reason"].iloc[-1]


def test_a_message_is_seen_on_its_day():
    lines, content = read(message("A digest.", framed(daily(PAPERS))), "e-mail")
    assert content.records["title"].tolist() == TITLES
    assert set(content.records["seen_on"]) == {datetime.date(2026, 3, 17)}
    assert lines[0].startswith("Subject: ") and content.roles[0] == "header"


def test_a_thread_without_papers_holds_none():
    thread = "Hi Jo,\n\nshall we meet at noon?\n\nAda\n\n> Yes, let us.\n> Jo\n"
    _, content = read(message(thread), "e-mail")
    assert content.records.empty and content.certainty == "refused"


def test_files_are_told_apart_at_the_door(tmp_path):
    files = {
        "page.txt": framed(daily(PAPERS)).encode(),
        "mail.eml": message("A digest.", framed(daily(PAPERS))),
        "page.mht": MHTML.format(framed(daily(PAPERS)).replace("=", "=3D")).encode(),
        "notes.rtf": b"{\\rtf1\\ansi A title\\par}",
        "code.py": b"import os\n\ndef f(x):\n    return x\n\nprint(f(1))\ny = f(2)\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    records, lines, rows = _dumps.scan(tmp_path)
    kinds = rows.set_index("dump")["kind"].to_dict()
    assert kinds == {
        "page.txt": "HTML",
        "mail.eml": "e-mail",
        "page.mht": "web archive",
        "notes.rtf": "RTF",
        "code.py": "source code",
    }
    assert records.groupby("dump")["title"].count().to_dict() == {
        "page.txt": 3,
        "mail.eml": 3,
        "page.mht": 3,
    }
    notes = rows.set_index("dump")["note"]
    assert "save it as plain text" in notes["notes.rtf"]
    assert "source code" in notes["code.py"]
