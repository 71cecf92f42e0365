"""The first records of each file are shown as they were read."""

import pandas as pd

from litreview import read
from litreview.read import _preview

RIS = (
    "TY  - JOUR\nTI  - Silt\t in \n  rivers\nAU  - Moss, Ada\nAU  - Fern, Bo\n"
    "AU  - Reed, Cy\nAU  - Ivy, Di\nPY  - 2019\nJO  - Journal of Silt\n"
    "DO  - 10.1/silt\nAB  - Wet.\nER  - \n"
)
SHORT = "TY  - JOUR\nTI  - Fog {}\nER  - \n"


def scanned(tmp_path, **texts):
    """Read files with these texts: the records and the files."""
    for name, text in texts.items():
        (tmp_path / f"{name}.ris").write_text(text)
    found, _, files = read.scan(tmp_path)
    return found, files


def test_a_record_is_shown_with_all_that_tells_whether_it_is_right(tmp_path):
    row = _preview.first_records(*scanned(tmp_path, a=RIS)).iloc[0]
    assert row["title"] == "Silt in rivers"
    assert row["authors"].endswith(" and 1 more") and row["authors"].count(";") == 2
    assert row["year"] == "2019" and row["venue"] == "Journal of Silt"
    assert row["ids"] == "doi 10.1/silt" and row["abstract"] == "Wet."


def test_of_each_file_the_first_records_are_shown(tmp_path):
    many = "".join(SHORT.format(number) for number in range(9))
    table = _preview.first_records(*scanned(tmp_path, a=many, b=RIS), most=2)
    assert table["dump"].tolist() == ["a.ris", "a.ris", "b.ris"]
    assert table["title"].tolist() == ["Fog 0", "Fog 1", "Silt in rivers"]


def test_a_missing_abstract_is_said_and_a_snippet_is_called_one(tmp_path):
    found, files = scanned(tmp_path, a=SHORT.format(1))
    assert _preview.first_records(found, files)["abstract"].item() == "no abstract"
    found = found.assign(snippet="… the fog of rivers …")
    abstract = _preview.first_records(found, files)["abstract"].item()
    assert abstract == "no abstract, a snippet: … the fog of rivers …"


def test_a_long_abstract_is_cut_at_a_word(tmp_path):
    found, files = scanned(tmp_path, a=RIS.replace("Wet.", "word " * 100))
    abstract = _preview.first_records(found, files)["abstract"].item()
    assert abstract.endswith("word…") and len(abstract) <= _preview.BEGINNING + 1


def test_doubtful_files_come_first_then_of_many_the_first_of_each_layout():
    files = pd.DataFrame(
        {
            "dump": list("abcdef"),
            "layout": ["list", "list", "RIS", "list", "mail", "RIS"],
            "certainty": ["sure", "sure", "sure", "doubtful", "refused", "sure"],
        }
    )
    assert "".join(_preview.order_by_doubt(files)["dump"]) == "edabcf"
    more = files.tail(1).assign(dump=[list("ghijk")]).explode("dump")
    files = pd.concat([files, more], ignore_index=True)
    assert "".join(_preview.order_by_doubt(files)["dump"]) == "edacbfghijk"


def test_the_table_leaves_out_what_no_record_has(tmp_path):
    found, files = scanned(tmp_path, a=SHORT.format(1))
    table = _preview.first_records_table(found, files)
    assert list(table) == ["dump", "title", "abstract"]
    table = _preview.first_records_table(*scanned(tmp_path, b=RIS))
    assert list(table) == ["dump", "title", "authors", "year", "abstract"]


def test_files_without_records_have_no_rows(tmp_path):
    found, files = scanned(tmp_path, a="")
    assert _preview.first_records_table(found, files).empty


def test_letters_that_steer_a_terminal_are_left_out():
    assert _preview.plain_text("a\x1b[31m\u202eb\nc") == "a[31mb c"
    assert _preview.plain_text(None) == ""
