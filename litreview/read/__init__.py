"""Dumps → records: files and archives of any kind, with an account of every line.

Records are rows of what was read; lines say of each stretch of a file what it was
taken for; files say what each file is."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_dumps": ["find_files", "records", "scan"],
        "_clean": ["cleaning_table", "clean_text", "mend_text"],
        "_summary": [
            "file_table",
            "mended_table",
            "missing_abstracts_table",
            "reading_summary",
            "rejected_table",
        ],
        "_crosswalk": ["crosswalk"],
        "_detect": ["recognise"],
        "_archives": ["decode"],
        "_values": ["doi"],
        "formats._tagged": ["ris"],
        "formats._delimited": ["excel", "text"],
    },
)
