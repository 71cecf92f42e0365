"""Records → papers: which records are one paper and why, and what papers gain from other files."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_join": [
            "dump_overlap",
            "join",
            "joining_summary",
            "reason_table",
            "shared_papers_table",
            "works_table",
        ],
        "_merge": ["provenance_table"],
        "_ids": ["earlier_ids", "record_ids"],
        "_decisions": [
            "closest_pairs",
            "compared_records",
            "decisions_summary",
            "draft_decisions",
            "locate_decisions",
            "read_decisions",
            "read_draft",
            "write_decisions",
        ],
        "_widget": ["decision_widget"],
        "_enrich": ["enrich", "enrichment_summary", "enrichment_table"],
        "_lookup": ["look_up", "lookup_summary"],
    },
)
