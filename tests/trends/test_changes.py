"""What changed between two runs is what was planted, and nothing where nothing was."""

import json
import re
import shutil

import pandas as pd
import pytest

from litreview import tables, trends
from tests.conftest import SAMPLE, run_command
from tests.trends.conftest import plant_run, plant_topics

JUDGED = {0: ("steady", 1.0), 1: ("rising", 2.0)}


def test_new_and_vanished_papers_with_the_dumps_they_are_in():
    before = plant_run({"p": 0, "q": 0, "r": 1, "s": 1}, {"r": "b.txt"})
    now = plant_run(
        {"p": 0, "q": 0, "s": 1, "t": 1, "u": -1},
        {"s": "a.txt c.txt", "t": "a.txt c.txt", "u": "c.txt"},
    )
    found = trends.find_changes(before, now)

    papers = found["papers"][["change", "paper_id", "dumps", "group"]]
    assert papers.to_numpy().tolist() == [
        ["new", "t", ["a.txt", "c.txt"], "Violins"],
        ["new", "u", ["c.txt"], "No topic"],
        ["vanished", "r", ["b.txt"], "Violins"],
    ]
    assert list(found["new_papers"]["paper_id"]) == ["t", "u"]
    assert list(found["vanished_papers"]["title"]) == ["On r"]
    assert found["by_dump"].to_numpy().tolist() == [
        ["a.txt", 1, 0],
        ["b.txt", 0, 1],
        ["c.txt", 2, 0],
    ]


def test_verdicts_flip_on_topics_that_go_on_only():
    before = plant_run(
        plant_topics(a0=10, b1=10, c2=10),
        verdicts={0: ("steady", 1.01), 1: ("rising", 1.3), 2: ("steady", 1.0)},
    )
    now = plant_run(
        plant_topics(a1=10, b0=10, x2=10),
        verdicts={1: ("rising", 1.2), 0: ("rising", 1.4), 2: ("falling", 0.7)},
    )
    found = trends.find_changes(before, now)
    rows = found["verdicts"].to_numpy().tolist()
    assert rows == [[1, "Violins", "steady", "rising", 1.01, 1.2]]
    assert "topic" not in found["verdicts_table"]

    changes = found["changes"]
    of_verdicts = changes[changes["kind"] == "verdict"]
    assert list(of_verdicts["change"]) == ["flipped"]


def runs_with_other_settings():
    page = {"path": "a.txt", "sha256": "0" * 64, "records": 3}
    changed = page | {"sha256": "1" * 64, "records": 1}
    removed = page | {"path": "b.txt"}
    before = plant_run(
        plant_topics(a0=5),
        params={"year": 0, "seed": 1, "compare_to": ""},
        inputs=[page, removed],
        versions={"numpy": "2.4"},
    )
    now = plant_run(
        plant_topics(a0=5),
        params={"year": 2025, "seed": 1, "compare_to": "x", "a": ""},
        inputs=[changed],
        versions={"numpy": "2.4"},
    )
    return before, now


def test_settings_that_differ():
    found = trends.find_changes(*runs_with_other_settings())
    settings = found["settings"].fillna("–")
    assert settings.to_numpy().tolist() == [
        ["parameter", "a", "–", "", "added"],
        ["parameter", "year", "0", "2025", "differs"],
        ["input", "a.txt", "3 records, 000000000000", "1 record, 111111111111"]
        + ["differs"],
        ["input", "b.txt", "3 records, 000000000000", "–", "removed"],
    ]
    assert list(found["changes"]["kind"]) == ["parameter"] * 2 + ["input"] * 2


@pytest.mark.parametrize("earlier", [True, False])
def test_nothing_to_compare_and_nothing_different_give_the_same_empty_table(earlier):
    now = plant_run(plant_topics(a0=9, b1=4, cn=2), verdicts=JUDGED)
    before = {}
    if earlier:
        before = plant_run(plant_topics(a0=9, b1=4, cn=2), verdicts=JUDGED)

    empty = trends.find_changes(before, now)["changes"]
    full = trends.find_changes(plant_run(plant_topics(a0=9)), now)["changes"]
    assert empty.empty and not full.empty
    assert list(empty) == ["kind", "what", "id", "before", "now", "change"]
    assert list(empty.dtypes) == list(full.dtypes) == ["str"] * 6


@pytest.mark.parametrize("before", [{}, {"a0": 4}])
@pytest.mark.parametrize("now", [{}, {"a0": 4}])
def test_runs_without_papers_are_compared(before, now):
    found = trends.find_changes(
        plant_run(plant_topics(**before)), plant_run(plant_topics(**now))
    )
    assert found["changes"].empty == (before == now)


