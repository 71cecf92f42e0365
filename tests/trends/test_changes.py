"""What changed between two runs is what was planted between them, and nothing where nothing was."""

import json
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.topics import _match as matching
from litreview.trends import _changes as changes
from tests.conftest import SAMPLE, run_command

NAMES = {0: "Tides", 1: "Violins", 2: "Bees", 3: "Roofs", -1: "No topic"}


def run(
    topic_of: dict[str, int],
    dumps: dict[str, str] | None = None,
    verdicts=None,
    **record,
) -> dict:
    """Invent a run: the topic of each paper, the dumps that papers stand in, verdicts by topic, and run.json."""
    ids, dumps = list(topic_of), dumps or {}
    papers = pd.DataFrame(
        {"paper_id": ids, "title": [f"On {own}" for own in ids], "abstract": "Text."},
        dtype="str",
    )
    rows = [(own, dump) for own in ids for dump in dumps.get(own, "a.txt").split()]
    topics = sorted({*topic_of.values(), -1}, key=lambda topic: (topic < 0, topic))
    counts = [sum(own == topic for own in topic_of.values()) for topic in topics]
    made = {
        "papers": papers,
        "records": pd.DataFrame(rows, columns=["paper_id", "dump"], dtype="str"),
        "topics": pd.DataFrame(
            {
                "topic": topics,
                "label": [NAMES[topic] for topic in topics],
                "papers": counts,
            }
        ),
        "assignments": pd.DataFrame(
            {"paper_id": ids, "topic": list(topic_of.values())}
        ).astype({"topic": "int64"}),
        "run": record,
    }
    made["topics"]["share"] = np.array(counts) / max(1, len(ids))
    if verdicts is not None:
        said = {
            "topic": list(verdicts),
            "verdict": [own for own, _ in verdicts.values()],
        }
        made["verdicts"] = pd.DataFrame(
            said | {"change": [change for _, change in verdicts.values()]}
        )
    return made


def of(**sizes: int) -> dict[str, int]:
    """Name papers by what they are planted as: of(a0=3) has a_0, a_1 and a_2 in topic 0; a0_1 would be a part of a."""
    return {
        f"{name[0]}_{name[2:]}{i}": int(name[1]) if name[1] != "n" else -1
        for name, n in sizes.items()
        for i in range(n)
    }


def compared(before, now):
    papers, topics = (
        changes.paper_changes(before, now),
        matching.match_runs(before, now),
    )
    verdicts, differ = (
        changes.verdict_changes(before, now, topics),
        changes.setting_changes(before, now),
    )
    text = re.sub(
        r"\[([^]]+)\]\(#[^)]+\)",
        r"\1",
        changes.changes_summary(before, now, papers, topics, verdicts, differ),
    )
    return changes.all_changes(papers, topics, verdicts, differ), text


def became(before, now):
    table = matching.match_runs(run(before), run(now))
    return set(
        zip(
            table["became"],
            table["label_before"].fillna(""),
            table["label"].fillna(""),
            strict=True,
        )
    )


def test_new_and_vanished_papers_with_the_dumps_they_stand_in():
    before = run({"p": 0, "q": 0, "r": 1, "s": 1}, {"r": "b.txt"})
    now = run(
        {"p": 0, "q": 0, "s": 1, "t": 1, "u": -1},
        {"s": "a.txt c.txt", "t": "a.txt c.txt", "u": "c.txt"},
    )
    table = changes.paper_changes(before, now)
    assert list(table["change"] + " " + table["paper_id"]) == [
        "new t",
        "new u",
        "vanished r",
    ]
    assert list(table["group"]) == ["Violins", "No topic", "Violins"]
    assert list(table["dumps"]) == [["a.txt", "c.txt"], ["c.txt"], ["b.txt"]]
    assert changes.changes_by_dump(table).to_numpy().tolist() == [
        ["a.txt", 1, 0],
        ["b.txt", 0, 1],
        ["c.txt", 2, 0],
    ]
    assert changes.again(before, now) == 1
    text = compared(before, now)[1]
    assert (
        "**2 new papers** (in `c.txt` 2, `a.txt` 1), **1 vanished** (in `b.txt` 1)"
        in text
    )
    assert "1 paper of both runs" in text


