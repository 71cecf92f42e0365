"""Papers in hand: search, filters, similar papers, and the widget that has them all."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_search": ["find_papers", "index_papers", "select_papers"],
        "_similar": ["learn_space", "papers_like_sentence", "similar_papers"],
        "_widget": [
            "add_topics",
            "explorer_widget",
            "listed_papers",
            "selected_papers",
        ],
    },
)
