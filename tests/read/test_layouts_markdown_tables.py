from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts._markdown_tables import read_markdown_table

TABLE = [
    "# To read",
    "",
    "| Year | Title | Authors | Venue |",
    "|:---|------|---|---:|",
    "| 2019 | [Salt in the reeds](https://example.org/1) | Ada Blum, Jo Fenn | Tides |",
    "| 2020 | **Peat \\| bog** | Li Wei | Shore Review |",
    "| 2021 | | Li Wei | Shore Review |",
    "",
    "Ask Jo for more.",
]


def test_each_row_is_a_record_with_the_fields_of_its_columns():
    reading = read_markdown_table(TABLE)
    assert [record["title"] for record in reading.records] == [
        "Salt in the reeds",
        "Peat | bog",
    ]
    first = reading.records[0]
    assert (first["date"], first["authors"]) == ("2019", "Ada Blum, Jo Fenn")
    assert (first["venue"], first["url"]) == ("Tides", "https://example.org/1")
    assert (first["line"], first["line_to"]) == (5, 5)


def test_a_row_without_a_title_is_listed_with_the_reason():
    reading = read_markdown_table(TABLE)
    assert reading.roles[6] == "not understood"
    assert "title" in reading.reasons[6]
    assert reading.roles[8] == "not understood"


def test_a_table_of_other_things_is_none():
    lines = ["| Product | Price |", "|---|---|", "| Boat | 3 |"]
    assert read_markdown_table(lines) is None


@given(
    st.lists(st.sampled_from([*TABLE, "|", "---|---", "| Title |", "|---|--|", "a"]))
)
def test_every_line_has_a_role(lines):
    reading = read_markdown_table(lines)
    if reading:
        assert len(reading.roles) == len(lines)
