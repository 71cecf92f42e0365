"""A params file → a report: notebooks run in their order, and one page to share.

Params and inputs go in; out come, in the folder of the report, `report.html`,
`run.json`, the tables and the executed notebooks. Earlier reports are kept, and found
again. Here too are a workspace laid out, and JupyterLab opened on it.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_export": ["export_papers"],
        "_lab": ["open_lab"],
        "_notebooks": [
            "NotebookFailed",
        ],
        "_run": ["run"],
        "_several": ["run_several"],
        "_workspace": [
            "init_workspace",
            "new_notebook",
            "new_review",
            "open_review",
            "show_dumps",
            "show_reports",
        ],
    },
)
