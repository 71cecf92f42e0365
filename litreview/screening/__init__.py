"""Papers → decisions: which paper to screen next, when to stop, and the PRISMA flow.

What goes in is the table of papers, and decisions made by people, which are kept in one
SQLite file (a *store*). What comes out are tables: what was decided, how far screeners
agree, and how many papers went where.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        "_decisions": ["current_decisions", "decide", "undo"],
        "_exchange": ["import_decisions", "read_exchange", "write_decisions"],
        "_agreement": ["SETTLED", "final_decisions"],
        "_queue": ["rank_papers"],
        "_session": ["find_known"],
        "_stopping": ["estimate_remaining", "stopping_rule"],
        "_overview": ["overview"],
        "_widget": ["screening_widget"],
    },
)
