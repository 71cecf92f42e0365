"""The examples in the docstrings of what a room offers run, on the tables of the sample."""

import doctest
import importlib
import inspect
import pathlib

import pandas
import pytest

import litreview
from tests.conftest import SAMPLE

OFFERED = [
    (room, name)
    for room in litreview.ROOMS
    for name in importlib.import_module(f"litreview.{room}").__all__
]
OFFERED += [("tables", name) for name in ("file_of", "read", "write")]
OFFERED += [("show", name) for name in ("papers", "table")]
FINDER = doctest.DocTestFinder(recurse=False)


@pytest.fixture(scope="module")
def tables_of_sample(tmp_path_factory) -> dict:
    """What an example may use by its name: the tables of the sample, and a folder `place` that holds them."""
    place = tmp_path_factory.mktemp("examples") / "reports" / "sample.draft"
    found, lines, files, mended = litreview.read.records(SAMPLE)
    papers, records, pairs, provenance = litreview.dedupe.join(found)
    papers, removed = litreview.read.clean_text(papers)
    vectors = litreview.topics.embed(papers)
    topics, assignments, reruns, outcomes = litreview.topics.find(papers, vectors)
    counted = litreview.trends.count_by_period(papers, records, assignments)
    periods, paper_periods = counted["periods"], counted["paper_periods"]
    verdicts = litreview.trends.judge_topics(
        assignments, reruns, paper_periods, periods
    )
    _, compared_records = litreview.dedupe.draft_decisions(pairs, found, "")
    tables = {
        "papers": papers,
        "records": records,
        "record_pairs": pairs,
        "lines": lines,
        "files": files,
        "compared_records": compared_records,
    }
    litreview.tables.write(place, **tables)
    litreview.tables.write(place, topics=topics, assignments=assignments, reruns=reruns)
    litreview.tables.write(
        place, trends=counted["trends"], periods=periods, verdicts=verdicts
    )
    return tables | {
        "litreview": litreview,
        "pathlib": pathlib,
        "pandas": pandas,
        "place": place,
        "folder": place.parents[1],
        "sample": str(SAMPLE),
        "found": found,
        "pairs": pairs,
        "provenance": provenance,
        "mended": mended,
        "removed": removed,
        "vectors": vectors,
        "topics": topics,
        "assignments": assignments,
        "reruns": reruns,
        "outcomes": outcomes,
        "counted": counted,
        "trends": counted["trends"],
        "periods": periods,
        "paper_periods": paper_periods,
        "verdicts": verdicts,
    }


@pytest.mark.parametrize(("room", "name"), OFFERED)
def test_every_function_has_an_example_that_runs(
    room, name, tables_of_sample, monkeypatch
):
    offered = getattr(importlib.import_module(f"litreview.{room}"), name)
    if not inspect.isfunction(offered):
        return

    monkeypatch.chdir(tables_of_sample["folder"])
    globs = dict(tables_of_sample)
    offered = inspect.unwrap(offered)
    (example,) = FINDER.find(offered, f"{room}.{name}", module=False, globs=globs)
    assert example.examples, f"{room}.{name} has no example"

    told = []
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    runner.run(example, out=told.append)
    assert runner.failures == 0, "".join(told)


def test_tab_and_the_question_mark_show_what_there_is():
    from IPython.core.completer import provisionalcompleter
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["litreview"] = litreview
    with provisionalcompleter():
        found = {each.text for each in shell.Completer.completions("litreview.", 10)}
        assert found >= {*litreview.ROOMS}
        line = "litreview.read.rec"
        found = {each.text for each in shell.Completer.completions(line, len(line))}
        assert "records" in found

    text = shell.object_inspect_text("litreview.read.records")
    assert "paths" in text and "Returns" in text and ">>> found, lines" in text
    for column in ("record", "title", "abstract"):
        assert column in text, column
