"""Lists of authors are read name by name, in the way a style writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.read.layouts._names import (
    NAMES,
    is_collective,
    says_collective,
    scan_names,
)


@pytest.mark.parametrize(
    ("text", "first", "others", "names", "rest"),
    [
        (
            "Blum, A., & Fenn, J. (2020)",
            "Blum, A.",
            "Blum, A.",
            ["Blum, A.", "Fenn, J."],
            " (2020)",
        ),
        (
            "van der Berg, J.-P., de la Reed, K. 2020",
            "Blum, A.",
            "Blum, A.",
            ["van der Berg, J.-P.", "de la Reed, K."],
            " 2020",
        ),
        (
            "Blum A, O'Neil KB, et al. Title",
            "Blum A",
            "Blum A",
            ["Blum A", "O'Neil KB"],
            " Title",
        ),
        (
            "A. Blum, J.-P. van der Berg, Rivers and",
            "A. Blum",
            "A. Blum",
            ["A. Blum", "J.-P. van der Berg"],
            ", Rivers and",
        ),
        (
            "Ada Blum, K. Reed, and Y. Wu. Title",
            "Ada Blum",
            "Ada Blum",
            ["Ada Blum", "K. Reed", "Y. Wu"],
            ". Title",
        ),
        (
            "Blum, Ada, and Jo Fenn. Title",
            "Blum, Ada",
            "Ada Blum",
            ["Blum, Ada", "Jo Fenn"],
            ". Title",
        ),
        (
            "Blum, A., . . . Zander, Z. (2020)",
            "Blum, A.",
            "Blum, A.",
            ["Blum, A.", "Zander, Z."],
            " (2020)",
        ),
        ("张三, 李四. 河流", "BLUM A", "BLUM A", ["张三", "李四"], ". 河流"),
        ("of rivers and silt", "Blum, A.", "Blum, A.", [], "of rivers and silt"),
    ],
)
def test_names_are_read_as_long_as_they_follow(text, first, others, names, rest):
    found, end = scan_names(text, first, others)
    assert found == names
    assert text[end:] == rest


def test_organisations_are_told_from_titles():
    assert is_collective("World Lamp Organization")
    assert is_collective("OpenRiver")
    assert not is_collective("Slow rivers and their silt in winter")
    assert not is_collective("Do lamps sing?")
    assert says_collective("The Silt Study Group")
    assert not says_collective("Ada Blum")


@given(st.text(max_size=80), st.sampled_from(sorted(NAMES)))
def test_any_text_is_scanned(text, kind):
    names, end = scan_names(text, kind, kind)
    assert 0 <= end <= len(text)
    assert bool(names) == (end > 0)
