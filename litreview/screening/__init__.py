"""Papers → decisions: the queue, when to stop, agreement of screeners, and the PRISMA flow."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_decisions": [
            "DECISIONS",
            "current_decisions",
            "decide",
            "decide_all",
            "read_log",
            "undo",
        ],
        "_exchange": [
            "decisions_csv",
            "decisions_ris",
            "import_decisions",
            "read_exchange",
        ],
        "_agreement": [
            "SETTLED",
            "agreement_summary",
            "final_decisions",
            "find_conflicts",
            "screener_kappa",
        ],
        "_queue": ["RELEVANT", "paper_features", "rank_papers"],
        "_session": ["count_screened", "find_known"],
        "_stopping": ["estimate_remaining", "stopping_rule"],
        "_prisma": [
            "count_unseen",
            "parts",
            "prisma_counts",
            "prisma_summary",
            "screened_table",
            "totals",
        ],
        "_widget": ["screening_summary", "screening_widget"],
    },
)
