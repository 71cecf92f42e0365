"""Tables → Altair charts, in one theme."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_theme": ["VEGA_LITE", "enable"],
        "_topics": [
            "dump_overlap",
            "dump_records",
            "topic_dumps",
            "topic_map",
            "topic_sizes",
        ],
        "_trends": [
            "bursts",
            "papers_behind",
            "period_totals",
            "slopes",
            "topic_heat",
            "topic_shares",
        ],
        "_compare": ["compared_shares", "keyness"],
        "_screening": ["discovery"],
        "_prisma": ["prisma_flow"],
    },
)
