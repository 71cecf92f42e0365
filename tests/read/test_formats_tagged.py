"""Files of tagged lines: every record that starts is read or listed, and every line is of one of them."""

import itertools
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _frames, _tagged
from litreview.read.layouts._reading import BLANK

READERS = {
    "ris": _tagged.read_ris,
    "medline": _tagged.read_medline,
    "wos": _tagged.read_wos,
    "enw": _tagged.read_endnote,
}


def lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def ranges(raw: pd.DataFrame, problems: pd.DataFrame) -> list[tuple[int, int]]:
    # A second title is within its record.
    problems = problems[problems["reason"] != _frames.SECOND_TITLE]
    both = pd.concat(
        [raw[["line_from", "line_to"]], problems[["line_from", "line_to"]]]
    )
    return sorted(both.itertuples(index=False, name=None))


def uncovered(text: str, raw: pd.DataFrame, problems: pd.DataFrame) -> list[str]:
    """List the lines, other than blank ones, of no record and of no problem."""
    covered = {n for start, end in ranges(raw, problems) for n in range(start, end + 1)}
    return [
        line
        for n, line in enumerate(lines(text), start=1)
        if n not in covered and line.strip(BLANK)
    ]


def spans(raw: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(raw["line_from"], raw["line_to"], strict=True))


RIS = """TY  - JOUR
TI  - First paper
AU  - Marx, Karl
AU  - Lindgren, Astrid
AB  - One line,
and another.
ER  -

TY  - CONF
T1  - Second paper
N2  -
ER  -
"""


def test_ris_reads_fields_lists_and_lines_that_go_on():
    raw, problems = _tagged.read_ris(RIS)
    assert problems.empty
    assert raw["record"].tolist() == [1, 2]
    assert spans(raw) == [(1, 7), (9, 12)]
    assert raw["TI"][0] == "First paper"
    assert raw["AU"][0] == ["Marx, Karl", "Lindgren, Astrid"]
    assert raw["AB"][0] == "One line, and another."
    assert raw["T1"][1] == "Second paper"
    assert raw["note"].isna().all()
    assert "N2" not in raw and "ER" not in raw  # empty in every record
    kinds = raw.dtypes[["record", "line_from", "line_to", "note"]].astype(str)
    assert kinds.tolist() == ["int64", "Int64", "Int64", "str"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("  -", " -"),
        lambda text: text.replace("  - ", "  -"),
        lambda text: text.replace("  -", "\t-"),
        lambda text: text.replace("  - ", "\xa0\xa0-\xa0"),
        lambda text: text.replace("  - ", "  – "),
        lambda text: re.sub(r"(?m)^..(?=  -)", lambda tag: tag[0].lower(), text),
        lambda text: re.sub(r"(?m)^(?=..  -)", "  ", text),
        lambda text: text.replace("TY", "\fTY"),
        lambda text: text.removesuffix("\n"),
    ],
    ids=[
        "bom",
        "crlf",
        "cr",
        "one blank",
        "none after",
        "tab",
        "nbsp",
        "dash",
        "lower",
        "indent",
        "feed",
        "no newline",
    ],
)
def test_ris_saved_in_other_ways_reads_the_same(change):
    pd.testing.assert_frame_equal(
        _tagged.read_ris(change(RIS))[0], _tagged.read_ris(RIS)[0]
    )


def test_ris_without_er_and_what_stands_between_records():
    text = """Provider: JSTOR
Content: text/plain; charset="UTF-8"
1.
TY  - JOUR
TI  - No end
PMID - 12345678

% a comment
2.
TY  - JOUR
TI  - Cut off
KW  - one
two"""
    raw, problems = _tagged.read_ris(text)
    assert spans(raw) == [(4, 6), (10, 13)]
    assert raw["note"].tolist() == ["no ER line ends it"] * 2
    assert raw["PMID"][0] == "12345678"
    assert raw["KW"][1] == ["one", "two"]
    assert spans(problems) == [(8, 8)]
    assert problems["record"].isna().all()
    assert "a record begins with a line TY" in problems["reason"][0]
    assert uncovered(text, raw, problems) == [*lines(text)[:3], "2."]


