"""A params file → a report: notebooks run in their order, and one page to share.

Params and inputs go in; out come, in the folder of the report, `report.html`,
`run.json`, the tables and the executed notebooks. Earlier reports are kept, and found
again.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_export": ["export_papers"],
        "_notebooks": [
            "NotebookFailed",
        ],
        "_params": ["parameters_table"],
        "_run": ["run"],
    },
)
