"""The gallery shows every chart, with a picture and the call that makes it."""

import pytest

from litreview import charts
from tests.conftest import ROOT

GALLERY = ROOT / "docs" / "gallery"
NAMES = sorted(set(charts.__all__) - {"VEGA_LITE", "enable"})


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_has_a_picture_and_its_call(name):
    page = (GALLERY / "README.md").read_text(encoding="utf-8")
    assert f"({name}.svg)" in page
    assert f"litreview.charts.{name}(" in page
    picture = (GALLERY / f"{name}.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg") and "nothing to draw" not in picture


def test_the_pictures_are_small():
    sizes = [file.stat().st_size for file in GALLERY.glob("*.svg")]
    assert sum(sizes) < 1_500_000
