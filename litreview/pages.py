"""Executed notebooks → HTML pages that make no request to any host."""

from functools import cache
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from litreview.charts import VEGA_LITE

HERE = Path(__file__).parent


@cache
def _exporter() -> HTMLExporter:
    config = Config()
    shown = [VEGA_LITE, "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
    config.NbConvertBase.display_data_priority = shown
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True
    exporter = HTMLExporter(config=config, template_name="page", extra_template_basedirs=[str(HERE)])
    exporter.environment.globals["style"] = (HERE / "page" / "style.css").read_text(encoding="utf-8")
    exporter.environment.globals["script"] = (HERE / "page" / "charts.js").read_text(encoding="utf-8")
    exporter.environment.globals["vega"] = _vega
    return exporter


@cache
def _vega() -> str:
    import vl_convert

    # A closing tag in a string of the script would end the script.
    return vl_convert.javascript_bundle().replace("</script", "<\\/script")


def render(executed: Path, names: list[str], title: str) -> Path:
    """Render an executed notebook to a page beside it, without its code.

    The notebook gains a picture of each chart, for JupyterLab, which may not know the Vega-Lite of the charts, and for
    where no script runs.
    """
    import vl_convert

    notebook = nbformat.read(executed, 4)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        if VEGA_LITE in output.get("data", {}):
            output.data["image/svg+xml"] = vl_convert.vegalite_to_svg(output.data[VEGA_LITE])
    nbformat.write(notebook, executed)
    return _write(notebook, executed.with_suffix(".html"), executed.stem, names, title)


def render_index(folder: Path, names: list[str], title: str, record: dict) -> Path:
    """Render the first page: what the notebooks tagged `summary`, and how the report was made."""
    cells = []
    for name in names:
        notebook = nbformat.read(folder / f"{name}.ipynb", 4)
        heading = (
            next((c.source for c in notebook.cells if c.cell_type == "markdown"), name).splitlines()[0].lstrip("# ")
        )
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}"))
        cells += [_linking(cell, name) for cell in notebook.cells if "summary" in cell.metadata.get("tags", [])]
        cells.append(nbformat.v4.new_markdown_cell(f"[More: {heading[0].lower()}{heading[1:]} →]({name}.html)"))
    notebook = nbformat.v4.new_notebook(cells=cells)
    return _write(notebook, folder / "index.html", "index", names, title, record)


def _linking(cell: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Let the links within a notebook's own page lead there from another page."""
    for output in cell.get("outputs", []):
        if text := output.get("data", {}).get("text/markdown"):
            output.data["text/markdown"] = text.replace("](#", f"]({name}.html#")
    return cell


def render_failure(file: Path, message: str, source: str, trace: str) -> None:
    """Write the page of a failed run: which notebook, which cell, which error."""
    template = jinja2.Environment(autoescape=True).from_string((HERE / "page" / "failure.html").read_text("utf-8"))
    style = (HERE / "page" / "style.css").read_text(encoding="utf-8")
    file.write_text(template.render(message=message, source=source, trace=trace, style=style), encoding="utf-8")


def _write(
    notebook: nbformat.NotebookNode, file: Path, name: str, names: list[str], title: str, record: dict | None = None
) -> Path:
    has_charts = any(
        VEGA_LITE in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])
    )
    resources = {"page": {"name": name, "names": names, "title": title, "charts": has_charts, "record": record}}
    body, _ = _exporter().from_notebook_node(notebook, resources=resources)
    file.write_text(body, encoding="utf-8")
    return file
