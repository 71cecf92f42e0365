"""What changed since an earlier run, in sentences."""

import numpy as np
import pandas as pd

from litreview.tables import CONTINUED, FATES, has_tables
from litreview.text import as_code, count_of, escape_markdown, list_some
from litreview.topics import run_ari

ALIKE = 0.9  # run_ari below which topics may differ because they were found anew

_NOTHING = (
    "There is no earlier run to compare with: run the review again when papers have"
    " been added, or set `compare_to` to the folder or the date of an earlier run."
)


def changes_summary(
    before: dict,
    now: dict,
    found: dict[str, pd.DataFrame],
) -> str:
    """Tell what changed, or how to get something to compare with.

    Parameters
    ----------
    before, now
        The two runs.
    found
        The tables of `find_changes`.
    """
    if not before:
        return _NOTHING

    finished = before["run"].get("finished", "")
    minute = finished[:16].replace("T", " ")
    when = minute or "at an unknown time"
    more = count_more_records(before, now)
    papers = _papers_sentence(found["papers"], more)

    parts = [
        f"Compared with the run finished **{when}**: {papers}",
        _topics_sentences(found["topics"], before, now),
        _verdicts_sentence(found["verdicts"], before, now),
        _settings_sentence(found["settings"], before, now),
    ]
    if found["changes"].empty:
        parts.append(
            "**Nothing differs.** To compare with an older run, set `compare_to` to"
            " its date."
        )
    return "\n\n".join(parts)


def count_more_records(before: dict, now: dict) -> int:
    """Count the papers of both runs that are in more records now.

    Parameters
    ----------
    before, now
        `records` of each, with `paper_id`.
    """
    earlier = before["records"]["paper_id"].value_counts()
    records = now["records"]["paper_id"].value_counts()

    records = records.reindex(earlier.index, fill_value=0)
    return int((records > earlier).sum())


def _papers_sentence(papers: pd.DataFrame, more: int) -> str:
    """Tell how many papers are new or gone, and in which dumps they are."""
    is_new = papers["change"] == "new"
    new = papers[is_new]
    vanished = papers[~is_new]
    new_papers = count_of(len(new), "new paper")
    in_new = _in_dumps(new)
    in_vanished = _in_dumps(vanished)
    text = (
        f"**[{new_papers}](#Which-papers-are-new?)**{in_new},"
        f" **[{len(vanished):,} vanished](#Which-papers-are-gone?)**{in_vanished}."
    )
    if more:
        papers_of_both = count_of(more, "paper")
        text += f" {papers_of_both} of both runs stand in more records now."
    return text


def _in_dumps(papers: pd.DataFrame) -> str:
    """Name the dumps that most of the papers are in."""
    counts = papers["dumps"].explode().value_counts()
    if counts.empty:
        return ""

    dumps = []
    for dump, count in counts.items():
        name = as_code(dump)
        dumps.append(f"{name} {count:,}")
    some = list_some(dumps, 4)
    return f" (in {some})"


def _topics_sentences(topics: pd.DataFrame, before: dict, now: dict) -> str:
    """Tell what became of the topics, and whether they were rather found anew."""
    if not has_tables("topics", before, now):
        return "One of the runs has no topics, so they cannot be compared."

    ari = run_ari(before, now)
    text = _fates_sentence(topics, before)
    if not np.isnan(ari):
        text += (
            f" On the papers of both runs the topics agree to {ari:.2f} (adjusted Rand"
            " index: 1 is the same)."
        )

    carried_on = now["run"].get("params", {}).get("earlier")
    if ari < ALIKE and not carried_on:
        text += (
            f" That is below {ALIKE}: **differences among topics may come from finding"
            " them anew**; to keep those of the earlier run, set `earlier` to its"
            " folder."
        )
    return text


def _fates_sentence(topics: pd.DataFrame, before: dict) -> str:
    """Tell which topics go on, and name those that do not.

    Parameters
    ----------
    topics
        Of `topics.match_runs`.
    before
        The earlier run.
    """
    goes_on = topics[topics["became"].isin(CONTINUED)]
    earlier = before["topics"]["topic"].ge(0).sum()
    of_topics = count_of(earlier, "topic")
    verb = "go"
    if len(goes_on) == 1:
        verb = "goes"
    text = f"**[{len(goes_on)} of {of_topics}](#What-became-of-the-topics?) {verb} on**"

    for fate in FATES:
        of_fate = topics[topics["became"] == fate]
        if fate in CONTINUED or of_fate.empty:
            continue

        labels = of_fate["label"]
        if fate in ("died", "split"):
            labels = of_fate["label_before"]
        names = _topic_names(labels)
        text += f"; {fate}: {names}"

    text += "."

    apart = goes_on[goes_on["apart"]]
    if len(apart):
        names = _topic_names(apart["label"])
        text += f" Their share of the papers differs for {names}."
    return text


def _topic_names(labels: pd.Series) -> str:
    names = []
    for label in labels.unique():
        name = escape_markdown(label)
        names.append(f"*{name}*")
    return ", ".join(names)


def _verdicts_sentence(verdicts: pd.DataFrame, before: dict, now: dict) -> str:
    """Name the topics whose verdict flipped."""
    if not has_tables("verdicts", before):
        return "The earlier run has no verdicts on trends to compare."
    if not has_tables("verdicts", now):
        return "The run now has no verdicts on trends to compare."

    count = count_of(len(verdicts), "verdict")
    text = f"**[{count}](#Which-verdicts-are-others-now?)** flipped"
    flips = []
    for row in verdicts.itertuples():
        name = escape_markdown(row.label)
        flips.append(f"*{name}* ({row.before} → {row.now})")
    if flips:
        text += f": {', '.join(flips)}"
    return text + "."


def _settings_sentence(settings: pd.DataFrame, before: dict, now: dict) -> str:
    """Tell which parameters, inputs and versions differ."""
    if not has_tables("run", before, now):
        return (
            "The settings cannot be compared: one of the runs was made by hand and did"
            " not record them."
        )
    if settings.empty:
        return "Parameters, inputs and versions are the same."

    params = [as_code(name) for name in _names_of(settings, "parameter")]
    names = ", ".join(params) or "none"
    text = f"[Parameters](#What-was-set-differently?) that differ: {names}."

    inputs = settings[settings["kind"] == "input"]
    counts = []
    for change, count in inputs["change"].value_counts().items():
        if change == "differs":
            change = "changed"
        counts.append(f"{count:,} {change}")
    files = ", ".join(counts) or "the same"
    text += f" Inputs: {files}."

    versions = _names_of(settings, "version")
    if versions:
        return text + f" Versions that differ: {', '.join(versions)}."
    return text + " The versions are the same."


def _names_of(settings: pd.DataFrame, kind: str) -> list[str]:
    of_kind = settings["kind"] == kind
    return list(settings.loc[of_kind, "what"])
