"""Saved notebooks without live controls, which need a kernel to be drawn."""

import re
from collections.abc import Iterable
from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
SENTENCE = "This control is live: run the notebook to use it (Run → Run All Cells)."


def replace_widgets(
    model: dict[str, Any], path: str = "", contents_manager: Any = None
) -> None:
    """Put a sentence in place of each live control of a notebook that is being saved.

    A hook of the Jupyter server, before it saves. The notebook that is open in the
    browser keeps its controls: only what is written to the file changes. A model that
    is not understood is saved as it is.

    Parameters
    ----------
    model
        What will be saved: `type`, and as `content` the notebook. It is changed.
    path
        Where it will be saved, for the log.
    contents_manager
        What saves it, whose log is used.
    """
    if model.get("type") != "notebook":
        return

    try:
        _replace_in(model["content"])
    except (AttributeError, KeyError, TypeError):
        if contents_manager is not None:
            problem = "%s: not understood, saved with its live controls"
            contents_manager.log.warning(problem, path, exc_info=True)


def find_widgets(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the outputs of cells that are live controls: dead in a file or on a page."""
    widgets = []
    for cell in cells:
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                widgets.append(output)

    return widgets


def _replace_in(notebook: dict[str, Any]) -> None:
    cells = notebook.get("cells", [])

    # All are found first, so that a notebook with a fault is left alone as a whole.
    for output in find_widgets(cells):
        text = str(output["data"].get("text/plain"))
        # What is left of a progress bar is where it began.
        is_progress = re.match(r"[^|]*\d%\|", text)

        del output["data"][WIDGET]
        output["metadata"] = {}

        if is_progress:
            output["data"] = {"text/plain": ""}
        elif set(output["data"]) <= {"text/plain"}:
            output["data"] = {"text/html": f"<p>{SENTENCE}</p>", "text/plain": SENTENCE}
        # Else the control has brought a picture of itself, which stays.

    notebook.get("metadata", {}).pop("widgets", None)
