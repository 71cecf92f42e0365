"""The tables of an earlier report, whose topics and map new papers join."""

from pathlib import Path

import pandas as pd

from litreview import tables

# What topics, their labels and the map are taken on from.
NAMES = ("papers", "topics", "assignments", "reruns")

Tables = dict[str, pd.DataFrame]
Earlier = str | Path | Tables | None


def read_earlier(earlier: Earlier) -> Tables | None:
    """Read the tables of an earlier report.

    Parameters
    ----------
    earlier
        The folder of the report, or a dict of its tables; "" or None for none.

    Returns
    -------
    dict or None
        The tables by their names; None where there is no earlier report.

    Raises
    ------
    FileNotFoundError
        Where the folder lacks one of the tables.
    """
    if earlier is None or isinstance(earlier, dict):
        return earlier
    if str(earlier) == "":
        return None

    return {name: tables.read(earlier, name) for name in NAMES}
