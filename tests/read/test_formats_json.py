"""JSON in any arrangement is read record by record, and what is broken is listed."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _frames, _json

PAPERS = [
    {"id": f"W{i}", "title": f"Paper {i}", "authors": [{"id": f"A{i}", "name": "Doe"}]}
    for i in range(6)
]


def accounted(raw: pd.DataFrame, problems: pd.DataFrame) -> bool:
    """Tell whether the records that were read and those that were not are 1, 2, 3 and so on."""
    numbers = sorted([*raw["record"], *problems["record"].dropna()])
    return numbers == list(range(1, len(numbers) + 1))


ARRANGED = {
    "list": PAPERS,
    "results": {"meta": {"count": 6}, "results": PAPERS, "group_by": []},
    "message": {
        "status": "ok",
        "message": {"facets": {}, "total-results": 6, "items": PAPERS},
    },
    "data": {"total": 6, "offset": 0, "data": PAPERS},
    "hits": {"took": 1, "hits": {"total": {"value": 6}, "hits": PAPERS}},
    "pages": [{"meta": {}, "results": PAPERS[:4]}, {"meta": {}, "results": PAPERS[4:]}],
    "lists": [PAPERS[:2], PAPERS[2:]],
    "names": {paper["id"]: paper for paper in PAPERS},
}


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
@pytest.mark.parametrize("arranged", ARRANGED)
def test_records_are_found_in_any_arrangement_with_their_lines(arranged, indent):
    text = json.dumps(ARRANGED[arranged], indent=indent)
    raw, problems = _json.read_json(text)
    assert problems.empty
    assert raw["title"].tolist() == [f"Paper {i}" for i in range(6)]
    if indent is not None:
        lines = text.split("\n")
        for row in raw.itertuples():
            stretch = "\n".join(lines[row.line_from - 1 : row.line_to])
            assert (
                json.loads(stretch[stretch.index("{") :].strip().rstrip(","))["title"]
                == row.title
            )


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "", " ", "\n\n", ",\n"])
def test_objects_one_after_the_other(between):
    raw, problems = _json.read_json(
        "\ufeff" + between.join(map(json.dumps, PAPERS)) + between
    )
    assert problems.empty
    assert raw["title"].tolist() == [f"Paper {i}" for i in range(6)]
    breaks = between.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert raw["line_from"].tolist() == [1 + i * breaks for i in range(6)]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 5)), st.integers(1, 60), st.booleans())
def test_every_line_that_is_cut_is_listed_and_every_other_read(cut, at, crlf):
    lines = [json.dumps(paper) for paper in PAPERS]
    lines = [
        line[: min(at, len(line) - 1)] if i in cut else line
        for i, line in enumerate(lines)
    ]
    raw, problems = _json.read_json(("\r\n" if crlf else "\n").join(lines))
    assert list(raw.get("title", [])) == [
        f"Paper {i}" for i in range(6) if i not in cut
    ]
    assert (
        problems["record"].tolist()
        == problems["line_from"].tolist()
        == [i + 1 for i in sorted(cut)]
    )
    assert accounted(raw, problems)


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("arranged", ["list", "results", "message"])
def test_a_list_that_breaks_off_keeps_what_came_before(arranged, indent):
    text = json.dumps(ARRANGED[arranged], indent=indent)
    raw, problems = _json.read_json(text[: text.index("Paper 4") + 3])
    assert raw["title"].tolist() == [f"Paper {i}" for i in range(4)]
    assert problems["record"].dropna().tolist() == [5]
    assert "cut off" in problems["reason"][0]
    # Cut between two records, none is lost, and it is said all the same.
    raw, problems = _json.read_json(text[: text.index('"W4"')].rsplit("{", 1)[0])
    assert len(raw) == 4 and "cut off" in problems["reason"].iloc[-1]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("arranged", ["list", "results"])
@pytest.mark.parametrize("broken", [[2], [0], [2, 3], [5]])
def test_a_broken_record_in_a_list_is_listed_and_the_rest_read(
    arranged, indent, broken
):
    text = json.dumps(ARRANGED[arranged], indent=indent)
    for i in broken:
        text = text.replace(f'"Paper {i}"', f'"Paper {i}')
    raw, problems = _json.read_json(text)
    assert raw["title"].tolist() == [f"Paper {i}" for i in range(6) if i not in broken]
    assert problems["record"].dropna().tolist() == [i + 1 for i in broken]


def test_what_is_no_object_and_what_is_no_json_is_listed():
    raw, problems = _json.read_json(
        'some words\n[1, {"title": "One"}, null, "x"]\nmore of them\n{"title": "Two"}\n42\n'
    )
    assert raw["record"].tolist() == [2, 5] and raw["line_from"].tolist() == [2, 4]
    assert problems["record"].fillna(0).tolist() == [0, 1, 3, 4, 0, 6]
    assert problems["line_from"].tolist() == [1, 2, 2, 2, 3, 5]


def test_fields_are_flat_lower_case_and_text():
    record = """{"Title": "T", "year": 2019, "score": 2019.0, "n": NaN, "m": -Infinity, "none": null, "ok": true,
    "": "e",
    "paper": {"ID": "x"}, "note": "mine", "issued": {"date-parts": [[2021, 3, 4]]}, "empty": [], "doi": "a", "doi": "b",
    "author": [{"family": "Doe", "given": "Jane"}, {"literal": "The Group"}, {"family": "Roe"}],
    "authors_parsed": [["Doe", "Jane", ""], ["Roe", "R", "Jr"]], "title ": "t", "subject": ["a", "b"],
    "authorships": [{"author": {"display_name": "A"}, "in": [{"n": 1}, {"n": 2}]}, {"author": {"display_name": "B"}}],
    "abstract_inverted_index": {"of": [1], "End": [0], "the": [2], "end": [3]}, "half": "\\ud83dx"}"""
    raw, problems = _json.read_json(record)
    assert problems["reason"].tolist() == [_frames.RUN_TOGETHER]
    assert raw.iloc[0].dropna().drop(["record", "line_from", "line_to"]).to_dict() == {
        "title": "T",
        "year": "2019",
        "score": "2019",
        "ok": "true",
        "": "e",
        "paper.id": "x",
        "note (in the file)": "mine",
        "issued.date-parts": "2021-3-4",
        "doi": ["a", "b"],
        "author.family": ["Doe", "", "Roe"],
        "author.given": ["Jane", "", ""],
        "author.literal": ["", "The Group", ""],
        "authors_parsed": ["Doe, Jane", "Roe, R, Jr"],
        "title ": "t",
        "subject": ["a", "b"],
        "authorships.author.display_name": ["A", "B"],
        "authorships.in.n": ["1", "2"],
        "abstract": "End of the end",
        "half": "\ufffdx",
        "note": "2 DOIs stand in it: 'a', 'b'",
    }


def test_an_object_with_a_title_is_a_record_whatever_it_holds():
    raw, _ = _json.read_json(
        '{"title": "One", "references": [{"title": "Other"}], "data": {"items": [{"title": "None"}]}}'
    )
    assert raw["title"].tolist() == ["One"]
    raw, _ = _json.read_json('[{"key": "K", "version": 1, "data": {"title": "One"}}]')
    assert raw["data.title"].tolist() == ["One"]
    raw, _ = _json.read_json(
        '{"status": "ok", "message": {"title": ["One"], "DOI": "10.1/x"}}'
    )
    assert raw["title"].tolist() == [["One"]]


@pytest.mark.parametrize(
    "deep",
    ['{"a":' * 50_000, "[" * 50_000, '[{"title":' + "[" * 50_000, '{"x":"' * 5000],
)
def test_what_is_nested_without_end_is_listed(deep):
    raw, problems = _json.read_json(deep)
    assert raw.empty and len(problems) >= 1
    raw, problems = _json.read_json(
        json.dumps(PAPERS[0]) + "\n" + deep + "\n" + json.dumps(PAPERS[1])
    )
    assert raw["title"].tolist()[0] == "Paper 0" and accounted(raw, problems)


def test_numbers_without_end_and_words_as_keys_do_no_harm():
    raw, _ = _json.read_json('{"title": "T", "n": %s}' % ("1" * 5000))
    assert len(raw["n"][0]) == 5000
    many = [
        {"title": f"T{i}", **{f"k{i}-{j}": j for j in range(50)}} for i in range(100)
    ]
    raw, problems = _json.read_json(json.dumps(many))
    assert len(raw) == 100 and raw.shape[1] <= _json.MOST_COLUMNS + 4
    assert raw["note"].notna().any() and problems.empty
    raw, _ = _json.read_json(
        json.dumps([{"title": "T", "words": {str(j): j for j in range(500)}}])
    )
    assert json.loads(raw["words"][0])["7"] == "7"


@pytest.mark.parametrize("text", ["", " \n", "[]", '{"results": []}', "\ufeff"])
def test_a_text_without_records_gives_empty_tables(text):
    raw, problems = _json.read_json(text)
    assert raw.empty and problems.empty
    assert list(raw.columns[:3]) == ["record", "line_from", "line_to"]


PIECES = [
    '{"title": "x"}',
    '{"title":',
    '"a"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    '"',
    "1",
    "nul",
    "NaN",
    "\\",
    "\r",
    " ",
    '"items":',
]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=100) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)
def test_any_text_gives_a_complete_account(text):
    raw, problems = _json.read_json(text)
    assert accounted(raw, problems)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for table in (raw, problems):
        assert (
            (1 <= table["line_from"])
            & (table["line_from"] <= table["line_to"])
            & (table["line_to"] <= lines)
        ).all()
    assert len(raw) + len(problems) > 0 or not any(mark in text for mark in '{"1')


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), max_size=5),
    st.sampled_from([None, 1]),
)
def test_a_list_of_any_objects_is_read_whole(objects, indent):
    objects = [{"title": f"T{i}", **some} for i, some in enumerate(objects)]
    raw, problems = _json.read_json(json.dumps(objects, indent=indent))
    assert len(raw) == len(objects) and problems.empty
    for column in raw.columns[3:]:
        assert all(isinstance(v, str | list) or pd.isna(v) for v in raw[column])


def test_a_record_that_is_too_long_is_listed_and_the_others_read(monkeypatch):
    monkeypatch.setattr(_json, "LONGEST", 200)
    raw, problems = _json.read_json(
        "".join(f'{{"title": "{title}"}}\n' for title in ("A", "b" * 300, "C"))
    )
    assert raw["title"].tolist() == ["A", "C"] and raw["record"].tolist() == [1, 3]
    assert (
        problems[["record", "line_from"]].to_numpy().tolist() == [[2, 2]]
        and "characters" in problems["reason"][0]
    )
