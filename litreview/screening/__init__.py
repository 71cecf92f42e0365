"""Papers → decisions: which paper to screen next, when to stop, and the PRISMA flow.

What goes in is the table of papers, and decisions made by people, which are kept in one
SQLite file (a *store*). What comes out are tables: what was decided, how far screeners
agree, and how many papers went where.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_decisions": [
            "DECISIONS",
            "current_decisions",
            "decide",
            "read_log",
            "undo",
        ],
        "_exchange": ["import_decisions", "read_exchange", "write_decisions"],
        "_agreement": [
            "SETTLED",
            "final_decisions",
            "find_conflicts",
            "screener_kappa",
        ],
        "_queue": ["RELEVANT", "rank_papers"],
        "_session": ["count_screened", "find_known"],
        "_stopping": ["estimate_remaining", "stopping_rule"],
        "_prisma": ["prisma_counts"],
        "_overview": ["overview"],
        "_widget": ["screening_widget"],
    },
)
