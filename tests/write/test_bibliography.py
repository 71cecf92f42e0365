"""Papers come back from every format as they were, and nothing that they hold breaks a file or is run."""

import csv
import io
import itertools
import json
import re
import time
import zipfile

import bibtexparser
import pandas as pd
import pytest
import rispy
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from litreview import __main__ as command
from litreview import tables, write
from litreview.read import _dumps as dumps
from litreview.read import _markup as markup

FORMATS = ["bib", "ris", "csv", "xlsx", "json"]
SAME = [
    "title",
    "abstract",
    "date",
    "date_precision",
    "authors",
    "venue",
    "volume",
    "issue",
    "pages",
]
SAME += ["doi", "arxiv_id", "pmid", "url"]
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${7*7} and {{ 7*7 }} {% raw %}",
    '=HYPERLINK("http://a.example","x")',
    "+1-2, and @SUM(1;=2); -3",
    "\u202eright to left\u202c and zero\u200bwidth\u2060joined\ufeff",
    "a NUL \0 within, a bell \a",
    "half a letter \ud800 alone",
    "first line\nER  - \nTY  - JOUR\r\nsecond\tline\u2028third\x85fourth",
    "}, title = {other}, @misc{x, { unbalanced",
    "ends in a backslash \\",
    '"quoted" and \\"half" quoted \\',
    "50% of A_b & C#1 ~ x^2 for $5 or $10 -- '' `` ?` {B} }{",
    r"\input{/etc/passwd} \immediate\write18{rm -rf} $\input{x}$ \csname x\endcsname",
    "Ünïcode, 中文, Ελληνικά, ß, 🙂",
    "'=1+1",
]


def paper(title="Silt of the river", **more) -> dict:
    known = {
        "paper_id": "0123456789ab",
        "title": title,
        "abstract": "Sand; and silt.",
        "date": pd.Timestamp("2019-03-05"),
    }
    known |= {
        "date_precision": "day",
        "authors": ["Doe, Jane", "Müller, Karl"],
        "venue": "Journal of Silt",
    }
    known |= {
        "volume": "12",
        "issue": "3",
        "pages": "7-19",
        "doi": "10.1000/a_b(1)",
        "arxiv_id": "2103.01230",
    }
    return (
        known
        | {
            "pmid": "123456",
            "url": "https://a.example/b_c?d=%20&e#f",
            "topic_label": "Silt & sand",
        }
        | more
    )


def table(*papers: dict) -> pd.DataFrame:
    rows = pd.DataFrame(papers, dtype=object).assign(
        date=lambda rows: pd.to_datetime(rows["date"])
    )
    return rows.assign(paper_id=[f"{n:012x}" for n in range(len(rows))])


def written(papers: pd.DataFrame, to: str) -> str:
    return write.FORMATS[to](papers)


def again(folder, papers: pd.DataFrame, to: str) -> pd.DataFrame:
    """Write papers, and read them back as a dump."""
    tables.write_file(folder / f"x.{to}", written(papers, to))
    return dumps.scan(folder / f"x.{to}")[0]


