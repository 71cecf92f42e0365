"""The faces of the rooms: names that load when they are first used."""

import difflib
import sys
from collections.abc import Callable, Sequence

import lazy_loader

from litreview import progress


def attach(
    package: str,
    submod_attrs: dict[str, list[str]] | None = None,
    submodules: Sequence[str] = (),
) -> tuple[Callable, Callable, list[str]]:
    """Give a package its `__getattr__`, `__dir__` and `__all__`.

    Parameters
    ----------
    package
        The package, as its `__name__`.
    submod_attrs
        The names that it offers, by the private file that has them.
    submodules
        The packages that it offers.

    Returns
    -------
    What lazy-loader attaches (SPEC 1); a misspelt name gets a suggestion.
    """
    load, list_names, offered = lazy_loader.attach(package, submodules, submod_attrs)

    def load_or_suggest(name: str) -> object:
        if name in offered:
            with progress.stage("Getting the tools ready"):  # their imports
                return load(name)

        message = f"{package} has no {name!r}"
        near = difflib.get_close_matches(name, offered, n=1)
        if near:
            message = f"{message}; did you mean {near[0]!r}?"
        raise AttributeError(message, name=name, obj=sys.modules[package])

    return load_or_suggest, list_names, offered
