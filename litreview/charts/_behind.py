"""The chart of the papers behind the numbers: a grid, and the titles of a cell."""

import altair as alt
import pandas as pd

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import GRID, INK, SOFT, WIDTH, themed
from litreview.charts._time import (
    CELL_COLUMNS,
    ROWS,
    SHARE_COLUMNS,
    cell_tooltips,
    first_topics,
    order_by_verdict,
    period_axis,
    plot_width,
    topic_axis,
    why_empty,
)

TITLE = "The papers behind the numbers"
MOST_TOPICS = 100
LONGEST = 110  # letters of a title
LINE = 20  # pixels


@themed
def papers_behind(
    trends: pd.DataFrame,
    topics: pd.DataFrame,
    verdicts: pd.DataFrame,
    papers: pd.DataFrame,
    paper_periods: pd.DataFrame,
    assignments: pd.DataFrame,
    titles: int = 12,
) -> alt.VConcatChart | alt.Chart:
    """Draw the papers of each topic in each period; a click on a cell lists titles.

    Parameters
    ----------
    trends
        `topic`, `period`, `start`, `papers`, `total`, `share`, `low` and `high`.
    topics
        `topic`, `label` and `stability`.
    verdicts
        `topic`, `verdict`, `change` and `q`.
    papers
        `paper_id` and `title`.
    paper_periods
        `paper_id` and its `period`.
    assignments
        `paper_id`, `topic` and `confidence`.
    titles
        How many titles are listed of a cell, the surest first; fewer where they would
        be more than 4,000 in all.

    Returns
    -------
    A grid above a list. Before any click, the titles of the first topic in the period
    where it has most papers are listed.

    Examples
    --------
    >>> chart = litreview.charts.papers_behind(
    ...     trends, topics, verdicts, papers, paper_periods, assignments
    ... )
    >>> chart.save("behind.svg")
    """
    ranked = order_by_verdict(topics, verdicts)
    periods = trends.drop_duplicates("period")[["period", "total"]]
    periods = periods.rename(columns={"total": "papers"})
    reason = why_empty(periods, ranked)
    if reason:
        return empty_chart(TITLE, reason)

    ranked, bound = first_topics(ranked, len(periods), MOST_TOPICS)
    drawn = assignments[assignments["topic"].isin(ranked["topic"])]
    listed = _list_titles(
        papers,
        paper_periods,
        drawn,
        titles,
    )
    cells = _describe_cells(trends, ranked, listed)

    first = cells[cells["topic"] == ranked["topic"].iloc[0]].nlargest(1, "papers")
    first = first[["topic", "period"]]
    click = alt.selection_point(
        name="cell",
        fields=list(first),
        value=first.to_dict("records"),
        toggle=False,
        clear=False,
        empty=False,
    )
    grid = _draw_grid(
        cells,
        ranked,
        periods,
        click,
    )
    below = _draw_list(
        cells,
        listed,
        click,
        titles,
        grid.width - WIDTH,
    )

    subtitle = "papers of a topic in a period; click on a cell to read the titles"
    subtitle += " behind it, the surest first" + bound
    top = cells.loc[cells["papers"].idxmax(), "summary"]
    texts = wrapped_heading(
        TITLE,
        subtitle,
        None,
        f"Most papers in one cell: {top}",
        CELL_COLUMNS | SHARE_COLUMNS,
    )
    return alt.vconcat(grid, below, spacing=12).properties(**texts)


def _list_titles(
    papers: pd.DataFrame,
    paper_periods: pd.DataFrame,
    assignments: pd.DataFrame,
    titles: int,
) -> pd.DataFrame:
    """List the first titles of each cell, and their places in the list below the grid.

    Returns `topic`, `period`, `place` (from 1) and `title`, shortened.
    """
    table = paper_periods[["paper_id", "period"]].merge(
        assignments[["paper_id", "topic", "confidence"]], on="paper_id"
    )
    table = table.sort_values(["confidence", "paper_id"], ascending=[False, True])
    table = table.assign(place=table.groupby(["topic", "period"]).cumcount() + 1)

    most = 1
    for number in range(2, titles + 1):
        if (table["place"] <= number).sum() <= ROWS:
            most = number
    table = table[table["place"] <= most]

    table = table.merge(papers[["paper_id", "title"]], on="paper_id", how="left")
    title = table["title"]
    shortened = title.str.slice(0, LONGEST - 1).str.rstrip() + "…"
    table = table.assign(title=title.mask(title.str.len() > LONGEST, shortened))
    return table[["topic", "period", "place", "title"]]


