"""How much of a page a reading explains, in letters and in lines."""

from litreview.read.layouts._reading import BLANK, Reading

EXPLAINED = ("title", "abstract", "field")
# Lines that are of no entry are read again if so many of them were not understood.
LINES_TO_READ_AGAIN = 4
# So many lines between two entries are of two pages, not of an entry.
LINES_BETWEEN_PAGES = 8


def count_letters(lines: list[str]) -> int:
    """Count the letters of lines, without the blanks around them."""
    return sum(len(line.strip(BLANK)) for line in lines)


def count_explained(reading: Reading, lines: list[str]) -> int:
    """Count the letters of lines that are of an entry."""
    return count_letters(_lines_of(EXPLAINED, reading.roles, lines))


def share_explained(reading: Reading, lines: list[str]) -> float:
    """Measure how much is explained of what stands from the first entry to the last.

    The share of the letters or of the lines, whichever is smaller. What stands between
    two pages does not count: it is read again.
    """
    rows = _rows_of_entries(reading)
    roles = [reading.roles[row] for row in rows]
    texts = [lines[row] for row in rows]
    explained = _lines_of(EXPLAINED, roles, texts)
    odd = _lines_of(("not understood",), roles, texts)

    by_lines = len(explained) / max(1, len(explained) + len(odd))
    letters = count_letters(explained)
    by_letters = letters / max(1, letters + count_letters(odd))
    return min(by_lines, by_letters)


def _rows_of_entries(reading: Reading) -> list[int]:
    first = min(record["line"] for record in reading.records) - 1
    last = max(record["line_to"] for record in reading.records)
    rows = set(range(first, last))
    for start, stop in find_unreached(reading):
        if stop - start >= LINES_BETWEEN_PAGES:
            rows -= set(range(start, stop))
    return sorted(rows)


def share_left_out(roles: list[str], lines: list[str]) -> float:
    """Measure which share of the letters of a page was not understood."""
    odd = _lines_of(("not understood",), roles, lines)
    return count_letters(odd) / max(1, count_letters(lines))


def _lines_of(names: tuple[str, ...], roles: list[str], lines: list[str]) -> list[str]:
    """List the lines that have one of some roles."""
    pairs = zip(roles, lines, strict=True)
    return [line for role, line in pairs if role in names]


def find_unreached(reading: Reading) -> list[tuple[int, int]]:
    """Find the runs of lines of no entry that are long enough to be read again."""
    runs = []
    start = None
    for row, role in enumerate([*reading.roles, "field"]):
        if role in EXPLAINED:
            if start is not None:
                runs.append((start, row))
            start = None
        elif start is None and role != "blank":
            start = row

    long = []
    for start, stop in runs:
        odd = reading.roles[start:stop].count("not understood")
        if odd >= LINES_TO_READ_AGAIN:
            long.append((start, stop))
    return long
