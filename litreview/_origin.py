"""From which papers a table was made: kept in its file, and checked when it is read.

Each table says in the metadata of its Parquet file from which papers it was made, and
from which topics where it needs them: a fingerprint of the table that decides. Tables
that do not belong together are refused, on disk and in a kernel that has read some of
them already.
"""

import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

METADATA = b"litreview.made_from"
# What tables are made from, and the table whose fingerprint stands for it.
DECIDING = {"papers": "papers", "topics": "assignments"}

# Of each folder opened in this process: what the tables read or written there were
# made from.
_OPENED: dict[str, dict[str, str]] = {}


def begin_reading(folder: Path) -> bool:
    """Begin to read a folder anew: what was read of it before no longer counts.

    Returns whether its papers have changed since this process read them.
    """
    before = _OPENED.get(_key(folder), {})
    _OPENED[_key(folder)] = {}
    now = _on_disk(folder)
    return "papers" in before and before["papers"] != now.get("papers")


def check_reading(folder: Path, file: Path, notebook: str) -> None:
    """Refuse a table that was made from other papers or topics than those beside it.

    Parameters
    ----------
    folder
        The folder of the report or draft.
    file
        The table that is about to be read.
    notebook
        The notebook that writes it, for the message.

    Raises
    ------
    ValueError
        If it does not belong to the papers or topics in the folder, or to those that
        this process has read of it before.
    """
    made_from = read_made_from(file)
    opened = _OPENED.get(_key(folder))

    for what, fingerprint in made_from.items():
        deciding = _file_of(folder, DECIDING[what])
        if not deciding.is_file():
            raise ValueError(
                f"{file}: the {what} it was made from are not there, since "
                f"{deciding.name} is missing beside it; run the notebook {what}.ipynb"
            )

        if read_made_from(deciding).get(what, fingerprint) != fingerprint:
            raise ValueError(
                f"{file}: was made from other {what} than those in {deciding.name} "
                f"beside it; run the notebook {notebook}.ipynb"
            )

        if opened is not None and opened.setdefault(what, fingerprint) != fingerprint:
            raise _changed(folder, what)


def mark_writing(folder: Path, tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Say what tables that are about to be written are made from.

    Parameters
    ----------
    folder
        The folder of the report or draft.
    tables
        What is about to be written, by name.

    Returns
    -------
    dict
        The fingerprints of what they are made from: of `papers`, and of `topics` where
        there are any.

    Raises
    ------
    ValueError
        If the papers or topics in the folder are no longer those that were read, or
        none were read.
    """
    opened = _OPENED.get(_key(folder))
    made_from = dict(opened) if opened is not None else _on_disk(folder)

    if "papers" in tables:
        made_from = {"papers": compute_fingerprint(tables["papers"])}
    elif opened is not None and "papers" not in made_from:
        raise ValueError(
            f"{folder}: it is not known from which papers {', '.join(tables)} was "
            "made; run the notebook from its first cell (it must read the papers with "
            "litreview.tables.read before it writes)"
        )
    elif "assignments" in tables:
        made_from["topics"] = compute_fingerprint(tables["assignments"])

    written = {DECIDING[what] for what in DECIDING} & set(tables)
    for what, fingerprint in made_from.items():
        deciding = DECIDING[what]
        if deciding in written or opened is None:
            continue
        if read_made_from(_file_of(folder, deciding)).get(what) != fingerprint:
            raise _changed(folder, what)

    if opened is not None:
        opened.clear()
        opened.update(made_from)
    return made_from


def read_made_from(file: Path) -> dict[str, str]:
    """Read what a table was made from.

    Empty for tables of earlier versions, of other programs, and where there is none.
    """
    if not file.is_file():
        return {}

    metadata = pyarrow.parquet.read_schema(file).metadata or {}
    made_from = json.loads(metadata.get(METADATA, b"{}"))
    return {what: made_from[what] for what in DECIDING if what in made_from}


def write_parquet(table: pd.DataFrame, made_from: dict[str, str]) -> bytes:
    """Write a table as a Parquet file that says what it was made from."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    metadata = dict(arrow.schema.metadata or {})
    if made_from:
        metadata[METADATA] = json.dumps(made_from, sort_keys=True).encode()

    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(arrow.replace_schema_metadata(metadata), sink)
    return sink.getvalue()


def compute_fingerprint(table: pd.DataFrame) -> str:
    """Compute the fingerprint of a table: the same values give the same, anywhere."""
    arrow = pa.Table.from_pandas(table, preserve_index=False).combine_chunks()
    arrow = arrow.replace_schema_metadata(None)

    sink = pa.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, arrow.schema) as stream:
        stream.write_table(arrow)
    return hashlib.sha256(sink.getvalue()).hexdigest()[:16]


def _on_disk(folder: Path) -> dict[str, str]:
    made_from = {}
    for what, deciding in DECIDING.items():
        found = read_made_from(_file_of(folder, deciding)).get(what)
        if found:
            made_from[what] = found

    return made_from


def _changed(folder: Path, what: str) -> ValueError:
    return ValueError(
        f"{folder}: its {what} have changed since this notebook was started; run it "
        "again from its first cell"
    )


def _file_of(folder: Path, name: str) -> Path:
    return folder / "tables" / f"{name}.parquet"


def _key(folder: Path) -> str:
    return os.path.realpath(folder)
