"""What the notebook of trends tells people: sentences and tables."""

import numpy as np
import pandas as pd

from litreview.tables import VERDICTS, period_of
from litreview.text import as_code, count_of, escape_markdown, list_some
from litreview.trends._periods import (
    FEWEST_PERIODS,
    IMPRECISE,
    UNDATED,
)
from litreview.trends._verdicts import (
    FEWEST_PAPERS,
    RISING,
    STEADY,
    TOO_LITTLE,
    format_factor,
)

ENOUGH = 0.5  # share of runs with other seeds that bear out a verdict to be relied on
MOST_NAMED = 10  # topics that the sentences name


def overview(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    topics: pd.DataFrame,
    counted: dict[str, pd.DataFrame | str],
    verdicts: pd.DataFrame,
    bursts: dict[str, pd.DataFrame | int],
) -> dict[str, pd.DataFrame | str]:
    """Write trends up for people.

    Parameters
    ----------
    papers
        `paper_id` and `date`.
    records
        `dump`.
    topics
        `topic` and `label`.
    counted
        Of `count_by_period`.
    verdicts
        Of `judge_topics`.
    bursts
        Of `find_bursts`.

    Returns
    -------
    dict
        In Markdown: `axis_summary` (what the time axis is, who is not on it, what
        cannot be concluded), `summary` (which topics rise and fall),
        `topic_bursts_summary` and `term_bursts_summary`.
        Tables: `verdicts` (rises first, then falls: `topic`, `label`, `verdict`,
        `change`, `share`, `papers`, `q`, `agreement`, `reason`), `topic_bursts`
        (`label`, `start`, `end`, `weight`, `papers`, `share`, `base`, `p`), `new_terms`
        (as of `find_bursts`), and `counts` (`label`, and the papers of a topic, a row,
        in each period, a column; the last row is their total).

    Examples
    --------
    >>> bursts = litreview.trends.find_bursts(
    ...     papers, assignments, paper_periods, periods
    ... )
    >>> overview = litreview.trends.overview(
    ...     papers, records, topics, counted, verdicts, bursts
    ... )
    >>> "summary" in overview
    True
    """
    periods = counted["periods"]
    named = topics[["topic", "label"]]
    topic_bursts = named.merge(bursts["topic_bursts"], on="topic")

    return {
        "axis_summary": axis_summary(
            papers,
            records,
            counted["time"],
            periods,
            counted["undated"],
        ),
        "summary": verdict_summary(verdicts, topics, periods),
        "verdicts": verdict_table(verdicts, topics),
        "topic_bursts_summary": burst_summary(
            bursts["topic_bursts"], bursts["topics_tried"]
        ),
        "topic_bursts": topic_bursts.drop(columns="topic"),
        "term_bursts_summary": burst_summary(
            bursts["term_bursts"], bursts["terms_tried"]
        ),
        "new_terms": bursts["new_terms"],
        "counts": counts_table(counted["trends"], topics),
    }


def axis_summary(
    papers: pd.DataFrame,
    records: pd.DataFrame,
    time: str,
    periods: pd.DataFrame,
    undated: pd.DataFrame,
) -> str:
    """Tell what the time axis is, which papers are off it, and what that means."""
    total = len(papers)
    off = int(undated["papers"].sum())
    dated = int(papers["date"].notna().sum())

    if time == "published":
        axis = "the **publication date** of the papers"
    else:
        axis = (
            "the **date of the page** that showed a paper, not when it was published"
            f" ({dated:,} of {total:,} papers have a publication date)"
        )
    text = f"The time axis is {axis}. {total - off:,} of {total:,} papers are on it"
    text += _undated_clause(undated, time, periods) + "."

    if periods.empty:
        hint = "give the year of the pages with `year`"
        if time == "published":
            hint = "set `time` to `seen`"
        text += f" **There is nothing to draw**: {hint}, or read dumps with dates."
        return text

    text += _periods_clause(periods, time)
    return text + _limits_clause(records, time, off)


