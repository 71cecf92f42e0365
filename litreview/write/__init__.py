"""Papers → bibliographies: BibTeX, RIS, CSV, XLSX and CSL-JSON."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_bibliography": ["FORMATS", "bib", "csv", "json", "ris", "xlsx"],
    },
)
