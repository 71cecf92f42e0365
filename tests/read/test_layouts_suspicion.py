"""What looks like papers is sure; menus, mails, code, names and running text are not."""

import random

import pandas as pd
import pytest

from litreview.read.layouts import _listing, _suspicion
from tests.conftest import SEEDS
from tests.read.pages.no_lists import NO_LISTS

PAPERS = [
    (
        "Tidal pools as natural laboratories: a survey of forty shores",
        "We survey forty shores and show that tidal pools differ more within a shore"
        " than between shores. Our results suggest that pools can serve as natural"
        " laboratories for the study of invasions.",
    ),
    (
        "Sparse attention for long lectures",
        "Lectures are long, and attention is quadratic. We propose a sparse attention"
        " for lectures, and evaluate it on two datasets. Experiments show that it is"
        " four times faster at the same accuracy.",
    ),
    (
        "Salt intake and sleep in shift workers.",
        "Background: salt may disturb sleep. Methods: 212 shift workers took part in a"
        " randomised trial. Results: salt had no significant effect on sleep."
        " Conclusions: other causes should be examined.",
    ),
    (
        "On the diameter of random lattices",
        "We prove that the diameter of a random lattice grows with its dimension, and"
        " obtain a sharp estimate in the theorem for lattices of small index. The proof"
        " needs no assumption on the lattice.",
    ),
]


def paper_records(number: int) -> list[dict]:
    """Copies of the papers, each with a word of its own."""
    records = []
    for i in range(number):
        title, abstract = PAPERS[i % len(PAPERS)]
        word = f"{chr(97 + i % 26)}{chr(97 + i // 26)}omea"
        records.append({"title": f"{title} {word}", "abstract": f"{abstract} {word}"})
    return records


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Send to", "menu"),
        ("Sort by: Best match", "menu"),
        ("Cited by 12", "menu"),
        ("Skip to main content", "menu"),
        ("© 2024 Quill Press", "menu"),
        ("momo@example.org", "address"),
        ("See https://example.org/a/b for more", "address"),
        ("Subject: the broken heating", "mail header"),
        ("On Mon, Mar 3, 2025 at 10:12, Ada Quist wrote:", "mail header"),
        ("Dear Ada,", "mail header"),
        ("J. Smith, A. B. Jones and C. Doe", "names"),
        ("Smith J, Jones AB, Doe C", "names"),
        ("by Ada Lindqvist", "names"),
        ("Ada Quist, University of Corvina", "names"),
        ("PMID: 32334001", "identifier"),
        ("arXiv:2403.01234", "identifier"),
        ("10.1234/abc.5", "identifier"),
        ("Introduction", "heading"),
        ("REFERENCES", "heading"),
        ("4. Results and discussion", "heading"),
        ("3.2 Sampling of shores", "heading"),
        ("Chapter 3", "heading"),
        ("Figure 2. Sleep by salt", "heading"),
        ("However, the sample was too small to tell.", "sentence"),
        ("We followed Ada et al. (2004) and asked 12 people.", "sentence"),
        ("I think that you should see it before it is gone.", "sentence"),
        ("return amber.map((x) => x.kiln * 4);", "code"),
        ("import os", "code"),
        ("<div class='card'>Old kettle</div>", "code"),
        ('"name": "kettle",', "code"),
        ("git_push --force", "code"),
        ("1,234", "number"),
        ("€ 12.50", "number"),
        ("3 March 2025", "date"),
        ("10:45 Coffee", "date"),
        ("2025-03-01", "date"),
        ("of the shores that were seen", "fragment"),
        ("The shores of the", "fragment"),
        ("Tides " * 100, "too long"),
        ("Go", "too short"),
    ],
)
def test_what_stands_in_place_of_a_title_is_named(title, fault):
    assert _suspicion.title_fault(title) == fault


