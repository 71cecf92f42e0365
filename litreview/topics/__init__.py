"""Papers → topics: vectors, groups, labels, a hierarchy and a map, matched with those of an earlier run."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_embed": ["check_embedding", "dampen", "embed", "word_vectors", "SIZE"],
        "_fit": [
            "fit",
            "newcomers_summary",
            "papers_by_topic",
            "rerun_ari",
            "topics_summary",
        ],
        "_describe": ["ask_labeller", "bertopic_model", "describe"],
        "_labels": [
            "carry_labels",
            "draft_labels",
            "label_names",
            "read_labels",
            "write_labels",
        ],
        "_map": ["place_on_map"],
        "_hierarchy": ["build_hierarchy"],
        "_profiles": ["profile_topics"],
        "_widget": ["label_rows", "label_widget"],
        "_match": [
            "CONTINUED",
            "FATES",
            "has_tables",
            "match_runs",
            "match_table",
            "run_ari",
        ],
        "_counterparts": ["join_reports", "match_reports"],
    },
)
