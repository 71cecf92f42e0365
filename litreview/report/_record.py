"""run.json: what a reader needs to trust a run and to repeat it."""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet

from litreview import tables
from litreview.report import _params

PACKAGES = (
    "litreview",
    "altair",
    "bertopic",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pymannkendall",
    "scikit-learn",
    "scipy",
    "statsmodels",
)


def describe_settings(
    params: dict[str, Any],
    stated: dict[str, dict[str, dict]],
    inputs: list[dict],
    notebooks: Sequence[Path],
    own: Sequence[Path],
) -> dict[str, Any]:
    """Collect what is known of a run before anything runs.

    Parameters
    ----------
    params
        The parameters that were given.
    stated
        The parameters that each notebook states, with defaults.
    inputs
        The files of `_inputs.read_inputs`.
    notebooks
        The notebooks of the run.
    own
        Those of them that are the user's.

    Returns
    -------
    `params` (with the defaults of those left out), `inputs`, `notebooks` (`name`,
    `sha256`, and `path` where it is the user's) and `versions`.
    """
    packaged = _params.defaults()
    used = {}
    for notebook in notebooks:
        for name, parameter in stated[notebook.stem].items():
            used[name] = packaged.get(name, parameter["default"])

    used |= params
    for key in ("folder", "review"):  # the same wherever it lies
        used.pop(key, None)

    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:  # bertopic is an extra
            continue

    return {
        "params": used,
        "inputs": inputs,
        "notebooks": [_describe_notebook(file, file in own) for file in notebooks],
        "versions": versions,
    }


def describe_outcome(
    folder: Path, seconds: dict[str, float], compared_with: dict | None
) -> dict[str, Any]:
    """Collect what is known of a run when its notebooks are done.

    Parameters
    ----------
    folder
        The folder of the report.
    seconds
        How long each step took.
    compared_with
        The `path` of the run that this one was compared with, and when it `finished`.

    Returns
    -------
    `counts` (rows of each table), `rerun_ari` (mean adjusted Rand index of the topics
    with their reruns, by kind of rerun), `compared_with`, `seconds` and `finished`.
    """
    counts = {}
    for file in sorted((folder / "tables").glob("*.parquet")):
        counts[file.stem] = pyarrow.parquet.read_metadata(file).num_rows

    return {
        "counts": counts,
        "rerun_ari": _mean_rerun_ari(tables.file_of(folder, "rerun_ari")),
        "compared_with": compared_with,
        "seconds": {step: round(value, 2) for step, value in seconds.items()},
        "finished": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write run.json into the folder of a report."""
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (folder / "run.json").write_text(text, encoding="utf-8")


def read_record(folder: Path) -> dict[str, Any]:
    """Read run.json of a report; empty where there is none that can be read."""
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}

    if not isinstance(record, dict):
        return {}
    return record


def _describe_notebook(notebook: Path, is_own: bool) -> dict[str, str]:
    digest = hashlib.sha256(notebook.read_bytes()).hexdigest()
    described = {"name": notebook.stem, "sha256": digest}
    if is_own:
        described["path"] = str(notebook)
    return described


def _mean_rerun_ari(file: Path) -> dict[str, float | None]:
    if not file.is_file():
        return {}

    reruns = pyarrow.parquet.read_table(file)
    means = reruns.group_by("kind", use_threads=False).aggregate([("ari", "mean")])

    found = {}
    for row in means.to_pylist():
        mean = row["ari_mean"]
        if mean is not None:
            mean = round(mean, 4)
        found[row["kind"]] = mean

    return found
