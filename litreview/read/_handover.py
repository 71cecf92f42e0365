"""What was read in one process, handed over to another that would read the same.

A run reads the dumps to check them before anything runs, and its first notebook needs
the same tables in a process of its own.
"""

import os
import pickle
from pathlib import Path

import pandas as pd

from litreview import tables
from litreview.read import _files

VARIABLE = "LITREVIEW_READ"  # of the environment: the file that is handed over


def hand_over(
    found: tuple[pd.DataFrame, ...],
    file: str | Path,
    paths: _files.Paths,
    year: int | None = None,
    encoding: str = "",
    columns: dict[str, str] | None = None,
    conference_reviews: bool = False,
) -> None:
    """Store what `records` returned, for a call of it in another process.

    There `records` takes the tables from the file that the environment variable
    LITREVIEW_READ names, if it is called in the same folder with the same arguments
    and no dump has changed since; else it reads.

    Parameters
    ----------
    found
        What `records` returned.
    file
        Where to store them. It is read with pickle, so it belongs in a folder that
        nobody else can write to.
    paths, year, encoding, columns, conference_reviews
        The arguments that `records` was given.

    Examples
    --------
    >>> tables = (found, lines, files, mended)
    >>> litreview.read.hand_over(tables, "records.pickle", sample)
    """
    request = _describe_request(paths, year, encoding, columns, conference_reviews)
    file = Path(file)
    parts = [pickle.dumps(part, protocol=5) for part in (request, found)]
    tables.write_file(file, b"".join(parts), mode=0o600)


def take_over(
    paths: _files.Paths,
    year: int | None,
    encoding: str,
    columns: dict[str, str] | None,
    conference_reviews: bool,
) -> tuple[pd.DataFrame, ...] | None:
    """Return the tables that were stored for the same arguments and unchanged files.

    None where there are none.
    """
    name = os.environ.get(VARIABLE)
    if not name or not Path(name).is_file():
        return None
    request = _describe_request(paths, year, encoding, columns, conference_reviews)
    try:
        with open(name, "rb") as stored:
            if pickle.load(stored) != request:
                return None
            return pickle.load(stored)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None  # it is read again


def _describe_request(
    paths: _files.Paths,
    year: int | None,
    encoding: str,
    columns: dict[str, str] | None,
    conference_reviews: bool,
) -> dict:
    """Describe a call of `records` and the state of its files, to compare two calls."""
    states = []
    for file in _files.find_files(paths):
        states.append((os.path.abspath(file), *_state_of(file)))
    return {
        "folder": os.getcwd(),
        "paths": [str(path) for path in _files.as_list(paths)],
        "year": year or None,
        "encoding": encoding,
        "columns": dict(columns or {}),
        "conference_reviews": conference_reviews,
        "files": states,
    }


def _state_of(file: Path) -> tuple[int, ...]:
    try:
        state = file.stat()
    except OSError:
        return ()  # a link to nothing, or a closed folder
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
