"""Two screeners: agreement, the papers on which they differ, what holds in the end."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from litreview.screening import _agreement as agreement
from litreview.screening import _decisions as decisions


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Leave out the waiting for the disk, which only a power failure would miss."""
    monkeypatch.setattr(decisions, "_SYNCHRONOUS", "OFF")


def table(*rows) -> pd.DataFrame:
    """Decisions of (screener, paper, decision[, reason, note, tags])."""
    full = [[*row, *("", "", [])[len(row) - 3 :]] for row in rows]
    kept = pd.DataFrame(
        full, columns=["screener", "paper_id", "decision", "reason", "note", "tags"]
    )
    at = pd.Timestamp("2026-03-05", tz="UTC") + pd.to_timedelta(
        range(len(full)), unit="min"
    )
    chosen = ["random" if n % 2 else "" for n in range(len(full))]
    return kept.assign(
        number=range(1, len(full) + 1),
        at=at,
        chosen=chosen,
        title=kept["paper_id"].str.upper(),
    )


def both(ann: str, ben: str) -> pd.DataFrame:
    """Decisions of two screeners, a letter a paper, "." for none."""
    words = {"i": "include", "e": "exclude", "m": "maybe", ".": ""}
    said = [("Ann", f"p{n}", words[x]) for n, x in enumerate(ann)] + [
        ("Ben", f"p{n}", words[x]) for n, x in enumerate(ben)
    ]
    return table(*said)


PAPERS = pd.DataFrame(
    {"paper_id": ["p0", "p1", "p2", "p3"], "title": ["Silt", "Loam", "Clay", "Sand"]}
)


def test_kappa_of_a_published_example():
    # 20 and 15 times both, 5 and 10 times one of them: observed .70, by chance .50
    # (Wikipedia, Cohen's kappa).
    row = agreement.screener_kappa(
        both("i" * 25 + "e" * 25, "i" * 20 + "e" * 5 + "i" * 10 + "e" * 15)
    ).iloc[0]
    assert (
        row["papers"] == 50
        and row["agreed"] == pytest.approx(0.7)
        and row["kappa"] == pytest.approx(0.4)
    )
    # The standard error of Fleiss, Cohen and Everitt (1969), worked by hand for this
    # table: .1270.
    assert (row["low"], row["high"]) == (
        pytest.approx(0.1511, abs=1e-3),
        pytest.approx(0.6489, abs=1e-3),
    )
    assert row[["screener_a", "screener_b", "note"]].tolist() == ["Ann", "Ben", ""]


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.sampled_from("iem."), st.sampled_from("iem.")),
        min_size=1,
        max_size=30,
    )
)
def test_kappa_is_that_of_another_library_and_has_no_sides(drawn):
    ann, ben = ("".join(side) for side in zip(*drawn, strict=True))
    decided = both(ann, ben)
    for maybe, counted in (("include", "i"), ("exclude", "e"), ("maybe", "m")):
        pairs = [
            (a.replace("m", counted), b.replace("m", counted))
            for a, b in drawn
            if "." not in (a, b)
        ]
        found = agreement.screener_kappa(decided, maybe)
        if not len(found):
            assert set(ann) == {"."} or set(ben) == {"."}
            continue
        row = found.iloc[0]
        assert row["papers"] == len(pairs)
        if len({x for pair in pairs for x in pair}) < 2:
            assert np.isnan(row["kappa"]) and row["note"]
            continue
        assert row["kappa"] == pytest.approx(
            cohen_kappa_score(*zip(*pairs, strict=True)), abs=1e-9
        )
        if len({a for a, _ in pairs}) == 1 or len({b for _, b in pairs}) == 1:
            assert (
                row["kappa"] == pytest.approx(0)
                and np.isnan(row["low"])
                and "always says the same" in row["note"]
            )
            continue
        assert -1 <= row["low"] <= row["kappa"] <= row["high"] <= 1
        swapped = agreement.screener_kappa(both(ben, ann), maybe).iloc[0]
        assert swapped["kappa"] == pytest.approx(row["kappa"]) and swapped[
            "low"
        ] == pytest.approx(row["low"])


