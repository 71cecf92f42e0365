"""Languages become codes of two letters, where they have one."""

import pytest

from litreview.read import _languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English", "en"),
        ("eng", "en"),
        ("EN", "en"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("English; French", "en"),
        ("German/English", "de"),
        ("ger", "de"),
        ("Deutsch", "de"),
        ("français", "fr"),
        ("Chinese (Simplified)", "zh"),
        ("Greek, Modern", "el"),
        ("ngerman", "de"),
        ("langlatin and langgerman", "la"),
        ("Klingon", "klingon"),
        ("und", None),
        ("Undetermined", None),
        ("", None),
        ("12", None),
        ("a text of many words that is no language at all", None),
    ],
)
def test_languages(text, code):
    assert _languages.read_language(text) == code


def test_all_codes_have_two_letters():
    assert {len(code) for code in _languages._CODES.values()} == {2}
