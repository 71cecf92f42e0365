"""E-mails, and web pages that were packed like them, are unpacked."""

import plistlib
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _mail
from tests.read.test_formats_html import daily, framed
from tests.read.test_formats_makes import ALERT
from tests.read.test_layouts_listing import PAPERS, with_blanks

TEXT = "\n".join(with_blanks())


def message(text=TEXT, page="", attached="", subject="Päpers of the week"):
    found = EmailMessage()
    found["From"] = "Ada Blum <ada@example.org>"
    found["To"] = "jo@example.org"
    found["Subject"] = subject
    found["Date"] = "Tue, 17 Mar 2026 09:00:00 +0100"
    found.set_content(text)
    if page:
        found.add_alternative(page, subtype="html")
    if attached:
        found.add_attachment(b"TY  - JOUR", "text", "plain", filename=attached)
    return found.as_bytes()


def lines_of(pages):
    return [line for page in pages for line in page.lines]


def test_the_text_of_a_message_and_what_it_says_of_itself():
    header, body = _mail.read_mail(message())
    assert header.lines[0] == "Subject: Päpers of the week"
    assert header.lines[1] == "From: Ada Blum <ada@example.org>"
    assert set(header.reading.roles) == {"header"} and header.reading.records == []
    assert [line for line in body.lines if line] == [
        one for two in PAPERS for one in two
    ]
    assert body.reading is None and body.day == (2026, 3, 17)


def test_the_page_of_a_message_goes_before_its_text_where_papers_are_told_in_it():
    _, body = _mail.read_mail(message("A digest.", f"<html>{ALERT}</html>"))
    assert body.reading.layout == "Google Scholar alert"
    assert [record["title"] for record in body.reading.records] == [
        "Alert of silt",
        "A second alert",
    ]
    _, body = _mail.read_mail(message(TEXT, "<p>A page of no make.</p>"))
    assert PAPERS[0][0] in body.lines
    header, body = _mail.read_mail(message("", "<p>A page of no make.</p>"))
    assert "A page of no make." in body.lines


def test_an_attachment_is_named_and_not_understood():
    *_, named = _mail.read_mail(message(attached="refs.ris"))
    assert named.lines == ["refs.ris"]
    assert named.reading.roles == ["not understood"]
    assert named.reading.reasons == {0: _mail.ATTACHED}


def test_a_mailbox_and_a_digest_have_many_messages():
    box = b"".join(
        b"From ada@example.org Tue Mar 17 09:00:00 2026\n" + message(subject=f"No. {n}")
        for n in range(3)
    )
    lines = lines_of(_mail.read_mail(box))
    assert [line for line in lines if line.startswith("Subject: ")] == [
        f"Subject: No. {n}" for n in range(3)
    ]
    assert lines.count(PAPERS[0][0]) == 3

    digest = b'Subject: Digest\nContent-Type: multipart/digest; boundary="xx"\n\n'
    parts = b"".join(
        b"--xx\nContent-Type: message/rfc822\n\n" + message() + b"\n" for _ in range(2)
    )
    found = _mail.read_mail(digest + parts + b"--xx--\n")
    assert lines_of(found).count(PAPERS[1][0]) == 2


MHTML = (
    "From: <Saved by Blink>\nSubject: Papers\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="bb"\n\n'
    "--bb\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n{}\n"
    "--bb\nContent-Type: text/css\n\n.a {{}}\n--bb--\n"
)


def test_a_packed_page_is_unpacked():
    quoted = framed(daily(PAPERS)).replace("=", "=3D")
    safari = plistlib.dumps(
        {"WebMainResource": {"WebResourceData": framed(daily(PAPERS)).encode()}},
        fmt=plistlib.FMT_BINARY,
    )
    for data in (MHTML.format(quoted).encode(), safari):
        [page] = _mail.read_web_archive(data)
        titles = [record["title"] for record in page.reading.records]
        assert titles == [title for title, _ in PAPERS]
    assert _mail.read_web_archive(b"bplist00") == []


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"From: a", b"\n", b"\n\n", b"From x@y 2020\n", b"Subject: =?x?q?=FF?="]
            + [b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n", b"--b--"]
            + [b"Content-Type: text/html; charset=nope\n", b"<p>x</p>", b"Date: 1\n"]
            + [b"Content-Type: multipart/digest; boundary=b\n", b"bplist00", b"\xff"]
            + [b"Content-Disposition: attachment; filename*=utf-8''%FF\n"]
            + [
                b"Content-Transfer-Encoding: base64\n",
                b"Content-Type: message/rfc822\n",
            ]
        )
        | st.binary(max_size=8),
        max_size=14,
    )
)
def test_any_bytes_are_read_without_raising(pieces):
    data = b"".join(pieces)
    for page in [*_mail.read_mail(data), *_mail.read_web_archive(data)]:
        if page.reading is not None:
            assert len(page.reading.roles) == len(page.lines)
