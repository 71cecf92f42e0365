from litreview.read.layouts._reading import FIELDS, Reading


def test_no_field_is_named_twice_and_none_is_called_as_the_lines_are():
    assert len(set(FIELDS)) == len(FIELDS)
    assert not {"line", "line_to", *Reading._fields} & set(FIELDS)
