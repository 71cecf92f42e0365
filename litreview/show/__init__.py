"""Tables, papers and pairs of records → HTML, as people read them.

Tables go in; `IPython.display.HTML` comes out, or HTML as text where a widget puts it
into its own. Everything that comes from a dump is escaped.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_papers": ["paper_page", "paper_year", "papers"],
        "_records": ["pair", "pairs"],
        "_style": ["cut_text", "in_style"],
        "_tables": ["table"],
        "_topics": ["profiles", "tree"],
    },
)
