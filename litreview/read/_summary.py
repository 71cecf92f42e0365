"""Sentences and small tables for people, on what was read and what was not."""

import pandas as pd

from litreview.read import _clean, _preview
from litreview.text import as_code, count_of, escape_markdown, list_some

# Kinds of files that have a date of their own.
PAGES = ["listing", "HTML", "e-mail", "web archive", "Safari web archive"]
# How it is said of one file, and of several.
_CERTAINTY_VERBS = {"doubtful": ("is", "are"), "refused": ("was", "were")}
ROLES = ["title", "abstract", "header", "field", "blank", "not understood"]
USUAL_ENCODINGS = ["", "UTF-8"]
SHOWN_LETTERS = 160  # of the text of a line that was not understood
MOST_NAMED = 10  # files, in a sentence
MOST_SENTENCES = 10  # of one kind, in the summary
MOST_DOUBTS = 10  # files whose doubt is told
# What is left out where reasons and notes are compared: numbers and quotations.
_PARTICULARS = r"\d[\d,]*|'[^']*'"


def overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    lines: pd.DataFrame,
    files: pd.DataFrame,
    found: pd.DataFrame | None = None,
    mended: pd.DataFrame | None = None,
    removed: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame | str]:
    """Tell what was read, what was not, and what was changed.

    Parameters
    ----------
    papers, records
        As `dedupe.join` returns them.
    lines, files
        As `records` or `scan` returns them.
    found
        The records as `records` or `scan` returns them, with their notes.
    mended, removed
        What was changed in the texts: by `records`, and by `clean_text`.

    Returns
    -------
    dict
        summary : str
            Markdown: how many papers from how many records and files, and what was
            left over.
        doubts : str
            Markdown: the files that are doubtful or were refused, and why; "" where
            none is.
        files : pandas.DataFrame
            Each file, the doubtful ones first: what it was taken for, how sure that
            is, its records, the dates of its pages, and how many lines have which
            role.
        rejected : pandas.DataFrame
            What was not understood: `dump`, `line`, `record` (its number, where it is
            one), `reason`, `text`.
        notes : pandas.DataFrame
            What was odd about records that were read: `dump`, `line` and `record` of
            the first, `note`, and `records`, how many have a note like it; only if
            `found` is given.
        first_records : pandas.DataFrame
            The first three records of each file as they were read, the doubtful files
            first: `dump`, `title`, `authors`, `year`, `abstract` (how it begins); only
            if `found` is given.
        missing_abstracts : pandas.DataFrame
            The papers without an abstract, and where they stand: `title`, `dump`,
            `line`.
        cleaning : pandas.DataFrame
            The changes of texts, by step; only if `mended` and `removed` are given.

    Examples
    --------
    >>> reading = litreview.read.overview(papers, records, lines, files)
    >>> "summary" in reading
    True
    """
    tables = {
        "summary": reading_summary(papers, records, files),
        "doubts": doubts_text(files),
        "files": file_table(files, lines, records),
        "rejected": rejected_table(lines),
        "missing_abstracts": missing_abstracts_table(papers, records),
    }
    if found is not None:
        tables["notes"] = notes_table(found)
        tables["first_records"] = _preview.first_records_table(found, files)
    if mended is not None and removed is not None:
        tables["cleaning"] = _clean.cleaning_table(removed, mended)
    return tables


def doubts_summary(files: pd.DataFrame, most: int = MOST_NAMED) -> str:
    """Say which files are doubtful or were refused, in one sentence.

    Parameters
    ----------
    files
        As `records` or `scan` returns them.
    most
        How many of them are named.

    Returns
    -------
    str
        "2 files are doubtful: a, b; 1 file was refused: c"; "" where none is.

    Examples
    --------
    >>> litreview.read.doubts_summary(files)
    ''
    """
    parts = []
    for certainty, verbs in _CERTAINTY_VERBS.items():
        dumps = files.loc[files["certainty"] == certainty, "dump"]
        if dumps.empty:
            continue
        part = f"{count_of(len(dumps), 'file')} {verbs[len(dumps) > 1]} {certainty}"
        if most:
            part += f": {list_some(dumps, most)}"
        parts.append(part)
    return "; ".join(parts)


def doubts_table(files: pd.DataFrame) -> pd.DataFrame:
    """List the files that are doubtful or were refused, the refused first.

    Parameters
    ----------
    files
        As `records` or `scan` returns them.

    Returns
    -------
    pandas.DataFrame
        `dump`, `verdict` ("is doubtful"), `outcome` (what it was taken for, and how
        many records came of it) and `doubt` (why).

    Examples
    --------
    >>> len(litreview.read.doubts_table(files))
    0
    """
    doubtful = _preview.order_by_doubt(files[files["certainty"] != "sure"])
    verdicts, outcomes = [], []
    for file in doubtful.itertuples():
        verdicts.append(f"{_CERTAINTY_VERBS[file.certainty][0]} {file.certainty}")
        outcome = "no paper was taken from it"
        if file.records:
            records = count_of(file.records, "record")
            outcome = f"{records}, taken for “{file.layout}”"
        outcomes.append(outcome)
    table = doubtful[["dump", "doubt"]].assign(verdict=verdicts, outcome=outcomes)
    return table[["dump", "verdict", "outcome", "doubt"]]


