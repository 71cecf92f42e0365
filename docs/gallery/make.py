"""Draw the gallery: one picture of each chart, with the call that makes it.

    python docs/gallery/make.py reports/sample

reads the tables of a report of the sample, and writes the pictures and README.md beside
this file. What the sample cannot show (bursts, words, a screening) is invented.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import vl_convert

import litreview

HERE = Path(__file__).resolve().parent
TABLES = ["papers", "records", "files", "topics", "assignments"]
TABLES += ["trends", "periods", "verdicts", "comparison"]
HEAD = """# Charts

One picture of each chart, with the call that makes it. The tables are those of a report
of the sample, such as `topics = litreview.tables.read("reports/sample", "topics")`;
bursts, words and the screening are invented. Every chart comes with a description for
those who cannot see it, and with the numbers behind it.

`python docs/gallery/make.py reports/sample` draws them anew.
"""
CALLS = [
    "litreview.charts.dump_records(files, records)",
    "litreview.charts.dump_overlap(records)",
    "litreview.charts.topic_sizes(topics)",
    "litreview.charts.topic_map(papers, topics, assignments)",
    "litreview.charts.topic_dumps(records, topics, assignments)",
    "litreview.charts.period_totals(periods)",
    "litreview.charts.topic_shares(trends, topics, periods, verdicts)",
    "litreview.charts.slopes(verdicts, topics)",
    "litreview.charts.topic_heat(trends, topics, verdicts, periods)",
    "litreview.charts.papers_behind(\n"
    "    trends, topics, verdicts, papers, paper_periods, assignments\n"
    ")",
    "litreview.charts.bursts(term_bursts, periods)",
    "litreview.charts.compared_shares(comparison)",
    "litreview.charts.compared_words(words)",
    "litreview.charts.discovery(decisions, 2_000)",
    "litreview.charts.prisma_flow(counts)",
]


def main() -> None:
    """Draw every chart, and write the page that shows them."""
    report = sys.argv[1]
    tables = {name: litreview.tables.read(report, name) for name in TABLES}
    placed = litreview.trends.assign_periods(tables["papers"], tables["records"])
    tables["paper_periods"] = placed["paper_periods"]
    tables["term_bursts"] = invent_bursts(tables["periods"])
    tables["words"] = invent_words()
    tables["decisions"] = invent_decisions()
    tables["counts"] = invent_counts()

    parts = [HEAD]
    for call in CALLS:
        name = call.split("(")[0].split(".")[-1]
        # What is shown is what is run.
        chart = eval(call, {"litreview": litreview}, tables)
        svg = vl_convert.vegalite_to_svg(chart.to_dict())
        (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
        picture = f"![{chart.title.text}]({name}.svg)"
        parts.append(f"## {name}\n\n{picture}\n\n```python\n{call}\n```\n")
    (HERE / "README.md").write_text("\n".join(parts), encoding="utf-8")


def invent_bursts(periods: pd.DataFrame) -> pd.DataFrame:
    """Invent bursts of terms in the periods of the report."""
    names = list(periods["period"])
    last = len(names) - 1
    rows = []
    terms = ["heat pump", "language model", "micromobility", "wildfire smoke"]
    for i, term in enumerate(terms):
        start = min(i, last)
        end = min(i + 2, last)
        rows.append((term, names[start], names[end], 18.0 - 4 * i, 0.001, 24 - 5 * i))
    columns = ["term", "start", "end", "weight", "p", "papers"]
    return pd.DataFrame(rows, columns=columns)


def invent_words() -> pd.DataFrame:
    """Invent words that tell two dumps apart."""
    rows = []
    for term, z in [
        ("noise", 9.1),
        ("birdsong", 7.4),
        ("traffic noise", 6.8),
        ("roofs", -8.3),
        ("runoff", -6.9),
        ("green roofs", -5.2),
    ]:
        share = 0.05 + abs(z) / 30
        side = "page-1.txt"
        shares = (share, 0.04)
        if z < 0:
            side = "page-2.txt"
            shares = (0.04, share)
        rows.append(("page-1.txt", "page-2.txt", side, term, z, *shares))
    columns = ["a", "b", "side", "term", "z", "share_a", "share_b"]
    words = pd.DataFrame(rows, columns=columns)
    return words.assign(papers_a=12, papers_b=3, log_odds=words["z"] / 4, q=0.001)


def invent_decisions() -> pd.DataFrame:
    """Invent a screening in which relevant papers grow rare."""
    rng = np.random.default_rng(0)
    relevant = rng.random(600) < np.linspace(0.5, 0, 600) ** 2
    random = np.arange(600) % 20 == 0
    return pd.DataFrame(
        {
            "decision": np.where(relevant, "include", "exclude"),
            "chosen": np.where(random, "random", "ranked"),
        }
    )


def invent_counts() -> pd.DataFrame:
    """Invent the counts of a review."""
    rows = [
        ("identified", "", 2_310),
        ("identified", "scopus.csv", 1_204),
        ("identified", "pubmed.nbib", 1_106),
        ("duplicates", "", 310),
        ("duplicates", "exact copies", 250),
        ("duplicates", "the same paper, written otherwise", 60),
        ("papers", "", 2_000),
        ("not screened", "", 1_400),
        ("screened", "", 600),
        ("excluded", "", 531),
        ("excluded", "Not on the subject", 498),
        ("excluded", "Another language", 33),
        ("maybe", "", 7),
        ("conflict", "", 0),
        ("included", "", 62),
    ]
    return pd.DataFrame(rows, columns=["box", "label", "count"])


if __name__ == "__main__":
    main()
