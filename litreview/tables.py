"""The tables of a review: what stands in each, and how they are kept.

`SCHEMA` describes every table that a report keeps, column by column; `docs/tables.md`
is written from it. Tables are Parquet files in the folder `tables` of a report; what a
person edits is a CSV.
"""

import csv
import io
import os
import re
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow

from litreview import _origin, workspace


class Column(NamedTuple):
    """A column of a table: its type in pandas, and its meaning."""

    type: str
    meaning: str


class Table(NamedTuple):
    """A table of a report: what a row is, which notebook writes it, and its columns."""

    row: str
    notebook: str
    columns: dict[str, Column]


# What a record says of its paper, and a paper takes the best value of; with its type.
RECORD_FIELDS = {
    "title": "str",
    "abstract": "str",
    "date": "datetime64[us]",
    "date_precision": "str",
    "authors": "object",
    "venue": "str",
    "volume": "str",
    "issue": "str",
    "pages": "str",
    "doi": "str",
    "arxiv_id": "str",
    "pmid": "str",
    "url": "str",
    "type": "str",
    "language": "str",
    "keywords": "object",
    "subjects": "object",
    "affiliations": "object",
    "countries": "object",
    "references": "object",
    "cited_by": "Int64",
    "retracted": "boolean",
    "snippet": "str",
    "comments": "str",
}
# Those of them that are lists of texts.
LIST_FIELDS = [name for name, dtype in RECORD_FIELDS.items() if dtype == "object"]

# What kind of paper a record can be, the most telling first: of the words that records
# have for one paper the first in this order is taken. Other words stay as they are.
PAPER_TYPES = (
    "retraction",
    "erratum",
    "conference review",
    "book review",
    "editorial",
    "letter",
    "comment",
    "meeting abstract",
    "review",
    "data paper",
    "thesis",
    "chapter",
    "conference paper",
    "short survey",
    "note",
    "report",
    "dataset",
    "book",
    "article",
    "preprint",
)

_PAPER_ID = Column("str", "the paper; the same paper has the same id in every run")
_TOPIC = Column("int64", "the topic; -1 is no topic")
_P = Column("float64", "p-value")
_Q = Column("float64", "p-value corrected for their number (false discovery rate)")
_SIDES = {
    "a": Column("str", "one group"),
    "b": Column("str", "the other group"),
}
_COUNTS_OF_SIDES = {
    "papers_a": Column("int64", "papers of `a` that have it"),
    "papers_b": Column("int64", "papers of `b` that have it"),
    "total_a": Column("int64", "papers of `a`"),
    "total_b": Column("int64", "papers of `b`"),
    "share_a": Column("float64", "share of the papers of `a`"),
    "share_b": Column("float64", "share of the papers of `b`"),
}
_IN_PRINT = {
    "venue": Column("str", "journal, proceedings or the like"),
    "volume": Column("str", "volume"),
    "issue": Column("str", "issue"),
    "pages": Column("str", "pages"),
    "doi": Column("str", "DOI, in lower case, without a link"),
    "arxiv_id": Column("str", "arXiv id, without a version"),
}
_DETAILS = {
    "type": Column("str", "`article`, `review`, `conference paper` or the like"),
    "language": Column("str", "language, as a code of two letters where it has one"),
    "keywords": Column("list", "keywords of authors and databases"),
    "subjects": Column("list", "subjects that a database sorts it under"),
    "affiliations": Column("list", "institutions of the authors, as given"),
    "countries": Column("list", "countries of the institutions, in English"),
    "references": Column("list", "what it cites, as given"),
    "cited_by": Column("Int64", "how often it was cited, where a dump says so"),
    "retracted": Column("boolean", "whether it was retracted; missing if none says"),
    "snippet": Column("str", "an extract that a page shows in place of the abstract"),
    "comments": Column("str", "comments of the authors on arXiv"),
}
_BURST = {
    "start": Column("str", "first period of the burst"),
    "end": Column("str", "last period of the burst"),
    "weight": Column("float64", "how much likelier the burst is than none (log)"),
    "papers": Column("int64", "papers in the burst"),
    "share": Column("float64", "share of the papers of these periods"),
    "base": Column("float64", "usual share"),
    "p": Column("float64", "share of random datings with as heavy a burst"),
}

