"""What a run reads: dumps, metadata, and the files of a person's decisions."""

import hashlib
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from litreview import dedupe, read, screening, topics


def read_inputs(params: dict[str, Any], handover: Path) -> list[dict]:
    """Read all inputs before anything runs, so that what cannot be read is said now.

    Parameters
    ----------
    params
        The parameters of the review.
    handover
        Where the records are left for the notebook that reads them next.

    Returns
    -------
    One dict per file: `path`, `sha256`, `records` (how many it holds) and `kind`.

    Raises
    ------
    ValueError, OSError
        If `dumps` is not set, or a file cannot be used.
    """
    if "dumps" not in params:
        raise ValueError(
            "dumps: is not set; give a file, a folder or a glob, in the params or with "
            "--set dumps=PATH"
        )

    request = {
        "paths": params["dumps"],
        "year": params.get("year") or None,
        "encoding": params.get("encoding", ""),
        "columns": params.get("columns") or {},
        "conference_reviews": params.get("conference_reviews", False),
    }
    _, _, files, _ = found = read.records(**request)
    read.hand_over(found, handover, **request)
    doubts = read.doubts_summary(files)
    if doubts:
        warnings.warn(f"dumps: {doubts}; `litreview check` says why", stacklevel=2)

    inputs = files[["path", "sha256", "records", "kind"]].to_dict("records")
    inputs += _metadata_files(params.get("metadata"))
    inputs += _decision_files(params)

    return inputs


def _metadata_files(paths) -> list[dict]:
    if not paths:
        return []

    rows = []
    for file in read.find_files(paths):
        if file.is_file():
            rows.append(_row(file, 0, "metadata"))

    return rows


def _decision_files(params: dict[str, Any]) -> list[dict]:
    readers = {
        "topic_labels": topics.read_labels,
        "duplicate_decisions": dedupe.read_decisions,
        "screening_decisions": _read_screening_decisions,
    }

    rows = []
    for key, read_file in readers.items():
        file = params.get(key)
        if file:
            rows.append(_row(file, len(read_file(file)), key))

    return rows


def _read_screening_decisions(file: str | Path) -> pd.DataFrame:
    decisions = screening.current_decisions(file)
    # What has but a note or tags decides nothing.
    return decisions[decisions["decision"] != ""]


def _row(file: str | Path, records: int, kind: str) -> dict:
    digest = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    return {"path": str(file), "sha256": digest, "records": records, "kind": kind}
