"""Two of anything side by side: which topics and words differ, what one lacks."""

import numpy as np
import pandas as pd

from litreview.text import as_code, count_of, escape_markdown
from litreview.trends import _differences, _keyness
from litreview.trends._differences import LEVEL
from litreview.trends._groups import OTHER_DUMPS, REST, THIS

MOST_NAMED = 6  # groups that the sentences name


def compare_groups(
    groups: pd.DataFrame,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    topic_matches: pd.DataFrame,
) -> dict[str, pd.DataFrame | str]:
    """Compare groups of papers by their topics and their words.

    Two groups are compared with each other, without the papers that are in both; of
    more than two, each is compared with all papers that are not in it.

    Parameters
    ----------
    groups
        `group` and `paper_id`, of `choose_groups`.
    papers
        `paper_id` and `text`.
    topics
        `topic` and `label`.
    assignments
        `paper_id` and `topic`.
    topic_matches
        The topics of this report and of another, of `topics.match_reports`; without
        any row, if there is no other.

    Returns
    -------
    dict
        `comparison`: a row for each pair of groups (`a`, `b`) and topic: `topic`,
        `label`, `papers_a`, `papers_b`, `total_a`, `total_b`, `share_a`, `share_b`,
        `difference` of the shares with its 95 % interval `low` to `high`, `p` and `q`.
        `keyness`: the words and phrases in clearly more papers of one group (`side`):
        `a`, `b`, `term`, the same counts and shares, `log_odds`, `z`, `p`, `q` and
        `tried` (how many terms were).
        `gaps`: the topics that a group lacks: `label`, `lacking`, `there`,
        `papers_there`, `share_there`, `expected`, `topic`, `papers`, `total`,
        `could_be`.
        For people: `summary` (Markdown), `comparison_table`, `keyness_table`,
        `gaps_table` and `matches_table`.

    References
    ----------
    Newcombe (1998). Interval estimation for the difference between independent
    proportions. Statistics in Medicine 17. (The intervals.)
    Monroe, Colaresi and Quinn (2008). Fightin' words: lexical feature selection and
    evaluation for identifying the content of political conflict. Political Analysis
    16. (The words.)

    Examples
    --------
    >>> other = litreview.trends.read_other_report(place, "", "")
    >>> matches = litreview.topics.match_reports(papers, topics, assignments, other)
    >>> groups = litreview.trends.choose_groups(
    ...     "page-1.txt", "page-2.txt", records, paper_periods, papers[:0]
    ... )
    >>> compared = litreview.trends.compare_groups(
    ...     groups, papers, topics, assignments, matches
    ... )
    >>> "comparison" in compared
    True
    """
    comparison = _differences.compare_shares(groups, assignments, topics)
    keyness = _keyness.measure_keyness(groups, papers)
    gaps = _differences.find_gaps(comparison)

    return {
        "comparison": comparison,
        "keyness": keyness,
        "gaps": gaps,
        "summary": comparison_summary(groups, comparison, keyness, topic_matches),
        "comparison_table": comparison_table(comparison),
        "keyness_table": comparison_table(keyness),
        "gaps_table": gaps_table(gaps),
        "matches_table": topic_matches.drop(columns=["topic_a", "topic_b"]),
    }


def comparison_table(table: pd.DataFrame) -> pd.DataFrame:
    """Write shares of topics or words out, the surest first.

    Two groups give their names to the columns; of many, `in` names the one, and
    `elsewhere` are all papers not in it.

    Parameters
    ----------
    table
        `comparison` or `keyness`.
    """
    of_topics = "topic" in table
    tested = table["q"].notna()
    if of_topics:
        tested = table["topic"] >= 0
    rows = table[tested].sort_values("p", kind="stable")

    cells = {}
    here, there = "here", "elsewhere"
    if table["a"].nunique() == 1:
        here, there = table["a"].iloc[0], table["b"].iloc[0]
    else:
        cells["in"] = rows["a"]

    what = "term"
    if of_topics:
        what = "label"
    cells[what] = rows[what]
    cells[here] = _write_shares(rows["papers_a"], rows["total_a"])
    cells[there] = _write_shares(rows["papers_b"], rows["total_b"])

    if of_topics:
        cells["difference in points (95 %)"] = _write_differences(rows)
    cells["q"] = [_write_q(q) for q in rows["q"]]
    return pd.DataFrame(cells)


def _write_shares(papers: pd.Series, total: pd.Series) -> list[str]:
    cells = []
    for count, of in zip(papers, total, strict=True):
        if of:
            cells.append(f"{count:,} of {of:,} ({count / of:.0%})")
        else:
            cells.append("no papers")
    return cells


def _write_differences(rows: pd.DataFrame) -> list[str]:
    points = 100 * rows[["difference", "low", "high"]]
    cells = []
    for difference, low, high in points.itertuples(index=False):
        cells.append(f"{difference:+.1f} ({low:+.1f} to {high:+.1f})")
    return cells