SCHEMA = {
    "papers": Table(
        "a paper, its records joined",
        "papers",
        {
            "paper_id": _PAPER_ID,
            "title": Column("str", "title to read"),
            "abstract": Column(
                "str", "abstract to read; missing where no dump has one"
            ),
            "date": Column("datetime64[us]", "when it appeared, as fine as is known"),
            "date_precision": Column("str", "`day`, `month`, `year` or missing"),
            "authors": Column("list", "names of the authors, in their order"),
            **_IN_PRINT,
            "pmid": Column("str", "PubMed id"),
            "url": Column("str", "link"),
            **_DETAILS,
            "records": Column("int64", "how many records were joined"),
            "linked": Column("list", "`paper_id` of other publications of the work"),
            "text": Column("str", "title and abstract to model, without debris"),
        },
    ),
    "records": Table(
        "a record read from a dump",
        "papers",
        {
            "paper_id": _PAPER_ID,
            "dump": Column("str", "file, with as much of its folder as tells it apart"),
            "record": Column("int64", "number of the record in the dump, from 1"),
            "line": Column("Int64", "line where its title starts, from 1, if any"),
            "seen_on": Column("datetime64[us]", "date of the page, where it says one"),
            "record_id": Column("str", "what the record holds, as 12 hex digits"),
        },
    ),
    "lines": Table(
        "a stretch of lines of a dump; every line is in exactly one. What was rejected "
        "on lines where other records stand, too, has a row without a stretch",
        "papers",
        {
            "dump": Column("str", "file"),
            "line_from": Column("Int64", "first line, if it is a stretch"),
            "line_to": Column("Int64", "last line, if it is a stretch"),
            "role": Column(
                "str",
                "`header`, `title`, `abstract`, `field`, `blank` or `not understood`",
            ),
            "text": Column("str", "the text, where it was not understood"),
            "record": Column("Int64", "the record that was rejected, if one was"),
            "reason": Column("str", "why it was rejected"),
            "line": Column("Int64", "where it begins, if it has no stretch to itself"),
        },
    ),
    "files": Table(
        "a file of the dumps",
        "papers",
        {
            "dump": Column("str", "file"),
            "path": Column("str", "where it lies"),
            "sha256": Column("str", "hash of its content"),
            "kind": Column("str", "format it was read as"),
            "layout": Column("str", "what it was taken for"),
            "certainty": Column("str", "`sure`, `doubtful` or `refused`"),
            "doubt": Column("str", "what speaks against it, or empty"),
            "encoding": Column("str", "encoding it was read in"),
            "started": Column("int64", "records that start in it"),
            "records": Column("int64", "records that were read"),
            "rejected": Column("int64", "records that were rejected"),
            "inferred": Column("int64", "records whose end only line lengths tell"),
            "lines": Column("int64", "lines"),
            "not_understood": Column("int64", "lines that were not understood"),
            "fields": Column("str", "fields that its records have"),
            "note": Column("str", "why not all of it could be opened"),
        },
    ),
    "mended": Table(
        "a text that was mended to be read",
        "papers",
        {
            "column": Column("str", "title or abstract"),
            "step": Column("str", "what was mended"),
            "before": Column("str", "the text before"),
            "after": Column("str", "the text after"),
        },
    ),
    "removed": Table(
        "something that was left out of a text to model",
        "papers",
        {
            "paper_id": _PAPER_ID,
            "step": Column("str", "what kind of thing it is"),
            "removed": Column("str", "what was left out"),
        },
    ),
    "record_pairs": Table(
        "a pair of records that were compared closely",
        "papers",
        {
            "record_a": Column("str", "one record, as `dump#record`"),
            "record_b": Column("str", "the other record"),
            "match": Column("str", "`same`, `linked` or `different`"),
            "reason": Column("str", "why, in words"),
            "score": Column("float64", "0 to 1; .5 is the line"),
            "link_kind": Column("str", "code of what makes two publications of it"),
            "refused": Column("bool", "whether it would have joined two that differ"),
            "by_hand": Column("bool", "whether a person decided on it"),
            "record_id_a": Column("str", "content of one record"),
            "record_id_b": Column("str", "content of the other"),
            "paper_id_a": Column("str", "paper of one record"),
            "paper_id_b": Column("str", "paper of the other"),
        },
    ),
    "compared_records": Table(
        "a record of one of the closest calls, with what tells records apart",
        "papers",
        {
            "dump": Column("str", "file"),
            "record": Column("int64", "number in the dump"),
            "line": Column("Int64", "line where its title starts"),
            "record_id": Column("str", "content of the record"),
            "title": Column("str", "title"),
            "abstract": Column("str", "abstract"),
            "authors": Column("list", "names of the authors"),
            "date": Column("datetime64[us]", "when it appeared"),
            **_IN_PRINT,
        },
    ),
    "provenance": Table(
        "a value of a paper of several records, and where it came from",
        "papers",
        {
            "paper_id": _PAPER_ID,
            "field": Column("str", "column of papers"),
            "source": Column("str", "record it was taken from, as `dump#record`"),
            "records": Column("int64", "records of the paper that have this field"),
        },
    ),
    "gained": Table(
        "a value that a paper gained from another file",
        "papers",
        {
            "paper_id": _PAPER_ID,
            "field": Column("str", "column of papers"),
            "value": Column("str", "what it gained"),
            "source": Column("str", "record it came from, as `dump#record`"),
            "how": Column("str", "what the paper and the record have in common"),
            "score": Column("float64", "how sure the join is, 0 to 1"),
        },
    ),
    "topics": Table(
        "a topic; -1 is no topic",
        "topics",
        {
            "topic": _TOPIC,
            "label": Column("str", "label"),
            "keywords": Column("list", "words frequent in it and rare elsewhere"),
            "papers": Column("int64", "papers"),
            "share": Column("float64", "share of all papers"),
            "stability": Column("float64", "how much of it comes again, 0 to 1"),
            "coherence": Column("float64", "how often its keywords meet (NPMI)"),
            "distinctness": Column("float64", "how far from the nearest topic, 0 to 1"),
            "nearest": Column("int64", "the nearest topic"),
        },
    ),
    "assignments": Table(
        "a paper",
        "topics",
        {
            "paper_id": _PAPER_ID,
            "topic": _TOPIC,
            "confidence": Column("float64", "how surely it belongs there, 0 to 1"),
            "found_topic": Column("int64", "its topic before your labels were applied"),
            "x": Column("float64", "place on the map"),
            "y": Column("float64", "place on the map"),
        },
    ),
    "reruns": Table(
        "a paper",
        "topics",
        {
            "paper_id": _PAPER_ID,
            "seed_1": Column("int64", "its topic with another seed; so to `seed_5`"),
            "sample_1": Column(
                "int64", "its topic with a bootstrap sample; so to `sample_5`"
            ),
        },
    ),
    "rerun_ari": Table(
        "a rerun of the topics",
        "topics",
        {
            "rerun": Column("str", "name of the rerun"),
            "kind": Column("str", "`seed` or `sample`"),
            "papers": Column("int64", "papers in both"),
            "topics": Column("int64", "topics of the rerun"),
            "ari": Column("float64", "adjusted Rand index with the topics (1: equal)"),
        },
    ),
    "topic_hierarchy": Table(
        "a part of a topic",
        "topics",
        {
            "theme": Column("int64", "the theme above"),
            "topic": _TOPIC,
            "part": Column("int64", "the part; -1 is what is in none"),
            "papers": Column("int64", "papers"),
            "theme_label": Column("str", "label of the theme"),
            "topic_label": Column("str", "label of the topic"),
            "part_label": Column("str", "label of the part"),
        },
    ),
    "periods": Table(
        "a period",
        "trends",
        {
            "period": Column("str", "name, such as 2024, 2024-Q1 or 2024-W09"),
            "start": Column("datetime64[us]", "first day"),
            "papers": Column("int64", "papers"),
            "stretch": Column("int64", "periods of one number have the same sources"),
            "mark": Column("str", "what is wrong with it, or empty"),
            "tested": Column("bool", "whether verdicts rest on it"),
        },
    ),
    "trends": Table(
        "a topic in a period; none is left out",
        "trends",
        {
            "topic": _TOPIC,
            "period": Column("str", "name of the period"),
            "start": Column("datetime64[us]", "first day of the period"),
            "papers": Column("int64", "papers of the topic in the period"),
            "total": Column("int64", "papers of the period"),
            "share": Column("float64", "share of the papers of the period"),
            "low": Column("float64", "lower end of its 95 % interval"),
            "high": Column("float64", "upper end of its 95 % interval"),
        },
    ),
    "verdicts": Table(
        "a topic",
        "trends",
        {
            "topic": _TOPIC,
            "verdict": Column(
                "str", "`rising`, `falling`, `steady` or `too little data`"
            ),
            "change": Column("float64", "odds ratio from a period to the next"),
            "change_low": Column("float64", "lower end of its 95 % interval"),
            "change_high": Column("float64", "upper end of its 95 % interval"),
            "p": _P,
            "q": _Q,
            "agreement": Column(
                "float64", "groupings of other seeds that agree, 0 to 1"
            ),
            "agreement_samples": Column("float64", "the same of bootstrap samples"),
            "papers": Column("int64", "papers of the tested periods"),
            "periods": Column("int64", "tested periods"),
            "slope": Column("float64", "median change of the share a period"),
            "p_mk": Column("float64", "p-value of the Mann-Kendall test"),
            "first": Column("float64", "where the fitted line begins"),
            "last": Column("float64", "where the fitted line ends"),
            "reason": Column("str", "what the verdict rests on, in words"),
        },
    ),
    "topic_bursts": Table("a burst of a topic", "trends", {"topic": _TOPIC, **_BURST}),
    "term_bursts": Table(
        "a burst of a word or phrase",
        "trends",
        {"term": Column("str", "word or phrase"), **_BURST},
    ),
    "new_terms": Table(
        "a word or phrase that no paper held at first",
        "trends",
        {
            "term": Column("str", "word or phrase"),
            "first": Column("str", "first period that holds it"),
            "papers": Column("int64", "papers that hold it"),
            "expected_before": Column("float64", "papers that should have, before"),
            "p": _P,
            "q": _Q,
            "share_first": Column("float64", "share in its first period"),
            "share_last": Column("float64", "share in the last period"),
            "change": Column("float64", "odds ratio from a period to the next"),
        },
    ),
    "comparison": Table(
        "a topic in two groups of papers",
        "compare",
        {
            **_SIDES,
            "topic": _TOPIC,
            "label": Column("str", "label of the topic"),
            **_COUNTS_OF_SIDES,
            "difference": Column("float64", "share in `a` less that in `b`"),
            "low": Column("float64", "lower end of its 95 % interval"),
            "high": Column("float64", "upper end of its 95 % interval"),
            "p": _P,
            "q": _Q,
        },
    ),
    "keyness": Table(
        "a word or phrase that tells two groups of papers apart",
        "compare",
        {
            **_SIDES,
            "term": Column("str", "word or phrase"),
            **_COUNTS_OF_SIDES,
            "log_odds": Column("float64", "log of the odds ratio, with a prior"),
            "z": Column("float64", "the same, over its standard error"),
            "p": _P,
            "q": _Q,
            "tried": Column("int64", "terms that were looked at"),
            "side": Column("str", "group that has it more often"),
        },
    ),
    "gaps": Table(
        "a topic that one group of papers lacks",
        "compare",
        {
            "label": Column("str", "label of the topic"),
            "lacking": Column("str", "group that lacks it"),
            "there": Column("str", "group that has it"),
            "papers_there": Column("int64", "papers there"),
            "share_there": Column("float64", "share there"),
            "expected": Column("float64", "papers that the lacking group should have"),
            "topic": _TOPIC,
            "papers": Column("int64", "papers that it has"),
            "total": Column("int64", "papers of the lacking group"),
            "could_be": Column("float64", "upper end of its 95 % interval"),
        },
    ),
    "topic_matches": Table(
        "a topic of this report and its counterpart in another",
        "compare",
        {
            "topic_a": Column("Int64", "topic of this report"),
            "label_a": Column("str", "its label"),
            "papers_a": Column("Int64", "its papers"),
            "share_a": Column("float64", "its share of all papers"),
            "topic_b": Column("Int64", "topic of the other report"),
            "label_b": Column("str", "its label"),
            "papers_b": Column("Int64", "its papers"),
            "share_b": Column("float64", "its share of all papers"),
            "likeness": Column("float64", "how alike the words of their papers are"),
        },
    ),
    "changes": Table(
        "something that is different from an earlier run",
        "changes",
        {
            "kind": Column("str", "paper, topic, verdict or setting"),
            "what": Column("str", "its title, label or key"),
            "id": Column("str", "its id"),
            "before": Column("str", "what it was"),
            "now": Column("str", "what it is"),
            "change": Column("str", "what became of it"),
        },
    ),
    "screening_decisions": Table(
        "a paper that was screened",
        "screening",
        {
            "paper_id": _PAPER_ID,
            "title": Column("str", "title"),
            "decision": Column("str", "`include`, `exclude`, `maybe` or `conflict`"),
            "reason": Column("str", "reason of the exclusion"),
            "screener": Column("str", "who decided"),
        },
    ),
    "prisma": Table(
        "a number of the PRISMA 2020 flow chart",
        "screening",
        {
            "box": Column("str", "box of the flow chart"),
            "label": Column("str", "part of the box; empty for the box as a whole"),
            "count": Column("int64", "records or papers"),
        },
    ),
}