@pytest.mark.parametrize(
    ("before", "now", "planted"),
    [
        (
            of(a0=10, b1=10),
            of(a1=10, b0=10),
            {("same", "Tides", "Violins"), ("same", "Violins", "Tides")},
        ),
        (of(a0=10), of(a0=10, x0=1), {("same", "Tides", "Tides")}),
        (of(a0=10), of(a0=10, x0=2), {("grown", "Tides", "Tides")}),
        (of(a0=10, x0=2), of(a0=10), {("shrunk", "Tides", "Tides")}),
        (
            of(a0=5, b0=5),
            of(a0=5, b1=5),
            {("split", "Tides", "Tides"), ("split", "Tides", "Violins")},
        ),
        (
            of(a0=5, b1=5),
            of(a2=5, b2=5),
            {("merged", "Tides", "Bees"), ("merged", "Violins", "Bees")},
        ),
        (
            of(a0=9, b0=1),
            of(a0=9, b1=1),
            {("same", "Tides", "Tides"), ("regrouped", "", "Violins")},
        ),
        (
            of(a0=10),
            of(a0=10, x1=6),
            {("same", "Tides", "Tides"), ("born", "", "Violins")},
        ),
        (
            of(a0=10, bn=5),
            of(a0=10, b1=5),
            {("same", "Tides", "Tides"), ("born", "", "Violins")},
        ),
        (
            of(a0=10, b1=5),
            of(a0=10, bn=5),
            {("same", "Tides", "Tides"), ("died", "Violins", "")},
        ),
        (
            of(a0=10, x1=5),
            of(a0=10),
            {("same", "Tides", "Tides"), ("died", "Violins", "")},
        ),
        (of(a0=10), of(x0=10), {("died", "Tides", ""), ("born", "", "Tides")}),
    ],
)
def test_what_became_of_planted_topics(before, now, planted):
    assert became(before, now) == planted


def test_notes_say_where_the_papers_went_and_came_from():
    before, now = run(of(a0=10, b1=5, c2=4)), run(of(a0=10, b0=1, bn=4, x3=6))
    notes = matching.match_runs(before, now).set_index("became")["note"]
    assert set(notes["died"]) == {
        "4 of its 4 papers still here: No topic",
        "none of its papers is here now",
    }
    assert notes["born"] == "6 of its 6 papers are new"


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.integers(-2, 3), st.integers(-2, 3)), max_size=40))
def test_every_topic_is_accounted_for_and_there_and_back_mirror_each_other(pairs):
    sides = [
        {f"p{i}": own[side] for i, own in enumerate(pairs) if own[side] > -2}
        for side in (0, 1)
    ]
    before, now = run(sides[0]), run(sides[1])
    table, back = matching.match_runs(before, now), matching.match_runs(now, before)
    assert set(table["topic_before"].dropna()) == set(sides[0].values()) - {-1}
    assert set(table["topic"].dropna()) == set(sides[1].values()) - {-1}
    on, again = (own[own["became"].isin(matching.CONTINUED)] for own in (table, back))
    assert on["topic"].is_unique and on["topic_before"].is_unique
    there = set(zip(on["topic_before"], on["topic"], strict=True))
    assert there <= set(zip(again["topic"], again["topic_before"], strict=True)) | set(
        zip(back["topic"], back["topic_before"], strict=True)
    )
    assert (on["low"] <= on["difference"] + 1e-12).all() and (
        on["difference"] <= on["high"] + 1e-12
    ).all()
    alone = len(matching.match_runs(before, before).query("became != 'same'"))
    assert alone == 0 and not matching.match_runs(before, before)["apart"].any()


def test_shares_that_differ_by_chance_are_rarely_told_apart():
    rng = np.random.default_rng(0)
    for share, new in ((0.15, 40), (0.05, 40), (0.15, 200)):
        then = rng.binomial(200, share, 4000)
        table = pd.DataFrame(
            {"papers_before": then, "papers": then + rng.binomial(new, share, 4000)}
        )
        low, high = matching._interval(
            table.assign(common=then, then=then, since=then), 200, 200 + new, 200
        )
        assert 0.01 < ((low > 0) | (high < 0)).mean() < 0.07
    planted = matching.match_runs(
        run(of(a0=30, b1=170)), run(of(a0=30, b1=170, x0=20, y1=20))
    ).set_index("label")
    assert planted.loc["Tides", "apart"] and planted.loc["Tides", "low"] > 0


