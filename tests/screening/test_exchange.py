"""Decisions go out as CSV and RIS and come back; nothing is guessed on the way."""

import csv
import io
import re

import pandas as pd
import pytest
import rispy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from litreview import tables, write
from litreview.read import _dumps as dumps
from litreview.screening import _agreement as agreement
from litreview.screening import _decisions as decisions
from litreview.screening import _exchange as decided

FORMATS = {"csv": decided.decisions_csv, "ris": decided.decisions_ris}
PAPERS = pd.DataFrame(
    {
        "paper_id": [
            "a1b2c3d4e5f6",
            "b1b2c3d4e5f6",
            "c1b2c3d4e5f6",
            "d1b2c3d4e5f6",
            "e1b2c3d4e5f6",
        ],
        "title": [
            "The silt of rivers",
            "Loam & sand: a review",
            "Clay",
            "Clay",
            "On tides; or, mud",
        ],
        "abstract": [
            "An abstract.",
            None,
            "Of clay.",
            "Of other clay.",
            "ASReview_relevant as ever.",
        ],
        "authors": [
            ["Doe, Jane"],
            [],
            ["Roe, R."],
            None,
            ["Doe, Jane", "Müller, Karl"],
        ],
        "doi": ["10.1000/silt", None, "10.1000/clay.1", "10.1000/CLAY.2", None],
        "pmid": ["123456", None, None, None, None],
        "topic_label": ["Mud", None, None, None, None],
    }
)
IDS = PAPERS["paper_id"].tolist()


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Leave out the waiting for the disk, which only a power failure would miss."""
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "OFF")


def table(*rows) -> pd.DataFrame:
    """Decisions of (paper, decision[, reason, note, tags])."""
    full = [[*row, *("", "", [])[len(row) - 2 :]] for row in rows]
    kept = pd.DataFrame(
        full, columns=["paper_id", "decision", "reason", "note", "tags"]
    )
    at = pd.to_datetime(["2026-03-05T06:07:08.000009Z"] * len(full), utc=True)
    return kept.assign(
        paper_id=[IDS[n] for n in kept["paper_id"]],
        screener="Ann",
        chosen="ranked",
        at=at,
        title="",
    )


def again(tmp_path, text: str, name: str, papers=PAPERS):
    tables.write_file(tmp_path / name, text)
    return decided.read_exchange(tmp_path / name, papers)


DECIDED = table(
    (
        0,
        "include",
        "",
        "=1+1 & <b>bold</b>\nsecond line; -3",
        ["a; b", "=x", 'q"u"', "plain"],
    ),
    (1, "exclude", "no data; none", "ASReview_relevant, they say"),
    (2, "maybe"),
    (3, "", "", "only a note", ["later"]),
)


@pytest.mark.parametrize("to", FORMATS)
def test_what_goes_out_comes_back(tmp_path, to):
    before = DECIDED.copy(deep=True)
    text = FORMATS[to](PAPERS, DECIDED)
    assert text == FORMATS[to](PAPERS, DECIDED[::-1])  # in the order of the papers
    back, left = again(tmp_path, text, f"x.{to}")
    assert (
        left.empty
        and left.columns.tolist() == decided.REJECTED
        and back.columns.tolist() == decided.READ
    )
    for name in ("paper_id", "decision", "reason", "note", "tags", "screener"):
        assert back[name].tolist() == DECIDED[name].tolist(), name
    assert (back["chosen"] == "imported").all() and (
        pd.to_datetime(back["decided_at"]) == DECIDED["at"]
    ).all()
    assert back["title"].tolist() == PAPERS["title"].tolist()[:4]
    pd.testing.assert_frame_equal(DECIDED, before)
    assert decided.read_exchange(
        tmp_path / f"x.{to}", PAPERS[::-1].set_index(PAPERS.index + 7)
    )[0].equals(back)


TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\u200b\u2028\u2029"
    ),
    max_size=25,
)
LINE = st.builds(
    lambda start, rest: f"{start}{rest}".strip(),
    st.sampled_from(["", "=", "-", '"', ";", "<p>", "\\n"]),
    TEXT,
)
WORD = LINE.map(lambda text: " ".join(text.split())).filter(bool)
BLANK = re.compile(
    r"^[\s\u200b\u200c\u200d\u2060\ufeff]|[\s\u200b\u200c\u200d\u2060\ufeff]$"
)
NEAT = LINE.filter(lambda text: not BLANK.search(text))
NOTE = st.lists(NEAT.filter(bool), max_size=3).map("\n".join)
ROW = st.tuples(
    st.sampled_from(tables.SCREENING_DECISIONS),
    NEAT,
    NOTE,
    st.lists(WORD.filter(lambda text: not BLANK.search(text)), max_size=3, unique=True),
)


@settings(max_examples=15)
@given(st.lists(ROW, max_size=5), st.sampled_from([*FORMATS]))
@example([("include", "", ";\n=", [])], "csv")
def test_whatever_is_decided_comes_back(tmp_path_factory, drawn, to):
    one = table(*((n, *row) for n, row in enumerate(drawn)))
    place = tmp_path_factory.mktemp("decided")
    back, left = again(place, FORMATS[to](PAPERS, one), f"x.{to}")
    assert left.empty
    for name in ("paper_id", "decision", "reason", "note", "tags"):
        assert back[name].tolist() == one[name].tolist()


def dumps_of(place, to) -> pd.DataFrame:
    tables.write_file(place / f"plain.{to}", getattr(write, to)(PAPERS))
    return dumps.scan(place / f"plain.{to}")[0]


@pytest.mark.parametrize("to", FORMATS)
def test_our_own_readers_find_the_same_papers(tmp_path, to):
    tables.write_file(tmp_path / f"x.{to}", FORMATS[to](PAPERS, DECIDED))
    found, plain = dumps.scan(tmp_path / f"x.{to}")[0], dumps_of(tmp_path, to)
    columns = ["title", "abstract", "authors", "doi", "pmid"]
    pd.testing.assert_frame_equal(found[columns], plain[columns])


def test_csv_says_to_asreview_what_is_relevant_and_computes_nothing():
    text = decided.decisions_csv(PAPERS, DECIDED)
    rows = [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert [row["included"] for row in rows] == ["1", "0", "1", "", ""]
    assert [row["decision"] for row in rows] == ["include", "exclude", "maybe", "", ""]
    assert list(rows[0])[-7:] == decided.ADDED and text.startswith(
        write.csv(PAPERS)[:20]
    )
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if re.search(r"(?m)(?:^|;)\s*[=+\-@]", cell)]
    frame = pd.read_csv(io.StringIO(text))
    assert (
        frame["included"].tolist()[:3] == [1, 0, 1]
        and frame["included"].isna().sum() == 2
    )


def test_ris_has_the_notes_of_asreview_and_the_tags_of_zotero():
    text = decided.decisions_ris(PAPERS, DECIDED)
    assert text.count("\r\n") == text.count("\n") and all(
        re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines() if line
    )
    found = rispy.loads(text)
    notes = [
        [note for note in row["notes"] if note.startswith("ASReview_")] for row in found
    ]
    assert notes == [
        [f"ASReview_{name}"]
        for name in ("relevant", "irrelevant", "relevant", "not_seen", "not_seen")
    ]
    # ASReview takes the label of the first note that has one in it, whatever the person
    # wrote.
    said = [
        re.search(r"ASReview_(?:relevant|irrelevant|not_seen)", " ".join(row["notes"]))[
            0
        ]
        for row in found
    ]
    assert said == [note[0] for note in notes]
    assert [row.get("keywords") for row in found[:4]] == [
        ["Mud", "a b", "=x", 'q"u"', "plain"],
        None,
        None,
        ["later"],
    ]
    assert "PMID: 123456" in found[0]["notes"] and [row["id"] for row in found] == IDS
    assert not re.search("N1  - .*<", text)  # Zotero would take it for HTML


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_decided_and_no_papers_break_nothing(tmp_path, to):
    empty = decisions.current_decisions(tmp_path / "none.sqlite")
    back, left = again(tmp_path, FORMATS[to](PAPERS, empty), f"x.{to}")
    assert back.empty and left.empty
    text = FORMATS[to](PAPERS.head(0), empty)
    assert len(text.splitlines()) == (to == "csv")


def test_two_screeners_cannot_be_written_as_one():
    both = pd.concat([DECIDED, DECIDED.assign(screener="Ben")])
    with pytest.raises(
        ValueError, match=f"{IDS[0]} has more than one row; take those of one screener"
    ):
        decided.decisions_csv(PAPERS, both)
    assert (
        decided.decisions_csv(PAPERS, agreement.final_decisions(both)).count("Ann, Ben")
        == 3
    )


def by_hand(tmp_path, text: str, name: str = "hand.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return decided.read_exchange(tmp_path / name, PAPERS)


def test_rows_find_their_paper_by_id_doi_or_title(tmp_path):
    text = f"""Title;DOI;paper_id;Label
