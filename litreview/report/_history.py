"""Earlier runs of a review: kept by the time when they finished, and found again."""

import contextlib
import filecmp
import itertools
import re
import shutil
from datetime import datetime
from pathlib import Path

from litreview import tables
from litreview.report import _record

TRIES = 10
SHOWN = 9  # kept runs that a message names
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def put_in_place(build: Path, final: Path) -> None:
    """Put a finished report in its place, and keep the one that was there.

    The one that was there is not kept if it says the same: the same tables, params and
    inputs.
    """
    replaced: list[Path] = []

    # Another run of the same review may do the same at the same moment.
    for attempt in range(1, TRIES + 1):
        try:
            if final.exists():
                place = _free_place(final)
                place.parent.mkdir(exist_ok=True)
                final.rename(place)
                replaced.append(place)

            build.rename(final)
            break
        except OSError:
            if attempt == TRIES:
                raise

    with contextlib.suppress(OSError):
        for place in replaced:
            unfinished = not (place / "run.json").is_file()
            if unfinished or _say_the_same(place, final):
                shutil.rmtree(place)

        kept_folder(final).rmdir()  # goes through only where nothing is kept


def kept_folder(final: Path) -> Path:
    """Name the folder in which earlier runs of a review are kept, beside its report."""
    return final.with_name(f"{final.name}.earlier")


def find_run(wish: str, final: Path, file: str | Path) -> Path | None:
    """Find the report that a run is to be compared with.

    Parameters
    ----------
    wish
        The folder of a report, the date of a kept run or its beginning, `none`, or ""
        for the report that this run replaces.
    final
        Where the report of this run will be.
    file
        The params file, for the message.

    Returns
    -------
    The folder of that report; None where there is nothing to compare with.

    Raises
    ------
    ValueError
        If there is no such report; the message names those that are kept.
    """
    if wish == "none":
        return None

    if wish == "":
        return final if _is_comparable(final) else None

    if _is_comparable(Path(wish)):
        return Path(wish)

    # The first run of a review that is to be compared with what it replaces.
    if Path(wish).resolve() == final.resolve():
        return None

    kept = _kept_runs(final)
    found = _finished_then(kept, wish)
    if not found:
        raise ValueError(
            f"{file}: compare_to: {wish!r} is neither the folder of a finished report "
            f"nor the date of a kept run of this review; those kept: {_name_runs(kept)}"
        )

    return found[-1]


def place_afterwards(compared: Path, build: Path, final: Path) -> Path:
    """Say where the report compared with will be once this one is in its place."""
    if compared.resolve() != final.resolve():
        return compared

    if _say_the_same(build, final):
        return final
    return _free_place(final)


def _free_place(final: Path) -> Path:
    """Name a folder that is free yet, after the time when the report was finished."""
    stamp = _stamp(final)
    folder = kept_folder(final)

    place = folder / stamp
    for number in itertools.count(2):
        if not place.exists():
            return place
        place = folder / f"{stamp}-{number}"

    raise AssertionError("there is always a free name")


def _stamp(folder: Path) -> str:
    finished = str(_record.read_record(folder).get("finished"))

    if not WHEN.match(finished):
        changed = datetime.fromtimestamp(folder.stat().st_mtime)
        finished = changed.isoformat(timespec="seconds")

    return finished[:19].replace(":", "-")


def _say_the_same(one: Path, other: Path) -> bool:
    """Tell whether two runs have the same params, inputs and tables, byte for byte.

    What they were compared with does not count.
    """
    names = _table_names(one)
    if not names or names != _table_names(other):
        return False

    if _settings(one) != _settings(other):
        return False

    for name in names:
        files = tables.file_of(one, name), tables.file_of(other, name)
        if not filecmp.cmp(*files, shallow=False):
            return False

    return True


def _table_names(folder: Path) -> set[str]:
    names = {file.stem for file in (folder / "tables").glob("*.parquet")}
    return names - {"changes"}


def _settings(folder: Path) -> tuple[dict, list | None]:
    record = _record.read_record(folder)
    params = record.get("params", {}) | {"compare_to": ""}
    return params, record.get("inputs")


def _is_comparable(folder: Path) -> bool:
    return tables.file_of(folder, "papers").is_file()


def _kept_runs(final: Path) -> list[tuple[str, Path]]:
    """List the runs of a review that can be compared with, each under its time."""
    runs = []

    for place in kept_folder(final).glob("*"):
        if _is_comparable(place):
            runs.append((place.name, place))

    if _is_comparable(final):
        runs.append((_stamp(final), final))

    return sorted(runs)


def _finished_then(runs: list[tuple[str, Path]], wish: str) -> list[Path]:
    """Find the runs that were finished at a time, or else on a day or in a month."""
    wished = wish.replace(":", "-").replace(" ", "T")

    exactly = [place for stamp, place in runs if stamp == wished]
    if exactly:
        return exactly

    begins = re.compile(re.escape(wished[:19]) + r"([-T]|$)")
    return [place for stamp, place in runs if begins.match(stamp)]


def _name_runs(runs: list[tuple[str, Path]]) -> str:
    if not runs:
        return "none yet"

    names = ", ".join(stamp for stamp, _ in runs[-SHOWN:])
    older = len(runs) - SHOWN
    if older > 0:
        return f"{names} and {older} older"
    return names
