"""The chart of a screening: table in, chart out."""

import altair as alt
import pandas as pd

from litreview.charts._theme import ACCENT, SOFT, WIDTH, heading, nothing
from litreview.screening import RELEVANT
from litreview.text import count_of

TITLE = "How the relevant papers were found"
DRAWN = 2_000  # points of the line; the table holds all papers


def discovery(decided: pd.DataFrame, papers_total: int) -> alt.LayerChart | alt.Chart:
    """Draw how many relevant papers were found by the time when so many were screened; a flat end speaks for stopping.

    `decided` is of `decisions.current` for one screener; include and maybe count as relevant. The line shows what came
    from the queue, the points are the relevant ones among the papers drawn at random.
    """
    decided = decided[decided["decision"] != ""]
    if decided.empty:
        return nothing(TITLE, "Nothing has been screened yet.")
    relevant = decided["decision"].isin(RELEVANT)
    screened = pd.Series(range(1, len(decided) + 1), index=decided.index)
    table = pd.DataFrame(
        {"screened": screened, "found": relevant.cumsum(), "chosen": decided["chosen"]}
    )
    random = table[relevant & (table["chosen"] == "random")]
    start = pd.DataFrame({"screened": [0], "found": [0]})
    line = pd.concat(
        [start, table.iloc[:: -(-len(table) // DRAWN)], table.tail(1)]
    ).drop_duplicates("screened")
    most = int(relevant.sum())
    ticks = alt.Axis(tickMinStep=1, tickCount=10)
    x = alt.X(
        "screened:Q",
        title="papers screened",
        axis=ticks,
        scale=alt.Scale(domain=[0, len(decided)], nice=False),
    )
    y = alt.Y(
        "found:Q",
        title="relevant ones found",
        axis=alt.Axis(tickMinStep=1),
        scale=alt.Scale(domainMin=0),
    )
    tips = [alt.Tooltip("screened:Q", format=","), alt.Tooltip("found:Q", format=",")]
    steps = alt.Chart(line).mark_line(
        interpolate="step-after", color=ACCENT, strokeWidth=2
    )
    steps = steps.encode(x=x, y=y, tooltip=tips)
    points = (
        alt.Chart(random)
        .mark_point(filled=True, color=SOFT, size=60, opacity=1)
        .encode(x=x, y=y, tooltip=tips)
    )
    said = f"{most:,} relevant in {count_of(len(decided), 'paper')} screened of {papers_total:,}"
    said += "; points: relevant ones drawn at random" if len(random) else ""
    last = int(screened[relevant].max()) if most else 0
    seen = (
        f"The last relevant one came as paper {last:,}" if most else "None was relevant"
    )
    return (steps + points).properties(
        **heading(TITLE, said, WIDTH - 260, seen), height=240
    )