def _describe_cells(
    trends: pd.DataFrame, ranked: pd.DataFrame, listed: pd.DataFrame
) -> pd.DataFrame:
    """Say of each cell what it is, and how many of its titles are not listed."""
    shown = listed.groupby(["topic", "period"]).size().rename("shown").reset_index()
    table = trends.merge(ranked[["topic", "label", "name", "verdict"]], on="topic")
    table = table.merge(shown, on=["topic", "period"], how="left")
    table = table.fillna({"shown": 0})

    summaries = []
    rests = []
    for row in table.itertuples():
        summaries.append(
            f"{row.name}, {row.period}: {row.papers:,} of {row.total:,} papers"
        )
        rest = ""
        if row.papers > row.shown > 0:
            rest = f"… and {row.papers - row.shown:,.0f} more"
        rests.append(rest)
    return table.assign(summary=summaries, more=rests).drop(columns=["start", "name"])


def _draw_grid(
    cells: pd.DataFrame,
    ranked: pd.DataFrame,
    periods: pd.DataFrame,
    click: alt.Parameter,
) -> alt.LayerChart:
    selection = topic_selection()
    base = alt.Chart(cells).encode(
        x=period_axis(periods, 20),
        y=alt.Y(
            "label:N",
            title=None,
            sort=list(ranked["label"]),
            axis=topic_axis(ranked["label"], ranked["name"]),
        ),
    )

    shade = alt.Scale(domainMin=0, range=["#ffffff", "#4d9bbb"], interpolate="rgb")
    fill = base.mark_rect(cursor="pointer", stroke=GRID, strokeWidth=0.5)
    fill = fill.add_params(click, selection).encode(
        color=alt.Color("share:Q", scale=shade, legend=None),
        tooltip=cell_tooltips(),
        opacity=fade_others(selection),
    )
    frame = base.mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2.5)
    frame = frame.transform_filter(click).encode(tooltip=cell_tooltips())
    layers = [fill, frame]

    width = plot_width(list(ranked["name"]))
    if width >= 22 * len(periods):  # else there is no room for numbers
        numbers = base.transform_filter("datum.papers > 0")
        numbers = numbers.mark_text(fontSize=11, color=INK).encode(
            text="papers:Q",
            opacity=fade_others(selection),
            tooltip=cell_tooltips(),
        )
        layers.append(numbers)
    return alt.layer(*layers).properties(width=width, height=alt.Step(22))


def _draw_list(
    cells: pd.DataFrame,
    listed: pd.DataFrame,
    click: alt.Parameter,
    titles: int,
    left: int,
) -> alt.LayerChart:
    """Draw the titles of the cell that was clicked, from `left` pixels on."""
    height = LINE * (titles + 2)
    scale = alt.Scale(domain=[-0.6, titles + 1.4], range=[0, height])
    place = alt.Y("place:Q", axis=None, scale=scale)
    at = {"x": alt.value(left), "y": place}

    cell = alt.Chart(cells).transform_filter(click)
    head = cell.transform_calculate(place="0").mark_text(
        align="left",
        fontWeight=600,
        fontSize=13,
        color=INK,
    )
    lines = alt.Chart(listed).transform_filter(click)
    lines = lines.mark_text(align="left", fontSize=12, color=INK)
    rest = cell.transform_calculate(place="datum.shown + 1").mark_text(
        align="left", fontSize=12, color=SOFT
    )

    layers = alt.layer(
        head.encode(text="summary:N", **at),
        lines.encode(text="title:N", **at),
        rest.encode(text="more:N", **at),
    )
    return layers.properties(width=WIDTH + left, height=height)
