"""The JupyterLab widgets: search, filter and read a corpus."""

from html import escape

import ipywidgets as widgets
import pandas as pd

SHOWN = 200  # titles in the list at a time; the count says how many more there are
ALL = "All topics"


def search(papers: pd.DataFrame, words: str = "", topic: str = ALL) -> pd.DataFrame:
    """Find the papers that hold every one of the words in title or abstract, in any case, and are of the topic.

    `papers` needs `title`, `abstract` and `topic_label`; quotes keep words together ("neural network").
    """
    found = papers if topic == ALL else papers[papers["topic_label"] == topic]
    text = (found["title"] + " " + found["abstract"].fillna("")).str.casefold()
    parts = words.casefold().split('"')
    wanted = [word for i, part in enumerate(parts) for word in ([part.strip()] if i % 2 else part.split()) if word]
    for word in wanted:
        text = text[text.str.contains(word, regex=False)]
    return found.loc[text.index]


def with_topics(papers: pd.DataFrame, topics: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Add the label of its topic to each paper, as `topic_label`."""
    labels = topics.set_index("topic")["label"]
    return papers.merge(assignments[["paper_id", "topic"]], on="paper_id").assign(
        topic_label=lambda table: table["topic"].map(labels)
    )


def explore(papers: pd.DataFrame, sightings: pd.DataFrame) -> widgets.VBox:
    """Build the browser: a search box, a topic filter, a list of titles, and the whole text of the one chosen.

    `papers` is of `with_topics`. The parts are children of the box, in this order; set their `value` as a hand would.
    """
    sizes = papers["topic_label"].value_counts()
    choices = [(f"{label} ({n:,})", label) for label, n in sizes.items()]
    wide = widgets.Layout(width="auto")
    words = widgets.Text(
        description="Search", placeholder='words, or "words together"', continuous_update=True, layout=wide
    )
    topic = widgets.Dropdown(
        description="Topic", options=[(f"All topics ({len(papers):,})", ALL), *choices], layout=wide
    )
    count = widgets.HTML()
    titles = widgets.Select(description="Papers", rows=14, layout=wide)
    reading = widgets.HTML(layout=widgets.Layout(width="100%", max_width="52rem"))
    by_id = papers.set_index("paper_id")
    seen = sightings.groupby("paper_id")["dump"].agg(list)

    def refresh(_=None):
        found = search(papers, words.value, topic.value)
        more = f", the first {SHOWN} listed" if len(found) > SHOWN else ""
        count.value = f"{len(found):,} of {len(papers):,} papers{more}"
        titles.options = [(row.title, row.paper_id) for row in found.head(SHOWN).itertuples()]
        titles.value = titles.options[0][1] if titles.options else None

    def read(_=None):
        reading.value = "" if titles.value is None else _page(by_id.loc[titles.value], seen[titles.value])

    words.observe(refresh, names="value")
    topic.observe(refresh, names="value")
    titles.observe(read, names="value")
    refresh()
    return widgets.VBox([words, topic, count, titles, reading])


def _page(paper: pd.Series, dumps: list[str]) -> str:
    abstract = escape(paper["abstract"]) if isinstance(paper["abstract"], str) else "<i>No abstract in the dumps.</i>"
    stands = ", ".join(map(escape, dict.fromkeys(dumps)))
    return (
        f"<h3>{escape(paper['title'])}</h3><p>{abstract}</p>"
        f"<p style='color: var(--jp-ui-font-color2)'>{escape(paper['topic_label'])} · in {stands}</p>"
    )