def _undated_clause(undated: pd.DataFrame, time: str, periods: pd.DataFrame) -> str:
    if undated.empty:
        return ""

    words = {
        IMPRECISE: f"date not known to the {period_of(periods) or 'period'}",
        UNDATED: "no publication date",
    }
    if time == "seen":
        words[UNDATED] = (
            "seen only on pages without a date, or with a date that lacks its year"
        )

    reasons = []
    for row in undated.itertuples():
        dumps = list_some(map(as_code, row.dumps))
        reason = f"{words[row.reason]} ({dumps})"
        if len(undated) > 1:
            reason = f"{row.papers:,} {reason}"
        reasons.append(reason)

    off = int(undated["papers"].sum())
    verb = "are"
    if off == 1:
        verb = "is"
    return f"; {off:,} {verb} off it: {'; '.join(reasons)}"


def _periods_clause(periods: pd.DataFrame, time: str) -> str:
    tested = int(periods["tested"].sum())
    count = count_of(len(periods), "period")
    text = (
        f" It counts by {period_of(periods)}:"
        f" [{count}](#The-numbers-behind-the-charts),"
        f" {tested} of them fit for a test."
    )

    left_out = []
    for mark, marked in periods[~periods["tested"]].groupby("mark", sort=False):
        names = list_some(marked["period"])
        left_out.append(f"{names} ({escape_markdown(mark)})")
    if left_out:
        text += f" Left out of it: {'; '.join(left_out)}."

    if tested < FEWEST_PERIODS:
        what = "pages"
        if time == "published":
            what = "periods"
        text += (
            f" **So few periods cannot show a trend** ({FEWEST_PERIODS} are needed);"
            f" read the shares as a comparison of the {what}."
        )
    return text


def _limits_clause(records: pd.DataFrame, time: str, off: int) -> str:
    dumps = count_of(records["dump"].nunique(), "dump")
    if time == "seen":
        return (
            f" What a period holds is what the pages saved in it showed: {dumps} in"
            " all, and whether they come of the same search, they do not say."
            " **A difference between pages need not be one between times.**"
        )

    text = (
        f" A share is one among the papers of {dumps}, not among all that was published"
    )
    if off:
        papers = count_of(off, "paper")
        text += f": where the {papers} off the axis would stand is not known"
    return text + "."


