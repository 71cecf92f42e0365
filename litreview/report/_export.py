"""The papers of a finished report, written as a bibliography."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from litreview import tables, write
from litreview.text import list_some

PAPER_ID = re.compile("[0-9a-f]{12}")
NEAR = 5  # topics that a message names


def export_papers(
    report: str | Path,
    to: str,
    topic: str = "",
    ids: str | Path = "",
) -> tuple[str | bytes, int]:
    """Write papers of a report as a bibliography.

    Parameters
    ----------
    report
        The folder of the report.
    to
        A format: bib, ris, csv, xlsx or json (CSL-JSON).
    topic
        Only the papers of this topic, by its label or number (-1: those without one).
    ids
        Only the papers whose `paper_id` is in this file, among whatever else.

    Returns
    -------
    The bibliography, text or bytes, and the number of its papers.

    Raises
    ------
    ValueError
        If the format is none that is written, the folder is no report, or it has no
        such topic or paper.

    Examples
    --------
    >>> text, count = litreview.report.export_papers(place, "ris")
    >>> count, text.count("TY  - ")
    (172, 172)
    """
    if to not in write.FORMATS:
        formats = ", ".join(write.FORMATS)
        raise ValueError(
            f"--to {to}: is no format that is written; there are {formats}"
        )

    papers = select_papers(report, topic, ids)
    return write.FORMATS[to](papers), len(papers)


def select_papers(
    report: str | Path, topic: str = "", ids: str | Path = ""
) -> pd.DataFrame:
    """Read the papers of a report, with their `topic_label` where it has topics.

    Parameters and errors are those of `export_papers`.
    """
    if not tables.file_of(report, "papers").is_file():
        raise ValueError(
            f"{report}: is no report, it has no tables/papers.parquet; "
            "name a folder such as reports/sample"
        )

    papers = tables.read(report, "papers")
    # A paper has the same key in each part of the report that is written.
    papers = papers.assign(key=write.entry_keys_and_kinds(papers)["key"])
    place = str(report)

    if _has_topics(report):
        labels = tables.read(report, "topics").set_index("topic")["label"]
        assignments = tables.read(report, "assignments").set_index("paper_id")
        topics = papers["paper_id"].map(assignments["topic"])
        papers = papers.assign(topic_label=topics.map(labels))

        if topic:
            papers = papers[topics == _find_topic(topic, labels, report)]
            place = f"the topic {topic!r} of {report}"
    elif topic:
        raise ValueError(
            f"{report}: has no topics yet; run the review to its end, "
            "or leave --topic out"
        )

    if ids:
        papers = papers[_is_in_file(papers["paper_id"], ids, place)]

    return papers.reset_index(drop=True)


def _has_topics(report: str | Path) -> bool:
    files = [tables.file_of(report, name) for name in ("topics", "assignments")]
    return all(file.is_file() for file in files)


def _find_topic(wish: str, labels: pd.Series, report: str | Path) -> int:
    """Find a topic by its label, whatever its case, or by its number."""
    wished = wish.strip().casefold()

    numbers: dict[str, int] = {}
    for topic, label in labels.items():
        numbers.setdefault(str(label).casefold(), topic)

    if wished in numbers:
        return numbers[wished]

    if re.fullmatch(r"-1|\d{1,9}", wished):
        topic = int(wished)
        if topic == -1 or topic in labels.index:
            return topic

    near = _find_near(wished, numbers) or list(labels.index[:3])
    shown = [f"{topic} {labels[topic]}" for topic in near[:NEAR]]
    names = "; ".join(shown) or "none at all"
    raise ValueError(f"{report}: there is no topic {wish!r}; near are: {names}")


def _find_near(wished: str, numbers: dict[str, int]) -> list[int]:
    near = [numbers[label] for label in get_close_matches(wished, numbers, 3, 0.4)]

    for label, topic in numbers.items():
        if wished and wished in label and topic not in near:
            near.append(topic)

    return near


def _is_in_file(paper_ids: pd.Series, file: str | Path, place: str) -> pd.Series:
    """Say of each paper whether its id stands in a file.

    Raises ValueError where the file has ids of other papers, or none at all.
    """
    text = Path(file).read_text(encoding="utf-8-sig", errors="replace")
    words = set(re.split(r"""[\s,;"']+""", text))

    unknown = _paper_ids(words - set(paper_ids))
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        raise ValueError(f"{file}: {list_some(unknown)} {verb} not in {place}")

    if words.isdisjoint(paper_ids):
        raise ValueError(
            f"{file}: there is no paper_id in it; write one a line, "
            "as papers.parquet has them"
        )

    return paper_ids.isin(words)


def _paper_ids(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if PAPER_ID.fullmatch(word))
