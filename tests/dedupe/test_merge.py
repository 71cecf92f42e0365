"""The best value of each field is taken, and it is said which record had it."""

import numpy as np
import pandas as pd
import pytest

from litreview.dedupe import _merge
from tests.dedupe.shore_records import LONG, PRINTED, TITLE, make_records


def merge(*rows: dict) -> tuple[dict, dict]:
    """Merge records of one paper; returns it, and the source of each value."""
    records = make_records(*({"title": TITLE, **row} for row in rows))
    names = [f"r{number}" for number in range(len(rows))]
    records = records.assign(paper_id="p", record_id=names)
    papers, provenance = _merge.merge_records(records)
    sources = dict(zip(provenance["field"], provenance["source"], strict=True))
    return papers.iloc[0].to_dict(), sources


@pytest.mark.parametrize(
    ("field", "best", "other"),
    [
        ("title", TITLE, TITLE.upper()),
        ("title", TITLE, f"[{TITLE}]"),
        ("title", TITLE, TITLE[:40] + "..."),
        ("title", TITLE, TITLE.replace("sand", "<i>sand</i>")),
        ("title", TITLE + ": a view", TITLE),
        ("abstract", LONG, LONG[:90]),
        ("authors", ["Blum, Ada", "Fenn, Jo"], ["Blum, Ada Maria"]),
        ("authors", ["Blum, Ada"], ["Blum, A."]),
        ("url", "https://a.org/long", "https://a.org"),
    ],
)
def test_the_best_value_is_taken(field, best, other):
    for rows in (({field: best}, {field: other}), ({field: other}, {field: best})):
        paper, sources = merge(*rows)
        assert paper[field] == best
        assert sources[field] == f"a.csv#{1 + rows.index({field: best})}"


def test_a_journal_goes_before_a_preprint_server():
    preprint = {"venue": "arXiv preprint, and a long name", "doi": "10.48550/arXiv.1"}
    paper, _ = merge(preprint, PRINTED | {"doi": "10.1/a"})
    assert paper["venue"] == PRINTED["venue"] and paper["pages"] == PRINTED["pages"]
    assert paper["doi"] == "10.1/a"


def test_the_place_in_print_comes_from_the_record_that_says_most():
    paper, sources = merge({"venue": "A Journal of Shores", "pages": "9"}, PRINTED)
    assert paper["venue"] == PRINTED["venue"] and paper["pages"] == PRINTED["pages"]
    assert {sources[name] for name in _merge.PRINTED} == {"a.csv#2"}


@pytest.mark.parametrize(
    ("early", "late"),
    [
        (("2019-06-03", "day"), ("2020-01-01", "year")),
        (("2020-01-01", "year"), ("2021-01-02", "day")),
        (("2020-05-04", "day"), ("2020-01-01", "year")),
        (("2020-05-01", "month"), ("2020-01-01", "year")),
    ],
)
def test_the_earliest_date_is_taken_as_late_as_it_may_be(early, late):
    rows = [{"date": date, "date_precision": how} for date, how in (late, early)]
    paper, _ = merge(*rows)
    assert paper["date"] == pd.Timestamp(early[0])
    assert paper["date_precision"] == early[1]


def test_the_last_day_of_a_date_depends_on_its_precision():
    dates = pd.to_datetime(pd.Series(["2020-02-01"] * 3 + [None]))
    precision = ["year", "month", "day", None]
    table = pd.DataFrame({"date": dates, "date_precision": precision})
    days = _merge.last_days(table).dt.strftime("%m-%d")
    assert days.tolist()[:3] == ["12-31", "02-29", "02-01"] and days.isna()[3]


def test_papers_keep_the_order_and_values_of_their_records():
    rows = [{"title": name} for name in ("c", "a", "b", "a")]
    rows[1] |= {"authors": np.array(["Blum, Ada"]), "doi": "10.1/a"}
    records = make_records(*rows)
    records = records.assign(paper_id=records["title"], record_id=list("1234"))
    papers, provenance = _merge.merge_records(records)
    assert papers["paper_id"].tolist() == ["c", "a", "b"]
    assert papers["records"].tolist() == [1, 2, 1]
    assert papers["authors"].tolist() == [[], ["Blum, Ada"], []]
    assert set(provenance["paper_id"]) == {"a"}
    known = dict(zip(provenance["field"], provenance["records"], strict=True))
    assert known == {"title": 2, "authors": 1, "doi": 1}


def test_records_of_titles_only_and_none_are_merged():
    records = pd.DataFrame({"title": ["a", "b"], "paper_id": ["p", "q"]})
    records = records.assign(record_id=["1", "2"], dump="x", record=[1, 2])
    papers, provenance = _merge.merge_records(records)
    assert papers["title"].tolist() == ["a", "b"] and provenance.empty
    papers, provenance = _merge.merge_records(records[:0])
    assert papers.empty and list(provenance) == list(_merge.PROVENANCE)


DRY = {"keywords": ["Sand", "Groynes", "tides"], "countries": ["Norway"]}
WET = {"keywords": ["sand", "Storms"], "countries": ["Chile", "Norway"]}


def test_keywords_and_countries_of_all_records_are_united():
    for rows in ((DRY, WET), (WET, DRY)):
        paper, _ = merge(*rows)
        assert paper["keywords"] == ["Sand", "Groynes", "tides", "Storms"]
        assert paper["countries"] == ["Chile", "Norway"]


def test_each_record_that_added_to_a_list_is_named():
    records = make_records({"title": TITLE, **DRY}, {"title": TITLE, **WET})
    records = records.assign(paper_id="p", record_id=["1", "2"])
    _, provenance = _merge.merge_records(records)
    rows = provenance[provenance["field"] == "keywords"]
    assert rows["source"].tolist() == ["a.csv#1", "a.csv#2"]
    assert rows["records"].tolist() == [2, 2]
    rows = provenance[provenance["field"] == "countries"]
    assert rows["source"].tolist() == ["a.csv#2"]


@pytest.mark.parametrize(
    ("field", "best", "other"),
    [
        ("references", ["Fenn, 1999", "Roe, 2001"], ["Fenn, J. (1999). Shores."]),
        ("affiliations", ["Shore Institute", "Tide Lab"], ["Institute of the Shore"]),
        ("type", "review", "article"),
        ("type", "article", "preprint"),
        ("type", "article", "something else"),
        ("cited_by", 12, 9),
        ("retracted", True, False),
        ("comments", "12 pages, 3 figures", "12 pages"),
    ],
)
def test_the_best_detail_is_taken(field, best, other):
    for rows in (({field: best}, {field: other}), ({field: other}, {field: best})):
        paper, sources = merge(*rows)
        assert paper[field] == best
        assert sources[field] == f"a.csv#{1 + rows.index({field: best})}"


def test_the_language_is_that_of_most_records():
    paper, _ = merge({"language": "portuguese"}, {"language": "en"}, {"language": "en"})
    assert paper["language"] == "en"


def test_details_keep_their_types_and_are_missing_where_no_record_has_them():
    records = make_records({"title": "a"}, {"title": "a"}, {"title": "b"})
    records = records.assign(paper_id=["p", "p", "q"], record_id=["1", "2", "3"])
    papers, _ = _merge.merge_records(records)
    assert papers["keywords"].tolist() == [[], []]
    assert papers["cited_by"].isna().all() and papers["retracted"].isna().all()
    assert papers.dtypes[["cited_by", "retracted"]].astype("str").tolist() == [
        "Int64",
        "boolean",
    ]