def read(text: str) -> str:
    """Say how a text is read from any dump."""
    return markup.clear_text(re.sub("[\ud800-\udfff]", "\ufffd", text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("exports")


@pytest.mark.parametrize("to", FORMATS)
def test_papers_come_back_with_all_that_is_known_of_them(folder, to):
    papers = table(
        paper(),
        paper(
            "Loam",
            date_precision="month",
            venue="Proceedings of the 12th Conference on Loam",
            issue="1-2",
        ),
        paper(
            "Clay",
            date_precision="year",
            venue=None,
            volume=None,
            issue=None,
            pages="e12-e15",
        ),
        paper(
            "Sand",
            date=pd.NaT,
            date_precision=None,
            authors=[],
            doi=None,
            arxiv_id=None,
            pmid=None,
            url=None,
        ),
        paper(
            "Peat",
            authors=["García López, Ana María"],
            pages="1676-1687",
            issue="Suppl 1",
        ),
        paper(
            "Marl",
            authors=["Plato", "von Berg, J.-P.", "O'Neil, Ann", "Doe, John, Jr."],
            pages="S3",
        ),
    )
    found = again(folder, papers, to)
    papers.at[5, "authors"] = [
        name.replace("Doe, John, Jr.", "Doe, Jr., John" if to == "bib" else name)
        for name in papers["authors"][5]
    ]
    known = papers[SAME].assign(
        date=papers["date"].where(papers["date_precision"] != "month", "2019-03-01")
    )
    known["date"] = known["date"].where(
        papers["date_precision"] != "year", pd.Timestamp("2019-01-01")
    )
    for name in SAME:
        assert found[name].fillna("").tolist() == known[name].fillna("").tolist(), name
    assert found["note"].isna().all()


nasty = st.text(st.characters(codec=None), max_size=30) | st.lists(
    st.sampled_from(
        [
            *"\\{}%&#_~^$\"'`-=+@;,|<>()[] \n\t\0",
            "--",
            "''",
            "``",
            "and",
            " A",
            "bC",
            "é",
            "\\\\",
            "x\\",
        ]
    ),
    max_size=15,
).map("".join)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(nasty, nasty), min_size=1, max_size=4), st.sampled_from(FORMATS)
)
@example([(text, text) for text in HOSTILE], "bib")
@example([(text, text) for text in HOSTILE], "ris")
@example([(text, text) for text in HOSTILE], "csv")
@example([(text, text) for text in HOSTILE], "json")
def test_any_text_comes_back_as_it_is_read_anywhere(folder, texts, to):
    texts = [(title, abstract) for title, abstract in texts if read(title)]
    if to == "bib":  # of what TeX makes of TeX there is a test below
        texts = [
            pair
            for pair in texts
            if not any(
                re.search(r"\$.*\$|\\['\"`^~=.cvuHkret]", part, re.S) for part in pair
            )
        ]
    assume(texts)
    found = again(
        folder,
        table(*(paper(title, abstract=abstract) for title, abstract in texts)),
        to,
    )
    circumflex = [
        name.replace("ˆ", "^") for name in found["title"]
    ]  # TeX's own sign for it is read as the letter
    assert circumflex == [read(title).replace("ˆ", "^") for title, _ in texts]
    said = found["abstract"].fillna("").str.replace("ˆ", "^").tolist()
    assert said == [read(abstract).replace("ˆ", "^") for _, abstract in texts]
    assert (found["doi"] == "10.1000/a_b(1)").all() and (
        found["authors"].map(len) == 2
    ).all()


@pytest.mark.slow
@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_any_field_hides_another_paper(folder, to, text):
    bad = paper(
        text,
        abstract=text,
        venue=text,
        volume=text,
        issue=text,
        pages=text,
        doi=text,
        url=text,
        authors=[text],
    )
    bad |= {"arxiv_id": text, "pmid": text, "topic_label": text}
    found = again(folder, table(paper("First"), bad, paper("Last")), to)
    assert len(found) == 3 and found["title"].iloc[[0, 2]].tolist() == ["First", "Last"]
    assert found["note"].isna().all()


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_known_and_five_thousand_authors_break_nothing(folder, to):
    names = [f"Doe{chr(97 + i % 26)}, Jane {i}" for i in range(5000)]
    found = again(
        folder,
        table(paper(authors=names), paper("", authors=[]), paper("Last", authors=None)),
        to,
    )
    held = found["authors"][0]
    if to == "xlsx":  # a cell holds 32,767 letters
        cells = pd.read_excel(folder / "x.xlsx", engine="calamine")
        held = "; ".join(
            cells[name][0].rstrip("; ")
            for name in ("authors", "authors 2", "authors 3")
        ).split("; ")
    assert held == names and found["title"].tolist()[-1] == "Last"
    bare = pd.DataFrame({"paper_id": ["a"], "title": ["Bare"]})
    assert again(folder, bare, to)["title"].tolist() == ["Bare"]
    assert again(folder, bare.head(0), to).empty


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_papers_give_the_same_bytes_and_stay_as_they_were(to):
    papers = table(*(paper(text) for text in HOSTILE))
    before = papers.copy(deep=True)
    assert written(papers, to) == written(papers.copy(), to)
    pd.testing.assert_frame_equal(papers, before)


