"""Answers are kept without who asked for them, and found again by anyone."""

import logging
import os

import pytest

from litreview.dedupe import _online
from tests.dedupe.test_lookup import BOWS, TIDES, ask, body, in_turn, online, openalex

__all__ = ["ask", "online"]  # fixtures


def files_beside(ask):
    return b"".join(file.read_bytes() for file in ask.into.parent.iterdir())


def test_what_was_answered_without_a_key_is_not_asked_again_with_one(ask):
    answer = body("openalex", openalex(TIDES))
    ask([TIDES], answer)
    found = ask([TIDES], answer, key="s3cret", mail="me@example.org")
    assert found["outcome"].tolist() == ["found"] and ask.asked == []
    ask([TIDES], answer, mail="you@example.org")
    assert ask.asked == []


def test_a_redirect_leaves_no_key_on_disk(ask):
    def answer(question):
        if question.path == "/works":
            return 302, {"Location": question.raw.replace("/works", "/moved")}, b""
        return 200, {}, body("openalex", openalex(TIDES))

    found = ask([TIDES], answer, key="s3cret", mail="me@example.org")
    assert found["outcome"].tolist() == ["found"] and len(ask.asked) == 2
    kept = files_beside(ask)
    assert b"s3cret" not in kept and b"me@example.org" not in kept
    assert b"me%40example.org" not in kept
    ask([TIDES], answer, key="s3cret")
    assert ask.asked == []


@pytest.mark.parametrize("vary", ["*", "User-Agent", "Accept-Encoding, Cookie"])
def test_answers_are_found_again_whatever_they_vary_by(ask, vary):
    headers = {"Vary": vary, "Cache-Control": "no-store, max-age=0"}
    answer = in_turn((200, headers, body("openalex", openalex(TIDES))))
    ask([TIDES], answer)
    ask([TIDES], answer, mail="me@example.org")
    assert ask.asked == []


def test_a_record_that_is_not_there_is_kept_and_a_search_that_is_not_there_is_not(ask):
    paper = {"title": TIDES, "doi": "10.1234/none"}
    missing = (404, {}, b"<html>Not found")
    assert ask([paper], in_turn(missing))["outcome"].tolist() == ["failed"]
    found = ask([paper], body("openalex", openalex(TIDES)))
    assert found["by"].tolist() == ["title"]
    assert [question.path for question in ask.asked] == ["/works"]


def test_refusals_and_broken_answers_are_not_kept(ask):
    broken = body("openalex", openalex(TIDES))[:-9]
    for bad in ((503, {}, b"busy"), (200, {}, broken), (400, {}, b"no")):
        assert ask([TIDES], in_turn(bad))["outcome"].tolist() == ["failed"]
    assert b"busy" not in files_beside(ask)
    found = ask([TIDES], body("openalex", openalex(TIDES)))
    assert found["outcome"].tolist() == ["found"]


def test_the_key_reaches_no_log(ask, caplog):
    caplog.set_level(logging.INFO)
    ask([TIDES], in_turn((503, {}, b"")), key="s3cret")
    ask([BOWS], body("openalex"), key="s3cret", base="http://127.0.0.1:1")
    ask([BOWS], (lambda question: (200, {}, None)), key="s3cret", timeout=0.02)
    assert "s3cret" not in caplog.text


def test_a_long_refusal_on_the_last_try_ends_the_run_too(ask):
    busy, closed = (503, {}, b""), (429, {"Retry-After": "54000"}, b"")
    found = ask([TIDES, BOWS], in_turn(*[busy] * (_online.TRIES - 1), closed))
    assert found["outcome"].tolist() == ["not asked"] * 2
    assert len(ask.asked) == _online.TRIES


def test_the_pause_is_kept_after_a_refusal(ask):
    limits = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "20s"}
    good = (200, limits, body("crossref"))
    ask([TIDES, BOWS], in_turn(good, (503, {}, b""), good), at="crossref")
    assert [round(seconds) for seconds in ask.waited] == [20, 20]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_answers_that_cannot_be_written_are_said(ask):
    ask([TIDES], body("openalex"))
    answers = ask.into.with_name(f".{ask.into.name}.answers")
    answers.chmod(0o400)
    with pytest.raises(ValueError, match="cannot be written"):
        ask([TIDES], body("openalex"))
