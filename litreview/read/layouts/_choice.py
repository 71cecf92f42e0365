"""Which layout explains a page: all read it; the best that is believed counts."""

from functools import partial

from litreview.read.layouts._explained import (
    count_explained,
    count_letters,
    share_explained,
    share_left_out,
)
from litreview.read.layouts._judgement import Judged, judge_reading, refuse
from litreview.read.layouts._layouts import LAYOUTS
from litreview.read.layouts._reading import Reading
from litreview.read.layouts._suspicion import ADVICE

# What a layout must explain of what stands between its first and its last entry: to be
# taken at all, and to be sure.
SHARE_TO_READ = 0.75
SHARE_TO_BE_SURE = 0.9
# Of a page that holds nothing but one entry, so much must be explained.
SHARE_OF_ONE_ENTRY = 0.8
# A list without marks must be all that a file holds, but for this share.
SHARE_BESIDE_LIST = 0.3
# Two layouts that explain a page about as well must agree on this share of titles.
ABOUT_AS_WELL = 0.97
SHARE_OF_SAME_TITLES = 0.9


def read_in_best_layout(lines: list[str], is_rest: bool) -> Judged | None:
    """Read lines in the layout that explains most of them; None where none fits.

    Parameters
    ----------
    lines
        Those of a page, or what another layout left over of one.
    is_rest
        Whether they were left over.
    """
    readings = _fitting_readings(lines, is_rest)
    if not readings:
        return None

    all_judged = []
    for reading in readings:
        has_marks = LAYOUTS[reading.layout].has_marks
        all_judged.append(judge_reading(reading, has_marks))
    believed = [judged for judged in all_judged if judged.certainty != "refused"]
    if not believed or believed[0].certainty != "sure":
        return (believed or all_judged)[0]

    best, *others = [judged for judged in believed if judged.certainty == "sure"]
    doubt = _rival_doubt(best.reading, others, lines)
    if doubt:
        return refuse(best.reading, doubt)
    doubt = _fit_doubt(best.reading, lines)
    if not doubt:
        return best
    if LAYOUTS[best.reading.layout].has_marks:
        return best._replace(certainty="doubtful", doubt=doubt)
    return refuse(best.reading, doubt)


def _fitting_readings(lines: list[str], is_rest: bool) -> list[Reading]:
    """Read lines in all layouts that fit; those first that explain most.

    Layouts that go first go alone, and those with marks go before the others.
    """
    fitting: dict[str, Reading] = {}
    for name, known in LAYOUTS.items():
        if is_rest and known.of_whole_file:
            continue
        reading = known.read(lines)
        if reading is not None and _fits(reading, lines, is_rest):
            fitting[name] = reading

    first = [name for name in fitting if LAYOUTS[name].goes_first]
    marked = [name for name in fitting if LAYOUTS[name].has_marks]
    readings = [fitting[name] for name in first or marked or fitting]
    readings.sort(key=partial(count_explained, lines=lines), reverse=True)
    return readings


def _fits(reading: Reading, lines: list[str], is_rest: bool) -> bool:
    """Tell whether a layout explains enough of a page to be taken."""
    if len(reading.records) == 1:
        enough = SHARE_OF_ONE_ENTRY * count_letters(lines)
        return not is_rest and count_explained(reading, lines) >= enough
    if share_explained(reading, lines) < SHARE_TO_READ:
        return False
    if LAYOUTS[reading.layout].has_marks:
        return True
    return share_left_out(reading.roles, lines) <= SHARE_BESIDE_LIST


def _fit_doubt(reading: Reading, lines: list[str]) -> str:
    """Say that a good part of a page does not fit its layout; "" where that is not."""
    share = share_explained(reading, lines)
    if share >= SHARE_TO_BE_SURE:
        return ""
    return (
        f"It looks like a page of the kind “{reading.layout}”, but {1 - share:.0%} of "
        f"what stands between its papers does not fit that, so papers may be missing. "
        f"{ADVICE}"
    )


def _rival_doubt(best: Reading, others: list[Judged], lines: list[str]) -> str:
    """Say that another layout explains a page as well and finds other titles."""
    enough = ABOUT_AS_WELL * count_explained(best, lines)
    titles = {record["title"] for record in best.records}
    for other in others:
        rival = other.reading
        if count_explained(rival, lines) < enough:
            break
        same = sum(record["title"] in titles for record in rival.records)
        if same < SHARE_OF_SAME_TITLES * len(rival.records):
            return (
                f"It can be read as “{best.layout}” or as “{rival.layout}”, "
                f"and the two find different titles. {ADVICE}"
            )
    return ""
