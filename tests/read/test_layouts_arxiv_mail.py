"""Mails of arXiv on new papers, as they come and as they are pasted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts._arxiv_mail import read_arxiv_mail
from litreview.read.layouts._reading import FIELDS

RULE = "-" * 78
HEAD = f"""From: no-reply@arxiv.org
Subject: cs daily Subj-class mailing 1000 1
{RULE}
Send any comments regarding submissions directly to submitter.
{RULE}
Archives at http://arxiv.org/
To unsubscribe, e-mail To: cs@arXiv.org, Subject: cancel
{RULE}
 Submissions to:
Computation and Language
 received from  Fri 28 Feb 20 19:00:00 GMT  to  Mon  2 Mar 20 19:00:00 GMT
{RULE}
"""
ENTRY = r"""\\
arXiv:2003.00001
Date: Fri, 28 Feb 2020 17:20:03 GMT   (250kb,D)

Title: A title of silt that
  goes on
Authors: Ada Blum (Delta (1)), Jo Fenn
  and Li Wei
Categories: cs.CL cs.LG
Comments: 8 pages
Journal-ref: J. Silt 12 (2020) 3-9
DOI: 10.1000/silt.1
\\
  We study silt. It
moves on.
\\ ( https://arxiv.org/abs/2003.00001 ,  250kb)
"""
CROSS_LISTED = r"""\\
arXiv:1912.00002 (*cross-listing*)
Date: Fri, 28 Feb 2020 17:20:03 GMT   (60kb)

Title: Mud
Authors: Jo Fenn
Categories: physics.geo-ph cs.CL
\\
  We study mud.
\\ ( https://arxiv.org/abs/1912.00002 ,  60kb)
"""
REVISED = r"""\\
arXiv:1811.00003
replaced with revised version Fri, 28 Feb 2020 10:00:00 GMT   (60kb,D)

Title: Revised silt
Authors: A. Blum
Categories: cs.CL
\\ ( https://arxiv.org/abs/1811.00003 ,  60kb)
"""
OLD = r"""\\
Paper: cs.CL/0101001
From: Ada Blum <blum@example.org>
Date: Mon, 1 Jan 2001 10:00:00 GMT   (20kb)

Title: Old silt
Authors: Ada Blum
Subj-class: Computation and Language
\\
  It is old.
\\ ( http://arXiv.org/abs/cs.CL/0101001 ,  20kb)
"""
ALL = [ENTRY, CROSS_LISTED, REVISED, OLD]
TITLES = ["A title of silt that goes on", "Mud", "Revised silt", "Old silt"]


def read(text):
    lines = text.splitlines()
    reading = read_arxiv_mail(lines)
    if reading is not None:
        assert len(reading.roles) == len(lines)
        for record in reading.records:
            assert reading.roles[record["line"] - 1] == "title"
            assert set(record) <= {*FIELDS, "line", "line_to", "page_date", "date_line"}
    return reading


def test_all_that_an_entry_holds():
    reading = read(HEAD + ENTRY)
    assert reading.records == [
        {
            "line": 17,
            "line_to": 28,
            "title": "A title of silt that goes on",
            "authors": ["Ada Blum", "Jo Fenn", "Li Wei"],
            "abstract": "We study silt. It moves on.",
            "date": "Fri, 28 Feb 2020 17:20:03 GMT",
            "subjects": ["cs.CL", "cs.LG"],
            "comments": "8 pages",
            "venue": "J. Silt 12 (2020) 3-9",
            "doi": "10.1000/silt.1",
            "arxiv_id": "arXiv:2003.00001",
            "url": "https://arxiv.org/abs/2003.00001",
            "page_date": (2020, 3, 2),
            "date_line": 11,
        }
    ]
    assert "not understood" not in reading.roles


def test_new_cross_listed_revised_and_old_entries():
    reading = read(HEAD + f"{RULE}\n".join(ALL))
    assert [record["title"] for record in reading.records] == TITLES
    assert [record.get("abstract") for record in reading.records] == [
        "We study silt. It moves on.",
        "We study mud.",
        None,
        "It is old.",
    ]
    assert [record["arxiv_id"] for record in reading.records][
        3
    ] == "arXiv:cs.CL/0101001"
    assert "not understood" not in reading.roles


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n".join("> " + line for line in text.splitlines()),
        lambda text: "\n".join(line.strip() for line in text.splitlines()),
        lambda text: text.replace(f"{RULE}\n", ""),
        lambda text: text.replace("\\\\", "\\"),
        lambda text: text.replace("\n", "\n\n"),
    ],
    ids=[
        "quoted",
        "without indents",
        "without rules",
        "one backslash",
        "double spaced",
    ],
)
def test_what_mail_programs_do_to_it(change):
    reading = read(change(HEAD + f"{RULE}\n".join(ALL)))
    assert [record["title"] for record in reading.records] == TITLES
    assert reading.records[0]["abstract"] == "We study silt. It moves on."


def test_an_entry_without_a_title_is_in_the_account():
    broken = CROSS_LISTED.replace("Title: Mud\n", "")
    reading = read(HEAD + ENTRY + broken + REVISED + "A stray remark.")
    assert [record["title"] for record in reading.records] == [TITLES[0], TITLES[2]]
    assert list(reading.reasons.values()) == ["an entry without a title"]
    lost = [role for role in reading.roles if role == "not understood"]
    assert len(lost) == len(broken.splitlines()) - 1 + 1
    assert reading.roles[-1] == "not understood"


def test_a_mail_that_is_cut_off():
    text = HEAD + ENTRY + CROSS_LISTED
    reading = read(text[: text.index("We study mud")])
    assert [record["title"] for record in reading.records] == TITLES[:2]


def test_another_page_is_none():
    assert read("Slow rivers\n\nWe follow silt.\n\narXiv:2003.00001\n") is None
    assert read_arxiv_mail([]) is None


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from("".join(ALL).splitlines() + [RULE, "", "some text", "> \\\\"]),
        max_size=30,
    )
)
def test_any_lines_have_a_role_each(lines):
    reading = read("\n".join(lines) + "\n")
    if reading is not None:
        assert all(record["title"] for record in reading.records)
