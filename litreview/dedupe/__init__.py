"""Records → papers.

What goes in are records read from dumps (`read.records`). What comes out are papers,
and for every pair of records that was compared closely whether it is one paper and why.
Papers then gain what they lack from further files (`enrich`) or services (`look_up`),
and a person decides on pairs near the line (`draft_decisions`, `decision_widget`).
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    submod_attrs={
        "_join": ["join"],
        "_overview": ["dump_overlap", "overview"],
        "_titles": ["title_key"],
        "_decisions": ["draft_decisions", "read_decisions"],
        "_widget": ["decision_widget"],
        "_enrich": ["enrich"],
        "_lookup": ["look_up", "lookup_summary"],
    },
)
