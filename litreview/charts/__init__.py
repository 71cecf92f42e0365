"""Charts: a table goes in, an `alt.Chart` comes out, in one theme.

Every chart has a title that says what it shows and a description with what is found
there, and holds no more rows than it draws. `enable` sets the theme for charts of your
own; those of this package set it themselves.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        "_theme": ["VEGA_LITE", "enable"],
        "_dumps": ["dump_overlap", "dump_records"],
        "_topics": ["topic_dumps", "topic_sizes"],
        "_map": ["topic_map"],
        "_periods": ["period_totals"],
        "_shares": ["topic_shares"],
        "_slopes": ["slopes"],
        "_heat": ["topic_heat"],
        "_behind": ["papers_behind"],
        "_bursts": ["bursts"],
        "_differences": ["compared_shares"],
        "_words": ["compared_words"],
        "_discovery": ["discovery"],
        "_prisma": ["prisma_flow"],
    },
)
