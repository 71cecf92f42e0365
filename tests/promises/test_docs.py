"""What the code says of itself in the documentation is up to date."""

import importlib.util

import pandas as pd
import pytest

from litreview import tables
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def pages():
    spec = importlib.util.spec_from_file_location("write", ROOT / "docs" / "write.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_pages_written_from_the_code_are_not_stale(pages):
    for file, text in pages.items():
        assert file.is_file(), f"{file.name} is missing; run python docs/write.py"
        assert file.read_text(encoding="utf-8") == text, (
            f"{file.name} is stale; run python docs/write.py"
        )


def test_every_record_of_what_was_tried_is_a_page():
    names = {file.stem for file in (ROOT / "docs" / "decisions").glob("*.md")}
    assert {"duplicates", "page", "screening", "topics", "trends"} <= names


@pytest.mark.slow
def test_the_data_dictionary_is_that_of_a_report(sample_report):
    files = sorted((sample_report / "tables").glob("*.parquet"))
    missing = set(tables.SCHEMA) - {file.stem for file in files}
    assert missing <= {"screening_decisions", "prisma"}

    for file in files:
        described = tables.SCHEMA[file.stem].columns
        table = pd.read_parquet(file)
        others = [name for name in table if name not in described]
        # The reruns are numbered.
        others = [name for name in others if not name.startswith(("seed_", "sample_"))]
        assert not others, f"{file.stem}: {others} are not described"
        assert not set(described) - set(table), file.stem

        for name, column in described.items():
            if column.type != "list":
                assert str(table[name].dtype) == column.type, f"{file.stem}.{name}"
