"""Papers → topics: which paper belongs to which, what they are about, and how surely.

`embed` makes vectors of papers, `find` their topics, and `overview` what there is to
show of them. Topics take on a person's labels (`draft_labels`, `label_widget`), and are
matched with those of an earlier run (`match_runs`) or another report (`match_reports`).
Vectors of words also find papers that are like a sentence or another paper.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        "_embed": ["check_embedding", "embed"],
        "_find": ["find"],
        "_describe": ["bertopic_model"],
        "_overview": ["overview"],
        "_labels": ["draft_labels", "read_labels"],
        "_widget": ["label_widget"],
        "_match": [
            "match_runs",
            "match_table",
            "run_ari",
        ],
        "_counterparts": ["join_reports", "match_reports"],
        "_similar": ["learn_space", "papers_like_sentence", "similar_papers"],
    },
)