def test_ris_fields_without_ty_are_a_record_if_they_have_a_title():
    text = "AU  - Nobody\nER  - \n\nTI  - Somebody's\nAB  - Text\nER  - \n\nTY  - JOUR\nTI  - Last\nER  - "
    raw, problems = _tagged.read_ris(text)
    assert raw["TI"].tolist() == ["Somebody's", "Last"]
    assert raw["note"].tolist()[0] == "no TY line begins it" and pd.isna(raw["note"][1])
    assert spans(problems) == [(1, 2)] and problems["reason"][0].startswith(
        "fields outside of any record"
    )


def test_ris_paragraphs_of_an_abstract_are_its_own():
    raw, problems = _tagged.read_ris(
        "TY  - JOUR\nAB  - One.\n\nTwo.\nER - positive cells.\n\nTI  - T\nKW  - a\nER  -"
    )
    assert problems.empty and len(raw) == 1
    assert raw["AB"][0] == "One. Two. ER - positive cells."
    assert raw["TI"][0] == "T"


def test_ris_line_of_ovid_below_er_is_of_the_record_above():
    link = "Link to the Ovid Full Text or citation: http://x"
    text = f"TY  - JOUR\nT1  - A\nER  -\nNL  - J Health\n\n{link}\n\n2.\nTY  - JOUR"
    raw, problems = _tagged.read_ris(text)
    assert (
        raw["NL"].tolist()[0] == "J Health"
        and spans(raw) == [(1, 4), (9, 9)]
        and problems.empty
    )


MEDLINE = """
PMID- 20033235
OWN - NLM
STAT- MEDLINE
TI  - Prediction of reduction potentials of compounds related to
      anthracyclines.
FAU - Doe, Jane
FAU - Roe, Rick
AB  - First.
      IL  - 6 second.
AID - 10.1000/1 [doi]

PMID- 20033236
OWN - NLM
TI  - Another.
"""


def test_medline_reads_what_is_indented_as_going_on():
    raw, problems = _tagged.read_medline(MEDLINE)
    assert problems.empty and spans(raw) == [(2, 11), (13, 15)]
    assert (
        raw["TI"][0]
        == "Prediction of reduction potentials of compounds related to anthracyclines."
    )
    assert raw["FAU"][0] == ["Doe, Jane", "Roe, Rick"]
    assert raw["AB"][0] == "First. IL  - 6 second."
    assert raw["PMID"].tolist() == ["20033235", "20033236"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("\n", "\r\r\n"),
        lambda text: text.replace("PMID- ", "PMID-"),
        lambda text: text.replace("PMID- ", "PMID  - "),
        lambda text: text.replace("      anth", "anth"),
    ],
    ids=["no blank lines", "doubled newlines", "no blank", "blanks", "lost indent"],
)
def test_medline_of_other_hands_reads_the_same(change):
    fields = _tagged.read_medline(change(MEDLINE))[0].drop(
        columns=["line_from", "line_to"]
    )
    pd.testing.assert_frame_equal(
        fields, _tagged.read_medline(MEDLINE)[0].drop(columns=["line_from", "line_to"])
    )


def test_medline_of_eric_begins_with_own_and_of_neither_with_what_comes_again():
    eric = "OWN - ERIC\nTI  - A\nISSN - ISSN-1234\n\nOWN - ERIC\nTI  - B\n\nPMID- 1\nTI  - C\n\nOWN - ERIC\nTI  - D\n"
    raw, problems = _tagged.read_medline(eric)
    assert (
        raw["TI"].tolist() == list("ABCD")
        and problems.empty
        and raw["note"].isna().all()
    )
    assert raw["ISSN"][0] == "ISSN-1234"
    raw, _ = _tagged.read_medline("TI  - A\nAB  - a\n\nTI  - B\nAB  - b\n")
    assert raw["TI"].tolist() == ["A", "B"] and raw["note"].notna().all()


