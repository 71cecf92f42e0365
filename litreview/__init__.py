"""litreview: from a folder of dumps to topics, trends and a page to share.

The data flows through the rooms: `read` makes records of dumps, `dedupe` papers of
records, `topics` and `trends` say what they are about and how that shifts, `report`
runs the notebooks and renders the page. `screening` and `explore` are for JupyterLab,
`charts` draw. Each room offers a few names; it loads when it is first entered.
"""

from litreview._faces import attach

__version__ = "0.1.0"

ROOMS = [
    "read",
    "dedupe",
    "topics",
    "trends",
    "screening",
    "explore",
    "charts",
    "report",
]
BENEATH = ["write", "show", "query", "tables", "text", "workspace", "progress"]

__getattr__, __dir__, _ = attach(__name__, submodules=[*ROOMS, *BENEATH])
__all__ = ["BENEATH", "ROOMS", "__version__", *ROOMS, *BENEATH]
