"""The numbers of the flow chart close, and all of them stand in the chart."""

import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.charts import _prisma as prisma_chart
from litreview.charts import _theme as charts
from litreview.dedupe import _join as duplicates
from litreview.read import _clean as cleaning
from litreview.read import _dumps as dumps
from litreview.report import _pages as pages
from litreview.screening import _agreement as agreement
from litreview.screening import _decisions as decisions
from litreview.screening import _prisma as prisma
from tests.conftest import SAMPLE, run_command

MADE = ["include", "exclude", "maybe", "conflict"]
REASONS = ["off topic", "", "no data", "off\n topic"]
LONG = [
    "search/WEB OF SCIENCE MAXIMUM EXPORT.ris",
    "a-name_without/any blank_" + "x" * 80,
    "中文论文数据库" * 9,
]


def made_records(*rows):
    """Invent records: rows of paper, record and dump."""
    return pd.DataFrame(rows, columns=["paper_id", "record_id", "dump"], dtype="str")


def pairs(*rows):
    """Invent compared pairs: rows of decision, paper and two records."""
    names = ["match", "paper_id_a", "record_id_a", "record_id_b"]
    table = pd.DataFrame(rows, columns=names, dtype="str")
    return table.assign(paper_id_b=table["paper_id_a"])


def decided(made):
    """Invent decisions: of a paper, the decision and its reason."""
    rows = [(paper, decision, reason) for paper, (decision, reason) in made.items()]
    return pd.DataFrame(rows, columns=["paper_id", "decision", "reason"], dtype="str")


def counted(records, judged, made):
    papers = records[["paper_id"]].drop_duplicates()
    return prisma.prisma_counts(papers, records, judged, decided(made))


@pytest.fixture(scope="module")
def joined():
    found, *_ = dumps.records(SAMPLE)
    papers, records, judged, _ = duplicates.join(cleaning.mend_text(found)[0])
    return papers, records, judged


@pytest.fixture(scope="module")
def twelve():
    """Twelve sources and nine reasons, some of them long."""
    names = [*LONG, *(f"export-{i}.bib" for i in range(9))]
    records = made_records(*((f"p{i}", f"r{i}", names[i % 12]) for i in range(60)))
    reasons = [
        f"reason {i}: " + "not what was asked for, by any measure " * (i % 4)
        for i in range(9)
    ]
    made = {f"p{i}": ("exclude", reasons[i % 9]) for i in range(20)} | {
        "p20": ("maybe", ""),
        "p21": ("include", ""),
    }
    return counted(records, pairs(), made | {"p22": ("conflict", "")})


def texts(chart):
    """The texts of a chart with what they count, where they are written."""
    data = json.loads(chart.to_json())["datasets"].values()
    return [row for rows in data for row in rows if row.get("text")]


def test_a_small_flow_counted_by_hand():
    records = made_records(
        ("a", "1", "x"),
        ("a", "1", "y"),
        ("a", "2", "x"),
        ("a", "3", "z"),
        ("b", "4", "x"),
        ("b", "5", "z"),
        ("c", "6", "x"),
    )
    judged = pairs(
        ("same", "a", "1", "2"),
        ("linked", "a", "2", "3"),
        ("same", "b", "4", "5"),
        ("different", "b", "4", "5"),
    )
    made = {
        "a": ("exclude", " off\ntopic "),
        "b": ("", "of a note"),
        "gone": ("include", ""),
    }
    rows = [tuple(row) for row in counted(records, judged, made).to_numpy()]
    assert rows == [
        ("identified", "", 7),
        *[("identified", "x", 4), ("identified", "y", 1), ("identified", "z", 2)],
        ("duplicates", "", 4),
        *[
            ("duplicates", label, n)
            for label, n in zip(prisma.KINDS, [1, 2, 1], strict=True)
        ],
        *[
            ("papers", "", 3),
            ("not screened", "", 2),
            ("screened", "", 1),
            ("excluded", "", 1),
        ],
        *[
            ("excluded", "off topic", 1),
            ("maybe", "", 0),
            ("conflict", "", 0),
            ("included", "", 0),
        ],
        ("not in the corpus", "", 1),
    ]