nothing like it;;{IDS[4]};1
Clay;https://doi.org/10.1000/clay.2;;0
THE SILT OF RIVERS.;;;yes
Clay;;;1
Another;10.1000/other;;1
;;;0
Loam and sand;;;
Loam & sand - a review;;;maybe
"""
    back, left = by_hand(tmp_path, text)
    assert dict(zip(back["paper_id"], back["decision"], strict=True)) == {
        IDS[4]: "include", IDS[3]: "exclude", IDS[0]: "include", IDS[1]: "maybe"
    }  # fmt: skip
    assert back["line"].tolist() == [2, 3, 4, 9]
    assert left[["line", "title", "label", "reason"]].fillna("").values.tolist() == [
        [5, "Clay", "1", "2 papers have its DOI or title; give the paper_id"],
        [6, "Another", "1", "fits no paper by id, DOI or title"],
        [7, "", "0", "fits no paper by id, DOI or title"],
    ]


@pytest.mark.parametrize("column", decided.LABELS)
def test_every_name_of_the_labels_that_asreview_knows_is_known(tmp_path, column):
    back, left = by_hand(
        tmp_path,
        f"paper_id,{column.upper()}\n{IDS[0]},1\n{IDS[1]},0.0\n{IDS[2]},\n{IDS[3]},-1\n",
    )
    assert back["decision"].tolist() == ["include", "exclude"] and left.empty


def test_what_contradicts_itself_is_left(tmp_path):
    text = f"""paper_id,decision,included,asreview_label,note
{IDS[0]},include,1,0,
{IDS[1]},maybe,1,1,fine
{IDS[2]},2,,,
{IDS[3]},include,,,
{IDS[3]},exclude,,,
{IDS[4]},include,,,same
{IDS[4]},include,,,same
{IDS[2]},conflict,,,
"""
    back, left = by_hand(tmp_path, text)
    assert back[["paper_id", "decision", "note"]].values.tolist() == [
        [IDS[1], "maybe", "fine"], [IDS[4], "include", "same"]
    ]  # fmt: skip
    assert left["line"].tolist() == [2, 4, 5, 6, 9]
    assert left["reason"].tolist() == [
        "says include (decision) and 0 (asreview_label) and 1 (included); leave one",
        "'2' is none of include, exclude, maybe, 1 and 0",
        *["lines 5 and 6 say different things of one paper; leave one"] * 2,
        "'conflict' is none of include, exclude, maybe, 1 and 0",
    ]


def test_what_asreview_and_zotero_export_is_read(tmp_path):
    ris = f"""TY  - JOUR
