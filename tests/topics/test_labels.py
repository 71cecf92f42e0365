"""A person's labels come back in the next run, or it is said why not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import tables
from litreview.topics import _labels

HEADER = "label,split,found_label,papers,paper_ids\n"


def run(sizes, without=0, seed=0):
    """A run with topics of these sizes and papers t0p0, t0p1 …

    The vectors of a topic point one way.
    """
    found = np.array(
        [topic for topic, size in enumerate(sizes) for _ in range(size)]
        + [-1] * without,
        dtype=int,
    )
    chance = np.random.default_rng(seed)
    ids = [
        f"t{topic}p{number}" if topic >= 0 else f"none{number}"
        for number, topic in enumerate(found)
    ]
    vectors = 0.3 * chance.normal(size=(len(found), 12))
    vectors[np.arange(len(found)), found % 12] += 3 * (found >= 0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    confidence = np.where(found >= 0, chance.uniform(0.3, 1, len(found)), 0)
    return pd.DataFrame(
        {"paper_id": ids, "topic": found, "confidence": confidence}
    ), vectors


def own(*rows):
    """Rows of label, split (or None) and papers, as `read_labels` gives them."""
    table = pd.DataFrame(
        [(a, b, "", "", " ".join(c)) for a, b, c in rows], columns=_labels.COLUMNS
    )
    return table.astype({"split": "Int64"})


def of(assignments, topic, number=None):
    return assignments.loc[assignments["topic"] == topic, "paper_id"].tolist()[:number]


def reruns_of(assignments):
    topic = assignments["topic"].to_numpy()
    strange = np.where(
        topic == 0, topic.max(initial=-1) + 1, topic
    )  # a rerun that found something else instead of topic 0
    columns = {
        "seed_1": topic,
        "seed_2": strange,
        "sample_1": np.where(np.arange(len(topic)) % 3, topic, -2),
    }
    return pd.DataFrame({"paper_id": assignments["paper_id"], **columns})


def carry(assignments, vectors, table):
    """What the topics, the reruns and the rows have become, the last in words."""
    carried, reruns, outcomes = _labels.carry_labels(
        assignments, reruns_of(assignments), vectors, table
    )
    assert (carried["found_topic"] == assignments["topic"]).all()
    after = carried.drop(columns="found_topic")
    return after, reruns, _labels.outcome_table(outcomes)


def topics_of(assignments):
    numbers = sorted(set(assignments["topic"]) - {-1})
    return pd.DataFrame(
        {
            "topic": [*numbers, -1],
            "label": [*(f"Found {n % 2}" for n in numbers), "No topic"],
        }
    )


def groups(assignments, names, only=None):
    """The papers of each topic with its name: what must stay, whatever the numbers."""
    table = (
        assignments if only is None else assignments[assignments["paper_id"].isin(only)]
    )
    return {
        (names.get(topic, ""), frozenset(papers))
        for topic, papers in table.groupby("topic")["paper_id"]
    }


def draft(after, carried, before, topics=None):
    carried_from = after.assign(found_topic=before["topic"].to_numpy())
    if topics is None:
        topics = topics_of(after)
    return _labels.draft_table(topics, carried_from, carried)


def drafted(after, carried, before):
    """The rows of a run, and its names with those that parts of topics were given."""
    rows = draft(after, carried, before)
    by_paper = after.set_index("paper_id")["topic"]
    return rows, {
        int(by_paper[row.paper_ids.split()[0]]): row.label
        for row in rows.itertuples()
        if row.label
    }


def through_file(rows, tmp_path_factory):
    file = tmp_path_factory.mktemp("labels") / "own.csv"
    tables.write_csv(file, rows)
    return _labels.read_labels(file)


def test_a_label_finds_its_topic_under_another_number():
    before, vectors = run([9, 7, 5], without=3)
    reruns, rows = (
        reruns_of(before),
        own(("Tides", None, of(before, 1)), ("", None, of(before, 0))),
    )
    copies = before.copy(), reruns.copy(), vectors.copy(), rows.copy()
    other = before.assign(topic=before["topic"].map({0: 2, 1: 0, 2: 1, -1: -1}))
    after, _, carried = carry(other, vectors, rows)
    assert carried.values.tolist() == [["Tides", 1, 7, 7, 7, "carried"]]
    assert _labels.label_names(carried) == {1: "Tides"}
    assert after["topic"].tolist() == before["topic"].tolist()  # by size again
    _labels.carry_labels(before, reruns, vectors, rows)
    for table, copy in zip(
        (before, reruns, rows), (copies[0], copies[1], copies[3]), strict=True
    ):
        pd.testing.assert_frame_equal(table, copy)
    assert (vectors == copies[2]).all()


def test_without_own_labels_nothing_changes():
    before, vectors = run([9, 9, 5], without=3)
    after, reruns, carried = carry(before, vectors, _labels.read_labels(""))
    pd.testing.assert_frame_equal(after, before)
    assert (reruns["seed_1"] == before["topic"]).all()
    assert carried.empty and _labels.label_names(carried) == {}
    rows = draft(after, carried, before)
    assert rows.columns.tolist() == _labels.COLUMNS
    assert rows[["label", "papers"]].values.tolist() == [["", 9], ["", 9], ["", 5]]


def test_an_empty_run_is_no_error():
    before, vectors = run([])
    after, _, carried = carry(before, vectors, own(("Tides", 2, ["a", "b"])))
    assert after.empty and carried["state"].tolist() == [
        "none of its papers is here any more"
    ]
    assert draft(after, carried, before).empty


def test_like_labels_merge_and_reruns_follow():
    before, vectors = run([9, 7, 5], without=2)
    after, reruns, carried = carry(
        before,
        vectors,
        own(("Water", None, of(before, 1)), ("Water", None, of(before, 2))),
    )
    assert carried["state"].tolist() == ["merged", "merged"]
    assert carried["topic"].tolist() == [0, 0]
    assert (
        after["topic"].tolist()
        == before["topic"].map({0: 1, 1: 0, 2: 0, -1: -1}).tolist()
    )
    assert (reruns["seed_1"] == after["topic"]).all()
    drawn = reruns["sample_1"] != -2
    assert (reruns["sample_1"] == after["topic"])[drawn].all() and (~drawn).sum() == 8
    strange = reruns.loc[before["topic"] == 0, "seed_2"]
    assert strange.nunique() == 1 and strange.iloc[0] > 1
    assert _labels.parts_of_topics(before["topic"], after["topic"]) == set()


def test_a_topic_is_split_among_the_labels_by_the_nearest_listed_papers():
    before, vectors = run([20, 6])
    vectors = np.where(
        np.arange(26)[:, None] < 12, np.roll(vectors, 5, axis=1), vectors
    )
    papers = of(before, 0)
    rows = own(("Early", None, papers[:3]), ("Late", None, papers[-3:]))
    after, reruns, carried = carry(before, vectors, rows)
    assert after["topic"].tolist() == [0] * 12 + [1] * 8 + [2] * 6
    assert carried["state"].tolist() == ["split", "split"]
    assert _labels.label_names(carried) == {0: "Early", 1: "Late"}
    assert _labels.parts_of_topics(before["topic"], after["topic"]) == {0, 1}
    assert set(reruns["seed_1"]) & {0, 1, 2} == {
        2
    }  # the reruns know nothing of the parts
    assert reruns["seed_1"].nunique() == 2


def test_a_listed_paper_stays_with_its_label_wherever_it_lies():
    before, vectors = run([12])
    papers = of(before, 0)
    vectors = np.tile(vectors[:1], (12, 1))  # all alike
    after, _, _ = carry(
        before, vectors, own(("Even", None, papers[::2]), ("Odd", None, papers[1::2]))
    )
    assert after["topic"].tolist() == [0, 1] * 6


@pytest.fixture(scope="module")
def by_number():
    """Topic 0 is of two clusters, 16 and 13 papers, and a paper without words."""
    before, vectors = run([30, 8])
    second = (np.arange(38) % 2 == 1) & (np.arange(38) < 26)
    vectors = np.where(second[:, None], np.roll(vectors, 4, axis=1), vectors)
    vectors[28] = 0
    rows = own(("Both", 2, of(before, 0, 5)))
    return before, vectors, second, *carry(before, vectors, rows)


def test_a_topic_is_split_by_number(by_number):
    before, _, second, after, reruns, carried = by_number
    topic = after["topic"].to_numpy()
    assert set(topic[:28][~second[:28]]) | set(topic[29:30]) == {0} and set(
        topic[second]
    ) == {1}
    assert topic[28] in (0, 1) and set(topic[30:]) == {2}
    assert carried.values.tolist() == [["Both", 0, 5, 5, 5, "split"]]
    assert (reruns["seed_1"] == 2).sum() == 8 and not set(reruns["seed_1"]) & {0, 1}


def test_a_split_by_number_is_remembered_by_labels(by_number, tmp_path_factory):
    before, vectors, _, after, _, carried = by_number
    rows, names = drafted(after, carried, before)
    assert rows["label"].tolist() == [
        "Both",
        "Found 1",
        "",
    ]  # the third is as it was found
    assert rows["split"].isna().all()
    again, _, carried = carry(before, vectors, through_file(rows, tmp_path_factory))
    assert carried["state"].tolist() == ["split", "split"]
    assert groups(again, _labels.label_names(carried)) == groups(after, names)


def test_a_part_can_be_split_further():
    before, vectors = run([42])
    second, third = np.arange(42) >= 18, np.arange(42) >= 30
    vectors = np.where(second[:, None], np.roll(vectors, 4, axis=1), vectors)
    vectors = np.where(third[:, None], np.roll(vectors, 3, axis=1), vectors)
    rows = own(("A", None, of(before, 0)[:5]), ("B", 2, of(before, 0)[18::4]))
    after, _, carried = carry(before, vectors, rows)
    assert carried["state"].tolist() == ["split", "split"] and carried[
        "topic"
    ].tolist() == [0, 1]
    assert after["topic"].tolist() == [0] * 18 + [1] * 12 + [2] * 12 or (
        after["topic"].tolist() == [0] * 18 + [2] * 12 + [1] * 12
    )


def test_a_split_by_number_is_the_same_when_more_papers_have_come(by_number):
    before, vectors, _, after, _, carried = by_number
    rows, names = drafted(after, carried, before)
    new = pd.DataFrame(
        {
            "paper_id": [f"new{n}" for n in range(40)],
            "topic": [0, 1] * 20,
            "confidence": 1.0,
        }
    )
    more = pd.concat([before, new], ignore_index=True)
    again, _, carried = carry(more, np.vstack([vectors, vectors, vectors[:2]]), rows)
    assert groups(
        again, _labels.label_names(carried), only=before["paper_id"]
    ) == groups(after, names)


def test_parts_with_the_same_found_label_are_kept_apart():
    before, vectors = run([24])
    after = before.assign(topic=np.arange(24) % 3)
    nothing = _labels.carry_labels(
        before, reruns_of(before), run([24])[1], _labels.read_labels("")
    )[2]
    same = topics_of(after).assign(label="Same, " * 30)
    rows = draft(after, nothing, before, same)
    assert (
        rows["label"].is_unique and (rows["label"].str.len() <= _labels.LONGEST).all()
    )
    assert rows["label"].str.startswith("Same, Same").all()


@pytest.mark.parametrize("number", [2, 9999])
def test_a_split_that_is_not_there_is_said(number):
    before, vectors = run([8, 7])
    after, _, carried = carry(before, vectors, own(("Tides", number, of(before, 1))))
    assert carried["state"].tolist() == [f"cannot be split into {number} parts"]
    assert _labels.label_names(carried) == {1: "Tides"}
    pd.testing.assert_frame_equal(after, before)


def test_two_topics_are_split_each_for_itself():
    before, vectors = run([26, 25])
    vectors = np.where(np.arange(51)[:, None] % 2, np.roll(vectors, 4, axis=1), vectors)
    rows = own(("", 2, of(before, 0, 5)), ("", 2, of(before, 1, 5)))
    after, _, carried = carry(before, vectors, rows)
    assert after["topic"].nunique() == 4 and carried["topic"].nunique() == 2
    rows = own(("Even", 2, of(before, 0, 5)), ("Even", None, of(before, 0)[5:9]))
    after, _, carried = carry(before, vectors, rows)
    assert after["topic"].value_counts().tolist() == [25, 13, 13]
    assert (
        carried["state"].tolist() == ["split", "split"]
        and carried["topic"].nunique() == 1
    )


@pytest.mark.filterwarnings("error")
def test_a_split_of_papers_without_words_is_said():
    before, vectors = run([20])
    _, _, carried = carry(before, 0 * vectors, own(("", 2, of(before, 0))))
    assert carried["state"].tolist() == ["cannot be split into 2 parts"]
    assert _labels.label_names(carried) == {}


def test_split_first_then_merged(tmp_path_factory):
    before, vectors = run([20, 9, 6])
    vectors = np.where(
        np.arange(35)[:, None] < 12, np.roll(vectors, 5, axis=1), vectors
    )
    papers = of(before, 0)
    rows = own(
        ("A", None, papers[:4]), ("B", None, papers[-4:]), ("A", None, of(before, 1))
    )
    after, reruns, carried = carry(before, vectors, rows)
    assert after["topic"].tolist() == [0] * 12 + [1] * 8 + [0] * 9 + [2] * 6
    assert carried["state"].tolist() == ["split and merged", "split", "merged"]
    assert _labels.label_names(carried) == {0: "A", 1: "B"}
    assert set(reruns["seed_1"]) & {0, 1, 2} == {2} and reruns["seed_1"].nunique() == 3
    rows, names = drafted(after, carried, before)
    assert rows[["label", "papers"]].values.tolist() == [
        ["A", 12],
        ["A", 9],
        ["B", 8],
        ["", 6],
    ]
    again, _, carried = carry(before, vectors, through_file(rows, tmp_path_factory))
    assert groups(again, _labels.label_names(carried)) == groups(after, names)


@pytest.mark.parametrize(
    ("papers", "counts", "state"),
    [
        ([], (0, 0, 0), "it lists no papers"),
        (["gone", "away"], (2, 0, 0), "none of its papers is here any more"),
        (["none21", "none22", "gone"], (3, 2, 0), "none of its papers has a topic now"),
        (
            ["t0p0", "t0p1", "t0p2", "t1p9", "t1p10", "t2p16", "t2p17"],
            (7, 7, 3),
            "scattered: 3 of 7 in one topic",
        ),
        (
            ["t0p0", "t0p1", "gone"],
            (3, 2, 2),
            "too few of its 3 papers are left: 2 of 2",
        ),
        (["t0p0", "gone"], (2, 1, 1), "too few of its 2 papers are left: 1 of 1"),
        (["t0p0", "t0p1"], (2, 2, 2), "carried"),
        (["t0p0", "t0p0", "t0p0"], (1, 1, 1), "carried"),
        (
            ["t0p0", "t0p1", "t0p2", "t1p9", "t1p10", "t2p16", *"abcde"],
            (11, 6, 3),
            "carried",
        ),
    ],
)
def test_what_is_not_found_is_listed_with_its_reason(papers, counts, state):
    before, vectors = run([9, 7, 5], without=3)
    after, _, carried = carry(before, vectors, own(("Tides", None, papers)))
    row = carried.iloc[0]
    assert (row["listed"], row["present"], row["inside"]) == counts
    assert state in row["state"]
    assert row["topic"] == (0 if state == "carried" else -1)
    assert _labels.label_names(carried) == ({0: "Tides"} if state == "carried" else {})
    pd.testing.assert_frame_equal(after, before)


def test_two_labels_for_the_same_papers_are_not_both_given():
    before, vectors = run([9, 7])
    after, _, carried = carry(
        before,
        vectors,
        own(("One", None, of(before, 0)), ("Two", None, of(before, 0, 4))),
    )
    assert carried["topic"].tolist() == [0, -1]
    assert carried["state"].tolist() == [
        "carried",
        "all of its papers stand in rows above it too",
    ]
    pd.testing.assert_frame_equal(after, before)


def test_half_of_the_papers_gone():
    before, vectors = run([12, 10, 8])
    rows = own(
        ("A", None, of(before, 0)),
        ("B", None, of(before, 1)),
        ("B", None, of(before, 2)),
    )
    kept = np.arange(30) % 2 == 0
    after, _, carried = carry(before[kept].reset_index(drop=True), vectors[kept], rows)
    assert carried[["listed", "present", "inside"]].values.tolist() == [
        [12, 6, 6],
        [10, 5, 5],
        [8, 4, 4],
    ]
    assert carried["state"].tolist() == ["carried", "merged", "merged"]
    assert _labels.label_names(carried) == {0: "B", 1: "A"}
    assert after["topic"].tolist() == [1] * 6 + [0] * 9


def test_a_large_topic_lists_its_most_typical_papers_and_a_part_all():
    before, vectors = run([300, 150])
    after, _, carried = carry(
        before,
        vectors,
        own(("A", None, of(before, 0)[:3]), ("B", None, of(before, 0)[5:9])),
    )
    rows, names = drafted(after, carried, before)
    listed = rows.set_index("label")["paper_ids"].str.split()
    assert len(listed["A"]) + len(listed["B"]) == 300 and len(listed[""]) == 100
    typical = after[after["paper_id"].isin(listed[""])]["confidence"].min()
    others = after[
        (after["paper_id"].str.startswith("t1")) & ~after["paper_id"].isin(listed[""])
    ]["confidence"]
    assert typical >= others.max()
    again, _, carried = carry(before, vectors, rows)
    assert groups(again, _labels.label_names(carried)) == groups(after, names)


@st.composite
def runs_with_wishes(draw):
    """A run whose topics overlap, and rows with labels for some of its papers.

    They may be as mixed up as a person can make them.
    """
    sizes = sorted(
        draw(st.lists(st.integers(1, 9), min_size=1, max_size=5)), reverse=True
    )
    before, vectors = run(
        sizes, without=draw(st.integers(0, 4)), seed=draw(st.integers(0, 99))
    )
    ids, rows = before["paper_id"].tolist() + ["gone0", "gone1", "gone2"], []
    for _ in range(draw(st.integers(0, 6))):
        topic = draw(st.integers(0, len(sizes) - 1))
        inside = draw(st.lists(st.sampled_from(of(before, topic)), max_size=8))
        rows.append(
            (
                draw(st.sampled_from(["", "A", "B", "C", "Found 0", "=1+1"])),
                draw(st.sampled_from([None] * 6 + [2])),
                inside + draw(st.lists(st.sampled_from(ids), max_size=3)),
            )
        )
    return before, vectors, own(*rows)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(runs_with_wishes(), st.randoms(use_true_random=False))
def test_every_paper_keeps_one_topic_and_a_draft_gives_the_same_again(
    tmp_path_factory, wishes, chance
):
    before, vectors, rows = wishes
    after, reruns, carried = carry(before, vectors, rows)
    assert after[["paper_id", "confidence"]].equals(before[["paper_id", "confidence"]])
    assert ((after["topic"] == -1) == (before["topic"] == -1)).all()
    sizes = after.loc[after["topic"] >= 0, "topic"].value_counts().sort_index()
    assert (
        sizes.index.tolist() == list(range(len(sizes)))
        and sizes.is_monotonic_decreasing
    )
    assert len(carried) == ((rows["label"] != "") | rows["split"].notna()).sum()
    assert (carried["state"] != "").all()
    found = carried[(carried["topic"] >= 0) & (carried["label"] != "")]
    assert (found.groupby("label")["topic"].nunique() == 1).all()
    assert (found.groupby("topic")["label"].nunique() == 1).all()

    parts = _labels.parts_of_topics(before["topic"], after["topic"])
    for name in ("seed_1", "seed_2", "sample_1"):
        was, now = reruns_of(before)[name], reruns[name]
        assert (now[was < 0] == was[was < 0]).all()
        assert not set(now) & parts
        plain = (was == before["topic"]) & ~after["topic"].isin(parts)
        assert (now[plain] == after["topic"][plain]).all()
        same = pd.DataFrame({"was": was, "now": now}).drop_duplicates()
        assert not same["was"].duplicated().any()
        assert not same.loc[same["now"] >= len(sizes), "now"].duplicated().any()

    drafted_rows, names = drafted(after, carried, before)
    rows = through_file(drafted_rows, tmp_path_factory)
    again, _, carried = carry(before, vectors, rows)
    assert groups(again, _labels.label_names(carried)) == groups(after, names)
    assert (carried["topic"] >= 0).all()
    numbers = list(range(before["topic"].max() + 1))
    chance.shuffle(numbers)
    other = before.assign(
        topic=[numbers[topic] if topic >= 0 else -1 for topic in before["topic"]]
    )
    order = np.array(chance.sample(range(len(before)), len(before)))
    again, _, carried = carry(
        other.iloc[order].reset_index(drop=True), vectors[order], rows
    )
    assert groups(again, _labels.label_names(carried)) == groups(after, names)


@settings(max_examples=12, deadline=None)
@given(runs_with_wishes(), st.data())
def test_a_draft_gives_the_same_again_when_more_papers_have_come(
    tmp_path_factory, wishes, data
):
    before, vectors, rows = wishes
    after, _, carried = carry(before, vectors, rows)
    drafted_rows, names = drafted(after, carried, before)
    topics = np.array(
        data.draw(
            st.lists(st.integers(-1, before["topic"].max()), min_size=40, max_size=40)
        )
    )
    new = pd.DataFrame(
        {"paper_id": [f"new{n}" for n in range(40)], "topic": topics, "confidence": 0.9}
    )
    more = pd.concat([new, before], ignore_index=True)
    nearby = vectors[np.random.default_rng(1).integers(len(vectors), size=40)]
    again, _, carried = carry(more, np.vstack([nearby, vectors]), drafted_rows)
    assert groups(
        again, _labels.label_names(carried), only=before["paper_id"]
    ) == groups(after, names)
    assert ((again["topic"] == -1) == (more["topic"] == -1)).all()


LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=40)
LABEL = LINE.map(str.strip).filter(lambda label: len(label.splitlines()) < 2)
START = st.sampled_from(["", "=", "+", "-", "@", "'", "''", "'=", "''-", "'\t+"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(START, LABEL, START, LINE, st.sampled_from([None, 2, 17])), max_size=4
    )
)
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    table = pd.DataFrame(
        [
            (a + b if a.strip() else b, split, c + d, "7", "p1 p2")
            for a, b, c, d, split in rows
        ],
        columns=_labels.COLUMNS,
    ).astype(
        {name: "str" for name in _labels.COLUMNS if name != "split"}
        | {"split": "Int64"}
    )
    table = table.assign(label=table["label"].str.strip())
    pd.testing.assert_frame_equal(through_file(table, tmp_path_factory), table)


def test_formulas_are_kept_from_spreadsheets(tmp_path):
    table = own(
        *(
            (label, None, ["-p1"])
            for label in ("=1+1", "+a", "-b", "@c", "'=d", "'plain", "a=b")
        )
    )
    tables.write_csv(tmp_path / "own.csv", table)
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig")
    starts = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert starts == ["'=1+1", "'+a", "'-b", "'@c", "''=d", "'plain", "a=b"]
    assert text.count(",'-p1") == 7
    assert (
        _labels.read_labels(tmp_path / "own.csv")["label"].tolist()
        == table["label"].tolist()
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("between", [",", ";"])
def test_a_file_may_come_from_any_spreadsheet(tmp_path, mark, end, between):
    lines = [
        ["label", "split", "found_label", "papers", "paper_ids", "note", "", ""],
        [
            '"Gezeiten, ""Ästuare""; 潮"',
            " 2 ",
            "Tides",
            "3",
            "p1  p2 p3",
            "mine",
            "",
            "",
        ],
        ["", "", "", "", "", "", "", ""],
        ["  Short row ", "", "", "", "p4"],
    ]
    (tmp_path / "own.csv").write_bytes(
        (mark + end.join(between.join(line) for line in lines) + end).encode()
    )
    table = _labels.read_labels(tmp_path / "own.csv")
    assert table.columns.tolist() == [*_labels.COLUMNS, "note"]
    assert table["label"].tolist() == ['Gezeiten, "Ästuare"; 潮', "Short row"]
    assert table["split"].tolist() == [2, pd.NA]
    assert table["paper_ids"].str.split().tolist() == [["p1", "p2", "p3"], ["p4"]]
    assert table["note"].tolist() == ["mine", ""]


def test_two_columns_are_enough(tmp_path):
    (tmp_path / "own.csv").write_text(
        "paper_ids,label\np1 p2,Tides\n", encoding="utf-8"
    )
    table = _labels.read_labels(str(tmp_path / "own.csv"))
    assert table[["label", "paper_ids"]].values.tolist() == [["Tides", "p1 p2"]]
    assert table["split"].isna().all() and table.columns.tolist() == _labels.COLUMNS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: needs one column `label`"),
        ("label,split\n", "line 1: needs one column `paper_ids`"),
        ("paper_ids\np1\n", "line 1: needs one column `label`"),
        ("label,label,paper_ids\n", "line 1: needs one column `label`"),
        (HEADER + "A,1,,,p1\n", "line 2: split: '1' is not a whole number from 2"),
        (HEADER + "A,,,,p1\nB,two,,,p1\n", "line 3: split: 'two' is not"),
        (HEADER + "A,2.5,,,p1\n", "line 2: split: '2.5' is not"),
        (HEADER + "A,-3,,,p1\n", "line 2: split: '-3' is not"),
        (HEADER + "A,²,,,p1\n", "line 2: split: '²' is not"),
        (
            HEADER + "x" * 81 + ",,,,p1\n",
            "line 2: the label 'xxxxxxxxxxxxxxxxxxxx'… is not one line of up to 80",
        ),
        (HEADER + 'A,,"f\ng",,p1\n"B\nC",,,,p1\n', "line 4: the label 'B"),
        (
            HEADER + "Tides, marsh,,f,3,p1\n",
            "line 2: 'p1' is beyond the last column; put quotes",
        ),
        (HEADER + 'A,,,,p1\n"B,,,,p1\nC,,,,p1\n', "line 3: no CSV from here on"),
        (HEADER + f"A,,,,{'p1 ' * 50_000}\n", "line 2: no CSV from here on"),
        (
            (HEADER + "A,,,,p1\nÄ,,,,p1\n").encode("cp1252"),
            "line 3: is not UTF-8; save it as CSV in UTF-8",
        ),
        (HEADER.encode("utf-16"), "line 1: is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path, text, said):
    file = tmp_path / "own.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ValueError) as raised:
        _labels.read_labels(file)
    assert str(raised.value).startswith(f"{file}, ") and said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_said(tmp_path):
    for file in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(
            FileNotFoundError, match="there is no such file of labels; name a CSV"
        ):
            _labels.read_labels(file)
    assert _labels.read_labels("").empty


def test_a_label_of_80_characters_will_do(tmp_path):
    (tmp_path / "own.csv").write_text(HEADER + "é" * 80 + ",,,,p1\n", encoding="utf-8")
    assert _labels.read_labels(tmp_path / "own.csv")["label"].str.len().tolist() == [80]