def verdict_table(verdicts: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Write verdicts out, with labels: the strongest rises first, then the falls."""
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    size = np.log(verdicts["change"].fillna(1)).abs()
    table = verdicts.assign(order=verdicts["verdict"].map(order), size=-size)
    table = table.sort_values(["order", "size"], kind="stable")
    table = table.merge(topics[["topic", "label"]], on="topic")

    changes, shares = [], []
    for row in table.itertuples():
        if np.isnan(row.p):
            changes.append(np.nan)
            shares.append(np.nan)
            continue
        # Spaces that do not break keep an interval in one line of a table.
        low = format_factor(row.change_low)
        high = format_factor(row.change_high)
        change = format_factor(row.change)
        changes.append(f"×{change} ({low}\u00a0to\u00a0{high})")
        shares.append(f"{row.first:.1%}\u00a0→\u00a0{row.last:.1%}")

    table["change"] = pd.Series(changes, index=table.index, dtype="str")
    table["share"] = pd.Series(shares, index=table.index, dtype="str")
    return table[
        [
            "topic",
            "label",
            "verdict",
            "change",
            "share",
            "papers",
            "q",
            "agreement",
            "reason",
        ]
    ]


def verdict_summary(
    verdicts: pd.DataFrame,
    topics: pd.DataFrame,
    periods: pd.DataFrame,
) -> str:
    """Tell which topics rise and fall, how much, and how sure that is.

    Names link to rows `topic-N` of the table of verdicts.
    """
    if verdicts.empty:
        return ""
    if verdicts["p"].isna().all():
        why = _why_untested(periods)
        return f"**No topic can be called rising or falling**: {why}."

    table = verdict_table(verdicts, topics)
    text = _count_verdicts(table)

    moved = table[table["verdict"].isin(VERDICTS[:2])]
    unsure = moved["agreement"] < ENOUGH
    sure = moved[~unsure]
    for row in sure.head(MOST_NAMED).itertuples():
        text += "\n- " + _verdict_sentence(row, period_of(periods))
    if len(sure) > MOST_NAMED:
        text += f"\n- and {len(sure) - MOST_NAMED} more"

    if unsure.any():
        links = []
        for row in moved[unsure].itertuples():
            links.append(f"{_topic_link(row)} ({row.verdict})")
        text += (
            "\n\nNot to be relied on, as most groupings with other seeds do not say"
            f" so: {', '.join(links)}."
        )

    if moved.empty:
        tested = int(periods["tested"].sum())
        return text + (
            f"\nNone stands out of chance over {tested} periods; that is no proof that"
            " all stays as it is."
        )
    return text + (
        "\n\nOf such calls, no more than one in twenty is expected to be wrong."
    )


def _why_untested(periods: pd.DataFrame) -> str:
    tested = periods[periods["tested"]]
    stretches = tested["stretch"].nunique()
    if len(tested) - stretches >= FEWEST_PERIODS - 1:
        return f"no topic has the {FEWEST_PAPERS} papers that are needed"

    text = f"{len(tested)} periods are fit for a test, and {FEWEST_PERIODS} are needed"
    if stretches > 1:
        text += f", more where the sources change ({stretches - 1} times here)"
    return text


def _count_verdicts(table: pd.DataFrame) -> str:
    count = table["verdict"].value_counts()
    rising, falling, steady, too_little = count.reindex(VERDICTS, fill_value=0)
    rises = _agree(rising, "rises", "rise")
    falls = _agree(falling, "falls", "fall")
    are = _agree(steady, "is", "are")
    return (
        f"Of {count_of(len(table), 'topic')},"
        f" **[{rising} {rises}, {falling} {falls}](#verdicts)**"
        f" and {steady} {are} {STEADY};"
        f" for {too_little} there is {TOO_LITTLE} to tell.\n"
    )


def _agree(count: int, singular: str, plural: str) -> str:
    if count == 1:
        return singular
    return plural


def _verdict_sentence(row, period: str) -> str:
    verb = "falls"
    if row.verdict == RISING:
        verb = "rises"

    share = row.share.replace("→", "to")
    text = (
        f"{_topic_link(row)} {verb} from {share} of the papers;"
        f" its odds change {row.change} a {period}"
    )
    if row.agreement < 1:
        text += f" (in {row.agreement:.0%} of the groupings with other seeds)"
    return text


def _topic_link(row) -> str:
    return f"[{escape_markdown(row.label)}](#topic-{row.topic})"


def burst_summary(
    bursts: pd.DataFrame,
    tried: int,
    permutations: int = 200,
    level: float = 0.05,
) -> str:
    """Tell how many of the topics or terms tried have bursts, and what chance has."""
    what = bursts.columns[0]
    if not tried:
        return (
            f"**Bursts were not looked for**: there are fewer than {FEWEST_PERIODS}"
            f" periods to compare, or no {what} to try."
        )

    among = count_of(tried, what)
    by_chance = (
        f"in {permutations:,} corpora with the same papers dealt to the dates at"
        f" random, the heaviest burst of any {what} was as heavy in"
    )
    if bursts.empty:
        return (
            f"**No burst** stands out among {among} tried: {by_chance} more than"
            f" {level:.0%}. That is a finding too: no {what} came more suddenly than"
            " by chance."
        )

    found = count_of(len(bursts), "burst")
    holders = count_of(bursts[what].nunique(), what)
    stand = _agree(len(bursts), "stands", "stand")
    return (
        f"**[{found}](#What-came-suddenly?)** of {holders} {stand} out among {among}"
        f" tried: {by_chance} at most {level:.0%}. Where nothing is sudden, one review"
        f" in {round(1 / level)} still shows some."
    )


def counts_table(trends: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Lay out the counts: a row a topic, a column a period, and the totals last."""
    if trends.empty:
        return pd.DataFrame(columns=["label"])

    labels = topics.set_index("topic")["label"]
    counts = trends.pivot(index="topic", columns="period", values="papers")
    counts = counts.reindex(labels.index).dropna(how="all").astype("int64")
    counts.insert(0, "label", labels)

    by_period = trends.drop_duplicates("period").set_index("period")
    totals = {"label": "All papers", **by_period["total"]}
    return pd.concat([counts, pd.DataFrame([totals])], ignore_index=True)
