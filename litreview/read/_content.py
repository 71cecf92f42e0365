"""What was read in one file, whichever its format or layout."""

from typing import NamedTuple

import pandas as pd


class Content(NamedTuple):
    """What was read in one file."""

    records: pd.DataFrame
    problems: pd.DataFrame  # records or lines that were rejected, with the reason
    roles: list[str]  # of each line
    kind: str
    inferred: int = 0  # records that end where only the lengths of lines tell
    layout: str = ""  # what it was taken for, where that says more than its kind
    certainty: str = "sure"  # `sure`, `doubtful` or `refused`
    doubt: str = ""  # a sentence on what speaks against it