def test_the_sample_counted_by_hand(joined):
    papers, records, judged = joined
    own = list(papers["paper_id"])
    made = {paper: ("exclude", "off topic") for paper in own[:5]} | {
        own[5]: ("include", "")
    }
    counts = prisma.prisma_counts(papers, records, judged, decided(made))
    n = prisma.prisma_totals(counts)
    assert (n["identified"], n["duplicates"], n["papers"], n["not screened"]) == (
        190,
        18,
        172,
        166,
    )
    assert (
        n["screened"],
        n["excluded"],
        n["included"],
        n["maybe"] + n["conflict"],
    ) == (6, 5, 1, 0)
    assert dict(prisma.prisma_parts(counts, "identified"))["page-6-and-7.txt"] == 44
    assert [count for _, count in prisma.prisma_parts(counts, "duplicates")] == [
        15,
        2,
        1,
    ]


@st.composite
def reviews(draw):
    places = st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from("xyz"))
    found = draw(st.lists(places, min_size=1, max_size=30))
    records = made_records(
        *((f"p{paper}", f"p{paper}r{record}", dump) for paper, record, dump in found)
    )
    known = records.groupby("paper_id")["record_id"].agg(list)
    two = st.sampled_from(list(known.index)).flatmap(
        lambda paper: st.tuples(
            st.sampled_from(["same", "linked", "different"]),
            st.just(paper),
            *[st.sampled_from(known[paper])] * 2,
        )
    )
    judged = pairs(*draw(st.lists(two, max_size=12)))
    one = st.tuples(st.sampled_from([*MADE, ""]), st.sampled_from(REASONS))
    made = draw(st.dictionaries(st.integers(0, 9).map("p{}".format), one))
    return records, judged, made


@settings(max_examples=50)
@given(reviews())
def test_the_sums_close_whatever_was_decided(review):
    counts = counted(*review)
    n = prisma.prisma_totals(counts)
    assert n["identified"] == n["duplicates"] + n["papers"]
    assert n["papers"] == n["not screened"] + n["screened"]
    assert n["screened"] == n["excluded"] + n["maybe"] + n["conflict"] + n["included"]
    assert n["screened"] + n["not in the corpus"] == sum(
        decision != "" for decision, _ in review[2].values()
    )
    assert counts["count"].min() >= 0
    for box in ("identified", "duplicates", "excluded"):
        assert sum(count for _, count in prisma.prisma_parts(counts, box)) == n[box]


@settings(max_examples=10)
@given(reviews())
def test_the_chart_holds_all_numbers_and_its_boxes_do_not_touch(review):
    counts = counted(*review)
    rows = texts(prisma_chart.prisma_flow(counts))
    written = [
        int(re.search(r"\(n\u00a0=\u00a0(\d+)\)$", row["text"])[1]) for row in rows
    ]
    assert written == [row["count"] for row in rows]
    n = prisma.prisma_totals(counts)
    told = {row["box"]: row["count"] for row in rows if row["label"] == ""}
    shown = {
        box: n[box]
        for box in ("identified", "duplicates", "screened", "excluded", "included")
    }
    shown |= {box: n[box] for box in ("papers", "not screened") if n["not screened"]}
    shown |= {"open": n["maybe"] + n["conflict"]} if n["maybe"] + n["conflict"] else {}
    assert told == {prisma_chart.HEADS[box]: size for box, size in shown.items()}
    boxes = prisma_chart._place_boxes(counts)
    for _, column in boxes.groupby("x"):
        assert (column["y"].to_numpy()[1:] > column["y2"].to_numpy()[:-1]).all()
    for box in boxes.itertuples():
        assert all(
            box.y < row["y"] and row["y"] + row["tall"] <= box.y2 for row in box.texts
        )


def test_twelve_sources_and_nine_reasons_are_whole(twelve):
    told = texts(prisma_chart.prisma_flow(twelve))
    assert "and 2 more (n\u00a0=\u00a010)" in [row["text"] for row in told]
    for row in told:
        if row["label"] and not row["text"].startswith("and 2 more"):
            assert re.sub(r"\s", "", row["text"]).removesuffix(
                f"(n={row['count']})"
            ) == re.sub(r"\s", "", row["label"])
    data = json.loads(prisma_chart.prisma_flow(twelve).to_json())["datasets"].values()
    listed = {
        row["label"]
        for rows in data
        for row in rows
        if row.get("box") == "Records identified"
    }
    assert {
        *LONG,
        "export-8.bib",
    } <= listed  # those that the box does not list stand in the numbers below it