N1  - ASReview_relevant
N1  - asreview_time: "2026-01-02 03:04:05"
N1  - asreview_note: "said; so"
N1  - asreview_tag_design_rct: 1
N1  - asreview_tag_design_survey: 0
TI  - The silt of rivers
ER  -

TY  - JOUR
N1  - <p>ASReview_irrelevant</p>
N1  - <p>litreview: {{&quot;decision&quot;: &quot;exclude&quot;, &quot;reason&quot;: &quot;no data&quot;}}</p>
ID  - {IDS[1]}
ER  -

TY  - JOUR
N1  - ASReview_not_seen
TI  - On tides, or mud
ER  -

TY  - JOUR
N1  - litreview: {{"decision": "inclu
TI  - On tides, or mud
ER  -

TY  - JOUR
N1  - litreview: {{"decision": "include", "tags": "one", "note": ["x"]}}
TI  - On tides, or mud
ER  -

TY  - JOUR
N1  - ASReview_not_seen
TI  - Unknown here, and undecided
ER  -

TY  - JOUR
N1  - ASReview_relevant
N1  - ASReview_irrelevant
TI  - On tides, or mud
ER  -
"""
    back, left = by_hand(tmp_path, ris, "x.ris")
    assert back[
        ["paper_id", "decision", "reason", "note", "tags", "decided_at"]
    ].values.tolist() == [
        [IDS[0], "include", "", "said; so", ["design_rct"], "2026-01-02 03:04:05"],
        [IDS[1], "exclude", "no data", "", [], ""],
    ]
    assert (
        len(left) == 3
        and left["reason"].str.contains("is broken").sum() == 2
        and "leave one" in left["reason"][2]
    )
    text = "record_id,title,asreview_label,asreview_time,asreview_note,asreview_tag_design_rct\n"
    text += '0,The silt of rivers,1.0,2026-01-02 03:04:05,"said; so",1\n1,"On tides; or, mud",,,,\n'
    back, left = by_hand(tmp_path, text)
    assert back[["paper_id", "decision", "note", "tags"]].values.tolist() == [
        [IDS[0], "include", "said; so", ["design_rct"]]
    ]
    assert left.empty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title,doi\nClay,\n", "has no column of decisions; call it `decision`"),
        (
            "Dear all,\n\nplease find the papers.\n",
            "is neither RIS nor a table with a column title",
        ),
        (
            "abstract,label_included\nOf clay.,1\n",
            "is neither RIS nor a table with a column title, paper_id or doi",
        ),
        ("", "is neither RIS nor a table with a column title"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path, text, said):
    with pytest.raises(ValueError, match=said) as raised:
        by_hand(tmp_path, text)
    assert str(tmp_path / "hand.csv") in str(raised.value) and "\n" not in str(
        raised.value
    )
    with pytest.raises(FileNotFoundError, match="there is no such file"):
        decided.read_exchange(tmp_path / "no.csv", PAPERS)


def test_what_was_read_is_appended_as_one_and_takes_nothing_away(tmp_path):
    store = tmp_path / "s.sqlite"
    decisions.decide(
        store, IDS[3], "include", screener="Ben", note="mine", tags=["kept"]
    )
    decisions.decide(store, IDS[2], "include", screener="Ben", note="mine", reason="x")
    back, _ = again(tmp_path, decided.decisions_ris(PAPERS, DECIDED), "x.ris")
    assert decided.import_decisions(store, back, "Ben") == 4
    now = decisions.current_decisions(store, "Ben").set_index("paper_id").loc[IDS[:4]]
    assert now["decision"].tolist() == ["include", "exclude", "maybe", "include"]
    assert now["note"].tolist()[2:] == ["mine", "only a note"] and now["tags"].tolist()[
        2:
    ] == [[], ["later"]]
    assert (now["chosen"] == "imported").all() and now["title"].tolist() == PAPERS[
        "title"
    ].tolist()[:4]
    assert (
        decided.import_decisions(store, back.head(0), "Ben") == 0
        and len(decisions.read_log(store)) == 6
    )
    broken = pd.concat([back.head(1), back.head(1).assign(decision="perhaps")])
    with pytest.raises(ValueError, match="'perhaps' is none of"):
        decided.import_decisions(store, broken, "Ben")
    assert len(decisions.read_log(store)) == 6