# How people read the columns of the tables that notebooks show: "share" in per cent,
# "points" a difference of shares in percentage points, "ratio" as times something, "p"
# a p-value, "count" with thousands separated, "number" to two decimals. Numbers in a
# column that is not listed are written by their type.
COLUMN_FORMATS = {
    # shares
    "base": "share",
    "confidence": "share",
    "first": "share",
    "last": "share",
    "share": "share",
    "share_a": "share",
    "share_b": "share",
    "share_before": "share",
    "share_first": "share",
    "share_here": "share",
    "share_last": "share",
    "share_now": "share",
    "share_there": "share",
    # differences of shares
    "difference": "points",
    "high": "points",
    "low": "points",
    # ratios
    "change": "ratio",
    "change_before": "ratio",
    "change_high": "ratio",
    "change_low": "ratio",
    "change_now": "ratio",
    # p-values, before and after allowing for their number
    "p": "p",
    "q": "p",
    # counts
    "abstract": "count",
    "blank": "count",
    "cited_by": "count",
    "dumps": "count",
    "header": "count",
    "inside": "count",
    "line": "count",
    "lines": "count",
    "listed": "count",
    "new": "count",
    "not understood": "count",
    "pairs": "count",
    "papers": "count",
    "papers_a": "count",
    "papers_b": "count",
    "papers_before": "count",
    "papers_there": "count",
    "pieces": "count",
    "present": "count",
    "record": "count",
    "records": "count",
    "topics": "count",
    "vanished": "count",
    "work": "count",
    # measures
    "ari": "number",
    "coherence": "number",
    "distinctness": "number",
    "expected": "number",
    "expected_before": "number",
    "kappa": "number",
    "label_fit": "number",
    "likeness": "number",
    "rerun_ari": "number",
    "run_ari": "number",
    "score": "number",
    "screener_kappa": "number",
    "stability": "number",
    "weight": "number",
    # days
    "date": "date",
    "end": "date",
    "seen_on": "date",
    "start": "date",
    # lists
    "affiliations": "list",
    "authors": "list",
    "countries": "list",
    "found_in": "list",
    "keywords": "list",
    "references": "list",
    "subjects": "list",
    # texts
    "dump": "text",
    "label": "text",
    "match": "text",
    "reason": "text",
    "title": "text",
    "venue": "text",
    "verdict": "text",
}


