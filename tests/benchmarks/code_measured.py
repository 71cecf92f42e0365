"""How easy the code is to enter and to read: one column for each folder of a checkout.

    python tests/benchmarks/code_measured.py            this checkout
    python tests/benchmarks/code_measured.py OLD NEW    two checkouts side by side

Counted are the Python files of `litreview/`. A line of code is one that is neither blank
nor a comment; a node is one of Python's own syntax tree, so that nodes a line say how
much a reader has to unfold.
"""

import ast
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure(checkout: Path) -> dict[str, str]:
    """Measure a checkout: what is measured, and its value as text."""
    package = checkout / "litreview"
    texts = {file: file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    trees = [ast.parse(text) for text in texts.values()]
    lines = [line for text in texts.values() for line in text.splitlines()]
    code = [line for line in lines if _is_code(line)]
    nodes = [node for tree in trees for node in ast.walk(tree)]

    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    lengths = sorted(node.end_lineno - node.lineno + 1 for node in functions)
    conditionals = [node for node in nodes if isinstance(node, ast.IfExp)]
    long_lines = [line for line in lines if len(line) > 100]
    called = functions_by_notebook(checkout)
    most = max(called, key=lambda name: len(called[name]), default="")

    return {
        "rooms at the top": f"{len(rooms(package))}",
        "modules": f"{len(texts)}",
        "names in faces": f"{sum(map(len, faces(package).values()))}",
        "public functions and classes": f"{sum(map(_count_public, trees))}",
        "functions of the package in all notebooks": f"{len(set().union(*called.values()))}",
        "most functions that a notebook calls": f"{len(called[most])} ({most})",
        "syntax nodes a line of code": f"{len(nodes) / len(code):.1f}",
        "lines over 100 characters": f"{len(long_lines) / len(lines):.1%}",
        "conditional expressions a hundred lines": f"{100 * len(conditionals) / len(code):.1f}",
        "median function, lines": f"{lengths[len(lengths) // 2]}",
        "longest function, lines": f"{lengths[-1]}",
        "lines in all": f"{len(lines):,}",
    }


def rooms(package: Path) -> list[str]:
    """List what stands at the top of a package: packages with a face, and modules."""
    found = []
    for path in sorted(package.iterdir()):
        is_package = (path / "__init__.py").is_file()
        is_module = path.suffix == ".py" and not path.name.startswith("_")
        if is_package or is_module:
            found.append(path.stem)

    return found


def faces(package: Path) -> dict[str, list[str]]:
    """List the names that each room offers in its face."""
    found = {}
    for file in sorted(package.glob("*/__init__.py")):
        names = []
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                for part in ast.literal_eval(node).values():
                    names.extend(part)
        found[file.parent.name] = names

    return found


def functions_by_notebook(checkout: Path) -> dict[str, set[str]]:
    """List the functions of the package that each notebook calls."""
    found = {}
    for file in sorted((checkout / "notebooks").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        code = "\n".join(
            "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"
        )
        found[file.stem] = set(re.findall(r"litreview\.(\w+\.\w+)", code))

    return found


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(text) and not text.startswith("#")


def _count_public(tree: ast.Module) -> int:
    kinds = (ast.FunctionDef, ast.ClassDef)
    definitions = [node for node in tree.body if isinstance(node, kinds)]
    return sum(not node.name.startswith("_") for node in definitions)


def main(folders: list[str]) -> None:
    """Print the measures of each folder side by side."""
    columns = [measure(Path(folder)) for folder in folders or [str(ROOT)]]

    print("| measured |" + "".join(f" {folder} |" for folder in folders or ["here"]))
    print("|---|" + "---|" * len(columns))
    for name in columns[0]:
        cells = "".join(f" {column[name]} |" for column in columns)
        print(f"| {name} |{cells}")


if __name__ == "__main__":
    main(sys.argv[1:])
