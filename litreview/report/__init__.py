"""A params file → a report: the notebooks run, their pages, and one page to share."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_run": ["NotebookFailed", "find_notebooks", "run"],
        "_export": ["select_papers"],
    },
)