def entry(**known) -> str:
    return write.bibtex(table(paper(**known)))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"An $\mathcal{O}(n \log n)$ bound", r"An $\mathcal{O}(n \log n)$ bound"),
        (r"On $k$-means and $x_{i}^{2}$", r"On $k$-means and $x_{i}^{2}$"),
        (
            r"The \emph{fast & good} way of G\"odel",
            r"The \emph{fast \& good} way of G\"odel",
        ),
        (
            r"On \"half\" of \'{E}tudes",
            'On {\\textbackslash}"half{\\textbackslash}" of \\\'{E}tudes',
        ),
        ("Costs of $5 to $10", r"Costs of \$5 to \$10"),
        ("From $5 a day to US$ 10", r"From \$5 a day to {US}\$ 10"),
        (r"Reads $\input{x}$", r"Reads \${\textbackslash}input\{x\}\$"),
        ("Broken $a{}}{b$", r"Broken \$a$\lbrace$$\rbrace$$\rbrace$$\lbrace$b\$"),
        (
            "BERT, mRNA and T5 for Bees of vitamin C",
            "{BERT}, {mRNA} and {T5} for Bees of vitamin {C}",
        ),
        ("A STUDY OF BEES", "A STUDY OF BEES"),
    ],
)
def test_tex_stays_tex_what_is_none_is_escaped_and_capitals_are_kept(title, written):
    assert f"  title = {{{written}}},\n" in entry(title=title)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Doe, Jane", "Doe, Jane"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Doe, John, Jr.", "Doe, Jr., John"),
        ("WHO Working Group", "{WHO Working Group}"),
        ("Ministry of Health, Labour", "{Ministry of Health, Labour}"),
        ("Smith and Sons", "{Smith and Sons}"),
        ("Procter & Gamble", r"{Procter \& Gamble}"),
        ("Brandt, Andy", "Brandt, Andy"),
    ],
)
def test_names_are_written_so_that_bibtex_parts_them_rightly(name, written):
    assert f"  author = {{{written} and Roe, R.}},\n" in entry(
        authors=[name, "Roe, R."]
    )


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("Journal of Silt", "article"),
        ("Proceedings of the National Academy of Sciences", "article"),
        ("Proceedings of the IEEE", "article"),
        ("Proceedings of the Earth Society", "article"),
        ("Journal of Physics: Conference Series", "article"),
        ("NeurIPS", "article"),
        ("Proceedings of the 12th Meeting on Silt", "inproceedings"),
        ("Proceedings of the Twenty-Fourth AAAI", "inproceedings"),
        ("International Conference on Machine Learning", "inproceedings"),
        ("2019 IEEE Symposium on Silt", "inproceedings"),
        (None, "misc"),
    ],
)
def test_a_venue_is_a_conference_only_where_it_says_so(venue, kind):
    assert entry(venue=venue).startswith(f"@{kind}{{")
    tag, csl = {
        "article": ("JOUR", "article-journal"),
        "inproceedings": ("CPAPER", "paper-conference"),
    }.get(kind, ("UNPB", "article"))
    assert write.ris(table(paper(venue=venue))).startswith(f"TY  - {tag}\r\n")
    assert json.loads(write.csl_json(table(paper(venue=venue))))[0]["type"] == csl


@pytest.mark.parametrize(
    ("precision", "in_bib", "in_ris", "in_json"),
    [
        (
            "day",
            ["2019-03-05", "{2019}", "= mar,"],
            "DA  - 2019/03/05/\r",
            [2019, 3, 5],
        ),
        ("month", ["{2019-03}", "{2019}", "= mar,"], "DA  - 2019/03//\r", [2019, 3]),
        ("year", ["date = {2019}", "year = {2019}"], "PY  - 2019\r", [2019]),
        (None, ["date = {2019}", "year = {2019}"], "PY  - 2019\r", [2019]),
    ],
)
def test_a_date_is_no_finer_than_it_is_known(precision, in_bib, in_ris, in_json):
    one = table(paper(date_precision=precision))
    bib, ris = write.bibtex(one), write.ris(one)
    assert all(part in bib for part in in_bib) and in_ris in ris
    assert ("month" in bib) == ("DA  -" in ris) == (len(in_json) > 1)
    assert json.loads(write.csl_json(one))[0]["issued"] == {"date-parts": [in_json]}


