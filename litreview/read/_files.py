"""Which files the paths of dumps stand for, and what each is called in the tables."""

import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

Paths = str | os.PathLike | Sequence[str | os.PathLike]

# What a table or a line of text cannot hold: control signs, line ends, half characters.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def find_files(paths: Paths) -> list[Path]:
    """List the files that a file, a folder, a glob or a list of them stands for.

    Parameters
    ----------
    paths
        Of a folder, hidden files and folders are left out, and links are followed.
        What cannot be opened in it (a link to nothing, a closed folder) is listed
        too, so that `scan` can say so.

    Returns
    -------
    list of Path
        Each file once, in the order of `paths`; those of a folder or glob are sorted.

    Raises
    ------
    FileNotFoundError
        Where a path stands for nothing.

    Examples
    --------
    >>> len(litreview.read.find_files(sample))
    8
    """
    found: list[Path] = []
    for path in as_list(paths):
        if Path(path).is_dir():
            found += sorted(_walk_folder(Path(path)))
        elif Path(path).is_file():
            found.append(Path(path))
        else:
            found += _match_glob(str(path))

    by_place = {file.resolve(): file for file in found}
    return list(by_place.values())


def as_list(paths: Paths) -> list[str | os.PathLike]:
    """List paths that may be given as a single one.

    Parameters
    ----------
    paths
        A path, or several.
    """
    if isinstance(paths, str | os.PathLike):
        return [paths]
    return list(paths)


def name_files(files: Sequence[Path]) -> list[str]:
    """Name each file by its name, with as much of its folder as tells it apart."""
    all_parts = []
    for file in files:
        absolute = Path(os.path.abspath(file))
        all_parts.append(absolute.parts)

    names = [""] * len(files)
    length = 0
    while not all(names):
        length += 1
        endings = [parts[-length:] for parts in all_parts]
        shared = Counter(endings)
        for i, ending in enumerate(endings):
            is_whole = length >= len(all_parts[i])
            is_unique = shared[ending] == 1 or is_whole
            if is_unique and not names[i]:
                names[i] = "/".join(ending)
    return [printable_name(name) for name in names]


def printable_name(name: str) -> str:
    """Write a name in letters that a table and a line of text can hold."""
    return _UNPRINTABLE.sub("\ufffd", name)


def _match_glob(pattern: str) -> list[Path]:
    """List the files of a glob; a folder that matches is none."""
    matches = glob.glob(pattern, recursive=True)
    files = []
    for match in sorted(matches):
        if Path(match).is_file():
            files.append(Path(match))
    if not files:
        raise FileNotFoundError(
            f"dumps: no file, folder or glob {pattern!r}, looked for in {Path.cwd()}"
        )
    return files


def _walk_folder(folder: Path) -> Iterator[Path]:
    """Walk through a folder and those it links to, each once.

    What cannot be opened is given too.
    """
    closed: list[Path] = []

    def note_closed(error: OSError) -> None:
        closed.append(Path(error.filename))

    visited = set()
    walk = os.walk(folder, onerror=note_closed, followlinks=True)
    for place, folders, files in walk:
        real_place = os.path.realpath(place)
        if real_place in visited:
            folders.clear()
            continue
        visited.add(real_place)
        folders[:] = [name for name in folders if not name.startswith(".")]

        for name in files:
            file = Path(place, name)
            # Not a pipe or a socket, which may have no end.
            readable = file.is_file() or not file.exists()
            if readable and not name.startswith("."):
                yield file
    yield from closed
