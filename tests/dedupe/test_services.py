"""Questions hold what a service needs and no more; answers are read field by field."""

import json

import pytest

from litreview.dedupe import _services


def questions(service, **paper):
    paper = {"title": "", "doi": "", "arxiv_id": "", **paper}
    return list(_services.list_questions(service, paper))


def test_what_is_surest_is_asked_first():
    known = {"title": "Salt marshes", "doi": "10.1/a b", "arxiv_id": "2103.01234"}
    assert [by for by, _ in questions("openalex", **known)] == ["DOI", "title"]
    assert [by for by, _ in questions("crossref", **known)] == ["DOI", "title"]
    assert [by for by, _ in questions("arxiv", **known)] == ["arXiv id", "title"]
    (by, address), _ = questions("openalex", title="Salt", arxiv_id="2103.01234")
    assert by == "arXiv id"
    assert address.startswith("/works/doi:10.48550/arxiv.2103.01234?select=")
    assert questions("crossref", doi="10.1/a b")[0].address == "/works/10.1/a%20b"
    assert questions("arxiv", title="?!") == []


@pytest.mark.parametrize("service", list(_services.NAMES))
def test_searches_are_told_from_single_records(service):
    known = {"title": "Filter = salt", "doi": "10.1/a?filter=b", "arxiv_id": "1"}
    searches = []
    for by, address in questions(service, **known):
        searches.append((by == "title", _services.is_search(service, address)))
    assert searches == [(False, False), (True, True)]


def test_the_words_of_an_abstract_come_into_their_order():
    work = {"title": "T", "abstract_inverted_index": {"b": [1, 3], "a": [0, 2]}}
    (candidate,) = _services.read_answer("openalex", json.dumps(work))
    assert candidate.abstract == "a b a b"
    assert candidate.first_author == ""


def test_an_entity_bomb_is_no_answer():
    bomb = '<!DOCTYPE f [<!ENTITY a "aa">]><feed>&a;</feed>'
    with pytest.raises(_services.AnswerBroken):
        _services.read_answer("arxiv", bomb)


def test_markup_is_taken_off_twice_where_it_is_wrapped_twice():
    assert _services.strip_markup("&lt;i&gt;x&lt;/i&gt; &amp;amp; y").split() == [
        "x",
        "&",
        "y",
    ]
    assert _services.strip_markup("a < b") == "a < b"