def test_keys_are_readable_and_no_two_are_the_same():
    titles = [
        "The silt of rivers",
        "Silt again",
        "Silt once more",
        "中文",
        "On a",
        "Siltb",
    ]
    papers = table(
        *(paper(title) for title in titles),
        paper("Über Öl", authors=["Łukasiewicz-Straße, Ø."], date=pd.NaT),
    )
    keys = re.findall(r"^@\w+\{(.*),$", write.bibtex(papers), re.M)
    assert keys == [
        "doe2019silt",
        "doe2019siltb",
        "doe2019siltc",
        "doe2019",
        "doe2019ona",
        "doe2019siltbb",
        "lukasiewiczstrasseuber",
    ]
    assert [item["id"] for item in json.loads(write.csl_json(papers))] == keys
    many = write.bibtex(table(*[paper()] * 2000))
    keys = re.findall(r"^@\w+\{(.*),$", many, re.M)
    assert len(set(keys)) == 2000 and all(
        re.fullmatch("[a-z0-9]+", key) for key in keys
    )


def test_bibtex_keeps_the_paper_id_and_the_topic_and_names_the_archive():
    text = entry()
    for line in (
        "litreview-id = {000000000000}",
        r"keywords = {Silt \& sand}",
        "eprint = {2103.01230}",
    ):
        assert f"  {line},\n" in text
    assert "  archiveprefix = {arXiv},\n" in text and "  pages = {7--19},\n" in text


def test_a_label_with_a_comma_stays_one_keyword():
    assert "  keywords = {Bike share / stations},\n" in entry(
        topic_label="Bike share, stations"
    )
    assert "KW  - Bike share, stations\r\n" in write.ris(
        table(paper(topic_label="Bike share, stations"))
    )


def test_ris_has_one_line_a_field():
    text = write.ris(
        table(
            *(paper(text, abstract=text, authors=[text, "Doe, J."]) for text in HOSTILE)
        )
    )
    assert text.count("\r\n") == text.count("\n") == text.count("\r")
    records = text.split("ER  - \r\n\r\n")
    assert len(records) == len(HOSTILE) + 1 and records[-1] == ""
    for record in records[:-1]:
        assert all(
            re.match(r"[A-Z][A-Z0-9]  - \S", line) for line in record.splitlines()
        )


def test_no_cell_is_a_formula_whatever_parts_the_cells():
    starts = "=+-@＝＋－＠\t\r"
    texts = [
        *HOSTILE,
        *(f"{space}{sign}1" for space in ("", " ", "\n", "\t") for sign in starts),
        "a;=1",
        "a\n=1",
    ]
    text = write.csv(
        table(
            *(
                paper(text, abstract=text, authors=[text, text], url=text, venue=text)
                for text in texts
            )
        )
    )
    assert text.startswith("\ufeffpaper_id,")
    cells = list(
        itertools.chain.from_iterable(
            csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        )
    )
    assert not [
        cell
        for cell in cells
        if cell[:1] in tuple(starts) or cell.strip()[:1] in tuple(starts)
    ]
    assert not re.search(r"(?:^|;)\s*[=+\-@]", text, re.M)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    tables.write_file(
        tmp_path / "x.xlsx",
        write.xlsx(table(*(paper(text, abstract=text * 9) for text in HOSTILE))),
    )
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert (
            "<f>" not in sheet
            and "hyperlink" not in sheet
            and "external" not in " ".join(book.namelist())
        )
    found = pd.read_excel(tmp_path / "x.xlsx", engine="calamine")
    assert found["title"].tolist()[3:5] == HOSTILE[3:5] and set(found["year"]) == {2019}
    assert found["arxiv_id"][0] == "arXiv:2103.01230" and found["pages"][0] == "7–19"


def test_pandas_reads_the_table_without_losing_a_zero(tmp_path):
    tables.write_file(
        tmp_path / "x.csv", write.csv(table(paper("Ünïcode, 中文"), paper("Loam")))
    )
    found = pd.read_csv(tmp_path / "x.csv")
    assert list(found)[:3] == ["paper_id", "title", "authors"]
    assert found["title"].tolist() == ["Ünïcode, 中文", "Loam"] and found[
        "year"
    ].tolist() == [2019, 2019]
    assert (
        found["arxiv_id"].tolist() == ["arXiv:2103.01230"] * 2
        and found["pages"][0] == "7–19"
    )


