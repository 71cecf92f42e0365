"""Papers are looked up politely and once, and only what is surely the same is found.

A server on loopback plays the services.
"""

import email.utils
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qsl, unquote, urlsplit

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import __main__
from litreview.dedupe import _enrich as enrichment
from litreview.dedupe import _lookup as lookup
from litreview.dedupe import _online, _services
from tests.conftest import read_papers

TIDES = "Tidal currents and the sediment of salt marshes"
BOWS = "How violin bows wear out: a study of 40 orchestras"
ABSTRACT = (
    "We measure how sediment moves through salt marshes when tidal currents turn, and "
    "show that mudflats grow where channels are narrow and vegetation is dense."
)
OTHER = (
    "Varnish hardens slowly. Forty luthiers lent instruments whose soundboards were "
    "scanned each winter, so that grain, glue and humidity could be compared over "
    "decades."
)


def openalex(title, number=1, abstract=None, author="Ada Lovelace"):
    places = {}
    for at, word in enumerate((abstract or "").split()):
        places.setdefault(word, []).append(at)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.1234/w{number}",
        "title": title,
        "publication_date": "2021-03-02",
        "authorships": [{"author": {"display_name": author}}],
        "abstract_inverted_index": places or None,
    }


def crossref(title, number=1, **more):
    return {
        "DOI": f"10.1234/w{number}",
        "title": [title],
        "author": [{"family": "Lovelace", "given": "Ada"}],
        **more,
    }


def entry(title, number="2103.01234v2", summary=ABSTRACT):
    return (
        f"<entry><id>http://arxiv.org/abs/{number}</id><published>2021-03-02T18:00:00Z</published>"
        f"<updated>2021-04-01T00:00:00Z</updated><title>{title}</title>"
        f"<summary>\n {summary}\n</summary>"
        '<author><name>Ada Lovelace</name></author><arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1/x'
        '</arxiv:doi><category term="physics.ao-ph"/></entry>'
    )


def body(at, *records):
    """Wrap records as the service does."""
    if at == "openalex":
        return json.dumps(
            {"meta": {"count": len(records)}, "results": records}
        ).encode()
    if at == "crossref":
        return json.dumps({"status": "ok", "message": {"items": records}}).encode()
    total = f'<o:totalResults xmlns:o="http://a9.com/-/spec/opensearch/1.1/">{len(records)}</o:totalResults>'
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{total}{"".join(records)}</feed>'.encode()


