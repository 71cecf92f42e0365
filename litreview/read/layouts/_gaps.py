"""What stands between the entries of a page: buttons, further fields, an abstract.

A site puts new buttons into its entries now and then. So what follows an entry again
and again in the same form is of it, though the layout does not know of it.
"""

import itertools
import re
from collections import Counter

from litreview.read.layouts._entry import Entry, has_text, part_snippet
from litreview.read.layouts._units import SHARED_FIELDS, Unit

# "Code of ethics: …", and not the label of a part of an abstract
_LABEL = re.compile(
    r"(?!(?i:background|objectives?|aims?|methods?|purpose|context)\b)"
    r"[A-Z][\w-]*(?: [\w-]+){0,3}:\s"
)
_SHARE_OF_USUAL = 0.1  # of the entries have a line behind them that is usual
_STRANGE_LINES = 1  # so many may stand between an entry and its abstract
LINES_OF_HEADING = 2  # between two entries of a list without marks


def gaps_between(entries: list[Entry], units: list[Unit]) -> list[range]:
    """List the units between each entry and the next one, or the end of the page."""
    gaps = []
    for entry, following in itertools.pairwise(entries):
        gaps.append(range(entry.stop, following.start))
    if entries:
        gaps.append(range(entries[-1].stop, len(units)))
    return gaps


def usual_forms(gaps: list[range], units: list[Unit]) -> set[str]:
    """Find the forms of lines that stand behind several entries."""
    counts: Counter[str] = Counter()
    for gap in gaps[:-1]:
        forms = set()
        for place in gap:
            if units[place].kind != "a":
                forms.add(form_of(units[place].text))
        counts.update(forms)
    least = max(2, len(gaps) * _SHARE_OF_USUAL)
    return {form for form, count in counts.items() if count >= least}


def form_of(text: str) -> str:
    """Write a line without its numbers, and of a labelled one only the label."""
    label = _LABEL.match(text)
    if label:
        return label[0]
    return re.sub(r"\d[\d.,]*", "#", text)


def take_up_gaps(
    entries: list[Entry], units: list[Unit], may_cut: bool
) -> dict[int, str]:
    """Give each entry what follows it and is of it, though its pattern does not say so.

    That are buttons and numbers, lines with fields that the entry lacks, and lines that
    stand in the same form behind several entries. Prose right behind these is the
    abstract of an entry that has none.

    Parameters
    ----------
    entries
        Their records gain fields.
    units
        Those of the page.
    may_cut
        Whether the page shows the beginning of an abstract without saying so.

    Returns
    -------
    dict
        The role (`field` or `abstract`) of each unit, by its place, that was taken up.
    """
    gaps = gaps_between(entries, units)
    usual = usual_forms(gaps, units)
    roles: dict[int, str] = {}
    for entry, gap in zip(entries, gaps, strict=True):
        may_hold_text = True
        if entry is entries[-1]:
            # What stands below all entries may be of the site.
            with_text = sum(has_text(entry.record) for entry in entries)
            may_hold_text = with_text >= len(entries) / 2
        roles |= _take_up_gap(entry.record, gap, units, usual, may_hold_text, may_cut)
    return roles


def _take_up_gap(
    record: dict,
    gap: range,
    units: list[Unit],
    usual: set[str],
    may_hold_text: bool,
    may_cut: bool,
) -> dict[int, str]:
    roles = {}
    is_labelled = False  # by the line above, which ends with a colon
    strange = 0  # lines of which nothing is known
    for place in gap:
        unit = units[place]
        is_near = strange <= _STRANGE_LINES
        if _is_abstract(unit, record) and may_hold_text and is_near:
            record["abstract"] = unit.text
            part_snippet(record, may_cut)
            roles[place] = "abstract"
        elif _adds_fields(unit, record):
            record.update(unit.fields)
            roles[place] = "field"
        elif form_of(unit.text) in usual or is_labelled:
            roles[place] = "field"
        elif unit.kind in "bno" and is_near:
            roles[place] = "field"
        else:
            is_labelled = False
            strange += 1
            if unit.kind in "pq" and len(gap) > LINES_OF_HEADING:
                strange += _STRANGE_LINES  # people are of another entry
            continue

        is_labelled = unit.text.endswith(":")
        if not strange:
            record["line_to"] = unit.last + 1
    return roles


def _is_abstract(unit: Unit, record: dict) -> bool:
    return unit.kind in "as" and not has_text(record) and not _LABEL.match(unit.text)


def _adds_fields(unit: Unit, record: dict) -> bool:
    """Tell a line with fields that an entry lacks; one that has them begins another."""
    if unit.kind in SHARED_FIELDS or not unit.fields:
        return False
    return not any(name in record for name in unit.fields)
