"""What was read of files, in plain lines for a terminal."""

import re
import shutil
from textwrap import fill

import pandas as pd

from litreview.read import _preview, _summary
from litreview.text import count_of, list_some

MOST_FILES = 40  # with a line each; of more, like ones share a line
MOST_DOUBTS = 20  # doubtful files that still have a line each then
MOST = 20  # lines on one reason in one file
MOST_OF_REFUSED = 3  # the same, of lines of a file that was refused
SHOWN_LETTERS = 100  # of a line that was not understood
WIDEST = 100  # letters of a line of running text
WIDEST_NAME = 40  # letters up to which names make the lines begin at one place
INDENT = "    "


def plain_overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    lines: pd.DataFrame,
    files: pd.DataFrame,
    found: pd.DataFrame,
    show: int = 0,
) -> tuple[list[str], int]:
    """Tell what was read in plain lines, such as `litreview check` prints.

    Parameters
    ----------
    papers, records
        As `dedupe.join` returns them.
    lines, files, found
        As `records` or `scan` returns them.
    show
        How many records of each file are shown as they were read.

    Returns
    -------
    list of str
        A line a file with what it was taken for, how sure that is, and what was read;
        below it the doubts, and the first records. Of more than 40 files like ones
        share a line, and the doubtful ones come first. Then what was not understood,
        what was odd, and the summary.
    int
        How many warnings are in them.

    Examples
    --------
    >>> text, warnings = litreview.read.plain_overview(
    ...     papers, records, lines, files, found
    ... )
    >>> text[0].startswith("page-1.txt")
    True
    """
    rejected = _summary.rejected_table(lines)
    notes = _summary.notes_table(found)
    summary = _summary.reading_summary(papers, records, files)

    if len(files) > MOST_FILES:
        text = _write_groups(files, found, show)
    else:
        text = _write_files(files, found, show)
    text += _write_rejected(rejected, files)
    text += _write_notes(notes, len(files) > MOST_FILES)
    # Without Markdown, but with whatever stands in the name of a file.
    text.append(re.sub(r"`([^`]*)`|\*\*", r"\1", summary))

    # A file that was refused is one warning, not one for each of its lines.
    is_odd = (files["note"] != "") | (files["certainty"] != "sure")
    is_part = ~_is_line_of_refused(rejected, files)
    warnings = int(is_odd.sum() + is_part.sum() + notes["records"].sum())
    text.append(f"{count_of(warnings, 'warning')}.")
    return text, warnings


# ---- The files


def _write_files(files: pd.DataFrame, found: pd.DataFrame, show: int) -> list[str]:
    """Write a line for each file, below it its doubt and its first records."""
    longest = int(files["dump"].str.len().max())
    width = 0
    if longest <= WIDEST_NAME:
        width = longest + 1

    dates = _summary.page_dates(found)
    previews = _write_previews(found, files, show)
    text = []
    for file in files.itertuples():
        name = f"{file.dump}:".ljust(width)
        line = f"{name} {_write_outcome(file)}"
        if file.dump in dates:
            line += f", {_write_days(dates[file.dump])}"
        text.append(line)

        if file.doubt:
            text.append(_wrap(file.doubt, INDENT))
        text += previews.get(file.dump, [])
    return text


def _write_groups(files: pd.DataFrame, found: pd.DataFrame, show: int) -> list[str]:
    """Write a line for each doubtful file, and one for all files of a kind.

    Of files of a kind the first one shows its records.
    """
    doubtful = files[files["certainty"] != "sure"]
    named = _preview.order_by_doubt(doubtful).head(MOST_DOUBTS)
    text = []
    if len(named):
        text += _write_files(named, found, show)

    others = files.drop(index=named.index)
    others = others.assign(has_records=others["records"] > 0)
    groups = others.groupby(["layout", "certainty", "has_records"], sort=False)
    for _, group in sorted(groups, key=_most_files_first):
        text.append(_write_group(group))

        first = group.head(1)
        preview = _write_previews(found, first, show)
        for name, lines in preview.items():
            text.append(f"{INDENT}First of them, {name}:")
            text += lines
    return text


def _most_files_first(group: tuple) -> int:
    _, files = group
    return -len(files)


def _write_group(files: pd.DataFrame) -> str:
    """Write a line for files of one kind."""
    counts = ["records", "rejected", "not_understood", "lines"]
    like = files.head(1)[["layout", "certainty"]]
    sums = files[counts].sum()
    (total,) = like.assign(**sums).itertuples()

    file_count = count_of(len(files), "file")
    names = list_some(files["dump"], 2)
    return f"{file_count}: {_write_outcome(total)} ({names})"


