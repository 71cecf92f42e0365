"""The chart of the words that tell groups of papers apart."""

import altair as alt
import pandas as pd

from litreview.charts._differences import BLUE, ORANGE
from litreview.charts._parts import empty_chart, largest, list_values, wrapped_heading
from litreview.charts._theme import SOFT, themed

TITLE = "Which words tell them apart"
MOST_OF_TWO = 15  # words of each of two groups
MOST_OF_MANY = 6  # words of each of more
MOST_GROUPS = 12


@themed
def compared_words(words: pd.DataFrame) -> alt.ConcatChart | alt.Chart:
    """Draw the words that tell groups apart, the surest of each group.

    Parameters
    ----------
    words
        A row a word or phrase, `term`, of a pair of groups `a` and `b`: `side` (which
        of them has it more often), `z`, `log_odds`, `q`, and the papers that hold it:
        `papers_a`, `share_a` and the same of b.

    Returns
    -------
    A small bar chart a group, with the shares of papers that hold each word.

    Examples
    --------
    >>> compared = litreview.trends.compare_groups(  # doctest: +SKIP
    ...     groups, papers, topics, assignments, matches
    ... )
    >>> litreview.charts.compared_words(compared["keyness"])  # doctest: +SKIP
    """
    if words.empty:
        return empty_chart(TITLE, "No word or phrase differs clearly.")

    two = words["a"].nunique() == 1
    sides = _choose_groups(words, two)
    most = MOST_OF_MANY
    if two:
        most = MOST_OF_TWO
    table = _surest_words(words[words["side"].isin(sides)], most)

    panels = []
    examples = []
    longest = 1.35 * table["size"].max()  # leaves room for the numbers
    for side in sides:
        colour = BLUE
        if two and side != words["a"].iloc[0]:
            colour = ORANGE
        rows = table[table["side"] == side]
        panels.append(
            _draw_group(
                rows,
                side,
                colour,
                longest,
            )
        )
        examples.append(", ".join(rows["term"].head(3)))

    subtitle = "longer: surer (z of the log-odds); beside it, the share of papers here"
    subtitle += " and on the other side that hold it" + _bound(words, table, sides)
    columns = {
        "side": "side",
        "term": "word or phrase",
        "size": "z",
        "shares": "share of papers",
        "q": "q",
    }
    texts = wrapped_heading(
        TITLE,
        subtitle,
        None,
        list_values(sides, examples),
        columns,
    )
    return alt.concat(*panels, columns=2, spacing=36).properties(**texts)


def _choose_groups(words: pd.DataFrame, two: bool) -> list[str]:
    """List the groups with the surest words, as they follow each other in `words`."""
    named = list(words["a"].unique())
    if two:
        named.append(words["b"].iloc[0])
    surest = words["z"].abs().groupby(words["side"]).max()
    return largest(surest.reindex(named).dropna(), MOST_GROUPS)


def _surest_words(words: pd.DataFrame, most: int) -> pd.DataFrame:
    """Choose the surest words of each group, and write their shares of papers."""
    table = words.assign(size=words["z"].abs())
    table = table.sort_values("size", ascending=False, kind="stable")
    table = table.groupby("side", sort=False).head(most)

    first = table["side"] == table["a"]
    here = table["share_a"].where(first, table["share_b"])
    elsewhere = table["share_b"].where(first, table["share_a"])
    shares = []
    for share, other in zip(here, elsewhere, strict=True):
        shares.append(f"{share:.0%}, else {other:.0%}")

    columns = ["side", "term", "size", "shares", "papers_a", "papers_b", "log_odds"]
    return table.assign(shares=shares)[[*columns, "q"]]


def _bound(words: pd.DataFrame, drawn: pd.DataFrame, sides: list[str]) -> str:
    """Say in a subtitle how many words and groups are not drawn."""
    bound = ""
    of_sides = words["side"].isin(sides).sum()
    if len(drawn) < of_sides:
        bound = f"; the {len(drawn):,} surest of {of_sides:,} words are drawn"
    groups = words["side"].nunique()
    if len(sides) < groups:
        bound += f"; the {len(sides)} with the surest words of {groups:,} groups"
    return bound


def _draw_group(
    words: pd.DataFrame,
    side: str,
    colour: str,
    longest: float,
) -> alt.LayerChart:
    base = alt.Chart(words).encode(
        y=alt.Y(
            "term:N",
            title=None,
            sort=list(words["term"]),
            axis=alt.Axis(labelLimit=360, minExtent=150),
        ),
        x=alt.X("size:Q", axis=None, scale=alt.Scale(domain=[0, longest])),
        tooltip=[
            "term:N",
            "shares:N",
            alt.Tooltip("log_odds:Q", format="+.2f"),
            alt.Tooltip("q:Q", format=".3f"),
        ],
    )
    bars = base.mark_bar(color=colour)
    numbers = base.mark_text(align="left", dx=5, color=SOFT).encode(text="shares:N")
    return (bars + numbers).properties(
        title=alt.TitleParams(side, fontSize=13, offset=6),
        width=220,
        height=alt.Step(22),
    )
