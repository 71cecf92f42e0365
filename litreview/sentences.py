"""How numbers, files and labels are written in a sentence."""

import re
from html import escape


def number(n: int, thing: str, things: str = "") -> str:
    """Write a number of things, in the singular where it is one."""
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def plain(text: str) -> str:
    """Write a text so that Markdown takes nothing in it for markup, nor for HTML."""
    return re.sub(r"([\\`*_\[\]|$~])", r"\\\1", escape(text, quote=False))


def code(name: str) -> str:
    """Write the name of a file or a parameter as code, in which markup is text."""
    return "`" + name.replace("`", "'") + "`"


def some(names, most: int = 3) -> str:
    """List the first names, and say how many more there are."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
