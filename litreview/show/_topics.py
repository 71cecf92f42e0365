"""Topics as HTML: themes that open to them, and the profile of each."""

from html import escape

import pandas as pd
from IPython.display import HTML

from litreview.show import _papers, _tables


def tree(topic_hierarchy: pd.DataFrame) -> HTML:
    """Show themes that open to their topics, and topics to their parts.

    Parameters
    ----------
    topic_hierarchy
        A row a part of a topic: `theme`, `theme_label`, `topic`, `topic_label`, `part`
        (-1 for a topic that is not divided), `part_label` and `papers`.

    Returns
    -------
    HTML
        Nested lists, with the number of papers of each; everything escaped.
    """
    html = ""
    themes = topic_hierarchy.groupby(["theme", "theme_label"], sort=False)
    for (_, theme), inside in themes:
        items = ""
        topics = inside.groupby(["topic", "topic_label"], sort=False)
        for (_, topic), parts in topics:
            items += _topic_item(topic, parts)
        name = f"<b>{_name_with_count(theme, inside['papers'].sum())}</b>"
        html += (
            f"<li><details open><summary>{name}</summary>"
            f"<ul>{items}</ul></details></li>"
        )
    return HTML(f"<ul class='tree'>{html}</ul>")


def profiles(topic_profiles: pd.DataFrame) -> HTML:
    """Show for each topic what it is made of and how far to trust it.

    Parameters
    ----------
    topic_profiles
        The table `profiles` of `topics.overview`, a row a topic.

    Returns
    -------
    HTML
        A line a topic that opens to its profile; everything escaped.
    """
    html = "".join(_profile(row) for row in topic_profiles.itertuples())
    return HTML(f"<div class='profiles'>{html}</div>")


def _topic_item(
    topic: str,
    parts: pd.DataFrame,
) -> str:
    name = _name_with_count(topic, parts["papers"].sum())
    if (parts["part"] < 0).all():
        return f"<li>{name}</li>"

    items = ""
    for part in parts.itertuples():
        items += f"<li>{_name_with_count(part.part_label, part.papers)}</li>"
    return f"<li><details><summary>{name}</summary><ul>{items}</ul></details></li>"


def _name_with_count(
    label: str,
    papers: int,
) -> str:
    return f"{escape(label or 'the rest')} <span>{papers:,}</span>"


def _profile(row) -> str:
    facts = {
        "papers": f"{row.papers:,} ({row.share:.0%})",
        "stability": _tables.format_cell(row.stability, "number"),
        "coherence": _tables.format_cell(row.coherence, "number"),
        "distinctness": _tables.format_cell(row.distinctness, "number"),
        "nearest topic": _tables.format_cell(row.nearest_label, "mixed"),
        "keywords": ", ".join(row.keywords),
        "dumps": " · ".join(row.dumps),
    }
    html = ""
    for name, value in facts.items():
        html += f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
    html = f"<dl>{html}</dl>"
    html += _title_list("Most central", row.central)
    html += _title_list("On the border → and to what", row.borderline)
    return _papers.open_group(f"<b>{escape(row.label)}</b>", html)


def _title_list(
    heading: str,
    titles: list[str],
) -> str:
    items = "".join(f"<li>{escape(title)}</li>" for title in titles)
    return f"<h4>{heading}</h4><ul>{items}</ul>"