def test_medline_footer_is_listed_and_spoils_no_field():
    raw, problems = _tagged.read_medline(
        "PMID- 1\nTI  - A\nSO  - J Health.\n\nSearch was saved by someone\n"
    )
    assert raw["SO"][0] == "J Health." and spans(problems) == [(5, 5)]


WOS = """\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Smith, J
   Doe, A
TI Distributed multi-robot
   coalition formation
CR Ref X, 2010, J X
   Ref Y, 2012, J Y
AB Multiline
   text.
ER

PT C
AU Solo, H
TI Second
"""


def test_wos_lists_names_joins_wraps_and_leaves_its_header_out():
    text = WOS + "ER\n\nEF\n" + WOS
    raw, problems = _tagged.read_wos(text)
    assert problems.empty and len(raw) == 4
    assert spans(raw)[:2] == [(3, 12), (14, 17)]
    assert raw["AU"][0] == ["Smith, J", "Doe, A"] and raw["AU"][1] == "Solo, H"
    assert raw["TI"][0] == "Distributed multi-robot coalition formation"
    assert raw["CR"][0] == ["Ref X, 2010, J X", "Ref Y, 2012, J Y"]
    assert raw["note"].isna().tolist() == [True, True, True, False]
    assert [line.strip("\ufeff")[:2] for line in uncovered(text, raw, problems)] == [
        "FN",
        "VR",
        "EF",
        "FN",
        "VR",
    ]


def test_wos_files_joined_where_one_is_cut_off():
    raw, problems = _tagged.read_wos(WOS + WOS)
    assert raw["TI"].tolist()[1] == "Second" and len(raw) == 4 and problems.empty


def test_enw_records_begin_below_blank_lines_or_with_a_type_or_title_again():
    first = "%T A\n%0 Book\n%A Doe\n%A Roe\n%X One.\n\nTwo.\n\n%U http://a\n\n\n"
    raw, problems = _tagged.read_endnote(
        first + "%A Solo\n%T B\n\n%0 Book\n%T C\n%0 Book\n%T D\n"
    )
    assert problems.empty
    assert raw["%T"].tolist() == ["A", "B", "C", "D"]
    assert spans(raw) == [(1, 9), (12, 13), (15, 16), (17, 18)]
    assert (
        raw["%A"][0] == ["Doe", "Roe"]
        and raw["%X"][0] == "One. Two."
        and raw["%U"][0] == "http://a"
    )
    double = _tagged.read_endnote(
        "%0 Book\n\n%T A\n\n%K one\n\ntwo\n\n\n%0 Book\n\n%T B"
    )[0]
    assert double["%T"].tolist() == ["A", "B"] and double["%K"][0] == ["one", "two"]


def test_percent_signs_of_a_text_are_no_tags():
    raw, _ = _tagged.read_endnote(
        "%T A\n%X About 5\n% of papers (95\n%) and\n%CI of them"
    )
    assert raw["%X"][0] == "About 5 % of papers (95 %) and %CI of them"
    assert len(raw.filter(like="%").columns) == 2


def test_a_line_longer_than_any_field_makes_its_record_a_problem():
    text = RIS.replace("and another", "x" * (_tagged.LONGEST + 1))
    raw, problems = _tagged.read_ris(text)
    assert raw["record"].tolist() == [2] and problems["record"].tolist() == [1]
    assert spans(problems) == [(1, 7)] and problems["reason"][0].startswith(
        "line 6 has 1,000,002 characters"
    )


def test_text_that_looks_like_ever_new_tags_makes_no_boundless_table():
    words = (
        a + b + c for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ" for c in "ABCDEFGHIJ"
    )
    raw, problems = _tagged.read_ris(
        "TY  - JOUR\n" + "\n".join(f"{word}  - x" for word in words)
    )
    assert raw.shape == (1, _tagged.MOST_TAGS + 4) and problems.empty


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_is_no_such_file_is_one_stretch(read):
    for text in ("", "\n \n\ufeff"):
        raw, problems = read(text)
        assert raw.empty and problems.empty and raw.columns[0] == "record"
        assert problems["record"].dtype == "Int64"
    raw, problems = read("\x00\x01 junk\n\nof more lines")
    assert raw.empty and spans(problems) == [(1, 3)] and problems["record"].isna().all()