# ---- The codes that stand in columns

VERDICTS = ["rising", "falling", "steady", "too little data"]
PERIODS = ("day", "week", "month", "quarter", "year")

# What a person decides of a paper; both of the relevant go on to the full text.
SCREENING_DECISIONS = ("include", "exclude", "maybe")
RELEVANT = ("include", "maybe")

# What became of a topic since an earlier run, in the order in which they are listed;
# the last ones go on.
CONTINUED = ("grown", "shrunk", "same")
FATES = ("born", "died", "split", "merged", "regrouped", *CONTINUED)


def open_folder(path: str | Path) -> Path:
    """Open the folder of a review, for notebooks of earlier versions.

    Use `workspace.open_draft` instead, with the name of the review.
    """
    warnings.warn(
        "litreview.tables.open_folder(folder) is called "
        "litreview.workspace.open_draft(review) now, and takes the name of the review",
        FutureWarning,
        stacklevel=2,
    )
    return workspace.open_draft_of(path)


def file_of(folder: str | Path, name: str) -> Path:
    """Name the file in which a report keeps a table.

    Examples
    --------
    >>> litreview.tables.file_of("reports/sample", "papers").as_posix()
    'reports/sample/tables/papers.parquet'
    """
    return Path(folder) / "tables" / f"{name}.parquet"


