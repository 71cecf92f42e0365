"""Dumps → records: files and archives of any kind, with an account of every line.

Records are rows of what was read; lines say of each stretch of a file what it was
taken for; files say what each file is. What could not be read is said with its reason.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_files": ["find_files"],
        "_dumps": ["records", "scan"],
        "_handover": ["hand_over"],
        "_clean": ["clean_text"],
        "_summary": ["doubts_summary", "doubts_table", "overview"],
        "_plain": ["plain_overview"],
        "_table": ["open_table"],
        "_identifiers": ["normalise_doi"],
    },
)
