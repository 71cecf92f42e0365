"""The widget decides on the paper shown and no other, and goes on where it ended."""

import json
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.screening import _decisions as decisions
from litreview.screening import _queue as ranking
from litreview.screening import _session as session
from litreview.screening import _widget as screen

TIDES = "tidal marsh sediment"


@pytest.fixture
def store(tmp_path):
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept" / "own.decisions.sqlite"


def press(widget, name, **words):
    """Send what the browser sends for the paper shown, unless another is named."""
    paper = widget.shown["paper"] or {"id": "", "note": "", "tags": ""}
    message = {
        "press": name,
        "paper_id": paper["id"],
        "reason": "",
        "note": paper["note"],
        "tags": paper["tags"],
    }
    widget._handle_custom_msg(message | words, [])
    return widget.shown


def title(widget):
    return "".join(text for text, _ in widget.shown["paper"]["title"])


def held(store, screener=None):
    table = decisions.current_decisions(store, screener)
    return dict(zip(table["paper_id"], table["decision"], strict=True))


def test_a_sentence_is_enough_to_begin_with(papers, store):
    widget = screen.screening_widget(
        papers, store, sentence=f"What moves {TIDES}?", random_every=0
    )
    assert widget.shown["paper"]["id"].startswith("tides") and widget.shown[
        "came"
    ].startswith("Ranked")
    assert not store.exists()  # looking is no decision
    assert (
        "0 of 40 papers screened" in widget.shown["standing"]
        and not widget.shown["undo"]
    )


def test_without_any_start_papers_are_drawn_at_random(papers, store):
    assert (
        screen.screening_widget(papers, store)
        .shown["came"]
        .startswith("Drawn at random")
    )


def test_what_is_decided_is_in_the_store_and_the_next_paper_shows(papers, store):
    widget = screen.screening_widget(
        papers, store, sentence=TIDES, screener="Ada", random_every=0
    )
    first, name = widget.shown["paper"]["id"], title(widget)
    shown = press(
        widget, "exclude", reason="Not a study", note="see p. 3", tags=" mud ,, salt"
    )
    (row,) = decisions.read_log(store).to_dict("records")
    assert (row["paper_id"], row["decision"], row["reason"]) == (
        first,
        "exclude",
        "Not a study",
    )
    assert (row["note"], row["tags"], row["screener"]) == (
        "see p. 3",
        ["mud", "salt"],
        "Ada",
    )
    assert (row["chosen"], row["title"]) == ("ranked", name)
    assert (
        shown["paper"]["id"] != first and name in shown["done"] and not shown["failed"]
    )
    assert (
        "1 of 40 papers screened: 0 included, 0 maybe, 1 excluded" in shown["standing"]
    )
    assert (shown["screened"], shown["total"], shown["turn"]) == (1, 40, 1)