def write(folder: str | Path, **tables: pd.DataFrame) -> None:
    """Write tables of a draft, or of the report that is being built.

    Each says in the metadata of its file from which papers it was made, and from which
    topics where there are any.

    Parameters
    ----------
    folder
        Of `workspace.open_draft`.
    tables
        The tables by their names.

    Raises
    ------
    ValueError
        If the folder is a finished report; or if the papers or topics in it have
        changed since they were read.
    OSError
        If the folder cannot be written.

    Examples
    --------
    >>> mine = pandas.DataFrame({"topic": [0, 1], "chosen": [True, False]})
    >>> litreview.tables.write(place, mine=mine)
    >>> litreview.tables.read(place, "mine").columns.tolist()
    ['topic', 'chosen']
    """
    folder = Path(folder)
    if workspace.is_finished(folder):
        raise ValueError(
            f"{folder}: is a finished report, which `litreview run` alone writes; "
            "write to the folder of litreview.workspace.open_draft(NAME)"
        )

    made_from = _origin.mark_writing(folder, tables)
    try:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        (folder / workspace.UNTOUCHED).unlink(missing_ok=True)
        for name, table in tables.items():
            write_file(file_of(folder, name), _origin.write_parquet(table, made_from))
    except OSError as error:
        raise OSError(
            f"{folder}: its tables cannot be written ({error.strerror or error}); free "
            "some space there, or work in a folder that can be written"
        ) from None


