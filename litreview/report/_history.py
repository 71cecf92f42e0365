"""Earlier runs of a review: kept by the time when they were finished, and found again."""

import contextlib
import filecmp
import itertools
import json
import re
import shutil
from datetime import datetime
from pathlib import Path

from litreview import tables


def put(build: Path, final: Path) -> None:
    """Put a finished report in its place, and the one that was there among the earlier ones, if anything differs."""
    replaced = []
    for attempt in range(
        10
    ):  # another run of the same review may do the same at the same moment
        try:
            if final.exists():
                place = _aside(final)
                place.parent.mkdir(exist_ok=True)
                final.rename(place)
                replaced.append(place)
            build.rename(final)
            break
        except OSError:
            if attempt == 9:
                raise
    with contextlib.suppress(OSError):
        for place in replaced:
            if not (place / "run.json").is_file() or _same(place, final):
                shutil.rmtree(place)
        folder(final).rmdir()  # where nothing is kept; with anything in it, it stays


def folder(final: Path) -> Path:
    """Name the folder in which the earlier runs of a review are kept, beside its report."""
    return final.with_name(f"{final.name}.earlier")


def _aside(final: Path) -> Path:
    """Name the folder that a report is kept in when it is replaced: the time when it was finished."""
    more = (f"{_stamp(final)}-{n}" for n in itertools.count(2))
    return next(
        place
        for name in itertools.chain([_stamp(final)], more)
        if not (place := folder(final) / name).exists()
    )


def _stamp(folder: Path) -> str:
    finished = str(recorded(folder).get("finished"))
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", finished):
        finished = datetime.fromtimestamp(folder.stat().st_mtime).isoformat(
            timespec="seconds"
        )
    return finished[:19].replace(":", "-")


def recorded(folder: Path) -> dict:
    """Read what a run has told of itself, as far as it has."""
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _same(one: Path, two: Path) -> bool:
    """Tell whether two runs have the same tables, byte for byte, params and inputs; what they compare with is none."""
    names, told = [], []
    for folder in (one, two):
        names.append(
            {file.name for file in folder.glob("tables/*.parquet")}
            - {"changes.parquet"}
        )
        run = recorded(folder)
        told.append(({**run.get("params", {}), "compare_to": ""}, run.get("inputs")))
    if not names[0] or names[0] != names[1] or told[0] != told[1]:
        return False
    return all(
        filecmp.cmp(one / "tables" / name, two / "tables" / name, shallow=False)
        for name in names[0]
    )


def find(wish: str, final: Path, file: str | Path) -> Path | None:
    """Find the report that a run is to be compared with, by its folder or the time when it was finished."""
    if wish in ("", "none"):
        return final if not wish and _comparable(final) else None
    if _comparable(Path(wish)):
        return Path(wish)
    if Path(wish).resolve() == final.resolve():
        return None  # the first run of a review that is compared with what it replaces
    places = filter(_comparable, [*folder(final).glob("*"), final])
    kept = sorted(
        (_stamp(place) if place == final else place.name, place) for place in places
    )
    day = wish.replace(":", "-").replace(" ", "T")
    begun = re.compile(re.escape(day[:19]) + r"([-T]|$)")
    found = [place for stamp, place in kept if stamp == day] or [
        place for stamp, place in kept if begun.match(stamp)
    ]
    if not found:
        names = ", ".join(stamp for stamp, _ in kept[-9:]) or "none yet"
        more = f" and {len(kept) - 9} older" if len(kept) > 9 else ""
        raise ValueError(
            f"{file}: compare_to: {wish!r} is neither the folder of a finished report nor the date of a kept run of "
            f"this review; those kept: {names}{more}"
        )
    return found[-1]


def _comparable(folder: Path) -> bool:
    return tables.file_of(folder, "papers").is_file()


def afterwards(compared: Path, build: Path, final: Path) -> Path:
    """Say where the report that this one is compared with will be, once this one is in its place."""
    if compared.resolve() != final.resolve():
        return compared
    return final if _same(build, final) else _aside(final)
