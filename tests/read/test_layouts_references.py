"""References are read in the style that they have, and in no other."""

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.layouts._entries import find_entries
from litreview.read.layouts._reading import FIELDS
from litreview.read.layouts._references import STYLES, read_style

# Style → references, each with its title.
LISTS = {
    "apa": [
        (
            "Blum, A., & Fenn, J. (2020a). Word2vec vs. GloVe: A comparison of U.S. rivers. Journal of Things, 12(3), 1–9. https://doi.org/10.1000/abc.12",
            "Word2vec vs. GloVe: A comparison of U.S. rivers",
        ),
        (
            "World Lamp Organization. (2019). Lamps and health: A global report. https://lamps.example.org/health",
            "Lamps and health: A global report",
        ),
        (
            "Moss, T., Reed, L., . . . Zander, Z. (2018). Do many hands make light work? Moss and Stone, 4, 12–19.",
            "Do many hands make light work?",
        ),
        (
            "Fenn, J. (n.d.). Notes on silt. Retrieved March 3, 2020, from https://silt.example.org/notes",
            "Notes on silt",
        ),
        ("Blum, A. (in press). Tides that wait. Annals of Tides.", "Tides that wait"),
        (
            "Blum, A. (2015). The book of rivers (2nd ed.). Heron Press.",
            "The book of rivers",
        ),
        (
            "Stone, K. (2017). Chapters in stone. In A. Blum & J. Fenn (Eds.), The book of chapters (pp. 12–40). Springer.",
            "Chapters in stone",
        ),
        (
            "van der Rush, M.-L. (2021, March 17). Preprints of the marsh. arXiv preprint arXiv:2001.01234.",
            "Preprints of the marsh",
        ),
        (
            "The silence of the lamps. (2014). Lantern Studies, 3(1), 2–8.",
            "The silence of the lamps",
        ),
    ],
    "vancouver": [
        (
            "Blum A, van der Berg JP, O'Neil K, et al. Vitamin D in the U.S. J Things. 2020 Mar 17;12(3):1-9. doi: 10.1000/abc.12. Epub 2020 Feb 1. PMID: 12345678; PMCID: PMC123456.",
            "Vitamin D in the U.S.",
        ),
        (
            "World Lamp Organization. Lamps and health. Geneva: WLO; 2019.",
            "Lamps and health",
        ),
        (
            "Blum A. The book of rivers. 2nd ed. New York: Heron Press; 2015.",
            "The book of rivers",
        ),
        (
            "Stone K. Chapters in stone. In: Blum A, Fenn J, editors. The book of chapters. Berlin: Springer; 2017. p. 12-40.",
            "Chapters in stone",
        ),
        (
            "Fenn J, Moss T; Silt Study Group. Silt after storms: is it over? Lancet. 2018;391(10121):665-74.",
            "Silt after storms: is it over?",
        ),
        (
            "Fenn J. Notes on silt [Internet]. Heron Society; 2020 [cited 2020 Mar 3]. Available from: https://silt.example.org/notes",
            "Notes on silt",
        ),
    ],
    "ieee": [
        (
            "A. Blum, J.-P. van der Berg, and K. O'Neil, “Word2vec vs. GloVe: A comparison,” J. Things, vol. 12, no. 3, pp. 1–9, Mar. 2020.",
            "Word2vec vs. GloVe: A comparison",
        ),
        (
            'J. Fenn et al., "Do lamps sing?" in Proc. 3rd Int. Conf. Lamps, Berlin, Germany, 2019, pp. 12–19.',
            "Do lamps sing?",
        ),
        (
            "A. Blum, The Book of Rivers, 2nd ed. New York, NY, USA: Heron Press, 2015.",
            "The Book of Rivers",
        ),
        (
            "K. Stone, “Notes on silt,” 2017. [Online]. Available: https://silt.example.org/notes",
            "Notes on silt",
        ),
    ],
    "chicago": [
        (
            "Blum, Ada. The Book of Rivers. New York: Heron Press, 2015.",
            "The Book of Rivers",
        ),
        (
            "Blum, Ada, and Jo Fenn. “Do lamps sing?” Journal of Things 12, no. 3 (2020): 1–9.",
            "Do lamps sing?",
        ),
        (
            "———. “Lamps that hum.” Journal of Things 13, no. 1 (2021): 2–8.",
            "Lamps that hum",
        ),
    ],
    "chicago_dates": [
        (
            "Blum, Ada, and Jo Fenn. 2020. “Slow rivers.” Journal of Things 12 (3): 1–9.",
            "Slow rivers",
        ),
        (
            "Blum, Ada. 2015. The Book of Rivers. New York: Heron Press.",
            "The Book of Rivers",
        ),
    ],
    "harvard": [
        (
            "Blum, A. and Fenn, J., 2020. Slow rivers of the north. Journal of Things, 12(3), pp.1–9.",
            "Slow rivers of the north",
        ),
        (
            "Blum, A. & Fenn, J. (2020) 'Drivers' attitudes to lamps', Journal of Things, 12(3), pp. 1–9.",
            "Drivers' attitudes to lamps",
        ),
        ("Fenn, J. (2019) The book of silt. Berlin: Springer.", "The book of silt"),
    ],
    "mla": [
        (
            "Blum, Ada, and Jo Fenn. “Slow Rivers.” Journal of Things, vol. 12, no. 3, 2020, pp. 1–9.",
            "Slow Rivers",
        ),
        (
            "Reed, Kim, et al. “Fog over Moss.” Journal of Things 12.3 (2020): 1-9.",
            "Fog over Moss",
        ),
    ],
    "acl": [
        (
            "Ada Blum, Kim van der Reed, and Y. Wu. 2020. Rivers in the U.S. In Proceedings of the 3rd Meeting of Rivers, pages 1–9, Online. Association for Rivers.",
            "Rivers in the U.S.",
        ),
        ("Jo Fenn. 2021. Fog and moss. CoRR, abs/2001.01234.", "Fog and moss"),
        (
            "Ada Blum and Jo Fenn. 2019. Lamps. And what they hide. J. Things 12, 3 (2019), 1–9. https://doi.org/10.1000/abc",
            "Lamps. And what they hide",
        ),
    ],
    "bibtex": [
        (
            "Ada Blum, Jean-Pierre van der Berg, and K. O'Neil. Word2vec vs. GloVe: A comparison. In Proc. of Rivers, pages 1–9, 2020.",
            "Word2vec vs. GloVe: A comparison",
        ),
        (
            "Ada Blum. The Book of Rivers. Heron Press, 2nd edition, 2015.",
            "The Book of Rivers",
        ),
        (
            "Jo Fenn. Notes on silt, 2020. URL https://silt.example.org/notes.",
            "Notes on silt",
        ),
        ("OpenRiver. Lamps that talk. CoRR, abs/2303.08774, 2023.", "Lamps that talk"),
        (
            "T. Moss and L. Reed. Fog is all you need. Phys. Rev. Lett., 12:1–9, 2020.",
            "Fog is all you need",
        ),
    ],
    "nature": [
        (
            "Blum, A., Fenn, J. & Moss, T. Slow rivers and silt. Nat. Things 12, 1–9 (2020).",
            "Slow rivers and silt",
        ),
        (
            "Blum, A. et al. Lamps that hum. Preprint at https://arxiv.org/abs/2001.01234 (2020).",
            "Lamps that hum",
        ),
        ("Blum, A. The Book of Rivers (Heron Press, 2015).", "The Book of Rivers"),
    ],
    "springer": [
        (
            "Blum A, Fenn J (2020) Slow rivers and silt. J Things 12:1–9",
            "Slow rivers and silt",
        ),
        (
            "Reed K (2019) Fog in books. In: Blum A (ed) The book of fog. Springer, Berlin, pp 1–9",
            "Fog in books",
        ),
    ],
    "lncs": [
        (
            "Blum, A., Fenn, J.: Slow rivers and silt. J. Things 12(3), 1–9 (2020)",
            "Slow rivers and silt",
        ),
        (
            "Reed, K.: Fog in books. In: Proceedings of Fog, pp. 1–9. Springer, Berlin (2019)",
            "Fog in books",
        ),
    ],
    "elsevier": [
        (
            "A. Blum, J. Fenn, Rivers, lakes, and seas of the north, J. Things 12 (2020) 1–9. https://doi.org/10.1000/abc.",
            "Rivers, lakes, and seas of the north",
        ),
        (
            "J. Fenn, et al., Silt in deltas, in: Proceedings of the 3rd Meeting of Lamps, Berlin, 2019, pp. 12–19.",
            "Silt in deltas",
        ),
        (
            "A. Blum, The Book of Rivers, second ed., Heron Press, Berlin, 2015.",
            "The Book of Rivers",
        ),
    ],
    "science": [
        (
            "A. Blum, J. Fenn, Slow rivers and silt. J. Things 12, 1–9 (2020).",
            "Slow rivers and silt",
        ),
        (
            "K. Reed, Fog over moss. Proc. Natl. Acad. Fog 3, 2–8 (2019).",
            "Fog over moss",
        ),
    ],
    "din": [
        (
            "Blum A. & Fenn J., 2020. – Slow rivers and silt. Journal of Things 12: 1–9.",
            "Slow rivers and silt",
        ),
        ("Reed K., 2019. – Fog over moss. Annals of Fog 3: 2–8.", "Fog over moss"),
    ],
    "gbt": [
        (
            "BLUM A, FENN J. Slow rivers[J]. Journal of Things, 2020, 12(3): 1-9.",
            "Slow rivers",
        ),
        ("张三, 李四. 河流的研究[J]. 河流学报, 2020, 12(3): 1-9.", "河流的研究"),
    ],
}


