"""Parts of the charts over time: topics in the order of their verdicts, axes, texts."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._parts import named_labels, topic_names
from litreview.charts._theme import SOFT, WIDTH
from litreview.tables import VERDICTS

RISING = "rising"
FALLING = "falling"
STEADY = "steady"
TOO_LITTLE = "too little data"
SHADES = {
    RISING: "#d55e00",  # these two after Okabe and Ito
    FALLING: "#0072b2",
    "rose and fell": "#a889b7",
    "fell and rose": "#29926f",
    STEADY: SOFT,
    TOO_LITTLE: "#87929e",
}
SHADE = alt.Color(
    "verdict:N",
    scale=alt.Scale(domain=VERDICTS, range=[SHADES[name] for name in VERDICTS]),
    legend=None,
)
ROWS = 4_000  # in the table of a chart
MOST_PERIODS = 1_500  # that a chart has room for

# Columns of the table behind a chart, as they are called for the reader.
CELL_COLUMNS = {
    "label": "topic",
    "verdict": "verdict",
    "period": "period",
    "papers": "papers",
    "total": "of",
}
SHARE_COLUMNS = {
    "share": "share, %",
    "low": "95 % interval from, %",
    "high": "to, %",
}


def order_by_verdict(topics: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Join topics and verdicts: the surest rise first, then the surest fall.

    The others follow by the size of the topic. Returns the columns of `verdicts` with
    `label`, `name` (the label, with a mark where it is unstable) and `rank` (of the
    verdict in `VERDICTS`).
    """
    names = topics.assign(name=topic_names(topics))
    names = names.loc[names["topic"] >= 0, ["topic", "label", "name"]]
    table = names.merge(
        verdicts,
        on="topic",
        how="left",
    )
    table = table.fillna({"verdict": TOO_LITTLE})
    table = table.assign(rank=table["verdict"].map(VERDICTS.index))

    moves = ~table["verdict"].isin([STEADY, TOO_LITTLE])
    strength = np.log(table["change"].astype("float64")).abs()
    table = table.assign(
        sure=table["q"].astype("float64").where(moves), size=-strength.where(moves)
    )
    return table.sort_values(["rank", "sure", "size", "topic"], ignore_index=True)


def why_empty(periods: pd.DataFrame, ranked: pd.DataFrame | None = None) -> str:
    """Say why a chart of these periods and topics cannot be drawn; "" where it can."""
    if not periods["papers"].any():
        return "No paper has a date to put it on the time axis."
    if len(periods) > MOST_PERIODS:
        count = len(periods)
        return f"{count:,} periods are too many to draw; set `period` to a longer one."
    if ranked is not None and ranked.empty:
        return "There are no topics."
    return ""


def first_topics(
    ranked: pd.DataFrame,
    periods: int,
    most: int,
) -> tuple[pd.DataFrame, str]:
    """Give as many topics as a chart has room for, and say so in a subtitle."""
    first = ranked.head(min(most, ROWS // periods))
    if len(first) == len(ranked):
        return first, ""
    return first, f"; only the first {len(first):,} of {len(ranked):,} topics are drawn"


def sources_change(periods: pd.DataFrame) -> pd.Series:
    """Say of each period whether other dumps cover it than the one before."""
    return periods["stretch"].diff().fillna(0) != 0


def join_cells(
    trends: pd.DataFrame,
    ranked: pd.DataFrame,
    periods: pd.DataFrame,
) -> pd.DataFrame:
    """Join topics × periods with what is known of the topics and of the periods.

    `run` numbers the periods that a line may join; `alone` are those that it cannot.
    """
    tested = periods["tested"]
    run = (~tested | sources_change(periods)).cumsum()
    alone = ~tested | (tested.groupby(run).transform("sum") == 1)
    known = periods[["period", "mark", "tested"]].assign(run=run, alone=alone)

    of_topics = ranked[ranked.columns.difference(["papers"])]
    return trends.merge(of_topics, on="topic").merge(known, on="period")


def count_verdicts(ranked: pd.DataFrame) -> str:
    """Write how many topics have each verdict."""
    counts = ranked["verdict"].value_counts().reindex(VERDICTS).dropna()
    return ", ".join(f"{count:.0f} {verdict}" for verdict, count in counts.items())


def period_axis(
    periods: pd.DataFrame, most: int, field: str = "period:O", **options
) -> alt.X:
    """Give the time axis, with at most `most` of its periods named."""
    names = list(periods["period"])
    angle = 0
    if len(names) > most / 2:
        angle = -40

    step = -(-len(names) // most)
    axis = alt.Axis(
        labelAngle=angle,
        values=names[::step],
        title=None,
    )
    return alt.X(
        field,
        scale=alt.Scale(domain=names),
        axis=axis,
        **options,
    )


def topic_axis(labels: pd.Series, names: pd.Series) -> alt.Axis:
    """Give the axis of topics, which shows their names in full."""
    renamed = named_labels(labels, names)
    return alt.Axis(
        domain=False,
        ticks=False,
        labelLimit=0,
        **renamed,
    )


def plot_width(labels: list[str], least: int = 370) -> int:
    """Say how wide a plot may be beside its labels: a letter is some 7 pixels wide."""
    longest = max(map(len, labels))
    return max(least, WIDTH - 20 - 7 * longest)


def text_tooltip(field: str, title: str) -> alt.Tooltip:
    """Show a column of text under a name for the reader."""
    return alt.Tooltip(f"{field}:N", title=title)


def cell_tooltips(mark: bool = False) -> list:
    """Show a topic in a period: numbers, share, interval, and why it is not tested."""
    tooltips = [
        text_tooltip("label", "topic"),
        "verdict:N",
        "period:O",
        alt.Tooltip("papers:Q", format=","),
        alt.Tooltip(
            "total:Q",
            format=",",
            title="of",
        ),
        alt.Tooltip(
            "share:Q",
            format=".1%",
            title="share",
        ),
        alt.Tooltip(
            "low:Q",
            format=".1%",
            title="95 % from",
        ),
        alt.Tooltip(
            "high:Q",
            format=".1%",
            title="to",
        ),
    ]
    if mark:
        tooltips.append(text_tooltip("mark", "left out of the test"))
    return tooltips
