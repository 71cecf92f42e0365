"""A reading, and how far it is believed after a look at its titles."""

from typing import NamedTuple

from litreview.read.layouts import _suspicion
from litreview.read.layouts._reading import Reading

NO_LAYOUT = f"No list of papers was found in it. {_suspicion.ADVICE}"

# What is plainly no title is left out, even of a page that is sure.
_NO_TITLES = {
    "menu",
    "mail header",
    "address",
    "names",
    "identifier",
    "number",
    "date",
    "code",
    "citation",
}


class Judged(NamedTuple):
    """Some lines of a page, read in one layout, and how sure that is."""

    reading: Reading
    certainty: str  # `sure`, `doubtful` or `refused`
    doubt: str


def judge_reading(reading: Reading, has_marks: bool) -> Judged:
    """Look at the titles of a reading: without marks it must be beyond doubt.

    What stands for a title and is plainly none is left out, and said to be.
    """
    judgement = _suspicion.judge(reading.records, known_layout=has_marks)
    certainty, doubt = judgement.certainty, judgement.doubt
    if certainty == "refused" or (certainty == "doubtful" and not has_marks):
        return refuse(reading, doubt)

    faults = {index: code for index, code in judgement.faults if code in _NO_TITLES}
    kept = []
    for index, record in enumerate(reading.records):
        if index in faults:
            _leave_out(record, reading, faults[index])
        else:
            kept.append(record)
    return Judged(reading._replace(records=kept), certainty, doubt)


def _leave_out(record: dict, reading: Reading, fault: str) -> None:
    """Say of the lines of an entry that no title is among them."""
    first, last = record["line"] - 1, record["line_to"]
    set_aside(reading.roles, range(first, last))
    reading.reasons[first] = (
        f"no title: what stands there looks like {_suspicion.LOOKS_LIKE[fault]}"
    )


def refuse(reading: Reading, doubt: str) -> Judged:
    """Take nothing of a reading for a paper: its lines were not understood."""
    roles = list(reading.roles)
    set_aside(roles, range(len(roles)))
    reasons = {}
    if "not understood" in roles:
        reasons[roles.index("not understood")] = doubt
    return Judged(Reading(reading.layout, [], roles, reasons), "refused", doubt)


def set_aside(roles: list[str], rows: range) -> None:
    """Say of lines that they were not understood, but of blank ones."""
    for row in rows:
        if roles[row] != "blank":
            roles[row] = "not understood"
