"""Sentences and small tables on what was read, for people."""

import pandas as pd

from litreview.text import as_code, count_of, list_some


def reading_summary(
    papers: pd.DataFrame, records: pd.DataFrame, files: pd.DataFrame
) -> str:
    """Say how many papers came from how many records and files, and what was left over."""
    read, other = files[files["records"] > 0], files[files["records"] == 0]
    lines, odd = int(files["lines"].sum()), int(files["not_understood"].sum())
    repeats = len(records) - len(papers)
    text = f"**{count_of(len(papers), 'paper')}** in {count_of(len(records), 'record')} of {count_of(len(read), 'file')}"
    text += f"; {count_of(repeats, 'record')} came again." if repeats else "."
    started, listed = int(files["started"].sum()), int(files["listed"].sum())
    if listed:
        text += f" Of {count_of(started, 'record')} that start in them, **{listed:,} could not be read** and "
        text += f"{'is' if listed == 1 else 'are'} listed with the reason."
    if lines:  # tables such as Parquet have none
        text += (
            " The 1 line is" if lines == 1 else f" All {lines:,} lines are"
        ) + " accounted for"
        text += (
            f"; {odd:,} of them {'was' if odd == 1 else 'were'} not understood."
            if odd
            else "."
        )
    if len(other):
        held = list_some(
            [f"{as_code(file.dump)} ({file.kind})" for file in other.itertuples()], 10
        )
        text += f" {count_of(len(other), 'file')} held no paper: {held}."
    for note, group in files[files["note"] != ""].groupby("note", sort=False):
        text += f" {list_some(map(as_code, group['dump']), 10)}: {note}."
    for encoding, group in files[~files["encoding"].isin(["", "UTF-8"])].groupby(
        "encoding"
    ):
        text += f" Read as {encoding}: {list_some(map(as_code, group['dump']))}."
    for file in files[files["inferred"] > 0].itertuples():
        text += f" {as_code(file.dump)} is wrapped without blank lines: where its {file.inferred} papers begin and end is"
        text += " inferred from the lengths of lines, so look through them."
    missing = int(papers["abstract"].isna().sum())
    text += (
        f" {count_of(missing, 'paper')} {'has' if missing == 1 else 'have'} no abstract."
        if missing
        else ""
    )
    pages = records[
        records["dump"].isin(files.loc[files["kind"].isin(["listing", "HTML"]), "dump"])
    ]
    undated = pages["seen_on"].isna().groupby(pages["dump"], sort=False).all()
    if undated.any():
        text += f" No date of the page, or one without its year: {list_some(map(as_code, undated.index[undated]), 5)}."
    return text


def file_table(
    files: pd.DataFrame, account: pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """List the files: what each is, its page dates, its records, and how many of its lines have which role."""
    lines = account.assign(n=account["line_to"] - account["line_from"] + 1)
    roles = lines.pivot_table(
        index="dump", columns="role", values="n", aggfunc="sum", fill_value=0
    )
    order = [
        role
        for role in ("title", "abstract", "header", "field", "blank", "not understood")
        if role in roles
    ]
    dates = records.dropna(subset="seen_on").groupby("dump")["seen_on"].unique()
    dates = dates.map(
        lambda days: ", ".join(sorted({f"{day:%Y-%m-%d}" for day in days}))
    ).rename("page_date")
    columns = [
        "dump",
        "kind",
        "records",
        *(["listed"] if files["listed"].any() else []),
        "lines",
    ]
    table = files[columns].merge(dates, how="left", left_on="dump", right_index=True)
    table = table.merge(
        roles[order].astype("Int64"), how="left", left_on="dump", right_index=True
    )
    return table.assign(fields=files["fields"].to_numpy())


def rejected_table(account: pd.DataFrame) -> pd.DataFrame:
    """List what was not understood: `dump`, `line`, `record` (its number, where it is one), `reason`, `text`."""
    table = account[account["role"] == "not understood"].rename(
        columns={"line_from": "line"}
    )
    texts = (
        table["text"]
        .map(lambda text: " ".join(text.split())[:160], na_action="ignore")
        .astype("str")
    )
    return table.assign(text=texts)[["dump", "line", "record", "reason", "text"]]


def mended_table(records: pd.DataFrame) -> pd.DataFrame:
    """List what was odd about records that were read: `dump`, `line` and `record` of the first, `records`, `note`.

    Notes that differ in nothing but numbers and quotations are one row, with the words of the first.
    """
    table = records.loc[records["note"].notna(), ["dump", "line", "record", "note"]]
    like = (
        table["note"].str.replace(r"\d[\d,]*|'[^']*'", "#", regex=True).rename("like")
    )
    counts = (
        table.groupby([table["dump"], like], sort=False)["note"]
        .transform("size")
        .astype("int64")
    )
    return table.assign(records=counts).loc[
        ~pd.concat([table["dump"], like], axis=1).duplicated()
    ]


def missing_abstracts_table(
    papers: pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """List the papers without an abstract and where they stand: `title`, `dump`, `line`."""
    lacking = papers.loc[papers["abstract"].isna(), ["paper_id", "title"]]
    return lacking.merge(records, on="paper_id")[["title", "dump", "line"]]