def test_topics_that_are_not_there_are_not_compared():
    before = plant_run(plant_topics(a0=4))
    del before["topics"], before["assignments"]
    found = trends.find_changes(before, plant_run(plant_topics(a0=4)))
    assert found["changes"].empty and found["topics"].empty


def test_a_run_is_read_as_far_as_it_is_there(tmp_path):
    papers = plant_run(plant_topics(a0=4))["papers"].assign(authors=[[]] * 4)
    file = tables.file_of(tmp_path, "papers")
    file.parent.mkdir(parents=True)
    papers.to_parquet(file)

    run = trends.read_run(tmp_path)
    assert set(run) == {"papers", "run"} and run["run"] == {}
    (tmp_path / "run.json").write_text(json.dumps({"finished": "2025"}), "utf-8")
    assert trends.read_run(tmp_path)["run"] == {"finished": "2025"}

    assert trends.read_run("") == {}
    with pytest.raises(FileNotFoundError, match=r"papers\.parquet is missing"):
        trends.read_run(tmp_path / "nowhere")


@pytest.mark.slow
def test_next_month_the_page_says_what_changed(tmp_path):
    dumps, report = tmp_path / "dumps", tmp_path / "reports" / "city"
    kept = tmp_path / "reports" / "city.earlier"
    dumps.mkdir()
    for number in ("1", "2", "3"):
        shutil.copy(SAMPLE / f"page-{number}.txt", dumps)
    params = "dumps: dumps\ncompare_to: reports/city\n"
    (tmp_path / "city.yml").write_text(params, encoding="utf-8")

    def run_again(*words) -> tuple[pd.DataFrame, dict]:
        done = run_command("run", "city.yml", *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        run = json.loads((report / "run.json").read_text("utf-8"))
        return tables.read(report, "changes"), run

    changes, first = run_again()
    assert changes.empty and first["compared_with"] is None and not kept.exists()
    page = (report / "report.html").read_text(encoding="utf-8")
    assert "no earlier run to compare with" in page
    earlier = tables.read(report, "papers")

    # A page more: its papers are new, and nothing else differs.
    shutil.copy(SAMPLE / "page-8.txt", dumps)
    changes, second = run_again()
    papers, records = tables.read(report, "papers"), tables.read(report, "records")
    of_page = set(records.loc[records["dump"] == "page-8.txt", "paper_id"])
    new = of_page - set(earlier["paper_id"])
    of_papers = changes[changes["kind"] == "paper"]
    assert set(of_papers["id"]) == new and len(of_papers) == len(new) > 10
    assert set(of_papers["change"]) == {"new"}
    of_inputs = changes.loc[changes["kind"] == "input", ["id", "change"]]
    assert of_inputs.to_numpy().tolist() == [["dumps/page-8.txt", "added"]]
    assert not set(changes["kind"]) & {"parameter", "version"}

    page = (report / "notebooks" / "changes.html").read_text(encoding="utf-8")
    assert f"{len(new)} new papers" in page
    for title in papers.loc[papers["paper_id"].isin(new), "title"]:
        assert re.sub("[^a-zA-Z].*", "", title) in page

    # The earlier report is kept under the time when it was finished.
    (first_kept,) = kept.iterdir()
    path = "reports/city.earlier/" + first_kept.name
    finished = first["finished"]
    assert first_kept.name == finished[:19].replace(":", "-")
    assert second["compared_with"] == {"path": path, "finished": finished}
    notebook = (report / "notebooks" / "changes.ipynb").read_text(encoding="utf-8")
    assert f'compare_to = \\"{path}\\"' in notebook
    pd.testing.assert_frame_equal(tables.read(first_kept, "papers"), earlier)

    # Nothing is new: the earlier report is left where it is.
    changes, third = run_again()
    assert changes.empty and list(kept.iterdir()) == [first_kept]
    compared = {"path": "reports/city", "finished": second["finished"]}
    assert third["compared_with"] == compared

    # A page less, and another year.
    (dumps / "page-3.txt").unlink()
    date = f"compare_to={first_kept.name[:16]}"
    changes, fourth = run_again("--set", date, "--set", "year=2024")
    compared = fourth["compared_with"]["finished"]
    assert compared in (first["finished"], third["finished"])
    assert "vanished" in set(changes.loc[changes["kind"] == "paper", "change"])
    rows = changes[["kind", "what", "before", "now"]].to_numpy().tolist()
    assert ["parameter", "year", "0", "2024"] in rows
    assert len(list(kept.iterdir())) == 2