def entries_of(key):
    return [entry for entry, _ in LISTS[key]]


def titles_of(key):
    return [title for _, title in LISTS[key]]


def read_titles(lines, key):
    reading = read_style(lines, STYLES[key])
    if reading is None:
        return []
    return [record["title"] for record in reading.records]


def numbered(entries):
    return [f"[{i}] {entry}" for i, entry in enumerate(entries, 1)]


def test_every_style_has_a_list():
    assert set(LISTS) == set(STYLES)
    assert len({style.name for style in STYLES.values()}) == len(STYLES)


@pytest.mark.parametrize("key", LISTS)
def test_each_style_reads_its_titles_to_the_letter(key):
    assert read_titles(numbered(entries_of(key)), key) == titles_of(key)


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize("other", STYLES)
def test_another_style_reads_no_wrong_titles(key, other):
    for title in read_titles(numbered(entries_of(key)), other):
        assert title in titles_of(key), other


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(LISTS)), st.integers(60, 120))
def test_any_width_gives_the_same_titles(key, width):
    lines = []
    for entry in numbered(entries_of(key)):
        lines += textwrap.wrap(
            entry, width, break_long_words=False, break_on_hyphens=False
        )
    assert read_titles(lines, key) == titles_of(key)


@pytest.mark.parametrize("key", LISTS)
def test_a_broken_entry_costs_no_other(key):
    broken = "?? half an entry of which nobody knows what it was"
    first, *others = entries_of(key)
    lines = numbered([first, broken, *others])
    reading = read_style(lines, STYLES[key])
    # What stands for the authors above stands for nobody under a broken entry.
    assert [record["title"] for record in reading.records] == titles_of(key)
    assert reading.roles[1] == "not understood"
    assert list(reading.reasons) == [1]