def test_csl_json_has_its_shape_and_cannot_end_a_script():
    text = write.csl_json(
        table(
            *(
                paper(text, authors=["Doe, J.", "Ann van Dam", "WHO Group", "Plato"])
                for text in HOSTILE
            )
        )
    )
    assert "<" not in text and "\0" not in text
    items = json.loads(text)
    assert [item["title"] for item in items] == [
        text.replace("\ud800", "\ufffd") for text in HOSTILE
    ]  # else as it was
    texts = set(
        "id type title container-title volume issue page DOI number PMID URL keyword abstract".split()
    )
    for item in items:
        assert set(item) == texts | {"author", "issued", "custom"}
        assert all(isinstance(item[name], str) for name in texts)
        assert item["author"] == [
            {"family": "Doe", "given": "J."},
            {"family": "van Dam", "given": "Ann"},
            {"family": "WHO Group", "literal": "WHO Group"},
            {"family": "Plato"},
        ]


def test_rispy_reads_the_same():
    papers = table(*(paper(text) for text in HOSTILE))
    found = rispy.loads(write.ris(papers))
    assert len(found) == len(HOSTILE)
    for row, text in zip(found, HOSTILE, strict=True):
        assert re.sub(r"\s+", " ", row["title"]) == " ".join(
            re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)
            .replace("\ud800", "\ufffd")
            .split()
        )
        assert row["authors"] == ["Doe, Jane", "Müller, Karl"] and row["year"] == "2019"
        assert (row["volume"], row["start_page"], row["end_page"], row["doi"]) == (
            "12",
            "7",
            "19",
            "10.1000/a_b(1)",
        )
        assert row["type_of_reference"] == "JOUR" and row["keywords"] == ["Silt & sand"]


def test_bibtexparser_reads_the_same():
    decode = bibtexparser.middlewares.LatexDecodingMiddleware()
    plain = [
        text
        for text in HOSTILE
        if "\\i" not in text and "\x00" not in text and "\n" not in text
    ]
    library = bibtexparser.parse_string(
        write.bibtex(table(*map(paper, plain))), append_middleware=[decode]
    )
    assert not library.failed_blocks and len(library.entries) == len(plain)
    for found, text in zip(library.entries, plain, strict=True):
        known = {field.key: field.value for field in found.fields}
        said = (
            known["title"]
            .replace("ˆ", "^")
            .replace("$\\lbrace$", "{")
            .replace("$\\rbrace$", "}")
        )
        assert " ".join(said.split()) == " ".join(
            text.replace("\ud800", "\ufffd").split()
        )
        assert (
            known["author"] == "Doe, Jane and Müller, Karl" and known["year"] == "2019"
        )
        assert (
            known["journal"] == "Journal of Silt"
            and known["litreview-id"]
            and known["month"] == "mar"
        )


@pytest.fixture
def report(tmp_path):
    place = tmp_path / "bees"
    unknown = ["topic_label", "volume", "issue", "pages"]
    papers = table(*(paper(f"Paper {n}") for n in range(6))).drop(columns=unknown)
    labels = ["Wild bees", "City silt"]
    topics = pd.DataFrame({"topic": [0, 1], "label": labels, "keywords": [[], []]})
    ids = papers["paper_id"][::-1]
    assignments = pd.DataFrame({"paper_id": ids, "topic": [1, 1, 0, 0, 0, -1]})
    tables.write(place, papers=papers, topics=topics, assignments=assignments)
    return place


def run(capsysbinary, *words) -> tuple[int, str, str]:
    status = command.main(["export", *map(str, words)])
    said = capsysbinary.readouterr()
    return status, said.out.decode(errors="surrogateescape"), said.err.decode()


@pytest.mark.parametrize("to", FORMATS)
def test_the_command_writes_beside_the_report_and_says_what(report, capsysbinary, to):
    assert run(capsysbinary, report, "--to", to) == (
        0,
        f"6 papers → {report.parent}/bees.{to}\n",
        "",
    )
    found = dumps.scan(report.parent / f"bees.{to}")[0]
    assert found["title"].tolist() == [f"Paper {n}" for n in range(6)]
    kept = sorted(file.name for file in report.iterdir())
    assert kept == ["tables"]
    status, out, _ = run(capsysbinary, report, "--to", to, "--out", "-")
    assert (
        status == 0
        and out.encode(errors="surrogateescape")
        == (report.parent / f"bees.{to}").read_bytes()
    )