PIECES = [
    *[
        "TY  - JOUR",
        "TY - CONF",
        "ER  - ",
        "ER",
        "TI  - A",
        "AB  - Text",
        "KW  - a",
        "NL  - b",
        "zz  - c",
        "2.",
        "text",
    ],
    *[
        "PMID- 1",
        "OWN - ERIC",
        "      more",
        "PT J",
        "TI B",
        "AU C",
        "   D",
        "EF",
        "FN x",
        "%0 Book",
        "%T E",
        "%U f",
    ],
    *["%X g", "", "", "Provider: x", "\ufeff", "\f"],
]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(list(READERS)),
    st.text(max_size=200)
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30).flatmap(
        lambda rows: st.sampled_from(["\n", "\r\n", "\r", "\n\n"]).map(
            lambda end: end.join(rows)
        )
    ),
)
def test_any_text_is_accounted_for(name, text):
    raw, problems = READERS[name](text)
    spanned = ranges(raw, problems)
    assert all(start <= end for start, end in spanned) and all(
        a[1] < b[0] for a, b in itertools.pairwise(spanned)
    )
    assert all(1 <= start and end <= len(lines(text)) for start, end in spanned)
    assert (
        raw["record"].tolist() == list(range(1, len(raw) + 1))
        and raw["line_from"].is_monotonic_increasing
    )
    header = re.compile(r"2\.|Provider: x|EF|FN x|[\W_]+|\d+\.|<\d+>")
    assert all(
        header.fullmatch(line.strip(BLANK)) for line in uncovered(text, raw, problems)
    )
    # Every word of a line within a record is in one of its fields, or is a tag.
    for row in raw.itertuples(index=False):
        own = " ".join(lines(text)[row.line_from - 1 : row.line_to])
        values = " ".join(
            " ".join(v) if isinstance(v, list) else str(v) for v in row[3:-1]
        )
        assert set(re.findall(r"[a-z]{4,}", own)) <= set(
            re.findall(r"[a-z]{4,}", values)
        )


SAFE = st.text("aé中Z9 -.%\u2028", max_size=12).map(
    lambda text: "x" + text.strip() + "."
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(SAFE, st.lists(SAFE, max_size=3), st.booleans()), max_size=8))
def test_records_that_are_written_well_come_back(papers):
    ris, medline, enw, wos = "", "", "", "FN x\nVR 1.0\n"
    for title, authors, ended in papers:
        ris += (
            f"TY  - JOUR\nTI  - {title}\n"
            + "".join(f"AU  - {a}\n" for a in authors)
            + ("ER  - \n\n" * ended)
        )
        medline += (
            f"PMID- 1\nTI  - {title}\n"
            + "".join(f"AU  - {a}\n" for a in authors)
            + "\n"
        )
        enw += (
            f"%0 Book\n%T {title}\n"
            + "".join(f"%A {a}\n" for a in authors)
            + "\n" * ended
        )
        wos += (
            f"PT J\nTI {title}\n"
            + ("AU " + "\n   ".join(authors) + "\n" if authors else "")
            + "ER\n\n"
        )
    for read, text, start, title, author in (
        (_tagged.read_ris, ris, "TY", "TI", "AU"),
        (_tagged.read_medline, medline, "PMID", "TI", "AU"),
        (_tagged.read_wos, wos, "PT", "TI", "AU"),
        (_tagged.read_endnote, enw, "%0", "%T", "%A"),
    ):
        raw, problems = read(text)
        assert len(raw) == len(re.findall(rf"(?m)^{start}\b", text)) and problems.empty
        fields = raw.reindex(columns=[title, author])
        lists = [
            v if isinstance(v, list) else [v] if isinstance(v, str) else []
            for v in fields[author]
        ]
        assert fields[title].tolist() == [paper[0] for paper in papers]
        assert lists == [paper[1] for paper in papers]
