"""Write the parts of the documentation that the code itself says.

    python docs/write.py

writes docs/api.md from the docstrings, docs/tables.md from `litreview.tables.SCHEMA`,
and from the table of parameters that of README.md, and params/params.schema.json, with
which editors check params files. A test says when they are stale.
"""

import importlib
import inspect
import json
import re
from pathlib import Path

import litreview
from litreview import tables
from litreview.report import _params

ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = re.compile(r"(?<=<!-- parameters -->\n).*?(?=<!-- end -->)", re.DOTALL)
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)


def pages() -> dict[Path, str]:
    """Write each page: its file, and the text that should be in it."""
    readme = ROOT / "README.md"
    parameters = _params.parameters_table().replace("\\", r"\\")

    return {
        ROOT / "docs" / "api.md": api_page(),
        ROOT / "docs" / "tables.md": tables.tables_page(),
        ROOT / "params" / "params.schema.json": schema_file(),
        readme: PARAMETERS.sub(parameters, readme.read_text(encoding="utf-8")),
    }


def schema_file() -> str:
    """Write the JSON Schema of params files."""
    schema = _params.parameters_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def api_page() -> str:
    """Write every name that a room offers, with its signature and its docstring."""
    parts = [
        "# The functions\n",
        "Written from the docstrings by `python docs/write.py`. A room is entered by "
        "its name: `import litreview`, then `litreview.read.records(…)`.\n",
    ]

    for room in litreview.ROOMS:
        face = importlib.import_module(f"litreview.{room}")
        parts.append(f"## {room}\n")
        parts.append(inspect.getdoc(face) + "\n")

        for name in sorted(face.__all__):
            offered = getattr(face, name)
            if inspect.isfunction(offered):
                parts.append(_function(room, name, offered))

    return "\n".join(parts)


def _function(room: str, name: str, function) -> str:
    signature = _signature(name, function)
    text = _as_markdown(inspect.getdoc(function))
    return f"### {room}.{name}\n\n```python\n{signature}\n```\n\n{text}\n"


def _signature(name: str, function) -> str:
    """Write names and defaults of the parameters; their types are in the code."""
    words = []
    for parameter in inspect.signature(function).parameters.values():
        bare = parameter.replace(annotation=inspect.Parameter.empty)
        words.append(str(bare))

    return f"{name}({', '.join(words)})"


def _as_markdown(docstring: str) -> str:
    """Write a numpydoc docstring as Markdown, its parameters as a list."""
    first, *sections = SECTION.split(docstring)
    parts = [first.strip()]

    for heading, body in zip(sections[::2], sections[1::2], strict=True):
        is_list = "\n    " in body  # names, each with its meaning below
        if heading == "Examples":
            body = f"```python\n{body.strip()}\n```"
        elif is_list and heading != "References":
            body = _as_list(body)
        parts.append(f"**{heading}**\n\n{body.strip()}")

    return "\n\n".join(parts) + "\n"


def _as_list(body: str) -> str:
    items: list[str] = []

    for line in body.strip().splitlines():
        if line and not line.startswith(" "):
            items.append(f"- `{line.strip()}`:")
        elif line.strip() and items:
            items[-1] += f" {line.strip()}"

    return "\n".join(items)


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
