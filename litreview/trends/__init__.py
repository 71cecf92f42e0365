"""Topics × time → shares, verdicts and bursts; two of anything compared; what changed since an earlier run."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "_periods": [
            "PERIODS",
            "assign_periods",
            "axis_summary",
            "date_papers",
            "describe_periods",
            "papers_off_axis",
            "period_of",
        ],
        "_shares": ["count_by_period", "trends_table"],
        "_verdicts": ["VERDICTS", "judge_topics", "verdict_summary", "verdict_table"],
        "_bursts": ["burst_summary", "new_terms", "term_bursts", "topic_bursts"],
        "_groups": ["choose_groups", "read_other_report"],
        "_compare": [
            "compare_shares",
            "comparison_summary",
            "comparison_table",
            "gaps",
            "keyness",
        ],
        "_changes": [
            "all_changes",
            "changes_by_dump",
            "changes_summary",
            "paper_changes",
            "read_run",
            "setting_changes",
            "verdict_changes",
        ],
    },
)
