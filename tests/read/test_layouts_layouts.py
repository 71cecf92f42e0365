from litreview.read.layouts._layouts import LAYOUTS


def test_each_layout_reads_nothing_from_nothing():
    for name, known in LAYOUTS.items():
        assert known.read([]) is None, name
        assert known.read(["", "milk and bread"]) is None, name


def test_what_is_believed_of_a_whole_file_only_has_no_marks():
    for known in LAYOUTS.values():
        assert not (known.of_whole_file and known.has_marks)
