"""litreview: from a folder of dumps to topics, trends and a page to share."""

import lazy_loader as lazy

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
BENEATH = ["write", "show", "query", "tables", "text"]

__getattr__, __dir__, _ = lazy.attach(__name__, submodules=[*ROOMS, *BENEATH])
__all__ = [*ROOMS, *BENEATH, "__version__"]