def doubts_text(files: pd.DataFrame) -> str:
    """Say of each file that is doubtful or was refused why: Markdown, a bullet each."""
    table = doubts_table(files)
    bullets = []
    for row in table.head(MOST_DOUBTS).itertuples():
        bullets.append(
            f"- {as_code(row.dump)} **{row.verdict}**: {escape_markdown(row.outcome)}. "
            f"{escape_markdown(row.doubt)}"
        )
    further = len(table) - MOST_DOUBTS
    if further > 0:
        more = count_of(further, "more file")
        bullets.append(f"- And {more}: the first rows of the table below.")
    return "\n".join(bullets)


def reading_summary(
    papers: pd.DataFrame, records: pd.DataFrame, files: pd.DataFrame
) -> str:
    """Say how many papers came from how many records and files, and what was left."""
    sentences = [
        _papers_sentence(papers, records, files),
        _rejected_sentence(files),
        _lines_sentence(files),
        *_files_sentences(files),
        _missing_sentence(papers),
        _undated_sentence(records, files),
    ]
    return " ".join(filter(None, sentences))


def _papers_sentence(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    files: pd.DataFrame,
) -> str:
    with_records = int((files["records"] > 0).sum())
    paper_count = count_of(len(papers), "paper")
    record_count = count_of(len(records), "record")
    file_count = count_of(with_records, "file")
    sentence = f"**{paper_count}** in {record_count} of {file_count}"

    repeats = len(records) - len(papers)
    if repeats:
        repeat_count = count_of(repeats, "record")
        sentence += f"; {repeat_count} came again"
    return sentence + "."


def _rejected_sentence(files: pd.DataFrame) -> str:
    started = int(files["started"].sum())
    rejected = int(files["rejected"].sum())
    if not rejected:
        return ""
    record_count = count_of(started, "record")
    verb = "is" if rejected == 1 else "are"
    return (
        f"Of {record_count} that start in them, "
        f"**{rejected:,} could not be read** "
        f"and {verb} listed with the reason."
    )


def _lines_sentence(files: pd.DataFrame) -> str:
    line_count = int(files["lines"].sum())
    if not line_count:  # tables such as Parquet have none
        return ""
    sentence = f"All {line_count:,} lines are accounted for"
    if line_count == 1:
        sentence = "The 1 line is accounted for"

    odd = int(files["not_understood"].sum())
    if odd:
        verb = "was" if odd == 1 else "were"
        sentence += f"; {odd:,} of them {verb} not understood"
    return sentence + "."


def _files_sentences(files: pd.DataFrame) -> list[str]:
    """Name the files that are not simply read."""
    return [
        _without_papers_sentence(files),
        *_notes_sentences(files),
        *_encodings_sentences(files),
        *_inferred_sentences(files),
    ]


def _without_papers_sentence(files: pd.DataFrame) -> str:
    without = files[files["records"] == 0]
    if without.empty:
        return ""
    file_count = count_of(len(without), "file")
    names = []
    for file in without.itertuples():
        reason = file.kind
        if reason == "unknown":
            reason = "no list of papers"
        names.append(f"{as_code(file.dump)} ({reason})")
    listed = list_some(names, MOST_NAMED)
    return f"{file_count} held no paper: {listed}."


def _notes_sentences(files: pd.DataFrame) -> list[str]:
    sentences = []
    noted = files[files["note"] != ""]
    groups = list(noted.groupby("note", sort=False))
    for note, group in groups[:MOST_SENTENCES]:
        names = map(as_code, group["dump"])
        listed = list_some(names, MOST_NAMED)
        sentences.append(f"{listed}: {note}.")

    further = sum(len(group) for _, group in groups[MOST_SENTENCES:])
    if further:
        file_count = count_of(further, "more file")
        sentences.append(f"Of {file_count} not all could be opened.")
    return sentences


def _encodings_sentences(files: pd.DataFrame) -> list[str]:
    sentences = []
    is_usual = files["encoding"].isin(USUAL_ENCODINGS)
    recoded = files[~is_usual]
    for encoding, group in recoded.groupby("encoding"):
        names = map(as_code, group["dump"])
        listed = list_some(names)
        sentences.append(f"Read as {encoding}: {listed}.")
    return sentences


def _inferred_sentences(files: pd.DataFrame) -> list[str]:
    """Name the pages whose papers begin and end where line lengths say so."""
    inferred = files[files["inferred"] > 0]
    if len(inferred) > MOST_SENTENCES:
        names = list_some(map(as_code, inferred["dump"]), MOST_NAMED)
        return [
            f"{names} are wrapped without blank lines: where their "
            f"{inferred['inferred'].sum():,} papers begin and end "
            "is inferred from the lengths of lines, so look through them."
        ]

    sentences = []
    for file in inferred.itertuples():
        sentences.append(
            f"{as_code(file.dump)} is wrapped without blank lines: "
            f"where its {file.inferred} papers begin and end "
            "is inferred from the lengths of lines, so look through them."
        )
    return sentences