def read(folder: str | Path, name: str) -> pd.DataFrame:
    """Read a table of a report or a draft.

    Parameters
    ----------
    folder
        The folder of the report or the draft.
    name
        The name of the table; `SCHEMA` lists them.

    Returns
    -------
    The table, with lists where Parquet has arrays.

    Raises
    ------
    FileNotFoundError
        If it is not there; the message names the notebook to run first.
    ValueError
        If it is damaged, or was made from other papers or topics than those beside it;
        the message names the notebook to run.

    Examples
    --------
    >>> papers = litreview.tables.read("reports/sample.draft", "papers")
    >>> papers.columns[:3].tolist()
    ['paper_id', 'title', 'abstract']
    """
    file = file_of(folder, name)
    notebook = SCHEMA[name].notebook if name in SCHEMA else "papers"
    if not file.is_file():
        raise FileNotFoundError(
            f"{file} is missing; run the notebook {notebook}.ipynb first, "
            "with the same `review`"
        )

    try:
        _origin.check_reading(Path(folder), file, notebook)
        table = pd.read_parquet(file)
    except pyarrow.ArrowInvalid:
        raise ValueError(
            f"{file}: is damaged, or no Parquet file; run the notebook {notebook}.ipynb"
        ) from None

    for column in _list_columns(name):
        if column in table:
            lists = [list(cell) for cell in table[column]]
            table = table.assign(**{column: lists})

    return table