def test_verdicts_flip_on_topics_that_go_on_only():
    before = run(
        of(a0=10, b1=10, c2=10),
        verdicts={0: ("steady", 1.01), 1: ("rising", 1.3), 2: ("steady", 1.0)},
    )
    now = run(
        of(a1=10, b0=10, x2=10),
        verdicts={1: ("rising", 1.2), 0: ("rising", 1.4), 2: ("falling", 0.7)},
    )
    table = changes.verdict_changes(before, now, matching.match_runs(before, now))
    assert table.to_numpy().tolist() == [[1, "Violins", "steady", "rising", 1.01, 1.2]]
    differ, text = compared(before, now)
    assert "**1 verdict** flipped: *Violins* (steady → rising)" in text
    assert list(differ.loc[differ["kind"] == "verdict", "change"]) == ["flipped"]
    del before["verdicts"]
    assert "earlier run has no verdicts" in compared(before, now)[1]


def test_settings_that_differ():
    page = {"path": "a.txt", "sha256": "0" * 64, "records": 3}
    other, left = page | {"sha256": "1" * 64, "records": 1}, page | {"path": "b.txt"}
    versions = {"numpy": "2.4"}
    before = run(
        of(a0=5),
        params={"year": 0, "seed": 1, "compare_to": ""},
        inputs=[page, left],
        versions=versions,
    )
    now = run(
        of(a0=5),
        params={"year": 2025, "seed": 1, "compare_to": "x", "a": ""},
        inputs=[other],
        versions=versions,
    )
    table = changes.setting_changes(before, now)
    assert list(table["what"] + " " + table["change"]) == [
        "a added",
        "year differs",
        "a.txt differs",
        "b.txt removed",
    ]
    assert list(table["now"].fillna("–")) == ["", "2025", "1 record, 111111111111", "–"]
    assert (
        "Parameters that differ: `a`, `year`. Inputs: 1 changed, 1 removed. The versions"
        in compared(before, now)[1]
    )
    assert "made by hand" in compared(run(of(a0=5)), now)[1]


@pytest.mark.parametrize(
    "before",
    [{}, run(of(a0=9, b1=4, cn=2), verdicts={0: ("steady", 1.0), 1: ("rising", 2.0)})],
)
def test_nothing_to_compare_and_nothing_different_give_the_same_empty_table(before):
    now = run(of(a0=9, b1=4, cn=2), verdicts={0: ("steady", 1.0), 1: ("rising", 2.0)})
    table, text = compared(before, now)
    full, _ = compared(run(of(a0=9)), now)
    assert table.empty and not full.empty
    assert list(table.columns) == ["kind", "what", "id", "before", "now", "change"]
    assert list(table.dtypes) == list(full.dtypes) == ["str"] * 6
    assert ("no earlier run" in text) == (not before) and (
        "Nothing differs" in text
    ) == bool(before)
    assert "Nothing differs" not in compared(run(of(a0=9)), now)[1]


def test_runs_without_papers_or_topics():
    for before, now in (
        (run({}), run(of(a0=4))),
        (run(of(a0=4)), run({})),
        (run({}), run({})),
    ):
        compared(before, now)
    before = run(of(a0=4))
    del before["topics"], before["assignments"]
    table, text = compared(before, run(of(a0=4)))
    assert table.empty and "cannot be compared" in text


def test_topics_found_anew_are_said_to_be():
    rng = np.random.default_rng(1)
    before, now = (
        {f"p{i}": int(topic) for i, topic in enumerate(rng.integers(0, 2, 60))}
        for _ in range(2)
    )
    assert (
        matching.run_ari(run(before), run(before)) == 1
        and abs(matching.run_ari(run(before), run(now))) < 0.2
    )
    assert "finding them anew" in compared(run(before), run(now))[1]
    assert (
        "finding them anew"
        not in compared(run(before), run(now, params={"earlier": "reports/x"}))[1]
    )
    assert "finding them anew" not in compared(run(before), run(before))[1]