def test_the_chart_is_described_and_its_colours_are_those_of_the_page(twelve):
    spec = prisma_chart.prisma_flow(twelve).to_dict()
    assert spec["title"]["subtitle"] == "60 records, 60 papers, 23 screened, 1 included"
    assert "Papers excluded: 20; " in spec["description"] and set(
        spec["usermeta"]["numbers"]
    ) == {
        "box",
        "label",
        "count",
    }
    known = re.findall(r'"(#[0-9a-f]{6}|white)": "--', pages.read_asset("charts.js"))
    marks = json.dumps([layer["mark"] for layer in spec["layer"]])
    assert set(re.findall(r"#[0-9a-f]{6}|white", marks)) <= set(known)


def test_the_sentences_of_a_methods_section():
    records = made_records(("a", "1", "x_y_z"), ("a", "1", "x_y_z"), ("b", "2", "<b>"))
    text = prisma.prisma_summary(
        counted(records, pairs(), {"a": ("exclude", "*not*"), "gone": ("maybe", "")})
    )
    assert text == (
        r"**3 records** were identified from 2 files (x\_y\_z: 2; &lt;b&gt;: 1). 1 duplicate record was removed (exact "
        r"copies: 1), which left **2 papers**. **1** of them was screened by title and abstract, 1 was not. Of those "
        r"screened, 1 was excluded (\*not\*: 1) and **0** included. Decisions on 1 paper that is not in the corpus any "
        "more are kept, and not counted."
    )
    whole = prisma.prisma_summary(
        counted(made_records(("a", "1", "x")), pairs(), {"a": ("maybe", "")})
    )
    assert (
        "There were no duplicates: they are **1 paper**. **All** of them were screened"
        in whole
    )
    assert "1 is marked *maybe*." in whole and "conflict" not in whole


def test_what_was_not_seen_is_estimated_from_random_papers_only(tmp_path):
    papers = pd.DataFrame({"paper_id": [f"p{i}" for i in range(100)]}, dtype="str")
    records = papers.assign(record_id=papers["paper_id"], dump="x")
    lines = [
        {"paper_id": f"p{i}", "decision": "exclude", "chosen": "ranked"}
        for i in range(20)
    ]
    decisions.decide_all(tmp_path / "s", lines, "ann")
    made = decisions.current_decisions(tmp_path / "s")
    counts = prisma.prisma_counts(
        papers, records, pairs(), agreement.final_decisions(made)
    )
    assert "No paper was drawn at random" in prisma.prisma_summary(
        counts, prisma.count_unseen(made, papers)
    )
    lines = [
        {"paper_id": f"p{i}", "decision": "exclude", "chosen": "random"}
        for i in range(20, 60)
    ]
    decisions.decide_all(tmp_path / "s", lines, "ann")
    row = prisma.count_unseen(decisions.current_decisions(tmp_path / "s"), papers).iloc[
        0
    ]
    assert (row["screener"], row["draws"]) == ("ann", 40) and 0 == row["low"] <= row[
        "left"
    ] <= row["high"] < 40
    said = prisma.prisma_summary(
        counts, prisma.count_unseen(decisions.current_decisions(tmp_path / "s"), papers)
    )
    assert (
        "Judging from 40 papers drawn at random, some 0 of those that ann did not screen are relevant"
        in said
    )
    lines = [{"paper_id": f"p{i}", "decision": "exclude"} for i in range(60, 100)]
    decisions.decide_all(tmp_path / "s", lines, "ann")
    assert prisma.count_unseen(
        decisions.current_decisions(tmp_path / "s"), papers
    ).empty