def period_of(table: pd.DataFrame) -> str | None:
    """Tell what the periods of a table are by how they are written.

    Parameters
    ----------
    table
        Any table with a column `period`.

    Returns
    -------
    str or None
        `day`, `week`, `month`, `quarter` or `year`; None for an empty table.

    Examples
    --------
    >>> litreview.tables.period_of(periods)
    'month'
    """
    if table.empty:
        return None

    name = table["period"].iloc[0]
    if "Q" in name:
        return "quarter"
    if "W" in name:
        return "week"
    return {4: "year", 7: "month", 10: "day"}[len(name)]


def has_tables(name: str, *runs: dict) -> bool:
    """Tell whether all runs have a table.

    Parameters
    ----------
    name
        Of the table; or `run`, the run.json of a run.
    runs
        The tables of each by their names.
    """
    return all(name in run and (name != "run" or run[name]) for run in runs)


def _list_columns(name: str) -> list[str]:
    if name not in SCHEMA:
        return []

    columns = SCHEMA[name].columns
    return [column for column, about in columns.items() if about.type == "list"]


def tables_page() -> str:
    """Write the data dictionary, `docs/tables.md`: every table and its columns."""
    parts = [
        "# The tables of a report\n",
        "Written from `litreview/tables.py` by `python docs/write.py`. Each table is "
        "`tables/NAME.parquet` in the folder of a report.\n",
    ]

    for name, table in SCHEMA.items():
        parts.append(f"## {name}\n")
        parts.append(f"One row is {table.row}. Written by `{table.notebook}.ipynb`.\n")

        rows = ["| column | type | meaning |", "|---|---|---|"]
        for column, about in table.columns.items():
            rows.append(f"| `{column}` | {about.type} | {about.meaning} |")
        parts.append("\n".join(rows) + "\n")

    return "\n".join(parts)


# ---- CSV files that a person edits in a spreadsheet


def read_csv(
    file: str | Path, columns: Sequence[str], needed: Sequence[str], kind: str
) -> pd.DataFrame:
    """Read a CSV that a person has edited.

    Parameters
    ----------
    file
        The CSV; its cells may be separated by `;`. "" is an empty one.
    columns
        The columns wanted; empty where the file lacks one.
    needed
        Those of them that it must have.
    kind
        What such a file holds, for the message.

    Returns
    -------
    A table of text: `columns`, then what else the file has. Its index is the lines of
    the file. Rows without any text are left out.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is no such table: not UTF-8, broken quotes, cells beyond the last column,
        or without a needed column.
    """
    if str(file) == "":
        return _csv_table([], [], columns)
    if not Path(file).is_file():
        raise FileNotFoundError(
            f"{file}: there is no such file of {kind}; name a CSV, or leave it empty "
            "for none"
        )

    text = _read_text(file)
    cells = csv.reader(
        io.StringIO(text, newline=""), delimiter=_separator(text), strict=True
    )
    rows, lines = [], []
    line = 1

    try:
        header = [name.strip() for name in next(cells, [])]
        _check_header(header, columns, needed, file)

        line = cells.line_num + 1
        for row in cells:
            if any(row):
                rows.append(_csv_row(row, header, f"{file}, line {line}"))
                lines.append(line)
            line = cells.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"{file}, line {line}: no CSV from here on ({error}); see to the quotes"
        ) from None

    further = [name for name in header if name and name not in columns]
    return _csv_table(rows, lines, [*columns, *further])


