"""The papers of a report: all, of a topic, or of a list of ids."""

import pandas as pd
import pytest

from litreview import report, tables
from litreview.report import _export


@pytest.fixture
def folder(tmp_path):
    ids = [f"{number:012x}" for number in range(4)]
    papers = pd.DataFrame(
        {
            "paper_id": ids,
            "title": ["Silt", "Silt", "Loam", "Clay"],
            "authors": [["Doe, J."]] * 4,
        }
    )
    topics = pd.DataFrame(
        {"topic": [0, 1], "label": ["Wild bees", "City silt"], "keywords": [[], []]}
    )
    assignments = pd.DataFrame({"paper_id": ids, "topic": [1, 1, 0, -1]})
    tables.write(tmp_path, papers=papers, topics=topics, assignments=assignments)
    return tmp_path


@pytest.mark.parametrize(
    ("topic", "titles"),
    [
        ("", ["Silt", "Silt", "Loam", "Clay"]),
        ("city SILT", ["Silt", "Silt"]),
        ("0", ["Loam"]),
        ("-1", ["Clay"]),
    ],
)
def test_papers_of_a_topic(folder, topic, titles):
    papers = _export.select_papers(folder, topic)
    assert list(papers["title"]) == titles


def test_an_unknown_topic_names_those_that_are_near(folder):
    with pytest.raises(ValueError, match="no topic 'wild bess'; near are: 0 Wild bees"):
        _export.select_papers(folder, "wild bess")


def test_a_key_is_the_same_in_every_part_of_a_report(folder, tmp_path):
    everything, count = report.export_papers(folder, "bib")
    assert count == 4 and "{doesiltb," in everything

    chosen = tmp_path / "ids.txt"
    chosen.write_text("second: 000000000001\n")
    part, count = report.export_papers(folder, "bib", ids=chosen)
    assert count == 1 and "{doesiltb," in part


def test_ids_of_other_papers_and_files_without_ids_are_said(folder, tmp_path):
    file = tmp_path / "ids.txt"
    file.write_text("0123456789ab")
    with pytest.raises(ValueError, match="0123456789ab is not in"):
        _export.select_papers(folder, ids=file)

    file.write_text("nothing here")
    with pytest.raises(ValueError, match="there is no paper_id in it"):
        _export.select_papers(folder, ids=file)


def test_an_unknown_format_and_a_folder_that_is_no_report(folder, tmp_path):
    with pytest.raises(ValueError, match="--to doc: is no format that is written"):
        report.export_papers(folder, "doc")
    with pytest.raises(ValueError, match="is no report"):
        report.export_papers(tmp_path / "nowhere", "bib")
