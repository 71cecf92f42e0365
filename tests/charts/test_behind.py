"""The titles behind a cell are its papers, the surest first."""

from litreview.charts import _behind
from tests.charts.conftest import rows_with


def draw(tables, **options):
    names = ("trends", "topics", "verdicts", "papers", "paper_periods", "assignments")
    chart = _behind.papers_behind(*[tables[name] for name in names], **options)
    return chart.to_dict()


def test_the_titles_behind_a_cell_are_its_papers_the_surest_first(tables):
    titles = rows_with(draw(tables, titles=5), "title")
    cell = (titles["topic"] == 1) & (titles["period"] == "2024-01")
    listed = titles[cell].sort_values("place")

    papers = tables["paper_periods"].merge(tables["assignments"], on="paper_id")
    papers = papers.merge(tables["papers"], on="paper_id")
    papers = papers[(papers["topic"] == 1) & (papers["period"] == "2024-01")]
    papers = papers.sort_values("confidence", ascending=False)
    assert len(listed) == 5 and len(papers) == 9
    starts = [title[:20].rstrip("…") for title in listed["title"]]
    assert starts == [title[:20] for title in papers["title"].head(5)]
    assert titles["title"].str.len().max() == 110


def test_what_is_not_listed_is_counted(tables):
    spec = draw(tables, titles=5)
    cells = rows_with(spec, "more").set_index(["topic", "period"])
    assert cells.loc[(1, "2024-01"), "more"] == "… and 4 more"
    assert cells.loc[(3, "2024-02"), "more"] == ""
    assert cells.loc[(3, "2024-01"), "papers"] == 0
    most = "Most papers in one cell: Tides, silt, 2024-07: 9 of 20 papers."
    assert most in spec["description"]


def test_before_a_click_the_strongest_verdict_is_open(tables):
    params = draw(tables)["params"]
    (click,) = [param for param in params if param["name"] == "cell"]
    assert click["value"] == [{"topic": 1, "period": "2024-01"}]


def test_fewer_titles_a_cell_are_listed_where_they_would_be_too_many(
    tables, monkeypatch
):
    monkeypatch.setattr(_behind, "ROWS", 40)
    titles = rows_with(draw(tables), "title")
    assert len(titles) <= 40 and titles["place"].max() == 1
