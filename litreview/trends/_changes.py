"""What changed since an earlier run: papers, topics, verdicts, settings."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from litreview import tables
from litreview.text import as_code, count_of, escape_markdown, list_some
from litreview.topics import CONTINUED, FATES, has_tables, match_table, run_ari

NAMES = ("papers", "records", "topics", "assignments", "verdicts")
ALIKE = 0.9  # agreement below which differences among topics may come from finding them anew
SILENT = ("compare_to", "folder")  # parameters that change no result
NOTHING = (
    "There is no earlier run to compare with: run the review again when papers have been added, or set `compare_to` "
    "to the folder or the date of an earlier run."
)


def read_run(folder: str | Path) -> dict:
    """Read what can be compared of a run; "" is no run, and gives an empty dict.

    Returns the tables `papers`, `records`, `topics`, `assignments` and `verdicts` by their names, as far as the run
    has them, and its run.json as `run` (empty where the notebooks were run by hand). Raises FileNotFoundError for a
    folder without papers.
    """
    if not str(folder):
        return {}
    place = Path(folder)
    there = [
        name
        for name in NAMES
        if name == "papers" or tables.file_of(place, name).is_file()
    ]
    told = place / "run.json"
    run = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
    return {name: tables.read(place, name) for name in there} | {"run": run}


def paper_changes(before: dict, now: dict) -> pd.DataFrame:
    """List the papers that only one of two runs has.

    Returns `change` (new or vanished), `paper_id`, `title`, `abstract`, `dumps` (a list: where it stands, now or then)
    and `group` (the label of its topic there): the new ones first, by topic and title.
    """
    columns = ["change", "paper_id", "title", "abstract", "dumps", "group"]
    if not before:
        return pd.DataFrame(columns=columns)
    sides = {"new": (now, before), "vanished": (before, now)}
    parts = [
        _only(here, there).assign(change=change)
        for change, (here, there) in sides.items()
    ]
    return pd.concat(parts, ignore_index=True)[columns]


def changes_by_dump(papers: pd.DataFrame) -> pd.DataFrame:
    """Count the `new` and `vanished` papers by `dump`; one that stands in two dumps counts in both."""
    rows = (
        papers[["dumps", "change"]].explode("dumps").rename(columns={"dumps": "dump"})
    )
    counts = pd.crosstab(rows["dump"], rows["change"]).reindex(
        columns=["new", "vanished"], fill_value=0
    )
    return counts.rename_axis(None, axis=1).reset_index()


def again(before: dict, now: dict) -> int:
    """Count the papers of both runs that stand in more records now."""
    then, since = (run["records"]["paper_id"].value_counts() for run in (before, now))
    return int((since.reindex(then.index, fill_value=0) > then).sum())


def verdict_changes(before: dict, now: dict, topics: pd.DataFrame) -> pd.DataFrame:
    """List the topics that go on and have another verdict on their trend now.

    `topics` is of `matching.topics`. Returns `topic` (of now), `label`, the verdict `before` and `now`, and
    `change_before` and `change` (odds ratio per period). Empty where one of the runs has no verdicts.
    """
    columns = ["topic", "label", "before", "now", "change_before", "change"]
    if not has_tables("verdicts", before, now):
        return pd.DataFrame(columns=columns)
    then, since = (
        run["verdicts"][["topic", "verdict", "change"]] for run in (before, now)
    )
    then = then.set_axis(["topic_before", "before", "change_before"], axis=1)
    since = since.rename(columns={"verdict": "now"})
    table = topics.loc[
        topics["became"].isin(CONTINUED), ["topic_before", "topic", "label"]
    ]
    table = table.merge(then, on="topic_before").merge(since, on="topic")
    return table.loc[table["before"] != table["now"], columns].reset_index(drop=True)


def setting_changes(before: dict, now: dict) -> pd.DataFrame:
    """List the settings that differ: `kind` (parameter, input, version), `what`, `before`, `now`, `change`.

    An input is a file by its path; its text is the number of its records and the beginning of its SHA-256. Empty where
    one of the runs has no run.json.
    """
    rows = []
    for kind in (
        ("parameter", "input", "version") if has_tables("run", before, now) else ()
    ):
        then, since = _told(before["run"])[kind], _told(now["run"])[kind]
        for what in sorted(
            key for key in then | since if then.get(key) != since.get(key)
        ):
            change = (
                "added"
                if what not in then
                else "removed"
                if what not in since
                else "differs"
            )
            rows.append((kind, what, then.get(what), since.get(what), change))
    return pd.DataFrame(
        rows, columns=["kind", "what", "before", "now", "change"]
    ).astype("str")


def all_changes(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    settings: pd.DataFrame,
) -> pd.DataFrame:
    """Put all that differs into one table: `kind`, `what`, `id`, `before`, `now`, `change`, all of them text.

    The `kind` is paper, topic, verdict, parameter, input or version; `change` says new, vanished, a word of `topics`,
    flipped, differs, added or removed. Without a difference it has no rows.
    """
    stands = papers["dumps"].map(", ".join)
    new = papers["change"] == "new"
    of_papers = papers[["change"]].assign(
        kind="paper", what=papers["title"], id=papers["paper_id"]
    )
    of_papers = of_papers.assign(
        before=stands.where(~new, None), now=stands.where(new, None)
    )
    moved = topics[topics["became"] != "same"]
    here = moved["topic"].fillna(moved["topic_before"])
    of_topics = (
        match_table(moved)
        .rename(columns={"became": "change"})
        .drop(columns=["share", "note"])
    )
    of_topics = of_topics.assign(
        kind="topic", what=moved["label"].fillna(moved["label_before"]), id=here
    )
    of_verdicts = verdicts.assign(
        kind="verdict", what=verdicts["label"], id=verdicts["topic"], change="flipped"
    )
    parts = [of_papers, of_topics, of_verdicts, settings.assign(id=settings["what"])]
    columns = ["kind", "what", "id", "before", "now", "change"]
    return pd.concat([part[columns].astype("str") for part in parts], ignore_index=True)


def changes_summary(
    before: dict,
    now: dict,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    settings: pd.DataFrame,
) -> str:
    """Say in sentences what changed since the earlier run, or how to get something to compare with."""
    if not before:
        return NOTHING
    when = (
        before["run"].get("finished", "")[:16].replace("T", " ") or "at an unknown time"
    )
    parts = [
        f"Compared with the run finished **{when}**: "
        + _said_papers(papers, again(before, now)),
        _said_topics(topics, before, now),
        _said_verdicts(verdicts, before, now),
        _said_settings(settings, before, now),
    ]
    if all_changes(papers, topics, verdicts, settings).empty:
        parts.append(
            "**Nothing differs.** To compare with an older run, set `compare_to` to its date."
        )
    return "\n\n".join(parts)


def _only(here: dict, there: dict) -> pd.DataFrame:
    own = here["papers"][~here["papers"]["paper_id"].isin(there["papers"]["paper_id"])]
    dumps = (
        here["records"]
        .groupby("paper_id")["dump"]
        .agg(lambda names: sorted(set(names)))
    )
    own = own.assign(dumps=own["paper_id"].map(dumps), topic=-1, group="No topic")
    if has_tables("topics", here):
        topic = own["paper_id"].map(here["assignments"].set_index("paper_id")["topic"])
        own = own.assign(
            topic=topic, group=topic.map(here["topics"].set_index("topic")["label"])
        )
    last = own["topic"].where(own["topic"] >= 0, np.inf)
    return own.assign(last=last).sort_values(["last", "title"], kind="stable")


def _told(run: dict) -> dict[str, dict[str, str]]:
    """Give the settings of a run as text, by their kind."""
    params = {
        key: value for key, value in run.get("params", {}).items() if key not in SILENT
    }
    params = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in params.items()
    }
    inputs = {
        file["path"]: f"{count_of(file['records'], 'record')}, {file['sha256'][:12]}"
        for file in run.get("inputs", [])
    }
    return {"parameter": params, "input": inputs, "version": run.get("versions", {})}


def _said_papers(papers: pd.DataFrame, more: int) -> str:
    new, gone = (papers[papers["change"] == change] for change in ("new", "vanished"))
    text = (
        f"**[{count_of(len(new), 'new paper')}](#Which-papers-are-new?)**{_from(new)}, "
    )
    text += f"**[{len(gone):,} vanished](#Which-papers-are-gone?)**{_from(gone)}."
    return (
        text
        + f" {count_of(more, 'paper')} of both runs stand in more records now."
        * (more > 0)
    )


def _from(papers: pd.DataFrame) -> str:
    counts = papers.explode("dumps")["dumps"].value_counts()
    dumps = [f"{as_code(dump)} {n:,}" for dump, n in counts.items()]
    return f" (in {list_some(dumps, 4)})" if dumps else ""


def _said_topics(topics: pd.DataFrame, before: dict, now: dict) -> str:
    if not has_tables("topics", before, now):
        return "One of the runs has no topics, so they cannot be compared."
    then, on = (
        before["topics"]["topic"].ge(0).sum(),
        topics[topics["became"].isin(CONTINUED)],
    )
    text = f"**[{len(on)} of {count_of(then, 'topic')}](#What-became-of-the-topics?) {'goes' if len(on) == 1 else 'go'} on**"
    found = {word: topics[topics["became"] == word] for word in FATES[:5]}
    for word, name in zip(
        FATES[:5],
        ["label", "label_before", "label_before", "label", "label"],
        strict=True,
    ):
        text += f"; {word}: {_names(found[word][name])}" if len(found[word]) else ""
    apart = on[on["apart"]]
    text += (
        f". Their share of the papers differs for {_names(apart['label'])}."
        if len(apart)
        else "."
    )
    same = run_ari(before, now)
    if not np.isnan(same):
        text += f" On the papers of both runs the topics agree to {same:.2f} (adjusted Rand index: 1 is the same)."
    if same < ALIKE and not now["run"].get("params", {}).get("earlier"):
        text += f" That is below {ALIKE}: **differences among topics may come from finding them anew**; to keep those of"
        text += " the earlier run, set `earlier` to its folder."
    return text


def _said_verdicts(verdicts: pd.DataFrame, before: dict, now: dict) -> str:
    if not has_tables("verdicts", before, now):
        return f"The {'run now' if has_tables('verdicts', before) else 'earlier run'} has no verdicts on trends to compare."
    flips = [
        f"*{escape_markdown(row.label)}* ({row.before} → {row.now})"
        for row in verdicts.itertuples()
    ]
    text = f"**[{count_of(len(flips), 'verdict')}](#Which-verdicts-are-others-now?)** flipped"
    return text + (f": {', '.join(flips)}." if flips else ".")


def _said_settings(settings: pd.DataFrame, before: dict, now: dict) -> str:
    if not has_tables("run", before, now):
        return "The settings cannot be compared: one of the runs was made by hand and did not record them."
    if settings.empty:
        return "Parameters, inputs and versions are the same."
    params = [
        f"`{what}`" for what in settings.loc[settings["kind"] == "parameter", "what"]
    ]
    text = f"[Parameters](#What-was-set-differently?) that differ: {', '.join(params) or 'none'}. Inputs: "
    counts = settings.loc[settings["kind"] == "input", "change"].value_counts()
    text += (
        ", ".join(
            f"{n:,} {'changed' if word == 'differs' else word}"
            for word, n in counts.items()
        )
        or "the same"
    )
    versions = ", ".join(settings.loc[settings["kind"] == "version", "what"])
    return text + (
        f". Versions that differ: {versions}."
        if versions
        else ". The versions are the same."
    )


def _names(labels: pd.Series) -> str:
    return ", ".join(f"*{escape_markdown(label)}*" for label in dict.fromkeys(labels))
