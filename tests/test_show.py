"""Tables, papers and pairs of records are shown as people read them, and escaped."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import show, tables
from litreview.show import _records, _tables
from tests.dedupe.invented import A, B, C, D, draft_of, make_records

HOSTILE = "<img src=x onerror=alert(1)>"


def cells_of(table, **options):
    """The text of the cells of a shown table, row by row."""
    html = show.table(table, **options).data
    rows = []
    for row in html.split("<tbody>")[1].split("<tr")[1:]:
        rows.append(re.findall(r"<td>(.*?)</td>", row))
    return rows


def test_a_shown_table_escapes_and_formats():
    table = pd.DataFrame(
        {
            "title": [HOSTILE] * 3,
            "share": [0.1234, float("nan"), 1.0],
            "apart": [True, False, True],
        }
    )
    text = show.table(table, rows=2).data
    assert HOSTILE not in text and "&lt;img" in text
    assert "12.3%" in text and "–" in text and "yes" in text
    assert "and 1 more rows" in text


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("share", 0.1234, "12.3%"),
        ("share", 1.0, "100.0%"),
        ("difference", -0.0123, "-1.2"),
        ("low", 0.05, "+5.0"),
        ("change", 2.0, "×2.00"),
        ("p", 0.0004, "&lt;\u00a0.001"),
        ("q", 0.04, "0.040"),
        ("papers", 1234.0, "1,234"),
        ("papers", 1234, "1,234"),
        ("score", 1.0, "1.00"),
        ("start", pd.Timestamp("2019-05-01 10:00"), "2019-05-01"),
        ("keywords", ["a", "b"], "a, b"),
        ("keywords", np.array(["a", "b"]), "a, b"),
        ("title", 1234, "1,234"),  # how many papers have one
        ("change", "new", "new"),
        ("my_share", 0.5, "0.50"),  # no column is known by how its name begins
        ("mine", 3.0, "3"),
        ("mine", 3.5, "3.50"),
        ("mine", True, "yes"),
        ("mine", None, "–"),
    ],
)
def test_the_schema_says_how_a_column_is_written(column, value, shown):
    assert cells_of(pd.DataFrame({column: [value]})) == [[shown]]


def test_values_of_several_types_are_written_one_by_one():
    mixed = pd.DataFrame({"mine": [1234, 0.5, "x", None, ["a"]]}, dtype="object")
    assert cells_of(mixed) == [["1,234"], ["0.50"], ["x"], ["–"], ["a"]]


def test_every_format_of_the_schema_is_known():
    known = {*_tables.NUMBER_FORMATS, "date", "text", "list"} - {"mixed"}
    assert set(tables.COLUMN_FORMATS.values()) <= known


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_rows_are_named_for_links(rows):
    table = pd.DataFrame({"topic": [4, 0, 7], "label": ["a", "b", "c"]})
    text = show.table(table, rows, name="verdicts").data
    named = dict(re.findall(r'<tr id="topic-(\d)">\s*<td>(.)</td>', text))
    assert named == dict(list({"4": "a", "0": "b", "7": "c"}.items())[:rows])
    assert 'id="verdicts"' in text and text.count("<tr") == rows + 1


def test_numbers_stand_to_the_right_and_the_table_is_not_altered():
    table = pd.DataFrame({"label": ["a"], "papers": [2], "share": [0.5]}, index=[7])
    before = table.copy()
    assert 'class="dataframe table n2 n3"' in show.table(table).data
    pd.testing.assert_frame_equal(table, before)
    assert show.table(table[:0]).data == "<p class='more'>None.</p>"


def test_shown_papers_escape_and_say_what_is_left_out():
    papers = pd.DataFrame(
        {
            "title": ["</details><script>1</script>"] * 20,
            "abstract": [None, *["A & B"] * 19],
            "group": "g",
        }
    )
    text = show.papers(papers, most=5).data
    assert "<script>" not in text and "A &amp; B" in text and "No abstract" in text
    assert "and 15 more" in text
    assert "None." in show.papers(papers[:0]).data
    assert "group" not in show.papers(papers.drop(columns="group")).data


def test_a_paper_is_a_page():
    paper = {
        "title": "Tidal <i>marshes",
        "abstract": "Silt & mud.",
        "authors": np.array([f"Author {n}" for n in range(10)]),
        "venue": "Journal",
        "date": pd.Timestamp("2019-05-01"),
        "doi": "10.1/a<b>",
        "topic_label": "silt & mud",
    }
    text = show.paper_page(paper, ["a.bib", "a.bib", "b<.bib"], "mud OR author:nobody")
    assert "<h3>Tidal &lt;i&gt;marshes</h3>" in text
    assert "Author 7 and 2 more" in text and "Journal, 2019" in text
    assert "Silt &amp; <mark>mud</mark>." in text
    assert "href='https://doi.org/10.1/a%3Cb%3E'" in text and "doi:10.1/a&lt;b" in text
    assert "silt &amp; mud · in a.bib, b&lt;.bib</p>" in text


def test_a_page_does_without_all_but_the_title():
    text = show.paper_page({"title": "T", "authors": None, "date": pd.NaT})
    assert "<h3>T</h3><p><i>No abstract in the dumps.</i></p>" in text
    assert show.paper_year({}) == "" and show.paper_year({"date": "2019-05"}) == "2019"
    harmless = show.paper_page({"title": "T", "url": "javascript:alert(1)"})
    assert "javascript" not in harmless
    linked = show.paper_page({"title": "T", "url": "https://x.org/'a"})
    assert "href='https://x.org/&#x27;a'" in linked


def test_the_closest_calls_come_first_and_open_to_both_records():
    records = make_records(A, B, C, D)
    draft = draft_of(
        records,
        (0, 1, "different", 0.1),
        (1, 2, "same", 0.55),
        (2, 3, "different", 0.4),
    )
    text = show.pairs(draft, records).data
    assert re.findall(r"</b> (0\.\d\d)</span>", text) == ["0.55", "0.40", "0.10"]
    assert text.count("<section>") == 6
    cut = show.pairs(draft, records, most=1).data
    assert "and 2 more in <i>duplicate_decisions.csv</i>" in cut
    assert show.pairs(draft[:0], records).data == "<p>None.</p>"


WORDS = st.lists(st.text("abAB.,<&", min_size=1, max_size=4), max_size=6)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_marks_add_nothing_to_titles(a, b):
    titles = (" ".join(a), " ".join(b))
    for title, marked in zip(titles, _records.mark_differences(*titles), strict=True):
        plain = title.replace("&", "&amp;").replace("<", "&lt;")
        assert re.sub("</?mark>", "", marked) == plain


def test_the_words_in_which_titles_differ_are_marked():
    marked = _records.mark_differences("Deep Tides: a study", "Deep tides, a Survey")
    assert marked == (
        "Deep Tides: a <mark>study</mark>",
        "Deep tides, a <mark>Survey</mark>",
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(1, 60))
def test_a_text_is_cut_at_a_word_and_no_longer_than_asked(text, longest):
    cut = show.cut_text(text, longest)
    assert len(cut) <= longest + 1
    assert cut == text or cut.endswith("…") and text.startswith(cut[:-1])


def test_there_is_one_style_for_papers_and_pairs():
    page = show.paper_page({"title": "T"})
    assert page.count("<style>") == 1 and page.split("<div")[0] in show.in_style("")
    assert "<div class='beside'>x</div>" in show.in_style("x", "beside")


def test_themes_open_to_topics_and_these_to_their_parts():
    hierarchy = pd.DataFrame(
        [
            (0, "Sea", 1, "<b>tides", -1, "", 3),
            (0, "Sea", 2, "silt", 0, "mud", 1200),
            (0, "Sea", 2, "silt", 1, "", 1),
        ],
        columns="theme theme_label topic topic_label part part_label papers".split(),
    )
    text = show.tree(hierarchy).data
    assert "<b>Sea <span>1,204</span></b>" in text
    assert "<li>&lt;b&gt;tides <span>3</span></li>" in text
    assert "<li>the rest <span>1</span></li>" in text


def test_a_profile_names_what_a_topic_is_made_of():
    profile = {
        "label": "silt & mud",
        "papers": 1200,
        "share": 0.25,
        "stability": 0.5,
        "coherence": np.nan,
        "distinctness": 0.123,
        "nearest_label": None,
        "keywords": ["silt", "<mud>"],
        "dumps": ["a.bib 3", "b.bib 4"],
        "central": ["Silt <i>"],
        "borderline": ["Mud → sand"],
    }
    text = show.profiles(pd.DataFrame([profile])).data
    assert "<b>silt &amp; mud</b>" in text and "1,200 (25%)" in text
    assert "<dd>0.50</dd>" in text and "<dd>0.12</dd>" in text
    assert text.count("<dd>–</dd>") == 2
    assert "silt, &lt;mud&gt;" in text and "Silt &lt;i&gt;" in text
    assert "a.bib 3 · b.bib 4" in text