def _write_outcome(file) -> str:
    """Say what a file was taken for, how sure that is, and what came of it."""
    taken = f"{file.layout}, {file.certainty}"
    if file.certainty == "refused":
        taken = f"refused ({file.layout})"
        if file.layout == "unknown":
            taken = file.certainty
    elif not file.records:
        taken = file.layout

    outcome = "no record"
    if file.records:
        outcome = count_of(file.records, "record")
    if file.rejected:
        outcome += f", {file.rejected:,} could not be read"
    if file.not_understood:
        outcome += f", {file.not_understood:,} of {file.lines:,} lines not understood"
    return f"{taken}; {outcome}"


def _write_days(days: str) -> str:
    if "," in days:
        return f"pages of {days}"
    return f"page of {days}"


# ---- The first records


def _write_previews(
    found: pd.DataFrame, files: pd.DataFrame, show: int
) -> dict[str, list[str]]:
    """Write the first records of each file, by its name."""
    if not show:
        return {}
    of_files = found[found["dump"].isin(files["dump"])]

    previews: dict[str, list[str]] = {}
    for row in _preview.first_records(of_files, files, show).itertuples():
        number = f"{INDENT}{row.record}. "
        facts = " · ".join(filter(None, [row.authors, row.year, row.venue, row.ids]))
        text = [_wrap(row.title, number)]
        for more in filter(None, [facts, row.abstract]):
            text.append(_wrap(more, " " * len(number)))
        previews.setdefault(row.dump, []).extend(text)
    return previews


def _wrap(text: str, indent: str) -> str:
    """Wrap a text to the width of the terminal, its first line behind `indent`."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    return fill(
        text,
        max(width, 40),
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


# ---- What was not understood, and what was odd


def _write_rejected(rejected: pd.DataFrame, files: pd.DataFrame) -> list[str]:
    """Write a line for each row that was not understood.

    Of many in a file with like reasons only the first ones are written; of many files,
    the first ones of all.
    """
    rejected = rejected.assign(reason=_name_reasons(rejected, files))
    like = _summary.generalise(rejected["reason"])
    of_refused = _is_line_of_refused(rejected, files)
    keys = [rejected["dump"], like]
    if len(files) > MOST_FILES:
        keys = [of_refused, like]

    text = []
    for _, group in rejected.groupby(keys, sort=False):
        most = MOST
        if of_refused[group.index[0]]:
            most = MOST_OF_REFUSED
        for row in group[:most].itertuples():
            line = f"{row.dump}, {_write_place(row)}: {row.reason}"
            if isinstance(row.text, str):
                line += f": {row.text[:SHOWN_LETTERS]!r}"
            text.append(line)
        if len(group) > most:
            text.append(_write_more(group, most))
    return text


def _is_line_of_refused(rejected: pd.DataFrame, files: pd.DataFrame) -> pd.Series:
    """Tell the lines of refused files from records, which are listed everywhere."""
    refused = files.loc[files["certainty"] == "refused", "dump"]
    return rejected["dump"].isin(refused) & rejected["record"].isna()


def _name_reasons(rejected: pd.DataFrame, files: pd.DataFrame) -> pd.Series:
    """Name the reasons; what stands below the file already is not said again."""
    doubts = files.set_index("dump")["doubt"]
    reasons = []
    for dump, reason in zip(rejected["dump"], rejected["reason"], strict=True):
        if pd.isna(reason):
            reasons.append("not understood")
        elif reason in doubts[dump]:
            reasons.append("left out, for the doubt above")
        else:
            reasons.append(reason)
    return pd.Series(reasons, rejected.index, dtype="str")


def _write_more(group: pd.DataFrame, most: int) -> str:
    dumps = group["dump"].nunique()
    if dumps == 1:
        return f"{group['dump'].iloc[0]}: and {len(group) - most:,} more like it"
    return f"{dumps:,} files: and {len(group) - most:,} more like it"


def _write_notes(notes: pd.DataFrame, many: bool) -> list[str]:
    """Write what was odd about records; of many files, like notes on one line."""
    text = []
    keys = [notes["dump"], notes["note"]]
    if many:
        keys = [_summary.generalise(notes["note"])]
    for _, group in notes.groupby(keys, sort=False):
        first = group.iloc[0]
        further = group["records"].sum() - 1
        more = ""
        if further:
            more = f" and {further:,} more like it"
        if len(group) > 1:
            more += f" in {len(group):,} files"
        text.append(
            f"{first['dump']}, {_write_place(first)}{more}: read, but {first['note']}"
        )
    return text


def _write_place(row) -> str:
    """Write where in its file a record or a line stands, as far as it is known."""
    parts = []
    for name in ("line", "record"):
        number = str(getattr(row, name))
        if number != "<NA>":
            parts.append(f"{name} {number}")
    return ", ".join(parts) or "all of it"
