"""Entries of BibTeX are read, whatever became of them, or listed with their lines."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _bibtex

BEFORE, AFTER = (
    "@article{first,\n title = {First},\n}\n\n",
    "\n@article{last,\n title = {Last},\n}\n",
)


def between(entry: str) -> tuple[dict, pd.DataFrame]:
    """Read an entry between two good ones, which must stay good; it must be the only other one."""
    raw, problems = _bibtex.read_bibtex(BEFORE + entry + AFTER)
    assert list(raw["title"].iloc[[0, -1]]) == ["First", "Last"]
    assert list(raw["record"]) == [1, 2, 3]
    return raw.iloc[1].dropna().to_dict(), problems


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (
            "@Article{a,\n Title = {A {B} c},\n YEAR = 2019\n}",
            {"title": "A {B} c", "year": "2019", "key": "a"},
        ),
        (
            "@article{a, title={T},\nfunding_text\xa01={x},\nkey words={y}}",
            {"funding_text1": "x", "keywords": "y"},
        ),
        ("@article{a, title={T}, f={x}, f={y}, f={z}}", {"f": ["x", "y", "z"]}),
        (
            "@article{Conference paper2022, title={T}}",
            {"key": "Conference paper2022", "title": "T"},
        ),
        ("@article{mouse;2015=a, title={T}}", {"key": "mouse;2015=a", "title": "T"}),
        (
            "@article{\n title = {T},\n year = 2020}",
            {"key": "", "title": "T", "year": "2020"},
        ),
        ("@article{, title = {T}}", {"key": "", "title": "T"}),
        (
            "@article(a, title = {T (or not)}, year = 2020)",
            {"title": "T (or not)", "year": "2020"},
        ),
        (
            "@ journal-article\n{a, title = {T}}",
            {"entrytype": "journal-article", "title": "T"},
        ),
        (
            '@article{a, title = "A {"}big{"} {the "B"} thing"}',
            {"title": 'A {"}big{"} {the "B"} thing'},
        ),
        (
            '@article{a, author = "G\\"odel, K.", title = {T}}',
            {"author": 'G\\"odel, K.', "title": "T"},
        ),
        (
            "@article{a, title = {Ends in \\}, year = 2020}",
            {"title": "Ends in \\", "year": "2020"},
        ),
        (
            "@article{a, title = {The \\{ alone}, year = 2020}",
            {"title": "The \\{ alone", "year": "2020"},
        ),
        (
            "@article{a, title = {T}, author = John Smith, year = , doi={d}}",
            {"author": "John Smith", "doi": "d"},
        ),
        (
            "@article{a, title = {T}, note = {N}, key = {K}}",
            {"note field": "N", "key field": "K", "key": "a"},
        ),
        (
            "@article{a, title={T}, abstract={mail x@y{z} or\n@home, see\n@misc{q, title={Q}} here}}",
            {"title": "T"},
        ),
        ("@article{a}", {"key": "a"}),
    ],
)
def test_entries_of_many_kinds_are_read_without_a_note(entry, fields):
    found, problems = between(entry)
    assert fields.items() <= found.items()
    assert "note" not in found and problems.empty


@pytest.mark.parametrize(
    ("entry", "fields", "note"),
    [
        (
            "@article{a,\n title = {T}\n year = 2020\n}",
            {"title": "T", "year": "2020"},
            "comma is missing",
        ),
        (
            "@article{a,\n title = {A } b},\n year = {2020}\n}",
            {"title": "A } b", "year": "2020"},
            "do not match",
        ),
        (
            "@article{a,\n title = {T},\n year = {2020}\n",
            {"title": "T", "year": "2020"},
            "do not match",
        ),
        (
            '@article{a,\n title = "T,\n year = {2020}\n}',
            {"title": "T", "year": "2020"},
            "do not match",
        ),
        (
            "@article{a,\n title = {T},\n abstract = {It is cu",
            {"title": "T", "abstract": "It is cu"},
            "cut off",
        ),
        (
            "@article{a,\n title = {A { b},\n doi = {10.1/x}\n}",
            {"title": "A { b}", "doi": "10.1/x"},
            "line by line",
        ),
        (
            "@article{a, title = {A { b}, doi = {10.1/x}}",
            {"title": "A { b}", "doi": "10.1/x"},
            "line by line",
        ),
        (
            "@article{a,\n title: {T},\n doi = {10.1/x}\n}",
            {"doi": "10.1/x"},
            "without 'title: {T}'",
        ),
        (
            "@article{first,\n title = {Other}\n}",
            {"title": "Other"},
            "key was already used on line 1",
        ),
    ],
)
def test_broken_entries_are_read_with_a_note_and_harm_no_other(entry, fields, note):
    found, problems = between(entry)
    assert fields.items() <= found.items()
    assert note in found["note"] and problems.empty


def test_an_entry_that_cannot_be_read_is_counted_and_listed_with_its_lines():
    raw, problems = _bibtex.read_bibtex(BEFORE + "@article{a,\n nothing here\n" + AFTER)
    assert list(raw["record"]) == [1, 3]
    assert problems.iloc[0, :3].to_list() == [2, 5, 6]
    assert "no field of this entry can be read" in problems["reason"][0]


def test_comments_and_text_outside_are_no_records_but_nothing_is_left_out_in_silence():
    quiet = "% Encoding: UTF-8\n@comment{jabref-meta: {x}}\n@preamble{ {p} }\n@string{s = {S}}\n@comment alone\n"
    assert _bibtex.read_bibtex(quiet + BEFORE)[1].empty
    text = (
        "Some words\nand x@home{no, entry}\n@comment{@book{b, title={B}}}\n% @book{c, title={C}}\n"
        + BEFORE
    )
    raw, problems = _bibtex.read_bibtex(text)
    assert list(raw["title"]) == ["First"] and raw["line_from"][0] == 5
    assert problems["record"].isna().all()
    assert problems[["line_from", "line_to"]].values.tolist() == [
        [1, 2],
        [3, 3],
        [4, 4],
    ]
    assert (
        "Some words" in problems["reason"][0]
        and "1 entry in it" in problems["reason"][1]
    )


def test_a_comment_that_is_never_closed_swallows_nothing():
    raw, _ = _bibtex.read_bibtex("@comment{ jabref-meta: {\n" + BEFORE + AFTER)
    assert list(raw["title"]) == ["First", "Last"]


def test_abbreviations_are_put_in_and_months_and_unknown_ones_stay():
    text = '@string{Me = "Doe"}\n@STRING(full = "Jo " # me)\n'
    text += '@misc{a, author = FULL # ", Dr.", month = mar, journal = jacm, date = 10 # "~" # jan}'
    row = _bibtex.read_bibtex(text)[0].iloc[0]
    assert (row["author"], row["month"], row["journal"], row["date"]) == (
        "Jo Doe, Dr.",
        "mar",
        "jacm",
        "10~jan",
    )


def test_abbreviations_that_double_each_other_do_not_explode():
    raw, problems = _bibtex.read_bibtex(
        '@string{a = "xxxx"}\n' + "@string{a = a # a}\n" * 60 + "@misc{k, title = a}"
    )
    assert len(raw["title"][0]) < 1000 and len(problems) > 40


def test_what_is_missing_comes_from_the_parent_but_not_what_is_its_own():
    text = "@inproceedings{c, title={C}, crossref={P}}\n@misc{d, title={D}, crossref={gone}}\n"
    text += "@proceedings{p, title={P}, year=2020, doi={10.1/p}, volume=7, pages={1--400}, crossref={s}}\n"
    text += "@misc{s, title={S}, series={Ser}}"
    raw, problems = _bibtex.read_bibtex(text)
    child, lone, parent, _ = raw.to_dict("records")
    assert [child[name] for name in ("title", "booktitle", "year", "series")] == [
        "C",
        "P",
        "2020",
        "Ser",
    ]
    assert (
        pd.isna(child["doi"]) and pd.isna(child["pages"]) and parent["booktitle"] == "S"
    )
    assert child["volume"] == "7" and parent["pages"] == "1--400"
    assert "gone" in lone["note"] and problems.empty


def test_a_circle_of_parents_ends():
    raw, _ = _bibtex.read_bibtex(
        "@misc{a, title={A}, crossref={b}}\n@misc{b, title={B}, crossref={a}}\n@misc{c, crossref={c}}"
    )
    assert list(raw["booktitle"].iloc[:2]) == ["B", "A"]


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\n", "% only this\n"])
def test_nothing_gives_empty_tables_of_the_same_kinds(text):
    raw, problems = _bibtex.read_bibtex(text)
    assert raw.empty and problems.empty
    full, listed = _bibtex.read_bibtex(BEFORE)
    assert raw.dtypes.to_dict().items() <= full.dtypes.to_dict().items()
    assert problems.dtypes.equals(listed.dtypes)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_are_counted_however_they_end_and_a_byte_order_mark_is_no_text(end):
    raw, problems = _bibtex.read_bibtex("\ufeff" + (BEFORE + AFTER).replace("\n", end))
    assert (
        raw[["line_from", "line_to"]].values.tolist() == [[1, 3], [6, 8]]
        and problems.empty
    )


@pytest.mark.parametrize(
    "piece",
    [
        "@comment{\n",
        "@preamble{\n",
        "@a{b,\n title={\n",
        "x\n@a{b,\n",
        "}\n",
        "\n",
        "@a(",
        "@a",
        "% @a{b,",
        "@a{b, title={c} ",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece):
    def seconds(n: int) -> float:
        start = time.process_time()  # what else the machine does is not counted
        _bibtex.read_bibtex(piece * n)
        return time.process_time() - start

    seconds(10)
    assert seconds(6000) < 70 * max(
        0.01, seconds(375)
    )  # 16 times as long; 256 would be the square


PIECES = [
    *'@{}(),="#%\\\n\r\ufeff',
    "@article{",
    "@misc(",
    "@comment{",
    "@string{",
    "a,",
    "\n@b{c,",
    "x=",
    " t = {",
    "},\n",
]


@settings(max_examples=70, deadline=None)
@given(
    st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)
def test_any_text_gives_a_complete_account(text):
    raw, problems = _bibtex.read_bibtex(text)
    lines = pd.concat([raw, problems])[["record", "line_from", "line_to"]].sort_values(
        ["line_from", "line_to"]
    )
    assert (lines["line_from"] <= lines["line_to"]).all()
    # Two may share a line, where one ends and the other starts; never more.
    assert (lines["line_from"].iloc[1:].array >= lines["line_to"].iloc[:-1].array).all()
    counted = sorted([*raw["record"], *problems["record"].dropna()])
    assert counted == list(range(1, len(counted) + 1))


letters = st.text(
    st.characters(
        codec="utf-8", exclude_characters='{}"\\@\r\x00', exclude_categories=["Cs"]
    ),
    max_size=20,
)
nested = st.recursive(
    letters,
    lambda inner: st.tuples(letters, inner, letters).map(
        "{0[0]}{{{0[1]}}}{0[2]}".format
    ),
)
names = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("key", "note", "record")
)
values = st.sampled_from(["{%s}", '"%s"']).flatmap(
    lambda form: nested.map(lambda text: (form % text, text))
)
macro = st.sampled_from(
    [("mac", "Macro"), ("2020", "2020"), ("mar", "mar"), ('mac # " " # 7', "Macro 7")]
)
entries = st.lists(
    st.tuples(
        st.dictionaries(names, values | macro, min_size=1, max_size=5),
        st.sampled_from(["{}", "()"]),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(entries, st.sampled_from([",\n  ", ", ", "\n ,"]))
def test_entries_come_back_exactly_as_they_were_written(entries, comma):
    text = '@string{mac = "Macro"}\n'
    for n, (fields, brackets) in enumerate(entries):
        written = comma.join(
            f"{name} = {value}"
            for name, (value, _) in fields.items()
            if name != "crossref"
        )
        text += f"@article{brackets[0]}k{n}{comma}{written}{brackets[1]}\n\n"
    raw, problems = _bibtex.read_bibtex(text)
    assert problems.empty and list(raw["key"]) == [f"k{n}" for n in range(len(entries))]
    for (fields, _), row in zip(entries, raw.to_dict("records"), strict=True):
        assert {name: row[name] for name in fields} == {
            name: value for name, (_, value) in fields.items()
        }
        assert pd.isna(row["note"])


def test_an_entry_that_is_too_long_is_listed_and_the_others_read(monkeypatch):
    monkeypatch.setattr(_bibtex, "LONGEST", 200)
    raw, problems = _bibtex.read_bibtex(
        "".join(f"@book{{k, title={{{title}}}}}\n" for title in ("A", "b" * 300, "C"))
    )
    assert raw["title"].tolist() == ["A", "C"] and raw["record"].tolist() == [1, 3]
    assert (
        problems[["record", "line_from"]].to_numpy().tolist() == [[2, 2]]
        and "characters" in problems["reason"][0]
    )