def test_hostile_labels_are_text(monkeypatch):
    monkeypatch.setitem(NAMES, 1, "<img src=x>")
    assert "<img" not in compared(run(of(a0=9)), run(of(a0=9, x1=4)))[1]


def test_a_run_is_read_as_far_as_it_is_there(tmp_path):
    made = run(of(a0=4))
    made["papers"].assign(authors=[[]] * 4).to_parquet(tmp_path / "papers.parquet")
    assert (
        set(changes.read_run(tmp_path)) == {"papers", "run"}
        and changes.read_run("") == {}
    )
    with pytest.raises(FileNotFoundError, match=r"papers\.parquet is missing"):
        changes.read_run(tmp_path / "nowhere")


@pytest.mark.slow
def test_next_month_the_page_says_what_changed(tmp_path):
    dumps, place = tmp_path / "dumps", tmp_path / "reports" / "city"
    dumps.mkdir()
    pages = [SAMPLE / f"page-{name}.txt" for name in ("1", "2", "3", "8")]
    for page in pages[:3]:
        shutil.copy(page, dumps)
    (tmp_path / "city.yml").write_text(
        "dumps: dumps\ncompare_to: reports/city\n", encoding="utf-8"
    )

    def again(*words) -> tuple[pd.DataFrame, dict]:
        done = run_command("run", "city.yml", *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return pd.read_parquet(place / "changes.parquet"), json.loads(
            (place / "run.json").read_text("utf-8")
        )

    kept = tmp_path / "reports" / "city.earlier"
    table, first = again()
    assert table.empty and first["compared_with"] is None and not kept.exists()
    assert "no earlier run to compare with" in (place / "index.html").read_text(
        encoding="utf-8"
    )
    old = pd.read_parquet(place / "papers.parquet")

    shutil.copy(pages[3], dumps)
    table, second = again()
    papers, records = (
        pd.read_parquet(place / "papers.parquet"),
        pd.read_parquet(place / "records.parquet"),
    )
    only = set(records.loc[records["dump"] == "page-8.txt", "paper_id"]) - set(
        old["paper_id"]
    )
    rows = table[table["kind"] == "paper"]
    assert (
        set(rows["id"]) == only
        and len(rows) == len(only) > 10
        and set(rows["change"]) == {"new"}
    )
    assert table.loc[
        table["kind"] == "input", ["id", "change"]
    ].to_numpy().tolist() == [["dumps/page-8.txt", "added"]]
    assert not set(table["kind"]) & {"parameter", "version"}
    page = (place / "changes.html").read_text(encoding="utf-8")
    assert f"{len(only)} new papers" in page
    titles = papers.loc[papers["paper_id"].isin(only), "title"]
    assert all(re.sub("[^a-zA-Z].*", "", title) in page for title in titles)
    (held,) = kept.iterdir()
    assert second["compared_with"] == {
        "path": "reports/city.earlier/" + held.name,
        "finished": first["finished"],
    }
    assert held.name == first["finished"][:19].replace(":", "-")
    assert f'compare_to = \\"reports/city.earlier/{held.name}\\"' in (
        place / "changes.ipynb"
    ).read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(pd.read_parquet(held / "papers.parquet"), old)

    table, third = again()
    assert table.empty and third["compared_with"]["finished"] == second["finished"]
    assert third["compared_with"]["path"] == "reports/city" and list(
        kept.iterdir()
    ) == [held]

    (dumps / "page-3.txt").unlink()
    table, fourth = again("--set", f"compare_to={held.name[:16]}", "--set", "year=2024")
    assert fourth["compared_with"]["finished"] in (first["finished"], third["finished"])
    assert set(table.loc[table["kind"] == "paper", "change"]) >= {"vanished"}
    assert ["parameter", "year", "0", "2024"] in table[
        ["kind", "what", "before", "now"]
    ].to_numpy().tolist()
    assert len(list(kept.iterdir())) == 2
