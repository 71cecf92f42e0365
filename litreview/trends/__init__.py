"""Topics × time → shares, verdicts and bursts; groups compared; what changed.

Tables of papers, records, topics and assignments go in. Out come tables of numbers
(`trends`, `verdicts`, `comparison`, `changes` …) and what a notebook shows of them:
tables and sentences for people.
"""

from litreview._faces import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        "_periods": ["assign_periods"],
        "_shares": ["count_by_period"],
        "_verdicts": ["judge_topics"],
        "_bursts": ["find_bursts"],
        "_overview": ["overview"],
        "_groups": ["choose_groups", "read_other_report"],
        "_compare": ["compare_groups"],
        "_changes": ["find_changes", "read_run"],
    },
)