@pytest.mark.parametrize(
    ("ann", "ben", "papers", "value", "note"),
    [
        ("iii", "iii", 3, np.nan, "Both always say include"),
        ("e.", ".e", 0, np.nan, "There is no paper that both decided."),
        ("ie", "ie", 2, 1, "They agree on every paper"),
        ("iie", "iii", 3, 0, "Ben always says the same"),
        ("ie", "ei", 2, -1, ""),
        ("mi", "im", 2, np.nan, "Both always say include"),
    ],
)
def test_tables_without_a_spread_are_said(ann, ben, papers, value, note):
    decided = both(ann, ben)
    row = agreement.screener_kappa(decided).iloc[0]
    assert (
        row["papers"] == papers
        and row["note"].startswith(note)
        and bool(row["note"]) == bool(note)
    )
    assert row["kappa"] == pytest.approx(value, nan_ok=True)
    assert (
        note in agreement.agreement_summary(decided)
        or papers == 0
        and "no paper in common" in agreement.agreement_summary(decided)
    )


def test_one_screener_or_none_agrees_with_nobody(tmp_path):
    for decided in (
        decisions.current_decisions(tmp_path / "none.sqlite"),
        both("ie", ".."),
    ):
        assert agreement.screener_kappa(decided).empty and agreement.screener_kappa(
            decided
        ).columns.tolist() == [*agreement.KAPPA]
        assert (
            agreement.find_conflicts(decided, PAPERS).columns.tolist()
            == agreement.CONFLICTS
        )
        assert (
            agreement.find_conflicts(decided, PAPERS).empty
            and agreement.agreement_summary(decided) == ""
        )
        assert agreement.final_decisions(decided).columns.tolist() == agreement.FINAL
    assert (
        agreement.final_decisions(both("ie", ".."))["how"].tolist()
        == ["one screener"] * 2
    )


def test_conflicts_stand_side_by_side():
    decided = table(
        ("Ben", "p2", "include", "", "good"),
        ("Ann", "p2", "exclude", "no data", "why?"),
        ("Ann", "p1", "maybe"),
        ("Ben", "p1", "include"),
        ("Cem", "p2", "maybe"),
        ("Ann", "gone", "include"),
        ("Ben", "gone", "exclude", "off topic"),
        (agreement.SETTLED, "gone", "exclude"),
    )
    found = agreement.find_conflicts(decided, PAPERS)
    assert found[["paper_id", "title", "settled"]].values.tolist() == [
        ["p2", "Clay", ""],
        ["gone", "GONE", "exclude"],
    ]
    row = found.iloc[0]
    assert row[[f"{name}_a" for name in ("screener", "decision", "reason", "note")]].tolist() == [
        "Ann", "exclude", "no data", "why?"
    ]  # fmt: skip
    assert row[["screener_b", "decision_b", "note_b", "others"]].tolist() == [
        "Ben",
        "include",
        "good",
        "Cem: maybe",
    ]
    assert agreement.find_conflicts(decided, PAPERS, maybe="maybe")[
        "paper_id"
    ].tolist() == ["p2", "p1", "gone"]


