from litreview.read.layouts._reading import FIELDS, Reading


def test_a_reading_has_no_reasons_unless_some_are_given():
    reading = Reading("a list", [], ["blank"])
    assert reading.reasons == {}
    assert len(set(FIELDS)) == len(FIELDS)
