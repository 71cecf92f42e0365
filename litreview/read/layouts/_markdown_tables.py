"""Tables of Markdown: rows of cells between bars, under a row of names."""

import re

from litreview.read._fields import CROSSWALK, flatten_names, squeeze_name
from litreview.read.layouts._reading import BLANK, FIELDS, Reading

LAYOUT = "Markdown table"

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?")
_LINK = re.compile(r"!?\[(?P<label>[^\[\]]*)\]\((?P<url>[^()\s]+)[^()]*\)")
_MARKS = re.compile(r"(?<!\w)(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1(?!\w)")


def read_markdown_table(lines: list[str]) -> Reading | None:
    """Read a table of Markdown that has a column of titles.

    Parameters
    ----------
    lines
        The lines of a file.

    Returns
    -------
    Reading or None
        A record a row; None where no table has a column that is called like titles.
    """
    roles = []
    for line in lines:
        roles.append("not understood" if line.strip(BLANK) else "blank")
    records: list[dict] = []
    reasons: dict[int, str] = {}
    for rule in range(1, len(lines)):
        names = _names_above(lines, rule)
        if names:
            _read_rows(lines, rule, names, records, roles, reasons)
    if not records:
        return None
    return Reading(LAYOUT, records, roles, reasons)


def _names_above(lines: list[str], rule: int) -> list[str]:
    """Name our field of each column of the table with a rule; [] where it is none."""
    if not _RULE.fullmatch(lines[rule].strip(BLANK)):
        return []
    names = [_field_of(cell) for cell in _cells(lines[rule - 1])]
    return names if "title" in names else []


def _field_of(name: str) -> str:
    squeezed = squeeze_name(name)
    for field, known in CROSSWALK["table"].items():
        if field in FIELDS and squeezed in map(squeeze_name, flatten_names(known)):
            return field
    return ""


def _read_rows(
    lines: list[str],
    rule: int,
    names: list[str],
    records: list[dict],
    roles: list[str],
    reasons: dict[int, str],
) -> None:
    roles[rule - 1] = roles[rule] = "header"
    for row in range(rule + 1, len(lines)):
        if "|" not in lines[row]:
            break
        record = {"line": row + 1, "line_to": row + 1}
        for name, cell in zip(names, _cells(lines[row]), strict=False):
            link = _LINK.search(cell)
            text = _MARKS.sub(r"\2", _LINK.sub(r"\g<label>", cell)).strip(BLANK)
            if name and text:
                record.setdefault(name, text)
            if link and name == "title":
                record.setdefault("url", link["url"])
        if record.get("title"):
            records.append(record)
            roles[row] = "title"
        else:
            reasons[row] = "this row has no title"


def _cells(line: str) -> list[str]:
    """Split a row at its bars, those with a backslash not among them."""
    inside = line.strip(BLANK).removeprefix("|")
    inside = re.sub(r"(?<!\\)\|$", "", inside)
    cells = re.split(r"(?<!\\)\|", inside)
    return [cell.replace("\\|", "|").strip(BLANK) for cell in cells]
