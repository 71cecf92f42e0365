"""Papers in hand: search, filters, and the widget that has them all.

The tables of a report go in; papers come out, as rows of the table of papers: found by
words, chosen by filters, or picked by a person in JupyterLab.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        "_search": ["find_papers", "index_papers"],
        "_select": ["select_papers"],
        "_widget": [
            "explorer_widget",
            "listed_papers",
            "selected_papers",
        ],
    },
)