def test_a_store_without_decisions_counts_nothing_and_lists_nothing(joined, tmp_path):
    papers, records, judged = joined
    final = agreement.final_decisions(
        decisions.current_decisions(tmp_path / "none.sqlite")
    )
    counts = prisma.prisma_counts(papers, records, judged, final)
    assert (
        prisma.prisma_totals(counts)["not screened"] == 172
        and prisma.screened_table(papers, final).empty
    )
    assert (
        "**0** of them were screened by title and abstract, 172 were not."
        in prisma.prisma_summary(counts)
    )
    prisma.screened_table(papers, final).to_parquet(tmp_path / "decisions.parquet")


def test_decisions_that_are_none_or_two_are_refused():
    records = made_records(("a", "1", "x"))
    with pytest.raises(
        ValueError,
        match="decision: 'perhaps' is none of include, exclude, maybe, conflict",
    ):
        counted(records, pairs(), {"a": ("perhaps", "")})
    twice = pd.concat([decided({"a": ("include", "")})] * 2)
    with pytest.raises(
        ValueError, match="a: has two decisions; .*screening.final_decisions"
    ):
        prisma.prisma_counts(records, records, pairs(), twice)


@pytest.mark.slow
def test_no_letter_leaves_its_box(twelve, browser):
    charts.enable()
    page = browser.new_page()
    page.set_content(
        f"<style>* {{ font-family: sans-serif }}</style><div id='here'></div><script>{pages.vega()}</script>"
    )
    page.evaluate(
        "spec => vegaEmbed('#here', spec, {renderer: 'svg'})",
        prisma_chart.prisma_flow(twelve).to_dict(),
    )
    page.wait_for_selector("svg text")
    left, right, texts = page.evaluate(
        """() => {
          const of = (name) => [...document.querySelectorAll(name)].map((mark) => mark.getBoundingClientRect());
          const boxes = of("g.mark-rect path").filter((box) => box.width > 200);
          return [Math.max(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right)),
            of("g.mark-text.role-mark text").map((box) => [box.left, box.right, box.height])];
        }"""
    )
    ends = [end for start, end, height in texts if start < left and height < 400]
    assert max(ends) < left - 30 and max(end for _, end, _ in texts) < right - 4
    page.close()


@pytest.mark.slow
def test_a_run_with_a_store_shows_the_part_and_one_without_does_not(
    sample_report, joined, tmp_path
):
    assert not (sample_report / "notebooks" / "screening.html").exists()
    assert 'id="screening"' not in (sample_report / "report.html").read_text(
        encoding="utf-8"
    )
    papers = joined[0]
    lines = [
        {"paper_id": paper, "decision": "exclude", "reason": "<off> topic"}
        for paper in papers["paper_id"][:9]
    ]
    lines += [
        {"paper_id": "gone", "decision": "include"},
        {"paper_id": papers["paper_id"][20], "decision": "include"},
    ]
    decisions.decide_all(tmp_path / "city.screening_decisions.sqlite", lines, "ann")
    (tmp_path / "city.yml").write_text(f"dumps: {SAMPLE}")
    done = run_command(
        "run",
        tmp_path / "city.yml",
        "--reports",
        tmp_path / "reports",
        "--until",
        "screening",
    )
    assert done.returncode == 0, done.stderr
    report = tmp_path / "reports" / "city"
    one = (report / "report.html").read_text(encoding="utf-8")
    assert '<section id="screening"' in one and "<off>" not in one
    own = (report / "notebooks" / "screening.html").read_text(encoding="utf-8")
    for text in (one, own):
        assert (
            "screened, 9 were excluded (&lt;off&gt; topic: 9) and <strong>1</strong> included."
            in text
        )
        assert "Decisions on 1 paper that is not in the corpus any more" in text
    (store,) = [
        file
        for file in json.loads((report / "run.json").read_text())["inputs"]
        if file["kind"] == "screening_decisions"
    ]
    assert store["records"] == 11 and store["path"].endswith(
        "city.screening_decisions.sqlite"
    )
    table = pd.read_parquet(report / "tables" / "screening_decisions.parquet")
    assert list(table) == [
        "paper_id",
        "title",
        "year",
        "venue",
        "decision",
        "reason",
        "screener",
        "at",
    ]
    assert table["decision"].value_counts().to_dict() == {
        "exclude": 9,
        "include": 1,
    } and set(table["screener"]) == {"ann"}
    assert papers["title"][20] in own