@pytest.mark.parametrize(
    ("topic", "papers"),
    [("wild bees", [1, 2, 3]), ("0", [1, 2, 3]), ("1", [4, 5]), ("-1", [0])],
)
def test_the_papers_of_a_topic_are_written_under_its_label(
    report, capsysbinary, topic, papers
):
    status, out, _ = run(
        capsysbinary, report, "--to", "ris", "--topic", topic, "--out", "-"
    )
    assert status == 0 and re.findall(r"TI  - Paper (\d)", out) == [
        str(n) for n in papers
    ]
    labels = {"1": "City silt", "-1": None}.get(topic, "Wild bees")
    assert re.findall(r"KW  - (.*)\r", out) == [labels] * len(papers) * (
        labels is not None
    )


def test_papers_are_chosen_by_a_file_of_ids(report, capsysbinary, tmp_path):
    (tmp_path / "ids.csv").write_text(
        'paper_id,why\n"000000000004",good\n000000000001,better\n'
    )
    status, out, _ = run(
        capsysbinary, report, "--to", "ris", "--ids", tmp_path / "ids.csv", "--out", "-"
    )
    assert status == 0 and re.findall(r"TI  - Paper (\d)", out) == ["1", "4"]
    chosen = ["--ids", tmp_path / "ids.csv", "--topic", "1"]
    status, _, error = run(capsysbinary, report, "--to", "ris", *chosen)
    assert status == 2 and "000000000001 is not in the topic '1'" in error
    assert (
        run(
            capsysbinary,
            report,
            "--to",
            "ris",
            "--ids",
            tmp_path / "ids.csv",
            "--out",
            tmp_path / "o.ris",
        )[0]
        == 0
    )
    assert (tmp_path / "o.ris").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--to", "xml"],
            "--to xml: is no format that is written; there are bib, ris, csv, xlsx, json",
        ),
        (
            ["--to", "bib", "--topic", "wild bess"],
            "no topic 'wild bess'; near are: 0 Wild bees",
        ),
        (
            ["--to", "bib", "--topic", "7"],
            "no topic '7'; near are: 0 Wild bees; 1 City silt",
        ),
        (["--to", "bib", "--ids", "{0}/none.txt"], "there is no paper_id in it"),
        (["--to", "bib", "--out", "{0}/no/x.bib"], "make it first"),
        (["--to", "bib", "--out", "{0}"], "is a folder; name a file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_2(
    report, capsysbinary, tmp_path, words, said
):
    (tmp_path / "none.txt").write_text("nothing\n")
    status, out, error = run(
        capsysbinary, report, *(word.format(tmp_path) for word in words)
    )
    assert (status, out) == (2, "") and said in error and error.count("\n") == 1
    assert not list(report.glob("*.bib"))


def test_a_folder_that_is_no_report_is_named(tmp_path, capsysbinary):
    status, _, error = run(capsysbinary, tmp_path, "--to", "bib")
    assert status == 2 and f"{tmp_path}: is no report" in error
    assert run(capsysbinary, tmp_path / "nowhere", "--to", "bib")[0] == 2


def test_a_file_that_is_there_is_replaced_as_a_whole_or_not_at_all(report, monkeypatch):
    (report / "bees.bib").write_text("old")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        tables.write_file(report / "bees.bib", "new")
    assert (report / "bees.bib").read_text() == "old" and len(
        list(report.iterdir())
    ) == 2


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "$a b",
        "\\emph{",
        "\\emph{a {",
        "{",
        "' ",
        "de ",
        "a, ",
        "Aa",
        ";=",
        "-",
        "\\",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece):
    def seconds(n: int) -> float:
        text = piece * n
        papers = table(
            paper(
                text,
                abstract=text,
                authors=[text],
                venue=text,
                pages=text,
                issue=text,
                doi=text,
            )
        )
        start = time.process_time()  # what else the machine does is not counted
        for to in FORMATS:
            written(papers, to)
        return time.process_time() - start

    seconds(10)
    assert seconds(8000) < 70 * max(
        0.01, seconds(500)
    )  # 16 times as long; 256 would be the square
