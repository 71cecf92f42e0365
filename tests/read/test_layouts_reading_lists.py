"""Reading lists are read in many looks; other lists are no papers."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts._reading import FIELDS
from litreview.read.layouts._reading_lists import read_reading_list

PAPERS = [
    ("Slow rivers and their silt", "Ada Blum", "Jo Fenn", 2020),
    ("Do lighthouses sing? A study of towers", "Kim Reed", "Ada Blum", 2019),
    ("Counting moss: quadrats on the north walls", "Jo Fenn", "Tom Moss", 2018),
    ("Lamp oil as a medium for slow machines", "Ann Stone", "Kim Reed", 2021),
]

LOOKS = {
    "a Markdown link": "- [{title}](https://arxiv.org/abs/2001.01234)",
    "a link and more": "* [{title}](https://arxiv.org/abs/2001.01234), {first}, {second}, ICML {year}",
    "bold": "* **{title}** — {first}, {second}, ICML {year} [[pdf](http://x.example.org/a.pdf)] [[code](http://g.example.org)]",
    "bold with a stop": "- **{title}.** {first} and {second}. *NeurIPS {year}*. [paper] [code]",
    "quotation marks": '1. "{title}", {family} et al., {year}',
    "authors first": "- {family} et al. ({year}): {title}",
    "one author first": "- {family} ({year}). {title}",
    "brackets": "1. {title} ({family} et al., {year})",
    "a venue in brackets": "- {title} (ICLR {year})",
    "full stops": "- {title}. {first}, {second}. ICML {year}. [pdf]",
    "commas": "1) {title}, {family} and {other}, {year}",
    "a dash": "- {title} — {first}, {second} ({year})",
    "a venue first": "- [ICLR {year}] {title} [paper] [code]",
    "boxes": "- [ ] {title} ({family} & {other}, {year})",
    "a title alone": "- {title}",
}


def write(look):
    lines = ["# Papers", ""]
    for title, first, second, year in PAPERS:
        family = first.split()[-1]
        other = second.split()[-1]
        title = title.removesuffix("?")
        lines.append(
            look.format(
                title=title,
                first=first,
                second=second,
                family=family,
                other=other,
                year=year,
            )
        )
    return lines


@pytest.mark.parametrize("look", LOOKS)
def test_titles_are_read_in_each_look(look):
    reading = read_reading_list(write(LOOKS[look]))
    assert [record["title"] for record in reading.records] == [
        title for title, *_ in PAPERS
    ]
    assert reading.roles == ["header", "blank", *["title"] * 4]
    if "{year}" in LOOKS[look]:
        assert [record["date"] for record in reading.records] == [
            "2020",
            "2019",
            "2018",
            "2021",
        ]
    if "{second}" in LOOKS[look]:
        assert reading.records[0]["authors"] == ["Ada Blum", "Jo Fenn"]
    if "arxiv" in LOOKS[look]:
        assert reading.records[0]["arxiv_id"] == "2001.01234"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [60, 90])
def test_wrapped_items_are_joined(look, width):
    lines = []
    for line in write(LOOKS[look]):
        wrapped = textwrap.wrap(
            line,
            width,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += wrapped or [""]
    reading = read_reading_list(lines)
    assert [record["title"] for record in reading.records] == [
        title for title, *_ in PAPERS
    ]


def test_notes_below_an_item_are_kept_and_groups_are_headers():
    lines = [
        "Rivers",
        "",
        "- Slow rivers and their silt (Blum et al., 2020)",
        "    - read section 3 again",
        "    - https://arxiv.org/abs/2001.01234",
        "",
        "Moss:",
        "",
        "- Counting moss on north walls (Reed, 2019)",
        "- a shelf for the lamps",
    ]
    reading = read_reading_list(lines)
    first, second = reading.records
    assert first["note"] == "read section 3 again"
    assert (first["arxiv_id"], first["line"], first["line_to"]) == ("2001.01234", 3, 5)
    assert second["title"] == "Counting moss on north walls"
    assert reading.roles == [
        *["header", "blank", "title", "field", "field", "blank"],
        *["header", "blank", "title", "not understood"],
    ]
    assert list(reading.reasons) == [9]


def test_items_under_topics_are_read():
    lines = [
        "- Rivers",
        "  - Slow rivers and their silt. Ada Blum, Jo Fenn. 2020.",
        "- Moss",
        "  - Counting moss on walls. Jo Fenn, Ada Blum. 2018.",
    ]
    reading = read_reading_list(lines)
    assert [record["title"] for record in reading.records] == [
        "Slow rivers and their silt",
        "Counting moss on walls",
    ]
    assert reading.roles == ["header", "title", "header", "title"]


OTHER_LISTS = {
    "shopping": [
        "2 kg flour",
        "Milk and oat cookies",
        "A dozen of large eggs",
        "Dish soap, the green one",
    ],
    "things to do": [
        "[ ] Call the plumber about the kitchen",
        "[ ] Write the report for Monday",
        "[x] Send slides to Ada, 2020 edition",
    ],
    "questions": [
        "How do I reset my password?",
        "What happens to my data when I leave?",
        "Can I use two accounts at once?",
    ],
    "contents": [
        "Introduction to rivers ........ 1",
        "Methods for measuring silt ...... 12",
        "Results of the first season ..... 30",
    ],
    "sections": [
        "Introduction",
        "Related work",
        "Methods and data",
        "Results",
        "Discussion",
    ],
    "a career": [
        "2015–2018: Postdoc, University of Herons",
        "PhD in River Science, University of Herons, 2015",
        "Teaching assistant for Rivers I, 2013",
    ],
    "an agenda": [
        "09:00 Welcome and coffee",
        "09:30 Talk by Ada Blum on rivers",
        "10:15 Discussion of the budget 2020",
    ],
    "changes": [
        "Fix crash when the list is empty (#12)",
        "Add support for long names",
        "Update the documentation for 2020",
    ],
    "tools": [
        "[fastriver](https://example.org/x) - A fast library for rivers.",
        "[mosslib](https://example.org/m) - Counting moss in Python.",
    ],
    "posts": [
        "[How we built our new data platform](https://blog.example.org/a)",
        "[Why moss is the new grass in cities](https://y.example.org)",
    ],
    "a recipe": [
        "Preheat the oven to 180 degrees",
        "Mix flour and sugar in a bowl",
        "Add the eggs one at a time",
    ],
    "minutes": [
        "Ada reported on the river project and its delays",
        "The group agreed to move the deadline to May 2020",
        "Jo will write to the partners about the data",
    ],
    "films": [
        "The Long Lamp (1994)",
        "Night of the Heron (2012)",
        "Return of the Moss (2003)",
    ],
    "people": ["Ada Blum", "Jo Fenn", "Kim Reed", "Tom Moss"],
}


@pytest.mark.parametrize("name", OTHER_LISTS)
@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_other_lists_are_no_papers(name, mark):
    lines = [
        mark.replace("1", str(i)) + item for i, item in enumerate(OTHER_LISTS[name], 1)
    ]
    assert read_reading_list(lines) is None


def test_prose_is_no_list():
    assert (
        read_reading_list(["The river rose.", "", "Nobody slept (Blum, 2020)."]) is None
    )


PIECES = st.sampled_from(
    [line for look in LOOKS.values() for line in write(look)]
    + [f"- {item}" for items in OTHER_LISTS.values() for item in items]
    + ["", "    - note", "wrapped", "| a | b |", "---"]
)


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=14))
def test_every_line_has_one_role(lines):
    reading = read_reading_list(lines)
    if reading is None:
        return
    assert len(reading.roles) == len(lines)
    assert set(reading.roles) <= {"header", "title", "field", "blank", "not understood"}
    for record in reading.records:
        assert set(record) <= {"line", "line_to", *FIELDS}
        assert record["title"]
        assert reading.roles[record["line"] - 1] == "title"