def write_csv(file: str | Path, table: pd.DataFrame) -> None:
    """Write a table for a person to edit; the file is replaced as a whole.

    What a spreadsheet would take for a formula is kept from it by an apostrophe, which
    `read_csv` takes away. A file whose cells are separated by `;` stays so.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    file = Path(file).resolve()  # a link stays a link
    if not file.parent.is_dir():
        raise FileNotFoundError(
            f"{file}: there is no folder {file.parent} to write into; make it first"
        )

    separator = ","
    if file.is_file():
        try:
            separator = _separator(_read_text(file))
        except ValueError:
            pass

    safe = table.map(_guard_cell)
    # With "\n" alone, Python leaves a "\r" within a cell without quotes.
    text = safe.to_csv(index=False, sep=separator, lineterminator="\r\n")
    # Without the mark, Excel takes UTF-8 for the encoding of the machine.
    write_file(file, text.encode("utf-8-sig"))


# So begins what a spreadsheet would compute, or what was already kept from it.
_FORMULA = r"'*[=+\-@\t\r]"


def _guard_cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return re.sub(rf"\A(?={_FORMULA})", "'", cell)


def _unguard_cell(cell: str) -> str:
    return re.sub(rf"\A'(?={_FORMULA})", "", cell)


def _read_text(file: str | Path) -> str:
    data = Path(file).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(
            f"{file}, line {line}: is not UTF-8; save it as CSV in UTF-8"
        ) from None


def _separator(text: str) -> str:
    if re.match(r"[^\r\n]*;", text):
        return ";"
    return ","


def _check_header(
    header: list[str], columns: Sequence[str], needed: Sequence[str], file: str | Path
) -> None:
    for name in columns:
        count = header.count(name)
        if count > 1 or (name in needed and count == 0):
            names = ",".join(columns)
            raise ValueError(
                f"{file}, line 1: needs one column `{name}`; begin with {names}"
            )


def _csv_row(cells: list[str], header: list[str], place: str) -> dict[str, str]:
    for cell in cells[len(header) :]:
        if cell:
            raise ValueError(
                f"{place}: {cell[:20]!r} is beyond the last column; "
                "put quotes around text with commas"
            )

    row = {}
    for name, cell in zip(header, cells, strict=False):
        if name:
            row[name] = _unguard_cell(cell)

    return row


def _csv_table(
    rows: list[dict], lines: list[int], columns: Sequence[str]
) -> pd.DataFrame:
    index = pd.Index(lines, dtype="int64", name="line")
    table = pd.DataFrame(rows, index, columns=list(dict.fromkeys(columns)))
    return table.fillna("").astype("str")


# ---- What a spreadsheet would compute within a text, and writing files

# A spreadsheet that parts cells at ";" computes what follows one, too.
_COMPUTED = re.escape("=+-@＝＋－＠")
_COMPUTED_AT = re.compile(rf"(?:^|;)[^\S\n]*(?=[{_COMPUTED}])", re.MULTILINE)
# Seen by a spreadsheet, not by a reader; an apostrophe would become part of the title.
_INVISIBLE = "\u200b"
_GUARDED = re.compile(rf"{_INVISIBLE}(?=[{_COMPUTED}])")


def neutralise(text: str) -> str:
    """Put an invisible sign (U+200B) before what a spreadsheet would compute."""
    return _COMPUTED_AT.sub(rf"\g<0>{_INVISIBLE}", text)


def restore_text(text: str) -> str:
    """Take out of a text what `neutralise` put into it."""
    return _GUARDED.sub("", text)


def check_file(file: str | Path, key: str, example: str) -> None:
    """Refuse what cannot be a file to keep decisions in, before anything is decided.

    Parameters
    ----------
    file
        The file; it need not be there yet.
    key
        What it is called, for the message.
    example
        A name that would do.

    Raises
    ------
    ValueError
        For no name, or a folder.
    """
    if str(file) in ("", "."):
        problem = "no file is named"
    elif Path(file).is_dir():
        problem = f"{file} is a folder"
    else:
        return

    raise ValueError(f"{key}: {problem}; name a file such as {example}")


def write_file(file: str | Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a file, text in UTF-8, as a whole or not at all.

    Parameters
    ----------
    file
        Where to write it; a file that is there is replaced.
    content
        What to write.
    mode
        Who may read it, such as 0o600; that of the file that is there, if left out.

    Raises
    ------
    ValueError
        If there is no such folder to write into, or a folder of that name.
    """
    file = Path(file).resolve()  # a link stays a link
    if file.is_dir():
        raise ValueError(f"{file}: is a folder; name a file")
    if not file.parent.is_dir():
        raise ValueError(f"{file}: there is no folder {file.parent}; make it first")

    if isinstance(content, str):
        content = content.encode("utf-8")

    part = file.with_name(f".{file.name[:200]}.{os.getpid()}")
    try:
        if mode is not None:
            part.touch(mode)
        part.write_bytes(content)
        if mode is None and file.is_file():
            shutil.copymode(file, part)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
