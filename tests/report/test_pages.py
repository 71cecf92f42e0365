"""A notebook's own page: its charts drawn, its code hidden, text as text."""

import nbformat

from litreview.charts import VEGA_LITE
from litreview.report import _pages


def test_hostile_text_is_text_on_every_page(tmp_path):
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    spec = {
        "description": f"'\"{hostile}",
        "title": hostile,
        "data": {"values": [{"a": hostile}]},
        "mark": "point",
    }
    outputs = [
        nbformat.v4.new_output("display_data", {VEGA_LITE: spec}),
        nbformat.v4.new_output("display_data", {"text/plain": hostile}),
        nbformat.v4.new_output("stream", name="stdout", text=hostile),
    ]
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("1", outputs=outputs),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "papers.ipynb")
    page = _pages.render(tmp_path / "papers.ipynb", ["papers"], hostile).read_text(
        encoding="utf-8"
    )
    body = page[page.index("<body>") :]
    assert "<script>alert" not in body and "<img src=x" not in body
    assert "<script>alert" not in page.split("</title>")[0]
