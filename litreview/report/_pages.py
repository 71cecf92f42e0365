"""Executed notebooks → HTML pages that make no request to any host."""

import re
from functools import cache
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from litreview.charts import VEGA_LITE

HERE = Path(__file__).parent


@cache
def exporter(template: str = "index.html.j2", own: str = "") -> HTMLExporter:
    """Make the exporter of pages, or of what another template makes of a notebook; files of `own` go first."""
    config = Config()
    shown = [
        VEGA_LITE,
        "text/html",
        "text/markdown",
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "text/plain",
    ]
    config.NbConvertBase.display_data_priority = shown
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True
    exporter = HTMLExporter(
        config=config,
        template_name="templates",
        template_file=template,
        extra_template_basedirs=[str(HERE)],
        extra_template_paths=[str(Path(own).resolve())] if own else [],
    )
    exporter.environment.filters["slug"] = lambda text: re.sub(
        r"[\W_]+", "-", str(text).lower()
    ).strip("-")
    exporter.environment.filters["caption"] = _caption
    exporter.environment.globals["style"] = asset("style.css", own)
    exporter.environment.globals["script"] = asset("charts.js", own)
    exporter.environment.globals["vega"] = vega
    return exporter


def _caption(spec: dict) -> str:
    """Say what one sees in a chart, without what its title and subtitle say already."""
    title, said = spec.get("title", ""), spec.get("description", "")
    heads = (
        [title.get("text", ""), *_lines(title.get("subtitle", ""))]
        if isinstance(title, dict)
        else [title]
    )
    for head in filter(None, map(str, heads)):
        said = said.removeprefix(head).lstrip(" :.;")
    return said[:1].upper() + said[1:] if said else "There is nothing to see."


def _lines(text: str | list) -> list:
    return text if isinstance(text, list) else [text]


def asset(name: str, own: str = "") -> str:
    """Read a file of the pages, that of the folder `own` if it has one."""
    places = [Path(own) / name] if own else []
    return next(filter(Path.is_file, [*places, HERE / "templates" / name])).read_text(
        encoding="utf-8"
    )


@cache
def vega() -> str:
    """Give the script that draws charts, with all that it needs."""
    import vl_convert

    # A closing tag in a string of the script would end the script.
    return vl_convert.javascript_bundle().replace("</script", "<\\/script")


def render(executed: Path, names: list[str], title: str, own: str = "") -> Path:
    """Render an executed notebook to a page beside it, without its code.

    The notebook gains a picture of each chart, for JupyterLab, which may not know the Vega-Lite of the charts, and for
    where no script runs.
    """
    import vl_convert

    notebook = nbformat.read(executed, 4)
    for output in (
        output for cell in notebook.cells for output in cell.get("outputs", [])
    ):
        if VEGA_LITE in output.get("data", {}):
            output.data["image/svg+xml"] = vl_convert.vegalite_to_svg(
                output.data[VEGA_LITE]
            )
    nbformat.write(notebook, executed)
    return _write(
        notebook, executed.with_suffix(".html"), executed.stem, names, title, own=own
    )


def render_index(
    folder: Path, names: list[str], title: str, record: dict, own: str = ""
) -> Path:
    """Render the first page: what the notebooks tagged `summary`, and how the report was made."""
    cells = []
    for name in names:
        notebook = nbformat.read(folder / f"{name}.ipynb", 4)
        heading = (
            next((c.source for c in notebook.cells if c.cell_type == "markdown"), name)
            .splitlines()[0]
            .lstrip("# ")
        )
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}"))
        cells += [
            _linking(cell, name)
            for cell in notebook.cells
            if "summary" in cell.metadata.get("tags", [])
        ]
        cells.append(
            nbformat.v4.new_markdown_cell(
                f"[More: {heading[0].lower()}{heading[1:]} →]({name}.html)"
            )
        )
    notebook = nbformat.v4.new_notebook(cells=cells)
    return _write(notebook, folder / "index.html", "index", names, title, record, own)


def _linking(cell: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Let the links within a notebook's own page lead there from another page."""
    for output in cell.get("outputs", []):
        if text := output.get("data", {}).get("text/markdown"):
            output.data["text/markdown"] = text.replace("](#", f"]({name}.html#")
    return cell


def render_failure(file: Path, message: str, source: str, trace: str) -> None:
    """Write the page of a failed run: which notebook, which cell, which error."""
    template = jinja2.Environment(autoescape=True).from_string(
        (HERE / "templates" / "failure.html").read_text("utf-8")
    )
    style = (HERE / "templates" / "style.css").read_text(encoding="utf-8")
    file.write_text(
        template.render(message=message, source=source, trace=trace, style=style),
        encoding="utf-8",
    )


def _write(
    notebook: nbformat.NotebookNode,
    file: Path,
    name: str,
    names: list[str],
    title: str,
    record: dict | None = None,
    own: str = "",
) -> Path:
    has_charts = any(
        VEGA_LITE in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    resources = {
        "page": {
            "name": name,
            "names": names,
            "title": title,
            "charts": has_charts,
            "record": record,
        }
    }
    body, _ = exporter(own=own).from_notebook_node(notebook, resources=resources)
    file.write_text(body, encoding="utf-8")
    return file
