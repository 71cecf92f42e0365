"""Charts of dumps: what each brought, and what two of them share."""

import altair as alt
import numpy as np
import pandas as pd

from litreview import dedupe
from litreview.charts._parts import (
    MOST_DUMPS,
    bound_sentence,
    heading,
    join_small_dumps,
    largest,
    wrapped_heading,
)
from litreview.charts._theme import ACCENT, INK, NO_TOPIC, WIDTH, themed

FIRST = "first seen here"
REPEATED = "seen in an earlier dump"


@themed
def dump_records(files: pd.DataFrame, records: pd.DataFrame) -> alt.Chart:
    """Draw the records of each dump as bars, those of papers seen before apart.

    Parameters
    ----------
    files
        The dumps in the order of the bars, by `dump`.
    records
        `paper_id` and `dump` of each record, in the order in which dumps were read.

    Returns
    -------
    A chart of at most 30 dumps, the largest; what the others hold is said above it.

    Examples
    --------
    >>> litreview.charts.dump_records(files, records).save("dumps.svg")
    """
    repeated = records.duplicated("paper_id")
    kind = repeated.map({False: FIRST, True: REPEATED})
    table = records.assign(kind=kind).groupby(["dump", "kind"]).size()
    table = table.rename("records").reset_index()

    sizes = table.groupby("dump")["records"].sum()
    shown = largest(sizes, MOST_DUMPS)
    is_shown = table["dump"].isin(shown)
    # As a bar they would dwarf all others.
    others = f"the others together have {table.loc[~is_shown, 'records'].sum():,}"
    bound = bound_sentence(len(shown), len(sizes), "dumps", f"{others} records")
    table = table[is_shown]

    order = [dump for dump in files["dump"] if dump in set(shown)]
    papers = records["paper_id"].nunique()
    subtitle = f"{len(records):,} records of {papers:,} papers in {len(files):,} files"
    finding = f"{repeated.sum():,} of the records are of papers seen in an earlier dump"
    columns = {"dump": "dump", "kind": "kind", "records": "records"}
    shade = alt.Scale(domain=[FIRST, REPEATED], range=[ACCENT, NO_TOPIC])
    bars = alt.Chart(table).mark_bar()
    bars = bars.encode(
        x=alt.X("records:Q", title="records", axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("dump:N", title=None, sort=order),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=shade,
            legend=alt.Legend(orient="top"),
        ),
        tooltip=["dump:N", "kind:N", "records:Q"],
    )
    return bars.properties(
        **wrapped_heading(
            "Where the records come from",
            subtitle + bound,
            WIDTH - 260,
            finding,
            columns,
        ),
        height=alt.Step(28),
    )


@themed
def dump_overlap(records: pd.DataFrame) -> alt.LayerChart:
    """Draw how many papers each pair of dumps has in common, as numbers on a grid.

    Parameters
    ----------
    records
        `paper_id` and `dump` of each record.

    Returns
    -------
    A grid of at most 30 dumps, the largest, and of all others together; on its
    diagonal, the papers of each.

    Examples
    --------
    >>> litreview.charts.dump_overlap(records).save("overlap.svg")
    """
    places, dumps, bound = join_small_dumps(records)
    table = dedupe.dump_overlap(places)
    same = table["dump_a"] == table["dump_b"]
    table = table.assign(kind=np.where(same, "same", "common"))
    common = table[table["kind"] == "common"]
    most = 1
    if len(common):
        most = max(1, common["papers"].max())

    base = alt.Chart(table).encode(
        x=alt.X(
            "dump_a:N",
            title=None,
            sort=dumps,
            axis=alt.Axis(labelAngle=-40, labelLimit=140),
        ),
        y=alt.Y("dump_b:N", title=None, sort=dumps),
    )
    scale = alt.Scale(domain=[0, most], range=["#ffffff", "#7fb6cf"], interpolate="rgb")
    shade = alt.condition(
        "datum.kind == 'same'",
        alt.value("#f3f5f7"),
        alt.Color("papers:Q", scale=scale, legend=None),
    )
    cells = base.mark_rect().encode(
        color=shade, tooltip=["dump_a:N", "dump_b:N", "papers:Q"]
    )
    numbers = base.transform_filter("datum.papers > 0")
    numbers = numbers.mark_text(color=INK, fontSize=12).encode(text="papers:Q")

    subtitle = "papers in both (blank: none); on the diagonal, the papers of each"
    columns = {"dump_a": "dump", "dump_b": "and", "papers": "papers"}
    return (cells + numbers).properties(
        **heading(
            "What the dumps share",
            subtitle + bound,
            None,
            _overlap_finding(common, dumps[:MOST_DUMPS]),
            columns,
        ),
        width=alt.Step(62),
        height=alt.Step(30),
    )


def _overlap_finding(common: pd.DataFrame, dumps: list[str]) -> str:
    common = common[common["dump_a"].isin(dumps) & common["dump_b"].isin(dumps)]
    common = common[common["dump_a"] < common["dump_b"]]
    if not common["papers"].any():
        return "No two dumps have a paper in common"

    top = common.loc[common["papers"].idxmax()]
    return (
        f"The most in common: {top['dump_a']} and {top['dump_b']},"
        f" {top['papers']:,} papers"
    )
