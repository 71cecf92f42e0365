"""litreview: from a folder of dumps to topics, trends and a page to share."""

from importlib import import_module

__version__ = "0.1.0"


def __getattr__(room: str):
    # `import litreview` stays instant: a room is imported when it is first entered (`litreview.dumps.read(...)`).
    if room.startswith("_"):
        raise AttributeError(room)
    try:
        return import_module(f"litreview.{room}")
    except ModuleNotFoundError as missing:
        if missing.name != f"litreview.{room}":
            raise
        raise AttributeError(f"litreview has no room {room!r}") from None