@pytest.mark.parametrize(
    "title",
    [
        *(title for title, _ in PAPERS),
        "What do tides learn? A second look",
        '"How was the sea?" Talk among sailors',
        "k-means for shores",
        "p53 and the sea urchin",
        "mRNA decay in kelp: new methods",
        "Vitamin D",
        "COVID-19 and shore leave",
        "$L_p$-bounds for tides on $\\mathbb{R}^n$",
        "SL_2(27) and its kin",
        "A/B testing & its discontents",
        "Kelp is associated with fewer storms",
        "Über die Gezeiten: eine Einführung",
        "潮汐池的研究",
        "干潟の生態",
        "О приливах и отливах",
        "3D printing of corals",
        "2.5D maps of reefs",
        "News recommendation with tides",
        "Introduction to tides",
        "Methods for counting crabs",
        "Author name disambiguation at sea",
        "From sea to shore: a history",
    ],
)
def test_a_title_has_no_fault(title):
    assert _suspicion.title_fault(title) is None


@pytest.mark.parametrize(
    ("abstract", "fault"),
    [
        *((abstract, None) for _, abstract in PAPERS),
        ("Two short words.", "too short"),
        ("x = {1: 2, 3: 4}; y[0] += 17; z(3) // 2 == 8 && !w; " * 3, "code"),
        (
            "Please buy your tickets before Friday, and thanks for the lovely dinner;"
            " mother says you should visit us tomorrow.",
            "everyday",
        ),
        (
            "Our results agree with those of Ada et al. (2004). The analysis of tides"
            " (Quist, 2011) shows the same effect, see Table 3 and Figure 2.",
            "citing",
        ),
        (
            "The old mill stood at the end of the lane, and the water ran below it as it"
            " had run for a hundred years.",
            "not scholarly",
        ),
        (
            "本文提出了一种新的潮汐预测方法,实验结果表明该方法优于现有模型,并能够有效地"
            "用于沿海地区。",
            None,
        ),
        (
            "Wir untersuchen vierzig Küsten mit einer neuen Methode. Die Ergebnisse zeigen,"
            " dass sich Tümpel stark unterscheiden.",
            None,
        ),
    ],
)
def test_what_stands_in_place_of_an_abstract_is_named(abstract, fault):
    assert _suspicion.abstract_fault(abstract) == fault


@pytest.mark.parametrize("number", [1, 3, 4, 12, 40])
@pytest.mark.parametrize("known_layout", [True, False])
def test_titles_with_scholarly_abstracts_are_sure(number, known_layout):
    judgement = _suspicion.judge(paper_records(number), known_layout)
    assert judgement == ("sure", "", [])


def test_a_table_serves_as_well_as_a_list():
    records = paper_records(12)
    table = pd.DataFrame(records).assign(authors=[[]] * 12, doi=None)
    assert _suspicion.judge(table, False) == _suspicion.judge(records, False)


def test_nothing_is_not_suspected():
    assert _suspicion.judge([], False).certainty == "sure"


def test_front_matter_among_papers_is_no_doubt():
    records = paper_records(20)
    for i, title in ((0, "Preface"), (7, "Editorial"), (19, "Index")):
        records[i] = {"title": title, "abstract": None}

    judgement = _suspicion.judge(records, False)
    assert judgement.certainty == "sure"
    assert judgement.faults == [(0, "heading"), (19, "heading")]


def test_titles_alone_need_marks_or_authors_with_years():
    titles = [{"title": record["title"]} for record in paper_records(12)]
    assert _suspicion.judge(titles, True).certainty == "sure"

    alone = _suspicion.judge(titles, False)
    assert alone.certainty == "doubtful"
    assert "Nothing but their place" in alone.doubt

    credited = [row | {"authors": ["Ada Quist"], "date": "2011"} for row in titles]
    assert _suspicion.judge(credited, False).certainty == "sure"
    identified = [row | {"doi": "10.1234/5"} for row in titles]
    assert _suspicion.judge(identified, False).certainty == "sure"