def _write_q(q: float) -> str:
    if np.isnan(q):
        return "not tested"
    if q < 0.001:
        return "< 0.001"
    return f"{q:.3f}"


def gaps_table(gaps: pd.DataFrame) -> pd.DataFrame:
    """Write gaps out: `found` is such as "0 of 43, so at most 8%"."""
    found = []
    for row in gaps.itertuples():
        papers = f"{row.papers:,} of {row.total:,}"
        found.append(f"{papers}, so at most {row.could_be:.0%}")

    table = gaps.assign(found=pd.Series(found, dtype="str"))
    return table[["label", "lacking", "found", "there", "papers_there", "expected"]]


def comparison_summary(
    groups: pd.DataFrame,
    comparison: pd.DataFrame,
    keyness: pd.DataFrame,
    topic_matches: pd.DataFrame,
) -> str:
    """Tell what was compared, what differs most, and what that cannot tell."""
    sizes = groups.groupby("group", sort=False)["paper_id"].nunique()
    smallest = comparison[["total_a", "total_b"]].min(axis=None)
    if len(sizes) < 2 or smallest == 0:
        text = "**There is nothing to compare.**"
        if len(sizes) > 1:
            text += " All papers of one side are on the other too."
        hint = "Set `a` and `b` to dumps, periods or the folder of a report."
        return f"{text} {hint}"

    text = _groups_sentence(groups, sizes)
    text += _topics_sentence(comparison, len(sizes))
    text += _matches_sentence(topic_matches)
    text += _words_sentence(keyness)
    return text + " This says how these samples of papers differ, not why."


def _groups_sentence(groups: pd.DataFrame, sizes: pd.Series) -> str:
    names = []
    for name, size in sizes.items():
        names.append(f"{_group_name(name)} ({count_of(size, 'paper')})")

    if len(names) > 2:
        some = ", ".join(names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            some += f" and {len(names) - MOST_NAMED} more"
        what = f"**{len(names)} dumps**"
        if OTHER_DUMPS in sizes.index:
            what = f"**The {len(names) - 1} largest dumps**, and all others together,"
        return f"{what} are compared, each with all papers that are not in it: {some}."

    text = f"**{names[0]}** is compared with **{names[1]}**."
    common = int(groups["paper_id"].duplicated().sum())
    if not common:
        return text + " No paper is in both."

    verb = "are"
    if common == 1:
        verb = "is"
    papers = count_of(common, "paper")
    return text + f" {papers} in both {verb} left out: they tell nothing apart."


def _topics_sentence(comparison: pd.DataFrame, groups: int) -> str:
    tested = comparison[comparison["topic"] >= 0]
    if tested.empty:
        return ""

    what = f"{len(tested):,} shares of topics"
    if groups == 2:
        what = count_of(len(tested), "topic")
    clear = tested[tested["q"] <= LEVEL].sort_values("p", kind="stable")
    verb = "differ"
    if len(clear) == 1:
        verb = "differs"
    text = (
        f" **[{len(clear):,} of {what}](#Which-topics?)** {verb} by more than chance"
        " explains (false discovery rate 5 %)"
    )
    if clear.empty:
        return text + "."

    largest = clear["difference"].abs().idxmax()
    most = clear.loc[largest]
    elsewhere = "elsewhere"
    if groups == 2:
        elsewhere = f"in {_group_name(most['b'])}"
    nearest, farthest = sorted([abs(most["low"]), abs(most["high"])])
    return text + (
        f", most of all *{escape_markdown(most['label'])}*:"
        f" {most['share_a']:.0%} in {_group_name(most['a'])}"
        f" and {most['share_b']:.0%} {elsewhere},"
        f" {100 * nearest:.0f} to {100 * farthest:.0f} points apart."
    )


def _matches_sentence(topic_matches: pd.DataFrame) -> str:
    if topic_matches.empty:
        return ""

    here = topic_matches["topic_a"].notna()
    there = topic_matches["topic_b"].notna()
    matched = int((here & there).sum())
    only_here = int((here & ~there).sum())
    only_there = int((there & ~here).sum())

    verb = "have"
    if matched == 1:
        verb = "has"
    return (
        f" {count_of(matched, 'topic')} of this report {verb} a counterpart in the"
        f" other; {only_here:,} here and {only_there:,} there have none, and are not"
        " compared."
    )


def _words_sentence(keyness: pd.DataFrame) -> str:
    if keyness.empty:
        return " No word differs clearly."

    words = count_of(len(keyness), "word or phrase", "words and phrases")
    tried = int(keyness["tried"].iloc[0])
    verb = "stand"
    if len(keyness) == 1:
        verb = "stands"
    return (
        f" [{words}](#Which-words-tell-them-apart?) of {tried:,} that were tried"
        f" {verb} in clearly more papers of one side."
    )


def _group_name(name: str) -> str:
    if name in (THIS, REST, OTHER_DUMPS):
        return name
    return as_code(name)
