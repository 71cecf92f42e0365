"""Parts that several charts share: titles, names and selection of topics, bounds."""

import json
from collections.abc import Iterable
from textwrap import wrap

import altair as alt
import pandas as pd

from litreview.charts._theme import SOFT, WIDTH

WEAK = 0.6  # stability below which a topic is drawn as unstable
MOST_DUMPS = 30  # that a chart tells apart


def heading(
    title: str,
    subtitle: str,
    width: int | None = WIDTH - 260,
    finding: str = "",
    columns: dict[str, str] | None = None,
) -> dict:
    """Give a chart its title, and its description for those who cannot see it.

    The description says what the chart shows and what is found there, with numbers.
    `columns` names the columns of the table behind the chart for the reader: the page
    shows this table below the chart.
    """
    description = f"{title}: {subtitle}."
    if finding:
        description += f" {finding}."

    properties = {
        "title": alt.TitleParams(title, subtitle=subtitle),
        "description": description,
    }
    if columns:
        properties["usermeta"] = {"numbers": columns}
    if width is not None:
        properties["width"] = width
    return properties


def wrapped_heading(
    title: str,
    subtitle: str,
    width: int | None,
    finding: str = "",
    columns: dict[str, str] | None = None,
) -> dict:
    """Give a chart its title as `heading` does, a long subtitle on several lines."""
    properties = heading(
        title,
        subtitle,
        width,
        finding,
        columns,
    )
    properties["title"] = alt.TitleParams(title, subtitle=wrap(subtitle, 125))
    return properties


def empty_chart(title: str, reason: str) -> alt.Chart:
    """Say in the place of a chart why there is none."""
    text = alt.Chart(pd.DataFrame({"reason": [reason]})).mark_text(
        align="left", color=SOFT, fontSize=13
    )
    text = text.encode(text="reason:N", x=alt.value(0), y=alt.value(4))
    return text.properties(**heading(title, "nothing to draw"), height=10)


def topic_names(topics: pd.DataFrame) -> pd.Series:
    """Give the labels of topics, with "(unstable)" after those that are."""
    unstable = topics["stability"] < WEAK
    return topics["label"].mask(unstable, topics["label"] + " (unstable)")


def named_labels(labels: pd.Series, names: pd.Series) -> dict:
    """Have an axis or a legend show another name in the place of a label.

    In the data of every chart a topic goes by its plain label, by which the charts of
    a page follow each other; its longer name is only shown.
    """
    longer = {}
    for label, name in zip(labels, names, strict=True):
        if label != name:
            longer[label] = name

    if not longer:
        return {}
    return {"labelExpr": f"{json.dumps(longer)}[datum.value] || datum.label"}


def topic_selection(legend: bool = False) -> alt.Parameter:
    """Let a click on a mark, and on the legend if there is one, single out a topic.

    A click beside the marks or a double click lets it go. On a page the charts and the
    list of papers follow each other: so a topic goes by its plain `label` in the data
    of every chart.
    """
    role = "event.item.mark.role"  # an axis has labels too
    on = f"click[event.item && {role} == 'mark' && event.item.datum.label]"
    outside = f"{role} != 'mark' && indexof({role}, 'legend') < 0"
    clear = f"dblclick, click[!event.item || ({outside})]"

    bind = {}
    if legend:
        bind["bind"] = "legend"
    return alt.selection_point(
        name="topic",
        fields=["label"],
        on=on,
        clear=clear,
        toggle=False,
        **bind,
    )


def fade_others(selection: alt.Parameter, strong: float = 1, weak: float = 0.12):
    """Make all topics pale but the selected one."""
    return alt.when(selection).then(alt.value(strong)).otherwise(alt.value(weak))


def list_names(names: Iterable[str], most: int = 8) -> str:
    """Write names in a row, those after the first `most` as a number."""
    names = list(names)
    text = "; ".join(names[:most])
    if len(names) > most:
        text += f"; and {len(names) - most} more"
    return text


def list_values(names: Iterable[str], values: Iterable[str]) -> str:
    """Write names in a row, each with its value behind it."""
    parts = []
    for name, value in zip(names, values, strict=True):
        parts.append(f"{name} ({value})")
    return "; ".join(parts)


def largest(sizes: pd.Series, most: int) -> list:
    """List the labels of the `most` largest values, in the order given."""
    rank = sizes.rank(method="first", ascending=False)
    return list(sizes[rank <= most].index)


def bound_sentence(shown: int, of: int, things: str, others: str = "") -> str:
    """Say in a subtitle how many of the things are drawn; "" where all are.

    `others` says what became of the rest, if it is not just left out.
    """
    if shown >= of:
        return ""
    sentence = f"; the {shown:,} largest of {of:,} {things} are drawn"
    if others:
        sentence += f", {others}"
    return sentence


def join_small_dumps(records: pd.DataFrame) -> tuple[pd.DataFrame, list[str], str]:
    """Take all but the largest dumps for one, so that a grid of dumps has an end.

    Parameters
    ----------
    records
        `paper_id` and `dump` of each record.

    Returns
    -------
    pandas.DataFrame
        `paper_id` and `dump`, each pair once.
    list of str
        The dumps in their order, at most 30; then the name of all others together.
    str
        A sentence on it for the subtitle; "" where all dumps are drawn.
    """
    places = records[["paper_id", "dump"]].drop_duplicates()
    sizes = places.groupby("dump", sort=False).size()
    shown = largest(sizes, MOST_DUMPS)
    others = len(sizes) - len(shown)
    if not others:
        return places, shown, ""

    name = f"the other {others:,}"
    is_shown = places["dump"].isin(shown)
    places = places.assign(dump=places["dump"].where(is_shown, name)).drop_duplicates()
    bound = bound_sentence(len(shown), len(sizes), "dumps", "the others together")
    return places, [*shown, name], bound
