"""The papers of a finished report, for a bibliography."""

import re
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from litreview import tables
from litreview.text import list_some


def select_papers(
    report: str | Path, topic: str = "", ids: str | Path = ""
) -> pd.DataFrame:
    """Read the papers of a report, those of one topic or those whose ids a file holds, with their `topic_label`.

    `topic` is a label or a number (-1: the papers without a topic); `ids` a text or table in which the ids stand among
    whatever else. Raises ValueError where the folder is no report or has no such topic or paper.
    """
    place = Path(report)
    if not tables.file_of(place, "papers").is_file():
        raise ValueError(
            f"{report}: is no report, it has no papers.parquet; name a folder such as reports/sample"
        )
    papers = pd.read_parquet(tables.file_of(place, "papers"))
    if all(tables.file_of(place, name).is_file() for name in ("topics", "assignments")):
        labels = pd.read_parquet(tables.file_of(place, "topics")).set_index("topic")[
            "label"
        ]
        topics = papers["paper_id"].map(
            pd.read_parquet(tables.file_of(place, "assignments")).set_index("paper_id")[
                "topic"
            ]
        )
        papers = papers.assign(topic_label=topics.map(labels))
        papers = papers[topics == _topic(topic, labels, place)] if topic else papers
    elif topic:
        raise ValueError(
            f"{report}: has no topics yet; run the review to its end, or leave --topic out"
        )
    if ids:
        papers = papers[
            _listed(
                papers["paper_id"],
                ids,
                f"the topic {topic!r} of {report}" if topic else str(report),
            )
        ]
    return papers.reset_index(drop=True)


def _topic(said: str, labels: pd.Series, place: Path) -> int:
    folded = {
        str(label).casefold(): topic for topic, label in reversed([*labels.items()])
    }
    if (key := said.strip().casefold()) in folded:
        return folded[key]
    if re.fullmatch(r"-1|\d{1,9}", key) and (int(key) in labels.index or key == "-1"):
        return int(key)
    near = [folded[label] for label in get_close_matches(key, folded, 3, 0.4)] or [
        *labels.index[:3]
    ]
    near += [
        topic
        for label, topic in folded.items()
        if key and key in label and topic not in near
    ]
    shown = "; ".join(f"{topic} {labels[topic]}" for topic in near[:5]) or "none at all"
    raise ValueError(f"{place}: there is no topic {said!r}; near are: {shown}")


def _listed(known: pd.Series, ids: str | Path, place: str) -> pd.Series:
    """Say of each id whether it stands in a file. Raises ValueError where the file has others, or none."""
    said = set(
        re.split(
            r"""[\s,;"']+""",
            Path(ids).read_text(encoding="utf-8-sig", errors="replace"),
        )
    )
    if unknown := sorted(
        word for word in said - {*known} if re.fullmatch("[0-9a-f]{12}", word)
    ):
        raise ValueError(
            f"{ids}: {list_some(unknown)} {'is' if len(unknown) == 1 else 'are'} not in {place}"
        )
    if said.isdisjoint(known):
        raise ValueError(
            f"{ids}: there is no paper_id in it; write one a line, as papers.parquet has them"
        )
    return known.isin(said)
