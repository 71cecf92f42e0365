from litreview.read import _lines
from litreview.read._content import Content


def test_what_is_read_by_its_marks_is_sure():
    nothing = _lines.no_problems()
    content = Content(nothing, nothing, [], "RIS")
    assert (content.certainty, content.doubt, content.layout) == ("sure", "", "")
