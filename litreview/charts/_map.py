"""The map of the papers: a point a paper, close where the texts are alike."""

import altair as alt
import numpy as np
import pandas as pd

from litreview.charts._parts import (
    empty_chart,
    fade_others,
    largest,
    list_names,
    named_labels,
    topic_names,
    topic_selection,
    wrapped_heading,
)
from litreview.charts._theme import COLOURS, INK, SHAPES, WIDTH, themed, topic_looks

TITLE = "A map of the papers"
MAPPED = 4_000  # points on a map; the table holds all papers
LONGEST = 160  # letters of a title
NAMED = 60  # topics, on the map and in the legend


@themed
def topic_map(
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    seed: int = 0,
) -> alt.LayerChart | alt.Chart:
    """Draw the map of the papers, in the colours of their topics.

    Parameters
    ----------
    papers
        `paper_id` and `title`.
    topics
        `topic`, `label` and `stability`.
    assignments
        `paper_id`, `topic`, and the place on the map, `x` and `y`.
    seed
        Of the papers drawn at random where there are more than 4,000.

    Returns
    -------
    A map on which each topic is named in its middle; a click on a topic in the legend
    singles it out. Of more than 60 topics the largest are named.

    Examples
    --------
    >>> litreview.charts.topic_map(papers, topics, assignments).save("map.svg")
    """
    if (assignments["topic"] < 0).all():
        return empty_chart(TITLE, "There are no topics to map.")

    table = assignments.merge(papers[["paper_id", "title"]], on="paper_id")
    table = table.merge(topics[["topic", "label"]], on="topic")
    drawn = table.sample(min(len(table), MAPPED), random_state=seed)
    drawn = drawn.sort_values("paper_id")

    selection = topic_selection(legend=True)
    named = largest(table.loc[table["topic"] >= 0, "label"].value_counts(), NAMED)
    points = _draw_points(drawn, topics, named, selection)
    places = alt.Chart(_place_names(table[table["label"].isin(named)], table)).encode(
        x="x:Q",
        y="y:Q",
        text="short:N",
        opacity=fade_others(selection, weak=0.25),
    )
    halos = places.mark_text(
        fontSize=12,
        fontWeight=600,
        stroke="white",
        strokeWidth=4,
        strokeOpacity=0.85,
    )
    names = places.mark_text(fontSize=12, fontWeight=600, color=INK)

    return (points + halos + names).properties(
        **_map_heading(len(drawn), len(table), topics), height=520
    )


def _draw_points(
    drawn: pd.DataFrame,
    topics: pd.DataFrame,
    named: list[str],
    selection: alt.Parameter,
) -> alt.Chart:
    found = topics["topic"] >= 0
    labels = [*topics.loc[found, "label"], *topics.loc[~found, "label"]]
    colours, shapes = topic_looks(found.sum())
    entries = {}
    if found.sum() > len(named):
        is_named = topics["label"].isin(named) | ~found
        entries["values"] = [*topics.loc[is_named & found, "label"]]
        entries["values"] += [*topics.loc[~found, "label"]]
    legend = alt.Legend(
        orient="right",
        title="topic (click)",
        symbolLimit=0,
        labelLimit=320,
        **named_labels(topics["label"], topic_names(topics)),
        **entries,
    )
    bare = alt.Axis(
        labels=False,
        ticks=False,
        grid=False,
        domain=False,
        title=None,
    )
    scale = alt.Scale(zero=False, padding=12)
    colour = alt.Scale(domain=labels, range=colours)
    shape = alt.Scale(domain=labels, range=shapes)

    table = drawn[["x", "y", "label", "title"]]
    table = table.assign(title=table["title"].str.slice(0, LONGEST))
    points = alt.Chart(table).mark_point(
        filled=True,
        size=46,
        strokeWidth=0,
        cursor="pointer",
    )
    points = points.encode(
        x=alt.X("x:Q", axis=bare, scale=scale),
        y=alt.Y("y:Q", axis=bare, scale=scale),
        color=alt.Color("label:N", scale=colour, legend=legend),
        shape=alt.Shape("label:N", scale=shape, legend=legend),
        opacity=fade_others(selection, 0.85, 0.08),
        tooltip=[alt.Tooltip("title:N"), alt.Tooltip("label:N", title="topic")],
    )
    return points.add_params(selection)


def _place_names(named: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Place a short name of each topic in the middle of its papers."""
    middles = named.groupby("label")[["x", "y"]].median()
    middles = middles.reset_index()
    middles = middles.assign(short=middles["label"].str.split(", ").str[0])
    return _move_apart(middles, np.ptp(table["x"]), np.ptp(table["y"]))


def _move_apart(names: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    """Move names that would be written over each other up, half a line at a time."""
    letter = width * 0.013
    line = height * 0.035
    placed: list[tuple[float, float, int]] = []
    for x, y, name in zip(
        names["x"],
        names["y"],
        names["short"],
        strict=True,
    ):
        while line and _is_covered(
            x,
            y,
            len(name),
            placed,
            letter,
            line,
        ):
            y += line / 2
        placed.append((x, y, len(name)))
    return names.assign(y=[y for _, y, _ in placed])


def _is_covered(
    x: float,
    y: float,
    letters: int,
    placed: list[tuple[float, float, int]],
    letter: float,
    line: float,
) -> bool:
    for other_x, other_y, other_letters in placed:
        reach = letter * (letters + other_letters) / 2
        if abs(x - other_x) < reach and abs(y - other_y) < line:
            return True
    return False


def _map_heading(drawn: int, papers: int, topics: pd.DataFrame) -> dict:
    subtitle = f"{papers:,} papers"
    if drawn < papers:
        subtitle = f"{drawn:,} of {papers:,} papers, drawn at random"
    subtitle += "; hover for the title; distances between far groups mean little"

    labels = topics.loc[topics["topic"] >= 0, "label"]
    distinct = len(COLOURS) * len(SHAPES)
    which = "each"
    if len(labels) > distinct:
        which = f"each of the first {distinct}"
    finding = f"{len(labels)} topics, {which} of its own colour and shape,"
    if len(labels) > NAMED:
        subtitle += f"; the {NAMED} largest of {len(labels):,} topics are named"
    finding += f" named in their middle: {list_names(labels)}"

    columns = {"label": "topic", "title": "title"}
    return wrapped_heading(TITLE, subtitle, WIDTH - 260, finding, columns)
