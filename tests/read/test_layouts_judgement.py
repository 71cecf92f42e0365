from litreview.read.layouts._judgement import judge_reading, refuse
from litreview.read.layouts._reading import Reading

TITLES = [
    "Salt in the reeds of the north",
    "Peat and what it holds",
    "How redshanks find mussels: a trial",
    "Tides and the depth of burrows",
    "Grazing by geese on young samphire",
]


def reading(titles):
    records = []
    for line, title in enumerate(titles, start=1):
        fields = {"title": title, "authors": ["Ada Blum"], "date": "2019"}
        records.append(fields | {"line": line, "line_to": line})
    return Reading("a", records, ["title"] * len(titles), {})


def test_a_reading_with_marks_and_titles_is_sure():
    judged = judge_reading(reading(TITLES), has_marks=True)
    assert (judged.certainty, judged.doubt) == ("sure", "")
    assert len(judged.reading.records) == len(TITLES)


def test_what_is_plainly_no_title_is_left_out_and_said():
    rest = "Salt. In Proceedings of the Shore, pages 12-19, Porto"
    judged = judge_reading(reading([*TITLES, rest]), has_marks=True)
    assert len(judged.reading.records) == len(TITLES)
    assert judged.reading.roles[-1] == "not understood"
    assert "more of the reference" in judged.reading.reasons[len(TITLES)]


def test_titles_alone_are_refused_without_marks():
    bare = reading(TITLES)
    for record in bare.records:
        del record["authors"], record["date"]
    judged = judge_reading(bare, has_marks=False)
    assert judged.certainty == "refused"
    assert judged.reading.records == []


def test_of_what_is_refused_all_filled_lines_were_not_understood():
    judged = refuse(Reading("a", [], ["blank", "title", "field"], {}), "no list")
    assert judged.reading.roles == ["blank", "not understood", "not understood"]
    assert judged.reading.reasons == {1: "no list"}
