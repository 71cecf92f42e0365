"""Executed notebooks → HTML pages that make no request to any host."""

import re
from functools import cache
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from litreview.charts import VEGA_LITE
from litreview.report._notebooks import TEMPLATES, NotebookFailed

# Of what a cell shows, the first of these that there is.
SHOWN = [
    VEGA_LITE,
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
]


@cache
def exporter(template: str, user_templates: str = "") -> HTMLExporter:
    """Make the exporter that renders notebooks with one of the templates.

    Parameters
    ----------
    template
        `notebook.html.j2` for a page, `fragment.html.j2` for a part of one.
    user_templates
        A folder of the user's own, whose files go before ours.
    """
    config = Config()
    config.NbConvertBase.display_data_priority = SHOWN
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True

    paths = []
    if user_templates:
        paths.append(str(Path(user_templates).resolve()))

    html = HTMLExporter(
        config=config,
        template_name=TEMPLATES.name,
        template_file=template,
        extra_template_basedirs=[str(TEMPLATES.parent)],
        extra_template_paths=paths,
    )

    html.environment.filters["slug"] = _slug
    html.environment.filters["caption"] = _caption
    html.environment.globals["style"] = read_asset("style.css", user_templates)
    html.environment.globals["script"] = read_asset("charts.js", user_templates)
    html.environment.globals["vega"] = vega
    return html


def read_asset(name: str, user_templates: str = "") -> str:
    """Read a template, style or script; the user's own where there is one."""
    if user_templates:
        file = Path(user_templates) / name
        if file.is_file():
            return file.read_text(encoding="utf-8")

    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def vega() -> str:
    """Give the script that draws charts, with all that it needs."""
    import vl_convert

    # A closing tag in a string of the script would end the script.
    return vl_convert.javascript_bundle().replace("</script", "<\\/script")


def render(
    executed: Path, names: list[str], title: str, user_templates: str = ""
) -> Path:
    """Render an executed notebook to a page beside it, without its code.

    The notebook gains a picture of each chart: for JupyterLab, which may not know the
    Vega-Lite of the charts, and for where no script runs.

    Parameters
    ----------
    executed
        The notebook with its outputs.
    names
        The notebooks of the report, for the links between their pages.
    title
        The title of the report.
    user_templates
        A folder of the user's own templates.

    Returns
    -------
    The path of the page.
    """
    import vl_convert

    notebook = nbformat.read(executed, 4)
    charts = find_charts(notebook.cells)
    for output in charts:
        picture = vl_convert.vegalite_to_svg(output.data[VEGA_LITE])
        output.data["image/svg+xml"] = picture
    nbformat.write(notebook, executed)

    page = {
        "name": executed.stem,
        "names": names,
        "title": title,
        "charts": bool(charts),
    }
    html = exporter("notebook.html.j2", user_templates)
    text, _ = html.from_notebook_node(notebook, resources={"page": page})

    file = executed.with_suffix(".html")
    file.write_text(text, encoding="utf-8")
    return file


def render_failure(file: Path, failure: NotebookFailed) -> None:
    """Write the page of a failed run: which notebook, which cell, which error."""
    environment = jinja2.Environment(autoescape=True)
    template = environment.from_string(read_asset("failure.html"))
    text = template.render(
        message=str(failure),
        source=failure.source,
        trace=failure.trace,
        style=read_asset("style.css"),
    )
    file.write_text(text, encoding="utf-8")


def find_charts(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """List the outputs of cells that are charts."""
    charts = []
    for cell in cells:
        for output in cell.get("outputs", []):
            if VEGA_LITE in output.get("data", {}):
                charts.append(output)

    return charts


def _slug(text: object) -> str:
    words = re.sub(r"[\W_]+", "-", str(text).lower())
    return words.strip("-")


def _caption(spec: dict) -> str:
    """Say what one sees in a chart, without what its title and subtitle say already."""
    caption = spec.get("description", "")

    for heading in _headings(spec.get("title", "")):
        caption = caption.removeprefix(heading).lstrip(" :.;")

    if not caption:
        return "There is nothing to see."
    return caption[0].upper() + caption[1:]


def _headings(title: str | dict) -> list[str]:
    """List the title of a chart and the lines of its subtitle."""
    if not isinstance(title, dict):
        return [str(title)]

    subtitle = title.get("subtitle", "")
    lines = subtitle if isinstance(subtitle, list) else [subtitle]
    return [str(line) for line in [title.get("text", ""), *lines] if line]