@pytest.fixture(scope="module")
def online():
    """A server whose `answer(question)` each test sets; `asked` lists the questions."""
    server = SimpleNamespace(over=threading.Event())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            url = urlsplit(self.path)
            fields = dict(parse_qsl(url.query))
            question = SimpleNamespace(
                path=unquote(url.path),
                fields=fields,
                headers=self.headers,
                raw=self.path,
            )
            server.asked.append(question)
            status, headers, data = server.answer(question)
            if data is None:  # a server that takes the question and says nothing
                server.over.wait(5)
                return
            self.send_response(status)
            for name, value in ({"Content-Length": len(data)} | headers).items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(
        target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    server.base = f"http://127.0.0.1:{http.server_port}"
    yield server
    server.over.set()
    http.shutdown()
    http.server_close()


@pytest.fixture
def ask(online, tmp_path, monkeypatch):
    """Look titles or papers up at the server; `waited` and `asked` say what it did."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    online.asked = []

    def run(papers, answer, at="openalex", **options):
        online.answer = (
            answer if callable(answer) else lambda question: (200, {}, answer)
        )
        table = pd.DataFrame(
            [{"title": paper} if isinstance(paper, str) else paper for paper in papers]
        )
        run.waited, run.asked, online.asked = [], [], []
        options = {
            "into": run.into,
            "base": online.base,
            "timeout": 5.0,
            "wait": run.waited.append,
        } | options
        found = lookup.look_up(table, at, **options)
        run.asked = online.asked
        return found

    run.into, run.waited = tmp_path / "found.jsonl", []
    run.records = lambda: (
        [json.loads(line) for line in run.into.read_text().splitlines()]
        if run.into.exists()
        else []
    )
    return run


def in_turn(*answers):
    """Answer each question with the next; the last goes on."""
    left = list(answers)
    return lambda question: left.pop(0) if len(left) > 1 else left[0]


def test_openalex_is_asked_as_documented_and_its_own_record_is_kept(ask):
    work = openalex(TIDES)
    found = ask(
        [TIDES.upper() + "."], body("openalex", work), mail="me@example.org", key="k3y"
    )
    assert found.loc[0, ["outcome", "by", "found_title"]].tolist() == [
        "found",
        "title",
        TIDES,
    ]
    assert ask.records() == [work]
    (question,) = ask.asked
    assert question.path == "/works"
    assert question.fields["filter"] == "title.search:" + TIDES.lower()
    assert (question.fields["mailto"], question.fields["api_key"]) == (
        "me@example.org",
        "k3y",
    )
    assert re.fullmatch(
        r"litreview/\S+ \(mailto:me@example.org\)", question.headers["User-Agent"]
    )


def test_crossref_is_asked_as_documented_and_a_subtitle_belongs_to_the_title(ask):
    work = crossref("How violin bows wear out", subtitle=["A study of 40 orchestras"])
    found = ask(
        [BOWS, "How violin bows wear out"], body("crossref", work), at="crossref"
    )
    assert found["outcome"].tolist() == ["found", "not found"]
    assert ask.records() == [work]
    assert ask.asked[0].path == "/works"
    assert (
        ask.asked[0].fields["query.bibliographic"]
        == "how violin bows wear out a study of 40 orchestras"
    )
    assert "mailto" not in ask.asked[0].fields


def test_arxiv_is_asked_as_documented_and_its_fields_are_written_as_json(ask):
    found = ask(
        [TIDES],
        body("arxiv", entry(TIDES.replace(" and", "\n  and"))),
        at="arxiv",
        mail="me@example.org",
    )
    assert found["outcome"].tolist() == ["found"]
    (record,) = ask.records()
    assert (record["id"], record["title"], record["abstract"]) == (
        "2103.01234",
        TIDES,
        ABSTRACT,
    )
    assert (record["authors"], record["published"], record["doi"]) == (
        ["Ada Lovelace"],
        "2021-03-02T18:00:00Z",
        "10.1/x",
    )
    assert ask.asked[0].path == "/api/query"
    assert ask.asked[0].fields == {
        "search_query": f'ti:"{TIDES.lower()}"',
        "max_results": "5",
    }


def test_identifiers_are_asked_first_and_titles_only_where_they_are_unknown(ask):
    def answer(question):
        if question.path == "/works/doi:10.1/a<b>(c)":
            return 200, {}, json.dumps(openalex(TIDES, 7)).encode()
        if question.path == "/works/doi:10.48550/arxiv.2103.01234":
            return 200, {}, json.dumps(openalex(BOWS, 8)).encode()
        return (
            (404, {}, b"<html>Not found")
            if "/doi:" in question.path
            else (200, {}, body("openalex", openalex(TIDES)))
        )

    papers = [
        {"title": TIDES, "doi": "10.1/a<b>(c)"},
        {"title": BOWS, "arxiv_id": "2103.01234"},
        {"title": TIDES, "doi": "10.1/unknown"},
    ]
    found = ask(papers, answer)
    assert found["by"].tolist() == ["DOI", "arXiv id", "title"]
    assert [record["id"][-2:] for record in ask.records()] == ["W7", "W8", "W1"]
    assert len(ask.asked) == 4


def test_an_identifier_of_another_paper_is_not_believed(ask):
    def answer(question):
        work = openalex("Breeding resilient bees in the high valleys of Peru")
        return (
            (200, {}, json.dumps(work).encode())
            if "/doi:" in question.path
            else (200, {}, body("openalex"))
        )

    assert ask([{"title": TIDES, "doi": "10.1/bees"}], answer)["outcome"].tolist() == [
        "not found"
    ]
    assert ask.records() == []


def test_arxiv_ids_are_asked_by_id_list_and_its_error_entry_is_a_failure(ask):
    error = (
        "<entry><id>https://arxiv.org/api/errors#bad</id><title>Error</title>"
        "<summary>bad id</summary></entry>"
    )
    answers = in_turn(
        (200, {}, body("arxiv", entry(TIDES))), (200, {}, body("arxiv", error))
    )
    found = ask(
        [{"title": TIDES, "arxiv_id": "2103.01234"}, {"title": BOWS, "arxiv_id": "1"}],
        answers,
        at="arxiv",
    )
    assert found["outcome"].tolist() == ["found", "failed"]
    assert ask.asked[0].fields["id_list"] == "2103.01234"
    assert found["reason"][1].endswith("bad id")


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (
            "Large language models in medicine: GPT-3 as a case",
            "Large language models in medicine: GPT-4 as a case",
        ),
        (
            "Sediment transport in salt marshes, part 1",
            "Sediment transport in salt marshes, part 2",
        ),
        (
            "Sediment transport in salt marshes, part II",
            "Sediment transport in salt marshes, part III",
        ),
        (
            "Sediment transport in estuaries with vegetation",
            "Sediment transport in estuaries without vegetation",
        ),
        (
            "A long study of supervised learning on graphs",
            "A long study of unsupervised learning on graphs",
        ),
        (
            "Sediment in salt marshes: what tidal currents do",
            "Sediment in salt marshes: what tidal channels tell",
        ),
        (
            "Annual report on the marshes of Norfolk 2019",
            "Annual report on the marshes of Norfolk 2020",
        ),
    ],
)
def test_a_title_that_differs_in_what_tells_is_another_paper(ask, asked, wrong):
    paper = {"title": asked, "abstract": ABSTRACT}
    right = openalex(asked.upper(), 2, ABSTRACT)
    assert ask([paper], body("openalex", openalex(wrong, 1, ABSTRACT)))[
        "outcome"
    ].tolist() == ["not found"]
    found = ask(
        [paper],
        body("openalex", openalex(wrong, 1, ABSTRACT), right),
        into=ask.into.with_name("b.jsonl"),
    )
    assert found["found_title"].tolist() == [asked.upper()]


def test_a_nearly_same_title_needs_an_abstract_that_agrees(ask):
    near = TIDES.replace("marshes", "marsches")
    papers = [{"title": near, "abstract": text} for text in (ABSTRACT, None, OTHER)]
    found = ask(papers, body("openalex", openalex(TIDES, 1, ABSTRACT)))
    assert found["outcome"].tolist() == ["found", "not found", "not found"]
    assert found["reason"].tolist()[1:] == [
        "nearly the same title, but no abstract to be certain",
        "nearly the same title, but another abstract",
    ]


def test_an_abstract_that_contradicts_outweighs_the_same_title(
    ask,
):
    papers = [
        {"title": TIDES, "abstract": text} for text in (OTHER, ABSTRACT[:73] + "…")
    ]
    found = ask(papers, body("openalex", openalex(TIDES, 1, ABSTRACT)))
    assert found["outcome"].tolist() == ["not found", "found"]


def test_short_titles_and_namesakes_are_not_told_by_their_title_alone(ask):
    papers = [
        {"title": "Introduction"},
        {"title": "Introduction", "abstract": ABSTRACT},
    ]
    assert ask(papers, body("openalex", openalex("Introduction", 1, ABSTRACT)))[
        "outcome"
    ].tolist() == [
        "not found",
        "found",
    ]
    two = body(
        "openalex",
        openalex(TIDES, 1, author="Ada Lovelace"),
        openalex(TIDES, 2, author="Mary Somerville"),
    )
    found = ask([TIDES], two)
    assert found["outcome"].tolist() == ["not found"]
    assert "several papers" in found["reason"][0]


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        (
            "Über die Röhre & ihre Nöte im Winter",
            "Uber die Ro\u0308hre and ihre Note im Winter",
        ),
        (
            "Growth of CO2 in the marshes of Norfolk",
            "Growth of CO<sub>2</sub> in the <i>marshes</i> of Norfolk",
        ),
        (
            "Salt &amp; sediment in the marshes of Norfolk",
            "Salt &amp;amp; sediment in the marshes of Norfolk",
        ),
        (
            "潮汐流与盐沼沉积物的相互作用研究及其在河口地貌演变中的意义",
            "潮汐流与盐沼沉积物的相互作用研究及其在河口地貌演变中的意义",
        ),
    ],
)
def test_accents_and_markup_of_titles_make_no_difference(ask, asked, record):
    assert ask([asked], body("crossref", crossref(record)), at="crossref")[
        "outcome"
    ].tolist() == ["found"]
    assert "<" not in ask.asked[0].fields["query.bibliographic"]


def test_what_services_take_for_operators_never_reaches_them(ask):
    title = (
        'Salt, mud | AND: NOT two’s $x_1$ (quick-sand*) "tides"? a^b ~1 \\alpha-waves'
    )
    ask([title], body("openalex"))
    assert (
        ask.asked[0].fields["filter"]
        == "title.search:salt mud and not quick sand tides a b 1"
    )
    ask([title], body("arxiv"), at="arxiv")
    assert (
        ask.asked[0].fields["search_query"]
        == 'ti:"salt mud and not" AND ti:"quick sand tides a b 1"'
    )


def test_errors_that_pass_are_waited_for(ask):
    good = (200, {}, body("openalex", openalex(TIDES)))
    found = ask(
        [TIDES],
        in_turn(
            (429, {"Retry-After": "17"}, b""),
            (500, {}, b""),
            (503, {}, b"<html>"),
            good,
        ),
    )
    assert found["outcome"].tolist() == ["found"]
    assert len(ask.asked) == 4
    backed_off = [seconds for seconds in ask.waited if seconds > 1]
    assert backed_off == [17, 4, 8]


def test_retry_after_may_be_a_date():
    assert _online.read_retry_after(email.utils.formatdate(usegmt=True)) < 1
    assert 3000 < _online.read_retry_after(
        email.utils.formatdate(4102444800, usegmt=True)
    )
    assert (
        _online.read_retry_after("soon")
        == _online.read_retry_after("")
        == _online.read_retry_after("-5")
        == 0
    )


@pytest.mark.parametrize("at", ["openalex", "crossref", "arxiv"])
@pytest.mark.parametrize("cut", ["body", "length", "page", "other"])
def test_half_answers_are_asked_again_and_then_listed(ask, at, cut):
    good = body(
        at, {"openalex": openalex, "crossref": crossref, "arxiv": entry}[at](TIDES)
    )
    half = {
        "body": (200, {}, good[: len(good) // 2]),
        "length": (
            200,
            {"Content-Length": len(good) + 50, "Connection": "close"},
            good,
        ),
        "page": (200, {}, b"<html><body>Log in to the network</body></html>"),
        "other": (200, {}, b'{"results": [1], "message": {"items": "none"}}'),
    }[cut]
    found = ask([TIDES], in_turn(half, half, (200, {}, good)), at=at)
    assert (found["outcome"].tolist(), len(ask.asked)) == (["found"], 3)
    found = ask([BOWS], half, at=at)
    assert (found["outcome"].tolist(), len(ask.asked)) == (["failed"], _online.TRIES)
    assert "cut off" in found["reason"][0] or "broke off" in found["reason"][0]


def test_time_outs_and_dead_servers_are_listed_and_end_the_run_when_they_go_on(
    ask, online
):
    titles = [f"{TIDES}, volume {n}" for n in range(8)]
    found = ask(titles[:1], (lambda question: (200, {}, None)), timeout=0.02)
    assert found["reason"].tolist() == ["no answer within 0.02 seconds"]
    found = ask(titles, body("openalex"), base="http://127.0.0.1:1")
    assert (
        found["outcome"].tolist()
        == ["failed"] * _online.MOST_FAILURES + ["not asked"] * 3
    )
    assert found["reason"][0] == "no connection"
    assert "times in a row" in found["reason"][7]


def test_failures_between_which_there_are_answers_end_nothing(ask):
    bad, good = (400, {}, b""), (200, {}, body("openalex"))
    found = ask(
        [f"{TIDES} {n}" for n in range(9)], in_turn(*[bad] * 4, good, *[bad] * 4)
    )
    assert found["outcome"].tolist() == ["failed"] * 4 + ["not found"] + ["failed"] * 4


def test_a_service_that_gives_no_more_today_ends_the_run_and_the_next_goes_on(ask):
    titles = [TIDES, BOWS, TIDES + " in winter"]
    good = (200, {}, body("openalex", openalex(TIDES)))
    found = ask(titles, in_turn(good, (429, {"Retry-After": "54000"}, b"{}")))
    assert found["outcome"].tolist() == ["found", "not asked", "not asked"]
    assert (
        found["reason"][2]
        == "OpenAlex answers no more for 15.0 hours; a free key allows more"
    )
    assert len(ask.asked) == 2 and max(ask.waited, default=0) < _online.PATIENCE
    found = ask(titles, body("openalex", openalex(BOWS, 2)))
    assert found["outcome"].tolist() == ["found", "found", "not found"]
    assert len(ask.asked) == 2 and len(ask.records()) == 2


def test_a_wrong_key_ends_the_run_and_no_key_is_ever_written(ask):
    found = ask([TIDES, BOWS], lambda question: (401, {}, b"{}"), key="s3cret")
    assert (
        set(found["reason"]) == {"OpenAlex does not accept the key"}
        and len(ask.asked) == 1
    )
    found = ask(
        [TIDES],
        body("openalex", openalex(TIDES)),
        key="s3cret",
        base="http://127.0.0.1:1",
    )
    assert "s3cret" not in found.to_csv()
    ask([TIDES], body("openalex", openalex(TIDES)), key="s3cret", mail="me@example.org")
    for file in ask.into.parent.iterdir():
        assert (
            b"s3cret" not in file.read_bytes()
            and b"me@example.org" not in file.read_bytes()
        )


def test_a_question_that_is_refused_fails_at_once_and_the_others_go_on(ask):
    found = ask(
        [TIDES, BOWS],
        in_turn((400, {}, b"{}"), (200, {}, body("openalex", openalex(BOWS)))),
    )
    assert found["outcome"].tolist() == ["failed", "found"]
    assert len(ask.asked) == 2 and "400" in found["reason"][0]


@pytest.mark.parametrize(
    ("at", "pause"), [("openalex", 0.5), ("crossref", 1), ("arxiv", 3)]
)
def test_requests_keep_their_distance(ask, at, pause):
    ask([TIDES, BOWS, TIDES + " in winter"], body(at), at=at)
    assert len(ask.waited) == 2
    assert all(pause * 0.8 < seconds <= pause for seconds in ask.waited)


def test_crossref_is_asked_slower_when_it_says_so_but_never_faster(ask):
    limits = [
        {"x-rate-limit-limit": "1", "x-rate-limit-interval": "20s"},
        {"x-rate-limit-limit": "50"},
    ]
    limits += [{"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}]
    answers = in_turn(*[(200, more, body("crossref")) for more in limits])
    ask([f"{TIDES} {n}" for n in range(4)], answers, at="crossref")
    assert [round(seconds) for seconds in ask.waited] == [20, 20, 1]


def test_each_question_is_asked_once_and_failures_anew(ask):
    answer = body("openalex", openalex(TIDES))
    first = ask([TIDES, TIDES], answer)
    assert len(ask.asked) == 1 and len(ask.records()) == 1
    pd.testing.assert_frame_equal(ask([TIDES, TIDES], answer), first)
    assert ask.asked == []
    ask([BOWS], lambda question: (400, {}, b""))
    assert ask([BOWS], body("openalex", openalex(BOWS)))["outcome"].tolist() == [
        "found"
    ]


def test_what_was_answered_survives_ctrl_c_and_a_limit_lets_runs_share_the_work(ask):
    def stop(seconds):
        raise KeyboardInterrupt

    titles = [TIDES, BOWS, TIDES + " in winter"]
    with pytest.raises(KeyboardInterrupt):
        ask(titles, body("openalex", openalex(TIDES)), wait=stop)
    assert len(ask.records()) == 1
    found = ask(titles, body("openalex", openalex(BOWS, 2)), limit=1)
    assert found["outcome"].tolist() == ["found", "found", "not asked"]
    assert found["reason"][2] == "the limit of 1 question was reached"
    assert len(ask.asked) == 1


def test_what_a_file_holds_stays_and_a_file_that_is_something_else_is_not_touched(ask):
    ask.into.write_text('{"title": "My own"}\n\n')
    ask([TIDES], body("openalex", openalex(TIDES)))
    assert [record["title"] for record in ask.records()] == ["My own", TIDES]
    bib = ask.into.with_name("papers.bib")
    bib.write_text("@article{a,\n title = {T}\n}")
    with pytest.raises(ValueError, match=r"papers\.bib, line 1, is no record"):
        ask([TIDES], body("openalex", openalex(TIDES)), into=bib)
    assert bib.read_text().startswith("@article") and ask.asked == []
    ask.into.with_name(".broken.jsonl.answers").write_text("no database" * 200)
    with pytest.raises(ValueError, match="delete it"):
        ask([TIDES], body("openalex"), into=ask.into.with_name("broken.jsonl"))


def test_what_cannot_be_asked_is_said_before_anything_is(ask):
    with pytest.raises(ValueError, match="choose one of openalex, crossref, arxiv"):
        ask([TIDES], b"", at="scholar")
    with pytest.raises(ValueError, match="no mail address"):
        ask([TIDES], b"", mail="me@example.org\r\nX: y")
    found = ask(["", {"title": None}, "?!", TIDES], body("openalex"))
    assert found["outcome"].tolist() == ["not asked"] * 3 + ["not found"]
    assert len(ask.asked) == 1
    assert ask([], b"").empty and not ask.into.exists()


def test_abstracts_never_leave_the_machine(ask):
    for at in _services.BASES:
        paper = {
            "title": TIDES,
            "abstract": OTHER,
            "doi": "10.1/x",
            "arxiv_id": "2103.01234",
            "venue": "Secret Journal",
        }
        ask([paper], lambda question: (404, {}, b""), at=at)
        sent = " ".join(
            unquote(question.raw) + str(question.headers) for question in ask.asked
        )
        assert "Varnish" not in sent and "Secret" not in sent


def test_the_papers_are_not_altered_and_their_rows_are_kept(ask):
    papers = pd.DataFrame({"title": [TIDES, BOWS]}, index=[7, 3])
    ask([], b"")
    before = papers.copy()
    found = lookup.look_up(
        papers,
        "openalex",
        ask.into,
        base="http://127.0.0.1:1",
        wait=lambda seconds: None,
    )
    assert found.index.tolist() == [7, 3]
    pd.testing.assert_frame_equal(papers, before)


def test_the_sentences_count_every_paper():
    rows = [
        ("found", "DOI", ""),
        ("found", "title", ""),
        ("not found", "", "no record"),
        ("failed", "", "no connection"),
    ]
    table = pd.DataFrame(rows, columns=["outcome", "by", "reason"])
    said = lookup.lookup_summary(table, "crossref", "found.jsonl")
    assert said == (
        "Crossref: 2 of 4 papers found (1 by DOI, 1 by title), 1 not found, 1 failed; "
        "their records are in found.jsonl."
        " Failed: no connection (1)."
    )
    assert (
        lookup.lookup_summary(table.iloc[2:3], "arxiv", "x")
        == "arXiv: 0 of 1 paper found, 1 not found."
    )


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(max_size=80),
    doi=st.text(max_size=20),
    other=st.text(max_size=80),
    data=st.binary(max_size=80),
)
def test_any_title_makes_questions_and_any_answer_is_judged(title, doi, other, data):
    paper = {"title": title, "abstract": "", "doi": doi, "arxiv_id": doi}
    for at in _services.BASES:
        for _, address in _services.list_questions(at, paper):
            assert address.encode("ascii")
        with pytest.raises((_services.AnswerBroken, _services.QuestionFailed)):
            _services.read_answer(at, data.decode("utf-8", "replace") + "{")
    sure, score, _ = lookup.judge_record(paper, other, "", "title")
    assert 0 <= score <= 1
    assert not sure or lookup._plain_letters(title) == lookup._plain_letters(other)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    )
)
def test_fields_of_any_shape_are_half_an_answer_at_worst(value):
    for at, record in (("openalex", openalex(TIDES)), ("crossref", crossref(TIDES))):
        for field in record:
            try:
                rows = _services.read_answer(
                    at, body(at, record | {field: value}).decode()
                )
            except _services.AnswerBroken:
                continue
            assert all(isinstance(text, str) for row in rows for text in row[1:])
            lookup.choose_record(
                {"title": TIDES, "abstract": ABSTRACT, "doi": "", "arxiv_id": ""},
                rows,
                "title",
            )


@pytest.mark.parametrize(
    ("at", "date"),
    [("openalex", "2021-03-02"), ("crossref", "2021-03-02"), ("arxiv", "2021-03-02")],
)
def test_what_the_command_finds_is_read_as_metadata(
    online, tmp_path, monkeypatch, at, date
):
    records = {
        "openalex": openalex(TIDES),
        "crossref": crossref(TIDES, issued={"date-parts": [[2021, 3, 2]]}),
        "arxiv": entry(TIDES),
    }
    online.asked, online.answer = [], lambda question: (200, {}, body(at, records[at]))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setitem(_services.BASES, at, online.base)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.bib").write_text(
        f"@misc{{x, title = {{{TIDES}}}, abstract = {{{ABSTRACT}}}}}"
    )
    assert (
        __main__.main(["lookup", "own.bib", "--at", at, "--mail", "me@example.org"])
        == 0
    )
    papers, _, _ = read_papers("own.bib")
    papers, gained, _ = enrichment.enrich(papers, f"{at}.jsonl")
    assert f"{papers['date'][0]:%Y-%m-%d}" == date
    assert papers["authors"][0] == (
        ["Lovelace, Ada"] if at == "crossref" else ["Ada Lovelace"]
    )
    assert set(gained["field"]) >= {"date", "authors"}
