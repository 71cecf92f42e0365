"""What would do for a parameter, kind by kind."""

import pytest

from litreview.report import _kinds


@pytest.mark.parametrize(
    ("kind", "fitting", "unfit"),
    [
        ("paths", ["a", ["a", "b"]], ["", [], [""], 3, None]),
        ("paths or nothing", ["", "a", ["a"]], [[], [3], None]),
        ("line", ["A", "a\xa0b", "👩\u200d🔬"], ["", " ", "a\nb", "a\n", 3]),
        ("number", [1, 0.5], [True, "1"]),
        ("bool", [True, False], [1, "true"]),
        ("year", [0, 1000, 2025, 9999], [1, 999, 10000, True, "2025", 2025.0]),
        ("seed", [0, 2**32 - 1], [-1, 2**32, True, 1.0]),
        ("topics", ["auto", "fine", 2], ["many", 1, True, 2.5, []]),
        ("columns", [{}, {"title": "Titel"}], [{"title": 3}, [], "title"]),
        ("function", ["", "m:f", "a.b:größe"], ["m", "m:", ":f", "m:f\n", "a b:c"]),
        ("name", ["sample", "Bäume 1", "a.b"], ["", "a/b", ".a", "a.draft", 3]),
        ("run", ["", "2026-10", "none"], [True, 3]),
        ("notebooks", [[], [__file__]], [["gone.ipynb"], __file__, [3]]),
        ("file", ["", __file__], ["gone.csv", 3]),
        ("folder", ["", "."], [__file__, 3]),
    ],
)
def test_values_that_fit_and_values_that_do_not(kind, fitting, unfit):
    fits = _kinds.CHECKS[kind].fits
    assert [value for value in fitting if not fits(value)] == []
    assert [value for value in unfit if fits(value)] == []


def test_each_kind_says_what_would_do():
    for name, kind in _kinds.CHECKS.items():
        assert kind.wanted or name == "file"
        assert kind.schema


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true or false"),
        (1, "a whole number"),
        ([], "a list"),
        (None, "NoneType"),
    ],
)
def test_kinds_in_words(value, words):
    assert _kinds.kind_of(value) == words