def test_authors_excuse_odd_titles_but_no_code():
    odd = ["Introduction", "Go", "References", "by Ada Quist", "tides and ebbs"]
    rows = [{"title": t, "authors": ["Ada Quist"], "date": "2011"} for t in odd]
    assert _suspicion.judge(rows, False).certainty == "sure"

    for row in rows:
        row["title"] = "import os"
    assert _suspicion.judge(rows, False).certainty == "refused"


def test_one_odd_title_of_three_is_chance_and_three_of_ten_are_not():
    few = paper_records(3)
    few[1]["title"] = "Introduction"
    assert _suspicion.judge(few, False).certainty == "sure"

    more = paper_records(10)
    for i in (1, 4, 7):
        more[i]["title"] = "Send to"
    judgement = _suspicion.judge(more, True)
    assert judgement.certainty == "doubtful"
    assert judgement.faults == [(1, "menu"), (4, "menu"), (7, "menu")]
    assert judgement.doubt.startswith('3 of its 10 "titles" look like buttons')


def test_the_doubt_shows_three_titles_and_says_what_would_do():
    titles = ["Advanced", "Send to", "PMID: 32334001", "Save", "Sparse tides"]
    judgement = _suspicion.judge([{"title": title} for title in titles], False)

    assert judgement.certainty == "refused"
    assert judgement.doubt == (
        'Most of its 5 "titles" look like buttons of a page and identifiers ("Advanced",'
        ' "PMID: 32334001", "Send to"): this is probably no list of papers. Export the'
        " records instead (RIS, BibTeX or CSV), or copy the page with its titles and"
        " abstracts."
    )


def test_the_advice_fits_the_fault():
    code = _suspicion.judge([{"title": "import os"}], False)
    assert code.doubt.startswith('Its only "title" looks like code ("import os")')
    assert "Code and settings hold no papers" in code.doubt

    sentences = [{"title": "However, it was cold."}, {"title": "3.2 The cold shore"}]
    assert "text of a paper" in _suspicion.judge(sentences, False).doubt


def test_abstracts_of_other_titles_are_noticed():
    records = paper_records(12)
    abstracts = [record["abstract"].rsplit(" ", 1)[0] for record in records]
    for i, record in enumerate(records):
        record["title"] = record["title"].rsplit(" ", 1)[0] + f" {i}"
        record["abstract"] = abstracts[i - 1]

    judgement = _suspicion.judge(records, False)
    assert judgement.certainty == "doubtful"
    assert "shifted" in judgement.doubt


def test_the_same_titles_over_and_over_are_doubtful():
    records = paper_records(2) * 6
    assert "again and again" in _suspicion.judge(records, False).doubt


def everyday_readings(text: str) -> list[list[dict]]:
    """The text as a listing, each line a title, and lines in pairs."""
    lines = text.split("\n")
    found, _ = _listing.parse_listing(lines)
    full = [line.strip() for line in lines if line.strip()]
    pairs = zip(full[::2], full[1::2], strict=False)
    return [
        [{"title": row["title"], "abstract": row["abstract"]} for row in found],
        [{"title": line} for line in full],
        [{"title": title, "abstract": text} for title, text in pairs],
    ]


@pytest.mark.parametrize("kind", NO_LISTS)
def test_what_is_no_list_of_papers_is_not_believed(kind):
    for seed in range(2):
        text, _ = NO_LISTS[kind](random.Random(seed))
        for records in everyday_readings(text):
            judgement = _suspicion.judge(records, False)
            assert not records or judgement.certainty != "sure"
            assert not records or judgement.doubt


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real dumps are not here")
def test_the_real_dumps_are_sure():
    for file in sorted(SEEDS.glob("*.txt")):
        found, _ = _listing.parse_listing(file.read_text("utf-8").split("\n"))
        table = pd.DataFrame(found)[["title", "abstract"]]
        judgement = _suspicion.judge(table, False)
        assert judgement.certainty == "sure", file.name
        assert len(judgement.faults) <= 0.01 * len(table), file.name