def test_what_holds_in_the_end():
    decided = table(
        ("Ann", "one", "exclude", "no data", "n1", ["x"]),
        ("Ann", "agreed", "exclude"),
        ("Ben", "agreed", "exclude", "off topic", "n2", ["y"]),
        ("Ann", "maybe", "maybe"),
        ("Ben", "maybe", "maybe"),
        ("Ann", "on", "maybe"),
        ("Ben", "on", "include"),
        ("Ann", "open", "include", "", "n3", ["x", "y"]),
        ("Ben", "open", "exclude", "no data", "n4", ["y", "z"]),
        ("Ann", "done", "include"),
        ("Ben", "done", "exclude", "no data"),
        (agreement.SETTLED, "done", "exclude", "off topic", "we talked"),
        (agreement.SETTLED, "alone", "include"),
        (agreement.SETTLED, "open", ""),
        ("Ben", "noted", "", "", "only a note"),
    )
    found = agreement.final_decisions(decided).set_index("paper_id")
    assert found[["decision", "how", "reason"]].T.to_dict("list") == {
        "one": ["exclude", "one screener", "no data"],
        "agreed": ["exclude", "agreed", "off topic"],
        "maybe": ["maybe", "agreed", ""],
        "on": ["include", "agreed", ""],
        "open": ["conflict", "conflict", ""],
        "done": ["exclude", "settled", "off topic"],
        "alone": ["include", "settled", ""],
    }
    assert found.loc["open", ["note", "tags", "screener"]].tolist() == [
        "n3\nn4",
        ["x", "y", "z"],
        "Ann, Ben",
    ]
    assert (
        found.loc["done", "note"] == "we talked"
        and found.loc["done", "at"] == decided["at"][11]
    )
    assert (
        found.loc["agreed", "chosen"] == "random" and found.loc["one", "title"] == "ONE"
    )
    assert (
        agreement.final_decisions(decided, maybe="maybe")
        .set_index("paper_id")
        .loc["on", "decision"]
        == "conflict"
    )
    with pytest.raises(ValueError, match="maybe: 'perhaps' is none of"):
        agreement.final_decisions(decided, maybe="perhaps")


@settings(max_examples=10)
@given(st.lists(st.tuples(*[st.sampled_from("iem.")] * 2), max_size=12))
def test_a_paper_is_in_conflict_exactly_where_it_is_listed(drawn):
    decided = both("".join(a for a, _ in drawn), "".join(b for _, b in drawn))
    before = decided.copy(deep=True)
    final = agreement.final_decisions(decided)
    listed = agreement.find_conflicts(decided, PAPERS)["paper_id"]
    assert set(final.loc[final["how"] == "conflict", "paper_id"]) == set(listed)
    assert set(final["paper_id"]) == {
        f"p{n}" for n, pair in enumerate(drawn) if pair != (".", ".")
    }
    assert final["paper_id"].is_unique and listed.is_unique
    pd.testing.assert_frame_equal(decided, before)


def test_settling_is_written_counted_and_taken_back(tmp_path):
    store = tmp_path / "s.sqlite"
    for screener, decision in (("Ann", "include"), ("Ben", "exclude")):
        decisions.decide(store, "p0", decision, screener=screener)
        decisions.decide(store, "p1", "maybe", screener=screener)
        decisions.decide(store, "p2", "exclude", screener=screener)
    said = agreement.agreement_summary(decisions.current_decisions(store))
    assert said.startswith(
        "Ann and Ben agree on 67% of the 3 papers that both decided (Cohen's kappa 0.40, 95 % int"
    )
    assert "A maybe counts as include." in said and said.endswith(
        "1 conflict is still to be settled; 0 are settled."
    )
    number = decisions.decide(
        store, "p0", "include", reason="we talked", screener=agreement.SETTLED
    )
    assert number == 7 and agreement.final_decisions(
        decisions.current_decisions(store)
    )["how"].tolist() == ["settled", "agreed", "agreed"]
    assert agreement.agreement_summary(decisions.current_decisions(store)).endswith(
        "0 conflicts are still to be settled; 1 is settled."
    )
    assert agreement.screener_kappa(decisions.current_decisions(store))[
        "papers"
    ].tolist() == [3]  # the settlement is no screener
    decisions.decide(store, "p0", "", screener=agreement.SETTLED)
    assert (
        agreement.final_decisions(decisions.current_decisions(store))[
            "decision"
        ].tolist()[0]
        == "conflict"
    )