def test_only_an_exclusion_has_a_reason(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    press(widget, "include", reason="Not a study")
    assert decisions.read_log(store)["reason"].tolist() == [""]


def test_the_queue_learns_from_each_decision(papers, store):
    widget = screen.screening_widget(
        papers, store, relevant=["violins03"], random_every=0
    )
    brought = []
    for _ in range(12):
        brought.append(widget.shown["paper"]["id"])
        press(widget, "include" if brought[-1].startswith("violins") else "exclude")
    assert sum(name.startswith("violins") for name in brought) >= 11


@pytest.mark.parametrize("other", ["tides01", "nothing of the kind", ""])
def test_a_press_on_another_paper_changes_nothing(papers, store, other):
    widget = screen.screening_widget(
        papers, store, relevant=["tides00"], random_every=0
    )
    press(widget, "include")
    before, log = widget.shown, decisions.read_log(store)
    if before["paper"]["id"] == other:
        pytest.skip("this one is shown")
    for name in ("include", "skip"):
        shown = press(widget, name, paper_id=other)
        assert (
            shown["paper"] == before["paper"]
            and "nothing was changed" in shown["failed"]
        )
    assert shown["turn"] == before["turn"] + 2 and len(
        decisions.read_log(store)
    ) == len(log)


def test_a_double_press_decides_once(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    first = widget.shown["paper"]["id"]
    press(widget, "include", paper_id=first)
    press(widget, "include", paper_id=first)
    assert held(store) == {first: "include"} and widget.shown["paper"]["id"] != first


def test_what_cannot_be_written_is_said_and_the_paper_stays(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    press(widget, "include")
    before = widget.shown["paper"]
    store.parent.rename(store.parent.with_name("away"))
    shown = press(widget, "exclude", note="mine")
    assert (
        shown["failed"].startswith("Not saved.")
        and shown["paper"] == before
        and shown["done"] == ""
    )
    assert (
        "no folder" in press(widget, "undo")["failed"]
        or "nothing to take back" in widget.shown["failed"]
    )
    assert widget.shown["paper"] == before
    store.parent.with_name("away").rename(store.parent)
    assert not press(widget, "exclude", note="mine")["failed"]
    assert list(held(store).values()) == ["include", "exclude"]


def test_a_press_that_is_none_is_refused(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    shown = press(widget, "delete")
    assert (
        "Not saved." in shown["failed"]
        and "'delete' is none of" in shown["failed"]
        and not held(store)
    )


def test_the_buttons_are_released_whatever_happens(papers, store, monkeypatch):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    monkeypatch.setattr(decisions, "decide", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        screen.answer(
            widget,
            {
                "press": "maybe",
                "paper_id": widget.session.paper,
                "reason": "",
                "note": "",
                "tags": "",
            },
        )
    assert widget.shown["turn"] == 1 and "not certain" in widget.shown["failed"]


def test_undo_brings_back_the_paper_and_what_was_noted_on_it(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES, random_every=0)
    first = widget.shown["paper"]["id"]
    second = press(widget, "exclude", note="why not", tags="a, b")["paper"]["id"]
    press(widget, "include")
    assert press(widget, "undo")["paper"]["id"] == second
    shown = press(widget, "undo")
    assert (shown["paper"]["id"], shown["paper"]["note"], shown["paper"]["tags"]) == (
        first,
        "why not",
        "a, b",
    )
    assert held(store) == {} and not shown["undo"]
    assert press(widget, "undo")["failed"] == "There is nothing to take back."
    press(widget, "maybe")
    assert decisions.current_decisions(store)[["decision", "note"]].values.tolist() == [
        ["maybe", "why not"]
    ]


def test_undo_shows_the_decision_that_holds_again(papers, store):
    decisions.decide(
        store, "tides05", "exclude", reason="Not a study", chosen="searched"
    )
    decisions.decide(store, "tides05", "include")
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    shown = press(widget, "undo")
    assert shown["paper"]["id"] == "tides05" and shown["paper"]["was"].endswith(
        "excluded (Not a study)"
    )
    press(widget, "skip")
    assert held(store) == {"tides05": "exclude"}


def test_undo_of_a_paper_that_has_gone_is_said(papers, store):
    decisions.decide(store, "gone", "include", title="Lost and gone")
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    assert "0 of 40" in widget.shown["standing"]
    assert (
        "“Lost and gone”, a paper that is not in this corpus"
        in press(widget, "undo")["done"]
    )
    assert widget.shown["paper"] is not None and held(store) == {}


def test_it_goes_on_where_it_was(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES, random_every=3)
    for name in ("include", "exclude", "maybe", "exclude"):
        press(widget, name)
    again = screen.screening_widget(papers, store, sentence=TIDES, random_every=3)
    assert {**again.shown, "turn": 4, "done": widget.shown["done"]} == widget.shown


def test_two_screeners_do_not_touch_each_other(papers, store):
    ada, bob = (
        screen.screening_widget(papers, store, sentence=TIDES, screener=name)
        for name in ("Ada", "Bob")
    )
    first = ada.shown["paper"]["id"]
    assert bob.shown["paper"]["id"] == first
    press(ada, "include")
    press(bob, "exclude")
    assert held(store, "Ada") == {first: "include"} and held(store, "Bob") == {
        first: "exclude"
    }
    press(bob, "undo")
    assert held(store, "Ada") == {first: "include"} and held(store, "Bob") == {}
    assert "1 of 40" in ada.shown["standing"] and "0 of 40" in bob.shown["standing"]


def test_what_is_skipped_comes_again_at_the_end_and_its_note_is_kept(papers, store):
    few = papers.head(3)
    widget = screen.screening_widget(few, store, sentence=TIDES, random_every=0)
    first = widget.shown["paper"]["id"]
    shown = press(widget, "skip", note="ask Ada")
    assert (
        "1 skipped" in shown["standing"] and "note and tags are saved" in shown["done"]
    )
    press(widget, "include")
    assert press(widget, "include")["paper"]["id"] == first
    assert widget.shown["paper"]["note"] == "ask Ada" and not widget.shown["more"]
    assert (
        press(widget, "include")["paper"] is None
        and widget.shown["end"] == "Every paper is screened."
    )
    assert len(held(store)) == 3
    assert press(widget, "undo")["paper"]["id"] == first


def test_skipping_without_a_note_writes_nothing(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES)
    press(widget, "skip")
    assert not store.exists()


def test_a_skipped_draw_does_not_stop_the_others(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES, random_every=2)
    for _ in range(12):
        drawn = widget.shown["came"].startswith("Drawn")
        press(widget, "skip" if drawn and not widget.session.skipped else "exclude")
    assert (decisions.read_log(store)["chosen"] == "random").sum() >= 4


def test_a_tag_with_a_comma_stays_one(papers, store):
    widget = screen.screening_widget(papers, store, sentence=TIDES, random_every=0)
    decisions.decide(store, widget.shown["paper"]["id"], "", tags=["salt, mud", "x"])
    widget = screen.screening_widget(papers, store, sentence=TIDES, random_every=0)
    press(widget, "include")
    assert decisions.current_decisions(store)["tags"].tolist() == [["salt, mud", "x"]]


def test_known_papers_are_found_by_id_doi_and_title(papers, store):
    papers = papers.assign(doi=[None, "10.1/Abc", *[None] * 38])
    names = [
        "https://doi.org/10.1/aBC",
        papers["title"][7].upper() + " ",
        "violins00",
        "violins00",
    ]
    assert session.find_known(papers, names) == ["tides01", "tides07", "violins00"]
    for _ in range(2):  # running the notebook again does not add them again
        widget = screen.screening_widget(papers, store, relevant=names)
    log = decisions.read_log(store)
    assert (
        log["chosen"].tolist() == ["searched"] * 3
        and log["decision"].tolist() == ["include"] * 3
    )
    assert log["title"].tolist() == [
        papers["title"][1],
        papers["title"][7],
        papers["title"][20],
    ]
    assert "3 of 40" in widget.shown["standing"]
    with pytest.raises(ValueError, match="relevant: 'tides99': no paper has it; give"):
        screen.screening_widget(papers, store, relevant=["tides99"])
    with pytest.raises(ValueError, match="2 papers have it"):
        session.find_known(
            pd.concat([papers, papers.head(1).assign(paper_id="new")]),
            [papers["title"][0]],
        )


def test_hostile_and_broken_text_is_sent_as_text(store):
    papers = pd.DataFrame(
        {
            "paper_id": ["a", "b", "c"],
            "title": [
                "<img src=x onerror=alert(1)> tides",
                "\u202eright to left",
                None,
            ],
            "abstract": ["</mark><mark>tide & tide", None, "&lt;b&gt;"],
            "authors": [np.array([f"A{i} <b>" for i in range(10)]), [], None],
            "date": pd.to_datetime(["2021-05-01", None, None]),
            "date_precision": ["month", None, None],
            "venue": ["J. <i>", None, None],
            "doi": ["10.1/<x>", None, None],
        }
    )
    widget = screen.screening_widget(
        papers, store, sentence="tides <img>", random_every=0
    )
    paper = widget.shown["paper"]
    assert title(widget) == papers["title"][0]
    assert "".join(text for text, _ in paper["abstract"]) == papers["abstract"][0]
    assert paper["authors"].endswith("A7 <b> and 2 more") and paper["date"] == "2021-05"
    assert (paper["venue"], paper["doi"]) == ("J. <i>", "10.1/<x>")
    for _ in range(3):
        json.dumps(widget.shown, allow_nan=False).encode()  # as the browser gets it
        press(widget, "include")
    assert widget.shown["paper"] is None and held(store) == dict.fromkeys(
        "abc", "include"
    )
    assert decisions.as_text("half \ud83d a letter") == "half \ufffd a letter"


def test_words_of_the_sentence_are_marked(papers, store):
    widget = screen.screening_widget(
        papers, store, sentence="What is known of the marsh?", random_every=0
    )
    marked = {
        text.casefold() for text, mark in widget.shown["paper"]["abstract"] if mark
    }
    assert marked == {"marsh"}  # "what", "is", "of" and "the" stand in every abstract


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_loses_no_letter(text, words):
    parts = screen._marked_parts(decisions.as_text(text), ranking.subject_words(words))
    assert "".join(part for part, _ in parts) == decisions.as_text(text)


def test_no_paper_at_all(papers, store):
    widget = screen.screening_widget(papers.head(0), store)
    assert (
        widget.shown["paper"] is None
        and widget.shown["end"] == "There is nothing to screen here."
    )
    press(widget, "include", paper_id="")
    assert widget.shown["failed"] and not store.exists()


@settings(max_examples=8)
@given(
    st.lists(
        st.sampled_from([*tables.SCREENING_DECISIONS, "skip", "undo"]), max_size=7
    ),
    st.integers(0, 3),
)
def test_after_any_presses_the_store_holds_what_was_confirmed(presses, every):
    papers = pd.DataFrame(
        {
            "paper_id": list("abcd"),
            "title": ["tide", "marsh", "bow", "tide bow"],
            "abstract": "x y",
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        store, made = Path(folder) / "s.sqlite", []
        widget = screen.screening_widget(
            papers, store, sentence="tide", random_every=every
        )
        for name in presses:
            before = widget.shown["paper"]
            shown = press(widget, name)
            if name == "undo" and made:
                assert shown["paper"]["id"] == made.pop()[0]
            elif name in tables.SCREENING_DECISIONS and before:
                made.append((before["id"], name))
        assert held(store) == dict(made) and widget.shown["screened"] == len(made)
        assert (widget.shown["paper"] is None) == (len(made) == 4)
        assert widget.shown["paper"] is None or widget.shown["paper"]["id"] not in dict(
            made
        )


def test_who_settles_sees_no_estimate(papers, store):
    shown = screen.screening_widget(papers, store, screener="settled").shown
    assert shown["left"] == shown["stopping"] == "" and not shown["stop"]


def test_where_one_stands_in_sentences(papers, store):
    own = session.start_session(papers, store, sentence=TIDES, random_every=2)
    for _ in range(6):
        session.decide(
            own, own.paper, "include" if own.paper.startswith("tides") else "exclude"
        )
    decided = session.count_screened(decisions.current_decisions(store), own.rows)
    text = screen.screening_summary(decided, 40)
    assert (
        text.startswith("6 of 40 papers screened: ")
        and "3 papers drawn at random" in text
        and "95 %" in text
    )
    assert "80 %" in screen.screening_summary(decided, 40, confidence=0.8)
    shown = screen.describe_session(own, confidence=0.8)
    assert (
        "Judging from 3 papers drawn at random" in shown["left"]
        and "with 80 % confidence" in shown["left"]
    )
    assert (
        shown["stopping"].startswith("Go on")
        and not shown["stop"]
        and shown["rule"].startswith("Go on")
    )
    assert len(session.count_screened(decided, {"tides00"})) <= 1


def test_the_widget_reads_nothing_as_html_and_asks_no_host():
    folder = Path(screen.__file__).parent
    script, style = (
        (folder / f"screen.{kind}").read_text("utf-8") for kind in ("js", "css")
    )
    assert not [
        word
        for word in ("innerHTML", "outerHTML", "insertAdjacent", "import ", "eval(")
        if word in script
    ]
    assert re.findall(r"https?:[^\s\"]*", script) == [
        "https://doi.org/"
    ]  # a link, to be clicked
    assert not re.findall(r"url\(|@import|https?:", style)
