"""Papers → bibliographies that reference managers take back.

A table of papers goes in; BibTeX, RIS, CSV, XLSX or CSL-JSON comes out, the same bytes
for the same papers. What is read of it again is in `read`.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_bibtex": ["bibtex"],
        "_csl": ["csl_json"],
        "_formats": ["FORMATS", "entry_keys_and_kinds"],
        "_ris": ["ris"],
        "_table": ["csv", "xlsx"],
    },
)