def _missing_sentence(papers: pd.DataFrame) -> str:
    missing = int(papers["abstract"].isna().sum())
    if not missing:
        return ""
    paper_count = count_of(missing, "paper")
    verb = "has" if missing == 1 else "have"
    return f"{paper_count} {verb} no abstract."


def _undated_sentence(records: pd.DataFrame, files: pd.DataFrame) -> str:
    """Name the pages without a date, which can be given one by `year`."""
    is_page = files["kind"].isin(PAGES)
    page_dumps = files.loc[is_page, "dump"]
    on_pages = records[records["dump"].isin(page_dumps)]

    is_undated = on_pages["seen_on"].isna()
    by_dump = is_undated.groupby(on_pages["dump"], sort=False)
    undated = by_dump.all()
    if not undated.any():
        return ""
    dumps = undated.index[undated]
    listed = list_some(map(as_code, dumps), 5)
    return f"No date of the page, or one without its year: {listed}."


def file_table(
    files: pd.DataFrame, lines: pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """List the files with what was found in each, the doubtful ones first.

    Returns
    -------
    pandas.DataFrame
        `dump`, `taken_for`, `how_sure`, `records`, `rejected` (if any was), `lines`,
        `page_date` (if any has one), `lines_by_role` in words, and the `fields` of its
        records.
    """
    files = _preview.order_by_doubt(files)
    table = files.rename(columns={"layout": "taken_for", "certainty": "how_sure"})
    columns = ["dump", "taken_for", "how_sure", "records", "rejected", "lines"]
    if not files["rejected"].any():
        columns.remove("rejected")

    roles = _write_roles(lines)
    table = table.replace({"taken_for": {"unknown": None}})[columns]
    for part in (page_dates(records), roles):
        table = table.merge(part, how="left", left_on="dump", right_index=True)
    if table["page_date"].isna().all():
        table = table.drop(columns="page_date")
    return table.assign(fields=files["fields"].to_numpy())


def _write_roles(lines: pd.DataFrame) -> pd.Series:
    """Write how many lines of each dump have which role."""
    count = lines["line_to"] - lines["line_from"] + 1
    counts = lines.assign(count=count).pivot_table(
        index="dump",
        columns="role",
        values="count",
        aggfunc="sum",
        fill_value=0,
    )
    present = [role for role in ROLES if role in counts]
    written = []
    for row in counts[present].itertuples(index=False):
        parts = [f"{role} {n:,}" for role, n in zip(present, row, strict=True) if n]
        written.append(", ".join(parts))
    return pd.Series(written, counts.index, dtype="str").rename("lines_by_role")


def page_dates(records: pd.DataFrame) -> pd.Series:
    """Write the dates of the pages of each dump."""
    dated = records.dropna(subset="seen_on")
    days = dated.groupby("dump")["seen_on"].unique()
    return days.map(_write_days).rename("page_date")


def _write_days(days: list[pd.Timestamp]) -> str:
    written = {f"{day:%Y-%m-%d}" for day in days}
    return ", ".join(sorted(written))


def rejected_table(lines: pd.DataFrame) -> pd.DataFrame:
    """List what was not understood.

    Returns
    -------
    pandas.DataFrame
        `dump`, `line` and `record` (where it is one), `reason`, and the beginning of
        its `text`.
    """
    is_rejected = lines["role"] == "not understood"
    table = lines[is_rejected]
    table = table.assign(line=table["line_from"].fillna(table["line"]))
    texts = table["text"].map(_shorten, na_action="ignore")
    table = table.assign(text=texts.astype("str"))
    return table[["dump", "line", "record", "reason", "text"]]


def _shorten(text: str) -> str:
    on_one_line = " ".join(text.split())
    return on_one_line[:SHOWN_LETTERS]


def notes_table(found: pd.DataFrame) -> pd.DataFrame:
    """List what was odd about records that were read.

    Notes that differ in nothing but numbers and quotations are one row, with `line`,
    `record` and `note` of the first, and how many `records` they are.
    """
    is_noted = found["note"].notna()
    noted = found.loc[is_noted, ["dump", "line", "record", "note"]]

    like = generalise(noted["note"]).rename("like")
    groups = noted.groupby([noted["dump"], like], sort=False)
    counts = groups["note"].transform("size").astype("int64")
    first_of_group = groups.cumcount() == 0
    return noted.assign(records=counts)[first_of_group]


def generalise(sentences: pd.Series) -> pd.Series:
    """Leave numbers and quotations out of sentences, so that like ones are equal."""
    return sentences.str.replace(_PARTICULARS, "#", regex=True)


def missing_abstracts_table(
    papers: pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """List the papers without an abstract and where they stand.

    Returns
    -------
    pandas.DataFrame
        `title`, `dump`, `line`.
    """
    is_missing = papers["abstract"].isna()
    lacking = papers.loc[is_missing, ["paper_id", "title"]]
    located = lacking.merge(records, on="paper_id")
    return located[["title", "dump", "line"]]
