"""What changed since an earlier run: papers, topics, verdicts, settings."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import tables
from litreview.tables import CONTINUED, has_tables
from litreview.text import count_of
from litreview.topics import match_runs, match_table
from litreview.trends import _changes_summary

TABLES = ("papers", "records", "topics", "assignments", "verdicts")
WITHOUT_EFFECT = ("compare_to", "folder")  # parameters that change no result
KINDS = ("parameter", "input", "version")  # of settings
NO_TOPIC = "No topic"


def read_run(folder: str | Path) -> dict:
    """Read what can be compared of a run.

    Parameters
    ----------
    folder
        Of its report; "" for no run.

    Returns
    -------
    dict
        The tables `papers`, `records`, `topics`, `assignments` and `verdicts` by name,
        as far as the run has them, and its run.json as `run`: empty where the
        notebooks were run by hand. For no run, the dict is empty.

    Raises
    ------
    FileNotFoundError
        For a folder without papers.

    Examples
    --------
    >>> run = litreview.trends.read_run(place)
    >>> len(run["papers"])
    172
    """
    if not str(folder):
        return {}

    run = {}
    for name in TABLES:
        if name == "papers" or tables.file_of(folder, name).is_file():
            run[name] = tables.read(folder, name)

    run["run"] = {}
    file = Path(folder) / "run.json"
    if file.is_file():
        run["run"] = json.loads(file.read_text(encoding="utf-8"))
    return run


def find_changes(before: dict, now: dict) -> dict[str, pd.DataFrame | str]:
    """Find what changed between two runs of a review.

    Parameters
    ----------
    before, now
        Of `read_run`; `before` may be empty.

    Returns
    -------
    dict
        `changes`: all that differs: `kind` (paper, topic, verdict, parameter, input or
        version), `what`, `id`, `before`, `now` and `change` (new, vanished, the fate
        of a topic, flipped, differs, added or removed), all of them text.
        `papers`: those that only one run has: `change` (new or vanished), `paper_id`,
        `title`, `abstract`, `dumps` (a list) and `group` (the label of its topic).
        `topics`: of `topics.match_runs`.
        `verdicts`: of topics that go on, the verdict `before` and `now`: `topic`,
        `label`, `before`, `now`, `change_before` and `change`.
        `settings`: parameters, inputs and versions that differ: `kind`, `what`,
        `before`, `now` and `change`.
        For people: `summary` (Markdown), `by_dump`, `new_papers`, `vanished_papers`,
        `topics_table` and `verdicts_table`.

    Examples
    --------
    >>> now = litreview.trends.read_run(place)
    >>> changes = litreview.trends.find_changes(now, now)
    >>> len(changes["papers"])
    0
    """
    papers = paper_changes(before, now)
    topics = match_runs(before, now)
    verdicts = verdict_changes(before, now, topics)
    settings = setting_changes(before, now)
    changes = join_changes(papers, topics, verdicts, settings)
    new = papers["change"] == "new"
    vanished = papers.loc[~new, ["title", "dumps", "group"]]

    found = {
        "changes": changes,
        "papers": papers,
        "topics": topics,
        "verdicts": verdicts,
        "settings": settings,
        "by_dump": changes_by_dump(papers),
        "new_papers": papers[new],
        "vanished_papers": vanished,
        "topics_table": match_table(topics),
        "verdicts_table": verdicts.drop(columns="topic"),
    }
    summary = _changes_summary.changes_summary(before, now, found)
    return {"summary": summary, **found}


def paper_changes(before: dict, now: dict) -> pd.DataFrame:
    """List the papers that only one run has: new ones first, by topic and title."""
    columns = ["change", "paper_id", "title", "abstract", "dumps", "group"]
    if not before:
        return pd.DataFrame(columns=columns)

    new = _only_in(now, before).assign(change="new")
    vanished = _only_in(before, now).assign(change="vanished")
    return pd.concat([new, vanished], ignore_index=True)[columns]


def _only_in(run: dict, other: dict) -> pd.DataFrame:
    """List the papers that only one run has: by topic and title, no topic last.

    Parameters
    ----------
    run
        The run that has them.
    other
        The run that has them not.
    """
    papers = run["papers"]
    common = papers["paper_id"].isin(other["papers"]["paper_id"])
    papers = papers[~common]

    by_paper = run["records"].groupby("paper_id")
    dumps = by_paper["dump"].agg(_sorted_names)
    papers = papers.assign(
        dumps=papers["paper_id"].map(dumps),
        topic=-1,
        group=NO_TOPIC,
    )

    if has_tables("topics", run):
        topic_of = run["assignments"].set_index("paper_id")["topic"]
        label_of = run["topics"].set_index("topic")["label"]
        topic = papers["paper_id"].map(topic_of)
        papers = papers.assign(topic=topic, group=topic.map(label_of))

    rank = papers["topic"].where(papers["topic"] >= 0, np.inf)
    papers = papers.assign(rank=rank)
    return papers.sort_values(["rank", "title"], kind="stable")


def _sorted_names(names: pd.Series) -> list[str]:
    return sorted(set(names))


def changes_by_dump(papers: pd.DataFrame) -> pd.DataFrame:
    """Count new and vanished papers by dump; one that is in two counts in both."""
    rows = papers[["dumps", "change"]].explode("dumps")
    rows = rows.rename(columns={"dumps": "dump"})

    counts = pd.crosstab(rows["dump"], rows["change"])
    counts = counts.reindex(columns=["new", "vanished"], fill_value=0)
    return counts.rename_axis(None, axis=1).reset_index()


def verdict_changes(before: dict, now: dict, topics: pd.DataFrame) -> pd.DataFrame:
    """List the topics that go on and have another verdict on their trend now.

    Empty where one of the runs has no verdicts.

    Parameters
    ----------
    topics
        Of `topics.match_runs`.

    Returns
    -------
    pd.DataFrame
        `topic` (of now), `label`, the verdict `before` and `now`, and `change_before`
        and `change` (odds ratio per period).
    """
    columns = ["topic", "label", "before", "now", "change_before", "change"]
    if not has_tables("verdicts", before, now):
        return pd.DataFrame(columns=columns)

    earlier = before["verdicts"][["topic", "verdict", "change"]]
    earlier = earlier.set_axis(["topic_before", "before", "change_before"], axis=1)
    current = now["verdicts"][["topic", "verdict", "change"]]
    current = current.rename(columns={"verdict": "now"})

    goes_on = topics["became"].isin(CONTINUED)
    table = topics.loc[goes_on, ["topic_before", "topic", "label"]]
    table = table.merge(earlier, on="topic_before")
    table = table.merge(current, on="topic")

    flipped = table["before"] != table["now"]
    return table.loc[flipped, columns].reset_index(drop=True)


def setting_changes(before: dict, now: dict) -> pd.DataFrame:
    """List the settings that differ: `kind`, `what`, `before`, `now` and `change`.

    Empty where one of the runs has no run.json. An input is a file by its path; its
    text is the number of its records and the beginning of its SHA-256.
    """
    rows = []
    if has_tables("run", before, now):
        earlier = _settings_as_text(before["run"])
        current = _settings_as_text(now["run"])
        for kind in KINDS:
            rows += _differing(kind, earlier[kind], current[kind])

    columns = ["kind", "what", "before", "now", "change"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def _differing(kind: str, before: dict[str, str], now: dict[str, str]) -> list[tuple]:
    rows = []
    for what in sorted({*before, *now}):
        if before.get(what) == now.get(what):
            continue

        change = "differs"
        if what not in before:
            change = "added"
        elif what not in now:
            change = "removed"
        rows.append((kind, what, before.get(what), now.get(what), change))
    return rows


def _settings_as_text(run: dict) -> dict[str, dict[str, str]]:
    params = {}
    for name, value in run.get("params", {}).items():
        if name in WITHOUT_EFFECT:
            continue
        if not isinstance(value, str):
            value = json.dumps(value)
        params[name] = value

    inputs = {}
    for file in run.get("inputs", []):
        records = count_of(file["records"], "record")
        inputs[file["path"]] = f"{records}, {file['sha256'][:12]}"

    return {
        "parameter": params,
        "input": inputs,
        "version": run.get("versions", {}),
    }


def join_changes(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    settings: pd.DataFrame,
) -> pd.DataFrame:
    """Put all that differs into one table; it has no rows where nothing does."""
    new = papers["change"] == "new"
    dumps = papers["dumps"].map(", ".join)
    of_papers = pd.DataFrame(
        {
            "kind": "paper",
            "what": papers["title"],
            "id": papers["paper_id"],
            "before": dumps.where(~new, None),
            "now": dumps.where(new, None),
            "change": papers["change"],
        }
    )

    moved = topics[topics["became"] != "same"]
    of_topics = match_table(moved).assign(
        kind="topic",
        what=moved["label"].fillna(moved["label_before"]),
        id=moved["topic"].fillna(moved["topic_before"]),
        change=moved["became"],
    )

    of_verdicts = verdicts.assign(
        kind="verdict",
        what=verdicts["label"],
        id=verdicts["topic"],
        change="flipped",
    )
    of_settings = settings.assign(id=settings["what"])

    parts = []
    for part in (of_papers, of_topics, of_verdicts, of_settings):
        part = part[["kind", "what", "id", "before", "now", "change"]]
        parts.append(part.astype("str"))
    return pd.concat(parts, ignore_index=True)