def test_all_that_an_entry_holds_is_read():
    line = "1: Blum A, van der Berg JP. Slow rivers: a study. J Things. 2020 Mar 17;12(3):1-9. doi: 10.1000/ABC.12. Epub 2020 Feb 1. PMID: 12345678; PMCID: PMC123456."
    record = read_style(
        [line, line.replace("1:", "2:", 1)], STYLES["vancouver"]
    ).records[0]
    assert record == {
        "line": 1,
        "line_to": 1,
        "title": "Slow rivers: a study",
        "authors": ["Blum A", "van der Berg JP"],
        "venue": "J Things",
        "volume": "12",
        "issue": "3",
        "pages": "1-9",
        "date": "2020 Mar 17",
        "doi": "10.1000/abc.12",
        "pmid": "12345678",
    }


def test_links_and_identifiers_are_read():
    lines = [
        "Blum, A. (2020). Slow rivers and silt. arXiv preprint arXiv:2001.01234.",
        "Reed, K. (2021). Fog over moss. Annals of Fog, 3(1), 2–8. https://fog.example.org/moss",
    ]
    first, second = read_style(lines, STYLES["apa"]).records
    assert (first["arxiv_id"], first["date"]) == ("2001.01234", "2020")
    assert (second["url"], second["venue"]) == (
        "https://fog.example.org/moss",
        "Annals of Fog",
    )


def test_the_lines_of_a_title_are_told_from_the_others():
    lines = [
        "[1] Blum, A., Fenn, J., Reed, K., & Moss, T. (2020).",
        "Slow rivers and silt. Journal of Things, 12(3),",
        "1–9.",
        "",
        "[2] Half an entry.",
    ]
    reading = read_style(lines, STYLES["apa"])
    assert reading.roles == ["field", "title", "field", "blank", "not understood"]
    assert (reading.records[0]["line"], reading.records[0]["line_to"]) == (1, 3)


def test_reasons_say_what_is_missing():
    lines = [
        "[1] Blum, A. (2020). Slow rivers and silt. Journal of Things, 12(3), 1–9.",
        "[2] Blum, A. Slow rivers and silt. Journal of Things, 12(3), 1–9.",
        "[3] Blum, A. (2020). Slow rivers and silt.",
    ]
    reasons = read_style(lines, STYLES["apa"]).reasons
    assert "no year" in reasons[1]
    assert "no title" in reasons[2]


def test_prose_holds_no_references():
    prose = (
        "The river rose in 2020. Nobody, as Blum (2019) has it, slept. Moss grew. " * 40
    )
    lines = textwrap.wrap(prose, 80)
    for style in STYLES.values():
        assert read_style(lines, style) is None


LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from([entry for key in sorted(LISTS) for entry in entries_of(key)]),
        st.sampled_from(
            ["", "References", "12", "[1] (2020).", "Blum, A. (2020). ", "“", "In:"]
        ),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(LINES, st.sampled_from(sorted(STYLES)))
def test_every_line_has_one_role(lines, key):
    reading = read_style(lines, STYLES[key])
    if reading is None:
        return
    assert len(reading.roles) == len(lines)
    assert set(reading.roles) <= {"header", "title", "field", "blank", "not understood"}
    for record in reading.records:
        assert set(record) <= {"line", "line_to", *FIELDS}
        assert record["title"]
        assert "title" in reading.roles[record["line"] - 1 : record["line_to"]]


@pytest.mark.parametrize("key", ["apa", "vancouver", "bibtex", "elsevier"])
def test_many_references_are_read_quickly(key):
    lines = numbered(entries_of(key) * 250)
    start = time.perf_counter()
    entries = find_entries(lines)
    reading = read_style(lines, STYLES[key], entries)
    assert time.perf_counter() - start < len(lines) / 500
    assert len(reading.records) == len(lines)
