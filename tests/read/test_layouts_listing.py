"""A saved page is read in whichever way it was saved, and every line gets one role."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts._listing import page_date, parse_listing

HEAD = [
    "new",
    "",
    "Get trending papers in your email inbox!",
    "",
    "Subscribe",
    "",
    "byAK and the research community",
]
PAPERS = [
    (
        "Slow rivers: a model of silt in braided channels",
        "Braided channels carry silt in pulses that gauges miss. We follow the pulses with floating sensors over two "
        "seasons and fit a model with three states. It explains most of what reaches the delta, and little of what "
        "stays behind the dams.",
    ),
    (
        "Do lighthouses sing?",
        "Old lenses hum in strong wind. Recordings at nine towers show two tones, one from the lantern and one from "
        "the gallery rail, and the second falls when the rail is painted. The effect is audible to keepers at night.",
    ),
    (
        "Counting moss: quadrats against photographs on north walls",
        "Quadrats and photographs disagree about moss by a third. The photographs miss the moss in joints between "
        "bricks, and the quadrats miss what grows above the reach of an arm. Together they bound the true cover.",
    ),
]


def with_blanks(papers=PAPERS):
    return [line for title, abstract in papers for line in (title, "", abstract, "")]


def pairs(records):
    return [(record["title"], record["abstract"]) for record in records]


def test_blank_lines_between_title_and_abstract():
    records, roles = parse_listing([*HEAD, "", "Mar 17", "", *with_blanks()])
    assert pairs(records) == PAPERS
    assert {record["page_date"] for record in records} == {(None, 3, 17)}
    assert records[0]["line"] == 11 and roles[10] == "title"
    assert "not understood" not in roles


def test_no_blank_lines_and_a_title_glued_to_the_header():
    lines = [HEAD[2], "Subscribe" + PAPERS[0][0], PAPERS[0][1]] + [
        line for paper in PAPERS[1:] for line in paper
    ]
    records, roles = parse_listing(lines)
    assert pairs(records) == PAPERS
    assert roles[:3] == ["header", "title", "abstract"]
    assert records[0]["page_date"] is None


@pytest.mark.parametrize("width", [60, 80, 100])
def test_wrapped_with_blank_lines(width):
    lines = [*HEAD, ""]
    for title, abstract in PAPERS:
        lines += [*textwrap.wrap(title, width), "", *textwrap.wrap(abstract, width), ""]
    assert pairs(parse_listing(lines)[0]) == PAPERS


def test_wrapped_without_blank_lines():
    lines = [*HEAD]
    for title, abstract in PAPERS:
        lines += [*textwrap.wrap(title, 72), *textwrap.wrap(abstract, 72)]
    assert pairs(parse_listing(lines)[0]) == PAPERS


def test_cut_at_a_column_through_words():
    lines = [*HEAD, ""]
    for title, abstract in PAPERS:
        for text in (title, abstract):
            lines += [*[text[i : i + 40] for i in range(0, len(text), 40)], ""]
    assert pairs(parse_listing(lines)[0]) == PAPERS


def test_card_lines_are_fields():
    lines = [*HEAD, "", "May 3", ""]
    for i, (title, abstract) in enumerate(PAPERS):
        lines += [
            "Submitted by",
            f"user-{i}",
            str(12 + i),
            title,
            f"· {i + 2} authors",
            "3",
            abstract,
            "",
        ]
    records, roles = parse_listing(lines)
    assert pairs(records) == PAPERS
    assert roles.count("field") == 5 * len(PAPERS)


def test_a_line_of_names_under_each_title_is_a_field():
    lines = [
        line
        for title, abstract in PAPERS
        for line in (title, "Ada Blum, Jo K. Fenn and Li Wei", abstract, "")
    ]
    records, roles = parse_listing(lines)
    assert pairs(records) == PAPERS
    assert roles.count("field") == len(PAPERS)


def test_a_title_without_an_abstract_keeps_the_next_paper_whole():
    lone = "A title that stands alone"
    for lines in (
        [*HEAD, "", lone, "", *with_blanks()],
        [*HEAD, *PAPERS[0], lone, *PAPERS[1], *PAPERS[2]],
    ):
        records, _ = parse_listing(lines)
        assert (lone, None) in pairs(records)
        assert set(PAPERS) < set(pairs(records))


def test_a_page_cut_off_in_an_abstract_and_after_a_title():
    cut = [*with_blanks(PAPERS[:2]), PAPERS[2][0], "", PAPERS[2][1][:89]]
    assert pairs(parse_listing(cut)[0])[2] == (PAPERS[2][0], PAPERS[2][1][:89])
    assert pairs(parse_listing(cut[:-2])[0])[2] == (PAPERS[2][0], None)


def test_a_page_of_titles_alone_has_no_abstracts():
    titles = [
        f"{word.title()} {title}"
        for word in ("old", "far", "wet", "dim")
        for title, _ in PAPERS
    ]
    records, _ = parse_listing(
        [*HEAD, "", *[line for title in titles for line in (title, "")]]
    )
    assert pairs(records) == [(title, None) for title in titles]


def test_an_abstract_without_its_title_is_not_given_to_another_paper():
    records, roles = parse_listing([PAPERS[0][1], "", *with_blanks(PAPERS[1:])])
    assert pairs(records) == PAPERS[1:]
    assert roles[0] == "not understood"


def test_two_pages_in_one_file_keep_their_dates():
    lines = [
        *HEAD,
        "",
        "Mar 14",
        "",
        *with_blanks(PAPERS[:1]),
        *HEAD,
        "",
        "Jun 2",
        "",
        *with_blanks(PAPERS[1:]),
    ]
    records, _ = parse_listing(lines)
    assert [record["page_date"] for record in records] == [
        (None, 3, 14),
        (None, 6, 2),
        (None, 6, 2),
    ]


def test_a_date_on_the_first_line_is_that_of_the_page():
    records, roles = parse_listing(["Mar 17", "", *with_blanks()])
    assert {record["page_date"] for record in records} == {(None, 3, 17)}
    assert roles[0] == "header" and records[0]["date_line"] == 1


def test_what_is_no_listing_gives_no_records():
    records, roles = parse_listing(["milk", "bread", "two pounds of flour"])
    assert records == [] and roles == ["not understood"] * 3


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Mar 17", (None, 3, 17)),
        ("June 2", (None, 6, 2)),
        ("17 March 2024", (2024, 3, 17)),
        ("Tuesday, Sep 3, 2024", (2024, 9, 3)),
        ("2024-11-30", (2024, 11, 30)),
        ("May 68", None),
        ("March of the penguins", None),
        ("2024-13-01", None),
    ],
)
def test_page_dates(line, date):
    assert page_date(line) == date


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(),
            st.sampled_from([*HEAD, "Mar 17", "", *PAPERS[0], "12", "x. Y z."]),
        ),
        max_size=40,
    )
)
def test_any_lines_get_one_role_each_and_records_stand_where_they_say(lines):
    records, roles = parse_listing(lines)
    assert len(roles) == len(lines)
    assert set(roles) <= {
        "header",
        "title",
        "abstract",
        "field",
        "blank",
        "not understood",
    }
    starts = [record["line"] for record in records]
    assert starts == sorted(set(starts))
    assert all(roles[line - 1] == "title" for line in starts)
